//! Legal clocks: who must report by when, each rule with an answer that can be worked out by hand.

mod common;

use common::{model, model_with, play};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, Measures, Value, narrate, value};
use jointex::model::{Measure, Model, Quantity};
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{DueLedger, Happening, Outcome, Worker};
use jointex::study::{Watch, replicate};

/// A hospital and a port that a team of one responds for, and an office nearby. All are held from the start, and shout at hour 30.
/// An alert about the hospital comes at hour 10; it is judged by 11.
const SCENARIO: &str = r#"Scenario(
    format: 1, id: "obligations", title: "Obligations", startex: "2026-03-02T00:00[UTC]", endex: "200h",
    organisations: [
        (id: "cert", protects: ["hospital", "port"]), (id: "ministry"),
        (id: "hospital", tags: ["essential"], member_of: [(in: Eu)]), (id: "port", tags: ["essential"]),
    ],
    network: (
        zones: [(id: "zh", owner: "hospital"), (id: "zp", owner: "port")],
        assets: [(id: "h", zone: "zh"), (id: "g", zone: "zh"), (id: "p", zone: "zp")],
    ),
    techniques: [(id: "shout", tactic: Discovery, does: Escalate, needs: (), success: 1, time: "0s", retries: 0, severity: High,
                  visible: (attempt: [], success: [(Process, 1)]))],
    campaigns: [
        (id: "c", initially_held: [Asset("h"), Asset("g"), Asset("p")]),
        (id: "d", start: "30h", initially_held: [Asset("h")], flow: [(id: "s", technique: "shout")]),
    ],
    teams: [
        (id: "t", organisation: "cert", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h"), playbook: "usual"),
        (id: "m", organisation: "ministry", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h")),
    ],
    sensors: [],
    agreements: [(id: "law", parties: ["cert", "ministry"], areas: (information_exchange: (channels: [
        (id: "desk", medium: Mail, delay: "2h", reading: "1h", ceiling: Amber, shares: [Indicators, Analysis])])))],
    playbooks: [(id: "usual", phases: [
        Investigate(tier: "l", time: "4h", finds: 0), Declare(tier: "l", time: "2h"), Contain(tier: "l", per_asset: "2h", actions: [Isolate]),
    ])],
    obligations: [(id: "nis2", title: "NIS2", applies: [Tag("essential")], deadlines: [
        (id: "early", within: "24h", tier: "l", time: "1h"),
        (id: "notification", within: "72h", begins: "48h", tier: "l", time: "3h"),
        (id: "final", within: "30d", after: "notification", tier: "l", time: "8h"),
    ])],
    msel: [(no: "1", at: "10h", effect: Alert(team: "t", asset: "h"))],
)"#;

const EARLY: &str = "obligations[nis2].deadlines[early]";

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

fn hours(at: SimTime) -> Option<f64> {
    (at != SimTime::MAX).then(|| at.hours())
}

/// The clocks with the paths set: when each started and when its reports were submitted, in the order hospital and port, of each
/// first the campaign `c`, then `d`.
fn clocks(paths: &[(&str, &str)]) -> Vec<(Option<f64>, Vec<Option<f64>>)> {
    once(&model_with(SCENARIO, paths), |outcome| {
        let clock = |clock: &jointex::sim::ClockLedger| {
            (hours(clock.since), clock.reports.iter().map(|due| hours(due.submitted)).collect())
        };
        outcome.ledger.clocks.iter().map(clock).collect()
    })
}

/// The first clock, that of the hospital and `c`.
fn first(paths: &[(&str, &str)]) -> (Option<f64>, Vec<Option<f64>>) {
    clocks(paths).remove(0)
}

fn early(paths: &[(&str, &str)]) -> DueLedger {
    once(&model_with(SCENARIO, paths), |outcome| outcome.ledger.clocks[0].reports[0])
}

#[test]
fn a_clock_starts_as_a_team_knows_of_an_asset_and_reports_wait_their_turn() {
    // The early warning comes before the investigation, the notification 48 hours after awareness, the last report after that.
    assert_eq!(first(&[]), (Some(11.0), vec![Some(12.0), Some(62.0), Some(70.0)]));
    // The notification is taken up at once, and everything else waits for both.
    let (since, reports) = first(&[("obligations[nis2].deadlines[notification].begins", "None")]);
    assert_eq!((since, reports), (Some(11.0), vec![Some(12.0), Some(15.0), Some(27.0)]));
    // The final report waits behind the investigation that was asked for before it, and the incident behind the report.
    let declared = once(
        &model_with(SCENARIO, &[("obligations[nis2].deadlines[notification].begins", "None")]),
        |outcome| outcome.ledger.responses[0].milestones[jointex::sim::Milestone::Declared as usize].hours(),
    );
    assert_eq!(declared, 29.0);
}

#[test]
fn a_clock_may_wait_for_the_declaration() {
    // Investigated by 15, declared by 17.
    assert_eq!(first(&[("obligations[nis2].from", "Declared")]).0, Some(17.0));
    // An asset that becomes known later finds the incident declared.
    let port = [("obligations[nis2].from", "Declared"), ("msel", ALSO_THE_PORT)];
    assert_eq!(clocks(&port)[2].0, Some(41.0));
}

/// An alert about the hospital, two later ones about what else the campaign holds, and one about what it holds no more.
const ALSO_THE_PORT: &str = r#"[(no: "1", at: "10h", effect: Alert(team: "t", asset: "h")),
    (no: "2", at: "20h", effect: Alert(team: "t", asset: "g")), (no: "3", at: "40h", effect: Alert(team: "t", asset: "p"))]"#;

