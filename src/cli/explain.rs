//! `rapporteur explain`.

use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, ValueEnum};
use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad, Term, TermRef};

use super::{Ending, open_store};
use crate::config::Config;
use crate::graph::vocab::{compact, dcterms, igm, oa, prov, rdf, rdfs, skos, wikibase};
use crate::query::entity_named;
use crate::store::Snapshot;

/// Shows why something is in the graph: the sentences, with document, place and rule; or what is read at a place
///
/// For a place of a document: its sentence, what the tokens were taken for, which rules were tried there, how far each
/// came or which one it lost to, and the facts that rest on the place, each with the rule or step that made it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur explain meeting/bali-process/ministerial-conference-2
  rapporteur explain 'Regional Support Office'
  rapporteur explain https://w3id.org/igm/state/fiji
  rapporteur explain bali-2003-mc2:1200            what is read at code point 1200 of a document
  rapporteur explain notes/draft.txt:35 --format json --rules my-packs")]
pub(super) struct Arguments {
    /// An IRI, its path under the base, a name, or DOCUMENT:OFFSET in code points (an id, or a file)
    #[arg(value_name = "IRI|DOC:OFFSET")]
    iri: String,
    /// How a place is shown
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// How the answer about a place is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    if let Some((document, offset)) = place_of(&arguments.iri) {
        let explained = super::place::explain(config, document, offset)?;
        let mut out = std::io::stdout().lock();
        match arguments.format {
            Format::Text => write!(out, "{explained}")?,
            Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&explained)?)?,
        }
        return Ok(Ending::Fine);
    }
    if arguments.format == Format::Json {
        let advice = "for a thing, `rapporteur export` and its page with .json have the data";
        anyhow::bail!("--format json is for places, written DOCUMENT:OFFSET; {advice}");
    }
    let snapshot = open_store(config)?;
    let base = super::base(config)?;
    let node = entity_named(&snapshot, &base, "thing", &arguments.iri)?;
    let iri = node.as_str();

    let mut out = std::io::stdout().lock();
    let mut about = collect(snapshot.quads(Some(node.as_ref().into()), None, None, None))?;
    about.sort_by_cached_key(|quad| (quad.predicate.to_string(), quad.object.to_string()));
    writeln!(out, "{iri}")?;
    // Passages follow below, with their words.
    let leads_to_passage = |quad: &Quad| [prov::WAS_DERIVED_FROM, igm::SHOWN_BY].contains(&quad.predicate.as_ref());
    for quad in about.iter().filter(|quad| quad.graph_name.is_default_graph() && !leads_to_passage(quad)) {
        writeln!(out, "  {} {}", compact(quad.predicate.as_str(), &base), short(&base, quad.object.as_ref()))?;
    }
    // Its own passages, the passages of claims about it, and of nodes that point to it: participations and acts.
    show(&snapshot, &base, &mut out, "itself", &about)?;
    let mut statements = collect(snapshot.quads(None, Some(rdf::SUBJECT), Some(node.as_ref().into()), None))?;
    statements.sort_by_cached_key(ToString::to_string);
    for statement in statements {
        let claim = collect(snapshot.quads(Some(statement.subject.as_ref()), None, None, None))?;
        show(&snapshot, &base, &mut out, &title(&base, &claim), &claim)?;
    }
    let mut uses: BTreeMap<String, Quad> = BTreeMap::new();
    for quad in snapshot.quads(None, None, Some(node.as_ref().into()), None) {
        let quad = quad?;
        if !quad.graph_name.is_default_graph()
            && quad.predicate != rdf::SUBJECT
            && quad.predicate != prov::WAS_DERIVED_FROM
        {
            uses.entry(quad.subject.to_string()).or_insert(quad);
        }
    }
    for quad in uses.values() {
        let user = collect(snapshot.quads(Some(quad.subject.as_ref()), None, None, Some(quad.graph_name.as_ref())))?;
        let subject = TermRef::from(quad.subject.as_ref());
        let heading = format!("{} of {}", compact(quad.predicate.as_str(), &base), short(&base, subject));
        show(&snapshot, &base, &mut out, &heading, &user)?;
    }
    Ok(Ending::Fine)
}

/// Document and offset, if the argument names a place and no IRI.
fn place_of(argument: &str) -> Option<(&str, usize)> {
    let (document, offset) = argument.rsplit_once(':')?;
    let scheme = document.starts_with("http://") || document.starts_with("https://");
    (!scheme && !document.is_empty()).then_some((document, offset.parse().ok()?))
}

fn collect<E>(quads: impl Iterator<Item = Result<Quad, E>>) -> Result<Vec<Quad>, E> {
    quads.collect()
}

