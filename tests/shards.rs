//! Shards: the work of a build done by several processes gives the store of the build.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use rapporteur::store::Generations;

/// The built program, away from the settings of whoever runs the tests.
pub(crate) fn rapporteur() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

pub(crate) fn extract(shard: &str, manifest: &Path, out: &Path) -> Command {
    let mut command = rapporteur();
    command.args(["extract", "--shard", shard, "--manifest"]).arg(manifest).arg("--out").arg(out);
    command
}

pub(crate) fn load(from: &Path, manifest: &Path, store: &Path) -> Command {
    let mut command = rapporteur();
    command.arg("load").arg(from).arg("--manifest").arg(manifest).arg("--store").arg(store);
    command
}

fn build(manifest: &Path, store: &Path) -> Output {
    rapporteur().args(["build", "--corpus"]).arg(manifest).arg("--store").arg(store).output().unwrap()
}

pub(crate) fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    talk(&output)
}

fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    talk(&output)
}

/// Everything that readers see: quads, entries of the text index, texts, files as received, and the record.
pub(crate) fn content(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let generations = Generations::at(store);
    let snapshot = generations.snapshot().unwrap().unwrap();
    let mut all: BTreeMap<String, Vec<u8>> =
        snapshot.quads(None, None, None, None).map(|quad| (quad.unwrap().to_string(), Vec::new())).collect();
    for entry in snapshot.text_index().unwrap().entries().unwrap() {
        all.insert(format!("{entry:?}"), Vec::new());
    }
    for folder in ["texts", "originals"] {
        all.extend(files(&store.join(folder)).into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    let record = generations.record().unwrap().unwrap();
    all.insert("record".into(), serde_json::to_vec(&record).unwrap());
    all
}

/// Names and bytes of the files in a folder.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

/// A manifest of texts that tell of each other's meetings, an HTML file, and two entries that cannot be taken.
pub(crate) fn corpus(folder: &Path, documents: usize) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let mut manifest = "base = \"https://example.org/met/\"\nlicence = \"CC0\"\n".to_owned();
    for number in 0..documents {
        let (place, day) = (["Bali", "Suva", "Manila"][number % 3], 1 + number % 28);
        let text = format!(
            "The {}th Working Group Meeting on Seafarers was held in {place} on {day} March 2011.\n\nFiji and Tonga \
             attended. Fiji urged Members to share data by {}.\n\nThe Group recalled the first meeting, held in Bali \
             on 3 May 200{}.\n",
            number + 4,
            2012 + number % 5,
            number % 4,
        );
        let (name, text) = match number % 7 {
            6 => (format!("paper-{number}.html"), format!("<html><body><nav>Menu</nav><p>{text}</p></body></html>")),
            _ => (format!("paper-{number}.txt"), text),
        };
        fs::write(folder.join(&name), text).unwrap();
        write!(
            manifest,
            "[[document]]\nid = \"paper-{number}\"\npath = \"{name}\"\ntitle = \"Paper {number}\"\ndate = \"2011-03\"\n"
        )
        .unwrap();
    }
    manifest += "[[document]]\nid = \"gone\"\npath = \"gone.txt\"\n[[document]]\npath = \"paper-0.txt\"\n";
    let path = folder.join("corpus.toml");
    fs::write(&path, manifest).unwrap();
    path
}

#[test]
fn shards_of_the_shipped_corpus_load_to_the_store_of_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let (shards, built, loaded) =
        (folder.path().join("shards"), folder.path().join("built"), folder.path().join("loaded"));
    let manifest = Path::new("data/corpus.toml");
    for shard in ["2/3", "1/3", "3/3"] {
        done(extract(shard, manifest, &shards));
    }
    done(load(&shards, manifest, &loaded));
    assert_eq!(build(manifest, &built).status.code(), Some(0));
    assert!(content(&built) == content(&loaded), "a load is not what a build is");
    // Who goes on with a build, or loads again, has nothing to do.
    assert!(talk(&build(manifest, &loaded)).contains("nothing changed"));
    assert!(done(load(&shards, manifest, &loaded)).contains("nothing changed"));
}

