//! Short forms that the text itself explains.

use std::collections::BTreeSet;

use super::judge::Judge;
use super::names::{Name, best};
use super::tally::Row;
use crate::assertion::{EntityId, Fact, Property, Value};

impl Judge<'_> {
    pub(super) fn judge_acronyms(&mut self) {
        let said = self.said;
        let mut named: Vec<(&EntityId, Vec<Name>)> = Vec::new();
        for id in said.all() {
            let mut names = said.things.names(id).to_vec();
            // "RCM II" also shows what RCM is
            let numbered: Vec<Name> =
                names.iter().filter_map(|name| unnumbered(&name.printed)).map(Name::new).collect();
            names.extend(numbered);
            named.push((id, names));
        }
        let mut explained: BTreeSet<(&EntityId, String)> = BTreeSet::new();
        for gold in &self.labels.acronyms {
            let (short, long) = (Name::new(&gold.short), Name::new(&gold.long));
            let hits: Vec<&EntityId> = named
                .iter()
                .filter(|(_, names)| names.iter().any(|name| name.folded == short.folded))
                .filter(|(_, names)| best(|a, b| self.how.like(a, b), [&long], names) >= 0.75)
                .map(|(id, _)| *id)
                .collect();
            explained.extend(hits.iter().map(|id| (*id, short.folded.clone())));
            if gold.optional {
                continue;
            }
            if hits.is_empty() {
                self.out.missed(
                    Row::Acronyms,
                    "no such pair",
                    format!("{} = {}", gold.short, gold.long),
                    gold.at.first(),
                );
            } else {
                self.out.right(Row::Acronyms);
            }
        }
        for assertion in said.assertions() {
            let Fact::Property { subject, property: Property::AltLabel, value: Value::Text(short), .. } =
                &assertion.fact
            else {
                continue;
            };
            let folded = super::names::fold(short);
            let labelled = self.labels.acronyms.iter().any(|gold| super::names::fold(&gold.short) == folded);
            let rules = BTreeSet::from([assertion.rule.as_str()]);
            if labelled {
                self.out.rules(&rules, explained.contains(&(subject, folded)));
            } else if is_acronym(short) && explained.insert((subject, folded)) {
                self.out.rules(&rules, false);
                let given = [('(', ')'), ('[', ']'), ('“', '”'), ('"', '"')]
                    .iter()
                    .any(|(open, close)| said.document.text.contains(&format!("{open}{short}{close}")));
                let kind = if given { "in brackets, but not labelled" } else { "not given by the text" };
                let place = super::said::places(&assertion.evidence).collect::<Vec<_>>();
                let about = format!("{short} = {}", said.things.label(subject));
                self.out.wrong(Row::Acronyms, kind, about, super::said::shortest(&place));
            }
        }
    }
}

/// A name without the number at its end.
fn unnumbered(name: &str) -> Option<&str> {
    let (before, last) = name.rsplit_once(' ')?;
    let is_number = !last.is_empty()
        && (last.bytes().all(|b| b.is_ascii_digit()) || last.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    is_number.then_some(before)
}

/// Capitals and what joins them, as in "AHEG" or "R&D".
fn is_acronym(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"&+./-".contains(&b);
    (2..=12).contains(&text.len())
        && text.as_bytes()[0].is_ascii_uppercase()
        && text.bytes().skip(1).all(inner)
        && text.bytes().filter(u8::is_ascii_uppercase).count() > 1
}
