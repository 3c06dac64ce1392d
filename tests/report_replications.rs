//! What a page draws of many replications: that it is what was played, by a count of its own, and how it looks apart from the page.

mod common;

use common::page::{between, browse_at, marks, with_script};
use jointex::kernel::SimTime;
use jointex::measure::{Verdict, totals_at};
use jointex::model::{Measure, Model, Quantity};
use jointex::report::html::run_page;
use jointex::report::{RunReport, Seen, courses_view, run_report};
use jointex::sim::Happening;
use jointex::study::{
    Budget, COURSE_QUANTILES, Played, Replications, Watch, best_and_worst, courses, replay, replicate,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const TINY: &str = include_str!("golden/tiny.ron");

fn shipped(name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    common::model(&fs::read_to_string(path).expect("a scenario"))
}

/// How many assets were held at an instant, and how many were cut off, counted from what happened.
fn counted(model: &Model, replications: &Replications, number: u64, at: SimTime) -> (usize, usize) {
    replay(model, replications, number, |outcome| {
        let (mut holds, mut isolated) = (BTreeMap::new(), BTreeSet::new());
        let entries = &outcome.trace.expect("a trace").entries;
        for entry in entries.iter().filter(|entry| entry.at <= at) {
            match entry.what {
                Happening::Held { asset, .. } => *holds.entry(asset).or_insert(0) += 1,
                Happening::Released { asset, .. } => *holds.entry(asset).or_insert(0) -= 1,
                Happening::Isolated { asset, .. } => drop(isolated.insert(asset)),
                Happening::Restored { asset, .. } => drop(isolated.remove(&asset)),
                _ => {}
            }
        }
        (holds.values().filter(|number| **number > 0).count(), isolated.len())
    })
}

#[test]
fn courses_are_quantiles_of_what_was_held() {
    let model = shipped("technical-arrangement.ron");
    // Of 21, the quantiles are order statistics: numbers 2, 6, 11, 16 and 20.
    let replications = replicate(&model, 1, 21, &Watch::default());
    let told = courses(&model, &replications, &Watch::default()).expect("enough");
    assert_eq!((told.replications, COURSE_QUANTILES), (21, [0.05, 0.25, 0.5, 0.75, 0.95]));
    assert_eq!(
        (told.instants[0], *told.instants.last().expect("instants")),
        (SimTime::ZERO, model.frame.endex)
    );
    let mut moved = 0;
    for (place, at) in told.instants.iter().enumerate().step_by(12) {
        let mut numbers: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        for number in 1..=21 {
            let (held, isolated) = counted(&model, &replications, number, *at);
            numbers[0].push(held);
            numbers[1].push(isolated);
        }
        for (numbers, told) in numbers.iter_mut().zip([&told.held, &told.isolated]) {
            numbers.sort_unstable();
            let expected = [1, 5, 10, 15, 19].map(|rank| numbers[rank] as f64);
            assert_eq!(told[place], expected);
            moved += usize::from(expected[4] > 0.0);
        }
    }
    assert!(moved > 4, "something is held in the course of time");
    let known =
        |place: usize| told.known[place].iter().zip(told.held[place]).all(|(known, held)| *known <= held);
    assert!((0..told.instants.len()).all(known), "nothing is known to be held that is not");
}

#[test]
fn courses_do_not_depend_on_threads_and_need_some_replications() {
    let model = common::model(TINY);
    let replications = replicate(&model, 7, 12, &Watch::default());
    let by = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| courses(&model, &replications, &Watch::default()))
    };
    assert_eq!(by(1), by(3));
    let few = replicate(&model, 7, 9, &Watch::default());
    assert_eq!(courses(&model, &few, &Watch::default()), None);
    let mut worker = jointex::sim::Worker::new(&model);
    assert!(totals_at(&model, &worker.play(7, 1, false), &[SimTime::ZERO]).is_empty());
}

