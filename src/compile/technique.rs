//! What a technique is: the scenario's record, else the library's, else what its tactic usually does.
//!
//! Each field is taken whole from the first of the three that has it, `needs` and `visible` too: a scenario that says `needs: ()` takes all
//! needs away. A technique of which only the action is known has that action's tactic.
//!
//! **Invariant:** places point into the scenario's texts only; what comes from the library stands where the technique is used.

use super::controls::Controls;
use super::ids::Ids;
use super::table::unknown;
use super::tactic::{self, Visibility};
use super::values::{at_most, distribution, not_negative, probability, repeated};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::{Distribution, SimDuration, name_key};
use crate::library;
use crate::model::{self, Impairment, Seen, TechniqueIdx};
use crate::scenario::{self, Access, Action, At, Campaign, DataSource, Id, Sensor, Severity, Tactic, Word};
use std::collections::BTreeMap;

/// The most further attempts after a failed one, and the most attempts per pair of a spread: an attempt may take no time.
pub const MOST_RETRIES: u32 = 100_000;

/// A technique with every field known.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// Its id.
    pub id: &'a str,
    /// What people call it.
    pub name: String,
    /// The tactic that it serves.
    pub tactic: Tactic,
    /// What success does, in the language's word.
    pub does: Option<Action>,
    /// What success does.
    pub action: model::Action,
    /// The service that the target must offer.
    pub service: Option<&'a Word>,
    /// The weakness that the target must have.
    pub weakness: Option<&'a Word>,
    /// Whether a credential that the target accepts is needed.
    pub credential: bool,
    admin: bool,
    /// Whether knowledge of the target's organisation is needed.
    pub knowledge: bool,
    gives_admin: bool,
    success: f64,
    survives: f64,
    lasts: Option<Distribution>,
    /// Time of one attempt.
    pub time: Distribution,
    /// Further attempts after a failed one.
    pub retries: u32,
    /// Megabits that one attempt moves.
    pub traffic: f64,
    severity: Severity,
    indicator_block: f64,
    visible: Visibility,
}

/// The techniques that campaigns use, by id.
#[derive(Debug)]
pub struct Techniques<'a> {
    /// In the order of the model's techniques.
    pub used: Vec<Resolved<'a>>,
    /// Whether every technique that a campaign names is among them.
    pub whole: bool,
}

impl Resolved<'_> {
    /// Whether any of these data sources shows anything of it.
    pub fn shows(&self, sources: impl Iterator<Item = DataSource> + Clone) -> bool {
        let mut shown = self.visible.attempt.iter().chain(&self.visible.success);
        shown.any(|(source, p)| *p > 0.0 && sources.clone().any(|seen| seen == *source))
    }

    /// Whether an attempt can ever succeed.
    pub fn can_succeed(&self) -> bool {
        self.success > 0.0
    }
}

impl Techniques<'_> {
    /// The technique that a campaign names, unless a fault was found with it.
    pub fn find(&self, id: &Id) -> Option<(TechniqueIdx, &Resolved<'_>)> {
        let number = self.used.binary_search_by(|technique| technique.id.cmp(&id.text)).ok()?;
        Some((TechniqueIdx(number as u32), &self.used[number]))
    }
}

/// The needs of library techniques, standing where the technique is used.
#[derive(Debug, Default)]
pub struct Borrowed {
    needs: BTreeMap<String, (Option<Word>, Option<Word>)>,
}

/// How a campaign uses a technique.
#[derive(Clone, Copy)]
struct Use<'a> {
    id: &'a Id,
    by_step: bool,
}

fn uses<'a>(ids: &Ids<'a>) -> BTreeMap<&'a str, Use<'a>> {
    let mut uses: BTreeMap<&str, Use<'_>> = BTreeMap::new();
    let mut add = |id: &'a Id, by_step: bool| {
        uses.entry(id.text.as_str())
            .and_modify(|known| known.by_step |= by_step)
            .or_insert(Use { id, by_step });
    };
    for row in ids.campaigns.iter() {
        let Campaign { flow, spread, .. } = row.record;
        flow.iter().for_each(|step| add(&step.technique, true));
        spread.iter().for_each(|spread| add(spread.technique(), false));
    }
    uses
}

/// Takes from the library what [`resolve`] needs a place in the scenario for.
pub fn borrow(ids: &Ids<'_>) -> Borrowed {
    let mut needs = BTreeMap::new();
    for (id, used) in uses(ids) {
        let Some(known) = library::technique(id).and_then(|technique| technique.needs.as_ref()) else {
            continue;
        };
        let here = |word: &Word| Word { text: word.text.clone(), place: used.id.place };
        needs.insert(id.to_owned(), (known.service.as_ref().map(here), known.weakness.as_ref().map(here)));
    }
    Borrowed { needs }
}

