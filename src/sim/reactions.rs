//! What an adversary does about its losses.
//!
//! A loss is an asset of the campaign that the response isolates, or takes away while it is not isolated; an active
//! period that ends by itself is none. The campaign notices it after a while and reacts:
//!
//! - `GoDark`: from then on nothing of it goes on. Attempts and contact delays under way pause, pressure is 0, no step
//!   starts; afterwards all goes on where it was. Each loss is noticed, and one noticed in a pause begins it anew, so
//!   that it never ends earlier than it would have.
//! - `Hurry`: attempts and contact delays that begin later take less time, those delays that are under way have as much
//!   less left, and pressure rises as much. Once only.
//! - `Return`: its first steps start again, with draws of their own.
//! - `Abort`: it never acts again. What it holds it keeps, for somebody to find.
//!
//! But for `GoDark` a loss before the last one was noticed is noticed with it.
//!
//! A pause costs nothing while it lasts: a campaign has a clock of its own, which stands still in pauses, and what is
//! under way remembers when it is due by that clock. An end that comes too early by it is put off.
//!
//! **Invariant:** a campaign's own clock never runs back, and never ahead of time.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Reaction, Worker};
use crate::kernel::{Distribution, SimDuration, SimTime};
use crate::model::*;

/// How a campaign goes about its work by now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conduct {
    losses: u32,
    pauses: u32,
    /// Whether a loss has not been noticed yet.
    notice_pending: bool,
    /// When the present pause began; `MAX` while there is none.
    dark_since: SimTime,
    /// When it ends; `MAX` for never.
    dark_until: SimTime,
    /// All pauses that are over.
    dark_before: SimDuration,
    /// How many times as fast as written it works by an inject's order.
    ordered: f64,
    /// How many times as fast as that by its own haste, which comes once.
    haste: f64,
}

impl Conduct {
    /// Before any loss.
    pub(super) const CALM: Conduct = Conduct {
        losses: 0,
        pauses: 0,
        notice_pending: false,
        dark_since: SimTime::MAX,
        dark_until: SimTime::MAX,
        dark_before: SimDuration::ZERO,
        ordered: 1.0,
        haste: 1.0,
    };

    fn is_dark(&self) -> bool {
        self.dark_since != SimTime::MAX
    }

    fn pace(&self) -> f64 {
        self.ordered * self.haste
    }

    /// The campaign's own clock.
    fn clock(&self, now: SimTime) -> SimTime {
        let up_to = if self.is_dark() { self.dark_since } else { now };
        SimTime::ZERO + (up_to.since(SimTime::ZERO) - self.dark_before)
    }

    /// When work that is due by its own clock is done, if it does not pause again.
    fn time_of(&self, due: SimTime, now: SimTime) -> SimTime {
        let from = if self.is_dark() { self.dark_until } else { now };
        from + due.since(self.clock(now))
    }
}

