//! Puts an example into the base scenario, as texts.

/// The base with what the example says: fields of records are put in, elements of lists are found by what identifies them,
/// and all else is replaced.
pub fn merged(base: &str, example: &str) -> String {
    let name =
        ["Study", "Words"].into_iter().find(|name| base.contains(&format!("{name}("))).unwrap_or("Scenario");
    let start = base.find(&format!("{name}(")).expect("a scenario, a study or words") + name.len();
    let end = base.rfind(')').expect("a scenario, a study or words") + 1;
    format!("{name}{}", record(&base[start..end], &format!("({example})")))
}

/// One record with the fields of another, both in round brackets.
fn record(base: &str, example: &str) -> String {
    let mut fields: Vec<(String, String)> = fields(base);
    for (name, value) in self::fields(example) {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before = self::value(before, &value),
            None => fields.push((name, value)),
        }
    }
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("({})", fields.join(", "))
}

fn value(base: &str, example: &str) -> String {
    if base.starts_with('(') && example.starts_with('(') {
        return record(base, example);
    }
    let known: Option<Vec<String>> = elements(base).iter().map(|element| key(element)).collect();
    let named: Option<Vec<String>> = elements(example).iter().map(|element| key(element)).collect();
    let (true, true, Some(known), Some(named)) =
        (base.starts_with('['), example.starts_with('['), known, named)
    else {
        return example.to_owned();
    };
    if named.is_empty() {
        return example.to_owned();
    }
    let mut list = elements(base);
    for (element, name) in elements(example).into_iter().zip(named) {
        match known.iter().position(|known| *known == name) {
            Some(at) => list[at] = record(&list[at], &element),
            None => list.push(element),
        }
    }
    format!("[{}]", list.join(", "))
}

/// What identifies a record: its id, its number, or what it joins.
fn key(element: &str) -> Option<String> {
    let fields = if element.starts_with('(') { fields(element) } else { return None };
    let of = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    of("id").or_else(|| of("no")).or_else(|| Some(of("from")? + ">" + &of("to")?))
}

/// The named fields of bracketed text; what has no name is left out.
fn fields(text: &str) -> Vec<(String, String)> {
    let field = |part: String| {
        let (name, value) = part.split_once(':')?;
        name.chars()
            .all(|c| c.is_alphanumeric() || c == '_')
            .then(|| (name.to_owned(), value.trim().to_owned()))
    };
    elements(text).into_iter().filter_map(field).collect()
}

/// The parts of bracketed text between its commas, without comments.
fn elements(text: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut depth = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => {
                let raw = part.ends_with('r') && depth == 1;
                let end = closing_quote(&text[at + 1..], raw);
                part.push_str(&text[at..at + 1 + end]);
                while rest.next_if(|(next, _)| *next < at + 1 + end).is_some() {}
                continue;
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        match c {
            ',' if depth == 1 => parts.push(std::mem::take(&mut part)),
            '(' | '[' if depth == 1 => {}
            _ if depth == 0 => {}
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The length of a quoted text after its first quote, with its last.
fn closing_quote(text: &str, raw: bool) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' if !raw => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}
