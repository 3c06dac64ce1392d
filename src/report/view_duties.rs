//! The parts of a report on exercise staffs and on those who must report by law.
//!
//! **Invariant:** as of the report that they are parts of.

use super::view_parts::MeasureView;
use serde::{Deserialize, Serialize};

/// An exercise staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StaffView {
    /// Its id.
    pub staff: String,
    /// How many injects of the MSEL are its own.
    pub injects: usize,
    /// Those that came later than they were due.
    pub injects_late: MeasureView,
    /// Those that were due and not given.
    pub injects_not_given: MeasureView,
    /// Those that came before what they follow.
    pub injects_out_of_order: MeasureView,
    /// The mean time by which they came later.
    pub inject_lateness: MeasureView,
}

/// An organisation and an obligation that binds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DutyView {
    /// The organisation.
    pub organisation: String,
    /// What tables call it.
    pub label: String,
    /// The obligation.
    pub obligation: String,
    /// Its title.
    pub title: String,
    /// Its deadlines.
    pub deadlines: Vec<DeadlineView>,
}

/// One report that is due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeadlineView {
    /// Its name within the obligation.
    pub deadline: String,
    /// By when it is due.
    pub within_h: f64,
    /// Submitted in time.
    pub deadlines_met: MeasureView,
    /// Not submitted by then.
    pub deadlines_missed: MeasureView,
    /// Neither by ENDEX.
    pub deadlines_open: MeasureView,
    /// From the moment from which it counts to the report.
    pub time_to_report: MeasureView,
}
