//! Changes to a scenario that was read: `--set path=value`, the `set` lists of variants and includes, the
//! levels of a sweep.
//!
//! A path names fields by dots and elements by brackets: `teams[cert-eu-soc].tiers[l1].seats`. In brackets
//! stands what identifies the element: its id, a link's `from>to`, an inject's number, a phase's kind, a spread's kind or
//! technique. The
//! value is the text that would stand in the file; where no doubt is possible, quotes may be left out:
//! `Telephone`, `30min`, `cert-eu`. An optional record that is absent starts from its defaults.
//!
//! **Invariant:** text is never spliced: a value is read by the slot that it goes to, and a change that finds
//! no slot is a fault.

use super::containers::{keys, other_keys};
use super::reading::{Reader, Subject, Written};
use super::{Scenario, syntax};
use crate::diagnostic::{Diagnostic, Place, Sources, codes, did_you_mean, one_of};

/// One part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'p> {
    /// A field's name.
    Field(&'p str),
    /// What identifies an element of a list.
    Element(&'p str),
}

/// A new value on its way to its slot.
pub struct Override<'o> {
    /// Reads the value, and collects the faults.
    pub reader: &'o Reader<'o>,
    /// The text of the value.
    pub text: &'o str,
    /// Whether the element that the path ends at is taken away instead.
    pub removes: bool,
}

impl Scenario {
    /// Replaces the part at `path` by the value that `text` says.
    ///
    /// A path names fields by dots and elements by brackets: `teams[cert-eu-soc].tiers[l1].seats`,
    /// `network.links[internet>nato-edge].allow`, `msel[1].at`, `playbooks[standard].phases[Contain].per_asset`,
    /// `campaigns[worm].spread[T1210].rate`. The text is what would stand in the file, and a text, id, duration or moment that is the whole value may go without
    /// quotes (`30min`, `cert-eu`), while a number or word may have them; within brackets the file's rules hold.
    /// `format`, `include` and `variants` are no part of what is simulated and cannot be set.
    /// `None` takes an optional value away. An optional record that is absent starts from its defaults.
    ///
    /// `by` names the override to the user (`--set`, ``variant `by-telephone` ``), `origin` is the place in the scenario
    /// that asks for it, if one does. Path and text become a source of their own.
    ///
    /// # Errors
    /// Every fault that was found; the scenario may then be changed in part.
    pub fn set(
        &mut self,
        path: &str,
        text: &str,
        by: &str,
        origin: Place,
        sources: &mut Sources,
    ) -> Result<(), Vec<Diagnostic>> {
        self.change((path, text), by, (origin, origin), sources)
    }

