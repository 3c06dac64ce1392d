//! Mechanisms of detection.

use super::*;

pub const ROWS: &[Row] = &[
    row("blind sensors", &[("sensors[a-edr].sensitivity", "0")], a_detects, Up),
    row("slow sensors", &[("sensors[a-edr].delay", "5h")], a_detects, Up),
    row("nothing visible", &[("techniques[raise].visible", "(attempt: [], success: [])")], a_detects, Up),
    row("more false alarms", &[("sensors[a-edr].false_alarms", "PerDay(280)")], a_wait, Up),
    row("no boost by indicators", &[("sensors[b-edr].indicator_boost", "0")], b_detects, Up),
];
