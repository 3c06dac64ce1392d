//! Whatever is wrong with a scenario, compile tells it and lives.

use super::BASE;
use jointex::compile::{check_variants, compile, more_faults};
use jointex::diagnostic::any_error;
use jointex::scenario::{LoadError, parse};

/// Compiles the base with the text from `start` to `end` replaced, if that still parses.
fn survives(start: usize, end: usize, with: &str) -> bool {
    let text = format!("{}{with}{}", &BASE[..start], &BASE[end..]);
    let parsed = parse("t.ron", &text, &mut |_| Err(LoadError(String::from("there are no other files"))));
    let mut sources = parsed.sources;
    let Some(scenario) = parsed.scenario else {
        if let Some(remains) = parsed.remains {
            for diagnostic in more_faults(&remains, &parsed.lost, &sources, &parsed.diagnostics) {
                diagnostic.render(&sources, false, 100);
            }
        }
        return false;
    };
    let (model, found) = compile(&scenario, &sources);
    assert_eq!(model.is_some(), !any_error(&found), "{text}");
    for diagnostic in &found {
        diagnostic.render(&sources, false, 100);
    }
    check_variants(&scenario, &found, &mut sources);
    true
}

/// The stretches of the base that `ends` finds: where one begins and ends.
fn stretches(begins: impl Fn(char) -> bool, goes_on: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in BASE.char_indices() {
        match start {
            None if begins(letter) => start = Some(at),
            Some(first) if !goes_on(letter) => {
                found.push((first, at));
                start = begins(letter).then_some(at);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_text_replaced_by_another() {
    let quotes: Vec<usize> = BASE.match_indices('"').map(|(at, _)| at).collect();
    let texts = quotes.chunks_exact(2).map(|pair| (pair[0], pair[1] + 1));
    let parsed = texts
        .filter(|&(start, end)| survives(start, end, "\"x\"") | survives(start, end, "\"desk\""))
        .count();
    assert!(parsed > 80, "only {parsed} texts were tried");
}

#[test]
fn every_number_replaced_by_another() {
    let numbers = stretches(|c| c.is_ascii_digit(), |c| c.is_ascii_digit() || c == '.');
    let tried = |with: &str| numbers.iter().filter(|(start, end)| survives(*start, *end, with)).count();
    assert!(tried("0") > 40);
    assert!(tried("7") > 40);
    assert!(tried("4000000000") > 20);
}

#[test]
fn every_record_left_out() {
    // A record stands on a line of its own, so that leaving out a line leaves out a record or breaks the syntax.
    let lines = stretches(|_| true, |c| c != '\n');
    let parsed = lines.iter().filter(|(start, end)| survives(*start, *end, "")).count();
    assert!(parsed > 30, "only {parsed} lines could be left out");
}

#[test]
fn every_text_replaced_by_what_no_field_takes() {
    let quotes: Vec<usize> = BASE.match_indices('"').map(|(at, _)| at).collect();
    for pair in quotes.chunks_exact(2) {
        survives(pair[0], pair[1] + 1, "(5)");
        survives(pair[0], pair[1] + 1, "7");
    }
}

#[test]
fn what_cannot_be_read_hides_no_unknown_name() {
    let text = BASE.replacen("seats: 2", "seats: \"two\"", 1).replacen("playbook: \"", "playbook: \"x-", 1);
    let parsed = parse("t.ron", &text, &mut |_| Err(LoadError(String::from("there are no other files"))));
    let remains = parsed.remains.expect("the rest can be read");
    let more = more_faults(&remains, &parsed.lost, &parsed.sources, &parsed.diagnostics);
    let codes =
        |faults: &[jointex::diagnostic::Diagnostic]| faults.iter().map(|it| it.code).collect::<Vec<_>>();
    assert_eq!((codes(&parsed.diagnostics), codes(&more)), (vec!["E0020"], vec!["E0203"]));
}
