//! That what was read back belongs together: places that lie within what they are places of, lists beside each other of one
//! length, parts that are no more than their whole.
//!
//! **Invariant:** of what is let pass here, no renderer looks at what is not there, and none draws more than the file has.

use super::comparison::ComparisonReport;
use super::comparison_words::Wording;
use super::map::NetworkMap;
use super::observed::ObservedReport;
use super::scene::{Scene, Seen};
use super::view::{Playing, RunReport, ScenarioView};
use super::view_spread::CoursesView;
use super::view_survival::SurvivalView;
use crate::measure::{Counts, Timeline};

/// Why it can't be drawn.
type Checked = Result<(), String>;

/// Refuses what does not hold of a part.
fn must(holds: bool, part: &str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(format!("is not as jointex writes it: what it says of {part} does not fit together"))
    }
}

/// What `run` saved.
pub fn ran(report: &RunReport) -> Checked {
    scenario(&report.scenario)?;
    let Playing { played, budget_exhausted, memory_exhausted, .. } = report.replications;
    must(budget_exhausted.saturating_add(memory_exhausted) <= played, "replications")?;
    must(digits(&report.fingerprint), "fingerprint")?;
    for response in &report.responses {
        must(response.telling_causes.is_none_or(|place| place < response.causes.len()), "responses")?;
    }
    report.survival.iter().try_for_each(curve)?;
    for spread in &report.distributions {
        must(!spread.counts.is_empty() && spread.width > 0.0, "distributions")?;
        must(sums(spread.counts.iter().copied()), "distributions")?;
    }
    report.pictures.as_ref().map_or(Ok(()), pictures)
}

/// What `compare` saved.
pub fn compared(report: &ComparisonReport) -> Checked {
    scenario(&report.scenario)?;
    let sides = report.sides.len();
    must(sides >= 2, "sides")?;
    must(report.sides.iter().all(|side| digits(&side.fingerprint) && side.counted <= side.played), "sides")?;
    let worded =
        |wording: &Wording| wording.clauses.len() == sides && [0, sides].contains(&wording.spared.len());
    // What is not paired is not split.
    let split = |splits: usize| [0, sides - 1].contains(&splits);
    for measure in &report.measures {
        let fits = measure.sides.len() == sides && measure.differences.len() == sides - 1;
        must(fits && worded(&measure.wording), "measures")?;
        if let Some(curves) = &measure.survival {
            must(curves.len() == sides, "survival")?;
            curves.iter().try_for_each(curve)?;
        }
    }
    for prevention in &report.prevention {
        let wording = &prevention.wording;
        let fits = prevention.spared.len() == sides && split(prevention.differences.len());
        must(fits && worded(wording) && wording.spared.len() == sides, "prevention")?;
    }
    for objective in &report.objectives {
        must(objective.sides.len() == sides && split(objective.differences.len()), "objectives")?;
    }
    Ok(())
}

/// What `compare --observed` saved.
pub fn observed(report: &ObservedReport) -> Checked {
    scenario(&report.scenario)?;
    must(digits(&report.fingerprint), "fingerprint")
}

fn scenario(scenario: &ScenarioView) -> Checked {
    must(digits(&scenario.hash), "hash")
}

/// 16 hexadecimal digits.
fn digits(hex: &str) -> bool {
    hex.len() == 16 && hex.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether there is a sum.
fn sums(mut numbers: impl Iterator<Item = u64>) -> bool {
    numbers.try_fold(0_u64, u64::checked_add).is_some()
}

fn ascending(numbers: &[f64]) -> bool {
    numbers.is_sorted()
}

fn curve(curve: &SurvivalView) -> Checked {
    let SurvivalView { time_h, survival, low, high, at_risk, cut_short_h, .. } = curve;
    let beside =
        [survival.len(), low.len(), high.len(), at_risk.len()].iter().all(|len| *len == time_h.len());
    must(beside && ascending(time_h) && ascending(cut_short_h), "survival")
}

fn pictures(seen: &Seen) -> Checked {
    if let Some(CoursesView { time_h, held, known, isolated, .. }) = &seen.courses {
        let beside = [held, known, isolated].iter().all(|numbers| numbers.len() == time_h.len());
        must(beside && !time_h.is_empty() && ascending(time_h), "courses")?;
    }
    seen.scene.iter().try_for_each(scene)?;
    let names: Vec<&str> = seen.others.iter().map(|other| other.name).collect();
    must(matches!(names[..], [] | ["best"] | ["worst"] | ["best", "worst"]), "others")?;
    seen.others.iter().try_for_each(|other| scene(&other.scene))
}

fn scene(scene: &Scene) -> Checked {
    let frames = &scene.playback.frames;
    must(scene.worst < frames.len() && scene.from_us <= scene.until_us, "the scene")?;
    must(frames.is_sorted_by_key(|frame| frame.t_us), "frames")?;
    timeline(&scene.timeline)?;
    let sizes = sizes(scene).ok_or(()).or_else(|()| must(false, "groups").map(|()| Vec::new()))?;
    let sum = |counts: &Counts| counts.iter().map(|count| u64::from(*count)).sum::<u64>();
    let whole: u64 = sizes.iter().map(|size| u64::from(*size)).sum();
    must(whole <= u64::from(u32::MAX), "groups")?;
    for (number, frame) in frames.iter().enumerate() {
        let fits = |group: usize, counts: &Counts| {
            sizes.get(group).is_some_and(|size| sum(counts) == u64::from(*size))
        };
        must(frame.changed.iter().all(|(group, counts)| fits(group.at(), counts)), "frames")?;
        must(frame.changed.is_sorted_by(|one, next| one.0.at() < next.0.at()), "frames")?;
        must(number > 0 || frame.changed.len() == sizes.len(), "frames")?;
        must(sum(&frame.totals.states) == whole, "frames")?;
    }
    map(&scene.map, &sizes)?;
    must(sums(scene.course.messages.pairs.iter().map(|pair| pair.messages)), "messages")
}

/// How large each group is; none where their places are not those from the first to the last.
fn sizes(scene: &Scene) -> Option<Vec<u32>> {
    let groups = || scene.organisations.iter().flat_map(|it| &it.zones).flat_map(|zone| &zone.groups);
    let mut sizes = vec![None; groups().count()];
    for group in groups() {
        let size = sizes.get_mut(group.place)?;
        if size.replace(group.size).is_some() {
            return None;
        }
    }
    sizes.into_iter().collect()
}

fn timeline(timeline: &Timeline) -> Checked {
    let lanes = timeline.lanes.len();
    must(timeline.arrows.iter().all(|arrow| arrow.from < lanes && arrow.to < lanes), "arrows")?;
    let spans = timeline.lanes.iter().flat_map(|lane| &lane.spans);
    must(spans.into_iter().all(|span| span.from_us <= span.until_us), "spans")
}

/// Each group belongs to one mark, and each link to two.
fn map(map: &NetworkMap, sizes: &[u32]) -> Checked {
    let mut seen = vec![false; sizes.len()];
    for mark in &map.marks {
        let mut size = 0;
        for group in &mark.groups {
            let fits = seen.get_mut(*group).is_some_and(|seen| !std::mem::replace(seen, true));
            must(fits, "the map")?;
            size += u64::from(sizes[*group]);
        }
        must(size == u64::from(mark.size) || mark.groups.is_empty(), "the map")?;
    }
    must(map.links.iter().all(|link| link.from < map.marks.len() && link.to < map.marks.len()), "the map")
}
