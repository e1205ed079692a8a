//! Files of every format, as they come: what is read of them, where in them it stands, and what is said of those that
//! cannot be read.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rapporteur::graph::vocab::{BASE, igm, oa};
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::{Generations, Snapshot};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::server::send_to;

fn rapporteur(store: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("--store").arg(store).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A PDF of pages of lines, as simple as the standard allows.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    objects.push(format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
    for (n, lines) in pages.iter().enumerate() {
        let content = 5 + 2 * n;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {content} 0 R >>"
        ));
        let mut stream = String::from("BT /F 11 Tf 14 TL 60 780 Td\n");
        for line in *lines {
            writeln!(stream, "({line}) Tj T*").unwrap();
        }
        stream.push_str("ET");
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    for place in &places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(out, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1).unwrap();
    out.into_bytes()
}

fn word(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    write!(zip, "<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>").unwrap();
    zip.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Quotes with their locators, of all passages of a document.
fn quotes(snapshot: &Snapshot, document: &str) -> Vec<(String, Option<String>)> {
    let begin = format!("<{BASE}doc/{document}#char=");
    let text = |quad: oxigraph::model::Quad| match quad.object {
        oxigraph::model::Term::Literal(literal) => literal.value().to_owned(),
        other => panic!("{other}"),
    };
    let exact = snapshot.quads(None, Some(oa::EXACT), None, None).map(Result::unwrap);
    let of = exact.filter(|quad| quad.subject.to_string().starts_with(&begin) && !quad.graph_name.is_default_graph());
    of.map(|quad| {
        let locator = snapshot.quads(Some(quad.subject.as_ref()), Some(igm::LOCATOR), None, None).next();
        (text(quad.clone()), locator.map(|quad| text(quad.unwrap())))
    })
    .collect()
}

#[test]
fn documents_of_every_format_are_read_and_their_passages_name_their_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(documents.join(name), bytes).unwrap();
    let heading = ["SECOND MEETING OF THE LAKE COMMISSION", "Suva, Fiji, 3 - 4 May 2010"];
    write(
        "paper.pdf",
        &pdf(&[
            &[heading[0], heading[1], "", "1. The meeting was attended by Fiji, Tonga and Samoa."],
            &[
                "2. Ministers urged Tonga to count the boats on the lake before the next meet-",
                "ing of the Commission.",
            ],
        ]),
    );
    let page_break = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>";
    let body = [
        paragraph("Officials met in Apia, Samoa, on 5 May 2011."),
        page_break.into(),
        paragraph("Officials urged Fiji to ratify the Convention."),
    ];
    write("letter.docx", &word(&body.concat()));
    write(
        "site.html",
        b"<html><head><meta charset=iso-8859-1></head><nav><a href=/>Start</a></nav><main><h1>Statement</h1>\
          <p>Ministers met in Noum\xe9a on 6 May 2012.<p>Ministers:<ul><li>urged Fiji to share its charts;<li>requested Tonga to report.</ul></main>",
    );
    write("notes.md", b"# Notes\n\nMinisters *urged* Samoa to **count** fish.\n");
    // The content tells what a file is.
    write("named.pdf", b"Ministers urged Fiji to meet on 7 May 2013.");
    let utf16: Vec<u8> = "\u{feff}Ministers urged Tonga to meet.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write("wide.txt", &utf16);
    let output = rapporteur(&store, &["build", documents.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let snapshot = Generations::open(&store).unwrap().unwrap();
    let has = |document: &str, words: &str, locator: Option<&str>| {
        let found = quotes(&snapshot, document);
        let fits = |(quote, at): &(String, Option<String>)| {
            quote.contains(words)
                && locator.is_none_or(|locator| at.as_deref().is_some_and(|at| at.starts_with(locator)))
        };
        assert!(found.iter().any(fits), "{document}: {words} in {found:?}");
    };
    has("paper", "attended by Fiji, Tonga and Samoa", Some("p. 1"));
    has("paper", "urged Tonga to count the boats on the lake before the next meet-\ning", Some("p. 2"));
    has("letter", "urged Fiji to ratify", Some("p. 2"));
    has("site", "urged Fiji to share its charts", None);
    has("site", "requested Tonga to report", None);
    has("notes", "urged Samoa to count fish", None);
    has("named", "urged Fiji to meet", None);
    has("wide", "urged Tonga to meet", None);
    assert!(
        quotes(&snapshot, "notes")
            .iter()
            .all(|(_, locator)| locator.as_deref().is_none_or(|at| !at.starts_with("p. ")))
    );
    // A second build reads nothing anew.
    let again = rapporteur(&store, &["build", documents.to_str().unwrap()]);
    assert!(talk(&again).contains("nothing changed"), "{}", talk(&again));
}

#[test]
fn the_file_as_received_is_kept_served_as_a_download_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    let page =
        b"<html><body><p>Ministers urged Fiji to ratify the Convention.</p><script>alert(1)</script></body></html>";
    std::fs::write(documents.join("A page.html"), page).unwrap();
    let output = rapporteur(&store, &["build", documents.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let record = Generations::at(&store).record().unwrap().unwrap();
    let original = record.documents["a-page"].original.clone().unwrap();
    assert_eq!((original.media_type.as_str(), original.size), ("text/html", page.len() as u64));
    let site = Site::new(
        Generations::open(&store).unwrap().unwrap(),
        BASE,
        Texts::Store,
        Library::shipped(BASE).unwrap(),
        Limits::default(),
    );
    site.wait();
    let app = router(Arc::new(site));
    let get = |path: &str| {
        send_to(app.clone(), Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap())
    };
    let path = format!("/originals/{}", original.sha256);
    let answer = get(&path);
    assert_eq!((answer.status, answer.body.as_bytes()), (StatusCode::OK, page.as_slice()));
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"A page.html\""));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(get("/doc/a-page").body.contains(&path));
    assert_eq!(get("/original/a-page").status, StatusCode::OK);
    assert_eq!(get(&format!("/originals/{}", "0".repeat(64))).status, StatusCode::NOT_FOUND);
    assert!(get("/originals/..%2Fcurrent").status.is_client_error());
    // A flipped byte is found.
    assert_eq!(Generations::at(&store).verify().unwrap().findings, []);
    std::fs::write(store.join("originals").join(&original.sha256), [&page[1..], b"x"].concat()).unwrap();
    let found = Generations::at(&store).verify().unwrap().findings;
    assert!(found.iter().any(|finding| finding.to_string().contains("file as received")), "{found:?}");
    // Gone from the documents, gone from the store once no generation needs it.
    std::fs::remove_file(documents.join("A page.html")).unwrap();
    for text in ["Ministers met.", "Ministers met again.", "Ministers met once more.", "Ministers met at last."] {
        std::fs::write(documents.join("b.txt"), text).unwrap();
        rapporteur(&store, &["build", documents.to_str().unwrap()]);
    }
    assert!(!store.join("originals").join(&original.sha256).exists());
}

#[test]
fn files_that_cannot_be_read_are_told_with_a_reason_and_the_others_are_built() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(documents.join(name), bytes).unwrap();
    write("good.txt", b"Ministers urged Fiji to ratify the Convention.");
    let whole = pdf(&[&["Ministers met."]]);
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    // Eighty megabytes of one letter, in some kilobytes.
    let bomb = word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(80 << 20)));
    let bad: [(&str, Vec<u8>, &str); 8] = [
        ("scan.pdf", pdf(&[&[], &[]]), "has no text layer"),
        ("cut.pdf", whole[..whole.len() / 3].to_vec(), "cannot be read as PDF"),
        ("locked.docx", [old.as_slice(), &locked].concat(), "is locked with a password"),
        ("old.docx", old.to_vec(), "a file of an old Office program"),
        ("bomb.docx", bomb, "unfolds to more than"),
        ("deep.docx", word(&"<w:p>".repeat(20_000)), "cannot be read as Word"),
        ("sheet.pdf", b"{\\rtf1 hello}".to_vec(), "is an RTF file"),
        ("menu.html", b"<html><nav><a href=/>Home</a></nav></html>".to_vec(), "is empty"),
    ];
    for (name, bytes, _) in &bad {
        write(name, bytes);
    }
    let output = rapporteur(&store, &["build", documents.to_str().unwrap()]);
    let talk = talk(&output);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    for (name, _, reason) in &bad {
        assert!(talk.lines().any(|line| line.contains(name) && line.contains(reason)), "{name}: {reason}\n{talk}");
    }
    assert!(!talk.contains("panicked"), "{talk}");
    let record = Generations::at(&store).record().unwrap().unwrap();
    assert_eq!(record.documents.keys().collect::<Vec<_>>(), ["good"]);
}

