//! Judges a training objective in one replication.
//!
//! **Invariant:** an objective is met or missed only when its limit was put to the test; a value that ENDEX cut short
//! within the limit, or that was never at risk, leaves it untested.

use super::{Value, value};
use crate::model::{Model, Objective, Quantity};
use crate::sim::Outcome;

/// What became of an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    verdict(objective, value(model, outcome, &objective.measure))
}

fn verdict(objective: &Objective, value: Value) -> Verdict {
    let (limit, at_most) = (objective.limit, objective.at_most);
    let judged = |met: bool| if met { Verdict::Met } else { Verdict::Missed };
    match value {
        Value::Observed(number) => judged(if at_most { number <= limit } else { number >= limit }),
        // A lead that was cut short is at most so long; all other values cut short are at least so long.
        Value::Censored(below) if objective.measure.quantity == Quantity::WarningLead => match at_most {
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
    use Verdict::*;

    /// Judges a value against a limit of 10, once as an upper and once as a lower one.
    #[track_caller]
    fn check(quantity: Quantity, value: Value, at_most: Verdict, at_least: Verdict) {
        let measure = measure_of(quantity);
        let judged =
            |at_most| verdict(&Objective { measure, at_most, limit: 10.0, with_probability: 1.0 }, value);
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
}
