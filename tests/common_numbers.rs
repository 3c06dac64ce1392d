//! Common random numbers: what is compared shares its luck, and what is unrelated leaves it alone.

mod common;

use common::{model, model_with, play};
use jointex::measure::{Chronicle, Record};
use jointex::model::Model;
use jointex::sim::{Milestone, Outcome};

const TWO_SITES: &str = include_str!("common/two_sites.ron");
/// Pairs of replications of a comparison.
const REPLICATIONS: u64 = 1500;

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (count, sum) = values.clone().fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    let mean: f64 = sum / count;
    values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0)
}

/// The variance of the paired difference over that of the difference of independent replications.
fn ratio(staffing: (&str, &str), look: fn(&Model, &Outcome<'_>) -> f64) -> f64 {
    let [before, after] = [&[][..], &[staffing]].map(|paths| {
        let model = model_with(TWO_SITES, paths);
        play(&model, REPLICATIONS, false, |outcome| look(&model, outcome))
    });
    let paired = variance(before.iter().zip(&after).map(|(before, after)| after - before));
    assert!(paired > 0.0, "the staffing changes nothing");
    paired / (variance(before.iter().copied()) + variance(after.iter().copied()))
}

/// From STARTEX to the first team's declaration, in hours, at most to ENDEX.
fn declared(model: &Model, outcome: &Outcome<'_>) -> f64 {
    let declared = outcome.ledger.responses[0].milestones[Milestone::Declared as usize];
    declared.min(model.frame.endex).hours()
}

/// The same to the moment at which all that the first team protects is back.
fn recovered(model: &Model, outcome: &Outcome<'_>) -> f64 {
    let recovered = outcome.ledger.responses[0].milestones[Milestone::Recovered as usize];
    recovered.min(model.frame.endex).hours()
}

#[test]
fn two_staffings_differ_by_a_third_of_their_unpaired_variance_or_less() {
    let ratios = [
        ratio(("teams[a-soc].tiers[l1].seats", "2"), declared),
        ratio(("teams[a-soc].tiers[l2].seats", "1"), declared),
        ratio(("teams[a-soc].tiers[l2].seats", "1"), recovered),
        ratio(("crews[a-it].seats", "2"), recovered),
    ];
    assert!(ratios.iter().all(|ratio| *ratio <= 1.0 / 3.0), "{ratios:?}");
}

/// What happened in each of some replications, line by line, save what the word occurs in.
fn lines(text: &str, without: &str) -> Vec<Vec<String>> {
    let model = model(text);
    play(&model, 20, true, |outcome| {
        let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
        let record = |record: Record| {
            format!("{} {} {:?} {:?}", record.t_us, record.event, record.about, record.outcome)
        };
        let mut lines: Vec<String> =
            chronicle.records().map(record).filter(|line| !line.contains(without)).collect();
        // Whose events come first within one instant follows the ids, and new ids may come between.
        lines.sort();
        lines
    })
}

#[test]
fn what_is_unrelated_changes_no_line_of_the_trace() {
    let additions = [
        ("organisations: [", r#"(id: "aaa-org"), (id: "zzz-org"),"#),
        ("zones: [", r#"(id: "aaa-zone", owner: "aaa-org"), (id: "zzz-zone", owner: "zzz-org"),"#),
        (
            "assets: [",
            r#"(id: "aaa-desk", zone: "aaa-zone", services: ["ftp", "smb"], count: 9, users: 3), (id: "zzz-desk", zone: "zzz-zone"),"#,
        ),
        (
            "teams: [",
            r#"(id: "aaa-soc", organisation: "aaa-org", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "5min"), playbook: "aaa-playbook"),
               (id: "zzz-soc", organisation: "zzz-org", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "9min")),"#,
        ),
        (
            "sensors: [",
            r#"(id: "aaa-edr", team: "aaa-soc", covers: [Zone("aaa-zone")], sees: [Process], sensitivity: 1, false_alarms: PerDay(90)),"#,
        ),
        (
            "playbooks: [",
            r#"(id: "aaa-playbook", phases: [Investigate(tier: "l1", time: "20min", finds: 1)]),"#,
        ),
    ];
    let alliance = [
        ("organisations: [", r#"(id: "aaa-org"), (id: "aaa-friend"),"#),
        ("zones: [", r#"(id: "aaa-zone", owner: "aaa-org"),"#),
        ("assets: [", r#"(id: "aaa-plant", zone: "aaa-zone"),"#),
        ("crews: [", r#"(id: "aaa-ship", organisation: "aaa-org", seats: 1),"#),
        (
            "authorities: [",
            r#"(id: "aaa-council", organisation: "aaa-org", hours: Weekly("Mon-Fri", "08:00", "16:00"), time: Exponential(mean: "2h")),"#,
        ),
        (
            "teams: [",
            r#"(id: "aaa-soc", organisation: "aaa-org", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "5min"), playbook: "aaa-playbook",
                unrelated: (rate: PerDay(6), severity: High, assets: 1)),"#,
        ),
        (
            "playbooks: [",
            r#"(id: "aaa-playbook", phases: [RequestHelp(from: ["aaa-help"], tier: "l1"), Investigate(tier: "l1", time: "20min", finds: 1)]),"#,
        ),
        (
            "    msel: [",
            r#"    assistance: [(id: "aaa-help", organisation: "aaa-friend", seats: 2, to: ["aaa-org"], travel: Exponential(mean: "9h"), refused: 0.3)],
            cables: [(id: "aaa-cable", organisation: "aaa-org", breaks: Exponential(mean: "20h"), repair: (by: "aaa-ship", time: Exponential(mean: "5h")))],
            missions: [(id: "aaa-mission", organisation: "aaa-org", depends: [(id: "aaa-by-sea", on: [Cable("aaa-cable")], backup: Exponential(mean: "1h"))])],
            crises: [(id: "aaa-crisis", kind: Media, on: ["aaa-org"], load: (rate: PerHour(1), time: Exponential(mean: "9min")),
                decisions: (rate: PerHour(0.5), time: "20min"), slower: 2, false_alarms: 2, rises: "1d")],
            ladders: [(id: "aaa-ladder", steps: [(id: "one", when: AtMost("mission_level[mission=aaa-mission]", 0), authority: "aaa-council",
                takes: Exponential(mean: "1h"), informs: ["aaa-soc"], effect: Load(team: "aaa-soc", tickets: 20, over: "5h"), stands_down: (after: "9h"))])],
            msel: ["#,
        ),
    ];
    // A desk more in an organisation that takes part, beside those that anyone aims at.
    let sibling = [("assets: [", r#"(id: "b-aaa-kiosk", zone: "b-office", services: ["ftp"], users: 1),"#)];
    for (additions, happenings) in [(&additions[..], 1), (&alliance, 1000), (&sibling, 0)] {
        let more = additions.iter().fold(TWO_SITES.to_owned(), |text, (list, records)| {
            assert!(text.contains(list));
            match records.trim_end().ends_with('[') {
                true => text.replacen(list, records, 1),
                false => text.replacen(list, &format!("{list}\n{records}"), 1),
            }
        });
        let (before, mut after) = (lines(TWO_SITES, "aaa-"), lines(&more, "nobody"));
        let all: usize = after.iter().map(Vec::len).sum();
        after.iter_mut().for_each(|lines| lines.retain(|line| !line.contains("aaa-")));
        let added = all - after.iter().map(Vec::len).sum::<usize>();
        assert!(added >= happenings, "what was added does something: {added}");
        assert!(before.iter().all(|lines| lines.len() > 100), "a trace of some length");
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after);
        }
    }
}
