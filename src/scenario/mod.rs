//! The scenario language as written: plain records, their text, and everything that can be wrong with it.
//!
//! [`parse`] turns RON into a [`Scenario`] in which every value knows its place; `compile` gives it meaning. [`parse_study`]
//! does the same for a [`Study`], which says how a scenario is varied ([`study`]).
//! One file per subject: [`organisation`], [`controls`], [`network`], [`threat`], [`spread`], [`defence`], [`detection`],
//! [`cooperation`], [`assistance`], [`centre`], [`cable`], [`function`], [`exercise`], [`staff`], [`effects`], [`ladder`],
//! [`obligation`], [`crisis`], [`investigation`], [`inclusion`]; the leaves are in [`written`], [`duration`], [`clock`], [`shifts`] and [`measure`]. Ids are
//! strings in lists of records. Unknown fields are faults; what is left out has the default that its field
//! documents. Variants with several arguments are written by name or in order.
//!
//! **Invariant:** nothing here resolves a name, reads a file by itself, or knows what is simulated.

pub mod assistance;
mod brackets;
pub mod cable;
pub mod centre;
pub mod clock;
mod containers;
pub mod controls;
pub mod cooperation;
pub mod crisis;
pub mod defence;
pub mod detection;
pub mod duration;
pub mod effects;
mod entries;
pub mod exercise;
mod fields;
pub mod function;
pub mod graphml;
mod including;
pub mod inclusion;
pub mod investigation;
pub mod ladder;
mod lexis;
mod manner;
pub mod measure;
pub mod network;
pub mod obligation;
pub mod organisation;
mod outline;
mod overriding;
mod page;
mod parameters;
mod parsing;
mod part;
pub mod playbook;
mod prefixing;
pub mod queue;
mod quotes;
mod reading;
mod record;
mod repeating;
mod share;
pub mod shifts;
mod shown;
mod slips;
pub mod spread;
pub mod staff;
pub mod study;
mod stumbles;
mod syntax;
pub mod table;
pub mod threat;
mod tokens;
mod unread;
mod words;
pub mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use assistance::*;
pub use cable::*;
pub use centre::*;
pub use clock::{CivilZone, Moment, Start, Startex, When, date, named_zone, zone};
pub use containers::Listed;
pub use controls::*;
pub use cooperation::*;
pub use crisis::*;
pub use defence::*;
pub use detection::*;
pub use duration::{Law, Rate, RateUnit, Span, Time, parse_span};
pub use effects::*;
pub use entries::{Entries, Entry, behind, entries, last_field_end, remarks_end};
pub use exercise::*;
pub use function::*;
pub use graphml::{Graph, GraphFault, graphml};
pub use inclusion::*;
pub use investigation::*;
pub use ladder::*;
pub use manner::{in_manner, lengths};
pub use measure::{Limit, Measure, inject_of};
pub use network::*;
pub use obligation::*;
pub use organisation::*;
pub use outline::{entry_around, field_around};
pub use parameters::{Ground, Parameter, Provenance, parameters};
pub use parsing::{
    FORMAT, LONGEST, LoadError, Parsed, ParsedStudy, content_hash, is_study, parse, parse_study,
};
pub use part::Added;
pub use playbook::*;
pub use queue::*;
pub use share::{Share, assumed_share, played_share};
pub use shifts::{Block, Clock, Days, Shifts, Weekly, each_shift, expand};
pub use spread::*;
pub use staff::*;
pub use study::Study;
pub use threat::*;
pub use words::{Text, texts, translate, words_to_fill};
pub use written::{At, Basis, Id, Word};

use crate::diagnostic::{Diagnostic, Place, Sources};
use part::scenario;

