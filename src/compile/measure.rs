//! Measures as written to what is measured of whom.
//!
//! What a quantity needs and the filters leave out is filled in when only one thing can be meant; else it is a fault.
//!
//! **Invariant:** every filter that was written was used, or is a fault.

use super::ids::Ids;
use super::ladders;
use super::msel;
use super::staff::Staff;
use super::table::unknown;
use super::teams::named_playbooks;
use super::values::{repeated_words, share};
use crate::diagnostic::{Diagnostic, Place, any_error, codes, counted, did_you_mean, one_of};
use crate::kernel::SimTime;
use crate::model::{
    Campaign, CampaignIdx, CentreIdx, Condition, Duty, FunctionIdx, LadderIdx, Measure, MissionIdx, Network,
    Of, OrganisationIdx, Origin, PoolIdx, Quantity, Responder, ResponderIdx, Step, TeamIdx, Unit,
};
use crate::scenario::{self, At, Id, Limit, Word};

/// What measures can be asked of.
pub struct Measures<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// Whoever serves a queue.
    pub staff: &'a Staff<'a>,
    /// The responders.
    pub responders: &'a [Responder],
    /// Whom obligations bind.
    pub duties: &'a [Duty],
    /// The campaigns, by id.
    pub campaigns: &'a [Campaign],
    /// Their steps.
    pub steps: &'a [Step],
    /// The injects by their numbers.
    pub numbers: msel::Numbers<'a>,
    /// ENDEX.
    pub endex: SimTime,
}

/// The filters that a quantity knows.
fn known_filters(quantity: Quantity) -> &'static [&'static str] {
    match quantity.of() {
        Of::Response if has_origin(quantity) => &["org", "campaign", "from"],
        Of::Response => &["org", "campaign"],
        Of::Partner => &["org", "partner", "campaign", "from"],
        Of::Team if quantity == Quantity::Utilisation => &["team", "tier"],
        Of::Team => &["team"],
        Of::Function => &["function"],
        Of::Mission => &["mission"],
        Of::Centre => &["centre"],
        Of::Ladder if quantity == Quantity::TimeToEscalate => &["ladder", "step"],
        Of::Ladder => &["ladder"],
        Of::Staff => &["staff"],
        Of::Duty => &["org", "obligation", "deadline", "campaign"],
        Of::Crisis => &["crisis"],
        Of::Campaign | Of::Overall => &["campaign"],
    }
}

/// Whether the quantity is a time from an origin that can be chosen.
fn has_origin(quantity: Quantity) -> bool {
    matches!(
        quantity,
        Quantity::TimeToDetect
            | Quantity::TimeToAcknowledge
            | Quantity::TimeToDeclare
            | Quantity::TimeToContain
            | Quantity::TimeToFinalContainment
            | Quantity::TimeToRecover
            | Quantity::TimeToInform
    )
}

