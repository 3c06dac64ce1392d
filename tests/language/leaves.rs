//! Faults of single values.

use super::*;

#[test]
fn empty_brackets_hold_no_value() {
    check(
        r#"sensors: [(id: "s", team: "t", covers: [Zone(), Asset( /* none */ )], sees: [Mail], sensitivity: 0.5,
    false_alarms: PerHour())],
techniques: [(id: "a", time: Fixed()), (id: "b", time: Mixture())]"#,
        expect![[r#"
            error[E0020]: `Zone` takes one value: an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:45
              │
            2 │ sensors: [(id: "s", team: "t", covers: [Zone(), Asset( /* none */ )], sees: [Mail], sensitivity…
              ╰╴                                            ━━ this is a record

            error[E0020]: `Asset` takes one value: an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:54
              │
            2 │ sensors: [(id: "s", team: "t", covers: [Zone(), Asset( /* none */ )], sees: [Mail], sensitivity…
              ╰╴                                                     ━━━━━━━━━━━━━━ this is a record

            error[E0020]: `PerHour` takes one value: a number, for example `0.25`
              ╭▸ main.ron:3:26
              │
            3 │     false_alarms: PerHour())],
              ╰╴                         ━━ this is a record

            error[E0020]: `Fixed` takes one value: a duration in quotes, for example `"1h 30min"`
              ╭▸ main.ron:4:35
              │
            4 │ techniques: [(id: "a", time: Fixed()), (id: "b", time: Mixture())]
              ╰╴                                  ━━ this is a record

            error[E0020]: `Mixture` takes one value: a list in square brackets, `[…, …]`
              ╭▸ main.ron:4:63
              │
            4 │ techniques: [(id: "a", time: Fixed()), (id: "b", time: Mixture())]
              ╰╴                                                              ━━ this is a record
        "#]],
    );
}

#[test]
fn variants_and_their_arguments() {
    check(
        r#"sensors: [(id: "s", team: "t", covers: [Zoned("z"), Zone("a", "b"), Zone, "z", First("g", 1, 2)],
    sees: [Process, Fil, "Mail"], sensitivity: 0.5, false_alarms: PerDay(-3))],
playbooks: [(id: "p", phases: [Investigate(tier: "l1", tiem: "1h", finds: 0.5), Decide, RequestHelp(1)])],
teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1, shifts: AroundTheClock("x"))])],"#,
        expect![[r#"
            error[E0024]: `covers` does not know `Zoned`
              ╭▸ main.ron:2:41
              │
            2 │ sensors: [(id: "s", team: "t", covers: [Zoned("z"), Zone("a", "b"), Zone, "z", First("g", 1, 2)…
              │                                         ━━━━━ unknown
              │
              ├ note: possible: `Asset`, `Group`, `First`, `Zone`, `Tag` or `Organisation`
              ╰ help: did you mean `Zone`?

            error[E0020]: `Zone` takes one value: an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:57
              │
            2 │ …, covers: [Zoned("z"), Zone("a", "b"), Zone, "z", First("g", 1, 2)],
              ╰╴                            ━━━━━━━━━━ these are values in brackets

            error[E0020]: `Zone` takes an id in quotes, for example `"cert-eu"`
              ╭▸ main.ron:2:69
              │
            2 │ sensors: [(id: "s", team: "t", covers: [Zoned("z"), Zone("a", "b"), Zone, "z", First("g", 1, 2)…
              ╰╴                                                                    ━━━━ nothing follows

            error[E0020]: each entry of `covers` is one of `Asset`, `Group`, `First`, `Zone`, `Tag` or
                          `Organisation`
              ╭▸ main.ron:2:75
              │
            2 │ …s: [Zoned("z"), Zone("a", "b"), Zone, "z", First("g", 1, 2)],
              ╰╴                                       ━━━ this is a text

            error[E0020]: `First` takes a record in round brackets, `(group: …, count: …)`
              ╭▸ main.ron:2:85
              │
            2 │ …"a", "b"), Zone, "z", First("g", 1, 2)],
              ╰╴                            ━━━━━━━━━━━ these are values in brackets

            error[E0024]: `sees` does not know `Fil`
              ╭▸ main.ron:3:21
              │
            3 │     sees: [Process, Fil, "Mail"], sensitivity: 0.5, false_alarms: PerDay(-3))],
              │                     ━━━ unknown
              │
              ├ note: possible: `Mail`, `Process`, `File`, `NetworkTraffic`, `Authentication`, `Registry`,
              │       `Service`, `CloudLog`, `ApplicationLog` or `Scan`
              ╰ help: did you mean `File`?

            error[E0020]: each entry of `sees` is one of `Mail`, `Process`, `File`, `NetworkTraffic`,
                          `Authentication`, `Registry`, `Service`, `CloudLog`, `ApplicationLog` or `Scan`
              ╭▸ main.ron:3:26
              │
            3 │     sees: [Process, Fil, "Mail"], sensitivity: 0.5, false_alarms: PerDay(-3))],
              │                          ━━━━━━ this is a text
              │
              ╰ help: leave out the quotes: `Mail`

            error[E0035]: a rate cannot be negative
              ╭▸ main.ron:3:74
              │
            3 │     sees: [Process, Fil, "Mail"], sensitivity: 0.5, false_alarms: PerDay(-3))],
              ╰╴                                                                         ━━ less than 0

            error[E0021]: `Investigate` has no field `tiem`
              ╭▸ main.ron:4:56
              │
            4 │ playbooks: [(id: "p", phases: [Investigate(tier: "l1", tiem: "1h", finds: 0.5), Decide, Request…
              │                                                        ━━━━ unknown field
              │
              ├ note: possible: `tier`, `time` or `finds`
              ╰ help: did you mean `time`?

            error[E0020]: `Decide` takes a record in round brackets, `(authority: …)`
              ╭▸ main.ron:4:81
              │
            4 │ …ier: "l1", tiem: "1h", finds: 0.5), Decide, RequestHelp(1)])],
              ╰╴                                     ━━━━━━ nothing follows

            error[E0022]: `RequestHelp` needs the field `tier`
              ╭▸ main.ron:4:100
              │
            4 │ …h", finds: 0.5), Decide, RequestHelp(1)])],
              │                                      ━━━ `tier` is missing
              │
              ╰ help: `tier` takes a text in quotes, for example `"l1"`

            error[E0020]: `from` takes a list in square brackets, `[…, …]`
              ╭▸ main.ron:4:101
              │
            4 │ …1h", finds: 0.5), Decide, RequestHelp(1)])],
              │                                        ━ this is a number
              │
              ╰ help: write `[1]`

            error[E0020]: `AroundTheClock` stands alone
              ╭▸ main.ron:5:88
              │
            5 │ …: "l", seats: 1, shifts: AroundTheClock("x"))])],
              ╰╴                                        ━━━━━ not taken
        "#]],
    );
}

