//! Ladders of escalation that can't be climbed, or are written wrongly.

use super::{check, model};
use expect_test::{Expect, expect};

/// Checks the base with these ladders.
#[track_caller]
fn ladders(ladders: &str, expected: Expect) {
    check(&[("    msel: [", &format!("    ladders: [{ladders}],\n    msel: ["))], expected);
}

#[test]
fn steps_that_wait_for_themselves_or_for_a_higher_one() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: Injected("eu/two")), (id: "two", when: AtLeast("assets_held_now", 1))])"#,
        expect![[r#"
            error[E0831]: the step `eu/one` never comes: it waits for `eu/two`, which waits for `eu/one`
               ╭▸ t.ron:70:39
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: Injected("eu/two")), (id: "two", when: AtLeast("assets_held_now", 1))])],
               │                                       ━━━━━ waits for itself
               │
               ╰ help: a step waits for the one beneath it, unless it says `skips: true`; let its condition speak of neither itself nor a
                       higher one
        "#]],
    );
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("escalation_level[ladder=eu]", 2)), (id: "two", when: AtLeast("assets_held_now", 1))])"#,
        expect![[r#"
            error[E0831]: the step `eu/one` never comes: it waits for `eu/two`, which waits for `eu/one`
               ╭▸ t.ron:70:39
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: AtLeast("escalation_level[ladder=eu]", 2)), (id: "two", when: AtLeast("as…
               │                                       ━━━━━ waits for itself
               │
               ╰ help: a step waits for the one beneath it, unless it says `skips: true`; let its condition speak of neither itself nor a
                       higher one
        "#]],
    );
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: Reached("time_to_escalate[ladder=eu, step=one]"))])"#,
        expect![[r#"
            error[E0831]: the step `eu/one` never comes: it waits for `eu/one`
               ╭▸ t.ron:70:39
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: Reached("time_to_escalate[ladder=eu, step=one]"))])],
               │                                       ━━━━━ waits for itself
               │
               ╰ help: a step waits for the one beneath it, unless it says `skips: true`; let its condition speak of neither itself nor a
                       higher one
        "#]],
    );
}

#[test]
fn a_step_that_nothing_calls_for() {
    ladders(
        r#"(id: "eu", steps: [(id: "one"), (id: "two", when: AtLeast("assets_held_now", 1))])"#,
        expect![[r#"
            error[E0831]: nothing takes the step `eu/one`
               ╭▸ t.ron:70:39
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one"), (id: "two", when: AtLeast("assets_held_now", 1))])],
               │                                       ━━━━━ is never called for
               │
               ╰ help: write its condition, `when: …`, or let an inject do `Escalate(ladder: …, to: …)`
        "#]],
    );
}

#[test]
fn what_takes_a_ladder_to_a_step_breaks_a_ring() {
    model(&[(
        "    msel: [",
        r#"    ladders: [(id: "eu", steps: [(id: "one", when: Injected("eu/two")), (id: "two", when: AtLeast("assets_held_now", 1)), (id: "three")]),
        (id: "nato", steps: [(id: "one", when: AtLeast("assets_held_now", 1),
            effect: Several([Escalate(ladder: "eu", to: "two"), Escalate(ladder: "eu", to: "three")]))])],
    msel: ["#,
    )]);
}

#[test]
fn steps_that_can_only_come_too_late() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: NotYet(measure: "time_to_detect[org=cert]", by: "4d"), takes: "2d"), (id: "two", when: AtLeast("assets_held_now", 1))])"#,
        expect![[r#"
            error[E0405]: the step `eu/one` can only come after ENDEX
               ╭▸ t.ron:70:114
               │
            70 │ …asure: "time_to_detect[org=cert]", by: "4d"), takes: "2d"), (id: "two", when: AtLeast("assets_held_now", 1))])],
               │                                                       ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("assets_held_now", 1), takes: "3d"), (id: "two", when: AtLeast("assets_held_now", 1), takes: "2d")])"#,
        expect![[r#"
            warning[W0402]: the step `eu/two` comes as the exercise ends at the earliest, so it never matters
               ╭▸ t.ron:70:153
               │
            70 │ …id: "two", when: AtLeast("assets_held_now", 1), takes: "2d")])],
               ╰╴                                                        ━━━━ at ENDEX
        "#]],
    );
}

