//! The walk-through of `data/rules/README.md`, followed literally by a new user.

use std::fs;

use rapporteur::rules::Packs;

use super::{folder, run, said, write};

/// A fenced block: what stands behind the marks, and its lines.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (None, Some((_, content))) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The words of a command line; single quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_file_and_command_of_the_walk_through_does_what_it_says() {
    let readme = fs::read_to_string("data/rules/README.md").unwrap();
    let (_, walk) = readme.split_once("## Add a process in an hour").unwrap();
    let folder = folder(&[]);
    let mut printed = String::new();
    let (mut files, mut commands) = (0, 0);
    for (info, content) in blocks(walk) {
        match info.split_once(' ') {
            Some((_, path)) => {
                files += 1;
                write(folder.path(), path, &content);
            }
            None if info == "sh" => {
                printed.clear();
                for line in content.lines() {
                    commands += 1;
                    let words = words(line);
                    let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
                    let output = run(folder.path(), &arguments);
                    assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
                    printed.push_str(&said(&output));
                }
            }
            None => {
                for line in content.lines() {
                    assert!(printed.contains(line), "no {line:?} in\n{printed}");
                }
            }
        }
    }
    assert!(files >= 5 && commands >= 6, "{files} files, {commands} commands");
}

#[test]
fn every_lexicon_that_the_readme_explains_exists() {
    let readme = fs::read_to_string("data/rules/README.md").unwrap();
    let (_, table) = readme.split_once("## Lexicons that the program reads").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let packs = Packs::shipped().unwrap();
    let mut named = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cell = row.split('|').nth(1).unwrap();
        for name in cell.split('`').skip(1).step_by(2) {
            named += 1;
            assert!(packs.lexicon(name).is_some(), "no lexicon {name}");
        }
    }
    assert!(named > 30, "{named}");
}
