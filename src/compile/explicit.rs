//! What a scenario leaves to the library and to what is usual, written out.
//!
//! **Invariant:** the explicit scenario compiles to the same model but for its texts: every value is the one that compiling takes.

use super::ids::Ids;
use super::tactic::{self, Usual};
use super::technique::{self, Resolved};
use crate::diagnostic::{Place, Sources};
use crate::library;
use crate::model;
use crate::scenario::duration::Skewed;
use crate::scenario::{
    Access, Action, At, Basis, Control, Id, Law, Maturities, Scenario, Span, Technique, Time, Visible, fill,
    placed,
};
use std::collections::BTreeMap;

/// Adds to a scenario the techniques and controls in use with all fields that the library or the tactic gives, and the factors
/// of maturity that are built in, and returns remarks on where these come from, by the numbers of sources.
///
/// What a variant adds is left to the variant.
pub fn explicit(scenario: &mut Scenario, sources: &mut Sources) -> BTreeMap<u32, String> {
    let mut marks = BTreeMap::new();
    let mut mark = |text: String| {
        let known = marks.iter().find(|(_, known)| **known == text).map(|(source, _)| *source);
        let source = known.unwrap_or_else(|| sources.add("library", "", Place::NOWHERE));
        marks.insert(source, text);
        Place { source, start: 0, len: 0 }
    };
    let techniques = techniques(scenario, &mut mark);
    let controls = controls(scenario, &mut mark);
    if scenario.maturity.is_none() && scenario.organisations.iter().any(|it| it.maturity.is_some()) {
        let place = mark(String::from("built in, Assumed"));
        scenario.maturity = Some(placed(Maturities::built_in(), place));
    }
    scenario.techniques = techniques;
    scenario.controls = controls;
    marks
}

fn techniques(scenario: &Scenario, mark: &mut dyn FnMut(String) -> Place) -> Vec<Technique> {
    let ids = Ids::new(scenario, &mut Vec::new());
    let borrowed = technique::borrow(&ids);
    let used = technique::resolve(&ids, &borrowed, &mut Vec::new()).used;
    let mut list = scenario.techniques.clone();
    for resolved in &used {
        let of_variant =
            |it: &Technique| it.id.text == resolved.id && !list.iter().any(|own| own.id.text == resolved.id);
        if scenario.variants.iter().flat_map(|variant| &variant.add.techniques).any(of_variant) {
            continue;
        }
        let number = list.iter().position(|own| own.id.text == resolved.id);
        let number = number.unwrap_or_else(|| {
            list.push(named(resolved.id));
            list.len() - 1
        });
        let own = &mut list[number];
        if let Some(known) = library::technique(resolved.id) {
            let place = mark(remark("from the library", known.basis.as_ref()));
            let whole = own.id.place.is_nowhere();
            fill(own, placed(known.clone(), place));
            if whole {
                own.id.place = place;
                own.basis = placed(known.basis.clone(), place);
            }
        }
        let place = mark(String::from("usual for the tactic, Assumed"));
        fill(own, placed(usual(resolved), place));
    }
    list
}

/// A technique of which nothing but the id is said.
fn named(id: &str) -> Technique {
    Technique {
        id: Id { text: id.to_owned(), place: Place::NOWHERE },
        name: None,
        tactic: None,
        does: None,
        needs: None,
        gives: None,
        success: None,
        time: None,
        retries: None,
        severity: None,
        indicator_block: None,
        traffic: None,
        visible: None,
        survives: None,
        lasts: None,
        basis: None,
    }
}

/// What compiling takes for the fields that neither the scenario nor the library says.
fn usual(resolved: &Resolved<'_>) -> Technique {
    let Usual { success, minutes, severity, indicator_block, gives_admin, visible, .. } =
        tactic::usual(resolved.tactic);
    let listed =
        |list: &[(_, f64)]| list.iter().map(|(source, p)| (At::from(*source), At::from(*p))).collect();
    let lasting = match resolved.action {
        model::Action::Impair(how) => tactic::usual_lasting_minutes(how),
        _ => None,
    };
    let digs_in = resolved.does == Some(Action::Persist);
    Technique {
        tactic: Some(resolved.tactic.into()),
        does: resolved.does.map(At::from),
        gives: Some(if gives_admin { Access::Admin } else { Access::User }.into()),
        success: Some(success.into()),
        time: Some(lognormal(minutes)),
        retries: Some(0.into()),
        severity: Some(severity.into()),
        indicator_block: Some(indicator_block.into()),
        visible: Some(Visible { attempt: listed(&visible.attempt), success: listed(&visible.success) }),
        survives: digs_in.then(|| tactic::USUAL_SURVIVAL.into()),
        lasts: lasting.map(lognormal),
        ..named(resolved.id)
    }
}

/// A time as [`technique::minutes`] has it, with sigma 1.
fn lognormal(minutes: f64) -> Time {
    let median = Span::from_micros((minutes * 60e6) as u64);
    Time { law: Law::LogNormal(Skewed { median, sigma: 1.0.into() }), place: Place::NOWHERE }
}

fn controls(scenario: &Scenario, mark: &mut dyn FnMut(String) -> Place) -> Vec<Control> {
    let mut list = scenario.controls.clone();
    let used: Vec<&Id> =
        scenario.organisations.iter().flat_map(|organisation| &organisation.controls).collect();
    for id in used {
        let added = scenario.variants.iter().flat_map(|variant| &variant.add.controls);
        let here = list.iter().any(|own| own.id.text == id.text);
        if !here && library::control(&id.text).is_some() && !added.clone().any(|it| it.id.text == id.text) {
            list.push(Control {
                id: Id { text: id.text.clone(), place: Place::NOWHERE },
                name: None,
                against: Vec::new(),
                success: None,
                visibility: None,
                offline_backups: None,
                basis: None,
            });
        }
    }
    for own in &mut list {
        let Some(known) = library::control(&own.id.text) else { continue };
        let place = mark(remark("from the library", known.basis.as_ref()));
        let whole = own.id.place.is_nowhere();
        fill(own, placed(known.clone(), place));
        if whole {
            own.id.place = place;
            own.basis = placed(known.basis.clone(), place);
        }
    }
    list
}

/// From where, and on what basis.
fn remark(from: &str, basis: Option<&Basis>) -> String {
    match basis {
        Some(Basis::Source(source)) => format!("{from}, Source({})", source.text.replace(['\n', '*'], " ")),
        Some(Basis::Expert) => format!("{from}, Expert"),
        Some(Basis::Assumed) | None => format!("{from}, Assumed"),
    }
}
