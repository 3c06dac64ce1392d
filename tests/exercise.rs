//! Corners of the exercise: the prelude, the order of injects and conditions, and what effects do, each with an answer that
//! can be worked out by hand.

mod common;

use common::{model, play};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, Value, narrate, value};
use jointex::model::{Measure, Model, Origin, Quantity};
use jointex::sim::{Happening, Milestone, Outcome};

/// Organisation `a` with one zone of desks `h` and one team that sees everything at once and does what `playbook` says.
fn scenario(frame: &str, campaigns: &str, playbook: &str, rest: &str) -> String {
    format!(
        r#"Scenario(format: 1, id: "exercise", title: "An exercise", startex: "2026-03-02T08:00[UTC]", endex: "10d", {frame}
            organisations: [(id: "a")],
            network: (zones: [(id: "z", owner: "a")], assets: [(id: "h", zone: "z", services: ["x"], count: 20)]),
            techniques: [
                (id: "loud", tactic: PrivilegeEscalation, needs: (), success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [(Process, 1)])),
                (id: "hop", tactic: LateralMovement, needs: (service: "x"), success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [])),
            ],
            campaigns: [{campaigns}],
            crews: [(id: "it", organisation: "a", seats: 1)],
            teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"), playbook: "p")],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
            playbooks: [(id: "p", phases: [{playbook}])],
            {rest}
        )"#
    )
}

/// One loud step, an hour after the campaign begins.
fn loud(start: &str) -> String {
    format!(
        r#"(id: "c", start: {start}, initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "loud")])"#
    )
}

const DECLARE: &str = r#"Declare(tier: "l", time: "10min")"#;

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    play(model, 1, true, look).remove(0)
}

/// The hours of one response measure of the only responder.
fn hours(model: &Model, outcome: &Outcome<'_>, quantity: Quantity, origin: Origin) -> f64 {
    let measure = Measure {
        responder: jointex::model::ResponderIdx(0),
        campaign: jointex::model::CampaignIdx(0),
        origin,
        ..Measure::of(quantity)
    };
    match value(model, outcome, &measure) {
        Value::Observed(micros) => micros / 3.6e9,
        other => panic!("{other:?}"),
    }
}

mod prelude {
    use super::*;

