//! What spread costs in the whole engine: an epidemic along the edges of a graph beside a simulator written by hand for
//! it, and a worm in a mesh.

mod by_hand;

use by_hand::epidemic::{epidemic, scenario};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jointex::compile::compile;
use jointex::model::Model;
use jointex::scenario::{LoadError, parse};
use jointex::sim::Worker;

/// Replications that are played in turn.
const TURNS: u64 = 10;

fn sir(c: &mut Criterion) {
    let mut group =
        c.benchmark_group("SIR by contact, Barabási–Albert, m = 3, rates 1 and 1, ten first cases");
    group.sample_size(10);
    for nodes in [10_000, 100_000, 1_000_000] {
        let model = model(&scenario(nodes));
        let graph = &model.network.edges;
        let mut worker = Worker::new(&model);
        let sizes: u32 = (1..=TURNS).map(|turn| worker.play(1, turn, false).ledger.total).sum();
        let by_hand: u32 = (1..=TURNS).map(|turn| epidemic(graph, turn).0).sum();
        let ratio = f64::from(sizes) / f64::from(by_hand);
        assert!((0.97..1.03).contains(&ratio), "{sizes} nodes are infected, and {by_hand} by hand");
        let events: u64 = (1..=TURNS).map(|turn| epidemic(graph, turn).1).sum();
        group.throughput(Throughput::Elements(events / TURNS));
        let mut turn = 0;
        let mut next = move || {
            turn = turn % TURNS + 1;
            turn
        };
        group.bench_function(BenchmarkId::new("the engine", nodes), |b| {
            b.iter(|| worker.play(1, next(), false).fingerprint);
        });
        group.bench_function(BenchmarkId::new("baseline: by hand", nodes), |b| {
            b.iter(|| epidemic(graph, next()))
        });
    }
    group.finish();
}

fn worm(c: &mut Criterion) {
    let model = model(include_str!("../scenarios/code-red.ron"));
    let mut worker = Worker::new(&model);
    let mut turn = 0;
    c.benchmark_group("code-red").sample_size(10).bench_function("a replication", |b| {
        b.iter(|| {
            turn = turn % TURNS + 1;
            worker.play(1, turn, false).fingerprint
        });
    });
}

fn model(text: &str) -> Model {
    let parsed = parse("bench.ron", text, &mut |_| Err(LoadError(String::from("it includes nothing"))));
    let scenario = parsed.scenario.expect("the scenario has no fault");
    compile(&scenario, &parsed.sources).0.expect("the scenario has no fault")
}

criterion_group!(benches, sir, worm);
criterion_main!(benches);
