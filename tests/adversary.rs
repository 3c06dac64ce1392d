//! What adversaries do, each in a small scenario with an answer that can be worked out by hand, or that theory knows.

mod common;

use common::{check, model, play};
use jointex::kernel::SimTime;
use jointex::model::{AssetIdx, Impairment, Model};
use jointex::sim::{Happening, Outcome, Reaction, Worker};

/// Organisation `a` with a zone `z` and a team that sees what is `loud`, judges it in a minute and isolates the asset
/// after ten more; organisation `b` with a zone `y` and nobody to defend it.
fn scenario(assets: &str, techniques: &str, campaign: &str, rest: &str) -> String {
    format!(
        r#"Scenario(format: 1, id: "adversary", title: "An adversary", startex: "2026-03-02T08:00[UTC]", endex: "20d",
            organisations: [(id: "a"), (id: "b")],
            network: (zones: [(id: "z", owner: "a"), (id: "y", owner: "b")], assets: [(id: "h", zone: "z"), {assets}]),
            techniques: [
                (id: "loud", does: Escalate, success: 1, time: "1h", visible: (attempt: [], success: [(Process, 1)])),
                (id: "quiet", does: Exfiltrate, success: 1, time: "10h", visible: (attempt: [], success: [])),
                (id: "never", does: Escalate, success: 0, time: "1h", visible: (attempt: [], success: [])),
                (id: "medium", does: Plug, success: 1, time: "10h", visible: (attempt: [], success: [])),
                (id: "now", does: Plug, success: 1, time: "0s", visible: (attempt: [], success: [])),
                {techniques}
            ],
            campaigns: [{campaign}],
            teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1min"), playbook: "p")],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
            playbooks: [(id: "p", phases: [Contain(tier: "l", per_asset: "10min", actions: [Isolate])])],
            {rest}
        )"#
    )
}

/// What happened in one replication, in minutes after STARTEX.
fn happened(text: &str) -> (Model, Vec<(f64, Happening)>) {
    let model = model(text);
    let told = play(&model, 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        trace.entries.iter().map(|entry| (entry.at.hours() * 60.0, entry.what)).collect::<Vec<_>>()
    });
    (model, told.into_iter().next().expect("one replication"))
}

/// The minutes at which assets of a group are held.
fn held(text: &str, group: &str) -> Vec<f64> {
    let (model, told) = happened(text);
    let of_group = |asset: AssetIdx| model.names.groups[model.network.group_of.of(asset).at()].0 == group;
    let held =
        told.iter().filter(|(_, what)| matches!(what, Happening::Held { asset, .. } if of_group(*asset)));
    held.map(|(at, _)| *at).collect()
}

/// The minutes at which a step starts.
fn started(text: &str, step: &str) -> Vec<f64> {
    let (model, told) = happened(text);
    let is_it = |index: jointex::model::StepIdx| model.names.steps[index.at()] == step;
    let starts =
        told.iter().filter(|(_, what)| matches!(what, Happening::StepStarted { step, .. } if is_it(*step)));
    starts.map(|(at, _)| *at).collect()
}

fn hours(outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.campaigns[0].objective.hours()
}

const USER: &str = r#"(id: "d", zone: "y", users: 1)"#;
/// Noticed at 2 h 11 min: the loud step's hour, a minute's triage, ten minutes' containment, an hour until the notice.
const LOUD: &str = r#"(id: "x", technique: "loud")"#;

fn reacting(on_loss: &str, steps: &str) -> String {
    format!(
        r#"(id: "c", operators: 3, initially_held: [Asset("h")], on_loss: {on_loss}, flow: [{LOUD}, {steps}])"#
    )
}

const PLUG: &str = r#"(id: "usb", technique: "medium", target: Group("d"))"#;

