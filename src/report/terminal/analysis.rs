//! The page that `analyse` prints.
//!
//! **Invariant:** the page says nothing that the JSON doesn't; what it leaves out for length it counts.

use super::Look;
use super::format::*;
use super::sections::{head, heading};
use super::text::*;
use crate::measure::counted;
use crate::report::analysis::*;
use std::collections::BTreeMap;

/// How many ways, sensors, links and gates the page tells.
const MOST: usize = 8;

/// The analysis as a page.
pub fn analysis_page(report: &AnalysisReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    header(report, &mut page);
    structure(report, &mut page);
    exposure(report, &mut page);
    ways(report, &mut page);
    sensors(report, &mut page);
    links(report, &mut page);
    cuts(report, &mut page);
    page.render(look.color)
}

fn header(report: &AnalysisReport, page: &mut Page) {
    let scenario = &report.scenario;
    head(scenario, page);
    let facts =
        format!("jointex {} · not played: every link open, no injects, mean times", report.jointex_version);
    let assumed = scenario.assumed_share.map(|share| format!("{} assumed", percent(Some(share))));
    page.edges(plain(facts), faint(assumed.unwrap_or_default()));
    if !report.disclosed.is_empty() {
        let text = format!("Not counted are weaknesses that injects disclose: {}.", some(&report.disclosed));
        page.wrapped(0, words(&plain(text)));
    }
    if report.collapsed {
        let text = "The network has more than a million edges: zones with a topology are taken for meshes, so that ways \
                    may be longer than told.";
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    }
}

fn structure(report: &AnalysisReport, page: &mut Page) {
    let it = &report.structure;
    if it.nodes == 0 {
        return;
    }
    let (name, node) = match &it.zone {
        Some(zone) => (format!("STRUCTURE of {zone}"), "asset"),
        None => ("STRUCTURE of the zones".to_owned(), "zone"),
    };
    let mut rows = vec![heading(page, &name, &["betweenness"])];
    let number = |number: Option<String>| number.unwrap_or_else(|| "too large to say".to_owned());
    let facts = [
        counted(it.nodes as u64, node),
        counted(it.edges as u64, "edge"),
        counted(it.components as u64, "component"),
        format!("diameter {}", number(it.diameter.map(|it| it.to_string()))),
        format!("mean path {}", number(it.mean_path.map(|it| format!("{it:.2}")))),
        format!("at most {}", counted(it.max_degree as u64, "neighbour")),
    ];
    rows.push(Row::Text(2, words(&plain(facts.join(" · ")))));
    let told = |what: &str, names: Vec<String>| {
        let text = match names.len() {
            0 => format!("no {what}"),
            number => format!("{}: {}", counted(number as u64, what), some(&names)),
        };
        Row::Text(2, words(&plain(text)))
    };
    rows.push(told("articulation point", it.articulation_points.clone()));
    rows.push(told("bridge", it.bridges.iter().map(|[a, b]| format!("{a}–{b}")).collect()));
    rows.extend(it.betweenness.iter().take(5).map(|most| {
        Row::Cells(vec![plain(format!("  {}", most.node)), plain(format!("{:.1}", most.betweenness))])
    }));
    page.table(rows);
}

/// What lies how many links away, and what every way there leads through.
fn exposure(report: &AnalysisReport, page: &mut Page) {
    let mut by_distance: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for distance in &report.distances {
        by_distance.entry(distance.links.unwrap_or(u32::MAX)).or_default().push(&distance.zone);
    }
    let mut rows = vec![heading(page, "EXPOSURE", &[])];
    for (links, zones) in by_distance {
        let away = match links {
            u32::MAX => "no way".to_owned(),
            links => counted(u64::from(links), "link"),
        };
        let text = format!("{away} from the internet: {}", some(&zones));
        rows.push(Row::Text(2, words(&plain(text))));
    }
    for gate in report.gates.iter().take(MOST) {
        let text = format!("every way to {} leads through {}", some(&gate.before), gate.zone);
        rows.push(Row::Text(2, words(&plain(text))));
    }
    rows.extend(left_out(report.gates.len(), "gate"));
    page.table(rows);
}

fn ways(report: &AnalysisReport, page: &mut Page) {
    for campaign in report.campaigns.iter().filter(|campaign| !campaign.ways.is_empty()) {
        let why = match campaign.targets_by {
            "objective" => "to its objective",
            "steps" => "to what its steps aim at",
            _ => "to what weighs most",
        };
        let mut rows = vec![heading(page, "CHEAPEST WAYS", &["takes", "until", "seen"])];
        rows.push(Row::Text(0, vec![Span::new(&campaign.campaign, Tone::Strong), faint("·"), plain(why)]));
        for way in campaign.ways.iter().take(MOST) {
            let Some(time) = way.time_h else {
                rows.push(Row::Text(2, words(&plain(format!("{}: no way leads there", way.target)))));
                continue;
            };
            rows.push(Row::Cells(vec![
                Span::new(format!("  {}", way.target), Tone::Strong),
                if way.work_h > time * 1.000_001 { faint(duration(Some(way.work_h))) } else { plain("") },
                Span::new(duration(Some(time)), Tone::Strong),
                Span::new(percent(Some(way.seen_share)), Tone::Strong),
            ]));
            rows.extend(way.hops.iter().map(hop));
        }
        rows.extend(left_out(campaign.ways.len(), "target"));
        page.table(rows);
    }
    if report.campaigns.iter().any(|campaign| campaign.ways.iter().any(|way| way.time_h.is_some())) {
        let legend = "Takes: mean time of an attempt over its success; of a target, the sum where some of it is done at the \
                      same time. Until: after the campaign's start. Seen: by any sensor, before it has succeeded.";
        page.wrapped(2, words(&faint(legend)));
    }
}

