//! Two meetings beside each other.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::encode;
use super::table::{downloads, end, proofs, stated, table, thing};
use crate::server::screens::{COMPARE_PARTS, Cell, CompareScreen, Side, Table};

const PATH: &str = "/compare";

/// Renders the page.
pub(in crate::server) fn compare(screen: &CompareScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    layout(
        "Compare two meetings",
        PATH,
        html! {
            h1 { "Compare two meetings" }
            form.fields action=(PATH) method="get" aria-label="Which meetings" {
                (end(asked, PATH, "a", "The first meeting: its name, path or IRI", &screen.found[0], "meetings"))
                (end(asked, PATH, "b", "The second meeting", &screen.found[1], "meetings"))
                datalist #meetings { @for name in &screen.offered { option value=(name) {} } }
                button.primary type="submit" { "Compare" }
            }
            @match &screen.sides {
                Some([a, b]) => {
                    div.pair { (side(a, base)) (side(b, base)) }
                    (downloads(asked, PATH))
                    p.dim { "What is on no list may have been there all the same: the table says of each meeting whether it has a list." }
                    (parts(screen, a, b, base))
                }
                None if !screen.pairs.is_empty() => {
                    h2 { "To begin with" }
                    ul.plain {
                        @for [a, b] in &screen.pairs {
                            li { a href={ (PATH) "?a=" (encode(&a.0)) "&b=" (encode(&b.0)) } { (a.1) " and " (b.1) } }
                        }
                    }
                }
                None => {}
            }
        },
    )
}

fn side(side: &Side, base: &str) -> Markup {
    let head = &side.head;
    html! {
        div.card {
            h2 { span.mark.meeting aria-hidden="true" { "◆ " } (thing(&head.thing, base)) }
            p { @if let Some(place) = &head.place { (place) ", " } span.date { (head.date.as_deref().unwrap_or("no date")) } " " (proofs(side.passage.as_slice())) }
            p {
                @match head.listed { Some(listed) => { (listed) " on its lists" } None => { "no list published" } }
                @for number in &head.stated { " " (stated(number)) }
            }
            p { (side.mandates) " mandates" @for document in &side.documents { " · " (thing(document, base)) } }
        }
    }
}

fn parts(screen: &CompareScreen, a: &Side, b: &Side, base: &str) -> Markup {
    let names = [&a.head.thing.label, &b.head.thing.label];
    let titles = [
        "In both".to_owned(),
        format!("Only in {}", names[0]),
        format!("Only in {}", names[1]),
        format!("What {} asked for", names[0]),
        format!("What {} asked for", names[1]),
    ];
    // The columns of one part: agents have capacities in both, mandates their force in one.
    let shown: [&[&str]; 5] = [&["words"], &["words"], &["words"], &["in_b", "passages_b"], &["in_a", "passages_a"]];
    html! {
        @for (((name, title), id), hidden) in COMPARE_PARTS.iter().zip(&titles).zip(["both", "only-a", "only-b", "asked-a", "asked-b"]).zip(shown) {
            @let rows: Vec<Vec<Cell>> = screen.table.rows.iter().filter(|row| is_part(row, name)).cloned().collect();
            h2 id=(id) { (title) " " span.dim { (rows.len()) } }
            @if rows.is_empty() { p { "None, as far as the documents tell." } } @else {
                @let but: Vec<&str> = hidden.iter().copied().chain(["part"]).collect();
                @let part = Table { caption: title.clone(), columns: screen.table.columns.clone(), total: rows.len(), rows };
                (table(&part, base, &but))
            }
        }
    }
}

fn is_part(row: &[Cell], name: &str) -> bool {
    matches!(row.first(), Some(Cell::Text(part)) if part == name)
}
