//! Parallel exercises: two staffs with controllers and players of their own, each rule with an answer that can be worked out by hand.

mod common;

use common::{model, model_with, play};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, Measures, Value, narrate, value};
use jointex::model::{Measure, Model, Quantity, StaffIdx};
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{Outcome, Worker};
use jointex::study::{Watch, replicate};

/// Two staffs of one controller each: one on weekdays from eight to eighteen, one around the clock. An inject keeps a controller for an
/// hour. STARTEX is a Monday at eight.
fn scenario(msel: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "staffs", title: "Staffs", startex: "2026-03-02T08:00[UTC]", endex: "100h",
            organisations: [(id: "ncirc"), (id: "cert"), (id: "ally")],
            network: (zones: [(id: "z", owner: "ncirc"), (id: "y", owner: "cert")], assets: [(id: "h", zone: "z"), (id: "g", zone: "y")]),
            functions: [(id: "theirs", organisation: "ncirc", assets: [Asset("h")]), (id: "ours", organisation: "cert", assets: [Asset("g")])],
            coordination: (delay: "2h"),
            staffs: [
                (id: "nato", players: ["ncirc", "ally"], controllers: 1, hours: Weekly("Mon-Fri", "08:00", "18:00"), time: "1h"),
                (id: "eu", players: ["cert", "ally"], controllers: 1, time: "1h"),
            ],
            msel: [{msel}],
        )"#
    )
}

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

fn hours(at: SimTime) -> Option<f64> {
    (at != SimTime::MAX).then(|| at.hours())
}

/// When each inject came.
fn came(msel: &str, paths: &[(&str, &str)]) -> Vec<Option<f64>> {
    let came = |outcome: &Outcome<'_>| outcome.ledger.injects.iter().map(|&at| hours(at)).collect();
    once(&model_with(&scenario(msel), paths), came)
}

const APART: &[(&str, &str)] = &[("coordination", "None")];

#[test]
fn an_inject_comes_as_a_controller_takes_it_up() {
    let both = r#"(no: "2", at: "1h", staff: "nato"), (no: "1", at: "1h", staff: "nato"), (no: "3", at: "1h", staff: "eu"),
        (no: "4", at: "1h"), (no: "5", at: "2h30min", staff: "nato")"#;
    // In the order of numbers; the fifth waits for the second's end.
    assert_eq!(came(both, &[]), [1.0, 2.0, 1.0, 1.0, 3.0].map(Some));
    assert_eq!(came(both, &[("staffs[nato].controllers", "2")]), [1.0, 1.0, 1.0, 1.0, 2.5].map(Some));
    assert_eq!(came(both, &[("staffs[nato].time", "\"0s\"")]), [1.0, 1.0, 1.0, 1.0, 2.5].map(Some));
}

#[test]
fn nobody_gives_injects_off_shift() {
    let late = r#"(no: "1", at: "9h30min", staff: "nato"), (no: "2", at: "9h45min", staff: "nato"), (no: "3", at: "12h", staff: "nato"),
        (no: "4", at: "12h", staff: "eu")"#;
    // The first is given, and what is left to do about it half an hour of the next morning.
    assert_eq!(came(late, &[]), [9.5, 24.5, 25.5, 12.0].map(Some));
    assert_eq!(
        came(late, &[("staffs[nato].time_zone", "\"America/New_York\"")])[0],
        Some(9.5),
        "05:00 to 13:00 UTC later"
    );
}

#[test]
fn what_follows_the_other_staffs_inject_waits_for_the_word() {
    let follows = |delay: &str| {
        format!(
            r#"(no: "1", at: "1h", staff: "nato"), (no: "2", after: (inject: "1", delay: "{delay}"), staff: "eu")"#
        )
    };
    assert_eq!(came(&follows("30min"), &[]), [Some(1.0), Some(3.0)], "told at three");
    assert_eq!(came(&follows("5h"), &[]), [Some(1.0), Some(6.0)], "told long before");
    assert_eq!(came(&follows("30min"), &[("coordination.delay", "None")]), [Some(1.0), Some(1.5)]);
    assert_eq!(came(&follows("30min"), APART), [Some(1.0), Some(1.5)], "as planned");
    // Its own, and what is in nobody's hands, it sees.
    assert_eq!(came(&follows("30min"), &[("msel[2].staff", "\"nato\"")]), [Some(1.0), Some(2.0)]);
    assert_eq!(came(&follows("30min"), &[("msel[2].staff", "None")]), [Some(1.0), Some(1.5)]);
    assert_eq!(came(&follows("30min"), &[("msel[1].staff", "None")]), [Some(1.0), Some(1.5)]);
}

