//! A run as a page.
//!
//! **Invariant:** what readers ask first stands first; what is not there has no section.

use super::figure::Section;
use super::{
    Page, became, curves, levels, messages, network, queues, story, tables, text, time_axis, timings,
};
use crate::measure::Counts;
use crate::report::terminal::text::{Block, Page as Blocks};
use crate::report::{RunReport, Scene, terminal};
use maud::{Markup, html};

/// A run as a page, with what was seen of one replication.
pub fn run_page(report: &RunReport, scene: Option<&Scene>) -> Page {
    // The width matters to a terminal only.
    let (mut facts, mut findings) = (Blocks::new(80), Blocks::new(80));
    terminal::sections::header(report, &mut facts);
    terminal::findings(report, &mut findings);
    let is_first = |section: &Section| matches!(&*section.anchor, "response" | "objectives");
    let (mut sections, others): (Vec<Section>, Vec<Section>) =
        tables::sections(findings.blocks()).partition(is_first);
    // Objectives, which are last on the page of a terminal, then response times.
    sections.reverse();
    sections.extend(timings::section(report));
    if let Some(scene) = scene {
        sections.extend([time_axis::section(report, scene), network::section(scene)]);
        sections.extend(curves::section(scene));
        sections.extend(
            [queues::section(scene), levels::section(scene), messages::section(scene)].into_iter().flatten(),
        );
        sections.extend(became::sections(scene));
    }
    sections.extend(story::section(report, scene.is_some()));
    sections.extend(others);
    Page {
        title: report.scenario.title.clone(),
        head: head(report, facts.blocks()),
        sections,
        data: scene.map(data).unwrap_or_default(),
    }
}

/// What was played, as the `facts` of the terminal's page say it.
fn head(report: &RunReport, facts: &[Block]) -> Markup {
    html! {
        @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
        @if let [Block::Edges(_, id), facts @ ..] = facts {
            div.facts { (tables::span(id)) }
            (tables::drawn(facts))
        }
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
        "totals": frame.iter().map(|frame| frame.totals.states).collect::<Vec<_>>(),
    });
    value.to_string()
}
