//! Hostile texts against everything that reads them: the parser, the compiler, overrides, topology files, and the simulation of
//! whatever compiles.
//!
//! Each target makes a text out of bytes and checks `properties`: nothing panics; every diagnostic points into its text; nothing
//! that is shown commands a terminal; no case takes more memory than its text (and, where it was granted, its network) explains.
//! Texts are short and replications have budgets, so what hangs is seen as a test that does not end.
//!
//! `cargo test --test fuzz` plays some seconds of each with bytes that are the same every time. The same targets go on for as long as
//! is asked for, with other bytes each time, and show a shrunken input where one fails:
//!
//! ```text
//! BOLERO_RANDOM_TEST_TIME_MS=3600000 cargo test --test fuzz run          an hour of the target `run`
//! BOLERO_RANDOM_SEED=… cargo test --test fuzz run                        the case that was reported with this seed
//! cargo bolero test --test fuzz run --sanitizer NONE                     steered by coverage (cargo install cargo-bolero)
//! ```
//!
//! **Invariant:** what a target does is a function of its bytes.

mod dice;
mod limits;
mod properties;
mod texts;

use dice::Dice;
use jointex::diagnostic::{Place, Sources};
use jointex::scenario::graphml;
use jointex::sim::Budget;
use peak_alloc::PeakAlloc;
use properties::*;
use rand::Rng;
use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};
use std::sync::Mutex;
use texts::*;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One case at a time, so that the peak is its own.
static ALONE: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;

/// What a case may take beside what its text explains.
const BASE: usize = 64 * MIB;
/// Times the length of a text that reading it may take: tokens, records, and a diagnostic for each of its bytes.
const OF_TEXT: usize = 2000;

/// Does something and checks how much memory it took at most.
fn bounded(most: usize, what: &str, work: impl FnOnce()) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    work();
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(peak <= most, "{what} took {} MiB, more than {} MiB", peak / MIB, most / MIB);
}

/// A test of one target: some seconds with the same bytes, or what the environment asks for.
macro_rules! target {
    ($name:ident, $cases:expr, $share:expr) => {
        #[test]
        fn $name() {
            let asked = ["BOLERO_RANDOM_TEST_TIME_MS", "BOLERO_RANDOM_ITERATIONS", "BOLERO_RANDOM_SEED"];
            if cfg!(fuzzing) || asked.iter().any(|name| std::env::var_os(name).is_some()) {
                bolero::check!().with_max_len(400).for_each(|bytes: &[u8]| {
                    let _alone = ALONE.lock();
                    let _ = targets::$name(&mut Dice::new(bytes));
                });
            } else {
                same_every_time($cases, $share, targets::$name);
            }
        }
    };
}

