//! Media, capacities, faults and controls.

use super::{check, model};
use expect_test::expect;
use jointex::model::{Failing, PoolKind};

#[test]
fn links_over_one_cable_are_one_medium() {
    let model = model(&[
        (
            r#"(from: "internet", to: "edge", allow: ["smtp"])"#,
            r#"(from: "internet", to: "edge", allow: ["smtp"], medium: Cable("west"), capacity: 2.5)"#,
        ),
        (
            r#"(from: "office", to: "edge", allow: ["smtp"])"#,
            r#"(from: "office", to: "edge", allow: ["smtp"], both_ways: true, medium: Cable("west")), (from: "office", to: "internet", allow: [], medium: Cable("east"))"#,
        ),
    ]);
    assert_eq!(model.names.media, ["east", "west"]);
    let over: Vec<Vec<String>> = model
        .media
        .iter()
        .map(|medium| medium.links.iter().map(|&link| model.link_name(link)).collect())
        .collect();
    assert_eq!(over, [vec!["office>internet"], vec!["internet>edge", "edge>office", "office>edge"]]);
    let capacities: Vec<f64> = model.network.links.iter().map(|link| link.capacity).collect();
    assert_eq!(capacities, [2.5, f64::INFINITY, f64::INFINITY, f64::INFINITY]);
}

#[test]
fn a_capacity_is_more_than_nothing() {
    check(
        &[(
            r#"(from: "office", to: "edge", allow: ["smtp"])"#,
            r#"(from: "office", to: "edge", allow: ["smtp"], capacity: 0)"#,
        )],
        expect![[r#"
            error[E0302]: `capacity` must be more than 0
               ╭▸ t.ron:23:69
               │
            23 │             (from: "office", to: "edge", allow: ["smtp"], capacity: 0),
               ╰╴                                                                    ━ not more than 0
        "#]],
    );
}

#[test]
fn groups_links_and_functions_fail() {
    let faults = r#"faults: (up: Exponential(mean: "30d"), repair: "4h", by: "it")"#;
    let model = model(&[
        ("count: 4)", &format!("count: 4, {faults})")),
        (
            r#"(from: "office", to: "edge", allow: ["smtp"])"#,
            &format!(r#"(from: "office", to: "edge", allow: ["smtp"], both_ways: true, {faults})"#),
        ),
        (r#"Asset("mail")]"#, r#"Asset("mail")], faults: (up: "3d", repair: "1h")"#),
    ]);
    let said: Vec<String> = model
        .faults
        .iter()
        .map(|fault| {
            let of = match fault.of {
                Failing::Group(group) => model.names.groups[group.at()].0.clone(),
                Failing::Link { there, back } => {
                    format!("{} and {}", model.link_name(there), model.link_name(back))
                }
                Failing::Function(function) => model.names.functions[function.at()].id.clone(),
            };
            let by = fault.by.is_some().then(|| model.pools[fault.by.at()].kind == PoolKind::Crew);
            format!("{of} {by:?}")
        })
        .collect();
    assert_eq!(said, ["node Some(true)", "office>edge and edge>office Some(true)", "work None"]);
}

#[test]
fn faults_that_can_not_be_played() {
    check(
        &[("count: 4)", r#"count: 4, faults: (up: "30d", repair: "4h", by: "itt"))"#)],
        expect![[r#"
        error[E0203]: no crew has the id `itt`
           ╭▸ t.ron:19:107
           │
        19 │             (id: "node", zone: "rack", services: ["ssh"], count: 4, faults: (up: "30d", repair: "4h", by: "itt")),
           │                                                                                                           ━━━━━ not found
           │
           ╰ help: did you mean `it`?
    "#]],
    );
    check(
        &[("count: 4)", r#"count: 4, faults: (up: "0s", repair: "0s"))"#)],
        expect![[r#"
        error[E0303]: faults would follow each other without time passing
           ╭▸ t.ron:19:82
           │
        19 │             (id: "node", zone: "rack", services: ["ssh"], count: 4, faults: (up: "0s", repair: "0s")),
           │                                                                                  ━━━━ no time at all
           │
           ╰ help: let fewer things fail, or let them work longer until they do
    "#]],
    );
    check(
        &[("count: 4)", r#"count: 4, faults: (up: "50ms", repair: "10us"))"#)],
        expect![[r#"
        error[E0303]: more than 20,000,000 faults would be expected until ENDEX
           ╭▸ t.ron:19:82
           │
        19 │             (id: "node", zone: "rack", services: ["ssh"], count: 4, faults: (up: "50ms", repair: "10us")),
           │                                                                                  ━━━━━━ with these, too many
           │
           ╰ help: let fewer things fail, or let them work longer until they do
    "#]],
    );
    check(
        &[("count: 20,", r#"count: 1000001, faults: (up: "1000d", repair: "10us"),"#)],
        expect![[r#"
        error[E0303]: more than 1,000,000 things can't fail each by itself
           ╭▸ t.ron:17:90
           │
        17 │ …     (id: "desk", zone: "office", services: ["smb"], count: 1000001, faults: (up: "1000d", repair: "10us"), users: 1, crede…
           │                                                                                    ━━━━━━━ with these, too many
           │
           ╰ help: let fewer things fail, or let them work longer until they do
    "#]],
    );
    check(
        &[("count: 4)", r#"count: 4, faults: (up: Weibull(scale: "1h", shape: 0), repair: "4h"))"#)],
        expect![[r#"
            error[E0304]: Weibull has no distribution with these parameters: `shape` must be a finite number above zero
               ╭▸ t.ron:19:110
               │
            19 │ …, faults: (up: Weibull(scale: "1h", shape: 0), repair: "4h")),
               ╰╴                                            ━ must be a finite number above zero
        "#]],
    );
}

#[test]
fn a_crew_that_only_repairs_is_used() {
    check(
        &[
            (r#"crews: ["#, r#"crews: [(id: "wire", organisation: "eu", seats: 1), "#),
            ("count: 4)", r#"count: 4, faults: (up: "30d", repair: "4h", by: "wire"))"#),
        ],
        expect![[r#""#]],
    );
}
