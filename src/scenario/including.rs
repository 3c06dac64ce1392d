//! Fragments: files that a scenario includes, each under a name that its ids are given in front.
//!
//! [`prefixing`](super::prefixing) gives the names, [`repeating`](super::repeating) includes a fragment once for each row of a table.
//!
//! Paths are relative to the main file's folder and stay within it, also those that a fragment writes. What a
//! fragment defines is known outside as `be/soc`; a reference in the fragment means the fragment's own
//! definition if there is one, and otherwise the including file's. Injects are numbered `be/1`. Changes of
//! the `set` list use paths as within the fragment.
//!
//! **Invariant:** every include is read once per mention, no deeper than [`DEEPEST`], no more than [`MOST`] in all, and no more
//! text than [`MOST_TEXT`] with what is read besides.

use std::collections::BTreeSet;

use super::parsing::{Found, LONGEST, LoadError, read_source};
use super::prefixing::prefix;
use super::reading::Written;
use super::written::Word;
use super::{Include, Maturities, Scenario, Topology};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes};

/// How deeply fragments may include fragments.
const DEEPEST: usize = 16;

/// How many fragments one scenario may include, counting each mention.
const MOST: usize = 1000;

/// The longest that all texts may be together, in bytes.
pub const MOST_TEXT: usize = 2 * LONGEST;

/// What the paths of files begin with that are built into the program, as far as this room knows: its loader has them.
const BUILT_IN: &str = "std/";

