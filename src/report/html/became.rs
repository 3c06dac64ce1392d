//! What became of each inject, legal deadline and objective in one replication.
//!
//! **Invariant:** a section without content is left out.

use super::figure::{Part, Section};
use super::text;
use crate::measure::{InjectFate, Turn, Verdict, counted};
use crate::report::Scene;
use crate::report::terminal::format::{NONE, spoken};
use maud::{Markup, html};

/// The most injects that stand; further ones are folded.
const MOST: usize = 40;

/// Those of the three that there are.
pub fn sections(scene: &Scene) -> Vec<Section> {
    let course = &scene.course;
    let (shown, folded) = course.injects.split_at(course.injects.len().min(MOST));
    let msel = html! {
        (injects(shown))
        @if !folded.is_empty() {
            details { summary { (counted(folded.len() as u64, "more inject")) } (injects(folded)) }
        }
    };
    let all = [
        ("msel", "The MSEL in this replication", course.injects.is_empty(), msel),
        ("deadlines-told", "Deadlines in this replication", course.deadlines.is_empty(), deadlines(scene)),
        (
            "objectives-told",
            "Objectives in this replication",
            course.objectives.is_empty(),
            objectives(scene),
        ),
    ];
    let there = all.into_iter().filter(|(_, _, is_empty, _)| !is_empty);
    there.map(|(anchor, title, _, words)| Section::new(anchor, title, vec![Part::Words(words)])).collect()
}

fn injects(injects: &[InjectFate]) -> Markup {
    html! {
        div.wide { table.became {
            thead { tr { @for column in ["no.", "inject", "to", "planned", "came", "what became of it"] { th scope="col" { (column) } } } }
            tbody { @for inject in injects { tr {
                th scope="row" { (text(&inject.number)) }
                td { (text(&inject.title)) }
                td { (text(&inject.to.join(", "))) }
                td { (text(&inject.when)) }
                td { (moment(inject.came.as_ref())) }
                // What came as it should is most of them.
                td { @match inject.turn { Turn::Good => (text(&inject.what)), turn => (toned(turn, &inject.what)) } }
            } } }
        } }
    }
}

fn deadlines(scene: &Scene) -> Markup {
    html! {
        div.wide { table.became {
            thead { tr { @for column in ["who", "report", "about", "counted from", "due", "submitted", "what became of it"] {
                th scope="col" { (column) }
            } } }
            tbody { @for deadline in &scene.course.deadlines { tr {
                th scope="row" { (text(&deadline.organisation)) }
                td { (text(&deadline.deadline)) " " small { (text(&deadline.obligation)) } }
                td { (text(&deadline.campaign)) }
                @for at in [&deadline.since, &deadline.due] { td { (at.as_deref().map_or_else(|| NONE.to_owned(), text)) } }
                td { (moment(deadline.submitted.as_ref())) }
                td { (toned(deadline.turn, &deadline.what)) }
            } } }
        } }
    }
}

fn objectives(scene: &Scene) -> Markup {
    let turn = |verdict: Verdict| match verdict {
        Verdict::Met => Turn::Good,
        Verdict::Missed => Turn::Bad,
        Verdict::NotTested => Turn::Open,
    };
    html! {
        div.wide { table.became {
            thead { tr { @for column in ["objective", "judged by", "verdict"] { th scope="col" { (column) } } } }
            tbody { @for objective in &scene.course.objectives { tr {
                th scope="row" { (text(&objective.objective)) " " small { (text(&objective.text)) } }
                td { @for (place, judged) in objective.judged.iter().enumerate() { @if place > 0 { br; } (text(judged)) } }
                td { (toned(turn(objective.verdict), &spoken(objective.verdict.name()))) }
            } } }
        } }
    }
}

/// A moment, with the way to it in the pictures.
fn moment(at: Option<&(i64, String)>) -> Markup {
    html! {
        @match at {
            Some((t_us, moment)) => a href={ "#t=" (t_us) } { (text(moment)) },
            None => (NONE),
        }
    }
}

fn toned(turn: Turn, words: &str) -> Markup {
    let class = match turn {
        Turn::Good => "good",
        Turn::Bad => "bad",
        Turn::Open => "faint",
    };
    html! { span class=(class) { (text(words)) } }
}
