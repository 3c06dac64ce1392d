//! What organisations did together, told to people.
//!
//! What many do alike with one team's reports has a line for the first of them, which counts the others.
//!
//! **Invariant:** of reports that go the same way about the same campaign, each turn is told once.

use super::crowds::{PAUSE, What};
use super::narrative::{Once, Teller, Weight};
use super::words::{counted, label, thousands};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{CaseFate, Entry, Happening, HelpFate, ReportFate};
use std::collections::BTreeSet;

/// So many who do alike have lines of their own.
const APART: usize = 3;

/// What many do alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    /// A team asks for the release of its reports to them.
    Asked(ChannelIdx, TeamIdx, CampaignIdx),
    /// A team reports to them over a channel, on a campaign.
    Told(ChannelIdx, TeamIdx, CampaignIdx, u8),
    /// They have a team's report of a channel on a campaign, or act on it.
    Heard(ChannelIdx, TeamIdx, CampaignIdx, u8),
    /// They patch what a campaign makes use of.
    Advised(CampaignIdx),
}

impl Teller<'_> {
    /// Tells what has to do with agreements and partners.
    pub(super) fn tell_cooperation(&mut self, entry: &Entry) {
        let names = &self.model.names;
        let at = entry.at;
        let none = String::new();
        match entry.what {
            Happening::Report { channel, from, to, campaign, fate, .. } => {
                let first_time = self.told.insert(Once::Report(channel, from, to, campaign, fate as u8));
                if first_time {
                    let before = self.drafts.len();
                    self.report(at, channel, from, to, fate);
                    let told = before..self.drafts.len();
                    let alike = match fate {
                        ReportFate::Requested => Alike::Asked(channel, from, campaign),
                        ReportFate::Received | ReportFate::Applied => {
                            Alike::Heard(channel, from, campaign, fate as u8)
                        }
                        _ => Alike::Told(channel, from, campaign, fate as u8),
                    };
                    self.choruses.entry(alike).or_default().extend(told);
                }
            }
            Happening::Agreed { agreement, in_force } => {
                let what = if in_force { "comes into force" } else { "is over" };
                let who = names.agreements[agreement.at()].clone();
                self.line(at, Weight::Milestone, who, what.to_owned(), none);
            }
            Happening::Joined { organisation, alliance, joins } => {
                let what = if joins { "joins" } else { "leaves" };
                let who = label(&names.organisations[organisation.at()]).to_owned();
                self.line(at, Weight::Milestone, who, format!("{what} {}", alliance.name()), none);
            }
            Happening::Request { channel, offer, team, fate, .. } => {
                let (offer, team) = (names.assistance[offer.at()].clone(), names.teams[team.at()].clone());
                let over = format!("over {}", names.channels[channel.at()]);
                let (weight, who, what, remark) = match fate {
                    ReportFate::HeldBack => return,
                    ReportFate::Requested => {
                        (Weight::Crowd, team, format!("asks for the release of its request to {offer}"), over)
                    }
                    ReportFate::Refused => {
                        (Weight::Step, team, format!("may not ask {offer} for help"), over)
                    }
                    ReportFate::Sent => (Weight::Step, team, format!("asks {offer} for help"), over),
                    ReportFate::Lost => (Weight::Step, team, format!("request to {offer} is lost"), over),
                    ReportFate::Received | ReportFate::Applied => {
                        (Weight::Step, offer, format!("has the request of {team}"), none)
                    }
                };
                self.line(at, weight, who, what, remark);
            }
            Happening::Help { offer, team, fate, .. } => {
                let (offer, team) = (names.assistance[offer.at()].clone(), names.teams[team.at()].clone());
                let (weight, who, what) = match fate {
                    HelpFate::Asked => (Weight::Step, team, format!("asks {offer} for help")),
                    HelpFate::Refused => (Weight::Step, offer, format!("refuses to help {team}")),
                    HelpFate::Granted => (Weight::Detail, offer, format!("will help {team}")),
                    HelpFate::SetOut => (Weight::Step, offer, format!("sets out to {team}")),
                    HelpFate::GoOn => {
                        (Weight::Detail, offer, format!("goes on to the next incident of {team}"))
                    }
                    HelpFate::TurnRound => {
                        (Weight::Step, offer, format!("is not needed at {team} and turns round"))
                    }
                    HelpFate::Arrived => (Weight::Milestone, offer, format!("arrives at {team}")),
                    HelpFate::Left => (Weight::Step, offer, format!("leaves {team}")),
                };
                self.line(at, weight, who, what, none);
            }
            Happening::Fused { centre, team, campaign, news: true } => {
                if self.told.insert(Once::Fused(centre, team, campaign)) {
                    let who = names.centres[centre.at()].clone();
                    let what = format!("has the situation of {} in its picture", names.teams[team.at()]);
                    self.line(at, Weight::Step, who, what, none);
                }
            }
            Happening::Warned { centre, warning, organisation, campaign, heeded } => {
                let inject = self.model.centres[centre.at()].warns[warning as usize].inject;
                let who = label(&names.organisations[organisation.at()]).to_owned();
                let what = if heeded { "heeds the warning of" } else { "does not heed the warning of" };
                let what = format!("{what} {}", names.campaigns[campaign.at()].id);
                let remark = names.injects[inject.at()].number.clone();
                self.line(at, Weight::Milestone, who, what, remark);
            }
            Happening::Case { investigation, campaign, accused, fate } => {
                let who = names.investigations[investigation.at()].clone();
                let id = &names.campaigns[campaign.at()].id;
                let adversary =
                    |of: CampaignIdx| names.campaigns.get(of.at()).map_or("", |named| &named.name);
                let (weight, what) = match fate {
                    CaseFate::Opened => (Weight::Step, format!("opens a case on {id}")),
                    CaseFate::Begun => (Weight::Step, format!("has what it needs on {id}")),
                    CaseFate::TakenDown => {
                        (Weight::Milestone, format!("takes the command servers of {id} down"))
                    }
                    CaseFate::Failed => {
                        (Weight::Milestone, format!("fails to take the servers of {id} down"))
                    }
                    CaseFate::Attributed => {
                        (Weight::Milestone, format!("attributes {id} to {}", adversary(accused)))
                    }
                    CaseFate::Misattributed => {
                        (Weight::Milestone, format!("wrongly attributes {id} to {}", adversary(accused)))
                    }
                    CaseFate::Inconclusive => (Weight::Step, format!("can't say who is behind {id}")),
                    CaseFate::Vain => (Weight::Milestone, format!("finds no servers of {id} to take down")),
                };
                self.line(at, weight, who, what, none);
            }
            Happening::Coordinated { team, ends: false, .. } => {
                let who = names.teams[team.at()].clone();
                self.line(at, Weight::Step, who, "leaves the analysis to a partner".to_owned(), none);
            }
            Happening::Kept { investigation, asset } => {
                self.crowds.add(self.model, at, What::Kept(investigation), asset);
            }
            Happening::Spoiled { investigation, asset } => {
                self.crowds.add(self.model, at, What::Spoiled(investigation), asset);
            }
            Happening::Hunts { team, .. } => {
                let who = names.teams[team.at()].clone();
                let what = "hunts for what is held already".to_owned();
                self.line(at, Weight::Step, who, what, "by a partner's indicators".to_owned());
            }
            Happening::WronglyBlocked { team, assets } => {
                let what = format!("blocks {} for nothing", counted(u64::from(assets), "asset"));
                let who = names.teams[team.at()].clone();
                self.line(at, Weight::Milestone, who, what, "by wrong indicators".to_owned());
            }
            Happening::Advised { organisation, campaign, .. } => {
                let who = label(&names.organisations[organisation.at()]).to_owned();
                self.choruses.entry(Alike::Advised(campaign)).or_default().push(self.drafts.len());
                self.line(at, Weight::Step, who, "begins to patch".to_owned(), "as advised".to_owned());
            }
            _ => self.tell_deadlines(entry),
        }
    }

    /// Counts in the first line of each chorus the others that are like it, and takes these away.
    ///
    /// A chorus ends with a pause of twelve hours, as crowds do.
    pub(super) fn fold_choruses(&mut self) {
        let mut folded = BTreeSet::new();
        for (alike, lines) in std::mem::take(&mut self.choruses) {
            let pause = |a: &usize, b: &usize| self.drafts[*b].at.since(self.drafts[*a].at) <= PAUSE;
            let chorus: Vec<&[usize]> = lines.chunk_by(pause).collect();
            for lines in chorus.into_iter().filter(|lines| lines.len() > APART) {
                let [first, others @ .., last] = lines else { continue };
                let more = format!("{} others", thousands(others.len() as u64 + 1));
                let until = self.clock.moment_beside(self.drafts[*last].at, self.drafts[*first].at);
                let draft = &mut self.drafts[*first];
                match alike {
                    // Whom the report is for is not told.
                    Alike::Asked(..) => {}
                    Alike::Told(..) => draft.what += &format!(" and {more}"),
                    Alike::Heard(..) | Alike::Advised(_) => draft.remark = format!("{more} by {until}"),
                }
                folded.extend(others.iter().chain([last]).copied());
            }
        }
        let mut place = 0;
        self.drafts.retain(|_| {
            place += 1;
            !folded.contains(&(place - 1))
        });
    }

    fn report(&mut self, at: SimTime, channel: ChannelIdx, from: TeamIdx, to: TeamIdx, fate: ReportFate) {
        let names = &self.model.names;
        let team =
            |team: TeamIdx| if team.is_some() { names.teams[team.at()].clone() } else { String::new() };
        let over = format!("over {}", names.channels[channel.at()]);
        let (from, to) = (team(from), team(to));
        let none = String::new();
        let (weight, who, what, remark) = match fate {
            ReportFate::Requested => {
                (Weight::Crowd, from, "asks for the release of its report".to_owned(), none)
            }
            ReportFate::Refused => (Weight::Step, from, format!("may not report to {to}"), over),
            ReportFate::Sent => (Weight::Step, from, format!("reports to {to}"), over),
            ReportFate::Lost => (Weight::Step, from, format!("report to {to} is lost"), over),
            // When it leaves says enough.
            ReportFate::HeldBack => return,
            // A feed takes it in the same instant.
            ReportFate::Received if self.model.channels[channel.at()].automated => return,
            ReportFate::Received => (Weight::Step, to, format!("has the report of {from}"), none),
            ReportFate::Applied => (Weight::Milestone, to, format!("acts on the report of {from}"), none),
        };
        self.line(at, weight, who, what, remark);
    }
}
