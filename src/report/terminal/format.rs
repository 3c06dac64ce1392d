//! Numbers as people read them.
//!
//! **Invariant:** a number that does not exist is a dash.

use crate::measure::{span, thousands};
use crate::report::MeasureView;

/// What stands for a number that does not exist.
pub const NONE: &str = "—";

/// A duration in hours, in the unit that reads best.
pub fn duration(hours: Option<f64>) -> String {
    hours.map_or_else(|| NONE.to_owned(), span)
}

/// What stands for a time that ENDEX came too early for.
const LATER: &str = "…";

/// The median of a time; an ellipsis where it lies beyond ENDEX.
pub fn median(time: &MeasureView) -> String {
    match time.median {
        None if time.censored > 0 => LATER.to_owned(),
        median => duration(median),
    }
}

/// The 90 % range of a time; what lies beyond ENDEX is an ellipsis.
pub fn range(time: &MeasureView) -> String {
    match time.q05 {
        None if time.censored > 0 => LATER.to_owned(),
        low => duration_range(low, time.q95),
    }
}

/// From the least to the greatest of several times; what lies beyond ENDEX is an ellipsis, if any was `known`.
pub fn between(low: Option<f64>, high: Option<f64>, known: bool) -> String {
    match (low, high) {
        (None, _) if known => LATER.to_owned(),
        (Some(low), Some(high)) if span(low) == span(high) => span(low),
        (low, high) => duration_range(low, high),
    }
}

fn duration_range(low: Option<f64>, high: Option<f64>) -> String {
    match (low.map(span), high.map(span)) {
        (None, _) => NONE.to_owned(),
        (Some(low), None) => format!("{low}–{LATER}"),
        (Some(low), Some(high)) => {
            // The unit once, if it is the same for both.
            match (low.split_once(' '), high.split_once(' ')) {
                (Some((number, unit)), Some((_, other))) if unit == other => format!("{number}–{high}"),
                _ => format!("{low}–{high}"),
            }
        }
    }
}

/// A share of one as a percentage.
pub fn percent(share: Option<f64>) -> String {
    match share {
        None => NONE.to_owned(),
        // Not "0 %" or "100 %" for what is not quite so.
        Some(share) if share > 0.0 && share < 0.005 => "<1 %".to_owned(),
        Some(share) if (0.995..1.0).contains(&share) => ">99 %".to_owned(),
        // Half up; the formatting alone would round half to even.
        Some(share) => format!("{:.0} %", (100.0 * share).round()),
    }
}

/// The ends of an interval of shares, with the sign once; ends that read alike are one.
pub fn percent_range(low: Option<f64>, high: Option<f64>) -> String {
    let (Some(_), Some(_)) = (low, high) else { return NONE.to_owned() };
    match (percent(low), percent(high)) {
        (low, high) if low == high => low,
        (low, high) => format!("{}–{high}", low.trim_end_matches(" %")),
    }
}

/// A mean number of things.
pub fn amount(number: f64) -> String {
    match number {
        large if large >= 99.95 => thousands(large.round() as u64),
        whole if whole.fract() == 0.0 => format!("{whole:.0}"),
        small if small < 0.05 => "<0.1".to_owned(),
        _ => format!("{number:.1}"),
    }
}

/// The 90 % range of a number of things, from 100,000 on in thousands.
pub fn amount_range(low: Option<f64>, high: Option<f64>) -> String {
    let rough = |number: f64| match number {
        large if large >= 99_999.5 => format!("{}k", thousands((large / 1000.0).round() as u64)),
        _ => amount(number),
    };
    match (low.map(rough), high.map(rough)) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low}–{high}"),
        _ => NONE.to_owned(),
    }
}

/// A number of things that may not exist.
pub fn amount_of(number: Option<f64>) -> String {
    number.map_or_else(|| NONE.to_owned(), amount)
}

/// `192/2/6`: observed, cut short by ENDEX, never at risk.
pub fn counts(measure: &MeasureView) -> String {
    format!("{}/{}/{}", measure.observed, measure.censored, measure.not_at_risk)
}

/// 16 hexadecimal digits in groups of four.
pub fn grouped(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// An identifier of outputs as words: `awaiting_crew` is `awaiting crew`.
pub fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// A name of at most so many letters, the last of them an ellipsis where it is longer.
pub fn shortened(name: &str, most: usize) -> String {
    match name.chars().count() > most {
        true => name.chars().take(most - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

/// How many names a line gives.
const NAMES: usize = 6;

/// Names in a row, the first few of many.
pub fn some<T: AsRef<str>>(names: &[T]) -> String {
    let mut told: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    let more = format!("{} more", thousands(names.len().saturating_sub(NAMES) as u64));
    if names.len() > NAMES {
        told.push(&more);
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(low: Option<f64>, high: Option<f64>, expected: &str) {
        assert_eq!(duration_range(low, high), expected);
    }

    #[test]
    fn ranges_name_a_common_unit_once() {
        check(Some(0.1), Some(0.5), "6–30 min");
        check(Some(0.1), Some(6.44), "6 min–6.4 h");
        check(Some(3.0), Some(12.0), "3.0–12.0 h");
        check(Some(0.001), Some(200.0), "4 s–8.3 d");
        check(Some(3.0), None, "3.0 h–…");
        check(None, None, "—");
    }

    #[test]
    fn several_times_alike_are_one() {
        let said = [(Some(11.0), Some(11.04), true), (Some(11.0), Some(11.4), true), (Some(3.0), None, true)];
        assert_eq!(
            said.map(|(low, high, known)| between(low, high, known)),
            ["11.0 h", "11.0–11.4 h", "3.0 h–…"]
        );
        assert_eq!([true, false].map(|known| between(None, None, known)), ["…", "—"]);
    }

    #[test]
    fn shares_are_never_rounded_to_certainty() {
        let said = [0.0, 0.001, 0.37, 0.125, 0.999, 1.0].map(|share| percent(Some(share)));
        assert_eq!(said, ["0 %", "<1 %", "37 %", "13 %", ">99 %", "100 %"]);
    }

    #[test]
    fn ranges_of_shares_have_one_sign() {
        let said =
            [(Some(0.39), Some(0.78)), (Some(0.001), Some(1.0)), (Some(0.501), Some(0.5)), (None, Some(1.0))];
        assert_eq!(said.map(|(low, high)| percent_range(low, high)), ["39–78 %", "<1–100 %", "50 %", "—"]);
    }

    #[test]
    fn ranges_of_large_numbers_are_rough() {
        let said = [(2.0, 3.0), (0.0, 0.0), (99_999.0, 250_000.0), (359_995.0, 359_999.0)];
        let said = said.map(|(low, high)| amount_range(Some(low), Some(high)));
        assert_eq!(said, ["2–3", "0", "99,999–250k", "360k"]);
    }

    #[test]
    fn long_names_are_shortened_by_letters() {
        assert_eq!(["Käse", "Käsebrot"].map(|name| shortened(name, 5)), ["Käse", "Käse…"]);
    }

    #[test]
    fn amounts() {
        assert_eq!([0.0, 0.01, 3.0, 3.16, 1234.5].map(amount), ["0", "<0.1", "3", "3.2", "1,235"]);
    }
}
