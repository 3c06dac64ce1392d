//! Comparisons: numbers by hand, the same for any number of threads, and what is said and refused.
use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};
use snapbox::{IntoData, str};
use std::path::Path;
use tempfile::TempDir;

/// One letter that is opened after an hour; two hours are left. The team declares 85 minutes later: the sensor takes 5,
/// triage 10, investigation 60, the declaration 10. All times are fixed.
const TINY: &str = r#"Scenario(
    format: 1, id: "tiny", title: "Tiny", startex: "2026-03-02T08:00[UTC]", endex: "3h",
    organisations: [(id: "org", short: "Org")],
    network: (
        zones: [(id: "edge", owner: "org"), (id: "office", owner: "org")],
        assets: [(id: "mail", zone: "edge", services: ["smtp"]), (id: "desk", zone: "office", users: 1)],
        links: [(from: "internet", to: "edge", allow: ["smtp"])],
    ),
    techniques: [(id: "T1566.001", success: 1, time: "1h", visible: (success: [(Process, 1)]), basis: Expert)],
    campaigns: [(id: "camp", flow: [(id: "letter", technique: "T1566.001", target: Group("desk"), objective: true)])],
    teams: [(id: "soc", organisation: "org", time_zone: "UTC", tiers: [(id: "l1", seats: 1)],
        triage: (tier: "l1", time: "10min"), playbook: "book")],
    sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 1, delay: "5min")],
    playbooks: [(id: "book", phases: [Investigate(tier: "l1", time: "1h", finds: 1), Declare(tier: "l1", time: "10min")])],
    objectives: [(id: "declare", text: "Org declares within 90 min", that: AtMost("time_to_declare[org=org]", "90min"),
        with_probability: 0.5)],
    variants: [
        (id: "slow", title: "A slow sensor", set: [("sensors[edr].delay", "15min")]),
        (id: "late", title: "A sensor that is too late", set: [("sensors[edr].delay", "2h")]),
        (id: "same", set: [("sensors[edr].delay", "5min")]),
        (id: "safe", title: "A letter that nobody opens", set: [("techniques[T1566.001].success", "0")]),
    ],
)"#;

/// A folder with that scenario, and with the one that `init` writes.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("tiny.ron"), TINY).expect("a file");
    jointex(folder.path(), &["init", "-q"]).code(0);
    folder
}

fn jointex(folder: &Path, arguments: &[&str]) -> OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_jointex"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .args(arguments)
        .assert()
}

/// Compares in a folder of its own, quietly.
fn compare(arguments: &[&str]) -> OutputAssert {
    jointex(folder().path(), &[&["compare", "-q"], arguments].concat())
}

fn text(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    let assert = compare(&[arguments, &["-f", "json"]].concat()).code(0);
    serde_json::from_str(&text(&assert)).expect("JSON")
}

/// The difference of a side in a measure.
fn difference<'v>(report: &'v Value, measure: &str, side: &str) -> &'v Value {
    let list = |value: &'v Value| value.as_array().expect("a list").iter();
    let found = list(&report["measures"]).find(|it| it["measure"] == measure);
    let differences = &found.unwrap_or_else(|| panic!("{measure} is compared"))["differences"];
    list(differences).find(|it| it["side"] == side).unwrap_or_else(|| panic!("{side} is compared"))
}

#[track_caller]
fn close(got: &Value, expected: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{got} is a number"));
    assert!((got - expected).abs() < 1e-9, "{got} is not {expected}");
}

const DECLARE: &str = "time_to_declare[org=org, campaign=camp]";
const DETECT: &str = "time_to_detect[org=org, campaign=camp]";

