//! What a sound scenario becomes: numbers, rosters, edges, what sensors see, pressure.

use super::{model, parsed};
use expect_test::{Expect, expect};
use jointex::compile::{compile, compile_variant};
use jointex::kernel::SimTime;
use jointex::model::{AssetIdx, Campaign, Join, LinkIdx, Model, PhaseKind, Pool, SensorIdx, Spread, ZoneIdx};
use jointex::scenario::{Network, Scenario};
use std::sync::Arc;

/// Every list of the scenario whose order means nothing, the other way round.
fn reversed(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let Network { zones, assets, links } = Arc::make_mut(&mut scenario.network);
    zones.reverse();
    assets.reverse();
    links.reverse();
    assets.iter_mut().for_each(|asset| asset.services.reverse());
    scenario.organisations.reverse();
    scenario.techniques.reverse();
    scenario.campaigns.reverse();
    scenario.campaigns.iter_mut().for_each(|campaign| {
        campaign.flow.reverse();
        campaign.spread.reverse();
    });
    scenario.authorities.reverse();
    scenario.crews.reverse();
    scenario.teams.reverse();
    scenario.teams.iter_mut().for_each(|team| team.tiers.reverse());
    scenario.sensors.reverse();
    scenario.sensors.iter_mut().for_each(|sensor| {
        sensor.covers.items.reverse();
        sensor.sees.items.reverse();
    });
    scenario.playbooks.reverse();
    scenario.agreements.reverse();
    scenario.agreements.iter_mut().for_each(|agreement| agreement.parties.reverse());
    scenario.functions.reverse();
    scenario.functions.iter_mut().for_each(|function| function.assets.items.reverse());
    scenario.msel.reverse();
    scenario.objectives.reverse();
    scenario
}

#[test]
fn the_order_in_the_file_means_nothing() {
    let spreads = (
        r#"active_for: "2d"),"#,
        r#"active_for: "2d"), Contact(technique: "worm", delay: Exponential(mean: "2h")), Scan(technique: "worm", rate: PerHour(1)),"#,
    );
    let (scenario, sources) = parsed(&[spreads]);
    let forwards = format!("{:#?}", compile(&scenario, &sources).0.expect("a model"));
    let backwards = format!("{:#?}", compile(&reversed(&scenario), &sources).0.expect("a model"));
    assert!(forwards == backwards, "the order in the file made a difference");
}

/// Times as days and hours after STARTEX.
fn clock(at: SimTime) -> String {
    let minutes = at.micros() / 60_000_000;
    match minutes % 60 {
        0 => format!("{}", minutes / 60),
        rest => format!("{}:{rest:02}", minutes / 60),
    }
}

