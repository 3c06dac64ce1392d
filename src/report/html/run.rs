//! A run as a page.
//!
//! **Invariant:** what readers ask first stands first; what is not there has no section.

use super::figure::{Part, Section};
use super::{
    Page, attack, became, cast, curves, levels, messages, network, queues, replications, story, tables, text,
    time_axis, timings,
};
use crate::measure::Counts;
use crate::report::terminal::text::{Block, Page as Blocks};
use crate::report::{NarratedView, Other, RunReport, Scene, Seen, terminal};
use maud::{Markup, html};

/// A run as a page, with what was seen of replications.
pub fn run_page(report: &RunReport, seen: &Seen) -> Page {
    // The width matters to a terminal only.
    let (mut facts, mut findings) = (Blocks::new(80), Blocks::new(80));
    terminal::sections::header(report, &mut facts);
    terminal::findings(report, &mut findings);
    let is_first = |section: &Section| matches!(&*section.anchor, "response" | "objectives");
    let (mut sections, tables): (Vec<Section>, Vec<Section>) =
        tables::sections(findings.blocks()).partition(is_first);
    // Objectives, which are last on the page of a terminal, then response times.
    sections.reverse();
    for section in &mut sections {
        let picture = match &*section.anchor {
            "objectives" => replications::objectives(report),
            _ => replications::response_times(report),
        };
        section.parts.splice(0..0, picture.map(Part::Picture));
    }
    sections.extend(replications::survival(report));
    sections.extend(timings::section(report));
    sections.extend(seen.courses.as_ref().and_then(replications::fans));
    sections.extend(replications::distributions(report));
    let mut sections: Vec<Section> = sections.into_iter().map(|it| it.among("All replications")).collect();
    sections.splice(0..0, cast::section(&report.cast).map(|it| it.among("The exercise")));
    let city = &*report.scenario.city;
    let told = report.narrated.iter().flat_map(|told| replication(told, seen.scene.as_ref(), city));
    sections.extend(told.map(|it| it.among("One replication")));
    sections.extend(best_and_worst(&seen.others, city).map(|it| it.among("One replication")));
    sections.extend(tables.into_iter().map(|it| it.among("In numbers")));
    let others = seen.others.iter().map(|other| (other.name, data(&other.scene)));
    Page {
        title: report.scenario.title.clone(),
        head: head(report, facts.blocks()),
        sections,
        scenes: seen.scene.iter().map(|scene| ("", data(scene))).chain(others).collect(),
    }
}

/// One replication: how it looked, and its story.
fn replication(told: &NarratedView, scene: Option<&Scene>, city: &str) -> Vec<Section> {
    let mut sections = Vec::new();
    if let Some(scene) = scene {
        sections.extend([time_axis::section(Some(told), scene, city), network::section(scene)]);
        let over_time = [
            curves::section(scene),
            queues::section(scene),
            levels::section(scene),
            messages::section(scene),
        ];
        sections.extend(over_time.into_iter().flatten());
        sections.extend(became::sections(scene));
    }
    sections.extend(attack::section(told));
    sections.push(story::section(told, scene.is_some()));
    sections
}

/// The replications that went best and worst, to be opened.
fn best_and_worst(others: &[Other], city: &str) -> Option<Section> {
    let explained = html! {
        p {
            "It went better where fewer objectives were missed; of as many, where missions and functions lost less, then where fewer assets \
             were ever held, then where somebody declared sooner."
            @if let [only] = others { " The one that is told above went " (if only.name == "best" { "worst" } else { "best" }) "." }
        }
    };
    let part = |other: &Other| {
        let sections = replication(&other.told, Some(&other.scene), city);
        let sections = sections.into_iter().map(|section| section.within(other.name)).collect();
        Part::Replication(
            other.name,
            format!("The {}: replication {}", other.name, other.told.replication),
            sections,
        )
    };
    let parts = std::iter::once(Part::Words(explained)).chain(others.iter().map(part)).collect();
    (!others.is_empty()).then(|| Section::new("others", "Best and worst", parts))
}

/// What was played, as the `facts` of the terminal's page say it.
fn head(report: &RunReport, facts: &[Block]) -> Markup {
    html! {
        @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
        (tables::facts(facts))
    }
}

/// What the script needs of a scene.
fn data(scene: &Scene) -> String {
    let frames: Vec<Vec<(usize, &Counts)>> = (scene.playback.frames.iter())
        .map(|frame| frame.changed.iter().map(|(group, counts)| (group.at(), counts)).collect())
        .collect();
    let frame = &scene.playback.frames;
    let value = serde_json::json!({
        "from": scene.from_us,
        "until": scene.until_us,
        "step": scene.playback.step_us,
        "times": frame.iter().map(|frame| frame.t_us).collect::<Vec<_>>(),
        "moments": frame.iter().map(|frame| text(&frame.moment)).collect::<Vec<_>>(),
        "frames": frames,
        "map": scene.map.marks.iter().map(|mark| &mark.groups).collect::<Vec<_>>(),
        "totals": frame.iter().map(|frame| frame.totals.states).collect::<Vec<_>>(),
    });
    value.to_string()
}
