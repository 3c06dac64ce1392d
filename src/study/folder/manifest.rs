//! What a folder is of: the study's texts, its design points and seed, and with what it was begun.
//!
//! **Invariant:** two manifests with the same [`Manifest::identity`] give the same tables; version and environment are told,
//! and are not part of it.

use super::shard::hash;
use crate::diagnostic::Sources;
use crate::sim::Budget;
use crate::study::Plan;
use serde::{Deserialize, Serialize};

/// The layout of folders that this program writes and reads.
pub const SCHEMA: u32 = 2;

/// What a folder is of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout of the folder.
    pub schema_version: u32,
    /// The version of jointex that began it.
    pub jointex: String,
    /// Where it was begun.
    pub environment: Environment,
    /// Every text that the study was read from: its own and those of the scenario, in the order of reading.
    pub inputs: Vec<Input>,
    /// Events that a replication may use up.
    pub event_budget: u64,
    /// Bytes that it may use up.
    pub memory_budget: u64,
    /// What is played.
    pub plan: Plan,
}

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// The operating system.
    pub os: String,
    /// The processor's architecture.
    pub arch: String,
    /// How many threads played.
    pub threads: usize,
}

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The name that the user knows it by.
    pub name: String,
    /// SipHash 1-3 of it, in hexadecimal digits.
    pub hash: String,
}

impl Input {
    /// A text with its name.
    pub fn new(name: &str, text: &str) -> Input {
        Input { name: name.to_owned(), hash: format!("{:016x}", hash(text.as_bytes())) }
    }

    /// Every text of `sources` that stands in a file.
    pub fn all(sources: &Sources) -> impl Iterator<Item = Input> + '_ {
        let is_file = |source: &u32| !sources.is_change(*source) && sources.rows(*source).next().is_none();
        let files = (0..sources.len() as u32).filter(is_file);
        files.map(|source| Input::new(sources.name(source), sources.text(source)))
    }
}

impl Manifest {
    /// Of a plan that is about to be played.
    pub fn new(plan: Plan, inputs: Vec<Input>, budget: Budget, environment: Environment) -> Manifest {
        Manifest {
            schema_version: SCHEMA,
            jointex: env!("CARGO_PKG_VERSION").to_owned(),
            environment,
            inputs,
            event_budget: budget.events,
            memory_budget: budget.bytes,
            plan,
        }
    }

    /// What a replication may use up.
    pub const fn budget(&self) -> Budget {
        Budget { events: self.event_budget, bytes: self.memory_budget }
    }

    /// A hash of all that the results depend on; names of files are not part of it.
    pub fn identity(&self) -> u64 {
        let texts: Vec<&str> = self.inputs.iter().map(|input| &*input.hash).collect();
        let all = (self.schema_version, texts, self.event_budget, self.memory_budget, &self.plan);
        hash(&serde_json::to_vec(&all).expect("plain data becomes JSON"))
    }

    /// The manifest as JSON, with a line for each design point.
    pub fn written(&self) -> String {
        const NO_POINTS: &str = "\"points\": []";
        let mut head = self.clone();
        let points = std::mem::take(&mut head.plan.points);
        let json = |value: &dyn Fn() -> serde_json::Result<String>| value().expect("plain data becomes JSON");
        let head = json(&|| serde_json::to_string_pretty(&head));
        let lines: Vec<String> = points
            .iter()
            .map(|point| format!("\n      {}", json(&|| serde_json::to_string(point))))
            .collect();
        // Within a text the quotes would be escaped, so this is the field.
        head.replacen(NO_POINTS, &format!("\"points\": [{}\n    ]", lines.join(",")), 1) + "\n"
    }

    /// Whether it can be played: somebody may have edited it.
    pub fn is_sound(&self) -> bool {
        let plan = &self.plan;
        let sound = |level: &crate::study::Level| level.cost.is_finite();
        let mut points = plan.points.iter();
        plan.replications > 0
            && points.all(|point| point.levels.len() == plan.factors.len() && point.levels.iter().all(sound))
    }

    /// What differs from `begun`, so that its results can't be used; empty if they can.
    pub fn changes_since(&self, begun: &Manifest) -> Vec<String> {
        if self.schema_version != begun.schema_version {
            let (was, is) = (begun.schema_version, self.schema_version);
            return vec![format!("the folder has layout {was}, and this jointex writes layout {is}")];
        }
        let mut told = changed_inputs(&begun.inputs, &self.inputs);
        if self.jointex != begun.jointex {
            told.push(format!("jointex was {} and is {}", begun.jointex, self.jointex));
        }
        let (was, is) = (&begun.plan, &self.plan);
        let numbers = [
            ("the seed", was.seed, is.seed),
            ("the number of replications", was.replications, is.replications),
            ("the number of points", was.points.len() as u64, is.points.len() as u64),
            ("the event budget", begun.event_budget, self.event_budget),
            ("the memory budget in bytes", begun.memory_budget, self.memory_budget),
        ];
        let changed = numbers.iter().filter(|(_, was, is)| was != is);
        told.extend(changed.map(|(what, was, is)| format!("{what} was {was} and is {is}")));
        if was.measures != is.measures {
            told.push("other measures are kept".to_owned());
        }
        if was.common_random_numbers != is.common_random_numbers {
            told.push("whether points share their random numbers".to_owned());
        }
        if told.is_empty() && self.identity() != begun.identity() {
            told.push(format!("jointex {} makes other points of the same study", self.jointex));
        }
        told
    }
}

fn changed_inputs(was: &[Input], is: &[Input]) -> Vec<String> {
    if was.len() == is.len() {
        let pairs = was.iter().zip(is).filter(|(was, is)| was.hash != is.hash);
        return pairs.map(|(_, is)| format!("`{}` has changed", is.name)).collect();
    }
    let lacks = |list: &[Input], one: &Input| !list.iter().any(|other| other.name == one.name);
    let mut told: Vec<String> = Vec::new();
    for input in is {
        match was.iter().find(|other| other.name == input.name) {
            Some(other) if other.hash != input.hash => told.push(format!("`{}` has changed", input.name)),
            Some(_) => {}
            None => told.push(format!("`{}` is read as well", input.name)),
        }
    }
    told.extend(
        was.iter().filter(|one| lacks(is, one)).map(|one| format!("`{}` is not read any more", one.name)),
    );
    told
}
