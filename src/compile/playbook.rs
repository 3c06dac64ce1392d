//! Playbooks as one team follows them, and who is called on by none.
//!
//! **Invariant:** every phase names people who exist; a playbook that nobody follows is checked all the same.

use super::assistance::Offers;
use super::channels;
use super::cooperation::Exchange;
use super::ids::Ids;
use super::staff::Staff;
use super::table::Table;
use super::values::{distribution, duration, optional_distribution, probability, repeated, repeated_words};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::{Distribution, Key, name_key};
use crate::model::{
    Asked, AssistanceIdx, ChannelIdx, Classification, Containment, OrganisationIdx, Phase, PhaseKind,
    PoolIdx, Shares, TeamIdx, Tlp,
};
use crate::scenario::{self, At, ContainAction, Id, Scenario, Word};
use std::collections::BTreeMap;

/// One team that follows a playbook; no team when it is only checked.
pub struct Follower<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// Who may be called on.
    pub staff: &'a Staff<'a>,
    /// Over what reports go.
    pub exchange: &'a Exchange,
    /// Who may be asked for help.
    pub offers: &'a Offers,
    /// The playbook.
    pub playbook: &'a scenario::Playbook,
    /// The team, its id, and its organisation.
    pub team: Option<(TeamIdx, &'a str, OrganisationIdx)>,
}

