//! Which part of a sweep this process plays, as the command line or a cluster's engine says.
//!
//! **Invariant:** parts are counted from 1, whatever the engine counts from.

use super::failure::Failure;
use crate::study::Part;
use clap::Args;

/// The options by which a sweep is divided.
#[derive(Debug, Args)]
pub struct Division {
    /// Play part I of N into a folder that all parts share; `jointex merge` then makes the tables.
    ///
    /// As a task of a Slurm array or of HyperQueue, the part is taken from SLURM_ARRAY_TASK_ID or HQ_TASK_ID if this is left out,
    /// and N is --shards or the number of tasks of the array.
    #[arg(long, value_name = "I/N", value_parser = part, conflicts_with = "shards")]
    shard: Option<Part>,
    /// Into how many parts the sweep is divided.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub shards: Option<u32>,
}

fn part(text: &str) -> Result<Part, String> {
    let numbers =
        text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Part { number, of }),
        Some((_, of)) => Err(format!("shards are counted from 1: write 1/{of} to {of}/{of}")),
        None => Err("write which shard of how many, for example 3/10".to_owned()),
    }
}

impl Division {
    /// Which part is to be played; none if the sweep is not divided. `variable` looks up a variable of the environment.
    pub fn part(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Part>, Failure> {
        if self.shard.is_some() {
            return Ok(self.shard);
        }
        let number = |name: &str| variable(name).and_then(|text| text.trim().parse::<u32>().ok());
        let (task, first, engine) = match (number("SLURM_ARRAY_TASK_ID"), number("HQ_TASK_ID")) {
            (Some(task), _) => (task, number("SLURM_ARRAY_TASK_MIN").unwrap_or(1), "SLURM_ARRAY_TASK_ID"),
            (None, Some(task)) if self.shards.is_some() => (task, 1, "HQ_TASK_ID"),
            _ if self.shards.is_some() => {
                return Err(Failure::Usage(
                    "--shards says into how many parts, but not which: give --shard I/N, or run it as a task of Slurm or \
                     HyperQueue"
                        .to_owned(),
                ));
            }
            _ => return Ok(None),
        };
        // An array may begin anywhere and leave some out at equal steps.
        let step = number("SLURM_ARRAY_TASK_STEP").filter(|step| *step > 0).unwrap_or(1);
        let step = if engine == "HQ_TASK_ID" { 1 } else { step };
        let Some(of) = self.shards.or_else(|| number("SLURM_ARRAY_TASK_COUNT")) else {
            return Err(Failure::Usage("SLURM_ARRAY_TASK_COUNT is not set: give --shards N".to_owned()));
        };
        match task.checked_sub(first).map(|ahead| ahead / step + 1) {
            Some(number) if number <= of => Ok(Some(Part { number, of })),
            _ => Err(Failure::Usage(format!("{engine} is {task}, which is none of {of} shards"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        shard: Option<&str>,
        shards: Option<u32>,
        environment: &[(&str, &str)],
        expected: Option<(u32, u32)>,
    ) {
        let shard = shard.map(|text| part(text).expect("a shard"));
        let variable = |name: &str| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let found = Division { shard, shards }.part(&variable).expect("it is sound");
        assert_eq!(found.map(|part| (part.number, part.of)), expected);
    }

    #[test]
    fn parts_come_from_the_command_line_or_the_engine() {
        let slurm =
            [("SLURM_ARRAY_TASK_ID", "7"), ("SLURM_ARRAY_TASK_COUNT", "5"), ("SLURM_ARRAY_TASK_MIN", "5")];
        check(None, None, &[], None);
        check(Some("2/3"), None, &slurm, Some((2, 3)));
        check(None, None, &slurm, Some((3, 5)));
        check(None, Some(9), &slurm, Some((3, 9)));
        check(None, Some(4), &[("HQ_TASK_ID", "4")], Some((4, 4)));
        check(None, None, &[("HQ_TASK_ID", "4")], None);
        let steps =
            [("SLURM_ARRAY_TASK_STEP", "10"), ("SLURM_ARRAY_TASK_ID", "20"), ("SLURM_ARRAY_TASK_MIN", "0")];
        check(None, Some(3), &steps, Some((3, 3)));
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(part(text).is_err(), "{text}");
        }
        let refused = |shards, name: &'static str, value: &'static str| {
            let variable = move |asked: &str| (asked == name).then(|| value.to_owned());
            assert!(Division { shard: None, shards }.part(&variable).is_err());
        };
        refused(Some(3), "", "");
        refused(Some(3), "HQ_TASK_ID", "0");
        refused(Some(3), "SLURM_ARRAY_TASK_ID", "4");
        refused(None, "SLURM_ARRAY_TASK_ID", "1");
    }
}
