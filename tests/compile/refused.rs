//! What the language has and the simulation has not.

use super::check;
use expect_test::expect;

#[test]
fn what_is_not_simulated_yet() {
    check(
        &[
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc", member_of: [(in: Nato, since: "2020-01-01")]),"#),
            (r#"start: "3h","#, r#"start: "3h", on_loss: GoDark(after: "1h", for: "12h"),"#),
            (
                r#"after: Any(["phish"])"#,
                r#"after: Any(["phish"]), scope: Campaign, until: Exhausted, on_failure: ["phish"]"#,
            ),
            (r#"Notify(agreements: ["ta"]),"#, r#"Notify(agreements: ["ta"]), RequestHelp(),"#),
            (r#"areas: ("#, r#"shape: Hub, areas: (education: 0.5, "#),
            ("shares: [Indicators]", "shares: [Indicators, Analysis]"),
            (r#"technique: "T1041""#, r#"technique: "T1041x""#),
            (r#"techniques: ["#, r#"techniques: [(id: "T1041x", tactic: Discovery),"#),
        ],
        expect![[r#"
            error[E0901]: joining and leaving an alliance is not simulated yet
              ╭▸ t.ron:7:53
              │
            7 │         (id: "ncirc", member_of: [(in: Nato, since: "2020-01-01")]),
              │                                                     ━━━━━━━━━━━━ not simulated yet
              │
              ╰ help: leave out the date
            error[E0901]: the action Discover of the technique `T1041x` is not simulated yet
               ╭▸ t.ron:26:23
               │
            26 │     techniques: [(id: "T1041x", tactic: Discovery),
               │                       ━━━━━━━━ not simulated yet
               │
               ╰ help: leave the step out: those after it can follow the one before it
            error[E0901]: the reaction GoDark to a loss is not simulated yet
               ╭▸ t.ron:30:72
               │
            30 │         (id: "bear", operators: 2, start: "3h", on_loss: GoDark(after: "1h", for: "12h"), flow: [
               │                                                                        ━━━━ not simulated yet
               │
               ╰ help: leave out `on_loss`: the campaign continues
            error[E0901]: a step that counts in the whole campaign is not simulated yet
               ╭▸ t.ron:32:77
               │
            32 │ …     (id: "climb", technique: "T1068", after: Any(["phish"]), scope: Campaign, until: Exhausted, on_failure: ["phish"]),
               │                                                                       ━━━━━━━━ not simulated yet
               │
               ╰ help: leave out `scope`
            error[E0901]: a step that goes on after its first success is not simulated yet
               ╭▸ t.ron:32:94
               │
            32 │ …     (id: "climb", technique: "T1068", after: Any(["phish"]), scope: Campaign, until: Exhausted, on_failure: ["phish"]),
               │                                                                                        ━━━━━━━━━ not simulated yet
               │
               ╰ help: leave out `until`
            error[E0901]: what follows a failure is not simulated yet
               ╭▸ t.ron:32:118
               │
            32 │ … scope: Campaign, until: Exhausted, on_failure: ["phish"]),
               │                                                   ━━━━━━━ not simulated yet
               │
               ╰ help: leave out `on_failure`
            error[E0901]: the phase RequestHelp is not simulated yet
               ╭▸ t.ron:53:14
               │
            53 │         (id: "standard", phases: [
               │              ━━━━━━━━━━ not simulated yet
               │
               ╰ help: leave it out of the playbook `standard`
            error[E0901]: the shape Hub is not simulated yet
               ╭▸ t.ron:63:76
               │
            63 │ …     (id: "ta", parties: ["cert", "ncirc"], since: "2016-02-10", shape: Hub, areas: (education: 0.5, information_exchange: (
               │                                                                          ━━━ not simulated yet
               │
               ╰ help: use `Mesh`: each informs each other
            error[E0901]: cooperation in education is not simulated yet
               ╭▸ t.ron:63:100
               │
            63 │ …     (id: "ta", parties: ["cert", "ncirc"], since: "2016-02-10", shape: Hub, areas: (education: 0.5, information_exchange: (
               │                                                                                                  ━━━ not simulated yet
               │
               ╰ help: leave it out; `information_exchange` is simulated
            error[E0901]: sharing of Analysis is not simulated yet
               ╭▸ t.ron:64:109
               │
            64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators, Analysis])],
               │                                                                                                             ━━━━━━━━ not simulated yet
               │
               ╰ help: share `Indicators`, or nothing: then a report only informs
        "#]],
    );
}

#[test]
fn what_is_written_as_it_is_by_default_is_simulated() {
    check(
        &[
            (
                r#"after: Any(["phish"])"#,
                r#"after: Any(["phish"]), scope: Organisation, until: FirstSuccess"#,
            ),
            (r#"start: "3h","#, r#"start: "3h", on_loss: Continue,"#),
        ],
        expect![[""]],
    );
}
