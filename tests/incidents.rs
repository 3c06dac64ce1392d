//! What teams do about incidents, in small scenarios with answers that can be worked out by hand or that theory knows.

mod common;

use common::{model, play};
use jointex::kernel::SimTime;
use jointex::model::{Model, PhaseKind};
use jointex::sim::{Happening, Milestone, Outcome, State};
use jointex::statistics::mean_interval;

/// One organisation with a zone of `assets`, a team of two tiers that judges alerts at once, and a crew of two.
fn scenario(assets: &str, campaigns: &str, team: &str, playbooks: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "incident", title: "An incident", startex: "2026-03-02T08:00[UTC]", endex: "20d",
            organisations: [(id: "a")],
            network: (zones: [(id: "z", owner: "a")], assets: [{assets}]),
            techniques: [
                (id: "wipe", tactic: Impact, does: Wipe, needs: (), success: 1, time: "1h", retries: 0, severity: High, visible: (attempt: [], success: [])),
                (id: "deny", tactic: Impact, does: TakeOffline, needs: (), success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [])),
                (id: "raise", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1h", retries: 0, severity: Low, visible: (attempt: [], success: [(Process, 1)])),
                (id: "worm", tactic: LateralMovement, needs: (service: "smb"), success: 1, time: "0s", severity: High, visible: (attempt: [], success: [(Process, 1)])),
            ],
            campaigns: [{campaigns}],
            crews: [(id: "it", organisation: "a", seats: 2)],
            teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1), (id: "m", seats: 1)], triage: (tier: "l", time: "0s"), {team})],
            playbooks: [{playbooks}],
            {rest}
        )"#
    )
}

const SENSOR: &str =
    r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],"#;

fn reached(outcome: &Outcome<'_>, campaign: usize, milestone: Milestone) -> Option<f64> {
    let at = outcome.ledger.responses[campaign].milestones[milestone as usize];
    (at != SimTime::MAX).then(|| at.hours())
}

/// The hours at which the whole of a phase of this kind ended, for incidents about something.
fn ended(model: &Model, outcome: &Outcome<'_>, kind: fn(&PhaseKind) -> bool) -> Vec<f64> {
    let trace = outcome.trace.expect("the trace is on");
    let of_kind = |phase: u32| kind(&model.teams[0].phases[phase as usize].kind);
    let ends = trace.entries.iter().filter(
        |entry| matches!(entry.what, Happening::PhaseEnded { phase, asset, .. } if of_kind(phase) && !asset.is_some()),
    );
    ends.map(|entry| entry.at.hours()).collect()
}

#[test]
fn a_pass_that_finds_nothing_leaves_a_foothold_that_spreads_again_after_the_incident_is_closed() {
    // The first hold is seen and dealt with; the second, held from the start, is not found and spreads on the fifth day.
    let assets = r#"(id: "a", zone: "z", count: 2), (id: "b", zone: "z", services: ["smb"])"#;
    let campaign = r#"(id: "c", initially_held: [Group("a")], flow: [(id: "x", technique: "raise", target: Asset("a[1]"))],
        spread: [Scan(technique: "worm", rate: PerDay(0.1))])"#;
    let playbook = |finds: u32| {
        format!(
            r#"(id: "p", phases: [Investigate(tier: "l", time: "1h", finds: {finds}), Contain(tier: "l", per_asset: "1h", actions: [Isolate]),
                Eradicate(crew: "it", per_asset: "1h"), Recover(crew: "it", per_asset: "1h")])"#
        )
    };
    let incidents = |finds| {
        let text = scenario(assets, campaign, r#"playbook: "p""#, &playbook(finds), SENSOR);
        play(&model(&text), 200, true, |outcome| {
            let trace = outcome.trace.expect("the trace is on");
            let what = |wanted: fn(&Happening) -> bool| {
                trace
                    .entries
                    .iter()
                    .filter(|entry| wanted(&entry.what))
                    .map(|entry| entry.at)
                    .collect::<Vec<_>>()
            };
            let closed = what(|what| matches!(what, Happening::IncidentClosed { .. }));
            let opened = outcome.ledger.teams[0].incidents_true;
            assert!(closed.len() as u64 <= opened, "{opened} opened, {closed:?} closed");
            // After the first was closed a hold comes from what nobody found, and the next alert opens another.
            let taken = what(|what| matches!(what, Happening::Held { .. }));
            taken.iter().filter(|&&at| at > closed[0]).count().min(opened as usize - 1)
        })
    };
    // Both are found: nothing is left to spread, save in the few hours before.
    assert!(incidents(1).iter().all(|&again| again == 0));
    let again = incidents(0);
    assert!(again.iter().filter(|&&again| again > 0).count() > 20, "{again:?}");
}

