//! Measures that never have a value: what conditions wait for in vain, and objectives never test.
//!
//! **Invariant:** what is told holds in every replication, whatever injects do.

use super::measure::Measures;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{CampaignIdx, Measure, Of, Quantity, Unit};
use crate::scenario::Aim;

impl Measures<'_> {
    /// A warning for a measure that can't have a value, or is 0 for ever, because nothing in the scenario gives it one.
    ///
    /// Where an objective is `judged`, a response counts from the first hold; conditions look at what was done, with or without
    /// one.
    pub fn valueless(&self, measure: &Measure, judged: bool, place: Place) -> Option<Diagnostic> {
        // Without a campaign any of them may be meant.
        let asked: Vec<CampaignIdx> = match measure.campaign.is_some() {
            true => vec![measure.campaign],
            false => CampaignIdx::all(self.campaigns.len()).collect(),
        };
        let name = measure.quantity.name();
        let one = self.ids.campaigns.get(measure.campaign.0).map(|row| row.name);
        let none = |has: &dyn Fn(CampaignIdx) -> bool| !asked.iter().any(|campaign| has(*campaign));
        let (why, help) = match measure.quantity {
            Quantity::CampaignsAtObjective if none(&|campaign| self.has_objective(campaign)) => (
                match one {
                    Some(one) => format!("no step of the campaign `{one}` is an objective"),
                    None => String::from("no step of any campaign is an objective"),
                },
                "say of the step that the campaign is after: `objective: true`",
            ),
            Quantity::TimeToTakeDown if !self.is_led(|aim| matches!(aim, Aim::TakeDown(_))) => (
                String::from("no investigation takes command servers down"),
                "add one: `investigations: [(…, aim: TakeDown())]`",
            ),
            Quantity::TimeToAttribute | Quantity::Attributed | Quantity::WronglyAttributed
                if !self.is_led(|aim| matches!(aim, Aim::Attribute(_))) =>
            {
                (
                    String::from("no investigation attributes campaigns"),
                    "add one: `investigations: [(…, aim: Attribute(right: 0.5))]`",
                )
            }
            quantity
                if judged
                    && matches!(quantity.of(), Of::Response | Of::Partner)
                    && none(&|campaign| self.campaigns[campaign.at()].can_hold) =>
            {
                (
                    match one {
                        Some(one) => {
                            format!("the campaign `{one}` takes hold of nothing, from which it would count")
                        }
                        None => String::from("no campaign takes hold of anything, from which it would count"),
                    },
                    "ask for what the campaign denies: `function_loss[function=…]`, for example",
                )
            }
            _ => return None,
        };
        let (said, label) = match measure.quantity.unit() {
            Unit::Count => ("is always 0", "always 0"),
            _ => ("never has a value", "never comes"),
        };
        let warning = Diagnostic::warning(codes::VALUELESS, place, format!("`{name}` {said}: {why}"));
        Some(warning.label(label).help(String::from(help)))
    }

    fn has_objective(&self, campaign: CampaignIdx) -> bool {
        self.steps.iter().any(|step| step.campaign == campaign && step.objective)
    }

    fn is_led(&self, aims: impl Fn(&Aim) -> bool) -> bool {
        self.ids.investigations.iter().any(|row| aims(&row.record.aim))
    }
}
