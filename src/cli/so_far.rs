//! What has happened in an exercise that is being held: a table, and until when.
//!
//! **Invariant:** an inject that came is pinned by a change of the scenario like any other; every fault of the table is told at once.

use super::failure::Failure;
use super::input::{Change, Language, Setting, Written, apply, changed, read_in, text};
use super::observed::unfit;
use super::screen::Screen;
use crate::compile::apply_variant;
use crate::diagnostic::{Diagnostic, Place, Sources, codes, did_you_mean};
use crate::exchange::observed::{INJECT_TIME, Seen, Timing, inject_of_row, read as read_table};
use crate::kernel::SimDuration;
use crate::measure::{counted, span};
use crate::model::{InjectIdx, Model, Unit};
use crate::scenario::{Moment, Scenario, Startex, parse_span, part};
use crate::study::{Fact, HeldSoFar};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was observed so far.
#[derive(Debug, Args)]
pub struct SoFar {
    /// Forecast the rest of an exercise that is being held, of which FILE has what happened so far; `jointex observed template --so-far`
    /// writes one.
    ///
    /// Injects that came are pinned at their instants; of the replications only those count that agree with the other rows, the more
    /// the better they do.
    #[arg(long, value_name = "FILE", requires = "from")]
    observed: Option<PathBuf>,
    /// Until when it was observed: `"D2 14:00"`, or `30h` after STARTEX.
    #[arg(long, value_name = "MOMENT", requires = "observed")]
    from: Option<String>,
    /// A replication whose time is so far off an observed one agrees no more.
    #[arg(long, default_value = "1h", value_name = "TIME", requires = "observed", value_parser = tolerance)]
    tolerance: u64,
}

impl SoFar {
    /// The file that is read for it.
    pub fn input(&self) -> Option<(&'static str, &PathBuf)> {
        self.observed.as_ref().map(|path| ("--observed", path))
    }
}

fn tolerance(text: &str) -> Result<u64, String> {
    let micros = parse_span(text).ok().filter(|micros| *micros > 0);
    micros.ok_or_else(|| String::from("write a time above 0, such as 30min or 2h"))
}

/// What was observed, in the words of the table too.
pub struct Observed {
    /// What it says.
    pub held: HeldSoFar,
    /// The row of each fact.
    pub rows: Vec<String>,
    /// The injects that came.
    pub pinned: Vec<String>,
}

/// A row that is of an inject.
struct OfInject {
    number: String,
    micros: u64,
    censored: bool,
    place: Place,
}

/// The model to play, and what was observed of it if anything was.
pub fn model_so_far(
    (file, language): (&Path, &Language),
    so_far: &SoFar,
    (variant, settings): (Option<&str>, &[Setting]),
    screen: &Screen,
) -> Result<(Model, Option<Observed>), Failure> {
    let mut written = read_in(file, language, screen)?;
    let (variant, mut settings) = (variant.map(str::to_owned), settings.to_vec());
    let (Some(table), Some(from)) = (&so_far.observed, &so_far.from) else {
        let change = Change { variant, settings, ..Change::default() };
        let (model, ..) = changed(written, &change, &mut Vec::new(), screen)?;
        return Ok((model, None));
    };
    if file == Path::new("-") && table == Path::new("-") {
        return Err(Failure::Usage(String::from("the scenario and --observed can't both be standard input")));
    }
    let read_text = text(table)?;
    let source = written.sources.add_question(read_text.name, read_text.text);
    let asked = written.sources.add_question("--from", from.clone());
    let scenario = outlook(&written, variant.as_deref(), &settings);
    let Some(startex) = &scenario.startex else { return Err(Failure::Faulty) };
    let table = read_table(source, startex, &written.sources);
    let mut faults = table.faults;
    if table.rows.is_empty() && faults.is_empty() {
        screen.remark(
            "no row of --observed is filled in: nothing was observed, and all replications agree with it",
        );
    }
    let place = Place { source: asked, start: 0, len: from.len() as u32 };
    let moment = moment(place, startex, &written.sources);
    // Without a moment nothing is later than it.
    let from = moment.map_err(|found| faults.extend(found)).unwrap_or(u64::MAX);
    one_exercise(&table.rows, &mut faults);
    let (injects, timings) = parted(table.rows, &mut faults);
    late_timings(&timings, (&scenario, startex), from, &mut faults);
    unfit_injects(&injects, &scenario, from, &mut faults);
    // What can't be pinned would only give follow-up faults.
    let pins =
        if faults.is_empty() { injects.iter().filter(|row| !row.censored).collect() } else { Vec::new() };
    settings.extend(pins.iter().flat_map(|row| pin(row)));
    let measures = timings.iter().map(|timing| timing.measure.clone()).collect();
    let change = Change { variant, settings, measures, faults, ..Change::default() };
    let (model, _, sources) = changed(written, &change, &mut Vec::new(), screen)?;
    let mut unfit = unfit(&model, &timings).err().unwrap_or_default();
    unfit.extend(no_times(&model, &timings));
    unfit.extend(told_twice(&model, &timings));
    if !unfit.is_empty() {
        screen.show(&unfit, &sources);
        return Err(Failure::Faulty);
    }
    if model.frame.startex + SimDuration::from_micros(from) >= model.frame.endex {
        return Err(Failure::Usage(String::from(
            "--from is not before ENDEX: there is nothing left to forecast",
        )));
    }
    let had_staff = |row: &&OfInject| {
        scenario.msel.iter().any(|inject| inject.no.text == row.number && inject.staff.is_some())
    };
    let of_staffs = injects.iter().filter(|row| !row.censored).filter(had_staff).count();
    if of_staffs > 0 {
        screen.remark(&format!(
            "{} of staffs came as observed, in nobody's hands: what is measured of staffs, such as injects_late, leaves them out",
            counted(of_staffs as u64, "inject")
        ));
    }
    Ok(observed(model, (&injects, &timings), (from, so_far.tolerance)))
}

