//! Centres that fuse reports on the situation, who works there, and whom they warn.
//!
//! **Invariant:** the pool of a centre is a tier of its team, and nobody lends more people than there are.

use super::assistance::lender_of;
use super::cooperation::{self, Exchange, Partners};
use super::ids::Ids;
use super::ladders::Rungs;
use super::staff::Staff;
use super::table::{Row, Table};
use super::targets;
use super::values::{at_least_one, distribution, duration, optional_distribution, probability};
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::kernel::name_key;
use crate::model::{
    Assistance, Centre, CentreIdx, Channel, InjectIdx, Organisation, Party, PhaseKind, PoolIdx, Precaution,
    Secondee, Shares, Team, TeamIdx, Warning,
};
use crate::scenario;
use std::collections::BTreeMap;

/// Tells each warning which inject it is.
pub fn number_warnings(centres: &mut [Centre], rungs: &Rungs) {
    for (index, centre) in (0..).map(CentreIdx).zip(centres) {
        for (place, warning) in centre.warns.iter_mut().enumerate() {
            warning.inject = rungs.warning(index, place);
        }
    }
}

/// What centres are lowered against.
pub struct Surroundings<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// Whoever serves a queue.
    pub staff: &'a Staff<'a>,
    /// Over what reports come.
    pub exchange: &'a Exchange,
    /// Who reports.
    pub teams: &'a [Team],
    /// Who lends people to others.
    pub offers: &'a [Assistance],
    /// Who may be warned.
    pub partners: &'a Partners<'a>,
    /// Organisations.
    pub organisations: &'a [Organisation],
}

