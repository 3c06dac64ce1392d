//! A value of the language as lines of text, as a person would set them.
//!
//! A record that fits on a line stands on one; otherwise its fields are set in lines of up to [`WIDTH`] columns, what was written first. What was not
//! written follows under a remark that says so, and whose numbers it has.
//!
//! **Invariant:** the page is read as the value that it was made of: remarks and line ends add nothing.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::shown::{Field, Shown};

/// The columns of a line.
const WIDTH: usize = 120;

/// One step of indentation.
const STEP: usize = 4;

/// The remark on what nobody wrote.
const DEFAULT: &str = "default";

/// The same where there is a number in it: of no source, and no expert's.
const ASSUMED: &str = "default, Assumed";

/// Fields that say something by standing there, whatever their value: where left out they are named in a remark.
const BY_PRESENCE: [&str; 3] = ["inside", "route", "then"];

/// Sets values in lines.
pub struct Page<'m> {
    /// Remarks on what comes from the sources with these numbers.
    pub marks: &'m BTreeMap<u32, String>,
}

/// Fields with the same remark; none for what was written.
type Group<'f> = (Option<&'f str>, Vec<&'f Field>);

/// A value on one line, without remarks.
pub fn line(value: &Shown) -> String {
    Page { marks: &BTreeMap::new() }.line(value, false)
}

