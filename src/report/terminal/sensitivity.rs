//! The page that `sensitivity` prints.
//!
//! **Invariant:** the page says nothing that the JSON doesn't; what it leaves out for length it counts.

use super::Look;
use super::format::{NONE, percent};
use super::sections::heading;
use super::text::*;
use crate::measure::{counted, thousands};
use crate::report::comparison_words::signed;
use crate::report::sensitivity::*;
use crate::report::sensitivity_words::{amount, correlation_in_words, part};

/// Interactions with less of the variance are only counted.
pub const SMALL: f64 = 0.005;

/// What a sweep says of its factors, as a page.
pub fn sensitivity_page(report: &SensitivityReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    let title = if report.title.is_empty() { &report.study } else { &report.title };
    page.edges(Span::new(title, Tone::Strong), plain(&report.study));
    page.wrapped(0, words(&plain(facts(report).join(" · "))));
    for measure in report.measures.iter().filter(|measure| !measure.findings.is_empty()) {
        measured(measure, report.replications, &mut page);
    }
    for sentence in not_analysed(report) {
        page.space();
        page.wrapped(0, words(&plain(sentence)));
    }
    notes(report, &mut page);
    page.render(look.color)
}

/// What was played.
pub fn facts(report: &SensitivityReport) -> Vec<String> {
    let mut facts = vec![
        format!("jointex {}", report.jointex_version),
        format!("seed {}", report.seed),
        report.design.clone(),
        counted(report.points as u64, "point"),
    ];
    if report.variants > 1 {
        facts.push(counted(report.variants as u64, "variant"));
    }
    if report.draws > 0 {
        facts.push(counted(report.draws.into(), "draw"));
    }
    facts.push(format!("{} each", counted(report.replications, "replication")));
    facts
}

/// Which measures tell nothing of factors, and why.
pub fn not_analysed(report: &SensitivityReport) -> Vec<String> {
    let constant: Vec<&str> = report.constant.iter().map(String::as_str).collect();
    let without = report.measures.iter().filter(|measure| measure.findings.is_empty());
    let without: Vec<&str> = without.map(|measure| &*measure.measure).collect();
    [("The same in all replications of all points", constant), ("Without a value at some point", without)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}: {}.", names.join("; ")))
        .collect()
}

fn measured(view: &MeasuredView, replications: u64, page: &mut Page) {
    page.space();
    let mean = view
        .overall("mean")
        .map_or_else(String::new, |mean| format!("{} in the mean", amount(view.unit, mean)));
    page.edges(Span::new(&view.measure, Tone::Strong), plain(mean));
    for sentence in &view.sentences {
        page.wrapped(2, words(&plain(sentence)));
    }
    tables(view, page);
    counts(view, replications, page);
}

/// Its numbers, a table for each kind.
pub fn tables(view: &MeasuredView, page: &mut Page) {
    levels(view, page);
    interactions(view, page);
    swings(view, page);
    effects(view, page);
    indices(view, page);
    correlations(view, page);
}

/// Main effects: the mean at each level.
fn levels(view: &MeasuredView, page: &mut Page) {
    let mut rows: Vec<Row> = Vec::new();
    for share in view.of_factors("share").filter(|it| it.other_factor.is_empty()) {
        let cells = [plain(""), plain(""), Span::new(part(share.estimate), Tone::Strong)];
        rows.push(Row::Cells(std::iter::once(plain(&share.factor)).chain(cells).collect()));
        for mean in view.of_factors("mean").filter(|it| it.factor == share.factor) {
            rows.push(Row::Cells(vec![
                plain(format!("  {}", mean.level)),
                plain(of_unit(view, mean.estimate)),
                plain(interval(mean, &|number| amount(view.unit, number))),
                plain(""),
            ]));
        }
    }
    titled("FACTORS", &["mean", "95 % interval", "explains"], rows, page);
}