#[test]
fn one_clock_runs_for_each_organisation_and_campaign() {
    // By 20 h the incident was closed; the alert about the second asset opens another, which the hospital has a clock for already.
    let found: Vec<_> = clocks(&[("msel", ALSO_THE_PORT)]).into_iter().map(|clock| clock.0).collect();
    assert_eq!(found, [Some(11.0), None, Some(41.0), None]);
    let incidents = once(&model_with(SCENARIO, &[("msel", ALSO_THE_PORT)]), |outcome| {
        outcome.ledger.teams[1].incidents_true
    });
    assert_eq!(incidents, 3, "of one campaign in two organisations");
    // Of another campaign in the same organisation there is another clock.
    let sensor = r#"[(id: "s", team: "t", covers: [Zone("zh")], sees: [Process], sensitivity: 1)]"#;
    assert_eq!(clocks(&[("sensors", sensor), ("campaigns[c].start", "\"190h\"")])[1].0, Some(31.0));
}

#[test]
fn a_report_is_met_where_it_is_submitted_as_it_is_due_and_missed_after_that() {
    let due = early(&[(&format!("{EARLY}.within"), "\"1h\"")]);
    assert_eq!((due.due.hours(), due.submitted.hours(), due.missed), (12.0, 12.0, false));
    let due = early(&[(&format!("{EARLY}.within"), "\"30min\"")]);
    assert_eq!(
        (due.due.hours(), due.submitted.hours(), due.missed),
        (11.5, 12.0, true),
        "it is written all the same"
    );
}

/// The values of the measures of the hospital's early warning, then of all deadlines.
fn measured(paths: &[(&str, &str)]) -> Vec<Value> {
    let model = model_with(SCENARIO, paths);
    once(&model, |outcome| {
        let whose = Measure {
            organisation: model.duties[0].party.organisation,
            obligation: model.duties[0].obligation,
            deadline: 1,
            ..Measure::of(Quantity::DeadlinesMet)
        };
        let counts = [Quantity::DeadlinesMet, Quantity::DeadlinesMissed, Quantity::DeadlinesOpen];
        let own =
            counts.into_iter().chain([Quantity::TimeToReport]).map(|quantity| Measure { quantity, ..whose });
        let all: Vec<Measure> = own.chain(counts.map(Measure::of)).collect();
        all.iter().map(|measure| value(&model, outcome, measure).reported(measure.quantity.unit())).collect()
    })
}

use Value::{Censored, NotAtRisk, Observed};

