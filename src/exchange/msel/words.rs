//! What an inject follows, waits for and does, in words; and the first two from words.
//!
//! `after inject 1`, `2h after inject 1`; `time_to_declare[org=cert-eu] not reached by 30h`, `… reached`,
//! `assets_held_now at least 10`, `… at most 10`, `inject 3 given`, `all of (…; …)`, `any of (…; …)`, `not (…)`, and behind
//! any of these `, then after 2h`. What these words can't say stands as a scenario writes it, and is read as that.
//!
//! **Invariant:** words that are written for a condition are read as the same condition.

use crate::diagnostic::{Place, Sources};
use crate::scenario::{
    Condition, Effect, Follows, Inject, Service, TargetSet, Time, Way, Word, part, placed, record_part,
    written_line,
};

/// When an inject comes that has no time, as values of a scenario's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The value of `after`.
    After(String),
    /// The values of `when` and, if any, `delay`.
    When(String, Option<String>),
}

/// What an inject follows or waits for; empty if it has a time.
pub fn condition(inject: &Inject) -> String {
    if let Some(Follows { inject: no, delay }) = &inject.after {
        let delay = delay.as_ref().map(|delay| bare(&written_line(delay)));
        let words = match &delay {
            None => format!("after inject {no}"),
            Some(delay) => format!("{delay} after inject {no}"),
        };
        let notation = follows(no, delay.as_deref());
        return if read(&words) == Some(Waits::After(notation.clone())) { words } else { notation };
    }
    let Some(when) = &inject.when else { return String::new() };
    let words = match in_words_alone(when) {
        Some((words, _)) => words,
        None => written_line(when),
    };
    match &inject.delay {
        None => words,
        Some(delay) => format!("{words}{THEN}{}", bare(&written_line(delay))),
    }
}

/// A condition in words, if they say it all, and in the notation that they are read as.
fn in_words_alone(condition: &Condition) -> Option<(String, String)> {
    let words = in_words(condition);
    let notation = in_notation(&words)?;
    let is_whole = parsed(&notation) == Some(placed(condition.clone(), Place::NOWHERE));
    is_whole.then_some((words, notation))
}

/// The value of `when`, as [`Waits::When`] has it: as people write it, without what is left out.
pub fn awaited(condition: &Condition) -> String {
    in_words_alone(condition).map_or_else(|| written_line(condition), |(_, notation)| notation)
}

/// The value of `after`, as [`Waits::After`] has it.
pub fn followed(follows: &Follows) -> String {
    let delay = follows.delay.as_ref().map(|delay| bare(&written_line(delay)));
    self::follows(&follows.inject, delay.as_deref())
}

/// What words say of when an inject comes; none if they say nothing that can be played.
pub fn read(words: &str) -> Option<Waits> {
    let words = words.trim();
    // Brackets deeper than any condition of a person's are a trap for the stack.
    if words.len() > 4000 || words.matches(['(', '[']).count() > 50 {
        return None;
    }
    if words.starts_with("(inject:") {
        let (sources, place) = source(words);
        return record_part("after", place, &sources).ok().map(|follows| Waits::After(followed(&follows)));
    }
    if let Some((delay, no)) = split(words, "after inject ") {
        let (delay, no) = (delay.trim(), no.trim());
        let whole = !no.is_empty() && !no.contains(['\n', ';', ',']);
        let timed = delay.is_empty() || time(delay).is_some();
        return (whole && timed).then(|| Waits::After(follows(no, (!delay.is_empty()).then_some(delay))));
    }
    let (condition, delay) = match words.rfind(THEN) {
        Some(at) => (&words[..at], Some(time(words[at + THEN.len()..].trim())?)),
        None => (words, None),
    };
    let named = |name: &&&str| condition.starts_with(&format!("{name}("));
    let notation = match Condition::NAMES.iter().find(named) {
        Some(_) => condition.to_owned(),
        None => in_notation(condition)?,
    };
    parsed(&notation).map(|condition| Waits::When(awaited(&condition), delay))
}

