//! What a scenario takes from elsewhere: fragments to include.
//!
//! **Invariant:** records only; nothing here reads a file.

use super::record::record;
use super::written::Word;

record! {
    /// A fragment to include, once, `(file: "fragments/ministry.ron", as: "be")`, or once for each row of a table,
    /// `(file: "std/nation.ron", each: "nations.csv")`.
    ///
    /// The ids that the fragment defines get its name and a slash before them: `be/soc`. A reference within the fragment
    /// means what the fragment itself defines, if it defines such a thing, and else what the including file does.
    pub struct Include {
        /// The file, relative to the main file's folder and within it, or one that is built in: `"std/port.ron"`.
        file: Word,
        /// The name to put before ids; without a table there must be one.
        r#as: Option<Word>,
        /// A table of rows, each of which includes the fragment: a file of comma-separated values, found as `file` is; a
        /// semicolon or a tab may stand for the comma. Its first line names the columns. The column `as` has the names to put before
        /// ids. Any other is a path within the fragment, `teams[soc].tiers[l1].seats`, whose value each row sets; an empty
        /// cell leaves it as it is. Values are written as for `--set`: quotes may be left out. Empty lines, and those that begin with `#`,
        /// are passed over. At most 10,000 rows, and 1,000,000 cells.
        each: Option<Word>,
        /// Changes to the fragment; paths are as within the fragment. They come before those of a table.
        set: Vec<(Word, Word)>,
    }
}
