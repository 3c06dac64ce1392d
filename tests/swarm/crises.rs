//! Random crises, with injects that begin and end them.
//!
//! **Invariant:** a crisis that waits for an inject is begun by one.

use super::generate::{Dice, World};

/// Crises, and the injects that turn them.
pub fn crises(world: &World, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
    let (mut crises, mut injects) = (Vec::new(), Vec::new());
    for number in 0..dice.pick(&[0, 0, 1, 2]) {
        let id = format!("crisis{number}");
        let begins = [
            "at: \"0s\"",
            "at: \"1h\"",
            "when: AtLeast(\"crises_now\", 1)",
            "when: AtLeast(\"assets_held_now\", 1)",
        ];
        let on_inject = dice.chance(0.5);
        if on_inject || dice.chance(0.3) {
            let begins = dice.pick(&begins);
            injects.push(format!("(no: \"8{number}\", {begins}, effect: StartCrisis(\"{id}\"))"));
        }
        if dice.chance(0.4) {
            let at = dice.below(300);
            injects.push(format!("(no: \"7{number}\", at: \"{at}min\", effect: EndCrisis(\"{id}\"))"));
        }
        crises.push(crisis(&id, on_inject, world, dice));
    }
    (crises, injects)
}

fn crisis(id: &str, on_inject: bool, world: &World, dice: &mut Dice) -> String {
    let own = format!("\"o{}\"", dice.pick(&world.teams));
    let on = dice.pick(&["Members(Nato)", "Tag(\"csirt\")", "Matching(\"o*\")", &own, &own]).to_owned();
    let start = match on_inject {
        true => String::from(", start: OnInject"),
        false => dice.maybe(0.5, |dice| format!(", start: \"{}min\"", dice.below(300))),
    };
    format!(
        "(id: \"{id}\", kind: {}, on: [{on}]{start}, active: {}{}{}{}{}{}, slower: {}, false_alarms: {})",
        dice.pick(&["Influence", "Media", "Energy"]),
        dice.chance(0.9),
        dice.maybe(0.6, |dice| format!(", lasts: {}", dice.time(200))),
        dice.maybe(0.5, |dice| format!(", rises: \"{}min\"", dice.below(200))),
        dice.maybe(0.5, |dice| format!(", fades: \"{}min\"", dice.below(200))),
        dice.maybe(0.6, |dice| {
            let time = dice.maybe(0.5, |dice| format!(", time: {}", dice.time(20)));
            let severity = dice.pick(&["Low", "High"]);
            format!(", load: (rate: PerHour({}){time}, severity: {severity})", dice.number(1, 6))
        }),
        dice.maybe(0.6, |dice| {
            format!(", decisions: (rate: PerHour({}), time: {})", dice.number(1, 3), dice.time(20))
        }),
        dice.pick(&["1", "1.5", "4"]),
        dice.pick(&["1", "3"]),
    )
}
