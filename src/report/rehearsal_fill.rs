//! Fills the report of a rehearsal from what its replications say.
//!
//! **Invariant:** every list stands in the order of the model.

use super::fill::hex;
use super::rehearsal::*;
use super::rehearsal_forecast::ForecastView;
use super::rehearsal_words::findings;
use super::view::{Playing, scenario};
use crate::kernel::{SimDuration, SimTime};
use crate::measure::{CivilClock, Delivery, Plan};
use crate::model::*;
use crate::study::{
    Coverage, Ending, Estimate, HourCounts, InjectSummary, MissedSummary, Rehearsal, RehearsalSummary, Tally,
    summarise_rehearsal,
};

/// The most bins of a picture of hours.
const BINS: usize = 168;

/// Makes the report of a rehearsal; `hourly` says whether it has each hour.
pub fn rehearsal_report(
    model: &Model,
    rehearsal: &Rehearsal,
    changes: Vec<String>,
    hourly: bool,
) -> RehearsalReport {
    let summary = summarise_rehearsal(model, rehearsal);
    let mut report = empty(model, rehearsal, changes);
    let (clock, watched) = (CivilClock::of(model), report.replications_watched);
    let view = Viewed { model, rehearsal, summary: &summary, clock, watched, hourly };
    report.injects = summary.injects.iter().enumerate().map(|(place, it)| view.inject(place, it)).collect();
    report.off_shift = summary.missed.iter().map(|missed| view.off_shift(missed)).collect();
    report.desks = (0..rehearsal.plan.desks.len()).map(|desk| view.desk(desk)).collect();
    report.objectives = (0..model.objectives.len()).map(|place| view.objective(place)).collect();
    report.coverage = summary.coverage.iter().map(|coverage| view.coverage(coverage)).collect();
    report.ticks = view.ticks();
    if report.replications.counted() > 0 {
        report.findings = findings(&report);
    }
    report
}

/// Makes the report of an exercise that is being held.
pub fn forecast_report(
    model: &Model,
    rehearsal: &Rehearsal,
    changes: Vec<String>,
    forecast: ForecastView,
) -> RehearsalReport {
    RehearsalReport { forecast: Some(forecast), ..empty(model, rehearsal, changes) }
}

/// What was played, with nothing that is said of it.
fn empty(model: &Model, rehearsal: &Rehearsal, changes: Vec<String>) -> RehearsalReport {
    let ended = |ending| rehearsal.played.iter().filter(|played| played.ending == ending).count() as u64;
    let played = rehearsal.played.len() as u64;
    RehearsalReport {
        schema_version: REHEARSAL_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        scenario: scenario(model),
        changes,
        seed: rehearsal.seed,
        replications: Playing {
            asked: rehearsal.asked,
            played,
            budget_exhausted: ended(Ending::BudgetExhausted),
            memory_exhausted: ended(Ending::MemoryExhausted),
            interrupted: played < rehearsal.asked,
            events: rehearsal.played.iter().map(|played| played.events).sum(),
        },
        replications_watched: rehearsal.watched().count() as u64,
        fingerprint: hex(rehearsal.fingerprint),
        busy_share: rehearsal.plan.thresholds.busy_share,
        waiting_per_seat: rehearsal.plan.thresholds.waiting_per_seat,
        hours: rehearsal.plan.hours,
        forecast: None,
        findings: Vec::new(),
        injects: Vec::new(),
        off_shift: Vec::new(),
        desks: Vec::new(),
        objectives: Vec::new(),
        coverage: Vec::new(),
        ticks: Vec::new(),
    }
}

/// In how many replications an hour was so.
type Count = fn(&HourCounts) -> u64;

struct Viewed<'a> {
    model: &'a Model,
    rehearsal: &'a Rehearsal,
    summary: &'a RehearsalSummary,
    clock: CivilClock,
    watched: u64,
    hourly: bool,
}

