//! Crises that can't come, are on nobody, or do nothing.

use super::check;
use expect_test::{Expect, expect};

/// Checks the base with these crises.
#[track_caller]
fn crises(crises: &str, expected: Expect) {
    check(&[("    msel: [", &format!("    crises: [{crises}],\n    msel: ["))], expected);
}

#[test]
fn names_that_a_crisis_does_not_know() {
    crises(
        r#"(id: "k", kind: Influence, on: ["nccirc"], load: (rate: PerHour(1))), (id: "k", kind: Media, on: [], load: (rate: PerHour(1))),
        (id: "l", kind: Media, on: [Tag("none"), "eu", "eu"], load: (rate: PerHour(1)))"#,
        expect![[r#"
            error[E0203]: no organisation has the id `nccirc`
               ╭▸ t.ron:70:46
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["nccirc"], load: (rate: PerHour(1))), (id: "k", kind: Media, on: [], load: (rat…
               │                                              ━━━━━━━━ not found
               │
               ╰ help: did you mean `ncirc`?
            error[E0201]: two crises have the id `k`
               ╭▸ t.ron:70:89
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["nccirc"], load: (rate: PerHour(1))), (id: "k", kind: Media, on: [], load: (rat…
               ╰╴                  ─── given first here                                                  ━━━ given again
            error[E0208]: no organisation has the tag `none`
               ╭▸ t.ron:71:41
               │
            71 │         (id: "l", kind: Media, on: [Tag("none"), "eu", "eu"], load: (rate: PerHour(1)))],
               ╰╴                                        ━━━━━━ not found
            error[E0207]: the organisation `eu` is given twice
               ╭▸ t.ron:71:56
               │
            71 │         (id: "l", kind: Media, on: [Tag("none"), "eu", "eu"], load: (rate: PerHour(1)))],
               │                                                  ┬───  ━━━━ given again
               │                                                  │
               ╰╴                                                 given first here
            warning[W0841]: the crisis `l` brings work, and nobody whom it is on has a team that takes it
               ╭▸ t.ron:71:76
               │
            71 │         (id: "l", kind: Media, on: [Tag("none"), "eu", "eu"], load: (rate: PerHour(1)))],
               │                                                                            ━━━━━━━━━━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
        "#]],
    );
}

#[test]
fn numbers_out_of_range() {
    crises(
        r#"(id: "k", kind: Influence, on: ["ncirc"], slower: 0.5, false_alarms: 1001, load: (rate: PerSecond(9)))"#,
        expect![[r#"
            error[E0303]: crises may bring at most 1,000,000 tickets, matters and false alarms in one replication, all together
               ╭▸ t.ron:70:19
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], slower: 0.5, false_alarms: 1001, load: (rate: PerSecond(9)))],
               ╰╴                  ━━━ the most of them
            error[E0307]: `slower` must be from 1 to 1000
               ╭▸ t.ron:70:64
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], slower: 0.5, false_alarms: 1001, load: (rate: PerSecond(9)))],
               ╰╴                                                               ━━━ out of range
            error[E0307]: `false_alarms` must be from 1 to 1000
               ╭▸ t.ron:70:83
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], slower: 0.5, false_alarms: 1001, load: (rate: PerSecond(9)))],
               ╰╴                                                                                  ━━━━ out of range
        "#]],
    );
    crises(
        r#"(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerSecond(9))), (id: "l", kind: Media, on: ["ncirc"], load: (rate: PerDay(1)))"#,
        expect![[r#"
            error[E0303]: crises may bring at most 1,000,000 tickets, matters and false alarms in one replication, all together
               ╭▸ t.ron:70:19
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerSecond(9))), (id: "l", kind: Media, on: ["ncirc"], lo…
               ╰╴                  ━━━ the most of them
        "#]],
    );
}

