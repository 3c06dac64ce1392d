//! Queues of alerts: Erlang's formulas, Pollaczek and Khinchine's, Burke's and Jackson's theorems.

use super::cases::{Case, prove};
use super::common::{check, check_probability, model, play_seeded};
use super::{columns, enough, enough_for, one_if, span};
use jointex::sim::{LogHistogram, Outcome};

/// The unit of time, in microseconds: of its multiples, 1 and 2 are bounds of the histogram in which the ledger keeps waits,
/// so that the share beyond them is exact.
pub const UNIT: f64 = 4_294_967_296.0;

/// An exponential time with a rate in the queues' unit.
pub fn service(rate: f64) -> String {
    format!("Exponential(mean: \"{}\")", span(1.0 / rate, UNIT))
}

/// A team that has nothing to do but false alarms.
pub struct Desk<'a> {
    /// False alarms in a unit of time.
    pub rate: f64,
    pub seats: u32,
    /// How long triage takes.
    pub time: &'a str,
    /// What the record of the queue says.
    pub queue: &'a str,
    /// From when on is measured, and until when, in units.
    pub from: f64,
    pub to: f64,
}

impl Desk<'_> {
    pub fn scenario(&self) -> String {
        let Desk { rate, seats, time, queue, from, to } = self;
        let [from, to] = [*from, *to].map(|moment| span(moment, UNIT));
        // Above a billion of them an hour is a second the finest rate; here all are below.
        let rate = format!("PerHour({})", rate * super::HOUR / UNIT);
        format!(
            r#"Scenario(
                format: 1, id: "queue", title: "A queue", startex: "2026-01-05T00:00[UTC]", endex: "{to}", measure_from: "{from}",
                organisations: [(id: "o")],
                network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
                teams: [(id: "t", organisation: "o", time_zone: "UTC",
                         tiers: [(id: "l1", seats: {seats}, shifts: AroundTheClock)],
                         queue: ({queue}), triage: (tier: "l1", time: {time}))],
                sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: {rate})],
            )"#
        )
    }
}

/// How long a queue with so much work takes to forget how it began, in services of all its seats together: 1/(1 − √ρ)²
/// (J. W. Cohen, "The Single Server Queue", 1982, for M/M/1).
fn memory(load: f64) -> f64 {
    1.0 / ((1.0 - load.sqrt()) * (1.0 - load.sqrt()))
}

/// How many alerts make the interval of their mean wait so narrow: the sum of the autocovariances of waits in M/M/1, over the
/// squared mean wait (D. J. Daley, "The serial correlation coefficients of waiting times", 1968). With several seats
/// those that need not wait make it wider, and the length of the queue varies by half as much more.
fn alerts(load: f64, waits: f64, width: f64) -> f64 {
    let sum = load * (2.0 + load * (5.0 - load * (4.0 - load))) / libm::pow(1.0 - load, 4.0);
    let mean = load / (1.0 - load);
    1.5 * enough(sum / (mean * mean) * load / waits, width) as f64
}

/// How wide the interval of a mean wait may be.
pub fn width(load: f64) -> f64 {
    if load >= 0.9 { 0.04 } else { 0.02 }
}

/// Replications of a queue; each lasts many times its memory, and so long that together they see enough alerts.
const REPLICATIONS: u64 = 400;

/// From when on a queue is measured, and until when: `all` alerts are seen in all replications.
pub fn period(rate: f64, capacity: f64, load: f64, all: f64) -> (f64, f64) {
    let memory = memory(load) / capacity;
    let length = (all / REPLICATIONS as f64 / rate).max(30.0 * memory);
    (6.0 * memory, 6.0 * memory + length)
}

fn units(micros: u128) -> f64 {
    micros as f64 / UNIT
}

/// The mean of waits, in units.
fn mean(waits: &LogHistogram) -> f64 {
    units(waits.sum) / waits.count as f64
}

