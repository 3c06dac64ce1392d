//! Variants of a scenario: applied, compiled, and checked against the scenario itself.
//!
//! **Invariant:** a variant that passes the check is played without a fault.

use super::compile;
use crate::diagnostic::{Diagnostic, Sources, any_error, codes};
use crate::model::Model;
use crate::scenario::Scenario;

/// Applies the variant with this id to a scenario; returns the faults of its changes.
pub fn apply_variant(scenario: &mut Scenario, variant: &str, sources: &mut Sources) -> Vec<Diagnostic> {
    scenario.vary(variant, sources).err().unwrap_or_default()
}

/// Compiles a variant of a scenario; the model's names say which.
pub fn compile_variant(
    scenario: &Scenario,
    variant: &str,
    sources: &mut Sources,
) -> (Option<Model>, Vec<Diagnostic>) {
    let mut varied = scenario.clone();
    let faults = apply_variant(&mut varied, variant, sources);
    if any_error(&faults) {
        return (None, faults);
    }
    let (mut model, mut found) = compile(&varied, sources);
    point_at_removals(scenario, variant, &mut found);
    if let Some(model) = &mut model {
        variant.clone_into(&mut model.names.variant);
    }
    (model, found)
}

/// Compiles every variant of a scenario and returns what is wrong with them beyond what is wrong with the scenario itself.
///
/// `known` are the diagnostics of the scenario, which are not told again. `sources` gets the texts of the changes, into which the
/// diagnostics point.
pub fn check_variants(scenario: &Scenario, known: &[Diagnostic], sources: &mut Sources) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    for variant in &scenario.variants {
        let (_, found) = compile_variant(scenario, &variant.id.text, sources);
        for mut fault in found {
            if !known.contains(&fault) && !told.contains(&fault) {
                advise_on_agreements(&mut fault);
                told.push(fault.note(format!("in the variant `{}`", variant.id)));
            }
        }
    }
    told
}

/// Warnings that something which is agreed has no effect, or that something is missing which is not agreed.
const AGREED: [&str; 3] = [codes::UNUSED_AGREEMENT, codes::IDLE_AREA, codes::UNADVISED];

/// Says how a variant does without an agreement, where it only takes its channels away.
pub fn advise_on_agreements(found: &mut Diagnostic) {
    if AGREED.contains(&found.code) {
        let way_out = "a variant that does without an agreement on purpose switches it off, and nobody warns of it: \
                       `(\"agreements[…].active\", \"false\")`";
        found.help = Some(match found.help.take() {
            Some(help) => format!("{way_out}; otherwise {help}"),
            None => way_out.to_owned(),
        });
    }
}

/// Says of what is not found in a variant that the variant itself removes it, and where.
pub fn point_at_removals(scenario: &Scenario, variant: &str, found: &mut [Diagnostic]) {
    let Some(variant) = scenario.variants.iter().find(|known| known.id.text == variant) else { return };
    for path in &variant.remove {
        let Some((_, key)) = path.trim_end_matches(']').rsplit_once('[') else { continue };
        let named = format!("`{}`", key.trim());
        // What is not found is told under the codes of names.
        for fault in
            found.iter_mut().filter(|fault| fault.code.starts_with("E02") && fault.message.contains(&named))
        {
            fault.also.push((path.place, String::from("removed here")));
        }
    }
}
