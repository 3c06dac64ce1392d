//! One replication over time, in the columns of a terminal: assets held and known, and a lane for each team.
//!
//! **Invariant:** no line is wider than the terminal, however narrow that is.

use super::folding::MOST;
use super::text::*;
use crate::measure::{Lane, LaneKind, Totals, counted};
use crate::report::{RunReport, Scene};

/// The narrowest terminal in which there is anything to see.
const NARROWEST: usize = 40;
/// The widest name of a lane.
const NAME: usize = 16;
/// Eighths of a line, from little to all.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What went on when, `width` columns wide; nothing where there is nothing to see.
pub fn course(report: &RunReport, scene: &Scene, width: usize, page: &mut Page) {
    let mut lanes: Vec<&Lane> = scene.timeline.lanes.iter().filter(|lane| is_telling(lane)).collect();
    let most = scene.playback.frames.iter().map(|frame| frame.totals.held).max().unwrap_or(0);
    if width < NARROWEST || (lanes.is_empty() && most == 0) {
        return;
    }
    let others = if page.full() { 0 } else { lanes.len().saturating_sub(MOST) };
    // The busiest ones, in the order of the scenario.
    if others > 0 {
        let mut order: Vec<usize> = (0..lanes.len()).collect();
        order.sort_by_key(|lane| std::cmp::Reverse(worked(lanes[*lane])));
        order.truncate(MOST);
        order.sort_unstable();
        lanes = order.into_iter().map(|lane| lanes[lane]).collect();
    }
    let names = lanes.iter().map(|lane| plain(&lane.id).width()).max().unwrap_or(0).clamp(5, NAME);
    let grid = Grid { scene, columns: width - names - 2 };
    let row = |name: Span, cells: Vec<Span>| {
        std::iter::once(name.padded(names)).chain([plain("  ")]).chain(cells).collect::<Vec<Span>>()
    };
    page.space();
    let of =
        report.narrated.as_ref().map_or(String::new(), |told| format!("replication {} · ", told.replication));
    let of = faint(format!("{of}{} time", report.scenario.city));
    match "OVER TIME".len() + 2 + of.width() <= width {
        true => page.line(vec![Span::new("OVER TIME", Tone::Heading).padded(width - of.width()), of]),
        false => page.line(vec![Span::new("OVER TIME", Tone::Heading)]),
    }
    page.line(row(plain(""), vec![faint(grid.scale())]));
    if most > 0 {
        page.line(row(plain("held"), vec![Span::new(grid.spark(most, |it| it.held), Tone::Bad)]));
        page.line(row(plain("known"), vec![plain(grid.spark(most, |it| it.known))]));
    }
    for lane in &lanes {
        page.line(row(plain(&lane.id), grid.lane(lane)));
    }
    legend(most, lanes.len(), others, width, page);
}

fn legend(most: u32, lanes: usize, others: usize, width: usize, page: &mut Page) {
    let mut said = String::new();
    if most > 0 {
        said += &format!("At most {} held at once. ", counted(u64::from(most), "asset"));
    }
    if lanes > 0 {
        said += "! first true alert, D declares; u understands (investigates, declares, decides, notifies), c contains, \
                 r recovers. ";
    }
    if others > 0 {
        said += &format!("{} with less to do left out; --full shows all.", counted(others as u64, "team"));
    }
    // A page is never narrower than its own least width; this is as narrow as the terminal.
    let mut line: Vec<Span> = vec![plain(" ")];
    let mut used = 1;
    for word in words(&faint(said)) {
        if used + 1 + word.width() > width {
            page.line(std::mem::replace(&mut line, vec![plain("   ")]));
            used = 3;
        }
        used += 1 + word.width();
        line.extend([faint(" "), word]);
    }
    page.line(line);
}

/// Whether a team had anything to do with a campaign.
fn is_telling(lane: &Lane) -> bool {
    let marked = || lane.marks.iter().any(|mark| matches!(mark.kind, "alert" | "declared"));
    lane.kind == LaneKind::Team && (!lane.spans.is_empty() || marked())
}

/// How long a team's phases took, in all.
fn worked(lane: &Lane) -> i64 {
    lane.spans.iter().map(|span| span.until_us - span.from_us).sum()
}