#[test]
fn without_coordination_the_plan_is_followed_blindly() {
    let late = r#"(no: "1", at: "12h", staff: "nato"), (no: "2", after: (inject: "1", delay: "1h"), staff: "eu"),
        (no: "3", after: (inject: "2", delay: "4h"), staff: "nato"), (no: "4", after: (inject: "2", delay: "2h"), staff: "eu")"#;
    // The third is due at 30, by when the first has been given at 24.
    assert_eq!(came(late, &[]), [Some(24.0), Some(26.0), Some(30.0), Some(28.0)]);
    // The second is due at 13, before the first; the third at 17, when nobody is there; it waits behind the first.
    assert_eq!(came(late, APART), [Some(24.0), Some(13.0), Some(25.0), Some(15.0)]);
    assert_eq!(counts(late, APART, None), [2.0, 0.0, 1.0]);
    // Where somebody is there all the time, each comes when the plan has it.
    let there = [APART[0], ("staffs[nato].hours", "AroundTheClock")];
    assert_eq!(came(late, &there), [Some(12.0), Some(13.0), Some(17.0), Some(15.0)]);
    assert_eq!(counts(late, &[], None), [2.0, 0.0, 0.0]);
    // One that comes in the same instant comes after the other all the same.
    let at_once = r#"(no: "1", at: "1h", staff: "nato"), (no: "2", after: (inject: "1"), staff: "nato")"#;
    assert_eq!(came(at_once, &[("staffs[nato].controllers", "2")]), [Some(1.0), Some(1.0)]);
    assert_eq!(counts(at_once, &[("staffs[nato].controllers", "2")], None), [0.0, 0.0, 0.0]);
}

/// How many injects are late, not given and out of order, of a staff or of all.
fn counts(msel: &str, paths: &[(&str, &str)], staff: Option<u32>) -> Vec<f64> {
    let model = model_with(&scenario(msel), paths);
    let staff = staff.map_or(StaffIdx::NONE, StaffIdx);
    once(&model, |outcome| {
        let count = |quantity| match value(&model, outcome, &Measure { staff, ..Measure::of(quantity) }) {
            Value::Observed(number) => number,
            other => panic!("{other:?}"),
        };
        [Quantity::InjectsLate, Quantity::InjectsNotGiven, Quantity::InjectsOutOfOrder].map(count).to_vec()
    })
}

