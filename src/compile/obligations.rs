//! Legal clocks: whom an obligation binds, and who writes what it asks for.
//!
//! **Invariant:** a duty has a writer for each team that could become aware of an incident of its organisation.

use super::cooperation::{self, Exchange, Partners};
use super::measure::{Measures, only};
use super::playbook;
use super::staff::Staff;
use super::table::{Row, Table, unknown_local};
use super::teams::named_playbooks;
use super::technique;
use super::values::{distribution, duration, repeated_words};
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::{SimDuration, name_key};
use crate::model::{
    Deadline, Duty, Measure, Obligation, ObligationIdx, OrganisationIdx, PoolIdx, Quantity, TeamIdx, Writer,
};
use crate::scenario::{self, Awareness, Id};

/// The obligations, by id, and whom they bind.
pub fn lower(
    partners: &Partners<'_>,
    staff: &Staff<'_>,
    exchange: &Exchange,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Obligation>, Vec<Duty>) {
    let (mut obligations, mut duties) = (Vec::new(), Vec::new());
    for (number, row) in (0..).map(ObligationIdx).zip(partners.ids.obligations.iter()) {
        let lowering = Lowering { partners, staff, exchange, row };
        obligations.push(Obligation {
            key: name_key(row.name),
            declared: row.record.from.value == Awareness::Declared,
            severity: technique::severity(row.record.severity.value),
            deadlines: lowering.deadlines(faults),
        });
        lowering.duties(number, &mut duties, faults);
    }
    duties.sort_by_key(|duty: &Duty| (duty.party.organisation, duty.obligation));
    let mut first = 0;
    for duty in &mut duties {
        duty.first = first;
        first += obligations[duty.obligation.at()].deadlines.len() as u32;
    }
    (obligations, duties)
}

struct Lowering<'a> {
    partners: &'a Partners<'a>,
    staff: &'a Staff<'a>,
    exchange: &'a Exchange,
    row: &'a Row<'a, scenario::Obligation>,
}

