//! What is told behind a fault of syntax.

use super::*;
use jointex::compile::{faults_of_changes, more_faults};

/// Compares the first lines, with their places, of all that is told of a text: by reading, compile and of its variants.
fn check_all(text: &str, expected: Expect) {
    let mut parsed = read(text, &[]);
    let remains = parsed.remains.expect("something can be read");
    let known = parsed.diagnostics.clone();
    parsed.diagnostics.extend(more_faults(&remains, &parsed.lost, &parsed.sources, &known));
    parsed.diagnostics.extend(faults_of_changes(&remains, &parsed.lost, &mut parsed.sources, &known));
    jointex::diagnostic::sort(&mut parsed.diagnostics);
    let line = |fault: &Diagnostic| {
        let place = fault.place.expect("a place");
        let (at, marked) = (parsed.sources.position(place), parsed.sources.slice(place));
        format!(
            "{at} {}: {} `{marked}` {}\n",
            fault.code,
            fault.message,
            fault.help.as_deref().unwrap_or("-")
        )
    };
    expected.assert_eq(&parsed.diagnostics.iter().map(line).collect::<String>());
}

/// A sound scenario to break.
const SOUND: &str = r#"Scenario(
    format: 1,
    id: "s",
    title: "Two headquarters",
    startex: "2026-03-02T08:00[Europe/Brussels]",
    endex: "5d",
    organisations: [
        (id: "nato-hq", name: "Headquarters", short: "HQ"),
        (id: "ministry", protects: ["nato-hq"]),
    ],
    network: (
        zones: [(id: "office", owner: "ministry"), (id: "edge", owner: "nato-hq")],
        assets: [
            (id: "desk", zone: "office", count: 20),
            (id: "mail", zone: "edge", services: ["smtp"]),
        ],
    ),
    crews: [(id: "it", organisation: "ministry", seats: 2)],
    variants: [(id: "more", set: [("crews[it].seats", "4")])],
)
"#;

/// Breaks the sound text in these places.
fn broken(changes: &[(&str, &str)], expected: Expect) {
    let mut text = String::from(SOUND);
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    check_all(&text, expected);
}

