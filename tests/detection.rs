//! Detection by other means than a sensor that watches, and what becomes of alerts before triage: answers of theory, and by hand.
//!
//! One time unit is an hour. A check of a mean asks that its 99.9 % interval contains theory's value, is at most so wide, and
//! would not contain that value shifted by 10 %. Seeds are 1, 2, 3…

mod common;

use common::{check, model, model_with, play};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::measure::narrate;
use jointex::model::Model;
use jointex::sim::{Happening, Milestone, Outcome};
use jointex::statistics::kolmogorov_smirnov;

/// An organisation with a team that triages in no time, and nothing else that is not given.
fn scenario(endex: &str, assets: &str, techniques: &str, campaign: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "d", title: "Detection", startex: "2026-01-05T00:00[UTC]", endex: "{endex}",
            organisations: [(id: "o")],
            network: (
                zones: [(id: "edge", owner: "o"), (id: "z", owner: "o")],
                assets: [(id: "mx", zone: "edge", services: ["smtp"]), {assets}],
                links: [(from: "internet", to: "edge", allow: ["smtp"]), (from: "internet", to: "z", allow: ["https"])],
            ),
            techniques: [{techniques}],
            campaigns: [{campaign}],
            teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"))],
            {rest}
        )"#
    )
}

const ONE: &str = r#"(id: "a", zone: "z", services: ["https"], users: 1)"#;

fn team(outcome: &Outcome<'_>) -> [f64; 3] {
    let team = &outcome.ledger.teams[0];
    [team.alerts_true, team.alerts_false, team.merged].map(|count| count as f64)
}

/// True alerts, false alerts and merged ones of the first replication.
fn alerts(scenario: &str) -> [f64; 3] {
    play(&model(scenario), 1, false, team)[0]
}

/// Hours from the first hold to the first true alert, of the replications that have one.
fn detections(scenario: &str, replications: u64) -> Vec<f64> {
    let times = play(&model(scenario), replications, false, |outcome| {
        let response = &outcome.ledger.responses[0];
        let at = response.milestones[Milestone::Detected as usize];
        (at < SimTime::MAX).then(|| at.since(response.origin).hours())
    });
    times.into_iter().flatten().collect()
}

// ---- the daily profile ----

fn alarms(daily: &str) -> String {
    let sensor = format!(
        r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour(2){daily})],"#
    );
    scenario("2400h", ONE, "", "", &sensor)
}

const DAILY: &str =
    r#", daily: [(from: "08:00", to: "18:00", factor: 3), (from: "18:00", to: "22:00", factor: 0.5)]"#;

fn alarm_hours(outcome: &Outcome<'_>) -> Vec<f64> {
    let trace = outcome.trace.expect("the trace is on");
    let raised = trace.entries.iter().filter(|entry| matches!(entry.what, Happening::AlertRaised { .. }));
    raised.map(|entry| entry.at.hours()).collect()
}

#[test]
fn false_alarms_come_by_the_hours_of_the_profile() {
    let model = model(&alarms(DAILY));
    let share = |from: f64, to: f64| {
        play(&model, 120, true, |outcome| {
            let hours = alarm_hours(outcome);
            let within = hours.iter().filter(|&&hour| (from..to).contains(&(hour % 24.0))).count();
            within as f64 / hours.len() as f64
        })
    };
    // Ten hours at 3, four at ½, ten at 1.
    check(&share(8.0, 18.0), 30.0 / 42.0, 0.02);
    check(&share(18.0, 22.0), 2.0 / 42.0, 0.02);
    let counts = play(&model, 120, false, |outcome| outcome.ledger.teams[0].alerts_false as f64);
    check(&counts, 2.0 * 42.0 * 100.0, 0.02);
}

/// The cumulative intensity of the profile at factor 1, in hours.
fn work(hour: f64) -> f64 {
    let of_day = hour % 24.0;
    let today = of_day.min(8.0)
        + 3.0 * (of_day.min(18.0) - 8.0).max(0.0)
        + 0.5 * (of_day.min(22.0) - 18.0).max(0.0)
        + (of_day - 22.0).max(0.0);
    42.0 * (hour / 24.0).floor() + today
}

