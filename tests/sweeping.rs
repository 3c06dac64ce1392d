//! `jointex sweep` as people run it: how it ends, what it says, and that its folder can be gone on with.
mod common;

use common::sweep::{folder, with};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const STARTER: &str = include_str!("../src/cli/starter.ron");

/// A folder with a scenario and a study of it.
fn studied(replications: u32) -> tempfile::TempDir {
    let folder = folder();
    let long = STARTER.replace("endex: \"3d\"", "endex: \"20d\"");
    fs::write(folder.path().join("scenario.ron"), long).expect("a file");
    let study = format!(
        r#"Study(
            format: 1, id: "by-test", scenario: "scenario.ron", variants: ["base", "alone"],
            factors: [
                (id: "seats", paths: ["teams[soc-mod].tiers[l1].seats"], values: [1, 2]),
                (id: "prelude", paths: ["prelude"], values: ["1h", "12h"]),
            ],
            replications: {replications}, measures: ["time_to_declare"],
        )"#
    );
    fs::write(folder.path().join("study.ron"), study).expect("a file");
    folder
}

fn jointex(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["SLURM_ARRAY_TASK_ID", "HQ_TASK_ID"] {
        command.env_remove(name);
    }
    command
}

#[track_caller]
fn check(output: &Output, code: i32, says: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(says), "{told}");
}

#[track_caller]
fn run(folder: &Path, arguments: &[&str], code: i32, says: &str) {
    check(&jointex(folder, arguments).output().expect("it runs"), code, says);
}

#[test]
fn a_sweep_makes_tables_and_is_not_played_over() {
    let work = studied(10);
    let sweep = ["sweep", "study.ron", "-o", "out"];
    run(work.path(), &["sweep", "study.ron"], 2, "say where the results go: -o DIR");
    run(work.path(), &sweep, 0, "8 points in out: results and points as CSV and Parquet, and summary.csv");
    let tables = with::read(&work.path().join("out"));
    let results = String::from_utf8_lossy(&tables[2].1).into_owned();
    assert!(
        results.starts_with("point,draw,variant,seats,prelude_h,seed,replication,ending,measure,"),
        "{results}"
    );
    run(work.path(), &sweep, 2, "out has a sweep already: --resume goes on with it, or give another folder");
    run(work.path(), &[&sweep[..], &["--resume", "-j", "3"]].concat(), 0, "0 replications in ");
    assert!(tables == with::read(&work.path().join("out")));
    run(work.path(), &[&sweep[..], &["--resume", "--seed", "2"]].concat(), 2, "the seed was 1 and is 2");
    run(work.path(), &[&sweep[..], &["--resume", "-n", "9"]].concat(), 2, "replications was 10 and is 9");
    let scenario = work.path().join("scenario.ron");
    let changed = fs::read_to_string(&scenario).expect("a file").replace("endex: \"20d\"", "endex: \"19d\"");
    fs::write(&scenario, changed).expect("a file");
    run(
        work.path(),
        &[&sweep[..], &["--resume"]].concat(),
        2,
        "scenario.ron` has changed; give another folder",
    );
    run(work.path(), &["sweep", "study.ron", "-o", "."], 2, "files that are of no sweep");
}

#[test]
fn what_a_sweep_would_take_is_told_and_refused_beforehand() {
    let work = studied(10);
    let dry = jointex(work.path(), &["sweep", "study.ron", "--dry-run"]).output().expect("it runs");
    let dry = String::from_utf8_lossy(&dry.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let told: f64 = between(&dry, "and ", " kB of results")
        .rsplit(' ')
        .next()
        .and_then(|it| it.parse().ok())
        .expect("a size");
    run(
        work.path(),
        &["sweep", "study.ron", "-o", "out", "--resume"],
        0,
        "nothing of it has been played into out yet",
    );
    let out = work.path().join("out");
    let shards = fs::read_dir(out.join("shards")).expect("shards").map(|it| it.expect("a file").path());
    let files = ["results.csv", "results.parquet"].map(|name| out.join(name)).into_iter().chain(shards);
    let taken = files.map(|file| fs::metadata(file).expect("a file").len()).sum::<u64>() as f64 / 1e3;
    assert!(told / 2.0 < taken && taken < told * 2.0, "told {told} kB, taken {taken} kB");
    let vast = ["sweep", "study.ron", "-o", "vast", "-n", "1e9"];
    run(work.path(), &vast, 2, "give a larger --memory-budget");
}

/// What stands between two texts.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (before, _) = text.split_once(end).unwrap_or_else(|| panic!("no {end} in {text}"));
    before.rsplit_once(start).unwrap_or_else(|| panic!("no {start} in {text}")).1
}

