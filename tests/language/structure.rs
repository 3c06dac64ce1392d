//! Faults of structure: fields, formats, ids.

use super::*;

#[test]
fn every_fault_is_found_in_one_go() {
    check(
        r#"titel: "T",
organisations: [
    (id: "nato", short: "NATO", short: "N", member_of: [(in: Natoo)]),
    (id: 5),
    "eu",
],
network: (zones: [(id: "z", owner: "nato", topology: BarabasiAlbert(m: -3))], assets: (id: "a")),
teams: [(id: "t", organisation: "nato", tiers: [(id: "l1", seats: 4.5), (id: "l2")])],"#,
        expect![[r#"
            error[E0021]: a scenario has no field `titel`
              ╭▸ main.ron:2:1
              │
            2 │ titel: "T",
              │ ━━━━━ unknown field
              │
              ╰ note: possible: `format`, `id`, `title`, `synopsis`, `startex`, `endex`, `prelude`,
                      `measure_from`, `coordination`, `maturity`, `include`, `organisations`, `controls`,
                      `network`, `cables`, `techniques`, `suppliers`, `campaigns`, `authorities`, `crews`,
                      `teams`, `sensors`, `notices`, `playbooks` and 13 more

            error[E0023]: `short` is given twice
              ╭▸ main.ron:4:33
              │
            4 │     (id: "nato", short: "NATO", short: "N", member_of: [(in: Natoo)]),
              │                  ┬────          ━━━━━ again here
              │                  │
              ╰╴                 first here

            error[E0024]: `in` does not know `Natoo`
              ╭▸ main.ron:4:62
              │
            4 │     (id: "nato", short: "NATO", short: "N", member_of: [(in: Natoo)]),
              │                                                              ━━━━━ unknown
              │
              ├ note: possible: `Nato` or `Eu`
              ╰ help: did you mean `Nato`?

            error[E0020]: `id` takes an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:5:10
              │
            5 │     (id: 5),
              │          ━ this is a number
              │
              ╰ help: write `"5"`

            error[E0020]: each entry of `organisations` is a record in round brackets, `(id: …, short: …, …)`
              ╭▸ main.ron:6:5
              │
            6 │     "eu",
              ╰╴    ━━━━ this is a text

            error[E0020]: `m` takes a whole number, 0 or more
              ╭▸ main.ron:8:72
              │
            8 │ …"nato", topology: BarabasiAlbert(m: -3))], assets: (id: "a")),
              ╰╴                                     ━━ this is less than 0

            error[E0020]: `assets` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:8:87
              │
            8 │ … BarabasiAlbert(m: -3))], assets: (id: "a")),
              │                                    ━━━━━━━━━ this is a record
              │
              ╰ help: write `[(id: "a")]`

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:9:67
              │
            9 │ teams: [(id: "t", organisation: "nato", tiers: [(id: "l1", seats: 4.5), (id: "l2")])],
              ╰╴                                                                  ━━━ this is not a whole number

            error[E0022]: an entry of `tiers` needs the field `seats`
              ╭▸ main.ron:9:73
              │
            9 │ teams: [(id: "t", organisation: "nato", tiers: [(id: "l1", seats: 4.5), (id: "l2")])],
              │                                                                         ━━━━━━━━━━ `seats` is missing
              │
              ╰ help: `seats` takes a whole number, for example `4`
        "#]],
    );
}

