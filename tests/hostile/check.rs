//! What must hold of any bytes, whoever wrote them. The fuzz targets run the same checks.

use std::sync::LazyLock;

use rapporteur::annotate::{Annotations, Gazetteer};
use rapporteur::assertion::{Evidence, Extraction};
use rapporteur::authority::{self, Authority};
use rapporteur::document::{self, BlockKind, Document, Span};
use rapporteur::extract::{Given, extract};
use rapporteur::graph::{Iris, SourceMeta, document_quads, verify_quotes};
use rapporteur::rules::Packs;

struct Means {
    authority: Authority,
    gazetteer: Gazetteer,
    packs: Packs,
}

static MEANS: LazyLock<Means> = LazyLock::new(|| {
    let authority = Authority::shipped().expect("the shipped tables are sound");
    let gazetteer = Gazetteer::new(authority.names());
    Means { authority, gazetteer, packs: Packs::shipped().expect("the shipped packs are sound") }
});

/// Above this size only some of the places are checked.
const SMALL: usize = 20_000;

/// Reads bytes all the way to quads and checks every step; gives what was read of them, or nothing if they are no
/// text.
pub(crate) fn check(bytes: &[u8]) -> Option<(Document, Extraction)> {
    let document = match document::read("d", bytes) {
        Ok(document) => document,
        Err(error) => {
            assert!(std::str::from_utf8(bytes).is_err(), "{error} although the bytes are UTF-8");
            return None;
        }
    };
    assert_eq!(document.text.as_bytes(), bytes, "the text as received is another");
    logical_view(&document);
    let annotations = Annotations::new(&document, &MEANS.gazetteer);
    surface(&annotations);
    let mut said = extract(&annotations, &MEANS.packs, &Given::default());
    authority::resolve(&MEANS.authority, &mut said, None);
    passages(&document, &said);
    let source = SourceMeta { id: "d".to_owned(), title: "d".to_owned(), ..SourceMeta::default() };
    let quads = document_quads(&Iris::default(), &source, &document, &said);
    verify_quotes(&document, &quads).expect("every quote is what the text says there");
    drop(annotations);
    Some((document, said))
}

/// Both views show the same characters, in the same order within each block.
fn logical_view(document: &Document) {
    let step = (document.text.len() / SMALL).max(1);
    for block in &document.blocks {
        assert!(block.cover.start <= block.range.start && block.range.end <= block.cover.end, "{block:?}");
        assert!(document.logical.get(block.cover.clone()).is_some(), "{block:?}");
    }
    for pair in document.blocks.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "blocks overlap: {pair:?}");
        assert!(pair[0].lead.is_none_or(|lead| document.blocks[lead].kind != BlockKind::Noise));
    }
    let mut before = 0;
    for (at, c) in document.logical.char_indices().step_by(step) {
        let span = document.span(at..at + c.len_utf8());
        let shown = document.text.get(span.start..span.end).expect("a span lies on characters");
        if c == '\n' {
            before = 0;
        } else if c == ' ' {
            // A page number may stand where a line goes on behind it.
            let wrap = shown.contains(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}']);
            assert!(wrap || !shown.chars().any(char::is_alphanumeric), "{shown:?} is no space");
        } else {
            assert!(plain(shown).contains(c) || misread(shown, c), "{c:?} stands for {shown:?} at {at}");
            assert!(before <= span.start, "the order of a block is not that of the text at {at}");
            before = span.start;
            let again = document.range(span);
            assert!(again.start <= at && at + c.len_utf8() <= again.end, "{at} leads to {again:?} and not back");
        }
    }
    for (at, c) in document.text.char_indices().step_by(step) {
        let range = document.range(Span { start: at, end: at + c.len_utf8() });
        let shown = document.logical.get(range.clone()).expect("a range lies on characters");
        let hyphen =
            c == '-' && document.text[at + 1..].trim_start_matches(is_blank).len() + 1 < document.text.len() - at;
        // The colon behind a speaker is a space.
        let colon = c == ':' && shown == " ";
        assert!(
            is_blank(c)
                || hyphen
                || colon
                || shown.contains(&*plain(c.encode_utf8(&mut [0; 4])))
                || shown.chars().any(|shown| misread(c.encode_utf8(&mut [0; 4]), shown)),
            "{c:?} at {at} is lost"
        );
    }
}

