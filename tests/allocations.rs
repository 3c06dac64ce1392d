//! A worker that has played a replication plays it again without asking for memory.

mod common;

use allocation_counter::measure;
use common::model;
use jointex::sim::Worker;

#[track_caller]
fn check(scenario: &str) {
    let model = model(scenario);
    let mut worker = Worker::new(&model);
    let mut play = |replication| worker.play(1, replication, false).fingerprint;
    for replication in 1..=3 {
        let first = play(replication);
        let mut again = 0;
        let asked = measure(|| again = play(replication)).count_total;
        assert_eq!((again, asked), (first, 0), "replication {replication}");
    }
}

#[test]
fn shipped_scenarios() {
    check(include_str!("../scenarios/technical-arrangement.ron"));
    check(include_str!("../scenarios/geant-backbone.ron"));
    check(include_str!("../scenarios/slammer.ron"));
    check(include_str!("../scenarios/wiper-in-the-port.ron"));
    check(include_str!("../scenarios/rapid-response.ron"));
}

#[test]
fn cases_and_their_evidence() {
    let sites = include_str!("common/two_sites.ron");
    let changes = [
        (
            r#"agreements: [(id: "treaty", parties: ["a-cert", "b-cert"], areas: ("#,
            r#"investigations: [
                (id: "strikes", team: "b-soc", tier: "l1", agreements: ["treaty"], time: "20h",
                 aim: TakeDown(evidence: (holds: Exponential(mean: "9h"), succeeds: 1))),
                (id: "names", team: "b-soc", tier: "l2", agreements: ["treaty"], needs: 2, time: "1h", aim: Attribute(right: 0.5))],
            agreements: [(id: "treaty", parties: ["a-cert", "b-cert"], areas: (technical_cooperation: (remains: 0.5, waits: "2h"), "#,
        ),
        ("shares: [Indicators]", "shares: [Indicators, Analysis]"),
        (
            r#"id: "c", operators: 3,"#,
            r#"id: "c", operators: 3, adversary: (name: "Fox", deterred: 0.5, lies_low: "9h"), command: (rebuilds: "9h"),"#,
        ),
    ];
    let mut text = sites.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    check(&text);
}

#[test]
fn functions_that_need_each_other() {
    check(
        r#"Scenario(
            format: 1, id: "needs", title: "Needs", startex: "2026-01-05T00:00[UTC]", endex: "60d",
            organisations: [(id: "o"), (id: "p")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: 40,
                faults: (up: Exponential(mean: "90h"), repair: Exponential(mean: "9h")))]),
            functions: [
                (id: "power", organisation: "o", assets: [First("n", 20)], recovery: "10min",
                 depends: [(id: "control", on: [Function("telecom"), Function("spare")], needs: AtLeast(2), backup: "9h", recharge: "1d")]),
                (id: "telecom", organisation: "p", depends: [(id: "power", on: [Function("power")])]),
                (id: "spare", organisation: "o", assets: [Group("n")], needs: AtLeast(30)),
            ],
            missions: [(id: "m", organisation: "p", depends: [
                (id: "all", on: [Function("power"), Function("telecom", 2)], needs: Weighted, backup: Exponential(mean: "2h"))])],
        )"#,
    );
}

#[test]
fn ladders_missions_cables_crises_and_help() {
    check(
        r#"Scenario(
            format: 1, id: "sea", title: "At sea", startex: "2026-01-05T00:00[UTC]", endex: "60d",
            organisations: [(id: "o"), (id: "p")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: 4)]),
            crews: [(id: "ship", organisation: "p", seats: 1)],
            authorities: [(id: "council", organisation: "p", hours: Weekly("Mon-Fri", "08:00", "16:00"), time: Exponential(mean: "3h"))],
            cables: [
                (id: "k", organisation: "p", breaks: Exponential(mean: "5d"), reroute: [(over: "l", share: 0.4)],
                 repair: (by: "ship", mobilise: Exponential(mean: "8h"), weather: Exponential(mean: "9h"), time: "30h")),
                (id: "l", organisation: "p", breaks: Exponential(mean: "9d"), repair: (by: "ship", time: Exponential(mean: "2d"))),
            ],
            functions: [(id: "net", organisation: "o", depends: [(id: "sea", on: [Cable("k"), Cable("l")], needs: Weighted, backup: "3h")])],
            missions: [(id: "m", organisation: "p", depends: [(id: "net", on: [Function("net")])], threshold: 0.5)],
            teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 2)], triage: (tier: "l", time: "10min"), playbook: "b",
                     unrelated: (rate: PerDay(2), severity: High, assets: 1))],
            playbooks: [(id: "b", phases: [RequestHelp(from: ["help"], tier: "l"), Investigate(tier: "l", time: Exponential(mean: "5h"), finds: 0.5)])],
            assistance: [(id: "help", organisation: "p", seats: 2, to: ["o"], travel: Exponential(mean: "9h"), refused: 0.2, authority: "council")],
            crises: [(id: "storm", kind: Media, on: ["o", "p"], load: (rate: PerHour(1)), decisions: (rate: PerDay(9), time: "1h"), slower: 2,
                      lasts: Exponential(mean: "9d"), rises: "3d", fades: "2d")],
            ladders: [(id: "eu", steps: [
                (id: "one", when: AtMost("mission_level[mission=m]", 0.5), takes: Exponential(mean: "1h"), informs: ["t"], effect: Load(team: "t", tickets: 9, over: "5h")),
                (id: "two", when: AtMost("mission_level[mission=m]", 0.1), authority: "council", stands_down: (when: AtLeast("mission_level[mission=m]", 1))),
            ])],
        )"#,
    );
}

#[test]
fn an_epidemic_along_edges() {
    // Attempts that fail and take time, sources that are found, isolated and cleaned, and come back.
    check(
        r#"Scenario(
            format: 1, id: "sis", title: "An epidemic", startex: "2026-01-05T00:00[UTC]", endex: "10d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o", topology: BarabasiAlbert(m: 3, seed: 1))],
                      assets: [(id: "n", zone: "z", count: 2000)]),
            techniques: [(id: "walk", tactic: LateralMovement, needs: (), success: 0.5, time: Exponential(mean: "1h"),
                          visible: (attempt: [], success: [(Process, 0.1)]))],
            campaigns: [(id: "c", initially_held: [First("n", 10)],
                spread: [Contact(technique: "walk", delay: Exponential(mean: "8h"), active_for: Exponential(mean: "1d"), then: Susceptible)])],
            crews: [(id: "it", organisation: "o", seats: 3)],
            teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 2)], triage: (tier: "l", time: "10min"), playbook: "p")],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1, false_alarms: PerHour(1))],
            playbooks: [(id: "p", phases: [Investigate(tier: "l", time: "1h", finds: 0.5), Contain(tier: "l", per_asset: "5min", actions: [Isolate]),
                Eradicate(crew: "it", per_asset: "10min"), Recover(crew: "it", per_asset: "1h")])],
        )"#,
    );
}
