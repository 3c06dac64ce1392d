//! What each step of a flow waits for: successes and failures of others.
//!
//! **Invariant:** predecessors are numbered within their campaign; a step that nothing has to precede starts the campaign.

use super::step::Foothold;
use super::table::{Table, unknown_local};
use super::values::repeated_words;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Join;
use crate::scenario::{After, Step};

/// What a step waits for.
#[derive(Debug)]
pub struct Before {
    /// For how many of them.
    pub join: Join,
    /// The steps whose success it follows, ascending.
    pub successes: Vec<usize>,
    /// The steps whose failure it follows, ascending.
    pub failures: Vec<usize>,
    /// Whether all that it follows is unknown, which was told: then nothing is said of when it starts.
    pub lost: bool,
}

impl Before {
    /// All of them, in the order in which a join numbers them.
    pub fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.successes.iter().chain(&self.failures).copied()
    }
}

/// What each step of a flow waits for.
pub fn all(table: &Table<'_, Step>, faults: &mut Vec<Diagnostic>) -> Vec<Before> {
    let mut before: Vec<Before> = table.iter().map(|row| of_successes(row.record, table, faults)).collect();
    for (number, row) in table.iter().enumerate() {
        let words = &row.record.on_failure;
        repeated_words(words.iter().map(|word| (word.text.as_str(), word.place)), "step", faults);
        for word in words {
            match table.find(&word.text) {
                Some(follower) => before[follower as usize].failures.push(number),
                None => faults.push(unknown_local("the campaign has no step", word, table.names())),
            }
        }
    }
    for (before, row) in before.iter_mut().zip(table.iter()) {
        before.failures.dedup();
        // What only failures start does not start by itself, unless all that it comes after is unknown.
        if row.record.after.is_none() && !before.failures.is_empty() {
            before.join = Join::Any;
        }
    }
    before
}

fn of_successes(step: &Step, table: &Table<'_, Step>, faults: &mut Vec<Diagnostic>) -> Before {
    let none = |lost| Before { join: Join::Start, successes: Vec::new(), failures: Vec::new(), lost };
    let (join, words) = match &step.after {
        None => return none(false),
        Some(After::Any(words)) => (Join::Any, words),
        Some(After::All(words)) => (Join::All, words),
    };
    repeated_words(words.iter().map(|word| (word.text.as_str(), word.place)), "step", faults);
    if words.is_empty() {
        let fault = Diagnostic::error(
            codes::EMPTY,
            step.id.place,
            format!("the step `{}` comes after no step", step.id),
        );
        faults.push(
            fault
                .label("`after` is empty")
                .help(String::from("a step that begins with the campaign leaves out `after`")),
        );
        return none(true);
    }
    let mut successes = Vec::with_capacity(words.len());
    for word in words {
        match table.find(&word.text) {
            Some(number) => successes.push(number as usize),
            None => faults.push(unknown_local("the campaign has no step", word, table.names())),
        }
    }
    successes.sort_unstable();
    successes.dedup();
    // A step whose predecessors are all unknown was faulted for that, not for never starting.
    if successes.is_empty() {
        none(true)
    } else {
        Before { join, successes, failures: Vec::new(), lost: false }
    }
}

/// Faults for steps that act from a foothold where there may be none: at the start of a campaign that holds nothing, or
/// after something that came from the internet and gained nothing.
pub fn check_footholds(
    table: &Table<'_, Step>,
    before: &[Before],
    footholds: &[Foothold],
    faults: &mut Vec<Diagnostic>,
) {
    // Steps that may be started from the internet, and by which other.
    let mut outside: Vec<Option<Option<usize>>> = before
        .iter()
        .zip(footholds)
        .map(|(before, foothold)| match foothold {
            Foothold::Unknown | Foothold::Had => None,
            _ if before.lost => None,
            _ => (before.join == Join::Start).then_some(None),
        })
        .collect();
    loop {
        let mut changed = false;
        for step in 0..before.len() {
            let from = |&other: &usize| outside[other].is_some();
            let gains_none = |other: &usize| footholds[*other] == Foothold::NotGained && from(other);
            let Before { join, successes, failures, .. } = &before[step];
            let mut by = failures.iter().copied().find(from);
            by = by.or_else(|| successes.iter().copied().find(gains_none));
            // A join starts at the last foothold that there was, so it has one if any of those that it waits for has.
            let one_has = !failures.iter().all(from) || !successes.iter().all(gains_none);
            if *join == Join::All && one_has {
                continue;
            }
            if let (None, Some(by)) = (outside[step], by) {
                outside[step] = Some(Some(by));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for ((row, foothold), outside) in table.iter().zip(footholds).zip(outside) {
        let (Some(by), Foothold::Needed | Foothold::Had) = (outside, foothold) else { continue };
        let (id, place) = (&row.record.id, row.record.technique.place);
        let by = by.and_then(|by| table.get(by as u32)).map(|row| row.name);
        let message = match by {
            None => format!("the step `{id}` acts from a foothold, but the campaign has none when it starts"),
            Some(by) => format!("the step `{id}` acts from a foothold, but after `{by}` there may be none"),
        };
        let help = match by {
            None => "say which steps it comes `after`, or what is `initially_held`",
            Some(_) => "let it come after a step that gains a foothold",
        };
        let fault = Diagnostic::error(codes::NO_FOOTHOLD, place, message).label("starts from the internet");
        faults.push(fault.help(help.to_owned()));
    }
}
