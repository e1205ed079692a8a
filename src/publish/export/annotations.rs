//! The passages that prove the facts as [Web Annotations](https://www.w3.org/TR/annotation-model/): the body is what
//! was read, the target the words, by position and by quotation.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Quad};
use serde_json::json;

use super::ExportError;
use super::things::{Passage, Things, plain};
use crate::graph::vocab::{dcterms, igm, prov};
use crate::store::{Snapshot, StoreError};

/// Characters before and after a quotation that tell it from the same words elsewhere.
const AROUND: usize = 32;

/// Writes one annotation collection with one page, the annotations in the order of documents and passages.
pub(super) fn write(snapshot: &Snapshot, base: &str, mut out: impl Write) -> Result<(), ExportError> {
    let mut things = Things::new(snapshot, base);
    // Graph by graph: the passages of all documents are more than memory should hold.
    let mut graphs = Vec::new();
    let mut total = 0;
    for graph in snapshot.named_graphs() {
        let graph = graph?;
        let here = of_graph(snapshot, &graph).count();
        if here > 0 {
            total += here;
            graphs.push(graph);
        }
    }
    graphs.sort_by_cached_key(ToString::to_string);
    let (head, page) = (format!("{base}dataset#annotations"), format!("{base}dataset#annotations-1"));
    let beginning = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": head, "type": "AnnotationCollection",
        "label": "Passages that prove the facts", "total": total,
    });
    let beginning = beginning.to_string();
    let opened = beginning.strip_suffix('}').unwrap_or(&beginning);
    write!(
        out,
        "{opened},\n\"first\":{{\"id\":{},\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[",
        json!(page)
    )?;
    let mut texts = Texts::default();
    let mut before = "";
    for graph in graphs {
        let mut passages: Vec<Passage> = Vec::new();
        for iri in of_graph(snapshot, &graph) {
            passages.extend(things.passage(iri?)?);
        }
        passages.sort();
        for passage in &passages {
            let annotation = annotation(&mut things, &mut texts, passage)?;
            write!(out, "{before}\n{annotation}")?;
            before = ",";
        }
    }
    out.write_all(b"\n]}}\n")?;
    Ok(out.flush()?)
}

/// The IRIs of the passages that a graph holds; those of a document stand in its own graph.
fn of_graph(snapshot: &Snapshot, graph: &GraphName) -> impl Iterator<Item = Result<String, StoreError>> {
    let quads = snapshot.quads(None, Some(rdf::TYPE), Some(igm::EVIDENCE.into()), Some(graph.as_ref()));
    quads.map(|quad| Ok(plain(quad?.subject.into())))
}

fn annotation(things: &mut Things<'_>, texts: &mut Texts, passage: &Passage) -> Result<serde_json::Value, ExportError> {
    let mut body = Vec::new();
    for (fact, class) in facts(things, &passage.iri)? {
        let label = things.label(&fact)?;
        body.push(json!({ "id": fact, "type": class, "label": label }));
    }
    let mut quote = json!({ "type": "TextQuoteSelector", "exact": passage.quote });
    if let Some((prefix, suffix)) = texts.around(things, passage)? {
        quote["prefix"] = json!(prefix);
        quote["suffix"] = json!(suffix);
    }
    let position = json!({ "type": "TextPositionSelector", "start": passage.start, "end": passage.end });
    Ok(json!({
        "id": passage.iri, "type": "Annotation", "motivation": "identifying", "body": body,
        "target": { "type": "SpecificResource", "source": passage.document, "selector": [position, quote] },
    }))
}

/// What is derived from a passage, with its class; both are IRIs.
fn facts(things: &Things<'_>, passage: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let node = oxigraph::model::NamedNodeRef::new_unchecked(passage);
    let quads = things.snapshot.quads(None, Some(prov::WAS_DERIVED_FROM), Some(node.into()), None);
    let subjects = quads.map(|quad: Result<Quad, StoreError>| Ok(plain(quad?.subject.into())));
    let mut facts = BTreeMap::new();
    for fact in subjects.collect::<Result<Vec<_>, StoreError>>()? {
        let class = things.iris(&fact, rdf::TYPE)?.into_iter().next().unwrap_or_default();
        facts.insert(fact, class);
    }
    Ok(facts)
}

/// The texts of documents, the one that was asked for last only.
#[derive(Default)]
struct Texts {
    last: HashMap<String, Option<Vec<char>>>,
}

impl Texts {
    /// The words before and after a passage, where the store holds the text.
    fn around(&mut self, things: &Things<'_>, passage: &Passage) -> Result<Option<(String, String)>, StoreError> {
        if !self.last.contains_key(&passage.document) {
            self.last.clear();
            let sums = things.values(&passage.document, dcterms::IDENTIFIER)?.into_iter().map(plain);
            let sum = sums.filter_map(|id| id.strip_prefix("sha256:").map(str::to_owned)).next();
            let text = sum.map(|sum| things.snapshot.text(&sum)).transpose()?.flatten();
            self.last.insert(passage.document.clone(), text.map(|text| text.chars().collect()));
        }
        let Some(Some(text)) = self.last.get(&passage.document) else { return Ok(None) };
        let (start, end) = (usize::try_from(passage.start).unwrap_or(0), usize::try_from(passage.end).unwrap_or(0));
        let before = text.get(start.saturating_sub(AROUND)..start).unwrap_or_default();
        let after = text.get(end..(end + AROUND).min(text.len())).unwrap_or_default();
        Ok(Some((before.iter().collect(), after.iter().collect())))
    }
}
