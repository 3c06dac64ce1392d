//! Controls of organisations, worked out per technique and control profile.
//!
//! Organisations with the same controls share a profile, so that a running replication looks up one number and multiplies nothing.
//!
//! **Invariant:** there is at least one profile, and every organisation has one.

use super::ids::Ids;
use super::table::unknown;
use super::technique::Resolved;
use super::values::{not_negative, probability, repeated_words};
use crate::diagnostic::{Diagnostic, codes};
use crate::library;
use crate::model::OrganisationIdx;
use crate::scenario::{self, Against};
use std::collections::BTreeMap;

/// A control with every field known.
#[derive(Debug, Clone)]
struct Control<'a> {
    against: &'a [Against],
    success: f64,
    visibility: f64,
    offline_backups: bool,
}

/// The control profiles, and which organisation has which.
#[derive(Debug)]
pub struct Controls<'a> {
    profiles: Vec<Profile<'a>>,
    of: Vec<u32>,
}

/// The controls that some organisations share.
#[derive(Debug)]
pub struct Profile<'a> {
    controls: Vec<Control<'a>>,
}

/// What controls do to the attempts of one technique.
#[derive(Debug, Clone, Copy)]
pub struct Factors {
    /// What the probability of success is multiplied by.
    pub success: f64,
    /// What each visibility is multiplied by.
    pub visibility: f64,
}

impl<'a> Controls<'a> {
    /// Resolves the controls of every organisation, and checks those that none has.
    pub fn new(ids: &Ids<'a>, faults: &mut Vec<Diagnostic>) -> Controls<'a> {
        let own: Vec<Control<'a>> = ids.controls.iter().map(|row| resolve(row.record, ids, faults)).collect();
        let find = |id: &str| match ids.controls.find(id) {
            Some(number) => Some(own[number as usize].clone()),
            None => library::control(id).map(|known| resolve(known, ids, &mut Vec::new())),
        };
        let mut numbers: BTreeMap<Vec<&str>, u32> = BTreeMap::new();
        let (mut profiles, mut of) = (Vec::new(), Vec::with_capacity(ids.organisations.len()));
        for row in ids.organisations.iter() {
            let written = &row.record.controls;
            repeated_words(written.iter().map(|id| (id.text.as_str(), id.place)), "control", faults);
            let mut names: Vec<&str> = Vec::with_capacity(written.len());
            for id in written {
                if find(&id.text).is_some() {
                    names.push(&id.text);
                } else {
                    let known = library::controls().iter().map(|control| control.id.text.as_str());
                    faults.push(unknown("control", &id.text, id.place, ids.controls.names().chain(known)));
                }
            }
            names.sort_unstable();
            names.dedup();
            let number = *numbers.entry(names).or_insert_with_key(|names| {
                profiles.push(Profile { controls: names.iter().filter_map(|name| find(name)).collect() });
                profiles.len() as u32 - 1
            });
            of.push(number);
        }
        if profiles.is_empty() {
            profiles.push(Profile { controls: Vec::new() });
        }
        for row in ids.controls.iter() {
            if !numbers.keys().any(|names| names.contains(&row.name)) {
                let message = format!("no organisation has the control `{}`", row.name);
                let warning =
                    Diagnostic::warning(codes::UNUSED_CONTROL, row.place, message).label("changes nothing");
                faults.push(warning.help(String::from("name it under `controls` of an organisation")));
            }
        }
        Controls { profiles, of }
    }

    /// The profiles, in the order of their numbers.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile<'a>> {
        self.profiles.iter()
    }

    /// The profile of an organisation.
    pub fn profile_of(&self, organisation: OrganisationIdx) -> u32 {
        self.of.get(organisation.at()).copied().unwrap_or(0)
    }

    /// Whether an organisation with this profile has backups that an adversary can't destroy.
    pub fn offline_backups(&self, profile: u32) -> bool {
        self.profiles[profile as usize].controls.iter().any(|control| control.offline_backups)
    }
}

impl Profile<'_> {
    /// What the profile does to a technique: the product over its controls against it.
    pub fn on(&self, technique: &Resolved<'_>) -> Factors {
        let mut factors = Factors { success: 1.0, visibility: 1.0 };
        for control in &self.controls {
            if stands_against(control.against, technique) {
                factors.success *= control.success;
                factors.visibility *= control.visibility;
            }
        }
        factors
    }
}

/// Whether a control against these stands against a technique.
pub fn stands_against(against: &[Against], technique: &Resolved<'_>) -> bool {
    against.iter().any(|against| applies(against, technique))
}

fn applies(against: &Against, technique: &Resolved<'_>) -> bool {
    match against {
        Against::Credential => technique.credential,
        Against::Tactic(tactic) => tactic.value == technique.tactic,
        // A fragment's own numbers for a technique make it no other technique.
        Against::Technique(id) => {
            id.text == technique.id || technique.id.rsplit('/').next() == Some(id.text.as_str())
        }
        Against::Action(action) => technique.does == Some(action.value),
    }
}

fn resolve<'a>(written: &'a scenario::Control, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Control<'a> {
    let known = library::control(&written.id.text);
    for against in &written.against {
        check_technique(against, ids, faults);
    }
    let against = match (written.against.is_empty(), known) {
        (true, Some(known)) => &known.against[..],
        _ => &written.against[..],
    };
    let number = |of: fn(&scenario::Control) -> Option<scenario::At<f64>>| {
        of(written).map(|own| (own, true)).or_else(|| known.and_then(of).map(|known| (known, false)))
    };
    let mut unheard = Vec::new();
    let mut value = |of, check: fn(_, &str, &mut Vec<Diagnostic>) -> f64, name: &str| match number(of) {
        Some((own, true)) => check(own, name, faults),
        Some((known, false)) => check(known, name, &mut unheard),
        None => 1.0,
    };
    let success = value(|control| control.success, probability, "success");
    let visibility = value(|control| control.visibility, not_negative, "visibility");
    let backups = written.offline_backups.or(known.and_then(|known| known.offline_backups));
    let offline_backups = backups.is_some_and(|backups| backups.value);
    if against.is_empty() && !offline_backups {
        let message = format!("the control `{}` is against nothing", written.id);
        let fault = Diagnostic::error(codes::EMPTY, written.id.place, message).label("`against` is empty");
        faults.push(fault.help(String::from("say what it is `against`: `[Tactic(InitialAccess)]`")));
    }
    Control { against, success, visibility, offline_backups }
}

fn check_technique(against: &Against, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let Against::Technique(id) = against else { return };
    if ids.techniques.find(&id.text).is_none() && library::technique(&id.text).is_none() {
        let known = library::techniques().iter().map(|technique| technique.id.text.as_str());
        faults.push(unknown("technique", &id.text, id.place, ids.techniques.names().chain(known)));
    }
}
