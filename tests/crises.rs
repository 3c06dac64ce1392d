//! Crises, each with an answer that can be worked out by hand.

mod common;

use common::{check, model, model_with, play, play_seeded};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, narrate};
use jointex::model::Model;
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{Happening, Outcome, Worker};
use jointex::study::{Watch, replicate};

/// Organisations with a team each, of one seat, of which `a` has a sensor and an authority, and nobody attacks. A ladder asks
/// the authority of `a` for a decision of two hours at hour 10. STARTEX is a Monday at midnight.
fn scenario(crises: &str, msel: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "crises", title: "Crises", startex: "2026-03-02T00:00[UTC]", endex: "100h",
            organisations: [(id: "a", member_of: [(in: Nato)]), (id: "b"), (id: "c")],
            network: (zones: [(id: "z", owner: "a")], assets: [(id: "h", zone: "z")]),
            authorities: [(id: "council", organisation: "a", time: "2h")],
            teams: [
                (id: "s", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h")),
                (id: "t", organisation: "b", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h")),
            ],
            sensors: [(id: "edr", team: "s", covers: [Zone("z")], sees: [Process], sensitivity: 1, false_alarms: PerHour(0.5))],
            crises: [{crises}],
            ladders: [(id: "ask", steps: [(id: "one", when: Injected("1"), authority: "council")])],
            msel: [(no: "1", at: "10h"), {msel}],
        )"#
    )
}

