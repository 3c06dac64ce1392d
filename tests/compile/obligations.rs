//! Legal clocks that can't run, or are written wrongly.

use super::{check, model};
use expect_test::{Expect, expect};

/// Checks the base with these obligations.
#[track_caller]
fn obligations(obligations: &str, expected: Expect) {
    check(&[("    msel: [", &format!("    obligations: [{obligations}],\n    msel: ["))], expected);
}

#[test]
fn a_sound_one_is_told_nothing_of() {
    obligations(
        r#"(id: "nis2", applies: ["eu"], from: Declared, deadlines: [(id: "early", within: "24h", tier: "l2", time: "1h", agreements: ["ta"])])"#,
        expect![[r#""#]],
    );
}

#[test]
fn deadlines_that_count_from_what_is_no_deadline_above() {
    obligations(
        r#"(id: "nis2", applies: ["eu"], deadlines: [(id: "early", within: "24h", after: "late", tier: "l2", time: "1h"),
            (id: "late", within: "24h", after: "late", tier: "l2", time: "1h"), (id: "early", within: "0s", after: "last", tier: "l2", time: "1h")])"#,
        expect![[r#"
            error[E0871]: the deadline `early` counts from `late`, which does not stand above it
               ╭▸ t.ron:70:97
               │
            70 │     obligations: [(id: "nis2", applies: ["eu"], deadlines: [(id: "early", within: "24h", after: "late", tier: "l2", time: "1…
               │                                                                                                 ━━━━━━ not above
               │
               ╰ help: deadlines stand in the order in which they start, and none counts from itself
            error[E0871]: the deadline `late` counts from `late`, which does not stand above it
               ╭▸ t.ron:71:48
               │
            71 │ …     (id: "late", within: "24h", after: "late", tier: "l2", time: "1h"), (id: "early", within: "0s", after: "last", tier: "…
               │                                          ━━━━━━ not above
               │
               ╰ help: deadlines stand in the order in which they start, and none counts from itself
            error[E0201]: two deadlines have the id `early`
               ╭▸ t.ron:71:86
               │
            70 │     obligations: [(id: "nis2", applies: ["eu"], deadlines: [(id: "early", within: "24h", after: "late", tier: "l2", time: "1…
               │                                                                  ─────── given first here
            71 │             (id: "late", within: "24h", after: "late", tier: "l2", time: "1h"), (id: "early", within: "0s", after: "last", t…
               ╰╴                                                                                     ━━━━━━━ given again
            error[E0302]: the report `early` is due at once
               ╭▸ t.ron:71:103
               │
            71 │ …     (id: "late", within: "24h", after: "late", tier: "l2", time: "1h"), (id: "early", within: "0s", after: "last", tier: "…
               │                                                                                                 ━━━━ no time at all
               │
               ╰ help: say how long they have: `within: "24h"`
            error[E0204]: the obligation `nis2` has no deadline `last`
               ╭▸ t.ron:71:116
               │
            71 │ …l2", time: "1h"), (id: "early", within: "0s", after: "last", tier: "l2", time: "1h")])],
               │                                                       ━━━━━━ not found
               │
               ╰ help: did you mean `late`?
        "#]],
    );
}

#[test]
fn names_that_an_obligation_does_not_know() {
    obligations(
        r#"(id: "nis2", applies: ["ue", "cert", "cert", Tag("essential")], deadlines: [
            (id: "early", within: "24h", tier: "l3", time: "1h", agreements: ["tb", "ta", "ta"])]),
           (id: "dora", applies: [], deadlines: [])"#,
        expect![[r#"
            error[E0203]: no organisation has the id `ue`
               ╭▸ t.ron:70:42
               │
            70 │     obligations: [(id: "nis2", applies: ["ue", "cert", "cert", Tag("essential")], deadlines: [
               │                                          ━━━━ not found
               │
               ╰ help: did you mean `eu`?
            error[E0207]: the organisation `cert` is given twice
               ╭▸ t.ron:70:56
               │
            70 │     obligations: [(id: "nis2", applies: ["ue", "cert", "cert", Tag("essential")], deadlines: [
               │                                                ┬─────  ━━━━━━ given again
               │                                                │
               ╰╴                                               given first here
            error[E0208]: no organisation has the tag `essential`
               ╭▸ t.ron:70:68
               │
            70 │     obligations: [(id: "nis2", applies: ["ue", "cert", "cert", Tag("essential")], deadlines: [
               ╰╴                                                                   ━━━━━━━━━━━ not found
            error[E0608]: the obligation `nis2` asks the team `soc` for a tier that it does not have: `l3`
               ╭▸ t.ron:71:48
               │
            71 │             (id: "early", within: "24h", tier: "l3", time: "1h", agreements: ["tb", "ta", "ta"])]),
               │                                                ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0203]: no agreement has the id `tb`
               ╭▸ t.ron:71:79
               │
            71 │             (id: "early", within: "24h", tier: "l3", time: "1h", agreements: ["tb", "ta", "ta"])]),
               │                                                                               ━━━━ not found
               │
               ╰ help: did you mean `ta`?
            error[E0207]: the agreement `ta` is given twice
               ╭▸ t.ron:71:91
               │
            71 │             (id: "early", within: "24h", tier: "l3", time: "1h", agreements: ["tb", "ta", "ta"])]),
               │                                                                                     ┬───  ━━━━ given again
               │                                                                                     │
               ╰╴                                                                                    given first here
            error[E0305]: the obligation `dora` has no deadlines
               ╭▸ t.ron:72:17
               │
            72 │            (id: "dora", applies: [], deadlines: [])],
               │                 ━━━━━━ nothing is due
               │
               ╰ help: say what is due: `deadlines: [(id: "early-warning", within: "24h")]`
            error[E0305]: the obligation `dora` binds nobody
               ╭▸ t.ron:72:17
               │
            72 │            (id: "dora", applies: [], deadlines: [])],
               │                 ━━━━━━ `applies` is empty
               │
               ╰ help: name those whom it binds: `applies: [Tag("essential")]`
        "#]],
    );
}

#[test]
fn clocks_that_never_start_and_reports_that_are_always_late() {
    obligations(
        r#"(id: "nis2", applies: ["eu", "ally", Tag("lone")], from: Declared, deadlines: [
            (id: "early", within: "24h", begins: "1d", tier: "l2", time: "1h", agreements: ["other"])])"#,
        expect![[r#"
            error[E0203]: no organisation has the id `ally`
               ╭▸ t.ron:70:48
               │
            70 │     obligations: [(id: "nis2", applies: ["eu", "ally", Tag("lone")], from: Declared, deadlines: [
               │                                                ━━━━━━ not found
               │
               ╰ help: there is `cert`, `eu` or `ncirc`
            error[E0208]: no organisation has the tag `lone`
               ╭▸ t.ron:70:60
               │
            70 │     obligations: [(id: "nis2", applies: ["eu", "ally", Tag("lone")], from: Declared, deadlines: [
               ╰╴                                                           ━━━━━━ not found
            warning[W0872]: the report `early` is begun when it is due, so it is always late
               ╭▸ t.ron:71:50
               │
            71 │             (id: "early", within: "24h", begins: "1d", tier: "l2", time: "1h", agreements: ["other"])])],
               ╰╴                                                 ━━━━ not before it is due
            error[E0203]: no agreement has the id `other`
               ╭▸ t.ron:71:93
               │
            71 │             (id: "early", within: "24h", begins: "1d", tier: "l2", time: "1h", agreements: ["other"])])],
               │                                                                                             ━━━━━━━ not found
               │
               ╰ help: there is `ta`
        "#]],
    );
    check(
        &[
            ("            Declare(tier: \"l2\", time: \"10min\"),\n", ""),
            (
                "    msel: [",
                r#"    obligations: [(id: "nis2", applies: ["eu", "lone"], from: Declared, deadlines: [
        (id: "early", within: "24h", begins: "1d", tier: "l2", time: "1h")])],
    msel: ["#,
            ),
            ("        (id: \"ncirc\"),", "        (id: \"ncirc\"), (id: \"lone\"),"),
        ],
        expect![[r#"
            warning[W0871]: the obligation `nis2` binds `lone`, for whom no team judges alerts: no clock ever starts
               ╭▸ t.ron:69:42
               │
            69 │     obligations: [(id: "nis2", applies: ["eu", "lone"], from: Declared, deadlines: [
               │                                          ━━━━ nobody becomes aware
               │
               ╰ help: let a team respond for it, or bind others
            warning[W0871]: no playbook declares, so no clock of `nis2` ever starts
               ╭▸ t.ron:69:63
               │
            69 │     obligations: [(id: "nis2", applies: ["eu", "lone"], from: Declared, deadlines: [
               │                                                               ━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Declare`; or count `from: Aware`
            warning[W0872]: the report `early` is begun when it is due, so it is always late
               ╭▸ t.ron:70:46
               │
            70 │         (id: "early", within: "24h", begins: "1d", tier: "l2", time: "1h")])],
               ╰╴                                             ━━━━ not before it is due
            warning[W0809]: no playbook of `cert` declares, so nothing that it does ends this time
               ╭▸ t.ron:76:35
               │
            76 │         (id: "fast", that: AtMost("time_to_declare[org=cert]", "12h"), with_probability: 0.8),
               │                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Declare`
        "#]],
    );
}

#[test]
fn a_report_under_an_agreement_of_others() {
    check(
        &[
            (
                "    msel: [",
                r#"    obligations: [(id: "nis2", applies: ["eu"], deadlines: [
        (id: "early", within: "24h", tier: "l2", time: "1h", agreements: ["solo"])])],
    msel: ["#,
            ),
            (
                "    agreements: [",
                r#"    agreements: [
        (id: "solo", parties: ["eu", "ncirc"], areas: ()),"#,
            ),
        ],
        expect![[r#"
            warning[W0702]: the team `soc` writes this report, but its organisation is no party to `solo`
               ╭▸ t.ron:72:75
               │
            72 │         (id: "early", within: "24h", tier: "l2", time: "1h", agreements: ["solo"])])],
               │                                                                           ━━━━━━ not a party
               │
               ╰ help: it reports to no partner: make its organisation a party, or leave the agreement out
        "#]],
    );
}

const TWO: &str = r#"    obligations: [(id: "nis2", applies: ["eu", "cert"], deadlines: [(id: "early", within: "24h", tier: "l2", time: "1h"), (id: "late", within: "2d", tier: "l2", time: "1h")]),
        (id: "dora", applies: ["ncirc"], deadlines: [(id: "first", within: "4h", tier: "l2", time: "1h")])],
"#;

/// Checks the base with two obligations and this predicate of an objective.
#[track_caller]
fn asks(that: &str, expected: Expect) {
    check(
        &[
            ("    msel: [", &format!("{TWO}    msel: [")),
            (r#"AtMost("time_to_declare[org=cert]", "12h")"#, that),
        ],
        expected,
    );
}

#[test]
fn measures_of_deadlines_say_whose_where_they_must() {
    for whole in
        ["deadlines_missed", "deadlines_met[org=eu]", "deadlines_open[obligation=nis2, deadline=late]"]
    {
        model(&[
            ("    msel: [", &format!("{TWO}    msel: [")),
            (r#"AtMost("time_to_declare[org=cert]", "12h")"#, &format!("AtMost(\"{whole}\", 1)")),
        ]);
    }
    asks(
        r#"AtMost("time_to_report", "12h")"#,
        expect![[r#"
        error[E0812]: `time_to_report` does not say of which obligation
           ╭▸ t.ron:77:36
           │
        77 │         (id: "fast", that: AtMost("time_to_report", "12h"), with_probability: 0.8),
           │                                    ━━━━━━━━━━━━━━ without `obligation`
           │
           ╰ help: write `time_to_report[obligation=dora]`; possible: `dora` or `nis2`
    "#]],
    );
    asks(
        r#"AtMost("time_to_report[org=eu, obligation=nis2, deadline=first]", "12h")"#,
        expect![[r#"
        error[E0204]: the obligation `nis2` has no deadline `first`
           ╭▸ t.ron:77:85
           │
        77 │         (id: "fast", that: AtMost("time_to_report[org=eu, obligation=nis2, deadline=first]", "12h"), with_probability: 0.8),
           │                                                                                     ━━━━━ not found
           │
           ╰ help: there is `early` or `late`
    "#]],
    );
    asks(
        r#"AtMost("deadlines_missed[org=eu, obligation=dora]", 1)"#,
        expect![[r#"
        error[E0814]: this obligation does not bind this organisation
           ╭▸ t.ron:77:57
           │
        77 │         (id: "fast", that: AtMost("deadlines_missed[org=eu, obligation=dora]", 1), with_probability: 0.8),
           ╰╴                                                        ━━ not bound
    "#]],
    );
    asks(
        r#"AtMost("deadlines_missed[deadline=early]", 1)"#,
        expect![[r#"
        error[E0812]: `early` may be a deadline of any obligation
           ╭▸ t.ron:77:62
           │
        77 │         (id: "fast", that: AtMost("deadlines_missed[deadline=early]", 1), with_probability: 0.8),
           │                                                              ━━━━━ of which obligation?
           │
           ╰ help: write `deadlines_missed[obligation=dora, deadline=early]`
    "#]],
    );
    check(
        &[(r#"AtMost("time_to_declare[org=cert]", "12h")"#, r#"AtMost("deadlines_missed", 1)"#)],
        expect![[r#"
            error[E0813]: `deadlines_missed` is asked of a obligation, and there is none
               ╭▸ t.ron:75:36
               │
            75 │         (id: "fast", that: AtMost("deadlines_missed", 1), with_probability: 0.8),
               ╰╴                                   ━━━━━━━━━━━━━━━━ without `obligation`
        "#]],
    );
}
