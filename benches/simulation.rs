//! What a replication of the whole engine costs: the exercise that is shipped, and a queue next to the loop that one
//! would write for it by hand.

use std::collections::{BinaryHeap, VecDeque};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jointex::compile::compile;
use jointex::kernel::SimDuration;
use jointex::model::Model;
use jointex::scenario::{LoadError, parse};
use jointex::sim::{LogHistogram, Worker};
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Replications that are played in turn, so that no branch predictor learns one of them by heart.
const TURNS: u64 = 50;

/// Five analysts at load 0.9; false alarms are their only work.
const M_M_5: &str = r#"Scenario(
    format: 1, id: "mm5", title: "M/M/5", startex: "2026-01-05T00:00[UTC]", endex: "20000h",
    organisations: [(id: "o")],
    network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
    teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 5)], triage: (tier: "l1", time: Exponential(mean: "1h")))],
    sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour(4.5))],
)"#;

const ARRIVALS_PER_HOUR: f64 = 4.5;
const SEATS: usize = 5;
const HOURS: f64 = 20_000.0;

/// The mean wait that Erlang's C formula gives, in hours.
const MEAN_WAIT: f64 = 1.525;

fn exercise(c: &mut Criterion) {
    let model = model(include_str!("../scenarios/technical-arrangement.ron"));
    let mut worker = Worker::new(&model);
    let events: u64 = (1..=TURNS).map(|number| worker.play(1, number, false).events).sum();
    let mut group = c.benchmark_group("technical-arrangement");
    group.throughput(Throughput::Elements(events / TURNS));
    let mut turn = 0;
    let mut next = move || {
        turn = turn % TURNS + 1;
        turn
    };
    group.bench_function("a replication, by event", |b| b.iter(|| worker.play(1, next(), false).fingerprint));
    group.bench_function("with its trace", |b| b.iter(|| worker.play(1, next(), true).fingerprint));
    group.finish();
}

fn queue(c: &mut Criterion) {
    let model = model(M_M_5);
    let mut worker = Worker::new(&model);
    let in_hours =
        |waits: &LogHistogram| waits.sum as f64 / waits.count as f64 / SimDuration::HOUR.micros() as f64;
    let engine = mean(|number| in_hours(&worker.play(1, number, false).ledger.teams[0].waits));
    for wait in [engine, mean(by_hand)] {
        assert!(
            (wait - MEAN_WAIT).abs() < 0.06 * MEAN_WAIT,
            "a mean wait of {wait} h is no M/M/5 at load 0.9"
        );
    }
    let mut group = c.benchmark_group("M/M/5, by arrival");
    group.throughput(Throughput::Elements((ARRIVALS_PER_HOUR * HOURS) as u64));
    let mut turn = 0;
    group.bench_function("the engine", |b| {
        b.iter(|| {
            turn = turn % TURNS + 1;
            worker.play(1, turn, false).fingerprint
        });
    });
    group.bench_function("baseline: a loop by hand", |b| {
        b.iter(|| {
            turn = turn % TURNS + 1;
            by_hand(turn)
        });
    });
    group.finish();
}

/// One incident that takes all its assets from investigation to recovery: the time per asset must not grow with their number.
fn incident(c: &mut Criterion) {
    let mut group = c.benchmark_group("an incident, by asset");
    group.sample_size(10);
    for assets in [2_000, 8_000, 32_000] {
        let model = model(&format!(
            r#"Scenario(
                format: 1, id: "incident", title: "An incident", startex: "2026-01-05T00:00[UTC]", endex: "5d",
                organisations: [(id: "o")],
                network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z", count: {assets})]),
                campaigns: [(id: "c", initially_held: [Group("a")])],
                crews: [(id: "it", organisation: "o", seats: 10)],
                teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 5)], triage: (tier: "l", time: "1min"), playbook: "p")],
                playbooks: [(id: "p", phases: [
                    Investigate(tier: "l", time: "1h", finds: 1),
                    Contain(tier: "l", per_asset: "1s", actions: [Isolate]),
                    Eradicate(crew: "it", per_asset: Exponential(mean: "5s")),
                    Recover(crew: "it", per_asset: Exponential(mean: "5s")),
                ])],
                msel: [(no: "1", at: "1h", title: "A call", effect: Alert(team: "t", asset: "a[1]"))],
            )"#
        ));
        let mut worker = Worker::new(&model);
        let ledger = worker.play(1, 1, false).ledger;
        assert_eq!((ledger.teams[0].incidents_true, ledger.responses[0].affected), (1, 0));
        group.throughput(Throughput::Elements(assets));
        group.bench_function(format!("{assets} assets"), |b| b.iter(|| worker.play(1, 1, false).fingerprint));
    }
    group.finish();
}

/// A replication that touches a hundred of a million assets, and so what it takes to forget them.
fn small_outbreak(c: &mut Criterion) {
    let model = model(
        r#"Scenario(
            format: 1, id: "small", title: "A small outbreak", startex: "2026-01-05T00:00[UTC]", endex: "5d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z", count: 1000000)]),
            campaigns: [(id: "c", initially_held: [First("a", 100)])],
        )"#,
    );
    let mut worker = Worker::new(&model);
    assert_eq!(worker.play(1, 1, false).ledger.total, 100);
    c.bench_function("a hundred of a million assets", |b| b.iter(|| worker.play(1, 1, false).fingerprint));
}

/// The mean over the replications that are played in turn.
fn mean(wait: impl FnMut(u64) -> f64) -> f64 {
    (1..=TURNS).map(wait).sum::<f64>() / TURNS as f64
}

/// The same queue as a plain event loop: floating-point time, one generator, a heap of what ends when. Returns the mean
/// wait in hours.
fn by_hand(seed: u64) -> f64 {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential = |mean: f64| -mean * libm::log1p(-generator.random::<f64>());
    let mut ends: BinaryHeap<std::cmp::Reverse<Instant>> = BinaryHeap::new();
    let mut waiting: VecDeque<f64> = VecDeque::new();
    let (mut arrival, mut busy, mut waited, mut served) = (exponential(1.0 / ARRIVALS_PER_HOUR), 0, 0.0, 0);
    loop {
        let end = ends.peek().map_or(f64::INFINITY, |end| end.0.0);
        let now = arrival.min(end);
        if now > HOURS {
            return waited / f64::from(served);
        }
        if arrival <= end {
            waiting.push_back(now);
            arrival = now + exponential(1.0 / ARRIVALS_PER_HOUR);
        } else {
            ends.pop();
            busy -= 1;
        }
        while busy < SEATS
            && let Some(since) = waiting.pop_front()
        {
            waited += now - since;
            served += 1;
            busy += 1;
            ends.push(std::cmp::Reverse(Instant(now + exponential(1.0))));
        }
    }
}

#[derive(PartialEq)]
struct Instant(f64);

impl Eq for Instant {}

impl Ord for Instant {
    fn cmp(&self, other: &Instant) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Instant) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn model(text: &str) -> Model {
    let parsed = parse("bench.ron", text, &mut |_| Err(LoadError(String::from("it includes nothing"))));
    let scenario = parsed.scenario.expect("the scenario has no fault");
    compile(&scenario, &parsed.sources).0.expect("the scenario has no fault")
}

criterion_group!(benches, exercise, queue, incident, small_outbreak);
criterion_main!(benches);
