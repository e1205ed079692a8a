//! Finding the thing that a user means by an IRI, a path, a name.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use crate::graph::vocab::{self, foaf, skos};
use crate::query::header::{Parameter, ParameterType};
use crate::query::labels;
use crate::query::value::{Candidate, ValueError};
use crate::store::{Snapshot, StoreError};

/// How many near names an error lists.
const NEAREST: usize = 6;

/// The one thing of the parameter's kind that the text names.
pub(super) fn find(
    snapshot: &Snapshot,
    base: &str,
    parameter: &Parameter,
    text: &str,
) -> Result<NamedNode, ValueError> {
    let text = text.trim();
    if let Some(iri) = by_iri(snapshot, base, parameter, text)? {
        return Ok(iri);
    }
    let members = members(snapshot, parameter)?;
    let path = text.trim_matches('/').to_lowercase();
    let name = text.to_lowercase();
    let mut found: BTreeSet<NamedNode> = BTreeSet::new();
    if !path.is_empty() {
        found.extend(members.iter().filter(|iri| ends_in_path(iri.as_str(), &path)).cloned());
    }
    // The id of a record is looked up at once, names are compared one by one.
    if found.is_empty() {
        found = topics_of_document(snapshot, base, &path)?.intersection(&members).cloned().collect();
    }
    if found.is_empty() {
        for iri in &members {
            if names(snapshot, iri.as_ref())?.iter().any(|known| known.to_lowercase() == name) {
                found.insert(iri.clone());
            }
        }
    }
    if found.len() > 1 {
        let candidates = found.iter().map(|iri| candidate(snapshot, base, iri)).collect::<Result<_, _>>()?;
        return Err(ValueError::Ambiguous { name: parameter.name.clone(), value: text.to_owned(), candidates });
    }
    if let Some(iri) = found.pop_first() {
        return Ok(iri);
    }
    Err(ValueError::Unknown {
        name: parameter.name.clone(),
        value: text.to_owned(),
        expected: parameter.help.clone(),
        candidates: nearest(snapshot, base, &members, &name)?,
    })
}

/// The one thing, whatever its kind, that an IRI, a path or a name names. `role` says in errors what it was given as.
///
/// ```
/// use rapporteur::{graph::vocab::BASE, query::entity_named, store::Snapshot};
/// let snapshot = Snapshot::in_memory([]).unwrap();
/// assert!(entity_named(&snapshot, BASE, "thing", "Fiji").unwrap_err().to_string().starts_with("thing=\"Fiji\" is not"));
/// ```
pub fn entity_named(snapshot: &Snapshot, base: &str, role: &str, text: &str) -> Result<NamedNode, ValueError> {
    let parameter = Parameter {
        name: role.to_owned(),
        kind: ParameterType::Entity,
        class: Vec::new(),
        scheme: None,
        choices: Vec::new(),
        example: String::new(),
        default: None,
        required: true,
        help: "the IRI, path or name of a thing".to_owned(),
    };
    find(snapshot, base, &parameter, text)
}

/// Text that is an IRI, or a path under the base, of a thing that the graph knows and that is of the right kind.
fn by_iri(snapshot: &Snapshot, base: &str, parameter: &Parameter, text: &str) -> Result<Option<NamedNode>, StoreError> {
    let bare = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    let mut readings = vec![bare.to_owned(), format!("{base}{}", bare.trim_start_matches('/'))];
    readings.extend(vocab::expand(bare));
    if let Some(scheme) = &parameter.scheme {
        readings.push(format!("{}voc/{scheme}/{bare}", vocab::BASE));
    }
    for iri in readings.into_iter().filter_map(|reading| NamedNode::new(reading).ok()) {
        if is_wanted(snapshot, parameter, iri.as_ref())? {
            return Ok(Some(iri));
        }
    }
    Ok(None)
}

