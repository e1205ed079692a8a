//! A release of the whole as a [Research Object Crate](https://www.researchobject.org/ro-crate/) (RO-Crate 1.1): the
//! graph, its tables, networks and passages, the texts, and a description of all of it in `ro-crate-metadata.json`.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNodeRef;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::network::sorted;
use super::things::{Things, plain};
use super::{ExportError, ExportFormat, TableFormat, export, export_tables, write_quads};
use crate::graph::vocab::{dcterms, igm};
use crate::publish::dataset::{self, Distribution, Offer, Statistics};
use crate::publish::format::GraphFormat;
use crate::store::{Snapshot, StoreError};

/// The file that describes a crate.
pub const CRATE_METADATA: &str = "ro-crate-metadata.json";

/// What the crate holds as single files: name, format, media type, and what it is.
const FILES: [(&str, &str, &str, &str); 7] = [
    ("graph.nq", "nq", "application/n-quads", "The whole graph: what each document says, and what follows from all"),
    ("resolved.ttl", "ttl", "text/turtle", "What follows from all documents: the default graph"),
    ("network.graphml", "graphml", "application/xml", "Who is connected with whom, for NetworkX, igraph, Cytoscape"),
    ("network.gexf", "gexf", "application/xml", "The same network with time, for Gephi"),
    (
        "annotations.jsonld",
        "annotations",
        "application/ld+json",
        "The passages that prove the facts, as Web Annotations",
    ),
    ("nanopubs.trig", "nanopubs", "application/trig", "Each fact with its passages, as a nanopublication"),
    ("quickstatements.tsv", "quickstatements", "text/tab-separated-values", "Meetings for Wikidata, as commands"),
];

/// Writes a crate into an empty folder.
///
/// # Errors
/// The store cannot be read, or a file not be written.
pub fn export_crate(snapshot: &Snapshot, base: &str, folder: &Path) -> Result<(), ExportError> {
    let mut crated = Crate { folder, parts: Vec::new(), entities: Vec::new(), files: Vec::new() };
    for (name, format, media_type, about) in FILES {
        let format: ExportFormat = format.parse()?;
        crated.file(name, media_type, about, |out| export(snapshot, format, base, None, folder, out).map(|_| ()))?;
    }
    let turtle = GraphFormat::from_extension("ttl").map(ExportFormat::Rdf);
    if let Some(turtle) = turtle {
        let about = "The ontology and the concept schemes";
        crated.file("ontology.ttl", "text/turtle", about, |out| {
            export(snapshot, turtle, base, Some("graph/vocabulary"), folder, out).map(|_| ())
        })?;
    }
    let tables = folder.join("tables");
    std::fs::create_dir(&tables)?;
    export_tables(snapshot, base, &tables, TableFormat::Csv)?;
    crated.tables(&tables)?;
    let documents = crated.documents(snapshot, base)?;
    crated.dataset(snapshot, base)?;
    let terms = stated_terms(snapshot, base)?;
    let metadata = crated.metadata(base, &documents, &terms);
    let text = serde_json::to_string_pretty(&metadata).map_err(io::Error::other)?;
    Ok(std::fs::write(folder.join(CRATE_METADATA), text + "\n")?)
}

struct Crate<'a> {
    folder: &'a Path,
    /// The identifiers of what the crate holds.
    parts: Vec<Value>,
    entities: Vec<Value>,
    /// The same files for the description in RDF.
    files: Vec<Distribution>,
}

/// A document of the crate.
struct Document {
    file: Option<String>,
    issued: Option<String>,
}

