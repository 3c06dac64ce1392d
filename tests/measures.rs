//! What measures make of a replication's ledger, by the definitions, one case a line.
mod common;

use common::model;
use jointex::compile::compile_asking;
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::kernel::{SimDuration, SimTime};
use jointex::measure::{Measures, Milestone, State, Value, micros_by_state, value};
use jointex::model::{CampaignIdx, InjectIdx, Model, Origin, Quantity, ResponderIdx, TeamIdx};
use jointex::scenario::{LoadError, Measure as Written, parse};
use jointex::sim::{Ending, Ledger, Outcome};

/// Two organisations that respond and share, and a third that has no team; two campaigns; an exercise of 100 hours.
const SCENARIO: &str = r#"Scenario(
    format: 1, id: "measures", title: "Measures", startex: "2026-01-05T00:00[UTC]", endex: "100h",
    organisations: [(id: "a", protects: ["c"]), (id: "b"), (id: "c")],
    network: (
        zones: [(id: "za", owner: "a"), (id: "zb", owner: "b"), (id: "zc", owner: "c")],
        assets: [(id: "na", zone: "za", count: 10), (id: "nb", zone: "zb", count: 10), (id: "nc", zone: "zc")],
    ),
    techniques: [(id: "step", name: "A step", does: Exploit, success: 0, time: "1h")],
    campaigns: [
        (id: "one", flow: [(id: "s", technique: "step", target: Group("na"))]),
        (id: "two", command: (), flow: [(id: "s", technique: "step", target: Group("nb"))]),
    ],
    teams: [
        (id: "ta", organisation: "a", time_zone: "UTC", tiers: [(id: "l1", seats: 2), (id: "l2", seats: 1)]),
        (id: "tb", organisation: "b", time_zone: "UTC", tiers: [(id: "l1", seats: 1)]),
    ],
    assistance: [(id: "experts", organisation: "b", seats: 1, to: ["a"], travel: "1h")],
    agreements: [(id: "ab", parties: ["a", "b"], areas: (information_exchange: (
        channels: [(id: "feed", medium: Automated, shares: [Indicators])])))],
    centres: [(id: "centre", team: "tb", tier: "l1", fusing: "1h")],
    investigations: [
        (id: "names", team: "tb", tier: "l1", agreements: ["ab"], time: "1h", aim: Attribute(right: 1)),
        (id: "strikes", team: "tb", tier: "l1", agreements: ["ab"], time: "1h", aim: TakeDown()),
    ],
    functions: [(id: "f", organisation: "a", assets: [Zone("za")])],
    crises: [(id: "crisis", kind: Other, on: ["a"], load: (rate: PerDay(1)))],
    ladders: [(id: "ladder", steps: [(id: "step", when: AtLeast("assets_held_now", 1))])],
    missions: [(id: "m", organisation: "b", depends: [(id: "f", on: [Function("f")])])],
    obligations: [(id: "law", applies: ["a"], deadlines: [(id: "soon", within: "1d", tier: "l1", time: "1h")])],
    staffs: [(id: "cell", controllers: 1), (id: "other", controllers: 1)],
    msel: [(no: "1", at: "10h", title: "An inject")],
)"#;

const A: ResponderIdx = ResponderIdx(0);
const B: ResponderIdx = ResponderIdx(1);
const ONE: CampaignIdx = CampaignIdx(0);
const TWO: CampaignIdx = CampaignIdx(1);

fn hours(hours: u64) -> SimTime {
    SimTime::ZERO + SimDuration::HOUR * hours
}

/// A measure by its name; with an origin other than the first hold where one is given.
fn measured(model: &Model, ledger: &Ledger, name: &str, origin: Origin) -> Value {
    let measures = Measures::of(model);
    let place = measures.names.iter().position(|listed| listed == name);
    let mut measure = measures[place.unwrap_or_else(|| panic!("{name} is not among {:#?}", measures.names))];
    measure.origin = origin;
    let outcome = Outcome { ending: Ending::EndEx, fingerprint: 0, events: 0, ledger, trace: None };
    value(model, &outcome, &measure).reported(measure.quantity.unit())
}

#[track_caller]
fn check_from(origin: Origin, edit: impl FnOnce(&mut Ledger), name: &str, expected: Value) {
    let model = model(SCENARIO);
    let mut ledger = Ledger::new(&model);
    edit(&mut ledger);
    assert_eq!(measured(&model, &ledger, name, origin), expected, "{name}");
}

