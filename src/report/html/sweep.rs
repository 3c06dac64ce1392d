//! A sweep as a page: sentences, then for each measure how it goes with the factors, then the points themselves.
//!
//! **Invariant:** what the design can't tell is left out and named.

use super::figure::{Part, Section, Size};
use super::{Page, effects, heat, parallel, points, strengths, tables, text};
use crate::measure::{counted, thousands};
use crate::report::sensitivity::{MeasuredView, SensitivityReport};
use crate::report::sensitivity_words::amount;
use crate::report::survey::{OPEN, SurveyReport};
use crate::report::terminal::sensitivity as in_words;
use crate::report::terminal::text::Page as Blocks;
use maud::{Markup, html};

/// A sweep as a page.
pub fn sweep_page(report: &SurveyReport) -> Page {
    let told = &report.sensitivity;
    let mut sections = vec![Section::new("findings", "What matters", vec![Part::Words(findings(report))])];
    let measures: Vec<&MeasuredView> = report.measures().collect();
    for (place, view) in measures.iter().enumerate().take(OPEN) {
        let mut parts = vec![Part::Words(mean(view))];
        parts.extend(pictures(report, place, view));
        parts.push(Part::Words(numbers(view, told)));
        sections.push(Section::new(&anchor(place), &brief(&view.measure), parts));
    }
    sections.extend(more(report, &measures));
    sections.extend(parallel::section(report));
    sections.push(points::section(report));
    sections.push(Section::new("origin", "What was played", vec![Part::Words(origin(report))]));
    Page {
        title: if told.title.is_empty() { told.study.clone() } else { told.title.clone() },
        head: head(report),
        sections,
        scenes: Vec::new(),
    }
}

/// `time_to_declare[org=cert-eu, campaign=c]` as `time_to_declare · cert-eu · c`.
pub fn brief(measure: &str) -> String {
    let (quantity, filters) = measure.trim_end_matches(']').split_once('[').unwrap_or((measure, ""));
    let of = filters.split(", ").filter(|filter| !filter.is_empty());
    let of = of.map(|filter| filter.split_once('=').map_or(filter, |(_, whom)| whom));
    text(&std::iter::once(quantity).chain(of).collect::<Vec<_>>().join(" · "))
}

fn anchor(place: usize) -> String {
    format!("measure-{}", place + 1)
}

fn head(report: &SurveyReport) -> Markup {
    let told = &report.sensitivity;
    // Its texts come before those of the study.
    let scenario = report.inputs.first();
    html! {
        div.facts {
            span { (text(&told.study)) }
            @if let Some(scenario) = scenario { span { "scenario " (text(&scenario.name)) } }
            @for fact in in_words::facts(told) { span { (text(&fact)) } }
            span { "hash " (report.identity) }
        }
        p.faint {
            (counted(told.replications * told.points as u64, "replication")) " in all. "
            @if told.common_random_numbers {
                "Replication k of every point meets the same chances, so that differences between points are surer than the \
                intervals of their means."
            } @else {
                "Every point meets chances of its own."
            }
        }
    }
}

/// The sentences of every measure that has a section, and which have none.
fn findings(report: &SurveyReport) -> Markup {
    let told = &report.sensitivity;
    html! {
        @for (place, view) in report.measures().enumerate().take(OPEN) {
            h3 { a href={ "#" (anchor(place)) } { (brief(&view.measure)) } }
            (sentences(view))
        }
        @for sentence in in_words::not_analysed(told) { p { (text(&sentence)) } }
    }
}

fn sentences(view: &MeasuredView) -> Markup {
    html! { @for sentence in &view.sentences { p { (text(sentence)) } } }
}

fn mean(view: &MeasuredView) -> Markup {
    html! {
        p.faint {
            (text(&view.measure))
            @if let Some(mean) = view.overall("mean") { ": " (amount(view.unit, mean)) " in the mean of all points" }
        }
    }
}

