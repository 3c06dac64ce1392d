//! How one replication went over time: loads, levels, messages, and what became of injects, deadlines and objectives, on the page for
//! a browser and that for a terminal. `course/made.ron` has fixed times; its answers are worked out by hand.

mod common;

use common::{model, play, replaced_in};
use expect_test::expect;
use jointex::kernel::{SimDuration, SimTime};
use jointex::measure::{
    Course, Fate, Lane, Verdict, course, levels, messages, narrate, play_back, queues, timeline,
};
use jointex::model::{LevelIdx, Model, PoolIdx};
use jointex::report::html::run_page;
use jointex::report::terminal::{Look, pictured_page};
use jointex::report::{Narration, RunReport, Scene, Seen, run_report, scene};
use jointex::sim::{Happening, Outcome, ReportFate};
use jointex::study::{Watch, replay, replicate};
use std::process::Command;

const MADE: &str = include_str!("course/made.ron");
const TECHNICAL: &str = include_str!("../scenarios/technical-arrangement.ron");
const WIPER: &str = include_str!("../scenarios/wiper-in-the-port.ron");
const TWO_SITES: &str = include_str!("common/two_sites.ron");

fn made() -> Course {
    let model = model(MADE);
    play(&model, 1, true, |outcome| course(&model, outcome)).remove(0)
}

/// What there is to see of replication 1.
fn seen(model: &Model) -> (RunReport, Scene) {
    let replications = replicate(model, 1, 2, &Watch::default());
    let (narration, scene) = replay(model, &replications, 1, |outcome| {
        let telling = narrate(model, outcome, 40);
        let narration = Narration { number: 1, fingerprint: outcome.fingerprint, median: false, telling };
        let scene = scene(model, timeline(model, outcome), play_back(model, outcome), course(model, outcome))
            .expect("it is traced");
        (narration, scene)
    });
    (run_report(model, &replications, Some(narration)), scene)
}

fn whole_page(report: &RunReport, scene: &Scene) -> String {
    run_page(report, &Seen { scene: Some(scene.clone()), ..Seen::default() }).html("EXERCISE")
}

const MINUTE: i64 = 60_000_000;

/// Three tickets at 70, 90 and 110 min find one analyst, who takes half an hour for each: the second waits 10 min, the third 20.
/// At 600 min comes the alert, and nothing else waits before that.
#[test]
fn a_queue_over_time_is_what_a_hand_works_out() {
    let queues = made().queues;
    let tier = queues.shown.iter().find(|queue| queue.pool == "at/l").expect("it has work");
    let steps: Vec<(i64, i64, [f64; 3])> = tier
        .steps
        .iter()
        .take_while(|step| step.until_us <= 600 * MINUTE)
        .map(|step| (step.from_us / MINUTE, step.until_us / MINUTE, step.at))
        .collect();
    assert_eq!(
        steps,
        [
            (0, 70, [0.0, 1.0, 0.0]),
            (70, 90, [1.0, 1.0, 0.0]),
            (90, 100, [1.0, 1.0, 1.0]),
            (100, 110, [1.0, 1.0, 0.0]),
            (110, 130, [1.0, 1.0, 1.0]),
            (130, 160, [1.0, 1.0, 0.0]),
            (160, 600, [0.0, 1.0, 0.0]),
        ]
    );
    assert_eq!(
        (tier.kind, tier.seats, tier.duty_us),
        ("tier", 1, u128::from((SimDuration::HOUR * 48).micros()))
    );
    // The tier of `at` first, for more waits there; the crew never has anything to do.
    assert_eq!((queues.shown[0].pool.as_str(), queues.idle, queues.left_out), ("at/l", 1, 0));
}

/// Every integral of a pool is the ledger's, and stretches leave no gap; on real scenarios with shifts, guests and hand-overs.
#[test]
fn loads_and_levels_are_those_of_the_ledger() {
    for text in [MADE, TECHNICAL, WIPER, TWO_SITES] {
        let model = model(text);
        let waited = play(&model, 2, true, |outcome| loads_agree(&model, outcome));
        assert!(waited.iter().any(|waited| *waited > 0), "something waits in one of them");
        play(&model, 2, true, |outcome| levels_agree(&model, outcome));
    }
}

