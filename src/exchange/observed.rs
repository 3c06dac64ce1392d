//! Timings of real exercises, as a table: one row a team and measure.
//!
//! The first line names the columns, in any order:
//! - `exercise`, `team`: which exercise, and who was timed there, in the users' own words.
//! - `measure`: as a scenario writes it, `time_to_declare[org=cert-eu]`.
//! - `value`: how long it took, `95min`, or a number of what is no time.
//! - `start`, `end`: instead of it, when it began and ended: `2026-03-02T09:10`, in STARTEX's zone unless it names another,
//!   `2026-03-02T09:10[America/New_York]`, or as a list of injects may say it: `02.03.2026 09:10`, `D1 09:10`.
//! - `censored`: `yes` where the exercise was over first, so that the value is a time so far; `no` or nothing else.
//!
//! While an exercise is held, a row may be of an inject: its measure is `inject_time[inject=3]`, and its value how long after STARTEX it came,
//! or its `end`, or `start` alone, the moment at which it came; `censored` where it had not come by then.
//!
//! Rows without a value and without times are left out, so that a template may be filled in part. Lines that begin with
//! `#` are remarks. Cells are parted by commas, semicolons or tabs.
//!
//! **Invariant:** a row is returned only when it has no fault of its own.

use super::msel::{Reference, Value as Cell, by_calendar};
use crate::diagnostic::{Diagnostic, Place, Sources, codes, did_you_mean, one_of};
use crate::scenario::table::{self, Table};
use crate::scenario::{Limit, Measure, Startex, part};
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

/// What a row says was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// Which exercise.
    pub exercise: String,
    /// Where that stands.
    pub exercise_place: Place,
    /// Who.
    pub team: String,
    /// What was measured.
    pub measure: Measure,
    /// A time in microseconds, or a number of what is no time.
    pub value: Seen,
    /// When it ended, if the row says so.
    pub ended: Option<Timestamp>,
    /// Whether the exercise was over first.
    pub censored: bool,
    /// Where the value stands.
    pub place: Place,
}

/// A value that was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seen {
    /// Microseconds.
    Time(u64),
    /// A number of what is no time.
    Number(f64),
}

/// Every column, in the order of the template.
const COLUMNS: [&str; 7] = ["exercise", "team", "measure", "value", "start", "end", "censored"];
/// Those that a table must have.
const NEEDED: [&str; 3] = ["exercise", "team", "measure"];

/// As many faults of one table are told; more are of the same making.
const MOST_FAULTS: usize = 100;

/// What was read of a table.
#[derive(Debug, Default)]
pub struct Timings {
    /// The rows with a value.
    pub rows: Vec<Timing>,
    /// How many rows have none.
    pub left_out: usize,
    /// Every fault of every row, up to a hundred; with one, some rows are missing.
    pub faults: Vec<Diagnostic>,
}

/// What a row of an inject measures, while an exercise is held: how long after STARTEX it came, `inject_time[inject=3]`. No scenario knows
/// it as a measure.
pub const INJECT_TIME: &str = "inject_time";

/// The number of the inject whose time a row has.
pub fn inject_of_row(measure: &Measure) -> Option<&str> {
    match (&*measure.name.text, measure.filters.as_slice()) {
        (INJECT_TIME, [(key, number)]) if key.text == "inject" => Some(&number.text),
        _ => None,
    }
}

/// Reads a table; `source` is its number in `sources`. Times that name no zone are meant in that of STARTEX.
pub fn read(source: u32, startex: &Startex, sources: &Sources) -> Timings {
    let text = sources.shared_text(source);
    let table = table::read(&text);
    let mut reading = Reading { text: &text, source, startex, sources, faults: Vec::new() };
    let mut timings = Timings::default();
    if let Some(columns) = reading.columns(&table) {
        for line in &table.lines[1..] {
            if reading.faults.len() >= MOST_FAULTS {
                break;
            }
            let cells: Vec<Place> = line.iter().map(|cell| reading.place(cell.range.clone())).collect();
            match reading.row(&cells, &columns) {
                Row::Timing(timing) => timings.rows.push(*timing),
                Row::Empty => timings.left_out += 1,
                Row::Faulty => {}
            }
        }
    }
    timings.faults = reading.faults;
    timings
}