#[test]
fn a_condition_about_the_other_staffs_players_is_known_by_word_only() {
    let on = |condition: &str| {
        format!(
            r#"(no: "1", at: "3h", effect: Several([TakeDown(function: "theirs"), TakeDown(function: "ours")])), (no: "2", at: "4h", staff: "nato"),
            (no: "3", when: {condition}, delay: "1h", staff: "eu")"#
        )
    };
    let third = |condition: &str, paths: &[(&str, &str)]| came(&on(condition), paths)[2];
    let theirs = r#"AtMost("function_level[function=theirs]", 0)"#;
    let ours = r#"AtMost("function_level[function=ours]", 0)"#;
    for (condition, together, apart) in [
        (ours, Some(4.0), Some(4.0)),
        (theirs, Some(5.0), None),
        // Seen as a whole once all of it is known.
        (&format!("All([{ours}, {theirs}])"), Some(5.0), None),
        (&format!("Not(Not({theirs}))"), Some(5.0), None),
        (r#"Injected("1")"#, Some(4.0), Some(4.0)),
        (r#"Injected("2")"#, Some(6.0), None),
        (r#"AtMost("assets_held_now", 0)"#, Some(1.0), Some(1.0)),
    ] {
        assert_eq!((third(condition, &[]), third(condition, APART)), (together, apart), "{condition}");
    }
    // Who plays with both is seen by both, and who plays with nobody by all.
    let shared = ("staffs[eu].players", r#"["cert", "ncirc"]"#);
    assert_eq!(third(theirs, &[shared]), Some(4.0));
    assert_eq!(third(theirs, &[("staffs[nato].players", r#"["ally"]"#)]), Some(4.0));
    assert_eq!(counts(&on(theirs), APART, Some(0)), [0.0, 1.0, 0.0], "due and not given");
    assert_eq!(counts(&on(theirs), &[], Some(0)), [1.0, 0.0, 0.0]);
}

#[test]
fn what_follows_a_contingency_of_the_other_staff_is_never_given_without_word_of_it() {
    let chain = r#"(no: "1", when: AtMost("function_level[function=theirs]", 1), staff: "nato"), (no: "2", after: (inject: "1"), staff: "eu"),
        (no: "3", after: (inject: "2"), staff: "eu")"#;
    assert_eq!(came(chain, &[]), [Some(0.0), Some(2.0), Some(3.0)]);
    assert_eq!(came(chain, APART), [Some(0.0), None, None]);
    assert_eq!(counts(chain, APART, None), [0.0, 1.0, 0.0], "the third is not due");
}

#[test]
fn lateness_is_a_mean_over_all_that_were_due() {
    let lateness = |msel: &str, paths: &[(&str, &str)]| {
        let model = model_with(&scenario(msel), paths);
        once(&model, |outcome| {
            value(&model, outcome, &Measure::of(Quantity::InjectLateness))
                .reported(Quantity::InjectLateness.unit())
        })
    };
    let three = r#"(no: "1", at: "1h", staff: "nato"), (no: "2", at: "1h", staff: "nato"), (no: "3", at: "1h", staff: "eu"), (no: "4", at: "1h")"#;
    assert_eq!(lateness(three, &[]), Value::Observed(1.0 / 3.0));
    assert_eq!(lateness(r#"(no: "1", at: "1h")"#, &[]), Value::NotAtRisk);
    // What is never called for is never due.
    let uncalled =
        r#", (no: "5", when: AtMost("function_level[function=theirs]", 0), staff: "eu")"#.to_owned();
    assert_eq!(lateness(&(three.to_owned() + &uncalled), &[]), Value::Observed(1.0 / 3.0));
    let never = r#"(no: "1", when: Injected("2"), staff: "eu"), (no: "2", at: "1h", staff: "nato")"#;
    assert_eq!(
        lateness(never, APART),
        Value::Censored(99.0 / 2.0),
        "one in time, one not given for 99 hours"
    );
}

#[test]
fn conditions_see_how_the_staffs_keep_to_the_plan() {
    let msel = r#"(no: "1", at: "1h", staff: "nato"), (no: "2", at: "1h", staff: "nato"), (no: "3", when: AtLeast("injects_late[staff=nato]", 1)),
        (no: "4", when: AtLeast("injects_not_given", 1)), (no: "5", when: AtLeast("injects_late", 1), staff: "eu")"#;
    // One waits from hour one to hour two; the other staff hears two hours later only of what it is told of.
    assert_eq!(came(msel, &[]), [1.0, 2.0, 2.0, 1.0, 2.0].map(Some));
    let told = msel.replace("AtLeast(\"injects_late\", 1)", "AtLeast(\"injects_late[staff=nato]\", 1)");
    assert_eq!(came(&told, &[])[4], Some(4.0));
}

#[test]
fn staffs_that_are_always_there_and_tell_at_once_are_one() {
    let msel = |nato: &str, eu: &str| {
        format!(
            r#"(no: "1", at: "1h"{nato}), (no: "2", after: (inject: "1", delay: Exponential(mean: "3h")){eu}), (no: "3", at: "20h", effect: TakeDown(function: "theirs"){nato}),
            (no: "4", when: AtMost("function_level[function=theirs]", 0), delay: Exponential(mean: "3h"){eu})"#
        )
    };
    let plenty = [
        ("staffs[nato].hours", "AroundTheClock"),
        ("staffs[nato].time", "\"0s\""),
        ("staffs[eu].time", "\"0s\""),
        ("coordination", "()"),
    ];
    let two = came(&msel(", staff: \"nato\"", ", staff: \"eu\""), &plenty);
    assert_eq!(two, came(&msel("", ""), &[]));
    // And staffs that give nothing move nothing.
    let print = |text: &str| once(&model(text), |outcome| outcome.fingerprint);
    let text = scenario(&msel("", ""));
    let (start, end) =
        (text.find("coordination").expect("it is there"), text.find("msel").expect("it is there"));
    let hours = [("staffs[nato].hours", "AroundTheClock")];
    let with = once(&model_with(&text, &hours), |outcome| outcome.fingerprint);
    assert_eq!(with, print(&format!("{}{}", &text[..start], &text[end..])));
}

#[test]
fn every_output_tells_of_it() {
    let msel = r#"(no: "1", at: "1h", title: "First", staff: "nato"), (no: "2", at: "1h", title: "Second", staff: "nato"),
        (no: "3", when: AtMost("function_level[function=theirs]", 1), staff: "eu")"#;
    let model = model_with(&scenario(msel), APART);
    let replications = replicate(&model, 1, 3, &Watch::default());
    let report = run_report(&model, &replications, None);
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let start = page.find("STAFFS").expect("the section");
    let end = page[start..].find("\n\n").map_or(page.len(), |end| start + end);
    expect_test::expect![[r#"
        STAFFS                injects    late    mean delay    not given    out of order
        eu                          1       0         4.2 d            1               0
        nato                        2       1        30 min            0               0
          Means of a replication. Out of order: given before the inject that it follows.
    "#]]
    .assert_eq(&page[start..end]);
    let mut out = Vec::new();
    json::write(&report, &mut out).expect("to memory");
    assert!(String::from_utf8_lossy(&out).contains(r#""staff": "eu""#));
    let mut out = Vec::new();
    csv::write(&model, &replications, &mut out).expect("to memory");
    let table = String::from_utf8_lossy(&out).into_owned();
    assert!(table.contains(",injects_late,,,,,,,,,,,,,nato,,,,observed,,,1,"), "{table}");
    let names = Measures::of(&model).names;
    assert!(names.iter().any(|name| name == "inject_lateness[staff=eu]"));
    assert!(names.iter().any(|name| name == "injects_not_given"));
    let (told, lines) = once(&model, |outcome| {
        let told: Vec<String> = Chronicle::new(&model, outcome.trace.expect("a trace"))
            .records()
            .map(|record| format!("{} {}", record.event, record.about[0].1))
            .collect();
        (told, narrate(&model, outcome, 100).lines)
    });
    assert_eq!(told, ["inject_due 1", "injected 1", "inject_due 2", "injected 2"]);
    let lines: Vec<String> =
        lines.into_iter().map(|line| format!("{}: {}{}", line.who, line.what, line.remark)).collect();
    assert_eq!(lines, ["inject 1: First", "inject 2: Second (60 min late)"]);
}
