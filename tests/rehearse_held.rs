//! The rest of an exercise that is being held: forecasts against what theory says, given what was observed.

mod common;

use common::desk::{jointex, refused, said};
use common::model;
use jointex::kernel::{SimDuration, SimTime};
use jointex::measure::Thresholds;
use jointex::model::InjectIdx;
use jointex::study::{Fact, HeldSoFar, Watch, forecast, rehearse};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// Inject 2 comes after an exponential time of 10 h in the mean, and the contingency an hour after it, if ENDEX is not before that.
///
/// The desk is held after an hour. Its alert comes after D, uniform up to 10 h; the investigation takes I, uniform up to 10 h; all else
/// takes no time to speak of. So it is contained within 10 h where D + I ≤ 10 h: in half of the replications, in (10 h - d)/10 h of those in
/// which D = d.
const HELD: &str = r#"Scenario(
    format: 1, id: "held", title: "Held", startex: "2026-03-02T08:00[UTC]", endex: "15h",
    organisations: [(id: "o"), (id: "cert", protects: ["o"])],
    network: (
        zones: [(id: "z", owner: "o")],
        assets: [(id: "desk", zone: "z", services: ["smb"])],
        links: [(from: "internet", to: "z", allow: ["smb"])],
    ),
    techniques: [(id: "in", tactic: InitialAccess, does: Exploit, needs: (service: "smb"), success: 1, time: "1s",
                  visible: (attempt: [], success: [(Process, 1)]))],
    campaigns: [(id: "c", flow: [(id: "in", technique: "in", target: Asset("desk"))])],
    teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 1)], playbook: "p", triage: (tier: "l1", time: "1s"))],
    sensors: [(id: "edr", team: "soc", covers: [Zone("z")], sees: [Process], sensitivity: 1, delay: Uniform("0s", "10h"))],
    playbooks: [(id: "p", phases: [
        Investigate(tier: "l1", time: Uniform("0s", "10h"), finds: 1),
        Declare(tier: "l1", time: "0s"),
        Contain(tier: "l1", per_asset: "1s", actions: [Isolate]),
    ])],
    objectives: [(id: "quick", that: AtMost("time_to_contain[org=cert]", "10h"), with_probability: 0.6)],
    msel: [
        (no: "1", at: "0h"),
        (no: "2", after: (inject: "1", delay: Exponential(mean: "10h"))),
        (no: "3", when: Injected("2"), delay: "1h", title: "The press asks"),
    ],
    variants: [(id: "more", add: (msel: [(no: "4", at: "13h")])), (id: "less", remove: ["msel[3]"])],
)"#;

#[track_caller]
fn near(number: f64, expected: f64, off: f64) {
    assert!((number - expected).abs() < off, "{number} is not near {expected}");
}

#[test]
fn an_exponential_time_that_has_not_passed_is_exponential_again() {
    let model = model(HELD);
    let rehearsal = rehearse(&model, Thresholds::default(), (1, 8000), &Watch::default());
    let held = |facts| HeldSoFar {
        from: SimTime::ZERO + SimDuration::HOUR * 5,
        tolerance: SimDuration::HOUR,
        facts,
    };
    let hours = |micros: f64| micros / SimDuration::HOUR.micros() as f64;
    let given = forecast(
        &model,
        &rehearsal,
        &held(vec![Fact::NotCome(InjectIdx(1), SimTime::ZERO + SimDuration::HOUR * 5)]),
    );
    // The share that has waited 5 h is e^-0.5, and each of them counts as much.
    near(given.agreeing as f64 / 8000.0, libm::exp(-0.5), 0.02);
    near(given.effective, given.agreeing as f64, 1e-6);
    // The first inject has come; of the second 10 h are left.
    assert_eq!(given.injects.iter().map(|it| it.inject.0).collect::<Vec<_>>(), [1, 2]);
    let second = &given.injects[0];
    let comes = 1.0 - libm::exp(-1.0);
    assert!(second.comes.low < comes && comes < second.comes.high, "{:?}", second.comes);
    near(
        second.comes.high - second.comes.low,
        2.0 * 1.96 * (comes * (1.0 - comes) / given.effective).sqrt(),
        1e-3,
    );
    let times = second.times.expect("it comes");
    for (time, p) in times.into_iter().zip([0.1, 0.5, 0.9]) {
        near(hours(time), 5.0 - 10.0 * libm::log(1.0 - p * comes), 0.35);
    }
    // Without that, it comes between 5 and 15 h with e^-0.5 - e^-1.5.
    near(second.before.mean, libm::exp(-0.5) - libm::exp(-1.5), 0.02);
    near(given.injects[1].comes.mean, 1.0 - libm::exp(-0.9), 0.02);
    // With nothing observed all count.
    let all = forecast(&model, &rehearsal, &held(Vec::new()));
    assert_eq!((all.agreeing, all.of), (8000, 8000));
    near(all.injects[0].comes.mean, all.injects[0].before.mean, 1e-9);
}

