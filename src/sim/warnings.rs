//! Warnings: what centres tell of their pictures, and what those do who are told.
//!
//! A centre warns of a campaign once its picture shows enough organisations where something is held, right or wrong. Each
//! organisation that is to be warned reads it after a while, and heeds it or not: it blocks, patches, watches or
//! shuts. The first that heeds a warning calls for the inject that the warning is.
//!
//! **Invariant:** an organisation is told of a campaign by a warning at most once, after that was given.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Signal, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;

/// What was told to whom.
#[derive(Debug)]
pub(super) struct Warnings {
    campaigns: usize,
    /// Of each centre, the place of its first warning among those of all.
    first: Vec<u32>,
    /// Whether a warning of a campaign was given: `[warning × campaign]`.
    given: Vec<bool>,
    /// Whether anybody has heeded a warning.
    heeded: Vec<bool>,
    /// Those under way, and those that were read.
    letters: Vec<Letter>,
    /// Until when each organisation looks more closely, and how much more it sees; empty where nobody is told to.
    watches: Vec<(SimTime, f64)>,
}

/// A warning on its way to an organisation.
#[derive(Debug, Clone, Copy)]
struct Letter {
    centre: CentreIdx,
    /// Its place among those of the centre.
    warning: u32,
    organisation: OrganisationIdx,
    campaign: CampaignIdx,
}

impl Warnings {
    pub(super) fn new(model: &Model) -> Warnings {
        let mut all = 0;
        let mut first = Vec::with_capacity(model.centres.len());
        for centre in &model.centres {
            first.push(all);
            all += centre.warns.len() as u32;
        }
        let mut does =
            model.centres.iter().flat_map(|centre| &centre.warns).flat_map(|warning| &warning.does);
        let watched = does.any(|precaution| matches!(precaution, Precaution::Watch { .. }));
        let campaigns = model.campaigns.len();
        Warnings {
            campaigns,
            first,
            given: vec![false; all as usize * campaigns],
            heeded: vec![false; all as usize],
            letters: Vec::new(),
            watches: vec![(SimTime::ZERO, 0.0); if watched { model.organisations.len() } else { 0 }],
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.letters)
    }

