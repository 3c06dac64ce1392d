//! Values of the wrong kind, and other people's notations.

use super::*;

#[test]
fn what_stands_there_is_named_with_a_way_out() {
    check(
        r#"crews: [(id: 5, organisation: o, seats: "1", hours: "AroundTheClock"), {id: "it"}, Crew(id: "it"), [], true,
    (id: "it", organisation: "o", seats: many, on_call: None)],
techniques: [(id: "a", time: ["1h"], tactic: "Impact", visible: (attempt: (Mail, 0.1), success: [Mail]), needs: "smb")],
sensors: [(id: "a", team: "t", covers: Zone(z), sees: Process, sensitivity: inf, false_alarms: 3, daily: {})],
msel: [(no: 1, at: "D2 9:30", when: Reached(time_to_declare), effect: [Load("soc", 40, "4h")])],
organisations: [(id: "a", tags: "x", member_of: [Nato])],
authorities: [(id: "a", organisation: "o", time: "1h", hours: Weekly("Mon", "8:00", "24"))],
variants: [(id: "v", set: [("endex", 3), "x"])],"#,
        expect![[r#"
            error[E0020]: `id` takes an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:14
              │
            2 │ crews: [(id: 5, organisation: o, seats: "1", hours: "AroundTheClock"), {id: "it"}, Crew(id: "it…
              │              ━ this is a number
              │
              ╰ help: write `"5"`

            error[E0020]: `organisation` takes an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:31
              │
            2 │ crews: [(id: 5, organisation: o, seats: "1", hours: "AroundTheClock"), {id: "it"}, Crew(id: "it…
              │                               ━ this is a word without quotes
              │
              ╰ help: write `"o"`

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:2:41
              │
            2 │ crews: [(id: 5, organisation: o, seats: "1", hours: "AroundTheClock"), {id: "it"}, Crew(id: "it…
              │                                         ━━━ this is a text
              │
              ╰ help: leave out the quotes: `1`

            error[E0020]: `hours` takes one of `AroundTheClock`, `Weekly` or `Several`
              ╭▸ main.ron:2:53
              │
            2 │ crews: [(id: 5, organisation: o, seats: "1", hours: "AroundTheClock"), {id: "it"}, Crew(id: "it…
              │                                                     ━━━━━━━━━━━━━━━━ this is a text
              │
              ╰ help: leave out the quotes: `AroundTheClock`

            error[E0020]: each entry of `crews` is a record in round brackets, `(id: …, organisation: …, …)`
              ╭▸ main.ron:2:72
              │
            2 │ … hours: "AroundTheClock"), {id: "it"}, Crew(id: "it"), [], true,
              │                             ━━━━━━━━━━ nothing is written in braces
              │
              ╰ help: it stands in round brackets: `(…)`

            error[E0020]: each entry of `crews` is a record in round brackets, `(id: …, organisation: …, …)`
              ╭▸ main.ron:2:84
              │
            2 │ …dTheClock"), {id: "it"}, Crew(id: "it"), [], true,
              │                           ━━━━━━━━━━━━━━ this is a word with arguments
              │
              ╰ help: leave out `Crew`: the brackets alone are the record

            error[E0020]: each entry of `crews` is a record in round brackets, `(id: …, organisation: …, …)`
              ╭▸ main.ron:2:100
              │
            2 │ …eClock"), {id: "it"}, Crew(id: "it"), [], true,
              │                                        ━━ this is a list
              │
              ╰ help: it stands in round brackets: `(…)`

            error[E0020]: each entry of `crews` is a record in round brackets, `(id: …, organisation: …, …)`
              ╭▸ main.ron:2:104
              │
            2 │ …, {id: "it"}, Crew(id: "it"), [], true,
              ╰╴                                   ━━━━ this is a truth value

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:3:42
              │
            3 │     (id: "it", organisation: "o", seats: many, on_call: None)],
              ╰╴                                         ━━━━ this is a word without quotes

            error[E0020]: `time` takes a duration, `"12min"`, or a distribution, `LogNormal(median: "12min",
                          sigma: 0.6)`
              ╭▸ main.ron:4:30
              │
            4 │ techniques: [(id: "a", time: ["1h"], tactic: "Impact", visible: (attempt: (Mail, 0.1), success:…
              ╰╴                             ━━━━━━ this is a list

            error[E0020]: `tactic` takes one of `Reconnaissance`, `ResourceDevelopment`, `InitialAccess`,
                          `Execution`, `Persistence`, `PrivilegeEscalation`, `DefenseEvasion`,
                          `CredentialAccess`, `Discovery`, `LateralMovement`, `Collection`,
                          `CommandAndControl`, `Exfiltration` or `Impact`
              ╭▸ main.ron:4:46
              │
            4 │ techniques: [(id: "a", time: ["1h"], tactic: "Impact", visible: (attempt: (Mail, 0.1), success:…
              │                                              ━━━━━━━━ this is a text
              │
              ╰ help: leave out the quotes: `Impact`

            error[E0020]: `attempt` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:4:75
              │
            4 │ …mpact", visible: (attempt: (Mail, 0.1), success: [Mail]), needs: "smb")],
              │                             ━━━━━━━━━━━ these are values in brackets
              │
              ╰ help: write `[(Mail, 0.1)]`

            error[E0020]: each entry of `success` is two values in round brackets, `(…, …)`
              ╭▸ main.ron:4:98
              │
            4 │ …tempt: (Mail, 0.1), success: [Mail]), needs: "smb")],
              ╰╴                               ━━━━ this is a word without quotes

            error[E0020]: `needs` takes a record in round brackets, `(service: …, weakness: …, …)`
              ╭▸ main.ron:4:113
              │
            4 │ …Mail, 0.1), success: [Mail]), needs: "smb")],
              ╰╴                                      ━━━━━ this is a text

            error[E0020]: `covers` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:5:40
              │
            5 │ sensors: [(id: "a", team: "t", covers: Zone(z), sees: Process, sensitivity: inf, false_alarms: …
              │                                        ━━━━━━━ this is a word with arguments
              │
              ╰ help: write `[Zone(z)]`

            error[E0020]: `sees` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:5:55
              │
            5 │ …"t", covers: Zone(z), sees: Process, sensitivity: inf, false_alarms: 3, daily: {})],
              │                              ━━━━━━━ this is a word without quotes
              │
              ╰ help: write `[Process]`

            error[E0020]: `sensitivity` takes a number, for example `0.25`
              ╭▸ main.ron:5:77
              │
            5 │ …, sees: Process, sensitivity: inf, false_alarms: 3, daily: {})],
              ╰╴                               ━━━ this is a word without quotes

            error[E0020]: `false_alarms` takes a rate, for example `PerDay(240)`
              ╭▸ main.ron:5:96
              │
            5 │ …cess, sensitivity: inf, false_alarms: 3, daily: {})],
              │                                        ━ this is a number
              │
              ╰ help: say in which time: `PerHour(3)` or `PerDay(3)`

            error[E0020]: `daily` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:5:106
              │
            5 │ …: inf, false_alarms: 3, daily: {})],
              │                                 ━━ nothing is written in braces
              │
              ╰ help: a list stands in square brackets, and two values that belong together in round ones

            error[E0020]: `no` takes a text in quotes, for example `"l1"`
              ╭▸ main.ron:6:13
              │
            6 │ msel: [(no: 1, at: "D2 9:30", when: Reached(time_to_declare), effect: [Load("soc", 40, "4h")])],
              │             ━ this is a number
              │
              ╰ help: write `"1"`

            error[E0036]: `at` takes a moment: `"3h"` after STARTEX, `"D2 09:30"` or `"2026-03-03T09:30"`
              ╭▸ main.ron:6:20
              │
            6 │ msel: [(no: 1, at: "D2 9:30", when: Reached(time_to_declare), effect: [Load("soc", 40, "4h")])],
              │                    ━━━━━━━━━ not understood
              │
              ╰ help: write `"D2 09:30"`

            error[E0020]: `measure` takes a measure in quotes, for example `"time_to_declare[org=cert-eu]"`
              ╭▸ main.ron:6:45
              │
            6 │ msel: [(no: 1, at: "D2 9:30", when: Reached(time_to_declare), effect: [Load("soc", 40, "4h")])],
              │                                             ━━━━━━━━━━━━━━━ this is a word without quotes
              │
              ╰ help: write `"time_to_declare"`

            error[E0020]: `effect` takes one of `Message`, `Several`, `Load`, `Alert`, `StartCampaign`,
                          `AlterCampaign`, `DiscloseWeakness`, `Patch`, `Cut`, `Restore`, `Vessel`,
                          `TakeDown`, `BringUp`, `Refuel`, `Staff`, `Join`, `Leave`, `Channel`, `Escalate`,
                          `StartCrisis` or `EndCrisis`
              ╭▸ main.ron:6:71
              │
            6 │ msel: [(no: 1, at: "D2 9:30", when: Reached(time_to_declare), effect: [Load("soc", 40, "4h")])],
              ╰╴                                                                      ━━━━━━━━━━━━━━━━━━━━━━━ this is a list

            error[E0020]: `tags` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:7:33
              │
            7 │ organisations: [(id: "a", tags: "x", member_of: [Nato])],
              │                                 ━━━ this is a text
              │
              ╰ help: write `["x"]`

            error[E0020]: each entry of `member_of` is a record in round brackets, `(in: …, since: …, …)`
              ╭▸ main.ron:7:50
              │
            7 │ organisations: [(id: "a", tags: "x", member_of: [Nato])],
              ╰╴                                                 ━━━━ this is a word without quotes

            error[E0037]: `from` takes a time of day, `"07:00"`
              ╭▸ main.ron:8:77
              │
            8 │ authorities: [(id: "a", organisation: "o", time: "1h", hours: Weekly("Mon", "8:00", "24"))],
              │                                                                             ━━━━━━ not understood
              │
              ╰ help: write `"08:00"`

            error[E0037]: `to` takes a time of day, `"07:00"`
              ╭▸ main.ron:8:85
              │
            8 │ authorities: [(id: "a", organisation: "o", time: "1h", hours: Weekly("Mon", "8:00", "24"))],
              │                                                                                     ━━━━ not understood
              │
              ╰ help: write `"24:00"`

            error[E0020]: each entry of `set` is a text in quotes, for example `"l1"`
              ╭▸ main.ron:9:38
              │
            9 │ variants: [(id: "v", set: [("endex", 3), "x"])],
              │                                      ━ this is a number
              │
              ╰ help: write `"3"`

            error[E0020]: each entry of `set` is two values in round brackets, `(…, …)`
              ╭▸ main.ron:9:42
              │
            9 │ variants: [(id: "v", set: [("endex", 3), "x"])],
              ╰╴                                         ━━━ this is a text
        "#]],
    );
}

