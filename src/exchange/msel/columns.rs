//! The columns of MSELs: whole sets to write, and the names by which people call them.
//!
//! The sets are those of Blueprint, the SEI's open tool for MSELs (cmu-sei/Blueprint.Api, its seed data): HSEEP's, those of
//! MITRE's Cyber Exercise Playbook, and its own. What a set has no column for stands in further columns to the right, so that
//! nothing of an inject is lost.
//!
//! **Invariant:** each set has a column for every field of an inject.

use std::fmt;
use std::str::FromStr;

/// What a column tells of an inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its number.
    No,
    /// When it comes, in the exercise's days.
    Scenario,
    /// When it comes, by the calendar.
    Local,
    /// The date of a time that stands in another column.
    Date,
    /// The day of the exercise of a time that stands in another column.
    Day,
    /// Inject, contingency inject or expected action.
    Kind,
    /// How it is delivered.
    By,
    /// Who sends it.
    From,
    /// Who receives it.
    To,
    /// Its title.
    Title,
    /// Its text, or its title if it has no text.
    Message,
    /// Its text.
    Text,
    /// What is expected of the players.
    Expected,
    /// The objective that it serves.
    Objective,
    /// What it follows or waits for.
    Condition,
    /// What it does in the simulation.
    Effect,
    /// The staff whose controllers give it.
    Staff,
    /// Who controls it.
    Controller,
    /// Nothing that a scenario says.
    Nothing,
}

/// A set of columns to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Those of the Homeland Security Exercise and Evaluation Program.
    Hseep,
    /// Those of MITRE's Cyber Exercise Playbook.
    Mitre,
    /// Those that Blueprint begins with.
    Standard,
}