/// The filled buckets of a histogram: the least of the values in each, the least beyond it, and how many there are.
fn buckets(waits: &LogHistogram) -> Vec<(f64, f64, u64)> {
    let upper = |rank: u64| {
        let quantile = waits.quantile((rank as f64 - 0.5) / waits.count as f64);
        quantile.expect("there are waits").micros()
    };
    let (mut found, mut before) = (Vec::new(), 0);
    while before < waits.count {
        let bound = upper(before + 1);
        // The last rank in the same bucket.
        let (mut last, mut beyond) = (before + 1, waits.count + 1);
        while beyond - last > 1 {
            let middle = last + (beyond - last) / 2;
            if upper(middle) == bound { last = middle } else { beyond = middle }
        }
        // Sixteen buckets an octave.
        let size = 1 << bound.max(16).ilog2().saturating_sub(4);
        let (from, to) = (bound + 1 - size, bound + 1);
        found.push((from as f64 / UNIT, to as f64 / UNIT, last - before));
        before = last;
    }
    found
}

/// The share of waits that are not longer than `time`, straight within a bucket: exact at its bounds, and otherwise a
/// thousandth off at most, for the density changes by a tenth over a bucket.
fn share_within(buckets: &[(f64, f64, u64)], time: f64) -> f64 {
    let count: u64 = buckets.iter().map(|bucket| bucket.2).sum();
    let within = buckets.iter().map(|&(from, to, count)| {
        let share = if to <= 1.5 / UNIT { 1.0 } else { (time - from) / (to - from) };
        count as f64 * share.clamp(0.0, 1.0)
    });
    within.sum::<f64>() / count as f64
}

/// The mean squared distance of waits from `mean`, spread evenly within their buckets.
fn square(buckets: &[(f64, f64, u64)], mean: f64) -> f64 {
    let count: u64 = buckets.iter().map(|bucket| bucket.2).sum();
    let sum = buckets.iter().map(|&(from, to, count)| {
        let (from, to) = if to <= 1.5 / UNIT { (-mean, -mean) } else { (from - mean, to - mean) };
        count as f64 * (from * from + from * to + to * to) / 3.0
    });
    sum.sum::<f64>() / count as f64
}

/// Work in the queue, and in the queue and in service, on average over the time measured.
fn numbers(outcome: &Outcome<'_>, pool: usize, time: f64) -> [f64; 2] {
    let pool = &outcome.ledger.pools[pool];
    [units(pool.queue) / time, units(pool.queue + pool.busy) / time]
}

#[test]
pub fn waits_of_m_m_c_follow_erlang_c() {
    let own = r#"[
        {"lambda": 0.5, "mu": 1, "c": 1, "rho": 0.5, "P_wait_ErlangC": 0.5, "Wq": 1.0, "W": 2.0, "Lq": 0.5, "L": 1.0,
         "P_Wq_gt_t": {"t=1": 0.3032653298563167, "t=2": 0.18393972058572117}, "Wq_var": 3.0, "Wq_p90": 3.2188758248682006},
        {"lambda": 4.5, "mu": 1, "c": 5, "rho": 0.9, "P_wait_ErlangC": 0.7624932207329357, "Wq": 1.5249864414658714,
         "W": 2.524986441465871, "Lq": 6.8624389865964215, "L": 11.362438986596421,
         "P_Wq_gt_t": {"t=1": 0.4624755161975581, "t=2": 0.2805055799402456}, "Wq_var": 3.774362119208744, "Wq_p90": 4.0628468632237995}
    ]"#;
    prove("MMc", own, erlang_c);
}

fn erlang_c(case: &Case) {
    let [rate, mu, load] = ["lambda", "mu", "rho"].map(|key| case.number(key));
    let (seats, waits) = (case.count("c"), case.number("P_wait_ErlangC"));
    let [mean_wait, ninth] = ["Wq", "Wq_p90"].map(|key| case.number(key));
    let width = width(load);
    let (from, to) = period(rate, f64::from(seats) * mu, load, alerts(load, waits, width));
    let model = model(&Desk { rate, seats, time: &service(mu), queue: "", from, to }.scenario());
    let tolerance = if load >= 0.9 { 0.09 } else { 0.045 };
    let seen = play_seeded(&model, case.seed, REPLICATIONS, false, |_, outcome| {
        let waits = &outcome.ledger.teams[0].waits;
        let buckets = buckets(waits);
        let [queue, all] = numbers(outcome, 0, to - from);
        let sojourn =
            units(outcome.ledger.pools[0].queue + outcome.ledger.pools[0].busy) / waits.count as f64;
        let within = |time: f64| share_within(&buckets, time);
        [
            mean(waits),
            1.0 - within(0.0),
            1.0 - within(1.0),
            1.0 - within(2.0),
            square(&buckets, mean_wait),
            queue,
            all,
            sojourn,
            within(ninth),
            within((1.0 - tolerance) * ninth),
            within((1.0 + tolerance) * ninth),
        ]
    });
    let [wait, waited, one, two, squares, queue, all, sojourn, at, below, above] = columns(seen);
    check(&wait, mean_wait, width);
    check_probability(&waited, waits);
    check_probability(&one, case.number("P_Wq_gt_t/t=1"));
    check_probability(&two, case.number("P_Wq_gt_t/t=2"));
    check(&queue, case.number("Lq"), width);
    check(&all, case.number("L"), width);
    check(&sojourn, case.number("W"), width);
    // The quantile is where nine tenths are within, and would not be a tenth off.
    check_probability(&at, 0.9);
    super::check_apart(&below, &above, 0.9);
    if load < 0.9 {
        check(&squares, case.number("Wq_var"), 0.045);
    } else {
        case.leave(
            "Wq_var",
            "at such loads it takes some four times as many alerts as all the rest; the lower ones prove it",
        );
    }
}

