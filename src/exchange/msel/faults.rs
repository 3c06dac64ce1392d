//! What is wrong with a sheet, each fault with its cell.
//!
//! A cell that has a fault becomes a text of its own among the sources, called by its file, sheet, column and row, so that
//! faults of cells are told as those of any other text.
//!
//! **Invariant:** at most [`MOST_FAULTS`] are kept, however bad a sheet is; more are counted.

use super::cells::called;
use crate::diagnostic::{Diagnostic, Place, Sources};

/// As many faults of a sheet are told; more are of the same making.
pub const MOST_FAULTS: usize = 100;

/// A cell by its row, from 1, and its column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

/// Faults of one sheet.
#[derive(Debug)]
pub struct Faults<'f> {
    /// The file's name.
    file: &'f str,
    /// The sheet's name.
    sheet: &'f str,
    /// Where the texts of faulty cells are kept.
    pub sources: Sources,
    /// What is told.
    pub told: Vec<Diagnostic>,
    /// How many more there are.
    pub beyond: usize,
}

impl<'f> Faults<'f> {
    /// No faults yet.
    pub fn new(file: &'f str, sheet: &'f str, sources: Sources) -> Faults<'f> {
        Faults { file, sheet, sources, told: Vec::new(), beyond: 0 }
    }

    /// What people call a cell.
    pub fn called(&self, spot: Spot) -> String {
        called(self.sheet, spot.row, spot.column)
    }

    /// A text of a cell, as a place that a diagnostic may underline.
    pub fn place(&mut self, spot: Spot, text: &str) -> Place {
        // A place shows its first lines; a whole essay would bury them.
        let shown = text.char_indices().nth(200).map_or(text, |(end, _)| &text[..end]);
        let name = format!("{} {}", self.file, self.called(spot));
        let source = self.sources.add_cell(name, shown);
        Place { source, start: 0, len: shown.len() as u32 }
    }

    /// Notes a fault of a cell.
    pub fn at(&mut self, spot: Spot, text: &str, fault: impl FnOnce(Place) -> Diagnostic) {
        if self.told.len() >= MOST_FAULTS {
            self.beyond += 1;
            return;
        }
        let place = self.place(spot, text);
        let fault = fault(place);
        self.told.push(fault);
    }

    /// Whether anything was noted.
    pub fn any(&self) -> bool {
        !self.told.is_empty()
    }
}