/// The time, cut into columns.
struct Grid<'s> {
    scene: &'s Scene,
    columns: usize,
}

impl Grid<'_> {
    /// Where a column begins, in microseconds from STARTEX; that after the last one is ENDEX.
    fn begins(&self, column: usize) -> i64 {
        let length = i128::from(self.scene.until_us - self.scene.from_us);
        self.scene.from_us + (length * column as i128 / self.columns as i128) as i64
    }

    /// The column of an instant.
    fn column(&self, t_us: i64) -> usize {
        let length = i128::from((self.scene.until_us - self.scene.from_us).max(1));
        let place = i128::from(t_us - self.scene.from_us) * self.columns as i128 / length;
        (place.max(0) as usize).min(self.columns - 1)
    }

    /// Civil times at their columns, days before hours; those that find no room are left out.
    fn scale(&self) -> String {
        let mut cells = vec![' '; self.columns];
        let ticks = || self.scene.ticks.first().into_iter().flatten();
        let is_day = |label: &str| !label.contains(':');
        for (t_us, label) in
            ticks().filter(|tick| is_day(&tick.1)).chain(ticks().filter(|tick| !is_day(&tick.1)))
        {
            let from = self.column(*t_us);
            let until = from + 1 + label.chars().count();
            // A blank before the next one keeps both readable.
            let around = from.saturating_sub(1)..(until + 1).min(self.columns);
            if until <= self.columns && cells[around].iter().all(|cell| *cell == ' ') {
                for (cell, letter) in
                    cells[from..until].iter_mut().zip(std::iter::once('╷').chain(label.chars()))
                {
                    *cell = letter;
                }
            }
        }
        cells.into_iter().collect()
    }

    /// The most of a number in each column, as a bar out of `most`.
    fn spark(&self, most: u32, number: impl Fn(&Totals) -> u32) -> String {
        let frames = &self.scene.playback.frames;
        let bar = |column: usize| {
            let (from, until) = (self.begins(column), self.begins(column + 1));
            let last = column + 1 == self.columns;
            let within = frames.iter().enumerate().filter(|(place, frame)| {
                let ends = frames.get(place + 1).map_or(i64::MAX, |next| next.t_us);
                ends > from && (frame.t_us < until || last)
            });
            match within.map(|(_, frame)| number(&frame.totals)).max().unwrap_or(0) {
                0 => ' ',
                number => BLOCKS[(number as usize * BLOCKS.len()).div_ceil(most as usize) - 1],
            }
        };
        (0..self.columns).map(bar).collect()
    }

    /// What a team did in each column: the kind of phase that took most of it, and the instants that matter.
    fn lane(&self, lane: &Lane) -> Vec<Span> {
        let cell = |column: usize| {
            let (from, until) = (self.begins(column), self.begins(column + 1));
            let took = |kind: &str| {
                let spans = lane.spans.iter().filter(|span| span.kind == kind);
                spans.map(|span| (span.until_us.min(until) - span.from_us.max(from)).max(0)).sum::<i64>()
            };
            let kinds = [("understand", 'u'), ("contain", 'c'), ("recover", 'r')];
            // Of those that took as long the later one, which is what the earlier led to.
            let phase =
                kinds.iter().map(|(kind, letter)| (took(kind), *letter)).max_by_key(|(time, _)| *time);
            match phase {
                Some((time, letter)) if time > 0 => (letter, Tone::Plain),
                _ => ('·', Tone::Faint),
            }
        };
        let mut cells: Vec<(char, Tone)> = (0..self.columns).map(cell).collect();
        // Where a team declares in the column of its first alert, that it declares says both.
        let first = lane.marks.iter().find(|mark| mark.kind == "alert");
        let declared = lane.marks.iter().filter(|mark| mark.kind == "declared");
        for mark in first.into_iter().chain(declared) {
            let letter = if mark.kind == "alert" { '!' } else { 'D' };
            cells[self.column(mark.t_us)] = (letter, Tone::Strong);
        }
        let alike = cells.chunk_by(|one, other| one.1 == other.1);
        alike
            .map(|cells| Span::new(cells.iter().map(|cell| cell.0).collect::<String>(), cells[0].1))
            .collect()
    }
}