/// Of a replication whose trace takes too much memory nobody knows how it went on.
#[test]
fn courses_whose_trace_was_cut_short_are_left_out() {
    let model = shipped("wiper-in-the-port.ron");
    let within = |bytes: u64| {
        let budget = Budget { bytes, ..Budget::default() };
        let replications = replicate(&model, 1, 12, &Watch { budget, ..Watch::default() });
        let told = courses(&model, &replications, &Watch::default());
        (replications.counted().count(), told.map_or(0, |told| told.replications))
    };
    assert_eq!(within(Budget::default().bytes), (12, 12));
    // Enough for playing and too little for the trace.
    let tight = (10..32).map(|power| within(1 << power)).find(|(played, _)| *played == 12);
    assert_eq!(tight, Some((12, 0)));
}

#[test]
fn no_replication_went_better_than_the_best_nor_worse_than_the_worst() {
    // In the one functions lose something, in the other a single campaign holds more or less.
    for model in [shipped("wiper-in-the-port.ron"), common::model(TINY)] {
        let replications = replicate(&model, 1, 30, &Watch::default());
        let (best, worst) = best_and_worst(&replications).expect("they differ");
        let sum = |played: &Played, of: &dyn Fn(&Measure) -> bool| -> f64 {
            let list = replications.measures.list.iter().zip(&played.values);
            list.filter(|(measure, _)| of(measure)).filter_map(|(_, value)| value.number()).sum()
        };
        let key = |played: &Played| {
            let missed = played.verdicts.iter().filter(|verdict| **verdict == Verdict::Missed).count();
            let lost = sum(played, &|it| match it.quantity {
                Quantity::MissionLoss => it.mission.is_some(),
                quantity => quantity == Quantity::FunctionLoss,
            });
            let held = sum(played, &|it| it.quantity == Quantity::AssetsHeldTotal && !it.campaign.is_some());
            (missed, lost, held)
        };
        let of =
            |number: u64| key(replications.counted().find(|played| played.number == number).expect("it"));
        let (best, worst) = (of(best), of(worst));
        assert!(replications.counted().all(|other| best <= key(other) && key(other) <= worst));
        assert!(best < worst, "{best:?} {worst:?}");
    }
    // What can only go one way has no best and no worst.
    let alike = replicate(&common::model(TINY), 1, 1, &Watch::default());
    assert_eq!(best_and_worst(&alike), None);
}

/// The longest time on record of the four that are drawn of NCIRC.
fn of_ncirc_until(report: &RunReport) -> f64 {
    let drawn = ["detect", "declare", "contain", "recover"].map(|name| format!("time_to_{name}[org=ncirc"));
    let own = report.survival.iter().filter(|curve| drawn.iter().any(|name| curve.measure.starts_with(name)));
    own.map(jointex::report::SurvivalView::until_h).fold(0.0, f64::max)
}

