//! From what is written to what is simulated: names become indices, and everything that can be wrong is found.
//!
//! [`compile`] makes a [`Model`] of a [`Scenario`]. Each part of the scenario has a file: [`ids`](self) give every entity its number,
//! the network, techniques, staff, teams, sensors, campaigns and the exercise follow, each from its records and what stands before it.
//! Every part goes on after a fault, so that all are told at once; [`codes`] lists what can be told.
//!
//! **Invariant:** a `Model` is returned only when there is no fault, and depends on what is written, not on the order in the file.

mod assistance;
mod cables;
mod campaign;
mod centres;
mod channels;
mod controls;
mod cooperation;
mod crises;
mod effects;
mod exercise;
mod explicit;
mod faults;
mod flow;
mod foreseen;
mod frame;
mod functions;
mod graph;
mod idle;
mod ids;
mod investigations;
mod joins;
mod ladders;
mod maturity;
mod measure;
mod memberships;
mod misses;
mod missions;
mod msel;
mod names;
mod network;
mod notices;
mod obligations;
mod playbook;
mod positions;
mod profile;
mod queue;
mod reach;
mod reactions;
mod reliance;
mod remains;
mod rings;
mod sensors;
mod size;
mod spread;
mod staff;
mod staffs;
mod step;
mod suppliers;
mod table;
mod tactic;
mod targets;
mod teams;
mod technique;
mod timing;
mod topology;
mod unshared;
mod unused;
mod valueless;
mod values;
mod variants;
mod vocabulary;
mod waiting;
mod ways;

pub use remains::{Doubt, OF_PATHS, faults_of_changes, first_field, more_faults};

use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes, fold_rows, once, sort};
use crate::library;
use crate::model::Model;
use crate::scenario::{self, Scenario, Sensor};
pub use explicit::explicit;
pub use variants::{advise_on_agreements, apply_variant, check_variants, compile_variant, point_at_removals};

/// The service by which mail is taken.
const MAIL: &str = "smtp";

/// Compiles a scenario.
///
/// Returns the model, unless a diagnostic is an error, and all faults and warnings in the order of reading. `sources` are the texts that
/// the scenario was read from; their hash names the scenario in reports.
pub fn compile(scenario: &Scenario, sources: &Sources) -> (Option<Model>, Vec<Diagnostic>) {
    compile_asking(scenario, sources, &[])
}

/// The same with measures that are asked for besides: read from a command line or a study by
/// [`Measure::asked`](scenario::Measure::asked), and resolved as those of objectives are.
///
/// [`Model::asked`] stands beside `asked`. What is wrong with one is an error like any other.
pub fn compile_asking(
    scenario: &Scenario,
    sources: &Sources,
    asked: &[scenario::Measure],
) -> (Option<Model>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let model = lower(scenario, sources, asked, &mut faults);
    sort(&mut faults);
    faults.retain(|fault| !is_offer(fault, sources));
    // A playbook that several teams follow is looked at once for each.
    let told = fold_rows(once(faults), sources);
    (model.filter(|_| !any_error(&told)), told)
}

/// Whether a warning is of something that nobody uses, and that a built-in fragment offers: it has more than most need.
fn is_offer(fault: &Diagnostic, sources: &Sources) -> bool {
    let unused =
        [codes::UNUSED_PLAYBOOK, codes::UNUSED_STAFF, codes::UNUSED_CONTROL, codes::UNUSED_AGREEMENT];
    let built_in = |place: Place| {
        let source = sources.as_read(place).source;
        sources.origin(source).is_some() && sources.name(source).starts_with(library::FOLDER)
    };
    unused.contains(&fault.code) && fault.place.is_some_and(built_in)
}

