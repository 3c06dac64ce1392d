//! The attack against the defence: who is first, and how long a hold goes unseen.

use super::cases::{Case, prove};
use super::common::{check, check_probability, model, play_seeded};
use super::flows::{chain, flow};
use super::{HOUR, enough, enough_for, exponential, one_if, span, squares};
use jointex::kernel::SimTime;
use jointex::sim::{Milestone, Outcome};

/// Something that everybody sees, at once.
const SEEN: &str = r#"(id: "seen", tactic: Exfiltration, needs: (), success: 1, time: "0s", visible: (attempt: [(Process, 1)], success: [])), "#;

/// A team that isolates whatever it is alerted of, in so much time.
fn containment(time: &str) -> String {
    format!(
        r#"teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "0s"), playbook: "p")],
        sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
        playbooks: [(id: "p", phases: [Contain(tier: "l1", per_asset: {time}, actions: [Isolate])])],"#
    )
}

fn wins(outcome: &Outcome<'_>) -> f64 {
    one_if(outcome.ledger.campaigns[0].objective != SimTime::MAX)
}

/// How often a chain of `stages` exponential times that is seen as it begins is done before its containment.
fn race(case: &Case, stages: u32, rate: f64, containment_time: &str) -> Vec<f64> {
    let [techniques, steps] = chain("s", &vec![rate; stages as usize], r#"after: Any(["seen"])"#);
    let steps = format!(r#"(id: "seen", technique: "seen"), {steps}"#);
    let model = model(&flow(&(SEEN.to_owned() + &techniques), &steps, &containment(containment_time)));
    play_seeded(&model, case.seed, enough_for(case.number("P")), false, |_, outcome| wins(outcome))
}

#[test]
pub fn an_attack_races_containment_as_exponentials_do() {
    let own = r#"[{"a": 2, "d": 1, "m": 1, "P": 0.6666666666666666}, {"a": 1, "d": 0.1, "m": 5, "P": 0.620921323059155}]"#;
    prove("exponential_race", own, |case| {
        let [attack, detection] = ["a", "d"].map(|key| case.number(key));
        check_probability(&race(case, case.count("m"), attack, &exponential(detection)), case.number("P"));
    });
}

#[test]
pub fn an_attack_races_a_fixed_time() {
    let own = r#"[{"a": 1, "m": 3, "D": 4, "P": 0.7618966944464557}]"#;
    prove("exp_vs_deterministic", own, |case| {
        let time = format!("\"{}\"", span(case.number("D"), HOUR));
        check_probability(&race(case, case.count("m"), case.number("a"), &time), case.number("P"));
    });
}

#[test]
pub fn what_fails_may_be_seen_before_it_succeeds() {
    let own = r#"[{"p": 0.3, "q": 0.05, "P": 0.8955223880597015}]"#;
    prove("bernoulli_retry_race", own, |case| {
        let [success, seen, first] = ["p", "q", "P"].map(|key| case.number(key));
        let technique = format!(
            r#"(id: "t", tactic: Exfiltration, needs: (), success: {success}, time: Exponential(mean: "1h"), retries: 100000,
                visible: (attempt: [(Process, {seen})], success: []))"#
        );
        let steps = r#"(id: "s", technique: "t", objective: true)"#;
        let model = model(&flow(&technique, steps, &containment("\"0s\"")));
        let won = play_seeded(&model, case.seed, enough_for(first), false, |_, outcome| wins(outcome));
        check_probability(&won, first);
    });
}

/// Hours from the first hold to the first true alert.
fn detections(scenario: &str, seed: u64, replications: u64) -> Vec<f64> {
    play_seeded(&model(scenario), seed, replications, false, |_, outcome| {
        let response = &outcome.ledger.responses[0];
        let detected = response.milestones[Milestone::Detected as usize];
        assert_ne!(detected, SimTime::MAX, "ENDEX comes late enough");
        detected.since(response.origin).hours()
    })
}

#[test]
pub fn searches_find_a_hold_after_the_time_of_theory() {
    let own = r#"[{"T": 24, "p": 1, "E_periodic": 12.0, "Var_periodic": 48.0, "E_poisson": 24.0},
        {"T": 24, "p": 0.5, "E_periodic": 36.0, "Var_periodic": 1200.0, "E_poisson": 48.0}]"#;
    prove("periodic_scan_detection", own, |case| {
        let [every, finds] = ["T", "p"].map(|key| case.number(key));
        let [mean, variance] = ["E_periodic", "Var_periodic"].map(|key| case.number(key));
        assert!(24.0 % every == 0.0, "a break-in at any hour of a day is one at any time between two sweeps");
        let endex = format!("{}h", 24.0 + 25.0 * every / finds);
        let swept = format!(
            r#"Scenario(
                format: 1, id: "d", title: "Sweeps", startex: "2026-01-05T00:00[UTC]", endex: "{endex}",
                organisations: [(id: "o")],
                network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z", services: ["https"])],
                          links: [(from: "internet", to: "z", allow: ["https"])]),
                techniques: [(id: "in", tactic: InitialAccess, does: Exploit, needs: (service: "https"), success: 1,
                              time: Uniform("0s", "24h"), visible: (attempt: [], success: []))],
                campaigns: [(id: "c", flow: [(id: "in", technique: "in", target: Asset("a"))])],
                teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"))],
                sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [], sensitivity: 0,
                           sweep: (every: "{every}h", phase: "{}h", finds: {finds}))],
            )"#,
            every / 4.0
        );
        let times = detections(&swept, case.seed, enough(1.0, 0.02).max(enough(8.0, 0.045)));
        check(&times, mean, 0.02);
        check(&squares(&times, mean), variance, 0.045);
        // A Poisson process of looks: scans at rate 1/T that hit nothing, each of which is seen with probability p.
        let scanned = format!(
            r#"Scenario(
                format: 1, id: "d", title: "Looks", startex: "2026-01-05T00:00[UTC]", endex: "{endex}",
                organisations: [(id: "o")],
                network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
                techniques: [(id: "look", tactic: LateralMovement, needs: (service: "none"), success: 0, time: "0s",
                              visible: (attempt: [(Scan, {finds})], success: []))],
                campaigns: [(id: "c", initially_held: [Asset("a")],
                             spread: [Scan(technique: "look", rate: PerHour({}), scope: Addresses(1000))])],
                teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"))],
                sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Scan], sensitivity: 1)],
            )"#,
            1.0 / every
        );
        check(&detections(&scanned, case.seed, enough(1.0, 0.02)), case.number("E_poisson"), 0.02);
    });
}
