//! Pictures: what centres believe of the situation.
//!
//! An analyst of the centre fuses each report on the situation that has come. From then on the picture believes of the
//! author and the campaign what that report says, as of when it was written; one that was written before the one it has
//! of them tells it nothing. A belief is about a hold, a campaign on an asset: one that does not exist any more is
//! false, a hold that nobody has told of is unknown. Counts change with each belief and each hold, and
//! the integrals of what they give are exact: awareness is known over held, staleness the mean age of the last
//! reports that show anything.
//!
//! **Invariant:** what a picture counts is what the reports that it is made of list.

use super::draws::Purpose;
use super::holds::{Hold, HoldState};
use super::reports::Text;
use super::soc::Work;
use super::warnings::Warnings;
use super::{Happening, Mark, Signal, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// What all centres believe.
#[derive(Debug)]
pub(super) struct Pictures {
    /// How many authors tell each centre of a hold: `[hold × centre]`.
    told: Vec<u32>,
    /// The report that each centre goes by: `[centre × team × campaign]`.
    sources: Vec<Source>,
    /// Holds that each centre believes in, by whose asset it is: `[centre × organisation]`.
    about: Vec<u32>,
    /// The same of one campaign: `[centre × campaign × organisation]`.
    about_campaign: Vec<u32>,
    /// Holds that there are.
    held: u32,
    /// Where each campaign ever held anything: `[campaign × organisation]`; empty without centres.
    reached: Vec<bool>,
    /// Each centre.
    counts: Vec<Counts>,
    /// What the centres warn of.
    pub warnings: Warnings,
}

/// The last report of a team on a campaign that was fused.
#[derive(Debug, Clone, Copy)]
struct Source {
    /// When it was written; `MAX` for never.
    written: SimTime,
    /// What it lists, as a stretch of what all reports list.
    held: (u32, u32),
}

/// What a picture comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    /// Holds that it shows, true or not.
    shown: u32,
    /// Of these, such as there are.
    known: u32,
    /// Sources that show anything.
    sources: u32,
    /// The sum of when they were written, in microseconds.
    written: u128,
    /// Up to when the integrals go.
    settled: SimTime,
}

/// One centre since `measure_from`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CentreLedger {
    /// Integral of the share of what is held that the picture shows, in microseconds.
    pub aware: f64,
    /// Time in which anything was held.
    pub at_risk: SimDuration,
    /// Integral of the mean age of what the picture is made of, in microseconds times microseconds.
    pub age: f64,
    /// Time in which the picture showed anything.
    pub pictured: SimDuration,
    /// Integral of the false beliefs, in microseconds.
    pub wrong: u128,
    /// Time over which all this was measured.
    pub measured: SimDuration,
    /// Reports fused.
    pub fused: u32,
    /// Organisations warned, once for each campaign.
    pub warned: u32,
    /// Of these, such as heeded it.
    pub heeded: u32,
    /// Of those warned, such as the campaign had reached.
    pub late: u32,
    /// Organisations of which the picture shows an asset held, now.
    pub organisations: u32,
    /// False beliefs, now.
    pub wrong_now: u32,
}

impl CentreLedger {
    /// What is counted of a centre, now; none for what is no count.
    pub const fn count(&self, quantity: Quantity) -> Option<u32> {
        Some(match quantity {
            Quantity::FalseBeliefs => self.wrong_now,
            Quantity::OrganisationsPictured => self.organisations,
            Quantity::ReportsFused => self.fused,
            Quantity::WarningsGiven => self.warned,
            Quantity::WarningsHeeded => self.heeded,
            Quantity::WarningsLate => self.late,
            _ => return None,
        })
    }

    /// Measuring begins: what is true now stays.
    pub(super) fn restart(&mut self) {
        let CentreLedger { organisations, wrong_now, .. } = *self;
        *self = CentreLedger { organisations, wrong_now, ..CentreLedger::default() };
    }
}

impl Source {
    const NONE: Source = Source { written: SimTime::MAX, held: (0, 0) };

    const fn shows_anything(self) -> bool {
        self.held.0 < self.held.1
    }
}

impl Pictures {
    pub(super) fn new(model: &Model) -> Pictures {
        let (centres, campaigns) = (model.centres.len(), model.campaigns.len());
        let organisations = centres * model.organisations.len();
        Pictures {
            told: Vec::new(),
            sources: vec![Source::NONE; centres * model.teams.len() * campaigns],
            about: vec![0; organisations],
            about_campaign: vec![0; organisations * campaigns],
            held: 0,
            reached: vec![false; if centres > 0 { campaigns * model.organisations.len() } else { 0 }],
            counts: vec![Counts::default(); centres],
            warnings: Warnings::new(model),
        }
    }

