//! The sections of the page.
//!
//! **Invariant:** a section without content leaves no trace, not even an empty line.

use super::folding::{Entry, folded};
use super::format::*;
use super::text::*;
use crate::measure::{counted, thousands};
use crate::report::*;

/// What is played, how often, and what proves that two runs were the same.
pub fn header(report: &RunReport, page: &mut Page) {
    let RunReport { scenario, replications, .. } = report;
    head(scenario, page);
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
    if !report.changes.is_empty() {
        page.wrapped(0, words(&plain(format!("with {}", report.changes.join("; ")))));
    }
    if replications.interrupted {
        page.wrapped(
            0,
            words(&Span::new("Interrupted: all numbers are of the replications played so far.", Tone::Bad)),
        );
    }
    if let Some(precision) = report.precision.as_ref().filter(|precision| !precision.is_enough) {
        let reached = match precision.reached_share {
            Some(share) => format!("±{:.1} %", 100.0 * share),
            None => "unknown".to_owned(),
        };
        let text = format!(
            "The 95 % interval of the mean of {} is {reached}, not ±{:.1} % as asked for.",
            precision.measure,
            100.0 * precision.asked_share,
        );
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
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

/// The line that says what this is about.
pub fn head(scenario: &ScenarioView, page: &mut Page) {
    let hash = scenario.hash.get(..4).unwrap_or_default();
    let id = match &scenario.variant {
        Some(variant) => format!("{} / {variant} · {hash}", scenario.id),
        None => format!("{} · {hash}", scenario.id),
    };
    page.edges(Span::new(&scenario.title, Tone::Strong), plain(id));
}

/// Starts a section: an empty line, then its table begins with the name in the first cell.
pub fn heading(page: &mut Page, name: &str, columns: &[&str]) -> Row {
    page.space();
    let name = Span::new(name, Tone::Heading);
    Row::Cells(std::iter::once(name).chain(columns.iter().map(faint)).collect())
}

/// How far each campaign came.
pub fn campaigns(report: &RunReport, page: &mut Page) {
    if report.campaigns.is_empty() {
        return;
    }
    let columns = ["held at once", "ever held", "at ENDEX", "prevented", "at objective"];
    let mut rows = vec![heading(page, "CAMPAIGNS", &columns)];
    rows.extend(folded(page, report.campaigns.iter().map(campaign).collect(), "that did nothing"));
    page.table(rows);
    let mut legend = "Medians over the replications; prevented: attempts that a defence stopped; at objective: the share of \
                      replications, — where no step is an objective."
        .to_owned();
    if report.campaigns.iter().any(|campaign| !campaign.can_hold) {
        legend +=
            " A campaign that denies service, or only looks, takes hold of nothing: — in those columns.";
    }
    page.wrapped(2, words(&faint(legend)));
}

fn campaign(campaign: &CampaignView) -> Entry {
    let of = [
        (&campaign.assets_held_peak, campaign.can_hold),
        (&campaign.assets_held_total, campaign.can_hold),
        (&campaign.assets_held_now, campaign.can_hold),
        (&campaign.attempts_prevented, true),
    ];
    let cell = |known: bool, text: String| if known { text } else { NONE.to_owned() };
    let medians = of.map(|(measure, known)| Span::new(cell(known, amount_of(measure.median)), Tone::Strong));
    let ranges = of.map(|(measure, known)| plain(cell(known, amount_range(measure.q05, measure.q95))));
    let reached = campaign.at_objective.as_ref().and_then(|measure| measure.mean);
    let (name, objective) =
        (Span::new(&campaign.campaign, Tone::Strong), Span::new(percent(reached), Tone::Strong));
    let tells = [&campaign.assets_held_total, &campaign.attempts_prevented].map(|it| it.mean.unwrap_or(0.0));
    let rows = vec![
        Row::Cells(std::iter::once(name).chain(medians).chain([objective]).collect()),
        Row::Cells(std::iter::once(plain("  90 % range")).chain(ranges).chain([plain("")]).collect()),
    ];
    Entry { tells: tells[0] + tells[1] + reached.unwrap_or(0.0), rows }
}

/// How loaded teams, authorities and crews were.
pub fn teams(report: &RunReport, page: &mut Page) {
    if report.teams.is_empty() && report.others.is_empty() {
        return;
    }
    let columns = ["on duty", "busy", "queue", "longest", "mean wait", "95 % wait"];
    let mut rows = vec![heading(page, "TEAMS", &columns)];
    rows.extend(folded(page, report.teams.iter().map(team).collect(), "with no true alert and no queue"));
    let other =
        |other: &PoolView| Entry::row(other.started, pool(format!("{} ({})", other.pool, other.kind), other));
    rows.extend(folded(page, report.others.iter().map(other).collect(), "never called on"));
    page.table(rows);
    page.wrapped(2, words(&faint("Means of a replication, but longest is that of any; waiting: at ENDEX.")));
}

/// A team tells most if it met a campaign, then if it was overloaded; false alarms come to all.
fn team(team: &TeamView) -> Entry {
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
    let mut rows = vec![Row::Text(0, std::iter::once(name).chain(text).collect())];
    for tier in &team.tiers {
        let name = tier.pool.rsplit_once('/').map_or(&*tier.pool, |(_, tier)| tier);
        rows.push(pool(format!("  {name}"), tier));
    }
    let waiting: f64 = team.tiers.iter().map(|tier| tier.mean_queue).sum();
    let overloaded = waiting >= 1.0 || team.alerts_dropped > 0.0 || team.tiers.iter().any(busy);
    let met = team.alerts_true + team.incidents_true;
    Entry { tells: if overloaded { met + 0.5 } else { met }, rows }
}

/// Whether a pool has hardly time to breathe.
fn busy(pool: &PoolView) -> bool {
    pool.utilisation_share.is_some_and(|share| share >= 0.9)
}

fn pool(name: String, pool: &PoolView) -> Row {
    let tone = if busy(pool) { Tone::Bad } else { Tone::Plain };
    Row::Cells(vec![
        plain(name),
        plain(amount(pool.mean_on_duty)),
        Span::new(percent(pool.utilisation_share), tone),
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
    let entry = |function: &FunctionView| {
        let cells = vec![
            plain(&function.label),
            plain(percent(function.mean_level_share)),
            plain(percent(Some(function.lowest_level_share))),
            plain(amount_of(function.mean_loss_function_h)),
        ];
        Entry::row(function.mean_loss_function_h.unwrap_or(0.0), Row::Cells(cells))
    };
    rows.extend(folded(page, report.functions.iter().map(entry).collect(), "without a loss"));
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
    let entry = |mission: &MissionView| {
        let cells = vec![
            plain(&mission.label),
            plain(percent(mission.mean_level_share)),
            plain(percent(Some(mission.lowest_level_share))),
            plain(amount_of(mission.mean_loss_function_h)),
            plain(duration(mission.mean_below_h)),
        ];
        Entry::row(mission.mean_loss_function_h.unwrap_or(0.0), Row::Cells(cells))
    };
    rows.extend(folded(page, report.missions.iter().map(entry).collect(), "without a loss"));
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
    rows.extend(folded(page, report.injects.iter().map(inject).collect(), "that came in all replications"));
    page.table(rows);
}

/// Of an inject that always comes the MSEL says as much; one that only sometimes does tells something.
fn inject(inject: &InjectView) -> Entry {
    let kind = if inject.contingency { "contingency" } else { "" };
    let mut rows = vec![Row::Cells(vec![
        plain(&inject.inject),
        Span::new(percent(inject.came_share), Tone::Strong),
        plain(duration(inject.mean_after_h)),
        faint(kind),
    ])];
    if !inject.title.is_empty() {
        rows.push(Row::Text(2, words(&faint(&inject.title))));
    }
    Entry { tells: 1.0 - inject.came_share.unwrap_or(1.0), rows }
}

/// How far each ladder was climbed, and when.
pub fn ladders(report: &RunReport, page: &mut Page) {
    if report.ladders.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "ESCALATION", &["reached", "after STARTEX", "90 % range"])];
    rows.extend(folded(page, report.ladders.iter().map(ladder).collect(), "never climbed"));
    page.table(rows);
    let note = "Reached: the ladder was at the step or above it; times are medians, with those cut short by ENDEX. \
                Informs: whom the step tells as it is taken.";
    page.wrapped(2, words(&faint(note)));
}

fn ladder(ladder: &LadderView) -> Entry {
    let title = if ladder.title == ladder.ladder { "" } else { &*ladder.title };
    let level = format!("step {} at ENDEX (median)", amount_of(ladder.level.median));
    let text = words(&plain(title)).into_iter().chain(words(&faint(level)));
    let name = Span::new(&ladder.ladder, Tone::Strong);
    let mut rows = vec![Row::Text(0, [name, faint("·")].into_iter().chain(text).collect())];
    let mut tells = 0.0;
    for (number, step) in (1..).zip(&ladder.steps) {
        let time = &step.time_to_escalate;
        let played = (time.observed + time.censored) as f64;
        let reached = (played > 0.0).then(|| time.observed as f64 / played);
        tells += reached.unwrap_or(0.0);
        rows.push(Row::Cells(vec![
            plain(format!("  {number} {}", step.step)),
            Span::new(percent(reached), Tone::Strong),
            plain(median(time)),
            plain(range(time)),
        ]));
        if !step.informed.is_empty() {
            rows.push(Row::Text(4, words(&faint(format!("informs {}", some(&step.informed))))));
        }
    }
    Entry { tells, rows }
}

/// Whether training objectives are attained.
pub fn objectives(report: &RunReport, page: &mut Page) {
    if report.objectives.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "OBJECTIVES", &["met if tested", "95 % interval", "asked", "tested"])];
    rows.extend(folded(page, report.objectives.iter().map(objective).collect(), ""));
    page.table(rows);
}

/// An objective tells the more, the further it is missed.
fn objective(objective: &ObjectiveView) -> Entry {
    let (word, tone) = match objective.attained {
        Some(true) => ("attained", Tone::Good),
        Some(false) => ("missed", Tone::Bad),
        None => ("not tested", Tone::Faint),
    };
    let mut rows = vec![Row::Cells(vec![
        Span::new(format!("{}: {word}", objective.objective), tone),
        Span::new(percent(objective.probability), tone),
        plain(percent_range(objective.probability_low, objective.probability_high)),
        plain(percent(Some(objective.with_probability))),
        plain(percent(objective.tested_share)),
    ])];
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
    let short = objective.probability.map_or(0.0, |probability| objective.with_probability - probability);
    Entry { tells: 2.0 + short, rows }
}
