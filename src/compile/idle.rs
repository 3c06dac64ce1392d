//! Effects of injects that change nothing: because nothing was changed before, or because it is so already.
//!
//! **Invariant:** an effect that is told changes nothing in any replication, whatever other injects do.

use super::effects::Effects;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{AssetSet, Cable, Change, Function, FunctionIdx, Group, Network, Reliance};
use crate::scenario::{self, Effect};

/// Warnings for effects that change nothing.
pub fn warn(
    effects: &Effects,
    network: &Network,
    (functions, reliance, cables): (&[Function], &Reliance, &[Cable]),
    faults: &mut Vec<Diagnostic>,
) {
    let without_backup = |function: FunctionIdx| {
        let own = functions[function.at()].depends.clone();
        own.into_iter().all(|number| reliance.dependencies[number as usize].reserve.is_none())
    };
    for (effect, &place) in effects.effects.iter().zip(&effects.places) {
        let changes = || effects.effects.iter().map(|effect| &effect.change);
        let found = match effect.change {
            Change::Refuel(function) => {
                without_backup(function).then_some(("this function has no backup", "nothing to fill"))
            }
            Change::Vessel { cable, .. } => {
                let none = cables[cable.at()].repair.is_none();
                none.then_some(("no ship repairs this cable", "nobody stands by"))
            }
            Change::Cable { cable, cut: false } if cables[cable.at()].breaks.is_none() => {
                let cut =
                    |other: &Change| matches!(other, Change::Cable { cable: it, cut: true } if *it == cable);
                (!changes().any(cut)).then_some(("no inject cuts what is restored", "never cut"))
            }
            _ => idle(&effect.change, &changes, network),
        };
        let Some((message, label)) = found else { continue };
        faults.push(Diagnostic::warning(codes::IDLE, place, message).label(label));
    }
}

/// Why a change changes nothing, if it is so; `all` are the changes of all injects.
fn idle<'e, I: Iterator<Item = &'e Change>>(
    change: &Change,
    all: &dyn Fn() -> I,
    network: &Network,
) -> Option<(&'static str, &'static str)> {
    let groups = |on: &AssetSet| -> Vec<&Group> {
        let touched = |group: &&Group| on.within(group.first, group.count).next().is_some();
        network.groups.iter().filter(touched).collect()
    };
    match change {
        Change::Links { links, cut: false } => {
            let cut = |other: &Change| matches!(other, Change::Links { links: others, cut: true } if others.iter().any(|link| links.contains(link)));
            (!all().any(cut)).then_some(("no inject cuts what is restored", "never cut"))
        }
        Change::Function { function, down: false } => {
            let taken = |other: &Change| matches!(other, Change::Function { function: it, down: true } if it == function);
            (!all().any(taken)).then_some(("no inject takes down what is brought up", "never taken down"))
        }
        Change::Assets { assets, down: false } => {
            let taken = |other: &Change| {
                matches!(other, Change::Assets { assets: others, down: true }
                    if others.ranges().any(|(first, count)| assets.within(first, count).next().is_some()))
            };
            (!all().any(taken)).then_some(("no inject takes down what is brought up", "never taken down"))
        }
        Change::Channel { channel, up: Some(true), slower: None } => {
            let closed = |other: &Change| matches!(other, Change::Channel { channel: it, up: Some(false), .. } if it == channel);
            (!all().any(closed)).then_some(("no inject lets this channel go down", "always up"))
        }
        Change::Channel { channel, up: None, slower: Some(1.0) } => {
            let slowed = |other: &Change| matches!(other, Change::Channel { channel: it, slower: Some(by), .. } if it == channel && *by != 1.0);
            (!all().any(slowed)).then_some(("no inject makes this channel slower", "as it is written"))
        }
        Change::Campaign { stop: true, operators, hurry, .. } if operators.is_some() || hurry.is_some() => {
            Some(("a campaign that is stopped has no operators and no pace", "stopped"))
        }
        Change::Campaign { campaign, operators: None, hurry: Some(1.0), stop: false } => {
            let hurried = |other: &Change| matches!(other, Change::Campaign { campaign: it, hurry: Some(by), .. } if it == campaign && *by != 1.0);
            (!all().any(hurried))
                .then_some(("no inject changes the pace of this campaign", "as it is written"))
        }
        Change::Disclose { weakness, on } => {
            let patched =
                all().any(|other| matches!(other, Change::Patch { weakness: it, .. } if it == weakness));
            let known = groups(on).iter().all(|group| group.weaknesses & weakness != 0);
            (known && !patched).then_some(("these assets have the weakness from the start", "known already"))
        }
        Change::Patch { weakness, on, .. } => {
            let none = groups(on).iter().all(|group| group.possible_weaknesses() & weakness == 0);
            none.then_some(("none of these assets has or gets the weakness", "nothing to patch"))
        }
        _ => None,
    }
}

/// What is wrong with an effect that is written so that it does nothing, at `no` where it has no place of its own.
pub fn check(effect: &Effect, no: &scenario::Word, faults: &mut Vec<Diagnostic>) {
    match effect {
        Effect::Several(several) => {
            if several.is_empty() {
                let message = format!("an effect of the inject `{no}` has no parts");
                let fault = Diagnostic::error(codes::EMPTY, no.place, message);
                let help = "write the effects that come together, or leave `effect` out";
                faults.push(fault.label("`Several` of nothing").help(String::from(help)));
            }
            several.iter().for_each(|part| check(part, no, faults));
        }
        Effect::Staff(staff) => {
            if let Some(span) = staff.r#for.filter(|span| span.micros == 0) {
                let warning =
                    Diagnostic::warning(codes::IDLE, span.place, "the seats change for no time at all");
                let help = "leave out `for` to change every shift until ENDEX";
                faults.push(warning.label("no time").help(String::from(help)));
            }
        }
        _ => {}
    }
}
