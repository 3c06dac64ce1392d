//! The frame, functions, injects, measures, objectives and variants.

use super::{check, parsed, rendered};
use expect_test::{Expect, expect};
use jointex::compile::{check_variants, compile};

#[test]
fn frames() {
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "0s""#),
            (r#"start: "3h""#, r#"start: "0s""#),
            (r#"at: "D2 09:30""#, r#"at: "0s""#),
            (r#"by: "30h""#, r#"by: "0s""#),
        ],
        expect![[r#"
            error[E0402]: the exercise ends as it starts
              ╭▸ t.ron:3:90
              │
            3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "0s",
              ╰╴                                                                                         ━━━━ no time at all
        "#]],
    );
    check(
        &[(r#"endex: "5d""#, r#"endex: "5d", measure_from: "5d""#)],
        expect![[r#"
        error[E0402]: measuring would begin when the exercise is over
          ╭▸ t.ron:3:110
          │
        3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d", measure_from: "5d",
          ╰╴                                                                                                             ━━━━ not before ENDEX
    "#]],
    );
    check(
        &[(r#"endex: "5d""#, r#"endex: "600 weeks""#)],
        expect![[r#"
        error[E0402]: an exercise of more than ten years can't be simulated
          ╭▸ t.ron:3:90
          │
        3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "600 weeks",
          ╰╴                                                                                         ━━━━━━━━━━━ too long
    "#]],
    );
}

#[test]
fn preludes() {
    check(
        &[(r#"endex: "5d""#, r#"endex: "5d", prelude: "400d""#)],
        expect![[r#"
            error[E0402]: a prelude of more than a year can't be simulated
              ╭▸ t.ron:3:105
              │
            3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d", prelude: "400d",
              ╰╴                                                                                                        ━━━━━━ too long
        "#]],
    );
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "5d", prelude: "2d""#),
            (r#"start: "3h""#, r#"start: "-3d""#),
            (r#"at: "D2 09:30""#, r#"at: "-1h""#),
        ],
        expect![[r#"
            error[E0401]: this moment is before the prelude
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "-3d", flow: [
               │                                           ━━━━━ before the prelude
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00, its prelude begins at 2026-02-28 08:00
            error[E0401]: this moment is before STARTEX
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "-1h", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
    check(
        &[(r#"start: "3h""#, r#"start: "-3h""#)],
        expect![[r#"
        error[E0401]: this moment is before STARTEX
           ╭▸ t.ron:30:43
           │
        30 │         (id: "bear", operators: 2, start: "-3h", flow: [
           │                                           ━━━━━ before STARTEX
           │
           ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
    "#]],
    );
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "5d", prelude: "2d""#),
            (r#"start: "3h""#, r#"start: "2026-02-28T12:00""#),
        ],
        expect![""],
    );
}

#[test]
fn moments_outside_the_exercise() {
    check(
        &[
            (r#"start: "3h""#, r#"start: "2026-03-01T12:00""#),
            (r#"at: "D2 09:30""#, r#"at: "D7 08:00""#),
            (r#"by: "30h""#, r#"by: "6d""#),
        ],
        expect![[r#"
            error[E0401]: this moment is before STARTEX
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "2026-03-01T12:00", flow: [
               │                                           ━━━━━━━━━━━━━━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0401]: this moment is after ENDEX
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "D7 08:00", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━━━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0401]: this moment is after ENDEX
               ╭▸ t.ron:72:74
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "6d"), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                                                        ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
}

#[test]
fn functions() {
    check(
        &[(r#"Asset("mail")]"#, r#"Asset("node[1]")]"#)],
        expect![[r#"
        error[E0307]: the function `work` of `eu` rests on assets of `ncirc`
           ╭▸ t.ron:68:72
           │
        68 │         (id: "work", organisation: "eu", assets: [Group("desk"), Asset("node[1]")]),
           │                                                                        ━━━━━━━━━ of another organisation
           │
           ╰ help: a function rests on assets of one organisation: define one for each
    "#]],
    );
    check(
        &[(r#"Asset("mail")]"#, r#"Asset("mail")], needs: AtLeast(22)"#)],
        expect![[r#"
        error[E0804]: at least 22 of 21 assets can never be up
           ╭▸ t.ron:68:97
           │
        68 │         (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")], needs: AtLeast(22)),
           ╰╴                                                                                                ━━ more than there are
    "#]],
    );
    check(
        &[(r#"[Group("desk"), Asset("mail")]"#, r#"[]"#)],
        expect![[r#"
        error[E0305]: the function `work` rests on no asset
           ╭▸ t.ron:68:14
           │
        68 │         (id: "work", organisation: "eu", assets: []),
           ╰╴             ━━━━━━ `assets` is empty
    "#]],
    );
    check(
        &[(r#"[Group("desk"), Asset("mail")]"#, r#"[Asset("mail")]"#), ("weight: 5", "weight: 0")],
        expect![[r#"
            error[E0804]: all that the function `work` rests on has weight 0
               ╭▸ t.ron:68:14
               │
            68 │         (id: "work", organisation: "eu", assets: [Asset("mail")]),
               │              ━━━━━━ its level is no number
               │
               ╰ help: give an asset a `weight`, or say `needs: All`
        "#]],
    );
}

#[test]
fn injects() {
    check(
        &[(r#"at: "D2 09:30", "#, "")],
        expect![[r#"
            error[E0801]: the inject `1` never comes
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │              ━━━ has none of `at`, `after` and `when`
               │
               ╰ help: say one of them: `at: "D2 09:30"`, `after: (inject: …)`, or `when: NotYet(…)`
        "#]],
    );
    check(
        &[(
            r#"at: "D2 09:30", "#,
            r#"at: "D2 09:30", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), objective: "slow","#,
        )],
        expect![[r#"
            error[E0801]: the inject `1` comes in more than one way
               ╭▸ t.ron:71:14
               │
            71 │ …     (no: "1", at: "D2 09:30", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), objective: "slow",to: ["soc"]…
               │            ━━━ has `at` and `when`
               │
               ╰ help: say one of them: `at: "D2 09:30"`, `after: (inject: …)`, or `when: NotYet(…)`
            error[E0203]: no objective has the id `slow`
               ╭▸ t.ron:71:109
               │
            71 │ … "time_to_declare[org=cert]", by: "30h"), objective: "slow",to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")…
               │                                                       ━━━━━━ not found
               │
               ╰ help: there is `fast`
        "#]],
    );
    check(
        &[(r#"Alert(team: "soc", asset: "desk[1]")"#, r#"Alert(team: "soc", asset: "node[1]")"#)],
        expect![[r#"
            warning[W0801]: `soc` gets an alert about `node[1]`, which its organisation does not protect
               ╭▸ t.ron:72:116
               │
            72 │ …y: "30h"), effect: Alert(team: "soc", asset: "node[1]")),
               ╰╴                                              ━━━━━━━━━ not the team's concern
        "#]],
    );
    check(
        &[(r#"measure: "time_to_declare[org=cert]", by"#, r#"measure: "dwell_time[org=cert]", by"#)],
        expect![[r#"
            error[E0801]: `dwell_time` can't be waited for: it is no time at which something happens
               ╭▸ t.ron:72:42
               │
            72 │         (no: "2", when: NotYet(measure: "dwell_time[org=cert]", by: "30h"), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                          ━━━━━━━━━━ not the time of a response
               │
               ╰ help: possible: `time_to_compromise`, `time_to_detect`, `time_to_acknowledge`, `time_to_declare`, `time_to_contain`,
                       `time_to_final_containment`, `time_to_recover`, `time_to_share` or `time_to_inform`
        "#]],
    );
}

/// What is told when the base's objective asks for `measure`.
#[track_caller]
fn check_measure(measure: &str, limit: &str, expected: Expect) {
    check(
        &[(r#"AtMost("time_to_declare[org=cert]", "12h")"#, &format!("AtMost(\"{measure}\", {limit})"))],
        expected,
    );
}

#[test]
fn measures_that_are_clear() {
    for measure in [
        "time_to_declare[org=cert, campaign=bear, from=FirstAlert]",
        "time_to_inform[org=cert, partner=ncirc, from=Inject(2)]",
        "time_to_inform[org=cert]",
        "time_to_compromise[org=ncirc]",
        "alert_wait[team=soc]",
    ] {
        check_measure(measure, "\"1h\"", expect![""]);
    }
    check_measure("utilisation[team=nsoc]", "0.8", expect![""]);
    check_measure("function_loss", "3", expect![""]);
    check_measure("assets_held_peak[campaign=fire]", "3", expect![""]);
}

#[test]
fn measures_that_are_not() {
    check_measure(
        "time_to_declar[org=cert]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: there is no measure `time_to_declar`
           ╭▸ t.ron:75:36
           │
        75 │         (id: "fast", that: AtMost("time_to_declar[org=cert]", "1h"), with_probability: 0.8),
           │                                    ━━━━━━━━━━━━━━ not known
           │
           ╰ help: did you mean `time_to_declare`?
    "#]],
    );
    check_measure(
        "time_to_declare",
        "\"1h\"",
        expect![[r#"
        error[E0802]: `time_to_declare` does not say of which responding organisation
           ╭▸ t.ron:75:36
           │
        75 │         (id: "fast", that: AtMost("time_to_declare", "1h"), with_probability: 0.8),
           │                                    ━━━━━━━━━━━━━━━ without `org`
           │
           ╰ help: write `time_to_declare[org=cert]`; possible: `cert` or `ncirc`
    "#]],
    );
    check_measure(
        "time_to_declare[org=crt]",
        "\"1h\"",
        expect![[r#"
        error[E0203]: no responding organisation has the id `crt`
           ╭▸ t.ron:75:56
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=crt]", "1h"), with_probability: 0.8),
           │                                                        ━━━ not found
           │
           ╰ help: did you mean `cert`?
    "#]],
    );
    check_measure(
        "time_to_declare[org=eu]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: the organisation `eu` has no team, so it does not respond
           ╭▸ t.ron:75:56
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=eu]", "1h"), with_probability: 0.8),
           │                                                        ━━ has no team
           │
           ╰ help: `cert` responds for it: write `org=cert`
    "#]],
    );
    check_measure(
        "time_to_declare[org=cert, team=soc]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: `time_to_declare` has no filter `team`
           ╭▸ t.ron:75:62
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, team=soc]", "1h"), with_probability: 0.8),
           │                                                              ━━━━ not known
           │
           ╰ help: its filters are `org`, `campaign` or `from`
    "#]],
    );
    check_measure(
        "time_to_declare[org=cert, from=FirstHod]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: no time counts from `FirstHod`
           ╭▸ t.ron:75:67
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, from=FirstHod]", "1h"), with_probability: 0.8),
           │                                                                   ━━━━━━━━ not an origin
           │
           ╰ help: did you mean `FirstHold`?
    "#]],
    );
    check_measure(
        "time_to_declare[org=cert, from=Inject(9)]",
        "\"1h\"",
        expect![[r#"
        error[E0203]: no inject has the id `9`
           ╭▸ t.ron:75:67
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, from=Inject(9)]", "1h"), with_probability: 0.8),
           │                                                                   ━━━━━━━━━ not found
           │
           ╰ help: there is `1` or `2`
    "#]],
    );
    check_measure(
        "time_to_inform[org=cert, partner=cert]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: `cert` can't be its own partner
           ╭▸ t.ron:75:69
           │
        75 │         (id: "fast", that: AtMost("time_to_inform[org=cert, partner=cert]", "1h"), with_probability: 0.8),
           ╰╴                                                                    ━━━━ the same organisation
    "#]],
    );
    check_measure(
        "alert_wait",
        "\"1h\"",
        expect![[r#"
        error[E0802]: `alert_wait` does not say of which team
           ╭▸ t.ron:75:36
           │
        75 │         (id: "fast", that: AtMost("alert_wait", "1h"), with_probability: 0.8),
           │                                    ━━━━━━━━━━ without `team`
           │
           ╰ help: write `alert_wait[team=nsoc]`; possible: `nsoc` or `soc`
    "#]],
    );
    check_measure(
        "dwell_time[org=cert, from=Startex, campaign=beer]",
        "\"1h\"",
        expect![[r#"
        error[E0802]: `dwell_time` has no filter `from`
           ╭▸ t.ron:75:57
           │
        75 │         (id: "fast", that: AtMost("dwell_time[org=cert, from=Startex, campaign=beer]", "1h"), with_probability: 0.8),
           │                                                         ━━━━ not known
           │
           ╰ help: its filters are `org` or `campaign`
        error[E0203]: no campaign has the id `beer`
           ╭▸ t.ron:75:80
           │
        75 │         (id: "fast", that: AtMost("dwell_time[org=cert, from=Startex, campaign=beer]", "1h"), with_probability: 0.8),
           │                                                                                ━━━━ not found
           │
           ╰ help: did you mean `bear`?
    "#]],
    );
    check_measure(
        "time_to_declare[org=cert]",
        "12",
        expect![[r#"
        error[E0803]: `time_to_declare` is a time, which a number can't limit
           ╭▸ t.ron:75:64
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert]", 12), with_probability: 0.8),
           │                                                                ━━ not a duration
           │
           ╰ help: write it with its unit, as `"12h"`
    "#]],
    );
    check_measure(
        "utilisation[team=soc]",
        "\"12h\"",
        expect![[r#"
        error[E0803]: `utilisation` is a number, which a duration can't limit
           ╭▸ t.ron:75:60
           │
        75 │         (id: "fast", that: AtMost("utilisation[team=soc]", "12h"), with_probability: 0.8),
           ╰╴                                                           ━━━━━ not a number
    "#]],
    );
}

#[test]
fn variants_are_checked_beyond_the_scenario_itself() {
    let change = (
        r#"("agreements[ta].active", "false")"#,
        r#"("agreements[ta].active", "false"), ("teams[soc].tiers[l1].seats", "0")"#,
    );
    let (scenario, mut sources) = parsed(&[change]);
    let (_, known) = compile(&scenario, &sources);
    let found = check_variants(&scenario, &known, &mut sources);
    expect![[r#"
        error[E0302]: `seats` must be at least 1
          ╭▸ variant `alone`:1:28
          │
        1 │ teams[soc].tiers[l1].seats=0
          │                            ━ zero
          │
          ├ note: in the variant `alone`
          ╰ note: asked for at t.ron:78:66
    "#]]
    .assert_eq(&rendered(&found, &sources));
}

#[test]
fn what_begins_as_the_exercise_ends() {
    check(
        &[
            (r#"start: "3h""#, r#"start: "120h""#),
            (r#"at: "D2 09:30""#, r#"at: "D6 08:00""#),
            (r#"by: "30h""#, r#"by: "5d""#),
        ],
        expect![[r#"
            warning[W0402]: the campaign `bear` begins as the exercise ends, so it never matters
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "120h", flow: [
               ╰╴                                          ━━━━━━ at ENDEX
            warning[W0402]: the inject `1` begins as the exercise ends, so it never matters
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "D6 08:00", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               ╰╴                      ━━━━━━━━━━ at ENDEX
            warning[W0402]: the inject `2` begins as the exercise ends, so it never matters
               ╭▸ t.ron:72:74
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "5d"), effect: Alert(team: "soc", asset: "desk[1]")),
               ╰╴                                                                       ━━━━ at ENDEX
        "#]],
    );
}

#[test]
fn civil_moments_in_the_hour_of_a_change_of_clocks() {
    let spring = ("2026-03-02T08:00", "2026-03-27T08:00");
    check(
        &[spring, (r#"at: "D2 09:30""#, r#"at: "D3 02:30""#)],
        expect![[r#"
        error[E0013]: there is no 02:30 on 2026-03-29 in Europe/Brussels
           ╭▸ t.ron:71:23
           │
        71 │         (no: "1", at: "D3 02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
           │                       ━━━━━━━━━━ skipped as the clocks are set forward
           │
           ╰ help: choose a time before or after the change
    "#]],
    );
    check(
        &[spring, (r#"at: "D2 09:30""#, r#"at: "2026-03-29T02:30""#)],
        expect![[r#"
        error[E0013]: there is no 02:30 on 2026-03-29 in Europe/Brussels
           ╭▸ t.ron:71:23
           │
        71 │         (no: "1", at: "2026-03-29T02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
           │                       ━━━━━━━━━━━━━━━━━━ skipped as the clocks are set forward
           │
           ╰ help: choose a time before or after the change
    "#]],
    );
    let autumn = ("2026-03-02T08:00", "2026-10-23T08:00");
    check(
        &[autumn, (r#"at: "D2 09:30""#, r#"at: "2026-10-25T02:30""#)],
        expect![[r#"
        error[E0013]: 02:30 on 2026-10-25 comes twice in Europe/Brussels
           ╭▸ t.ron:71:23
           │
        71 │         (no: "1", at: "2026-10-25T02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
           │                       ━━━━━━━━━━━━━━━━━━ repeated as the clocks are set back
           │
           ╰ help: say how long after STARTEX: `"42h 30min"` or `"43h 30min"`
    "#]],
    );
}
