//! Lines sorted by their bytes, also where they do not fit into memory: runs on disk, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

/// Bytes of lines that are held before they are written as a run.
const HELD: usize = 192 * 1024 * 1024;

/// Takes lines in any order. Each ends with a line feed and holds no other.
pub(super) struct Sorter {
    folder: PathBuf,
    held: Vec<u8>,
    ends: Vec<usize>,
    runs: Vec<File>,
    most: usize,
}

impl Sorter {
    /// Runs are written into files of `folder` that have no name, and so go with the process.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: Vec::new(), ends: Vec::new(), runs: Vec::new(), most: HELD }
    }

    /// Adds the line that `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
        write(&mut self.held)?;
        self.ends.push(self.held.len());
        if self.held.len() >= self.most {
            let mut run = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
            for line in self.in_order() {
                run.write_all(line)?;
            }
            let mut run = run.into_inner()?;
            run.seek(SeekFrom::Start(0))?;
            self.runs.push(run);
            self.held.clear();
            self.ends.clear();
        }
        Ok(())
    }

    /// The lines that are held, each once.
    fn in_order(&self) -> Vec<&[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let mut lines: Vec<&[u8]> = starts.zip(&self.ends).map(|(start, end)| &self.held[*start..*end]).collect();
        lines.par_sort_unstable();
        lines.dedup();
        lines
    }

    /// All lines in order, each once, given to `each`.
    pub(super) fn finish(self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let held = self.in_order();
        if self.runs.is_empty() {
            return held.into_iter().try_for_each(each);
        }
        let held = held.concat();
        let files = self.runs.into_iter().map(|run| Box::new(BufReader::new(run)) as Box<dyn BufRead>);
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
        let mut sorter = Sorter { most, ..Sorter::in_folder(folder.path()) };
        for line in lines {
            sorter.push(|held| writeln!(held, "{line}")).unwrap();
        }
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
