//! What `run` and `compare` wrote as JSON, read back to make a page of it.
//!
//! A file is looked over before it is read: that it is JSON to its end, whose it is, that its numbers are such as a picture has
//! room for, and that there are not too many of them. What is read is checked once more, for what belongs together
//! ([`checked`](super::saved_check)).
//!
//! **Invariant:** what is returned makes a page, whatever was in the file; times for people are those of the run.

use super::comparison::ComparisonReport;
use super::levers::{LEVERS_SCHEMA_VERSION, LeversReport};
use super::observed::ObservedReport;
use super::saved_check::{compared, observed, ran};
use super::view::{RunReport, SCHEMA_VERSION, ScenarioView};
use crate::kernel::SimDuration;
use crate::measure::{STARTEX_PATTERN, city, is_within_a_week, moment_pattern};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::fmt;

/// The longest file that is read, in bytes.
pub const LONGEST: usize = 512 << 20;

/// The most values of a file besides those of single replications, which no page has.
const MOST: usize = 4_000_000;

/// What was saved.
#[derive(Debug, Clone)]
pub enum Saved {
    /// By `run`.
    Run(Box<RunReport>),
    /// By `compare`.
    Comparison(Box<ComparisonReport>),
    /// By `compare --observed`.
    Observed(Box<ObservedReport>),
}

/// Reads what was saved; or says why it can't, as the end of a sentence that begins with the file.
pub fn read_saved(bytes: &[u8]) -> Result<Saved, String> {
    let outline = outline(bytes)?;
    let has = |key: &str| outline.keys.iter().any(|own| own == key);
    match outline.version {
        Some(SCHEMA_VERSION) => {}
        Some(other) => {
            return Err(format!(
                "has schema_version {other}, and this jointex reads {SCHEMA_VERSION}: make its page with the version that wrote it"
            ));
        }
        None => return Err(String::from("is JSON, but not of jointex: it has no schema_version")),
    }
    if has("responses") && has("replications") {
        let mut report: Box<RunReport> = typed(bytes)?;
        ran(&report)?;
        restore_run(&mut report)?;
        Ok(Saved::Run(report))
    } else if has("comparison") {
        let mut report: Box<ComparisonReport> = typed(bytes)?;
        compared(&report)?;
        Moments::restore(&mut report.scenario)?;
        Ok(Saved::Comparison(report))
    } else if has("enough") && has("teams") {
        let mut report: Box<ObservedReport> = typed(bytes)?;
        observed(&report)?;
        Moments::restore(&mut report.scenario)?;
        Ok(Saved::Observed(report))
    } else {
        Err(String::from("is of a verb whose results have no page; of a sweep, name its folder"))
    }
}

/// Reads what `levers` wrote; or says why it can't, as [`read_saved`] does.
pub fn read_levers(bytes: &[u8]) -> Result<LeversReport, String> {
    let outline = outline(bytes)?;
    match outline.version {
        Some(LEVERS_SCHEMA_VERSION) if outline.keys.iter().any(|key| key == "levers") => {}
        _ => return Err(String::from("is not of `jointex levers`, or not of this version of it")),
    }
    typed(bytes).map(|report| *report)
}

fn typed<T: DeserializeOwned>(bytes: &[u8]) -> Result<Box<T>, String> {
    serde_json::from_slice(bytes)
        .map(Box::new)
        .map_err(|error| format!("is not as jointex writes it: {error}"))
}

/// Times for people, which are not saved.
struct Moments {
    /// Whether a weekday is enough to name a day.
    within_a_week: bool,
}

impl Moments {
    /// Of a scenario, whose own are given back to it.
    fn restore(scenario: &mut ScenarioView) -> Result<Moments, String> {
        let startex = civil(&scenario.startex)?;
        scenario.startex_for_people = startex.strftime(STARTEX_PATTERN).to_string();
        scenario.city = city(&scenario.time_zone);
        // The hours are those of whole microseconds.
        let span = |hours: f64| SimDuration::from_micros((hours * 3_600e6).round() as u64);
        let length = span(scenario.prelude_h) + span(scenario.length_h);
        Ok(Moments { within_a_week: is_within_a_week(length) })
    }

    fn of(&self, iso: &str) -> Result<String, String> {
        Ok(civil(iso)?.strftime(moment_pattern(self.within_a_week)).to_string())
    }
}

fn civil(iso: &str) -> Result<DateTime, String> {
    iso.parse().map_err(|_| String::from("is not as jointex writes it: a time of it is no time"))
}

fn restore_run(report: &mut RunReport) -> Result<(), String> {
    let moments = Moments::restore(&mut report.scenario)?;
    for plan in &mut report.cast.campaigns {
        plan.moment = plan.starts.as_deref().map(|starts| moments.of(starts)).transpose()?;
    }
    let others = report.pictures.iter_mut().flat_map(|pictures| &mut pictures.others);
    for told in report.narrated.iter_mut().chain(others.map(|other| &mut other.told)) {
        for line in &mut told.lines {
            line.moment = moments.of(&line.civil)?;
        }
        let techniques = told.attack.iter_mut().flat_map(|tactic| &mut tactic.techniques);
        for first in techniques.filter_map(|technique| technique.first_alert.as_mut()) {
            first.moment = moments.of(&first.civil)?;
        }
    }
    Ok(())
}

/// What a file is, as far as can be told without keeping it.
#[derive(Debug, Default)]
struct Outline {
    version: Option<u32>,
    /// Of the outermost record.
    keys: Vec<String>,
    values: usize,
}

