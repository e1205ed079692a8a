//! Human decisions: what is the same, what is not, which claims hold. They stand in a file, with author, date and reason.
//!
//! A wrong decision never stops a build: it is left out and told, with file and line.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// One thing is another.
    SameAs,
    /// Two things only look alike.
    NotSame,
    /// A claim holds, whatever others say.
    Accept,
    /// A claim does not hold.
    Reject,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What kind.
    pub kind: DecisionKind,
    /// About which thing or claim: an absolute IRI, or a path under the base.
    pub what: String,
    /// The other thing, for [`DecisionKind::SameAs`] and [`DecisionKind::NotSame`].
    pub to: Option<String>,
    /// Who decided.
    pub author: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// Why.
    pub reason: String,
}

/// The decisions of a file, and what is wrong in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curation {
    /// Decisions in the order of the file.
    pub decisions: Vec<Decision>,
    /// Decisions that cannot be used, each as "file:line: reason".
    pub problems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: DecisionKind,
    what: Spanned<String>,
    to: Option<Spanned<String>>,
    author: String,
    date: Spanned<String>,
    reason: Spanned<String>,
}

impl Curation {
    /// Reads a file of decisions; without the file there are none.
    pub fn read(path: &Path) -> Self {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => Self { problems: vec![format!("{}: {error}", path.display())], ..Self::default() },
        }
    }

    fn parse(text: &str, file: &str) -> Self {
        let at = |offset: usize, reason: &str| {
            let line = text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1;
            format!("{file}:{line}: {reason}")
        };
        let root = match DeTable::parse(text) {
            Ok(root) => root.into_inner(),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                return Self { problems: vec![at(offset, error.message())], ..Self::default() };
            }
        };
        let mut curation = Self::default();
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        for (key, value) in root {
            match (key.get_ref().as_ref(), value.into_inner()) {
                ("decision", DeValue::Array(entries)) => {
                    for entry in entries {
                        let start = entry.span().start;
                        match decide(entry, &mut merged) {
                            Ok(decision) => curation.decisions.push(decision),
                            Err((offset, reason)) => curation.problems.push(at(offset.unwrap_or(start), &reason)),
                        }
                    }
                }
                (other, _) => {
                    let reason = format!("unknown key {other:?}; the file has [[decision]] tables only");
                    curation.problems.push(at(key.span().start, &reason));
                }
            }
        }
        curation
    }
}

fn decide(
    entry: Spanned<DeValue<'_>>,
    merged: &mut BTreeMap<String, String>,
) -> Result<Decision, (Option<usize>, String)> {
    let entry = Entry::deserialize(entry.into_deserializer())
        .map_err(|error| (error.span().map(|span| span.start), error.message().to_owned()))?;
    let wrong = |field: &Spanned<String>, reason: String| Err((Some(field.span().start), reason));
    if entry.date.get_ref().parse::<jiff::civil::Date>().is_err() {
        return wrong(&entry.date, format!("date {:?} is not of the form YYYY-MM-DD", entry.date.get_ref()));
    }
    if entry.reason.get_ref().trim().is_empty() {
        return wrong(&entry.reason, "a decision needs a reason".into());
    }
    let two = matches!(entry.kind, DecisionKind::SameAs | DecisionKind::NotSame);
    match &entry.to {
        None if two => return wrong(&entry.what, "\"to\" is missing: the other thing".into()),
        Some(to) if !two => return wrong(to, "\"to\" is only for same-as and not-same".into()),
        Some(to) if to.get_ref() == entry.what.get_ref() => {
            return wrong(to, "a thing cannot be compared with itself".into());
        }
        _ => {}
    }
    let what = entry.what.get_ref().clone();
    let to = entry.to.map(Spanned::into_inner);
    // One step is applied at a time, so that what stands for another must not itself be replaced.
    if let (DecisionKind::SameAs, Some(to)) = (entry.kind, &to) {
        if let Some(other) = merged.get(&what) {
            return wrong(&entry.what, format!("{what} is the same as {other} already; decide once"));
        }
        if let Some(end) = merged.get(to) {
            return wrong(&entry.what, format!("{to} is itself the same as {end}; name that instead"));
        }
        if let Some((earlier, _)) = merged.iter().find(|(_, end)| **end == what) {
            return wrong(
                &entry.what,
                format!("{earlier} was decided to be the same as {what}; change that decision to {to}, too"),
            );
        }
        merged.insert(what.clone(), to.clone());
    }
    Ok(Decision {
        kind: entry.kind,
        what,
        to,
        author: entry.author,
        date: entry.date.into_inner(),
        reason: entry.reason.into_inner(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "author = \"A\"\ndate = \"2026-01-31\"\nreason = \"Because.\"\n";

    #[test]
    fn decisions_are_read_and_a_wrong_one_is_told_with_its_line() {
        let text = format!(
            "[[decision]]\nkind = \"accept\"\nwhat = \"claim/a\"\n{REST}[[decision]]\nkind = \"perhaps\"\nwhat = \"claim/b\"\n{REST}\
             [[decision]]\nkind = \"same-as\"\nwhat = \"state/a\"\n{REST}"
        );
        let curation = Curation::parse(&text, "c.toml");
        assert_eq!(curation.decisions.len(), 1);
        assert_eq!(curation.decisions[0].kind, DecisionKind::Accept);
        assert!(curation.problems[0].starts_with("c.toml:8: unknown variant `perhaps`"), "{:?}", curation.problems);
        assert!(curation.problems[1].starts_with("c.toml:15: \"to\" is missing"), "{:?}", curation.problems);
    }

    #[test]
    fn chains_of_sameness_are_refused() {
        let same = |what: &str, to: &str| {
            format!("[[decision]]\nkind = \"same-as\"\nwhat = \"{what}\"\nto = \"{to}\"\n{REST}")
        };
        let curation =
            Curation::parse(&(same("a", "b") + &same("b", "c") + &same("d", "a") + &same("a", "e")), "c.toml");
        assert_eq!((curation.decisions.len(), curation.problems.len()), (1, 3), "{:?}", curation.problems);
    }

    #[test]
    fn the_shipped_file_has_no_problem_and_a_missing_one_is_empty() {
        assert_eq!(Curation::read(Path::new("data/curation.toml")).problems, Vec::<String>::new());
        assert_eq!(Curation::read(Path::new("data/none.toml")), Curation::default());
    }
}
