//! The page that `rehearse` prints.
//!
//! **Invariant:** the page says nothing that the JSON doesn't; what it leaves out for length it counts.

use super::Look;
use super::folding::{Entry, folded};
use super::format::{NONE, duration, grouped, percent, percent_range, some};
use super::sections::{head, heading};
use super::text::*;
use crate::measure::{counted, span, thousands};
use crate::report::rehearsal::*;
use crate::report::rehearsal_forecast::*;

/// A rehearsal as a page.
pub fn rehearsal_page(report: &RehearsalReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120)).with_all(look.full);
    header(report, &mut page);
    rehearsed(report, &mut page);
    page.render(look.color)
}

/// What was played, and how often.
pub(in crate::report) fn header(report: &RehearsalReport, page: &mut Page) {
    let played = &report.replications;
    head(&report.scenario, page);
    let number = match played.interrupted {
        true => format!("{} of {}", thousands(played.played), counted(played.asked, "replication")),
        false => counted(played.played, "replication"),
    };
    let scenario = &report.scenario;
    let frame = format!("from {} {}", scenario.startex_for_people, scenario.city);
    page.edges(
        plain(format!("jointex {} · seed {} · {number}", report.jointex_version, report.seed)),
        plain(frame),
    );
    page.edges(plain(format!("fingerprint {}", grouped(&report.fingerprint))), plain(""));
    if !report.changes.is_empty() {
        page.wrapped(0, words(&plain(format!("with {}", report.changes.join("; ")))));
    }
    let bad = |page: &mut Page, text: String| page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    if played.interrupted {
        bad(page, String::from("Interrupted: all numbers are of the replications played so far."));
    }
    let exhausted = played.played - played.counted();
    if exhausted > 0 {
        bad(
            page,
            format!("{} used up a budget and count in no number below.", counted(exhausted, "replication")),
        );
    }
    if report.forecast.is_none() && report.replications_watched < played.counted() {
        let missing = counted(played.counted() - report.replications_watched, "replication");
        bad(
            page,
            format!(
                "Hours, shifts and what became of injects are without {missing}, whose trace found no room: give a larger \
                 --memory-budget."
            ),
        );
    }
}

/// What was found.
pub(in crate::report) fn rehearsed(report: &RehearsalReport, page: &mut Page) {
    if report.replications.counted() == 0 {
        return;
    }
    if let Some(it) = &report.forecast {
        return forecast(it, page);
    }
    findings(report, page);
    injects(report, page);
    off_shift(report, page);
    desks(report, page);
    objectives(report, page);
    coverage(report, page);
}

/// The rest of the exercise.
fn forecast(forecast: &ForecastView, page: &mut Page) {
    let mut rows = vec![heading(page, "FORECAST", &[])];
    rows.extend(forecast.findings.iter().map(|text| Row::Text(0, words(&plain(format!("· {text}"))))));
    for it in &forecast.observed {
        let text = format!("{}: {} agree", it.row, thousands(it.agreeing));
        rows.push(Row::Text(2, words(&faint(text))));
    }
    if !forecast.pinned.is_empty() {
        let injects = if forecast.pinned.len() == 1 { "inject" } else { "injects" };
        let text = format!("pinned as they came: {injects} {}", some(&forecast.pinned));
        rows.push(Row::Text(2, words(&faint(text))));
    }
    page.table(rows);
    if !forecast.objectives.is_empty() {
        let columns = ["met if tested", "95 % interval", "before", "asked", "tested"];
        let mut rows = vec![heading(page, "OBJECTIVES TO COME", &columns)];
        let entry = |it: &ObjectiveForecastView| {
            let tone = if it.at_risk { Tone::Bad } else { Tone::Good };
            let cells = vec![
                Span::new(&it.objective, tone),
                Span::new(percent(it.met_share), Tone::Strong),
                plain(percent_range(it.met_low, it.met_high)),
                plain(percent(it.met_before_share)),
                plain(percent(Some(it.with_probability))),
                plain(percent(it.tested_share)),
            ];
            Entry::row(2.0 + it.with_probability - it.met_share.unwrap_or(1.0), Row::Cells(cells))
        };
        rows.extend(folded(page, forecast.objectives.iter().map(entry).collect(), ""));
        page.table(rows);
    }
    if !forecast.injects.is_empty() {
        let columns = ["comes", "95 % interval", "before", "median", "90 %"];
        let mut rows = vec![heading(page, "INJECTS TO COME", &columns)];
        let entry = |it: &InjectForecastView| {
            let mut rows = vec![Row::Cells(vec![
                plain(&it.inject),
                Span::new(percent(it.probability), Tone::Strong),
                plain(percent_range(it.probability_low, it.probability_high)),
                plain(percent(it.probability_before)),
                moment(&it.p50),
                moment(&it.p90),
            ])];
            let kind = it.contingency.then(|| String::from("contingency"));
            rows.extend(below([kind, Some(it.title.clone())]));
            let weight = if it.contingency { 1.0 } else { 0.0 };
            Entry { tells: weight + it.probability.unwrap_or(0.0), rows }
        };
        rows.extend(folded(page, forecast.injects.iter().map(entry).collect(), "that do not come"));
        page.table(rows);
    }
    let note = "Given what was observed; before: without the rows above, with what came pinned. Intervals are of the sampling error \
                alone. Hours and what else is said of a plan are of all replications: without --observed.";
    page.wrapped(2, words(&faint(note)));
}