/// A crisis with these fields, on `a`.
fn crisis(fields: &str) -> String {
    format!(r#"(id: "k", kind: Influence, on: ["a"], {fields})"#)
}

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

/// How crises turn, at which hour.
fn turns(crises: &str, msel: &str) -> Vec<String> {
    let model = model(&scenario(crises, msel));
    once(&model, |outcome| {
        let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
        let records = chronicle.records().filter(|record| record.event == "crisis");
        records
            .map(|record| {
                let hour = record.t_us as f64 / 3.6e9;
                format!("{hour} {} {}", record.about[0].1, record.outcome.unwrap_or_default())
            })
            .collect()
    })
}

/// When the decision is made, in hours from when it was asked.
fn decided(crises: &str, msel: &str) -> f64 {
    let model = model(&scenario(crises, msel));
    once(&model, |outcome| {
        let reached = outcome.ledger.ladders[0].reached[0];
        assert!(reached != SimTime::MAX);
        reached.hours() - 10.0
    })
}

#[test]
fn a_crisis_begins_lasts_and_fades() {
    let load = "load: (rate: PerDay(1))";
    assert_eq!(turns(&crisis(load), ""), ["0 k begins"]);
    assert_eq!(turns(&crisis(&format!(r#"{load}, active: false"#)), ""), Vec::<String>::new());
    assert_eq!(
        turns(&crisis(&format!(r#"{load}, start: "5h", lasts: "20h""#)), ""),
        ["5 k begins", "25 k over"]
    );
    assert_eq!(
        turns(&crisis(&format!(r#"{load}, start: "D1 05:00", lasts: "20h", rises: "4h", fades: "10h""#)), ""),
        ["5 k begins", "25 k fades", "35 k over"]
    );
    // One that ends as it begins has no intensity that could fade.
    assert_eq!(
        turns(&crisis(&format!(r#"{load}, lasts: "0s", rises: "4h", fades: "10h""#)), ""),
        ["0 k begins", "0 k over"]
    );
}

#[test]
fn injects_begin_and_end_a_crisis_which_may_begin_anew() {
    let waits = crisis(r#"load: (rate: PerDay(1)), start: OnInject, lasts: "20h", fades: "10h""#);
    let msel = |moves: &[(u32, &str)]| -> String {
        let inject = |(number, (at, what)): (usize, &(u32, &str))| {
            format!(r#"(no: "{}", at: "{at}h", effect: {what}Crisis("k")),"#, number + 2)
        };
        moves.iter().enumerate().map(inject).collect()
    };
    // Begun twice is begun once, and ended before it began is nothing.
    assert_eq!(
        turns(&waits, &msel(&[(1, "End"), (2, "Start"), (4, "Start"), (6, "End"), (7, "End")])),
        ["2 k begins", "6 k fades", "16 k over"]
    );
    // It begins anew while it fades, and lasts from then on: neither the end of the fading nor the first length counts.
    assert_eq!(
        turns(&waits, &msel(&[(2, "Start"), (6, "End"), (10, "Start")])),
        ["2 k begins", "6 k fades", "10 k begins", "30 k fades", "40 k over"]
    );
    assert_eq!(
        turns(&waits, &msel(&[(2, "Start"), (50, "Start")])),
        ["2 k begins", "22 k fades", "32 k over", "50 k begins", "70 k fades", "80 k over"]
    );
}

#[test]
fn conditions_see_how_many_crises_are_under_way() {
    let two = r#"(id: "k", kind: Media, on: ["a"], load: (rate: PerDay(1)), start: "5h", lasts: "9h", fades: "6h"),
        (id: "l", kind: Energy, on: ["b"], load: (rate: PerDay(1)), start: "12h", lasts: "9h")"#;
    let msel = r#"(no: "2", when: AtLeast("crises_now", 2)), (no: "3", when: AtLeast("crises_now[crisis=k]", 1)),
        (no: "4", when: All([Injected("3"), AtMost("crises_now[crisis=k]", 0)])),
        (no: "5", when: All([Injected("2"), AtMost("crises_now", 0)])), (no: "6", when: AtLeast("crisis_tickets", 2)),"#;
    let model = model(&scenario(two, msel));
    let (came, tickets) = once(&model, |outcome| {
        let came: Vec<f64> = outcome.ledger.injects[1..5].iter().map(|at| at.hours()).collect();
        let all: u64 = outcome.ledger.crises.iter().map(|crisis| crisis.tickets).sum();
        (came, (outcome.ledger.injects[5] != SimTime::MAX, all >= 2))
    });
    // `k` fades until hour 20, and is under way until then.
    assert_eq!(came, [12.0, 5.0, 20.0, 21.0]);
    assert_eq!(tickets.0, tickets.1);
}

#[test]
fn decisions_take_longer_by_how_intense_the_crisis_is_when_they_are_asked() {
    assert_eq!(decided("", ""), 2.0);
    assert_eq!(decided(&crisis("slower: 2.5"), ""), 5.0);
    assert_eq!(decided(&crisis("slower: 2.5, active: false"), ""), 2.0);
    // It rises to a half by hour 10: 1 + 1.5 × 0.5.
    assert_eq!(decided(&crisis(r#"slower: 2.5, start: "5h", rises: "10h""#), ""), 3.5);
    // It ends at hour 8 and has faded by a quarter at hour 10: 1 + 1.5 × 0.75.
    assert_eq!(decided(&crisis(r#"slower: 2.5, lasts: "8h", fades: "8h""#), ""), 4.25);
    // It had risen to a half when it ended at hour 9, and fades from there.
    assert_eq!(
        decided(&crisis(r#"slower: 3, start: "1h", lasts: "8h", rises: "16h", fades: "2h""#), ""),
        3.0
    );
    assert_eq!(decided(&crisis(r#"slower: 2.5, lasts: "8h""#), ""), 2.0);
    assert_eq!(decided(&crisis(r#"slower: 2.5, start: "11h""#), ""), 2.0);
    // Two multiply; one that is on others does nothing.
    let two = |on: &str| {
        format!(
            r#"{}, (id: "l", kind: Energy, on: ["{on}"], slower: 3, load: (rate: PerDay(1)))"#,
            crisis("slower: 2.5")
        )
    };
    assert_eq!(decided(&two("a"), ""), 15.0);
    assert_eq!(decided(&two("b"), ""), 5.0);
}

#[test]
fn a_crisis_of_members_is_theirs_as_long_as_they_are() {
    let members = r#"(id: "k", kind: Influence, on: [Members(Nato)], slower: 2.5)"#;
    assert_eq!(decided(members, ""), 5.0);
    let leaves = r#"(no: "0", at: "9h", effect: Leave(organisation: "a", alliance: Nato)),"#;
    assert_eq!(decided(members, leaves), 2.0);
    assert_eq!(decided(&crisis("slower: 2.5"), leaves), 5.0);
}

/// Means over replications of what a crisis brings: tickets, matters, false alarms.
fn brought(crises: &str) -> [Vec<f64>; 3] {
    let model = model(&scenario(crises, ""));
    let seen = play_seeded(&model, 1, 4000, false, |_, outcome| {
        let sum = |of: fn(&jointex::sim::CrisisLedger) -> u64| {
            outcome.ledger.crises.iter().map(of).sum::<u64>() as f64
        };
        [sum(|crisis| crisis.tickets), sum(|crisis| crisis.decisions), sum(|crisis| crisis.false_alarms)]
    });
    std::array::from_fn(|place| seen.iter().map(|all| all[place]).collect())
}

#[test]
fn what_a_crisis_brings_is_its_rate_times_the_area_beneath_its_intensity() {
    let brings = r#"load: (rate: PerHour(1), time: "1min"), decisions: (rate: PerHour(0.5), time: "1min"), false_alarms: 3"#;
    // 40 hours at full intensity.
    let [tickets, decisions, alarms] = brought(&crisis(&format!(r#"{brings}, start: "10h", lasts: "40h""#)));
    check(&tickets, 40.0, 0.02);
    check(&decisions, 20.0, 0.02);
    // Twice the sensor's own half an hour beside it.
    check(&alarms, 40.0, 0.02);
    // 40 hours of which it rises for 20, and fades for 30 more: 10 + 20 + 15 hours of full intensity.
    let [tickets, decisions, alarms] =
        brought(&crisis(&format!(r#"{brings}, lasts: "40h", rises: "20h", fades: "30h""#)));
    check(&tickets, 45.0, 0.02);
    check(&decisions, 22.5, 0.02);
    check(&alarms, 45.0, 0.02);
    // On both teams; nobody else has an authority or a sensor.
    let both = crisis(&format!(r#"{brings}, lasts: "20h""#)).replace(r#"["a"]"#, r#"["a", "b", "c"]"#);
    let [tickets, decisions, alarms] = brought(&both);
    check(&tickets, 40.0, 0.02);
    check(&decisions, 10.0, 0.03);
    check(&alarms, 20.0, 0.02);
}

#[test]
fn tickets_queue_as_in_theory() {
    // M/M/1 at load 0.5: half an hour of work an hour, so a wait of half an hour for each ticket.
    let work = crisis(r#"load: (rate: PerHour(1), time: Exponential(mean: "30min"))"#);
    let text = scenario(&work, "")
        .replace(r#"endex: "100h""#, r#"endex: "5000h""#)
        .replace("PerHour(0.5)", "PerHour(0)");
    let waits = play_seeded(&model(&text), 1, 200, false, |_, outcome| {
        let waits = &outcome.ledger.teams[0].waits;
        waits.sum as f64 / waits.count as f64 / 3.6e9
    });
    check(&waits, 0.5, 0.02);
}

#[test]
fn an_authority_that_is_occupied_lets_others_wait() {
    // M/G/1 at load 0.5 with matters of half an hour: residual work 1 × 0.5² / 2 / 0.5 = a quarter of an hour, then two hours.
    let decisions = crisis(r#"start: "-3d", decisions: (rate: PerHour(1), time: "30min")"#);
    let text = scenario(&decisions, "").replace(r#"endex: "100h""#, r#"endex: "100h", prelude: "3d""#);
    let waits = play_seeded(&model(&text), 1, 20_000, false, |_, outcome| {
        outcome.ledger.ladders[0].reached[0].hours() - 82.0
    });
    check(&waits, 2.25, 0.02);
}

#[test]
fn the_sensor_s_own_false_alarms_stay_as_they_were() {
    let alarms = |crises: &str| {
        let model = model(&scenario(crises, ""));
        once(&model, |outcome| {
            let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
            chronicle
                .records()
                .filter(|it| it.event.starts_with("alert_raised"))
                .map(|it| it.t_us)
                .collect::<Vec<i64>>()
        })
    };
    let (without, with) = (alarms(""), alarms(&crisis("false_alarms: 4")));
    assert!(
        with.len() > 2 * without.len() && without.iter().all(|at| with.contains(at)),
        "{without:?} {with:?}"
    );
}

#[test]
fn a_crisis_that_can_not_come_is_none() {
    let strong = r#"load: (rate: PerHour(1), severity: Critical), decisions: (rate: PerHour(1), time: "1h"), slower: 3, false_alarms: 3"#;
    let fingerprint = |crises: &str| once(&model(&scenario(crises, "")), |outcome| outcome.fingerprint);
    assert_eq!(fingerprint(""), fingerprint(&crisis(&format!("{strong}, active: false"))));
    assert_ne!(fingerprint(""), fingerprint(&crisis(strong)));
    // Where nobody has a team, an authority or a sensor it is heard of and strains nobody.
    let on_c = crisis(strong).replace(r#"["a"]"#, r#"["c"]"#);
    let told = once(&model(&scenario(&on_c, "")), |outcome| {
        let team = &outcome.ledger.teams[0];
        (outcome.ledger.crises.clone(), team.tickets)
    });
    assert_eq!((told.0[0].tickets, told.0[0].decisions, told.0[0].false_alarms, told.1), (0, 0, 0, 0));
}

#[test]
fn a_crisis_is_told_and_reported() {
    let named = r#"(id: "k", name: "Rumours of a default", kind: Influence, on: ["a"], start: "3h", lasts: "9h", fades: "4h",
        load: (rate: PerHour(2)), decisions: (rate: PerHour(1), time: "1min"), false_alarms: 2)"#;
    let model = model_with(&scenario(named, ""), &[]);
    let story = once(&model, |outcome| {
        let lines = narrate(&model, outcome, 60).lines.into_iter();
        lines
            .map(|line| format!("{} {}: {}", line.moment, line.who, line.what))
            .collect::<Vec<_>>()
            .join("\n")
    });
    expect_test::expect![[r#"
        Mon 03:00 Rumours of a default: begins
        Mon 10:00 inject 1: comes
        Mon 12:00 Rumours of a default: begins to fade
        Mon 12:00 step ask/one: is in effect
        Mon 16:00 Rumours of a default: is over"#]]
    .assert_eq(&story);
    let replications = replicate(&model, 1, 20, &Watch::default());
    let report = run_report(&model, &replications, None);
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let section = page.split("CRISES").nth(1).and_then(|rest| rest.split("\n\n").next());
    expect_test::expect![[r#"
                              kind   at ENDEX   tickets   decisions   false alarms
        Rumours of a default   Influence        0 %      20.3        12.3            5.5
          At ENDEX: in how many replications the crisis was still under way then. The
            other columns are means of a replication: tickets that it brought to teams,
            matters that authorities had to decide because of it, and false alarms of
            sensors beyond the usual ones.
    "#]]
    .assert_eq(section.unwrap_or_default());
    let mut json = Vec::new();
    json::write(&report, &mut json).expect("memory takes everything");
    let json = String::from_utf8(json).expect("text");
    assert!(
        json.contains(r#""measure":"crisis_tickets[crisis=k]""#)
            || json.contains(r#""measure": "crisis_tickets[crisis=k]""#)
    );
    let mut table = Vec::new();
    csv::write(&model, &replications, &mut table).expect("memory takes everything");
    let table = String::from_utf8(table).expect("text");
    assert!(table.lines().next().is_some_and(|line| line.contains(",staff,crisis,")));
    assert!(table.contains("crisis_decisions,"));
}

const HOUR: u64 = 3_600_000_000;

/// When something of a kind happens, in microseconds.
fn moments(text: &str, kind: impl Fn(&Happening) -> bool) -> Vec<u64> {
    once(&model(text), |outcome| {
        let entries = outcome.trace.expect("the trace is on").entries.iter();
        entries.filter(|entry| kind(&entry.what)).map(|entry| entry.at.micros()).collect()
    })
}

#[test]
fn a_crisis_that_begins_anew_draws_anew() {
    let waits = crisis(r#"load: (rate: PerHour(1), time: "0s"), start: OnInject, lasts: "20h""#);
    let msel =
        r#"(no: "2", at: "2h", effect: StartCrisis("k")), (no: "3", at: "50h", effect: StartCrisis("k")),"#;
    let text = scenario(&waits, msel).replace("PerHour(0.5)", "PerHour(0)");
    let judged = moments(&text, |what| matches!(what, Happening::Triaged { .. }));
    let since = |hour: u64| {
        let from = hour * HOUR;
        let own = judged.iter().filter(move |&&at| (from..from + 20 * HOUR).contains(&at));
        own.map(move |at| at - from).collect::<Vec<u64>>()
    };
    assert!(since(2).len() > 3 && since(50).len() > 3, "{judged:?}");
    assert!(since(2).iter().all(|at| !since(50).contains(at)), "{judged:?}");
}

#[test]
fn who_is_a_member_no_more_is_brought_nothing() {
    let tickets = |msel: &str| {
        let members = r#"(id: "k", kind: Influence, on: [Members(Nato)], load: (rate: PerHour(1)))"#;
        once(&model(&scenario(members, msel)), |outcome| outcome.ledger.crises[0].tickets)
    };
    assert!(tickets("") > 50);
    assert_eq!(tickets(r#"(no: "0", at: "0s", effect: Leave(organisation: "a", alliance: Nato)),"#), 0);
}

#[test]
fn what_a_crisis_has_to_decide_itself_takes_its_time() {
    // Only what is asked for otherwise, at hour 10, takes three times its two hours.
    let slow = crisis(r#"decisions: (rate: PerHour(0.2), time: "1h"), slower: 3, lasts: "50h""#);
    let model = model(&scenario(&slow, ""));
    let (authority, _) = model.crises[0].authorities[0];
    let (matters, busy) = once(&model, |outcome| {
        (outcome.ledger.crises[0].decisions, outcome.ledger.pools[authority.at()].busy)
    });
    assert!(matters > 3, "{matters}");
    assert_eq!(busy, u128::from((matters + 6) * HOUR));
}

#[test]
fn more_false_alarms_come_in_the_hours_in_which_the_sensor_raises_them() {
    let daily =
        r#"false_alarms: PerHour(0.5), daily: [(days: "Mon-Sun", from: "00:00", to: "12:00", factor: 0)]"#;
    let text = scenario(&crisis("false_alarms: 20"), "").replace("false_alarms: PerHour(0.5)", daily);
    let raised = moments(&text, |what| matches!(what, Happening::AlertRaised { .. }));
    assert!(raised.len() > 100 && raised.iter().all(|at| at / HOUR % 24 >= 12), "{raised:?}");
}
