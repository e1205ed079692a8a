//! Completion in bash, which cuts words at `=`: `--set agent=fij` comes as `agent`, `=`, `fij`, and only the last of them is
//! replaced by what we offer.

use std::ffi::OsString;
use std::io::{Error, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{Bash, EnvCompleter};

/// As the adapter of `clap_complete`, with words that were cut put together again.
pub(super) struct WholeWords;

impl EnvCompleter for WholeWords {
    fn name(&self) -> &'static str {
        Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        Bash.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), Error> {
        Bash.write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), Error> {
        let variable = |name: &str| std::env::var(name).ok();
        let at = variable("_CLAP_COMPLETE_INDEX").and_then(|at| at.parse().ok()).unwrap_or_default();
        let separator = variable("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        let (words, at) = whole(words, at);
        let typed = words.get(at).map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
        let kept = typed.rfind('=').map_or("", |end| &typed[..=end]);
        let offered = clap_complete::engine::complete(command, words, at, folder)?;
        let offered = offered.iter().map(|one| one.get_value().to_string_lossy());
        let offered: Vec<String> = offered.map(|one| one.strip_prefix(kept).unwrap_or(&one).to_owned()).collect();
        write!(buf, "{}", offered.join(&separator))
    }
}

/// The words as they were typed up to the one at this place, and the place of that one among them.
pub(super) fn whole(words: Vec<OsString>, at: usize) -> (Vec<OsString>, usize) {
    let mut joined: Vec<OsString> = Vec::new();
    let mut open = false;
    for word in words.into_iter().take(at.saturating_add(1)) {
        let sign = word == "=";
        match joined.last_mut() {
            Some(last) if sign || open => last.push(&word),
            _ => joined.push(word),
        }
        open = sign;
    }
    let last = joined.len().saturating_sub(1);
    (joined, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_bash_cut_at_an_equals_sign_are_one_again() {
        let cut = |words: &[&str], at| {
            let (words, at) = whole(words.iter().map(OsString::from).collect(), at);
            (words.into_iter().map(|word| word.into_string().unwrap_or_default()).collect::<Vec<_>>().join("|"), at)
        };
        assert_eq!(cut(&["r", "query", "--set", "a", "=", "fij"], 5), ("r|query|--set|a=fij".to_owned(), 3));
        assert_eq!(cut(&["r", "query", "--set", "a", "=", ""], 5), ("r|query|--set|a=".to_owned(), 3));
        assert_eq!(cut(&["r", "query", "--set", "a", "="], 4), ("r|query|--set|a=".to_owned(), 3));
        assert_eq!(cut(&["r", "--queries", "=", "my", "query", "x"], 5), ("r|--queries=my|query|x".to_owned(), 3));
        assert_eq!(cut(&["r", "query", "x", "later"], 2), ("r|query|x".to_owned(), 2));
    }
}