#[test]
fn differences_are_those_by_hand() {
    let report = json(&["tiny.ron", "--variants", "base,slow,late", "-n", "6"]);
    // Cut short after two hours, which is what every later time counts as.
    let late = difference(&report, DECLARE, "late");
    close(&late["baseline"], 85.0 / 60.0);
    close(&late["value"], 2.0);
    close(&late["difference"], 35.0 / 60.0);
    assert_eq!((&late["pairs"], &late["higher"], &late["undecided"]), (&6.into(), &6.into(), &0.into()));
    assert_eq!(late["hours"], Value::Null);
    let slow = difference(&report, DECLARE, "slow");
    for (field, minutes) in [("difference", 10.0), ("low", 10.0), ("high", 10.0)] {
        close(&slow[field], minutes / 60.0);
    }
    close(&slow["hours"]["unseen_h"], 10.0 / 60.0);
    close(&slow["hours"]["worked_h"], 0.0);
    // Nothing is cut short before detection, so that it is compared in full.
    close(&difference(&report, DETECT, "late")["difference"], 115.0 / 60.0);
    // Ten minutes more are too many for the objective.
    let objective = &report["objectives"][0];
    assert_eq!(objective["sides"][0]["met"], 6);
    assert_eq!(objective["differences"][0]["only_baseline"], 6);
    // Six pairs that all differ in one direction: 2 · ½⁶.
    close(&objective["differences"][0]["p_value"], 2.0 / 64.0);
}

#[test]
fn what_is_cut_short_on_both_sides_is_undecided() {
    let report = json(&[
        "tiny.ron",
        "--variant",
        "late",
        "--alternative",
        "later: sensors[edr].delay=119min",
        "-n",
        "4",
    ]);
    let declare = difference(&report, DECLARE, "later");
    assert_eq!((&declare["undecided"], &declare["alike"]), (&4.into(), &0.into()));
    close(&declare["difference"], 0.0);
}

#[test]
fn those_spared_are_no_pairs_and_are_counted_apart() {
    let report = json(&["tiny.ron", "--variants", "base,safe", "-n", "6"]);
    let declare = difference(&report, DECLARE, "safe");
    assert_eq!((&declare["pairs"], &declare["difference"]), (&0.into(), &Value::Null));
    assert_eq!(declare["finding"], "untested");
    let prevention = &report["prevention"][0];
    assert_eq!(prevention["spared"], serde_json::json!([0, 6]));
    assert_eq!(
        (&prevention["differences"][0]["only_side"], &prevention["differences"][0]["both"]),
        (&6.into(), &0.into())
    );
}

#[test]
fn what_is_the_same_differs_by_exactly_nothing() {
    let report =
        json(&["scenario.ron", "--alternative", "same: teams[soc-mod].tiers[l1].seats=2", "-n", "30"]);
    let measures = report["measures"].as_array().expect("a list");
    assert!(measures.len() > 8);
    for measure in measures {
        let it = &measure["differences"][0];
        for field in ["difference", "low", "high"] {
            assert_eq!(it[field], 0.0, "{measure}");
        }
        assert_eq!((&it["p_value"], &it["p_adjusted"]), (&1.0.into(), &1.0.into()), "{measure}");
        let decided = it["alike"].as_u64().zip(it["undecided"].as_u64()).map(|(alike, open)| alike + open);
        assert_eq!(decided, it["pairs"].as_u64(), "{measure}");
        assert_eq!((&it["lower"], &it["higher"]), (&0.into(), &0.into()), "{measure}");
    }
}

/// The time to declare of every replication of a variant of the starter, by `run`: hours, and whether it was observed.
fn run(variant: &[&str]) -> Vec<Option<(f64, bool)>> {
    let arguments =
        [&["run", "-q", "scenario.ron", "-n", "80", "-f", "csv", "--set", "endex=27h"], variant].concat();
    let table = text(&jointex(folder().path(), &arguments).code(0));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
    let [measure, org, objective, status, value] =
        ["measure", "org", "objective", "status", "value_h"].map(column);
    let rows = reader.records().map(|row| row.expect("a row"));
    let own = rows
        .filter(|row| &row[measure] == "time_to_declare" && &row[org] == "mod" && row[objective].is_empty());
    own.map(|row| row[value].parse().ok().map(|hours| (hours, &row[status] == "observed"))).collect()
}