/// What stands between a condition and its delay.
const THEN: &str = ", then after ";

/// What delays and times look like in a scenario: in quotes, or a distribution.
fn time(text: &str) -> Option<String> {
    let (sources, place) = source(text);
    part::<Time>("delay", place, &sources).ok().map(|time| written_line(&time))
}

/// A text as the only source.
fn source(text: &str) -> (Sources, Place) {
    let mut sources = Sources::default();
    let source = sources.add_question("", text);
    (sources, Place { source, start: 0, len: text.len() as u32 })
}

fn follows(no: &str, delay: Option<&str>) -> String {
    let no = quoted(no);
    match delay.and_then(time) {
        None => format!("(inject: {no})"),
        Some(delay) => format!("(inject: {no}, delay: {delay})"),
    }
}

/// A text in quotes, as a scenario has it.
pub fn quoted(text: &str) -> String {
    written_line(&Word { text: text.to_owned(), place: Place::NOWHERE })
}

fn bare(written: &str) -> String {
    let inner = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(written).to_owned()
}

fn parsed(notation: &str) -> Option<Condition> {
    let (sources, place) = source(notation);
    let condition: Condition = part("when", place, &sources).ok()?;
    Some(placed(condition, Place::NOWHERE))
}

/// The numbers of injects that a condition speaks of.
pub fn injects_in(value: &str) -> impl Iterator<Item = &str> {
    let behind = |before: &'static str| value.split(before).skip(1).filter_map(|rest| rest.split('"').next());
    behind("inject: \"").chain(behind("Injected(\""))
}

/// Whether a condition, as [`Waits::When`] has it, is on more than injects.
pub fn measures(when: &str) -> bool {
    fn deep(condition: &Condition) -> bool {
        match condition {
            Condition::Injected(_) => false,
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(deep),
            Condition::Not(part) => deep(part),
            _ => true,
        }
    }
    parsed(when).is_some_and(|condition| deep(&condition))
}

fn in_words(condition: &Condition) -> String {
    let all = |parts: &[Condition]| parts.iter().map(in_words).collect::<Vec<_>>().join("; ");
    match condition {
        Condition::NotYet(not_yet) => {
            let from = not_yet.inject.as_ref().map_or(String::new(), |no| format!(" after inject {no}"));
            format!("{} not reached by {}{from}", not_yet.measure, not_yet.by.text())
        }
        Condition::Reached(reached) => format!("{} reached", reached.measure),
        Condition::AtLeast(than) => format!("{} at least {}", than.measure, bare(&written_line(&than.limit))),
        Condition::AtMost(than) => format!("{} at most {}", than.measure, bare(&written_line(&than.limit))),
        Condition::Injected(injected) => format!("inject {} given", injected.inject),
        Condition::All(parts) => format!("all of ({})", all(parts)),
        Condition::Any(parts) => format!("any of ({})", all(parts)),
        Condition::Not(part) => format!("not ({})", in_words(part)),
    }
}