fn hop(hop: &HopView) -> Row {
    let place = match hop.from == hop.to {
        true => format!("on {}", hop.to),
        false => format!("{} → {}", hop.from, hop.to),
    };
    // What spreads is called by its technique already.
    let named = hop.step.split(' ').any(|word| word == hop.technique);
    let technique = if named { String::new() } else { format!(" {}", hop.technique) };
    let fails = if hop.fails { " fails" } else { "" };
    Row::Cells(vec![
        plain(format!("    {}{fails}{technique} · {place}", hop.step)),
        plain(duration(Some(hop.time_h))),
        plain(duration(Some(hop.until_h))),
        if hop.seen_share > 0.0 { plain(percent(Some(hop.seen_share))) } else { faint(NONE) },
    ])
}

fn sensors(report: &AnalysisReport, page: &mut Page) {
    let mut seeing: Vec<&SensorWaysView> = report.sensors.iter().filter(|it| !it.on.is_empty()).collect();
    if report.sensors.iter().all(|sensor| sensor.ways == 0) {
        return;
    }
    seeing.sort_by_key(|sensor| std::cmp::Reverse(sensor.on.len()));
    let mut rows = vec![heading(page, "SENSORS", &["on ways", "sees"])];
    for sensor in seeing.iter().take(MOST) {
        let shares = || sensor.on.iter().map(|on| on.share);
        let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        let mut steps: Vec<&String> = Vec::new();
        for step in sensor.on.iter().flat_map(|on| &on.steps) {
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        rows.push(Row::Cells(vec![
            plain(format!("  {}: {}", sensor.sensor, some(&steps))),
            plain(format!("{} of {}", sensor.on.len(), sensor.ways)),
            plain(percent_range(Some(low), Some(high))),
        ]));
    }
    rows.extend(left_out(seeing.len(), "sensor"));
    let blind: Vec<&str> =
        report.sensors.iter().filter(|sensor| sensor.on.is_empty()).map(|sensor| &*sensor.sensor).collect();
    if !blind.is_empty() {
        rows.push(Row::Text(2, words(&faint(format!("on none of the ways: {}", some(&blind))))));
    }
    page.table(rows);
}

fn links(report: &AnalysisReport, page: &mut Page) {
    if report.links.is_empty() {
        return;
    }
    let mut links: Vec<&LinkWaysView> = report.links.iter().collect();
    let lost = |link: &LinkWaysView| link.on.iter().filter(|on| on.later_h.is_none()).count();
    links.sort_by_key(|link| std::cmp::Reverse((lost(link), link.on.len())));
    let mut rows = vec![heading(page, "LINKS", &["on ways", "without it no way", "else later by"])];
    for link in links.iter().take(MOST) {
        let later = link.on.iter().filter_map(|on| on.later_h).fold(0.0, f64::max);
        let some_later = lost(link) < link.on.len();
        rows.push(Row::Cells(vec![
            plain(format!("  {}", link.link)),
            plain(format!("{} of {}", link.on.len(), link.ways)),
            plain(format!("to {}", lost(link))),
            plain(if some_later { duration(Some(later)) } else { NONE.to_owned() }),
        ]));
    }
    rows.extend(left_out(links.len(), "link"));
    page.table(rows);
}

fn cuts(report: &AnalysisReport, page: &mut Page) {
    let cuts =
        report.campaigns.iter().flat_map(|campaign| campaign.cuts.iter().map(move |cut| (campaign, cut)));
    let cuts: Vec<_> = cuts.collect();
    if cuts.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "MINIMUM CUT", &[])];
    for (campaign, cut) in cuts.iter().take(MOST) {
        let from = format!("{} from {}", campaign.campaign, some(&cut.zones));
        let text = match cut.links.as_deref() {
            None => format!("{from}: closing links does not help"),
            Some([]) => format!("{from}: nothing to close, no way leads there"),
            Some(links) => format!("{from}: close {}", some(links)),
        };
        rows.push(Row::Text(2, words(&plain(text))));
    }
    rows.extend(left_out(cuts.len(), "cut"));
    page.table(rows);
}

fn left_out(all: usize, thing: &str) -> Option<Row> {
    let more = all.saturating_sub(MOST);
    let text = format!("{} more in --format json", counted(more as u64, thing));
    (more > 0).then(|| Row::Text(2, words(&faint(text))))
}
