//! Legal clocks: when a team becomes aware of what must be reported, and the reports that it owes from then on.
//!
//! A clock runs for each (organisation that is bound, campaign). It starts when a team that responds for the organisation has
//! an incident about the campaign that is grave enough, declared if the obligation waits for that, and knows of an asset of the
//! organisation; so it is looked at when an incident learns of an asset, becomes graver, or is declared. That team then
//! writes all reports, as work in its tiers that waits with all other work: reporting takes the time of those who respond.
//! In the causes of a response this work is no work on it: what waits behind a report is queued.
//!
//! **Invariant:** a clock starts at most once; a report is taken up once, submitted at most once, and missed if it is due before
//! that.

use super::causes::About;
use super::draws::Purpose;
use super::reports::Text;
use super::response::{Incident, Nature};
use super::soc::Work;
use super::{Event, Happening, Ledger, Mark, Milestone, Signal, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;

/// One clock.
#[derive(Debug, Clone)]
pub struct ClockLedger {
    /// When it started; [`SimTime::MAX`] for never.
    pub since: SimTime,
    /// Who writes the reports.
    pub team: TeamIdx,
    /// How grave the incident was then.
    pub severity: Severity,
    /// The reports, in the order of the obligation's deadlines.
    pub reports: Vec<DueLedger>,
}

/// One report that is due, or will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueLedger {
    /// From when its time counts; [`SimTime::MAX`] for not yet.
    pub since: SimTime,
    /// When it is due; `MAX` while it does not count.
    pub due: SimTime,
    /// Whether the team has taken it up.
    pub begun: bool,
    /// When it was submitted; `MAX` for never.
    pub submitted: SimTime,
    /// Whether it was due before it was submitted.
    pub missed: bool,
}

impl DueLedger {
    const NEW: DueLedger = DueLedger {
        since: SimTime::MAX,
        due: SimTime::MAX,
        begun: false,
        submitted: SimTime::MAX,
        missed: false,
    };

    /// What it counts as, and since when; nothing while it does not count.
    fn standing(&self) -> Option<(Quantity, SimTime)> {
        match (self.missed, self.submitted < SimTime::MAX) {
            (true, _) => Some((Quantity::DeadlinesMissed, self.due)),
            (_, true) => Some((Quantity::DeadlinesMet, self.submitted)),
            _ => (self.since < SimTime::MAX).then_some((Quantity::DeadlinesOpen, SimTime::MAX)),
        }
    }
}

impl ClockLedger {
    /// The clocks of a model: `[duty × campaigns + campaign]`.
    pub(super) fn all(model: &Model) -> Vec<ClockLedger> {
        let clock = |duty| {
            let reports = vec![DueLedger::NEW; model.deadlines(duty).len()];
            ClockLedger { since: SimTime::MAX, team: TeamIdx::NONE, severity: Severity::Low, reports }
        };
        let clocks = DutyIdx::all(model.duties.len()).map(clock);
        clocks.flat_map(|clock| vec![clock; model.campaigns.len()]).collect()
    }

    pub(super) fn clear(&mut self) {
        (self.since, self.team, self.severity) = (SimTime::MAX, TeamIdx::NONE, Severity::Low);
        self.reports.fill(DueLedger::NEW);
    }
}

impl Ledger {
    /// The clocks that a measure is of.
    fn clocks_of<'l>(
        &'l self,
        model: &'l Model,
        measure: &'l Measure,
    ) -> impl Iterator<Item = &'l ClockLedger> + 'l {
        let campaigns = model.campaigns.len();
        let duties = model.duties.iter().enumerate().filter(|(_, duty)| {
            let organisation = measure.organisation;
            (!organisation.is_some() || duty.party.organisation == organisation)
                && (!measure.obligation.is_some() || duty.obligation == measure.obligation)
        });
        let places = duties.flat_map(move |(place, _)| match measure.campaign.is_some() {
            true => place * campaigns + measure.campaign.at()..place * campaigns + measure.campaign.at() + 1,
            false => place * campaigns..(place + 1) * campaigns,
        });
        places.map(|place| &self.clocks[place])
    }

    /// How many deadlines are met, missed or open by now, of those that a measure is of; what was settled before
    /// `measure_from` is not counted.
    pub(crate) fn deadlines(&self, model: &Model, measure: &Measure) -> u64 {
        let from = model.frame.measure_from;
        let counts = |due: &&DueLedger| {
            due.standing().is_some_and(|(quantity, since)| quantity == measure.quantity && since >= from)
        };
        let of_clock = |clock: &ClockLedger| match measure.deadline {
            0 => clock.reports.iter().filter(counts).count(),
            number => clock.reports.get(number as usize - 1).iter().filter(|due| counts(due)).count(),
        };
        self.clocks_of(model, measure).map(of_clock).sum::<usize>() as u64
    }

    /// The report of which a measure is the time: that of the clock which started first.
    pub(crate) fn due(&self, model: &Model, measure: &Measure) -> Option<DueLedger> {
        let first = self.clocks_of(model, measure).min_by_key(|clock| clock.since)?;
        first.reports.get(measure.deadline as usize - 1).copied()
    }
}