#[test]
fn the_page_draws_what_the_report_says() {
    let model = shipped("technical-arrangement.ron");
    let replications = replicate(&model, 1, 40, &Watch::default());
    let report = run_report(&model, &replications, None);
    let told = courses(&model, &replications, &Watch::default()).map(|told| courses_view(&model, told));
    let page = run_page(&report, &Seen { courses: told, ..Seen::default() });
    let anchors: Vec<&str> = page.sections.iter().map(|section| &*section.anchor).collect();
    let expected = ["cast", "objectives", "response", "survival", "hours", "courses", "distributions"];
    assert_eq!(anchors[..7], expected);
    let figure =
        |name: &str| page.figures().into_iter().find(|figure| figure.name == name).expect("a figure").file();
    // Every bin has its number of replications.
    for (place, told) in report.distributions.iter().enumerate() {
        let drawn = figure(&format!("distribution-{}", place + 1));
        let titles = drawn.split("<rect class=\"bar-of\"").skip(1);
        let bars: u64 = titles
            .map(|rest| {
                let (title, _) = rest.split_once("</title>").expect("a bar has a title");
                let (_, number) = title.rsplit_once(": ").expect("it ends with a number");
                number.split(' ').next().and_then(|number| number.parse::<u64>().ok()).expect("a number")
            })
            .sum();
        let observed = report.measures.iter().find(|measure| measure.measure == told.measure).expect("it");
        assert_eq!(told.counts.iter().sum::<u64>(), observed.observed, "{}", told.measure);
        assert_eq!(bars, observed.observed, "{}", told.measure);
    }
    assert!(!report.distributions.is_empty());
    // Every objective has its share, beside what is asked for.
    let objectives = figure("objectives");
    for objective in &report.objectives {
        let share = |share: f64| match (100.0 * share).round() {
            100.0 if share < 1.0 => String::from(">99 %"),
            percent => format!("{percent:.0} %"),
        };
        let [probability, low, high] =
            [objective.probability, objective.probability_low, objective.probability_high]
                .map(|it| share(it.expect("tested")));
        let word = if objective.attained == Some(true) { "attained" } else { "missed" };
        let low = low.trim_end_matches(" %");
        let asked = share(objective.with_probability);
        let note = format!("{probability} ({low} to {high}), asked {asked}: {word}");
        assert!(objectives.contains(&note.replace('>', "&gt;")), "{note}");
    }
    // Below each curve stands who is at risk at the marks of the axis.
    let of_ncirc = page
        .figures()
        .into_iter()
        .find(|figure| figure.alt.starts_with("Kaplan–Meier curves of NCIRC"))
        .expect("it")
        .file();
    for (name, measure) in
        [("declare", "time_to_declare[org=ncirc"), ("recover", "time_to_recover[org=ncirc")]
    {
        let curve = report.survival.iter().find(|curve| curve.measure.starts_with(measure)).expect("it");
        let (_, row) = of_ncirc.split_once(&format!("<title>{name}</title></text>")).expect("a row");
        let row = row.split("<g").next().expect("it ends");
        let told: Vec<u64> = row
            .split("text-anchor=\"middle\">")
            .skip(1)
            .map(|rest| rest.split_once('<').expect("it ends").0.parse().expect("a number"))
            .collect();
        let place = report.measures.iter().position(|other| other.measure == curve.measure).expect("it");
        let hours: Vec<f64> = report.played.iter().filter_map(|played| played.values[place]).collect();
        let at_risk = |time: f64| hours.iter().filter(|hours| **hours >= time).count() as u64;
        let longest = of_ncirc_until(&report);
        let expected: Vec<u64> = marks(longest).into_iter().map(at_risk).collect();
        assert_eq!(told, expected, "{name}");
        assert_eq!(told[0], hours.len() as u64);
    }
}

#[test]
fn every_picture_is_a_file_that_stands_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (page, pictures) = (folder.path().join("page.html"), folder.path().join("pictures"));
    let run = |force: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_jointex"))
            .args(["run", "-q", "-n12", "scenarios/technical-arrangement.ron", "-o"])
            .arg(folder.path().join("page.txt"))
            .args([Path::new("--report"), &page, Path::new("--svg"), &pictures])
            .args(force)
            .output()
            .expect("the program runs")
    };
    assert!(run(&[]).status.success());
    let page = fs::read_to_string(&page).expect("a page");
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&pictures).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a picture");
        let svg =
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let root = svg.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
        let child = |name: &str| {
            root.children().find(|child| child.has_tag_name(("http://www.w3.org/2000/svg", name)))
        };
        assert!(child("title").and_then(|title| title.text()).is_some_and(|title| !title.is_empty()));
        assert!(child("style").is_some() && root.attribute("viewBox").is_some());
        names.push(path.file_stem().expect("a name").to_string_lossy().into_owned());
    }
    for name in &names {
        assert!(page.contains(&format!("data-figure=\"{name}\"")), "{name}");
    }
    // What colours stand for is part of it.
    let curves = fs::read_to_string(pictures.join("held-and-known.svg")).expect("a picture");
    let curves = roxmltree::Document::parse(&curves).expect("SVG");
    let words: Vec<&str> = curves
        .descendants()
        .filter(|it| it.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|it| it.text())
        .collect();
    assert!(words.contains(&"held and not known: the gap in awareness"), "{words:?}");
    assert_eq!(page.matches("data-figure=").count(), names.len());
    for name in ["time-axis", "hours", "objectives", "courses-held", "survival-1", "distribution-1"] {
        assert!(names.iter().any(|other| other == name), "{name} is among {names:?}");
    }
    // What stands three times on the page has ids of its own each time.
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for reference in page.split("=\"url(#").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)) {
        assert!(ids.contains(&reference), "{reference}");
    }
    // Another time it is refused, for what is there might be somebody's.
    for path in ["page.html", "page.txt"] {
        fs::remove_file(folder.path().join(path)).expect("it was written");
    }
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("it is not empty"));
    assert!(run(&["--force"]).status.success());
}

