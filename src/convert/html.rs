//! HTML as it is saved from the web: the text of a page without what stands around it, lists and tables kept.
//!
//! Tags are read as they come, as in the ["tag soup" of the standard](https://html.spec.whatwg.org/#parsing): a paragraph
//! ends where the next block begins, an unknown end tag is passed over. No tree is built, so nothing nests too deeply.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::blocks::{Block, Table, numbered, text, tidy, written};

/// Elements that are no text of a page, whatever stands in them.
const SKIPPED: [&str; 21] = [
    "title", "script", "style", "noscript", "template", "head", "svg", "math", "nav", "footer", "aside", "form",
    "button", "select", "iframe", "object", "canvas", "audio", "video", "dialog", "menu",
];

/// Roles of what stands around a text.
const ROLES: [&str; 6] = ["navigation", "banner", "contentinfo", "search", "complementary", "dialog"];

/// Elements that end the paragraph before them.
const BLOCKS: [&str; 27] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "p",
    "pre",
    "section",
    "summary",
];

/// Elements without content.
const EMPTY: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that are remembered as open; what is nested more deeply is text all the same.
const DEPTH: usize = 500;

/// What part of a text that is links makes it a menu, and what part of the page is the text that it is about.
const LINKS: f64 = 0.6;
const MAIN: f64 = 0.25;

/// An element that is open.
struct Open {
    name: String,
    skipped: bool,
    main: bool,
    link: bool,
}

/// A list: its style if it is numbered, and the number of the last item.
struct List {
    style: Option<String>,
    last: usize,
}

/// A block with what tells text from what stands around it.
struct Found {
    block: Block,
    main: bool,
    linked: usize,
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    lists: Vec<List>,
    tables: Vec<Table>,
    /// Blocks outside of tables.
    found: Vec<Found>,
    /// The paragraph that is being read, how much of it is links, and the marker if it is an item.
    text: String,
    linked: usize,
    marker: Option<(usize, String)>,
}

/// The text of a page.
pub(super) fn read(page: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.flush();
    while let Some(table) = reader.tables.pop() {
        let blocks = table.closed();
        blocks.into_iter().for_each(|block| reader.put(block, 0));
    }
    written(&about(reader.found))
}

