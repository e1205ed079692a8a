//! Calls of the system that fail, each once: strace gives the error instead of the kernel.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Model, Operation, World, can, copy, count};

/// What the store is written with, and the errors that a disk gives.
const CALLS: [(&str, &[&str]); 12] = [
    ("openat", &["EIO", "ENOSPC"]),
    ("write", &["EIO", "ENOSPC"]),
    ("pwrite64", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO"]),
    ("fdatasync", &["EIO"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("link", &["EIO", "EMLINK"]),
    ("unlink", &["EIO"]),
    ("unlinkat", &["EIO"]),
    ("mkdir", &["EIO", "ENOSPC"]),
    ("ftruncate", &["EIO"]),
    ("copy_file_range", &["EIO", "ENOSPC"]),
];

/// The longest that a command may take here.
const PATIENCE: Duration = Duration::from_secs(120);

fn traced(arguments: &[&str], log: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-o"]).arg(log).args(arguments);
    command.arg(super::binary()).env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command
}

/// Which calls of each kind reach a folder, each by its place among those of its thread, as strace counts them.
fn places(log: &str, folder: &str) -> BTreeMap<&'static str, BTreeSet<usize>> {
    let mut counted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        let Some((call, _)) = CALLS.iter().find(|(known, _)| *known == call) else { continue };
        let place = counted.entry((thread, call)).or_default();
        *place += 1;
        if arguments.contains(folder) {
            found.entry(call).or_default().insert(*place);
        }
    }
    found
}

/// `RAPPORTEUR_FAULTS` says how many of each operation; 0 is all.
#[test]
fn whichever_call_of_the_system_fails_it_is_told_and_the_graph_is_whole() {
    let limit = count("RAPPORTEUR_FAULTS", 3);
    if !can("strace", &["-qq", "-e", "inject=fsync:error=EIO", "true"]) {
        eprintln!("skipped: no strace here, or it may not look into other processes");
        return;
    }
    let mut world = World::new();
    let mut begin = Model::default();
    let base = world.path("base");
    for operation in [Operation::Build([("lake", 0), ("hills", 0)].into()), Operation::Add("coast", 0)] {
        assert_eq!(world.run(&base, &operation).status.code(), Some(0));
        assert!(begin.look(&mut world, &base, &operation));
    }
    let operations = [
        Operation::Add("lake", 1),
        Operation::Remove("hills"),
        Operation::Forget("hills"),
        Operation::Restore([("islands", 0), ("hills", 1)].into()),
        Operation::Rollback,
        Operation::Build([("islands", 1)].into()),
    ];
    let log = world.path("log");
    let mut points = 0;
    for operation in operations {
        let store = world.path("store");
        let arguments = world.arguments(&operation);
        let names: Vec<&str> = CALLS.iter().map(|(call, _)| *call).collect();
        let fresh = || {
            let _ = std::fs::remove_dir_all(&store);
            copy(&base, &store);
        };
        fresh();
        let trace = format!("trace={}", names.join(","));
        let mut command = traced(&["-e", &trace], &log);
        let status = command.arg("--store").arg(&store).args(&arguments).stderr(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(0), "{operation:?} without a fault");
        let places = places(&String::from_utf8_lossy(&std::fs::read(&log).unwrap()), store.to_str().unwrap());
        let mut all: Vec<(&str, &str, usize)> = Vec::new();
        for (call, errors) in CALLS {
            for error in errors {
                all.extend(places.get(call).into_iter().flatten().map(|place| (call, *error, *place)));
            }
        }
        let step = if limit == 0 { 1 } else { all.len().div_ceil(limit) };
        let (mut told, mut passed) = (0, 0);
        for (call, error, place) in all.into_iter().step_by(step.max(1)) {
            fresh();
            let fault = format!("inject={call}:error={error}:when={place}");
            let what = format!("{operation:?} with {fault}");
            let (trace, started) = (format!("trace={call}"), Instant::now());
            let mut command = traced(&["-e", &trace, "-e", &fault], &log);
            let mut child = command.arg("--store").arg(&store).args(&arguments).stderr(Stdio::piped()).spawn().unwrap();
            while child.try_wait().unwrap().is_none() {
                assert!(started.elapsed() < PATIENCE, "{what}: it hangs");
                std::thread::sleep(Duration::from_millis(5));
            }
            let output = child.wait_with_output().unwrap();
            let said = super::talk(&output);
            assert!(!said.contains("panicked"), "{what}: {said}");
            let mut model = begin.clone();
            let is_new = model.look(&mut world, &store, &operation);
            match output.status.code() {
                Some(0) => {
                    assert!(is_new, "{what}: told to be done, and is not: {said}");
                    passed += 1;
                }
                Some(2) => {
                    assert!(said.contains("error: "), "{what}: {said}");
                    let claims_old = said.contains("nothing was published");
                    assert!(!(is_new && claims_old), "{what}: published, and says it is not: {said}");
                    told += 1;
                }
                code => panic!("{what}: exit code {code:?}: {said}"),
            }
            // Without a fault the same, or the next, works and takes away what was left.
            let next = if is_new { Operation::Add("islands", 0) } else { operation.clone() };
            let next = if model.after(&next) == model.state() { Operation::Add("islands", 1) } else { next };
            let output = world.run(&store, &next);
            assert_eq!(output.status.code(), Some(0), "{what}, then {next:?}: {}", super::talk(&output));
            assert!(model.look(&mut world, &store, &next), "{what}, then {next:?}");
            if next != Operation::Rollback {
                model.nothing_else(&store);
            }
            points += 1;
        }
        eprintln!("  {}: {told} told as an error, {passed} without effect", operation.name());
    }
    eprintln!("{points} calls failed; 0 lost, 0 torn, 0 panics");
}
