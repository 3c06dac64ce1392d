//! A document for a word processor (Office Open XML).
//!
//! **Invariant:** the same document gives the same bytes, whenever and wherever it is written.

use super::{Block, Column, Document};
use crate::report::terminal::obeyed;
use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, Footer, Header, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumberFormat, Numbering, NumberingId, PageMargin, Paragraph, Run, RunFonts, Shading, Start,
    Style, StyleType, TableCell, TableLayoutType, TableRow, WidthType,
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

/// The bytes of the file; the marking stands at the top and bottom of every page, if there is one.
///
/// # Errors
/// Those of packing it, which happens in memory.
pub fn docx(document: &Document, marking: &str) -> io::Result<Vec<u8>> {
    let marked = || {
        let run = Run::new().add_text(text(marking)).bold();
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
    if !document.beneath.is_empty() {
        docx = docx.add_paragraph(plain(&document.beneath));
    }
    if !marking.is_empty() {
        docx =
            docx.header(Header::new().add_paragraph(marked())).footer(Footer::new().add_paragraph(marked()));
    }
    for block in &document.blocks {
        docx = match block {
            Block::Heading { order, text: said } => {
                let order = usize::from(*order).clamp(1, HEADINGS.len());
                let paragraph = Paragraph::new()
                    .style(&format!("Heading{order}"))
                    .outline_lvl(order - 1)
                    .line_spacing(LineSpacing::new().before(280 - 40 * order as u32).after(60))
                    .keep_next(true);
                docx.add_paragraph(paragraph.add_run(Run::new().add_text(text(said))))
            }
            Block::Paragraph { text: said } | Block::Command { text: said } => {
                docx.add_paragraph(plain(said))
            }
            Block::List { about, items } => items.iter().fold(headed(docx, about), |docx, said| {
                docx.add_paragraph(plain(said).numbering(NumberingId::new(BULLETS), IndentLevel::new(0)))
            }),
            // A table that touches the next one would be one with it.
            Block::Table { caption, columns, rows } => {
                headed(docx, caption).add_table(table(columns, rows)).add_paragraph(Paragraph::new())
            }
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
    Paragraph::new().line_spacing(LineSpacing::new().after(80)).add_run(Run::new().add_text(text(said)))
}

/// What a list or table is about, with it.
fn headed(docx: Docx, about: &str) -> Docx {
    if about.is_empty() { docx } else { docx.add_paragraph(plain(&format!("{about}:")).keep_next(true)) }
}

fn table(columns: &[Column], rows: &[Vec<String>]) -> docx_rs::Table {
    let whole: u32 = columns.iter().map(|column| column.weight).sum();
    let widths: Vec<usize> =
        columns.iter().map(|column| WIDTH * column.weight as usize / whole.max(1) as usize).collect();
    let cell = |place: usize, said: &str, head: bool| {
        let run = Run::new().add_text(text(said)).size(TEXT - 3);
        let run = if head { run.bold() } else { run };
        let paragraph = Paragraph::new().add_run(run).keep_next(head);
        let cell = TableCell::new().add_paragraph(paragraph).width(widths[place], WidthType::Dxa);
        if head { cell.shading(Shading::new().fill("E7ECF4")) } else { cell }
    };
    let head = columns.iter().enumerate().map(|(place, column)| cell(place, column.heading, true)).collect();
    let rows = rows.iter().map(|cells| {
        let cells = cells.iter().enumerate().map(|(place, said)| cell(place, said, false));
        TableRow::new(cells.collect()).cant_split()
    });
    let head = TableRow::new(head).cant_split();
    docx_rs::Table::new(std::iter::once(head).chain(rows).collect())
        .set_grid(widths.clone())
        .layout(TableLayoutType::Fixed)
}

/// A text of a scenario, without what XML can't hold.
fn text(said: &str) -> String {
    let is_lost = |c: char| (obeyed(c) && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    said.chars().map(|c| if is_lost(c) { '\u{fffd}' } else { c }).collect()
}
