//! Random legal clocks: short deadlines, so that some are missed within the few days of a scenario.
//!
//! **Invariant:** a deadline counts from one that stands above it.

use super::generate::{Dice, World};
use super::msel;

/// Obligations that bind some organisation.
pub fn obligations(world: &World, dice: &mut Dice) -> Vec<String> {
    if world.staffed.is_empty() || dice.chance(0.6) {
        return Vec::new();
    }
    (0..dice.number(1, 2)).map(|number| obligation(world, number, dice)).collect()
}

fn obligation(world: &World, number: usize, dice: &mut Dice) -> String {
    let bound = match dice.below(3) {
        0 => String::from("[Matching(\"*\")]"),
        _ => format!("[\"o{}\"]", dice.below(world.staffed.len())),
    };
    let from = dice.pick(&["Aware", "Aware", "Declared"]);
    let severity = dice.pick(&["Low", "Low", "Medium", "High"]);
    let deadlines: Vec<String> = (0..dice.number(1, 3)).map(|place| deadline(place, dice)).collect();
    format!(
        "(id: \"law{number}\", applies: {bound}, from: {from}, severity: {severity}, deadlines: [{}])",
        deadlines.join(", ")
    )
}

fn deadline(place: usize, dice: &mut Dice) -> String {
    let within = dice.number(20, 900);
    let after = match place {
        0 => String::new(),
        _ => dice.maybe(0.6, |dice| format!(", after: \"due{}\"", dice.below(place))),
    };
    let begins = dice.maybe(0.4, |dice| format!(", begins: \"{}min\"", dice.below(within)));
    let tier = dice.pick(&["l1", "l2"]);
    format!(
        "(id: \"due{place}\", within: \"{within}min\"{after}{begins}, tier: \"{tier}\", time: {})",
        msel::delay(300, dice)
    )
}
