//! Random scenarios, each played with every invariant checked after every event.
//!
//! A scenario that breaks an invariant, panics, or differs where it may not is named by its seed; `JOINTEX_SWARM=SEED cargo test
//! --test swarm` plays it alone and prints it.

mod alliance;
mod attack;
mod centres;
#[path = "../common/mod.rs"]
mod common;
mod crises;
mod generate;
mod ladders;
mod law;
mod msel;
mod obligations;
mod staffs;

use generate::{Scenario, scenario};
use jointex::measure::Chronicle;
use jointex::model::Model;
use jointex::sim::{BUDGET, Ending, Outcome, Worker};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

const SCENARIOS: u64 = 500;
/// Replications of each.
const REPLICATIONS: u64 = 2;
/// Far more events than a random scenario has, so that one that runs away is noticed.
const MOST_EVENTS: u64 = 3_000_000;

/// What a replication comes to: its fingerprint, and all that is measured of it.
type Played = (u64, String);

fn played(outcome: &Outcome<'_>) -> Played {
    (outcome.fingerprint, format!("{:?}", outcome.ledger))
}

/// Plays the replications with every check, one after the other on one worker.
fn checked(model: &Model) -> Vec<Played> {
    let mut worker = Worker::checked(model, MOST_EVENTS);
    (1..=REPLICATIONS)
        .map(|replication| {
            let outcome = worker.play(1, replication, false);
            assert_ne!(outcome.ending, Ending::BudgetExhausted, "it runs away");
            played(&outcome)
        })
        .collect()
}

/// The same without checks, with the trace, each on a worker that has played nothing before.
fn traced(model: &Model) -> Vec<Played> {
    let fresh = |replication| played(&Worker::with_budget(model, BUDGET).play(1, replication, true));
    (1..=REPLICATIONS).map(fresh).collect()
}

/// Everything that must hold of one scenario; the number of events is of no interest.
fn check(scenario: &Scenario) {
    let model = common::model(&scenario.text());
    let played = checked(&model);
    assert!(played == traced(&model), "it differs unchecked, with the trace on and on fresh workers");
    let (whole, [told, told_of_whole]) = common::written_out(&scenario.text());
    assert_eq!(told, told_of_whole, "what is told of it, and of it written out in full");
    assert!(played == traced(&common::model(&whole)), "it differs where it is written out in full");
    let other = common::model(&scenario.shuffled(1).text());
    let of_each = |played: &[Played]| played.iter().map(|played| played.0).collect::<Vec<_>>();
    assert_eq!(of_each(&played), of_each(&traced(&other)), "with the records in another order");
}

/// Why a seed fails.
fn fault(seed: u64) -> Option<String> {
    let scenario = scenario(seed);
    let failure = catch_unwind(AssertUnwindSafe(|| check(&scenario))).err()?;
    let text = failure.downcast_ref::<String>().cloned();
    let text = text.or_else(|| failure.downcast_ref::<&str>().map(ToString::to_string));
    Some(format!("JOINTEX_SWARM={seed}: {}", text.unwrap_or_default()))
}

#[test]
fn random_scenarios_keep_every_invariant() {
    if let Some(seed) = std::env::var("JOINTEX_SWARM").ok().and_then(|seed| seed.parse().ok()) {
        println!("{}", scenario(seed).text());
        check(&scenario(seed));
        return;
    }
    let faults: Vec<String> = (1..=SCENARIOS).into_par_iter().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {SCENARIOS}:\n{}",
        faults.len(),
        faults[..faults.len().min(5)].join("\n")
    );
}

/// A swarm that never meets a mechanism proves nothing of it.
#[test]
fn random_scenarios_meet_all_that_can_happen() {
    let met: BTreeSet<String> = (1..=SCENARIOS)
        .into_par_iter()
        .map(|seed| {
            let model = common::model(&scenario(seed).text());
            let mut worker = Worker::new(&model);
            let outcome = worker.play(1, 1, true);
            let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
            chronicle
                .records()
                .map(|record| match record.outcome {
                    Some(outcome) => format!("{}: {outcome}", record.event),
                    None => record.event.to_owned(),
                })
                .collect()
        })
        .reduce(BTreeSet::new, |mut all, some| {
            all.extend(some);
            all
        });
    expect_test::expect![[r#"
        advised
        agreement: in_force
        agreement: over
        alert_dropped
        alert_merged
        alert_raised: critical
        alert_raised: high
        alert_raised: low
        alert_raised: medium
        attempt_ended: blocked
        attempt_ended: failed
        attempt_ended: no_way
        attempt_ended: not_eligible
        attempt_ended: not_offered
        attempt_ended: source_lost
        attempt_ended: succeeded
        attempt_ended: target_gone
        awaits_analysis
        awaits_analysis: over
        bridged
        bridged: used_up
        brought_up
        cable_broken
        cable_repaired
        called_in
        campaign_started
        case: attributed
        case: begun
        case: failed
        case: inconclusive
        case: no_servers
        case: opened
        case: taken_down
        changed
        changed: over
        clock_started
        crisis: begins
        crisis: fades
        crisis: over
        down
        escalated: in_effect
        escalated: stood_down
        failed
        found
        fused: news
        fused: outdated
        handed_over
        held
        held: first_of_organisation
        help: arrived
        help: asked
        help: goes_on
        help: granted
        help: left
        help: refused
        help: set_out
        help: turns_round
        hunt_started
        impaired
        incident_closed
        inject_due
        injected
        isolated
        kept_as_evidence
        link_closed
        membership: joined
        membership: left
        objective_reached
        overdue
        patched
        phase_ended
        phase_started
        poisoned
        preempted
        reacted: aborted
        reacted: deterred
        reacted: hurried
        reacted: rebuilt
        reacted: resumed
        reacted: returned
        reacted: went_dark
        released
        repaired
        report: applied
        report: held_back
        report: lost
        report: received
        report: refused
        report: requested
        report: sent
        request: lost
        request: received
        request: refused
        request: requested
        request: sent
        restored
        step_failed
        step_started
        submitted: in_time
        submitted: late
        survived
        swept
        taken_down
        triaged: dismissed
        triaged: joined
        triaged: missed
        triaged: opened
        unimpaired
        unrelated_incident: critical
        unrelated_incident: high
        unrelated_incident: low
        unrelated_incident: medium
        up
        without_backup: lost
        wrongly_blocked"#]]
    .assert_eq(&met.into_iter().collect::<Vec<_>>().join("\n"));
}