#[test]
fn a_page_without_a_text_layer_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("documents"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    std::fs::write(documents.join("half.pdf"), pdf(&[&["Ministers urged Fiji to meet."], &[]])).unwrap();
    rapporteur(&store, &["build", documents.to_str().unwrap()]);
    let checked = rapporteur(&store, &["check"]);
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(said.contains("page 2 is without a text layer"), "{said}");
}

/// All quads that readers see.
fn content(store: &Path) -> Vec<String> {
    let snapshot = Generations::open(store).unwrap().unwrap();
    let mut lines: Vec<String> = snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
    lines.extend(snapshot.text_index().unwrap().entries().unwrap().iter().map(|entry| format!("{entry:?}")));
    lines.sort();
    lines
}

#[test]
fn documents_come_and_go_one_by_one_and_the_store_is_as_if_built_from_those_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store, fresh) = (folder.path().join("d"), folder.path().join("store"), folder.path().join("fresh"));
    std::fs::create_dir(&documents).unwrap();
    let write = |name: &str, text: &str| {
        let path = documents.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let one = write("one.txt", "Ministers met in Suva, Fiji, on 3 May 2010. Ministers urged Tonga to count fish.");
    let two = write("two.txt", "Officials met in Apia, Samoa, on 4 May 2011. Officials urged Fiji to count boats.");
    let run = |store: &Path, arguments: &[&str]| {
        let output = rapporteur(store, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", talk(&output));
        talk(&output)
    };
    run(&store, &["add", &one]);
    let said = run(&store, &["add", &two]);
    assert!(said.contains("added    two") && said.contains("1 of 2 documents unchanged"), "{said}");
    run(&fresh, &["build", documents.to_str().unwrap()]);
    assert_eq!(content(&store), content(&fresh));
    // One of them as it is now, and away with the other.
    write("one.txt", "Ministers met in Suva, Fiji, on 3 May 2010. Ministers urged Samoa to count fish.");
    assert!(run(&store, &["add", &one]).contains("changed  one"));
    assert!(run(&store, &["remove", "two"]).contains("removed  two"));
    std::fs::remove_file(&two).unwrap();
    run(&fresh, &["build", documents.to_str().unwrap()]);
    assert_eq!(content(&store), content(&fresh));
    let unknown = rapporteur(&store, &["remove", "onee"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(talk(&unknown).contains("no document onee; the nearest is one"), "{}", talk(&unknown));
    assert_eq!(Generations::at(&store).verify().unwrap().findings, []);
}

#[test]
fn what_is_forgotten_is_in_no_file_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("d"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    let secret = "Ministers urged Fiji to count the zebrafish of Nukuleka.";
    std::fs::write(documents.join("secret.html"), format!("<p>{secret}")).unwrap();
    std::fs::write(documents.join("other.txt"), "Ministers urged Tonga to count boats.").unwrap();
    assert_eq!(rapporteur(&store, &["build", documents.to_str().unwrap()]).status.code(), Some(0));
    let before = content(&store);
    assert!(!holding(&store, b"Nukuleka").is_empty());
    // What was removed stays in the files until it is forgotten, also without its name.
    assert_eq!(rapporteur(&store, &["remove", "secret"]).status.code(), Some(0));
    let databases = holding(&store.join("generations"), b"Nukuleka");
    assert!(!databases.is_empty(), "the words can be found in the files of a database");
    let output = rapporteur(&store, &["forget"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let generations = Generations::at(&store);
    assert_eq!(generations.kept().unwrap().len(), 1);
    assert_eq!(generations.verify().unwrap().findings, []);
    let after = content(&store);
    assert!(after.len() < before.len() && !after.iter().any(|line| line.contains("Nukuleka")));
    let texts: Vec<_> = std::fs::read_dir(store.join("texts")).unwrap().collect();
    assert_eq!((texts.len(), std::fs::read_dir(store.join("originals")).unwrap().count()), (1, 0));
    assert_eq!(holding(&store, b"Nukuleka"), Vec::<std::path::PathBuf>::new());
}

/// The files below a folder that hold some bytes.
fn holding(folder: &Path, words: &[u8]) -> Vec<std::path::PathBuf> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).unwrap().flatten() {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false if std::fs::read(entry.path()).unwrap().windows(words.len()).any(|part| part == words) => {
                    found.push(entry.path());
                }
                false => {}
            }
        }
    }
    found
}

#[test]
fn a_watched_folder_is_followed_and_other_documents_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, store) = (folder.path().join("inbox"), folder.path().join("store"));
    std::fs::create_dir(&documents).unwrap();
    let other = folder.path().join("other.txt");
    std::fs::write(&other, "Ministers urged Tonga to count boats.").unwrap();
    assert_eq!(rapporteur(&store, &["add", other.to_str().unwrap()]).status.code(), Some(0));
    let mut watching = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .arg("--store")
        .arg(&store)
        .args(["watch", "--every", "1"])
        .arg(&documents)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let holds = |wanted: &[&str]| {
        for _ in 0..600 {
            let record = Generations::at(&store).record().unwrap().unwrap();
            if record.documents.keys().map(String::as_str).collect::<Vec<_>>() == wanted {
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        false
    };
    std::fs::write(documents.join("new.md"), "Ministers *urged* Fiji to meet.").unwrap();
    let came = holds(&["new", "other"]);
    std::fs::remove_file(documents.join("new.md")).unwrap();
    let went = holds(&["other"]);
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(came, "the new file was not read");
    assert!(went, "the file that went was not removed");
}
