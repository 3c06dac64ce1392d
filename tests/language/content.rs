//! What is read from a sound file.

use super::*;

#[test]
fn assumed_numbers_are_counted() {
    let (scenario, _) = sound(
        &main_file(
            r#"crews: [(id: "a", organisation: "o", seats: 1, on_call: "1h", basis: Expert), (id: "b", organisation: "o", seats: 1)],
agreements: [(id: "t", parties: [], basis: Source("report"), areas: (information_exchange: (channels: [
    (id: "x", medium: Mail, delay: Exponential(mean: "1h")), (id: "y", medium: Mail, reliability: 0.9, basis: Assumed)])))],
msel: [(no: "1", effect: Load(team: "t", tickets: 40, over: "4h"))],"#,
        ),
        &[],
    );
    let share = assumed_share(&scenario);
    assert_eq!((share.assumed, share.total), (2, 5));
}

#[test]
fn the_hash_is_of_the_content() {
    let (_, sources) = sound(&main_file(""), &[]);
    expect!["948ffa5602ffc4d9"].assert_eq(&format!("{:016x}", content_hash(&sources)));
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let (_, sources) = sound(&format!("\u{feff}{}", main_file("")), &[]);
    assert!(sources.text(0).starts_with("Scenario"));
}