/// What becomes of work whose end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// It is done.
    Done,
    /// It has paused, and is done then.
    Later(SimTime),
    /// It will never be done.
    Never,
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    fn conduct(&self, campaign: CampaignIdx) -> &Conduct {
        &self.attack.conduct[campaign.at()]
    }

    /// Whether the campaign does nothing at present.
    pub(super) fn is_dark(&self, campaign: CampaignIdx) -> bool {
        self.conduct(campaign).is_dark()
    }

    /// When its present pause ends; now, if there is none.
    pub(super) fn acts_from(&self, campaign: CampaignIdx) -> SimTime {
        let conduct = self.conduct(campaign);
        if conduct.is_dark() { conduct.dark_until } else { self.now }
    }

    /// What its rates are multiplied by.
    pub(super) fn pace(&self, campaign: CampaignIdx) -> f64 {
        self.conduct(campaign).pace()
    }

    /// What takes `time` at leisure takes this long by now.
    pub(super) fn hurried(&self, campaign: CampaignIdx, time: SimDuration) -> SimDuration {
        let pace = self.conduct(campaign).pace();
        if pace == 1.0 { time } else { SimDuration::rounded(time.micros() as f64 / pace) }
    }

    /// When work of so long is due by the campaign's clock, and when that is.
    pub(super) fn work(&self, campaign: CampaignIdx, time: SimDuration) -> (SimTime, SimTime) {
        let conduct = self.conduct(campaign);
        let due = conduct.clock(self.now) + time;
        (due, conduct.time_of(due, self.now))
    }

    /// Whether work is done that is due by the campaign's clock.
    pub(super) fn progress(&self, campaign: CampaignIdx, due: SimTime) -> Progress {
        let conduct = self.conduct(campaign);
        if due <= conduct.clock(self.now) {
            return Progress::Done;
        }
        match conduct.time_of(due, self.now) {
            SimTime::MAX => Progress::Never,
            at => Progress::Later(at),
        }
    }

    /// What is left of work by the campaign's clock, from now on done so much faster.
    pub(super) fn due_sooner(&self, campaign: CampaignIdx, due: SimTime, faster: f64) -> (SimTime, SimTime) {
        let left = due.since(self.conduct(campaign).clock(self.now));
        self.work(campaign, SimDuration::rounded(left.micros() as f64 / faster))
    }

    /// An inject says how many times as fast as written the campaign works.
    pub(super) fn is_hurried(&mut self, campaign: CampaignIdx, pace: f64) {
        let before = std::mem::replace(&mut self.attack.conduct[campaign.at()].ordered, pace);
        self.hurries(campaign, pace / before);
    }

    /// What is under way and what begins from now on is done so much faster.
    fn hurries(&mut self, campaign: CampaignIdx, faster: f64) {
        self.campaign_pressure_changes(campaign);
        self.contacts_hurry(campaign, faster);
    }

    /// The campaign never acts again.
    pub(super) fn stops(&mut self, campaign: CampaignIdx) {
        self.goes_dark(campaign, None);
    }

    /// The response took an asset from the campaign, which will notice.
    pub(super) fn loses(&mut self, campaign: CampaignIdx) {
        let written = &self.model.campaigns[campaign.at()];
        let after = match &written.on_loss {
            OnLoss::Continue => return,
            OnLoss::GoDark { after, .. }
            | OnLoss::Hurry { after, .. }
            | OnLoss::Return { after }
            | OnLoss::Abort { after } => after,
        };
        let every_loss = matches!(written.on_loss, OnLoss::GoDark { .. });
        let conduct = &mut self.attack.conduct[campaign.at()];
        conduct.losses += 1;
        let known = conduct.notice_pending && !every_loss;
        if known || conduct.haste != 1.0 || conduct.is_dark() && conduct.dark_until == SimTime::MAX {
            return;
        }
        conduct.notice_pending = true;
        let ordinal = u64::from(conduct.losses);
        let delay = after.sample(self.draw(Purpose::LossNotice).with(written.key).with(ordinal));
        self.schedule_in(delay, campaign.0, Event::LossNoticed(campaign));
    }

    /// A campaign notices a loss.
    pub(super) fn loss_noticed(&mut self, campaign: CampaignIdx) {
        let model = self.model;
        let written = &model.campaigns[campaign.at()];
        self.attack.conduct[campaign.at()].notice_pending = false;
        let reaction = match &written.on_loss {
            OnLoss::Continue => return,
            OnLoss::GoDark { .. } => Reaction::WentDark,
            OnLoss::Hurry { .. } => Reaction::Hurried,
            OnLoss::Return { .. } => Reaction::Returned,
            OnLoss::Abort { .. } => Reaction::Aborted,
        };
        self.mark(Mark::Reaction, written.key, 0, reaction as u64);
        self.tell(Happening::Reacted { campaign, reaction });
        match &written.on_loss {
            OnLoss::Continue => {}
            OnLoss::GoDark { lasts, .. } => self.goes_dark(campaign, Some(lasts)),
            OnLoss::Hurry { factor, .. } => {
                self.attack.conduct[campaign.at()].haste = *factor;
                self.hurries(campaign, *factor);
            }
            OnLoss::Return { .. } => self.starts_again(campaign),
            OnLoss::Abort { .. } => self.stops(campaign),
        }
    }

    /// Nothing of the campaign goes on, for a while or for good.
    fn goes_dark(&mut self, campaign: CampaignIdx, lasts: Option<&Distribution>) {
        let key = self.draw(Purpose::Pause).with(self.campaign_key(campaign));
        let (now, conduct) = (self.now, &mut self.attack.conduct[campaign.at()]);
        conduct.pauses += 1;
        let until = match lasts {
            Some(lasts) => now + lasts.sample(key.with(u64::from(conduct.pauses))),
            None => SimTime::MAX,
        };
        let begins = !conduct.is_dark();
        if begins {
            conduct.dark_since = now;
        }
        if begins || until > conduct.dark_until {
            conduct.dark_until = until;
            if until < SimTime::MAX {
                self.schedule(until, campaign.0, Event::PauseEnds(campaign));
            }
        }
        if begins {
            self.campaign_pressure_changes(campaign);
        }
    }

    /// A pause is over, unless it was begun anew.
    pub(super) fn pause_ends(&mut self, campaign: CampaignIdx) {
        let (now, conduct) = (self.now, &mut self.attack.conduct[campaign.at()]);
        if !conduct.is_dark() || conduct.dark_until != now {
            return;
        }
        conduct.dark_before += now - conduct.dark_since;
        (conduct.dark_since, conduct.dark_until) = (SimTime::MAX, SimTime::MAX);
        self.mark(Mark::Reaction, self.campaign_key(campaign), 0, Reaction::Resumed as u64);
        self.tell(Happening::Reacted { campaign, reaction: Reaction::Resumed });
        self.campaign_pressure_changes(campaign);
        self.assign_operators(campaign);
    }

    /// Starts the first steps again: from the internet, or from what is left of what was held at first.
    fn starts_again(&mut self, campaign: CampaignIdx) {
        let model = self.model;
        for step in model.campaigns[campaign.at()].steps.clone().map(StepIdx) {
            if model.steps[step.at()].join == Join::Start {
                let foothold = self.first_foothold(campaign, step);
                if foothold.is_some() || self.comes_from_outside(step) {
                    self.start_step(step, foothold);
                }
            }
        }
    }
}
