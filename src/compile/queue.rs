//! The order in which a team's queues are served, and what a full one does.
//!
//! **Invariant:** only an order that tells work apart can preempt.

use super::values::repeated;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{QueueOrder, WhenFull, WorkKind};
use crate::scenario::{self, Order, Queue};

/// The order of every queue of the team, whose id stands at `team`.
pub fn order(queue: &Queue, team: Place, faults: &mut Vec<Diagnostic>) -> QueueOrder {
    match &queue.order {
        Order::FirstCome => {
            if queue.preempts.value {
                let message = "work that is served by arrival is never more urgent than work under way";
                let fault = Diagnostic::error(codes::NEVER_URGENT, queue.preempts.place, message)
                    .label("contradicts the order `FirstCome`");
                faults.push(fault.help(String::from(
                    "use the order `MostSevereFirst` or `Priority([…])`, or leave `preempts` out",
                )));
            }
            QueueOrder::FirstCome
        }
        Order::MostSevereFirst => QueueOrder::MostSevereFirst,
        Order::Priority(kinds) => {
            if kinds.is_empty() {
                let fault = Diagnostic::error(codes::EMPTY, team, "this order prefers no kind of work");
                let help = String::from("name kinds, `Priority([Incident, Triage])`, or use `FirstCome`");
                faults.push(fault.label("`Priority` of nothing").help(help));
            }
            let mut lines = [0; WorkKind::COUNT];
            for (number, kind) in kinds.iter().enumerate() {
                if let Some(first) = kinds[..number].iter().find(|earlier| earlier.value == kind.value) {
                    repeated(kind.place, first.place, &format!("the kind `{}`", kind.value.name()), faults);
                    continue;
                }
                lines[work_kind(kind.value) as usize] = (WorkKind::COUNT - number.min(WorkKind::COUNT)) as u8;
            }
            QueueOrder::Priority(lines)
        }
    }
}

fn work_kind(kind: scenario::WorkKind) -> WorkKind {
    match kind {
        scenario::WorkKind::Incident => WorkKind::Incident,
        scenario::WorkKind::Triage => WorkKind::Triage,
        scenario::WorkKind::Read => WorkKind::Read,
    }
}

/// What happens when an alert finds every place taken.
pub fn when_full(queue: &Queue) -> WhenFull {
    match (queue.when_full.map(|written| written.value), &queue.order) {
        (Some(scenario::WhenFull::DropNew), _) => WhenFull::DropNew,
        (Some(scenario::WhenFull::DropOldest), _) => WhenFull::DropOldest,
        (Some(scenario::WhenFull::DropLeastSevere), _) | (None, Order::MostSevereFirst) => {
            WhenFull::DropLeastSevere
        }
        (None, Order::FirstCome | Order::Priority(_)) => WhenFull::DropNew,
    }
}
