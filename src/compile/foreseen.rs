//! What effects will bring that other parts must know of beforehand: weaknesses that become known, campaigns that are started.
//!
//! **Invariant:** what an effect may bring is told whether or not its inject ever comes.

use super::effects::each;
use super::ids::Ids;
use super::targets;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{AssetIdx, Network};
use crate::scenario::{self, Scenario, Start};

/// Every disclosure of a weakness.
pub fn disclosed(scenario: &Scenario) -> Vec<&scenario::DiscloseWeakness> {
    let mut found = Vec::new();
    for effect in scenario.effects() {
        each(effect, &mut |effect| {
            if let scenario::Effect::DiscloseWeakness(disclosure) = effect {
                found.push(disclosure);
            }
        });
    }
    found
}

/// Enters in the network which groups may come to have which weaknesses.
pub fn enter_disclosures(scenario: &Scenario, ids: &Ids<'_>, words: &Vocabulary<'_>, network: &mut Network) {
    // What is wrong with a set is told where the effect is lowered.
    let mut unheard = Vec::new();
    for disclosure in disclosed(scenario) {
        let on = targets::resolve(&disclosure.on, ids, network, &mut unheard);
        let bit = words.weaknesses.bit(&disclosure.weakness);
        for group in &mut network.groups {
            let touches = |(first, count): (AssetIdx, u32)| {
                first.0 < group.first.0 + group.count && group.first.0 < first.0 + count
            };
            if on.ranges().any(touches) {
                group.disclosed |= bit;
            }
        }
    }
}

/// Faults for campaigns that wait for an inject that never starts them.
pub fn check_starts(ids: &Ids<'_>, scenario: &Scenario, faults: &mut Vec<Diagnostic>) {
    let mut started: Vec<&str> = Vec::new();
    for effect in scenario.effects() {
        each(effect, &mut |effect| {
            if let scenario::Effect::StartCampaign(start) = effect {
                started.push(&start.campaign.text);
            }
        });
    }
    for row in ids.campaigns.iter() {
        if let Some(Start::OnInject(place)) = row.record.start
            && !started.contains(&row.name)
        {
            let message = format!("no inject starts the campaign `{}`", row.name);
            let help = format!("give an inject `effect: StartCampaign(\"{}\")`", row.name);
            faults
                .push(Diagnostic::error(codes::NOT_STARTED, place, message).label("never starts").help(help));
        }
    }
}
