//! Random scenarios: small, lawful, and each with its own mixture of everything that the language has.
//!
//! A scenario is a set of lists of records, kept apart until it is written, so that the same one can be written in
//! another order. Which mechanisms a scenario has is drawn first (a swarm: each one leaves many out, so that the others
//! are met alone), then their numbers, widely.
//!
//! **Invariant:** the same seed gives the same scenario, and every scenario compiles without an error.

use super::{alliance, attack, centres, crises, ladders, law, msel, obligations, staffs};
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A scenario in parts.
#[derive(Debug, Clone)]
pub struct Scenario {
    head: String,
    /// Lists of records whose order may not matter, by the field that they stand in.
    lists: Vec<(&'static str, Vec<String>)>,
}

impl Scenario {
    /// The scenario as text.
    pub fn text(&self) -> String {
        let list = |name: &str| -> String {
            let records = self.lists.iter().find(|list| list.0 == name).map_or(&[][..], |list| &list.1);
            records.iter().map(|record| format!("        {record},\n")).collect()
        };
        let network: String = ["zones", "assets", "links"]
            .map(|name| format!("    {name}: [\n{}    ],\n", list(name)))
            .concat();
        let others: String = self
            .lists
            .iter()
            .filter(|list| !["zones", "assets", "links"].contains(&list.0))
            .map(|(name, _)| format!("    {name}: [\n{}    ],\n", list(name)))
            .collect();
        format!("Scenario(\n{}    network: (\n{network}    ),\n{others})\n", self.head)
    }

    /// The same scenario with its records in another order.
    pub fn shuffled(&self, seed: u64) -> Scenario {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut other = self.clone();
        for (_, records) in &mut other.lists {
            for place in (1..records.len()).rev() {
                records.swap(place, rng.random_range(0..=place));
            }
        }
        other
    }
}

/// The random scenario with this seed.
pub fn scenario(seed: u64) -> Scenario {
    let mut dice = Dice { rng: Xoshiro256PlusPlus::seed_from_u64(seed) };
    let world = World::new(&mut dice);
    let endex = dice.pick(&["6h", "1d", "2d", "4d"]);
    let head = format!(
        "    format: 1, id: \"swarm-{seed}\", title: \"Swarm {seed}\", startex: \"2026-03-27T22:30[Europe/Brussels]\", \
         endex: \"{endex}\",{}{}{}\n",
        alliance::maturity(&mut dice.apart()),
        dice.maybe(0.2, |_| String::from(" prelude: \"30h\",")),
        dice.maybe(0.3, |dice| format!(" measure_from: {},", dice.pick(&["\"1h\"", "\"3h\""])))
    );
    let functions = world.functions(&mut dice);
    let campaigns = attack::campaigns(&world, &mut dice);
    let told = campaigns.concat();
    let bridged = functions.iter().position(|function| function.contains("backup:"));
    let mut lists = vec![
        ("notices", world.notices(&mut dice, functions.len())),
        ("organisations", world.organisations(&mut dice)),
        ("zones", world.zones(&mut dice)),
        ("assets", world.assets(&mut dice)),
        ("links", world.links(&mut dice)),
        ("techniques", attack::techniques(&mut dice)),
        ("suppliers", attack::suppliers(&world, functions.len(), &mut dice)),
        ("campaigns", campaigns),
        ("authorities", world.authorities(&mut dice)),
        ("crews", world.crews(&mut dice)),
        ("teams", world.teams(&mut dice)),
        ("playbooks", world.playbooks(&mut dice)),
        ("sensors", world.sensors(&mut dice)),
        ("agreements", alliance::agreements(&world, &mut dice)),
        ("assistance", alliance::assistance(&world, &mut dice.apart())),
        ("centres", centres::centres(&world, &mut dice.apart())),
        ("investigations", law::investigations(&world, &mut dice.apart())),
        ("cables", world.cables(&mut dice.apart())),
        ("functions", functions.clone()),
        ("msel", msel::msel(&world, (&told, bridged), &mut dice)),
    ];
    let (written, mut injects) = ladders::ladders(&world, &mut dice);
    let (crises, turns) = crises::crises(&world, &mut dice.apart());
    injects.extend(turns);
    let serves = lists.iter().any(|(name, list)| *name == "suppliers" && list.concat().contains("function:"));
    let missions = world.missions(&mut dice.apart(), functions.len(), serves);
    lists.extend([("ladders", written), ("missions", missions), ("crises", crises)]);
    lists.iter_mut().filter(|list| list.0 == "msel").for_each(|msel| msel.1.extend(injects.clone()));
    lists.extend([("obligations", obligations::obligations(&world, &mut dice.apart()))]);
    let (written, coordination) = staffs::staffs(&world, &mut dice.apart());
    let given = lists.iter_mut().filter(|list| list.0 == "msel");
    given.for_each(|msel| staffs::give(&mut msel.1, written.len(), &mut dice.apart()));
    lists.extend([("staffs", written)]);
    Scenario { head: head + &coordination, lists }
}

/// Draws of one scenario.
pub struct Dice {
    rng: Xoshiro256PlusPlus,
}

impl Dice {
    /// Dice that begin where these are, and leave them there.
    pub fn apart(&self) -> Dice {
        let mut rng = self.rng.clone();
        rng.jump();
        Dice { rng }
    }