#[test]
fn the_gaps_of_the_cumulative_intensity_are_exponential() {
    let hours = play(&model(&alarms(DAILY)), 1, true, alarm_hours).remove(0);
    let gaps: Vec<f64> = hours.windows(2).map(|pair| 2.0 * (work(pair[1]) - work(pair[0]))).collect();
    let test = kolmogorov_smirnov(&gaps, |gap| -libm::expm1(-gap));
    assert!(gaps.len() > 8000 && test.p_value > 0.001, "{test:?}");
    // Told by the clock alone they are not.
    let told: Vec<f64> = hours.windows(2).map(|pair| 3.5 * (pair[1] - pair[0])).collect();
    assert!(kolmogorov_smirnov(&told, |gap| -libm::expm1(-gap)).p_value < 1e-6);
}

#[test]
fn a_flat_profile_changes_nothing() {
    let fingerprint = |daily: &str| play(&model(&alarms(daily)), 1, false, |outcome| outcome.fingerprint)[0];
    let flat = r#", daily: [(from: "08:00", to: "18:00", factor: 1), (days: "Sat", from: "18:00", to: "02:00", factor: 1)]"#;
    assert_eq!(fingerprint(flat), fingerprint(""));
    assert_ne!(fingerprint(DAILY), fingerprint(""));
}

// ---- false alarms of each asset ----

/// A sensor over so many assets, some of which it covers twice, and over nothing else.
fn over(assets: u32, false_alarms: &str) -> Model {
    let rest = format!(
        r#"sensors: [(id: "s", team: "t", covers: [Zone("z"), First("a", 7)], sees: [Process], sensitivity: 0, {false_alarms})],
            crises: [(id: "k", kind: Influence, on: ["o"], false_alarms: 3, start: "100h", lasts: "50h")],"#
    );
    model(&scenario("2400h", &format!(r#"(id: "a", zone: "z", count: {assets})"#), "", "", &rest))
}

#[test]
fn false_alarms_of_each_asset_add_up() {
    for assets in [40, 80] {
        let counts =
            play(&over(assets, "false_alarms_each: PerHour(0.05)"), 120, false, |outcome| team(outcome)[1]);
        // For 50 h there are three times as many.
        check(&counts, 0.05 * f64::from(assets) * (2400.0 + 2.0 * 50.0), 0.02);
    }
}

#[test]
fn a_rate_for_each_asset_is_the_sum_of_them() {
    let played = |false_alarms: &str| {
        let false_alarms = format!("{false_alarms}{DAILY}");
        play(&over(40, &false_alarms), 1, false, |outcome| format!("{:?}", outcome.ledger)).remove(0)
    };
    assert_eq!(played("false_alarms_each: PerHour(0.05)"), played("false_alarms: PerHour(2)"));
    assert_ne!(played("false_alarms_each: PerHour(0.05)"), played("false_alarms: PerHour(0.05)"));
    assert_eq!(played("false_alarms_each: PerHour(0)"), played("false_alarms: PerHour(0)"));
}

// ---- sweeps ----

const BREAK_IN: &str = r#"(id: "in", tactic: InitialAccess, does: Exploit, needs: (service: "https"), success: 1, time: Uniform("0s", "24h"),
    visible: (attempt: [], success: []))"#;
const BROKEN_IN: &str = r#"(id: "c", flow: [(id: "in", technique: "in", target: Asset("a"))])"#;

fn swept(endex: &str, sweep: &str) -> String {
    let sensor = format!(
        r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [], sensitivity: 0, sweep: ({sweep}))],"#
    );
    scenario(endex, ONE, BREAK_IN, BROKEN_IN, &sensor)
}

#[test]
fn a_sweep_finds_what_is_held_at_its_instant_and_within_reach() {
    let swept = |campaign: &str, phase: &str| {
        let rest = format!(
            r#"sensors: [(id: "s", team: "t", covers: [Group("h")], sees: [], sensitivity: 0, delay: "1h",
                          sweep: (every: "100h", phase: "{phase}", finds: 1, severity: High))],"#
        );
        let assets = r#"(id: "h", zone: "z", count: 5), (id: "other", zone: "z")"#;
        alerts(&scenario("60h", assets, "", campaign, &rest))
    };
    // Two campaigns on one asset are two finds; what the sensor does not cover is none.
    let held = r#"(id: "c", initially_held: [First("h", 2), Asset("other")]), (id: "d", start: "10h", initially_held: [Asset("h[1]")])"#;
    assert_eq!(swept(held, "5h"), [2.0, 0.0, 0.0]);
    assert_eq!(swept(held, "20h"), [3.0, 0.0, 0.0]);
    // At the instant of the hold, the hold comes first.
    assert_eq!(swept(held, "10h"), [3.0, 0.0, 0.0]);
}

