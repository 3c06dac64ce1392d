//! Texts that nobody would write.

use jointex::scenario::LONGEST;

use super::*;

/// Pieces that a mutation may put in: what the language is made of, and what it is not.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "\n",
    "r#\"",
    "#",
    "-",
    "1e999",
    "0x",
    "é",
    "\u{202e}",
    "Some(",
    "None",
    "NaN",
    "Mixture([(1,",
    "Weekly(",
    "\"1h\"",
    "..",
    "b'",
    "18446744073709551616",
    "id: \"a\",",
    "in",
    "\0",
];

fn mutated(text: &str, mutations: &[(usize, usize, usize)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, cut, piece) in mutations {
        let at = at % (chars.len() + 1);
        let end = (at + cut % 12).min(chars.len());
        chars.splice(at..end, PIECES[piece % PIECES.len()].chars());
    }
    chars.into_iter().collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_upsets_the_parser(mutations in proptest::collection::vec((0usize..4000, 0usize..12, 0usize..100), 1..6)) {
        let text = mutated(&main_file(&format!("{TEAM}include: [(file: \"a.ron\", as: \"a\")],")), &mutations);
        let parsed = read(&text, &[("a.ron", SOC), ("main.ron", &text)]);
        proptest::prop_assert_eq!(parsed.scenario.is_some(), !parsed.diagnostics.iter().any(Diagnostic::is_error));
        for diagnostic in &parsed.diagnostics {
            let places = diagnostic.place.into_iter().chain(diagnostic.also.iter().map(|(place, _)| *place));
            for place in places {
                let (start, text) = (place.start as usize, parsed.sources.text(place.source));
                proptest::prop_assert!(text.get(start..start + place.len as usize).is_some(), "{diagnostic:?}");
            }
            let shown = diagnostic.render(&parsed.sources, true, 80);
            let obeyed = shown.contains(['\u{202e}', '\0']);
            proptest::prop_assert!(!obeyed);
        }
    }

    #[test]
    fn no_table_upsets_the_parser(mutations in proptest::collection::vec((0usize..400, 0usize..12, 0usize..100), 1..5)) {
        let table = "as,teams[soc].tiers[l1].seats,organisations[org].name\nee,4,\"Estonia, \"\"Republic\"\"\"\nlv,,Latvia\n";
        let table = mutated(table, &mutations).replace(';', ",");
        let text = main_file("include: [(file: \"a.ron\", each: \"n.csv\")],");
        let parsed = read(&text, &[("a.ron", SOC), ("n.csv", &table)]);
        proptest::prop_assert_eq!(parsed.scenario.is_some(), !parsed.diagnostics.iter().any(Diagnostic::is_error));
        rendered(&parsed.diagnostics, &parsed.sources);
    }

    #[test]
    fn what_is_read_is_written_out_as_it_was(mutations in proptest::collection::vec((0usize..4000, 0usize..3, 0usize..100), 0..3)) {
        if let Some(scenario) = read(&mutated(&main_file(TEAM), &mutations), &[]).scenario {
            let text = scenario.written_out(&BTreeMap::new());
            let again = read(&text, &[]);
            let said = rendered(&again.diagnostics, &again.sources);
            let Some(scenario) = again.scenario else { panic!("{said}\n{text}") };
            let values = |text: &str| {
                let lines = text.lines().filter(|line| !line.trim().starts_with("//"));
                let mut words: Vec<String> =
                    lines.flat_map(|line| line.replace("/* default */", "").replace("/* default, Assumed */", "").split_whitespace().map(|word| word.trim_matches([',', '(', ')']).to_owned()).collect::<Vec<_>>()).collect();
                words.sort();
                words.retain(|word| !word.is_empty());
                words
            };
            proptest::prop_assert_eq!(values(&scenario.written_out(&BTreeMap::new())), values(&text));
        }
    }

    #[test]
    fn no_override_upsets_the_scenario(mutations in proptest::collection::vec((0usize..60, 0usize..8, 0usize..100), 0..4), pick in 0usize..6) {
        let overrides = [
            ("teams[soc].tiers[l1].seats", "2"),
            ("teams[soc].triage.time", "Mixture([(1, \"1h\"), (2, Uniform(\"1h\", \"2h\"))])"),
            ("campaigns[c].on_loss", "GoDark(after: \"1h\", for: \"2h\")"),
            ("network.links[internet>z].allow", "[\"a\", \"b\"]"),
            ("msel[1].at", "D2 09:30"),
            ("playbooks[standard].phases[Contain].actions", "[Isolate]"),
        ];
        let (path, text) = overrides[pick];
        let written = mutated(&format!("{path}={text}"), &mutations);
        let (path, text) = written.split_once('=').unwrap_or((&written, ""));
        let (mut scenario, mut sources) = sound(&main_file(TEAM), &[]);
        if let Err(faults) = scenario.set(path, text, "--set", Place::NOWHERE, &mut sources) {
            proptest::prop_assert!(!faults.is_empty());
            rendered(&faults, &sources);
        }
    }
}

#[test]
fn nothing_nests_so_deeply_that_the_stack_ends() {
    let nested = |depth: usize| format!("{}\"1h\"{}", "Mixture([(1, ".repeat(depth), ")])".repeat(depth));
    let crew =
        |time: &str| main_file(&format!("authorities: [(id: \"a\", organisation: \"o\", time: {time})],"));
    for depth in [10, 60, 100_000] {
        let parsed = read(&crew(&nested(depth)), &[]);
        assert_eq!(parsed.scenario.is_some(), depth == 10, "{depth}");
        let (mut scenario, mut sources) = sound(&crew("\"1h\""), &[]);
        let set = scenario.set("authorities[a].time", &nested(depth), "--set", Place::NOWHERE, &mut sources);
        assert_eq!(set.is_ok(), depth == 10, "{depth}");
    }
}

#[test]
fn a_text_that_is_too_long_is_not_read() {
    check_whole(
        &" ".repeat(LONGEST + 1),
        &[],
        expect![[r#"
        error[E0010]: `main.ron` is longer than 64 MiB
    "#]],
    );
}
