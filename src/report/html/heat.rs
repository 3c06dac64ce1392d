//! The mean of a measure where the levels of two factors meet, as a map of cells.
//!
//! **Invariant:** every cell has its number, so that colour only helps.

use super::chart::short;
use super::effects::mean_in_words;
use super::figure::{Figure, Size};
use super::key::Key;
use super::{px, text};
use crate::report::sensitivity::{FindingView, MeasuredView};
use crate::report::sensitivity_words::{amount, part};
use crate::report::terminal::sensitivity::SMALL;
use maud::{Markup, html};

/// Steps of the colours.
const STEPS: u32 = 7;

/// So many levels have room on a map.
const MOST: usize = 18;

/// How wide letters of names are at most, but for a few.
const LETTER: f64 = 8.2;

const ROW: f64 = 34.0;
const TOP: f64 = 24.0;

/// The map of the two factors that do most together, or of those that explain most if none do; `many` if there are others.
pub fn figure(view: &MeasuredView, name: &str, many: bool) -> Option<Figure> {
    let pair = pair(view)?;
    let of_pair = |it: &&FindingView| it.factor == pair.factor && it.other_factor == pair.other_factor;
    let cells: Vec<&FindingView> = view.of_factors("joint_mean").filter(of_pair).collect();
    let map = Map::new(pair, &cells);
    if map.rows.len().max(map.columns.len()) > MOST {
        return None;
    }
    let means = || cells.iter().filter_map(|it| it.estimate);
    let (low, high) = (means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max));
    let step = |mean: f64| match high > low {
        true => ((mean - low) / (high - low) * f64::from(STEPS - 1)).round() as u32,
        false => 0,
    };
    let told = cells
        .iter()
        .map(|it| format!("{} with {}: {}", text(&it.level), text(&it.other_level), mean_in_words(view, it)));
    let others = if many { " All other factors are averaged." } else { "" };
    Some(Figure {
        name: name.to_owned(),
        alt: format!(
            "Mean by {} and {}: {}",
            text(map.down),
            text(map.across),
            told.collect::<Vec<_>>().join("; ")
        ),
        size: if map.is_broad() { Size::Broad } else { Size::Half },
        extent: (map.width() + 8.0, TOP + ROW * map.rows.len() as f64 + 38.0),
        drawing: map.drawn(view, &cells, &step),
        keys: vec![Key::steps(
            (0..STEPS).map(|step| format!("heat-{step}")),
            &amount(view.unit, low),
            &amount(view.unit, high),
        )],
        caption: html! {
            (text(map.down)) " down, " (text(map.across)) " across; together they explain " (part(pair.estimate))
            " beyond what each does." (others)
        },
        ..Figure::default()
    })
}

fn pair(view: &MeasuredView) -> Option<&FindingView> {
    let main = |factor: &str| {
        let own = |it: &&FindingView| it.other_factor.is_empty() && it.factor == factor;
        view.of_factors("share").find(own).and_then(|it| it.estimate).unwrap_or(0.0)
    };
    let together = |it: &FindingView| it.estimate.unwrap_or(0.0);
    let alone = |it: &FindingView| main(&it.factor) + main(&it.other_factor);
    // Those that do something together stand above all others.
    let weight =
        |it: &FindingView| (Some(together(it)).filter(|share| *share >= SMALL).unwrap_or(0.0), alone(it));
    view.of_factors("share").filter(|it| !it.other_factor.is_empty()).max_by(|a, b| {
        let (a, b) = (weight(a), weight(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
}

/// What lies where.
struct Map<'v> {
    down: &'v str,
    across: &'v str,
    rows: Vec<&'v str>,
    columns: Vec<&'v str>,
    /// Whether the first factor of the pair is the one across.
    turned: bool,
}

impl<'v> Map<'v> {
    /// The factor with more levels lies across.
    fn new(pair: &'v FindingView, cells: &[&'v FindingView]) -> Map<'v> {
        let mut levels: [Vec<&str>; 2] = [Vec::new(), Vec::new()];
        for cell in cells {
            for (known, level) in levels.iter_mut().zip([&*cell.level, &*cell.other_level]) {
                if !known.contains(&level) {
                    known.push(level);
                }
            }
        }
        let [first, second] = levels;
        match first.len() > second.len() {
            true => Map {
                down: &pair.other_factor,
                across: &pair.factor,
                rows: second,
                columns: first,
                turned: true,
            },
            false => Map {
                down: &pair.factor,
                across: &pair.other_factor,
                rows: first,
                columns: second,
                turned: false,
            },
        }
    }

    fn is_broad(&self) -> bool {
        self.columns.len() > 6
    }

    fn width(&self) -> f64 {
        if self.is_broad() { 1160.0 } else { 432.0 }
    }

    /// Where cells begin: as far as names of rows need.
    fn left(&self) -> f64 {
        let longest = self.rows.iter().map(|level| level.chars().count()).max().unwrap_or(0);
        (longest as f64 * LETTER + 10.0).clamp(52.0, self.width() / 3.0)
    }

    fn drawn(&self, view: &MeasuredView, cells: &[&FindingView], step: &dyn Fn(f64) -> u32) -> Markup {
        let (left, bottom) = (self.left(), TOP + ROW * self.rows.len() as f64);
        let wide = (self.width() - left) / self.columns.len().max(1) as f64;
        let place =
            |levels: &[&str], level: &str| levels.iter().position(|it| *it == level).unwrap_or(0) as f64;
        html! {
            text.faint x=(px(left)) y=(px(TOP - 9.0)) { (short(self.down, 58)) " down" }
            @for (place, row) in self.rows.iter().enumerate() {
                text.faint x=(px(left - 6.0)) y=(px(TOP + ROW * (place as f64 + 0.5) + 4.0)) text-anchor="end" {
                    (short(row, ((left - 8.0) / LETTER) as usize)) title { (text(row)) }
                }
            }
            @for (place, column) in self.columns.iter().enumerate() {
                text.faint x=(px(left + wide * (place as f64 + 0.5))) y=(px(bottom + 17.0)) text-anchor="middle" {
                    (short(column, (wide / LETTER) as usize)) title { (text(column)) }
                }
            }
            @for cell in cells {
                @let (down, across) = match self.turned {
                    true => (&cell.other_level, &cell.level),
                    false => (&cell.level, &cell.other_level),
                };
                @let (x, y) = (left + wide * place(&self.columns, across), TOP + ROW * place(&self.rows, down));
                @if let Some(mean) = cell.estimate {
                    g class={ "heat-" (step(mean)) } {
                        rect x=(px(x + 1.0)) y=(px(y + 1.0)) width=(px(wide - 2.0)) height=(px(ROW - 2.0)) {
                            title { (text(down)) " with " (text(across)) ": " (mean_in_words(view, cell)) }
                        }
                        text x=(px(x + wide / 2.0)) y=(px(y + ROW / 2.0 + 4.0)) text-anchor="middle" {
                            (amount(view.unit, mean))
                        }
                    }
                }
            }
            text.faint x=(px(self.width())) y=(px(bottom + 32.0)) text-anchor="end" { (short(self.across, 58)) }
        }
    }
}