#[test]
fn sweeps_come_as_often_in_a_prelude() {
    let text = swept("10h", r#"every: "4h", phase: "1h", finds: 1"#)
        .replace(r#"endex: "10h""#, r#"endex: "10h", prelude: "10h""#);
    let hours = play(&model(&text), 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let swept = trace.entries.iter().filter(|entry| matches!(entry.what, Happening::Swept { .. }));
        swept.map(|entry| entry.at.hours()).collect::<Vec<_>>()
    });
    // STARTEX is ten hours after the start of the run.
    assert_eq!(hours, [[3.0, 7.0, 11.0, 15.0, 19.0]]);
}

// ---- notices ----

fn noticed(assets: &str, techniques: &str, campaign: &str, notice: &str) -> String {
    let rest = format!(
        r#"notices: [(id: "n", team: "t", {notice})],
           functions: [(id: "f", organisation: "o", assets: [Zone("z")])],"#
    );
    scenario("60h", assets, techniques, campaign, &rest)
}

const LETTER: &str = r#"(id: "letter", tactic: InitialAccess, does: Phish, needs: (service: "smtp"), success: 0.5, time: "1h",
    visible: (attempt: [], success: []))"#;
const LETTERS: &str =
    r#"(id: "c", flow: [(id: "mail", technique: "letter", target: Group("desk"), burst: 100)])"#;
const DESKS: &str = r#"(id: "desk", zone: "z", count: 200, users: 1)"#;

