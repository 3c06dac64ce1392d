//! Every measure of a model, in the order of reports.
//!
//! **Invariant:** no measure is listed twice, and every objective's is listed.

use super::entities::{entities, name_of};
use crate::model::*;
use std::ops::Index;

/// The measures of a model, with their names.
#[derive(Debug, Clone)]
pub struct Measures {
    /// In the order of reports.
    pub list: Vec<Measure>,
    /// As a scenario would write them.
    pub names: Vec<String>,
    /// The place of each objective's measure in the list; none for one with several parts.
    pub of_objectives: Vec<Option<usize>>,
    /// The place of each of [`Model::asked`] in the list.
    pub of_asked: Vec<usize>,
    /// How many stand before those that are listed only for an objective, or because they were asked for. No two of these say
    /// the same of the same.
    pub regular: usize,
}

impl Measures {
    /// All measures of `model`: every responder and campaign, every pair of responders that a channel joins, every team
    /// and tier, every function, mission, centre, step of a ladder, staff, deadline and crisis, the whole exercise and each
    /// campaign; then those of the objectives, and those asked for, that are not among them.
    pub fn of(model: &Model) -> Measures {
        let mut list = Vec::new();
        for responder in ResponderIdx::all(model.responders.len()) {
            for campaign in CampaignIdx::all(model.campaigns.len()) {
                responses(model, responder, campaign, &mut list);
            }
        }
        for team in TeamIdx::all(model.teams.len()) {
            // Who reports to nobody has no numbers of reports.
            let on_channel = model.channels.iter().any(|channel| channel.station(team).is_some());
            let of_team = quantities(Of::Team).filter(|quantity| on_channel || !quantity.of_cooperation());
            list.extend(of_team.map(|quantity| Measure { team, ..measure_of(quantity) }));
            // Of a team with one tier they would say the same again.
            let tiers =
                model.teams[team.at()].tiers.iter().filter(|_| model.teams[team.at()].tiers.len() > 1);
            list.extend(tiers.map(|&tier| Measure { team, tier, ..measure_of(Quantity::Utilisation) }));
        }
        for function in FunctionIdx::all(model.functions.len()) {
            list.extend(
                quantities(Of::Function).map(|quantity| Measure { function, ..measure_of(quantity) }),
            );
        }
        for mission in MissionIdx::all(model.missions.len()) {
            list.extend(quantities(Of::Mission).map(|quantity| Measure { mission, ..measure_of(quantity) }));
        }
        // Of all missions together; of a single one it would say nearly the same again.
        list.extend((model.missions.len() > 1).then(|| measure_of(Quantity::MissionLoss)));
        for centre in CentreIdx::all(model.centres.len()) {
            list.extend(quantities(Of::Centre).map(|quantity| Measure { centre, ..measure_of(quantity) }));
        }
        for (ladder, written) in (0..).map(LadderIdx).zip(&model.ladders) {
            list.push(Measure { ladder, ..measure_of(Quantity::EscalationLevel) });
            let steps = 1..=written.steps.len() as u32;
            list.extend(steps.map(|step| Measure { ladder, step, ..measure_of(Quantity::TimeToEscalate) }));
        }
        let staffs = || quantities(Of::Staff).map(measure_of);
        for staff in StaffIdx::all(model.staffs.len()) {
            list.extend(staffs().map(|measure| Measure { staff, ..measure }));
        }
        // Of all staffs together; of a single one it would say the same again.
        list.extend(staffs().filter(|_| model.staffs.len() > 1));
        duties(model, &mut list);
        for crisis in CrisisIdx::all(model.crises.len()) {
            list.extend(quantities(Of::Crisis).map(|quantity| Measure { crisis, ..measure_of(quantity) }));
        }
        // Where nobody investigates nobody waits for it.
        let led = |quantity: &Quantity| {
            !quantity.of_investigations() || model.investigations.iter().any(|led| led.aim.ends(*quantity))
        };
        for campaign in CampaignIdx::all(model.campaigns.len()) {
            let asked = quantities(Of::Campaign).filter(led);
            list.extend(asked.map(|quantity| Measure { campaign, ..measure_of(quantity) }));
        }
        list.extend(quantities(Of::Overall).filter(led).map(measure_of));
        if model.campaigns.len() > 1 {
            for campaign in CampaignIdx::all(model.campaigns.len()) {
                let asked = quantities(Of::Overall).filter(led);
                list.extend(asked.map(|quantity| Measure { campaign, ..measure_of(quantity) }));
            }
        }
        Measures::listing(model, list)
    }

    /// These measures, then those of the objectives that are not among them.
    #[must_use]
    pub fn listing(model: &Model, mut list: Vec<Measure>) -> Measures {
        let regular = list.len();
        let of_objectives = model.objectives.iter().map(|objective| {
            let mut last = 0;
            objective.that.each_measure(&mut |measure| last = place(&mut list, *measure));
            matches!(objective.that, Predicate::Limit { .. }).then_some(last)
        });
        let of_objectives = of_objectives.collect();
        let of_asked = model.asked.iter().map(|measure| place(&mut list, *measure)).collect();
        let names = list.iter().map(|measure| measure_name(model, measure)).collect();
        Measures { list, names, of_objectives, of_asked, regular }
    }

    /// The place of a measure in the list.
    pub fn find(&self, measure: &Measure) -> Option<usize> {
        self.list.iter().position(|listed| listed == measure)
    }
}

