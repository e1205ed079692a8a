//! Human decisions: applied on every build, kept when texts change a little, told when they do not fit any more.

use std::path::PathBuf;

use oxigraph::sparql::{CancellationToken, QueryResults};
use rapporteur::convert::Format;
use rapporteur::corpus::{Content, Corpus, Source, sha256};
use rapporteur::curation::Curation;
use rapporteur::graph::vocab::BASE;
use rapporteur::pipeline::{BuildOptions, Report, build_documents};
use rapporteur::store::{Generations, Snapshot};
use spargebra::SparqlParser;
use tempfile::TempDir;

mod changed;
mod check;
mod kinds;

const TEXT: &str = "\
Second Ministerial Conference of the Budapest Process

Location: Suva, Fiji
Date: 3 - 4 May 2016

The Second Ministerial Conference of the Budapest Process took place in Suva from 3 to 4 May 2016 and was hosted by Fiji.
Tonga and Samoa attended as observers.

Ministers urged the Secretariat to prepare a report on port safety. Ministers welcomed the opening of a new terminal.
New Zealand pledged US$20,000 for the website of the Process.

A national workshop on pilotage was held in Apia in March 2016. Nauru sent its harbour master to the conference.
";

const MEETING: &str = "meeting/budapest-process/ministerial-conference-2";

/// A store with one document, and decisions about it.
struct Case {
    folder: TempDir,
    text: String,
}

impl Case {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), text: TEXT.to_owned() }
    }

    /// Builds the document with decisions.
    fn build(&self, decisions: &str) -> Report {
        let source = |id: &str, text: &str| Source {
            id: id.into(),
            path: PathBuf::from(format!("{id}.txt")),
            title: None,
            date: None,
            language: None,
            url: None,
            licence: None,
            series: None,
            sha256: sha256(text.as_bytes()),
            format: Format::Text,
            content: Content::Held(text.as_bytes().to_owned()),
        };
        let other =
            "Summary\n\nThe Fourth Ministerial Conference of the Lantern Group was held in Oslo in June 2011.\n";
        let corpus =
            Corpus { sources: vec![source("harbour", &self.text), source("lantern", other)], ..Corpus::default() };
        let curation = Curation::parse(decisions, "c.toml");
        let options = BuildOptions::default();
        build_documents(&Generations::at(self.folder.path()), &corpus, &curation, &options, &|_| ()).unwrap()
    }

    fn snapshot(&self) -> Snapshot {
        Generations::open(self.folder.path()).unwrap().unwrap()
    }

    /// Everything but the record of decisions, sorted.
    fn quads(&self) -> Vec<String> {
        let snapshot = self.snapshot();
        let mut quads: Vec<String> =
            snapshot.quads(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
        quads.sort();
        quads
    }

    fn asks(&self, pattern: &str) -> bool {
        let query = format!(
            "BASE <{BASE}> PREFIX igm: <ns#> PREFIX cap: <voc/capacity/> PREFIX org: <http://www.w3.org/ns/org#>
             PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
             PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/>
             PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/>
             PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX wikibase: <http://wikiba.se/ontology#>
             PREFIX owl: <http://www.w3.org/2002/07/owl#> ASK {{ {pattern} }}"
        );
        let query = SparqlParser::new().parse_query(&query).unwrap();
        match self.snapshot().evaluate(query, CancellationToken::new()).unwrap() {
            QueryResults::Boolean(answer) => answer,
            _ => panic!("no ASK"),
        }
    }
}

/// A decision about a fact of the document.
fn decision(kind: &str, quote: &str, rest: &str) -> String {
    format!(
        "[[decision]]\nkind = \"{kind}\"\ndocument = \"harbour\"\nsha256 = \"{}\"\nquote = \"{quote}\"\n{rest}\n{WHO}",
        sha256(TEXT.as_bytes())
    )
}

const WHO: &str = "author = \"Ana Weaver\"\ndate = \"2026-03-01\"\nreason = \"The annex says so.\"\n";

/// What became of the decisions: kinds and messages.
fn fates(report: &Report) -> Vec<(&str, &str)> {
    assert_eq!(report.failures, Vec::<String>::new());
    report.decisions.iter().map(|fate| (fate.kind.as_str(), fate.message.as_str())).collect()
}
