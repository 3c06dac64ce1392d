//! Judging attempts: whether one succeeds, what stops it, and whether that was a defence.
//!
//! **Invariant:** nothing here changes the state; the first obstacle found is the verdict.

use super::Worker;
use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::paths::{Way, lets_through, members, offers};
use super::trace::Verdict;
use crate::kernel::Key;
use crate::model::*;

/// The verdict on an attempt, and whether a defence was the reason.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judgement {
    pub verdict: Verdict,
    pub prevented: bool,
}

impl Judgement {
    const fn plain(verdict: Verdict) -> Judgement {
        Judgement { verdict, prevented: false }
    }

    const fn prevented(verdict: Verdict) -> Judgement {
        Judgement { verdict, prevented: true }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Judges an attempt on the state of this moment, at its end.
    pub(super) fn judge(
        &mut self,
        campaign: CampaignIdx,
        technique: &Technique,
        attempt: &Attempt,
    ) -> Judgement {
        let &Attempt { by, source, target, key } = attempt;
        let at_supplier = technique.action == Action::Supply && !target.is_some();
        if !target.is_some() && !at_supplier {
            return Judgement::plain(Verdict::NotOffered);
        }
        // The source of a spread acts when its attempt begins.
        let acts = match by {
            By::InstantContact => !technique.admin,
            By::Pressure { .. } => !technique.admin && technique.time.is_zero(),
            By::Operator(_) | By::Mail(_) | By::Delivery(_) | By::Contact(_) => false,
        };
        if !acts && let Some(obstacle) = self.source_obstacle(campaign, technique, source) {
            return obstacle;
        }
        let obstacle = match technique.action {
            Action::Phish => self.mail_obstacle(campaign, technique, source, target),
            Action::Move | Action::Exploit if source == target => None,
            Action::Exploit | Action::Move => self.target_obstacle(campaign, technique, by, source, target),
            Action::Exfiltrate => self.exfiltration_obstacle(technique, source),
            Action::Plug => self.medium_obstacle(campaign, technique, target),
            Action::Supply if at_supplier => None,
            Action::Supply => self.delivery_obstacle(campaign, by, target),
            Action::Discover if source != target => None,
            Action::Impair(Impairment::Deny) if source != target => {
                self.denial_obstacle(technique, source, target)
            }
            Action::Escalate
            | Action::TakeCredentials
            | Action::Discover
            | Action::Persist
            | Action::Impair(_) => self.weakness_obstacle(technique, source),
        };
        if let Some(obstacle) = obstacle {
            return obstacle;
        }
        if at_supplier {
            return chance(technique.success, key);
        }
        let owner = self.model.network.group(target).owner;
        if technique.knowledge && !self.attack.knows(campaign, owner) {
            return Judgement::plain(Verdict::NotKnown);
        }
        let blocked = self.blocks(owner, campaign);
        if blocked > 0.0 && key.with(Purpose::Block as u64).chance(blocked * technique.indicator_block) {
            return Judgement::prevented(Verdict::Blocked);
        }
        // Who took the supplier needs no more luck: its customers trust what it delivers.
        if technique.action == Action::Supply {
            return Judgement::plain(Verdict::Succeeded);
        }
        chance(technique.success_against(self.model.organisations[owner.at()].profile), key)
    }

    fn source_obstacle(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
    ) -> Option<Judgement> {
        if !source.is_some() {
            // From the internet the adversary is its own administrator, but has no foothold to act on.
            let needs_foothold = !technique.action.comes_from_outside() && technique.action != Action::Move;
            return needs_foothold.then_some(Judgement::plain(Verdict::SourceLost));
        }
        match self.hold(campaign, source) {
            None => Some(Judgement::prevented(Verdict::SourceLost)),
            Some(_) if self.holds.isolated(source) => Some(Judgement::prevented(Verdict::SourceLost)),
            Some(_) if self.holds.cut_off(source) => Some(Judgement::plain(Verdict::SourceLost)),
            Some(hold) if technique.admin && !hold.admin => Some(Judgement::plain(Verdict::SourceLost)),
            Some(_) => None,
        }
    }

    fn target_obstacle(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        by: By,
        source: AssetIdx,
        target: AssetIdx,
    ) -> Option<Judgement> {
        if !self.eligible(campaign, target) {
            return Some(Judgement::plain(Verdict::NotEligible));
        }
        // A contact follows an edge, and those are never closed.
        let along_edge = matches!(by, By::Contact(_) | By::InstantContact);
        match if along_edge { Way::Open } else { self.way(source, target, technique.service) } {
            Way::Open => {}
            Way::Closed => return Some(Judgement::prevented(Verdict::NoWay)),
            Way::Missing => return Some(Judgement::plain(Verdict::NoWay)),
        }
        if let Some(obstacle) = self.gone(target) {
            return Some(obstacle);
        }
        let group = self.model.network.group(target);
        if !offers(technique, group) {
            return Some(Judgement::plain(Verdict::NotOffered));
        }
        if let Some(obstacle) = self.weakness_obstacle(technique, target) {
            return Some(obstacle);
        }
        if !technique.credential || self.has_credential(campaign, group, true) {
            return None;
        }
        match self.has_credential(campaign, group, false) {
            true => Some(Judgement::prevented(Verdict::NoCredential)),
            false => Some(Judgement::plain(Verdict::NoCredential)),
        }
    }

    /// Nothing can be done by a weakness that the asset has not; only a patch is a defence.
    fn weakness_obstacle(&self, technique: &Technique, asset: AssetIdx) -> Option<Judgement> {
        match (self.weak_to(technique, asset), self.weaknesses.patched(asset) & technique.weakness) {
            (true, _) => None,
            (false, 0) => Some(Judgement::plain(Verdict::NotOffered)),
            (false, _) => Some(Judgement::prevented(Verdict::NotOffered)),
        }
    }

    /// Nothing can be done to an asset that is cut off; only isolation is a defence.
    fn gone(&self, target: AssetIdx) -> Option<Judgement> {
        match (self.holds.isolated(target), self.holds.cut_off(target)) {
            (true, _) => Some(Judgement::prevented(Verdict::TargetGone)),
            (false, true) => Some(Judgement::plain(Verdict::TargetGone)),
            (false, false) => None,
        }
    }

    /// Mail needs a user at the target and a mail service of the target's organisation that is up and can be reached.
    fn mail_obstacle(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        target: AssetIdx,
    ) -> Option<Judgement> {
        if !self.eligible(campaign, target) {
            return Some(Judgement::plain(Verdict::NotEligible));
        }
        let network = &self.model.network;
        let group = network.group(target);
        if let Some(obstacle) = self.gone(target) {
            return Some(obstacle);
        }
        if group.users == 0 {
            return Some(Judgement::plain(Verdict::NotOffered));
        }
        if technique.service == 0 {
            return None;
        }
        let mail =
            self.model.organisations[group.owner.at()].mail.iter().map(|mail| &network.groups[mail.at()]);
        let mut way = Way::Missing;
        for mail in mail.filter(|mail| mail.services & technique.service != 0) {
            for asset in members(mail).filter(|&asset| self.holds.up(asset)) {
                match self.way(source, asset, technique.service) {
                    Way::Open => return None,
                    Way::Closed => way = Way::Closed,
                    Way::Missing => {}
                }
                if network.zones[mail.zone.at()].inside != Inside::Edges {
                    // Every member of the group is reached the same way.
                    break;
                }
            }
        }
        Some(match way {
            Way::Closed => Judgement::prevented(Verdict::NoWay),
            _ => Judgement::plain(Verdict::NoWay),
        })
    }

    /// A storage medium needs a user who plugs it in, and a machine that falls for it; no way through any network.
    fn medium_obstacle(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        target: AssetIdx,
    ) -> Option<Judgement> {
        if !self.eligible(campaign, target) {
            return Some(Judgement::plain(Verdict::NotEligible));
        }
        if !self.holds.up(target) {
            return Some(Judgement { verdict: Verdict::TargetGone, prevented: self.holds.isolated(target) });
        }
        if self.model.network.group(target).users == 0 {
            return Some(Judgement::plain(Verdict::NotOffered));
        }
        self.weakness_obstacle(technique, target)
    }

    /// A customer fetches its delivery, over whatever way it has, if it is in service.
    /// While the supplier is down it delivers nothing.
    fn delivery_obstacle(&mut self, campaign: CampaignIdx, by: By, target: AssetIdx) -> Option<Judgement> {
        if let By::Delivery(token) = by
            && self.supplier_is_down(token)
        {
            return Some(Judgement::plain(Verdict::NoWay));
        }
        if !self.eligible(campaign, target) {
            return Some(Judgement::plain(Verdict::NotEligible));
        }
        let gone = Judgement { verdict: Verdict::TargetGone, prevented: self.holds.isolated(target) };
        (!self.holds.up(target)).then_some(gone)
    }

    /// A service can be denied where it is offered, can be reached, and is up.
    pub(super) fn denial_obstacle(
        &self,
        technique: &Technique,
        source: AssetIdx,
        target: AssetIdx,
    ) -> Option<Judgement> {
        match self.way(source, target, technique.service) {
            Way::Open => {}
            Way::Closed => return Some(Judgement::prevented(Verdict::NoWay)),
            Way::Missing => return Some(Judgement::plain(Verdict::NoWay)),
        }
        if !self.holds.up(target) {
            return Some(Judgement { verdict: Verdict::TargetGone, prevented: self.holds.isolated(target) });
        }
        if !offers(technique, self.model.network.group(target)) {
            return Some(Judgement::plain(Verdict::NotOffered));
        }
        self.weakness_obstacle(technique, target)
    }

    /// Data leave over open links where the technique moves traffic, else over a link to the internet where it needs a
    /// service, and unseen otherwise.
    fn exfiltration_obstacle(&mut self, technique: &Technique, source: AssetIdx) -> Option<Judgement> {
        if technique.traffic > 0.0 {
            let is_open = self.way_out(source, technique.service, false).is_some();
            let was_open = is_open || self.way_out(source, technique.service, true).is_some();
            return match (is_open, was_open) {
                (true, _) => None,
                (false, true) => Some(Judgement::prevented(Verdict::NoWay)),
                (false, false) => Some(Judgement::plain(Verdict::NoWay)),
            };
        }
        if technique.service == 0 {
            return None;
        }
        let network = &self.model.network;
        let out = network.link(network.zone_of(source), Network::INTERNET);
        match out.filter(|&link| lets_through(&network.links[link.at()], technique.service)) {
            Some(link) if self.holds.open(link) => None,
            Some(link) if self.holds.blocked(link) => Some(Judgement::prevented(Verdict::NoWay)),
            _ => Some(Judgement::plain(Verdict::NoWay)),
        }
    }
}

fn chance(success: f64, key: Key) -> Judgement {
    match key.with(Purpose::Success as u64).chance(success) {
        true => Judgement::plain(Verdict::Succeeded),
        false => Judgement::plain(Verdict::Failed),
    }
}