#[test]
fn what_is_under_way_pauses_with_its_campaign() {
    let campaign = |on_loss| scenario(USER, "", &reacting(on_loss, PLUG), "");
    assert_eq!(held(&campaign("Continue"), "d"), [600.0]);
    // Dark from 2 h 11 min to 7 h 11 min.
    assert_eq!(held(&campaign(r#"GoDark(after: "1h", for: "5h")"#), "d"), [900.0]);
    // Longer than the medium takes.
    assert_eq!(held(&campaign(r#"GoDark(after: "1h", for: "50h")"#), "d"), [3600.0]);
    let (_, told) = happened(&campaign(r#"GoDark(after: "1h", for: "5h")"#));
    let reactions: Vec<_> = told
        .iter()
        .filter_map(|(at, what)| match what {
            Happening::Reacted { reaction, .. } => Some((*at, *reaction)),
            _ => None,
        })
        .collect();
    assert_eq!(reactions, [(131.0, Reaction::WentDark), (431.0, Reaction::Resumed)]);
}

#[test]
fn a_further_loss_begins_the_pause_anew() {
    // The other asset is isolated at 4 h 11 min, which is noticed at 5 h 11 min: dark until 10 h 11 min.
    let steps = format!(r#"{PLUG}, (id: "k", technique: "now", target: Asset("k"))"#);
    let campaign = reacting(r#"GoDark(after: "1h", for: "5h")"#, &steps);
    let alert = r#"msel: [(no: "1", at: "4h", title: "A call", effect: Alert(team: "t", asset: "k"))],"#;
    let text = scenario(&format!(r#"{USER}, (id: "k", zone: "z", users: 1)"#), "", &campaign, alert);
    assert_eq!(held(&text, "d"), [1080.0]);
}

#[test]
fn no_step_starts_in_a_pause_and_all_go_on_after_it() {
    let steps = format!(r#"{PLUG}, (id: "steal", technique: "quiet", after: Any(["usb"]), objective: true)"#);
    let text = scenario(USER, "", &reacting(r#"GoDark(after: "1h", for: "5h")"#, &steps), "");
    assert_eq!(started(&text, "steal"), [900.0]);
    assert_eq!(play(&model(&text), 1, false, hours), [25.0]);
}

#[test]
fn contact_delays_pause_too() {
    let spread = |on_loss: &str| {
        let campaign = reacting(on_loss, r#"(id: "n", technique: "now", target: Asset("n[1]"))"#).replace(
            "initially_held",
            r#"spread: [Contact(technique: "walk", delay: "10h")], initially_held"#,
        );
        let walk = r#"(id: "walk", does: Move, success: 1, time: "0s", visible: (attempt: [], success: []))"#;
        scenario(r#"(id: "n", zone: "y", count: 3, users: 1)"#, walk, &campaign, "")
            .replace(r#"(id: "y", owner: "b")"#, r#"(id: "y", owner: "b", topology: Path)"#)
    };
    assert_eq!(held(&spread("Continue"), "n"), [0.0, 600.0, 1200.0]);
    assert_eq!(held(&spread(r#"GoDark(after: "1h", for: "5h")"#), "n"), [0.0, 900.0, 1500.0]);
    // 7 h 49 min are left at 2 h 11 min: half of that, and then half of ten hours.
    assert_eq!(held(&spread(r#"Hurry(after: "1h", factor: 2)"#), "n"), [0.0, 365.5, 665.5]);
    assert_eq!(held(&spread(r#"Abort(after: "1h")"#), "n"), [0.0]);
}

#[test]
fn a_campaign_that_hurries_takes_less_time_for_what_it_begins() {
    let steps = format!(r#"{PLUG}, (id: "steal", technique: "quiet", after: Any(["usb"]), objective: true)"#);
    let text = scenario(USER, "", &reacting(r#"Hurry(after: "1h", factor: 2)"#, &steps), "");
    // What is under way takes its ten hours, what begins then takes five.
    assert_eq!((held(&text, "d"), play(&model(&text), 1, false, hours)), (vec![600.0], vec![15.0]));
}

#[test]
fn a_campaign_that_aborts_acts_no_more_and_keeps_what_it_holds() {
    let steps = format!(r#"{PLUG}, (id: "k", technique: "now", target: Asset("k"))"#);
    let campaign = reacting(r#"Abort(after: "1h")"#, &steps);
    let text = scenario(&format!(r#"{USER}, (id: "k", zone: "y", users: 1)"#), "", &campaign, "");
    assert_eq!(held(&text, "d"), [0.0; 0]);
    assert_eq!(play(&model(&text), 1, false, |outcome| outcome.ledger.campaigns[0].held), [2]);
}

#[test]
fn a_campaign_that_returns_starts_its_first_steps_again() {
    let steps = format!(r#"{PLUG}, (id: "steal", technique: "quiet", after: Any(["usb"]))"#);
    let text = scenario(USER, "", &reacting(r#"Return(after: "1h")"#, &steps), "");
    assert_eq!(started(&text, "usb"), [0.0, 131.0]);
    // The loud step acts from a foothold that is lost, so it does not start again.
    assert_eq!(started(&text, "x"), [0.0]);
}

#[test]
fn a_failure_leads_to_another_step_where_it_happened() {
    let steps = r#"(id: "raise", technique: "never", retries: 2, on_failure: ["steal"]), (id: "steal", technique: "quiet", objective: true)"#;
    let campaign = format!(r#"(id: "c", initially_held: [Asset("h")], flow: [{steps}])"#);
    assert_eq!(play(&model(&scenario(USER, "", &campaign, "")), 1, false, hours), [13.0]);
    // A burst without a click has failed when its last letter was judged; from there one goes on by another way in.
    let steps = r#"(id: "usb", technique: "bad-medium", target: Group("d"), on_failure: ["again"]), (id: "again", technique: "medium", target: Group("d"))"#;
    let bad = r#"(id: "bad-medium", does: Plug, success: 0, time: "3h")"#;
    let campaign = format!(r#"(id: "c", flow: [{steps}])"#);
    assert_eq!(held(&scenario(USER, bad, &campaign, ""), "d"), [780.0]);
}

#[test]
fn failures_and_successes_of_one_organisation_are_joined() {
    let flow = |scope: &str| {
        let steps = format!(
            r#"(id: "usb", technique: "medium", target: Group("d"){scope}), (id: "other", technique: "bad-medium", target: Asset("u"), on_failure: ["steal"]{scope}),
            (id: "steal", technique: "quiet", after: All(["usb"]), objective: true)"#
        );
        let bad = r#"(id: "bad-medium", does: Plug, success: 0, time: "3h")"#;
        let campaign = format!(r#"(id: "c", flow: [{steps}])"#);
        let assets = format!(r#"{USER}, (id: "u", zone: "z", users: 1)"#);
        play(&model(&scenario(&assets, bad, &campaign, "")), 1, false, hours)[0]
    };
    // One happens in `a`, the other in `b`.
    assert_eq!(flow(", scope: Campaign"), 20.0);
    assert!(flow("") > 480.0);
}

#[test]
fn every_click_of_an_exhausted_burst_passes_on() {
    let steps = |until: &str| {
        let steps = format!(
            r#"(id: "usb", technique: "medium", target: Group("d"){until}), (id: "steal", technique: "quiet", after: Any(["usb"]))"#
        );
        let campaign = format!(r#"(id: "c", flow: [{steps}])"#);
        started(&scenario(r#"(id: "d", zone: "y", users: 1, count: 7)"#, "", &campaign, ""), "steal").len()
    };
    assert_eq!((steps(""), steps(", until: Exhausted")), (1, 7));
}

#[test]
fn movement_until_exhausted_takes_all_that_can_be_reached() {
    let moves = |route: &str| {
        let steps = format!(
            r#"(id: "hop", technique: "hop", target: Group("n"), route: {route}, until: Exhausted), (id: "steal", technique: "quiet", after: Any(["hop"]))"#
        );
        let campaign = format!(r#"(id: "c", operators: 9, initially_held: [Asset("e")], flow: [{steps}])"#);
        let hop = r#"(id: "hop", does: Move, success: 1, time: "1h", visible: (attempt: [], success: []))"#;
        let text = scenario(r#"(id: "e", zone: "y"), (id: "n", zone: "y", count: 6)"#, hop, &campaign, "")
            .replace(r#"(id: "y", owner: "b")"#, r#"(id: "y", owner: "b", topology: Path)"#);
        (held(&text, "n"), started(&text, "steal").len())
    };
    let each_hour: Vec<f64> = (1..=6).map(|hour| f64::from(hour) * 60.0).collect();
    assert_eq!(moves("Random"), (each_hour.clone(), 6));
    assert_eq!(moves("Cheapest"), (each_hour, 6));
}

#[test]
fn a_service_that_is_held_already_is_broken_into() {
    let exploit = r#"(id: "break-in", does: Exploit, needs: (service: "x"), success: 1, time: "1h")"#;
    let campaign = r#"(id: "c", initially_held: [Asset("web")], flow: [(id: "in", technique: "break-in", target: Asset("web"), objective: true)])"#;
    let text = scenario(r#"(id: "web", zone: "y", services: ["x"])"#, exploit, campaign, "");
    assert_eq!(play(&model(&text), 1, false, hours), [1.0]);
}

#[test]
fn a_supplier_is_taken_once_and_reaches_all_its_customers() {
    let supply =
        r#"(id: "update", does: Supply, success: 1, time: "2h", visible: (attempt: [], success: []))"#;
    let suppliers = r#"suppliers: [(id: "books", customers: [Group("d"), Asset("h")], delivery: "3h")],"#;
    let run = |until: &str| {
        let steps = format!(
            r#"(id: "up", technique: "update", supplier: "books"{until}), (id: "steal", technique: "quiet", after: Any(["up"]))"#
        );
        let campaign = format!(r#"(id: "c", operators: 20, flow: [{steps}])"#);
        scenario(r#"(id: "d", zone: "y", count: 4)"#, supply, &campaign, suppliers)
    };
    assert_eq!(held(&run(""), "d"), [300.0; 4]);
    // Once in each of the two organisations, or at each of the five assets.
    assert_eq!(started(&run(""), "steal").len(), 2);
    assert_eq!(started(&run(", until: Exhausted"), "steal").len(), 5);
}

#[test]
fn what_is_cut_off_takes_no_delivery() {
    let supply =
        r#"(id: "update", does: Supply, success: 1, time: "2h", visible: (attempt: [], success: []))"#;
    let rest = r#"suppliers: [(id: "books", customers: [Asset("h")], delivery: "3h")],"#;
    let campaigns = format!(
        r#"(id: "c", flow: [(id: "up", technique: "update", supplier: "books", on_failure: ["usb"]), {PLUG}]), (id: "noise", initially_held: [Asset("h")], flow: [{LOUD}])"#
    );
    let text = scenario(USER, supply, &campaigns, rest);
    let taken = play(&model(&text), 1, false, |outcome| outcome.ledger.campaigns[0].prevented);
    // Nobody took it, so the step has failed at five hours, and the medium takes ten more.
    assert_eq!((taken, held(&text, "d")), (vec![1], vec![900.0]));
}

/// Hours that a function over the assets `w` lost.
fn loss(steps: &str, techniques: &str) -> f64 {
    let campaign = format!(r#"(id: "c", operators: 5, initially_held: [Asset("h")], flow: [{steps}])"#);
    let rest = r#"functions: [(id: "f", organisation: "b", assets: [Asset("w")])],"#;
    let text = scenario(r#"(id: "w", zone: "y", services: ["x"])"#, techniques, &campaign, rest)
        .replace("assets: [(id: \"h\"", r#"links: [(from: "internet", to: "y", allow: ["x"]), (from: "z", to: "y", allow: ["x"])], assets: [(id: "h""#);
    play(&model(&text), 1, false, |outcome| outcome.ledger.functions[0].loss / 3.6e9)[0]
}

#[test]
fn a_denied_service_comes_back_by_itself() {
    let flood = |id: &str, time: &str, lasts: &str| {
        format!(
            r#"(id: "{id}", does: Deny, needs: (service: "x"), success: 1, time: "{time}", lasts: "{lasts}", retries: 0),"#
        )
    };
    let one = r#"(id: "one", technique: "one", target: Asset("w"))"#;
    assert_eq!(loss(one, &flood("one", "1h", "5h")), 5.0);
    // The second finds it out of service, and waits in vain.
    let two = format!(r#"{one}, (id: "two", technique: "two", target: Asset("w"))"#);
    assert_eq!(loss(&two, &(flood("one", "1h", "5h") + &flood("two", "3h", "5h"))), 5.0);
    // A denial ends, what is wiped stays so.
    let hop = r#"(id: "hop", does: Move, needs: (service: "x"), success: 1, time: "2h"), (id: "burn", does: Wipe, success: 1, time: "1h"),"#;
    let burnt = format!(
        r#"{one}, (id: "hop", technique: "hop", target: Asset("w")), (id: "burn", technique: "burn", after: Any(["hop"]))"#
    );
    assert_eq!(loss(&burnt, &(flood("one", "1h", "5h") + hop)), 479.0);
}

#[test]
fn the_state_knows_how_an_asset_was_put_out_of_service() {
    let techniques = r#"(id: "fake", does: Manipulate, success: 1, time: "1h"), (id: "burn", does: Wipe, success: 1, time: "2h")"#;
    let campaign = r#"(id: "c", operators: 2, initially_held: [Asset("w")], flow: [(id: "x", technique: "fake"), (id: "y", technique: "burn")])"#;
    let model = model(&scenario(r#"(id: "w", zone: "y")"#, techniques, campaign, ""));
    let mut worker = Worker::new(&model);
    worker.play(1, 1, false);
    // Groups by id: h, w.
    assert_eq!([0, 1].map(|asset| worker.impairment(AssetIdx(asset))), [None, Some(Impairment::Wipe)]);
    assert!(Impairment::Wipe.shows() && !Impairment::Manipulate.shows());
}

#[test]
fn what_is_dug_in_survives_and_is_found_again() {
    let eradications = |survives: &str| {
        let techniques = format!(
            r#"(id: "dig", does: Persist, survives: {survives}, success: 1, time: "10min", visible: (attempt: [], success: []))"#
        );
        let campaign = format!(
            r#"(id: "c", operators: 2, initially_held: [Asset("h")], flow: [(id: "dig", technique: "dig"), {LOUD}, (id: "again", technique: "loud", after: Any(["x", "again"]))])"#
        );
        let text =
            scenario(USER, &techniques, &campaign, r#"crews: [(id: "it", organisation: "a", seats: 1)],"#)
                .replace(
                    "actions: [Isolate])]",
                    r#"actions: [Isolate]), Eradicate(crew: "it", per_asset: "30min")]"#,
                );
        let (_, told) = happened(&text);
        let count = |wanted: fn(&Happening) -> bool| told.iter().filter(|(_, what)| wanted(what)).count();
        (
            count(|what| matches!(what, Happening::Survived { .. })) > 0,
            count(|what| matches!(what, Happening::Released { .. })),
        )
    };
    assert_eq!(eradications("0"), (false, 1));
    assert_eq!(eradications("1"), (true, 0));
}

#[test]
fn movement_prefers_targets_that_were_discovered() {
    // Among fifty like assets one is the target: discovered, it is the next hop; else it is found by chance.
    let share = |success: &str| {
        let techniques = format!(
            r#"(id: "hop", does: Move, success: 1, time: "1h", retries: 0, visible: (attempt: [], success: [])),
               (id: "look", does: Discover, success: {success}, time: "1min", retries: 0, visible: (attempt: [], success: []))"#
        );
        let campaign = r#"(id: "c", initially_held: [Asset("e")], flow: [(id: "look", technique: "look", on_failure: ["hop"]),
            (id: "hop", technique: "hop", after: Any(["look"]), target: Asset("t"), objective: true)])"#;
        let text = scenario(
            r#"(id: "e", zone: "y"), (id: "n", zone: "y", count: 49), (id: "t", zone: "y")"#,
            &techniques,
            campaign,
            "",
        );
        let quick = play(&model(&text), 400, false, |outcome| f64::from(u8::from(hours(outcome) < 1.1)));
        quick.iter().sum::<f64>() / 400.0
    };
    assert_eq!(share("1"), 1.0);
    assert!((share("0") - 0.02).abs() < 0.02);
}

#[test]
fn knowledge_that_is_needed_is_waited_for() {
    let techniques = r#"(id: "hop", does: Move, needs: (knowledge: true), success: 1, time: "1h", retries: 50, visible: (attempt: [], success: [])),
        (id: "look", does: Discover, success: 1, time: "150min", visible: (attempt: [], success: []))"#;
    let campaign = r#"(id: "c", operators: 2, initially_held: [Asset("e")], flow: [(id: "look", technique: "look"),
        (id: "hop", technique: "hop", target: Asset("t"), objective: true)])"#;
    let text = scenario(r#"(id: "e", zone: "y"), (id: "t", zone: "y")"#, techniques, campaign, "");
    // Three hours are spent looking for a way, the last of which begins before it is known.
    assert_eq!(play(&model(&text), 1, false, hours), [4.0]);
}

#[test]
fn several_campaigns_hold_the_same_assets_from_the_start() {
    let text = scenario(
        r#"(id: "n", zone: "y", count: 5)"#,
        "",
        r#"(id: "c", initially_held: [Group("n")]), (id: "d", initially_held: [First("n", 3), Asset("h")]), (id: "e", start: "2h", initially_held: [Group("n")])"#,
        "",
    );
    let counts = play(&model(&text), 1, false, |outcome| {
        let ledger = outcome.ledger;
        let of_each: Vec<u32> = ledger.campaigns.iter().map(|campaign| campaign.held).collect();
        (of_each, ledger.held, ledger.peak, ledger.total)
    });
    assert_eq!(counts, [(vec![5, 4, 5], 6, 6, 6)]);
}

#[test]
fn capped_scans_spread_like_a_pure_birth_process_with_capped_rates() {
    // Two addresses an hour from each source, ten from all together, among twenty: with i held, the next hold comes at
    // rate min(2 i, 10) · (20 − i) / 20.
    let expected: f64 = (1..20).map(|i| 20.0 / ((2.0 * f64::from(i)).min(10.0) * f64::from(20 - i))).sum();
    let text = r#"Scenario(
        format: 1, id: "capped", title: "Capped", startex: "2026-01-05T00:00[UTC]", endex: "1000h",
        organisations: [(id: "o")],
        network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: 20)]),
        techniques: [(id: "walk", does: Move, needs: (), success: 1, time: "0s", retries: 0)],
        campaigns: [(id: "c", initially_held: [First("n", 1)], spread: [Scan(technique: "walk", rate: PerHour(2), total_cap: PerHour(10))])],
    )"#;
    let times = play(&model(text), 6000, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let holds = trace.entries.iter().filter(|entry| matches!(entry.what, Happening::Held { .. }));
        holds.map(|entry| entry.at).nth(19).unwrap_or(SimTime::MAX).hours()
    });
    check(&times, expected, 0.02);
}

#[test]
fn the_first_of_a_suppliers_customers_is_the_least_of_their_deliveries() {
    // Attempts of an hour with success ½ take two; the least of five uniform on a day is four hours on average.
    let supply = r#"(id: "update", does: Supply, success: 0.5, time: "1h", retries: 1000)"#;
    let campaign =
        r#"(id: "c", flow: [(id: "up", technique: "update", supplier: "books", objective: true)])"#;
    let rest = r#"suppliers: [(id: "books", customers: [Group("d")], delivery: Uniform("0s", "24h"))],"#;
    let text = scenario(r#"(id: "d", zone: "y", count: 5)"#, supply, campaign, rest);
    check(&play(&model(&text), 12_000, false, hours), 2.0 + 24.0 / 6.0, 0.02);
}

#[test]
fn services_are_broken_into_one_after_the_other() {
    // Five geometric times in a row, each of an hour's attempts with success 0.4.
    let exploit = r#"(id: "break-in", does: Exploit, needs: (service: "x"), success: 0.4, time: "1h", retries: 1000, visible: (attempt: [], success: []))"#;
    let campaign =
        r#"(id: "c", flow: [(id: "in", technique: "break-in", target: Group("w"), until: Exhausted)])"#;
    let text = scenario(r#"(id: "w", zone: "y", services: ["x"], count: 5)"#, exploit, campaign, "").replace(
        "assets: [(id: \"h\"",
        r#"links: [(from: "internet", to: "y", allow: ["x"])], assets: [(id: "h""#,
    );
    let times = play(&model(&text), 4000, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let holds = trace.entries.iter().filter(|entry| matches!(entry.what, Happening::Held { .. }));
        holds.map(|entry| entry.at).nth(4).unwrap_or(SimTime::MAX).hours()
    });
    check(&times, 5.0 / 0.4, 0.02);
}

#[test]
fn each_loss_is_noticed_and_pauses_add_up() {
    let lost_too = |for_hours: u32, alert: &str| {
        let steps = format!(r#"{PLUG}, (id: "k", technique: "now", target: Asset("k"))"#);
        let campaign = reacting(&format!(r#"GoDark(after: "1h", for: "{for_hours}h")"#), &steps);
        let alert = format!(r#"msel: [(no: "1", at: "{alert}", effect: Alert(team: "t", asset: "k"))],"#);
        held(&scenario(&format!(r#"{USER}, (id: "k", zone: "z", users: 1)"#), "", &campaign, &alert), "d")
    };
    // One asset is isolated at 1 h 11 min, the other at 1 h 41 min, before the first loss is noticed: dark from 2 h 11 min to
    // 7 h 41 min.
    assert_eq!(lost_too(5, "90min"), [600.0 + 330.0]);
    // Dark from 2 h 11 min to 3 h 11 min, and from 5 h 11 min to 6 h 11 min.
    assert_eq!(lost_too(1, "4h"), [600.0 + 120.0]);
}

#[test]
fn contacts_under_way_hurry_by_as_much_as_is_ordered_more() {
    let walk = r#"(id: "walk", does: Move, success: 1, time: "0s", visible: (attempt: [], success: []))"#;
    let campaign =
        r#"(id: "c", initially_held: [Asset("n[1]")], spread: [Contact(technique: "walk", delay: "10h")])"#;
    let orders = r#"msel: [(no: "1", at: "2h", effect: AlterCampaign(campaign: "c", hurry: 2)),
        (no: "2", at: "4h", effect: AlterCampaign(campaign: "c", hurry: 4))],"#;
    let text = scenario(r#"(id: "n", zone: "y", count: 3)"#, walk, campaign, orders)
        .replace(r#"(id: "y", owner: "b")"#, r#"(id: "y", owner: "b", topology: Path)"#);
    // Of 10 h 8 are left at 2 h, which take 4; half of them at 4 h, which then take 1. The next ten take two and a half.
    assert_eq!(held(&text, "n"), [0.0, 300.0, 450.0]);
}
