//! How good the extraction is, as quality measurements ([DQV](https://www.w3.org/TR/vocab-dqv/)) in `graph/catalogue`.
//!
//! Each figure is a `dqv:QualityMeasurement` of the whole, about one category: `quality#participations-f1`.

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::Iris;
use super::vocab::{dcterms, dqv, ldqd, prov, rdf, rdfs, schema, skos, xsd};
use crate::slug::slug;

/// Figures of an evaluation, to be published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quality {
    /// Identifiers of the documents that were measured.
    pub documents: Vec<String>,
    /// A row per category and attribute.
    pub rows: Vec<QualityRow>,
}

/// Figures of one category; shares between 0 and 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QualityRow {
    /// Name ("meetings: place").
    pub name: String,
    /// What it counts, in a sentence.
    pub about: String,
    /// Facts labelled by a person.
    pub gold: u64,
    /// Facts found by the program.
    pub found: u64,
    /// Share of what is found that is right.
    pub precision: Option<f64>,
    /// Share of what is labelled that is found.
    pub recall: Option<f64>,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
    /// 95 % interval of F1.
    pub interval: Option<(f64, f64)>,
}

/// The metrics: local name, label, definition, and the dimension of quality that they measure.
const METRICS: [(&str, &str, &str, NamedNodeRef<'static>); 7] = [
    ("gold", "labelled", "Facts that a person labelled in the documents measured.", ldqd::COMPLETENESS),
    ("found", "found", "Facts that the program found in them.", ldqd::COMPLETENESS),
    ("precision", "precision", "Share of the facts found that a person labelled too.", ldqd::SEMANTIC_ACCURACY),
    ("recall", "recall", "Share of the facts labelled that the program found.", ldqd::COMPLETENESS),
    ("f1", "F1", "Harmonic mean of precision and recall.", ldqd::SEMANTIC_ACCURACY),
    ("f1-low", "F1, lower end", "Lower end of the 95 % interval of F1.", ldqd::SEMANTIC_ACCURACY),
    ("f1-high", "F1, upper end", "Upper end of the 95 % interval of F1.", ldqd::SEMANTIC_ACCURACY),
];

/// The measurements, sorted; nothing without figures.
pub fn quality_quads(iris: &Iris, quality: &Quality) -> Vec<Quad> {
    let mut w = Writer { iris, graph: iris.graph("catalogue").into(), quads: Vec::new() };
    if quality.rows.is_empty() {
        return w.quads;
    }
    let whole = iris.quality(None);
    let dataset = iris.dataset();
    w.add(&dataset, dqv::HAS_QUALITY_METADATA, whole.clone());
    w.add(&whole, rdf::TYPE, dqv::QUALITY_METADATA);
    w.add(&whole, rdfs::LABEL, english("Quality of the extraction"));
    for document in &quality.documents {
        w.add(&whole, prov::WAS_DERIVED_FROM, iris.document(document));
    }
    for (name, label, definition, dimension) in METRICS {
        let metric = iris.quality(Some(name));
        w.add(&metric, rdf::TYPE, dqv::METRIC);
        w.add(&metric, rdfs::LABEL, english(label));
        w.add(&metric, skos::DEFINITION, english(definition));
        w.add(&metric, dqv::EXPECTED_DATA_TYPE, if is_count(name) { xsd::INTEGER } else { xsd::DECIMAL });
        w.add(&metric, dqv::IN_DIMENSION, dimension);
    }
    for (position, row) in quality.rows.iter().enumerate() {
        w.row(row, position);
    }
    super::sort_quads(&mut w.quads);
    w.quads
}

fn is_count(metric: &str) -> bool {
    matches!(metric, "gold" | "found")
}

struct Writer<'a> {
    iris: &'a Iris,
    graph: GraphName,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn row(&mut self, row: &QualityRow, position: usize) {
        let key = slug(&row.name);
        let category = self.iris.quality(Some(&key));
        self.add(&category, rdf::TYPE, prov::ENTITY);
        self.add(&category, rdfs::LABEL, english(&row.name));
        self.add(&category, skos::DEFINITION, english(&row.about));
        self.add(&category, schema::POSITION, Literal::from(position as u64));
        let (low, high) = (row.interval.map(|interval| interval.0), row.interval.map(|interval| interval.1));
        let shares =
            [("precision", row.precision), ("recall", row.recall), ("f1", row.f1), ("f1-low", low), ("f1-high", high)];
        let counts = [("gold", row.gold), ("found", row.found)].map(|(metric, n)| (metric, Some(Literal::from(n))));
        let shares = shares.map(|(metric, share)| (metric, share.map(decimal)));
        for (metric, value) in counts.into_iter().chain(shares) {
            let Some(value) = value else { continue };
            let measurement = self.iris.quality(Some(&format!("{key}-{metric}")));
            self.add(&measurement, rdf::TYPE, dqv::QUALITY_MEASUREMENT);
            self.add(&measurement, dqv::IS_MEASUREMENT_OF, self.iris.quality(Some(metric)));
            self.add(&measurement, dqv::COMPUTED_ON, self.iris.dataset());
            self.add(&measurement, dqv::VALUE, value);
            self.add(&measurement, dcterms::SUBJECT, category.clone());
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.graph.clone()));
    }
}

/// A share with four digits.
fn decimal(share: f64) -> Literal {
    Literal::new_typed_literal(format!("{share:.4}"), xsd::DECIMAL)
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_a_measurement_of_one_metric_about_one_category() {
        let row = QualityRow {
            name: "meetings: place".into(),
            about: "Where they met.".into(),
            gold: 20,
            found: 19,
            precision: Some(1.0),
            recall: Some(0.95),
            f1: None,
            interval: Some((0.9, 1.0)),
        };
        let quads = quality_quads(&Iris::default(), &Quality { documents: vec!["one".into()], rows: vec![row] });
        let text: String = quads.iter().map(|quad| format!("{quad}\n")).collect();
        let recall = "<https://w3id.org/igm/quality#meetings-place-recall>";
        for line in [
            format!("{recall} <http://www.w3.org/ns/dqv#value> \"0.9500\"^^<http://www.w3.org/2001/XMLSchema#decimal>"),
            format!("{recall} <http://www.w3.org/ns/dqv#isMeasurementOf> <https://w3id.org/igm/quality#recall>"),
            format!("{recall} <http://purl.org/dc/terms/subject> <https://w3id.org/igm/quality#meetings-place>"),
            "<https://w3id.org/igm/quality> <http://www.w3.org/ns/prov#wasDerivedFrom> <https://w3id.org/igm/doc/one>"
                .into(),
        ] {
            assert!(text.contains(&line), "{line}\n{text}");
        }
        assert!(!text.contains("place-f1>"), "a figure without a value is no measurement");
        assert_eq!(quality_quads(&Iris::default(), &Quality::default()), []);
    }
}
