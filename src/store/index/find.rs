//! Finding entries by their words.
//!
//! The library says which entries fit; the score is computed here: [BM25] over the entries that are there, summed in the
//! order of the words. So it is the same whether an index was made at once or in many builds.
//!
//! [BM25]: https://en.wikipedia.org/wiki/Okapi_BM25

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    AllQuery, BooleanQuery, EnableScoring, Occur, PhrasePrefixQuery, PhraseQuery, Query, Scorer, TermQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption, Value};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::open::damaged;
use super::{Ask, Entry, Field, TIE, TextIndex};
use crate::store::StoreError;

/// Most hits of one request.
pub const LIMIT: usize = 1_000;

/// How often the clock is looked at, in entries.
const LOOK: usize = 512;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The words.
    pub ask: Ask,
    /// Only in these fields; in all, if empty.
    pub fields: Vec<Field>,
    /// Only things of one of these classes; of all, if empty.
    pub kinds: Vec<String>,
    /// Only in one of these documents; everywhere, if empty.
    pub documents: Vec<String>,
    /// Only this thing.
    pub thing: Option<String>,
    /// Most hits, at most [`LIMIT`].
    pub limit: usize,
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entry.
    pub entry: Entry,
    /// How well it fits, with four decimals: [`Hit::score`] in ten thousandths.
    points: u64,
}

impl Hit {
    /// How well it fits; only to be compared within one answer.
    pub fn score(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "scores are small")]
        let points = self.points as f64;
        points / 10_000.0
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The hits, best first; entries with the same score in an order that depends on nothing but the entries.
    pub hits: Vec<Hit>,
    /// Number of all entries that fit.
    pub total: usize,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Best first: score, then [`Entry::tie`]; then where it lies.
type Place = (u64, Reverse<u64>, Reverse<usize>, Reverse<DocId>);

impl TextIndex {
    /// Looks for entries; `stop` is asked now and then whether to give up.
    pub fn find(&self, request: &Request, stop: &dyn Fn() -> bool) -> Result<Found, StoreError> {
        let failed = |error| damaged(&self.folder)(error);
        let (places, total, stopped) = self.places(request, stop).map_err(failed)?;
        let mut found = Found { total, stopped, ..Found::default() };
        for (points, _, Reverse(segment), Reverse(entry)) in places {
            let address = tantivy::DocAddress::new(u32::try_from(segment).unwrap_or(u32::MAX), entry);
            let stored: TantivyDocument = self.searcher.doc(address).map_err(failed)?;
            let json = stored.get_first(self.columns.entry).and_then(|value| value.as_str()).unwrap_or_default();
            let entry = serde_json::from_str(json)
                .map_err(|error| failed(tantivy::TantivyError::InternalError(error.to_string())))?;
            found.hits.push(Hit { entry, points });
        }
        Ok(found)
    }

    /// All entries, in no order that means anything.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let failed = |error| damaged(&self.folder)(error);
        let mut entries = Vec::new();
        for segment in self.searcher.segment_readers() {
            let store = segment.get_store_reader(1).map_err(StoreError::io(&self.folder))?;
            for entry in segment.doc_ids_alive() {
                let stored: TantivyDocument = store.get(entry).map_err(failed)?;
                let json = stored.get_first(self.columns.entry).and_then(|value| value.as_str()).unwrap_or_default();
                entries.extend(serde_json::from_str::<Entry>(json));
            }
        }
        Ok(entries)
    }

    fn places(&self, request: &Request, stop: &dyn Fn() -> bool) -> tantivy::Result<(Vec<Place>, usize, bool)> {
        let weight = self.query(request).weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let limit = request.limit.min(LIMIT);
        let weights = self.weights(&request.ask)?;
        let (mut best, mut total) = (BinaryHeap::<Reverse<Place>>::new(), 0);
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let ties = segment.fast_fields().u64(TIE)?.first_or_default_col(0);
            let mut scores = Scores::new(self, segment, &weights)?;
            let mut fitting = weight.scorer(segment, 1.0)?;
            let mut seen = 0;
            while fitting.doc() != TERMINATED {
                seen += 1;
                if seen % LOOK == 0 && stop() {
                    return Ok((sorted(best), total, true));
                }
                let entry = fitting.doc();
                if !segment.is_deleted(entry) {
                    total += 1;
                    let place = (scores.of(entry), Reverse(ties.get_val(entry)), Reverse(number), Reverse(entry));
                    best.push(Reverse(place));
                    if best.len() > limit {
                        best.pop();
                    }
                }
                fitting.advance();
            }
        }
        Ok((sorted(best), total, false))
    }

    fn query(&self, request: &Request) -> Box<dyn Query> {
        let columns = &self.columns;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, asked(columns.text, &request.ask))];
        let mut only = |column: Column, values: Vec<&str>| {
            if !values.is_empty() {
                let any = values.into_iter().map(|value| term(column, value, IndexRecordOption::Basic)).collect();
                parts.push((Occur::Must, Box::new(BooleanQuery::union(any))));
            }
        };
        only(columns.field, request.fields.iter().map(|field| field.as_str()).collect());
        only(columns.kind, request.kinds.iter().map(String::as_str).collect());
        only(columns.document, request.documents.iter().map(String::as_str).collect());
        only(columns.thing, request.thing.iter().map(String::as_str).collect());
        Box::new(BooleanQuery::new(parts))
    }

    /// Each word that counts with how much it counts: rare words count more.
    fn weights<'a>(&self, ask: &'a Ask) -> tantivy::Result<Vec<(&'a str, bool, f64)>> {
        let all = self.searcher.num_docs();
        ask.words()
            .into_iter()
            .map(|(word, is_start)| {
                let mut having = 0_u64;
                for segment in self.searcher.segment_readers().iter().filter(|_| !is_start) {
                    let words = segment.inverted_index(self.columns.text)?;
                    let term = Term::from_field_text(self.columns.text, word);
                    if let Some(postings) = words.read_postings(&term, IndexRecordOption::Basic)? {
                        having += u64::from(match segment.alive_bitset() {
                            Some(alive) => postings.doc_freq_given_deletes(alive),
                            None => postings.doc_freq(),
                        });
                    }
                }
                Ok((word, is_start, if is_start { 1.0 } else { rarity(having, all) }))
            })
            .collect()
    }
}

