//! Lines become blocks: wrapped lines joined, markers, numbers and headings recognised.

mod wrap;

use super::lines::{self, Form, Line, Marker, Style};
use super::shape::{self, Shape};
use wrap::goes_on;

/// What a draft turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    /// A line of `Label: value` fields.
    Header,
    Paragraph,
    Item,
    Noise,
}

/// A block before its text is written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    /// Stretches of the text as received, one per line, without the marker.
    pub(super) parts: Vec<(usize, usize)>,
    /// The marker, number or speaker in front.
    pub(super) marker: Option<(usize, usize)>,
    /// Number of the paragraph.
    pub(super) number: Option<String>,
    pub(super) lead: Option<usize>,
    pub(super) heading: Option<usize>,
    style: Style,
    value: u32,
    indent: usize,
    /// Whether a blank line stands before it.
    gap: bool,
}

/// One open list.
#[derive(Debug, Clone, Copy)]
struct Level {
    style: Style,
    value: u32,
    lead: Option<usize>,
}

/// Finds the blocks of a text.
pub(super) fn drafts(text: &str) -> Vec<Draft> {
    let lines = lines::lines(text);
    let shape = Shape::of(&lines);
    let mut layout = Layout {
        text,
        shape,
        done: Vec::new(),
        open: None,
        aside: Vec::new(),
        levels: Vec::new(),
        sections: Vec::new(),
        last_number: 0,
        number: None,
        heading: None,
        last_said: None,
        begun: false,
        body: false,
    };
    let mut after_noise = false;
    for (i, line) in lines.iter().enumerate() {
        let mut line = *line;
        line.gap |= after_noise;
        after_noise = false;
        if lines::is_noise(line.text) && !(layout.body && line.text.contains("Image")) {
            layout.aside.push(Draft::new(Kind::Noise, &line, 0));
            after_noise = true;
            continue;
        }
        layout.line(&line, lines.get(i + 1));
    }
    layout.close(None);
    layout.done
}

struct Layout<'t> {
    text: &'t str,
    shape: Shape,
    done: Vec<Draft>,
    open: Option<Draft>,
    /// Noise met inside the open draft.
    aside: Vec<Draft>,
    levels: Vec<Level>,
    /// The last marked heading of each style.
    sections: Vec<(Style, u32)>,
    last_number: u32,
    number: Option<String>,
    heading: Option<usize>,
    /// The last draft that is no noise.
    last_said: Option<usize>,
    /// Whether anything but noise and header fields stands before.
    begun: bool,
    /// Whether running text has begun.
    body: bool,
}

impl Draft {
    fn new(kind: Kind, line: &Line<'_>, skip: usize) -> Self {
        let parts = if line.start + skip < line.end { vec![(line.start + skip, line.end)] } else { Vec::new() };
        let (indent, gap) = (line.indent, line.gap);
        Self {
            kind,
            parts,
            marker: None,
            number: None,
            lead: None,
            heading: None,
            style: Style::None,
            value: 0,
            indent,
            gap,
        }
    }

    /// The text of its last line.
    fn last<'t>(&self, text: &'t str) -> &'t str {
        self.parts.last().map_or("", |(start, end)| &text[*start..*end])
    }
}

impl<'t> Layout<'t> {
    fn line(&mut self, line: &Line<'t>, next: Option<&Line<'t>>) {
        if let Some(marker) = self.accepted(line, next) {
            return self.start_marked(line, &marker);
        }
        if self.open.as_ref().is_some_and(|d| d.parts.is_empty()) {
            // The marker stood alone on its line; its text begins here.
            if let Some(draft) = &mut self.open {
                draft.parts.push((line.start, line.end));
            }
            return;
        }
        let head = !self.body || line.text.starts_with("DATE:") || line.text.starts_with("TITLE:");
        if head && !lines::fields(line.text).is_empty() {
            self.close(Some(line));
            self.open = Some(Draft::new(Kind::Header, line, 0));
            if !wrap::hangs(line.text) {
                self.close(Some(line));
            }
            return;
        }
        if let Some((colon, value)) = lines::ordinal_label(line.text) {
            self.close(Some(line));
            let mut draft = Draft::new(Kind::Item, line, colon + 1);
            trim_first(&mut draft, self.text);
            draft.marker = Some((line.start, line.start + colon + 1));
            draft.value = value;
            self.open = Some(draft);
            return;
        }
        if let Some(colon) = lines::speaker(line.text) {
            self.close(Some(line));
            let mut draft = Draft::new(Kind::Paragraph, line, colon + 1);
            trim_first(&mut draft, self.text);
            draft.marker = Some((line.start, line.start + colon));
            self.open = Some(draft);
            return;
        }
        match &mut self.open {
            Some(draft) if goes_on(&self.shape, self.text, draft, line, next) => {
                draft.parts.push((line.start, line.end))
            }
            _ => {
                self.close(Some(line));
                self.open = Some(Draft::new(Kind::Paragraph, line, 0));
            }
        }
    }

