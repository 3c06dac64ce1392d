//! Who reported what to whom, message by message, in one replication, and what became of each.
//!
//! **Invariant:** every message stands once, in the order in which its sender wished to send it; the pairs count them all.

use super::CivilClock;
use super::words::label;
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{Happening, Outcome, ReportFate, Stop};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most messages that are told one by one; later ones are only counted.
pub const MOST: usize = 200;

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Somebody has read it, or a feed has taken it in.
    Read,
    /// It arrived, and nobody has read it by ENDEX.
    Unread,
    /// It is on its way at ENDEX.
    UnderWay,
    /// It never arrived.
    Lost,
    /// It was not to pass, for this reason.
    Refused(#[serde(with = "StopName")] Stop),
    /// It was released, and could not leave by ENDEX: the channel was down, or nobody was there.
    HeldBack,
    /// Its release was not decided by ENDEX.
    Waits,
}

/// [`Stop`] as it is saved; the simulation knows no format.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Stop", rename_all = "snake_case")]
enum StopName {
    Marking,
    Classification,
    Release,
    Agreement,
}

impl Fate {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Fate::Read => "read",
            Fate::Unread => "unread at ENDEX",
            Fate::UnderWay => "on its way at ENDEX",
            Fate::Lost => "lost",
            Fate::Refused(Stop::Marking) => "refused: marked above what the channel carries",
            Fate::Refused(Stop::Classification) => "refused: classified above what the channel carries",
            Fate::Refused(Stop::Release) => "refused: not released",
            Fate::Refused(Stop::Agreement) => "refused: the agreement binds one of them no more",
            Fate::HeldBack => "held back until ENDEX",
            Fate::Waits => "not released by ENDEX",
        }
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// When its sender wished to send it: microseconds from STARTEX.
    pub asked_us: i64,
    /// The same for people.
    pub asked: String,
    /// When it left, for people; none if it did not.
    pub sent: Option<String>,
    /// When it arrived.
    pub received: Option<String>,
    /// When it was read.
    pub read: Option<String>,
    /// The team that sends it.
    pub from: String,
    /// The team that gets it.
    pub to: String,
    /// Over what it went last, as `agreement/channel`.
    pub channel: String,
    /// About which campaign.
    pub campaign: String,
    /// What is in it, for people.
    pub brings: String,
    /// How it is marked and classified: `TLP:AMBER`, `TLP:RED · SECRET`.
    pub marking: String,
    /// Hours from the wish to its reading, or its arrival if it was not read; none if it did not arrive.
    pub took_h: Option<f64>,
    /// Whether it had to wait after its release because the channel was down or nobody was there.
    pub was_held_back: bool,
    /// What became of it.
    pub fate: Fate,
}

/// All messages from one organisation to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Whose teams send, as tables call it.
    pub from: String,
    /// Whose teams get them.
    pub to: String,
    /// How many there were.
    pub messages: u64,
    /// Of these, read or taken in.
    pub read: u64,
    /// Not to pass.
    pub refused: u64,
    /// Lost.
    pub lost: u64,
    /// Unread, on their way, held back or not released at ENDEX.
    pub late: u64,
    /// The mean hours from the wish to the reading of those that were read.
    pub mean_h: Option<f64>,
}

/// The messages of one replication.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Messages {
    /// By organisations, those with most messages first.
    pub pairs: Vec<Pair>,
    /// The first ones.
    pub told: Vec<Message>,
    /// How many came later.
    pub left_out: usize,
}

/// All reports of a replication; none when the outcome has no trace.
pub fn messages(model: &Model, outcome: &Outcome<'_>) -> Messages {
    let Some(trace) = outcome.trace else { return Messages::default() };
    let mut letters: Vec<Letter> = Vec::new();
    let mut numbered: BTreeMap<u32, usize> = BTreeMap::new();
    for entry in &trace.entries {
        let Happening::Report { number, fate, stop, .. } = entry.what else { continue };
        let new = Letter {
            what: entry.what,
            asked: entry.at,
            times: [None; 3],
            held_back: false,
            stop: None,
            lost: false,
        };
        let place = match numbered.get(&number).filter(|_| number != u32::MAX) {
            Some(place) => *place,
            None => {
                letters.push(new);
                numbered.insert(number, letters.len() - 1);
                letters.len() - 1
            }
        };
        let letter = &mut letters[place];
        letter.what = entry.what;
        match fate {
            ReportFate::Requested => {}
            ReportFate::Sent => letter.times[SENT] = Some(entry.at),
            ReportFate::Received => letter.times[RECEIVED] = Some(entry.at),
            ReportFate::Applied => letter.times[READ] = Some(entry.at),
            ReportFate::Lost => letter.lost = true,
            ReportFate::HeldBack => letter.held_back = true,
            ReportFate::Refused => letter.stop = stop,
        }
    }
    let clock = CivilClock::of(model);
    let told = letters.iter().take(MOST).filter_map(|letter| letter.told(model, &clock)).collect();
    Messages { pairs: pairs(model, &letters), told, left_out: letters.len().saturating_sub(MOST) }
}

