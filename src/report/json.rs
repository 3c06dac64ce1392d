//! The report in full, as JSON.
//!
//! The fields are those of [`RunReport`](super::RunReport) or [`AnalysisReport`](super::AnalysisReport), in its order. The outermost levels are indented for people, what lies deeper
//! stands in one line: two hundred replications of forty values each would otherwise be eight thousand lines.
//!
//! **Invariant:** one JSON value and a line feed; the same report gives the same bytes.

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
