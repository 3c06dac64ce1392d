//! The factors of a study as they are written: whether their ids, paths, ranges, costs and pairs make sense by themselves.
//!
//! **Invariant:** what the scenario says of them is asked elsewhere, in [`slots`](super::slots).

use super::scale::{Kind, Range, Scale};
use crate::diagnostic::{Diagnostic, Place, codes, counted, did_you_mean, one_of};
use crate::scenario::study::{Costs, Design, Factor, Interval, Study, Text};
use crate::scenario::{Limit, Word};
use crate::study::Level;

/// A factor with the places of what is said of it.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Its id.
    pub id: Word,
    /// The paths that it sets.
    pub paths: Vec<Word>,
    /// The levels that are written out.
    pub texts: Vec<Text>,
    /// What stands for the levels that are not.
    pub place: Place,
    /// Its levels.
    pub scale: Scale,
}

impl Axis {
    /// Where its parts stand.
    fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let texts = self.texts.iter().map(|text| text.place);
        self.paths.iter().map(|path| path.place).chain(texts).chain([self.id.place, self.place])
    }

    /// Whether a part of it could not be read.
    pub fn is_unread(&self) -> bool {
        self.places().any(Place::is_nowhere)
    }

    /// Whether it has no levels of its own, a part of it could not be read, or an error is told of one.
    pub fn is_at_fault(&self, told: &[Diagnostic]) -> bool {
        let of_it = |place: Place| self.places().any(|own| own.touches(place));
        self.scale == Scale::Open && self.texts.is_empty()
            || self.is_unread()
            || told.iter().filter(|fault| fault.is_error()).filter_map(|fault| fault.place).any(of_it)
    }
}

/// The factors of the design, in their order.
pub fn axes(study: &Study, faults: &mut Vec<Diagnostic>) -> Vec<Axis> {
    let listed = matches!(study.design, Design::List(_) | Design::Csv(_));
    study.factors.iter().map(|factor| axis(factor, listed, faults)).collect()
}

fn axis(factor: &Factor, listed: bool, faults: &mut Vec<Diagnostic>) -> Axis {
    let (id, values) = (&factor.id, &factor.values);
    let scale = match (&factor.range, values.is_empty()) {
        (None, true) if listed => Scale::Open,
        (None, true) => {
            let message = format!("the factor `{id}` has neither `values` nor a `range`");
            let fault = Diagnostic::error(codes::LEVELS, id.place, message).label("no levels");
            faults.push(fault.help(String::from(
                "give it `values: [1, 2, 4]` or `range: Linear(low: 1, high: 8)`; only `List` and `Csv` bring their own",
            )));
            Scale::Open
        }
        (Some(range), false) => {
            let message = format!("the factor `{id}` has both `values` and a `range`");
            let fault = Diagnostic::error(codes::LEVELS, stretch(range), message).label("one of the two");
            faults.push(fault.also(values[0].place, "the other"));
            self::range(range, faults);
            Scale::Open
        }
        (Some(range), true) => self::range(range, faults).map_or(Scale::Open, Scale::Range),
        (None, false) => {
            warn_same(id, values, faults);
            Scale::Listed(values.iter().map(|value| Level::of(&value.text)).collect())
        }
    };
    let place = factor.range.as_ref().map_or(id.place, stretch);
    let scale = priced(factor, scale, faults);
    Axis { id: id.clone(), paths: factor.paths.clone(), texts: values.clone(), place, scale }
}

/// The place of a range: from its low end to its high one.
fn stretch(range: &Interval) -> Place {
    let ends = range.ends();
    between(ends.low.place(), ends.high.place())
}

/// From one place to another one in the same text, in whatever order they stand; nowhere if one could not be read.
pub fn between(one: Place, other: Place) -> Place {
    if one.source != other.source {
        return Place::NOWHERE;
    }
    let start = one.start.min(other.start);
    let end = (one.start + one.len).max(other.start + other.len);
    Place { source: one.source, start, len: end - start }
}

/// Two ends as numbers or microseconds, and of what; none after a fault.
pub fn ends(low: &Limit, high: &Limit, faults: &mut Vec<Diagnostic>) -> Option<(f64, f64, Kind)> {
    let place = between(low.place(), high.place());
    let (low, high, of) = match (low, high) {
        (Limit::Number(low, _), Limit::Number(high, _)) => (*low, *high, Kind::Number),
        (Limit::Span(low), Limit::Span(high)) => (low.micros as f64, high.micros as f64, Kind::Time),
        _ => {
            let fault = Diagnostic::error(
                codes::RANGE_ENDS,
                place,
                "a range has a number and a duration as its ends",
            );
            faults.push(fault.label("two of one kind are needed"));
            return None;
        }
    };
    if low >= high {
        let fault =
            Diagnostic::error(codes::RANGE_ENDS, place, "the low end of a range is not below its high end");
        faults.push(fault.label("`low` must be less than `high`"));
        return None;
    }
    Some((low, high, of))
}

