//! Corners of the rules, each a small scenario with an answer that can be worked out by hand.

mod common;

use common::{model, play};
use jointex::kernel::SimTime;
use jointex::measure::{Value, value};
use jointex::model::{Condition, Inject, Measure, Quantity, TeamIdx, When};
use jointex::sim::{Happening, Outcome};

/// A scenario of organisation `a` with one zone; `edges` is the inside of the zone.
fn scenario(assets: &str, techniques: &str, campaigns: &str, rest: &str) -> String {
    format!(
        r#"Scenario(format: 1, id: "corner", title: "A corner", startex: "2026-03-02T08:00[UTC]", endex: "20d",
            organisations: [(id: "a"), (id: "b", protects: ["a"])],
            network: (zones: [(id: "edge", owner: "a"), (id: "z", owner: "a")], assets: [{assets}],
                      links: [(from: "internet", to: "edge", allow: ["smtp"]), (from: "z", to: "edge", allow: ["smtp"])]),
            techniques: [
                (id: "soon", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1min", retries: 0, visible: (attempt: [], success: [])),
                (id: "late", tactic: PrivilegeEscalation, needs: (), success: 1, time: "10h", retries: 0, visible: (attempt: [], success: [])),
                (id: "loud", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [(Process, 1)])),
                {techniques}
            ],
            campaigns: [{campaigns}],
            crews: [(id: "it", organisation: "a", seats: 2)],
            {rest}
        )"#
    )
}

/// A team of `organisation` that sees everything, triages in a minute and then does `phases`.
fn responders(teams: &[(&str, &str, &str)]) -> String {
    let (mut staff, mut sensors, mut playbooks) = (String::new(), String::new(), String::new());
    for (id, organisation, phases) in teams {
        staff += &format!(
            r#"(id: "{id}", organisation: "{organisation}", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"), playbook: "{id}"),"#
        );
        sensors +=
            &format!(r#"(id: "{id}", team: "{id}", covers: [Zone("z")], sees: [Process], sensitivity: 1),"#);
        playbooks += &format!(r#"(id: "{id}", phases: [{phases}]),"#);
    }
    format!("teams: [{staff}], sensors: [{sensors}], playbooks: [{playbooks}],")
}

const DESK: &str = r#"(id: "h", zone: "z", services: ["x"])"#;

/// The share of replications in which the first campaign reached its objective.
fn share_at_objective(scenario: &str, replications: u64) -> f64 {
    let reached = play(&model(scenario), replications, false, |outcome| {
        f64::from(u8::from(outcome.ledger.campaigns[0].objective != SimTime::MAX))
    });
    reached.iter().sum::<f64>() / replications as f64
}

fn attempts_of_spread(outcome: &Outcome<'_>) -> usize {
    let trace = outcome.trace.expect("the trace is on");
    let of_spread =
        |what: &Happening| matches!(what, Happening::AttemptEnded { spread, .. } if spread.is_some());
    trace.entries.iter().filter(|entry| of_spread(&entry.what)).count()
}

#[test]
fn a_step_that_starts_twice_has_two_chances() {
    let text = scenario(
        &format!(r#"{DESK}, (id: "t", zone: "z", services: ["smb"])"#),
        r#"(id: "hop", tactic: LateralMovement, needs: (service: "smb"), success: 0.5, time: "1h", retries: 0, visible: (attempt: [], success: []))"#,
        r#"(id: "c", operators: 2, initially_held: [Asset("h")], flow: [(id: "x", technique: "soon"), (id: "y", technique: "late"),
            (id: "hop", technique: "hop", after: Any(["x", "y"]), objective: true)])"#,
        "",
    );
    // ¾, not ½; the standard error is 0.007.
    let share = share_at_objective(&text, 4000);
    assert!((share - 0.75).abs() < 0.03, "{share}");
}

#[test]
fn a_second_burst_goes_to_other_people() {
    let text = scenario(
        &format!(
            r#"{DESK}, (id: "mx", zone: "edge", services: ["smtp"]), (id: "d", zone: "z", users: 1, count: 10)"#
        ),
        r#"(id: "letter", tactic: InitialAccess, does: Phish, needs: (service: "smtp"), success: 0.5, time: "1h", retries: 0, visible: (attempt: [], success: []))"#,
        r#"(id: "c", operators: 2, initially_held: [Asset("h")], flow: [(id: "x", technique: "soon"), (id: "y", technique: "late"),
            (id: "mail", technique: "letter", after: Any(["x", "y"]), target: Group("d"), burst: 5)])"#,
        "",
    );
    let clicks = play(&model(&text), 1000, false, |outcome| f64::from(outcome.ledger.total - 1));
    let mean = clicks.iter().sum::<f64>() / 1000.0;
    // A desk gets two letters with probability ¼, one with ½: 10 · (¼ · ¾ + ½ · ½) = 4.375.
    assert!((mean - 4.375).abs() < 0.2, "{mean}");
}

