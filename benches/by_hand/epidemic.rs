//! SIR along the edges of a graph: each infected node infects each susceptible neighbour at rate 1 and recovers at rate 1.

use jointex::model::{Adjacency, AssetIdx};
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The scenario of the same process, on a graph by Barabási and Albert of so many nodes, each joined to three.
pub fn scenario(nodes: u32) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "sir", title: "An epidemic", startex: "2026-01-05T00:00[UTC]", endex: "100d",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o", topology: BarabasiAlbert(m: 3, seed: 1))],
                      assets: [(id: "n", zone: "z", count: {nodes})]),
            techniques: [(id: "walk", tactic: LateralMovement, needs: (), success: 1, time: "0s", visible: (attempt: [], success: []))],
            campaigns: [(id: "c", initially_held: [First("n", {FIRST})],
                spread: [Contact(technique: "walk", delay: Exponential(mean: "1h"), active_for: Exponential(mean: "1h"), then: Immune)])],
        )"#
    )
}

/// First cases: the nodes that are numbered first.
const FIRST: u32 = 10;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Susceptible,
    Infected,
    Recovered,
}

/// Plays one epidemic, and returns how many nodes were infected and how many events there were.
pub fn epidemic(graph: &Adjacency, seed: u64) -> (u32, u64) {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    // In units of 2⁻²⁰.
    #[expect(
        clippy::disallowed_methods,
        reason = "the fastest there is; the same bits everywhere are not asked for"
    )]
    let mut exponential = || (-(1.0 - generator.random::<f64>()).ln() * 1_048_576.0) as u64;
    let mut states = vec![State::Susceptible; graph.offsets.len() - 1];
    let mut queue = Queue::new();
    let (mut infected, mut events) = (0, 0);
    for node in 0..FIRST {
        queue.push(Entry { at: 0, node, recovers: false });
    }
    while let Some(Entry { at, node, recovers }) = queue.pop() {
        events += 1;
        if recovers {
            states[node as usize] = State::Recovered;
        } else if states[node as usize] == State::Susceptible {
            states[node as usize] = State::Infected;
            infected += 1;
            let recovery = at + exponential();
            queue.push(Entry { at: recovery, node, recovers: true });
            let neighbours = graph.offsets[node as usize] as usize..graph.offsets[node as usize + 1] as usize;
            for &AssetIdx(neighbour) in &graph.targets[neighbours] {
                if states[neighbour as usize] == State::Susceptible {
                    let contact = at + exponential();
                    if contact < recovery {
                        queue.push(Entry { at: contact, node: neighbour, recovers: false });
                    }
                }
            }
        }
    }
    (infected, events)
}

#[derive(Clone, Copy)]
struct Entry {
    at: u64,
    node: u32,
    recovers: bool,
}

/// A radix heap to the base 64 of 16-byte entries; within an instant in no order.
struct Queue {
    last: u64,
    near: Vec<Entry>,
    occupied: [u64; 11],
    slots: Vec<Vec<Entry>>,
}

impl Queue {
    fn new() -> Queue {
        Queue { last: 0, near: Vec::new(), occupied: [0; 11], slots: vec![Vec::new(); 11 * 64] }
    }

    #[inline]
    fn push(&mut self, entry: Entry) {
        if entry.at <= self.last {
            return self.near.push(entry);
        }
        let level = (63 - (entry.at ^ self.last).leading_zeros()) as usize / 6;
        let digit = (entry.at >> (6 * level)) as usize % 64;
        self.occupied[level] |= 1 << digit;
        self.slots[level * 64 + digit].push(entry);
    }

    #[inline]
    fn pop(&mut self) -> Option<Entry> {
        if self.near.is_empty() {
            let level = self.occupied.iter().position(|&slots| slots != 0)?;
            let digit = self.occupied[level].trailing_zeros() as usize;
            self.occupied[level] &= !(1 << digit);
            let mut slot = std::mem::take(&mut self.slots[level * 64 + digit]);
            self.last = slot.iter().map(|entry| entry.at).min()?;
            for entry in slot.drain(..) {
                self.push(entry);
            }
            self.slots[level * 64 + digit] = slot;
        }
        self.near.pop()
    }
}
