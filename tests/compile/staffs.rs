//! Exercise staffs that can't work, or are written wrongly.

use super::check;
use expect_test::{Expect, expect};

/// Checks the base with this before its injects, and its first inject given by a staff.
#[track_caller]
fn staffs(written: &str, staff: &str, expected: Expect) {
    check(
        &[
            ("    msel: [", &format!("    {written}\n    msel: [")),
            (r#"(no: "1", at: "D2 09:30","#, &format!(r#"(no: "1", at: "D2 09:30", staff: "{staff}","#)),
        ],
        expected,
    );
}

#[test]
fn a_player_of_two_staffs() {
    let pair = |first: &str, second: &str| {
        format!(
            r#"    staffs: [(id: "eu", players: {first}, controllers: 1), (id: "nato", players: {second}, controllers: 1)],
    msel: ["#
        )
    };
    let by = [
        (r#"(no: "1", at: "D2 09:30","#, r#"(no: "1", at: "D2 09:30", staff: "nato","#),
        (r#"(no: "2", when"#, r#"(no: "2", staff: "eu", when"#),
    ];
    let told = |first: &str, second: &str, expected: Expect| {
        check(&[("    msel: [", &pair(first, second)), by[0], by[1]], expected);
    };
    told(
        r#"["eu", "cert"]"#,
        r#"["ncirc", "cert"]"#,
        expect![[r#"
        warning[W0883]: `cert` is a player of the staff `eu` and of `nato`
           ╭▸ t.ron:70:99
           │
        70 │     staffs: [(id: "eu", players: ["eu", "cert"], controllers: 1), (id: "nato", players: ["ncirc", "cert"], controllers: 1)],
           │                                                                                                   ━━━━━━ belongs to both
           │
           ╰ help: both staffs see what it does without coordination: name it in one of them
    "#]],
    );
    told(
        r#"[Matching("*")]"#,
        r#"["ncirc", Matching("*")]"#,
        expect![[r#"
        warning[W0883]: 3 organisations, `ncirc` first, are players of the staff `eu` and of `nato`
           ╭▸ t.ron:70:91
           │
        70 │     staffs: [(id: "eu", players: [Matching("*")], controllers: 1), (id: "nato", players: ["ncirc", Matching("*")], controlle…
           │                                                                                           ━━━━━━━ belongs to both
           │
           ╰ help: both staffs see what it does without coordination: name it in one of them
    "#]],
    );
}

#[test]
fn a_sound_pair_is_told_nothing_of() {
    check(
        &[
            (
                "    msel: [",
                r#"    coordination: (delay: "1h"), staffs: [(id: "nato", players: ["ncirc"], controllers: 1), (id: "eu", players: ["eu", "cert"], controllers: 1)],
    msel: ["#,
            ),
            (r#"(no: "1", at: "D2 09:30","#, r#"(no: "1", at: "D2 09:30", staff: "nato","#),
            (r#"(no: "2", when"#, r#"(no: "2", staff: "eu", when"#),
        ],
        expect![[r#""#]],
    );
}

#[test]
fn names_that_a_staff_does_not_know() {
    staffs(
        r#"staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],"#,
        "noto",
        expect![[r#"
            error[E0203]: no organisation has the id `ncric`
               ╭▸ t.ron:70:37
               │
            70 │     staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],
               │                                     ━━━━━━━ not found
               │
               ╰ help: did you mean `ncirc`?
            error[E0208]: no organisation has the tag `x`
               ╭▸ t.ron:70:50
               │
            70 │     staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],
               ╰╴                                                 ━━━ not found
            error[E0603]: `controllers` must be at least 1
               ╭▸ t.ron:70:70
               │
            70 │     staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],
               │                                                                      ━ zero
               │
               ╰ help: a staff that nobody plays is left out; `shifts` say when nobody is there
            error[E0038]: no time zone is called `Mars`
               ╭▸ t.ron:70:84
               │
            70 │     staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],
               ╰╴                                                                                   ━━━━━━ not an IANA time zone
            error[E0201]: two staffs have the id `nato`
               ╭▸ t.ron:70:98
               │
            70 │     staffs: [(id: "nato", players: ["ncric", Tag("x")], controllers: 0, time_zone: "Mars"), (id: "nato", controllers: 1)],
               ╰╴                  ────── given first here                                                        ━━━━━━ given again
            error[E0203]: no staff has the id `noto`
               ╭▸ t.ron:72:42
               │
            72 │         (no: "1", at: "D2 09:30", staff: "noto", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                                          ━━━━━━ not found
               │
               ╰ help: did you mean `nato`?
        "#]],
    );
}

#[test]
fn staffs_without_work_and_words_to_nobody() {
    staffs(
        r#"coordination: (delay: "1h"), staffs: [(id: "nato", controllers: 1, hours: Weekly("Mon", "08:00", "18:00"))],"#,
        "nato",
        expect![[r#"
            warning[W0881]: there are no two staffs who could coordinate
               ╭▸ t.ron:70:27
               │
            70 │     coordination: (delay: "1h"), staffs: [(id: "nato", controllers: 1, hours: Weekly("Mon", "08:00", "18:00"))],
               ╰╴                          ━━━━ changes nothing
            warning[W0882]: the inject `1` is due when nobody of its staff `nato` is on duty
               ╭▸ t.ron:72:14
               │
            72 │         (no: "1", at: "D2 09:30", staff: "nato", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │              ━━━ always late
               │
               ╰ help: plan it within the staff's `hours`, or let somebody be there then
        "#]],
    );
    staffs(
        r#"staffs: [(id: "nato", controllers: 1), (id: "eu", controllers: 1)],"#,
        "nato",
        expect![[r#"
            warning[W0881]: the staff `eu` gives no inject
               ╭▸ t.ron:70:49
               │
            70 │     staffs: [(id: "nato", controllers: 1), (id: "eu", controllers: 1)],
               │                                                 ━━━━ nothing to do
               │
               ╰ help: name it in an inject: `staff: "eu"`
        "#]],
    );
}

#[test]
fn measures_of_staffs() {
    staffs(
        r#"staffs: [(id: "nato", controllers: 1)], ladders: [(id: "l", steps: [(id: "one", when: AtLeast("injects_late[staff=eu]", 1))])],"#,
        "nato",
        expect![[r#"
            error[E0203]: no staff has the id `eu`
               ╭▸ t.ron:70:119
               │
            70 │ … steps: [(id: "one", when: AtLeast("injects_late[staff=eu]", 1))])],
               │                                                         ━━ not found
               │
               ╰ help: there is `nato`
        "#]],
    );
    check(
        &[(r#"AtMost("time_to_declare[org=cert]", "12h")"#, r#"AtMost("inject_lateness", "1h")"#)],
        expect![[r#"
            error[E0813]: `inject_lateness` is asked of a staff, and there is none
               ╭▸ t.ron:75:36
               │
            75 │         (id: "fast", that: AtMost("inject_lateness", "1h"), with_probability: 0.8),
               ╰╴                                   ━━━━━━━━━━━━━━━ without `staff`
        "#]],
    );
}