impl Measures<'_> {
    /// The measure that was written; none after a fault.
    pub fn resolve(&self, written: &scenario::Measure, faults: &mut Vec<Diagnostic>) -> Option<Measure> {
        let names = || Quantity::ALL.iter().map(|quantity| quantity.name());
        let Some(&quantity) = Quantity::ALL.iter().find(|quantity| quantity.name() == written.name.text)
        else {
            let fault = Diagnostic::error(
                codes::UNKNOWN_MEASURE,
                written.name.place,
                format!("there is no measure `{}`", written.name),
            )
            .label("not known");
            faults.push(
                fault.help(
                    did_you_mean(&written.name, names())
                        .or_else(|| Some(format!("there is {}", one_of(names())))),
                ),
            );
            return None;
        };
        let before = faults.len();
        self.check_filters(quantity, written, faults);
        let mut measure = Measure::of(quantity);
        if let Some(id) = self.filter(written, "campaign") {
            measure.campaign = self.ids.campaign(id, faults);
        }
        match quantity.of() {
            Of::Response | Of::Partner => {
                measure.responder = self.responder(written, "org", ResponderIdx::NONE, faults);
                if quantity.of() == Of::Partner {
                    measure.partner = self.responder(written, "partner", measure.responder, faults);
                }
                if let Some(origin) = self.filter(written, "from") {
                    measure.origin = self.origin(origin, faults);
                }
            }
            Of::Team => {
                let named = self.filter(written, "team").map(|id| self.ids.team(id, faults));
                measure.team =
                    named.unwrap_or_else(|| TeamIdx(only(written, "team", self.ids.teams.names(), faults)));
                if let Some(tier) = self.filter(written, "tier") {
                    measure.tier = self.tier(measure.team, tier, faults);
                }
            }
            Of::Function => {
                let named = self.filter(written, "function").map(|id| self.ids.function(id, faults));
                measure.function = named.unwrap_or_else(|| {
                    FunctionIdx(only(written, "function", self.ids.functions.names(), faults))
                });
            }
            Of::Mission => {
                let named = self.filter(written, "mission").map(|id| self.ids.mission(id, faults));
                // The loss is that of all, unless there is none.
                let of_all = quantity == Quantity::MissionLoss && self.ids.missions.len() > 0;
                measure.mission = match named {
                    Some(mission) => mission,
                    None if of_all => MissionIdx::NONE,
                    None => MissionIdx(only(written, "mission", self.ids.missions.names(), faults)),
                };
            }
            Of::Centre => {
                let named = self.filter(written, "centre").map(|id| self.ids.centre(id, faults));
                measure.centre = named
                    .unwrap_or_else(|| CentreIdx(only(written, "centre", self.ids.centres.names(), faults)));
            }
            Of::Ladder => self.of_ladder(written, &mut measure, faults),
            Of::Staff => self.of_staff(written, &mut measure, faults),
            Of::Duty => self.of_duty(written, &mut measure, faults),
            Of::Crisis => match self.filter(written, "crisis") {
                Some(id) => measure.crisis = self.ids.crisis(id, faults),
                // Of all together, unless there is none.
                None if self.ids.crises.len() > 0 => {}
                None => _ = only(written, "crisis", self.ids.crises.names(), faults),
            },
            Of::Campaign if self.filter(written, "campaign").is_none() => {
                measure.campaign = CampaignIdx(only(written, "campaign", self.ids.campaigns.names(), faults));
            }
            Of::Campaign | Of::Overall => {}
        }
        (faults.len() == before).then_some(measure)
    }

    /// The same for a condition that waits for a time, which can only be that of a response.
    pub fn first_time(&self, written: &scenario::Measure, faults: &mut Vec<Diagnostic>) -> Option<Measure> {
        let measure = self.resolve(written, faults)?;
        if known_milestone(measure.quantity) {
            return Some(measure);
        }
        let message =
            format!("`{}` can't be waited for: it is no time at which something happens", written.name);
        let fault = Diagnostic::error(codes::NOT_AWAITED, written.name.place, message)
            .label("not the time of a response");
        let possible = Quantity::ALL
            .iter()
            .filter(|quantity| known_milestone(**quantity))
            .map(|quantity| quantity.name());
        faults.push(fault.help(format!("possible: {}", one_of(possible))));
        None
    }

    /// The same for a condition that looks at a number, which must be one that changes by events only.
    pub fn level(
        &self,
        written: &scenario::Threshold,
        at_most: bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Condition> {
        let measure = self.resolve(&written.measure, faults)?;
        let name = &written.measure.name;
        if !is_counter(measure.quantity) {
            let (message, help) = match known_milestone(measure.quantity) {
                true => (
                    format!("`{name}` is a time: it comes or does not"),
                    format!("write `Reached(\"{}\")`, or `NotYet`", written.measure),
                ),
                false => {
                    let possible = Quantity::ALL.iter().filter(|quantity| is_counter(**quantity));
                    let message = format!("`{name}` has no value before the exercise is over");
                    (message, format!("possible: {}", one_of(possible.map(|quantity| quantity.name()))))
                }
            };
            let fault = Diagnostic::error(codes::NO_LEVEL, name.place, message);
            faults.push(fault.label("no number that a condition can look at").help(help));
            return None;
        }
        match written.limit {
            Limit::Number(limit, place) => {
                self.check_limit(&measure, (limit, place), at_most, faults);
                if !any_error(faults) {
                    faults.extend(self.valueless(&measure, false, name.place));
                }
                Some(Condition::Level { measure, at_most, limit })
            }
            Limit::Span(span) => {
                let message = format!("`{name}` is a number, which a duration can't limit");
                faults.push(Diagnostic::error(codes::LIMIT_KIND, span.place, message).label("not a number"));
                None
            }
        }
    }

    /// Faults for a number that the measure can't have, and a warning for one that it always or never keeps to.
    pub fn check_limit(
        &self,
        measure: &Measure,
        (limit, place): (f64, Place),
        at_most: bool,
        faults: &mut Vec<Diagnostic>,
    ) {
        let name = measure.quantity.name();
        match measure.quantity.unit() {
            Unit::Time => {}
            Unit::Share => {
                share(At { value: limit, place }, name, faults);
                if at_most && limit == 1.0 {
                    let message = format!("`{name}` is never more: it is a share");
                    faults.push(Diagnostic::warning(codes::CERTAIN, place, message).label("always so"));
                }
            }
            Unit::Count | Unit::FunctionHours if limit < 0.0 => {
                let message = format!("`{name}` is 0 or more, but `{limit}` is not");
                faults.push(Diagnostic::error(codes::NEGATIVE, place, message).label("less than 0"));
            }
            Unit::Count | Unit::FunctionHours if limit == 0.0 && !at_most => {
                let message = format!("`{name}` is never less than 0");
                faults.push(Diagnostic::warning(codes::CERTAIN, place, message).label("always so"));
            }
            Unit::Count | Unit::FunctionHours => {
                let Some((most, thing)) = self.most(measure) else { return };
                let (word, label) = match at_most {
                    true if limit >= most as f64 => ("never more", "always so"),
                    false if limit > most as f64 => ("never so many", "never so"),
                    _ => return,
                };
                let message = format!("`{name}` is {word}: there {}", are(most, thing));
                faults.push(Diagnostic::warning(codes::CERTAIN, place, message).label(label));
            }
        }
    }

    /// Whether a report that is due by law goes to partners.
    fn law_tells(&self) -> bool {
        let mut deadlines = self.ids.obligations.iter().flat_map(|row| &row.record.deadlines);
        deadlines.any(|deadline| !deadline.agreements.is_empty())
    }

    /// A warning for a time that passes until an organisation has done what none of its playbooks does.
    pub fn not_worked_for(&self, measure: &Measure, place: Place) -> Option<Diagnostic> {
        let (phases, does): (&[&str], &str) = match measure.quantity {
            Quantity::TimeToDeclare => (&["Declare"], "declares"),
            // Reports that the law asks for may go to partners too.
            Quantity::TimeToShare | Quantity::TimeToInform if self.law_tells() => return None,
            Quantity::TimeToShare | Quantity::TimeToInform => {
                (&["Notify", "ReportSituation"], "tells partners")
            }
            Quantity::TimeToContain | Quantity::TimeToFinalContainment => {
                (&["Contain", "Eradicate", "Recover"], "contains")
            }
            Quantity::TimeToRecover => (&["Recover"], "recovers"),
            _ => return None,
        };
        let responder = self.responders.get(measure.responder.at())?;
        let teams = responder.teams.iter().filter_map(|team| self.ids.teams.get(team.0));
        let books = teams.flat_map(|team| named_playbooks(team.record));
        let rows = books.filter_map(|id| self.ids.playbooks.get(self.ids.playbooks.find(&id.text)?));
        if rows.flat_map(|row| &row.record.phases).any(|phase| phases.contains(&phase.name())) {
            return None;
        }
        let organisation = self.ids.organisations.get(responder.organisation.0)?.name;
        let message =
            format!("no playbook of `{organisation}` {does}, so nothing that it does ends this time");
        let warning = Diagnostic::warning(codes::NOT_WORKED_FOR, place, message).label("waits for that");
        Some(warning.help(format!("needed is the phase {}", one_of(phases.iter().copied()))))
    }

    /// The most that a count can be, and of what, where the scenario says it.
    fn most(&self, measure: &Measure) -> Option<(u64, &'static str)> {
        match measure.quantity {
            Quantity::AssetsHeldNow | Quantity::AssetsHeldPeak | Quantity::AssetsHeldTotal => {
                Some((self.network.group_of.len() as u64, "asset"))
            }
            Quantity::EscalationLevel => {
                let ladder = self.ids.ladders.get(measure.ladder.0);
                Some((ladder.map_or(0, |row| row.record.steps.len() as u64), "step"))
            }
            Quantity::CrisesNow if measure.crisis.is_some() => Some((1, "crisis")),
            Quantity::CrisesNow => Some((self.ids.crises.len() as u64, "crisis")),
            Quantity::CampaignsAtObjective | Quantity::Attributed | Quantity::WronglyAttributed
                if measure.campaign.is_some() =>
            {
                Some((1, "campaign"))
            }
            Quantity::CampaignsAtObjective | Quantity::Attributed | Quantity::WronglyAttributed => {
                Some((self.ids.campaigns.len() as u64, "campaign"))
            }
            _ => None,
        }
    }

    fn of_ladder(&self, written: &scenario::Measure, measure: &mut Measure, faults: &mut Vec<Diagnostic>) {
        let named = self.filter(written, "ladder").map(|id| self.ids.ladder(id, faults));
        measure.ladder =
            named.unwrap_or_else(|| LadderIdx(only(written, "ladder", self.ids.ladders.names(), faults)));
        let Some(row) = self.ids.ladders.get(measure.ladder.0) else { return };
        if measure.quantity == Quantity::TimeToEscalate {
            let steps = row.record.steps.iter().map(|step| step.id.text.as_str());
            let place = match self.filter(written, "step") {
                Some(step) => ladders::step(row.record, (&step.text, step.place), faults).unwrap_or(0),
                None => only(written, "step", steps, faults),
            };
            measure.step = place + 1;
        }
    }

    fn tier(&self, team: TeamIdx, tier: &Id, faults: &mut Vec<Diagnostic>) -> PoolIdx {
        let Some(row) = self.ids.teams.get(team.0) else { return PoolIdx::NONE };
        let asker = "this measure";
        let word = Word { text: tier.text.clone(), place: tier.place };
        self.staff.tier(team, row.name, &word, asker, faults).unwrap_or(PoolIdx::NONE)
    }

    pub(super) fn filter<'m>(&self, written: &'m scenario::Measure, key: &str) -> Option<&'m Id> {
        written.filters.iter().find(|(word, _)| word.text == key).map(|(_, value)| value)
    }

    fn check_filters(&self, quantity: Quantity, written: &scenario::Measure, faults: &mut Vec<Diagnostic>) {
        let known = known_filters(quantity);
        repeated_words(
            written.filters.iter().map(|(key, _)| (key.text.as_str(), key.place)),
            "filter",
            faults,
        );
        for (key, _) in written.filters.iter().filter(|(key, _)| !known.contains(&key.text.as_str())) {
            let fault = Diagnostic::error(
                codes::UNKNOWN_FILTER,
                key.place,
                format!("`{}` has no filter `{key}`", written.name),
            )
            .label("not known");
            faults.push(
                fault.help(
                    did_you_mean(key, known.iter().copied())
                        .or_else(|| Some(format!("its filters are {}", one_of(known.iter().copied())))),
                ),
            );
        }
    }

    /// The responder that a filter names, or the only one there is besides `other`.
    fn responder(
        &self,
        written: &scenario::Measure,
        key: &str,
        other: ResponderIdx,
        faults: &mut Vec<Diagnostic>,
    ) -> ResponderIdx {
        let candidates =
            || ResponderIdx::all(self.responders.len()).filter(move |responder| *responder != other);
        let name = |responder: ResponderIdx| {
            self.ids
                .organisations
                .get(self.responders[responder.at()].organisation.0)
                .map_or("", |row| row.name)
        };
        let Some(id) = self.filter(written, key) else {
            let names: Vec<&str> = candidates().map(name).collect();
            let number = only(written, key, names.iter().copied(), faults);
            return candidates().nth(number as usize).unwrap_or(ResponderIdx::NONE);
        };
        if let Some(found) = candidates().find(|responder| name(*responder) == id.text) {
            return found;
        }
        faults.push(self.no_responder(id, key, other, name));
        ResponderIdx::NONE
    }

    fn no_responder<'n>(
        &self,
        id: &Id,
        key: &str,
        other: ResponderIdx,
        name: impl Fn(ResponderIdx) -> &'n str,
    ) -> Diagnostic {
        let all = || ResponderIdx::all(self.responders.len());
        let Some(number) = self.ids.organisations.find(&id.text).map(OrganisationIdx) else {
            let known: Vec<&str> = all().map(&name).collect();
            return unknown("responding organisation", &id.text, id.place, known.iter().copied());
        };
        if self.responders.get(other.at()).is_some_and(|responder| responder.organisation == number) {
            return Diagnostic::error(
                codes::NO_RESPONDER,
                id.place,
                format!("`{id}` can't be its own partner"),
            )
            .label("the same organisation");
        }
        let protectors: Vec<&str> = all()
            .filter(|responder| self.responders[responder.at()].protects.contains(&number))
            .map(&name)
            .collect();
        let help = match protectors.as_slice() {
            [] => String::from("no organisation with a team protects it"),
            _ => format!(
                "{} responds for it: write `{key}={}`",
                one_of(protectors.iter().copied()),
                protectors[0]
            ),
        };
        let message = format!("the organisation `{id}` has no team, so it does not respond");
        Diagnostic::error(codes::NO_RESPONDER, id.place, message).label("has no team").help(help)
    }

    fn origin(&self, written: &Id, faults: &mut Vec<Diagnostic>) -> Origin {
        const WORDS: [&str; 4] = ["FirstHold", "FirstAlert", "Startex", "Inject(…)"];
        match written.text.as_str() {
            "FirstHold" => return Origin::FirstHold,
            "FirstAlert" => return Origin::FirstAlert,
            "Startex" => return Origin::Startex,
            _ => {}
        }
        if let Some(no) = scenario::inject_of(&written.text) {
            if let Some(number) = self.numbers.find(no) {
                return Origin::Inject(number);
            }
            faults.push(unknown("inject", no, written.place, self.numbers.all()));
            return Origin::FirstHold;
        }
        let fault =
            Diagnostic::error(codes::ORIGIN, written.place, format!("no time counts from `{written}`"))
                .label("not an origin");
        faults.push(fault.help(
            did_you_mean(&written.text, WORDS).or_else(|| Some(format!("possible: {}", one_of(WORDS)))),
        ));
        Origin::FirstHold
    }
}

