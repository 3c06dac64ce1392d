//! Random campaigns: attack flows with every kind of step, spreads, and what adversaries do about losses.
//!
//! **Invariant:** steps lead to later steps only, so that no flow loops in no time.

use super::generate::{Dice, SEVERITIES, SOURCES, World, quoted};
use super::law;

/// The campaigns.
pub fn campaigns(world: &World, dice: &mut Dice) -> Vec<String> {
    (0..dice.number(1, 3)).map(|number| campaign(world, number, dice)).collect()
}

fn campaign(world: &World, number: usize, dice: &mut Dice) -> String {
    let held = dice.chance(0.5);
    let spread = dice.maybe(0.7, spread);
    let adversary = law::adversary(&mut dice.apart());
    format!(
        "(id: \"c{number}\", operators: {}, start: \"{}min\"{}{}{adversary}, flow: [{}], spread: [{spread}])",
        dice.number(1, 3),
        dice.below(90),
        if held { format!(", initially_held: [{}]", world.targets(dice)) } else { String::new() },
        dice.maybe(0.6, reaction),
        flow(world, held, dice),
    )
}

fn reaction(dice: &mut Dice) -> String {
    let after = dice.time(40);
    let reaction = match dice.below(5) {
        0 => String::from("Continue"),
        1 => format!("GoDark(after: {after}, for: {})", dice.time(200)),
        2 => format!("Hurry(after: {after}, factor: {})", dice.number(2, 5)),
        3 => format!("Return(after: {after})"),
        _ => format!("Abort(after: {after})"),
    };
    format!(", on_loss: {reaction}")
}

/// Techniques that come from outside.
const FIRST: [&str; 4] = ["phish", "exploit", "plug", "supply"];
/// Techniques that act from a foothold.
const LATER: [&str; 12] = [
    "escalate",
    "take",
    "move",
    "move-with",
    "discover",
    "persist",
    "exfiltrate",
    "encrypt",
    "wipe",
    "deny",
    "manipulate",
    "offline",
];

fn flow(world: &World, held: bool, dice: &mut Dice) -> String {
    let count = dice.number(1, 8);
    let kinds: Vec<(bool, &str)> = (0..count)
        .map(|step| {
            let first = step == 0 || dice.chance(0.1);
            let outside = first && !held || dice.chance(0.2);
            (first, if outside { dice.pick(&FIRST) } else { dice.pick(&LATER) })
        })
        .collect();
    let steps: Vec<String> = (0..count)
        .map(|step| {
            let (first, technique) = kinds[step];
            let target = match technique {
                "phish" | "plug" => Some(format!("Organisation(\"o{}\")", dice.below(world.staffed.len()))),
                "exploit" => Some(world.targets(dice)),
                "move" | "move-with" | "encrypt" | "wipe" if dice.chance(0.5) => Some(world.targets(dice)),
                // From the internet it leaves no foothold for what would follow.
                "deny" if step + 1 == count => Some(world.targets(dice)),
                _ => None,
            };
            let gains = matches!(technique, "phish" | "plug" | "exploit" | "supply" | "move" | "move-with");
            let route = match technique.starts_with("move") && target.is_some() && dice.chance(0.5) {
                true => ", route: Cheapest",
                false => "",
            };
            let before: Vec<String> = (0..step).map(|step| format!("s{step}")).collect();
            // What fails may leave no foothold, so only what needs none follows.
            let outside = |&later: &usize| FIRST.contains(&kinds[later].1);
            let later: Vec<String> = (step + 1..count).filter(outside).map(|step| format!("s{step}")).collect();
            let some = |dice: &mut Dice, names: &[String]| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                quoted(&dice.some(&names))
            };
            let after = match first {
                true => String::new(),
                false => format!(", after: {}({})", dice.pick(&["Any", "Any", "All"]), some(dice, &before)),
            };
            let on_failure = match later.is_empty() || dice.chance(0.6) {
                true => String::new(),
                false => format!(", on_failure: {}", some(dice, &later)),
            };
            format!(
                "(id: \"s{step}\", technique: \"{technique}\"{}{}{route}{after}{on_failure}{}{}{}, objective: {})",
                target.map_or(String::new(), |target| format!(", target: {target}")),
                if technique == "supply" { ", supplier: \"updates\"" } else { "" },
                dice.maybe(0.3, |dice| format!(", retries: {}", dice.below(6))),
                if gains { dice.maybe(0.3, |_| String::from(", until: Exhausted")) } else { String::new() },
                dice.maybe(0.2, |_| String::from(", scope: Campaign")),
                dice.chance(0.2)
            )
        })
        .collect();
    steps.join(", ")
}

