//! What the language has and the simulation has not.

use super::check;
use expect_test::expect;

#[test]
fn what_is_not_simulated_yet() {
    check(
        &[
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc", member_of: [(in: Nato, since: "2020-01-01")]),"#),
            (r#"Notify(agreements: ["ta"]),"#, r#"Notify(agreements: ["ta"]), RequestHelp(),"#),
            (r#"areas: ("#, r#"shape: Hub, areas: (education: 0.5, "#),
            ("shares: [Indicators]", "shares: [Indicators, Analysis]"),
        ],
        expect![[r#"
            error[E0901]: joining and leaving an alliance is not simulated yet
              ╭▸ t.ron:7:53
              │
            7 │         (id: "ncirc", member_of: [(in: Nato, since: "2020-01-01")]),
              │                                                     ━━━━━━━━━━━━ not simulated yet
              │
              ╰ help: leave out the date
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
