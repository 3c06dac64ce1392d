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

/// The hold model: take the next event out, put one in at some distance; so many are always pending. Beside the calendar
/// std's binary heap with the same entries, and what one would first write: a heap of closures.
fn calendar(c: &mut Criterion) {
    for (increments, distances) in [("exponential", exponential()), ("bimodal", bimodal())] {
        let mut group = c.benchmark_group(format!("hold, {increments}"));
        for pending in [100u32, 1_000, 10_000, 100_000, 1_000_000] {
            let distance = || {
                let (list, mut index) = (&distances, 0);
                move || {
                    index = (index + 1) % list.len();
                    list[index]
                }
            };
            group.bench_with_input(BenchmarkId::new("calendar", pending), &pending, |b, &pending| {
                let mut distance = distance();
                let mut calendar = Calendar::<u64>::new();
                for entity in 0..pending {
                    calendar.schedule(SimTime::ZERO + distance(), 0, entity, 0);
                }
                b.iter(|| {
                    let fired = calendar.pop().expect("as many go in as come out");
                    calendar.schedule(fired.at + distance(), fired.class, fired.entity, fired.event + 1);
                });
            });
            group.bench_with_input(
                BenchmarkId::new("baseline: binary heap", pending),
                &pending,
                |b, &pending| {
                    let mut distance = distance();
                    let mut heap = BinaryHeap::new();
                    for rank in 0..u64::from(pending) {
                        heap.push(Ranked { at: distance().micros(), rank, event: 0 });
                    }
                    let mut sequence = u64::from(pending);
                    b.iter(|| {
                        let Ranked { at, rank, event } = heap.pop().expect("as many go in as come out");
                        sequence += 1;
                        let rank = rank & !0xFFFF_FFFF | sequence & 0xFFFF_FFFF;
                        heap.push(Ranked { at: at + distance().micros(), rank, event: event + 1 });
                    });
                },
            );
            group.bench_with_input(
                BenchmarkId::new("baseline: boxed closures", pending),
                &pending,
                |b, &pending| {
                    let mut distance = distance();
                    let mut heap = BinaryHeap::new();
                    let mut count = 0u64;
                    for entity in 0..pending {
                        let at = distance().micros() as f64;
                        heap.push(Boxed { at, action: Box::new(move |count| *count += u64::from(entity)) });
                    }
                    b.iter(|| {
                        let Boxed { at, action } = heap.pop().expect("as many go in as come out");
                        action(&mut count);
                        let entity = count & 0xFF;
                        let at = at + distance().micros() as f64;
                        heap.push(Boxed { at, action: Box::new(move |count| *count += entity) });
                    });
                },
            );
        }
        group.finish();
    }
}

/// Distances of an hour in the mean, in a list made beforehand so that drawing them does not drown the rest.
fn exponential() -> Vec<SimDuration> {
    let key = Key::replication(1, 0);
    (0..1 << 16).map(|n| SimDuration::rounded(3.6e9 * key.with(n).exponential())).collect()
}

/// As [`exponential`], but nine in ten are short and one is ninety times as long.
fn bimodal() -> Vec<SimDuration> {
    let key = Key::replication(1, 0);
    let scale = |n| if key.with(n).with(0).chance(0.1) { 9.1 } else { 0.1 };
    (0..1 << 16).map(|n| SimDuration::rounded(3.6e9 * scale(n) * key.with(n).exponential())).collect()
}

/// The calendar's entry.
struct Ranked {
    at: u64,
    rank: u64,
    event: u64,
}

impl Ranked {
    fn key(&self) -> u128 {
        u128::from(self.at) << 64 | u128::from(self.rank)
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Ranked) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

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
