//! What a paper says of a model, under the headings of STRESS-DES.
//!
//! (T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc and S. J. E. Taylor, Strengthening the reporting of empirical
//! simulation studies: Introducing the STRESS guidelines, Journal of Simulation 13(1), 2019.) [`description()`] makes headings with
//! paragraphs, lists and tables of the compiled model and its parameters. What a
//! mechanism is said to do stands in one table with the condition under which it is said, so that a description speaks of
//! what the scenario has, and of nothing else.
//!
//! **Invariant:** the same model and parameters give the same description; every heading has something under it, if only that
//! there is none of it.

mod acting;
mod answering;
mod components;
mod data;
mod facts;
mod logic;
mod method;
mod sharing;
mod working;

use super::document::{Block, Document, code, heading, list, paragraph, table, words};
use super::view::ScenarioView;
use crate::model::{Model, Named};
use crate::study::Parameter;
use facts::Facts;
use serde::Serialize;

/// The version of the JSON form.
pub const DESCRIPTION_SCHEMA_VERSION: u32 = 1;

/// What is described.
#[derive(Debug, Clone)]
pub struct Described<'a> {
    /// The model.
    pub model: &'a Model,
    /// The parameters of the scenario that it was made of, with all that the library adds.
    pub parameters: &'a [Parameter],
    /// The variants that it may be compared with.
    pub variants: &'a [Named],
    /// What was set besides what is written, each `path = value`.
    pub changes: &'a [String],
    /// The command that plays it.
    pub command: &'a str,
}

/// The description of a model.
#[derive(Debug, Clone, Serialize)]
pub struct DescriptionReport {
    /// [`DESCRIPTION_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: &'static str,
    /// What is described.
    pub scenario: ScenarioView,
    /// What was set besides what is written, each `path = value`.
    pub changes: Vec<String>,
    /// The guideline whose headings these are.
    pub guideline: &'static str,
    /// The headings, in its order.
    pub sections: Vec<Section>,
}

/// A heading of the first level.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its number: `2`.
    pub number: String,
    /// What it says.
    pub heading: &'static str,
    /// The headings under it.
    pub parts: Vec<Part>,
}

/// A heading of the second level.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Its number: `2.5.1`.
    pub number: String,
    /// What it says.
    pub heading: &'static str,
    /// What stands under it; never nothing.
    pub blocks: Vec<Block>,
}

impl DescriptionReport {
    /// The same as a document.
    pub fn document(&self) -> Document {
        let mut blocks = Vec::new();
        for section in &self.sections {
            blocks.push(heading(1, format!("{} {}", section.number, section.heading)));
            for part in &section.parts {
                blocks.push(heading(2, format!("{} {}", part.number, part.heading)));
                blocks.extend(part.blocks.iter().cloned());
            }
        }
        let (guideline, version) = (self.guideline, self.jointex_version);
        Document {
            title: self.scenario.title.clone(),
            beneath: format!(
                "{guideline} · jointex {version} · {} · hash {}",
                self.scenario.id, self.scenario.hash
            ),
            blocks,
        }
    }
}

/// Describes a model.
pub fn description(described: &Described<'_>) -> DescriptionReport {
    let facts = Facts::new(described.model, described.parameters);
    let parts: [(&'static str, Parts); 6] = [
        ("Objectives", method::objectives(described, &facts)),
        ("Logic", logic::parts(described, &facts)),
        ("Data", data::parts(&facts)),
        ("Experimentation", method::experimentation(&facts)),
        ("Implementation", method::implementation(described)),
        ("Code access", method::code_access(described)),
    ];
    let numbered = |(place, (heading, parts)): (usize, (&'static str, Parts))| {
        let number = (place + 1).to_string();
        let part = |(ordinal, heading, blocks): (&str, &'static str, Vec<Block>)| Part {
            number: format!("{number}.{ordinal}"),
            heading,
            blocks: filled(blocks),
        };
        Section { parts: parts.into_iter().map(part).collect(), heading, number: number.clone() }
    };
    DescriptionReport {
        schema_version: DESCRIPTION_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        scenario: super::view::scenario(described.model),
        changes: described.changes.to_vec(),
        guideline: "STRESS-DES (Monks et al., Journal of Simulation 13(1), 2019)",
        sections: parts.into_iter().enumerate().map(numbered).collect(),
    }
}

/// The headings of a section: the number within it, the words, and what stands there.
type Parts = Vec<(&'static str, &'static str, Vec<Block>)>;

/// What stands under a heading, and that there is nothing if there is nothing.
fn filled(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Command { text } => !text.is_empty(),
        Block::List { items, .. } => !items.is_empty(),
        Block::Table { rows, .. } => !rows.is_empty(),
    });
    if blocks.is_empty() { vec![paragraph("None.")] } else { blocks }
}
