//! Rows as [SPARQL 1.1 CSV](https://www.w3.org/TR/sparql11-results-csv-tsv/).

use std::io::{self, Write};

use csv::{ErrorKind, Terminator, Writer, WriterBuilder};
use oxigraph::model::Term;
use oxigraph::sparql::Variable;

/// Writes the rows of a SELECT, one at a time.
///
/// The serializer of Oxigraph puts no quotes around IRIs, and the IRIs of our passages have a comma in them:
/// `…#char=102,265` would be two fields.
///
/// ```
/// use oxigraph::{model::NamedNode, sparql::Variable};
/// let mut out = Vec::new();
/// let mut rows = rapporteur::publish::CsvRows::start(&mut out, &[Variable::new("evidence")?])?;
/// rows.write(&[Some(NamedNode::new("https://example.org/doc#char=1,2")?.into())])?;
/// rows.finish()?;
/// assert_eq!(String::from_utf8(out)?, "evidence\r\n\"https://example.org/doc#char=1,2\"\r\n");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct CsvRows<W: Write>(Writer<W>);

impl<W: Write> CsvRows<W> {
    /// Writes the line with the names of the variables.
    pub fn start(writer: W, variables: &[Variable]) -> io::Result<Self> {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(writer);
        writer.write_record(variables.iter().map(Variable::as_str)).map_err(plain)?;
        Ok(Self(writer))
    }

    /// Writes one row, which has a place for each variable.
    pub fn write(&mut self, row: &[Option<Term>]) -> io::Result<()> {
        let field = |term: &Option<Term>| match term {
            None => String::new(),
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            Some(other) => other.to_string(),
        };
        self.0.write_record(row.iter().map(field)).map_err(plain)
    }

    /// Hands on what is not written yet.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The writer's own error, whose kind says what happened to it.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
