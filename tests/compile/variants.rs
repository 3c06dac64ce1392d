//! Variants that remove, add and set: what comes of them, and what is told of faulty ones.

use super::{parsed, rendered};
use expect_test::{Expect, expect};
use jointex::compile::{check_variants, compile, compile_variant};
use jointex::scenario::assumed_share;

/// What stands in the base for its variant's changes.
const CHANGES: &str = r#"set: [("agreements[ta].active", "false")]"#;

/// Compares what is told of the base's variant with these changes, beyond what is told of the base.
fn check(changes: &str, expected: Expect) {
    let (scenario, mut sources) = parsed(&[(CHANGES, changes)]);
    let (_, known) = compile(&scenario, &sources);
    let found = check_variants(&scenario, &known, &mut sources);
    expected.assert_eq(&rendered(&found, &sources));
}

#[test]
fn a_variant_removes_then_adds_then_sets() {
    let (scenario, mut sources) = parsed(&[(
        CHANGES,
        r#"remove: ["sensors[edr]", "msel[1]", "network.assets[desk]"],
        add: (
            sensors: [(id: "edr", team: "soc", covers: [Group("desk")], sees: [Mail], sensitivity: 0.25)],
            network: (assets: [(id: "desk", zone: "office", count: 7, users: 1, services: ["smb"], credentials: ["admin"])]),
            functions: [(id: "typing", organisation: "eu", assets: [Group("desk")])],
        ),
        set: [("sensors[edr].sensitivity", "0.75")]"#,
    )]);
    let share = assumed_share(&scenario);
    let (base, told) = compile(&scenario, &sources);
    assert_eq!(told, []);
    let base = base.expect("a model");
    let (varied, told) = compile_variant(&scenario, "alone", &mut sources);
    assert_eq!(rendered(&told, &sources), "");
    let varied = varied.expect("a model");
    let of = |model: &jointex::model::Model| {
        let assets: u32 = model.network.groups.iter().map(|group| group.count).sum();
        (assets, model.sensors.len(), model.injects.len(), model.functions.len())
    };
    assert_eq!(of(&base), (26, 1, 2, 1));
    assert_eq!(of(&varied), (13, 1, 1, 2));
    assert_ne!(base.names.hash, varied.names.hash);
    // What is only added by a variant is no number of the scenario.
    let (plain, _) = parsed(&[]);
    assert_eq!(share, assumed_share(&plain));
}

