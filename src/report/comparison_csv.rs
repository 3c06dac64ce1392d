//! A comparison as a tidy table: one row a side and measure, or prevention, or objective.
//!
//! The columns:
//! - `kind`: `measure`, `prevention` (spared or not) or `objective` (met or not, where both sides tested it).
//! - `baseline`, `side`: what is compared. `name`, `unit`: the measure as a scenario would write it, or the objective's id.
//! - `restricted_to_h`: up to which time sides are compared; of pairs, each up to what was left until ENDEX, the longest. Empty if
//!   none was cut short.
//! - `baseline_observed` to `side_not_at_risk`: replications with a value, cut short by ENDEX, and without anything at risk.
//! - `pairs`, `baseline_mean`, `side_mean`, `difference`, `low`, `high`, `p_value`, `p_adjusted`, `finding`.
//! - `lower`, `higher`, `alike`, `undecided`: pairs in which the side is lower (for times: sooner), and so on.
//! - `both`, `only_baseline`, `only_side`, `neither`: of prevention and objectives.
//! - `log_rank_chi2`, `log_rank_p`: of unpaired times.
//! - `worked_h` to `unseen_h`: mean hours per state, side minus baseline, over `hours_pairs`.
//!
//! **Invariant:** every row has all columns; what does not apply is empty.

use super::comparison::{ComparedView, ComparisonReport, DifferenceView, SplitView};
use crate::measure::{State, state_name};
use crate::study::plain;
use std::io::{self, Write};

const COLUMNS: [&str; 32] = [
    "kind",
    "baseline",
    "side",
    "name",
    "unit",
    "restricted_to_h",
    "baseline_observed",
    "baseline_censored",
    "baseline_not_at_risk",
    "side_observed",
    "side_censored",
    "side_not_at_risk",
    "pairs",
    "baseline_mean",
    "side_mean",
    "difference",
    "low",
    "high",
    "p_value",
    "p_adjusted",
    "finding",
    "lower",
    "higher",
    "alike",
    "undecided",
    "both",
    "only_baseline",
    "only_side",
    "neither",
    "log_rank_chi2",
    "log_rank_p",
    "hours_pairs",
];

/// Writes the table with a line of headings.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &ComparisonReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let states = State::ALL.iter().map(|state| format!("{}_h", state_name(*state)));
    let headings: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).chain(states).collect();
    table.write_record(&headings).map_err(plain)?;
    let mut row = |kind: &str, side: &str, name: &str, cells: &[(&str, String)]| {
        let mut row = vec![String::new(); headings.len()];
        let first = [("kind", kind), ("baseline", &report.sides[0].name), ("side", side), ("name", name)];
        let first = first.map(|(column, text)| (column, text.to_owned()));
        for (column, text) in first.iter().chain(cells) {
            let at = headings.iter().position(|heading| heading == column);
            row[at.unwrap_or_else(|| panic!("there is a column {column}"))].clone_from(text);
        }
        table.write_record(&row).map_err(plain)
    };
    let states: Vec<String> = State::ALL.iter().map(|state| format!("{}_h", state_name(*state))).collect();
    for measure in &report.measures {
        for (number, difference) in measure.differences.iter().enumerate() {
            let mut cells = of_measure(measure, number + 1, difference);
            if let Some(hours) = difference.hours {
                cells.extend(states.iter().zip(hours.0).map(|(state, hours)| (&**state, hours.to_string())));
            }
            row("measure", &difference.side, &measure.measure, &cells)?;
        }
    }
    for prevention in &report.prevention {
        for split in &prevention.differences {
            row("prevention", &split.side, &prevention.measure, &of_split(split))?;
        }
    }
    for objective in &report.objectives {
        for split in &objective.differences {
            row("objective", &split.side, &objective.objective, &of_split(split))?;
        }
    }
    table.flush()
}

fn shown<T: ToString>(number: Option<T>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn of_measure<'c>(
    measure: &ComparedView,
    side: usize,
    difference: &DifferenceView,
) -> Vec<(&'c str, String)> {
    let (baseline, own) = (&measure.sides[0], &measure.sides[side]);
    vec![
        ("unit", measure.unit.to_owned()),
        ("restricted_to_h", shown(measure.restricted_to_h)),
        ("baseline_observed", baseline.observed.to_string()),
        ("baseline_censored", baseline.censored.to_string()),
        ("baseline_not_at_risk", baseline.not_at_risk.to_string()),
        ("side_observed", own.observed.to_string()),
        ("side_censored", own.censored.to_string()),
        ("side_not_at_risk", own.not_at_risk.to_string()),
        ("pairs", difference.pairs.to_string()),
        ("baseline_mean", shown(difference.baseline)),
        ("side_mean", shown(difference.value)),
        ("difference", shown(difference.difference)),
        ("low", shown(difference.low)),
        ("high", shown(difference.high)),
        ("p_value", shown(difference.p_value)),
        ("p_adjusted", shown(difference.p_adjusted)),
        ("finding", difference.finding.to_owned()),
        ("lower", shown(difference.lower)),
        ("higher", shown(difference.higher)),
        ("alike", shown(difference.alike)),
        ("undecided", shown(difference.undecided)),
        ("log_rank_chi2", shown(difference.log_rank_chi2)),
        ("log_rank_p", shown(difference.log_rank_p)),
        ("hours_pairs", shown(difference.hours_pairs)),
    ]
}

fn of_split<'c>(split: &SplitView) -> Vec<(&'c str, String)> {
    vec![
        ("pairs", (split.both + split.only_baseline + split.only_side + split.neither).to_string()),
        ("p_value", shown(split.p_value)),
        ("p_adjusted", shown(split.p_adjusted)),
        ("both", split.both.to_string()),
        ("only_baseline", split.only_baseline.to_string()),
        ("only_side", split.only_side.to_string()),
        ("neither", split.neither.to_string()),
    ]
}
