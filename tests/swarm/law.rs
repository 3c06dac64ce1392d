//! Random investigations, and what of campaigns they are about: command servers, tools, adversaries.
//!
//! **Invariant:** investigations learn by `treaty` and by what their own teams analyse.

use super::generate::{Dice, World};

/// Investigations; none where nobody could tell them anything.
pub fn investigations(world: &World, dice: &mut Dice) -> Vec<String> {
    if world.teams.len() < 2 {
        return Vec::new();
    }
    (0..dice.number(0, 3)).map(|number| investigation(world, number, dice)).collect()
}

fn investigation(world: &World, number: usize, dice: &mut Dice) -> String {
    let team = dice.pick(&world.teams);
    let evidence = dice.maybe(0.7, |dice| {
        format!(", evidence: (holds: {}, succeeds: {})", dice.time(300), dice.probability())
    });
    let aim = match dice.below(5) {
        0 | 1 => format!("Attribute(right: {})", dice.pick(&["0", "0.5", "0.9", "1"])),
        _ => format!("TakeDown(succeeds: {}{evidence})", dice.probability()),
    };
    format!(
        "(id: \"i{number}\", active: {}, team: \"t{team}\", tier: \"l{}\", agreements: [\"treaty\"], needs: {}, time: {}{}, aim: {aim})",
        dice.chance(0.9),
        dice.number(1, 2),
        // Most cases need little, or hardly any would be concluded.
        dice.pick(&[1, 1, 1, 2]),
        dice.time(20),
        dice.maybe(0.3, |_| String::from(", authority: \"boss0\"")),
    )
}

/// What a campaign says of its adversary, its servers and its tools.
pub fn adversary(dice: &mut Dice) -> String {
    let adversary = dice.maybe(0.7, |dice| {
        format!(
            ", adversary: (name: \"{}\", kind: {}{}{})",
            dice.pick(&["Fox", "Owl"]),
            dice.pick(&["State", "Criminal", "Hacktivist"]),
            dice.maybe(0.6, |dice| format!(", deterred: {}", dice.probability())),
            dice.maybe(0.5, |dice| format!(", lies_low: {}", dice.time(100))),
        )
    });
    let command = dice.maybe(0.6, |dice| {
        format!(", command: ({})", dice.maybe(0.7, |dice| format!("rebuilds: {}", dice.time(120))))
    });
    let tooling =
        dice.maybe(0.6, |dice| format!(", tooling: (name: \"kit\", shared: {})", dice.probability()));
    format!("{adversary}{command}{tooling}")
}
