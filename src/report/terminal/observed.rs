//! The page of timings of real exercises against what is simulated.
//!
//! **Invariant:** the page says nothing that the JSON doesn't.

use super::Look;
use super::format::*;
use super::sections::heading;
use super::text::*;
use crate::measure::{counted, thousands};
use crate::report::comparison_words::value;
use crate::report::observed::{ObservedReport, place, seen_value, test};

/// The report as a page.
pub fn observed_page(report: &ObservedReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    header(report, &mut page);
    findings(report, &mut page);
    notes(report, &mut page);
    page.render(look.color)
}

/// What was simulated, and how often.
pub fn header(report: &ObservedReport, page: &mut Page) {
    let hash = report.scenario.hash.get(..4).unwrap_or_default();
    page.edges(
        Span::new(&report.scenario.title, Tone::Strong),
        plain(format!("{} · {hash}", report.scenario.id)),
    );
    let facts = format!(
        "jointex {} · seed {} · {} against real exercises",
        report.jointex_version,
        report.seed,
        counted(report.replications, "replication")
    );
    page.edges(plain(facts), plain(""));
}

/// What was timed and where it stands, and each team through its exercises.
pub fn findings(report: &ObservedReport, page: &mut Page) {
    let mut rows = vec![heading(page, "TIMED", &["seen", "percentile"])];
    for measure in &report.measures {
        let median = measure.simulated.median.map_or_else(|| NONE.to_owned(), |it| value(measure.unit, it));
        let spread = if measure.unit == "h" {
            format!(", 90 % range {}", range(&measure.simulated))
        } else {
            String::new()
        };
        rows.push(Row::Text(0, words(&Span::new(&measure.measure, Tone::Strong))));
        rows.push(Row::Text(
            2,
            words(&faint(format!("simulated: median {median}{spread}; {}", test(measure)))),
        ));
        rows.extend(measure.seen.iter().map(|seen| {
            Row::Cells(vec![
                plain(format!("  {} · {}", seen.team, seen.exercise)),
                plain(seen_value(measure.unit, seen)),
                Span::new(place(seen), Tone::Strong),
            ])
        }));
    }
    page.table(rows);
    let mut rows = vec![heading(page, "TEAMS", &["values", "mean percentile"])];
    for team in &report.teams {
        rows.push(Row::Text(0, words(&Span::new(&team.team, Tone::Strong))));
        rows.extend(team.exercises.iter().map(|it| {
            Row::Cells(vec![
                plain(format!("  {}", it.exercise)),
                plain(thousands(it.values as u64)),
                plain(format!(
                    "{}{}",
                    if it.censored > 0 { "≥" } else { "" },
                    percent(Some(it.mean_percentile))
                )),
            ])
        }));
    }
    page.table(rows);
}

/// What the columns say.
pub fn notes(report: &ObservedReport, page: &mut Page) {
    let note = "Percentile: the share of the simulated replications at risk that took less time, the same counting one half; 10 % \
                is a quick team. >, ≥: the exercise was over first. p: Cramér and von Mises' test, adjusted by Holm.";
    page.wrapped(2, words(&faint(note)));
    if report.left_out > 0 {
        let text = format!("{} of the table without a value.", counted(report.left_out as u64, "row"));
        page.wrapped(2, words(&faint(text)));
    }
}