#[test]
fn documents_of_all_kinds_and_what_failed_come_through_shards_as_through_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let (shards, built, loaded) =
        (folder.path().join("shards"), folder.path().join("built"), folder.path().join("loaded"));
    let manifest = corpus(&folder.path().join("corpus"), 30);
    for number in 1..=5 {
        done(extract(&format!("{number}/5"), &manifest, &shards));
    }
    let from_shards = load(&shards, &manifest, &loaded).output().unwrap();
    let from_files = build(&manifest, &built);
    assert_eq!((from_shards.status.code(), from_files.status.code()), (Some(1), Some(1)), "{}", talk(&from_shards));
    assert!(talk(&from_shards).contains("gone.txt does not exist"), "{}", talk(&from_shards));
    assert!(talk(&from_shards).contains("missing field `id`"), "{}", talk(&from_shards));
    let (built, loaded) = (content(&built), content(&loaded));
    assert!(built.keys().any(|key| key.starts_with("originals/")));
    assert!(built == loaded, "a load is not what a build is");

    let receipts: Vec<serde_json::Value> = files(&shards)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".json"))
        .map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap())
        .collect();
    let sum = |field: &str| receipts.iter().map(|receipt| receipt[field].as_u64().unwrap()).sum::<u64>();
    assert_eq!((receipts.len(), sum("documents")), (5, 30));
    let failed = receipts.iter().flat_map(|receipt| receipt["failed"].as_array().unwrap());
    assert_eq!(failed.filter(|failed| !failed["reason"].as_str().unwrap().is_empty()).count(), 2);
    for (name, bytes) in files(&shards).into_iter().filter(|(name, _)| name.ends_with(".nq")) {
        let graphs: Vec<String> = String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(|line| line.rsplit(' ').nth(1).unwrap().trim_matches(['<', '>']).to_owned())
            .collect();
        assert!(graphs.is_sorted(), "{name} is not sorted by graph");
    }
}

#[test]
fn a_shard_that_was_killed_and_extracted_again_has_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = corpus(&folder.path().join("corpus"), 120);
    let undisturbed = folder.path().join("undisturbed");
    let began = Instant::now();
    done(extract("1/2", &manifest, &undisturbed));
    let whole = began.elapsed();
    let wanted = files(&undisturbed);
    assert_eq!(wanted.len(), 4, "{:?}", wanted.keys());

    let out = folder.path().join("killed");
    let mut receipts = 0;
    // At moments over the whole of a run, also when there is a receipt of an earlier run already.
    for moment in 0..12 {
        let mut child = extract("1/2", &manifest, &out).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * moment / 6);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = files(&out);
        if found.contains_key("part-00001-of-00002.json") {
            receipts += 1;
            // A receipt is there only with the files of which it tells.
            for (name, bytes) in &wanted {
                assert!(found.get(name) == Some(bytes), "{name} is another after {receipts} receipts");
            }
        }
    }
    assert!(receipts > 0, "none of the runs came to its receipt");
    done(extract("1/2", &manifest, &out));
    let found = files(&out);
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "something is left");
    assert!(found == wanted);
    // Another number of threads makes no difference.
    done({
        let mut command = extract("1/2", &manifest, &out);
        command.env("RAYON_NUM_THREADS", "1").env("TZ", "Pacific/Fiji").env("LC_ALL", "tr_TR.UTF-8");
        command
    });
    assert!(files(&out) == wanted);
}

