//! The texts that diagnostics point into.
//!
//! A fragment that a table includes for each of its rows is read once and counts as one source for each row, so that a
//! [`Place`] tells the row too.
//!
//! **Invariant:** a text is kept as it was read and never moves within [`Sources`], so a [`Place`] stays good.

use std::sync::{Arc, OnceLock};

/// A stretch of one source's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which source of [`Sources`].
    pub source: u32,
    /// Where it begins, in bytes.
    pub start: u32,
    /// How long it is, in bytes.
    pub len: u32,
}

impl Place {
    /// The place of what was not written: a default, for example.
    pub const NOWHERE: Place = Place { source: u32::MAX, start: 0, len: 0 };

    /// Whether it points at no text.
    pub const fn is_nowhere(self) -> bool {
        self.source == u32::MAX
    }

    /// Whether both have a character in common; one without length counts as one character.
    pub fn touches(self, other: Place) -> bool {
        self.source == other.source
            && self.start < other.start + other.len.max(1)
            && other.start < self.start + self.len.max(1)
    }

    /// The stretch of `len` bytes that begins `start` bytes into this one; cut off at this one's end.
    #[must_use]
    pub fn within(self, start: usize, len: usize) -> Place {
        let start = (start as u64).min(u64::from(self.len)) as u32;
        let len = (len as u64).min(u64::from(self.len - start)) as u32;
        Place { start: self.start + start, len, ..self }
    }
}

impl Default for Place {
    fn default() -> Self {
        Place::NOWHERE
    }
}

/// Every text that was read, with the name that the user knows it by.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: Arc<str>,
    text: Arc<str>,
    /// Where its lines end, in bytes, once somebody asked: of a long text, there may be as many diagnostics as lines.
    line_ends: OnceLock<Arc<[u32]>>,
    /// Bytes of the file before the text: those of a byte order mark, which is no part of it.
    skipped: u32,
    origin: Place,
    /// Of a change, where its value begins, and the place that this was asked for at.
    value: Option<(u32, Place)>,
    row: Option<Row>,
    /// Whether it asks about what is played rather than being a part of it.
    asks: bool,
    /// Whether its name says where it stands, so that lines and columns say nothing more.
    is_cell: bool,
}

impl Source {
    fn new(name: String, text: String, origin: Place) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
            line_ends: OnceLock::new(),
            skipped: 0,
            origin,
            value: None,
            row: None,
            asks: false,
            is_cell: false,
        }
    }
}

/// Of a source that stands for another one in a row of a table.
#[derive(Clone, Copy, Debug)]
struct Row {
    of: u32,
    cell: Place,
}