/// The scenario as it will be played, but for what the table pins. What is wrong with the changes is told when they are made.
fn outlook(written: &Written, variant: Option<&str>, settings: &[Setting]) -> Scenario {
    let (mut scenario, mut sources) = (written.scenario.clone(), written.sources.clone());
    if let Some(variant) = variant {
        apply_variant(&mut scenario, variant, &mut sources);
    }
    apply(settings, &mut scenario, &mut sources);
    scenario
}

fn fault(place: Place, message: String, label: &str, help: &str) -> Diagnostic {
    Diagnostic::error(codes::NOT_A_TABLE, place, message).label(label).help(help.to_owned())
}

/// A fault for what was not observed yet.
fn too_late(place: Place, message: String) -> Diagnostic {
    fault(place, message, "not observed then", "leave the row empty, or give a later --from")
}

/// A fault for the first row that is of another exercise than the first.
fn one_exercise(rows: &[Timing], faults: &mut Vec<Diagnostic>) {
    let Some(first) = rows.first() else { return };
    let other = rows.iter().find(|row| row.exercise != first.exercise);
    faults.extend(other.map(|other| {
        let message = format!("what is held is one exercise, and this row is of `{}`", other.exercise);
        let help = "leave only the rows of the exercise that is being held";
        let fault = fault(other.exercise_place, message, "another exercise", help);
        fault.also(first.exercise_place, format!("`{}` here", first.exercise))
    }));
}

/// The rows of injects, and the others.
fn parted(rows: Vec<Timing>, faults: &mut Vec<Diagnostic>) -> (Vec<OfInject>, Vec<Timing>) {
    let (mut injects, mut timings) = (Vec::new(), Vec::new());
    for timing in rows {
        let number = inject_of_row(&timing.measure).map(str::to_owned);
        match (number, timing.value) {
            (None, _) => timings.push(timing),
            (Some(number), Seen::Time(micros)) => {
                let (censored, place) = (timing.censored, timing.place);
                injects.push(OfInject { number, micros, censored, place });
            }
            (Some(_), Seen::Number(number)) => {
                let message = format!("`{INJECT_TIME}` is a time, and this is a number");
                let fault = Diagnostic::error(codes::LIMIT_KIND, timing.place, message);
                faults.push(fault.label("of another kind").help(format!("write its unit, as `{number}h`")));
            }
        }
    }
    (injects, timings)
}

fn late_timings(
    timings: &[Timing],
    (scenario, startex): (&Scenario, &Startex),
    from: u64,
    faults: &mut Vec<Diagnostic>,
) {
    for timing in timings {
        let ended = timing.ended.map(|ended| startex.micros_until(ended));
        if let Some(ended) = ended.and_then(|ended| u64::try_from(ended).ok()).filter(|ended| *ended > from) {
            let message = format!("this ended {} after STARTEX, which is later than --from", hours(ended));
            faults.push(too_late(timing.place, message));
        } else if let Seen::Time(micros) = timing.value
            // No time that began in the exercise is longer than that has lasted; one that began before may be.
            && scenario.prelude.is_none()
            && micros > from
        {
            let message = format!("{} is longer than the exercise had lasted at --from", hours(micros));
            faults.push(too_late(timing.place, message));
        }
    }
}

