//! What a section leaves out, so that a page of many organisations stays one that people read: one rule for all.
//!
//! Up to [`MOST`] entries all stand, in the order of the scenario. Of more, those to which nothing happened are only
//! counted; of the others those stand that have the most to tell, the most telling first; and a line says how many of
//! either kind were left out. With `--full` all stand, in the order of the scenario.
//!
//! **Invariant:** entries that stand and entries that are counted are all there are.

use super::text::{Page, Row};
use crate::measure::thousands;

/// How many entries a section has at most.
pub const MOST: usize = 12;

/// What a section says of one thing.
#[derive(Debug)]
pub struct Entry {
    /// How much there is to tell of it, compared with others of its section; 0: nothing happened to it.
    pub tells: f64,
    /// What is told.
    pub rows: Vec<Row>,
}

impl Entry {
    /// An entry of one row.
    pub fn row(tells: f64, row: Row) -> Entry {
        Entry { tells, rows: vec![row] }
    }
}

/// The rows of a section's entries; `quiet` says what those are to which nothing happened: `never held`.
pub fn folded(page: &Page, entries: Vec<Entry>, quiet: &str) -> Vec<Row> {
    let rows = |entries: Vec<Entry>| entries.into_iter().flat_map(|entry| entry.rows);
    if page.full() || entries.len() <= MOST {
        return rows(entries).collect();
    }
    let all = entries.len();
    // Stable, so that those with as much to tell stay in the order of the scenario.
    let mut ranked: Vec<usize> = (0..all).filter(|place| entries[*place].tells > 0.0).collect();
    let silent = all - ranked.len();
    let others = ranked.len().saturating_sub(MOST);
    if others > 0 {
        ranked.sort_by(|a, b| entries[*b].tells.total_cmp(&entries[*a].tells));
        ranked.truncate(MOST);
    }
    let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let told: Vec<Entry> = ranked.into_iter().filter_map(|place| entries[place].take()).collect();
    rows(told)
        .chain(left_out(silent, others, quiet, rows(entries.into_iter().flatten().collect()).collect()))
        .collect()
}

/// What was left out, if anything was.
fn left_out(silent: usize, others: usize, quiet: &str, rows: Vec<Row>) -> Option<Row> {
    let number = |number: usize| thousands(number as u64);
    let what = match (silent, others) {
        (0, 0) => return None,
        (0, others) => format!("{} more", number(others)),
        (silent, 0) => format!("{} {quiet}", number(silent)),
        (silent, others) => format!("{} {quiet} and {} more", number(silent), number(others)),
    };
    Some(Row::Folded(what, rows))
}

#[cfg(test)]
mod tests {
    use super::super::text::plain;
    use super::*;
    use expect_test::{Expect, expect};

    /// Folds entries that tell so much, each of one row that says how much, and compares the page.
    #[track_caller]
    fn check(full: bool, tells: &[u32], expected: Expect) {
        let mut page = Page::new(60).with_all(full);
        let entry = |tells: &u32| Entry::row(f64::from(*tells), Row::Text(0, vec![plain(tells.to_string())]));
        let rows = folded(&page, tells.iter().map(entry).collect(), "never held");
        page.table(rows);
        expected.assert_eq(&page.render(false).replace('\n', "|"));
    }

    #[test]
    fn a_dozen_stand_as_they_are() {
        check(false, &[0, 3, 0, 1, 2, 0, 0, 0, 0, 0, 0, 9], expect!["0|3|0|1|2|0|0|0|0|0|0|9|"]);
    }

    #[test]
    fn of_more_those_to_which_nothing_happened_are_counted() {
        let tells = [0, 3, 0, 1, 2, 0, 0, 0, 0, 0, 0, 9, 0];
        check(false, &tells, expect!["3|1|2|9|  9 never held left out; --full shows all.|"]);
        check(true, &tells, expect!["0|3|0|1|2|0|0|0|0|0|0|9|0|"]);
    }

    #[test]
    fn of_many_the_most_telling_stand_first() {
        let most: Vec<u32> = (1..=14).collect();
        check(false, &most, expect!["14|13|12|11|10|9|8|7|6|5|4|3|  2 more left out; --full shows all.|"]);
        let some: Vec<u32> = [0, 0].into_iter().chain(most).collect();
        check(
            false,
            &some,
            expect!["14|13|12|11|10|9|8|7|6|5|4|3|  2 never held and 2 more left out; --full shows all.|"],
        );
    }
}
