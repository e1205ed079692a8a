//! Numbers that a document states about a meeting, and whether its own lists bear them out.

use std::collections::BTreeSet;

use super::reader::Reader;
use crate::annotate::NumberKind;
use crate::assertion::{EntityId, Fact};

/// Reads "139 delegates representing 47 countries and nine organisations", "33 Member States and Organisations".
pub(super) fn read(r: &mut Reader<'_>) {
    for index in 0..r.a.numbers.len() {
        let number = r.a.numbers[index].clone();
        if number.kind != NumberKind::Cardinal || number.value == 0 {
            continue;
        }
        let sentence = r.sentence(number.tokens.start);
        let mut unit = None;
        let mut t = number.tokens.end;
        let limit = (t + 5).min(sentence.end);
        while t < limit {
            if let Some((end, concept)) = r.lexicon("CountUnit", t) {
                unit = Some((end, concept));
                break;
            }
            let word = r.low(t);
            if !r.is_word(t) || super::words::is_preposition(word) || super::words::is_auxiliary(word) {
                break;
            }
            t += 1;
        }
        let Some((end, unit)) = unit else { continue };
        let context = (sentence.start..sentence.end).any(|t| r.in_lexicon("AttendContext", t));
        if !context {
            continue;
        }
        let named =
            r.mentions_in(sentence.clone()).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
        let Some(about) = r.main_meeting().or(named) else { continue };
        let evidence = vec![r.evidence(number.tokens.start..end), r.sentence_evidence(number.tokens.start)];
        r.add("count.stated", Fact::Count { about, unit: unit.to_owned(), value: number.value }, evidence);
    }
    compare(r);
}

/// Warns where a stated number differs from the list of the same document.
fn compare(r: &mut Reader<'_>) {
    let mut warnings = Vec::new();
    for assertion in &r.out.assertions {
        let Fact::Count { about, unit, value } = &assertion.fact else { continue };
        let mut states = BTreeSet::new();
        let mut organisations = BTreeSet::new();
        for other in &r.out.assertions {
            let Fact::Participation { context, member, capacity, .. } = &other.fact else { continue };
            if context != about || !matches!(capacity.as_str(), "member" | "observer") {
                continue;
            }
            match member {
                EntityId::State(key) => states.insert(key.clone()),
                EntityId::Organisation(key) => organisations.insert(key.clone()),
                _ => false,
            };
        }
        let listed = match unit.as_str() {
            "states" => states.len(),
            "organisations" => organisations.len(),
            _ => continue,
        };
        if listed > 0 && listed as u64 != *value {
            warnings
                .push((assertion.evidence[0].span, format!("the text states {value} {unit}, its lists name {listed}")));
        }
    }
    for (span, message) in warnings {
        r.out.warnings.push(crate::assertion::Warning { span: Some(span), message });
    }
}
