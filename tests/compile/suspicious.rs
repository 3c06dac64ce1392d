//! What can be played, but hardly says what was meant.

use super::{check, parsed, rendered};
use expect_test::expect;
use jointex::compile::compile;
use jointex::diagnostic::Place;

const MSEL: &str =
    r#"(no: "1", at: "D2 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),"#;
const LAST: &str = r#"variants: ["#;

#[test]
fn injects_that_can_only_come_too_late() {
    let injects = r#"(no: "1", at: "D5 20:00"),
        (no: "1a", after: (inject: "1", delay: "12h")),
        (no: "1b", after: (inject: "1", delay: "11h")),
        (no: "1c", after: (inject: "1b", delay: Uniform(low: "2h", high: "9h"))),
        (no: "1d", after: (inject: "1c", delay: "1h")),
        (no: "1e", after: (inject: "1c")),
        (no: "1f", when: Injected("1"), delay: "13h"),
        (no: "1g", when: NotYet(measure: "time_to_declare[org=cert]", by: "20h", inject: "1")),
        (no: "1h", when: Any([Injected("1c"), Reached("time_to_declare[org=cert]")])),
        (no: "1i", when: All([Injected("1c"), Reached("time_to_declare[org=cert]")])),
        (no: "1j", when: Not(Injected("1c")), delay: Exponential(mean: "90d")),"#;
    check(
        &[(MSEL, injects)],
        expect![[r#"
            warning[W0402]: the inject `1a` comes as the exercise ends at the earliest, so it never matters
               ╭▸ t.ron:72:48
               │
            72 │         (no: "1a", after: (inject: "1", delay: "12h")),
               ╰╴                                               ━━━━━ at ENDEX
            error[E0405]: the inject `1c` can only come after ENDEX
               ╭▸ t.ron:74:49
               │
            74 │         (no: "1c", after: (inject: "1b", delay: Uniform(low: "2h", high: "9h"))),
               │                                                 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0405]: the inject `1f` can only come after ENDEX
               ╭▸ t.ron:77:48
               │
            77 │         (no: "1f", when: Injected("1"), delay: "13h"),
               │                                                ━━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0405]: the inject `1g` can only come after ENDEX
               ╭▸ t.ron:78:14
               │
            78 │         (no: "1g", when: NotYet(measure: "time_to_declare[org=cert]", by: "20h", inject: "1")),
               │              ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
}

#[test]
fn loads_that_outlast_the_exercise() {
    let load = r#"(no: "1", at: "D5 09:30", effect: Several([
        Load(team: "soc", tickets: 40, over: "23h"), Load(team: "soc", tickets: 40, over: "22h")])),
        (no: "1a", when: NotYet(measure: "time_to_declare[org=cert]", by: "115h"), effect: Load(team: "soc", tickets: 4, over: "6h")),"#;
    check(
        &[(MSEL, load)],
        expect![[r#"
        warning[W0403]: some of these tickets arrive after ENDEX, when nobody sees them
           ╭▸ t.ron:72:46
           │
        72 │         Load(team: "soc", tickets: 40, over: "23h"), Load(team: "soc", tickets: 40, over: "22h")])),
           │                                              ━━━━━ goes on after ENDEX
           │
           ╰ help: 22.5 h are left when the inject comes
        warning[W0403]: some of these tickets arrive after ENDEX, when nobody sees them
           ╭▸ t.ron:73:128
           │
        73 │ …h"), effect: Load(team: "soc", tickets: 4, over: "6h")),
           │                                                   ━━━━ goes on after ENDEX
           │
           ╰ help: 5.0 h are left when the inject comes
    "#]],
    );
}