/// Which report a number stands for.
#[derive(Debug, Clone, Copy)]
struct Owed {
    duty: DutyIdx,
    campaign: CampaignIdx,
    /// The place of its deadline.
    deadline: u32,
}

/// All reports that could be owed, by number: `[duty][campaign][deadline]`.
#[derive(Debug)]
pub(super) struct Obligations {
    owed: Vec<Owed>,
}

impl Obligations {
    pub(super) fn new(model: &Model) -> Obligations {
        let mut owed = Vec::new();
        for duty in DutyIdx::all(model.duties.len()) {
            for campaign in CampaignIdx::all(model.campaigns.len()) {
                let deadlines = 0..model.deadlines(duty).len() as u32;
                owed.extend(deadlines.map(|deadline| Owed { duty, campaign, deadline }));
            }
        }
        Obligations { owed }
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    fn clock(&mut self, duty: DutyIdx, campaign: CampaignIdx) -> &mut ClockLedger {
        &mut self.ledger.clocks[duty.at() * self.model.campaigns.len() + campaign.at()]
    }

    fn owed(&mut self, number: u32) -> (Owed, &mut DueLedger) {
        let owed = self.obligations.owed[number as usize];
        let clock = self.clock(owed.duty, owed.campaign);
        (owed, &mut clock.reports[owed.deadline as usize])
    }

    fn number_of(&self, Owed { duty, campaign, deadline }: Owed) -> u32 {
        let (before, own) = (self.model.duties[duty.at()].first, self.model.deadlines(duty).len() as u32);
        before * self.model.campaigns.len() as u32 + campaign.0 * own + deadline
    }

    /// The name keys of who owes a report, and of what about.
    fn owed_keys(&self, owed: Owed) -> (u64, u64) {
        let duty = &self.model.duties[owed.duty.at()];
        let organisation = self.model.organisations[duty.party.organisation.at()].key;
        let about =
            Key(self.model.obligations[duty.obligation.at()].key).with(self.campaign_key(owed.campaign));
        (organisation, about.bits())
    }

    /// An incident has become graver or was declared: clocks may start for all whose assets it knows.
    pub(super) fn may_be_aware_of_all(&mut self, incident: u32) {
        if self.model.duties.is_empty() {
            return;
        }
        for place in 0..self.response.get(incident).members.len() {
            let asset = self.response.get(incident).members[place].asset;
            self.may_be_aware(incident, asset);
        }
    }

    /// An incident knows of an asset: clocks may start for its organisation.
    pub(super) fn may_be_aware(&mut self, incident: u32, asset: AssetIdx) {
        let model = self.model;
        if model.duties.is_empty() || !asset.is_some() {
            return;
        }
        let Incident { team, nature: Nature::Attack(campaign), severity, .. } = *self.response.get(incident)
        else {
            return;
        };
        let response = self.response_index(model.teams[team.at()].responder, campaign);
        let declared =
            self.ledger.responses[response].milestones[Milestone::Declared as usize] != SimTime::MAX;
        let organisation = model.network.group(asset).owner;
        for duty in model.duties_of(organisation).map(DutyIdx) {
            let written = &model.duties[duty.at()];
            let obligation = &model.obligations[written.obligation.at()];
            let starts = self.clock(duty, campaign).since == SimTime::MAX
                && severity >= obligation.severity
                && (declared || !obligation.declared)
                && self.agreements.is_one(written.party)
                && written.writers.iter().any(|writer| writer.team == team);
            if starts {
                self.clock_starts(duty, campaign, (team, severity));
            }
        }
    }

    fn clock_starts(&mut self, duty: DutyIdx, campaign: CampaignIdx, (team, severity): (TeamIdx, Severity)) {
        let now = self.now;
        let clock = self.clock(duty, campaign);
        (clock.since, clock.team, clock.severity) = (now, team, severity);
        self.tell(Happening::ClockStarted { duty, campaign, team });
        let (organisation, about) = self.owed_keys(Owed { duty, campaign, deadline: 0 });
        self.mark(Mark::Clock, organisation, about, self.model.teams[team.at()].key & 0xffff_ffff);
        self.deadlines_start(duty, campaign, None);
    }

    /// Those deadlines start that count from a report, or from the start of the clock.
    fn deadlines_start(&mut self, duty: DutyIdx, campaign: CampaignIdx, from: Option<u32>) {
        let model = self.model;
        for (deadline, written) in (0..).zip(model.deadlines(duty)).filter(|(_, it)| it.after == from) {
            let (now, number) = (self.now, self.number_of(Owed { duty, campaign, deadline }));
            let (_, due) = self.owed(number);
            (due.since, due.due) = (now, now + written.within);
            let due = due.due;
            self.schedule(due, number, Event::Overdue(number));
            match written.begins == SimDuration::ZERO {
                true => self.report_is_begun(number),
                false => self.schedule_in(written.begins, number, Event::ReportBegins(number)),
            }
        }
        self.notice(Signal::DEADLINES);
    }

    /// A team takes up a report that it owes.
    pub(super) fn report_is_begun(&mut self, number: u32) {
        let model = self.model;
        let (owed, due) = self.owed(number);
        due.begun = true;
        let written = &model.deadlines(owed.duty)[owed.deadline as usize];
        let &mut ClockLedger { team, severity, .. } = self.clock(owed.duty, owed.campaign);
        let Some((pool, _)) = self.way_of(owed, team) else { return };
        let (organisation, about) = self.owed_keys(owed);
        let key = self.draw(Purpose::Duty).with(organisation).with(about).with(written.key);
        self.enqueue(*pool, Work::Submit(number), severity, About::NOTHING, written.time.sample(key));
    }

    /// The tier of a team that writes a report, and the channels over which that goes to partners.
    fn way_of(&self, owed: Owed, team: TeamIdx) -> Option<&'m (PoolIdx, Vec<ChannelIdx>)> {
        let writers = &self.model.duties[owed.duty.at()].writers;
        let writer = writers.iter().find(|writer| writer.team == team)?;
        writer.reports.get(owed.deadline as usize)
    }