impl Follower<'_> {
    /// The phases, in order.
    pub fn phases(&self, faults: &mut Vec<Diagnostic>) -> Vec<Phase> {
        if self.playbook.phases.is_empty() {
            let id = &self.playbook.id;
            let fault = Diagnostic::error(
                codes::EMPTY,
                self.playbook.phases.place_or(id.place),
                format!("the playbook `{id}` has no phases"),
            )
            .label("nothing is done");
            faults.push(fault.help(String::from("a team without a playbook leaves out `playbook`")));
        }
        let mut ordinals: BTreeMap<&str, u64> = BTreeMap::new();
        let mut phases = Vec::with_capacity(self.playbook.phases.len());
        for written in &self.playbook.phases {
            let ordinal = ordinals.entry(written.name()).or_default();
            let key = Key(name_key(written.name())).with(*ordinal).bits();
            *ordinal += 1;
            if let Some((pool, time, kind)) = self.phase(written, faults) {
                phases.push(Phase { key, pool, time, kind });
            }
        }
        phases
    }

    fn phase(
        &self,
        written: &scenario::Phase,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(PoolIdx, Distribution, PhaseKind)> {
        use scenario::Phase;
        Some(match written {
            Phase::Investigate(phase) => {
                let finds = probability(phase.finds, "finds", faults);
                (
                    self.tier(&phase.tier, faults),
                    distribution(&phase.time, faults),
                    PhaseKind::Investigate { finds },
                )
            }
            Phase::Declare(phase) => {
                (self.tier(&phase.tier, faults), distribution(&phase.time, faults), PhaseKind::Declare)
            }
            Phase::Decide(phase) => {
                let (pool, time) = self.staff.decision(Some(&phase.authority), self.ids, faults);
                (pool, time, PhaseKind::Decide)
            }
            Phase::Contain(phase) => {
                let kind = PhaseKind::Contain(containment(phase, faults));
                (self.tier(&phase.tier, faults), distribution(&phase.per_asset, faults), kind)
            }
            Phase::Notify(phase) => self.notify(phase, faults),
            Phase::ReportSituation(phase) => {
                (PoolIdx::NONE, Distribution::ZERO, self.situation(phase, faults))
            }
            Phase::Eradicate(phase) => {
                (self.crew(&phase.crew, faults), distribution(&phase.per_asset, faults), PhaseKind::Eradicate)
            }
            Phase::Recover(phase) => {
                let rebuild = phase.rebuild.as_ref().map(|time| distribution(time, faults));
                (
                    self.crew(&phase.crew, faults),
                    distribution(&phase.per_asset, faults),
                    PhaseKind::Recover { rebuild },
                )
            }
            Phase::RequestHelp(request) => (PoolIdx::NONE, Distribution::ZERO, self.help(request, faults)),
            Phase::Report(phase) => {
                (self.tier(&phase.tier, faults), distribution(&phase.time, faults), PhaseKind::Report)
            }
            Phase::LessonsLearned(phase) => {
                let improves = probability(phase.improves, "improves", faults);
                let channels = self.channels(&phase.agreements, faults);
                let kind = PhaseKind::LessonsLearned { improves, channels };
                (self.tier(&phase.tier, faults), distribution(&phase.time, faults), kind)
            }
        })
    }

    fn help(&self, request: &scenario::RequestHelp, faults: &mut Vec<Diagnostic>) -> PhaseKind {
        repeated_words(request.from.iter().map(|id| (id.text.as_str(), id.place)), "offer", faults);
        if request.from.is_empty() {
            let message = format!("in the playbook `{}`, RequestHelp asks nobody", self.playbook.id);
            let fault = Diagnostic::error(codes::EMPTY, request.tier.place, message).label("`from` is empty");
            faults.push(fault.help(String::from("name offers of `assistance`, or leave the phase out")));
        }
        if request.again.micros == 0 {
            let message = "requests for help that are lost follow each other without end";
            let fault = Diagnostic::error(codes::OUT_OF_RANGE, request.again.place, message);
            faults.push(fault.label("no time at all").help(String::from("write `again: \"12h\"`")));
        }
        let mut offers = Vec::new();
        let marks = (request.tlp, request.classification);
        let mut marked = (tlp(marks.0.value), classification(marks.1.value));
        let asked_first = request.from.first().map_or(request.tier.place, |id| id.place);
        for id in &request.from {
            let Some(number) = self.ids.assistance.resolve(id, faults) else { continue };
            let Some((_, team, organisation)) = self.team else { continue };
            if self.offers.may_ask(number, organisation) {
                let over = self.exchange.ways(organisation, self.offers.offers[number as usize].organisation);
                let channels: Vec<ChannelIdx> = over.iter().map(|way| way.channel).collect();
                marked = self.marks(&channels, ("a request", asked_first), marks, faults);
                offers.push(Asked { offer: AssistanceIdx(number), over });
            } else {
                let message = format!("the team `{team}` follows this playbook, and may not ask for `{id}`");
                let warning = Diagnostic::warning(codes::NOT_A_PARTY, id.place, message).label("not for it");
                let help =
                    "let `to` of the offer have its organisation, or give the team a playbook of its own";
                faults.push(warning.help(String::from(help)));
            }
        }
        let pool = self.tier(&request.tier, faults);
        let (marking, classification) = marked;
        PhaseKind::RequestHelp { offers, pool, marking, classification, again: duration(request.again) }
    }

    fn tier(&self, tier: &Word, faults: &mut Vec<Diagnostic>) -> PoolIdx {
        let asker = format!("the playbook `{}`", self.playbook.id);
        let find = |(team, id, _): (TeamIdx, &str, _)| self.staff.tier(team, id, tier, &asker, faults);
        self.team.and_then(find).unwrap_or(PoolIdx::NONE)
    }

    fn crew(&self, crew: &Id, faults: &mut Vec<Diagnostic>) -> PoolIdx {
        self.staff.crew(crew, self.ids, faults).unwrap_or(PoolIdx::NONE)
    }

    fn notify(
        &self,
        phase: &scenario::Notify,
        faults: &mut Vec<Diagnostic>,
    ) -> (PoolIdx, Distribution, PhaseKind) {
        repeated_words(phase.agreements.iter().map(|id| (id.text.as_str(), id.place)), "agreement", faults);
        if phase.agreements.is_empty() {
            let id = &self.playbook.id;
            let fault = Diagnostic::error(
                codes::EMPTY,
                id.place,
                format!("in the playbook `{id}`, Notify names no agreement"),
            );
            faults.push(
                fault.label("nobody is told").help(String::from("name agreements, or leave the phase out")),
            );
        }
        let (pool, time) = self.writer("Notify", phase.tier.as_ref(), phase.time.as_ref(), faults);
        let channels = self.channels(&phase.agreements, faults);
        let marks = (phase.tlp, phase.classification);
        let (marking, classification) = self.marks(&channels, report(&phase.agreements), marks, faults);
        (pool, time, PhaseKind::Notify { channels, marking, classification })
    }

    /// Who writes reports, and how long; nobody and no time if neither is written.
    fn writer(
        &self,
        phase: &str,
        tier: Option<&Word>,
        time: Option<&scenario::Time>,
        faults: &mut Vec<Diagnostic>,
    ) -> (PoolIdx, Distribution) {
        match (tier, time) {
            (Some(tier), None) => faults.push(half_a_task(phase, tier.place, "tier", "time")),
            (None, Some(time)) => faults.push(half_a_task(phase, time.place, "time", "tier")),
            _ => {}
        }
        let pool = tier.map_or(PoolIdx::NONE, |tier| self.tier(tier, faults));
        (pool, optional_distribution(time, faults))
    }

    /// How reports or requests are marked and classified; warnings if none of the channels carries them.
    fn marks(
        &self,
        channels: &[ChannelIdx],
        (what, place): (&str, Place),
        (tlp, classification): (At<scenario::Tlp>, At<scenario::Classification>),
        faults: &mut Vec<Diagnostic>,
    ) -> (Tlp, Classification) {
        let marking = self::tlp(tlp.value);
        if !channels.is_empty()
            && channels.iter().all(|channel| self.exchange.channels[channel.at()].ceiling < marking)
        {
            let place = if tlp.place.is_nowhere() { place } else { tlp.place };
            let message =
                format!("{what} marked {} passes over no channel: every ceiling is below", tlp.value.name());
            faults.push(Diagnostic::warning(codes::CEILING, place, message).label("nothing passes"));
        }
        let highest = self::classification(classification.value);
        let passes = |channel: &ChannelIdx| channels::carries(&self.exchange.channels[channel.at()], highest);
        if !channels.is_empty() && !channels.iter().any(passes) {
            let message = format!(
                "{what} classified {} passes over no channel: none carries or sanitises it",
                classification.value.name()
            );
            let warning = Diagnostic::warning(codes::CLASSIFIED, classification.place, message);
            faults.push(warning.label("nothing passes"));
        }
        (marking, highest)
    }

    fn situation(&self, phase: &scenario::ReportSituation, faults: &mut Vec<Diagnostic>) -> PhaseKind {
        repeated_words(phase.agreements.iter().map(|id| (id.text.as_str(), id.place)), "agreement", faults);
        let id = &self.playbook.id;
        if phase.agreements.is_empty() {
            let message = format!("in the playbook `{id}`, ReportSituation names no agreement");
            let fault = Diagnostic::error(codes::EMPTY, phase.every.place, message).label("nobody is told");
            faults.push(fault.help(String::from("name agreements, or leave the phase out")));
        }
        if phase.every.micros == 0 {
            let message =
                format!("in the playbook `{id}`, reports on the situation follow each other without end");
            let fault = Diagnostic::error(codes::OUT_OF_RANGE, phase.every.place, message);
            faults.push(fault.label("no time at all").help(String::from("write `every: \"6h\"`")));
        }
        let (writer, time) = self.writer("ReportSituation", phase.tier.as_ref(), phase.time.as_ref(), faults);
        let mut channels = self.channels(&phase.agreements, faults);
        let any = !channels.is_empty();
        channels.retain(|channel| self.exchange.channels[channel.at()].shares.has(Shares::SITUATION));
        if any && channels.is_empty() {
            let message = format!("in the playbook `{id}`, reports on the situation pass over no channel");
            let place = phase.agreements[0].place;
            let warning = Diagnostic::warning(codes::NO_SITUATION, place, message).label("shares none");
            faults.push(warning.help(String::from("let a channel of it share `SituationReport`")));
        }
        let marks = (phase.tlp, phase.classification);
        let (marking, classification) = self.marks(&channels, report(&phase.agreements), marks, faults);
        let every = duration(phase.every);
        PhaseKind::ReportSituation { every, writer, time, channels, marking, classification }
    }

    /// The channels over which the team reports under some agreements.
    fn channels(&self, agreements: &[Id], faults: &mut Vec<Diagnostic>) -> Vec<ChannelIdx> {
        let mut channels = Vec::new();
        for id in agreements {
            let Some(number) = self.ids.agreements.resolve(id, faults) else { continue };
            let Some((_, team, organisation)) = self.team else { continue };
            if self.exchange.may_be_party(number, organisation) {
                channels.extend_from_slice(self.exchange.channels_of(number));
            } else {
                let message = format!(
                    "the team `{team}` follows this playbook, but its organisation is no party to `{id}`"
                );
                let warning = Diagnostic::warning(codes::NOT_A_PARTY, id.place, message).label("not a party");
                faults.push(warning.help(String::from(
                    "its reports go nowhere: make it a party, or give it a playbook of its own",
                )));
            }
        }
        channels.sort_unstable();
        channels.dedup();
        channels
    }
}

