//! Paths between two things: breadth first from both ends, until a deadline.

use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use super::edges::{Step, steps};
use crate::server::names::Names;
use crate::store::StoreError;

/// How long is looked.
const TIME: Duration = Duration::from_millis(700);

/// Things that are opened on one side.
const OPENED: usize = 400;

/// Ways that are kept into one thing, and paths that are put together.
const WAYS: usize = 12;
const PATHS: usize = 400;

/// One path: its steps from the beginning to the end.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    /// How much its inner things are hubs.
    pub(super) weight: f64,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Paths {
    /// Shortest first, then those through things that have to do with few others.
    pub(super) found: Vec<Path>,
    pub(super) opened: usize,
    /// Whether all paths of this length were looked for.
    pub(super) complete: bool,
}

/// The things reached from one end: how far, from where, by which steps.
struct End {
    depths: FxHashMap<String, usize>,
    /// Steps into a thing from one that is nearer, by where they come from.
    ways: FxHashMap<String, Vec<(String, Step)>>,
    degrees: FxHashMap<String, usize>,
    edge: Vec<String>,
    depth: usize,
}

impl End {
    fn new(at: &str) -> Self {
        Self {
            depths: FxHashMap::from_iter([(at.to_owned(), 0)]),
            ways: FxHashMap::default(),
            degrees: FxHashMap::default(),
            edge: vec![at.to_owned()],
            depth: 0,
        }
    }

    /// One step further from everything at the edge; false where not all of it was opened.
    fn grow(
        &mut self,
        names: &Names<'_>,
        avoid: &FxHashSet<String>,
        go_on: &dyn Fn() -> bool,
        opened: &mut usize,
    ) -> Result<bool, StoreError> {
        let mut whole = true;
        let edge = std::mem::take(&mut self.edge);
        self.depth += 1;
        for from in edge {
            if *opened >= OPENED || !go_on() {
                return Ok(false);
            }
            *opened += 1;
            let (steps, complete) = steps(names, &from, go_on)?;
            whole &= complete;
            self.degrees.insert(from.clone(), steps.len());
            for step in steps.into_iter().filter(|step| !avoid.contains(&step.to)) {
                match self.depths.get(&step.to) {
                    None => {
                        self.depths.insert(step.to.clone(), self.depth);
                        self.edge.push(step.to.clone());
                    }
                    Some(depth) if *depth < self.depth => continue,
                    Some(_) => {}
                }
                let ways = self.ways.entry(step.to.clone()).or_default();
                // One pair of things may be told of together very often.
                if ways.len() < WAYS {
                    ways.push((from.clone(), step));
                }
            }
        }
        Ok(whole)
    }

    /// All ways from the end to a thing, each as steps in their order.
    fn to(&self, thing: &str) -> Vec<Vec<(String, Step)>> {
        let Some(ways) = self.ways.get(thing) else { return vec![Vec::new()] };
        let mut all = Vec::new();
        for (from, step) in ways {
            for mut path in self.to(from) {
                path.push((from.clone(), step.clone()));
                all.push(path);
                if all.len() >= PATHS {
                    return all;
                }
            }
        }
        all
    }
}

/// Looks for paths of at most `most` steps that lead through nothing of `avoid`.
pub(super) fn search(
    names: &Names<'_>,
    from: &str,
    to: &str,
    most: usize,
    avoid: &FxHashSet<String>,
) -> Result<Paths, StoreError> {
    let began = Instant::now();
    let go_on = || began.elapsed() < TIME;
    let (mut ends, mut opened, mut complete) = ([End::new(from), End::new(to)], 0, true);
    // A length is only known to be looked through when both edges are whole; one length more than the shortest shows others.
    let mut shortest = None;
    while ends[0].depth + ends[1].depth < most {
        let side = usize::from(ends[1].edge.len() < ends[0].edge.len());
        if ends[side].edge.is_empty() {
            break;
        }
        complete &= ends[side].grow(names, avoid, &go_on, &mut opened)?;
        let [a, b] = &ends;
        let met = a.depths.iter().any(|(thing, _)| b.depths.contains_key(thing));
        if met && shortest.is_none() {
            shortest = Some(a.depth + b.depth);
        }
        if shortest.is_some_and(|shortest| a.depth + b.depth > shortest) || !go_on() {
            break;
        }
    }
    complete &= go_on();
    let [a, b] = &ends;
    let mut found: Vec<Path> = Vec::new();
    let mut seen = FxHashSet::default();
    for meeting in a.depths.keys().filter(|thing| b.depths.contains_key(*thing)) {
        for first in a.to(meeting) {
            for second in b.to(meeting) {
                if found.len() >= PATHS {
                    complete = false;
                    break;
                }
                if let Some(path) = joined(&first, &second, &ends)
                    && seen.insert(key(&path))
                {
                    found.push(path);
                }
            }
        }
    }
    found.sort_by(|x, y| {
        x.steps.len().cmp(&y.steps.len()).then(x.weight.total_cmp(&y.weight)).then_with(|| key(x).cmp(&key(y)))
    });
    Ok(Paths { found, opened, complete })
}

/// What tells two paths apart.
fn key(path: &Path) -> Vec<(String, Option<String>, String)> {
    path.steps.iter().map(|step| (step.to.clone(), step.fact.clone(), step.from_as.clone())).collect()
}

/// A path of two halves, of which the second is turned round; none that comes to the same thing twice.
fn joined(first: &[(String, Step)], second: &[(String, Step)], ends: &[End; 2]) -> Option<Path> {
    let mut steps: Vec<Step> = first.iter().map(|(_, step)| step.clone()).collect();
    for (from, step) in second.iter().rev() {
        let turned = match &step.to_as {
            Some(to_as) => Step {
                to: from.clone(),
                fact: step.fact.clone(),
                from_as: to_as.clone(),
                to_as: Some(step.from_as.clone()),
                backwards: false,
            },
            None => Step {
                to: from.clone(),
                fact: None,
                from_as: step.from_as.clone(),
                to_as: None,
                backwards: !step.backwards,
            },
        };
        steps.push(turned);
    }
    let places: FxHashSet<&str> = steps.iter().map(|step| step.to.as_str()).collect();
    if steps.is_empty() || places.len() != steps.len() {
        return None;
    }
    let inner = steps.iter().take(steps.len() - 1).map(|step| step.to.as_str());
    let degree = |thing: &str| ends.iter().find_map(|end| end.degrees.get(thing)).copied().unwrap_or(1);
    #[expect(clippy::cast_precision_loss, reason = "numbers of neighbours")]
    let weight = inner.map(|thing| (1.0 + degree(thing) as f64).log2()).sum();
    Some(Path { steps, weight })
}
