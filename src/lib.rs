//! jointex plays joint NATO–EU cyber exercises before they are held.
//!
//! A scenario says who defends which networks with how many people, what an adversary will do to them, what they have
//! agreed to tell each other, and what the exercise's own injects add. jointex plays it as a discrete-event simulation,
//! as often as is asked for, and says how fast each organisation detected, declared, contained and recovered, and where
//! the hours went. The `jointex` program is a thin edge around this library.
//!
//! # The way through
//!
//! Data flows one way, and each border is one type:
//!
//! ```text
//!           text
//! scenario   │ parse                    records as they are written, with the place of each value
//!            ▼
//!        Scenario ◀─ set, vary          a variant or an override changes a value and is checked like the file
//! compile    │ compile                  every name becomes an index; faults are collected, not only the first told
//!            ▼
//!          Model                        the world: dense, immutable, shared by all threads
//! sim        │ Worker::play             one replication: a function of (model, seed, number); it cannot fail
//!            ▼
//!         Outcome                       a ledger of first times and integrals, a fingerprint, a trace if asked for
//! measure    │ value, judge, narrate    numbers with their status: observed, cut short by ENDEX, not at risk
//! study      │ replicate, summarise     many replications on all cores; medians, ranges, intervals
//!            ▼
//!     Replications, Summary
//! report     │ run_report               plain data with names; a renderer computes nothing
//!            ▼
//!        RunReport ──▶ page, JSON, CSV
//! ```
//!
//! Beneath them lie [`kernel`] (time, calendar, draws and distributions: it knows no word of cyber), [`statistics`],
//! [`diagnostic`] and the [`library`] of techniques; [`cli`] alone knows terminals, clocks, threads and files.
//!
//! # An exercise in one page
//!
//! ```
//! use jointex::{compile::compile, report::run_report, scenario::{LoadError, parse}, study::{Watch, replicate}};
//!
//! let text = r#"Scenario(
//!     format: 1, id: "one-letter", title: "One letter", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "3d",
//!     organisations: [(id: "ministry"), (id: "cert", protects: ["ministry"])],
//!     network: (
//!         zones: [(id: "edge", owner: "ministry"), (id: "office", owner: "ministry")],
//!         assets: [(id: "mail", zone: "edge", services: ["smtp"]), (id: "desk", zone: "office", count: 200, users: 1)],
//!         links: [(from: "internet", to: "edge", allow: ["smtp"])],
//!     ),
//!     campaigns: [(id: "letter", flow: [(id: "mail", technique: "T1566.001", target: Group("desk"), burst: 100)])],
//!     teams: [(
//!         id: "soc", organisation: "cert", tiers: [(id: "analysts", seats: 2)], playbook: "standard",
//!         triage: (tier: "analysts", time: LogNormal(median: "12min", sigma: 0.6), misses: 0.1),
//!     )],
//!     sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 0.8, false_alarms: PerDay(100))],
//!     playbooks: [(id: "standard", phases: [
//!         Investigate(tier: "analysts", time: "1h", finds: 0.9),
//!         Declare(tier: "analysts", time: "10min"),
//!     ])],
//! )"#;
//!
//! // Text to scenario, scenario to model: faults are diagnostics, collected, with file, line and column.
//! let parsed = parse("one-letter.ron", text, &mut |_| Err(LoadError("it includes nothing".into())));
//! let scenario = parsed.scenario.expect("it has no fault");
//! let (model, _warnings) = compile(&scenario, &parsed.sources);
//! let model = model.expect("it has no fault");
//!
//! // A hundred replications with seed 7, then what they say together.
//! let replications = replicate(&model, 7, 100, &Watch::default());
//! let report = run_report(&model, &replications, None);
//! let declare = report.measures.iter().find(|it| it.measure.starts_with("time_to_declare")).unwrap();
//! assert!(declare.observed > 50 && declare.median.unwrap() > 1.0);
//!
//! // The same seed gives the same bits, whatever the machine and the number of its threads.
//! assert_eq!(replications.fingerprint, replicate(&model, 7, 100, &Watch::default()).fingerprint);
//! ```
//!
//! **Invariant:** data flows downwards only: `tests/tidy` holds which module may import which.

pub mod analysis;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod exchange;
pub mod kernel;
pub mod library;
pub mod measure;
pub mod model;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod statistics;
pub mod study;