fn findings(report: &RehearsalReport, page: &mut Page) {
    let mut rows = vec![heading(page, "REHEARSAL", &[])];
    let weight = |place: usize| (report.findings.len() - place) as f64;
    let entry = |(place, finding): (usize, &RehearsalFinding)| {
        Entry::row(weight(place), Row::Text(0, words(&plain(format!("· {}", finding.text)))))
    };
    rows.extend(folded(page, report.findings.iter().enumerate().map(entry).collect(), ""));
    if report.findings.is_empty() {
        rows.push(Row::Text(0, words(&plain("Nothing was found that must be mended."))));
    }
    page.table(rows);
}

fn injects(report: &RehearsalReport, page: &mut Page) {
    if report.injects.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "INJECTS", &["comes", "95 % interval", "10 %", "median", "90 %"])];
    let entries = report.injects.iter().map(|it| inject(it, report.replications_watched)).collect();
    rows.extend(folded(page, entries, "that always came on time"));
    page.table(rows);
    let note = "Times are of the replications in which the inject came. Late: its staff gave it after it was due, for nobody of it was \
                free or had been told; by how much is the median. Due and not given: out of hours, no controller free before ENDEX, or its \
                staff did not know.";
    page.wrapped(2, words(&faint(note)));
}

fn inject(inject: &RehearsedInject, of: u64) -> Entry {
    let mut rows = vec![Row::Cells(vec![
        plain(&inject.inject),
        Span::new(percent(inject.probability), Tone::Strong),
        plain(percent_range(inject.probability_low, inject.probability_high)),
        moment(&inject.p10),
        moment(&inject.p50),
        moment(&inject.p90),
    ])];
    let became = [
        (inject.on_time, "on time"),
        (inject.late, "late"),
        (inject.off_shift, "out of hours"),
        (inject.no_controller, "no controller free"),
        (inject.not_told, "its staff did not know"),
        (inject.endex_first, "ENDEX first"),
        (inject.condition_not_met, "condition not met"),
        (inject.not_followed, "what it follows did not come"),
    ];
    let told: Vec<String> = became
        .iter()
        .filter(|(number, _)| *number > 0 && inject.on_time < of)
        .map(|(number, what)| match inject.late_h.filter(|_| *what == "late") {
            Some(late) => format!("{} late by {}", thousands(*number), span(late)),
            None => format!("{} {what}", thousands(*number)),
        })
        .collect();
    let planned = inject.planned.as_ref().map(|at| format!("planned {}", at.moment));
    let due = inject.due.as_ref().map(|at| format!("due {} in the median", at.moment));
    rows.extend(below([Some(inject.title.clone()), planned.or(due), Some(told.join(", "))]));
    Entry { tells: (of - inject.on_time) as f64, rows }
}

fn moment(moment: &Option<MomentView>) -> Span {
    plain(moment.as_ref().map_or_else(|| NONE.to_owned(), |moment| moment.moment.clone()))
}

/// A line of what is there, beneath a row.
fn below(parts: impl IntoIterator<Item = Option<String>>) -> Option<Row> {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| Row::Text(2, words(&faint(parts.join(" · ")))))
}

fn off_shift(report: &RehearsalReport, page: &mut Page) {
    if report.off_shift.is_empty() {
        return;
    }
    let columns = ["to", "nobody there", "95 % interval", "next shift", "wait"];
    let mut rows = vec![heading(page, "OFF SHIFT", &columns)];
    let entry = |it: &OffShiftView| {
        let next = it.next.as_ref().map_or_else(|| String::from("after ENDEX"), |next| next.moment.clone());
        let mut rows = vec![Row::Cells(vec![
            plain(&it.inject),
            plain(&it.to),
            Span::new(percent(it.share), Tone::Strong),
            plain(percent_range(it.share_low, it.share_high)),
            plain(next),
            plain(duration(it.wait_h)),
        ])];
        let never = (it.never_share > 0.0 && it.next.is_some())
            .then(|| format!("{} of them not before ENDEX", percent(Some(it.never_share))));
        rows.extend(below([Some(it.title.clone()), never]));
        Entry { tells: it.share.unwrap_or(0.0), rows }
    };
    rows.extend(folded(page, report.off_shift.iter().map(entry).collect(), ""));
    page.table(rows);
    let note = "Nobody there: the share of the replications in which the inject came, in which nobody of who gets it was on duty. Next \
                shift and wait are medians.";
    page.wrapped(2, words(&faint(note)));
}

