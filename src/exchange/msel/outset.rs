//! A new scenario made of a sheet: one that plays, and says what its planner is to fill in.
//!
//! Each recipient becomes an organisation with a team of one analyst, which is assumed and says so.
//!
//! **Invariant:** every number that the sheet does not give stands under `basis: Assumed` or a comment.

use super::merge::written;
use super::names::Names;
use super::records::{Record, Records};
use super::words::{injects_in, quoted};
use crate::scenario::{Span, lengths};
use std::collections::BTreeMap;

/// The text of the scenario. `startex` is its moment as written, `endex` how many microseconds later it ends, if anything says
/// that; `name` is what the sheet's file is called.
pub fn outset(records: &Records, names: &Names, startex: &str, endex: Option<u64>, name: &str) -> String {
    // Where a file stood on somebody's machine is nobody's business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let id = super::names::slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let mut organisations: Vec<(String, String)> =
        names.made().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
    if organisations.is_empty() {
        organisations.push((String::from("players"), String::from("Players")));
    }
    // A team may be called as another organisation is.
    let mut ids = names.taken();
    let teams: Vec<(String, &String)> =
        organisations.iter().map(|(id, _)| (ids.make(format!("{id}-team")), id)).collect();
    let mut out = format!(
        "// Made by `jointex import msel` of {}. It plays as it is: the injects come, and nothing else happens.\n\
         // To fill in, each marked FILL IN: {}the teams' people and times, the networks, who attacks and how, who helps whom.\n\
         // `jointex init` writes a scenario that has all of these.\n\
         Scenario(\n    format: 1,\n    id: {},\n    title: {},\n    startex: {},\n",
        name.replace(['\n', '\r'], " "),
        if endex.is_some() { "" } else { "ENDEX, " },
        quoted(&id),
        quoted(&format!("Exercise of {id}")),
        quoted(startex),
    );
    out += &match endex {
        Some(micros) => format!("    endex: {},\n\n", quoted(&Span::from_micros(micros).text())),
        None => format!(
            "    // FILL IN: the sheet does not say when the exercise ends; this is the day after the last time in it.\n    endex: \"{}d\",\n\n",
            self::endex(&records.records)
        ),
    };
    out += "    // FILL IN: memberships, controls, who responds for whom.\n    organisations: [\n";
    for (id, name) in &organisations {
        out += &format!("        (id: {}, name: {}),\n", quoted(id), quoted(name));
    }
    out +=
        "    ],\n\n    // FILL IN: tiers, shifts and times of each team; these are assumed.\n    teams: [\n";
    for (team, organisation) in &teams {
        out += &format!(
            "        (id: {}, organisation: {}, tiers: [(id: \"duty\", seats: 1)],\n         triage: (tier: \"duty\", time: \"10min\", misses: 0), basis: Assumed),\n",
            quoted(team),
            quoted(organisation),
        );
    }
    out += "    ],\n\n    // FILL IN: `effect` of each inject that does something in the simulation.\n    msel: [\n";
    for record in &records.records {
        out += &format!("        {},\n", written(record, 8));
    }
    if !records.unconditional.is_empty() {
        out += "        // FILL IN: injects whose conditions can't be played; mend or write `when: …` in each, and take it in:\n";
        for record in &records.unconditional {
            for line in written(record, 8).lines() {
                out += &format!("        // {}\n", line.trim_start());
            }
        }
    }
    out + "    ],\n)\n"
}

/// Whole days from STARTEX to the day after the last time, whether planned or that of a condition.
fn endex(records: &[Record]) -> u64 {
    const DAY: u64 = 86_400_000_000;
    let mut latest: BTreeMap<&str, u64> = BTreeMap::new();
    // Those that follow others come after them; rings have no end, and are told by whoever plays them.
    let mut order: Vec<&Record> = records.iter().collect();
    for _ in 0..MOST_TURNS {
        let mut changed = false;
        for record in &order {
            let from = record.waits().flat_map(injects_in).filter_map(|no| latest.get(no)).max();
            let lengths = record.waits().flat_map(lengths).fold(0, u64::saturating_add);
            let planned = record.micros.map_or(0, i64::unsigned_abs);
            let time = from.copied().unwrap_or(0).saturating_add(lengths).max(planned);
            changed |= latest.insert(&record.no, time) != Some(time);
        }
        // Rows may stand in either order.
        order.reverse();
        if !changed {
            break;
        }
    }
    latest.values().max().copied().unwrap_or(0) / DAY + 1
}

/// So often the order of rows may turn in a chain of injects that follow each other, until ENDEX is a guess.
const MOST_TURNS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_lasts_beyond_the_times_of_conditions() {
        let record = |no: &str, name: &'static str, value: &str| Record {
            no: no.to_owned(),
            changes: vec![(name, Some(value.to_owned()))],
            micros: (name == "at").then_some(3_600_000_000),
            ..Record::default()
        };
        assert_eq!(endex(&[]), 1);
        let mut records = vec![
            record("3", "after", r#"(inject: "2", delay: "30h")"#),
            record("1", "at", r#""1h""#),
            record("2", "when", r#"NotYet(measure: "x", by: "52h", inject: "1")"#),
        ];
        assert_eq!(endex(&records[1..2]), 1);
        assert_eq!(endex(&records[1..]), 3);
        assert_eq!(endex(&records), 4);
        // However long a chain is, and in whatever order.
        let mut chain: Vec<Record> = (1..=40)
            .map(|no| record(&no.to_string(), "after", &format!("(inject: \"{}\", delay: \"1d\")", no - 1)))
            .collect();
        assert_eq!(endex(&chain), 41);
        chain.reverse();
        assert_eq!(endex(&chain), 41);
        records.push(record("4", "after", r#"(inject: "4", delay: "100000d")"#));
        assert!(endex(&records) >= 100_000);
    }
}
