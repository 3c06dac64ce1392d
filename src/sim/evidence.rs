//! Evidence: what is kept for the cases of investigations, until when, and who waits for it.
//!
//! From when a case is opened until it is over, what a team contains whose organisation is party to one of the agreements is
//! kept as evidence until it is secured. Members of incidents that are to be eradicated or recovered wait that long. A crew
//! that was asked before goes on, for investigators stop nobody's work: if it is done first, what was there is gone, and
//! counts for nothing.
//!
//! Assets and cases each lead to what is kept of them, and assets to who waits for them, so that a containment costs no more
//! for all that was kept before.
//!
//! **Invariant:** what is kept is kept for a case that is open, and a member waits only while its asset is kept.

use super::causes::About;
use super::draws::Purpose;
use super::{Event, Happening, Mark, State, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// All that is or was kept.
#[derive(Debug)]
pub(super) struct Exhibits {
    all: Vec<Exhibit>,
    /// Members that wait or waited for theirs.
    waiting: Vec<Waiting>,
    /// Of each asset, one more than its latest exhibit, and one more than the first that waits for it; 0 for none. Empty where
    /// nothing is ever kept.
    latest: Vec<u32>,
    first_waiting: Vec<u32>,
    of_case: Vec<Chain>,
}

/// One more than the first exhibit of a case, and than its last; 0 for none.
#[derive(Debug, Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
}

impl Chain {
    const EMPTY: Chain = Chain { first: 0, last: 0 };
}

/// An asset that is kept as evidence.
#[derive(Debug, Clone, Copy)]
struct Exhibit {
    case: u32,
    asset: AssetIdx,
    /// How often the campaign had taken it by then.
    taken: u32,
    since: SimTime,
    kept: bool,
    /// One more than the exhibit of the asset before this one; 0 for none.
    before: u32,
    /// One more than the next exhibit of the case; 0 for none.
    next: u32,
}

/// A member of an incident that waits until its asset is kept no longer.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    asset: AssetIdx,
    incident: u32,
    member: u32,
    /// One more than the next that waits for the same asset; 0 for none.
    next: u32,
}

impl Exhibits {
    /// Nothing yet, for so many cases.
    pub(super) fn new(model: &Model, cases: usize) -> Exhibits {
        let keeps = model.investigations.iter().any(|led| led.evidence().is_some());
        let assets = if keeps { model.network.group_of.len() } else { 0 };
        Exhibits {
            all: Vec::new(),
            waiting: Vec::new(),
            // Zeros come from the system untouched.
            latest: vec![0; assets],
            first_waiting: vec![0; assets],
            of_case: vec![Chain::EMPTY; cases],
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.all) + size_of_val(&*self.waiting)
    }

    pub(super) fn reset(&mut self) {
        for exhibit in self.all.drain(..) {
            self.latest[exhibit.asset.at()] = 0;
        }
        for waiting in self.waiting.drain(..) {
            self.first_waiting[waiting.asset.at()] = 0;
        }
        self.of_case.fill(Chain::EMPTY);
    }

    /// The exhibits of an asset, the latest first.
    fn of_asset(&self, asset: AssetIdx) -> impl Iterator<Item = (u32, &Exhibit)> {
        let exhibit = |link: u32| link.checked_sub(1).map(|at| (at, &self.all[at as usize]));
        let latest = self.latest.get(asset.at()).copied().unwrap_or(0);
        std::iter::successors(exhibit(latest), move |(_, this)| exhibit(this.before))
    }

    fn keep(&mut self, case: u32, asset: AssetIdx, taken: u32, since: SimTime) -> u32 {
        let number = self.all.len() as u32;
        let before = std::mem::replace(&mut self.latest[asset.at()], number + 1);
        self.all.push(Exhibit { case, asset, taken, since, kept: true, before, next: 0 });
        let of = &mut self.of_case[case as usize];
        match of.last.checked_sub(1) {
            Some(last) => self.all[last as usize].next = number + 1,
            None => of.first = number + 1,
        }
        of.last = number + 1;
        number
    }

