//! Where the marks of a map stand, and their labels.
//!
//! With real coordinates: an equirectangular projection, with the cosine of the middle latitude for the width of a degree; what has
//! none stands in a row beneath. Without: organisations round the internet, or in rows where there are too many for a ring, and
//! their zones together.
//!
//! **Invariant:** the same network has the same picture, and every mark stands within it.

use super::map::{Anchor, Draft, MapArea, MapLink, MapMark};
use super::terminal::format::shortened;
use crate::measure::counted;
use crate::model::Position;
use std::f64::consts::{PI, TAU};

/// How wide the picture is.
const WIDTH: f64 = 1180.0;
/// How high a ring or a map is at least and at most.
const HEIGHTS: (f64, f64) = (240.0, 800.0);
/// The smallest and the largest mark.
const SIDES: (f64, f64) = (11.0, 58.0);
/// How wide a letter is taken to be, and how high a line.
const LETTER: f64 = 6.7;
const LINE: f64 = 15.0;
/// The longest label, in letters.
const LONGEST: usize = 24;
/// What is left free at the rim and between things.
const RIM: f64 = 12.0;
const GAP: f64 = 16.0;

/// What is drawn where.
pub(super) struct Placed {
    pub size: (f64, f64),
    pub areas: Vec<MapArea>,
    pub marks: Vec<MapMark>,
}

/// Places marks whose owners are called so: whether each is a zone of its owner's, whether they are on Earth, and whether the
/// internet has a mark, which is then the last.
pub(super) fn place(
    drafts: &[Draft],
    links: &[MapLink],
    owners: &[&str],
    (of_zones, on_earth, has_internet): (bool, bool, bool),
) -> Placed {
    let largest = drafts.iter().map(|draft| draft.size).max().unwrap_or(1).max(1);
    let unit = (SIDES.1 / f64::from(largest).sqrt()).min(if drafts.len() > 30 { 4.0 } else { 8.0 });
    let mark = |draft: &Draft| {
        let owner = owners[draft.owner];
        let zones = if draft.zones > 1 { counted(draft.zones as u64, "zone") } else { owner.to_owned() };
        let name = if zones == draft.label { zones } else { format!("{} ({zones})", draft.label) };
        MapMark {
            label: shortened(&draft.label, LONGEST),
            name,
            groups: draft.groups.clone(),
            size: draft.size,
            side: (f64::from(draft.size).sqrt() * unit).clamp(SIDES.0, SIDES.1),
            at: (0.0, 0.0),
            label_at: None,
            on_earth: false,
        }
    };
    let mut marks: Vec<MapMark> = drafts.iter().map(mark).collect();
    if has_internet {
        marks.push(MapMark {
            label: String::from("internet"),
            name: String::from("internet"),
            groups: Vec::new(),
            size: 0,
            side: LINE + 9.0,
            at: (0.0, 0.0),
            label_at: None,
            on_earth: false,
        });
    }
    if on_earth {
        return earth(drafts, links, marks);
    }
    let mut clusters = clusters(drafts, &mut marks, owners, of_zones);
    let height = ring(&mut clusters, has_internet).unwrap_or_else(|| rows(&mut clusters, has_internet));
    let mut areas = Vec::new();
    for cluster in clusters {
        let (left, top) = (cluster.at.0 - cluster.size.0 / 2.0, cluster.at.1 - cluster.size.1 / 2.0);
        for mark in cluster.marks {
            let MapMark { at, side, label_at, .. } = &mut marks[mark];
            *at = (at.0 + left, at.1 + top);
            *label_at = Some((at.0, at.1 + *side / 2.0 + LINE, Anchor::Middle));
        }
        if of_zones {
            let frame = [left, top, cluster.size.0, cluster.size.1];
            areas.push(MapArea { label: shortened(owners[cluster.owner], LONGEST), frame });
        }
    }
    if has_internet && let Some(internet) = marks.last_mut() {
        // In the middle of a ring, or above rows.
        internet.at = (WIDTH / 2.0, height.1);
        internet.label_at = Some((WIDTH / 2.0, height.1 + 4.0, Anchor::Middle));
    }
    cropped(Placed { size: (WIDTH, height.0), areas, marks })
}