    /// Applies one change of a `set` list; `origins` are the places of its path and of its text.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn change(
        &mut self,
        (path, text): (&str, &str),
        by: &str,
        origins: (Place, Place),
        sources: &mut Sources,
    ) -> Result<(), Vec<Diagnostic>> {
        let written = format!("{path}={text}");
        let source = sources.add_change(by, written.clone(), origins, path.len());
        let reader = Reader::bare(source, &written);
        let (path, text) = (&written[..path.len()], written[path.len() + 1..].trim());
        if let Some(steps) = path_steps(path, &reader) {
            Written::set(self, &steps, &Override { reader: &reader, text, removes: false });
        }
        reader.verdict()
    }

    /// Takes the element of a list away that `path` leads to: `sensors[edr]`, `teams[soc].tiers[l2]`. The arguments and the
    /// path are those of [`Scenario::set`].
    ///
    /// # Errors
    /// That the path leads to no element.
    pub fn remove(
        &mut self,
        path: &str,
        by: &str,
        origin: Place,
        sources: &mut Sources,
    ) -> Result<(), Vec<Diagnostic>> {
        let source = sources.add_change(by, path, (origin, origin), path.len());
        let reader = Reader::bare(source, path);
        match path_steps(path, &reader) {
            Some(steps) if matches!(steps.last(), Some(Segment::Element(_))) => {
                Written::set(self, &steps, &Override { reader: &reader, text: "", removes: true });
            }
            Some(_) => {
                let message =
                    format!("`{}` is no element of a list: nothing else can be removed", path.trim());
                let fault = Diagnostic::error(codes::NOT_SETTABLE, reader.place(path.trim()), message);
                let help = String::from("name one, as in `sensors[edr]`; an optional value is set to `None`");
                reader.fault(fault.label("which element?").help(help));
            }
            None => {}
        }
        reader.verdict()
    }

    /// Applies every change of the variant with this id: it removes, adds and sets, in this order.
    ///
    /// # Errors
    /// The faults of all its changes, or that there is no such variant.
    pub fn vary(&mut self, variant: &str, sources: &mut Sources) -> Result<(), Vec<Diagnostic>> {
        let Some(found) = self.variants.iter().find(|v| v.id.text == variant) else {
            let ids = || self.variants.iter().map(|v| v.id.text.as_str());
            let fault = Diagnostic::error(
                codes::UNKNOWN_VARIANT,
                Place::NOWHERE,
                format!("no variant has the id `{variant}`"),
            );
            let possible = || match ids().next() {
                Some(_) => format!("possible: {}", one_of(ids())),
                None => String::from("the scenario has no variants"),
            };
            return Err(vec![fault.help(did_you_mean(variant, ids()).unwrap_or_else(possible))]);
        };
        let (removed, added, changes) = (found.remove.clone(), found.add.clone(), found.set.clone());
        let place = found.id.place;
        let by = format!("variant `{variant}`");
        let mut faults = Vec::new();
        for path in &removed {
            faults.extend(self.remove(path, &by, path.place, sources).err().into_iter().flatten());
        }
        if !added.is_empty() {
            // A part of the main text, which is another scenario with it all the same.
            sources.add_change(&*by, "add", (place, place), "add".len());
            self.take_in(added.0);
        }
        for (path, text) in &changes {
            let origins = (path.place, text.place);
            faults.extend(self.change((path, text), &by, origins, sources).err().into_iter().flatten());
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The steps of a path that leads to what is simulated; `None` after noting a fault.
pub fn path_steps<'p>(path: &'p str, reader: &Reader<'_>) -> Option<Vec<Segment<'p>>> {
    steps(path, reader).filter(|steps| is_simulated(steps, reader))
}

/// The fields of a scenario that cannot be set, and why.
pub const NOT_SIMULATED: [(&str, &str); 3] = [
    ("format", "it says how the file is read"),
    ("include", "fragments are read before anything is set"),
    ("variants", "they only say what to compare with"),
];

/// Whether a path leads to what is simulated; what only says how the file is read is not set.
fn is_simulated(steps: &[Segment<'_>], reader: &Reader<'_>) -> bool {
    let Some(Segment::Field(first)) = steps.first() else { return true };
    // As it is written: what a place is found by.
    let Some((name, why)) =
        NOT_SIMULATED.iter().find(|(name, _)| name == first).map(|(_, why)| (*first, *why))
    else {
        return true;
    };
    let message = format!("`{name}` cannot be set: {why}");
    let fault = Diagnostic::error(codes::NOT_SETTABLE, reader.place(name), message);
    reader.fault(fault.label("no part of what is simulated").help(String::from("change the file itself")));
    false
}

/// Splits a path into its steps; `None` after noting a fault.
pub fn steps<'p>(path: &'p str, reader: &Reader<'_>) -> Option<Vec<Segment<'p>>> {
    let mut steps = Vec::new();
    let mut rest = path.trim();
    let whole = rest;
    while !rest.is_empty() {
        let (step, after) = if let Some(inside) = rest.strip_prefix('[') {
            let Some(end) = closing(inside) else {
                return malformed(reader, rest, "the bracket is not closed");
            };
            (Segment::Element(inside[..end].trim()), &inside[end + 1..])
        } else {
            let name = if steps.is_empty() { rest } else { rest.strip_prefix('.').unwrap_or(rest) };
            let end = name.find(['.', '[']).unwrap_or(name.len());
            (Segment::Field(name[..end].trim()), &name[end..])
        };
        if matches!(step, Segment::Field("") | Segment::Element("")) {
            return malformed(reader, rest, "a name is missing");
        }
        steps.push(step);
        rest = after;
    }
    if steps.is_empty() { malformed(reader, whole, "nothing is named") } else { Some(steps) }
}

/// Where the bracket is closed that was opened just before `inside`; ids of members contain brackets themselves.
fn closing(inside: &str) -> Option<usize> {
    let mut depth = 1usize;
    inside.find(|c| {
        depth = match c {
            '[' => depth + 1,
            ']' => depth - 1,
            _ => depth,
        };
        depth == 0
    })
}

/// Whether what stands between brackets in a path is this text.
pub fn fits_brackets(key: &str) -> bool {
    let closed = format!("{key}]");
    !key.is_empty() && key == key.trim() && closing(&closed) == Some(key.len())
}

fn malformed<T>(reader: &Reader<'_>, part: &str, why: &str) -> Option<T> {
    let fault = Diagnostic::error(codes::NOT_A_PATH, reader.place(part), "this is not a path").label(why);
    reader.fault(fault.help(String::from("a path is written like `teams[cert-eu-soc].tiers[l1].seats`")));
    None
}

impl Override<'_> {
    /// Replaces a list or a record as a whole.
    pub fn replace<T: Written>(&self, slot: &mut T) {
        if self.is_sound()
            && let Some(value) = self.reader.captured::<T>(self.text)
        {
            *slot = value;
        }
    }

    fn is_sound(&self) -> bool {
        let unsound = syntax::faults(self.text, self.reader.place(self.text));
        let sound = unsound.is_empty();
        unsound.into_iter().for_each(|fault| self.reader.fault(fault));
        sound
    }

    /// The number of the field that `step` names; `None` after noting a fault.
    pub fn field(&self, step: &Segment<'_>, names: &'static [&'static str]) -> Option<usize> {
        let (written, found) = match step {
            Segment::Field(name) => (*name, names.iter().position(|known| known == name)),
            Segment::Element(key) => (*key, None),
        };
        if found.is_none() {
            let what = self.reader.subject();
            let message = match step {
                Segment::Field(name) => format!("{what} has no field `{name}`"),
                Segment::Element(_) => format!("{what} is not a list"),
            };
            let fault = Diagnostic::error(codes::NO_SUCH_PART, self.reader.place(written), message)
                .label("leads nowhere");
            let possible = format!("possible: {}", one_of(names.iter().copied()));
            self.reader.fault(fault.help(did_you_mean(written, names.iter().copied())).note(possible));
        }
        found
    }

    /// Sets a part of what `subject` names, so that faults can speak of it.
    pub fn within<T: Written>(&self, subject: Subject, part: &mut T, path: &[Segment<'_>]) {
        self.reader.about(subject, || part.set(path, self));
    }

    /// The name of the list that is being looked into.
    fn field_name(&self) -> &'static str {
        match self.reader.subject() {
            Subject::Scenario | Subject::Study | Subject::Words => "",
            Subject::Field(name) | Subject::Entry(name) | Subject::Variant(name) => name,
        }
    }

    /// Sets a part of the element that `key` identifies.
    pub fn set_element<T: Written>(&self, list: &mut Vec<T>, key: &str, rest: &[Segment<'_>]) {
        let Some(only) = self.element(key, &keys(list), &other_keys(list)) else { return };
        if rest.is_empty() && self.removes {
            list.remove(only);
            return;
        }
        self.within(Subject::Entry(self.field_name()), &mut list[only], rest);
    }

    /// The only element that `key` identifies, by its key or else by its other one; `None` after noting a fault.
    fn element(&self, key: &str, keys: &[Option<String>], others: &[Option<String>]) -> Option<usize> {
        let called = |by: &[Option<String>]| -> Vec<usize> {
            (0..by.len()).filter(|&number| by[number].as_deref() == Some(key)).collect()
        };
        let by_key = called(keys);
        let found = if by_key.is_empty() { called(others) } else { by_key };
        match found[..] {
            [only] => return Some(only),
            [] => self.no_element(key, &keys.iter().flatten().map(String::as_str).collect::<Vec<_>>()),
            _ => {
                let others = found.iter().filter_map(|&number| others[number].as_deref()).collect();
                self.ambiguous(key, found.len(), others);
            }
        }
        None
    }

    /// Notes that several elements are called `key`, and what tells them apart.
    fn ambiguous(&self, key: &str, matching: usize, mut others: Vec<&str>) {
        let field = self.field_name();
        let message = format!("`{key}` identifies {matching} elements of `{field}`");
        others.sort_unstable();
        let apart = others.len() == matching && others.windows(2).all(|pair| pair[0] != pair[1]);
        let help = match apart {
            true => format!("they are told apart by {}", one_of(others.iter().copied())),
            false => format!("they can be set only together: `{field}` as a whole"),
        };
        let fault = Diagnostic::error(codes::AMBIGUOUS_ELEMENT, self.reader.place(key), message);
        self.reader.fault(fault.label("not only one").help(help));
    }

    /// Notes that no element is called `key`, and what they are called.
    fn no_element(&self, key: &str, keys: &[&str]) {
        let field = self.field_name();
        let known = || keys.iter().copied();
        let message = format!("`{field}` has no element `{key}`");
        let fault = Diagnostic::error(codes::NO_SUCH_ELEMENT, self.reader.place(key), message)
            .label("not found")
            .help(did_you_mean(key, known()));
        self.reader.fault(fault.note(match keys {
            [] => format!("`{field}` is empty, or its elements have no names: it can be set only as a whole"),
            _ => format!("possible: {}", one_of(known())),
        }));
    }

    /// Notes that a list was treated like a record; `example` is what one of its elements is called by.
    pub fn needs_element(&self, example: Option<String>, name: &str) {
        let field = self.field_name();
        let example = example.unwrap_or_else(|| String::from("id"));
        let message = format!("`{field}` is a list: say which element");
        let fault = Diagnostic::error(codes::NO_SUCH_PART, self.reader.place(name), message)
            .label("of which element?");
        self.reader.fault(fault.help(format!("for example `{field}[{example}].{name}`")));
    }

    /// Notes that a path goes on where there is nothing within.
    pub fn no_parts(&self, path: &[Segment<'_>]) {
        let (Some(Segment::Field(part)) | Some(Segment::Element(part))) = path.first() else { return };
        let message = format!("{} has no part `{part}`", self.reader.subject());
        let fault =
            Diagnostic::error(codes::NO_SUCH_PART, self.reader.place(part), message).label("leads nowhere");
        self.reader.fault(fault.help(format!("set {} itself", self.reader.subject())));
    }

    /// Notes that a path leads into an optional value that is absent and cannot be made up.
    pub fn absent(&self, path: &[Segment<'_>]) {
        let (Some(Segment::Field(part)) | Some(Segment::Element(part))) = path.first() else { return };
        let field = self.field_name();
        let message = format!("there is no `{field}` here whose `{part}` could be set");
        let fault =
            Diagnostic::error(codes::NO_SUCH_PART, self.reader.place(part), message).label("leads nowhere");
        self.reader.fault(fault.help(format!("set `{field}` as a whole")));
    }
}
