//! The graph canvas as a page: what is drawn as lists and tables, which a script turns into a picture.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::encode;
use crate::server::canvas::{Edge, Group, Node, Picture, Shown, View};
use crate::server::index::Entry;
use crate::server::kinds::Kind;

/// The page of a picture.
pub(in crate::server) fn graph(picture: &Picture, view: &View) -> Markup {
    let query = view.query();
    let starts: Vec<&Node> = picture.nodes.iter().filter(|node| view.of.contains(&node.id)).collect();
    let title = starts.iter().map(|node| node.label.as_str()).collect::<Vec<_>>().join(", ");
    layout(
        &format!("{title} – Graph"),
        "/graph",
        html! {
            h1 { "Graph" }
            p.summary {
                (picture.nodes.len()) @if picture.nodes.len() == 1 { " thing, " } @else { " things, " }
                (picture.edges.len()) @if picture.edges.len() == 1 { " relation" } @else { " relations" } " around "
                @for (n, node) in starts.iter().enumerate() { @if n > 0 { ", " } a href=(node.href) { (node.name) } }
                @if picture.left_out > 0 { " · " strong.cut { (picture.left_out) " more would not fit: hide some, or begin elsewhere" } }
                @if !picture.complete { " · " strong.cut { "a thing has more relations than were counted" } }
            }
            p.downloads {
                span.dim { "As data:" }
                @for format in ["json", "csv", "graphml"] { a href={ "/graph." (format) "?" (query) } { (format) } }
            }
            rap-graph data-query=(query) {
                @for (thing, relations) in &picture.relations {
                    @if let Some(node) = picture.nodes.iter().find(|node| node.id == *thing) {
                        (open(node, relations, &picture.groups, view))
                    }
                }
                (lines(picture, view))
            }
            (form())
        },
    )
}

/// A thing that is open: how much of each of its relations is drawn.
fn open(node: &Node, relations: &[Shown], groups: &[Group], view: &View) -> Markup {
    html! {
        section.open {
            h2 { (mark(node.mark, node.colour, node.kind)) " " a href=(node.href) { (node.name) } }
            table {
                thead { tr { th scope="col" { "Relation" } th scope="col" { "Kind" } th scope="col" { "Shown" } } }
                tbody {
                    @for relation in relations {
                        tr {
                            td { (relation.label) }
                            td { (mark(relation.mark, relation.colour, relation.kind)) }
                            td {
                                (relation.shown) " of " (relation.total)
                                @if groups.iter().any(|group| group.of == node.id && group.key == relation.key) {
                                    " " a href={ "/graph?" (view.with_all(&relation.key, &node.id).query()) } { "Add all" span.hidden { ": " (relation.label) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Everything that is drawn, line by line.
fn lines(picture: &Picture, view: &View) -> Markup {
    let thing = |id: &str| {
        html! {
            @if let Some(node) = picture.nodes.iter().find(|node| node.id == id) {
                (sign(node)) " " a href=(node.href) { (node.name) }
            }
        }
    };
    html! {
        section {
            h2 { "Relations shown " span.dim { (picture.edges.len()) } }
            @if picture.edges.is_empty() { p { "Nothing that is shown has to do with anything else that is shown." } }
            @else {
                div.scroll tabindex="0" role="region" aria-label="Relations shown" {
                    table {
                        thead { tr { th scope="col" { "From" } th scope="col" { "Relation" } th scope="col" { "To" } th scope="col" { "Source" } } }
                        tbody {
                            @for edge in &picture.edges {
                                tr {
                                    td data-label="From" { (thing(&edge.from)) }
                                    td data-label="Relation" { (edge.label) }
                                    td data-label="To" { (thing(&edge.to)) }
                                    td data-label="Source" { (proof(edge)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        section {
            h2 { "Things shown " span.dim { (picture.nodes.len()) } }
            ul.plain {
                @for node in &picture.nodes {
                    li {
                        (sign(node)) " " a href=(node.href) { (node.name) } " "
                        span.small {
                            @if !node.open { a href={ "/graph?" (view.opening(&node.id).query()) } { "Expand" span.hidden { " " (node.name) } } " · " }
                            a href={ "/graph?" (view.hiding(&node.id).query()) } { "Hide" span.hidden { " " (node.name) } }
                        }
                    }
                }
            }
        }
    }
}

fn proof(edge: &Edge) -> Markup {
    html! {
        @if let Some(proof) = &edge.proof {
            a.proof href=(proof.href) title=(proof.quote) { "¶ " (proof.document) }
            @if proof.more > 0 { span.dim.small { "and " (proof.more) " more" } }
        } @else { span.none { "–" } }
    }
}

fn sign(node: &Node) -> Markup {
    html! { span.mark.(node.colour) title=(node.kind) { span aria-hidden="true" { (node.mark) } span.hidden { (node.kind) } } }
}

fn mark(mark: &str, colour: &str, kind: &str) -> Markup {
    html! { span.mark.(colour) { span aria-hidden="true" { (mark) " " } (kind) } }
}

fn form() -> Markup {
    html! {
        form.fields action="/graph" method="get" {
            div { label for="of" { "Begin with" } input #of name="of" required placeholder="Fiji, or state/fiji"; }
            button.primary type="submit" { "Draw" }
        }
    }
}

/// The page without a thing to begin with.
pub(in crate::server) fn graph_start(offered: &[(&Kind, Vec<(&Entry, String)>)]) -> Markup {
    layout(
        "Graph",
        "/graph",
        html! {
            h1 { "Graph" }
            p.summary { "Who has to do with whom, step by step: begin with a thing, then expand what is of interest. Large groups stay folded until you open them." }
            (form())
            @for (kind, things) in offered.iter().filter(|(_, things)| !things.is_empty()) {
                h2 { (mark(kind.mark, kind.colour, kind.plural)) }
                (links(things.iter().map(|(entry, label)| (entry.path.as_str(), label.as_str()))))
            }
        },
    )
}

/// The page for a name that nothing has.
pub(in crate::server) fn graph_unknown(typed: &str, near: &[(String, String)]) -> Markup {
    layout(
        "Graph",
        "/graph",
        html! {
            h1 { "Which one?" }
            p role="status" { "Nothing, or more than one thing, is called “" (typed) "”." }
            (form())
            @if !near.is_empty() { h2 { "Names that come near" } (links(near.iter().map(|(path, label)| (path.as_str(), label.as_str())))) }
        },
    )
}

/// Paths and names.
fn links<'a>(things: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        ul.plain.columns {
            @for (path, label) in things {
                li { a href={ "/graph?of=" (encode(path)) } { (if label.is_empty() { path } else { label }) } }
            }
        }
    }
}