#[test]
fn what_is_still_referred_to_is_pointed_at_where_it_is_removed() {
    check(
        r#"remove: ["playbooks[standard]", "network.zones[office]"]"#,
        expect![[r#"
        error[E0203]: no zone has the id `office`
           ╭▸ t.ron:17:32
           │
        17 │             (id: "desk", zone: "office", services: ["smb"], count: 20, users: 1, credentials: ["admin"], accepts: ["admin"]),
           │                                ━━━━━━━━ not found
           ┆
        78 │         (id: "alone", remove: ["playbooks[standard]", "network.zones[office]"]),
           │                                                       ─────────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is `edge`, `rack` or `internet`
        error[E0203]: no zone has the id `office`
           ╭▸ t.ron:18:30
           │
        18 │             (id: "dc", zone: "office", services: ["smb"], weaknesses: ["old"], accepts: ["admin"], tags: ["jewel"]),
           │                              ━━━━━━━━ not found
           ┆
        78 │         (id: "alone", remove: ["playbooks[standard]", "network.zones[office]"]),
           │                                                       ─────────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is `edge`, `rack` or `internet`
        error[E0203]: no zone has the id `office`
           ╭▸ t.ron:23:20
           │
        23 │             (from: "office", to: "edge", allow: ["smtp"]),
           │                    ━━━━━━━━ not found
           ┆
        78 │         (id: "alone", remove: ["playbooks[standard]", "network.zones[office]"]),
           │                                                       ─────────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is `edge`, `rack` or `internet`
        warning[W0506]: `worm` spreads nowhere: no asset that it can take is in reach of another
           ╭▸ t.ron:38:32
           │
        38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
           │                                ━━━━━━ has no target
           │
           ╰ note: in the variant `alone`
        warning[W0607]: no playbook calls on the authority `duty`
           ╭▸ t.ron:41:24
           │
        41 │     authorities: [(id: "duty", organisation: "cert", hours: Weekly("Mon-Fri", "07:00", "20:00"), on_call: "45min", time: "30…
           │                        ━━━━━━ not used
           │
           ╰ note: in the variant `alone`
        warning[W0607]: no playbook calls on the crew `it`
           ╭▸ t.ron:42:18
           │
        42 │     crews: [(id: "it", organisation: "eu", seats: 2)],
           │                  ━━━━ not used
           │
           ╰ note: in the variant `alone`
        error[E0203]: no playbook has the id `standard`
           ╭▸ t.ron:46:70
           │
        46 │          triage: (tier: "l1", time: "10min", misses: 0.1), playbook: "standard"),
           │                                                                      ━━━━━━━━━━ not found
           ┆
        78 │         (id: "alone", remove: ["playbooks[standard]", "network.zones[office]"]),
           │                                ───────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is no playbook at all
        error[E0203]: no playbook has the id `standard`
           ╭▸ t.ron:47:122
           │
        47 │ …nisation: "ncirc", tiers: [(id: "l2", seats: 1)], triage: (tier: "l2", time: "5min"), playbook: "standard"),
           │                                                                                                  ━━━━━━━━━━ not found
           ┆
        78 │ …ove: ["playbooks[standard]", "network.zones[office]"]),
           │        ───────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is no playbook at all
        error[E0203]: no zone has the id `office`
           ╭▸ t.ron:50:48
           │
        50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [Process, File], sensitivity: 0.7, false_alarms: PerDay(48)),
           │                                              ━━━━━━━━ not found
           ┆
        78 │ …     (id: "alone", remove: ["playbooks[standard]", "network.zones[office]"]),
           │                                                     ─────────────────────── removed here
           │
           ├ note: in the variant `alone`
           ╰ help: there is `edge`, `rack` or `internet`
        warning[W0801]: `soc` gets an alert about `desk[1]`, which its organisation does not protect
           ╭▸ t.ron:72:116
           │
        72 │ …y: "30h"), effect: Alert(team: "soc", asset: "desk[1]")),
           │                                               ━━━━━━━━━ not the team's concern
           │
           ╰ note: in the variant `alone`
    "#]],
    );
}

