//! A report as one HTML file that needs nothing else: no network, no other file, and scripts only to play and to zoom.
//!
//! Pictures are SVG and tables are tables, so that the page says the same with scripts off and on paper. The policy in its head
//! lets it run its own script, by hash, and nothing else; whatever stems from a scenario is text.
//!
//! **Invariant:** a renderer computes no number but where to draw it.

mod curves;
mod network;
mod sections;
mod tables;
mod time_axis;
mod timings;

use super::terminal::text::{Block, Page};
use super::terminal::{self, obeyed};
use super::{RunReport, Scene};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The only script that the page runs.
pub const SCRIPT: &str = include_str!("page.js");

/// Its hash, as a Content-Security-Policy has it; a test holds both together.
pub const SCRIPT_HASH: &str = "sha256-s6T92onpUVPpbGyIagTktls9PGEpZRIzLoAa7No/DUA=";

const STYLE: &str = include_str!("page.css");

/// A run as a page; `marking` stands at its top and bottom.
pub fn run_page(report: &RunReport, scene: Option<&Scene>, marking: &str) -> String {
    // The width matters to a terminal only.
    let (mut facts, mut findings) = (Page::new(80), Page::new(80));
    terminal::sections::header(report, &mut facts);
    terminal::findings(report, &mut findings);
    let (mut first, others): (Vec<&[Block]>, Vec<&[Block]>) =
        tables::sections(findings.blocks()).partition(|section| is_first(section));
    // Objectives, which are last on the page of a terminal, then response times.
    first.reverse();
    let part = |id: &str, word: &str, there: bool| there.then(|| (id.to_owned(), word.to_owned()));
    let pictures = [
        part("hours", "Where the hours went", timings::any(report)),
        part("time", "What happened", scene.is_some()),
        part("network", "The network", scene.is_some()),
        part("curves", "Held and known", scene.is_some_and(curves::any)),
        part("story", "Hot wash", report.narrated.is_some()),
    ];
    let named =
        |sections: &[&[Block]]| sections.iter().filter_map(|section| tables::named(section)).collect();
    let links: [Vec<(String, String)>; 3] =
        [named(&first), pictures.into_iter().flatten().collect(), named(&others)];
    let parts = html! {
        (sections::head(report, facts.blocks(), &links.concat()))
        main {
            @for section in &first { (tables::drawn(section)) }
            (timings::section(report))
            @if let Some(scene) = scene {
                (time_axis::section(report, scene))
                (network::section(scene))
                (curves::section(scene))
            }
            (sections::story(report, scene.is_some()))
            @for section in &others { (tables::drawn(section)) }
        }
    };
    document(&report.scenario.title, marking, parts, scene)
}

/// Whether a section stands before the pictures: what most readers ask first.
fn is_first(section: &[Block]) -> bool {
    tables::named(section).is_some_and(|(anchor, _)| matches!(&*anchor, "response" | "objectives"))
}

fn document(title: &str, marking: &str, parts: Markup, scene: Option<&Scene>) -> String {
    let policy = format!(
        "default-src 'none'; script-src '{SCRIPT_HASH}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    );
    let marking = text(marking);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "jointex " (env!("CARGO_PKG_VERSION")) };
                title { (text(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if !marking.is_empty() { p.marking { (marking) } }
                (parts)
                @if !marking.is_empty() { p.marking { (marking) } }
                @if let Some(scene) = scene {
                    script type="application/json" id="scene" { (PreEscaped(data(scene))) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// What the script needs of a scene. A `<` could end the element that it stands in.
fn data(scene: &Scene) -> String {
    let frames: Vec<Vec<(usize, &crate::measure::Counts)>> = (scene.playback.frames.iter())
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
    value.to_string().replace('<', "\\u003c")
}

/// A text of a scenario, with what would turn or hide other text made visible.
fn text(text: &str) -> String {
    text.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// A length or position in a picture: a tenth of a unit is finer than a screen.
fn px(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    format!("{rounded}")
}

/// The key of a picture: a colour and what it stands for.
fn key(entries: &[(&str, &str)]) -> Markup {
    html! {
        p.keys {
            @for (class, word) in entries {
                span.key {
                    svg viewBox="0 0 14 14" aria-hidden="true" { rect class=(class) width="14" height="14" {} }
                    (word)
                }
            }
        }
    }
}