/// The same as a scenario writes it.
fn in_notation(words: &str) -> Option<String> {
    let words = words.trim();
    let inner = |before: &str| words.strip_prefix(before)?.trim_start().strip_prefix('(')?.strip_suffix(')');
    let several = |name: &str, inner: &str| {
        let parts: Option<Vec<String>> = parts(inner).into_iter().map(in_notation).collect();
        parts.map(|parts| format!("{name}([{}])", parts.join(", ")))
    };
    if let Some(inner) = inner("all of ") {
        return several("All", inner);
    }
    if let Some(inner) = inner("any of ") {
        return several("Any", inner);
    }
    if let Some(inner) = inner("not ") {
        return in_notation(inner).map(|part| format!("Not({part})"));
    }
    if let Some(no) = words.strip_prefix("inject ").and_then(|rest| rest.strip_suffix(" given")) {
        return Some(format!("Injected({})", quoted(no.trim())));
    }
    if let Some(measure) = words.strip_suffix(" reached").filter(|measure| !measure.ends_with(" not")) {
        return Some(format!("Reached({})", quoted(measure.trim())));
    }
    if let Some((measure, by)) = split(words, " not reached by ") {
        let (by, from) = match split(by, " after inject ") {
            Some((by, no)) => (by, format!(", inject: {}", quoted(no.trim()))),
            None => (by, String::new()),
        };
        return Some(format!("NotYet(measure: {}, by: {}{from})", quoted(measure.trim()), quoted(by.trim())));
    }
    for (between, name) in [(" at least ", "AtLeast"), (" at most ", "AtMost")] {
        if let Some((measure, limit)) = split(words, between) {
            let limit = limit.trim();
            let number = limit.parse::<f64>().is_ok();
            let limit = if number { limit.to_owned() } else { quoted(limit) };
            return Some(format!("{name}({}, {limit})", quoted(measure.trim())));
        }
    }
    None
}

fn split<'w>(words: &'w str, between: &str) -> Option<(&'w str, &'w str)> {
    words.find(between).map(|at| (&words[..at], &words[at + between.len()..]))
}

/// What stands between the semicolons that stand in no bracket.
fn parts(words: &str) -> Vec<&str> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in words.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                found.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&words[start..]);
    found
}

/// What an effect does in the simulation, in a sentence without a full stop; empty if nothing.
pub fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Message => String::new(),
        Effect::Several(parts) => {
            let parts: Vec<String> = parts.iter().map(self::effect).filter(|part| !part.is_empty()).collect();
            parts.join("; ")
        }
        Effect::Load(load) => {
            format!("gives {} {} tickets over {}", load.team, load.tickets.value, load.over.text())
        }
        Effect::Alert(alert) => format!("raises an alert about {} for {}", alert.asset, alert.team),
        Effect::StartCampaign(start) => format!("starts the campaign {}", start.campaign),
        Effect::AlterCampaign(alter) => {
            let operators = alter.operators.map(|number| format!("{} operators from now on", number.value));
            let hurry = alter.hurry.map(|factor| format!("{} times as fast", factor.value));
            let stop = alter.stop.value.then(|| String::from("ends"));
            let changes: Vec<String> = [operators, hurry, stop].into_iter().flatten().collect();
            format!("changes the campaign {}: {}", alter.campaign, changes.join(", "))
        }
        Effect::DiscloseWeakness(weakness) => {
            format!("discloses the weakness {} on {}", weakness.weakness, targets(&weakness.on))
        }
        Effect::Patch(patch) => {
            let over = patch
                .over
                .as_ref()
                .map_or(String::new(), |over| format!(" over {}", bare(&written_line(over))));
            format!("patches the weakness {} on {}{over}", patch.weakness, targets(&patch.on))
        }
        Effect::Cut(way) => format!("cuts {}", in_way(way)),
        Effect::Restore(way) => format!("restores {}", in_way(way)),
        Effect::Vessel(vessel) => {
            let until =
                vessel.r#for.map_or(String::from("until ENDEX"), |time| format!("for {}", time.text()));
            format!("warns of a vessel over the cable {} {until}", vessel.cable)
        }
        Effect::TakeDown(service) => format!("takes down {}", served(service)),
        Effect::BringUp(service) => format!("brings up {}", served(service)),
        Effect::Refuel(refuel) => format!("fills the backups of the function {}", refuel.function),
        Effect::Staff(staff) => {
            let for_how_long =
                staff.r#for.map_or(String::from("until ENDEX"), |time| format!("for {}", time.text()));
            let seats = staff.seats.value;
            let more = if seats < 0 { "fewer" } else { "more" };
            format!("{} {more} seats at {}, {}, {for_how_long}", seats.unsigned_abs(), staff.team, staff.tier)
        }
        Effect::Join(joins) => {
            format!("{} joins {}", joins.organisation, joins.alliance.value.name().to_uppercase())
        }
        Effect::Leave(leaves) => {
            format!("{} leaves {}", leaves.organisation, leaves.alliance.value.name().to_uppercase())
        }
        Effect::Channel(change) => {
            let up = change.up.map(|up| String::from(if up.value { "up" } else { "down" }));
            let slower = change.slower.map(|factor| format!("its delay {} times as long", factor.value));
            let changes: Vec<String> = [up, slower].into_iter().flatten().collect();
            format!("changes the channel {} of {}: {}", change.channel, change.agreement, changes.join(", "))
        }
        Effect::Escalate(step) => format!("takes the ladder {} to {}", step.ladder, step.to),
        Effect::StartCrisis(crisis) => format!("begins the crisis {}", crisis.crisis),
        Effect::EndCrisis(crisis) => format!("ends the crisis {}", crisis.crisis),
    }
}

