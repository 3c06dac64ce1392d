//! A new scenario made of a sheet: one that plays, and says what its planner is to fill in.
//!
//! Each recipient becomes an organisation with a team of one analyst, which is assumed and says so.
//!
//! **Invariant:** every number that the sheet does not give stands under `basis: Assumed` or a comment.

use super::merge::written;
use super::names::Names;
use super::records::Records;
use super::words::quoted;

/// The text of the scenario. `startex` is its moment as written; `name` is what the sheet's file is called.
pub fn outset(records: &Records, names: &Names, startex: &str, name: &str) -> String {
    // Where a file stood on somebody's machine is nobody's business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let id = super::names::slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let mut organisations: Vec<(String, String)> =
        names.made().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
    let nobody = organisations.is_empty();
    if nobody {
        organisations.push((String::from("players"), String::from("Players")));
    }
    let days = endex(records);
    let mut out = format!(
        "// Made by `jointex import msel` of {}. It plays as it is: the injects come, and nothing else happens.\n\
         // To fill in, each marked FILL IN: ENDEX, the teams' people and times, the networks, who attacks and how, who helps whom.\n\
         // `jointex init` writes a scenario that has all of these.\n\
         Scenario(\n    format: 1,\n    id: {},\n    title: {},\n    startex: {},\n",
        name.replace(['\n', '\r'], " "),
        quoted(&id),
        quoted(&format!("Exercise of {id}")),
        quoted(startex),
    );
    out += &format!(
        "    // FILL IN: the sheet does not say when the exercise ends; this is the day after the last time in it.\n    endex: \"{days}d\",\n\n"
    );
    out += "    // FILL IN: memberships, controls, who responds for whom.\n    organisations: [\n";
    for (id, name) in &organisations {
        out += &format!("        (id: {}, name: {}),\n", quoted(id), quoted(name));
    }
    out +=
        "    ],\n\n    // FILL IN: tiers, shifts and times of each team; these are assumed.\n    teams: [\n";
    for (id, _) in &organisations {
        out += &format!(
            "        (id: {}, organisation: {}, tiers: [(id: \"duty\", seats: 1)],\n         triage: (tier: \"duty\", time: \"10min\", misses: 0), basis: Assumed),\n",
            quoted(&format!("{id}-team")),
            quoted(id),
        );
    }
    out += "    ],\n\n    // FILL IN: `effect` of each inject that does something in the simulation.\n    msel: [\n";
    for record in &records.records {
        out += &format!("        {},\n", written(record, 8));
    }
    if !records.unconditional.is_empty() {
        out += "        // FILL IN: contingencies, whose conditions can't be read; say `when: …` in each and take it in:\n";
        for record in &records.unconditional {
            for line in written(record, 8).lines() {
                out += &format!("        // {}\n", line.trim_start());
            }
        }
    }
    out + "    ],\n)\n"
}

/// Whole days from STARTEX to the day after the last time.
fn endex(records: &Records) -> i64 {
    const DAY: i64 = 86_400_000_000;
    let last = records.records.iter().filter_map(|record| record.micros).max().unwrap_or(0);
    last / DAY + 1
}