/// Whether a thing is of a parameter's classes or scheme, so that its IRI is a value.
///
/// # Errors
/// The store could not be read.
pub fn is_wanted(snapshot: &Snapshot, parameter: &Parameter, iri: NamedNodeRef<'_>) -> Result<bool, StoreError> {
    let (property, objects) = match kinds(parameter) {
        Some(kinds) => kinds,
        // Anything that some graph says something about: also claims and evidence, which only document graphs hold.
        None => return Ok(snapshot.quads(Some(iri.into()), None, None, None).next().transpose()?.is_some()),
    };
    for object in &objects {
        let object = object.as_ref().into();
        let mut quads =
            snapshot.quads(Some(iri.into()), Some(property), Some(object), Some(GraphNameRef::DefaultGraph));
        if quads.next().transpose()?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The property and the objects, one of which things of the parameter's kind have.
fn kinds(parameter: &Parameter) -> Option<(NamedNodeRef<'static>, Vec<NamedNode>)> {
    let named = |iri: String| NamedNode::new(iri).ok();
    if let (ParameterType::Concept, Some(scheme)) = (parameter.kind, &parameter.scheme) {
        return Some((skos::IN_SCHEME, named(format!("{}voc/{scheme}", vocab::BASE)).into_iter().collect()));
    }
    let classes: Vec<_> = parameter.class.iter().filter_map(|class| named(vocab::expand(class)?)).collect();
    (!classes.is_empty()).then_some((rdf::TYPE, classes))
}

/// Everything of the parameter's kind; where any thing will do, everything with a label.
fn members(snapshot: &Snapshot, parameter: &Parameter) -> Result<BTreeSet<NamedNode>, StoreError> {
    let mut members = BTreeSet::new();
    let (property, objects) = match kinds(parameter) {
        Some((property, objects)) => (property, objects.into_iter().map(Some).collect()),
        None => (rdfs::LABEL, vec![None]),
    };
    for object in &objects {
        let object = object.as_ref().map(|object| object.as_ref().into());
        for quad in snapshot.quads(None, Some(property), object, Some(GraphNameRef::DefaultGraph)) {
            if let NamedOrBlankNode::NamedNode(iri) = quad?.subject {
                members.insert(iri);
            }
        }
    }
    Ok(members)
}

fn ends_in_path(iri: &str, path: &str) -> bool {
    let iri = iri.to_lowercase();
    iri.strip_suffix(path).is_some_and(|rest| rest.ends_with(['/', '#']))
}

fn names(snapshot: &Snapshot, iri: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for property in [rdfs::LABEL, skos::PREF_LABEL, skos::ALT_LABEL] {
        for quad in snapshot.quads(Some(iri.into()), Some(property), None, Some(GraphNameRef::DefaultGraph)) {
            if let Term::Literal(literal) = quad?.object {
                names.push(literal.value().to_owned());
            }
        }
    }
    Ok(names)
}

/// What the document with this id is about.
fn topics_of_document(snapshot: &Snapshot, base: &str, id: &str) -> Result<BTreeSet<NamedNode>, StoreError> {
    let id = id.strip_prefix("doc/").unwrap_or(id);
    let Ok(document) = NamedNode::new(format!("{base}doc/{id}")) else { return Ok(BTreeSet::new()) };
    let document = document.as_ref().into();
    let quads = snapshot.quads(Some(document), Some(foaf::PRIMARY_TOPIC), None, Some(GraphNameRef::DefaultGraph));
    let mut topics = BTreeSet::new();
    for quad in quads {
        if let Term::NamedNode(topic) = quad?.object {
            topics.insert(topic);
        }
    }
    Ok(topics)
}

fn candidate(snapshot: &Snapshot, base: &str, iri: &NamedNode) -> Result<Candidate, StoreError> {
    let label = labels::label(snapshot, iri.as_ref())?.unwrap_or_default();
    let short = iri.as_str().strip_prefix(base).unwrap_or(iri.as_str()).to_owned();
    Ok(Candidate { iri: iri.clone(), short, label })
}

/// Things of the parameter's kind whose path under the base begins like this, or, as it may be written shorter, whose end of
/// the path does and no other's is the same: what to give, each with its name, at most so many.
///
/// ```
/// use rapporteur::{graph::vocab::BASE, query::{Library, beginning_with}, store::Snapshot};
/// let (library, nothing) = (Library::shipped(BASE).unwrap(), Snapshot::in_memory([]).unwrap());
/// let agent = &library.get("mandates_to").unwrap().params[0];
/// assert!(beginning_with(&nothing, BASE, agent, "state/", 10).unwrap().is_empty());
/// ```
pub fn beginning_with(
    snapshot: &Snapshot,
    base: &str,
    parameter: &Parameter,
    beginning: &str,
    limit: usize,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for iri in members(snapshot, parameter)? {
        let path = iri.as_str().strip_prefix(base).unwrap_or(iri.as_str());
        let end = path.rsplit(['/', '#']).next().unwrap_or(path);
        let written = if path.starts_with(beginning) { path } else { end };
        if written.starts_with(beginning) && found.insert(written.to_owned(), iri.clone()).is_some() {
            twice.insert(written.to_owned());
        }
    }
    found.retain(|written, _| !twice.contains(written));
    let named =
        |(written, iri): (String, NamedNode)| Ok((written, labels::label(snapshot, iri.as_ref())?.unwrap_or_default()));
    found.into_iter().take(limit).map(named).collect()
}

/// The members whose names or last path segments are most like the text.
fn nearest(
    snapshot: &Snapshot,
    base: &str,
    members: &BTreeSet<NamedNode>,
    text: &str,
) -> Result<Vec<Candidate>, StoreError> {
    let mut scored = Vec::new();
    for iri in members {
        let last = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let by_path = likeness(&last(iri.as_str()).to_lowercase(), &last(text));
        let score = names(snapshot, iri.as_ref())?
            .iter()
            .map(|name| likeness(&name.to_lowercase(), text))
            .fold(by_path, u32::max);
        // Below this there is no resemblance that a reader would see.
        if score >= 750 {
            scored.push((score, iri));
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(NEAREST).map(|(_, iri)| candidate(snapshot, base, iri)).collect()
}

/// Likeness in thousandths: a name that contains the text is very like it, one that shares long words somewhat.
pub(super) fn likeness(name: &str, text: &str) -> u32 {
    let long = |word: &str| word.chars().count() >= 3;
    if long(text) && name.contains(text) || long(name) && text.contains(name) {
        return 950;
    }
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<BTreeSet<_>>();
    let shared = words(name).intersection(&words(text)).filter(|word| word.chars().count() >= 4).count();
    let by_words = if shared == 0 { 0 } else { 750 + 10 * shared.min(9) };
    // Between 0 and 1 by definition, so the product fits.
    ((strsim::jaro_winkler(name, text) * 1000.0) as u32).max(u32::try_from(by_words).unwrap_or(0))
}

/// Names that resemble what was typed, best first.
pub(super) fn similar<'a>(names: impl Iterator<Item = &'a str>, text: &str) -> Vec<String> {
    let mut scored: BTreeMap<(u32, &str), ()> = BTreeMap::new();
    for name in names {
        let score = likeness(name, &text.to_lowercase());
        if score >= 750 {
            scored.insert((1000 - score.min(1000), name), ());
        }
    }
    scored.into_keys().take(NEAREST).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::bind::Value;
    use crate::query::value::value;
    use oxigraph::model::{GraphName, Literal, Quad};

    /// Two meetings of one name in two processes, two states, a document about the first meeting.
    fn data() -> Snapshot {
        let iri = |path: &str| NamedNode::new(format!("{}{path}", vocab::BASE)).unwrap();
        let quad = |s: &str, p: NamedNode, o: Term| Quad::new(iri(s), p, o, GraphName::DefaultGraph);
        let mut quads = vec![quad("doc/b-2003", foaf::PRIMARY_TOPIC.into(), iri("meeting/b/summit-2").into())];
        for (path, class, names) in [
            ("meeting/b/summit-2", "Meeting", vec!["Second Summit of B"]),
            ("meeting/c/summit-2", "Meeting", vec!["Second Summit of C"]),
            ("state/lao-peoples-democratic-republic", "State", vec!["Lao People's Democratic Republic", "Laos"]),
            ("state/congo", "State", vec!["Congo"]),
            ("state/democratic-republic-of-the-congo", "State", vec!["Democratic Republic of the Congo", "Congo"]),
        ] {
            quads.push(quad(path, rdf::TYPE.into(), iri(&format!("ns#{class}")).into()));
            for (index, name) in names.into_iter().enumerate() {
                let property = if index == 0 { rdfs::LABEL } else { skos::ALT_LABEL };
                quads.push(quad(
                    path,
                    property.into(),
                    Literal::new_language_tagged_literal_unchecked(name, "en").into(),
                ));
            }
        }
        Snapshot::in_memory(quads).unwrap()
    }

    /// The path of what is found, or the error.
    fn found(class: &str, text: &str) -> String {
        let yaml = format!("{{name: x, type: entity, class: ['{class}'], example: e, help: a thing}}");
        match value(&data(), vocab::BASE, &serde_saphyr::from_str(&yaml).unwrap(), text) {
            Ok(Value::Iri(iri)) => iri.as_str().replace(vocab::BASE, ""),
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_thing_is_found_by_iri_path_or_name() {
        for text in [
            "https://w3id.org/igm/state/lao-peoples-democratic-republic",
            "<https://w3id.org/igm/state/lao-peoples-democratic-republic>",
            "state/lao-peoples-democratic-republic",
            "lao-peoples-democratic-republic",
            "laos",
            " LAO People's Democratic Republic ",
        ] {
            assert_eq!(found("igm:State", text), "state/lao-peoples-democratic-republic", "{text}");
        }
        assert_eq!(found("igm:Meeting", "b/summit-2"), "meeting/b/summit-2");
    }

    #[test]
    fn a_meeting_is_found_by_the_id_of_its_record() {
        assert_eq!(found("igm:Meeting", "b-2003"), "meeting/b/summit-2");
        assert_eq!(found("igm:Meeting", "doc/b-2003"), "meeting/b/summit-2");
    }

    #[test]
    fn an_ambiguous_name_lists_all_that_it_may_mean() {
        let error = found("igm:Meeting", "summit-2");
        assert!(error.contains("meeting/b/summit-2  Second Summit of B"), "{error}");
        assert!(error.contains("meeting/c/summit-2  Second Summit of C"), "{error}");
    }

    #[test]
    fn a_path_wins_over_a_name_that_others_have_too() {
        assert_eq!(found("igm:State", "congo"), "state/congo");
    }

    #[test]
    fn an_unknown_name_brings_the_nearest() {
        let error = found("igm:State", "lao republic");
        assert!(error.contains("state/lao-peoples-democratic-republic"), "{error}");
        assert!(found("igm:Meeting", "state/congo").contains("a thing"), "a state is no meeting");
        assert!(found("igm:State", "").contains("a thing"));
    }

    #[test]
    fn hostile_text_is_only_unknown() {
        for text in ["> . ?s ?p ?o", "\"", "\\", "\0", "../..", "https://", "%", "}}", "\u{202e}", "/", "#"] {
            let error = found("igm:State", text);
            assert!(error.contains("is not a thing") || error.contains("several"), "{text:?}: {error}");
        }
    }
}
