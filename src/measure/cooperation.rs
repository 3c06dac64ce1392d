//! What organisations did together, told to people.
//!
//! **Invariant:** of reports that go the same way about the same campaign, each turn is told once.

use super::crowds::What;
use super::narrative::{Once, Teller, Weight};
use super::words::{counted, label};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{CaseFate, Entry, Happening, HelpFate, ReportFate};

impl Teller<'_> {
    /// Tells what has to do with agreements and partners.
    pub(super) fn tell_cooperation(&mut self, entry: &Entry) {
        let names = &self.model.names;
        let at = entry.at;
        let none = String::new();
        match entry.what {
            Happening::Report { channel, from, to, campaign, fate } => {
                let first_time = self.told.insert(Once::Report(channel, from, to, campaign, fate as u8));
                if first_time {
                    self.report(at, channel, from, to, fate);
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
            Happening::Advised { organisation, .. } => {
                let who = label(&names.organisations[organisation.at()]).to_owned();
                self.line(at, Weight::Step, who, "begins to patch".to_owned(), "as advised".to_owned());
            }
            _ => self.tell_deadlines(entry),
        }
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
            // A feed takes it in the same instant.
            ReportFate::Received if self.model.channels[channel.at()].automated => return,
            ReportFate::Received => (Weight::Step, to, format!("has the report of {from}"), none),
            ReportFate::Applied => (Weight::Milestone, to, format!("acts on the report of {from}"), none),
        };
        self.line(at, weight, who, what, remark);
    }
}