impl Surroundings<'_> {
    /// The centres.
    pub fn lower(&self, faults: &mut Vec<Diagnostic>) -> Vec<Centre> {
        let mut centres = Vec::with_capacity(self.ids.centres.len());
        let mut lent: BTreeMap<PoolIdx, u32> = BTreeMap::new();
        for offer in self.offers {
            *lent.entry(offer.from).or_default() += offer.seats.saturating_mul(offer.teams);
        }
        for row in self.ids.centres.iter() {
            let (written, active) = (row.record, row.record.active.value);
            let team = self.ids.team(&written.team, faults);
            let pool = match team.is_some() {
                true => self.staff.tier(team, &written.team, &written.tier, "a centre", faults),
                false => None,
            };
            let fusing = distribution(&written.fusing, faults);
            if active && team.is_some() && !self.hears(team) {
                let message = format!("no report on the situation reaches the centre `{}`", row.name);
                let warning = Diagnostic::warning(codes::BLIND_CENTRE, row.place, message);
                let help = "let a channel that leads to its team share `SituationReport`, and a playbook \
                            report over it: `ReportSituation(agreements: [\"…\"], every: \"6h\")`";
                faults.push(warning.label("its picture stays empty").help(String::from(help)));
            }
            let pool = pool.unwrap_or(PoolIdx::NONE);
            let secondees = self.secondees(row, pool, &lent, faults);
            if active {
                for secondee in &secondees {
                    *lent.entry(secondee.from).or_default() += secondee.seats;
                }
            }
            Table::new("warning", &written.warns, |warning| &warning.id, faults);
            let warns = written.warns.iter().map(|warning| self.warning(row, warning, faults)).collect();
            centres.push(Centre { key: name_key(row.name), active, team, pool, fusing, secondees, warns });
        }
        centres
    }

    /// Who is seconded to a centre; faults for more than there are.
    fn secondees(
        &self,
        row: &Row<'_, scenario::Centre>,
        pool: PoolIdx,
        lent: &BTreeMap<PoolIdx, u32>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<Secondee> {
        let mut secondees: Vec<Secondee> = Vec::new();
        for written in &row.record.secondees {
            let seats = at_least_one(written.seats, "seats", faults);
            let already = |pool: PoolIdx| {
                let here = secondees.iter().filter(|other| other.from == pool).map(|other| other.seats);
                here.fold(lent.get(&pool).copied().unwrap_or(0), u32::saturating_add)
            };
            let Some(from) =
                lender_of(&written.from, (seats, &already), "a centre", self.staff, self.ids, faults)
            else {
                continue;
            };
            if from == pool {
                let place = written.from.tier.place;
                let message = format!("the centre `{}` has its own people seconded to it", row.name);
                let fault = Diagnostic::error(codes::OWN_PEOPLE, place, message).label("works there already");
                faults.push(fault.help(String::from("name the tier of another team, or leave it out")));
            }
            secondees.push(Secondee { from, seats });
        }
        secondees
    }

    fn warning(
        &self,
        row: &Row<'_, scenario::Centre>,
        written: &scenario::Warning,
        faults: &mut Vec<Diagnostic>,
    ) -> Warning {
        let number = row.record.number(written);
        let to = cooperation::all_of(&written.to, self.partners, faults);
        if written.to.is_empty() {
            let message = format!("the warning `{number}` goes to nobody");
            let fault = Diagnostic::error(codes::EMPTY, written.id.place, message).label("`to` is empty");
            faults.push(fault.help(String::from("name organisations: `to: [Tag(\"operator\")]`")));
        }
        let organisations = at_least_one(written.organisations, "organisations", faults);
        let all = self.ids.organisations.len() as u32;
        if organisations > all {
            let message =
                format!("the picture never shows {organisations} organisations: there {}", are(all));
            let fault = Diagnostic::warning(codes::IDLE_WARNING, written.organisations.place, message);
            faults.push(fault.label("is never given"));
        }
        let does =
            written.does.iter().filter_map(|it| self.precaution(&number, written, it, &to, faults)).collect();
        if written.does.is_empty() && written.effect.is_none() {
            let message = format!("whoever heeds the warning `{number}` does nothing");
            let warning = Diagnostic::warning(codes::IDLE_WARNING, written.id.place, message);
            let help = "say what: `does: [Block, Patch]`, or an `effect`";
            faults.push(warning.label("has neither `does` nor `effect`").help(String::from(help)));
        }
        Warning {
            key: name_key(&number),
            to,
            organisations,
            takes: optional_distribution(written.takes.as_ref(), faults),
            heeds: probability(written.heeds, "heeds", faults),
            does,
            inject: InjectIdx::NONE,
        }
    }

    fn precaution(
        &self,
        number: &str,
        warning: &scenario::Warning,
        written: &scenario::Precaution,
        to: &[Party],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Precaution> {
        let place = warning.id.place;
        Some(match written {
            scenario::Precaution::Block => Precaution::Block,
            scenario::Precaution::Patch => {
                let patches = |party: &Party| self.organisations[party.organisation.at()].patching.is_some();
                if !to.is_empty() && !to.iter().any(patches) {
                    let message = format!("nobody whom `{number}` warns patches");
                    let warning = Diagnostic::warning(codes::IDLE_WARNING, place, message);
                    let help = "say how long an organisation takes: `patching: Exponential(mean: \"2d\")`";
                    faults.push(warning.label("`Patch` has no effect").help(String::from(help)));
                }
                Precaution::Patch
            }
            scenario::Precaution::Watch(watch) => Precaution::Watch {
                boost: probability(watch.boost, "boost", faults),
                lasting: duration(watch.r#for),
            },
            scenario::Precaution::Shut(shut) => {
                let assets = targets::resolve(&shut.assets, self.ids, self.partners.network, faults);
                let owned = |party: &Party| {
                    let owner = |asset| self.partners.network.group(asset).owner;
                    assets.iter().any(|asset| owner(asset) == party.organisation)
                };
                if !to.is_empty() && !to.iter().any(owned) {
                    let message = format!("nobody whom `{number}` warns owns any of these assets");
                    let place = shut.assets.first().map_or(place, targets::place);
                    let warning = Diagnostic::warning(codes::IDLE_WARNING, place, message);
                    faults.push(warning.label("nothing is shut"));
                }
                Precaution::Shut { assets, lasting: duration(shut.r#for) }
            }
        })
    }

    /// Whether any team tells of the situation over a channel that leads to a team, or over one from which it is passed on.
    fn hears(&self, team: TeamIdx) -> bool {
        let tells = |channel: &Channel| channel.shares.has(Shares::SITUATION);
        let leads = |channel: &Channel| tells(channel) && channel.station(team).is_some();
        let all = &self.exchange.channels;
        let passed_on = all.iter().any(|channel| channel.passes_on && leads(channel));
        let phases = self.teams.iter().flat_map(|team| &team.phases);
        phases.into_iter().any(|phase| match &phase.kind {
            PhaseKind::Notify { channels, .. } | PhaseKind::ReportSituation { channels, .. } => channels
                .iter()
                .map(|channel| &all[channel.at()])
                .any(|channel| leads(channel) || passed_on && tells(channel)),
            _ => false,
        })
    }
}

fn are(number: u32) -> String {
    format!("{} {}", if number == 1 { "is" } else { "are" }, counted(u64::from(number), "organisation"))
}
