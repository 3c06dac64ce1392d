//! A document for a word processor (Office Open XML).
//!
//! **Invariant:** the same document gives the same bytes, whenever and wherever it is written.

use super::document::{Block, Document, Table};
use crate::report::terminal::obeyed;
use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, Footer, Header, IndentLevel, Level, LevelJc, LevelText,
    NumberFormat, Numbering, NumberingId, PageMargin, Paragraph, Run, RunFonts, Shading, Start, Style,
    StyleType, TableCell, TableRow, WidthType,
};
use std::io::{self, Cursor};

/// Half points.
const TEXT: usize = 21;
const HEADINGS: [usize; 3] = [30, 26, 23];
/// Twentieths of a point: what a page of A4 has between its margins.
const WIDTH: usize = 9_638;
const MARGIN: i32 = 1_134;
/// The first one is the library's own, of numbers.
const BULLETS: usize = 2;
/// The date of a document: it is a function of what was played, not of when it was written.
const DATE: &str = "2000-01-01T00:00:00Z";

/// The bytes of the file.
///
/// # Errors
/// Those of packing it, which happens in memory.
pub fn docx(document: &Document) -> io::Result<Vec<u8>> {
    let marking = || {
        let run = Run::new().add_text(text(&document.marking)).bold();
        Paragraph::new().add_run(run).align(AlignmentType::Center)
    };
    let mut docx = styled(Docx::new())
        .created_at(DATE)
        .updated_at(DATE)
        .page_size(11_906, 16_838)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 567,
            footer: 567,
            gutter: 0,
        })
        .add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text(text(&document.title))));
    if !document.marking.is_empty() {
        docx = docx
            .header(Header::new().add_paragraph(marking()))
            .footer(Footer::new().add_paragraph(marking()));
    }
    for block in &document.blocks {
        docx = match block {
            Block::Heading(order, said) => {
                let order = usize::from(*order).clamp(1, HEADINGS.len());
                let paragraph =
                    Paragraph::new().style(&format!("Heading{order}")).outline_lvl(order - 1).keep_next(true);
                docx.add_paragraph(paragraph.add_run(Run::new().add_text(text(said))))
            }
            Block::Paragraph(said) => docx.add_paragraph(plain(said)),
            Block::List(all) => all.iter().fold(docx, |docx, said| {
                docx.add_paragraph(plain(said).numbering(NumberingId::new(BULLETS), IndentLevel::new(0)))
            }),
            // A table that touches the next one would be one with it.
            Block::Table(said) => docx.add_table(table(said)).add_paragraph(Paragraph::new()),
        };
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

/// Fonts, headings, and the bullet of lists.
fn styled(docx: Docx) -> Docx {
    let bullet =
        Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
            .indent(Some(425), Some(docx_rs::SpecialIndentType::Hanging(283)), None, None);
    let heading = |order: usize| {
        Style::new(format!("Heading{order}"), StyleType::Paragraph)
            .name(format!("heading {order}"))
            .based_on("Normal")
            .size(HEADINGS[order - 1])
            .bold()
            .color("1F3864")
    };
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri");
    docx.default_fonts(fonts)
        .default_size(TEXT)
        .add_style(Style::new("Title", StyleType::Paragraph).name("Title").based_on("Normal").size(40).bold())
        .add_style(heading(1))
        .add_style(heading(2))
        .add_style(heading(3))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(bullet))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
}

fn plain(said: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text(said)))
}

fn table(Table { columns, rows }: &Table) -> docx_rs::Table {
    let width = columns.len().max(rows.first().map_or(0, Vec::len)).max(1);
    let widths = widths(columns, rows, width);
    let cell = |place: usize, said: &str, head: bool| {
        let run = Run::new().add_text(text(said)).size(TEXT - 3);
        let run = if head { run.bold() } else { run };
        let cell = TableCell::new()
            .add_paragraph(Paragraph::new().add_run(run))
            .width(widths[place], WidthType::Dxa);
        if head { cell.shading(Shading::new().fill("E7ECF4")) } else { cell }
    };
    let row = |cells: &[String], head: bool| {
        TableRow::new(cells.iter().enumerate().map(|(place, said)| cell(place, said, head)).collect())
            .cant_split()
    };
    let head = (!columns.is_empty()).then(|| row(columns, true));
    let rows = rows.iter().map(|cells| row(cells, false));
    docx_rs::Table::new(head.into_iter().chain(rows).collect()).set_grid(widths.clone())
}

/// Columns as wide as their longest text asks for, within bounds, but never narrower than their longest word.
fn widths(columns: &[String], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let letters = |place: usize| {
        let cells =
            || rows.iter().map(Vec::as_slice).chain([columns]).filter_map(move |cells| cells.get(place));
        let longest = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
        let word =
            cells().flat_map(|cell| cell.split(' ')).map(|word| word.chars().count()).max().unwrap_or(0);
        // Room for what is on both sides of the text.
        longest.clamp(8, 60).max(word.min(30)) + 3
    };
    let letters: Vec<usize> = (0..width).map(letters).collect();
    let all: usize = letters.iter().sum();
    letters.iter().map(|own| WIDTH * own / all).collect()
}

/// A text of a scenario, without what XML can't hold.
fn text(said: &str) -> String {
    let is_lost = |c: char| (obeyed(c) && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    said.chars().map(|c| if is_lost(c) { '\u{fffd}' } else { c }).collect()
}