/// What is marked, and where that is told of if no mark is written.
fn report(agreements: &[Id]) -> (&'static str, Place) {
    ("a report", agreements.first().map_or(Place::NOWHERE, |id| id.place))
}

fn half_a_task(phase: &str, place: Place, given: &str, missing: &str) -> Diagnostic {
    let message = format!("{phase} has a `{given}` but no `{missing}`");
    let fault = Diagnostic::error(codes::HALF_A_TASK, place, message).label(format!("without `{missing}`"));
    fault.help(String::from("give both, or neither: then it takes no time"))
}

fn containment(phase: &scenario::Contain, faults: &mut Vec<Diagnostic>) -> Containment {
    let mut done = Containment::default();
    for (number, action) in phase.actions.iter().enumerate() {
        if let Some(first) = phase.actions[..number].iter().find(|earlier| earlier.value == action.value) {
            repeated(action.place, first.place, &format!("the action `{}`", action.value.name()), faults);
        }
        match action.value {
            ContainAction::Isolate => done.isolate = true,
            ContainAction::BlockLinks => done.block_links = true,
            ContainAction::DisableCredentials => done.disable_credentials = true,
            ContainAction::BlockIndicators => done.block_indicators = true,
        }
    }
    if phase.actions.is_empty() {
        let fault = Diagnostic::error(
            codes::EMPTY,
            phase.tier.place,
            "this phase contains nothing: `actions` is empty",
        );
        faults.push(
            fault.label("of this phase").help(format!("possible: {}", ContainAction::NAMES.join(", "))),
        );
    }
    done
}

