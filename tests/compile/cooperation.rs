//! Agreements and channels.

use super::check;
use expect_test::expect;

#[test]
fn parties() {
    check(
        &[(r#"parties: ["cert", "ncirc"]"#, r#"parties: ["cert"]"#)],
        expect![[r#"
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
            error[E0702]: this ends before it begins
               ╭▸ t.ron:63:76
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2016-02-10", until: "2015-01-01", areas: (information_exchange: (
               ╰╴                                                                           ━━━━━━━━━━━━ before `since`
        "#]],
    );
    // It may begin and end during the exercise, but not lie outside.
    check(&[(since, r#"since: "2026-03-04", until: "2026-03-05""#)], expect![""]);
    check(
        &[(since, r#"since: "2026-04-04""#)],
        expect![[r#"
        warning[W0704]: the agreement `ta` begins after the exercise, so nothing passes under it
           ╭▸ t.ron:63:55
           │
        63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2026-04-04", areas: (information_exchange: (
           │                                                       ━━━━━━━━━━━━ not in force
           │
           ╰ help: write `active: false` if it is not to be applied
    "#]],
    );
    check(
        &[(since, r#"until: "2026-02-04""#)],
        expect![[r#"
        warning[W0704]: the agreement `ta` ended before the exercise, so nothing passes under it
           ╭▸ t.ron:63:55
           │
        63 │         (id: "ta", parties: ["cert", "ncirc"], until: "2026-02-04", areas: (information_exchange: (
           │                                                       ━━━━━━━━━━━━ not in force
           │
           ╰ help: write `active: false` if it is not to be applied
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

/// The agreement with other parties, shape or channel.
fn agreed(parties: &str, channel: &str, expected: expect_test::Expect) {
    check(&[(r#"parties: ["cert", "ncirc"]"#, parties), ("shares: [Indicators]", channel)], expected);
}

#[test]
fn sets_of_parties() {
    const SHARES: &str = "shares: [Indicators]";
    agreed(
        r#"parties: [Tag("csirt"), "ncirc"]"#,
        SHARES,
        expect![[r#"
            error[E0208]: no organisation has the tag `csirt`
               ╭▸ t.ron:63:34
               │
            63 │         (id: "ta", parties: [Tag("csirt"), "ncirc"], since: "2016-02-10", areas: (information_exchange: (
               ╰╴                                 ━━━━━━━ not found
        "#]],
    );
    agreed(
        r#"parties: [Members(Nato), "ncirc"]"#,
        SHARES,
        expect![[r#"
            error[E0305]: no organisation is a member of NATO
               ╭▸ t.ron:63:38
               │
            63 │         (id: "ta", parties: [Members(Nato), "ncirc"], since: "2016-02-10", areas: (information_exchange: (
               │                                      ━━━━ nobody
               │
               ╰ help: choose a set that somebody is in, or leave it out
        "#]],
    );
    agreed(
        r#"parties: [Matching("*/cert"), "ncirc"]"#,
        SHARES,
        expect![[r#"
            error[E0305]: no id of an organisation matches `*/cert`
               ╭▸ t.ron:63:39
               │
            63 │         (id: "ta", parties: [Matching("*/cert"), "ncirc"], since: "2016-02-10", areas: (information_exchange: (
               │                                       ━━━━━━━━ nobody
               │
               ╰ help: choose a set that somebody is in, or leave it out
        "#]],
    );
    agreed(
        r#"parties: [Matching("*c*"), "ncirc"], shape: Hub"#,
        SHARES,
        expect![[r#"
        error[E0703]: the hub of `ta`, its first party, is not one organisation
           ╭▸ t.ron:63:39
           │
        63 │         (id: "ta", parties: [Matching("*c*"), "ncirc"], shape: Hub, since: "2016-02-10", areas: (information_exchange: (
           │                                       ━━━━━ several
           │
           ╰ help: write the id of the organisation that informs all others first
    "#]],
    );
    agreed(
        r#"parties: [Matching("*c*"), "ncirc"], shape: Pairs"#,
        SHARES,
        expect![[r#"
        error[E0704]: who is paired with whom can't be told from a set of parties
           ╭▸ t.ron:63:39
           │
        63 │         (id: "ta", parties: [Matching("*c*"), "ncirc"], shape: Pairs, since: "2016-02-10", areas: (information_exchange: (
           │                                       ━━━━━ a set
           │
           ╰ help: write the ids, two by two
    "#]],
    );
    agreed(
        r#"parties: ["ncirc", "cert", "eu"], shape: Pairs"#,
        SHARES,
        expect![[r#"
        error[E0704]: the agreement `ta` is in pairs, and has an odd number of parties
           ╭▸ t.ron:63:47
           │
        63 │         (id: "ta", parties: ["ncirc", "cert", "eu"], shape: Pairs, since: "2016-02-10", areas: (information_exchange: (
           ╰╴                                              ━━━━ has no partner
    "#]],
    );
}

#[test]
fn channels_and_their_fallbacks() {
    const PARTIES: &str = r#"parties: ["cert", "ncirc"]"#;
    agreed(
        PARTIES,
        r#"shares: [Indicators], fallback: "fed""#,
        expect![[r#"
        error[E0204]: this agreement has no channel `fed`
           ╭▸ t.ron:64:120
           │
        64 │ …min", ceiling: Amber, shares: [Indicators], fallback: "fed")],
           │                                                        ━━━━━ not found
           │
           ╰ help: did you mean `feed`?
    "#]],
    );
    agreed(
        PARTIES,
        r#"shares: [Indicators], fallback: "line"), (id: "line", medium: Telephone, shares: []"#,
        expect![[r#"
            warning[W0717]: the fall-back `line` carries marks up to Green, but `feed` up to Amber
               ╭▸ t.ron:64:120
               │
            64 │ …ling: Amber, shares: [Indicators], fallback: "line"), (id: "line", medium: Telephone, shares: [])],
               │                                               ━━━━━━ what lies above is refused
               │
               ╰ help: write `ceiling: Amber` of `line`, if it is meant to carry the same
        "#]],
    );
    agreed(
        PARTIES,
        r#"shares: [Indicators], fallback: "feed""#,
        expect![[r#"
        error[E0705]: the fall-backs of the channel `feed` lead round in a ring
           ╭▸ t.ron:64:120
           │
        64 │ …in", ceiling: Amber, shares: [Indicators], fallback: "feed")],
           │                                                       ━━━━━━ leads back
           │
           ╰ help: leave out the fall-back of the last one
    "#]],
    );
    agreed(
        PARTIES,
        r#"shares: [Indicators], hours: Weekly("Sat", "08:00", "10:00"), refused: 1.2, sanitising: (refused: -1)"#,
        expect![[r#"
            error[E0301]: `refused` is a probability, from 0 to 1, but `1.2` is not
               ╭▸ t.ron:64:159
               │
            64 │ …], hours: Weekly("Sat", "08:00", "10:00"), refused: 1.2, sanitising: (refused: -1))],
               ╰╴                                                     ━━━ not from 0 to 1
            error[E0301]: `refused` is a probability, from 0 to 1, but `-1` is not
               ╭▸ t.ron:64:186
               │
            64 │ …:00", "10:00"), refused: 1.2, sanitising: (refused: -1))],
               ╰╴                                                     ━━ not from 0 to 1
        "#]],
    );
    agreed(
        PARTIES,
        r#"shares: [Analysis], wrong: (chance: 0.1, blocks: [Group("nothing")], for: "1h")"#,
        expect![[r#"
            error[E0203]: no asset has the id `nothing`
               ╭▸ t.ron:64:144
               │
            64 │ …es: [Analysis], wrong: (chance: 0.1, blocks: [Group("nothing")], for: "1h"))],
               │                                                      ━━━━━━━━━ not found
               │
               ╰ help: there is `dc`, `desk`, `mail` or `node`
        "#]],
    );
    agreed(
        PARTIES,
        r#"shares: [], classification: Secret, sanitising: (time: "1h")"#,
        expect![[r#"
        warning[W0709]: the channel `feed` carries everything, so nothing is sanitised for it
           ╭▸ t.ron:64:143
           │
        64 │ …res: [], classification: Secret, sanitising: (time: "1h"))],
           ╰╴                                                     ━━━━ has no effect
    "#]],
    );
}

#[test]
fn hours_in_which_nobody_is_there() {
    agreed(
        r#"parties: ["cert", "ncirc"]"#,
        r#"shares: [Indicators], hours: Weekly("Sun", "08:00", "10:00")"#,
        expect![[r#"
            warning[W0708]: the ends of the channel `ta/feed` are never manned during the exercise
               ╭▸ t.ron:64:29
               │
            64 │ …     channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators], hours: Weekly("Sun", …
               │                       ━━━━━━ nothing passes
               │
               ╰ help: give it other `hours`
        "#]],
    );
}

#[test]
fn what_nobody_sends() {
    check(
        &[(r#"(id: "eu", "#, r#"(id: "eu", patching: "1d", "#)],
        expect![[r#"
        warning[W0711]: nobody advises `eu` on what to patch
          ╭▸ t.ron:5:30
          │
        5 │         (id: "eu", patching: "1d", name: "EU institutions"),
          │                              ━━━━ never patches
          │
          ╰ help: let a channel that leads to who responds for it share `Advisory`
    "#]],
    );
    check(
        &[
            ("shares: [Indicators]", "shares: []"),
            (r#"(id: "nsoc", "#, r#"(id: "nsoc", hunting: (tier: "l2", time: "1h", finds: 0.5), "#),
        ],
        expect![[r#"
            warning[W0711]: nobody sends the team `nsoc` indicators to hunt by
               ╭▸ t.ron:47:38
               │
            47 │ …     (id: "nsoc", hunting: (tier: "l2", time: "1h", finds: 0.5), organisation: "ncirc", tiers: [(id: "l2", seats: 1)], tria…
               │                                    ━━━━ never hunts
               │
               ╰ help: let a channel that leads to it share `Indicators`
        "#]],
    );
    check(
        &[(
            "areas: (",
            "areas: (technical_cooperation: (remains: 0.2), education: (skill: 20), exercises: (pace: 0, spread: 2), ",
        )],
        expect![[r#"
            error[E0307]: `skill` must be from 0.1 to 10
               ╭▸ t.ron:63:135
               │
            63 │ …nical_cooperation: (remains: 0.2), education: (skill: 20), exercises: (pace: 0, spread: 2), information_exchange: (
               ╰╴                                                       ━━ out of range
            error[E0307]: `pace` must be from 0.01 to 1
               ╭▸ t.ron:63:158
               │
            63 │ …ains: 0.2), education: (skill: 20), exercises: (pace: 0, spread: 2), information_exchange: (
               ╰╴                                                       ━ out of range
            error[E0301]: `spread` is a share, from 0 to 1, but `2` is not
               ╭▸ t.ron:63:169
               │
            63 │ …education: (skill: 20), exercises: (pace: 0, spread: 2), information_exchange: (
               │                                                       ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
        "#]],
    );
    check(
        &[("areas: (", "areas: (technical_cooperation: (remains: 0.2), ")],
        expect![[r#"
        warning[W0710]: no channel of `ta` shares analyses, so each is repeated
           ╭▸ t.ron:63:110
           │
        63 │ …016-02-10", areas: (technical_cooperation: (remains: 0.2), information_exchange: (
           │                                                       ━━━ has no effect
           │
           ╰ help: let a channel share `Analysis`
    "#]],
    );
    check(
        &[("shares: [Indicators]", "shares: [Analysis]")],
        expect![[r#"
        warning[W0710]: nobody makes use of the analyses that are shared under `ta`
           ╭▸ t.ron:64:97
           │
        64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Analysis])],
           │                                                                                                 ━━━━━━━━ has no effect
           │
           ╰ help: write `technical_cooperation: (remains: …)` under `areas`
    "#]],
    );
    check(
        &[(r#"Notify(agreements: ["ta"])"#, r#"Notify(agreements: ["ta"], classification: Secret)"#)],
        expect![[r#"
            warning[W0707]: a report classified Secret passes over no channel: none carries or sanitises it
               ╭▸ t.ron:58:56
               │
            58 │             Notify(agreements: ["ta"], classification: Secret),
               ╰╴                                                       ━━━━━━ nothing passes
        "#]],
    );
}

#[test]
fn joining_and_leaving() {
    let inject = r#"msel: ["#;
    check(
        &[(inject, r#"msel: [(no: "90", at: "1h", effect: Leave(organisation: "eux", alliance: Nato)),"#)],
        expect![[r#"
            error[E0203]: no organisation has the id `eux`
               ╭▸ t.ron:70:61
               │
            70 │     msel: [(no: "90", at: "1h", effect: Leave(organisation: "eux", alliance: Nato)),
               │                                                             ━━━━━ not found
               │
               ╰ help: did you mean `eu`?
        "#]],
    );
    check(
        &[(
            r#"(id: "ncirc"),"#,
            r#"(id: "ncirc", member_of: [(in: Nato, since: "2026-03-02", until: "2020-01-01")]),"#,
        )],
        expect![[r#"
            error[E0702]: this ends before it begins
              ╭▸ t.ron:7:74
              │
            7 │         (id: "ncirc", member_of: [(in: Nato, since: "2026-03-02", until: "2020-01-01")]),
              ╰╴                                                                         ━━━━━━━━━━━━ before `since`
        "#]],
    );
}

#[test]
fn requests_over_channels() {
    let shares = ("shares: [Indicators]", "shares: [Indicators, Request]");
    // Nobody offers any help, or nobody asks for it.
    check(
        &[shares],
        expect![[r#"
        warning[W0719]: no party to `ta` offers help, so nobody asks for any over the channel `feed`
           ╭▸ t.ron:64:109
           │
        64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators, Request])],
           │                                                                                                             ━━━━━━━ has no effect
           │
           ╰ help: let a party to it offer `assistance`, or leave `Request` out
    "#]],
    );
    let offers = "assistance: [(id: \"rrt\", organisation: \"ncirc\", seats: 2, to: [\"cert\"], travel: \"1h\")], agreements: [\n";
    let offer = ("agreements: [\n", offers);
    check(
        &[shares, offer],
        expect![[r#"
        warning[W0713]: no playbook asks for the help of `rrt`
           ╭▸ t.ron:62:23
           │
        62 │     assistance: [(id: "rrt", organisation: "ncirc", seats: 2, to: ["cert"], travel: "1h")], agreements: [
           │                       ━━━━━ never called
           │
           ╰ help: ask in a phase: `RequestHelp(from: ["rrt"], tier: "…")`
        warning[W0719]: no request for help goes over the channel `feed`: nobody asks a party to `ta`
           ╭▸ t.ron:64:109
           │
        64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators, Request])],
           │                                                                                                             ━━━━━━━ has no effect
           │
           ╰ help: let a team of another party ask in a phase: `RequestHelp(from: […], tier: "…")`
    "#]],
    );
    let asks =
        |more: &str| format!(r#"RequestHelp(from: ["rrt"], tier: "l2"{more}), Notify(agreements: ["ta"])"#);
    let notify = r#"Notify(agreements: ["ta"])"#;
    check(
        &[shares, offer, (notify, &asks(""))],
        expect![[r#"
        warning[W0702]: the team `nsoc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2"), Notify(agreements: ["ta"]),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
    "#]],
    );
    check(
        &[shares, offer, (notify, &asks(", tlp: Red, classification: Secret"))],
        expect![[r#"
        warning[W0702]: the team `nsoc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2", tlp: Red, classification: Secret), Notify(agreements: ["ta"]),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
        warning[W0703]: a request marked Red passes over no channel: every ceiling is below
           ╭▸ t.ron:58:57
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2", tlp: Red, classification: Secret), Notify(agreements: ["ta"]),
           ╰╴                                                        ━━━ nothing passes
        warning[W0707]: a request classified Secret passes over no channel: none carries or sanitises it
           ╭▸ t.ron:58:78
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2", tlp: Red, classification: Secret), Notify(agreements: ["ta"]),
           ╰╴                                                                             ━━━━━━ nothing passes
    "#]],
    );
    check(
        &[shares, offer, (notify, &asks(", again: \"0s\""))],
        expect![[r#"
        warning[W0702]: the team `nsoc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2", again: "0s"), Notify(agreements: ["ta"]),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
        error[E0307]: requests for help that are lost follow each other without end
           ╭▸ t.ron:58:59
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2", again: "0s"), Notify(agreements: ["ta"]),
           │                                                           ━━━━ no time at all
           │
           ╰ help: write `again: "12h"`
    "#]],
    );
    // Where no reports pass no team need have somebody to tell.
    let only = ("shares: [Indicators]", "shares: [Request]");
    check(
        &[only, offer, (notify, &asks("").replace(r#", Notify(agreements: ["ta"])"#, ""))],
        expect![[r#"
        warning[W0702]: the team `nsoc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2"),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
    "#]],
    );
}

#[test]
fn offers_of_help() {
    let offers = |more: &str| {
        format!(r#"assistance: [(id: "rrt", organisation: "cert", seats: 2, {more})], agreements: ["#)
    };
    let asks = r#"RequestHelp(from: ["rrt"], tier: "l2"), Notify(agreements: ["ta"])"#;
    let notify = r#"Notify(agreements: ["ta"])"#;
    let one = |more: &str, phase: &str, expected: expect_test::Expect| {
        check(&[("agreements: [\n", &(offers(more) + "\n")), (notify, phase)], expected);
    };
    // Together they lend more than there are.
    let two = r#"to: ["ncirc", "eu", "cert"], travel: "1h", from: (team: "soc", tier: "l2")),
        (id: "second", organisation: "cert", seats: 1, to: ["ncirc", "eu", "cert"], travel: "1h", from: (team: "soc", tier: "l2")"#;
    one(
        two,
        r#"RequestHelp(from: ["rrt", "second"], tier: "l2")"#,
        expect![[r#"
        warning[W0702]: the team `soc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt", "second"], tier: "l2"),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
        warning[W0702]: the team `soc` follows this playbook, and may not ask for `second`
           ╭▸ t.ron:58:39
           │
        58 │             RequestHelp(from: ["rrt", "second"], tier: "l2"),
           │                                       ━━━━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
        error[E0706]: `soc/l2` has 2 seats, and lends more
           ╭▸ t.ron:63:125
           │
        63 │ …"eu", "cert"], travel: "1h", from: (team: "soc", tier: "l2"))], agreements: [
           │                                                         ━━━━ too few
           │
           ╰ help: lend fewer, counting `seats` times `teams`
    "#]],
    );
    one(
        r#"to: ["ncirc", "eu", "cert"], travel: "1h""#,
        asks,
        expect![[r#"
        warning[W0702]: the team `soc` follows this playbook, and may not ask for `rrt`
           ╭▸ t.ron:58:32
           │
        58 │             RequestHelp(from: ["rrt"], tier: "l2"), Notify(agreements: ["ta"]),
           │                                ━━━━━ not for it
           │
           ╰ help: let `to` of the offer have its organisation, or give the team a playbook of its own
    "#]],
    );
    one(
        r#"to: ["ncirc"], travel: "9d", from: (team: "soc", tier: "l9"), authority: "nobody""#,
        notify,
        expect![[r#"
            warning[W0713]: no playbook asks for the help of `rrt`
               ╭▸ t.ron:62:23
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: ["ncirc"], travel: "9d", from: (team: "soc", tier: "l9"), a…
               │                       ━━━━━ never called
               │
               ╰ help: ask in a phase: `RequestHelp(from: ["rrt"], tier: "…")`
            warning[W0712]: `rrt` can't arrive before ENDEX
               ╭▸ t.ron:62:85
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: ["ncirc"], travel: "9d", from: (team: "soc", tier: "l9"), a…
               ╰╴                                                                                    ━━━━ longer than the exercise
            error[E0608]: assistance asks the team `soc` for a tier that it does not have: `l9`
               ╭▸ t.ron:62:117
               │
            62 │ …o: ["ncirc"], travel: "9d", from: (team: "soc", tier: "l9"), authority: "nobody")], agreements: [
               │                                                        ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0203]: no authority has the id `nobody`
               ╭▸ t.ron:62:135
               │
            62 │ …: "9d", from: (team: "soc", tier: "l9"), authority: "nobody")], agreements: [
               │                                                      ━━━━━━━━ not found
               │
               ╰ help: there is `duty`
        "#]],
    );
    one(
        r#"to: [], travel: "1h", teams: 0, skill: 0, refused: 2"#,
        r#"RequestHelp(from: [], tier: "l2")"#,
        expect![[r#"
            error[E0305]: in the playbook `standard`, RequestHelp asks nobody
               ╭▸ t.ron:58:41
               │
            58 │             RequestHelp(from: [], tier: "l2"),
               │                                         ━━━━ `from` is empty
               │
               ╰ help: name offers of `assistance`, or leave the phase out
            error[E0305]: nobody may ask for `rrt`
               ╭▸ t.ron:62:23
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: [], travel: "1h", teams: 0, skill: 0, refused: 2)], agreeme…
               │                       ━━━━━ `to` is empty
               │
               ╰ help: name those who may: `to: [Members(Nato)]`
            warning[W0713]: no playbook asks for the help of `rrt`
               ╭▸ t.ron:62:23
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: [], travel: "1h", teams: 0, skill: 0, refused: 2)], agreeme…
               │                       ━━━━━ never called
               │
               ╰ help: ask in a phase: `RequestHelp(from: ["rrt"], tier: "…")`
            error[E0302]: `teams` must be at least 1
               ╭▸ t.ron:62:91
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: [], travel: "1h", teams: 0, skill: 0, refused: 2)], agreeme…
               │                                                                                           ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
            error[E0302]: `skill` must be more than 0
               ╭▸ t.ron:62:101
               │
            62 │     assistance: [(id: "rrt", organisation: "cert", seats: 2, to: [], travel: "1h", teams: 0, skill: 0, refused: 2)], agreeme…
               │                                                                                                     ━ not more than 0
               │
               ╰ help: write a number above 0, or leave `skill` out for its default
            error[E0301]: `refused` is a probability, from 0 to 1, but `2` is not
               ╭▸ t.ron:62:113
               │
            62 │ …, to: [], travel: "1h", teams: 0, skill: 0, refused: 2)], agreements: [
               │                                                       ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
        "#]],
    );
    one(
        r#"to: ["ncirc"], travel: "1h", teams: 9, from: (team: "soc", tier: "l2")"#,
        r#"RequestHelp(from: ["rrr"], tier: "l2")"#,
        expect![[r#"
            error[E0203]: no assistance has the id `rrr`
               ╭▸ t.ron:58:32
               │
            58 │             RequestHelp(from: ["rrr"], tier: "l2"),
               │                                ━━━━━ not found
               │
               ╰ help: did you mean `rrt`?
            error[E0706]: `soc/l2` has 2 seats, and lends more
               ╭▸ t.ron:62:127
               │
            62 │ …c"], travel: "1h", teams: 9, from: (team: "soc", tier: "l2"))], agreements: [
               │                                                         ━━━━ too few
               │
               ╰ help: lend fewer, counting `seats` times `teams`
        "#]],
    );
}

#[test]
fn what_is_marked_too_strictly_is_not_passed_on() {
    const MARK: &str = r#"Notify(agreements: ["ta"])"#;
    let change = ("shares: [Indicators]", "shares: [Indicators], passes_on: true");
    let ceiling = ("ceiling: Amber", "ceiling: Red");
    check(
        &[change, ceiling, (MARK, r#"Notify(agreements: ["ta"], tlp: AmberStrict)"#)],
        expect![[r#"
        warning[W0718]: nothing goes on over the channel `feed`: every report is marked AMBER+STRICT or RED
           ╭▸ t.ron:64:119
           │
        64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Red, shares: [Indicators], passes_on: true)],
           │                                                                                                                       ━━━━ passes nothing on
           │
           ╰ help: mark what may go on `Green` or `Amber`: `Notify(…, tlp: Green)`, or leave `passes_on` out
    "#]],
    );
    check(&[change, ceiling, (MARK, r#"Notify(agreements: ["ta"], tlp: Amber)"#)], expect![[r#""#]]);
}
