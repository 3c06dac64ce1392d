//! The page of a sweep: that its pictures are where a hand puts them, that its numbers are those of the JSON and of the tables, that
//! each design has the pictures that it can tell, and that nothing of a study runs in it.
//!
//! The test in a browser needs Chromium; without it it says that it was skipped.

mod common;

use common::desk::{LISTED, NOISY, RANGES, refused, said};
use common::page::{between, browse, sections};
use jointex::measure::span;
use jointex::model::Unit;
use jointex::report::html::sweep_page;
use jointex::report::sensitivity::sensitivity_report;
use jointex::report::survey::survey_report;
use jointex::statistics::Estimate;
use jointex::study::sensitivity::{Values, sensitivity};
use jointex::study::{
    Budget, DesignPoint, Environment, Factor, Input, Level, Manifest, Means, Plan, PointMean, PointMeans,
    Shape,
};
use serde_json::Value;
use std::fs;

const NAME: &str = "time_to_contain[org=cert, campaign=c]";

/// An objective of it.
const SOON: &str =
    r#"objectives: [(id: "soon", text: "within 6 h", that: AtMost("time_to_contain[org=cert]", "6h"))],"#;

fn studied(rest: &str) -> tempfile::TempDir {
    common::desk::studied(SOON, rest)
}

/// A sweep with its page.
struct Reported {
    work: tempfile::TempDir,
    page: String,
}

#[track_caller]
fn reported(rest: &str) -> Reported {
    let work = studied(rest);
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out", "--report", "page.html"]);
    let page = fs::read_to_string(work.path().join("page.html")).expect("a page");
    Reported { work, page }
}

impl Reported {
    fn json(&self) -> Value {
        serde_json::from_str(&said(self.work.path(), &["sensitivity", "out", "-f", "json"])).expect("JSON")
    }
}

/// A picture: its drawing.
#[track_caller]
fn figure<'p>(page: &'p str, name: &str) -> &'p str {
    between(page, &format!("data-figure=\"{name}\""), "</figure>")
}

/// The values of an attribute of elements of a class, in their order.
fn attributes(html: &str, class: &str, name: &str) -> Vec<f64> {
    let class = format!("class=\"{class}\"");
    let elements = html.split(&class).skip(1);
    let values = elements.map(|rest| between(rest, &format!("{name}=\""), "\"").parse());
    values.collect::<Result<_, _>>().expect("numbers")
}

