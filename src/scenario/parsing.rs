//! From texts to a scenario: parsing, and the checks that concern whole files.
//!
//! **Invariant:** [`Parsed::scenario`] is there exactly when no diagnostic is an error.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::including::{Inclusion, beginning};
use super::reading::{Reader, Subject, Written};
use super::syntax::{self, Survey};
use super::words::Words;
use super::{At, Scenario, Study, lexis};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes, once, sort};

/// The version of the language that this program reads.
pub const FORMAT: u32 = 1;

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 64 << 20;

/// Why a file could not be loaded: a few words for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

/// What parsing found.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The scenario, unless a diagnostic is an error.
    pub scenario: Option<Scenario>,
    /// Where a diagnostic is an error: what could be read all the same, with stand-ins for the rest. More faults can be
    /// looked for in it; it is never played.
    pub remains: Option<Scenario>,
    /// What could not be read: nothing is known of what is named there.
    pub lost: Vec<Place>,
    /// Every text that was read, for rendering diagnostics.
    pub sources: Sources,
    /// All faults and warnings, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// What parsing a study found: the same as of a scenario, in the same words.
#[derive(Clone, Debug)]
pub struct ParsedStudy {
    /// The study, unless a diagnostic is an error.
    pub study: Option<Study>,
    /// See [`Parsed::remains`].
    pub remains: Option<Study>,
    /// See [`Parsed::lost`].
    pub lost: Vec<Place>,
    /// All faults and warnings, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file of the language may hold.
pub trait Document: Written {
    /// How faults call it.
    const SUBJECT: Subject;
    /// What it is, in a word.
    const WHAT: &'static str;
    /// The name before its brackets.
    const NAME: &'static str;
    /// The version of the language that it is written in.
    fn format(&self) -> At<u32>;
}

impl Document for Scenario {
    const SUBJECT: Subject = Subject::Scenario;
    const WHAT: &'static str = "scenario";
    const NAME: &'static str = "Scenario";
    fn format(&self) -> At<u32> {
        self.format
    }
}

impl Document for Study {
    const SUBJECT: Subject = Subject::Study;
    const WHAT: &'static str = "study";
    const NAME: &'static str = "Study";
    fn format(&self) -> At<u32> {
        self.format
    }
}

impl Document for Words {
    const SUBJECT: Subject = Subject::Words;
    const WHAT: &'static str = "file of words";
    const NAME: &'static str = "Words";
    fn format(&self) -> At<u32> {
        self.format
    }
}

/// Whether a text begins as one that holds a study.
pub fn is_study(text: &str) -> bool {
    lexis::split_name(lexis::skip_space(text.trim_start_matches('\u{feff}'))).0 == Study::NAME
}

/// Parses the text of a study, which becomes one of `sources`; its scenario and its table of points are files of their own,
/// which are not read here.
pub fn parse_study(name: &str, text: &str, sources: &mut Sources) -> ParsedStudy {
    let mut found = Found::default();
    let (_, study) = read_source::<Study>(name, String::from(text), Place::NOWHERE, sources, &mut found);
    sort(&mut found.faults);
    let diagnostics = once(found.faults);
    let (study, remains) = if any_error(&diagnostics) { (None, study) } else { (study, None) };
    ParsedStudy { study, remains, lost: found.lost, diagnostics }
}

/// Parses the main file's text, and the fragments that it includes; reads the topology files that any of them names.
///
/// `name` is what the user calls the main file. `load` returns the text of a file by its path relative to the
/// main file's folder, with slashes; it is asked only for paths that stay within that folder as they are
/// written.
pub fn parse(name: &str, text: &str, load: &mut dyn FnMut(&str) -> Result<String, LoadError>) -> Parsed {
    let (folder, file) = name.rfind('/').map_or(("", name), |at| name.split_at(at + 1));
    let (folder, chain) = (String::from(folder), vec![String::from(file)]);
    let mut inclusion = Inclusion {
        load,
        sources: Sources::default(),
        found: Found::default(),
        folder,
        chain,
        count: 0,
        bytes: text.len(),
    };
    let (source, mut scenario) =
        read_source(name, String::from(text), Place::NOWHERE, &mut inclusion.sources, &mut inclusion.found);
    if let Some(scenario) = &mut scenario {
        let place = beginning(source, inclusion.sources.text(source));
        inclusion.found.faults.extend(lacks(scenario, place));
        inclusion.read_topologies(scenario);
        inclusion.resolve(scenario);
    }
    let Inclusion { sources, found: Found { mut faults, lost }, .. } = inclusion;
    sort(&mut faults);
    let faults = once(faults);
    let (scenario, remains) = if any_error(&faults) { (None, scenario) } else { (scenario, None) };
    Parsed { scenario, remains, lost, sources, diagnostics: faults }
}

/// What is wrong with the texts that were read.
#[derive(Debug, Default)]
pub struct Found {
    /// All faults and warnings.
    pub faults: Vec<Diagnostic>,
    /// See [`Parsed::lost`].
    pub lost: Vec<Place>,
}

/// A stable hash of everything that was read, in order: the main text, the fragments, the overrides.
///
/// Names of files do not enter, so that a renamed file is the same scenario.
pub fn content_hash(sources: &Sources) -> u64 {
    let mut hasher = SipHasher13::new();
    let is_row = |source: &u32| sources.rows(*source).next().is_some();
    for source in (0..sources.len() as u32).filter(|source| !is_row(source)) {
        let text = sources.text(source);
        hasher.write_u64((text.len() as u64).to_le());
        hasher.write(text.as_bytes());
    }
    hasher.finish()
}

/// Keeps a text as a source and reads it. What it holds is `None` when nothing could be read; with faults it
/// has stand-ins.
pub fn read_source<T: Document>(
    name: &str,
    text: String,
    origin: Place,
    sources: &mut Sources,
    found: &mut Found,
) -> (u32, Option<T>) {
    if text.len() > LONGEST {
        let source = sources.add(name, "", origin);
        let message = format!("`{name}` is longer than {} MiB", LONGEST >> 20);
        found.faults.push(Diagnostic::error(codes::TOO_LONG_TEXT, Place::NOWHERE, message));
        return (source, None);
    }
    let source = sources.add(name, text, origin);
    let text = sources.text(source);
    let (document, read) = read::<T>(source, text);
    match document.as_ref().and_then(wrong_format) {
        // What another version of the language means by the rest is not for this one to judge.
        Some(fault) => {
            found.faults.push(fault);
            (source, None)
        }
        None => {
            found.faults.extend(read.faults);
            found.lost.extend(read.lost);
            (source, document)
        }
    }
}

/// Reads one text, quickly, and carefully if its structure is at fault. Where its syntax is, what could be mended is read.
fn read<T: Document>(source: u32, text: &str) -> (Option<T>, Found) {
    let reader = Reader::new(source, text).of(T::SUBJECT);
    let whole = reader.place(text);
    if let Ok(mut document) = reader.whole::<T>(false) {
        check_ids(&mut document, &reader);
        return (Some(document), reader.into_found());
    }
    let none = |faults| (None, Found { faults, lost: Vec::new() });
    if text.trim().is_empty() {
        return none(vec![something_else::<T>(source, text)]);
    }
    if syntax::is_sound(text) {
        return carefully(reader).unwrap_or_else(|| none(vec![something_else::<T>(source, text)]));
    }
    let Survey { mut faults, mended } = syntax::survey(text, whole);
    let Some((mended, given_up)) = mended else { return none(faults) };
    let lost: Vec<Place> = given_up.into_iter().map(|range| whole.within(range.start, range.len())).collect();
    let Some((document, mut read)) = carefully(Reader::new(source, &mended).of(T::SUBJECT)) else {
        return none(faults);
    };
    // What is wrong with what was given up has been told.
    let known: Vec<Place> =
        faults.iter().filter_map(|fault| fault.place).chain(lost.iter().copied()).collect();
    read.faults.retain(|fault| !fault.place.is_some_and(|place| known.iter().any(|it| it.touches(place))));
    faults.extend(read.faults);
    (document, Found { faults, lost: [lost, read.lost].concat() })
}

fn carefully<T: Document>(reader: Reader<'_>) -> Option<(Option<T>, Found)> {
    let mut document = reader.whole::<T>(true).ok()?;
    check_ids(&mut document, &reader);
    Some((Some(document), reader.into_found()))
}

fn something_else<T: Document>(source: u32, text: &str) -> Diagnostic {
    let (what, name) = (T::WHAT, T::NAME);
    let message = format!("this is not a {what}");
    let fault = Diagnostic::error(codes::NOT_A_SCENARIO, beginning(source, text), message);
    let help = match lexis::split_name(lexis::skip_space(text)).0 {
        other if other == Words::NAME && other != name => {
            String::from("it has the words of a scenario, which --lang puts into it")
        }
        other if other == Study::NAME && other != name => {
            String::from("it is a study: `jointex sweep` plays it")
        }
        other if other == Scenario::NAME && other != name => {
            String::from("it is a scenario: `jointex run` plays it, and a study names it as its `scenario`")
        }
        _ => format!("a file begins with `{name}(` and ends with `)`"),
    };
    fault.label(format!("expected `{name}(…)`")).help(help)
}

fn wrong_format<T: Document>(document: &T) -> Option<Diagnostic> {
    let format = document.format();
    if format.place.is_nowhere() || format.value == FORMAT {
        return None;
    }
    let message = format!("format {} is not known", format.value);
    let fault = Diagnostic::error(codes::FORMAT, format.place, message)
        .label(format!("this program reads format {FORMAT}"));
    let newer = (format.value > FORMAT).then(|| String::from("a newer version of jointex may read it"));
    Some(fault.help(newer))
}

/// What the main file must have, besides what every file must have.
fn lacks(scenario: &Scenario, place: Place) -> Vec<Diagnostic> {
    let needed = [
        ("id", scenario.id.is_some(), "id: \"north-star\""),
        ("title", scenario.title.is_some(), "title: \"Two headquarters, one adversary\""),
        ("startex", scenario.startex.is_some(), "startex: \"2026-03-02T08:00[Europe/Brussels]\""),
        ("endex", scenario.endex.is_some(), "endex: \"5d\""),
    ];
    let missing = needed.iter().filter(|(_, there, _)| !there);
    let fault = |(name, _, example): &(&str, bool, &str)| {
        let fault =
            Diagnostic::error(codes::MISSING_FIELD, place, format!("a scenario needs the field `{name}`"));
        fault.label(format!("`{name}` is missing")).help(format!("for example `{example}`"))
    };
    missing.map(fault).collect()
}

/// Ids have no characters that paths, measures and members use for themselves. A slash parts the name of an include from what its
/// fragment calls a thing, also where a person writes out what an include would make.
fn check_ids<T: Written>(document: &mut T, reader: &Reader<'_>) {
    Written::each_id(document, "", &mut |field, id| {
        let wrong = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '+' | '@'));
        // A stand-in for a faulty id has no text.
        let unfit = |part: &str| part.is_empty() || part.contains(wrong);
        if field == "id" && !id.text.is_empty() && id.text.split('/').any(unfit) {
            let message = format!("`{}` cannot be an id", id.text);
            let fault = Diagnostic::error(codes::ID_CHARACTERS, id.place, message);
            reader.fault(fault.label("letters, digits, `.` `_` `-` `:` `+` `@`, and `/` between them only"));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reader;
    use super::Scenario;

    /// Every list, and every way of writing arguments.
    const WHOLE: &str = r#"Scenario(
        format: 1, id: "s", title: r"t", synopsis: "a\nb", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d", measure_from: "1h",
        maturity: (basic: (seats: 0.5, sensors: 0.7, patching: 2, skill: 0.8), basis: Expert),
        include: [(file: "a.ron", as: "a", set: [("endex", "1h")])],
        organisations: [(id: "o", short: "O", name: Some("Org"), member_of: [(in: Nato, since: "1949-04-04")], maturity: Basic, protects: ["p"], tags: ["x"])],
        network: (
            zones: [(id: "z", owner: "o", inside: Isolated), (id: "y", owner: "o", topology: BarabasiAlbert(m: 3, seed: 2)),
                (id: "x", owner: "o", topology: Links([("a", "b"), ("n[1]", "n[2]")])), (id: "w", owner: "o", topology: Star)],
            assets: [(id: "n", zone: "x", platform: "linux", services: ["smb"], weaknesses: ["CVE"], credentials: ["c"], accepts: ["c"],
                count: 10, users: 1, weight: 2.5, tags: [], basis: Source("a report"))],
            links: [(from: "internet", to: "z", allow: ["smtp"], both_ways: true, medium: Cable("estlink-2"), capacity: 1e3)],
        ),
        techniques: [(id: "T1", tactic: Impact, does: Wipe, needs: (service: "smb", access: Admin), gives: User, success: 0.5, time: Fixed("1s"),
            retries: 2, severity: High, indicator_block: 1, visible: (attempt: [(Mail, 0.15)], success: []), basis: Expert)],
        campaigns: [(id: "c", adversary: (name: "BEAR", kind: Criminal), operators: 0x2, start: "D1 10:00",
            initially_held: [Asset("n[1]"), Group("n"), First("n", 2), First(group: "n", count: 2), Zone("z"), Tag("x"), Organisation("o")],
            on_loss: GoDark(after: "1h", for: Exponential("12h")),
            flow: [(id: "a", technique: "T1", target: Group("n"), after: Any(["b"]), burst: 60, route: Cheapest, retries: 1,
                objective: true, scope: Campaign, until: Exhausted, on_failure: ["b"])],
            spread: [Contact(technique: "T1", delay: Gamma("1h", 2), attempts: 1, active_for: Weibull(scale: "1h", shape: 0.5), then: Dormant),
                Scan(technique: "T1", rate: PerSecond(358), scope: Addresses(4_294_967_296), total_cap: PerHour(1e6))])],
        authorities: [(id: "d", organisation: "o", hours: Weekly("Mon-Fri", "07:00", "20:00"), on_call: "45min", time: Triangular("10min", "30min", "3h"))],
        crews: [(id: "it", organisation: "o", seats: 6, time_zone: "Europe/Tallinn",
            hours: Several([Weekly("Mon-Fri", "07:00", "20:00"), Weekly(days: "Sat", from: "22:00", to: "06:00")]))],
        teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 4, shifts: AroundTheClock, skill: 1.5)],
            queue: (order: MostSevereFirst, capacity: 0), triage: (tier: "l1", time: Mixture([(0.5, "1h"), (0.5, Empirical(["1h", "2h"]))]),
            misses: 0.1), playbook: "p")],
        sensors: [(id: "e", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0.7, delay: Pert("1s", "2s", "3s"),
            sweep: (every: "24h", phase: "2h", finds: 0.8, severity: Low), merge: "1h",
            false_alarms: PerDay(240), daily: [(days: "Mon-Fri", from: "08:00", to: "18:00", factor: 2)], severities: [(Low, 1)], indicator_boost: 0)],
        notices: [(id: "desk", team: "t", from: Users(probability: 0.05), of: [Organisation("o")], delay: "1h", severity: High, basis: Assumed),
            (id: "police", team: "t", from: Outside(0.1), of: [Zone("z")]), (id: "note", team: "t", from: Adversary, of: [Zone("z")]),
            (id: "down", team: "t", from: Failure(function: "f", below: 0.5))],
        playbooks: [(id: "p", phases: [Investigate(tier: "l1", time: Normal("2h", "1h"), finds: 0.7), Declare("l1", "10min"), Decide("d"),
            Contain(tier: "l1", per_asset: "6min", actions: [Isolate]), Notify(agreements: ["ta"], tlp: AmberStrict),
            Eradicate(crew: "it", per_asset: "1h"), Recover("it", "1h"), RequestHelp(["rrt"], "l1"), Report("l1", "1h"), LessonsLearned("l1", "1h")])],
        agreements: [(id: "ta", parties: ["o", "p"], shape: Hub, until: "2030-01-01", active: false, areas: (education: (skill: 1.1), information_exchange: (
            channels: [(id: "f", medium: Mail, delay: Uniform("0s", "1h"), ceiling: Red, reading: "10min", reliability: 0.9, shares: [Advisory])])))],
        functions: [(id: "f", organisation: "o", assets: [Tag("x")], needs: AtLeast(2))],
        msel: [(no: "1", at: "2026-03-03T09:30", to: ["t"], by: Press, effect: Load("t", 40, "4h")),
            (no: "2", when: NotYet("time_to_declare[org=o]", "30h"), effect: Alert(team: "t", asset: "n[1]")), (no: "3", effect: Message)],
        objectives: [(id: "q", that: AtMost("time_to_declare[org=o]", "12h")), (id: "r", that: AtLeast(measure: "alerts", limit: 3))],
        variants: [(id: "v", title: "V", set: [("endex", "1h")])],
    )"#;

    #[test]
    fn the_careful_pass_reads_what_the_quick_one_reads() {
        let read = |careful| {
            let reader = Reader::new(0, WHOLE);
            let scenario = reader.whole::<Scenario>(careful).unwrap();
            assert_eq!(reader.into_found().faults, []);
            scenario
        };
        assert_eq!(read(false), read(true));
    }
}
