//! What the formats have in common: blocks of text, and how a plain text holds them.

/// Text that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading or a paragraph; a line break in it is one in the original.
    Paragraph(String),
    /// An item of a list: how deep it lies, its bullet or number, its text.
    Item(usize, String, String),
    /// The cells of a row of a table.
    Row(Vec<String>),
    /// A new page of the original begins.
    Page,
}

impl Block {
    fn is_like(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Item(..), Self::Item(..)) | (Self::Row(_), Self::Row(_)))
    }
}

/// Plain text: an empty line between blocks, items and rows on lines of their own, cells divided by tabs, and a form feed
/// where a page begins.
pub(super) fn written(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        if *block == Block::Page {
            // A page that begins with the text, or after an empty one, needs its mark, too: pages are counted by them.
            out.push('\u{c}');
            before = None;
            continue;
        }
        if before.is_some_and(|before| !before.is_like(block)) {
            out.push('\n');
        }
        match block {
            Block::Paragraph(text) => out.push_str(text),
            Block::Item(depth, marker, text) => {
                (0..*depth).for_each(|_| out.push_str("  "));
                out.push_str(marker);
                out.push(' ');
                out.push_str(text);
            }
            Block::Row(cells) => out.push_str(&cells.join("\t")),
            Block::Page => {}
        }
        out.push('\n');
        before = Some(block);
    }
    out
}

/// A text with one space for each run of white space, and line breaks only where `\n` was put on purpose.
pub(super) fn tidy(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Most letters of a cell in a table of data; what holds more is a page laid out by a table.
const CELL: usize = 400;

/// A table while it is read: rows of cells of blocks.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Vec<Block>>>,
}

impl Table {
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn cell(&mut self) {
        if self.rows.is_empty() {
            self.row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// What the open cell holds; what stands outside of cells gets one.
    pub(super) fn open(&mut self) -> &mut Vec<Block> {
        if self.rows.last().is_none_or(Vec::is_empty) {
            self.cell();
        }
        let row = self.rows.len() - 1;
        let cell = self.rows[row].len() - 1;
        &mut self.rows[row][cell]
    }

    /// Rows of data, or the blocks one after the other where the table only lays out a page.
    pub(super) fn closed(self) -> Vec<Block> {
        let is_data = |cell: &Vec<Block>| {
            let letters: usize = cell.iter().map(|block| text(block).len()).sum();
            letters <= CELL && cell.iter().all(|block| matches!(block, Block::Paragraph(_)))
        };
        let wide = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        if wide < 2 || !self.rows.iter().flatten().all(is_data) {
            return self.rows.into_iter().flatten().flatten().collect();
        }
        let line = |cell: &Vec<Block>| {
            let parts: Vec<String> = cell.iter().map(|block| text(block).replace('\n', ", ")).collect();
            parts.join(", ")
        };
        let rows = self.rows.iter().map(|row| row.iter().map(line).collect::<Vec<_>>());
        rows.filter(|cells| cells.iter().any(|cell| !cell.is_empty())).map(Block::Row).collect()
    }
}

/// The text of a block.
pub(super) fn text(block: &Block) -> &str {
    match block {
        Block::Paragraph(text) | Block::Item(_, _, text) => text,
        Block::Row(_) | Block::Page => "",
    }
}

/// A number as a list has it: `1`, `a`, `iv`.
pub(super) fn numbered(number: usize, style: &str) -> String {
    match style {
        "a" | "lowerLetter" => letters(number, b'a'),
        "A" | "upperLetter" => letters(number, b'A'),
        "i" | "lowerRoman" => roman(number).to_lowercase(),
        "I" | "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

fn letters(number: usize, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    // Word goes on with aa, bb, cc.
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or_default());
    std::iter::repeat_n(letter, index / 26 + 1).take(8).collect()
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 4_000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_apart_and_items_and_rows_together() {
        let paragraph = |text: &str| Block::Paragraph(text.to_owned());
        let item = |depth, text: &str| Block::Item(depth, "•".to_owned(), text.to_owned());
        let row = |cells: [&str; 2]| Block::Row(cells.map(str::to_owned).to_vec());
        let blocks = [
            paragraph("Ministers:"),
            item(0, "agreed;"),
            item(1, "noted."),
            row(["Fiji", "5"]),
            row(["Tonga", "6"]),
            Block::Page,
            paragraph("End"),
        ];
        assert_eq!(written(&blocks), "Ministers:\n\n• agreed;\n  • noted.\n\nFiji\t5\nTonga\t6\n\u{c}End\n");
    }

    #[test]
    fn numbers_are_written_as_lists_have_them() {
        let all = |style| [1, 2, 4, 27].map(|number| numbered(number, style)).join(" ");
        assert_eq!(all("decimal"), "1 2 4 27");
        assert_eq!(all("a"), "a b d aa");
        assert_eq!(all("upperRoman"), "I II IV XXVII");
    }
}
