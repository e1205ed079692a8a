//! One passage for the ¶ that opens in place: its words between those around it, and what they prove.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use oxigraph::model::{NamedNode, NamedOrBlankNode};
use serde::Serialize;

use super::data::{data, json, required};
use super::errors::Problem;
use super::evidence::Evidence;
use super::names::{Names, plain, shorten};
use super::pages;
use super::published::Published;
use super::site::Site;
use crate::graph::vocab::{dcterms, prov};
use crate::store::StoreError;

/// Characters that are shown before and behind the passage.
const AROUND: usize = 200;

/// Facts that are named, and characters of each.
const FACTS: usize = 8;
const LABEL: usize = 100;

/// A passage in its surroundings.
#[derive(Debug, Serialize)]
struct Passage {
    document: String,
    /// The document's name.
    label: String,
    /// Where it is shown in its document.
    href: String,
    before: String,
    quote: String,
    after: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<String>,
    facts: Vec<Fact>,
    /// How many facts there are.
    total: usize,
}

/// A fact that the passage proves.
#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

/// `GET /api/passage?document=&char=`
pub(super) async fn passage(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    data(site, Site::published, move |site, published| {
        let document = required(&uri, "document", "doc/bali-2002")?;
        let char = required(&uri, "char", "102,265")?;
        let range = char.split_once(',').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        let Some((start, end)) = range.filter(|(start, end)| start < end) else {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "No such passage", "char is two offsets: char=102,265"));
        };
        match read(site, published, &document, start, end)? {
            Some(passage) => Ok(json(&passage)),
            None => {
                let detail = format!("no document {document:?} has words at {start},{end}");
                Err(Problem::new(StatusCode::NOT_FOUND, "No such passage", detail))
            }
        }
    })
    .await
}

/// The passage, from the text where it is kept, else from its quote.
fn read(
    site: &Site,
    published: &Published,
    document: &str,
    start: usize,
    end: usize,
) -> Result<Option<Passage>, StoreError> {
    let names = Names::new(&published.snapshot, &site.base);
    let range = format!("{start},{end}");
    let (Ok(iri), Ok(of)) = (
        NamedNode::new(format!("{}{document}#char={range}", site.base)),
        NamedNode::new(format!("{}{document}", site.base)),
    ) else {
        return Ok(None);
    };
    let evidence = Evidence::read(&names, iri.as_str())?;
    let identifiers = names.values(of.as_str(), dcterms::IDENTIFIER)?;
    let text =
        identifiers.iter().find_map(|id| site.texts.read(&published.snapshot, plain(id).trim_start_matches("sha256:")));
    let words = text.and_then(|text| cut(&text, start, end));
    let quoted = |evidence: &Evidence| (String::new(), evidence.quote.clone(), String::new());
    let Some((before, quote, after)) = words.or_else(|| evidence.as_ref().map(quoted)) else { return Ok(None) };
    let (facts, total) = facts(&names, &iri)?;
    Ok(Some(Passage {
        label: names.label(of.as_str())?,
        href: pages::passage(document, &range),
        document: document.to_owned(),
        before,
        quote,
        after,
        locator: evidence.and_then(|evidence| evidence.locator),
        facts,
        total,
    }))
}

/// The words before, the passage, the words behind, cut at blanks; nothing where the text has no such place.
fn cut(text: &str, start: usize, end: usize) -> Option<(String, String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let quote: String = characters.get(start..end)?.iter().collect();
    let (from, to) = (start.saturating_sub(AROUND), (end + AROUND).min(characters.len()));
    let mut before: String = characters[from..start].iter().collect();
    let mut after: String = characters[end..to].iter().collect();
    if from > 0 {
        before = format!("… {}", before.split_once(char::is_whitespace).map_or("", |(_, rest)| rest));
    }
    if to < characters.len() {
        after = format!("{} …", after.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest));
    }
    Some((before, quote, after))
}

fn facts(names: &Names<'_>, passage: &NamedNode) -> Result<(Vec<Fact>, usize), StoreError> {
    let mut found = std::collections::BTreeSet::new();
    for quad in names.snapshot.quads(None, Some(prov::WAS_DERIVED_FROM), Some(passage.as_ref().into()), None) {
        if let NamedOrBlankNode::NamedNode(fact) = quad?.subject {
            found.insert(fact.into_string());
        }
    }
    let total = found.len();
    let mut facts = Vec::new();
    for iri in found.into_iter().take(FACTS) {
        facts.push(Fact {
            label: shorten(&names.label(&iri)?, LABEL),
            kind: names.kind(&iri)?.map(|kind| kind.singular),
            href: pages::href(&iri, names.base),
        });
    }
    Ok((facts, total))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn the_words_around_a_passage_are_whole_words() {
        let text = format!("{} Añ b. {}", "vor ".repeat(100), "nach ".repeat(100));
        let (before, quote, after) = cut(&text, 401, 406).unwrap();
        assert_eq!(quote, "Añ b.");
        assert!(before.starts_with("… vor ") && before.ends_with("vor  "), "{before:?}");
        assert!(after.ends_with("nach …") && after.starts_with(" nach"), "{after:?}");
        assert_eq!(cut("ab", 0, 1), Some((String::new(), "a".into(), "b".into())));
        assert_eq!(cut("ab", 1, 9), None);
    }
}
