//! Where the hours of a response time went.
//!
//! **Invariant:** every state stands by its name, and the hours of all of them are the mean time.

use crate::measure::{State, Word, state_name, word};
use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Hours per state, in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours(pub [f64; State::COUNT]);

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Hours, D::Error> {
        let named: BTreeMap<String, f64> = BTreeMap::deserialize(from)?;
        let mut hours = [0.0; State::COUNT];
        for (state, hours) in State::ALL.iter().zip(&mut hours) {
            let name = format!("{}_h", state_name(*state));
            let missing = || D::Error::custom(format!("`{name}` is missing"));
            *hours = named.get(&name).copied().ok_or_else(missing)?;
        }
        Ok(Hours(hours))
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(State::COUNT))?;
        for (state, hours) in State::ALL.iter().zip(self.0) {
            map.serialize_entry(&format!("{}_h", state_name(*state)), &hours)?;
        }
        map.end()
    }
}

/// Where the hours went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CausesView {
    /// Up to which milestone: `detected`, `declared`, …
    #[serde(deserialize_with = "word")]
    pub up_to: Word,
    /// Whether it was reached; otherwise of replications that ENDEX cut short, up to ENDEX.
    pub reached: bool,
    /// Over how many replications.
    pub replications: u64,
    /// Mean hours per state; they add up to the mean time.
    pub mean: Hours,
    /// The same by team.
    pub by_team: Vec<TeamHours>,
}

/// One team's part of the hours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TeamHours {
    /// The team.
    pub team: String,
    /// Mean hours per state.
    pub mean: Hours,
}
