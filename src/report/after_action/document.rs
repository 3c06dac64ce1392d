//! A document as plain data, which each renderer sets in its own way.
//!
//! **Invariant:** texts are as the scenario has them; what a format would read as more than text is the renderer's matter.

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What stands at the top and bottom of every page; empty for nothing.
    pub marking: String,
    /// What it is made of.
    pub blocks: Vec<Block>,
}

/// Part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, of the first, second or third order.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A list of sentences.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The heads of its columns; none where the first column names the rows.
    pub columns: Vec<String>,
    /// Its rows, each as long as the others.
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// Changes every text of it.
    #[must_use]
    pub fn map(self, change: &dyn Fn(&str) -> String) -> Document {
        let all = |texts: Vec<String>| texts.iter().map(|text| change(text)).collect::<Vec<String>>();
        let block = |block: Block| match block {
            Block::Heading(order, text) => Block::Heading(order, change(&text)),
            Block::Paragraph(text) => Block::Paragraph(change(&text)),
            Block::List(texts) => Block::List(all(texts)),
            Block::Table(Table { columns, rows }) => {
                Block::Table(Table { columns: all(columns), rows: rows.into_iter().map(all).collect() })
            }
        };
        Document {
            title: change(&self.title),
            marking: self.marking,
            blocks: self.blocks.into_iter().map(block).collect(),
        }
    }
}
