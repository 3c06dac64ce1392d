//! One replication on one time axis: a lane each, and who informed whom.
//!
//! **Invariant:** what lies where is a share of the time (`data-a`, `data-b`), from which the script finds places anew when it
//! zooms; without it the whole time is shown.

use super::chart::short;
use super::figure::{Figure, Part, Section, Size};
use super::key::Key;
use super::{px, text};
use crate::measure::{Lane, LaneKind, Mark, Timeline, counted};
use crate::report::{NarratedView, Scene};
use maud::{Markup, html};

/// Width of the axis, and of what stands left of it.
pub const WIDTH: f64 = 1000.0;
pub const LEFT: f64 = 170.0;
const LANE: f64 = 42.0;
/// Where marks stand in a lane.
const MARKS: f64 = 14.0;
const TOP: f64 = 24.0;

/// Up to where on the axis a label beside it finds room.
const ROOM: f64 = 0.93;

/// Of so many lanes, those that only got or sent reports are shown too.
const FEW: usize = 16;

/// What marks stand for, in the order of the key.
const KINDS: [(&str, &str); 21] = [
    ("started", "campaign begins"),
    ("step", "step of an attack"),
    ("held", "assets held"),
    ("impaired", "out of service"),
    ("objective", "adversary's objective"),
    ("reacted", "adversary reacts"),
    ("alert", "true alert"),
    ("missed", "true alert missed"),
    ("opened", "incident opened"),
    ("found", "held asset found"),
    ("declared", "declared"),
    ("isolated", "cut off"),
    ("restored", "brought back"),
    ("closed", "incident closed"),
    ("wrongly_blocked", "blocked by wrong indicators"),
    ("lost", "report lost"),
    ("refused", "report refused"),
    ("inject", "inject"),
    ("escalated", "step of a ladder"),
    ("down", "down"),
    ("ends", "no memory for more"),
];

/// What spans stand for.
const SPANS: [(&str, &str); 4] = [
    ("understand", "investigate, declare, decide, notify"),
    ("contain", "contain"),
    ("recover", "eradicate, recover"),
    ("down", "down"),
];

pub fn section(told: Option<&NarratedView>, scene: &Scene, city: &str) -> Section {
    let rows = rows(scene);
    let lanes: Vec<&Lane> =
        scene.timeline.lanes.iter().zip(&rows).filter_map(|(lane, row)| row.map(|_| lane)).collect();
    let left_out = scene
        .timeline
        .lanes
        .iter()
        .zip(&rows)
        .filter(|(lane, row)| lane.kind == LaneKind::Team && row.is_none())
        .count();
    let height = TOP + LANE * lanes.len() as f64 + 8.0;
    let words = html! {
        @if let Some(told) = told {
            p {
                "Replication " (told.replication)
                @if told.median_first_declaration { ", whose first declaration is the median of those where something was held" }
                ". Times are those of " (text(city)) "."
            }
        }
        div.controls.scripted-only {
            button.earlier type="button" aria-label="Earlier" { "◀" }
            button.closer type="button" { "Closer" }
            button.wider type="button" { "Wider" }
            button.later type="button" aria-label="Later" { "▶" }
            small { "All pictures of this replication over time go with it." }
        }
    };
    let drawing = html! {
        defs {
            marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto" {
                path class="tip" d="M0 0L8 4L0 8Z" {}
            }
            clipPath id="inside" { rect x="-4" y="0" width=(px(WIDTH + 8.0)) height=(px(height)) {} }
        }
        @for (place, lane) in lanes.iter().enumerate() {
            @let y = TOP + LANE * place as f64;
            rect.lane x="0" y=(px(y + 1.0)) width=(px(LEFT + WIDTH + 10.0)) height=(px(LANE - 2.0)) {}
            text x="6" y=(px(y + MARKS + 4.0)) { (short(&name(lane), 23)) title { (text(&name(lane))) } }
        }
        svg.axis x=(px(LEFT)) width=(px(WIDTH)) height=(px(height)) viewBox={ "0 0 " (px(WIDTH)) " " (px(height)) }
            overflow="visible" data-width=(px(WIDTH)) {
            g clip-path="url(#inside)" {
                (ticks(scene, 16.0, height, 14.0))
                @for (place, lane) in lanes.iter().enumerate() {
                    @let y = TOP + LANE * place as f64;
                    @for span in &lane.spans {
                        @let (a, b) = (share(scene, span.from_us), share(scene, span.until_us));
                        rect class={ "s-" (span.kind) } data-a=(fine(a)) data-b=(fine(b)) x=(px(a * WIDTH)) y=(px(y + strip(span.kind)))
                            width=(px(((b - a) * WIDTH).max(1.5))) height="4" { title { (text(&span.text)) } }
                    }
                }
                (arrows(scene, &rows))
                @for (place, lane) in lanes.iter().enumerate() {
                    @let y = TOP + LANE * place as f64 + MARKS;
                    @for mark in &lane.marks { (drawn(mark, share(scene, mark.t_us), y)) }
                }
                @let now = share(scene, scene.playback.frames[scene.worst].t_us);
                line.cursor data-a=(fine(now)) data-b=(fine(now)) x1=(px(now * WIDTH)) x2=(px(now * WIDTH)) y1="0" y2=(px(height)) {}
            }
        }
    };
    let caption = html! {
        "Arrows: reports from team to team, dashed if they did not arrive. The dashed line is the moment that the network below shows."
        @if left_out > 0 { " " (counted(left_out as u64, "team")) " without a mark left out, and the reports to and from them." }
        @if scene.timeline.arrows_left_out > 0 { " " (scene.timeline.arrows_left_out) " later reports are not drawn." }
    };
    let figure = Figure {
        name: String::from("time-axis"),
        alt: String::from(
            "Lanes of campaigns and teams on one time axis; the list of what happened says the same in words",
        ),
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, height),
        drawing,
        keys: keys(scene),
        caption,
        ..Figure::default()
    };
    Section::new("time", "What happened", vec![Part::Words(words), Part::Picture(figure)])
}

