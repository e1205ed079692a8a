//! Answers in the formats that people and programs read: tables, CSV, TSV, JSON, XML, Markdown; RDF for triples.

use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{LiteralRef, NamedNode, NamedOrBlankNode, Term, TermRef, Triple};
use oxigraph::sparql::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultsFormat {
    /// A table for terminals, with labels.
    Table,
    /// A table in Markdown, with labels.
    Markdown,
    /// CSV for spreadsheets: labels instead of IRIs, a byte order mark, and no cell that a spreadsheet would calculate.
    Sheet,
    /// One of the SPARQL results formats.
    Sparql(QueryResultsFormat),
    /// One of the RDF formats, for the triples of CONSTRUCT and DESCRIBE.
    Rdf(RdfFormat),
}

/// The names of the formats, as `--format` takes them.
pub const FORMAT_NAMES: [&str; 12] =
    ["table", "md", "csv", "sheet", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf", "trig"];

impl ResultsFormat {
    /// The format of a name, which for all but `table` and `sheet` (`sheet.csv`) is also the file extension.
    ///
    /// ```
    /// use rapporteur::publish::results::ResultsFormat;
    /// assert!(ResultsFormat::from_name("csv").is_some());
    /// assert!(ResultsFormat::from_name("doc").is_none());
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "table" => Self::Table,
            "md" => Self::Markdown,
            "sheet" | "sheet.csv" => Self::Sheet,
            "csv" => Self::Sparql(QueryResultsFormat::Csv),
            "tsv" => Self::Sparql(QueryResultsFormat::Tsv),
            "json" => Self::Sparql(QueryResultsFormat::Json),
            "xml" => Self::Sparql(QueryResultsFormat::Xml),
            "ttl" => Self::Rdf(RdfFormat::Turtle),
            "nt" => Self::Rdf(RdfFormat::NTriples),
            "jsonld" => Self::Rdf(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
            "rdf" => Self::Rdf(RdfFormat::RdfXml),
            "trig" => Self::Rdf(RdfFormat::TriG),
            _ => return None,
        })
    }

    /// Whether rows can be written in the format; the RDF formats are for triples.
    pub fn takes_rows(self) -> bool {
        !matches!(self, Self::Rdf(_))
    }
}

/// How terms are shown to people.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// Labels of IRIs.
    pub labels: &'a BTreeMap<NamedNode, String>,
    /// Makes an IRI short: the path under the base, a prefixed name.
    pub shorten: &'a dyn Fn(&str) -> String,
}

impl Naming<'_> {
    /// A cell. The label of an IRI is left out where the row has it in another column.
    fn cell(&self, term: Option<&Term>, row: &[Option<Term>]) -> String {
        match term {
            None => String::new(),
            Some(Term::Literal(literal)) => one_line(literal.value()),
            Some(Term::NamedNode(iri)) => {
                let short = (self.shorten)(iri.as_str());
                let shown = |label: &String| {
                    row.iter().flatten().any(|term| matches!(term, Term::Literal(other) if other.value() == label))
                };
                match self.labels.get(iri) {
                    Some(label) if !shown(label) => format!("{} ({short})", one_line(label)),
                    _ => short,
                }
            }
            Some(other) => other.to_string(),
        }
    }
}

