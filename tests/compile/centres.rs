//! Centres, reports on the situation, and warnings.

use super::check;
use expect_test::{Expect, expect};

/// Checks the base with a channel for reports on the situation and these centres.
#[track_caller]
fn centres(centres: &str, expected: Expect) {
    check(
        &[
            ("shares: [Indicators]", "shares: [Indicators, SituationReport]"),
            ("    agreements: [", &format!("    centres: [{centres}],\n    agreements: [")),
        ],
        expected,
    );
}

#[test]
fn a_centre() {
    centres(
        r#"(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h",
            warns: [(id: "all", to: ["cert"], does: [Block], effect: Message)])"#,
        expect![[r#""#]],
    );
    centres(
        r#"(id: "icdc", team: "nsok", tier: "l1", fusing: "1h")"#,
        expect![[r#"
        error[E0203]: no team has the id `nsok`
           ╭▸ t.ron:62:34
           │
        62 │     centres: [(id: "icdc", team: "nsok", tier: "l1", fusing: "1h")],
           │                                  ━━━━━━ not found
           │
           ╰ help: did you mean `nsoc`?
    "#]],
    );
    centres(
        r#"(id: "icdc", team: "nsoc", tier: "l9", fusing: "1h")"#,
        expect![[r#"
        error[E0608]: a centre asks the team `nsoc` for a tier that it does not have: `l9`
           ╭▸ t.ron:62:48
           │
        62 │     centres: [(id: "icdc", team: "nsoc", tier: "l9", fusing: "1h")],
           │                                                ━━━━ not found
           │
           ╰ help: did you mean `l2`?
    "#]],
    );
    // Nobody shares what it could make a picture of; one that is not active makes none.
    let alone = |active: &str| {
        format!(
            "    centres: [(id: \"icdc\", team: \"nsoc\", tier: \"l2\", fusing: \"1h\", active: {active})],\n    agreements: ["
        )
    };
    check(
        &[("    agreements: [", &alone("true"))],
        expect![[r#"
        warning[W0715]: no report on the situation reaches the centre `icdc`
           ╭▸ t.ron:62:20
           │
        62 │     centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", active: true)],
           │                    ━━━━━━ its picture stays empty
           │
           ╰ help: let a channel that leads to its team share `SituationReport`, and a playbook report over it:
                   `ReportSituation(agreements: ["…"], every: "6h")`
    "#]],
    );
    check(&[("    agreements: [", &alone("false"))], expect![[r#""#]]);
}

#[test]
fn reports_on_the_situation() {
    let reports = |how: &str| format!("ReportSituation({how}),\n            Notify(agreements: [\"ta\"]),");
    let phase = "Notify(agreements: [\"ta\"]),";
    let shares = ("shares: [Indicators]", "shares: [Indicators, SituationReport]");
    check(&[shares, (phase, &reports("agreements: [\"ta\"], every: \"6h\""))], expect![""]);
    check(
        &[(phase, &reports("agreements: [\"ta\"], every: \"6h\""))],
        expect![[r#"
        warning[W0714]: in the playbook `standard`, reports on the situation pass over no channel
           ╭▸ t.ron:58:42
           │
        58 │             ReportSituation(agreements: ["ta"], every: "6h"),
           │                                          ━━━━ shares none
           │
           ╰ help: let a channel of it share `SituationReport`
    "#]],
    );
    check(
        &[shares, (phase, &reports("agreements: [], every: \"0s\""))],
        expect![[r#"
        error[E0305]: in the playbook `standard`, ReportSituation names no agreement
           ╭▸ t.ron:58:52
           │
        58 │             ReportSituation(agreements: [], every: "0s"),
           │                                                    ━━━━ nobody is told
           │
           ╰ help: name agreements, or leave the phase out
        error[E0307]: in the playbook `standard`, reports on the situation follow each other without end
           ╭▸ t.ron:58:52
           │
        58 │             ReportSituation(agreements: [], every: "0s"),
           │                                                    ━━━━ no time at all
           │
           ╰ help: write `every: "6h"`
    "#]],
    );
    check(
        &[shares, (phase, &reports("agreements: [\"ta\"], every: \"6h\", tlp: Red, classification: Secret"))],
        expect![[r#"
            warning[W0703]: a report marked Red passes over no channel: every ceiling is below
               ╭▸ t.ron:58:67
               │
            58 │             ReportSituation(agreements: ["ta"], every: "6h", tlp: Red, classification: Secret),
               ╰╴                                                                  ━━━ nothing passes
            warning[W0707]: a report classified Secret passes over no channel: none carries or sanitises it
               ╭▸ t.ron:58:88
               │
            58 │             ReportSituation(agreements: ["ta"], every: "6h", tlp: Red, classification: Secret),
               ╰╴                                                                                       ━━━━━━ nothing passes
        "#]],
    );
}

#[test]
fn secondees() {
    let seconded =
        |from: &str| format!(r#"(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", secondees: [{from}])"#);
    centres(&seconded(r#"(from: (team: "soc", tier: "l1"), seats: 1)"#), expect![[r#""#]]);
    centres(
        &seconded(r#"(from: (team: "soc", tier: "l1"), seats: 99)"#),
        expect![[r#"
        error[E0706]: `soc/l1` has 4 seats, and lends more
           ╭▸ t.ron:62:107
           │
        62 │     centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", secondees: [(from: (team: "soc", tier: "l1"), seats: 99)]…
           │                                                                                                           ━━━━ too few
           │
           ╰ help: lend fewer, counting `seats` times `teams`
    "#]],
    );
    centres(
        &seconded(r#"(from: (team: "nsoc", tier: "l2"), seats: 1)"#),
        expect![[r#"
        error[E0707]: the centre `icdc` has its own people seconded to it
           ╭▸ t.ron:62:108
           │
        62 │ …g: "1h", secondees: [(from: (team: "nsoc", tier: "l2"), seats: 1)])],
           │                                                   ━━━━ works there already
           │
           ╰ help: name the tier of another team, or leave it out
    "#]],
    );
    centres(
        &seconded(r#"(from: (team: "soc", tier: "l9"), seats: 0)"#),
        expect![[r#"
            error[E0608]: a centre asks the team `soc` for a tier that it does not have: `l9`
               ╭▸ t.ron:62:107
               │
            62 │ … fusing: "1h", secondees: [(from: (team: "soc", tier: "l9"), seats: 0)])],
               │                                                        ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0302]: `seats` must be at least 1
               ╭▸ t.ron:62:121
               │
            62 │ …1h", secondees: [(from: (team: "soc", tier: "l9"), seats: 0)])],
               │                                                            ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
        "#]],
    );
}

#[test]
fn what_follows_a_warning() {
    let follows = |number: &str| {
        let centre = r#"    centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", warns: [(id: "w", to: ["cert"], does: [Block])])],"#;
        let inject = format!(
            "    msel: [(no: \"9\", after: (inject: \"{number}\", delay: \"1h\")), (no: \"10\", when: Injected(\"{number}\")),"
        );
        (format!("{centre}\n    agreements: ["), inject)
    };
    let check = |number: &str, expected: Expect| {
        let (centres, msel) = follows(number);
        let shares = ("shares: [Indicators]", "shares: [Indicators, SituationReport]");
        check(&[shares, ("    agreements: [", &centres), ("    msel: [", &msel)], expected);
    };
    check("icdc/w", expect![""]);
    check(
        "icdc/x",
        expect![[r#"
        error[E0203]: no inject has the id `icdc/x`
           ╭▸ t.ron:71:38
           │
        71 │     msel: [(no: "9", after: (inject: "icdc/x", delay: "1h")), (no: "10", when: Injected("icdc/x")),
           │                                      ━━━━━━━━ not found
           │
           ╰ help: did you mean `icdc/w`?
        error[E0203]: no inject has the id `icdc/x`
           ╭▸ t.ron:71:89
           │
        71 │     msel: [(no: "9", after: (inject: "icdc/x", delay: "1h")), (no: "10", when: Injected("icdc/x")),
           │                                                                                         ━━━━━━━━ not found
           │
           ╰ help: did you mean `icdc/w`?
    "#]],
    );
}

#[test]
fn warnings() {
    let warns = |warning: &str| {
        format!(r#"(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", warns: [{warning}])"#)
    };
    centres(
        &warns(r#"(id: "w", to: [], does: [Block])"#),
        expect![[r#"
        error[E0305]: the warning `icdc/w` goes to nobody
           ╭▸ t.ron:62:81
           │
        62 │     centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", warns: [(id: "w", to: [], does: [Block])])],
           │                                                                                 ━━━ `to` is empty
           │
           ╰ help: name organisations: `to: [Tag("operator")]`
    "#]],
    );
    centres(
        &warns(r#"(id: "w", to: ["cert"])"#),
        expect![[r#"
        warning[W0716]: whoever heeds the warning `icdc/w` does nothing
           ╭▸ t.ron:62:81
           │
        62 │     centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", warns: [(id: "w", to: ["cert"])])],
           │                                                                                 ━━━ has neither `does` nor `effect`
           │
           ╰ help: say what: `does: [Block, Patch]`, or an `effect`
    "#]],
    );
    centres(
        &warns(r#"(id: "w", to: ["cert"], organisations: 9, does: [Block])"#),
        expect![[r#"
        warning[W0716]: the picture never shows 9 organisations: there are 3 organisations
           ╭▸ t.ron:62:115
           │
        62 │ …"1h", warns: [(id: "w", to: ["cert"], organisations: 9, does: [Block])])],
           ╰╴                                                      ━ is never given
    "#]],
    );
    centres(
        &warns(r#"(id: "w", to: ["ncirc"], does: [Patch, Shut(assets: [Zone("office")], for: "1h")])"#),
        expect![[r#"
            warning[W0716]: nobody whom `icdc/w` warns patches
               ╭▸ t.ron:62:81
               │
            62 │     centres: [(id: "icdc", team: "nsoc", tier: "l2", fusing: "1h", warns: [(id: "w", to: ["ncirc"], does: [Patch, Shut(asset…
               │                                                                                 ━━━ `Patch` has no effect
               │
               ╰ help: say how long an organisation takes: `patching: Exponential(mean: "2d")`
            warning[W0716]: nobody whom `icdc/w` warns owns any of these assets
               ╭▸ t.ron:62:134
               │
            62 │ … to: ["ncirc"], does: [Patch, Shut(assets: [Zone("office")], for: "1h")])])],
               ╰╴                                                  ━━━━━━━━ nothing is shut
        "#]],
    );
    centres(
        &warns(
            r#"(id: "w", to: ["cert"], does: [Watch(boost: 2, for: "1h")], heeds: -1), (id: "w", to: ["cert"], does: [Block])"#,
        ),
        expect![[r#"
            error[E0301]: `boost` is a probability, from 0 to 1, but `2` is not
               ╭▸ t.ron:62:120
               │
            62 │ … warns: [(id: "w", to: ["cert"], does: [Watch(boost: 2, for: "1h")], heeds: -1), (id: "w", to: ["cert"], does: [Block])])],
               │                                                       ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
            error[E0301]: `heeds` is a probability, from 0 to 1, but `-1` is not
               ╭▸ t.ron:62:143
               │
            62 │ …"cert"], does: [Watch(boost: 2, for: "1h")], heeds: -1), (id: "w", to: ["cert"], does: [Block])])],
               ╰╴                                                     ━━ not from 0 to 1
            error[E0201]: two warnings have the id `w`
               ╭▸ t.ron:62:153
               │
            62 │ …1h", warns: [(id: "w", to: ["cert"], does: [Watch(boost: 2, for: "1h")], heeds: -1), (id: "w", to: ["cert"], does: [Block])…
               ╰╴                   ─── given first here                                                    ━━━ given again
        "#]],
    );
}
