//! The rows of a design: which levels are played together, in each variant and draw.
//!
//! **Invariant:** no more rows are made than a study can have points; what would be more is a fault before it takes any memory.

use super::axis::Axis;
use super::factorial::full_factorial;
use super::hypercube::latin_hypercube;
use super::morris::morris;
use super::rows::{self, Row};
use super::scale::{Scale, Share};
use super::sequence::{MOST_DIMENSIONS, saltelli, skipped, sobol_sequence};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes, counted, thousands};
use crate::scenario::study::{Design, Study, Trajectories};
use crate::scenario::{LoadError, Word};
use crate::study::{Level, Shape};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most points of a study.
pub const MOST_POINTS: u64 = 1_000_000;

/// The rows of a block, with their shape; none after a fault of their number. After another one they are rows of the design
/// all the same, but not all of them, and what is not known of a factor is open.
///
/// `dimensions` are none after a fault.
pub fn rows(
    study: &Study,
    axes: &mut [Axis],
    dimensions: Option<&[Vec<usize>]>,
    variants: usize,
    sources: &mut Sources,
    load: &mut dyn FnMut(&str) -> Result<String, LoadError>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Shape, Vec<Row>)> {
    let errors = |faults: &[Diagnostic]| faults.iter().filter(|fault| fault.is_error()).count();
    let (faulty, before) = (any_error(faults), errors(faults));
    let blocks =
        variants as u64 * if study.uncertain.is_empty() { 1 } else { u64::from(study.draws.value).max(1) };
    let most = (MOST_POINTS / blocks) as usize;
    check_parts(study, faults);
    if dimensions.is_none() && !matches!(study.design, Design::List(_) | Design::Csv(_)) {
        return None;
    }
    let dimensions = dimensions.unwrap_or_default();
    let size = Size { study, blocks, dimensions: dimensions.len() as u64 };
    let cube = |cube: Vec<Vec<f64>>, how, place, axes: &[Axis]| -> Vec<Row> {
        cube.iter().map(|shares| (levels_at(axes, dimensions, shares, how), place)).collect()
    };
    let count = dimensions.len();
    let (shape, rows) = match &study.design {
        Design::FullFactorial => {
            let levels: Vec<usize> =
                dimensions.iter().map(|together| axes[together[0]].scale.count()).collect();
            let all = levels.iter().fold(1_u64, |all, levels| all.saturating_mul((*levels).max(1) as u64));
            let fits = size.check(all, study.id.place, faults).is_some();
            let numbers = if faulty || !fits { one_by_one(&levels) } else { full_factorial(&levels) };
            let row = |numbers: &Vec<usize>| {
                (
                    place_levels(axes.len(), dimensions, |dimension, axis| {
                        axes[axis].scale.level(numbers[dimension])
                    }),
                    Place::NOWHERE,
                )
            };
            (Shape::FullFactorial, numbers.iter().map(row).collect())
        }
        Design::LatinHypercube(design) => {
            let points = design.points;
            size.check_sampled(u64::from(points.value), points.place, faults)?;
            let shares = latin_hypercube(points.value as usize, count, design.seed.value);
            (Shape::LatinHypercube, cube(shares, Share::OfCells, points.place, axes))
        }
        Design::Sobol(design) => {
            let points = design.points;
            let fits = size.check_sampled(u64::from(points.value), points.place, faults);
            size.check_sequence(count, points.place, faults)?;
            fits?;
            warn_of_power(points.value, points.place, faults);
            let number = points.value as usize;
            let shares = sobol_sequence(number, count, skipped(number));
            (Shape::Sobol, cube(shares, Share::OfCells, points.place, axes))
        }
        Design::Morris(design) => {
            let (trajectories, levels) = (design.trajectories, design.levels);
            let all = u64::from(trajectories.value) * (count as u64 + 1);
            size.check_sampled(all, trajectories.place, faults)?;
            if !is_grid(levels.value) {
                return None;
            }
            let shares = morris(trajectories.value as usize, count, levels.value, design.seed.value);
            let (trajectories, levels, seed) = (design.trajectories, levels.value, design.seed.value);
            let shape = Shape::Morris { trajectories: trajectories.value, levels, seed };
            (shape, cube(shares, Share::OfGrid, trajectories.place, axes))
        }
        Design::Saltelli(design) => {
            let (points, second_order) = (design.points, design.second_order.value);
            let each = if second_order { 2 * count as u64 + 2 } else { count as u64 + 2 };
            let fits = size.check_sampled(u64::from(points.value) * each, points.place, faults);
            size.check_sequence(2 * count, points.place, faults)?;
            fits?;
            warn_of_power(points.value, points.place, faults);
            let shares = saltelli(points.value as usize, count, second_order);
            let shape = Shape::Saltelli { points: points.value, second_order };
            (shape, cube(shares, Share::OfCells, points.place, axes))
        }
        Design::List(list) => {
            size.check(list.len() as u64, list.get(most).map_or(study.id.place, |row| row.place), faults);
            (Shape::Listed, rows::listed(list, axes, faults))
        }
        Design::Csv(file) => {
            let source = table_source(file, sources, load, faults)?;
            let text = sources.shared_text(source);
            let place =
                |range: Range<usize>| Place { source, start: range.start as u32, len: range.len() as u32 };
            (Shape::Listed, rows::tabled(&text, most, place, axes, faults))
        }
    };
    if errors(faults) > before {
        return Some((shape, rows));
    }
    if rows.is_empty() {
        faults.push(no_points(study));
        return None;
    }
    // In the other shapes the same point may well come twice.
    if !faulty && matches!(shape, Shape::Listed | Shape::LatinHypercube | Shape::Sobol) {
        warn_of_same(&rows, faults);
    }
    Some((shape, rows))
}