/// What reading a main file and its fragments has gathered so far.
pub struct Inclusion<'l> {
    /// Returns the text of a file by its path.
    pub load: &'l mut dyn FnMut(&str) -> Result<String, LoadError>,
    /// Every text.
    pub sources: Sources,
    /// Every fault.
    pub found: Found,
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
            match (&include.r#as, &include.each) {
                (Some(name), None) => {
                    if self.is_name(&name.text, name.place, &mut names)
                        && let Some(mut fragment) = self.fragment(&include)
                    {
                        prefix(&mut fragment, &name.text);
                        scenario.join(fragment);
                    }
                }
                (None, Some(table)) => self.each_row(scenario, &include, table, &mut names),
                (None, None) => {
                    let message = "an entry of `include` needs the field `as`, or `each`";
                    let fault = Diagnostic::error(codes::MISSING_FIELD, include.file.place, message);
                    let help =
                        String::from("for example `as: \"be\"`, which is put before its ids: `be/soc`");
                    self.found.faults.push(fault.label("included under which name?").help(help));
                }
                (Some(name), Some(_)) => {
                    let message = "an entry of `include` has the field `as` or `each`, not both";
                    let fault = Diagnostic::error(codes::INCLUDE_NAME, name.place, message);
                    let help = String::from("the table's column `as` has the names");
                    self.found.faults.push(fault.label("one name for all rows").help(help));
                }
            }
        }
    }

    /// Whether a text can name an include, and none has it yet; otherwise a fault is noted.
    pub fn is_name(&mut self, name: &str, place: Place, names: &mut BTreeSet<String>) -> bool {
        let unfit = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let fault = if name.is_empty() || name.contains(unfit) {
            Diagnostic::error(codes::INCLUDE_NAME, place, format!("`{name}` cannot name an include"))
                .label("letters, digits, `-`, `_` and `.` only")
        } else if !names.insert(String::from(name)) {
            Diagnostic::error(codes::INCLUDE_NAME, place, format!("two includes are called `{name}`"))
                .label("the second")
        } else {
            return true;
        };
        self.found.faults.push(fault);
        false
    }

    /// Reads the topology files of one file's zones. Each becomes a source, whose origin is where it is named.
    pub fn read_topologies(&mut self, scenario: &Scenario) {
        let added = scenario.variants.iter().flat_map(|variant| &variant.add.network.zones);
        for zone in scenario.network.zones.iter().chain(added) {
            let Some(Topology::File(file)) = &zone.topology else { continue };
            if file.place.is_nowhere() {
                continue;
            }
            let Some(path) = self.checked_path(file) else { continue };
            let why = match self.text(&path) {
                Ok(text) => {
                    self.count += 1;
                    self.sources.add(self.known_as(&path), text, file.place);
                    continue;
                }
                Err(LoadError(why)) => why,
            };
            let message = format!("cannot read the topology `{path}`: {why}");
            self.found
                .faults
                .push(Diagnostic::error(codes::UNREADABLE, file.place, message).label("asked for here"));
        }
    }

    /// What the user calls a file: what is built in lies in no folder.
    pub fn known_as(&self, path: &str) -> String {
        if path.starts_with(BUILT_IN) { String::from(path) } else { format!("{}{path}", self.folder) }
    }

    /// The text of a file, if there is room for it.
    pub fn text(&mut self, path: &str) -> Result<String, LoadError> {
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

    /// The fragment of an include with its changes, but without its name before the ids.
    pub fn fragment(&mut self, include: &Include) -> Option<Scenario> {
        let path = self.checked_path(&include.file)?;
        let text = match self.text(&path) {
            Ok(text) => text,
            Err(LoadError(why)) => {
                let message = format!("cannot include `{path}`: {why}");
                self.found.faults.push(
                    Diagnostic::error(codes::UNREADABLE, include.file.place, message).label("asked for here"),
                );
                return None;
            }
        };
        self.count += 1;
        self.chain.push(path.clone());
        let named = self.known_as(&path);
        let noted = self.found.faults.len();
        let (source, mut fragment) =
            read_source(&named, text, include.file.place, &mut self.sources, &mut self.found);
        if let Some(fragment) = &mut fragment {
            self.warn_of_unused(fragment, source);
            self.read_topologies(fragment);
            self.resolve(fragment);
            fragment.include.clear();
        }
        self.chain.pop();
        let mut fragment = fragment.filter(|_| !any_error(&self.found.faults[noted..]))?;
        let by = match (&include.r#as, &include.each) {
            (None, Some(table)) => format!("include of `{named}` for each row of `{table}`"),
            (name, _) => format!("include of `{named}` as `{}`", name.as_deref().unwrap_or_default()),
        };
        for (at, text) in &include.set {
            let origins = (at.place, text.place);
            let faults = fragment.change((at, text), &by, origins, &mut self.sources).err();
            self.found.faults.extend(faults.into_iter().flatten());
        }
        Some(fragment)
    }

    /// The path without `.` parts, if it is one that may be included here.
    pub fn checked_path(&mut self, file: &Word) -> Option<String> {
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
                self.found.faults.push(fault);
                None
            }
            None => Some(path),
        }
    }

    /// A fragment has no clock of its own, and its variants would not know the main file's ids.
    fn warn_of_unused(&mut self, fragment: &mut Scenario, source: u32) {
        let coordination = fragment.coordination.as_ref().and_then(|it| it.delay.as_ref());
        let coordination = coordination.map(|delay| delay.place);
        let places = [
            ("startex", fragment.startex.as_ref().map(|startex| startex.place)),
            ("endex", fragment.endex.map(|endex| endex.place)),
            ("prelude", fragment.prelude.map(|prelude| prelude.place)),
            ("measure_from", fragment.measure_from.map(|from| from.place)),
            ("coordination", coordination),
            ("maturity", fragment.maturity.as_ref().and_then(Maturities::place)),
            ("variants", fragment.variants.first().map(|variant| variant.id.place)),
        ];
        for (name, place) in places {
            if let Some(place) = place.filter(|place| place.source == source) {
                let message = format!("`{name}` of a fragment is not used");
                let fault = Diagnostic::warning(codes::UNUSED_IN_FRAGMENT, place, message)
                    .label("the main file's counts");
                self.found.faults.push(fault);
            }
        }
        fragment.variants.clear();
    }
}

/// The place of what a file must not lack: its beginning.
pub fn beginning(source: u32, text: &str) -> Place {
    let start = text.len() - super::lexis::skip_space(text).len();
    let line = super::reading::first_line(&text[start..]).trim_end();
    Place { source, start: start as u32, len: line.len() as u32 }
}
