//! A document as plain data: headings with paragraphs, lists and tables, which each renderer sets in its own way.
//!
//! **Invariant:** all texts are plain; what a format would read as more than text is the renderer's matter.

mod docx;
pub mod latex;
pub mod markdown;

pub use docx::docx;

use serde::Serialize;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What stands below that; empty for nothing.
    pub beneath: String,
    /// What it is made of.
    pub blocks: Vec<Block>,
}

/// Something in a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for a section, 2 for a part of one, 3 for a part of that.
        order: u8,
        /// What it says.
        text: String,
    },
    /// Sentences.
    Paragraph {
        /// These.
        text: String,
    },
    /// Points.
    List {
        /// What they are about; empty for what the heading says.
        about: String,
        /// The points.
        items: Vec<String>,
    },
    /// Rows of cells.
    Table {
        /// What it shows; empty for what the heading says.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows, each with as many cells.
        rows: Vec<Vec<String>>,
    },
    /// What is typed, word for word.
    Command {
        /// The command.
        text: String,
    },
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Whether its cells are written as a scenario would write them.
    pub code: bool,
    /// How wide it is beside the others.
    #[serde(skip)]
    pub weight: u32,
}

/// A column of words.
pub const fn words(heading: &'static str, weight: u32) -> Column {
    Column { heading, code: false, weight }
}

/// A column of what a scenario writes.
pub const fn code(heading: &'static str, weight: u32) -> Column {
    Column { heading, code: true, weight }
}

/// A heading.
pub fn heading(order: u8, text: impl Into<String>) -> Block {
    Block::Heading { order, text: text.into() }
}

/// Sentences.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

/// Points.
pub fn list(about: &str, items: Vec<String>) -> Block {
    Block::List { about: about.to_owned(), items }
}

/// A table.
pub fn table(caption: &str, columns: &[Column], rows: Vec<Vec<String>>) -> Block {
    debug_assert!(rows.iter().all(|row| row.len() == columns.len()), "a cell for each column");
    Block::Table { caption: caption.to_owned(), columns: columns.to_vec(), rows }
}

impl Document {
    /// Changes every text of it but the headings of columns, which are the program's own.
    #[must_use]
    pub fn map(self, change: &dyn Fn(&str) -> String) -> Document {
        let all = |texts: Vec<String>| texts.iter().map(|text| change(text)).collect::<Vec<String>>();
        let block = |block: Block| match block {
            Block::Heading { order, text } => Block::Heading { order, text: change(&text) },
            Block::Paragraph { text } => Block::Paragraph { text: change(&text) },
            Block::List { about, items } => Block::List { about: change(&about), items: all(items) },
            Block::Table { caption, columns, rows } => {
                Block::Table { caption: change(&caption), columns, rows: rows.into_iter().map(all).collect() }
            }
            Block::Command { text } => Block::Command { text: change(&text) },
        };
        Document {
            title: change(&self.title),
            beneath: change(&self.beneath),
            blocks: self.blocks.into_iter().map(block).collect(),
        }
    }
}
