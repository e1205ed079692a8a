//! Power cuts: a file system of its own is cut off, with all that was not synced, and mounted again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Draw, Model, World, can, count};

/// An ext4 file system in a file, as far as this machine permits one.
pub(super) struct Disk {
    image: PathBuf,
    pub(super) mounted: PathBuf,
}

/// Cuts a file system off without writing what it holds back: `EXT4_IOC_SHUTDOWN` with "no flush of the journal".
const CUT: &str = "import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

impl Disk {
    pub(super) fn new(folder: &Path, megabytes: u64) -> Option<Self> {
        let disk = Self { image: folder.join("disk.img"), mounted: folder.join("disk") };
        std::fs::create_dir(&disk.mounted).unwrap();
        std::fs::File::create(&disk.image).unwrap().set_len(megabytes << 20).unwrap();
        let made = can("mkfs.ext4", &["-q", "-F", disk.image.to_str().unwrap()]) && disk.mount();
        if !made {
            eprintln!("skipped: this machine permits no file system in a file (mkfs.ext4, mount -o loop)");
        }
        made.then_some(disk)
    }

    fn mount(&self) -> bool {
        // The heuristic that writes renamed files early would hide a sync that is missing.
        let options = "loop,noauto_da_alloc,commit=60";
        can("mount", &["-o", options, self.image.to_str().unwrap(), self.mounted.to_str().unwrap()])
    }

    fn cut(&self) -> bool {
        can("python3", &["-c", CUT, self.mounted.to_str().unwrap()])
    }

    fn power_on(&self) {
        assert!(can("umount", &[self.mounted.to_str().unwrap()]), "the disk is in use");
        assert!(self.mount(), "the disk cannot be mounted again");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.mounted).stderr(Stdio::null()).status();
    }
}

/// `RAPPORTEUR_CUTS` says how many.
#[test]
fn whenever_the_power_goes_the_old_or_the_new_graph_is_whole_and_what_was_told_to_be_done_is_done() {
    let cuts = count("RAPPORTEUR_CUTS", 10);
    let mut world = World::new();
    let Some(disk) = Disk::new(&world.path(""), 256) else { return };
    let mut draw = Draw(count("RAPPORTEUR_SEED", 2) as u64);
    let (mut model, mut usual, mut report) = (Model::default(), Duration::from_secs(2), [0; 3]);
    let mut store = disk.mounted.join("store");
    for cut in 0..cuts {
        // The first build into a folder that is not there yet is cut, too.
        if cut % 4 == 0 {
            // Of many cuts, all stores together would fill the disk.
            let _ = std::fs::remove_dir_all(&store);
            store = disk.mounted.join(format!("stores/{cut}"));
            model = Model::default();
        }
        let operation = model.draw(&mut draw);
        let started = Instant::now();
        let mut child = world.start(&store, &operation);
        // Now and then just after the command has ended.
        let moment = if draw.below(3) == 0 { Duration::MAX } else { usual.mul_f64(draw.share()) };
        while started.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if !disk.cut() {
            child.kill().unwrap();
            child.wait().unwrap();
            eprintln!("skipped: this machine cuts no file system off (python3, EXT4_IOC_SHUTDOWN)");
            return;
        }
        let ended = child.try_wait().unwrap();
        if ended.is_some() {
            usual = (usual * 3 + started.elapsed()) / 4;
        }
        // Without power it would not go on; here it must end, so that the disk can be taken away.
        let output = child.wait_with_output().unwrap();
        disk.power_on();
        let is_new = model.look(&mut world, &store, &operation);
        // It may have published everything and lost the disk only then.
        let done = ended.is_some() && output.status.success();
        assert!(is_new || !done, "{operation:?} was told to be done, and is not");
        report[if done { 2 } else { usize::from(is_new) }] += 1;
        if (cut + 1) % 10 == 0 {
            eprintln!("{} cuts so far", cut + 1);
        }
    }
    let operation = model.draw(&mut draw);
    let output = world.run(&store, &operation);
    assert_eq!(output.status.code(), Some(0), "{operation:?}: {}", super::talk(&output));
    assert!(model.look(&mut world, &store, &operation));
    model.nothing_else(&store);
    let [before, after, done] = report;
    eprintln!(
        "{cuts} cuts: {before} before the graph was published, {after} after, {done} after the command had ended; 0 lost, 0 torn"
    );
}
