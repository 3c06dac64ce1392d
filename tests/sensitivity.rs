//! What a sweep says of its factors: by hand where every time is fixed, each design as it allows, and the same however it was
//! played.

mod common;

use common::desk::{LISTED, NOISY, RANGES, jointex, refused, said};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A variant in which it is investigated for longer.
const SLOW: &str = r#"variants: [(id: "slow", set: [("playbooks[p].phases[Investigate].time", "3h")])],"#;

fn studied(rest: &str) -> tempfile::TempDir {
    common::desk::studied(SLOW, rest)
}

/// An analysis as JSON, and as a page.
struct Told {
    json: Value,
    page: String,
}

/// Sweeps a study and analyses it.
#[track_caller]
fn analysed(rest: &str) -> Told {
    let work = studied(rest);
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out"]);
    told(work.path())
}

#[track_caller]
fn told(folder: &Path) -> Told {
    let json = said(folder, &["sensitivity", "out", "-f", "json"]);
    let page = said(folder, &["sensitivity", "out"]);
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    Told { json: serde_json::from_str(&json).expect("JSON"), page }
}

impl Told {
    fn measure(&self) -> &Value {
        &self.json["measures"][0]
    }

    /// The numbers that a statistic has of a factor at a level.
    #[track_caller]
    fn found(&self, statistic: &str, factor: &str, level: &str) -> &Value {
        let findings = self.measure()["findings"].as_array().expect("a list");
        let own = |it: &&Value| {
            it["statistic"] == statistic
                && it["factor"] == factor
                && (level.is_empty() || it["level"] == level)
        };
        findings
            .iter()
            .find(own)
            .unwrap_or_else(|| panic!("no {statistic} of {factor} {level}: {}", self.json))
    }

    #[track_caller]
    fn number(&self, statistic: &str, factor: &str, level: &str) -> f64 {
        let found = self.found(statistic, factor, level);
        found["estimate"].as_f64().unwrap_or_else(|| panic!("{found}"))
    }

    #[track_caller]
    fn check(&self, statistic: &str, factor: &str, level: &str, expected: f64) {
        let got = self.number(statistic, factor, level);
        assert!(
            (got - expected).abs() < 1e-9,
            "{statistic} of {factor} {level}: {got} instead of {expected}"
        );
    }

    #[track_caller]
    fn says(&self, text: &str) {
        let page = self.page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(text), "`{text}` is not on the page:\n{}", self.page);
    }
}

#[test]
fn crossed_levels_have_main_effects_and_no_interactions_where_times_add_up() {
    let told = analysed(LISTED);
    assert_eq!(told.measure()["method"], "anova");
    // 1.5 h, 1 h of triage in the mean, 3 h of decision.
    told.check("mean", "", "", 5.5);
    told.check("mean", "triage", "20min", 4.5 + 1.0 / 3.0);
    told.check("mean", "triage", "2h", 6.5);
    told.check("mean", "decide", "2h", 4.5);
    // Variances of 14/27 and 1.
    let (triage, decide) = (14.0 / 27.0, 1.0);
    told.check("share", "triage", "", triage / (triage + decide));
    told.check("share", "decide", "", decide / (triage + decide));
    let findings = told.measure()["findings"].as_array().expect("a list");
    let pair = findings.iter().find(|it| it["statistic"] == "share" && it["other_factor"] == "decide");
    let share = pair.and_then(|pair| pair["estimate"].as_f64());
    assert!(share.is_some_and(|share| share.abs() < 1e-12), "{pair:?}");
    told.check("interaction", "triage", "2h", 0.0);
    told.check("design_deviation", "", "", (triage + decide).sqrt());
    told.check("chance_share", "", "", 0.0);
    told.check("noise_share", "", "", 0.0);
    // The widest swing stands first, with no chance in it.
    let swings = told.measure()["findings"].as_array().expect("a list").iter();
    let swings: Vec<&Value> = swings.filter(|it| it["statistic"] == "swing").collect();
    assert_eq!(
        (&swings[0]["factor"], &swings[1]["factor"]),
        (&Value::from("decide"), &Value::from("triage"))
    );
    told.check("swing", "decide", "2h", 2.0);
    told.check("swing", "triage", "20min", 5.0 / 3.0);
    assert_eq!(swings[0]["low"].as_f64().map(|low| (low - 2.0).abs() < 1e-9), Some(true));
    told.says("decide explains 66 % of the variance between the points and triage 34 %.");
    told.says("From 2h to 4h decide moves the mean most, by +2.0 h, the others averaged.");
    told.says("the design makes 100 %, chance 0 %");
}