/// The pictures of a measure, by its place among those that are shown, under their headings.
fn pictures(report: &SurveyReport, place: usize, view: &MeasuredView) -> Vec<Part> {
    let name = |kind: &str| format!("{}-{kind}", anchor(place));
    let mut parts = Vec::new();
    let mut add = |title: &str, pictures: Vec<Part>| {
        if !pictures.is_empty() {
            parts.push(Part::Words(html! { h3 { (title) } }));
            parts.extend(pictures);
        }
    };
    let one = |figure: Option<_>| figure.map(Part::Picture).into_iter().collect::<Vec<_>>();
    let side_by_side =
        |figures: Vec<_>| if figures.is_empty() { Vec::new() } else { vec![Part::Pictures(figures)] };
    let each = |figures: Vec<_>| figures.into_iter().map(Part::Picture).collect::<Vec<_>>();
    add("What explains it", one(strengths::shares(view, &name("shares"))));
    add("Sobol' indices", each(strengths::indices(view, &name("sobol"))));
    add("Morris's effects", side_by_side(strengths::elementary(view, &name("morris"))));
    add("Rank correlations", each(strengths::correlations(view, &name("correlations"))));
    let effects = effects::figures(report, place, view, &anchor(place));
    add(if view.method == "anova" { "Main effects" } else { "The points by factor" }, side_by_side(effects));
    let others = report.axes.iter().filter(|axis| !axis.uncertain).count() > 2;
    let map = heat::figure(view, &name("map"), others);
    let map = map.map(|figure| match figure.size {
        Size::Half => Part::Pictures(vec![figure]),
        Size::Broad | Size::Own => Part::Picture(figure),
    });
    add("Two factors together", map.into_iter().collect());
    add("From low to high", one(strengths::tornado(view, &name("tornado"))));
    add("A single exercise", one(strengths::spread(view, &name("spread"))));
    parts.extend(untold(report, view).map(|words| Part::Words(html! { p.faint { (words) } })));
    parts
}

/// What this design can't tell.
fn untold(report: &SurveyReport, view: &MeasuredView) -> Option<&'static str> {
    match view.method {
        "anova" if report.axes.iter().filter(|axis| !axis.uncertain).count() < 2 => {
            Some("There is one factor, and so no map of two.")
        }
        "anova" => None,
        "morris" => Some(
            "Morris's design tells which factors matter, but neither shares of the variance nor the mean where two factors meet: \
             Saltelli's design tells the one, a full factorial both.",
        ),
        "sobol" => Some(
            "Saltelli's design has no levels that meet, and so no map of two factors and no tornado: a full factorial has both.",
        ),
        "prcc" => Some(
            "This design has not every level of one factor with every level of another, and so neither a map of two factors nor shares \
             of the variance: a full factorial has both.",
        ),
        _ => None,
    }
}

/// All numbers of a measure in tables, folded; and which values are missing.
fn numbers(view: &MeasuredView, told: &SensitivityReport) -> Markup {
    // The width matters to a terminal only.
    let (mut all, mut counts, mut notes) = (Blocks::new(80), Blocks::new(80), Blocks::new(80));
    in_words::tables(view, &mut all);
    in_words::counts(view, told.replications, &mut counts);
    in_words::notes(&SensitivityReport { measures: vec![view.clone()], ..told.clone() }, &mut notes);
    html! {
        (tables::drawn(counts.blocks()))
        @if !all.blocks().is_empty() {
            details {
                summary { "The same in numbers" }
                @for section in tables::sections(all.blocks()) {
                    h4 { (section.title) }
                    @for part in &section.parts { @if let Part::Words(words) = part { (words) } }
                }
                (tables::drawn(notes.blocks()))
            }
        }
    }
}

/// The measures after those that have a section, with their pictures folded away.
fn more(report: &SurveyReport, measures: &[&MeasuredView]) -> Option<Section> {
    let mut parts = Vec::new();
    for (place, view) in measures.iter().enumerate().skip(OPEN) {
        let figures: Vec<_> = pictures(report, place, view)
            .into_iter()
            .flat_map(|part| match part {
                Part::Picture(figure) => vec![figure],
                Part::Pictures(figures) => figures,
                _ => Vec::new(),
            })
            .collect();
        let words = html! { h3 id=(anchor(place)) { (brief(&view.measure)) } (mean(view)) (sentences(view)) };
        parts.extend([Part::Words(words), Part::Folded(String::from("Its pictures"), figures)]);
    }
    let analysed = report.sensitivity.measures.iter().filter(|view| !view.findings.is_empty()).count();
    let left = analysed - measures.len();
    if left > 0 {
        let words = html! {
            p.faint { "The design moves " (counted(left as u64, "more measure")) " less; `jointex sensitivity` tells of all." }
        };
        parts.push(Part::Words(words));
    }
    (!parts.is_empty()).then(|| Section::new("more", "More measures", parts))
}

/// The texts that were read, with their hashes.
fn origin(report: &SurveyReport) -> Markup {
    let told = &report.sensitivity;
    html! {
        div.wide {
            table {
                thead { tr { th scope="col" { "file" } th scope="col" { "hash" } } }
                tbody {
                    @for input in &report.inputs {
                        tr { th scope="row" { (text(&input.name)) } td { code { (text(&input.hash)) } } }
                    }
                    tr { th scope="row" { "all that the results depend on" } td { code { (report.identity) } } }
                }
            }
        }
        p.faint {
            (counted(told.points as u64, "point")) " by " (text(&told.design)) ", " (counted(told.replications, "replication")) " each, seed "
            (told.seed) ", played by jointex " (told.jointex_version) ". With these files and this program the same numbers come again."
            @if told.draws > 0 { " What nobody knows was drawn " (thousands(u64::from(told.draws))) " times." }
        }
    }
}
