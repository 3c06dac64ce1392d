//! The program from outside: what goes where, exit codes, files, pipes.
use snapbox::cmd::{Command, OutputAssert};
use snapbox::{IntoData, str};
use std::path::Path;
use tempfile::TempDir;

/// A folder with the starter scenario in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    jointex(folder.path(), &["init", "-q"]).code(0);
    folder
}

/// Runs the program in `folder`.
fn jointex(folder: &Path, arguments: &[&str]) -> OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_jointex"))
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .args(arguments)
        .assert()
}

/// Runs the program in a folder with the starter scenario and compares its end, its results and what it said besides.
#[track_caller]
fn check(arguments: &[&str], code: i32, results: impl IntoData, said: impl IntoData) {
    jointex(folder().path(), arguments).code(code).stdout_eq(results).stderr_eq(said);
}

fn stderr(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("UTF-8")
}

fn stdout(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

#[test]
fn check_says_how_large_a_scenario_is() {
    check(
        &["check", "scenario.ron"],
        0,
        str![[r#"
starter: no faults; 2 organisations, 4 zones, 204 assets, 1 campaign, 2 teams, 2
  sensors, 1 channel, 2 functions, 3 injects, 2 objectives, 1 variant, 100 % of
  [..] numbers assumed

variants, for `--variant`:
  alone  Without sharing

"#]],
        "",
    );
}

/// What a shipped scenario's page says at 80 columns after two replications.
fn page_of(scenario: &str, more: &[&str]) -> String {
    let file = format!("scenarios/{scenario}.ron");
    let arguments = ["run", &file, "-q", "-n", "2"].into_iter().chain(more.iter().copied());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = stdout(&jointex(folder, &arguments.collect::<Vec<_>>()).code(0));
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    page
}

#[test]
fn a_page_of_many_nations_stays_one_that_people_read() {
    let (folded, full) = (page_of("pledge", &[]), page_of("pledge", &["--full"]));
    assert!(folded.lines().count() < 170, "{folded}");
    for said in
        ["never held left out; --full shows all.", "→ 31 partners · petrel", "without a loss left out"]
    {
        assert!(folded.contains(said), "{said}\n{folded}");
        assert!(!full.contains(said), "{said}");
    }
    assert!(full.lines().count() > 500, "{full}");
    assert!(full.contains("us/cert · petrel: never held") && !full.contains("left out"), "{full}");
}

#[test]
fn a_flood_is_not_said_to_have_spared_anybody() {
    let page = page_of("election-night", &[]);
    assert!(page.contains("Elections · flood: takes hold of nothing, so that no time counts\n"), "{page}");
    assert!(!page.contains("never held,"), "{page}");
    let row = page.lines().find(|line| line.starts_with("flood ")).expect("a row of CAMPAIGNS");
    assert_eq!(row.split_whitespace().filter(|cell| *cell == "—").count(), 3, "{row}");
}

#[test]
fn the_page_says_whose_and_whom() {
    let page = page_of("baltic-cables", &[]);
    let row = |start: &str| page.lines().any(|line| line.starts_with(start));
    for start in ["Power between the two · EE grid ", "Power for Estonia in winter · EE grid", "    informs "]
    {
        assert!(row(start), "{start}\n{page}");
    }
}

#[test]
fn analyse_says_what_can_be_said_before_playing() {
    check(
        &["analyse", "scenario.ron"],
        0,
        str![[r#"
Two teams, one implant                                            starter · 6146
jointex 0.1.0 · not played: every link open, no injects, mean times
100 % assumed

STRUCTURE of the zones                                               betweenness
  5 zones · 4 edges · 1 component · diameter 4 · mean path 2.00 · at most 2
    neighbours
  3 articulation points: internet, mod-edge, staff-edge
  4 bridges: internet–mod-edge, internet–staff-edge, mod-edge–mod-office,
    staff-edge–staff-office
  internet                                                                   4.0
  mod-edge                                                                   3.0
  staff-edge                                                                 3.0

EXPOSURE
  1 link from the internet: mod-edge, staff-edge
  2 links from the internet: mod-office, staff-office
  every way to mod-office leads through mod-edge
  every way to staff-office leads through staff-edge

CHEAPEST WAYS                                            takes     until    seen
quiet-letter · to its objective
  staff-files                                                     18.4 h    84 %
    mail-staff T1566.001 · internet → staff-desk         3.6 h     3.6 h    48 %
    escalate T1068 · on staff-desk                      41 min     4.3 h    37 %
    dump T1003 · on staff-desk                          24 min     4.7 h    37 %
    move T1021.002 · staff-desk → staff-files           22 min     5.1 h    23 %
    steal T1041 · on staff-files                        13.3 h    18.4 h       —
  mod-files                                                       25.8 h    90 %
    mail-staff T1566.001 · internet → staff-desk         3.6 h     3.6 h    48 %
    addresses T1114.001 · on staff-desk                  4.0 h     7.6 h    12 %
    mail-mod T1566.001 · internet → mod-desk             3.4 h    11.0 h    46 %
    escalate T1068 · on mod-desk                        41 min    11.7 h    29 %
    dump T1003 · on mod-desk                            24 min    12.1 h    29 %
    move T1021.002 · mod-desk → mod-files               22 min    12.5 h    18 %
    steal T1041 · on mod-files                          13.3 h    25.8 h       —
  Takes: mean time of an attempt over its success; of a target, the sum where
    some of it is done at the same time. Until: after the campaign's start.
    Seen: by any sensor, before it has succeeded.

SENSORS                                                       on ways       sees
  edr-staff: mail-staff, addresses, escalate, dump, move       2 of 2    54–84 %
  edr-mod: mail-mod, escalate, dump, move                      1 of 2       77 %

LINKS                              on ways    without it no way    else later by
  internet>staff-edge               2 of 2                 to 2                —
  internet>mod-edge                 1 of 2                 to 1                —

MINIMUM CUT
  quiet-letter from mod-office, staff-office: close internet>mod-edge,
    internet>staff-edge
  quiet-letter from mod-office: close internet>mod-edge
  quiet-letter from staff-office: close internet>staff-edge

"#]],
        "",
    );
}

#[test]
fn analyse_has_everything_as_json() {
    let folder = folder();
    let ended =
        jointex(folder.path(), &["analyse", "scenario.ron", "--format", "json"]).code(0).stderr_eq("");
    let report: serde_json::Value = serde_json::from_str(&stdout(&ended)).expect("JSON");
    assert_eq!(report["scenario"]["id"], "starter");
    let way = &report["campaigns"][0]["ways"][0];
    let hops = way["hops"].as_array().expect("hops");
    assert_eq!(way["time_h"], hops.last().expect("a hop")["until_h"]);
    assert_eq!(report["sensors"][0]["on"][0]["target"], report["campaigns"][0]["ways"][1]["target"]);
}

#[test]
fn analyse_draws_the_zones() {
    let ended = str![[r#"
digraph "Two teams, one implant" {
  rankdir=LR;
  node [shape=box];
  n0 [label="internet", shape=ellipse, style=filled, fillcolor=lightgrey];
  n1 [label="mod-edge/n1", style=filled, fillcolor=lightgrey];
  n2 [label="mod-office/n121", peripheries=2];
  n3 [label="staff-edge/n1", style=filled, fillcolor=lightgrey];
  n4 [label="staff-office/n81", peripheries=2];
  n0 -> n1 [penwidth=3, color=red, style=dashed];
  n0 -> n3 [penwidth=3, color=red, style=dashed];
  n1 -> n2;
  n2 -> n1;
  n3 -> n4;
  n4 -> n3;
}

"#]];
    check(&["analyse", "scenario.ron", "--dot"], 0, ended, "");
}

#[test]
fn analyse_looks_only_into_zones_with_a_topology() {
    check(
        &["analyse", "scenario.ron", "--zone", "mod-ofice"],
        2,
        "",
        str![[r#"
error: --zone: no zone has the id `mod-ofice`; did you mean `mod-office`?

"#]],
    );
    check(
        &["analyse", "scenario.ron", "--zone", "mod-office"],
        2,
        "",
        str![[r#"
error: --zone: all assets of `mod-office` reach each other; it has no topology

"#]],
    );
    check(
        &["analyse", "scenario.ron", "-o", "scenario.ron", "--force"],
        2,
        "",
        str![[r#"
error: -o names the scenario itself, which is never replaced

"#]],
    );
}

#[test]
fn a_faulty_scenario_is_told_with_its_place_and_ends_with_3() {
    let folder = folder();
    let path = folder.path().join("scenario.ron");
    let text = std::fs::read_to_string(&path).expect("the scenario");
    jointex(folder.path(), &["check", "scenario.ron", "-q"]).code(0).stdout_eq("").stderr_eq("");
    std::fs::write(&path, text.replace("playbook: \"mod\"", "playbook: \"mode\"")).expect("a file");
    let ended = jointex(folder.path(), &["check", "scenario.ron"]).code(3).stdout_eq("");
    ended.stderr_eq(str![[r#"
error[E[..]]: no playbook has the id `mode`
[..]╭▸ scenario.ron:[..]
...
[..]╰ help: did you mean `mod`?

1 error
`jointex explain E0203` tells more

"#]]);
    jointex(folder.path(), &["check", "scenario.ron", "-q"]).code(3).stderr_eq(str![[r#"
...
1 error

"#]]);
    jointex(folder.path(), &["run", "scenario.ron"]).code(3).stdout_eq("");
}

#[test]
fn a_scenario_comes_from_a_pipe_as_well() {
    let starter = include_str!("../src/cli/starter.ron");
    let program = || Command::new(env!("CARGO_BIN_EXE_jointex"));
    program().args(["check", "-"]).stdin(starter).assert().code(0).stderr_eq("");
    program().args(["run", "-", "-n2", "-q"]).stdin(starter).assert().code(0).stderr_eq("");
    program().args(["check", "-"]).stdin(&b"Scenario(\n\xff"[..]).assert().code(3).stderr_eq(str![[r#"
error: <stdin>:2: this is not UTF-8 text

"#]]);
}

#[test]
fn numbers_of_the_command_line_are_written_in_more_than_one_way() {
    let folder = folder();
    for more in [["--event-budget", "1e6"], ["--event-budget", "2_000_000"], ["--memory-budget", "1GB"]] {
        let arguments = [&["run", "scenario.ron", "-n1e1", "-q"][..], &more].concat();
        jointex(folder.path(), &arguments).code(0).stderr_eq("");
    }
}

#[test]
fn editors_get_a_document_also_of_what_cannot_be_read() {
    let folder = folder();
    std::fs::write(folder.path().join("bytes.ron"), b"Scenario(\n\xff").expect("a file");
    for (file, code, why) in
        [("bytes.ron", 3, "bytes.ron:2: this is not UTF-8 text"), ("none.ron", 4, "cannot read none.ron")]
    {
        let ended = jointex(folder.path(), &["check", file, "--format", "json"]).code(code);
        let document: serde_json::Value = serde_json::from_str(&stdout(&ended)).expect("JSON");
        let fault = &document["diagnostics"][0];
        assert_eq!((&document["errors"], &fault["code"]), (&1.into(), &"E0103".into()));
        assert_eq!((&fault["file"], &fault["range"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        assert!(fault["message"].as_str().is_some_and(|message| message.starts_with(why)), "{fault}");
        assert!(stderr(&ended).contains(why));
    }
}

#[test]
fn check_looks_at_what_was_set() {
    check(
        &["check", "scenario.ron", "--set", "teams[soc-mod].tiers[l1].seats=none"],
        3,
        "",
        str![[r#"
error[E0020]: `seats` takes a whole number, for example `4`
  ╭▸ --set:1:32
  │
1 │ teams[soc-mod].tiers[l1].seats=none
  ╰╴                               ━━━━ this is a word

1 error
`jointex explain E0020` tells more

"#]],
    );
    let set =
        ["check", "scenario.ron", "-q", "--set", "endex=2d", "--set", "teams[soc-mod].tiers[l1].seats=0"];
    let said = stderr(&jointex(folder().path(), &set).code(3).stdout_eq(""));
    assert!(said.starts_with("error[E0603]"), "{said}");
    jointex(folder().path(), &["check", "scenario.ron", "-q", "--set", "endex=2d"]).code(0).stderr_eq("");
}

#[test]
fn a_fault_in_the_value_of_a_change_is_marked_at_the_value() {
    let folder = folder();
    let starter = include_str!("../src/cli/starter.ron");
    let faulty = starter.replace("active\", \"false\")", "active\", \"fals\")");
    assert_ne!(faulty, starter);
    std::fs::write(folder.path().join("faulty.ron"), &faulty).expect("a file");
    let ended = jointex(folder.path(), &["check", "faulty.ron", "--format", "json"]).code(3);
    let document: serde_json::Value = serde_json::from_str(&stdout(&ended)).expect("JSON");
    let range = &document["diagnostics"][0]["range"];
    let byte = |end: &str| range[end]["byte"].as_u64().expect("a number") as usize;
    assert_eq!(&faulty[byte("start")..byte("end")], "\"fals\"");
}

#[test]
fn codes_are_explained_however_they_are_written() {
    let page = stdout(&jointex(folder().path(), &["explain", "E0203"]).code(0));
    for written in ["e0203", "error[E0203]", "error[e0203]: no zone has the id `x`", "[E0203]"] {
        assert_eq!(stdout(&jointex(folder().path(), &["explain", written]).code(0)), page, "{written}");
    }
}

#[test]
fn a_missing_file_ends_with_4() {
    check(
        &["check", "nowhere.ron"],
        4,
        "",
        str![[r#"
error: cannot read nowhere.ron: [..]

"#]],
    );
}

#[test]
fn init_does_not_overwrite() {
    check(
        &["init"],
        4,
        "",
        str![[r#"
error: cannot write scenario.ron: it exists already; --force replaces it

"#]],
    );
    check(&["init", "--force", "-q"], 0, "", "");
    check(&["init", "-"], 0, include_str!("../src/cli/starter.ron").raw(), "");
}

#[test]
fn wrong_arguments_end_with_2() {
    for arguments in [&["run"][..], &["play", "x"], &["run", "scenario.ron", "--set", "endex"]] {
        jointex(folder().path(), arguments).code(2).stdout_eq("");
    }
    for (argument, why) in [
        ("-n0", "it must be at least 1"),
        ("-n=-1", "it must be at least 1"),
        ("-n1000000001", "it must be at most 1,000,000,000"),
        ("-k-3", "it must be at least 1"),
        ("-j0", "it must be at least 1"),
        ("--seed=-1", "it must be at least 0"),
        ("-n1.5", "write a whole number, such as 200 or 1e6"),
        ("-n1e99", "write a whole number, such as 200 or 1e6"),
        ("--event-budget=0", "it must be at least 1"),
        ("--event-budget=1000000001", "it must be at most 1,000,000,000"),
        ("--memory-budget=0", "it must be more than 0"),
        ("--event-budget=-1e3", "it must be at least 1"),
        ("--event-budget=1e10", "it must be at most 1,000,000,000"),
        ("--memory-budget=-1", "write a size such as 512MiB, 2GiB or 2GB"),
        ("--memory-budget=2TB", "write a size such as 512MiB, 2GiB or 2GB"),
        ("--memory-budget=70GB", "it must be at most 64GiB"),
        ("--memory-budget=65GiB", "it must be at most 64GiB"),
        ("--memory-budget=18446744073709551615GiB", "it must be at most 64GiB"),
    ] {
        let said =
            stderr(&jointex(folder().path(), &["run", "scenario.ron", argument]).code(2).stdout_eq(""));
        assert!(said.lines().next().is_some_and(|line| line.ends_with(why)), "{argument}: {said}");
    }
    let apart = stderr(&jointex(folder().path(), &["run", "scenario.ron", "-n", "-1"]).code(2));
    assert!(!apart.contains("tip:"), "{apart}");
    check(
        &["run", "scenario.ron", "--trace", "-"],
        2,
        "",
        str![[r#"
error: --trace - and the results can't both go to standard output: give -o FILE

"#]],
    );
}

#[test]
fn what_cannot_be_written_is_told_before_playing() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("results")).expect("a folder");
    for (arguments, code, why) in [
        (&["-o", "nowhere/page.txt"][..], 4, "cannot write nowhere/page.txt: there is no folder nowhere"),
        (&["--trace", "nowhere/story"], 4, "cannot write nowhere/story: there is no folder nowhere"),
        (&["-o", "results"], 4, "cannot write results: it is a folder"),
        (&["-o", "new/"], 4, "cannot write new/: it is a folder"),
        (
            &["-o", "page.txt", "--trace", "results/../page.txt"],
            2,
            "--trace and -o name the same file: the one would replace the other",
        ),
        (&["-o", "scenario.ron", "--force"], 2, "-o names the scenario itself, which is never replaced"),
        (
            &["--trace", "./scenario.ron", "--force", "-o", "page.txt"],
            2,
            "--trace names the scenario itself, which is never replaced",
        ),
        (&["--report", "nowhere/page"], 4, "cannot write nowhere/page: there is no folder nowhere"),
        (&["--report", "-"], 2, "--report is a file for a browser: give the name of one"),
        (
            &["-o", "page", "--report", "./page"],
            2,
            "--report and -o name the same file: the one would replace the other",
        ),
        (
            &["--trace", "page", "--report", "./page"],
            2,
            "--report and --trace name the same file: the one would replace the other",
        ),
        (
            &["--report", "./scenario.ron", "--force", "-o", "page.txt"],
            2,
            "--report names the scenario itself, which is never replaced",
        ),
    ] {
        let ended = jointex(folder.path(), &[&["run", "scenario.ron", "-n1"], arguments].concat()).code(code);
        ended.stdout_eq("").stderr_eq(format!("error: {why}\n"));
    }
    // Nothing of the trying is left behind.
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2);
    #[cfg(unix)]
    jointex(folder.path(), &["run", "scenario.ron", "-n1", "-q", "-o", "/dev/null", "--trace", "/dev/null"])
        .code(0);
}

#[test]
fn a_precision_that_was_not_reached_is_told_everywhere() {
    let folder = folder();
    let run = |more: &[&str]| {
        let asked =
            ["run", "scenario.ron", "--precision", "time_to_declare[org=mod]:0.1%", "--at-most", "60"];
        jointex(folder.path(), &[&asked[..], more].concat()).code(0)
    };
    let page = stdout(&run(&["-q"])).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("The 95 % interval of the mean of time_to_declare[org=mod] is ±"), "{page}");
    assert!(page.contains("not ±0.1 % as asked for."), "{page}");
    let json: serde_json::Value = serde_json::from_str(&stdout(&run(&["-q", "-f", "json"]))).expect("JSON");
    let precision = &json["precision"];
    assert_eq!((&precision["asked_share"], &precision["is_enough"]), (&0.001.into(), &false.into()));
    assert!(precision["reached_share"].as_f64() > Some(0.001), "{precision}");
    let said = stderr(&run(&["-f", "csv", "-o", "rows.csv"]));
    assert!(said.contains("not as precise as was asked for"), "{said}");
}

#[test]
fn levers_ask_for_no_more_memory_than_there_may_be() {
    let folder = folder();
    let arguments =
        ["levers", "scenario.ron", "--objective", "declare", "-n", "1e9", "--memory-budget", "1GiB"];
    let said = stderr(&jointex(folder.path(), &arguments).code(2));
    assert!(said.contains("give a larger") && said.contains("--memory-budget"), "{said}");
}

#[test]
fn the_page_and_diagnostics_are_as_wide_as_columns_says() {
    let folder = folder();
    let run = |columns: &str, arguments: &[&str]| {
        let command = Command::new(env!("CARGO_BIN_EXE_jointex")).current_dir(folder.path());
        stdout(&command.env("COLUMNS", columns).args(arguments).assert().code(0))
    };
    for (columns, width) in [("60", 60), ("100", 100), ("20", 60), ("900", 120), ("none", 80)] {
        for arguments in [&["run", "scenario.ron", "-n4", "-q"][..], &["check", "scenario.ron"]] {
            let page = run(columns, arguments);
            let widest = page.lines().map(unicode_width::UnicodeWidthStr::width).max();
            assert!(widest.is_some_and(|widest| widest <= width && widest + 20 > width), "{columns}: {page}");
        }
    }
}

/// Headlines, notes and ways out are folded, and excerpts cut around what they show.
#[test]
fn diagnostics_are_as_wide_as_columns_says_and_80_in_a_pipe() {
    let folder = folder();
    let text = include_str!("../src/cli/starter.ron");
    let faulty =
        text.replace("tactic: Collection", "tactic: \"Arrival\"").replace("PerDay(", "PerFortnight(");
    std::fs::write(folder.path().join("faulty.ron"), faulty).expect("a file");
    let set = "teams[soc-mod].tiers=[(id: \"l1\", seats: 3), (id: \"l2\", seats: 4), (id: \"l3\", seat: 5), (id: \"l4\", seats: 6)]";
    for (columns, width) in [(Some("60"), 60), (Some("100"), 100), (Some("none"), 80), (None, 80)] {
        for file in [&["check", "faulty.ron"][..], &["check", "scenario.ron", "--set", set]] {
            let command = Command::new(env!("CARGO_BIN_EXE_jointex")).current_dir(folder.path());
            let command = match columns {
                Some(columns) => command.env("COLUMNS", columns),
                None => command.env_remove("COLUMNS"),
            };
            let said = stderr(&command.args(file).assert().code(3).stdout_eq(""));
            let widest = said.lines().map(unicode_width::UnicodeWidthStr::width).max();
            assert!(
                widest.is_some_and(|widest| widest <= width && widest + 20 > width),
                "{columns:?}:\n{said}"
            );
        }
    }
}

#[test]
fn editors_are_told_of_warnings_also_quietly() {
    let folder = folder();
    let check = |more: &[&str]| {
        let arguments = [
            &["check", "scenario.ron", "-f", "json", "--set", "sensors[edr-mod].false_alarms=PerDay(9000)"],
            more,
        ]
        .concat();
        stdout(&jointex(folder.path(), &arguments).code(0).stderr_eq(""))
    };
    let document: serde_json::Value = serde_json::from_str(&check(&["-q"])).expect("JSON");
    assert!(document["warnings"].as_u64().is_some_and(|warnings| warnings > 0), "{document}");
    assert_eq!(check(&["-q"]), check(&[]));
}

#[test]
fn a_row_of_the_table_says_what_no_other_says() {
    let table = stdout(&jointex(folder().path(), &["run", "scenario.ron", "-n3", "-q", "-f", "csv"]).code(0));
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let headings = table.headers().expect("headings").clone();
    let place = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    assert!(rows.iter().all(|row| &row[place("variant")] == "base"));
    let objectives: Vec<_> = rows.iter().filter(|row| !row[place("objective")].is_empty()).collect();
    assert_eq!(objectives.len(), 2 * 3);
    assert!(
        objectives.iter().all(|row| &row[place("measure")] == "objective" && !row[place("org")].is_empty())
    );
    // A response time is that to a campaign: without one, a mean by organisation would count it twice.
    let declared = |row: &&csv::StringRecord| &row[place("measure")] == "time_to_declare";
    assert_eq!(rows.iter().filter(declared).count(), 2 * 3);
    assert!(rows.iter().filter(declared).all(|row| &row[place("campaign")] == "quiet-letter"));
    for objective in objectives.iter().filter(|row| &row[place("objective")] == "declare") {
        let of_same = |row: &&csv::StringRecord| {
            declared(row)
                && ["replication", "org"].iter().all(|name| row[place(name)] == objective[place(name)])
        };
        let judged = rows.iter().find(of_same).expect("the measure that is judged");
        assert_eq!(judged[place("value_h")], objective[place("value_h")]);
    }
}

#[test]
fn the_page_says_what_its_numbers_are() {
    let run = |more: &[&str]| {
        let page = stdout(
            &jointex(folder().path(), &[&["run", "scenario.ron", "-n4", "-q"], more].concat()).code(0),
        );
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let page = run(&[]);
    for said in [
        "0 s: at or before it",
        "Hours: means of the replications that got there.",
        "Medians over the replications; prevented: attempts that a defence stopped",
        "Means of a replication, but lowest is that of any.",
    ] {
        assert!(page.contains(said), "`{said}` is missing: {page}");
    }
    let json = stdout(&jointex(folder().path(), &["run", "scenario.ron", "-n2", "-q", "-f", "json"]).code(0));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["statuses_legend"]["c"], "censored");
    let without = "campaigns[quiet-letter].flow[steal].objective=false";
    let arguments = ["run", "scenario.ron", "-n2", "-q", "-f", "json", "--set", without];
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&jointex(folder().path(), &arguments).code(0))).expect("JSON");
    assert!(json["campaigns"][0]["at_objective"].is_null());
    let page = run(&["--set", without]);
    let campaigns = page.split("CAMPAIGNS").nth(1).and_then(|rest| rest.split("Medians").next());
    assert!(campaigns.is_some_and(|table| table.contains("—")), "{page}");
}

#[test]
fn the_page_has_its_sections_and_fits() {
    let ended = jointex(folder().path(), &["run", "scenario.ron", "-n20", "-q"]).code(0).stderr_eq("");
    let page = stdout(&ended);
    for section in ["RESPONSE", "SHARING", "CAMPAIGNS", "TEAMS", "FUNCTIONS", "OBJECTIVES", "WHAT HAPPENED"] {
        assert!(page.lines().any(|line| line.starts_with(section)), "{section} is missing");
    }
    for line in page.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "too wide: {line}");
        assert!(!line.ends_with(' ') && !line.contains('\x1b'), "{line:?}");
    }
    ended.stdout_eq(str![[r#"
Two teams, one implant                                            starter · [..]
jointex [..] · seed 1 · 20 replications      3 d from 7 Sep 2026 08:00 Brussels
fingerprint [..] of numbers assumed

...
"#]]);
}

#[test]
fn colours_come_when_asked_for() {
    let page =
        stdout(&jointex(folder().path(), &["run", "scenario.ron", "-n2", "-q", "--color", "always"]).code(0));
    assert!(page.contains("\x1b[1;36mRESPONSE\x1b[0m"));
}

#[test]
fn texts_of_a_scenario_do_not_command_the_terminal() {
    let title = r#"title="\u{1b}]0;mine\u{7}\u{202e}title""#;
    let page =
        stdout(&jointex(folder().path(), &["run", "scenario.ron", "-n2", "-q", "--set", title]).code(0));
    assert!(page.contains("mine") && page.contains("title"), "{page}");
    assert!(!page.contains(['\x1b', '\x07', '\u{202e}']), "{page:?}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
    let run = |more: &[&str]| {
        let arguments = [&["run", "scenario.ron", "-n16", "-q", "--format", "json"], more].concat();
        stdout(&jointex(folder().path(), &arguments).code(0).stderr_eq(""))
    };
    assert_eq!(run(&["-j1"]), run(&["-j3", "--seed", "1"]));
    assert_ne!(run(&["-j1"]), run(&["--seed", "2"]));
}

#[test]
fn variants_and_settings_change_the_outcome_and_its_head() {
    let run = |more: &[&str]| {
        let arguments = [&["run", "scenario.ron", "-n4", "-q"], more].concat();
        stdout(&jointex(folder().path(), &arguments).code(0))
    };
    let fingerprint =
        |page: &str| page.lines().find(|line| line.starts_with("fingerprint")).map(str::to_owned);
    let (plain, alone) = (run(&[]), run(&["--variant", "alone"]));
    assert!(alone.contains("starter / alone"), "{alone}");
    assert_ne!(fingerprint(&plain), fingerprint(&alone));
    assert_ne!(fingerprint(&plain), fingerprint(&run(&["--set", "teams[soc-staff].tiers[l1].seats=1"])));
    check(
        &["run", "scenario.ron", "--variant", "alon"],
        3,
        "",
        str![[r#"
error[E0111]: no variant has the id `alon`
...
[..]did you mean `alone`?
...
"#]],
    );
}

#[test]
fn a_missed_objective_ends_with_1_only_when_asked() {
    let hard = ["run", "scenario.ron", "-n40", "-q", "--set", "objectives[declare].with_probability=1"];
    jointex(folder().path(), &hard).code(0).stderr_eq("");
    jointex(folder().path(), &[&hard[..], &["--fail-on-objective"]].concat()).code(1).stderr_eq(str![[r#"
error: missed with the probability asked for: [..]declare[..]

"#]]);
}

#[test]
fn results_and_trace_go_to_files_whole() {
    let folder = folder();
    let arguments = [
        "run",
        "scenario.ron",
        "-n5",
        "-q",
        "--format",
        "csv",
        "-o",
        "values.csv",
        "--trace",
        "story.ndjson",
        "-k3",
    ];
    jointex(folder.path(), &arguments).code(0).stdout_eq("").stderr_eq("");
    let trace = std::fs::read_to_string(folder.path().join("story.ndjson")).expect("a trace");
    for (place, line) in trace.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(record["line"], place + 1);
        assert!(record["cause"].as_u64().is_none_or(|cause| cause <= place as u64), "{line}");
    }
    let values = std::fs::read_to_string(folder.path().join("values.csv")).expect("values");
    assert!(values.starts_with("scenario,variant,seed,replication,ending,measure,"));
    jointex(folder.path(), &arguments).code(4).stderr_eq(str![[r#"
error: cannot write values.csv: it exists already; --force replaces it

"#]]);
    jointex(folder.path(), &[&arguments[..], &["--force"]].concat()).code(0);
    // Nothing of the writing is left behind.
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 3);
}

#[test]
fn what_runs_out_of_a_budget_is_told() {
    let folder = folder();
    let run = |more: &[&str]| {
        let arguments = [&["run", "scenario.ron", "-n8", "-q"], more].concat();
        stdout(&jointex(folder.path(), &arguments).code(0).stderr_eq(""))
    };
    assert!(
        run(&["--event-budget", "100"])
            .contains("8 replications used up the budget of events and are in no number")
    );
    assert!(run(&["--event-budget", "100"]).contains("No replication is left to report on.\n"));
    let asked = ["run", "scenario.ron", "-n8", "-q", "--event-budget", "100", "--fail-on-objective"];
    jointex(folder.path(), &asked)
        .code(1)
        .stderr_eq("error: no objective was tested: every replication used up its budget\n");
    let busy = "sensors[edr-staff].false_alarms=PerHour(50000)";
    let tight = ["--memory-budget", "1MiB", "--set", busy];
    assert!(run(&tight).contains("used up the budget of memory and"), "{}", run(&tight));
    let table = run(&["--event-budget", "100", "-f", "csv"]);
    assert_eq!(table.lines().filter(|row| row.contains(",budget_exhausted,")).count(), 8, "{table}");
    // The results have to find room as well, and this is told before playing.
    jointex(folder.path(), &["run", "scenario.ron", "-n1000000000"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: the results of 1,000,000,000 replications would take more than the memory budget, which has room for [..]: play fewer, or give a larger --memory-budget

"#]]);
}

#[test]
fn completions_are_for_a_shell() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(&jointex(folder().path(), &["completions", shell]).code(0)).contains("jointex"));
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Command as Process, Stdio};

    fn process(folder: &Path, arguments: &[&str]) -> Process {
        let mut process = Process::new(env!("CARGO_BIN_EXE_jointex"));
        process.current_dir(folder).args(arguments);
        process
    }

    #[test]
    fn a_full_disk_ends_with_4() {
        for format in ["table", "json", "csv"] {
            let full = std::fs::File::create("/dev/full").expect("the device");
            let folder = folder();
            let ended = process(folder.path(), &["run", "scenario.ron", "-n2", "-q", "--format", format])
                .stdout(full)
                .output();
            let ended = ended.expect("the program runs");
            assert_eq!(ended.status.code(), Some(4), "{format}");
            assert!(
                String::from_utf8_lossy(&ended.stderr).contains("cannot write to standard output"),
                "{format}"
            );
        }
        check(
            &["run", "scenario.ron", "-n2", "-q", "-o", "/dev/full"],
            4,
            "",
            str![[r#"
error: cannot write /dev/full: [..]

"#]],
        );
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        for format in ["table", "json", "csv"] {
            let folder = folder();
            // More than a pipe holds, so that the program is still writing when its reader goes.
            let mut process =
                process(folder.path(), &["run", "scenario.ron", "-n200", "-q", "--format", format]);
            let mut child =
                process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
            let mut line = String::new();
            BufReader::with_capacity(64, child.stdout.take().expect("a pipe"))
                .read_line(&mut line)
                .expect("a line");
            let ended = child.wait_with_output().expect("it ends");
            assert_eq!(
                (ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()),
                (Some(0), ""),
                "{format}"
            );
        }
    }

    /// Checks a scenario that includes `file` and one whose topology is `file`, in a folder that `make` has filled; another folder
    /// beside it holds `secret.ron`.
    #[track_caller]
    fn check_include(make: impl Fn(&Path), file: &str, why: &str) {
        let place = tempfile::tempdir().expect("a folder");
        let (inside, outside) = (place.path().join("inside"), place.path().join("outside"));
        for folder in [&inside, &outside] {
            std::fs::create_dir(folder).expect("a folder");
        }
        std::fs::write(outside.join("secret.ron"), "Scenario(format: 1)").expect("a file");
        make(&inside);
        let starter = include_str!("../src/cli/starter.ron");
        let include = format!("include: [(file: \"{file}\", as: \"x\")], organisations");
        let topology = format!("(id: \"mod-edge\", topology: File(\"{file}\")");
        for text in [
            starter.replacen("organisations", &include, 1),
            starter.replacen("(id: \"mod-edge\"", &topology, 1),
        ] {
            std::fs::write(inside.join("scenario.ron"), text).expect("a file");
            for (folder, scenario) in [(&inside, "scenario.ron"), (&outside, "../inside/scenario.ron")] {
                let said = stderr(&jointex(folder, &["check", scenario]).code(3).stdout_eq(""));
                let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(said.contains(why), "{file}: {said}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        use std::os::unix::fs::symlink;
        let link = |to: &'static str, from: &'static str| {
            move |folder: &Path| symlink(to, folder.join(from)).expect("a link")
        };
        let outside = "it leads outside the scenario's folder";
        check_include(|_| {}, "../outside/secret.ron", "may lie outside the main file's folder");
        check_include(|_| {}, "/dev/zero", "may lie outside the main file's folder");
        check_include(link("../outside/secret.ron", "a.ron"), "a.ron", outside);
        check_include(link("../outside", "parts"), "parts/secret.ron", outside);
        check_include(link("/dev/zero", "a.ron"), "a.ron", outside);
        check_include(link("../inside2/../outside/secret.ron", "a.ron"), "a.ron", "cannot");
        check_include(link("a.ron", "a.ron"), "a.ron", "cannot");
        check_include(link("nowhere", "a.ron"), "a.ron", "cannot");
        check_include(|_| {}, "nowhere.ron", "cannot");
    }

    #[test]
    fn what_is_no_file_of_text_is_not_waited_for() {
        let pipe = |folder: &Path| {
            assert!(
                Process::new("mkfifo").arg(folder.join("a.ron")).status().expect("mkfifo runs").success()
            );
        };
        check_include(pipe, "a.ron", "it is no regular file");
        check_include(
            |folder| std::fs::create_dir(folder.join("a")).expect("a folder"),
            "a",
            "it is a folder",
        );
        let huge = |folder: &Path| {
            // A hole: it takes no place on the disk.
            std::fs::File::create(folder.join("a.ron"))
                .and_then(|file| file.set_len(1 << 40))
                .expect("a file");
        };
        check_include(huge, "a.ron", "it is longer than 64 MiB");
    }

    #[test]
    fn an_include_of_itself_ends() {
        let folder = folder();
        let text = std::fs::read_to_string(folder.path().join("scenario.ron")).expect("the scenario");
        std::os::unix::fs::symlink("scenario.ron", folder.path().join("other.ron")).expect("a link");
        for (file, why) in [("scenario.ron", "includes itself"), ("other.ron", "includes itself")] {
            let include = format!("include: [(file: \"{file}\", as: \"x\")], organisations");
            std::fs::write(folder.path().join("scenario.ron"), text.replacen("organisations", &include, 1))
                .expect("a file");
            let said = stderr(&jointex(folder.path(), &["check", "scenario.ron"]).code(3));
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn an_endless_input_ends() {
        for (input, code) in [("/dev/zero", 3), ("/dev/full", 3)] {
            jointex(folder().path(), &["check", input]).code(code).stdout_eq("");
            let endless = std::fs::File::open(input).expect("the device");
            let folder = folder();
            let ended =
                process(folder.path(), &["check", "-"]).stdin(endless).output().expect("the program runs");
            assert_eq!(ended.status.code(), Some(code), "{input}");
            assert!(String::from_utf8_lossy(&ended.stderr).contains("is longer than 64 MiB"), "{input}");
        }
    }

    #[test]
    fn a_signal_that_comes_twice_is_one_interrupt() {
        let folder = folder();
        let mut child = Process::new(env!("CARGO_BIN_EXE_jointex"))
            .current_dir(folder.path())
            .args(["run", "scenario.ron", "-n", "500000", "-f", "csv", "-o", "played.csv"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_secs(3));
        let id = child.id().to_string();
        for _ in 0..3 {
            assert!(Process::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
        }
        assert_eq!(child.wait().expect("it ends").code(), Some(130));
        let played =
            std::fs::read_to_string(folder.path().join("played.csv")).expect("what was played is there");
        assert!(played.lines().count() > 1);
    }

    #[test]
    fn an_interrupted_run_reports_what_it_played() {
        let folder = folder();
        let mut process = process(folder.path(), &["run", "scenario.ron", "-n500000", "-q"]);
        let child = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        std::thread::sleep(std::time::Duration::from_millis(1500));
        let interrupt = Process::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(interrupt.expect("kill runs").success());
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(130));
        let page = String::from_utf8_lossy(&ended.stdout).into_owned();
        assert!(page.contains("Interrupted") && page.contains("of 500,000 replications"), "{page}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("interrupted: the results are of"));
    }
}

#[test]
fn a_code_is_explained() {
    check(
        &["explain", "e0603"],
        0,
        str![[r#"
E0603 A tier or a crew has no seats.

A tier or a crew has at least one seat. Its hours say when nobody is there, and
an inject can take seats away.

    teams: [(id: "soc", tiers: [(id: "l2", seats: 0)])],

With a seat:

    teams: [(id: "soc", tiers: [(id: "l2", seats: 1)])],

"#]],
        "",
    );
    check(
        &["explain", "E9999"],
        2,
        "",
        str![[r#"
error: there is no code E9999; `jointex explain --list` names all

"#]],
    );
    check(
        &["explain"],
        2,
        "",
        str![[r#"
error: the following required arguments were not provided:
  <CODE>

Usage: jointex explain <CODE>

For more information, try '--help'.

"#]],
    );
    let list = stdout(&jointex(folder().path(), &["explain", "--list"]).code(0));
    let codes = list.lines().filter(|line| line.starts_with(['E', 'W'])).count();
    assert_eq!(codes, jointex::diagnostic::codes::ALL.len());
    assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
}

#[test]
fn bytes_are_counted_from_the_beginning_of_the_file() {
    let folder = folder();
    let bytes = |text: &str| {
        std::fs::write(folder.path().join("marked.ron"), text).expect("a file");
        let arguments = ["check", "marked.ron", "--format", "json"];
        let listing = stdout(&jointex(folder.path(), &arguments).code(3));
        let listing: serde_json::Value = serde_json::from_str(&listing).expect("JSON");
        listing["diagnostics"][0]["range"].clone()
    };
    let mut plain = bytes("(title: )");
    let marked = bytes("\u{feff}(title: )");
    for end in ["start", "end"] {
        let byte = plain[end]["byte"].as_u64().expect("a number");
        plain[end]["byte"] = (byte + 3).into();
    }
    assert_eq!(marked, plain);
}

#[test]
fn editors_get_one_json_document() {
    let folder = folder();
    let look = |arguments: &[&str], code| {
        let ended = jointex(folder.path(), arguments).code(code).stderr_eq("");
        let json: serde_json::Value = serde_json::from_str(&stdout(&ended)).expect("one JSON document");
        json
    };
    let sound = look(&["check", "scenario.ron", "--format", "json"], 0);
    assert_eq!((&sound["errors"], &sound["warnings"]), (&0.into(), &0.into()));
    let text = std::fs::read_to_string(folder.path().join("scenario.ron")).expect("the starter");
    std::fs::write(folder.path().join("broken.ron"), text.replace("Scenario(", "Scenario(forma: 1,"))
        .expect("a file");
    assert_eq!(look(&["check", "broken.ron", "-f", "json"], 3)["diagnostics"][0]["code"], "E0021");
    let faulty = r#"Scenario(format: 1, id: "s", title: "é", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "1d",
    organisations: [(id: "é"), (id: "é")],
    variants: [(id: "v", set: [("endexx", "2d")])],
)"#;
    std::fs::write(folder.path().join("faulty.ron"), faulty).expect("a file");
    jointex(folder.path(), &["check", "faulty.ron", "--format", "json"]).code(3).stdout_eq(str![[r#"
{
  "schema_version": 1,
  "jointex_version": "0.1.0",
  "errors": 2,
  "warnings": 0,
  "diagnostics": [
    {
      "severity": "error",
      "code": "E0201",
      "message": "two organisations have the id `é`",
      "label": "given again",
      "help": null,
      "notes": [],
      "file": "faulty.ron",
      "range": {
        "start": {
          "line": 2,
          "column": 37,
          "byte": 138
        },
        "end": {
          "line": 2,
          "column": 40,
          "byte": 142
        }
      },
      "change": null,
      "related": [
        {
          "label": "given first here",
          "file": "faulty.ron",
          "range": {
            "start": {
              "line": 2,
              "column": 26,
              "byte": 126
            },
            "end": {
              "line": 2,
              "column": 29,
              "byte": 130
            }
          },
          "change": null
        }
      ]
    },
    {
      "severity": "error",
      "code": "E0107",
      "message": "a scenario has no field `endexx`",
      "label": "leads nowhere",
      "help": "did you mean `endex`?",
      "notes": [
        "possible: `format`, `id`, `title`, `synopsis`, `startex`, `endex`, `prelude`, `measure_from`, `coordination`, `maturity`, `include`, `organisations`, `controls`, `network`, `cables`, `techniques`, `suppliers`, `campaigns`, `authorities`, `crews`, `teams`, `sensors`, `notices`, `playbooks` and 13 more",
        "in the variant `v`"
      ],
      "file": "faulty.ron",
      "range": {
        "start": {
          "line": 3,
          "column": 33,
          "byte": 178
        },
        "end": {
          "line": 3,
          "column": 41,
          "byte": 186
        }
      },
      "change": {
        "by": "variant `v`",
        "text": "endexx=2d",
        "range": {
          "start": {
            "line": 1,
            "column": 1,
            "byte": 0
          },
          "end": {
            "line": 1,
            "column": 7,
            "byte": 6
          }
        }
      },
      "related": []
    }
  ]
}

"#]]).stderr_eq("");
    jointex(folder.path(), &["check", "-", "--format=json"]).code(3).stdout_eq(str![[r#"
{
  "schema_version": 1,
  "jointex_version": "0.1.0",
  "errors": 1,
  "warnings": 0,
  "diagnostics": [
    {
      "severity": "error",
      "code": "E0009",
      "message": "this is not a scenario",
      "label": "expected `Scenario(…)`",
      "help": "a file begins with `Scenario(` and ends with `)`",
      "notes": [],
      "file": "<stdin>",
      "range": {
        "start": {
          "line": 1,
          "column": 1,
          "byte": 0
        },
        "end": {
          "line": 1,
          "column": 1,
          "byte": 0
        }
      },
      "change": null,
      "related": []
    }
  ]
}

"#]]);
}

#[test]
fn a_fault_names_the_verb_that_explains_it() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join("scenario.ron")).expect("the starter");
    std::fs::write(folder.path().join("faulty.ron"), text.replace("format: 1", "format: 1, colour: 3"))
        .expect("a file");
    let said = stderr(&jointex(folder.path(), &["check", "faulty.ron"]).code(3).stdout_eq(""));
    assert!(said.ends_with("1 error\n`jointex explain E0021` tells more\n"), "{said}");
    let said = stderr(&jointex(folder.path(), &["check", "faulty.ron", "-q"]).code(3).stdout_eq(""));
    assert!(said.ends_with("1 error\n"), "{said}");
}

/// A worm, a team that is too slow to declare, a vault that no way leads to, and a weakness that becomes known.
const SLOW: &str = r#"Scenario(
    format: 1, id: "slow", title: "Too slow", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "1d",
    organisations: [(id: "hq")],
    network: (
        zones: [(id: "office", owner: "hq"), (id: "vault", owner: "hq")],
        assets: [(id: "desk", zone: "office", services: ["smb"], count: 9), (id: "safe", zone: "vault", services: ["ftp"])],
        links: [(from: "office", to: "vault", allow: ["smb"])],
    ),
    techniques: [(id: "worm", does: Move, success: 1, time: "1min", needs: (service: "smb", weakness: "new"), visible: (attempt: [(Process, 1)])),
        (id: "climb-in", does: Move, success: 1, time: "1min", needs: (service: "ftp"))],
    campaigns: [
        (id: "bear", initially_held: [Asset("desk[1]")], spread: [Scan(technique: "worm", rate: PerHour(5))]),
        (id: "thief", initially_held: [Asset("desk[2]")], flow: [(id: "open", technique: "climb-in", target: Asset("safe"), objective: true)]),
    ],
    teams: [(id: "soc", organisation: "hq", tiers: [(id: "l1", seats: 9)], triage: (tier: "l1", time: "1min"), playbook: "standard")],
    sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 1)],
    playbooks: [(id: "standard", phases: [Declare(tier: "l1", time: "30h")])],
    msel: [(no: "1", at: "1h", effect: DiscloseWeakness(weakness: "new", on: [Group("desk")]))],
    objectives: [(id: "quick", that: AtMost("time_to_declare[campaign=bear]", "12h"))],
)"#;

#[test]
fn what_endex_came_too_early_for_is_an_ellipsis() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("slow.ron"), SLOW).expect("a file");
    let page = stdout(&jointex(folder.path(), &["run", "slow.ron", "-n20", "-q"]).code(0));
    let parts: Vec<&str> =
        page.split("\n\n").filter(|part| part.starts_with("RESPONSE") || part.starts_with("OBJ")).collect();
    snapbox::assert_data_eq!(
        parts.join("\n\n"),
        str![[r#"
RESPONSE                                 detect    declare    contain    recover
hq · bear
  median                                 69 min          …          …          …
  90 % range                          62–88 min          …          …          …
  observed/censored/spared               20/0/0     0/20/0     0/20/0     0/20/0
  where the hours went until detected (mean 74 min): unseen 74 min
hq · thief
  median                                      …          …          …          …
  90 % range                                  …          …          …          …
  observed/censored/spared               0/20/0     0/20/0     0/20/0     0/20/0
  where the hours went until ENDEX (mean 24.0 h): unseen 24.0 h
  Times count from the first hold, 0 s: at or before it; censored: not by ENDEX;
    spared: never held. Hours: means of the replications that got there.

OBJECTIVES                     met if tested    95 % interval    asked    tested
quick: missed                            0 %           0–16 %    100 %     100 %
  0 met · 20 missed · 0 not tested
"#]]
    );
}

#[test]
fn an_analysis_says_what_it_leaves_out() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("slow.ron"), SLOW).expect("a file");
    jointex(folder.path(), &["analyse", "slow.ron", "-q"]).code(0).stdout_eq(str![[r#"
Too slow                                                             slow · fad9
jointex 0.1.0 · not played: every link open, no injects, mean times
100 % assumed
Not counted are weaknesses that injects disclose: new is known, on 9 assets.

STRUCTURE of the zones                                               betweenness
  2 zones · 1 edge · 1 component · diameter 1 · mean path 1.00 · at most 1
    neighbour
  no articulation point
  1 bridge: office–vault

EXPOSURE
  no way from the internet: office, vault

CHEAPEST WAYS                                             takes    until    seen
bear · to what weighs most
  desk[1]                                                            0 s     0 %
  safe: no way leads there

CHEAPEST WAYS                                             takes    until    seen
thief · to its objective
  safe: no way leads there
  Takes: mean time of an attempt over its success; of a target, the sum where
    some of it is done at the same time. Until: after the campaign's start.
    Seen: by any sensor, before it has succeeded.

SENSORS                                                          on ways    sees
  on none of the ways: edr

MINIMUM CUT
  bear from office, vault: closing links does not help
  bear from office: closing links does not help
  bear from vault: nothing to close, no way leads there
  thief from vault: nothing to close, no way leads there

"#]]);
    // What spreads is called by its technique once.
    let spreads = SLOW.replace(
        r#"(id: "safe""#,
        r#"(id: "db", zone: "office", services: ["smb"], weaknesses: ["new"], weight: 5), (id: "safe""#,
    );
    std::fs::write(folder.path().join("spreads.ron"), spreads).expect("a file");
    let page = stdout(&jointex(folder.path(), &["analyse", "spreads.ron", "-q"]).code(0));
    let ways: Vec<&str> = page.lines().filter(|line| line.contains("worm")).collect();
    snapbox::assert_data_eq!(
        ways.join("\n"),
        str![[r#"
    scan worm · desk[1] → db                             2.0 h    2.0 h    100 %
  edr: scan worm                                                 1 of 1    100 %
"#]]
    );
}