#[test]
fn an_alert_that_joins_sends_its_asset_through_what_the_others_are_through() {
    // Two hosts are seen two hours apart; the second is contained while the first is recovered.
    let assets = r#"(id: "a", zone: "z"), (id: "b", zone: "z")"#;
    let campaign = r#"(id: "c", initially_held: [Asset("a"), Asset("b")])"#;
    let playbook = r#"(id: "p", phases: [Declare(tier: "l", time: "1h"), Contain(tier: "l", per_asset: "1h", actions: [Isolate]),
        Eradicate(crew: "it", per_asset: "1h"), Recover(crew: "it", per_asset: "3h")])"#;
    let msel = r#"msel: [(no: "1", at: "1h", title: "A call", effect: Alert(team: "t", asset: "a")),
                        (no: "2", at: "4h", title: "A call", effect: Alert(team: "t", asset: "b"))],"#;
    let text = scenario(assets, campaign, r#"playbook: "p""#, playbook, msel);
    let outcome = play(&model(&text), 1, false, |outcome| {
        let reached = |milestone| reached(outcome, 0, milestone);
        (reached(Milestone::Contained), reached(Milestone::Recovered), outcome.ledger.teams[0].incidents_true)
    });
    // a: declared at 2, contained at 3, clean at 4, back at 7; b: contained at 5, clean at 6, back at 9.
    assert_eq!(outcome, [(Some(5.0), Some(9.0), 1)]);
}

