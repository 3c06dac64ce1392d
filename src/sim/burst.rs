//! Bursts: letters and storage media that all go out at once, and what a poisoned supplier delivers.
//!
//! Each letter goes to one of the targets, those with the least keys, and is an attempt of its own; each click is a
//! foothold. The first click passes the token on, every click where the step goes on until `Exhausted`. Storage media
//! are letters that need no way: time runs until one is plugged in.
//!
//! An operator compromises a supplier in one attempt. Each customer then takes the poisoned update after a delivery time
//! of its own, however fast or slow the adversary is by then, and becomes a foothold unless it is out of service, cut
//! off, or its defence blocks the campaign's indicators. The first foothold in each organisation passes the token on,
//! or every one.
//!
//! A burst without a click has failed, and so has a poisoned update that nobody took.
//!
//! **Invariant:** a token's letters under way are those of its burst that are not judged yet.

use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::flow::Token;
use super::{Happening, Verdict, Worker};
use crate::model::*;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// All letters of a burst go out.
    pub(super) fn send_burst(&mut self, token: u32) {
        let model = self.model;
        let Token { step: index, run, .. } = *self.attack.flow.token(token);
        let step = &model.steps[index.at()];
        let technique = &model.techniques[step.technique.at()];
        let Some(targets) = &step.targets else { return };
        let choice = self.draw(Purpose::Choice).with(self.campaign_key(step.campaign)).with(step.key);
        let choice = choice.with(u64::from(run));
        let mut mails = std::mem::take(&mut self.attack.mails);
        mails.clear();
        mails.extend(targets.iter().map(|target| (choice.with(self.asset_key(target)), target)));
        if mails.len() > step.burst as usize {
            mails.select_nth_unstable(step.burst as usize);
            mails.truncate(step.burst as usize);
        }
        mails.sort_unstable_by_key(|mail| mail.1);
        self.attack.flow.token(token).under_way = mails.len() as u32;
        for &(_, target) in &mails {
            let source = AssetIdx::NONE;
            let key = self.attempt_key(step.campaign, step.key, source, target, u64::from(run) << 32);
            self.begin(step.campaign, technique, Attempt { by: By::Mail(token), source, target, key });
        }
        self.attack.mails = mails;
    }

    /// A supplier is compromised: its next delivery to each customer is poisoned.
    pub(super) fn poison(&mut self, token: u32) {
        let model = self.model;
        let Token { step: index, run, .. } = *self.attack.flow.token(token);
        let step = &model.steps[index.at()];
        let Some(supplier) = model.suppliers.get(step.supplier.at()) else { return };
        self.tell(Happening::Poisoned { step: index, supplier: step.supplier });
        let key = self.draw(Purpose::Delivery).with(self.campaign_key(step.campaign)).with(step.key);
        let key = key.with(supplier.key).with(u64::from(run));
        self.attack.flow.token(token).under_way = supplier.customers.len() as u32;
        for target in supplier.customers.iter() {
            let key = key.with(self.asset_key(target));
            let attempt = Attempt { by: By::Delivery(token), source: AssetIdx::NONE, target, key };
            let time = supplier.delivery.sample(key.with(Purpose::Time as u64));
            self.begin_lasting(step.campaign, time, attempt);
        }
    }

    /// Whether the function by which a token's supplier serves has no level.
    pub(super) fn supplier_is_down(&mut self, token: u32) -> bool {
        let step = &self.model.steps[self.attack.flow.token(token).step.at()];
        let function = self.model.suppliers.get(step.supplier.at()).map(|supplier| supplier.function);
        let function = function.filter(|function| function.is_some());
        function.is_some_and(|function| self.ledger.functions[function.at()].level <= 0.0)
    }

    /// A letter was opened or not, or a poisoned delivery taken or not.
    pub(super) fn letter_arrives(&mut self, index: u32, attempt: Attempt, delivered: bool) {
        let model = self.model;
        let verdict = self.step_attempt(index, attempt);
        let token = self.attack.flow.token(index);
        token.under_way -= 1;
        let (step, last) = (token.step, token.under_way == 0);
        if verdict == Verdict::Succeeded {
            let organisation = model.network.group(attempt.target).owner;
            let first_of_token = !std::mem::replace(&mut token.passed, true);
            let first = match delivered {
                true => self.attack.flow.first_there(index, organisation),
                false => first_of_token,
            };
            if first || model.steps[step.at()].until == Until::Exhausted {
                self.pass_on(step, attempt.target, organisation);
            }
        }
        if last {
            self.token_ends(index);
        }
    }
}