fn are(number: u64, thing: &str) -> String {
    format!("{} {}", if number == 1 { "is" } else { "are" }, counted(number, thing))
}

/// Whether the quantity is a moment that comes or does not, rather than a mean.
fn known_milestone(quantity: Quantity) -> bool {
    quantity == Quantity::TimeToCompromise
        || matches!(quantity, Quantity::TimeToShare | Quantity::TimeToEscalate | Quantity::TimeToReport)
        || quantity.of() == Of::Campaign
        || has_origin(quantity)
}

/// Whether the quantity is a count, or a level, that has a value at every moment.
fn is_counter(quantity: Quantity) -> bool {
    quantity.unit() == Unit::Count || matches!(quantity, Quantity::FunctionLevel | Quantity::MissionLevel)
}

/// The number of the only candidate; a fault when there are several or none.
pub(super) fn only<'n>(
    written: &scenario::Measure,
    key: &str,
    candidates: impl Iterator<Item = &'n str> + Clone,
    faults: &mut Vec<Diagnostic>,
) -> u32 {
    let number = candidates.clone().count();
    if number != 1 {
        let Word { text: name, place } = &written.name;
        let what = match key {
            "org" => "responding organisation",
            "partner" => "partner",
            other => other,
        };
        let (code, message) = match number {
            0 => (codes::NOTHING_MEASURED, format!("`{name}` is asked of a {what}, and there is none")),
            _ => (codes::AMBIGUOUS, format!("`{name}` does not say of which {what}")),
        };
        let help = candidates
            .clone()
            .next()
            .map(|first| format!("write `{name}[{key}={first}]`; possible: {}", one_of(candidates)));
        faults.push(Diagnostic::error(code, *place, message).label(format!("without `{key}`")).help(help));
    }
    0
}