/// Characters as the logical view shows them.
fn plain(shown: &str) -> String {
    let mut out = String::new();
    for c in shown.chars() {
        match c {
            '‘' | '’' | '‛' | 'ʼ' | '′' | '´' => out.push('\''),
            '“' | '”' | '„' | '″' | '«' | '»' => out.push('"'),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬀ' => out.push_str("ff"),
            c if is_blank(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Letters that a scanner takes for another, and that the logical view puts right.
fn misread(received: &str, shown: char) -> bool {
    matches!((received, shown), ("l", 'I') | ("0", 'O'))
}

/// White space, and marks that are deliberately left out.
fn is_blank(c: char) -> bool {
    let left_out = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{feff}', '\u{2060}'];
    c.is_whitespace() || left_out.contains(&c)
}

/// Everything found is inside of the text and in order.
fn surface(a: &Annotations<'_>) {
    let mut end = 0;
    for token in &a.tokens {
        assert!(end <= token.start && token.start < token.end, "{token:?} stands before {end}");
        assert!(a.document.logical.get(token.start..token.end).is_some(), "{token:?} cuts a character");
        end = token.end;
    }
    let mut end = 0;
    for sentence in &a.sentences {
        assert_eq!(sentence.tokens.start, end, "a token is in no sentence or in two");
        end = sentence.tokens.end;
    }
    assert_eq!(end, a.tokens.len(), "the last tokens are in no sentence");
    let orders = [
        a.names.iter().map(|x| &x.tokens).collect::<Vec<_>>(),
        a.dates.iter().map(|x| &x.tokens).collect(),
        a.money.iter().map(|x| &x.tokens).collect(),
        a.numbers.iter().map(|x| &x.tokens).collect(),
        a.acronyms.iter().map(|x| &x.tokens).collect(),
        a.persons.iter().map(|x| &x.tokens).collect(),
        a.posts.iter().map(|x| &x.tokens).collect(),
    ];
    for (kind, found) in orders.iter().enumerate() {
        assert!(found.iter().all(|t| t.start < t.end && t.end <= a.tokens.len()), "kind {kind}: {found:?}");
        // What looks near a place relies on this.
        let rises = |pair: &[&std::ops::Range<usize>]| pair[0].start <= pair[1].start && pair[0].end <= pair[1].end;
        assert!(found.windows(2).all(rises), "kind {kind}: {found:?}");
    }
}

/// Every passage is a slice of the text; its offsets in code points are what counting gives.
fn passages(document: &Document, said: &Extraction) {
    let mut spans: Vec<Span> = evidence(said).map(|evidence| evidence.span).collect();
    spans.extend(said.warnings.iter().filter_map(|warning| warning.span));
    let mut bounds: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let (mut byte, mut count) = (0, 0);
    for bound in bounds {
        let stretch = document.text.get(byte..bound).expect("a passage begins and ends between characters");
        count += stretch.chars().count();
        byte = bound;
        assert_eq!(document.code_points(Span { start: bound, end: bound }).0, count, "code points before byte {bound}");
    }
    for evidence in evidence(said) {
        let quote = document.quote(evidence.span);
        assert!(!quote.trim().is_empty(), "{evidence:?} quotes nothing");
    }
    let all = said.assertions.len();
    assert!(said.assertions.iter().all(|assertion| !assertion.evidence.is_empty()), "one of {all} has no evidence");
}

fn evidence(said: &Extraction) -> impl Iterator<Item = &Evidence> {
    let of_assertions = said.assertions.iter().flat_map(|assertion| &assertion.evidence);
    let of_entities = said.entities.values().flat_map(|entity| &entity.mentions);
    of_assertions.chain(of_entities).chain(said.title.iter().map(|(_, evidence)| evidence))
}
