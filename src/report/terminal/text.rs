//! Styled text: a page is made of blocks, which are set into the columns of a terminal, or by `report::html` into a page
//! of a browser.
//!
//! Everything that reaches a terminal goes through [`Page::render`], which is where the texts of a scenario lose what a
//! terminal would obey.
//!
//! **Invariant:** the only control characters in a rendered page are line feeds and, in colour, this file's own styles;
//! no line is wider than the page, except for a single word that is.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a span looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As the terminal has it.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// What may be skipped.
    Faint,
    /// The name of a section.
    Heading,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
}

impl Tone {
    const fn sgr(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Heading => "1;36",
            Tone::Good => "32",
            Tone::Bad => "1;31",
        }
    }
}

/// A piece of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    text: String,
    tone: Tone,
}

impl Span {
    /// A piece of text; what a terminal would obey is replaced.
    pub fn new(text: impl AsRef<str>, tone: Tone) -> Span {
        Span { text: text.as_ref().chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect(), tone }
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it looks.
    pub fn tone(&self) -> Tone {
        self.tone
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// The same cut to `width` columns, with an ellipsis if something is missing.
    fn cut(mut self, width: usize) -> Span {
        if self.width() <= width {
            return self;
        }
        let mut kept = 0;
        let end = self.text.char_indices().find(|(_, c)| {
            kept += c.width().unwrap_or(0);
            kept + 1 > width
        });
        if let Some((at, _)) = end {
            self.text.truncate(at);
        }
        if width > 0 {
            self.text.push('…');
        }
        self
    }
}

impl Span {
    /// The same in exactly `width` columns: cut, or filled with blanks.
    pub fn padded(self, width: usize) -> Span {
        let mut span = self.cut(width);
        let missing = width - span.width();
        span.text.extend(std::iter::repeat_n(' ', missing));
        span
    }
}

/// Control characters, and those that are invisible or change the direction of writing; the same as those of
/// diagnostics.
pub fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Plain text as a span.
pub fn plain(text: impl AsRef<str>) -> Span {
    Span::new(text, Tone::Plain)
}

/// Faint text as a span.
pub fn faint(text: impl AsRef<str>) -> Span {
    Span::new(text, Tone::Faint)
}

/// A row of a table.
#[derive(Debug, Clone)]
pub enum Row {
    /// One cell a column: the first flush left, the others flush right.
    Cells(Vec<Span>),
    /// Text over all columns, wrapped between its pieces and indented by so many columns.
    Text(usize, Vec<Span>),
    /// Rows that are left out, and how many of which kind they are: `9 never held and 2 more`. Where a reader can't unfold them
    /// they are only counted.
    Folded(String, Vec<Row>),
}

/// What a page is made of.
#[derive(Debug)]
pub enum Block {
    /// A line as it is.
    Line(Vec<Span>),
    /// A text at each edge.
    Edges(Span, Span),
    /// Pieces with a blank between them, after a `start` that takes `used` columns; further lines begin at column `indent`.
    Hanging { start: Vec<Span>, used: usize, indent: usize, pieces: Vec<Span> },
    /// A table.
    Table(Vec<Row>),
}

/// A page of a given width.
#[derive(Debug)]
pub struct Page {
    width: usize,
    full: bool,
    blocks: Vec<Block>,
}

impl Page {
    /// An empty page of `width` columns.
    pub fn new(width: usize) -> Page {
        Page { width, full: false, blocks: Vec::new() }
    }

    /// The same, with or without what sections leave out when they have many entries.
    pub fn with_all(self, full: bool) -> Page {
        Page { full, ..self }
    }

    /// Whether sections leave nothing out.
    pub fn full(&self) -> bool {
        self.full
    }

    /// Its width in columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What it is made of, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Adds a line as it is.
    pub fn line(&mut self, spans: Vec<Span>) {
        self.blocks.push(Block::Line(spans));
    }

    /// Adds an empty line.
    pub fn space(&mut self) {
        self.line(Vec::new());
    }

    /// Adds a line with one text at each edge, or two lines if they don't fit into one.
    pub fn edges(&mut self, left: Span, right: Span) {
        self.blocks.push(Block::Edges(left, right));
    }

    /// Adds pieces with a blank between them, over as many lines as it takes, the later ones indented two more columns.
    pub fn wrapped(&mut self, indent: usize, pieces: Vec<Span>) {
        self.hanging(vec![plain(" ".repeat(indent))], indent, indent + 2, pieces);
    }

    /// Adds pieces after a `start` that takes `used` columns; further lines begin at column `indent`.
    pub fn hanging(&mut self, start: Vec<Span>, used: usize, indent: usize, pieces: Vec<Span>) {
        self.blocks.push(Block::Hanging { start, used, indent, pieces });
    }

    /// Adds a table; all rows of cells have the same number of them.
    pub fn table(&mut self, rows: Vec<Row>) {
        self.blocks.push(Block::Table(rows));
    }

    /// The page as text, with ANSI styles if `color`.
    pub fn render(&self, color: bool) -> String {
        let mut columns = Columns { width: self.width, lines: Vec::new() };
        self.blocks.iter().for_each(|block| columns.block(block));
        let mut out = String::new();
        for line in &columns.lines {
            let written = out.len();
            for alike in line.chunk_by(|a, b| a.tone == b.tone) {
                let text: String = alike.iter().map(|span| &*span.text).collect();
                match (color, alike[0].tone.sgr()) {
                    (true, sgr) if !sgr.is_empty() && !text.is_empty() => {
                        out.push_str(&format!("\x1b[{sgr}m{text}\x1b[0m"));
                    }
                    _ => out.push_str(&text),
                }
            }
            let end = written + out[written..].trim_end_matches(' ').len();
            out.truncate(end);
            out.push('\n');
        }
        out
    }
}

/// Lines of so many columns.
struct Columns {
    width: usize,
    lines: Vec<Vec<Span>>,
}

impl Columns {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Line(spans) => self.lines.push(spans.clone()),
            Block::Edges(left, right) => self.edges(left, right),
            Block::Hanging { start, used, indent, pieces } => self.hanging(start, *used, *indent, pieces),
            Block::Table(rows) => self.table(rows),
        }
    }

