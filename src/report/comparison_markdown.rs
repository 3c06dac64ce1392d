//! A comparison as Markdown: what goes into a report or a pull request.
//!
//! **Invariant:** a name never ends a cell or a line.

use super::comparison::{ComparisonReport, DifferenceView};
use super::comparison_words::{p_value, signed, value};
use super::terminal::format::{NONE, percent};
use super::terminal::obeyed;
use crate::measure::{counted, span};
use std::io::{self, Write};

/// Writes the comparison.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &ComparisonReport, out: &mut dyn Write) -> io::Result<()> {
    let baseline = &report.sides[0];
    writeln!(out, "# {}", text(&report.scenario.title))?;
    writeln!(
        out,
        "\njointex {} · {} · seed {} · {} of each, {}",
        report.jointex_version,
        text(&baseline.scenario),
        baseline.seed,
        counted(baseline.counted, "replication"),
        report.comparison
    )?;
    for (side, summary) in report.sides[1..].iter().zip(&report.summary) {
        let title = if side.title.is_empty() { &side.name } else { &side.title };
        writeln!(out, "\n## {}: {} against {}\n", text(title), text(&side.name), text(&baseline.name))?;
        for sentence in &summary.sentences {
            writeln!(out, "- {}", text(sentence))?;
        }
        let order = if report.comparison == "paired" { "less/more/alike" } else { "log-rank p" };
        writeln!(
            out,
            "\n| measure | {} | {} | difference | 95 % interval | p (Holm) | {order} | pairs |",
            text(&baseline.name),
            text(&side.name)
        )?;
        writeln!(out, "|---|---:|---:|---:|---:|---:|---:|---:|")?;
        for measure in &report.measures {
            for difference in measure.differences.iter().filter(|it| it.side == side.name) {
                let within =
                    measure.restricted_to_h.map_or_else(String::new, |it| format!(" (up to {})", span(it)));
                let name = format!("`{}`{within}", text(&measure.measure));
                row(out, &name, measure.unit, difference)?;
            }
        }
    }
    if !report.objectives.is_empty() {
        let names: Vec<String> = report.sides.iter().map(|side| text(&side.name)).collect();
        writeln!(out, "\n| objective, met if tested | {} |", names.join(" | "))?;
        writeln!(out, "|---|{}", "---:|".repeat(names.len()))?;
        for objective in &report.objectives {
            let shares: Vec<String> =
                objective.sides.iter().map(|share| percent(share.probability)).collect();
            writeln!(out, "| {} | {} |", text(&objective.objective), shares.join(" | "))?;
        }
    }
    for absent in &report.absent {
        writeln!(
            out,
            "\nNot compared: `{}`, which is not in {}.",
            text(&absent.name),
            text(&absent.not_in.join(", "))
        )?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, name: &str, unit: &str, it: &DifferenceView) -> io::Result<()> {
    let cell = |number: Option<f64>| number.map_or_else(|| NONE.to_owned(), |it| value(unit, it));
    let sign = |number: Option<f64>| number.map_or_else(|| NONE.to_owned(), |it| signed(unit, it));
    let last = match (it.lower, it.higher, it.alike) {
        (Some(lower), Some(higher), Some(alike)) => format!("{lower}/{higher}/{alike}"),
        _ => p_value(it.log_rank_p),
    };
    writeln!(
        out,
        "| {name} | {} | {} | {} | {} to {} | {} | {last} | {} |",
        cell(it.baseline),
        cell(it.value),
        sign(it.difference),
        sign(it.low),
        sign(it.high),
        p_value(it.p_adjusted),
        it.pairs
    )
}

/// What a scenario calls something, without what would end a cell, and what a terminal would obey.
fn text(name: &str) -> String {
    let plain = name.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c });
    plain.collect::<String>().replace('|', "\\|")
}