#[test]
fn an_id_that_there_is_cannot_be_added() {
    check(
        r#"add: (crews: [(id: "it", organisation: "eu", seats: 3)])"#,
        expect![[r#"
        error[E0201]: two crews have the id `it`
           ╭▸ t.ron:78:42
           │
        42 │     crews: [(id: "it", organisation: "eu", seats: 2)],
           │                  ──── given first here
           ┆
        78 │         (id: "alone", add: (crews: [(id: "it", organisation: "eu", seats: 3)])),
           │                                          ━━━━ given again
           │
           ╰ note: in the variant `alone`
    "#]],
    );
}

#[test]
fn only_elements_are_removed() {
    check(
        r#"remove: ["endex", "sensors", "sensors[none]", "teams[soc].triage", "variants[alone]", "sensors[edr", ""]"#,
        expect![[r#"
            error[E0110]: `endex` is no element of a list: nothing else can be removed
              ╭▸ variant `alone`:1:1
              │
            1 │ endex
              │ ━━━━━ which element?
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:32
              ╰ help: name one, as in `sensors[edr]`; an optional value is set to `None`
            error[E0110]: `sensors` is no element of a list: nothing else can be removed
              ╭▸ variant `alone`:1:1
              │
            1 │ sensors
              │ ━━━━━━━ which element?
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:41
              ╰ help: name one, as in `sensors[edr]`; an optional value is set to `None`
            error[E0108]: `sensors` has no element `none`
              ╭▸ variant `alone`:1:9
              │
            1 │ sensors[none]
              │         ━━━━ not found
              │
              ├ note: possible: `edr`
              ├ note: in the variant `alone`
              ╰ note: asked for at t.ron:78:52
            error[E0110]: `teams[soc].triage` is no element of a list: nothing else can be removed
              ╭▸ variant `alone`:1:1
              │
            1 │ teams[soc].triage
              │ ━━━━━━━━━━━━━━━━━ which element?
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:69
              ╰ help: name one, as in `sensors[edr]`; an optional value is set to `None`
            error[E0110]: `variants` cannot be set: they only say what to compare with
              ╭▸ variant `alone`:1:1
              │
            1 │ variants[alone]
              │ ━━━━━━━━ no part of what is simulated
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:90
              ╰ help: change the file itself
            error[E0106]: this is not a path
              ╭▸ variant `alone`:1:8
              │
            1 │ sensors[edr
              │        ━━━━ the bracket is not closed
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:109
              ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
            error[E0106]: this is not a path
              ╭▸ variant `alone`:1:1
              │
            1 │
              │ ━ nothing is named
              │
              ├ note: in the variant `alone`
              ├ note: asked for at t.ron:78:124
              ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
        "#]],
    );
}

#[test]
fn a_part_has_no_frame() {
    let text = super::changed(&[(CHANGES, r#"add: (endex: "3d", sensor: [])"#)]);
    let parsed = super::parse("t.ron", &text, &mut |_| Err(super::LoadError(String::from("no such file"))));
    expect![[r#"
        error[E0021]: `add` has no field `endex`
           ╭▸ t.ron:78:29
           │
        78 │         (id: "alone", add: (endex: "3d", sensor: [])),
           │                             ━━━━━ unknown field
           │
           ╰ note: possible: `organisations`, `controls`, `network`, `cables`, `techniques`, `suppliers`, `campaigns`, `authorities`,
                   `crews`, `teams`, `sensors`, `notices`, `playbooks`, `agreements`, `assistance`, `obligations`, `centres`,
                   `investigations`, `functions`, `missions`, `staffs`, `msel`, `ladders`, `crises` and 1 more
        error[E0021]: `add` has no field `sensor`
           ╭▸ t.ron:78:42
           │
        78 │         (id: "alone", add: (endex: "3d", sensor: [])),
           │                                          ━━━━━━ unknown field
           │
           ├ note: possible: `organisations`, `controls`, `network`, `cables`, `techniques`, `suppliers`, `campaigns`, `authorities`,
           │       `crews`, `teams`, `sensors`, `notices`, `playbooks`, `agreements`, `assistance`, `obligations`, `centres`,
           │       `investigations`, `functions`, `missions`, `staffs`, `msel`, `ladders`, `crises` and 1 more
           ╰ help: did you mean `sensors`?
    "#]].assert_eq(&rendered(&parsed.diagnostics, &parsed.sources));
}

#[test]
fn whoever_takes_the_channels_of_an_agreement_away_learns_how_it_is_switched_off() {
    let (scenario, mut sources) = parsed(&[
        (CHANGES, r#"set: [("agreements[ta].areas.information_exchange", "None")]"#),
        (r#"(id: "nsoc", "#, r#"(id: "nsoc", hunting: (tier: "l2", time: "1h", finds: 0.5), "#),
    ]);
    let (_, known) = compile(&scenario, &sources);
    assert_eq!(known, []);
    let found = check_variants(&scenario, &known, &mut sources);
    expect![[r#"
        warning[W0711]: nobody sends the team `nsoc` indicators to hunt by
           ╭▸ t.ron:47:38
           │
        47 │ …     (id: "nsoc", hunting: (tier: "l2", time: "1h", finds: 0.5), organisation: "ncirc", tiers: [(id: "l2", seats: 1)], tria…
           │                                    ━━━━ never hunts
           │
           ├ note: in the variant `alone`
           ╰ help: a variant that does without an agreement on purpose switches it off, and nobody warns of it:
                   `("agreements[…].active", "false")`; otherwise let a channel that leads to it share `Indicators`
    "#]].assert_eq(&rendered(&found, &sources));
}

#[test]
fn an_agreement_that_is_switched_off_is_not_warned_of() {
    let (scenario, mut sources) =
        parsed(&[(r#"(id: "nsoc", "#, r#"(id: "nsoc", hunting: (tier: "l2", time: "1h", finds: 0.5), "#)]);
    let (_, known) = compile(&scenario, &sources);
    assert_eq!((&*known, &*check_variants(&scenario, &known, &mut sources)), (&[][..], &[][..]));
}
