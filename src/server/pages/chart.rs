//! An answer as a picture: lying bars with their numbers, drawn by the server. The table beside it says the same.

use maud::{Markup, html};
use oxigraph::model::Term;

use crate::query::{Chart, Rows};
use crate::server::names::{Names, plain, shorten};
use crate::store::StoreError;

/// Bars that are drawn; the table has all.
const BARS: usize = 40;

/// Parts of one bar that have a colour of their own.
const COLOURS: usize = 6;

/// One bar: its name, its parts by series.
struct Bar {
    name: String,
    parts: Vec<(usize, f64)>,
}

/// Height of a bar with its name above it, of the bar alone, and widths of the longest bar and of the number behind it.
const ROW: f64 = 42.0;
const THICK: f64 = 16.0;
const LENGTH: f64 = 480.0;
const NUMBER: f64 = 60.0;

/// The bars of a chart; nothing where no row has a number.
pub(super) fn chart(chart: &Chart, rows: &Rows, names: &Names<'_>) -> Result<Markup, StoreError> {
    let (Some(label), Some(value)) = (rows.column(&chart.label), rows.column(&chart.value)) else {
        return Ok(html! {});
    };
    let series = chart.series.as_ref().and_then(|name| rows.column(name));
    let mut bars: Vec<Bar> = Vec::new();
    let mut legend: Vec<String> = Vec::new();
    let mut left_out = 0;
    for row in &rows.rows {
        let Some(number) = row[value].as_ref().and_then(|term| plain(term).parse::<f64>().ok()) else { continue };
        // Lengths below nothing cannot be drawn.
        if !number.is_finite() || number < 0.0 {
            continue;
        }
        let name = text(row[label].as_ref(), names)?;
        let part = match series {
            None => 0,
            Some(column) => {
                let part = text(row[column].as_ref(), names)?;
                legend.iter().position(|known| *known == part).unwrap_or_else(|| {
                    legend.push(part);
                    legend.len() - 1
                })
            }
        };
        match bars.iter().position(|bar| bar.name == name) {
            Some(index) => bars[index].add(part, number),
            None if bars.len() < BARS => bars.push(Bar { name, parts: vec![(part, number)] }),
            None => left_out += 1,
        }
    }
    let longest = bars.iter().map(Bar::sum).fold(0.0, f64::max);
    if longest <= 0.0 {
        return Ok(html! {});
    }
    let (width, height) = (LENGTH + NUMBER, ROW * bars.len() as f64);
    let title = format!("{} by {}", chart.value.replace('_', " "), chart.label.replace('_', " "));
    Ok(html! {
        figure.chart {
            @if series.is_some() {
                p.legend { @for (part, name) in legend.iter().enumerate() { span { svg.key width="12" height="12" aria-hidden="true" { rect class=(colour(part)) width="12" height="12" {} } (name) } } }
            }
            div.scroll tabindex="0" role="region" aria-label=(title) {
                svg viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label={ (title) "; the table below has the numbers" } {
                    @for (index, bar) in bars.iter().enumerate() { (drawn(bar, ROW * index as f64, LENGTH / longest, &legend)) }
                }
            }
            figcaption { (title) @if left_out > 0 { "; " (left_out) " more rows are in the table only" } }
        }
    })
}

fn drawn(bar: &Bar, top: f64, scale: f64, legend: &[String]) -> Markup {
    let mut left = 0.0;
    let parts: Vec<(usize, f64, f64, f64)> = bar
        .parts
        .iter()
        .map(|(part, number)| {
            let begin = left;
            left += number * scale;
            (*part, *number, begin, number * scale)
        })
        .collect();
    html! {
        text.name x="0" y=(top + 14.0) { (shorten(&bar.name, 72)) title { (bar.name) } }
        @for (part, number, begin, length) in parts {
            rect class=(colour(part)) x=(begin) y=(top + 20.0) width=(length) height=(THICK) {
                title { (bar.name) @if let Some(series) = legend.get(part) { ", " (series) } ": " (number) }
            }
        }
        text.number x=(left + 6.0) y=(top + 33.0) { (bar.sum()) }
    }
}

impl Bar {
    /// Parts of one series are one part, and all bars have them in the same order.
    fn add(&mut self, part: usize, number: f64) {
        match self.parts.binary_search_by_key(&part, |(known, _)| *known) {
            Ok(at) => self.parts[at].1 += number,
            Err(at) => self.parts.insert(at, (part, number)),
        }
    }

    fn sum(&self) -> f64 {
        self.parts.iter().map(|(_, number)| number).sum()
    }
}

fn colour(part: usize) -> String {
    format!("part-{}", part % COLOURS)
}

fn text(term: Option<&Term>, names: &Names<'_>) -> Result<String, StoreError> {
    match term {
        None => Ok("–".to_owned()),
        Some(term) => names.term(term),
    }
}