#[test]
fn users_report_the_letters_that_reach_them() {
    let reports =
        |text: &str, replications| play(&model(text), replications, false, |outcome| team(outcome)[0]);
    let text = noticed(DESKS, LETTER, LETTERS, r#"from: Users(probability: 0.2), of: [Group("desk")]"#);
    check(&reports(&text, 1500), 20.0, 0.02);
    // Half of the desks are not the notice's concern.
    let half = noticed(DESKS, LETTER, LETTERS, r#"from: Users(probability: 0.4), of: [First("desk", 100)]"#);
    check(&reports(&half, 3000), 20.0, 0.02);
    // Without a way for mail nobody gets a letter.
    let cut = text.replace(r#"(from: "internet", to: "edge", allow: ["smtp"]), "#, "");
    assert_eq!(reports(&cut, 1), [0.0]);
}

const BURN: &str = r#"(id: "burn", tactic: Impact, does: Encrypt, needs: (), success: 1, time: "1h", visible: (attempt: [], success: [])),
    (id: "twist", tactic: Impact, does: Manipulate, needs: (), success: 1, time: "1h", visible: (attempt: [], success: [])),
    (id: "wipe", tactic: Impact, does: Wipe, needs: (), success: 1, time: "1h", visible: (attempt: [], success: []))"#;

fn burnt(technique: &str) -> String {
    format!(
        r#"(id: "c", initially_held: [Zone("z")], flow: [(id: "x", technique: "{technique}", target: Zone("z"))])"#
    )
}

#[test]
fn any_of_the_users_of_what_fails_may_report_it() {
    let share = |users: u32, technique: &str| {
        let assets = format!(r#"(id: "a", zone: "z", users: {users})"#);
        let notice = r#"from: Users(probability: 0.3), of: [Zone("z")]"#;
        play(&model(&noticed(&assets, BURN, &burnt(technique), notice)), 20_000, false, |outcome| {
            team(outcome)[0]
        })
    };
    check(&share(3, "wipe"), 1.0 - 0.7 * 0.7 * 0.7, 0.02);
    assert_eq!(share(3, "twist").iter().sum::<f64>(), 0.0);
}

#[test]
fn outsiders_tell_of_what_is_still_held() {
    let walk = r#"(id: "walk", tactic: LateralMovement, needs: (), success: 1, time: "0s", visible: (attempt: [], success: []))"#;
    let notice =
        |delay: &str| format!(r#"from: Outside(probability: 0.6), of: [Asset("a")], delay: {delay}"#);
    // Told after five hours, of a hold that lasts.
    let lasting = noticed(ONE, "", r#"(id: "c", initially_held: [Asset("a")])"#, &notice("\"5h\""));
    let times = detections(&lasting, 20_000);
    assert!(times.iter().all(|&hours| hours == 5.0));
    let told = |text: &str, replications| play(&model(text), replications, false, |outcome| team(outcome)[0]);
    check(&told(&lasting, 20_000), 0.6, 0.02);
    // The telling, races the end of the hold; each takes five hours on average.
    let ending = r#"(id: "c", initially_held: [Asset("a")], spread: [Contact(technique: "walk", delay: Exponential(mean: "1h"), active_for: Exponential(mean: "5h"))])"#;
    let racing = noticed(ONE, walk, ending, &notice("Exponential(mean: \"5h\")"));
    check(&told(&racing, 64_000), 0.3, 0.02);
}

#[test]
fn the_adversary_tells_of_what_it_encrypts() {
    let notice = r#"from: Adversary, of: [Zone("z")], delay: "2h""#;
    assert_eq!(detections(&noticed(ONE, BURN, &burnt("burn"), notice), 1), [3.0]);
    assert!(detections(&noticed(ONE, BURN, &burnt("wipe"), notice), 1).is_empty());
    let many = noticed(r#"(id: "h", zone: "z", count: 7)"#, BURN, &burnt("burn"), notice);
    assert_eq!(alerts(&many), [7.0, 0.0, 0.0]);
}

#[test]
fn a_function_that_fails_is_noticed_once() {
    let assets = r#"(id: "h", zone: "z", count: 2)"#;
    let burnt = r#"(id: "c", operators: 2, initially_held: [Group("h")], flow: [
        (id: "first", technique: "wipe", target: Asset("h[1]")), (id: "second", technique: "wipe", after: Any(["first"]), target: Asset("h[2]"))])"#;
    let told = |below: &str, campaign: &str| {
        let notice = format!(r#"from: Failure(function: "f", below: {below}), delay: "30min""#);
        noticed(assets, BURN, campaign, &notice)
    };
    // The level is ½ after an hour and 0 after two; ½ is not below ½.
    assert_eq!(detections(&told("0.6", burnt), 1), [1.5]);
    assert_eq!(alerts(&told("0.6", burnt)), [1.0, 0.0, 0.0]);
    assert_eq!(detections(&told("0.5", burnt), 1), [2.5]);
    // What is manipulated looks sound.
    let twisted = burnt.replacen("\"wipe\"", "\"twist\"", 2);
    assert_eq!(alerts(&told("1", &twisted)), [0.0, 0.0, 0.0]);
}

#[test]
fn a_function_that_the_response_cuts_off_is_a_false_alert() {
    let loud = r#"(id: "loud", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1h", visible: (attempt: [], success: [(Process, 1)]))"#;
    let text = noticed(
        ONE,
        loud,
        r#"(id: "c", initially_held: [Asset("a")], flow: [(id: "x", technique: "loud")])"#,
        r#"from: Failure(function: "f", below: 1)"#,
    );
    let text = text
        .replace(r#"time: "0s"))]"#, r#"time: "0s"), playbook: "p")]"#)
        .replace(
            "notices:",
            r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
               playbooks: [(id: "p", phases: [Contain(tier: "l", per_asset: "1h", actions: [Isolate])])], notices:"#,
        );
    assert_eq!(alerts(&text), [1.0, 1.0, 0.0]);
}

// ---- merging ----

const NOISY: &str = r#"(id: "noise", tactic: PrivilegeEscalation, needs: (), success: 0, time: "1h", retries: 9, visible: (attempt: [(Process, 1)], success: [])),
    (id: "other", tactic: PrivilegeEscalation, needs: (), success: 0, time: "1h", retries: 9, visible: (attempt: [(Process, 1)], success: []))"#;

fn merged(campaign: &str, sensor: &str) -> [f64; 3] {
    let rest = format!(
        r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1{sensor})],"#
    );
    alerts(&scenario("60h", r#"(id: "h", zone: "z", count: 2)"#, NOISY, campaign, &rest))
}

#[test]
fn alerts_about_one_attacker_and_technique_are_merged_while_the_window_lasts() {
    let noise = r#"(id: "c", initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "noise")])"#;
    assert_eq!(merged(noise, ""), [10.0, 0.0, 0.0]);
    // Seen every hour from the first on; windows of 2½ hours begin at 1, 4, 7 and 10.
    assert_eq!(merged(noise, r#", merge: "150min""#), [4.0, 0.0, 6.0]);
    // At its end a window is over: 1, 3, 5, 7, 9.
    assert_eq!(merged(noise, r#", merge: "2h""#), [5.0, 0.0, 5.0]);
    assert_eq!(merged(noise, r#", merge: "50h""#), [1.0, 0.0, 9.0]);
    // Two techniques on one asset, or one technique from two assets, are two windows each.
    let both = r#"(id: "c", operators: 2, initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "noise"), (id: "y", technique: "other")])"#;
    assert_eq!(merged(both, r#", merge: "50h""#), [2.0, 0.0, 18.0]);
    let two = r#"(id: "c", initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "noise")]),
        (id: "d", initially_held: [Asset("h[2]")], flow: [(id: "x", technique: "noise")])"#;
    assert_eq!(merged(two, r#", merge: "50h""#), [2.0, 0.0, 18.0]);
}

#[test]
fn finds_of_sweeps_merge_by_asset_and_false_alarms_never() {
    let held = r#"(id: "c", initially_held: [Group("h")])"#;
    let sweep = r#", sweep: (every: "1h", phase: "1h", finds: 1)"#;
    assert_eq!(merged(held, sweep), [120.0, 0.0, 0.0]);
    assert_eq!(merged(held, &format!(r#"{sweep}, merge: "100h""#)), [2.0, 0.0, 118.0]);
    let alarms = |merge: &str| merged("", &format!(", false_alarms: PerHour(10){merge}"));
    assert_eq!(alarms(r#", merge: "10h""#), alarms(""));
}

#[test]
fn a_merged_alert_is_not_judged_again() {
    let rest = r#"sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1, merge: "50h")],"#;
    let noise = r#"(id: "c", initially_held: [Asset("a")], flow: [(id: "x", technique: "noise")])"#;
    let started = |text: &str| play(&model(text), 1, false, |outcome| outcome.ledger.pools[0].started)[0];
    let text = scenario("60h", ONE, NOISY, noise, rest);
    assert_eq!([started(&text), started(&text.replace(r#", merge: "50h""#, ""))], [1, 10]);
}

// ---- scans that hit nothing ----

const SCAN: &str = r#"(id: "scan", tactic: LateralMovement, needs: (service: "smb"), success: 0, time: "0s", visible: (attempt: [(Scan, 0.5)], success: []))"#;

fn scanned(assets: &str, scan: &str, covers: &str, merge: &str) -> Vec<f64> {
    let campaign =
        format!(r#"(id: "c", initially_held: [Asset("h[1]")], spread: [Scan(technique: "scan", {scan})])"#);
    let rest = format!(
        r#"sensors: [(id: "s", team: "t", covers: [{covers}], sees: [Scan], sensitivity: 0.5{merge})],"#
    );
    play(&model(&scenario("1000h", assets, SCAN, &campaign, &rest)), 200, false, |outcome| team(outcome)[0])
}

const ROOM: &str =
    r#"(id: "h", zone: "z", count: 60, services: ["smb"]), (id: "printer", zone: "z", count: 40)"#;

#[test]
fn misses_come_at_the_rate_of_scans_that_hit_nothing() {
    // Nobody offers anything to take: every scan misses, and every fourth is seen.
    let nobody = r#"(id: "h", zone: "z", count: 10)"#;
    check(&scanned(nobody, "rate: PerHour(40), scope: Addresses(1000)", r#"Zone("z")"#, ""), 10_000.0, 0.02);
    // In a room of 100, 40 of 100 scans find a printer, 59 a desk, which is an attempt, and one the source itself.
    check(&scanned(ROOM, "rate: PerHour(40)", r#"Group("h")"#, ""), 9900.0, 0.02);
    // Who sees the printers alone sees what comes to them.
    check(&scanned(ROOM, "rate: PerHour(40)", r#"Group("printer")"#, ""), 4000.0, 0.02);
    check(&scanned(ROOM, "rate: PerHour(80)", r#"First("printer", 10)"#, ""), 2000.0, 0.02);
}

#[test]
fn merged_misses_are_a_renewal_process() {
    // The first comes after 0.1 h, and from one to the next 2 h and then 0.1 h pass on average, with a variance of 0.01: so
    // 999.9 / 2.1 + (0.01 + 2.1²) / (2 · 2.1²) of them come in 1000 h.
    let nobody = r#"(id: "h", zone: "z", count: 10)"#;
    let seen =
        scanned(nobody, "rate: PerHour(40), scope: Addresses(1000)", r#"Zone("z")"#, r#", merge: "2h""#);
    check(&seen, 999.9 / 2.1 + (0.01 + 4.41) / 8.82, 0.01);
    // As fast as Slammer, and one alert every ten minutes.
    let fast = scanned(
        nobody,
        "rate: PerSecond(26000), scope: Addresses(4294967296)",
        r#"Zone("z")"#,
        r#", merge: "10min""#,
    );
    check(&fast, 6000.0, 0.001);
}

#[test]
fn a_source_that_is_gone_misses_no_more() {
    let assets = r#"(id: "h", zone: "z", count: 10)"#;
    let seen = scanned(
        assets,
        r#"rate: PerHour(40), scope: Addresses(1000), active_for: "100h", then: Dormant"#,
        r#"Zone("z")"#,
        "",
    );
    check(&seen, 1000.0, 0.02);
}

// ---- the story ----

#[track_caller]
fn story(model: &Model, expected: Expect) {
    let lines = play(model, 1, true, |outcome| {
        let line = |line: jointex::measure::Line| {
            format!("{} | {} | {} | {}\n", line.moment, line.who, line.what, line.remark)
        };
        narrate(model, outcome, 40).lines.into_iter().map(line).collect::<String>()
    });
    expected.assert_eq(&lines[0]);
}

#[test]
fn the_story_says_who_told() {
    let notices = r#"notices: [
        (id: "helpdesk", team: "t", from: Users(probability: 1), of: [Zone("z")], delay: "10min"),
        (id: "partner", team: "t", from: Outside(probability: 1), of: [Asset("h[1]")], delay: "20min"),
        (id: "note", team: "t", from: Adversary, of: [Zone("z")], delay: "30min"),
        (id: "monitor", team: "t", from: Failure(function: "f", below: 1), delay: "40min")],
        sensors: [(id: "hunt", team: "t", covers: [Zone("z")], sees: [], sensitivity: 0, sweep: (every: "50min", phase: "5min", finds: 1), merge: "1d")],
        functions: [(id: "f", organisation: "o", name: "Payments", assets: [Zone("z")])],"#;
    let assets = r#"(id: "h", zone: "z", count: 2, users: 1)"#;
    let text = scenario("3h", assets, BURN, &burnt("burn"), notices);
    story(
        &model(&text),
        expect![[r#"
            Mon 00:00 | c | begins | 
            Mon 00:00 | c | h[1] held | first hold at o
            Mon 00:00 | c | h[2] held | 
            Mon 00:05 | hunt | sweep finds h[1] | first at t
            Mon 00:05 | t | opens an incident | 
            Mon 00:05 | t | closes the incident | 
            Mon 00:05 | t | opens another incident | 
            Mon 00:05 | t | closes the incident | 
            Mon 00:20 | partner | outsiders tell of h[1] | to t
            Mon 00:20 | t | opens another incident | 
            Mon 00:20 | t | closes the incident | 
            Mon 00:55 | hunt | merges further alerts on h[1] | 
            Mon 01:00 | c | h: 2 out of service | 
            Mon 01:00 | Payments | is down | 
            Mon 01:10 | helpdesk | users report h[2] | to t
            Mon 01:10 | t | opens another incident | 
            Mon 01:10 | t | closes the incident | 
            Mon 01:10 | t | opens another incident | 
            Mon 01:10 | t | closes the incident | 
            Mon 01:30 | note | ransom note on h[2] | to t
            Mon 01:30 | t | opens another incident | 
            Mon 01:30 | t | closes the incident | 
            Mon 01:30 | t | opens another incident | 
            Mon 01:30 | t | closes the incident | 
            Mon 01:40 | monitor | Payments fails: h[2] is down | to t
            Mon 01:40 | t | opens another incident | 
            Mon 01:40 | t | closes the incident | 
        "#]],
    );
    story(
        &model_with(&text, &[("sensors", "[]"), ("campaigns[c].flow[x].technique", "\"wipe\"")]),
        expect![[r#"
            Mon 00:00 | c | begins | 
            Mon 00:00 | c | h[1] held | first hold at o
            Mon 00:00 | c | h[2] held | 
            Mon 00:20 | partner | outsiders tell of h[1] | first at t
            Mon 00:20 | t | opens an incident | 
            Mon 00:20 | t | closes the incident | 
            Mon 01:00 | c | h: 2 out of service | 
            Mon 01:00 | Payments | is down | 
            Mon 01:10 | helpdesk | users report h[2] | to t
            Mon 01:10 | t | opens another incident | 
            Mon 01:10 | t | closes the incident | 
            Mon 01:10 | t | opens another incident | 
            Mon 01:10 | t | closes the incident | 
            Mon 01:40 | monitor | Payments fails: h[2] is down | to t
            Mon 01:40 | t | opens another incident | 
            Mon 01:40 | t | closes the incident | 
        "#]],
    );
}
