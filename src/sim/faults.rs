//! Faults and repairs: assets, links and functions that fail by themselves.
//!
//! Each thing works for a time, fails, is repaired, and works again. Its repair begins at once, or waits in the queue of
//! its crew behind all that is more severe. An asset that has failed is cut off, over a failed link nothing passes, and a
//! failed function has level 0, whatever its assets do. A repair ends a fault only: what the response isolated stays so.
//!
//! **Invariant:** a thing under faults either works, and its next fault is scheduled (or lies after ENDEX), or has failed,
//! and its repair is under way or waits.

use super::causes::About;
use super::draws::Purpose;
use super::links::LinkCause;
use super::soc::Work;
use super::{Event, Happening, Mark, Worker};
use crate::kernel::Key;
use crate::model::*;

/// How often each thing has failed. Things are counted through the model's faults, members of a group in a row.
#[derive(Debug)]
pub(super) struct Faults {
    ordinals: Vec<u32>,
    /// The first thing of each of the model's faults, and their number after the last.
    first: Vec<u32>,
}

impl Faults {
    pub(super) fn new(model: &Model) -> Faults {
        let mut first = vec![0];
        let mut things = 0;
        for fault in &model.faults {
            things += match fault.of {
                Failing::Group(group) => model.network.groups[group.at()].count,
                Failing::Link { .. } | Failing::Function(_) | Failing::Channel(_) => 1,
            };
            first.push(things);
        }
        Faults { ordinals: vec![0; things as usize], first }
    }

    pub(super) fn reset(&mut self) {
        self.ordinals.fill(0);
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// Schedules the first fault of everything that fails.
    pub(super) fn start_faults(&mut self) {
        for thing in 0..self.faults.ordinals.len() as u32 {
            self.next_fault(thing);
        }
    }

    /// What the number of a thing stands for.
    fn thing(&self, thing: u32) -> (&'m Fault, Broken) {
        let place = self.faults.first.partition_point(|&first| first <= thing) - 1;
        let fault = &self.model.faults[place];
        let broken = match fault.of {
            Failing::Group(group) => {
                let first = self.model.network.groups[group.at()].first;
                Broken::Asset(AssetIdx(first.0 + thing - self.faults.first[place]))
            }
            Failing::Link { there, .. } => Broken::Link(there),
            Failing::Function(function) => Broken::Function(function),
            Failing::Channel(channel) => Broken::Channel(channel),
        };
        (fault, broken)
    }

    /// The name key of a thing, and which kind it is of: an asset and a function may have the same id.
    fn broken_key(&self, broken: Broken) -> (u64, u64) {
        match broken {
            Broken::Asset(asset) => (0, self.asset_key(asset)),
            Broken::Link(link) => (1, self.model.network.links[link.at()].key),
            Broken::Function(function) => (2, self.model.functions[function.at()].key),
            Broken::Channel(channel) => (3, self.model.channels[channel.at()].key),
        }
    }

    /// The key of a thing's present cycle of work and repair.
    fn fault_key(&self, thing: u32, broken: Broken) -> Key {
        let (kind, name) = self.broken_key(broken);
        let ordinal = self.faults.ordinals[thing as usize];
        self.draw(Purpose::Fault).with(kind).with(name).with(u64::from(ordinal))
    }

    fn next_fault(&mut self, thing: u32) {
        let (fault, broken) = self.thing(thing);
        let at = self.now + fault.up.sample(self.fault_key(thing, broken));
        if at <= self.model.frame.endex {
            self.schedule(at, thing, Event::Fails(thing));
        }
    }

    /// A thing fails, and its repair begins or joins the queue.
    pub(super) fn thing_fails(&mut self, thing: u32) {
        let (fault, broken) = self.thing(thing);
        let (kind, name) = self.broken_key(broken);
        self.mark(Mark::Fault, name, kind, 0);
        self.tell(Happening::Failed(broken));
        match (broken, fault.of) {
            (Broken::Asset(asset), _) => _ = self.fails(asset),
            (Broken::Link(_), Failing::Link { there, back }) => {
                for link in [there, back].into_iter().filter(|link| link.is_some()) {
                    self.close_link(link, LinkCause::Fault);
                }
            }
            (Broken::Function(function), _) => self.function_fails(function, true),
            (Broken::Channel(channel), _) => self.channel_fails(channel, true),
            (Broken::Link(_), _) => {}
        }
        let time = fault.repair.sample(self.fault_key(thing, broken).with(Purpose::Repair as u64));
        match fault.by.is_some() {
            true => self.enqueue(fault.by, Work::Repair(thing), Severity::Low, About::NOTHING, time),
            false => self.schedule_in(time, thing, Event::Repaired(thing)),
        }
    }

    /// A repair ends: the thing works again.
    pub(super) fn thing_works_again(&mut self, thing: u32) {
        let (fault, broken) = self.thing(thing);
        let (kind, name) = self.broken_key(broken);
        self.mark(Mark::Fault, name, kind, 1);
        self.tell(Happening::Repaired(broken));
        match (broken, fault.of) {
            (Broken::Asset(asset), _) => _ = self.works_again(asset),
            (Broken::Link(_), Failing::Link { there, back }) => {
                for link in [there, back].into_iter().filter(|link| link.is_some()) {
                    self.open_link(link, LinkCause::Fault);
                }
            }
            (Broken::Function(function), _) => self.function_fails(function, false),
            (Broken::Channel(channel), _) => self.channel_fails(channel, false),
            (Broken::Link(_), _) => {}
        }
        self.faults.ordinals[thing as usize] += 1;
        self.next_fault(thing);
    }
}
