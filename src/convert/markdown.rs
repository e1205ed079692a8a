//! Markdown ([CommonMark](https://spec.commonmark.org/) with tables): its text without its marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blocks::{Block, Table, tidy, written};

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// Numbers of the open lists; none of one with bullets.
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    text: String,
    marker: Option<(usize, String)>,
}

/// The text of a document.
pub(super) fn read(text: &str) -> String {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.event(event);
    }
    reader.flush();
    written(&reader.blocks)
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Start(Tag::List(first)) => {
                self.flush();
                self.lists.push(first);
            }
            Event::Start(Tag::Item) => {
                self.flush();
                let depth = self.lists.len().saturating_sub(1);
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                };
                self.marker = Some((depth, marker));
            }
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => self.of_table(Table::row),
            Event::Start(Tag::TableCell) => self.of_table(Table::cell),
            Event::End(TagEnd::Table) => {
                let rows = self.table.take().map(Table::closed);
                self.blocks.extend(rows.into_iter().flatten());
            }
            Event::End(TagEnd::List(_)) => {
                self.flush();
                self.lists.pop();
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::TableCell,
            )
            | Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn of_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = &mut self.table {
            change(table);
        }
    }

    fn flush(&mut self) {
        let text = tidy(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        let block = match self.marker.take() {
            Some((depth, marker)) => Block::Item(depth, marker, text.replace('\n', " ")),
            None => Block::Paragraph(text),
        };
        match &mut self.table {
            Some(table) => table.open().push(block),
            None => self.blocks.push(block),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_document_is_its_text_without_its_marks() {
        let text = "# Statement\n\nMinisters *met* in\n[Suva](http://suva.example/).\n\n3. agreed\n4. asked:\n   - Fiji\n\n| State | Boats |\n|---|---|\n| Tonga | 5 |\n";
        assert_eq!(
            read(text),
            "Statement\n\nMinisters met in Suva.\n\n3. agreed\n4. asked:\n  • Fiji\n\nState\tBoats\nTonga\t5\n"
        );
    }
}
