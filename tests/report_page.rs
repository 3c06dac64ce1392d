//! The report for a browser: that every section is there and says what the JSON says, that its pictures are those of the
//! replication, that nothing of a scenario runs in it, and how it behaves in a browser.
//!
//! The tests in a browser need Chromium; without it they say that they were skipped.

mod common;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use common::page::{between, browse, rows, sections, seen, with_script};
use jointex::kernel::SimDuration;
use jointex::measure::{AssetState, CivilClock, Timeline, course, play_back, span, timeline};
use jointex::model::Model;
use jointex::report::html::{SCRIPT, SCRIPT_HASH, run_page};
use jointex::report::{Narration, Seen, run_report, scene};
use jointex::sim::{Happening, ReportFate};
use jointex::study::{Watch, replay, replicate};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TINY: &str = include_str!("golden/tiny.ron");

/// A report and the JSON of the same run.
struct Reported {
    page: String,
    json: Value,
    file: PathBuf,
    // Removed when dropped.
    _folder: tempfile::TempDir,
}

/// Plays a scenario, and reads what is written.
fn report(scenario: &Path, arguments: &[&str]) -> Reported {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, json) = (folder.path().join("report.html"), folder.path().join("run.json"));
    let output = Command::new(env!("CARGO_BIN_EXE_jointex"))
        .args(["run", "-q", "--format", "json"])
        .args(arguments)
        .args([scenario.as_os_str(), "--report".as_ref(), file.as_os_str(), "-o".as_ref(), json.as_os_str()])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Reported {
        page: fs::read_to_string(&file).expect("a page"),
        json: serde_json::from_str(&fs::read_to_string(json).expect("results")).expect("JSON"),
        file,
        _folder: folder,
    }
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// Plays the text of a scenario.
fn report_of(text: &str, arguments: &[&str]) -> Reported {
    let file = tempfile::NamedTempFile::with_suffix(".ron").expect("a file");
    fs::write(&file, text).expect("a file can be written");
    report(file.path(), arguments)
}

fn embedded(page: &str) -> Value {
    serde_json::from_str(between(page, "<script type=\"application/json\" data-scene=\"\">", "</script>"))
        .expect("JSON")
}

#[test]
fn the_page_may_run_its_script_and_no_other() {
    let hash = |text: &str| format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)));
    assert_eq!(SCRIPT_HASH, hash(SCRIPT), "the constant is the hash of the script as it is now");
    let page = report_of(TINY, &["-n4"]).page;
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let allowed =
        format!("default-src 'none'; script-src '{}';", hash(between(&page, "<script>", "</script>")));
    assert!(policy.starts_with(&allowed), "{policy}");
    assert_eq!(
        page.matches("<script").count(),
        1 + page.matches("<script type=\"application/json\" data-scene=").count()
    );
    // It asks for nothing from elsewhere.
    for word in ["http:", "https:", " src=", "@import", "<link", "url("] {
        let inside = page.matches("url(#").count() * usize::from(word == "url(");
        assert_eq!(page.matches(word).count(), inside, "{word}");
    }
}

