//! Agreements: which are in force, who is a party, and what they do besides letting reports pass.
//!
//! An agreement begins and ends on its dates. Who is a party as a member of an alliance is one as long as it is a member:
//! organisations join and leave on dates and by injects. Training makes a party's analysts quicker and exercises make the
//! phases of its playbooks shorter and steadier; several agreements multiply.
//!
//! **Invariant:** the terms of a team are those of the agreements that are in force now and to which its organisation is a
//! party now.

use super::{Event, Happening, Mark, Worker};
use crate::kernel::{Distribution, SimDuration, SimTime};
use crate::model::*;

/// What is agreed now.
#[derive(Debug)]
pub(super) struct Agreements {
    in_force: Vec<bool>,
    /// Of each organisation, the alliances that it is a member of, as bits.
    alliances: Vec<u8>,
    /// Of each team; empty where no agreement has terms.
    terms: Vec<Terms>,
    /// The same as the run starts.
    first_terms: Vec<Terms>,
}

/// What agreements do for a team; 1 is nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Terms {
    skill: f64,
    pace: f64,
    spread: f64,
}

impl Terms {
    const NONE: Terms = Terms { skill: 1.0, pace: 1.0, spread: 1.0 };
}

impl Agreements {
    pub(super) fn new(model: &Model) -> Agreements {
        let has_terms = |agreement: &Agreement| {
            let Areas { skill, pace, spread, .. } = agreement.areas;
            (Terms { skill, pace, spread }) != Terms::NONE
        };
        let teams = if model.agreements.iter().any(has_terms) { model.teams.len() } else { 0 };
        let mut agreements = Agreements {
            in_force: vec![false; model.agreements.len()],
            alliances: vec![0; model.organisations.len()],
            terms: vec![Terms::NONE; teams],
            first_terms: vec![Terms::NONE; teams],
        };
        agreements.reset(model);
        agreements.renew(model);
        agreements.first_terms.clone_from(&agreements.terms);
        agreements
    }

    pub(super) fn reset(&mut self, model: &Model) {
        for (in_force, agreement) in self.in_force.iter_mut().zip(&model.agreements) {
            *in_force = agreement.from == SimTime::ZERO;
        }
        for (alliances, organisation) in self.alliances.iter_mut().zip(&model.organisations) {
            *alliances = organisation.alliances;
        }
        self.terms.copy_from_slice(&self.first_terms);
    }

    /// Whether an agreement is in force and a party to it is one now.
    pub(super) fn binds(&self, model: &Model, agreement: AgreementIdx, party: u32) -> bool {
        self.in_force[agreement.at()] && self.is_one(model.agreements[agreement.at()].parties[party as usize])
    }

    /// Whether a party is one now: anyway, or as a member.
    pub(super) fn is_one(&self, Party { organisation, through }: Party) -> bool {
        through == 0 || self.alliances[organisation.at()] & through != 0
    }

    /// Works the terms of all teams out anew.
    fn renew(&mut self, model: &Model) {
        for team in TeamIdx::all(self.terms.len()) {
            let mut terms = Terms::NONE;
            for (number, agreement) in (0..).map(AgreementIdx).zip(&model.agreements) {
                let own = |party: &Party| party.organisation == model.teams[team.at()].organisation;
                let Some(party) = agreement.parties.iter().position(own) else { continue };
                if self.binds(model, number, party as u32) {
                    terms.skill *= agreement.areas.skill;
                    terms.pace *= agreement.areas.pace;
                    terms.spread *= agreement.areas.spread;
                }
            }
            self.terms[team.at()] = terms;
        }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules what begins and ends on a date.
    pub(super) fn start_agreements(&mut self) {
        for index in AgreementIdx::all(self.model.agreements.len()) {
            let Agreement { from, until, .. } = self.model.agreements[index.at()];
            for at in [from, until] {
                if at > SimTime::ZERO && at <= self.model.frame.endex {
                    self.schedule(at, index.0, Event::Agreement(index));
                }
            }
        }
        for (number, membership) in (0..).zip(&self.model.memberships) {
            self.schedule(membership.at, membership.organisation.0, Event::Membership(number));
        }
    }

    /// An agreement begins or ends.
    pub(super) fn agreement_changes(&mut self, agreement: AgreementIdx) {
        let &Agreement { key, from, until, .. } = &self.model.agreements[agreement.at()];
        let in_force = (from..until).contains(&self.now);
        self.agreements.in_force[agreement.at()] = in_force;
        self.agreements.renew(self.model);
        self.tell(Happening::Agreed { agreement, in_force });
        self.mark(Mark::Agreement, key, 0, u64::from(in_force));
    }

    /// A membership begins or ends on its date.
    pub(super) fn membership_changes(&mut self, number: u32) {
        let Membership { organisation, alliance, joins, .. } = self.model.memberships[number as usize];
        self.joins(organisation, alliance, joins);
        self.tell(Happening::Joined { organisation, alliance, joins });
        let key = self.model.organisations[organisation.at()].key;
        self.mark(Mark::Membership, key, alliance as u64, u64::from(joins));
    }

    /// An organisation joins an alliance or leaves it.
    pub(super) fn joins(&mut self, organisation: OrganisationIdx, alliance: Alliance, joins: bool) {
        let alliances = &mut self.agreements.alliances[organisation.at()];
        *alliances = if joins { *alliances | alliance as u8 } else { *alliances & !(alliance as u8) };
        self.agreements.renew(self.model);
    }

    /// What a pool's service times are divided by now.
    pub(super) fn skill(&self, pool: PoolIdx) -> f64 {
        let &Pool { kind, skill, .. } = &self.model.pools[pool.at()];
        match kind {
            PoolKind::Tier(team) => {
                self.agreements.terms.get(team.at()).map_or(skill, |terms| skill * terms.skill)
            }
            PoolKind::Authority | PoolKind::Crew | PoolKind::Staff => skill,
        }
    }

    /// The time of a phase of a team that has exercised it.
    pub(super) fn practised(&self, team: TeamIdx, law: &Distribution, time: SimDuration) -> SimDuration {
        match self.agreements.terms.get(team.at()) {
            Some(&Terms { pace, spread, .. }) if pace != 1.0 || spread != 1.0 => {
                let mean = law.mean();
                SimDuration::rounded(pace * (mean + spread * (time.micros() as f64 - mean)))
            }
            _ => time,
        }
    }
}