/// Compares one measure, in hours if it is a time, of a ledger with a few entries.
#[track_caller]
fn check(edit: impl FnOnce(&mut Ledger), name: &str, expected: Value) {
    check_from(Origin::FirstHold, edit, name, expected);
}

/// The response of `a` to `one`: held at 20 h, and `milestone` reached at `at`.
fn held(milestone: Milestone, at: u64) -> impl FnOnce(&mut Ledger) {
    move |ledger| {
        let response = &mut ledger.responses[0];
        response.origin = hours(20);
        response.milestones[milestone as usize] = hours(at);
    }
}

use Value::{Censored, NotAtRisk, Observed};

#[test]
fn response_times_count_from_the_first_hold() {
    check(held(Milestone::Declared, 26), "time_to_declare[org=a, campaign=one]", Observed(6.0));
    check(held(Milestone::Acknowledged, 21), "time_to_acknowledge[org=a, campaign=one]", Observed(1.0));
    check(held(Milestone::Contained, 30), "time_to_contain[org=a, campaign=one]", Observed(10.0));
    check(
        held(Milestone::FinallyContained, 31),
        "time_to_final_containment[org=a, campaign=one]",
        Observed(11.0),
    );
    check(held(Milestone::Recovered, 50), "time_to_recover[org=a, campaign=one]", Observed(30.0));
}

#[test]
fn what_came_before_the_hold_took_no_time() {
    check(held(Milestone::Detected, 15), "time_to_detect[org=a, campaign=one]", Observed(0.0));
}

#[test]
fn what_endex_cut_short_is_censored_and_what_was_never_held_is_not_at_risk() {
    check(held(Milestone::Detected, 21), "time_to_declare[org=a, campaign=one]", Censored(80.0));
    check(held(Milestone::Declared, 26), "time_to_declare[org=a, campaign=two]", NotAtRisk);
    check(held(Milestone::Declared, 26), "time_to_declare[org=b, campaign=one]", NotAtRisk);
}

#[test]
fn compromise_counts_from_startex_and_being_spared_is_its_censoring() {
    check(held(Milestone::Declared, 26), "time_to_compromise[org=a, campaign=one]", Observed(20.0));
    check(|_| {}, "time_to_compromise[org=a, campaign=one]", Censored(100.0));
}

#[test]
fn other_origins_start_other_clocks() {
    let both = |ledger: &mut Ledger| {
        held(Milestone::Declared, 26)(ledger);
        ledger.responses[0].milestones[Milestone::Detected as usize] = hours(22);
        ledger.injects[0] = hours(25);
    };
    let declare = "time_to_declare[org=a, campaign=one]";
    check_from(Origin::FirstAlert, both, declare, Observed(4.0));
    check_from(Origin::Inject(InjectIdx(0)), both, declare, Observed(1.0));
    check_from(Origin::Startex, both, declare, Observed(26.0));
    // A clock that never starts measures nothing.
    check_from(Origin::Inject(InjectIdx(0)), held(Milestone::Declared, 26), declare, NotAtRisk);
}

#[test]
fn sharing_counts_from_the_declaration() {
    let shared = |ledger: &mut Ledger| {
        held(Milestone::Declared, 26)(ledger);
        ledger.responses[0].milestones[Milestone::Shared as usize] = hours(29);
    };
    check(shared, "time_to_share[org=a, campaign=one]", Observed(3.0));
    check(held(Milestone::Declared, 26), "time_to_share[org=a, campaign=one]", Censored(74.0));
    check(held(Milestone::Detected, 26), "time_to_share[org=a, campaign=one]", NotAtRisk);
}

#[test]
fn informing_and_warning_are_two_ends_of_one_report() {
    // A is held at 20 h; its report arrives at B at 40 h, which is held itself at 60 h.
    let warned = |ledger: &mut Ledger| {
        held(Milestone::Declared, 26)(ledger);
        let response = &mut ledger.responses[2];
        response.informed_by[A.at()] = hours(40);
        response.origin = hours(60);
    };
    check(warned, "time_to_inform[org=a, campaign=one, partner=b]", Observed(20.0));
    check(warned, "warning_lead[org=b, campaign=one]", Observed(20.0));
    // A itself was never told.
    check(warned, "warning_lead[org=a, campaign=one]", Censored(-80.0));
    check(warned, "time_to_inform[org=b, campaign=one, partner=a]", Censored(40.0));
}

