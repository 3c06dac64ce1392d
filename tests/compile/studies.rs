//! Studies of the base: what is told of faulty ones, and which points sound ones have.

use super::{BASE, rendered};
use expect_test::{Expect, expect};
use jointex::diagnostic::{Diagnostic, Sources, any_error, once, sort};
use jointex::scenario::{LoadError, ParsedStudy, parse, parse_study};
use jointex::study::{Plan, check_points, lay_out, model_at};

/// The tables of points that studies may name.
const TABLES: &[(&str, &str)] = &[
    ("ids.csv", "wait,seats\n2h,1\n30min,4\n"),
    ("salib.csv", "# seats wait\n1.2 0.5\n3.6 7.25\n"),
    ("short.csv", "seats;wait\n1;2h\n4\n"),
    ("astray.csv", "seats,wiat\n1,2h\n"),
    ("single.csv", "seats\n1\n"),
    ("beyond.csv", "1,2h\n9,9h\nmany,\n"),
    ("open.csv", "seats,wait\n1,\"2h\n"),
];

/// What is told of a study of the base, and its plan.
fn looked_at(body: &str) -> (Option<Plan>, Vec<Diagnostic>, Sources) {
    let scenario = parse("t.ron", BASE, &mut |_| Err(LoadError(String::from("there are no other files"))));
    let (scenario, mut sources) = (scenario.scenario.expect("the base is sound"), scenario.sources);
    let ParsedStudy { study, diagnostics: mut told, .. } =
        parse_study("studies/s.ron", &whole(body), &mut sources);
    let Some(study) = study else { return (None, told, sources) };
    let mut load = |path: &str| match TABLES.iter().find(|(name, _)| *name == path) {
        Some((_, text)) => Ok((*text).to_owned()),
        None => Err(LoadError(String::from("no such file"))),
    };
    let laid = lay_out(&study, Some(&scenario), &mut sources, &mut load);
    assert_eq!(laid.plan.is_none(), any_error(&laid.diagnostics));
    told.extend(laid.diagnostics.iter().cloned());
    told.extend(check_points(&study, &laid, &scenario, &sources).diagnostics);
    sort(&mut told);
    let told = once(told);
    if let Some(plan) = &laid.plan {
        // What passes is played.
        if !any_error(&told) {
            for point in plan.points.iter().take(40) {
                assert!(model_at(&scenario, plan, point, &[], &mut sources.clone()).0.is_some());
            }
        }
    }
    (laid.plan, told, sources)
}

fn whole(body: &str) -> String {
    format!("Study(format: 1, id: \"s\", scenario: \"../t.ron\",\n{body}\n)")
}

/// Compares all that is told of a study.
#[track_caller]
fn check(body: &str, expected: Expect) {
    let (_, told, sources) = looked_at(body);
    expected.assert_eq(&rendered(&told, &sources));
}

/// Compares the points of a sound study: one a line.
#[track_caller]
fn check_points_of(body: &str, expected: Expect) {
    let (plan, told, sources) = looked_at(body);
    assert!(!any_error(&told), "{}", rendered(&told, &sources));
    let plan = plan.expect("a plan");
    assert!(plan.points.iter().zip(1..).all(|(point, number)| point.number == number));
    let lines: String = plan
        .points
        .iter()
        .map(|point| {
            let draw = if point.draw > 0 { format!("draw {} ", point.draw) } else { String::new() };
            format!("{draw}{}\n", point.name(&plan.factors))
        })
        .collect();
    expected.assert_eq(&lines);
}

#[test]
fn variants_and_draws_are_blocks_of_the_design() {
    check_points_of(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4]),
            (id: "wait", paths: ["authorities[duty].time"], values: ["30min", Exponential(mean: "2h")]),
        ],
        variants: ["base", "alone"],
        uncertain: [(id: "misses", paths: ["teams[soc].triage.misses"], law: Uniform(0.1, 0.3))], draws: 2,"#,
        expect![[r#"
            draw 1 point 1: seats = 2, wait = 30min, misses = 0.289054
            draw 1 point 2: seats = 2, wait = Exponential(mean: "2h"), misses = 0.289054
            draw 1 point 3: seats = 4, wait = 30min, misses = 0.289054
            draw 1 point 4: seats = 4, wait = Exponential(mean: "2h"), misses = 0.289054
            draw 1 point 5: variant `alone`, seats = 2, wait = 30min, misses = 0.289054
            draw 1 point 6: variant `alone`, seats = 2, wait = Exponential(mean: "2h"), misses = 0.289054
            draw 1 point 7: variant `alone`, seats = 4, wait = 30min, misses = 0.289054
            draw 1 point 8: variant `alone`, seats = 4, wait = Exponential(mean: "2h"), misses = 0.289054
            draw 2 point 9: seats = 2, wait = 30min, misses = 0.141061
            draw 2 point 10: seats = 2, wait = Exponential(mean: "2h"), misses = 0.141061
            draw 2 point 11: seats = 4, wait = 30min, misses = 0.141061
            draw 2 point 12: seats = 4, wait = Exponential(mean: "2h"), misses = 0.141061
            draw 2 point 13: variant `alone`, seats = 2, wait = 30min, misses = 0.141061
            draw 2 point 14: variant `alone`, seats = 2, wait = Exponential(mean: "2h"), misses = 0.141061
            draw 2 point 15: variant `alone`, seats = 4, wait = 30min, misses = 0.141061
            draw 2 point 16: variant `alone`, seats = 4, wait = Exponential(mean: "2h"), misses = 0.141061
        "#]],
    );
}

