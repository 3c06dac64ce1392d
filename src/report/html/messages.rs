//! Who reported what to whom in one replication: by pairs of organisations, then message by message.
//!
//! **Invariant:** what is left out is counted.

use super::figure::{Part, Section};
use super::text;
use crate::measure::{Fate, Message, Pair, counted, thousands};
use crate::report::Scene;
use crate::report::terminal::folding::MOST;
use crate::report::terminal::format::{NONE, duration};
use maud::{Markup, html};

/// Nothing, where nobody had anything to report.
pub fn section(scene: &Scene) -> Option<Section> {
    let messages = &scene.course.messages;
    let (shown, folded) = messages.pairs.split_at(messages.pairs.len().min(MOST));
    let all: u64 = messages.pairs.iter().map(|pair| pair.messages).sum();
    let words = html! {
        p { "What teams reported to others in this replication: " (counted(all, "message")) ", one for each team that was to get it." }
        (pairs(shown))
        @if !folded.is_empty() {
            details { summary { (counted(folded.len() as u64, "more pair")) } (pairs(folded)) }
        }
        details {
            summary {
                "Every message"
                @if messages.left_out > 0 { ", the first " (messages.told.len()) " of " (thousands(all)) }
            }
            (told(&messages.told))
        }
        p.faint { "Late: unread, on its way, held back or not released at ENDEX. Took: from the wish to send it until it was read, or had arrived." }
    };
    (all > 0).then(|| Section::new("messages", "Messages", vec![Part::Words(words)]))
}

fn pairs(pairs: &[Pair]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th scope="col" {} @for column in ["messages", "read", "refused", "lost", "late", "took (mean)"] {
                th.n scope="col" { (column) }
            } } }
            tbody { @for pair in pairs { tr {
                th scope="row" { (text(&pair.from)) " → " (text(&pair.to)) }
                @for number in [pair.messages, pair.read, pair.refused, pair.lost, pair.late] { td.n { (number) } }
                td.n { (duration(pair.mean_h)) }
            } } }
        } }
    }
}

fn told(messages: &[Message]) -> Markup {
    html! {
        div.wide { table.messages {
            thead { tr { @for column in ["wished", "sent", "arrived", "read", "from", "to", "about", "marked", "took", "what became of it"] {
                th scope="col" { (column) }
            } } }
            tbody { @for message in messages { tr {
                td { a href={ "#t=" (message.asked_us) } { (text(&message.asked)) } }
                @for at in [&message.sent, &message.received, &message.read] { td { (at.as_deref().map_or_else(|| NONE.to_owned(), text)) } }
                td { (text(&message.from)) }
                td { (text(&message.to)) " " small { "over " (text(&message.channel)) } }
                td { (text(&message.campaign)) " " small { (text(&message.brings)) } }
                td { (text(&message.marking)) }
                td { (duration(message.took_h)) }
                td { span class=[tone(message.fate)] { (message.fate.words()) }
                    @if message.was_held_back && message.fate != Fate::HeldBack { " " small { "held back before" } } }
            } } }
        } }
    }
}

fn tone(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Read => None,
        Fate::Lost | Fate::Refused(_) => Some("bad"),
        Fate::Unread | Fate::UnderWay | Fate::HeldBack | Fate::Waits => Some("faint"),
    }
}