/// Notes that a scale of ratios would begin at 0 or below.
pub fn check_log(low: &Limit, faults: &mut Vec<Diagnostic>) -> Option<()> {
    let positive = match low {
        Limit::Number(low, _) => *low > 0.0,
        Limit::Span(low) => low.micros > 0,
    };
    if positive {
        return Some(());
    }
    let message = "a logarithmic range can't begin at 0 or below";
    let fault = Diagnostic::error(codes::LOG_RANGE, low.place(), message);
    let help = String::from("begin a little above 0, or take `Linear`");
    faults.push(fault.label("more than 0").help(help));
    None
}

fn range(written: &Interval, faults: &mut Vec<Diagnostic>) -> Option<Range> {
    let written_ends = written.ends();
    let log = matches!(written, Interval::Log(_));
    let levels = written_ends.levels;
    if levels.value < 2 {
        let message = "a range has at least two levels: its ends";
        faults.push(Diagnostic::error(codes::OUT_OF_RANGE, levels.place, message).label("at least 2"));
    }
    let extent = ends(&written_ends.low, &written_ends.high, faults);
    if log {
        check_log(&written_ends.low, faults)?;
    }
    let (low, high, of) = extent?;
    Some(Range { low, high, log, of, levels: levels.value as usize, price: 0.0 })
}

/// Warns of values of which two are the same, or that are only one.
fn warn_same(id: &Word, values: &[Text], faults: &mut Vec<Diagnostic>) {
    let levels: Vec<Level> = values.iter().map(|value| Level::of(&value.text)).collect();
    if let [only] = values {
        let message =
            format!("the factor `{id}` has one level only, so it changes nothing from point to point");
        let warning = Diagnostic::warning(codes::SAME_LEVEL, only.place, message).label("the only level");
        faults.push(warning.help(String::from("give it another one, or `set` it for the whole study")));
    }
    for (number, level) in levels.iter().enumerate() {
        let same = |other: &&Level| {
            other.text == level.text || level.number.is_some() && other.number == level.number
        };
        if let Some(first) = levels[..number].iter().position(|other| same(&other)) {
            let message = format!("two levels of the factor `{id}` are the same");
            let warning = Diagnostic::warning(codes::SAME_LEVEL, values[number].place, message);
            faults.push(warning.label("changes nothing").also(values[first].place, "given first here"));
        }
    }
}

/// The greatest cost.
const MOST: f64 = 1e15;

/// The scale with what its levels cost.
fn priced(factor: &Factor, scale: Scale, faults: &mut Vec<Diagnostic>) -> Scale {
    let Some(costs) = &factor.costs else { return scale };
    let all: &[_] = match costs {
        Costs::PerUnit(price) => std::slice::from_ref(price),
        Costs::Levels(list) => list,
    };
    // The prices of levels and their sums are told, and must stay numbers.
    for cost in all.iter().filter(|cost| cost.value > MOST) {
        let message = format!("a cost is more than {MOST:e}");
        faults.push(Diagnostic::error(codes::COSTS, cost.place, message).label("too much"));
    }
    for cost in all.iter().filter(|cost| cost.value < 0.0) {
        let fault = Diagnostic::error(codes::NEGATIVE, cost.place, "a cost is less than 0");
        faults.push(fault.label("less than 0"));
    }
    let mut unfit = |place: Place, message: String, label: &str, help: &str| {
        let fault = Diagnostic::error(codes::COSTS, place, message).label(label);
        faults.push(fault.help(String::from(help)));
    };
    let id = &factor.id;
    match (scale, costs) {
        (Scale::Range(range), Costs::PerUnit(price)) => Scale::Range(Range { price: price.value, ..range }),
        (Scale::Listed(mut levels), Costs::PerUnit(price)) => {
            for (level, text) in levels.iter_mut().zip(&factor.values) {
                match level.number {
                    Some(number) => level.cost = price.value * number,
                    None => {
                        let message = format!(
                            "the factor `{id}` costs so much a unit, and `{}` is no number",
                            text.text
                        );
                        unfit(
                            text.place,
                            message,
                            "no number",
                            "give each level its cost: `costs: Levels([…])`",
                        );
                    }
                }
            }
            Scale::Listed(levels)
        }
        (Scale::Listed(mut levels), Costs::Levels(list)) => {
            if list.len() != levels.len() {
                let place = list
                    .first()
                    .zip(list.last())
                    .map_or(id.place, |(first, last)| between(first.place, last.place));
                let (levels, costs) =
                    (counted(levels.len() as u64, "level"), counted(list.len() as u64, "cost"));
                let message = format!("the factor `{id}` has {levels} and {costs}");
                unfit(
                    place,
                    message,
                    "one for each level",
                    "give a cost for each of `values`, in their order",
                );
            }
            levels.iter_mut().zip(list).for_each(|(level, cost)| level.cost = cost.value);
            Scale::Listed(levels)
        }
        (scale, Costs::Levels(list)) if factor.range.is_some() && factor.values.is_empty() => {
            let place = list.first().map_or(id.place, |cost| cost.place);
            let message = format!("the factor `{id}` has a range, whose levels are not written out");
            unfit(place, message, "of which level?", "say what a unit costs: `costs: PerUnit(…)`");
            scale
        }
        (scale, _) => {
            if factor.values.is_empty() && factor.range.is_none() {
                let message = format!("the factor `{id}` has costs, and its levels come with the points");
                unfit(
                    id.place,
                    message,
                    "no levels to cost",
                    "give it the `values` or the `range` of its levels",
                );
            }
            scale
        }
    }
}

