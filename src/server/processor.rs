//! Processor time and memory: what a query costs us, whatever else the machine does meanwhile.

use std::path::PathBuf;
use std::time::Duration;

/// What this thread has used since it began (POSIX `CLOCK_THREAD_CPUTIME_ID`).
pub(super) fn of_this_thread() -> Duration {
    let told = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    // Both are positive, and no thread has worked for so long that the first does not fit.
    Duration::new(told.tv_sec.unsigned_abs(), u32::try_from(told.tv_nsec).unwrap_or(0))
}

/// Time on a processor, time in its queue, how often.
fn nanoseconds(schedstat: &str) -> Option<Duration> {
    schedstat.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// What the threads of another process that have this name have used, as long as there are any and the system tells it.
pub(super) fn of_threads(pid: u32, name: &str) -> Option<Duration> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let used = |task: PathBuf| {
        let is_named = std::fs::read_to_string(task.join("comm")).is_ok_and(|comm| comm.trim_end() == name);
        let told = is_named.then(|| std::fs::read_to_string(task.join("schedstat")).ok())??;
        nanoseconds(&told)
    };
    tasks.filter_map(|task| used(task.ok()?.path())).reduce(|a, b| a + b)
}

/// Memory that a process holds, this one if none is named, in bytes, where the system tells it.
pub(super) fn resident_memory(pid: Option<u32>) -> Option<u64> {
    let pid = pid.map_or_else(|| "self".to_owned(), |pid| pid.to_string());
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_sleeps_uses_nothing_and_one_that_works_does() {
        let work = || {
            std::thread::sleep(Duration::from_millis(200));
            let slept = of_this_thread();
            while of_this_thread() < Duration::from_millis(300) {}
            (slept, of_threads(std::process::id(), "works"))
        };
        let (slept, told) = std::thread::Builder::new().name("works".into()).spawn(work).unwrap().join().unwrap();
        assert!(slept < Duration::from_millis(150), "{slept:?}");
        assert!(told > Some(Duration::from_millis(250)) && told < Some(Duration::from_secs(20)), "{told:?}");
        assert!(resident_memory(None) > Some(1 << 20) && of_threads(u32::MAX, "works").is_none());
    }
}