#[test]
fn faulty_leaves_of_a_sound_structure_are_all_found() {
    check(
        r#"measure_from: "5 fortnights", crews: [(id: 7, organisation: "o", seats: -1)],"#,
        expect![[r#"
            error[E0033]: `5 fortnights` is not a duration
              ╭▸ main.ron:2:15
              │
            2 │ measure_from: "5 fortnights", crews: [(id: 7, organisation: "o", seats: -1)],
              │               ━━━━━━━━━━━━━━ `fortnights` is no unit of time
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0020]: `id` takes an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:44
              │
            2 │ measure_from: "5 fortnights", crews: [(id: 7, organisation: "o", seats: -1)],
              │                                            ━ this is a number
              │
              ╰ help: write `"7"`

            error[E0020]: `seats` takes a whole number, 0 or more
              ╭▸ main.ron:2:73
              │
            2 │ measure_from: "5 fortnights", crews: [(id: 7, organisation: "o", seats: -1)],
              ╰╴                                                                        ━━ this is less than 0
        "#]],
    );
    check(
        r#"measure_from: "1month", teams: [(id: "t", organisation: " o", tiers: [(id: "l1", seats: "4", skill: NaN)])],"#,
        expect![[r#"
            error[E0033]: `1month` is not a duration
              ╭▸ main.ron:2:15
              │
            2 │ measure_from: "1month", teams: [(id: "t", organisation: " o", tiers: [(id: "l1", seats: "4", sk…
              │               ━━━━━━━━ months and years differ in length: say how many days
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0025]: ` o` is not an id
              ╭▸ main.ron:2:57
              │
            2 │ measure_from: "1month", teams: [(id: "t", organisation: " o", tiers: [(id: "l1", seats: "4", sk…
              │                                                         ━━━━
              │
              ╰ help: an id is a text without space at its ends and without control characters

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:2:89
              │
            2 │ …tion: " o", tiers: [(id: "l1", seats: "4", skill: NaN)])],
              │                                        ━━━ this is a text
              │
              ╰ help: leave out the quotes: `4`

            error[E0020]: `skill` takes a number, for example `0.25`
              ╭▸ main.ron:2:101
              │
            2 │ …(id: "l1", seats: "4", skill: NaN)])],
              ╰╴                               ━━━ this is a word without quotes
        "#]],
    );
}

#[test]
fn a_misspelt_required_field_is_one_fault() {
    check(
        r#"crews: [(id: "it", organisation: "o", seets: 3)],"#,
        expect![[r#"
            error[E0021]: an entry of `crews` has no field `seets`
              ╭▸ main.ron:2:39
              │
            2 │ crews: [(id: "it", organisation: "o", seets: 3)],
              │                                       ━━━━━ unknown field
              │
              ├ note: possible: `id`, `organisation`, `seats`, `time_zone`, `hours`, `on_call` or `basis`
              ╰ help: did you mean `seats`?
        "#]],
    );
}

#[test]
fn a_missing_field_is_named() {
    check(
        r#"crews: [(id: "it",
        organisation: "o")],"#,
        expect![[r#"
            error[E0022]: an entry of `crews` needs the field `seats`
              ╭▸ main.ron:2:9
              │
            2 │ crews: [(id: "it",
              │         ━━━━━━━━━━ `seats` is missing
              │
              ╰ help: `seats` takes a whole number, for example `4`
        "#]],
    );
    check_whole(
        "Scenario(format: 1)",
        &[],
        expect![[r#"
            error[E0022]: a scenario needs the field `id`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: 1)
              │ ━━━━━━━━━━━━━━━━━━━ `id` is missing
              │
              ╰ help: for example `id: "north-star"`

            error[E0022]: a scenario needs the field `title`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: 1)
              │ ━━━━━━━━━━━━━━━━━━━ `title` is missing
              │
              ╰ help: for example `title: "Two headquarters, one adversary"`

            error[E0022]: a scenario needs the field `startex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: 1)
              │ ━━━━━━━━━━━━━━━━━━━ `startex` is missing
              │
              ╰ help: for example `startex: "2026-03-02T08:00[Europe/Brussels]"`

            error[E0022]: a scenario needs the field `endex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: 1)
              │ ━━━━━━━━━━━━━━━━━━━ `endex` is missing
              │
              ╰ help: for example `endex: "5d"`
        "#]],
    );
    check_whole(
        "Scenario()",
        &[],
        expect![[r#"
            error[E0022]: a scenario needs the field `format`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario()
              │ ━━━━━━━━━━ `format` is missing
              │
              ╰ help: for example `format: 1`

            error[E0022]: a scenario needs the field `id`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario()
              │ ━━━━━━━━━━ `id` is missing
              │
              ╰ help: for example `id: "north-star"`

            error[E0022]: a scenario needs the field `title`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario()
              │ ━━━━━━━━━━ `title` is missing
              │
              ╰ help: for example `title: "Two headquarters, one adversary"`

            error[E0022]: a scenario needs the field `startex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario()
              │ ━━━━━━━━━━ `startex` is missing
              │
              ╰ help: for example `startex: "2026-03-02T08:00[Europe/Brussels]"`

            error[E0022]: a scenario needs the field `endex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario()
              │ ━━━━━━━━━━ `endex` is missing
              │
              ╰ help: for example `endex: "5d"`
        "#]],
    );
}

#[test]
fn a_scenario_is_expected() {
    check_whole(
        "[1, 2]",
        &[],
        expect![[r#"
            error[E0009]: this is not a scenario
              ╭▸ main.ron:1:1
              │
            1 │ [1, 2]
              │ ━━━━━━ expected `Scenario(…)`
              │
              ╰ help: a file begins with `Scenario(` and ends with `)`
        "#]],
    );
    check_whole(
        "Szenario(format: 1)",
        &[],
        expect![[r#"
            error[E0009]: this is not a scenario
              ╭▸ main.ron:1:1
              │
            1 │ Szenario(format: 1)
              │ ━━━━━━━━━━━━━━━━━━━ expected `Scenario(…)`
              │
              ╰ help: a file begins with `Scenario(` and ends with `)`
        "#]],
    );
    check_whole(
        "",
        &[],
        expect![[r#"
            error[E0009]: this is not a scenario
              ╭▸ main.ron:1:1
              │
            1 │
              │ ━ expected `Scenario(…)`
              │
              ╰ help: a file begins with `Scenario(` and ends with `)`
        "#]],
    );
}

#[test]
fn another_format_is_refused_before_anything_else() {
    check_whole(
        "Scenario(format: 2, marvels: [])",
        &[],
        expect![[r#"
            error[E0101]: format 2 is not known
              ╭▸ main.ron:1:18
              │
            1 │ Scenario(format: 2, marvels: [])
              │                  ━ this program reads format 1
              │
              ╰ help: a newer version of jointex may read it
        "#]],
    );
    check_whole(
        "Scenario(format: \"1\")",
        &[],
        expect![[r#"
            error[E0022]: a scenario needs the field `id`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: "1")
              │ ━━━━━━━━━━━━━━━━━━━━━ `id` is missing
              │
              ╰ help: for example `id: "north-star"`

            error[E0022]: a scenario needs the field `title`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: "1")
              │ ━━━━━━━━━━━━━━━━━━━━━ `title` is missing
              │
              ╰ help: for example `title: "Two headquarters, one adversary"`

            error[E0022]: a scenario needs the field `startex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: "1")
              │ ━━━━━━━━━━━━━━━━━━━━━ `startex` is missing
              │
              ╰ help: for example `startex: "2026-03-02T08:00[Europe/Brussels]"`

            error[E0022]: a scenario needs the field `endex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario(format: "1")
              │ ━━━━━━━━━━━━━━━━━━━━━ `endex` is missing
              │
              ╰ help: for example `endex: "5d"`

            error[E0020]: `format` takes a whole number, for example `4`
              ╭▸ main.ron:1:18
              │
            1 │ Scenario(format: "1")
              │                  ━━━ this is a text
              │
              ╰ help: leave out the quotes: `1`
        "#]],
    );
}

#[test]
fn ids_leave_room_for_paths() {
    check(
        r#"crews: [(id: "a/b?", organisation: "o", seats: 1), (id: "a//b", organisation: "o", seats: 1), (id: "", organisation: "o", seats: 1)],"#,
        expect![[r#"
            error[E0026]: `a/b?` cannot be an id
              ╭▸ main.ron:2:14
              │
            2 │ crews: [(id: "a/b?", organisation: "o", seats: 1), (id: "a//b", organisation: "o", seats: 1), (…
              ╰╴             ━━━━━━ letters, digits, `.` `_` `-` `:` `+` `@`, and `/` between them only

            error[E0026]: `a//b` cannot be an id
              ╭▸ main.ron:2:57
              │
            2 │ … 1), (id: "a//b", organisation: "o", seats: 1), (id: "", organisation: "o", seats: 1)],
              ╰╴           ━━━━━━ letters, digits, `.` `_` `-` `:` `+` `@`, and `/` between them only

            error[E0025]: `` is not an id
              ╭▸ main.ron:2:100
              │
            2 │ …d: "a//b", organisation: "o", seats: 1), (id: "", organisation: "o", seats: 1)],
              │                                                ━━
              │
              ╰ help: an id is a text without space at its ends and without control characters
        "#]],
    );
}

#[test]
fn one_bad_argument_is_told_once() {
    let scan = r#"Scan(technique: "T1210", rate: PerHour(2), scope: Zones(["z"]))"#;
    check(
        &format!("campaigns: [(id: \"c\",\n spread: [{scan}])]"),
        expect![[r#"
            error[E0024]: `scope` does not know `Zones`
              ╭▸ main.ron:3:61
              │
            3 │  spread: [Scan(technique: "T1210", rate: PerHour(2), scope: Zones(["z"]))])]
              │                                                             ━━━━━ unknown
              │
              ├ note: possible: `Zone`, `Reachable` or `Addresses`
              ╰ help: did you mean `Zone`?
        "#]],
    );
    // Also beside a fault of structure, for which the file is read a second time.
    check(
        &format!("campaigns: [(id: \"c\", nick: \"d\",\n spread: [{scan}])]"),
        expect![[r#"
            error[E0021]: an entry of `campaigns` has no field `nick`
              ╭▸ main.ron:2:23
              │
            2 │ campaigns: [(id: "c", nick: "d",
              │                       ━━━━ unknown field
              │
              ╰ note: possible: `id`, `adversary`, `operators`, `start`, `initially_held`, `on_loss`,
                      `command`, `tooling`, `flow`, `spread` or `basis`

            error[E0024]: `scope` does not know `Zones`
              ╭▸ main.ron:3:61
              │
            3 │  spread: [Scan(technique: "T1210", rate: PerHour(2), scope: Zones(["z"]))])]
              │                                                             ━━━━━ unknown
              │
              ├ note: possible: `Zone`, `Reachable` or `Addresses`
              ╰ help: did you mean `Zone`?
        "#]],
    );
    let scan = r#"Scan("T1210", PerHour(2), Zones(["z"]))"#;
    check(
        &format!("campaigns: [(id: \"c\",\n spread: [{scan}])]"),
        expect![[r#"
            error[E0024]: `scope` does not know `Zones`
              ╭▸ main.ron:3:37
              │
            3 │  spread: [Scan("T1210", PerHour(2), Zones(["z"]))])]
              │                                     ━━━━━ unknown
              │
              ├ note: possible: `Zone`, `Reachable` or `Addresses`
              ╰ help: did you mean `Zone`?
        "#]],
    );
}

/// The quick pass, which finds no other fault, must not pass over any of these.
#[test]
fn a_fault_of_structure_is_noticed_alone() {
    for (body, code) in [
        (r#"synopsis: "a", synopsis: "b","#, "E0023"),
        (r#"synopsys: "a","#, "E0021"),
        (r#"crews: [(organisation: "o", seats: 1)],"#, "E0022"),
        (r#"techniques: [(id: "a", time: Uniform("1h", "2h", "3h"))],"#, "E0020"),
        (r#"techniques: [(id: "a", time: Mixture([(0.5, Fixed("1h"), 1)]))],"#, "E0020"),
        (r#"variants: [(id: "v", set: [("a")])],"#, "E0020"),
    ] {
        let found = read(&main_file(body), &[]).diagnostics;
        assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), [code], "{body}");
    }
}
