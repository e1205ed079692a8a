//! Kills at random moments.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::{Draw, Model, World, count};

/// `RAPPORTEUR_KILLS` says how many.
#[test]
fn whenever_a_command_is_killed_the_old_or_the_new_graph_is_whole_and_nothing_is_left_behind() {
    let kills = count("RAPPORTEUR_KILLS", 30);
    let mut world = World::new();
    let (store, mut model, mut draw) =
        (world.path("store"), Model::default(), Draw(count("RAPPORTEUR_SEED", 1) as u64));
    let mut longest: BTreeMap<&str, Duration> = BTreeMap::new();
    // Of each operation: killed before it was published, killed after, not killed in time.
    let mut report: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let (mut killed, mut undisturbed) = (0, 0);
    while killed < kills {
        let operation = model.draw(&mut draw);
        // How long they take is learned from those that end.
        let limit = longest.get(operation.name()).filter(|_| draw.below(8) > 0 && model.current > 0);
        let (started, moment) = (Instant::now(), limit.map(|limit| limit.mul_f64(draw.share() * 1.1)));
        let mut child = world.start(&store, &operation);
        let mut was_killed = false;
        if let Some(moment) = moment {
            std::thread::sleep(moment.saturating_sub(started.elapsed()));
            was_killed = child.try_wait().unwrap().is_none();
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let was_killed = was_killed && output.status.code().is_none();
        if !was_killed {
            assert_eq!(output.status.code(), Some(0), "{operation:?}: {}", super::talk(&output));
            let longest = longest.entry(operation.name()).or_default();
            // The machine may be busy for a while; an average forgets that.
            *longest = if longest.is_zero() { started.elapsed() } else { (*longest * 3 + started.elapsed()) / 4 };
        }
        let is_new = model.look(&mut world, &store, &operation);
        assert!(was_killed || is_new, "{operation:?} ended and changed nothing");
        let counts = report.entry(operation.name()).or_default();
        if was_killed {
            killed += 1;
            counts[usize::from(is_new)] += 1;
            // Thousands take an hour: what was tried is known although somebody ends it before.
            if killed % 50 == 0 {
                eprintln!("{killed} kills so far, {undisturbed} commands not killed");
            }
        } else {
            counts[2] += 1;
            undisturbed += 1;
            // A command that is not killed takes away what the killed ones left.
            if operation.name() != "rollback" {
                model.nothing_else(&store);
            }
        }
    }
    eprintln!(
        "{killed} kills, {undisturbed} commands between them that were not killed; 0 lost, 0 torn, 0 left behind"
    );
    for (name, [before, after, ended]) in report {
        eprintln!("  {name}: {before} killed before it was published, {after} after, {ended} not killed");
    }
}