#[test]
fn a_team_that_comes_too_late_does_not_isolate_what_is_clean() {
    let clean = r#"Eradicate(crew: "it", per_asset: "10min"), Recover(crew: "it", per_asset: "10min")"#;
    let quick = format!(r#"Contain(tier: "l", per_asset: "10min", actions: [Isolate]), {clean}"#);
    let slow = format!(r#"Contain(tier: "l", per_asset: "5h", actions: [Isolate]), {clean}"#);
    let teams = responders(&[("quick", "a", &quick), ("slow", "b", &slow)]);
    let campaign = r#"(id: "c", initially_held: [Asset("h")], flow: [(id: "x", technique: "loud")])"#;
    let function = r#"functions: [(id: "f", organisation: "a", assets: [Asset("h")])],"#;
    let loss = play(&model(&scenario(DESK, "", campaign, &(teams + function))), 1, false, |outcome| {
        outcome.ledger.functions[0].loss / 3.6e9
    });
    // Isolated for twenty minutes: eradication and recovery.
    assert!((loss[0] - 1.0 / 3.0).abs() < 1e-9, "{loss:?} h");
}

#[test]
fn a_campaign_does_not_begin_on_what_is_cut_off() {
    let teams = responders(&[("t", "a", r#"Contain(tier: "l", per_asset: "10min", actions: [Isolate])"#)]);
    let campaigns = r#"(id: "c", initially_held: [Asset("h")], flow: [(id: "x", technique: "loud")]),
        (id: "later", start: "20h", initially_held: [Asset("h")])"#;
    let loose = play(&model(&scenario(DESK, "", campaigns, &teams)), 1, false, |outcome| {
        outcome.ledger.responses.iter().map(|response| response.loose).collect::<Vec<_>>()
    });
    assert_eq!(loose, [[0, 0]]);
}

#[test]
fn a_target_that_was_lost_has_one_threshold() {
    // Scans of an hour's wait on average, each five hours long, while a flow takes the target for ten minutes.
    let attempts = |success: &str| {
        let text = scenario(
            &format!(r#"{DESK}, (id: "t", zone: "z", services: ["smb"])"#),
            &format!(
                r#"(id: "hop", tactic: LateralMovement, needs: (service: "smb"), success: {success}, time: "1h", retries: 0, visible: (attempt: [], success: [(Process, 1)])),
                   (id: "slow", tactic: LateralMovement, needs: (service: "smb"), success: 0, time: "5h", retries: 0, visible: (attempt: [], success: []))"#
            ),
            r#"(id: "c", initially_held: [Asset("h")], flow: [(id: "x", technique: "hop", target: Asset("t"))], spread: [Scan(technique: "slow", rate: PerHour(100))])"#,
            &responders(&[("t", "a", r#"Eradicate(crew: "it", per_asset: "10min")"#)]),
        );
        play(&model(&text), 1, true, attempts_of_spread)[0]
    };
    let (never_taken, taken) = (attempts("0"), attempts("1"));
    assert!(
        taken <= never_taken + never_taken / 10,
        "{taken} attempts, {never_taken} where it was never taken"
    );
}

#[test]
fn a_source_that_comes_back_does_not_try_twice_as_often() {
    let attempts = |seen: &str| {
        let text = scenario(
            r#"(id: "h", zone: "z", services: ["smb"], count: 2)"#,
            &format!(
                r#"(id: "shown", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [(Process, {seen})])),
                   (id: "w", tactic: LateralMovement, needs: (service: "smb"), success: 0, time: "0s", retries: 0, visible: (attempt: [], success: []))"#
            ),
            r#"(id: "a", initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "shown")]),
               (id: "b", initially_held: [Asset("h[1]")], spread: [Contact(technique: "w", delay: "10h")])"#,
            &responders(&[("t", "a", r#"Contain(tier: "l", per_asset: "10min", actions: [Isolate]), Eradicate(crew: "it", per_asset: "10min")"#)]),
        )
        .replace(r#"(id: "z", owner: "a")"#, r#"(id: "z", owner: "a", topology: Path)"#);
        play(&model(&text), 1, true, attempts_of_spread)[0]
    };
    // Every ten hours in twenty days; isolation costs at most one.
    assert_eq!(attempts("0"), 48);
    assert!((46..=48).contains(&attempts("1")), "{}", attempts("1"));
}

#[test]
fn an_asset_counts_once_however_many_campaigns_held_it() {
    let text = scenario(
        r#"(id: "h", zone: "z", services: ["smb"])"#,
        r#"(id: "w", tactic: LateralMovement, needs: (service: "smb"), success: 1, time: "0s", retries: 0)"#,
        r#"(id: "c", initially_held: [Asset("h")], spread: [Scan(technique: "w", rate: PerHour(1), active_for: "1h", then: Immune)]),
           (id: "d", start: "5h", initially_held: [Asset("h")])"#,
        "",
    );
    assert_eq!(play(&model(&text), 1, false, |outcome| outcome.ledger.total), [1]);
}

#[test]
fn waits_that_are_not_over_are_not_forgotten() {
    // Nobody is ever on duty for the first team; the second is an hour behind after every hour.
    let wait = |days: &str, time: &str| {
        let text = scenario(DESK, "", "", "").replace(
            "crews:",
            &format!(
                r#"teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1, shifts: Weekly("{days}", "08:00", "16:00"))], triage: (tier: "l", time: "{time}"))],
                   sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1, false_alarms: PerDay(100))], crews:"#
            ),
        )
        .replace("endex: \"20d\"", "endex: \"2d\"");
        let model = model(&text);
        let measure = Measure {
            responder: jointex::model::ResponderIdx(0),
            team: TeamIdx(0),
            ..Measure::of(Quantity::AlertWait)
        };
        play(&model, 1, false, |outcome| value(&model, outcome, &measure))[0]
    };
    let hours = |value: Value| match value {
        Value::Censored(micros) => micros / 3.6e9,
        other => panic!("{other:?}"),
    };
    // 200 alerts over 48 h have waited for half of them on average.
    assert!((20.0..28.0).contains(&hours(wait("Sat", "2h"))));
    assert!((15.0..26.0).contains(&hours(wait("Mon-Fri", "1h"))));
}

#[test]
fn the_cheapest_way_begins_where_the_access_suffices() {
    let text = |route: &str| {
        scenario(
            r#"(id: "h", zone: "z", services: ["x"], count: 10), (id: "t", zone: "z", services: ["smb"])"#,
            r#"(id: "hop", tactic: LateralMovement, needs: (service: "smb", access: Admin), success: 1, time: "1h", retries: 5)"#,
            &format!(
                r#"(id: "c", initially_held: [Group("h")], flow: [(id: "x", technique: "soon"),
                    (id: "hop", technique: "hop", after: Any(["x"]), target: Asset("t"), route: {route}, objective: true)])"#
            ),
            "",
        )
    };
    assert_eq!(
        [share_at_objective(&text("Cheapest"), 50), share_at_objective(&text("Random"), 50)],
        [1.0, 1.0]
    );
}

#[test]
fn a_target_that_is_held_already_is_reached() {
    let text = scenario(
        &format!(r#"{DESK}, (id: "t", zone: "z", services: ["smb"])"#),
        r#"(id: "hop", tactic: LateralMovement, needs: (service: "smb"), success: 1, time: "5h", retries: 5)"#,
        r#"(id: "c", initially_held: [Asset("h")], spread: [Scan(technique: "hop", rate: PerHour(100))],
            flow: [(id: "x", technique: "late"), (id: "hop", technique: "hop", after: Any(["x"]), target: Asset("t"), objective: true)])"#,
        "",
    );
    assert_eq!(share_at_objective(&text, 20), 1.0);
}

#[test]
fn blocking_links_cuts_the_zone_off_both_ways() {
    let teams = responders(&[("t", "a", r#"Contain(tier: "l", per_asset: "10min", actions: [BlockLinks])"#)]);
    let campaign = r#"(id: "c", initially_held: [Asset("h")], flow: [(id: "x", technique: "loud")])"#;
    let text = scenario(DESK, "", campaign, &teams).replace(
        r#"(from: "z", to: "edge", allow: ["smtp"])"#,
        r#"(from: "z", to: "edge", allow: ["smtp"], both_ways: true)"#,
    );
    let model = model(&text);
    let closed = play(&model, 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let name = |zone: jointex::model::ZoneIdx| model.names.zones[zone.at()].clone();
        let closed = trace.entries.iter().filter_map(|entry| match entry.what {
            Happening::LinkClosed { link, .. } => Some(&model.network.links[link.at()]),
            _ => None,
        });
        closed.map(|link| format!("{}>{}", name(link.from), name(link.to))).collect::<Vec<_>>()
    });
    assert_eq!(closed, [["edge>z", "z>edge"]]);
}

#[test]
fn a_condition_and_its_measure_agree() {
    // The first to hold is never declared, the second is: the measure is of the first.
    let teams = responders(&[("t", "a", r#"Declare(tier: "l", time: "10min")"#)]);
    let text = scenario(
        r#"(id: "h", zone: "z", services: ["x"], count: 2)"#,
        "",
        r#"(id: "first", initially_held: [Asset("h[1]")]),
           (id: "second", start: "1h", initially_held: [Asset("h[2]")], flow: [(id: "x", technique: "loud")])"#,
        &(teams
            + r#"msel: [(no: "1", when: NotYet(measure: "time_to_declare[org=a]", by: "20h"), title: "A user calls")],"#),
    );
    let model = model(&text);
    let [Inject { when: When::On(Condition::NotYet { measure, .. }), .. }] = model.injects.as_slice() else {
        panic!("one contingency inject")
    };
    let (measured, came) = play(&model, 1, false, |outcome| {
        (value(&model, outcome, measure), outcome.ledger.injects[0] != SimTime::MAX)
    })[0];
    assert!(matches!(measured, Value::Censored(_)) && came, "{measured:?}, {came}");
}

/// A month of denial of what nobody holds, in waves of six hours.
const WAVES: &str = r#"Scenario(
    format: 1, id: "waves", title: "Waves", startex: "2026-03-02T08:00[UTC]", endex: "30d",
    organisations: [(id: "o")],
    network: (zones: [(id: "z", owner: "o")], assets: [(id: "web", zone: "z", services: ["https"], users: 1)],
              links: [(from: "internet", to: "z", allow: ["https"])]),
    techniques: [(id: "flood", tactic: Impact, does: Deny, needs: (service: "https"), success: 1, time: "7h", lasts: "6h", retries: 9,
                  visible: (attempt: [], success: []))],
    campaigns: [(id: "c", flow: [(id: "first", technique: "flood", target: Asset("web")),
                                (id: "again", technique: "flood", after: Any(["first", "again"]), target: Asset("web"))])],
    teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"))],
    notices: [(id: "users", team: "t", from: Users(probability: 0.5), of: [Asset("web")]),
              (id: "down", team: "t", from: Failure(function: "site", below: 0.5))],
    functions: [(id: "site", organisation: "o", assets: [Asset("web")])],
)"#;

#[test]
fn each_wave_of_denial_has_its_own_luck_and_its_culprit() {
    let model = model(WAVES);
    let (told, fallen): (Vec<_>, Vec<_>) = play(&model, 4, false, |outcome| {
        let team = &outcome.ledger.teams[0];
        assert_eq!(team.alerts_false, 0, "the function fails by somebody's doing");
        // Every wave makes the function fail; about half of them are reported by the user.
        // While a wave lasts, the next one looks for something to deny.
        (team.alerts_true, outcome.ledger.campaigns[0].attempts / 2)
    })
    .into_iter()
    .unzip();
    for (told, waves) in told.into_iter().zip(fallen) {
        assert!(waves > 45, "{waves} waves");
        assert!((waves * 5 / 4..=waves * 7 / 4).contains(&told), "{told} told of {waves} waves");
    }
}

#[test]
fn what_is_whole_again_by_itself_needs_no_backup() {
    let model = model(
        r#"Scenario(
            format: 1, id: "brief", title: "Brief", startex: "2026-03-02T08:00[UTC]", endex: "5d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "pc", zone: "z", backup: Nowhere)]),
            techniques: [(id: "lock", tactic: Impact, does: Encrypt, success: 1, time: "1h", lasts: "2h",
                          visible: (attempt: [], success: [(Process, 1)]))],
            campaigns: [(id: "c", initially_held: [Asset("pc")], flow: [(id: "lock", technique: "lock")])],
            crews: [(id: "it", organisation: "o", seats: 1)],
            teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"), playbook: "p")],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
            playbooks: [(id: "p", phases: [Investigate(tier: "l", time: "4h", finds: 1), Recover(crew: "it", per_asset: "1h")])],
        )"#,
    );
    let closed = play(&model, 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        trace.entries.iter().any(|entry| matches!(entry.what, Happening::IncidentClosed { .. }))
    });
    assert_eq!(closed, [true]);
}