#[test]
fn every_section_is_there_and_says_what_the_json_says() {
    let Reported { page, json, .. } = report(&shipped("technical-arrangement.ron"), &["-n12"]);
    let expected = [
        "cast",
        "objectives",
        "response",
        "survival",
        "hours",
        "courses",
        "distributions",
        "time",
        "network",
        "curves",
        "queues",
        "levels",
        "messages",
        "msel",
        "objectives-told",
        "attack",
        "story",
        "others",
        "sharing",
        "campaigns",
        "teams",
        "functions",
        "injects",
    ];
    let own = |anchor: &&str| !anchor.starts_with("best-") && !anchor.starts_with("worst-");
    assert_eq!(sections(&page).into_iter().filter(own).collect::<Vec<&str>>(), expected);
    // What is told of one replication is told of the best and the worst too, unless it is one of them.
    for name in ["best", "worst"].into_iter().filter(|name| page.contains(&format!("data-of=\"{name}\""))) {
        for section in ["time", "network", "story"] {
            assert!(sections(&page).contains(&&*format!("{name}-{section}")), "{name}-{section}");
        }
    }
    assert!(page.contains("data-of=\"best\"") || page.contains("data-of=\"worst\""));
    for section in expected {
        assert!(
            page.contains(&format!("<a href=\"#{section}\">")),
            "{section} is among the links at the top"
        );
    }
    let responses = rows(&page, "response");
    for response in list(&json["responses"]) {
        let name = format!("{} · {}", text(&response["label"]), text(&response["campaign"]));
        let at = responses.iter().position(|row| row[0] == name).unwrap_or_else(|| panic!("no {name}"));
        for (column, measure) in ["detect", "declare", "contain", "recover"].iter().enumerate() {
            let named = format!("time_to_{measure}[");
            let time = list(&response["times"]).iter().find(|it| text(&it["measure"]).starts_with(&named));
            let time = time.expect("a response has all times");
            let median = time["median"].as_f64().map_or("…".to_owned(), span);
            assert_eq!(responses[at + 1][column + 1], median, "{name}: {measure}");
            let counts = format!("{}/{}/{}", time["observed"], time["censored"], time["not_at_risk"]);
            assert_eq!(responses[at + 3][column + 1], counts, "{name}: {measure}");
        }
    }
    let objectives = rows(&page, "objectives");
    for objective in list(&json["objectives"]) {
        let start = format!("{}: ", text(&objective["objective"]));
        let row = objectives.iter().find(|row| row[0].starts_with(&start)).expect("a row for each objective");
        let share = objective["probability"].as_f64().expect("it was tested");
        assert_eq!(row[1], format!("{:.0} %", (100.0 * share).round()));
    }
    let told = rows(&page, "story");
    assert_eq!(told.len() - 1, list(&json["narrated"]["lines"]).len());
    for (row, line) in told[1..].iter().zip(list(&json["narrated"]["lines"])) {
        assert_eq!(row[1..], [text(&line["who"]), text(&line["what"]), text(&line["remark"])]);
        assert!(page.contains(&format!("href=\"#t={}\"", line["t_us"])));
    }
    for word in ["EXERCISE EXERCISE EXERCISE", "technical-arrangement · ", "12 replications", "seed 1"] {
        assert!(seen(&page).contains(word), "{word}");
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The states of each group add up in every frame, and the last frame is how the replication ended.
#[test]
fn what_is_played_back_is_what_the_measures_say() {
    let scenarios = ["technical-arrangement.ron", "slammer.ron", "wiper-in-the-port.ron"];
    for (name, number) in scenarios.into_iter().zip([6, 1, 3]) {
        let reported = report(&shipped(name), &["-n6", "-k", &number.to_string()]);
        let scene = embedded(&reported.page);
        let frames = list(&scene["frames"]);
        let sizes: Vec<u64> = list(&frames[0]).iter().map(|it| sum(&it[1])).collect();
        let mut now: Vec<&Value> = list(&frames[0]).iter().map(|it| &it[1]).collect();
        for (frame, total) in frames.iter().zip(list(&scene["totals"])) {
            for change in list(frame) {
                let group = change[0].as_u64().expect("a place") as usize;
                assert_eq!(sum(&change[1]), sizes[group], "{name}");
                now[group] = &change[1];
            }
            for state in 0..AssetState::COUNT {
                let all: u64 = now.iter().map(|counts| counts[state].as_u64().expect("a number")).sum();
                assert_eq!(total[state], all, "{name}");
            }
        }
        let times: Vec<i64> = list(&scene["times"]).iter().map(|it| it.as_i64().expect("a time")).collect();
        assert!(
            times.is_sorted() && times.len() == frames.len() && times.len() > 2 && times.len() <= 480,
            "{name}"
        );
        assert_eq!(frames.len(), list(&scene["moments"]).len());
    }
}

fn sum(counts: &Value) -> u64 {
    list(counts).iter().map(|number| number.as_u64().expect("a number")).sum()
}

/// Compares the totals of the frames with the ledger, which counts in another way.
#[test]
fn totals_are_those_of_the_ledger() {
    for text in [
        include_str!("../scenarios/technical-arrangement.ron"),
        include_str!("../scenarios/code-red.ron"),
        TINY,
    ] {
        let model = common::model_with(text, &[]);
        let most = common::play(&model, 6, true, |outcome| {
            let (playback, ledger) = (play_back(&model, outcome), outcome.ledger);
            let last = playback.frames.last().expect("a frame").totals;
            assert_eq!((last.held, last.ever), (ledger.held, ledger.total));
            let apart = |state: AssetState| last.states[state as usize];
            assert!(apart(AssetState::Held) + apart(AssetState::Known) <= last.held);
            assert!(
                playback
                    .frames
                    .iter()
                    .all(|frame| frame.totals.held <= ledger.peak && frame.totals.known <= frame.totals.held)
            );
            let Timeline { lanes, arrows, arrows_left_out } = timeline(&model, outcome);
            let told = |of: fn(&Happening) -> bool| {
                outcome
                    .trace
                    .expect("it was asked for")
                    .entries
                    .iter()
                    .filter(|entry| of(&entry.what))
                    .count()
            };
            let sent = |what: &Happening| matches!(what, Happening::Report { fate: ReportFate::Sent, .. });
            assert_eq!(arrows.len() + arrows_left_out, told(sent));
            let marks = lanes.iter().flat_map(|lane| &lane.marks).filter(|mark| mark.kind == "held");
            let held: u32 = marks.map(|mark| mark.count).sum();
            assert_eq!(held as usize, told(|what| matches!(what, Happening::Held { .. })));
            let ordered = |lane: &jointex::measure::Lane| {
                lane.marks.is_sorted_by_key(|mark| mark.t_us)
                    && lane.spans.iter().all(|span| span.from_us <= span.until_us)
            };
            assert!(lanes.iter().all(ordered));
            last.ever
        });
        assert!(most.iter().any(|ever| *ever > 0), "something was held in one of them");
    }
}

#[test]
fn ticks_are_where_clocks_show_round_times() {
    let model = common::model(TINY);
    let check = |step: SimDuration, expected: &[(i64, &str)]| {
        let hours = |(t_us, label): &(i64, String)| (t_us / 3_600_000_000, label.clone());
        let ticks: Vec<(i64, String)> =
            CivilClock::of(&model).ticks(model.frame.endex, step).iter().map(hours).collect();
        assert_eq!(ticks, expected.iter().map(|(at, label)| (*at, label.to_string())).collect::<Vec<_>>());
    };
    check(SimDuration::HOUR * 12, &[(4, "12:00"), (16, "Tue 3 Mar"), (28, "12:00"), (40, "Wed 4 Mar")]);
    check(SimDuration::DAY, &[(16, "Tue 3 Mar"), (40, "Wed 4 Mar")]);
    check(SimDuration::ZERO, &[]);
}

/// Of a scenario that was changed so, the page as text.
fn page_of(model: &Model, marking: &str) -> String {
    let replications = replicate(model, 1, 2, &Watch::default());
    let (narration, scene) = replay(model, &replications, 1, |outcome| {
        let telling = jointex::measure::narrate(model, outcome, 40);
        let narration = Narration { number: 1, fingerprint: outcome.fingerprint, median: false, telling };
        (narration, scene(model, timeline(model, outcome), play_back(model, outcome), course(model, outcome)))
    });
    run_page(&run_report(model, &replications, Some(narration)), &Seen { scene, ..Seen::default() })
        .html(marking)
}

const HOSTILE: &str = "</script></title><img src=x onerror=alert(1)>'\\\"\\u{202e}";

/// A scenario whose every text is hostile.
fn hostile() -> String {
    common::replaced_in(
        TINY,
        &[
            ("title: \"One letter\"", &format!("title: \"{HOSTILE}\", synopsis: \"{HOSTILE}\"")),
            ("short: \"MoD\", name: \"Ministry of Defence\"", &format!("name: \"{HOSTILE}\"")),
            ("name: \"Planning\"", &format!("name: \"{HOSTILE}\"")),
            ("title: \"A journalist calls\"", &format!("title: \"{HOSTILE}\"")),
            ("text: \"Declared within 4 h\"", &format!("text: \"{HOSTILE}\"")),
        ],
    )
}

#[test]
fn what_stems_from_a_scenario_is_text() {
    let page = page_of(&common::model(&hostile()), "<b>&\u{202e}");
    assert!(!page.contains("<img") && !page.contains("<b>") && !page.contains('\u{202e}'));
    assert!(
        page.matches("&lt;/script&gt;&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;'&quot;\u{fffd}")
            .count()
            >= 5
    );
    assert!(page.contains("&lt;b&gt;&amp;\u{fffd}"));
    assert_eq!(
        (page.matches("</script>").count(), page.matches("</title>").count()),
        (page.matches("<script").count(), page.matches("<title>").count())
    );
}

#[test]
fn a_scenario_with_little_has_a_page_too() {
    let networks_only = "Scenario(format: 1, id: \"calm\", title: \"Calm\", startex: \"2026-03-02T08:00[UTC]\", endex: \"1d\", \
        organisations: [(id: \"o\")], network: (zones: [(id: \"z\", owner: \"o\")], assets: [(id: \"a\", zone: \"z\", count: 3, basis: Expert)]))";
    let Reported { page, .. } = report_of(networks_only, &["-n2"]);
    assert_eq!(sections(&page), ["cast", "time", "network", "story"]);
    let Reported { page, .. } = report(&shipped("slammer.ron"), &["-n2", "--marking", "NATO UNCLASSIFIED"]);
    assert_eq!(
        sections(&page),
        ["cast", "time", "network", "curves", "msel", "attack", "story", "campaigns", "injects"]
    );
    assert_eq!(page.matches("<p class=\"marking\">NATO UNCLASSIFIED</p>").count(), 2);
    // On paper it is on every sheet, in letters that style can't be ended with.
    let nato = "\\4e \\41 \\54 \\4f \\20 ";
    assert_eq!(page.matches(&format!("center {{ content: \"{nato}")).count(), 2);
    // Frames are seconds apart, and their moments tell.
    assert!(text(&embedded(&page)["moments"][1]).split(':').count() == 3);
}

#[test]
fn in_a_browser_the_slider_moves_the_pictures() {
    let reported = report(&shipped("technical-arrangement.ron"), &["-n4"]);
    let Reported { page, file, .. } = &reported;
    let Some((dom, said)) = browse(file, "") else { return };
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(
        dom.contains("<html lang=\"en\" class=\"scripted\">"),
        "the script does not run: {dom:.1000}\n{said}"
    );
    let now =
        |dom: &str| seen(between(dom, "<p class=\"moment-now\"", "</p>").split_once('>').expect("a text").1);
    assert_eq!(now(&dom), now(page), "without a wish the moment is that of the page without scripts");
    let times = embedded(page)["times"].clone();
    let last = list(&times).last().expect("a frame");
    let (end, said) = browse(file, &format!("#t={last}")).expect("it started before");
    assert!(!said.contains("CONSOLE"), "{said}");
    let network = |dom: &str| between(dom, "<div class=\"orgs\">", "<h2").to_owned();
    assert_ne!(now(&end), now(&dom));
    // Each replication plays for itself.
    let others =
        |dom: &str| dom.split("<details class=\"replication\"").skip(1).map(now).collect::<Vec<String>>();
    assert!(!others(&end).is_empty());
    assert_eq!(others(&end), others(&dom));
    let name = between(page, "data-of=\"", "\"").to_owned();
    let (moved, said) = browse(file, &format!("#{name}-t={last}")).expect("it started before");
    assert!(!said.contains("CONSOLE"), "{said}");
    assert_eq!(now(&moved), now(&dom));
    assert_ne!(others(&moved), others(&dom));
    assert!(page.contains(&format!("href=\"#{name}-t=")) && page.contains("href=\"#t="));
    assert_ne!(network(&end), network(&dom), "the squares have other states");
    // What a line of the story leads to is the moment at which it has happened.
    let story = list(&reported.json["narrated"]["lines"]);
    let held = story.iter().find(|line| text(&line["what"]).ends_with(" held")).expect("something is held");
    let (dom_then, _) = browse(file, &format!("#t={}", held["t_us"])).expect("it started before");
    assert!(!now(&dom_then).contains(" 0 held, 0 known"), "{}", now(&dom_then));
    let cursor = |dom: &str| between(dom, "<line class=\"cursor\"", ">").to_owned();
    assert_ne!(cursor(&end), cursor(&dom));
}

#[test]
fn who_takes_part_is_told_as_the_json_has_it() {
    let Reported { page, json, .. } = report(&shipped("technical-arrangement.ron"), &["-n2"]);
    let cast = &json["cast"];
    let told = rows(&page, "cast");
    let organisations = list(&cast["organisations"]);
    assert_eq!(told.len(), 1 + organisations.len());
    let all = |names: &Value| match list(names).iter().map(text).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => String::from("—"),
        names => names,
    };
    for it in organisations {
        let row = told.iter().find(|row| row[0].starts_with(text(&it["label"]))).expect("a row for each");
        let columns = ["member_of", "teams", "protects", "functions"].map(|column| all(&it[column]));
        assert_eq!([&row[1], &row[3], &row[4], &row[5]], columns.each_ref());
        assert_eq!(row[2], it["assets"].to_string());
    }
    // Two that are called alike are told apart, wherever they are named.
    let alike = [("organisations[ncirc].short", "\"NATO\"")];
    let model = common::model_with(include_str!("../scenarios/technical-arrangement.ron"), &alike);
    let nato = jointex::report::cast(&model).organisations;
    let labels: Vec<&str> = nato.iter().map(|it| &*it.label).collect();
    assert_eq!(labels, ["CERT-EU", "EU inst", "NATO (nato)", "NATO (ncirc)"]);
    assert_eq!(nato[3].protects, ["NATO (nato)"]);
    // As the scenario says.
    let named = |id: &str| organisations.iter().find(|it| it["organisation"] == id).expect("it takes part");
    assert_eq!(all(&named("cert-eu")["member_of"]), "the EU");
    let plan = &cast["campaigns"][0];
    let steps = list(&plan["steps"]);
    let ids: Vec<&str> = steps.iter().map(|step| text(&step["step"])).collect();
    assert_eq!(ids, ["mail-nato", "addresses", "mail-eu", "escalate", "dump", "move", "steal"], "in turn");
    assert!(steps.iter().any(|step| step["objective"] == true));
    let section = seen(between(&page, "<h2 id=\"cast\">", "<h2"));
    for step in steps {
        assert!(
            section.contains(&format!("{} {}", text(&step["name"]), text(&step["technique"]))),
            "{section}"
        );
    }
}

/// Clicks in a browser, by a script that the policy of a copy of the page allows too.
#[test]
fn in_a_browser_all_pictures_over_time_zoom_together() {
    let reported = report(&shipped("technical-arrangement.ron"), &["-n4"]);
    const CLICKS: &str =
        "for (const it of document.querySelectorAll('main > * button.closer')) { it.click(); it.click(); }";
    let file = reported.file.with_file_name("clicked.html");
    fs::write(&file, with_script(&reported.page, CLICKS)).expect("a file can be written");
    let Some((dom, said)) = browse(&file, "") else { return };
    assert!(!said.contains("CONSOLE"), "{said}");
    // A quarter of the time, about its middle.
    let windows: Vec<&str> =
        dom.split("data-window=\"\"").skip(1).map(|it| between(it, "transform=\"", "\"")).collect();
    assert!(windows.len() > 3 && windows.len() == dom.matches("data-window=").count(), "{windows:?}");
    assert!(windows.iter().all(|it| *it == "scale(4 1) translate(-375 0)"), "{windows:?}");
    // Instants that found no room before are told now, in each picture.
    let finer = |page: &str| {
        page.split("data-level=\"1\"")
            .skip(1)
            .filter(|it| !it.split('>').next().expect("a tag").contains("none"))
            .count()
    };
    assert_eq!((finer(&reported.page), finer(&dom)), (0, dom.matches("data-level=\"1\"").count()));
}

/// The marks of the map say what the frame says, at the worst moment as at the end.
#[test]
fn in_a_browser_the_slider_repaints_the_map() {
    let reported = report(&shipped("wiper-in-the-port.ron"), &["-n4"]);
    let scene = embedded(&reported.page);
    let Some((worst, _)) = browse(&reported.file, "") else { return };
    let last = list(&scene["times"]).last().expect("a frame");
    let (end, said) = browse(&reported.file, &format!("#t={last}")).expect("it started before");
    assert!(!said.contains("CONSOLE"), "{said}");
    let map = |dom: &str| between(dom, "data-figure=\"map\"", "</figure>").to_owned();
    let titles = |map: String| {
        let title = |rest: &str| rest.split_once("</title>").expect("it ends").0.to_owned();
        map.split("<g class=\"place")
            .filter(|it| it.contains("<title>"))
            .skip(1)
            .map(title)
            .collect::<Vec<String>>()
    };
    assert_eq!(titles(map(&worst)), titles(map(&reported.page)));
    assert_ne!(titles(map(&worst)), titles(map(&end)));
    assert_ne!(map(&end), map(&worst));
    let mut now: Vec<Value> = vec![Value::Null; list(&scene["frames"][0]).len()];
    for change in list(&scene["frames"]).iter().flat_map(list) {
        now[change[0].as_u64().expect("a place") as usize] = change[1].clone();
    }
    let mut struck = 0;
    for (place, groups) in
        list(&scene["map"]).iter().enumerate().filter(|(_, groups)| !list(groups).is_empty())
    {
        let of_group = |group: &Value| now[group.as_u64().expect("a place") as usize].clone();
        let counts: Vec<Value> = list(groups).iter().map(of_group).collect();
        let (all, clean): (u64, u64) =
            (counts.iter().map(sum).sum(), counts.iter().map(|it| it[0].as_u64().expect("a number")).sum());
        let map = map(&end);
        let mark = between(&map, &format!("data-mark=\"{place}\""), "</g>");
        let side: f64 = between(mark, "data-side=\"", "\"").parse().expect("a length");
        // What is clean comes last; where a little of another state is seen at least, it is less.
        let height: f64 =
            between(mark.split("<rect class=\"clean\"").nth(1).expect("a part"), "height=\"", "\"")
                .parse()
                .expect("a length");
        assert!(height <= clean as f64 / all as f64 * side + 0.06, "{mark}");
        assert_eq!(height < side - 0.06, clean < all, "{mark}");
        struck += usize::from(clean < all);
    }
    assert_eq!(map(&end).matches("class=\"place struck\"").count(), struck);
    assert!(struck > 0);
}

#[test]
fn in_a_browser_nothing_of_a_scenario_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.html");
    fs::write(&file, page_of(&common::model(&hostile()), HOSTILE)).expect("a file can be written");
    let Some((dom, said)) = browse(&file, "") else { return };
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(dom.contains("class=\"scripted\"") && !dom.contains("<img"));
}
