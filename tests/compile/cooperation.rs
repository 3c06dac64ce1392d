//! Agreements and channels.

use super::check;
use expect_test::expect;

#[test]
fn parties() {
    check(
        &[(r#"parties: ["cert", "ncirc"]"#, r#"parties: ["cert"]"#)],
        expect![[r#"
            warning[W0702]: the team `nsoc` follows this playbook, but its organisation is no party to `ta`
               ╭▸ t.ron:58:33
               │
            58 │             Notify(agreements: ["ta"]),
               │                                 ━━━━ not a party
               │
               ╰ help: its reports go nowhere: make it a party, or give it a playbook of its own
            error[E0701]: the agreement `ta` has fewer than two parties
               ╭▸ t.ron:63:14
               │
            63 │         (id: "ta", parties: ["cert"], since: "2016-02-10", areas: (information_exchange: (
               ╰╴             ━━━━ it takes two to agree
        "#]],
    );
    check(
        &[(r#"parties: ["cert", "ncirc"]"#, r#"parties: ["cert", "eu"]"#)],
        expect![[r#"
            warning[W0702]: the team `nsoc` follows this playbook, but its organisation is no party to `ta`
               ╭▸ t.ron:58:33
               │
            58 │             Notify(agreements: ["ta"]),
               │                                 ━━━━ not a party
               │
               ╰ help: its reports go nowhere: make it a party, or give it a playbook of its own
            warning[W0701]: nothing passes under `ta`: fewer than two of its parties have teams
               ╭▸ t.ron:63:14
               │
            63 │         (id: "ta", parties: ["cert", "eu"], since: "2016-02-10", areas: (information_exchange: (
               │              ━━━━ its channels join nobody
               │
               ╰ help: the parties are the organisations whose teams report to each other
        "#]],
    );
}

#[test]
fn dates() {
    let since = r#"since: "2016-02-10""#;
    check(
        &[(since, r#"since: "10.2.2016""#)],
        expect![[r#"
            error[E0036]: `10.2.2016` is not a date
               ╭▸ t.ron:63:55
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "10.2.2016", areas: (information_exchange: (
               │                                                       ━━━━━━━━━━━ not a day of the calendar
               │
               ╰ help: write `"2016-02-10"`
        "#]],
    );
    check(
        &[(since, r#"since: "2016-02-10", until: "2015-01-01""#)],
        expect![[r#"
            error[E0702]: this agreement ends before it begins
               ╭▸ t.ron:63:76
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2016-02-10", until: "2015-01-01", areas: (information_exchange: (
               ╰╴                                                                           ━━━━━━━━━━━━ before `since`
        "#]],
    );
    check(
        &[(since, r#"since: "2026-03-04""#)],
        expect![[r#"
        error[E0901]: an agreement that begins during the exercise, on 2026-03-04, is not simulated yet
           ╭▸ t.ron:63:55
           │
        63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2026-03-04", areas: (information_exchange: (
           │                                                       ━━━━━━━━━━━━ not simulated yet
           │
           ╰ help: begin and end it outside the exercise
    "#]],
    );
    check(
        &[(since, r#"until: "2026-03-04""#)],
        expect![[r#"
        error[E0901]: an agreement that ends during the exercise, after 2026-03-04, is not simulated yet
           ╭▸ t.ron:63:55
           │
        63 │         (id: "ta", parties: ["cert", "ncirc"], until: "2026-03-04", areas: (information_exchange: (
           │                                                       ━━━━━━━━━━━━ not simulated yet
           │
           ╰ help: begin and end it outside the exercise
    "#]],
    );
    // What is not applied may begin and end as it likes.
    check(&[(since, r#"since: "2026-03-04", active: false"#)], expect![""]);
    check(&[(since, r#"since: "2026-03-02", until: "2026-03-07""#)], expect![""]);
}

#[test]
fn a_mark_that_no_channel_carries() {
    check(
        &[(r#"Notify(agreements: ["ta"])"#, r#"Notify(agreements: ["ta"], tlp: Red)"#)],
        expect![[r#"
            warning[W0703]: a report marked Red passes over no channel: every ceiling is below
               ╭▸ t.ron:58:45
               │
            58 │             Notify(agreements: ["ta"], tlp: Red),
               ╰╴                                            ━━━ nothing passes
        "#]],
    );
}
