//! `graph/reference`: what the tables of names say, as quads.
//!
//! States are `igm:State`; a territory with an administering state is a `schema:Place` within it, except the states in
//! free association (Cook Islands, Niue). Names become `skos:altLabel`, demonyms do not.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::Iris;
use super::vocab::{dcterms, eucountry, igm, org, owl, rdf, rdfs, schema, skos, wd, xsd};
use crate::assertion::{EntityClass, EntityId};
use crate::authority::{Authority, Organisation, Place, State, StateKind, StateNameKind};

/// Linked data of GeoNames; what `#` or a page name would follow is ours to leave out.
const GEONAMES: &str = "https://sws.geonames.org/";

/// All states, territories, organisations, processes and places of the tables, sorted, in `graph/reference`.
///
/// ```
/// use rapporteur::{authority::Authority, graph::{Iris, reference}};
/// let quads = reference::quads(&Iris::default(), &Authority::shipped()?);
/// assert!(quads.iter().any(|quad| quad.subject.to_string() == "<https://w3id.org/igm/state/fiji>"));
/// # Ok::<(), rapporteur::authority::AuthorityError>(())
/// ```
pub fn quads(iris: &Iris, authority: &Authority) -> Vec<Quad> {
    let mut writer = Writer { iris, graph: iris.graph("reference"), quads: Vec::new() };
    authority.states().for_each(|state| writer.state(state, authority));
    authority.organisations().for_each(|organisation| writer.organisation(organisation));
    authority.places().for_each(|place| writer.place(place, authority));
    super::sort_quads(&mut writer.quads);
    writer.quads
}

struct Writer<'a> {
    iris: &'a Iris,
    graph: NamedNode,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn state(&mut self, state: &State, authority: &Authority) {
        let node = self.state_node(state);
        let class = if state.class() == EntityClass::State { igm::STATE } else { schema::PLACE };
        self.add(&node, rdf::TYPE, class.into_owned());
        self.labels(&node, &state.label, &state_labels(state));
        if let Some(code) = &state.iso3 {
            self.add(&node, dcterms::IDENTIFIER, Literal::new_simple_literal(code));
            // Codes that the table of the Publications Office is sure to hold: those of living states.
            if state.kind == StateKind::State && code != "XKX" {
                self.add(&node, skos::EXACT_MATCH, link(eucountry::NAMESPACE, code));
            }
        }
        if let Some(code) = &state.m49 {
            self.add(&node, skos::NOTATION, Literal::new_simple_literal(code));
        }
        self.links(&node, state.wikidata.as_deref(), state.geonames.as_deref());
        self.point(&node, state.point.as_ref());
        if let Some(parent) = state.parent.as_deref().and_then(|slug| authority.state(slug)) {
            let parent = self.state_node(parent);
            self.add(&node, schema::CONTAINED_IN_PLACE, parent);
        }
        for (name, day) in [("foundingDate", &state.founded), ("dissolutionDate", &state.dissolved)] {
            if let Some(day) = day {
                self.add(&node, term(schema::NAMESPACE, name).as_ref(), Literal::new_typed_literal(day, xsd::DATE));
            }
        }
        self.note(&node, state.note.as_deref());
    }

    fn organisation(&mut self, organisation: &Organisation) {
        let node = self.iris.entity(&EntityId::Organisation(organisation.slug.clone()));
        let class = match organisation.class {
            EntityClass::Process => org::ORGANIZATIONAL_COLLABORATION,
            _ => org::FORMAL_ORGANIZATION,
        };
        self.add(&node, rdf::TYPE, class.into_owned());
        let others = organisation.names().map(str::to_owned).collect();
        self.labels(&node, &organisation.label, &others);
        let kind = self.iris.concept("org-kind", &organisation.kind);
        self.add(&node, org::CLASSIFICATION, kind);
        if let Some(parent) = &organisation.parent {
            let parent = self.iris.entity(&EntityId::Organisation(parent.clone()));
            self.add(&node, org::SUB_ORGANIZATION_OF, parent);
        }
        self.links(&node, organisation.wikidata.as_deref(), None);
        self.note(&node, organisation.note.as_deref());
    }

    fn place(&mut self, place: &Place, authority: &Authority) {
        let node = self.iris.entity(&EntityId::Place(place.slug.clone()));
        self.add(&node, rdf::TYPE, schema::PLACE.into_owned());
        self.labels(&node, &place.label, &place.variants.iter().cloned().collect());
        if let Some(state) = place.state.as_deref().and_then(|slug| authority.state(slug)) {
            let state = self.state_node(state);
            self.add(&node, schema::CONTAINED_IN_PLACE, state);
        }
        self.links(&node, None, place.geonames.as_deref());
        self.point(&node, place.point.as_ref());
    }

    fn state_node(&self, state: &State) -> NamedNode {
        let slug = state.slug.clone();
        let is_place = state.class() == EntityClass::Place;
        self.iris.entity(&if is_place { EntityId::Place(slug) } else { EntityId::State(slug) })
    }

    fn labels(&mut self, node: &NamedNode, label: &str, others: &BTreeSet<String>) {
        self.add(node, rdfs::LABEL, english(label));
        for other in others.iter().filter(|other| *other != label) {
            self.add(node, skos::ALT_LABEL, english(other));
        }
    }

    fn links(&mut self, node: &NamedNode, wikidata: Option<&str>, geonames: Option<&str>) {
        if let Some(item) = wikidata {
            self.add(node, owl::SAME_AS, link(wd::NAMESPACE, item));
        }
        if let Some(number) = geonames {
            self.add(node, skos::EXACT_MATCH, link(GEONAMES, &format!("{number}/")));
        }
    }

    fn point(&mut self, node: &NamedNode, point: Option<&(String, String)>) {
        let Some((latitude, longitude)) = point else { return };
        for (name, degrees) in [(schema::LATITUDE, latitude), (schema::LONGITUDE, longitude)] {
            let value = Literal::new_typed_literal(degrees, xsd::DECIMAL);
            self.add(node, name, value);
        }
    }

    fn note(&mut self, node: &NamedNode, note: Option<&str>) {
        if let Some(note) = note {
            self.add(node, skos::NOTE, english(note));
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, self.graph.clone()));
    }
}