/// Line breaks and control characters become spaces, so that a text cannot break a table or steer a terminal.
fn one_line(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    visible.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn not_for(format: ResultsFormat, what: &str) -> io::Error {
    let is = |name: &&str| ResultsFormat::from_name(name);
    let name = FORMAT_NAMES.iter().find(|name| is(name) == Some(format)).copied().unwrap_or_default();
    let fitting: Vec<&str> =
        FORMAT_NAMES.into_iter().filter(|name| is(name).is_some_and(ResultsFormat::takes_rows)).collect();
    let message = format!("{what} cannot be written as {name}, which holds triples; use {}", fitting.join(", "));
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// Writes the rows of a SELECT. `width` is the terminal's, for tables; none means as wide as needed.
///
/// Fails for RDF formats and where the writer fails.
pub fn write_rows(
    mut writer: impl Write,
    variables: &[Variable],
    rows: &[Vec<Option<Term>>],
    format: ResultsFormat,
    naming: Naming<'_>,
    width: Option<u16>,
) -> io::Result<()> {
    match format {
        ResultsFormat::Table => writeln!(writer, "{}", table(variables, rows, naming, width)),
        ResultsFormat::Markdown => write_markdown(writer, variables, rows, naming),
        ResultsFormat::Sheet => write_sheet(writer, variables, rows, naming),
        ResultsFormat::Sparql(format) => {
            let serializer = QueryResultsSerializer::from_format(format);
            let mut solutions = serializer.serialize_solutions_to_writer(&mut writer, variables.to_vec())?;
            for row in rows {
                let bound = variables.iter().zip(row).filter_map(|(name, term)| Some((name, term.as_ref()?)));
                let bound = bound.map(|(name, term)| (name, quotable(format, term.as_ref())));
                solutions.serialize(bound)?;
            }
            solutions.finish()?.flush()
        }
        ResultsFormat::Rdf(_) => Err(not_for(format, "rows")),
    }
}

/// The term as the serializer is to get it: Oxigraph 0.5 writes IRIs into CSV without quotes, although they may hold
/// commas, as those of our passages do; it quotes literals.
pub(crate) fn quotable(format: QueryResultsFormat, term: TermRef<'_>) -> TermRef<'_> {
    match term {
        TermRef::NamedNode(iri) if format == QueryResultsFormat::Csv => {
            LiteralRef::new_simple_literal(iri.as_str()).into()
        }
        term => term,
    }
}

/// A text that begins like a formula gets an apostrophe in front, which spreadsheets take as "this is text"
/// ([OWASP, CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)).
pub(crate) fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// Rows as spreadsheets read them.
fn write_sheet(
    mut writer: impl Write,
    variables: &[Variable],
    rows: &[Vec<Option<Term>>],
    naming: Naming<'_>,
) -> io::Result<()> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(writer);
    csv.write_record(variables.iter().map(|variable| variable.as_str().replace('_', " "))).map_err(io::Error::other)?;
    for row in rows {
        let cells = row.iter().map(|term| {
            let number = matches!(term, Some(Term::Literal(literal)) if literal.value().parse::<f64>().is_ok());
            let text = naming.cell(term.as_ref(), &[]);
            if number { text } else { harmless(text) }
        });
        csv.write_record(cells).map_err(io::Error::other)?;
    }
    csv.flush()
}

fn table(variables: &[Variable], rows: &[Vec<Option<Term>>], naming: Naming<'_>, width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(variables.iter().map(Variable::as_str));
    for row in rows {
        table.add_row(row.iter().map(|term| naming.cell(term.as_ref(), row)));
    }
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        // Long quotes wrap also where nobody knows the width, or lines become unreadable.
        None => {
            let longest = ColumnConstraint::UpperBoundary(Width::Fixed(60));
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::MAX);
            table.set_constraints(variables.iter().map(|_| longest));
        }
    }
    table
}

