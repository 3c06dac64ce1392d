//! Random agreements: parties of every kind, shapes, areas, and channels with all that they can say.
//!
//! **Invariant:** no agreement but `treaty`, over which playbooks report, and `pass`, over which its parties pass on.

use super::generate::{Dice, World, quoted};

/// The agreements; none where fewer than two organisations have teams.
pub fn agreements(world: &World, dice: &mut Dice) -> Vec<String> {
    if world.teams.len() < 2 {
        return Vec::new();
    }
    let mut agreements = vec![agreement("treaty", false, world, dice)];
    if dice.chance(0.4) {
        agreements.push(agreement("pass", true, world, dice));
    }
    agreements
}

fn agreement(name: &str, passes_on: bool, world: &World, dice: &mut Dice) -> String {
    let ids: Vec<String> = world.teams.iter().map(|owner| format!("o{owner}")).collect();
    let (hub, pairs) = (format!("[\"{}\", Matching(\"o*\")]", ids[1]), quoted(&ids[..2]));
    let (parties, shape) = match dice.below(6) {
        0 => (String::from("[Members(Nato)]"), "Mesh"),
        1 => (hub, "Hub"),
        2 => (pairs, "Pairs"),
        3 => (String::from("[Tag(\"csirt\")]"), "Mesh"),
        _ => (quoted(&ids), "Mesh"),
    };
    let dates = dice.maybe(0.3, |dice| {
        String::from(dice.pick(&[
            ", since: \"2026-03-28\"",
            ", until: \"2026-03-27\"",
            ", since: \"2026-03-28\", until: \"2026-03-28\"",
        ]))
    });
    let areas = [
        dice.maybe(0.3, |dice| format!("education: (skill: {}), ", dice.pick(&["0.5", "2"]))),
        dice.maybe(0.3, |dice| {
            format!("exercises: (pace: 0.{}, spread: {}), ", dice.number(1, 9), dice.probability())
        }),
        dice.maybe(0.5, |dice| {
            format!(
                "technical_cooperation: (remains: {}{}), ",
                dice.probability(),
                dice.maybe(0.5, |dice| format!(", waits: \"{}min\"", dice.number(0, 200)))
            )
        }),
        dice.maybe(0.3, |dice| format!("administration: (decisions: {}), ", dice.probability())),
    ];
    let line = channel("line", "", passes_on, world, dice);
    let feed =
        channel("feed", &dice.maybe(0.5, |_| String::from(", fallback: \"line\"")), passes_on, world, dice);
    format!(
        "(id: \"{name}\", parties: {parties}, shape: {shape}, active: {}{dates}, areas: ({}information_exchange: (channels: [{feed}, {line}])))",
        dice.chance(0.9),
        areas.concat(),
    )
}

fn channel(name: &str, fallback: &str, passes_on: bool, world: &World, dice: &mut Dice) -> String {
    const SHARED: [&str; 5] = ["Indicators", "Analysis", "Advisory", "Lessons", "SituationReport"];
    let request = dice.apart().maybe(0.15, |_| String::from(", Request"));
    format!(
        "(id: \"{name}\", medium: {}, delay: {}, ceiling: {}, release: {}, reliability: {}, shares: [{}{request}], passes_on: {passes_on}{fallback}{}{}{}{}{}{})",
        dice.pick(&["Automated", "Automated", "Mail", "Telephone", "Liaison"]),
        dice.time(30),
        dice.pick(&["Clear", "Green", "Amber", "Red", "Red", "Red"]),
        dice.time(60),
        dice.pick(&["1", "1", "0.6", "0"]),
        dice.some(&SHARED).join(", "),
        dice.maybe(0.3, |dice| format!(
            ", hours: {}",
            dice.pick(&[
                "Weekly(\"Mon-Sun\", \"08:00\", \"18:00\")",
                "Weekly(\"Fri-Sat\", \"22:00\", \"03:00\")"
            ])
        )),
        dice.maybe(0.3, |dice| format!(", refused: {}", dice.probability())),
        dice.maybe(0.3, |dice| format!(", classification: {}", dice.pick(&["Restricted", "Secret"]))),
        dice.maybe(0.4, |dice| format!(
            ", sanitising: (time: {}, refused: {})",
            dice.time(60),
            dice.probability()
        )),
        dice.maybe(0.2, |dice| format!(
            ", faults: (up: \"{}min\", repair: {})",
            dice.number(100, 900),
            dice.time(90)
        )),
        dice.maybe(0.7, |dice| {
            format!(
                ", wrong: (chance: {}, blocks: [{}], for: \"{}min\")",
                dice.probability(),
                world.targets(dice),
                dice.number(1, 300)
            )
        }),
    )
}