    fn waits(&mut self, asset: AssetIdx, incident: u32, member: u32) {
        self.waiting.push(Waiting { asset, incident, member, next: 0 });
        let number = self.waiting.len() as u32;
        // As many as have incidents about it wait for one asset: few.
        let mut last = std::mem::replace(&mut self.first_waiting[asset.at()], number);
        if last > 0 {
            self.first_waiting[asset.at()] = last;
            while self.waiting[last as usize - 1].next > 0 {
                last = self.waiting[last as usize - 1].next;
            }
            self.waiting[last as usize - 1].next = number;
        }
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// A team has contained an asset of a campaign: it may be kept as evidence.
    pub(super) fn may_be_evidence(&mut self, team: TeamIdx, campaign: CampaignIdx, asset: AssetIdx) {
        let model = self.model;
        for (index, led) in (0..).map(InvestigationIdx).zip(&model.investigations) {
            let number = self.investigations.case(index, campaign);
            let Some(evidence) = led.evidence() else { continue };
            let taken = self.taken(campaign, asset);
            // What is kept, or is secured already, need not be kept again before it is taken again.
            let is_known = |(_, it): (u32, &Exhibit)| (it.case, it.taken) == (number, taken);
            if !self.investigations.is_open(number)
                || !self.is_party(team, led)
                || self.investigations.exhibits.of_asset(asset).any(is_known)
            {
                continue;
            }
            let exhibit = self.investigations.exhibits.keep(number, asset, taken, self.now);
            let key = self.case_key(number).with(Purpose::Lasting as u64).with(self.asset_key(asset));
            self.tell(Happening::Kept { investigation: index, asset });
            self.schedule_in(
                evidence.holds.sample(key.with(u64::from(taken))),
                asset.0,
                Event::Secured(exhibit),
            );
        }
    }

    /// Whether a team's organisation is bound by one of the agreements of an investigation.
    fn is_party(&self, team: TeamIdx, led: &'m Investigation) -> bool {
        let own = self.model.teams[team.at()].organisation;
        led.agreements.iter().any(|&agreement| {
            let parties = &self.model.agreements[agreement.at()].parties;
            let place = parties.iter().position(|party| party.organisation == own);
            place.is_some_and(|place| self.agreements.binds(self.model, agreement, place as u32))
        })
    }

    /// Whether a member of an incident waits before its asset is eradicated or recovered; if so it goes on once the asset is
    /// secured.
    pub(super) fn is_kept_waiting(&mut self, asset: AssetIdx, incident: u32, member: u32) -> bool {
        if !self.is_kept(asset) {
            return false;
        }
        self.investigations.exhibits.waits(asset, incident, member);
        self.shift(self.incident_about(incident), None, Some(State::AwaitingPartner));
        true
    }

    fn is_kept(&self, asset: AssetIdx) -> bool {
        self.investigations.exhibits.of_asset(asset).any(|(_, exhibit)| exhibit.kept)
    }

    /// An asset is eradicated or recovered: what was to be secured there is gone.
    pub(super) fn evidence_is_lost(&mut self, asset: AssetIdx) {
        let kept = |worker: &Self| {
            worker
                .investigations
                .exhibits
                .of_asset(asset)
                .find(|(_, exhibit)| exhibit.kept)
                .map(|(number, _)| number)
        };
        while let Some(number) = kept(self) {
            let (investigation, _) =
                self.investigations.of(self.investigations.exhibits.all[number as usize].case);
            self.tell(Happening::Spoiled { investigation, asset });
            self.is_free(number);
        }
    }

    /// An asset is secured, unless its case was over before, or what was there is gone.
    pub(super) fn is_secured(&mut self, exhibit: u32) {
        let Exhibit { case, asset, kept, .. } = self.investigations.exhibits.all[exhibit as usize];
        if !kept {
            return;
        }
        let (index, _) = self.investigations.of(case);
        self.investigations.has_secured(case);
        self.ledger.investigations[index.at()].secured += 1;
        self.mark(Mark::Secured, self.model.investigations[index.at()].key, self.asset_key(asset), 0);
        self.is_free(exhibit);
    }

    /// A case is over: what was kept for it is free.
    pub(super) fn nothing_is_kept_for(&mut self, case: u32) {
        let mut link = self.investigations.exhibits.of_case[case as usize].first;
        while let Some(exhibit) = link.checked_sub(1) {
            let Exhibit { kept, next, .. } = self.investigations.exhibits.all[exhibit as usize];
            link = next;
            if kept {
                self.is_free(exhibit);
            }
        }
    }

    /// An asset is no longer kept for a case: who waited for it goes on, unless it is kept for another.
    fn is_free(&mut self, exhibit: u32) {
        let exhibit = &mut self.investigations.exhibits.all[exhibit as usize];
        exhibit.kept = false;
        let Exhibit { case, asset, since, .. } = *exhibit;
        let (index, _) = self.investigations.of(case);
        let kept = self.now.since(since.max(self.model.frame.measure_from));
        self.ledger.investigations[index.at()].kept += u128::from(kept.micros());
        if self.is_kept(asset) {
            return;
        }
        while let Some(first) = self.investigations.exhibits.first_waiting[asset.at()].checked_sub(1) {
            let Waiting { incident, member, next, .. } = self.investigations.exhibits.waiting[first as usize];
            self.investigations.exhibits.first_waiting[asset.at()] = next;
            self.shift(self.incident_about(incident), Some(State::AwaitingPartner), None);
            self.is_looked_at_again(incident, member);
        }
    }

    /// Takes the time of what is kept at the end.
    pub(super) fn settle_evidence(&mut self) {
        for place in 0..self.investigations.exhibits.all.len() {
            let Exhibit { case, since, kept, .. } = self.investigations.exhibits.all[place];
            if !kept {
                continue;
            }
            let (index, _) = self.investigations.of(case);
            let kept = self.now.since(since.max(self.model.frame.measure_from));
            self.ledger.investigations[index.at()].kept += u128::from(kept.micros());
        }
    }

    /// Panics if something is kept for a case that is not open, or a member waits for what is not kept; counts what responses
    /// wait for.
    pub(super) fn check_evidence(&self, count: &mut dyn FnMut(About, State)) {
        let Exhibits { all, waiting, first_waiting, .. } = &self.investigations.exhibits;
        for exhibit in all.iter().filter(|exhibit| exhibit.kept) {
            assert!(self.investigations.is_open(exhibit.case), "evidence is kept for a case that is over");
        }
        for (place, &first) in first_waiting.iter().enumerate() {
            let mut link = first;
            assert!(link == 0 || self.is_kept(AssetIdx(place as u32)), "a member waits for what is not kept");
            while let Some(at) = link.checked_sub(1) {
                let Waiting { incident, next, .. } = waiting[at as usize];
                count(self.incident_about(incident), State::AwaitingPartner);
                link = next;
            }
        }
    }
}