/// What lies over time besides lanes, from `top` to `bottom`: `curves` between 0 and [`WIDTH`], instants with their times at
/// `label`, and the moment that is shown. The script zooms it with the lanes.
pub fn plot(scene: &Scene, name: &str, (top, bottom, label): (f64, f64, f64), curves: Markup) -> Markup {
    let now = share(scene, scene.playback.frames[scene.worst].t_us);
    let (above, below) = (top.min(label - 12.0), bottom.max(label + 4.0));
    html! {
        clipPath id={ (name) "-inside" } {
            rect x="-1" y=(px(above)) width=(px(WIDTH + 8.0)) height=(px(below - above)) {}
        }
        g clip-path={ "url(#" (name) "-inside)" } {
            (ticks(scene, top, bottom, label))
            g data-window="" { (curves) }
            line.cursor data-a=(fine(now)) data-b=(fine(now)) x1=(px(now * WIDTH)) x2=(px(now * WIDTH)) y1=(px(top)) y2=(px(bottom)) {}
        }
    }
}

/// Where a moment lies in a picture that can be zoomed: much finer than a screen.
pub fn place(scene: &Scene, t_us: i64) -> String {
    let rounded = (share(scene, t_us) * WIDTH * 1000.0).round() / 1000.0;
    format!("{rounded}")
}

/// Where a moment lies, from 0 at the start of the run to 1 at ENDEX.
pub fn share(scene: &Scene, t_us: i64) -> f64 {
    ((t_us - scene.from_us) as f64 / (scene.until_us - scene.from_us).max(1) as f64).clamp(0.0, 1.0)
}

fn fine(share: f64) -> String {
    format!("{:.5}", share)
}

fn name(lane: &Lane) -> String {
    match lane.kind {
        LaneKind::Campaign | LaneKind::Team => lane.id.clone(),
        LaneKind::Exercise => String::from("exercise control"),
        LaneKind::Services => String::from("functions, missions"),
    }
}

/// Upright lines from `top` to `bottom` at instants, each with its time at `label`.
fn ticks(scene: &Scene, top: f64, bottom: f64, label: f64) -> Markup {
    html! {
        @for (level, instants) in scene.ticks.iter().enumerate() {
            // A finer level is shown from where its instants fit.
            @let fits = 14.0 / instants.len().max(1) as f64;
            g data-level=(level) data-fits=(fine(if level == 0 { 1.0 } else { fits })) style=[(level > 0).then_some("display:none")] {
                @for (t_us, time) in instants {
                    @let a = share(scene, *t_us);
                    g data-a=(fine(a)) data-y="0" transform={ "translate(" (px(a * WIDTH)) " 0)" } {
                        line.rule y1=(px(top)) y2=(px(bottom)) {}
                        @if level > 0 || a < ROOM { text.faint x="3" y=(px(label)) { (text(time)) } }
                    }
                }
            }
        }
    }
}

