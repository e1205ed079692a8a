//! What every page has: head, skip link, bar, footer; and the page of an error.

use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::server::assets::script;
use crate::server::errors::Problem;

/// The sections, those of the widest view first.
const LINKS: [(&str, &str); 12] = [
    ("/timeline", "Timeline"),
    ("/matrix", "Matrix"),
    ("/map", "Map"),
    ("/mandates", "Mandates"),
    ("/graph", "Graph"),
    ("/doc", "Documents"),
    ("/meeting", "Meetings"),
    ("/compare", "Compare"),
    ("/paths", "Paths"),
    ("/queries", "Queries"),
    ("/sparql", "SPARQL"),
    ("/ontology", "Ontology"),
];

/// A whole page. `here` is the path of the section the page belongs to.
#[expect(clippy::needless_pass_by_value, reason = "each page is made for this call")]
pub(super) fn layout(title: &str, here: &str, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) @if title != "Rapporteur" { " · Rapporteur" } }
                link rel="stylesheet" href="/assets/site.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                @if let Some(theme) = script("theme") { script src=(theme) {} }
                @if let Some(main) = script("main") { script type="module" src=(main) {} }
            }
            body {
                a.skip href="#main" { "Skip to content" }
                header.bar {
                    a.brand href="/" { "Rapporteur" }
                    form.search action="/search" method="get" role="search" {
                        label.hidden for="q" { "Search by name" }
                        input #q type="search" name="q" placeholder="Search states, bodies, meetings…" autocomplete="off";
                        button type="submit" { "Search" }
                    }
                    nav aria-label="Sections" {
                        details.menu {
                            summary { "Menu" }
                            div { @for (href, name) in LINKS { a href=(href) aria-current=[(here == href).then_some("page")] { (name) } } }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer {
                    p { a href="/quality" { "Quality" } ": how well the documents are read, measured against a person." }
                    p { a href="/dataset" { "The data set" } ": what it holds, counted, and how it is to be had." }
                    p {
                        "Every fact has a ¶: it opens the sentence that proves it. The words of the documents are set in "
                        span.words { "serif" } ", ours in sans."
                    }
                }
            }
        }
    }
}

/// The page of an error, with what to do about it.
pub(in crate::server) fn problem_page(problem: &Problem) -> Response {
    let links = problem.available.iter().filter(|a| a.starts_with('/'));
    let page = layout(
        problem.title,
        "",
        html! {
            h1 { (problem.title) }
            p { (problem.detail) }
            @if let Some(hint) = &problem.hint { p { (hint) } }
            @if problem.available.iter().any(|a| a.starts_with('/')) {
                h2 { "Perhaps you look for" }
                ul { @for path in links { li { a href=(path) { (path) } } } }
            }
            p { a href="/" { "Start page" } }
        },
    );
    problem.dress(page.into_response())
}
