//! Guesses at the slip behind a value of the wrong kind: quotes too many or too few, brackets left out, a name before them.
//!
//! **Invariant:** a guess is what its slot would read, as far as its first token tells.

use super::lexis;
use super::reading::first_line;

/// What a text is, for a label beneath it; `takes` is what the slot takes, in our words.
pub fn kind(text: &str, takes: &str) -> &'static str {
    match text.as_bytes().first() {
        None => "nothing stands here",
        Some(b'"') => "this is a text",
        Some(b'[') => "this is a list",
        Some(b'{') => "nothing is written in braces",
        Some(b'(') if lexis::has_names(text) => "this is a record",
        Some(b'(') => "these are values in brackets",
        _ if text == "true" || text == "false" => "this is a truth value",
        _ if text == "None" => "this says that there is nothing",
        _ if is_number(text) => kind_of_number(text, takes),
        _ if lexis::quoted_len(text) > 0 => "this is a text",
        _ => match lexis::split_name(text) {
            ("", _) => "not of this kind",
            (_, "") => "this is a word without quotes",
            (_, rest) if rest.starts_with('(') => "this is a word with arguments",
            _ => "not of this kind",
        },
    }
}

/// What is wrong with a number, where its slot takes numbers too.
fn kind_of_number(text: &str, takes: &str) -> &'static str {
    let whole = takes.starts_with("a whole number");
    match () {
        () if whole && text.contains('.') => "this is not a whole number",
        () if whole && text.contains(['e', 'E']) => "this has an exponent",
        () if takes.contains("0 or more") => "this is less than 0",
        () if whole && text.starts_with('-') => "this is too small",
        () if whole || takes.starts_with("a number") => "this is too large",
        () => "this is a number",
    }
}

/// What to write instead, where one slip is likely; `takes` is what the slot takes, in our words.
pub fn way_out(text: &str, takes: &str) -> Option<String> {
    let whole = text == first_line(text) && text.chars().count() <= 60;
    if !whole || text.is_empty() {
        return None;
    }
    let quoted = text.strip_prefix('"').and_then(|inside| inside.strip_suffix('"'));
    let (name, rest) = lexis::split_name(text);
    let is_word = !name.is_empty() && rest.is_empty();
    let takes_any = |kinds: &[&str]| kinds.iter().any(|kind| takes.starts_with(kind));
    if let Some(inside) = quoted {
        let (word, arguments) = lexis::split_name(inside);
        let fits = match () {
            () if takes_any(&["a number", "a whole number"]) => is_number(inside),
            () if takes_any(&["one of"]) => takes.contains(&format!("`{word}`")),
            () if takes_any(&["`true`"]) => inside == "true" || inside == "false",
            () if takes_any(&["a rate"]) => word.starts_with("Per") && arguments.starts_with('('),
            () => false,
        };
        if fits {
            return Some(format!("leave out the quotes: `{inside}`"));
        }
        if takes.ends_with("or a number") && is_number(inside) {
            return Some(format!("leave out the quotes: `{inside}`, or say the unit: `\"{inside}h\"`"));
        }
    }
    if takes_any(&["a list"]) && !text.starts_with(['[', '{']) && !matches!(text, "true" | "false" | "None") {
        return Some(format!("write `[{text}]`"));
    }
    if takes_any(&["a list"]) && text.starts_with('{') {
        return Some(String::from(
            "a list stands in square brackets, and two values that belong together in round ones",
        ));
    }
    if takes_any(&["a record", "two values"]) && text.starts_with(['{', '[']) {
        return Some(String::from("it stands in round brackets: `(…)`"));
    }
    if takes_any(&["a record"]) && !name.is_empty() && rest.starts_with('(') {
        return Some(format!("leave out `{name}`: the brackets alone are the record"));
    }
    if takes_any(&["a rate"]) && is_number(text) {
        return Some(format!("say in which time: `PerHour({text})` or `PerDay({text})`"));
    }
    let composed = text.starts_with(['[', '(']) || !name.is_empty() && rest.starts_with('(');
    if takes_any(&["a text in quotes"]) && composed {
        return Some(format!("write `\"{}\"`", text.replace('"', "\\\"")));
    }
    let plain = is_word && !matches!(text, "true" | "false" | "None");
    if takes.contains(" in quotes") && (plain || is_number(text)) {
        return (!takes.contains("duration")).then(|| format!("write `\"{text}\"`"));
    }
    None
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit()) && unsigned.replace('_', "").parse::<f64>().is_ok()
}