#[test]
fn what_endex_cuts_short_is_open_and_what_was_never_owed_is_not_at_risk() {
    let met = [Observed(1.0), Observed(0.0), Observed(0.0), Observed(1.0)];
    assert_eq!(measured(&[]), [&met[..], &[Observed(3.0), Observed(0.0), Observed(0.0)]].concat());
    // At ENDEX the notification is due at hour 83, and the final report does not count yet.
    let cut = measured(&[("endex", "\"60h\"")]);
    assert_eq!(cut, [&met[..], &[Observed(1.0), Observed(0.0), Observed(1.0)]].concat());
    // Nobody can write it before ENDEX: due after that it is open, due at that very moment it is missed.
    let slow = |within| {
        measured(&[
            ("endex", "\"60h\""),
            (&format!("{EARLY}.time"), "\"5d\""),
            (&format!("{EARLY}.within"), within),
        ])
    };
    assert_eq!(slow("\"50h\"")[..4], [Observed(0.0), Observed(0.0), Observed(1.0), Censored(49.0)]);
    assert_eq!(slow("\"49h\"")[..4], [Observed(0.0), Observed(1.0), Observed(0.0), Censored(49.0)]);
    // Nobody was aware of anything.
    let quiet = measured(&[("msel", "[]")]);
    assert_eq!(
        quiet,
        [Observed(0.0), Observed(0.0), Observed(0.0), NotAtRisk, Observed(0.0), Observed(0.0), Observed(0.0)]
    );
    // What was settled before measuring began is not counted, as all that is counted.
    assert_eq!(measured(&[("measure_from", "\"13h\"")])[4..], [Observed(2.0), Observed(0.0), Observed(0.0)]);
}

