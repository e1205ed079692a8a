//! `rapporteur explain DOCUMENT:OFFSET`: what is read at a place, and why.

use std::ops::Range as Tokens;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::facts;
use super::place_view::{Explained, FactSeen, Passage, RuleSeen, ScopeSeen, TokenSeen};
use crate::annotate::Annotations;
use crate::assertion::Extraction;
use crate::config::Config;
use crate::convert::Format;
use crate::corpus::{Content, Corpus, Source};
use crate::document::Span;
use crate::graph::Iris;
use crate::pipeline::Reader;
use crate::rules::{Attempt, Outcome, Packs};
use crate::store::Generations;

/// What is read at a place: document by id of the manifest or the store, or as a file; offset in code points.
pub(super) fn explain(config: &Config, document: &str, offset: usize) -> anyhow::Result<Explained> {
    let source = source(config, document)?;
    let mut reader = Reader::with_packs(&config.rules).map_err(|error| anyhow::anyhow!("{error}"))?;
    reader.converter = super::converter();
    let text = reader.text(&source)?.text;
    let length = text.chars().count();
    if offset >= length {
        let range = format!("its {length} code points are 0 to {}", length.saturating_sub(1));
        anyhow::bail!("{document} has no offset {offset}: {range}; take one from a `#char=` or count from the start");
    }
    let byte = text.char_indices().nth(offset).map_or(0, |(byte, _)| byte);
    let iris = Iris::new(&super::base(config).unwrap_or_else(|_| crate::graph::vocab::BASE.to_owned()))?;
    let look =
        |a: &Annotations<'_>, packs: &Packs, said: &Extraction| View { a, packs, said, iris: &iris }.at(byte, offset);
    let explained = reader.watch(&source, look).map_err(|error| anyhow::anyhow!("{document}: {error}"))?;
    Ok(explained)
}

/// A document by its id in the manifest or in the store, or a file.
fn source(config: &Config, document: &str) -> anyhow::Result<Source> {
    let file = Path::new(document);
    let manifest = Corpus::from_manifest(&config.corpus);
    let listed = manifest.iter().flat_map(|corpus| &corpus.sources);
    let same_file = |path: &Path| file.is_file() && path.canonicalize().ok() == file.canonicalize().ok();
    if let Some(source) = listed.clone().find(|source| source.id == document || same_file(&source.path)) {
        return Ok(source.clone());
    }
    if file.is_file() {
        let mut corpus = Corpus::from_paths(&[file.to_owned()]);
        return match corpus.sources.pop() {
            Some(source) => Ok(source),
            None => {
                let problem = corpus.problems.pop().with_context(|| format!("{document} cannot be read"))?;
                Err(problem.into())
            }
        };
    }
    let store = Generations::at(&config.store);
    let record = store.record()?.unwrap_or_default();
    if let Some(found) = record.documents.get(document) {
        let text = store.text(&found.sha256)?.with_context(|| format!("the store has lost the text of {document}"))?;
        return Ok(Source {
            id: document.to_owned(),
            path: PathBuf::from(&found.file),
            title: found.title.clone(),
            date: found.date.clone(),
            language: found.language.clone(),
            url: found.url.clone(),
            licence: found.licence.clone(),
            series: None,
            sha256: found.sha256.clone(),
            // What the store keeps is text, whatever it was.
            format: Format::Text,
            content: Content::Held(text.into_bytes()),
        });
    }
    let mut known: Vec<&str> =
        listed.map(|source| source.id.as_str()).chain(record.documents.keys().map(String::as_str)).collect();
    known.sort_unstable();
    known.dedup();
    let some = if known.len() > 12 { format!("{}, …", known[..12].join(", ")) } else { known.join(", ") };
    anyhow::bail!("no document and no file is called {document:?}; there are {some}")
}

/// What is known of a document when one of its places is looked at.
struct View<'v, 'd> {
    a: &'v Annotations<'d>,
    packs: &'v Packs,
    said: &'v Extraction,
    iris: &'v Iris,
}

impl View<'_, '_> {
    fn at(&self, byte: usize, offset: usize) -> Explained {
        let covers = |span: Span| span.start <= byte && byte < span.end;
        let sentence = self.a.sentences.iter().find(|sentence| covers(self.span(sentence.tokens.clone())));
        let near = sentence.is_none().then(|| self.near(byte)).flatten();
        let mut explained = Explained {
            document: self.a.document.id.clone(),
            offset,
            sentence: sentence.map(|sentence| self.passage(sentence.tokens.clone())),
            nearest: near,
            facts: self.facts(byte),
            ..Explained::default()
        };
        if let Some(sentence) = sentence {
            explained.tokens = sentence.tokens.clone().map(|token| self.token(token)).collect();
            let here = sentence.tokens.clone().find(|token| byte < self.span(*token..*token + 1).end);
            explained.scopes = self.scopes(here.unwrap_or(sentence.tokens.start));
        }
        explained
    }

    fn span(&self, tokens: Tokens<usize>) -> Span {
        self.a.document.span(self.a.range(tokens))
    }

    fn passage(&self, tokens: Tokens<usize>) -> Passage {
        self.passage_of(self.span(tokens))
    }

    fn passage_of(&self, span: Span) -> Passage {
        let (start, end) = self.a.document.code_points(span);
        let words: Vec<&str> = self.a.document.quote(span).split_whitespace().collect();
        Passage { start, end, text: words.join(" ") }
    }

    /// The sentence nearest to a place in which nothing stands that is read.
    fn near(&self, byte: usize) -> Option<Passage> {
        let distance = |span: Span| if byte < span.start { span.start - byte } else { byte.saturating_sub(span.end) };
        let nearest = self.a.sentences.iter().min_by_key(|sentence| distance(self.span(sentence.tokens.clone())))?;
        Some(self.passage(nearest.tokens.clone()))
    }