#[test]
fn a_folder_of_another_version_or_one_that_was_edited_is_refused() {
    let work = studied(2);
    run(work.path(), &["sweep", "study.ron", "-o", "out"], 0, "8 points");
    let path = work.path().join("out/manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let edited = |from: &str, to: &str| {
        assert!(manifest.contains(from), "{manifest:.400}");
        fs::write(&path, manifest.replacen(from, to, 1)).expect("a file");
    };
    let version = format!("\"jointex\": \"{}\"", env!("CARGO_PKG_VERSION"));
    edited(&version, "\"jointex\": \"0.0.9\"");
    let resume = ["sweep", "study.ron", "-o", "out", "--resume"];
    run(work.path(), &resume, 2, &format!("jointex was 0.0.9 and is {}", env!("CARGO_PKG_VERSION")));
    edited("\"replications\": 2", "\"replications\": 0");
    run(work.path(), &["merge", "out"], 3, "is no manifest of a sweep");
}

#[test]
fn interrupts_and_time_budgets_end_with_130_and_can_be_gone_on_with() {
    let work = studied(150);
    let sweep = ["sweep", "study.ron", "-j", "2", "-o"];
    run(work.path(), &[&sweep[..], &["whole"]].concat(), 0, "8 points");
    let whole = with::read(&work.path().join("whole"));
    for (signal, folder) in [("-INT", "out-1"), ("-TERM", "out-2")] {
        let mut playing = jointex(work.path(), &[&sweep[..], &[folder]].concat());
        let playing = playing.stderr(Stdio::piped()).spawn().expect("it starts");
        // From when it has begun, however busy the machine is.
        let manifest = work.path().join(folder).join("manifest.json");
        while !manifest.exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(300));
        let sent = Command::new("kill").args([signal, &playing.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let output = playing.wait_with_output().expect("it ends");
        check(&output, 130, "the same command with --resume goes on");
        check(&output, 130, "interrupted: ");
        run(work.path(), &[&sweep[..], &[folder, "--resume"]].concat(), 0, "8 points");
        assert!(whole == with::read(&work.path().join(folder)));
    }
    let out = work.path().join("out-3");
    run(
        work.path(),
        &[&sweep[..], &["out-3", "--time-budget", "200ms"]].concat(),
        130,
        "the time budget is used up: ",
    );
    assert!(!out.join("results.csv").exists());
    run(work.path(), &[&sweep[..], &["out-3", "--resume", "--time-budget", "2h"]].concat(), 0, "8 points");
    assert!(whole == with::read(&out));
}

#[test]
fn parts_are_played_by_engines_and_merged() {
    let work = studied(10);
    run(work.path(), &["sweep", "study.ron", "-o", "whole"], 0, "8 points");
    let sweep = ["sweep", "study.ron", "-o", "out"];
    run(
        work.path(),
        &[&sweep[..], &["--shard", "1/3"]].concat(),
        0,
        "shard 1/3 is in out; with all shards, `jointex merge out`",
    );
    let slurm =
        [("SLURM_ARRAY_TASK_ID", "11"), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_COUNT", "3")];
    check(&jointex(work.path(), &sweep).envs(slurm).output().expect("it runs"), 0, "shard 2/3 is in out");
    run(work.path(), &["merge", "out"], 4, "cannot merge out: it lacks shard 3/3; play that first");
    let again = [&sweep[..], &["--shards", "3"]].concat();
    for says in ["shard 3/3 is in out", "0 replications in "] {
        check(&jointex(work.path(), &again).env("HQ_TASK_ID", "3").output().expect("it runs"), 0, says);
    }
    run(work.path(), &["merge", "out"], 0, "8 points in out");
    assert!(with::read(&work.path().join("whole")) == with::read(&work.path().join("out")));
    let emitted =
        jointex(work.path(), &[&sweep[..], &["--shards", "9", "--emit", "slurm", "--seed", "4"]].concat());
    let job = { emitted }.output().expect("it runs").stdout;
    let job = String::from_utf8(job).expect("text");
    assert!(
        job.contains("\nshards=9\noptions=(--seed 4)\n") && job.starts_with("#!/usr/bin/env bash\n"),
        "{job}"
    );
}

#[test]
fn nobody_plays_the_same_into_a_folder_beside_another() {
    let work = studied(1_000_000);
    let sweep = ["sweep", "study.ron", "-j", "1", "-o", "out"];
    // Plays until it is killed, from when it has begun.
    let playing = |more: &[&str], lock: &str| {
        let playing = jointex(work.path(), &[&sweep[..], more].concat()).stderr(Stdio::null()).spawn();
        while !work.path().join("out").join(lock).exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(300));
        playing.expect("it starts")
    };
    let briefly = |more: &[&str], code: i32, says: &str| {
        run(work.path(), &[&sweep[..], &["--time-budget", "1us"], more].concat(), code, says);
    };
    let killed = |mut playing: std::process::Child| {
        playing.kill().expect("it is ended");
        playing.wait().expect("it has ended");
    };
    let whole = playing(&[], ".jointex-sweep.lock");
    briefly(
        &["--resume"],
        2,
        "another `jointex sweep` is playing into out: wait until it has ended, or end it",
    );
    briefly(&["--shard", "1/2"], 2, "another `jointex sweep` is playing into out: ");
    killed(whole);
    // Nothing is left of the lock of a process that was killed.
    briefly(&["--resume"], 130, "the time budget is used up");
    let part = playing(&["--shard", "1/2"], ".jointex-1-of-2.lock");
    briefly(&["--shard", "1/2"], 2, "another `jointex sweep` is playing shard 1/2 into out: ");
    briefly(&["--shard", "2/2"], 130, "the time budget is used up");
    briefly(&["--resume"], 2, "another `jointex sweep` is playing into out: ");
    killed(part);
    briefly(&["--shard", "1/2"], 130, "the time budget is used up");
}

#[test]
fn where_a_lock_cannot_be_made_a_sweep_goes_on() {
    let work = studied(2);
    fs::create_dir_all(work.path().join("out/.jointex-sweep.lock")).expect("a folder");
    run(work.path(), &["sweep", "study.ron", "-o", "out"], 0, "8 points in out");
}

#[test]
fn a_full_disk_ends_with_4_and_can_be_gone_on_with() {
    let work = studied(10);
    run(work.path(), &["sweep", "study.ron", "-o", "whole"], 0, "8 points");
    let disk = work.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let ended = std::panic::catch_unwind(|| {
        let begun = ["sweep", "study.ron", "-o", "disk/out", "--time-budget", "1us"];
        run(work.path(), &begun, 130, "the time budget is used up");
        let filler = disk.join("filler");
        let mut size = 4 << 20;
        while size > 1024 && fs::write(&filler, vec![0_u8; size]).is_err() {
            size -= 1024;
        }
        let resumed = ["sweep", "study.ron", "-o", "disk/out", "--resume"];
        run(
            work.path(),
            &resumed,
            4,
            "cannot write into disk/out, where --resume goes on when that is mended: ",
        );
        fs::remove_file(&filler).expect("it goes");
        run(work.path(), &resumed, 0, "8 points");
        assert!(with::read(&work.path().join("whole")) == with::read(&disk.join("out")));
    });
    let unmounted = Command::new("umount").arg(&disk).status();
    assert!(unmounted.is_ok_and(|status| status.success()), "the disk can be unmounted");
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}
