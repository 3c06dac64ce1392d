//! The report in full, as JSON.
//!
//! The fields are those of [`RunReport`](super::RunReport) or [`AnalysisReport`](super::AnalysisReport), in its order. The outermost levels are indented for people, what lies deeper
//! stands in one line: two hundred replications of forty values each would otherwise be eight thousand lines.
//!
//! What a terminal would obey stands as an escape in strings, which readers undo: a page of JSON may be looked at.
//!
//! **Invariant:** one JSON value and a line feed; the same report gives the same bytes.

use super::terminal::obeyed;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    report.serialize(&mut Serializer::with_formatter(&mut *out, Indented { depth: 0, empty: true }))?;
    out.write_all(b"\n")
}

/// A value in one line, for files of lines.
pub(super) fn in_line(out: &mut dyn Write) -> Serializer<&mut dyn Write, Line> {
    Serializer::with_formatter(out, Line)
}

/// Writes a stretch of a string with what a terminal would obey as escapes; serde_json does this for the first 32 only.
fn fragment<W: ?Sized + Write>(out: &mut W, text: &str) -> io::Result<()> {
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| obeyed(*c)) {
        out.write_all(&rest.as_bytes()[..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.write_all(rest.as_bytes())
}

/// Everything in one line, without blanks.
pub(super) struct Line;

impl Formatter for Line {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        fragment(out, text)
    }
}

/// Levels that are indented: the report, its lists, their records.
const LEVELS: usize = 2;

struct Indented {
    depth: usize,
    /// Whether nothing has been written since the last opening bracket.
    empty: bool,
}

impl Indented {
    fn line<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.empty = false;
        match (first, self.depth > LEVELS) {
            (true, true) => Ok(()),
            (false, true) => out.write_all(b", "),
            (true, false) => self.indent(out),
            (false, false) => {
                out.write_all(b",")?;
                self.indent(out)
            }
        }
    }

    fn indent<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.depth < LEVELS && !self.empty {
            self.indent(out)?;
        }
        self.empty = false;
        out.write_all(bracket)
    }
}

impl Formatter for Indented {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        fragment(out, text)
    }
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }
    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(value: &serde_json::Value, expected: Expect) {
        let mut out = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut out, Indented { depth: 0, empty: true }))
            .expect("memory");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok().as_ref(), Some(value));
        expected.assert_eq(&text);
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back_the_same() {
        check(
            &serde_json::json!(["\u{1b}[31m\u{9b}31m\u{7f} \u{202e}dk\u{e0041} é"]),
            expect![[r#"
                [
                  "\u001b[31m\u009b31m\u007f \u202edk\udb40\udc41 é"
                ]"#]],
        );
    }

    #[test]
    fn two_levels_are_indented_and_the_rest_stands_in_a_line() {
        check(
            &serde_json::json!({"a": [], "b": [{"c": [1, 2], "d": {}}, {"c": []}], "e": {"f": null, "g": "h"}}),
            expect![[r#"
                {
                  "a": [],
                  "b": [
                    {"c": [1, 2], "d": {}},
                    {"c": []}
                  ],
                  "e": {
                    "f": null,
                    "g": "h"
                  }
                }"#]],
        );
    }
}
