//! Talk on standard error: messages, and progress bars when it is a terminal.

use std::fmt::Arguments;
use std::io::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Event;

/// Says one line on standard error. If nobody can hear it, that is no error.
pub(crate) fn say(message: Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{message}");
}

/// A number with its noun: `1 document`, `2 documents`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The progress bar of a build; invisible unless standard error is a terminal.
pub(crate) struct BuildProgress(ProgressBar);

impl BuildProgress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn note(&self, event: Event<'_>) {
        match event {
            Event::Reading { documents } => {
                self.0.set_length(documents as u64);
                self.0.set_message("reading");
            }
            Event::Read { .. } => self.0.inc(1),
            Event::Writing => self.0.set_message("writing"),
            Event::Publishing => self.0.set_message("publishing"),
        }
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