#[test]
fn the_first_rule_that_holds_chooses_the_playbook_and_the_incident_keeps_it() {
    let assets = r#"(id: "a", zone: "z", count: 2), (id: "b", zone: "z", services: ["smb"])"#;
    let playbooks = r#"(id: "slow", phases: [Declare(tier: "m", time: "9h")]), (id: "quick", phases: [Declare(tier: "m", time: "1h")]),
        (id: "other", phases: [Declare(tier: "m", time: "2h")])"#;
    // A low alert at 1 h; the worm's, which is high, would join.
    let campaign = r#"(id: "c", initially_held: [Asset("a[1]")], flow: [(id: "x", technique: "raise")],
        spread: [Scan(technique: "worm", rate: PerHour(0.000001))])"#;
    let declared = |rules: &str| {
        let team = format!(r#"playbook: "slow", playbooks: [{rules}]"#);
        let text = scenario(assets, campaign, &team, playbooks, SENSOR);
        play(&model(&text), 1, false, |outcome| reached(outcome, 0, Milestone::Declared))[0]
    };
    assert_eq!(declared(""), Some(10.0));
    assert_eq!(declared(r#"(severity: Low, use: "quick")"#), Some(2.0));
    assert_eq!(declared(r#"(severity: Medium, use: "quick")"#), Some(10.0));
    assert_eq!(declared(r#"(tactic: PrivilegeEscalation, use: "quick")"#), Some(2.0));
    assert_eq!(declared(r#"(tactic: Impact, use: "quick")"#), Some(10.0));
    assert_eq!(
        declared(r#"(tactic: PrivilegeEscalation, use: "other"), (severity: Low, use: "quick")"#),
        Some(3.0)
    );
    assert_eq!(
        declared(
            r#"(severity: High, tactic: PrivilegeEscalation, use: "other"), (severity: Low, use: "quick")"#
        ),
        Some(2.0)
    );
    // An inject's alert has no tactic, and is of medium severity.
    let told = |rules: &str| {
        let team = format!(r#"playbook: "slow", playbooks: [{rules}]"#);
        let msel =
            r#"msel: [(no: "1", at: "1h", title: "A call", effect: Alert(team: "t", asset: "a[1]"))],"#;
        let text = scenario(assets, r#"(id: "c", initially_held: [Asset("a[1]")])"#, &team, playbooks, msel);
        play(&model(&text), 1, false, |outcome| reached(outcome, 0, Milestone::Declared))[0]
    };
    assert_eq!(
        told(r#"(tactic: PrivilegeEscalation, use: "other"), (severity: Medium, use: "quick")"#),
        Some(2.0)
    );
}

#[test]
fn unrelated_incidents_queue_as_in_m_m_1() {
    // Half an incident an hour, each an hour's work: a wait of one hour. Nobody declares anything.
    let text = scenario(
        r#"(id: "a", zone: "z")"#,
        "",
        r#"playbook: "p", unrelated: (rate: PerHour(0.5), severity: High, assets: 0)"#,
        r#"(id: "p", phases: [Declare(tier: "l", time: Exponential(mean: "1h"))])"#,
        "",
    )
    .replace(r#"endex: "20d""#, r#"endex: "4000h", measure_from: "100h""#);
    let waits = play(&model(&text), 600, false, |outcome| {
        let waits = &outcome.ledger.pools.iter().find(|pool| pool.started > 0).expect("one works").waits;
        waits.sum as f64 / waits.count as f64 / 3.6e9
    });
    let estimate = mean_interval(&waits, 0.999);
    assert!(estimate.low <= 1.0 && 1.0 <= estimate.high, "{} to {}", estimate.low, estimate.high);
    assert!(estimate.high - estimate.low < 0.04, "{} to {}", estimate.low, estimate.high);
}

#[test]
fn an_unrelated_incident_goes_through_the_whole_playbook_once_an_asset_and_touches_none() {
    let text = scenario(
        r#"(id: "a", zone: "z")"#,
        "",
        r#"playbook: "p", unrelated: (rate: PerDay(0.1), severity: Low, assets: 3)"#,
        r#"(id: "p", phases: [Investigate(tier: "l", time: "2h", finds: 1), Contain(tier: "m", per_asset: "1h", actions: [Isolate, BlockLinks]),
            Report(tier: "l", time: "3h"), Recover(crew: "it", per_asset: "5h")])"#,
        r#"functions: [(id: "f", organisation: "a", assets: [Asset("a")])],"#,
    );
    let model = model(&text);
    let busy = |outcome: &Outcome<'_>| -> Vec<f64> {
        outcome.ledger.pools.iter().map(|pool| pool.busy as f64 / 3.6e9).collect()
    };
    let played = play(&model, 20, false, |outcome| {
        assert_eq!((outcome.ledger.functions[0].loss, outcome.ledger.teams[0].incidents_true), (0.0, 0));
        (outcome.ledger.teams[0].incidents_unrelated, busy(outcome))
    });
    // Pools stand as tiers l and m, then the crew. One that is cut off by ENDEX works less.
    assert!(played.iter().any(|(incidents, _)| *incidents > 0));
    for (incidents, busy) in played {
        let whole = [5.0, 3.0, 15.0].map(|hours| hours * incidents as f64);
        assert!(
            busy.iter().zip(whole).all(|(busy, whole)| *busy <= whole && whole - busy <= 15.0),
            "{busy:?} of {whole:?}"
        );
    }
}

#[test]
fn three_lessons_add_up_and_no_more() {
    let text = scenario(
        r#"(id: "a", zone: "z")"#,
        "",
        r#"playbook: "p", unrelated: (rate: PerDay(0.05), assets: 0)"#,
        r#"(id: "p", phases: [Declare(tier: "l", time: "16h"), LessonsLearned(tier: "m", time: "1min", improves: 0.5)])"#,
        "",
    )
    .replace(r#"endex: "20d""#, r#"endex: "2000d""#);
    let model = model(&text);
    play(&model, 3, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let at = |wanted: fn(&Happening) -> bool| -> Vec<f64> {
            trace.entries.iter().filter(|entry| wanted(&entry.what)).map(|entry| entry.at.hours()).collect()
        };
        let began = at(|what| matches!(what, Happening::PhaseStarted { phase: 0, .. }));
        let ended = at(|what| matches!(what, Happening::PhaseEnded { phase: 0, .. }));
        let mut times: Vec<f64> = began.iter().zip(&ended).map(|(began, ended)| ended - began).collect();
        assert!(times.len() > 20 && times.is_sorted_by(|a, b| a >= b), "{times:?}");
        times.dedup();
        // An incident that opened before a lesson was drawn keeps its pace, so a step may be missing.
        assert!(times.iter().all(|time| [16.0, 8.0, 4.0, 2.0].contains(time)), "{times:?}");
        assert_eq!((times[0], times[times.len() - 1]), (16.0, 2.0));
    });
}

/// Hours at which the campaigns `first` and `second` have everything back; the second begins later.
fn recovered(backup: &str, recover: &str, campaigns: &str, alerts: &str) -> Vec<Option<f64>> {
    let assets = format!(r#"(id: "h", zone: "z", backup: {backup}), (id: "s", zone: "z")"#);
    let playbook = format!(r#"(id: "p", phases: [Recover(crew: "it", per_asset: "1h"{recover})])"#);
    let alerts: String = alerts
        .split_whitespace()
        .enumerate()
        .map(|(number, alert)| {
            let (asset, at) = alert.split_once('@').expect("asset@time");
            format!(r#"(no: "{number}", at: "{at}", title: "A call", effect: Alert(team: "t", asset: "{asset}")),"#)
        })
        .collect();
    let text = scenario(&assets, campaigns, r#"playbook: "p""#, &playbook, &format!("msel: [{alerts}],"));
    play(&model(&text), 1, false, |outcome| {
        (0..outcome.ledger.campaigns.len())
            .map(|campaign| reached(outcome, campaign, Milestone::Recovered))
            .collect()
    })
    .remove(0)
}

const REBUILD: &str = r#", rebuild: "10h""#;
const H: &str =
    r#"(id: "c", initially_held: [Asset("h")], flow: [(id: "x", technique: "wipe", target: Asset("h"))])"#;
const BOTH: &str = r#"(id: "c", operators: 2, initially_held: [Asset("h"), Asset("s")],
    flow: [(id: "x", technique: "wipe", target: Asset("h")), (id: "y", technique: "wipe", target: Asset("s"))])"#;

#[test]
fn what_was_wiped_comes_back_from_its_backup_or_is_rebuilt() {
    assert_eq!(recovered("Offline", REBUILD, H, "h@2h"), [Some(3.0)]);
    assert_eq!(recovered(r#"On("s")"#, REBUILD, H, "h@2h"), [Some(3.0)]);
    assert_eq!(recovered("Nowhere", REBUILD, H, "h@2h"), [Some(12.0)]);
    // Wiped at the same hour as what it is on.
    assert_eq!(recovered(r#"On("s")"#, REBUILD, BOTH, "h@2h s@2h"), [Some(12.0)]);
    // What is on it when it comes back is lost for good.
    assert_eq!(recovered(r#"On("s")"#, REBUILD, BOTH, "s@2h h@5h"), [Some(15.0)]);
    assert_eq!(recovered("Offline", REBUILD, BOTH, "s@2h h@5h"), [Some(6.0)]);
    // Other damage needs no backup.
    assert_eq!(recovered("Nowhere", REBUILD, &H.replace("wipe", "deny"), "h@2h"), [Some(3.0)]);
}

#[test]
fn a_server_that_is_back_has_the_backups_of_what_was_whole_then() {
    let two = r#"(id: "c", initially_held: [Asset("s")], flow: [(id: "x", technique: "wipe", target: Asset("s"))]),
        (id: "d", start: "5h", initially_held: [Asset("h")], flow: [(id: "x", technique: "wipe", target: Asset("h"))])"#;
    assert_eq!(recovered(r#"On("s")"#, REBUILD, two, "s@2h h@7h"), [Some(3.0), Some(8.0)]);
    assert_eq!(recovered(r#"On("s")"#, REBUILD, two, "h@7h s@8h"), [Some(9.0), Some(17.0)]);
}

#[test]
fn without_a_way_to_rebuild_it_waits_for_its_crew_until_endex() {
    assert_eq!(recovered("Nowhere", "", H, "h@2h"), [None]);
    let assets = r#"(id: "h", zone: "z", backup: Nowhere)"#;
    let text = scenario(
        assets,
        H,
        r#"playbook: "p""#,
        r#"(id: "p", phases: [Recover(crew: "it", per_asset: "1h")])"#,
        r#"msel: [(no: "1", at: "2h", title: "A call", effect: Alert(team: "t", asset: "h"))],"#,
    );
    play(&model(&text), 1, true, |outcome| {
        let causes = &outcome.ledger.responses[0].causes[Milestone::Recovered as usize];
        assert_eq!(causes.total(State::AwaitingCrew).hours(), 478.0);
        let trace = outcome.trace.expect("the trace is on");
        let told = trace
            .entries
            .iter()
            .any(|entry| matches!(entry.what, Happening::WithoutBackup { rebuilt: false, .. }));
        let closed = trace.entries.iter().any(|entry| matches!(entry.what, Happening::IncidentClosed { .. }));
        assert!(told && !closed);
    });
}

#[test]
fn what_another_team_brings_back_waits_for_no_crew() {
    let text = scenario(
        r#"(id: "h", zone: "z", backup: Nowhere)"#,
        H,
        r#"playbook: "p"), (id: "u", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "q""#,
        r#"(id: "p", phases: [Recover(crew: "it", per_asset: "1h")]), (id: "q", phases: [Recover(crew: "it", per_asset: "1h", rebuild: "10h")])"#,
        r#"msel: [(no: "1", at: "2h", title: "A call", effect: Alert(team: "t", asset: "h")),
                  (no: "2", at: "5h", title: "A call", effect: Alert(team: "u", asset: "h"))],"#,
    );
    play(&model(&text), 1, true, |outcome| {
        assert_eq!(reached(outcome, 0, Milestone::Recovered), Some(15.0));
        let closed = outcome.trace.expect("the trace is on").entries.iter();
        let closed = closed.filter(|entry| matches!(entry.what, Happening::IncidentClosed { .. }));
        let closed = closed.map(|entry| entry.at.hours());
        assert_eq!(closed.collect::<Vec<_>>(), [15.0, 15.0]);
    });
}

#[test]
fn reports_take_time_and_hold_up_what_follows() {
    let text = scenario(
        r#"(id: "a", zone: "z")"#,
        r#"(id: "c", initially_held: [Asset("a")])"#,
        r#"playbook: "p""#,
        r#"(id: "p", phases: [Report(tier: "l", time: "4h"), Declare(tier: "l", time: "1h")])"#,
        r#"msel: [(no: "1", at: "2h", title: "A call", effect: Alert(team: "t", asset: "a"))],"#,
    );
    let model = model(&text);
    let hours = play(&model, 1, true, |outcome| {
        (ended(&model, outcome, |kind| *kind == PhaseKind::Report), reached(outcome, 0, Milestone::Declared))
    });
    assert_eq!(hours, [(vec![6.0], Some(7.0))]);
}