#[test]
fn breakout_and_dwell() {
    let dwelt = |loose: u32| {
        move |ledger: &mut Ledger| {
            let response = &mut ledger.responses[0];
            response.origin = hours(20);
            response.second_hold = hours(23);
            (response.dwells, response.dwell_time, response.loose) = (4, SimDuration::HOUR * 10, loose);
        }
    };
    check(dwelt(0), "breakout_time[org=a, campaign=one]", Observed(3.0));
    check(held(Milestone::Detected, 21), "breakout_time[org=a, campaign=one]", Censored(80.0));
    check(dwelt(0), "dwell_time[org=a, campaign=one]", Observed(2.5));
    check(dwelt(1), "dwell_time[org=a, campaign=one]", Censored(2.5));
}

#[test]
fn without_a_campaign_the_earliest_hold_counts() {
    let model = model(SCENARIO);
    let mut ledger = Ledger::new(&model);
    for (place, at) in [(A.at() * 2 + ONE.at(), 50), (A.at() * 2 + TWO.at(), 30)] {
        ledger.responses[place].origin = hours(at);
        ledger.responses[place].milestones[Milestone::Declared as usize] = hours(at + at / 10);
    }
    let measures = Measures::of(&model);
    let place = measures.names.iter().position(|name| name == "time_to_declare[org=a, campaign=one]");
    let mut measure = measures[place.expect("it is enumerated")];
    measure.campaign = CampaignIdx::NONE;
    let outcome = Outcome { ending: Ending::EndEx, fingerprint: 0, events: 0, ledger: &ledger, trace: None };
    let micros = (SimDuration::HOUR * 3).micros() as f64;
    assert_eq!(value(&model, &outcome, &measure), Observed(micros));
    measure.responder = B;
    assert_eq!(value(&model, &outcome, &measure), NotAtRisk);
}

#[test]
fn teams() {
    check(|ledger| ledger.teams[0].alerts_true = 3, "alerts_true[team=ta]", Observed(3.0));
    check(
        |ledger| (ledger.teams[0].alerts_false, ledger.teams[0].tickets) = (3, 4),
        "alerts_false[team=ta]",
        Observed(7.0),
    );
    check(|ledger| ledger.teams[1].waiting = 5, "alerts_waiting[team=tb]", Observed(5.0));
    check(
        |ledger| (ledger.teams[0].incidents_true, ledger.teams[0].incidents_false) = (1, 2),
        "incidents[team=ta]",
        Observed(3.0),
    );
    check(
        |ledger| [2, 4].iter().for_each(|&hours| ledger.teams[0].waits.record(SimDuration::HOUR * hours)),
        "alert_wait[team=ta]",
        Observed(3.0),
    );
    check(|_| {}, "alert_wait[team=ta]", NotAtRisk);
}

#[test]
fn utilisation_is_over_all_tiers() {
    let tiers = model(SCENARIO).teams[TeamIdx(0).at()].tiers.clone();
    let busy = |ledger: &mut Ledger| {
        for (tier, (busy, duty)) in tiers.iter().zip([(30, 40), (10, 40)]) {
            (ledger.pools[tier.at()].busy, ledger.pools[tier.at()].duty) = (busy, duty);
        }
    };
    check(busy, "utilisation[team=ta]", Observed(0.5));
    check(|_| {}, "utilisation[team=ta]", NotAtRisk);
}

#[test]
fn functions_and_the_whole_exercise() {
    let hour = SimDuration::HOUR.micros() as f64;
    check(|ledger| ledger.functions[0].loss = 1.5 * hour, "function_loss[function=f]", Observed(1.5));
    check(|ledger| ledger.peak = 7, "assets_held_peak", Observed(7.0));
    check(|ledger| ledger.campaigns[1].total = 4, "assets_held_total[campaign=two]", Observed(4.0));
    check(|ledger| ledger.campaigns[1].objective = hours(3), "campaigns_at_objective", Observed(1.0));
    check(
        |ledger| (ledger.campaigns[0].prevented, ledger.campaigns[1].prevented) = (2, 5),
        "attempts_prevented",
        Observed(7.0),
    );
}

