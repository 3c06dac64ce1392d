//! Campaigns and the steps of their attack flows.
//!
//! **Invariant:** the steps of a campaign lie in a row, by id; successors mirror predecessors.

use super::codes;
use super::flow;
use super::frame::Calendar;
use super::ids::Ids;
use super::spread;
use super::step;
use super::table::{Table, same_keys, unknown_local};
use super::targets;
use super::technique::{MOST_RETRIES, Techniques};
use super::values::{at_least_one, at_most, not_simulated, repeated_words};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, counted};
use crate::kernel::{SimTime, name_key};
use crate::model::{
    Action, AssetSet, Campaign, CampaignIdx, Join, Network, Organisation, Route, Step, StepIdx, TechniqueIdx,
};
use crate::scenario::{self, After, OnLoss, Scope, Start, Until};

/// Everything that campaigns become.
#[derive(Debug, Default)]
pub struct Campaigns {
    /// By id.
    pub campaigns: Vec<Campaign>,
    /// All steps, a row for each campaign.
    pub steps: Vec<Step>,
    /// Their ids.
    pub step_names: Vec<String>,
    /// All spreads, a row for each campaign.
    pub spreads: Vec<crate::model::Spread>,
    /// What reports call them.
    pub spread_names: Vec<String>,
}

/// What campaigns are lowered against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// The organisations.
    pub organisations: &'a [Organisation],
    /// The techniques in use.
    pub techniques: &'a Techniques<'a>,
    /// Services, weaknesses, credentials.
    pub words: &'a Vocabulary<'a>,
    /// The exercise's time.
    pub calendar: Calendar<'a>,
}

/// Lowers all campaigns.
pub fn lower(world: World<'_>, faults: &mut Vec<Diagnostic>) -> Campaigns {
    let mut all = Campaigns::default();
    let mut step_places: Vec<(u64, String, Place)> = Vec::new();
    for (number, row) in (0..).map(CampaignIdx).zip(world.ids.campaigns.iter()) {
        let written = row.record;
        refuse_reactions(written, faults);
        let initially_held = targets::resolve(&written.initially_held, world.ids, world.network, faults);
        let first_step = all.steps.len() as u32;
        let flow = Flow { world, campaign: number, written, held: !initially_held.is_empty(), first_step };
        let steps = Table::new("step", &written.flow, |step| &step.id, faults);
        let lowered = flow.steps(&steps, faults);
        all.step_names.extend(steps.names().map(str::to_owned));
        step_places
            .extend(steps.iter().zip(&lowered).map(|(row, step)| (step.key, row.name.to_owned(), row.place)));
        all.steps.extend(lowered);
        let first_spread = all.spreads.len() as u32;
        spread::lower(world, number, written, &mut all, faults);
        warn_idle(written, &initially_held, &all.steps[first_step as usize..], world, faults);
        all.campaigns.push(Campaign {
            key: name_key(row.name),
            operators: at_least_one(written.operators, "operators", faults),
            start: match &written.start {
                None => world.calendar.begins(),
                Some(Start::At(moment)) => {
                    world.calendar.moment_of_run(moment, &format!("the campaign `{}`", row.name), faults)
                }
                Some(Start::OnInject(_)) => SimTime::MAX,
            },
            initially_held,
            steps: first_step..all.steps.len() as u32,
            spreads: first_spread..all.spreads.len() as u32,
        });
    }
    same_keys("step", step_places.into_iter(), faults);
    all
}

fn refuse_reactions(campaign: &scenario::Campaign, faults: &mut Vec<Diagnostic>) {
    let place = match &campaign.on_loss {
        None | Some(OnLoss::Continue) => return,
        Some(OnLoss::GoDark(dark)) => dark.after.place,
        Some(OnLoss::Hurry(hurry)) => hurry.after.place,
        Some(OnLoss::Return(noticed) | OnLoss::Abort(noticed)) => noticed.after.place,
    };
    let word = campaign.on_loss.as_ref().map_or("", OnLoss::name);
    not_simulated(
        place,
        &format!("the reaction {word} to a loss"),
        "leave out `on_loss`: the campaign continues",
        faults,
    );
}

fn warn_idle(
    campaign: &scenario::Campaign,
    held: &AssetSet,
    steps: &[Step],
    world: World<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let id = &campaign.id;
    let mut warn = |place, message: String, label: &str| {
        faults.push(Diagnostic::warning(codes::NO_EFFECT, place, message).label(label))
    };
    if campaign.flow.is_empty() && campaign.spread.is_empty() {
        warn(id.place, format!("the campaign `{id}` does nothing"), "neither `flow` nor `spread`");
    }
    let gains = |step: &Step| {
        let action = world.techniques.used.get(step.technique.at()).map(|technique| technique.action);
        matches!(action, None | Some(Action::Phish | Action::Exploit | Action::Move))
    };
    if let Some(first) = campaign.spread.first().filter(|_| held.is_empty() && !steps.iter().any(gains)) {
        let place = super::technique::of_spread(first).place;
        warn(
            place,
            format!("nothing of the campaign `{id}` spreads: it holds no asset and gains none"),
            "has no source",
        );
    }
}

/// One campaign's flow.
struct Flow<'a> {
    world: World<'a>,
    campaign: CampaignIdx,
    written: &'a scenario::Campaign,
    held: bool,
    first_step: u32,
}

