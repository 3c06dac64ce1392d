//! Which measures of a model a study keeps.
//!
//! **Invariant:** what the objectives judge is always kept, so that their verdicts can be told with their values.

use crate::diagnostic::{did_you_mean, one_of};
use crate::measure::Measures;
use crate::model::{InjectIdx, Measure, Model, Origin};

/// The measures of `model` that `wanted` names, in the order of reports, then those that only objectives need; all if `wanted`
/// is empty.
///
/// They are written as in a scenario: `time_to_declare[org=cert-eu]`. Filters that are left out let everything pass, so that
/// `time_to_declare` stands for everyone's; a time counts from the first hold unless `from` says otherwise. What names nothing
/// in this model keeps nothing.
pub fn kept(model: &Model, wanted: &[String]) -> Measures {
    let all = Measures::of(model);
    if wanted.is_empty() {
        return all;
    }
    let wanted: Vec<Wanted<'_>> = wanted.iter().map(|text| Wanted::new(text)).collect();
    let mut list: Vec<Measure> = Vec::new();
    for (measure, name) in all.list[..all.regular].iter().zip(&all.names) {
        for one in wanted.iter().filter(|one| one.passes(name)) {
            let Some(origin) = one.origin(model) else { continue };
            let measure = Measure { origin, ..*measure };
            if !list.contains(&measure) {
                list.push(measure);
            }
        }
    }
    Measures::listing(model, list)
}

/// Whether a measure as it is written means the one with this full name, whatever its time counts from.
pub(super) fn passes(wanted: &str, name: &str) -> bool {
    Wanted::new(wanted).passes(name)
}

/// The same, where its time must also count from what is written, if anything is.
pub(super) fn means(wanted: &str, name: &str) -> bool {
    let (wanted, of) = (Wanted::new(wanted), Wanted::new(name));
    let origin = |measure: &Wanted<'_>| measure.filter("from").unwrap_or("FirstHold").to_owned();
    wanted.passes(name) && (wanted.filter("from").is_none() || origin(&wanted) == origin(&of))
}

/// The way out for a measure that means none of these names, which are all of its quantity: what its first wrong filter may have
/// meant, else what there is.
pub fn way_to<'n>(written: &str, names: &[&'n str]) -> Option<String> {
    let values = |key: &str| -> Vec<&'n str> {
        names.iter().filter_map(|name| Wanted::new(name).filter(key)).collect()
    };
    let wanted = Wanted::new(written);
    let wrong = wanted.filters.iter().find(|(key, value)| !values(key).contains(value));
    let near = wrong.and_then(|(key, value)| did_you_mean(value, values(key)));
    near.or_else(|| (!names.is_empty()).then(|| format!("there is {}", one_of(names.iter().copied()))))
}

/// A measure as it is written, taken apart.
struct Wanted<'a> {
    quantity: &'a str,
    filters: Vec<(&'a str, &'a str)>,
}

impl<'a> Wanted<'a> {
    fn new(text: &'a str) -> Wanted<'a> {
        let (quantity, filters) = text.split_once('[').unwrap_or((text, ""));
        let filters = filters.trim_end().trim_end_matches(']').split(',').filter_map(|it| it.split_once('='));
        Wanted {
            quantity: quantity.trim(),
            filters: filters.map(|(key, value)| (key.trim(), value.trim())).collect(),
        }
    }

    /// What it says of a key.
    fn filter(&self, key: &str) -> Option<&'a str> {
        self.filters.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    fn passes(&self, name: &str) -> bool {
        let of = Wanted::new(name);
        let mut asked = self.filters.iter().filter(|(key, _)| *key != "from");
        self.quantity == of.quantity && asked.all(|filter| of.filters.contains(filter))
    }

    /// What its time counts from; none if it is an inject that this model does not have.
    fn origin(&self, model: &Model) -> Option<Origin> {
        match self.filter("from").unwrap_or("FirstHold") {
            "FirstHold" => Some(Origin::FirstHold),
            "FirstAlert" => Some(Origin::FirstAlert),
            "Startex" => Some(Origin::Startex),
            inject => {
                let number = inject.strip_prefix("Inject(")?.trim_end_matches(')').trim_matches('"');
                let place = model.names.injects.iter().position(|inject| inject.number == number)?;
                Some(Origin::Inject(InjectIdx(place as u32)))
            }
        }
    }
}
