//! Meetings and what is said of them.

use super::format::Meeting;
use super::gold::Label;
use super::judge::{Judge, Match, named, points};
use super::names::{Name, best};
use super::pairing::assign;
use super::said::{Said, written};
use super::tally::Row;
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::document::Span;

/// A meeting as the program describes it.
struct Found<'a> {
    id: &'a EntityId,
    kinds: Vec<&'static str>,
    /// Numbers that any document gives, and those that this one gives.
    ordinals: Vec<i64>,
    ordinals_here: Vec<i64>,
    series: Vec<&'a Name>,
    start: Vec<String>,
    end: Vec<String>,
    towns: Vec<&'a Name>,
    countries: Vec<String>,
    labels: &'a [Name],
    spans: &'a [Span],
    /// The document is about it.
    primary: bool,
}

/// Kinds of gold for a concept of scheme `meeting-kind`.
fn kinds_of(concept: &str) -> &'static [&'static str] {
    match concept {
        "ministerial-conference" | "ministerial-meeting" => &["ministerial-conference"],
        "senior-officials-meeting" => &["senior-officials-meeting"],
        "body-meeting" => &["ad-hoc-group-meeting", "other"],
        "ad-hoc-group-meeting" => &["ad-hoc-group-meeting"],
        "workshop" | "national-workshop" => &["workshop"],
        "roundtable" | "symposium" | "expert-meeting" => &["workshop", "other"],
        "conference" => &["other", "summit"],
        other if other.contains("summit") => &["summit"],
        _ => &["other"],
    }
}

fn describe<'a>(said: &'a Said<'a>, id: &'a EntityId) -> Found<'a> {
    let thing = said.things.get(id);
    let dates = |property| -> Vec<String> { said.preferred(id, property).into_iter().map(written).collect() };
    let places: Vec<&EntityId> = said
        .preferred(id, Property::Location)
        .into_iter()
        .filter_map(|value| if let Value::Entity(place) = value { Some(place) } else { None })
        .collect();
    let mut countries: Vec<String> = Vec::new();
    for place in places.iter().filter_map(|place| said.things.get(place)) {
        countries.extend(place.code.iter().chain(&place.within).cloned());
    }
    let integer = |value: &Value| if let Value::Integer(number) = value { Some(*number) } else { None };
    let ordinals_here: Vec<i64> = said.preferred(id, Property::Ordinal).into_iter().filter_map(integer).collect();
    let anywhere = || thing.map(|thing| thing.ordinals.iter().copied().collect()).unwrap_or_default();
    Found {
        id,
        kinds: thing.iter().flat_map(|thing| &thing.kinds).flat_map(|kind| kinds_of(kind)).copied().collect(),
        ordinals: if ordinals_here.is_empty() { anywhere() } else { ordinals_here.clone() },
        ordinals_here,
        series: thing.iter().flat_map(|thing| &thing.series).flat_map(|series| said.things.names(series)).collect(),
        start: dates(Property::StartDate),
        end: dates(Property::EndDate),
        towns: places.iter().filter(|p| !said.things.is_state(p)).flat_map(|p| said.things.names(p)).collect(),
        countries,
        labels: said.things.names(id),
        spans: said.own_spans(id),
        primary: said.extraction.primary_topics.contains(id),
    }
}

/// A labelled meeting, its names made ready.
struct Wanted<'a> {
    gold: &'a Label<Meeting>,
    label: Name,
    series: Option<Name>,
    place: Option<Name>,
}

impl Wanted<'_> {
    fn has_kind(&self, found: &Found<'_>) -> bool {
        let kind = self.gold.kind.map(|kind| kind.word());
        found.kinds.iter().any(|found| kind == Some(*found) || self.gold.as_good.contains(*found))
    }

    /// How well a meeting fits: by number, as the subject of the document, by date and place, or by name. Other numbers
    /// never fit.
    fn score(&self, found: &Found<'_>, how: Match) -> f64 {
        let gold = self.gold;
        let part = |names: &[&Name], wanted: &Name| best(|a, b| how.part(a, b), [wanted], names.iter().copied());
        let agree = |yes: bool| if yes { 1 } else { -1 };
        let kind = self.has_kind(found);
        let like = best(|a, b| how.like(a, b), [&self.label], found.labels);
        let near = best(|a, b| how.part(a, b), [&gold.words], found.labels);
        let series = match &self.series {
            Some(series) if !found.series.is_empty() => agree(part(&found.series, series) >= 0.6),
            Some(series) if best(|a, b| how.part(a, b), [series], found.labels) >= 1.0 => 1,
            _ => 0,
        };
        let date = match &gold.start {
            Some(start) if !found.start.is_empty() => {
                let fits = |date: &String| start.starts_with(date.as_str()) || date.starts_with(start.as_str());
                agree(found.start.iter().chain(&found.end).any(fits))
            }
            _ => 0,
        };
        let place = match &self.place {
            Some(place) if !found.towns.is_empty() => agree(part(&found.towns, place) >= 0.6),
            _ => 0,
        };
        let evidence = how.near(&gold.at.spans, found.spans);
        let extra =
            like + 0.3 * points(evidence) + 0.2 * near + 0.1 * (f64::from(place) + f64::from(date) + points(kind));
        let subject = gold.subject_of_document && found.primary;
        match gold.ordinal {
            Some(ordinal) if !found.ordinals.is_empty() => {
                if !found.ordinals.contains(&i64::from(ordinal)) {
                    return 0.0;
                }
                if series >= 0 && (kind || like >= 0.6) {
                    return 20.0 + extra;
                }
            }
            // "the next conference" is not the fifth one
            ordinal if ordinal.is_none() != found.ordinals.is_empty() && date < 1 && like < 0.5 && !subject => {
                return 0.0;
            }
            _ => {}
        }
        if subject && date >= 0 && (kind || like >= 0.3) {
            return 15.0 + extra;
        }
        if date < 0 && like < 0.8 {
            return 0.0;
        }
        if kind && date > 0 && place >= 0 && (place > 0 || series > 0 || like >= 0.3 || evidence) {
            10.0 + extra
        } else if date > 0 && (place > 0 || like >= 0.5) {
            8.0 + extra
        } else if place >= 0 && like >= 0.5 {
            6.0 + extra
        } else if place > 0 && kind && evidence {
            4.0 + extra
        } else if kind && place >= 0 && series >= 0 && evidence && gold.start.is_none() {
            2.0 + extra
        } else {
            0.0
        }
    }
}

