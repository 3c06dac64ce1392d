//! The sections of the page.
//!
//! **Invariant:** a section without content leaves no trace, not even an empty line.

use super::format::*;
use super::text::*;
use crate::measure::{State, counted, thousands};
use crate::report::*;

/// What is played, how often, and what proves that two runs were the same.
pub fn header(report: &RunReport, page: &mut Page) {
    let RunReport { scenario, replications, .. } = report;
    let hash = scenario.hash.get(..4).unwrap_or_default();
    let id = match &scenario.variant {
        Some(variant) => format!("{} / {variant} · {hash}", scenario.id),
        None => format!("{} · {hash}", scenario.id),
    };
    page.edges(Span::new(&scenario.title, Tone::Strong), plain(id));
    let played = match replications.interrupted {
        true => {
            format!("{} of {}", thousands(replications.played), counted(replications.asked, "replication"))
        }
        false => counted(replications.played, "replication"),
    };
    let facts = format!("jointex {} · seed {} · {played}", report.jointex_version, report.seed);
    let mut frame =
        format!("{} from {} {}", exact_span(scenario.length_h), scenario.startex_for_people, scenario.city);
    if scenario.prelude_h > 0.0 {
        frame += &format!(", after {}", exact_span(scenario.prelude_h));
    }
    page.edges(plain(facts), plain(frame));
    let assumed = match scenario.assumed_share {
        Some(share) => format!("{} of numbers assumed", percent(Some(share))),
        None => String::new(),
    };
    page.edges(plain(format!("fingerprint {}", grouped(&report.fingerprint))), faint(assumed));
    if replications.interrupted {
        page.wrapped(
            0,
            words(&Span::new("Interrupted: all numbers are of the replications played so far.", Tone::Bad)),
        );
    }
    let exhausted = [(replications.budget_exhausted, "events"), (replications.memory_exhausted, "memory")];
    for (number, of) in exhausted.into_iter().filter(|(number, _)| *number > 0) {
        let text = format!(
            "{} used up the budget of {of} and {} in no number below.",
            counted(number, "replication"),
            if number == 1 { "is" } else { "are" },
        );
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    }
    if replications.counted() < replications.played {
        let text = match replications.counted() {
            0 => "No replication is left to report on.",
            _ => "Those that are left are the ones in which less happens.",
        };
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    }
}

/// The length of the exercise, in days if they are whole.
fn exact_span(hours: f64) -> String {
    match hours {
        days if days >= 48.0 && days % 24.0 == 0.0 => format!("{} d", days / 24.0),
        _ => duration(Some(hours)),
    }
}

/// Starts a section: an empty line, then its table begins with the name in the first cell.
pub fn heading(page: &mut Page, name: &str, columns: &[&str]) -> Row {
    page.space();
    let name = Span::new(name, Tone::Heading);
    Row::Cells(std::iter::once(name).chain(columns.iter().map(faint)).collect())
}

const SHOWN: [(&str, &str); 4] = [
    ("time_to_detect", "detect"),
    ("time_to_declare", "declare"),
    ("time_to_contain", "contain"),
    ("time_to_recover", "recover"),
];

/// How fast each responding organisation was with each campaign, and where the hours went.
pub fn responses(report: &RunReport, page: &mut Page) {
    let shown = |response: &ResponseView| -> Vec<MeasureView> {
        let find = |name: &str| response.times.iter().find(|time| time.measure.starts_with(name));
        SHOWN.iter().filter_map(|(name, _)| find(name).cloned()).collect()
    };
    let spared =
        |response: &&ResponseView| shown(response).iter().all(|time| time.observed + time.censored == 0);
    let hit: Vec<&ResponseView> = report.responses.iter().filter(|response| !spared(response)).collect();
    if report.responses.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "RESPONSE", &SHOWN.map(|(_, column)| column))];
    for response in hit {
        let times = shown(response);
        let row = |name: Span, cell: &dyn Fn(&MeasureView) -> Span| {
            Row::Cells(std::iter::once(name).chain(times.iter().map(cell)).collect())
        };
        rows.push(Row::Text(
            0,
            vec![Span::new(&response.label, Tone::Strong), faint("·"), plain(&response.campaign)],
        ));
        rows.push(row(plain("  median"), &|time| Span::new(median(time), Tone::Strong)));
        rows.push(row(plain("  90 % range"), &|time| plain(range(time))));
        rows.push(row(faint("  observed/censored/spared"), &|time| faint(counts(time))));
        rows.extend(hours(response));
    }
    for response in report.responses.iter().filter(spared) {
        let text = format!(
            "· {}: never held, in {}",
            response.campaign,
            counted(report.replications.played, "replication")
        );
        let text = words(&plain(text));
        rows.push(Row::Text(
            0,
            std::iter::once(Span::new(&response.label, Tone::Strong)).chain(text).collect(),
        ));
    }
    page.table(rows);
    if report.responses.iter().any(|response| !spared(&response)) {
        let legend = "Times count from the first hold, 0 s: at or before it; censored: not by ENDEX; spared: never held. \
                      Hours: means of the replications that got there.";
        page.wrapped(2, words(&faint(legend)));
    }
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

