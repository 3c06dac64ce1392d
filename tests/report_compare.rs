//! The report of a comparison for a browser: that every section is there and says what the JSON says, that nothing of a scenario
//! runs in it, what is refused, and what an interrupt leaves.
//!
//! The tests in a browser need Chromium; without it they say that they were skipped.

mod common;

use common::page::{between, browse, marks, rows, section, sections, seen};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A page and the JSON of the same comparison.
struct Compared {
    page: String,
    json: Value,
    folder: TempDir,
}

const PAGE: &str = "report.html";

fn jointex(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jointex"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// A folder with the shipped scenarios and these files.
fn desk(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["technical-arrangement.ron", "four-agencies.ron", "four-agencies.csv"] {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        fs::copy(shipped, folder.path().join(name)).expect("a shipped scenario");
    }
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn compare(folder: TempDir, arguments: &[&str]) -> Compared {
    let written = ["compare", "-q", "-f", "json", "-o", "compared.json", "--report", PAGE];
    let output = jointex(folder.path(), &[&written, arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("it is written");
    Compared { page: read(PAGE), json: serde_json::from_str(&read("compared.json")).expect("JSON"), folder }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn linked(page: &str, expected: &[&str]) {
    assert_eq!(sections(page), expected);
    for section in expected {
        assert!(
            page.contains(&format!("<a href=\"#{section}\">")),
            "{section} is among the links at the top"
        );
    }
}

/// How many of a curve had neither ended nor been cut short just before a time.
fn at_risk(side: &Value, time: f64) -> u64 {
    let numbers = |name: &str| -> Vec<f64> {
        list(&side[name]).iter().map(|number| number.as_f64().expect("a number")).collect()
    };
    let (falls, cut) = (numbers("time_h"), numbers("cut_short_h"));
    let next = falls.iter().position(|fall| *fall >= time);
    let until = next.map_or(f64::INFINITY, |next| falls[next]);
    let left = next.map_or(0.0, |next| numbers("at_risk")[next]) as u64;
    left + cut.iter().filter(|cut| (time..until).contains(cut)).count() as u64
}

/// The texts of the pictures of a section, without what is told on pointing at them.
fn drawn(part: &str) -> Vec<String> {
    let text = |rest: &str| {
        let inner = rest.split_once('>').map_or("", |(_, inner)| inner);
        let shown = inner.split("</text>").next().unwrap_or_default();
        seen(shown.split("<title>").next().unwrap_or_default())
    };
    part.split("<text").skip(1).map(text).collect()
}

/// A difference with its sign, as pages have it; of shares in points.
fn signed(unit: &str, number: f64) -> String {
    let said = match unit {
        "h" => jointex::measure::span(number.abs()),
        "share" => format!("{:.1} points", 100.0 * number.abs()),
        "function_h" => format!("{:.1} h", number.abs()),
        _ => return String::new(),
    };
    let sign = if number < 0.0 {
        "−"
    } else if number > 0.0 {
        "+"
    } else {
        ""
    };
    format!("{sign}{said}")
}

#[test]
fn every_section_is_there_and_says_what_the_json_says() {
    let arguments = [
        "technical-arrangement.ron",
        "--variants",
        "base,no-arrangement",
        "-n",
        "100",
        "--relevant",
        "30min",
    ];
    let Compared { page, json, .. } =
        compare(desk(&[]), &[&arguments[..], &["--marking", "NATO UNCLASSIFIED"]].concat());
    linked(
        &page,
        &["summary", "differences", "hours", "curves", "order", "objectives", "prevention", "numbers"],
    );
    assert_eq!(page.matches("<p class=\"marking\">NATO UNCLASSIFIED</p>").count(), 2);
    let said = seen(&page).split_whitespace().collect::<Vec<_>>().join(" ");
    for side in list(&json["summary"]) {
        for sentence in list(&side["sentences"]) {
            assert!(said.contains(text(sentence)), "{sentence}");
        }
    }
    for word in ["agreements[technical-arrangement].active = false", "100 pairs", "seed 1", "assumed"] {
        assert!(said.contains(word), "{word}");
    }
    let differences = drawn(section(&page, "differences"));
    let (mut told, mut shown) = (0, Vec::new());
    for measure in list(&json["measures"]) {
        let it = &measure["differences"][0];
        let (Some(by), unit) = (it["difference"].as_f64(), text(&measure["unit"])) else { continue };
        let start = signed(unit, by);
        let end = match text(&it["finding"]) {
            "relevant" => ", matters",
            "different" => ", differs",
            "not_relevant" => ", too small",
            "open" if it["alike"] == it["pairs"] => ", alike",
            "open" => ", not shown",
            _ => ", not tested",
        };
        let found = |note: &&String| note.starts_with(&start) && note.ends_with(end);
        assert!(differences.iter().any(|note| found(&note)), "{start}…{end}: {differences:?}");
        told += 1;
        assert_eq!(it["margin"].as_f64(), (unit == "h").then_some(0.5));
        shown.extend(
            ["relevant", "different"].contains(&text(&it["finding"])).then(|| text(&measure["measure"])),
        );
    }
    assert!(told > 10 && shown.len() > 3, "{told} {shown:?}");
    // The curves: who is left at which time.
    let curves = section(&page, "curves");
    for measure in list(&json["measures"]).iter().filter(|it| shown.contains(&text(&it["measure"]))) {
        let Value::Array(sides) = &measure["survival"] else { continue };
        let ends = sides.iter().flat_map(|side| [&side["time_h"], &side["cut_short_h"]]).flat_map(list);
        let marks = marks(ends.filter_map(Value::as_f64).fold(0.0, f64::max));
        for (side, counts) in sides.iter().zip(list(&measure["sides"])) {
            let open: Vec<String> = marks.iter().map(|mark| at_risk(side, *mark).to_string()).collect();
            assert!(drawn(curves).windows(open.len()).any(|numbers| numbers == open), "{open:?}");
            let all = counts["observed"].as_u64().unwrap_or(0) + counts["censored"].as_u64().unwrap_or(0);
            assert_eq!(at_risk(side, 0.0), all, "at the beginning all are at risk");
            let falls = list(&side["survival"]);
            assert!(falls.windows(2).all(|pair| pair[1].as_f64() < pair[0].as_f64()));
        }
    }
    let order = drawn(section(&page, "order"));
    for measure in list(&json["measures"]).iter().filter(|it| shown.contains(&text(&it["measure"]))) {
        let later = measure["differences"][0]["higher"].as_u64().expect("it is paired");
        let words = [format!("later {later}"), format!("higher {later}")];
        assert!(later < 6 || words.iter().any(|word| order.contains(word)), "{words:?}: {order:?}");
    }
    let objectives = drawn(section(&page, "objectives"));
    for objective in list(&json["objectives"]) {
        for share in list(&objective["sides"]) {
            let percent =
                |share: &Value| format!("{:.0} %", (100.0 * share.as_f64().expect("a share")).round());
            let start = percent(&share["probability"]);
            let end = match share["attained"] {
                Value::Bool(true) => "attained",
                _ => "missed",
            };
            let end = format!("asked {}: {end}", percent(&share["with_probability"]));
            assert!(
                objectives.iter().any(|note| note.starts_with(&start) && note.ends_with(&end)),
                "{start} {end}: {objectives:?}"
            );
        }
    }
    let tables = rows(&page, "numbers");
    for measure in list(&json["measures"]) {
        let it = &measure["differences"][0];
        let cell = |number: &Value| number.as_f64().map(jointex::measure::span);
        if measure["unit"] == "h" {
            let cells =
                [cell(&it["baseline"]), cell(&it["value"])].map(|it| it.unwrap_or_else(|| String::from("—")));
            assert!(tables.iter().any(|row| row.len() == 7 && row[1..3] == cells), "{cells:?}");
        }
    }
}

#[test]
fn what_was_not_shown_is_folded_and_what_is_not_there_has_no_section() {
    let arguments = ["technical-arrangement.ron", "--variants", "base,best-practice", "-n", "8"];
    let Compared { page, json, .. } = compare(desk(&[]), &arguments);
    let shown = |it: &Value| ["relevant", "different"].contains(&text(&it["differences"][0]["finding"]));
    assert!(!list(&json["measures"]).iter().any(shown), "eight replications show nothing");
    linked(&page, &["summary", "differences", "curves", "objectives", "numbers"]);
    for anchor in ["differences", "curves"] {
        let part = section(&page, anchor);
        assert!(!part.split("<details>").next().expect("a part").contains("<figure"), "{anchor}");
    }
    let unpaired = compare(desk(&[]), &[&arguments[..], &["--unpaired"]].concat());
    linked(&unpaired.page, &["summary", "differences", "curves", "objectives", "numbers"]);
    assert!(seen(&unpaired.page).contains("8 replications each, unpaired"));
}

#[test]
fn many_sides_teams_and_seats_have_a_page() {
    let Compared { page, json, .. } = compare(desk(&[]), &["four-agencies.ron", "-n", "6"]);
    assert_eq!(list(&json["sides"]).len(), 7);
    let sides = rows(&page, "summary");
    assert!(sides.is_empty(), "sentences are no table");
    for side in list(&json["sides"]) {
        assert!(page.contains(&format!("<strong>{}</strong>", text(&side["name"]))));
        assert!(seen(&page).contains(text(&side["fingerprint"]).get(..4).expect("digits")));
    }
    let changes = |side: usize| list(&json["sides"][side]["changes"]);
    assert!(changes(0).is_empty());
    assert_eq!(changes(6)[0], "agreements[memorandum].active = false");
    let teams = ["technical-arrangement.ron", "--teams", "ncirc-soc,cert-eu-soc", "-n", "6"];
    assert!(compare(desk(&[]), &teams).page.contains("<strong>cert-eu-soc</strong>"));
    let Compared { page, json, .. } = compare(desk(&[]), &[&teams[..], &["--seat", "ncirc-soc"]].concat());
    assert_eq!(json["sides"][1]["changes"][0], "cert-eu-soc in the seat of ncirc-soc");
    assert!(seen(&page).contains("cert-eu-soc in the seat of ncirc-soc"));
}

const SEEN: &str = "exercise,team,measure,value,start,end,censored\n\
    spring,blue,time_to_declare[org=cert-eu],5h,,,\n\
    autumn,blue,time_to_declare[org=cert-eu],3h,,,\n\
    autumn,<img src=x onerror=alert(1)>,time_to_declare[org=cert-eu],9h,,,yes\n\
    spring,blue,assets_held_total,3,,,\n";

#[test]
fn what_was_seen_lies_on_what_is_simulated() {
    let Compared { page, json, folder } = compare(
        desk(&[("seen.csv", SEEN)]),
        &["technical-arrangement.ron", "--observed", "seen.csv", "-n", "30"],
    );
    linked(&page, &["seen", "through", "timed", "teams"]);
    let texts = drawn(section(&page, "seen"));
    for measure in list(&json["measures"]) {
        for it in list(&measure["seen"]) {
            let percent = (100.0 * it["percentile"].as_f64().expect("a share")).round();
            let least = if it["censored"] == true { "≥" } else { "" };
            let end = format!("percentile {least}{percent:.0} %");
            let label = format!("{} · {}", text(&it["team"]), text(&it["exercise"]));
            let at = texts.iter().position(|it| *it == label).unwrap_or_else(|| panic!("{label}: {texts:?}"));
            assert!(texts[at + 1..].iter().any(|note| note.ends_with(&end)), "{end}: {texts:?}");
        }
    }
    assert_eq!(
        section(&page, "seen").matches("<path class=\"ring\"").count(),
        3,
        "an arrow, the same for a telephone, and one in the key"
    );
    let through = drawn(section(&page, "through"));
    for team in list(&json["teams"]) {
        assert!(through.contains(&text(&team["team"]).to_owned()));
    }
    assert!(!page.contains("<img"));
    let Some((dom, said)) = browse(&folder.path().join(PAGE), "") else { return };
    assert!(!said.contains("CONSOLE") && !dom.contains("<img"), "{said}");
}

const HOSTILE: &str = "</script></title><img src=x onerror=alert(1)>'\u{202e}";

#[test]
fn what_stems_from_a_scenario_or_the_command_line_is_text() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/technical-arrangement.ron");
    let scenario = fs::read_to_string(shipped).expect("a shipped scenario");
    let title = format!("title: \"{}\"", HOSTILE.replace('\u{202e}', "\\u{202e}"));
    let scenario =
        common::replaced_in(&scenario, &[("title: \"Without the Technical Arrangement\"", &title)]);
    let scenario = scenario.replacen("title: \"", "title: \"<img src=x onerror=alert(2)>", 1);
    // What stands before an equals sign is a name.
    let named = "</script><img>\u{202e}: teams[cert-eu-soc].tiers[l2].seats=1";
    let variants = ["evil.ron", "--variants", "base,no-arrangement", "-n", "30", "--marking", HOSTILE];
    let alternatives = ["evil.ron", "--alternative", named, "-n", "30"];
    for (arguments, shown) in [
        (&variants[..], "&lt;/script&gt;&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;'\u{fffd}"),
        (&alternatives, "&lt;/script&gt;&lt;img&gt;\u{fffd}"),
    ] {
        let Compared { page, folder, .. } = compare(desk(&[("evil.ron", &scenario)]), arguments);
        assert!(!page.contains("<img") && !page.contains('\u{202e}'));
        assert!(page.matches(shown).count() >= 3, "{shown} is shown as text");
        assert_eq!(page.matches("</script>").count(), 1);
        let Some((dom, said)) = browse(&folder.path().join(PAGE), "") else { return };
        assert!(!said.contains("CONSOLE"), "{said}");
        assert!(dom.contains("class=\"scripted\"") && !dom.contains("<img"));
    }
}

#[test]
fn a_report_takes_the_place_of_nothing_that_is_read_or_written() {
    let folder = desk(&[("seen.csv", SEEN)]);
    let refused = |arguments: &[&str], why: &str| {
        let compare = ["compare", "technical-arrangement.ron", "-n", "1", "--force"];
        let output = jointex(folder.path(), &[&compare, arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{why}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {why}\n"));
        assert!(output.stdout.is_empty());
    };
    refused(
        &["--report", "./technical-arrangement.ron"],
        "--report names a scenario, which is never replaced",
    );
    refused(
        &["four-agencies.ron", "--report", "four-agencies.ron"],
        "--report names a scenario, which is never replaced",
    );
    refused(
        &["--observed", "seen.csv", "--report", "seen.csv"],
        "--report names the table of --observed, which is never replaced",
    );
    refused(
        &["--observed", "seen.csv", "-o", "seen.csv"],
        "-o names the table of --observed, which is never replaced",
    );
    refused(
        &["-o", "page", "--report", "./page"],
        "--report and -o name the same file: the one would replace the other",
    );
    refused(&["--report", "-"], "--report is a file for a browser: give the name of one");
    fs::write(folder.path().join("there.html"), "before").expect("a file");
    let output = jointex(
        folder.path(),
        &["compare", "technical-arrangement.ron", "-n", "1", "--report", "there.html"],
    );
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(fs::read_to_string(folder.path().join("there.html")).expect("a file"), "before");
}

/// Interrupts a comparison after so many seconds, and returns what is left: the page, if there is one.
#[cfg(unix)]
fn interrupted(seconds: u64, arguments: &[&str]) -> Option<String> {
    let folder = desk(&[]);
    let compare =
        ["compare", "technical-arrangement.ron", "-q", "-n", "200000", "-o", "page.txt", "--report", PAGE];
    let mut child = Command::new(env!("CARGO_BIN_EXE_jointex"))
        .current_dir(folder.path())
        .args([&compare, arguments].concat())
        .spawn()
        .expect("it starts");
    std::thread::sleep(std::time::Duration::from_secs(seconds));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill runs").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let page = fs::read_to_string(folder.path().join(PAGE)).ok();
    assert_eq!(
        page.is_some(),
        folder.path().join("page.txt").exists(),
        "results and report are both there or not"
    );
    page
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_a_page_of_what_was_played() {
    // Ways are played one after the other: the second had not begun, so that there is nothing to compare.
    assert_eq!(interrupted(2, &["--variants", "base,no-arrangement"]), None);
    // Teams meet in one run, of which some replications are over, the sooner the less busy the machine is.
    let teams = ["--teams", "ncirc-soc,cert-eu-soc"];
    let page = [2, 8, 30].into_iter().find_map(|seconds| interrupted(seconds, &teams)).expect("a page");
    assert!(seen(&page).contains("Interrupted: all numbers are of"));
}

#[test]
fn in_a_browser_the_page_is_whole() {
    let Compared { page, folder, .. } =
        compare(desk(&[]), &["technical-arrangement.ron", "--variants", "base,no-arrangement", "-n", "30"]);
    let Some((dom, said)) = browse(&folder.path().join(PAGE), "#curves") else { return };
    assert!(!said.contains("CONSOLE"), "{said}");
    assert_eq!(dom.matches("<figure").count(), page.matches("<figure").count());
    assert_eq!(sections(&dom), sections(&page));
    assert!(seen(between(&dom, "<h2 id=\"curves\">", "</h2>")).contains("How long"));
}