    pub(super) fn reset(&mut self) {
        self.given.fill(false);
        self.heeded.fill(false);
        self.letters.clear();
        self.watches.fill((SimTime::ZERO, 0.0));
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// The key of what becomes of a warning at an organisation.
    fn warning_key(&self, warning: &Warning, campaign: CampaignIdx, organisation: OrganisationIdx) -> Key {
        let key = self.draw(Purpose::Warning).with(warning.key).with(self.campaign_key(campaign));
        key.with(self.model.organisations[organisation.at()].key)
    }

    /// The picture of a centre shows a campaign in so many organisations.
    pub(super) fn warns(&mut self, index: CentreIdx, campaign: CampaignIdx, organisations: u32) {
        let model = self.model;
        for (place, warning) in (0..).zip(&model.centres[index.at()].warns) {
            let at = (self.pictures.warnings.first[index.at()] + place) as usize
                * self.pictures.warnings.campaigns;
            if organisations < warning.organisations
                || std::mem::replace(&mut self.pictures.warnings.given[at + campaign.at()], true)
            {
                continue;
            }
            for &party in &warning.to {
                if !self.agreements.is_one(party) {
                    continue;
                }
                let organisation = party.organisation;
                let number = self.pictures.warnings.letters.len() as u32;
                self.pictures.warnings.letters.push(Letter {
                    centre: index,
                    warning: place,
                    organisation,
                    campaign,
                });
                let key = self.warning_key(warning, campaign, organisation);
                let takes = warning.takes.sample(key.with(Purpose::Time as u64));
                self.schedule_in(takes, organisation.0, Event::Warned(number));
            }
        }
    }

    /// An organisation has read a warning.
    pub(super) fn is_warned(&mut self, number: u32) {
        let model = self.model;
        let Letter { centre: index, warning: place, organisation, campaign } =
            self.pictures.warnings.letters[number as usize];
        let centre = &model.centres[index.at()];
        let warning = &centre.warns[place as usize];
        let key = self.warning_key(warning, campaign, organisation);
        let heeded = key.with(Purpose::Verdict as u64).chance(warning.heeds);
        let late = self.pictures.has_reached(model, campaign, organisation);
        let ledger = &mut self.ledger.centres[index.at()];
        ledger.warned += 1;
        ledger.heeded += u32::from(heeded);
        ledger.late += u32::from(late);
        self.is_informed_by_centre(centre.team, organisation, campaign);
        self.tell(Happening::Warned { centre: index, warning: place, organisation, campaign, heeded });
        let name = model.organisations[organisation.at()].key;
        self.mark(Mark::Warned, warning.key, name, u64::from(heeded));
        self.notice(Signal::PICTURES);
        if !heeded {
            return;
        }
        for precaution in &warning.does {
            self.takes_precaution(precaution, centre.team, organisation, campaign);
        }
        let at = self.pictures.warnings.first[index.at()] + place;
        if !std::mem::replace(&mut self.pictures.warnings.heeded[at as usize], true) {
            self.schedule(self.now, warning.inject.0, Event::Inject(warning.inject));
        }
    }

    /// An organisation that responds for itself has heard of the campaign.
    fn is_informed_by_centre(&mut self, team: TeamIdx, organisation: OrganisationIdx, campaign: CampaignIdx) {
        let model = self.model;
        let own = |responder: &Responder| responder.organisation == organisation;
        let Some(place) = model.responders.iter().position(own) else { return };
        let response = self.response_index(ResponderIdx(place as u32), campaign);
        let sender = model.teams[team.at()].responder;
        let informed = &mut self.ledger.responses[response].informed_by[sender.at()];
        if *informed == SimTime::MAX {
            *informed = self.now;
            self.notice(Signal::RESPONSES);
        }
    }

    fn takes_precaution(
        &mut self,
        precaution: &Precaution,
        centre: TeamIdx,
        organisation: OrganisationIdx,
        campaign: CampaignIdx,
    ) {
        match precaution {
            Precaution::Block => {
                if self.knows_indicators(centre, campaign) {
                    self.blocks_as_warned(organisation, campaign);
                }
            }
            Precaution::Patch => self.patches_as_advised(centre, organisation, campaign),
            Precaution::Watch { boost, lasting } => {
                let until = self.now + *lasting;
                let watch = &mut self.pictures.warnings.watches[organisation.at()];
                // Of two at a time the closer one counts while either lasts.
                *watch = match watch.0 > self.now {
                    true => (watch.0.max(until), watch.1.max(*boost)),
                    false => (until, *boost),
                };
            }
            Precaution::Shut { assets, lasting } => {
                for asset in assets.iter() {
                    if self.model.network.group(asset).owner == organisation && self.block(asset) {
                        self.schedule_in(*lasting, asset.0, Event::Unblocked(asset));
                    }
                }
            }
        }
    }

    /// The probability that a sensor sees an attack on the assets of an organisation, which may look more closely.
    #[inline]
    pub(super) fn watched(&self, organisation: OrganisationIdx, p: f64) -> f64 {
        match self.pictures.warnings.watches.get(organisation.at()) {
            Some(&(until, boost)) if until > self.now => 1.0 - (1.0 - p) * (1.0 - boost),
            _ => p,
        }
    }

    /// People who are seconded to centres leave their own tiers, before anything happens.
    pub(super) fn start_secondments(&mut self) {
        let model = self.model;
        for centre in model.centres.iter().filter(|centre| centre.active) {
            for secondee in &centre.secondees {
                self.change_seats(secondee.from, -(secondee.seats as i32), false);
                self.guests_come(centre.pool, secondee.seats, model.pools[secondee.from.at()].skill);
            }
        }
    }
}