/// Notes ids and paths that come twice, and factors without paths.
pub fn check_names<'a>(axes: impl Iterator<Item = &'a Axis>, faults: &mut Vec<Diagnostic>) {
    let (mut ids, mut paths): (Vec<&Word>, Vec<(&Word, &Word)>) = (Vec::new(), Vec::new());
    for axis in axes {
        if let Some(first) = ids.iter().find(|known| known.text == axis.id.text) {
            let message = format!("two factors have the id `{}`", axis.id);
            let fault = Diagnostic::error(codes::DUPLICATE, axis.id.place, message).label("given again");
            faults.push(fault.also(first.place, "given first here"));
        }
        ids.push(&axis.id);
        if axis.paths.is_empty() {
            let message = format!("the factor `{}` sets nothing", axis.id);
            let fault = Diagnostic::error(codes::EMPTY, axis.id.place, message).label("no paths");
            faults.push(
                fault.help(String::from("name a path, as in `paths: [\"teams[soc].tiers[l2].seats\"]`")),
            );
        }
        for path in &axis.paths {
            match paths.iter().find(|(known, _)| known.text.trim() == path.text.trim()) {
                Some((first, of)) => {
                    let message = match of.text == axis.id.text {
                        true => format!("the factor `{of}` names the same path twice"),
                        false => format!("the factors `{of}` and `{}` set the same path", axis.id),
                    };
                    let fault = Diagnostic::error(codes::SAME_PATH, path.place, message).label("set again");
                    faults.push(fault.also(first.place, "set here"));
                }
                None => paths.push((path, &axis.id)),
            }
        }
    }
}

/// The dimensions of the design: factors that go together are one. None after a fault.
pub fn dimensions(study: &Study, axes: &[Axis], faults: &mut Vec<Diagnostic>) -> Option<Vec<Vec<usize>>> {
    let before = faults.len();
    let mut group_of: Vec<Option<usize>> = vec![None; axes.len()];
    for (group, ids) in study.paired.iter().enumerate() {
        if let [only] = &ids[..] {
            let message = format!("the factor `{only}` is to go together with no other");
            faults.push(Diagnostic::error(codes::PAIRED, only.place, message).label("alone"));
        }
        for id in ids {
            let Some(place) = axes.iter().position(|axis| axis.id.text == id.text) else {
                let ids = || axes.iter().map(|axis| axis.id.text.as_str());
                let message = format!("no factor has the id `{id}`");
                let fault = Diagnostic::error(codes::UNKNOWN_ID, id.place, message).label("not found");
                let help = did_you_mean(id, ids()).unwrap_or_else(|| format!("there is {}", one_of(ids())));
                faults.push(fault.help(help));
                continue;
            };
            if group_of[place].replace(group).is_some() {
                let message = format!("the factor `{id}` is paired twice");
                faults.push(Diagnostic::error(codes::PAIRED, id.place, message).label("again here"));
            }
        }
    }
    let mut dimensions: Vec<Vec<usize>> = Vec::new();
    for (place, group) in group_of.iter().enumerate() {
        let member = |other: &usize| group.is_some() && group_of[*other] == *group;
        if (0..place).any(|other| member(&other)) {
            continue;
        }
        let others = (place + 1..axes.len()).filter(member);
        dimensions.push(std::iter::once(place).chain(others).collect());
    }
    if matches!(study.design, Design::FullFactorial) {
        dimensions.iter().for_each(|together| check_lengths(study, axes, together, faults));
    }
    (faults.len() == before).then_some(dimensions)
}

/// Factors that go together level by level need as many levels.
fn check_lengths(study: &Study, axes: &[Axis], together: &[usize], faults: &mut Vec<Diagnostic>) {
    let known = |place: &&usize| axes[**place].scale != Scale::Open;
    let mut places = together.iter().filter(known);
    let Some(&first) = places.next() else { return };
    let said = |axis: &Axis| format!("`{}` has {}", axis.id, counted(axis.scale.count() as u64, "level"));
    for &other in places.filter(|place| axes[**place].scale.count() != axes[first].scale.count()) {
        let message = format!(
            "factors go together level by level, and {}, while {}",
            said(&axes[first]),
            said(&axes[other])
        );
        let named = study.paired.iter().flatten().find(|id| id.text == axes[other].id.text);
        let place = named.map_or(axes[other].id.place, |id| id.place);
        faults.push(Diagnostic::error(codes::PAIRED, place, message).label("not as many levels"));
    }
}
