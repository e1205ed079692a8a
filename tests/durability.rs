//! A store through kills, power cuts, calls of the system that fail, full disks and changed bytes: readers have the old graph
//! whole or the new one, and what was told to be done stays done. Short here; with the variables that CONTRIBUTING.md names, long.

#![allow(clippy::print_stderr, reason = "reports, and what a machine does not permit")]

mod backups;
mod bytes;
mod disks;
mod faults;
mod kills;
mod power;

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rapporteur::corpus::sha256;
use rapporteur::store::{Generations, Snapshot};

/// How often something is tried: what a variable says, or few.
pub(crate) fn count(variable: &str, few: usize) -> usize {
    std::env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(few)
}

/// Where the program lies: `RAPPORTEUR_PROGRAM`, so that a long run may have one that nobody builds anew meanwhile.
fn binary() -> OsString {
    std::env::var_os("RAPPORTEUR_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_rapporteur").into())
}

/// The program, away from the settings of whoever runs the tests.
fn program(store: &Path) -> Command {
    let mut command = Command::new(binary());
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    // No panic may hide, and none needs a trace.
    command.env("RUST_BACKTRACE", "0").arg("--store").arg(store).stdin(Stdio::null());
    command
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Numbers as if drawn, the same for the same beginning.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).unwrap()
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.number() >> 40) as f64 / (1_u64 << 24) as f64
    }
}

/// The documents that a store may hold, each in two versions.
const DOCUMENTS: [(&str, &str, [&str; 2]); 4] = [
    (
        "lake",
        "lake.txt",
        [
            "Ministers met in Suva, Fiji, on 3 May 2010. Ministers urged Tonga to count fish.",
            "Ministers met in Suva, Fiji, on 3 May 2010. Ministers urged Samoa to count fish and boats.",
        ],
    ),
    (
        "hills",
        "hills.html",
        [
            "<h1>Statement</h1><p>Officials met in Apia, Samoa, on 4 May 2011.<p>Officials urged Fiji to count boats.",
            "<h1>Statement</h1><p>Officials met in Apia, Samoa, on 4 and 5 May 2011.<p>Officials requested Fiji to report.",
        ],
    ),
    (
        "coast",
        "coast.md",
        [
            "# Coast\n\nThe meeting was attended by Fiji, Tonga and Samoa.\n",
            "# Coast\n\nThe meeting was attended by Fiji, Tonga, Samoa and Japan.\n",
        ],
    ),
    (
        "islands",
        "islands.txt",
        [
            "The Lake Commission met in Nadi, Fiji, on 6 June 2012 and encouraged Tonga to share its charts.",
            "The Lake Commission met in Nadi, Fiji, on 6 June 2012 and directed Tonga to share its charts.",
        ],
    ),
];

/// Which documents a store holds, each in which version.
type State = BTreeMap<&'static str, usize>;