#[test]
fn only_grave_incidents_are_reported_and_one_may_become_grave() {
    assert_eq!(first(&[("obligations[nis2].severity", "Medium")]).0, Some(11.0));
    assert_eq!(first(&[("obligations[nis2].severity", "High")]).0, None);
    // The incident about `d` opens on an alert that is less grave than the one that joins it.
    let joins = [
        ("obligations[nis2].severity", "High"),
        ("campaigns[d].start", "\"5h\""),
        ("campaigns[c].start", "\"190h\""),
        ("techniques[shout].time", "\"10h\""),
        ("sensors", r#"[(id: "s", team: "t", covers: [Zone("zh")], sees: [Process], sensitivity: 1)]"#),
    ];
    let clocks = clocks(&joins);
    // Declared from 15 to 17, then the alert is judged.
    assert_eq!((clocks[0].0, clocks[1].0), (None, Some(18.0)));
}

#[test]
fn false_and_unrelated_incidents_start_no_clock() {
    let none = [
        ("campaigns[c].initially_held", r#"[Asset("p")]"#),
        ("teams[t].triage.false_escalations", "1"),
        ("teams[t].unrelated", "(rate: PerDay(5))"),
    ];
    let model = model_with(SCENARIO, &none);
    once(&model, |outcome| {
        let team = &outcome.ledger.teams[1];
        assert!(team.incidents_false == 1 && team.incidents_unrelated > 10);
        assert!(outcome.ledger.clocks.iter().all(|clock| clock.since == SimTime::MAX));
    });
}

#[test]
fn members_are_bound_while_they_are_members() {
    let eu = ("obligations[nis2].applies", "[Members(Eu)]");
    let leaves = |at: &str| {
        format!(
            r#"[(no: "1", at: "10h", effect: Alert(team: "t", asset: "h")), (no: "2", at: "{at}", effect: Leave(organisation: "hospital", alliance: Eu))]"#
        )
    };
    assert_eq!(first(&[eu, ("msel", &leaves("10h"))]).0, None);
    // A clock that runs goes on.
    assert_eq!(first(&[eu, ("msel", &leaves("20h"))]).1, [Some(12.0), Some(62.0), Some(70.0)]);
}

#[test]
fn conditions_see_deadlines() {
    let msel = r#"[(no: "1", at: "10h", effect: Alert(team: "t", asset: "h")),
        (no: "2", when: AtLeast("deadlines_missed", 1)),
        (no: "3", when: Reached("time_to_report[org=hospital, obligation=nis2, deadline=early]")),
        (no: "4", when: NotYet(measure: "time_to_report[org=hospital, obligation=nis2, deadline=notification]", by: "50h")),
        (no: "5", when: AtMost("deadlines_open[org=hospital]", 1), delay: "1h"),
        (no: "6", when: AtLeast("deadlines_met[obligation=nis2, deadline=final]", 1))]"#;
    let model = model_with(SCENARIO, &[("msel", msel), (&format!("{EARLY}.within"), "\"30min\"")]);
    let came = once(&model, |outcome| outcome.ledger.injects.iter().map(|&at| hours(at)).collect::<Vec<_>>());
    // At STARTEX nothing is open.
    assert_eq!(came[1..], [Some(11.5), Some(12.0), Some(50.0), Some(1.0), Some(70.0)]);
}

#[test]
fn a_report_goes_to_partners_as_well() {
    let paths = [("obligations[nis2].deadlines[notification].agreements", r#"["law"]"#)];
    let informed = |paths: &[(&str, &str)]| {
        once(&model_with(SCENARIO, paths), |outcome| {
            let ministry = outcome.ledger.responses[2].informed_by[0];
            (hours(ministry), outcome.ledger.channels[0].read)
        })
    };
    // Submitted at 62, two hours under way.
    assert_eq!(informed(&paths), (Some(64.0), 1));
    let red = [paths[0], ("obligations[nis2].deadlines[notification].tlp", "Red")];
    assert_eq!(informed(&red), (None, 0), "marked more strictly than the channel carries");
}

#[test]
fn draws_belong_to_who_reports_what() {
    let time = [(&*format!("{EARLY}.time"), "Exponential(mean: \"1h\")")];
    let alone = [time[0], ("obligations[nis2].applies", r#"["hospital"]"#)];
    let spare = [time[0], ("teams[t].tiers[l].seats", "9")];
    assert_eq!(first(&time), first(&alone), "whoever else is bound");
    assert_eq!(first(&time).1[0], first(&spare).1[0], "and however many write");
    let print = |text: &str| once(&model(text), |outcome| outcome.fingerprint);
    let start = SCENARIO.find("    obligations: [").expect("obligations");
    let end = SCENARIO.find("    msel: [").expect("injects");
    let free = format!("{}{}", &SCENARIO[..start], &SCENARIO[end..]);
    let quiet = SCENARIO.replace("(id: \"nis2\",", "(id: \"nis2\", severity: Critical,");
    assert_eq!(print(&quiet), print(&free), "a clock that never starts moves nothing");
    assert_ne!(print(SCENARIO), print(&free));
}

#[test]
fn every_output_tells_of_it() {
    let model = model_with(SCENARIO, &[(&format!("{EARLY}.within"), "\"30min\"")]);
    let replications = replicate(&model, 1, 3, &Watch::default());
    let report = run_report(&model, &replications, None);
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let start = page.find("LEGAL DEADLINES").expect("the section");
    let end = page[start..].find("\n\n").map_or(page.len(), |end| start + end);
    expect_test::expect![[r#"
        LEGAL DEADLINES                 due    counted      met      took     90 % range
        hospital · NIS2
          early                      30 min          1      0 %    60 min      60–60 min
          notification               72.0 h          1    100 %    51.0 h    51.0–51.0 h
          final                      30.0 d          1    100 %     8.0 h      8.0–8.0 h
        port · NIS2
          early                      30 min          0        —         —              —
          notification               72.0 h          0        —         —              —
          final                      30.0 d          0        —         —              —
          Counted: met or missed by ENDEX, the mean of a replication. Times are medians,
            with those cut short by ENDEX.
    "#]]
    .assert_eq(&page[start..end]);
    let mut out = Vec::new();
    json::write(&report, &mut out).expect("to memory");
    assert!(String::from_utf8_lossy(&out).contains(r#""deadline": "notification""#));
    let mut out = Vec::new();
    csv::write(&model, &replications, &mut out).expect("to memory");
    let table = String::from_utf8_lossy(&out).into_owned();
    assert!(table.contains(",time_to_report,hospital,,,,,,,,,,nis2,early,,,,,observed,1,"), "{table}");
    let names = Measures::of(&model).names;
    assert!(names.iter().any(|name| name == "deadlines_met[org=port, obligation=nis2, deadline=final]"));
    assert!(names.iter().any(|name| name == "deadlines_missed"));
    let (told, lines) = once(&model, |outcome| {
        let trace = outcome.trace.expect("a trace");
        let owed = |event: &str| ["clock_started", "submitted", "overdue"].contains(&event);
        let told: Vec<String> = Chronicle::new(&model, trace)
            .records()
            .filter(|record| owed(record.event))
            .map(|record| {
                let about: Vec<&str> = record.about.iter().map(|about| &*about.1).collect();
                format!("{} {} {:?}", record.event, about.join(" "), record.outcome)
            })
            .collect();
        assert!(trace.entries.iter().any(|entry| matches!(entry.what, Happening::Overdue { .. })));
        (told, narrate(&model, outcome, 100).lines)
    });
    expect_test::expect![[r#"
        [
            "clock_started hospital nis2 c t None",
            "overdue hospital nis2 c early None",
            "submitted hospital nis2 c early Some(\"late\")",
            "submitted hospital nis2 c notification Some(\"in_time\")",
            "submitted hospital nis2 c final Some(\"in_time\")",
        ]
    "#]]
    .assert_debug_eq(&told);
    let lines: Vec<String> = lines
        .into_iter()
        .filter(|line| line.who == "hospital" || line.what.starts_with("must report"))
        .map(|line| format!("{} | {} | {} | {}", line.moment, line.who, line.what, line.remark))
        .collect();
    expect_test::expect![[r#"
        [
            "2 Mar 11:00 | t | must report for hospital from now on | NIS2",
            "2 Mar 11:30 | hospital | misses the deadline of its early | NIS2",
            "2 Mar 12:00 | hospital | submits its early after 60 min | NIS2, late",
            "4 Mar 14:00 | hospital | submits its notification after 51.0 h | NIS2",
            "4 Mar 22:00 | hospital | submits its final after 8.0 h | NIS2",
        ]
    "#]]
    .assert_debug_eq(&lines);
}

#[test]
fn what_counts_from_a_report_is_due_so_long_after_that() {
    let due = |within: &str| {
        let path = [("obligations[nis2].deadlines[notification].within", within)];
        once(&model_with(SCENARIO, &path), |outcome| {
            let reports = &outcome.ledger.clocks[0].reports;
            (reports[1].missed, reports[2].due.hours(), hours(reports[2].submitted))
        })
    };
    // Submitted at 62, be it in time or not.
    assert_eq!(due("\"72h\""), (false, 62.0 + 720.0, Some(70.0)));
    assert_eq!(due("\"50h\""), (true, 62.0 + 720.0, Some(70.0)));
}

#[test]
fn a_report_is_as_urgent_as_its_incident() {
    // Three tickets wait as the clock starts; they are less severe than the incident, and one hour each.
    let urgent = [
        ("teams[t].queue", "(order: MostSevereFirst)"),
        ("obligations[nis2].deadlines[early].begins", "\"1min\""),
        (
            "msel",
            r#"[(no: "1", at: "10h", effect: Alert(team: "t", asset: "h")), (no: "2", at: "10h", effect: Load(team: "t", tickets: 3, over: "0s"))]"#,
        ),
    ];
    // The investigation was asked for before the report was begun.
    assert_eq!(first(&urgent).1[0], Some(16.0));
}

#[test]
fn a_late_report_matters_more_than_one_in_time() {
    let model = model_with(SCENARIO, &[(&format!("{EARLY}.within"), "\"30min\"")]);
    // The fewest lines in which it is told.
    let fewest = |what: &str| {
        once(&model, |outcome| {
            let told = |limit: &usize| {
                narrate(&model, outcome, *limit).lines.iter().any(|line| line.what.starts_with(what))
            };
            (1..100).find(told).expect("it is told")
        })
    };
    assert!(fewest("submits its early") < fewest("must report for hospital"));
}