    pub fn chance(&mut self, p: f64) -> bool {
        self.rng.random_bool(p)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    /// A whole number from `least` to `most`.
    pub fn number(&mut self, least: usize, most: usize) -> usize {
        self.rng.random_range(least..=most)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Some of them, at least one, in their order.
    pub fn some<T: Copy>(&mut self, from: &[T]) -> Vec<T> {
        let certain = self.below(from.len());
        (0..from.len()).filter(|&at| at == certain || self.chance(0.4)).map(|at| from[at]).collect()
    }

    pub fn maybe(&mut self, p: f64, text: impl FnOnce(&mut Dice) -> String) -> String {
        if self.chance(p) { text(self) } else { String::new() }
    }

    pub fn probability(&mut self) -> String {
        match self.below(6) {
            0 => String::from("0"),
            1 => String::from("1"),
            _ => format!("{:.3}", self.rng.random::<f64>()),
        }
    }

    /// A time of the order of `minutes`, of any law; never always zero.
    pub fn time(&mut self, minutes: usize) -> String {
        let m = minutes.max(1);
        match self.below(9) {
            0 | 1 => format!("Exponential(mean: \"{m}min\")"),
            2 => format!("LogNormal(median: \"{m}min\", sigma: 1.0)"),
            3 => format!("Uniform(\"0s\", \"{}min\")", 2 * m),
            4 => format!("Gamma(mean: \"{m}min\", shape: 2)"),
            5 => format!("Empirical([\"0s\", \"{m}min\", \"{}min\"])", 3 * m),
            6 => format!("Mixture([(0.5, \"{m}min\"), (0.5, Exponential(mean: \"{m}min\"))])"),
            7 => format!("Weibull(scale: \"{m}min\", shape: 0.8)"),
            // Many things at one instant are what breaks an order of events.
            _ => format!("\"{m}min\""),
        }
    }
}

/// Words in quotation marks, as a list.
pub fn quoted<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

const SERVICES: [&str; 3] = ["smtp", "https", "smb"];
const WEAKNESSES: [&str; 2] = ["old-cms", "eternal"];
const CREDENTIALS: [&str; 3] = ["alice", "bob", "root"];
pub const SOURCES: [&str; 5] = ["Mail", "Process", "File", "NetworkTraffic", "Authentication"];
pub const SEVERITIES: [&str; 4] = ["Low", "Medium", "High", "Critical"];

/// Who and what there is, by number.
pub struct World {
    /// For each organisation whether it has a team of its own; organisation 0 always has.
    pub staffed: Vec<bool>,
    /// The owner of each zone.
    pub zones: Vec<usize>,
    /// The zone and the size of each group; 0 for a single asset.
    pub groups: Vec<(usize, usize)>,
    /// The team of each staffed organisation.
    pub teams: Vec<usize>,
}

impl World {
    fn new(dice: &mut Dice) -> World {
        let organisations = dice.number(1, 4);
        let staffed: Vec<bool> = (0..organisations).map(|number| number == 0 || dice.chance(0.6)).collect();
        let zones: Vec<usize> = (0..organisations).flat_map(|owner| vec![owner; dice.number(1, 3)]).collect();
        let groups: Vec<(usize, usize)> = (0..zones.len())
            .flat_map(|zone| {
                let sizes: Vec<_> =
                    (0..dice.number(1, 3)).map(|_| (zone, dice.pick(&[0, 0, 1, 3, 8, 25]))).collect();
                sizes
            })
            .collect();
        let teams = (0..organisations).filter(|&owner| staffed[owner]).collect();
        World { staffed, zones, groups, teams }
    }

    fn organisations(&self, dice: &mut Dice) -> Vec<String> {
        (0..self.staffed.len())
            .map(|number| {
                // Who has no team is protected by the first, which has one.
                let protects: Vec<String> = (1..self.staffed.len())
                    .filter(|&other| number == 0 && (!self.staffed[other] || dice.chance(0.2)))
                    .map(|other| format!("o{other}"))
                    .collect();
                let controls = dice.maybe(0.4, |dice| {
                    let some = dice.some(&["mfa", "dmarc", "segmentation", "offline-backups"]);
                    format!(", controls: {}", quoted(&some))
                });
                let membership = alliance::membership(dice);
                format!("(id: \"o{number}\", protects: {}{controls}{membership})", quoted(&protects))
            })
            .collect()
    }

    fn zones(&self, dice: &mut Dice) -> Vec<String> {
        let inside = |dice: &mut Dice, zone: usize| -> String {
            let assets: usize =
                self.groups.iter().filter(|group| group.0 == zone).map(|group| group.1.max(1)).sum();
            match dice.below(8) {
                0 => String::from(", inside: Isolated"),
                1 => String::from(", topology: Complete"),
                2 => String::from(", topology: Path"),
                3 if assets >= 3 => String::from(", topology: Cycle"),
                4 => String::from(", topology: Star"),
                5 if assets >= 4 => format!(", topology: BarabasiAlbert(m: 2, seed: {})", dice.below(9)),
                _ => String::new(),
            }
        };
        self.zones
            .iter()
            .enumerate()
            .map(|(zone, owner)| format!("(id: \"z{zone}\", owner: \"o{owner}\"{})", inside(dice, zone)))
            .collect()
    }

    fn assets(&self, dice: &mut Dice) -> Vec<String> {
        self.groups
            .iter()
            .enumerate()
            .map(|(group, (zone, count))| {
                let count = if *count == 0 { String::new() } else { format!(", count: {count}") };
                format!(
                    "(id: \"g{group}\", zone: \"z{zone}\"{count}, services: {}{}{}{}{}{}, users: {}, weight: {})",
                    quoted(&dice.some(&SERVICES)),
                    self.faults(dice),
                    self.backup(group, dice),
                    dice.maybe(0.6, |dice| format!(", weaknesses: {}", quoted(&dice.some(&WEAKNESSES)))),
                    dice.maybe(0.6, |dice| format!(", credentials: {}", quoted(&dice.some(&CREDENTIALS)))),
                    dice.maybe(0.7, |dice| format!(", accepts: {}", quoted(&dice.some(&CREDENTIALS)))),
                    // Somebody of each organisation can be mailed to.
                    dice.number(usize::from(self.is_first_of_its_owner(group)), 2),
                    dice.number(1, 9)
                )
            })
            .collect()
    }

    /// On a member of another group, or elsewhere.
    fn backup(&self, group: usize, dice: &mut Dice) -> String {
        let (server, member) = (dice.below(self.groups.len()), dice.chance(0.5));
        match (server, self.groups[server].1) {
            (server, _) if server == group => dice.maybe(0.5, |_| String::from(", backup: Nowhere")),
            (_, _) if member => String::new(),
            (server, 0) => format!(", backup: On(\"g{server}\")"),
            (server, count) => format!(", backup: On(\"g{server}[{count}]\")"),
        }
    }

    /// How something fails now and then, if it does.
    fn faults(&self, dice: &mut Dice) -> String {
        dice.maybe(0.2, |dice| {
            let (up, repair) = (dice.number(300, 3000), dice.time(90));
            let by = dice.maybe(0.5, |dice| format!(", by: \"crew{}\"", dice.pick(&self.teams)));
            format!(", faults: (up: Exponential(mean: \"{up}min\"), repair: {repair}{by})")
        })
    }

    fn is_first_of_its_owner(&self, group: usize) -> bool {
        let owner = |group: &(usize, usize)| self.zones[group.0];
        self.groups[..group].iter().all(|other| owner(other) != owner(&self.groups[group]))
    }

    fn links(&self, dice: &mut Dice) -> Vec<String> {
        let mut links = vec![format!(
            "(from: \"internet\", to: \"z0\", allow: {}, medium: Cable(\"cable\"))",
            quoted(&SERVICES)
        )];
        for from in 0..self.zones.len() {
            for to in 0..self.zones.len() {
                if from != to && dice.chance(0.4) {
                    links.push(format!(
                        "(from: \"z{from}\", to: \"z{to}\", allow: {}{}{}{})",
                        quoted(&dice.some(&SERVICES)),
                        dice.maybe(0.3, |_| String::from(", medium: Cable(\"cable\")")),
                        dice.maybe(0.3, |dice| format!(", capacity: {}", dice.number(1, 100))),
                        self.faults(dice)
                    ));
                }
            }
            if from > 0 && dice.chance(0.4) {
                let allow = quoted(&dice.some(&SERVICES));
                links.push(format!("(from: \"internet\", to: \"z{from}\", allow: {allow})"));
            }
        }
        links
    }

    /// One group, member, zone or organisation.
    pub fn targets(&self, dice: &mut Dice) -> String {
        let group = dice.below(self.groups.len());
        match (dice.below(4), self.groups[group].1) {
            (0, 0) => format!("Asset(\"g{group}\")"),
            (0, count) => format!("Asset(\"g{group}[{}]\")", dice.number(1, count)),
            (1, _) => format!("Zone(\"z{}\")", self.groups[group].0),
            (2, _) => format!("Organisation(\"o{}\")", self.zones[self.groups[group].0]),
            _ => format!("Group(\"g{group}\")"),
        }
    }

    fn authorities(&self, dice: &mut Dice) -> Vec<String> {
        let of = |owner: &usize| {
            let hours = dice.pick(&[
                "AroundTheClock",
                "Weekly(\"Mon-Sun\", \"06:00\", \"20:00\")",
                "Weekly(\"Sat\", \"08:00\", \"09:00\")",
            ]);
            format!(
                "(id: \"boss{owner}\", organisation: \"o{owner}\", hours: {hours}{}, time: {})",
                dice.maybe(0.5, |_| String::from(", on_call: \"45min\"")),
                dice.time(40)
            )
        };
        self.teams.iter().map(of).collect()
    }

    fn crews(&self, dice: &mut Dice) -> Vec<String> {
        let of = |owner: &usize| {
            format!("(id: \"crew{owner}\", organisation: \"o{owner}\", seats: {})", dice.number(1, 3))
        };
        self.teams.iter().map(of).collect()
    }

    fn teams(&self, dice: &mut Dice) -> Vec<String> {
        self.teams.iter().map(|owner| team(*owner, dice)).collect()
    }

    fn playbooks(&self, dice: &mut Dice) -> Vec<String> {
        let of = |owner: &usize| ["p", "q"].map(|name| playbook(name, *owner, self.teams.len() > 1, dice));
        self.teams.iter().flat_map(of).collect()
    }

    fn sensors(&self, dice: &mut Dice) -> Vec<String> {
        (0..dice.number(1, 4))
            .map(|number| {
                format!(
                    "(id: \"e{number}\", team: \"t{}\", covers: [{}, {}], sees: [{}], sensitivity: {}{}{}{}{}{}{})",
                    dice.pick(&self.teams),
                    self.targets(dice),
                    self.targets(dice),
                    dice.some(&SOURCES).join(", "),
                    dice.probability(),
                    dice.maybe(0.6, |dice| format!(", delay: {}", dice.time(20))),
                    dice.maybe(0.6, |dice| match (dice.apart().chance(0.2), dice.number(1, 150)) {
                        (true, rate) => format!(", false_alarms_each: PerDay({})", rate as f64 / 10.0),
                        (false, rate) => format!(", false_alarms: PerDay({rate})"),
                    }),
                    dice.maybe(0.3, |dice| format!(", indicator_boost: {}", dice.probability())),
                    dice.maybe(0.3, |dice| {
                        let (every, phase) = (dice.number(30, 900), dice.below(300));
                        let finds = dice.probability();
                        format!(", sweep: (every: \"{every}min\", phase: \"{phase}min\", finds: {finds})")
                    }),
                    dice.maybe(0.4, |dice| format!(", merge: \"{}min\"", dice.number(1, 400))),
                    dice.maybe(0.3, |dice| {
                        let (night, day) = (dice.below(4), dice.below(4));
                        format!(
                            ", daily: [(from: \"22:00\", to: \"04:00\", factor: {night}), \
                             (days: \"Sat-Sun\", from: \"04:00\", to: \"18:00\", factor: {day})]"
                        )
                    }),
                )
            })
            .collect()
    }

    /// `functions` are records whose ids count from f0.
    fn notices(&self, dice: &mut Dice, functions: usize) -> Vec<String> {
        (0..dice.below(4))
            .map(|number| {
                let of = format!(", of: [{}, {}]", self.targets(dice), self.targets(dice));
                let (from, of) = match dice.below(4) {
                    0 => (format!("Users(probability: {})", dice.probability()), of),
                    1 => (format!("Outside(probability: {})", dice.probability()), of),
                    2 if functions > 0 => {
                        let function = dice.below(functions);
                        (format!("Failure(function: \"f{function}\", below: 0.7)"), String::new())
                    }
                    _ => (String::from("Adversary"), of),
                };
                format!(
                    "(id: \"n{number}\", team: \"t{}\", from: {from}{of}, severity: {}{})",
                    dice.pick(&self.teams),
                    dice.pick(&SEVERITIES),
                    dice.maybe(0.7, |dice| format!(", delay: {}", dice.time(60))),
                )
            })
            .collect()
    }

    fn functions(&self, dice: &mut Dice) -> Vec<String> {
        let functions = dice.below(4);
        // Dice of their own, so that what else a seed has stays as it was before functions needed each other.
        let mut own = dice.apart();
        // Where functions need each other, what they need in turn is not weighed.
        let rings = own.chance(0.5);
        (0..functions)
            .map(|number| {
                let zone = dice.below(self.zones.len());
                let needs = dice.pick(&["All", "Any", "AtLeast(1)", "Weighted"]);
                let depends: Vec<String> = (0..own.below(3))
                    .filter_map(|at| dependency(at, number, functions, rings, &mut own))
                    .collect();
                format!(
                    "(id: \"f{number}\", organisation: \"o{}\", assets: [Zone(\"z{zone}\")], needs: {needs}, \
                     depends: [{}]{}{})",
                    self.zones[zone],
                    depends.join(", "),
                    own.maybe(0.3, |own| format!(", recovery: {}", own.time(60))),
                    self.faults(dice)
                )
            })
            .collect()
    }
}

impl World {
    /// The cable that links run over, and another that may take over.
    fn cables(&self, dice: &mut Dice) -> Vec<String> {
        if dice.chance(0.4) {
            return Vec::new();
        }
        ["cable", "other"]
            .into_iter()
            .zip(["other", "cable"])
            .map(|(id, over)| {
                let owner = dice.pick(&self.teams);
                format!(
                    "(id: \"{id}\", organisation: \"o{owner}\"{}{}{})",
                    dice.maybe(0.6, |dice| format!(
                        ", breaks: Exponential(mean: \"{}h\")",
                        dice.pick(&[3, 20])
                    )),
                    dice.maybe(0.8, |dice| format!(
                        ", repair: (by: \"crew{owner}\", mobilise: {}, standby: {}, weather: {}, time: {})",
                        dice.time(60),
                        dice.time(10),
                        dice.time(20),
                        dice.time(60)
                    )),
                    dice.maybe(0.5, |dice| format!(
                        ", reroute: [(over: \"{over}\", share: {})]",
                        dice.pick(&["1", "0.3"])
                    )),
                )
            })
            .collect()
    }

    /// Missions on functions whose ids count from f0.
    /// One of them needs the supplier, if that serves by a function.
    fn missions(&self, dice: &mut Dice, functions: usize, supplier_serves: bool) -> Vec<String> {
        let supplied = supplier_serves.then(|| {
            let backup = dice.maybe(0.5, |dice| format!(", backup: {}", dice.time(60)));
            let owner = dice.pick(&self.teams);
            format!("(id: \"supplied\", organisation: \"o{owner}\", depends: [(id: \"d\", on: [Supplier(\"updates\")]{backup})])")
        });
        let others = (0..dice.below(3))
            .filter_map(|number| {
                let depends = dependency(0, functions, functions, false, dice)?;
                let from = dice.below(200);
                Some(format!(
                    "(id: \"m{number}\", organisation: \"o{}\", depends: [{depends}], from: \"{from}min\"{}, threshold: {})",
                    dice.pick(&self.teams),
                    dice.maybe(0.5, |dice| format!(", until: \"{}min\"", from + dice.number(1, 160))),
                    dice.pick(&["1", "0.5", "0.7"]),
                ))
            });
        others.chain(supplied).collect()
    }
}

/// What a function depends on: earlier ones, and in rings any, which a backup then bridges.
fn dependency(at: usize, own: usize, functions: usize, rings: bool, dice: &mut Dice) -> Option<String> {
    let others: Vec<usize> = (0..if rings { functions } else { own }).filter(|&other| other != own).collect();
    if others.is_empty() {
        return None;
    }
    let on = dice.some(&others);
    let needs = match rings {
        true => dice.pick(&["All", "Any", "AtLeast(1)"]),
        false => dice.pick(&["All", "Any", "AtLeast(1)", "Weighted"]),
    };
    let weight = if needs == "Weighted" { ", 2" } else { "" };
    let on: Vec<String> = on.iter().map(|other| format!("Function(\"f{other}\"{weight})")).collect();
    let backup = match rings || dice.chance(0.5) {
        true => {
            let recharge = dice.maybe(0.5, |dice| format!(", recharge: {}", dice.time(200)));
            format!(", backup: {}{recharge}", dice.time(60))
        }
        false => String::new(),
    };
    Some(format!("(id: \"d{at}\", on: [{}], needs: {needs}{backup})", on.join(", ")))
}

fn team(owner: usize, dice: &mut Dice) -> String {
    let shifts = |dice: &mut Dice| {
        dice.pick(&[
            "",
            "",
            ", shifts: Weekly(\"Mon-Sun\", \"07:00\", \"19:00\")",
            ", shifts: Weekly(\"Mon-Fri\", \"22:00\", \"02:30\"), on_call: \"1h\"",
            ", shifts: Several([Weekly(\"Mon-Fri\", \"08:00\", \"18:00\"), \
             Weekly(days: \"Mon-Fri\", from: \"08:00\", to: \"18:00\", time_zone: \"America/New_York\")])",
        ])
    };
    let queue = dice.maybe(0.7, |dice| {
        format!(
            ", queue: (order: {}{}{})",
            dice.pick(&[
                "FirstCome",
                "MostSevereFirst",
                "MostSevereFirst, preempts: true",
                "Priority([Incident, Triage])",
                "Priority([Read, Incident]), preempts: true",
            ]),
            dice.maybe(0.5, |dice| format!(", capacity: {}", dice.pick(&[0, 1, 3, 20]))),
            dice.maybe(0.4, |dice| {
                format!(", when_full: {}", dice.pick(&["DropNew", "DropLeastSevere", "DropOldest"]))
            })
        )
    });
    let people = |dice: &mut Dice| {
        let handover = dice.maybe(0.3, |dice| format!(", handover: \"{}min\"", dice.pick(&[15, 60])));
        handover + &dice.maybe(0.3, |dice| format!(", shrinkage: {}", dice.pick(&["0.1", "0.6"])))
    };
    let other = dice.maybe(0.4, |dice| {
        format!(
            ", unrelated: (rate: PerDay({}), severity: {}, assets: {})",
            dice.pick(&[1, 6]),
            dice.pick(&SEVERITIES),
            dice.below(4)
        )
    });
    let rules = dice.maybe(0.5, |dice| {
        let rule =
            dice.pick(&["severity: High", "tactic: Impact", "severity: Medium, tactic: LateralMovement"]);
        format!(", playbooks: [({rule}, use: \"q{owner}\")]")
    });
    format!(
        "(id: \"t{owner}\", organisation: \"o{owner}\", \
         tiers: [(id: \"l1\", seats: {}{}{}), (id: \"l2\", seats: {}, skill: {}{}{})]{queue}{other}{rules}{}, \
         triage: (tier: \"l1\", time: {}, misses: {}, false_escalations: {}), playbook: \"p{owner}\")",
        dice.number(1, 4),
        shifts(dice),
        people(dice),
        dice.number(1, 2),
        dice.pick(&["1", "0.5", "2"]),
        shifts(dice),
        people(dice),
        alliance::hunting(dice),
        dice.time(15),
        dice.probability(),
        dice.pick(&["0", "0.02", "0.3"]),
    )
}

fn playbook(name: &str, owner: usize, partners: bool, dice: &mut Dice) -> String {
    let actions = dice.some(&["Isolate", "BlockLinks", "DisableCredentials", "BlockIndicators"]).join(", ");
    let all = [
        format!("Investigate(tier: \"l2\", time: {}, finds: {})", dice.time(60), dice.probability()),
        format!("Declare(tier: \"l2\", time: {})", dice.time(10)),
        format!("Decide(authority: \"boss{owner}\")"),
        format!("Contain(tier: \"l2\", per_asset: {}, actions: [{actions}])", dice.time(6)),
        alliance::situation(dice),
        alliance::notify(dice),
        String::from("RequestHelp(from: [\"h0\", \"h1\"], tier: \"l2\")"),
        format!("Eradicate(crew: \"crew{owner}\", per_asset: {})", dice.time(30)),
        format!(
            "Recover(crew: \"crew{owner}\", per_asset: {}{})",
            dice.time(60),
            dice.maybe(0.3, |dice| format!(", rebuild: {}", dice.time(200)))
        ),
        format!("Report(tier: \"l1\", time: {})", dice.time(60)),
        format!(
            "LessonsLearned(tier: \"l2\", time: {}, improves: {}{})",
            dice.time(60),
            dice.probability(),
            if partners { ", agreements: [\"treaty\"]" } else { "" }
        ),
    ];
    let declare = all[1].clone();
    let mut kept: Vec<String> = all
        .into_iter()
        .filter(|phase| {
            let shared = ["Notify", "RequestHelp", "ReportSituation"].iter().any(|it| phase.starts_with(it));
            (partners || !shared) && dice.chance(0.8)
        })
        .collect();
    if kept.is_empty() {
        kept.push(declare);
    }
    format!("(id: \"{name}{owner}\", phases: [{}])", kept.join(", "))
}