#[test]
fn effects_that_change_nothing() {
    let effects = r#"(no: "1", at: "D2 09:30", effect: Several([
        Restore(link: (from: "internet", to: "edge")),
        BringUp(function: "work"), BringUp(assets: [Asset("dc"), Zone("rack")]),
        Staff(team: "soc", tier: "l1", seats: -1, for: "0s"),
        AlterCampaign(campaign: "bear", hurry: 1), AlterCampaign(campaign: "fire", stop: true, hurry: 2),
        Channel(agreement: "ta", channel: "feed", up: true),
        Patch(weakness: "new", on: [Asset("dc")]),
    ])),
        (no: "1a", at: "D2 09:30", effect: Channel(agreement: "ta", channel: "feed", slower: 1)),"#;
    let mail = (
        r#"zone: "edge", services: ["smtp"], weight: 5"#,
        r#"zone: "edge", services: ["smtp"], weaknesses: ["new"]"#,
    );
    let worm = (r#"needs: (service: "smb")"#, r#"needs: (service: "smb", weakness: "new")"#);
    let node = (r#"services: ["ssh"]"#, r#"services: ["ssh", "smb"], weaknesses: ["new"]"#);
    check(
        &[(MSEL, effects), mail, worm, node],
        expect![[r#"
        warning[W0803]: no inject cuts what is restored
           ╭▸ t.ron:72:30
           │
        72 │         Restore(link: (from: "internet", to: "edge")),
           ╰╴                             ━━━━━━━━━━ never cut
        warning[W0803]: no inject takes down what is brought up
           ╭▸ t.ron:73:27
           │
        73 │         BringUp(function: "work"), BringUp(assets: [Asset("dc"), Zone("rack")]),
           ╰╴                          ━━━━━━ never taken down
        warning[W0803]: no inject takes down what is brought up
           ╭▸ t.ron:73:59
           │
        73 │         BringUp(function: "work"), BringUp(assets: [Asset("dc"), Zone("rack")]),
           ╰╴                                                          ━━━━ never taken down
        warning[W0803]: the seats change for no time at all
           ╭▸ t.ron:74:56
           │
        74 │         Staff(team: "soc", tier: "l1", seats: -1, for: "0s"),
           │                                                        ━━━━ no time
           │
           ╰ help: leave out `for` to change every shift until ENDEX
        warning[W0803]: no inject changes the pace of this campaign
           ╭▸ t.ron:75:33
           │
        75 │         AlterCampaign(campaign: "bear", hurry: 1), AlterCampaign(campaign: "fire", stop: true, hurry: 2),
           ╰╴                                ━━━━━━ as it is written
        warning[W0803]: a campaign that is stopped has no operators and no pace
           ╭▸ t.ron:75:76
           │
        75 │         AlterCampaign(campaign: "bear", hurry: 1), AlterCampaign(campaign: "fire", stop: true, hurry: 2),
           ╰╴                                                                           ━━━━━━ stopped
        warning[W0803]: no inject lets this channel go down
           ╭▸ t.ron:76:43
           │
        76 │         Channel(agreement: "ta", channel: "feed", up: true),
           ╰╴                                          ━━━━━━ always up
        warning[W0803]: none of these assets has or gets the weakness
           ╭▸ t.ron:77:25
           │
        77 │         Patch(weakness: "new", on: [Asset("dc")]),
           ╰╴                        ━━━━━ nothing to patch
        warning[W0803]: no inject makes this channel slower
           ╭▸ t.ron:79:78
           │
        79 │         (no: "1a", at: "D2 09:30", effect: Channel(agreement: "ta", channel: "feed", slower: 1)),
           ╰╴                                                                             ━━━━━━ as it is written
    "#]],
    );
    let known =
        r#"(no: "1", at: "D2 09:30", effect: DiscloseWeakness(weakness: "new", on: [Asset("mail")])),"#;
    check(
        &[(MSEL, known), mail, worm, node],
        expect![[r#"
        warning[W0803]: these assets have the weakness from the start
           ╭▸ t.ron:71:70
           │
        71 │         (no: "1", at: "D2 09:30", effect: DiscloseWeakness(weakness: "new", on: [Asset("mail")])),
           ╰╴                                                                     ━━━━━ known already
    "#]],
    );
    check(
        &[(MSEL, r#"(no: "1", at: "D2 09:30", effect: Several([Several([])])),"#)],
        expect![[r#"
            error[E0305]: an effect of the inject `1` has no parts
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", at: "D2 09:30", effect: Several([Several([])])),
               │              ━━━ `Several` of nothing
               │
               ╰ help: write the effects that come together, or leave `effect` out
        "#]],
    );
}

#[test]
fn effects_that_change_back_what_others_changed() {
    let effects = r#"(no: "1", at: "D2 09:30", effect: Several([
        Cut(link: (from: "internet", to: "edge")), TakeDown(function: "work"), TakeDown(assets: [Zone("rack")]),
        AlterCampaign(campaign: "bear", hurry: 2), Channel(agreement: "ta", channel: "feed", up: false, slower: 2),
    ])),
        (no: "1a", after: (inject: "1", delay: "2h"), effect: Several([
        Restore(link: (from: "internet", to: "edge")), BringUp(function: "work"), BringUp(assets: [Asset("node[2]")]),
        AlterCampaign(campaign: "bear", hurry: 1), Channel(agreement: "ta", channel: "feed", up: true),
        Channel(agreement: "ta", channel: "feed", slower: 1),
    ])),"#;
    check(&[(MSEL, effects)], expect![""]);
}

#[test]
fn queues_and_incidents_that_never_matter() {
    check(
        &[
            (
                r#"triage: (tier: "l2", time: "5min"), playbook: "standard""#,
                r#"queue: (when_full: DropNew), triage: (tier: "l2", time: "5min"), unrelated: (rate: PerDay(1))"#,
            ),
            (r#"parties: ["cert", "ncirc"]"#, r#"parties: ["cert", "ncirc"], active: true"#),
        ],
        expect![[r#"
            warning[W0612]: the queues of `nsoc` are never full
               ╭▸ t.ron:47:95
               │
            47 │ …     (id: "nsoc", organisation: "ncirc", tiers: [(id: "l2", seats: 1)], queue: (when_full: DropNew), triage: (tier: "l2", t…
               │                                                                                             ━━━━━━━ without `capacity`
               │
               ╰ help: say how many may wait: `capacity`
            warning[W0616]: the team `nsoc` has no playbook, so it does nothing about these
               ╭▸ t.ron:47:159
               │
            47 │ … (tier: "l2", time: "5min"), unrelated: (rate: PerDay(1))),
               │                                                 ━━━━━━━━━ closed as they open
               │
               ╰ help: give the team a `playbook`, or leave out `unrelated`
        "#]],
    );
    check(
        &[(
            r#"triage: (tier: "l2", time: "5min")"#,
            r#"queue: (order: Priority([])), triage: (tier: "l2", time: "5min")"#,
        )],
        expect![[r#"
            error[E0305]: this order prefers no kind of work
               ╭▸ t.ron:47:14
               │
            47 │ …     (id: "nsoc", organisation: "ncirc", tiers: [(id: "l2", seats: 1)], queue: (order: Priority([])), triage: (tier: "l2", …
               │            ━━━━━━ `Priority` of nothing
               │
               ╰ help: name kinds, `Priority([Incident, Triage])`, or use `FirstCome`
        "#]],
    );
}

#[test]
fn what_campaigns_never_do() {
    check(
        &[
            (
                r#"(id: "ncirc"),"#,
                r#"(id: "ncirc", controls: ["application-allowlisting", "dmarc", "offline-backups", "shredder"]),"#,
            ),
            (
                r#"misses: 0.1), playbook: "standard""#,
                r#"misses: 0.1), playbooks: [(tactic: Impact, use: "standard")]"#,
            ),
            (
                "authorities: [",
                r#"controls: [(id: "shredder", against: [Action(Wipe)], success: 0.5)], authorities: ["#,
            ),
            (
                LAST,
                r#"notices: [(id: "note", team: "soc", from: Adversary, of: [Group("desk")])], variants: ["#,
            ),
            (r#"sees: [Process, File]"#, r#"sees: [CloudLog, Scan]"#),
            (r#"success: 0.5, time: "1min""#, r#"success: 0, time: "1min", traffic: 80"#),
        ],
        expect![[r#"
            warning[W0614]: no campaign uses anything that the control `shredder` is against
              ╭▸ t.ron:7:90
              │
            7 │         (id: "ncirc", controls: ["application-allowlisting", "dmarc", "offline-backups", "shredder"]),
              ╰╴                                                                                         ━━━━━━━━━━ changes nothing
            warning[W0510]: nothing counts the traffic of `worm`
               ╭▸ t.ron:27:69
               │
            27 │         (id: "worm", does: Move, success: 0, time: "1min", traffic: 80, needs: (service: "smb")),
               │                                                                     ━━ changes nothing
               │
               ╰ help: only what exfiltrates and what scans fills links
            warning[W0506]: `worm` spreads nowhere: its success is 0
               ╭▸ t.ron:38:32
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
               ╰╴                               ━━━━━━ always fails
            warning[W0613]: no campaign uses a technique of the tactic Impact
               ╭▸ t.ron:46:81
               │
            46 │          triage: (tier: "l1", time: "10min", misses: 0.1), playbooks: [(tactic: Impact, use: "standard")]),
               ╰╴                                                                                ━━━━━━ this rule never holds
            warning[W0617]: no technique in use shows anything where the sensor `edr` looks
               ╭▸ t.ron:50:67
               │
            50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [CloudLog, Scan], sensitivity: 0.7, false_alarms: PerDay(48)),
               │                                                                 ━━━━━━━━━━━━━━ nothing to see here
               │
               ╰ help: let it look at what they show, or let it `sweep`
            warning[W0615]: the notice `note` never comes: no campaign encrypts anything
               ╭▸ t.ron:77:20
               │
            77 │     notices: [(id: "note", team: "soc", from: Adversary, of: [Group("desk")])], variants: [
               │                    ━━━━━━ no ransom note
               │
               ╰ help: an adversary tells of what it encrypts, by a step that does `Encrypt`
        "#]],
    );
}

#[test]
fn people_without_work() {
    check(
        &[
            (r#"(id: "l1", seats: 4)"#, r#"(id: "l1", seats: 4, on_call: "1h"), (id: "l3", seats: 1)"#),
            (
                r#"crews: [(id: "it", organisation: "eu", seats: 2)]"#,
                r#"crews: [(id: "it", organisation: "eu", seats: 2, on_call: "1h")]"#,
            ),
        ],
        expect![[r#"
            warning[W0619]: `it` is there around the clock, so nobody is ever called in
               ╭▸ t.ron:42:63
               │
            42 │     crews: [(id: "it", organisation: "eu", seats: 2, on_call: "1h")],
               │                                                               ━━━━ never needed
               │
               ╰ help: give other hours, or leave out `on_call`
            warning[W0619]: `soc/l1` is there around the clock, so nobody is ever called in
               ╭▸ t.ron:45:48
               │
            45 │ …     tiers: [(id: "l1", seats: 4, on_call: "1h"), (id: "l3", seats: 1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:…
               │                                             ━━━━ never needed
               │
               ╰ help: give other hours, or leave out `on_call`
            warning[W0618]: the tier `l3` of `soc` has nothing to do
               ╭▸ t.ron:45:60
               │
            45 │ …     tiers: [(id: "l1", seats: 4, on_call: "1h"), (id: "l3", seats: 1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:…
               │                                                         ━━━━ named by no triage and no phase
               │
               ╰ help: give it work, or leave it out
        "#]],
    );
}

#[test]
fn agreements_under_which_nothing_passes() {
    check(
        &[
            (r#"since: "2016-02-10""#, r#"since: "2016-02-10", until: "2020-12-31""#),
            (r#"delay: "10min", ceiling"#, r#"delay: "10min", reading: "5min", ceiling"#),
        ],
        expect![[r#"
            warning[W0704]: the agreement `ta` ended before the exercise, so nothing passes under it
               ╭▸ t.ron:63:76
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2016-02-10", until: "2020-12-31", areas: (information_exchange: (
               │                                                                            ━━━━━━━━━━━━ not in force
               │
               ╰ help: write `active: false` if it is not to be applied
            warning[W0705]: nobody reads what comes over the channel `feed`: it acts at once
               ╭▸ t.ron:64:81
               │
            64 │ …     channels: [(id: "feed", medium: Automated, delay: "10min", reading: "5min", ceiling: Amber, shares: [Indicators])],
               │                                                                           ━━━━━━ of an `Automated` channel
               │
               ╰ help: leave out `reading`, or choose a medium that is read
        "#]],
    );
    check(
        &[(r#"Notify(agreements: ["ta"]),"#, ""), (r#"since: "2016-02-10""#, r#"since: "2027-01-01""#)],
        expect![[r#"
            warning[W0706]: no playbook reports under the agreement `ta`
               ╭▸ t.ron:63:14
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2027-01-01", areas: (information_exchange: (
               │              ━━━━ nothing passes
               │
               ╰ help: name it in a phase: `Notify(agreements: ["ta"])`
            warning[W0704]: the agreement `ta` begins after the exercise, so nothing passes under it
               ╭▸ t.ron:63:55
               │
            63 │         (id: "ta", parties: ["cert", "ncirc"], since: "2027-01-01", areas: (information_exchange: (
               │                                                       ━━━━━━━━━━━━ not in force
               │
               ╰ help: write `active: false` if it is not to be applied
        "#]],
    );
}

#[test]
fn zones_where_nothing_happens() {
    check(
        &[
            (r#"(from: "internet", to: "rack", allow: ["ssh"]),"#, ""),
            (r#"(id: "edge", owner: "eu"),"#, r#"(id: "edge", owner: "eu"), (id: "void", owner: "eu"),"#),
        ],
        expect![[r#"
            warning[W0301]: the zone `void` has no assets, so nothing passes through it
               ╭▸ t.ron:11:45
               │
            11 │             (id: "edge", owner: "eu"), (id: "void", owner: "eu"),
               │                                             ━━━━━━ empty
               │
               ╰ help: an adversary goes from asset to asset: give it one
            warning[W0512]: no campaign can come into the zone `rack`
               ╭▸ t.ron:13:18
               │
            13 │             (id: "rack", owner: "ncirc", topology: Star),
               │                  ━━━━━━ no link leads here from where one can be
               │
               ╰ help: give it a link, or leave the zone out: nothing that happens in it is of the exercise
        "#]],
    );
    // Told of the step, and not of the zone again.
    check(
        &[
            (r#"(from: "internet", to: "rack", allow: ["ssh"]),"#, ""),
            (r#"target: Tag("jewel"), route: Cheapest"#, r#"target: Group("node")"#),
            (r#"services: ["ssh"]"#, r#"services: ["ssh", "smb"], accepts: ["admin"]"#),
        ],
        expect![[r#"
            warning[W0511]: no way leads to any target of the step `move`
               ╭▸ t.ron:34:86
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Group("node")),
               │                                                                                      ━━━━━━ not reached
               │
               ╰ help: give their zone a link from where the campaign can be, or aim the step elsewhere
        "#]],
    );
    // Of what a sensor watches nothing is said.
    check(
        &[
            (r#"(from: "internet", to: "rack", allow: ["ssh"]),"#, ""),
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc", protects: ["eu"]),"#),
            (
                r#"sensors: ["#,
                r#"sensors: [(id: "ids", team: "nsoc", covers: [Asset("node[1]")], sees: [Process], sensitivity: 1),"#,
            ),
        ],
        expect![""],
    );
}

#[test]
fn names_that_fit_nowhere() {
    check(
        &[
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc", short: "Incident Response"),"#),
            (r#"accepts: ["admin"], tags"#, r#"accepts: ["admni"], tags"#),
            (LAST, r#"variants: [(id: "same", set: []), "#),
        ],
        expect![[r#"
            warning[W0203]: the short name of `ncirc` is longer than 12 characters
              ╭▸ t.ron:7:30
              │
            7 │         (id: "ncirc", short: "Incident Response"),
              │                              ━━━━━━━━━━━━━━━━━━━ tables have no room for it
              │
              ╰ help: the whole name is its `name`
            warning[W0202]: no asset keeps the credential `admni`, so nobody can win it
               ╭▸ t.ron:18:90
               │
            18 │             (id: "dc", zone: "office", services: ["smb"], weaknesses: ["old"], accepts: ["admni"], tags: ["jewel"]),
               │                                                                                          ━━━━━━━ kept on no asset
               │
               ╰ help: did you mean `admin`?
            warning[W0102]: the variant `same` changes nothing
               ╭▸ t.ron:77:21
               │
            77 │     variants: [(id: "same", set: []), 
               ╰╴                    ━━━━━━ neither `set`, `add` nor `remove`
        "#]],
    );
    check(
        &[(
            r#"accepts: ["admin"], tags: ["jewel"]"#,
            r#"accepts: ["admin", "admin"], credentials: ["a", "a"], tags: ["jewel", "jewel"]"#,
        )],
        expect![[r#"
            error[E0207]: the credential `admin` is given twice
               ╭▸ t.ron:18:99
               │
            18 │ …     (id: "dc", zone: "office", services: ["smb"], weaknesses: ["old"], accepts: ["admin", "admin"], credentials: ["a", "a"…
               │                                                                                    ┬──────  ━━━━━━━ given again
               │                                                                                    │
               ╰╴                                                                                   given first here
            error[E0207]: the credential `a` is given twice
               ╭▸ t.ron:18:128
               │
            18 │ …"old"], accepts: ["admin", "admin"], credentials: ["a", "a"], tags: ["jewel", "jewel"]),
               │                                                     ┬──  ━━━ given again
               │                                                     │
               ╰╴                                                    given first here
            error[E0207]: the tag `jewel` is given twice
               ╭▸ t.ron:18:150
               │
            18 │ …in", "admin"], credentials: ["a", "a"], tags: ["jewel", "jewel"]),
               │                                                 ┬──────  ━━━━━━━ given again
               │                                                 │
               ╰╴                                                given first here
        "#]],
    );
}

#[test]
fn limits_that_are_always_kept() {
    let fast = r#"AtMost("time_to_declare[org=cert]", "12h")"#;
    check(
        &[(fast, r#"AtMost("utilisation[team=soc]", 1)"#)],
        expect![[r#"
        warning[W0802]: `utilisation` is never more: it is a share
           ╭▸ t.ron:75:60
           │
        75 │         (id: "fast", that: AtMost("utilisation[team=soc]", 1), with_probability: 0.8),
           ╰╴                                                           ━ always so
    "#]],
    );
    check(
        &[(fast, r#"AtLeast("assets_held_total", 0)"#)],
        expect![[r#"
        warning[W0802]: `assets_held_total` is never less than 0
           ╭▸ t.ron:75:57
           │
        75 │         (id: "fast", that: AtLeast("assets_held_total", 0), with_probability: 0.8),
           ╰╴                                                        ━ always so
    "#]],
    );
}

#[test]
fn a_cable_where_there_is_none() {
    check(
        &[(MSEL, r#"(no: "1", at: "D2 09:30", effect: Cut(cable: "estlink")),"#)],
        expect![[r#"
        error[E0209]: no link runs over the cable `estlink`
           ╭▸ t.ron:71:54
           │
        71 │         (no: "1", at: "D2 09:30", effect: Cut(cable: "estlink")),
           │                                                      ━━━━━━━━━ not found
           │
           ╰ help: no link has a cable: write `medium: Cable("…")` in those that run over it
    "#]],
    );
}

#[test]
fn lists_that_a_change_made_empty_are_shown_in_it() {
    let (mut scenario, mut sources) = parsed(&[]);
    let changes = [
        ("sensors[edr].sees", "[]"),
        ("sensors[edr].covers", "[]"),
        ("functions[work].assets", "[]"),
        ("playbooks[standard].phases", "[]"),
    ];
    for (path, text) in changes {
        assert_eq!(scenario.set(path, text, "--set", Place::NOWHERE, &mut sources), Ok(()));
    }
    let (_, found) = compile(&scenario, &sources);
    expect![[r#"
        warning[W0607]: no playbook calls on the authority `duty`
           ╭▸ t.ron:41:24
           │
        41 │     authorities: [(id: "duty", organisation: "cert", hours: Weekly("Mon-Fri", "07:00", "20:00"), on_call: "45min", time: "30…
           ╰╴                       ━━━━━━ not used
        warning[W0607]: no playbook calls on the crew `it`
           ╭▸ t.ron:42:18
           │
        42 │     crews: [(id: "it", organisation: "eu", seats: 2)],
           ╰╴                 ━━━━ not used
        warning[W0603]: the sensor `edr` sees nothing
          ╭▸ --set:1:19
          │
        1 │ sensors[edr].sees=[]
          ╰╴                  ━━ `sees` is empty
        warning[W0602]: the sensor `edr` covers nothing
          ╭▸ --set:1:21
          │
        1 │ sensors[edr].covers=[]
          ╰╴                    ━━ `covers` is empty
        error[E0305]: the function `work` rests on no asset, and depends on nothing
          ╭▸ --set:1:24
          │
        1 │ functions[work].assets=[]
          │                        ━━ `assets` is empty
          │
          ╰ help: say what it rests on: `assets: [Group("…")]`, or what it needs under `depends`
        error[E0305]: the playbook `standard` has no phases
          ╭▸ --set:1:28
          │
        1 │ playbooks[standard].phases=[]
          │                            ━━ nothing is done
          │
          ╰ help: a team without a playbook leaves out `playbook`
    "#]].assert_eq(&rendered(&found, &sources));
}

#[test]
fn blocks_of_shifts_that_overlap() {
    let hours = r#"hours: Weekly("Mon-Fri", "07:00", "20:00")"#;
    check(
        &[
            (hours, r#"hours: Several([Weekly("Sun", "20:00", "06:00"), Weekly("Mon", "05:00", "20:00")])"#),
            (
                "(id: \"it\", organisation: \"eu\", seats: 2)",
                r#"(id: "it", organisation: "eu", seats: 2,
                hours: Weekly("Mon-Sun", "19:00", "19:00"))"#,
            ),
            (
                "(id: \"l1\", seats: 4)",
                r#"(id: "l1", seats: 4, shifts: Several([Weekly("Mon-Fri", "06:00", "14:00"),
                Weekly("Mon-Fri", "14:00", "22:00"), Weekly("Mon-Fri", "22:00", "06:00"),
                Weekly("Sat,Sun", "00:00", "24:00")]))"#,
            ),
        ],
        expect![[r#"
            warning[W0620]: two blocks of these shifts overlap, and the seats are there only once
               ╭▸ t.ron:41:117
               │
            41 │ …cert", hours: Several([Weekly("Sun", "20:00", "06:00"), Weekly("Mon", "05:00", "20:00")]), on_call: "45min", time: "30min")…
               │                                       ─────── and this one             ━━━━━━━ this one
               │
               ╰ help: let one end where the other begins, or make it a tier of its own
            warning[W0620]: this block ends when it begins, so it lasts a whole day
               ╭▸ t.ron:43:51
               │
            43 │                 hours: Weekly("Mon-Sun", "19:00", "19:00"))],
               │                                                   ━━━━━━━ twenty-four hours
               │
               ╰ help: write `AroundTheClock`, or `"00:00"` and `"24:00"` for whole days
            warning[W0620]: two blocks of these shifts overlap, and the seats are there only once
               ╭▸ t.ron:48:35
               │
            47 │ …     Weekly("Mon-Fri", "14:00", "22:00"), Weekly("Mon-Fri", "22:00", "06:00"),
               │                                                              ─────── and this one
            48 │ …     Weekly("Sat,Sun", "00:00", "24:00")])), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call: "1h…
               │                         ━━━━━━━ this one
               │
               ╰ help: let one end where the other begins, or make it a tier of its own
        "#]],
    );
}

#[test]
fn times_that_no_playbook_works_for() {
    let objectives = r#"objectives: [
        (id: "a", that: AtMost("time_to_declare[org=ncirc]", "12h")),
        (id: "b", that: All([AtMost("time_to_contain[org=ncirc]", "12h"), AtMost("time_to_share[org=ncirc]", "1h")])),
        (id: "c", that: Not(AtMost("time_to_recover[org=ncirc]", "12h"))),
        (id: "d", that: AtMost("time_to_detect[org=ncirc]", "12h")),
        (id: "e", that: AtMost("time_to_recover[org=cert]", "12h")),"#;
    let playbooks = r#"playbooks: [
        (id: "short", phases: [Report(tier: "l2", time: "10min")]),"#;
    let short = r#"triage: (tier: "l2", time: "5min"), playbook: "short""#;
    check(
        &[
            ("objectives: [", objectives),
            ("playbooks: [", playbooks),
            (r#"triage: (tier: "l2", time: "5min"), playbook: "standard""#, short),
        ],
        expect![[r#"
            warning[W0809]: no playbook of `ncirc` declares, so nothing that it does ends this time
               ╭▸ t.ron:76:32
               │
            76 │         (id: "a", that: AtMost("time_to_declare[org=ncirc]", "12h")),
               │                                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Declare`
            warning[W0809]: no playbook of `ncirc` contains, so nothing that it does ends this time
               ╭▸ t.ron:77:37
               │
            77 │         (id: "b", that: All([AtMost("time_to_contain[org=ncirc]", "12h"), AtMost("time_to_share[org=ncirc]", "1h")])),
               │                                     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Contain`, `Eradicate` or `Recover`
            warning[W0809]: no playbook of `ncirc` tells partners, so nothing that it does ends this time
               ╭▸ t.ron:77:82
               │
            77 │         (id: "b", that: All([AtMost("time_to_contain[org=ncirc]", "12h"), AtMost("time_to_share[org=ncirc]", "1h")])),
               │                                                                                  ━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Notify` or `ReportSituation`
            warning[W0809]: no playbook of `ncirc` recovers, so nothing that it does ends this time
               ╭▸ t.ron:78:36
               │
            78 │         (id: "c", that: Not(AtMost("time_to_recover[org=ncirc]", "12h"))),
               │                                    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ waits for that
               │
               ╰ help: needed is the phase `Recover`
        "#]],
    );
}

#[test]
fn an_objective_on_the_response_to_what_holds_nothing() {
    check(
        &[
            (
                "    campaigns: [\n",
                r#"    campaigns: [
        (id: "flood", flow: [(id: "wave", technique: "T1498", target: Group("mail"), objective: true)]),
"#,
            ),
            (
                r#"AtMost("time_to_declare[org=cert]""#,
                r#"AtMost("time_to_declare[org=cert, campaign=flood]""#,
            ),
        ],
        expect![[r#"
            warning[W0805]: `time_to_declare` never has a value: the campaign `flood` takes hold of nothing, from which it would count
               ╭▸ t.ron:76:35
               │
            76 │         (id: "fast", that: AtMost("time_to_declare[org=cert, campaign=flood]", "12h"), with_probability: 0.8),
               │                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ never comes
               │
               ╰ help: ask for what the campaign denies: `function_loss[function=…]`, for example
        "#]],
    );
}
