//! Where theory knows the answer, the whole engine gives it: scenarios written for the purpose, from RON to the ledger.
//!
//! Each check asks three things of the values of many replications: their 99.9 % interval contains theory's value, is at
//! most so wide either side (2 %; 4 % of waits at a load of 0.9 and more; 0.01 of a probability; 4.5 % of variances, which
//! need more replications), and would not contain that value shifted by 10 % (0.05). How many replications that takes
//! is worked out from theory beforehand; seeds are 1, 2, 3…, and none was chosen after looking.
//!
//! Waits of one replication resemble each other, so that an interval is always one over replications.

mod attack;
mod availability;
mod cases;
#[path = "../common/mod.rs"]
mod common;
mod epidemics;
mod flows;
mod limits;
mod outbreaks;
mod priorities;
mod queues;
mod reliance;

use cases::reference;
use jointex::model::Model;
use jointex::sim::{Happening, Outcome};
use jointex::statistics::mean_interval;

/// Who proves which family of the reference data.
const PROVED: &[(&str, fn())] = &[
    ("MMc", queues::waits_of_m_m_c_follow_erlang_c),
    ("ErlangB", queues::alerts_that_find_no_seat_follow_erlang_b),
    ("MG1_PollaczekKhinchine", queues::waits_of_m_g_1_follow_pollaczek_and_khinchine),
    ("MMc_nonpreemptive_priority_Cobham", priorities::the_grave_go_first_as_cobham_says),
    ("MM1_priority", priorities::work_is_put_aside_for_what_is_graver),
    ("machine_repair_MMcKK", availability::a_crew_repairs_machines_as_machine_interference_says),
    ("MMcK", queues::few_places_lose_as_m_m_c_k_says),
    ("SI_complete_graph", epidemics::a_mesh_is_taken_like_a_complete_graph),
    ("SI_path", epidemics::a_path_is_walked_in_erlang_time),
    ("SI_star_from_centre", epidemics::a_star_is_taken_when_its_last_leaf_is),
    ("SI_cycle", epidemics::a_cycle_is_taken_from_both_ends),
    ("Yule_early_growth", limits::early_growth_is_a_pure_birth_process),
    ("SIR_final_size_deterministic", limits::large_outbreaks_take_the_share_of_the_final_size_equation),
    ("SIR_final_size_exact_markov_complete_graph", outbreaks::outbreaks_have_the_exact_final_size),
    ("branching_extinction", limits::small_outbreaks_die_out_like_a_branching_process),
    ("SIS_extinction_exact", outbreaks::sis_dies_out_in_the_exact_mean_time),
    ("exponential_race", attack::an_attack_races_containment_as_exponentials_do),
    ("bernoulli_retry_race", attack::what_fails_may_be_seen_before_it_succeeds),
    ("exp_vs_deterministic", attack::an_attack_races_a_fixed_time),
    ("hypoexponential", flows::a_kill_chain_takes_hypoexponential_time),
    ("two_disjoint_paths", flows::the_first_of_two_ways_arrives),
    ("fpp_4cycle_opposite", epidemics::the_opposite_corner_is_reached_by_two_ways),
    ("fpp_triangle", epidemics::a_triangle_is_reached_by_two_ways),
    ("MMinf", queues::with_seats_for_all_the_number_in_service_is_poisson),
    ("periodic_scan_detection", attack::searches_find_a_hold_after_the_time_of_theory),
    ("independent_cascade_complete_graph", outbreaks::one_attempt_a_pair_is_an_independent_cascade),
    ("jackson_tandem", queues::investigations_of_false_incidents_are_the_second_station_of_a_tandem),
    ("alternating_renewal_availability", availability::what_is_up_is_the_share_of_a_cycle),
];

/// Which families say nothing exact of what is simulated, and why.
const LEFT_OUT: &[(&str, &str)] = &[(
    "SI_logistic_mean_field",
    "The deterministic curve from one first case is an approximation: the mean time of the stochastic process that it \
     stands for lies 3 to 8 % off. `SI_complete_graph` and the worms prove that process exactly.",
)];

#[test]
fn every_family_is_proved_or_left_out_for_a_reason() {
    assert!(LEFT_OUT.iter().all(|(_, reason)| !reason.is_empty()));
    let Some(reference) = reference() else {
        return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
    };
    let mut known: Vec<&str> = PROVED.iter().map(|(family, _)| *family).collect();
    known.extend(LEFT_OUT.iter().map(|(family, _)| *family));
    known.sort_unstable();
    let mut families: Vec<&str> = reference.keys().map(String::as_str).collect();
    families.sort_unstable();
    assert_eq!(known, families);
}

/// How many replications make the interval of a mean at most `width` of it wide either side, where `spread` is the variance
/// of one value as a share of the squared mean; a fifth more, for the deviation is estimated too.
fn enough(spread: f64, width: f64) -> u64 {
    (1.2 * spread * (3.3 / width) * (3.3 / width)).ceil() as u64 + 50
}

/// As many as a probability takes.
fn enough_for(probability: f64) -> u64 {
    (1.2 * probability * (1.0 - probability) * (3.3 / 0.01) * (3.3 / 0.01)).ceil() as u64 + 500
}

/// Whether something happened, as a value whose mean is its probability.
fn one_if(happened: bool) -> f64 {
    f64::from(u8::from(happened))
}

/// Squared distances from the mean of theory, whose own mean is the variance.
fn squares(values: &[f64], mean: f64) -> Vec<f64> {
    values.iter().map(|value| (value - mean) * (value - mean)).collect()
}

/// Checks a quantile by shares: of values up to somewhat below it the share is less than `share`, and of values up to
/// somewhat above it more.
#[track_caller]
fn check_apart(below: &[f64], above: &[f64], share: f64) {
    let [below, above] = [below, above].map(|shares| mean_interval(shares, 0.999));
    assert!(below.high < share && share < above.low, "{share} is not between {below:?} and {above:?}");
}

/// As a span: `units` of time, of `unit` microseconds each.
fn span(units: f64, unit: f64) -> String {
    format!("{}us", (units * unit).round())
}

/// An exponential time with a rate an hour.
fn exponential(rate: f64) -> String {
    format!("Exponential(mean: \"{}\")", span(1.0 / rate, HOUR))
}

/// Microseconds in an hour.
const HOUR: f64 = 3.6e9;

/// Tells what was seen of each replication apart.
fn columns<const N: usize>(rows: Vec<[f64; N]>) -> [Vec<f64>; N] {
    std::array::from_fn(|column| rows.iter().map(|row| row[column]).collect())
}

/// Hours from the start to each hold, in order, with the name of what was held.
fn holds(model: &Model, outcome: &Outcome<'_>) -> Vec<(f64, String)> {
    let entries = outcome.trace.expect("the trace is on").entries.iter();
    let held = entries.filter_map(|entry| match entry.what {
        Happening::Held { asset, .. } => Some((entry.at.hours(), model.asset_name(asset))),
        _ => None,
    });
    held.collect()
}

/// Hours from the start to each hold, in order.
fn times_of_holds(outcome: &Outcome<'_>) -> Vec<f64> {
    let entries = outcome.trace.expect("the trace is on").entries.iter();
    let held = entries.filter(|entry| matches!(entry.what, Happening::Held { .. }));
    held.map(|entry| entry.at.hours()).collect()
}