/// Names as documents print them: short names with their article too, apostrophes straight and typographic.
fn state_labels(state: &State) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for name in state.names.iter().filter(|name| name.kind != StateNameKind::Demonym) {
        out.insert(name.name.clone());
        out.insert(name.name.replace('\'', "’"));
        if name.article && name.kind == StateNameKind::Short {
            out.insert(format!("the {}", name.name));
        }
    }
    out
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

/// The tables are checked when they are read: items, codes and numbers are letters and digits.
fn link(namespace: &str, local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{local}"))
}

/// A term of a vocabulary that [`vocab`](super::vocab) has no constant for.
fn term(namespace: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(subject: &str) -> BTreeSet<String> {
        let quads = quads(&Iris::default(), &Authority::shipped().unwrap());
        let subject = format!("<https://w3id.org/igm/{subject}>");
        let own = quads.iter().filter(|quad| quad.subject.to_string() == subject);
        own.map(|quad| format!("{} {}", quad.predicate, quad.object)).collect()
    }

    fn has(subject: &str, wanted: &[(NamedNodeRef<'_>, &str)]) {
        let lines = lines(subject);
        for (predicate, object) in wanted {
            assert!(lines.contains(&format!("{predicate} {object}")), "{predicate} {object} in {lines:#?}");
        }
    }

    #[test]
    fn a_state_has_its_codes_and_names() {
        has(
            "state/timor-leste",
            &[
                (rdf::TYPE, "<https://w3id.org/igm/ns#State>"),
                (rdfs::LABEL, "\"Timor-Leste\"@en"),
                (skos::ALT_LABEL, "\"East Timor\"@en"),
                (skos::ALT_LABEL, "\"Timor Leste\"@en"),
                (dcterms::IDENTIFIER, "\"TLS\""),
                (owl::SAME_AS, "<http://www.wikidata.org/entity/Q574>"),
                (skos::EXACT_MATCH, "<http://publications.europa.eu/resource/authority/country/TLS>"),
                (schema::FOUNDING_DATE, "\"2002-05-20\"^^<http://www.w3.org/2001/XMLSchema#date>"),
            ],
        );
        has("state/netherlands", &[(skos::ALT_LABEL, "\"the Netherlands\"@en")]);
        has("state/china", &[(skos::ALT_LABEL, "\"People’s Republic of China\"@en")]);
        assert!(lines("state/thailand").iter().all(|line| !line.contains("\"Thai\"")), "a demonym is no name");
    }

    #[test]
    fn a_territory_is_a_place_within_its_state() {
        has(
            "place/new-caledonia",
            &[
                (rdf::TYPE, "<https://schema.org/Place>"),
                (schema::CONTAINED_IN_PLACE, "<https://w3id.org/igm/state/france>"),
                (owl::SAME_AS, "<http://www.wikidata.org/entity/Q33788>"),
                (dcterms::IDENTIFIER, "\"NCL\""),
            ],
        );
        assert!(lines("state/new-caledonia").is_empty());
        has("state/cook-islands", &[(rdf::TYPE, "<https://w3id.org/igm/ns#State>")]);
        has("place/brisbane", &[(schema::CONTAINED_IN_PLACE, "<https://w3id.org/igm/state/australia>")]);
    }

    #[test]
    fn organisations_have_class_and_kind() {
        has(
            "org/unodc",
            &[
                (rdf::TYPE, "<http://www.w3.org/ns/org#FormalOrganization>"),
                (org::CLASSIFICATION, "<https://w3id.org/igm/voc/org-kind/igo>"),
                (skos::ALT_LABEL, "\"United Nations Office of Drug Control and Crime Prevention\"@en"),
            ],
        );
        has("org/bali-process", &[(rdf::TYPE, "<http://www.w3.org/ns/org#OrganizationalCollaboration>")]);
    }

    #[test]
    fn everything_has_one_label_and_one_class_and_links_lead_somewhere() {
        let quads = quads(&Iris::default(), &Authority::shipped().unwrap());
        let subjects: BTreeSet<String> = quads.iter().map(|quad| quad.subject.to_string()).collect();
        for predicate in [rdfs::LABEL, rdf::TYPE] {
            assert_eq!(quads.iter().filter(|quad| quad.predicate == predicate).count(), subjects.len());
        }
        for quad in quads.iter().filter(|quad| quad.predicate == schema::CONTAINED_IN_PLACE) {
            assert!(subjects.contains(&quad.object.to_string()), "{quad}");
        }
        let schemes = include_str!("../../ontology/schemes.ttl");
        for quad in quads.iter().filter(|quad| quad.predicate == org::CLASSIFICATION) {
            let object = quad.object.to_string();
            let kind = object.trim_end_matches('>').rsplit('/').next().unwrap();
            assert!(schemes.contains(&format!("\nok:{kind} a skos:Concept")), "{kind} is no concept");
        }
    }
}
