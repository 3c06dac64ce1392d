//! The page that `levers` prints.
//!
//! **Invariant:** the page says nothing that the JSON doesn't; what it leaves out for length it counts.

use super::Look;
use super::format::{NONE, percent};
use super::sections::{head, heading};
use super::text::*;
use crate::measure::{counted, span};
use crate::report::levers::*;

/// How many levers of no use the page names.
const NAMED: usize = 6;

/// What the levers buy, as a page.
pub fn levers_page(report: &LeversReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    head(&report.scenario, &mut page);
    let facts = format!(
        "jointex {} · seed {} · {} each",
        report.jointex_version,
        report.seed,
        counted(report.replications, "replication")
    );
    page.edges(plain(facts), plain(""));
    if report.interrupted {
        let text = "Interrupted: levers are missing, or were played less often than the scenario as it is.";
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    }
    aim(report, &mut page);
    let (moving, idle): (Vec<&LeverView>, Vec<&LeverView>) =
        report.levers.iter().partition(|lever| !lever.dropped && moves(lever));
    table(report, &moving, &mut page);
    rest(report, &idle, &mut page);
    page.render(look.color)
}

fn moves(lever: &LeverView) -> bool {
    let zero = |view: &EstimateView| view.estimate.is_none_or(|estimate| estimate == 0.0);
    !(zero(&lever.change) && zero(&lever.probability_change))
}

fn aim(report: &LeversReport, page: &mut Page) {
    page.space();
    let title = format!("{}: {}", report.objective, report.objective_text);
    page.wrapped(0, words(&Span::new(title, Tone::Strong)));
    let mut facts = vec![format!("as it is: met in {} if tested", percent(report.probability.estimate))];
    if let Some(measure) = &report.measure {
        let mean = report.mean.estimate.map_or_else(|| NONE.to_owned(), |mean| amount(mean, report.unit));
        facts.push(format!("{measure} {mean} in the mean"));
    }
    page.wrapped(2, words(&plain(facts.join(" · "))));
}

fn table(report: &LeversReport, moving: &[&LeverView], page: &mut Page) {
    let columns: &[&str] = match report.measure.is_some() {
        true => &["change", "95 % interval", "met"],
        false => &["met", "95 % interval"],
    };
    let mut rows = vec![heading(page, "LEVERS", columns)];
    for lever in moving {
        let mut cells = vec![Span::new(&lever.what, Tone::Plain)];
        let tone = tone(report, lever);
        if report.measure.is_some() {
            cells.extend([
                Span::new(signed(lever.change.estimate, report.unit), tone),
                plain(interval(&lever.change, report.unit)),
                plain(points(lever.probability_change.estimate)),
            ]);
        } else {
            cells.extend([
                Span::new(points(lever.probability_change.estimate), tone),
                plain(interval(&lever.probability_change, None)),
            ]);
        }
        rows.push(Row::Cells(cells));
        rows.push(Row::Text(2, words(&faint(&lever.step))));
    }
    if moving.is_empty() {
        rows.push(Row::Text(2, words(&plain("None of them moves anything."))));
    }
    page.table(rows);
    let note = "Change: with the lever less without it, over the same chances, where both are at risk; times that ENDEX cut short \
                count as far as they went. Met: change of the probability, in points. Intervals: 95 %, each for itself, so that of \
                twenty levers of no use one seems to be of some.";
    page.wrapped(2, words(&faint(note)));
}

/// Whether the interval says that it helps, or harms.
fn tone(report: &LeversReport, lever: &LeverView) -> Tone {
    let (of, less) = match report.less_is_better {
        Some(less) => (&lever.change, less),
        None => (&lever.probability_change, false),
    };
    match (of.low, of.high) {
        (Some(_), Some(high)) if high < 0.0 => {
            if less {
                Tone::Good
            } else {
                Tone::Bad
            }
        }
        (Some(low), Some(_)) if low > 0.0 => {
            if less {
                Tone::Bad
            } else {
                Tone::Good
            }
        }
        _ => Tone::Plain,
    }
}

/// What moves nothing, what was dropped, and what can't be moved.
fn rest(report: &LeversReport, idle: &[&LeverView], page: &mut Page) {
    let (dropped, same): (Vec<&LeverView>, Vec<&LeverView>) = idle.iter().partition(|lever| lever.dropped);
    let told = |page: &mut Page, what: &str, names: Vec<String>| {
        if names.is_empty() {
            return;
        }
        let more = names.len().saturating_sub(NAMED);
        let mut text = format!("{what}: {}", names[..names.len() - more].join("; "));
        if more > 0 {
            text += &format!("; and {more} more");
        }
        page.wrapped(2, words(&faint(text)));
    };
    let named = |levers: &[&LeverView]| levers.iter().map(|it| format!("{}, {}", it.what, it.step)).collect();
    told(page, "Changes nothing", named(&same));
    told(page, "Dropped early, clearly of little use", named(&dropped));
    let not_possible = report.not_possible.iter();
    told(
        page,
        "Not possible",
        not_possible.map(|it| format!("{}, {}: {}", it.what, it.step, it.reason)).collect(),
    );
}

/// A number of the unit for people.
fn amount(number: f64, unit: Option<&str>) -> String {
    match unit {
        Some("h") => span(number),
        Some("share") => percent(Some(number)),
        Some("function_h") => format!("{number:.2} function-hours"),
        _ => format!("{number:.2}"),
    }
}

/// A change with its sign; a true minus, for a hyphen is easily missed.
fn signed(number: Option<f64>, unit: Option<&str>) -> String {
    match number {
        None => NONE.to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(number) if number < 0.0 => format!("−{}", amount(-number, unit)),
        Some(number) => format!("+{}", amount(number, unit)),
    }
}

fn interval(view: &EstimateView, unit: Option<&str>) -> String {
    match (view.low, view.high) {
        (Some(low), Some(high)) => format!("{} to {}", signed(Some(low), unit), signed(Some(high), unit)),
        _ => NONE.to_owned(),
    }
}

/// A change of a probability in points of a hundred.
fn points(change: Option<f64>) -> String {
    match change {
        None => NONE.to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(change) if change < 0.0 => format!("−{:.1}", -100.0 * change),
        Some(change) => format!("+{:.1}", 100.0 * change),
    }
}
