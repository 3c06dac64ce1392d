//! Who serves which work when: priorities and preemption against theory, shifts, hand-over and absence by hand.
//!
//! One time unit is an hour. The checks of means are those of `closed_forms`: their 99.9 % interval contains the theory's
//! value, is narrow, and would not contain that value shifted by 10 %.

mod common;

use common::{check, model, play};
use jointex::kernel::SimTime;
use jointex::model::Severity;
use jointex::sim::{Happening, Outcome};

/// A team of one analyst that has nothing to do but false alarms: 0.3 an hour are grave, 0.4 are not, each takes an hour
/// on average.
fn two_classes(queue: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "queue", title: "A queue", startex: "2026-01-05T00:00[UTC]", endex: "4000h",
            organisations: [(id: "o", name: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1)], queue: ({queue}),
                     triage: (tier: "l1", time: Exponential(mean: "1h")))],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour(0.7),
                       severities: [(Low, 0.571428571), (High, 0.428571429)])],
        )"#
    )
}

/// Mean hours from alert to verdict of one severity, from the 200th hour on. Within a severity the first to come is the
/// first to be done.
fn sojourn(outcome: &Outcome<'_>, of: Severity) -> f64 {
    let trace = outcome.trace.expect("the trace is on");
    let times = |pick: fn(&Happening) -> Option<Severity>| {
        let all = trace.entries.iter().filter(move |entry| pick(&entry.what) == Some(of));
        all.map(|entry| entry.at.hours())
    };
    let raised = times(|what| match what {
        Happening::AlertRaised { severity, .. } => Some(*severity),
        _ => None,
    });
    let judged = times(|what| match what {
        Happening::Triaged { severity, .. } => Some(*severity),
        _ => None,
    });
    let spans = raised.zip(judged).filter(|(raised, _)| (200.0..3900.0).contains(raised));
    let (sum, count) =
        spans.fold((0.0, 0.0), |(sum, count), (raised, judged)| (sum + judged - raised, count + 1.0));
    sum / count
}

fn sojourns(queue: &str, replications: u64) -> [Vec<f64>; 2] {
    let of = |severity| {
        play(&model(&two_classes(queue)), replications, true, move |outcome| sojourn(outcome, severity))
    };
    [of(Severity::High), of(Severity::Low)]
}

#[test]
fn the_grave_go_first_as_cobham_says() {
    // W0 = Σ λ/µ² = 0.7; waits W0/(1 − ρ₁) and W0/((1 − ρ₁)(1 − ρ)), and an hour of service.
    let [high, low] = sojourns("order: MostSevereFirst", 900);
    check(&high, 2.0, 0.02);
    check(&low, 1.0 + 0.7 / (0.7 * 0.3), 0.02);
}

#[test]
fn preempted_work_resumes_as_in_m_m_1_with_two_classes() {
    let [high, low] = sojourns("order: MostSevereFirst, preempts: true", 900);
    check(&high, 1.0 / 0.7, 0.02);
    check(&low, 1.0 / 0.7 + 0.7 / (0.7 * 0.3), 0.02);
}

#[test]
fn who_takes_a_seat_at_once_needs_no_place_to_wait() {
    // The grave see only each other: with no place to wait they are lost as by Erlang's B.
    let served = play(
        &model(&two_classes("order: MostSevereFirst, preempts: true, capacity: 0, when_full: DropNew")),
        900,
        true,
        |outcome| {
            let trace = outcome.trace.expect("the trace is on");
            let grave =
                |pick: fn(&Happening) -> bool| trace.entries.iter().filter(|entry| pick(&entry.what)).count();
            let judged = grave(|what| matches!(what, Happening::Triaged { severity: Severity::High, .. }));
            let raised =
                grave(|what| matches!(what, Happening::AlertRaised { severity: Severity::High, .. }));
            judged as f64 / raised as f64
        },
    );
    check(&served, 1.0 / 1.3, 0.01);
}

#[test]
fn the_oldest_is_dropped_for_the_newest() {
    // Of M/M/1/3 as many are lost whatever is dropped, but who is served has waited less.
    let lost = |rule: &str| {
        let model = model(&two_classes(&format!("capacity: 2, when_full: {rule}")));
        play(&model, 300, false, |outcome| {
            let team = &outcome.ledger.teams[0];
            team.dropped as f64 / team.alerts_false as f64
        })
    };
    let rho: f64 = 0.7;
    let expected = (1.0 - rho) * rho * rho * rho / (1.0 - rho * rho * rho * rho);
    check(&lost("DropOldest"), expected, 0.02);
    check(&lost("DropLeastSevere"), expected, 0.02);
}