#[test]
fn ranges_have_levels_of_the_kind_that_their_slots_take() {
    check_points_of(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 8, levels: 4)),
            (id: "wait", paths: ["authorities[duty].time"], range: Log(low: "1h", high: "8h", levels: 4)),
            (id: "misses", paths: ["teams[soc].triage.misses"], range: Linear(low: 0, high: 0.3, levels: 4)),
        ],
        paired: [["seats", "wait", "misses"]],"#,
        expect![[r#"
            point 1: seats = 1, wait = 1h, misses = 0
            point 2: seats = 3, wait = 2h, misses = 0.1
            point 3: seats = 6, wait = 4h, misses = 0.2
            point 4: seats = 8, wait = 8h, misses = 0.3
        "#]],
    );
}

#[test]
fn samples_take_lists_and_whole_numbers_in_equal_shares() {
    check_points_of(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 4)),
            (id: "medium", paths: ["agreements[ta].areas.information_exchange.channels[feed].medium"],
             values: [Mail, Telephone, Automated]),
        ],
        design: Sobol(points: 8),"#,
        expect![[r#"
            point 1: seats = 1, medium = Telephone
            point 2: seats = 3, medium = Automated
            point 3: seats = 4, medium = Mail
            point 4: seats = 2, medium = Automated
            point 5: seats = 2, medium = Mail
            point 6: seats = 4, medium = Telephone
            point 7: seats = 3, medium = Telephone
            point 8: seats = 1, medium = Automated
        "#]],
    );
    check_points_of(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 4)),
            (id: "wait", paths: ["authorities[duty].time"], range: Linear(low: "1h", high: "4h")),
        ],
        design: Morris(trajectories: 2),"#,
        expect![[r#"
            point 1: seats = 2, wait = 1h
            point 2: seats = 2, wait = 3h
            point 3: seats = 4, wait = 3h
            point 4: seats = 2, wait = 4h
            point 5: seats = 2, wait = 2h
            point 6: seats = 4, wait = 2h
        "#]],
    );
}

#[test]
fn tables_are_read_with_ids_or_in_order_and_as_salib_writes_them() {
    const FACTORS: &str = r#"factors: [
        (id: "seats", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 8)),
        (id: "wait", paths: ["authorities[duty].time"], range: Linear(low: "15min", high: "8h")),
    ],"#;
    check_points_of(
        &format!("{FACTORS} design: Csv(\"ids.csv\"),"),
        expect![[r#"
        point 1: seats = 1, wait = 2h
        point 2: seats = 4, wait = 30min
    "#]],
    );
    check_points_of(
        &format!("{FACTORS} design: Csv(\"salib.csv\"),"),
        expect![[r#"
        point 1: seats = 1, wait = 30min
        point 2: seats = 4, wait = 7h 15min
    "#]],
    );
}

#[test]
fn a_cost_stays_a_number() {
    let (_, told, sources) = looked_at(
        r#"factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4], costs: PerUnit(1e308))]"#,
    );
    let text = rendered(&told, &sources);
    assert!(text.contains("a cost is more than 1e15"), "{text}");
}

#[test]
fn costs_are_those_of_units_or_of_levels() {
    let (plan, told, sources) = looked_at(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4], costs: PerUnit(80)),
            (id: "medium", paths: ["agreements[ta].areas.information_exchange.channels[feed].medium"],
             values: [Mail, Automated], costs: Levels([1, 25])),
        ],"#,
    );
    assert_eq!(rendered(&told, &sources), "");
    let plan = plan.expect("a plan");
    let costs: Vec<f64> = plan.points.iter().map(|point| plan.cost(point)).collect();
    assert_eq!(costs, [161.0, 185.0, 321.0, 345.0]);
}

#[test]
fn seeds_are_common_unless_they_are_not_wanted() {
    let seeds = |common: &str| {
        let body = format!(
            r#"factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], seed: 7, {common}"#
        );
        let plan = looked_at(&body).0.expect("a plan");
        plan.points.iter().map(|point| plan.seed_of(point)).collect::<Vec<_>>()
    };
    assert_eq!(seeds(""), [7, 7]);
    let apart = seeds("common_random_numbers: false");
    assert!(apart[0] != apart[1] && !apart.contains(&7));
}

