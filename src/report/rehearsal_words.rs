//! What a planner must mend, in sentences.
//!
//! They stand by kind: first what the exercise can't show at all, then what goes wrong in it, then what is wasted. Within a kind what
//! weighs most stands first, and things alike share a sentence, so that a plan of thousands of injects has a few.
//!
//! **Invariant:** a sentence says how many it speaks of and in which share of the replications.

use super::rehearsal::*;
use super::terminal::format::{percent, percent_range, some};
use crate::measure::{counted, span, thousands};
use std::collections::BTreeMap;

/// Injects that come less often than this are said to come seldom.
const SELDOM: f64 = 0.1;

/// Sentences of a kind that name one desk each; the others are counted.
const EACH: usize = 6;

/// All findings of a report, whose other parts are filled.
pub fn findings(report: &RehearsalReport) -> Vec<RehearsalFinding> {
    let mut told = Told { findings: Vec::new() };
    never_tested(report, &mut told);
    never_come(report, &mut told);
    missed_objectives(report, &mut told);
    nobody_there(report, &mut told);
    given_astray(report, &mut told);
    desks(report, "overloaded", &mut told);
    desks(report, "unattended", &mut told);
    seldom_tested(report, &mut told);
    unserved(report, &mut told);
    seldom_come(report, &mut told);
    desks(report, "dead", &mut told);
    told.findings
}

/// In how many replications something became of an inject.
type Count = fn(&RehearsedInject) -> u64;

struct Told {
    findings: Vec<RehearsalFinding>,
}

impl Told {
    fn say(&mut self, kind: &'static str, text: String) {
        self.findings.push(RehearsalFinding { kind, text });
    }
}

/// `inject 7` or `3 injects (7, 8, 9)`.
fn injects(numbers: &[&str]) -> String {
    match numbers {
        [only] => format!("inject {only}"),
        several => format!("{} injects ({})", thousands(several.len() as u64), some(several)),
    }
}