#[test]
fn a_number_that_does_not_fit_is_told_why() {
    let label = |path: &str, text: &str| {
        let body = r#"organisations: [(id: "o")], teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 4)])],
msel: [(no: "1", at: "1h", effect: Staff(team: "t", tier: "l1", seats: -1))],"#;
        let mut parsed = read(&main_file(body), &[]);
        let mut scenario = parsed.scenario.expect("no fault");
        let faults = scenario.set(path, text, "test", Place::NOWHERE, &mut parsed.sources);
        faults.err().and_then(|faults| Some(faults.first()?.label.clone())).unwrap_or_default()
    };
    let (seats, change) = ("teams[t].tiers[l1].seats", "msel[1].effect.seats");
    for (path, text, expected) in [
        (seats, "4", ""),
        (seats, "-1", "this is less than 0"),
        (seats, "4.5", "this is not a whole number"),
        (seats, "-4.5", "this is not a whole number"),
        (seats, "1e3", "this has an exponent"),
        (seats, "4294967296", "this is too large"),
        (seats, "2026-03-02", "not of this kind"),
        (change, "-3", ""),
        (change, "3_000_000_000", "this is too large"),
        (change, "-3_000_000_000", "this is too small"),
        ("teams[t].tiers[l1].skill", "1e999", "this is too large"),
        ("teams[t].tiers[l1].shifts", "8", "this is a number"),
    ] {
        assert_eq!(label(path, text), expected, "{path}={text}");
    }
}