/// Faults that a design has whatever its factors are.
fn check_parts(study: &Study, faults: &mut Vec<Diagnostic>) {
    let points = match &study.design {
        Design::LatinHypercube(design) => design.points.value,
        Design::Sobol(design) => design.points.value,
        Design::Morris(design) => design.trajectories.value,
        Design::Saltelli(design) => design.points.value,
        Design::FullFactorial | Design::List(_) | Design::Csv(_) => 1,
    };
    if points == 0 {
        faults.push(no_points(study));
    }
    if let Design::Morris(Trajectories { levels, .. }) = &study.design
        && !is_grid(levels.value)
    {
        let message =
            "a grid of Morris has an even number of levels, so that each is as likely as the others";
        faults.push(Diagnostic::error(codes::OUT_OF_RANGE, levels.place, message).label("even, at least 2"));
    }
}

fn is_grid(levels: u32) -> bool {
    levels >= 2 && levels.is_multiple_of(2)
}

/// Where a design that chooses among the levels of factors can't be made: rows with the levels that are written out, one factor
/// after the other. Other factors are open.
pub fn written_out(study: &Study, axes: &[Axis]) -> Vec<Row> {
    let brings_points = matches!(study.design, Design::List(_) | Design::Csv(_));
    if brings_points || !study.paired.is_empty() {
        return Vec::new();
    }
    let is_listed = |axis: &Axis| matches!(axis.scale, Scale::Listed(_));
    let counts: Vec<usize> =
        axes.iter().map(|axis| if is_listed(axis) { axis.scale.count() } else { 1 }).collect();
    let level = |(axis, number): (&Axis, &usize)| {
        if is_listed(axis) { axis.scale.level(*number) } else { Level::of("") }
    };
    let row = |numbers: &Vec<usize>| (axes.iter().zip(numbers).map(level).collect(), Place::NOWHERE);
    one_by_one(&counts).iter().map(row).collect()
}

/// Rows of a full factorial in which one dimension at most is not at its first level: all levels of a few, else the last.
fn one_by_one(levels: &[usize]) -> Vec<Vec<usize>> {
    const FEW: usize = 24;
    let firsts = vec![0; levels.len()];
    let mut rows = vec![firsts.clone()];
    for (dimension, &levels) in levels.iter().enumerate() {
        let first = if levels <= FEW { 1 } else { levels - 1 };
        rows.extend((first..levels).map(|level| {
            let mut row = firsts.clone();
            row[dimension] = level;
            row
        }));
    }
    rows
}

/// What limits the size of a study.
struct Size<'s> {
    study: &'s Study,
    blocks: u64,
    dimensions: u64,
}

impl Size<'_> {
    /// A fault where so many points a block are too many.
    fn check(&self, points: u64, place: Place, faults: &mut Vec<Diagnostic>) -> Option<()> {
        if points.saturating_mul(self.blocks) <= MOST_POINTS {
            return Some(());
        }
        let blocks = match self.blocks {
            1 => String::new(),
            blocks => format!(" for each variant and draw, of which there are {}", thousands(blocks)),
        };
        let (points, most) = (counted(points, "point"), thousands(MOST_POINTS));
        let message = format!("the study has {points}{blocks}; it can have {most} in all");
        let help = match self.study.design {
            Design::FullFactorial => {
                "take fewer levels, or a design that samples them: `LatinHypercube(points: 64)`"
            }
            _ => "take fewer, or play them in several studies",
        };
        let fault = Diagnostic::error(codes::TOO_MANY, place, message).label("too many points");
        faults.push(fault.help(String::from(help)));
        None
    }

    /// The same for a design that samples levels, which needs points and factors.
    fn check_sampled(&self, points: u64, place: Place, faults: &mut Vec<Diagnostic>) -> Option<()> {
        if self.dimensions == 0 {
            let message = "the design has no factor whose levels it could choose";
            let fault = Diagnostic::error(codes::EMPTY, self.study.id.place, message).label("no factors");
            faults.push(fault.help(String::from("name some as `factors`, or leave the `design` out")));
            return None;
        }
        self.check(points, place, faults).filter(|()| points > 0)
    }

    /// A fault where the Sobol' sequence has not so many dimensions.
    fn check_sequence(&self, dimensions: usize, place: Place, faults: &mut Vec<Diagnostic>) -> Option<()> {
        if dimensions <= MOST_DIMENSIONS {
            return Some(());
        }
        let message = format!(
            "the Sobol' sequence has {} dimensions; {dimensions} are needed",
            thousands(MOST_DIMENSIONS as u64)
        );
        faults.push(Diagnostic::error(codes::TOO_MANY, place, message).label("too many factors"));
        None
    }
}