impl Judge<'_> {
    pub(super) fn judge_meetings(&mut self) {
        let said = self.said;
        let wanted: Vec<Wanted<'_>> = self
            .labels
            .meetings
            .iter()
            .map(|gold| Wanted {
                gold,
                label: Name::new(&gold.label),
                series: named(gold.series.as_deref()),
                place: named(gold.place.as_deref()),
            })
            .collect();
        let found: Vec<Found<'_>> =
            said.named(&[EntityClass::Meeting]).into_iter().map(|id| describe(said, id)).collect();
        let pairs = assign(wanted.len(), found.len(), |i, j| wanted[i].score(&found[j], self.how));
        for (i, want) in wanted.iter().enumerate() {
            let gold = want.gold;
            let Some(found) = pairs.get(&i).map(|j| &found[*j]) else {
                if !gold.optional {
                    let kind = gold.kind.map_or("no kind", |kind| kind.word());
                    self.out.missed(Row::Meetings, kind, &gold.label, gold.at.first());
                }
                continue;
            };
            self.meetings.insert(&gold.label, found.id.clone());
            self.meeting_of.insert(found.id.clone(), gold);
            if !gold.optional {
                self.out.right(Row::Meetings);
                self.count_rules(found.id, true);
                self.judge_attributes(want, found);
            }
        }
        let paired: Vec<usize> = pairs.into_values().collect();
        for (_, found) in found.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
            let kind = if found.kinds.is_empty() { "no kind".to_owned() } else { found.kinds.join("/") };
            self.count_rules(found.id, false);
            self.out.wrong(Row::Meetings, kind, said.things.label(found.id), said.place(found.id));
        }
    }

    fn count_rules(&mut self, meeting: &EntityId, right: bool) {
        let rules = self.said.rules_where(|fact| matches!(fact, Fact::Meeting { id, .. } if id == meeting));
        self.out.rules(&rules, right);
    }

    fn judge_attributes(&mut self, want: &Wanted<'_>, found: &Found<'_>) {
        let (gold, how) = (want.gold, self.how);
        let about = (gold.label.as_str(), gold.at.first());
        let kinds: Vec<String> = (!found.kinds.is_empty()).then(|| found.kinds.join("/")).into_iter().collect();
        let kind = gold.kind.map(|kind| kind.word());
        self.out.attribute(Row::MeetingKind, kind, &kinds, |_, _| want.has_kind(found), about, false);
        // a mention may lead to a meeting whose number only another document gives
        let ordinals = if gold.ordinal.is_some() { &found.ordinals } else { &found.ordinals_here };
        let ordinals: Vec<String> = ordinals.iter().map(ToString::to_string).collect();
        let ordinal = gold.ordinal.map(|ordinal| ordinal.to_string());
        self.out.attribute(Row::MeetingOrdinal, ordinal.as_deref(), &ordinals, |a, b| a == b, about, true);
        self.count_values(found.id, Property::Ordinal, ordinal.as_deref());
        let same_start = |a: &str, b: &str| a == b || gold.as_good.contains(b);
        self.out.attribute(Row::MeetingStart, gold.start.as_deref(), &found.start, same_start, about, true);
        self.count_values(found.id, Property::StartDate, gold.start.as_deref());
        // "in May" gives a start; gold repeats it as the end, the program need not
        let vague = gold.end == gold.start && gold.end.as_ref().is_none_or(|end| end.len() < 10);
        if !(vague && found.end.iter().all(|end| Some(end) == gold.end.as_ref())) {
            self.out.attribute(Row::MeetingEnd, gold.end.as_deref(), &found.end, |a, b| a == b, about, true);
            self.count_values(found.id, Property::EndDate, gold.end.as_deref());
        }
        let towns: Vec<String> = found.towns.iter().map(|town| town.printed.clone()).collect();
        let is_town = |a: &str, b: &str| how.is_part(a, b);
        self.out.attribute(Row::MeetingPlace, gold.place.as_deref(), &towns, is_town, about, false);
        self.out.attribute(Row::MeetingCountry, gold.country.as_deref(), &found.countries, |a, b| a == b, about, false);
        let at_place = towns.iter().any(|town| gold.place.as_ref().is_some_and(|place| is_town(place, town)))
            || found.countries.iter().any(|country| Some(country) == gold.country.as_ref());
        let rules = self.said.claims(found.id, Property::Location).iter().map(|claim| claim.rule).collect();
        self.out.rules(&rules, at_place);
    }

    /// The rules that gave the preferred value of a property, by whether it is that of gold.
    fn count_values(&mut self, id: &EntityId, property: Property, gold: Option<&str>) {
        for value in self.said.preferred(id, property) {
            let claims = self.said.claims(id, property);
            let rules = claims.iter().filter(|claim| claim.value == value).map(|claim| claim.rule).collect();
            self.out.rules(&rules, gold == Some(written(value).as_str()));
        }
    }
}
