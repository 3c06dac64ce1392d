//! Random ladders of escalation, with injects that push them.
//!
//! **Invariant:** the lowest step of a ladder waits for no step, and the others for the one beneath them at most.

use super::generate::{Dice, World, quoted};
use super::msel;

/// Ladders, and the injects that take them to a step.
pub fn ladders(world: &World, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
    let (mut ladders, mut injects) = (Vec::new(), Vec::new());
    for ladder in 0..dice.pick(&[0, 0, 1, 2]) {
        let steps = dice.number(1, 4);
        let written: Vec<String> = (0..steps).map(|number| step(world, number, dice)).collect();
        ladders.push(format!("(id: \"ladder{ladder}\", steps: [{}])", written.join(", ")));
        if dice.chance(0.4) {
            let (at, to) = (dice.below(300), dice.below(steps));
            injects.push(format!(
                "(no: \"9{ladder}\", at: \"{at}min\", effect: Escalate(ladder: \"ladder{ladder}\", to: \"s{to}\"))"
            ));
        }
    }
    (ladders, injects)
}

fn step(world: &World, number: usize, dice: &mut Dice) -> String {
    let team = dice.pick(&world.teams);
    let condition = msel::condition(world, 0, 2, dice);
    let skips = dice.chance(0.3);
    let authority = dice.maybe(0.4, |_| format!(", authority: \"boss{team}\""));
    let takes = dice.maybe(0.5, |dice| format!(", takes: {}", msel::delay(60, dice)));
    let informs = quoted(&[format!("t{team}"), format!("o{team}")]);
    let effect = msel::effect(world, &[], None, dice);
    let down = dice.maybe(0.4, |dice| {
        let how = match dice.below(2) {
            0 => format!("after: {}", msel::delay(90, dice)),
            _ => format!("when: {}", msel::condition(world, 0, 1, dice)),
        };
        let effect = dice.maybe(0.5, |dice| format!(", effect: {}", msel::effect(world, &[], None, dice)));
        format!(", stands_down: ({how}{effect})")
    });
    format!(
        "(id: \"s{number}\", when: {condition}, skips: {skips}{authority}{takes}, informs: {informs}, effect: {effect}{down})"
    )
}
