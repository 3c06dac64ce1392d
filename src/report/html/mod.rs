//! A report as one HTML file that needs nothing else: no network, no other file, and scripts only to play and to zoom.
//!
//! Pictures are SVG and tables are tables, so that the page says the same with scripts off and on paper. The policy in its head
//! lets it run its own script, by hash, and nothing else; whatever stems from a scenario is text.
//!
//! **Invariant:** a renderer computes no number but where to draw it.

mod attack;
mod became;
mod cast;
mod causes;
pub mod chart;
mod comparison;
mod curves;
mod differences;
mod effects;
pub mod figure;
mod heat;
mod kaplan_meier;
pub mod key;
mod levels;
mod map;
mod messages;
mod network;
mod observed;
mod parallel;
mod points;
mod queues;
mod rehearsal;
mod replications;
mod run;
mod saved;
mod shares;
mod stacked;
mod story;
mod strengths;
mod strips;
mod survival;
mod sweep;
mod tables;
mod time_axis;
mod timings;

pub use comparison::comparison_page;
use figure::{Figure, Section};
pub use observed::observed_page;
pub use rehearsal::rehearsal_page;
pub use run::run_page;
pub use saved::saved_page;
pub use sweep::sweep_page;

use super::terminal::obeyed;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The only script that the page runs.
pub const SCRIPT: &str = include_str!("page.js");

/// Its hash, as a Content-Security-Policy has it; a test holds both together.
pub const SCRIPT_HASH: &str = "sha256-p/j0KV3ewHRjW8v0RpgVFBAVWSrrt9OsAcsTl0dQN5I=";

const STYLE: &str = include_str!("page.css");

/// A report, to be written as a page or picture by picture.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is of.
    pub title: String,
    /// What stands at its head, below the title.
    pub head: Markup,
    /// Its sections.
    pub sections: Vec<Section>,
    /// What the script needs of each replication that it plays: its name, empty of the one that is told, and JSON.
    pub scenes: Vec<(&'static str, String)>,
}

impl Page {
    /// The whole page; `marking` stands at its top and bottom.
    pub fn html(&self, marking: &str) -> String {
        let policy = format!(
            "default-src 'none'; script-src '{SCRIPT_HASH}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        );
        let marking = text(marking);
        let title = text(&self.title);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "jointex " (env!("CARGO_PKG_VERSION")) };
                    title { (title) }
                    style { (PreEscaped(STYLE)) (PreEscaped(on_each_sheet(&marking))) }
                }
                body {
                    @if !marking.is_empty() { p.marking { (marking) } }
                    header {
                        h1 { (title) }
                        (self.head)
                        nav aria-label="Sections" {
                            @for group in self.sections.chunk_by(|one, next| one.group == next.group) {
                                p {
                                    @if !group[0].group.is_empty() { span.faint { (group[0].group) } }
                                    @for section in group { a href={ "#" (section.anchor) } { (section.title) } }
                                }
                            }
                        }
                    }
                    main { @for section in &self.sections { (section.drawn()) } }
                    @if !marking.is_empty() { p.marking { (marking) } }
                    @for (name, data) in &self.scenes {
                        // A `<` could end the element that it stands in.
                        script type="application/json" data-scene=(name) { (PreEscaped(data.replace('<', "\\u003c"))) }
                    }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string()
    }

    /// Its pictures.
    pub fn figures(&self) -> Vec<&Figure> {
        self.sections.iter().flat_map(Section::figures).collect()
    }
}

/// The style that prints the marking at the top and bottom of every sheet.
fn on_each_sheet(marking: &str) -> String {
    // Escaped letter by letter, so that nothing of it ends the text or the element.
    let content: String = marking.chars().map(|c| format!("\\{:x} ", u32::from(c))).collect();
    match marking.is_empty() {
        true => String::new(),
        false => format!(
            "@page {{ @top-center {{ content: \"{content}\"; }} @bottom-center {{ content: \"{content}\"; }} }}"
        ),
    }
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