/// Resolves the techniques that campaigns use, and checks the values of those that none uses.
pub fn resolve<'a>(ids: &Ids<'a>, borrowed: &'a Borrowed, faults: &mut Vec<Diagnostic>) -> Techniques<'a> {
    let uses = uses(ids);
    for row in ids.techniques.iter().filter(|row| !uses.contains_key(row.name)) {
        check_values(row.record, faults);
    }
    let named = uses.len();
    let mut used = Vec::with_capacity(named);
    for (id, usage) in uses {
        let own = ids.techniques.find(id).and_then(|number| ids.techniques.get(number)).map(|row| row.record);
        let known = library::technique(id);
        if own.is_none() && known.is_none() {
            let candidates = ids
                .techniques
                .names()
                .chain(library::techniques().iter().map(|technique| technique.id.text.as_str()));
            let fault = unknown("technique", id, usage.id.place, candidates);
            faults
                .push(fault.note("the library has a part of ATT&CK; others are defined under `techniques`"));
            continue;
        }
        used.extend(one(id, usage, own, known, borrowed, faults));
    }
    Techniques { whole: used.len() == named, used }
}

fn one<'a>(
    id: &'a str,
    usage: Use<'a>,
    own: Option<&'a scenario::Technique>,
    known: Option<&'static scenario::Technique>,
    borrowed: &'a Borrowed,
    faults: &mut Vec<Diagnostic>,
) -> Option<Resolved<'a>> {
    let own_values = own.map(|own| check_values(own, faults));
    let known_values = known.map(|known| check_values(known, &mut Vec::new()));
    let either = |field: &dyn Fn(&Values) -> Option<f64>| {
        own_values.as_ref().and_then(field).or_else(|| known_values.as_ref().and_then(field))
    };
    let said_action = first(own, known, |t| t.does);
    let said_tactic = first(own, known, |t| t.tactic);
    let tactic = match (said_tactic, said_action) {
        (Some(tactic), _) => tactic.value,
        (None, Some(action)) => tactic::of_action(action.value),
        // What spreads by itself can only move, so there is nothing to ask.
        (None, None) if !usage.by_step => Tactic::LateralMovement,
        (None, None) => {
            let place = own.map_or(usage.id.place, |own| own.id.place);
            let fault = Diagnostic::error(
                codes::UNKNOWN_ACTION,
                place,
                format!("what the technique `{id}` does is not known"),
            );
            faults.push(
                fault
                    .label("neither `tactic` nor `does`")
                    .help(String::from("say its `tactic`, or what it `does`")),
            );
            return None;
        }
    };
    let usual = tactic::usual(tactic);
    let does = said_action.map(|said| said.value).or(usual.action);
    let action = action(
        said_action,
        usual.action,
        (id, tactic),
        own.map_or(usage.id.place, |own| own.id.place),
        faults,
    )?;
    if let Some(own) = own {
        check_use(own, action, faults);
    }
    let needs = own.and_then(|own| own.needs.as_ref());
    let known_needs = known.and_then(|known| known.needs.as_ref());
    let (service, weakness) = match (needs, borrowed.needs.get(id)) {
        (Some(needs), _) => (needs.service.as_ref(), needs.weakness.as_ref()),
        (None, Some((service, weakness))) => (service.as_ref(), weakness.as_ref()),
        (None, None) => (None, None),
    };
    let needs = needs.or(known_needs);
    let time = |values: &Option<Values>| values.as_ref().and_then(|values| values.time.clone());
    let lasts = |values: &Option<Values>| values.as_ref().and_then(|values| values.lasts.clone());
    let visible = |values: &Option<Values>| values.as_ref().and_then(|values| values.visible.clone());
    Some(Resolved {
        id,
        name: own
            .and_then(|own| own.name.as_ref())
            .or(known.and_then(|known| known.name.as_ref()))
            .map_or(id, |name| &name.text)
            .to_owned(),
        tactic,
        does,
        action,
        service,
        weakness,
        credential: needs.is_some_and(|needs| needs.credential.value),
        admin: needs.and_then(|needs| needs.access).is_some_and(|access| access.value == Access::Admin),
        knowledge: needs.is_some_and(|needs| needs.knowledge.value),
        gives_admin: first(own, known, |t| t.gives)
            .map_or(usual.gives_admin, |gives| gives.value == Access::Admin),
        success: either(&|values| values.success).unwrap_or(usual.success),
        survives: either(&|values| values.survives).unwrap_or(tactic::USUAL_SURVIVAL),
        lasts: match action {
            model::Action::Impair(how) => {
                lasts(&own_values).or_else(|| lasts(&known_values)).or_else(|| tactic::usual_lasting(how))
            }
            _ => None,
        },
        time: time(&own_values).or_else(|| time(&known_values)).unwrap_or(usual.time),
        retries: first(own, known, |t| t.retries).map_or(0, |retries| retries.value),
        traffic: either(&|values| values.traffic).unwrap_or(0.0),
        severity: first(own, known, |t| t.severity).map_or(usual.severity, |severity| severity.value),
        indicator_block: either(&|values| values.indicator_block).unwrap_or(usual.indicator_block),
        visible: visible(&own_values).or_else(|| visible(&known_values)).unwrap_or(usual.visible),
    })
}