fn write_markdown(
    mut writer: impl Write,
    variables: &[Variable],
    rows: &[Vec<Option<Term>>],
    naming: Naming<'_>,
) -> io::Result<()> {
    // Whatever has a meaning in Markdown or in HTML is only itself.
    let plain = |text: String| {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    };
    let names: Vec<_> = variables.iter().map(|variable| plain(variable.as_str().to_owned())).collect();
    writeln!(writer, "| {} |", names.join(" | "))?;
    writeln!(writer, "|{}", " --- |".repeat(names.len()))?;
    for row in rows {
        let cells: Vec<_> = row.iter().map(|term| plain(naming.cell(term.as_ref(), row))).collect();
        writeln!(writer, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Writes the answer of an ASK.
pub fn write_boolean(mut writer: impl Write, value: bool, format: ResultsFormat) -> io::Result<()> {
    match format {
        ResultsFormat::Table | ResultsFormat::Markdown | ResultsFormat::Sheet => writeln!(writer, "{value}"),
        ResultsFormat::Sparql(format) => {
            let serializer = QueryResultsSerializer::from_format(format);
            serializer.serialize_boolean_to_writer(&mut writer, value)?.flush()
        }
        ResultsFormat::Rdf(_) => Err(not_for(format, "yes or no")),
    }
}

/// Writes the triples of a CONSTRUCT or DESCRIBE; a table shows them as subject, predicate, object.
pub fn write_triples(
    mut writer: impl Write,
    triples: &[Triple],
    prefixes: &[(&str, &str)],
    format: ResultsFormat,
    naming: Naming<'_>,
    width: Option<u16>,
) -> io::Result<()> {
    let ResultsFormat::Rdf(format) = format else {
        let variables = ["subject", "predicate", "object"].map(Variable::new_unchecked);
        let cells = |triple: &Triple| {
            let triple = triple.clone();
            vec![Some(triple.subject.into()), Some(triple.predicate.into()), Some(triple.object)]
        };
        let rows: Vec<_> = triples.iter().map(cells).collect();
        return write_rows(writer, &variables, &rows, format, naming, width);
    };
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in prefixes {
        if triples.iter().any(|triple| uses(triple, namespace)) {
            // A namespace that is no IRI only costs the abbreviation.
            serializer = serializer.clone().with_prefix(*prefix, *namespace).unwrap_or(serializer);
        }
    }
    let mut output = serializer.for_writer(&mut writer);
    for triple in triples {
        output.serialize_triple(triple)?;
    }
    output.finish()?.flush()
}

/// Whether a name of the namespace occurs in the triple.
fn uses(triple: &Triple, namespace: &str) -> bool {
    let datatype = match &triple.object {
        Term::Literal(literal) => literal.datatype().as_str().starts_with(namespace),
        Term::NamedNode(iri) => iri.as_str().starts_with(namespace),
        _ => false,
    };
    let subject = matches!(&triple.subject, NamedOrBlankNode::NamedNode(iri) if iri.as_str().starts_with(namespace));
    datatype || subject || triple.predicate.as_str().starts_with(namespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    fn written(format: &str, text: &str) -> String {
        let fiji = NamedNode::new_unchecked("https://example.org/state/fiji");
        let labels = [(fiji.clone(), "Fiji".to_owned())].into();
        let naming = Naming { labels: &labels, shorten: &|iri| iri.replace("https://example.org/", "") };
        let variables = ["state", "quote", "none"].map(Variable::new_unchecked);
        let rows = [vec![Some(fiji.into()), Some(Literal::from(text).into()), None]];
        let mut out = Vec::new();
        write_rows(&mut out, &variables, &rows, ResultsFormat::from_name(format).unwrap(), naming, None).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn tables_show_labels_beside_short_iris() {
        assert!(written("table", "hosted").contains("Fiji (state/fiji)"));
        assert!(!written("table", "Fiji").contains("Fiji (state/fiji)"), "the row already has the label");
    }

    #[test]
    fn a_text_cannot_break_a_table() {
        let markdown = written("md", "a | b\n<script> *c*");
        assert_eq!(markdown.lines().last(), Some(r"| Fiji (state/fiji) | a \| b \<script\> \*c\* |  |"));
        assert!(!written("table", "\u{1b}[31mred\u{7}").contains('\u{1b}'));
    }

    #[test]
    fn the_sparql_formats_keep_whole_terms() {
        assert_eq!(
            written("csv", "a,\"b\""),
            "state,quote,none\r\nhttps://example.org/state/fiji,\"a,\"\"b\"\"\",\r\n"
        );
        assert!(written("json", "x").contains(r#""state":{"type":"uri","value":"https://example.org/state/fiji"}"#));
        assert!(written("xml", "<x>").contains("<literal>&lt;x&gt;</literal>"));
        assert!(not_for(ResultsFormat::Rdf(RdfFormat::Turtle), "rows").to_string().contains("as ttl, which"));
        assert!(written("tsv", "x").starts_with("?state\t?quote\t?none\n<https://example.org/state/fiji>\t"));
    }

    #[test]
    fn turtle_declares_only_the_prefixes_that_it_uses() {
        let iri = |iri: &str| NamedNode::new_unchecked(iri);
        let triple = Triple::new(iri("https://b.org/s"), iri("https://a.org/p"), iri("https://c.org/o"));
        let prefixes =
            [("c", "https://c.org/"), ("d", "https://d.org/"), ("b", "https://b.org/"), ("a", "https://a.org/")];
        let nothing = BTreeMap::new();
        let naming = Naming { labels: &nothing, shorten: &str::to_owned };
        let mut out = Vec::new();
        let format = ResultsFormat::from_name("ttl").unwrap();
        write_triples(&mut out, &[triple], &prefixes, format, naming, None).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("@prefix").count(), 3, "{text}");
        assert!(text.ends_with("b:s a:p c:o .\n"), "{text}");
    }

    #[test]
    fn every_named_format_exists() {
        assert!(FORMAT_NAMES.iter().all(|name| ResultsFormat::from_name(name).is_some()));
    }

    #[test]
    fn a_sheet_holds_no_formula_and_leaves_numbers_as_they_are() {
        let texts = ["=1+1", "+cmd|x", "@SUM(A1)", "-2", "-x", "\t=1", "plain, with comma"];
        let rows: Vec<Vec<Option<Term>>> = texts.iter().map(|text| vec![Some(Literal::from(*text).into())]).collect();
        let naming = Naming { labels: &BTreeMap::new(), shorten: &str::to_owned };
        let mut out = Vec::new();
        let variables = [Variable::new_unchecked("a_b")];
        write_rows(&mut out, &variables, &rows, ResultsFormat::Sheet, naming, None).unwrap();
        let sheet = String::from_utf8(out).unwrap();
        let cells: Vec<&str> = sheet.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
        let expected = ["a b", "'=1+1", "'+cmd|x", "'@SUM(A1)", "-2", "'-x", "'=1", "\"plain, with comma\""];
        assert_eq!(cells, expected, "{sheet}");
    }
}
