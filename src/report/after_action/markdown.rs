//! A document as Markdown, as GitHub and pandoc read it.
//!
//! **Invariant:** no text of a scenario ends its cell or line, or becomes markup.

use super::document::{Block, Document, Table};
use crate::report::description::markdown::text;

/// The document; the marking stands at its top and bottom.
pub fn markdown(document: &Document) -> String {
    let marking = match &*document.marking {
        "" => String::new(),
        marking => format!("**{}**\n\n", text(marking)),
    };
    let blocks: String = document.blocks.iter().map(block).collect();
    format!("{marking}# {}\n\n{blocks}{marking}", text(&document.title)).trim_end().to_owned() + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(order, said) => format!("{} {}\n\n", "#".repeat(usize::from(*order) + 1), text(said)),
        Block::Paragraph(said) => format!("{}\n\n", text(said)),
        Block::List(said) => said.iter().map(|said| format!("- {}\n", text(said))).collect::<String>() + "\n",
        Block::Table(said) => table(said),
    }
}

fn table(Table { columns, rows }: &Table) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    // A table without a head is none in Markdown.
    let width = columns.len().max(rows.first().map_or(0, Vec::len));
    let mut head = columns.clone();
    head.resize(width, String::new());
    let rows: String = rows.iter().map(|cells| row(cells)).collect();
    format!("{}{}|\n{rows}\n", row(&head), "|---".repeat(width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let document = Document {
            title: String::from("# <b>"),
            marking: String::from("NATO | EU"),
            blocks: vec![
                Block::Heading(1, String::from("One\ntwo")),
                Block::List(vec![String::from("- a"), String::from("*b*")]),
                Block::Table(Table {
                    columns: vec![String::from("a|b"), String::from("c")],
                    rows: vec![vec![String::from("1"), String::from("`x` [y](z)")]],
                }),
            ],
        };
        let expected = "**NATO \\| EU**\n\n# \\# \\<b\\>\n\n## One two\n\n- \\- a\n- \\*b\\*\n\n| a\\|b | c |\n|---|---|\n\
                        | 1 | \\`x\\` \\[y\\](z) |\n\n**NATO \\| EU**\n";
        assert_eq!(markdown(&document), expected);
    }
}
