//! The network as a map of zones and the links between them; the script plays it as it does the groups.
//!
//! **Invariant:** the parts of a mark add up to its side, and stand in the order of [`network::parts`].

use super::figure::{Figure, Size};
use super::{network, px, text};
use crate::measure::{AssetState, Counts, counted};
use crate::report::{Anchor, MapGrain, MapLink, MapMark, NetworkMap};
use maud::{Markup, html};

/// The map with its states in a frame, `counts` by group; nothing where it would be a single mark.
pub fn figure(map: &NetworkMap, counts: &[Counts]) -> Option<Figure> {
    let drawing = html! {
        g class=(if map.areas.is_empty() { "map" } else { "map within" }) {
            defs {
                marker id="way" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
                    markerUnits="userSpaceOnUse" orient="auto" { path.way d="M0 0L8 4L0 8z" {} }
            }
            @for area in &map.areas {
                rect.area x=(px(area.frame[0])) y=(px(area.frame[1])) width=(px(area.frame[2])) height=(px(area.frame[3])) rx="6" {}
            }
            @for link in &map.links { (line(map, link)) }
            // Over the lines, so that they can be read.
            @for area in &map.areas {
                text.area-name x=(px(area.frame[0] + area.frame[2] / 2.0)) y=(px(area.frame[1] + 15.0)) text-anchor="middle" {
                    (text(&area.label))
                }
            }
            @for (place, mark) in map.marks.iter().enumerate() { (drawn(place, mark, counts)) }
        }
    };
    (map.marks.len() > 1).then(|| Figure {
        name: String::from("map"),
        alt: described(map),
        size: Size::Own,
        extent: map.size,
        drawing,
        caption: html! { (caption(map)) },
        ..Figure::default()
    })
}

fn described(map: &NetworkMap) -> String {
    let marks = map.marks.iter().filter(|mark| !mark.groups.is_empty()).count() as u64;
    let what = match map.grain {
        MapGrain::Zones => counted(marks, "zone"),
        MapGrain::Organisations => counted(marks, "organisation"),
        MapGrain::Fields => counted(marks, "part"),
    };
    let links = counted(map.links.len() as u64, "line");
    format!("A map of the network: {what}, joined by {links}; the boxes beneath say the same in words")
}

/// What the picture shows, and what it leaves out.
fn caption(map: &NetworkMap) -> String {
    let mark = match map.grain {
        MapGrain::Zones => "A square is a zone",
        MapGrain::Organisations => {
            "A square is all of an organisation, for there are too many zones to show each"
        }
        MapGrain::Fields => "A square is all that is near it, for there are too many places to show each",
    };
    let mut said = format!("{mark}; the more assets, the larger. ");
    if !map.links.is_empty() {
        let ends = if map.grain == MapGrain::Zones { "zones" } else { "zones of both" };
        said +=
            &format!("A line is a permitted flow between {ends}, with an arrow where it leads one way only");
        let over_cables = map.links.iter().any(|link| !link.cables.is_empty());
        said += if over_cables { ", dashed where it runs over a cable. " } else { ". " };
    }
    if map.links_left_out > 0 {
        said += &format!("{} of the fewest links are left out. ", counted(map.links_left_out as u64, "line"));
    }
    if map.on_earth {
        let lost = map.marks.iter().filter(|mark| !mark.on_earth && !mark.groups.is_empty()).count() as u64;
        said += "North is up; marks that would overlap stand a little apart. ";
        if lost > 0 {
            said += &format!("{} without a position: in the row beneath. ", counted(lost, "mark"));
        }
    } else {
        said += "Too few positions are given for a map, so places mean nothing. ";
    }
    said
}

fn line(map: &NetworkMap, link: &MapLink) -> Markup {
    let (from, to) = (&map.marks[link.from], &map.marks[link.to]);
    let (start, end) = (trimmed(from, to.at, 0.0), trimmed(to, from.at, 2.0));
    let class = if link.cables.is_empty() { "link" } else { "link cable" };
    let way = (!link.both_ways).then_some("url(#way)");
    let arrow = if link.both_ways { "↔" } else { "→" };
    let mut title = format!("{} {arrow} {}", from.label, to.label);
    if link.count > 2 {
        title += &format!(": {}", counted(u64::from(link.count), "link"));
    }
    if !link.cables.is_empty() {
        title += &format!(", over {}", link.cables.join(", "));
    }
    html! {
        line class=(class) x1=(px(start.0)) y1=(px(start.1)) x2=(px(end.0)) y2=(px(end.1)) marker-end=[way] { title { (text(&title)) } }
    }
}

/// Where a line from the middle of a mark towards a place leaves it, and `more` than that.
fn trimmed(mark: &MapMark, towards: (f64, f64), more: f64) -> (f64, f64) {
    let (dx, dy) = (towards.0 - mark.at.0, towards.1 - mark.at.1);
    let half = match mark.groups.is_empty() {
        true => (36.0 + more, mark.side / 2.0 + more),
        false => (mark.side / 2.0 + more, mark.side / 2.0 + more),
    };
    let share = (half.0 / dx.abs()).min(half.1 / dy.abs()).min(0.5);
    (mark.at.0 + dx * share, mark.at.1 + dy * share)
}

fn drawn(place: usize, mark: &MapMark, counts: &[Counts]) -> Markup {
    let anchor = |anchor: Anchor| match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let label = html! {
        @if let Some((x, y, held)) = mark.label_at {
            text.label x=(px(x)) y=(px(y)) text-anchor=(anchor(held)) { (text(&mark.label)) }
        }
    };
    if mark.groups.is_empty() {
        let (left, top) = (mark.at.0 - 36.0, mark.at.1 - mark.side / 2.0);
        return html! {
            rect.outside x=(px(left)) y=(px(top)) width="72" height=(px(mark.side)) rx=(px(mark.side / 2.0)) {}
            (label)
        };
    }
    let now = sum(mark, counts);
    let (side, left, top) = (mark.side, mark.at.0 - mark.side / 2.0, mark.at.1 - mark.side / 2.0);
    let words = network::not_clean(&now);
    let name = format!("{}: {}", mark.name, counted(u64::from(mark.size), "asset"));
    let title = if words.is_empty() { name.clone() } else { format!("{name}: {words}") };
    html! {
        g class=(if words.is_empty() { "place" } else { "place struck" }) transform={ "translate(" (px(left)) " " (px(top)) ")" } {
            title { (text(&title)) }
            g data-mark=(place) data-name=(text(&name)) data-side=(px(side)) data-size=(mark.size) { (network::parts(mark.size, &now, side)) }
            rect.frame x="-1.5" y="-1.5" width=(px(side + 3.0)) height=(px(side + 3.0)) {}
        }
        (label)
    }
}

/// The states of all groups of a mark.
fn sum(mark: &MapMark, counts: &[Counts]) -> Counts {
    let mut sum = [0; AssetState::COUNT];
    for &group in &mark.groups {
        (0..sum.len()).for_each(|state| sum[state] += counts[group][state]);
    }
    sum
}
