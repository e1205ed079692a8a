//! Texts that nobody writes on purpose: nothing panics, nothing hangs, and every place is right.
//!
//! `RAPPORTEUR_HOSTILE` is the size of each text in bytes. From a megabyte on, time and growth are looked at, too;
//! that takes an optimised build: `RAPPORTEUR_HOSTILE=2000000 cargo test --release --test suite hostile`.

use std::process::{Command, Output, Stdio};
use std::time::Instant;

pub(crate) mod check;
mod properties;
mod texts;

use check::check;

/// Bytes of each text.
fn size() -> usize {
    std::env::var("RAPPORTEUR_HOSTILE").ok().and_then(|size| size.parse().ok()).unwrap_or(2_500)
}

/// Cases of each property; more with larger texts.
fn cases(few: u32) -> u32 {
    if size() < 100_000 { few } else { 40 * few }
}

#[test]
fn every_kind_of_text_is_read_with_all_places_right() {
    for (name, make) in texts::all() {
        let text = make(size());
        let started = Instant::now();
        let said = std::panic::catch_unwind(|| check(text.as_bytes()).is_some());
        assert!(matches!(said, Ok(true)), "{name}");
        if size() >= 1_000_000 {
            println!("{:8.2} s {name}", started.elapsed().as_secs_f64());
        }
    }
}

#[test]
fn every_kind_of_text_may_begin_and_end_anywhere() {
    for (name, make) in texts::all() {
        let text = make(600);
        for cut in (0..text.len()).step_by(97) {
            let cut = text.floor_char_boundary(cut);
            for part in [&text[cut..], &text[..cut]] {
                assert!(std::panic::catch_unwind(|| check(part.as_bytes())).is_ok(), "{name}, cut at {cut}");
            }
        }
    }
}

#[test]
fn a_long_list_is_read_to_its_last_member() {
    let members = if size() < 1_000_000 { 300 } else { 100_000 };
    let names: Vec<String> = (0..members).map(|i| format!("the Union of Harbour {}", texts::letters(i))).collect();
    let sentence = "The Fourth Ministerial Conference of the Budapest Process took place in Istanbul on 19 April 2013. It was attended by";
    let (_, said) = check(format!("{sentence} {}, Tonga and Fiji.\n", names.join(", ")).as_bytes()).unwrap();
    let listed = said.assertions.iter().filter(|assertion| assertion.rule == "participants.list").count();
    assert_eq!(listed, members + 2);
    let lines = names.join("\n- ");
    let text = format!("{sentence} Fiji.\n\nMinisters urged the following to ratify the Convention:\n- {lines}\n");
    let (document, _) = check(text.as_bytes()).unwrap();
    assert_eq!(document.blocks.iter().filter(|block| block.lead.is_some()).count(), members);
}

#[test]
fn what_is_no_text_is_said_and_the_others_are_built() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    std::fs::create_dir(&documents).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(documents.join(name), bytes).unwrap();
    let good = "The Fourth Ministerial Conference of the Budapest Process took place in Istanbul on 19 April 2013.\n";
    let bad: [(&str, &[u8], &str); 6] = [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \r\n\t\n", "is empty"),
        ("latin.txt", b"Minist\xc3\xa9rielle\nR\xe9union", "line 2 has a byte that fits no character"),
        (
            "cut.txt",
            "Ministers met.\nIn Gen\u{e8}ve".as_bytes().split_at(22).0,
            "line 2 has a byte that fits no character",
        ),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "is a picture"),
        ("office.txt", b"PK\x03\x04\x14\0", "cannot be read as Word"),
    ];
    for (name, bytes, _) in bad {
        write(name, bytes);
    }
    let mut built = 0;
    for (name, make) in texts::all().filter(|(name, _)| !name.starts_with("nothing but")) {
        write(&format!("{}.txt", name.replace([' ', ','], "-")), make(1_500).as_bytes());
        built += 1;
    }
    write("one-line.txt", good.trim_end().as_bytes());
    write("bom.txt", format!("\u{feff}{good}").as_bytes());
    let store = folder.path().join("store");
    let output = build(&store, &documents);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    for (name, _, reason) in bad {
        assert!(talk.lines().any(|line| line.contains(name) && line.contains(reason)), "{name}: {reason}\n{talk}");
    }
    assert!(!talk.contains("panicked"), "{talk}");
    let record = rapporteur::store::Generations::at(&store).record().unwrap().unwrap();
    assert_eq!(record.documents.len(), built + 2, "{talk}");
}

fn build(store: &std::path::Path, documents: &std::path::Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("build").arg("--store").arg(store).arg(documents).stdin(Stdio::null()).output().unwrap()
}
