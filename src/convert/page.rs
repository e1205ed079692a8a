//! The letters of a printed page as lines in the order in which a person reads them: words by the gaps between letters,
//! columns by the gaps between words, paragraphs by the gaps between lines.

/// A letter (or several that are printed as one) at its place, in points from the top left corner.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// Words beside each other without a gap between that is one of columns.
#[derive(Debug, Clone)]
struct Piece {
    left: f64,
    right: f64,
    y: f64,
    size: f64,
    text: String,
}

/// A line of a page: its words, cells divided by tabs.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) y: f64,
    pub(super) text: String,
    indent: usize,
    size: f64,
    /// Whether another column begins.
    jumps: bool,
}

/// Gaps in parts of the size of the letters: between words, between columns, between the base lines of one line.
const WORD: f64 = 0.15;
const COLUMN: f64 = 1.3;
const LEVEL: f64 = 0.5;

/// What part of a column its lines fill if it is one of text, and how many lines beside each other make one. The rows of a
/// table have short cells.
const FILLED: f64 = 0.55;
const BESIDE: usize = 6;

/// A gap between lines that is more than this part of the usual one divides paragraphs; so does another size of letters.
const APART: f64 = 1.35;
const SIZE: f64 = 0.15;

/// The lines of a page.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let pieces = pieces(glyphs);
    let left = pieces.iter().map(|piece| piece.left).fold(f64::INFINITY, f64::min);
    let mut lines = Vec::new();
    order(pieces, &mut lines, false, 0);
    for line in &mut lines {
        // Where the first word stands, in letters.
        let indent = line.1 - left;
        let letters = indent / (line.0.size * 0.5).max(1.0);
        line.0.indent = if letters.is_finite() { (letters.round().clamp(0.0, 60.0)) as usize } else { 0 };
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// A page as text: lines with their indents, an empty line between paragraphs.
pub(super) fn written(lines: &[Line]) -> String {
    let usual = usual_gap(lines);
    let mut out = String::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        let apart = before.is_some_and(|before| {
            let gap = line.y - before.y;
            let other = (line.size - before.size).abs() > before.size * SIZE;
            other || (!line.jumps && (gap > usual * APART || gap < 0.0))
        });
        if apart {
            out.push('\n');
        }
        (0..line.indent).for_each(|_| out.push(' '));
        out.push_str(&line.text);
        out.push('\n');
        before = Some(line);
    }
    out
}

/// The gap between lines that is met most often, near enough.
fn usual_gap(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = lines.windows(2).map(|two| two[1].y - two[0].y).filter(|gap| *gap > 0.0).collect();
    gaps.sort_by(f64::total_cmp);
    // Gaps between paragraphs are the larger ones.
    gaps.get(gaps.len() / 3).copied().unwrap_or(f64::INFINITY)
}

/// Pieces by lines, from the top, each line from the left.
fn pieces(mut glyphs: Vec<Glyph>) -> Vec<Piece> {
    glyphs.retain(|glyph| glyph.x.is_finite() && glyph.y.is_finite() && glyph.size.is_finite() && glyph.size > 0.0);
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut pieces = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (y, mut size) = (first.y, first.size);
        let on_line = |glyph: &&Glyph| {
            size = glyph.size.max(size);
            glyph.y - y <= size * LEVEL
        };
        let count = rest.iter().take_while(on_line).count();
        let (line, behind) = rest.split_at_mut(count);
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        words(line, &mut pieces);
        rest = behind;
    }
    pieces
}

fn words(line: &[Glyph], pieces: &mut Vec<Piece>) {
    let mut open: Option<Piece> = None;
    let mut last: Option<&Glyph> = None;
    let mut space = false;
    for glyph in line {
        if glyph.text.trim().is_empty() {
            space = true;
            continue;
        }
        // Bold that is made by printing twice.
        if last.is_some_and(|last| last.text == glyph.text && (glyph.x - last.x).abs() < glyph.size * 0.1) {
            continue;
        }
        last = Some(glyph);
        let right = glyph.x + glyph.width;
        if let Some(piece) = &mut open {
            let gap = glyph.x - piece.right;
            if gap <= glyph.size.max(piece.size) * COLUMN {
                if space || gap > glyph.size * WORD {
                    piece.text.push(' ');
                }
                piece.text.push_str(&glyph.text);
                piece.right = right.max(piece.right);
                // A note in small letters changes nothing.
                piece.size = piece.size.max(glyph.size);
                space = false;
                continue;
            }
        }
        pieces.extend(open.take());
        open = Some(Piece { left: glyph.x, right, y: glyph.y, size: glyph.size, text: glyph.text.clone() });
        space = false;
    }
    pieces.extend(open);
}

