//! What must hold after every event, whatever the scenario.
//!
//! Only a [`Worker`] made by [`Worker::checked`] looks. Everything is counted anew from the state and compared with what the
//! processes keep; a difference is a fault of ours, and panics.
//!
//! **Invariant:** nothing here changes anything that a replication depends on.

use super::holds::HoldState;
use super::soc::Work;
use super::{State, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::BTreeMap;

/// What is remembered from one look to the next.
#[derive(Debug, Default)]
pub(super) struct Checks {
    last: SimTime,
    /// Alerts that each team had in its hands when measuring began.
    carried: Vec<u64>,
}

impl Checks {
    pub(super) fn reset(&mut self) {
        *self = Checks::default();
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Panics if an invariant of any process is broken.
    pub(super) fn check_invariants(&mut self) {
        self.check_time();
        self.check_holds();
        self.check_operators();
        self.check_sources();
        self.check_duty();
        self.check_incidents();
        self.check_impairments();
        self.check_alerts();
        self.check_causes();
        self.check_functions();
        self.check_dependencies();
        self.check_missions();
        self.check_cables();
        self.check_ladders();
        self.check_clocks();
        self.check_staffs();
        self.check_pictures();
        self.check_crises();
    }

    /// Time never runs back.
    fn check_time(&mut self) {
        assert!(self.checks.last <= self.now, "time ran back from {:?} to {:?}", self.checks.last, self.now);
        assert!(self.calendar.next_time().is_none_or(|at| at >= self.now), "an event lies in the past");
        self.checks.last = self.now;
    }

    /// Held, loose and affected assets are counted right.
    fn check_holds(&self) {
        self.holds.check_standing();
        let mut held = vec![0; self.model.campaigns.len()];
        let mut by_anyone = std::collections::BTreeSet::new();
        let mut loose = vec![0; self.ledger.responses.len()];
        let mut affected = vec![0; self.ledger.responses.len()];
        for hold in self.holds.records() {
            let is_held = hold.state == HoldState::Held;
            if is_held {
                held[hold.campaign.at()] += 1;
                by_anyone.insert(hold.asset);
            }
            for &responder in self.responders_of(hold.asset) {
                let response = self.response_index(responder, hold.campaign);
                loose[response] += u32::from(is_held && !self.holds.isolated(hold.asset));
                affected[response] += u32::from(hold.affected);
            }
        }
        for (campaign, held) in self.ledger.campaigns.iter().zip(held) {
            assert_eq!(campaign.held, held, "assets held by a campaign");
            assert!(campaign.peak >= held && campaign.total >= campaign.peak, "peak and total of a campaign");
        }
        assert_eq!(self.ledger.held as usize, by_anyone.len(), "assets held by anyone");
        for (response, (loose, affected)) in self.ledger.responses.iter().zip(loose.iter().zip(affected)) {
            assert_eq!((response.loose, response.affected), (*loose, affected), "loose and affected assets");
        }
    }

    /// Active sources are held and act, each once; pressure is what they exert.
    fn check_sources(&self) {
        let mut active = vec![0; self.model.spreads.len()];
        for (hold, record) in (0..).zip(self.holds.records()) {
            for (own, index) in self.model.campaigns[record.campaign.at()].spreads.clone().enumerate() {
                if self.spread.knows(hold, own) && self.spread.of(hold, own).is_active() {
                    active[index as usize] += 1;
                    assert!(self.acts(record.campaign, record.asset), "a source that does not act");
                }
            }
        }
        assert_eq!(self.spread.sources_of, active, "sources of a spread");
        for (index, spread) in self.model.spreads.iter().enumerate() {
            let lists = &self.spread.active[index * self.spread.zones..(index + 1) * self.spread.zones];
            let listed: usize = lists.iter().map(Vec::len).sum();
            let expected = if spread.pressure.is_empty() { 0 } else { active[index] };
            assert_eq!(listed, expected as usize, "sources that press");
        }
        for (list, holds) in self.spread.active.iter().enumerate() {
            let zone = ZoneIdx((list % self.spread.zones) as u32);
            let spread = (list / self.spread.zones) as u32;
            for (place, &hold) in holds.iter().enumerate() {
                let record = self.holds.records()[hold as usize];
                assert_eq!(self.model.network.zone_of(record.asset), zone, "a source's zone");
                let own = spread - self.model.campaigns[record.campaign.at()].spreads.start;
                assert_eq!(self.spread.of(hold, own as usize).place as usize, place, "a source's place");
            }
        }
    }

    /// Nobody is on two things, off shift, or in a pool that is not theirs.
    fn check_duty(&self) {
        let mut places = BTreeMap::new();
        for (index, pool) in self.soc.pools.iter().enumerate() {
            let owner = PoolIdx(index as u32);
            let mut ending_now = 0;
            for &task in pool.in_service.iter().chain(pool.waiting.iter().flatten()) {
                assert_eq!(self.soc.tasks.get(task).pool, owner, "a task is in a pool that is not its own");
                assert!(places.insert(task, owner).is_none(), "a task is in two places");
            }
            for &task in &pool.in_service {
                let ends = self.soc.tasks.get(task).ends;
                assert!(ends >= self.now && ends < SimTime::MAX, "a service without an end");
                ending_now += u32::from(ends == self.now);
            }
            let seats = self.model.pools[index].roster[pool.roster_at].1;
            assert!(pool.on_shift <= seats, "{} sit on {seats} seats", pool.on_shift);
            pool.check_duty();
            let busy = pool.in_service.len() as u32;
            assert!(busy <= pool.on_duty() + ending_now, "{busy} work where {} are on duty", pool.on_duty());
        }
        assert_eq!(places.len(), self.soc.tasks.live().count(), "a task is nowhere");
    }

    /// Every alert that arrived is judged, dropped and counted, waiting, or being judged.
    fn check_alerts(&self) {
        let mut waiting = vec![0; self.model.teams.len()];
        let mut present = vec![0_u64; self.model.teams.len()];
        for (pool, task) in self.soc.pools.iter().flat_map(|pool| {
            let all = pool.in_service.iter().map(|&task| (false, task));
            all.chain(pool.waiting.iter().flatten().map(|&task| (true, task)))
        }) {
            if let Work::Triage(alert) = self.soc.tasks.get(task).work {
                waiting[alert.team.at()] += u32::from(pool);
                present[alert.team.at()] += 1;
            }
        }
        for (team, ledger) in self.ledger.teams.iter().enumerate() {
            assert_eq!(ledger.waiting, waiting[team], "waiting alerts");
            let arrived = ledger.alerts_true + ledger.alerts_false + ledger.tickets;
            let carried = self.checks.carried.get(team).copied().unwrap_or(0);
            let gone = ledger.judged + ledger.dropped;
            assert_eq!(
                arrived + carried,
                gone + present[team],
                "alerts that arrived, and what became of them"
            );
        }
    }

    /// Measuring begins: what each team has in its hands arrived before.
    pub(super) fn carry_alerts(&mut self) {
        let mut carried = vec![0; self.model.teams.len()];
        for task in self.soc.tasks.live() {
            if let Work::Triage(alert) = task.work {
                carried[alert.team.at()] += 1;
            }
        }
        self.checks.carried = carried;
    }

    /// What is being done about each response is counted right, and the hours taken add up to the time since the origin.
    fn check_causes(&self) {
        let mut counts: BTreeMap<(u32, u32, usize), u32> = BTreeMap::new();
        let mut count = |about: super::causes::About, state: State| {
            if about != super::causes::About::NOTHING {
                *counts.entry((about.response, about.slot, state as usize)).or_default() += 1;
            }
        };
        for (index, pool) in self.soc.pools.iter().enumerate() {
            let owner = PoolIdx(index as u32);
            pool.in_service
                .iter()
                .for_each(|&task| count(self.soc.tasks.get(task).about, self.served_state(owner)));
            for &task in pool.waiting.iter().flatten() {
                count(self.soc.tasks.get(task).about, self.waiting_state(owner));
            }
        }
        // What is lost without a backup awaits its crew in no queue.
        for &(_, incident, _) in &self.response.lost {
            count(self.incident_about(incident), State::AwaitingCrew);
        }
        self.check_help(&mut count);
        self.check_reports(&mut count);
        self.check_cases();
        self.check_evidence(&mut count);
        self.check_coordination(&mut count);
        for (index, response) in self.causes.responses.iter().enumerate() {
            for (slot, team) in response.counts.iter().enumerate() {
                for state in State::ALL {
                    let expected =
                        counts.get(&(index as u32, slot as u32, state as usize)).copied().unwrap_or(0);
                    assert!(
                        state == State::Unseen || team[state as usize] == expected,
                        "tasks of a response in {state:?}"
                    );
                }
            }
            let origin = self.ledger.responses[index].origin;
            let passed = response.settled.since(origin.min(response.settled));
            let sum =
                State::ALL.iter().fold(SimDuration::ZERO, |sum, &state| sum + response.running.total(state));
            assert_eq!(sum, passed, "hours per state");
        }
    }

    /// What succeeded crossed no closed link, and touched nothing that is cut off.
    pub(super) fn check_crossing(&self, source: AssetIdx, target: AssetIdx) {
        let network = &self.model.network;
        for end in [source, target] {
            assert!(!end.is_some() || !self.holds.isolated(end), "a success at an isolated asset");
        }
        if source.is_some() && source != target {
            let (from, to) = (network.zone_of(source), network.zone_of(target));
            let open = from == to || network.link(from, to).is_some_and(|link| self.holds.open(link));
            assert!(open, "a success over a closed link");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::standing::Standing;
    use super::*;
    use crate::compile::compile;
    use crate::scenario::{LoadError, parse};
    use crate::sim::BUDGET;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// A worm takes a desk at noon of a day on which one analyst has more alerts than hours.
    const BUSY: &str = r#"Scenario(
        format: 1, id: "busy", title: "Busy", startex: "2026-03-02T08:00[UTC]", endex: "6h",
        organisations: [(id: "o")],
        network: (zones: [(id: "z", owner: "o")], assets: [(id: "desk", zone: "z", services: ["smb"], count: 9)]),
        techniques: [(id: "crawl", tactic: LateralMovement, needs: (service: "smb"), success: 1, time: "0s",
                      visible: (attempt: [(Process, 1)], success: []))],
        campaigns: [(id: "c", initially_held: [First("desk", 1)],
                     spread: [Contact(technique: "crawl", delay: Exponential(mean: "8h"))])],
        teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "1h"))],
        sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1, false_alarms: PerHour(4))],
        functions: [(id: "f", organisation: "o", assets: [Zone("z")])],
        centres: [(id: "p", team: "t", tier: "l1", fusing: "1h")],
    )"#;

    /// What the check says once something is broken, after a replication that kept every invariant.
    fn check(breaks: impl FnOnce(&mut Worker<'_, true>), expected: &str) {
        let parsed = parse("busy.ron", BUSY, &mut |_| Err(LoadError(String::new())));
        let scenario = parsed.scenario.expect("it can be read");
        let model = compile(&scenario, &parsed.sources).0.expect("it has no fault");
        let mut worker = Worker::checked(&model, BUDGET);
        worker.play(1, 1, false);
        worker.check_invariants();
        breaks(&mut worker);
        let panic = catch_unwind(AssertUnwindSafe(|| worker.check_invariants())).expect_err("it is noticed");
        let told = panic.downcast_ref::<String>().cloned();
        let told = told.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default();
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn a_broken_invariant_is_noticed() {
        check(|worker| worker.now = SimTime::ZERO, "time ran back");
        check(
            |worker| {
                let asset = worker.holds.records()[0].asset;
                worker.holds.standing[asset.at()] = Standing::UNTOUCHED;
            },
            "the standing of an asset",
        );
        check(|worker| worker.ledger.campaigns[0].held += 1, "assets held by a campaign");
        check(|worker| worker.ledger.held += 1, "assets held by anyone");
        check(|worker| worker.ledger.responses[0].loose += 1, "loose and affected assets");
        check(|worker| worker.spread.active[1].push(0), "sources that press");
        check(|worker| worker.spread.sources_of[0] += 1, "sources of a spread");
        check(|worker| worker.soc.pools[0].on_shift = 0, "who is on duty");
        let nobody = |worker: &mut Worker<'_, true>| {
            worker.soc.pools[0].on_shift = 0;
            worker.soc.pools[0].count_duty();
        };
        check(nobody, "0 are on duty");
        check(|worker| worker.soc.pools[0].in_service.clear(), "a task is nowhere");
        let doubled = |worker: &mut Worker<'_, true>| {
            let task = worker.soc.pools[0].in_service[0];
            worker.soc.pools[0].waiting[0].push_back(task);
        };
        check(doubled, "a task is in two places");
        check(|worker| worker.ledger.teams[0].judged += 1, "what became of them");
        check(|worker| worker.ledger.teams[0].waiting += 1, "alerts");
        check(|worker| worker.causes.responses[0].running.unseen = SimDuration::ZERO, "hours per state");
        check(|worker| worker.causes.responses[0].counts[0][State::Queued as usize] += 1, "Queued");
        check(|worker| worker.functions.levels[0].down += 1, "assets of a function that are down");
        check(|worker| worker.ledger.centres[0].wrong_now += 1, "false beliefs");
        check(|worker| worker.ledger.centres[0].organisations += 1, "organisations in a picture");
    }
}