#[test]
fn times_and_their_laws() {
    check(
        r#"authorities: [
    (id: "a", organisation: "o", time: "ten minutes"),
    (id: "b", organisation: "o", time: 10),
    (id: "c", organisation: "o", time: LogNorm("1h", 1)),
    (id: "d", organisation: "o", time: LogNormal(median: "12min")),
    (id: "e", organisation: "o", time: Triangular("1h", "2h")),
    (id: "f", organisation: "o", time: Mixture([(1, "1h"), (2, Uniform("1h", "-2h"))])),
],"#,
        expect![[r#"
            error[E0030]: `ten minutes` is not a duration
              ╭▸ main.ron:3:40
              │
            3 │     (id: "a", organisation: "o", time: "ten minutes"),
              │                                        ━━━━━━━━━━━━━ a duration is a number with a unit
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0032]: `time` takes a duration, and `10` has no unit
              ╭▸ main.ron:4:40
              │
            4 │     (id: "b", organisation: "o", time: 10),
              │                                        ━━ no unit
              │
              ╰ help: write `"10min"`, `"10h"` or `"10d"`

            error[E0024]: `time` does not know `LogNorm`
              ╭▸ main.ron:5:40
              │
            5 │     (id: "c", organisation: "o", time: LogNorm("1h", 1)),
              │                                        ━━━━━━━ unknown
              │
              ├ note: possible: `Fixed`, `Exponential`, `Uniform`, `Triangular`, `Pert`, `Normal`,
              │       `LogNormal`, `Weibull`, `Gamma`, `Empirical` or `Mixture`
              ╰ help: did you mean `LogNormal`?

            error[E0022]: `LogNormal` needs the field `sigma`
              ╭▸ main.ron:6:49
              │
            6 │     (id: "d", organisation: "o", time: LogNormal(median: "12min")),
              │                                                 ━━━━━━━━━━━━━━━━━ `sigma` is missing
              │
              ╰ help: `sigma` takes a number, for example `0.25`

            error[E0022]: `Triangular` needs the field `high`
              ╭▸ main.ron:7:50
              │
            7 │     (id: "e", organisation: "o", time: Triangular("1h", "2h")),
              │                                                  ━━━━━━━━━━━━ `high` is missing
              │
              ╰ help: `high` takes a duration in quotes, for example `"1h 30min"`

            error[E0031]: `-2h` is not a duration
              ╭▸ main.ron:8:78
              │
            8 │     (id: "f", organisation: "o", time: Mixture([(1, "1h"), (2, Uniform("1h", "-2h"))])),
              │                                                                              ━━━━━ a duration cannot be negative
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`
        "#]],
    );
}

#[test]
fn clocks_days_and_zones() {
    check(
        r#"authorities: [
    (id: "a", organisation: "o", time: "1h", hours: Weekly("Mon-Frii", "07:00", "20:00")),
    (id: "b", organisation: "o", time: "1h", hours: Weekly("Mon", "7:00", "25:00")),
],
msel: [(no: "1", at: "D0 09:30"), (no: "2", at: "2026-13-01T00:00"), (no: "3", at: "soon")],"#,
        expect![[r#"
            error[E0037]: `days` takes days of the week, `"Mon-Fri"` or `"Mon,Wed,Sat-Sun"`
              ╭▸ main.ron:3:60
              │
            3 │     (id: "a", organisation: "o", time: "1h", hours: Weekly("Mon-Frii", "07:00", "20:00")),
              ╰╴                                                           ━━━━━━━━━━ not understood

            error[E0037]: `from` takes a time of day, `"07:00"`
              ╭▸ main.ron:4:67
              │
            4 │     (id: "b", organisation: "o", time: "1h", hours: Weekly("Mon", "7:00", "25:00")),
              │                                                                   ━━━━━━ not understood
              │
              ╰ help: write `"07:00"`

            error[E0037]: `to` takes a time of day, `"07:00"`
              ╭▸ main.ron:4:75
              │
            4 │     (id: "b", organisation: "o", time: "1h", hours: Weekly("Mon", "7:00", "25:00")),
              ╰╴                                                                          ━━━━━━━ not understood

            error[E0036]: `at` takes a moment: `"3h"` after STARTEX, `"D2 09:30"` or `"2026-03-03T09:30"`
              ╭▸ main.ron:6:22
              │
            6 │ msel: [(no: "1", at: "D0 09:30"), (no: "2", at: "2026-13-01T00:00"), (no: "3", at: "soon")],
              ╰╴                     ━━━━━━━━━━ not understood

            error[E0036]: `2026-13-01T00:00` is not a date and time
              ╭▸ main.ron:6:49
              │
            6 │ msel: [(no: "1", at: "D0 09:30"), (no: "2", at: "2026-13-01T00:00"), (no: "3", at: "soon")],
              ╰╴                                                ━━━━━━━━━━━━━━━━━━ there is no month 13

            error[E0036]: `at` takes a moment: `"3h"` after STARTEX, `"D2 09:30"` or `"2026-03-03T09:30"`
              ╭▸ main.ron:6:84
              │
            6 │ msel: [(no: "1", at: "D0 09:30"), (no: "2", at: "2026-13-01T00:00"), (no: "3", at: "soon")],
              ╰╴                                                                                   ━━━━━━ not understood
        "#]],
    );
    check_whole(
        r#"Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:00[Europe/Brussel]", endex: "5d")"#,
        &[],
        expect![[r#"
            error[E0038]: no time zone is called `Europe/Brussel`
              ╭▸ main.ron:1:69
              │
            1 │ …, startex: "2026-03-02T08:00[Europe/Brussel]", endex: "5d")
              │                               ━━━━━━━━━━━━━━ not an IANA time zone
              │
              ╰ help: did you mean `Europe/Brussels`?
        "#]],
    );
    check(
        r#"crews: [(id: "it", organisation: "o", seats: 1, hours: Weekly(days: "Mon", from: "08:00", to: "18:00", time_zone: "America/New_Yrk"))],"#,
        expect![[r#"
            error[E0038]: no time zone is called `America/New_Yrk`
              ╭▸ main.ron:2:115
              │
            2 │ …", to: "18:00", time_zone: "America/New_Yrk"))],
              │                             ━━━━━━━━━━━━━━━━━ not an IANA time zone
              │
              ╰ help: did you mean `America/New_York`?
        "#]],
    );
    check_whole(
        r#"Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02 08:00", endex: "5d")"#,
        &[],
        expect![[r#"
            error[E0036]: `startex` takes a civil time with its zone, `"2026-03-02T08:00[Europe/Brussels]"`
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02 08:00", endex: "5d")
              │                                                   ━━━━━━━━━━━━━━━━━━ has no time zone
              │
              ╰ help: write `"2026-03-02T08:00[Europe/Brussels]"`
        "#]],
    );
}

#[test]
fn measures_and_limits() {
    check(
        r#"objectives: [
    (id: "a", that: AtMost("time_to_declare[org=cert-eu", "12h")),
    (id: "b", that: AtMost("time_to_declare", twelve)),
    (id: "c", that: AtMost("time_to_declare")),
],"#,
        expect![[r#"
            error[E0027]: `time_to_declare[org=cert-eu` is not a measure
              ╭▸ main.ron:3:28
              │
            3 │     (id: "a", that: AtMost("time_to_declare[org=cert-eu", "12h")),
              │                            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
              │
              ╰ help: a measure is written `name` or `name[key=value, …]`, as
                      `time_to_declare[org=cert-eu]`

            error[E0020]: `limit` takes a duration in quotes, `"12h"`, or a number
              ╭▸ main.ron:4:47
              │
            4 │     (id: "b", that: AtMost("time_to_declare", twelve)),
              ╰╴                                              ━━━━━━ this is a word without quotes

            error[E0022]: `AtMost` needs the field `limit`
              ╭▸ main.ron:5:27
              │
            5 │     (id: "c", that: AtMost("time_to_declare")),
              │                           ━━━━━━━━━━━━━━━━━━━ `limit` is missing
              │
              ╰ help: `limit` takes a duration in quotes, `"12h"`, or a number
        "#]],
    );
}

#[test]
fn what_terminals_obey_is_not_passed_on() {
    check(
        "crews: [(id: \"\u{1b}[31mred\", organisation: \"\u{202e}o\u{9b}\", seats: \"\u{7}\")],",
        expect![[r#"
            error[E0025]: `\u{1b}[31mred` is not an id
              ╭▸ main.ron:2:14
              │
            2 │ crews: [(id: "␛[31mred", organisation: "???o??", seats: "␇")],
              │              ━━━━━━━━━━
              │
              ╰ help: an id is a text without space at its ends and without control characters

            error[E0025]: `\u{202e}o\u{9b}` is not an id
              ╭▸ main.ron:2:40
              │
            2 │ crews: [(id: "␛[31mred", organisation: "???o??", seats: "␇")],
              │                                        ━━━━━━━━
              │
              ╰ help: an id is a text without space at its ends and without control characters

            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:2:57
              │
            2 │ crews: [(id: "␛[31mred", organisation: "???o??", seats: "␇")],
              ╰╴                                                        ━━━ this is a text
        "#]],
    );
}

#[test]
fn long_lines_are_cut_around_the_fault() {
    let many = "(id: \"c\", organisation: \"o\", seats: 1), ".repeat(40);
    check(
        &format!("crews: [{many}(id: \"d\", organisation: \"o\", seats: x)],"),
        expect![[r#"
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:2:1645
              │
            2 │ …"d", organisation: "o", seats: x)],
              ╰╴                                ━ this is a word without quotes
        "#]],
    );
}

#[test]
fn windows_line_ends_and_comments_keep_places_right() {
    check_whole(
        "// é\r\nScenario( /* ( */\r\n  format: 1, id: \"s\", title: \"t\", endex: \"1d\",\r\n  startex: \"2026-03-02T08:00[UTC]\",\r\n  crews: [(id: \"é\", organisation: \"o\", seats: /* how many? */ many // none\r\n )],\r\n)",
        &[],
        expect![[r#"
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:5:63
              │
            5 │   crews: [(id: "é", organisation: "o", seats: /* how many? */ many // none
              ╰╴                                                              ━━━━ this is a word without quotes
        "#]],
    );
}

/// A file that begins at this time.
fn check_startex(startex: &str, expected: Expect) {
    let text = main_file("").replace("2026-03-02T08:00[Europe/Brussels]", startex);
    check_whole(&text.replacen("endex", "\nendex", 1), &[], expected);
}

#[test]
fn a_startex_that_is_not_or_is_twice() {
    check_startex(
        "2026-03-29T02:30[Europe/Brussels]",
        expect![[r#"
            error[E0040]: there is no 02:30 on 2026-03-29 in Europe/Brussels
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-29T02:30[Europe/Brussels]", 
              │                                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ skipped as the clocks are set forward
              │
              ╰ help: choose a time before or after the change
        "#]],
    );
    check_startex(
        "2026-10-25T02:30[Europe/Brussels]",
        expect![[r#"
            error[E0040]: 02:30 on 2026-10-25 comes twice in Europe/Brussels
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-10-25T02:30[Europe/Brussels]", 
              │                                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ repeated as the clocks are set back
              │
              ╰ help: give an offset: `"2026-10-25T02:30+02:00[Europe/Brussels]"` or
                      `"2026-10-25T02:30+01:00[Europe/Brussels]"`
        "#]],
    );
    let with_offset = "2026-10-25T02:30+02:00[Europe/Brussels]";
    sound(&main_file("").replace("2026-03-02T08:00[Europe/Brussels]", with_offset), &[]);
    check_startex(
        "2026-10-25T02:30+05:00[Europe/Brussels]",
        expect![[r#"
            error[E0036]: `2026-10-25T02:30+05:00[Europe/Brussels]` is not a date and time
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-10-25T02:30+05:00[Europe/Brussels]", 
              ╰╴                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Europe/Brussels has another offset then
        "#]],
    );
    check_startex(
        "2026-02-30T08:00[Europe/Brussels]",
        expect![[r#"
            error[E0036]: `2026-02-30T08:00[Europe/Brussels]` is not a date and time
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-02-30T08:00[Europe/Brussels]", 
              ╰╴                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ February 2026 has 28 days
        "#]],
    );
    check_startex(
        "2026-13-01T08:00[Europe/Brussels]",
        expect![[r#"
            error[E0036]: `2026-13-01T08:00[Europe/Brussels]` is not a date and time
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-13-01T08:00[Europe/Brussels]", 
              ╰╴                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ there is no month 13
        "#]],
    );
    check_startex(
        "2026-03-02T24:00[Europe/Brussels]",
        expect![[r#"
            error[E0036]: `2026-03-02T24:00[Europe/Brussels]` is not a date and time
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T24:00[Europe/Brussels]", 
              ╰╴                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ there is no hour 24: a day has 00 to 23
        "#]],
    );
    check_startex(
        "2026-03-02T08:60[Europe/Brussels]",
        expect![[r#"
            error[E0036]: `2026-03-02T08:60[Europe/Brussels]` is not a date and time
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:60[Europe/Brussels]", 
              ╰╴                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ there is no minute 60
        "#]],
    );
    check_startex(
        "2026-03-02T08:00",
        expect![[r#"
            error[E0036]: `startex` takes a civil time with its zone, `"2026-03-02T08:00[Europe/Brussels]"`
              ╭▸ main.ron:1:51
              │
            1 │ Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:00", 
              │                                                   ━━━━━━━━━━━━━━━━━━ has no time zone
              │
              ╰ help: write `"2026-03-02T08:00[Europe/Brussels]"`
        "#]],
    );
}

#[test]
fn a_moment_that_is_not() {
    check(
        r#"msel: [(no: "1", at: "2026-02-30T08:00")]"#,
        expect![[r#"
            error[E0036]: `2026-02-30T08:00` is not a date and time
              ╭▸ main.ron:2:22
              │
            2 │ msel: [(no: "1", at: "2026-02-30T08:00")]
              ╰╴                     ━━━━━━━━━━━━━━━━━━ February 2026 has 28 days
        "#]],
    );
    check(
        r#"msel: [(no: "1", at: "D2 25:00")]"#,
        expect![[r#"
            error[E0036]: `at` takes a moment: `"3h"` after STARTEX, `"D2 09:30"` or `"2026-03-03T09:30"`
              ╭▸ main.ron:2:22
              │
            2 │ msel: [(no: "1", at: "D2 25:00")]
              ╰╴                     ━━━━━━━━━━ not understood
        "#]],
    );
}

#[test]
fn control_characters_in_texts_are_warned_of() {
    check(
        "synopsis: \"two\nlines\tand a tab\",\norganisations: [(id: \"o\", name: \"red \\u{1b}[31m\", short: \"x\u{7}y\")],",
        expect![[r#"
            warning[W0001]: this text has the control character U+001B
              ╭▸ main.ron:4:33
              │
            4 │ organisations: [(id: "o", name: "red \u{1b}[31m", short: "x␇y")],
              │                                 ━━━━━━━━━━━━━━━━ a terminal may obey it
              │
              ╰ help: leave it out

            warning[W0001]: this text has the control character U+0007
              ╭▸ main.ron:4:60
              │
            4 │ organisations: [(id: "o", name: "red \u{1b}[31m", short: "x␇y")],
              │                                                            ━ a terminal may obey it
              │
              ╰ help: leave it out
        "#]],
    );
    // A warning is no fault, also beside one.
    check(
        "organisations: [(id: \"o\", name: \"x\u{7}y\", nick: \"o\")],",
        expect![[r#"
            warning[W0001]: this text has the control character U+0007
              ╭▸ main.ron:2:35
              │
            2 │ organisations: [(id: "o", name: "x␇y", nick: "o")],
              │                                   ━ a terminal may obey it
              │
              ╰ help: leave it out

            error[E0021]: an entry of `organisations` has no field `nick`
              ╭▸ main.ron:2:40
              │
            2 │ organisations: [(id: "o", name: "x␇y", nick: "o")],
              │                                        ━━━━ unknown field
              │
              ╰ note: possible: `id`, `short`, `name`, `member_of`, `protects`, `patching`, `maturity`,
                      `controls` or `tags`
        "#]],
    );
}

#[test]
fn durations_that_are_none() {
    check(
        r#"techniques: [
    (id: "a", time: "2000000d"),
    (id: "b", time: "-3h"),
    (id: "c", time: "3 parsecs"),
    (id: "d", time: "1h 3x"),
    (id: "e", time: "2 months"),
    (id: "f", time: "45"),
    (id: "g", time: 1.5),
    (id: "h", time: "h"),
    (id: "i", time: ""),
    (id: "j", time: Empirical(["1h", 2])),
],"#,
        expect![[r#"
            error[E0034]: `2000000d` is not a duration
              ╭▸ main.ron:3:21
              │
            3 │     (id: "a", time: "2000000d"),
              │                     ━━━━━━━━━━ no duration may be longer than a thousand years
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0031]: `-3h` is not a duration
              ╭▸ main.ron:4:21
              │
            4 │     (id: "b", time: "-3h"),
              │                     ━━━━━ a duration cannot be negative
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0033]: `3 parsecs` is not a duration
              ╭▸ main.ron:5:21
              │
            5 │     (id: "c", time: "3 parsecs"),
              │                     ━━━━━━━━━━━ `parsecs` is no unit of time
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0033]: `1h 3x` is not a duration
              ╭▸ main.ron:6:21
              │
            6 │     (id: "d", time: "1h 3x"),
              │                     ━━━━━━━ `x` is no unit of time
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0033]: `2 months` is not a duration
              ╭▸ main.ron:7:21
              │
            7 │     (id: "e", time: "2 months"),
              │                     ━━━━━━━━━━ months and years differ in length: say how many days
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0032]: `45` is not a duration
              ╭▸ main.ron:8:21
              │
            8 │     (id: "f", time: "45"),
              │                     ━━━━ no unit
              │
              ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0032]: `time` takes a duration, and `1.5` has no unit
              ╭▸ main.ron:9:21
              │
            9 │     (id: "g", time: 1.5),
              │                     ━━━ no unit
              │
              ╰ help: write `"1.5min"`, `"1.5h"` or `"1.5d"`

            error[E0030]: `h` is not a duration
               ╭▸ main.ron:10:21
               │
            10 │     (id: "h", time: "h"),
               │                     ━━━ a duration is a number with a unit
               │
               ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0030]: `` is not a duration
               ╭▸ main.ron:11:21
               │
            11 │     (id: "i", time: ""),
               │                     ━━ a duration is a number with a unit
               │
               ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`

            error[E0032]: each entry of `Empirical` is a duration, and `2` has no unit
               ╭▸ main.ron:12:38
               │
            12 │     (id: "j", time: Empirical(["1h", 2])),
               │                                      ━ no unit
               │
               ╰ help: write `"2min"`, `"2h"` or `"2d"`
        "#]],
    );
}
