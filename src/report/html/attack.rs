//! The ATT&CK matrix: what became of each technique of the scenario in the replication that is told.
//!
//! **Invariant:** what a colour says, a word says too.

use super::figure::{Part, Section};
use super::text;
use crate::measure::{counted, thousands};
use crate::report::{NarratedView, TechniqueView};
use maud::{Markup, html};

/// Nothing, where the scenario has no techniques.
pub fn section(told: &NarratedView) -> Option<Section> {
    let deepest = told.attack.iter().map(|tactic| tactic.techniques.len()).max().unwrap_or(0);
    let number = |fate: &str| {
        let all = told.attack.iter().flat_map(|tactic| &tactic.techniques);
        all.filter(|technique| technique.fate == fate).count() as u64
    };
    let words = html! {
        p {
            (counted(number("seen") + number("missed"), "technique")) " used: "
            (thousands(number("seen"))) " seen, " (thousands(number("missed"))) " missed. "
            @if number("not_used") > 0 { (thousands(number("not_used"))) " more of the scenario's not used in this replication." }
        }
        div.wide {
            table.attack {
                thead { tr { @for tactic in &told.attack { th scope="col" { (tactic.tactic) } } } }
                tbody {
                    @for row in 0..deepest {
                        tr {
                            @for tactic in &told.attack {
                                @match tactic.techniques.get(row) {
                                    Some(technique) => (cell(tactic.tactic, technique)),
                                    None => td.none {},
                                }
                            }
                        }
                    }
                }
            }
        }
        p.faint {
            "Seen: an alert came of an attempt, or of a scan that hit nothing. Missed: it was used, and no alert came of it. "
            "Attempts are those that ended."
        }
    };
    (deepest > 0).then(|| Section::new("attack", "ATT&CK", vec![Part::Words(words)]))
}

fn cell(tactic: &str, technique: &TechniqueView) -> Markup {
    let (sign, word) = match technique.fate {
        "seen" => ("●", "seen"),
        "missed" => ("○", "missed"),
        _ => ("–", "not used"),
    };
    html! {
        td class={ "a-" (technique.fate) } data-tactic=(tactic) {
            div.fate { span aria-hidden="true" { (sign) } " " (word) }
            strong { (text(&technique.technique)) }
            @if technique.name != technique.technique { " " (text(&technique.name)) }
            @if technique.attempts > 0 {
                div { (counted(technique.attempts, "attempt")) ", " (thousands(technique.succeeded)) " succeeded" }
            }
            @if let Some(first) = &technique.first_alert {
                div {
                    (counted(technique.alerts, "alert")) ", the first "
                    a href={ "#t=" (first.t_us) } { (text(&first.moment)) }
                    @if !first.asset.is_empty() { " on " (text(&first.asset)) }
                    @if !first.by.is_empty() { " by " (text(&first.by)) }
                }
            }
        }
    }
}
