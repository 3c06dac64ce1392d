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
fn an_unrelated_asset_zone_or_team_changes_no_line_of_the_trace() {
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
    // A desk more in an organisation that takes part, beside those that anyone aims at.
    let sibling = [("assets: [", r#"(id: "b-aaa-kiosk", zone: "b-office", services: ["ftp"], users: 1),"#)];
    for additions in [&additions[..], &sibling] {
        let more = additions.iter().fold(TWO_SITES.to_owned(), |text, (list, records)| {
            assert!(text.contains(list));
            text.replacen(list, &format!("{list}\n{records}"), 1)
        });
        let (before, after) = (lines(TWO_SITES, "aaa-"), lines(&more, "aaa-"));
        assert!(before.iter().all(|lines| lines.len() > 100), "a trace of some length");
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after);
        }
    }
}