fn folder(table: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("held.ron"), HELD).expect("a file");
    fs::write(folder.path().join("so-far.csv"), format!("{HEAD}{table}")).expect("a file");
    folder
}

const HEAD: &str = "exercise,team,measure,value,censored\n";

/// The same with columns for when it began and ended in place of the value.
fn folder_of_moments(rows: &str) -> TempDir {
    let folder = folder("");
    let table = format!("exercise,team,measure,start,end,censored\n{rows}");
    fs::write(folder.path().join("so-far.csv"), table).expect("a file");
    folder
}

const FORECAST: [&str; 7] =
    ["rehearse", "held.ron", "--quiet", "--observed", "so-far.csv", "--from", "D1 20:00"];

fn forecast_of(table: &str, count: &str) -> Value {
    let text = said(folder(table).path(), &[&FORECAST[..], &["-n", count, "-f", "json"]].concat());
    let report: Value = serde_json::from_str(&text).expect("JSON");
    report["forecast"].clone()
}

/// The probability that the objective is met, given that the desk was detected after so long.
fn met(table: &str) -> (f64, Value) {
    let forecast = forecast_of(table, "6000");
    near(forecast["objectives"][0]["met_before_share"].as_f64().expect("a share"), 0.5, 0.025);
    (forecast["objectives"][0]["met_share"].as_f64().expect("a share"), forecast)
}

#[test]
fn objectives_are_at_risk_by_when_it_was_detected() {
    let (early, forecast) = met("e,cert,time_to_detect[org=cert],2h,no\n");
    // The kernel is even and the probability a straight line, so that the tolerance brings no bias: 0.8. Two of ten hours agree, and by
    // the squares of Epanechnikov's kernel they count for five sixths.
    near(early, 0.8, 0.04);
    let number = |name: &str| forecast[name].as_f64().expect("a number");
    near(number("agreeing") / 6000.0, 0.2, 0.02);
    near(number("effective") / number("agreeing"), 5.0 / 6.0, 0.02);
    assert_eq!(forecast["objectives"][0]["at_risk"], false);
    let (late, forecast) = met("e,cert,time_to_detect[org=cert],8h,no\n");
    near(late, 0.2, 0.04);
    assert_eq!(forecast["objectives"][0]["at_risk"], true);
    assert!(
        forecast["findings"][1]
            .as_str()
            .is_some_and(|text| text.starts_with("Objective quick is at risk: met in "))
    );
    // Not contained within 6 h: of the square of D and I, without the triangle of 18 h², 32 of 82.
    let (open, _) = met("e,cert,time_to_contain[org=cert],6h,yes\n");
    near(open, 32.0 / 82.0, 0.04);
}

#[test]
fn what_came_is_pinned_and_what_follows_it_moves() {
    let forecast = forecast_of("e,x,inject_time[inject=2],12h,no\n", "40");
    assert_eq!(forecast["pinned"][0], "2");
    // What waits for it comes an hour later in all, and before ENDEX.
    let third = &forecast["injects"][0];
    assert_eq!(
        (&third["inject"], &third["probability"], &third["make_ready"]),
        (&"3".into(), &1.0.into(), &true.into())
    );
    assert_eq!(third["p50"]["civil"], "2026-03-02T21:00:00+00:00");
    assert_eq!(forecast["injects"].as_array().map(Vec::len), Some(1));
    let page =
        said(folder("e,x,inject_time[inject=2],12h,no\n").path(), &[&FORECAST[..], &["-n", "40"]].concat());
    assert!(
        page.contains("Make ready: contingency inject 3 (comes in 100 %).")
            && page.contains("INJECTS TO COME"),
        "{page}"
    );
}