    #[test]
    fn what_began_before_startex_is_timed_from_its_own_beginning() {
        let model = model(&scenario(r#"prelude: "30d","#, &loud("\"-3d\""), DECLARE, ""));
        let found = once(&model, |outcome| {
            let at = |quantity, origin| hours(&model, outcome, quantity, origin);
            [
                at(Quantity::TimeToCompromise, Origin::FirstHold),
                at(Quantity::TimeToDetect, Origin::FirstHold),
                at(Quantity::TimeToDetect, Origin::Startex),
            ]
        });
        assert_eq!(found, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn what_began_after_startex_is_timed_as_without_a_prelude() {
        for frame in ["", r#"prelude: "30d","#] {
            let model = model(&scenario(frame, &loud("\"2026-03-03T08:00\""), DECLARE, ""));
            let found = once(&model, |outcome| {
                let at = |quantity, origin| hours(&model, outcome, quantity, origin);
                [
                    at(Quantity::TimeToCompromise, Origin::FirstHold),
                    at(Quantity::TimeToDetect, Origin::FirstHold),
                    at(Quantity::TimeToDetect, Origin::Startex),
                ]
            });
            assert_eq!(found, [24.0, 1.0, 25.0], "{frame}");
        }
    }

    #[test]
    fn the_chronicle_and_the_story_tell_civil_time() {
        let model = model(&scenario(r#"prelude: "30d","#, &loud("\"-3d\""), DECLARE, ""));
        let (record, line) = once(&model, |outcome| {
            let trace = outcome.trace.expect("the trace is on");
            let record = Chronicle::new(&model, trace).records().next().expect("the campaign starts");
            let line = narrate(&model, outcome, 40).lines.remove(0);
            ((record.t_us, record.civil), (line.t_us, line.moment))
        });
        let three_days = -3 * 24 * 3_600_000_000;
        assert_eq!(record, (three_days, String::from("2026-02-27T08:00:00+00:00")));
        assert_eq!(line, (three_days, String::from("27 Feb 08:00")));
    }

    #[test]
    fn loads_are_measured_from_startex_and_shifts_run_before_it() {
        let frame = r#"prelude: "7d","#;
        let text = scenario(frame, "", DECLARE, "")
            .replace("sensitivity: 1)", r#"sensitivity: 1, false_alarms: PerHour(10))"#);
        // Nobody but on Sundays, the day before STARTEX: then what came in a week is done, and no seat is on duty after it
        // until the next Sunday.
        let text = text.replace(
            r#"(id: "l", seats: 1)"#,
            r#"(id: "l", seats: 100, shifts: Weekly("Sun", "00:00", "24:00"))"#,
        );
        let model = model(&text);
        let (alerts, duty) = once(&model, |outcome| {
            (outcome.ledger.teams[0].alerts_false, outcome.ledger.pools[0].duty as f64 / 3.6e9)
        });
        // Ten days at ten an hour; the standard deviation is 49.
        assert!((2200..2600).contains(&alerts), "{alerts}");
        assert_eq!(duty, 100.0 * 24.0);
    }

    #[test]
    fn a_milestone_in_the_prelude_stands() {
        let model = model(&scenario(r#"prelude: "30d","#, &loud("\"-3d\""), DECLARE, ""));
        let declared =
            once(&model, |outcome| outcome.ledger.responses[0].milestones[Milestone::Declared as usize]);
        assert_eq!(declared.hours(), 27.0 * 24.0 + 1.0 + 11.0 / 60.0);
    }
}

/// Hours after STARTEX at which each inject came, in the order of their numbers; negative for never.
fn came(text: &str) -> Vec<f64> {
    let model = model(text);
    once(&model, |outcome| {
        let hours = |at: &SimTime| match *at {
            SimTime::MAX => -1.0,
            at => at.since(model.frame.startex).hours(),
        };
        outcome.ledger.injects.iter().map(hours).collect()
    })
}

mod conditions {
    use super::*;

    /// The campaign holds one desk from 3 h on, is seen at 4 h and declared at 4 h 11 min.
    #[track_caller]
    fn check(msel: &str, expected: &[f64]) {
        let text = scenario("", &loud("\"3h\""), DECLARE, &format!("msel: [{msel}],"));
        assert_eq!(came(&text), expected);
    }

    #[test]
    fn an_inject_follows_another() {
        check(
            r#"(no: "3", after: (inject: "2", delay: "2h")), (no: "1", at: "1h"), (no: "2", after: (inject: "1"))"#,
            &[1.0, 1.0, 3.0],
        );
        // Nearly two days, but not in every draw, which would be refused.
        check(
            r#"(no: "1", at: "9d"), (no: "2", after: (inject: "1", delay: LogNormal(median: "2d", sigma: 0.001)))"#,
            &[216.0, -1.0],
        );
    }

    #[test]
    fn first_times_and_levels_are_waited_for() {
        check(r#"(no: "1", when: Reached("time_to_detect[org=a]"))"#, &[4.0]);
        check(r#"(no: "1", when: Reached("time_to_detect[org=a]"), delay: "30min")"#, &[4.5]);
        check(r#"(no: "1", when: AtLeast("assets_held_now", 1))"#, &[3.0]);
        check(r#"(no: "1", when: AtLeast("assets_held_now", 2))"#, &[-1.0]);
        check(r#"(no: "1", when: AtLeast("alerts_true[team=t]", 1))"#, &[4.0]);
        check(
            r#"(no: "1", when: All([AtLeast("assets_held_total", 1), AtLeast("incidents[team=t]", 1)]))"#,
            &[4.0 + 1.0 / 60.0],
        );
        check(
            r#"(no: "1", when: Any([AtLeast("assets_held_total", 1), AtLeast("incidents[team=t]", 1)]))"#,
            &[3.0],
        );
    }

    #[test]
    fn what_is_true_from_the_beginning_is_met_at_startex() {
        check(r#"(no: "1", when: AtMost("assets_held_now", 0))"#, &[0.0]);
        check(r#"(no: "1", when: Not(Reached("time_to_declare[org=a]")))"#, &[0.0]);
    }

    #[test]
    fn what_has_not_happened_is_waited_for() {
        let not_yet = r#"NotYet(measure: "time_to_declare[org=a]", by: "4h")"#;
        check(&format!(r#"(no: "1", when: {not_yet})"#), &[4.0]);
        // From 4 h on it has not been declared, but there is no incident; from 4 h 1 min on there is; at 4 h 11 min it is declared.
        check(
            &format!(r#"(no: "1", when: All([{not_yet}, AtLeast("incidents[team=t]", 1)]))"#),
            &[4.0 + 1.0 / 60.0],
        );
        // Not before 4 h it is false again, when it is declared.
        check(
            &format!(r#"(no: "1", when: All([Injected("2"), Not({not_yet})])), (no: "2", at: "4h 5min")"#),
            &[4.0 + 11.0 / 60.0, 4.0 + 5.0 / 60.0],
        );
        check(
            r#"(no: "1", at: "2h"), (no: "2", when: NotYet(measure: "time_to_detect[org=a]", by: "90min", inject: "1")),
               (no: "3", when: NotYet(measure: "time_to_detect[org=a]", by: "3h", inject: "1"))"#,
            &[2.0, 3.5, -1.0],
        );
    }

    #[test]
    fn injects_enable_each_other_within_an_instant() {
        check(
            r#"(no: "1", when: Any([Injected("2"), AtLeast("assets_held_now", 5)])),
               (no: "2", when: Any([Injected("1"), AtLeast("assets_held_now", 1)])),
               (no: "3", when: All([Injected("1"), Injected("2")]))"#,
            &[3.0, 3.0, 3.0],
        );
    }

    #[test]
    fn what_is_met_at_one_look_comes_together_in_the_order_of_numbers() {
        // Each would forbid the other, but both are judged before either comes.
        let msel = r#"(no: "10", when: All([AtLeast("assets_held_now", 1), Not(Injected("2"))])),
                      (no: "2", when: All([AtLeast("assets_held_now", 1), Not(Injected("10"))])), (no: "1", at: "3h")"#;
        let text = scenario("", &loud("\"3h\""), DECLARE, &format!("msel: [{msel}],"));
        let model = model(&text);
        let order = once(&model, |outcome| {
            let entries = outcome.trace.expect("the trace is on").entries.iter();
            let injects = entries.filter_map(|entry| match entry.what {
                Happening::Injected(inject) => Some(model.names.injects[inject.at()].number.clone()),
                _ => None,
            });
            injects.collect::<Vec<_>>()
        });
        assert_eq!(order, ["1", "2", "10"]);
    }

    #[test]
    fn what_is_true_for_a_part_of_an_instant_is_never_met() {
        // It is held, and let go in the same instant.
        let campaign = r#"(id: "c", start: "3h", initially_held: [Asset("h[1]")],
            spread: [Scan(technique: "hop", rate: PerHour(1), active_for: "0s", then: Immune)])"#;
        let now = r#"msel: [(no: "1", when: AtLeast("assets_held_now", 1)), (no: "2", when: AtLeast("assets_held_total", 1))],"#;
        assert_eq!(came(&scenario("", campaign, DECLARE, now)), [-1.0, 3.0]);
    }

    #[test]
    fn nothing_is_met_in_the_prelude() {
        let msel = r#"msel: [(no: "1", when: Reached("time_to_declare[org=a]")), (no: "2", when: AtLeast("assets_held_now", 1))],"#;
        let text = scenario(r#"prelude: "3d","#, &loud("\"-2d\""), DECLARE, msel);
        assert_eq!(came(&text), [0.0, 0.0]);
    }
}

mod effects {
    use super::*;

    /// The outcome of one replication under these injects, as `look` sees it.
    fn with<T>(campaigns: &str, msel: &str, rest: &str, look: impl FnMut(&Outcome<'_>) -> T) -> T {
        let text = scenario("", campaigns, DECLARE, &format!("msel: [{msel}], {rest}"));
        once(&model(&text), look)
    }

    fn total(outcome: &Outcome<'_>) -> u32 {
        outcome.ledger.total
    }

    fn loss(outcome: &Outcome<'_>) -> f64 {
        outcome.ledger.functions[0].loss / 3.6e9
    }

    #[test]
    fn a_campaign_starts_once_with_its_inject() {
        let msel = r#"(no: "1", at: "5h", effect: StartCampaign("c")), (no: "2", at: "7h", effect: StartCampaign("c"))"#;
        let started = with(&loud("OnInject"), msel, "", |outcome| {
            let entries = outcome.trace.expect("the trace is on").entries.iter();
            let starts = entries.filter(|entry| matches!(entry.what, Happening::CampaignStarted(_)));
            starts.map(|entry| entry.at.hours()).collect::<Vec<_>>()
        });
        assert_eq!(started, [5.0]);
    }

    /// A worm that needs the weakness `hole`, which nothing has at first, spreads as `spread` says.
    fn worm(spread: &str, msel: &str) -> (u32, u64) {
        let campaign = format!(r#"(id: "c", initially_held: [Asset("h[1]")], spread: [{spread}])"#);
        let text = scenario("", &campaign, DECLARE, &format!("msel: [{msel}],")).replace(
            r#"(id: "hop","#,
            r#"(id: "crack", tactic: LateralMovement, needs: (service: "x", weakness: "hole"), success: 1, time: "0s", retries: 0), (id: "hop","#,
        );
        let text = match spread.starts_with("Contact") {
            true => text.replace(r#"(id: "z", owner: "a")"#, r#"(id: "z", owner: "a", topology: Complete)"#),
            false => text,
        };
        once(&model(&text), |outcome| (outcome.ledger.total, outcome.ledger.campaigns[0].prevented))
    }

    #[test]
    fn a_disclosed_weakness_is_used_from_then_on_and_a_patch_ends_it() {
        let disclose =
            r#"(no: "2", at: "5h", effect: DiscloseWeakness(weakness: "hole", on: [First("h", 10)]))"#;
        let patch_after = format!(
            r#"{disclose}, (no: "3", at: "5h", effect: Patch(weakness: "hole", on: [Group("h")], over: "1min"))"#
        );
        let patch_before =
            format!(r#"{disclose}, (no: "1", at: "4h", effect: Patch(weakness: "hole", on: [Group("h")]))"#);
        for spread in [
            r#"Scan(technique: "crack", rate: PerHour(100))"#,
            r#"Contact(technique: "crack", delay: "2h", active_for: "5d")"#,
        ] {
            assert_eq!(worm(spread, disclose), (10, 0), "{spread}");
            assert_eq!(worm(spread, &patch_before), (1, 0), "{spread}");
        }
        // Nine targets under a contact of two hours each, patched a minute after they became weak.
        let contact = r#"Contact(technique: "crack", delay: "2h", attempts: 1)"#;
        assert_eq!(worm(contact, &patch_after), (1, 9));
    }

    #[test]
    fn what_is_taken_down_is_out_of_service_until_it_is_brought_up() {
        let function = r#"functions: [(id: "f", organisation: "a", assets: [First("h", 2)], needs: All)],"#;
        for what in [r#"function: "f""#, r#"assets: [Asset("h[1]")]"#] {
            let msel = format!(
                r#"(no: "1", at: "1h", effect: TakeDown({what})), (no: "2", at: "4h", effect: BringUp({what})),
                   (no: "3", when: AtMost("function_level[function=f]", 0.5)), (no: "4", when: All([Injected("3"), AtLeast("function_level[function=f]", 1)]))"#
            );
            let text = scenario("", "", DECLARE, &format!("msel: [{msel}], {function}"));
            assert_eq!(once(&model(&text), loss), 3.0, "{what}");
            assert_eq!(came(&text), [1.0, 4.0, 1.0, 4.0], "{what}");
        }
    }

    #[test]
    fn what_was_cut_is_passed_again_when_it_is_restored() {
        let campaign = r#"(id: "c", initially_held: [Asset("h[1]")], flow: [(id: "x", technique: "hop", target: Asset("t"), retries: 1000, objective: true)])"#;
        let text = |effect: &str| {
            let msel = format!(
                r#"msel: [(no: "1", at: "0s", effect: Cut({effect})), (no: "2", at: "50h", effect: Restore({effect}))],"#
            );
            scenario("", campaign, DECLARE, &msel)
                .replace(
                    r#"zones: [(id: "z", owner: "a")]"#,
                    r#"zones: [(id: "y", owner: "a"), (id: "z", owner: "a")]"#,
                )
                .replace(
                    r#"count: 20)])"#,
                    r#"count: 20), (id: "t", zone: "y", services: ["x"])],
                       links: [(from: "z", to: "y", allow: ["x"], both_ways: true, medium: Cable("c"))])"#,
                )
        };
        for effect in [r#"cable: "c""#, r#"link: (from: "z", to: "y")"#, r#"link: (from: "y", to: "z")"#] {
            // `hop` goes for what is in reach: first the nineteen desks beside it would be taken, were they its target.
            let reached = once(&model(&text(effect)), |outcome| {
                let entries = outcome.trace.expect("the trace is on").entries.iter();
                let mut reached =
                    entries.filter(|entry| matches!(entry.what, Happening::ObjectiveReached { .. }));
                reached.next().map(|entry| entry.at.hours())
            });
            assert!(reached.is_some_and(|at| at > 50.0), "{effect}: {reached:?}");
        }
    }

    #[test]
    fn seats_change_for_a_time() {
        // Ten tickets at once, an hour each.
        let work = |staff: &str| {
            let msel = format!(
                r#"msel: [(no: "1", at: "0s", effect: Several([{staff} Load(team: "t", tickets: 10, over: "0s")]))],"#
            );
            let text = scenario("", "", DECLARE, &msel).replace(r#"time: "1min")"#, r#"time: "1h")"#);
            once(&model(&text), |outcome| {
                let pool = &outcome.ledger.pools[0];
                (pool.duty as f64 / 3.6e9, pool.waits.sum as f64 / 3.6e9)
            })
        };
        assert_eq!(work(""), (240.0, 45.0));
        assert_eq!(work(r#"Staff(team: "t", tier: "l", seats: 1, for: "5h"),"#), (245.0, 20.0));
        assert_eq!(work(r#"Staff(team: "t", tier: "l", seats: -1, for: "5h"),"#), (235.0, 95.0));
        assert_eq!(work(r#"Staff(team: "t", tier: "l", seats: +1),"#), (480.0, 20.0));
        assert_eq!(work(r#"Staff(team: "t", tier: "l", seats: -7, for: "5h"),"#), (235.0, 95.0));
    }

    #[test]
    fn the_story_tells_what_changed() {
        let text = scenario(
            "",
            "",
            DECLARE,
            r#"msel: [(no: "1", at: "1h", title: "The flu", effect: Several([
                   Staff(team: "t", tier: "l", seats: -1, for: "5h"), TakeDown(assets: [Asset("h[3]")]), TakeDown(function: "f")]))],
               functions: [(id: "f", organisation: "a", assets: [First("h", 2)])],"#,
        );
        let model = model(&text);
        let lines = once(&model, |outcome| {
            let told = narrate(&model, outcome, 40).lines;
            told.into_iter()
                .map(|line| format!("{} {} {}", line.moment, line.what, line.remark))
                .collect::<Vec<_>>()
        });
        assert_eq!(
            lines,
            [
                "2 Mar 09:00 The flu ",
                "2 Mar 09:00 t/l has 1 seat fewer ",
                "2 Mar 09:00 h[3] is taken down ",
                "2 Mar 09:00 f is taken down ",
                "2 Mar 09:00 is down ",
                "2 Mar 14:00 t/l has 1 seat fewer is over",
            ]
        );
    }

    #[test]
    fn nothing_is_changed_without_its_inject() {
        assert_eq!(with(&loud("\"1h\""), "", "", total), 1);
    }
}
