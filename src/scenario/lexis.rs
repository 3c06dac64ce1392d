//! The few things about RON's tokens that must be known outside the parser: where space ends, and where a
//! value ends.
//!
//! **Invariant:** every function returns positions on character boundaries and terminates on any text, sound
//! or not.

/// The text after leading white space and comments.
pub fn skip_space(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let comment = comment_len(rest);
        if comment == 0 {
            return rest;
        }
        rest = &rest[comment..];
    }
}

/// The length of the value that `text` begins with: a token, a bracketed value, or a name and its brackets.
pub fn value_end(text: &str) -> usize {
    let token = token_len(text);
    match text.as_bytes().first() {
        Some(b'(' | b'[' | b'{') => closing(text).map_or(text.len(), |at| at + 1),
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => {
            let after = skip_space(&text[token..]);
            if after.starts_with('(') {
                let start = text.len() - after.len();
                closing(after).map_or(text.len(), |at| start + at + 1)
            } else {
                token
            }
        }
        _ => token,
    }
}

/// The leading identifier, which may be empty, and what follows it after space.
pub fn split_name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let named = text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let end = if named { end } else { 0 };
    (&text[..end], skip_space(&text[end..]))
}

/// Whether bracketed text holds named fields, `(low: …)`, rather than bare values; empty brackets do.
pub fn has_names(text: &str) -> bool {
    let inside = skip_space(text.strip_prefix('(').unwrap_or(text));
    let inside = inside.strip_prefix("r#").unwrap_or(inside);
    let (name, rest) = split_name(inside);
    inside.starts_with(')') || (!name.is_empty() && rest.starts_with(':'))
}

/// Where the bracket that `text` begins with is closed, counting brackets of any kind.
pub fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += step(&text[at..]);
    }
    None
}

/// The length of the comment, quoted token or single character that `text` begins with; at least 1 unless it
/// is empty.
pub fn step(text: &str) -> usize {
    match comment_len(text).max(quoted_len(text)) {
        0 => text.chars().next().map_or(0, char::len_utf8),
        len => len,
    }
}

/// The length of the token that `text` begins with.
pub fn token_len(text: &str) -> usize {
    let quoted = quoted_len(text);
    if quoted > 0 {
        return quoted;
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:()[]{}\"/".contains(byte);
    let end = text.as_bytes().iter().position(ends).unwrap_or(text.len());
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// Whether the text begins with a block comment that it does not end.
pub fn is_unclosed_comment(text: &str) -> bool {
    text.starts_with("/*") && block_comment(text).is_none()
}

fn comment_len(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').map_or(text.len(), |at| at + 1);
    }
    if !text.starts_with("/*") {
        return 0;
    }
    block_comment(text).unwrap_or(text.len())
}

/// The length of the block comment that `text` begins with; they nest.
fn block_comment(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The length of the string or character that `text` begins with; 0 when it begins with neither.
pub fn quoted_len(text: &str) -> usize {
    let plain = text.strip_prefix('b').unwrap_or(text);
    let prefix = text.len() - plain.len();
    if plain.starts_with('"') {
        return prefix + escaped_end(plain, b'"');
    }
    if plain.starts_with('\'') {
        return prefix + escaped_end(plain, b'\'');
    }
    let Some(raw) = plain.strip_prefix('r') else { return 0 };
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if !raw[hashes..].starts_with('"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let body = prefix + 1 + hashes + 1;
    text[body..].find(&close).map_or(text.len(), |at| body + at + close.len())
}

/// Bytes suffice: neither quotes nor backslashes occur within longer characters.
fn escaped_end(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{has_names, skip_space, value_end};

    fn check(text: &str, value: &str) {
        let text = skip_space(text);
        assert_eq!(&text[..value_end(text)], value);
    }

    #[test]
    fn a_value_ends_where_its_comments_begin() {
        check("4 // four\n", "4");
        check("/* a /* b */ */ \"x // y\" // z\n", "\"x // y\"");
        check("Weekly /* ( */ (\"a)\", ')') // )\n", "Weekly /* ( */ (\"a)\", ')')");
        check("r#\"a\"b\"# ", "r#\"a\"b\"#");
        check("[1, [2]] , 3", "[1, [2]]");
        check("-0.5e3/* */", "-0.5e3");
        check("\"a\\\"b\" ", "\"a\\\"b\"");
        check("(", "(");
        check("", "");
    }

    #[test]
    fn names_of_fields_are_seen() {
        assert!(has_names("( /* x */ low : 1)"));
        assert!(has_names("(r#in: Nato)"));
        assert!(has_names("()"));
        assert!(!has_names("(\"a\", low: 1)"));
        assert!(!has_names("(Nato)"));
    }
}