fn unfit_injects(injects: &[OfInject], scenario: &Scenario, from: u64, faults: &mut Vec<Diagnostic>) {
    let known: BTreeSet<&str> = scenario.msel.iter().map(|inject| inject.no.text.as_str()).collect();
    let mut told: BTreeMap<&str, Place> = BTreeMap::new();
    for OfInject { number, micros, place, .. } in injects {
        if !known.contains(&**number) {
            let message = format!("the MSEL has no inject `{number}`");
            let near = did_you_mean(number, known.iter().copied());
            let help = near.unwrap_or_else(|| String::from("write the number as the MSEL has it"));
            faults
                .push(Diagnostic::error(codes::UNKNOWN_ID, *place, message).label("of this row").help(help));
        } else if number.contains(['[', ']', '"']) || number.trim() != number {
            let message = format!(
                "inject `{number}` can't be pinned: no path leads to a number with brackets, quotes or space around it"
            );
            faults.push(fault(
                *place,
                message,
                "of this row",
                "give the inject another number in the scenario",
            ));
        } else if let Some(first) = told.get(&**number) {
            let message = format!("inject {number} has two rows");
            faults.push(fault(*place, message, "once more", "leave one of them").also(*first, "here before"));
        } else if *micros > from {
            let after = hours(*micros);
            let message = format!("the row of inject {number} ({after} after STARTEX) is later than --from");
            faults.push(too_late(*place, message));
        }
        told.entry(number).or_insert(*place);
    }
}

/// Faults for measures that have two rows: both would count, as if they were two.
fn told_twice(model: &Model, timings: &[Timing]) -> Vec<Diagnostic> {
    let twice = |(place, timing): (usize, &Timing)| {
        let first = model.asked[..place].iter().position(|measure| *measure == model.asked[place])?;
        let message = format!("`{}` has two rows", timing.measure);
        let fault = fault(timing.place, message, "once more", "leave one of them");
        Some(fault.also(timings[first].place, "here before"))
    };
    timings.iter().enumerate().filter_map(twice).collect()
}

fn observed(
    model: Model,
    (injects, timings): (&[OfInject], &[Timing]),
    (from, tolerance): (u64, u64),
) -> (Model, Option<Observed>) {
    let place = |number: &str| model.names.injects.iter().position(|text| text.number == number);
    let mut rows = Vec::new();
    let mut facts = Vec::new();
    for row in injects.iter().filter(|row| row.censored) {
        let Some(place) = place(&row.number) else { continue };
        let until = SimDuration::from_micros(row.micros);
        facts.push(Fact::NotCome(InjectIdx(place as u32), model.frame.startex + until));
        rows.push(format!("inject {} has not come", row.number));
    }
    for (place, timing) in timings.iter().enumerate() {
        let Seen::Time(micros) = timing.value else { continue };
        facts.push(Fact::Time(place, micros as f64, timing.censored));
        let so = if timing.censored { "more than " } else { "" };
        rows.push(format!("{} {so}{}", timing.measure, hours(micros)));
    }
    let held = HeldSoFar {
        from: model.frame.startex + SimDuration::from_micros(from),
        tolerance: SimDuration::from_micros(tolerance),
        facts,
    };
    let pinned = injects.iter().filter(|row| !row.censored).map(|row| row.number.clone()).collect();
    (model, Some(Observed { held, rows, pinned }))
}

fn hours(micros: u64) -> String {
    span(SimDuration::from_micros(micros).hours())
}

/// The moment from STARTEX on, in microseconds.
fn moment(place: Place, startex: &Startex, sources: &Sources) -> Result<u64, Vec<Diagnostic>> {
    let moment: Moment = part("from", place, sources)?;
    let micros = moment.resolve(startex).map_err(|fault| vec![*fault])?;
    u64::try_from(micros).map_err(|_| {
        let message = "nothing is observed before STARTEX";
        vec![Diagnostic::error(codes::TOO_EARLY, place, message).label("before STARTEX")]
    })
}

/// What makes an inject come at its instant, in nobody's hands and whatever it would have waited for.
fn pin(row: &OfInject) -> Vec<Setting> {
    let seconds = row.micros / 1_000_000;
    let set = |field: &str, value: &str| format!("msel[{}].{field}={value}", row.number).parse::<Setting>();
    let all = [
        set("at", &format!("\"{seconds}s\"")),
        set("after", "None"),
        set("when", "None"),
        set("delay", "None"),
        set("staff", "None"),
    ];
    all.into_iter().flatten().map(|setting| setting.by("--observed")).collect()
}

/// Faults for rows of what is no time.
fn no_times(model: &Model, timings: &[Timing]) -> Vec<Diagnostic> {
    let others =
        timings.iter().zip(&model.asked).filter(|(_, measure)| measure.quantity.unit() != Unit::Time);
    let fault = |(timing, measure): (&Timing, &crate::model::Measure)| {
        let message =
            format!("`{}` is no time, and is known only when the exercise is over", measure.quantity.name());
        let fault = Diagnostic::error(codes::LIMIT_KIND, timing.place, message).label("not known yet");
        fault.help(String::from("leave the row empty while the exercise is held"))
    };
    others.map(fault).collect()
}