#[test]
fn what_is_alike_is_no_difference_that_matters() {
    // Nothing reaches the objective on either side: a share of nothing is no margin.
    let report = json(&["tiny.ron", "--variants", "base,same", "-n", "8", "--relevant", "5%"]);
    for measure in report["measures"].as_array().expect("a list") {
        let finding = measure["differences"][0]["finding"].as_str();
        assert!(matches!(finding, Some("open" | "not_relevant" | "untested")), "{measure}");
    }
}

#[test]
fn pairs_are_those_of_two_runs() {
    let (base, alone) = (run(&[]), run(&["--variant", "alone"]));
    let pairs: Vec<_> =
        base.iter().zip(&alone).filter_map(|(first, second)| Some(((*first)?, (*second)?))).collect();
    // Each pair counts up to where one of its sides was cut short, and no other pair's.
    let horizon = |(hours, observed): (f64, bool)| if observed { f64::INFINITY } else { hours };
    let sums = pairs.iter().map(|(first, second)| {
        let horizon = horizon(*first).min(horizon(*second));
        second.0.min(horizon) - first.0.min(horizon)
    });
    let mean = sums.sum::<f64>() / pairs.len() as f64;
    let later = |a: &(f64, bool), b: &(f64, bool)| a.1 && (a.0 < b.0 || (!b.1 && a.0 <= b.0));
    let higher = pairs.iter().filter(|(first, second)| later(first, second)).count();
    let lower = pairs.iter().filter(|(first, second)| later(second, first)).count();
    let alike = pairs.iter().filter(|(first, second)| first.1 && second.1 && first.0 == second.0).count();
    let report = json(&["scenario.ron", "-n", "80", "--set", "endex=27h"]);
    let declare = difference(&report, "time_to_declare[org=mod, campaign=quiet-letter]", "alone");
    close(&declare["difference"], mean);
    let counts =
        ["pairs", "lower", "higher", "alike"].map(|field| declare[field].as_u64().expect("a count") as usize);
    assert_eq!(counts, [pairs.len(), lower, higher, alike]);
    assert!(pairs.len() > lower + higher + alike && alike > 0, "the case has all kinds of pairs: {declare}");
}

#[test]
fn threads_make_no_difference() {
    for manner in [&[][..], &["--unpaired"]] {
        let with = |threads| {
            let arguments = [&["scenario.ron", "-n", "25", "-f", "json", "-j", threads], manner].concat();
            text(&compare(&arguments).code(0))
        };
        assert_eq!(with("1"), with("3"));
    }
}

#[test]
fn unpaired_sides_have_chances_of_their_own() {
    let report = json(&["scenario.ron", "--unpaired", "-n", "30"]);
    assert_eq!((&report["sides"][0]["seed"], &report["sides"][1]["seed"]), (&1.into(), &2.into()));
    let declare = difference(&report, "time_to_declare[org=staff, campaign=quiet-letter]", "alone");
    assert_eq!(declare["higher"], Value::Null);
    for number in ["difference", "low", "high", "p_value", "log_rank_chi2", "log_rank_p"] {
        assert!(declare[number].is_number(), "{number} of {declare}");
    }
    let paired = json(&["scenario.ron", "-n", "30"]);
    let declare = difference(&paired, "time_to_declare[org=staff, campaign=quiet-letter]", "alone");
    assert_eq!(declare["log_rank_p"], Value::Null);
}

#[test]
fn several_scenarios_are_matched_by_the_names_of_their_measures() {
    let folder = folder();
    let other = TINY
        .replace("id: \"tiny\"", "id: \"other\"")
        .replace("objectives: [(id: \"declare\"", "objectives: [(id: \"told\"");
    let other = other.replace("delay: \"5min\"", "delay: \"25min\"");
    std::fs::write(folder.path().join("other.ron"), other).expect("a file");
    let assert =
        jointex(folder.path(), &["compare", "-q", "tiny.ron", "other.ron", "-n", "3", "-f", "json"]).code(0);
    let report: Value = serde_json::from_str(&text(&assert)).expect("JSON");
    close(&difference(&report, DECLARE, "other")["difference"], 20.0 / 60.0);
    let absent: Vec<&Value> = report["absent"].as_array().expect("a list").iter().collect();
    assert_eq!(absent.len(), 2, "{absent:?}");
    assert_eq!((&absent[0]["name"], &absent[0]["not_in"][0]), (&"declare".into(), &"other".into()));
}

