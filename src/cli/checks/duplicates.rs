//! Things that may be one: suggestions for a person, never applied. A decision of kind not-same ends the question.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use crate::graph::vocab::{cap, dcterms, foaf, igm, org, rdf, rdfs, schema, skos};
use crate::store::Snapshot;

/// How alike two names of persons, bodies or organisations must be, of 1.
const ALIKE: f64 = 0.88;

/// Two things that may be one, with the reason.
pub(super) struct Pair {
    pub(super) one: String,
    pub(super) other: String,
    pub(super) reason: String,
}

/// The default graph, as this module asks it.
struct Graph<'s>(&'s Snapshot);

impl Graph<'_> {
    fn members(&self, class: NamedNodeRef<'_>) -> Result<Vec<NamedNode>> {
        let default = Some(GraphNameRef::DefaultGraph);
        let mut members = BTreeSet::new();
        for quad in self.0.quads(None, Some(rdf::TYPE), Some(class.into()), default) {
            if let NamedOrBlankNode::NamedNode(node) = quad?.subject {
                members.insert(node);
            }
        }
        Ok(members.into_iter().collect())
    }

    fn values(&self, node: &NamedNode, property: NamedNodeRef<'_>) -> Result<BTreeSet<String>> {
        let quads = self.0.quads(Some(node.as_ref().into()), Some(property), None, Some(GraphNameRef::DefaultGraph));
        let mut values = BTreeSet::new();
        for quad in quads {
            values.insert(match quad?.object {
                Term::NamedNode(node) => node.into_string(),
                Term::Literal(literal) => literal.value().to_owned(),
                _ => continue,
            });
        }
        Ok(values)
    }

    fn pointing(&self, node: &NamedNode, property: NamedNodeRef<'_>) -> Result<Vec<NamedNode>> {
        let quads = self.0.quads(None, Some(property), Some(node.as_ref().into()), Some(GraphNameRef::DefaultGraph));
        let mut nodes = Vec::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(node) = quad?.subject {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    /// A place, and everything in which it lies.
    fn around(&self, place: &str) -> Result<BTreeSet<String>> {
        let (mut found, mut open) = (BTreeSet::new(), vec![place.to_owned()]);
        while let Some(place) = open.pop() {
            if found.insert(place.clone())
                && let Ok(node) = NamedNode::new(&place)
            {
                open.extend(self.values(&node, schema::CONTAINED_IN_PLACE)?);
            }
        }
        Ok(found)
    }
}

/// Pairs of meetings, persons, bodies and organisations that may be one.
pub(super) fn pairs(snapshot: &Snapshot, base: &str) -> Result<Vec<(&'static str, Pair)>> {
    let graph = Graph(snapshot);
    let mut found: Vec<(&'static str, Pair)> = Vec::new();
    found.extend(meetings(&graph)?.into_iter().map(|pair| ("duplicate-meeting", pair)));
    found.extend(persons(&graph)?.into_iter().map(|pair| ("duplicate-person", pair)));
    found.extend(organisations(&graph, base)?.into_iter().map(|pair| ("duplicate-organisation", pair)));
    Ok(found)
}

struct Meeting {
    iri: String,
    start: Option<String>,
    ordinal: Option<String>,
    /// Where it was, or who received it, with everything around.
    places: BTreeSet<String>,
    subject: String,
    held: bool,
}

fn meetings(graph: &Graph<'_>) -> Result<Vec<Pair>> {
    let mut series: BTreeMap<(String, String), Vec<Meeting>> = BTreeMap::new();
    for node in graph.members(igm::MEETING)? {
        let mut places = BTreeSet::new();
        for place in graph.values(&node, schema::LOCATION)? {
            places.extend(graph.around(&place)?);
        }
        for participation in graph.pointing(&node, igm::CONTEXT)? {
            let roles = graph.values(&participation, org::ROLE)?;
            if [cap::HOST, cap::CO_HOST].iter().any(|role| roles.contains(role.as_str())) {
                places.extend(graph.values(&participation, org::MEMBER)?);
            }
        }
        let first = |values: BTreeSet<String>| values.into_iter().next();
        let subject = first(graph.values(&node, schema::DESCRIPTION)?).or(first(graph.values(&node, rdfs::LABEL)?));
        let kinds = graph.values(&node, dcterms::TYPE)?;
        let statuses = graph.values(&node, igm::STATUS)?;
        for of in graph.values(&node, igm::MEETING_OF)? {
            for kind in &kinds {
                // A national workshop is a workshop.
                let kind = kind.rsplit(['/', '-']).next().unwrap_or(kind).to_owned();
                series.entry((of.clone(), kind)).or_default().push(Meeting {
                    iri: node.as_str().to_owned(),
                    start: first(graph.values(&node, schema::START_DATE)?),
                    ordinal: first(graph.values(&node, igm::ORDINAL)?),
                    places: places.clone(),
                    subject: subject.clone().unwrap_or_default().to_lowercase(),
                    held: statuses.iter().any(|status| status.ends_with("/done")),
                });
            }
        }
    }
    let mut pairs = Vec::new();
    for meetings in series.values() {
        for (index, one) in meetings.iter().enumerate() {
            for other in &meetings[index + 1..] {
                if let Some(reason) = may_be_one(one, other) {
                    pairs.push(Pair { one: one.iri.clone(), other: other.iri.clone(), reason });
                }
            }
        }
    }
    Ok(pairs)
}

/// Why two meetings of one series and kind may be one; what tells them apart for sure comes first.
fn may_be_one(one: &Meeting, other: &Meeting) -> Option<String> {
    let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let elsewhere = !one.places.is_empty() && !other.places.is_empty() && one.places.is_disjoint(&other.places);
    if one.iri == other.iri || differ(&one.ordinal, &other.ordinal) || elsewhere {
        return None;
    }
    let same_place = !one.places.is_empty() && !one.places.is_disjoint(&other.places);
    // "the next meeting of ministers" is not the meeting of ministers that says so.
    let later =
        |meeting: &Meeting| meeting.subject.split(' ').any(|word| matches!(word, "next" | "future" | "further"));
    let alike =
        later(one) == later(other) && strsim::normalized_damerau_levenshtein(&one.subject, &other.subject) >= ALIKE;
    match (&one.start, &other.start) {
        (Some(a), Some(b)) => {
            let near = near(a, b)?;
            let same_year_only = near == "year";
            if same_year_only && !alike {
                return None;
            }
            let place = if same_place { ", and one place" } else { "" };
            Some(format!("the same kind of meeting of one series, within one {near}{place}"))
        }
        // Of one that has no date nothing is known but its name; a planned one may be the one that was held.
        _ if alike => Some("the same kind of meeting of one series, by nearly one name".to_owned()),
        _ if same_place && one.held != other.held => {
            Some("the same kind of meeting of one series in one place, one of them not told as held".to_owned())
        }
        _ => None,
    }
}

/// Whether two dates can be of one meeting: the least precise unit that they share, or days next to each other.
fn near(a: &str, b: &str) -> Option<&'static str> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match short.len() {
        4 => long.starts_with(short).then_some("year"),
        7 => long.starts_with(short).then_some("month"),
        _ => {
            let (a, b): (jiff::civil::Date, jiff::civil::Date) = (a.parse().ok()?, b.parse().ok()?);
            let days = a.until(b).ok()?.get_days().abs();
            (days <= 3).then_some("week")
        }
    }
}