/// The row of each lane; none for one in which there is nothing to see.
fn rows(scene: &Scene) -> Vec<Option<usize>> {
    let Timeline { lanes, arrows, .. } = &scene.timeline;
    let few = lanes.len() <= FEW;
    let mut next = 0;
    let row = |(place, lane): (usize, &Lane)| {
        let met = || few && arrows.iter().any(|arrow| arrow.from == place || arrow.to == place);
        let seen =
            lane.kind == LaneKind::Campaign || !lane.marks.is_empty() || !lane.spans.is_empty() || met();
        seen.then(|| {
            next += 1;
            next - 1
        })
    };
    lanes.iter().enumerate().map(row).collect()
}

fn arrows(scene: &Scene, rows: &[Option<usize>]) -> Markup {
    let middle = |row: usize| TOP + LANE * row as f64 + MARKS;
    html! {
        @for arrow in &scene.timeline.arrows {
            @if let (Some(from), Some(to)) = (rows[arrow.from], rows[arrow.to]) {
                @let a = share(scene, arrow.sent_us);
                @let b = share(scene, arrow.received_us.unwrap_or(arrow.sent_us));
                line.arrow.open[arrow.received_us.is_none()] data-a=(fine(a)) data-b=(fine(b)) x1=(px(a * WIDTH)) x2=(px(b * WIDTH))
                    y1=(px(middle(from))) y2=(px(middle(to))) marker-end="url(#tip)" { title { (text(&arrow.text)) } }
            }
        }
    }
}

/// A mark with its shape; several are larger.
fn drawn(mark: &Mark, a: f64, y: f64) -> Markup {
    let size = 4.0 + 0.7 * f64::from(mark.count.max(1).ilog2().min(7));
    let several = if mark.count > 1 { format!(" and {} more", mark.count - 1) } else { String::new() };
    html! {
        g class={ "m-" (mark.kind) } data-a=(fine(a)) data-y=(px(y)) transform={ "translate(" (px(a * WIDTH)) " " (px(y)) ")" } {
            title { (text(&mark.moment)) " " (text(&mark.text)) (several) }
            (shape(mark.kind, size))
        }
    }
}

/// Where a span lies in its lane, so that those of different kinds don't cover each other.
fn strip(kind: &str) -> f64 {
    match kind {
        "understand" => LANE - 17.0,
        "contain" => LANE - 12.0,
        _ => LANE - 7.0,
    }
}

fn shape(kind: &str, size: f64) -> Markup {
    let (r, d) = (px(size), px(2.0 * size));
    let minus = px(-size);
    html! {
        @match kind {
            "held" | "found" | "restored" | "impaired" => circle r=(r) {},
            "opened" | "isolated" | "down" => rect x=(minus) y=(minus) width=(d) height=(d) {},
            "declared" | "objective" => path d={ "M0 " (px(-1.5 * size)) "L" (px(1.5 * size)) " 0L0 " (px(1.5 * size)) "L" (px(-1.5 * size)) " 0Z" } {},
            "alert" => path d={ "M" (minus) " " (r) "H" (r) "L0 " (minus) "Z" } {},
            "inject" | "escalated" | "started" => path d={ "M" (minus) " " (minus) "H" (r) "L0 " (r) "Z" } {},
            "lost" | "refused" | "missed" | "wrongly_blocked" => {
                path d={ "M" (minus) " " (minus) "L" (r) " " (r) "M" (r) " " (minus) "L" (minus) " " (r) } stroke="currentColor" stroke-width="2" {}
            }
            _ => rect x="-1" y=(px(-1.6 * size)) width="2" height=(px(3.2 * size)) {},
        }
    }
}

/// The kinds of marks and spans that there are.
fn keys(scene: &Scene) -> Vec<Key> {
    let lanes = &scene.timeline.lanes;
    let marks = KINDS
        .iter()
        .filter(|(kind, _)| lanes.iter().any(|lane| lane.marks.iter().any(|mark| mark.kind == *kind)));
    let mark = |(kind, word): &(&str, &str)| {
        Key::shape(html! { g class={ "m-" (kind) } { (shape(kind, 4.0)) } }, word)
    };
    let spans = SPANS
        .iter()
        .filter(|(kind, _)| lanes.iter().any(|lane| lane.spans.iter().any(|span| span.kind == *kind)));
    let span = |(kind, word): &(&str, &str)| Key::class(&format!("s-{kind}"), word);
    marks.map(mark).chain(spans.map(span)).collect()
}