    fn start_marked(&mut self, line: &Line<'t>, marker: &Marker) {
        // A letter after a number that waits for its text ("4.\n(a) …") belongs to its own block.
        self.close(Some(line));
        let numbers = matches!(marker.style, Style::Decimal(Form::Stop) | Style::Dotted) && !self.numbered_item(marker);
        let mut draft = Draft::new(if numbers { Kind::Paragraph } else { Kind::Item }, line, marker.rest);
        draft.marker = Some((line.start, line.start + marker.len));
        draft.style = marker.style;
        draft.value = marker.value;
        if numbers {
            let label = &line.text[..marker.len];
            draft.number = Some(label.trim_end_matches('.').to_owned());
        }
        self.open = Some(draft);
    }

    /// Whether "1." counts items below a colon instead of paragraphs.
    fn numbered_item(&self, marker: &Marker) -> bool {
        let counting = self.levels.last().is_some_and(|l| l.style == marker.style && marker.value == l.value + 1);
        let colon = self.done.last().is_some_and(|d| d.last(self.text).ends_with(':') && d.kind != Kind::Heading);
        counting || (colon && marker.value == 1 && self.last_number > 0)
    }

    /// The marker in front of a line, if what stands before lets it be one.
    fn accepted(&self, line: &Line<'t>, next: Option<&Line<'t>>) -> Option<Marker> {
        let markers = lines::markers(line.text);
        if markers == [None, None] {
            return None;
        }
        let before = self.open.as_ref().or(self.done.last());
        let last = before.map_or("", |d| d.last(self.text));
        let rest = before.is_none_or(|d| d.parts.is_empty() || d.kind == Kind::Header);
        let free = rest || line.gap || shape::is_terminal(last) || last.ends_with(',');
        let same = |style: Style| before.is_some_and(|d| d.style == style && d.kind == Kind::Item);
        // one of several bullets below a short title
        let goes_on = next.is_some_and(|l| {
            let bullet = |text: &str| lines::markers(text)[0].as_ref().map(|m| m.style);
            bullet(l.text).is_some_and(|b| matches!(b, Style::Bullet(_)) && bullet(line.text) == Some(b))
        });
        let below = (goes_on || before.is_some_and(|d| d.marker.is_some())) && self.is_title(before);
        markers.into_iter().flatten().find(|m| match m.style {
            Style::Bullet(c) => free || same(m.style) || below || !matches!(c, '-' | '–' | '—' | '*' | 'o'),
            Style::Decimal(Form::Stop) => {
                let text = m.rest < line.text.len() || line.text.len() <= 4;
                let next = m.value == self.last_number + 1 || self.counts(m.style, m.value);
                let later = m.value > self.last_number && m.value <= self.last_number + 40;
                let stands_free = free || self.is_title(before);
                text && ((next && (m.value > 1 || stands_free)) || (stands_free && (later || m.value == 1)))
            }
            Style::Dotted => free || self.is_title(before),
            style => {
                let in_order = m.value == 1 || self.counts(style, m.value);
                (in_order && (free || same(style) || self.is_title(before)))
                    || (line.gap && m.value < 27 && self.last_value(style) < m.value && self.has(style))
            }
        })
    }

    fn is_title(&self, draft: Option<&Draft>) -> bool {
        draft.is_some_and(|d| d.kind == Kind::Heading || d.parts.len() < 20 && shape::is_title(&self.whole(d)))
    }

    /// Whether a list or heading of this style is open and stands just before `value`.
    fn counts(&self, style: Style, value: u32) -> bool {
        value > 1 && self.last_value(style) + 1 == value
    }

    fn has(&self, style: Style) -> bool {
        self.last_value(style) > 0
    }

    fn last_value(&self, style: Style) -> u32 {
        if let Some(draft) = self.open.as_ref().filter(|d| d.style == style) {
            return draft.value;
        }
        if let Some(level) = self.levels.iter().rev().find(|l| l.style == style) {
            return level.value;
        }
        self.sections.iter().find(|s| s.0 == style).map_or(0, |s| s.1)
    }

    fn whole(&self, draft: &Draft) -> String {
        draft.parts.iter().map(|(start, end)| &self.text[*start..*end]).collect::<Vec<_>>().join(" ")
    }

