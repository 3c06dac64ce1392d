//! The value of one measure in one replication.
//!
//! **Invariant:** times are in microseconds here, so that they compare exactly with what the simulation counted;
//! [`Value::reported`] turns them into the hours that people and outputs get.

use crate::kernel::SimDuration;
use crate::model::Unit;

/// What one replication says about one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// The value. Times are in microseconds, all else in the measure's own unit.
    Observed(f64),
    /// ENDEX came first. For times: they are longer than this; for [`warning_lead`](crate::model::Quantity::WarningLead):
    /// shorter.
    Censored(f64),
    /// Nothing that could have had a value: never held, no alert to wait, nobody on duty.
    NotAtRisk,
}

impl Value {
    /// The same with times in hours.
    #[must_use]
    pub fn reported(self, unit: Unit) -> Value {
        match (unit, self) {
            (Unit::Time, Value::Observed(micros)) => Value::Observed(micros_to_hours(micros)),
            (Unit::Time, Value::Censored(micros)) => Value::Censored(micros_to_hours(micros)),
            _ => self,
        }
    }

    /// The number, whether observed or so far.
    pub const fn number(self) -> Option<f64> {
        match self {
            Value::Observed(number) | Value::Censored(number) => Some(number),
            Value::NotAtRisk => None,
        }
    }

    /// The status as outputs write it.
    pub const fn status(self) -> &'static str {
        match self {
            Value::Observed(_) => "observed",
            Value::Censored(_) => "censored",
            Value::NotAtRisk => "not_at_risk",
        }
    }
}

/// Hours of a number of microseconds that need not be whole, or not positive.
fn micros_to_hours(micros: f64) -> f64 {
    micros / SimDuration::HOUR.micros() as f64
}
