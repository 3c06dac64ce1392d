//! What the language has and the simulation has not.

use super::check;
use expect_test::expect;

#[test]
fn what_is_not_simulated_yet() {
    check(
        &[
            (r#"Notify(agreements: ["ta"]),"#, r#"Notify(agreements: ["ta"]), RequestHelp(),"#),
            ("shares: [Indicators]", "shares: [Indicators, Request]"),
        ],
        expect![[r#"
            error[E0901]: the phase RequestHelp is not simulated yet
               ╭▸ t.ron:53:14
               │
            53 │         (id: "standard", phases: [
               │              ━━━━━━━━━━ not simulated yet
               │
               ╰ help: leave it out of the playbook `standard`
            error[E0901]: sharing of Request is not simulated yet
               ╭▸ t.ron:64:109
               │
            64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators, Request])],
               │                                                                                                             ━━━━━━━ not simulated yet
               │
               ╰ help: leave it out
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