#[test]
fn other_notations_are_explained() {
    let bodies = [
        r#"crews: [(id = "it")],"#,
        r#"crews: [(id: "it"; seats: 2)],"#,
        r#"crews: [("id": "it")],"#,
        r#"crews: [(id: "it", hours: Weekly["Mon", "08:00", "18:00"])],"#,
        r#"techniques: [(id: "a", success: 50%)],"#,
        r#"techniques: [(id: "a", success: 0,5)],"#,
        r#"msel: [(no: "1", at: 9:30)],"#,
    ];
    let told: Vec<String> = bodies
        .iter()
        .map(|body| {
            let parsed = read(&main_file(body), &[]);
            rendered(&parsed.diagnostics, &parsed.sources)
        })
        .collect();
    expect![[r#"
        error[E0005]: a field and its value are joined by a colon
          ╭▸ main.ron:2:13
          │
        2 │ crews: [(id = "it")],
          │             ━ not a colon
          │
          ╰ help: write `name: value`

        error[E0005]: values are separated by commas
          ╭▸ main.ron:2:18
          │
        2 │ crews: [(id: "it"; seats: 2)],
          │                  ━ not a comma
          │
          ╰ help: write `,`

        error[E0007]: the names of fields have no quotes
          ╭▸ main.ron:2:14
          │
        2 │ crews: [("id": "it")],
          │              ━ after a text in quotes
          │
          ╰ help: write `id: …`, not `"id": …`

        error[E0002]: arguments stand in round brackets
          ╭▸ main.ron:2:33
          │
        2 │ crews: [(id: "it", hours: Weekly["Mon", "08:00", "18:00"])],
          │                                 ━ not a round bracket
          │
          ╰ help: write `Weekly(…)`

        error[E0001]: a percent sign is no part of a number
          ╭▸ main.ron:2:35
          │
        2 │ techniques: [(id: "a", success: 50%)],
          │                                   ━ not a number
          │
          ╰ help: write `0.5`

        error[E0001]: a number has no commas
          ╭▸ main.ron:2:33
          │
        2 │ techniques: [(id: "a", success: 0,5)],
          │                                 ━━━ a comma separates values
          │
          ╰ help: decimals follow a point: `0.5`

        error[E0006]: a text stands without its quotes
          ╭▸ main.ron:2:22
          │
        2 │ msel: [(no: "1", at: 9:30)],
          │                      ━━━━ its quotes are missing
          │
          ╰ help: write `"9:30"`
    "#]]
    .assert_eq(&told.join("\n"));
    check_whole(
        "Scenario{format: 1}",
        &[],
        expect![[r#"
            error[E0022]: a scenario needs the field `id`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario{format: 1}
              │ ━━━━━━━━━━━━━━━━━━━ `id` is missing
              │
              ╰ help: for example `id: "north-star"`

            error[E0022]: a scenario needs the field `title`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario{format: 1}
              │ ━━━━━━━━━━━━━━━━━━━ `title` is missing
              │
              ╰ help: for example `title: "Two headquarters, one adversary"`

            error[E0022]: a scenario needs the field `startex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario{format: 1}
              │ ━━━━━━━━━━━━━━━━━━━ `startex` is missing
              │
              ╰ help: for example `startex: "2026-03-02T08:00[Europe/Brussels]"`

            error[E0022]: a scenario needs the field `endex`
              ╭▸ main.ron:1:1
              │
            1 │ Scenario{format: 1}
              │ ━━━━━━━━━━━━━━━━━━━ `endex` is missing
              │
              ╰ help: for example `endex: "5d"`

            error[E0002]: fields stand in round brackets
              ╭▸ main.ron:1:9
              │
            1 │ Scenario{format: 1}
              │         ━ not a round bracket
              │
              ╰ help: write `Scenario(…)`
        "#]],
    );
}

/// Whatever stands in a slot, what is told of it is told in the language's words.
#[test]
fn no_word_of_the_program_is_told() {
    let slots = [
        "id: $",
        "synopsis: $",
        "startex: $",
        "endex: $",
        "include: $",
        "network: $",
        "teams: [$]",
        "crews: [(id: \"a\", organisation: \"o\", seats: $)]",
        "crews: [(id: \"a\", organisation: \"o\", seats: 1, hours: $)]",
        "techniques: [(id: \"a\", success: $)]",
        "techniques: [(id: \"a\", time: $)]",
        "techniques: [(id: \"a\", tactic: $)]",
        "techniques: [(id: \"a\", visible: (attempt: [$]))]",
        "techniques: [(id: \"a\", needs: (credential: $))]",
        "sensors: [(id: \"a\", team: \"t\", sensitivity: 1, covers: [$], false_alarms: $)]",
        "msel: [(no: \"1\", at: $, when: $, effect: $)]",
        "msel: [(no: \"1\", effect: Staff(team: \"t\", tier: \"a\", seats: $))]",
        "objectives: [(id: \"a\", that: AtMost($, $))]",
        "network: (zones: [(id: \"z\", owner: \"o\", topology: $)])",
        "network: (assets: [(id: \"z\", zone: \"o\", backup: $, count: $)])",
        "variants: [(id: \"a\", set: [$])]",
    ];
    let values = [
        "5",
        "-1",
        "1.5",
        "1e999",
        "99999999999999999999999",
        "0x1",
        "true",
        "None",
        "Some(1)",
        "word",
        "Word(1)",
        "Word(a: 1)",
        "\"text\"",
        "\"\"",
        "'c'",
        "b\"x\"",
        "r#\"x\"#",
        "()",
        "(1)",
        "(1, 2)",
        "(a: 1)",
        "[]",
        "[1]",
        "{}",
        "{\"a\": 1}",
        "Fixed",
        "Uniform(1, 2, 3)",
        "PerDay",
        "PerDay(x)",
        "Asset",
        "Asset(1)",
        "All",
        "All(1)",
        "Not()",
        "Weekly(1)",
        "Links(1)",
        "#",
        "",
        "1 2",
        "a b",
        "::",
    ];
    let words = [
        "u32",
        "u64",
        "i32",
        "f64",
        "usize",
        "struct",
        "enum",
        "Option",
        "Vec",
        "String",
        "serde",
        "tuple",
        "variant",
        "newtype",
        "Some",
        "bool",
        "integer",
        "float",
        "map",
        "sequence",
        "identifier",
        "deserial",
        "parse",
        "invalid",
        "Deserial",
        "RON",
        "token",
    ];
    for slot in slots {
        for value in values {
            let parsed = read(&main_file(&slot.replace('$', value)), &[]);
            for told in &parsed.diagnostics {
                let mut said = [vec![told.message.clone(), told.label.clone()], told.notes.clone()].concat();
                said.extend(told.help.clone());
                // What the user wrote is quoted.
                let own = said.join(" ").split('`').step_by(2).collect::<String>();
                let word = words
                    .iter()
                    .find(|word| own.split(|c: char| !c.is_alphanumeric()).any(|said| said == **word));
                assert_eq!(word, None, "{slot} with {value}: {own}");
            }
        }
    }
}