fn pictures(page: &str) -> Vec<&str> {
    page.split("data-figure=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

/// What a reader sees of a piece of HTML, words apart by single blanks.
fn seen(html: &str) -> String {
    let pieces = html.split('<').enumerate();
    let text: String = pieces
        .map(|(place, piece)| match place {
            0 => piece.to_owned(),
            _ => format!(" {}", piece.split_once('>').map_or("", |(_, text)| text)),
        })
        .collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pictures_of_a_small_factorial_are_where_a_hand_puts_them() {
    let Reported { page, .. } = reported(LISTED);
    // 1.5 h, and what both take: the map has the factor with more levels across.
    let map = figure(&page, "measure-1-map");
    let cells: Vec<(u32, String)> = map
        .split("<g class=\"heat-")
        .skip(1)
        .filter(|cell| cell.contains("<title>"))
        .map(|cell| {
            let (step, rest) = cell.split_once('"').expect("a class");
            (step.parse().expect("a step"), between(rest, "text-anchor=\"middle\">", "<").to_owned())
        })
        .collect();
    let hours =
        [1.0 / 3.0, 2.0 / 3.0, 2.0].map(|triage| [2.0, 4.0].map(|decide| span(1.5 + triage + decide)));
    let expected: Vec<(u32, String)> =
        [0, 3, 1, 4, 3, 6].into_iter().zip(hours.into_iter().flatten()).collect();
    assert_eq!(cells, expected);
    assert!(seen(map).contains("together they explain <1 % beyond what each does."), "{}", seen(map));
    assert!(!seen(map).contains("averaged"), "there are no other factors");
    // The scale of main effects goes from 4.5 h at 204 to 6.5 h at 24.
    let of_decide = figure(&page, "measure-1-effect-1");
    assert_eq!(attributes(of_decide, "dot", "cx"), [147.0, 337.0]);
    assert_eq!(attributes(of_decide, "dot", "cy"), [204.0, 24.0]);
    assert!(of_decide.contains("<path class=\"drawn\" d=\"M147 204L337 24\">"), "{of_decide}");
    let of_triage = figure(&page, "measure-1-effect-2");
    assert_eq!(attributes(of_triage, "dot", "cy"), [174.0, 144.0, 24.0]);
    // From 4.5 h at 145.8, right of the longest label, to 6.5 h at 880; the mean of 5.5 h in each row.
    let tornado = figure(&page, "measure-1-tornado");
    let (broad, narrow) = tornado.split_once("<svg class=\"narrow\"").expect("one for a telephone");
    assert_eq!(attributes(broad, "bar-of", "x"), [145.8, 268.2]);
    assert_eq!(attributes(broad, "bar-of", "width"), [734.2, 611.8]);
    assert_eq!(attributes(broad, "bound", "x1"), [512.9, 512.9]);
    // There from 18 to 318.
    assert_eq!(attributes(narrow, "bar-of", "x"), [18.0, 68.0]);
    assert_eq!(attributes(narrow, "bar-of", "width"), [300.0, 250.0]);
    assert_eq!(attributes(narrow, "bound", "x1"), [168.0, 168.0]);
    assert!(seen(tornado).contains("decide 2h → 4h"), "{}", seen(tornado));
    assert!(seen(tornado).contains("4.5 h → 6.5 h: +2.0 h"), "{}", seen(tornado));
    let shares = figure(&page, "measure-1-shares");
    // 27 and 14 of 41, on a scale of 770 to 100 %, and on one of 300 for a telephone.
    assert_eq!(attributes(shares, "bar-of", "width"), [507.1, 262.9, 197.6, 102.4]);
    assert!(seen(shares).contains("below 0.5 % in 1 pair."), "{}", seen(shares));
    assert!(seen(shares).contains("66 %") && seen(shares).contains("34 %"), "{}", seen(shares));
    // The first point is lowest on all axes, the last highest.
    let lines = figure(&page, "parallel-coordinates");
    assert_eq!(lines.matches("<path class=\"along-").count(), 6);
    assert!(lines.contains("<path class=\"along-0\" d=\"M30 384L545 384L1060 384\"><title>point 1: triage = 20min, decide = 2h, 3.8 h"));
    assert!(lines.contains(
        "<path class=\"along-4\" d=\"M30 44L545 44L1060 44\"><title>point 6: triage = 2h, decide = 4h, 7.5 h"
    ));
}

#[test]
fn every_section_is_there_and_linked() {
    let check = |rest: &str, expected: &[&str], without: &[&str], untold: &str| {
        let Reported { page, .. } = reported(rest);
        assert_eq!(sections(&page), ["findings", "measure-1", "points", "table", "origin"]);
        for section in sections(&page) {
            assert!(page.contains(&format!("<a href=\"#{section}\">")), "{section} is linked at the top");
        }
        let drawn = pictures(&page);
        for kind in expected {
            assert!(drawn.contains(&&*format!("measure-1-{kind}")), "{kind}: {drawn:?}");
        }
        for kind in without {
            assert!(!drawn.iter().any(|name| name.contains(kind)), "{kind}: {drawn:?}");
        }
        assert!(seen(&page).contains(untold), "{untold}");
        let mut names = drawn.clone();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), drawn.len(), "no two pictures have one name");
    };
    let crossed = ["shares", "effect-1", "effect-2", "map", "tornado", "spread"];
    check(LISTED, &crossed, &["sobol", "morris", "correlations", "-points-"], "full factorial");
    check(
        &format!("{RANGES} design: Morris(trajectories: 4),"),
        &["morris-1", "points-1", "points-2", "spread"],
        &["map", "tornado", "shares", "effect"],
        "Morris's design tells which factors matter",
    );
    check(
        &format!("{RANGES} design: Saltelli(points: 16, second_order: true),"),
        &["sobol-1", "points-1"],
        &["map", "tornado", "shares", "effect"],
        "Saltelli's design has no levels that meet",
    );
    check(
        &format!("{RANGES} design: LatinHypercube(points: 16),"),
        &["correlations-1", "points-2"],
        &["map", "tornado", "shares", "effect"],
        "This design has not every level",
    );
    // A list that moves one factor at a time from its first point.
    check(
        &format!(
            "{} design: List([[\"20min\", \"2h\"], [\"2h\", \"2h\"], [\"20min\", \"4h\"]]),",
            LISTED
                .replace(r#", values: ["20min", "40min", "2h"]"#, "")
                .replace(r#", values: ["2h", "4h"]"#, "")
        ),
        &["tornado", "points-1"],
        &["map", "shares", "effect", "correlations"],
        "all others as in the first point",
    );
}

#[test]
fn numbers_are_those_of_the_json() {
    for rest in [
        LISTED.to_owned(),
        format!("{RANGES} design: Morris(trajectories: 4),"),
        format!("{RANGES} design: Saltelli(points: 16, second_order: true),"),
        format!("{RANGES} design: LatinHypercube(points: 16),"),
    ] {
        let reported = reported(&format!("{NOISY} replications: 8, {rest}"));
        let (page, json) = (seen(&reported.page), reported.json());
        let measure = &json["measures"][0];
        for sentence in measure["sentences"].as_array().expect("a list") {
            let sentence = sentence.as_str().expect("a text");
            assert!(page.contains(sentence), "{sentence}");
        }
        let hours = |it: &Value, end: &str| span(it[end].as_f64().expect("a number")).replace('-', "−");
        let share =
            |it: &Value, end: &str| format!("{:.2}", it[end].as_f64().expect("a number")).replace('-', "−");
        let signed = |it: &Value, end: &str| {
            let number = it[end].as_f64().expect("a number");
            format!("{}{:.2}", if number < 0.0 { "−" } else { "+" }, number.abs())
        };
        let mut shown = 0;
        for it in measure["findings"].as_array().expect("a list") {
            let factor = it["factor"].as_str().expect("a text");
            let expected = match it["statistic"].as_str().expect("a text") {
                "mean" if !factor.is_empty() => {
                    let level = it["level"].as_str().expect("a text");
                    format!(
                        "{level}: {} ({} to {})",
                        hours(it, "estimate"),
                        hours(it, "low"),
                        hours(it, "high")
                    )
                }
                "joint_mean" => {
                    // The factor with fewer levels is named first.
                    let levels = ["other_level", "level"].map(|name| it[name].as_str().expect("a text"));
                    format!("{} with {}: {} (", levels[0], levels[1], hours(it, "estimate"))
                }
                "mu_star" => format!("{factor}: μ* {}, σ ", hours(it, "estimate")),
                "first" | "total" => {
                    format!("{} ({} to {})", share(it, "estimate"), share(it, "low"), share(it, "high"))
                }
                "rank_correlation" => {
                    format!("{} ({} to {})", signed(it, "estimate"), signed(it, "low"), signed(it, "high"))
                }
                _ => continue,
            };
            shown += 1;
            assert!(page.contains(&expected), "{expected}");
        }
        assert!(shown > 1, "{json}");
    }
}

#[test]
fn the_table_is_that_of_the_summary() {
    // Some are cut short by ENDEX, and some replications hold nothing.
    let slow = LISTED.replace(r#"["2h", "4h"]"#, r#"["2h", "47h"]"#);
    let reported = reported(&format!("{NOISY} replications: 9, {slow}"));
    let table = between(&reported.page, "<table class=\"of-points\">", "</table>");
    let rows: Vec<String> = table.split("<tr>").skip(2).map(seen).collect();
    let mut summary = csv::Reader::from_path(reported.work.path().join("out/summary.csv")).expect("a table");
    let headings = summary.headers().expect("headings").clone();
    let (mut restricted, mut objectives) = (0, 0);
    for record in summary.records().map(|record| record.expect("a row")) {
        let cell = |name: &str| {
            let place =
                headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no {name}"));
            &record[place]
        };
        let number = |name: &str| cell(name).parse::<f64>().expect("a number");
        let row = &rows[number("point") as usize - 1];
        let expected = match (cell("objective"), cell("mean")) {
            ("", "") => {
                restricted += 1;
                let [mean, low, high] =
                    ["restricted_mean", "restricted_mean_low", "restricted_mean_high"].map(number);
                format!("{}* {} to {}", span(mean), span(low), span(high))
            }
            ("", _) => {
                let [mean, low, high] = ["mean", "mean_low", "mean_high"].map(number);
                format!("{} {} to {}", span(mean), span(low), span(high))
            }
            _ => {
                objectives += 1;
                let percent =
                    ["probability", "probability_low", "probability_high"].map(|name| 100.0 * number(name));
                format!("{:.1} % {:.1} % to {:.1} %", percent[0], percent[1], percent[2])
            }
        };
        assert!(row.contains(&expected), "{expected}: {row}");
    }
    assert_eq!((rows.len(), objectives), (6, 6));
    assert!(restricted >= 1, "ENDEX cuts some short");
    assert!(rows[1].starts_with("2 20min 47h "), "{}", rows[1]);
    assert!(seen(&reported.page).contains("* ENDEX cut some of these times short"));
}

#[test]
fn what_nobody_knows_is_apart() {
    let uncertain = LISTED.split_once("(id: \"decide\"").expect("two factors").0.to_owned()
        + r#"], uncertain: [(id: "decide", paths: ["authorities[duty].time"], law: OneOf(["2h", "4h"]))], draws: 10,"#;
    let Reported { page, .. } = reported(&uncertain);
    let spread = seen(figure(&page, "measure-1-spread"));
    for words in ["the design", "what nobody knows 68 %, sd 63 min", "chance 0 %"] {
        assert!(spread.contains(words), "{words}: {spread}");
    }
    assert!(seen(figure(&page, "measure-1-points-1")).contains("decide: which nobody knows; all points"));
    assert!(page.contains("There is one factor, and so no map of two."));
    assert!(seen(&page).contains("What nobody knows was drawn 10 times."));
}

#[test]
fn the_same_page_comes_of_the_folder() {
    let Reported { work, page } = reported(LISTED);
    let read = |name: &str| fs::read_to_string(work.path().join(name)).expect("a page");
    said(work.path(), &["report", "out"]);
    assert!(read("out/report.html") == page);
    said(work.path(), &["sensitivity", "out", "-q", "--report", "other.html"]);
    assert!(read("other.html") == page);
    said(work.path(), &["sensitivity", "out", "-q", "--report", "again.html", "--svg", "svg"]);
    let files = fs::read_dir(work.path().join("svg")).expect("a folder").count();
    assert_eq!(files, pictures(&page).len(), "each picture is a file too");
    refused(work.path(), &["report", "out"], 4, "it exists already; --force replaces it");
    said(work.path(), &["report", "out", "--force", "--marking", "NATO UNCLASSIFIED"]);
    assert_eq!(read("out/report.html").matches("<p class=\"marking\">NATO UNCLASSIFIED</p>").count(), 2);
    said(work.path(), &["report", "out", "-q", "-o", "third.html"]);
    assert!(read("third.html") == page);
    // The page is in the folder, and the sweep can go on there all the same.
    said(
        work.path(),
        &["sweep", "study.ron", "-q", "-o", "out", "--resume", "--report", "page.html", "--force"],
    );
    assert!(read("page.html") == page);
    refused(
        work.path(),
        &["report", "study.ron"],
        3,
        "study.ron is no JSON of jointex; `jointex report` takes",
    );
    refused(work.path(), &["report", "."], 3, "there is no sweep in .");
    let same = ["sensitivity", "out", "--report", "same", "-o", "same"];
    refused(work.path(), &same, 2, "--report and -o name the same file");
}

#[test]
fn there_is_a_page_of_whole_sweeps_only() {
    let work = studied(LISTED);
    let sweep = ["sweep", "study.ron", "-o", "out", "--report", "page.html"];
    let with = |more: &[&'static str]| [&sweep[..], more].concat();
    refused(
        work.path(),
        &with(&["--time-budget", "1us"]),
        130,
        "still to be played, so that there is no report yet",
    );
    assert!(!work.path().join("page.html").exists());
    refused(work.path(), &["report", "out"], 4, "cannot report on out: it lacks");
    refused(work.path(), &with(&["--shard", "1/2"]), 2, "--report is of a whole sweep");
    let over = ["sweep", "study.ron", "-o", "out", "--report", "study.ron", "--force"];
    refused(work.path(), &over, 2, "--report names a file of the sweep, which is never replaced");
    for own in ["out/manifest.json", "out/results.csv"] {
        let over = ["sweep", "study.ron", "-o", "out", "--resume", "--report", own, "--force"];
        refused(work.path(), &over, 2, "--report names a file of the sweep, which is never replaced");
    }
    refused(work.path(), &with(&["--dry-run"]), 2, "cannot be used with");
    said(work.path(), &with(&["-q", "--resume"]));
    assert!(work.path().join("page.html").exists());
    refused(work.path(), &with(&["--resume"]), 4, "it exists already; --force replaces it");
}

#[test]
fn what_never_varies_is_named_and_measures_are_chosen() {
    let Reported { work, page } = reported(&format!(
        r#"{LISTED} measures: ["time_to_detect[org=cert]", "time_to_contain[org=cert]"],"#
    ));
    assert_eq!(sections(&page), ["findings", "measure-1", "points", "table", "origin"]);
    assert!(seen(&page).contains("The same in all replications of all points: time_to_detect[org=cert"));
    said(work.path(), &["sensitivity", "out", "-q", "--measure", "time_to_contain", "--report", "one.html"]);
    let page = fs::read_to_string(work.path().join("one.html")).expect("a page");
    assert!(page.contains(NAME) && !page.contains("time_to_detect"));
}

const HOSTILE: &str = "</script></title><img src=x onerror=alert(1)>'\"\u{202e}";

/// The page of a study of one factor of `count` levels that are listed, of `measures` measures with the numbers of points as values.
fn by_hand(count: u32, measures: usize, shape: Shape, words: &str) -> String {
    let point = |number: u32| DesignPoint {
        number,
        variant: None,
        draw: 0,
        levels: vec![Level { text: format!("{number}{words}"), number: Some(f64::from(number)), cost: 0.0 }],
    };
    let plan = Plan {
        id: format!("by-hand{words}"),
        title: format!("By hand{words}"),
        factors: vec![Factor {
            id: format!("factor{words}"),
            paths: vec![String::from("p")],
            uncertain: false,
        }],
        dimensions: vec![vec![0]],
        shape,
        variants: vec![None],
        draws: 0,
        points: (1..=count).map(point).collect(),
        replications: 2,
        seed: 1,
        common_random_numbers: true,
        measures: Vec::new(),
    };
    let environment = Environment { os: String::new(), arch: String::new(), threads: 1 };
    let inputs = vec![Input::new("study.ron", "a"), Input::new(&format!("it{words}.ron"), "b")];
    let manifest = Manifest::new(plan, inputs, Budget::default(), environment);
    let analysed = (0..measures).map(|place| {
        let values = Values {
            name: format!("measure_{place}[org=o{words}]"),
            unit: Unit::Count,
            points: (1..=count).map(|number| vec![f64::from(number); 2]).collect(),
            counts: Default::default(),
        };
        sensitivity(&manifest.plan, &values)
    });
    let report = sensitivity_report(&manifest, analysed.collect());
    let mean = |number: u32| {
        let mean = f64::from(number);
        let estimate = Estimate { mean, low: mean, high: mean, n: 2 };
        PointMeans {
            measures: vec![Some(PointMean { estimate, restricted_to: None }); measures],
            objectives: vec![None],
        }
    };
    let means =
        Means { objectives: vec![format!("objective{words}")], points: (1..=count).map(mean).collect() };
    sweep_page(&survey_report(&manifest, report, means)).html(words)
}

#[test]
fn what_stems_from_a_study_is_text() {
    for shape in [Shape::FullFactorial, Shape::LatinHypercube] {
        let page = by_hand(8, 9, shape, HOSTILE);
        assert!(!page.contains("<img") && !page.contains('\u{202e}'));
        assert_eq!((page.matches("</script>").count(), page.matches("<script").count()), (1, 1));
        assert_eq!(page.matches("</title>").count(), page.matches("<title>").count());
        assert!(
            page.matches("&lt;/script&gt;&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;'&quot;\u{fffd}")
                .count()
                > 50
        );
    }
}

#[test]
fn a_large_sweep_has_a_page_of_bounded_size() {
    let page = by_hand(1_200, 30, Shape::LatinHypercube, "");
    assert_eq!(
        between(&page, "<table class=\"of-points\">", "</table>").matches("<th scope=\"row\">").count(),
        1_000
    );
    assert!(seen(&page).contains("The first 1,000 of 1,200 points."));
    let lines = figure(&page, "parallel-coordinates");
    assert_eq!(lines.matches("<path class=\"along-").count(), 500);
    assert!(seen(lines).contains("500 of 1200 points, evenly chosen"));
    // Eight measures at once, twelve folded, ten only counted.
    assert_eq!(page.matches("<h2 id=\"measure-").count(), 8);
    assert_eq!(page.matches("<h3 id=\"measure-").count(), 12);
    assert!(
        seen(&page).contains("The design moves 10 more measures less; `jointex sensitivity` tells of all.")
    );
    assert!(page.len() < 3_000_000, "{}", page.len());
}

#[test]
fn in_a_browser_the_page_says_nothing_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let crossed = reported(LISTED);
    let pages = [crossed.page.clone(), by_hand(8, 9, Shape::LatinHypercube, HOSTILE)];
    for (number, page) in pages.iter().enumerate() {
        let file = folder.path().join(format!("{number}.html"));
        fs::write(&file, page).expect("a file can be written");
        let Some((dom, said)) = browse(&file, "") else { return };
        assert!(!said.contains("CONSOLE"), "{said}");
        assert!(dom.contains("class=\"scripted\"") && !dom.contains("<img"), "{dom:.600}");
    }
}
