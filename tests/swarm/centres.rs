//! Random centres: their people, and whom they warn.
//!
//! **Invariant:** people are seconded from the first tier of the last team, which lends nobody else.

use super::generate::{Dice, World};
use super::msel;

/// Centres, of one team or of two.
pub fn centres(world: &World, dice: &mut Dice) -> Vec<String> {
    if world.teams.len() < 2 || dice.chance(0.3) {
        return Vec::new();
    }
    let last = world.teams[world.teams.len() - 1];
    let centre = |number: usize, dice: &mut Dice| {
        let secondees = dice.maybe(if number == 0 { 0.5 } else { 0.0 }, |_| {
            format!(", secondees: [(from: (team: \"t{last}\", tier: \"l1\"), seats: 1)]")
        });
        let warns: Vec<String> = (0..dice.below(3)).map(|number| warning(world, number, dice)).collect();
        format!(
            "(id: \"centre{number}\", team: \"t{}\", tier: \"l2\", fusing: {}, active: {}{secondees}, warns: [{}])",
            dice.pick(&world.teams),
            dice.time(40),
            dice.chance(0.9),
            warns.join(", ")
        )
    };
    (0..dice.number(1, 2)).map(|number| centre(number, dice)).collect()
}

fn warning(world: &World, number: usize, dice: &mut Dice) -> String {
    let watch = format!("Watch(boost: {}, for: \"{}min\")", dice.probability(), dice.number(1, 600));
    let shut = format!("Shut(assets: [{}], for: \"{}min\")", world.targets(dice), dice.number(1, 300));
    let effect = dice.maybe(0.5, |dice| format!(", effect: {}", msel::effect(world, &[], None, dice)));
    format!(
        "(id: \"w{number}\", to: [{}], organisations: {}, takes: {}, heeds: {}, does: [{}]{effect})",
        dice.pick(&["Matching(\"o*\")", "Members(Nato)", "\"o0\""]),
        dice.pick(&["1", "1", "2"]),
        dice.time(30),
        dice.probability(),
        dice.some(&["Block", "Patch", &watch, &shut]).join(", ")
    )
}
