//! Backups while others write.

use std::sync::atomic::{AtomicBool, Ordering};

use rapporteur::store::Generations;

use super::{Operation, State, World, count, digest};

/// `RAPPORTEUR_BACKUPS` says how many.
#[test]
fn a_backup_of_a_store_that_is_being_written_comes_back_as_one_of_the_graphs_that_were_published() {
    let times = count("RAPPORTEUR_BACKUPS", 3);
    let mut world = World::new();
    let store = world.path("store");
    let states: [State; 2] = [[("lake", 0), ("hills", 0)].into(), [("lake", 1), ("hills", 0)].into()];
    assert_eq!(world.run(&store, &Operation::Build(states[0].clone())).status.code(), Some(0));
    let graphs = [world.graph(&states[0]), world.graph(&states[1])];
    let files = [world.document("lake", 1), world.document("lake", 0)];
    let (stop, mut seen) = (AtomicBool::new(false), [0; 2]);
    let writes = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut writes = 0;
            while !stop.load(Ordering::Relaxed) {
                let output = super::program(&store).arg("add").arg(&files[writes % 2]).output().unwrap();
                assert_eq!(output.status.code(), Some(0), "{}", super::talk(&output));
                writes += 1;
            }
            writes
        });
        for round in 0..times {
            let (backup, restored) = (world.path(&format!("backup-{round}")), world.path(&format!("restored-{round}")));
            let output = super::program(&store).arg("backup").arg(&backup).output().unwrap();
            let other = super::program(&restored).arg("restore").arg(&backup).output().unwrap();
            let ended = output.status.success() && other.status.success();
            if !ended {
                stop.store(true, Ordering::Relaxed);
            }
            assert!(ended, "{}{}", super::talk(&output), super::talk(&other));
            let found = digest(&Generations::open(&restored).unwrap().unwrap());
            let place = graphs.iter().position(|graph| *graph == found);
            if place.is_none() {
                stop.store(true, Ordering::Relaxed);
            }
            seen[place.expect("the backup is none of the graphs that were published")] += 1;
            std::fs::remove_dir_all(backup).unwrap();
            std::fs::remove_dir_all(restored).unwrap();
        }
        stop.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    });
    eprintln!(
        "{times} backups while {writes} generations were written: {seen:?} of the two graphs; all came back the same"
    );
}
