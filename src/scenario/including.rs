//! Fragments: files that a scenario includes, each under a name that its ids are given in front.
//!
//! Paths are relative to the main file's folder and stay within it, also those that a fragment writes. What a
//! fragment defines is known outside as `be/soc`; a reference in the fragment means the fragment's own
//! definition if there is one, and otherwise the including file's. Injects are numbered `be/1`. Changes of
//! the `set` list use paths as within the fragment.
//!
//! **Invariant:** every include is read once per mention, no deeper than [`DEEPEST`], no more than [`MOST`] in all, and no more
//! text than [`MOST_TEXT`] with what is read besides.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::parsing::{LONGEST, LoadError, read_source};
use super::reading::Written;
use super::written::Word;
use super::{Include, Scenario, Topology};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes};

/// How deeply fragments may include fragments.
const DEEPEST: usize = 16;

/// How many fragments one scenario may include, counting each mention.
const MOST: usize = 1000;

/// The longest that all texts may be together, in bytes.
const MOST_TEXT: usize = 2 * LONGEST;

/// What reading a main file and its fragments has gathered so far.
pub struct Inclusion<'l> {
    /// Returns the text of a file by its path.
    pub load: &'l mut dyn FnMut(&str) -> Result<String, LoadError>,
    /// Every text.
    pub sources: Sources,
    /// Every fault.
    pub faults: Vec<Diagnostic>,
    /// The main file's folder as the user names it, with a slash at its end, or nothing.
    pub folder: String,
    /// The files that are being read, outermost first.
    pub chain: Vec<String>,
    /// How many fragments were read.
    pub count: usize,
    /// Bytes of all texts that were read.
    pub bytes: usize,
}