impl Crate<'_> {
    fn file(
        &mut self,
        name: &str,
        media_type: &str,
        about: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut file = BufWriter::new(File::create(self.folder.join(name))?);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        self.describe(name, about, media_type)
    }

    /// Describes a file that is there.
    fn describe(&mut self, name: &str, about: &str, media_type: &str) -> Result<(), ExportError> {
        let mut file = File::open(self.folder.join(name))?;
        let mut hash = Sha256::new();
        let (mut bytes, mut buffer) = (0_u64, vec![0; 1 << 16]);
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            bytes += n as u64;
            hash.update(&buffer[..n]);
        }
        let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.parts.push(json!({ "@id": name }));
        self.entities.push(json!({
            "@id": name, "@type": "File", "name": about, "encodingFormat": media_type,
            "contentSize": bytes.to_string(), "sha256": hash,
        }));
        let (name, title, media_type) = (name.to_owned(), about.to_owned(), media_type.to_owned());
        self.files.push(Distribution { name, title, media_type, packed: false, bytes, sha256: hash });
        Ok(())
    }

    /// The description of the data set, with all files that are there by now.
    fn dataset(&mut self, snapshot: &Snapshot, base: &str) -> Result<(), ExportError> {
        let offer = Offer { address: None, answers: false, files: &self.files };
        let quads = dataset::described(snapshot, base, &Statistics::read(snapshot)?, &offer)?;
        let about = "The data set described: counts, files with their checksums, terms of use, how it was made (VoID, DCAT, PROV)";
        self.file("dataset.ttl", "text/turtle", about, |out| Ok(write_quads(&quads, RdfFormat::Turtle, out)?))
    }

    /// The folder of tables, whose own description the files point to.
    fn tables(&mut self, folder: &Path) -> Result<(), ExportError> {
        let mut names = Vec::new();
        for entry in folder.read_dir()? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let before = self.parts.len();
        for name in names {
            let media_type = if name.ends_with(".json") { "application/json" } else { "text/csv" };
            let about = match name.as_str() {
                "datapackage.json" => "The tables described, as a Frictionless data package".to_owned(),
                "columns.csv" => "What each column of each table is".to_owned(),
                _ => format!("Table {}", name.trim_end_matches(".csv")),
            };
            self.describe(&format!("tables/{name}"), &about, media_type)?;
        }
        let files = self.parts.split_off(before);
        self.parts.push(json!({ "@id": "tables/" }));
        self.entities.push(json!({
            "@id": "tables/", "@type": "Dataset", "name": "One table for each class, with the words that prove a row",
            "hasPart": files,
        }));
        Ok(())
    }

    /// The texts as received, with what the graph says of them.
    fn documents(&mut self, snapshot: &Snapshot, base: &str) -> Result<Vec<Document>, ExportError> {
        let mut things = Things::new(snapshot, base);
        let mut documents = Vec::new();
        for iri in sorted(snapshot, igm::SOURCE_DOCUMENT)? {
            let sums = things.values(&iri, dcterms::IDENTIFIER)?.into_iter().map(plain);
            let sum = sums.filter_map(|id| id.strip_prefix("sha256:").map(str::to_owned)).next();
            let text = sum.map(|sum| snapshot.text(&sum)).transpose()?.flatten();
            let label = things.label(&iri)?;
            let mut file = None;
            if let Some(text) = text {
                std::fs::create_dir_all(self.folder.join("documents"))?;
                let id = iri.rsplit('/').next().unwrap_or(&iri);
                let name = format!("documents/{id}.txt");
                let write = |out: &mut dyn Write| Ok(out.write_all(text.as_bytes())?);
                self.file(&name, "text/plain", &label, write)?;
                if let Some(entity) = self.entities.last_mut() {
                    entity["identifier"] = json!(iri);
                    for property in [dcterms::LICENSE, dcterms::RIGHTS] {
                        if let Some(terms) = things.text(&iri, property)? {
                            entity["license"] = terms_of(&terms);
                        }
                    }
                }
                file = Some(name);
            }
            documents.push(Document { file, issued: things.text(&iri, dcterms::ISSUED)? });
        }
        Ok(documents)
    }

    fn metadata(mut self, base: &str, documents: &[Document], terms: &str) -> Value {
        // An address stands for itself; words need a name.
        let by_address = NamedNodeRef::new(terms).is_ok();
        let licence = if by_address { terms } else { "#terms" };
        // No clock is read: the release is as young as the youngest of its documents, where their dates are known.
        let newest = documents.iter().filter_map(|document| document.issued.as_deref()).max();
        let texts: Vec<Value> = documents.iter().filter_map(|d| d.file.as_ref()).map(|f| json!({ "@id": f })).collect();
        let program = "https://spdx.org/licenses/MIT";
        let mut graph = vec![
            json!({
                "@id": CRATE_METADATA, "@type": "CreativeWork", "about": { "@id": "./" },
                "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            }),
            json!({
                "@id": "./", "@type": "Dataset", "name": "What documents of intergovernmental meetings say",
                "description": format!(
                    "A knowledge graph below {base}: who met in which role, who asked whom for what, which bodies came and \
                     went, who promised what, each fact with the words that prove it."
                ),
                "license": { "@id": licence }, "identifier": format!("{base}dataset"),
                "hasPart": self.parts,
            }),
            match by_address {
                true => json!({ "@id": terms, "@type": "CreativeWork", "name": terms }),
                false => {
                    json!({ "@id": "#terms", "@type": "CreativeWork", "name": "Terms of use", "description": terms })
                }
            },
            json!({
                "@id": "#rapporteur", "@type": "SoftwareApplication", "name": "rapporteur",
                "softwareVersion": env!("CARGO_PKG_VERSION"), "license": { "@id": program },
            }),
            json!({ "@id": program, "@type": "CreativeWork", "name": "MIT License" }),
            json!({
                "@id": "#reading", "@type": "CreateAction", "name": "The documents were read",
                "instrument": { "@id": "#rapporteur" }, "object": texts, "result": { "@id": "graph.nq" },
            }),
        ];
        if let Some(newest) = newest {
            graph[1]["datePublished"] = json!(newest);
        }
        graph.append(&mut self.entities);
        json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph })
    }
}

/// What the build states of the terms of the whole.
fn stated_terms(snapshot: &Snapshot, base: &str) -> Result<String, StoreError> {
    let (things, whole) = (Things::new(snapshot, base), format!("{base}{}", dataset::PATH));
    let stated = things.text(&whole, dcterms::LICENSE)?;
    Ok(stated.or(things.text(&whole, dcterms::RIGHTS)?).unwrap_or_else(|| "No terms are stated.".into()))
}

/// Terms by their address, or in words.
fn terms_of(terms: &str) -> Value {
    if NamedNodeRef::new(terms).is_ok() { json!({ "@id": terms }) } else { json!(terms) }
}