scenario! {
    /// A scenario, or a fragment of one that another includes.
    ///
    /// A file must have `format`; the main file also `id`, `title`, `startex` and `endex`.
    pub struct Scenario {
        /// The version of the language: 1.
        format: At<u32>,
        /// The scenario's name in outputs.
        id: Option<Word>,
        /// Its title.
        title: Option<Word>,
        /// What it is about and what it asks. Default: empty.
        synopsis: Word = Word::default(),
        /// When the exercise begins: `"2026-03-02T08:00[Europe/Brussels]"`. Its zone is that of all civil times.
        startex: Option<Startex>,
        /// How long after STARTEX the exercise ends: `"5d"`.
        endex: Option<Span>,
        /// How long before STARTEX the run begins, so that queues and campaigns are under way by then; at most a year.
        /// Shifts, false alarms and campaigns that start in it run as ever; measures and injects wait for STARTEX.
        /// Default: not at all.
        prelude: Option<Span>,
        /// How long after STARTEX measuring begins; at once if left out.
        measure_from: Option<Span>,
        /// What exercise staffs tell each other; nothing if left out.
        coordination: Option<Coordination>,
        /// What the maturity of organisations is worth, as factors; those of the main file count. Built in if left out.
        maturity: Option<Maturities>,
        /// Fragments to include.
        include: Vec<Include>,
        ;
        /// The organisations.
        organisations: Vec<Organisation>,
        /// Controls that organisations have, on top of the built-in library.
        controls: Vec<Control>,
        /// The network.
        network: Arc<Network>,
        /// Undersea cables and pipelines: how they break and are repaired.
        cables: Vec<Cable>,
        /// Techniques, on top of the built-in library.
        techniques: Vec<Technique>,
        /// Suppliers of software and services to the assets.
        suppliers: Vec<Supplier>,
        /// The campaigns.
        campaigns: Vec<Campaign>,
        /// The authorities.
        authorities: Vec<Authority>,
        /// The crews.
        crews: Vec<Crew>,
        /// The response teams.
        teams: Vec<Team>,
        /// The sensors.
        sensors: Vec<Sensor>,
        /// Who tells teams what no sensor shows.
        notices: Vec<Notice>,
        /// The playbooks.
        playbooks: Vec<Playbook>,
        /// The agreements.
        agreements: Vec<Agreement>,
        /// Experts who help others.
        assistance: Vec<Assistance>,
        /// Legal duties to report incidents.
        obligations: Vec<Obligation>,
        /// Centres that fuse reports on the situation.
        centres: Vec<Centre>,
        /// Investigations of campaigns.
        investigations: Vec<Investigation>,
        /// The functions.
        functions: Vec<Function>,
        /// The missions that depend on them.
        missions: Vec<Mission>,
        /// The exercise staffs.
        staffs: Vec<ExerciseStaff>,
        /// The injects.
        msel: Vec<Inject>,
        /// The ladders of escalation.
        ladders: Vec<Ladder>,
        /// Crises that run beside the attacks.
        crises: Vec<Crisis>,
        /// The training objectives.
        objectives: Vec<Objective>,
        ;
        /// Changes to compare with.
        variants: Vec<Variant>,
    }
}

/// The value with this place for all its parts.
pub fn placed<T: reading::Written>(mut value: T, place: Place) -> T {
    value.each_place(&mut |part| *part = place);
    value
}

/// Reads one value at a place of a text that is no scenario, such as a cell of a table, with quotes or without; faults speak
/// of it as of the field `name`.
///
/// # Errors
/// Every fault that was found.
pub fn part<T: reading::Leaf>(
    name: &'static str,
    place: Place,
    sources: &Sources,
) -> Result<T, Vec<Diagnostic>> {
    apart(name, place, sources, T::stand_in, |text, reader| T::parse(text, reader))
}

/// The same of a record, as a scenario would write it: `(inject: "1", delay: "2h")`.
///
/// # Errors
/// Every fault that was found.
pub fn record_part<T: reading::Written>(
    name: &'static str,
    place: Place,
    sources: &Sources,
) -> Result<T, Vec<Diagnostic>> {
    apart(name, place, sources, T::stand_in, |text, reader| {
        // What follows the record would be passed over.
        match reading::trim(text).len() == text.trim().len() {
            true => reader.captured(text),
            false => reader.refuse(text, &T::takes()),
        }
    })
}

fn apart<T>(
    name: &'static str,
    place: Place,
    sources: &Sources,
    stand_in: impl FnOnce() -> T,
    read: impl FnOnce(&str, &reading::Reader<'_>) -> Option<T>,
) -> Result<T, Vec<Diagnostic>> {
    let text = sources.shared_text(place.source);
    let reader = reading::Reader::bare(place.source, &text);
    let written = text.get(place.start as usize..(place.start + place.len) as usize).unwrap_or("");
    let value = reader.about(reading::Subject::Field(name), || read(written, &reader));
    reader.verdict().map(|()| value.unwrap_or_else(stand_in))
}

/// A value on one line, as a scenario would write it.
pub fn written_line<T: reading::Written>(value: &T) -> String {
    page::line(&value.shown())
}

/// Takes from `other` what `value` leaves out: optional values and lists, but no basis.
pub fn fill<T: reading::Written>(value: &mut T, other: T) {
    value.fill(other);
}

impl Scenario {
    /// A scenario with nothing in it.
    pub fn empty() -> Self {
        <Self as reading::Written>::stand_in()
    }

    /// The scenario as a text that is read as the same scenario, with every field that was left out.
    ///
    /// Includes are resolved by now, so none is written. `marks` are remarks on what comes from the sources with these
    /// numbers; what was left out is remarked on as a default.
    pub fn written_out(&self, marks: &BTreeMap<u32, String>) -> String {
        let mut whole = self.clone();
        whole.include.clear();
        page::Page { marks }.scenario(&reading::Written::shown(&whole))
    }

    fn count(&self, cover: share::Cover, share: &mut Share) {
        reading::Written::count(self, cover, share);
    }
}