/// A table to fill in: a row for each of these teams and measures.
pub fn template(exercise: &str, rows: &[(String, String)]) -> String {
    let quoted = |text: &str| match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let mut out = String::from(
        "# value: how long it took, as 95min; or start and end: 2026-03-02T09:10. censored: yes if the exercise was over first.\n\
         # Rows without a value and without times are left out.\n",
    );
    if rows.iter().any(|(_, measure)| measure.starts_with(INJECT_TIME)) {
        out += &format!(
            "# {INJECT_TIME}: how long after STARTEX the inject came as value, or when it came under end alone; censored: yes if it had not come \
             by then.\n"
        );
    }
    out += &format!("{}\n", COLUMNS.join(","));
    for (team, measure) in rows {
        out += &format!("{},{},{},,,,no\n", quoted(exercise), quoted(team), quoted(measure));
    }
    out
}

enum Row {
    Timing(Box<Timing>),
    Empty,
    Faulty,
}

struct Reading<'r> {
    text: &'r str,
    source: u32,
    startex: &'r Startex,
    sources: &'r Sources,
    faults: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn place(&self, range: std::ops::Range<usize>) -> Place {
        Place { source: self.source, start: range.start as u32, len: range.len() as u32 }
    }

    fn slice(&self, place: Place) -> &str {
        self.text.get(place.start as usize..(place.start + place.len) as usize).unwrap_or("")
    }

    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// The place of each of [`COLUMNS`] in a line; none after a fault.
    fn columns(&mut self, table: &Table) -> Option<[Option<usize>; COLUMNS.len()]> {
        for (range, label, help) in &table.faults {
            let fault = Diagnostic::error(
                codes::NOT_A_TABLE,
                self.place(range.clone()),
                "this is not a table of cells",
            );
            self.fault(fault.label(*label).help(String::from(*help)));
        }
        let header: Vec<Place> =
            table.lines.first().into_iter().flatten().map(|cell| self.place(cell.range.clone())).collect();
        let mut found = [None; COLUMNS.len()];
        for (number, place) in header.iter().enumerate() {
            let name = self.slice(*place).to_lowercase();
            match COLUMNS.iter().position(|column| *column == name) {
                Some(column) if found[column].is_none() => found[column] = Some(number),
                Some(_) => {
                    let message = format!("the column `{name}` is there twice");
                    self.fault(Diagnostic::error(codes::NOT_A_TABLE, *place, message).label("again"));
                }
                None => {
                    let message = format!("there is no column `{name}`");
                    let fault = Diagnostic::error(codes::NOT_A_TABLE, *place, message).label("not known");
                    let help = did_you_mean(&name, COLUMNS);
                    self.fault(fault.help(help.unwrap_or_else(|| format!("possible: {}", one_of(COLUMNS)))));
                }
            }
        }
        let at = header.first().copied().unwrap_or(self.place(0..0));
        let has = |name: &str| {
            COLUMNS.iter().position(|column| *column == name).is_some_and(|at| found[at].is_some())
        };
        let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !has(name)).collect();
        let valued = has("value") || (has("start") && has("end"));
        if !missing.is_empty() || !valued {
            let value = (!valued).then_some("value");
            let names = one_of(missing.iter().copied().chain(value)).replace(" or ", " and ");
            let fault = Diagnostic::error(codes::NOT_A_TABLE, at, format!("the first line lacks {names}"));
            let help = format!("let it be `{}`; `jointex observed template` writes one", COLUMNS.join(","));
            self.fault(fault.label("the names of the columns").help(help));
        }
        self.faults.is_empty().then_some(found)
    }

    fn row(&mut self, cells: &[Place], columns: &[Option<usize>; COLUMNS.len()]) -> Row {
        let before = self.faults.len();
        let most = columns.iter().flatten().max().map_or(0, |last| last + 1);
        if let Some(extra) = cells.get(most) {
            let message = format!("this row has {} cells, and the first line {most}", cells.len());
            let fault = Diagnostic::error(codes::NOT_A_TABLE, *extra, message).label("of no column");
            self.fault(fault.help(String::from(
                "put quotes around a cell with a comma, as in \"time_to_inform[org=a, partner=b]\"",
            )));
            return Row::Faulty;
        }
        let start = cells.first().copied().unwrap_or(self.place(0..0));
        // What a line is too short for is empty.
        let cell = |name: &str| {
            let column = COLUMNS.iter().position(|column| *column == name).and_then(|at| columns[at]);
            column.and_then(|column| cells.get(column)).copied().filter(|place| place.len > 0)
        };
        let [value, from, to] = ["value", "start", "end"].map(cell);
        let censored = cell("censored").map_or(Some(false), |place| self.censored(place));
        if value.is_none() && from.is_none() && to.is_none() && censored == Some(false) {
            return Row::Empty;
        }
        let mut named = |name: &str| {
            let found = cell(name);
            if found.is_none() {
                let fault = Diagnostic::error(codes::NOT_A_TABLE, start, format!("this row names no {name}"));
                self.fault(
                    fault
                        .label(format!("`{name}` is empty"))
                        .help(format!("fill in `{name}`, or take the row out")),
                );
            }
            found
        };
        let (exercise, team, measure) = (named("exercise"), named("team"), named("measure"));
        let measure = measure.and_then(|place| self.noted(part::<Measure>("measure", place, self.sources)));
        let of_inject = measure.as_ref().is_some_and(|measure| inject_of_row(measure).is_some());
        let (seen, place) = match (value, from, to) {
            (Some(place), None, None) => (self.value(place).map(|value| (value, None)), place),
            (None, from, to) if of_inject && (from.is_some() || to.is_some()) => {
                (self.since_startex(from, to), to.or(from).unwrap_or(start))
            }
            (None, Some(from), Some(to)) => (self.between(from, to), to),
            (None, None, None) => {
                let message = "this row does not say for how long it was watched";
                let fault =
                    Diagnostic::error(codes::NOT_A_TABLE, start, message).label("censored, without a value");
                self.fault(fault.help(String::from(
                    "write the time from its beginning to the end of the exercise as `value`",
                )));
                (None, start)
            }
            (None, Some(place), None) if censored == Some(true) => {
                let message = "this row does not say until when it was watched";
                let fault = Diagnostic::error(codes::NOT_A_TABLE, place, message);
                let help = "write under `end` when the exercise was over, or, while it is held, until when it was watched";
                self.fault(fault.label("censored, without an end").help(String::from(help)));
                (None, place)
            }
            _ => {
                let message = "a row has a value, or a start and an end";
                let place = value.or(from).or(to).unwrap_or(start);
                let fault =
                    Diagnostic::error(codes::NOT_A_TABLE, place, message).label("not both, and not a half");
                self.fault(fault.help(String::from("leave `value` empty, or `start` and `end`")));
                (None, place)
            }
        };
        match (exercise, team, measure, seen, censored) {
            (Some(at), Some(team), Some(measure), Some((value, ended)), Some(censored))
                if self.faults.len() == before =>
            {
                let [exercise, team] = [at, team].map(|place| self.slice(place).replace("\"\"", "\""));
                let exercise_place = at;
                let timing =
                    Timing { exercise, exercise_place, team, measure, value, ended, censored, place };
                Row::Timing(Box::new(timing))
            }
            _ => Row::Faulty,
        }
    }

    /// What was read, or none after noting why not.
    fn noted<T>(&mut self, read: Result<T, Vec<Diagnostic>>) -> Option<T> {
        read.map_err(|faults| self.faults.extend(faults)).ok()
    }

    fn value(&mut self, place: Place) -> Option<Seen> {
        let read = part("value", place, self.sources).map_err(|faults| {
            let code = faults.first().map_or(codes::NOT_A_TABLE, |fault| fault.code);
            vec![self.no_value(code, place)]
        });
        Some(match self.noted(read)? {
            Limit::Span(span) => Seen::Time(span.micros),
            Limit::Number(number, _) if number < 0.0 => {
                let message = format!("nothing that is measured is less than 0, but `{number}` is");
                self.fault(Diagnostic::error(codes::NEGATIVE, place, message).label("less than 0"));
                return None;
            }
            Limit::Number(number, _) => Seen::Number(number),
        })
    }

    /// What is told of a value that is neither a time nor a number.
    fn no_value(&self, code: &'static str, place: Place) -> Diagnostic {
        let text = self.slice(place);
        let help = match text.as_bytes() {
            [b'>', ..] => "write the time so far, and `yes` under `censored`",
            [.., b'%'] => "write a share of one, such as 0.7",
            _ if text.contains(':') => "write 330min or 5h30min, or moments under `start` and `end`",
            _ => "write 95min, 2h30min, or a number of what is no time",
        };
        let message = format!("`{}` is no time and no number", text.escape_debug());
        Diagnostic::error(code, place, message).label("not of this kind").help(String::from(help))
    }

    fn between(&mut self, from: Place, to: Place) -> Option<(Seen, Option<Timestamp>)> {
        let (start, end) = (self.moment(from), self.moment(to));
        let (start, end) = (start?.timestamp(), end?.timestamp());
        match u64::try_from(end.as_microsecond() - start.as_microsecond()) {
            Ok(micros) => Some((Seen::Time(micros), Some(end))),
            Err(_) => {
                let message = "this ends before it starts";
                let fault =
                    Diagnostic::error(codes::NEGATIVE_TIME, to, message).label("earlier than `start`");
                self.fault(fault.help(String::from(
                    "write the date too, and the zone where it is another: `2026-03-02T09:10[UTC]`",
                )));
                None
            }
        }
    }

    /// When an inject came: its end, or its start alone. Both would be a span, unless it is one from STARTEX on or of no length.
    fn since_startex(&mut self, from: Option<Place>, to: Option<Place>) -> Option<(Seen, Option<Timestamp>)> {
        let place = to.or(from)?;
        let end = self.moment(place)?.timestamp();
        let start = match from.filter(|from| *from != place) {
            Some(from) => self.moment(from)?.timestamp(),
            None => end,
        };
        if start != end && start != self.startex.zoned.timestamp() {
            let message = "an inject comes at one moment, and this row has two";
            let fault = Diagnostic::error(codes::NOT_A_TABLE, place, message).label("another than `start`");
            self.fault(fault.help(String::from("write when it came under `end`, and leave `start` empty")));
            return None;
        }
        let Ok(micros) = u64::try_from(self.startex.micros_until(end)) else {
            let message = "no inject comes before STARTEX";
            let fault = Diagnostic::error(codes::TOO_EARLY, place, message).label("before STARTEX");
            let help = "write the date too, and the zone where it is another: `2026-03-02T09:10[UTC]`";
            self.fault(fault.help(String::from(help)));
            return None;
        };
        Some((Seen::Time(micros), Some(end)))
    }

    fn moment(&mut self, place: Place) -> Option<Zoned> {
        let text = self.slice(place).to_owned();
        let zone = || self.startex.zoned.time_zone().clone();
        let zoned = || text.parse::<Zoned>().ok();
        // By the calendar without the exercise, for other exercises were held on other days.
        let civil = text.parse::<DateTime>().or_else(|_| by_calendar(&text.to_uppercase()));
        let by_day = || {
            let reference = Reference { startex: self.startex.clone(), zero: 0 };
            let told = reference.moment(&Cell::Text(text.clone())).ok()?;
            Some(self.startex.offset(told.micros).to_zoned(zone()))
        };
        let moment = zoned().or_else(|| civil.as_ref().ok()?.to_zoned(zone()).ok()).or_else(by_day);
        if moment.is_none() {
            let why = civil.err().map_or_else(|| String::from("beyond the calendar"), |(why, _)| why);
            let message = format!("`{}` is not a moment", text.escape_debug());
            let fault = Diagnostic::error(codes::NOT_A_MOMENT, place, message).label(why);
            let help = "write `2026-03-02T09:10`, `D1 09:10`, or, in another zone, `2026-03-02T09:10[Europe/Brussels]`";
            self.fault(fault.help(String::from(help)));
        }
        moment
    }

    fn censored(&mut self, place: Place) -> Option<bool> {
        let word = self.slice(place).to_lowercase();
        match word.as_str() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => {
                let message = format!("`censored` is `yes` or `no`, not `{}`", word.escape_debug());
                let fault = Diagnostic::error(codes::WRONG_KIND, place, message).label("neither");
                self.fault(fault.help(String::from("write `yes` where the exercise was over first")));
                None
            }
        }
    }
}
