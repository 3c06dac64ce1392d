//! An independent program agrees: outbreaks on three real topologies, by this engine and by EoN's `fast_SIR`.
//!
//! EoN (J. C. Miller and T. Ting, "EoN (Epidemics on Networks)", JOSS 4, 2019) is written in Python by other people after another
//! algorithm. Its numbers were made once and stand in `fast_sir.txt`: of each topology, 200,000 outbreaks from one named
//! node, with infection at rate 1 along each link and recovery at rate 1; how many had each size, and the times at which one
//! uniformly chosen node of each outbreak was infected, as 200 quantiles of those later than 0. They come from
//!
//! ```text
//! pip install EoN==2.0 networkx==3.6.1
//! python eon.py $JOINTEX_REFERENCE_DATA/topologies
//! ```
//!
//! where `eon.py` is (the links that stand in the text too are those of `graph`, by the places of their nodes, from 1):
//!
//! ```text
//! import random, sys
//! import EoN, networkx as nx
//!
//! for name, first in [("Geant2012", "DE"), ("Dfn", "HAN"), ("Surfnet", "Amsterdam")]:
//!     graph = nx.Graph(nx.read_graphml(f"{sys.argv[1]}/{name}.graphml"))
//!     graph.remove_edges_from(nx.selfloop_edges(graph))
//!     nodes = list(graph)
//!     case = next(node for node in nodes if graph.nodes[node]["label"] == first)
//!     random.seed(1)
//!     sizes, times, n = [0] * len(nodes), [], 200_000
//!     for _ in range(n):
//!         run = EoN.fast_SIR(graph, 1.0, 1.0, initial_infecteds=[case], return_full_data=True)
//!         sizes[int(run.R()[-1]) - 1] += 1
//!         instants, states = run.node_history(random.choice(nodes))
//!         times += [t for t, s in zip(instants, states) if s == "I"]
//!     later = sorted(time for time in times if time > 0)
//!     ranks = [round(k * len(later) / 200) for k in range(1, 201)]
//!     print(name, nodes.index(case) + 1, len(times) - len(later), len(later), n)
//!     print(*sizes)
//!     print(*[f"{later[rank - 1]:.7f}" for rank in ranks])
//! ```
//!
//! Both comparisons are Kolmogorov and Smirnov's with two samples, at 99.9 %. Sizes are ties, and times are compared at the
//! quantiles only, of which 0 and never are two: either makes the test hold on to the hypothesis rather longer. That
//! it lets go all the same is tested too: at a rate of infection that is a tenth off, up or down, both reject.
//!
//! The topologies are those of the Internet Topology Zoo (S. Knight et al., IEEE J. Sel. Areas Commun. 29, 2011; CC BY 4.0).

#[path = "../common/mod.rs"]
mod common;

use common::play_seeded;
use jointex::compile::compile;
use jointex::model::Model;
use jointex::scenario::{LoadError, parse};
use jointex::sim::Happening;
use jointex::statistics::kolmogorov_survival;
use rand::RngExt;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

const OUTBREAKS: u64 = 40_000;

/// What EoN found on one topology.
struct Found {
    name: String,
    /// The node that every outbreak begins with, from 1.
    first: usize,
    nodes: usize,
    links: Vec<(usize, usize)>,
    /// How many outbreaks there were, and how many had each size, from 1 on.
    outbreaks: f64,
    sizes: Vec<f64>,
    /// The chosen node was the first one so often, and infected later so often.
    at_once: f64,
    later: f64,
    /// Quantiles of the times of the latter, evenly spaced, the greatest last.
    times: Vec<f64>,
}

fn found() -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut kind = "";
    for word in include_str!("fast_sir.txt").split_whitespace() {
        let last = found.last_mut();
        match (word, last) {
            ("links" | "sizes" | "times", _) => kind = word,
            (name, _) if name.starts_with(char::is_alphabetic) => {
                kind = "head";
                found.push(Found {
                    name: name.into(),
                    first: 0,
                    nodes: 0,
                    links: Vec::new(),
                    outbreaks: 0.0,
                    sizes: Vec::new(),
                    at_once: 0.0,
                    later: 0.0,
                    times: Vec::new(),
                });
            }
            (link, Some(last)) if kind == "links" => {
                let (a, b) = link.split_once('-').expect("a link has two ends");
                last.links.push((a.parse().expect("a place"), b.parse().expect("a place")));
            }
            (number, Some(last)) => {
                let value: f64 = number.parse().expect("a number");
                match kind {
                    "sizes" => last.sizes.push(value),
                    "times" => last.times.push(value),
                    _ if last.first == 0 => last.first = value as usize,
                    _ if last.at_once == 0.0 => last.at_once = value,
                    _ if last.later == 0.0 => last.later = value,
                    _ => last.outbreaks = value,
                }
            }
            (word, None) => panic!("{word} is of no topology"),
        }
    }
    found.iter_mut().for_each(|found| found.nodes = found.sizes.len());
    found
}

