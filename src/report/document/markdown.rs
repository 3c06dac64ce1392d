//! A document as Markdown, as GitHub and pandoc read it.
//!
//! **Invariant:** a text of the scenario is never markup, and ends no cell and no line.

use super::{Block, Column, Document};
use crate::report::terminal::obeyed;
use std::io::{self, Write};

/// Writes the document; the marking stands at its top and bottom, if there is one.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, marking: &str, out: &mut dyn Write) -> io::Result<()> {
    if !marking.is_empty() {
        writeln!(out, "**{}**\n", text(marking))?;
    }
    writeln!(out, "# {}", text(&document.title))?;
    if !document.beneath.is_empty() {
        writeln!(out, "\n{}", text(&document.beneath))?;
    }
    document.blocks.iter().try_for_each(|block| write_block(block, out))?;
    if marking.is_empty() { Ok(()) } else { writeln!(out, "\n**{}**", text(marking)) }
}

fn write_block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    match block {
        Block::Heading { order, text: said } => {
            writeln!(out, "{} {}", "#".repeat(usize::from(*order) + 1), text(said))
        }
        Block::Paragraph { text: said } => writeln!(out, "{}", text(said)),
        Block::List { about, items } => {
            if !about.is_empty() {
                writeln!(out, "{}:\n", text(about))?;
            }
            items.iter().try_for_each(|item| writeln!(out, "- {}", text(item)))
        }
        Block::Table { caption, columns, rows } => {
            if !caption.is_empty() {
                writeln!(out, "{}:\n", text(caption))?;
            }
            let headings: Vec<String> = columns.iter().map(|column| text(column.heading)).collect();
            writeln!(out, "| {} |", headings.join(" | "))?;
            writeln!(out, "|{}", "---|".repeat(columns.len()))?;
            rows.iter().try_for_each(|row| {
                let cells: Vec<String> =
                    row.iter().zip(columns).map(|(written, column)| cell(written, column)).collect();
                writeln!(out, "| {} |", cells.join(" | "))
            })
        }
        Block::Command { text: command } => writeln!(out, "    {}", plain(command)),
    }
}

fn cell(written: &str, column: &Column) -> String {
    match column.code {
        true if !written.is_empty() => code(written),
        _ => text(written),
    }
}

/// On one line, without what a terminal would obey.
fn plain(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// Words, with what would be markup escaped.
fn text(written: &str) -> String {
    let mut escaped = String::with_capacity(written.len());
    for c in plain(written).chars() {
        if "\\`*_[]<>|#~&$!".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // At the head of a line these would begin a list or a heading.
    match escaped.chars().next() {
        Some('-' | '+' | '=') => format!("\\{escaped}"),
        _ => number_of_list(&escaped).unwrap_or(escaped),
    }
}

/// What would begin a numbered list, so that it does not.
fn number_of_list(text: &str) -> Option<String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].chars().next().filter(|c| digits > 0 && matches!(c, '.' | ')'))?;
    let rest = &text[digits + 1..];
    (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{}\\{mark}{rest}", &text[..digits]))
}

/// Code, fenced by more backticks than it has in a row; a bar in a table is escaped even here.
fn code(written: &str) -> String {
    let written = plain(written);
    let longest = written.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if written.contains('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", written.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::{code, text};

    #[test]
    fn texts_are_no_markup() {
        for (written, expected) in [
            ("a | b", "a \\| b"),
            ("<b>*x*</b>", "\\<b\\>\\*x\\*\\</b\\>"),
            ("two\nlines", "two lines"),
            ("- no point", "\\- no point"),
            ("12. no number", "12\\. no number"),
            ("90min", "90min"),
            ("0.5 h", "0.5 h"),
            ("\u{1b}[0m", "\u{fffd}\\[0m"),
        ] {
            assert_eq!(text(written), expected);
        }
    }

    #[test]
    fn code_ends_where_it_should() {
        assert_eq!(code("teams[a].x"), "`teams[a].x`");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