fn desks(report: &RehearsalReport, page: &mut Page) {
    if report.desks.is_empty() {
        return;
    }
    let columns = ["on shift", "overloaded", "dead", "unattended"];
    let mut rows = vec![heading(page, "HOURS", &columns)];
    rows.extend(folded(page, report.desks.iter().map(desk).collect(), "with neither"));
    page.table(rows);
    let note = format!(
        "Clock hours of the exercise, in the mean of a replication. Overloaded: on shift and, of one queue, at least {} of the seats busy or {} \
         waiting per seat. Dead: on shift, and nothing worked or waiting. Unattended: work waiting, and nobody on shift. Stretches \
         are hours that are so in half of the replications or more.",
        percent(Some(report.busy_share)),
        report.waiting_per_seat,
    );
    page.wrapped(2, words(&faint(note)));
}

fn desk(desk: &DeskView) -> Entry {
    let hours = |hours: Option<f64>| plain(hours.map_or_else(|| NONE.to_owned(), |it| format!("{it:.1} h")));
    let mut rows = vec![Row::Cells(vec![
        plain(if desk.kind == "staff" { format!("{} (staff)", desk.desk) } else { desk.desk.clone() }),
        hours(desk.on_shift_h),
        hours(desk.overloaded_h),
        hours(desk.dead_h),
        hours(desk.unattended_h),
    ])];
    for what in ["overloaded", "unattended", "dead"] {
        let spans: Vec<&str> =
            desk.stretches.iter().filter(|it| it.what == what).map(|it| &*it.span).collect();
        if !spans.is_empty() {
            rows.push(Row::Text(2, words(&faint(format!("{what} {}", some(&spans))))));
        }
    }
    let tells = [desk.overloaded_h, desk.unattended_h].into_iter().flatten().sum::<f64>();
    // What is dead tells something, but less than what is too much.
    Entry { tells: tells + 0.01 * desk.dead_h.unwrap_or(0.0), rows }
}

fn objectives(report: &RehearsalReport, page: &mut Page) {
    if report.objectives.is_empty() {
        return;
    }
    let columns = ["injects", "tested", "met if tested", "95 % interval", "asked"];
    let mut rows = vec![heading(page, "OBJECTIVES", &columns)];
    let entry = |it: &RehearsedObjective| {
        let tone = match (it.tally.tested, it.tally.met_share) {
            (0, _) => Tone::Bad,
            (_, Some(met)) if met < it.with_probability => Tone::Bad,
            _ => Tone::Good,
        };
        let mut rows = vec![Row::Cells(vec![
            Span::new(&it.objective, tone),
            plain(thousands(it.injects as u64)),
            Span::new(percent(it.tally.tested_share), Tone::Strong),
            Span::new(percent(it.tally.met_share), Tone::Strong),
            plain(percent_range(it.tally.met_low, it.tally.met_high)),
            plain(percent(Some(it.with_probability))),
        ])];
        rows.extend(below([Some(it.text.clone())]));
        let untested = 1.0 - it.tally.tested_share.unwrap_or(0.0);
        Entry { tells: 2.0 + untested + it.with_probability - it.tally.met_share.unwrap_or(0.0), rows }
    };
    rows.extend(folded(page, report.objectives.iter().map(entry).collect(), ""));
    page.table(rows);
}

fn coverage(report: &RehearsalReport, page: &mut Page) {
    if report.coverage.is_empty() {
        return;
    }
    let columns = ["tested with", "without", "met with", "without"];
    let mut rows = vec![heading(page, "COVERAGE", &columns)];
    let entry = |it: &CoverageView| {
        let known = |share: Option<f64>| plain(percent(share));
        let cells = vec![
            plain(format!("{} ← {}", it.objective, it.inject)),
            known(it.with.tested_share),
            known(it.without.tested_share),
            known(it.with.met_share),
            known(it.without.met_share),
        ];
        // What tells is a difference between both, then an inject that tests nothing.
        let apart = |with: Option<f64>, without: Option<f64>| match (with, without) {
            (Some(with), Some(without)) => (with - without).abs(),
            _ => 0.0,
        };
        let tells = apart(it.with.tested_share, it.without.tested_share)
            + apart(it.with.met_share, it.without.met_share)
            + 1.0
            - it.with.tested_share.unwrap_or(0.0);
        Entry::row(tells, Row::Cells(cells))
    };
    rows.extend(folded(page, report.coverage.iter().map(entry).collect(), "that always came and was tested"));
    page.table(rows);
    let note = "Objective ← inject that serves it: the share of replications that tested it, and of those the share that met it, where the \
                inject came and where it did not. A difference need not be the inject's doing.";
    page.wrapped(2, words(&faint(note)));
}
