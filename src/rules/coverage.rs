//! How often rules fire over documents.

use std::collections::BTreeMap;
use std::fmt;

use crate::annotate::Annotations;

use super::Packs;

/// How often each rule fires, sentence by sentence; `Display` prints it for people.
///
/// The extraction may look at other scopes (clauses, headings), so a figure here says that a rule can fire, not that
/// each match became an assertion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rule → figures, rules that never fired included.
    pub rules: BTreeMap<String, Fired>,
}

/// How often one rule fires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fired {
    /// Matches, those that lost against another rule included.
    pub matched: usize,
    /// Matches that were kept.
    pub kept: usize,
}

impl Coverage {
    /// Adds the sentences of a document.
    pub fn add(&mut self, packs: &Packs, annotations: &Annotations<'_>) {
        for rule in packs.rules() {
            self.rules.entry(rule.id.clone()).or_default();
        }
        for phase in packs.phases.keys() {
            for sentence in &annotations.sentences {
                for found in packs.matches(phase, annotations, sentence.tokens.clone()) {
                    self.rules.entry(found.rule.id.clone()).or_default().matched += 1;
                }
                for found in packs.run(phase, annotations, sentence.tokens.clone()) {
                    self.rules.entry(found.rule.id.clone()).or_default().kept += 1;
                }
            }
        }
    }

    /// The rules that never fired.
    pub fn silent(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|(_, fired)| fired.matched == 0).map(|(rule, _)| rule.as_str())
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>8} {:>8}  rule", "matched", "kept")?;
        for (rule, fired) in &self.rules {
            let note = match fired {
                Fired { matched: 0, .. } => "  (never fired)",
                Fired { kept: 0, .. } => "  (always lost)",
                _ => "",
            };
            writeln!(f, "{:>8} {:>8}  {rule}{note}", fired.matched, fired.kept)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Gazetteer;
    use crate::document;

    #[test]
    fn a_rule_that_fires_is_told_from_one_that_does_not() {
        let packs = Packs::shipped().unwrap();
        let text = "The meeting was attended by 20 delegates. Ministers met again with 30 delegates.";
        let document = document::read("d", text.as_bytes()).unwrap();
        let mut coverage = Coverage::default();
        coverage.add(&packs, &Annotations::new(&document, &Gazetteer::default()));
        assert_eq!(coverage.rules.get("count.present").map(|fired| fired.kept), Some(2));
        assert!(coverage.silent().any(|rule| rule == "pledge.advice"));
        assert!(coverage.to_string().contains("mandate.to  (never fired)"), "{coverage}");
    }
}