/// Without what is empty at the sides.
fn cropped(mut placed: Placed) -> Placed {
    let of_mark = |mark: &MapMark| {
        let half = (width_of(&mark.label) / 2.0 + 8.0).max(mark.side / 2.0);
        let below = if mark.groups.is_empty() { 0.0 } else { LINE };
        let [_, top, _, bottom] = around(mark.at, (mark.side, mark.side));
        [mark.at.0 - half, top, mark.at.0 + half, bottom + below]
    };
    let of_area = |area: &MapArea| {
        let [left, top, width, height] = area.frame;
        [left, top, left + width, top + height]
    };
    let frames = placed.areas.iter().map(of_area).chain(placed.marks.iter().map(of_mark));
    let whole = frames.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let [left, top, right, bottom] = whole.unwrap_or_default();
    let away = (left - RIM, top - RIM);
    for area in &mut placed.areas {
        area.frame[0] -= away.0;
        area.frame[1] -= away.1;
    }
    for mark in &mut placed.marks {
        mark.at = (mark.at.0 - away.0, mark.at.1 - away.1);
        mark.label_at = mark.label_at.map(|(x, y, anchor)| (x - away.0, y - away.1, anchor));
    }
    placed.size = (right - left + 2.0 * RIM, bottom - top + 2.0 * RIM);
    placed
}

fn width_of(label: &str) -> f64 {
    label.chars().count() as f64 * LETTER
}

/// The marks of an organisation as a block: their places are from its upper left corner.
struct Cluster {
    owner: usize,
    marks: Vec<usize>,
    size: (f64, f64),
    /// Its middle.
    at: (f64, f64),
}

fn clusters(drafts: &[Draft], marks: &mut [MapMark], owners: &[&str], of_zones: bool) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&mark| drafts[mark].owner);
    for mark in order {
        let owner = drafts[mark].owner;
        match clusters.last_mut() {
            Some(last) if of_zones && last.owner == owner => last.marks.push(mark),
            _ => clusters.push(Cluster { owner, marks: vec![mark], size: (0.0, 0.0), at: (0.0, 0.0) }),
        }
    }
    for cluster in &mut clusters {
        let columns = (cluster.marks.len() as f64).sqrt().ceil() as usize;
        let (pad, title) = if of_zones { (8.0, LINE + 6.0) } else { (2.0, 2.0) };
        let cell = |mark: &usize| {
            width_of(&marks[*mark].label).max(marks[*mark].side) + if of_zones { 28.0 } else { 12.0 }
        };
        let width = cluster.marks.iter().map(cell).fold(0.0, f64::max);
        let mut y = title;
        for row in cluster.marks.chunks(columns) {
            let high = row.iter().map(|mark| marks[*mark].side).fold(0.0, f64::max);
            for (column, mark) in row.iter().enumerate() {
                marks[*mark].at = (pad + width * (column as f64 + 0.5), y + high / 2.0);
            }
            y += high + LINE + if of_zones { 16.0 } else { 6.0 };
        }
        let mut wide = width * columns as f64 + 2.0 * pad;
        if of_zones {
            // Room for the owner's name; what stands beneath it moves to the middle.
            let more = (width_of(&shortened(owners[cluster.owner], LONGEST)) + 20.0 - wide).max(0.0);
            cluster.marks.iter().for_each(|mark| marks[*mark].at.0 += more / 2.0);
            wide += more;
        }
        cluster.size = (wide, y - if of_zones { 8.0 } else { 0.0 });
    }
    clusters
}

