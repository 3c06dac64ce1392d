//! Hostile texts: soups of the language's words, and mutated scenarios.
//!
//! **Invariant:** no text is longer than [`LONGEST`], so that whatever takes longer than a moment hangs.

use super::dice::Dice;
use std::ops::Range;

/// The longest text that a case makes.
pub const LONGEST: usize = 200_000;

/// Scenarios to begin with; the first few are small enough to be played often.
pub const SCENARIOS: &[&str] = &[
    include_str!("../common/two_sites.ron"),
    include_str!("../compile/base.ron"),
    include_str!("../common/crisis.ron"),
    include_str!("../golden/tiny.ron"),
    include_str!("../mechanisms/office.ron"),
    include_str!("../mechanisms/one_site.ron"),
    include_str!("../../src/cli/starter.ron"),
    include_str!("../../scenarios/wiper-in-the-port.ron"),
    include_str!("../../scenarios/technical-arrangement.ron"),
    include_str!("../../scenarios/geant-backbone.ron"),
    include_str!("../../scenarios/slammer.ron"),
];

/// Numbers that nobody means.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "2",
    "0.5",
    "-0.0",
    "1e308",
    "-1e308",
    "1e999",
    "NaN",
    "inf",
    "-inf",
    "1e-300",
    "4294967296",
    "4294967295",
    "2147483648",
    "18446744073709551616",
    "-9223372036854775809",
    "65536",
    "65535",
    "1000000",
    "20000001",
    "0x7fffffff",
    "0.1e-9",
    "1_000",
    "340282366920938463463374607431768211456",
    "3",
    "7",
    "100",
];

/// Texts that nobody means.
const TEXTS: &[&str] = &[
    "\"\"",
    "\"0s\"",
    "\"1us\"",
    "\"1d\"",
    "\"-1h\"",
    "\"1e300d\"",
    "\"1000000d\"",
    "\"NaNh\"",
    "\"infd\"",
    "\"0.0000001us\"",
    "\"99999999999999999999h\"",
    "\"D1 00:00\"",
    "\"D99999 24:00\"",
    "\"9999-12-31T23:59[UTC]\"",
    "\"-9999-01-01T00:00[UTC]\"",
    "\"2026-03-29T02:30[Europe/Brussels]\"",
    "\"internet\"",
    "\"a[0]\"",
    "\"a[4294967296]\"",
    "\"desk[1]\"",
    "\"T1566.001\"",
    "\"\\u{1b}[31m\\u{7}\"",
    "\"\\u{202e}txet\\u{2066}\"",
    "\"<b>&amp;</b>\"",
    "\"\\\\\"",
    "\"time_to_declare[org=, campaign=]\"",
    "\"utilisation[\"",
    "\"..\"",
    "\"/dev/zero\"",
    "\"smtp\"",
    "\"é\u{301}\u{1f600}\"",
    "\"\\u{0}\"",
    "\"\u{9b}31m\"",
    "\"=\"",
    "\"0\"",
];

/// What opens and does not end.
const OPEN: &[&str] = &[
    "(",
    "[",
    "{",
    "Some(",
    "Mixture([(1, ",
    "All([",
    "Several([",
    "Not(",
    "Any([",
    "/*",
    "\"",
    "r#\"",
    "(id: ",
    "((1,2),",
    "- ",
    "[[[[",
    "Fixed(",
    "Empirical([",
];

/// What stands between texts in a scenario.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Word,
    Number,
    Text,
    Mark,
}

/// The tokens of a text, roughly; every byte is in one.
fn tokens(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let until = |stops: &dyn Fn(char) -> bool| rest.find(stops).unwrap_or(rest.len());
        let (kind, length) = match first {
            _ if rest.starts_with("//") => (Kind::Space, until(&|c| c == '\n')),
            '"' => {
                let mut escaped = false;
                let end = rest.char_indices().skip(1).find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                });
                (Kind::Text, end.map_or(rest.len(), |(end, _)| end + 1))
            }
            c if c.is_whitespace() => (Kind::Space, until(&|c| !c.is_whitespace())),
            c if c.is_ascii_digit() => {
                (Kind::Number, until(&|c| !(c.is_ascii_alphanumeric() || c == '.' || c == '_')))
            }
            c if c.is_alphabetic() => (Kind::Word, until(&|c| !(c.is_alphanumeric() || c == '_'))),
            c => (Kind::Mark, c.len_utf8()),
        };
        let length = length.max(first.len_utf8());
        found.push((kind, at..at + length));
        at += length;
    }
    found
}

