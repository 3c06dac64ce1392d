//! Amounts and conditions on differences as the command line has them: `30min`, `5%`, `time_to_declare[org=a] > +10%`.
//!
//! **Invariant:** a condition that can't be judged is told, never taken for fulfilled or not.

use crate::kernel::SimDuration;
use crate::measure::span;
use crate::model::Unit;
use crate::scenario::duration::parse_span;
use crate::study::comparison::{Difference, Finding, Relevant};

/// An amount in whatever way it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// A share of the baseline, from `10%`.
    Share(f64),
    /// Hours, from a duration.
    Hours(f64),
    /// A plain number.
    Number(f64),
}

/// The amount that a text says; the sign, if there is one, is taken off before.
pub fn amount(text: &str) -> Result<Amount, String> {
    let wrong = || format!("`{text}` is no amount: write 10%, 30min or a number");
    let number =
        |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    if let Some(share) = text.strip_suffix('%') {
        return number(share).map(|share| Amount::Share(share / 100.0)).ok_or_else(wrong);
    }
    if let Some(number) = number(text) {
        return Ok(Amount::Number(number));
    }
    let micros = parse_span(text).map_err(|fault| format!("`{text}` is no amount: {}", fault.why))?;
    Ok(Amount::Hours(micros as f64 / SimDuration::HOUR.micros() as f64))
}

/// The value of `--relevant`: a duration, or a share of the baseline.
pub fn relevant(text: &str) -> Result<Relevant, String> {
    match amount(text.trim())? {
        Amount::Share(share) => Ok(Relevant::Share(share)),
        Amount::Hours(hours) => Ok(Relevant::Hours(hours)),
        Amount::Number(_) => {
            Err("write a duration such as 30min, or a share of the baseline such as 5%".to_owned())
        }
    }
}

/// A difference that a plan must not have: `MEASURE > AMOUNT` or `MEASURE < AMOUNT`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As it was written.
    pub text: String,
    /// The measure.
    pub measure: String,
    /// Whether larger differences fulfil it.
    above: bool,
    /// With its sign.
    bound: Amount,
}

impl std::str::FromStr for Condition {
    type Err = String;
    fn from_str(written: &str) -> Result<Condition, String> {
        const WAY: &str = "write MEASURE > +10%, MEASURE > +30min or MEASURE < -5%";
        let Some(at) = written.rfind(['<', '>']) else { return Err(WAY.to_owned()) };
        let (measure, right) = (written[..at].trim(), written[at + 1..].trim());
        if measure.is_empty() || right.is_empty() {
            return Err(WAY.to_owned());
        }
        let (sign, rest) = match right.strip_prefix(['-', '−']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, right.strip_prefix('+').unwrap_or(right)),
        };
        let bound = match amount(rest.trim())? {
            Amount::Share(share) => Amount::Share(sign * share),
            Amount::Hours(hours) => Amount::Hours(sign * hours),
            Amount::Number(number) => Amount::Number(sign * number),
        };
        let above = written[at..].starts_with('>');
        Ok(Condition { text: written.trim().to_owned(), measure: measure.to_owned(), above, bound })
    }
}

impl Condition {
    /// Why a measure of this unit can't have the bound, if it can't.
    pub fn unfit(&self, unit: Unit) -> Option<String> {
        let hours = matches!(unit, Unit::Time | Unit::FunctionHours);
        match self.bound {
            Amount::Hours(_) if !hours => {
                Some("is a number, which a duration can't limit: write 10% or a number".to_owned())
            }
            Amount::Number(number) if unit == Unit::Time => {
                Some(format!("is a time: write its unit, as {number:+}h, or 10%"))
            }
            _ => None,
        }
    }

    /// Whether a difference fulfils it: the estimate, or with `confident` the whole of its interval. None if there was
    /// too little at risk to say.
    pub fn holds(&self, difference: &Difference, confident: bool) -> Option<bool> {
        let estimate = difference.estimate;
        let bound = match self.bound {
            Amount::Share(share) => share * difference.first.abs(),
            Amount::Hours(number) | Amount::Number(number) => number,
        };
        let judged = match (confident, self.above) {
            (false, _) => estimate.mean,
            (true, true) => estimate.low,
            (true, false) => estimate.high,
        };
        // Where all was cut short, or too few pairs differ for an interval, nothing is known.
        let known = difference.finding != Finding::Untested && judged.is_finite();
        (known && estimate.mean.is_finite() && bound.is_finite()).then_some(match self.above {
            true => judged > bound,
            false => judged < bound,
        })
    }

    /// A difference in words, for who is told that it fulfils this.
    pub fn said(difference: &Difference, unit: Unit) -> String {
        let by = difference.estimate.mean;
        let number = match unit {
            Unit::Time => span(by.abs()),
            Unit::FunctionHours => format!("{:.1} h", by.abs()),
            Unit::Share => format!("{:.1} points", 100.0 * by.abs()),
            Unit::Count => format!("{:.1}", by.abs()),
        };
        let word = if by < 0.0 { "less" } else { "more" };
        let share = match difference.first.abs() {
            first if first > 0.0 => format!(" ({:+.1} %)", 100.0 * by / first),
            _ => String::new(),
        };
        format!("{number} {word}{share}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<(&str, bool, Amount)>) {
        let condition: Option<Condition> = written.parse().ok();
        let found = condition.as_ref().map(|it| (&*it.measure, it.above, it.bound));
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn conditions_have_a_measure_a_direction_and_a_bound() {
        check("time_to_declare[org=a] > +10%", Some(("time_to_declare[org=a]", true, Amount::Share(0.1))));
        check("time_to_declare[org=a]>30min", Some(("time_to_declare[org=a]", true, Amount::Hours(0.5))));
        check("incidents < -2.5", Some(("incidents", false, Amount::Number(-2.5))));
        check("incidents < -5 %", Some(("incidents", false, Amount::Share(-0.05))));
        for wrong in ["time_to_declare", "> 5%", "x > ", "x > soon", "x > 5 parsecs", "x >= 5%"] {
            check(wrong, None);
        }
    }

    #[test]
    fn what_matters_is_a_duration_or_a_share() {
        assert_eq!(relevant("90min"), Ok(Relevant::Hours(1.5)));
        assert_eq!(relevant("5%"), Ok(Relevant::Share(0.05)));
        assert!(relevant("5").is_err() && relevant("-5%").is_err());
    }
}