/// Property and value of a claim, with its rank if it is contested.
fn title(base: &str, claim: &[Quad]) -> String {
    let part = |name: NamedNodeRef<'_>| {
        claim.iter().find(|quad| quad.predicate == name).map(|quad| short(base, quad.object.as_ref()))
    };
    let rank = part(wikibase::RANK).map(|rank| format!(" [{rank}]")).unwrap_or_default();
    format!("{} {}{rank}", part(rdf::PREDICATE).unwrap_or_default(), part(rdf::OBJECT).unwrap_or_default())
}

/// Prints the passages from which a node was derived.
fn show(snapshot: &Snapshot, base: &str, out: &mut impl Write, heading: &str, quads: &[Quad]) -> anyhow::Result<()> {
    let rule = quads.iter().find(|quad| quad.predicate == igm::RULE).map(|quad| value(quad.object.as_ref()));
    let mut passages: Vec<&Quad> = quads
        .iter()
        .filter(|quad| quad.predicate == prov::WAS_DERIVED_FROM && !quad.graph_name.is_default_graph())
        .collect();
    passages.sort_by_cached_key(|quad| place(&quad.object.to_string()));
    let decisions = decisions(snapshot, base, quads)?;
    if passages.is_empty() && decisions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}{}", rule.map(|rule| format!("   (rule {rule})")).unwrap_or_default())?;
    for decision in decisions {
        writeln!(out, "  {decision}")?;
    }
    for passage in passages {
        let TermRef::NamedNode(iri) = passage.object.as_ref() else { continue };
        let graph: GraphNameRef<'_> = passage.graph_name.as_ref();
        let about = collect(snapshot.quads(Some(iri.into()), None, None, Some(graph)))?;
        let field = |name: NamedNodeRef<'_>| {
            about.iter().find(|quad| quad.predicate == name).map(|quad| value(quad.object.as_ref()))
        };
        let locator = field(igm::LOCATOR).map(|locator| format!(", {locator}")).unwrap_or_default();
        writeln!(out, "  {}{locator}", short(base, iri.into()))?;
        let quote = field(oa::EXACT).unwrap_or_default();
        writeln!(out, "    \"{}\"", quote.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
}

/// What people decided about a node: `rejected by A. Person, 2026-01-31: why`, with what was changed.
fn decisions(snapshot: &Snapshot, base: &str, quads: &[Quad]) -> anyhow::Result<Vec<String>> {
    let mut told: Vec<String> = Vec::new();
    let notes = quads.iter().filter(|quad| quad.predicate == skos::CHANGE_NOTE);
    let changes: Vec<String> = notes.map(|quad| value(quad.object.as_ref())).collect();
    for quad in quads {
        let done = match quad.predicate.as_ref() {
            prov::WAS_INVALIDATED_BY => "rejected",
            prov::WAS_GENERATED_BY if changes.is_empty() => "added",
            prov::WAS_GENERATED_BY => "edited",
            prov::WAS_INFLUENCED_BY => "decided",
            _ => continue,
        };
        let TermRef::NamedNode(decision) = quad.object.as_ref() else { continue };
        if !decision.as_str().starts_with(&format!("{base}decision/")) {
            continue;
        }
        let about = collect(snapshot.quads(Some(decision.into()), None, None, None))?;
        let field = |name: NamedNodeRef<'_>| about.iter().find(|quad| quad.predicate == name).map(|quad| &quad.object);
        let text = |name| field(name).map(|term| value(term.as_ref())).unwrap_or_default();
        let mut author = String::new();
        if let Some(Term::NamedNode(curator)) = field(prov::WAS_ASSOCIATED_WITH) {
            let names = collect(snapshot.quads(Some(curator.as_ref().into()), Some(rdfs::LABEL), None, None))?;
            author = names.first().map(|quad| value(quad.object.as_ref())).unwrap_or_default();
        }
        let done = if done == "decided" { text(rdfs::LABEL) } else { done.to_owned() };
        let line = format!("{done}, by {author}, {}: {}", text(dcterms::DATE), text(rdfs::COMMENT));
        if !told.contains(&line) {
            told.push(line);
        }
    }
    told.extend(changes.into_iter().map(|change| format!("changed {change}")));
    told.sort();
    told.dedup();
    Ok(told)
}

/// Document and offset of a passage, so that passages come in the order in which they are read.
fn place(iri: &str) -> (String, u64) {
    let (document, offsets) = iri.split_once("#char=").unwrap_or((iri, ""));
    (document.to_owned(), offsets.split(',').next().and_then(|start| start.parse().ok()).unwrap_or(0))
}

fn value(term: TermRef<'_>) -> String {
    match term {
        TermRef::Literal(literal) => literal.value().to_owned(),
        TermRef::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}

/// A term as people read it.
fn short(base: &str, term: TermRef<'_>) -> String {
    match term {
        TermRef::NamedNode(node) => compact(node.as_str(), base),
        other => other.to_string(),
    }
}
