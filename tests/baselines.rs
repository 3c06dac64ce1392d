//! What benches compare the engine with gives the engine's results.

#[path = "../benches/by_hand/mod.rs"]
mod by_hand;
mod common;

use by_hand::epidemic::{epidemic, scenario};
use common::{model, play};
use jointex::statistics::mean_interval;

#[test]
fn an_epidemic_by_hand_is_as_large() {
    let model = model(&scenario(10_000));
    let engine = play(&model, 400, false, |outcome| f64::from(outcome.ledger.total));
    let by_hand: Vec<f64> = (1..=400).map(|seed| f64::from(epidemic(&model.network.edges, seed).0)).collect();
    let [engine, by_hand] = [engine, by_hand].map(|sizes| mean_interval(&sizes, 0.999));
    let difference = (engine.mean - by_hand.mean).abs();
    let width = libm::hypot(engine.high - engine.low, by_hand.high - by_hand.low) / 2.0;
    assert!(difference <= width, "{engine:?} and {by_hand:?}");
    assert!(width < 0.005 * engine.mean, "{engine:?} and {by_hand:?}");
}