fn verb<'w>(number: usize, one: &'w str, several: &'w str) -> &'w str {
    if number == 1 { one } else { several }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn never_tested(report: &RehearsalReport, told: &mut Told) {
    let never: Vec<&RehearsedObjective> =
        report.objectives.iter().filter(|it| it.tally.tested == 0).collect();
    let names: Vec<&str> = never.iter().map(|it| &*it.objective).collect();
    let of = counted(report.replications.counted(), "replication");
    match &*never {
        [] => {}
        [only] => {
            let served = match only.injects {
                0 => String::from("no inject serves it"),
                number => {
                    format!("{} to serve it", counted(number as u64, "inject") + verb(number, " is", " are"))
                }
            };
            told.say(
                "never_tested",
                format!("Objective {} is tested in none of {of}; {served}.", only.objective),
            );
        }
        several => {
            let text = format!("{} objectives are tested in none of {of}: {}.", several.len(), some(&names));
            told.say("never_tested", text);
        }
    }
}

/// Those that never come, by why.
fn never_come(report: &RehearsalReport, told: &mut Told) {
    let reasons: [(Count, &str, &str); 6] = [
        (|it| it.condition_not_met, "its condition is never met", "their conditions are never met"),
        (|it| it.not_followed, "what it follows never comes", "what they follow never comes"),
        (|it| it.endex_first, "its delay leads beyond ENDEX", "their delays lead beyond ENDEX"),
        (|it| it.off_shift, "nobody of its staff is on duty then", "nobody of their staffs is on duty then"),
        (|it| it.no_controller, "its staff has no controller free", "their staffs have no controller free"),
        (|it| it.not_told, "its staff never learns of it", "their staffs never learn of them"),
    ];
    let mut by_reason: [Vec<&str>; 6] = Default::default();
    let mut unseen: Vec<&str> = Vec::new();
    for inject in report.injects.iter().filter(|it| it.probability == Some(0.0)) {
        let count = |reason: usize| reasons[reason].0(inject);
        match (0..6).rev().max_by_key(|&reason| count(reason)).filter(|&most| count(most) > 0) {
            Some(most) => by_reason[most].push(&inject.inject),
            None => unseen.push(&inject.inject),
        }
    }
    let mut order: Vec<usize> = (0..6).filter(|&reason| !by_reason[reason].is_empty()).collect();
    order.sort_by_key(|&reason| std::cmp::Reverse(by_reason[reason].len()));
    for reason in order {
        let numbers = &by_reason[reason];
        let why = verb(numbers.len(), reasons[reason].1, reasons[reason].2);
        let never = verb(numbers.len(), "never comes", "never come");
        told.say("never_comes", format!("{} {never}: {why}.", capital(&injects(numbers))));
    }
    if !unseen.is_empty() {
        let never = verb(unseen.len(), "never comes", "never come");
        let why = "no trace had room to say why";
        told.say("never_comes", format!("{} {never}; {why}.", capital(&injects(&unseen))));
    }
}

fn missed_objectives(report: &RehearsalReport, told: &mut Told) {
    let short = |it: &&RehearsedObjective| it.tally.met_high.is_some_and(|high| high < it.with_probability);
    let mut missed: Vec<&RehearsedObjective> = report.objectives.iter().filter(short).collect();
    let lacks = |it: &RehearsedObjective| it.with_probability - it.tally.met_share.unwrap_or(0.0);
    missed.sort_by(|a, b| lacks(b).total_cmp(&lacks(a)));
    for objective in missed.iter().take(EACH) {
        let text = format!(
            "Objective {} is met in {} of the {} that test it ({}); {} are asked for.",
            objective.objective,
            percent(objective.tally.met_share),
            counted(objective.tally.tested, "replication"),
            percent_range(objective.tally.met_low, objective.tally.met_high),
            percent(Some(objective.with_probability)),
        );
        told.say("missed_objective", text);
    }
    more(missed.len(), "missed_objective", "objective", "is clearly met less often than is asked for", told);
}

/// What is left of a kind of which the first few were told.
fn more(number: usize, kind: &'static str, thing: &str, does: &str, told: &mut Told) {
    if number > EACH {
        let left = counted((number - EACH) as u64, &format!("more {thing}"));
        told.say(kind, format!("{left} likewise: each {does}."));
    }
}

/// By who gets them: those that nobody is there for in half of the replications in which they come, or more.
fn nobody_there(report: &RehearsalReport, told: &mut Told) {
    let mut by_addressee: BTreeMap<&str, Vec<&OffShiftView>> = BTreeMap::new();
    for missed in report.off_shift.iter().filter(|it| it.share.is_some_and(|share| share >= LIKELY)) {
        by_addressee.entry(&missed.to).or_default().push(missed);
    }
    let mut by_addressee: Vec<(&str, Vec<&OffShiftView>)> = by_addressee.into_iter().collect();
    by_addressee.sort_by_key(|(_, missed)| std::cmp::Reverse(missed.len()));
    let number = by_addressee.len();
    for (to, missed) in by_addressee.into_iter().take(EACH) {
        let numbers: Vec<&str> = missed.iter().map(|it| &*it.inject).collect();
        let shares = missed.iter().filter_map(|it| it.share);
        let least = shares.fold(1.0, f64::min);
        let at_least = if numbers.len() > 1 && least < 1.0 { "at least " } else { "" };
        let first = missed[0];
        let after = match numbers.len() {
            1 => String::from("later"),
            _ => format!("after inject {}", first.inject),
        };
        let next = match (&first.next, first.wait_h) {
            (Some(next), Some(wait)) => {
                format!("the next shift starts {}, {} {after}", next.moment, span(wait))
            }
            _ => String::from("nobody is on duty again before ENDEX"),
        };
        let text = format!(
            "Nobody of {to} is on duty when {} {}, in {at_least}{} of the replications in which {}; {next}.",
            injects(&numbers),
            verb(numbers.len(), "comes", "come"),
            percent(Some(least)),
            verb(numbers.len(), "it does", "they do"),
        );
        told.say("nobody_there", text);
    }
    more(number, "nobody_there", "addressee", "has nobody on duty when an inject comes", told);
}

/// Those that come, but are not given, or given late, in a tenth of the replications or more.
fn given_astray(report: &RehearsalReport, told: &mut Told) {
    let of = report.replications_watched as f64;
    let kinds: [(&'static str, Count, &str); 4] = [
        ("not_given", |it| it.off_shift, "dropped because nobody of the staff is on duty until ENDEX"),
        ("not_given", |it| it.no_controller, "dropped because no controller is free before ENDEX"),
        ("not_given", |it| it.not_told, "dropped because the staff does not learn what calls for it"),
        ("late", |it| it.late, "given late"),
    ];
    for (kind, count, what) in kinds {
        let often = |it: &&RehearsedInject| {
            count(it) > 0
                && count(it) as f64 >= SELDOM * of
                && it.probability.is_some_and(|probability| probability > 0.0)
        };
        let astray: Vec<&RehearsedInject> = report.injects.iter().filter(often).collect();
        let numbers: Vec<&str> = astray.iter().map(|it| &*it.inject).collect();
        if let Some(most) = astray.iter().map(|it| count(it)).max() {
            let up_to = if numbers.len() > 1 { "in up to" } else { "in" };
            let share = percent(Some(most as f64 / of));
            let is = verb(numbers.len(), "is", "are");
            told.say(
                kind,
                format!("{} {is} {what}, {up_to} {share} of the replications.", capital(&injects(&numbers))),
            );
        }
    }
}

/// The desks with hours that are likely so, those with the most hours first.
fn desks(report: &RehearsalReport, what: &'static str, told: &mut Told) {
    let hours = |stretch: &&StretchView| stretch.until.after_h - stretch.from.after_h;
    let own = |desk: &'_ DeskView| -> Vec<StretchView> {
        desk.stretches.iter().filter(|stretch| stretch.what == what).cloned().collect()
    };
    let mut likely: Vec<(&DeskView, Vec<StretchView>, f64)> = report
        .desks
        .iter()
        .map(|desk| (desk, own(desk)))
        .filter(|(_, stretches)| !stretches.is_empty())
        .map(|(desk, stretches)| {
            let sum = stretches.iter().map(|stretch| hours(&stretch)).sum();
            (desk, stretches, sum)
        })
        .collect();
    likely.sort_by(|a, b| b.2.total_cmp(&a.2));
    let says = match what {
        "overloaded" => "has more to do than it can",
        "unattended" => "has work waiting and nobody on duty",
        _ => "is on shift and has nothing to do",
    };
    for (desk, stretches, sum) in likely.iter().take(EACH) {
        let Some(longest) = stretches.iter().max_by(|a, b| hours(a).total_cmp(&hours(b))) else { continue };
        let share = percent_range(Some(longest.least_share), Some(longest.greatest_share));
        let rest = match stretches.len() {
            1 => String::new(),
            number => format!(
                " and in {}, {} in all",
                if number == 2 {
                    String::from("1 more stretch")
                } else {
                    format!("{} more stretches", number - 1)
                },
                span(*sum)
            ),
        };
        let text = format!(
            "{} {} {says} {}, in {share} of the replications{rest}.",
            capital(desk.kind),
            desk.desk,
            longest.span
        );
        told.say(what, text);
    }
    more(likely.len(), what, "desk", says, told);
}

fn seldom_tested(report: &RehearsalReport, told: &mut Told) {
    let seldom = |it: &&RehearsedObjective| {
        it.tally.tested > 0 && it.tally.tested_share.is_some_and(|share| share < LIKELY)
    };
    let mut objectives: Vec<&RehearsedObjective> = report.objectives.iter().filter(seldom).collect();
    objectives.sort_by_key(|it| it.tally.tested);
    for objective in objectives.iter().take(EACH) {
        let share = percent(objective.tally.tested_share);
        let text =
            format!("Objective {} is tested in {share} of the replications only.", objective.objective);
        told.say("seldom_tested", text);
    }
    more(
        objectives.len(),
        "seldom_tested",
        "objective",
        "is tested in less than half of the replications",
        told,
    );
}

/// Objectives without injects, and injects without an objective.
fn unserved(report: &RehearsalReport, told: &mut Told) {
    let without: Vec<&str> =
        report.objectives.iter().filter(|it| it.injects == 0).map(|it| &*it.objective).collect();
    // Where no inject names any objective, that says it.
    if !report.coverage.is_empty() {
        match &*without {
            [] => {}
            [only] => told.say("unserved", format!("No inject is there for objective {only}.")),
            several => {
                let number = several.len();
                told.say(
                    "unserved",
                    format!("No inject is there for {number} objectives: {}.", some(several)),
                );
            }
        }
    }
    let idle: Vec<&str> =
        report.injects.iter().filter(|it| it.objective.is_none()).map(|it| &*it.inject).collect();
    if !idle.is_empty() && !report.objectives.is_empty() {
        let serve = verb(idle.len(), "serves", "serve");
        told.say("no_objective", format!("{} {serve} no objective.", capital(&injects(&idle))));
    }
}

fn seldom_come(report: &RehearsalReport, told: &mut Told) {
    let seldom = |it: &&RehearsedInject| it.probability.is_some_and(|share| 0.0 < share && share < SELDOM);
    let numbers: Vec<&str> = report.injects.iter().filter(seldom).map(|it| &*it.inject).collect();
    if !numbers.is_empty() {
        let come = verb(numbers.len(), "comes", "come");
        let text = format!(
            "{} {come} in less than {} of the replications.",
            capital(&injects(&numbers)),
            percent(Some(SELDOM))
        );
        told.say("seldom_comes", text);
    }
}
