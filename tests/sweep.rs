//! Sweeps: whatever interrupts, divides or threads them, their tables are the same to the byte, and nothing computed is lost.
mod common;

use common::sweep::{Study, folder, play, tables, with};
use jointex::report::csv;
use jointex::study::{
    Entry, Folder, Index, Input, Part, Refusal, SweepFault, Watch, model_at, replicate, summarise,
};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Where [`as_a_child`] plays.
const CHILD: &str = "JOINTEX_SWEEP_OF_A_CHILD";

#[test]
fn threads_and_parts_make_no_difference() {
    let study = Study::small();
    let expected = tables(&study, 1, &[Part::default()]);
    assert!(expected == tables(&study, 3, &[Part::default()]), "three threads");
    for of in 1..=5 {
        let mut parts: Vec<Part> = (1..=of).map(|number| Part { number, of }).collect();
        parts.reverse();
        assert!(expected == tables(&study, 2, &parts), "{of} parts");
    }
}

#[test]
fn a_sweep_that_is_killed_at_any_moment_loses_nothing_that_was_committed() {
    let study = Study::long();
    let expected = tables(&study, 2, &[Part::default()]);
    let folder = folder();
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(6);
    let (mut alive, mut committed) = (0, Vec::new());
    for _ in 0..20 {
        let mut child = Command::new(std::env::current_exe().expect("this test is a program"))
            .args(["--exact", "as_a_child"])
            .env(CHILD, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(dice.random_range(0..220)));
        alive += u32::from(child.try_wait().expect("it can be asked").is_none());
        // SIGKILL.
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if let Ok((folder, manifest)) = Folder::begun(folder.path()) {
            let index = Index::read(&folder, manifest.identity()).expect("every shard is whole or not there");
            assert_eq!(index.torn, [""; 0]);
            let missing: u64 = index.gaps(0..study.plan.runs()).iter().map(|gap| gap.end - gap.start).sum();
            committed.push(study.plan.runs() - missing);
        }
    }
    assert!(committed.is_sorted(), "what is committed stays: {committed:?}");
    let (first, last) = (committed[0], committed[committed.len() - 1]);
    assert!(alive > 10 && last > first, "the kills came in the midst of it: {alive} alive, {committed:?}");
    let left = play(&study, folder.path(), Entry::Resumed, 3, Part::default(), &Watch::default());
    assert_eq!(left.expect("it can be resumed"), 0);
    assert!(expected == with::tables(&study, folder.path()), "after 20 kills");
}

/// Plays the long study where the variable says, as a program that can be killed.
#[test]
fn as_a_child() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let study = Study::long();
    let left = play(&study, Path::new(&folder), Entry::Resumed, 2, Part::default(), &Watch::default());
    assert_eq!(left.expect("it plays"), 0);
}

#[test]
fn who_says_stop_can_go_on_with_other_threads() {
    let study = Study::small();
    let folder = folder();
    for (threads, entry) in [(2, Entry::New), (1, Entry::Resumed), (3, Entry::Resumed)] {
        let watch = Watch::default();
        let left = std::thread::scope(|scope| {
            scope.spawn(|| {
                while watch.done.load(Ordering::Relaxed) < 7 {
                    std::thread::yield_now();
                }
                watch.stop.store(true, Ordering::Relaxed);
            });
            play(&study, folder.path(), entry, threads, Part::default(), &watch).expect("it plays")
        });
        let index = with::index(&study, folder.path());
        let missing: u64 = index.gaps(0..study.plan.runs()).iter().map(|gap| gap.end - gap.start).sum();
        assert_eq!(left, missing, "all that was played was committed");
        assert!(left > 0, "stopped in the midst of it");
    }
    let again = play(&study, folder.path(), Entry::New, 1, Part::default(), &Watch::default());
    assert!(matches!(again, Err(with::Ended::Refused(Refusal::Begun))), "{again:?}");
    assert_eq!(
        play(&study, folder.path(), Entry::Resumed, 2, Part::default(), &Watch::default()).ok(),
        Some(0)
    );
    assert!(tables(&study, 1, &[Part::default()]) == with::tables(&study, folder.path()));
}

#[test]
fn the_time_budget_ends_a_sweep() {
    let study = Study::small();
    let folder = folder();
    let (entered, manifest) = with::enter(&study, folder.path(), Entry::New).expect("it is new");
    let ticks = AtomicU64::new(0);
    let clock = || Duration::from_secs(ticks.fetch_add(1, Ordering::Relaxed));
    let mut sweep = with::sweep(&study, &entered, &manifest);
    (sweep.clock, sweep.until) = (&clock, Some(Duration::from_secs(30)));
    let left = sweep.play(&Index::default()).expect("it plays");
    assert!(0 < left && left < study.plan.runs(), "{left}");
}

