//! Random injects: at times, after each other, on conditions, with every kind of effect.
//!
//! **Invariant:** an inject follows or waits for earlier numbers only, so that there is no loop.

use super::generate::{Dice, World};

/// The injects.
pub fn msel(world: &World, (campaigns, bridged): (&str, Option<usize>), dice: &mut Dice) -> Vec<String> {
    // Only what a campaign uses can be disclosed.
    let used = |technique: &str| campaigns.contains(&format!("technique: \"{technique}\""));
    let mut weaknesses = Vec::new();
    weaknesses.extend(used("exploit").then_some("old-cms"));
    weaknesses.extend(used("crawl").then_some("eternal"));
    (0..dice.below(7))
        .map(|number| {
            let when = when(world, number, dice);
            let effect = match dice.below(8) {
                0 => format!(
                    "Several([{}, {}])",
                    effect(world, &weaknesses, bridged, dice),
                    effect(world, &weaknesses, bridged, dice)
                ),
                _ => effect(world, &weaknesses, bridged, dice),
            };
            format!("(no: \"{number}\", {when}, effect: {effect})")
        })
        .collect()
}

fn when(world: &World, number: usize, dice: &mut Dice) -> String {
    match dice.below(3) {
        0 if number > 0 => {
            format!("after: (inject: \"{}\", delay: {})", dice.below(number), delay(60, dice))
        }
        1 => {
            let condition = condition(world, number, 2, dice);
            format!("when: {condition}{}", dice.maybe(0.3, |dice| format!(", delay: {}", delay(30, dice))))
        }
        _ => format!("at: \"{}min\"", dice.below(300)),
    }
}

/// A delay that may be none: an inject that could only come after ENDEX is refused.
pub fn delay(minutes: usize, dice: &mut Dice) -> String {
    let time = dice.time(minutes);
    if time.starts_with('"') { String::from("\"0s\"") } else { time }
}

pub fn condition(world: &World, number: usize, depth: usize, dice: &mut Dice) -> String {
    let team = dice.pick(&world.teams);
    let nested = |dice: &mut Dice| condition(world, number, depth - 1, dice);
    match dice.below(if depth > 0 { 9 } else { 6 }) {
        0 => format!("NotYet(measure: \"time_to_declare[org=o{team}]\", by: \"{}min\")", dice.number(1, 300)),
        1 => format!("Reached(\"time_to_detect[org=o{team}]\")"),
        2 => format!("AtLeast(\"assets_held_now\", {})", dice.number(1, 12)),
        3 => format!("AtMost(\"assets_held_now\", {})", dice.below(3)),
        4 => format!("AtLeast(\"alerts_waiting[team=t{team}]\", {})", dice.number(1, 5)),
        5 if number > 0 => format!("Injected(\"{}\")", dice.below(number)),
        5 if dice.chance(0.5) => format!("AtLeast(\"reports_received[team=t{team}]\", 1)"),
        5 => format!("AtLeast(\"incidents[team=t{team}]\", 1)"),
        6 => format!("All([{}, {}])", nested(dice), nested(dice)),
        7 => format!("Any([{}, {}])", nested(dice), nested(dice)),
        _ => format!("Not({})", nested(dice)),
    }
}

pub fn effect(world: &World, weaknesses: &[&str], bridged: Option<usize>, dice: &mut Dice) -> String {
    let team = dice.pick(&world.teams);
    let group = dice.below(world.groups.len());
    let asset = if world.groups[group].1 == 0 { format!("g{group}") } else { format!("g{group}[1]") };
    let targets = world.targets(dice);
    let other = dice.below(world.staffed.len());
    match dice.below(16) {
        0 => format!("Load(team: \"t{team}\", tickets: {}, over: \"2h\")", dice.number(1, 60)),
        1 => format!("Alert(team: \"t{team}\", asset: \"{asset}\")"),
        2 => format!("AlterCampaign(campaign: \"c0\", operators: {})", dice.number(1, 4)),
        3 => format!("AlterCampaign(campaign: \"c0\", hurry: {})", dice.number(1, 3)),
        4 => String::from("AlterCampaign(campaign: \"c0\", stop: true)"),
        5 if !weaknesses.is_empty() => {
            format!("DiscloseWeakness(weakness: \"{}\", on: [{targets}])", dice.pick(weaknesses))
        }
        6 if !weaknesses.is_empty() => {
            let weakness = dice.pick(weaknesses);
            format!("Patch(weakness: \"{weakness}\", on: [{targets}], over: {})", dice.time(60))
        }
        7 => String::from("Cut(cable: \"cable\")"),
        8 => String::from("Restore(cable: \"cable\")"),
        9 => format!("TakeDown(assets: [{targets}])"),
        10 => format!("BringUp(assets: [{targets}])"),
        11 => format!(
            "Staff(team: \"t{team}\", tier: \"l1\", seats: {}{})",
            dice.pick(&["-1", "1", "2"]),
            dice.maybe(0.5, |_| String::from(", for: \"3h\""))
        ),
        12 => format!("Join(organisation: \"o{other}\", alliance: {})", dice.pick(&["Nato", "Eu"])),
        13 => format!("Leave(organisation: \"o{other}\", alliance: {})", dice.pick(&["Nato", "Eu"])),
        14 => match bridged {
            Some(function) if group.is_multiple_of(2) => format!("Refuel(function: \"f{function}\")"),
            Some(function) => format!("TakeDown(function: \"f{function}\")"),
            None => String::from("Message"),
        },
        _ => String::from("Message"),
    }
}