impl Columns {
    /// Every set.
    pub const ALL: [Columns; 3] = [Columns::Hseep, Columns::Mitre, Columns::Standard];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Columns::Hseep => "hseep",
            Columns::Mitre => "mitre",
            Columns::Standard => "standard",
        }
    }

    /// Its columns: those of the set first, in its order.
    pub const fn list(self) -> &'static [(&'static str, Field)] {
        match self {
            Columns::Hseep => HSEEP,
            Columns::Mitre => MITRE,
            Columns::Standard => STANDARD,
        }
    }
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(name: &str) -> Result<Columns, String> {
        let known = Columns::ALL.into_iter().find(|set| set.name().eq_ignore_ascii_case(name));
        known.ok_or_else(|| String::from("possible: hseep, mitre, standard"))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

const HSEEP: &[(&str, Field)] = &[
    ("Event Number", Field::No),
    ("Designated Scenario Time", Field::Scenario),
    ("Event Type", Field::Kind),
    ("Inject Mode", Field::By),
    ("From", Field::From),
    ("To", Field::To),
    ("Message", Field::Message),
    ("Expected Participant Response", Field::Expected),
    ("Exercise Objective", Field::Objective),
    ("Notes", Field::Effect),
    ("Title", Field::Title),
    ("Local Time", Field::Local),
    ("Condition", Field::Condition),
    ("Staff", Field::Staff),
    ("Controller", Field::Controller),
];

const MITRE: &[(&str, Field)] = &[
    ("ID", Field::No),
    ("Local Time", Field::Local),
    ("Delivery Method", Field::By),
    ("Target", Field::To),
    ("Title", Field::Title),
    ("Description", Field::Text),
    ("Assumptions", Field::Condition),
    ("Notes", Field::Effect),
    ("Expected Actions", Field::Expected),
    ("Measure of Performance", Field::Objective),
    ("Scenario Time", Field::Scenario),
    ("Event Type", Field::Kind),
    ("From", Field::From),
    ("Staff", Field::Staff),
    ("Controller", Field::Controller),
];

const STANDARD: &[(&str, Field)] = &[
    ("Control Number", Field::No),
    ("Move", Field::Nothing),
    ("Group", Field::Staff),
    ("Delivery Time", Field::Local),
    ("Simulated Time", Field::Scenario),
    ("Assigned To", Field::Controller),
    ("Status", Field::Nothing),
    ("Title", Field::Title),
    ("Description", Field::Text),
    ("From Org", Field::From),
    ("To Org", Field::To),
    ("Details", Field::Effect),
    ("Expected Actions", Field::Expected),
    ("Delivery Method", Field::By),
    ("Event Type", Field::Kind),
    ("Condition", Field::Condition),
    ("Objective", Field::Objective),
];

/// Other names, as [`plain`] writes them.
const SYNONYMS: &[(&str, Field)] = &[
    ("no", Field::No),
    ("nr", Field::No),
    ("number", Field::No),
    ("serial", Field::No),
    ("serialnumber", Field::No),
    ("event", Field::No),
    ("eventno", Field::No),
    ("eventid", Field::No),
    ("inject", Field::No),
    ("injectno", Field::No),
    ("injectid", Field::No),
    ("injectnumber", Field::No),
    ("mselnumber", Field::No),
    ("mselno", Field::No),
    ("time", Field::Local),
    ("datetime", Field::Local),
    ("dateandtime", Field::Local),
    ("dtg", Field::Local),
    ("injecttime", Field::Local),
    ("scheduledtime", Field::Local),
    ("exercisetime", Field::Scenario),
    ("gametime", Field::Scenario),
    ("stx", Field::Scenario),
    ("date", Field::Date),
    ("scheduleddate", Field::Date),
    ("day", Field::Day),
    ("scenarioday", Field::Day),
    ("type", Field::Kind),
    ("injecttype", Field::Kind),
    ("deliverymode", Field::By),
    ("delivery", Field::By),
    ("method", Field::By),
    ("mode", Field::By),
    ("means", Field::By),
    ("channel", Field::By),
    ("sender", Field::From),
    ("source", Field::From),
    ("recipient", Field::To),
    ("recipients", Field::To),
    ("receiver", Field::To),
    ("team", Field::To),
    ("teams", Field::To),
    ("audience", Field::To),
    ("subject", Field::Title),
    ("headline", Field::Title),
    ("eventtitle", Field::Title),
    ("injecttitle", Field::Title),
    ("text", Field::Text),
    ("content", Field::Text),
    ("body", Field::Text),
    ("eventdescription", Field::Text),
    ("injectdescription", Field::Text),
    ("expectedaction", Field::Expected),
    ("expectedresponse", Field::Expected),
    ("expectedplayeraction", Field::Expected),
    ("expectedplayeractions", Field::Expected),
    ("expectedplayerresponse", Field::Expected),
    ("expectedoutcome", Field::Expected),
    ("objectives", Field::Objective),
    ("exerciseobjectives", Field::Objective),
    ("trainingobjective", Field::Objective),
    ("moderator", Field::Controller),
    ("owner", Field::Controller),
];

/// Names for `--map`, with what they stand for.
pub const MAPPED: &[(&str, Field)] = &[
    ("number", Field::No),
    ("time", Field::Local),
    ("scenario", Field::Scenario),
    ("date", Field::Date),
    ("day", Field::Day),
    ("type", Field::Kind),
    ("delivery", Field::By),
    ("from", Field::From),
    ("to", Field::To),
    ("title", Field::Title),
    ("text", Field::Text),
    ("expected", Field::Expected),
    ("objective", Field::Objective),
    ("condition", Field::Condition),
    ("staff", Field::Staff),
    ("controller", Field::Controller),
];

/// The name of a column in small letters and digits alone.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a column of this name tells.
pub fn field(name: &str) -> Option<Field> {
    let name = plain(name);
    let sets = Columns::ALL.iter().flat_map(|set| set.list()).find(|(known, _)| plain(known) == name);
    sets.or_else(|| SYNONYMS.iter().find(|(known, _)| *known == name)).map(|(_, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_tells_all_of_an_inject() {
        use Field::{
            By, Condition, Controller, Effect, Expected, From, Kind, Local, No, Objective, Scenario, Staff,
            Title, To,
        };
        for set in Columns::ALL {
            for field in [
                No, Scenario, Local, Kind, By, From, To, Title, Expected, Objective, Condition, Effect,
                Staff, Controller,
            ] {
                assert_eq!(set.list().iter().filter(|(_, of)| *of == field).count(), 1, "{set}: {field:?}");
            }
            for (name, of) in set.list() {
                assert_eq!(field(name), Some(*of), "{set}: {name}");
            }
        }
    }

    #[test]
    fn names_are_known_in_any_case_and_spacing() {
        assert_eq!(field(" EVENT  number "), Some(Field::No));
        assert_eq!(field("Expected_Player-Action(s)"), Some(Field::Expected));
        assert_eq!(field("Weather"), None);
    }
}
