//! Notices: who tells which team, and what of.
//!
//! **Invariant:** a notice is about assets or about a function, never about both.

use super::ids::Ids;
use super::sensors::{any_foreign, without_triage};
use super::table::Row;
use super::targets;
use super::technique::severity;
use super::values::{optional_distribution, probability};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::name_key;
use crate::model::{AssetSet, Function, Informant, Network, Notice, Responder, Team};
use crate::scenario::{self, Failing};

/// What notices are about.
pub struct Concerns<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// Teams.
    pub teams: &'a [Team],
    /// Responders.
    pub responders: &'a [Responder],
    /// Functions.
    pub functions: &'a [Function],
}

/// The notices, by id.
pub fn lower(concerns: &Concerns<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Notice> {
    concerns.ids.notices.iter().map(|row| concerns.notice(row, faults)).collect()
}

impl Concerns<'_> {
    fn notice(&self, row: &Row<'_, scenario::Notice>, faults: &mut Vec<Diagnostic>) -> Notice {
        let (written, ids) = (row.record, self.ids);
        let team = ids.team(&written.team, faults);
        if self.teams.get(team.at()).is_some_and(|team| team.triage.is_none()) {
            faults.push(without_triage(&written.team.text, written.team.place, "raises alerts at", ids));
        }
        let of = targets::resolve(&written.of, ids, self.network, faults);
        let first = written.of.first().map(targets::place);
        let informant = match &written.from {
            scenario::Informant::Users(users) => {
                Informant::Users { probability: probability(users.probability, "probability", faults) }
            }
            scenario::Informant::Outside(outside) => {
                Informant::Outside { probability: probability(outside.probability, "probability", faults) }
            }
            scenario::Informant::Adversary => Informant::Adversary,
            scenario::Informant::Failure(failing) => self.failure(failing, first, faults),
        };
        let about_function = matches!(informant, Informant::Failure { .. });
        if first.is_none() && !about_function {
            let fault = Diagnostic::error(
                codes::EMPTY,
                written.of.place_or(row.place),
                format!("the notice `{}` is about nothing", row.name),
            );
            faults.push(fault.label("`of` is empty").help(String::from("say which assets it is about")));
        }
        let responder = self.teams.get(team.at()).and_then(|team| self.responders.get(team.responder.at()));
        if let Some(responder) = responder {
            self.warn_foreign(row, responder, informant, &of, faults);
        }
        if let (Informant::Users { .. }, Some(place)) = (informant, first) {
            let has_users = of.ranges().any(|(first, count)| self.any_users(first.0, count));
            if !has_users && !of.is_empty() {
                let message = format!("nobody uses what the notice `{}` is about", row.name);
                let warning =
                    Diagnostic::warning(codes::NO_REPORTERS, place, message).label("without `users`");
                faults.push(warning.help(String::from("give the assets `users`: they are who reports")));
            }
        }
        Notice {
            key: name_key(row.name),
            team,
            informant,
            of,
            delay: optional_distribution(written.delay.as_ref(), faults),
            severity: severity(written.severity.value),
        }
    }

    /// Whether any group that shares members with a range of assets has users.
    fn any_users(&self, first: u32, count: u32) -> bool {
        let within = |group: &crate::model::Group| {
            group.first.0 < first + count && first < group.first.0 + group.count
        };
        self.network.groups.iter().any(|group| group.users > 0 && within(group))
    }

    fn failure(&self, failing: &Failing, of: Option<Place>, faults: &mut Vec<Diagnostic>) -> Informant {
        if let Some(place) = of {
            let message = "a notice of a failure is about its function, so it has no assets of its own";
            let fault = Diagnostic::error(codes::TWO_CONCERNS, place, message).label("of the function");
            faults.push(fault.help(String::from("leave out `of`")));
        }
        let below = failing.below.value;
        if !(below > 0.0 && below <= 1.0) {
            let message = "`below` is a level, more than 0 and at most 1";
            let fault =
                Diagnostic::error(codes::OUT_OF_RANGE, failing.below.place, message).label("not a level");
            faults.push(fault.help(String::from("`below: 1` is told of every loss")));
        }
        Informant::Failure { function: self.ids.function(&failing.function, faults), below }
    }

    fn warn_foreign(
        &self,
        row: &Row<'_, scenario::Notice>,
        responder: &Responder,
        informant: Informant,
        of: &AssetSet,
        faults: &mut Vec<Diagnostic>,
    ) {
        let written = row.record;
        let (foreign, place) = match (informant, &written.from) {
            (Informant::Failure { function, .. }, scenario::Informant::Failure(failing)) => {
                let owner = self.functions.get(function.at()).map(|function| function.organisation);
                let foreign =
                    owner.is_some_and(|owner| owner.is_some() && !responder.protects.contains(&owner));
                (foreign, failing.function.place)
            }
            _ => (
                any_foreign(of, responder, self.network),
                written.of.first().map_or(row.place, targets::place),
            ),
        };
        if foreign {
            let message = format!(
                "the notice `{}` is about what the organisation of `{}` does not protect",
                row.name, written.team
            );
            let warning = Diagnostic::warning(codes::FOREIGN, place, message);
            faults.push(warning.label("not its team's concern, or not all of it"));
        }
    }
}
