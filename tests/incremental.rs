//! Documents that come, change and go in any order: what the store says then is what a build from nothing says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rapporteur::corpus::Corpus;
use rapporteur::curation::Curation;
use rapporteur::pipeline::{BuildOptions, Scope, build_documents};
use rapporteur::store::{Generations, Snapshot};

use crate::durability::Draw;

/// What is told of the same meetings, states and bodies, so that documents agree, contest, and share subjects; each document in
/// two versions.
const TEXTS: [(&str, [&str; 2]); 5] = [
    (
        "first.txt",
        [
            "First Lake Conference\n\nThe First Lake Conference was held in Suva, Fiji, on 2 May 2001. The conference was attended by Fiji, \
             Tonga and Samoa. Ministers established the Lake Commission. Ministers urged Tonga to count the fish of the lake.\n",
            "First Lake Conference\n\nThe First Lake Conference was held in Nadi, Fiji, on 3 May 2001. The conference was attended by Fiji, \
             Tonga, Samoa and Japan. Ministers established the Lake Commission. Ministers requested Tonga to count the fish.\n",
        ],
    ),
    (
        "second.txt",
        [
            "Second Lake Conference\n\nThe Second Lake Conference was held in Apia, Samoa, on 4 and 5 June 2002. Ministers recalled the First \
             Lake Conference, held in Suva on 2 May 2001, and urged the Lake Commission to report. Fiji pledged USD 20,000.\n",
            "Second Lake Conference\n\nThe Second Lake Conference was held in Apia, Samoa, on 4 June 2002. Ministers welcomed that Tonga had \
             counted the fish of the lake, as the First Lake Conference had urged.\n",
        ],
    ),
    (
        "minutes.txt",
        [
            "Minutes\n\nThe First Lake Conference was held in Suva, Fiji, from 1 to 2 May 2001. It was chaired by Fiji. Japan took part as \
             an observer.\n",
            "Minutes\n\nThe First Lake Conference was held in Suva, Fiji, on 2 May 2001. It was hosted by Tonga.\n",
        ],
    ),
    (
        "paper.md",
        [
            "# Paper of the Lake Commission\n\nThe Lake Commission (LC) met in Suva on 7 July 2003. It encouraged Fiji to share its charts.\n",
            "# Paper of the Commission\n\nThe Commission met in Suva on 8 July 2003.\n",
        ],
    ),
    (
        "page.html",
        [
            "<h1>Statement of Japan</h1><p>Japan supports the Lake Commission.<p>Ministers urged Samoa to ratify the Convention.",
            "<h1>Statement</h1><p>Ministers urged Samoa and Tonga to ratify the Convention.",
        ],
    ),
];

fn change(store: &Path, paths: &[PathBuf], scope: Scope) {
    let corpus = if paths.is_empty() { Corpus::default() } else { Corpus::from_paths(paths) };
    let options = BuildOptions { scope, ..BuildOptions::default() };
    let curation = Curation::read(Path::new("no-such-file.toml"));
    let report = build_documents(&Generations::at(store), &corpus, &curation, &options, &|_| ()).unwrap();
    assert!(!report.has_failures(), "{report:?}");
}

/// Everything that is kept of the documents: all graphs, the text index, the record. What else there is (statistics, the description
/// in VoID) is counted from these by who shows it.
fn all_of(store: &Path) -> (Vec<String>, String) {
    let generations = Generations::at(store);
    let snapshot: Snapshot = generations.snapshot().unwrap().unwrap();
    let mut lines: Vec<String> = snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
    lines.extend(snapshot.text_index().unwrap().entries().unwrap().iter().map(|entry| format!("{entry:?}")));
    lines.sort();
    let record = rapporteur::store::Record { generation: 0, ..generations.record().unwrap().unwrap() };
    (lines, format!("{record:?}"))
}

/// `RAPPORTEUR_SEQUENCES` says how many.
#[test]
fn whatever_sequence_of_documents_comes_changes_and_goes_the_store_is_as_if_built_from_nothing() {
    let sequences = std::env::var("RAPPORTEUR_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let folder = tempfile::tempdir().unwrap();
    for (name, versions) in TEXTS {
        for (version, text) in versions.iter().enumerate() {
            std::fs::create_dir_all(folder.path().join(format!("{version}"))).unwrap();
            std::fs::write(folder.path().join(format!("{version}/{name}")), text).unwrap();
        }
    }
    let path = |name: &str, version: usize| folder.path().join(format!("{version}/{name}"));
    for sequence in 0..sequences {
        let (mut draw, store) = (Draw(sequence), folder.path().join(format!("store-{sequence}")));
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        let mut told = Vec::new();
        for step in 0..8 {
            let ((name, _), version) = (TEXTS[draw.below(TEXTS.len())], draw.below(3));
            if version < 2 {
                change(&store, &[path(name, version)], Scope::Adding);
                held.insert(name, version);
            } else if held.len() > 1 && held.remove(name).is_some() {
                let id = name.split('.').next().unwrap().to_owned();
                change(&store, &[], Scope::Removing([id].into()));
            } else {
                continue;
            }
            told.push(format!("{name} {version}"));
            let fresh = folder.path().join(format!("fresh-{sequence}-{step}"));
            let paths: Vec<PathBuf> = held.iter().map(|(name, version)| path(name, *version)).collect();
            change(&fresh, &paths, Scope::Exactly);
            let ((lines, record), (wanted, recorded)) = (all_of(&store), all_of(&fresh));
            let missing: Vec<&String> = wanted.iter().filter(|line| lines.binary_search(line).is_err()).collect();
            let odd: Vec<&String> = lines.iter().filter(|line| wanted.binary_search(line).is_err()).collect();
            assert!(missing.is_empty() && odd.is_empty(), "after {told:?}: missing {missing:#?}, too much {odd:#?}");
            assert_eq!(record, recorded, "after {told:?}");
            std::fs::remove_dir_all(fresh).unwrap();
        }
    }
}