#[test]
pub fn alerts_that_find_no_seat_follow_erlang_b() {
    let own = r#"[{"a": 4.5, "c": 5, "B": 0.24302100181497166}]"#;
    prove("ErlangB", own, |case| {
        let (rate, seats, lost) = (case.number("a"), case.count("c"), case.number("B"));
        let desk = Desk { rate, seats, time: &service(1.0), queue: "capacity: 0", from: 20.0, to: 1020.0 };
        let model = model(&desk.scenario());
        // One in B is lost, in clusters.
        let replications = enough(10.0 / (rate * 1000.0 * lost), 0.02);
        let shares = play_seeded(&model, case.seed, replications, false, |_, outcome| {
            let team = &outcome.ledger.teams[0];
            team.dropped as f64 / team.alerts_false as f64
        });
        // Narrower than a probability need be.
        check(&shares, lost, 0.02);
        check_probability(&shares, lost);
    });
}

#[test]
pub fn few_places_lose_as_m_m_c_k_says() {
    let own = r#"[{"lambda": 4.5, "mu": 1, "c": 5, "K": 10, "P_block": 0.07569937503232768, "Lq": 1.3183644395776442, "Wq_accepted": 0.31696384006225836}]"#;
    prove("MMcK", own, |case| {
        let [rate, mu] = ["lambda", "mu"].map(|key| case.number(key));
        let (seats, places) = (case.count("c"), case.count("K"));
        let queue = format!("capacity: {}", places - seats);
        let desk = Desk { rate, seats, time: &service(mu), queue: &queue, from: 50.0, to: 4050.0 };
        let model = model(&desk.scenario());
        let seen = play_seeded(&model, case.seed, REPLICATIONS, false, |_, outcome| {
            let team = &outcome.ledger.teams[0];
            let [queue, _] = numbers(outcome, 0, 4000.0);
            [mean(&team.waits), team.dropped as f64 / team.alerts_false as f64, queue]
        });
        let [waits, shares, queue] = columns(seen);
        check(&waits, case.number("Wq_accepted"), 0.02);
        check(&shares, case.number("P_block"), 0.02);
        check(&queue, case.number("Lq"), 0.02);
    });
}

#[test]
pub fn waits_of_m_g_1_follow_pollaczek_and_khinchine() {
    let own =
        r#"[{"name": "M/D/1", "lambda": 0.8, "ES": 1, "scv": 0, "rho": 0.8, "Wq": 2.0000000000000004}]"#;
    prove("MG1_PollaczekKhinchine", own, |case| {
        let [rate, mean_time, scv, load] = ["lambda", "ES", "scv", "rho"].map(|key| case.number(key));
        let time = |units: f64| span(units, UNIT);
        let law = match case.text("name") {
            "M/D/1" => format!("\"{}\"", time(mean_time)),
            "M/M/1" => service(1.0 / mean_time),
            "M/E4/1" => format!("Gamma(mean: \"{}\", shape: 4)", time(mean_time)),
            "M/H2/1 scv=4" => {
                // Two exponentials of which each does half of the work.
                let often = (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt()) / 2.0;
                let [short, long] = [often, 1.0 - often].map(|share| service(2.0 * share / mean_time));
                format!("Mixture([({often}, {short}), ({}, {long})])", 1.0 - often)
            }
            "M/LN/1 sigma=0.8" => {
                format!("LogNormal(median: \"{}\", sigma: 0.8)", time(mean_time * libm::exp(-0.32)))
            }
            other => panic!("{other} has no law here"),
        };
        // More variable services make longer memories and more variable waits.
        let all = alerts(load, load, 0.02) * ((1.0 + scv) / 2.0).max(0.7);
        let (from, to) = period(rate, 1.0 / mean_time, load, all);
        let model = model(&Desk { rate, seats: 1, time: &law, queue: "", from, to }.scenario());
        let seen = play_seeded(&model, case.seed, REPLICATIONS, false, |_, outcome| {
            mean(&outcome.ledger.teams[0].waits)
        });
        check(&seen, case.number("Wq"), 0.02);
    });
}

