//! Data flows one way: each room imports only the rooms that come before it, and only the edge touches the world.

use super::none;
use super::source::Source;

/// What each room may import of this crate, besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("statistics", &[]),
    ("diagnostic", &[]),
    ("scenario", &["diagnostic"]),
    ("library", &["scenario", "diagnostic"]),
    ("model", &["kernel"]),
    ("compile", &["scenario", "library", "model", "kernel", "diagnostic"]),
    ("analysis", &["model"]),
    ("sim", &["model", "kernel"]),
    ("measure", &["sim", "model", "kernel", "statistics"]),
    ("study", &["scenario", "compile", "sim", "measure", "statistics", "model", "kernel", "diagnostic"]),
    ("report", &["study", "measure", "model", "kernel", "analysis"]),
    ("exchange", &["scenario", "measure", "diagnostic"]),
];

/// What touches the world, and the rooms that may, besides `cli`.
const WORLD: &[(&str, &[&str])] = &[
    ("std::process", &[]),
    ("std::env", &[]),
    ("std::thread", &[]),
    ("std::fs", &["study"]),
    ("SystemTime", &[]),
    ("Instant", &[]),
    ("io::stdin", &[]),
    ("io::stdout", &[]),
    ("io::stderr", &[]),
    ("print!", &[]),
    ("println!", &[]),
    ("eprint!", &[]),
    ("eprintln!", &[]),
    ("ThreadPoolBuilder", &[]),
    ("current_num_threads", &[]),
    ("anstream", &[]),
    ("clap", &[]),
    ("clap_complete", &[]),
    ("indicatif", &[]),
    ("signal_hook", &[]),
    ("terminal_size", &[]),
];

/// What the running simulation and its world must not know: notation, text, disk, and anything without an order.
const PURE: &[(&str, &[&str])] = &[
    ("kernel", &["serde", "ron", "jiff", "std::io", "HashMap", "HashSet", "rayon"]),
    ("model", &["serde", "ron", "jiff", "std::io", "HashMap", "HashSet", "rayon"]),
    (
        "sim",
        &[
            "serde",
            "ron",
            "jiff",
            "std::io",
            "HashMap",
            "HashSet",
            "rayon",
            "String",
            "str",
            "format!",
            ".to_string",
            "Names",
            ".names",
        ],
    ),
];

/// Attack and response meet in the state and through scheduled events: neither side calls a function of the other.
const APART: (&[&str], &[&str]) = (
    &[
        "src/sim/attack.rs",
        "src/sim/burst.rs",
        "src/sim/effects.rs",
        "src/sim/flow.rs",
        "src/sim/reactions.rs",
        "src/sim/spread.rs",
        "src/sim/pressure.rs",
    ],
    &[
        "src/sim/response.rs",
        "src/sim/soc.rs",
        "src/sim/duty.rs",
        "src/sim/agreements.rs",
        "src/sim/reports.rs",
        "src/sim/knowledge.rs",
    ],
);

#[test]
fn each_room_imports_only_what_it_may() {
    let mut offenders = Vec::new();
    for source in Source::all() {
        let Some(room) = &source.room else { continue };
        if room == "cli" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
            offenders.push(format!("{}: the room `{room}` is not in the table of rooms", source.name));
            continue;
        };
        for path in &source.paths {
            let Some(other) = path.room() else { continue };
            let is_a_room = other == "cli" || ROOMS.iter().any(|(name, _)| *name == other);
            // A test may come in by the front door, as text that is parsed and compiled.
            if !path.test && is_a_room && other != room && !allowed.contains(&other) {
                offenders.push(format!("{}:{}: `{room}` imports `{other}`", source.name, path.line));
            }
        }
    }
    none("data flows one way", offenders);
}

#[test]
fn rooms_do_not_form_a_circle() {
    let place = |room: &str| ROOMS.iter().position(|(name, _)| *name == room);
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for other in *allowed {
            assert!(place(other).is_some_and(|before| before < at), "`{other}` must stand before `{room}`");
        }
    }
}

#[test]
fn only_the_edge_touches_the_world() {
    let mut offenders = Vec::new();
    for source in Source::all() {
        let room = source.room.as_deref().unwrap_or("the crate's root");
        for path in source.paths.iter().filter(|path| !path.test && room != "cli") {
            for (what, _) in
                WORLD.iter().filter(|(what, rooms)| !rooms.contains(&room) && path.mentions(what))
            {
                offenders.push(format!("{}:{}: `{what}` in `{room}`", source.name, path.line));
            }
        }
    }
    none("terminal, clock, threads, exit codes and files belong to cli", offenders);
}

#[test]
fn the_simulation_knows_no_text_no_disk_and_no_hash_order() {
    let mut offenders = Vec::new();
    for source in Source::all() {
        let banned =
            PURE.iter().find(|(room, _)| source.room.as_deref() == Some(room)).map_or(&[][..], |(_, it)| it);
        for path in source.paths.iter().filter(|path| !path.test) {
            for what in banned.iter().filter(|what| path.mentions(what)) {
                offenders.push(format!("{}:{}: `{what}`", source.name, path.line));
            }
        }
    }
    none("a replication is a function of (model, seed, replication)", offenders);
}

#[test]
fn the_kernel_knows_no_word_of_cyber() {
    let words = ["asset", "attack", "campaign", "alert", "incident", "zone", "sensor", "team", "technique"];
    let mut offenders = Vec::new();
    for source in Source::all().iter().filter(|source| source.room.as_deref() == Some("kernel")) {
        for path in &source.paths {
            for part in
                path.parts.iter().filter(|part| words.iter().any(|word| part.to_lowercase().contains(word)))
            {
                offenders.push(format!("{}:{}: `{part}`", source.name, path.line));
            }
        }
    }
    none("the kernel serves any simulation", offenders);
}

#[test]
fn attack_and_response_do_not_call_each_other() {
    let all = Source::all();
    let side = |names: &[&str]| -> Vec<&Source> {
        all.iter().filter(|source| names.contains(&source.name.as_str())).collect()
    };
    let (attack, response) = (side(APART.0), side(APART.1));
    assert_eq!((attack.len(), response.len()), (APART.0.len(), APART.1.len()), "a file was renamed");
    let mut offenders = calls(&attack, &response);
    offenders.extend(calls(&response, &attack));
    none("attack and response meet in the state and through events", offenders);
}

/// Where `from` calls a method of the worker that `of` defines.
fn calls(from: &[&Source], of: &[&Source]) -> Vec<String> {
    let theirs: Vec<String> =
        of.iter().flat_map(|source| &source.functions).map(|function| format!("self.{function}()")).collect();
    let mut found = Vec::new();
    for source in from {
        for path in source.paths.iter().filter(|path| theirs.contains(&path.parts[0])) {
            found.push(format!("{}:{}: `{}`", source.name, path.line, path.parts[0]));
        }
    }
    found
}
