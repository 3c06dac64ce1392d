//! Replications and what they tell of, as bytes in a shard.
//!
//! A value takes a byte for its status and, where it is a whole number as times and counts are, as few bytes as it needs.
//!
//! **Invariant:** a replication that was put and taken is the same to the bit, so that tables made of shards are those that
//! would be made of the replications themselves.

use super::encode::{Taker, put_text, put_whole};
use crate::kernel::SimTime;
use crate::measure::{State, Value, Verdict};
use crate::model::Quantity;
use crate::sim::Ending;
use crate::study::{Listed, ListedMeasure, Played};

const ENDINGS: [Ending; 4] =
    [Ending::EndEx, Ending::Quiescent, Ending::BudgetExhausted, Ending::MemoryExhausted];
const VERDICTS: [Verdict; 3] = [Verdict::Met, Verdict::Missed, Verdict::NotTested];

// What stands before a value.
const NOT_AT_RISK: u8 = 0;
const OBSERVED: u8 = 1;
const CENSORED: u8 = 2;
/// Added where the number stands as its 64 bits.
const AS_BITS: u8 = 4;
/// Whole numbers below it are floating-point numbers without loss.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Puts what the rows tell of.
pub fn put_listed(out: &mut Vec<u8>, listed: &Listed) {
    put_whole(out, listed.measures.len() as u64);
    for measure in &listed.measures {
        // The quantity is the first of the entities.
        measure.entities.iter().for_each(|entity| put_text(out, entity));
    }
    put_whole(out, listed.regular as u64);
    put_whole(out, listed.objectives.len() as u64);
    for (id, place) in &listed.objectives {
        put_text(out, id);
        put_whole(out, place.map_or(0, |place| place as u64 + 1));
    }
}

/// Takes it out again.
pub fn take_listed(from: &mut Taker<'_>) -> Option<Listed> {
    let mut measures = Vec::new();
    for _ in 0..from.count()? {
        let mut entities: [String; 16] = Default::default();
        for entity in &mut entities {
            *entity = from.text()?;
        }
        let quantity = Quantity::ALL.iter().copied().find(|quantity| quantity.name() == entities[0])?;
        measures.push(ListedMeasure { quantity, entities });
    }
    let regular = usize::try_from(from.whole()?).ok().filter(|regular| *regular <= measures.len())?;
    let mut objectives = Vec::new();
    for _ in 0..from.count()? {
        let id = from.text()?;
        let place = usize::try_from(from.whole()?).ok()?.checked_sub(1);
        if place.is_some_and(|place| place >= measures.len()) {
            return None;
        }
        objectives.push((id, place));
    }
    Some(Listed { measures, regular, objectives })
}

/// Puts a replication, without its number: a segment numbers them.
pub fn put_played(out: &mut Vec<u8>, played: &Played) {
    out.push(place_of(&ENDINGS, &played.ending));
    out.extend_from_slice(&played.fingerprint.to_le_bytes());
    put_whole(out, played.events);
    // Never, the largest of all, takes one byte.
    put_whole(out, played.first_declaration.micros().wrapping_add(1));
    put_whole(out, played.values.len() as u64);
    played.values.iter().for_each(|value| put_value(out, *value));
    put_whole(out, played.causes.len() as u64);
    for (place, micros) in &played.causes {
        put_whole(out, u64::from(*place));
        micros.iter().for_each(|micros| put_whole(out, *micros));
    }
    put_whole(out, played.verdicts.len() as u64);
    out.extend(played.verdicts.iter().map(|verdict| place_of(&VERDICTS, verdict)));
}