fn spread(dice: &mut Dice) -> String {
    let active = dice.maybe(0.5, |dice| {
        let then = dice.pick(&["Immune", "Susceptible", "Dormant"]);
        format!(", active_for: {}, then: {then}", dice.time(400))
    });
    match dice.chance(0.5) {
        true => {
            let mean = dice.number(30, 900);
            format!("Contact(technique: \"crawl\", delay: Exponential(mean: \"{mean}min\"){active})")
        }
        false => format!(
            "Scan(technique: \"crawl\", rate: PerHour({}){}{}{active})",
            dice.number(1, 20),
            dice.pick(&["", ", scope: Zone", ", scope: Reachable", ", scope: Addresses(1000)"]),
            dice.maybe(0.3, |dice| format!(", total_cap: PerHour({})", dice.number(1, 60)))
        ),
    }
}

/// One supplier of everybody, which may serve by a function; `functions` are records whose ids count from f0.
pub fn suppliers(world: &World, functions: usize, dice: &mut Dice) -> Vec<String> {
    let customers = [world.targets(dice), world.targets(dice)].join(", ");
    let delivery = dice.time(120);
    let mut own = dice.apart();
    let serves = own.maybe(if functions > 0 { 0.5 } else { 0.0 }, |own| {
        format!(", function: \"f{}\"", own.below(functions))
    });
    vec![format!("(id: \"updates\", customers: [{customers}], delivery: {delivery}{serves})")]
}

/// Own techniques, one for each thing that a technique can do.
pub fn techniques(dice: &mut Dice) -> Vec<String> {
    let kinds = [
        ("phish", "InitialAccess", "Phish", "service: \"smtp\""),
        ("plug", "InitialAccess", "Plug", ""),
        ("supply", "InitialAccess", "Supply", ""),
        ("discover", "Discovery", "Discover", ""),
        ("persist", "Persistence", "Persist", ""),
        ("exploit", "InitialAccess", "Exploit", "service: \"https\", weakness: \"old-cms\""),
        ("escalate", "PrivilegeEscalation", "Escalate", ""),
        ("take", "CredentialAccess", "TakeCredentials", "access: Admin"),
        ("move", "LateralMovement", "Move", "service: \"smb\""),
        ("move-with", "LateralMovement", "Move", "service: \"smb\", credential: true"),
        ("crawl", "LateralMovement", "Move", "service: \"smb\", weakness: \"eternal\""),
        ("exfiltrate", "Exfiltration", "Exfiltrate", ""),
        ("encrypt", "Impact", "Encrypt", ""),
        ("wipe", "Impact", "Wipe", "access: Admin"),
        ("deny", "Impact", "Deny", ""),
        ("manipulate", "Impact", "Manipulate", ""),
        ("offline", "Impact", "TakeOffline", ""),
    ];
    kinds
        .iter()
        .map(|(id, tactic, does, needs)| {
            let time = dice.time(30);
            let visible = |dice: &mut Dice| {
                let source = dice.pick(&SOURCES);
                format!("[({source}, {})]", dice.probability())
            };
            let traffic = if *does == "Exfiltrate" { ", traffic: 800" } else { "" };
            format!(
                "(id: \"{id}\", tactic: {tactic}, does: {does}, needs: ({needs}){traffic}, success: {}, time: {time}, retries: {}, \
                 severity: {}, indicator_block: {}, visible: (attempt: {}, success: {}))",
                dice.probability(),
                dice.below(5),
                dice.pick(&SEVERITIES),
                dice.probability(),
                visible(dice),
                visible(dice)
            )
        })
        .collect()
}