/// Columns beside each other that are searched for in columns.
const COLUMNS: usize = 3;

/// Lines with where they begin, column by column.
fn order(pieces: Vec<Piece>, out: &mut Vec<(Line, f64)>, jumps: bool, depth: usize) {
    let rows = rows(pieces);
    let gutter = (depth < COLUMNS).then(|| gutter(&rows)).flatten();
    let begun = out.len();
    match gutter {
        None => out.extend(rows.into_iter().map(|row| {
            let text: Vec<&str> = row.iter().map(|piece| piece.text.as_str()).collect();
            let size = row.iter().map(|piece| piece.size).fold(0.0, f64::max);
            (Line { y: row[0].y, text: text.join("\t"), indent: 0, size, jumps: false }, row[0].left)
        })),
        Some(gutter) => {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for row in rows {
                if row.iter().any(|piece| crosses(piece, gutter)) {
                    order(std::mem::take(&mut left), out, false, depth + 1);
                    order(std::mem::take(&mut right), out, true, depth + 1);
                    order(row, out, false, COLUMNS);
                } else {
                    let (a, b): (Vec<Piece>, Vec<Piece>) =
                        row.into_iter().partition(|piece| piece.right <= gutter + 1.0);
                    left.extend(a);
                    right.extend(b);
                }
            }
            order(left, out, false, depth + 1);
            order(right, out, true, depth + 1);
        }
    }
    if jumps && let Some((line, _)) = out.get_mut(begun) {
        line.jumps = true;
    }
}

/// Pieces that stand on one line.
fn rows(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if (row[0].y - piece.y).abs() <= piece.size * LEVEL && row[row.len() - 1].right <= piece.left => {
                row.push(piece);
            }
            _ => rows.push(vec![piece]),
        }
    }
    rows
}

fn crosses(piece: &Piece, gutter: f64) -> bool {
    piece.left < gutter - 1.0 && piece.right > gutter + 1.0
}

/// Where the gap between two columns of text is, if there are two.
#[expect(clippy::cast_precision_loss, reason = "lines of one page")]
fn gutter(rows: &[Vec<Piece>]) -> Option<f64> {
    let all = || rows.iter().flatten();
    let left = all().map(|piece| piece.left).fold(f64::INFINITY, f64::min);
    let right = all().map(|piece| piece.right).fold(f64::NEG_INFINITY, f64::max);
    let width = right - left;
    if !width.is_finite() || width < 100.0 {
        return None;
    }
    // The middle of the widest place that the fewest pieces cross.
    let steps = (0..=80).map(|step| left + width * (0.2 + 0.6 * f64::from(step) / 80.0));
    let crossed: Vec<(f64, usize)> = steps.map(|x| (x, all().filter(|piece| crosses(piece, x)).count())).collect();
    let fewest = crossed.iter().map(|(_, count)| *count).min()?;
    let mut best = (0, 0);
    let mut from = 0;
    for at in 0..=crossed.len() {
        if at == crossed.len() || crossed[at].1 != fewest {
            if at - from > best.1 - best.0 {
                best = (from, at);
            }
            from = at + 1;
        }
    }
    let gutter = crossed.get((best.0 + best.1) / 2).filter(|_| best.1 > best.0)?.0;
    let beside = rows.iter().filter_map(|row| match row.as_slice() {
        [a, b] if !crosses(a, gutter) && !crosses(b, gutter) && a.right <= gutter && b.left >= gutter => Some((a, b)),
        _ => None,
    });
    let (mut count, mut filled) = (0, (0.0, 0.0));
    for (a, b) in beside {
        count += 1;
        filled.0 += (a.right - a.left) / (gutter - left);
        filled.1 += (b.right - b.left) / (right - gutter);
    }
    let cells = rows
        .iter()
        .filter(|row| row.len() > 2 || (row.len() == 2 && row.iter().any(|piece| crosses(piece, gutter))))
        .count();
    let is_text = |filled: f64| filled / count as f64 >= FILLED;
    (count >= BESIDE && cells * 4 <= count && is_text(filled.0) && is_text(filled.1)).then_some(gutter)
}

