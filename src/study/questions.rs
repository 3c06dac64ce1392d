//! Which measures of which sides are compared: those that matter by default, those asked for, those of teams.
//!
//! **Invariant:** a question has a place on every side; what some side lacks is told, never left out in silence.

use super::comparison::{Question, Side};
use crate::measure::{Measures, measure_name};
use crate::model::*;

/// What only some sides have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The name of a measure, or the id of an objective.
    pub name: String,
    /// The numbers of the sides that lack it.
    pub lacking: Vec<usize>,
}

/// The times that a response is judged by.
const RESPONSE: [Quantity; 4] =
    [Quantity::TimeToDetect, Quantity::TimeToDeclare, Quantity::TimeToContain, Quantity::TimeToRecover];
/// What is told of a whole exercise.
const OVERALL: [Quantity; 2] = [Quantity::AssetsHeldTotal, Quantity::CampaignsAtObjective];
/// What is told of a team, beside the response times of its organisation.
const TEAM: [Quantity; 3] = [Quantity::AlertWait, Quantity::Utilisation, Quantity::AlertsMissed];

/// The measures that are compared unless others are asked for: detect, declare, contain and recover of each organisation
/// and campaign, those of the objectives, and how far the adversary got.
pub fn usual_questions(sides: &[Side<'_>]) -> (Vec<Question>, Vec<Absent>) {
    let mut names: Vec<&str> = Vec::new();
    for side in sides {
        let measures = &side.replications.measures;
        let mut seen: Vec<Measure> = Vec::new();
        let regular = || measures.list.iter().enumerate().take(measures.regular);
        let responses = regular().filter(|(_, measure)| is_usual(measure));
        let overall = regular()
            .filter(|(_, measure)| OVERALL.contains(&measure.quantity) && !measure.campaign.is_some());
        let places = responses.map(|(place, _)| place);
        let places = places.chain(measures.of_objectives.iter().flatten().copied());
        for place in places.chain(overall.map(|(place, _)| place)) {
            let measure = of_the_only_campaign(side, place);
            if !seen.contains(&measure) {
                seen.push(measure);
                let name = &*measures.names[place];
                names.extend((!names.contains(&name)).then_some(name));
            }
        }
    }
    everywhere(names.into_iter().map(|name| (name.to_owned(), named(sides, name))))
}

/// Of the only campaign, whichever held first is the same.
fn of_the_only_campaign(side: &Side<'_>, place: usize) -> Measure {
    let mut measure = side.replications.measures[place];
    if !measure.campaign.is_some() && side.model.campaigns.len() == 1 && measure.responder.is_some() {
        measure.campaign = CampaignIdx(0);
    }
    measure
}

/// Adds a question unless one asks the same already; returns its place.
pub fn add_question(sides: &[Side<'_>], questions: &mut Vec<Question>, question: Question) -> usize {
    let same = |other: &Question| {
        let pairs = other.places.iter().zip(&question.places).zip(sides);
        let mut alike = pairs.map(|((one, other), side)| {
            of_the_only_campaign(side, *one) == of_the_only_campaign(side, *other)
        });
        alike.all(|alike| alike)
    };
    questions.iter().position(same).unwrap_or_else(|| {
        questions.push(question);
        questions.len() - 1
    })
}

/// The measures that were asked for, in the order of [`Model::asked`], which each side has.
pub fn asked_questions(sides: &[Side<'_>]) -> Vec<Question> {
    let of_asked = |side: &Side<'_>| side.replications.measures.of_asked.clone();
    let places: Vec<Vec<usize>> = sides.iter().map(of_asked).collect();
    let question = |asked: usize| Question {
        name: sides[0].replications.measures.names[places[0][asked]].clone(),
        places: places.iter().map(|side| side[asked]).collect(),
    };
    (0..places[0].len()).map(question).collect()
}

/// The objectives that every side has, by id, and those that only some have.
pub fn shared_objectives<'a>(sides: &[Side<'a>]) -> (Vec<&'a str>, Vec<Absent>) {
    let ids = |side: &Side<'a>| side.model.names.objectives.iter().map(|objective| &*objective.id);
    let mut all: Vec<&'a str> = Vec::new();
    for id in sides.iter().flat_map(ids) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    let lacking = |id: &str| -> Vec<usize> {
        (0..sides.len()).filter(|side| !ids(&sides[*side]).any(|other| other == id)).collect()
    };
    let (shared, rest): (Vec<&str>, Vec<&str>) = all.into_iter().partition(|id| lacking(id).is_empty());
    let absent = rest.into_iter().map(|id| Absent { name: id.to_owned(), lacking: lacking(id) });
    (shared, absent.collect())
}

/// The places of the times that a response is judged by, of one organisation to each campaign.
pub fn response_times(measures: &Measures, responder: ResponderIdx) -> Vec<usize> {
    let usual = |(place, measure): &(usize, &Measure)| {
        *place < measures.regular && measure.responder == responder && is_usual(measure)
    };
    measures.list.iter().enumerate().filter(usual).map(|(place, _)| place).collect()
}

fn is_usual(measure: &Measure) -> bool {
    RESPONSE.contains(&measure.quantity) && measure.origin == Origin::FirstHold
}

/// The measures of teams in one run: the response times of each one's organisation to each campaign, and its own load.
/// Every side has the same replications; teams of one organisation share its response times, which are then left out.
pub fn questions_of_teams(side: Side<'_>, teams: &[TeamIdx]) -> (Vec<Question>, Vec<Absent>) {
    let model = side.model;
    let apart = teams.iter().all(|team| {
        let same = |other: &&TeamIdx| model.teams[other.at()].responder == model.teams[team.at()].responder;
        teams.iter().filter(same).count() == 1
    });
    let responses = CampaignIdx::all(model.campaigns.len())
        .flat_map(|campaign| RESPONSE.map(|quantity| Measure { campaign, ..Measure::of(quantity) }))
        .filter(|_| apart);
    let own = TEAM.map(Measure::of);
    everywhere(responses.chain(own).map(|measure| {
        let place = |team: &TeamIdx| side.replications.measures.find(&of_team(model, &measure, *team));
        (measure_name(model, &measure), teams.iter().map(place).collect())
    }))
}

/// A measure that names no organisation and no team, as that of a team: of its organisation, or of itself.
pub fn of_team(model: &Model, measure: &Measure, team: TeamIdx) -> Measure {
    match measure.quantity.of() {
        Of::Response | Of::Partner => Measure { responder: model.teams[team.at()].responder, ..*measure },
        _ => Measure { team, ..*measure },
    }
}

fn named(sides: &[Side<'_>], name: &str) -> Vec<Option<usize>> {
    let place = |side: &Side<'_>| side.replications.measures.names.iter().position(|listed| listed == name);
    sides.iter().map(place).collect()
}

fn everywhere(
    candidates: impl Iterator<Item = (String, Vec<Option<usize>>)>,
) -> (Vec<Question>, Vec<Absent>) {
    let (mut questions, mut absent) = (Vec::new(), Vec::new());
    for (name, places) in candidates {
        let lacking: Vec<usize> = (0..places.len()).filter(|side| places[*side].is_none()).collect();
        match lacking.is_empty() {
            true => questions.push(Question { name, places: places.into_iter().flatten().collect() }),
            false => absent.push(Absent { name, lacking }),
        }
    }
    (questions, absent)
}