fn targets(sets: &[TargetSet]) -> String {
    sets.iter().map(written_line).collect::<Vec<_>>().join(", ")
}

fn in_way(way: &Way) -> String {
    match (&way.cable, &way.link) {
        (Some(cable), _) => format!("the cable {cable}"),
        (None, Some(link)) => format!("the link from {} to {}", link.from, link.to),
        (None, None) => String::new(),
    }
}

fn served(service: &Service) -> String {
    match &service.function {
        Some(function) => format!("the function {function}"),
        None => targets(&service.assets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a condition as a scenario has it, tells it in words, and reads those.
    #[track_caller]
    fn check(notation: &str, words: &str) {
        let condition = parsed(notation).expect("it is sound");
        assert_eq!(in_words(&condition), words);
        assert_eq!(in_notation(words).and_then(|notation| parsed(&notation)), Some(condition), "{words}");
    }

    #[test]
    fn conditions_are_read_from_their_words() {
        check(
            r#"NotYet(measure: "time_to_declare[org=cert-eu]", by: "52h", inject: "2a")"#,
            "time_to_declare[org=cert-eu] not reached by 2d 4h after inject 2a",
        );
        check(
            r#"Reached("time_to_declare[org=a, from=Startex]")"#,
            "time_to_declare[org=a, from=Startex] reached",
        );
        check(
            r#"All([AtLeast("crises_now", 2), Any([Injected("2"), Not(AtMost("time_to_contain[org=a]", "3h"))])])"#,
            "all of (crises_now at least 2; any of (inject 2 given; not (time_to_contain[org=a] at most 3h)))",
        );
    }

    #[test]
    fn delays_and_what_is_followed_are_read_too() {
        let after = |text: &str| Some(Waits::After(text.to_owned()));
        assert_eq!(read("after inject 1"), after(r#"(inject: "1")"#));
        assert_eq!(read("14h 15min after inject 9"), after(r#"(inject: "9", delay: "14h 15min")"#));
        let law = r#"(inject: "9", delay: LogNormal(median: "3h", sigma: 0.8))"#;
        assert_eq!(read(r#"LogNormal(median: "3h", sigma: 0.8) after inject 9"#), after(law));
        assert_eq!(
            read("alerts at least 3, then after 2h"),
            Some(Waits::When(String::from(r#"AtLeast("alerts", 3)"#), Some(String::from("\"2h\""))))
        );
        // In the notation of a scenario it is read like one, and nothing beside it is taken over.
        assert_eq!(read(r#"(inject:"1")"#), after(r#"(inject: "1")"#));
        assert_eq!(read(r#"(inject: "1", delay: "2h")"#), after(r#"(inject: "1", delay: "2h")"#));
        for words in [
            r#"(inject: "1"), effect: StartCampaign(campaign: "x")"#,
            r#"(inject: "1")), (no: "99", at: "1h""#,
            r#"(inject: "1") //"#,
            "",
            "soon after inject 1",
            "when the team is ready",
            "alerts at least",
            "all of (alerts)",
            "not (",
            "after inject ",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