/// The outbreaks of one topology, which is written as `topology` or read from a file of the reference data.
fn model(found: &Found, topology: &str, rate: f64) -> Model {
    let text = format!(
        r#"Scenario(
            format: 1, id: "outbreaks", title: "Outbreaks", startex: "2026-01-05T00:00[UTC]", endex: "1000h",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o", topology: {topology})], assets: [(id: "n", zone: "z", count: {})]),
            techniques: [(id: "walk", tactic: LateralMovement, needs: (), success: 1, time: "0s")],
            campaigns: [(id: "c", initially_held: [Asset("n[{}]")],
                         spread: [Contact(technique: "walk", delay: Exponential(mean: "{}us"), active_for: Exponential(mean: "1h"), then: Immune)])],
        )"#,
        found.nodes,
        found.first,
        (3.6e9 / rate).round(),
    );
    let mut load = |path: &str| {
        let folder =
            std::env::var_os("JOINTEX_REFERENCE_DATA").expect("a file is asked for only where there is one");
        std::fs::read_to_string(std::path::Path::new(&folder).join(path))
            .map_err(|error| LoadError(error.to_string()))
    };
    let mut parsed = parse("outbreaks.ron", &text, &mut load);
    let scenario = parsed.scenario.take().unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
    let (model, diagnostics) = compile(&scenario, &parsed.sources);
    model.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// The links as they stand in the text.
fn links(found: &Found) -> String {
    let links: String = found.links.iter().map(|(a, b)| format!(r#"("n[{a}]", "n[{b}]"), "#)).collect();
    format!("Links([{links}])")
}

/// The size of each outbreak, and when one uniformly chosen node was held, infinite for never.
fn played(found: &Found, rate: f64) -> (Vec<f64>, Vec<f64>) {
    let model = model(found, &links(found), rate);
    let seen = play_seeded(&model, 1, OUTBREAKS, true, |number, outcome| {
        let chosen = Xoshiro256PlusPlus::seed_from_u64(number).random_range(1..=found.nodes);
        let chosen = format!("n[{chosen}]");
        let entries = &outcome.trace.expect("the trace is on").entries;
        let time = entries.iter().find_map(|entry| match entry.what {
            Happening::Held { asset, .. } if model.asset_name(asset) == chosen => Some(entry.at.hours()),
            _ => None,
        });
        (f64::from(outcome.ledger.total), time.unwrap_or(f64::INFINITY))
    });
    seen.into_iter().unzip()
}

/// The probability of so great a distance between two distribution functions, at the points where the first is known, if
/// the samples are of the same distribution: by the limit, which is for continuous ones and else too great.
fn p_value(known: &[(f64, f64)], size: f64, values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let distances = known.iter().map(|&(value, share)| {
        let within = sorted.partition_point(|other| *other <= value);
        (share - within as f64 / count).abs()
    });
    let distance = distances.fold(0.0, f64::max);
    kolmogorov_survival((size * count / (size + count)).sqrt() * distance)
}

/// How probable what EoN found of sizes and of times is, if this engine plays the same.
fn compare(found: &Found, rate: f64) -> [f64; 2] {
    let (sizes, times) = played(found, rate);
    let mut within = 0.0;
    let known_sizes: Vec<(f64, f64)> = (1..)
        .zip(&found.sizes)
        .map(|(size, count)| {
            within += count / found.outbreaks;
            (f64::from(size), within)
        })
        .collect();
    assert!((within - 1.0).abs() < 1e-9);
    let quantiles = (1..).zip(&found.times).map(|(place, time)| {
        let later = (f64::from(place) * found.later / found.times.len() as f64).round();
        (*time, (found.at_once + later) / found.outbreaks)
    });
    let known_times: Vec<(f64, f64)> =
        std::iter::once((0.0, found.at_once / found.outbreaks)).chain(quantiles).collect();
    [p_value(&known_sizes, found.outbreaks, &sizes), p_value(&known_times, found.outbreaks, &times)]
}

#[test]
fn outbreaks_are_those_of_an_independent_program() {
    for found in found() {
        let [sizes, times] = compare(&found, 1.0);
        println!("{}: p = {sizes:.1e} of sizes, {times:.1e} of times", found.name);
        assert!(
            sizes > 0.001 && times > 0.001,
            "{}: p = {sizes:.1e} of sizes, {times:.1e} of times",
            found.name
        );
    }
}

#[test]
fn a_rate_that_is_a_tenth_off_is_another_epidemic() {
    for found in found() {
        for rate in [0.9, 1.1] {
            let [sizes, times] = compare(&found, rate);
            println!("{} at {rate}: p = {sizes:.1e} of sizes, {times:.1e} of times", found.name);
            assert!(sizes < 0.001 && times < 0.001, "{} at {rate}: p = {sizes:.1e}, {times:.1e}", found.name);
        }
    }
}

#[test]
fn the_links_are_those_of_the_files() {
    if std::env::var_os("JOINTEX_REFERENCE_DATA").is_none() {
        return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
    }
    for found in found() {
        let file = format!(r#"File("topologies/{}.graphml")"#, found.name);
        let [written, read] = [links(&found), file].map(|topology| {
            play_seeded(&model(&found, &topology, 1.0), 1, 200, false, |_, outcome| outcome.fingerprint)
        });
        assert_eq!(written, read, "{}", found.name);
    }
}