const SENT: usize = 0;
const RECEIVED: usize = 1;
const READ: usize = 2;

/// What is known of a message.
struct Letter {
    /// What the trace said of it last.
    what: Happening,
    asked: SimTime,
    /// When it was sent, received, read.
    times: [Option<SimTime>; 3],
    held_back: bool,
    stop: Option<Stop>,
    lost: bool,
}

impl Letter {
    fn fate(&self) -> Fate {
        match (self.stop, self.times) {
            (Some(stop), _) => Fate::Refused(stop),
            (_, [_, _, Some(_)]) => Fate::Read,
            (_, [_, Some(_), _]) => Fate::Unread,
            _ if self.lost => Fate::Lost,
            (_, [Some(_), ..]) => Fate::UnderWay,
            _ if self.held_back => Fate::HeldBack,
            _ => Fate::Waits,
        }
    }

    /// From the wish to its reading, or to its arrival.
    fn took_h(&self) -> Option<f64> {
        Some(self.times[READ].or(self.times[RECEIVED])?.since(self.asked).hours())
    }

    fn told(&self, model: &Model, clock: &CivilClock) -> Option<Message> {
        let Happening::Report { channel, from, to, campaign, marking, classification, brings, .. } =
            self.what
        else {
            return None;
        };
        let names = &model.names;
        let [sent, received, read] = self.times.map(|at| Some(clock.moment_beside(at?, self.asked)));
        Some(Message {
            asked_us: clock.micros(self.asked),
            asked: clock.moment(self.asked),
            sent,
            received,
            read,
            from: names.teams[from.at()].clone(),
            to: names.teams[to.at()].clone(),
            channel: names.channels[channel.at()].clone(),
            campaign: names.campaigns.get(campaign.at()).map(|it| it.id.clone()).unwrap_or_default(),
            brings: contents(brings),
            marking: marked(marking, classification),
            took_h: self.took_h(),
            was_held_back: self.held_back,
            fate: self.fate(),
        })
    }
}

/// How a text is marked, and how classified where it is.
fn marked(marking: Tlp, classification: Classification) -> String {
    let tlp = match marking {
        Tlp::Clear => "TLP:CLEAR",
        Tlp::Green => "TLP:GREEN",
        Tlp::Amber => "TLP:AMBER",
        Tlp::AmberStrict => "TLP:AMBER+STRICT",
        Tlp::Red => "TLP:RED",
    };
    let classified = match classification {
        Classification::Unclassified => return tlp.to_owned(),
        Classification::Restricted => "RESTRICTED",
        Classification::Confidential => "CONFIDENTIAL",
        Classification::Secret => "SECRET",
    };
    format!("{tlp} · {classified}")
}

fn contents(brings: Shares) -> String {
    let parts = [
        (Shares::INDICATORS, "indicators"),
        (Shares::ANALYSIS, "analysis"),
        (Shares::ADVISORY, "advisory"),
        (Shares::LESSONS, "lessons"),
        (Shares::SITUATION, "situation"),
    ];
    let parts: Vec<&str> =
        parts.iter().filter(|(part, _)| brings.has(*part)).map(|(_, word)| *word).collect();
    if parts.is_empty() { "word of it".to_owned() } else { parts.join(", ") }
}

fn pairs(model: &Model, letters: &[Letter]) -> Vec<Pair> {
    let mut found: BTreeMap<(OrganisationIdx, OrganisationIdx), (Pair, f64)> = BTreeMap::new();
    let organisation = |team: TeamIdx| model.teams[team.at()].organisation;
    let name = |of: OrganisationIdx| label(&model.names.organisations[of.at()]).to_owned();
    for letter in letters {
        let Happening::Report { from, to, .. } = letter.what else { continue };
        let (from, to) = (organisation(from), organisation(to));
        let none = || {
            let pair = Pair {
                from: name(from),
                to: name(to),
                messages: 0,
                read: 0,
                refused: 0,
                lost: 0,
                late: 0,
                mean_h: None,
            };
            (pair, 0.0)
        };
        let (pair, hours) = found.entry((from, to)).or_insert_with(none);
        pair.messages += 1;
        match letter.fate() {
            Fate::Read => {
                pair.read += 1;
                *hours += letter.took_h().unwrap_or(0.0);
            }
            Fate::Refused(_) => pair.refused += 1,
            Fate::Lost => pair.lost += 1,
            Fate::Unread | Fate::UnderWay | Fate::HeldBack | Fate::Waits => pair.late += 1,
        }
    }
    let mean = |(pair, hours): (Pair, f64)| Pair {
        mean_h: (pair.read > 0).then(|| hours / pair.read as f64),
        ..pair
    };
    let mut pairs: Vec<Pair> = found.into_values().map(mean).collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.messages));
    pairs
}