impl Index<usize> for Measures {
    type Output = Measure;
    fn index(&self, place: usize) -> &Measure {
        &self.list[place]
    }
}

/// A measure of `quantity` that names no entity.
pub(crate) const fn measure_of(quantity: Quantity) -> Measure {
    Measure::of(quantity)
}

fn quantities(of: Of) -> impl Iterator<Item = Quantity> {
    Quantity::ALL.iter().copied().filter(move |quantity| quantity.of() == of)
}

fn responses(model: &Model, responder: ResponderIdx, campaign: CampaignIdx, list: &mut Vec<Measure>) {
    let partners: Vec<ResponderIdx> = ResponderIdx::all(model.responders.len())
        .filter(|&partner| joined(model, responder, partner))
        .collect();
    for &quantity in Quantity::ALL {
        let measure = Measure { responder, campaign, ..measure_of(quantity) };
        match quantity.of() {
            // Where nobody helps nobody waits for help.
            Of::Response if quantity == Quantity::TimeToAssist && model.assistance.is_empty() => {}
            Of::Response => list.push(measure),
            Of::Partner => list.extend(partners.iter().map(|&partner| Measure { partner, ..measure })),
            _ => {}
        }
    }
}

/// Every deadline of everyone who is bound, then all together.
fn duties(model: &Model, list: &mut Vec<Measure>) {
    let first = list.len();
    for (number, duty) in (0..).map(DutyIdx).zip(&model.duties) {
        let (organisation, obligation) = (duty.party.organisation, duty.obligation);
        for deadline in 1..=model.deadlines(number).len() as u32 {
            let measure = |quantity| Measure { organisation, obligation, deadline, ..measure_of(quantity) };
            list.extend(quantities(Of::Duty).map(measure));
        }
    }
    // Of a single deadline they would say the same again.
    let all = quantities(Of::Duty).filter(|quantity| *quantity != Quantity::TimeToReport).map(measure_of);
    let several = list.len() - first > quantities(Of::Duty).count();
    list.extend(all.filter(|_| several));
}

/// Whether a channel leads from one responder to another: by the shape of its agreement, or as somebody may pass it on.
fn joined(model: &Model, from: ResponderIdx, to: ResponderIdx) -> bool {
    let passes_on = model.teams.iter().any(|team| !team.passes_on.is_empty());
    let joins = |channel: &Channel| {
        let shape = model.agreements[channel.agreement.at()].shape;
        let of = |responder| {
            channel.stations.iter().filter(move |at| model.teams[at.team.at()].responder == responder)
        };
        of(from).any(|one| of(to).any(|other| passes_on || shape.joins(one.party, other.party)))
    };
    from != to && model.channels.iter().filter(|channel| channel.carries_reports()).any(joins)
}

fn place(list: &mut Vec<Measure>, measure: Measure) -> usize {
    list.iter().position(|listed| *listed == measure).unwrap_or_else(|| {
        list.push(measure);
        list.len() - 1
    })
}

/// The name of a measure as a scenario would write it; the origin only where it is not the first hold.
pub fn measure_name(model: &Model, measure: &Measure) -> String {
    name_of(&entities(model, measure))
}

/// What the tier of a measure is called within its team.
pub(crate) fn tier_name<'a>(model: &'a Model, measure: &Measure) -> &'a str {
    let (pool, team) = (&*model.names.pools[measure.tier.at()], &*model.names.teams[measure.team.at()]);
    pool.strip_prefix(team).and_then(|rest| rest.strip_prefix('/')).unwrap_or(pool)
}

/// What the step of a measure is called within its ladder.
pub(crate) fn step_name<'a>(model: &'a Model, measure: &Measure) -> &'a str {
    let inject = model.ladders[measure.ladder.at()].inject(measure.step);
    model.names.step(measure.ladder, inject)
}

/// The organisation that an obligation binds, for a measure of deadlines.
pub(crate) fn bound_name<'a>(model: &'a Model, measure: &Measure) -> Option<&'a str> {
    let organisation = measure.organisation;
    organisation.is_some().then(|| &*model.names.organisations[organisation.at()].id)
}

/// The exercise staff of a measure.
pub(crate) fn staff_name<'a>(model: &'a Model, measure: &Measure) -> Option<&'a str> {
    measure.staff.is_some().then(|| &*model.names.staffs[measure.staff.at()])
}

/// The obligation of a measure of deadlines.
pub(crate) fn obligation_name<'a>(model: &'a Model, measure: &Measure) -> Option<&'a str> {
    let obligation = measure.obligation;
    obligation.is_some().then(|| &*model.names.obligations[obligation.at()].id)
}

/// What the deadline of a measure is called within its obligation.
pub(crate) fn deadline_name<'a>(model: &'a Model, measure: &Measure) -> Option<&'a str> {
    let place = (measure.deadline as usize).checked_sub(1)?;
    Some(&model.names.deadlines[measure.obligation.at()][place])
}

/// The origin as a scenario would write it; none for the first hold, which need not be written.
pub(crate) fn origin_name(model: &Model, origin: Origin) -> Option<String> {
    Some(match origin {
        Origin::FirstHold => return None,
        Origin::FirstAlert => "FirstAlert".to_owned(),
        Origin::Inject(inject) => format!("Inject(\"{}\")", model.names.injects[inject.at()].number),
        Origin::Startex => "Startex".to_owned(),
    })
}
