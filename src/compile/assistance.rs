//! Offers of experts, and who may ask for them.
//!
//! **Invariant:** no more seats are lent from a tier, by all offers together, than it has.

use super::cooperation::{self, Partners};
use super::ids::Ids;
use super::staff::Staff;
use super::values::{at_least_one, distribution, duration, positive, probability};
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::kernel::name_key;
use crate::model::{Assistance, OrganisationIdx, PoolIdx, TeamIdx};
use crate::scenario;

/// The offers, by id, and who may ask for each.
#[derive(Debug, Default)]
pub struct Offers {
    /// The model's.
    pub offers: Vec<Assistance>,
}

impl Offers {
    /// Whether an organisation may ask for an offer, by its number.
    pub fn may_ask(&self, offer: u32, organisation: OrganisationIdx) -> bool {
        self.offers[offer as usize].to.iter().any(|party| party.organisation == organisation)
    }
}

/// The offers.
pub fn lower(partners: &Partners<'_>, staff: &Staff<'_>, faults: &mut Vec<Diagnostic>) -> Offers {
    let ids = partners.ids;
    let mut offers = Offers::default();
    for row in ids.assistance.iter() {
        let written = row.record;
        let organisation = ids.organisation(&written.organisation, faults);
        let seats = at_least_one(written.seats, "seats", faults);
        let teams = at_least_one(written.teams, "teams", faults);
        let lent = |pool: PoolIdx| {
            let same = offers.offers.iter().filter(|offer| offer.from == pool);
            same.map(|offer| offer.seats.saturating_mul(offer.teams)).fold(0, u32::saturating_add)
        };
        let lends = (seats.saturating_mul(teams), &lent as &dyn Fn(PoolIdx) -> u32);
        let from = written
            .from
            .as_ref()
            .and_then(|lender| lender_of(lender, lends, "assistance", staff, ids, faults));
        let (authority, decision) = staff.decision(written.authority.as_ref(), ids, faults);
        let travel = distribution(&written.travel, faults);
        if travel.support_min() > partners.calendar.endex.micros() as f64 {
            let message = format!("`{}` can't arrive before ENDEX", row.name);
            let warning = Diagnostic::warning(codes::NEVER_ARRIVES, written.travel.place, message);
            faults.push(warning.label("longer than the exercise"));
        }
        let mut borrowers = cooperation::all_of(&written.to, partners, faults);
        borrowers.retain(|borrower| borrower.organisation != organisation);
        if written.to.is_empty() {
            let message = format!("nobody may ask for `{}`", row.name);
            let fault = Diagnostic::error(codes::EMPTY, row.place, message).label("`to` is empty");
            faults.push(fault.help(String::from("name those who may: `to: [Members(Nato)]`")));
        }
        offers.offers.push(Assistance {
            key: name_key(row.name),
            organisation,
            seats,
            teams,
            from: from.unwrap_or(PoolIdx::NONE),
            to: borrowers,
            authority,
            decision,
            refused: probability(written.refused, "refused", faults),
            travel,
            skill: positive(written.skill, "skill", faults),
            stay: written.stay.map(duration),
        });
    }
    warn_unasked(ids, faults);
    offers
}

/// The pool whose people go; `lent` says how many of a pool are lent elsewhere.
pub fn lender_of(
    lender: &scenario::Lender,
    (seats, lent): (u32, &dyn Fn(PoolIdx) -> u32),
    asker: &str,
    staff: &Staff<'_>,
    ids: &Ids<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<PoolIdx> {
    let team = TeamIdx(ids.teams.resolve(&lender.team, faults)?);
    let pool = staff.tier(team, &lender.team, &lender.tier, asker, faults)?;
    let tiers = ids.teams.get(team.0).map_or(&[][..], |row| &row.record.tiers);
    let most = tiers.iter().find(|tier| tier.id.text == lender.tier.text).map_or(0, |tier| tier.seats.value);
    if seats.saturating_add(lent(pool)) > most {
        let message = format!(
            "`{}/{}` has {}, and lends more",
            lender.team,
            lender.tier,
            counted(u64::from(most), "seat")
        );
        let fault = Diagnostic::error(codes::LENDS_TOO_MANY, lender.tier.place, message);
        faults.push(fault.label("too few").help(String::from("lend fewer, counting `seats` times `teams`")));
    }
    Some(pool)
}

/// Warnings for offers that no playbook asks for.
fn warn_unasked(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let asked = |phase: &scenario::Phase| match phase {
        scenario::Phase::RequestHelp(request) => request.from.clone(),
        _ => Vec::new(),
    };
    let asked: Vec<scenario::Id> =
        ids.playbooks.iter().flat_map(|row| &row.record.phases).flat_map(asked).collect();
    let misspelt = asked.iter().any(|id| ids.assistance.find(&id.text).is_none());
    for row in ids.assistance.iter().filter(|row| !misspelt && !asked.iter().any(|id| id.text == row.name)) {
        let message = format!("no playbook asks for the help of `{}`", row.name);
        let warning = Diagnostic::warning(codes::UNASKED, row.place, message).label("never called");
        faults.push(
            warning.help(format!("ask in a phase: `RequestHelp(from: [\"{}\"], tier: \"…\")`", row.name)),
        );
    }
}
