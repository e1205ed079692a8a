//! Lines sorted by their bytes, also where they do not fit into memory: runs on disk, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use rayon::slice::ParallelSliceMut;

/// Bytes of lines that all sorters of an export hold before they are written as a run; as many are on their way to disk
/// meanwhile.
const HELD: usize = 128 * 1024 * 1024;

/// Takes lines in any order. Each ends with a line feed and holds no other.
pub(super) struct Sorter {
    folder: PathBuf,
    held: Lines,
    runs: Vec<File>,
    /// The run that is being sorted and written, while further lines come in.
    going: Option<JoinHandle<io::Result<File>>>,
    most: usize,
}

/// Lines one behind the other, with the places where they end.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lines {
    /// Each once, sorted.
    fn in_order(&self) -> Vec<&[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let mut lines: Vec<&[u8]> = starts.zip(&self.ends).map(|(start, end)| &self.bytes[*start..*end]).collect();
        lines.par_sort_unstable();
        lines.dedup();
        lines
    }

    fn written(&self, file: File) -> io::Result<File> {
        let mut run = BufWriter::with_capacity(1 << 20, file);
        for line in self.in_order() {
            run.write_all(line)?;
        }
        let mut run = run.into_inner()?;
        run.seek(SeekFrom::Start(0))?;
        Ok(run)
    }
}

impl Sorter {
    /// One of `several` sorters. Runs are written into files of `folder` that have no name, and so go with the process.
    pub(super) fn in_folder(folder: &Path, several: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            held: Lines::default(),
            runs: Vec::new(),
            going: None,
            most: HELD / several.max(1),
        }
    }

    /// Adds the line that `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
        write(&mut self.held.bytes)?;
        self.held.ends.push(self.held.bytes.len());
        if self.held.bytes.len() >= self.most {
            self.settle()?;
            let lines = std::mem::take(&mut self.held);
            let file = tempfile::tempfile_in(&self.folder)?;
            self.going = Some(std::thread::Builder::new().name("sort".into()).spawn(move || lines.written(file))?);
        }
        Ok(())
    }

    /// Takes the lines of another sorter, too.
    pub(super) fn join(&mut self, mut other: Self) -> io::Result<()> {
        self.settle()?;
        other.settle()?;
        self.runs.append(&mut other.runs);
        let before = self.held.bytes.len();
        self.held.bytes.append(&mut other.held.bytes);
        self.held.ends.extend(other.held.ends.iter().map(|end| before + end));
        Ok(())
    }

    /// Waits for the run that is being written.
    fn settle(&mut self) -> io::Result<()> {
        if let Some(going) = self.going.take() {
            self.runs.push(going.join().map_err(|_| io::Error::other("lines could not be sorted"))??);
        }
        Ok(())
    }

    /// As [`Self::finish`], where the sorter is only borrowed: it is empty then.
    pub(super) fn each(&mut self, each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let (folder, most) = (self.folder.clone(), self.most);
        let empty = Self { folder, held: Lines::default(), runs: Vec::new(), going: None, most };
        std::mem::replace(self, empty).finish(each)
    }

    /// All lines in order, each once, given to `each`.
    pub(super) fn finish(mut self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        self.settle()?;
        let held = self.held.in_order();
        if self.runs.is_empty() {
            return held.into_iter().try_for_each(each);
        }
        let held = held.concat();
        let reader = |run| Box::new(BufReader::with_capacity(1 << 18, run)) as Box<dyn BufRead>;
        let files = std::mem::take(&mut self.runs).into_iter().map(reader);
        let mut runs: Vec<Box<dyn BufRead>> = files.chain(std::iter::once(Box::new(&held[..]) as _)).collect();
        let mut next = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            next.extend(line_of(run, Vec::new())?.map(|line| Reverse((line, number))));
        }
        let mut last: Option<Vec<u8>> = None;
        while let Some(Reverse((line, number))) = next.pop() {
            let is_new = last.as_ref() != Some(&line);
            if is_new {
                each(&line)?;
            }
            let spare = if is_new { last.replace(line) } else { Some(line) };
            next.extend(line_of(&mut runs[number], spare.unwrap_or_default())?.map(|line| Reverse((line, number))));
        }
        Ok(())
    }
}

fn line_of(run: &mut dyn BufRead, mut line: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    line.clear();
    Ok((run.read_until(b'\n', &mut line)? > 0).then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lines: &[&str], most: usize) -> String {
        let folder = tempfile::tempdir().unwrap();
        let mut sorters = [0, 1].map(|_| Sorter { most, ..Sorter::in_folder(folder.path(), 2) });
        for (n, line) in lines.iter().enumerate() {
            sorters[n % 2].push(|held| writeln!(held, "{line}")).unwrap();
        }
        let [mut sorter, other] = sorters;
        sorter.join(other).unwrap();
        let mut out = Vec::new();
        sorter.finish(|line| out.write_all(line)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_come_in_order_and_once_whether_they_fit_into_memory_or_not() {
        let lines = ["c", "a", "b", "a", "ä", "", "c", "aa", "b"];
        for most in [1, 4, 9, 1000] {
            assert_eq!(sorted(&lines, most), "\na\naa\nb\nc\nä\n", "{most} bytes held");
        }
    }
}