/// Puts clusters round a ring as low as they fit; its height and that of the internet, or none when they don't.
fn ring(clusters: &mut [Cluster], has_internet: bool) -> Option<(f64, f64)> {
    if clusters.len() < 2 || (clusters.len() == 2 && !has_internet) {
        return None;
    }
    let wide = clusters.iter().map(|cluster| cluster.size.0).fold(0.0, f64::max);
    let high = clusters.iter().map(|cluster| cluster.size.1).fold(0.0, f64::max);
    let share = |cluster: &Cluster| (cluster.size.0 + cluster.size.1) / 2.0 + GAP;
    let whole: f64 = clusters.iter().map(share).sum();
    let middle = WIDTH / 2.0;
    let mut height = HEIGHTS.0;
    while height <= HEIGHTS.1 {
        let radius = (height - high) / 2.0 - RIM;
        let radii = ((2.2 * radius + wide / 2.0).min((WIDTH - wide) / 2.0 - RIM), radius);
        if radii.0.min(radii.1) > 0.0 {
            let way = ellipse(radii);
            let mut passed = -share(&clusters[0]) / 2.0;
            for cluster in clusters.iter_mut() {
                let (x, y) =
                    way[((passed + share(cluster) / 2.0) / whole * way.len() as f64) as usize % way.len()];
                passed += share(cluster);
                cluster.at = (middle + x, height / 2.0 + y);
            }
            if are_apart(clusters, has_internet.then_some((middle, height / 2.0))) {
                return Some((height, height / 2.0));
            }
        }
        height += 20.0;
    }
    None
}

/// Points of an ellipse at equal distances along it, from the left on over the top.
fn ellipse(radii: (f64, f64)) -> Vec<(f64, f64)> {
    const STEPS: usize = 1440;
    let point = |step: usize| {
        let (sine, cosine) = libm::sincos(PI + TAU * step as f64 / STEPS as f64);
        (radii.0 * cosine, radii.1 * sine)
    };
    let fine: Vec<(f64, f64)> = (0..=STEPS).map(point).collect();
    let mut lengths = vec![0.0];
    for pair in fine.windows(2) {
        let (dx, dy): (f64, f64) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        lengths.push(lengths[lengths.len() - 1] + (dx * dx + dy * dy).sqrt());
    }
    let whole = lengths[STEPS];
    let at = |step: usize| lengths.partition_point(|&length| length < whole * step as f64 / STEPS as f64);
    (0..STEPS).map(|step| fine[at(step)]).collect()
}

/// Whether no two clusters overlap, nor one the internet.
fn are_apart(clusters: &[Cluster], internet: Option<(f64, f64)>) -> bool {
    let near = |a: (f64, f64), b: (f64, f64), room: (f64, f64)| {
        (a.0 - b.0).abs() < room.0 + GAP / 2.0 && (a.1 - b.1).abs() < room.1 + GAP / 2.0
    };
    let half = |cluster: &Cluster| (cluster.size.0 / 2.0, cluster.size.1 / 2.0);
    clusters.iter().enumerate().all(|(number, one)| {
        let (width, height) = half(one);
        clusters[..number]
            .iter()
            .all(|other| !near(one.at, other.at, (width + half(other).0, height + half(other).1)))
            && internet.is_none_or(|at| !near(one.at, at, (width + 40.0, height + LINE)))
    })
}

/// Puts clusters in rows beneath the internet; the height and that of the internet.
fn rows(clusters: &mut [Cluster], has_internet: bool) -> (f64, f64) {
    let mut y = if has_internet { 2.0 * RIM + LINE + 3.0 * GAP } else { RIM };
    let mut first = 0;
    while first < clusters.len() {
        let mut wide = -GAP;
        let fits = clusters[first..].iter().take_while(|cluster| {
            wide += cluster.size.0 + GAP;
            wide <= WIDTH - 2.0 * RIM
        });
        let row = first..first + fits.count().max(1);
        first = row.end;
        let row = &mut clusters[row];
        let wide: f64 = row.iter().map(|cluster| cluster.size.0 + GAP).sum::<f64>() - GAP;
        let high = row.iter().map(|cluster| cluster.size.1).fold(0.0, f64::max);
        let mut x = ((WIDTH - wide) / 2.0).max(RIM);
        for cluster in row {
            cluster.at = (x + cluster.size.0 / 2.0, y + cluster.size.1 / 2.0);
            x += cluster.size.0 + GAP;
        }
        y += high + GAP;
    }
    (y - GAP + RIM, RIM + LINE)
}