#[test]
fn page_and_csv_show_the_numbers_of_the_json() {
    let work = studied(&format!("{NOISY} replications: 12, {LISTED}"));
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out"]);
    let told = told(work.path());
    let csv = said(work.path(), &["sensitivity", "out", "-f", "csv"]);
    let findings = told.measure()["findings"].as_array().expect("a list");
    let name = "\"time_to_contain[org=cert, campaign=c]\"";
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.strip_prefix(name).expect("the measure").split(',').collect())
        .collect();
    assert_eq!(rows.len(), findings.len());
    for (row, finding) in rows.iter().zip(findings) {
        let texts = ["statistic", "variant", "factor", "level", "other_factor", "other_level", "unit"];
        for (cell, name) in row[1..].iter().zip(texts) {
            assert_eq!(*cell, finding[name].as_str().expect("a text"), "{finding}");
        }
        for (cell, name) in row[8..].iter().zip(["estimate", "low", "high"]) {
            assert_eq!(cell.parse().ok(), finding[name].as_f64(), "{name} of {finding}");
        }
    }
    for mean in findings.iter().filter(|it| it["statistic"] == "mean" && it["level"] != "") {
        let hours = |end: &str| format!("{:.1} h", mean[end].as_f64().expect("a number"));
        let row = format!("{} {} {} to {}", mean["level"], hours("estimate"), hours("low"), hours("high"));
        told.says(&row.replace('"', ""));
    }
    for share in findings.iter().filter(|it| it["statistic"] == "share" && it["other_factor"] == "") {
        let percent = (100.0 * share["estimate"].as_f64().expect("a number")).round();
        told.says(&format!("{} {percent} %", share["factor"].as_str().expect("a text")));
    }
}

#[test]
fn what_all_points_share_is_no_noise() {
    let told = analysed(&format!("{NOISY} replications: 12, {LISTED}"));
    // The same investigation at all points: chance moves every mean alike, and no difference.
    told.check("noise_share", "", "", 0.0);
    told.check("swing", "decide", "2h", 2.0);
    let swing = told.found("swing", "decide", "");
    assert!((swing["high"].as_f64().expect("a number") - 2.0).abs() < 1e-9, "{swing}");
    let mean = told.found("mean", "decide", "2h");
    assert!(mean["high"].as_f64() > mean["estimate"].as_f64().map(|mean| mean + 0.1), "{mean}");
    let chance = told.number("chance_share", "", "");
    assert!(0.05 < chance && chance < 0.95, "{chance}");
    assert!((told.number("design_share", "", "") + chance - 1.0).abs() < 1e-12);
    assert_eq!(told.measure()["replications_needed"], Value::Null);
}

#[test]
fn noise_is_told_where_points_meet_other_chances() {
    let told = analysed(&format!("{NOISY} replications: 12, common_random_numbers: false, {LISTED}"));
    let noise = told.number("noise_share", "", "");
    assert!(noise > 0.0, "{noise}");
    let few = analysed(&format!(
        "{} replications: 4, common_random_numbers: false, {LISTED}",
        NOISY.replace("sigma: 0.8", "sigma: 1.5")
    ));
    let (noise, needed) = (few.number("noise_share", "", ""), few.measure()["replications_needed"].as_u64());
    if noise < 1.0 {
        assert!(noise > 0.1 && needed > Some(4), "{noise} {needed:?}");
        few.says("too much to trust the numbers of factors: about");
    } else {
        few.says("nothing is seen but chance");
    }
    let one = analysed(&format!("{NOISY} replications: 1, {LISTED}"));
    one.says("With a single replication a point, chance can't be told from the factors.");
    assert_eq!(one.found("noise_share", "", "")["estimate"], Value::Null);
}

