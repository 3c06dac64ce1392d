//! Reports on the situation: a team tells at intervals which assets it knows to be held.
//!
//! From the phase that says so until its incident is closed a team writes a report at once, then one every so often, and a
//! last one as it closes. Where that takes a tier's time, it tells what is known as it is done, the next is begun no
//! sooner, and one that is being written as the incident is closed is the last. What the team knows to be held are the
//! assets that its incident knows and whose adversary it has not removed, as far as it knows: one that has survived an
//! eradication unnoticed is not among them, one that has gone by itself is.
//!
//! **Invariant:** of an incident nobody writes two reports at once, and of one that is closed nobody begins any but the last.

use super::draws::Purpose;
use super::holds::Holds;
use super::reports::Text;
use super::response::{Incident, Incidents};
use super::soc::Work;
use super::{Event, Mark, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// Who reports on the situation.
#[derive(Debug)]
pub(super) struct Situations {
    all: Vec<Situation>,
    /// Those whose incident is open.
    live: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Situation {
    incident: u32,
    /// The phase from which on it is reported, by its place among those of the team.
    phase: u32,
    /// Reports so far.
    told: u64,
    /// When the one that is being written, or was written last, was due.
    begun: SimTime,
    /// Whether somebody writes one.
    writing: bool,
}

impl Situations {
    pub(super) fn new() -> Situations {
        Situations { all: Vec::new(), live: Vec::new() }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.all.len() * (size_of::<Situation>() + size_of::<u32>())
    }

    pub(super) fn reset(&mut self) {
        self.all.clear();
        self.live.clear();
    }
}

impl Incidents {
    /// Lists the holds that a team knows of by an incident.
    pub(super) fn list_held(&self, model: &Model, holds: &Holds, incident: u32, listed: &mut Vec<u32>) {
        let Incident { team, nature, first, end, ref members, .. } = *self.look(incident);
        let phases = &model.teams[team.at()].phases;
        let removes = |phase: &u32| {
            matches!(phases[*phase as usize].kind, PhaseKind::Eradicate | PhaseKind::Recover { .. })
        };
        let removed_from = (first..end).find(removes).unwrap_or(end);
        // Of an asset that was attacked in vain there is no hold to tell of.
        let known = members.iter().filter(|member| member.next <= removed_from);
        listed.extend(known.filter_map(|member| holds.find(nature.campaign(), member.asset)));
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A team begins to report on the situation of an incident.
    pub(super) fn begins_reporting(&mut self, incident: u32, phase: u32) {
        let number = self.reports.situations.all.len() as u32;
        let (begun, writing) = (self.now, false);
        self.reports.situations.all.push(Situation { incident, phase, told: 0, begun, writing });
        self.reports.situations.live.push(number);
        self.situation_is_due(number);
    }

    /// The next report on a situation is due, unless the incident is closed.
    pub(super) fn situation_is_due(&mut self, number: u32) {
        if !self.reports.situations.live.contains(&number) {
            return;
        }
        let due = self.now + self.takes_up_situation(number);
        if !self.reports.situations.all[number as usize].writing {
            self.next_situation(number, due);
        }
    }

    fn next_situation(&mut self, number: u32, due: SimTime) {
        if due <= self.model.frame.endex {
            let team = self.response.get(self.reports.situations.all[number as usize].incident).team;
            self.schedule(due, team.0, Event::Situation(number));
        }
    }

    /// A team reports on a situation, or begins to write. Returns after which time it does so again.
    fn takes_up_situation(&mut self, number: u32) -> SimDuration {
        let model = self.model;
        let situation = &mut self.reports.situations.all[number as usize];
        situation.begun = self.now;
        let Situation { incident, phase, told, .. } = *situation;
        let Incident { team, key, severity, .. } = *self.response.get(incident);
        let phase = &model.teams[team.at()].phases[phase as usize];
        let PhaseKind::ReportSituation { writer, time, every, .. } = &phase.kind else {
            return SimDuration::ZERO;
        };
        if !writer.is_some() {
            self.reports_situation(number);
            return *every;
        }
        self.reports.situations.all[number as usize].writing = true;
        let time = time.sample(key.with(phase.key).with(told + 1).with(Purpose::Time as u64));
        self.enqueue(*writer, Work::Write(number), severity, self.incident_about(incident), time);
        *every
    }

    /// Somebody has written a report on a situation.
    pub(super) fn situation_is_written(&mut self, number: u32) {
        let every = self.reports_situation(number);
        let situation = &mut self.reports.situations.all[number as usize];
        situation.writing = false;
        let due = (situation.begun + every).max(self.now);
        if self.reports.situations.live.contains(&number) {
            self.next_situation(number, due);
        }
    }

    /// An incident is closed: whoever reported on its situation does so for the last time.
    pub(super) fn situation_is_over(&mut self, incident: u32) {
        // Last first, for those that end are taken out of the list.
        for place in (0..self.reports.situations.live.len()).rev() {
            let number = self.reports.situations.live[place];
            let Situation { incident: own, writing, .. } = self.reports.situations.all[number as usize];
            if own == incident {
                if !writing {
                    self.takes_up_situation(number);
                }
                self.reports.situations.live.remove(place);
            }
        }
    }

    /// A team reports on a situation now. Returns after which time it does so again.
    fn reports_situation(&mut self, number: u32) -> SimDuration {
        let model = self.model;
        let situation = &mut self.reports.situations.all[number as usize];
        situation.told += 1;
        let Situation { incident, phase, told, .. } = *situation;
        let Incident { team: author, nature, key, severity, .. } = *self.response.get(incident);
        let phase = &model.teams[author.at()].phases[phase as usize];
        let PhaseKind::ReportSituation { every, ref channels, marking, classification, .. } = phase.kind
        else {
            return SimDuration::ZERO;
        };
        let about = (nature.campaign(), severity);
        let plain = self.writes(author, about, key.with(phase.key).with(told), Shares::SITUATION);
        let text = Text { marking, classification, held: self.lists_held(incident), ..plain };
        self.mark(Mark::Situation, model.teams[author.at()].key, self.campaign_key(text.campaign), told);
        self.report(text, channels);
        every
    }

    /// What a team knows to be held by an incident, as a stretch of what reports list; nothing where nobody makes a picture of it.
    pub(super) fn lists_held(&mut self, incident: u32) -> (u32, u32) {
        if !self.model.centres.iter().any(|centre| centre.active) {
            return (0, 0);
        }
        let listed = &mut self.reports.listed;
        let first = listed.len() as u32;
        self.response.list_held(self.model, &self.holds, incident, listed);
        (first, listed.len() as u32)
    }
}
