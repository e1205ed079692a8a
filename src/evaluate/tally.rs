//! What is counted: the rows of an evaluation, their counts and figures, and each miss with its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::document::Span;

/// Names the rows, in the order in which they are shown, each with its name and what it counts.
macro_rules! rows {
    ($($row:ident = $name:literal, $about:literal;)*) => {
        /// A row of an evaluation: a category, or an attribute of the pairs that its category matched.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Row { $(#[doc = $about] $row),* }

        impl Row {
            /// All rows, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$row),*];

            /// Its name ("meetings: place"): the part before the colon is the category whose attribute it is.
            pub fn name(self) -> &'static str {
                match self { $(Self::$row => $name),* }
            }

            /// What it counts, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$row => $about),* }
            }
        }
    };
}

rows! {
    Meetings = "meetings", "Meetings that the text names: held, planned, proposed or referred to.";
    MeetingKind = "meetings: kind", "Of the meetings found: their kind.";
    MeetingOrdinal = "meetings: ordinal", "Of the meetings found: their number in the series.";
    MeetingStart = "meetings: start", "Of the meetings found: the first day, month or year, in the precision of the text.";
    MeetingEnd = "meetings: end", "Of the meetings found: the last day.";
    MeetingPlace = "meetings: place", "Of the meetings found: the town.";
    MeetingCountry = "meetings: country", "Of the meetings found: the state in which they met.";
    Participations = "participations", "Who took part in which meeting, and as what: participant, observer, host, chair, presenter.";
    ParticipationsAnyCapacity = "participations, any capacity", "The same, whatever the capacity.";
    ParticipationStates = "participations: states", "Participations of states and territories.";
    ParticipationOrganisations = "participations: organisations", "Participations of organisations.";
    ParticipationPersons = "participations: persons", "Participations of persons.";
    Persons = "persons", "Persons, by name or by their office.";
    PersonPost = "persons: post", "Of the persons found: the office they hold.";
    PersonAffiliation = "persons: affiliation", "Of the persons found: for whom they act.";
    Organisations = "organisations", "Organisations, each once.";
    Bodies = "bodies", "Organs, groups, processes and programmes, each once.";
    BodyEvents = "bodies: event", "Bodies that are established, proposed, given new tasks, renamed or ended.";
    Acronyms = "acronyms", "Short forms that the text itself explains.";
    Acts = "mandates", "Speech acts: who decides, requests, recommends, welcomes or notes something, in which passage.";
    ActVerb = "mandates: verb", "Of the speech acts found: their verb.";
    ActClass = "mandates: class", "Of the speech acts found: how binding they are.";
    ActIssuer = "mandates: issuer", "Of the speech acts found: who speaks.";
    ActAddressee = "mandates: addressee", "Of the speech acts found: who is to act.";
    Pledges = "pledges", "Sums promised, with donor, amount and currency all right.";
    PledgeDonor = "pledges: donor", "Of the pledges found: who promises.";
    PledgeAmount = "pledges: amount", "Of the pledges found: how much.";
    PledgeCurrency = "pledges: currency", "Of the pledges found: in which currency.";
    Counts = "counts", "Numbers stated of a meeting: delegates, states, organisations.";
    References = "references", "Meetings, instruments, documents and events that the text refers to.";
    Contradictions = "contradictions", "Statements of one text that disagree.";
}

impl Row {
    /// The row of a name, where there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|row| row.name() == name)
    }
}

/// What was labelled, what was found, and how much of both is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Labelled in gold.
    pub gold: u64,
    /// Found by the program.
    pub found: u64,
    /// Both.
    pub right: u64,
}

impl Counts {
    /// Share of what is found that is right; none where nothing is found.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.found)
    }

    /// Share of what is labelled that is found; none where nothing is labelled.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall; none where there is nothing on either side.
    ///
    /// ```
    /// let counts = rapporteur::evaluate::Counts { gold: 10, found: 6, right: 6 };
    /// assert_eq!((counts.precision(), counts.recall(), counts.f1()), (Some(1.0), Some(0.6), Some(0.75)));
    /// ```
    pub fn f1(self) -> Option<f64> {
        share(2 * self.right, self.gold + self.found)
    }

    /// The sum of several.
    pub fn sum(counts: impl IntoIterator<Item = Self>) -> Self {
        counts.into_iter().fold(Self::default(), |a, b| Self {
            gold: a.gold + b.gold,
            found: a.found + b.found,
            right: a.right + b.right,
        })
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// On which side a fact stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Labelled, not found.
    Missed,
    /// Found, not labelled.
    False,
}