/// A share and the ends of its interval; nothing of nothing.
pub(super) fn share(estimate: Estimate) -> [Option<f64>; 3] {
    let known = |number: f64| (!estimate.mean.is_nan()).then_some(number);
    [known(estimate.mean), known(estimate.low), known(estimate.high)]
}

impl Viewed<'_> {
    fn moment(&self, at: SimTime) -> MomentView {
        MomentView::of(&self.clock, at)
    }

    fn rounded(&self, micros: f64) -> MomentView {
        MomentView::rounded(&self.clock, micros)
    }

    fn inject(&self, place: usize, summary: &InjectSummary) -> RehearsedInject {
        let (text, names) = (&self.model.names.injects[place], &self.model.names);
        let [probability, probability_low, probability_high] = share(summary.came);
        let [p10, p50, p90] =
            [0, 1, 2].map(|quantile| summary.times.map(|times| self.rounded(times[quantile])));
        let of = |delivery: Delivery| summary.deliveries[delivery as usize];
        let when = &self.model.injects[place].when;
        let planned = if let When::At(at) = when { Some(self.moment(*at)) } else { None };
        RehearsedInject {
            inject: text.number.clone(),
            title: text.title.clone(),
            to: text.to.clone(),
            objective: text.objective.map(|place| names.objectives[place].id.clone()),
            contingency: matches!(when, When::On(_)),
            probability,
            probability_low,
            probability_high,
            p10,
            p50,
            p90,
            due: summary.due.filter(|_| planned.is_none()).map(|due| self.rounded(due)),
            planned,
            late_h: summary.late.map(|micros| micros / SimDuration::HOUR.micros() as f64),
            on_time: of(Delivery::OnTime),
            late: of(Delivery::Late),
            off_shift: of(Delivery::OffShift),
            no_controller: of(Delivery::NoController),
            not_told: of(Delivery::NotTold),
            endex_first: of(Delivery::EndexFirst),
            condition_not_met: of(Delivery::ConditionNotMet),
            not_followed: of(Delivery::NotFollowed),
        }
    }

    fn off_shift(&self, missed: &MissedSummary) -> OffShiftView {
        let addressee = &self.rehearsal.plan.addressees[missed.addressee];
        let text = &self.model.names.injects[addressee.inject.at()];
        let [share, share_low, share_high] = share(missed.share);
        OffShiftView {
            inject: text.number.clone(),
            title: text.title.clone(),
            to: text.to[addressee.place].clone(),
            share,
            share_low,
            share_high,
            next: missed.next.map(|next| self.rounded(next)),
            wait_h: missed.wait.map(|micros| micros / SimDuration::HOUR.micros() as f64),
            never_share: missed.never_share,
        }
    }

    fn desk(&self, desk: usize) -> DeskView {
        let plan = &self.rehearsal.plan;
        let counts = &self.rehearsal.hours[desk * plan.hours..(desk + 1) * plan.hours];
        let mean = |of: Count| {
            let sum: u64 = counts.iter().map(of).sum();
            (self.watched > 0).then(|| sum as f64 / self.watched as f64)
        };
        let kinds: [(&'static str, Count); 3] =
            [("overloaded", |it| it.overloaded), ("unattended", |it| it.unattended), ("dead", |it| it.dead)];
        let told = counts.iter().enumerate().filter(|(_, counts)| self.hourly && tells(counts));
        DeskView {
            kind: plan.desks[desk].kind,
            desk: plan.desks[desk].id.clone(),
            on_shift_h: mean(|it| it.on_shift),
            overloaded_h: mean(|it| it.overloaded),
            dead_h: mean(|it| it.dead),
            unattended_h: mean(|it| it.unattended),
            stretches: kinds.into_iter().flat_map(|(what, of)| self.stretches(what, counts, of)).collect(),
            bins: self.bins(counts),
            hours: told.map(|(hour, counts)| self.hour(hour, counts)).collect(),
        }
    }

    fn share(&self, count: u64) -> f64 {
        if self.watched == 0 { 0.0 } else { count as f64 / self.watched as f64 }
    }

    fn hour(&self, hour: usize, counts: &HourCounts) -> HourView {
        HourView {
            hour,
            civil: self.clock.iso(Plan::hour(self.model, hour)),
            on_shift_share: self.share(counts.on_shift),
            overloaded_share: self.share(counts.overloaded),
            dead_share: self.share(counts.dead),
            unattended_share: self.share(counts.unattended),
        }
    }

    fn stretches(&self, what: &'static str, counts: &[HourCounts], of: Count) -> Vec<StretchView> {
        let likely = |counts: &HourCounts| self.share(of(counts)) >= LIKELY;
        let mut hour = 0;
        let mut stretches = Vec::new();
        for run in counts.chunk_by(|one, next| likely(one) == likely(next)) {
            let (first, shares) = (hour, || run.iter().map(|counts| self.share(of(counts))));
            hour += run.len();
            if !likely(&run[0]) {
                continue;
            }
            let from = Plan::hour(self.model, first);
            let until = Plan::hour(self.model, hour).min(self.model.frame.endex);
            stretches.push(StretchView {
                what,
                from: self.moment(from),
                until: self.moment(until),
                least_share: shares().fold(f64::INFINITY, f64::min),
                greatest_share: shares().fold(0.0, f64::max),
                span: format!("{}–{}", self.clock.moment(from), self.clock.moment_beside(until, from)),
            });
        }
        stretches
    }

    /// None where no hour tells anything.
    fn bins(&self, counts: &[HourCounts]) -> Vec<BinView> {
        if !counts.iter().any(tells) {
            return Vec::new();
        }
        let size = counts.len().div_ceil(BINS).max(1);
        let bin = |(place, counts): (usize, &[HourCounts])| {
            let most = |of: Count| self.share(counts.iter().map(of).max().unwrap_or(0));
            BinView {
                from_h: (place * size) as f64,
                until_h: (place * size + counts.len()) as f64,
                overloaded_share: most(|it| it.overloaded),
                dead_share: most(|it| it.dead),
                unattended_share: most(|it| it.unattended),
            }
        };
        counts.chunks(size).enumerate().map(bin).collect()
    }

    fn objective(&self, place: usize) -> RehearsedObjective {
        let names = &self.model.names;
        let serves = |text: &&InjectText| text.objective == Some(place);
        RehearsedObjective {
            objective: names.objectives[place].id.clone(),
            text: names.objectives[place].name.clone(),
            injects: names.injects.iter().filter(serves).count(),
            with_probability: self.model.objectives[place].with_probability,
            tally: tally(&self.summary.objectives[place]),
        }
    }

    fn coverage(&self, coverage: &Coverage) -> CoverageView {
        let text = &self.model.names.injects[coverage.inject.at()];
        CoverageView {
            objective: self.model.names.objectives[coverage.objective].id.clone(),
            inject: text.number.clone(),
            title: text.title.clone(),
            with: tally(&coverage.with),
            without: tally(&coverage.without),
        }
    }

    /// Marks of the clock: as close as leaves their words room.
    fn ticks(&self) -> Vec<(f64, String)> {
        let hours = self.rehearsal.plan.hours as u64;
        let steps = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672];
        let step = steps.into_iter().find(|step| hours <= 12 * step).unwrap_or(8760);
        let ticks = self.clock.ticks(self.model.frame.endex, SimDuration::HOUR * step);
        let hour = |micros: i64| micros as f64 / SimDuration::HOUR.micros() as f64;
        ticks.into_iter().filter(|(at, _)| *at >= 0).map(|(at, label)| (hour(at), label)).collect()
    }
}

fn tells(counts: &HourCounts) -> bool {
    counts.overloaded + counts.dead + counts.unattended > 0
}

fn tally(tally: &Tally) -> TallyView {
    let [met_share, met_low, met_high] = share(tally.met_if_tested());
    TallyView {
        replications: tally.of,
        tested: tally.tested,
        met: tally.met,
        tested_share: tally.tested_share(),
        met_share,
        met_low,
        met_high,
    }
}
