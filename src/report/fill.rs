//! Fills the parts of a report from a summary.
//!
//! **Invariant:** every list stands in the order of the model.

use super::view_causes::*;
use super::view_duties::*;
use super::view_parts::*;
use crate::kernel::SimDuration;
use crate::measure::{Milestone, Value, called, ending_name, label, measure_of, unit_name};
use crate::model::*;
use crate::study::*;

/// What the parts are filled from.
pub(super) struct Context<'a> {
    pub model: &'a Model,
    pub replications: &'a Replications,
    pub summary: &'a Summary,
}

impl Context<'_> {
    pub fn measures(&self) -> Vec<MeasureView> {
        (0..self.replications.measures.list.len()).map(|place| self.measure(place)).collect()
    }

    fn measure(&self, place: usize) -> MeasureView {
        let measures = &self.replications.measures;
        let unit = measures.list[place].quantity.unit();
        MeasureView::of(&measures.names[place], unit, &self.summary.measures[place])
    }

    /// The view of a measure that is always enumerated.
    fn named(&self, measure: Measure) -> MeasureView {
        let place = self.replications.measures.find(&measure);
        self.measure(place.expect("every measure of an entity is enumerated"))
    }

    pub fn responses(&self) -> Vec<ResponseView> {
        let mut views = Vec::new();
        for responder in ResponderIdx::all(self.model.responders.len()) {
            for campaign in CampaignIdx::all(self.model.campaigns.len()) {
                views.push(self.response(responder, campaign));
            }
        }
        views
    }

    fn response(&self, responder: ResponderIdx, campaign: CampaignIdx) -> ResponseView {
        let organisation = self.responder(responder);
        let list = self.replications.measures.list.iter().enumerate();
        let own = list.filter(|(_, measure)| {
            let of_these = measure.responder == responder && measure.campaign == campaign;
            of_these && measure.quantity.of() == Of::Response && measure.origin == Origin::FirstHold
        });
        let causes = &self.summary.causes[responder.at() * self.model.campaigns.len() + campaign.at()];
        let telling =
            telling_causes(causes).and_then(|telling| causes.iter().position(|other| other == telling));
        ResponseView {
            organisation: organisation.id.clone(),
            label: label(organisation).to_owned(),
            campaign: self.campaign(campaign),
            times: own.map(|(place, _)| self.measure(place)).collect(),
            causes: causes.iter().map(|causes| self.causes(responder, causes)).collect(),
            telling_causes: telling,
        }
    }

    fn causes(&self, responder: ResponderIdx, causes: &CauseSummary) -> CausesView {
        let teams = &self.model.responders[responder.at()].teams;
        let by_team = teams.iter().zip(&causes.by_team).map(|(team, hours)| TeamHours {
            team: self.model.names.teams[team.at()].clone(),
            mean: Hours(*hours),
        });
        CausesView {
            up_to: milestone_name(causes.milestone),
            reached: causes.reached,
            replications: causes.replications,
            mean: Hours(causes.hours),
            by_team: by_team.collect(),
        }
    }

    pub fn sharing(&self) -> Vec<SharingView> {
        let list = self.replications.measures.list.iter().enumerate();
        let informing = list.filter(|(_, measure)| {
            measure.quantity == Quantity::TimeToInform
                && measure.campaign.is_some()
                && measure.origin == Origin::FirstHold
        });
        let view = |(place, measure): (usize, &Measure)| {
            let (from, to) = (self.responder(measure.responder), self.responder(measure.partner));
            SharingView {
                from: from.id.clone(),
                from_label: label(from).to_owned(),
                to: to.id.clone(),
                to_label: label(to).to_owned(),
                campaign: self.campaign(measure.campaign),
                time_to_inform: self.measure(place),
            }
        };
        informing.map(view).collect()
    }

    pub fn campaigns(&self) -> Vec<CampaignView> {
        // With a single campaign its numbers are those of the whole exercise, which are enumerated once.
        let one = self.model.campaigns.len() == 1;
        let has_objective =
            |campaign| self.model.steps.iter().any(|step| step.campaign == campaign && step.objective);
        let view = |campaign: CampaignIdx| {
            let of = |quantity| {
                let campaign = if one { CampaignIdx::NONE } else { campaign };
                self.named(Measure { campaign, ..measure_of(quantity) })
            };
            CampaignView {
                campaign: self.campaign(campaign),
                can_hold: self.model.campaigns[campaign.at()].can_hold,
                adversary: self.model.names.campaigns[campaign.at()].name.clone(),
                assets_held_peak: of(Quantity::AssetsHeldPeak),
                assets_held_total: of(Quantity::AssetsHeldTotal),
                assets_held_now: of(Quantity::AssetsHeldNow),
                at_objective: has_objective(campaign).then(|| of(Quantity::CampaignsAtObjective)),
                attempts_prevented: of(Quantity::AttemptsPrevented),
            }
        };
        CampaignIdx::all(self.model.campaigns.len()).map(view).collect()
    }

    pub fn teams(&self) -> Vec<TeamView> {
        let pools = pool_loads(self.model, self.replications);
        let view = |(place, load): (usize, TeamSummary)| {
            let team = &self.model.teams[place];
            TeamView {
                team: self.model.names.teams[place].clone(),
                organisation: self.model.names.organisations[team.organisation.at()].id.clone(),
                tiers: team.tiers.iter().map(|tier| self.pool(*tier, &pools[tier.at()])).collect(),
                alerts_true: load.alerts_true,
                alerts_false: load.alerts_false,
                tickets: load.tickets,
                alerts_missed: load.missed,
                alerts_escalated: load.escalated,
                alerts_waiting: load.waiting,
                alerts_dropped: load.dropped,
                alerts_merged: load.merged,
                incidents_true: load.incidents_true,
                incidents_false: load.incidents_false,
                incidents_unrelated: load.incidents_unrelated,
                mean_wait_h: load.mean_wait_h,
                p95_wait_h: load.p95_wait_h,
            }
        };
        team_loads(self.replications).into_iter().enumerate().map(view).collect()
    }

    pub fn others(&self) -> Vec<PoolView> {
        let pools = pool_loads(self.model, self.replications);
        let of_no_team = |pool: &PoolIdx| !matches!(self.model.pools[pool.at()].kind, PoolKind::Tier(_));
        PoolIdx::all(pools.len()).filter(of_no_team).map(|pool| self.pool(pool, &pools[pool.at()])).collect()
    }

    fn pool(&self, pool: PoolIdx, load: &PoolSummary) -> PoolView {
        PoolView {
            pool: self.model.names.pools[pool.at()].clone(),
            kind: match self.model.pools[pool.at()].kind {
                PoolKind::Tier(_) => "tier",
                PoolKind::Authority => "authority",
                PoolKind::Crew => "crew",
                PoolKind::Staff => "staff",
            },
            utilisation_share: load.utilisation,
            mean_on_duty: load.mean_on_duty,
            mean_queue: load.mean_queue,
            longest_queue: load.longest_queue,
            started: load.started,
            mean_wait_h: load.mean_wait_h,
            p95_wait_h: load.p95_wait_h,
        }
    }

    pub fn channels(&self) -> Vec<ChannelView> {
        let view = |(name, load): (&String, ChannelSummary)| ChannelView {
            channel: name.clone(),
            sent: load.sent,
            refused: load.refused,
            lost: load.lost,
            received: load.received,
            read: load.read,
            late: load.late,
        };
        self.model.names.channels.iter().zip(channel_loads(self.replications)).map(view).collect()
    }

    pub fn offers(&self) -> Vec<OfferView> {
        let view = |(name, load): (&String, OfferSummary)| OfferView {
            assistance: name.clone(),
            asked: load.asked,
            refused: load.refused,
            set_out: load.set_out,
            arrived: load.arrived,
            away_h: load.away_h,
        };
        self.model.names.assistance.iter().zip(offer_loads(self.replications)).map(view).collect()
    }

    pub fn centres(&self) -> Vec<CentreView> {
        let view = |centre: CentreIdx| {
            let of = |quantity| self.named(Measure { centre, ..measure_of(quantity) });
            CentreView {
                centre: self.model.names.centres[centre.at()].clone(),
                awareness: of(Quantity::Awareness),
                staleness: of(Quantity::Staleness),
                false_beliefs: of(Quantity::FalseBeliefs),
                reports_fused: of(Quantity::ReportsFused),
                warnings_given: of(Quantity::WarningsGiven),
                warnings_heeded: of(Quantity::WarningsHeeded),
                warnings_late: of(Quantity::WarningsLate),
            }
        };
        CentreIdx::all(self.model.centres.len()).map(view).collect()
    }

    pub fn investigations(&self) -> Vec<InvestigationView> {
        let view = |(name, load): (&String, InvestigationSummary)| InvestigationView {
            investigation: name.clone(),
            opened: load.opened,
            succeeded: load.succeeded,
            wrong: load.wrong,
            failed: load.failed,
            secured: load.secured,
            kept_h: load.kept_h,
        };
        self.model.names.investigations.iter().zip(investigation_loads(self.replications)).map(view).collect()
    }

    pub fn functions(&self) -> Vec<FunctionView> {
        let (names, called) = (&self.model.names, called(self.model));
        let view = |(place, load): (usize, FunctionSummary)| FunctionView {
            function: names.functions[place].id.clone(),
            name: names.functions[place].name.clone(),
            label: self.owned(&called[place], self.model.functions[place].organisation),
            organisation: names.organisations[self.model.functions[place].organisation.at()].id.clone(),
            mean_loss_function_h: load.loss_h,
            mean_level_share: load.mean_level,
            lowest_level_share: load.lowest_level,
        };
        functions(self.model, self.replications).into_iter().enumerate().map(view).collect()
    }

    pub fn missions(&self) -> Vec<MissionView> {
        let (names, startex) = (&self.model.names, self.model.frame.startex);
        let called = called(self.model).split_off(self.model.functions.len());
        let view = |(place, load): (usize, MissionSummary)| {
            let written = &self.model.missions[place];
            MissionView {
                mission: names.missions[place].id.clone(),
                name: names.missions[place].name.clone(),
                label: self.owned(&called[place], written.organisation),
                organisation: names.organisations[written.organisation.at()].id.clone(),
                from_h: written.from.since(startex).hours(),
                until_h: written.until.since(startex).hours(),
                threshold_share: written.threshold,
                mean_loss_function_h: load.loss_h,
                mean_level_share: load.mean_level,
                lowest_level_share: load.lowest_level,
                mean_below_h: load.below_h,
            }
        };
        missions(self.model, self.replications).into_iter().enumerate().map(view).collect()
    }

    pub fn objectives(&self) -> Vec<ObjectiveView> {
        let names = &self.model.names;
        let view = |(place, summary): (usize, &ObjectiveSummary)| ObjectiveView {
            objective: names.objectives[place].id.clone(),
            text: names.objectives[place].name.clone(),
            measure: names.objective_measures[place].clone(),
            met: summary.met,
            missed: summary.missed,
            not_tested: summary.not_tested,
            tested_share: summary.tested,
            probability: summary.probability.map(|estimate| estimate.mean),
            probability_low: summary.probability.map(|estimate| estimate.low),
            probability_high: summary.probability.map(|estimate| estimate.high),
            with_probability: self.model.objectives[place].with_probability,
            attained: summary.attained,
        };
        self.summary.objectives.iter().enumerate().map(view).collect()
    }

    pub fn injects(&self) -> Vec<InjectView> {
        let pooled = &self.replications.pooled;
        let view = |(place, text): (usize, &InjectText)| {
            let came = pooled.injects[place];
            let mean = |micros: u128| micros as f64 / (came as f64 * SimDuration::HOUR.micros() as f64);
            InjectView {
                inject: text.number.clone(),
                title: text.title.clone(),
                came,
                came_share: (pooled.replications > 0).then(|| came as f64 / pooled.replications as f64),
                mean_after_h: (came > 0).then(|| mean(pooled.inject_times[place])),
                contingency: matches!(self.model.injects[place].when, When::On(_)),
            }
        };
        // The steps of ladders and the warnings follow the MSEL, and have lists of their own.
        let msel = self.model.injects.iter().take_while(|inject| inject.is_of_msel()).count();
        self.model.names.injects.iter().take(msel).enumerate().map(view).collect()
    }

    pub fn ladders(&self) -> Vec<LadderView> {
        let names = &self.model.names;
        let view = |(ladder, written): (LadderIdx, &Ladder)| LadderView {
            ladder: names.ladders[ladder.at()].id.clone(),
            title: names.ladders[ladder.at()].name.clone(),
            level: self.named(Measure { ladder, ..measure_of(Quantity::EscalationLevel) }),
            steps: (1..=written.steps.len() as u32)
                .map(|step| {
                    let inject = written.inject(step);
                    StepView {
                        step: names.step(ladder, inject).to_owned(),
                        title: names.injects[inject.at()].title.clone(),
                        taken: self.replications.pooled.injects[inject.at()],
                        informs: names.injects[inject.at()].to.len(),
                        informed: names.injects[inject.at()].to.clone(),
                        time_to_escalate: self.named(Measure {
                            ladder,
                            step,
                            ..measure_of(Quantity::TimeToEscalate)
                        }),
                    }
                })
                .collect(),
        };
        (0..).map(LadderIdx).zip(&self.model.ladders).map(view).collect()
    }

    pub fn staffs(&self) -> Vec<StaffView> {
        let view = |(staff, name): (StaffIdx, &String)| {
            let of = |quantity| self.named(Measure { staff, ..measure_of(quantity) });
            StaffView {
                staff: name.clone(),
                injects: self.model.injects.iter().filter(|inject| inject.staff == staff).count(),
                injects_late: of(Quantity::InjectsLate),
                injects_not_given: of(Quantity::InjectsNotGiven),
                injects_out_of_order: of(Quantity::InjectsOutOfOrder),
                inject_lateness: of(Quantity::InjectLateness),
            }
        };
        (0..).map(StaffIdx).zip(&self.model.names.staffs).map(view).collect()
    }

    pub fn obligations(&self) -> Vec<DutyView> {
        let names = &self.model.names;
        let view = |(duty, written): (DutyIdx, &Duty)| {
            let (organisation, obligation) = (written.party.organisation, written.obligation);
            let deadline = |(number, written): (u32, &Deadline)| {
                let of = |quantity| {
                    self.named(Measure { organisation, obligation, deadline: number, ..measure_of(quantity) })
                };
                DeadlineView {
                    deadline: names.deadlines[obligation.at()][number as usize - 1].clone(),
                    within_h: written.within.hours(),
                    deadlines_met: of(Quantity::DeadlinesMet),
                    deadlines_missed: of(Quantity::DeadlinesMissed),
                    deadlines_open: of(Quantity::DeadlinesOpen),
                    time_to_report: of(Quantity::TimeToReport),
                }
            };
            DutyView {
                organisation: names.organisations[organisation.at()].id.clone(),
                label: label(&names.organisations[organisation.at()]).to_owned(),
                obligation: names.obligations[obligation.at()].id.clone(),
                title: names.obligations[obligation.at()].name.clone(),
                deadlines: (1..).zip(self.model.deadlines(duty)).map(deadline).collect(),
            }
        };
        (0..).map(DutyIdx).zip(&self.model.duties).map(view).collect()
    }

    pub fn crises(&self) -> Vec<CrisisView> {
        let names = &self.model.names;
        let view = |crisis: CrisisIdx| {
            let of = |quantity| self.named(Measure { crisis, ..measure_of(quantity) });
            CrisisView {
                crisis: names.crises[crisis.at()].id.clone(),
                name: names.crises[crisis.at()].name.clone(),
                kind: names.crisis_kinds[crisis.at()].to_owned(),
                now: of(Quantity::CrisesNow),
                tickets: of(Quantity::CrisisTickets),
                decisions: of(Quantity::CrisisDecisions),
                false_alarms: of(Quantity::CrisisFalseAlarms),
            }
        };
        CrisisIdx::all(self.model.crises.len()).map(view).collect()
    }

    pub fn played(&self) -> Vec<PlayedView> {
        let measures = &self.replications.measures.list;
        let view = |played: &Played| {
            let reported =
                |(value, measure): (&Value, &Measure)| value.reported(measure.quantity.unit()).number();
            PlayedView {
                replication: played.number,
                ending: ending_name(played.ending),
                fingerprint: hex(played.fingerprint),
                events: played.events,
                statuses: played.values.iter().map(|value| &value.status()[..1]).collect(),
                values: played.values.iter().zip(measures).map(reported).collect(),
                objectives: played.verdicts.iter().map(|verdict| verdict.name()).collect(),
            }
        };
        self.replications.played.iter().map(view).collect()
    }

    /// What something is called, and whose it is, unless that is said already.
    fn owned(&self, called: &str, organisation: OrganisationIdx) -> String {
        let organisation = &self.model.names.organisations[organisation.at()];
        match called.ends_with(&format!(" · {}", organisation.id)) {
            true => called.to_owned(),
            false => format!("{called} · {}", label(organisation)),
        }
    }

    fn responder(&self, responder: ResponderIdx) -> &Named {
        &self.model.names.organisations[self.model.responders[responder.at()].organisation.at()]
    }

    fn campaign(&self, campaign: CampaignIdx) -> String {
        self.model.names.campaigns[campaign.at()].id.clone()
    }
}