/// Takes the replication with this number.
pub fn take_played(from: &mut Taker<'_>, number: u64, listed: &Listed) -> Option<Played> {
    let ending = *ENDINGS.get(usize::from(from.byte()?))?;
    let fingerprint = from.fixed()?;
    let events = from.whole()?;
    let first_declaration = SimTime::from_micros(from.whole()?.wrapping_sub(1));
    let values: Vec<Value> = (0..from.count()?).map(|_| take_value(from)).collect::<Option<_>>()?;
    let mut causes = Vec::new();
    for _ in 0..from.count()? {
        let place = u32::try_from(from.whole()?).ok()?;
        let mut micros = [0; State::COUNT];
        for state in &mut micros {
            *state = from.whole()?;
        }
        causes.push((place, micros));
    }
    let verdicts = (0..from.count()?).map(|_| VERDICTS.get(usize::from(from.byte()?)).copied());
    let verdicts: Vec<Verdict> = verdicts.collect::<Option<_>>()?;
    let whole = ending.is_whole();
    let expected = |count: usize| if whole { count } else { 0 };
    let complete = values.len() == expected(listed.measures.len())
        && verdicts.len() == expected(listed.objectives.len())
        && causes.iter().all(|(place, _)| (*place as usize) < values.len());
    complete.then_some(Played {
        number,
        ending,
        fingerprint,
        events,
        first_declaration,
        values,
        causes,
        verdicts,
    })
}

fn place_of<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).expect("every variant is listed") as u8
}

fn put_value(out: &mut Vec<u8>, value: Value) {
    let (status, number) = match value {
        Value::NotAtRisk => return out.push(NOT_AT_RISK),
        Value::Observed(number) => (OBSERVED, number),
        Value::Censored(number) => (CENSORED, number),
    };
    let whole = number as u64;
    // By their bits, because -0 equals 0.
    if number < EXACT && (whole as f64).to_bits() == number.to_bits() {
        out.push(status);
        put_whole(out, whole);
    } else {
        out.push(status | AS_BITS);
        out.extend_from_slice(&number.to_bits().to_le_bytes());
    }
}

fn take_value(from: &mut Taker<'_>) -> Option<Value> {
    let status = from.byte()?;
    if status == NOT_AT_RISK {
        return Some(Value::NotAtRisk);
    }
    let number = if status & AS_BITS > 0 { f64::from_bits(from.fixed()?) } else { from.whole()? as f64 };
    match status & !AS_BITS {
        OBSERVED => Some(Value::Observed(number)),
        CENSORED => Some(Value::Censored(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed() -> Listed {
        let measure = |quantity: Quantity| {
            let mut entities: [String; 16] = Default::default();
            quantity.name().clone_into(&mut entities[0]);
            "cert".clone_into(&mut entities[1]);
            ListedMeasure { quantity, entities }
        };
        Listed {
            measures: vec![measure(Quantity::TimeToDeclare), measure(Quantity::Utilisation)],
            regular: 1,
            objectives: vec![("fast".to_owned(), Some(1)), ("both".to_owned(), None)],
        }
    }

    #[track_caller]
    fn check(value: Value) {
        let played = Played {
            number: 7,
            ending: Ending::Quiescent,
            fingerprint: u64::MAX,
            events: 300,
            first_declaration: SimTime::MAX,
            values: vec![value, Value::NotAtRisk],
            causes: vec![(0, [1; State::COUNT])],
            verdicts: vec![Verdict::NotTested, Verdict::Met],
        };
        let mut out = Vec::new();
        put_listed(&mut out, &listed());
        put_played(&mut out, &played);
        let mut taker = Taker::new(&out);
        assert_eq!(take_listed(&mut taker).as_ref(), Some(&listed()));
        let taken = take_played(&mut taker, 7, &listed()).expect("it was put");
        assert_eq!(taker.left(), 0);
        let bits = |value: Value| value.number().map(f64::to_bits);
        assert_eq!((bits(taken.values[0]), taken.values[0].status()), (bits(value), value.status()));
        // NaN equals nothing, itself included.
        if value.number().is_some_and(|number| !number.is_nan()) {
            assert_eq!(taken, played);
        }
        for length in 0..out.len() {
            let mut taker = Taker::new(&out[..length]);
            let part = take_listed(&mut taker).and_then(|listed| take_played(&mut taker, 7, &listed));
            assert_eq!(part, None, "{length} of {} bytes", out.len());
        }
    }

    #[test]
    fn replications_are_taken_as_they_were_put() {
        for number in [0.0, -0.0, 1.0, 0.1, -3.0, 3.6e9, 1e300, EXACT, EXACT - 1.0, f64::NAN, f64::INFINITY] {
            check(Value::Observed(number));
            check(Value::Censored(number));
        }
    }
}
