//! The settings that every command takes.

use std::path::PathBuf;

use clap::Args;

use crate::config::Flags;

/// What may stand behind any command.
#[derive(Args)]
pub(super) struct Global {
    /// Folder of the store, or URL of a SPARQL server [default: store]
    #[arg(long, global = true, value_name = "DIR|URL")]
    store: Option<PathBuf>,
    /// Base IRI of everything minted [default: the manifest's]
    #[arg(long, global = true, value_name = "IRI")]
    pub(super) base: Option<String>,
    /// Folder with rule packs of your own, beside the shipped ones; may be given several times
    #[arg(long, global = true, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Folder with saved queries of your own, beside the shipped ones; may be given several times
    #[arg(long, global = true, value_name = "DIR")]
    queries: Vec<PathBuf>,
    /// Settings file [default: rapporteur.toml in the working directory, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Any other setting, as in `--setting limits.rows=500`; may be given several times
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = key_and_value)]
    setting: Vec<(String, String)>,
}

impl Global {
    /// The same as settings.
    ///
    /// # Errors
    /// A folder whose name cannot stand in a list of folders.
    pub(super) fn flags(self) -> anyhow::Result<Flags> {
        let mut flags = Flags { file: self.config, ..Flags::default() };
        for (key, value) in self.setting {
            flags.set(key, Some(value));
        }
        flags.set("store", self.store);
        flags.set("base", self.base);
        for (key, folders) in [("rules", self.rules), ("queries", self.queries)] {
            if !folders.is_empty() {
                flags.set(key, Some(std::env::join_paths(folders)?));
            }
        }
        Ok(flags)
    }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE, as in limits.rows=500")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