/// Takes away what stands at the top or the foot of page after page: running heads and numbers of pages.
pub(super) fn without_running_heads(pages: &mut [Vec<Line>]) {
    let rims = |page: &[Line]| -> Vec<usize> {
        let of_top = 0..page.len().min(RIM);
        let of_foot = page.len().saturating_sub(RIM)..page.len();
        let mut rims: Vec<usize> = of_top.chain(of_foot).collect();
        rims.dedup();
        rims
    };
    let mut met: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for page in pages.iter() {
        let mut keys: Vec<String> = rims(page).into_iter().map(|at| key(&page[at].text)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| *met.entry(key).or_default() += 1);
    }
    let count = pages.len();
    for page in pages {
        let rims = rims(page);
        let mut at = 0;
        page.retain(|line| {
            let key = key(&line.text);
            let often = met.get(&key).copied().unwrap_or_default();
            let is_number = NUMBERS.contains(&key.as_str());
            let running = often > 2 && often * 2 > count || is_number && often > 1;
            at += 1;
            !(rims.contains(&(at - 1)) && running)
        });
    }
}

/// Lines at the top and at the foot of a page that may be running heads.
const RIM: usize = 2;

/// Numbers of pages, each number as one sign.
const NUMBERS: [&str; 8] = ["#", "- # -", "– # –", "page #", "page # of #", "# of #", "#/#", "page #/#"];

/// A line without what changes from page to page.
fn key(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_ascii_digit() && out.ends_with('#') => {}
            c if c.is_ascii_digit() => out.push('#'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of ten points, half as wide.
    fn print(x: f64, y: f64, text: &str) -> Vec<Glyph> {
        let letter =
            |(n, c): (usize, char)| Glyph { x: x + n as f64 * 5.0, y, width: 5.0, size: 10.0, text: c.to_string() };
        text.chars().enumerate().map(letter).collect()
    }

    fn read(printed: &[(f64, f64, &str)]) -> String {
        written(&lines(printed.iter().flat_map(|(x, y, text)| print(*x, *y, text)).collect()))
    }

    #[test]
    fn two_columns_of_text_are_read_one_after_the_other() {
        let mut page = vec![(50.0, 30.0, "A heading over both of the columns of the page")];
        let left = [
            "the left column",
            "goes on to here",
            "and again here,",
            "line after line",
            "until it is at ",
            "its very end.",
        ];
        let right = [
            "the other column",
            "has its own text",
            "beside it, which",
            "nobody reads in ",
            "between lines of",
            "the first one.",
        ];
        for (n, (a, b)) in left.iter().zip(right).enumerate() {
            let y = 60.0 + n as f64 * 12.0;
            page.push((50.0, y, a));
            page.push((160.0, y, b));
        }
        let text = read(&page);
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(at("A heading") < at("the left column") && at("its very end.") < at("the other column"), "{text}");
        assert!(at("has its own text") < at("the first one."), "{text}");
    }

    #[test]
    fn the_rows_of_a_table_stay_together() {
        let names = ["Fiji", "Tonga", "Samoa", "Nauru", "Palau", "Niue", "Tuvalu"];
        let printed: Vec<(f64, f64, &str)> = names
            .iter()
            .enumerate()
            .flat_map(|(n, name)| [(50.0, n as f64 * 12.0, *name), (200.0, n as f64 * 12.0, "5")])
            .collect();
        assert!(read(&printed).starts_with("Fiji\t5\nTonga\t5\n"), "{}", read(&printed));
    }

    #[test]
    fn words_and_paragraphs_are_told_by_their_gaps() {
        let text = read(&[
            (50.0, 10.0, "Ministers met"),
            (50.0, 22.0, "in Suva."),
            (50.0, 34.0, "They"),
            (78.0, 34.0, "agreed."),
            (65.0, 60.0, "Then"),
        ]);
        assert_eq!(text, "Ministers met\nin Suva.\nThey agreed.\n\n   Then\n");
    }

    #[test]
    fn running_heads_and_numbers_of_pages_are_left_out() {
        let page = |number: usize| {
            let printed = [
                (50.0, 10.0, "Report of the meeting".to_owned()),
                (50.0, 40.0, format!("Text {}", "x".repeat(number))),
                (90.0, 80.0, number.to_string()),
            ];
            lines(printed.iter().flat_map(|(x, y, text)| print(*x, *y, text)).collect())
        };
        let mut pages = vec![page(1), page(2), page(3), page(4)];
        without_running_heads(&mut pages);
        let left: Vec<&str> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
        assert_eq!(left, ["Text x", "Text xx", "Text xxx", "Text xxxx"]);
    }
}
