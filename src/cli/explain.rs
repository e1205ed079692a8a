//! `rapporteur explain`.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad, TermRef};

use super::{Ending, open_store};
use crate::config::Config;
use crate::query::entity_named;
use crate::store::{Generations, Snapshot};

/// Shows why something is in the graph: the sentences, with document, place and rule
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur explain meeting/bali-process/ministerial-conference-2
  rapporteur explain 'Regional Support Office'
  rapporteur explain https://w3id.org/igm/state/fiji")]
pub(super) struct Arguments {
    /// An IRI, its path under the base, or a name
    #[arg(value_name = "IRI")]
    iri: String,
}

const DERIVED: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasDerivedFrom");
const SUBJECT: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject");
const RULE: &str = "https://w3id.org/igm/ns#rule";
const RANK: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://wikiba.se/ontology#rank");

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<Ending> {
    let snapshot = open_store(config)?;
    let base = Generations::at(&config.store).record()?.map(|record| record.base).unwrap_or_default();
    let node = entity_named(&snapshot, &base, "thing", &arguments.iri)?;
    let iri = node.as_str();

    let mut out = std::io::stdout().lock();
    let mut about = collect(snapshot.quads(Some(node.as_ref().into()), None, None, None))?;
    about.sort_by_cached_key(|quad| (quad.predicate.to_string(), quad.object.to_string()));
    writeln!(out, "{iri}")?;
    // Passages follow below, with their words.
    for quad in about.iter().filter(|quad| quad.graph_name.is_default_graph() && quad.predicate != DERIVED) {
        writeln!(out, "  {} {}", short(&base, &quad.predicate.to_string()), short(&base, &quad.object.to_string()))?;
    }
    // Its own passages, the passages of claims about it, and of nodes that point to it: participations and acts.
    show(&snapshot, &base, &mut out, "itself", &about)?;
    let mut statements = collect(snapshot.quads(None, Some(SUBJECT), Some(node.as_ref().into()), None))?;
    statements.sort_by_cached_key(ToString::to_string);
    for statement in statements {
        let claim = collect(snapshot.quads(Some(statement.subject.as_ref()), None, None, None))?;
        show(&snapshot, &base, &mut out, &title(&base, &claim), &claim)?;
    }
    let mut uses: BTreeMap<String, Quad> = BTreeMap::new();
    for quad in snapshot.quads(None, None, Some(node.as_ref().into()), None) {
        let quad = quad?;
        if !quad.graph_name.is_default_graph() && quad.predicate != SUBJECT && quad.predicate != DERIVED {
            uses.entry(quad.subject.to_string()).or_insert(quad);
        }
    }
    for quad in uses.values() {
        let user = collect(snapshot.quads(Some(quad.subject.as_ref()), None, None, Some(quad.graph_name.as_ref())))?;
        let heading =
            format!("{} of {}", short(&base, &quad.predicate.to_string()), short(&base, &quad.subject.to_string()));
        show(&snapshot, &base, &mut out, &heading, &user)?;
    }
    Ok(Ending::Fine)
}

fn collect<E>(quads: impl Iterator<Item = Result<Quad, E>>) -> Result<Vec<Quad>, E> {
    quads.collect()
}

/// Property and value of a claim, with its rank if it is contested.
fn title(base: &str, claim: &[Quad]) -> String {
    let part = |name: &str| {
        let quad = claim.iter().find(|quad| quad.predicate.as_str().ends_with(name));
        quad.map(|quad| short(base, &quad.object.to_string())).unwrap_or_default()
    };
    let rank = claim
        .iter()
        .find(|quad| quad.predicate == RANK)
        .map(|quad| format!(" [{}]", short(base, &quad.object.to_string())));
    format!("{} {}{}", part("ns#predicate"), part("ns#object"), rank.unwrap_or_default())
}

/// Prints the passages from which a node was derived.
fn show(snapshot: &Snapshot, base: &str, out: &mut impl Write, heading: &str, quads: &[Quad]) -> anyhow::Result<()> {
    let rule = quads.iter().find(|quad| quad.predicate.as_str() == RULE).map(|quad| value(quad.object.as_ref()));
    let mut passages: Vec<&Quad> =
        quads.iter().filter(|quad| quad.predicate == DERIVED && !quad.graph_name.is_default_graph()).collect();
    passages.sort_by_cached_key(|quad| place(&quad.object.to_string()));
    if passages.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}{}", rule.map(|rule| format!("   (rule {rule})")).unwrap_or_default())?;
    for passage in passages {
        let TermRef::NamedNode(iri) = passage.object.as_ref() else { continue };
        let graph: GraphNameRef<'_> = passage.graph_name.as_ref();
        let about = collect(snapshot.quads(Some(iri.into()), None, None, Some(graph)))?;
        let field = |name: &str| {
            about.iter().find(|quad| quad.predicate.as_str().ends_with(name)).map(|quad| value(quad.object.as_ref()))
        };
        let locator = field("ns#locator").map(|locator| format!(", {locator}")).unwrap_or_default();
        writeln!(out, "  {}{locator}", short(base, &iri.to_string()))?;
        let quote = field("oa#exact").unwrap_or_default();
        writeln!(out, "    \"{}\"", quote.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
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

/// An IRI without its base and brackets; the last part of one from elsewhere.
fn short(base: &str, term: &str) -> String {
    let Some(iri) = term.strip_prefix('<').and_then(|term| term.strip_suffix('>')) else { return term.to_owned() };
    let ours = iri.strip_prefix(base).filter(|path| !base.is_empty() && !path.starts_with("ns#"));
    ours.map_or_else(|| iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned(), str::to_owned)
}
