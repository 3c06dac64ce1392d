//! Judges a training objective in one replication.
//!
//! Of several parts, `All` is missed as soon as one is and met only when all are; `Any` is met as soon as one is and missed
//! only when all are; otherwise they are not tested, and neither is the contrary of what is not tested.
//!
//! **Invariant:** an objective is met or missed only when its limits were put to the test; a value that ENDEX cut short
//! within the limit, or that was never at risk, leaves it untested.

use super::{Value, value};
use crate::model::{Measure, Model, Objective, Predicate, Quantity};
use crate::sim::Outcome;
use serde::{Deserialize, Serialize};

/// What became of an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The value was within the limit.
    Met,
    /// It was not, or would not have been.
    Missed,
    /// Nothing happened that could have met or missed it.
    NotTested,
}

impl Verdict {
    /// The verdict as outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::NotTested => "not_tested",
        }
    }
}

/// Judges `objective` in one replication.
pub fn judge(model: &Model, outcome: &Outcome<'_>, objective: &Objective) -> Verdict {
    predicate(&objective.that, &|measure| value(model, outcome, measure))
}

fn predicate(that: &Predicate, value: &dyn Fn(&Measure) -> Value) -> Verdict {
    let any = |parts: &[Predicate], settles: Verdict, else_all: Verdict| {
        let mut all = else_all;
        for part in parts {
            match predicate(part, value) {
                verdict if verdict == settles => return settles,
                Verdict::NotTested => all = Verdict::NotTested,
                _ => {}
            }
        }
        all
    };
    match that {
        Predicate::Limit { measure, at_most, limit } => {
            verdict(measure.quantity, *at_most, *limit, value(measure))
        }
        Predicate::All(parts) => any(parts, Verdict::Missed, Verdict::Met),
        Predicate::Any(parts) => any(parts, Verdict::Met, Verdict::Missed),
        Predicate::Not(part) => match predicate(part, value) {
            Verdict::Met => Verdict::Missed,
            Verdict::Missed => Verdict::Met,
            Verdict::NotTested => Verdict::NotTested,
        },
    }
}

fn verdict(quantity: Quantity, at_most: bool, limit: f64, value: Value) -> Verdict {
    let judged = |met: bool| if met { Verdict::Met } else { Verdict::Missed };
    match value {
        Value::Observed(number) => judged(if at_most { number <= limit } else { number >= limit }),
        // A lead that was cut short is at most so long; all other values cut short are at least so long.
        Value::Censored(below) if quantity == Quantity::WarningLead => match at_most {
            true if below <= limit => Verdict::Met,
            false if below < limit => Verdict::Missed,
            _ => Verdict::NotTested,
        },
        Value::Censored(above) => match at_most {
            true if above >= limit => Verdict::Missed,
            false if above >= limit => Verdict::Met,
            _ => Verdict::NotTested,
        },
        Value::NotAtRisk => Verdict::NotTested,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::measure_of;
    use crate::model::CampaignIdx;
    use Verdict::*;

    /// Judges a value against a limit of 10, once as an upper and once as a lower one.
    #[track_caller]
    fn check(quantity: Quantity, value: Value, at_most: Verdict, at_least: Verdict) {
        let judged = |at_most| verdict(quantity, at_most, 10.0, value);
        assert_eq!((judged(true), judged(false)), (at_most, at_least), "{quantity:?} {value:?}");
    }

    #[test]
    fn observed_values_are_within_the_limit_or_not() {
        check(Quantity::TimeToDeclare, Value::Observed(9.0), Met, Missed);
        check(Quantity::TimeToDeclare, Value::Observed(10.0), Met, Met);
        check(Quantity::TimeToDeclare, Value::Observed(11.0), Missed, Met);
    }

    #[test]
    fn what_was_cut_short_counts_only_beyond_the_limit() {
        check(Quantity::TimeToDeclare, Value::Censored(9.0), NotTested, NotTested);
        // Not declared when the limit and ENDEX fall together: it takes longer than the limit.
        check(Quantity::TimeToDeclare, Value::Censored(10.0), Missed, Met);
        check(Quantity::TimeToDeclare, Value::Censored(11.0), Missed, Met);
    }

    #[test]
    fn a_lead_is_cut_short_from_above() {
        check(Quantity::WarningLead, Value::Censored(9.0), Met, Missed);
        check(Quantity::WarningLead, Value::Censored(11.0), NotTested, NotTested);
    }

    #[test]
    fn without_risk_nothing_is_tested() {
        check(Quantity::TimeToDeclare, Value::NotAtRisk, NotTested, NotTested);
    }

    /// Judges `All` and `Any` of some verdicts, and the contrary of the first.
    #[track_caller]
    fn check_parts(parts: &[Verdict], all: Verdict, any: Verdict, not_first: Verdict) {
        let part = |verdict: &Verdict| {
            // Of three campaigns: one that is quick, one that is slow, and one that never came.
            let campaign = CampaignIdx(*verdict as u32);
            let measure = Measure { campaign, ..measure_of(Quantity::TimeToDeclare) };
            Predicate::Limit { measure, at_most: true, limit: 10.0 }
        };
        let value = |measure: &Measure| match measure.campaign.0 {
            0 => Value::Observed(9.0),
            1 => Value::Observed(11.0),
            _ => Value::NotAtRisk,
        };
        let parts: Vec<Predicate> = parts.iter().map(part).collect();
        let not = Predicate::Not(Box::new(parts[0].clone()));
        assert_eq!(predicate(&Predicate::All(parts.clone()), &value), all);
        assert_eq!(predicate(&Predicate::Any(parts), &value), any);
        assert_eq!(predicate(&not, &value), not_first);
    }

    #[test]
    fn parts_that_are_not_tested_settle_nothing() {
        check_parts(&[Met, Met], Met, Met, Missed);
        check_parts(&[Missed, Met], Missed, Met, Met);
        check_parts(&[Missed, Missed], Missed, Missed, Met);
        check_parts(&[NotTested, Met], NotTested, Met, NotTested);
        check_parts(&[NotTested, Missed], Missed, NotTested, NotTested);
        check_parts(&[Met, NotTested], NotTested, Met, Missed);
    }
}