#[test]
fn what_is_of_all_replications_stands_beside_no_forecast() {
    let seen = folder("e,cert,time_to_detect[org=cert],2h,no\n");
    let run = |more: &[&str]| said(seen.path(), &[&FORECAST[..], &["-n", "300"], more].concat());
    let page = run(&["--report", "page.html"]);
    let heads: Vec<&str> = page
        .lines()
        .filter_map(|line| line.split("  ").next())
        .filter(|head| head.len() > 5 && head.chars().all(|c| c.is_uppercase() || c == ' '))
        .collect();
    assert_eq!(heads, ["FORECAST", "OBJECTIVES TO COME", "INJECTS TO COME"], "{page}");
    let html = fs::read_to_string(seen.path().join("page.html")).expect("a page");
    assert_eq!(common::page::sections(&html), ["forecast", "objectives-to-come", "injects-to-come"]);
    let json: Value = serde_json::from_str(&run(&["-f", "json"])).expect("JSON");
    assert!(
        ["injects", "desks", "objectives"]
            .iter()
            .all(|list| json[list].as_array().is_some_and(Vec::is_empty))
    );
    assert!(run(&["-f", "csv"]).starts_with("kind,id,title,probability,"));
    assert!(run(&["-f", "csv", "--table", "findings"]).contains("forecast,"));
    let table = [&FORECAST[..], &["-f", "csv", "--table", "injects"]].concat();
    refused(seen.path(), &table, 2, "with --observed there is no table `injects`");
}

#[test]
fn injects_of_a_variant_can_be_observed() {
    let folder = folder("");
    let template =
        said(folder.path(), &["observed", "template", "held.ron", "--variant", "more", "--so-far"]);
    let filled = template.replace("inject_time[inject=4],,,,no", "inject_time[inject=4],9h,,,no");
    assert!(filled != template, "{template}");
    fs::write(folder.path().join("so-far.csv"), filled).expect("a file");
    let varied = [&FORECAST[..], &["-n", "30", "--variant", "more"]].concat();
    assert!(said(folder.path(), &varied).contains("pinned as they came: inject 4"));
    refused(folder.path(), &[&FORECAST[..], &["-n", "30"]].concat(), 3, "the MSEL has no inject `4`");
}

#[test]
fn injects_that_a_variant_takes_away_are_none() {
    let folder = folder("e,x,inject_time[inject=3],9h,no\n");
    let template =
        said(folder.path(), &["observed", "template", "held.ron", "--variant", "less", "--so-far"]);
    assert!(template.contains("inject=2") && !template.contains("inject=3"), "{template}");
    let varied = [&FORECAST[..], &["-n", "30", "--variant", "less"]].concat();
    refused(folder.path(), &varied, 3, "the MSEL has no inject `3`");
    assert!(
        said(folder.path(), &[&FORECAST[..], &["-n", "30"]].concat())
            .contains("pinned as they came: inject 3")
    );
}

#[test]
fn what_was_observed_counts_from_the_startex_that_is_played() {
    let later = "startex=\"2026-03-02T10:00[UTC]\"";
    let moved = [&FORECAST[..], &["-n", "30", "-f", "json", "--set", later]].concat();
    // From STARTEX on, which would be a span from another moment without the setting.
    let folder = folder_of_moments("e,x,inject_time[inject=2],2026-03-02T10:00,2026-03-02T19:30,no\n");
    refused(folder.path(), &FORECAST, 3, "an inject comes at one moment, and this row has two");
    let report: Value = serde_json::from_str(&said(folder.path(), &moved)).expect("JSON");
    assert_eq!(report["forecast"]["injects"][0]["p50"]["civil"], "2026-03-02T20:30:00+00:00");
}

/// When inject 3 comes, which follows inject 2 by an hour.
#[track_caller]
fn third(rows: &str, expected: &str) {
    let text = said(folder_of_moments(rows).path(), &[&FORECAST[..], &["-n", "30", "-f", "json"]].concat());
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["forecast"]["injects"][0]["p50"]["civil"], expected);
}

#[test]
fn an_inject_came_at_its_end_or_at_its_start_alone() {
    let expected = "2026-03-02T20:30:00+00:00";
    third("e,x,inject_time[inject=2],2026-03-02T19:30,2026-03-02T19:30,no\n", expected);
    third("e,x,inject_time[inject=2],,2026-03-02T19:30,no\n", expected);
    third("e,x,inject_time[inject=2],2026-03-02T19:30,,no\n", expected);
    third("e,x,inject_time[inject=2],2026-03-02T08:00,2026-03-02T19:30,no\n", expected);
    let refused = |row: &str, says: &str| {
        let row = format!("e,x,inject_time[inject=2],{row}\n");
        refused(folder_of_moments(&row).path(), &FORECAST, 3, says);
    };
    refused("2026-03-02T09:30,2026-03-02T10:30,no", "an inject comes at one moment, and this row has two");
    refused(",2026-03-02T07:30,no", "no inject comes before STARTEX");
    refused(",2026-03-02T20:30,no", "after STARTEX) is later than --from");
    refused(",2026-03-02T20:30,yes", "after STARTEX) is later than --from");
}

