//! Every value as a tidy table: one row a replication and measure.
//!
//! The columns:
//! - `scenario`, `variant`, `seed`, `replication`: what was played; the variant is `base` where none was chosen.
//! - `ending`: `endex`, `quiescent`, or `budget_exhausted` (of events) and `memory_exhausted`; a replication that ran out of a
//!   budget has one row and no values.
//! - `measure`, and of whom: `org`, `campaign`, `partner`, `team`, `tier`, `function`, `mission`, `centre`, `ladder`, `step`,
//!   `obligation`, `deadline`, `staff`, `crisis`, and `from` where a response time counts from something else than the first
//!   hold. What does not apply is empty.
//! - `objective`: filled only in rows with the measure `objective`, one for each training objective. These also say of
//!   whom and hold the value that was judged, whether or not another row has it too.
//! - `status`: `observed`, `censored` or `not_at_risk`; of objectives the verdict: `met`, `missed` or `not_tested`.
//! - `value_h`, `value_share`, `value_count`, `value_function_h`: the unit is in the name, so a row fills one of them; of
//!   a censored value it is the value so far.
//! - `worked_h` to `unseen_h`: the hours per state of a response time from the first hold; they add up to `value_h`.
//!
//! **Invariant:** every row has all columns, the rows stand in the order of replications, then of measures and objectives,
//! and apart from objectives no two rows of a replication say the same of the same.

use crate::model::Model;
use crate::study::{Listed, Replications, headings, plain, rows};
use std::io::{self, Write};

/// Writes the table with a line of headings.
///
/// # Errors
/// Those of `out`.
pub fn write(model: &Model, replications: &Replications, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let names = &model.names;
    let variant = if names.variant.is_empty() { "base" } else { &*names.variant };
    let first = ["scenario", "variant"].map(str::to_owned);
    table.write_record(first.into_iter().chain(headings())).map_err(plain)?;
    let mut written = String::new();
    let listed = Listed::of(model, &replications.measures);
    for played in &replications.played {
        rows(&listed, replications.seed, played, &mut |cells| {
            table.write_field(&*names.scenario).and_then(|()| table.write_field(variant)).map_err(plain)?;
            cells.iter().try_for_each(|cell| table.write_field(cell.written(&mut written))).map_err(plain)?;
            table.write_record(None::<&[u8]>).map_err(plain)
        })?;
    }
    table.flush()
}
