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
    assert_eq!(capacities, [2.5, f64::INFINITY, f64::INFINITY, f64::INFINITY, f64::INFINITY]);
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
               │                                                                     ━ not more than 0
               │
               ╰ help: write a number above 0, or leave `capacity` out for its default
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
                Failing::Channel(channel) => model.names.channels[channel.at()].clone(),
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
            error[E0309]: faults would follow each other without time passing
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

#[test]
fn organisations_with_the_same_controls_share_a_profile() {
    let model = model(&[
        (r#"(id: "eu", name"#, r#"(id: "eu", controls: ["lock", "mfa"], name"#),
        (r#"(id: "ncirc")"#, r#"(id: "ncirc", controls: ["mfa", "lock"])"#),
        (r#"protects: ["eu"])"#, r#"protects: ["eu"], controls: ["offline-backups"])"#),
        (
            "network: (",
            r#"controls: [
                (id: "lock", against: [Action(Move), Tactic(CredentialAccess)], success: 0.5, visibility: 3),
                (id: "mfa", success: 0.1),
            ], network: ("#,
        ),
    ]);
    let said: Vec<(u32, bool)> =
        model.organisations.iter().map(|own| (own.profile, own.offline_backups)).collect();
    assert_eq!(said, [(0, true), (1, false), (1, false)]);
    let factors = |id: &str| {
        let number = model.names.techniques.iter().position(|technique| technique.id == id);
        let technique = &model.techniques[number.expect("the technique is used")];
        (technique.factors.clone(), technique.seen.iter().map(|seen| seen.failed).collect::<Vec<f64>>())
    };
    // What is known of `mfa` but its success stays: it is against what needs a credential, as T1021.002 does.
    assert_eq!(factors("T1021.002").0, [1.0, 0.1 * 0.5]);
    assert_eq!(factors("T1068").0, [1.0, 1.0]);
    // A visibility of 0.2 becomes 0.6, of which a sensor of sensitivity 0.7 sees its share.
    let (dump, seen) = factors("T1003");
    assert_eq!(dump, [1.0, 0.5]);
    assert!((seen[0] - 0.2 * 0.7).abs() < 1e-12 && (seen[1] - 0.6 * 0.7).abs() < 1e-12, "{seen:?}");
    // Nothing is seen with more certainty than 1.
    assert!(model.techniques.iter().flat_map(|technique| &technique.seen).all(|seen| seen.succeeded <= 1.0));
}

#[test]
fn a_scenario_without_controls_has_one_profile() {
    let model = model(&[]);
    assert!(model.techniques.iter().all(|technique| technique.factors == [1.0]));
    assert!(model.organisations.iter().all(|own| own.profile == 0 && !own.offline_backups));
}

#[test]
fn controls_that_make_no_sense() {
    check(
        &[
            (r#"(id: "ncirc")"#, r#"(id: "ncirc", controls: ["mfaa", "dmarc", "dmarc"])"#),
            (
                "network: (",
                r#"controls: [
                (id: "a", success: 1.5, visibility: -1, against: [Technique("T1068x")]),
                (id: "b", success: 0.5),
            ], network: ("#,
            ),
        ],
        expect![[r#"
            error[E0203]: no control has the id `mfaa`
              ╭▸ t.ron:7:34
              │
            7 │         (id: "ncirc", controls: ["mfaa", "dmarc", "dmarc"]),
              │                                  ━━━━━━ not found
              │
              ╰ help: did you mean `mfa`?
            error[E0207]: the control `dmarc` is given twice
              ╭▸ t.ron:7:51
              │
            7 │         (id: "ncirc", controls: ["mfaa", "dmarc", "dmarc"]),
              │                                          ┬──────  ━━━━━━━ given again
              │                                          │
              ╰╴                                         given first here
            warning[W0610]: no organisation has the control `a`
               ╭▸ t.ron:10:22
               │
            10 │                 (id: "a", success: 1.5, visibility: -1, against: [Technique("T1068x")]),
               │                      ━━━ changes nothing
               │
               ╰ help: name it under `controls` of an organisation
            error[E0301]: `success` is a probability, from 0 to 1, but `1.5` is not
               ╭▸ t.ron:10:36
               │
            10 │                 (id: "a", success: 1.5, visibility: -1, against: [Technique("T1068x")]),
               ╰╴                                   ━━━ not from 0 to 1
            error[E0306]: `visibility` must be 0 or more
               ╭▸ t.ron:10:53
               │
            10 │                 (id: "a", success: 1.5, visibility: -1, against: [Technique("T1068x")]),
               ╰╴                                                    ━━ less than 0
            error[E0203]: no technique has the id `T1068x`
               ╭▸ t.ron:10:77
               │
            10 │                 (id: "a", success: 1.5, visibility: -1, against: [Technique("T1068x")]),
               │                                                                             ━━━━━━━━ not found
               │
               ╰ help: did you mean `T1068`?
            error[E0305]: the control `b` is against nothing
               ╭▸ t.ron:11:22
               │
            11 │                 (id: "b", success: 0.5),
               │                      ━━━ `against` is empty
               │
               ╰ help: say what it is `against`: `[Tactic(InitialAccess)]`
            warning[W0610]: no organisation has the control `b`
               ╭▸ t.ron:11:22
               │
            11 │                 (id: "b", success: 0.5),
               │                      ━━━ changes nothing
               │
               ╰ help: name it under `controls` of an organisation
        "#]],
    );
}

#[test]
fn traffic_is_not_negative() {
    check(
        &[(r#"time: "1min", needs"#, r#"time: "1min", traffic: -5, needs"#)],
        expect![[r#"
            error[E0306]: `traffic` must be 0 or more
               ╭▸ t.ron:27:71
               │
            27 │         (id: "worm", does: Move, success: 0.5, time: "1min", traffic: -5, needs: (service: "smb")),
               ╰╴                                                                      ━━ less than 0
        "#]],
    );
}