/// Contrast of two colours (WCAG 2.2, relative luminance).
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let part = |at: usize| {
            let share = f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("a colour")) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_and_marks_stand_out_in_light_and_dark() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
    let model = common::model(TINY);
    let replications = replicate(&model, 1, 12, &Watch::default());
    let page = run_page(&run_report(&model, &replications, None), &Seen::default()).html("");
    let palettes: Vec<BTreeMap<&str, &str>> = page
        .split(":root")
        .skip(1)
        .filter_map(|rest| rest.split_once('{')?.1.split_once('}'))
        .map(|(rules, _)| {
            rules.split("--").filter_map(|rule| rule.split(';').next()?.split_once(": ")).collect()
        })
        .collect();
    assert_eq!(palettes.len(), 2, "a light and a dark one");
    for palette in palettes {
        for ground in ["paper", "tint"] {
            for text in ["ink", "faint", "good", "bad", "isolated"] {
                let found = contrast(palette[text], palette[ground]);
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
            for (step, text) in ["low", "low", "low", "mid", "", "high", "high"].into_iter().enumerate() {
                let text = palette.get(&*format!("on-{text}")).copied().unwrap_or("#10151a");
                let found = contrast(text, palette[&*format!("heat-{step}")]);
                assert!(found >= 4.5, "the text on heat {step}: {found:.2}");
            }
            for mark in ["held", "known", "isolated", "recovered", "mark", "c4", "faint"] {
                let found = contrast(palette[mark], palette[ground]);
                assert!(found >= 3.0, "{mark} on {ground}: {found:.2}");
            }
        }
    }
    // What is written on bars is as dark in both.
    let bars = page.split("fill=\"#").skip(1).map(|rest| format!("#{}", &rest[..6]));
    let fills: BTreeSet<String> = bars.collect();
    assert!(!fills.is_empty());
    assert!(fills.iter().all(|fill| contrast(fill, "#10151a") >= 4.5), "{fills:?}");
}

/// On the screen of a telephone pictures of rows are the narrow ones, which need not be scrolled, and elsewhere the broad ones.
#[test]
fn in_a_browser_rows_are_drawn_for_the_screen_that_there_is() {
    const LOOK: &str = "for (const it of document.querySelectorAll('svg.spacious, svg.narrow')) \
        it.dataset.looks = getComputedStyle(it).display + (it.getBoundingClientRect().right <= innerWidth ? ' fits' : '')";
    let model = shipped("technical-arrangement.ron");
    let replications = replicate(&model, 1, 12, &Watch::default());
    let page = run_page(&run_report(&model, &replications, None), &Seen::default()).html("");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    fs::write(&file, with_script(&page, LOOK)).expect("a file");
    for (width, broad, narrow) in [(1280, "block fits", "none fits"), (390, "none fits", "block fits")] {
        let Some((dom, said)) = browse_at(width, &file, "") else { return };
        assert!(!said.contains("CONSOLE"), "{said}");
        let looks = |class: &str| -> BTreeSet<String> {
            let tags = dom.split(class).skip(1).map(|rest| rest.split_once('>').expect("a tag").0);
            tags.map(|tag| between(tag, "data-looks=\"", "\"").to_owned()).collect()
        };
        let of = |looks: &str| BTreeSet::from([looks.to_owned()]);
        assert_eq!(
            (looks("svg class=\"broad spacious\""), looks("svg class=\"narrow\"")),
            (of(broad), of(narrow))
        );
    }
}