/// Places marks by their positions, and in a row beneath what has none.
fn earth(drafts: &[Draft], links: &[MapLink], mut marks: Vec<MapMark>) -> Placed {
    let positions: Vec<Position> = drafts.iter().filter_map(|draft| draft.position).collect();
    let west = western_end(&positions);
    // Longitudes from the western end on, so that no line runs round the back of the Earth.
    let east_of = |at: &Position| (at.longitude - west).rem_euclid(360.0);
    let latitudes = positions.iter().map(|at| at.latitude);
    let (south, north) =
        latitudes.fold((90.0, -90.0), |(low, high): (f64, f64), it| (low.min(it), high.max(it)));
    let degree = libm::cos((south + north) / 2.0 * PI / 180.0).max(0.05);
    // Places on both sides of the 180th meridian may be one.
    let span = (positions.iter().map(east_of).fold(1e-6, f64::max) * degree, (north - south).max(1e-6));
    let rim = 60.0;
    let scale = ((WIDTH - 2.0 * rim) / span.0).min((HEIGHTS.1 - 2.0 * rim) / span.1);
    let height = (span.1 * scale + 2.0 * rim).max(HEIGHTS.0);
    let corner = ((WIDTH - span.0 * scale) / 2.0, (height - span.1 * scale) / 2.0);
    for (mark, draft) in marks.iter_mut().zip(drafts) {
        if let Some(at) = &draft.position {
            mark.at = (corner.0 + east_of(at) * degree * scale, corner.1 + (north - at.latitude) * scale);
            mark.on_earth = true;
        }
    }
    push_apart(&mut marks, height);
    label(drafts, &mut marks, height);
    let deepest = beneath(&mut marks, links, height);
    Placed { size: (WIDTH, deepest), areas: Vec::new(), marks }
}

/// Puts what has no position in rows beneath a map of some height, each as near as may be to what it is linked with; their end.
fn beneath(marks: &mut [MapMark], links: &[MapLink], height: f64) -> f64 {
    let wish = |mark: usize| {
        let others = links.iter().filter_map(|link| match (link.from == mark, link.to == mark) {
            (true, _) => Some(link.to),
            (_, true) => Some(link.from),
            _ => None,
        });
        let near: Vec<f64> = others.filter(|&it| marks[it].on_earth).map(|it| marks[it].at.0).collect();
        if near.is_empty() { 0.0 } else { near.iter().sum::<f64>() / near.len() as f64 }
    };
    let mut order: Vec<(f64, usize)> =
        (0..marks.len()).filter(|&mark| !marks[mark].on_earth).map(|mark| (wish(mark), mark)).collect();
    // The internet comes last, in a row of its own, for its lines would cross what stands beside it.
    let is_internet = |mark: &MapMark| mark.groups.is_empty();
    order.sort_by(|a, b| (is_internet(&marks[a.1]).cmp(&is_internet(&marks[b.1]))).then(a.0.total_cmp(&b.0)));
    let (mut x, mut y, mut deepest) = (RIM, height, height);
    // How much of a row the rest takes, so that a wish does not push it out.
    let wide =
        |mark: &MapMark| width_of(&mark.label) + 12.0 + if is_internet(mark) { 12.0 } else { mark.side };
    let mut rest: f64 = order.iter().map(|it| wide(&marks[it.1]) + GAP).sum();
    for (wish, place) in order {
        let mark = &mut marks[place];
        let wide = wide(mark);
        let internet = is_internet(mark);
        if x > RIM && (internet || x + wide > WIDTH - RIM) {
            (x, y) = (RIM, y + if internet { SIDES.1 / 2.0 } else { SIDES.1 } + GAP);
        }
        x = x.max((wish - wide / 2.0).min(WIDTH - RIM - rest));
        let middle = if internet { wide / 2.0 } else { mark.side / 2.0 };
        mark.at = (x + middle, y + SIDES.1 / 2.0);
        mark.label_at = Some(match internet {
            true => (mark.at.0, mark.at.1 + 4.0, Anchor::Middle),
            false => (mark.at.0 + mark.side / 2.0 + 4.0, mark.at.1 + 4.0, Anchor::Start),
        });
        x += wide + GAP;
        rest -= wide + GAP;
        deepest = y + SIDES.1 + RIM;
    }
    deepest
}