impl Flow<'_> {
    fn steps(&self, table: &Table<'_, scenario::Step>, faults: &mut Vec<Diagnostic>) -> Vec<Step> {
        let before: Vec<(Join, Vec<usize>)> =
            table.iter().map(|row| joined(row.record, table, faults)).collect();
        let mut steps: Vec<Step> = table
            .iter()
            .zip(&before)
            .map(|(row, (join, before))| self.step(row.record, *join, before, faults))
            .collect();
        self.check_order(table, &before, faults);
        for (number, (_, before)) in before.iter().enumerate() {
            for (place, &predecessor) in (0..).zip(before) {
                steps[predecessor].successors.push((StepIdx(self.first_step + number as u32), place));
            }
        }
        steps
    }

    fn step(
        &self,
        written: &scenario::Step,
        join: Join,
        before: &[usize],
        faults: &mut Vec<Diagnostic>,
    ) -> Step {
        refuse(written, faults);
        let World { ids, network, techniques, .. } = self.world;
        let resolve = |target, faults: &mut Vec<Diagnostic>| {
            targets::resolve(std::slice::from_ref(target), ids, network, faults)
        };
        let targets = written.target.as_ref().map(|target| resolve(target, faults));
        let found = techniques.find(&written.technique);
        if let Some((_, technique)) = found {
            step::check(self.world, written, technique, (join, self.held), targets.as_ref(), faults);
        }
        let retries = written
            .retries
            .map(|retries| at_most(retries, MOST_RETRIES, "retries", faults))
            .or(found.map(|(_, technique)| technique.retries));
        Step {
            key: name_key(&format!("{}/{}", self.written.id, written.id)),
            campaign: self.campaign,
            technique: found.map_or(TechniqueIdx::NONE, |(number, _)| number),
            targets,
            join,
            predecessors: before.iter().map(|&number| StepIdx(self.first_step + number as u32)).collect(),
            successors: Vec::new(),
            burst: written.burst.map_or(u32::MAX, |burst| burst.value),
            route: match written.route.value {
                scenario::Route::Random => Route::Random,
                scenario::Route::Cheapest => Route::Cheapest,
            },
            retries: retries.unwrap_or(0),
            objective: written.objective.value,
        }
    }

    /// Whether each step can start, and no loop is free of time.
    fn check_order(
        &self,
        table: &Table<'_, scenario::Step>,
        before: &[(Join, Vec<usize>)],
        faults: &mut Vec<Diagnostic>,
    ) {
        let (joins, predecessors): (Vec<Join>, Vec<Vec<usize>>) = before.iter().cloned().unzip();
        let names: Vec<&str> = table.names().collect();
        let round = |found: &[usize]| -> String {
            let path: Vec<&str> = found.iter().chain(found.first()).map(|&step| names[step]).collect();
            path.join(" → ")
        };
        let place = |step: usize| table.get(step as u32).map_or(Place::NOWHERE, |row| row.place);
        for (found, behind) in flow::deadlocks(&joins, &predecessors) {
            let message = match found.as_slice() {
                [only] => format!("the step `{}` waits for itself", names[*only]),
                _ => format!("steps wait for each other: {}", round(&found)),
            };
            let fault = Diagnostic::error(codes::FLOW, place(found[0]), message).label("never starts");
            let help = String::from("one of them must be able to start: leave out an `after`, or use `Any`");
            let waiting = (behind > 0).then(|| counted(behind as u64, "more step"));
            let fault = fault.help(help);
            faults.push(match waiting {
                Some(steps) => fault.note(format!("{steps} behind them can never start either")),
                None => fault,
            });
        }
        let no_time = |row: &super::table::Row<'_, scenario::Step>| {
            self.world
                .techniques
                .find(&row.record.technique)
                .is_some_and(|(_, technique)| technique.time.is_zero())
        };
        let no_time: Vec<bool> = table.iter().map(no_time).collect();
        if let Some(found) = flow::loop_of_no_time(&predecessors, &no_time) {
            let message = format!("the flow loops without time passing: {}", round(&found));
            let fault = Diagnostic::error(codes::FLOW, place(found[0]), message);
            faults
                .push(fault.label("takes no time").help(String::from("give one of its techniques a `time`")));
        }
    }
}

/// The join of a step, and its predecessors by number.
fn joined(
    step: &scenario::Step,
    table: &Table<'_, scenario::Step>,
    faults: &mut Vec<Diagnostic>,
) -> (Join, Vec<usize>) {
    let (join, words) = match &step.after {
        None => return (Join::Start, Vec::new()),
        Some(After::Any(words)) => (Join::Any, words),
        Some(After::All(words)) => (Join::All, words),
    };
    repeated_words(words.iter().map(|word| (word.text.as_str(), word.place)), "step", faults);
    if words.is_empty() {
        let fault = Diagnostic::error(
            codes::EMPTY,
            step.id.place,
            format!("the step `{}` comes after no step", step.id),
        );
        faults.push(
            fault
                .label("`after` is empty")
                .help(String::from("a step that begins with the campaign leaves out `after`")),
        );
        return (Join::Start, Vec::new());
    }
    let mut before = Vec::with_capacity(words.len());
    for word in words {
        match table.find(&word.text) {
            Some(number) => before.push(number as usize),
            None => faults.push(unknown_local("the campaign has no step", word, table.names())),
        }
    }
    before.sort_unstable();
    before.dedup();
    // A step whose predecessors are all unknown was faulted for that, not for never starting.
    if before.is_empty() { (Join::Start, before) } else { (join, before) }
}

fn refuse(step: &scenario::Step, faults: &mut Vec<Diagnostic>) {
    if let Some(scope) = step.scope.filter(|scope| scope.value != Scope::Organisation) {
        not_simulated(scope.place, "a step that counts in the whole campaign", "leave out `scope`", faults);
    }
    if let Some(until) = step.until.filter(|until| until.value != Until::FirstSuccess) {
        not_simulated(
            until.place,
            "a step that goes on after its first success",
            "leave out `until`",
            faults,
        );
    }
    if let Some(word) = step.on_failure.first() {
        not_simulated(word.place, "what follows a failure", "leave out `on_failure`", faults);
    }
}