/// When partners were informed, and what the channels carried.
pub fn sharing(report: &RunReport, page: &mut Page) {
    if report.sharing.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "SHARING", &["informed after", "90 % range", "counts"])];
    let (told, spared): (Vec<_>, Vec<_>) = report
        .sharing
        .iter()
        .partition(|sharing| sharing.time_to_inform.observed + sharing.time_to_inform.censored > 0);
    for sharing in told {
        let time = &sharing.time_to_inform;
        let name = format!("{} → {} · {}", sharing.from_label, sharing.to_label, sharing.campaign);
        rows.push(Row::Cells(vec![
            plain(name),
            Span::new(median(time), Tone::Strong),
            plain(range(time)),
            faint(counts(time)),
        ]));
    }
    for channel in &report.channels {
        let ChannelView { sent, received, read, refused, lost, late, .. } = channel;
        let parts = [
            ("sent", sent),
            ("received", received),
            ("read", read),
            ("refused", refused),
            ("lost", lost),
            ("late", late),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, number)| **number > 0.0)
            .map(|(word, number)| format!("{word} {}", amount(**number)))
            .collect();
        let text = if parts.is_empty() { "nothing sent".to_owned() } else { parts.join(" · ") };
        rows.push(Row::Text(
            2,
            std::iter::once(plain(&channel.channel)).chain(words(&faint(text))).collect(),
        ));
    }
    page.table(rows);
    let mut note = String::from(
        "From the first hold at whom the arrow leaves; counts: informed, not by ENDEX, never held. Of channels: reports, means \
         of a replication.",
    );
    if !spared.is_empty() {
        note +=
            &format!(" Left out: {} in which nothing was ever held.", counted(spared.len() as u64, "pair"));
    }
    page.wrapped(2, words(&faint(note)));
}

/// What became of requests for help.
pub fn assistance(report: &RunReport, page: &mut Page) {
    if report.assistance.is_empty() {
        return;
    }
    let columns = ["asked", "refused", "set out", "arrived", "away"];
    let mut rows = vec![heading(page, "ASSISTANCE", &columns)];
    for offer in &report.assistance {
        let counts =
            [offer.asked, offer.refused, offer.set_out, offer.arrived].map(|number| plain(amount(number)));
        let name = std::iter::once(plain(&offer.assistance));
        rows.push(Row::Cells(name.chain(counts).chain([plain(duration(Some(offer.away_h)))]).collect()));
    }
    page.table(rows);
    let note = "Means of a replication. Away: from setting out to being back, of all its teams.";
    page.wrapped(2, words(&faint(note)));
}

/// How far each campaign came.
pub fn campaigns(report: &RunReport, page: &mut Page) {
    if report.campaigns.is_empty() {
        return;
    }
    let columns = ["held at once", "ever held", "at ENDEX", "prevented", "at objective"];
    let mut rows = vec![heading(page, "CAMPAIGNS", &columns)];
    for campaign in &report.campaigns {
        let of = [
            &campaign.assets_held_peak,
            &campaign.assets_held_total,
            &campaign.assets_held_now,
            &campaign.attempts_prevented,
        ];
        let medians = of.iter().map(|measure| Span::new(amount_of(measure.median), Tone::Strong));
        let objective =
            Span::new(percent(campaign.at_objective.as_ref().and_then(|measure| measure.mean)), Tone::Strong);
        let name = Span::new(&campaign.campaign, Tone::Strong);
        rows.push(Row::Cells(std::iter::once(name).chain(medians).chain([objective]).collect()));
        let range = |measure: &&MeasureView| plain(amount_range(measure.q05, measure.q95));
        let ranges = of.iter().map(range);
        rows.push(Row::Cells(
            std::iter::once(plain("  90 % range")).chain(ranges).chain([plain("")]).collect(),
        ));
    }
    page.table(rows);
    let legend = "Medians over the replications; prevented: attempts that a defence stopped; at objective: the share of \
                  replications, — where no step is an objective.";
    page.wrapped(2, words(&faint(legend)));
}