/// The longitude behind the widest gap: from there on all lie eastward.
pub(super) fn western_end(positions: &[Position]) -> f64 {
    let mut longitudes: Vec<f64> = positions.iter().map(|at| at.longitude).collect();
    longitudes.sort_by(f64::total_cmp);
    let before = |place: usize| match place {
        0 => longitudes[longitudes.len() - 1] - 360.0,
        _ => longitudes[place - 1],
    };
    let widest = (0..longitudes.len())
        .rev()
        .max_by(|&a, &b| (longitudes[a] - before(a)).total_cmp(&(longitudes[b] - before(b))));
    widest.map_or(0.0, |place| longitudes[place])
}

/// Moves marks that overlap a little, so that each is seen; those that stand at one place part eastward.
fn push_apart(marks: &mut [MapMark], height: f64) {
    for _ in 0..80 {
        let mut moved = false;
        for one in 0..marks.len() {
            for other in one + 1..marks.len() {
                if !marks[one].on_earth || !marks[other].on_earth {
                    continue;
                }
                let (dx, dy) = (marks[other].at.0 - marks[one].at.0, marks[other].at.1 - marks[one].at.1);
                let room = (marks[one].side + marks[other].side) / 2.0 + 3.0;
                let (x, y) = (room - dx.abs(), room - dy.abs());
                if x <= 0.01 || y <= 0.01 {
                    continue;
                }
                moved = true;
                let by = match x <= y {
                    true => (x / 2.0 * if dx < 0.0 { -1.0 } else { 1.0 }, 0.0),
                    false => (0.0, y / 2.0 * if dy < 0.0 { -1.0 } else { 1.0 }),
                };
                for (mark, sign) in [(one, -1.0), (other, 1.0)] {
                    let MapMark { at, side, .. } = &mut marks[mark];
                    let within =
                        |value: f64, end: f64| value.clamp(*side / 2.0 + 2.0, end - *side / 2.0 - 2.0);
                    *at = (within(at.0 + sign * by.0, WIDTH), within(at.1 + sign * by.1, height));
                }
            }
        }
        if !moved {
            return;
        }
    }
}

/// Gives each mark on Earth its label where there is room beside it: to what was touched first, then to the largest.
fn label(drafts: &[Draft], marks: &mut [MapMark], height: f64) {
    // Left, top, right, bottom.
    let mut taken: Vec<[f64; 4]> = marks.iter().map(|mark| around(mark.at, (mark.side, mark.side))).collect();
    let mut order: Vec<usize> = (0..drafts.len()).filter(|&mark| marks[mark].on_earth).collect();
    order.sort_by_key(|&mark| (!drafts[mark].touched, std::cmp::Reverse(drafts[mark].size), mark));
    for mark in order {
        let MapMark { at: (x, y), side, label, .. } = &marks[mark];
        let (wide, away) = (width_of(label), side / 2.0 + 4.0);
        let candidates = [
            (x + away, y + 4.0, Anchor::Start),
            (x - away, y + 4.0, Anchor::End),
            (*x, y + away + LINE - 6.0, Anchor::Middle),
            (*x, y - away, Anchor::Middle),
        ];
        let frame = |&(x, y, anchor): &(f64, f64, Anchor)| {
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            [left, y - LINE + 4.0, left + wide, y + 3.0]
        };
        let free = |frame: &[f64; 4]| {
            let within = frame[0] >= 0.0 && frame[1] >= 0.0 && frame[2] <= WIDTH && frame[3] <= height;
            let apart = |other: &[f64; 4]| {
                frame[2] <= other[0] || other[2] <= frame[0] || frame[3] <= other[1] || other[3] <= frame[1]
            };
            within && taken.iter().enumerate().all(|(number, other)| number == mark || apart(other))
        };
        let found = candidates.into_iter().find(|candidate| free(&frame(candidate)));
        taken.extend(found.as_ref().map(frame));
        marks[mark].label_at = found;
    }
}

/// The rectangle of a size around a middle.
fn around(middle: (f64, f64), size: (f64, f64)) -> [f64; 4] {
    let (x, y) = (size.0 / 2.0, size.1 / 2.0);
    [middle.0 - x, middle.1 - y, middle.0 + x, middle.1 + y]
}