fn loads_agree(model: &Model, outcome: &Outcome<'_>) -> u128 {
    let loads = &outcome.trace.expect("it is traced").courses.loads;
    for pool in PoolIdx::all(model.pools.len()) {
        let own: Vec<_> = loads.iter().filter(|load| load.pool == pool).collect();
        let mut until = SimTime::ZERO;
        let mut sums = [0_u128; 3];
        for load in own {
            assert_eq!(load.from, until, "a gap");
            until = load.until;
            let length = u128::from((load.until - load.from).micros());
            if load.from >= model.frame.measure_from {
                let parts = [load.busy, load.duty, load.waiting];
                sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += length * u128::from(part));
            }
        }
        assert_eq!(until, model.frame.endex);
        let ledger = &outcome.ledger.pools[pool.at()];
        assert_eq!(sums, [ledger.busy, ledger.duty, ledger.queue], "{}", model.names.pools[pool.at()]);
    }
    let queues = queues(model, outcome);
    for queue in &queues.shown {
        let pool = model.names.pools.iter().position(|name| *name == queue.pool).expect("a pool");
        let ledger = &outcome.ledger.pools[pool];
        assert_eq!((queue.busy_us, queue.duty_us), (ledger.busy, ledger.duty));
        assert_eq!((queue.waiting_us, queue.longest), (ledger.queue, ledger.longest));
        // What is drawn is followed from the start of the run to ENDEX, and has the integral of the whole run.
        let whole: u128 = loads
            .iter()
            .filter(|load| load.pool.at() == pool)
            .map(|load| u128::from((load.until - load.from).micros()) * u128::from(load.busy))
            .sum();
        let drawn: f64 =
            queue.steps.iter().map(|step| (step.until_us - step.from_us) as f64 * step.at[0]).sum();
        assert!((drawn - whole as f64).abs() < 1.0, "{drawn} {whole}");
    }
    queues.shown.iter().map(|queue| queue.waiting_us).sum()
}

fn levels_agree(model: &Model, outcome: &Outcome<'_>) {
    let stretches = &outcome.trace.expect("it is traced").courses.levels;
    let ledger = outcome.ledger;
    let functions = ledger.functions.iter().map(|it| (it.loss, it.lowest, None));
    let missions = ledger.missions.iter().map(|it| (it.loss, it.lowest, Some(it.below.micros())));
    for (place, (loss, lowest, below)) in functions.chain(missions).enumerate() {
        let own = || stretches.iter().filter(|it| it.of == LevelIdx(place as u32));
        assert!(own().zip(own().skip(1)).all(|(one, other)| one.until == other.from), "a gap");
        let counted = || own().filter(|it| it.from >= model.frame.measure_from);
        let lost: f64 = counted().map(|it| (1.0 - it.level) * (it.until - it.from).micros() as f64).sum();
        assert!((lost - loss).abs() < 1.0, "{lost} {loss}");
        assert!(counted().all(|it| it.level >= lowest));
        if let Some(below) = below {
            let threshold = model.missions[place - model.functions.len()].threshold;
            let short = counted().filter(|it| it.level < threshold);
            assert_eq!(short.map(|it| (it.until - it.from).micros()).sum::<u64>(), below);
        }
    }
    let whole = stretches.iter().map(|it| it.level).fold(1.0, f64::min) == 1.0;
    assert_eq!(levels(model, outcome).shown.is_empty(), whole);
}

/// The port is down from hour 10 to 20, of which the convoy sees what lies between 12 and 30.
#[test]
fn levels_over_time_are_what_a_hand_works_out() {
    let levels = made().levels;
    let told: Vec<_> = levels
        .shown
        .iter()
        .map(|it| (it.name.as_str(), it.kind, it.lost_us / 3.6e9, it.lowest, it.short_us / 3_600_000_000))
        .collect();
    assert_eq!(told, [("Port", "function", 10.0, 0.0, 10), ("Convoy", "mission", 8.0, 0.0, 8)]);
    let times = |place: usize| levels.shown[place].short.clone();
    assert_eq!(times(0), [("Mon 18:00".to_owned(), "Tue 04:00".to_owned())]);
    assert_eq!(times(1), [("Mon 20:00".to_owned(), "Tue 04:00".to_owned())]);
    let hours: Vec<(i64, i64, f64)> = levels.shown[1]
        .steps
        .iter()
        .map(|it| (it.from_us / (60 * MINUTE), it.until_us / (60 * MINUTE), it.at[0]))
        .collect();
    assert_eq!(hours, [(12, 20, 0.0), (20, 30, 1.0)]);
    assert_eq!((levels.whole, levels.left_out), (1, 0));
}

