//! The grave before the slight: Cobham's waits, and sojourns where work is put aside.
//!
//! False alarms of several severities become false incidents at once, whose investigation is the work in the queue: the
//! trace tells when each begins and ends, and a playbook for each severity gives each its own time.

use super::cases::prove;
use super::common::{check, model, play_seeded};
use super::queues::{UNIT, period, service, width};
use super::{HOUR, columns, span};
use jointex::model::Severity;
use jointex::sim::{Happening, Outcome};

/// From the gravest on.
const SEVERITIES: [&str; 3] = ["High", "Medium", "Low"];

/// Classes of false incidents, each with its rate and the rate of its service, from the gravest on.
fn classes(classes: &[(f64, f64)], seats: u32, preempts: bool, (from, to): (f64, f64)) -> String {
    let total: f64 = classes.iter().map(|class| class.0).sum();
    let named = || SEVERITIES.iter().zip(classes);
    let shares: String = named().map(|(name, class)| format!("({name}, {}), ", class.0 / total)).collect();
    let playbooks: String = named()
        .map(|(name, class)| {
            let time = service(class.1);
            format!(r#"(id: "{name}", phases: [Investigate(tier: "l2", time: {time}, finds: 0)]), "#)
        })
        .collect();
    // The first rule that holds counts, and one for a severity holds for all that is graver too.
    let rules: String = named().map(|(name, _)| format!(r#"(severity: {name}, use: "{name}"), "#)).collect();
    let rate = total * HOUR / UNIT;
    let [from, to] = [from, to].map(|moment| span(moment, UNIT));
    format!(
        r#"Scenario(
            format: 1, id: "queue", title: "A queue", startex: "2026-01-05T00:00[UTC]", endex: "{to}", measure_from: "{from}",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1), (id: "l2", seats: {seats})],
                     queue: (order: MostSevereFirst, preempts: {preempts}),
                     triage: (tier: "l1", time: "0s", false_escalations: 1), playbook: "High", playbooks: [{rules}])],
            playbooks: [{playbooks}],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour({rate}),
                       severities: [{shares}])],
        )"#
    )
}

/// Mean times of each class from its alert to the beginning and to the end of its work, in units, of those whose alert came
/// while it was measured and early enough to be served. Within a class, work begins in the order of arrival.
fn times(outcome: &Outcome<'_>, classes: usize, from: f64, to: f64) -> [[f64; 2]; 3] {
    let units = |hours: f64| hours * HOUR / UNIT;
    let mut moments = vec![[const { Vec::new() }; 3]; classes];
    for entry in &outcome.trace.expect("the trace is on").entries {
        let (class, what) = match entry.what {
            Happening::AlertRaised { severity, .. } => (Severity::High as usize - severity as usize, 0),
            Happening::PhaseStarted { phase, .. } => (phase as usize, 1),
            Happening::PhaseEnded { phase, .. } => (phase as usize, 2),
            _ => continue,
        };
        moments[class][what].push(units(entry.at.hours()));
    }
    let mut means = [[0.0; 2]; 3];
    for (class, moments) in moments.iter().enumerate() {
        let [raised, begun, ended] = moments;
        let counted = |other: &[f64]| {
            let pairs = raised.iter().zip(other).filter(|(raised, _)| (from..to).contains(*raised));
            let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), (a, b)| (sum + b - a, count + 1.0));
            sum / count
        };
        means[class] = [counted(begun), counted(ended)];
    }
    means
}

/// How long the least grave may still have to wait when arrivals are no longer counted, as a share of the time measured.
const LAST: f64 = 0.1;

const REPLICATIONS: u64 = 400;

#[test]
pub fn the_grave_go_first_as_cobham_says() {
    let own = r#"[{"lambdas_high_to_low": [0.3, 0.5], "mu": 1, "c": 1, "P_wait": 0.8, "Wq_by_class": [1.142857142857143, 5.714285714285716],
        "Wq_overall": 4.000000000000001}]"#;
    prove("MMc_nonpreemptive_priority_Cobham", own, |case| {
        let (rates, mu, seats) = (case.numbers("lambdas_high_to_low"), case.number("mu"), case.count("c"));
        let (waits, overall) = (case.numbers("Wq_by_class"), case.number("Wq_overall"));
        case.leave("P_wait", "that of M/M/c without priorities, where it is proved");
        let rate: f64 = rates.iter().sum();
        let load = rate / (mu * f64::from(seats));
        let all = if load >= 0.9 { 10e6 } else { 9e6 };
        let (from, to) = period(rate, f64::from(seats) * mu, load, all);
        let until = to - LAST * (to - from);
        let pairs: Vec<(f64, f64)> = rates.iter().map(|&rate| (rate, mu)).collect();
        let model = model(&classes(&pairs, seats, false, (from, to)));
        let seen = play_seeded(&model, case.seed, REPLICATIONS, true, |_, outcome| {
            let classes = times(outcome, pairs.len(), from, until);
            let all = &outcome.ledger.pools[1].waits;
            [classes[0][0], classes[1][0], classes[2][0], all.sum as f64 / UNIT / all.count as f64]
        });
        let [first, second, third, all] = columns(seen);
        for (seen, expected) in [first, second, third].iter().zip(&waits) {
            check(seen, *expected, width(load));
        }
        check(&all, overall, width(load));
    });
}

#[test]
pub fn work_is_put_aside_for_what_is_graver() {
    let own = r#"[{"lambdas": [0.2, 0.3], "mus": [2, 0.8], "nonpreemptive_Wq": [0.5763888888888888, 1.0978835978835977],
        "preemptive_resume_sojourn_W": [0.5555555555555556, 2.4867724867724865]}]"#;
    prove("MM1_priority", own, |case| {
        let pairs: Vec<(f64, f64)> = case.numbers("lambdas").into_iter().zip(case.numbers("mus")).collect();
        let load: f64 = pairs.iter().map(|(rate, mu)| rate / mu).sum();
        let rate: f64 = pairs.iter().map(|(rate, _)| rate).sum();
        let (from, to) = period(rate, 1.0, load, 4e6);
        let until = to - LAST * (to - from);
        for (preempts, expected) in [(false, "nonpreemptive_Wq"), (true, "preemptive_resume_sojourn_W")] {
            let model = model(&classes(&pairs, 1, preempts, (from, to)));
            let seen = play_seeded(&model, case.seed, REPLICATIONS, true, |_, outcome| {
                let classes = times(outcome, 2, from, until);
                [0, 1].map(|class: usize| classes[class][usize::from(preempts)])
            });
            for (seen, expected) in columns(seen).iter().zip(case.numbers(expected)) {
                check(seen, expected, 0.02);
            }
        }
    });
}
