//! How to read the pages.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{mark, strength};
use crate::server::kinds::KINDS;
use crate::server::overview::{Role, Status};

/// Keys and what they do; those with script say so.
const KEYS: [(&str, &str); 6] = [
    ("Tab, Shift-Tab", "to the next link or field, and back; the first one skips to the content"),
    ("Enter", "follows a link, opens a list that is folded, sends a form"),
    ("Space", "marks a box"),
    ("Arrow keys", "move a wide table or picture that has the focus; choose in a list"),
    ("Alt-Left", "back: every state of a screen has its own address"),
    ("Ctrl-P", "prints a page without its bars and buttons"),
];

/// Addresses, and what is there.
const ADDRESSES: [(&str, &str); 9] = [
    ("/matrix", "who took part in which meeting"),
    ("/mandates", "who told whom to do what, and what became of it"),
    ("/timeline", "meetings and bodies by their dates, and where sources disagree"),
    ("/map", "where participants come from"),
    ("/compare", "two meetings beside each other"),
    ("/paths", "how two things are connected"),
    ("/search", "names, and passages by their words"),
    ("/queries", "questions as forms, with charts and files"),
    ("/sparql", "any question, in SPARQL"),
];

/// Renders the page; `writes` says whether documents may be sent.
pub(in crate::server) fn help(writes: bool) -> Markup {
    layout(
        "Help",
        "/help",
        html! {
            h1 { "How to read these pages" }
            h2 { "¶ opens the sentence" }
            p {
                "Each fact carries a ¶. It opens the document at the sentence from which the fact was read, marked in "
                mark { "yellow" } ", and yellow means nothing else. Words of a document are set in " span.words { "serif" } ", ours in sans."
            }
            p { "In a document every passage with a fact is marked and has a number; the card with this number says which facts it proves. What has no mark was read, and no fact was found in it." }
            h2 { "What is known, and what is not" }
            dl.legend {
                @for role in Role::ALL { div { dt.sign { (role.mark()) } dd { (role.title()) } } }
                div { dt.sign { "–" } dd { "There is a list, and the name is not on it. It may have been there all the same." } }
                div { dt { span.sign.unlisted {} } dd { "No list was published: nothing is known." } }
                div { dt { span aria-hidden="true" { "⚠" } } dd { "Sources disagree: all values are kept, each with its sentence, and one is preferred." } }
            }
            h2 { "What became of a mandate" }
            p { "This is read from documents only, and from those that are here. It is never said that something was not done." }
            dl.legend { @for status in Status::ALL { div { dt.sign { (status.mark()) } dd { (status.title()) ": " (meaning(status)) } } } }
            h2 { "How strongly something is asked" }
            p { "Five bars: " @for n in (1..=5_u8).rev() { (strength(Some(n))) } " from “directs” to “encourages”. Decisions and undertakings have no bars: they bind who makes them." }
            h2 { "Signs and colours" }
            p { "A colour never stands alone: a sign and a word say the same." }
            ul.plain.columns { @for kind in &KINDS { li { (mark(kind)) } } }
            h2 { "Keys" }
            table { tbody { @for (key, what) in KEYS { tr { th scope="row" { kbd { (key) } } td { (what) } } } } }
            @if writes {
                h2 { "Sending documents" }
                p {
                    "Whoever has a token that may write sends files to " code { "/documents" } ": "
                    code { "curl -H \"Authorization: Bearer $TOKEN\" -F files=@statement.pdf …/documents" }
                    ". The answer says what became of each, and the pages show them from then on. "
                    code { "DELETE /documents/statement" } " takes a document out again, with " code { "?forget" } " without a trace. "
                    a href="/openapi.json" { "The description of the interface" } " has the rest."
                }
            }
            h2 { "Addresses" }
            p { "Each thing has its page at its own address; " code { ".ttl" } ", " code { ".jsonld" } ", " code { ".csv" } " or " code { ".json" } " behind it gives it as data. Each screen has its table with " code { ".csv" } " and " code { ".json" } " behind its name, with the conditions that are in the address." }
            table { tbody { @for (address, what) in ADDRESSES { tr { th scope="row" { a href=(address) { (address) } } td { (what) } } } } }
        },
    )
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::Done => "all that it calls for is reported as done",
        Status::FollowedUp => "a later act says that it follows it",
        Status::Partly => "some of what it calls for is reported as done, or some of its items are answered",
        Status::DueDatePassed => "its words give a date, later documents are here, and none tells of it",
        Status::NoFollowUp => "no document that is here tells of it",
    }
}
