//! What can be wrong with investigations, and with what of campaigns they are about.

use super::*;
use expect_test::expect;

/// An investigation before the agreements, and what the campaign says.
#[track_caller]
fn told(investigation: &str, expected: expect_test::Expect) {
    let written = format!("investigations: [{investigation}], agreements: [\n");
    check(&[("agreements: [\n", &written)], expected);
}

#[test]
fn names_and_numbers() {
    told(
        r#"(id: "i", team: "sock", tier: "l2", agreements: ["ta"], time: "1h", aim: TakeDown()),
        (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: TakeDown(succeeds: 2)),
        (id: "j", team: "soc", tier: "l2", agreements: ["ta"], time: "1h", aim: Attribute(right: -1)),
        (id: "l", team: "soc", tier: "l2", agreements: ["ta"], time: "1h", aim: Attribute(right: -2)),
        (id: "k", team: "soc", tier: "l2", agreements: ["ta"], time: "1h", aim: TakeDown(evidence: (holds: "1h", succeeds: 7)))"#,
        expect![[r#"
            error[E0203]: no team has the id `sock`
               ╭▸ t.ron:62:38
               │
            62 │     investigations: [(id: "i", team: "sock", tier: "l2", agreements: ["ta"], time: "1h", aim: TakeDown()),
               │                                      ━━━━━━ not found
               │
               ╰ help: did you mean `soc`?
            error[E0608]: the investigation `j` asks the team `soc` for a tier that it does not have: `l9`
               ╭▸ t.ron:63:38
               │
            63 │ …     (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: Tak…
               │                                    ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0203]: no agreement has the id `tab`
               ╭▸ t.ron:63:57
               │
            63 │ …     (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: Tak…
               │                                                       ━━━━━ not found
               │
               ╰ help: did you mean `ta`?
            error[E0207]: the agreement `ta` is given twice
               ╭▸ t.ron:63:70
               │
            63 │ …     (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: Tak…
               │                                                              ┬───  ━━━━ given again
               │                                                              │
               ╰╴                                                             given first here
            error[E0302]: `needs` must be at least 1
               ╭▸ t.ron:63:84
               │
            63 │ …     (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: Tak…
               │                                                                                  ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
            error[E0203]: no authority has the id `judge`
               ╭▸ t.ron:63:110
               │
            63 │ …"tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: TakeDown(succeeds: 2)),
               │                                                       ━━━━━━━ not found
               │
               ╰ help: there is `duty`
            error[E0301]: `succeeds` is a probability, from 0 to 1, but `2` is not
               ╭▸ t.ron:63:143
               │
            63 │ …e: "1h", authority: "judge", aim: TakeDown(succeeds: 2)),
               │                                                       ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
            error[E0201]: two investigations have the id `j`
               ╭▸ t.ron:64:14
               │
            63 │ …     (id: "j", team: "soc", tier: "l9", agreements: ["tab", "ta", "ta"], needs: 0, time: "1h", authority: "judge", aim: Tak…
               │            ─── given first here
            64 │ …     (id: "j", team: "soc", tier: "l2", agreements: ["ta"], time: "1h", aim: Attribute(right: -1)),
               ╰╴           ━━━ given again
            error[E0301]: `right` is a probability, from 0 to 1, but `-2` is not
               ╭▸ t.ron:65:98
               │
            65 │         (id: "l", team: "soc", tier: "l2", agreements: ["ta"], time: "1h", aim: Attribute(right: -2)),
               ╰╴                                                                                                 ━━ not from 0 to 1
            error[E0301]: `succeeds` is a probability, from 0 to 1, but `7` is not
               ╭▸ t.ron:66:124
               │
            66 │ …1h", aim: TakeDown(evidence: (holds: "1h", succeeds: 7)))], agreements: [
               │                                                       ━ not from 0 to 1
               │
               ╰ help: 7 % is written `0.07`
        "#]],
    );
}

#[test]
fn what_is_never_begun_or_finds_nothing() {
    told(
        r#"(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 3, time: "1h", aim: TakeDown())"#,
        expect![[r#"
            warning[W0851]: the investigation `i` needs 3 organisations, and at most 2 can tell it of a campaign
               ╭▸ t.ron:62:27
               │
            62 │     investigations: [(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 3, time: "1h", aim: TakeDown())], agreeme…
               │                           ━━━ never begun
               │
               ╰ help: name agreements over whose channels partners send its team what it needs
            warning[W0852]: the investigation `i` finds nothing to take down
               ╭▸ t.ron:62:27
               │
            62 │     investigations: [(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 3, time: "1h", aim: TakeDown())], agreeme…
               │                           ━━━ no campaign has `command`
               │
               ╰ help: give a campaign servers: `command: (rebuilds: "2d")`
        "#]],
    );
    // What is not led, and what agreements that are not in force would tell, is not asked about.
    told(
        r#"(id: "i", active: false, team: "soc", tier: "l2", agreements: ["ta"], needs: 3, time: "1h", aim: TakeDown())"#,
        expect![""],
    );
    check(
        &[
            (
                "agreements: [\n",
                "investigations: [(id: \"i\", team: \"soc\", tier: \"l2\", agreements: [\"ta\"], needs: 3, time: \"1h\", aim: TakeDown())], agreements: [\n",
            ),
            ("since: \"2016-02-10\"", "active: false"),
        ],
        expect![[r#"
            warning[W0852]: the investigation `i` finds nothing to take down
               ╭▸ t.ron:62:27
               │
            62 │     investigations: [(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 3, time: "1h", aim: TakeDown())], agreeme…
               │                           ━━━ no campaign has `command`
               │
               ╰ help: give a campaign servers: `command: (rebuilds: "2d")`
        "#]],
    );
    // Indicators do not tell who it was.
    told(
        r#"(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 2, time: "1h", aim: Attribute(right: 0.5))"#,
        expect![[r#"
            warning[W0851]: the investigation `i` needs 2 organisations, and at most 1 can tell it of a campaign
               ╭▸ t.ron:62:27
               │
            62 │     investigations: [(id: "i", team: "soc", tier: "l2", agreements: ["ta"], needs: 2, time: "1h", aim: Attribute(right: 0.5)…
               │                           ━━━ never begun
               │
               ╰ help: name agreements over whose channels partners send its team what it needs
        "#]],
    );
}

#[test]
fn what_of_campaigns_nobody_asks_for() {
    let campaign = r#"(id: "bear","#;
    check(
        &[(campaign, r#"(id: "bear", command: (),"#)],
        expect![[r#"
        warning[W0853]: nobody takes the command servers of `bear` down
           ╭▸ t.ron:30:14
           │
        30 │         (id: "bear", command: (), operators: 2, start: "3h", flow: [
           │              ━━━━━━ never needed
           │
           ╰ help: add an investigation that does, or leave out `command`
    "#]],
    );
    check(
        &[(campaign, r#"(id: "bear", tooling: (name: "kit", shared: 2),"#)],
        expect![[r#"
            warning[W0854]: no other campaign has the tooling `kit`
               ╭▸ t.ron:30:38
               │
            30 │         (id: "bear", tooling: (name: "kit", shared: 2), operators: 2, start: "3h", flow: [
               │                                      ━━━━━ nobody else's
               │
               ╰ help: name it alike where it is the same, or leave it out
            error[E0301]: `shared` is a share, from 0 to 1, but `2` is not
               ╭▸ t.ron:30:53
               │
            30 │         (id: "bear", tooling: (name: "kit", shared: 2), operators: 2, start: "3h", flow: [
               │                                                     ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
        "#]],
    );
    let adversary = r#"(id: "bear", adversary: (name: "Bear", deterred: 3, lies_low: "1h"),"#;
    check(
        &[(campaign, adversary)],
        expect![[r#"
        error[E0301]: `deterred` is a probability, from 0 to 1, but `3` is not
           ╭▸ t.ron:30:58
           │
        30 │         (id: "bear", adversary: (name: "Bear", deterred: 3, lies_low: "1h"), operators: 2, start: "3h", flow: [
           │                                                          ━ not from 0 to 1
           │
           ╰ help: 3 % is written `0.03`
    "#]],
    );
    check(
        &[(campaign, r#"(id: "bear", adversary: (name: "Bear", lies_low: "1h"),"#)],
        expect![[r#"
        warning[W0855]: nobody attributes `bear`, so its adversary is not deterred
           ╭▸ t.ron:30:58
           │
        30 │         (id: "bear", adversary: (name: "Bear", lies_low: "1h"), operators: 2, start: "3h", flow: [
           │                                                          ━━━━ never needed
           │
           ╰ help: add an investigation with `aim: Attribute(right: …)`, or leave it out
    "#]],
    );
}