/// The model's marking.
pub fn tlp(tlp: scenario::Tlp) -> Tlp {
    match tlp {
        scenario::Tlp::Clear => Tlp::Clear,
        scenario::Tlp::Green => Tlp::Green,
        scenario::Tlp::Amber => Tlp::Amber,
        scenario::Tlp::AmberStrict => Tlp::AmberStrict,
        scenario::Tlp::Red => Tlp::Red,
    }
}

/// The model's classification.
pub fn classification(written: scenario::Classification) -> Classification {
    match written {
        scenario::Classification::Unclassified => Classification::Unclassified,
        scenario::Classification::Restricted => Classification::Restricted,
        scenario::Classification::Confidential => Classification::Confidential,
        scenario::Classification::Secret => Classification::Secret,
    }
}

/// Warnings about what no team's playbook calls on.
pub fn warn_unused_staff(scenario: &Scenario, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let failing = |fails: &Option<scenario::Faults>| fails.as_ref().and_then(|fails| fails.by.clone());
    let mut repairers: Vec<scenario::Id> = Vec::new();
    repairers.extend(scenario.network.assets.iter().filter_map(|asset| failing(&asset.faults)));
    repairers.extend(scenario.network.links.iter().filter_map(|link| failing(&link.faults)));
    repairers.extend(scenario.functions.iter().filter_map(|function| failing(&function.faults)));
    let channels =
        scenario.agreements.iter().filter_map(|agreement| agreement.areas.information_exchange.as_ref());
    repairers.extend(
        channels.flat_map(|exchange| &exchange.channels).filter_map(|channel| failing(&channel.faults)),
    );
    let phases = || ids.playbooks.iter().flat_map(|row| &row.record.phases);
    let rungs = scenario.ladders.iter().flat_map(|ladder| &ladder.steps);
    let asked: Vec<&Id> = rungs.filter_map(|step| step.authority.as_ref()).collect();
    let deciding = |id: &str| {
        phases().any(|phase| matches!(phase, scenario::Phase::Decide(decide) if decide.authority.text == id))
            || ids.assistance.iter().any(|row| row.record.authority.as_ref().is_some_and(|it| it.text == id))
            || asked.iter().any(|authority| authority.text == id)
            || ids
                .investigations
                .iter()
                .any(|row| row.record.authority.as_ref().is_some_and(|it| it.text == id))
    };
    let repairs = scenario.cables.iter().filter_map(|cable| cable.repair.as_ref());
    repairers.extend(repairs.map(|repair| repair.by.clone()));
    let called = |id: &str| {
        phases().any(|phase| match phase {
            scenario::Phase::Eradicate(task) => task.crew.text == id,
            scenario::Phase::Recover(task) => task.crew.text == id,
            _ => false,
        }) || repairers.iter().any(|crew| crew.text == id)
    };
    // A misspelt name calls on nobody: who was meant is not known, so nobody is said to be unused.
    let authority = |phase: &scenario::Phase| match phase {
        scenario::Phase::Decide(decide) => ids.authorities.find(&decide.authority.text).is_some(),
        _ => true,
    };
    let crew = |phase: &scenario::Phase| match phase {
        scenario::Phase::Eradicate(task) => ids.crews.find(&task.crew.text).is_some(),
        scenario::Phase::Recover(task) => ids.crews.find(&task.crew.text).is_some(),
        _ => true,
    };
    if phases().all(authority) && asked.iter().all(|id| ids.authorities.find(&id.text).is_some()) {
        warn_unused(&ids.authorities, "authority", deciding, faults);
    }
    if phases().all(crew) && repairers.iter().all(|id| ids.crews.find(&id.text).is_some()) {
        warn_unused(&ids.crews, "crew", called, faults);
    }
}

fn warn_unused<T>(
    table: &Table<'_, T>,
    noun: &str,
    used: impl Fn(&str) -> bool,
    faults: &mut Vec<Diagnostic>,
) {
    for row in table.iter().filter(|row| !used(row.name)) {
        let warning = Diagnostic::warning(
            codes::UNUSED_STAFF,
            row.place,
            format!("no playbook calls on the {noun} `{}`", row.name),
        );
        faults.push(warning.label("not used"));
    }
}
