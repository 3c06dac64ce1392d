//! Fragments included once for each row of a table.

use super::*;

const NATION: &str = r#"Scenario(format: 1,
    organisations: [(id: "state"), (id: "cert", protects: ["state"])],
    network: (
        zones: [(id: "office", owner: "state")],
        assets: [(id: "desk", zone: "office", count: 10, credentials: ["admin"], accepts: ["shared"]),
            (id: "server", zone: "office", accepts: ["admin"])],
        links: [(from: "internet", to: "office", allow: ["smtp"])],
    ),
    teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 4)], playbook: "common")],
    sensors: [(id: "edr", team: "soc", covers: [Zone("office")], sees: [Process], sensitivity: 0.5)],
)"#;

const TABLE: &str = r#"include: [(file: "nation.ron", each: "nations.csv")],"#;

/// Compares what is said of a table of nations.
fn check_table(table: &str, expected: Expect) {
    check_whole(&main_file(TABLE), &[("nation.ron", NATION), ("nations.csv", table)], expected);
}

#[test]
fn each_row_is_an_include_with_its_cells_as_changes() {
    let table = "\u{feff}# Allies.\n\nas,teams[soc].tiers[l1].seats,organisations[state].name,network.assets[desk].services\n\
        ee, 3 ,Estonia,\"[\"\"smb\"\"]\"\n\
        lv,,\"Latvia, Republic of\",\n\
        fr,12,,None\r\n";
    let files = [("nation.ron", NATION), ("nations.csv", &table.replace("None", ""))];
    let text = main_file(&format!(
        r#"agreements: [(id: "all", parties: ["ee/cert", "lv/cert", "fr/cert"], areas: ())], {TABLE}"#
    ));
    let (scenario, _) = sound(&text, &files);
    let by_hand = main_file(
        r#"include: [
            (file: "nation.ron", as: "ee", set: [("teams[soc].tiers[l1].seats", "3"), ("organisations[state].name", "Estonia"),
                ("network.assets[desk].services", "[\"smb\"]")]),
            (file: "nation.ron", as: "lv", set: [("organisations[state].name", "Latvia, Republic of")]),
            (file: "nation.ron", as: "fr", set: [("teams[soc].tiers[l1].seats", "12")])],"#,
    );
    let (alike, _) = sound(&by_hand, &files);
    assert_eq!(without_places(&scenario.teams), without_places(&alike.teams));
    assert_eq!(without_places(&scenario.organisations), without_places(&alike.organisations));
    assert_eq!(without_places(&scenario.network), without_places(&alike.network));
    assert_eq!(without_places(&scenario.sensors), without_places(&alike.sensors));
    assert_eq!(scenario.teams.len(), 3);
}

