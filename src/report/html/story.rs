//! The story of one replication.
//!
//! **Invariant:** a line that is linked leads to its moment in the pictures.

use super::figure::{Part, Section};
use super::text;
use crate::measure::counted;
use crate::report::NarratedView;
use maud::html;

/// What happened in one replication, line by line; `linked` to the moments of the pictures.
pub fn section(told: &NarratedView, linked: bool) -> Section {
    let words = html! {
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
    };
    Section::new("story", "Hot wash", vec![Part::Words(words)])
}
