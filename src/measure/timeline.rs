//! One replication on one time axis: a lane for each campaign and team, one for the exercise control and the ladders, and who
//! informed whom.
//!
//! What comes in crowds (desks held one after the other) is one mark with a number, per lane, kind and [`GRAIN`]th of the time.
//!
//! **Invariant:** marks of a lane are in the order of time; a span ends no earlier than it begins.

use super::CivilClock;
use super::vocabulary::{Word, word};
use super::words::{called, counted};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use crate::sim::{Happening, Outcome, Reaction, ReportFate, TriageVerdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Into how many pieces the time is cut in which marks of a kind are one.
const GRAIN: u64 = 240;

/// The most arrows; later ones are counted and left out.
const MOST_ARROWS: usize = 400;

/// What a lane is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaneKind {
    /// A campaign.
    Campaign,
    /// A team.
    Team,
    /// The exercise control, with the ladders of escalation.
    Exercise,
    /// Functions, missions and cables.
    Services,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// What it is of.
    pub kind: LaneKind,
    /// The id of the campaign or team; empty for the others.
    pub id: String,
    /// What happened at an instant.
    pub marks: Vec<Mark>,
    /// What went on for a while: phases of incidents, and what was down.
    pub spans: Vec<Span>,
}

/// What happened at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When: microseconds from STARTEX, negative in the prelude; of several, of the first.
    pub t_us: i64,
    /// The same for people, in the exercise's zone.
    pub moment: String,
    /// A word for its kind, by which it is drawn: `held`, `alert`, `declared`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// What happened, for people.
    pub text: String,
    /// How many of its kind it stands for.
    pub count: u32,
}

/// What went on for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From when: microseconds from STARTEX.
    pub from_us: i64,
    /// Until when; ENDEX if it was not over.
    pub until_us: i64,
    /// A word for its kind, by which it is drawn: `understand`, `contain`, `recover`, `down`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// What, for people: a phase of a playbook.
    pub text: String,
}

/// A report that went from team to team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrow {
    /// The place of the sender's lane.
    pub from: usize,
    /// The place of the receiver's lane.
    pub to: usize,
    /// When it was sent: microseconds from STARTEX.
    pub sent_us: i64,
    /// When it arrived; none if it was lost or was still on its way at ENDEX.
    pub received_us: Option<i64>,
    /// What it was about and over what it went, for people.
    pub text: String,
}

/// A replication on one axis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Campaigns, then teams, then the exercise, then services.
    pub lanes: Vec<Lane>,
    /// In the order of sending.
    pub arrows: Vec<Arrow>,
    /// Arrows that were left out.
    pub arrows_left_out: usize,
}

/// Puts a replication on a time axis; without a lane when the outcome has no trace.
pub fn timeline(model: &Model, outcome: &Outcome<'_>) -> Timeline {
    let Some(trace) = outcome.trace else { return Timeline::default() };
    let clock = CivilClock::of(model);
    let mut drawing = Drawing {
        model,
        clock: &clock,
        grain: (model.frame.endex.micros() / GRAIN).max(1),
        marks: BTreeMap::new(),
        open: BTreeMap::new(),
        down: BTreeMap::new(),
        called: called(model),
        spans: vec![Vec::new(); model.campaigns.len() + model.teams.len() + 2],
        sent: BTreeMap::new(),
        arrows: Vec::new(),
    };
    for entry in &trace.entries {
        drawing.draw(entry.at, &entry.what);
    }
    drawing.finish()
}

struct Drawing<'a> {
    model: &'a Model,
    clock: &'a CivilClock,
    grain: u64,
    /// By lane, piece of time and kind.
    marks: BTreeMap<(usize, u64, &'static str), Mark>,
    /// Phases under way, by lane, campaign and phase: since when, and how many.
    open: BTreeMap<(usize, u32, u32), (SimTime, u32)>,
    /// Since when what has a level has none.
    down: BTreeMap<u32, SimTime>,
    /// What people call what has a level.
    called: Vec<String>,
    spans: Vec<Vec<Span>>,
    /// Arrows on their way, by channel, sender, receiver and campaign.
    sent: BTreeMap<(u32, u32, u32, u32), Vec<usize>>,
    arrows: Vec<Arrow>,
}