    /// Whether a campaign ever held anything of an organisation.
    pub(super) fn has_reached(
        &self,
        model: &Model,
        campaign: CampaignIdx,
        organisation: OrganisationIdx,
    ) -> bool {
        self.reached[campaign.at() * model.organisations.len() + organisation.at()]
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.told) + self.warnings.bytes()
    }

    pub(super) fn reset(&mut self) {
        self.told.clear();
        self.sources.fill(Source::NONE);
        self.about.fill(0);
        self.about_campaign.fill(0);
        self.held = 0;
        self.reached.fill(false);
        self.counts.fill(Counts::default());
        self.warnings.reset();
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A report on the situation has come to a team: its centres fuse it.
    pub(super) fn has_situation(&mut self, number: u32) {
        let model = self.model;
        let (report, text) = self.reports.get(number);
        for index in CentreIdx::all(model.centres.len()) {
            let centre = &model.centres[index.at()];
            if centre.active && centre.team == report.to {
                let key = report.key.with(Purpose::Fusing as u64).with(centre.key);
                let about = self.about(report.to, text.campaign);
                let time = centre.fusing.sample(key);
                self.enqueue(centre.pool, Work::Fuse(index, number), text.severity, about, time);
            }
        }
    }

    /// A report is fused: the picture goes by it, unless it has a later one.
    pub(super) fn report_is_fused(&mut self, index: CentreIdx, number: u32) {
        let model = self.model;
        let (_, text) = self.reports.get(number);
        let Text { author: team, campaign, written, held, .. } = text;
        let at = (index.at() * model.teams.len() + team.at()) * model.campaigns.len() + campaign.at();
        let before = self.pictures.sources[at];
        let news = before.written == SimTime::MAX || before.written <= written;
        self.settle_picture(index);
        self.ledger.centres[index.at()].fused += 1;
        if news {
            let after = Source { written, held };
            self.pictures.sources[at] = after;
            let counts = &mut self.pictures.counts[index.at()];
            counts.sources += u32::from(after.shows_anything());
            counts.sources -= u32::from(before.shows_anything());
            counts.written += if after.shows_anything() { u128::from(after.written.micros()) } else { 0 };
            counts.written -= if before.shows_anything() { u128::from(before.written.micros()) } else { 0 };
            // What both say is believed throughout.
            for place in after.held.0..after.held.1 {
                self.believes(index, self.reports.listed[place as usize], true);
            }
            for place in before.held.0..before.held.1 {
                self.believes(index, self.reports.listed[place as usize], false);
            }
        }
        self.tell(Happening::Fused { centre: index, team, campaign, news });
        self.mark(Mark::Fused, model.centres[index.at()].key, model.teams[team.at()].key, u64::from(news));
        self.notice(Signal::PICTURES);
        let organisations = model.organisations.len();
        let of_campaign = (index.at() * model.campaigns.len() + campaign.at()) * organisations;
        let about = &self.pictures.about_campaign[of_campaign..of_campaign + organisations];
        let shown = about.iter().filter(|&&beliefs| beliefs > 0).count() as u32;
        self.warns(index, campaign, shown);
    }

    /// One author more, or one less, tells a centre of a hold.
    fn believes(&mut self, index: CentreIdx, hold: u32, more: bool) {
        let model = self.model;
        let Pictures { told, about, about_campaign, counts, .. } = &mut self.pictures;
        let told = &mut told[hold as usize * model.centres.len() + index.at()];
        let before = *told;
        *told = if more { before + 1 } else { before - 1 };
        if before.max(*told) > 1 {
            return;
        }
        let Hold { asset, campaign, state, .. } = self.holds.records()[hold as usize];
        let (organisations, owner) = (model.organisations.len(), model.network.group(asset).owner.at());
        let about = &mut about[index.at() * organisations + owner];
        let of_campaign = index.at() * model.campaigns.len() + campaign.at();
        let about_campaign = &mut about_campaign[of_campaign * organisations + owner];
        let counts = &mut counts[index.at()];
        let ledger = &mut self.ledger.centres[index.at()];
        let known = u32::from(state == HoldState::Held);
        match more {
            true => {
                ledger.organisations += u32::from(*about == 0);
                (counts.shown, counts.known) = (counts.shown + 1, counts.known + known);
                (*about, *about_campaign) = (*about + 1, *about_campaign + 1);
            }
            false => {
                (counts.shown, counts.known) = (counts.shown - 1, counts.known - known);
                (*about, *about_campaign) = (*about - 1, *about_campaign - 1);
                ledger.organisations -= u32::from(*about == 0);
            }
        }
        ledger.wrong_now = counts.shown - counts.known;
    }

    /// There is a hold from now on, or no longer.
    #[inline]
    pub(super) fn situation_changes(&mut self, hold: u32, is_held: bool) {
        if !self.model.centres.is_empty() {
            self.pictures_change(hold, is_held);
        }
    }

    fn pictures_change(&mut self, hold: u32, is_held: bool) {
        let centres = self.model.centres.len();
        self.pictures.told.resize(self.holds.records().len() * centres, 0);
        for index in CentreIdx::all(centres) {
            self.settle_picture(index);
            if self.pictures.told[hold as usize * centres + index.at()] > 0 {
                let counts = &mut self.pictures.counts[index.at()];
                counts.known = if is_held { counts.known + 1 } else { counts.known - 1 };
                self.ledger.centres[index.at()].wrong_now = counts.shown - counts.known;
            }
        }
        let Hold { asset, campaign, .. } = self.holds.records()[hold as usize];
        let owner = self.model.network.group(asset).owner;
        self.pictures.reached[campaign.at() * self.model.organisations.len() + owner.at()] |= is_held;
        let held = &mut self.pictures.held;
        *held = if is_held { *held + 1 } else { *held - 1 };
        self.notice(Signal::PICTURES);
    }

    /// Takes the time up to now into the integrals of a centre.
    fn settle_picture(&mut self, index: CentreIdx) {
        let held = self.pictures.held;
        let counts = &mut self.pictures.counts[index.at()];
        let from = std::mem::replace(&mut counts.settled, self.now);
        let elapsed = self.now - from;
        let ledger = &mut self.ledger.centres[index.at()];
        ledger.measured += elapsed;
        ledger.wrong += u128::from(elapsed.micros()) * u128::from(counts.shown - counts.known);
        let micros = elapsed.micros() as f64;
        if held > 0 {
            ledger.at_risk += elapsed;
            ledger.aware += micros * f64::from(counts.known) / f64::from(held);
        }
        if counts.sources > 0 {
            // Ages grow with time, so their mean over a stretch is that midway.
            let ages = u128::from(counts.sources) * u128::from(from.micros()) - counts.written;
            ledger.pictured += elapsed;
            ledger.age += micros * (ages as f64 / f64::from(counts.sources) + micros / 2.0);
        }
    }

    /// Takes the time up to now into the integrals of all centres.
    pub(super) fn settle_pictures(&mut self) {
        for index in CentreIdx::all(self.model.centres.len()) {
            self.settle_picture(index);
        }
    }

    /// Panics if a picture counts something else than what the reports that it goes by list.
    pub(super) fn check_pictures(&self) {
        let model = self.model;
        let (centres, organisations) = (model.centres.len(), model.organisations.len());
        let mut told = vec![0; self.pictures.told.len()];
        let of_centre = (model.teams.len() * model.campaigns.len()).max(1);
        for (index, sources) in CentreIdx::all(centres).zip(self.pictures.sources.chunks(of_centre)) {
            let showing = || sources.iter().filter(|source| source.shows_anything());
            for source in showing() {
                assert!(source.written <= self.now, "a picture goes by a report that is not yet written");
                for place in source.held.0..source.held.1 {
                    told[self.reports.listed[place as usize] as usize * centres + index.at()] += 1;
                }
            }
            let counts = self.pictures.counts[index.at()];
            let written = showing().map(|source| u128::from(source.written.micros())).sum();
            assert_eq!((counts.sources as usize, counts.written), (showing().count(), written), "sources");
        }
        assert_eq!(told, self.pictures.told, "who tells a centre of a hold");
        let mut about = vec![0; self.pictures.about.len()];
        let mut about_campaign = vec![0; self.pictures.about_campaign.len()];
        let mut shown = vec![(0, 0); centres];
        for (hold, told) in self.holds.records().iter().zip(told.chunks(centres.max(1))) {
            let owner = model.network.group(hold.asset).owner.at();
            for (index, _) in told.iter().enumerate().filter(|(_, told)| **told > 0) {
                about[index * organisations + owner] += 1;
                let campaign = index * model.campaigns.len() + hold.campaign.at();
                about_campaign[campaign * organisations + owner] += 1;
                shown[index].0 += 1;
                shown[index].1 += u32::from(hold.state == HoldState::Held);
            }
        }
        assert_eq!(about, self.pictures.about, "beliefs about organisations");
        assert_eq!(about_campaign, self.pictures.about_campaign, "the same by campaign");
        for (index, (counts, shown)) in self.pictures.counts.iter().zip(shown).enumerate() {
            let ledger = &self.ledger.centres[index];
            assert_eq!((counts.shown, counts.known), shown, "what a picture shows, and what it knows");
            assert_eq!(ledger.wrong_now, shown.0 - shown.1, "false beliefs");
            let about = &about[index * organisations..(index + 1) * organisations];
            let organisations = about.iter().filter(|&&beliefs| beliefs > 0).count();
            assert_eq!(ledger.organisations as usize, organisations, "organisations in a picture");
        }
        let held: u32 = self.ledger.campaigns.iter().map(|campaign| campaign.held).sum();
        assert!(centres == 0 || self.pictures.held == held, "holds that pictures are compared with");
    }
}