/// What is done to a store.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operation {
    Add(&'static str, usize),
    Remove(&'static str),
    Forget(&'static str),
    Build(State),
    Restore(State),
    Rollback,
}

impl Operation {
    /// What they are called in reports.
    fn name(&self) -> &'static str {
        match self {
            Self::Add(..) => "add",
            Self::Remove(_) => "remove",
            Self::Forget(_) => "forget",
            Self::Build(_) => "build",
            Self::Restore(_) => "restore",
            Self::Rollback => "rollback",
        }
    }
}

/// A folder with documents, and what undisturbed builds make of them.
struct World {
    folder: tempfile::TempDir,
    undisturbed: BTreeMap<State, u64>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (_, file, versions) in DOCUMENTS {
            for (version, text) in versions.iter().enumerate() {
                let of_version = folder.path().join(format!("v{version}"));
                std::fs::create_dir_all(&of_version).unwrap();
                std::fs::write(of_version.join(file), text).unwrap();
            }
        }
        Self { folder, undisturbed: BTreeMap::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn document(&self, id: &str, version: usize) -> PathBuf {
        let (_, file, _) = DOCUMENTS.iter().find(|(known, ..)| *known == id).unwrap();
        self.path(&format!("v{version}/{file}"))
    }

    fn files(&self, state: &State) -> Vec<PathBuf> {
        state.iter().map(|(id, version)| self.document(id, *version)).collect()
    }

    /// The graph that a build makes of a state, when nobody disturbs it; once for each.
    fn graph(&mut self, state: &State) -> u64 {
        if !self.undisturbed.contains_key(state) {
            let store = self.path("undisturbed");
            let output = program(&store).arg("build").args(self.files(state)).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{state:?}: {}", talk(&output));
            let graph = digest(&Generations::open(&store).unwrap().unwrap());
            let saved = program(&store).arg("backup").arg(self.backup(state)).output().unwrap();
            assert_eq!(saved.status.code(), Some(0), "{}", talk(&saved));
            self.undisturbed.insert(state.clone(), graph);
        }
        self.undisturbed[state]
    }

    /// A backup of the graph of a state.
    fn backup(&self, state: &State) -> PathBuf {
        let name: String = state.iter().map(|(id, version)| format!("-{id}{version}")).collect();
        self.path(&format!("backup{name}"))
    }

    fn arguments(&mut self, operation: &Operation) -> Vec<PathBuf> {
        let mut arguments = vec![PathBuf::from(operation.name())];
        match operation {
            Operation::Add(id, version) => arguments.push(self.document(id, *version)),
            Operation::Remove(id) | Operation::Forget(id) => arguments.push(PathBuf::from(id)),
            Operation::Build(state) => arguments.extend(self.files(state)),
            Operation::Restore(state) => {
                self.graph(state);
                arguments.push(self.backup(state));
            }
            Operation::Rollback => {}
        }
        arguments
    }

    fn start(&mut self, store: &Path, operation: &Operation) -> Child {
        let arguments = self.arguments(operation);
        program(store).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn run(&mut self, store: &Path, operation: &Operation) -> Output {
        self.start(store, operation).wait_with_output().unwrap()
    }
}

/// What a store holds, and what its older generations held: what an operation may be, and what it comes to.
#[derive(Debug, Clone, Default)]
struct Model {
    current: u64,
    /// By number.
    kept: BTreeMap<u64, State>,
    /// The sums of their files, when they were first seen.
    seen: BTreeMap<u64, String>,
}

impl Model {
    fn state(&self) -> State {
        self.kept.get(&self.current).cloned().unwrap_or_default()
    }

    /// An operation that is possible now and changes what readers see.
    fn draw(&self, draw: &mut Draw) -> Operation {
        loop {
            let state = self.state();
            let (id, ..) = DOCUMENTS[draw.below(DOCUMENTS.len())];
            let version = draw.below(2);
            let operation = match draw.below(8) {
                0..=2 => Operation::Add(id, version),
                3 => Operation::Remove(id),
                4 => Operation::Forget(id),
                5 => Operation::Build(some_state(draw)),
                6 => Operation::Restore(some_state(draw)),
                _ => Operation::Rollback,
            };
            let possible = match &operation {
                Operation::Remove(_) | Operation::Forget(_) => state.contains_key(id) && state.len() > 1,
                Operation::Rollback => self.earlier().is_some(),
                _ => true,
            };
            if possible && self.after(&operation) != state {
                return operation;
            }
        }
    }

    fn earlier(&self) -> Option<(&u64, &State)> {
        self.kept.range(..self.current).next_back()
    }

    /// The state that an operation makes.
    fn after(&self, operation: &Operation) -> State {
        let mut state = self.state();
        match operation {
            Operation::Add(id, version) => _ = state.insert(id, *version),
            Operation::Remove(id) | Operation::Forget(id) => _ = state.remove(id),
            Operation::Build(other) | Operation::Restore(other) => state.clone_from(other),
            Operation::Rollback => state.clone_from(self.earlier().unwrap().1),
        }
        state
    }

    /// Looks at a store after an operation that was disturbed, or not: readers have the old graph or the new one, whole, and the
    /// generations to which one can go back hold what they held. Answers whether it is the new one.
    fn look(&mut self, world: &mut World, store: &Path, operation: &Operation) -> bool {
        let (before, after) = (self.state(), self.after(operation));
        let generations = Generations::at(store);
        let Some(number) = generations.current().unwrap() else {
            assert_eq!(self.current, 0, "{operation:?}: there is no generation any more");
            return false;
        };
        let is_new = number != self.current;
        let state = if is_new { after } else { before };
        if is_new {
            let found = digest(&generations.snapshot().unwrap().unwrap());
            assert_eq!(found, world.graph(&state), "{operation:?}: not the graph of {state:?}");
            assert_eq!(generations.verify().unwrap().findings, [], "{operation:?}");
        }
        let kept = generations.kept().unwrap();
        self.kept.retain(|number, _| kept.contains(number));
        self.kept.insert(number, state.clone());
        self.current = number;
        for number in kept {
            // A forgotten document leaves two generations behind it, of which one may be seen for a while.
            self.kept.entry(number).or_insert_with(|| state.clone());
            // Nobody writes into a generation that was published, whatever happens to him.
            let bytes = bytes(store, number);
            let seen = self.seen.entry(number).or_insert_with(|| bytes.clone());
            assert_eq!(*seen, bytes, "{operation:?}: the files of generation {number} are others than before");
        }
        is_new
    }

    /// Nothing lies in the store but what its generations need.
    fn nothing_else(&self, store: &Path) {
        let generations = Generations::at(store);
        let mut needed: BTreeSet<String> = ["current", "lock", "backed-up"].map(str::to_owned).into();
        for number in generations.kept().unwrap() {
            needed.extend(["", ".json", ".search", ".sums"].map(|end| format!("generations/{number:06}{end}")));
            let record = std::fs::read(store.join(format!("generations/{number:06}.json"))).unwrap();
            let record: rapporteur::store::Record = serde_json::from_slice(&record).unwrap();
            for document in record.documents.values() {
                needed.insert(format!("texts/{}.txt", document.sha256));
                needed.extend(document.original.iter().map(|original| format!("originals/{}", original.sha256)));
            }
        }
        let mut found = BTreeSet::new();
        for folder in ["", "generations/", "texts/", "originals/"] {
            for entry in std::fs::read_dir(store.join(folder)).into_iter().flatten().flatten() {
                let name = format!("{folder}{}", entry.file_name().to_string_lossy());
                if !["generations", "texts", "originals"].contains(&name.as_str()) {
                    found.insert(name);
                }
            }
        }
        let orphans: Vec<&String> = found.difference(&needed).collect();
        assert!(orphans.is_empty(), "left behind: {orphans:?}");
    }
}

/// One to all documents, in any versions.
fn some_state(draw: &mut Draw) -> State {
    loop {
        let state: State = DOCUMENTS.iter().map(|(id, ..)| (*id, draw.below(3))).filter(|(_, v)| *v < 2).collect();
        if !state.is_empty() {
            return state;
        }
    }
}

/// All that readers see, the entries of the text index too, as one sum that has no order.
fn digest(snapshot: &Snapshot) -> u64 {
    fn hash(what: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        hasher.finish()
    }
    let quads = snapshot.quads(None, None, None, None).map(|quad| hash(quad.unwrap()));
    let entries = snapshot.text_index().unwrap().entries().unwrap();
    quads.chain(entries.iter().map(|entry| hash(format!("{entry:?}")))).fold(0, u64::wrapping_add)
}

/// The files of a generation, its text index and its record, and the texts of its documents, as one sum.
fn bytes(store: &Path, number: u64) -> String {
    let at = |end: &str| store.join(format!("generations/{number:06}{end}"));
    let mut all = Vec::new();
    for path in [files(&at("")), files(&at(".search")), vec![at(".json"), at(".sums")]].concat() {
        all.extend(path.strip_prefix(store).unwrap().to_string_lossy().as_bytes());
        all.extend(std::fs::read(path).unwrap());
    }
    let record: rapporteur::store::Record = serde_json::from_slice(&std::fs::read(at(".json")).unwrap()).unwrap();
    for document in record.documents.values() {
        all.extend(Generations::at(store).text(&document.sha256).unwrap().unwrap().as_bytes());
        if let Some(original) = &document.original {
            all.extend(Generations::at(store).original(&original.sha256).unwrap().unwrap());
        }
    }
    sha256(&all)
}

/// The files of a folder and of those below it, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() { &mut folders } else { &mut found }.push(entry.path());
        }
    }
    found.sort();
    found
}

/// A copy of a folder, of which nothing is shared.
fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(path, target).unwrap();
    }
}

/// Whether a command of the system is there and ends well.
fn can(command: &str, arguments: &[&str]) -> bool {
    let output = Command::new(command).args(arguments).stdin(Stdio::null()).output();
    output.is_ok_and(|output| output.status.success())
}
