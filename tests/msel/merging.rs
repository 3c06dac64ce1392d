//! A sheet into a scenario: what it says changes, and nothing else.

use super::*;
use expect_test::{Expect, expect};
use jointex::exchange::msel::verify;

const BASE: &str = r#"// A remark.
Scenario(
    format: 1, id: "base", title: "Base", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d",
    organisations: [(id: "hq", name: "Headquarters", short: "HQ")],
    teams: [(id: "soc", organisation: "hq", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "10min"))],
    msel: [
        (no: "1", at: "D1 09:00", to: ["soc"], by: Mail, title: "First", /* so */ text: "Words"), // stays
        (no: "2", when: AtLeast("assets_held_now", 3), delay: "1h", to: ["hq"], title: "Contingency", effect: Load(team: "soc", tickets: 5, over: "1h")),
        (no: "3", after: (inject: "1", delay: "2h"), title: "Third"),
    ], // the list
    objectives: [],
)
"#;

/// Reads a table into the base, and compares the lines that differ, with what was done.
#[track_caller]
fn check(table: &str, expected: Expect) {
    let loaded = parsed(BASE, Path::new("."));
    let (text, merged, left) = into(&loaded, table.as_bytes());
    let after = parsed(&text, Path::new("."));
    let (grid, _) = read(table.as_bytes(), None).expect("a sheet");
    let reference = reference(&loaded.scenario);
    let (found, _) = told(&grid, "", Some(&loaded.scenario), &reference).expect("no faults");
    verify(&loaded.scenario, &after.scenario, &found.records, &reference).expect("nothing else differs");
    // A merge that went wrong would be noticed.
    let spoilt = parsed(&text.replacen("title: \"Third\"", "title: \"3rd\"", 1), Path::new("."));
    verify(&loaded.scenario, &spoilt.scenario, &found.records, &reference).expect_err("the third is another");
    let spoilt = parsed(&text.replacen("5d", "6d", 1), Path::new("."));
    verify(&loaded.scenario, &spoilt.scenario, &found.records, &reference).expect_err("ENDEX is another");
    let before: Vec<&str> = BASE.lines().collect();
    let new: Vec<&str> = text.lines().filter(|line| !before.contains(line)).map(str::trim_start).collect();
    let Merged { added, changed, unchanged, kept } = merged;
    let changed = changed.len();
    let kept: String = kept.iter().map(|no| format!(" {no}")).collect();
    let done = format!(
        "+{added} ~{changed} ={unchanged} kept{kept}\n{}{}\n",
        new.join("\n"),
        left.iter().map(|it| format!("\n- {it}")).collect::<String>()
    );
    expected.assert_eq(&done);
}

