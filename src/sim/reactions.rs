//! What an adversary does about its losses, and about being named.
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
//! Without its command servers a campaign's operators do nothing until it has others: their attempts pause, and no letter
//! goes out. What goes on by itself, letters and deliveries under way, contacts and scans, does.
//!
//! Who is named may be deterred: the campaign then pauses as by `GoDark`, or never acts again as by `Abort`.
//!
//! A pause costs nothing while it lasts: a campaign has a clock of its own, which stands still in pauses, and its operators
//! have another; what is under way remembers when it is due by that clock. An end that comes too early by it is put off.
//!
//! **Invariant:** the clocks of a campaign never run back, and never ahead of time; its operators pause whenever it does.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Reaction, Signal, Worker};
use crate::kernel::{Distribution, Key, SimDuration, SimTime};
use crate::model::*;

/// How a campaign goes about its work by now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conduct {
    losses: u32,
    pauses: u32,
    /// Whether a loss has not been noticed yet.
    notice_pending: bool,
    /// In which nothing of it goes on.
    dark: Pause,
    /// In which its operators do nothing: those, and those in which it has no command servers.
    idle: Pause,
    /// When it has servers again; `MAX` while it has them or never will.
    rebuilt: SimTime,
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
        dark: Pause::NONE,
        idle: Pause::NONE,
        rebuilt: SimTime::MAX,
        ordered: 1.0,
        haste: 1.0,
    };

    fn pace(&self) -> f64 {
        self.ordered * self.haste
    }

    /// The pauses of who works.
    const fn pause(&self, who: Who) -> &Pause {
        match who {
            Who::Operators => &self.idle,
            Who::Others => &self.dark,
        }
    }
}

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The campaign's operators, who act through its command servers.
    Operators,
    /// What goes on by itself.
    Others,
}

/// Pauses, one after the other.
#[derive(Debug, Clone, Copy)]
struct Pause {
    /// When the present one began; `MAX` while there is none.
    since: SimTime,
    /// When it ends; `MAX` for never.
    until: SimTime,
    /// All that are over.
    before: SimDuration,
}

impl Pause {
    const NONE: Pause = Pause { since: SimTime::MAX, until: SimTime::MAX, before: SimDuration::ZERO };

    fn is_on(&self) -> bool {
        self.since != SimTime::MAX
    }

    /// A clock that stands still in pauses.
    fn clock(&self, now: SimTime) -> SimTime {
        let up_to = if self.is_on() { self.since } else { now };
        SimTime::ZERO + (up_to.since(SimTime::ZERO) - self.before)
    }

    /// When work that is due by that clock is done, if there is no further pause.
    fn time_of(&self, due: SimTime, now: SimTime) -> SimTime {
        let from = if self.is_on() { self.until } else { now };
        from + due.since(self.clock(now))
    }

    /// Begins now, or goes on, until then or longer; whether it ends at another time by that.
    fn lasts_until(&mut self, until: SimTime, now: SimTime) -> bool {
        let begins = !self.is_on();
        if begins {
            self.since = now;
        }
        let changes = begins || until > self.until;
        if changes {
            self.until = until;
        }
        changes
    }

    /// Is over, if this is its end.
    fn ends(&mut self, now: SimTime) -> bool {
        let ends = self.is_on() && self.until == now;
        if ends {
            *self = Pause { before: self.before + (now - self.since), ..Pause::NONE };
        }
        ends
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
        self.conduct(campaign).dark.is_on()
    }

    /// Whether its operators do nothing at present.
    pub(super) fn is_idle(&self, campaign: CampaignIdx) -> bool {
        self.conduct(campaign).idle.is_on()
    }

