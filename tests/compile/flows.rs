//! Flows: failure edges, scopes, steps that go on after a success; suppliers, storage media and reactions to losses.

use super::{check, model};
use expect_test::expect;
use jointex::model::{Join, Scope, Until};

const CLIMB: &str = r#"after: Any(["phish"])"#;

#[test]
fn failures_are_joined_like_successes() {
    let model = model(&[
        (CLIMB, r#"after: All(["phish"]), scope: Campaign, on_failure: ["move", "other"]"#),
        (r#"(id: "dump","#, r#"(id: "other", technique: "T1041"), (id: "dump","#),
        (r#"target: Tag("jewel")"#, r#"until: Exhausted, target: Tag("jewel")"#),
    ]);
    let named =
        |id: &str| model.names.steps.iter().position(|name| name == id).expect("there is such a step");
    let step = |id: &str| &model.steps[named(id)];
    let numbers = |ids: &[&str]| ids.iter().map(|id| named(id)).collect::<Vec<_>>();
    let before = |id: &str| step(id).predecessors.iter().map(|step| step.at()).collect::<Vec<_>>();
    assert_eq!((step("move").join, before("move")), (Join::All, numbers(&["dump", "climb"])));
    assert_eq!((step("other").join, before("other")), (Join::Any, numbers(&["climb"])));
    let failing: Vec<_> = step("climb").on_failure.iter().map(|&(step, place)| (step.at(), place)).collect();
    assert_eq!(failing, [(named("move"), 1), (named("other"), 0)]);
    assert_eq!((step("climb").scope, step("dump").scope), (Scope::Campaign, Scope::Organisation));
    assert_eq!((step("move").until, step("climb").until), (Until::Exhausted, Until::FirstSuccess));
}

#[test]
fn failures_of_unknown_steps_or_named_twice() {
    check(
        &[(CLIMB, r#"after: Any(["phish"]), on_failure: ["dmp", "dump", "dump"]"#)],
        expect![[r#"
            error[E0204]: the campaign has no step `dmp`
               ╭▸ t.ron:32:83
               │
            32 │             (id: "climb", technique: "T1068", after: Any(["phish"]), on_failure: ["dmp", "dump", "dump"]),
               │                                                                                   ━━━━━ not found
               │
               ╰ help: did you mean `dump`?
            error[E0207]: the step `dump` is given twice
               ╭▸ t.ron:32:98
               │
            32 │             (id: "climb", technique: "T1068", after: Any(["phish"]), on_failure: ["dmp", "dump", "dump"]),
               │                                                                                          ┬─────  ━━━━━━ given again
               │                                                                                          │
               ╰╴                                                                                         given first here
        "#]],
    );
}

#[test]
fn a_loop_by_failure_needs_time_too() {
    let with_loop = (CLIMB, r#"after: Any(["phish"]), on_failure: ["climb"]"#);
    check(&[with_loop], expect![""]);
    check(
        &[with_loop, ("techniques: [", r#"techniques: [(id: "T1068", time: "0s"),"#)],
        expect![[r#"
            error[E0502]: the flow loops without time passing: climb → climb
               ╭▸ t.ron:32:18
               │
            32 │             (id: "climb", technique: "T1068", after: Any(["phish"]), on_failure: ["climb"]),
               │                  ━━━━━━━ takes no time
               │
               ╰ help: give one of its techniques a `time`
        "#]],
    );
}

#[test]
fn what_follows_a_failure_from_the_internet_has_no_foothold() {
    check(
        &[(r#"burst: 5"#, r#"burst: 5, on_failure: ["climb"]"#)],
        expect![[r#"
            error[E0507]: the step `climb` acts from a foothold, but after `phish` there may be none
               ╭▸ t.ron:32:38
               │
            32 │             (id: "climb", technique: "T1068", after: Any(["phish"])),
               │                                      ━━━━━━━ starts from the internet
               │
               ╰ help: let it come after a step that gains a foothold
        "#]],
    );
}

#[test]
fn what_acts_on_its_foothold_alone_exhausts_nothing() {
    check(
        &[(CLIMB, r#"after: Any(["phish"]), until: Exhausted"#)],
        expect![[r#"
            error[E0504]: `T1068` acts on its foothold alone, so its first success exhausts it
               ╭▸ t.ron:32:77
               │
            32 │             (id: "climb", technique: "T1068", after: Any(["phish"]), until: Exhausted),
               │                                                                             ━━━━━━━━━ nothing to exhaust
               │
               ╰ help: leave out `until`
        "#]],
    );
}

const STEAL: &str = r#"technique: "T1041""#;

#[test]
fn suppliers_and_the_steps_that_poison_them() {
    let supplier = |customers: &str| {
        format!(
            r#"suppliers: [(id: "books", customers: [{customers}], delivery: "1d")], techniques: [(id: "up", does: Supply),"#
        )
    };
    let books = supplier(r#"Tag("inner")"#);
    let poison = (r#"(id: "climb""#, r#"(id: "poison", technique: "up", supplier: "books"), (id: "climb""#);
    check(&[("techniques: [", &books), poison], expect![""]);
    // Without customers, unknown, with a target, without a supplier, and where there is nothing to poison.
    check(
        &[("techniques: [", &supplier("")), poison],
        expect![[r#"
        error[E0305]: the supplier `books` has no customers
           ╭▸ t.ron:26:22
           │
        26 │     suppliers: [(id: "books", customers: [], delivery: "1d")], techniques: [(id: "up", does: Supply),
           │                      ━━━━━━━ `customers` is empty
           │
           ╰ help: say which assets take what it delivers
    "#]],
    );
    check(
        &[
            ("techniques: [", &books),
            (
                poison.0,
                r#"(id: "poison", technique: "up", supplier: "boks"), (id: "p2", technique: "up", supplier: "books", target: Group("desk")),
                (id: "p3", technique: "up"), (id: "climb""#,
            ),
            (STEAL, r#"technique: "T1041", supplier: "books""#),
        ],
        expect![[r#"
            error[E0203]: no supplier has the id `boks`
               ╭▸ t.ron:32:55
               │
            32 │ …     (id: "poison", technique: "up", supplier: "boks"), (id: "p2", technique: "up", supplier: "books", target: Group("desk"…
               │                                                 ━━━━━━ not found
               │
               ╰ help: did you mean `books`?
            error[E0504]: the step `p2` reaches all customers of its supplier, so it takes no target
               ╭▸ t.ron:32:125
               │
            32 │ … technique: "up", supplier: "books", target: Group("desk")),
               │                                                     ━━━━━━ no target here
               │
               ╰ help: leave out `target`
            error[E0503]: the step `p3` poisons what a supplier delivers, but not whose
               ╭▸ t.ron:33:39
               │
            33 │                 (id: "p3", technique: "up"), (id: "climb", technique: "T1068", after: Any(["phish"])),
               │                                       ━━━━ needs a supplier
               │
               ╰ help: say its `supplier`
            error[E0504]: `T1041` poisons nothing, so it takes no supplier
               ╭▸ t.ron:36:57
               │
            36 │             (id: "steal", technique: "T1041", supplier: "books", after: Any(["move"]), objective: true),
               │                                                         ━━━━━━━ no supplier here
               │
               ╰ help: leave out `supplier`
        "#]],
    );
    check(
        &[("techniques: [", &supplier(r#"Tag("inner")"#))],
        expect![[r#"
            warning[W0509]: no step poisons what the supplier `books` delivers
               ╭▸ t.ron:26:22
               │
            26 │     suppliers: [(id: "books", customers: [Tag("inner")], delivery: "1d")], techniques: [(id: "up", does: Supply),
               │                      ━━━━━━━ changes nothing
               │
               ╰ help: name it in a step that does `Supply`: `supplier: "books"`
        "#]],
    );
}

#[test]
fn storage_media_need_somebody_to_plug_them_in() {
    check(
        &[
            ("techniques: [", r#"techniques: [(id: "usb", does: Plug),"#),
            (
                r#"(id: "climb""#,
                r#"(id: "drop", technique: "usb", target: Group("node"), burst: 3), (id: "climb""#,
            ),
        ],
        expect![[r#"
            error[E0506]: the step `drop` leaves storage media to assets without users
               ╭▸ t.ron:32:58
               │
            32 │ …     (id: "drop", technique: "usb", target: Group("node"), burst: 3), (id: "climb", technique: "T1068", after: Any(["phish"…
               │                                                    ━━━━━━ nobody plugs them in
               │
               ╰ help: give the assets `users`, or choose others
        "#]],
    );
}

#[test]
fn reactions_that_make_no_sense() {
    check(
        &[
            (r#"start: "3h","#, r#"start: "3h", on_loss: Hurry(after: "1h", factor: 0),"#),
            (r#"(id: "fire","#, r#"(id: "fire", on_loss: Return(after: "1h"),"#),
        ],
        expect![[r#"
            error[E0307]: `factor` must be from 0.001 to 1,000
               ╭▸ t.ron:30:85
               │
            30 │         (id: "bear", operators: 2, start: "3h", on_loss: Hurry(after: "1h", factor: 0), flow: [
               ╰╴                                                                                    ━ out of range
            warning[W0507]: the campaign `fire` has no step by which it could return
               ╭▸ t.ron:37:45
               │
            37 │         (id: "fire", on_loss: Return(after: "1h"), initially_held: [First("desk", 2)], spread: [
               │                                             ━━━━ never returns
               │
               ╰ help: give it a `flow`, or leave out `on_loss`
        "#]],
    );
}

#[test]
fn what_means_nothing_for_an_action() {
    check(
        &[(
            "techniques: [",
            r#"techniques: [(id: "T1041", survives: 0.2, lasts: "1h"), (id: "T1068", survives: 2),"#,
        )],
        expect![[r#"
            error[E0504]: `T1041` digs in nowhere, so nothing of it survives
               ╭▸ t.ron:26:42
               │
            26 │     techniques: [(id: "T1041", survives: 0.2, lasts: "1h"), (id: "T1068", survives: 2),
               │                                          ━━━ means nothing here
               │
               ╰ help: leave out `survives`
            error[E0504]: `T1041` puts nothing out of service, so nothing lasts
               ╭▸ t.ron:26:54
               │
            26 │     techniques: [(id: "T1041", survives: 0.2, lasts: "1h"), (id: "T1068", survives: 2),
               │                                                      ━━━━ means nothing here
               │
               ╰ help: leave out `lasts`
            error[E0301]: `survives` is a probability, from 0 to 1, but `2` is not
               ╭▸ t.ron:26:85
               │
            26 │     techniques: [(id: "T1041", survives: 0.2, lasts: "1h"), (id: "T1068", survives: 2),
               │                                                                                     ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
            error[E0504]: `T1068` digs in nowhere, so nothing of it survives
               ╭▸ t.ron:26:85
               │
            26 │     techniques: [(id: "T1041", survives: 0.2, lasts: "1h"), (id: "T1068", survives: 2),
               │                                                                                     ━ means nothing here
               │
               ╰ help: leave out `survives`
        "#]],
    );
}

#[test]
fn knowledge_that_nobody_gains() {
    let needs =
        ("techniques: [", r#"techniques: [(id: "T1021.002", needs: (service: "smb", knowledge: true)),"#);
    check(
        &[needs],
        expect![[r#"
            warning[W0503]: the step `move` can't succeed: `T1021.002` needs knowledge of an organisation, and no step discovers any
               ╭▸ t.ron:34:37
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Tag("jewel"), route: Cheapest),
               ╰╴                                    ━━━━━━━━━━━ never known
        "#]],
    );
    let look =
        (r#"(id: "climb""#, r#"(id: "look", technique: "T1087", after: Any(["phish"])), (id: "climb""#);
    check(&[needs, look], expect![""]);
}
