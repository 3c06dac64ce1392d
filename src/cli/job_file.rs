//! Job files: a sweep in shards on a cluster, and the merging at its end.
//!
//! **Invariant:** a job file that is run again plays only what is missing.

use clap::ValueEnum;
use std::path::Path;

/// What runs the shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Slurm: an array of tasks, then one that merges.
    Slurm,
    /// HyperQueue: likewise.
    Hyperqueue,
}

/// The job file of a sweep: a script for `bash`, run where jobs are submitted. `options` are those of the sweep that change its
/// results, each as it is written.
pub fn job_file(
    engine: Engine,
    study: &Path,
    folder: &Path,
    shards: u32,
    threads: u64,
    options: &[String],
) -> String {
    let head = |run: &str, more: &str| {
        let options: String = options.iter().map(|option| format!(" {}", quoted(option))).collect();
        format!(
            "#!/usr/bin/env bash\n\
             # {run}\n\
             # Run again, it plays only what is missing.\n\
             {more}set -euo pipefail\n\
             \n\
             jointex=${{JOINTEX:-jointex}} # the program, where the nodes see it\n\
             study={}\n\
             folder={}\n\
             shards={shards}\n\
             options=({})\n",
            quoted(&study.display().to_string()),
            quoted(&folder.display().to_string()),
            options.trim_start(),
        )
    };
    match engine {
        Engine::Slurm => {
            head(
                "Plays a sweep in shards on Slurm and merges them: run `bash FILE` where sbatch is.",
                &format!("#SBATCH --job-name=jointex\n#SBATCH --cpus-per-task={threads}\n"),
            ) + SLURM
        }
        Engine::Hyperqueue => {
            head("Plays a sweep in shards on HyperQueue and merges them: run `bash FILE` where hq is.", "")
                + &HYPERQUEUE.replace("THREADS", &threads.to_string())
        }
    }
}

const SLURM: &str = r#"
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
    # There may be fewer tasks than shards: each then plays several.
    for ((shard = SLURM_ARRAY_TASK_ID; shard <= shards; shard += SLURM_ARRAY_TASK_COUNT)); do
        "$jointex" sweep "$study" -o "$folder" --shard "$shard/$shards" \
            --threads "${SLURM_CPUS_PER_TASK:-1}" ${options[@]+"${options[@]}"}
    done
    exit
fi

# Task ids end before MaxArraySize.
most=$(scontrol show config | awk '$1 == "MaxArraySize" { print $3 - 1 }')
tasks=$((shards < ${most:-1000} ? shards : ${most:-1000}))
array=$(sbatch --parsable --array="1-$tasks" "$0")
sbatch --job-name=jointex-merge --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes \
    --wrap="$(printf '%q merge %q' "$jointex" "$folder")"
"#;

const HYPERQUEUE: &str = r#"
# Each task takes its shard from HQ_TASK_ID.
hq submit --wait --name=jointex --array="1-$shards" --cpus=THREADS -- \
    "$jointex" sweep "$study" -o "$folder" --shards "$shards" --threads THREADS ${options[@]+"${options[@]}"}
"$jointex" merge "$folder"
"#;

/// A word of the shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(engine: Engine, study: &str, options: &[String], expected: Expect) {
        let file = job_file(engine, Path::new(study), Path::new("out"), 5000, 8, options);
        expected.assert_eq(&file);
        let checked = std::process::Command::new("bash").args(["-n", "-c", &file]).status();
        assert!(checked.is_ok_and(|status| status.success()), "bash reads it");
    }

    #[test]
    fn slurm() {
        check(
            Engine::Slurm,
            "studies/staffing.ron",
            &[],
            expect![[r#"
                #!/usr/bin/env bash
                # Plays a sweep in shards on Slurm and merges them: run `bash FILE` where sbatch is.
                # Run again, it plays only what is missing.
                #SBATCH --job-name=jointex
                #SBATCH --cpus-per-task=8
                set -euo pipefail

                jointex=${JOINTEX:-jointex} # the program, where the nodes see it
                study=studies/staffing.ron
                folder=out
                shards=5000
                options=()

                if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
                    # There may be fewer tasks than shards: each then plays several.
                    for ((shard = SLURM_ARRAY_TASK_ID; shard <= shards; shard += SLURM_ARRAY_TASK_COUNT)); do
                        "$jointex" sweep "$study" -o "$folder" --shard "$shard/$shards" \
                            --threads "${SLURM_CPUS_PER_TASK:-1}" ${options[@]+"${options[@]}"}
                    done
                    exit
                fi

                # Task ids end before MaxArraySize.
                most=$(scontrol show config | awk '$1 == "MaxArraySize" { print $3 - 1 }')
                tasks=$((shards < ${most:-1000} ? shards : ${most:-1000}))
                array=$(sbatch --parsable --array="1-$tasks" "$0")
                sbatch --job-name=jointex-merge --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes \
                    --wrap="$(printf '%q merge %q' "$jointex" "$folder")"
            "#]],
        );
    }

    #[test]
    fn hyperqueue() {
        check(
            Engine::Hyperqueue,
            "it's mine.ron",
            &["--event-budget".to_owned(), "1000".to_owned()],
            expect![[r#"
                #!/usr/bin/env bash
                # Plays a sweep in shards on HyperQueue and merges them: run `bash FILE` where hq is.
                # Run again, it plays only what is missing.
                set -euo pipefail

                jointex=${JOINTEX:-jointex} # the program, where the nodes see it
                study='it'\''s mine.ron'
                folder=out
                shards=5000
                options=(--event-budget 1000)

                # Each task takes its shard from HQ_TASK_ID.
                hq submit --wait --name=jointex --array="1-$shards" --cpus=8 -- \
                    "$jointex" sweep "$study" -o "$folder" --shards "$shards" --threads 8 ${options[@]+"${options[@]}"}
                "$jointex" merge "$folder"
            "#]],
        );
    }
}