/// Plays cases 1 to `cases`, and says which one fails. At least this share of them must get as far as the target means to.
fn same_every_time(cases: u64, share: f64, target: fn(&mut Dice<'_>) -> bool) {
    let mut far = 0;
    for case in 1..=cases {
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(case);
        let mut bytes = vec![0; 20 + (generator.next_u64() % 180) as usize];
        generator.fill_bytes(&mut bytes);
        let failing = Failing(case);
        let alone = ALONE.lock();
        far += u64::from(target(&mut Dice::new(&bytes)));
        drop(alone);
        std::mem::forget(failing);
    }
    eprintln!("{far} of {cases} got far");
    assert!(far as f64 >= share * cases as f64, "only {far} of {cases} got far");
}

/// Says which case it was, when it is dropped by a panic.
struct Failing(u64);

impl Drop for Failing {
    fn drop(&mut self) {
        eprintln!("this was case {}", self.0);
    }
}

target!(bytes, 10_000, 0.0);
target!(soups, 5000, 0.0);
target!(parse, 500, 0.4);
target!(compile, 500, 0.3);
target!(set, 1000, 0.02);
target!(topology, 20_000, 0.1);
target!(msel, 1500, 0.1);
target!(run, 200, 0.2);

/// The targets; each tells whether the text got as far as it is meant to.
mod targets {
    use super::*;

    /// Parses a text within its memory.
    fn parsed(text: &str) -> bool {
        let mut sound = false;
        bounded(BASE + OF_TEXT * text.len(), "parsing", || sound = parses(text).is_some());
        sound
    }

    /// Bytes, read as text as they are.
    pub fn bytes(dice: &mut Dice<'_>) -> bool {
        parsed(&String::from_utf8_lossy(dice.rest()))
    }

    /// The language's words in no order.
    pub fn soups(dice: &mut Dice<'_>) -> bool {
        parsed(&soup(dice))
    }

    /// Scenarios with some changes, parsed.
    pub fn parse(dice: &mut Dice<'_>) -> bool {
        parsed(&mutated(dice, SCENARIOS))
    }

    /// The same, compiled and analysed.
    pub fn compile(dice: &mut Dice<'_>) -> bool {
        let text = mutated(dice, SCENARIOS);
        let Some((scenario, mut sources)) = parses(&text) else { return false };
        // Assets that are granted take what they take; of too many, none.
        let assets: u64 = scenario
            .network
            .assets
            .iter()
            .map(|asset| asset.count.map_or(1, |count| u64::from(count.value)))
            .sum();
        let granted = if assets > 20_000_000 { 0 } else { assets as usize };
        let mut sound = false;
        bounded(BASE + OF_TEXT * text.len() + 200 * granted, "compiling", || {
            let model = compiles(&scenario, &mut sources);
            sound = model.is_some();
            if let Some(model) = model.filter(|model| model.network.group_of.len() <= 2000) {
                is_analysed(&model);
            }
        });
        sound
    }

    /// Overrides of what may not be there, by what does not fit.
    pub fn set(dice: &mut Dice<'_>) -> bool {
        let text = dice.one_of(&SCENARIOS[..7]);
        let (mut scenario, mut sources) = parses(text).expect("it has no fault");
        let (path, value) = setting(dice, text);
        let mut sound = false;
        bounded(BASE + OF_TEXT * (text.len() + value.len()), "setting", || {
            match scenario.set(&path, &value, "--set", Place::NOWHERE, &mut sources) {
                Ok(()) => {
                    sound = true;
                    let few =
                        |asset: &jointex::scenario::Asset| asset.count.is_none_or(|count| count.value < 1000);
                    if scenario.network.assets.iter().all(few) {
                        compiles(&scenario, &mut sources);
                    }
                }
                Err(faults) => {
                    assert!(!faults.is_empty());
                    are_told_well(&faults, &sources);
                }
            }
        });
        sound
    }

    /// Topology files: marks in no order, and a graph with some changes.
    pub fn topology(dice: &mut Dice<'_>) -> bool {
        let pieces = [
            "<graphml>",
            "</graphml>",
            "<graph>",
            "</graph>",
            "<node id=\"a\"/>",
            "<node id='\u{1b}'/>",
            "<edge source=\"a\" target=\"b\"/>",
            "<edge source='a' target='a'/>",
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
            "&b;",
            "&#x1b;",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml version='1.0'?>",
            "<a>",
            "</a>",
            "<key id=\"d\"/>",
            "<data key=\"d\">",
            "</data>",
            "\u{202e}",
            "\0",
        ];
        let mut text = String::from(if dice.below(8) < 7 { GRAPH } else { "" });
        let nodes = dice.below(6);
        for node in 0..nodes {
            let other = dice.below(nodes);
            let edge = format!("<node id=\"n{node}\"/><edge source=\"n{node}\" target=\"n{other}\"/>");
            text = text.replacen("<edge", &(edge + "<edge"), 1);
        }
        for _ in 0..[0, 1, 1, 2, 3, 30][dice.below(6)] {
            let piece = dice.one_of(&pieces).repeat(1 << dice.below(12).saturating_sub(6));
            let at =
                (0..=dice.below(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            match dice.below(4) {
                0 => text.truncate(at),
                _ => text.insert_str(at, &piece),
            }
        }
        let mut sound = false;
        bounded(BASE + OF_TEXT * text.len(), "reading a topology", || match graphml(&text) {
            Ok(_) => sound = true,
            Err(fault) => assert!(text.get(fault.range.clone()).is_some(), "{fault:?} is outside its text"),
        });
        sound
    }

    /// Lists of injects as tables: words of such lists in no order, read into a scenario and as a new one.
    pub fn msel(dice: &mut Dice<'_>) -> bool {
        use jointex::exchange::msel::{
            Faults, Mapping, Names, Reference, lay_out, merge, outset, read, records,
        };
        // What suits the columns number, time, recipient, title, condition and type; and what suits none.
        let suited: [&[&str]; 6] = [
            &["", "1", "2", "2a", "#1", "7"],
            &["D1 09:00", "D2 10:30", "2026-12-03 09:30", "J+1 H+2 M-5", "STARTEX+3h", "031030ZDEC26", ""],
            &["", "hq", "soc", "a; b"],
            &["x", "=1+1", "'=1", "ä\u{1f600}", "\u{202e}", "\"\"quoted\"\""],
            &[
                "",
                "",
                "after inject 1",
                "2h after inject 2",
                "alerts at least 3, then after 1h",
                "not (inject 1 given)",
            ],
            &["", "Inject", "Contingency", "Expected Action"],
        ];
        let odd = [
            "D9999999 09:00",
            "J-30",
            "J+99999999999999999999",
            "9999-12-31 23:59",
            "-9999-01-01 00:00",
            "03/04/2026 1:00",
            "46084.5",
            "1e300",
            "all of (",
            "not (not (",
            "alerts reached",
            "AtLeast(\"alerts\", 3)",
            "(inject: \"1\"",
            "\"",
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\u{0}",
            "\u{feff}",
            "é",
            "D+1 0930é",
            "29 FEB 2027 00:00",
        ];
        let mut text = String::from("No,Time,To,Title,Condition,Event Type\n");
        for _ in 0..=dice.below(3) {
            for column in suited {
                match dice.below(40) {
                    39 => text += dice.one_of(&odd),
                    _ => text += &format!("\"{}\"", dice.one_of(column)),
                }
                text += ",";
            }
            text.pop();
            text += "\n";
        }
        if dice.below(8) == 7 {
            let from = dice.below(text.len() + 1);
            text = text.chars().skip(from).collect();
        }
        let (scenario, sources) = parses(SCENARIOS[0]).expect("it has no fault");
        let Some(startex) = scenario.startex.clone() else { return false };
        let mut sound = false;
        bounded(BASE + OF_TEXT * text.len(), "reading a list of injects", || {
            let Ok((grid, _)) = read(text.as_bytes(), None) else { return };
            let mapping = if dice.below(2) == 0 {
                Mapping::default()
            } else {
                "time=A,title=B".parse().expect("a mapping")
            };
            let Ok(layout) = lay_out(&grid, &mapping) else { return };
            let reference = Reference { startex, zero: 0 };
            for into in [None, Some(&scenario)] {
                let mut names = into.map_or_else(Names::to_be_made, Names::of);
                let mut faults = Faults::new("m.csv", "", Sources::default());
                let found = records(&grid, &layout, into, &reference, &mut names, &mut faults);
                are_told_well(&faults.told, &faults.sources);
                if faults.any() {
                    continue;
                }
                sound = true;
                match into {
                    None => drop(outset(&found, &names, "2026-03-02T08:00[UTC]", None, "m.csv")),
                    Some(scenario) => drop(merge(scenario, &sources, &found.records)),
                }
            }
        });
        sound
    }

    /// What compiles is played, measured and reported.
    pub fn run(dice: &mut Dice<'_>) -> bool {
        let text = mutated(dice, &SCENARIOS[..8]);
        let Some((scenario, mut sources)) = parses(&text) else { return false };
        let Some(model) = compiles(&scenario, &mut sources) else { return false };
        let assets = model.network.group_of.len();
        if assets > 5000 {
            return false;
        }
        let budget = Budget { events: 3000, bytes: MIB as u64 };
        // The state of four workers and what they may grow by, threefold while lists double.
        let most = BASE + OF_TEXT * text.len() + 4 * (3 * MIB + 1000 * assets);
        bounded(most, "playing", || plays(&model, budget));
        true
    }
}
