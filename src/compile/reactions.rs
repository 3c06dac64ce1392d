//! What campaigns do about losses.
//!
//! **Invariant:** a factor of haste is finite and above zero.

use super::values::distribution;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{OnLoss, Step};
use crate::scenario::{self, At};

/// The most and the least that a campaign can hurry by.
const SLOWEST: f64 = 0.001;
const FASTEST: f64 = 1000.0;

/// Lowers the reaction of one campaign, whose steps are these.
pub fn lower(campaign: &scenario::Campaign, steps: &[Step], faults: &mut Vec<Diagnostic>) -> OnLoss {
    match &campaign.on_loss {
        None | Some(scenario::OnLoss::Continue) => OnLoss::Continue,
        Some(scenario::OnLoss::GoDark(dark)) => OnLoss::GoDark {
            after: distribution(&dark.after, faults),
            lasts: distribution(&dark.r#for, faults),
        },
        Some(scenario::OnLoss::Hurry(hurry)) => OnLoss::Hurry {
            after: distribution(&hurry.after, faults),
            factor: factor(hurry.factor, "factor", faults),
        },
        Some(scenario::OnLoss::Return(noticed)) => {
            if steps.is_empty() {
                let message = format!("the campaign `{}` has no step by which it could return", campaign.id);
                let fault = Diagnostic::warning(codes::NO_RETURN, noticed.after.place, message);
                let help = String::from("give it a `flow`, or leave out `on_loss`");
                faults.push(fault.label("never returns").help(help));
            }
            OnLoss::Return { after: distribution(&noticed.after, faults) }
        }
        Some(scenario::OnLoss::Abort(noticed)) => {
            OnLoss::Abort { after: distribution(&noticed.after, faults) }
        }
    }
}

/// What a campaign hurries by, `name` in the language.
pub fn factor(written: At<f64>, name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    if (SLOWEST..=FASTEST).contains(&written.value) {
        return written.value;
    }
    let message = format!("`{name}` must be from {SLOWEST} to 1,000");
    faults.push(Diagnostic::error(codes::OUT_OF_RANGE, written.place, message).label("out of range"));
    1.0
}