#[test]
fn crises_that_can_not_begin() {
    crises(
        r#"(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerHour(1)), start: OnInject)"#,
        expect![[r#"
            error[E0841]: no inject begins the crisis `k`
               ╭▸ t.ron:70:89
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerHour(1)), start: OnInject)],
               │                                                                                         ━━━━━━━━ never begins
               │
               ╰ help: give an inject `effect: StartCrisis("k")`
        "#]],
    );
    crises(
        r#"(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerHour(1)), start: "9d")"#,
        expect![[r#"
            error[E0405]: this moment is after ENDEX
               ╭▸ t.ron:70:89
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerHour(1)), start: "9d")],
               │                                                                                         ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
    check(
        &[(r#"Load(team: "soc", tickets: 40, over: "4h")"#, r#"StartCrisis("rumours")"#)],
        expect![[r#"
        error[E0203]: no crisis has the id `rumours`
           ╭▸ t.ron:71:68
           │
        71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: StartCrisis("rumours")),
           │                                                                    ━━━━━━━━━ not found
           │
           ╰ help: there is no crisis at all
    "#]],
    );
}

#[test]
fn what_reaches_nobody() {
    crises(
        r#"(id: "k", kind: Influence, on: ["eu"], load: (rate: PerHour(1)), decisions: (rate: PerDay(1), time: "1h"), slower: 2, false_alarms: 2),
        (id: "l", kind: Influence, on: ["eu"], slower: 1),
        (id: "m", kind: Influence, on: ["eu"], active: false, slower: 2)"#,
        expect![[r#"
            warning[W0841]: the crisis `k` brings work, and nobody whom it is on has a team that takes it
               ╭▸ t.ron:70:66
               │
            70 │     crises: [(id: "k", kind: Influence, on: ["eu"], load: (rate: PerHour(1)), decisions: (rate: PerDay(1), time: "1h"), slow…
               │                                                                  ━━━━━━━━━━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
            warning[W0841]: the crisis `k` has matters to decide, and nobody whom it is on has an authority
               ╭▸ t.ron:70:97
               │
            70 │ …u"], load: (rate: PerHour(1)), decisions: (rate: PerDay(1), time: "1h"), slower: 2, false_alarms: 2),
               │                                                   ━━━━━━━━━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
            warning[W0841]: the crisis `k` slows decisions, and nobody whom it is on has an authority
               ╭▸ t.ron:70:129
               │
            70 │ …), decisions: (rate: PerDay(1), time: "1h"), slower: 2, false_alarms: 2),
               │                                                       ━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
            warning[W0841]: the crisis `k` raises false alarms, and nobody whom it is on has a sensor that raises any
               ╭▸ t.ron:70:146
               │
            70 │ …te: PerDay(1), time: "1h"), slower: 2, false_alarms: 2),
               │                                                       ━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
            warning[W0841]: the crisis `l` strains nobody in any way
               ╭▸ t.ron:71:14
               │
            71 │         (id: "l", kind: Influence, on: ["eu"], slower: 1),
               │              ━━━ changes nothing
               │
               ╰ help: those whom it is `on` are strained themselves, not others who protect them
        "#]],
    );
}

#[test]
fn measures_of_crises() {
    check(
        &[(
            "    msel: [",
            r#"    crises: [(id: "k", kind: Influence, on: ["ncirc"], load: (rate: PerHour(1)))],
    msel: [
        (no: "7", when: AtLeast("crises_now", 2)), (no: "8", when: AtMost("crises_now[crisis=k]", 1)),
        (no: "9", when: AtLeast("crisis_tickets[crisis=l]", 5)), (no: "10", when: Reached("crises_now")), "#,
        )],
        expect![[r#"
            warning[W0802]: `crises_now` is never so many: there is 1 crisis
               ╭▸ t.ron:72:47
               │
            72 │         (no: "7", when: AtLeast("crises_now", 2)), (no: "8", when: AtMost("crises_now[crisis=k]", 1)),
               ╰╴                                              ━ never so
            warning[W0802]: `crises_now` is never more: there is 1 crisis
               ╭▸ t.ron:72:99
               │
            72 │         (no: "7", when: AtLeast("crises_now", 2)), (no: "8", when: AtMost("crises_now[crisis=k]", 1)),
               ╰╴                                                                                                  ━ always so
            error[E0203]: no crisis has the id `l`
               ╭▸ t.ron:73:56
               │
            73 │         (no: "9", when: AtLeast("crisis_tickets[crisis=l]", 5)), (no: "10", when: Reached("crises_now")), 
               │                                                        ━ not found
               │
               ╰ help: there is `k`
            error[E0807]: `crises_now` can't be waited for: it is no time at which something happens
               ╭▸ t.ron:73:92
               │
            73 │         (no: "9", when: AtLeast("crisis_tickets[crisis=l]", 5)), (no: "10", when: Reached("crises_now")), 
               │                                                                                            ━━━━━━━━━━ not the time of a response
               │
               ╰ help: possible: `time_to_compromise`, `time_to_detect`, `time_to_acknowledge`, `time_to_declare`, `time_to_contain`,
                       `time_to_final_containment`, `time_to_recover`, `time_to_share`, `time_to_inform`, `time_to_escalate`,
                       `time_to_report`, `time_to_take_down` or `time_to_attribute`
        "#]],
    );
    check(
        &[("    msel: [", r#"    msel: [(no: "7", when: AtLeast("crises_now", 2)), "#)],
        expect![[r#"
        error[E0813]: `crises_now` is asked of a crisis, and there is none
           ╭▸ t.ron:70:37
           │
        70 │     msel: [(no: "7", when: AtLeast("crises_now", 2)), 
           ╰╴                                    ━━━━━━━━━━ without `crisis`
    "#]],
    );
}

#[test]
fn what_a_crisis_would_bring_that_is_not_active_is_not_counted() {
    crises(
        r#"(id: "k", kind: Influence, on: ["ncirc"], active: false, load: (rate: PerSecond(9)))"#,
        expect![""],
    );
}
