//! What the kernel costs per draw and per event, each next to what one would write by hand.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use jointex::kernel::{Calendar, Distribution, Key, SimDuration, SimTime};
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// One draw that belongs to three names: keyed, or from a generator that is seeded for that one draw.
fn draws(c: &mut Criterion) {
    let mut group = c.benchmark_group("draw");
    let key = Key::replication(1, 0);
    let mut n = 0u64;
    let mut next = move || {
        n = n.wrapping_add(1);
        n
    };
    group.bench_function("one part", |b| b.iter(|| key.with(next()).bits()));
    group.bench_function("three parts, uniform", |b| {
        b.iter(|| key.with(black_box(3)).with(black_box(5)).with(next()).uniform());
    });
    group.bench_function("three parts, exponential", |b| {
        b.iter(|| key.with(black_box(3)).with(black_box(5)).with(next()).exponential());
    });
    group.bench_function("baseline: generator seeded per draw, uniform", |b| {
        b.iter(|| {
            let seed = key.with(black_box(3)).with(black_box(5)).with(next()).bits();
            Xoshiro256PlusPlus::seed_from_u64(seed).random::<f64>()
        });
    });
    group.bench_function("baseline: generator seeded per draw, exponential", |b| {
        b.iter(|| {
            let seed = key.with(black_box(3)).with(black_box(5)).with(next()).bits();
            -libm::log1p(-Xoshiro256PlusPlus::seed_from_u64(seed).random::<f64>())
        });
    });
    group.finish();
}

/// One duration of each family; `fixed` shows what is the way to the family and the rounding.
fn samples(c: &mut Criterion) {
    let mut group = c.benchmark_group("sample");
    let hour = SimDuration::HOUR.micros() as f64;
    let families = [
        ("fixed", Distribution::fixed(hour)),
        ("exponential", Distribution::exponential(hour)),
        ("triangular", Distribution::triangular(hour, 2.0 * hour, 5.0 * hour)),
        ("pert", Distribution::pert(hour, 2.0 * hour, 5.0 * hour)),
        ("normal", Distribution::normal(hour, 0.3 * hour)),
        ("lognormal", Distribution::lognormal(hour, 1.0)),
        ("weibull", Distribution::weibull(hour, 0.7)),
        ("gamma", Distribution::gamma(hour, 2.5)),
    ];
    for (name, distribution) in families {
        let distribution = distribution.expect("valid parameters");
        let (key, mut n) = (Key::replication(1, 0), 0u64);
        group.bench_function(name, |b| {
            b.iter(|| {
                n = n.wrapping_add(1);
                distribution.sample(key.with(n))
            });
        });
    }
    group.bench_function("making a gamma table", |b| b.iter(|| Distribution::gamma(hour, black_box(2.5))));
    group.finish();
}

/// The hold model: take the next event out, put one in at an exponential distance; so many are always pending.
fn calendar(c: &mut Criterion) {
    let mut group = c.benchmark_group("hold");
    for pending in [100u32, 10_000, 1_000_000] {
        group.bench_with_input(BenchmarkId::new("calendar", pending), &pending, |b, &pending| {
            let mut distance = distances();
            let mut calendar = Calendar::<u64>::new();
            for entity in 0..pending {
                calendar.schedule(SimTime::ZERO + SimDuration::rounded(distance()), 0, entity, 0);
            }
            b.iter(|| {
                let fired = calendar.pop().expect("as many go in as come out");
                let at = fired.at + SimDuration::rounded(distance());
                calendar.schedule(at, fired.class, fired.entity, fired.event + 1);
            });
        });
        group.bench_with_input(
            BenchmarkId::new("baseline: boxed closures", pending),
            &pending,
            |b, &pending| {
                let mut distance = distances();
                let mut heap = BinaryHeap::new();
                let mut count = 0u64;
                for entity in 0..pending {
                    heap.push(Boxed {
                        at: distance(),
                        action: Box::new(move |count| *count += u64::from(entity)),
                    });
                }
                b.iter(|| {
                    let Boxed { at, action } = heap.pop().expect("as many go in as come out");
                    action(&mut count);
                    let entity = count & 0xFF;
                    let at = at + distance();
                    heap.push(Boxed { at, action: Box::new(move |count| *count += entity) });
                });
            },
        );
    }
    group.finish();
}

/// Exponential distances of a second in the mean, cheap enough not to drown the heap: from a list made beforehand.
fn distances() -> impl FnMut() -> f64 {
    let key = Key::replication(1, 0);
    let list: Vec<f64> = (0..4096).map(|n| 1e6 * key.with(n).exponential()).collect();
    let mut index = 0;
    move || {
        index = (index + 1) % list.len();
        list[index]
    }
}

/// An event as one would first write it: floating-point time, and a closure on the heap for what is to happen.
struct Boxed {
    at: f64,
    action: Box<dyn FnOnce(&mut u64)>,
}

impl Ord for Boxed {
    fn cmp(&self, other: &Boxed) -> Ordering {
        other.at.total_cmp(&self.at)
    }
}

impl PartialOrd for Boxed {
    fn partial_cmp(&self, other: &Boxed) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Boxed {
    fn eq(&self, other: &Boxed) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Boxed {}

criterion_group!(benches, draws, samples, calendar);
criterion_main!(benches);