#[test]
pub fn with_seats_for_all_the_number_in_service_is_poisson() {
    let own =
        r#"[{"lambda": 6, "mu": 2, "mean": 3, "P0": 0.049787068367863944, "P_gt_5": 0.08391794203130343}]"#;
    prove("MMinf", own, |case| {
        let [rate, mu, mean] = ["lambda", "mu", "mean"].map(|key| case.number(key));
        // After twelve services it has forgotten that it was empty; nobody has ever seen sixty of three on average.
        let desk = Desk { rate, seats: 60, time: &service(mu), queue: "", from: 0.0, to: 12.0 / mu };
        let model = model(&desk.scenario());
        let replications = enough(1.0 / mean, 0.02).max(enough_for(0.1));
        let present = play_seeded(&model, case.seed, replications, false, |_, outcome| {
            let team = &outcome.ledger.teams[0];
            (team.alerts_false - team.judged) as f64
        });
        check(&present, mean, 0.02);
        let share = |of: fn(f64) -> bool| present.iter().map(|&n| one_if(of(n))).collect::<Vec<f64>>();
        check_probability(&share(|n| n == 0.0), case.number("P0"));
        check_probability(&share(|n| n > 5.0), case.number("P_gt_5"));
    });
}

#[test]
pub fn investigations_of_false_incidents_are_the_second_station_of_a_tandem() {
    // Burke: the output of M/M/c is Poisson. Little: so long is everybody there as there are on average, over the rate.
    let own = r#"[{"lambda": 2, "st1": {"mu": 1, "c": 3}, "st2": {"mu": 2.5, "c": 1}, "W_total": 3.4444444444444446}]"#;
    prove("jackson_tandem", own, |case| {
        let rate = case.number("lambda");
        let [first, second] = ["st1", "st2"]
            .map(|station| (case.number(&format!("{station}/mu")), case.count(&format!("{station}/c"))));
        let load = |(mu, seats): (f64, u32)| rate / (mu * f64::from(seats));
        let (most, width) = (load(first).max(load(second)), width(load(first).max(load(second))));
        let slow = if load(first) > load(second) { first } else { second };
        let (from, to) = period(rate, slow.0 * f64::from(slow.1), most, alerts(most, most, width));
        let scenario = Desk { rate, seats: first.1, time: &service(first.0), queue: "", from, to }
            .scenario()
            .replace("shifts: AroundTheClock)]", &format!(r#"), (id: "l2", seats: {})]"#, second.1))
            .replace(r#"(tier: "l1", time"#, r#"(tier: "l1", false_escalations: 1, time"#)
            .replace("queue: ()", r#"playbook: "p""#)
            .replace(
                "sensors:",
                &format!(
                    r#"playbooks: [(id: "p", phases: [Investigate(tier: "l2", time: {}, finds: 0)])], sensors:"#,
                    service(second.0)
                ),
            );
        let model = model(&scenario);
        let total = play_seeded(&model, case.seed, REPLICATIONS, false, |_, outcome| {
            let [first, second] = [0, 1].map(|pool| numbers(outcome, pool, to - from)[1]);
            (first + second) / rate
        });
        check(&total, case.number("W_total"), width);
    });
}

#[test]
fn serving_the_most_severe_first_conserves_the_mean_wait() {
    let (from, to) = period(4.5, 5.0, 0.9, alerts(0.9, 0.76, 0.04));
    let desk = Desk { rate: 4.5, seats: 5, time: &service(1.0), queue: "order: MostSevereFirst", from, to };
    let seen = play_seeded(&model(&desk.scenario()), 1, REPLICATIONS, false, |_, outcome| {
        mean(&outcome.ledger.teams[0].waits)
    });
    check(&seen, 1.5249864414658714, 0.04);
}