#[test]
fn teams_of_one_run_are_compared_within_each_replication() {
    let report = json(&["scenario.ron", "--teams", "soc-mod,soc-staff", "-n", "20"]);
    let run = jointex(folder().path(), &["run", "-q", "scenario.ron", "-n", "20", "-f", "json"]).code(0);
    let run: Value = serde_json::from_str(&text(&run)).expect("JSON");
    let mean = |team: &str| {
        let name = format!("alerts_missed[team={team}]");
        let found = run["measures"].as_array().expect("a list").iter().find(|it| it["measure"] == name);
        found.and_then(|it| it["mean"].as_f64()).expect("a mean")
    };
    let missed = difference(&report, "alerts_missed", "soc-staff");
    close(&missed["difference"], mean("soc-staff") - mean("soc-mod"));
    assert!(
        report["measures"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|it| it["measure"] == "time_to_declare[campaign=quiet-letter]")
    );
}

#[test]
fn a_team_in_its_own_seat_changes_nothing_and_another_one_meets_the_same_attack() {
    let report = json(&["scenario.ron", "--seat", "soc-staff", "--teams", "soc-staff,soc-mod", "-n", "20"]);
    let plain = json(&["scenario.ron", "-n", "20"]);
    assert_eq!(report["sides"][0]["fingerprint"], plain["sides"][0]["fingerprint"]);
    assert_ne!(report["sides"][1]["fingerprint"], plain["sides"][0]["fingerprint"]);
    // Who triages does not change when the staff is first held.
    let compromise = &[
        "scenario.ron",
        "--seat",
        "soc-staff",
        "--teams",
        "soc-staff,soc-mod",
        "-n",
        "20",
        "--measure",
        "time_to_compromise[org=staff]",
    ];
    let it = json(compromise);
    assert_eq!(difference(&it, "time_to_compromise[org=staff]", "soc-mod")["difference"], 0.0);
}