fn no_points(study: &Study) -> Diagnostic {
    let place = match &study.design {
        Design::LatinHypercube(design) => design.points.place,
        Design::Sobol(design) => design.points.place,
        Design::Morris(design) => design.trajectories.place,
        Design::Saltelli(design) => design.points.place,
        Design::Csv(file) => file.place,
        Design::FullFactorial | Design::List(_) => study.id.place,
    };
    Diagnostic::error(codes::EMPTY, place, "the design has no points").label("nothing to play")
}

fn warn_of_power(points: u32, place: Place, faults: &mut Vec<Diagnostic>) {
    if points.is_power_of_two() {
        return;
    }
    let message = "the Sobol' sequence covers its factors evenly only with a power of two of points";
    let warning = Diagnostic::warning(codes::POWER_OF_TWO, place, message).label("no power of two");
    let (below, above) = (points.next_power_of_two() / 2, points.next_power_of_two());
    faults.push(warning.help(format!("take {below} or {above}")));
}

/// Warns once of points that come twice.
fn warn_of_same(rows: &[Row], faults: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut same: Vec<(usize, usize)> = Vec::new();
    for (number, (levels, _)) in rows.iter().enumerate() {
        let texts = levels.iter().map(|level| level.text.as_str()).collect();
        let known = *first.entry(texts).or_insert(number);
        if known < number {
            same.push((known, number));
        }
    }
    let Some(&(one, other)) = same.first() else { return };
    let message = format!("points {} and {} of the design are the same", one + 1, other + 1);
    let warning = Diagnostic::warning(codes::SAME_POINTS, rows[other].1, message).label("played again");
    let warning =
        if rows[one].1 == rows[other].1 { warning } else { warning.also(rows[one].1, "the same as this") };
    let all = format!("in all, {} are played again", counted(same.len() as u64, "point"));
    faults.push(if same.len() > 1 { warning.note(all) } else { warning });
}

/// The table of points as a source; none after a fault.
fn table_source(
    file: &Word,
    sources: &mut Sources,
    load: &mut dyn FnMut(&str) -> Result<String, LoadError>,
    faults: &mut Vec<Diagnostic>,
) -> Option<u32> {
    let outside =
        file.starts_with('/') || file.contains(['\\', ':', '\0']) || file.split('/').any(|part| part == "..");
    if outside {
        let message = format!("`{}` may lie outside the study's folder", file.escape_debug());
        let fault = Diagnostic::error(codes::OUTSIDE_FOLDER, file.place, message);
        faults.push(fault.label("a path within it is needed"));
        return None;
    }
    match load(file) {
        Ok(text) => {
            let study = sources.name(file.place.source);
            let folder = study.rfind('/').map_or("", |at| &study[..=at]);
            let name = format!("{folder}{}", file.text);
            Some(sources.add(name, text, file.place))
        }
        Err(LoadError(why)) => {
            let message = format!("cannot read the table `{file}`: {why}");
            faults.push(Diagnostic::error(codes::UNREADABLE, file.place, message).label("asked for here"));
            None
        }
    }
}

/// A level for each factor, given the one that its dimension says.
fn place_levels(
    factors: usize,
    dimensions: &[Vec<usize>],
    level: impl Fn(usize, usize) -> Level,
) -> Vec<Level> {
    let mut levels = vec![None; factors];
    for (number, together) in dimensions.iter().enumerate() {
        together.iter().for_each(|&axis| levels[axis] = Some(level(number, axis)));
    }
    levels.into_iter().flatten().collect()
}

fn levels_at(axes: &[Axis], dimensions: &[Vec<usize>], shares: &[f64], how: Share) -> Vec<Level> {
    place_levels(axes.len(), dimensions, |dimension, axis| axes[axis].scale.at(shares[dimension], how))
}
