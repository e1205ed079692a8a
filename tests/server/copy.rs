//! A copy of the site works from any folder, without a server.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use rapporteur::server::{Limits, copy_site};

use super::{get, site};
use crate::commands::{answer, refusal};

fn files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { _ = found.insert(path) }
    }
}

fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let found = page.match_indices(&start).map(|(at, _)| &page[at + start.len()..]);
    found.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

/// The file that a relative link leads to.
fn target(from: &Path, link: &str) -> PathBuf {
    let mut path = from.parent().unwrap().to_owned();
    for part in link.split('/') {
        match part {
            ".." => _ = path.pop(),
            part => path.push(part),
        }
    }
    path
}

#[test]
fn every_link_of_a_copy_leads_to_a_file_and_a_place_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let copies = copy_site(site(Limits::default()), folder.path()).unwrap();
    let mut there = BTreeSet::new();
    files(folder.path(), &mut there);
    let pages: BTreeMap<&PathBuf, String> = there
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "html"))
        .map(|file| (file, std::fs::read_to_string(file).unwrap()))
        .collect();
    assert_eq!(pages.len(), copies.pages);
    let mut followed = 0;
    for (file, page) in &pages {
        assert!(!page.contains("<form class=\"fields\""), "{}: a form that nobody answers", file.display());
        let links = ["href", "src", "action"].into_iter().flat_map(|attribute| values(page, attribute));
        for link in links.filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            assert!(!link.starts_with('/'), "{}: {link} works at the root of a host only", file.display());
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let to = if path.is_empty() { (*file).clone() } else { target(file, path) };
            assert!(there.contains(&to), "{}: {link} leads nowhere", file.display());
            if !fragment.is_empty() {
                let ids = values(&pages[&to], "id");
                assert!(ids.iter().any(|id| id == fragment), "{}: no place {link}", file.display());
            }
            followed += 1;
        }
    }
    assert!(followed > 500, "{followed}");
}

#[test]
fn a_copy_holds_the_data_of_the_server_and_opens_sentences() {
    let folder = tempfile::tempdir().unwrap();
    copy_site(site(Limits::default()), folder.path()).unwrap();
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    for data in ["state/fiji.ttl", "state/fiji.jsonld", "ontology.ttl", "meeting/lake/conference-2.json"] {
        assert_eq!(read(data), get(&format!("/{data}"), "*/*").body, "{data}");
    }
    let fiji = read("state/fiji.html");
    assert!(fiji.contains("href=\"../doc/lake-2001.html#char=24,61\""), "{fiji}");
    assert!(fiji.contains("action=\"../search.html\"") && fiji.contains("href=\"../assets/site.css\""), "{fiji}");
    assert!(read("search-index.js").contains("[\"Fiji\",\"state/fiji.html\",\"State\"]"));
    assert!(read("without-server.html").contains("rapporteur serve"));
}

#[test]
fn a_copy_that_a_browser_opens_from_disk_is_searched_and_has_pictures_with_links() {
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter();
    let Some(chromium) = chromium.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok()) else {
        eprintln!("left out: Chromium is not there; `scripts/env scripts/setup --checks` installs it");
        return;
    };
    let (folder, profile) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy_site(site(Limits::default()), folder.path()).unwrap();
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
    let opened = |page: &str| {
        let output = Command::new(chromium)
            .args(flags)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(["--virtual-time-budget=5000", "--dump-dom", &format!("file://{}/{page}", folder.path().display())])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let page = opened("search.html?q=fij");
    assert!(page.contains("<li><a href=\"state/fiji.html\">Fiji</a> · State</li>"), "{page}");
    // Built without Node, a copy has the tables alone.
    if folder.path().join("assets/pictures.js").exists() {
        let page = opened("timeline.html");
        assert!(page.contains("href=\"meeting/lake/conference-2.html\"><text"), "{page}");
    }
}

#[test]
fn a_copy_takes_the_place_of_a_copy_and_of_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let said = refusal(&["export", "--format", "site", "--output", folder.path().to_str().unwrap()]);
    assert!(said.contains("something else"), "{said}");
    assert!(refusal(&["export", "--format", "site"]).contains("--output FOLDER"));
    assert!(
        answer(&["export", "--help"]).split_whitespace().collect::<Vec<_>>().join(" ").contains("site is a folder")
    );
}