#[allow(clippy::cast_precision_loss, reason = "a score needs no more than 52 bits")]
fn rarity(having: u64, all: u64) -> f64 {
    (1.0 + (all.saturating_sub(having) as f64 + 0.5) / (having as f64 + 0.5)).ln()
}

fn sorted(best: BinaryHeap<Reverse<Place>>) -> Vec<Place> {
    let mut places: Vec<Place> = best.into_iter().map(|Reverse(place)| place).collect();
    places.sort_unstable_by(|a, b| b.cmp(a));
    places
}

fn term(column: Column, text: &str, option: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(column, text), option))
}

fn asked(column: Column, ask: &Ask) -> Box<dyn Query> {
    match ask {
        Ask::Phrase(words) => match words.as_slice() {
            [word] => term(column, word, IndexRecordOption::Basic),
            words => Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(column, word)).collect())),
        },
        Ask::Prefix(start) => Box::new(prefix(column, start)),
        Ask::Any(parts) => Box::new(BooleanQuery::union(parts.iter().map(|part| asked(column, part)).collect())),
        Ask::All(parts) => {
            let part = |part: &Ask| match part {
                Ask::Not(inner) => (Occur::MustNot, asked(column, inner)),
                part => (Occur::Must, asked(column, part)),
            };
            Box::new(BooleanQuery::new(parts.iter().map(part).collect()))
        }
        Ask::Not(inner) => {
            let everything: Box<dyn Query> = Box::new(AllQuery);
            Box::new(BooleanQuery::new(vec![(Occur::Must, everything), (Occur::MustNot, asked(column, inner))]))
        }
    }
}

fn prefix(column: Column, start: &str) -> PhrasePrefixQuery {
    let mut query = PhrasePrefixQuery::new(vec![Term::from_field_text(column, start)]);
    query.set_max_expansions(u32::MAX);
    query
}

/// Where a word stands in a segment.
enum Standing {
    Nowhere,
    Word(Box<SegmentPostings>),
    Start(Box<dyn Scorer>),
}

/// The scores of the entries of one segment; they must be asked in ascending order.
struct Scores {
    words: Vec<(Standing, f64)>,
    lengths: tantivy::fieldnorm::FieldNormReader,
    average: f64,
}

impl Scores {
    fn new(index: &TextIndex, segment: &SegmentReader, weights: &[(&str, bool, f64)]) -> tantivy::Result<Self> {
        let column = index.columns.text;
        let words = segment.inverted_index(column)?;
        let standing = |word: &str, is_start: bool| -> tantivy::Result<Standing> {
            if is_start {
                let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
                return Ok(Standing::Start(prefix(column, word).weight(scoring)?.scorer(segment, 1.0)?));
            }
            let postings = words.read_postings(&Term::from_field_text(column, word), IndexRecordOption::WithFreqs)?;
            Ok(postings.map_or(Standing::Nowhere, |postings| Standing::Word(Box::new(postings))))
        };
        let words = weights.iter().map(|(word, is_start, weight)| Ok((standing(word, *is_start)?, *weight)));
        Ok(Self {
            words: words.collect::<tantivy::Result<_>>()?,
            lengths: segment.get_fieldnorms_reader(column)?,
            average: index.average,
        })
    }

    fn of(&mut self, entry: DocId) -> u64 {
        let length = f64::from(self.lengths.fieldnorm(entry));
        let norm = 1.2 * (0.25 + 0.75 * length / self.average);
        let mut score = 0.0;
        for (standing, weight) in &mut self.words {
            let often = match standing {
                Standing::Nowhere => 0.0,
                Standing::Word(postings) => {
                    if at(postings.as_mut(), entry) {
                        f64::from(postings.term_freq())
                    } else {
                        0.0
                    }
                }
                Standing::Start(entries) => f64::from(u8::from(at(entries.as_mut(), entry))),
            };
            score += *weight * often * 2.2 / (often + norm);
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "64 words of a bounded weight")]
        let points = (score * 10_000.0).round() as u64;
        points
    }
}

fn at<S: DocSet + ?Sized>(entries: &mut S, entry: DocId) -> bool {
    (if entries.doc() < entry { entries.seek(entry) } else { entries.doc() }) == entry
}