fn lower(
    scenario: &Scenario,
    sources: &Sources,
    asked: &[scenario::Measure],
    faults: &mut Vec<Diagnostic>,
) -> Option<Model> {
    let scaled = maturity::applied(scenario, faults);
    let scenario = scaled.as_ref().unwrap_or(scenario);
    let ids = ids::Ids::new(scenario, faults);
    let calendar = frame::lower(scenario, faults);
    if !size::check((scenario, sources), &ids, calendar.as_ref().map(|(_, calendar)| calendar), faults) {
        return None;
    }
    let borrowed = technique::borrow(&ids);
    let techniques = technique::resolve(&ids, &borrowed, faults);
    let controls = controls::Controls::new(&ids, faults);
    let words = vocabulary::Vocabulary::new(scenario, &techniques.used, faults);
    let network = network::lower((scenario, sources), &ids, &words, faults);
    let ((frame, calendar), (mut network, media, positions)) = (calendar?, network?);

    let staff = staff::Staff::new(&ids, &calendar, faults);
    let (alliances, memberships) = memberships::lower(&ids, &calendar, faults);
    let world = (&network, &controls, &*alliances);
    let (organisations, responders) = teams::organisations(&ids, world, words.mail(), faults);
    let ever = memberships::ever(scenario, &ids, (alliances, &memberships));
    let partners = cooperation::Partners {
        ids: &ids,
        network: &network,
        responders: &responders,
        alliances: &ever,
        calendar: &calendar,
    };
    let exchange = cooperation::lower(&partners, faults);
    let offers = assistance::lower(&partners, &staff, faults);
    let led = investigations::lower(&ids, &staff, &exchange, faults);
    let partnership = (&exchange, &offers);
    let teams = teams::lower(&ids, &staff, &responders, partnership, &calendar, faults);
    let (bound, duties) = obligations::lower(&partners, &staff, &exchange, faults);
    let cells = staffs::lower(scenario, &partners, &staff, faults);
    let surroundings = centres::Surroundings {
        ids: &ids,
        staff: &staff,
        exchange: &exchange,
        teams: &teams,
        offers: &offers.offers,
        partners: &partners,
        organisations: &organisations,
    };
    let mut centres = surroundings.lower(faults);
    let failing = faults::lower(scenario, &ids, &staff, &network, &exchange, calendar.endex, faults);
    playbook::warn_unused_staff(scenario, &ids, faults);
    let sensors = sensors::lower(&ids, &mut network, (&teams, &responders), &calendar, faults);
    sensors::warn_overload(&ids, &sensors, &teams, &staff, &calendar, faults);
    let cables = cables::lower(scenario, &ids, &staff, &media, calendar.endex, faults);
    let mut dependencies = reliance::Dependencies::new(&ids);
    let functions = functions::lower(&ids, &mut network, &mut dependencies, faults);
    let missions = missions::lower(&ids, &calendar, &mut dependencies, faults);
    let reliance = dependencies.finish(faults);
    foreseen::enter_disclosures(scenario, &ids, &words, &mut network);
    let parties = cooperation::Partners {
        ids: &ids,
        network: &network,
        responders: &responders,
        alliances: &ever,
        calendar: &calendar,
    };
    let strained = crises::Strained { partners: &parties, staff: &staff, teams: &teams, sensors: &sensors };
    let crises = strained.lower(scenario, faults);
    let concerns = notices::Concerns {
        ids: &ids,
        network: &network,
        teams: &teams,
        responders: &responders,
        functions: &functions,
    };
    let notices = notices::lower(&concerns, faults);

    let suppliers = suppliers::lower(&ids, &network, faults);
    let world = campaign::World {
        ids: &ids,
        network: &network,
        organisations: &organisations,
        techniques: &techniques,
        words: &words,
        calendar,
    };
    let campaigns = campaign::lower(world, faults);
    let mut msel = msel::in_order(scenario, faults);
    let rungs = ladders::Rungs::new(&ids, &msel, faults);
    msel.extend(&rungs.injects);
    centres::number_warnings(&mut centres, &rungs);
    let measures = measure::Measures {
        ids: &ids,
        network: &network,
        staff: &staff,
        responders: &responders,
        duties: &duties,
        campaigns: &campaigns.campaigns,
        steps: &campaigns.steps,
        numbers: msel::Numbers::of(&msel),
        endex: calendar.endex,
    };
    let audience = effects::Audience {
        ids: &ids,
        network: &network,
        media: &media,
        scenario,
        techniques: &techniques,
        words: &words,
        staff: &staff,
        exchange: &exchange,
        campaigns: &campaigns.campaigns,
        teams: &teams,
        responders: &responders,
        rungs: &rungs,
        calendar,
    };
    let (mut injects, effects) = msel::lower(&msel, &audience, &measures, faults);
    let owners = staffs::Owners {
        staffs: &cells,
        responders: &responders,
        teams: &teams,
        functions: &functions,
        missions: &missions,
        pools: &staff.pools,
        centres: &centres,
    };
    owners.mark(&mut injects, &msel, faults);
    foreseen::check_starts(&ids, scenario, faults);
    let objectives = exercise::objectives(&ids, &measures, faults);
    let asked = asked.iter().filter_map(|written| measures.resolve(written, faults)).collect();
    // What is of no use may be so because of an error, which is told first.
    if !any_error(faults) {
        reach::warn(world, &campaigns, &suppliers, faults);
        unused::warn(scenario, &ids, &techniques, &network, faults);
        unshared::warn(&ids, faults);
        unshared::warn_requests(&ids, &exchange, &teams, faults);
        investigations::warn(&ids, faults);
        idle::warn(&effects, &network, (&functions, &reliance, &cables), faults);
    }
    let parts = names::Parts {
        ids: &ids,
        techniques: &techniques,
        campaigns: &campaigns,
        staff: &staff,
        exchange: &exchange,
        injects: &msel,
        effects: &effects.words,
        media: &media,
        positions: &positions,
    };
    let names = names::lower(scenario, sources, &parts);
    let looking: Vec<&Sensor> = ids.sensors.iter().map(|row| row.record).collect();
    Some(Model {
        frame,
        organisations,
        responders,
        media: media.into_iter().map(|(_, medium)| medium).collect(),
        cables,
        faults: failing,
        techniques: technique::lower(&techniques, &words, &looking, &controls),
        suppliers,
        campaigns: campaigns.campaigns,
        steps: campaigns.steps,
        spreads: campaigns.spreads,
        pools: staff.pools,
        teams,
        sensors: sensors.sensors,
        notices,
        agreements: exchange.agreements,
        channels: exchange.channels,
        assistance: offers.offers,
        centres,
        investigations: led,
        memberships,
        functions,
        missions,
        reliance,
        obligations: bound,
        duties,
        staffs: cells.staffs,
        coordination: cells.coordination,
        injects,
        ladders: rungs.ladders,
        crises: crises.crises,
        strains: crises.strains,
        effects: effects.effects,
        objectives,
        asked,
        network,
        names,
    })
}