#[test]
fn a_quote_without_its_partner_is_found_where_it_stands() {
    broken(
        &[("headquarters\",", "headquarters,")],
        expect![[r#"
        main.ron:4:12 E0003: a text in quotes is not closed `"Two headquarters` -
    "#]],
    );
    broken(
        &[("\"office\", owner", "\"office, owner")],
        expect![[r#"
        main.ron:12:22 E0003: a text in quotes is not closed `"office` -
    "#]],
    );
    broken(
        &[("short: \"HQ", "short: HQ")],
        expect![[r#"
        main.ron:8:54 E0003: a text in quotes has no quote at its beginning `HQ"` -
    "#]],
    );
    broken(
        &[("[\"smtp\"]", "[\"smtp]")],
        expect![[r#"
        main.ron:15:51 E0003: a text in quotes is not closed `"smtp` -
    "#]],
    );
    broken(
        &[("\"Two", "\"\"Two")],
        expect![[r#"
        main.ron:4:12 E0003: a text in quotes is not closed `""Two headquarters"` -
    "#]],
    );
    broken(
        &[("headquarters\",", "headquarters,"), ("[\"smtp\"]", "[\"smtp]")],
        expect![[r#"
        main.ron:4:12 E0003: a text in quotes is not closed `"Two headquarters` -
        main.ron:15:51 E0003: a text in quotes is not closed `"smtp` -
    "#]],
    );
}

#[test]
fn a_text_ends_before_the_brackets_that_close_its_record() {
    broken(
        &[("owner: \"ministry\"), (id", "owner: \"ministry), (id")],
        expect![[r#"
        main.ron:12:39 E0003: a text in quotes is not closed `"ministry` -
    "#]],
    );
}

#[test]
fn quotes_left_out_are_not_taken_for_commas() {
    broken(
        &[("\"nato-hq\", name", "nato-hq, name")],
        expect![[r#"
        main.ron:8:14 E0006: a text stands without its quotes `nato-hq` write `"nato-hq"`
    "#]],
    );
    broken(
        &[("[\"nato-hq\"]", "[nato-hq]")],
        expect![[r#"
        main.ron:9:37 E0006: a text stands without its quotes `nato-hq` write `"nato-hq"`
    "#]],
    );
    broken(
        &[("id: \"ministry\"", "id: ministry")],
        expect![[r#"
        main.ron:9:14 E0020: `id` takes an id in quotes, for example `"cert-eu"` `ministry` write `"ministry"`
    "#]],
    );
    broken(
        &[("\"2026-03-02T08:00[Europe/Brussels]\"", "2026-03-02T08:00[Europe/Brussels]")],
        expect![[r#"
        main.ron:5:14 E0006: a text stands without its quotes `2026-03-02T08:00[Europe/Brussels]` write `"2026-03-02T08:00[Europe/Brussels]"`
    "#]],
    );
    broken(
        &[("\"Two headquarters\"", "Two headquarters")],
        expect![[r#"
        main.ron:4:12 E0006: a text stands without its quotes `Two headquarters` write `"Two headquarters"`
    "#]],
    );
    broken(
        &[("id: \"nato-hq\", name", "id: nato-hq name")],
        expect![[r#"
            main.ron:8:14 E0006: a text stands without its quotes `nato-hq` write `"nato-hq"`
            main.ron:8:22 E0005: a comma is missing `name` -
        "#]],
    );
}

#[test]
fn brackets_are_mended_by_the_indentation() {
    broken(
        &[("\"nato-hq\"]),\n    ],", "\"nato-hq\"]),"), ("seats: 2", "seats: two")],
        expect![[r#"
        main.ron:17:57 E0020: `seats` takes a whole number, for example `4` `two` -
        main.ron:19:1 E0002: `)` does not close `[` `)` -
    "#]],
    );
    broken(
        &[("        ],\n    ),\n    crews", "        ],\n    crews"), ("count: 20", "count: -1")],
        expect![[r#"
            main.ron:11:14 E0002: `(` is never closed `(` -
            main.ron:14:49 E0020: `count` takes a whole number, 0 or more `-1` -
        "#]],
    );
    broken(
        &[("count: 20)", "count: 20"), ("owner: \"nato-hq\"", "owner: \"nato\"")],
        expect![[r#"
        main.ron:12:72 E0203: no organisation has the id `nato` `"nato"` did you mean `nato-hq`?
        main.ron:16:9 E0002: `]` does not close `(` `]` -
    "#]],
    );
    broken(
        &[("count: 20)", "count: 20))"), ("owner: \"nato-hq\"", "owner: \"nato\"")],
        expect![[r#"
        main.ron:12:72 E0203: no organisation has the id `nato` `"nato"` did you mean `nato-hq`?
        main.ron:14:52 E0002: `)` does not close `[` `)` -
    "#]],
    );
}

#[test]
fn faults_of_all_kinds_are_told_at_once() {
    broken(
        &[
            ("endex: \"5d\",", "endex = 5d"),
            ("short: \"HQ\"", "sort: \"HQ\""),
            ("count: 20", "count: 1,200"),
            ("zone: \"edge\"", "zone: \"egde\""),
            ("seats: 2", "seats: \"two\""),
            ("crews[it].seats", "crews[it.seats"),
        ],
        expect![[r#"
            main.ron:6:11 E0005: a field and its value are joined by a colon `=` write `name: value`
            main.ron:6:13 E0006: a text stands without its quotes `5d` write `"5d"`
            main.ron:7:5 E0005: a comma is missing `organisations` -
            main.ron:8:47 E0021: an entry of `organisations` has no field `sort` `sort` did you mean `short`?
            main.ron:14:49 E0001: a number has no commas `1,200` write `1200` or `1_200`
            main.ron:15:32 E0203: no zone has the id `egde` `"egde"` did you mean `edge`?
            main.ron:18:57 E0020: `seats` takes a whole number, for example `4` `"two"` -
            variant `more`:1:6 E0106: this is not a path `[it.seats` a path is written like `teams[cert-eu-soc].tiers[l1].seats`
        "#]],
    );
}

#[test]
fn what_stands_in_what_was_given_up_is_not_called_unknown() {
    broken(
        &[("(id: \"office\", owner: \"ministry\")", "(id: \"office\", owner: (\"ministry\" = 3 4))")],
        expect![[r#"
            main.ron:12:51 E0005: a field and its value are joined by a colon `=` write `name: value`
        "#]],
    );
}

#[test]
fn variants_of_a_faulty_scenario_are_looked_at() {
    let set = "[(\"crews[it].seats\", \"four\"), (\"crews[ti].seats\", \"4\"), (\"organisations[x].short\", \"X\")]";
    broken(
        &[("short: \"HQ\"", "sort: \"HQ\""), ("[(\"crews[it].seats\", \"4\")]", set)],
        expect![[r#"
        main.ron:8:47 E0021: an entry of `organisations` has no field `sort` `sort` did you mean `short`?
        variant `more`:1:17 E0020: `seats` takes a whole number, for example `4` `four` -
        variant `more`:1:7 E0108: `crews` has no element `ti` `ti` did you mean `it`?
    "#]],
    );
}

#[test]
fn sound_texts_have_nothing_to_mend() {
    assert_eq!(read(SOUND, &[]).diagnostics, []);
}
