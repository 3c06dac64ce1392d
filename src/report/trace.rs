//! The chronicle of a replication as NDJSON: one JSON object a line.
//!
//! `line` counts from 1, `t_us` is in microseconds from STARTEX (negative in the prelude), `civil` is the same in the exercise's zone, `event` is
//! what happened; then who took part, by role; `outcome` where it might have ended otherwise; `cause` is the line of what
//! led to it.
//!
//! **Invariant:** line n of the file has `"line":n`.

use crate::measure::{Chronicle, Record};
use serde::Serializer;
use serde::ser::SerializeMap;
use std::io::{self, Write};

/// Writes all records.
///
/// # Errors
/// Those of `out`.
pub fn write(chronicle: &Chronicle<'_>, out: &mut dyn Write) -> io::Result<()> {
    chronicle.records().try_for_each(|record| write_record(&record, out))
}

fn write_record(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let mut json = super::json::in_line(&mut *out);
    let mut map = json.serialize_map(None)?;
    map.serialize_entry("line", &record.line)?;
    map.serialize_entry("t_us", &record.t_us)?;
    map.serialize_entry("civil", &record.civil)?;
    map.serialize_entry("event", record.event)?;
    for (role, id) in &record.about {
        map.serialize_entry(role, id)?;
    }
    if let Some(outcome) = record.outcome {
        map.serialize_entry("outcome", outcome)?;
    }
    if let Some(cause) = record.cause {
        map.serialize_entry("cause", &cause)?;
    }
    map.end()?;
    out.write_all(b"\n")
}
