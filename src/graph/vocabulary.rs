//! The ontology and its concept schemes, as they stand in `graph/vocabulary`.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::Iris;
use super::vocab::{self, rdf, skos};

/// Classes and properties, Turtle.
pub const ONTOLOGY: &str = include_str!("../../ontology/igm.ttl");

/// Concept schemes, Turtle.
pub const SCHEMES: &str = include_str!("../../ontology/schemes.ttl");

/// What must hold, SHACL in Turtle; not part of the graph.
pub const SHAPES: &str = include_str!("../../ontology/shapes.ttl");

/// The ontology and its schemes in `graph/vocabulary`, sorted. Terms keep their IRIs under any base.
pub fn vocabulary_quads(iris: &Iris) -> Vec<Quad> {
    let graph = iris.graph("vocabulary");
    let mut quads: Vec<Quad> = [ONTOLOGY, SCHEMES]
        .into_iter()
        .flat_map(|turtle| {
            RdfParser::from_format(RdfFormat::Turtle)
                .with_default_graph(graph.clone())
                .for_reader(turtle.as_bytes())
                .map(|quad| quad.expect("a test reads the files that are built in"))
        })
        .collect();
    super::sort_quads(&mut quads);
    quads
}

/// Topics that rule packs find and the scheme does not have, in `graph/vocabulary`, sorted: each topic as its concept
/// and one of the words by which it is found. The concept's words are its label.
///
/// ```
/// use rapporteur::graph::{Iris, topic_quads};
///
/// let quads = topic_quads(&Iris::default(), [("deep-sea-mining", "mining of the sea bed"), ("trafficking", "traffic")]);
/// assert!(quads.iter().all(|quad| quad.subject.to_string().ends_with("voc/topic/deep-sea-mining>")));
/// ```
pub fn topic_quads<'t>(iris: &Iris, topics: impl IntoIterator<Item = (&'t str, &'t str)>) -> Vec<Quad> {
    let graph = iris.graph("vocabulary");
    let scheme = NamedNode::new_unchecked(vocab::topic::NAMESPACE.trim_end_matches('/'));
    let mut quads = Vec::new();
    for (topic, form) in topics {
        if SCHEMES.contains(&format!("\ntopic:{topic} a skos:Concept")) {
            continue;
        }
        let concept = iris.concept("topic", topic);
        let label = topic.replace('-', " ");
        let mut add = |predicate: NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(concept.clone(), predicate.into_owned(), object, graph.clone()));
        };
        let text = |text: &str| Term::from(Literal::new_language_tagged_literal_unchecked(text, "en"));
        add(rdf::TYPE, skos::CONCEPT.into_owned().into());
        add(skos::PREF_LABEL, text(&label));
        add(skos::IN_SCHEME, scheme.clone().into());
        add(skos::TOP_CONCEPT_OF, scheme.clone().into());
        if form != label {
            add(skos::ALT_LABEL, text(form));
        }
    }
    super::sort_quads(&mut quads);
    quads.dedup();
    quads
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use oxigraph::model::{NamedNodeRef, NamedOrBlankNodeRef, TermRef};
    use rio_api::parser::TriplesParser;

    use super::*;
    use crate::graph::vocab::{self, igm, owl, rdf, rdfs, schema, skos};

    const TABLE: &str = include_str!("../../ontology/README.md");

    /// Predicates by subject.
    type Described = BTreeMap<String, Vec<(String, String)>>;

    fn described() -> Described {
        let mut all = Described::new();
        for quad in vocabulary_quads(&Iris::default()) {
            let NamedOrBlankNodeRef::NamedNode(subject) = quad.subject.as_ref() else { panic!("{quad}: blank node") };
            let object = match quad.object.as_ref() {
                TermRef::NamedNode(node) => node.as_str().to_owned(),
                TermRef::Literal(literal) => literal.value().to_owned(),
                other => panic!("{other}: neither IRI nor literal"),
            };
            all.entry(subject.as_str().to_owned()).or_default().push((quad.predicate.as_str().to_owned(), object));
        }
        all
    }

    fn has(facts: &[(String, String)], predicates: &[NamedNodeRef<'_>]) -> bool {
        facts.iter().any(|(p, o)| predicates.iter().any(|q| q.as_str() == p) && !o.is_empty())
    }

    fn is(facts: &[(String, String)], class: NamedNodeRef<'_>) -> bool {
        facts.iter().any(|(p, o)| p == rdf::TYPE.as_str() && o == class.as_str())
    }

    fn values<'f>(facts: &'f [(String, String)], predicate: NamedNodeRef<'_>) -> Vec<&'f str> {
        facts.iter().filter(|(p, _)| p == predicate.as_str()).map(|(_, o)| o.as_str()).collect()
    }

    #[test]
    fn two_readers_agree_on_every_file() {
        for turtle in [ONTOLOGY, SCHEMES, SHAPES] {
            let ours = RdfParser::from_format(RdfFormat::Turtle).for_reader(turtle.as_bytes());
            let ours: BTreeSet<String> = ours.map(|quad| quad.unwrap().to_string()).collect();
            let mut count = 0;
            let mut other = rio_turtle::TurtleParser::new(turtle.as_bytes(), None);
            other
                .parse_all(&mut |_| -> Result<(), rio_turtle::TurtleError> {
                    count += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(ours.len(), count);
            assert!(count > 100);
        }
    }

    #[test]
    fn every_term_is_explained() {
        let mut terms = 0;
        for (iri, facts) in described() {
            if !iri.starts_with(igm::NAMESPACE) {
                continue;
            }
            terms += 1;
            for wanted in [rdfs::LABEL, skos::DEFINITION, skos::EXAMPLE, rdfs::IS_DEFINED_BY] {
                assert!(has(&facts, &[wanted]), "{iri} lacks {wanted}");
            }
            if is(&facts, owl::CLASS) {
                assert!(has(&facts, &[rdfs::SUB_CLASS_OF]), "{iri} lacks a super-class");
            } else {
                assert!(has(&facts, &[rdfs::DOMAIN, schema::DOMAIN_INCLUDES]), "{iri} lacks a domain");
                assert!(has(&facts, &[rdfs::RANGE, schema::RANGE_INCLUDES]), "{iri} lacks a range");
                let stated = facts.iter().any(|(p, o)| p.ends_with("#editorialNote") && o.starts_with("No super"));
                assert!(
                    has(&facts, &[rdfs::SUB_PROPERTY_OF]) != stated,
                    "{iri}: a super-property, or why there is none"
                );
            }
        }
        assert_eq!(terms, 37);
    }

    #[test]
    fn every_concept_has_its_place() {
        let all = described();
        let mut concepts = 0;
        for (iri, facts) in all.iter().filter(|(_, facts)| is(facts, skos::CONCEPT)) {
            concepts += 1;
            assert_eq!(values(facts, skos::PREF_LABEL).len(), 1, "{iri}");
            assert!(has(facts, &[skos::DEFINITION]), "{iri} lacks a definition");
            let (scheme, _) = iri.rsplit_once('/').unwrap();
            assert_eq!(values(facts, skos::IN_SCHEME), [scheme], "{iri}");
            let tops = values(&all[scheme], skos::HAS_TOP_CONCEPT);
            match values(facts, skos::BROADER).as_slice() {
                [] => assert!(tops.contains(&iri.as_str()) && values(facts, skos::TOP_CONCEPT_OF) == [scheme], "{iri}"),
                [broader] => assert!(all.contains_key(*broader) && !tops.contains(&iri.as_str()), "{iri}"),
                more => panic!("{iri} has {more:?} above it"),
            }
        }
        assert!(concepts > 120, "{concepts}");
    }

    #[test]
    fn names_in_code_and_names_in_the_files_are_the_same() {
        let all = described();
        let in_file: BTreeSet<&str> =
            all.keys().map(String::as_str).filter(|iri| iri.starts_with(igm::NAMESPACE)).collect();
        let in_code: BTreeSet<&str> = igm::ALL.iter().map(|term| term.as_str()).collect();
        assert_eq!(in_file, in_code);
        for concepts in [vocab::cap::ALL, vocab::force::ALL, vocab::life::ALL, vocab::stat::ALL, vocab::mk::ALL] {
            for concept in concepts {
                assert!(all.contains_key(concept.as_str()), "{concept} is not in schemes.ttl");
            }
        }
        for concepts in [vocab::ok::ALL, vocab::unit::ALL, vocab::zone::ALL, vocab::dk::ALL] {
            for concept in concepts {
                assert!(all.contains_key(concept.as_str()), "{concept} is not in schemes.ttl");
            }
        }
    }

    #[test]
    fn reference_data_points_to_concepts_that_exist() {
        let all = described();
        let authority = crate::authority::Authority::shipped().unwrap();
        for quad in crate::graph::reference::quads(&Iris::default(), &authority) {
            if let TermRef::NamedNode(object) = quad.object.as_ref()
                && object.as_str().starts_with("https://w3id.org/igm/voc/")
            {
                assert!(all.contains_key(object.as_str()), "{quad}");
            }
        }
    }

    #[test]
    fn the_table_names_every_term() {
        for term in igm::ALL {
            let name = term.as_str().strip_prefix(igm::NAMESPACE).unwrap();
            assert!(TABLE.contains(&format!("| `igm:{name}` |")), "README.md lacks igm:{name}");
        }
    }

    #[test]
    fn directive_force_is_graded() {
        let all = described();
        let directives = all.iter().filter(|(_, f)| values(f, skos::BROADER) == [vocab::force::DIRECTIVE.as_str()]);
        for (iri, facts) in directives {
            let grade: u8 = values(facts, skos::NOTATION).first().unwrap_or(&"").parse().expect(iri);
            assert!((1..=5).contains(&grade), "{iri}");
        }
    }
}
