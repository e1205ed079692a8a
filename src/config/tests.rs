use std::ffi::OsString;
use std::path::Path;

use super::*;

/// Settings from flags, variables and the text of a file.
fn layers(flags: &[(&str, &str)], variables: &[(&str, &str)], text: &str) -> Result<Layers, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    std::fs::write(&file, text).unwrap();
    let mut given = Flags { file: Some(file), ..Flags::default() };
    for (key, value) in flags {
        given.set(*key, Some(*value));
    }
    let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
    Layers::from(&given, variable)
}

fn config(flags: &[(&str, &str)], variables: &[(&str, &str)], text: &str) -> Result<Config, ConfigError> {
    Config::from(&layers(flags, variables, text)?)
}

fn refusal(text: &str) -> String {
    config(&[], &[], text).expect_err(text).to_string()
}

#[test]
fn flags_beat_the_environment_which_beats_the_file_which_beats_the_defaults() {
    let config = config(
        &[("store", "from-flag")],
        &[
            ("RAPPORTEUR_STORE", "from-variable"),
            ("RAPPORTEUR_CORPUS", "from-variable"),
            ("RAPPORTEUR_LIMITS_ROWS", "7"),
            ("RAPPORTEUR_RULES", "one:two"),
            ("RAPPORTEUR_BASE", ""),
        ],
        "store = \"from-file\"\ncorpus = \"from-file\"\nbind = \"127.0.0.1:1\"\n[limits]\nrows = 5\ndeadline = 0.5\n",
    )
    .unwrap();
    assert_eq!(config.store, Path::new("from-flag"));
    assert_eq!(config.corpus, Path::new("from-variable"));
    assert_eq!((config.limits.rows, config.limits.deadline), (7, Duration::from_millis(500)));
    assert_eq!(config.bind.port(), 1);
    assert_eq!(config.base, None);
    assert_eq!(config.curation, Path::new("data/curation.toml"));
    assert_eq!(config.rules, [Path::new("one"), Path::new("two")]);
}

#[test]
fn a_wrong_setting_is_named_with_its_place() {
    for (text, expected) in [
        ("store = \"a\"\ncolour = 1\n", "rapporteur.toml:2: unknown setting `colour`"),
        ("[limits]\nrow = 1\n", "rapporteur.toml:2: unknown setting `limits.row`; did you mean `limits.rows`?"),
        ("[limit]\nrows = 1\n", "rapporteur.toml:1: unknown setting `limit`"),
        ("store = 1\n", "rapporteur.toml:1: store must be a text in quotes, not integer"),
        ("limits = 1\n", "rapporteur.toml:1: unknown setting `limits`"),
        ("\nstore = \n", "rapporteur.toml:2: "),
        ("[limits]\n\nrows = \"many\"\n", "rapporteur.toml:3); it must be a whole number, 1 or more"),
        ("limits.deadline = 0\n", "rapporteur.toml:1); it must be a number of seconds"),
        ("limits.deadline = nan\n", "rapporteur.toml:1); it must be a number of seconds"),
        ("base = \"no iri/\"\n", "base is \"no iri/\""),
        ("public-url = \"ftp://x/\"\n", "public-url is \"ftp://x/\""),
        ("log.format = \"xml\"\n", "it must be \"text\" or \"json\""),
        ("connections.trusted-proxies = [\"proxy\"]\n", "connections.trusted-proxies is \"proxy\""),
        ("service.allow = [\"file:///etc/passwd\"]\n", "http or https URLs"),
        ("writes.enabled = true\n", "as long as no token may write"),
        ("auth.file = \"/nowhere/tokens\"\n", "/nowhere/tokens: "),
    ] {
        let error = refusal(text);
        assert!(error.contains(expected), "{text}: {error}");
    }
    let error = config(&[("limits.row", "1")], &[], "").unwrap_err().to_string();
    assert_eq!(error, "the command line: unknown setting `limits.row`; did you mean `limits.rows`?");
    let error = config(&[], &[("RAPPORTEUR_LIMITS_ROWS", "0")], "").unwrap_err().to_string();
    assert!(error.contains("limits.rows is \"0\" (RAPPORTEUR_LIMITS_ROWS)"), "{error}");
    let absent = Flags { file: Some("/nowhere/else.toml".into()), ..Flags::default() };
    assert!(Layers::from(&absent, |_| None).unwrap_err().to_string().starts_with("/nowhere/else.toml: "));
}

#[test]
fn what_is_shown_is_a_settings_file_that_says_the_same() {
    let text = "limits.rows = 5\nrules = [\"a\\\"b\"]\nservice.allow = [\"https://example.org/sparql\"]\nwrites.enabled = true\n";
    let variables = [("RAPPORTEUR_AUTH_WRITE", "first-token-of-writer, second-token-of-writer")];
    let first = layers(&[("bind", "127.0.0.1:1")], &variables, text).unwrap();
    let shown = first.show();
    for part in [
        "rapporteur.toml:1; rows of a SELECT",
        "# RAPPORTEUR_AUTH_WRITE; tokens that may write",
        "# auth.write = 2 not shown",
        "# command line; address to serve on",
        "# default; ",
        "# base is not set",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    assert!(!shown.contains("token-of-writer"), "{shown}");
    let again = layers(&[], &variables, &shown).unwrap();
    assert_eq!(Config::from(&first).unwrap(), Config { metrics_asked: false, ..Config::from(&again).unwrap() });
    assert!(!format!("{:?}", Config::from(&first).unwrap()).contains("token-of-writer"));
}

#[test]
fn tokens_come_from_a_file_or_the_environment_and_never_from_a_flag() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, "admin token-from-a-file-\n").unwrap();
    let text = format!("auth.file = {:?}\n[auth]\nread = [\"token-from-settings\"]\n", file.display().to_string());
    let text = text.replace("auth.file", "[auth]\nfile").replace("\n[auth]\nread", "\nread");
    let config = config(&[], &[("RAPPORTEUR_AUTH_WRITE", "token-from-variable")], &text).unwrap();
    let has = |token: &str, role| config.tokens.caller(token).is_some_and(|caller| caller.has(role));
    assert!(has("token-from-a-file-", Role::Admin) && has("token-from-variable", Role::Write));
    assert!(has("token-from-settings", Role::Read) && !has("token-from-settings", Role::Write));
    let error = self::config(&[("auth.admin", "token-from-a-flag-")], &[], "").unwrap_err().to_string();
    assert!(error.contains("RAPPORTEUR_AUTH_ADMIN") && !error.contains("token-from-a-flag-"), "{error}");
}

#[test]
fn what_is_hardly_meant_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, "").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let layers = layers(&[("auth.file", file.to_str().unwrap())], &[], "").unwrap();
    let names = ["PATH", "RAPPORTEUR_STORE", "RAPPORTEUR_CONFIG", "RAPPORTEUR_LIMIT_ROWS"].map(OsString::from);
    let doubts = layers.doubts(names.into_iter());
    assert_eq!(doubts[0], "the variable RAPPORTEUR_LIMIT_ROWS is no setting; did you mean RAPPORTEUR_LIMITS_ROWS?");
    assert_eq!(doubts.len(), if cfg!(unix) { 2 } else { 1 }, "{doubts:?}");
}

#[test]
fn an_address_to_serve_on_may_be_a_name() {
    assert_eq!(address("localhost:80"), Some(([127, 0, 0, 1], 80).into()));
    assert_eq!(address("[::1]:80").map(|address| address.port()), Some(80));
    for wrong in ["7878", "localhost", ":", "127.0.0.1:99999"] {
        assert_eq!(address(wrong), None, "{wrong}");
    }
}
