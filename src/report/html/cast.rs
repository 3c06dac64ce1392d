//! Who takes part, and what each campaign is about to do.
//!
//! **Invariant:** what readers must know before they read what happened, and nothing of what was played.

use super::figure::{Part, Section};
use super::text;
use crate::measure::{counted, thousands};
use crate::report::terminal::folding::MOST;
use crate::report::terminal::format::NONE;
use crate::report::{CastView, OrganisationView, PlanView};
use maud::{Markup, html};

/// Nothing, where there is nobody.
pub fn section(cast: &CastView) -> Option<Section> {
    // Those who only have assets come last: a network may have many owners.
    let acts = |it: &&OrganisationView| !it.teams.is_empty() || !it.functions.is_empty();
    let (mut shown, others): (Vec<_>, Vec<_>) = cast.organisations.iter().partition(acts);
    shown.extend(others);
    let folded = shown.split_off(shown.len().min(2 * MOST));
    let words = html! {
        (organisations(&shown))
        @if !folded.is_empty() {
            details { summary { (counted(folded.len() as u64, "more organisation")) } (organisations(&folded)) }
        }
        @if !cast.campaigns.is_empty() {
            h3 { "Against them" }
            ul { @for plan in &cast.campaigns { li { (planned(plan)) } } }
        }
    };
    let anybody = !cast.organisations.is_empty() || !cast.campaigns.is_empty();
    anybody.then(|| Section::new("cast", "Who takes part", vec![Part::Words(words)]))
}

fn organisations(all: &[&OrganisationView]) -> Markup {
    let list = |names: &[String]| match names {
        [] => NONE.to_owned(),
        names => text(&names.join(", ")),
    };
    html! {
        div.wide { table.cast {
            thead { tr {
                th scope="col" {} th scope="col" { "member of" } th.n scope="col" { "assets" } th scope="col" { "teams" }
                th scope="col" { "responds for itself and" } th scope="col" { "carries out" }
            } }
            tbody { @for it in all { tr {
                th scope="row" { (text(&it.label)) @if !it.name.is_empty() && it.name != it.label { br; small { (text(&it.name)) } } }
                td { (list(&it.member_of)) }
                td.n { (thousands(it.assets)) }
                td { (list(&it.teams)) }
                td { (list(&it.protects)) }
                td { (list(&it.functions)) }
            } } }
        } }
    }
}

/// A campaign in one sentence; the technique of each step has its id.
fn planned(plan: &PlanView) -> Markup {
    html! {
        strong { (text(&plan.campaign)) }
        @if !plan.adversary.is_empty() { " by " (text(&plan.adversary)) }
        @match &plan.moment {
            Some(moment) => { ", from " (text(moment)) },
            None => ", when an inject says so",
        }
        @for (place, step) in plan.steps.iter().enumerate() {
            @if place == 0 { ": " } @else { " · " }
            (text(if step.name.is_empty() { &step.technique } else { &step.name }))
            @if !step.name.is_empty() { " " small { (text(&step.technique)) } }
            @if step.objective { " " strong { "(its objective)" } }
        }
        "."
    }
}