#[test]
fn names_that_a_ladder_does_not_know() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("escalation_level[ladder=nato]", 1), authority: "dutty", informs: ["sok"],
            effect: Escalate(ladder: "eu", to: "tow")), (id: "two", when: Reached("time_to_escalate[step=three]")), (id: "two")])"#,
        expect![[r#"
            error[E0203]: no ladder has the id `nato`
               ╭▸ t.ron:70:85
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: AtLeast("escalation_level[ladder=nato]", 1), authority: "dutty", informs:…
               │                                                                                     ━━━━ not found
               │
               ╰ help: there is `eu`
            error[E0203]: no authority has the id `dutty`
               ╭▸ t.ron:70:108
               │
            70 │ …east("escalation_level[ladder=nato]", 1), authority: "dutty", informs: ["sok"],
               │                                                       ━━━━━━━ not found
               │
               ╰ help: did you mean `duty`?
            error[E0203]: no team or organisation has the id `sok`
               ╭▸ t.ron:70:127
               │
            70 │ …evel[ladder=nato]", 1), authority: "dutty", informs: ["sok"],
               │                                                        ━━━━━ not found
               │
               ╰ help: did you mean `soc`?
            error[E0204]: the ladder `eu` has no step `tow`
               ╭▸ t.ron:71:48
               │
            71 │ …     effect: Escalate(ladder: "eu", to: "tow")), (id: "two", when: Reached("time_to_escalate[step=three]")), (id: "two")])],
               │                                          ━━━━━ not found
               │
               ╰ help: did you mean `two`?
            error[E0204]: the ladder `eu` has no step `three`
               ╭▸ t.ron:71:106
               │
            71 │ …     effect: Escalate(ladder: "eu", to: "tow")), (id: "two", when: Reached("time_to_escalate[step=three]")), (id: "two")])],
               │                                                                                                    ━━━━━ not found
               │
               ╰ help: there is `one`, `two` or `two`
            error[E0201]: two steps have the id `two`
               ╭▸ t.ron:71:122
               │
            71 │ …eu", to: "tow")), (id: "two", when: Reached("time_to_escalate[step=three]")), (id: "two")])],
               ╰╴                        ───── given first here                                      ━━━━━ given again
            error[E0831]: nothing takes the step `eu/two`
               ╭▸ t.ron:71:122
               │
            71 │ …: Reached("time_to_escalate[step=three]")), (id: "two")])],
               │                                                   ━━━━━ is never called for
               │
               ╰ help: write its condition, `when: …`, or let an inject do `Escalate(ladder: …, to: …)`
        "#]],
    );
    ladders(
        r#"(id: "eu", steps: [])"#,
        expect![[r#"
            error[E0305]: the ladder `eu` has no steps
               ╭▸ t.ron:70:20
               │
            70 │     ladders: [(id: "eu", steps: [])],
               │                    ━━━━ nothing to climb
               │
               ╰ help: give it a step: `steps: [(id: "alert", when: …)]`, or leave the ladder out
        "#]],
    );
}

#[test]
fn standing_down_in_one_way() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("assets_held_now", 1), stands_down: ()),
            (id: "two", when: AtLeast("assets_held_now", 1), stands_down: (after: "1h", when: AtMost("assets_held_now", 0)))])"#,
        expect![[r#"
            error[E0832]: the step `one` stands down in one way
               ╭▸ t.ron:70:39
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: AtLeast("assets_held_now", 1), stands_down: ()),
               │                                       ━━━━━ has neither `after` nor `when`
               │
               ╰ help: write `stands_down: (after: "24h")`, or `(when: …)`
            error[E0832]: the step `two` stands down in one way
               ╭▸ t.ron:71:18
               │
            71 │ …     (id: "two", when: AtLeast("assets_held_now", 1), stands_down: (after: "1h", when: AtMost("assets_held_now", 0)))])],
               │            ━━━━━ has `after` and `when`
               │
               ╰ help: write `stands_down: (after: "24h")`, or `(when: …)`
        "#]],
    );
}

#[test]
fn levels_that_a_ladder_does_not_have() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("assets_held_now", 1), stands_down: (when: AtLeast("escalation_level", 2)))])"#,
        expect![[r#"
            warning[W0802]: `escalation_level` is never so many: there is 1 step
               ╭▸ t.ron:70:131
               │
            70 │ …w", 1), stands_down: (when: AtLeast("escalation_level", 2)))])],
               ╰╴                                                         ━ never so
        "#]],
    );
}

#[test]
fn steps_that_wait_for_what_no_playbook_does() {
    check(
        &[
            (
                "    msel: [",
                r#"    ladders: [(id: "eu", steps: [
        (id: "one", when: Any([Reached("time_to_declare[org=ncirc]"), Reached("time_to_detect[org=ncirc]")])),
        (id: "two", when: Reached("time_to_declare[org=cert]"))])],
    msel: ["#,
            ),
            (
                "playbooks: [",
                r#"playbooks: [
        (id: "short", phases: [Report(tier: "l2", time: "10min")]),"#,
            ),
            (
                r#"triage: (tier: "l2", time: "5min"), playbook: "standard""#,
                r#"triage: (tier: "l2", time: "5min"), playbook: "short""#,
            ),
        ],
        expect![[r#"
            warning[W0809]: no playbook of `ncirc` declares, so nothing that it does ends this time
               ╭▸ t.ron:72:40
               │
            72 │         (id: "one", when: Any([Reached("time_to_declare[org=ncirc]"), Reached("time_to_detect[org=ncirc]")])),
               │                                        ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Declare`
        "#]],
    );
}

#[test]
fn a_step_that_waits_for_what_never_has_a_value() {
    ladders(
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("campaigns_at_objective[campaign=fire]", 1)),
            (id: "two", when: Reached("time_to_attribute[campaign=bear]")), (id: "three", when: AtLeast("campaigns_at_objective", 1))])"#,
        expect![[r#"
            warning[W0805]: `campaigns_at_objective` is always 0: no step of the campaign `fire` is an objective
               ╭▸ t.ron:70:61
               │
            70 │     ladders: [(id: "eu", steps: [(id: "one", when: AtLeast("campaigns_at_objective[campaign=fire]", 1)),
               │                                                             ━━━━━━━━━━━━━━━━━━━━━━ always 0
               │
               ╰ help: say of the step that the campaign is after: `objective: true`
            warning[W0805]: `time_to_attribute` never has a value: no investigation attributes campaigns
               ╭▸ t.ron:71:39
               │
            71 │ …     (id: "two", when: Reached("time_to_attribute[campaign=bear]")), (id: "three", when: AtLeast("campaigns_at_objective", …
               │                                 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ never comes
               │
               ╰ help: add one: `investigations: [(…, aim: Attribute(right: 0.5))]`
        "#]],
    );
}