#[test]
fn gaps_and_shards_that_do_not_belong_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = corpus(&folder.path().join("corpus"), 12);
    let (out, store) = (folder.path().join("out"), folder.path().join("store"));
    fs::create_dir(&out).unwrap();
    assert!(refused(load(&out, &manifest, &store)).contains("holds no shard"));
    done(extract("2/3", &manifest, &out));
    let gaps = refused(load(&out, &manifest, &store));
    assert!(gaps.contains("lacks 2 of 3 shards: 1, 3"), "{gaps}");
    done(extract("1/3", &manifest, &out));
    done(extract("3/3", &manifest, &out));

    let (receipt, lines) = (out.join("part-00003-of-00003.json"), out.join("part-00003-of-00003.nq"));
    let (good, quads) = (fs::read_to_string(&receipt).unwrap(), fs::read(&lines).unwrap());
    let with = |key: &str, value: &str| {
        let mut changed: serde_json::Value = serde_json::from_str(&good).unwrap();
        *changed.pointer_mut(key).unwrap() = value.into();
        fs::write(&receipt, changed.to_string()).unwrap();
        refused(load(&out, &manifest, &store))
    };
    for (key, word) in [("/made_by/extractor", "version"), ("/made_by/rules", "rules"), ("/manifest", "manifests")] {
        let told = with(key, "0.0.0");
        assert!(told.contains("mixes shards") && told.contains("shard 1 and shard 3") && told.contains(word), "{told}");
    }
    fs::write(&receipt, &good).unwrap();
    let cut = &quads[..quads.len() - 20];
    fs::write(&lines, cut).unwrap();
    assert!(refused(load(&out, &manifest, &store)).contains("extract the shard again"));
    fs::write(&lines, &quads).unwrap();
    done(extract("1/2", &manifest, &out));
    assert!(refused(load(&out, &manifest, &store)).contains("some are of 2 shards, some of 3"));
    fs::remove_file(out.join("part-00001-of-00002.json")).unwrap();

    // Means that are others here than there: a decision about a document, and rules of one's own.
    let decisions = folder.path().join("curation.toml");
    let text = fs::read_to_string(manifest.with_file_name("paper-1.txt")).unwrap();
    let decision = format!(
        "[[decision]]\nkind = \"reject\"\nauthor = \"A\"\ndate = \"2024-01-01\"\nreason = \"r\"\ndocument = \
         \"paper-1\"\nsha256 = \"{}\"\nquote = \"Fiji and Tonga attended.\"\nfact = \
         {{ kind = \"participation\", member = \"Fiji\", capacity = \"member\" }}\n",
        rapporteur::corpus::sha256(text.as_bytes())
    );
    fs::write(&decisions, decision).unwrap();
    let mut other = load(&out, &manifest, &store);
    other.env("RAPPORTEUR_CURATION", &decisions);
    let told = refused(other);
    assert!(told.contains("other human decisions") && told.contains("paper-1"), "{told}");
    let rules = folder.path().join("colombo");
    fs::create_dir(&rules).unwrap();
    let head = fs::read_to_string("data/rules/colombo/pack.toml").unwrap();
    fs::write(rules.join("pack.toml"), head + "# changed\n").unwrap();
    let mut other = load(&out, &manifest, &store);
    other.arg("--rules").arg(&rules);
    let told = refused(other);
    assert!(told.contains("made with other means") && told.contains("rules"), "{told}");
    // Nothing of all that came into the store.
    assert!(Generations::open(&store).unwrap().is_none());
    assert_eq!(load(&out, &manifest, &store).output().unwrap().status.code(), Some(1));
}

#[test]
fn the_samples_for_schedulers_extract_all_shards() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = corpus(&folder.path().join("corpus"), 6);
    let program = Path::new(env!("CARGO_BIN_EXE_rapporteur")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let slurm = folder.path().join("slurm");
    for task in 1..=3 {
        let mut job = Command::new("sh");
        job.arg("deploy/shards/slurm.sh").arg(&manifest).arg(&slurm).env("PATH", &path).stdin(Stdio::null());
        job.env("SLURM_ARRAY_TASK_ID", task.to_string()).env("SLURM_ARRAY_TASK_COUNT", "3");
        done(job);
    }
    assert_eq!(load(&slurm, &manifest, &folder.path().join("store")).output().unwrap().status.code(), Some(1));

    let sample = fs::read_to_string("deploy/shards/kubernetes.yaml").unwrap();
    let sample: serde_json::Value = serde_saphyr::from_str(&sample).unwrap();
    let completions = sample["spec"]["completions"].as_u64().unwrap();
    let container = &sample["spec"]["template"]["spec"]["containers"][0];
    let command: Vec<&str> =
        container["command"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let line = container["args"][0].as_str().unwrap();
    assert!(line.contains(&format!("/{completions}\" ")), "as many shards as completions: {line}");
    let pods = folder.path().join("pods");
    let line = line.replace("/documents/corpus.toml", &manifest.to_string_lossy());
    let line = line.replace("/documents/shards", &pods.to_string_lossy());
    for index in [0, completions - 1] {
        let mut pod = Command::new(command[0]);
        pod.args(&command[1..]).arg(&line).env("PATH", &path).env("JOB_COMPLETION_INDEX", index.to_string());
        done(pod);
    }
    let receipts: Vec<String> = files(&pods).into_keys().filter(|name| name.ends_with(".json")).collect();
    assert_eq!(receipts, ["part-00001-of-00016.json", "part-00016-of-00016.json"]);
}