#[test]
fn factors_that_go_together_are_one() {
    let levels = LISTED.replace(r#", "2h"]"#, "]");
    let told = analysed(&format!(r#"{levels} paired: [["triage", "decide"]],"#));
    told.check("share", "triage + decide", "", 1.0);
    told.check("mean", "triage + decide", "40min + 4h", 1.5 + 2.0 / 3.0 + 4.0);
    told.check("swing", "triage + decide", "", 2.0 + 1.0 / 3.0);
}

#[test]
fn words_have_no_order_but_that_of_their_means() {
    let hours =
        r#"[Weekly("Mon-Sun", "20:00", "23:00"), AroundTheClock, Weekly("Mon-Sun", "12:00", "23:00")]"#;
    let told = analysed(&format!(
        r#"factors: [(id: "hours", paths: ["authorities[duty].hours"], values: {hours})],"#
    ));
    let swing = told.found("swing", "hours", "");
    assert_eq!(
        (&swing["level"], &swing["other_level"]),
        (&"AroundTheClock".into(), &r#"Weekly("Mon-Sun", "20:00", "23:00")"#.into())
    );
    assert!(swing["estimate"].as_f64() > Some(1.0), "{swing}");
}

#[test]
fn variants_are_one_more_factor() {
    let told = analysed(&format!(r#"variants: ["base", "slow"], {LISTED}"#));
    told.check("mean", "variant", "base", 5.5);
    told.check("mean", "variant", "slow", 7.5);
    told.check("share", "variant", "", 1.0 / (2.0 + 14.0 / 27.0));
    let told = analysed(&format!(r#"variants: ["base", "slow"], {RANGES} design: Morris(trajectories: 4),"#));
    told.check("mean", "variant", "slow", told.number("mean", "variant", "base") + 2.0);
    for variant in ["base", "slow"] {
        let own =
            |it: &&Value| it["statistic"] == "mu" && it["variant"] == variant && it["factor"] == "decide";
        let findings = told.measure()["findings"].as_array().expect("a list");
        let effect = findings.iter().find(own).and_then(|it| it["estimate"].as_f64());
        assert!(effect.is_some_and(|effect| (effect - 3.0).abs() < 1e-9), "{variant}: {effect:?}");
    }
    told.says("in base and");
}

#[test]
fn effects_of_morris_are_the_ranges_of_what_adds_up() {
    let told = analysed(&format!("{RANGES} design: Morris(trajectories: 4),"));
    assert_eq!(told.measure()["method"], "morris");
    for (factor, range) in [("triage", 2.0), ("decide", 3.0)] {
        for statistic in ["mu", "mu_star"] {
            told.check(statistic, factor, "", range);
        }
        assert!(told.number("sigma", factor, "") < 1e-6);
    }
    told.says("Over its range decide moves it most, by 3.0 h in the mean (μ*) and triage by 2.0 h.");
}

#[test]
fn effects_of_morris_have_the_sign_of_the_order_of_levels() {
    // In the list the shorter decision stands last.
    let turned = LISTED.replace(r#"["2h", "4h"]"#, r#"["4h", "2h"]"#);
    let told = analysed(&format!("{turned} design: Morris(trajectories: 4, levels: 2),"));
    told.check("mu", "decide", "", -2.0);
    told.check("mu", "triage", "", 5.0 / 3.0);
    told.check("mu_star", "decide", "", 2.0);
}

#[test]
fn indices_of_sobol_are_the_shares_of_what_adds_up() {
    let told =
        analysed(&format!("{RANGES} design: Saltelli(points: 256, second_order: true), replications: 1,"));
    assert_eq!(told.measure()["method"], "sobol");
    // Variances of 4/12 and 9/12.
    for (factor, share) in [("triage", 4.0 / 13.0), ("decide", 9.0 / 13.0)] {
        for statistic in ["first", "total", "first_with_noise", "total_with_noise"] {
            let got = told.found(statistic, factor, "");
            let number = |end: &str| got[end].as_f64().expect("a number");
            assert!((number("estimate") - share).abs() < 0.01, "{got}");
            assert!(number("low") < share && share < number("high"), "{got}");
        }
    }
    assert!(told.number("second", "triage", "").abs() < 0.02);
    told.says("decide explains 69 % of the variance alone, and 69 % with what it does together with others; triage 31 % and 31 %.");
}

#[test]
fn samples_and_lists_have_rank_correlations() {
    for design in ["LatinHypercube(points: 40)", "Sobol(points: 64)"] {
        let told = analysed(&format!("{RANGES} design: {design},"));
        assert_eq!(told.measure()["method"], "prcc", "{design}");
        assert!(told.number("rank_correlation", "triage", "") > 0.9, "{design}");
        assert!(told.number("rank_correlation", "decide", "") > 0.9, "{design}");
        told.says("It rises with decide (rank correlation +0.9");
    }
    let work = studied(&format!(r#"{} design: Csv("points.csv"),"#, RANGES));
    let rows: String =
        (0..12).map(|row| format!("{},{}\n", 0.4 + 0.1 * f64::from(row % 7), 1 + row % 3)).collect();
    fs::write(work.path().join("points.csv"), format!("triage,decide\n{rows}")).expect("a file");
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out"]);
    let told = told(work.path());
    assert_eq!(told.measure()["method"], "prcc");
    assert!(told.number("rank_correlation", "decide", "") > 0.9);
}

#[test]
fn lists_are_taken_for_what_they_are() {
    // All levels meet.
    let all = r#"design: List([["20min", "2h"], ["2h", "4h"], ["20min", "4h"], ["2h", "2h"]]),"#;
    let told = analysed(&format!("{LISTED} {all}"));
    assert_eq!(told.measure()["method"], "anova");
    told.check("share", "decide", "", 4.0 / (4.0 + 25.0 / 9.0));
    // Around the first point one factor moves at a time.
    let around = r#"design: List([["40min", "2h"], ["20min", "2h"], ["2h", "2h"], ["40min", "4h"]]),"#;
    let told = analysed(&format!("{LISTED} {around}"));
    assert_eq!(
        (&told.measure()["method"], &told.measure()["others"]),
        (&"none".into(), &"first_point".into())
    );
    told.check("swing", "triage", "20min", 5.0 / 3.0);
    told.check("low", "triage", "20min", 1.5 + 1.0 / 3.0 + 2.0);
    told.check("swing", "decide", "2h", 2.0);
    told.says("4 points are too few to tell 2 factors apart by rank correlation");
    told.says("decide 2h → 4h 4.2 h 6.2 h +2.0 h");
}

#[test]
fn what_nobody_knows_is_apart_from_chance() {
    let uncertain = LISTED.split_once("(id: \"decide\"").expect("two factors").0.to_owned()
        + r#"], uncertain: [(id: "decide", paths: ["authorities[duty].time"], law: OneOf(["2h", "4h"]))], draws: 10,"#;
    let told = analysed(&uncertain);
    // Five draws of each: a sample variance of 10/9, beside 14/27 of the triage.
    let (design, uncertain) = (14.0 / 27.0, 10.0 / 9.0);
    told.check("design_share", "", "", design / (design + uncertain));
    told.check("uncertain_share", "", "", uncertain / (design + uncertain));
    told.check("uncertain_deviation", "", "", f64::sqrt(uncertain));
    told.check("chance_share", "", "", 0.0);
    told.check("share", "triage", "", 1.0);
    told.check("rank_correlation", "decide", "", 1.0);
    told.says("what nobody knows 68 % (a standard deviation of 63 min), chance 0 %.");
}

#[test]
fn replications_without_a_value_are_told() {
    let risky = r#"set: [("techniques[in].success", "0.7")], replications: 20,"#;
    let told = analysed(&format!("{risky} {LISTED}"));
    let shared = told.measure()["shared_replications"].as_u64().expect("a number");
    assert!(10 < shared && shared < 20, "{shared}");
    told.check("swing", "decide", "2h", 2.0);
    told.says(&format!("counted are the {shared} of 20 replications in which every point has one."));
    // Where each point meets other chances, there is hardly one that all share.
    let told = analysed(&format!("{risky} common_random_numbers: false, {LISTED}"));
    assert_eq!(told.measure()["shared_replications"], Value::Null);
    told.check("swing", "triage", "20min", 5.0 / 3.0);
    told.says("each point counts by its own replications");
    let spared = LISTED.replace("authorities[duty].time", "techniques[in].success");
    let never = spared.replace(r#"["2h", "4h"]"#, "[0, 1]");
    let told = analysed(&never);
    assert_eq!(told.measure()["method"], "none");
    told.says("Without a value at some point: time_to_contain[org=cert, campaign=c].");
    assert_eq!(told.measure()["sentences"][0], "It has no value at point 1: triage = 20min, decide = 0.");
}

#[test]
fn times_that_endex_cuts_short_count_as_far_as_they_went() {
    let slow = LISTED.replace(r#"["2h", "4h"]"#, r#"["2h", "3d"]"#);
    let told = analysed(&slow);
    // From the hold after an hour until ENDEX.
    told.check("mean", "decide", "3d", 47.0);
    assert_eq!(told.measure()["censored"], 9);
    told.says("50 % of the values were cut short by ENDEX and count as far as they went");
}

#[test]
fn a_measure_that_never_varies_is_only_named() {
    let told = analysed(&format!(
        r#"{LISTED} measures: ["time_to_detect[org=cert]", "time_to_contain[org=cert]"],"#
    ));
    let constant = told.json["constant"].as_array().expect("a list");
    assert!(constant.iter().all(|name| name.as_str().is_some_and(|name| name.starts_with("time_to_detect"))));
    told.says("The same in all replications of all points: time_to_detect[org=cert");
}

#[test]
fn measures_are_chosen_and_misspelt_ones_are_told() {
    let work = studied(&format!(r#"{LISTED} measures: ["time_to_detect", "time_to_contain"],"#));
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out"]);
    let page = said(work.path(), &["sensitivity", "out", "--measure", "time_to_contain"]);
    assert!(page.contains("time_to_contain[org=cert") && !page.contains("time_to_detect"), "{page}");
    let asked = |measure: &'static str| ["sensitivity", "out", "--measure", measure];
    refused(
        work.path(),
        &asked("time_to_contian"),
        2,
        "--measure: there is no measure `time_to_contian`; did you mean `time_to_contain`?",
    );
    refused(
        work.path(),
        &asked("time_to_contain[org=cret]"),
        2,
        "by `time_to_contain[org=cret]`; did you mean `cert`?",
    );
    refused(
        work.path(),
        &asked("utilisation"),
        2,
        "the sweep kept no `utilisation`; it kept `time_to_detect",
    );
}

#[test]
fn an_unfinished_sweep_is_refused() {
    let work = studied(LISTED);
    let begun = jointex(work.path(), &["sweep", "study.ron", "-q", "-o", "out", "--time-budget", "1us"]);
    assert_eq!(begun.status.code(), Some(130));
    let says = "cannot analyse out: it lacks from replication 1 of point 1 to replication 3 of point 6; play that first: the \
                same `jointex sweep` with --resume does";
    refused(work.path(), &["sensitivity", "out"], 4, says);
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "half", "--shard", "1/2"]);
    let says = "it lacks shard 2/2; play that first: the same `jointex sweep` with --shard does";
    refused(work.path(), &["sensitivity", "half"], 4, says);
    refused(work.path(), &["sensitivity", "."], 3, "there is no sweep in ., for it has no manifest.json");
}

#[test]
fn it_is_the_same_however_the_sweep_was_played() {
    let work = studied(&format!("{NOISY} replications: 40, {RANGES} design: Saltelli(points: 16),"));
    let analysed = |folder: &str| said(work.path(), &["sensitivity", folder, "-f", "json"]);
    let sweep = |folder: &str, options: &[&str]| {
        let all = [&["sweep", "study.ron", "-q", "-o", folder], options].concat();
        jointex(work.path(), &all).status.code()
    };
    assert_eq!(sweep("one", &["-j", "1"]), Some(0));
    assert_eq!(sweep("two", &["-j", "2"]), Some(0));
    assert!(analysed("one") == analysed("two"));
    assert_eq!(sweep("broken", &["-j", "2", "--time-budget", "20ms"]), Some(130));
    assert_eq!(sweep("broken", &["-j", "1", "--resume"]), Some(0));
    assert!(analysed("one") == analysed("broken"));
    // Not even merged.
    assert_eq!(
        (sweep("parts", &["--shard", "2/2"]), sweep("parts", &["--shard", "1/2"])),
        (Some(0), Some(0))
    );
    assert!(analysed("one") == analysed("parts"));
}