/// What an organisation says that has to do with others.
pub fn membership(dice: &mut Dice) -> String {
    const PERIODS: [&str; 4] = [
        "",
        ", since: \"2026-03-28\"",
        ", until: \"2026-03-27\"",
        ", since: \"2026-03-27\", until: \"2026-03-28\"",
    ];
    let nato = format!("(in: Nato{})", dice.pick(&PERIODS));
    let eu = dice.maybe(0.5, |dice| format!(", (in: Eu{})", dice.pick(&PERIODS)));
    let patching = dice.maybe(0.8, |dice| format!(", patching: {}", dice.time(200)));
    let maturity = dice
        .apart()
        .maybe(0.5, |dice| format!(", maturity: {}", dice.pick(&["Basic", "Intermediate", "Advanced"])));
    format!(", member_of: [{nato}{eu}], tags: [\"csirt\"]{patching}{maturity}")
}

/// What maturity is worth, if it is not what is built in.
pub fn maturity(dice: &mut Dice) -> String {
    dice.maybe(0.3, |dice| {
        let factor = |dice: &mut Dice| dice.pick(&["0.1", "0.6", "1", "1.7", "10"]);
        let [seats, sensors, patching, skill] = [(); 4].map(|()| factor(dice));
        format!(
            " maturity: (basic: (seats: {seats}, sensors: {sensors}, patching: {patching}, skill: {skill})),"
        )
    })
}

/// Hunting, for some teams.
pub fn hunting(dice: &mut Dice) -> String {
    dice.maybe(0.4, |dice| {
        format!(", hunting: (tier: \"l2\", time: {}, finds: {})", dice.time(90), dice.probability())
    })
}

/// The phase by which a team reports, and with what marks.
pub fn notify(dice: &mut Dice) -> String {
    format!(
        "Notify(agreements: [\"treaty\"], tlp: {}, classification: {})",
        dice.pick(&["Clear", "Green", "Green", "Amber", "AmberStrict"]),
        dice.pick(&["Unclassified", "Unclassified", "Restricted", "Secret"])
    )
}

/// The phase from which on a team reports on the situation.
pub fn situation(dice: &mut Dice) -> String {
    let written = dice.apart().maybe(0.5, |dice| format!(", tier: \"l2\", time: {}", dice.time(60)));
    format!("ReportSituation(agreements: [\"treaty\"], every: \"{}min\"{written})", dice.number(20, 600))
}

/// Offers of help, by the first organisation to whoever else has a team.
pub fn assistance(world: &World, dice: &mut Dice) -> Vec<String> {
    if world.teams.len() < 2 {
        return Vec::new();
    }
    (0..2)
        .map(|number| {
            format!(
                "(id: \"h{number}\", organisation: \"o0\", seats: 1, to: [Matching(\"*\")], travel: {}, skill: {}, refused: {}{}{}{})",
                dice.time(400),
                dice.pick(&["0.5", "1", "3"]),
                dice.probability(),
                // One seat is all that there may be to lend.
                dice.maybe(if number == 0 { 0.5 } else { 0.0 }, |_| String::from(", from: (team: \"t0\", tier: \"l1\")")),
                dice.maybe(0.5, |_| String::from(", authority: \"boss0\"")),
                dice.maybe(0.5, |dice| format!(", stay: \"{}min\"", dice.number(1, 600))),
            )
        })
        .collect()
}
