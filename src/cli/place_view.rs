//! What is known of a place, for people and for programs. Offsets are code points of the text as received.

use std::fmt;

use serde::Serialize;

/// Everything about one place.
#[derive(Debug, Default, Serialize)]
pub(super) struct Explained {
    pub(super) document: String,
    pub(super) offset: usize,
    /// The sentence in which the place lies.
    pub(super) sentence: Option<Passage>,
    /// The nearest sentence, where it lies in none.
    pub(super) nearest: Option<Passage>,
    pub(super) tokens: Vec<TokenSeen>,
    pub(super) scopes: Vec<ScopeSeen>,
    pub(super) facts: Vec<FactSeen>,
}

/// A stretch of the text.
#[derive(Debug, Serialize)]
pub(super) struct Passage {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// A token and what it was taken for.
#[derive(Debug, Serialize)]
pub(super) struct TokenSeen {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    /// Names, dates, numbers, and lexicon entries that start with it.
    pub(super) taken_for: Vec<String>,
}

/// What the rules of a phase were run over.
#[derive(Debug, Serialize)]
pub(super) struct ScopeSeen {
    pub(super) phase: String,
    pub(super) over: Passage,
    pub(super) rules: Vec<RuleSeen>,
}

/// A rule that was tried.
#[derive(Debug, Serialize)]
pub(super) struct RuleSeen {
    pub(super) rule: String,
    pub(super) place: String,
    pub(super) pattern: usize,
    /// `kept`, `lost` or `failed`.
    pub(super) outcome: &'static str,
    /// What it matched, or what fitted before it failed.
    pub(super) matched: Option<Passage>,
    /// What it captured, what it lost to, or where it failed.
    pub(super) because: String,
}

/// A fact that rests on the place.
#[derive(Debug, Serialize)]
pub(super) struct FactSeen {
    pub(super) fact: String,
    /// `rule`, `step` of the program, or `table` of names.
    pub(super) by: &'static str,
    /// Which one.
    pub(super) name: String,
    /// File and line of a rule.
    pub(super) place: Option<String>,
    pub(super) evidence: Passage,
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}", self.document, self.offset)?;
        match (&self.sentence, &self.nearest) {
            (Some(sentence), _) => writeln!(f, "\nsentence {sentence}")?,
            (None, Some(near)) => {
                writeln!(f, "\nno sentence covers this place: it is a mark, white space or noise of the layout.")?;
                writeln!(f, "nearest sentence {near}")?;
            }
            (None, None) => writeln!(f, "\nthe document has no sentence")?,
        }
        if !self.tokens.is_empty() {
            writeln!(f, "\ntokens")?;
        }
        for token in &self.tokens {
            let here = if (token.start..token.end).contains(&self.offset) { ">" } else { " " };
            let line = format!(" {here}{:>7}  {:<20}  {}", token.start, token.text, token.taken_for.join(" · "));
            writeln!(f, "{}", line.trim_end())?;
        }
        for scope in &self.scopes {
            if scope.rules.is_empty() {
                writeln!(f, "\nrules of phase {}: none has its words here", scope.phase)?;
                continue;
            }
            writeln!(f, "\nrules of phase {}, over {}", scope.phase, scope.over)?;
            for rule in &scope.rules {
                writeln!(f, "  {rule}")?;
            }
        }
        if self.facts.is_empty() {
            return writeln!(f, "\nno fact rests on this place");
        }
        writeln!(f, "\nfacts")?;
        for fact in &self.facts {
            let place = fact.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
            writeln!(f, "  {}\n    by {} {}{place}\n    {}", fact.fact, fact.by, fact.name, fact.evidence)?;
        }
        Ok(())
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{} {:?}", self.start, self.end, self.text)
    }
}

impl fmt::Display for RuleSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, place, pattern, outcome, matched, because } = self;
        let pattern = if *pattern > 1 { format!(" (pattern {pattern})") } else { String::new() };
        write!(f, "{outcome:<6}  {rule}{pattern}  {place}")?;
        let matched = matched.as_ref().map(|passage| format!("{:?}", passage.text));
        match (*outcome, matched) {
            ("failed", Some(fitted)) => write!(f, "\n            {because}, behind {fitted}"),
            ("failed", None) => write!(f, "\n            {because}"),
            (_, Some(matched)) if because.is_empty() => write!(f, "\n            {matched}"),
            (_, Some(matched)) => write!(f, "\n            {matched}: {because}"),
            (_, None) => Ok(()),
        }
    }
}
