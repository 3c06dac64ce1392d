//! Fills the report of a rehearsal from what its replications say.
//!
//! **Invariant:** every list stands in the order of the model.

use super::fill::hex;
use super::rehearsal::*;
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

/// Makes the report of a rehearsal.
pub fn rehearsal_report(model: &Model, rehearsal: &Rehearsal, changes: Vec<String>) -> RehearsalReport {
    let summary = summarise_rehearsal(model, rehearsal);
    let view = Viewed { model, rehearsal, summary: &summary, clock: CivilClock::of(model) };
    let ended = |ending| rehearsal.played.iter().filter(|played| played.ending == ending).count() as u64;
    let played = rehearsal.played.len() as u64;
    let mut report = RehearsalReport {
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
        replications_watched: rehearsal.watched,
        fingerprint: hex(rehearsal.fingerprint),
        busy_share: rehearsal.plan.thresholds.busy_share,
        waiting_per_seat: rehearsal.plan.thresholds.waiting_per_seat,
        hours: rehearsal.plan.hours,
        forecast: None,
        findings: Vec::new(),
        injects: summary.injects.iter().enumerate().map(|(place, it)| view.inject(place, it)).collect(),
        off_shift: summary.missed.iter().map(|missed| view.off_shift(missed)).collect(),
        desks: (0..rehearsal.plan.desks.len()).map(|desk| view.desk(desk)).collect(),
        objectives: (0..model.objectives.len()).map(|place| view.objective(place)).collect(),
        coverage: summary.coverage.iter().map(|coverage| view.coverage(coverage)).collect(),
        ticks: view.ticks(),
    };
    if report.replications.counted() > 0 {
        report.findings = findings(&report);
    }
    report
}

struct Viewed<'a> {
    model: &'a Model,
    rehearsal: &'a Rehearsal,
    summary: &'a RehearsalSummary,
    clock: CivilClock,
}

/// A share and the ends of its interval; nothing of nothing.
fn share(estimate: Estimate) -> [Option<f64>; 3] {
    let known = |number: f64| (estimate.n > 0).then_some(number);
    [known(estimate.mean), known(estimate.low), known(estimate.high)]
}

impl Viewed<'_> {
    fn moment(&self, at: SimTime) -> MomentView {
        MomentView {
            after_h: self.clock.micros(at) as f64 / SimDuration::HOUR.micros() as f64,
            civil: self.clock.iso(at),
            moment: self.clock.moment(at),
        }
    }

    fn rounded(&self, micros: f64) -> MomentView {
        self.moment(SimTime::from_micros(micros.round() as u64))
    }

    fn inject(&self, place: usize, summary: &InjectSummary) -> RehearsedInject {
        let (text, names) = (&self.model.names.injects[place], &self.model.names);
        let [probability, probability_low, probability_high] = share(summary.came);
        let [p10, p50, p90] =
            [0, 1, 2].map(|quantile| summary.times.map(|times| self.rounded(times[quantile])));
        let of = |delivery: Delivery| summary.deliveries[delivery as usize];
        RehearsedInject {
            inject: text.number.clone(),
            title: text.title.clone(),
            to: text.to.clone(),
            objective: text.objective.map(|place| names.objectives[place].id.clone()),
            contingency: matches!(self.model.injects[place].when, When::On(_)),
            probability,
            probability_low,
            probability_high,
            p10,
            p50,
            p90,
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
        let watched = self.rehearsal.watched;
        let mean = |of: fn(&HourCounts) -> u64| {
            let sum: u64 = counts.iter().map(of).sum();
            (watched > 0).then(|| sum as f64 / watched as f64)
        };
        let hours: Vec<HourView> =
            counts.iter().enumerate().map(|(hour, counts)| self.hour(hour, counts)).collect();
        let stretches = [
            ("overloaded", (|it| it.overloaded_share) as fn(&HourView) -> f64),
            ("unattended", |it| it.unattended_share),
            ("dead", |it| it.dead_share),
        ];
        DeskView {
            kind: plan.desks[desk].kind,
            desk: plan.desks[desk].id.clone(),
            on_shift_h: mean(|it| it.on_shift),
            overloaded_h: mean(|it| it.overloaded),
            dead_h: mean(|it| it.dead),
            unattended_h: mean(|it| it.unattended),
            stretches: stretches.iter().flat_map(|(what, of)| self.stretches(what, &hours, *of)).collect(),
            bins: bins(&hours),
            hours: hours.into_iter().filter(HourView::tells).collect(),
        }
    }

    fn hour(&self, hour: usize, counts: &HourCounts) -> HourView {
        let share = |count: u64| match self.rehearsal.watched {
            0 => 0.0,
            watched => count as f64 / watched as f64,
        };
        HourView {
            hour,
            civil: self.clock.iso(Plan::hour(self.model, hour)),
            on_shift_share: share(counts.on_shift),
            overloaded_share: share(counts.overloaded),
            dead_share: share(counts.dead),
            unattended_share: share(counts.unattended),
        }
    }

    fn stretches(
        &self,
        what: &'static str,
        hours: &[HourView],
        of: fn(&HourView) -> f64,
    ) -> Vec<StretchView> {
        let likely = |hour: &HourView| of(hour) >= LIKELY;
        let runs = hours.chunk_by(|one, next| likely(one) == likely(next)).filter(|run| likely(&run[0]));
        let stretch = |run: &[HourView]| {
            let from = Plan::hour(self.model, run[0].hour);
            let until = Plan::hour(self.model, run[run.len() - 1].hour + 1).min(self.model.frame.endex);
            let shares = || run.iter().map(of);
            StretchView {
                what,
                from: self.moment(from),
                until: self.moment(until),
                least_share: shares().fold(f64::INFINITY, f64::min),
                greatest_share: shares().fold(0.0, f64::max),
                span: format!("{}–{}", self.clock.moment(from), self.clock.moment_beside(until, from)),
            }
        };
        runs.map(stretch).collect()
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

impl HourView {
    fn tells(&self) -> bool {
        self.overloaded_share > 0.0 || self.dead_share > 0.0 || self.unattended_share > 0.0
    }
}

fn bins(hours: &[HourView]) -> Vec<BinView> {
    let size = hours.len().div_ceil(BINS).max(1);
    let bin = |hours: &[HourView]| {
        let most = |of: fn(&HourView) -> f64| hours.iter().map(of).fold(0.0, f64::max);
        BinView {
            from_h: hours[0].hour as f64,
            until_h: (hours[0].hour + hours.len()) as f64,
            overloaded_share: most(|it| it.overloaded_share),
            dead_share: most(|it| it.dead_share),
            unattended_share: most(|it| it.unattended_share),
        }
    };
    hours.chunks(size).map(bin).collect()
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
