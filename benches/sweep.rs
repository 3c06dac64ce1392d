//! What a sweep costs beside its replications: committing, tables, and what a second thread brings.
//!
//! Ratios are taken from best times of runs in turn, so that what else the machine does meanwhile spoils both sides alike.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jointex::compile::compile;
use jointex::diagnostic::Sources;
use jointex::kernel::Key;
use jointex::model::Model;
use jointex::scenario::{LoadError, Scenario, parse};
use jointex::study::{
    Column, Columnar, DesignPoint, Entry, Environment, Folder, Index, Listed, Manifest, Part, Plan,
    PointFault, Replications, SHARD, Shape, Sweep, Watch, columns, model_at, replicate, rows,
};
use rayon::{ThreadPool, ThreadPoolBuilder};

const TEXT: &str = include_str!("../scenarios/technical-arrangement.ron");
/// Replications of a run: a few seconds, so that several shards are committed.
const REPLICATIONS: u64 = 12_000;
/// Runs in turn.
const TURNS: usize = 5;
/// Rows of the table.
const ROWS: u64 = 1_000_000;

/// A million rows as a sweep has them.
fn parquet(c: &mut Criterion) {
    let model = model();
    let played = threads(2).install(|| replicate(&model, 1, 200, &Watch::default()));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("results.parquet");
    let mut group = c.benchmark_group("parquet");
    group.sample_size(10).throughput(Throughput::Elements(ROWS));
    group.bench_function("a million rows", |b| {
        b.iter(|| {
            let file = std::fs::File::create(&path).expect("a file");
            write_rows(&model, &played, file).sync_all().expect("it is on the disk")
        });
    });
    group.finish();
    let bytes = std::fs::metadata(&path).expect("a file").len();
    println!("{:.1} MB", bytes as f64 / 1e6);
}

fn write_rows(model: &Model, played: &Replications, file: std::fs::File) -> std::fs::File {
    let columns: Vec<Column> = columns().map(|(name, kind)| Column { name, kind }).collect();
    let listed = Listed::of(model, &played.measures);
    let mut table = Columnar::new(file, &columns).expect("it can be written");
    let mut written = 0;
    while written < ROWS {
        for played in &played.played {
            let mut row = |cells: &[jointex::study::Cell<'_>]| {
                written += 1;
                if written > ROWS { Ok(()) } else { table.row(cells.iter()) }
            };
            rows(&listed, 1, played, &mut row).expect("it can be written");
        }
    }
    table.finish().expect("it can be written")
}

/// The same replications by themselves and as a sweep; then on one thread and on two, beside a loop that needs nothing but the
/// arithmetic of a processor.
fn ratios(_: &mut Criterion) {
    let model = model();
    let alone = || replicate(&model, 1, REPLICATIONS, &Watch::default()).fingerprint;
    let (one, two) = (threads(1), threads(2));
    let mut best = [Duration::MAX; 6];
    for _ in 0..TURNS {
        let times = [
            timed(|| one.install(alone)),
            timed(|| one.install(sweep)),
            timed(|| two.install(alone)),
            timed(|| two.install(sweep)),
            timed(|| one.install(arithmetic)),
            timed(|| two.install(arithmetic)),
        ];
        best.iter_mut().zip(times).for_each(|(best, time)| *best = time.min(*best));
    }
    let [alone_1, sweep_1, alone_2, sweep_2, loop_1, loop_2] = best.map(|time| time.as_secs_f64());
    let percent = |sweep: f64, alone: f64| 100.0 * (sweep / alone - 1.0);
    println!("a sweep of {REPLICATIONS} replications: {sweep_1:.2} s on a thread, {sweep_2:.2} s on two");
    println!(
        "  beside the replications alone: {:+.1} % on a thread, {:+.1} % on two",
        percent(sweep_1, alone_1),
        percent(sweep_2, alone_2)
    );
    // Each thread does a loop of its own.
    let (sweep, arithmetic) = (sweep_1 / sweep_2, 2.0 * loop_1 / loop_2);
    println!(
        "  two threads: {sweep:.2} times as fast, a loop of arithmetic {arithmetic:.2}: {:.3}",
        sweep / arithmetic
    );
}

/// What committing a shard of a second takes of that second.
fn commit(c: &mut Criterion) {
    let model = model();
    let measures = jointex::study::kept(&model, &[]);
    let listed = Listed::of(&model, &measures);
    let start = Instant::now();
    let played = threads(1).install(|| replicate(&model, 1, 2_000, &Watch::default()));
    let a_second = (2_000.0 / start.elapsed().as_secs_f64()) as usize;
    let path = tempfile::tempdir().expect("a folder");
    let manifest = manifest();
    let folder = Folder::enter(path.path(), &manifest, Entry::New).expect("it is new");
    let stamp = jointex::study::Stamp { identity: manifest.identity(), part: Part::default() };
    let mut group = c.benchmark_group("a shard of a second");
    group.sample_size(20);
    group.bench_function(format!("{a_second} replications, collected and committed"), |b| {
        b.iter(|| {
            let mut draft = jointex::study::Draft::default();
            let list = draft.list(&listed);
            for (unit, played) in played.played.iter().cycle().take(a_second).enumerate() {
                draft.add(unit as u64, list, played);
            }
            folder.commit(draft, stamp).expect("there is room")
        });
    });
    group.finish();
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn threads(number: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(number).build().expect("threads")
}

/// A chain of multiplications on each thread.
fn arithmetic() -> u64 {
    let chain = || (0..300_000_000_u64).fold(Key(1), |key, part| key.with(black_box(part))).bits();
    rayon::broadcast(|_| chain()).into_iter().fold(0, u64::wrapping_add)
}

fn parsed() -> (Scenario, Sources) {
    let parsed = parse("bench.ron", TEXT, &mut |_| Err(LoadError(String::from("it includes nothing"))));
    (parsed.scenario.expect("the scenario has no fault"), parsed.sources)
}

fn model() -> Model {
    let (scenario, sources) = parsed();
    compile(&scenario, &sources).0.expect("the scenario has no fault")
}

fn manifest() -> Manifest {
    let plan = Plan {
        id: "bench".to_owned(),
        title: String::new(),
        factors: Vec::new(),
        dimensions: Vec::new(),
        shape: Shape::Listed,
        variants: vec![None],
        draws: 0,
        points: vec![DesignPoint { number: 1, variant: None, draw: 0, levels: Vec::new() }],
        replications: REPLICATIONS,
        seed: 1,
        common_random_numbers: true,
        measures: Vec::new(),
    };
    let environment = Environment { os: String::new(), arch: String::new(), threads: 0 };
    Manifest::new(plan, Vec::new(), Watch::default().budget, environment)
}

fn sweep() -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    play_into(folder.path())
}

fn play_into(path: &Path) -> u64 {
    let (scenario, sources) = parsed();
    let manifest = manifest();
    let folder = Folder::enter(path, &manifest, Entry::New).expect("it is new");
    let start = Instant::now();
    let sweep = Sweep {
        folder: &folder,
        manifest: &manifest,
        part: Part::default(),
        models: &|point| {
            let mut sources = sources.clone();
            let (model, diagnostics) = model_at(&scenario, &manifest.plan, point, &[], &mut sources);
            model.ok_or(PointFault { diagnostics, sources })
        },
        clock: &|| start.elapsed(),
        shard: SHARD,
        until: None,
        watch: &Watch::default(),
    };
    sweep.play(&Index::default()).expect("there is room")
}

criterion_group!(benches, parquet, commit, ratios);
criterion_main!(benches);