    fn edges(&mut self, left: &Span, right: &Span) {
        let gap = self.width.saturating_sub(left.width() + right.width());
        match gap {
            0 | 1 => {
                self.wrapped(0, &words(left));
                self.lines.push(vec![right.clone().cut(self.width)]);
            }
            _ => self.lines.push(vec![left.clone(), plain(" ".repeat(gap)), right.clone()]),
        }
    }

    fn wrapped(&mut self, indent: usize, pieces: &[Span]) {
        self.hanging(&[plain(" ".repeat(indent))], indent, indent + 2, pieces);
    }

    fn hanging(&mut self, start: &[Span], mut used: usize, indent: usize, pieces: &[Span]) {
        let mut line = start.to_vec();
        let mut first = true;
        let mut before = Tone::Plain;
        for piece in pieces {
            let width = piece.width();
            if !first && used + 1 + width > self.width {
                self.lines.push(std::mem::replace(&mut line, vec![plain(" ".repeat(indent))]));
                used = indent;
                first = true;
            }
            if !first {
                line.push(Span::new(" ", if before == piece.tone { before } else { Tone::Plain }));
                used += 1;
            }
            before = piece.tone;
            line.push(piece.clone());
            used += width;
            first = false;
        }
        self.lines.push(line);
    }

    fn table(&mut self, rows: &[Row]) {
        let mut widths: Vec<usize> = Vec::new();
        for row in rows {
            if let Row::Cells(cells) = row {
                widths.resize(widths.len().max(cells.len()), 0);
                widths.iter_mut().zip(cells).for_each(|(width, cell)| *width = (*width).max(cell.width()));
            }
        }
        let taken: usize = widths.iter().skip(1).sum();
        let columns = widths.len().saturating_sub(1);
        // One to four columns apart, as the page allows; the first column takes what is left over, or gives way.
        let first = widths.first().copied().unwrap_or(0);
        let gap = (self.width.saturating_sub(first + taken) / columns.max(1)).clamp(1, 4);
        if let Some(first) = widths.first_mut() {
            *first = self.width.saturating_sub(taken + gap * columns);
        }
        for row in rows {
            match row {
                Row::Cells(cells) => self.cells(&widths, gap, cells),
                Row::Text(indent, pieces) => self.wrapped(*indent, pieces),
                Row::Folded(what, _) => {
                    self.wrapped(2, &words(&faint(format!("{what} left out; --full shows all."))));
                }
            }
        }
    }

