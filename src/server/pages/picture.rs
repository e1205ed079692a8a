//! A picture of a table: drawn by a script from data in the page, while the table says the same without one.
//!
//! A `script` of a type that no browser runs is data, and a policy of content security that forbids scripts lets it be.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

/// What `web/src/plot` can draw.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Bars,
    Map,
    Timeline,
}

/// The place of a picture with its data, its name and the words under it.
pub(super) fn picture(kind: Kind, name: &str, data: &Value, caption: &Markup) -> Markup {
    let kind = match kind {
        Kind::Bars => "bars",
        Kind::Map => "map",
        Kind::Timeline => "timeline",
    };
    html! {
        figure.chart.card {
            rap-plot kind=(kind) aria-label=(name) {
                (data_block("application/json", data))
                p.dim { "The picture is drawn by a script; the table below has the same." }
            }
            figcaption { (caption) }
        }
    }
}

/// Data in a page. Its text ends no script: what could is written as JSON writes any character.
pub(super) fn data_block(media_type: &str, data: &Value) -> Markup {
    let text = data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    html! { script type=(media_type) { (PreEscaped(text)) } }
}