    /// Decides what the open draft is, and hands it to the finished ones.
    fn close(&mut self, next: Option<&Line<'t>>) {
        if let Some(mut draft) = self.open.take() {
            if draft.parts.is_empty() {
                // A marker that nothing follows.
                draft.kind = Kind::Noise;
                draft.parts.extend(draft.marker.take());
                draft.number = None;
            }
            self.settle(&mut draft, next);
            if draft.kind != Kind::Noise {
                self.last_said = Some(self.done.len());
                self.begun |= draft.kind != Kind::Header;
            }
            self.done.push(draft);
        }
        self.done.append(&mut self.aside);
    }

    fn settle(&mut self, draft: &mut Draft, next: Option<&Line<'t>>) {
        if draft.kind == Kind::Noise {
            return;
        }
        let whole = self.whole(draft);
        let before = self.last_said;
        let colon =
            before.filter(|i| self.done[*i].kind != Kind::Header && self.done[*i].last(self.text).ends_with(':'));
        let run = before.filter(|i| self.done[*i].kind == Kind::Item && self.done[*i].style == Style::None);
        let unmarked = draft.kind == Kind::Paragraph && draft.marker.is_none();
        let terminal = shape::is_terminal(&whole);
        let clause = whole.starts_with(|c: char| c.is_lowercase());
        if unmarked
            && !draft.gap
            && (colon.is_some() || run.is_some())
            && (clause || (!terminal && shape::is_short(&whole)))
        {
            draft.kind = Kind::Item;
        }
        let first = !self.begun;
        let follows = next.is_none_or(|l| l.gap || !l.text.starts_with(|c: char| c.is_lowercase()));
        let sectioned = match draft.style {
            Style::Upper(Form::Stop) | Style::RomanUpper(Form::Stop) | Style::Decimal(Form::Stop) | Style::Dotted => {
                // "8. Requests the Secretary-General:" leads in what stands below
                let leads = whole.ends_with(':') && whole.chars().any(char::is_lowercase);
                colon.is_none() && !leads && shape::is_title(&whole)
            }
            _ => false,
        };
        let titled = unmarked && draft.kind == Kind::Paragraph && shape::is_heading(&whole, first);
        if (sectioned && follows) || titled {
            draft.kind = Kind::Heading;
            draft.number = None;
        }
        draft.heading = self.heading;
        match draft.kind {
            Kind::Heading => {
                self.heading = Some(self.done.len());
                if draft.marker.is_some() {
                    self.sections.retain(|s| s.0 != draft.style);
                    self.sections.push((draft.style, draft.value));
                }
                self.levels.clear();
                self.number = None;
            }
            Kind::Paragraph => {
                self.body |= terminal || !shape::is_short(&whole);
                if draft.number.is_some() {
                    self.last_number = if draft.style == Style::Dotted { self.last_number } else { draft.value };
                    self.number.clone_from(&draft.number);
                    self.levels.clear();
                }
                draft.number.clone_from(&self.number);
            }
            Kind::Item => {
                draft.number.clone_from(&self.number);
                self.place(draft, before);
            }
            Kind::Header | Kind::Noise => {}
        }
    }

    /// Finds the level of an item and the block that introduces it.
    fn place(&mut self, draft: &mut Draft, before: Option<usize>) {
        let fresh = before.filter(|i| {
            let d = &self.done[*i];
            d.kind == Kind::Paragraph && (draft.value <= 1 || d.last(self.text).ends_with(':'))
        });
        if fresh.is_some() {
            self.levels.clear();
        }
        let known = self.levels.iter().rposition(|l| l.style == draft.style);
        if let Some(at) = known {
            self.levels.truncate(at + 1);
            self.levels[at].value = draft.value;
            draft.lead = self.levels[at].lead;
            return;
        }
        draft.lead = match before {
            Some(i) if self.done[i].kind == Kind::Item => {
                let above = &self.done[i];
                let deeper = above.last(self.text).ends_with(':') || draft.indent > above.indent;
                if deeper { Some(i) } else { self.levels.pop().and_then(|l| l.lead) }
            }
            Some(i) if self.done[i].kind == Kind::Paragraph => Some(i),
            _ => None,
        };
        self.levels.push(Level { style: draft.style, value: draft.value, lead: draft.lead });
    }
}

/// Moves the start of the first part past white space.
fn trim_first(draft: &mut Draft, text: &str) {
    if let Some((start, end)) = draft.parts.first_mut() {
        *start = *end - text[*start..*end].trim_start_matches(lines::is_blank).len();
    }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
