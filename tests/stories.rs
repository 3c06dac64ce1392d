//! What a trace becomes: lines for people, and records for machines.
mod common;

use common::model;
use expect_test::{Expect, expect};
use jointex::kernel::{SimDuration, SimTime};
use jointex::measure::{Chronicle, narrate};
use jointex::model::{
    AssetIdx, CampaignIdx, InjectIdx, Model, NoticeIdx, SensorIdx, Severity, SpreadIdx, StepIdx, TeamIdx,
    TechniqueIdx,
};
use jointex::report::trace;
use jointex::sim::{
    Ending, Entry, Happening, Ledger, Milestone, Outcome, Reaction, Trace, TriageVerdict, Verdict,
};

/// A team in Washington watches 40 desks of an exercise in Brussels.
const SCENARIO: &str = r#"Scenario(
    format: 1, id: "story", title: "Story", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "2d",
    organisations: [(id: "o", name: "Office")],
    network: (
        zones: [(id: "z", owner: "o")],
        assets: [(id: "desk", zone: "z", count: 400), (id: "server", zone: "z")],
    ),
    techniques: [(id: "step", name: "A step", does: Exploit, success: 0, time: "1h")],
    campaigns: [(id: "bear", adversary: (name: "BEAR", kind: State), flow: [(id: "in", technique: "step", target: Group("desk"))])],
    teams: [(id: "soc", organisation: "o", time_zone: "America/New_York", tiers: [(id: "l1", seats: 1)], playbook: "p",
             triage: (tier: "l1", time: "1min"))],
    playbooks: [(id: "p", phases: [Investigate(tier: "l1", time: "1h", finds: 1), Declare(tier: "l1", time: "10min")])],
    sensors: [(id: "edr", team: "soc", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
    msel: [(no: "7", at: "3h", to: ["soc"], title: "A call")],
)"#;

const BEAR: CampaignIdx = CampaignIdx(0);
const SOC: TeamIdx = TeamIdx(0);

fn minute(minutes: u64) -> SimTime {
    SimTime::ZERO + SimDuration::MINUTE * minutes
}

fn desk(number: u32) -> AssetIdx {
    AssetIdx(number - 1)
}

fn held(number: u32, first: bool) -> Happening {
    Happening::Held { campaign: BEAR, asset: desk(number), first_of_organisation: first }
}

fn attempt(number: u32) -> Happening {
    let (source, target) = (AssetIdx::NONE, desk(number));
    Happening::AttemptEnded {
        step: StepIdx(0),
        spread: SpreadIdx::NONE,
        source,
        target,
        verdict: Verdict::Succeeded,
    }
}

/// Entries as (minute, what, place of the cause).
fn traced(entries: &[(u64, Happening, u32)]) -> Trace {
    let mut trace = Trace::default();
    trace.entries = entries.iter().map(|&(at, what, cause)| Entry { at: minute(at), what, cause }).collect();
    trace
}

/// Compares the story told of a trace and a ledger in at most `limit` lines.
#[track_caller]
fn check(limit: usize, edit: impl FnOnce(&mut Ledger), entries: &[(u64, Happening, u32)], expected: Expect) {
    let model = model(SCENARIO);
    let mut ledger = Ledger::new(&model);
    edit(&mut ledger);
    let trace = traced(entries);
    let outcome =
        Outcome { ending: Ending::EndEx, fingerprint: 0, events: 0, ledger: &ledger, trace: Some(&trace) };
    let telling = narrate(&model, &outcome, limit);
    let mut story: String = telling
        .lines
        .iter()
        .map(|line| format!("{} | {} | {} | {}\n", line.moment, line.who, line.what, line.remark))
        .collect();
    story.push_str(&format!("{} left out\n", telling.left_out));
    expected.assert_eq(&story);
}

const NONE: u32 = u32::MAX;

#[test]
fn firsts_have_lines_and_crowds_are_counted() {
    let mut entries = vec![
        (60, Happening::CampaignStarted(BEAR), NONE),
        (70, attempt(17), 0),
        (70, held(17, true), 1),
        (71, held(18, false), NONE),
        (75, held(19, false), NONE),
        (80, held(401, false), NONE),
    ];
    entries.push((1700, held(20, false), NONE));
    check(
        40,
        |_| {},
        &entries,
        expect![[r#"
            Mon 09:00 | bear | begins | BEAR
            Mon 09:10 | in | desk[17] held | first hold at Office
            Mon 09:11 | bear | z: 3 held by 09:20 | 
            Tue 12:20 | bear | desk[20] held | 
            0 left out
        "#]],
    );
}

#[test]
fn large_crowds_grow() {
    let entries: Vec<_> = (1..=200).map(|number| (u64::from(number), held(number, false), NONE)).collect();
    check(
        40,
        |_| {},
        &entries,
        expect![[r#"
            Mon 08:01 | bear | desk: 200 held by 11:20 | 
            Mon 08:20 | bear | desk: 20 of them, 10 % | 
            Mon 09:40 | bear | desk: 100 of them, 50 % | 
            Mon 11:00 | bear | desk: 180 of them, 90 % | 
            0 left out
        "#]],
    );
}

#[test]
fn an_asset_that_comes_again_is_counted_once() {
    let mut entries = vec![(60, held(1, true), NONE)];
    entries.extend((2..=10).map(|number| (60 + u64::from(number), held(number, false), NONE)));
    entries.extend([(90, held(1, false), NONE), (91, held(3, false), NONE), (92, held(3, false), NONE)]);
    let isolated = |number: u32| Happening::Isolated { team: SOC, asset: desk(number) };
    entries.extend([1, 2, 3, 1, 2].map(|number| (100, isolated(number), NONE)));
    entries.extend([2000, 2060, 2120].map(|at| (at, isolated(4), NONE)));
    entries.extend([2130, 2131].map(|at| (at, Happening::Restored { team: SOC, asset: desk(4) }, NONE)));
    // The pause has closed the crowd of Monday.
    entries.push((2200, held(1, false), NONE));
    check(
        40,
        |_| {},
        &entries,
        expect![[r#"
        Mon 09:00 | bear | desk[1] held | first hold at Office
        Mon 09:02 | bear | desk: 9 more held, 2 again, by 09:32 | 
        Mon 09:40 | soc | desk: 3 isolated, 2 of them again | 
        Tue 17:20 | soc | desk[4] isolated 3 times by 19:20 | 
        Tue 19:30 | soc | desk[4] back in service twice by 19:31 | 
        Tue 20:40 | bear | desk[1] held again | 
        0 left out
    "#]],
    );
}

#[test]
fn growth_is_told_only_in_minutes_that_are_not_named_yet() {
    // Half of them in the first minute, the other half in the last.
    let burst = |at: u64, from: u32| (from..from + 100).map(move |number| (at, held(number, false), NONE));
    check(
        40,
        |_| {},
        &burst(60, 1).chain(burst(70, 101)).collect::<Vec<_>>(),
        expect![[r#"
        Mon 09:00 | bear | desk: 200 held by 09:10 | 
        0 left out
    "#]],
    );
    // From 5 to 55 % in one minute, and the rest in the next ones.
    let entries: Vec<_> = (1..=100u32)
        .map(|number| {
            (60 + u64::from(number > 5) + u64::from(number.saturating_sub(55)), held(number, false), NONE)
        })
        .collect();
    check(
        40,
        |_| {},
        &entries,
        expect![[r#"
        Mon 09:00 | bear | desk: 100 held by 09:46 | 
        Mon 09:01 | bear | desk: 50 of them, 50 % | 
        Mon 09:36 | bear | desk: 90 of them, 90 % | 
        0 left out
    "#]],
    );
}

/// Entries of a trace: minute, what, cause.
type Story = Vec<(u64, Happening, u32)>;

/// An alert, its incident and the declaration, and what the ledger knows besides.
fn response() -> (impl FnOnce(&mut Ledger), Story) {
    let alert = |asset| Happening::AlertRaised {
        team: SOC,
        sensor: SensorIdx(0),
        notice: NoticeIdx::NONE,
        asset,
        campaign: BEAR,
        technique: TechniqueIdx::NONE,
        severity: Severity::High,
    };
    let none = AssetIdx::NONE;
    let entries = vec![
        (70, held(17, true), NONE),
        (75, alert(desk(17)), 0),
        (76, alert(desk(17)), 0),
        (80, Happening::PhaseEnded { team: SOC, campaign: BEAR, phase: 0, asset: none }, NONE),
        (90, Happening::PhaseEnded { team: SOC, campaign: BEAR, phase: 1, asset: none }, NONE),
        (95, Happening::Isolated { team: SOC, asset: desk(17) }, NONE),
        (180, Happening::Injected(InjectIdx(0)), NONE),
        (200, Happening::PhaseEnded { team: SOC, campaign: BEAR, phase: 1, asset: none }, NONE),
    ];
    let edit = |ledger: &mut Ledger| {
        let response = &mut ledger.responses[0];
        response.origin = minute(70);
        response.milestones[Milestone::Contained as usize] = minute(95);
        response.milestones[Milestone::FinallyContained as usize] = minute(95);
    };
    (edit, entries)
}

#[test]
fn a_response_is_told_with_the_time_where_the_team_is() {
    let (edit, entries) = response();
    check(
        40,
        edit,
        &entries,
        expect![[r#"
            Mon 09:10 | bear | desk[17] held | first hold at Office
            Mon 09:15 | edr | alert on desk[17] | first at soc
            Mon 09:30 | soc | declares bear | 20 min after the first hold
            Mon 09:35 | soc | desk[17] isolated | 
            Mon 09:35 | Office | has contained bear | 25 min after the first hold
            Mon 11:00 | inject 7 | A call | to soc
            Mon 11:20 | soc | declares bear again | 05:20 in New York
            0 left out
        "#]],
    );
}

#[test]
fn a_long_story_loses_its_least_weighty_lines() {
    let (edit, entries) = response();
    check(
        4,
        edit,
        &entries,
        expect![[r#"
            Mon 09:10 | bear | desk[17] held | first hold at Office
            Mon 09:30 | soc | declares bear | 20 min after the first hold
            Mon 09:35 | Office | has contained bear | 25 min after the first hold
            Mon 11:00 | inject 7 | A call | to soc
            3 left out
        "#]],
    );
}

#[test]
fn records_name_who_took_part_and_what_led_to_them() {
    let model: Model = model(SCENARIO);
    let trace = traced(&[
        (60, Happening::CampaignStarted(BEAR), NONE),
        (70, attempt(17), 0),
        (70, held(17, true), 1),
    ]);
    let mut out = Vec::new();
    trace::write(&Chronicle::new(&model, &trace), &mut out).expect("memory");
    expect![[r#"
        {"line":1,"t_us":3600000000,"civil":"2026-03-02T09:00:00+01:00","event":"campaign_started","campaign":"bear"}
        {"line":2,"t_us":4200000000,"civil":"2026-03-02T09:10:00+01:00","event":"attempt_ended","campaign":"bear","step":"in","technique":"step","target":"desk[17]","outcome":"succeeded","cause":1}
        {"line":3,"t_us":4200000000,"civil":"2026-03-02T09:10:00+01:00","event":"held","campaign":"bear","asset":"desk[17]","organisation":"o","outcome":"first_of_organisation","cause":2}
    "#]]
    .assert_eq(&String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn what_many_do_alike_is_told_of_the_first() {
    let teams = |make: &dyn Fn(u32) -> String| (1..=6).map(make).collect::<String>();
    let names: Vec<String> = (1..=6).map(|number| format!("\"o{number}\"")).collect();
    let text = format!(
        r#"Scenario(
    format: 1, id: "chorus", title: "Chorus", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "2d",
    organisations: [{}],
    network: (zones: [(id: "z", owner: "o1")], assets: [(id: "desk", zone: "z", count: 4)]),
    campaigns: [(id: "bear", initially_held: [First("desk", 1)])],
    teams: [{}],
    sensors: [(id: "hunt", team: "t1", covers: [Zone("z")], sees: [], sensitivity: 0, sweep: (every: "1h", finds: 1))],
    playbooks: [(id: "p", phases: [Investigate(tier: "l1", time: "1h", finds: 1), Declare(tier: "l1", time: "10min"), Notify(agreements: ["a"])])],
    agreements: [(id: "a", parties: [{}], areas: (information_exchange: (
        channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators])])))],
)"#,
        teams(&|number| format!("(id: \"o{number}\"), ")),
        teams(&|number| format!(
            r#"(id: "t{number}", organisation: "o{number}", tiers: [(id: "l1", seats: 1)], playbook: "p", triage: (tier: "l1", time: "1min")), "#
        )),
        names.join(", "),
    );
    let model = model(&text);
    let mut worker = jointex::sim::Worker::new(&model);
    let telling = narrate(&model, &worker.play(1, 1, true), 40);
    let story: String = telling
        .lines
        .iter()
        .filter(|line| line.what.contains("report"))
        .map(|line| format!("{} | {} | {} | {}\n", line.moment, line.who, line.what, line.remark))
        .collect();
    expect![[r#"
        Mon 09:12 | t1 | asks for the release of its report | 
        Mon 09:12 | t1 | reports to t2 and 4 others | over a/feed
        Mon 09:22 | t2 | acts on the report of t1 | 4 others by 09:22
    "#]]
    .assert_eq(&story);
}

#[test]
fn every_outcome_has_a_word_of_its_own() {
    let judged = |verdict| Happening::Triaged {
        team: SOC,
        asset: desk(1),
        campaign: BEAR,
        severity: Severity::Low,
        verdict,
    };
    let reacts = |reaction| Happening::Reacted { campaign: BEAR, reaction };
    let judgements =
        [TriageVerdict::Dismissed, TriageVerdict::Missed, TriageVerdict::Opened, TriageVerdict::Joined];
    let reactions = [
        Reaction::WentDark,
        Reaction::Resumed,
        Reaction::Hurried,
        Reaction::Returned,
        Reaction::Aborted,
        Reaction::Rebuilt,
        Reaction::Deterred,
    ];
    let happened = judgements.map(judged).into_iter().chain(reactions.map(reacts));
    let entries: Vec<_> = happened.map(|what| (1, what, NONE)).collect();
    let (model, trace) = (model(SCENARIO), traced(&entries));
    let words: Vec<_> =
        Chronicle::new(&model, &trace).records().filter_map(|record| record.outcome).collect();
    assert_eq!(words[..4], ["dismissed", "missed", "opened", "joined"]);
    assert_eq!(words[4..], ["went_dark", "resumed", "hurried", "returned", "aborted", "rebuilt", "deterred"]);
}