#[test]
fn what_can_not_be_forecast_is_refused() {
    let check = |table: &str, arguments: &[&str], code: i32, says: &str| {
        refused(folder(table).path(), &[&FORECAST[..], arguments].concat(), code, says);
    };
    let seen = "e,cert,time_to_detect[org=cert],2h,no\n";
    check(seen, &["-n", "30"], 2, "a forecast takes 20; with `time_to_detect[org=cert] 2.0 h` alone");
    check("e,x,inject_time[inject=22],1h,no\n", &[], 3, "the MSEL has no inject `22`");
    check("e,x,\"inject_time[inject=\"\"2]\",1h,no\n", &[], 3, "the MSEL has no inject");
    check("e,x,inject_time[inject=2],13h,no\n", &[], 3, "after STARTEX) is later than --from");
    check(&format!("{seen}other{}", &seen[1..]), &[], 3, "and this row is of `other`");
    check(&format!("{seen}e,x{}", &seen[6..]), &[], 3, "`time_to_detect[org=cert]` has two rows");
    // Of a time that has not passed by a moment that has not come, nothing is known.
    let ended = "e,cert,time_to_detect[org=cert],2026-03-02T19:00,2026-03-02T20:30,no\n";
    refused(folder_of_moments(ended).path(), &FORECAST, 3, "this ended 12.5 h after STARTEX, which is later");
    refused(
        folder_of_moments(&ended.replace("2026-03-02T20:30", "D1 20:30")).path(),
        &FORECAST,
        3,
        "ended 12.5 h",
    );
    let open = "e,cert,time_to_detect[org=cert],2026-03-02T09:00,,yes\n";
    refused(folder_of_moments(open).path(), &FORECAST, 3, "write under `end` when the exercise was over, or");
    check("e,x,inject_time[inject=2],13,no\n", &[], 3, "is a time, and this is a number");
    check("e,x,assets_held_now,1,no\n", &[], 3, "`assets_held_now` is no time");
    let late = ["rehearse", "held.ron", "--observed", "so-far.csv", "--from", "D1 23:00"];
    refused(folder(seen).path(), &late, 2, "nothing left to forecast");
    let alone = jointex(folder(seen).path(), &["rehearse", "held.ron", "--from", "3h"]);
    assert_eq!(alone.status.code(), Some(2));
}

#[test]
fn what_a_forecast_leaves_out_is_said() {
    let arguments: Vec<&str> =
        FORECAST.into_iter().filter(|it| *it != "--quiet").chain(["-n", "30"]).collect();
    let told = |folder: &TempDir| String::from_utf8(jointex(folder.path(), &arguments).stderr).expect("text");
    assert!(told(&folder("")).contains("no row of --observed is filled in"));
    let of_staff = folder("e,x,inject_time[inject=1],1h,no\n");
    assert!(!told(&of_staff).contains("in nobody's hands"));
    let staffed =
        HELD.replace("(no: \"1\", at: \"0h\")", "(no: \"1\", at: \"0h\", staff: \"exco\")").replace(
            "    msel: [",
            "    staffs: [(id: \"exco\", players: [\"o\"], controllers: 1)],\n    msel: [",
        );
    fs::write(of_staff.path().join("held.ron"), staffed).expect("a file");
    assert!(told(&of_staff).contains("1 inject of staffs came as observed, in nobody's hands"));
    let workbook = folder("");
    fs::write(workbook.path().join("so-far.csv"), b"PK\x03\x04\xff").expect("a file");
    refused(
        workbook.path(),
        &FORECAST,
        3,
        "so-far.csv: this is a workbook or an archive: save the table as CSV",
    );
    let bracket = folder("e,x,inject_time[inject=[2],1h,no\n");
    fs::write(bracket.path().join("held.ron"), HELD.replace("\"2\"", "\"[2\"")).expect("a file");
    refused(bracket.path(), &FORECAST, 3, "inject `[2` can't be pinned");
}

#[test]
fn the_template_has_rows_that_can_be_read() {
    let folder = folder("");
    let template = said(folder.path(), &["observed", "template", "held.ron", "--so-far"]);
    let filled = template.replace("inject_time[inject=2],,,,no", "inject_time[inject=2],4h,,,no");
    assert!(filled != template, "{template}");
    fs::write(folder.path().join("so-far.csv"), filled).expect("a file");
    let page = said(folder.path(), &[&FORECAST[..], &["-n", "30"]].concat());
    assert!(page.contains("pinned as they came: inject 2"), "{page}");
    // Without it, a template is for `compare`, which knows of no injects.
    assert!(!said(folder.path(), &["observed", "template", "held.ron"]).contains("inject_time"));
}
