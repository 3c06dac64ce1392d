//! What a rehearsal says of a plan: by hand where every time is fixed, the same for any number of threads, and of a large plan.

mod common;

use common::desk::{refused, said};
use common::{model, model_with, replaced_in};
use jointex::measure::Thresholds;
use jointex::model::Model;
use jointex::report::rehearsal::{DeskView, RehearsalReport, RehearsedInject, rehearsal_report};
use jointex::study::{Budget, Rehearsal, Watch, bytes_of_hours, rehearse, replicate};
use std::fs;
use std::io::Read;

/// STARTEX is a Monday at eight, and the exercise has 48 clock hours. All times but one delay are fixed.
///
/// - `watch` has one seat on weekdays from eight to eighteen and does nothing but triage tickets, 20 min each. Inject 1 brings six over 2 h
///   at eight, at 8:10, 8:30, … 9:50: the seat is busy from 8:10 to 10:10. Inject 2 brings nine over one hour at 13:00, the first at
///   13:03:20: it is busy three hours on end, until 16:03:20.
/// - `exco` has one controller in the same hours, whom an inject keeps busy for an hour.
/// - Inject 8 starts the campaign, between 1 h and 95 h after inject 1, so in 46/94 of the replications before ENDEX.
const PLAN: &str = r#"Scenario(
    format: 1, id: "plan", title: "A plan", startex: "2026-03-02T08:00[UTC]", endex: "2d",
    organisations: [(id: "o"), (id: "cert", protects: ["o"]), (id: "quiet"), (id: "empty")],
    network: (
        zones: [(id: "z", owner: "o"), (id: "q", owner: "quiet")],
        assets: [(id: "desk", zone: "z", services: ["smb"]), (id: "other", zone: "q", services: ["smb"])],
        links: [(from: "internet", to: "z", allow: ["smb"])],
    ),
    techniques: [(id: "in", tactic: InitialAccess, does: Exploit, needs: (service: "smb"), success: 1, time: "1h",
                  visible: (attempt: [], success: [(Process, 1)]))],
    campaigns: [(id: "c", start: OnInject, flow: [(id: "in", technique: "in", target: Asset("desk"))])],
    teams: [
        (id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 1)], playbook: "p", triage: (tier: "l1", time: "20min")),
        (id: "watch", organisation: "quiet", tiers: [(id: "l1", seats: 1, shifts: Weekly("Mon-Fri", "08:00", "18:00"))],
         playbook: "p", triage: (tier: "l1", time: "20min")),
    ],
    sensors: [(id: "edr", team: "soc", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
    playbooks: [(id: "p", phases: [
        Investigate(tier: "l1", time: "1h", finds: 1),
        Declare(tier: "l1", time: "0s"),
        Contain(tier: "l1", per_asset: "30min", actions: [Isolate]),
    ])],
    staffs: [(id: "exco", players: ["quiet"], controllers: 1, hours: Weekly("Mon-Fri", "08:00", "18:00"), time: "1h")],
    objectives: [
        (id: "quick", text: "Contained within 4 h", that: AtMost("time_to_contain[org=cert]", "4h"), with_probability: 0.9),
        (id: "spared", text: "Contained too", that: AtMost("time_to_contain[org=quiet]", "4h"), with_probability: 0.9),
    ],
    msel: [
        (no: "1", at: "D1 08:00", to: ["watch"], effect: Load("watch", 6, "2h")),
        (no: "2", at: "D1 13:00", to: ["quiet"], effect: Load("watch", 9, "1h")),
        (no: "3", at: "D1 20:00", to: ["watch", "soc", "empty"], title: "At night"),
        (no: "4", at: "D1 20:00", to: ["watch"], staff: "exco"),
        (no: "5", at: "D2 17:30", to: ["watch"], staff: "exco"),
        (no: "6", at: "D2 17:30", to: ["watch"], staff: "exco"),
        (no: "7", at: "D2 19:00", to: ["watch"], staff: "exco"),
        (no: "8", after: (inject: "1", delay: Uniform("1h", "95h")), to: ["cert"], objective: "quick", effect: StartCampaign("c")),
        (no: "9", when: AtLeast("assets_held_now[campaign=c]", 2), to: ["cert"], objective: "spared"),
        (no: "10", after: (inject: "9", delay: "1h"), to: ["cert"]),
    ],
)"#;

fn rehearsed(model: &Model, count: u64) -> Rehearsal {
    rehearse(model, Thresholds::default(), (1, count), &Watch::default())
}

fn report(model: &Model, count: u64) -> RehearsalReport {
    rehearsal_report(model, &rehearsed(model, count), Vec::new(), true)
}

fn inject<'r>(report: &'r RehearsalReport, number: &str) -> &'r RehearsedInject {
    report.injects.iter().find(|inject| inject.inject == number).expect("it is in the MSEL")
}

