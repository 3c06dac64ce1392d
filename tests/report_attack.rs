//! The ATT&CK matrix: its numbers are those of the trace, and the page says them.

mod common;

use jointex::kernel::{SimDuration, SimTime};
use jointex::measure::{TechniqueFate, attack_matrix, course, narrate, play_back, timeline};
use jointex::model::*;
use jointex::report::html::run_page;
use jointex::report::{Narration, Seen, run_report, scene};
use jointex::sim::{Entry, Happening, Trace, Verdict};
use jointex::study::{Watch, replay, replicate};
use std::collections::BTreeMap;

const TINY: &str = include_str!("golden/tiny.ron");
const ARRANGEMENT: &str = include_str!("../scenarios/technical-arrangement.ron");

/// Attempts, successes and alerts by technique, as the lines of the trace have them: an alert is about the attempt that led to it.
type Counted = BTreeMap<String, [u64; 3]>;

fn counted(model: &Model, trace: &Trace) -> Counted {
    let mut counted = Counted::new();
    let technique = |what: &Happening| match *what {
        Happening::AttemptEnded { step, .. } if step.is_some() => {
            Some(model.names.techniques[model.steps[step.at()].technique.at()].id.clone())
        }
        _ => None,
    };
    for entry in &trace.entries {
        if let Happening::AttemptEnded { verdict, .. } = entry.what {
            let it = counted.entry(technique(&entry.what).expect("nothing spreads")).or_default();
            it[0] += 1;
            it[1] += u64::from(verdict == Verdict::Succeeded);
        }
        let by_sensor = match entry.what {
            Happening::AlertRaised { sensor, campaign, .. } => sensor.is_some() && campaign.is_some(),
            Happening::AlertMerged { .. } => true,
            _ => false,
        };
        if by_sensor {
            let mut cause = entry.cause;
            let found = std::iter::from_fn(|| {
                let before = trace.entries.get(cause as usize)?;
                cause = before.cause;
                Some(technique(&before.what))
            })
            .flatten()
            .next();
            counted.entry(found.expect("an attempt led to it")).or_default()[2] += 1;
        }
    }
    counted
}

#[test]
fn numbers_are_those_of_the_trace() {
    for text in [TINY, ARRANGEMENT] {
        // No notices and sweeps, so that every alert is of a sensor that saw an attempt.
        let model = common::model(text);
        let mut fates = BTreeMap::new();
        common::play(&model, 8, true, |outcome| {
            let trace = outcome.trace.expect("it was asked for");
            let matrix = attack_matrix(&model, trace);
            let uses: Vec<_> = matrix.iter().flat_map(|tactic| &tactic.techniques).collect();
            assert_eq!(uses.len(), model.techniques.len());
            let by_trace = counted(&model, trace);
            let ledger: u64 = outcome.ledger.campaigns.iter().map(|campaign| campaign.attempts).sum();
            assert_eq!(uses.iter().map(|it| it.attempts).sum::<u64>(), ledger);
            for it in uses {
                let [attempts, succeeded, alerts] = by_trace.get(&it.id).copied().unwrap_or_default();
                assert_eq!((it.attempts, it.succeeded), (attempts, succeeded), "{}", it.id);
                // Users and others may have told besides.
                assert!(it.alerts >= alerts, "{}: {} {alerts}", it.id, it.alerts);
                if model.notices.is_empty() {
                    assert_eq!(it.alerts, alerts, "{}", it.id);
                }
                assert_eq!(it.first_alert.is_some(), it.alerts > 0);
                *fates.entry(it.fate().name()).or_insert(0) += 1;
            }
        });
        assert!(fates.contains_key(TechniqueFate::Seen.name()), "{fates:?}");
    }
}