    fn token(&self, token: usize) -> TokenSeen {
        let a = self.a;
        let mut taken_for = Vec::new();
        let mut note = |tokens: &Tokens<usize>, what: String| {
            if tokens.start == token {
                let words =
                    if tokens.len() > 1 { format!(" ({})", self.passage(tokens.clone()).text) } else { String::new() };
                taken_for.push(format!("{what}{words}"));
            }
        };
        for name in &a.names {
            note(&name.tokens, format!("{} {}", format!("{:?}", name.kind).to_lowercase(), name.key));
        }
        a.dates.iter().for_each(|date| note(&date.tokens, "date".to_owned()));
        a.money.iter().for_each(|money| note(&money.tokens, "money".to_owned()));
        for number in &a.numbers {
            note(&number.tokens, format!("{} {}", format!("{:?}", number.kind).to_lowercase(), number.value));
        }
        a.acronyms.iter().for_each(|acronym| note(&acronym.tokens, "acronym defined".to_owned()));
        a.persons.iter().for_each(|person| note(&person.tokens, "person".to_owned()));
        a.posts.iter().for_each(|post| note(&post.tokens, "post".to_owned()));
        for lexicon in self.packs.lexicons() {
            if let Some((end, concept)) = lexicon.at(a, token) {
                note(&(token..end), format!("{}.{concept}", lexicon.name()));
            }
        }
        let Passage { start, end, text } = self.passage(token..token + 1);
        TokenSeen { start, end, text, taken_for }
    }

    /// What the rules were run over around a token, and what came of it.
    fn scopes(&self, token: usize) -> Vec<ScopeSeen> {
        let lists = Packs::lists(self.a);
        let mut scopes = Vec::new();
        for run in self.packs.runs() {
            let scope = run.scope.0..run.scope.1;
            if scope.contains(&token) {
                let tried = self.packs.attempts(self.a, &run);
                scopes.push(self.scope(&run.phase, scope, &tried));
                continue;
            }
            let items = lists.iter().find(|(head, _)| run.phase == "block" && *head == scope);
            if let Some(item) = items.and_then(|(_, items)| items.iter().find(|item| item.contains(&token))) {
                let tried = self.packs.item_attempts(self.a, &scope, item);
                scopes.push(self.scope("block, item", item.clone(), &tried));
            }
        }
        scopes
    }

    fn scope(&self, phase: &str, tokens: Tokens<usize>, tried: &[Attempt<'_>]) -> ScopeSeen {
        let rules = tried.iter().map(|attempt| self.rule(attempt)).collect();
        ScopeSeen { phase: phase.to_owned(), over: self.passage(tokens), rules }
    }

    fn rule(&self, attempt: &Attempt<'_>) -> RuleSeen {
        let (outcome, passage, because) = match &attempt.outcome {
            Outcome::Kept { tokens, captures } => {
                let captures: Vec<String> = captures
                    .iter()
                    .map(|(name, tokens)| format!("{name} = {:?}", self.passage(tokens.clone()).text))
                    .collect();
                ("kept", tokens, captures.join(", "))
            }
            Outcome::Lost { tokens, to, because } => ("lost", tokens, format!("to {to}: {because}")),
            Outcome::Failed { element, tried, fitted, .. } => {
                let first = tried.clone().next().filter(|token| *token < self.a.tokens.len());
                let on = match first {
                    Some(first) if tried.len() > 1 => {
                        let last = (tried.end - 1).min(self.a.tokens.len() - 1);
                        format!("none of {:?} to {:?}", self.a.text(first), self.a.text(last))
                    }
                    Some(first) => format!("not {:?}", self.a.text(first)),
                    None => "not the end".to_owned(),
                };
                ("failed", fitted, format!("{element} is {on}"))
            }
        };
        let matched = (!passage.is_empty()).then(|| self.passage(passage.clone()));
        let place = format!("{}:{}", attempt.rule.file, attempt.rule.line);
        let pattern = attempt.pattern + 1;
        RuleSeen { rule: attempt.rule.id.clone(), place, pattern, outcome, matched, because }
    }

    /// The facts that rest on a place, and the things that it names.
    fn facts(&self, byte: usize) -> Vec<FactSeen> {
        let mut facts = Vec::new();
        for assertion in &self.said.assertions {
            let at =
                assertion.evidence.iter().filter(|evidence| evidence.span.start <= byte && byte < evidence.span.end);
            let Some(evidence) = at.min_by_key(|evidence| evidence.span.end - evidence.span.start) else { continue };
            let rule = self.packs.rules().find(|rule| rule.id == assertion.rule);
            facts.push(FactSeen {
                fact: facts::line(self.iris, &assertion.fact),
                by: if rule.is_some() { "rule" } else { "step" },
                name: assertion.rule.clone(),
                place: rule.map(|rule| format!("{}:{}", rule.file, rule.line)),
                evidence: self.passage_of(evidence.span),
            });
        }
        for entity in self.said.entities.values() {
            let at = entity.mentions.iter().find(|mention| mention.span.start <= byte && byte < mention.span.end);
            if let Some(evidence) = at {
                facts.push(FactSeen {
                    fact: format!("names {} ({})", facts::thing(self.iris, &entity.id), entity.label),
                    by: if entity.known { "table" } else { "step" },
                    name: if entity.known { "names" } else { "things" }.to_owned(),
                    place: None,
                    evidence: self.passage_of(evidence.span),
                });
            }
        }
        facts
    }
}