impl Drawing<'_> {
    fn team(&self, team: TeamIdx) -> usize {
        self.model.campaigns.len() + team.at()
    }

    fn exercise(&self) -> usize {
        self.model.campaigns.len() + self.model.teams.len()
    }

    fn mark(&mut self, at: SimTime, lane: usize, kind: &'static str, text: impl FnOnce() -> String) {
        let key = (lane, at.micros() / self.grain, kind);
        if let Some(mark) = self.marks.get_mut(&key) {
            mark.count += 1;
            return;
        }
        let grain = SimDuration::from_micros(self.grain);
        let (t_us, moment) = (self.clock.micros(at), self.clock.moment_to(at, grain));
        self.marks.insert(key, Mark { t_us, moment, kind, text: text(), count: 1 });
    }

    fn draw(&mut self, at: SimTime, what: &Happening) {
        let model = self.model;
        let names = &model.names;
        match *what {
            Happening::CampaignStarted(campaign) => {
                self.mark(at, campaign.at(), "started", || {
                    format!("{} begins", names.campaigns[campaign.at()].id)
                });
            }
            Happening::StepStarted { step, .. } => {
                let lane = model.steps[step.at()].campaign.at();
                self.mark(at, lane, "step", || format!("step {}", names.steps[step.at()]));
            }
            Happening::Held { campaign, asset, .. } => {
                self.mark(at, campaign.at(), "held", || format!("{} held", model.asset_name(asset)));
            }
            Happening::Impaired { campaign, asset } if campaign.is_some() => {
                self.mark(at, campaign.at(), "impaired", || {
                    format!("{} out of service", model.asset_name(asset))
                });
            }
            Happening::ObjectiveReached { campaign, .. } => {
                self.mark(at, campaign.at(), "objective", || String::from("reaches its objective"));
            }
            Happening::Reacted { campaign, reaction } => {
                let text = match reaction {
                    Reaction::WentDark => "goes dark",
                    Reaction::Resumed => "goes on",
                    Reaction::Hurried => "hurries",
                    Reaction::Returned => "comes in again",
                    Reaction::Aborted => "gives up",
                    Reaction::Rebuilt => "has command servers again",
                    Reaction::Deterred => "is deterred",
                };
                self.mark(at, campaign.at(), "reacted", || text.to_owned());
            }
            Happening::Injected(inject) => {
                let kind = if model.injects[inject.at()].climb.is_some() { "escalated" } else { "inject" };
                self.mark(at, self.exercise(), kind, || {
                    let text = &names.injects[inject.at()];
                    format!("{}: {}", text.number, text.title)
                });
            }
            Happening::TraceEnds => {
                let text = || String::from("there is no memory to remember what follows");
                self.mark(at, self.exercise(), "ends", text);
            }
            Happening::Down(level) => {
                self.down.insert(level.0, at);
                let text = format!("{} is down", self.called[level.at()]);
                self.mark(at, self.exercise() + 1, "down", || text);
            }
            Happening::Up(level) => {
                if let Some(since) = self.down.remove(&level.0) {
                    self.outage(level.at(), since, at);
                }
            }
            _ => self.draw_defence(at, what),
        }
    }

    fn draw_defence(&mut self, at: SimTime, what: &Happening) {
        let model = self.model;
        match *what {
            Happening::AlertRaised { team, asset, campaign, .. } if campaign.is_some() => {
                self.mark(at, self.team(team), "alert", || match asset.is_some() {
                    true => format!("true alert on {}", model.asset_name(asset)),
                    false => String::from("true alert"),
                });
            }
            Happening::Triaged { team, campaign, verdict, .. } if campaign.is_some() => {
                let (kind, text) = match verdict {
                    TriageVerdict::Opened => ("opened", "opens an incident"),
                    TriageVerdict::Missed => ("missed", "takes a true alert for a false one"),
                    TriageVerdict::Joined | TriageVerdict::Dismissed => return,
                };
                self.mark(at, self.team(team), kind, || text.to_owned());
            }
            Happening::Found { team, asset, .. } => {
                self.mark(at, self.team(team), "found", || format!("finds {}", model.asset_name(asset)));
            }
            Happening::PhaseStarted { team, campaign, phase, .. } if campaign.is_some() => {
                let open = self.open.entry((self.team(team), campaign.0, phase)).or_insert((at, 0));
                open.1 += 1;
            }
            Happening::PhaseEnded { team, campaign, phase, .. } if campaign.is_some() => {
                self.phase_ended(at, team, campaign, phase);
            }
            Happening::Isolated { team, asset } => {
                self.mark(at, self.team(team), "isolated", || {
                    format!("cuts off {}", model.asset_name(asset))
                });
            }
            Happening::Restored { team, asset } => {
                self.mark(at, self.team(team), "restored", || {
                    format!("brings back {}", model.asset_name(asset))
                });
            }
            Happening::IncidentClosed { team, campaign } if campaign.is_some() => {
                self.mark(at, self.team(team), "closed", || String::from("closes the incident"));
            }
            Happening::Report { channel, from, to, campaign, fate, .. } => {
                self.reported(at, (channel, from, to, campaign), fate);
            }
            Happening::WronglyBlocked { team, assets } => {
                self.mark(at, self.team(team), "wrongly_blocked", || {
                    format!("blocks {} by wrong indicators", counted(u64::from(assets), "asset"))
                });
            }
            _ => {}
        }
    }

    fn phase_ended(&mut self, at: SimTime, team: TeamIdx, campaign: CampaignIdx, phase: u32) {
        let lane = self.team(team);
        let declares = matches!(
            self.model.teams[team.at()].phases.get(phase as usize),
            Some(written) if matches!(written.kind, PhaseKind::Declare)
        );
        if declares {
            let campaign = self.model.names.campaigns[campaign.at()].id.clone();
            self.mark(at, lane, "declared", || format!("declares {campaign}"));
        }
        let key = (lane, campaign.0, phase);
        let Some((since, number)) = self.open.get_mut(&key) else { return };
        *number -= 1;
        if *number == 0 {
            let since = *since;
            self.open.remove(&key);
            self.span(lane, phase, since, at);
        }
    }

    fn span(&mut self, lane: usize, phase: u32, since: SimTime, until: SimTime) {
        let team = lane - self.model.campaigns.len();
        let text = self.model.names.phases[team].get(phase as usize).cloned().unwrap_or_default();
        let kind = match self.model.teams[team].phases.get(phase as usize).map(|written| &written.kind) {
            Some(PhaseKind::Contain(_)) => "contain",
            Some(PhaseKind::Eradicate | PhaseKind::Recover { .. }) => "recover",
            _ => "understand",
        };
        let (from_us, until_us) = (self.clock.micros(since), self.clock.micros(until));
        self.spans[lane].push(Span { from_us, until_us, kind, text });
    }

    fn outage(&mut self, level: usize, since: SimTime, until: SimTime) {
        let (from_us, until_us) = (self.clock.micros(since), self.clock.micros(until));
        let text = format!("{} is down", self.called[level]);
        let lane = self.exercise() + 1;
        self.spans[lane].push(Span { from_us, until_us, kind: "down", text });
    }

    fn reported(
        &mut self,
        at: SimTime,
        (channel, from, to, campaign): (ChannelIdx, TeamIdx, TeamIdx, CampaignIdx),
        fate: ReportFate,
    ) {
        let key = (channel.0, from.0, to.0, campaign.0);
        let names = &self.model.names;
        match fate {
            ReportFate::Sent => {
                self.sent.entry(key).or_default().push(self.arrows.len());
                let about = names.campaigns.get(campaign.at()).map_or("", |campaign| &campaign.id);
                let text = format!(
                    "{} to {} over {}: {about}",
                    names.teams[from.at()],
                    names.teams[to.at()],
                    names.channels[channel.at()]
                );
                let (from, to) = (self.team(from), self.team(to));
                let sent_us = self.clock.micros(at);
                self.arrows.push(Arrow { from, to, sent_us, received_us: None, text });
            }
            ReportFate::Received => {
                let first =
                    self.sent.get_mut(&key).filter(|sent| !sent.is_empty()).map(|sent| sent.remove(0));
                if let Some(arrow) = first {
                    self.arrows[arrow].received_us = Some(self.clock.micros(at));
                }
            }
            ReportFate::Lost => {
                if let Some(sent) = self.sent.get_mut(&key) {
                    sent.pop();
                }
                self.mark(at, self.team(from), "lost", || String::from("a report is lost"));
            }
            ReportFate::Refused => {
                self.mark(at, self.team(from), "refused", || {
                    format!("{} does not carry its report", names.channels[channel.at()])
                });
            }
            ReportFate::Requested | ReportFate::Applied | ReportFate::HeldBack => {}
        }
    }

    fn finish(mut self) -> Timeline {
        let open = std::mem::take(&mut self.open);
        for ((lane, _, phase), (since, _)) in open {
            self.span(lane, phase, since, self.model.frame.endex);
        }
        for (level, since) in std::mem::take(&mut self.down) {
            self.outage(level as usize, since, self.model.frame.endex);
        }
        let names = &self.model.names;
        let campaigns = names.campaigns.iter().map(|campaign| (LaneKind::Campaign, campaign.id.clone()));
        let teams = names.teams.iter().map(|team| (LaneKind::Team, team.clone()));
        let ids = campaigns
            .chain(teams)
            .chain([LaneKind::Exercise, LaneKind::Services].map(|kind| (kind, String::new())));
        let lane = |((kind, id), mut spans): ((LaneKind, String), Vec<Span>)| {
            spans.sort_by_key(|span| (span.from_us, span.until_us));
            Lane { kind, id, marks: Vec::new(), spans }
        };
        let mut lanes: Vec<Lane> = ids.zip(self.spans).map(lane).collect();
        for ((place, ..), mark) in self.marks {
            lanes[place].marks.push(mark);
        }
        for lane in &mut lanes {
            lane.marks.sort_by_key(|mark| mark.t_us);
        }
        let arrows_left_out = self.arrows.len().saturating_sub(MOST_ARROWS);
        self.arrows.truncate(MOST_ARROWS);
        Timeline { lanes, arrows: self.arrows, arrows_left_out }
    }
}
