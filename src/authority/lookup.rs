//! From a printed name to a state: exact names only, valid on a date. Never fuzzy.

use std::sync::PoisonError;

use super::Authority;
use super::similar::Shape;
use super::state::{State, StateName, StateNameKind};

use crate::annotate::PartialDate;
use crate::slug::fold;

/// Whether a name was in use on the date of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// In use, or nothing says otherwise.
    Current,
    /// Given up before that date.
    Outdated,
    /// Not yet adopted on that date.
    Premature,
}

/// What a printed name of a state stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// A state or territory, by one of its names.
    Known {
        /// The state or territory.
        state: &'a State,
        /// The name that matched.
        name: &'a StateName,
        /// Whether it was in use on the date.
        currency: Currency,
    },
    /// No state has this name.
    Unknown,
}

impl<'a> Resolution<'a> {
    /// The state or territory, if there is one.
    pub fn state(&self) -> Option<&'a State> {
        match self {
            Self::Known { state, .. } => Some(state),
            Self::Unknown => None,
        }
    }
}

/// How two printings of one name are compared: white space, apostrophes, hyphens, diacritics, case and a leading
/// "the" make no difference; full stops do ("U.S.").
pub(super) fn key(printed: &str) -> String {
    let folded = fold(printed).replace('-', " ");
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = words.strip_prefix(&["the"]).filter(|rest| !rest.is_empty()).unwrap_or(&words);
    words.join(" ")
}

impl Authority {
    /// The state or territory with exactly this printed name. Names valid on the date win over names that are not;
    /// demonyms are not names here, acronyms must have their capitals, and other names start with a capital.
    ///
    /// ```
    /// # use rapporteur::authority::Authority;
    /// let authority = Authority::shipped()?;
    /// let state = authority.resolve_state("the People’s Republic of China", None).state();
    /// assert_eq!(state.map(|s| s.slug.as_str()), Some("china"));
    /// assert!(authority.resolve_state("Chyna", None).state().is_none());
    /// # Ok::<(), rapporteur::authority::AuthorityError>(())
    /// ```
    pub fn resolve_state(&self, printed: &str, on: Option<PartialDate>) -> Resolution<'_> {
        let key = key(printed);
        let mut best = Resolution::Unknown;
        for (slug, index) in self.state_keys.get(&key).into_iter().flatten() {
            let state = &self.states[slug];
            let name = &state.names[*index];
            if !printed_fits(printed, name) {
                continue;
            }
            let currency = currency(name, on);
            if matches!(best, Resolution::Unknown) || currency == Currency::Current && !is_current(&best) {
                best = Resolution::Known { state, name, currency };
            }
        }
        best
    }

    /// Names that look like a printed one, most similar first, with a similarity from 0 to 1: something for a person
    /// to choose from. Nothing is ever resolved by it.
    pub fn suggestions(&self, printed: &str, limit: usize) -> Vec<(String, f64)> {
        const LEAST: f64 = 0.8;
        let wanted = Shape::of(printed);
        let bounds = self.shapes.iter().map(|shape| shape.bound(&wanted));
        let mut likely: Vec<(usize, f64)> = bounds.enumerate().filter(|(_, bound)| *bound >= LEAST).collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut found: Vec<(&str, f64)> = Vec::new();
        for (index, bound) in likely {
            // Nothing that follows can be better than what is found.
            if found.get(limit.saturating_sub(1)).is_some_and(|last| bound < last.1) {
                break;
            }
            let similarity = self.shapes[index].similarity(&wanted);
            if similarity >= LEAST {
                let name = self.names[index].0.as_str();
                let at = found.partition_point(|(n, s)| s.total_cmp(&similarity).then_with(|| name.cmp(n)).is_gt());
                found.insert(at, (name, similarity));
            }
        }
        found.truncate(limit);
        found.into_iter().map(|(name, similarity)| (name.to_owned(), similarity)).collect()
    }

    /// The first of the [`suggestions`](Self::suggestions).
    pub(super) fn nearest(&self, printed: &str) -> Option<String> {
        const REMEMBERED: usize = 10_000;
        let lock = || self.nearest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(printed) {
            return known.clone();
        }
        let found = self.suggestions(printed, 1).into_iter().next().map(|(name, _)| name);
        let mut known = lock();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(printed.to_owned(), found.clone());
        found
    }
}

fn is_current(resolution: &Resolution<'_>) -> bool {
    matches!(resolution, Resolution::Known { currency: Currency::Current, .. })
}

fn printed_fits(printed: &str, name: &StateName) -> bool {
    let printed = printed.trim();
    let bare = ["the ", "The ", "THE "].iter().find_map(|article| printed.strip_prefix(article)).unwrap_or(printed);
    match name.kind {
        StateNameKind::Demonym => false,
        StateNameKind::Acronym => bare.trim() == name.name,
        _ => bare.trim_start().starts_with(char::is_uppercase) || name.name.starts_with(char::is_lowercase),
    }
}

fn currency(name: &StateName, on: Option<PartialDate>) -> Currency {
    let Some((first, last)) = on.and_then(days) else { return Currency::Current };
    if name.valid_to.as_deref().is_some_and(|end| first.as_str() >= end) {
        Currency::Outdated
    } else if name.valid_from.as_deref().is_some_and(|begin| last.as_str() < begin) {
        Currency::Premature
    } else {
        Currency::Current
    }
}

/// First and last day of what a date can mean, as sortable text; `None` without a year.
fn days(date: PartialDate) -> Option<(String, String)> {
    let year = date.year?;
    let (from, to) = match (date.month, date.day) {
        (Some(month), Some(day)) => ((month, day), (month, day)),
        (Some(month), None) => ((month, 1), (month, 31)),
        (None, _) => ((1, 1), (12, 31)),
    };
    Some((format!("{year:04}-{:02}-{:02}", from.0, from.1), format!("{year:04}-{:02}-{:02}", to.0, to.1)))
}