impl MeasureView {
    /// The view of a summary.
    pub(super) fn of(name: &str, unit: Unit, summary: &MeasureSummary) -> MeasureView {
        MeasureView {
            measure: name.to_owned(),
            unit: unit_name(unit),
            observed: summary.observed,
            censored: summary.censored,
            not_at_risk: summary.not_at_risk,
            median: summary.median,
            q05: summary.q05,
            q95: summary.q95,
            mean: summary.mean.map(|mean| mean.mean),
            mean_low: summary.mean.map(|mean| mean.low),
            mean_high: summary.mean.map(|mean| mean.high),
            median_low: summary.quantile_intervals[0].0,
            median_high: summary.quantile_intervals[0].1,
            q05_low: summary.quantile_intervals[1].0,
            q05_high: summary.quantile_intervals[1].1,
            q95_low: summary.quantile_intervals[2].0,
            q95_high: summary.quantile_intervals[2].1,
            restricted_mean: summary.restricted_mean.map(|(mean, _)| mean.mean),
            restricted_mean_low: summary.restricted_mean.map(|(mean, _)| mean.low),
            restricted_mean_high: summary.restricted_mean.map(|(mean, _)| mean.high),
            restricted_to: summary.restricted_mean.map(|(_, longest)| longest),
        }
    }
}

const fn milestone_name(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Detected => "detected",
        Milestone::Acknowledged => "acknowledged",
        Milestone::Declared => "declared",
        Milestone::Contained => "contained",
        Milestone::FinallyContained => "finally_contained",
        Milestone::Recovered => "recovered",
        Milestone::Shared => "shared",
        Milestone::Assisted => "helped",
    }
}

/// 64 bits as 16 hexadecimal digits, for numbers that JSON readers would round.
pub(super) fn hex(bits: u64) -> String {
    format!("{bits:016x}")
}