fn persons(graph: &Graph<'_>) -> Result<Vec<Pair>> {
    let mut by_family: BTreeMap<String, Vec<(NamedNode, String, BTreeSet<String>)>> = BTreeMap::new();
    for node in graph.members(foaf::PERSON)? {
        let Some(label) = graph.values(&node, rdfs::LABEL)?.into_iter().next() else { continue };
        let mut of = graph.values(&node, org::MEMBER_OF)?;
        // The post's path names whose post it is.
        of.extend(graph.values(&node, org::HOLDS)?.iter().filter_map(|post| Some(post.rsplit('/').nth(1)?.to_owned())));
        for participation in graph.pointing(&node, igm::REPRESENTED_BY)? {
            let members = graph.values(&participation, org::MEMBER)?;
            of.extend(members.iter().filter_map(|member| Some(member.rsplit('/').next()?.to_owned())));
        }
        let family: String = label.split(' ').next_back().unwrap_or_default().to_lowercase();
        by_family.entry(family.chars().take(2).collect()).or_default().push((node, label, of));
    }
    let mut pairs = Vec::new();
    for persons in by_family.values() {
        for (index, (one, name, of)) in persons.iter().enumerate() {
            for (other, other_name, other_of) in &persons[index + 1..] {
                let apart = !of.is_empty() && !other_of.is_empty() && of.is_disjoint(other_of);
                if !apart && same_person(name, other_name) {
                    let reason = format!("\"{name}\" and \"{other_name}\" may be one person");
                    pairs.push(Pair { one: one.as_str().into(), other: other.as_str().into(), reason });
                }
            }
        }
    }
    Ok(pairs)
}

