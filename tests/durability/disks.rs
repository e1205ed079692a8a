//! A disk that is full, and has room again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Draw, Model, World, can, count};

/// A file system of some megabytes in memory, as far as this machine permits one.
struct Small(PathBuf);

impl Small {
    fn new(at: PathBuf) -> Option<Self> {
        std::fs::create_dir(&at).unwrap();
        let mounted = can("mount", &["-t", "tmpfs", "-o", "size=48m", "tmpfs", at.to_str().unwrap()]);
        if !mounted {
            eprintln!("skipped: this machine permits no file system of a given size (mount -t tmpfs)");
        }
        mounted.then_some(Self(at))
    }

    /// Leaves so many bytes free.
    fn fill(&self, free: u64) {
        let room = Command::new("df").args(["-B1", "--output=avail"]).arg(&self.0).output().unwrap();
        let text = String::from_utf8(room.stdout).unwrap();
        let room: u64 = text.lines().nth(1).unwrap().trim().parse().unwrap();
        let length = room.saturating_sub(free).to_string();
        assert!(can("fallocate", &["-l", &length, self.ballast().to_str().unwrap()]), "{room} {free}");
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

fn reads(store: &Path) -> bool {
    let query = "SELECT * WHERE { ?s a igm:State } LIMIT 3";
    let mut command = super::program(store);
    let mut child = command.args(["query", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), query.as_bytes()).unwrap();
    child.wait().unwrap().success()
}

/// `RAPPORTEUR_FULL` says how often.
#[test]
fn a_full_disk_is_told_reads_go_on_and_with_room_the_next_command_works() {
    let times = count("RAPPORTEUR_FULL", 3);
    let mut world = World::new();
    let Some(small) = Small::new(world.path("small")) else { return };
    let (store, mut model) = (small.0.join("store"), Model::default());
    let mut draw = Draw(count("RAPPORTEUR_SEED", 4) as u64);
    let operation = model.draw(&mut draw);
    assert_eq!(world.run(&store, &operation).status.code(), Some(0));
    assert!(model.look(&mut world, &store, &operation));
    let (mut refused, mut fitted) = (0, 0);
    for round in 0..times {
        let operation = model.draw(&mut draw);
        // What it needs for itself, and then less and less of it.
        small.fill((draw.share() * 1_500_000.0) as u64);
        let output = world.run(&store, &operation);
        let (code, said) = (output.status.code(), super::talk(&output));
        assert!(!said.contains("panicked"), "{operation:?}: {said}");
        assert!(reads(&store), "round {round}: nothing can be read while the disk is full");
        let is_new = model.look(&mut world, &store, &operation);
        match code {
            Some(0) => {
                assert!(is_new, "{operation:?} was told to be done, and is not");
                fitted += 1;
            }
            Some(2) => {
                assert!(!is_new, "{operation:?}: {said}");
                assert!(said.contains("No space left on device"), "{operation:?}: {said}");
                refused += 1;
            }
            other => panic!("{operation:?}: exit code {other:?}: {said}"),
        }
        std::fs::remove_file(small.ballast()).unwrap();
        if !is_new {
            let again = world.run(&store, &operation);
            assert_eq!(again.status.code(), Some(0), "{operation:?}: {}", super::talk(&again));
            assert!(model.look(&mut world, &store, &operation));
        }
        if operation.name() != "rollback" {
            model.nothing_else(&store);
        }
    }
    eprintln!(
        "{times} times a full disk: {refused} commands refused, {fitted} that still had room; 0 lost, reads went on"
    );
}
