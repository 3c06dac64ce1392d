//! The maturity of organisations: what is told of it.

use super::check;
use expect_test::expect;

const FIRST: &str = r#"(id: "eu", name: "EU institutions"),"#;

#[test]
fn factors_have_a_range() {
    check(
        &[
            (r#"(id: "cert", protects"#, r#"(id: "cert", maturity: Basic, protects"#),
            (
                r#"startex: "2026-03-02T08:00[Europe/Brussels]","#,
                r#"maturity: (basic: (seats: 0, sensors: -1, patching: 11, skill: 0.05)), startex: "2026-03-02T08:00[Europe/Brussels]","#,
            ),
        ],
        expect![[r#"
            error[E0307]: `seats` must be from 0.1 to 10
              ╭▸ t.ron:3:63
              │
            3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 0, sensors: -1, patching: 11, skill: 0.05)), startex: "2026-03-…
              ╰╴                                                              ━ out of range
            error[E0307]: `sensors` must be from 0.1 to 10
              ╭▸ t.ron:3:75
              │
            3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 0, sensors: -1, patching: 11, skill: 0.05)), startex: "2026-03-…
              ╰╴                                                                          ━━ out of range
            error[E0307]: `patching` must be from 0.1 to 10
              ╭▸ t.ron:3:89
              │
            3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 0, sensors: -1, patching: 11, skill: 0.05)), startex: "2026-03-…
              ╰╴                                                                                        ━━ out of range
            error[E0307]: `skill` must be from 0.1 to 10
              ╭▸ t.ron:3:100
              │
            3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 0, sensors: -1, patching: 11, skill: 0.05)), startex: "2026-03-…
              ╰╴                                                                                                   ━━━━ out of range
        "#]],
    );
}

#[test]
fn the_more_mature_are_not_worse() {
    check(
        &[
            (r#"(id: "cert", protects"#, r#"(id: "cert", maturity: Basic, protects"#),
            (
                r#"startex: "2026-03-02T08:00[Europe/Brussels]","#,
                r#"maturity: (basic: (seats: 1.2, sensors: 1, patching: 0.9, skill: 0.8), advanced: (seats: 1.2, sensors: 0.9, patching: 1, skill: 1)),
                startex: "2026-03-02T08:00[Europe/Brussels]","#,
            ),
        ],
        expect![[r#"
            warning[W0623]: the intermediate are worse in `seats` than the basic
              ╭▸ t.ron:3:63
              │
            3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 1.2, sensors: 1, patching: 0.9, skill: 0.8), advanced: (seats: …
              │                                                               ━━━ 1.2 of the basic, 1 of the intermediate
              │
              ╰ help: the mature take less time to patch, and have more of all else
            warning[W0623]: the intermediate are worse in `patching` than the basic
              ╭▸ t.ron:3:90
              │
            3 │ …sic: (seats: 1.2, sensors: 1, patching: 0.9, skill: 0.8), advanced: (seats: 1.2, sensors: 0.9, patching: 1, skill: 1)),
              │                                          ━━━ 0.9 of the basic, 1 of the intermediate
              │
              ╰ help: the mature take less time to patch, and have more of all else
            warning[W0623]: the advanced are worse in `sensors` than the intermediate
              ╭▸ t.ron:3:140
              │
            3 │ … 0.8), advanced: (seats: 1.2, sensors: 0.9, patching: 1, skill: 1)),
              │                                         ━━━ 1 of the intermediate, 0.9 of the advanced
              │
              ╰ help: the mature take less time to patch, and have more of all else
        "#]],
    );
}

#[test]
fn maturity_of_no_use() {
    check(
        &[(FIRST, r#"(id: "eu", maturity: Advanced, name: "EU institutions"),"#)],
        expect![[r#"
        warning[W0621]: `eu` has no team and patches nothing, so its maturity scales nothing
          ╭▸ t.ron:5:30
          │
        5 │         (id: "eu", maturity: Advanced, name: "EU institutions"),
          │                              ━━━━━━━━ of no use
          │
          ╰ help: say it of the organisation whose teams respond, or give this one a `patching`
    "#]],
    );
    let written = (
        r#"startex: "2026-03-02T08:00[Europe/Brussels]","#,
        r#"maturity: (basic: (seats: 0.4, sensors: 1, patching: 1, skill: 1)), startex: "2026-03-02T08:00[Europe/Brussels]","#,
    );
    check(
        &[written],
        expect![[r#"
        warning[W0622]: no organisation says how mature it is, so nothing is scaled
          ╭▸ t.ron:3:63
          │
        3 │     format: 1, id: "t", title: "T", maturity: (basic: (seats: 0.4, sensors: 1, patching: 1, skill: 1)), startex: "2026-03-02T…
          │                                                               ━━━ of no use
          │
          ╰ help: give organisations a `maturity: Basic`, `Intermediate` or `Advanced`
    "#]],
    );
    // A variant says how mature somebody is.
    let varied = (
        "    variants: [\n",
        "    variants: [\n        (id: \"basic\", set: [(\"organisations[cert].maturity\", \"Basic\")]),\n",
    );
    check(&[written, varied], expect![[""]]);
}

#[test]
fn what_is_wrong_as_it_is_written_stays_wrong() {
    check(
        &[
            (r#"(id: "cert", protects"#, r#"(id: "cert", maturity: Basic, protects"#),
            ("sensitivity: 0.7", "sensitivity: 1.2"),
            (r#"(id: "l1", seats: 4)"#, r#"(id: "l1", seats: 0, skill: -1)"#),
        ],
        expect![[r#"
            error[E0603]: `seats` must be at least 1
               ╭▸ t.ron:45:36
               │
            45 │ …     tiers: [(id: "l1", seats: 0, skill: -1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call: "1…
               │                                 ━ zero
               │
               ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
            error[E0302]: `skill` must be more than 0
               ╭▸ t.ron:45:46
               │
            45 │ …     tiers: [(id: "l1", seats: 0, skill: -1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call: "1…
               │                                           ━━ not more than 0
               │
               ╰ help: write a number above 0, or leave `skill` out for its default
            error[E0301]: `sensitivity` is a probability, from 0 to 1, but `1.2` is not
               ╭▸ t.ron:50:96
               │
            50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [Process, File], sensitivity: 1.2, false_alarms: PerDay(48)),
               ╰╴                                                                                             ━━━ not from 0 to 1
        "#]],
    );
}

#[test]
fn what_is_asked_of_people_is_asked_of_those_who_are_there() {
    check(
        &[
            (r#"(id: "cert", protects"#, r#"(id: "cert", maturity: Basic, protects"#),
            ("false_alarms: PerDay(48)", "false_alarms: PerDay(300)"),
        ],
        expect![[r#"
            warning[W0601]: the triage of `soc` is busy to 130 % with false alarms alone: 12.5 an hour take 2.6 of 2.0 seats
               ╭▸ t.ron:44:14
               │
            44 │         (id: "soc", organisation: "cert",
               │              ━━━━━ more than 80 %
               │
               ╰ help: the queue grows without end: add seats, or lessen the false alarms
        "#]],
    );
    check(&[("false_alarms: PerDay(48)", "false_alarms: PerDay(300)")], expect![[""]]);
}
