//! The settings, as an operator meets them: on the command line of the program.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder, with these variables and none of whoever runs the tests.
fn run(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("RAPPORTEUR_")) {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_setting_is_shown_with_the_place_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rapporteur.toml"), "store = \"here\"\n\n[limits]\nrows = 5\ndeadline = 3\n")
        .unwrap();
    let variables = [("RAPPORTEUR_LIMITS_ROWS", "6"), ("RAPPORTEUR_AUTH_ADMIN", "a-token-of-an-administrator")];
    let arguments = ["config", "show", "--setting", "log.format=json", "--base", "https://example.org/"];
    let shown = run(folder.path(), &variables, &arguments);
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    let shown = text(&shown.stdout);
    for (setting, origin) in [
        ("store = \"here\"", "rapporteur.toml:1"),
        ("limits.rows = 6", "RAPPORTEUR_LIMITS_ROWS"),
        ("limits.deadline = 3", "rapporteur.toml:5"),
        ("log.format = \"json\"", "command line"),
        ("base = \"https://example.org/\"", "command line"),
        ("bind = \"127.0.0.1:7878\"", "default"),
        ("# auth.admin = 1 not shown", "RAPPORTEUR_AUTH_ADMIN"),
    ] {
        let line =
            shown.lines().find(|line| line.starts_with(setting)).unwrap_or_else(|| panic!("{setting}:\n{shown}"));
        assert!(line.contains(&format!("# {origin}; ")), "{line}");
    }
    assert!(!shown.contains("administrator"), "{shown}");
}

#[test]
fn a_wrong_setting_stops_every_command_and_is_still_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rapporteur.toml");
    std::fs::write(&file, "\n[limits]\nrows = 0\n").unwrap();
    for command in [&["config", "check"][..], &["serve"], &["queries"]] {
        let output = run(folder.path(), &[], command);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("limits.rows is \"0\" (rapporteur.toml:3); it must be"));
    }
    assert!(text(&run(folder.path(), &[], &["config", "show"]).stdout).contains("limits.rows = 0"));
    std::fs::write(&file, "\n[limits]\nrow = 1\n").unwrap();
    let error = text(&run(folder.path(), &[], &["config", "show"]).stderr);
    assert!(error.contains("rapporteur.toml:3: unknown setting `limits.row`; did you mean `limits.rows`?"), "{error}");
}

#[test]
fn a_check_tells_what_is_hardly_meant() {
    let folder = tempfile::tempdir().unwrap();
    let check = |variables: &[(&str, &str)]| run(folder.path(), variables, &["config", "check"]);
    assert_eq!(check(&[]).status.code(), Some(0));
    let doubt = check(&[("RAPPORTEUR_LIMITS_ROW", "5")]);
    assert_eq!(doubt.status.code(), Some(1));
    assert!(text(&doubt.stderr).contains("did you mean RAPPORTEUR_LIMITS_ROWS?"), "{}", text(&doubt.stderr));
}

#[test]
fn a_token_on_the_command_line_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path(), &[], &["config", "show", "--setting", "auth.write=a-token-of-some-writer"]);
    let error = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2));
    assert!(error.contains("RAPPORTEUR_AUTH_WRITE") && !error.contains("some-writer"), "{error}");
}
