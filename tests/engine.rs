//! What holds of every replication, whatever the scenario.

mod common;

use common::{model, model_with, play};
use jointex::kernel::{SimDuration, SimTime};
use jointex::model::Model;
use jointex::sim::{Happening, Milestone, Outcome, ReportFate, State, Trace, Verdict, Worker};
use std::collections::{BTreeMap, BTreeSet};

const TWO_SITES: &str = include_str!("common/two_sites.ron");
const REPLICATIONS: u64 = 60;

/// Looks at replications of three scenarios, with the trace on; in the third the first team drowns.
fn check(look: impl Fn(&Model, &Outcome<'_>, &Trace)) {
    let arrangement =
        std::fs::read_to_string("scenarios/technical-arrangement.ron").expect("the scenario is there");
    let drowned = [("teams[a-soc].tiers[l1].seats", "1"), ("teams[a-soc].queue.capacity", "2")];
    for model in [model(TWO_SITES), model(&arrangement), model_with(TWO_SITES, &drowned)] {
        play(&model, REPLICATIONS, true, |outcome| {
            look(&model, outcome, outcome.trace.expect("the trace is on"));
        });
    }
}

#[test]
fn hours_per_state_add_up_to_the_time_of_every_milestone() {
    check(|model, outcome, _| {
        for response in &outcome.ledger.responses {
            for milestone in Milestone::ALL {
                let end = response.milestones[milestone as usize].min(model.frame.endex);
                let passed = end.since(response.origin);
                let causes = &response.causes[milestone as usize];
                let sum = State::ALL.iter().fold(SimDuration::ZERO, |sum, &state| sum + causes.total(state));
                assert_eq!(sum, passed, "{milestone:?}");
            }
        }
    });
}

#[test]
fn every_alert_is_judged_dropped_or_waiting() {
    check(|_, outcome, _| {
        for team in &outcome.ledger.teams {
            let arrived = team.alerts_true + team.alerts_false + team.tickets;
            assert_eq!(arrived, team.waits.count + team.dropped + u64::from(team.waiting));
        }
    });
}

#[test]
fn held_assets_are_counted_right() {
    check(|_, outcome, trace| {
        let (mut held, mut ever, mut peak) = (BTreeSet::new(), BTreeSet::new(), 0);
        for entry in &trace.entries {
            match entry.what {
                Happening::Held { asset, .. } => {
                    assert!(held.insert(asset), "held twice");
                    ever.insert(asset);
                    peak = peak.max(held.len());
                }
                Happening::Released { asset, .. } => assert!(held.remove(&asset), "released without a hold"),
                _ => {}
            }
        }
        let ledger = outcome.ledger;
        assert_eq!(
            [held.len(), ever.len(), peak],
            [ledger.held, ledger.total, ledger.peak].map(|n| n as usize)
        );
    });
}

#[test]
fn an_isolated_asset_neither_acts_nor_is_reached() {
    check(|_, _, trace| {
        let mut isolated = BTreeSet::new();
        for entry in &trace.entries {
            match entry.what {
                Happening::Isolated { asset, .. } => drop(isolated.insert(asset)),
                Happening::Restored { asset, .. } => drop(isolated.remove(&asset)),
                Happening::AttemptEnded { source, target, verdict: Verdict::Succeeded, .. } => {
                    assert!(!isolated.contains(&source) && !isolated.contains(&target));
                }
                _ => {}
            }
        }
    });
}

#[test]
fn reports_are_asked_for_sent_received_and_applied_in_this_order() {
    let rank = |fate| match fate {
        ReportFate::Requested => 0,
        ReportFate::Sent => 1,
        ReportFate::Received => 2,
        ReportFate::Applied => 3,
        ReportFate::Refused | ReportFate::Lost | ReportFate::HeldBack => 4,
    };
    check(|_, _, trace| {
        let mut counts: BTreeMap<_, [u32; 5]> = BTreeMap::new();
        for entry in &trace.entries {
            if let Happening::Report { channel, from, to, campaign, fate, .. } = entry.what {
                let count = counts.entry((channel, from, to, campaign)).or_default();
                count[rank(fate)] += 1;
                assert!(count[0] >= count[1] && count[1] >= count[2] && count[2] >= count[3], "{count:?}");
            }
        }
    });
}

#[test]
fn time_never_runs_back_and_causes_come_first() {
    check(|model, _, trace| {
        let mut before = SimTime::ZERO;
        for (place, entry) in trace.entries.iter().enumerate() {
            assert!(before <= entry.at && entry.at <= model.frame.endex);
            assert!(entry.cause == u32::MAX || (entry.cause as usize) < place);
            before = entry.at;
        }
    });
}

#[test]
fn the_trace_only_observes() {
    let model = model(TWO_SITES);
    let play = |trace| play(&model, 20, trace, |outcome| (outcome.fingerprint, outcome.events));
    assert_eq!(play(false), play(true));
}

#[test]
fn a_worker_forgets_what_it_played() {
    let model = model(TWO_SITES);
    let mut worn = Worker::new(&model);
    for replication in [3, 1, 2, 3, 7, 1] {
        let again = format!("{:?}", worn.play(5, replication, true));
        let fresh = format!("{:?}", Worker::new(&model).play(5, replication, true));
        assert!(again == fresh, "replication {replication} differs on a worn worker");
    }
}

#[test]
fn an_unrelated_asset_zone_or_organisation_changes_no_draw() {
    let play = |text: &str| play(&model(text), 20, false, |outcome| outcome.fingerprint);
    let more = TWO_SITES
        .replace("(id: \"b\"),", "(id: \"b\"), (id: \"aaa\"),")
        .replace("zones: [", "zones: [(id: \"aa-zone\", owner: \"aaa\"),")
        .replacen(
            "assets: [",
            "assets: [(id: \"aa-desk\", zone: \"aa-zone\", services: [\"ftp\"], count: 9, users: 3),",
            1,
        );
    assert_eq!(play(TWO_SITES), play(&more));
}

#[test]
fn one_teams_staffing_leaves_the_other_teams_alerts() {
    // With no agreement between them, what happens at B depends on nothing that A's seats change.
    let alerts = |seats: &str| {
        let model = model_with(
            TWO_SITES,
            &[("agreements[treaty].active", "false"), ("teams[a-soc].tiers[l1].seats", seats)],
        );
        play(&model, 40, true, |outcome| {
            let trace = outcome.trace.expect("the trace is on");
            let of_b = |what: &Happening| matches!(what, Happening::AlertRaised { team, .. } | Happening::Triaged { team, .. } if team.0 == 1);
            trace
                .entries
                .iter()
                .filter(|entry| of_b(&entry.what))
                .map(|entry| (entry.at, entry.what))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(alerts("3"), alerts("9"));
}

#[test]
fn a_budget_ends_a_replication_with_a_word() {
    let model = model(TWO_SITES);
    let mut worker = Worker::with_budget(&model, 100);
    let outcome = worker.play(1, 1, false);
    assert_eq!((outcome.ending, outcome.events), (jointex::sim::Ending::BudgetExhausted, 100));
}

/// When the triage of a three-hour alert of Monday 17:00 ends, in hours after Monday 08:00, at a tier on duty from 8 to 18.
fn triage_over_the_end_of_a_shift(on_call: &str) -> f64 {
    let model = model(&format!(
        r#"Scenario(
            format: 1, id: "shift", title: "A shift ends", startex: "2026-03-02T08:00[UTC]", endex: "2d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"){on_call})],
                     triage: (tier: "l1", time: "3h"))],
            msel: [(no: "1", at: "D1 17:00", title: "A call", effect: Alert(team: "t", asset: "a"))],
        )"#
    ));
    play(&model, 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let triaged = trace.entries.iter().find(|entry| matches!(entry.what, Happening::Triaged { .. }));
        triaged.expect("it is judged").at.hours()
    })[0]
}

#[test]
fn work_that_a_shift_leaves_goes_on_with_the_next() {
    // One hour is done by 18:00; the other two from 8 to 10 on Tuesday.
    assert_eq!(triage_over_the_end_of_a_shift(""), 26.0);
}

#[test]
fn work_that_a_shift_leaves_calls_somebody_in() {
    // Somebody arrives at 18:30 and is done at 20:30.
    assert_eq!(triage_over_the_end_of_a_shift(", on_call: \"30min\""), 12.5);
}