/// A token of one of the scenarios, of the kind if that is given.
fn somewhere(dice: &mut Dice<'_>, kind: Option<Kind>) -> &'static str {
    let text = SCENARIOS[dice.below(SCENARIOS.len())];
    let start = dice.below(text.len());
    let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (start + 600).min(text.len());
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let around = &text[start..end];
    let fits = |found: &(Kind, Range<usize>)| kind.map_or(found.0 != Kind::Space, |kind| found.0 == kind);
    tokens(around).into_iter().skip(1).find(fits).map_or("x", |(_, range)| &around[range])
}

/// Words, marks, numbers and texts in no order.
pub fn soup(dice: &mut Dice<'_>) -> String {
    let mut text =
        String::from(dice.one_of(&["Scenario(", "", "Scenario(format: 1, ", "(", "\u{feff}Scenario("]));
    while dice.goes_on() && text.len() < LONGEST / 2 {
        let piece = match dice.below(8) {
            0..4 => somewhere(dice, None),
            4 => dice.one_of(NUMBERS),
            5 => dice.one_of(TEXTS),
            6 => dice.one_of(OPEN),
            _ => dice.one_of(&[")", "]", "}", ", ", ": ", "\n", "//", "*/", "\u{202e}", "\0", "\\", "'"]),
        };
        text.push_str(piece);
        text.push_str(dice.one_of(&["", " ", ", ", ": "]));
    }
    text
}

/// A scenario with some changes.
pub fn mutated(dice: &mut Dice<'_>, scenarios: &[&str]) -> String {
    let mut text = dice.one_of(scenarios).to_owned();
    let changes = [1, 1, 1, 1, 1, 2, 3, 6][dice.below(8)];
    for _ in 0..changes {
        text = change(dice, &text);
        if !dice.goes_on() || text.len() > LONGEST {
            break;
        }
    }
    let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    text
}

fn change(dice: &mut Dice<'_>, text: &str) -> String {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return String::from("Scenario(");
    }
    // More often than not the result should be one that means something.
    if dice.below(3) > 0 {
        return plausible(dice, text, &tokens);
    }
    match dice.below(20) {
        0..6 => replaced(dice, text, &tokens, Kind::Number, |dice| dice.one_of(NUMBERS).to_owned()),
        6 => replaced(dice, text, &tokens, Kind::Text, |dice| dice.one_of(TEXTS).to_owned()),
        7 => replaced(dice, text, &tokens, Kind::Text, |dice| somewhere(dice, Some(Kind::Text)).to_owned()),
        8 => {
            replaced(dice, text, &tokens, Kind::Number, |dice| somewhere(dice, Some(Kind::Number)).to_owned())
        }
        9..11 => {
            replaced(dice, text, &tokens, Kind::Word, |dice| somewhere(dice, Some(Kind::Word)).to_owned())
        }
        11 => removed(text, &balanced(dice, text, &tokens)),
        12 => {
            // A record or list twice, with a comma.
            let record = balanced(dice, text, &tokens);
            format!("{}, {}{}", &text[..record.end], &text[record.clone()], &text[record.end..])
        }
        13 => {
            let (one, other) = (balanced(dice, text, &tokens), balanced(dice, text, &tokens));
            put(text, &one, &text[other])
        }
        14 => removed(text, &tokens[dice.below(tokens.len())].1),
        15 => {
            let twice = &tokens[dice.below(tokens.len())].1;
            put(text, &(twice.end..twice.end), &text[twice.clone()])
        }
        16 => {
            let at = tokens[dice.below(tokens.len())].1.start;
            let depth = [1, 3, 60, 1000, 12_000][dice.below(5)];
            let piece = dice.one_of(OPEN);
            put(text, &(at..at), &piece.repeat(depth.min(LONGEST / piece.len() / 2)))
        }
        17 => {
            let long = dice.one_of(&["x", "\u{202e}", "[", "9", "é", " ", "\\n"]).repeat(1 << dice.below(16));
            let text_of = |_: &mut Dice<'_>| format!("\"{long}\"");
            replaced(dice, text, &tokens, Kind::Text, text_of)
        }
        18 => {
            let at = dice.below(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let other = dice.one_of(SCENARIOS);
            let cut = dice.below(other.len());
            let cut = (0..=cut).rev().find(|at| other.is_char_boundary(*at)).unwrap_or(0);
            format!("{}{}", &text[..at], &other[cut..])
        }
        _ => {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=dice.below(4) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }
}

/// Another value where there is one of its kind.
fn plausible(dice: &mut Dice<'_>, text: &str, tokens: &[(Kind, Range<usize>)]) -> String {
    const DURATIONS: &[&str] = &["\"0s\"", "\"1us\"", "\"1s\"", "\"59min\"", "\"1h\"", "\"3d\"", "\"1000d\""];
    let first = dice.below(tokens.len());
    let is_duration = |found: &str| {
        let bare = found.trim_matches('"').trim_end_matches(|c: char| c.is_ascii_lowercase());
        found.starts_with('"') && bare.len() + 2 < found.len() && bare.parse::<f64>().is_ok()
    };
    let Some((kind, range)) = tokens[first..]
        .iter()
        .find(|(kind, range)| *kind == Kind::Number || is_duration(&text[range.clone()]))
    else {
        return text.to_owned();
    };
    let value = match kind {
        Kind::Text => dice.one_of(DURATIONS),
        _ if text[range.clone()].contains('.') => {
            dice.one_of(&["0.0", "0.5", "1.0", "0.001", "1e-300", "1.5"])
        }
        _ => dice.one_of(&["0", "1", "2", "3", "7", "100", "1000", "65535", "1000000"]),
    };
    put(text, range, value)
}

/// The stretch of a record or list: from a bracket to its partner, or a token where there is none.
fn balanced(dice: &mut Dice<'_>, text: &str, tokens: &[(Kind, Range<usize>)]) -> Range<usize> {
    let first = dice.below(tokens.len());
    let opens = |range: &Range<usize>| matches!(&text[range.clone()], "(" | "[");
    let Some(from) = (first..tokens.len()).find(|at| opens(&tokens[*at].1)) else {
        return tokens[first].1.clone();
    };
    let mut depth = 0;
    for (_, range) in &tokens[from..] {
        match &text[range.clone()] {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return tokens[from].1.start..range.end;
        }
    }
    tokens[from].1.clone()
}

fn replaced(
    dice: &mut Dice<'_>,
    text: &str,
    tokens: &[(Kind, Range<usize>)],
    kind: Kind,
    by: impl Fn(&mut Dice<'_>) -> String,
) -> String {
    let first = dice.below(tokens.len());
    let place = (first..tokens.len()).chain(0..first).find(|at| tokens[*at].0 == kind);
    place.map_or_else(|| text.to_owned(), |place| put(text, &tokens[place].1, &by(dice)))
}

fn removed(text: &str, range: &Range<usize>) -> String {
    put(text, range, "")
}

fn put(text: &str, range: &Range<usize>, piece: &str) -> String {
    format!("{}{piece}{}", &text[..range.start], &text[range.end..])
}

/// A path of an override and a value.
pub fn setting(dice: &mut Dice<'_>, scenario: &str) -> (String, String) {
    let tokens = tokens(scenario);
    // Words before a colon are fields, texts are ids.
    let fields: Vec<&str> = tokens
        .iter()
        .filter(|(kind, range)| *kind == Kind::Word && scenario[range.end..].starts_with(':'))
        .map(|(_, range)| &scenario[range.clone()])
        .collect();
    let ids: Vec<&str> = tokens
        .iter()
        .filter(|(kind, _)| *kind == Kind::Text)
        .map(|(_, range)| scenario[range.clone()].trim_matches('"'))
        .collect();
    let mut path = String::new();
    for part in 0..=dice.below(4) {
        path.push_str(if part > 0 { "." } else { "" });
        path.push_str(dice.one_of(&fields));
        match dice.below(3) {
            1 => path += &format!("[{}]", dice.one_of(&ids)),
            2 if dice.below(8) == 0 => {
                path.push_str(dice.one_of(&["[", "]", "[]", "..", "\u{1b}", "[[0]]", "=", " "]))
            }
            _ => {}
        }
    }
    // Half of the paths lead to something.
    let known = [
        "endex",
        "measure_from",
        "prelude",
        "title",
        "startex",
        "organisations",
        "network.assets",
        "network.links",
        "campaigns",
        "teams",
        "sensors",
        "msel",
        "objectives",
        "variants",
        "include",
        "playbooks",
        "techniques",
    ];
    if dice.below(2) == 0 {
        path = dice.one_of(&known).to_owned();
    }
    let value = match dice.below(5) {
        0 => dice.one_of(NUMBERS).to_owned(),
        1 => dice.one_of(TEXTS).to_owned(),
        2 => somewhere(dice, None).to_owned(),
        3 => {
            let balanced = balanced(dice, scenario, &tokens);
            scenario[balanced].to_owned()
        }
        _ => format!("{}{}", dice.one_of(OPEN).repeat(1 << dice.below(14)), somewhere(dice, None)),
    };
    (path, value)
}