/// The alert of hour 10 is judged by 10:30; the early warning and the full report, which the law asks for from then on, go before
/// the investigation: 12:30, 13:30, 14:30, declared at 15 (23:00). Then four channels are tried.
#[test]
fn messages_are_told_with_what_became_of_each() {
    let messages = made().messages;
    let told: Vec<String> = messages
        .told
        .iter()
        .map(|it| {
            let at = |at: &Option<String>| at.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "{} sent {} arrived {} read {} over {} {} {} {:?}: {}",
                it.asked,
                at(&it.sent),
                at(&it.received),
                at(&it.read),
                it.channel,
                it.marking,
                it.brings,
                it.took_h,
                it.fate.words()
            )
        })
        .collect();
    expect![[r#"
        Mon 23:00 sent Tue 00:00 arrived - read - over p/bad TLP:AMBER analysis None: lost
        Mon 23:00 sent Tue 00:00 arrived Tue 02:00 read Tue 02:30 over p/mail TLP:AMBER indicators Some(3.5): read
        Mon 23:00 sent - arrived - read - over p/open TLP:AMBER indicators None: refused: marked above what the channel carries
        Mon 23:00 sent Tue 00:00 arrived - read - over p/slow TLP:AMBER indicators, analysis None: on its way at ENDEX
    "#]].assert_eq(&(told.join("\n") + "\n"));
    let pair = &messages.pairs[0];
    assert_eq!((messages.pairs.len(), &*pair.from, &*pair.to), (1, "a", "b"));
    assert_eq!(
        (pair.messages, pair.read, pair.refused, pair.lost, pair.late, pair.mean_h),
        (4, 1, 1, 1, 1, Some(3.5))
    );
}

/// While its channel is down a report waits: until ENDEX, or it leaves as that is up again.
#[test]
fn a_message_is_held_back_while_its_channel_is_down() {
    let mail = |more: &str| {
        let down = format!(
            "msel: [(no: \"9\", at: \"12h\", effect: Channel(agreement: \"p\", channel: \"mail\", up: false)), {more}"
        );
        let model = model(&replaced_in(MADE, &[("msel: [", &down)]));
        let messages = play(&model, 1, true, |outcome| messages(&model, outcome)).remove(0);
        let mail = messages.told.into_iter().find(|it| it.channel == "p/mail").expect("it is tried");
        (mail.fate, mail.was_held_back, mail.sent, mail.read)
    };
    assert_eq!(mail(""), (Fate::HeldBack, true, None, None));
    let up = r#"(no: "90", at: "20h", effect: Channel(agreement: "p", channel: "mail", up: true)),"#;
    let moment = |text: &str| Some(text.to_owned());
    assert_eq!(mail(up), (Fate::Read, true, moment("Tue 04:00"), moment("Tue 06:30")));
}

/// The messages are as many as the ledger's channels count, where no requests for help go over them.
#[test]
fn messages_are_those_of_the_ledger() {
    for text in [TECHNICAL, WIPER, TWO_SITES] {
        let model = model(text);
        let refused_or_sent = play(&model, 3, true, |outcome| {
            let trace = outcome.trace.expect("it is traced");
            let requests = trace.entries.iter().any(|entry| matches!(entry.what, Happening::Request { .. }));
            let messages = messages(&model, outcome);
            let sum = |part: fn(&jointex::measure::Pair) -> u64| messages.pairs.iter().map(part).sum::<u64>();
            let channels = |part: fn(&jointex::sim::ChannelLedger) -> u64| {
                outcome.ledger.channels.iter().map(part).sum::<u64>()
            };
            let told = |fate: ReportFate| {
                let is = |what: &Happening| matches!(what, Happening::Report { fate: it, .. } if *it == fate);
                trace.entries.iter().filter(|entry| is(&entry.what)).count() as u64
            };
            assert_eq!(sum(|it| it.messages), (messages.told.len() + messages.left_out) as u64);
            assert_eq!(sum(|it| it.refused), told(ReportFate::Refused));
            assert_eq!(sum(|it| it.read), told(ReportFate::Applied));
            assert_eq!(sum(|it| it.messages), sum(|it| it.read + it.refused + it.lost + it.late));
            if !requests && model.frame.measure_from == SimTime::ZERO {
                assert_eq!(sum(|it| it.refused), channels(|it| it.refused));
                assert_eq!(sum(|it| it.lost), channels(|it| it.lost));
                assert_eq!(sum(|it| it.late), channels(|it| it.late));
            }
            sum(|it| it.messages)
        });
        assert!(refused_or_sent.iter().any(|number| *number > 0), "somebody reports in one of them");
    }
}

/// Two injects of hour 5 are in the hands of one controller, who needs an hour for each.
#[test]
fn what_became_of_injects_deadlines_and_objectives() {
    let Course { injects, deadlines, objectives, .. } = made();
    let injects: Vec<String> = injects
        .iter()
        .map(|it| {
            let came = it.came.as_ref().map_or("never", |(_, moment)| moment);
            format!("{} {} | {came} | {} {:?}", it.number, it.when, it.what, it.turn)
        })
        .collect();
    expect![[r#"
        1 Mon 09:00 | Mon 09:00 | came Good
        2 Mon 18:00 | Mon 18:00 | came Good
        3 Mon 13:00 | Mon 13:00 | came Good
        4 Mon 13:00 | Mon 14:00 | came 60 min late Bad
        5 on a condition | never | held back: its condition did not call for it by ENDEX Open
        6 after 5 | never | not given: 5 never came Open
        7 Mon 18:00 | Mon 18:00 | came Good
        8 Tue 04:00 | Tue 04:00 | came Good
    "#]]
    .assert_eq(&(injects.join("\n") + "\n"));
    let deadlines: Vec<String> = deadlines
        .iter()
        .map(|it| {
            let at = |at: &Option<String>| at.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {} {} about {} from {} due {}: {} {:?}",
                it.organisation,
                it.obligation,
                it.deadline,
                it.campaign,
                at(&it.since),
                at(&it.due),
                it.what,
                it.turn
            )
        })
        .collect();
    expect![[r#"
        a The law early about x from Mon 18:30 due Mon 19:30: missed by 60 min Bad
        a The law full about x from Mon 18:30 due Tue 04:30: met, 7.0 h before it was due Good
        a The law final about x from Mon 21:30 due after ENDEX: open at ENDEX Open
    "#]]
    .assert_eq(&(deadlines.join("\n") + "\n"));
    let judged: Vec<_> = objectives.iter().map(|it| (&*it.objective, &*it.judged[0], it.verdict)).collect();
    assert_eq!(
        judged,
        [
            ("calm", "assets_held_peak: 1 (at most 1)", Verdict::Met),
            ("fast", "time_to_declare[org=a]: 15.0 h (at most 4.0 h)", Verdict::Missed),
        ]
    );
}

#[test]
fn the_page_has_the_course_of_the_told_replication() {
    let (report, scene) = seen(&model(MADE));
    let page = whole_page(&report, &scene);
    for anchor in ["queues", "levels", "messages", "msel", "deadlines-told", "objectives-told"] {
        assert!(page.contains(&format!("<h2 id=\"{anchor}\">")), "{anchor} is missing");
        assert!(page.contains(&format!("<a href=\"#{anchor}\">")), "{anchor} is not linked");
    }
    // A cursor in each picture over time moves with the slider: lanes, held, queues, levels.
    assert_eq!(page.matches("class=\"cursor\"").count(), 4);
    for said in ["refused: marked above what the channel carries", "came 60 min late", "missed by 60 min"] {
        assert!(page.contains(said), "{said}");
    }
    // Without a course there is nothing of it.
    let bare = whole_page(&report, &Scene { course: Course::default(), ..scene });
    assert!(!bare.contains("id=\"queues\"") && !bare.contains("id=\"msel\""));
}

#[test]
fn what_stems_from_a_scenario_is_text_there_too() {
    let hostile = r#"</script><img src=x onerror=alert(1)>"#;
    let text = replaced_in(
        MADE,
        &[
            ("title: \"Calls\"", &format!("title: \"{hostile}\"")),
            ("name: \"Port\"", &format!("name: \"{hostile}\"")),
            ("name: \"Convoy\"", &format!("name: \"{hostile}\\u{{202e}}\"")),
            ("title: \"The law\"", &format!("title: \"{hostile}\"")),
            ("text: \"Declared within 4 h\"", &format!("text: \"{hostile}\"")),
        ],
    );
    let (report, scene) = seen(&model(&text));
    let page = whole_page(&report, &scene);
    assert!(!page.contains("<img") && !page.contains('\u{202e}'));
    for anchor in ["levels", "msel", "deadlines-told", "objectives-told"] {
        let (_, part) = page.split_once(&format!("<h2 id=\"{anchor}\">")).expect("a section");
        let part = part.split("<h2").next().unwrap_or_default();
        assert!(part.contains("&lt;img src=x onerror=alert(1)&gt;"), "{anchor}");
    }
}

/// Many pools are a picture of the most loaded ones.
#[test]
fn of_many_queues_the_most_loaded_are_shown() {
    let tier = |place: usize| format!("(id: \"l{place}\", seats: 1)");
    let tiers: Vec<String> = (0..40).map(tier).collect();
    let load = |place: usize| {
        format!(
            "(id: \"t{place}\", organisation: \"a\", tiers: [(id: \"l\", seats: 1)], triage: (tier: \"l\", time: \"30min\"))"
        )
    };
    let teams: Vec<String> = (0..30).map(load).collect();
    let inject = |place: usize| {
        format!(
            "(no: \"{}\", at: \"1h\", effect: Load(team: \"t{place}\", tickets: {}, over: \"1min\"))",
            place + 1,
            place + 1
        )
    };
    let injects: Vec<String> = (0..30).map(inject).collect();
    let text = format!(
        "Scenario(format: 1, id: \"many\", title: \"Many\", startex: \"2026-03-02T08:00[UTC]\", endex: \"24h\", organisations: [(id: \"a\")], \
         network: (zones: [(id: \"z\", owner: \"a\")], assets: [(id: \"h\", zone: \"z\")]), \
         teams: [{}, (id: \"u\", organisation: \"a\", tiers: [{}])], msel: [{}])",
        teams.join(", "),
        tiers.join(", "),
        injects.join(", ")
    );
    let model = model(&text);
    let queues = play(&model, 1, true, |outcome| queues(&model, outcome)).remove(0);
    assert_eq!((queues.shown.len(), queues.left_out, queues.idle), (24, 6, 40));
    assert_eq!((queues.shown[0].pool.as_str(), queues.shown[23].pool.as_str()), ("t29/l", "t6/l"));
}

/// At 80 columns: the civil time, what was held and known, and what each team did.
#[test]
fn a_terminal_shows_the_replication_over_time() {
    let model = model(MADE);
    let (report, scene) = seen(&model);
    let page = |scene: Option<&Scene>, width: usize| {
        pictured_page(&report, scene, Look { width, color: false, full: false })
    };
    let whole = page(Some(&scene), 80);
    let part = |page: &str| {
        let (_, rest) = page.split_once("OVER TIME").expect("a section");
        let (part, _) = rest.split_once("\n\n").expect("its end");
        format!("OVER TIME{part}\n")
    };
    expect![[r#"
        OVER TIME                                               replication 1 · UTC time
                     ╷12:00   ╷18:00   ╷Tue 3 Mar        ╷12:00   ╷18:00   ╷Wed 4 Mar
        held   █████████████████████████████████████████████████████████████████████████
        known                  █████████████████████████████████████████████████████████
        at     ···············!····uuDccc···············································
          At most 1 asset held at once. ! first true alert, D declares; u understands
            (investigates, declares, decides, notifies), c contains, r recovers.
    "#]]
    .assert_eq(&part(&whole));
    assert!(!page(None, 80).contains("OVER TIME"));
    for width in [40, 41, 57, 60, 80, 119, 120] {
        let widest = part(&page(Some(&scene), width)).lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= width), "{width}: {widest:?}");
    }
    assert!(!page(Some(&scene), 39).contains("OVER TIME"));
    // Of many lanes the busiest stand, wherever they are: here the last one, beside others with an alert each.
    let mut crowded = scene.clone();
    let lane = crowded.timeline.lanes.iter().find(|lane| !lane.spans.is_empty()).expect("a team").clone();
    crowded.timeline.lanes = (0..20)
        .map(|number| Lane {
            id: format!("team-{number}"),
            spans: if number == 19 { lane.spans.clone() } else { Vec::new() },
            ..lane.clone()
        })
        .collect();
    let part = part(&page(Some(&crowded), 80));
    assert!(part.contains("team-0 ") && part.contains("team-10 ") && part.contains("team-19 "), "{part}");
    assert!(!part.contains("team-11 ") && part.contains("8 teams\n    with less to do left out"), "{part}");
}

#[test]
fn what_is_piped_has_no_picture() {
    let file = tempfile::NamedTempFile::with_suffix(".ron").expect("a file");
    std::fs::write(&file, MADE).expect("a file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_jointex"))
        .args(["run", "-q", "-n2", "--color", "always"])
        .arg(file.path())
        .output()
        .expect("the program runs");
    let page = String::from_utf8(output.stdout).expect("text");
    assert!(page.contains("WHAT HAPPENED") && !page.contains("OVER TIME"), "{page}");
}

/// In a terminal that `script` makes there is one; "skipped" without that program.
#[test]
fn a_terminal_has_one() {
    let file = tempfile::NamedTempFile::with_suffix(".ron").expect("a file");
    std::fs::write(&file, MADE).expect("a file can be written");
    let program = env!("CARGO_BIN_EXE_jointex");
    let command =
        format!("stty rows 24 cols 72; {program} run -q -n2 --color never {}", file.path().display());
    let output = match Command::new("script").args(["-qec", &command, "/dev/null"]).output() {
        Ok(output) => output,
        Err(error) => return eprintln!("skipped: {error}"),
    };
    let page = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    assert!(page.contains("OVER TIME"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 72), "{page}");
}
