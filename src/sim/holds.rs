//! Who holds which asset.
//!
//! The state that attack and response meet in, with [`super::service`] (which assets are cut off or out of service) and
//! [`super::links`]. A hold belongs to one campaign and one asset; its record stays when the hold ends, so that the next
//! hold of the same asset has the next ordinal. An asset that is cut off is still held, but neither acts nor is reached.
//! An asset is affected from its hold until it is back.
//!
//! **Invariant:** for every (responder, campaign), `loose` counts the held and not isolated assets and `affected` the
//! affected ones among what the responder protects; only assets in `touched` differ from their state at the start.

use super::draws::Purpose;
use super::impairments::Impairments;
use super::standing::Standing;
use super::{Happening, Milestone, Signal, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// The state of all assets.
#[derive(Debug)]
pub(super) struct Holds {
    /// First record on each asset, one a campaign; `NONE` for none.
    pub(super) first: Vec<u32>,
    /// What the records on each asset come to, in a byte: most of what is asked of an asset needs no more.
    pub(super) standing: Vec<Standing>,
    /// What is the matter with each asset: see [`super::service`].
    pub(super) flags: Vec<u16>,
    pub(super) touched: Vec<AssetIdx>,
    pub(super) records: Vec<Hold>,
    /// What closes each link: see [`super::links`].
    pub(super) closed_links: Vec<u8>,
    pub(super) any_link_closed: bool,
    disabled: Vec<bool>,
    pub(super) impairments: Impairments,
}

/// One campaign's dealings with one asset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hold {
    pub asset: AssetIdx,
    pub campaign: CampaignIdx,
    /// When the present hold began.
    pub since: SimTime,
    /// How often the campaign came to act from it so far: draws are told apart by it.
    pub ordinal: u32,
    /// How often the campaign took it, or had it left: what a response has to deal with anew.
    pub taken: u32,
    pub state: HoldState,
    /// Whether the access is an administrator's.
    pub admin: bool,
    /// Whether the asset is not back yet.
    pub affected: bool,
    /// Probability that it survives an eradication: what the campaign has dug in with.
    pub survives: f64,
    /// Whether it ended by itself.
    pub faded: bool,
    /// The next campaign's record on the same asset; `NONE` for none.
    pub(super) next: u32,
}

/// Whether a campaign holds an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HoldState {
    /// It does.
    Held,
    /// It did.
    Free,
    /// It did and never can again.
    Immune,
}

pub(super) const NONE: u32 = u32::MAX;
/// Of an asset's flags: its state is not that of the start any more.
pub(super) const TOUCHED: u16 = 1;

impl Holds {
    pub(super) fn new(model: &Model) -> Holds {
        let assets = model.network.group_of.len();
        Holds {
            first: vec![NONE; assets],
            standing: vec![Standing::UNTOUCHED; assets],
            flags: vec![0; assets],
            touched: Vec::new(),
            records: Vec::new(),
            closed_links: vec![0; model.network.links.len()],
            any_link_closed: false,
            disabled: vec![false; model.network.credentials as usize],
            impairments: Impairments::new(model),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.touched) + size_of_val(&*self.records) + self.impairments.bytes()
    }

    pub(super) fn reset(&mut self) {
        // Where much was touched it is quicker to clear everything than to look for what was.
        if self.touched.len() > self.first.len() / 8 {
            self.first.fill(NONE);
            self.standing.fill(Standing::UNTOUCHED);
            self.flags.fill(0);
            self.impairments.clear();
            self.touched.clear();
        }
        for asset in self.touched.drain(..) {
            self.first[asset.at()] = NONE;
            self.standing[asset.at()] = Standing::UNTOUCHED;
            self.flags[asset.at()] = 0;
            self.impairments.forget(asset);
        }
        self.records.clear();
        self.disabled.fill(false);
        if self.any_link_closed {
            self.closed_links.fill(0);
            self.any_link_closed = false;
        }
    }