impl Reader {
    fn skips(&self) -> bool {
        self.open.iter().any(|open| open.skipped)
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).trim().to_ascii_lowercase())
        };
        if !self.skips() {
            self.before(&name, attribute("type").as_deref(), attribute("start").as_deref());
        }
        if EMPTY.contains(&name.as_str()) || self.open.len() >= DEPTH {
            return;
        }
        let role = attribute("role").unwrap_or_default();
        let in_main = self.open.iter().any(|open| open.main);
        let hidden = attribute("hidden").is_some() || attribute("aria-hidden").as_deref() == Some("true");
        let head_of_page = name == "header" && !in_main;
        self.open.push(Open {
            skipped: hidden || head_of_page || SKIPPED.contains(&name.as_str()) || ROLES.contains(&role.as_str()),
            main: name == "main" || name == "article" || role == "main",
            link: name == "a",
            name,
        });
    }

    /// What a start tag ends and begins.
    fn before(&mut self, name: &str, style: Option<&str>, start: Option<&str>) {
        match name {
            "br" => self.text.push('\n'),
            "ul" | "ol" => {
                self.flush();
                let style = (name == "ol").then(|| style.unwrap_or("1").to_owned());
                let last =
                    start.and_then(|start| start.parse::<usize>().ok()).map_or(0, |start| start.saturating_sub(1));
                self.lists.push(List { style, last });
            }
            "li" => {
                self.close(&["li"], &["ul", "ol"]);
                self.flush();
                let depth = self.lists.len().saturating_sub(1);
                let marker = match self.lists.last_mut() {
                    Some(List { style: Some(style), last }) => {
                        *last = last.saturating_add(1);
                        format!("{}.", numbered(*last, style))
                    }
                    _ => "•".to_owned(),
                };
                self.marker = Some((depth, marker));
            }
            "table" => {
                self.flush();
                self.tables.push(Table::default());
            }
            "tr" => {
                self.close(&["td", "th", "tr"], &["table"]);
                self.flush();
                if let Some(table) = self.tables.last_mut() {
                    table.row();
                }
            }
            "td" | "th" => {
                self.close(&["td", "th"], &["table"]);
                self.flush();
                if let Some(table) = self.tables.last_mut() {
                    table.cell();
                }
            }
            "p" => {
                self.close(&["p"], &["td", "th", "li", "div", "blockquote"]);
                self.flush();
            }
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        let skipped = self.skips();
        if !skipped {
            let ends = BLOCKS.contains(&name) || matches!(name, "ul" | "ol" | "li" | "table" | "tr" | "td" | "th");
            if ends {
                self.flush();
            }
            match name {
                "ul" | "ol" => _ = self.lists.pop(),
                "table" => {
                    if let Some(table) = self.tables.pop() {
                        table.closed().into_iter().for_each(|block| self.put(block, 0));
                    }
                }
                _ => {}
            }
        }
        self.open.truncate(at);
    }

    /// Ends the innermost of some elements, unless one of others lies in between.
    fn close(&mut self, names: &[&str], within: &[&str]) {
        while let Some(at) = self.open.iter().rposition(|open| names.contains(&open.name.as_str())) {
            if self.open[at..].iter().any(|open| within.contains(&open.name.as_str())) {
                return;
            }
            self.open.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        if self.skips() {
            return;
        }
        let pre = self.open.iter().any(|open| open.name == "pre");
        let text = if pre { text.to_owned() } else { text.replace(['\n', '\r'], " ") };
        if self.open.iter().any(|open| open.link) {
            self.linked += text.trim().len();
        }
        self.text.push_str(&text);
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let (text, linked) = (tidy(&std::mem::take(&mut self.text)), std::mem::take(&mut self.linked));
        if text.is_empty() {
            return;
        }
        let block = match self.marker.take() {
            Some((depth, marker)) => Block::Item(depth, marker, text.replace('\n', " ")),
            None => Block::Paragraph(text),
        };
        self.put(block, linked);
    }

    fn put(&mut self, block: Block, linked: usize) {
        match self.tables.last_mut() {
            Some(table) => table.open().push(block),
            None => {
                let main = self.open.iter().any(|open| open.main);
                self.found.push(Found { block, main, linked });
            }
        }
    }
}

/// The blocks of what the page is about: what it says so of, or all but its menus.
#[expect(clippy::cast_precision_loss, reason = "letters of one page")]
fn about(found: Vec<Found>) -> Vec<Block> {
    let letters = |found: &Found| text(&found.block).len();
    let all: usize = found.iter().map(letters).sum();
    let main: usize = found.iter().filter(|found| found.main).map(letters).sum();
    let has_main = main as f64 > all as f64 * MAIN;
    let is_about = |found: &Found| match has_main {
        true => found.main,
        false => found.linked == 0 || (found.linked as f64) < letters(found) as f64 * LINKS,
    };
    found.into_iter().filter(is_about).map(|found| found.block).collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_page_is_its_text_with_lists_and_tables_and_without_its_menus() {
        let page = "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><header><a href=/>Home</a></header>\
            <nav><ul><li><a href=/a>About</a></ul></nav><main><h1>Statement of the <i>Chair</i></h1><p>Ministers met in\n Suva &amp; Nadi.\
            <p>They:<ol><li>agreed to meet;<li>asked:<ul><li>Fiji</ul></ol><table><tr><th>State<th>Boats<tr><td>Tonga<td>5</table></main>\
            <footer>Contact us</footer><script>var a = '<p>no</p>'</script></body></html>";
        assert_eq!(
            read(page),
            "Statement of the Chair\n\nMinisters met in Suva & Nadi.\n\nThey:\n\n1. agreed to meet;\n2. asked:\n  • Fiji\n\nState\tBoats\nTonga\t5\n"
        );
    }

    #[test]
    fn a_page_that_does_not_say_what_it_is_about_loses_what_is_only_links() {
        let page = "<div><a href=/>Home</a> | <a href=/n>News</a></div><div>Ministers met in <a href=/suva>Suva</a> on 2 May 2003 and agreed.</div>";
        assert_eq!(read(page), "Ministers met in Suva on 2 May 2003 and agreed.\n");
    }

    #[test]
    fn a_table_that_lays_out_a_page_gives_its_text_in_order() {
        let page = "<table><tr><td><ul><li>One<li>Two</ul><td><p>First.<p>Second.<table><tr><td>a<td>b</table></table>";
        assert_eq!(read(page), "• One\n• Two\n\nFirst.\n\nSecond.\n\na\tb\n");
    }

    #[test]
    fn broken_and_deep_pages_give_what_they_hold() {
        assert_eq!(read("</p></table><p>a<b>b<p>c</i></span>d"), "ab\n\ncd\n");
        let deep = format!("{}x", "<div><table><td>".repeat(20_000));
        assert!(read(&deep).contains('x'));
        assert_eq!(read(""), "");
        assert_eq!(read("<li>one<li>two"), "• one\n• two\n");
    }
}
