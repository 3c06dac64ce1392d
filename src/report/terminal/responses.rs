//! How fast each organisation responded, and where the hours went.
//!
//! **Invariant:** an organisation is told to be spared only where the campaign could have held something of it.

use super::folding::{Entry, folded};
use super::format::*;
use super::sections::heading;
use super::text::*;
use crate::measure::{State, counted};
use crate::report::*;

const SHOWN: [(&str, &str); 4] = [
    ("time_to_detect", "detect"),
    ("time_to_declare", "declare"),
    ("time_to_contain", "contain"),
    ("time_to_recover", "recover"),
];

/// How fast each responding organisation was with each campaign, and where the hours went.
pub fn responses(report: &RunReport, page: &mut Page) {
    if report.responses.is_empty() {
        return;
    }
    let hit = |response: &&ResponseView| at_risk(response) > 0;
    let of_hit = report.responses.iter().filter(hit).map(timed);
    let of_spared = report.responses.iter().filter(|response| !hit(response)).map(|it| spared(report, it));
    let entries: Vec<Entry> = of_hit.chain(of_spared).collect();
    let mut rows = vec![heading(page, "RESPONSE", &SHOWN.map(|(_, column)| column))];
    rows.extend(folded(page, entries, "never held"));
    page.table(rows);
    if report.responses.iter().any(|response| hit(&response)) {
        let legend = "Times count from the first hold, 0 s: at or before it; censored: not by ENDEX; spared: never held. \
                      Hours: means of the replications that got there.";
        page.wrapped(2, words(&faint(legend)));
    }
}

/// The times that have a column.
fn shown(response: &ResponseView) -> Vec<&MeasureView> {
    let find = |name: &str| response.times.iter().find(|time| time.measure.starts_with(name));
    SHOWN.iter().filter_map(|(name, _)| find(name)).collect()
}

/// In how many replications something was held.
fn at_risk(response: &ResponseView) -> u64 {
    shown(response).iter().map(|time| time.observed + time.censored).max().unwrap_or(0)
}

/// The times of an organisation of which something was held.
fn timed(response: &ResponseView) -> Entry {
    let times = shown(response);
    let row = |name: Span, cell: &dyn Fn(&MeasureView) -> Span| {
        Row::Cells(std::iter::once(name).chain(times.iter().map(|time| cell(time))).collect())
    };
    let name = vec![Span::new(&response.label, Tone::Strong), faint("·"), plain(&response.campaign)];
    let mut rows = vec![
        Row::Text(0, name),
        row(plain("  median"), &|time| Span::new(median(time), Tone::Strong)),
        row(plain("  90 % range"), &|time| plain(range(time))),
        row(faint("  observed/censored/spared"), &|time| faint(counts(time))),
    ];
    rows.extend(hours(response));
    Entry { tells: at_risk(response) as f64, rows }
}

/// What is true of an organisation of which nothing was held: it was spared, or nothing could be held.
fn spared(report: &RunReport, response: &ResponseView) -> Entry {
    let campaign = report.campaigns.iter().find(|campaign| campaign.campaign == response.campaign);
    let why = match campaign.is_some_and(|campaign| !campaign.can_hold) {
        true => "takes hold of nothing, so that no time counts".to_owned(),
        false => format!("never held, in {}", counted(report.replications.played, "replication")),
    };
    let text = words(&plain(format!("· {}: {why}", response.campaign)));
    let name = Span::new(&response.label, Tone::Strong);
    Entry::row(0.0, Row::Text(0, std::iter::once(name).chain(text).collect()))
}

/// `where the hours went until recovered (mean 31.0 h): worked 12.1 h · …`, the longest first.
fn hours(response: &ResponseView) -> Option<Row> {
    let causes = &response.causes[response.telling_causes?];
    let total: f64 = causes.mean.0.iter().sum();
    let mut parts: Vec<(f64, State)> = causes.mean.0.iter().copied().zip(State::ALL).collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    // Below three minutes of many hours nothing is explained.
    let parts: Vec<(f64, State)> =
        parts.into_iter().filter(|(hours, _)| *hours >= 0.005 * total.max(0.01)).collect();
    if parts.is_empty() {
        return None;
    }
    let until = if causes.reached { spoken(causes.up_to) } else { "ENDEX".to_owned() };
    let intro = format!("where the hours went until {until} (mean {}):", duration(Some(total)));
    let mut pieces = words(&faint(intro));
    let last = parts.len().saturating_sub(1);
    for (place, (hours, state)) in parts.into_iter().enumerate() {
        let dot = if place == last { "" } else { " ·" };
        pieces.push(plain(format!("{} {}{dot}", state_for_people(state), duration(Some(hours)))));
    }
    Some(Row::Text(2, pieces))
}

/// A state as pages call it.
pub const fn state_for_people(state: State) -> &'static str {
    match state {
        State::Worked => "worked",
        State::Travelling => "travelling",
        State::AwaitingCrew => "awaiting crew",
        State::AwaitingApproval => "approval",
        State::AwaitingRelease => "release",
        State::AwaitingPartner => "partner",
        State::Queued => "queued",
        State::OffShift => "off shift",
        State::Unseen => "unseen",
    }
}
