//! The head of a thing's page: what the overviews know of it.

use maud::{Markup, html};

use super::parts::{encode, name, names, proofs as evidence_proofs};
use super::table::{badge, place, proofs, stated, thing};
use crate::server::entity::Entity;
use crate::server::overview::{Change, Passage};
use crate::server::screens::{About, Field};

/// What stands under the name of a thing.
pub(super) fn head(entity: &Entity, about: Option<&About>, base: &str) -> Markup {
    let path = entity.iri.strip_prefix(base).unwrap_or(&entity.iri);
    html! {
        @match about {
            Some(About::Meeting { side, end, status, process, disputed, around }) => {
                div.card.head {
                    p {
                        span.date { (side.head.date.as_deref().unwrap_or("no date")) @if let Some(end) = end.as_ref().filter(|end| Some(*end) != side.head.date.as_ref()) { " – " (end) } }
                        @if let Some(place) = &side.head.place { " · " (place) }
                        @if let Some(status) = status { " · " (status.label) }
                        @if let Some(process) = process { " · a meeting of " (thing(process, base)) }
                        " " (proofs(side.passage.as_slice()))
                    }
                    @if !disputed.is_empty() {
                        p { span.badge { span aria-hidden="true" { "⚠ " } "Sources disagree" } " "
                            @for (n, (property, value, passages)) in disputed.iter().enumerate() { @if n > 0 { "; " } (property) " " span.date { (value) } " " (proofs(passages)) } }
                    }
                    p {
                        @match side.head.listed { Some(listed) => { (listed) " on its lists" } None => { "No list of participants was published" } }
                        @for number in &side.head.stated { " " (stated(number)) }
                    }
                    p {
                        a href={ "/mandates?at=" (encode(path)) } { (side.mandates) " mandates" }
                        @for document in &side.documents { " · " (thing(document, base)) }
                        @for (other, word) in around.iter().zip(["before", "after"]) {
                            @if let Some(other) = other {
                                @let of = other.iri.strip_prefix(base).unwrap_or(&other.iri);
                                " · " a href={ "/compare?a=" (encode(path)) "&b=" (encode(of)) } { "Compare with " (other.label) ", " (word) " it" }
                            }
                        }
                    }
                }
            }
            Some(About::Body { changes, asked_of }) => {
                @if !changes.is_empty() {
                    h2 #life { "Its life" }
                    ol.life { @for (change, at) in changes { li.open[change.is_open()] { (self::change(change)) @if let Some(at) = at { ", at " (thing(at, base)) } " " (proofs(change.passage.as_slice())) } } }
                    p.dim.small { "What no document tells of may have happened all the same." }
                }
                @if *asked_of > 0 { p { a href={ "/mandates?to=" (encode(path)) "&sort=force" } { "What was asked of it, strongest first: " (asked_of) @if *asked_of == 1 { " mandate" } @else { " mandates" } } } }
            }
            Some(About::Mandate { date, due, age, status, answers, until }) => {
                div.card.head {
                    p {
                        (badge(status.name(), status.mark(), status.title()))
                        @if let Some(date) = date { " given " span.date { (date) } }
                        @if let Some(age) = age.filter(|age| *age > 0) { ", " (age) @if age == 1 { " year" } @else { " years" } " before the newest record" }
                        @if let Some(due) = due { ", due " span.date { (due) } }
                    }
                    @if answers.is_empty() {
                        p.dim { "No later document says what became of it" @if let Some(until) = until { " (the newest tells of " span.date { (until) } ")" } "; that does not mean that nothing was done." }
                    } @else {
                        h2 { "What answers it" }
                        ul.plain { @for (answer, passage) in answers { li { (thing(answer, base)) " " (proofs(passage.as_slice())) } } }
                    }
                }
            }
            Some(About::Agent { strip, asked_of }) => {
                h2 #attendance { "Attendance" }
                ul.strip { @for (meeting, date, field) in strip { li { (self::field(field)) br; (thing(meeting, base)) br; span.dim.date { (date.as_deref().unwrap_or("no date")) } } } }
                p.downloads {
                    a href={ "/paths?from=" (encode(path)) } { "Find a path to …" }
                    @if *asked_of > 0 { a href={ "/mandates?to=" (encode(path)) "&sort=force" } { (asked_of) @if *asked_of == 1 { " mandate" } @else { " mandates" } " told to it" } }
                }
            }
            None => {}
        }
        (acted_for(entity, base))
    }
}

fn change(change: &Change) -> Markup {
    html! {
        span.date { (change.date.as_deref().unwrap_or("no date")) } " " b { (change.sort.label) }
        @if let Some(status) = &change.status { ", " (status.label) }
    }
}

fn field(field: &Field) -> Markup {
    let first = |passages: &[Passage]| passages.first().map(place);
    html! {
        @match field {
            Field::Part { role, capacities, passages } => {
                @let words: Vec<&str> = capacities.iter().map(|capacity| capacity.label.as_str()).collect();
                span.(role.name()) { span.sign aria-hidden="true" { (role.mark()) } " " b { (words.join(", ")) } }
                @if let Some(href) = first(passages) { " " a.proof href=(href) { "¶" span.hidden { " its sentence" } } }
            }
            Field::NotListed => { span aria-hidden="true" { "– " } "not listed" }
            Field::NoList => { span.unlisted aria-hidden="true" {} " no list published" }
        }
    }
}

/// For whom a person or a post acted, in which meeting.
fn acted_for(entity: &Entity, base: &str) -> Markup {
    let acted: Vec<_> =
        entity.participations.iter().filter(|part| part.represented_by.iter().any(|by| by.iri == entity.iri)).collect();
    html! {
        @if !acted.is_empty() {
            h2 #acted { "Whom it acted for" }
            ul.plain {
                @for part in acted {
                    li {
                        @if let Some(member) = &part.member { (name(member, base)) } ", " (part.capacity.label)
                        @if let Some(context) = &part.context { " in " (name(context, base)) }
                        @if let Some(when) = &part.when { ", " span.date { (when) } }
                        @if part.represented_by.len() > 1 { ", with " (names(&part.represented_by, base)) }
                        " " (evidence_proofs(&part.evidence))
                    }
                }
            }
        }
    }
}
