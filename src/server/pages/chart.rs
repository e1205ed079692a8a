//! An answer as a picture: its rows as lying bars with their numbers. The table beside it says the same.

use maud::{Markup, html};
use oxigraph::model::Term;
use serde_json::{Value, json};

use super::parts::href;
use super::picture::{Kind, picture};
use crate::query::{Chart, Rows};
use crate::server::names::{Names, plain};
use crate::store::StoreError;

/// The bars of a chart; nothing where no row has a number that has a length.
pub(super) fn chart(chart: &Chart, rows: &Rows, names: &Names<'_>) -> Result<Markup, StoreError> {
    let (Some(label), Some(value)) = (rows.column(&chart.label), rows.column(&chart.value)) else {
        return Ok(html! {});
    };
    let series = chart.series.as_ref().and_then(|name| rows.column(name));
    let mut bars = Vec::new();
    for row in &rows.rows {
        let Some(number) = row[value].as_ref().and_then(|term| plain(term).parse::<f64>().ok()) else { continue };
        // Lengths below nothing cannot be drawn.
        if !number.is_finite() || number < 0.0 {
            continue;
        }
        let mut bar = json!({ "label": text(row[label].as_ref(), names)?, "value": number });
        if let Some(Term::NamedNode(node)) = &row[label] {
            bar["href"] = href(node.as_str(), names.base).into();
        }
        if let Some(series) = series {
            bar["series"] = text(row[series].as_ref(), names)?.into();
        }
        bars.push((number, bar));
    }
    if bars.iter().all(|(number, _)| *number <= 0.0) {
        return Ok(html! {});
    }
    let rows: Value = bars.into_iter().map(|(_, bar)| bar).collect();
    let title = format!("{} by {}", chart.value.replace('_', " "), chart.label.replace('_', " "));
    Ok(picture(Kind::Bars, &title, &json!({ "rows": rows }), &html! { (title) "." }))
}

fn text(term: Option<&Term>, names: &Names<'_>) -> Result<String, StoreError> {
    match term {
        None => Ok("–".to_owned()),
        Some(term) => names.term(term),
    }
}
