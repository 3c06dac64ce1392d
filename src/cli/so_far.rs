//! What has happened in an exercise that is being held: a table, and until when.
//!
//! **Invariant:** an inject that came is pinned by a change of the scenario like any other; every fault of the table is told at once.

use super::failure::Failure;
use super::input::{Change, Setting, changed, read, text};
use super::observed::unfit;
use super::screen::Screen;
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean};
use crate::exchange::observed::{INJECT_TIME, Seen, Timing, inject_of_row, read as read_table};
use crate::kernel::SimDuration;
use crate::measure::span;
use crate::model::{InjectIdx, Model, Unit};
use crate::scenario::{Moment, Startex, parse_span, part};
use crate::study::{Fact, HeldSoFar};
use clap::Args;
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
    file: &Path,
    so_far: &SoFar,
    (variant, settings): (Option<&str>, &[Setting]),
    screen: &Screen,
) -> Result<(Model, Option<Observed>), Failure> {
    let mut written = read(file, screen)?;
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
    let Some(startex) = written.scenario.startex.clone() else { return Err(Failure::Faulty) };
    let table = read_table(source, startex.zoned.time_zone(), &written.sources);
    let place = Place { source: asked, start: 0, len: from.len() as u32 };
    let moment = moment(place, &startex, &written.sources);
    let mut faults = table.faults;
    let (mut injects, mut timings) = (Vec::new(), Vec::new());
    for timing in table.rows {
        match (inject_of_row(&timing.measure), timing.value) {
            (None, _) => timings.push(timing),
            (Some(number), Seen::Time(micros)) => {
                let (censored, place) = (timing.censored, timing.place);
                injects.push(OfInject { number: number.to_owned(), micros, censored, place });
            }
            (Some(_), Seen::Number(number)) => faults.push(
                Diagnostic::error(
                    codes::LIMIT_KIND,
                    timing.place,
                    format!("`{INJECT_TIME}` is a time, and this is a number"),
                )
                .label("of another kind")
                .help(format!("write its unit, as `{number}h`")),
            ),
        }
    }
    let from = moment.map_err(|found| faults.extend(found)).unwrap_or_default();
    // No time that began in the exercise is longer than that has lasted; one that began before may be.
    for timing in &timings {
        if let Seen::Time(micros) = timing.value
            && written.scenario.prelude.is_none()
            && micros > from
        {
            let message = format!("{} is longer than the exercise had lasted at --from", hours(micros));
            let fault =
                Diagnostic::error(codes::NOT_A_TABLE, timing.place, message).label("not observed then");
            faults.push(fault.help(String::from("leave the row empty, or give a later --from")));
        }
    }
    let known: Vec<&str> = written.scenario.msel.iter().map(|inject| inject.no.text.as_str()).collect();
    for (place, row) in injects.iter().enumerate() {
        if !known.contains(&&*row.number) {
            let message = format!("the MSEL has no inject `{}`", row.number);
            let fault = Diagnostic::error(codes::UNKNOWN_ID, row.place, message).label("of this row");
            let near = did_you_mean(&row.number, known.iter().copied());
            faults.push(
                fault.help(near.unwrap_or_else(|| String::from("write the number as the MSEL has it"))),
            );
        } else if let Some(first) = injects.iter().take(place).find(|other| other.number == row.number) {
            let message = format!("inject {} has two rows", row.number);
            let fault = Diagnostic::error(codes::NOT_A_TABLE, row.place, message).label("once more");
            faults.push(fault.also(first.place, "here before").help(String::from("leave one of them")));
        } else if !row.censored && row.micros > from {
            let message = format!(
                "inject {} came {} after STARTEX, which is later than --from",
                row.number,
                hours(row.micros)
            );
            let fault = Diagnostic::error(codes::NOT_A_TABLE, row.place, message).label("not observed then");
            faults.push(fault.help(String::from("leave the row empty, or give a later --from")));
        }
    }
    // What can't be pinned would only give follow-up faults.
    let pins =
        if faults.is_empty() { injects.iter().filter(|row| !row.censored).collect() } else { Vec::new() };
    settings.extend(pins.iter().flat_map(|row| pin(row)));
    let measures = timings.iter().map(|timing| timing.measure.clone()).collect();
    let change = Change { variant, settings, measures, faults, ..Change::default() };
    let (model, _, sources) = changed(written, &change, &mut Vec::new(), screen)?;
    let mut unfit = unfit(&model, &timings).err().unwrap_or_default();
    unfit.extend(no_times(&model, &timings));
    if !unfit.is_empty() {
        screen.show(&unfit, &sources);
        return Err(Failure::Faulty);
    }
    if model.frame.startex + SimDuration::from_micros(from) >= model.frame.endex {
        return Err(Failure::Usage(String::from(
            "--from is not before ENDEX: there is nothing left to forecast",
        )));
    }
    Ok(observed(model, (&injects, &timings), (from, so_far.tolerance)))
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
        // A variant may have taken it away: then it does not come in any replication.
        let Some(place) = place(&row.number) else { continue };
        let until = SimDuration::from_micros(row.micros.min(from));
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
fn moment(
    place: Place,
    startex: &Startex,
    sources: &crate::diagnostic::Sources,
) -> Result<u64, Vec<Diagnostic>> {
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