impl Page<'_> {
    /// A whole scenario, each of its lists a paragraph.
    pub fn scenario(&self, scenario: &Shown) -> String {
        let Shown::Record(fields) = scenario else { return String::new() };
        let mut out = String::from("Scenario(\n");
        let (said, left_out): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| !field.default);
        let (lists, plain): (Vec<&Field>, Vec<&Field>) =
            said.into_iter().partition(|field| is_long(&field.value));
        self.fill(&mut out, &plain, STEP, true);
        for field in lists {
            out += "\n";
            self.block(&mut out, &format!("{}: ", field.name), &field.value, STEP, true);
        }
        if !left_out.is_empty() {
            out += "\n";
            self.remark(&mut out, Some(DEFAULT), STEP);
            self.fill(&mut out, &left_out, STEP, false);
        }
        out + ")\n"
    }

    /// Fields by where they come from: written ones, those with marks, those left out.
    fn groups<'f>(&'f self, fields: &'f [Field]) -> Vec<Group<'f>> {
        let mut groups: Vec<(u32, Group<'f>)> = Vec::new();
        // A word of a choice has no place: it comes from where all else of the record does.
        let places = || fields.iter().filter_map(|field| field.value.place());
        let whole = places().next().filter(|_| places().all(|place| self.marks.contains_key(&place.source)));
        for field in fields.iter().filter(|field| !(field.default && BY_PRESENCE.contains(&field.name))) {
            let source = field.value.place().or(whole).map(|place| place.source);
            let mark = source.and_then(|source| self.marks.get(&source)).map(String::as_str);
            let (order, remark) = match (mark, field.default) {
                (_, true) if field.value.has_number() => (u32::MAX, Some(ASSUMED)),
                (_, true) => (u32::MAX - 1, Some(DEFAULT)),
                (Some(mark), _) => (source.unwrap_or_default().saturating_add(1), Some(mark)),
                (None, _) => (0, None),
            };
            match groups.iter_mut().find(|(known, _)| *known == order) {
                Some((_, (_, fields))) => fields.push(field),
                None => groups.push((order, (remark, vec![field]))),
            }
        }
        groups.sort_by_key(|(order, _)| *order);
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn remark(&self, out: &mut String, remark: Option<&str>, indent: usize) {
        let mut line = String::new();
        for word in remark.into_iter().flat_map(str::split_whitespace) {
            if !line.is_empty() && indent + 4 + line.width() + word.width() > WIDTH {
                *out += &format!("{:indent$}// {}\n", "", std::mem::take(&mut line));
            }
            line += if line.is_empty() { "" } else { " " };
            line += word;
        }
        if !line.is_empty() {
            *out += &format!("{:indent$}// {line}\n", "");
        }
    }

    /// The value on one line; `marked` says whether remarks are due within.
    fn line(&self, value: &Shown, marked: bool) -> String {
        let all =
            |list: &[Shown]| list.iter().map(|value| self.line(value, marked)).collect::<Vec<_>>().join(", ");
        match value.plain() {
            Shown::Leaf(text, _) => text.clone(),
            Shown::List(list, _) => format!("[{}]", all(list)),
            Shown::Pair(pair) => format!("({})", all(pair.as_slice())),
            Shown::Record(fields) => format!("({})", self.fields_line(fields, marked)),
            Shown::Call(name, argument) => match &**argument {
                Shown::Record(fields) if fields.is_empty() => String::from(*name),
                record @ Shown::Record(_) => format!("{name}{}", self.line(record, marked)),
                argument => format!("{name}({})", self.line(argument, marked)),
            },
            Shown::Value(of, _) => self.line(of, marked),
        }
    }

    fn fields_line(&self, fields: &[Field], marked: bool) -> String {
        let mut parts = Vec::new();
        for (remark, fields) in self.groups(fields) {
            let mut remark = remark.filter(|_| marked);
            for field in fields {
                let before = remark.take().map_or(String::new(), |remark| format!("/* {remark} */ "));
                let within = marked && before.is_empty() && !field.default;
                parts.push(format!("{before}{}: {}", field.name, self.line(&field.value, within)));
            }
        }
        let unsaid =
            fields.iter().filter(|field| marked && field.default && BY_PRESENCE.contains(&field.name));
        let remarks = unsaid
            .map(|field| format!(" /* {DEFAULT}: {}: {} */", field.name, self.line(&field.value, false)));
        parts.join(", ") + &remarks.collect::<String>()
    }

    /// `before`, the value and a comma, on one line or several.
    fn block(&self, out: &mut String, before: &str, value: &Shown, indent: usize, marked: bool) {
        let line = format!("{before}{},", self.line(value, marked));
        let open = match value.plain() {
            Shown::Leaf(..) | Shown::Value(..) => None,
            _ if indent + line.width() <= WIDTH && !(indent == STEP && is_long(value)) => None,
            Shown::List(list, _) if list.is_empty() => None,
            Shown::Record(fields) if fields.is_empty() => None,
            Shown::List(..) => Some((String::from("["), "]")),
            Shown::Record(_) | Shown::Pair(_) => Some((String::from("("), ")")),
            Shown::Call(name, _) => Some((format!("{name}("), ")")),
        };
        let Some((open, close)) = open else {
            *out += &format!("{:indent$}{line}\n", "");
            return;
        };
        *out += &format!("{:indent$}{before}{open}\n", "");
        self.inside(out, value, indent + STEP, marked);
        *out += &format!("{:indent$}{close},\n", "");
    }

    /// What stands between the brackets of a block.
    fn inside(&self, out: &mut String, value: &Shown, indent: usize, marked: bool) {
        match value.plain() {
            Shown::List(list, _) if list.iter().all(|value| matches!(value.plain(), Shown::Leaf(..))) => {
                let texts = list.iter().map(|value| self.line(value, false)).collect();
                wrap(out, texts, indent);
            }
            Shown::List(list, _) => list.iter().for_each(|value| self.block(out, "", value, indent, marked)),
            Shown::Record(fields) => {
                for (remark, fields) in self.groups(fields) {
                    self.remark(out, remark.filter(|_| marked), indent);
                    self.fill(out, &fields, indent, marked && remark.is_none());
                }
                for field in
                    fields.iter().filter(|field| marked && field.default && BY_PRESENCE.contains(&field.name))
                {
                    let value = self.line(&field.value, false);
                    *out += &format!("{:indent$}// {DEFAULT}: {}: {value}\n", "", field.name);
                }
            }
            Shown::Call(_, argument) => match &**argument {
                record @ Shown::Record(_) => self.inside(out, record, indent, marked),
                argument => self.block(out, "", argument, indent, marked),
            },
            Shown::Pair(pair) => pair.iter().for_each(|value| self.block(out, "", value, indent, marked)),
            Shown::Leaf(..) | Shown::Value(..) => {}
        }
    }

    /// Fields in lines; one that fills more than a line stands by itself.
    fn fill(&self, out: &mut String, fields: &[&Field], indent: usize, marked: bool) {
        let mut waiting: Vec<String> = Vec::new();
        for field in fields {
            let text = format!("{}: {}", field.name, self.line(&field.value, marked));
            let remarked = marked && text.contains("/* ");
            if indent + text.width() < WIDTH && !(remarked && is_long(&field.value)) {
                waiting.push(text);
                continue;
            }
            wrap(out, std::mem::take(&mut waiting), indent);
            self.block(out, &format!("{}: ", field.name), &field.value, indent, marked);
        }
        wrap(out, waiting, indent);
    }
}

/// Whether it is a list of records, or a record of such lists: something that a paragraph is due for.
fn is_long(value: &Shown) -> bool {
    match value.plain() {
        Shown::List(list, _) => {
            list.iter().any(|value| matches!(value.plain(), Shown::Record(_) | Shown::Call(..)))
        }
        Shown::Record(fields) => fields.iter().any(|field| is_long(&field.value)),
        Shown::Leaf(..) | Shown::Pair(_) | Shown::Call(..) | Shown::Value(..) => false,
    }
}

/// Texts with commas between them in lines.
fn wrap(out: &mut String, texts: Vec<String>, indent: usize) {
    let mut used = 0;
    for text in texts {
        let columns = text.width() + 1;
        if used > 0 && indent + used + 1 + columns > WIDTH {
            *out += "\n";
            used = 0;
        }
        if used == 0 {
            *out += &" ".repeat(indent);
        } else {
            *out += " ";
            used += 1;
        }
        *out += &text;
        *out += ",";
        used += columns;
    }
    if used > 0 {
        *out += "\n";
    }
}