#[test]
fn draws_cover_what_is_believed() {
    let body = r#"uncertain: [
        (id: "misses", paths: ["teams[soc].triage.misses"], law: Triangular(0.05, 0.1, 0.3)),
        (id: "wait", paths: ["authorities[duty].time"], law: LogNormal("1h", 0.5)),
        (id: "burst", paths: ["campaigns[bear].flow[phish].burst"], law: LogUniform(1, 20)),
        (id: "medium", paths: ["agreements[ta].areas.information_exchange.channels[feed].medium"],
         law: OneOf([Mail, Automated])),
    ], draws: 400, seed: 3,"#;
    let (plan, told, sources) = looked_at(body);
    assert_eq!(rendered(&told, &sources), "");
    let plan = plan.expect("a plan");
    let numbers = |factor: usize| {
        let mut numbers: Vec<f64> =
            plan.points.iter().filter_map(|point| point.levels[factor].number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    // The medians of the laws; strata of 1/400 hold them this exactly.
    let near = |number: f64, expected: f64| {
        assert!((number / expected - 1.0).abs() < 0.01, "{number}, not {expected}")
    };
    near(numbers(0)[200], 0.3 - (0.2_f64 * 0.25 * 0.5).sqrt());
    near(numbers(1)[200], 1.0);
    let bursts = numbers(2);
    assert!(bursts[0] == 1.0 && bursts[399] == 20.0 && bursts.iter().all(|burst| burst.fract() == 0.0));
    let mails = plan.points.iter().filter(|point| point.levels[3].text == "Mail").count();
    assert_eq!(mails, 200);
    assert!(plan.factors.iter().all(|factor| factor.uncertain) && plan.dimensions.is_empty());
}

#[test]
fn a_study_says_what_it_is() {
    check(
        "factor: [], replications: 0, seed: -1,",
        expect![[r#"
        error[E0021]: a study has no field `factor`
          ╭▸ studies/s.ron:2:1
          │
        2 │ factor: [], replications: 0, seed: -1,
          │ ━━━━━━ unknown field
          │
          ├ note: possible: `format`, `id`, `title`, `synopsis`, `scenario`, `set`, `variants`, `factors`, `paired`, `uncertain`,
          │       `draws`, `design`, `replications`, `seed`, `common_random_numbers` or `measures`
          ╰ help: did you mean `factors`?
        error[E0020]: `seed` takes a whole number, 0 or more
          ╭▸ studies/s.ron:2:36
          │
        2 │ factor: [], replications: 0, seed: -1,
          ╰╴                                   ━━ this is less than 0
    "#]],
    );
    let text = |text: &str| {
        let mut sources = Sources::default();
        let ParsedStudy { study, diagnostics: told, .. } = parse_study("s.ron", text, &mut sources);
        assert!(study.is_none());
        rendered(&told, &sources)
    };
    expect![[r#"
        error[E0009]: this is not a study
          ╭▸ s.ron:1:1
          │
        1 │ Scenario(format: 1)
          │ ━━━━━━━━━━━━━━━━━━━ expected `Study(…)`
          │
          ╰ help: it is a scenario: `jointex run` plays it, and a study names it as its `scenario`
    "#]]
    .assert_eq(&text("Scenario(format: 1)"));
    expect![[r#"
        error[E0022]: a study needs the field `format`
          ╭▸ s.ron:1:1
          │
        1 │ Study()
          │ ━━━━━━━ `format` is missing
          │
          ╰ help: for example `format: 1`
        error[E0022]: a study needs the field `id`
          ╭▸ s.ron:1:1
          │
        1 │ Study()
          │ ━━━━━━━ `id` is missing
          │
          ╰ help: `id` takes a text in quotes, for example `"l1"`
        error[E0022]: a study needs the field `scenario`
          ╭▸ s.ron:1:1
          │
        1 │ Study()
          │ ━━━━━━━ `scenario` is missing
          │
          ╰ help: `scenario` takes a text in quotes, for example `"l1"`
    "#]]
    .assert_eq(&text("Study()"));
    expect![[r#"
        error[E0101]: format 2 is not known
          ╭▸ s.ron:1:15
          │
        1 │ Study(format: 2, more: 1)
          │               ━ this program reads format 1
          │
          ╰ help: a newer version of jointex may read it
    "#]]
    .assert_eq(&text("Study(format: 2, more: 1)"));
    expect![[r#"
        error[E0009]: this is not a study
          ╭▸ s.ron:1:1
          │
        1 │
          │ ━ expected `Study(…)`
          │
          ╰ help: a file begins with `Study(` and ends with `)`
    "#]]
    .assert_eq(&text(""));
    let scenario = parse("s.ron", &whole(""), &mut |_| Err(LoadError(String::from("none"))));
    expect![[r#"
        error[E0009]: this is not a scenario
          ╭▸ s.ron:1:1
          │
        1 │ Study(format: 1, id: "s", scenario: "../t.ron",
          │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ expected `Scenario(…)`
          │
          ╰ help: it is a study: `jointex sweep` plays it
    "#]]
    .assert_eq(&rendered(&scenario.diagnostics, &scenario.sources));
}

#[test]
fn factors_need_levels_of_one_way() {
    check(
        r#"factors: [
            (id: "none", paths: ["teams[soc].tiers[l1].seats"]),
            (id: "both", paths: ["teams[soc].tiers[l2].seats"], values: [1], range: Linear(low: 1, high: 2)),
            (id: "down", paths: ["authorities[duty].time"], range: Linear(low: "2h", high: "1h")),
            (id: "mixed", paths: ["teams[soc].triage.time"], range: Linear(low: 1, high: "1h")),
            (id: "log", paths: ["teams[soc].triage.misses"], range: Log(low: 0, high: 0.5, levels: 1)),
            (id: "nothing", paths: [], values: [1, 2]),
        ],"#,
        expect![[r#"
            error[E1001]: the factor `none` has neither `values` nor a `range`
              ╭▸ studies/s.ron:3:18
              │
            3 │             (id: "none", paths: ["teams[soc].tiers[l1].seats"]),
              │                  ━━━━━━ no levels
              │
              ╰ help: give it `values: [1, 2, 4]` or `range: Linear(low: 1, high: 8)`; only `List` and `Csv` bring their own
            error[E1001]: the factor `both` has both `values` and a `range`
              ╭▸ studies/s.ron:4:97
              │
            4 │             (id: "both", paths: ["teams[soc].tiers[l2].seats"], values: [1], range: Linear(low: 1, high: 2)),
              ╰╴                                                                         ─ the other            ━━━━━━━━━━ one of the two
            error[E1002]: the low end of a range is not below its high end
              ╭▸ studies/s.ron:5:80
              │
            5 │             (id: "down", paths: ["authorities[duty].time"], range: Linear(low: "2h", high: "1h")),
              ╰╴                                                                               ━━━━━━━━━━━━━━━━ `low` must be less than `high`
            error[E1002]: a range has a number and a duration as its ends
              ╭▸ studies/s.ron:6:81
              │
            6 │             (id: "mixed", paths: ["teams[soc].triage.time"], range: Linear(low: 1, high: "1h")),
              ╰╴                                                                                ━━━━━━━━━━━━━ two of one kind are needed
            error[E1003]: a logarithmic range can't begin at 0 or below
              ╭▸ studies/s.ron:7:78
              │
            7 │             (id: "log", paths: ["teams[soc].triage.misses"], range: Log(low: 0, high: 0.5, levels: 1)),
              │                                                                              ━ more than 0
              │
              ╰ help: begin a little above 0, or take `Linear`
            error[E0307]: a range has at least two levels: its ends
              ╭▸ studies/s.ron:7:100
              │
            7 │             (id: "log", paths: ["teams[soc].triage.misses"], range: Log(low: 0, high: 0.5, levels: 1)),
              ╰╴                                                                                                   ━ at least 2
            error[E0305]: the factor `nothing` sets nothing
              ╭▸ studies/s.ron:8:18
              │
            8 │             (id: "nothing", paths: [], values: [1, 2]),
              │                  ━━━━━━━━━ no paths
              │
              ╰ help: name a path, as in `paths: ["teams[soc].tiers[l2].seats"]`
        "#]],
    );
}

#[test]
fn factors_are_told_apart() {
    check(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats", "teams[nsoc].tiers[l2].seats"], values: [1, 2]),
            (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, 2]),
            (id: "again", paths: ["teams[nsoc].tiers[l2].seats"], values: [1, 2]),
        ],"#,
        expect![[r#"
            error[E0201]: two factors have the id `seats`
              ╭▸ studies/s.ron:4:18
              │
            3 │             (id: "seats", paths: ["teams[soc].tiers[l1].seats", "teams[nsoc].tiers[l2].seats"], values: [1, 2]),
              │                  ─────── given first here
            4 │             (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, 2]),
              ╰╴                 ━━━━━━━ given again
            error[E1004]: the factors `seats` and `again` set the same path
              ╭▸ studies/s.ron:5:35
              │
            3 │             (id: "seats", paths: ["teams[soc].tiers[l1].seats", "teams[nsoc].tiers[l2].seats"], values: [1, 2]),
              │                                                                 ───────────────────────────── set here
            4 │             (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, 2]),
            5 │             (id: "again", paths: ["teams[nsoc].tiers[l2].seats"], values: [1, 2]),
              ╰╴                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ set again
        "#]],
    );
}

#[test]
fn every_level_is_tried_where_it_is_written() {
    check(
        r#"factors: [
            (id: "astray", paths: ["teams[sok].tiers[l1].seats"], values: [1, 2]),
            (id: "part", paths: ["teams[soc].tiers[l1].places"], values: [1, 2]),
            (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, "2.5", Many]),
            (id: "wait", paths: ["authorities[duty].time"], values: ["1h", "2 hurs", LogNormal(median: "1h", sgma: 1)]),
            (id: "medium", paths: ["agreements[ta].areas.information_exchange.channels[feed].medium"],
             range: Linear(low: 1, high: 2)),
            (id: "format", paths: ["format"], values: [1, 2]),
            (id: "path", paths: ["teams[soc"], values: [1, 2]),
        ],
        uncertain: [(id: "misses", paths: ["teams[soc].triage.missed"], law: Uniform(0, 0.5))],"#,
        expect![[r#"
            error[E0108]: `teams` has no element `sok`
              ╭▸ studies/s.ron:3:43
              │
            3 │             (id: "astray", paths: ["teams[sok].tiers[l1].seats"], values: [1, 2]),
              │                                           ━━━ not found
              │
              ├ note: possible: `soc` or `nsoc`
              ╰ help: did you mean `soc`?
            error[E0107]: an entry of `tiers` has no field `places`
              ╭▸ studies/s.ron:4:56
              │
            4 │             (id: "part", paths: ["teams[soc].tiers[l1].places"], values: [1, 2]),
              │                                                        ━━━━━━ leads nowhere
              │
              ╰ note: possible: `id`, `seats`, `shifts`, `on_call`, `skill`, `handover` or `shrinkage`
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ studies/s.ron:5:79
              │
            5 │             (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, "2.5", Many]),
              ╰╴                                                                              ━━━ this is not a whole number
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ studies/s.ron:5:85
              │
            5 │             (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [1, "2.5", Many]),
              ╰╴                                                                                    ━━━━ this is a word
            error[E0033]: `2 hurs` is not a duration
              ╭▸ studies/s.ron:6:77
              │
            6 │             (id: "wait", paths: ["authorities[duty].time"], values: ["1h", "2 hurs", LogNormal(median: "1h", sgma: 1)]),
              │                                                                             ━━━━━━ `hurs` is no unit of time
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`
            error[E0021]: `LogNormal` has no field `sgma`
              ╭▸ studies/s.ron:6:110
              │
            6 │             (id: "wait", paths: ["authorities[duty].time"], values: ["1h", "2 hurs", LogNormal(median: "1h", sgma: 1)]),
              │                                                                                                              ━━━━ unknown field
              │
              ├ note: possible: `median` or `sigma`
              ╰ help: did you mean `sigma`?
            error[E0020]: `medium` takes one of `Automated`, `Mail`, `Liaison` or `Telephone`
              ╭▸ studies/s.ron:8:33
              │
            8 │              range: Linear(low: 1, high: 2)),
              │                                 ━━━━━━━━━━ this is a number
              │
              ╰ note: the level tried is `1`
            error[E0110]: `format` cannot be set: it says how the file is read
              ╭▸ studies/s.ron:9:37
              │
            9 │             (id: "format", paths: ["format"], values: [1, 2]),
              │                                     ━━━━━━ no part of what is simulated
              │
              ╰ help: change the file itself
            error[E0106]: this is not a path
               ╭▸ studies/s.ron:10:40
               │
            10 │             (id: "path", paths: ["teams[soc"], values: [1, 2]),
               │                                        ━━━━ the bracket is not closed
               │
               ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
            error[E0107]: `triage` has no field `missed`
               ╭▸ studies/s.ron:12:63
               │
            12 │         uncertain: [(id: "misses", paths: ["teams[soc].triage.missed"], law: Uniform(0, 0.5))],
               │                                                               ━━━━━━ leads nowhere
               │
               ├ note: possible: `tier`, `time`, `misses` or `false_escalations`
               ╰ help: did you mean `misses`?
        "#]],
    );
}

#[test]
fn what_compiling_a_point_finds_is_told_of_the_level() {
    check(
        r#"factors: [
            (id: "misses", paths: ["teams[soc].triage.misses"], range: Linear(low: 0.5, high: 1.5)),
            (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [2, 0]),
            (id: "covers", paths: ["sensors[edr].covers"], values: [[Zone("office")], [Zone("ofice")]]),
        ],"#,
        expect![[r#"
            error[E0301]: `misses` is a probability, from 0 to 1, but `1.5` is not
              ╭▸ studies/s.ron:3:84
              │
            3 │             (id: "misses", paths: ["teams[soc].triage.misses"], range: Linear(low: 0.5, high: 1.5)),
              │                                                                                    ━━━━━━━━━━━━━━ not from 0 to 1
              │
              ╰ note: at point 5: misses = 1.5, seats = 2, covers = [Zone("office")]
            error[E0603]: `seats` must be at least 1
              ╭▸ studies/s.ron:4:78
              │
            4 │             (id: "seats", paths: ["teams[soc].tiers[l2].seats"], values: [2, 0]),
              │                                                                              ━ zero
              │
              ├ note: at point 3: misses = 0.5, seats = 0, covers = [Zone("office")]
              ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
            error[E0203]: no zone has the id `ofice`
              ╭▸ studies/s.ron:5:93
              │
            5 │             (id: "covers", paths: ["sensors[edr].covers"], values: [[Zone("office")], [Zone("ofice")]]),
              │                                                                                             ━━━━━━━ not found
              │
              ├ note: at point 2: misses = 0.5, seats = 2, covers = [Zone("ofice")]
              ╰ help: did you mean `office`?
        "#]],
    );
}

#[test]
fn levels_that_change_nothing_are_warned_of() {
    check(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4, "2"]),
            (id: "wait", paths: ["authorities[duty].time"], values: ["1h", "60min"]),
            (id: "misses", paths: ["teams[soc].triage.misses"], values: [0.1]),
        ],"#,
        expect![[r#"
            warning[W1001]: two levels of the factor `seats` are the same
              ╭▸ studies/s.ron:3:82
              │
            3 │             (id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4, "2"]),
              │                                                                           ┬      ━ changes nothing
              │                                                                           │
              ╰╴                                                                          given first here
            warning[W1001]: two levels of the factor `wait` are the same
              ╭▸ studies/s.ron:4:77
              │
            4 │             (id: "wait", paths: ["authorities[duty].time"], values: ["1h", "60min"]),
              │                                                                       ┬─    ━━━━━ changes nothing
              │                                                                       │
              ╰╴                                                                      given first here
            warning[W1001]: the factor `misses` has one level only, so it changes nothing from point to point
              ╭▸ studies/s.ron:5:74
              │
            5 │             (id: "misses", paths: ["teams[soc].triage.misses"], values: [0.1]),
              │                                                                          ━━━ the only level
              │
              ╰ help: give it another one, or `set` it for the whole study
        "#]],
    );
}

#[test]
fn pairs_need_partners_of_their_size() {
    check(
        r#"factors: [
            (id: "a", paths: ["teams[soc].tiers[l1].seats"], values: [1, 2, 3]),
            (id: "b", paths: ["teams[soc].tiers[l2].seats"], range: Linear(low: 1, high: 2)),
            (id: "c", paths: ["teams[nsoc].tiers[l2].seats"], values: [1, 2]),
        ],
        paired: [["a", "b"], ["c"], ["c", "d"]],"#,
        expect![[r#"
            error[E1005]: factors go together level by level, and `a` has 3 levels, while `b` has 2 levels
              ╭▸ studies/s.ron:7:24
              │
            7 │         paired: [["a", "b"], ["c"], ["c", "d"]],
              ╰╴                       ━━━ not as many levels
            error[E1005]: the factor `c` is to go together with no other
              ╭▸ studies/s.ron:7:31
              │
            7 │         paired: [["a", "b"], ["c"], ["c", "d"]],
              ╰╴                              ━━━ alone
            error[E1005]: the factor `c` is paired twice
              ╭▸ studies/s.ron:7:38
              │
            7 │         paired: [["a", "b"], ["c"], ["c", "d"]],
              ╰╴                                     ━━━ again here
            error[E0203]: no factor has the id `d`
              ╭▸ studies/s.ron:7:43
              │
            7 │         paired: [["a", "b"], ["c"], ["c", "d"]],
              │                                           ━━━ not found
              │
              ╰ help: there is `a`, `b` or `c`
        "#]],
    );
}

#[test]
fn costs_fit_the_levels() {
    check(
        r#"factors: [
            (id: "a", paths: ["teams[soc].tiers[l1].seats"], values: [1, 2], costs: Levels([1, 2, 3])),
            (id: "b", paths: ["teams[soc].tiers[l2].seats"], range: Linear(low: 1, high: 2), costs: Levels([1])),
            (id: "c", paths: ["agreements[ta].areas.information_exchange.channels[feed].medium"],
             values: [Mail, Telephone], costs: PerUnit(-1)),
        ],"#,
        expect![[r#"
            error[E1006]: the factor `a` has 2 levels and 3 costs
              ╭▸ studies/s.ron:3:93
              │
            3 │             (id: "a", paths: ["teams[soc].tiers[l1].seats"], values: [1, 2], costs: Levels([1, 2, 3])),
              │                                                                                             ━━━━━━━ one for each level
              │
              ╰ help: give a cost for each of `values`, in their order
            error[E1006]: the factor `b` has a range, whose levels are not written out
              ╭▸ studies/s.ron:4:109
              │
            4 │             (id: "b", paths: ["teams[soc].tiers[l2].seats"], range: Linear(low: 1, high: 2), costs: Levels([1])),
              │                                                                                                             ━ of which level?
              │
              ╰ help: say what a unit costs: `costs: PerUnit(…)`
            error[E1006]: the factor `c` costs so much a unit, and `Mail` is no number
              ╭▸ studies/s.ron:6:23
              │
            6 │              values: [Mail, Telephone], costs: PerUnit(-1)),
              │                       ━━━━ no number
              │
              ╰ help: give each level its cost: `costs: Levels([…])`
            error[E1006]: the factor `c` costs so much a unit, and `Telephone` is no number
              ╭▸ studies/s.ron:6:29
              │
            6 │              values: [Mail, Telephone], costs: PerUnit(-1)),
              │                             ━━━━━━━━━ no number
              │
              ╰ help: give each level its cost: `costs: Levels([…])`
            error[E0306]: a cost is less than 0
              ╭▸ studies/s.ron:6:56
              │
            6 │              values: [Mail, Telephone], costs: PerUnit(-1)),
              ╰╴                                                       ━━ less than 0
        "#]],
    );
}

#[test]
fn designs_need_points_factors_and_room() {
    const SEATS: &str = r#"factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])],"#;
    check(
        "design: LatinHypercube(points: 4),",
        expect![[r#"
        error[E0305]: the design has no factor whose levels it could choose
          ╭▸ studies/s.ron:1:22
          │
        1 │ Study(format: 1, id: "s", scenario: "../t.ron",
          │                      ━━━ no factors
          │
          ╰ help: name some as `factors`, or leave the `design` out
    "#]],
    );
    check(
        &format!("{SEATS} design: LatinHypercube(points: 0),"),
        expect![[r#"
        error[E0305]: the design has no points
          ╭▸ studies/s.ron:2:113
          │
        2 │ factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], design: LatinHypercube(points: 0),
          ╰╴                                                                                                                ━ nothing to play
    "#]],
    );
    check(
        &format!("{SEATS} design: Morris(levels: 5),"),
        expect![[r#"
        error[E0307]: a grid of Morris has an even number of levels, so that each is as likely as the others
          ╭▸ studies/s.ron:2:105
          │
        2 │ factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], design: Morris(levels: 5),
          ╰╴                                                                                                        ━ even, at least 2
    "#]],
    );
    check(
        &format!("{SEATS} design: Saltelli(points: 400_000),"),
        expect![[r#"
        error[E0303]: the study has 1,200,000 points; it can have 1,000,000 in all
          ╭▸ studies/s.ron:2:107
          │
        2 │ factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], design: Saltelli(points: 400_000),
          │                                                                                                           ━━━━━━━ too many points
          │
          ╰ help: take fewer, or play them in several studies
    "#]],
    );
    check(
        &format!("{SEATS} design: Sobol(points: 3),"),
        expect![[r#"
        warning[W1003]: the Sobol' sequence covers its factors evenly only with a power of two of points
          ╭▸ studies/s.ron:2:104
          │
        2 │ factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], design: Sobol(points: 3),
          │                                                                                                        ━ no power of two
          │
          ╰ help: take 2 or 4
        warning[W1002]: points 2 and 3 of the design are the same
          ╭▸ studies/s.ron:2:104
          │
        2 │ factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])], design: Sobol(points: 3),
          ╰╴                                                                                                       ━ played again
    "#]],
    );
    check(
        &format!("{SEATS} design: List([]), replications: 2_000_000_000,"),
        expect![[r#"
        error[E0305]: the design has no points
          ╭▸ studies/s.ron:1:22
          │
        1 │ Study(format: 1, id: "s", scenario: "../t.ron",
          ╰╴                     ━━━ nothing to play
        error[E0303]: a point can be played 1,000,000,000 times at most
          ╭▸ studies/s.ron:2:114
          │
        2 │ …values: [2, 4])], design: List([]), replications: 2_000_000_000,
          ╰╴                                                   ━━━━━━━━━━━━━ too often
    "#]],
    );
    check(
        r#"factors: [
            (id: "a", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 2000, levels: 2000)),
            (id: "b", paths: ["authorities[duty].time"], range: Linear(low: "1h", high: "200h", levels: 2000)),
        ],
        variants: ["base", "alone"],"#,
        expect![[r#"
            error[E0303]: the study has 4,000,000 points for each variant and draw, of which there are 2; it can have 1,000,000 in all
              ╭▸ studies/s.ron:1:22
              │
            1 │ Study(format: 1, id: "s", scenario: "../t.ron",
              │                      ━━━ too many points
              │
              ╰ help: take fewer levels, or a design that samples them: `LatinHypercube(points: 64)`
        "#]],
    );
    check(
        "uncertain: [(id: \"m\", paths: [\"teams[soc].triage.misses\"], law: OneOf([]))], draws: 0,",
        expect![[r#"
            error[E0305]: the factor `m` has nothing to be drawn from
              ╭▸ studies/s.ron:2:18
              │
            2 │ uncertain: [(id: "m", paths: ["teams[soc].triage.misses"], law: OneOf([]))], draws: 0,
              ╰╴                 ━━━ no values
            error[E0302]: what is uncertain must be drawn at least once
              ╭▸ studies/s.ron:2:85
              │
            2 │ uncertain: [(id: "m", paths: ["teams[soc].triage.misses"], law: OneOf([]))], draws: 0,
              ╰╴                                                                                    ━ at least 1
        "#]],
    );
    check(
        r#"uncertain: [
            (id: "m", paths: ["teams[soc].triage.misses"], law: Triangular(0.1, 0.9, 0.2)),
            (id: "w", paths: ["authorities[duty].time"], law: LogNormal("0s", 1)),
        ],"#,
        expect![[r#"
            error[E0304]: no distribution has these parameters
              ╭▸ studies/s.ron:3:76
              │
            3 │             (id: "m", paths: ["teams[soc].triage.misses"], law: Triangular(0.1, 0.9, 0.2)),
              ╰╴                                                                           ━━━━━━━━━━━━━ not possible
            error[E1003]: a logarithmic range can't begin at 0 or below
              ╭▸ studies/s.ron:4:73
              │
            4 │             (id: "w", paths: ["authorities[duty].time"], law: LogNormal("0s", 1)),
              │                                                                         ━━━━ more than 0
              │
              ╰ help: begin a little above 0, or take `Linear`
        "#]],
    );
}

#[test]
fn listed_points_have_a_level_for_each_factor() {
    check(
        r#"factors: [
            (id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4]),
            (id: "wait", paths: ["authorities[duty].time"]),
        ],
        design: List([[2, "1h"], [4], [3, "1h"], [4, "soon"], [2, "1h"], [2, "1h"]]),"#,
        expect![[r#"
            error[E1007]: a point has 1 level for 2 factors
              ╭▸ studies/s.ron:6:34
              │
            6 │         design: List([[2, "1h"], [4], [3, "1h"], [4, "soon"], [2, "1h"], [2, "1h"]]),
              ╰╴                                 ━━━ one for each factor
            error[E1008]: the factor `seats` has no level `3`
              ╭▸ studies/s.ron:6:40
              │
            6 │         design: List([[2, "1h"], [4], [3, "1h"], [4, "soon"], [2, "1h"], [2, "1h"]]),
              │                                        ━ none of its `values`
              │
              ╰ help: it has `2` or `4`; without `values`, any can stand here
            error[E0024]: `time` does not know `soon`
              ╭▸ studies/s.ron:6:55
              │
            6 │         design: List([[2, "1h"], [4], [3, "1h"], [4, "soon"], [2, "1h"], [2, "1h"]]),
              │                                                       ━━━━ unknown
              │
              ╰ note: possible: `Fixed`, `Exponential`, `Uniform`, `Triangular`, `Pert`, `Normal`, `LogNormal`, `Weibull`, `Gamma`,
                      `Empirical` or `Mixture`
        "#]],
    );
    check(
        r#"factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])],
        design: List([[2], [4], [2], [2]]),"#,
        expect![[r#"
            warning[W1002]: points 1 and 3 of the design are the same
              ╭▸ studies/s.ron:3:33
              │
            3 │         design: List([[2], [4], [2], [2]]),
              │                       ┬──       ━━━ played again
              │                       │
              │                       the same as this
              │
              ╰ note: in all, 2 points are played again
        "#]],
    );
}

#[test]
fn tables_of_points_are_held_against_the_factors() {
    for (table, expected) in [
        (
            "short.csv",
            expect![[r#"
            error[E1007]: a line has 1 cell for 2 factors
              ╭▸ studies/short.csv:3:1
              │
            3 │ 4
              │ ━ one for each factor
              │
              ╰ note: asked for at studies/s.ron:5:28
        "#]],
        ),
        (
            "astray.csv",
            expect![[r#"
            error[E0203]: no factor has the id `wiat`
              ╭▸ studies/astray.csv:1:7
              │
            1 │ seats,wiat
              │       ━━━━ not found
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: did you mean `wait`?
        "#]],
        ),
        (
            "single.csv",
            expect![[r#"
            error[E1007]: no column is of the factor `wait`
              ╭▸ studies/single.csv:1:1
              │
            1 │ seats
              │ ━━━━━ a column for each factor
              │
              ╰ note: asked for at studies/s.ron:5:28
        "#]],
        ),
        (
            "beyond.csv",
            expect![[r#"
            error[E1008]: `9` lies outside the range of the factor `seats`
              ╭▸ studies/beyond.csv:2:1
              │
            2 │ 9,9h
              │ ━ outside
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: it goes from 1 to 8
            error[E1008]: `9h` lies outside the range of the factor `wait`
              ╭▸ studies/beyond.csv:2:3
              │
            2 │ 9,9h
              │   ━━ outside
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: it goes from 1h to 8h
            error[E1008]: the factor `seats` has a range, and `many` is no number
              ╭▸ studies/beyond.csv:3:1
              │
            3 │ many,
              │ ━━━━ no number
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: write a number within the range
            error[E1008]: a point says nothing of the factor `wait`
              ╭▸ studies/beyond.csv:3:6
              │
            3 │ many,
              │      ━ nothing stands here
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: say what `wait` is at this point
        "#]],
        ),
        (
            "open.csv",
            expect![[r#"
            error[E0112]: a table of points is not read to its end
              ╭▸ studies/open.csv:2:3
              │
            2 │ 1,"2h
              │   ━━━ this quote is not closed
              │
              ├ note: asked for at studies/s.ron:5:28
              ╰ help: close it, or double the quotes that belong to the value
        "#]],
        ),
        (
            "none.csv",
            expect![[r#"
            error[E0103]: cannot read the table `none.csv`: no such file
              ╭▸ studies/s.ron:5:28
              │
            5 │             ], design: Csv("none.csv"),
              ╰╴                           ━━━━━━━━━━ asked for here
        "#]],
        ),
        (
            "../t.csv",
            expect![[r#"
            error[E0102]: `../t.csv` may lie outside the study's folder
              ╭▸ studies/s.ron:5:28
              │
            5 │             ], design: Csv("../t.csv"),
              ╰╴                           ━━━━━━━━━━ a path within it is needed
        "#]],
        ),
    ] {
        check(
            &format!(
                r#"factors: [
                (id: "seats", paths: ["teams[soc].tiers[l1].seats"], range: Linear(low: 1, high: 8)),
                (id: "wait", paths: ["authorities[duty].time"], range: Linear(low: "1h", high: "8h")),
            ], design: Csv("{table}"),"#
            ),
            expected,
        );
    }
}

#[test]
fn variants_and_measures_are_those_of_the_scenario() {
    check(
        r#"variants: ["alnoe", "base", "base", "nothing"],
        measures: ["time_to_declare[org=cert]"],"#,
        expect![[r#"
            error[E0111]: no variant of the scenario has the id `alnoe`
              ╭▸ studies/s.ron:2:12
              │
            2 │ variants: ["alnoe", "base", "base", "nothing"],
              │            ━━━━━━━ not found
              │
              ╰ help: did you mean `alone`?
            error[E0207]: the variant `base` is played twice
              ╭▸ studies/s.ron:2:29
              │
            2 │ variants: ["alnoe", "base", "base", "nothing"],
              │                     ┬─────  ━━━━━━ again here
              │                     │
              ╰╴                    first here
            error[E0111]: no variant of the scenario has the id `nothing`
              ╭▸ studies/s.ron:2:37
              │
            2 │ variants: ["alnoe", "base", "base", "nothing"],
              │                                     ━━━━━━━━━ not found
              │
              ╰ help: possible: `base` or `alone`
        "#]],
    );
    check(
        r#"measures: ["time_to_declare", "time_to_declar", "time_to_declare[org=ncric]", "time_to_detect[from=Startex]", "time_to_detect[from=Inject(9)]"],"#,
        expect![[r#"
            error[E0810]: there is no measure `time_to_declar`
              ╭▸ studies/s.ron:2:32
              │
            2 │ measures: ["time_to_declare", "time_to_declar", "time_to_declare[org=ncric]", "time_to_detect[from=Startex]", "time_to_detect…
              │                                ━━━━━━━━━━━━━━ not known
              │
              ╰ help: did you mean `time_to_declare`?
            error[E0813]: nothing in the scenario is measured by `time_to_declare[org=ncric]`
              ╭▸ studies/s.ron:2:49
              │
            2 │ measures: ["time_to_declare", "time_to_declar", "time_to_declare[org=ncric]", "time_to_detect[from=Startex]", "time_to_detect…
              │                                                 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ keeps nothing
              │
              ╰ help: did you mean `ncirc`?
            error[E0815]: `Inject(9)` is no origin of a time
              ╭▸ studies/s.ron:2:132
              │
            2 │ …to_detect[from=Startex]", "time_to_detect[from=Inject(9)]"],
              │                                                 ━━━━━━━━━ counts from nothing
              │
              ╰ help: it may be `FirstHold`, `FirstAlert`, `Startex` or `Inject(3)` with the number of an inject
        "#]],
    );
}
