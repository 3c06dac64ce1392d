//! The head of a report, and the story of one replication.
//!
//! **Invariant:** a section without content is left out.

use super::{tables, text};
use crate::measure::counted;
use crate::report::RunReport;
use crate::report::terminal::text::Block;
use maud::{Markup, html};

/// What was played, as the `facts` of the terminal's page say it, and where what stands: `sections` are anchors and names.
pub fn head(report: &RunReport, facts: &[Block], sections: &[(String, String)]) -> Markup {
    html! {
        header {
            h1 { (text(&report.scenario.title)) }
            @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
            @if let [Block::Edges(_, id), facts @ ..] = facts {
                div.facts { (tables::span(id)) }
                (tables::drawn(facts))
            }
            nav aria-label="Sections" {
                @for (id, word) in sections { a href={ "#" (id) } { (word) } }
            }
        }
    }
}

/// What happened in one replication, line by line; `linked` to the moments of the pictures.
pub fn story(report: &RunReport, linked: bool) -> Markup {
    html! {
        @if let Some(told) = &report.narrated {
            h2 #story { "Hot wash" }
            div.wide {
                table.story {
                    thead { tr { th scope="col" { "when" } th scope="col" { "who" } th scope="col" { "what" } th scope="col" { "" } } }
                    tbody {
                        @for line in &told.lines {
                            tr {
                                td { @if linked { a href={ "#t=" (line.t_us) } { (text(&line.moment)) } } @else { (text(&line.moment)) } }
                                td { (text(&line.who)) }
                                td { (text(&line.what)) }
                                td.faint { (text(&line.remark)) }
                            }
                        }
                    }
                }
            }
            @if told.lines_left_out > 0 {
                p.faint { (counted(told.lines_left_out as u64, "line")) " of less weight left out; run with --full to have them." }
            }
        }
    }
}