/// "Downer" and "Alexander Downer", "J. Smith" and "Jane Smith", "Jhon Smith" and "John Smith".
fn same_person(one: &str, other: &str) -> bool {
    let words =
        |name: &str| name.split([' ', '.']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (words(one), words(other));
    let (Some((family, given)), Some((other_family, other_given))) = (a.split_last(), b.split_last()) else {
        return false;
    };
    let initial = |a: &[String], b: &[String]| {
        a.first().is_some_and(|a| a.len() == 1 && b.first().is_some_and(|b| b.starts_with(a.as_str())))
    };
    let compatible =
        given.is_empty() || other_given.is_empty() || initial(given, other_given) || initial(other_given, given);
    family == other_family && compatible || strsim::normalized_damerau_levenshtein(&a.join(" "), &b.join(" ")) >= ALIKE
}

/// Bodies of one process, and organisations that no table has, with names that are nearly those of others.
fn organisations(graph: &Graph<'_>, base: &str) -> Result<Vec<Pair>> {
    let reference = NamedNode::new(format!("{base}graph/reference"))?;
    let mut named: Vec<(NamedNode, Vec<String>, bool)> = Vec::new();
    for class in [org::FORMAL_ORGANIZATION, org::ORGANIZATIONAL_COLLABORATION, org::ORGANIZATIONAL_UNIT] {
        for node in graph.members(class)? {
            let mut names: Vec<String> = graph.values(&node, rdfs::LABEL)?.into_iter().collect();
            names.extend(graph.values(&node, skos::ALT_LABEL)?);
            let known =
                graph.0.quads(Some(node.as_ref().into()), Some(rdf::TYPE), None, Some(reference.as_ref().into()));
            let known = { known }.next().is_some();
            named.push((node, names, known));
        }
    }
    named.sort();
    named.dedup();
    let home = |node: &NamedNode| {
        let path = node.as_str().strip_prefix(base).unwrap_or_default().to_owned();
        path.strip_prefix("body/").and_then(|rest| rest.split_once('/')).map(|(process, _)| process.to_owned())
    };
    let mut pairs = Vec::new();
    for (index, (one, names, _)) in named.iter().enumerate().filter(|(_, (.., known))| !known) {
        for (place, (other, other_names, known)) in named.iter().enumerate() {
            // Each pair once; bodies of two processes may well have one name.
            if place == index || !known && place < index || home(one) != home(other) {
                continue;
            }
            let alike =
                names.iter().find_map(|name| Some((name, other_names.iter().find(|other| same_name(name, other))?)));
            if let Some((name, other_name)) = alike {
                let reason = format!("\"{name}\" and \"{other_name}\" may be one");
                pairs.push(Pair { one: one.as_str().into(), other: other.as_str().into(), reason });
            }
        }
    }
    Ok(pairs)
}

/// Names that differ in a few letters, but not in a number: "Working Group I" is not "Working Group II".
fn same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let lower = name.to_lowercase().replace(['-', '’', '\''], " ");
        lower
            .split_whitespace()
            .filter(|word| !matches!(*word, "the" | "of" | "on" | "for" | "and"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (a, b) = (words(one), words(other));
    let numeral = |word: &&String| {
        word.chars().all(|letter| letter.is_ascii_digit() || "ivx".contains(letter)) || word.len() == 1
    };
    let short = a.join(" ").len().min(b.join(" ").len()) < 6;
    let numbers = |words: &[String]| words.iter().filter(numeral).cloned().collect::<Vec<_>>();
    !short && numbers(&a) == numbers(&b) && strsim::normalized_damerau_levenshtein(&a.join(" "), &b.join(" ")) >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(iri: &str, start: &str, places: &[&str]) -> Meeting {
        Meeting {
            iri: iri.into(),
            start: (!start.is_empty()).then(|| start.to_owned()),
            ordinal: None,
            places: places.iter().map(|place| (*place).to_owned()).collect(),
            subject: format!("the long subject of {iri}"),
            held: true,
        }
    }

    #[test]
    fn meetings_are_compared_by_time_place_and_number() {
        let one = meeting("alpha", "2016-05-03", &["fiji"]);
        assert!(may_be_one(&one, &meeting("beta", "2016-05", &["fiji"])).is_some());
        assert!(may_be_one(&one, &meeting("beta", "2016-05-04", &[])).is_some());
        assert!(may_be_one(&one, &meeting("alpha ", "2016", &["fiji"])).is_some());
        assert!(may_be_one(&one, &meeting("beta", "2016", &["fiji"])).is_none(), "a year alone says little");
        assert!(may_be_one(&one, &meeting("beta", "2016-05", &["tonga"])).is_none());
        assert!(may_be_one(&one, &meeting("beta", "2016-05-20", &["fiji"])).is_none());
        assert!(may_be_one(&one, &meeting("beta", "", &["fiji"])).is_none());
        let planned = Meeting { held: false, ..meeting("beta", "", &["fiji"]) };
        assert!(may_be_one(&one, &planned).is_some());
        let (first, second) = (Some("1".to_owned()), Some("2".to_owned()));
        let numbered = |ordinal| Meeting { ordinal, ..meeting("beta", "2016-05", &["fiji"]) };
        assert!(may_be_one(&numbered(first), &Meeting { ordinal: second, ..one }).is_none());
    }

    #[test]
    fn persons_are_alike_by_family_name_initial_or_a_slip() {
        for (one, other) in [("Vea", "Sione Vea"), ("S. Vea", "Sione Vea"), ("Sione Tupou", "Sinoe Tupou")] {
            assert!(same_person(one, other), "{one} {other}");
        }
        for (one, other) in [("Sione Vea", "Mele Vea"), ("S. Vea", "Mele Vea"), ("Ana Lee", "Ana Leo")] {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }

    #[test]
    fn numbers_in_names_tell_bodies_apart() {
        assert!(same_name("Port Safety Committee", "Ports Safety Committee"));
        assert!(!same_name("Port Safety Committee I", "Port Safety Committee II"));
        assert!(!same_name("Port Safety Committee", "Port Security Committee"));
        assert!(!same_name("IOM", "IOC"));
    }
}
