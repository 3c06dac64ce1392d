//! Timings of real exercises: read, placed among what is simulated, and told what is wrong with them.
use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};
use snapbox::{IntoData, str};
use std::path::Path;

/// One letter that is opened after an hour: the team declares 85 minutes later, the sensor takes between 0 and 10 minutes.
const TINY: &str = r#"Scenario(
    format: 1, id: "tiny", title: "Tiny", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "6h",
    organisations: [(id: "org", short: "Org")],
    network: (
        zones: [(id: "edge", owner: "org"), (id: "office", owner: "org")],
        assets: [(id: "mail", zone: "edge", services: ["smtp"]), (id: "desk", zone: "office", users: 1)],
        links: [(from: "internet", to: "edge", allow: ["smtp"])],
    ),
    techniques: [(id: "T1566.001", success: 1, time: "1h", visible: (success: [(Process, 1)]), basis: Expert)],
    campaigns: [(id: "camp", flow: [(id: "letter", technique: "T1566.001", target: Group("desk"))])],
    teams: [(id: "soc", organisation: "org", time_zone: "UTC", tiers: [(id: "l1", seats: 1)],
        triage: (tier: "l1", time: "10min"), playbook: "book")],
    sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 1, delay: Uniform("0s", "10min"))],
    playbooks: [(id: "book", phases: [Investigate(tier: "l1", time: "1h", finds: 1), Declare(tier: "l1", time: "10min")])],
)"#;

fn jointex(folder: &Path, arguments: &[&str]) -> OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_jointex"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .args(arguments)
        .assert()
}

/// Sets a table against the scenario.
fn against(table: &str, arguments: &[&str]) -> OutputAssert {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("tiny.ron"), TINY).expect("a file");
    std::fs::write(folder.path().join("seen.csv"), table).expect("a file");
    let first = ["compare", "-q", "tiny.ron", "--observed", "seen.csv", "-n", "40"];
    jointex(folder.path(), &[&first, arguments].concat())
}

fn json(table: &str) -> Value {
    let assert = against(table, &["-f", "json"]).code(0);
    serde_json::from_slice(&assert.get_output().stdout).expect("JSON")
}

const HEAD: &str = "exercise,team,measure,value,start,end,censored\n";
const DECLARE: &str = "time_to_declare[org=org]";

#[test]
fn teams_have_the_share_of_replications_that_took_no_longer() {
    let report = json(&format!(
        "{HEAD}spring,blue,{DECLARE},79min,,,no\nspring,red,{DECLARE},91min,,,\nautumn,blue,{DECLARE},,2026-03-29T01:30,2026-03-29T03:55,no\n"
    ));
    let measure = &report["measures"][0];
    let seen = |row: usize, field: &str| measure["seen"][row][field].as_f64().expect("a number");
    // Nobody is quicker than 80 minutes or slower than 90.
    assert_eq!([seen(0, "percentile"), seen(1, "percentile")], [0.0, 1.0]);
    // An hour is missing from that night in Brussels.
    assert_eq!(seen(2, "value"), 85.0 / 60.0);
    assert!((0.2..0.8).contains(&seen(2, "percentile")), "{measure}");
    assert_eq!(measure["p_value"], Value::Null);
    let blue = &report["teams"][0];
    assert_eq!(
        (&blue["team"], &blue["exercises"][0]["exercise"], &blue["exercises"][1]["exercise"]),
        (&"blue".into(), &"spring".into(), &"autumn".into())
    );
    assert_eq!(blue["exercises"][0]["mean_percentile"], 0.0);
}

#[test]
fn a_test_takes_five_values() {
    let rows = |number: usize, value: &str| {
        let row = |team: usize| format!("spring,team-{team},{DECLARE},{value},,,\n");
        format!("{HEAD}{}", (0..number).map(row).collect::<String>())
    };
    assert_eq!(json(&rows(4, "3h"))["measures"][0]["p_value"], Value::Null);
    let slow = json(&rows(5, "3h"))["measures"][0]["p_value"].as_f64().expect("a test");
    assert!(slow < 0.001, "{slow}");
    // What was cut short is no value, and simulated times are cut short elsewhere.
    let cut = |number| rows(number, "3h") + &format!("spring,late,{DECLARE},2h,,,yes\n");
    assert_eq!(json(&cut(4))["measures"][0]["p_value"], Value::Null);
    assert_eq!(json(&cut(5))["measures"][0]["p_value"], Value::Null);
}

