//! Lengths of time as people write them: some say `52h` and some `2d 4h`, and who changes one for them writes it as they do.
//!
//! **Invariant:** the new value is read as it would be without this; only lengths of time are written otherwise.

use super::duration::parse_span;
use super::lexis;
use super::shown;
use std::ops::Range;

/// A new value with its lengths of time in the units of those of the old one; those that are the same as they were written.
pub fn in_manner(old: &str, new: &str) -> String {
    let before = spans(old);
    let (mut out, mut at) = (String::with_capacity(new.len()), 0);
    for (number, (range, micros)) in spans(new).into_iter().enumerate() {
        let same = before.iter().find(|(_, known)| *known == micros);
        let like = before.get(number).or(before.last()).filter(|(_, known)| *known > 0);
        out += &new[at..range.start];
        out += &match (same, like) {
            (Some((known, _)), _) => old[known.clone()].to_owned(),
            (None, Some((known, _))) => in_unit(&old[known.clone()], micros),
            (None, None) => new[range.clone()].to_owned(),
        };
        at = range.end;
    }
    out + &new[at..]
}

/// The lengths of time within a value, in microseconds.
pub fn lengths(value: &str) -> impl Iterator<Item = u64> {
    spans(value).into_iter().map(|(_, micros)| micros)
}

/// The lengths of time in quotes within a value, without the quotes. Numbers of injects may look like some, `2d`.
fn spans(text: &str) -> Vec<(Range<usize>, u64)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let len = lexis::step(&text[at..]);
        let is_name = text[..at].trim_end().ends_with("inject:") || text[..at].ends_with("Injected(");
        if text.as_bytes()[at] == b'"' && len > 2 && !is_name {
            let inner = at + 1..at + len - 1;
            if let Some(Ok(micros)) = text.get(inner.clone()).map(parse_span) {
                found.push((inner, micros));
            }
        }
        at += len;
    }
    found
}

/// A length of time of which the largest unit is that of another one.
fn in_unit(like: &str, micros: u64) -> String {
    let written = || {
        let letters = like.find(char::is_alphabetic)?;
        let end = like[letters..].find(|c: char| !c.is_alphabetic()).map_or(like.len(), |len| letters + len);
        let unit = &like[like[..letters].trim_end().len()..end];
        let size = parse_span(&format!("1{unit}")).ok().filter(|size| *size > 0)?;
        let (count, rest) = (micros / size, micros % size);
        let text = match rest {
            0 => format!("{count}{unit}"),
            _ => format!("{count}{unit} {}", shown::span(rest)),
        };
        // Nobody goes on counting minutes for days.
        ((1..1000).contains(&count) && parse_span(&text) == Ok(micros)).then_some(text)
    };
    written().unwrap_or_else(|| shown::span(micros))
}

#[cfg(test)]
mod tests {
    use super::in_manner;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        assert_eq!(in_manner(old, new), expected);
    }

    #[test]
    fn new_lengths_have_the_units_of_the_old() {
        check(r#""52h""#, r#""2d 6h""#, r#""54h""#);
        check(r#""52h""#, r#""2d 6h 30min""#, r#""54h 30min""#);
        check(r#""1d 4h""#, r#""54h""#, r#""2d 6h""#);
        check(r#""90min""#, r#""2h""#, r#""120min""#);
        check(r#""2 hours""#, r#""1d 2h""#, r#""26 hours""#);
        for old in [r#""0s""#, r#""D2 09:30""#, r#""5d""#, r#""30s""#, ""] {
            check(old, r#""3h""#, r#""3h""#);
        }
    }

    #[test]
    fn what_stays_and_what_is_no_length_is_left_as_it_is() {
        check(
            r#"NotYet(measure: "x", by: "52h", inject: "90min")"#,
            r#"NotYet(measure: "x", by: "2d 4h", inject: "1440min")"#,
            r#"NotYet(measure: "x", by: "52h", inject: "1440min")"#,
        );
        check(
            r#"(inject: "1", delay: LogNormal(median: "30h", sigma: 1.0))"#,
            r#"(inject: "2", delay: LogNormal(median: "2d", sigma: 0.5))"#,
            r#"(inject: "2", delay: LogNormal(median: "48h", sigma: 0.5))"#,
        );
    }
}