/// How loaded teams, authorities and crews were.
pub fn teams(report: &RunReport, page: &mut Page) {
    if report.teams.is_empty() && report.others.is_empty() {
        return;
    }
    let columns = ["on duty", "busy", "queue", "longest", "mean wait", "95 % wait"];
    let mut rows = vec![heading(page, "TEAMS", &columns)];
    for team in &report.teams {
        let alerts = [
            ("true", team.alerts_true),
            ("false", team.alerts_false),
            ("tickets", team.tickets),
            ("missed", team.alerts_missed),
            ("waiting", team.alerts_waiting),
            ("dropped", team.alerts_dropped),
            ("merged", team.alerts_merged),
        ];
        let said = alerts.iter().filter(|(word, number)| *number > 0.0 || matches!(*word, "true" | "false"));
        let said: Vec<String> = said.map(|(word, number)| format!("{} {word}", amount(*number))).collect();
        let name = Span::new(&team.team, Tone::Strong);
        let text = words(&faint(format!("alerts: {}", said.join(", "))));
        rows.push(Row::Text(0, std::iter::once(name).chain(text).collect()));
        for tier in &team.tiers {
            let name = tier.pool.rsplit_once('/').map_or(&*tier.pool, |(_, tier)| tier);
            rows.push(pool(format!("  {name}"), tier));
        }
    }
    for other in &report.others {
        rows.push(pool(format!("{} ({})", other.pool, other.kind), other));
    }
    page.table(rows);
    page.wrapped(2, words(&faint("Means of a replication, but longest is that of any; waiting: at ENDEX.")));
}

fn pool(name: String, pool: &PoolView) -> Row {
    let busy = match pool.utilisation_share {
        Some(share) if share >= 0.9 => Tone::Bad,
        _ => Tone::Plain,
    };
    Row::Cells(vec![
        plain(name),
        plain(amount(pool.mean_on_duty)),
        Span::new(percent(pool.utilisation_share), busy),
        plain(amount(pool.mean_queue)),
        plain(amount(f64::from(pool.longest_queue))),
        plain(duration(pool.mean_wait_h)),
        plain(duration(pool.p95_wait_h)),
    ])
}

/// What the functions lost.
pub fn functions(report: &RunReport, page: &mut Page) {
    if report.functions.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "FUNCTIONS", &["mean level", "lowest", "lost function-hours"])];
    for function in &report.functions {
        rows.push(Row::Cells(vec![
            plain(&function.label),
            plain(percent(function.mean_level_share)),
            plain(percent(Some(function.lowest_level_share))),
            plain(amount_of(function.mean_loss_function_h)),
        ]));
    }
    page.table(rows);
    page.wrapped(2, words(&faint("Means of a replication, but lowest is that of any.")));
}

/// What the missions lost.
pub fn missions(report: &RunReport, page: &mut Page) {
    if report.missions.is_empty() {
        return;
    }
    let columns = ["mean level", "lowest", "lost function-hours", "below threshold"];
    let mut rows = vec![heading(page, "MISSIONS", &columns)];
    for mission in &report.missions {
        rows.push(Row::Cells(vec![
            plain(&mission.label),
            plain(percent(mission.mean_level_share)),
            plain(percent(Some(mission.lowest_level_share))),
            plain(amount_of(mission.mean_loss_function_h)),
            plain(duration(mission.mean_below_h)),
        ]));
    }
    page.table(rows);
    let note = "While each lasts. Means of a replication, but lowest is that of any.";
    page.wrapped(2, words(&faint(note)));
}

/// What became of each inject.
pub fn injects(report: &RunReport, page: &mut Page) {
    if report.injects.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "INJECTS", &["came", "after STARTEX", ""])];
    for inject in &report.injects {
        let kind = if inject.contingency { "contingency" } else { "" };
        rows.push(Row::Cells(vec![
            plain(&inject.inject),
            Span::new(percent(inject.came_share), Tone::Strong),
            plain(duration(inject.mean_after_h)),
            faint(kind),
        ]));
        if !inject.title.is_empty() {
            rows.push(Row::Text(2, words(&faint(&inject.title))));
        }
    }
    page.table(rows);
}