fn interactions(view: &MeasuredView, page: &mut Page) {
    let pairs = view.of_factors("share").filter(|it| !it.other_factor.is_empty());
    let (large, small): (Vec<_>, Vec<_>) = pairs.partition(|it| it.estimate >= Some(SMALL));
    let mut rows: Vec<Row> = Vec::new();
    for pair in &large {
        let own = |it: &&FindingView| it.factor == pair.factor && it.other_factor == pair.other_factor;
        let size = |it: &FindingView| it.estimate.unwrap_or(0.0).abs();
        let most = view.of_factors("interaction").filter(own).max_by(|a, b| size(a).total_cmp(&size(b)));
        let (at, by, within) = most.map_or_else(Default::default, |it| {
            let by = it.estimate.map_or_else(|| NONE.to_owned(), |by| signed(view.unit, by));
            let at = format!("  most at {} with {}", it.level, it.other_level);
            (at, by, interval(it, &|number| signed(view.unit, number)))
        });
        let name = format!("{} × {}", pair.factor, pair.other_factor);
        rows.push(Row::Cells(vec![
            plain(name),
            plain(""),
            plain(""),
            Span::new(part(pair.estimate), Tone::Strong),
        ]));
        rows.push(Row::Cells(vec![plain(at), plain(by), plain(within), plain("")]));
    }
    let others = |text: String| Row::Text(2, words(&faint(text)));
    match (large.len(), small.len()) {
        (_, 0) => {}
        (0, _) => rows.push(others(String::from("None of two factors explains as much as 0.5 %."))),
        (_, more) => rows.push(others(format!("{} below 0.5 %.", counted(more as u64, "other pair")))),
    }
    if let Some(rest) = view.overall("rest_share").filter(|rest| *rest >= SMALL) {
        rows.push(others(format!("Three and more factors together: {}.", percent(Some(rest)))));
    }
    titled("INTERACTIONS", &["beyond both", "95 % interval", "explains"], rows, page);
}

fn swings(view: &MeasuredView, page: &mut Page) {
    let others = match view.others {
        Some("first_point") => "FROM LOW TO HIGH, others as in point 1",
        _ => "FROM LOW TO HIGH, others averaged",
    };
    let row = |swing: &FindingView| {
        let end = |statistic: &str| {
            let own = |it: &&FindingView| it.factor == swing.factor;
            of_unit(view, view.of_factors(statistic).find(own).and_then(|it| it.estimate))
        };
        Row::Cells(vec![
            plain(format!("{} {} → {}", swing.factor, swing.level, swing.other_level)),
            plain(end("low")),
            plain(end("high")),
            Span::new(
                swing.estimate.map_or_else(|| NONE.to_owned(), |it| signed(view.unit, it)),
                Tone::Strong,
            ),
            plain(interval(swing, &|number| signed(view.unit, number))),
        ])
    };
    let rows = view.of_factors("swing").map(row).collect();
    titled(others, &["low", "high", "swing", "95 % interval"], rows, page);
}

/// Morris's.
fn effects(view: &MeasuredView, page: &mut Page) {
    let row = |size: &FindingView| {
        let beside = |statistic: &str| view.beside(size, statistic);
        let mu = beside("mu")
            .and_then(|it| it.estimate)
            .map_or_else(|| NONE.to_owned(), |it| signed(view.unit, it));
        vec![
            plain(mu),
            Span::new(of_unit(view, size.estimate), Tone::Strong),
            plain(interval(size, &|number| amount(view.unit, number))),
            plain(of_unit(view, beside("sigma").and_then(|it| it.estimate))),
        ]
    };
    by_variant(view, "mu_star", &row, ("EFFECTS", &["μ", "μ*", "95 % interval", "σ"]), page);
}

/// Sobol's.
fn indices(view: &MeasuredView, page: &mut Page) {
    let share = |share: Option<f64>| share.map_or_else(|| NONE.to_owned(), |share| format!("{share:.2}"));
    let ends = |it: &FindingView| interval(it, &|number| format!("{number:.2}"));
    let row = |first: &FindingView| {
        let total = view.beside(first, "total");
        vec![
            plain(share(first.estimate)),
            plain(ends(first)),
            Span::new(share(total.and_then(|it| it.estimate)), Tone::Strong),
            plain(total.map_or_else(|| NONE.to_owned(), ends)),
        ]
    };
    let columns: &[&str] = &["first", "95 % interval", "total", "95 % interval"];
    by_variant(view, "first", &row, ("INDICES", columns), page);
    let row = |second: &FindingView| vec![plain(share(second.estimate)), plain(ends(second))];
    by_variant(view, "second", &row, ("PAIRS", &["second", "95 % interval"]), page);
}