#[test]
fn changed_inputs_are_told() {
    let study = Study::small();
    let folder = folder();
    with::enter(&study, folder.path(), Entry::New).expect("it is new");
    let check = |change: &dyn Fn(&mut Study), expected: &str| {
        let mut changed = study.clone();
        change(&mut changed);
        match with::enter(&changed, folder.path(), Entry::Resumed) {
            Err(Refusal::Changed(told)) => assert_eq!(told.join("; "), expected),
            other => panic!("{other:?}"),
        }
    };
    check(&|study| study.plan.seed = 8, "the seed was 7 and is 8");
    check(&|study| study.plan.replications += 1, "the number of replications was 20 and is 21");
    check(&|study| study.inputs[1] = Input::new("test.ron", "other"), "`test.ron` has changed");
    check(&|study| study.inputs.push(Input::new("more.ron", "")), "`more.ron` is read as well");
    check(&|study| drop(study.inputs.remove(0)), "`study.ron` is not read any more");
    check(&|study| study.plan.measures.clear(), "other measures are kept");
    check(
        &|study| study.plan.points[1].levels[0].text = "5".to_owned(),
        &format!("jointex {} makes other points of the same study", env!("CARGO_PKG_VERSION")),
    );
    with::enter(&study, folder.path(), Entry::Resumed).expect("nothing has changed");
    // What nobody needs to be the same: where a file lies.
    let mut moved = study.clone();
    moved.inputs[0].name = "elsewhere/study.ron".to_owned();
    with::enter(&moved, folder.path(), Entry::Resumed).expect("nothing has changed");
}