/// The text of a value without the places in it.
fn without_places(value: &impl std::fmt::Debug) -> String {
    let shown = format!("{value:?}");
    let mut parts = shown.split("Place {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('}').map_or("", |(_, rest)| rest))
}

#[test]
fn references_mean_what_is_local_and_else_what_the_main_file_defines() {
    let (scenario, _) = sound(&main_file(TABLE), &[("nation.ron", NATION), ("nations.csv", "as\nee\n")]);
    let desk = &scenario.network.assets[0];
    let shown = format!(
        "{} follows {:?}; {} keeps {} and accepts {}",
        scenario.teams[0].id,
        scenario.teams[0].playbook.as_deref(),
        desk.id,
        desk.credentials[0],
        desk.accepts[0],
    );
    expect![[r#"ee/soc follows Some("common"); ee/desk keeps ee/admin and accepts shared"#]]
        .assert_eq(&shown);
}

#[test]
fn faults_of_cells_underline_them() {
    check_table(
        "as,teams[soc].tiers[l1].seats,teams[soc].tiers[l2].skill,teams[csirt].tiers\nee,many,x,\nlv,-1,x,\nee,4,,\na/b,,,\n",
        expect![[r#"
            error[E0108]: `tiers` has no element `l2`
              ╭▸ nations.csv:1:48
              │
            1 │ as,teams[soc].tiers[l1].seats,teams[soc].tiers[l2].skill,teams[csirt].tiers
              │                                                ━━ not found
              │
              ├ note: possible: `l1`
              ├ note: asked for at main.ron:2:38
              ╰ help: did you mean `l1`?

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ nations.csv:2:4
              │
            2 │ ee,many,x,
              │    ━━━━ this is a word
              │
              ╰ note: asked for at main.ron:2:38

            error[E0020]: `seats` takes a whole number, 0 or more
              ╭▸ nations.csv:3:4
              │
            3 │ lv,-1,x,
              │    ━━ this is less than 0
              │
              ╰ note: asked for at main.ron:2:38

            error[E0105]: two includes are called `ee`
              ╭▸ nations.csv:4:1
              │
            4 │ ee,4,,
              │ ━━ the second
              │
              ╰ note: asked for at main.ron:2:38

            error[E0105]: `a/b` cannot name an include
              ╭▸ nations.csv:5:1
              │
            5 │ a/b,,,
              │ ━━━ letters, digits, `-`, `_` and `.` only
              │
              ╰ note: asked for at main.ron:2:38
        "#]],
    );
}

#[test]
fn a_value_with_doubled_quotes_is_a_change_that_its_cell_asks_for() {
    check_table(
        "as,network.assets[desk].count\nee,\"\"\"ten\"\"\"\n",
        expect![[r#"
            error[E0020]: `count` takes a whole number, for example `4`
              ╭▸ cell of nations.csv:1:28
              │
            1 │ network.assets[desk].count="ten"
              │                            ━━━━━ this is a text
              │
              ╰ note: asked for at nations.csv:2:5
        "#]],
    );
}

#[test]
fn a_table_needs_names_and_a_cell_for_each_column() {
    check_table(
        "organisations[state].name\nEstonia\n",
        expect![[r#"
        error[E0112]: no column is called `as`
          ╭▸ nations.csv:1:1
          │
        1 │ organisations[state].name
          │ ━━━━━━━━━━━━━━━━━━━━━━━━━ names of columns
          │
          ├ note: asked for at main.ron:2:38
          ╰ help: it has the names that are put before ids, one for each row
    "#]],
    );
    check_table(
        "",
        expect![[r#"
        error[E0112]: no column is called `as`
          ╭▸ nations.csv:1:1
          │
        1 │
          │ ━ names of columns
          │
          ├ note: asked for at main.ron:2:38
          ╰ help: it has the names that are put before ids, one for each row
    "#]],
    );
    check_table(
        "as,endex,endex,,variants,x[\nee,1d\nlv,\"1d\n",
        expect![[r#"
            error[E0112]: two columns are called `endex`
              ╭▸ nations.csv:1:10
              │
            1 │ as,endex,endex,,variants,x[
              │          ━━━━━ the second
              │
              ╰ note: asked for at main.ron:2:38

            error[E0106]: this is not a path
              ╭▸ nations.csv:1:16
              │
            1 │ as,endex,endex,,variants,x[
              │                ━ nothing is named
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`

            error[E0110]: `variants` cannot be set: they only say what to compare with
              ╭▸ nations.csv:1:17
              │
            1 │ as,endex,endex,,variants,x[
              │                 ━━━━━━━━ no part of what is simulated
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: change the file itself

            error[E0106]: this is not a path
              ╭▸ nations.csv:1:27
              │
            1 │ as,endex,endex,,variants,x[
              │                           ━ the bracket is not closed
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`

            error[E0112]: this row has 2 cells, and the table has 6 columns
              ╭▸ nations.csv:2:1
              │
            2 │ ee,1d
              │ ━━━━━ not one for each column
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: a cell that sets nothing is empty, and a value with a comma stands in quotes

            error[E0112]: this row has 2 cells, and the table has 6 columns
              ╭▸ nations.csv:3:1
              │
            3 │ lv,"1d
              │ ━━━━━━ not one for each column
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: a cell that sets nothing is empty, and a value with a comma stands in quotes

            error[E0112]: this table can't be read
              ╭▸ nations.csv:3:4
              │
            3 │ lv,"1d
              │    ━━━ this quote is not closed
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: close it, or double the quotes that belong to the value
        "#]],
    );
    check_table(
        "as\n",
        expect![[r#"
        warning[W0103]: `nations.csv` has no rows, so nothing is included
          ╭▸ main.ron:2:38
          │
        2 │ include: [(file: "nation.ron", each: "nations.csv")],
          │                                      ━━━━━━━━━━━━━ only names of columns
          │
          ╰ help: write a line for each
    "#]],
    );
    check_whole(
        &main_file(
            r#"include: [(file: "nation.ron", as: "x", each: "n.csv"), (file: "nation.ron"), (file: "nation.ron", each: "../n.csv"), (file: "nation.ron", each: "none.csv")],"#,
        ),
        &[("nation.ron", NATION)],
        expect![[r#"
            error[E0105]: an entry of `include` has the field `as` or `each`, not both
              ╭▸ main.ron:2:36
              │
            2 │ include: [(file: "nation.ron", as: "x", each: "n.csv"), (file: "nation.ron"), (file: "nation.ro…
              │                                    ━━━ one name for all rows
              │
              ╰ help: the table's column `as` has the names

            error[E0022]: an entry of `include` needs the field `as`, or `each`
              ╭▸ main.ron:2:64
              │
            2 │ …x", each: "n.csv"), (file: "nation.ron"), (file: "nation.ron", each: "../n.csv"), (file: "nati…
              │                             ━━━━━━━━━━━━ included under which name?
              │
              ╰ help: for example `as: "be"`, which is put before its ids: `be/soc`

            error[E0102]: `../n.csv` may lie outside the main file's folder
              ╭▸ main.ron:2:106
              │
            2 │ … (file: "nation.ron", each: "../n.csv"), (file: "nation.ron", each: "none.csv")],
              ╰╴                             ━━━━━━━━━━ a path within it is needed

            error[E0103]: cannot read the table `none.csv`: no such file
              ╭▸ main.ron:2:146
              │
            2 │ …csv"), (file: "nation.ron", each: "none.csv")],
              ╰╴                                   ━━━━━━━━━━ asked for here
        "#]],
    );
}

#[test]
fn tables_nest_and_a_fault_names_every_row() {
    let union = r#"Scenario(format: 1, include: [(file: "nation.ron", each: "nations.csv")])"#;
    let files = [
        ("nation.ron", NATION),
        ("nations.csv", "as\nee\nlv\n"),
        ("union.ron", union),
        ("unions.csv", "as\nnorth\nsouth\n"),
    ];
    let (scenario, sources) =
        sound(&main_file(r#"include: [(file: "union.ron", each: "unions.csv")],"#), &files);
    let ids: Vec<&str> = scenario.teams.iter().map(|team| team.id.text.as_str()).collect();
    assert_eq!(ids, ["north/ee/soc", "north/lv/soc", "south/ee/soc", "south/lv/soc"]);
    let place = scenario.teams[3].id.place;
    assert_eq!(sources.row_name(place.source).as_deref(), Some("south/lv"));
    assert_eq!(sources.slice(place), "\"soc\"");
    let fault = Diagnostic::error("E0203", place, "a fault of the last one");
    expect![[r#"
        error[E0203]: a fault of the last one
          ╭▸ nation.ron:9:18
          │
        9 │     teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 4)], playbook: "common"…
          │                  ━━━━━
          │
          ├ note: asked for at union.ron:1:38
          ├ note: in the row `south` at unions.csv:3:1
          ╰ note: in the row `lv` at nations.csv:3:1
    "#]]
    .assert_eq(&rendered(&[fault], &sources));
}

#[test]
fn rows_count_as_much_text_as_includes_would() {
    let long = format!("Scenario(format: 1, /* {} */ organisations: [(id: \"o\")])", "x".repeat(8 << 20));
    let rows: String = (0..40).map(|row| format!("r{row}\n")).collect();
    check_whole(
        &main_file(r#"include: [(file: "long.ron", each: "rows.csv")],"#),
        &[("long.ron", &long), ("rows.csv", &format!("as\n{rows}"))],
        expect![[r#"
            error[E0103]: cannot include `long.ron` for each row: all texts together, one for each row, are
                          longer than 128 MiB
              ╭▸ main.ron:2:18
              │
            2 │ include: [(file: "long.ron", each: "rows.csv")],
              ╰╴                 ━━━━━━━━━━ asked for too often
        "#]],
    );
    let many: String = (0..20_000).map(|row| format!("r{row}\n")).collect();
    check_table(
        &format!("as\n{many}"),
        expect![[r#"
        error[E0112]: this table can't be read
              ╭▸ nations.csv:10002:1
              │
        10002 │ r10000
              │ ━━━━━━ more than 10,000 rows or 1,000,000 cells
              │
              ├ note: asked for at main.ron:2:38
              ╰ help: include the fragment by several tables
    "#]],
    );
}