#[test]
fn the_page_says_it_in_sentences_first() {
    compare(&["tiny.ron", "--variants", "base,slow,late,same,safe", "-n", "12", "--relevant", "15min"])
        .code(0)
        .stdout_eq(
            str![[r#"
Tiny                                                                 tiny · 77fe
jointex 0.1.0 · seed 1 · 12 pairs                                   against base

A slow sensor (slow):
  The objective declare is met in 0 % instead of 100 % of 12 replications that
    test it on both sides (0 only in this one, 12 only in base).
  Differs by less than the 15 min that matter: Org detects camp; Org declares
    camp.
  Alike in every replication: assets_held_total; campaigns_at_objective; Org is
    spared camp.
  Too seldom at risk, or over by ENDEX, to compare: Org contains camp; Org
    recovers from camp.

A sensor that is too late (late):
  Org detects camp 1.9 h ± 0 s later; later in 100 % of 12 pairs.
  Org declares camp 35 min ± 0 s later within 2.0 h; later in 100 % of 12 pairs.
  The objective declare is met in 0 % instead of 100 % of 12 replications that
    test it on both sides (0 only in this one, 12 only in base).
  Alike in every replication: assets_held_total; campaigns_at_objective; Org is
    spared camp.
  Too seldom at risk, or over by ENDEX, to compare: Org contains camp; Org
    recovers from camp.

same:
  Alike in every replication: Org detects camp; Org declares camp;
    assets_held_total; campaigns_at_objective; Org is spared camp; objective
    declare.
  Too seldom at risk, or over by ENDEX, to compare: Org contains camp; Org
    recovers from camp.

A letter that nobody opens (safe):
  assets_held_total is 1 ± 0 lower; 0 instead of 1.
  campaigns_at_objective is 1 ± 0 lower; 0 instead of 1.
  Org is spared camp in 12 instead of 0 of 12 replications (12 only in this one,
    0 only in base).
  Too seldom at risk, or over by ENDEX, to compare: Org detects camp; Org
    declares camp; Org contains camp; Org recovers from camp; objective declare.

SLOW against base    base   here difference  95 % interval     p less/more/alike
Org · camp
  detect            5 min 15 min    +10 min +10 to +10 min 0.010       0/100/0 %
    observed/censored/spared 12/0/0, here 12/0/0; 12 pairs
  declare          85 min 95 min    +10 min +10 to +10 min 0.010       0/100/0 %
    observed/censored/spared 12/0/0, here 12/0/0; 12 pairs, up to 2.0 h
  contain           2.0 h  2.0 h        0 s       0 to 0 s     —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  recover           2.0 h  2.0 h        0 s       0 to 0 s     —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  assets_held_total
                        1      1          0         0 to 0     1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  campaigns_at_objective
                        1      1          0         0 to 0     1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  Org is spared camp: on both sides in 0, only in base in 0, only here in 0, on
    neither in 12 (p 1)

LATE against base     base  here difference  95 % interval     p less/more/alike
Org · camp
  detect             5 min 2.0 h     +1.9 h +1.9 to +1.9 h 0.010       0/100/0 %
    observed/censored/spared 12/0/0, here 12/0/0; 12 pairs
    unseen +1.9 h, over 12 pairs that both got there
  declare           85 min 2.0 h    +35 min +35 to +35 min 0.010       0/100/0 %
    observed/censored/spared 12/0/0, here 0/12/0; 12 pairs, up to 2.0 h
  contain            2.0 h 2.0 h        0 s       0 to 0 s     —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  recover            2.0 h 2.0 h        0 s       0 to 0 s     —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  assets_held_total      1     1          0         0 to 0     1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  campaigns_at_objective
                         1     1          0         0 to 0     1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  Org is spared camp: on both sides in 0, only in base in 0, only here in 0, on
    neither in 12 (p 1)

SAME against base         base   here difference 95 % interval p less/more/alike
Org · camp
  detect                 5 min  5 min        0 s      0 to 0 s 1       0/0/100 %
    observed/censored/spared 12/0/0, here 12/0/0; 12 pairs
  declare               85 min 85 min        0 s      0 to 0 s 1       0/0/100 %
    observed/censored/spared 12/0/0, here 12/0/0; 12 pairs, up to 2.0 h
  contain                2.0 h  2.0 h        0 s      0 to 0 s —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  recover                2.0 h  2.0 h        0 s      0 to 0 s —         0/0/0 %
    observed/censored/spared 0/12/0, here 0/12/0; 12 pairs, up to 2.0 h
  assets_held_total          1      1          0        0 to 0 1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  campaigns_at_objective
                             1      1          0        0 to 0 1       0/0/100 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  Org is spared camp: on both sides in 0, only in base in 0, only here in 0, on
    neither in 12 (p 1)

SAFE against base       base here difference 95 % interval     p less/more/alike
Org · camp
  detect                   —    —          —             —     —               —
    observed/censored/spared 12/0/0, here 0/0/12; 0 pairs
  declare                  —    —          —             —     —               —
    observed/censored/spared 12/0/0, here 0/0/12; 0 pairs, up to 2.0 h
  contain                  —    —          —             —     —               —
    observed/censored/spared 0/12/0, here 0/0/12; 0 pairs, up to 2.0 h
  recover                  —    —          —             —     —               —
    observed/censored/spared 0/12/0, here 0/0/12; 0 pairs, up to 2.0 h
  assets_held_total        1    0         −1      −1 to −1 0.010       100/0/0 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  campaigns_at_objective
                           1    0         −1      −1 to −1 0.010       100/0/0 %
    observed/censored/not at risk 12/0/0, here 12/0/0; 12 pairs
  Org is spared camp: on both sides in 0, only in base in 0, only here in 12, on
    neither in 0 (p 0.010)

OBJECTIVES      met if tested  95 % interval  tested  only met there/here      p
declare
  base                  100 %       76–100 %      12
  slow                    0 %         0–24 %      12                 12/0  0.010
  late                    0 %         0–24 %      12                 12/0  0.010
  same                  100 %       76–100 %      12                  0/0      1
  safe                      —              —       0                  0/0      —

Replication k of every side met the same chances. Means are of the pairs at risk
  on both sides; "up to": where ENDEX cut a side short, both count up to there,
  at most so far. Intervals: 95 %, bootstrap of pairs, each for itself; — where
  too few pairs differ for one. p: Student's test, McNemar's for yes and no,
  adjusted by Holm for 21 tests.

"#]]
            .raw(),
        );
}

#[test]
fn markdown_is_for_reports() {
    compare(&["tiny.ron", "--variants", "base,slow", "-n", "12", "-f", "markdown"])
        .code(0)
        .stdout_eq(str![[r#"
# Tiny

jointex 0.1.0 · tiny · seed 1 · 12 replications of each, paired

## A slow sensor: slow against base

- Org detects camp 10 min ± 0 s later; later in 100 % of 12 pairs.
- Org declares camp 10 min ± 0 s later; later in 100 % of 12 pairs.
- The objective declare is met in 0 % instead of 100 % of 12 replications that test it on both sides (0 only in this one, 12 only in base).
- Alike in every replication: assets_held_total; campaigns_at_objective; Org is spared camp.
- Too seldom at risk, or over by ENDEX, to compare: Org contains camp; Org recovers from camp.

| measure | base | slow | difference | 95 % interval | p (Holm) | less/more/alike | pairs |
|---|---:|---:|---:|---:|---:|---:|---:|
| `time_to_detect[org=org, campaign=camp]` | 5 min | 15 min | +10 min | +10 min to +10 min | 0.003 | 0/12/0 | 12 |
| `time_to_declare[org=org, campaign=camp]` | 85 min | 95 min | +10 min | +10 min to +10 min | 0.003 | 0/12/0 | 12 |
| `time_to_contain[org=org, campaign=camp]` (up to 2.0 h) | 2.0 h | 2.0 h | 0 s | 0 s to 0 s | — | 0/0/0 | 12 |
| `time_to_recover[org=org, campaign=camp]` (up to 2.0 h) | 2.0 h | 2.0 h | 0 s | 0 s to 0 s | — | 0/0/0 | 12 |
| `assets_held_total` | 1 | 1 | 0 | 0 to 0 | 1 | 0/0/12 | 12 |
| `campaigns_at_objective` | 1 | 1 | 0 | 0 to 0 | 1 | 0/0/12 | 12 |

| objective, met if tested | base | slow |
|---|---:|---:|
| declare | 100 % | 0 % |

"#]].raw());
}

#[test]
fn csv_has_a_row_for_each_side_and_thing_compared() {
    let table = text(&compare(&["tiny.ron", "-n", "3", "-f", "csv"]).code(0));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let rows: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().expect("every row has all columns");
    // Four variants; four response times, what was held, the campaigns, prevention, the objective.
    assert_eq!(rows.len(), 4 * 8);
    let cell = |row: &csv::StringRecord, name: &str| {
        let at =
            headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("a column {name}"));
        row[at].to_owned()
    };
    let slow =
        rows.iter().find(|row| cell(row, "side") == "slow" && cell(row, "name") == DECLARE).expect("a row");
    assert_eq!(
        [cell(slow, "unit"), cell(slow, "pairs"), cell(slow, "higher"), cell(slow, "side_observed")],
        ["h", "3", "3", "3"]
    );
    let difference: f64 = cell(slow, "difference").parse().expect("a number");
    assert!((difference - 10.0 / 60.0).abs() < 1e-9);
}

#[test]
fn json_has_a_version_and_says_how_it_was_compared() {
    let report = json(&["tiny.ron", "--relevant", "5%", "-n", "2"]);
    let keys: Vec<&str> = report.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = [
        "schema_version",
        "jointex_version",
        "comparison",
        "scenario",
        "asked",
        "interrupted",
        "confidence",
        "relevant_h",
        "relevant_share",
        "tests",
        "sides",
        "summary",
        "measures",
        "prevention",
        "objectives",
        "absent",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(
        (&report["schema_version"], &report["comparison"], &report["relevant_share"]),
        (&1.into(), &"paired".into(), &0.05.into())
    );
}

#[test]
fn what_does_not_matter_is_marked_so() {
    let finding = |relevant: &str| {
        let report = json(&["tiny.ron", "--variants", "base,slow", "-n", "12", "--relevant", relevant]);
        difference(&report, DECLARE, "slow")["finding"].clone()
    };
    // Ten minutes of 85.
    assert_eq!(
        [finding("11min"), finding("9min"), finding("12%"), finding("11%")],
        ["not_relevant", "relevant", "not_relevant", "relevant"]
    );
}

/// How a comparison of `base` and `slow`, ten minutes of 85 later, ends with a condition.
#[track_caller]
fn check(condition: &[&str], code: i32, said: impl IntoData) {
    let arguments = [&["tiny.ron", "--variants", "base,slow", "-n", "8", "--fail-if"], condition].concat();
    compare(&arguments).code(code).stderr_eq(said);
}

#[test]
fn a_difference_can_fail_a_plan() {
    check(
        &["time_to_declare[org=org] > +10%"],
        1,
        "error: slow: time_to_declare[org=org] > +10%: 10 min more (+11.8 %)\n",
    );
    check(&["time_to_declare[org=org] > +12%"], 0, "");
    check(
        &["time_to_declare[org=org] > 9min", "--confident"],
        1,
        "error: slow: time_to_declare[org=org] > 9min: 10 min more (+11.8 %)\n",
    );
    check(&["time_to_declare[org=org] > 11min"], 0, "");
    check(&["time_to_declare[org=org] < -5%"], 0, "");
    check(&["alerts_true[team=soc] < +1"], 1, "error: slow: alerts_true[team=soc] < +1: 0.0 more (+0.0 %)\n");
}

#[test]
fn what_cannot_be_judged_fails() {
    compare(&[
        "tiny.ron",
        "--variants",
        "base,safe",
        "-n",
        "3",
        "--fail-if",
        "time_to_declare[org=org] > 1h",
    ])
    .code(1)
    .stderr_eq("error: safe: time_to_declare[org=org] > 1h: too little was at risk to judge\n");
    // All are cut short on both sides; and three pairs that differ alike have no interval.
    let judged = |condition: &[&str], said: &str| {
        let arguments =
            [&["tiny.ron", "--variants", "base,slow", "-n", "3", "--fail-if"], condition].concat();
        compare(&arguments).code(1).stderr_eq(format!("error: slow: {}: {said}\n", condition[0]));
    };
    judged(&["time_to_contain[org=org] > 1h"], "too little was at risk to judge");
    judged(&["time_to_declare[org=org] > 1h", "--confident"], "too little was at risk to judge");
}

#[test]
fn what_is_left_out_of_a_page_is_counted() {
    let folder = folder();
    let other = TINY.replace("id: \"tiny\"", "id: \"other\"").replace("id: \"org\"", "id: \"others\"");
    let other = other
        .replace("owner: \"org\"", "owner: \"others\"")
        .replace("organisation: \"org\"", "organisation: \"others\"");
    let other = other.replace("[org=org]", "[org=others]");
    std::fs::write(folder.path().join("other.ron"), other).expect("a file");
    let page = text(&jointex(folder.path(), &["compare", "-q", "tiny.ron", "other.ron", "-n", "3"]).code(0));
    let whole = page.split_whitespace().collect::<Vec<_>>().join(" ");
    // One line for all that a side lacks.
    assert_eq!(whole.matches("Not compared, as not in other:").count(), 1, "{page}");
    assert_eq!(whole.matches("Not compared, as not in tiny:").count(), 1, "{page}");
    // Of many measures that are not shown to differ a dozen is named.
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/integrated-centre.ron");
    let page =
        text(&jointex(folder.path(), &["compare", "-q", file, "--variants", "base,slow", "-n", "2"]).code(0));
    let summary = page.split("SLOW against").next().expect("a summary");
    let told = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(" more."), "{summary}");
    assert!(summary.lines().count() < 60, "{summary}");
}

#[test]
fn conditions_that_make_no_sense_are_refused() {
    check(
        &["time_to_declare[org=org] > 10"],
        2,
        str![[r#"
error: --fail-if 'time_to_declare[org=org] > 10': time_to_declare is a time: write its unit, as +10h, or 10%

"#]],
    );
    check(
        &["time_to_declare[org=other] > 10%"],
        3,
        str![[r#"
error[E0203]: no responding organisation has the id `other`
  ╭▸ --fail-if:1:21
  │
1 │ time_to_declare[org=other]
  │                     ━━━━━ not found
  │
  ╰ help: there is `org`

1 error

"#]],
    );
    check(
        &["time_to_declare"],
        2,
        str![[r#"
error: invalid value 'time_to_declare' for '--fail-if <CONDITION>': write MEASURE > +10%, MEASURE > +30min or MEASURE < -5%

For more information, try '--help'.

"#]],
    );
}

/// What is said to arguments that are refused.
#[track_caller]
fn refused(arguments: &[&str], code: i32, said: impl IntoData) {
    compare(arguments).code(code).stdout_eq("").stderr_eq(said);
}

#[test]
fn bad_input_is_told_with_a_way_out() {
    refused(
        &["tiny.ron", "--variants", "base,slwo"],
        3,
        str![[r#"
error[E0111]: no variant has the id `slwo`
help: did you mean `slow`?

1 error

"#]],
    );
    refused(
        &["tiny.ron", "--variants", "slow"],
        2,
        str![[r#"
error: there is nothing to compare `slow` with: name at least two

"#]],
    );
    refused(
        &["tiny.ron", "--variants", "slow,slow"],
        2,
        str![[r#"
error: two ways are called `slow`: name each once, and no --alternative as what it is compared with

"#]],
    );
    refused(
        &["tiny.ron", "scenario.ron", "--variants", "base,slow"],
        2,
        str![[r#"
error: --variants, --alternative and --teams are of one scenario: name one file, or leave them out

"#]],
    );
    refused(
        &["tiny.ron", "--teams", "soc"],
        2,
        str![[r#"
error: --teams compares several: name at least two, as --teams a,b

"#]],
    );
    refused(
        &["scenario.ron", "--teams", "soc-mod,soc-stuff"],
        2,
        str![[r#"
error: --teams: no team has the id `soc-stuff`; did you mean `soc-staff`?

"#]],
    );
    refused(
        &["scenario.ron", "--seat", "soc-mud", "--teams", "soc-mod,soc-staff"],
        3,
        str![[r#"
error[E0203]: no team has the id `soc-mud`
  ╭▸ --seat:1:1
  │
1 │ soc-mud=soc-mod
  │ ━━━━━━━ not known
  │
  ╰ help: did you mean `soc-mod`?

1 error

"#]],
    );
    refused(
        &["scenario.ron", "--teams", "soc-mod,soc-staff", "--unpaired"],
        2,
        str![[r#"
error: --unpaired: teams within one run meet the same chances; put them into a --seat

"#]],
    );
    refused(
        &["tiny.ron", "--alternative", "four seats"],
        2,
        str![[r#"
error: invalid value 'four seats' for '--alternative <NAME: PATH=VALUE; …>': write path=value, for example teams[soc].tiers[l1].seats=3

For more information, try '--help'.

"#]],
    );
    refused(
        &["tiny.ron", "--measure", "time_to_declare[team=soc]"],
        3,
        str![[r#"
error[E0811]: `time_to_declare` has no filter `team`
  ╭▸ --measure:1:17
  │
1 │ time_to_declare[team=soc]
  │                 ━━━━ not known
  │
  ╰ help: its filters are `org`, `campaign` or `from`

1 error

"#]],
    );
    refused(
        &["tiny.ron", "-o", "tiny.ron", "--force"],
        2,
        str![[r#"
error: -o names a scenario, which is never replaced

"#]],
    );
}