fn first<T>(
    own: Option<&scenario::Technique>,
    known: Option<&'static scenario::Technique>,
    field: impl Fn(&scenario::Technique) -> Option<At<T>>,
) -> Option<At<T>> {
    own.and_then(&field).or_else(|| known.and_then(&field))
}

/// The values of one record that were written, checked.
struct Values {
    success: Option<f64>,
    indicator_block: Option<f64>,
    traffic: Option<f64>,
    time: Option<Distribution>,
    survives: Option<f64>,
    lasts: Option<Distribution>,
    visible: Option<Visibility>,
}

fn check_values(technique: &scenario::Technique, faults: &mut Vec<Diagnostic>) -> Values {
    if let Some(retries) = technique.retries {
        at_most(retries, MOST_RETRIES, "retries", faults);
    }
    Values {
        success: technique.success.map(|success| probability(success, "success", faults)),
        indicator_block: technique.indicator_block.map(|block| probability(block, "indicator_block", faults)),
        traffic: technique.traffic.map(|traffic| not_negative(traffic, "traffic", faults)),
        time: technique.time.as_ref().map(|time| distribution(time, faults)),
        survives: technique.survives.map(|survives| probability(survives, "survives", faults)),
        lasts: technique.lasts.as_ref().map(|lasts| distribution(lasts, faults)),
        visible: technique.visible.as_ref().map(|visible| Visibility {
            attempt: visibilities(&visible.attempt, faults),
            success: visibilities(&visible.success, faults),
        }),
    }
}

/// Faults for fields that mean nothing for what the technique does.
fn check_use(technique: &scenario::Technique, action: model::Action, faults: &mut Vec<Diagnostic>) {
    let id = &technique.id;
    let mut refuse = |place: Place, message: String, field: &str| {
        let fault = Diagnostic::error(codes::MEANINGLESS, place, message).label("means nothing here");
        faults.push(fault.help(format!("leave out `{field}`")));
    };
    if let Some(survives) = technique.survives.filter(|_| action != model::Action::Persist) {
        refuse(survives.place, format!("`{id}` digs in nowhere, so nothing of it survives"), "survives");
    }
    if let Some(lasts) = technique.lasts.as_ref().filter(|_| !matches!(action, model::Action::Impair(_))) {
        refuse(lasts.place, format!("`{id}` puts nothing out of service, so nothing lasts"), "lasts");
    }
}

fn visibilities(
    written: &[(At<DataSource>, At<f64>)],
    faults: &mut Vec<Diagnostic>,
) -> Vec<(DataSource, f64)> {
    for (number, (source, _)) in written.iter().enumerate() {
        if let Some((first, _)) = written[..number].iter().find(|(earlier, _)| earlier.value == source.value)
        {
            repeated(
                source.place,
                first.place,
                &format!("the data source `{}`", source.value.name()),
                faults,
            );
        }
    }
    let mut list: Vec<(DataSource, f64)> =
        written.iter().map(|(source, p)| (source.value, probability(*p, "visible", faults))).collect();
    list.sort_by_key(|(source, _)| *source);
    list
}