    /// Every record, in the order of first holds.
    pub(super) fn records(&self) -> &[Hold] {
        &self.records
    }

    pub(super) fn touch(&mut self, asset: AssetIdx) {
        if self.flags[asset.at()] & TOUCHED == 0 {
            self.flags[asset.at()] |= TOUCHED;
            self.touched.push(asset);
        }
    }

    /// Every asset whose state is or was another than at the start.
    pub(super) fn touched(&self) -> &[AssetIdx] {
        &self.touched
    }

    /// Whether a credential still opens anything.
    pub(super) fn works(&self, credential: CredentialIdx) -> bool {
        !self.disabled[credential.at()]
    }

    pub(super) fn disable(&mut self, credential: CredentialIdx) {
        self.disabled[credential.at()] = true;
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// How often the campaign took the asset, or had it left, so far.
    pub(super) fn taken(&self, campaign: CampaignIdx, asset: AssetIdx) -> u32 {
        self.holds.find(campaign, asset).map_or(0, |hold| self.holds.records[hold as usize].taken)
    }

    /// How often the campaign came to act from the asset so far.
    #[inline]
    pub(super) fn ordinal(&self, campaign: CampaignIdx, asset: AssetIdx) -> u32 {
        if !asset.is_some() {
            return 0;
        }
        self.holds.find(campaign, asset).map_or(0, |hold| self.holds.records[hold as usize].ordinal)
    }

    /// The present hold of the campaign on the asset.
    pub(super) fn hold(&self, campaign: CampaignIdx, asset: AssetIdx) -> Option<&Hold> {
        let hold = &self.holds.records[self.holds.find(campaign, asset)? as usize];
        (hold.state == HoldState::Held).then_some(hold)
    }

    /// Whether the campaign holds the asset and can act from it.
    pub(super) fn acts(&self, campaign: CampaignIdx, asset: AssetIdx) -> bool {
        self.hold(campaign, asset).is_some() && !self.holds.cut_off(asset)
    }

    /// Whether the asset is held by the campaign, or was and is not back yet.
    pub(super) fn affected(&self, campaign: CampaignIdx, asset: AssetIdx) -> bool {
        campaign.is_some()
            && self.holds.find(campaign, asset).is_some_and(|hold| self.holds.records[hold as usize].affected)
    }

    /// Whether the asset is neither held by the campaign nor immune against it.
    pub(super) fn eligible(&self, campaign: CampaignIdx, asset: AssetIdx) -> bool {
        self.holds.eligible_since(campaign, asset).is_some()
    }

    /// The first campaign that holds the asset now.
    pub(super) fn holder(&self, asset: AssetIdx) -> CampaignIdx {
        if self.holds.untouched(asset) {
            return CampaignIdx::NONE;
        }
        CampaignIdx::all(self.model.campaigns.len())
            .find(|&campaign| self.hold(campaign, asset).is_some())
            .unwrap_or(CampaignIdx::NONE)
    }

    /// The campaign takes the asset, which must be eligible and not isolated.
    pub(super) fn take(&mut self, campaign: CampaignIdx, asset: AssetIdx, admin: bool) {
        debug_assert!(self.eligible(campaign, asset) && !self.holds.isolated(asset));
        let held_by_any = self.holder(asset).is_some();
        let never_held = self.holds.untouched(asset);
        let now = self.now;
        self.holds.touch(asset);
        let index = match self.holds.find(campaign, asset) {
            Some(index) => index,
            None => {
                let index = self.holds.records.len() as u32;
                self.holds.records.push(Hold {
                    asset,
                    campaign,
                    since: now,
                    ordinal: 0,
                    taken: 0,
                    state: HoldState::Free,
                    admin: false,
                    affected: false,
                    survives: 0.0,
                    faded: false,
                    next: self.holds.first[asset.at()],
                });
                self.holds.first[asset.at()] = index;
                index
            }
        };
        self.holds.standing[asset.at()] =
            if self.is_only_record(index) { Standing::closed_to(campaign) } else { Standing::LOOK };
        let hold = &mut self.holds.records[index as usize];
        let newly_affected = !hold.affected;
        hold.state = HoldState::Held;
        hold.since = now;
        hold.ordinal += 1;
        hold.taken += 1;
        hold.admin = admin;
        hold.faded = false;
        hold.survives = 0.0;
        hold.affected = true;
        let first_ever = hold.taken == 1;
        self.count_hold(campaign, held_by_any, first_ever, never_held);
        self.situation_changes(index, true);
        let first_of_organisation = self.count_response_hold(index, newly_affected);
        self.tell(Happening::Held { campaign, asset, first_of_organisation });
        self.outsiders_notice(campaign, asset);
        self.becomes_source(index);
    }

    /// Whether no other campaign has a record on the asset.
    fn is_only_record(&self, index: u32) -> bool {
        let hold = &self.holds.records[index as usize];
        hold.next == NONE && self.holds.first[hold.asset.at()] == index
    }

    fn count_hold(&mut self, campaign: CampaignIdx, held_by_any: bool, first_ever: bool, never_held: bool) {
        let ledger = &mut self.ledger;
        let own = &mut ledger.campaigns[campaign.at()];
        own.held += 1;
        own.peak = own.peak.max(own.held);
        own.total += u32::from(first_ever);
        if !held_by_any {
            ledger.held += 1;
            ledger.peak = ledger.peak.max(ledger.held);
        }
        ledger.total += u32::from(never_held);
        self.notice(Signal::HOLDS);
    }

    /// Counts a new hold with everyone who responds for the asset's owner; true when it is the first of any of them.
    fn count_response_hold(&mut self, index: u32, newly_affected: bool) -> bool {
        let Hold { campaign, asset, taken, .. } = self.holds.records[index as usize];
        let first_ever = taken == 1;
        let mut first = false;
        for &responder in self.responders_of(asset) {
            let place = self.response_index(responder, campaign);
            self.settle_response(place);
            let response = &mut self.ledger.responses[place];
            if response.origin == SimTime::MAX {
                response.origin = self.now;
                first = true;
            } else if first_ever && response.second_hold == SimTime::MAX {
                response.second_hold = self.now;
            }
            response.loose += 1;
            response.affected += u32::from(newly_affected);
            self.undo_milestone(place, Milestone::FinallyContained);
            self.undo_milestone(place, Milestone::Recovered);
        }
        self.notice(Signal::RESPONSES);
        first
    }

    /// The response takes the asset from the campaign, for which that is a loss unless it was cut off before. It stays
    /// affected until it is back, unless it never went out of service.
    pub(super) fn release(&mut self, campaign: CampaignIdx, asset: AssetIdx, state: HoldState) {
        let lost = self.hold(campaign, asset).is_some() && !self.holds.isolated(asset);
        self.end_hold(campaign, asset, state);
        if lost {
            self.loses(campaign);
        }
    }

    /// As [`Worker::release`], but what has dug in may survive, and then goes on as a new hold.
    pub(super) fn eradicate(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        if let Some(&Hold { survives, ordinal, .. }) = self.hold(campaign, asset) {
            let key = self.draw(Purpose::Survival).with(self.campaign_key(campaign));
            if key.with(self.asset_key(asset)).with(u64::from(ordinal)).chance(survives) {
                if let Some(index) = self.holds.find(campaign, asset).filter(|_| !self.holds.cut_off(asset)) {
                    self.stops_being_source(index);
                    self.holds.records[index as usize].taken += 1;
                    self.acts_again(index);
                }
                return self.tell(Happening::Survived { campaign, asset });
            }
        }
        self.release(campaign, asset, HoldState::Free);
    }

    /// The campaign's hold on the asset will survive an eradication with this probability.
    pub(super) fn digs_in(&mut self, campaign: CampaignIdx, asset: AssetIdx, survives: f64) {
        if let Some(index) = self.holds.find(campaign, asset) {
            let hold = &mut self.holds.records[index as usize];
            hold.survives = hold.survives.max(survives);
        }
    }

    fn end_hold(&mut self, campaign: CampaignIdx, asset: AssetIdx, state: HoldState) {
        let Some(index) = self.holds.find(campaign, asset) else { return };
        if self.holds.records[index as usize].state != HoldState::Held {
            return;
        }
        self.stops_being_source(index);
        self.holds.records[index as usize].state = state;
        if state == HoldState::Free {
            self.holds.standing[asset.at()] = Standing::LOOK;
        }
        self.ledger.campaigns[campaign.at()].held -= 1;
        if self.is_only_record(index) || !self.holder(asset).is_some() {
            self.ledger.held -= 1;
        }
        self.notice(Signal::HOLDS);
        self.situation_changes(index, false);
        self.tell(Happening::Released { campaign, asset });
        if !self.holds.isolated(asset) {
            self.no_longer_loose(index);
        }
        if state == HoldState::Free {
            self.becomes_target(campaign, asset);
        }
    }

    /// A held and not isolated asset is no longer one or the other.
    pub(super) fn no_longer_loose(&mut self, index: u32) {
        let hold = self.holds.records[index as usize];
        let dwell = self.now - hold.since;
        for &responder in self.responders_of(hold.asset) {
            let response = self.response_index(responder, hold.campaign);
            let ledger = &mut self.ledger.responses[response];
            ledger.dwells += 1;
            ledger.dwell_time += dwell;
            ledger.loose -= 1;
            if ledger.loose == 0 {
                self.reach(response, Milestone::Contained);
                self.reach(response, Milestone::FinallyContained);
            }
        }
    }

    pub(super) fn no_longer_affected(&mut self, index: u32) {
        let hold = &mut self.holds.records[index as usize];
        hold.affected = false;
        let hold = *hold;
        for &responder in self.responders_of(hold.asset) {
            let response = self.response_index(responder, hold.campaign);
            self.ledger.responses[response].affected -= 1;
            if self.ledger.responses[response].affected == 0 {
                self.reach(response, Milestone::Recovered);
            }
        }
    }

    /// A hold ended by itself (its active period is over): the asset is back at once, unless it is out of service.
    pub(super) fn release_by_itself(&mut self, campaign: CampaignIdx, asset: AssetIdx, state: HoldState) {
        self.end_hold(campaign, asset, state);
        let Some(index) = self.holds.find(campaign, asset) else { return };
        self.holds.records[index as usize].faded = true;
        if self.holds.up(asset) && self.holds.records[index as usize].affected {
            self.no_longer_affected(index);
        }
    }

    /// An asset serves again by itself: holds that had ended by themselves meanwhile are over now.
    pub(super) fn faded_holds_are_over(&mut self, asset: AssetIdx) {
        let mut at = self.holds.first[asset.at()];
        while at != NONE && self.holds.up(asset) {
            let hold = self.holds.records[at as usize];
            if hold.faded && hold.affected {
                self.no_longer_affected(at);
            }
            at = hold.next;
        }
    }

    /// The access of the campaign to the asset becomes an administrator's.
    pub(super) fn gains_admin(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        if let Some(index) = self.holds.find(campaign, asset) {
            self.holds.records[index as usize].admin = true;
        }
    }

    /// Holds still loose at the end dwell up to then.
    pub(super) fn settle_dwells(&mut self) {
        for index in 0..self.holds.records.len() {
            let hold = self.holds.records[index];
            if hold.state == HoldState::Held && !self.holds.isolated(hold.asset) {
                for &responder in self.responders_of(hold.asset) {
                    let response = self.response_index(responder, hold.campaign);
                    self.ledger.responses[response].dwells += 1;
                    self.ledger.responses[response].dwell_time += self.now - hold.since;
                }
            }
        }
    }
}
