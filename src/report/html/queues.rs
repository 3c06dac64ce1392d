//! How loaded whoever serves a queue was over time: seats busy out of those on duty, and what waited.
//!
//! **Invariant:** seats have the scale of their strip; what waits has it too, or that of the longest queue where that is longer.

use super::figure::{Figure, Part, Section};
use super::strips::{HEIGHT, Strip, along, area, strips};
use super::{key, text};
use crate::measure::{QueueCourse, counted, thousands};
use crate::report::Scene;
use crate::report::terminal::format::{duration, percent};
use maud::{Markup, html};

/// Where what waits ends and seats begin.
const SPLIT: f64 = 16.0;

/// Nothing, where nobody had anything to do.
pub fn section(scene: &Scene) -> Option<Section> {
    let queues = &scene.course.queues;
    if queues.shown.is_empty() {
        return None;
    }
    let rows: Vec<Strip> = queues.shown.iter().map(|queue| strip(scene, queue)).collect();
    let alt =
        "Seats busy and on duty, and what waited, of each tier over time; the table below has the numbers";
    let caption = html! {
        "Those where work waited longest first. Each strip has its own scale: below, all of its seats; above, its longest queue."
        @if queues.left_out > 0 { " " (counted(queues.left_out as u64, "queue")) " with less to do left out." }
        @if queues.idle > 0 { " " (counted(queues.idle as u64, "queue")) " with nothing to do left out." }
    };
    let numbers = html! {
        details {
            summary { "The numbers of this replication" }
            (table(&queues.shown))
        }
    };
    let keys = key::classes(&[
        ("duty", "seats on duty"),
        ("busy", "busy; called in where none are on duty"),
        ("waiting", "waiting"),
    ]);
    let picture = Figure { keys, caption, ..strips(scene, ("queues", alt), &rows) };
    Some(Section::new("queues", "Queues and work", vec![Part::Picture(picture), Part::Words(numbers)]))
}

fn table(queues: &[QueueCourse]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th scope="col" {} @for column in ["", "seats at most", "busy", "waited in all", "longest queue"] {
                th.n scope="col" { (column) }
            } } }
            tbody { @for queue in queues { tr {
                th scope="row" { (text(&queue.pool)) }
                td.n { (queue.kind) }
                td.n { (queue.seats) }
                td.n { (percent(queue.utilisation())) }
                td.n { (duration(Some(queue.waited_h()))) }
                td.n { (thousands(u64::from(queue.longest))) }
            } } }
        } }
    }
}

fn strip(scene: &Scene, queue: &QueueCourse) -> Strip {
    let seats = f64::from(queue.seats.max(1));
    let most = queue.steps.iter().map(|step| step.at[2]).fold(seats, f64::max);
    let seat = |number: f64| HEIGHT - (HEIGHT - SPLIT - 2.0) * number / seats;
    let wait = |number: f64| SPLIT - (SPLIT - 1.0) * number / most;
    let waiting = |at: &[f64; 3]| wait(at[2]);
    Strip {
        name: match queue.kind {
            "tier" => queue.pool.clone(),
            kind => format!("{} ({kind})", queue.pool),
        },
        said: match queue.longest {
            0 => format!("{} busy, no queue", percent(queue.utilisation())),
            longest => {
                format!("{} busy, queue to {}", percent(queue.utilisation()), thousands(u64::from(longest)))
            }
        },
        curves: html! {
            path.duty d=[area(scene, &queue.steps, HEIGHT, |at| seat(at[1]))] {}
            path.busy d=[area(scene, &queue.steps, HEIGHT, |at| seat(at[0]))] {}
            path.waiting d=[area(scene, &queue.steps, SPLIT, waiting)] {}
            path.waits d=[along(scene, &queue.steps, waiting)] {}
        },
    }
}
