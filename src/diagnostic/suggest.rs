//! Guesses at what was meant.
//!
//! **Invariant:** a guess is one of the names that were offered, and equally good ones are decided by their order.

/// The candidate nearest to `written`, as a help such as "did you mean `cert-eu-soc`?", if one is near enough.
///
/// Near enough is an edit distance (with transpositions) of at most a third of the longer word, or a match
/// that differs only in case; of one edit where the word is made of digits for the most part, or else what it is a part of,
/// `T1190` for `T1190.9`. Equally near candidates: the first one given.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, &mut candidates.into_iter()).map(|name| format!("did you mean `{name}`?"))
}

fn nearest<'a>(written: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let length = written.chars().count();
    // Numbers that differ in two digits have nothing to do with each other: `T9999` is not `T1499`.
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let numbered = 2 * digits > length;
    let whole = written.rsplit_once('.').map(|(whole, _)| whole).filter(|_| numbered);
    let (mut best, mut part_of): (Option<(usize, &str)>, Option<&str>) = (None, None);
    for candidate in candidates {
        if candidate == written || candidate.is_empty() {
            continue;
        }
        let longer = length.max(candidate.chars().count());
        // The distance is quadratic, and a pasted paragraph is no misspelling of an id.
        if longer > 200 {
            continue;
        }
        if whole == Some(candidate) {
            part_of = Some(candidate);
        }
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        let near = if numbered { 1 } else { longer.div_ceil(3) };
        if distance <= near && distance < longer && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name).or(part_of)
}

/// A list for a sentence: "`a`, `b` or `c`", cut off after two dozen.
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    one_of_quoted(names.into_iter().map(|name| format!("`{name}`")).collect())
}

fn one_of_quoted(names: Vec<String>) -> String {
    const SHOWN: usize = 24;
    match names.as_slice() {
        [] => String::from("nothing"),
        [only] => only.clone(),
        many if many.len() > SHOWN => {
            format!("{} and {} more", many[..SHOWN].join(", "), many.len() - SHOWN)
        }
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, one_of};

    #[test]
    fn the_nearest_name_is_offered_and_nothing_far_fetched() {
        let names = ["cert-eu-soc", "ncirc-soc", "l1"];
        assert_eq!(did_you_mean("cert-eu-sok", names).as_deref(), Some("did you mean `cert-eu-soc`?"));
        assert_eq!(did_you_mean("L1", names).as_deref(), Some("did you mean `l1`?"));
        assert_eq!(did_you_mean("playbook", names), None);
        assert_eq!(did_you_mean("x", names), None);
        let techniques = ["T1190", "T1566", "T1566.001"];
        assert_eq!(did_you_mean("T1190.9", techniques).as_deref(), Some("did you mean `T1190`?"));
        assert_eq!(did_you_mean("T1566.01", techniques).as_deref(), Some("did you mean `T1566.001`?"));
        assert_eq!(did_you_mean("T9999", ["T1499", "T1490"]), None);
        assert_eq!(did_you_mean("T1498", ["T1499", "T1490"]).as_deref(), Some("did you mean `T1499`?"));
    }

    #[test]
    fn long_lists_are_cut_off() {
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        let many: Vec<String> = (0..30).map(|n| n.to_string()).collect();
        assert!(one_of(many.iter().map(String::as_str)).ends_with("`23` and 6 more"));
    }
}
