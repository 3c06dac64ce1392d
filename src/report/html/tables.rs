//! The blocks of a page, as a browser shows them: the sections of the terminal's page, with everything that it folds away.
//!
//! **Invariant:** what is said is what the page for the terminal says with `--full`, in the same words and numbers.

use super::figure::{Part, Section};
use crate::report::terminal::text::{Block, Row, Span, Tone};
use maud::{Markup, html};

/// The sections of a page for a terminal, each under its heading.
pub fn sections(blocks: &[Block]) -> impl Iterator<Item = Section> {
    blocks.chunk_by(|_, next| name(next).is_none()).filter_map(|section| {
        let name = name(&section[0])?;
        Some(Section::new(&anchor(name), &title(name), vec![Part::Words(drawn(section))]))
    })
}

fn name(block: &Block) -> Option<&str> {
    match block {
        Block::Table(rows) => heading(rows).map(|(name, _)| name),
        _ => None,
    }
}

/// What was played, from the head of a terminal's page: its title is that of the page already.
pub fn facts(blocks: &[Block]) -> Markup {
    html! {
        @if let [Block::Edges(_, id), facts @ ..] = blocks {
            div.facts { (span(id)) }
            (drawn(facts))
        }
    }
}

/// All blocks, one after the other.
pub fn drawn(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Line(spans) => @if !spans.is_empty() { p { (pieces(spans)) } },
                Block::Edges(left, right) => div.facts { span { (span(left)) } " " span { (span(right)) } },
                Block::Hanging { pieces: said, .. } => p { (pieces(said)) },
                Block::Table(rows) => (whole(rows)),
            }
        }
    }
}

/// A table; what names its section is the section's heading.
fn whole(rows: &[Row]) -> Markup {
    let (columns, rows) = heading(rows).map_or((&[][..], rows), |(_, columns)| (columns, &rows[1..]));
    html! { div.wide { (table(columns, rows)) } }
}

/// What the first row says if it names the section and its columns.
fn heading(rows: &[Row]) -> Option<(&str, &[Span])> {
    match rows.first()? {
        Row::Cells(cells) => {
            let (name, columns) = cells.split_first()?;
            (name.tone() == Tone::Heading).then(|| (name.text(), columns))
        }
        _ => None,
    }
}

fn table(columns: &[Span], rows: &[Row]) -> Markup {
    let width = columns.len() + 1;
    html! {
        table {
            @if !columns.is_empty() {
                thead { tr { th scope="col" {} @for column in columns { th.n scope="col" { (column.text()) } } } }
            }
            tbody {
                @for row in rows {
                    @match row {
                        Row::Cells(cells) => tr.inner[cells.first().is_some_and(|cell| cell.text().starts_with(' '))] {
                            @for (place, cell) in cells.iter().enumerate() {
                                @if place == 0 { th scope="row" { (span(cell)) } }
                                @else { td.n { (span(cell)) } }
                            }
                        },
                        Row::Text(indent, said) => tr.inner[*indent > 0] { td colspan=(width) { (pieces(said)) } },
                        Row::Folded(what, rest) => tr { td colspan=(width) {
                            details { summary { (what) } (table(columns, rest)) }
                        } },
                    }
                }
            }
        }
    }
}

/// Pieces with a blank between them; those alike in one element.
fn pieces(all: &[Span]) -> Markup {
    html! {
        @for (place, alike) in all.chunk_by(|a, b| a.tone() == b.tone()).enumerate() {
            @if place > 0 { " " }
            (toned(alike[0].tone(), &alike.iter().map(Span::text).collect::<Vec<_>>().join(" ")))
        }
    }
}

/// A piece of text in its tone.
fn span(span: &Span) -> Markup {
    toned(span.tone(), span.text().trim())
}

fn toned(tone: Tone, text: &str) -> Markup {
    html! {
        @match tone {
            Tone::Plain => (text),
            Tone::Strong | Tone::Heading => strong { (text) },
            Tone::Faint => span.faint { (text) },
            Tone::Good => span.good { (text) },
            Tone::Bad => span.bad { (text) },
        }
    }
}

/// `LEGAL DEADLINES` as `legal-deadlines`.
fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// `LEGAL DEADLINES` as `Legal deadlines`.
fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}