impl Lowering<'_> {
    fn deadlines(&self, faults: &mut Vec<Diagnostic>) -> Vec<Deadline> {
        let written = &self.row.record.deadlines;
        if written.is_empty() {
            let message = format!("the obligation `{}` has no deadlines", self.row.name);
            let fault = Diagnostic::error(codes::EMPTY, self.row.place, message).label("nothing is due");
            let help = "say what is due: `deadlines: [(id: \"early-warning\", within: \"24h\")]`";
            faults.push(fault.help(String::from(help)));
        }
        Table::new("deadline", written, |deadline| &deadline.id, faults);
        (0..).zip(written).map(|(place, deadline)| self.deadline(place, deadline, faults)).collect()
    }

    fn deadline(&self, place: usize, written: &scenario::Deadline, faults: &mut Vec<Diagnostic>) -> Deadline {
        let agreements = &written.agreements;
        repeated_words(agreements.iter().map(|id| (id.text.as_str(), id.place)), "agreement", faults);
        if written.within.micros == 0 {
            let message = format!("the report `{}` is due at once", written.id);
            let fault = Diagnostic::error(codes::TOO_SMALL, written.within.place, message);
            let help = "say how long they have: `within: \"24h\"`";
            faults.push(fault.label("no time at all").help(String::from(help)));
        }
        let within = duration(written.within);
        let begins = written.begins.map_or(SimDuration::ZERO, duration);
        if begins >= within && written.within.micros > 0 {
            let at = written.begins.map_or(written.within.place, |begins| begins.place);
            let message =
                format!("the report `{}` is begun when it is due, so it is always late", written.id);
            faults.push(Diagnostic::warning(codes::ALWAYS_LATE, at, message).label("not before it is due"));
        }
        Deadline {
            key: name_key(&written.id.text),
            within,
            after: self.after(place, written, faults),
            begins,
            time: distribution(&written.time, faults),
            marking: playbook::tlp(written.tlp.value),
        }
    }

    /// The place of the deadline from whose report one counts.
    fn after(&self, place: usize, written: &scenario::Deadline, faults: &mut Vec<Diagnostic>) -> Option<u32> {
        let name = written.after.as_ref()?;
        let all = &self.row.record.deadlines;
        match all.iter().position(|deadline| deadline.id.text == name.text) {
            None => {
                let what = format!("the obligation `{}` has no deadline", self.row.name);
                let known = all.iter().map(|deadline| deadline.id.text.as_str());
                faults.push(unknown_local(&what, name, known));
                None
            }
            Some(found) if found >= place => {
                let message = format!(
                    "the deadline `{}` counts from `{name}`, which does not stand above it",
                    written.id
                );
                let fault = Diagnostic::error(codes::COUNTS_FROM_LATER, name.place, message);
                let help = "deadlines stand in the order in which they start, and none counts from itself";
                faults.push(fault.label("not above").help(String::from(help)));
                None
            }
            Some(found) => Some(found as u32),
        }
    }

    /// Adds whom the obligation binds.
    fn duties(&self, obligation: ObligationIdx, duties: &mut Vec<Duty>, faults: &mut Vec<Diagnostic>) {
        let (record, name) = (self.row.record, self.row.name);
        let by_id = record.applies.iter().filter_map(|party| match party {
            scenario::Party::One(id) => Some((id.text.as_str(), id.place)),
            scenario::Party::All(_) => None,
        });
        repeated_words(by_id, "organisation", faults);
        if record.applies.is_empty() {
            let message = format!("the obligation `{name}` binds nobody");
            let fault = Diagnostic::error(codes::EMPTY, self.row.place, message).label("`applies` is empty");
            faults
                .push(fault.help(String::from("name those whom it binds: `applies: [Tag(\"essential\")]`")));
        }
        let mut unheard = Vec::new();
        for party in cooperation::all_of(&record.applies, self.partners, faults) {
            let writers: Vec<Writer> =
                self.aware(party.organisation).map(|team| self.writer(team, faults)).collect();
            if writers.is_empty() {
                unheard.push(self.organisation(party.organisation));
            }
            duties.push(Duty { obligation, party, first: 0, writers });
        }
        // Nobody writes them: what is wrong with them is told all the same.
        if unheard.len() == duties.iter().filter(|duty| duty.obligation == obligation).count() {
            for agreement in record.deadlines.iter().flat_map(|deadline| &deadline.agreements) {
                self.partners.ids.agreements.resolve(agreement, faults);
            }
        }
        self.warn_unheard(&unheard, faults);
        self.warn_undeclared(obligation, duties, faults);
    }

    /// The teams that may have incidents about the assets of an organisation.
    fn aware(&self, organisation: OrganisationIdx) -> impl Iterator<Item = TeamIdx> + '_ {
        let responders = self.partners.responders.iter();
        let mut teams: Vec<TeamIdx> = responders
            .filter(|responder| responder.protects.contains(&organisation))
            .flat_map(|responder| responder.teams.iter().copied())
            .collect();
        teams.sort_unstable();
        let ids = self.partners.ids;
        teams.into_iter().filter(|team| ids.teams.get(team.0).is_some_and(|row| row.record.triage.is_some()))
    }

    fn writer(&self, team: TeamIdx, faults: &mut Vec<Diagnostic>) -> Writer {
        let id = self.partners.ids.teams.get(team.0).map_or("", |row| row.name);
        let asker = format!("the obligation `{}`", self.row.name);
        let report = |deadline: &scenario::Deadline| {
            let pool = self.staff.tier(team, id, &deadline.tier, &asker, faults);
            (pool.unwrap_or(PoolIdx::NONE), self.channels(team, &deadline.agreements, faults))
        };
        Writer { team, reports: self.row.record.deadlines.iter().map(report).collect() }
    }

    /// The channels over which a team reports under some agreements.
    fn channels(
        &self,
        team: TeamIdx,
        agreements: &[Id],
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<crate::model::ChannelIdx> {
        let ids = self.partners.ids;
        let mut channels = Vec::new();
        for id in agreements {
            let Some(number) = ids.agreements.resolve(id, faults) else { continue };
            let Some(row) = ids.teams.get(team.0) else { continue };
            let organisation = ids.organisations.find(&row.record.organisation.text).map(OrganisationIdx);
            match organisation.is_none_or(|organisation| self.exchange.may_be_party(number, organisation)) {
                true => channels.extend_from_slice(self.exchange.channels_of(number)),
                false => {
                    let message = format!(
                        "the team `{}` writes this report, but its organisation is no party to `{id}`",
                        row.name
                    );
                    let warning = Diagnostic::warning(codes::NOT_A_PARTY, id.place, message);
                    let help =
                        "it reports to no partner: make its organisation a party, or leave the agreement out";
                    faults.push(warning.label("not a party").help(String::from(help)));
                }
            }
        }
        channels.sort_unstable();
        channels.dedup();
        channels
    }

    fn organisation(&self, organisation: OrganisationIdx) -> &str {
        self.partners.ids.organisations.get(organisation.0).map_or("", |row| row.name)
    }

    /// A warning for organisations of which no team could ever become aware.
    fn warn_unheard(&self, unheard: &[&str], faults: &mut Vec<Diagnostic>) {
        let Some(first) = unheard.first() else { return };
        let others = match unheard.len() - 1 {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        let message = format!(
            "the obligation `{}` binds `{first}`{others}, for whom no team judges alerts: no clock ever starts",
            self.row.name
        );
        let place = self.row.record.applies.first().map_or(self.row.place, cooperation::place);
        let warning = Diagnostic::warning(codes::NEVER_AWARE, place, message).label("nobody becomes aware");
        faults.push(warning.help(String::from("let a team respond for it, or bind others")));
    }

    /// A warning for clocks that wait for a declaration that no playbook makes.
    fn warn_undeclared(&self, obligation: ObligationIdx, duties: &[Duty], faults: &mut Vec<Diagnostic>) {
        let ids = self.partners.ids;
        let from = self.row.record.from;
        let declares = |writer: &Writer| {
            let books = ids.teams.get(writer.team.0).into_iter().flat_map(|row| named_playbooks(row.record));
            // A misspelt playbook was told.
            let mut rows =
                books.map(|id| ids.playbooks.find(&id.text).and_then(|number| ids.playbooks.get(number)));
            rows.any(|row| {
                row.is_none_or(|row| row.record.phases.iter().any(|phase| phase.name() == "Declare"))
            })
        };
        let mut writers = duties
            .iter()
            .filter(|duty| duty.obligation == obligation)
            .flat_map(|duty| &duty.writers)
            .peekable();
        if from.value == Awareness::Declared && writers.peek().is_some() && !writers.any(declares) {
            let message = format!("no playbook declares, so no clock of `{}` ever starts", self.row.name);
            let warning =
                Diagnostic::warning(codes::NEVER_AWARE, from.place, message).label("waits for that");
            faults.push(warning.help(String::from("needed is the phase `Declare`; or count `from: Aware`")));
        }
    }
}

impl Measures<'_> {
    /// What a measure of deadlines is of. Of counts all of what is left out count together.
    pub(super) fn of_duty(
        &self,
        written: &scenario::Measure,
        measure: &mut Measure,
        faults: &mut Vec<Diagnostic>,
    ) {
        let one = measure.quantity == Quantity::TimeToReport;
        let nothing = self.ids.obligations.len() == 0;
        if let Some(id) = self.filter(written, "org") {
            measure.organisation = self.bound(id, faults);
        }
        match self.filter(written, "obligation") {
            Some(id) => measure.obligation = self.ids.obligation(id, faults),
            None if one || nothing => {
                measure.obligation =
                    ObligationIdx(only(written, "obligation", self.ids.obligations.names(), faults));
            }
            None => {}
        }
        if one && self.filter(written, "org").is_none() {
            let bound = self.duties.iter().filter(|duty| duty.obligation == measure.obligation);
            let bound: Vec<OrganisationIdx> = bound.map(|duty| duty.party.organisation).collect();
            let names =
                bound.iter().filter_map(|number| self.ids.organisations.get(number.0)).map(|row| row.name);
            only(written, "org", names, faults);
            measure.organisation = bound.first().copied().unwrap_or(OrganisationIdx::NONE);
        }
        self.deadline(written, measure, faults);
        let (organisation, obligation) = (measure.organisation, measure.obligation);
        if organisation.is_some()
            && obligation.is_some()
            && !self
                .duties
                .iter()
                .any(|duty| (duty.party.organisation, duty.obligation) == (organisation, obligation))
        {
            let id = self.filter(written, "org").map_or(written.name.place, |id| id.place);
            let message = String::from("this obligation does not bind this organisation");
            faults.push(Diagnostic::error(codes::NO_RESPONDER, id, message).label("not bound"));
        }
    }

    /// An organisation that some obligation binds.
    fn bound(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> OrganisationIdx {
        let organisation = self.ids.organisation(id, faults);
        if organisation.is_some() && !self.duties.iter().any(|duty| duty.party.organisation == organisation) {
            let message = format!("no obligation binds `{id}`");
            faults.push(Diagnostic::error(codes::NO_RESPONDER, id.place, message).label("not bound"));
            return OrganisationIdx::NONE;
        }
        organisation
    }

    fn deadline(&self, written: &scenario::Measure, measure: &mut Measure, faults: &mut Vec<Diagnostic>) {
        let Some(row) = self.ids.obligations.get(measure.obligation.0) else {
            if let Some(id) = self.filter(written, "deadline").filter(|_| self.ids.obligations.len() > 0) {
                let message = format!("`{id}` may be a deadline of any obligation");
                let fault =
                    Diagnostic::error(codes::AMBIGUOUS, id.place, message).label("of which obligation?");
                let first = self.ids.obligations.names().next().unwrap_or("…");
                faults
                    .push(fault.help(format!("write `{}[obligation={first}, deadline={id}]`", written.name)));
            }
            return;
        };
        let names = row.record.deadlines.iter().map(|deadline| deadline.id.text.as_str());
        let place = match self.filter(written, "deadline") {
            Some(id) => {
                let found = names.clone().position(|name| name == id.text);
                if found.is_none() {
                    let what = format!("the obligation `{}` has no deadline", row.name);
                    let word = scenario::Word { text: id.text.clone(), place: id.place };
                    faults.push(unknown_local(&what, &word, names));
                }
                found.map(|place| place as u32)
            }
            None if measure.quantity == Quantity::TimeToReport => {
                Some(only(written, "deadline", names, faults))
            }
            None => None,
        };
        measure.deadline = place.map_or(0, |place| place + 1);
    }
}