fn desk<'r>(report: &'r RehearsalReport, id: &str) -> &'r DeskView {
    report.desks.iter().find(|desk| desk.desk == id).expect("there is one")
}

/// The hours in which a desk is so in all replications.
fn hours(desk: &DeskView, of: fn(&jointex::report::rehearsal::HourView) -> f64) -> Vec<usize> {
    assert!(desk.hours.iter().all(|hour| [0.0, 1.0].contains(&of(hour))), "times are fixed");
    desk.hours.iter().filter(|hour| of(hour) == 1.0).map(|hour| hour.hour).collect()
}

/// What became of an inject in all of `of` replications: on time, late, off shift, no controller, condition, what it follows.
#[track_caller]
fn check_fate(report: &RehearsalReport, number: &str, expected: [u64; 6], median: Option<&str>) {
    let it = inject(report, number);
    let fate = [it.on_time, it.late, it.off_shift, it.no_controller, it.condition_not_met, it.not_followed];
    assert_eq!(fate, expected, "{number}");
    let known = it.p10.is_some();
    assert_eq!(it.p50.as_ref().map(|it| &*it.civil), median, "{number}");
    assert!(!known || it.p10 == it.p50 && it.p50 == it.p90, "{number}: its time is fixed");
    assert_eq!(it.probability, Some(if known { 1.0 } else { 0.0 }), "{number}");
}

#[test]
fn injects_come_by_hand() {
    let report = report(&model(PLAN), 20);
    check_fate(&report, "1", [20, 0, 0, 0, 0, 0], Some("2026-03-02T08:00:00+00:00"));
    // Due at night: the controller gives it as the shift begins, at which hour 24 begins.
    check_fate(&report, "4", [0, 20, 0, 0, 0, 0], Some("2026-03-03T08:00:00+00:00"));
    assert_eq!(inject(&report, "4").p50.as_ref().map(|it| it.after_h), Some(24.0));
    check_fate(&report, "5", [20, 0, 0, 0, 0, 0], Some("2026-03-03T17:30:00+00:00"));
    // The one controller is busy with the one before until the shift ends, and has the rest of it on the desk after it.
    check_fate(&report, "6", [0, 0, 0, 20, 0, 0], None);
    check_fate(&report, "7", [0, 0, 20, 0, 0, 0], None);
    check_fate(&report, "9", [0, 0, 0, 0, 20, 0], None);
    check_fate(&report, "10", [0, 0, 0, 0, 0, 20], None);
    // Wilson's interval of 20 of 20 at 95 % begins at 1/(1 + 1.96²/20).
    let low = inject(&report, "1").probability_low.expect("it came");
    assert!((low - 1.0 / (1.0 + 1.959_964 * 1.959_964 / 20.0)).abs() < 1e-6, "{low}");
}

#[test]
fn hours_are_overloaded_and_dead_by_hand() {
    let report = report(&model(PLAN), 3);
    let watch = desk(&report, "watch");
    // From nine to ten the seat is busy all the time, before for 50 of 60 min; at 13:03:20 it is for more than nine tenths.
    assert_eq!(hours(watch, |it| it.overloaded_share), [1, 5, 6, 7]);
    // On shift from eight to eighteen on both days; from 10:10 to 13:00, and from 16:03:20 on, nothing is to do.
    let dead: Vec<usize> = [3, 4, 9].into_iter().chain(24..34).collect();
    assert_eq!(hours(watch, |it| it.dead_share), dead);
    assert_eq!(hours(watch, |it| it.unattended_share), [] as [usize; 0]);
    assert_eq!([watch.on_shift_h, watch.overloaded_h, watch.dead_h], [Some(20.0), Some(4.0), Some(13.0)]);
    let spans: Vec<(&str, &str)> = watch.stretches.iter().map(|it| (it.what, &*it.span)).collect();
    let expected = [
        ("overloaded", "Mon 09:00–10:00"),
        ("overloaded", "Mon 13:00–16:00"),
        ("dead", "Mon 11:00–13:00"),
        ("dead", "Mon 17:00–18:00"),
        ("dead", "Tue 08:00–18:00"),
    ];
    assert_eq!(spans, expected);
    // Injects 4, 6 and 7 wait at night: the one from 20:00 on Monday to eight, the two others from 18:00 on Tuesday on.
    let exco = desk(&report, "exco");
    assert_eq!(hours(exco, |it| it.unattended_share), (12..24).chain(34..48).collect::<Vec<_>>());
    // Inject 4 keeps the controller busy from eight to nine, inject 5 from 17:30 to the end of the shift with inject 6 behind it.
    assert_eq!(hours(exco, |it| it.overloaded_share), [24]);
}

