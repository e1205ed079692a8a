//! Small pieces that several pages show: links, terms.

use maud::{Markup, html};
use oxigraph::model::Term;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::publish::compact;

/// A value inside a query string.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// Characters that would end a path or break an attribute's meaning.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'?').add(b'{').add(b'}').add(b'\\');

/// Where an IRI is shown: our page for ours, itself for a web address of others, nothing for anything else
/// (`javascript:` is an IRI too).
pub(super) fn href(iri: &str, base: &str) -> Option<String> {
    if let Some(path) = iri.strip_prefix(base) {
        if let Some((document, range)) = path.split_once("#char=")
            && path.starts_with("doc/")
        {
            return Some(passage(document, range));
        }
        return Some(format!("/{}", utf8_percent_encode(path, PATH)));
    }
    (iri.starts_with("https://") || iri.starts_with("http://")).then(|| iri.to_owned())
}

/// The sentence at these offsets, marked. A fragment never reaches a server, so the range stands in the query too.
pub(super) fn passage(document_path: &str, range: &str) -> String {
    let range = encode_range(range);
    format!("/{}?char={range}#char={range}", utf8_percent_encode(document_path, PATH))
}

fn encode_range(range: &str) -> String {
    range.chars().filter(|c| c.is_ascii_digit() || *c == ',').collect()
}

/// A link to an IRI with this text; plain text where the IRI is no web address.
pub(super) fn link(iri: &str, text: &str, base: &str) -> Markup {
    let ours = iri.starts_with(base);
    html! {
        @match href(iri, base) {
            Some(href) if ours => { a href=(href) { (text) } }
            Some(href) => { a.external href=(href) rel="noopener noreferrer external" { (text) } }
            None => { span { (text) } }
        }
    }
}

/// One term of a result table.
pub(super) fn term_cell(term: Option<&Term>, base: &str) -> Markup {
    html! {
        @match term {
            None => { span.none { "–" } }
            Some(Term::NamedNode(iri)) => { (link(iri.as_str(), &compact(iri.as_str(), base), base)) }
            Some(Term::Literal(literal)) => { span lang=[literal.language()] { (literal.value()) } }
            Some(other) => { code { (other) } }
        }
    }
}