impl Inclusion<'_> {
    /// Adds to `scenario` what it includes, and what that includes.
    pub fn resolve(&mut self, scenario: &mut Scenario) {
        let mut names = BTreeSet::new();
        // A stand-in for a faulty entry stands nowhere.
        for include in scenario.include.clone().into_iter().filter(|i| !i.file.place.is_nowhere()) {
            let name = include.r#as.text.as_str();
            if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
                let fault = Diagnostic::error(
                    codes::INCLUDE_NAME,
                    include.r#as.place,
                    format!("`{name}` cannot name an include"),
                );
                self.faults.push(fault.label("letters, digits, `-`, `_` and `.` only"));
            } else if !names.insert(String::from(name)) {
                let fault = Diagnostic::error(
                    codes::INCLUDE_NAME,
                    include.r#as.place,
                    format!("two includes are called `{name}`"),
                );
                self.faults.push(fault.label("the second"));
            } else if let Some(fragment) = self.fragment(&include) {
                merge(scenario, fragment);
            }
        }
    }

    /// Reads the topology files of one file's zones. Each becomes a source, whose origin is where it is named.
    pub fn read_topologies(&mut self, scenario: &Scenario) {
        for zone in &scenario.network.zones {
            let Some(Topology::File(file)) = &zone.topology else { continue };
            if file.place.is_nowhere() {
                continue;
            }
            let Some(path) = self.checked_path(file) else { continue };
            let why = match self.text(&path) {
                Ok(text) => {
                    self.count += 1;
                    self.sources.add(format!("{}{path}", self.folder), text, file.place);
                    continue;
                }
                Err(LoadError(why)) => why,
            };
            let message = format!("cannot read the topology `{path}`: {why}");
            self.faults
                .push(Diagnostic::error(codes::UNREADABLE, file.place, message).label("asked for here"));
        }
    }

    /// The text of a file, if there is room for it.
    fn text(&mut self, path: &str) -> Result<String, LoadError> {
        let text = (self.load)(path)?;
        if text.len() > LONGEST {
            return Err(LoadError(format!("it is longer than {} MiB", LONGEST >> 20)));
        }
        if text.len() > MOST_TEXT.saturating_sub(self.bytes) {
            return Err(LoadError(format!("all texts together are longer than {} MiB", MOST_TEXT >> 20)));
        }
        self.bytes += text.len();
        Ok(text)
    }

    fn fragment(&mut self, include: &Include) -> Option<Scenario> {
        let path = self.checked_path(&include.file)?;
        let text = match self.text(&path) {
            Ok(text) => text,
            Err(LoadError(why)) => {
                let message = format!("cannot include `{path}`: {why}");
                self.faults.push(
                    Diagnostic::error(codes::UNREADABLE, include.file.place, message).label("asked for here"),
                );
                return None;
            }
        };
        self.count += 1;
        self.chain.push(path.clone());
        let named = format!("{}{path}", self.folder);
        let noted = self.faults.len();
        let (source, mut fragment) =
            read_source(&named, text, include.file.place, &mut self.sources, &mut self.faults);
        if let Some(fragment) = &mut fragment {
            self.warn_of_unused(fragment, source);
            self.read_topologies(fragment);
            self.resolve(fragment);
        }
        self.chain.pop();
        let mut fragment = fragment.filter(|_| !any_error(&self.faults[noted..]))?;
        let by = format!("include of `{named}` as `{}`", include.r#as);
        for (at, text) in &include.set {
            let faults = fragment.set(at, text, &by, at.place, &mut self.sources).err();
            self.faults.extend(faults.into_iter().flatten());
        }
        prefix(&mut fragment, &include.r#as);
        Some(fragment)
    }

    /// The path without `.` parts, if it is one that may be included here.
    fn checked_path(&mut self, file: &Word) -> Option<String> {
        let refused = |message: String, label: &str| {
            Some(Diagnostic::error(codes::OUTSIDE_FOLDER, file.place, message).label(label))
        };
        let parts: Vec<&str> = file.split('/').filter(|part| *part != ".").collect();
        let path = parts.join("/");
        let outside = file.starts_with('/') || file.contains(['\\', ':', '\0']) || parts.contains(&"..");
        let fault = if outside {
            refused(
                format!("`{}` may lie outside the main file's folder", file.escape_debug()),
                "a path within it is needed",
            )
        } else if parts.iter().any(|part| part.is_empty()) {
            refused(
                format!("`{}` is not the path of a file", file.escape_debug()),
                "a relative path with `/` is needed",
            )
        } else if self.chain.contains(&path) {
            let chain: Vec<&str> = self.chain.iter().map(String::as_str).chain([path.as_str()]).collect();
            let message = format!("`{path}` includes itself: {}", chain.join(" → "));
            Some(Diagnostic::error(codes::INCLUDE_RING, file.place, message).label("closes the circle"))
        } else if self.chain.len() > DEEPEST || self.count >= MOST {
            let message = format!("more than {DEEPEST} levels or {MOST} fragments are included");
            Some(Diagnostic::error(codes::INCLUDE_RING, file.place, message).label("not read"))
        } else {
            None
        };
        match fault {
            Some(fault) => {
                self.faults.push(fault);
                None
            }
            None => Some(path),
        }
    }

    /// A fragment has no clock of its own, and its variants would not know the main file's ids.
    fn warn_of_unused(&mut self, fragment: &mut Scenario, source: u32) {
        let places = [
            ("startex", fragment.startex.as_ref().map(|startex| startex.place)),
            ("endex", fragment.endex.map(|endex| endex.place)),
            ("prelude", fragment.prelude.map(|prelude| prelude.place)),
            ("measure_from", fragment.measure_from.map(|from| from.place)),
            ("variants", fragment.variants.first().map(|variant| variant.id.place)),
        ];
        for (name, place) in places {
            if let Some(place) = place.filter(|place| place.source == source) {
                let message = format!("`{name}` of a fragment is not used");
                let fault = Diagnostic::warning(codes::UNUSED_IN_FRAGMENT, place, message)
                    .label("the main file's counts");
                self.faults.push(fault);
            }
        }
        fragment.variants.clear();
    }
}

/// Puts the include's name before every id that the fragment defines, wherever the fragment mentions it.
fn prefix(fragment: &mut Scenario, name: &str) {
    let mut defined = BTreeSet::new();
    let steps =
        fragment.ladders.iter().flat_map(|ladder| ladder.steps.iter().map(|rung| ladder.number(rung)));
    let injects: BTreeSet<String> =
        fragment.msel.iter().map(|inject| inject.no.text.clone()).chain(steps).collect();
    Written::each_id(fragment, "", &mut |field, id| {
        if field == "id" {
            defined.insert(String::from(id.base()));
        }
    });
    Written::each_id(fragment, "", &mut |field, id| {
        // An inject's number may be an asset's id too: only its own field means the inject.
        let means = if field == "inject" { injects.contains(&id.text) } else { defined.contains(id.base()) };
        if means {
            id.text = format!("{name}/{}", id.text);
        } else if let Some(no) = super::measure::inject_of(&id.text).filter(|&no| injects.contains(no)) {
            id.text = format!("Inject(\"{name}/{no}\")");
        }
    });
    for inject in &mut fragment.msel {
        inject.no.text = format!("{name}/{}", inject.no.text);
    }
}

/// Adds what a fragment holds; the pattern names every field, so that a new one is not forgotten.
fn merge(scenario: &mut Scenario, fragment: Scenario) {
    let Scenario {
        format: _,
        id: _,
        title: _,
        synopsis: _,
        startex: _,
        endex: _,
        prelude: _,
        measure_from: _,
        include: _,
        organisations,
        controls,
        network,
        techniques,
        suppliers,
        campaigns,
        authorities,
        crews,
        teams,
        sensors,
        notices,
        playbooks,
        agreements,
        functions,
        missions,
        msel,
        ladders,
        objectives,
        variants: _,
    } = fragment;
    let network = Arc::unwrap_or_clone(network);
    let whole = Arc::make_mut(&mut scenario.network);
    whole.zones.extend(network.zones);
    whole.assets.extend(network.assets);
    whole.links.extend(network.links);
    scenario.organisations.extend(organisations);
    scenario.controls.extend(controls);
    scenario.techniques.extend(techniques);
    scenario.suppliers.extend(suppliers);
    scenario.campaigns.extend(campaigns);
    scenario.authorities.extend(authorities);
    scenario.crews.extend(crews);
    scenario.teams.extend(teams);
    scenario.sensors.extend(sensors);
    scenario.notices.extend(notices);
    scenario.playbooks.extend(playbooks);
    scenario.agreements.extend(agreements);
    scenario.functions.extend(functions);
    scenario.missions.extend(missions);
    scenario.msel.extend(msel);
    scenario.ladders.extend(ladders);
    scenario.objectives.extend(objectives);
}

/// The place of what a file must not lack: its beginning.
pub fn beginning(source: u32, text: &str) -> Place {
    let start = text.len() - super::lexis::skip_space(text).len();
    let line = super::reading::first_line(&text[start..]).trim_end();
    Place { source, start: start as u32, len: line.len() as u32 }
}