/// One fact that is not on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where it counts.
    pub row: Row,
    /// Missed or false.
    pub side: Side,
    /// What kind of mistake, for grouping ("urge: other verbs there").
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// Where in the text as received.
    pub span: Span,
}

/// How one document fares.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    pub(super) rows: BTreeMap<Row, Counts>,
    /// What each rule found, and how much of it is right.
    pub(super) rules: BTreeMap<String, Counts>,
    pub(super) remarks: Vec<Remark>,
}

/// Rules that found a fact.
pub(super) type Rules<'a> = BTreeSet<&'a str>;

impl Judged {
    pub(super) fn count(&mut self, row: Row, gold: u64, found: u64, right: u64) {
        let counts = self.rows.entry(row).or_default();
        *counts = Counts::sum([*counts, Counts { gold, found, right }]);
    }

    pub(super) fn right(&mut self, row: Row) {
        self.count(row, 1, 1, 1);
    }

    pub(super) fn missed(&mut self, row: Row, kind: impl Into<String>, about: impl Into<String>, span: Span) {
        self.count(row, 1, 0, 0);
        self.remark(row, Side::Missed, kind, about, span);
    }

    pub(super) fn wrong(&mut self, row: Row, kind: impl Into<String>, about: impl Into<String>, span: Span) {
        self.count(row, 0, 1, 0);
        self.remark(row, Side::False, kind, about, span);
    }

    pub(super) fn remark(
        &mut self,
        row: Row,
        side: Side,
        kind: impl Into<String>,
        about: impl Into<String>,
        span: Span,
    ) {
        self.remarks.push(Remark { row, side, kind: kind.into(), about: about.into(), span });
    }

    /// Counts a fact for each rule that found it.
    pub(super) fn rules(&mut self, rules: &Rules<'_>, right: bool) {
        for rule in rules {
            let counts = self.rules.entry((*rule).to_owned()).or_default();
            counts.found += 1;
            counts.right += u64::from(right);
        }
    }

    /// An attribute of a matched pair. `found` holds all values stated; where a property has one value only
    /// (`functional`), each further one that differs is false.
    pub(super) fn attribute(
        &mut self,
        row: Row,
        gold: Option<&str>,
        found: &[String],
        same: impl Fn(&str, &str) -> bool,
        about: (&str, Span),
        functional: bool,
    ) {
        let (about, span) = about;
        let hit = gold.filter(|gold| found.iter().any(|value| same(gold, value)));
        match (hit, gold) {
            (Some(gold), _) => {
                self.right(row);
                for value in found.iter().filter(|value| functional && !same(gold, value)) {
                    let what = format!("{about}: {value} beside {gold}");
                    self.wrong(row, "second value, none preferred", what, span);
                }
            }
            (None, Some(gold)) => {
                let kind = if found.is_empty() { "no value" } else { "other value" };
                self.missed(row, kind, format!("{about}: {gold}, not [{}]", found.join(", ")), span);
                self.count(row, 0, u64::from(!found.is_empty()), 0);
            }
            (None, None) if !found.is_empty() => {
                self.wrong(row, "value where the text has none", format!("{about}: [{}]", found.join(", ")), span);
            }
            (None, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOWHERE: (&str, Span) = ("it", Span { start: 0, end: 0 });

    #[test]
    fn a_second_value_of_a_property_with_one_value_is_false() {
        let mut judged = Judged::default();
        let values = ["Lima".to_owned(), "Quito".to_owned()];
        judged.attribute(Row::MeetingPlace, Some("Lima"), &values, |a, b| a == b, NOWHERE, false);
        assert_eq!(judged.rows[&Row::MeetingPlace], Counts { gold: 1, found: 1, right: 1 });
        judged.attribute(Row::MeetingStart, Some("Lima"), &values, |a, b| a == b, NOWHERE, true);
        assert_eq!(judged.rows[&Row::MeetingStart], Counts { gold: 1, found: 2, right: 1 });
    }

    #[test]
    fn a_wrong_value_is_missed_and_false() {
        let mut judged = Judged::default();
        judged.attribute(Row::ActVerb, Some("urge"), &["note".to_owned()], |a, b| a == b, NOWHERE, false);
        assert_eq!(judged.rows[&Row::ActVerb], Counts { gold: 1, found: 1, right: 0 });
        judged.attribute(Row::ActVerb, None, &["note".to_owned()], |a, b| a == b, NOWHERE, false);
        judged.attribute(Row::ActVerb, None, &[], |a, b| a == b, NOWHERE, false);
        assert_eq!(judged.rows[&Row::ActVerb], Counts { gold: 1, found: 2, right: 0 });
    }
}
