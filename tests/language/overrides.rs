//! Overrides and variants.

use super::*;

/// Applies one override to a scenario with a team, and shows the fault, or else what `show` finds.
fn check_set(path: &str, text: &str, show: fn(&Scenario) -> String, expected: Expect) {
    let (mut scenario, mut sources) = sound(&main_file(TEAM), &[]);
    match scenario.set(path, text, "--set", Place::NOWHERE, &mut sources) {
        Ok(()) => expected.assert_eq(&show(&scenario)),
        Err(faults) => expected.assert_eq(&rendered(&faults, &sources)),
    }
}

fn nothing(_: &Scenario) -> String {
    String::from("set")
}

#[test]
fn overrides_reach_their_slots() {
    check_set(
        "teams[soc].tiers[l1].seats",
        "2",
        |s| s.teams[0].tiers[0].seats.value.to_string(),
        expect![["2"]],
    );
    check_set(
        "teams[soc].tiers[l1].seats",
        "\"2\"",
        |s| s.teams[0].tiers[0].seats.value.to_string(),
        expect![["2"]],
    );
    check_set("endex", "30min", |s| format!("{:?}", s.endex.map(|e| e.micros)), expect!["Some(1800000000)"]);
    check_set(
        "endex",
        "\"30min\"",
        |s| format!("{:?}", s.endex.map(|e| e.micros)),
        expect!["Some(1800000000)"],
    );
    let limit = |s: &Scenario| match &s.objectives[0].that {
        jointex::scenario::That::AtMost(threshold) | jointex::scenario::That::AtLeast(threshold) => {
            format!("{:?}", threshold.limit)
        }
        other => panic!("{other:?}"),
    };
    check_set(
        "objectives[fast].that",
        "AtMost(\"time_to_declare[org=a]\", \"1s\")",
        limit,
        expect!["Span(Span { micros: 1000000, place: Place { source: 1, start: 55, len: 4 } })"],
    );
    check_set("title", "Two words", |s| s.title.as_ref().unwrap().text.clone(), expect!["Two words"]);
    check_set("synopsis", "None", |s| s.synopsis.text.clone(), expect!["None"]);
    check_set("measure_from", "None", |s| format!("{:?}", s.measure_from), expect!["None"]);
    check_set(
        "agreements[ta].active",
        "false",
        |s| s.agreements[0].active.value.to_string(),
        expect!["false"],
    );
    check_set(
        "network.links[internet>z].allow",
        "[\"smb\", ldap]",
        |s| format!("{:?}", s.network.links[0].allow.iter().map(|w| w.to_string()).collect::<Vec<_>>()),
        expect![[r#"["smb", "ldap"]"#]],
    );
    check_set(
        "playbooks[standard].phases[Contain].per_asset",
        "Uniform(1min, 2min)",
        nothing,
        expect![[r#"
            error[E0006]: a text stands without its quotes
              ╭▸ --set:1:55
              │
            1 │ playbooks[standard].phases[Contain].per_asset=Uniform(1min, 2min)
              │                                                       ━━━━ its quotes are missing
              │
              ╰ help: write `"1min"`

            error[E0006]: a text stands without its quotes
              ╭▸ --set:1:61
              │
            1 │ playbooks[standard].phases[Contain].per_asset=Uniform(1min, 2min)
              │                                                             ━━━━ its quotes are missing
              │
              ╰ help: write `"2min"`
        "#]],
    );
    check_set(
        "playbooks[standard].phases[Contain].per_asset",
        "Uniform(\"1min\", \"2min\")",
        nothing,
        expect!["set"],
    );
    check_set(
        "teams[soc].triage.time.sigma",
        "0.9",
        |s| format!("{:?}", s.teams[0].triage.as_ref().map(|t| t.time.law.name())),
        expect![[r#"Some("LogNormal")"#]],
    );
    check_set(
        "msel[1].at",
        "D3 10:00",
        |s| format!("{:?}", s.msel[0].at.as_ref().map(|at| at.when)),
        expect!["Some(Day(3, 10:00:00))"],
    );
    check_set(
        "campaigns[c].flow[phish].burst",
        "60",
        |s| format!("{:?}", s.campaigns[0].flow[0].burst.map(|b| b.value)),
        expect!["Some(60)"],
    );
    check_set("campaigns[c].on_loss", "GoDark(after: \"1h\", for: \"12h\")", nothing, expect![["set"]]);
    check_set(
        "teams[soc].queue.capacity",
        "0",
        |s| format!("{:?}", s.teams[0].queue.capacity.map(|c| c.value)),
        expect!["Some(0)"],
    );
    check_set(
        "teams[soc].tiers[l2]",
        "(id: \"l3\", seats: 1)",
        |s| s.teams[0].tiers[1].id.to_string(),
        expect![["l3"]],
    );
    check_set(
        "startex",
        "2026-07-01T00:00[UTC]",
        |s| s.startex.as_ref().unwrap().zoned.to_string(),
        expect!["2026-07-01T00:00:00+00:00[UTC]"],
    );
}

#[test]
fn overrides_that_lead_nowhere_are_faults() {
    check_set(
        "teams[sock].tiers[l1].seats",
        "2",
        nothing,
        expect![[r#"
            error[E0108]: `teams` has no element `sock`
              ╭▸ --set:1:7
              │
            1 │ teams[sock].tiers[l1].seats=2
              │       ━━━━ not found
              │
              ├ note: possible: `soc`
              ╰ help: did you mean `soc`?
        "#]],
    );
    check_set(
        "teams[soc].tiers[l1].seat",
        "2",
        nothing,
        expect![[r#"
            error[E0107]: an entry of `tiers` has no field `seat`
              ╭▸ --set:1:22
              │
            1 │ teams[soc].tiers[l1].seat=2
              │                      ━━━━ leads nowhere
              │
              ├ note: possible: `id`, `seats`, `shifts`, `on_call`, `skill`, `handover` or `shrinkage`
              ╰ help: did you mean `seats`?
        "#]],
    );
    check_set(
        "teams.seats",
        "2",
        nothing,
        expect![[r#"
            error[E0107]: `teams` is a list: say which element
              ╭▸ --set:1:7
              │
            1 │ teams.seats=2
              │       ━━━━━ of which element?
              │
              ╰ help: for example `teams[soc].seats`
        "#]],
    );
    check_set(
        "teams[soc][l1]",
        "2",
        nothing,
        expect![[r#"
            error[E0107]: an entry of `teams` is not a list
              ╭▸ --set:1:12
              │
            1 │ teams[soc][l1]=2
              │            ━━ leads nowhere
              │
              ╰ note: possible: `id`, `organisation`, `time_zone`, `tiers`, `queue`, `triage`, `playbook`,
                      `playbooks`, `hunting`, `unrelated` or `basis`
        "#]],
    );
    check_set(
        "title.length",
        "2",
        nothing,
        expect![[r#"
            error[E0107]: `title` has no part `length`
              ╭▸ --set:1:7
              │
            1 │ title.length=2
              │       ━━━━━━ leads nowhere
              │
              ╰ help: set `title` itself
        "#]],
    );
    check_set(
        "crews[it].seats",
        "2",
        nothing,
        expect![[r#"
            error[E0108]: `crews` has no element `it`
              ╭▸ --set:1:7
              │
            1 │ crews[it].seats=2
              │       ━━ not found
              │
              ╰ note: `crews` is empty, or its elements have no names: it can be set only as a whole
        "#]],
    );
    check_set(
        "campaigns[c].on_loss.after",
        "2h",
        nothing,
        expect![[r#"
            error[E0107]: there is no `on_loss` here whose `after` could be set
              ╭▸ --set:1:22
              │
            1 │ campaigns[c].on_loss.after=2h
              │                      ━━━━━ leads nowhere
              │
              ╰ help: set `on_loss` as a whole
        "#]],
    );
    check_set(
        "playbooks[standard].phases[Declare].time",
        "2h",
        nothing,
        expect![[r#"
            error[E0109]: `Declare` identifies 2 elements of `phases`
              ╭▸ --set:1:28
              │
            1 │ playbooks[standard].phases[Declare].time=2h
              │                            ━━━━━━━ not only one
              │
              ╰ help: they can be set only together: `phases` as a whole
        "#]],
    );
    check_set(
        "network.links[a>b].allow",
        "[]",
        nothing,
        expect![[r#"
            error[E0108]: `links` has no element `a>b`
              ╭▸ --set:1:15
              │
            1 │ network.links[a>b].allow=[]
              │               ━━━ not found
              │
              ╰ note: possible: `internet>z`
        "#]],
    );
    check_set(
        "teams[soc",
        "2",
        nothing,
        expect![[r#"
        error[E0106]: this is not a path
          ╭▸ --set:1:6
          │
        1 │ teams[soc=2
          │      ━━━━ the bracket is not closed
          │
          ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
    "#]],
    );
    check_set(
        "",
        "2",
        nothing,
        expect![[r#"
        error[E0106]: this is not a path
          ╭▸ --set:1:1
          │
        1 │ =2
          │ ━ nothing is named
          │
          ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
    "#]],
    );
    check_set(
        "teams[]..x",
        "2",
        nothing,
        expect![[r#"
        error[E0106]: this is not a path
          ╭▸ --set:1:6
          │
        1 │ teams[]..x=2
          │      ━━━━━ a name is missing
          │
          ╰ help: a path is written like `teams[cert-eu-soc].tiers[l1].seats`
    "#]],
    );
}

#[test]
fn overrides_are_checked_like_the_file() {
    check_set(
        "teams[soc].tiers[l1].seats",
        "2.5",
        nothing,
        expect![[r#"
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ --set:1:28
              │
            1 │ teams[soc].tiers[l1].seats=2.5
              ╰╴                           ━━━ this is not a whole number
        "#]],
    );
    check_set(
        "teams[soc].tiers",
        "[(id: \"l1\", seets: 3)]",
        nothing,
        expect![[r#"
            error[E0021]: an entry of `tiers` has no field `seets`
              ╭▸ --set:1:30
              │
            1 │ teams[soc].tiers=[(id: "l1", seets: 3)]
              │                              ━━━━━ unknown field
              │
              ├ note: possible: `id`, `seats`, `shifts`, `on_call`, `skill`, `handover` or `shrinkage`
              ╰ help: did you mean `seats`?
        "#]],
    );
    check_set(
        "teams[soc].tiers",
        "[(id: \"l1\" seats: 3)]",
        nothing,
        expect![[r#"
            error[E0005]: a comma is missing
              ╭▸ --set:1:29
              │
            1 │ teams[soc].tiers=[(id: "l1" seats: 3)]
              ╰╴                            ━━━━━ expected `,` before this
        "#]],
    );
    check_set(
        "teams[soc].triage.time",
        "LogNormal(median: 1h)",
        nothing,
        expect![[r#"
            error[E0006]: a text stands without its quotes
              ╭▸ --set:1:42
              │
            1 │ teams[soc].triage.time=LogNormal(median: 1h)
              │                                          ━━ its quotes are missing
              │
              ╰ help: write `"1h"`
        "#]],
    );
    check_set(
        "agreements[ta].shape",
        "Msh",
        nothing,
        expect![[r#"
            error[E0024]: `shape` does not know `Msh`
              ╭▸ --set:1:22
              │
            1 │ agreements[ta].shape=Msh
              │                      ━━━ unknown
              │
              ├ note: possible: `Mesh`, `Hub` or `Pairs`
              ╰ help: did you mean `Mesh`?
        "#]],
    );
    check_set(
        "agreements[ta].active",
        "maybe",
        nothing,
        expect![[r#"
            error[E0020]: `active` takes `true` or `false`
              ╭▸ --set:1:23
              │
            1 │ agreements[ta].active=maybe
              ╰╴                      ━━━━━ this is a word
        "#]],
    );
    check_set(
        "endex",
        "5",
        nothing,
        expect![[r#"
            error[E0032]: `endex` takes a duration, and `5` has no unit
              ╭▸ --set:1:7
              │
            1 │ endex=5
              │       ━ no unit
              │
              ╰ help: write `"5min"`, `"5h"` or `"5d"`
        "#]],
    );
    check_set(
        "title",
        "\"half",
        nothing,
        expect![[r#"
            error[E0020]: `title` takes a text in quotes, for example `"l1"`
              ╭▸ --set:1:7
              │
            1 │ title="half
              ╰╴      ━━━━━ this is a text
        "#]],
    );
}

#[test]
fn variants_change_the_scenario() {
    let (mut scenario, mut sources) = sound(&main_file(TEAM), &[]);
    let before = content_hash(&sources);
    scenario.vary("v", &mut sources).unwrap();
    assert_eq!(scenario.teams[0].tiers[0].seats.value, 9);
    assert_ne!(content_hash(&sources), before);
    let faults = scenario.vary("w", &mut sources).unwrap_err();
    expect![[r#"
        error[E0111]: no variant has the id `w`
        help: possible: `v`
    "#]]
    .assert_eq(&rendered(&faults, &sources));
}

#[test]
fn a_faulty_variant_names_its_place() {
    let (mut scenario, mut sources) = sound(
        &main_file("variants: [(id: \"v\", set: [\n(\"teams[x].seats\", \"2\"), (\"endex\", \"soon\")])],"),
        &[],
    );
    let faults = scenario.vary("v", &mut sources).unwrap_err();
    expect![[r#"
        error[E0108]: `teams` has no element `x`
          ╭▸ variant `v`:1:7
          │
        1 │ teams[x].seats=2
          │       ━ not found
          │
          ├ note: `teams` is empty, or its elements have no names: it can be set only as a whole
          ╰ note: asked for at main.ron:3:2

        error[E0030]: `soon` is not a duration
          ╭▸ variant `v`:1:7
          │
        1 │ endex=soon
          │       ━━━━ a duration is a number with a unit
          │
          ├ note: asked for at main.ron:3:36
          ╰ help: write `"90s"`, `"45min"`, `"1h 30min"`, `"5d"`
    "#]]
    .assert_eq(&rendered(&faults, &sources));
}

#[test]
fn empty_brackets_are_not_set() {
    check_set(
        "objectives[fast].that",
        "All()",
        nothing,
        expect![[r#"
        error[E0020]: `All` takes one value: a list in square brackets, `[…, …]`
          ╭▸ --set:1:26
          │
        1 │ objectives[fast].that=All()
          ╰╴                         ━━ this is a record
    "#]],
    );
}

#[test]
fn what_is_not_simulated_is_not_set() {
    for path in ["format", "include", "variants", "variants[v].title"] {
        let (mut scenario, mut sources) = sound(&main_file(TEAM), &[]);
        assert!(scenario.set(path, "1", "--set", Place::NOWHERE, &mut sources).is_err(), "{path}");
    }
    check_set(
        "format",
        "1",
        nothing,
        expect![[r#"
        error[E0110]: `format` cannot be set: it says how the file is read
          ╭▸ --set:1:1
          │
        1 │ format=1
          │ ━━━━━━ no part of what is simulated
          │
          ╰ help: change the file itself
    "#]],
    );
    check_set(
        "include",
        "[]",
        nothing,
        expect![[r#"
        error[E0110]: `include` cannot be set: fragments are read before anything is set
          ╭▸ --set:1:1
          │
        1 │ include=[]
          │ ━━━━━━━ no part of what is simulated
          │
          ╰ help: change the file itself
    "#]],
    );
    check_set(
        "variants[v].title",
        "x",
        nothing,
        expect![[r#"
        error[E0110]: `variants` cannot be set: they only say what to compare with
          ╭▸ --set:1:1
          │
        1 │ variants[v].title=x
          │ ━━━━━━━━ no part of what is simulated
          │
          ╰ help: change the file itself
    "#]],
    );
    let files = [("f.ron", "Scenario(format: 1)")];
    let include = r#"include: [(file: "f.ron", as: "f", set: [("variants", "[]")])]"#;
    check_whole(
        &main_file(include),
        &files,
        expect![[r#"
        error[E0110]: `variants` cannot be set: they only say what to compare with
          ╭▸ include of `f.ron` as `f`:1:1
          │
        1 │ variants=[]
          │ ━━━━━━━━ no part of what is simulated
          │
          ├ note: asked for at main.ron:2:43
          ╰ help: change the file itself
    "#]],
    );
}

#[test]
fn an_empty_value_has_its_place() {
    check_set(
        "teams[soc].tiers[l1].seats",
        "",
        nothing,
        expect![[r#"
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ --set:1:28
              │
            1 │ teams[soc].tiers[l1].seats=
              ╰╴                           ━ nothing stands here
        "#]],
    );
    check_set(
        "teams[soc].tiers[l1]",
        "",
        nothing,
        expect![[r#"
            error[E0005]: a value is missing
              ╭▸ --set:1:22
              │
            1 │ teams[soc].tiers[l1]=
              ╰╴                     ━ nothing stands here
        "#]],
    );
}

#[test]
fn a_variant_that_there_is_not() {
    let fault = |variant: &str, text: &str| {
        let (mut scenario, mut sources) = sound(text, &[]);
        rendered(&scenario.vary(variant, &mut sources).unwrap_err(), &sources)
    };
    expect![[r#"
        error[E0111]: no variant has the id `vv`
        help: did you mean `v`?
    "#]]
    .assert_eq(&fault("vv", &main_file(TEAM)));
    expect![[r#"
        error[E0111]: no variant has the id `something-else`
        help: possible: `v`
    "#]]
    .assert_eq(&fault("something-else", &main_file(TEAM)));
    expect![[r#"
        error[E0111]: no variant has the id `v`
        help: the scenario has no variants
    "#]]
    .assert_eq(&fault("v", &main_file("")));
}

#[test]
fn spreads_are_called_by_their_kind_or_their_technique() {
    let two = r#"campaigns: [(id: "c", spread: [Scan(technique: "T1210", rate: PerHour(1)), Scan(technique: "T1021.002", rate: PerHour(2))])],
    playbooks: [(id: "p", phases: [Report(tier: "a", time: "1h"), Report(tier: "a", time: "2h")])],"#;
    let (mut scenario, mut sources) = sound(&main_file(two), &[]);
    let mut set = |path: &str, text: &str| {
        let told = scenario.set(path, text, "--set", Place::NOWHERE, &mut sources).err().unwrap_or_default();
        rendered(&told, &sources)
    };
    assert_eq!(set("campaigns[c].spread[T1210].rate", "PerHour(7)"), "\n");
    assert_eq!(set("campaigns[c].spread[T1021.002].rate", "PerHour(8)"), "\n");
    expect![[r#"
        error[E0109]: `Scan` identifies 2 elements of `spread`
          ╭▸ --set:1:21
          │
        1 │ campaigns[c].spread[Scan].rate=PerHour(9)
          │                     ━━━━ not only one
          │
          ╰ help: they are told apart by `T1021.002` or `T1210`
    "#]]
    .assert_eq(&set("campaigns[c].spread[Scan].rate", "PerHour(9)"));
    expect![[r#"
        error[E0109]: `Report` identifies 2 elements of `phases`
          ╭▸ --set:1:21
          │
        1 │ playbooks[p].phases[Report].time=3h
          │                     ━━━━━━ not only one
          │
          ╰ help: they can be set only together: `phases` as a whole
    "#]]
    .assert_eq(&set("playbooks[p].phases[Report].time", "3h"));
    let rates: Vec<f64> = scenario.campaigns[0]
        .spread
        .iter()
        .map(|spread| match spread {
            jointex::scenario::Spread::Scan(scan) => scan.rate.count,
            jointex::scenario::Spread::Contact(_) => 0.0,
        })
        .collect();
    assert_eq!(rates, [7.0, 8.0]);
    let one = r#"campaigns: [(id: "c", spread: [Scan(technique: "T1210", rate: PerHour(1))])],"#;
    let (mut scenario, mut sources) = sound(&main_file(one), &[]);
    for path in ["campaigns[c].spread[Scan].rate", "campaigns[c].spread[T1210].rate"] {
        assert_eq!(scenario.set(path, "PerHour(3)", "--set", Place::NOWHERE, &mut sources), Ok(()));
    }
}