fn correlations(view: &MeasuredView, page: &mut Page) {
    let row = |it: &FindingView| {
        vec![
            Span::new(it.estimate.map_or_else(|| NONE.to_owned(), correlation_in_words), Tone::Strong),
            plain(interval(it, &correlation_in_words)),
        ]
    };
    by_variant(view, "rank_correlation", &row, ("RANK CORRELATIONS", &["partial", "95 % interval"]), page);
}

/// A table of a statistic, a row each; the name of a variant stands above its rows.
fn by_variant(
    view: &MeasuredView,
    statistic: &str,
    cells: &dyn Fn(&FindingView) -> Vec<Span>,
    (name, columns): (&str, &[&str]),
    page: &mut Page,
) {
    let mut rows: Vec<Row> = Vec::new();
    let mut variant = "";
    for finding in view.of_factors(statistic) {
        if finding.variant != variant {
            variant = &finding.variant;
            let above = if variant.is_empty() { "all variants" } else { variant };
            rows.push(Row::Text(0, words(&faint(above))));
        }
        let with = if finding.other_factor.is_empty() {
            String::new()
        } else {
            format!(" × {}", finding.other_factor)
        };
        let name = plain(format!("{}{with}", finding.factor));
        rows.push(Row::Cells(std::iter::once(name).chain(cells(finding)).collect()));
    }
    titled(name, columns, rows, page);
}

/// A table with its heading, if it has rows.
fn titled(name: &str, columns: &[&str], rows: Vec<Row>, page: &mut Page) {
    if !rows.is_empty() {
        let heading = heading(page, name, columns);
        page.table(std::iter::once(heading).chain(rows).collect());
    }
}

fn of_unit(view: &MeasuredView, number: Option<f64>) -> String {
    number.map_or_else(|| NONE.to_owned(), |number| amount(view.unit, number))
}

fn interval(view: &FindingView, written: &dyn Fn(f64) -> String) -> String {
    match (view.low, view.high) {
        (Some(low), Some(high)) => format!("{} to {}", written(low), written(high)),
        _ => NONE.to_owned(),
    }
}

/// What the numbers are, as far as any is there.
pub fn notes(report: &SensitivityReport, page: &mut Page) {
    let has = |method: &str| report.measures.iter().any(|measure| measure.method == method);
    let mut told: Vec<String> = Vec::new();
    let by_method = [
        (
            "anova",
            "Explains: the share of the variance between the means of points, without what chance adds to it.",
        ),
        (
            "morris",
            "Effects of a whole range: μ is their mean, μ* that of their sizes, σ their standard deviation without noise, from \
             interactions and bends.",
        ),
        (
            "sobol",
            "Indices are shares of the variance between points, without what chance adds: first alone, total with all that it \
             does together with others.",
        ),
        ("prcc", "This design can't part the variance among factors: a full factorial or Saltelli's can."),
    ];
    if report.measures.iter().any(|measure| measure.of_factors("rank_correlation").next().is_some()) {
        let note =
            "Rank correlation: with what is linear in the ranks of the other factors taken off (PRCC).";
        told.push(note.to_owned());
    }
    told.extend(by_method.iter().filter(|(method, _)| has(method)).map(|(_, note)| (*note).to_owned()));
    if !told.is_empty() {
        page.space();
    }
    told.iter().for_each(|note| page.wrapped(2, words(&faint(note))));
}

/// Which values of a measure are missing, or less than they would be without an end.
pub fn counts(view: &MeasuredView, replications: u64, page: &mut Page) {
    let all = view.observed + view.censored + view.not_at_risk + view.exhausted;
    let share = |part: u64| percent(Some(part as f64 / all as f64));
    if view.censored > 0 {
        let text = format!(
            "{} of the values were cut short by ENDEX and count as far as they went: means are restricted ones.",
            share(view.censored)
        );
        page.wrapped(2, words(&faint(text)));
    }
    if view.not_at_risk + view.exhausted > 0 {
        let missing = share(view.not_at_risk + view.exhausted);
        let how = match view.shared_replications {
            Some(shared) => format!(
                "counted are the {} of {} in which every point has one.",
                thousands(shared),
                counted(replications, "replication"),
            ),
            None => "each point counts by its own replications, as if it met other chances.".to_owned(),
        };
        let text = format!(
            "{missing} of the values are missing: nothing was at risk, or a budget was used up; {how}"
        );
        page.wrapped(2, words(&faint(text)));
    }
}
