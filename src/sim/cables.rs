//! Cables and pipelines: they break, are repaired by ships, and others take over for them.
//!
//! A cable is broken by an inject or by itself, once until it is whole again. Its ship takes up the repair in its queue: from
//! mobilisation to the end of the work it is busy with it. Meanwhile a share of it goes on over those that take over and
//! are whole themselves: that is its level, and with that share of their capacity its links pass. Where nothing goes
//! on they are closed.
//!
//! **Invariant:** a cable's level, and whether it closes its links, follow from which cables are whole.

use super::causes::About;
use super::draws::Purpose;
use super::links::LinkCause;
use super::soc::Work;
use super::{Event, Happening, Mark, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// The state of all cables.
#[derive(Debug)]
pub(super) struct Cables {
    all: Vec<State>,
    /// The share of the capacity of each link; empty where no scenario has cables.
    shares: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    broken: bool,
    /// How often it was whole again.
    ordinal: u32,
    /// When it breaks by itself.
    due: SimTime,
    /// Until when a ship stands by.
    warned_until: SimTime,
}

const WHOLE: State = State { broken: false, ordinal: 0, due: SimTime::MAX, warned_until: SimTime::ZERO };

impl Cables {
    pub(super) fn new(model: &Model) -> Cables {
        let links = if model.cables.is_empty() { 0 } else { model.network.links.len() };
        Cables { all: vec![WHOLE; model.cables.len()], shares: vec![1.0; links] }
    }

    pub(super) fn reset(&mut self) {
        self.all.fill(WHOLE);
        self.shares.fill(1.0);
    }

    /// The share of its capacity that a link has.
    pub(super) fn share(&self, link: LinkIdx) -> f64 {
        self.shares.get(link.at()).copied().unwrap_or(1.0)
    }

    fn level(&self, model: &Model, cable: CableIdx) -> f64 {
        if !self.all[cable.at()].broken {
            return 1.0;
        }
        let others = model.cables[cable.at()].reroute.iter();
        let whole = others.filter(|(over, _)| !self.all[over.at()].broken);
        // The sum of nothing would be -0.
        whole.fold(0.0, |sum: f64, (_, share)| sum + share).min(1.0)
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the first break of every cable.
    pub(super) fn start_cables(&mut self) {
        for cable in CableIdx::all(self.model.cables.len()) {
            self.next_break(cable);
        }
    }

    fn next_break(&mut self, cable: CableIdx) {
        let written = &self.model.cables[cable.at()];
        if let Some(breaks) = &written.breaks {
            let ordinal = self.cables.all[cable.at()].ordinal;
            let key = self.draw(Purpose::Cable).with(written.key).with(u64::from(ordinal));
            let due = self.now + breaks.sample(key);
            self.cables.all[cable.at()].due = due;
            if due <= self.model.frame.endex {
                self.schedule(due, cable.0, Event::CableBreaks(cable));
            }
        }
    }

    /// A cable breaks by itself, unless it was broken before.
    pub(super) fn cable_breaks(&mut self, cable: CableIdx) {
        if self.cables.all[cable.at()].due == self.now {
            self.tell(Happening::CableBroken(cable));
            self.cut_cable(cable);
        }
    }

    /// A cable is cut; nothing happens if it is broken already.
    pub(super) fn cut_cable(&mut self, cable: CableIdx) {
        let written = &self.model.cables[cable.at()];
        let now = self.now;
        let state = &mut self.cables.all[cable.at()];
        if std::mem::replace(&mut state.broken, true) {
            return;
        }
        state.due = SimTime::MAX;
        let (ordinal, warned) =
            (state.ordinal, now <= state.warned_until && state.warned_until > SimTime::ZERO);
        self.mark(Mark::Cable, written.key, 0, 0);
        if let Some(repair) = &written.repair {
            let key = self.draw(Purpose::Repair).with(written.key).with(u64::from(ordinal));
            let ready = if warned { &repair.standby } else { &repair.mobilise };
            let legs = [ready, &repair.transit, &repair.weather, &repair.time];
            let mut time = crate::kernel::SimDuration::ZERO;
            for (leg, law) in (1..).zip(legs) {
                time += law.sample(key.with(leg));
            }
            self.enqueue(repair.by, Work::Splice(cable, ordinal), Severity::Low, About::NOTHING, time);
        }
        self.cable_changes(cable);
    }

    /// A ship has done its work on the break of a cable with this ordinal.
    pub(super) fn cable_is_spliced(&mut self, cable: CableIdx, ordinal: u32) {
        if self.cables.all[cable.at()].ordinal == ordinal {
            self.tell(Happening::CableRepaired(cable));
            self.restore_cable(cable);
        }
    }

    /// A cable is whole again; nothing happens if it is whole already.
    pub(super) fn restore_cable(&mut self, cable: CableIdx) {
        let state = &mut self.cables.all[cable.at()];
        if std::mem::replace(&mut state.broken, false) {
            state.ordinal += 1;
            self.mark(Mark::Cable, self.model.cables[cable.at()].key, 0, 1);
            self.next_break(cable);
            self.cable_changes(cable);
        }
    }

    /// A ship stands by for a cable.
    pub(super) fn warn_of_vessel(&mut self, cable: CableIdx, until: SimTime) {
        let state = &mut self.cables.all[cable.at()];
        state.warned_until = state.warned_until.max(until);
    }

    /// A cable is broken or whole: so it is with its links, and with those for which it takes over.
    fn cable_changes(&mut self, cable: CableIdx) {
        let model = self.model;
        self.cable_level_changes(cable);
        for &relieved in &model.cables[cable.at()].relieves {
            self.cable_level_changes(relieved);
        }
        self.spread_levels();
    }

    fn cable_level_changes(&mut self, cable: CableIdx) {
        let model = self.model;
        let level = self.cables.level(model, cable);
        for &link in &model.cables[cable.at()].links {
            self.cables.shares[link.at()] = level;
            match level > 0.0 {
                true => _ = self.open_link(link, LinkCause::Cable),
                false => _ = self.close_link(link, LinkCause::Cable),
            }
        }
        self.level_is(LevelIdx::of_cable(cable, model.functions.len() + model.missions.len()), level);
    }

    /// Links over cables are as wide as these are.
    pub(super) fn check_cables(&self) {
        for (index, cable) in (0..).map(CableIdx).zip(&self.model.cables) {
            let level = self.cables.level(self.model, index);
            for &link in &cable.links {
                assert_eq!(self.cables.share(link), level, "the share of a link over a cable");
                assert!(level > 0.0 || !self.holds.open(link), "a link over a broken cable is open");
            }
        }
    }
}
