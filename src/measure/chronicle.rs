//! What happened in one replication, with names: the trace as records.
//!
//! Records are made one by one, since a worm in a large network leaves millions of them.
//!
//! **Invariant:** one record for each entry of the trace, in its order; a cause is the line of an earlier record.

use super::CivilClock;
use super::fates::{fate_name, reaction_name, severity_name, triage_name, verdict_name};
use crate::model::*;
use crate::sim::{CaseFate, CrisisTurn, Entry, Happening, HelpFate, Trace};

/// The trace of one replication and all that names it.
#[derive(Debug, Clone)]
pub struct Chronicle<'a> {
    model: &'a Model,
    trace: &'a Trace,
    clock: CivilClock,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its line, from 1.
    pub line: usize,
    /// When: microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// The civil time in the exercise's zone, ISO 8601 with its offset.
    pub civil: String,
    /// What kind of thing.
    pub event: &'static str,
    /// Who and what took part: (role, id).
    pub about: Vec<(&'static str, String)>,
    /// How it ended, where it could have ended otherwise.
    pub outcome: Option<&'static str>,
    /// The line of what led to it.
    pub cause: Option<usize>,
}

impl<'a> Chronicle<'a> {
    /// The chronicle of a trace.
    pub fn new(model: &'a Model, trace: &'a Trace) -> Chronicle<'a> {
        Chronicle { model, trace, clock: CivilClock::of(model) }
    }

    /// Its records, in order.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        self.trace.entries.iter().enumerate().map(|(place, entry)| self.record(place, entry))
    }

    fn record(&self, place: usize, entry: &Entry) -> Record {
        let mut about = About { model: self.model, list: Vec::new() };
        let (event, outcome) = about.tell(&entry.what);
        Record {
            line: place + 1,
            t_us: self.clock.micros(entry.at),
            civil: self.clock.iso(entry.at),
            event,
            about: about.list,
            outcome,
            cause: (entry.cause != u32::MAX).then(|| entry.cause as usize + 1),
        }
    }
}

/// Collects who and what took part; an index that stands for nothing adds nothing.
struct About<'a> {
    model: &'a Model,
    list: Vec<(&'static str, String)>,
}

