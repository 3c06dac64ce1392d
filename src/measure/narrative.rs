//! What happened, told to people: a few dozen lines out of a trace of thousands of entries.
//!
//! What comes once (a first hold, a declaration, an inject) has a line of its own; what comes in crowds (desks held one
//! after the other) is counted in one line at the crowd's first, until half a day passes without another. If there are
//! still too many lines, the least weighty go, later ones first.
//!
//! **Invariant:** lines are in the order of time, and lines told plus lines left out are all there were.

use super::CivilClock;
use super::attack_matrix::{TacticUse, attack_matrix};
use super::cooperation::Alike;
use super::crowds::{Crowds, What};
use super::words::{called, counted, label, span};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::*;
use std::collections::{BTreeMap, BTreeSet};

/// A line of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When: microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// The same for people, in the exercise's zone.
    pub moment: String,
    /// The same for machines.
    pub civil: String,
    /// Who did it: a step, a sensor, a team, an inject.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Why it matters, or what time it is there; may be empty.
    pub remark: String,
}

/// The story of one replication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    /// In the order of time.
    pub lines: Vec<Line>,
    /// How many lines were left out to keep it short.
    pub left_out: usize,
    /// What became of each technique.
    pub attack: Vec<TacticUse>,
}

/// How much a line matters: the least go first when the story is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Detail,
    Crowd,
    Step,
    Milestone,
}

/// A line that may still be counted up.
#[derive(Debug)]
pub(super) struct Draft {
    pub at: SimTime,
    pub weight: Weight,
    pub who: String,
    pub what: String,
    pub remark: String,
}

/// Tells what happened in at most `limit` lines; nothing when the outcome has no trace.
pub fn narrate(model: &Model, outcome: &Outcome<'_>, limit: usize) -> Telling {
    let Some(trace) = outcome.trace else { return Telling::default() };
    let clock = CivilClock::of(model);
    let mut teller = Teller {
        model,
        ledger: outcome.ledger,
        trace,
        clock: &clock,
        told: BTreeSet::new(),
        drafts: Vec::new(),
        choruses: BTreeMap::new(),
        consequences: Vec::new(),
        crowds: Crowds::default(),
        called: called(model),
    };
    for entry in &trace.entries {
        teller.tell(entry);
    }
    teller.fold_choruses();
    // Before the milestones: what led to one should stand before it where both came at the same instant.
    let crowds = std::mem::take(&mut teller.crowds).lines(model, &clock);
    teller.drafts.extend(crowds);
    teller.drafts.append(&mut teller.consequences);
    teller.milestones();
    let mut drafts = teller.drafts;
    // Stable, so that entries of one instant stay in the order of the trace.
    drafts.sort_by_key(|draft| draft.at);
    let all = drafts.len();
    shorten(&mut drafts, limit);
    let left_out = all - drafts.len();
    let line = |draft: Draft| Line {
        t_us: clock.micros(draft.at),
        moment: clock.moment(draft.at),
        civil: clock.iso(draft.at),
        who: draft.who,
        what: draft.what,
        remark: draft.remark,
    };
    let attack = attack_matrix(model, trace);
    Telling { lines: drafts.into_iter().map(line).collect(), left_out, attack }
}

fn shorten(drafts: &mut Vec<Draft>, limit: usize) {
    for weight in [Weight::Detail, Weight::Crowd, Weight::Step, Weight::Milestone] {
        let light: Vec<usize> = (0..drafts.len()).filter(|&place| drafts[place].weight == weight).collect();
        let surplus = drafts.len().saturating_sub(limit);
        for &place in light.iter().rev().take(surplus) {
            drafts.remove(place);
        }
    }
}

/// What is told once per key, however often it happens.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Once {
    TrueAlert(TeamIdx, CampaignIdx),
    Notice(NoticeIdx, CampaignIdx),
    Merged(SensorIdx),
    Missed(TeamIdx, CampaignIdx),
    Opened(TeamIdx, CampaignIdx),
    Declared(TeamIdx, CampaignIdx),
    Approved(TeamIdx, CampaignIdx),
    Report(ChannelIdx, TeamIdx, TeamIdx, CampaignIdx, u8),
    Fused(CentreIdx, TeamIdx, CampaignIdx),
    CalledIn(PoolIdx),
    Preempted(PoolIdx),
    HandedOver(PoolIdx),
    Unrelated(TeamIdx),
    Reacted(CampaignIdx, u8),
    Level(LevelIdx, bool),
    Bridged(u32, bool),
}

