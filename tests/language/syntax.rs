//! Faults of syntax.

use super::*;

#[test]
fn a_comma_is_missing() {
    check(
        "crews: [(id: \"it\" organisation: \"o\")],",
        expect![[r#"
            error[E0005]: a comma is missing
              ╭▸ main.ron:2:19
              │
            2 │ crews: [(id: "it" organisation: "o")],
              ╰╴                  ━━━━━━━━━━━━ expected `,` before this
        "#]],
    );
}

#[test]
fn durations_without_quotes_are_explained() {
    check(
        "measure_from: 30min,",
        expect![[r#"
            error[E0006]: a text stands without its quotes
              ╭▸ main.ron:2:15
              │
            2 │ measure_from: 30min,
              │               ━━━━━ its quotes are missing
              │
              ╰ help: write `"30min"`
        "#]],
    );
}

#[test]
fn brackets_are_matched() {
    check(
        "crews: [(id: \"it\", organisation: \"o\", seats: 1],",
        expect![[r#"
            error[E0002]: `]` does not close `(`
              ╭▸ main.ron:2:47
              │
            2 │ crews: [(id: "it", organisation: "o", seats: 1],
              ╰╴        ─ opened here                         ━ expected `)` before this
        "#]],
    );
    check(
        "crews: [(id: \"it\", organisation: \"o\", seats: 1),",
        expect![[r#"
            error[E0002]: `)` does not close `[`
              ╭▸ main.ron:3:1
              │
            2 │ crews: [(id: "it", organisation: "o", seats: 1),
              │        ─ opened here
            3 │ )
              ╰╴━ expected `]` before this
        "#]],
    );
    check_whole(
        "Scenario(format: 1,\n  crews: [(id: \"it\")],\n",
        &[],
        expect![[r#"
            error[E0002]: `(` is never closed
              ╭▸ main.ron:1:9
              │
            1 │ Scenario(format: 1,
              │         ━ its `)` is missing
              │
              ╰ note: what stands behind this was not looked at
        "#]],
    );
    check(
        "crews: []],",
        expect![[r#"
            error[E0002]: `]` does not close `(`
              ╭▸ main.ron:2:10
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "…
              │         ─ opened here
            2 │ crews: []],
              ╰╴         ━ one `]` too many
        "#]],
    );
}

#[test]
fn a_text_is_not_closed() {
    check(
        "crews: [(id: \"it, organisation: \"o\", seats: 1)],\nfunctions: [],",
        expect![[r#"
            error[E0003]: a text in quotes is not closed
              ╭▸ main.ron:2:14
              │
            2 │ crews: [(id: "it, organisation: "o", seats: 1)],
              ╰╴             ━━━ expected `"` after this
        "#]],
    );
}

#[test]
fn other_faults_of_syntax() {
    check(
        "crews: ,",
        expect![[r#"
            error[E0005]: a value is missing
              ╭▸ main.ron:2:8
              │
            2 │ crews: ,
              ╰╴       ━ expected a value before this
        "#]],
    );
    check(
        "crews []",
        expect![[r#"
            error[E0005]: a colon is missing after the name of a field
              ╭▸ main.ron:2:7
              │
            2 │ crews []
              ╰╴      ━ expected `:` before this
        "#]],
    );
    check(
        "synopsis: 'text',",
        expect![[r#"
            error[E0004]: texts stand in double quotes
              ╭▸ main.ron:2:11
              │
            2 │ synopsis: 'text',
              │           ━━━━━━ these are single quotes
              │
              ╰ help: write `"text"`
        "#]],
    );
    check(
        r#"synopsis: "C:\path","#,
        expect![[r#"
            error[E0008]: a text has an escape that is not known
              ╭▸ main.ron:2:16
              │
            2 │ synopsis: "C:\path",
              │                ━━━
              │
              ╰ help: write `\\` for a backslash, `\n` for a line end, or `r"…"` for a text without
                      escapes
        "#]],
    );
    check(
        "/* no end",
        expect![[r#"
            error[E0003]: a comment is not closed
              ╭▸ main.ron:2:1
              │
            2 │ /* no end
              │ ━━━━━━━━━ its `*/` is missing
              │
              ╰ note: what stands behind this was not looked at
        "#]],
    );
    check(
        ") functions: (",
        expect![[r#"
        error[E0001]: something follows the end
          ╭▸ main.ron:2:3
          │
        2 │ ) functions: (
          ╰╴  ━━━━━━━━━ expected nothing more
    "#]],
    );
    check_whole(
        "Scenario(format: 1",
        &[],
        expect![[r#"
            error[E0002]: `(` is never closed
              ╭▸ main.ron:1:9
              │
            1 │ Scenario(format: 1
              │         ━ its `)` is missing
              │
              ╰ note: what stands behind this was not looked at
        "#]],
    );
}

#[test]
fn deep_nesting_is_refused() {
    let deep = |n| format!("synopsis: {}{},", "(".repeat(n), ")".repeat(n));
    check(
        &deep(300),
        expect![[r#"
            error[E0011]: values are nested too deeply
              ╭▸ main.ron:2:75
              │
            2 │ …((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…
              │                                      ━ no deeper than this
              │
              ╰ note: what stands behind this was not looked at
        "#]],
    );
    let parsed = read(&main_file(&deep(100_000)), &[]);
    assert_eq!(parsed.diagnostics.len(), 1);
}

#[test]
fn names_and_bare_values_do_not_mix() {
    check(
        "campaigns: [(id: \"c\", initially_held: [First(\"n\", count: 10)])],",
        expect![[r#"
            error[E0007]: names stand among values without names
              ╭▸ main.ron:2:56
              │
            2 │ campaigns: [(id: "c", initially_held: [First("n", count: 10)])],
              │                                                        ━ only some of the values have a name
              │
              ╰ help: name all of them, `(low: …, high: …)`, or none
        "#]],
    );
}

#[test]
fn what_comes_of_a_missing_bracket_is_not_told() {
    check(
        "network: (assets: [\n  (id: \"a\", zone: \"z\", accepts: [\"mod-admin\", weight: 20, users: 3),\n  (id: \"b\", zone: \"z\"),\n]),",
        expect![[r#"
            error[E0002]: `)` does not close `[`
              ╭▸ main.ron:3:67
              │
            3 │   (id: "a", zone: "z", accepts: ["mod-admin", weight: 20, users: 3),
              ╰╴                                ─ opened here                     ━ expected `]` before this
        "#]],
    );
    check(
        "crews: [(id: 'it', organisation: \"o\"], ",
        expect![[r#"
            error[E0004]: texts stand in double quotes
              ╭▸ main.ron:2:14
              │
            2 │ crews: [(id: 'it', organisation: "o"], 
              │              ━━━━ these are single quotes
              │
              ╰ help: write `"it"`

            error[E0002]: `]` does not close `(`
              ╭▸ main.ron:2:37
              │
            2 │ crews: [(id: 'it', organisation: "o"], 
              ╰╴        ─ opened here               ━ expected `)` before this
        "#]],
    );
}
