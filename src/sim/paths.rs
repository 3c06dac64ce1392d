//! What an adversary can do next: judging attempts, and ways through the network.
//!
//! **Invariant:** nothing here changes the state.

use super::Worker;
use super::draws::Purpose;
use super::trace::Verdict;
use crate::kernel::Key;
use crate::model::*;

/// Whether one asset can reach another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    /// There is one, but a defence has closed it.
    Closed,
    Missing,
}

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
        key: Key,
        source: AssetIdx,
        target: AssetIdx,
    ) -> Judgement {
        if !target.is_some() {
            return Judgement::plain(Verdict::NotOffered);
        }
        if let Some(obstacle) = self.source_obstacle(campaign, technique, source) {
            return obstacle;
        }
        let obstacle = match technique.action {
            Action::Phish => self.mail_obstacle(campaign, technique, source, target),
            Action::Move if source == target => None,
            Action::Exploit | Action::Move => self.target_obstacle(campaign, technique, source, target),
            Action::Exfiltrate => self.exfiltration_obstacle(technique, source),
            Action::Escalate | Action::TakeCredentials | Action::Impair(_) => {
                self.weakness_obstacle(technique, source)
            }
        };
        if let Some(obstacle) = obstacle {
            return obstacle;
        }
        let owner = self.model.network.group(target).owner;
        if self.blocks_indicators(owner, campaign)
            && key.with(Purpose::Block as u64).chance(technique.indicator_block)
        {
            return Judgement::prevented(Verdict::Blocked);
        }
        let success = technique.success_against(self.model.organisations[owner.at()].profile);
        match key.with(Purpose::Success as u64).chance(success) {
            true => Judgement::plain(Verdict::Succeeded),
            false => Judgement::plain(Verdict::Failed),
        }
    }

    fn source_obstacle(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
    ) -> Option<Judgement> {
        if !source.is_some() {
            // From the internet the adversary is its own administrator, but has no foothold to act on.
            let needs_foothold = !matches!(technique.action, Action::Phish | Action::Exploit | Action::Move);
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
        source: AssetIdx,
        target: AssetIdx,
    ) -> Option<Judgement> {
        if !self.eligible(campaign, target) {
            return Some(Judgement::plain(Verdict::NotEligible));
        }
        match self.way(source, target, technique.service) {
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

    /// Whether the campaign has a credential that the group accepts and, if `working`, that still opens anything.
    fn has_credential(&self, campaign: CampaignIdx, group: &Group, working: bool) -> bool {
        group.accepts.iter().any(|&credential| {
            self.attack.has(campaign, credential) && (!working || self.holds.works(credential))
        })
    }

    /// The way from an asset (none: the internet) to another.
    fn way(&self, source: AssetIdx, target: AssetIdx, service: u64) -> Way {
        let network = &self.model.network;
        let to = network.zone_of(target);
        let from = if source.is_some() { network.zone_of(source) } else { Network::INTERNET };
        if from == to {
            let joined = match network.zones[to.at()].inside {
                Inside::Mesh => true,
                Inside::Isolated => false,
                Inside::Edges => network.edges.of(source).binary_search(&target).is_ok(),
            };
            return if joined { Way::Open } else { Way::Missing };
        }
        match network.link(from, to).filter(|&link| lets_through(&network.links[link.at()], service)) {
            Some(link) if self.holds.open(link) => Way::Open,
            Some(link) if self.holds.blocked(link) => Way::Closed,
            _ => Way::Missing,
        }
    }

    /// Whether the campaign could take the target, given a way and what its technique needs.
    fn takeable(&self, campaign: CampaignIdx, target: AssetIdx) -> bool {
        self.eligible(campaign, target) && !self.holds.cut_off(target)
    }

    /// Calls `visit` with every asset that the campaign could take with the technique from `source` in one hop; with
    /// `towards`, of a zone without edges only with the first and with the first of these: for a way they stand for the
    /// others, which are reached alike and lead on alike.
    pub(super) fn each_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        towards: Option<&AssetSet>,
        mut visit: impl FnMut(AssetIdx),
    ) {
        let network = &self.model.network;
        let from = if source.is_some() { network.zone_of(source) } else { Network::INTERNET };
        let zone = &network.zones[from.at()];
        let fits = |group: &Group| {
            offers(technique, group) && (!technique.credential || self.has_credential(campaign, group, true))
        };
        let mut whole_zone = |zone: &Zone| {
            for group in
                zone.groups.iter().map(|group| &network.groups[group.at()]).filter(|group| fits(group))
            {
                let free =
                    |&asset: &AssetIdx| self.takeable(campaign, asset) && self.weak_to(technique, asset);
                let mut takeable = members(group).filter(free);
                match towards.filter(|_| zone.inside != Inside::Edges) {
                    None => takeable.for_each(&mut visit),
                    Some(targets) => {
                        let first_target = targets.within(group.first, group.count).find(free);
                        takeable.next().into_iter().chain(first_target).for_each(&mut visit);
                    }
                }
            }
        };
        for &link in &zone.links {
            let way = &network.links[link.at()];
            if self.holds.open(link) && lets_through(way, technique.service) {
                whole_zone(&network.zones[way.to.at()]);
            }
        }
        match zone.inside {
            Inside::Mesh => whole_zone(zone),
            Inside::Isolated => {}
            Inside::Edges if !source.is_some() => {}
            Inside::Edges => {
                for &asset in network.edges.of(source) {
                    if self.takeable(campaign, asset)
                        && fits(network.group(asset))
                        && self.weak_to(technique, asset)
                    {
                        visit(asset);
                    }
                }
            }
        }
    }

    /// A legal next hop from `source`, among `targets` if there are any: the one with the least key.
    pub(super) fn random_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        targets: Option<&AssetSet>,
        key: Key,
    ) -> Option<AssetIdx> {
        let mut best: Option<(Key, AssetIdx)> = None;
        self.each_hop(campaign, technique, source, None, |asset| {
            if targets.is_none_or(|targets| targets.contains(asset)) {
                let candidate = (key.with(self.asset_key(asset)), asset);
                best = Some(best.map_or(candidate, |best| best.min(candidate)));
            }
        });
        best.map(|best| best.1)
    }

    /// A target that the campaign holds already where the foothold is: the one with the least index.
    pub(super) fn arrived(
        &self,
        campaign: CampaignIdx,
        foothold: AssetIdx,
        targets: &AssetSet,
    ) -> Option<AssetIdx> {
        self.held_around(campaign, foothold).filter(|&asset| targets.contains(asset)).min()
    }

    /// What the campaign can act from in the foothold's organisation; without a foothold, anywhere.
    pub(super) fn held_around(
        &self,
        campaign: CampaignIdx,
        foothold: AssetIdx,
    ) -> impl Iterator<Item = AssetIdx> + '_ {
        let network = &self.model.network;
        let here = foothold.is_some().then(|| network.group(foothold).owner);
        let around = move |asset: AssetIdx| here.is_none_or(|here| network.group(asset).owner == here);
        let holds = self.holds.records().iter().filter(move |hold| hold.campaign == campaign);
        holds.map(|hold| hold.asset).filter(move |&asset| around(asset) && self.acts(campaign, asset))
    }
}

/// The members of a group.
pub(super) fn members(group: &Group) -> impl Iterator<Item = AssetIdx> + use<> {
    (group.first.0..group.first.0 + group.count).map(AssetIdx)
}

/// Whether the members of a group have what the technique needs of a target, or may come to have it: see
/// [`Worker::weak_to`].
pub(super) fn offers(technique: &Technique, group: &Group) -> bool {
    (technique.service == 0 || group.services & technique.service != 0)
        && (technique.weakness == 0 || group.possible_weaknesses() & technique.weakness != 0)
}

/// Whether a link lets a service through; 0 stands for any.
pub(super) fn lets_through(link: &Link, service: u64) -> bool {
    service == 0 || link.allow & service != 0
}