fn outline(bytes: &[u8]) -> Result<Outline, String> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(String::from("is no JSON of jointex"));
    }
    let mut outline = Outline::default();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let looked = Look { outline: &mut outline, depth: 0, bound: Bound::Drawn }.deserialize(&mut json);
    match looked.and_then(|()| json.end()) {
        Ok(()) => Ok(outline),
        Err(error) if error.is_eof() => {
            Err(String::from("ends in the middle: it is only a part of what was written"))
        }
        Err(error) if error.is_data() => Err(format!("is not as jointex writes it: {error}")),
        Err(error) => Err(format!("is not JSON: {error}")),
    }
}

/// Which numbers there may be.
#[derive(Debug, Clone, Copy)]
enum Bound {
    /// Such as a picture has room for.
    Drawn,
    /// Any: seeds, numbers of replications, sums of times, which are no places in a picture.
    Any,
}

/// Integers up to this are times in microseconds of any scenario; further ones would wrap around when they are subtracted.
const INTEGER: u64 = 100_000_000_000_000_000;

/// Floats up to this have a half beside them, so that every scale has some width.
const FLOAT: f64 = 1e15;

/// Looks over a value.
struct Look<'o> {
    outline: &'o mut Outline,
    depth: usize,
    bound: Bound,
}

impl Look<'_> {
    fn count<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.outline.values += 1;
        match self.outline.values > MOST {
            true => Err(E::custom(format!("there are more than {MOST} values"))),
            false => Ok(()),
        }
    }

    fn within<E: serde::de::Error>(mut self, holds: bool) -> Result<(), E> {
        self.count()?;
        match self.bound {
            Bound::Drawn if !holds => Err(E::custom("a number is larger than any of a report")),
            _ => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }
    fn visit_bool<E: serde::de::Error>(mut self, _: bool) -> Result<(), E> {
        self.count()
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.within(number <= INTEGER)
    }
    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.within(number.unsigned_abs() <= INTEGER)
    }
    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.within(number.abs() <= FLOAT)
    }
    fn visit_str<E: serde::de::Error>(mut self, _: &str) -> Result<(), E> {
        self.count()
    }
    fn visit_unit<E: serde::de::Error>(mut self) -> Result<(), E> {
        self.count()
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.count()?;
        let Look { outline, depth, bound } = self;
        while seq.next_element_seed(Look { outline: &mut *outline, depth: depth + 1, bound })?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.count()?;
        let Look { outline, depth, .. } = self;
        while let Some(key) = map.next_key::<String>()? {
            match (depth, &*key) {
                (0, "schema_version") => {
                    let version = map.next_value::<Version>()?;
                    outline.version = Some(version.0);
                }
                // No page has them, and there may be millions.
                (0, "played") => {
                    map.next_value::<IgnoredAny>()?;
                }
                (_, name) => {
                    let any = matches!(
                        name,
                        "seed" | "replication" | "busy_us" | "duty_us" | "waiting_us" | "lost_us"
                    );
                    let bound = if any { Bound::Any } else { Bound::Drawn };
                    map.next_value_seed(Look { outline: &mut *outline, depth: depth + 1, bound })?;
                }
            }
            if depth == 0 {
                if outline.keys.len() == 1000 {
                    return Err(A::Error::custom("its outermost record has too many fields"));
                }
                outline.keys.push(key);
            }
        }
        Ok(())
    }
}

/// The version of a form.
#[derive(Deserialize)]
#[serde(transparent)]
struct Version(u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let told = read_saved(text.as_bytes()).err().unwrap_or_default();
        assert!(told.contains(expected), "{text:.80}: {told}");
        assert!(told.len() < 300, "{told}");
    }

    #[test]
    fn what_is_not_ours_is_told() {
        check("", "is no JSON of jointex");
        check("Scenario(id: 1)", "is no JSON of jointex");
        check("<!DOCTYPE html><html>", "is no JSON of jointex");
        check("replication,measure\n1,2\n", "is no JSON of jointex");
        check("\u{82}\u{a6}", "is no JSON of jointex");
        check("[1, 2]", "is no JSON of jointex");
        check("{}", "no schema_version");
        check("{\"type\": \"FeatureCollection\", \"features\": []}", "no schema_version");
        check("{\"schema_version\": 2}", "has schema_version 2, and this jointex reads 1");
        check("{\"schema_version\": \"1\"}", "is not as jointex writes it");
        check("{\"schema_version\": 1, \"factors\": []}", "of a sweep, name its folder");
        check("{\"schema_version\": 1, \"responses\": [], \"replications\": {}}", "missing field");
        check("{\"schema_version\": 1, \"resp", "ends in the middle");
        check("{\"schema_version\": 1} {", "is not JSON: trailing characters");
        check("{\"schema_version\": 1, nothing}", "is not JSON: key must be a string");
    }

    #[test]
    fn what_is_too_deep_too_many_or_too_large_is_told() {
        check(&format!("{{\"a\": {}", "[".repeat(100_000)), "is not JSON: recursion limit");
        check(&format!("{{\"a\": [0{}]}}", ",0".repeat(MOST)), "there are more than 4000000 values");
        check("{\"schema_version\": 1, \"a\": 1e300}", "a number is larger");
        check("{\"schema_version\": 1, \"a\": -9000000000000000000}", "a number is larger");
        check("{\"schema_version\": 1, \"a\": [1e400]}", "is not JSON: number out of range");
        let many: String = (0..2000).map(|place| format!("\"k{place}\": 0,")).collect();
        check(&format!("{{{many} \"a\": 0}}"), "too many fields");
    }
}