pub(super) struct Teller<'a> {
    pub(super) model: &'a Model,
    pub(super) ledger: &'a Ledger,
    trace: &'a Trace,
    pub(super) clock: &'a CivilClock,
    pub(super) told: BTreeSet<Once>,
    pub(super) drafts: Vec<Draft>,
    /// Places of the lines of those who do alike.
    pub(super) choruses: BTreeMap<Alike, Vec<usize>>,
    /// What follows from others of the same instant, in crowds or not, and is told behind them.
    pub(super) consequences: Vec<Draft>,
    pub(super) crowds: Crowds,
    /// What people call what has a level.
    pub(super) called: Vec<String>,
}

impl Teller<'_> {
    fn tell(&mut self, entry: &Entry) {
        let names = &self.model.names;
        let at = entry.at;
        match entry.what {
            Happening::CampaignStarted(campaign) => {
                let Named { id, name } = &names.campaigns[campaign.at()];
                let remark = if name == id { String::new() } else { name.clone() };
                self.line(at, Weight::Milestone, id.clone(), "begins".to_owned(), remark);
            }
            Happening::Held { campaign, asset, first_of_organisation: true } => {
                let owner = &names.organisations[self.model.network.group(asset).owner.at()];
                let (who, what) =
                    (self.by(entry, campaign), format!("{} held", self.model.asset_name(asset)));
                self.line(at, Weight::Milestone, who, what, format!("first hold at {}", label(owner)));
                self.crowds.told_apart(self.model, campaign, asset);
            }
            Happening::Held { campaign, asset, .. } => {
                self.crowds.add(self.model, at, What::Held(campaign), asset)
            }
            Happening::Impaired { campaign, asset } => {
                self.crowds.add(self.model, at, What::Impaired(campaign), asset)
            }
            Happening::Isolated { team, asset } => {
                self.crowds.add(self.model, at, What::Isolated(team), asset)
            }
            Happening::Restored { team, asset } => {
                self.crowds.add(self.model, at, What::Restored(team), asset)
            }
            Happening::WithoutBackup { team, asset, rebuilt } => {
                let what = if rebuilt { What::Rebuilt(team) } else { What::Lost(team) };
                self.crowds.add(self.model, at, what, asset);
            }
            Happening::ObjectiveReached { campaign, step } => {
                let who =
                    if step.is_some() { &names.steps[step.at()] } else { &names.campaigns[campaign.at()].id };
                let what = format!("{} reaches its objective", names.campaigns[campaign.at()].id);
                self.line(at, Weight::Milestone, who.clone(), what, String::new());
            }
            Happening::Injected(inject) => {
                let text = &names.injects[inject.at()];
                let (to, what) = match &self.model.injects[inject.at()].climb {
                    None if text.title.is_empty() => ("to", String::from("comes")),
                    None => ("to", text.title.clone()),
                    Some(climb) if climb.down => ("", String::from("stands down")),
                    Some(_) if text.title.is_empty() => ("informs", String::from("is in effect")),
                    Some(_) => ("informs", text.title.clone()),
                };
                let remark =
                    if text.to.is_empty() { String::new() } else { format!("{to} {}", text.to.join(", ")) };
                let remark = [remark, self.lateness(at, inject)].join("");
                self.line(at, Weight::Milestone, names.inject(self.model, inject), what, remark);
            }
            Happening::Changed { effect, ends } => {
                let inject = self.model.effects[effect.at()].inject;
                let who = names.inject(self.model, inject);
                let remark = if ends { "is over".to_owned() } else { String::new() };
                // Without it a reader would look in vain for why something is down.
                let weight = match self.model.effects[effect.at()].change.takes_down() {
                    true => Weight::Milestone,
                    false => Weight::Step,
                };
                self.line(at, weight, who, names.effects[effect.at()].clone(), remark);
            }
            Happening::Patched { effect, asset } => {
                self.crowds.add(self.model, at, What::Patched(effect), asset)
            }
            Happening::TakenDown { .. } => self.tell_outage(entry),
            Happening::Crisis { crisis, turn } => self.tell_crisis(at, crisis, turn),
            Happening::TraceEnds => self.milestone(at, "the trace", "ends here: it has no more memory"),
            Happening::CalledIn(pool) if self.told.insert(Once::CalledIn(pool)) => {
                let who = names.pools[pool.at()].clone();
                self.line(at, Weight::Detail, who, "called in".to_owned(), "nobody was on duty".to_owned());
            }
            Happening::Preempted(pool) if self.told.insert(Once::Preempted(pool)) => {
                let who = names.pools[pool.at()].clone();
                self.line(
                    at,
                    Weight::Detail,
                    who,
                    "puts work aside".to_owned(),
                    "for what is more urgent".to_owned(),
                );
            }
            Happening::HandedOver { pool, tasks } if self.told.insert(Once::HandedOver(pool)) => {
                let (who, what) = (names.pools[pool.at()].clone(), counted(u64::from(tasks), "task"));
                self.line(at, Weight::Detail, who, format!("hands over {what}"), "the shift ends".to_owned());
            }
            Happening::LinkClosed { team, link } => {
                let what = format!("{} closed", self.model.link_name(link));
                self.line(at, Weight::Detail, names.teams[team.at()].clone(), what, String::new());
            }
            Happening::Failed(_) | Happening::Repaired(_) => self.tell_outage(entry),
            Happening::CableBroken(_) | Happening::CableRepaired(_) => self.tell_outage(entry),
            Happening::Down(_) | Happening::Up(_) | Happening::Bridged { .. } => self.tell_outage(entry),
            Happening::StepFailed { step, .. } if !self.model.steps[step.at()].on_failure.is_empty() => {
                let what = "gives up, and tries another way".to_owned();
                self.line(at, Weight::Step, names.steps[step.at()].clone(), what, String::new());
            }
            Happening::Poisoned { step, supplier } => {
                let customers = self.model.suppliers[supplier.at()].customers.len() as u64;
                let what = format!("poisons what {} delivers", label(&names.suppliers[supplier.at()]));
                let remark = format!("to {}", counted(customers, "asset"));
                self.line(at, Weight::Milestone, names.steps[step.at()].clone(), what, remark);
            }
            Happening::Reacted { campaign, reaction } => {
                let what = match reaction {
                    Reaction::WentDark => "notices a loss and goes dark",
                    Reaction::Resumed => "goes on after its pause",
                    Reaction::Hurried => "notices a loss and hurries",
                    Reaction::Returned => "notices a loss and comes in again",
                    Reaction::Aborted => "notices a loss and gives up",
                    Reaction::Deterred => "is named and deterred",
                    Reaction::Rebuilt => "has command servers again",
                };
                let first = self.told.insert(Once::Reacted(campaign, reaction as u8));
                let weight = if first { Weight::Milestone } else { Weight::Detail };
                let who = names.campaigns[campaign.at()].id.clone();
                self.line(at, weight, who, what.to_owned(), String::new());
            }
            Happening::Survived { campaign, asset } => {
                let what = format!("survives the eradication on {}", self.model.asset_name(asset));
                let who = names.campaigns[campaign.at()].id.clone();
                self.line(at, Weight::Step, who, what, String::new());
            }
            Happening::Unimpaired { asset } => {
                self.crowds.add(self.model, at, What::Unimpaired, asset);
            }
            _ => self.tell_response(entry),
        }
    }

    fn tell_response(&mut self, entry: &Entry) {
        let names = &self.model.names;
        let at = entry.at;
        match entry.what {
            Happening::AlertRaised { team, sensor, notice, asset, campaign, .. } => {
                self.alert_raised(entry, team, (sensor, notice), asset, campaign);
            }
            Happening::AlertMerged { sensor, asset, .. } if self.told.insert(Once::Merged(sensor)) => {
                let what = format!("merges further alerts on {}", self.model.asset_name(asset));
                let who = names.sensors[sensor.at()].clone();
                self.line(at, Weight::Detail, who, what, String::new());
            }
            Happening::Triaged { team, asset, campaign, verdict: TriageVerdict::Missed, .. }
                if campaign.is_some() && self.told.insert(Once::Missed(team, campaign)) =>
            {
                let what = match asset.is_some() {
                    true => format!("takes the alert on {} for a false one", self.model.asset_name(asset)),
                    false => "takes a true alert for a false one".to_owned(),
                };
                self.line(at, Weight::Step, names.teams[team.at()].clone(), what, self.there(at, team));
            }
            Happening::Triaged { team, campaign, verdict: TriageVerdict::Opened, .. }
                if campaign.is_some() =>
            {
                let (weight, what) = match self.told.insert(Once::Opened(team, campaign)) {
                    true => (Weight::Step, "opens an incident"),
                    false => (Weight::Crowd, "opens another incident"),
                };
                self.line(at, weight, names.teams[team.at()].clone(), what.to_owned(), self.there(at, team));
            }
            Happening::PhaseEnded { team, campaign, phase, asset }
                if campaign.is_some() && !asset.is_some() =>
            {
                self.phase_ended(at, team, campaign, phase);
            }
            Happening::UnrelatedIncident { team, .. } => {
                let first = self.told.insert(Once::Unrelated(team));
                let (weight, another) =
                    if first { (Weight::Crowd, "an") } else { (Weight::Detail, "another") };
                let who = names.teams[team.at()].clone();
                self.line(at, weight, who, format!("has {another} unrelated incident"), self.there(at, team));
            }
            Happening::IncidentClosed { team, campaign } if campaign.is_some() => {
                let who = names.teams[team.at()].clone();
                self.line(at, Weight::Detail, who, "closes the incident".to_owned(), self.there(at, team));
            }
            _ => self.tell_cooperation(entry),
        }
    }

    /// The first true alert of a team about a campaign, and the first of each notice, true or false.
    fn alert_raised(
        &mut self,
        entry: &Entry,
        team: TeamIdx,
        (sensor, notice): (SensorIdx, NoticeIdx),
        asset: AssetIdx,
        campaign: CampaignIdx,
    ) {
        let names = &self.model.names;
        let first = campaign.is_some() && self.told.insert(Once::TrueAlert(team, campaign));
        let first_of_notice = notice.is_some() && self.told.insert(Once::Notice(notice, campaign));
        if !first && !first_of_notice {
            return;
        }
        let target = if asset.is_some() { self.model.asset_name(asset) } else { String::new() };
        let swept = matches!(self.cause(entry), Some(Happening::Swept { .. }));
        let (who, what) = if notice.is_some() {
            (names.notices[notice.at()].clone(), told(self.model, notice, &target))
        } else {
            let who = if sensor.is_some() { &names.sensors[sensor.at()] } else { &names.teams[team.at()] };
            let what = match asset.is_some() {
                true if swept => format!("sweep finds {target}"),
                true => format!("alert on {target}"),
                false => "alert".to_owned(),
            };
            (who.clone(), what)
        };
        let team = &names.teams[team.at()];
        let remark = if first { format!("first at {team}") } else { format!("to {team}") };
        self.line(entry.at, if first { Weight::Step } else { Weight::Detail }, who, what, remark);
    }

    /// What led to an entry.
    fn cause(&self, entry: &Entry) -> Option<Happening> {
        self.trace.entries.get(entry.cause as usize).map(|cause| cause.what)
    }

    fn phase_ended(&mut self, at: SimTime, team: TeamIdx, campaign: CampaignIdx, phase: u32) {
        let Some(written) = self.model.teams[team.at()].phases.get(phase as usize) else { return };
        let who = self.model.names.teams[team.at()].clone();
        match written.kind {
            PhaseKind::Declare => self.declared(at, team, campaign),
            PhaseKind::Decide => {
                let pool =
                    if written.pool.is_some() { &self.model.names.pools[written.pool.at()] } else { &who };
                let (pool, what) = (pool.clone(), format!("approves for {who}"));
                let first = self.told.insert(Once::Approved(team, campaign));
                self.line(at, if first { Weight::Step } else { Weight::Detail }, pool, what, String::new());
            }
            PhaseKind::Report => {
                self.line(at, Weight::Detail, who, "has written its report".to_owned(), String::new());
            }
            PhaseKind::LessonsLearned { improves, .. } => {
                let remark = format!("later phases are {:.0} % shorter", improves * 100.0);
                let remark = if improves > 0.0 { remark } else { String::new() };
                self.line(at, Weight::Crowd, who, "has drawn its lessons".to_owned(), remark);
            }
            _ => {}
        }
    }

    fn declared(&mut self, at: SimTime, team: TeamIdx, campaign: CampaignIdx) {
        let names = &self.model.names;
        let (who, id) = (names.teams[team.at()].clone(), &names.campaigns[campaign.at()].id);
        if !self.told.insert(Once::Declared(team, campaign)) {
            return self.line(at, Weight::Step, who, format!("declares {id} again"), self.there(at, team));
        }
        let origin = self.ledger.response(self.model.teams[team.at()].responder, campaign).origin;
        let remark = match origin <= at {
            true => format!("{} after the first hold", span(at.since(origin).hours())),
            false => String::new(),
        };
        self.line(at, Weight::Milestone, who, format!("declares {id}"), remark);
    }

    /// What the trace does not tell: when nothing was loose any more, and when all was back.
    fn milestones(&mut self) {
        let names = &self.model.names;
        for responder in ResponderIdx::all(self.model.responders.len()) {
            for campaign in CampaignIdx::all(self.model.campaigns.len()) {
                let response = self.ledger.response(responder, campaign);
                if response.origin == SimTime::MAX {
                    continue;
                }
                let who =
                    label(&names.organisations[self.model.responders[responder.at()].organisation.at()]);
                let id = &names.campaigns[campaign.at()].id;
                let reached = |milestone: Milestone| response.milestones[milestone as usize];
                let (first, last) = (reached(Milestone::Contained), reached(Milestone::FinallyContained));
                let mut tell = |at: SimTime, what: String| {
                    if at < SimTime::MAX {
                        let remark =
                            format!("{} after the first hold", span(at.since(response.origin).hours()));
                        self.drafts.push(Draft {
                            at,
                            weight: Weight::Milestone,
                            who: who.to_owned(),
                            what,
                            remark,
                        });
                    }
                };
                match first == last {
                    true => tell(first, format!("has contained {id}")),
                    false => {
                        tell(first, format!("has contained {id} for the first time"));
                        tell(last, format!("has contained {id} for good"));
                    }
                }
                tell(reached(Milestone::Recovered), "has everything back".to_owned());
            }
        }
    }

    /// The step or spread that led to a hold, else the campaign.
    fn by(&self, entry: &Entry, campaign: CampaignIdx) -> String {
        let names = &self.model.names;
        match self.cause(entry) {
            Some(Happening::AttemptEnded { step, .. }) if step.is_some() => names.steps[step.at()].clone(),
            Some(Happening::AttemptEnded { spread, .. }) if spread.is_some() => {
                names.spreads[spread.at()].clone()
            }
            _ => names.campaigns[campaign.at()].id.clone(),
        }
    }

    /// What the clock shows where the team is, if that is another time.
    fn there(&self, at: SimTime, team: TeamIdx) -> String {
        self.clock.elsewhere(at, &self.model.names.team_zones[team.at()]).unwrap_or_default()
    }

    fn milestone(&mut self, at: SimTime, who: &str, what: &str) {
        self.line(at, Weight::Milestone, who.to_owned(), what.to_owned(), String::new());
    }

    pub(super) fn line(&mut self, at: SimTime, weight: Weight, who: String, what: String, remark: String) {
        self.drafts.push(Draft { at, weight, who, what, remark });
    }
}

/// What a notice says of an asset.
fn told(model: &Model, notice: NoticeIdx, asset: &str) -> String {
    match model.notices[notice.at()].informant {
        Informant::Users { .. } => format!("users report {asset}"),
        Informant::Outside { .. } => format!("outsiders tell of {asset}"),
        Informant::Adversary => format!("ransom note on {asset}"),
        Informant::Failure { function, .. } => {
            let function = &model.names.functions[function.at()].name;
            match asset.is_empty() {
                true => format!("{function} fails, by no attack"),
                false => format!("{function} fails: {asset} is down"),
            }
        }
    }
}