fn action(
    said: Option<At<Action>>,
    usual: Option<Action>,
    (id, tactic): (&str, Tactic),
    place: Place,
    faults: &mut Vec<Diagnostic>,
) -> Option<model::Action> {
    let Some(action) = said.map(|said| said.value).or(usual) else {
        let message = format!("the tactic {} does not tell what the technique `{id}` does", tactic.name());
        let fault = Diagnostic::error(codes::UNKNOWN_ACTION, place, message).label("without `does`");
        faults.push(fault.help(String::from("say what it `does`")));
        return None;
    };
    Some(match action {
        Action::Phish => model::Action::Phish,
        Action::Plug => model::Action::Plug,
        Action::Supply => model::Action::Supply,
        Action::Exploit => model::Action::Exploit,
        Action::Escalate => model::Action::Escalate,
        Action::TakeCredentials => model::Action::TakeCredentials,
        Action::Move => model::Action::Move,
        Action::Exfiltrate => model::Action::Exfiltrate,
        Action::Encrypt => model::Action::Impair(Impairment::Encrypt),
        Action::Wipe => model::Action::Impair(Impairment::Wipe),
        Action::Deny => model::Action::Impair(Impairment::Deny),
        Action::Manipulate => model::Action::Impair(Impairment::Manipulate),
        Action::TakeOffline => model::Action::Impair(Impairment::TakeOffline),
        Action::Discover => model::Action::Discover,
        Action::Persist => model::Action::Persist,
    })
}

/// The model's techniques; `sensors` are those of the model, in its order.
pub fn lower(
    techniques: &Techniques<'_>,
    words: &Vocabulary<'_>,
    sensors: &[&Sensor],
    controls: &Controls<'_>,
) -> Vec<model::Technique> {
    let one = |technique: &Resolved<'_>| model::Technique {
        key: name_key(technique.id),
        tactic: tactic::lowered(technique.tactic),
        action: technique.action,
        service: words.services.bits(technique.service),
        weakness: words.weaknesses.bits(technique.weakness),
        credential: technique.credential,
        admin: technique.admin,
        knowledge: technique.knowledge,
        survives: technique.survives,
        lasts: technique.lasts.clone(),
        gives_admin: technique.gives_admin,
        success: technique.success,
        time: technique.time.clone(),
        retries: technique.retries,
        traffic: technique.traffic,
        severity: severity(technique.severity),
        indicator_block: technique.indicator_block,
        factors: controls.profiles().map(|profile| profile.on(technique).success).collect(),
        seen: controls
            .profiles()
            .flat_map(|profile| {
                let factor = profile.on(technique).visibility;
                sensors.iter().map(move |sensor| seen(&technique.visible, sensor, factor))
            })
            .collect(),
    };
    techniques.used.iter().map(one).collect()
}

/// 1 − Π(1 − visibility · sensitivity) over the sources that the sensor sees; controls multiply each visibility by `factor`, up to 1.
fn seen(visible: &Visibility, sensor: &Sensor, factor: f64) -> Seen {
    let unseen = |list: &[(DataSource, f64)]| {
        let looks = |source: DataSource| sensor.sees.iter().any(|seen| seen.value == source);
        let factors = list
            .iter()
            .filter(|(source, _)| looks(*source))
            .map(|(_, v)| 1.0 - (v * factor).min(1.0) * sensor.sensitivity.value);
        factors.fold(1.0, |product, factor| product * factor)
    };
    let (attempt, success) = (unseen(&visible.attempt), unseen(&visible.success));
    Seen { failed: 1.0 - attempt, succeeded: 1.0 - attempt * success }
}

/// The probability that a sensor sees a scan that hits nothing: what the technique shows of an attempt where scans show.
pub fn seen_of_miss(technique: &Resolved<'_>, sensor: &Sensor) -> f64 {
    let shows = |source: DataSource| matches!(source, DataSource::Scan | DataSource::NetworkTraffic);
    let looks = |source: DataSource| sensor.sees.iter().any(|seen| seen.value == source);
    let seen = technique.visible.attempt.iter().filter(|(source, _)| shows(*source) && looks(*source));
    let sensitivity = sensor.sensitivity.value.clamp(0.0, 1.0);
    1.0 - seen.map(|(_, v)| 1.0 - v * sensitivity).product::<f64>()
}

/// The model's severity.
pub fn severity(severity: Severity) -> model::Severity {
    match severity {
        Severity::Low => model::Severity::Low,
        Severity::Medium => model::Severity::Medium,
        Severity::High => model::Severity::High,
        Severity::Critical => model::Severity::Critical,
    }
}

/// A lognormal time with its median in minutes, for what is usual.
pub fn minutes(median: f64, sigma: f64) -> Distribution {
    let micros = median * SimDuration::MINUTE.micros() as f64;
    Distribution::lognormal(micros, sigma).unwrap_or(Distribution::ZERO)
}
