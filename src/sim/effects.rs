//! What an attempt brings about: it is judged, takes effect, and is shown to the sensors.
//!
//! **Invariant:** an attempt is judged once, at its end, on the state of that moment.

use super::attack::Attempt;
use super::draws::Purpose;
use super::{Happening, Signal, Verdict, Worker};
use crate::kernel::SimTime;
use crate::model::*;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Judges an attempt, lets it take effect, and shows it to the sensors.
    pub(super) fn resolve(
        &mut self,
        campaign: CampaignIdx,
        technique_index: TechniqueIdx,
        step: StepIdx,
        spread: SpreadIdx,
        attempt: Attempt,
    ) -> Verdict {
        let model = self.model;
        let technique = &model.techniques[technique_index.at()];
        let Attempt { source, target, key, .. } = attempt;
        let judgement = self.judge(campaign, technique, &attempt);
        let ledger = &mut self.ledger.campaigns[campaign.at()];
        ledger.attempts += 1;
        ledger.prevented += u64::from(judgement.prevented);
        if judgement.prevented {
            self.notice(Signal::PREVENTED);
        }
        let verdict = judgement.verdict;
        self.tell(Happening::AttemptEnded { step, spread, source, target, verdict });
        if verdict == Verdict::Succeeded {
            // Whoever only looks needs no way.
            if CHECK && technique.action != Action::Discover {
                self.check_crossing(source, target);
            }
            let targets = if step.is_some() { model.steps[step.at()].targets.as_ref() } else { None };
            self.take_effect(campaign, technique, attempt, targets);
        }
        self.observe(campaign, technique_index, key, source, target, verdict);
        verdict
    }

    fn take_effect(
        &mut self,
        campaign: CampaignIdx,
        technique: &Technique,
        attempt: Attempt,
        targets: Option<&AssetSet>,
    ) {
        let model = self.model;
        let Attempt { source, target, key, .. } = attempt;
        match technique.action {
            // Movement to what is held already only changes where the flow goes on.
            Action::Move | Action::Exploit if source == target => {}
            // A supplier is no asset of anybody here.
            Action::Supply if !target.is_some() => {}
            Action::Phish | Action::Plug | Action::Supply | Action::Exploit | Action::Move => {
                self.take(campaign, target, technique.gives_admin)
            }
            Action::Escalate => self.gains_admin(campaign, source),
            Action::TakeCredentials => {
                for &credential in &model.network.group(source).keeps {
                    self.attack.gains(campaign, credential);
                }
            }
            Action::Exfiltrate => {}
            Action::Discover => match targets {
                None => self.attack.learns(campaign, model.network.group(source).owner),
                Some(targets) => {
                    for asset in targets.iter() {
                        self.attack.learns(campaign, model.network.group(asset).owner);
                    }
                }
            },
            Action::Persist => self.digs_in(campaign, source, technique.survives),
            Action::Impair(how) => {
                let lasts = technique.lasts.as_ref();
                let ends = lasts.map(|lasts| self.now + lasts.sample(key.with(Purpose::Lasting as u64)));
                let ends = ends.unwrap_or(SimTime::MAX);
                match targets {
                    None => self.impair(campaign, source, how, ends, key),
                    Some(_) if how == Impairment::Deny => self.impair(campaign, target, how, ends, key),
                    Some(targets) => {
                        for asset in targets.iter().filter(|&asset| asset != source) {
                            if self.acts(campaign, asset) {
                                self.impair(campaign, asset, how, ends, key);
                            }
                        }
                        if targets.contains(source) {
                            self.impair(campaign, source, how, ends, key);
                        }
                    }
                }
            }
        }
    }
}
