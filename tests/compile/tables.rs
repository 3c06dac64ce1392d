//! Faults of fragments that a table includes: each names the fragment's line and the row, and what is wrong in many rows is told once.

use expect_test::{Expect, expect};
use jointex::compile::compile;
use jointex::scenario::{LoadError, parse};

const MAIN: &str = r#"Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d",
    include: [(file: "nation.ron", each: "nations.csv")])"#;

const NATION: &str = r#"Scenario(format: 1,
    organisations: [(id: "state"), (id: "cert", protects: ["state"])],
    network: (zones: [(id: "office", owner: "state")],
        assets: [(id: "desk", zone: "office", count: 10, services: ["smtp"])],
        links: [(from: "internet", to: "office", allow: ["smtp"])]),
    crews: [(id: "it", organisation: "state", seats: 3)],
    teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 4)], triage: (tier: "l1", time: "5min"))],
)"#;

/// Compares what is said of a fragment that a table includes.
fn check(nation: &str, table: &str, expected: Expect) {
    let parsed = parse("main.ron", MAIN, &mut |path| match path {
        "nation.ron" => Ok(String::from(nation)),
        "nations.csv" => Ok(String::from(table)),
        _ => Err(LoadError(String::from("no such file"))),
    });
    assert_eq!(parsed.diagnostics, []);
    let (_, told) = compile(&parsed.scenario.expect("no faults"), &parsed.sources);
    let told: Vec<String> = told.iter().map(|it| it.render(&parsed.sources, false, 100)).collect();
    expected.assert_eq(&(told.join("\n\n") + "\n"));
}

#[test]
fn what_is_wrong_in_one_row_names_it() {
    check(
        &NATION.replace("crews: [(id: \"it\", organisation: \"state\", seats: 3)],", ""),
        "as,teams[soc].triage.tier,teams[soc].tiers[l1].seats\nee,,\nlv,l2,\nlt,,0\n",
        expect![[r#"
            error[E0608]: the triage asks the team `lv/soc` for a tier that it does not have: `l2`
              ╭▸ nations.csv:3:4
              │
            3 │ lv,l2,
              │    ━━ not found
              │
              ├ note: asked for at main.ron:2:42
              ╰ help: did you mean `l1`?

            error[E0603]: `seats` must be at least 1
              ╭▸ nations.csv:4:5
              │
            4 │ lt,,0
              │     ━ zero
              │
              ├ note: asked for at main.ron:2:42
              ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
        "#]],
    );
}

#[test]
fn a_line_of_the_fragment_that_is_wrong_in_one_row_names_both() {
    let sensor = r#"sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 0.5)],"#;
    check(
        &NATION.replace("crews: [(id: \"it\", organisation: \"state\", seats: 3)],", sensor),
        "as,teams[soc].triage\nee,\nlv,None\n",
        expect![[r#"
            error[E0601]: this raises alerts at the team `lv/soc`, which has no triage
              ╭▸ nation.ron:6:33
              │
            6 │     sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: …
              │                                 ━━━━━ does not judge alerts
            7 │     teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 4)], triage: (tier: "l1…
              │                  ───── this team
              │
              ├ note: asked for at main.ron:2:22
              ├ note: in the row `lv` at nations.csv:3:1
              ╰ help: give the team a `triage`, or name another team
        "#]],
    );
}

#[test]
fn what_is_wrong_in_every_row_is_told_once() {
    let rows: String = (1..=12).map(|row| format!("r{row}\n")).collect();
    check(
        NATION,
        &format!("as\n{rows}"),
        expect![[r#"
        warning[W0607]: no playbook calls on the crew `r1/it`
          ╭▸ nation.ron:6:18
          │
        6 │     crews: [(id: "it", organisation: "state", seats: 3)],
          │                  ━━━━ not used
          │
          ├ note: the same in the rows `r2`, `r3`, `r4`, `r5`, `r6`, `r7`, `r8`, `r9` and 3 more
          ├ note: asked for at main.ron:2:22
          ╰ note: in the row `r1` at nations.csv:2:1
    "#]],
    );
}
