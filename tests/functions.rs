//! Functions that need each other, each with an answer that can be worked out by hand.

mod common;

use common::{model, play};
use jointex::measure::{Chronicle, narrate};
use jointex::model::{FunctionIdx, LevelIdx, Model};
use jointex::report::{run_report, terminal};
use jointex::sim::{Happening, Outcome, Worker};
use jointex::study::{Watch, replicate};

/// Three organisations with two assets each (`a1`, `a2`, `b1`, …), functions, and injects.
fn scenario(functions: &str, msel: &str) -> String {
    let zones = ["a", "b", "c"].map(|id| format!(r#"(id: "{id}", owner: "{id}")"#)).join(", ");
    let assets = ["a1", "a2", "b1", "b2", "c1", "c2"]
        .map(|id| format!(r#"(id: "{id}", zone: "{}", services: ["x"])"#, &id[..1]))
        .join(", ");
    format!(
        r#"Scenario(
            format: 1, id: "functions", title: "Functions", startex: "2026-03-02T08:00[UTC]", endex: "240h",
            organisations: [(id: "a"), (id: "b"), (id: "c")],
            network: (zones: [{zones}], assets: [{assets}]),
            functions: [{functions}],
            msel: [{msel}],
        )"#
    )
}

/// An asset that is down from one hour to another.
fn down(no: u32, what: &str, from: u32, to: u32) -> String {
    format!(
        r#"(no: "{no}", at: "{from}h", effect: TakeDown({what})), (no: "{no}b", at: "{to}h", effect: BringUp({what})),"#
    )
}

fn asset(no: u32, id: &str, from: u32, to: u32) -> String {
    down(no, &format!(r#"assets: [Asset("{id}")]"#), from, to)
}

fn function(no: u32, id: &str, from: u32, to: u32) -> String {
    down(no, &format!(r#"function: "{id}""#), from, to)
}

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    // What is checked after every event comes first.
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

/// Hours that each function lost, by id.
fn losses(functions: &str, msel: &str) -> Vec<f64> {
    once(&model(&scenario(functions, msel)), |outcome| {
        outcome.ledger.functions.iter().map(|function| function.loss / 3.6e9).collect()
    })
}

/// A whole source `s1`, a half one `s2` and a lost one `s3` of three organisations, and what depends on them at ENDEX.
fn level(depends: &str) -> f64 {
    let functions = format!(
        r#"(id: "s1", organisation: "a", assets: [Asset("a1")]), (id: "s2", organisation: "b", assets: [Zone("b")]),
           (id: "s3", organisation: "c", assets: [Asset("c1")]),
           (id: "t", organisation: "a", {depends})"#
    );
    let msel =
        asset(1, "b1", 1, 239).replace("239h", "240h") + &asset(2, "c1", 1, 239).replace("239h", "240h");
    let msel = msel.replace("BringUp", "TakeDown");
    once(&model(&scenario(&functions, &msel)), |outcome| outcome.ledger.functions[3].level)
}

#[test]
fn each_rule_makes_one_level_of_several() {
    let of = |needs: &str| {
        level(&format!(
            r#"depends: [(id: "d", on: [Function("s1"), Function("s2", 2), Function("s3")], needs: {needs})]"#
        ))
    };
    assert_eq!(
        [of("All"), of("Any"), of("AtLeast(1)"), of("AtLeast(2)"), of("AtLeast(3)")],
        [0.0, 1.0, 1.0, 0.5, 0.0]
    );
    assert_eq!(of("Weighted"), (1.0 + 2.0 * 0.5) / 4.0);
    assert_eq!(level(r#"depends: [(id: "d", on: [Function("s1"), Function("s2")])]"#), 0.5, "all by default");
}

#[test]
fn the_scarcest_of_assets_and_dependencies_counts() {
    let two = r#"depends: [(id: "d", on: [Function("s1")]), (id: "e", on: [Function("s2")])]"#;
    assert_eq!(level(two), 0.5);
    assert_eq!(level(&format!(r#"assets: [Zone("a")], {two}"#)), 0.5);
    let half = level(r#"assets: [Asset("a1")], depends: [(id: "d", on: [Function("s1")])]"#);
    assert_eq!(half, 1.0);
    let lost = level(r#"assets: [Asset("a1")], depends: [(id: "d", on: [Function("s3")])]"#);
    assert_eq!(lost, 0.0);
}

#[test]
fn what_falls_carries_on_along_a_chain_across_organisations() {
    let functions = r#"(id: "f1", organisation: "a", assets: [Zone("a")]),
        (id: "f2", organisation: "b", depends: [(id: "d", on: [Function("f1")])]),
        (id: "f3", organisation: "c", depends: [(id: "d", on: [Function("f2")])])"#;
    assert_eq!(losses(functions, &asset(1, "a1", 10, 14)), [2.0, 2.0, 2.0]);
    assert_eq!(losses(functions, &function(1, "f2", 10, 14)), [0.0, 4.0, 4.0]);
    let both = asset(1, "a1", 10, 14) + &function(2, "f2", 12, 20);
    assert_eq!(losses(functions, &both), [2.0, 9.0, 9.0]);
}

/// A plant, and a hospital that bridges its loss as written.
fn bridged(backup: &str, msel: &str) -> [f64; 2] {
    let functions = format!(
        r#"(id: "plant", organisation: "a", assets: [Asset("a1")]),
           (id: "ward", organisation: "b", assets: [Asset("b1")],
            depends: [(id: "power", on: [Function("plant")], {backup})])"#
    );
    losses(&functions, msel).try_into().expect("two functions")
}

#[test]
fn a_backup_bridges_a_need_for_its_time() {
    let once = asset(1, "a1", 10, 20);
    assert_eq!(bridged("", &once), [10.0, 10.0]);
    assert_eq!(bridged(r#"backup: "8h""#, &once), [10.0, 2.0]);
    assert_eq!(bridged(r#"backup: "10h""#, &once), [10.0, 0.0]);
    assert_eq!(bridged(r#"backup: "0s""#, &once), [10.0, 10.0]);
    // It bridges the need, and nothing else.
    let also = once + &asset(2, "b1", 12, 13);
    assert_eq!(bridged(r#"backup: "8h""#, &also), [10.0, 3.0]);
}

#[test]
fn a_backup_is_charged_again_at_once_or_after_a_time() {
    let twice = asset(1, "a1", 10, 20) + &asset(2, "a1", 21, 25);
    assert_eq!(bridged(r#"backup: "8h""#, &twice), [14.0, 2.0]);
    // After an hour of 24 it is charged for 20 minutes of its 8 hours.
    let [_, lost] = bridged(r#"backup: "8h", recharge: "24h""#, &twice);
    assert!((lost - (2.0 + 4.0 - 1.0 / 3.0)).abs() < 1e-6, "{lost}");
    // A quarter is used, an eighth charged: seven hours are left.
    let small = asset(1, "a1", 10, 12) + &asset(2, "a1", 13, 23);
    let [_, lost] = bridged(r#"backup: "8h", recharge: "8h""#, &small);
    assert!((lost - 3.0).abs() < 1e-6, "{lost}");
}

#[test]
fn what_is_partly_there_is_given_once_the_backup_is_used_up() {
    let functions = r#"(id: "plant", organisation: "a", assets: [Zone("a")]),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: "4h")])"#;
    assert_eq!(losses(functions, &asset(1, "a1", 10, 20)), [5.0, 3.0]);
}

/// A function over `a1` and `a2` that takes three hours to recover.
fn recovering(msel: &str) -> f64 {
    losses(r#"(id: "f", organisation: "a", assets: [Zone("a")], recovery: "3h")"#, msel)[0]
}

#[test]
fn a_function_recovers_after_a_time() {
    assert_eq!(recovering(&(asset(1, "a1", 10, 12) + &asset(2, "a2", 10, 12))), 5.0);
    // It falls again before it is up.
    let again =
        asset(1, "a1", 10, 12) + &asset(2, "a2", 10, 12) + &asset(3, "a1", 14, 15) + &asset(4, "a2", 14, 15);
    assert_eq!(recovering(&again), 8.0);
    // Half of it rises three hours after the first asset, the rest three hours after that.
    assert_eq!(recovering(&(asset(1, "a1", 10, 12) + &asset(2, "a2", 10, 13))), 5.0 + 1.5);
    // Of what rises, what is lost meanwhile does not come up.
    let half = asset(1, "a1", 10, 12) + &asset(2, "a2", 10, 12) + &asset(3, "a1", 13, 20);
    assert_eq!(recovering(&half), 5.0 + 8.0 / 2.0);
    // The function's own outage ends at once.
    assert_eq!(recovering(&function(1, "f", 10, 12)), 2.0);
}

/// Power and telecommunications that need each other; power bridges its control for four hours.
fn ring(msel: &str) -> [f64; 2] {
    let functions = r#"(id: "power", organisation: "a", assets: [Asset("a1")],
            depends: [(id: "control", on: [Function("telecom")], backup: "4h")]),
        (id: "telecom", organisation: "b", assets: [Asset("b1")], depends: [(id: "power", on: [Function("power")])])"#;
    let [power, telecom] = losses(functions, msel).try_into().expect("two functions");
    // Which of them is worked out first makes no difference.
    let renamed = functions.replace("power\"", "z-power\"");
    let [first, second] =
        losses(&renamed, &msel.replace("power\"", "z-power\"")).try_into().expect("two functions");
    assert_eq!([power, telecom], [second, first]);
    [power, telecom]
}

#[test]
fn functions_that_need_each_other_come_back_while_a_backup_lasts() {
    assert_eq!(ring(&asset(1, "a1", 10, 12)), [2.0, 2.0]);
    assert_eq!(ring(&asset(1, "b1", 10, 13)), [0.0, 3.0]);
    // Telecommunications are lost for longer than power can do without.
    assert_eq!(ring(&asset(1, "b1", 10, 16)), [226.0, 230.0]);
    // Black start: what was lost for too long stays down until fuel is brought.
    assert_eq!(ring(&asset(1, "a1", 10, 15)), [230.0, 230.0]);
    let refuelled = |at: u32| {
        asset(1, "a1", 10, 15) + &format!(r#"(no: "2", at: "{at}h", effect: Refuel(function: "power"))"#)
    };
    assert_eq!(ring(&refuelled(20)), [10.0, 10.0]);
    // Brought before the asset is back, it is in use meanwhile: from 12 to 16.
    assert_eq!(ring(&refuelled(12)), [5.0, 5.0]);
    // Too early: used up by half past.
    assert_eq!(ring(&refuelled(10)), [230.0, 230.0]);
}

#[test]
fn a_ring_that_something_outside_meets_comes_back() {
    let functions = r#"(id: "f", organisation: "a", depends: [(id: "d", on: [Function("g"), Function("h")], needs: Any)]),
        (id: "g", organisation: "b", assets: [Asset("b1")], depends: [(id: "d", on: [Function("f")])]),
        (id: "h", organisation: "c", assets: [Asset("c1")])"#;
    let both = asset(1, "b1", 10, 12) + &asset(2, "c1", 10, 20);
    assert_eq!(losses(functions, &both), [10.0, 10.0, 10.0]);
}

#[test]
fn a_level_that_follows_can_be_waited_for() {
    let functions = r#"(id: "plant", organisation: "a", assets: [Asset("a1")]),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: "4h")])"#;
    let msel = asset(1, "a1", 10, 20)
        + r#"(no: "9", when: AtMost("function_level[function=ward]", 0), effect: TakeDown(assets: [Asset("c1")]))"#;
    let came = once(&model(&scenario(functions, &msel)), |outcome| outcome.ledger.injects[2].hours());
    assert_eq!(came, 14.0);
}

#[test]
fn what_was_lost_and_bridged_is_told() {
    let functions = r#"(id: "plant", organisation: "a", assets: [Asset("a1")]),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: "4h")])"#;
    let model = model(&scenario(functions, &asset(1, "a1", 10, 20)));
    let (records, lines) = once(&model, |outcome| {
        let records: Vec<String> = Chronicle::new(&model, outcome.trace.expect("the trace is on"))
            .records()
            .map(|record| {
                format!(
                    "{} {} {:?} {:?}",
                    record.t_us / 3_600_000_000,
                    record.event,
                    record.about,
                    record.outcome
                )
            })
            .collect();
        let lines: Vec<String> = narrate(&model, outcome, 40)
            .lines
            .into_iter()
            .map(|line| format!("{} {} {}", line.moment, line.who, line.what))
            .collect();
        (records.join("\n"), lines.join("\n"))
    });
    expect_test::expect![[r#"
        10 injected [("inject", "1")] None
        10 changed [("inject", "1"), ("change", "a1 is taken down")] None
        10 taken_down [("inject", "1"), ("asset", "a1")] None
        10 down [("function", "plant")] None
        10 bridged [("function", "ward"), ("dependency", "power")] None
        14 bridged [("function", "ward"), ("dependency", "power")] Some("used_up")
        14 down [("function", "ward")] None
        20 injected [("inject", "1b")] None
        20 changed [("inject", "1b"), ("change", "a1 is brought up")] None
        20 brought_up [("inject", "1b"), ("asset", "a1")] None
        20 up [("function", "plant")] None
        20 up [("function", "ward")] None"#]]
    .assert_eq(&records);
    expect_test::expect![[r#"
        2 Mar 18:00 inject 1 comes
        2 Mar 18:00 inject 1 a1 is taken down
        2 Mar 18:00 plant is down
        2 Mar 18:00 ward is on its backup for power
        2 Mar 22:00 ward has used up its backup for power
        2 Mar 22:00 ward is down
        3 Mar 04:00 inject 1b comes
        3 Mar 04:00 inject 1b a1 is brought up
        3 Mar 04:00 plant is up again
        3 Mar 04:00 ward is up again"#]]
    .assert_eq(&lines);
}

/// What the story and the chronicle say of levels, assets and effects, line by line.
fn told(model: &Model) -> (String, String) {
    once(model, |outcome| {
        let records: Vec<String> = Chronicle::new(model, outcome.trace.expect("the trace is on"))
            .records()
            .filter(|record| record.event != "injected" && record.event != "changed")
            .map(|record| {
                let about: Vec<&str> = record.about.iter().map(|about| &*about.1).collect();
                format!("{} {} {}", record.t_us / 3_600_000_000, record.event, about.join(" "))
            })
            .collect();
        let lines = narrate(model, outcome, 60).lines.into_iter();
        let lines: Vec<String> =
            lines.map(|line| format!("{} {}: {}", line.moment, line.who, line.what)).collect();
        (records.join("\n"), lines.join("\n"))
    })
}

#[test]
fn what_an_inject_takes_down_is_told_with_the_functions_that_fail_thereby() {
    let functions = r#"(id: "all", organisation: "a", assets: [Zone("a")]),
        (id: "rest", organisation: "b", assets: [Zone("b")], depends: [(id: "d", on: [Function("all")])])"#;
    // One of the two is down already, and the other when both are brought up.
    let msel = asset(1, "a1", 10, 30)
        + &down(2, r#"assets: [Organisation("a")]"#, 20, 40)
        + &function(3, "rest", 50, 60);
    let (records, lines) = told(&model(&scenario(functions, &msel)));
    expect_test::expect![[r#"
        10 taken_down 1 a1
        20 taken_down 2 a2
        20 down all
        20 down rest
        30 brought_up 1b a1
        30 up all
        30 up rest
        40 brought_up 2b a2
        50 down rest
        60 up rest"#]]
    .assert_eq(&records);
    expect_test::expect![[r#"
        2 Mar 18:00 inject 1: comes
        2 Mar 18:00 inject 1: a1 is taken down
        3 Mar 04:00 inject 2: comes
        3 Mar 04:00 inject 2: 2 assets are taken down
        3 Mar 04:00 a: a2 down
        3 Mar 04:00 all: is down
        3 Mar 04:00 rest: is down
        3 Mar 14:00 inject 1b: comes
        3 Mar 14:00 inject 1b: a1 is brought up
        3 Mar 14:00 all: is up again
        3 Mar 14:00 rest: is up again
        4 Mar 00:00 inject 2b: comes
        4 Mar 00:00 inject 2b: 2 assets are brought up
        4 Mar 00:00 a: a2 up again
        4 Mar 10:00 inject 3: comes
        4 Mar 10:00 inject 3: rest is taken down
        4 Mar 10:00 rest: is down
        4 Mar 20:00 inject 3b: comes
        4 Mar 20:00 inject 3b: rest is brought up
        4 Mar 20:00 rest: is up again"#]]
    .assert_eq(&lines);
}

#[test]
fn a_function_that_recovers_is_told_once_it_is_back() {
    let functions = r#"(id: "f", organisation: "a", assets: [Asset("a1")], recovery: "3h")"#;
    let (records, _) = told(&model(&scenario(functions, &function(1, "f", 1, 2))));
    assert_eq!(records, "1 down f\n2 up f");
    let (records, _) = told(&model(&scenario(functions, &asset(1, "a1", 10, 12))));
    assert_eq!(records, "10 taken_down 1 a1\n10 down f\n12 brought_up 1b a1\n15 up f");
}

#[test]
fn functions_of_one_name_are_told_apart() {
    let functions = r#"(id: "f", name: "Command", organisation: "a", assets: [Asset("a1")]),
        (id: "g", name: "Command", organisation: "b", assets: [Asset("b1")]),
        (id: "h", name: "Command", organisation: "b", assets: [Asset("b2")]),
        (id: "i", name: "Supply", organisation: "b", assets: [Asset("b2")])"#;
    let model = model(&scenario(functions, &asset(1, "b2", 10, 12)));
    let (_, lines) = told(&model);
    assert!(lines.contains("Command · h: is down") && lines.contains("Supply: is down"), "{lines}");
    let report = run_report(&model, &replicate(&model, 1, 2, &Watch::default()), None);
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let section = page.split("FUNCTIONS").nth(1).and_then(|rest| rest.split("\n\n").next());
    expect_test::expect![[r#"
                                    mean level    lowest    lost function-hours
        Command · a                               100 %     100 %                      0
        Command · g · b                           100 %     100 %                      0
        Command · h · b                            99 %       0 %                      2
        Supply · b                                 99 %       0 %                      2
          Means of a replication, but lowest is that of any."#]]
    .assert_eq(section.unwrap_or_default());
}

#[test]
fn a_manipulated_source_looks_whole_and_those_who_depend_on_it_fail_visibly() {
    // The plant's process is manipulated at 2 h: its own operators see nothing, the ward's see their loss.
    let twice = function(1, "plant", 10, 12) + &function(2, "plant", 20, 22);
    let recovery = r#", recovery: "1h""#;
    // What takes the plant itself out of order is seen each time; after that it looks whole again.
    let faults = r#", faults: (up: "100h", repair: "5h")"#;
    for (plant, msel, own) in
        [("", "", 0), (recovery, "", 0), (recovery, &*twice, 2), ("", &*twice, 2), (faults, "", 2)]
    {
        assert_eq!(manipulated(plant, msel), (vec![238.0, 238.0], own, 1), "{plant} {msel}");
    }
}

/// What the plant and the ward lost in hours, and the alerts that its own team and that of the ward have.
fn manipulated(plant: &str, msel: &str) -> (Vec<f64>, u64, u64) {
    let functions = format!(
        r#"(id: "plant", organisation: "a", assets: [Asset("a1")]{plant}),
           (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")])])"#
    );
    let text = scenario(&functions, msel)
    .replace(
        "functions: [",
        r#"techniques: [(id: "twist", tactic: Impact, does: Manipulate, needs: (), success: 1, time: "2h", retries: 0, visible: (attempt: [], success: []))],
           campaigns: [(id: "c", initially_held: [Asset("a1")], flow: [(id: "x", technique: "twist")])],
           teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min")),
                   (id: "u", organisation: "b", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"))],
           notices: [(id: "own", team: "t", from: Failure(function: "plant", below: 1)),
                     (id: "theirs", team: "u", from: Failure(function: "ward", below: 1))],
           functions: ["#,
    );
    let model = model(&text);
    once(&model, |outcome| {
        let alerts =
            |team: usize| outcome.ledger.teams[team].alerts_true + outcome.ledger.teams[team].alerts_false;
        let losses: Vec<f64> =
            outcome.ledger.functions.iter().map(|function| function.loss / 3.6e9).collect();
        (losses, alerts(0), alerts(1))
    })
}

#[test]
fn an_unrelated_dependency_moves_no_draw() {
    let functions = r#"(id: "m", organisation: "a", assets: [Asset("a1")], faults: (up: Exponential(mean: "20h"), repair: Exponential(mean: "5h"))),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("m")], backup: Exponential(mean: "4h"),
            recharge: Exponential(mean: "9h"))], recovery: Exponential(mean: "1h"))"#;
    let other = r#",(id: "a", organisation: "c", assets: [Asset("c1")], faults: (up: Exponential(mean: "9h"), repair: Exponential(mean: "1h"))),
        (id: "z", organisation: "c", depends: [(id: "power", on: [Function("a"), Function("ward")], backup: Exponential(mean: "4h"))],
            recovery: Exponential(mean: "1h"))"#;
    let losses = |functions: &str, ward: usize| {
        play(&model(&scenario(functions, "")), 20, false, |outcome| outcome.ledger.functions[ward].loss)
    };
    let alone = losses(functions, 1);
    assert!(alone.iter().any(|&loss| loss > 0.0));
    assert_eq!(alone, losses(&format!("{functions}{other}"), 2));
}

/// A supplier of two organisations whose plant is down from hour 1 to 6, and whose poisoned delivery comes at hour `delivery`.
fn supplied(delivery: u32, function: &str) -> (Vec<f64>, u32) {
    let text = scenario(
        r#"(id: "cloud", organisation: "c", assets: [Asset("c1")]),
           (id: "left", organisation: "a", depends: [(id: "cloud", on: [Supplier("acme")])]),
           (id: "right", organisation: "b", depends: [(id: "cloud", on: [Supplier("acme")], backup: "2h")])"#,
        &asset(1, "c1", 1, 6),
    )
    .replace(
        "functions: [",
        &format!(
            r#"techniques: [(id: "poison", tactic: InitialAccess, does: Supply, needs: (), success: 1, time: "0s", retries: 0,
                  visible: (attempt: [], success: []))],
               suppliers: [(id: "acme", customers: [Asset("a1"), Asset("b1")], delivery: "{delivery}h", {function})],
               campaigns: [(id: "c", flow: [(id: "x", technique: "poison", supplier: "acme")])],
               functions: ["#
        ),
    );
    once(&model(&text), |outcome| {
        let losses = outcome.ledger.functions.iter().map(|function| function.loss / 3.6e9).collect();
        (losses, outcome.ledger.total)
    })
}

#[test]
fn a_supplier_takes_the_functions_of_its_customers_down_with_it() {
    let function = r#"function: "cloud""#;
    assert_eq!(supplied(8, function), (vec![5.0, 5.0, 3.0], 2));
    // What it does not deliver poisons nobody.
    assert_eq!(supplied(3, function), (vec![5.0, 5.0, 3.0], 0));
}

#[test]
fn what_a_function_was_at_before_measuring_begins_is_not_its_lowest_but_what_it_is_then() {
    let functions = r#"(id: "f", organisation: "a", assets: [Asset("a1")])"#;
    let lowest = |from: &str| {
        let text = scenario(functions, &asset(1, "a1", 10, 14))
            .replace(r#"endex: "240h","#, &format!(r#"endex: "240h", measure_from: "{from}","#));
        once(&model(&text), |outcome| outcome.ledger.functions[0].lowest)
    };
    assert_eq!([lowest("9h"), lowest("12h"), lowest("15h")], [0.0, 0.0, 1.0]);
}

#[test]
fn so_many_assets_are_enough() {
    let lost = |needs: &str| {
        let functions = format!(r#"(id: "f", organisation: "a", assets: [Zone("a")], needs: {needs})"#);
        losses(&functions, &(asset(1, "a1", 10, 14) + &asset(2, "a2", 12, 20)))[0]
    };
    assert_eq!([lost("AtLeast(1)"), lost("AtLeast(2)"), lost("Any"), lost("All")], [2.0, 10.0, 2.0, 10.0]);
}

#[test]
fn a_backup_that_bridges_goes_on_when_less_is_there() {
    let functions = r#"(id: "plant", organisation: "a", assets: [Zone("a")]),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: "4h")])"#;
    // Half is lost at 10, the rest at 12: the backup is used up at 14.
    let msel = asset(1, "a1", 10, 30) + &asset(2, "a2", 12, 30);
    assert_eq!(losses(functions, &msel), [19.0, 16.0]);
}

#[test]
fn each_recovery_and_each_use_of_a_backup_draws_anew() {
    let functions = r#"(id: "plant", organisation: "a", assets: [Asset("a1")], recovery: Exponential(mean: "2h")),
        (id: "ward", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: Exponential(mean: "2h"))]),
        (id: "yard", organisation: "b", depends: [(id: "power", on: [Function("plant")], backup: Exponential(mean: "2h"))])"#;
    let model = model(&scenario(functions, &(asset(1, "a1", 10, 60) + &asset(2, "a1", 110, 160))));
    let entries = once(&model, |outcome| outcome.trace.expect("the trace is on").entries.clone());
    // How long after the full hundred hours it came each time.
    let after = |what: Happening| {
        let times = entries.iter().filter(|entry| entry.what == what);
        times.map(|entry| entry.at.micros() % (100 * 3_600_000_000)).collect::<Vec<u64>>()
    };
    let level = |function: u32| LevelIdx::of(FunctionIdx(function));
    let draws =
        [after(Happening::Up(level(0))), after(Happening::Down(level(1))), after(Happening::Down(level(2)))];
    for times in &draws {
        assert!(times.len() == 2 && times[0] != times[1], "{draws:?}");
    }
    assert_ne!(draws[1], draws[2], "each has a backup of its own");
}

#[test]
fn what_comes_back_for_the_first_time_matters_more_than_what_fails_again() {
    let functions = r#"(id: "f", organisation: "a", assets: [Asset("a1")])"#;
    let model = model(&scenario(functions, &(function(1, "f", 10, 12) + &function(2, "f", 20, 22))));
    let told = |limit: usize| once(&model, |outcome| narrate(&model, outcome, limit).lines);
    let short = told(told(60).len() - 3).into_iter().filter(|line| line.who == "f");
    assert_eq!(short.map(|line| line.what).collect::<Vec<_>>(), ["is down", "is up again"]);
}
