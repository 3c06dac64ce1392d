//! Campaigns and the steps of their attack flows.
//!
//! **Invariant:** the steps of a campaign lie in a row, by id; successors mirror predecessors.

use super::flow;
use super::frame::Calendar;
use super::ids::Ids;
use super::investigations;
use super::joins::{self, Before};
use super::reactions;
use super::spread;
use super::step;
use super::table::{Table, same_keys};
use super::targets;
use super::technique::{MOST_RETRIES, Techniques};
use super::values::{at_least_one, at_most, distribution};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, codes, counted};
use crate::kernel::{SimTime, name_key};
use crate::model::{
    Action, AssetSet, Campaign, CampaignIdx, Command, Join, Network, Organisation, Route, Scope, Step,
    StepIdx, SupplierIdx, TechniqueIdx, Until,
};
use crate::scenario::{self, Start};

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
        warn_ignorant(written, &all.steps[first_step as usize..], world, faults);
        let on_loss = reactions::lower(written, &all.steps[first_step as usize..], faults);
        let (deterred, lies_low) = investigations::deterred(written, faults);
        all.campaigns.push(Campaign {
            tooling: investigations::tooling(number, world.ids, faults),
            deterred,
            lies_low,
            on_loss,
            command: written.command.as_ref().map(|command| Command {
                rebuilds: command.rebuilds.as_ref().map(|time| distribution(time, faults)),
            }),
            key: name_key(row.name),
            operators: at_least_one(written.operators, "operators", faults),
            start: match &written.start {
                None => world.calendar.begins(),
                Some(Start::At(moment)) => {
                    world.calendar.moment_of_run(moment, &format!("the campaign `{}`", row.name), faults)
                }
                Some(Start::OnInject(_)) => SimTime::MAX,
            },
            can_hold: !initially_held.is_empty()
                || !written.spread.is_empty()
                || any_gains(&all.steps[first_step as usize..], world),
            initially_held,
            steps: first_step..all.steps.len() as u32,
            spreads: first_spread..all.spreads.len() as u32,
        });
    }
    same_keys("step", step_places.into_iter(), faults);
    all
}

/// Warnings for steps that need knowledge in a campaign that gains none.
fn warn_ignorant(
    campaign: &scenario::Campaign,
    steps: &[Step],
    world: World<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let technique = |step: &Step| world.techniques.used.get(step.technique.at());
    let discovers =
        |step: &Step| technique(step).is_none_or(|technique| technique.action == Action::Discover);
    for written in campaign.flow.iter().filter(|_| !steps.iter().any(discovers)) {
        if let Some((_, technique)) = world.techniques.find(&written.technique).filter(|it| it.1.knowledge) {
            let message = format!(
                "the step `{}` can't succeed: `{}` needs knowledge of an organisation, and no step discovers any",
                written.id, technique.id
            );
            let warning = Diagnostic::warning(codes::UNKNOWING, written.technique.place, message);
            faults.push(warning.label("never known"));
        }
    }
}

/// Whether any of these steps takes hold of an asset.
fn any_gains(steps: &[Step], world: World<'_>) -> bool {
    let technique = |step: &Step| world.techniques.used.get(step.technique.at());
    steps.iter().any(|step| technique(step).is_none_or(|it| it.action.gains() || it.action == Action::Move))
}

fn warn_idle(
    campaign: &scenario::Campaign,
    held: &AssetSet,
    steps: &[Step],
    world: World<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let id = &campaign.id;
    let mut warn = |code, place, message: String, label: &str| {
        faults.push(Diagnostic::warning(code, place, message).label(label))
    };
    if campaign.flow.is_empty() && campaign.spread.is_empty() {
        warn(
            codes::IDLE_CAMPAIGN,
            id.place,
            format!("the campaign `{id}` does nothing"),
            "neither `flow` nor `spread`",
        );
    }
    if let Some(first) = campaign.spread.first().filter(|_| held.is_empty() && !any_gains(steps, world)) {
        let place = first.technique().place;
        warn(
            codes::SOURCELESS,
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
        let before = joins::all(table, faults);
        let mut steps: Vec<Step> =
            table.iter().zip(&before).map(|(row, before)| self.step(row.record, before, faults)).collect();
        let footholds: Vec<step::Foothold> = table.iter().map(|row| self.foothold(row.record)).collect();
        joins::check_footholds(table, &before, &footholds, faults);
        self.check_order(table, &before, faults);
        for (number, before) in before.iter().enumerate() {
            let number = StepIdx(self.first_step + number as u32);
            for (place, &predecessor) in (0..).zip(&before.successes) {
                steps[predecessor].successors.push((number, place));
            }
            for (place, &predecessor) in (before.successes.len() as u32..).zip(&before.failures) {
                steps[predecessor].on_failure.push((number, place));
            }
        }
        steps
    }

    fn foothold(&self, written: &scenario::Step) -> step::Foothold {
        match self.world.techniques.find(&written.technique) {
            Some((_, technique)) => step::foothold(technique.action, written.target.is_some(), self.held),
            None => step::Foothold::Unknown,
        }
    }

    fn step(&self, written: &scenario::Step, before: &Before, faults: &mut Vec<Diagnostic>) -> Step {
        let World { ids, network, techniques, .. } = self.world;
        let resolve = |target, faults: &mut Vec<Diagnostic>| {
            targets::resolve(std::slice::from_ref(target), ids, network, faults)
        };
        let targets = written.target.as_ref().map(|target| resolve(target, faults));
        let found = techniques.find(&written.technique);
        if let Some((_, technique)) = found {
            step::check(self.world, written, technique, targets.as_ref(), faults);
        }
        let retries = written
            .retries
            .map(|retries| at_most(retries, MOST_RETRIES, "retries", faults))
            .or(found.map(|(_, technique)| technique.retries));
        Step {
            key: name_key(&format!("{}/{}", self.written.id, written.id)),
            campaign: self.campaign,
            technique: found.map_or(TechniqueIdx::NONE, |(number, _)| number),
            supplier: match &written.supplier {
                Some(id) => ids.supplier(id, faults),
                None => SupplierIdx::NONE,
            },
            targets,
            join: before.join,
            predecessors: before.all().map(|number| StepIdx(self.first_step + number as u32)).collect(),
            successors: Vec::new(),
            on_failure: Vec::new(),
            scope: match written.scope.map(|scope| scope.value) {
                None | Some(scenario::Scope::Organisation) => Scope::Organisation,
                Some(scenario::Scope::Campaign) => Scope::Campaign,
            },
            until: match written.until.map(|until| until.value) {
                None | Some(scenario::Until::FirstSuccess) => Until::FirstSuccess,
                Some(scenario::Until::Exhausted) => Until::Exhausted,
            },
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
        before: &[Before],
        faults: &mut Vec<Diagnostic>,
    ) {
        let (joins, predecessors): (Vec<Join>, Vec<Vec<usize>>) =
            before.iter().map(|before| (before.join, before.all().collect())).unzip();
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
            let fault =
                Diagnostic::error(codes::NEVER_STARTS, place(found[0]), message).label("never starts");
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
            let fault = Diagnostic::error(codes::LOOP_OF_NO_TIME, place(found[0]), message);
            faults
                .push(fault.label("takes no time").help(String::from("give one of its techniques a `time`")));
        }
    }
}