#[test]
fn values_change_where_they_stand() {
    check(
        "Event Number,Designated Scenario Time,To,Inject Mode,Title,Message\n1,D1 10:30,HQ,phone,\"First, anew\",Words\n",
        expect![[r#"
            +0 ~1 =0 kept 2 3
            (no: "1", at: "D1 10:30", to: ["hq"], by: Telephone, title: "First, anew", /* so */ text: "Words"), // stays
        "#]],
    );
}

#[test]
fn two_times_of_a_row_are_the_same_or_one_of_them_is_empty() {
    // That one of them is what the scenario has says nothing: the sheet may be older.
    for table in ["D1 09:00,2026-03-02 09:45", "D1 09:45,2026-03-02 09:00", "D1 09:30,2026-03-02 09:45"] {
        let loaded = parsed(BASE, Path::new("."));
        let (grid, _) =
            read(format!("No,Scenario Time,Local Time\n1,{table}\n").as_bytes(), None).expect("a sheet");
        let told =
            told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect_err("two times");
        assert_eq!(told, ["E0801 B2 this is another time than that in C2"]);
    }
    check(
        "No,Scenario Time,Local Time\n1,D1 09:45,\n",
        expect![[r#"
            +0 ~1 =0 kept 2 3
            (no: "1", at: "D1 09:45", to: ["soc"], by: Mail, title: "First", /* so */ text: "Words"), // stays
        "#]],
    );
    check(
        "No,Scenario Time,Local Time\n1,D1 09:00,\n",
        expect![[r#"
            +0 ~0 =1 kept 2 3

        "#]],
    );
}

#[test]
fn a_sheet_that_was_changed_changes_nothing_when_it_is_brought_in_again() {
    for columns in Columns::ALL {
        let [_, table] = exported(&parsed(BASE, Path::new(".")).scenario, columns);
        let table = String::from_utf8(table).expect("text");
        // The title of the third, which has no text.
        let at = table.rfind("Third").expect("its title");
        let changed = format!("{}Renamed{}", &table[..at], &table[at + "Third".len()..]);
        let (text, once, _) = into(&parsed(BASE, Path::new(".")), changed.as_bytes());
        assert_eq!(once.changed, ["3 (title)"], "{columns}: {table}");
        let (again, twice, _) = into(&parsed(&text, Path::new(".")), changed.as_bytes());
        assert_eq!((again, twice.changed), (text, Vec::<String>::new()), "{columns}");
    }
}

#[test]
fn titles_that_are_told_by_texts_stay_titles() {
    check(
        "No,Text\n1,\"First\nOther words\"\n3,Third\n",
        expect![[r#"
            +0 ~1 =1 kept 2
            (no: "1", at: "D1 09:00", to: ["soc"], by: Mail, title: "First", /* so */ text: "Other words"), // stays
        "#]],
    );
    check(
        "No,Title,Text\n1,,\"First\nWords\"\n",
        expect![[r#"
            +0 ~0 =1 kept 2 3

        "#]],
    );
}

#[test]
fn new_injects_stand_behind_the_last_and_emptied_fields_go() {
    check(
        "No,Time,To,Delivery,Title,Text,Condition\n1,D1 09:00,,,First,,\n4,2026-03-03 12:00,soc;hq,In person,Fourth,\"Two\nlines\",\n5,,soc,,Fifth,,2h after inject 4\n",
        expect![[r#"
            +2 ~1 =0 kept 2 3
            (no: "1", at: "D1 09:00", title: "First" /* so */), // stays
            (no: "4", at: "2026-03-03T12:00", to: ["soc", "hq"], by: InPerson, title: "Fourth", text: "Two\nlines"),
            (no: "5", after: (inject: "4", delay: "2h"), to: ["soc"], title: "Fifth"),
        "#]],
    );
}

#[test]
fn conditions_change_into_times_and_back() {
    check(
        "No,Time,Condition,Title\n1,,\"assets_held_now at least 5, then after 30min\",First\n2,D2 09:00,,Contingency\n3,,after inject 2,Third\n",
        expect![[r#"
            +0 ~3 =0 kept
            (no: "1", to: ["soc"], by: Mail, title: "First", /* so */ text: "Words", when: AtLeast("assets_held_now", 5), delay: "30min"), // stays
            (no: "2", to: ["hq"], title: "Contingency", effect: Load(team: "soc", tickets: 5, over: "1h"), at: "D2 09:00"),
            (no: "3", after: (inject: "2"), title: "Third"),
        "#]],
    );
}

#[test]
fn what_has_no_place_in_a_scenario_is_counted() {
    check(
        "No,Time,Title,Notes,Weather,Objective,Delivery,Condition\n1,D1 09:00,First,Bring tea,dry,O.1,pigeon,\n2,D2 09:00,Contingency,,wet,O.2,,when they are late\n3,,Third,,,,,\n",
        expect![[r#"
            +0 ~0 =3 kept

            - 2 E2 cells of the column `Weather`
            - 2 F2 objectives that the scenario does not have
            - 1 H3 conditions that are not in words that are understood
            - 1 D2 notes and effects: effects are written in the scenario
            - 1 B3 planned times of injects that wait for a condition
            - 1 H4 times and conditions that were emptied: they stay as they are
            - 1 G2 ways of delivery that are not known
        "#]],
    );
}

#[test]
fn faults_are_told_with_their_cells_all_at_once() {
    let loaded = parsed(BASE, Path::new("."));
    let table = "No,Time,To,Title,Condition\n1,03/04/2026 09:00,soc,First,\n2,,blue; hq,Contingency,\n1,D1 10:00,,Again,\n4,2026-03-01 09:00,,Early,\n5,,,No time,\n,D2 09:00,,No number,\n3,D2 09:00,,Third,2h after inject 1\n";
    let (grid, _) = read(table.as_bytes(), None).expect("a sheet");
    let told = told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect_err("faults");
    expect![[r#"
        E0036 B2 `03/04/2026 09:00` is not a time of the exercise
        E0203 C3 no team and no organisation is called `blue`
        E0201 A4 the number `1` is given twice
        E0404 B5 `2026-03-01 09:00` is 23h before STARTEX
        E0801 B6 the inject `5` has no time
        E0112 A7 this row has no number
        E0801 E8 this inject has a time, and waits for a condition
    "#]]
    .assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn an_endless_number_of_faults_is_bounded() {
    let loaded = parsed(BASE, Path::new("."));
    let rows: String = (10..2000).map(|number| format!("{number},soon,x\n")).collect();
    let (grid, _) = read(format!("No,Time,Title\n{rows}").as_bytes(), None).expect("a sheet");
    let told = told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect_err("faults");
    assert_eq!(told.len(), 100);
}

#[test]
fn a_scenario_without_injects_gets_a_list() {
    for text in [
        "Scenario(format: 1, id: \"x\", title: \"X\", startex: \"2026-03-02T08:00[UTC]\", endex: \"5d\" // end\n)",
        "Scenario(format: 1, id: \"x\", title: \"X\", startex: \"2026-03-02T08:00[UTC]\", endex: \"5d\", msel: [],)",
        "Scenario(format: 1, id: \"x\", title: \"X\", startex: \"2026-03-02T08:00[UTC]\", endex: \"5d\", msel: [ // none\n])",
    ] {
        let loaded = parsed(text, Path::new("."));
        let (text, merged, _) = into(&loaded, b"No,Time,Title\n1,D1 09:00,a\n2,D1 10:00,b\n");
        assert_eq!((merged.added, parsed(&text, Path::new(".")).scenario.msel.len()), (2, 2), "{text}");
    }
}

/// A scenario of these injects alone.
fn of(msel: &str) -> String {
    format!(
        "Scenario(format: 1, id: \"x\", title: \"X\", startex: \"2026-03-02T08:00[Europe/Brussels]\", endex: \"9d\", msel: [{msel}])\n"
    )
}

/// Reads a table into a scenario of these injects, and compares what they are then. They are read back as the sheet says, and
/// the sheet changes nothing more.
#[track_caller]
fn merges(msel: &str, table: &str, expected: &str) {
    for end in ["\n", "\r\n"] {
        let loaded = parsed(&of(msel).replace('\n', end), Path::new("."));
        let (text, _, _) = into(&loaded, table.as_bytes());
        assert_eq!(text, of(expected).replace('\n', end));
        let after = parsed(&text, Path::new("."));
        let (again, merged, _) = into(&after, table.as_bytes());
        assert_eq!((again, merged.added, merged.changed.len()), (text, 0, 0));
    }
}

#[test]
fn comments_stay_before_and_behind_what_they_tell_of() {
    let table = "No,Time,Title\n1,D1 09:00,First\n2,D2 09:00,Second\n3,D2 10:00,Third\n4,D2 11:00,Fourth\n";
    let new = "        (no: \"3\", at: \"D2 10:00\", title: \"Third\"),\n        (no: \"4\", at: \"D2 11:00\", title: \"Fourth\")";
    // With a comma behind the last, and without one.
    for comma in [",", ""] {
        let old = |comma: &str| {
            format!(
                " // the list\n        // before the first\n        (no: \"1\", at: \"D1 09:00\", title: \"First\"), // of the first\n        /* before */ (no: \"2\", at: \"D2 09:00\", title: \"Second\"){comma} /* of the second */ // and more"
            )
        };
        let end = "\n        // the end\n    ";
        merges(&(old(comma) + end), table, &(old(",") + "\n" + new + comma + end));
    }
    merges(
        " // none\n    ",
        "No,Time,Title\n3,D2 10:00,Third\n4,D2 11:00,Fourth\n",
        &format!(" // none\n{new},\n    "),
    );
}

#[test]
fn emptied_fields_go_and_their_comments_stay() {
    merges(
        "\n    (to: [], from: \"a\", /* of the title */ title: \"T\", // of the title too\n     no: \"1\", at: \"D1 09:00\", // of the time\n     text: \"b\")",
        "No,Time,From,Title,Text\n1,D1 09:00,,,\n",
        "\n    (to: [], /* of the title */ // of the title too\n     no: \"1\", at: \"D1 09:00\" // of the time\n)",
    );
}

#[test]
fn times_stay_in_the_manner_in_which_they_are_written() {
    for (before, told, after) in [
        (r#"at: "52h""#, "D3 14:00,", r#"at: "54h""#),
        (r#"at: "2d 4h""#, "D3 14:00,", r#"at: "2d 6h""#),
        (r#"at: "D2 09:00""#, "2026-03-03 14:00,", r#"at: "D2 14:00""#),
        (r#"at: "2026-03-03T09:00""#, "D2 14:00,", r#"at: "2026-03-03T14:00""#),
        (r#"at: "D2 09:00""#, "STARTEX+30h,", r#"at: "D2 14:00""#),
        (
            r#"after: (inject: "0", delay: "52h")"#,
            ",54h after inject 0",
            r#"after: (inject: "0", delay: "54h")"#,
        ),
        (
            r#"after: (inject: "0", delay: "90min")"#,
            ",2h after inject 0",
            r#"after: (inject: "0", delay: "120min")"#,
        ),
    ] {
        let list = |time: &str| {
            format!(
                "(no: \"0\", at: \"1h\"), ({time}, no: \"1\", title: \"T\"), (no: \"2\", /* of the time */ {time})"
            )
        };
        let table = format!("No,Time,Condition\n1,{told}\n2,{told}\n");
        merges(&list(before), &table, &list(after));
    }
    // A time for a condition, and the other way round, whatever stands first.
    merges(
        r#"(no: "0", at: "1h"), (at: "52h", no: "1"), (after: (inject: "0"), no: "2")"#,
        "No,Time,Condition\n1,,after inject 0\n2,D1 10:00,\n",
        r#"(no: "0", at: "1h"), (no: "1", after: (inject: "0")), (no: "2", at: "D1 10:00")"#,
    );
}

#[test]
fn values_that_a_sheet_empties_are_counted() {
    let loaded = parsed(BASE, Path::new("."));
    let table = "No,Time,To,Delivery,Title,Condition\n1,D1 09:00,,,First,\n3,D2 09:00,,,Third,\n";
    let (grid, _) = read(table.as_bytes(), None).expect("a sheet");
    let (found, _) =
        told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect("no faults");
    let emptied = found.emptied.expect("some are");
    assert_eq!((emptied.count, &*emptied.first), (3, "D2"));
    let table = "No,Time,Title\n1,D1 09:00,First\n";
    let (grid, _) = read(table.as_bytes(), None).expect("a sheet");
    let (found, _) =
        told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect("no faults");
    assert_eq!(found.emptied, None);
}