/// The roster of a tier with `shifts` in `zone`, as hours after STARTEX and seats.
#[track_caller]
fn check_roster(startex: &str, zone: &str, shifts: &str, expected: Expect) {
    let model = model(&[
        ("2026-03-02T08:00[Europe/Brussels]", startex),
        (
            r#"(id: "soc", organisation: "cert","#,
            &format!(r#"(id: "soc", organisation: "cert", time_zone: "{zone}","#),
        ),
        (r#"(id: "l1", seats: 4)"#, &format!(r#"(id: "l1", seats: 4, shifts: {shifts}, on_call: "1h")"#)),
    ]);
    let number = model.names.pools.iter().position(|name| name == "soc/l1").expect("the tier");
    let Pool { roster, .. } = &model.pools[number];
    let text: Vec<String> = roster.iter().map(|(at, seats)| format!("{}:{seats}", clock(*at))).collect();
    expected.assert_eq(&text.join(" "));
}

#[test]
fn rosters_follow_the_clocks_of_their_zone() {
    let monday = "2026-03-02T08:00[Europe/Brussels]";
    check_roster(monday, "Europe/Brussels", "AroundTheClock", expect!["0:4"]);
    check_roster(
        monday,
        "Europe/Brussels",
        r#"Weekly("Mon-Fri", "08:00", "18:00")"#,
        expect!["0:4 10:0 24:4 34:0 48:4 58:0 72:4 82:0 96:4 106:0"],
    );
    check_roster(
        monday,
        "America/New_York",
        r#"Weekly("Mon,Wed", "08:00", "18:00")"#,
        expect!["0:0 6:4 16:0 54:4 64:0"],
    );
    // On duty through midnight, and before STARTEX.
    check_roster(
        monday,
        "Europe/Brussels",
        r#"Weekly("Sun,Tue", "22:00", "10:00")"#,
        expect!["0:4 2:0 38:4 50:0"],
    );
    // Blocks that touch and overlap are one.
    check_roster(
        monday,
        "Europe/Brussels",
        r#"Several([Weekly("Tue", "08:00", "12:00"), Weekly("Tue", "12:00", "14:00"), Weekly("Tue", "13:00", "16:00")])"#,
        expect!["0:0 24:4 32:0"],
    );
    // Duty that ends with the exercise is told from duty that goes on.
    check_roster(monday, "Europe/Brussels", r#"Weekly("Sat", "00:00", "08:00")"#, expect!["0:0 112:4 120:0"]);
    check_roster(monday, "Europe/Brussels", r#"Weekly("Sat", "00:00", "09:00")"#, expect!["0:0 112:4"]);
}

#[test]
fn nights_in_which_the_clocks_change_are_shorter_and_longer() {
    let night = r#"Weekly("Sat,Mon", "22:00", "06:00")"#;
    check_roster(
        "2026-03-28T12:00[Europe/Brussels]",
        "Europe/Brussels",
        night,
        expect!["0:0 10:4 17:0 57:4 65:0"],
    );
    check_roster(
        "2026-10-24T12:00[Europe/Brussels]",
        "Europe/Brussels",
        night,
        expect!["0:0 10:4 19:0 59:4 67:0"],
    );
}

#[test]
fn assets_are_numbered_by_group_and_edges_stay_in_their_zone() {
    let model = model(&[
        ("topology: Star", r#"topology: Links([("node[1]", "xenon"), ("node[4]", "node[2]")])"#),
        ("count: 4", r#"count: 4), (id: "xenon", zone: "rack""#),
    ]);
    let edges = |asset: AssetIdx| {
        model.network.edges.of(asset).iter().map(|near| model.asset_name(*near)).collect::<Vec<_>>().join(",")
    };
    let joined = AssetIdx::all(model.network.group_of.len()).filter(|asset| !edges(*asset).is_empty());
    let text: Vec<String> =
        joined.map(|asset| format!("{} {}: {}", asset.0, model.asset_name(asset), edges(asset))).collect();
    expect![[r#"
        22 node[1]: xenon
        23 node[2]: node[4]
        25 node[4]: node[2]
        26 xenon: node[1]"#]]
    .assert_eq(&text.join("\n"));
    let groups: Vec<String> = model
        .network
        .groups
        .iter()
        .zip(&model.names.groups)
        .map(|(group, name)| format!("{}+{} {}", group.first.0, group.count, name.0))
        .collect();
    expect!["0+1 dc 1+20 desk 21+1 mail 22+4 node 26+1 xenon"].assert_eq(&groups.join(" "));
}

#[test]
fn sensors_cover_whole_groups_or_single_members() {
    let model = model(&[(
        r#"covers: [Zone("office")]"#,
        r#"covers: [First("desk", 2), Asset("dc"), Asset("desk[2]")]"#,
    )]);
    let by_group =
        model.network.groups.iter().zip(&model.names.groups).filter(|(group, _)| !group.sensors.is_empty());
    assert_eq!(by_group.map(|(_, name)| name.0.as_str()).collect::<Vec<_>>(), ["dc"]);
    let members: Vec<String> =
        model.network.member_sensors.iter().map(|(asset, _)| model.asset_name(*asset)).collect();
    assert_eq!(members, ["desk[1]", "desk[2]"]);
    assert_eq!(
        model.network.sensors_of(model.network.member_sensors[1].0).collect::<Vec<_>>(),
        [SensorIdx(0)]
    );
}

#[test]
fn a_sensor_sees_by_all_its_sources_together() {
    let shown = "success: 0.5, visible: (attempt: [(Process, 0.5), (Mail, 0.9)], success: [(Process, 0.2), (File, 0.1)])";
    let model = model(&[("success: 0.5", shown), ("sensitivity: 0.7", "sensitivity: 0.5")]);
    let worm = model.names.techniques.iter().position(|technique| technique.id == "worm").expect("the worm");
    let seen = model.techniques[worm].seen[0];
    assert!((seen.failed - 0.25).abs() < 1e-12, "{seen:?}");
    assert!((seen.succeeded - (1.0 - 0.75 * 0.9 * 0.95)).abs() < 1e-12, "{seen:?}");
}

#[test]
fn techniques_take_each_field_from_the_scenario_then_the_library_then_the_tactic() {
    let own = r#"techniques: [(id: "T1021.002", success: 0.25, needs: (service: "ssh")), (id: "T1041", tactic: Impact), (id: "own", tactic: LateralMovement),"#;
    let model = model(&[("techniques: [", own), (r#"technique: "T1068""#, r#"technique: "own""#)]);
    let text: Vec<String> = model
        .techniques
        .iter()
        .zip(&model.names.techniques)
        .map(|(technique, name)| {
            let mut technique = technique.clone();
            (technique.key, technique.seen) = (0, Vec::new());
            format!("{} {}: {technique:?}\n", name.id, name.name)
        })
        .collect();
    expect![[r#"
        T1003 OS Credential Dumping: Technique { key: 0, tactic: CredentialAccess, action: TakeCredentials, service: 0, weakness: 0, credential: false, admin: true, knowledge: false, gives_admin: false, success: 0.7, time: Distribution(LogNormal { median: 600000000.0, sigma: 1.0 }), retries: 1, traffic: 0.0, survives: 0.5, lasts: None, severity: High, indicator_block: 0.1, factors: [1.0], seen: [] }
        T1021.002 SMB/Windows Admin Shares: Technique { key: 0, tactic: LateralMovement, action: Move, service: 4, weakness: 0, credential: false, admin: false, knowledge: false, gives_admin: true, success: 0.25, time: Distribution(LogNormal { median: 480000000.0, sigma: 1.0 }), retries: 1, traffic: 0.0, survives: 0.5, lasts: None, severity: High, indicator_block: 0.2, factors: [1.0], seen: [] }
        T1041 Exfiltration Over C2 Channel: Technique { key: 0, tactic: Impact, action: Exfiltrate, service: 0, weakness: 0, credential: false, admin: false, knowledge: false, gives_admin: false, success: 0.9, time: Distribution(LogNormal { median: 3600000000.0, sigma: 1.0 }), retries: 2, traffic: 0.0, survives: 0.5, lasts: None, severity: High, indicator_block: 0.6, factors: [1.0], seen: [] }
        T1566.001 Spearphishing Attachment: Technique { key: 0, tactic: InitialAccess, action: Phish, service: 2, weakness: 0, credential: false, admin: false, knowledge: false, gives_admin: false, success: 0.03, time: Distribution(LogNormal { median: 240000000.0, sigma: 1.0 }), retries: 0, traffic: 0.0, survives: 0.5, lasts: None, severity: Medium, indicator_block: 0.8, factors: [1.0], seen: [] }
        own own: Technique { key: 0, tactic: LateralMovement, action: Move, service: 0, weakness: 0, credential: false, admin: false, knowledge: false, gives_admin: false, success: 0.5, time: Distribution(LogNormal { median: 900000000.0, sigma: 1.0 }), retries: 0, traffic: 0.0, survives: 0.5, lasts: None, severity: High, indicator_block: 0.3, factors: [1.0], seen: [] }
        worm worm: Technique { key: 0, tactic: LateralMovement, action: Move, service: 1, weakness: 0, credential: false, admin: false, knowledge: false, gives_admin: false, success: 0.5, time: Distribution(Fixed(60000000.0)), retries: 0, traffic: 0.0, survives: 0.5, lasts: None, severity: High, indicator_block: 0.3, factors: [1.0], seen: [] }
    "#]].assert_eq(&text.concat());
}

#[test]
fn steps_know_who_waits_for_them() {
    let model = model(&[(r#"after: Any(["move"])"#, r#"after: All(["move", "climb"])"#)]);
    let name = |step: u32| model.names.steps[step as usize].as_str();
    let text: Vec<String> = (0..model.steps.len() as u32)
        .map(|number| {
            let step = &model.steps[number as usize];
            let before: Vec<&str> = step.predecessors.iter().map(|step| name(step.0)).collect();
            let after: Vec<String> =
                step.successors.iter().map(|(step, place)| format!("{}@{place}", name(step.0))).collect();
            let join = match step.join {
                Join::Start => "start",
                Join::Any => "any",
                Join::All => "all",
            };
            format!(
                "{} {join} {before:?} -> {after:?} burst {} retries {}\n",
                name(number),
                step.burst,
                step.retries
            )
        })
        .collect();
    expect![[r#"
        climb any ["phish"] -> ["dump@0", "steal@0"] burst 4294967295 retries 2
        dump all ["climb"] -> ["move@0"] burst 4294967295 retries 1
        move all ["dump"] -> ["steal@1"] burst 4294967295 retries 1
        phish start [] -> ["climb@0"] burst 5 retries 0
        steal all ["climb", "move"] -> [] burst 4294967295 retries 2
    "#]]
    .assert_eq(&text.concat());
    let Campaign { steps, .. } = &model.campaigns[0];
    assert_eq!((steps.clone(), model.campaigns[1].steps.clone()), (0..5, 5..5));
}

fn pressure(model: &Model, spread: &Spread) -> String {
    let zone = |zone: ZoneIdx| model.names.zones[zone.at()].as_str();
    let one = |p: &jointex::model::Pressure| {
        let way = if p.link == LinkIdx::NONE { "inside" } else { "link" };
        format!("{}<-{} {way} {:.4}/h", zone(p.to), zone(p.from), p.rate * 3.6e9)
    };
    spread.pressure.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Pressure of the base's spread when it is written as `spread` for a technique that needs `needs`.
#[track_caller]
fn check_pressure(spread: &str, needs: &str, expected: Expect) {
    let model = model(&[
        (r#"Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),"#, spread),
        (r#"needs: (service: "smb")"#, needs),
        (
            r#"(from: "internet", to: "edge", allow: ["smtp"]),"#,
            r#"(from: "internet", to: "edge", allow: ["smtp"]), (from: "rack", to: "office", allow: ["smb"]),"#,
        ),
    ]);
    let Spread { contact, .. } = &model.spreads[0];
    expected.assert_eq(&format!("{}; edges: {}", pressure(&model, &model.spreads[0]), contact.is_some()));
}

#[test]
fn pressure_acts_in_meshes_and_over_links_that_let_the_service_through() {
    let contact = r#"Contact(technique: "worm", delay: Exponential(mean: "30min")),"#;
    check_pressure(
        contact,
        r#"needs: (service: "smb")"#,
        expect!["office<-office inside 2.0000/h; office<-rack link 2.0000/h; edges: false"],
    );
    check_pressure(
        contact,
        "needs: ()",
        expect![
            "edge<-office link 2.0000/h; office<-office inside 2.0000/h; office<-rack link 2.0000/h; edges: true"
        ],
    );
    check_pressure(
        contact,
        r#"needs: (weakness: "old")"#,
        expect!["office<-office inside 2.0000/h; office<-rack link 2.0000/h; edges: false"],
    );
    check_pressure(
        r#"Scan(technique: "worm", rate: PerHour(42)),"#,
        r#"needs: (service: "smb")"#,
        expect!["office<-office inside 2.0000/h; edges: false"],
    );
    check_pressure(
        r#"Scan(technique: "worm", rate: PerHour(42), scope: Reachable),"#,
        r#"needs: (service: "smb")"#,
        expect!["office<-office inside 2.0000/h; office<-rack link 2.0000/h; edges: false"],
    );
    check_pressure(
        r#"Scan(technique: "worm", rate: PerHour(42), scope: Addresses(4200)),"#,
        "needs: ()",
        expect![
            "edge<-office link 0.0100/h; office<-office inside 0.0100/h; office<-rack link 0.0100/h; edges: false"
        ],
    );
}

#[test]
fn injects_stand_in_the_order_of_their_numbers() {
    let model = model(&[(r#"(no: "1","#, r#"(no: "10", at: "1h"), (no: "2a", at: "1h"), (no: "1","#)]);
    let numbers: Vec<&str> = model.names.injects.iter().map(|inject| inject.number.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "2a", "10"]);
}

#[test]
fn channels_are_open_while_their_agreement_is_in_force() {
    let open = model(&[]);
    assert_eq!(
        (open.channels.len(), open.channels[0].stations.len(), open.names.channels[0].as_str()),
        (1, 2, "ta/feed")
    );
    let notify = |model: &Model| {
        model.teams[0].phases.iter().find_map(|phase| match &phase.kind {
            PhaseKind::Notify { channels, .. } => Some(channels.len()),
            _ => None,
        })
    };
    assert_eq!(notify(&open), Some(1));
    let (scenario, mut sources) = parsed(&[]);
    let alone = compile_variant(&scenario, "alone", &mut sources).0.expect("a model");
    assert_eq!((alone.channels.len(), notify(&alone), alone.names.variant.as_str()), (0, Some(0), "alone"));
    assert_ne!(alone.names.hash, open.names.hash);
}

#[test]
fn names_run_beside_the_model() {
    let model = model(&[]);
    let names = &model.names;
    assert_eq!(names.organisations.len(), model.organisations.len());
    assert_eq!(
        (names.zones.len(), names.groups.len()),
        (model.network.zones.len(), model.network.groups.len())
    );
    assert_eq!(
        (names.techniques.len(), names.campaigns.len()),
        (model.techniques.len(), model.campaigns.len())
    );
    assert_eq!((names.steps.len(), names.spreads.len()), (model.steps.len(), model.spreads.len()));
    assert_eq!(
        (names.pools.len(), names.teams.len(), names.team_zones.len()),
        (model.pools.len(), model.teams.len(), model.teams.len())
    );
    assert!(names.phases.iter().zip(&model.teams).all(|(names, team)| names.len() == team.phases.len()));
    assert_eq!((names.sensors.len(), names.channels.len()), (model.sensors.len(), model.channels.len()));
    assert_eq!((names.functions.len(), names.injects.len()), (model.functions.len(), model.injects.len()));
    assert_eq!(
        (names.objectives.len(), names.objective_measures.len()),
        (model.objectives.len(), model.objectives.len())
    );
    assert_eq!(names.objective_measures[0], "time_to_declare[org=cert]");
    assert_eq!((names.time_zone.as_str(), names.startex_unix_us), ("Europe/Brussels", 1_772_434_800_000_000));
}

#[test]
fn organisations_know_who_responds_and_where_mail_comes_in() {
    let model = model(&[]);
    let eu =
        model.names.organisations.iter().position(|organisation| organisation.id == "eu").expect("the EU");
    let organisation = &model.organisations[eu];
    assert_eq!(
        organisation.mail.iter().map(|group| model.names.groups[group.at()].0.as_str()).collect::<Vec<_>>(),
        ["mail"]
    );
    let responders: Vec<&str> = organisation
        .responders
        .iter()
        .map(|responder| {
            model.names.organisations[model.responders[responder.at()].organisation.at()].id.as_str()
        })
        .collect();
    assert_eq!(responders, ["cert"]);
}
