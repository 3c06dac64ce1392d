//! Effects of injects that change nothing: because nothing was changed before, or because it is so already.
//!
//! **Invariant:** an effect that is told changes nothing in any replication, whatever other injects do.

use super::effects::Effects;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    AssetIdx, AssetSet, Cable, CableIdx, CampaignIdx, Change, ChannelIdx, Function, FunctionIdx, Group,
    LinkIdx, Network, Reliance,
};
use crate::scenario::{self, Effect};
use std::collections::BTreeSet;

/// What injects do, any of them, that others undo.
#[derive(Default)]
struct Done {
    cut_cables: BTreeSet<CableIdx>,
    cut_links: BTreeSet<LinkIdx>,
    down: BTreeSet<FunctionIdx>,
    down_assets: AssetSet,
    closed: BTreeSet<ChannelIdx>,
    slowed: BTreeSet<ChannelIdx>,
    hurried: BTreeSet<CampaignIdx>,
    /// By their bits.
    patched: u64,
}

impl Done {
    fn by(effects: &Effects) -> Done {
        let mut done = Done::default();
        let mut ranges: Vec<(AssetIdx, u32)> = Vec::new();
        for effect in &effects.effects {
            match &effect.change {
                Change::Cable { cable, cut: true } => _ = done.cut_cables.insert(*cable),
                Change::Links { links, cut: true } => done.cut_links.extend(links),
                Change::Function { function, down: true } => _ = done.down.insert(*function),
                Change::Assets { assets, down: true } => ranges.extend(assets.ranges()),
                Change::Channel { channel, up, slower } => {
                    if *up == Some(false) {
                        done.closed.insert(*channel);
                    }
                    if slower.is_some_and(|by| by != 1.0) {
                        done.slowed.insert(*channel);
                    }
                }
                Change::Campaign { campaign, hurry: Some(by), .. } if *by != 1.0 => {
                    done.hurried.insert(*campaign);
                }
                Change::Patch { weakness, .. } => done.patched |= weakness,
                _ => {}
            }
        }
        done.down_assets = AssetSet::new(ranges);
        done
    }
}

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
    let done = Done::by(effects);
    for (effect, &place) in effects.effects.iter().zip(&effects.places) {
        let found = match effect.change {
            Change::Refuel(function) => {
                without_backup(function).then_some(("this function has no backup", "nothing to fill"))
            }
            Change::Vessel { cable, .. } => {
                let none = cables[cable.at()].repair.is_none();
                none.then_some(("no ship repairs this cable", "nobody stands by"))
            }
            Change::Cable { cable, cut: false } if cables[cable.at()].breaks.is_none() => {
                let cut = done.cut_cables.contains(&cable);
                (!cut).then_some(("no inject cuts what is restored", "never cut"))
            }
            _ => idle(&effect.change, &done, network),
        };
        let Some((message, label)) = found else { continue };
        faults.push(Diagnostic::warning(codes::IDLE, place, message).label(label));
    }
}

/// Why a change changes nothing, if it is so; `done` is what all injects do.
fn idle(change: &Change, done: &Done, network: &Network) -> Option<(&'static str, &'static str)> {
    match change {
        Change::Links { links, cut: false } => {
            let cut = links.iter().any(|link| done.cut_links.contains(link));
            (!cut).then_some(("no inject cuts what is restored", "never cut"))
        }
        Change::Function { function, down: false } => (!done.down.contains(function))
            .then_some(("no inject takes down what is brought up", "never taken down")),
        Change::Assets { assets, down: false } => {
            let taken =
                assets.ranges().any(|(first, count)| done.down_assets.within(first, count).next().is_some());
            (!taken).then_some(("no inject takes down what is brought up", "never taken down"))
        }
        Change::Channel { channel, up: Some(true), slower: None } => {
            (!done.closed.contains(channel)).then_some(("no inject lets this channel go down", "always up"))
        }
        Change::Channel { channel, up: None, slower: Some(1.0) } => (!done.slowed.contains(channel))
            .then_some(("no inject makes this channel slower", "as it is written")),
        Change::Campaign { stop: true, operators, hurry, .. } if operators.is_some() || hurry.is_some() => {
            Some(("a campaign that is stopped has no operators and no pace", "stopped"))
        }
        Change::Campaign { campaign, operators: None, hurry: Some(1.0), stop: false } => {
            (!done.hurried.contains(campaign))
                .then_some(("no inject changes the pace of this campaign", "as it is written"))
        }
        Change::Disclose { weakness, on } => {
            let known = touched(network, on).all(|group| group.weaknesses & weakness != 0);
            (known && done.patched & weakness == 0)
                .then_some(("these assets have the weakness from the start", "known already"))
        }
        Change::Patch { weakness, on, .. } => {
            let none = touched(network, on).all(|group| group.possible_weaknesses() & weakness == 0);
            none.then_some(("none of these assets has or gets the weakness", "nothing to patch"))
        }
        _ => None,
    }
}

/// The groups that have any of these assets.
fn touched<'n>(network: &'n Network, on: &'n AssetSet) -> impl Iterator<Item = &'n Group> {
    let touched = |group: &&Group| on.within(group.first, group.count).next().is_some();
    network.groups.iter().filter(touched)
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