impl About<'_> {
    /// The kind of a happening and its outcome.
    fn tell(&mut self, what: &Happening) -> (&'static str, Option<&'static str>) {
        match *what {
            Happening::CampaignStarted(campaign) => (self.campaign(campaign).done("campaign_started"), None),
            Happening::StepStarted { step, foothold } => {
                (self.step(step).asset("foothold", foothold).done("step_started"), None)
            }
            Happening::StepFailed { step, foothold } => {
                (self.step(step).asset("foothold", foothold).done("step_failed"), None)
            }
            Happening::AttemptEnded { step, spread, source, target, verdict } => {
                let about = self.step(step).spread(spread).asset("source", source).asset("target", target);
                (about.done("attempt_ended"), Some(verdict_name(verdict)))
            }
            Happening::Held { campaign, asset, first_of_organisation } => {
                let outcome = first_of_organisation.then_some("first_of_organisation");
                (self.campaign(campaign).asset("asset", asset).owner(asset).done("held"), outcome)
            }
            Happening::Released { campaign, asset } => {
                (self.campaign(campaign).asset("asset", asset).done("released"), None)
            }
            Happening::Impaired { campaign, asset } => {
                (self.campaign(campaign).asset("asset", asset).owner(asset).done("impaired"), None)
            }
            Happening::Unimpaired { asset } => (self.asset("asset", asset).done("unimpaired"), None),
            Happening::Survived { campaign, asset } => {
                (self.campaign(campaign).asset("asset", asset).done("survived"), None)
            }
            Happening::Poisoned { step, supplier } => {
                let supplier = self.model.names.suppliers[supplier.at()].id.clone();
                self.step(step).list.push(("supplier", supplier));
                ("poisoned", None)
            }
            Happening::Reacted { campaign, reaction } => {
                (self.campaign(campaign).done("reacted"), Some(reaction_name(reaction)))
            }
            Happening::ObjectiveReached { campaign, step } => {
                self.campaign(campaign);
                if step.is_some() {
                    self.list.push(("step", self.model.names.steps[step.at()].clone()));
                }
                ("objective_reached", None)
            }
            Happening::Injected(inject) => {
                let Some(climb) = &self.model.injects[inject.at()].climb else {
                    self.list.push(("inject", self.model.names.injects[inject.at()].number.clone()));
                    return ("injected", None);
                };
                let step = self.model.ladders[climb.ladder.at()].inject(climb.step);
                self.list.push(("ladder", self.model.names.ladders[climb.ladder.at()].id.clone()));
                self.list.push(("step", self.model.names.step(climb.ladder, step).to_owned()));
                ("escalated", Some(if climb.down { "stood_down" } else { "in_effect" }))
            }
            Happening::Changed { effect, ends } => {
                let words = self.model.names.effects[effect.at()].clone();
                self.effect(effect).list.push(("change", words));
                ("changed", ends.then_some("over"))
            }
            Happening::Patched { effect, asset } => {
                (self.effect(effect).asset("asset", asset).owner(asset).done("patched"), None)
            }
            Happening::TraceEnds => ("trace_ends", Some("memory_exhausted")),
            Happening::Failed(thing) => (self.broken(thing).done("failed"), None),
            Happening::Repaired(thing) => (self.broken(thing).done("repaired"), None),
            Happening::CableBroken(cable) => (self.cable(cable).done("cable_broken"), None),
            Happening::CableRepaired(cable) => (self.cable(cable).done("cable_repaired"), None),
            Happening::Down(level) => (self.level(level).done("down"), None),
            Happening::Up(level) => (self.level(level).done("up"), None),
            Happening::Bridged { dependency, ends } => {
                let (written, names) = (&self.model.reliance.dependencies, &self.model.names.dependencies);
                self.level(written[dependency as usize].of);
                self.list.push(("dependency", names[dependency as usize].clone()));
                ("bridged", ends.then_some("used_up"))
            }
            Happening::Crisis { crisis, turn } => {
                self.list.push(("crisis", self.model.names.crises[crisis.at()].id.clone()));
                let turn = match turn {
                    CrisisTurn::Begins => "begins",
                    CrisisTurn::Fades => "fades",
                    CrisisTurn::Over => "over",
                };
                ("crisis", Some(turn))
            }
            Happening::CalledIn(pool) => (self.pool(pool).done("called_in"), None),
            Happening::Preempted(pool) => (self.pool(pool).done("preempted"), None),
            Happening::HandedOver { pool, tasks } => {
                self.pool(pool).list.push(("tasks", tasks.to_string()));
                ("handed_over", None)
            }
            Happening::Report { channel, from, to, campaign, fate, .. } => {
                self.list.push(("channel", self.model.names.channels[channel.at()].clone()));
                (
                    self.team("from", from).team("to", to).campaign(campaign).done("report"),
                    Some(fate_name(fate)),
                )
            }
            Happening::Agreed { agreement, in_force } => {
                self.list.push(("agreement", self.model.names.agreements[agreement.at()].clone()));
                ("agreement", Some(if in_force { "in_force" } else { "over" }))
            }
            Happening::Joined { organisation, alliance, joins } => {
                let alliance = match alliance {
                    Alliance::Nato => "nato",
                    Alliance::Eu => "eu",
                };
                self.organisation(organisation).list.push(("alliance", alliance.to_owned()));
                ("membership", Some(if joins { "joined" } else { "left" }))
            }
            Happening::Request { channel, offer, team, campaign, fate } => {
                self.list.push(("channel", self.model.names.channels[channel.at()].clone()));
                self.list.push(("assistance", self.model.names.assistance[offer.at()].clone()));
                (self.team("team", team).campaign(campaign).done("request"), Some(fate_name(fate)))
            }
            Happening::Help { offer, team, campaign, fate } => {
                self.list.push(("assistance", self.model.names.assistance[offer.at()].clone()));
                let fate = match fate {
                    HelpFate::Asked => "asked",
                    HelpFate::Refused => "refused",
                    HelpFate::Granted => "granted",
                    HelpFate::SetOut => "set_out",
                    HelpFate::GoOn => "goes_on",
                    HelpFate::TurnRound => "turns_round",
                    HelpFate::Arrived => "arrived",
                    HelpFate::Left => "left",
                };
                (self.team("team", team).campaign(campaign).done("help"), Some(fate))
            }
            Happening::Fused { centre, team, campaign, news } => {
                self.list.push(("centre", self.model.names.centres[centre.at()].clone()));
                let outcome = if news { "news" } else { "outdated" };
                (self.team("team", team).campaign(campaign).done("fused"), Some(outcome))
            }
            Happening::Warned { centre, warning, organisation, campaign, heeded } => {
                let inject = self.model.centres[centre.at()].warns[warning as usize].inject;
                self.list.push(("warning", self.model.names.injects[inject.at()].number.clone()));
                let outcome = if heeded { "heeded" } else { "not_heeded" };
                (self.organisation(organisation).campaign(campaign).done("warned"), Some(outcome))
            }
            Happening::Case { investigation, campaign, accused, fate } => {
                self.investigation(investigation);
                if accused.is_some() {
                    self.list.push(("accused", self.model.names.campaigns[accused.at()].name.clone()));
                }
                let fate = match fate {
                    CaseFate::Opened => "opened",
                    CaseFate::Begun => "begun",
                    CaseFate::TakenDown => "taken_down",
                    CaseFate::Failed => "failed",
                    CaseFate::Vain => "no_servers",
                    CaseFate::Attributed => "attributed",
                    CaseFate::Misattributed => "wrongly_attributed",
                    CaseFate::Inconclusive => "inconclusive",
                };
                (self.campaign(campaign).done("case"), Some(fate))
            }
            Happening::Coordinated { team, campaign, ends } => {
                let about = self.team("team", team).campaign(campaign);
                (about.done("awaits_analysis"), ends.then_some("over"))
            }
            Happening::Kept { investigation, asset } => {
                (self.investigation(investigation).asset("asset", asset).done("kept_as_evidence"), None)
            }
            Happening::Spoiled { investigation, asset } => {
                (self.investigation(investigation).asset("asset", asset).done("evidence_lost"), None)
            }
            Happening::Hunts { team, campaign } => {
                (self.team("team", team).campaign(campaign).done("hunt_started"), None)
            }
            Happening::WronglyBlocked { team, assets } => {
                self.team("team", team).list.push(("assets", assets.to_string()));
                ("wrongly_blocked", None)
            }
            Happening::Advised { team, organisation, campaign } => {
                (self.team("team", team).organisation(organisation).campaign(campaign).done("advised"), None)
            }
            _ => self.tell_duty(what),
        }
    }

    fn tell_duty(&mut self, what: &Happening) -> (&'static str, Option<&'static str>) {
        match *what {
            Happening::InjectDue(inject) => {
                self.list.push(("inject", self.model.names.injects[inject.at()].number.clone()));
                ("inject_due", None)
            }
            Happening::ClockStarted { duty, campaign, team } => {
                (self.duty(duty).campaign(campaign).team("team", team).done("clock_started"), None)
            }
            Happening::Submitted { duty, campaign, deadline, late } => {
                self.duty(duty).campaign(campaign).deadline(duty, deadline);
                ("submitted", Some(if late { "late" } else { "in_time" }))
            }
            Happening::Overdue { duty, campaign, deadline } => {
                (self.duty(duty).campaign(campaign).deadline(duty, deadline).done("overdue"), None)
            }
            _ => self.tell_defence(what),
        }
    }

    fn tell_defence(&mut self, what: &Happening) -> (&'static str, Option<&'static str>) {
        match *what {
            Happening::Swept { sensor, found } => {
                self.sensor(sensor).list.push(("found", found.to_string()));
                ("swept", None)
            }
            Happening::AlertMerged { team, sensor, asset, campaign, .. } => {
                let about = self.team("team", team).sensor(sensor).asset("asset", asset);
                (about.campaign(campaign).done("alert_merged"), None)
            }
            Happening::AlertRaised { team, sensor, notice, asset, campaign, severity, .. } => {
                self.team("team", team).sensor(sensor);
                if notice.is_some() {
                    self.list.push(("notice", self.model.names.notices[notice.at()].clone()));
                }
                (
                    self.asset("asset", asset).campaign(campaign).done("alert_raised"),
                    Some(severity_name(severity)),
                )
            }
            Happening::AlertDropped { team, asset, campaign } => {
                (self.team("team", team).asset("asset", asset).campaign(campaign).done("alert_dropped"), None)
            }
            Happening::Triaged { team, asset, campaign, verdict, .. } => {
                let about = self.team("team", team).asset("asset", asset).campaign(campaign);
                (about.done("triaged"), Some(triage_name(verdict)))
            }
            Happening::Found { team, campaign, asset } => {
                (self.team("team", team).campaign(campaign).asset("asset", asset).done("found"), None)
            }
            Happening::PhaseStarted { team, campaign, phase, asset } => {
                (self.phase(team, phase).campaign(campaign).asset("asset", asset).done("phase_started"), None)
            }
            Happening::PhaseEnded { team, campaign, phase, asset } => {
                (self.phase(team, phase).campaign(campaign).asset("asset", asset).done("phase_ended"), None)
            }
            Happening::UnrelatedIncident { team, severity } => {
                (self.team("team", team).done("unrelated_incident"), Some(severity_name(severity)))
            }
            Happening::IncidentClosed { team, campaign } => {
                (self.team("team", team).campaign(campaign).done("incident_closed"), None)
            }
            Happening::TakenDown { effect, asset, ends } => {
                let inject = self.model.effects[effect.at()].inject;
                self.list.push(("inject", self.model.names.injects[inject.at()].number.clone()));
                (self.asset("asset", asset).done(if ends { "brought_up" } else { "taken_down" }), None)
            }
            Happening::Isolated { team, asset } => {
                (self.team("team", team).asset("asset", asset).done("isolated"), None)
            }
            Happening::Restored { team, asset } => {
                (self.team("team", team).asset("asset", asset).done("restored"), None)
            }
            Happening::WithoutBackup { team, asset, rebuilt } => {
                let outcome = if rebuilt { "rebuilt" } else { "lost" };
                (self.team("team", team).asset("asset", asset).done("without_backup"), Some(outcome))
            }
            Happening::LinkClosed { team, link } => {
                self.list.push(("link", self.model.link_name(link)));
                (self.team("team", team).done("link_closed"), None)
            }
            _ => unreachable!("told by `tell`"),
        }
    }

    fn investigation(&mut self, investigation: InvestigationIdx) -> &mut Self {
        self.list.push(("investigation", self.model.names.investigations[investigation.at()].clone()));
        self
    }

    /// Ends a chain of participants with the name of the event.
    fn done(&mut self, event: &'static str) -> &'static str {
        event
    }

    fn effect(&mut self, effect: EffectIdx) -> &mut Self {
        let inject = self.model.effects[effect.at()].inject;
        self.list.push(("inject", self.model.names.injects[inject.at()].number.clone()));
        self
    }

    fn campaign(&mut self, campaign: CampaignIdx) -> &mut Self {
        if campaign.is_some() {
            self.list.push(("campaign", self.model.names.campaigns[campaign.at()].id.clone()));
        }
        self
    }

    fn step(&mut self, step: StepIdx) -> &mut Self {
        if step.is_some() {
            let written = &self.model.steps[step.at()];
            let id = self.model.names.steps[step.at()].clone();
            self.campaign(written.campaign).list.push(("step", id));
            self.technique(written.technique);
        }
        self
    }

    fn spread(&mut self, spread: SpreadIdx) -> &mut Self {
        if spread.is_some() {
            let written = &self.model.spreads[spread.at()];
            let id = self.model.names.spreads[spread.at()].clone();
            self.campaign(written.campaign).list.push(("spread", id));
            self.technique(written.technique);
        }
        self
    }

    fn technique(&mut self, technique: TechniqueIdx) {
        self.list.push(("technique", self.model.names.techniques[technique.at()].id.clone()));
    }

    fn asset(&mut self, role: &'static str, asset: AssetIdx) -> &mut Self {
        if asset.is_some() {
            self.list.push((role, self.model.asset_name(asset)));
        }
        self
    }

    fn broken(&mut self, thing: Broken) -> &mut Self {
        match thing {
            Broken::Asset(asset) => return self.asset("asset", asset).owner(asset),
            Broken::Link(link) => self.list.push(("link", self.model.link_name(link))),
            Broken::Function(function) => {
                self.list.push(("function", self.model.names.functions[function.at()].id.clone()))
            }
            Broken::Channel(channel) => {
                self.list.push(("channel", self.model.names.channels[channel.at()].clone()))
            }
        }
        self
    }

    fn cable(&mut self, cable: CableIdx) -> &mut Self {
        self.list.push(("cable", self.model.names.cables[cable.at()].id.clone()));
        self
    }

    fn level(&mut self, level: LevelIdx) -> &mut Self {
        let role = match self.model.leveled(level) {
            Leveled::Function(_) => "function",
            Leveled::Mission(_) => "mission",
            Leveled::Cable(_) => "cable",
        };
        self.list.push((role, self.model.level_name(level).to_owned()));
        self
    }

    fn sensor(&mut self, sensor: SensorIdx) -> &mut Self {
        if sensor.is_some() {
            self.list.push(("sensor", self.model.names.sensors[sensor.at()].clone()));
        }
        self
    }

    fn owner(&mut self, asset: AssetIdx) -> &mut Self {
        self.organisation(self.model.network.group(asset).owner)
    }

    fn duty(&mut self, duty: DutyIdx) -> &mut Self {
        let duty = &self.model.duties[duty.at()];
        let obligation = self.model.names.obligations[duty.obligation.at()].id.clone();
        self.organisation(duty.party.organisation).list.push(("obligation", obligation));
        self
    }

    fn deadline(&mut self, duty: DutyIdx, deadline: u32) -> &mut Self {
        let obligation = self.model.duties[duty.at()].obligation;
        let deadline = self.model.names.deadlines[obligation.at()][deadline as usize].clone();
        self.list.push(("deadline", deadline));
        self
    }

    fn organisation(&mut self, organisation: OrganisationIdx) -> &mut Self {
        self.list.push(("organisation", self.model.names.organisations[organisation.at()].id.clone()));
        self
    }

    fn team(&mut self, role: &'static str, team: TeamIdx) -> &mut Self {
        if team.is_some() {
            self.list.push((role, self.model.names.teams[team.at()].clone()));
        }
        self
    }

    fn pool(&mut self, pool: PoolIdx) -> &mut Self {
        self.list.push(("pool", self.model.names.pools[pool.at()].clone()));
        self
    }

    fn phase(&mut self, team: TeamIdx, phase: u32) -> &mut Self {
        let word = self.model.names.phases[team.at()].get(phase as usize).cloned().unwrap_or_default();
        self.team("team", team).list.push(("phase", word));
        self
    }
}
