//! Fragments.

use super::*;

#[test]
fn an_include_prefixes_what_its_fragment_defines() {
    let text = main_file(
        r#"include: [(file: "parts/soc.ron", as: "be", set: [("teams[soc].tiers[l1].seats", "7")]), (file: "./parts/soc.ron", as: "fr")],"#,
    );
    let (scenario, _) = sound(&text, &[("parts/soc.ron", SOC)]);
    let team = &scenario.teams[0];
    let seats: Vec<u32> = scenario.teams.iter().map(|team| team.tiers[0].seats.value).collect();
    let shown = format!(
        "{} of {} with {:?}, {} covers {:?}; {} to {}",
        team.id,
        team.organisation,
        team.playbook.as_deref(),
        scenario.sensors[1].id,
        scenario.sensors[1]
            .covers
            .iter()
            .map(|set| format!("{set:?}").split('"').nth(1).map(String::from))
            .collect::<Vec<_>>(),
        scenario.msel[1].no,
        scenario.msel[1].to[0],
    );
    expect![[r#"be/soc of be/org with Some("standard"), fr/edr covers [Some("fr/pc[3]"), Some("elsewhere")]; fr/1 to fr/soc"#]].assert_eq(&shown);
    assert_eq!(seats, [7, 4]);
    let Some(jointex::scenario::Condition::NotYet(not_yet)) = &scenario.msel[0].when else { panic!() };
    expect!["time_to_declare[org=be/org, campaign=c]"].assert_eq(&not_yet.measure.to_string());
}

#[test]
fn faults_of_a_fragment_name_its_line() {
    check_whole(
        &main_file(
            r#"include: [(file: "a.ron", as: "a", set: [("teams[soc].tiers[l2].seats", "7")]), (file: "b.ron", as: "b")],
crews: [(id: "it", organisation: "o", seats: "many")],"#,
        ),
        &[
            ("a.ron", SOC),
            (
                "b.ron",
                "Scenario(format: 1,\n  endex: \"1d\",\n  maturity: (basic: (seats: 1, sensors: 1, patching: 1, skill: 1)),\n  crews: [(id: \"it\")])",
            ),
        ],
        expect![[r#"
            error[E0020]: `seats` takes a whole number, for example `4`
              ╭▸ main.ron:3:46
              │
            3 │ crews: [(id: "it", organisation: "o", seats: "many")],
              ╰╴                                             ━━━━━━ this is a text

            error[E0108]: `tiers` has no element `l2`
              ╭▸ include of `a.ron` as `a`:1:18
              │
            1 │ teams[soc].tiers[l2].seats=7
              │                  ━━ not found
              │
              ├ note: possible: `l1`
              ├ note: asked for at main.ron:2:43
              ╰ help: did you mean `l1`?

            warning[W0101]: `endex` of a fragment is not used
              ╭▸ b.ron:2:10
              │
            2 │   endex: "1d",
              │          ━━━━ the main file's counts
              │
              ╰ note: asked for at main.ron:2:88

            warning[W0101]: `maturity` of a fragment is not used
              ╭▸ b.ron:3:29
              │
            3 │   maturity: (basic: (seats: 1, sensors: 1, patching: 1, skill: 1)),
              │                             ━ the main file's counts
              │
              ╰ note: asked for at main.ron:2:88

            error[E0022]: an entry of `crews` needs the field `organisation`
              ╭▸ b.ron:4:11
              │
            4 │   crews: [(id: "it")])
              │           ━━━━━━━━━━ `organisation` is missing
              │
              ├ note: asked for at main.ron:2:88
              ╰ help: `organisation` takes an id in quotes, for example `"cert-eu"`

            error[E0022]: an entry of `crews` needs the field `seats`
              ╭▸ b.ron:4:11
              │
            4 │   crews: [(id: "it")])
              │           ━━━━━━━━━━ `seats` is missing
              │
              ├ note: asked for at main.ron:2:88
              ╰ help: `seats` takes a whole number, for example `4`
        "#]],
    );
}

#[test]
fn a_fragment_stays_in_its_folder() {
    check(
        r#"include: [(file: "../secret.ron", as: "a"), (file: "/etc/passwd", as: "b"), (file: "x/../../y.ron", as: "c"), (file: "C:\\x", as: "d"),
(file: "nowhere.ron", as: "e"), (file: "e.ron", as: "e"), (file: "f.ron", as: "a/b"), (file: "", as: "f")],"#,
        expect![[r#"
            error[E0102]: `../secret.ron` may lie outside the main file's folder
              ╭▸ main.ron:2:18
              │
            2 │ include: [(file: "../secret.ron", as: "a"), (file: "/etc/passwd", as: "b"), (file: "x/../../y.r…
              ╰╴                 ━━━━━━━━━━━━━━━ a path within it is needed

            error[E0102]: `/etc/passwd` may lie outside the main file's folder
              ╭▸ main.ron:2:52
              │
            2 │ …ret.ron", as: "a"), (file: "/etc/passwd", as: "b"), (file: "x/../../y.ron", as: "c"), (file: "…
              ╰╴                            ━━━━━━━━━━━━━ a path within it is needed

            error[E0102]: `x/../../y.ron` may lie outside the main file's folder
              ╭▸ main.ron:2:84
              │
            2 │ …passwd", as: "b"), (file: "x/../../y.ron", as: "c"), (file: "C:\\x", as: "d"),
              ╰╴                           ━━━━━━━━━━━━━━━ a path within it is needed

            error[E0102]: `C:\\x` may lie outside the main file's folder
              ╭▸ main.ron:2:118
              │
            2 │ …./../y.ron", as: "c"), (file: "C:\\x", as: "d"),
              ╰╴                               ━━━━━━━ a path within it is needed

            error[E0103]: cannot include `nowhere.ron`: no such file
              ╭▸ main.ron:3:8
              │
            3 │ (file: "nowhere.ron", as: "e"), (file: "e.ron", as: "e"), (file: "f.ron", as: "a/b"), (file: ""…
              ╰╴       ━━━━━━━━━━━━━ asked for here

            error[E0105]: two includes are called `e`
              ╭▸ main.ron:3:53
              │
            3 │ (file: "nowhere.ron", as: "e"), (file: "e.ron", as: "e"), (file: "f.ron", as: "a/b"), (file: ""…
              ╰╴                                                    ━━━ the second

            error[E0105]: `a/b` cannot name an include
              ╭▸ main.ron:3:79
              │
            3 │ …e"), (file: "f.ron", as: "a/b"), (file: "", as: "f")],
              ╰╴                          ━━━━━ letters, digits, `-`, `_` and `.` only

            error[E0102]: `` is not the path of a file
              ╭▸ main.ron:3:94
              │
            3 │ …"f.ron", as: "a/b"), (file: "", as: "f")],
              ╰╴                             ━━ a relative path with `/` is needed
        "#]],
    );
}

#[test]
fn circles_are_refused() {
    check_whole(
        &main_file(r#"include: [(file: "a.ron", as: "a")],"#),
        &[
            ("a.ron", r#"Scenario(format: 1, include: [(file: "b.ron", as: "b")])"#),
            (
                "b.ron",
                r#"Scenario(format: 1, include: [(file: "./a.ron", as: "a"), (file: "main.ron", as: "m")])"#,
            ),
        ],
        expect![[r#"
            error[E0104]: `a.ron` includes itself: main.ron → a.ron → b.ron → a.ron
              ╭▸ b.ron:1:38
              │
            1 │ Scenario(format: 1, include: [(file: "./a.ron", as: "a"), (file: "main.ron", as: "m")])
              │                                      ━━━━━━━━━ closes the circle
              │
              ╰ note: asked for at a.ron:1:38

            error[E0104]: `main.ron` includes itself: main.ron → a.ron → b.ron → main.ron
              ╭▸ b.ron:1:66
              │
            1 │ Scenario(format: 1, include: [(file: "./a.ron", as: "a"), (file: "main.ron", as: "m")])
              │                                                                  ━━━━━━━━━━ closes the circle
              │
              ╰ note: asked for at a.ron:1:38
        "#]],
    );
}

#[test]
fn includes_cannot_multiply_without_end() {
    let files: Vec<(String, String)> = (0..12)
        .map(|n| {
            let twice = format!(
                "Scenario(format: 1, include: [(file: \"{0}.ron\", as: \"a\"), (file: \"{0}.ron\", as: \"b\"), (file: \"{0}.ron\", as: \"c\")])",
                n + 1
            );
            (format!("{n}.ron"), if n == 11 { String::from("Scenario(format: 1)") } else { twice })
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let parsed = read(&main_file(r#"include: [(file: "0.ron", as: "a")],"#), &files);
    assert!(parsed.scenario.is_none());
    assert!(parsed.sources.len() <= 1001);
}