#[test]
fn more_seats_and_other_thresholds_move_the_overloaded_hours() {
    let two = [("teams[watch].tiers[l1].seats", "2")];
    let report_of_two = report(&model_with(PLAN, &two), 3);
    // With two seats, of which at most 107 of 120 min are busy in an hour and on which 0.6 tickets wait.
    assert_eq!(hours(desk(&report_of_two, "watch"), |it| it.overloaded_share), [] as [usize; 0]);
    let lower = Thresholds { busy_share: 0.5, waiting_per_seat: 1.0 };
    let model = model_with(PLAN, &two);
    let rehearsal = rehearse(&model, lower, (1, 3), &Watch::default());
    let report = rehearsal_report(&model, &rehearsal, Vec::new(), true);
    // In the second hour each of six tickets falls in with the end of the one before, so that one of two seats is busy.
    assert_eq!(hours(desk(&report, "watch"), |it| it.overloaded_share), [1, 5, 6]);
}

#[test]
fn injects_that_nobody_is_there_for() {
    let report = report(&model(PLAN), 5);
    let missed: Vec<(&str, &str, Option<f64>, Option<f64>)> =
        report.off_shift.iter().map(|it| (&*it.inject, &*it.to, it.share, it.wait_h)).collect();
    // Inject 3 comes at 20:00, when of the two with a team only `soc` is there; the shift begins twelve hours later. Inject 4 waits for
    // its own staff and comes when `watch` is there again.
    assert_eq!(missed, [("3", "watch", Some(1.0), Some(12.0))]);
    assert_eq!(report.off_shift[0].next.as_ref().map(|it| &*it.civil), Some("2026-03-03T08:00:00+00:00"));
    let late = replaced_in(
        PLAN,
        &[(r#"at: "D1 20:00", to: ["watch", "soc", "empty"]"#, r#"at: "D2 20:00", to: ["watch"]"#)],
    );
    let report = self::report(&model(&late), 5);
    assert_eq!((report.off_shift[0].never_share, &report.off_shift[0].next), (1.0, &None));
}

#[test]
fn objectives_are_covered_by_the_injects_that_serve_them() {
    let model = model(PLAN);
    let rehearsal = rehearsed(&model, 2000);
    let report = rehearsal_report(&model, &rehearsal, Vec::new(), true);
    // Uniform from 1 to 95 h after the first, of which 47 h are before ENDEX.
    let eight = inject(&report, "8");
    let [low, high] = [eight.probability_low, eight.probability_high].map(|end| end.expect("it was played"));
    assert!((0.45..47.0 / 94.0).contains(&low) && (47.0 / 94.0..0.55).contains(&high), "{low} {high}");
    // Given that it comes, it is uniform from 1 to 48 h: p10 is 5.7 h, the median 24.5 h, p90 43.3 h.
    for (moment, expected) in [(&eight.p10, 5.7), (&eight.p50, 24.5), (&eight.p90, 43.3)] {
        let hours = moment.as_ref().expect("it came").after_h;
        assert!((hours - expected).abs() < 2.0, "{hours} is not near {expected}");
    }
    assert_eq!(eight.endex_first + eight.on_time, 2000);
    // The objective is tested where the campaign starts so early that it can be contained, or be late, before ENDEX: 2 h 50 min after it.
    let covered = &report.coverage[0];
    assert_eq!((&*covered.objective, &*covered.inject), ("quick", "8"));
    assert_eq!(covered.with.replications, eight.on_time);
    assert_eq!((covered.without.replications, covered.without.tested), (2000 - eight.on_time, 0));
    let started = |within: f64| {
        let came = |it: &&jointex::study::Rehearsing| it.seen.came[7].hours() <= within;
        rehearsal.played.iter().filter(came).count() as u64
    };
    assert_eq!(covered.with.tested, started(48.0 - 1.0 - 20.0 / 60.0 - 1.5));
    assert_eq!(covered.with.met, covered.with.tested);
    let objective = &report.objectives[0];
    assert_eq!(
        (objective.injects, objective.tally.tested, objective.tally.met_share),
        (1, covered.with.tested, Some(1.0))
    );
    // Nobody attacks the other one.
    assert_eq!((report.objectives[1].tally.tested, report.objectives[1].tally.met_share), (0, None));
    let without = model_with(PLAN, &[("msel[8].objective", "None")]);
    let report = self::report(&without, 20);
    let covered: Vec<&str> = report.coverage.iter().map(|it| &*it.objective).collect();
    assert_eq!((covered, report.objectives[0].injects), (vec!["spared"], 0));
    assert!(says(&report, "unserved", "No inject is there for objective quick."), "{:?}", report.findings);
}

fn says(report: &RehearsalReport, kind: &str, text: &str) -> bool {
    report.findings.iter().any(|finding| finding.kind == kind && finding.text == text)
}

#[test]
fn findings_say_what_to_mend_the_most_telling_first() {
    let report = report(&model(PLAN), 20);
    let found: Vec<&str> = report.findings.iter().map(|finding| &*finding.text).collect();
    let expected = [
        "Objective spared is tested in none of 20 replications; 1 inject is to serve it.",
        "Inject 9 never comes: its condition is never met.",
        "Inject 10 never comes: what it follows never comes.",
        "Inject 7 never comes: nobody of its staff is on duty then.",
        "Inject 6 never comes: its staff has no controller free.",
        "Nobody of watch is on duty when inject 3 comes, in 100 % of the replications in which it does; the next shift starts Tue 08:00, \
         12.0 h later.",
        "Inject 4 is given late, in 100 % of the replications.",
        "Team watch has more to do than it can Mon 13:00–16:00, in 100 % of the replications and in 1 more stretch, 4.0 h in all.",
    ];
    assert_eq!(found[..expected.len()], expected);
    assert!(
        says(&report, "no_objective", "8 injects (1, 2, 3, 4, 5, 6, 2 more) serve no objective."),
        "{found:?}"
    );
}

#[test]
fn who_gives_an_inject_is_asked_when_the_staff_learns_of_it() {
    // It is due at 17:30, before the shift ends at 18:00, and its staff learns of it at 19:00, with nobody there until ENDEX.
    let text = r#"Scenario(
        format: 1, id: "told", title: "Told", startex: "2026-03-02T08:00[UTC]", endex: "20h",
        organisations: [(id: "ncirc"), (id: "cert")],
        network: (zones: [(id: "z", owner: "ncirc")], assets: [(id: "h", zone: "z")]),
        coordination: (delay: "2h"),
        staffs: [
            (id: "nato", players: ["ncirc"], controllers: 1, hours: Weekly("Mon-Fri", "08:00", "18:00"), time: "1h"),
            (id: "eu", players: ["cert"], controllers: 1, time: "1h"),
        ],
        msel: [
            (no: "1", at: "9h", to: ["cert"], staff: "eu"),
            (no: "2", after: (inject: "1", delay: "30min"), to: ["ncirc"], staff: "nato"),
        ],
    )"#;
    let report = report(&model(text), 3);
    check_fate(&report, "2", [0, 0, 3, 0, 0, 0], None);
    assert_eq!(inject(&report, "2").due.as_ref().map(|it| it.after_h), Some(9.5));
    assert!(says(&report, "never_comes", "Inject 2 never comes: nobody of its staff is on duty then."));
}

#[test]
fn what_was_not_watched_is_in_no_fate() {
    let busy = [("teams[soc].triage.time", "\"1s\""), ("sensors[edr].false_alarms", "PerHour(500)")];
    let model = model_with(PLAN, &busy);
    let within = |bytes: u64| {
        let watch = Watch { budget: Budget { bytes, ..Budget::default() }, ..Watch::default() };
        let rehearsal = rehearse(&model, Thresholds::default(), (1, 4), &watch);
        rehearsal_report(&model, &rehearsal, Vec::new(), true)
    };
    check_fate(&within(Budget::default().bytes), "6", [0, 0, 0, 4, 0, 0], None);
    // Enough for playing and too little for the trace, which ends before inject 6 is due.
    let report = within(1 << 20);
    assert_eq!((report.replications.counted(), report.replications_watched), (4, 0));
    check_fate(&report, "6", [0; 6], None);
    assert_eq!((inject(&report, "6").not_told, inject(&report, "1").probability), (0, Some(1.0)));
    let why = "4 injects (6, 7, 9, 10) never come; no trace had room to say why.";
    assert!(says(&report, "never_comes", why), "{:?}", report.findings);
    let look = jointex::report::terminal::Look { width: 80, color: false, full: false };
    let page = jointex::report::terminal::rehearsal_page(&report, look);
    assert!(page.contains("what became of injects are without 4 replications"), "{page}");
}

#[test]
fn hours_take_memory_and_are_told_where_asked_for() {
    let model = model(PLAN);
    // Three desks in 48 hours; four counters for each of two threads and in all, and four marks a thread.
    assert_eq!(bytes_of_hours(&model, 2), (144 * (3 * 32 + 2 * 4), 144));
    let rehearsal = rehearsed(&model, 2);
    let [told, untold] = [true, false].map(|hourly| rehearsal_report(&model, &rehearsal, Vec::new(), hourly));
    assert!(desk(&untold, "watch").hours.is_empty() && !desk(&told, "watch").hours.is_empty());
    assert_eq!(desk(&untold, "watch").stretches, desk(&told, "watch").stretches);
    assert_eq!(desk(&untold, "watch").bins, desk(&told, "watch").bins);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.ron"), PLAN).expect("a file");
    let tight = ["rehearse", "plan.ron", "-n", "1", "-j", "2", "--memory-budget", "14kB"];
    refused(folder.path(), &tight, 2, "144 hours of teams and staffs would take more than the memory budget");
    // With room for the counters but not for what a report says of each hour.
    let telling = ["rehearse", "plan.ron", "-n", "1", "-j", "2", "--memory-budget", "20kB", "-f", "json"];
    refused(
        folder.path(),
        &telling,
        2,
        "144 hours of teams and staffs would take more than the memory budget",
    );
}

/// The text of a part of a workbook.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("it is there").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn workbooks_have_dates_and_shares_and_cut_no_text() {
    let report = report(&model(PLAN), 4);
    let book = jointex::report::rehearsal_tables::rehearsal_xlsx(&report).expect("a workbook");
    let (grid, _) = jointex::exchange::msel::read(&book, Some("injects")).expect("a sheet");
    let column = |name: &str| {
        let is = |(_, value): &&(u32, jointex::exchange::msel::Value)| value.text() == name;
        grid.lines[0].cells.iter().find(is).expect("a column").0
    };
    let shown = |name: &str| grid.lines[4].cell(column(name)).cloned();
    let moment = |text: &str| Some(jointex::exchange::msel::Value::Moment(text.parse().expect("a moment")));
    assert_eq!(shown("p50"), moment("2026-03-03T08:00"));
    assert_eq!(shown("planned"), moment("2026-03-02T20:00"));
    assert_eq!(shown("late_h"), Some(jointex::exchange::msel::Value::Number(12.0)));
    // The share is a number that is shown as one of a hundred: the style that its cell names has the format.
    assert!(part(&book, "xl/styles.xml").contains(r#"formatCode="0 %""#));
    let sheet = part(&book, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains(r#"<c r="F5" s="#), "{sheet}");
    let long = report.injects[3].title.clone() + &"x".repeat(40_000);
    let mut report = report;
    report.injects[3].title = long;
    let told = jointex::report::rehearsal_tables::rehearsal_xlsx(&report);
    let why = "injects!B5 would have 40000 characters, and a workbook takes 32767: write CSV";
    assert_eq!(told, Err(String::from(why)));
}

#[test]
fn threads_change_nothing() {
    let model = model(PLAN);
    let play = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| rehearsed(&model, 60))
    };
    let alone = play(1);
    assert_eq!(alone, play(2));
    assert_eq!(alone, play(7));
    // The same chances as those of a run.
    assert_eq!(alone.fingerprint, replicate(&model, 1, 60, &Watch::default()).fingerprint);
}

#[test]
fn every_form_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.ron"), PLAN).expect("a file");
    let run = |arguments: &[&str]| {
        said(folder.path(), &[&["rehearse", "plan.ron", "-n", "20", "--quiet"], arguments].concat())
    };
    let page = run(&["--full"]);
    // Planned at night, and given when the shift begins.
    assert!(
        page.contains("planned Mon 20:00 · 20 late by 12.0 h") && page.contains("Late: its staff gave"),
        "{page}"
    );
    for said in ["REHEARSAL", "Inject 9 never comes", "OFF SHIFT", "HOURS", "COVERAGE", "quick ← 8"] {
        assert!(page.contains(said), "{said}:\n{page}");
    }
    let widest = page.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}");
    let json: serde_json::Value = serde_json::from_str(&run(&["-f", "json"])).expect("JSON");
    assert_eq!(json["injects"][3]["late"], 20);
    assert_eq!(json["desks"][1]["overloaded_h"], 4.0);
    assert_eq!(json["injects"][3]["p50"]["civil"], "2026-03-03T08:00:00+00:00");
    let csv = run(&["-f", "csv", "--table", "hours"]);
    assert!(csv.contains("team,watch,1,2026-03-02T09:00:00+00:00,1,1,0,0\n"), "{csv}");
    assert!(run(&["-f", "csv"]).lines().nth(4).is_some_and(|row| row.starts_with("4,,watch,,no,1,")));
    for name in ["one.xlsx", "two.xlsx"] {
        run(&["-f", "xlsx", "-o", name, "--report", "page.html", "--force"]);
    }
    let [one, two] =
        ["one.xlsx", "two.xlsx"].map(|name| fs::read(folder.path().join(name)).expect("a workbook"));
    assert!(one == two && one.starts_with(b"PK"), "the same report gives the same bytes");
    let html = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert_eq!(
        common::page::sections(&html),
        ["rehearsal", "injects", "off-shift", "hours", "objectives", "coverage"]
    );
    assert!(common::page::section(&html, "hours").contains("h-overloaded"));
    assert_eq!(run(&["-f", "csv", "--table", "forecast"]).lines().count(), 1, "nothing is observed");
    refused(folder.path(), &["rehearse", "plan.ron", "--busy", "1.5"], 2, "above 0 and up to 1");
    refused(folder.path(), &["rehearse", "plan.ron", "-o", "plan.ron", "--force"], 2, "never replaced");
}