#[test]
fn an_engine_that_plays_otherwise_is_refused() {
    let study = Study::small();
    let folder = folder();
    let (entered, manifest) = with::enter(&study, folder.path(), Entry::New).expect("it is new");
    with::sweep(&study, &entered, &manifest).play(&Index::default()).expect("it plays");
    let other = Study { scenario: Study::long().scenario, ..study.clone() };
    let index = with::index(&study, folder.path());
    let models = with::models(&other);
    let mut sweep = with::sweep(&study, &entered, &manifest);
    sweep.models = &models;
    match sweep.play(&index) {
        Err(SweepFault::OtherEngine(1, 1)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn damaged_and_foreign_files_are_noticed() {
    let study = Study::small();
    let folder = folder();
    play(&study, folder.path(), Entry::New, 1, Part::default(), &Watch::default()).expect("it plays");
    let expected = with::tables(&study, folder.path());
    let shards = folder.path().join("shards");
    let first = fs::read_dir(&shards).expect("shards").next().expect("one").expect("a file").path();
    let mut bytes = fs::read(&first).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&first, &bytes).expect("a file");
    let index = with::index(&study, folder.path());
    assert_eq!(index.torn, [first.file_name().expect("a name").to_string_lossy()]);
    assert_eq!(index.gaps(0..study.plan.runs()).len(), 1);
    merge(folder.path(), 4, "is damaged");
    let (entered, _) = Folder::begun(folder.path()).expect("it was begun");
    // Another process has played it again meanwhile, or taken it away.
    let damaged = fs::read(&first).expect("a file");
    bytes[middle] ^= 1;
    fs::write(&first, &bytes).expect("a file");
    index.remove_torn(&entered).expect("nothing to do");
    assert!(first.exists());
    fs::remove_file(&first).expect("it goes");
    index.remove_torn(&entered).expect("nothing to do");
    fs::write(&first, damaged).expect("a file");
    index.remove_torn(&entered).expect("it goes");
    assert!(!first.exists());
    play(&study, folder.path(), Entry::Resumed, 1, Part::default(), &Watch::default()).expect("it plays");
    assert!(expected == with::tables(&study, folder.path()));
    // What another process has not finished yet is nobody's business.
    fs::write(shards.join(".jointex-abc"), "x").expect("a file");
    merge(folder.path(), 0, "6 points in ");
    fs::write(shards.join("notes.txt"), "x").expect("a file");
    merge(folder.path(), 3, "other files among its shards: notes.txt; move them away");
    fs::remove_file(shards.join("notes.txt")).expect("it goes");
    let other = Study { plan: jointex::study::Plan { seed: 9, ..study.plan.clone() }, ..study };
    let elsewhere = common::sweep::folder();
    play(&other, elsewhere.path(), Entry::New, 1, Part::default(), &Watch::default()).expect("it plays");
    for shard in fs::read_dir(elsewhere.path().join("shards")).expect("shards").flatten() {
        fs::copy(shard.path(), shards.join(shard.file_name())).expect("a file");
    }
    merge(folder.path(), 3, "has shards of another sweep");
    merge(&shards, 3, "there is no ");
}

#[test]
fn a_missing_shard_is_named() {
    let study = Study::small();
    let folder = folder();
    for number in [1, 3] {
        play(&study, folder.path(), Entry::Shared, 1, Part { number, of: 3 }, &Watch::default())
            .expect("it plays");
    }
    merge(folder.path(), 4, "it lacks shard 2/3; play that first");
    play(&study, folder.path(), Entry::Shared, 1, Part { number: 2, of: 3 }, &Watch::default())
        .expect("it plays");
    merge(folder.path(), 0, "6 points in ");
    let made = with::read(folder.path());
    assert!(made == tables(&study, 1, &[Part::default()]));
}

/// Runs `jointex merge` and looks at how it ends and what it says.
#[track_caller]
fn merge(folder: &Path, code: i32, says: &str) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_jointex")).arg("merge").arg(folder).output().expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(says), "{told}");
}

#[test]
fn a_full_disk_leaves_a_folder_that_can_be_resumed() {
    let disk = folder();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(disk.path()).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let study = Study::small();
    let path = disk.path().join("out");
    let ended = std::panic::catch_unwind(|| {
        fs::create_dir(&path).expect("a folder");
        with::enter(&study, &path, Entry::New).expect("it is new");
        let filler = disk.path().join("filler");
        // Whatever is left after this is not enough for the results.
        let mut size = 8 << 20;
        while size > 4096 && fs::write(&filler, vec![0_u8; size]).is_err() {
            size -= 4096;
        }
        let played = play(&study, &path, Entry::Resumed, 2, Part::default(), &Watch::default());
        match played {
            Err(with::Ended::Faulty(SweepFault::Commit(error))) => {
                assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
            }
            other => panic!("{other:?}"),
        }
        fs::remove_file(&filler).expect("it goes");
        play(&study, &path, Entry::Resumed, 2, Part::default(), &Watch::default())
            .expect("it can be resumed");
        assert!(with::tables(&study, &path) == tables(&study, 1, &[Part::default()]));
    });
    let unmounted = Command::new("umount").arg(disk.path()).status();
    assert!(unmounted.is_ok_and(|status| status.success()), "the disk can be unmounted");
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

#[test]
fn a_model_is_compiled_once_for_each_point() {
    let study = Study::small();
    for (threads, most) in [(1, 6), (3, 6 + 3)] {
        let folder = folder();
        let (entered, manifest) = with::enter(&study, folder.path(), Entry::New).expect("it is new");
        let compiled = AtomicU64::new(0);
        let make = with::models(&study);
        let models = |point: &jointex::study::DesignPoint| {
            compiled.fetch_add(1, Ordering::Relaxed);
            make(point)
        };
        let mut sweep = with::sweep(&study, &entered, &manifest);
        sweep.models = &models;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| sweep.play(&Index::default())).expect("it plays");
        let compiled = compiled.into_inner();
        assert!((6..=most).contains(&compiled), "{compiled} models for 6 points and {threads} threads");
    }
}

#[test]
fn the_rows_are_those_of_a_run_with_the_same_seed() {
    let mut study = Study::small();
    study.plan.measures.clear();
    let folder = folder();
    play(&study, folder.path(), Entry::New, 2, Part::default(), &Watch::default()).expect("it plays");
    let results = String::from_utf8(with::tables(&study, folder.path())[2].1.clone()).expect("text");
    let point = &study.plan.points[4];
    let (model, _) = model_at(&study.scenario, &study.plan, point, &[], &mut study.sources.clone());
    let model = model.expect("it is sound");
    let replications = replicate(&model, 7, study.plan.replications, &Watch::default());
    let mut table = Vec::new();
    csv::write(&model, &replications, &mut table).expect("memory");
    let behind = |text: &str, columns: usize| -> Vec<String> {
        text.lines().map(|line| line.splitn(columns + 1, ',').last().unwrap_or_default().to_owned()).collect()
    };
    let expected = behind(&String::from_utf8(table).expect("text"), 2);
    let of_point: Vec<&str> = results
        .lines()
        .enumerate()
        .filter(|(place, line)| *place == 0 || line.starts_with("5,"))
        .map(|(_, line)| line)
        .collect();
    assert!(
        results.starts_with("point,draw,variant,seats,shift_h,seed,replication,ending,measure,org,"),
        "{results}"
    );
    assert!(of_point[1].starts_with("5,0,alone,2,2,7,1,"), "{}", of_point[1]);
    assert_eq!(behind(&of_point.join("\n"), 5), expected);
    // And what they say together.
    let summary = String::from_utf8(with::tables(&study, folder.path())[4].1.clone()).expect("text");
    let mut reader = ::csv::Reader::from_reader(summary.as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let column = |name: &str| headings.iter().position(|it| it == name).expect("a column");
    let rows: Vec<_> = reader.records().flatten().filter(|row| &row[0] == "5").collect();
    let expected = summarise(&model, &replications);
    assert_eq!(rows.len(), replications.measures.regular + model.objectives.len());
    for (row, expected) in rows.iter().zip(&expected.measures[..replications.measures.regular]) {
        let number = |name: &str| row[column(name)].parse::<f64>().ok();
        assert_eq!(number("observed"), Some(expected.observed as f64));
        assert_eq!(number("median"), expected.median);
        assert_eq!(number("mean_high"), expected.mean.map(|mean| mean.high));
        assert_eq!(number("restricted_mean"), expected.restricted_mean.map(|(mean, _)| mean.mean));
    }
    for (row, expected) in rows.iter().rev().zip(expected.objectives.iter().rev()) {
        assert_eq!(row[column("met")].parse().ok(), Some(expected.met));
        assert_eq!(row[column("probability_low")].parse().ok(), expected.probability.map(|it| it.low));
    }
}

#[test]
fn both_formats_say_the_same() {
    let study = Study::small();
    let folder = folder();
    play(&study, folder.path(), Entry::New, 2, Part::default(), &Watch::default()).expect("it plays");
    with::tables(&study, folder.path());
    for name in ["results", "points"] {
        let mut csv = ::csv::Reader::from_path(folder.path().join(format!("{name}.csv"))).expect("a table");
        let file = fs::File::open(folder.path().join(format!("{name}.parquet"))).expect("a table");
        let parquet = SerializedFileReader::new(file).expect("Parquet");
        let headings = csv.headers().expect("headings").clone();
        let mut rows = parquet.get_row_iter(None).expect("rows");
        for record in csv.records() {
            let (record, row) = (record.expect("a row"), rows.next().expect("as many").expect("a row"));
            let columns = row.get_column_iter().map(|(name, _)| name.as_str());
            assert!(columns.eq(headings.iter()));
            for (text, (column, field)) in record.iter().zip(row.get_column_iter()) {
                let shown = match field {
                    Field::Null => String::new(),
                    Field::ULong(number) => number.to_string(),
                    Field::Double(number) => number.to_string(),
                    Field::Str(text) => text.clone(),
                    other => panic!("{column}: {other:?}"),
                };
                assert_eq!(shown, text, "{column}");
            }
        }
        assert!(rows.next().is_none());
    }
}

#[test]
fn replications_that_run_out_of_a_budget_have_a_row_of_their_own() {
    let mut study = Study::small();
    study.budget.events = 300;
    let folder = folder();
    play(&study, folder.path(), Entry::New, 2, Part::default(), &Watch::default()).expect("it plays");
    let tables = with::tables(&study, folder.path());
    let results = String::from_utf8(tables[2].1.clone()).expect("text");
    let exhausted = results.lines().filter(|line| line.contains(",budget_exhausted,")).count();
    assert!(exhausted > 0 && results.lines().count() == 1 + exhausted, "{results}");
    let points = String::from_utf8(tables[0].1.clone()).expect("text");
    assert!(points.lines().nth(1).is_some_and(|line| line.contains(",20,0,20,0,")), "{points}");
}

#[test]
fn two_who_play_the_same_at_once_do_no_harm() {
    let study = Study::small();
    let folder = folder();
    std::thread::scope(|scope| {
        for (number, of) in [(1, 1), (1, 2), (2, 2), (2, 3)] {
            let (study, folder) = (&study, &folder);
            scope.spawn(move || {
                let part = Part { number, of };
                play(study, folder.path(), Entry::Shared, 1, part, &Watch::default()).expect("it plays");
            });
        }
    });
    assert!(with::tables(&study, folder.path()) == tables(&study, 1, &[Part::default()]));
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let study = Study::small();
    let folder = folder();
    fs::write(folder.path().join("thesis.tex"), "x").expect("a file");
    for entry in [Entry::New, Entry::Resumed, Entry::Shared] {
        let entered = with::enter(&study, folder.path(), entry);
        assert!(matches!(entered, Err(Refusal::NotOurs)), "{entered:?}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was put there");
    }
}
