//! What rules were run over, noted for those who ask why a rule found nothing.

use std::ops::Range as Tokens;
use std::sync::{Arc, Mutex, PoisonError};

use super::{PackError, Packs};

/// One run of the rules of a phase.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// The tokens among which the rules looked.
    pub scope: (usize, usize),
    /// The phase.
    pub phase: String,
    /// The one token at which they had to start, if it was one.
    pub at: Option<usize>,
}

/// Runs in the order in which they were made.
pub(super) type Log = Mutex<Vec<Run>>;

impl Packs {
    /// The same packs, but noting what they are run over.
    ///
    /// # Errors
    /// None for packs that were loaded; the packs are compiled again.
    pub fn recording(&self) -> Result<Self, PackError> {
        let packs = Self::compile(Arc::clone(&self.sources), self.members.clone())?;
        Ok(Self { log: Some(Log::default()), ..packs })
    }

    /// The runs noted so far, each once, in the order of the text.
    pub fn runs(&self) -> Vec<Run> {
        let Some(log) = &self.log else { return Vec::new() };
        let mut runs = log.lock().unwrap_or_else(PoisonError::into_inner).clone();
        runs.sort();
        runs.dedup();
        runs
    }

    pub(super) fn note(&self, phase: &str, scope: &Tokens<usize>, at: Option<usize>) {
        if let Some(log) = &self.log {
            let run = Run { scope: (scope.start, scope.end), phase: phase.to_owned(), at };
            log.lock().unwrap_or_else(PoisonError::into_inner).push(run);
        }
    }
}