/// How far each ladder was climbed, and when.
pub fn ladders(report: &RunReport, page: &mut Page) {
    if report.ladders.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "ESCALATION", &["reached", "after STARTEX", "90 % range", "informs"])];
    for ladder in &report.ladders {
        let title = if ladder.title == ladder.ladder { "" } else { &*ladder.title };
        let level = format!("step {} at ENDEX (median)", amount_of(ladder.level.median));
        let text = words(&plain(title)).into_iter().chain(words(&faint(level)));
        let name = Span::new(&ladder.ladder, Tone::Strong);
        rows.push(Row::Text(0, [name, faint("·")].into_iter().chain(text).collect()));
        for (number, step) in (1..).zip(&ladder.steps) {
            let time = &step.time_to_escalate;
            let played = (time.observed + time.censored) as f64;
            let reached = (played > 0.0).then(|| time.observed as f64 / played);
            rows.push(Row::Cells(vec![
                plain(format!("  {number} {}", step.step)),
                Span::new(percent(reached), Tone::Strong),
                plain(median(time)),
                plain(range(time)),
                plain(step.informs.to_string()),
            ]));
        }
    }
    page.table(rows);
    let note = "Reached: the ladder was at the step or above it; times are medians, with those cut short by ENDEX. \
                Informs: so many teams and organisations are told of the step as it is taken.";
    page.wrapped(2, words(&faint(note)));
}

/// Whether training objectives are attained.
pub fn objectives(report: &RunReport, page: &mut Page) {
    if report.objectives.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "OBJECTIVES", &["met if tested", "95 % interval", "asked", "tested"])];
    for objective in &report.objectives {
        let (word, tone) = match objective.attained {
            Some(true) => ("attained", Tone::Good),
            Some(false) => ("missed", Tone::Bad),
            None => ("not tested", Tone::Faint),
        };
        let interval = match (objective.probability_low, objective.probability_high) {
            (Some(low), Some(high)) => {
                format!("{:.0}–{:.0} %", (100.0 * low).round(), (100.0 * high).round())
            }
            _ => NONE.to_owned(),
        };
        rows.push(Row::Cells(vec![
            Span::new(format!("{}: {word}", objective.objective), tone),
            Span::new(percent(objective.probability), tone),
            plain(interval),
            plain(percent(Some(objective.with_probability))),
            plain(percent(objective.tested_share)),
        ]));
        if !objective.text.is_empty() {
            rows.push(Row::Text(2, words(&faint(&objective.text))));
        }
        let counts = format!(
            "{} met · {} missed · {} not tested",
            thousands(objective.met),
            thousands(objective.missed),
            thousands(objective.not_tested)
        );
        rows.push(Row::Text(2, words(&faint(counts))));
    }
    page.table(rows);
}

/// What happened in one replication.
pub fn narrated(report: &RunReport, page: &mut Page) {
    let Some(narrated) = &report.narrated else { return };
    page.space();
    let chosen = if narrated.median_first_declaration { " (median first declaration)" } else { "" };
    let of = format!("replication {}{chosen} · {} time", narrated.replication, report.scenario.city);
    page.edges(Span::new("WHAT HAPPENED", Tone::Heading), faint(of));
    let widest = |of: fn(&LineView) -> &str, most: usize| {
        narrated.lines.iter().map(|line| plain(of(line)).width()).max().unwrap_or(0).min(most)
    };
    let (moment, who) = (widest(|line| &line.moment, 14), widest(|line| &line.who, 20));
    for line in &narrated.lines {
        story_line(page, line, moment, who);
    }
    if narrated.lines_left_out > 0 {
        let text = format!(
            "{} left out; --trace FILE writes down everything.",
            counted(narrated.lines_left_out as u64, "line")
        );
        page.wrapped(0, words(&faint(text)));
    }
}

fn story_line(page: &mut Page, line: &LineView, moment: usize, who: usize) {
    let start =
        vec![faint(&line.moment).padded(moment), plain("  "), plain(&line.who).padded(who), plain("  ")];
    let indent = moment + 2 + who + 2;
    let (what, remark) = (plain(&line.what), faint(&line.remark));
    let spare = page.width().saturating_sub(indent + what.width());
    if remark.width() + 2 <= spare || (remark.width() == 0 && spare > 0) {
        let gap = plain(" ".repeat(spare.saturating_sub(remark.width())));
        page.line(start.into_iter().chain([what, gap, remark]).collect());
        return;
    }
    page.hanging(start, indent, indent + 2, words(&what));
    if !line.remark.is_empty() {
        page.wrapped(indent + 2, words(&remark));
    }
}
