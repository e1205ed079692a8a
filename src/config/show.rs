//! The settings as a person or a program reads them, and what deserves a look in them.

use std::ffi::OsString;
use std::fmt::Write as _;

use super::layers::{Layers, Origin};
use super::setting::{Kind, PREFIX, SETTINGS, nearest};

impl Layers {
    /// Every setting with its value and its origin, as a settings file that says the same. Secrets are counted.
    pub fn show(&self) -> String {
        let mut shown = String::new();
        for setting in SETTINGS {
            let value = self.value(setting.key);
            let line = match (setting.kind, value.texts.as_slice()) {
                (Kind::Secrets, texts) => format!("# {} = {} not shown", setting.key, texts.len()),
                (Kind::Text | Kind::Bare, []) => format!("# {} is not set", setting.key),
                (Kind::Bare, [number, ..]) => format!("{} = {}", setting.key, number.to_string_lossy()),
                (Kind::Text, [text, ..]) => format!("{} = {}", setting.key, quoted(text)),
                (Kind::List | Kind::Folders, texts) => {
                    let texts: Vec<String> = texts.iter().map(quoted).collect();
                    format!("{} = [{}]", setting.key, texts.join(", "))
                }
            };
            let _ = writeln!(shown, "{line:<48} # {}; {}", value.origin, setting.help);
        }
        shown
    }

    /// What is no error and still hardly meant: variables that look like ours and are none, a file of tokens that
    /// others may read.
    pub fn doubts(&self, variables: impl Iterator<Item = OsString>) -> Vec<String> {
        let known: Vec<String> =
            SETTINGS.iter().map(|setting| setting.variable()).chain([format!("{PREFIX}CONFIG")]).collect();
        let mut doubts = Vec::new();
        for name in variables.filter_map(|name| name.into_string().ok()).filter(|name| name.starts_with(PREFIX)) {
            if !known.contains(&name) {
                let hint = nearest(&name, known.iter().map(String::as_str));
                let hint = hint.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                doubts.push(format!("the variable {name} is no setting{hint}"));
            }
        }
        doubts.sort();
        let mut files: Vec<_> = vec![("auth.file", self.path("auth.file"))];
        for setting in SETTINGS.iter().filter(|setting| setting.kind == Kind::Secrets) {
            if let Origin::File { file, .. } = &self.value(setting.key).origin {
                files.push((setting.key, file.clone()));
            }
        }
        for (key, file) in files {
            if others_may_read(&file) {
                doubts.push(format!("{} holds tokens ({key}), and every user may read it: chmod 600", file.display()));
            }
        }
        doubts
    }
}

fn quoted(text: &OsString) -> String {
    toml::Value::String(text.to_string_lossy().into_owned()).to_string()
}

#[cfg(unix)]
fn others_may_read(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &std::path::Path) -> bool {
    false
}