    /// A report is written and submitted.
    pub(super) fn report_is_submitted(&mut self, number: u32) -> u64 {
        let (model, now) = (self.model, self.now);
        let (owed, due) = self.owed(number);
        due.submitted = now;
        let late = due.missed;
        let Owed { duty, campaign, deadline } = owed;
        self.tell(Happening::Submitted { duty, campaign, deadline, late });
        self.notice(Signal::DEADLINES);
        let &mut ClockLedger { team, severity, .. } = self.clock(duty, campaign);
        let (organisation, about) = self.owed_keys(owed);
        let written = &model.deadlines(duty)[deadline as usize];
        let key = self.draw(Purpose::Duty).with(organisation).with(about).with(written.key);
        let holds = self.reportable(team, campaign);
        let plain = self.writes(team, (campaign, severity), key, holds);
        let text = Text { marking: written.marking, ..plain };
        if let Some((_, channels)) = self.way_of(owed, team) {
            self.report(text, channels);
        }
        self.deadlines_start(duty, campaign, Some(deadline));
        u64::from(late)
    }

    /// A report is due.
    pub(super) fn report_is_due(&mut self, number: u32) {
        let (owed, due) = self.owed(number);
        due.missed = due.submitted == SimTime::MAX;
        let missed = due.missed;
        let Owed { duty, campaign, deadline } = owed;
        let (organisation, about) = self.owed_keys(owed);
        let key = self.model.deadlines(duty)[deadline as usize].key;
        self.mark(Mark::Due, organisation, Key(about).with(key).bits(), u64::from(missed));
        if missed {
            self.tell(Happening::Overdue { duty, campaign, deadline });
            self.notice(Signal::DEADLINES);
        }
    }

    /// Panics if a report is submitted that was not begun, missed before it was due, or begun and in nobody's hands.
    pub(super) fn check_clocks(&self) {
        let writing = self.soc.tasks.live().filter(|task| matches!(task.work, Work::Submit(_))).count();
        let mut begun = 0;
        for clock in &self.ledger.clocks {
            for due in &clock.reports {
                assert!(due.since == SimTime::MAX || clock.since <= due.since, "a deadline without a clock");
                assert!(!due.begun || due.since <= self.now, "a report is begun before its time counts");
                assert!(
                    due.submitted == SimTime::MAX || due.begun,
                    "a report is submitted that was not begun"
                );
                assert!(!due.missed || due.due <= self.now, "a report is missed before it is due");
                let open = due.since < SimTime::MAX && !due.missed && due.submitted == SimTime::MAX;
                assert!(!open || due.due >= self.now, "a report is due and not missed");
                begun += usize::from(due.begun && due.submitted == SimTime::MAX);
            }
        }
        assert_eq!(begun, writing, "reports that are begun and not submitted");
    }
}
