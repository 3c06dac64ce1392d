//! Which key each draw has: the table that keeps common random numbers common.
//!
//! A draw is a function of the replication and of the names of what meets in it, never of when or in which order it is
//! drawn. So adding an asset, or changing one team's staffing, leaves every other draw as it was.
//!
//! | draw | key |
//! |---|---|
//! | attempt | campaign, step or spread, source, target, ordinals of the source's hold and of the target's last one, attempt number (and how many tokens of the step came from the same foothold before) |
//! | detection | the attempt's key, sensor |
//! | triage | the alert's key |
//! | false alarm | sensor, k-th |
//! | sweep | sensor, k-th, campaign, asset |
//! | notice | of a letter: the attempt's key, notice; of an outage: the attempt's key, notice, asset; of a hold: notice, campaign, asset, ordinal of the hold; of a function: notice, k-th fall |
//! | scan that hits nothing | sensor, campaign, spread, asset, ordinal of its hold, k-th |
//! | phase | team, campaign, ordinal of the incident, phase, pass (of an asset: ordinal of its hold), asset; of a false incident its alert's key takes the place of campaign and ordinal, of an unrelated one its own, and the number of its asset that of pass and asset |
//! | unrelated incident | team, k-th |
//! | report | channel, incident, recipient (and between incident and channel the team that passes it on); of its release and its sanitising: without the recipient |
//! | report on the situation | team, campaign, ordinal of the incident, phase, k-th; then its writing, or as any report; of its fusing also the centre |
//! | warning | its number, campaign, organisation |
//! | hunt | team, campaign; of an asset also the asset, ordinal of the hold |
//! | report that the law asks for | organisation, obligation, campaign, deadline |
//! | request for help | incident, phase, offer; of the travel also whether it is the one back |
//! | request on its way | incident, phase, offer, channel; of its loss and delay also how often it was sent before |
//! | investigation | investigation, campaign; of what is kept as evidence also the asset, how often it was taken |
//! | advised patch | campaign, asset |
//! | absence | pool, number of the seat, which shift since the start of the run |
//! | inject | its number (of a further effect also which); then its delay, its controller's time, what its staff learns late, k-th ticket, or asset that is patched |
//! | threshold of pressure | campaign, spread, target, ordinal of its last hold, attempt number |
//! | fault and repair | kind of thing, thing, how often it failed before |
//! | notice of a loss | campaign, ordinal of the loss; of the pause that follows: campaign, ordinal of the pause |
//! | delivery | campaign, step, supplier, how often the step was started before, asset |
//! | survival of an eradication | campaign, asset, ordinal of the hold |
//! | length of a crisis | crisis, how often it has begun |
//! | what a crisis brings | crisis, what, to whom, how often it has begun, k-th |
//! | choice among members | the member with the least key of campaign, step, source, attempt number, member |
//!
//! Both ordinals are needed: a source that is lost and taken again must not repeat its delays, and neither must one
//! whose target is.
//!
//! **Invariant:** no key holds an index, an analyst, a variant or a design point.

use super::Worker;
use crate::kernel::Key;
use crate::model::*;

/// What a draw is for; the first part of every key.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub enum Purpose {
    /// Everything about one attempt.
    Attempt = 1,
    /// How long it takes.
    Time,
    /// Whether it succeeds.
    Success,
    /// Whether blocked indicators stop it.
    Block,
    /// Whether a sensor sees it.
    Detection,
    /// How long something is under way.
    Delay,
    /// The verdict of a triage.
    Verdict,
    /// The k-th false alarm of a sensor.
    FalseAlarm,
    /// How grave a false alarm looks.
    Severity,
    /// A phase of a playbook.
    Phase,
    /// Whether a pass finds an asset.
    Find,
    /// A report.
    Report,
    /// How long its release takes.
    Release,
    /// Whether it is lost.
    Loss,
    /// How long it takes to read.
    Reading,
    /// A choice among members.
    Choice,
    /// The delay of a contact.
    Contact,
    /// A threshold of pressure.
    Threshold,
    /// Which source pressure came from.
    Source,
    /// How long a source is active.
    Active,
    /// The delay, a ticket, an alert or a patch of an inject.
    Inject,
    /// How long a thing works until it fails.
    Fault,
    /// How long its repair takes.
    Repair,
    /// Whether a seat is absent for a shift.
    Absence,
    /// The k-th unrelated incident of a team.
    Unrelated,
    /// Whether a sweep finds a hold.
    Sweep,
    /// Whether somebody tells a team.
    Notice,
    /// A scan that hits nothing.
    Miss,
    /// How long a loss stays unnoticed.
    LossNotice,
    /// How long a campaign goes dark.
    Pause,
    /// A supplier's poisoned delivery.
    Delivery,
    /// Whether a hold survives an eradication.
    Survival,
    /// How long an impairment lasts that ends by itself.
    Lasting,
    /// Whether the release of a report is refused.
    Refusal,
    /// How a report is freed of what is classified.
    Sanitising,
    /// Whether indicators are wrong.
    Wrong,
    /// A hunt for what was held before.
    Hunt,
    /// A patch that was advised.
    Advice,
    /// A request for help.
    Help,
    /// How long experts travel.
    Travel,
    /// How long a backup lasts.
    Backup,
    /// How long a function takes to recover.
    Recovery,
    /// How long a cable is whole until it breaks.
    Cable,
    /// How long a crisis lasts.
    Crisis,
    /// What a crisis brings.
    Strain,
    /// An investigation of a campaign.
    Investigation,
    /// How long a report takes that the law asks for.
    Duty,
    /// How long a staff takes to learn of another.
    Coordination,
    /// How long a report takes to be fused.
    Fusing,
    /// A warning: when it is read, and whether it is heeded.
    Warning,
    /// A request for help on its way.
    Request,
}

/// The part that stands for "nobody" or "from the internet" where a key expects a name.
const NOBODY: u64 = 0;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// The root of all draws for one purpose.
    #[inline]
    pub(super) fn draw(&self, purpose: Purpose) -> Key {
        self.key.with(purpose as u64)
    }

    /// The name key of an asset, or of the internet.
    #[inline]
    pub(super) fn asset_key(&self, asset: AssetIdx) -> u64 {
        if asset.is_some() { self.model.network.asset_key(asset) } else { NOBODY }
    }

    /// The name key of a campaign, or of none.
    #[inline]
    pub(super) fn campaign_key(&self, campaign: CampaignIdx) -> u64 {
        if campaign.is_some() { self.model.campaigns[campaign.at()].key } else { NOBODY }
    }

    /// The key of an attempt. `by` is the name key of its step or spread.
    #[inline]
    pub(super) fn attempt_key(
        &self,
        campaign: CampaignIdx,
        by: u64,
        source: AssetIdx,
        target: AssetIdx,
        number: u64,
    ) -> Key {
        self.draw(Purpose::Attempt)
            .with(self.campaign_key(campaign))
            .with(by)
            .with(self.asset_key(source))
            .with(self.asset_key(target))
            .with(u64::from(self.ordinal(campaign, source)) << 32 | u64::from(self.ordinal(campaign, target)))
            .with(number)
    }

    /// The member with the least key.
    pub(super) fn choose(&self, key: Key, members: impl Iterator<Item = AssetIdx>) -> Option<AssetIdx> {
        members.min_by_key(|&member| key.with(self.asset_key(member)))
    }
}
