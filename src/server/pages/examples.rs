//! The examples on the page of the query endpoint: each shows where statements stand.

use oxigraph::model::GraphName;

use crate::server::site::Site;

/// A query to try.
pub(super) struct Example {
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    pub(super) query: String,
}

/// From the plain pattern to the sentence behind it.
pub(super) fn examples(site: &Site) -> Vec<Example> {
    let example = |title, why, query: &str| Example { title, why, query: query.to_owned() };
    let mut examples = vec![
        example(
            "What holds",
            "Who took part in what, in which capacity. No GRAPH: each fact is there once, whatever the number of documents that say it.",
            "SELECT ?meeting ?who ?capacity WHERE {\n  ?participation igm:context ?m ;\n    org:member/rdfs:label ?who ;\n    org:role/skos:prefLabel ?capacity .\n  ?m rdfs:label ?meeting .\n}\nORDER BY ?meeting ?who\nLIMIT 200",
        ),
        example(
            "Who says so",
            "Claims about the dates of meetings: outside of GRAPH the name that holds, inside what each document states, with its sentence.",
            "SELECT ?name ?date ?document ?quote WHERE {\n  ?meeting rdfs:label ?name .\n  GRAPH ?document {\n    ?claim rdf:subject ?meeting ;\n      rdf:predicate schema:startDate ;\n      rdf:object ?date ;\n      prov:wasDerivedFrom/oa:exact ?quote .\n  }\n}\nLIMIT 100",
        ),
        example(
            "In which words",
            "The pattern outside asks what is asked of whom; the one inside of GRAPH asks for the sentence.",
            "SELECT ?verb ?to ?text ?quote WHERE {\n  ?x a igm:Mandate ;\n    igm:verb ?verb ;\n    schema:text ?text ;\n    prov:wasDerivedFrom ?passage .\n  OPTIONAL { ?x igm:addressee/rdfs:label ?to }\n  GRAPH ?g { ?passage oa:exact ?quote }\n}\nLIMIT 100",
        ),
        example(
            "Where documents disagree",
            "Ranks stand in the graph of the resolution; the claims that it ranks stand in the graphs of their documents.",
            "SELECT ?subject ?property ?value ?rank ?quote WHERE {\n  GRAPH <graph/resolution> { ?claim igm:conflictsWith ?other ; wikibase:rank ?rank }\n  GRAPH ?g {\n    ?claim rdf:subject ?subject ;\n      rdf:predicate ?property ;\n      rdf:object ?value ;\n      prov:wasDerivedFrom/oa:exact ?quote .\n  }\n}",
        ),
        example(
            "Which graphs there are",
            "The catalogue names the graph of each document.",
            "SELECT ?graph ?title ?triples WHERE {\n  GRAPH <graph/catalogue> {\n    ?graph a void:Dataset ;\n      dcterms:title ?title ;\n      void:triples ?triples .\n  }\n}\nORDER BY ?title\nLIMIT 100",
        ),
    ];
    if let Some(graph) = document_graph(site) {
        examples.push(Example {
            title: "What one document says",
            why: "FROM makes the graph of a document the default graph: plain patterns see it and nothing else.",
            query: format!(
                "SELECT ?property ?value ?quote\nFROM <{graph}>\nWHERE {{\n  ?claim rdf:predicate ?property ;\n    rdf:object ?value ;\n    prov:wasDerivedFrom/oa:exact ?quote .\n}}\nLIMIT 100"
            ),
        });
    }
    examples
}

/// Graphs looked through for that of a document.
const LOOKED_THROUGH: usize = 100;

/// The path of the graph of some document, below the base.
fn document_graph(site: &Site) -> Option<String> {
    const SHARED: [&str; 5] = ["catalogue", "curation", "reference", "resolution", "vocabulary"];
    let published = site.published();
    let mut names: Vec<String> = published
        .snapshot
        .named_graphs()
        .take(LOOKED_THROUGH)
        .filter_map(|graph| match graph {
            Ok(GraphName::NamedNode(name)) => name.as_str().strip_prefix(&site.base).map(str::to_owned),
            _ => None,
        })
        .filter(|path| path.strip_prefix("graph/").is_some_and(|name| !SHARED.contains(&name)))
        .collect();
    names.sort();
    names.into_iter().next()
}
