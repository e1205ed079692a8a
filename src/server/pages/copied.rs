//! The pages that only a copy without a server has.

use maud::{Markup, html};

use super::layout::layout;

/// The search of a copy: a script looks through the names.
pub(in crate::server) fn copied_search() -> Markup {
    layout(
        "Search",
        "",
        html! {
            h1 { "Search" }
            p #count { "Type a name above. Without script, the lists lead to every name." }
            ol.plain #found {}
            script src="/copy/search-index.js" {}
            script src="/copy/assets/copy-search.js" {}
        },
    )
}

/// Where links lead that a copy cannot follow.
pub(in crate::server) fn without_server(generation: &str) -> Markup {
    layout(
        "Without a server",
        "",
        html! {
            h1 { "This needs a server" }
            p {
                "These pages are a copy of generation " code { (generation) } ". They hold everything that is known, with every sentence; "
                "what is computed for one question, such as SPARQL or a query with values of your own, is answered by a server: "
                code { "rapporteur serve" } "."
            }
            p { a href="/" { "Start page" } }
        },
    )
}