    /// When its present pause ends; now, if there is none.
    pub(super) fn acts_from(&self, campaign: CampaignIdx) -> SimTime {
        let dark = self.conduct(campaign).dark;
        if dark.is_on() { dark.until } else { self.now }
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
    pub(super) fn work(&self, campaign: CampaignIdx, time: SimDuration, by: Who) -> (SimTime, SimTime) {
        let pause = self.conduct(campaign).pause(by);
        let due = pause.clock(self.now) + time;
        (due, pause.time_of(due, self.now))
    }

    /// Whether work is done that is due by the campaign's clock.
    pub(super) fn progress(&self, campaign: CampaignIdx, due: SimTime, by: Who) -> Progress {
        let pause = self.conduct(campaign).pause(by);
        if due <= pause.clock(self.now) {
            return Progress::Done;
        }
        match pause.time_of(due, self.now) {
            SimTime::MAX => Progress::Never,
            at => Progress::Later(at),
        }
    }

    /// What is left of work by the campaign's clock, from now on done so much faster.
    pub(super) fn due_sooner(&self, campaign: CampaignIdx, due: SimTime, faster: f64) -> (SimTime, SimTime) {
        let left = due.since(self.conduct(campaign).dark.clock(self.now));
        self.work(campaign, SimDuration::rounded(left.micros() as f64 / faster), Who::Others)
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
        if known || conduct.haste != 1.0 || conduct.dark.is_on() && conduct.dark.until == SimTime::MAX {
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
        let begins = !conduct.dark.is_on();
        let changes = conduct.dark.lasts_until(until, now);
        conduct.idle.lasts_until(until, now);
        if changes && until < SimTime::MAX {
            self.schedule(until, campaign.0, Event::PauseEnds(campaign));
        }
        if begins {
            self.campaign_pressure_changes(campaign);
        }
    }

    /// The campaign's command servers are down: its operators do nothing until it has others.
    pub(super) fn loses_command(&mut self, campaign: CampaignIdx, key: Key) {
        let written = &self.model.campaigns[campaign.at()].command;
        let rebuilds = written.as_ref().and_then(|command| command.rebuilds.as_ref());
        let (now, conduct) = (self.now, &mut self.attack.conduct[campaign.at()]);
        let until = rebuilds.map_or(SimTime::MAX, |rebuilds| now + rebuilds.sample(key));
        conduct.idle.lasts_until(until, now);
        if until < SimTime::MAX {
            let later = if conduct.rebuilt == SimTime::MAX { until } else { until.max(conduct.rebuilt) };
            conduct.rebuilt = later;
            self.schedule(until, campaign.0, Event::PauseEnds(campaign));
        }
        let first = &mut self.ledger.campaigns[campaign.at()].taken_down;
        *first = now.min(*first);
        self.notice(Signal::CASES);
    }

    /// The campaign was attributed to its adversary, who may be deterred: it pauses, or never acts again.
    pub(super) fn may_be_deterred(&mut self, campaign: CampaignIdx, key: Key) {
        let Campaign { deterred, lies_low, .. } = &self.model.campaigns[campaign.at()];
        if key.chance(*deterred) {
            self.reacts(campaign, Reaction::Deterred);
            self.goes_dark(campaign, lies_low.as_ref());
        }
    }

    /// A pause is over, unless it was begun anew.
    pub(super) fn pause_ends(&mut self, campaign: CampaignIdx) {
        let (now, conduct) = (self.now, &mut self.attack.conduct[campaign.at()]);
        let rebuilt = conduct.rebuilt == now;
        let (resumes, acts) = (conduct.dark.ends(now), conduct.idle.ends(now));
        if rebuilt {
            conduct.rebuilt = SimTime::MAX;
            self.servers_are_new(campaign);
            self.reacts(campaign, Reaction::Rebuilt);
        }
        if resumes {
            self.reacts(campaign, Reaction::Resumed);
            self.campaign_pressure_changes(campaign);
        }
        if acts {
            self.assign_operators(campaign);
        }
    }

    fn reacts(&mut self, campaign: CampaignIdx, reaction: Reaction) {
        self.mark(Mark::Reaction, self.campaign_key(campaign), 0, reaction as u64);
        self.tell(Happening::Reacted { campaign, reaction });
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