/// Three techniques of two tactics, told of by hand: one is tried in vain and seen, one succeeds unseen, one is never used.
#[test]
fn what_is_used_seen_and_missed() {
    let text = common::replaced_in(
        TINY,
        &[(
            "(id: \"mail\", technique: \"T1566.001\", target: Group(\"desk\"), burst: 5, objective: true),",
            "(id: \"mail\", technique: \"T1566.001\", target: Group(\"desk\"), burst: 5),
             (id: \"grab\", technique: \"T1003\", after: Any([\"mail\"])), (id: \"wipe\", technique: \"T1485\", after: Any([\"grab\"]))",
        )],
    );
    let model = common::model(&text);
    let step = |name: &str| {
        let place = model.names.steps.iter().position(|it| it == name);
        StepIdx(place.expect("the campaign has it") as u32)
    };
    let (none, desk) = (AssetIdx::NONE, |number: u32| AssetIdx(model.network.groups[0].first.0 + number - 1));
    let ended = |step, source, target, verdict| Happening::AttemptEnded {
        step,
        spread: SpreadIdx::NONE,
        source,
        target,
        verdict,
    };
    let (team, sensor, campaign) = (TeamIdx(0), SensorIdx(0), CampaignIdx(0));
    let technique = model.steps[step("mail").at()].technique;
    let raised = |technique| Happening::AlertRaised {
        team,
        sensor,
        notice: NoticeIdx::NONE,
        asset: desk(7),
        campaign,
        technique,
        severity: Severity::High,
    };
    let told = [
        (60, ended(step("mail"), none, desk(7), Verdict::Failed)),
        (61, ended(step("mail"), none, desk(8), Verdict::Succeeded)),
        (62, raised(TechniqueIdx::NONE)),
        (65, raised(technique)),
        (66, Happening::AlertMerged { team, sensor, asset: desk(8), campaign, technique }),
        (70, ended(step("grab"), desk(8), desk(8), Verdict::Succeeded)),
    ];
    let entry = |(minute, what): (u64, Happening)| Entry {
        at: SimTime::ZERO + SimDuration::MINUTE * minute,
        what,
        cause: u32::MAX,
    };
    let mut trace = Trace::default();
    trace.entries.extend(told.map(entry));
    let matrix = attack_matrix(&model, &trace);
    let said: Vec<_> = matrix
        .iter()
        .flat_map(|tactic| tactic.techniques.iter().map(|it| (tactic.tactic, it)))
        .map(|(tactic, it)| (tactic, &*it.id, it.fate(), [it.attempts, it.succeeded, it.alerts]))
        .collect();
    let expected = [
        ("Initial Access", "T1566.001", TechniqueFate::Seen, [2, 1, 2]),
        ("Credential Access", "T1003", TechniqueFate::Missed, [1, 1, 0]),
        ("Impact", "T1485", TechniqueFate::NotUsed, [0, 0, 0]),
    ];
    assert_eq!(said, expected);
    let first = matrix[0].techniques[0].first_alert.as_ref().expect("an alert came");
    assert_eq!(
        (&*first.team, &*first.by, &*first.asset, &*first.moment),
        ("soc", "edr", "desk[7]", "Mon 09:05")
    );
    assert_eq!((first.t_us, &*first.civil), (65 * 60_000_000, "2026-03-02T09:05:00+01:00"));
}

#[test]
fn the_page_says_what_the_json_says() {
    let model = common::model(ARRANGEMENT);
    let replications = replicate(&model, 1, 1, &Watch::default());
    let (narration, seen) = replay(&model, &replications, 1, |outcome| {
        let telling = narrate(&model, outcome, 40);
        let narration = Narration { number: 1, fingerprint: outcome.fingerprint, median: false, telling };
        (
            narration,
            scene(&model, timeline(&model, outcome), play_back(&model, outcome), course(&model, outcome)),
        )
    });
    let report = run_report(&model, &replications, Some(narration));
    let page = run_page(&report, &Seen { scene: seen, ..Seen::default() }).html("");
    assert!(page.contains("<a href=\"#attack\">"));
    let section =
        page.split_once("<h2 id=\"attack\">").expect("a section").1.split("<h2").next().expect("its text");
    let json = serde_json::to_value(&report).expect("it is data");
    let tactics = json["narrated"]["attack"].as_array().expect("a list");
    assert!(tactics.len() > 2);
    for tactic in tactics {
        let name = tactic["tactic"].as_str().expect("a text");
        assert!(section.contains(&format!("<th scope=\"col\">{name}</th>")), "{name}");
        for technique in tactic["techniques"].as_array().expect("a list") {
            let [id, fate] = ["technique", "fate"].map(|field| technique[field].as_str().expect("a text"));
            let cell = section
                .split("<td")
                .find(|cell| cell.contains(&format!("<strong>{id}</strong>")))
                .expect("a cell");
            assert!(cell.contains(&format!("data-tactic=\"{name}\"")), "{cell}");
            assert!(cell.contains(&format!("class=\"a-{fate}\"")), "{cell}");
            assert!(cell.contains(&fate.replace('_', " ")), "{cell}");
            let attempts = technique["attempts"].as_u64().expect("a number");
            let words = format!(
                "{}, {} succeeded",
                jointex::measure::counted(attempts, "attempt"),
                technique["succeeded"]
            );
            assert_eq!(cell.contains(&words), attempts > 0, "{words} {cell}");
            let first = &technique["first_alert"];
            assert_eq!(cell.contains(&format!("href=\"#t={}\"", first["t_us"])), !first.is_null(), "{cell}");
        }
    }
}