/// What some editors begin a file with.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl Sources {
    /// Keeps a text, without its byte order mark, and returns the number by which a [`Place`] refers to it.
    ///
    /// `origin` is the place that caused it to be read (an entry of `include`, of a variant's `set`), or
    /// [`Place::NOWHERE`].
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>, origin: Place) -> u32 {
        let mut text = text.into();
        let mut skipped = 0;
        if text.starts_with(BYTE_ORDER_MARK) {
            skipped = BYTE_ORDER_MARK.len_utf8() as u32;
            text.drain(..skipped as usize);
        }
        self.push(Source { skipped, ..Source::new(name.into(), text, origin) })
    }

    /// The same for the text of a change, which stands in no file; `by` is what the user knows it by. `origins` are the
    /// places of the path and of the value that it is made of, and the value stands behind `path` bytes and a sign.
    pub fn add_change(
        &mut self,
        by: impl Into<String>,
        text: impl Into<String>,
        origins: (Place, Place),
        path: usize,
    ) -> u32 {
        let value = Some((path as u32 + 1, origins.1));
        self.push(Source { value, ..Source::new(by.into(), text.into(), origins.0) })
    }

    /// The same for the text of a question, such as the name of a measure on the command line; `by` is what the user knows
    /// it by. It is no part of what is played: two runs that differ only in what is asked of them are the same.
    pub fn add_question(&mut self, by: impl Into<String>, text: impl Into<String>) -> u32 {
        self.push(Source { asks: true, ..Source::new(by.into(), text.into(), Place::NOWHERE) })
    }

    /// The same for the text of a cell of a sheet; `name` is what people call it.
    pub fn add_cell(&mut self, name: impl Into<String>, text: impl Into<String>) -> u32 {
        let source = self.add_question(name, text);
        self.sources[source as usize].is_cell = true;
        source
    }

    /// Whether a source is the text of a cell of a sheet, whose name says where it stands.
    pub fn is_cell(&self, source: u32) -> bool {
        self.get(source).is_some_and(|s| s.is_cell)
    }

    /// Says that a source is no part of what is played, as a question is none: the words of a scenario in another language.
    pub fn leave_out(&mut self, source: u32) {
        if let Some(source) = self.sources.get_mut(source as usize) {
            source.asks = true;
        }
    }

    /// The text of a source once more, for the row of a table that the cell at `cell` names.
    ///
    /// # Panics
    /// If there is no source of this number.
    pub fn add_row(&mut self, of: u32, cell: Place) -> u32 {
        let row = Some(Row { of, cell });
        self.push(Source { row, ..self.sources[of as usize].clone() })
    }

    fn push(&mut self, source: Source) -> u32 {
        self.sources.push(source);
        (self.sources.len() - 1) as u32
    }

    /// The cells that name the rows for which a source stands, the outermost table's first; none for most.
    pub fn rows(&self, source: u32) -> impl Iterator<Item = Place> + '_ {
        let row = |source: u32| self.get(source).and_then(|source| source.row);
        std::iter::successors(row(source), move |outer| row(outer.of)).map(|row| row.cell)
    }

    /// The place in the text as it was read, whatever the row.
    pub fn as_read(&self, mut place: Place) -> Place {
        while let Some(row) = self.get(place.source).and_then(|source| source.row) {
            place.source = row.of;
        }
        place
    }

    /// The name of the row of a table for which a source stands, nested ones joined by slashes as in ids; none for most.
    pub fn row_name(&self, source: u32) -> Option<String> {
        let names: Vec<&str> = self.rows(source).map(|cell| self.slice(cell)).collect();
        (!names.is_empty()).then(|| names.join("/"))
    }

    /// Whether a source is the text of a change rather than a file.
    pub fn is_change(&self, source: u32) -> bool {
        self.get(source).is_some_and(|s| s.value.is_some())
    }

    /// Whether a source is the text of a question.
    pub fn is_question(&self, source: u32) -> bool {
        self.get(source).is_some_and(|s| s.asks)
    }

    /// The name of a source: a file, `-` for standard input, or what an override calls itself.
    pub fn name(&self, source: u32) -> &str {
        self.get(source).map_or("", |s| &s.name)
    }

    /// The whole text of a source.
    pub fn text(&self, source: u32) -> &str {
        self.get(source).map_or("", |s| &s.text)
    }

    /// The whole text of a source, which stays while sources are added.
    pub fn shared_text(&self, source: u32) -> Arc<str> {
        self.get(source).map_or_else(|| Arc::from(""), |s| Arc::clone(&s.text))
    }

    /// The place that caused a source to be read, if another text did.
    pub fn origin(&self, source: u32) -> Option<Place> {
        self.get(source).map(|s| s.origin).filter(|place| !place.is_nowhere())
    }

    /// The place that caused this very part of a source to be written: of a change, where its path or its value stands.
    pub fn origin_of(&self, place: Place) -> Option<Place> {
        let value = self.get(place.source).and_then(|s| s.value);
        let of_value = value.filter(|(from, _)| place.start >= *from).map(|(_, origin)| origin);
        of_value.filter(|origin| !origin.is_nowhere()).or_else(|| self.origin(place.source))
    }

    /// The same as exactly as it can be told: where a path or value stands in its file as it stands in the change, its part.
    pub fn written_at(&self, place: Place) -> Option<Place> {
        let origin = self.origin_of(place)?;
        let (value, _) = self.get(place.source)?.value?;
        let text = self.text(place.source);
        let (start, part) = if place.start >= value {
            (value, text.get(value as usize..))
        } else {
            (0, text.get(..value as usize - 1))
        };
        let exact = part.is_some_and(|part| self.slice(origin) == format!("\"{part}\""));
        Some(if exact {
            origin.within((place.start - start) as usize + 1, place.len as usize)
        } else {
            origin
        })
    }

    /// The source that was read because of `place`.
    pub fn read_for(&self, place: Place) -> Option<u32> {
        let place = self.as_read(place);
        let found = self.sources.iter().position(|source| source.origin == place);
        found.filter(|_| !place.is_nowhere()).map(|source| source as u32)
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether nothing was read yet.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The text at a place.
    pub fn slice(&self, place: Place) -> &str {
        let start = place.start as usize;
        self.text(place.source).get(start..start + place.len as usize).unwrap_or("")
    }

    /// Where a place begins in its file, in bytes.
    pub fn byte_in_file(&self, place: Place) -> u32 {
        self.get(place.source).map_or(0, |s| s.skipped) + place.start
    }

    /// The line of a byte of a source, counted from 1.
    pub fn line(&self, source: u32, byte: usize) -> usize {
        let Some(Source { text, line_ends, .. }) = self.get(source) else { return 1 };
        let ends = line_ends.get_or_init(|| {
            (0..).zip(text.bytes()).filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
        });
        ends.partition_point(|end| (*end as usize) < byte) + 1
    }

    /// Line and column of a place's beginning, both counted from 1, columns in characters.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let text = self.text(place.source);
        let before = text.get(..place.start as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (self.line(place.source, before.len()), before[line_start..].chars().count() + 1)
    }

    /// A place as `file:line:column`; of a cell of a sheet its name.
    pub fn position(&self, place: Place) -> String {
        if self.is_cell(place.source) {
            return self.name(place.source).to_owned();
        }
        let (line, column) = self.line_column(place);
        format!("{}:{line}:{column}", self.name(place.source))
    }

    fn get(&self, source: u32) -> Option<&Source> {
        self.sources.get(source as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one_and_end_behind_their_ends() {
        let mut sources = Sources::default();
        let source = sources.add("it", "\u{feff}a\n\nbö", Place::NOWHERE);
        assert_eq!([0, 1, 2, 3, 4, 6].map(|byte| sources.line(source, byte)), [1, 1, 2, 3, 3, 3]);
        let row = sources.add_row(source, Place::NOWHERE);
        assert_eq!(sources.line_column(Place { source: row, start: 6, len: 0 }), (3, 3));
        assert_eq!(sources.line(9, 5), 1);
    }
}