#[test]
fn investigations_count_from_the_campaigns_beginning() {
    let began = |ledger: &mut Ledger| ledger.campaigns[1].began = hours(10);
    let taken = |ledger: &mut Ledger| {
        (ledger.campaigns[1].began, ledger.campaigns[1].taken_down) = (hours(10), hours(14))
    };
    let named = |ledger: &mut Ledger| {
        (ledger.campaigns[1].began, ledger.campaigns[1].attributed) = (hours(10), hours(17))
    };
    check(began, "time_to_take_down[campaign=two]", Censored(90.0));
    check(taken, "time_to_take_down[campaign=two]", Observed(4.0));
    check(|_| {}, "time_to_attribute[campaign=two]", NotAtRisk);
    check(named, "time_to_attribute[campaign=two]", Observed(7.0));
    check(named, "attributed", Observed(1.0));
    check(named, "attributed[campaign=one]", Observed(0.0));
    check(named, "wrongly_attributed", Observed(0.0));
    check(
        |ledger| ledger.campaigns[0].misattributed = hours(1),
        "wrongly_attributed[campaign=one]",
        Observed(1.0),
    );
}

#[test]
fn every_measure_is_enumerated_once() {
    let model = model(SCENARIO);
    let measures = Measures::of(&model);
    let mut names = measures.names.clone();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), measures.list.len());
    for quantity in Quantity::ALL {
        assert!(measures.list.iter().any(|measure| measure.quantity == *quantity), "{quantity:?}");
    }
}

#[test]
fn causes_add_up_to_the_time() {
    let model = model(SCENARIO);
    let mut ledger = Ledger::new(&model);
    held(Milestone::Declared, 26)(&mut ledger);
    let causes = &mut ledger.responses[0].causes[Milestone::Declared as usize];
    causes.unseen = SimDuration::HOUR * 2;
    causes.by_team[0][State::Worked as usize] = SimDuration::HOUR * 4;
    let measures = Measures::of(&model);
    let place = measures.names.iter().position(|name| name == "time_to_declare[org=a, campaign=one]");
    let outcome = Outcome { ending: Ending::EndEx, fingerprint: 0, events: 0, ledger: &ledger, trace: None };
    let micros = micros_by_state(&model, &outcome, &measures[place.expect("it is enumerated")]);
    let hour = SimDuration::HOUR.micros();
    assert_eq!(micros, Some([4 * hour, 0, 0, 0, 0, 0, 0, 0, 2 * hour]));
}

/// What is told of a measure that is asked for beside the scenario, or the names that stand for what was asked.
fn asked(questions: &[&str]) -> Result<(u64, Vec<String>), String> {
    let mut parsed = parse("test.ron", SCENARIO, &mut |_| Err(LoadError("no files".into())));
    let scenario = parsed.scenario.expect("it has no fault");
    let sources = &mut parsed.sources;
    let shown = |faults: Vec<Diagnostic>, sources: &Sources| {
        let told = faults.iter().filter(|fault| fault.is_error());
        told.map(|fault| fault.render(sources, false, 80)).collect::<String>()
    };
    let read: Vec<_> = questions.iter().map(|text| Written::asked(text, "--measure", sources)).collect();
    let read = read.into_iter().collect::<Result<Vec<_>, _>>();
    let (model, faults) = compile_asking(&scenario, sources, &read.map_err(|faults| shown(faults, sources))?);
    let model = model.ok_or_else(|| shown(faults, sources))?;
    let measures = Measures::of(&model);
    let names = measures.of_asked.iter().map(|place| measures.names[*place].clone());
    Ok((model.names.hash, names.collect()))
}

#[test]
fn what_is_asked_for_is_measured_besides_and_is_no_part_of_what_is_played() {
    let (hash, _) = asked(&[]).expect("it has no fault");
    let questions = ["time_to_declare[org=b, from=Startex]", "\"incidents[team=ta]\""];
    let (with, names) = asked(&questions).expect("both are measures");
    assert_eq!(names, ["time_to_declare[org=b, from=Startex]", "incidents[team=ta]"]);
    assert_eq!(hash, with);
}

#[test]
fn faults_in_what_is_asked_for_are_told_as_those_of_a_file() {
    let told = |question| asked(&[question]).expect_err("it is faulty");
    expect_test::expect![[r#"
        error[E0203]: no responding organisation has the id `bb`
          ╭▸ --measure:1:21
          │
        1 │ time_to_declare[org=bb]
          │                     ━━ not found
          │
          ╰ help: did you mean `b`?"#]]
    .assert_eq(&told("time_to_declare[org=bb]"));
    expect_test::expect![[r#"
        error[E0027]: `time_to_declare[org` is not a measure
          ╭▸ --measure:1:1
          │
        1 │ time_to_declare[org
          │ ━━━━━━━━━━━━━━━━━━━
          │
          ╰ help: a measure is written `name` or `name[key=value, …]`, as
                  `time_to_declare[org=cert-eu]`"#]]
    .assert_eq(&told("time_to_declare[org"));
}
