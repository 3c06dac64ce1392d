//! Random exercise staffs, by whose hands some injects come.
//!
//! **Invariant:** an inject that names a staff names one that there is.

use super::generate::{Dice, World};
use super::msel;

/// Staffs, and what they tell each other, as a field of the scenario.
pub fn staffs(world: &World, dice: &mut Dice) -> (Vec<String>, String) {
    if dice.chance(0.6) {
        return (Vec::new(), String::new());
    }
    let coordination =
        dice.maybe(0.6, |dice| format!("    coordination: (delay: {}),\n", msel::delay(120, dice)));
    ((0..dice.number(1, 2)).map(|number| staff(world, number, dice)).collect(), coordination)
}

fn staff(world: &World, number: usize, dice: &mut Dice) -> String {
    let players = dice.below(world.staffed.len());
    let hours = dice.pick(&["AroundTheClock", "Weekly(\"Mon-Sun\", \"07:00\", \"19:00\")"]);
    let (controllers, time) = (dice.number(1, 2), msel::delay(90, dice));
    format!(
        "(id: \"staff{number}\", players: [\"o{players}\"], controllers: {controllers}, hours: {hours}, time: {time})"
    )
}

/// Gives some of the injects to the staffs.
pub fn give(injects: &mut [String], staffs: usize, dice: &mut Dice) {
    for inject in injects.iter_mut().filter(|_| staffs > 0) {
        if dice.chance(0.7) {
            let staff = dice.below(staffs);
            *inject = inject.replacen("(no:", &format!("(staff: \"staff{staff}\", no:"), 1);
        }
    }
}