    /// A row; a first cell that finds no room in its column has a line to itself.
    fn cells(&mut self, widths: &[usize], gap: usize, cells: &[Span]) {
        let mut line = Vec::with_capacity(2 * cells.len());
        for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
            let mut cell = cell.clone();
            if column == 0 && cell.width() > width {
                self.lines.push(vec![std::mem::take(&mut cell).cut(self.width)]);
            }
            let pad =
                plain(" ".repeat(width.saturating_sub(cell.width()) + if column > 0 { gap } else { 0 }));
            match column {
                0 => line.extend([cell, pad]),
                _ => line.extend([pad, cell]),
            }
        }
        self.lines.push(line);
    }
}

/// The words of a span, as pieces to wrap; a percent sign stays with its number.
pub fn words(span: &Span) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    for word in span.text.split_whitespace() {
        match words.last_mut() {
            Some(number) if word.starts_with('%') => number.text += &format!(" {word}"),
            _ => words.push(Span { text: word.to_owned(), tone: span.tone }),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// Sets a table of two rows into `width` columns.
    #[track_caller]
    fn check(width: usize, expected: Expect) {
        let mut page = Page::new(width);
        page.edges(plain("A title of some length"), faint("id · 4f1c"));
        page.table(vec![
            Row::Cells(vec![plain("RESPONSE"), plain("detect"), plain("declare")]),
            Row::Cells(vec![plain("média n"), plain("22 min"), plain("6.4 h")]),
            Row::Text(2, words(&plain("worked 3.2 h, approval 2.8 h, queued 1.9 h"))),
        ]);
        expected.assert_eq(&page.render(false));
    }

    #[test]
    fn percent_signs_stay_with_their_numbers() {
        let words = words(&plain("met in 78 % (39–78 %), not in all"));
        let words: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        assert_eq!(words, ["met", "in", "78 %", "(39–78 %),", "not", "in", "all"]);
    }

    #[test]
    fn a_wide_page() {
        check(
            50,
            expect![[r#"
                A title of some length                   id · 4f1c
                RESPONSE                         detect    declare
                média n                          22 min      6.4 h
                  worked 3.2 h, approval 2.8 h, queued 1.9 h
            "#]],
        );
    }

    #[test]
    fn a_narrow_page() {
        check(
            20,
            expect![[r#"
                A title of some
                  length
                id · 4f1c
                RESPONSE
                      detect declare
                média n
                      22 min   6.4 h
                  worked 3.2 h,
                    approval 2.8 h,
                    queued 1.9 h
            "#]],
        );
    }

    #[test]
    fn nothing_of_a_scenario_reaches_the_terminal_that_it_would_obey() {
        let mut page = Page::new(60);
        page.line(vec![Span::new("\x1b]0;mine\x07 \u{202e}desk\r\n", Tone::Strong)]);
        expect![[r#"
            �]0;mine� �desk��
        "#]]
        .assert_eq(&page.render(false));
        assert_eq!(page.render(true).matches('\x1b').count(), 2);
    }
}