/// Injects of every kind: some at an instant, some after one another in long ways, some on the coming of others.
fn many(number: usize) -> String {
    let mut msel = String::new();
    for no in 1..=number {
        let to = if no % 2 == 0 { "watch" } else { "cert" };
        let when = match no % 10 {
            // The one before it, so that ways are as long as they can be.
            1..=6 if no > 10 => format!("after: (inject: \"{}\", delay: \"{}s\")", no - 10, no % 7),
            7 if no > 10 => format!("when: Injected(\"{}\")", no - 7),
            8 if no > 10 => format!(
                "when: Any([Injected(\"{}\"), NotYet(measure: \"time_to_detect[org=cert]\", by: \"5h\")])",
                no - 1
            ),
            9 => String::from(
                "when: NotYet(measure: \"time_to_contain[org=cert]\", by: \"4h\", inject: \"10\")",
            ),
            _ => format!("at: \"{}min\"", no % 2000),
        };
        msel += &format!("(no: \"{no}\", {when}, to: [\"{to}\"], objective: \"quick\"),\n");
    }
    let (before, _) = PLAN.split_once("    msel: [").expect("it has one");
    let before = before.replace(", start: OnInject", "").replace(
        r#"    staffs: [(id: "exco", players: ["quiet"], controllers: 1, hours: Weekly("Mon-Fri", "08:00", "18:00"), time: "1h")],"#,
        "",
    );
    format!("{before}    msel: [{msel}],\n)")
}

#[test]
fn thirty_thousand_injects_are_rehearsed() {
    let model = model(&many(30_000));
    assert_eq!(model.injects.len(), 30_000);
    let report = report(&model, 4);
    let came: u64 = report.injects.iter().map(|it| it.on_time).sum();
    // All times are fixed. The campaign begins at STARTEX and is contained after 2 h 50 min, so that one in ten waits in vain.
    assert_eq!(came, 4 * 27_000);
    assert!(says(
        &report,
        "never_comes",
        "3,000 injects (9, 19, 29, 39, 49, 59, 2,994 more) never come: their conditions are never met."
    ));
    assert_eq!(report.coverage.len(), 30_000);
    // Pages of many injects stay short.
    let look = jointex::report::terminal::Look { width: 80, color: false, full: false };
    let page = jointex::report::terminal::rehearsal_page(&report, look);
    assert!(page.lines().count() < 120, "{page}");
}
