//! Notices: what users, outsiders, the adversary and failing functions tell a team.
//!
//! Each is an alert like a sensor's, without a sensor. Users report the letters that reach them, whether they click or not,
//! and outages that can be seen; of an asset with n users at least one reports its outage with 1 − (1 − p)ⁿ. An outsider
//! who has noticed a hold tells of it only if the campaign still holds the asset by then. A ransom note stands on every
//! asset whose data are encrypted. A function fails when its level, as it looks from outside, falls below the notice's
//! limit: what is only manipulated looks sound.
//!
//! **Invariant:** a function's failure is told once until its level is back at the limit or above.

use super::draws::Purpose;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Mark, Verdict, Worker};
use crate::kernel::Key;
use crate::model::*;

/// Notices under way.
#[derive(Debug)]
pub(super) struct Notices {
    under_way: Slab<(Alert, NoticeIdx)>,
    /// Whether the level of each notice's function is below its limit, and how often it has fallen.
    fallen: Vec<(bool, u32)>,
}

impl Notices {
    pub(super) fn new(model: &Model) -> Notices {
        Notices { under_way: Slab::new(), fallen: vec![(false, 0); model.notices.len()] }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.under_way.bytes()
    }

    pub(super) fn reset(&mut self) {
        self.under_way.clear();
        self.fallen.fill((false, 0));
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// The notices that are about an asset.
    fn notices_of(&self, asset: AssetIdx) -> impl Iterator<Item = (NoticeIdx, &'m Notice)> + use<'m, CHECK> {
        let notices = &self.model.notices;
        let all = NoticeIdx::all(notices.len()).map(|index| (index, &notices[index.at()]));
        all.filter(move |(_, notice)| notice.of.contains(asset))
    }

    /// Whether an attempt brought a letter to somebody.
    fn delivered(&self, technique: TechniqueIdx, verdict: Verdict) -> bool {
        self.model.techniques[technique.at()].action == Action::Phish
            && matches!(verdict, Verdict::Succeeded | Verdict::Failed)
    }

    /// Users who got a letter may report it.
    pub(super) fn users_report_letter(
        &mut self,
        campaign: CampaignIdx,
        technique: TechniqueIdx,
        attempt: Key,
        target: AssetIdx,
        verdict: Verdict,
    ) {
        if self.model.notices.is_empty() || !self.delivered(technique, verdict) {
            return;
        }
        for (index, notice) in self.notices_of(target) {
            if let Informant::Users { probability } = notice.informant {
                let key = attempt.with(Purpose::Notice as u64).with(notice.key);
                if key.chance(probability) {
                    self.tell_team(index, campaign, target, technique, key);
                }
            }
        }
    }

    /// The key of a notice about a campaign's hold on an asset.
    fn notice_key(&self, notice: &Notice, campaign: CampaignIdx, asset: AssetIdx) -> Key {
        self.draw(Purpose::Notice)
            .with(notice.key)
            .with(self.campaign_key(campaign))
            .with(self.asset_key(asset))
            .with(u64::from(self.ordinal(campaign, asset)))
    }

    /// The key of a notice about an outage, one of those that an attempt has caused.
    fn outage_key(&self, notice: &Notice, attempt: Key, asset: AssetIdx) -> Key {
        attempt.with(Purpose::Notice as u64).with(notice.key).with(self.asset_key(asset))
    }

    /// Outsiders may notice a hold.
    pub(super) fn outsiders_notice(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        for (index, notice) in self.notices_of(asset) {
            if let Informant::Outside { probability } = notice.informant {
                let key = self.notice_key(notice, campaign, asset);
                if key.chance(probability) {
                    self.tell_team(index, campaign, asset, TechniqueIdx::NONE, key);
                }
            }
        }
    }

    /// Users see that an asset does not serve them any more.
    pub(super) fn users_see_outage(&mut self, campaign: CampaignIdx, asset: AssetIdx, attempt: Key) {
        let users = self.model.network.group(asset).users;
        for (index, notice) in self.notices_of(asset) {
            if let Informant::Users { probability } = notice.informant {
                let anybody = 1.0 - libm::pow(1.0 - probability, f64::from(users));
                let key = self.outage_key(notice, attempt, asset);
                if key.chance(anybody) {
                    self.tell_team(index, campaign, asset, TechniqueIdx::NONE, key);
                }
            }
        }
    }

    /// The adversary leaves a note on what it has encrypted.
    pub(super) fn ransom_note(&mut self, campaign: CampaignIdx, asset: AssetIdx, attempt: Key) {
        for (index, notice) in self.notices_of(asset) {
            if notice.informant == Informant::Adversary {
                let key = self.outage_key(notice, attempt, asset);
                self.tell_team(index, campaign, asset, TechniqueIdx::NONE, key);
            }
        }
    }

    /// The level of a function, as it looks from outside, is now this.
    pub(super) fn function_looks(&mut self, function: FunctionIdx, level: f64) {
        let model = self.model;
        for index in NoticeIdx::all(model.notices.len()) {
            let notice = &model.notices[index.at()];
            let Informant::Failure { function: of, below } = notice.informant else { continue };
            if of != function {
                continue;
            }
            let (was_fallen, falls) = self.notices.fallen[index.at()];
            if was_fallen == (level < below) {
                continue;
            }
            self.notices.fallen[index.at()] = (!was_fallen, falls + u32::from(!was_fallen));
            if !was_fallen {
                let key = self.draw(Purpose::Notice).with(notice.key).with(u64::from(falls));
                let assets = model.functions[function.at()].assets.iter();
                let (campaign, asset) = assets
                    .map(|asset| (self.impaired_by(asset), asset))
                    .find(|(campaign, _)| campaign.is_some())
                    .unwrap_or((CampaignIdx::NONE, AssetIdx::NONE));
                self.tell_team(index, campaign, asset, TechniqueIdx::NONE, key);
            }
        }
    }

    fn tell_team(
        &mut self,
        index: NoticeIdx,
        campaign: CampaignIdx,
        asset: AssetIdx,
        technique: TechniqueIdx,
        key: Key,
    ) {
        let &Notice { team, severity, ref delay, .. } = &self.model.notices[index.at()];
        let alert = Alert { team, asset, campaign, technique, ticket: false, severity, key };
        let delay = delay.sample(key.with(Purpose::Delay as u64));
        let number = self.notices.under_way.insert((alert, index));
        self.schedule_in(delay, index.0, Event::Notice(number));
    }

    /// A team is told.
    pub(super) fn notice_arrives(&mut self, number: u32) {
        let (alert, index) = self.notices.under_way.remove(number);
        let notice = &self.model.notices[index.at()];
        let outside = matches!(notice.informant, Informant::Outside { .. });
        let stands = !outside || self.hold(alert.campaign, alert.asset).is_some();
        if stands {
            self.raise(alert, SensorIdx::NONE, index);
        }
        self.mark(Mark::Notice, notice.key, self.asset_key(alert.asset), u64::from(stands));
    }
}
