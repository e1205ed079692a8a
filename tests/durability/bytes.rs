//! A byte that the disk has changed, in each kind of file of a store.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;

use rapporteur::store::Generations;

use super::{Draw, Operation, World, count, files};

/// What kind of file it is, for the report.
fn kind(store: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(store).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let folder = relative.parent().unwrap().to_string_lossy();
    match folder.as_ref() {
        "" => name.into_owned(),
        "texts" | "originals" => folder.into_owned(),
        "generations" if extension == ".sums" => "sums".to_owned(),
        "generations" => "record".to_owned(),
        search if search.ends_with(".search") && extension.is_empty() => format!("index/{name}"),
        search if search.ends_with(".search") => format!("index/*{extension}"),
        _ if name.starts_with("MANIFEST") || name.starts_with("OPTIONS") => {
            format!("database/{}", name.split('-').next().unwrap())
        }
        _ if extension.is_empty() || name.starts_with("LOG") => format!("database/{name}"),
        _ => format!("database/*{extension}"),
    }
}

/// What readers get: everything, a search, the words of all documents, what was built from what. Nothing where an error says
/// that something is wrong.
fn answers(store: &Path) -> Option<Vec<String>> {
    let generations = Generations::at(store);
    let snapshot = generations.snapshot().ok()??;
    let record = generations.record().ok()??;
    let mut answers = vec![format!("{record:?}")];
    for document in record.documents.values() {
        answers.push(snapshot.text(&document.sha256).ok()??);
        if let Some(original) = &document.original {
            answers.push(format!("{:?}", snapshot.original(&original.sha256).ok()??));
        }
    }
    let (mut quads, mut sum) = (0_u64, 0_u64);
    for quad in snapshot.quads(None, None, None, None) {
        let mut hasher = DefaultHasher::new();
        quad.ok()?.hash(&mut hasher);
        (quads, sum) = (quads + 1, sum.wrapping_add(hasher.finish()));
    }
    answers.push(format!("{quads} {sum}"));
    for entry in snapshot.text_index().ok()?.entries().ok()? {
        answers.push(format!("{entry:?}"));
    }
    answers.push(format!("{:?}", generations.kept().ok()?));
    Some(answers)
}

/// `RAPPORTEUR_FLIPS` says how many for each kind of file.
#[test]
fn a_changed_byte_is_found_or_harmless_and_never_a_wrong_answer() {
    let flips = count("RAPPORTEUR_FLIPS", 1);
    let mut world = World::new();
    let store = world.path("store");
    for operation in [
        Operation::Build([("lake", 0), ("hills", 0), ("islands", 1)].into()),
        Operation::Add("lake", 1),
        Operation::Remove("islands"),
    ] {
        assert_eq!(world.run(&store, &operation).status.code(), Some(0));
    }
    let generations = Generations::at(&store);
    let current = format!("{:06}", generations.current().unwrap().unwrap());
    let whole = answers(&store).unwrap();
    let mut by_kind: BTreeMap<String, Vec<std::path::PathBuf>> = BTreeMap::new();
    for path in files(&store) {
        let relative = path.strip_prefix(&store).unwrap().to_string_lossy().into_owned();
        // Older generations are read when somebody goes back to them.
        let is_read = !relative.starts_with("generations/") || relative.contains(&current);
        if is_read && path.metadata().unwrap().len() > 0 {
            by_kind.entry(kind(&store, &path)).or_default().push(path);
        }
    }
    let (mut draw, mut tried) = (Draw(count("RAPPORTEUR_SEED", 3) as u64), 0);
    let mut lines = Vec::new();
    for (kind, paths) in by_kind {
        let (mut found, mut harmless) = (0, 0);
        for _ in 0..flips {
            let path = &paths[draw.below(paths.len())];
            let bytes = std::fs::read(path).unwrap();
            let (at, bit) = (draw.below(bytes.len()), draw.below(8));
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            // Files are shared between generations by hard links, and so is what happens to them.
            std::fs::write(path, &changed).unwrap();
            let place = format!("{kind}, byte {at} of {}, bit {bit}", bytes.len());
            let looked = std::panic::catch_unwind(|| {
                let verified = generations.verify().map_or(true, |verified| !verified.findings.is_empty());
                (verified, answers(&store))
            });
            std::fs::write(path, &bytes).unwrap();
            let Ok((is_found, now)) = looked else { panic!("{place}: panic") };
            tried += 1;
            match now {
                Some(now) if now != whole => panic!("{place}: another answer, found by verify: {is_found}"),
                None if !is_found => panic!("{place}: an error that verify does not find"),
                _ if is_found => found += 1,
                _ => harmless += 1,
            }
        }
        lines.push(format!("  {kind}: {found} found, {harmless} harmless"));
    }
    assert_eq!(answers(&store).unwrap(), whole);
    eprintln!("{tried} bytes changed; 0 wrong answers\n{}", lines.join("\n"));
}

#[test]
fn a_damaged_text_is_mended_by_a_backup_and_by_reading_the_document_again() {
    let mut world = World::new();
    let (store, state) = (world.path("store"), [("lake", 0), ("hills", 0)].into());
    assert_eq!(world.run(&store, &Operation::Build(state)).status.code(), Some(0));
    let backup = world.path("backup");
    assert!(super::program(&store).arg("backup").arg(&backup).status().unwrap().success());
    let damage = |folder: &str| {
        for path in files(&store.join(folder)) {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[10] ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
    };
    for folder in ["texts", "originals"] {
        damage(folder);
        assert_ne!(Generations::at(&store).verify().unwrap().findings, [], "{folder}");
        let restored = super::program(&store).arg("restore").arg(&backup).output().unwrap();
        assert_eq!(restored.status.code(), Some(0), "{folder}: {}", super::talk(&restored));
        assert_eq!(Generations::at(&store).verify().unwrap().findings, [], "{folder}");
    }
}