/// One analyst is told of a held asset at 09:00 on a Monday and declares after `time` of work.
fn one_task(tier: &str, time: &str) -> f64 {
    let text = format!(
        r#"Scenario(
            format: 1, id: "task", title: "A task", startex: "2026-03-02T08:00[UTC]", endex: "20d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            campaigns: [(id: "c", initially_held: [Asset("a")])],
            teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1, {tier})], triage: (tier: "l", time: "0s"), playbook: "p")],
            playbooks: [(id: "p", phases: [Declare(tier: "l", time: "{time}")])],
            msel: [(no: "1", at: "1h", title: "A call", effect: Alert(team: "t", asset: "a"))],
        )"#
    );
    play(&model(&text), 1, false, |outcome| {
        let declared = outcome.ledger.responses[0].milestones[jointex::sim::Milestone::Declared as usize];
        declared.since(SimTime::ZERO).hours() - 1.0
    })[0]
}

#[test]
fn shifts_that_follow_on_each_other_hand_over_their_work() {
    assert_eq!(one_task("", "20h"), 20.0);
    // At 14:00 and 22:00; it is done at 05:30, before the next change.
    assert_eq!(one_task(r#"handover: "15min""#, "20h"), 20.5);
    // The last hand-over takes it over the next change: at 06:00 too.
    assert_eq!(one_task(r#"handover: "15min""#, "20h45min"), 21.5);
    let shifts =
        r#"shifts: Several([Weekly("Mon-Sun", "08:00", "16:00"), Weekly("Mon-Sun", "16:00", "24:00")])"#;
    // Seven hours and eight, then five until 13:00.
    assert_eq!(one_task(shifts, "20h"), 28.0);
    assert_eq!(one_task(&format!(r#"{shifts}, handover: "15min""#), "20h"), 28.5);
    // What ends with the shift needs no hand-over.
    assert_eq!(one_task(&format!(r#"{shifts}, handover: "15min""#), "7h"), 7.0);
}

#[test]
fn work_goes_on_across_the_atlantic() {
    // Nine hours until 18:00 here, while those over there have begun at 17:00 and stay until 23:00.
    let shifts = r#"shifts: Several([Weekly("Mon-Fri", "08:00", "18:00"),
        Weekly(days: "Mon-Fri", from: "12:00", to: "18:00", time_zone: "America/New_York")])"#;
    assert_eq!(one_task(shifts, "14h"), 14.0);
    // The rest from 08:00 on.
    assert_eq!(one_task(shifts, "20h"), 14.0 + 9.0 + 6.0);
    // Handed over at 18:00 to those who are there, at 23:00 to those of the next morning.
    assert_eq!(one_task(&format!(r#"{shifts}, handover: "15min""#), "20h"), 14.0 + 9.0 + 6.5);
}

#[test]
fn whoever_was_called_in_hands_over_only_at_the_end_of_a_shift() {
    // Called in at 09:00 for 10:00; the shift takes over at 12:00 and hands over at 20:00.
    let tier = r#"shifts: Weekly("Mon-Sun", "12:00", "20:00"), on_call: "1h", handover: "30min""#;
    assert_eq!(one_task(tier, "5h"), 6.0);
    // Ten hours by 20:00; then two and a half by whoever is called in an hour after.
    assert_eq!(one_task(tier, "12h"), 1.0 + 10.0 + 1.0 + 2.5);
}

#[test]
fn absent_seats_are_not_on_duty() {
    let text = r#"Scenario(
        format: 1, id: "away", title: "Away", startex: "2026-01-05T00:00[UTC]", endex: "400d",
        organisations: [(id: "o")],
        network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
        teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 8, shrinkage: 0.25)], triage: (tier: "l", time: "1h"))],
        sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour(2))],
    )"#;
    let model = model(text);
    let present = play(&model, 40, false, |outcome| {
        outcome.ledger.pools[0].duty as f64 / (model.frame.endex.micros() as f64)
    });
    check(&present, 6.0, 0.02);
    // The same work, over those who are there.
    let busy = play(&model, 40, false, |outcome| {
        let pool = &outcome.ledger.pools[0];
        pool.busy as f64 / pool.duty as f64
    });
    check(&busy, 2.0 / 6.0, 0.02);
}