#[test]
fn a_mark_of_the_encoding_is_no_part_of_the_first_column() {
    let table = format!("{HEAD}spring,blue,{DECLARE},79min,,,\n");
    assert_eq!(json(&format!("\u{feff}{table}")), json(&table));
}

#[test]
fn values_that_are_written_as_people_do_have_a_way_out() {
    let help = |value: &str| {
        let told = against(&format!("{HEAD}spring,blue,{DECLARE},{value},,,\n"), &[]).code(3);
        String::from_utf8(told.get_output().stderr.clone()).expect("UTF-8")
    };
    for (value, way) in [
        (">2h", "write the time so far, and `yes` under `censored`"),
        ("70%", "write a share of one, such as 0.7"),
        ("05:30", "write 330min or 5h30min"),
        ("soon", "write 95min, 2h30min"),
    ] {
        let told = help(value);
        assert!(
            told.contains(&format!("`{value}` is no time and no number")) && told.contains(way),
            "{told}"
        );
    }
    // The ways out are ways.
    for value in ["330min", "5h30min", "2h30min"] {
        assert_eq!(json(&format!("{HEAD}spring,blue,{DECLARE},{value},,,\n"))["left_out"], 0);
    }
}

#[test]
fn the_page_places_each_team() {
    let table = format!(
        "{HEAD}spring,blue,{DECLARE},79min,,,\nspring,red,{DECLARE},2h,,,yes\nspring,red,incidents[team=soc],1,,,\nspring,green,{DECLARE},,,,\n"
    );
    against(&table, &[]).code(0).stdout_eq(
        str![[r#"
Tiny                                                                 tiny · d9c0
jointex 0.1.0 · seed 1 · 40 replications against real exercises

TIMED                                                         seen    percentile
time_to_declare[org=org]
  simulated: median 86 min, 90 % range 81–90 min; not tested, as some were cut
    short
  blue · spring                                             79 min           0 %
  red · spring                                              >2.0 h        ≥100 %
incidents[team=soc]
  simulated: median 1; too few to test: 1 value of 5
  red · spring                                                   1          50 %

TEAMS                                                  values    mean percentile
blue
  spring                                                    1                0 %
red
  spring                                                    2              ≥75 %
  Percentile: the share of the simulated replications at risk that took less
    time, the same counting one half; 10 % is a quick team. >, ≥: the exercise
    was over first. p: Cramér and von Mises' test, adjusted by Holm.
  1 row of the table without a value.

"#]]
        .raw(),
    );
    against(&table, &["-f", "csv"]).code(0).stdout_eq(
        str![[r#"
exercise,team,measure,unit,value,censored,percentile,simulated_median,p_value,p_adjusted
spring,blue,time_to_declare[org=org],h,1.3166666666666667,no,0,1.4261536872222222,,
spring,red,time_to_declare[org=org],h,2,yes,1,1.4261536872222222,,
spring,red,incidents[team=soc],count,1,no,0.5,1,,

"#]]
        .raw(),
    );
    against(&table, &["-f", "markdown"]).code(0).stdout_eq(
        str![[r#"
# Tiny

| exercise | team | measure | seen | percentile |
|---|---|---|---:|---:|
| spring | blue | `time_to_declare[org=org]` | 79 min | 0 % |
| spring | red | `time_to_declare[org=org]` | >2.0 h | ≥100 % |
| spring | red | `incidents[team=soc]` | 1 | 50 % |

- `time_to_declare[org=org]`: not tested, as some were cut short
- `incidents[team=soc]`: too few to test: 1 value of 5

"#]]
        .raw(),
    );
}

/// What is said of a faulty table.
#[track_caller]
fn faulty(table: &str, said: impl IntoData) {
    against(table, &[]).code(3).stdout_eq("").stderr_eq(said);
}

#[test]
fn all_faults_of_rows_are_told_at_once() {
    faulty(
        &format!(
            "{HEAD}spring,blue,time_to_declare[orgg=org],5h,,,no\nspring,,{DECLARE},5,,,no\nspring,red,{DECLARE},five hours,,,perhaps\n\
             spring,red,{DECLARE},1h,2026-03-02T09:00,,\nspring,red,{DECLARE},,2026-03-02T09:00,2026-03-02T08:00,\n\
             spring,red,{DECLARE},,yesterday,2026-03-02T08:00,\nspring,red,{DECLARE},,,,yes\nspring,red,a,b,c,d,e,f\n"
        ),
        str![[r#"
error[E0811]: `time_to_declare` has no filter `orgg`
  ╭▸ seen.csv:2:29
  │
2 │ spring,blue,time_to_declare[orgg=org],5h,,,no
  │                             ━━━━ not known
  │
  ╰ help: did you mean `org`?

error[E0112]: this row names no team
  ╭▸ seen.csv:3:1
  │
3 │ spring,,time_to_declare[org=org],5,,,no
  │ ━━━━━━ `team` is empty
  │
  ╰ help: fill in `team`, or take the row out

error[E0020]: `five hours` is no time and no number
  ╭▸ seen.csv:4:37
  │
4 │ spring,red,time_to_declare[org=org],five hours,,,perhaps
  │                                     ━━━━━━━━━━ not of this kind
  │
  ╰ help: write 95min, 2h30min, or a number of what is no time

error[E0020]: `censored` is `yes` or `no`, not `perhaps`
  ╭▸ seen.csv:4:50
  │
4 │ spring,red,time_to_declare[org=org],five hours,,,perhaps
  │                                                  ━━━━━━━ neither
  │
  ╰ help: write `yes` where the exercise was over first

error[E0112]: a row has a value, or a start and an end
  ╭▸ seen.csv:5:37
  │
5 │ spring,red,time_to_declare[org=org],1h,2026-03-02T09:00,,
  │                                     ━━ not both, and not a half
  │
  ╰ help: leave `value` empty, or `start` and `end`

error[E0031]: this ends before it starts
  ╭▸ seen.csv:6:55
  │
6 │ spring,red,time_to_declare[org=org],,2026-03-02T09:00,2026-03-02T08:00,
  │                                                       ━━━━━━━━━━━━━━━━ earlier than `start`
  │
  ╰ help: write the date too, and the zone where it is another:
          `2026-03-02T09:10[UTC]`

error[E0036]: `yesterday` is not a moment
  ╭▸ seen.csv:7:38
  │
7 │ spring,red,time_to_declare[org=org],,yesterday,2026-03-02T08:00,
  │                                      ━━━━━━━━━ not understood
  │
  ╰ help: write `2026-03-02T09:10`, `D1 09:10`, or, in another zone,
          `2026-03-02T09:10[Europe/Brussels]`

error[E0112]: this row does not say for how long it was watched
  ╭▸ seen.csv:8:1
  │
8 │ spring,red,time_to_declare[org=org],,,,yes
  │ ━━━━━━ censored, without a value
  │
  ╰ help: write the time from its beginning to the end of the exercise as
          `value`

error[E0112]: this row has 8 cells, and the first line 7
  ╭▸ seen.csv:9:22
  │
9 │ spring,red,a,b,c,d,e,f
  │                      ━ of no column
  │
  ╰ help: put quotes around a cell with a comma, as in
          "time_to_inform[org=a, partner=b]"

9 errors

"#]],
    );
}

#[test]
fn measures_and_their_units_are_looked_at_as_in_a_scenario() {
    faulty(
        &format!("{HEAD}spring,blue,time_to_declare[org=orc],5h,,,\n"),
        str![[r#"
error[E0203]: no responding organisation has the id `orc`
  ╭▸ seen.csv:2:33
  │
2 │ spring,blue,time_to_declare[org=orc],5h,,,
  │                                 ━━━ not found
  │
  ╰ help: did you mean `org`?

1 error

"#]],
    );
    faulty(
        &format!("{HEAD}spring,blue,{DECLARE},5,,,\nspring,blue,incidents[team=soc],5h,,,\n"),
        str![[r#"
error[E0809]: `time_to_declare` is a time, and this is a number
  ╭▸ seen.csv:2:38
  │
2 │ spring,blue,time_to_declare[org=org],5,,,
  │                                      ━ of another kind
  │
  ╰ help: write its unit, as `5h`

error[E0809]: `incidents` is a number, and this is a time
  ╭▸ seen.csv:3:33
  │
3 │ spring,blue,incidents[team=soc],5h,,,
  │                                 ━━ of another kind
  │
  ╰ help: write a plain number

2 errors

"#]],
    );
}

#[test]
fn a_table_needs_its_columns() {
    faulty(
        "exercise,team,valeu\nspring,blue,5h\n",
        str![[r#"
error[E0112]: the first line lacks `measure` and `value`
  ╭▸ seen.csv:1:1
  │
1 │ exercise,team,valeu
  │ ━━━━━━━━ the names of the columns
  │
  ╰ help: let it be `exercise,team,measure,value,start,end,censored`;
          `jointex observed template` writes one

error[E0112]: there is no column `valeu`
  ╭▸ seen.csv:1:15
  │
1 │ exercise,team,valeu
  │               ━━━━━ not known
  │
  ╰ help: did you mean `value`?

2 errors

"#]],
    );
}

#[test]
fn moments_are_read_as_people_write_them() {
    let times = [
        ("2026-03-29T01:30", "2026-03-29T03:55"),
        ("29.03.2026 01:30", "29 March 2026 0355"),
        ("2026-03-29 01:30", "29/03/2026 3:55 AM"),
        ("STARTEX", "STARTEX+85min"),
    ];
    let rows: String =
        times.iter().map(|(from, to)| format!("spring,blue,{DECLARE},,{from},{to},no\n")).collect();
    let report = json(&format!("{HEAD}{rows}"));
    for seen in report["measures"][0]["seen"].as_array().expect("rows") {
        assert_eq!(seen["value"], 85.0 / 60.0, "{seen}");
    }
    for (from, why) in [("03/04/2026 09:10", "may be 3 April or 4 March"), ("09:10", "of which day?")] {
        let table = format!("{HEAD}spring,blue,{DECLARE},,{from},2026-03-29T03:55,no\n");
        let assert = against(&table, &[]).code(3);
        let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_template_is_a_table_without_values() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("tiny.ron"), TINY).expect("a file");
    jointex(folder.path(), &["observed", "template", "tiny.ron", "--exercise", "spring, first"])
        .code(0)
        .stdout_eq(str![[r##"
# value: how long it took, as 95min; or start and end: 2026-03-02T09:10. censored: yes if the exercise was over first.
# Rows without a value and without times are left out.
exercise,team,measure,value,start,end,censored
"spring, first",soc,"time_to_detect[org=org, campaign=camp]",,,,no
"spring, first",soc,"time_to_declare[org=org, campaign=camp]",,,,no
"spring, first",soc,"time_to_contain[org=org, campaign=camp]",,,,no
"spring, first",soc,"time_to_recover[org=org, campaign=camp]",,,,no

"##]].raw());
    jointex(folder.path(), &["observed", "template", "tiny.ron", "-o", "seen.csv"]).code(0);
    jointex(folder.path(), &["compare", "-q", "tiny.ron", "--observed", "seen.csv"]).code(2).stderr_eq(str![
        [r#"
error: seen.csv has no values: fill in a row, or write a new one by `jointex observed template`

"#]
    ]);
    let filled = std::fs::read_to_string(folder.path().join("seen.csv"))
        .expect("a table")
        .replace("camp],,,,no", "camp],2h,,,no")
        .replace("camp]\",,,,no", "camp]\",2h,,,no");
    std::fs::write(folder.path().join("seen.csv"), filled).expect("a file");
    let assert = jointex(
        folder.path(),
        &["compare", "-q", "tiny.ron", "--observed", "seen.csv", "-n", "3", "-f", "json"],
    )
    .code(0);
    let report: Value = serde_json::from_slice(&assert.get_output().stdout).expect("JSON");
    assert_eq!(report["measures"].as_array().map(Vec::len), Some(4));
}
