//! The page that `compare` prints: sentences first, then a table for each side.
//!
//! **Invariant:** the page says nothing that the JSON doesn't.

use super::Look;
use super::format::*;
use super::responses::state_for_people;
use super::sections::heading;
use super::text::*;
use crate::measure::{State, counted, span, thousands};
use crate::report::comparison::*;
use crate::report::comparison_words::{p_value, signed, value};
use crate::study::comparison::SIGNIFICANT;

/// The comparison as a page.
pub fn comparison_page(report: &ComparisonReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    header(report, &mut page);
    for summary in &report.summary {
        sentences(report, summary, &mut page);
    }
    for side in 1..report.sides.len() {
        table(report, side, &mut page);
    }
    objectives(report, &mut page);
    notes(report, &mut page);
    page.render(look.color)
}

/// What is compared, how often it was played, and what is missing from the numbers.
pub fn header(report: &ComparisonReport, page: &mut Page) {
    let ComparisonReport { scenario, sides, .. } = report;
    let first = &sides[0];
    let hash = first.hash.get(..4).unwrap_or_default();
    page.edges(Span::new(&scenario.title, Tone::Strong), plain(format!("{} · {hash}", first.scenario)));
    let each = match report.comparison {
        "paired" => counted(first.counted, "pair"),
        _ => format!("{} each, unpaired", counted(first.counted, "replication")),
    };
    let facts = format!("jointex {} · seed {} · {each}", report.jointex_version, first.seed);
    page.edges(plain(facts), faint(format!("against {}", first.name)));
    for side in sides {
        let exhausted = side.budget_exhausted + side.memory_exhausted;
        if exhausted > 0 {
            let text = format!(
                "{} of {} used up a budget; with their pairs they are in no number below.",
                counted(exhausted, "replication"),
                side.name
            );
            page.wrapped(0, words(&Span::new(text, Tone::Bad)));
        }
    }
    if report.interrupted {
        let text = format!(
            "Interrupted: all numbers are of {} of each side.",
            counted(first.counted, "replication")
        );
        page.wrapped(0, words(&Span::new(text, Tone::Bad)));
    }
}

/// What a side is called in full.
pub fn called(side: &SideView) -> String {
    match side.title.is_empty() || side.title == side.name {
        true => side.name.clone(),
        false => format!("{} ({})", side.title, side.name),
    }
}

/// What a side changes, in sentences.
pub fn sentences(report: &ComparisonReport, summary: &SummaryView, page: &mut Page) {
    let side = report.sides.iter().find(|side| side.name == summary.side);
    page.space();
    let title = side.map_or_else(|| summary.side.clone(), called);
    page.wrapped(0, words(&Span::new(format!("{title}:"), Tone::Strong)));
    for sentence in &summary.sentences {
        page.wrapped(2, words(&plain(sentence)));
    }
}

/// Every measure of a side against the baseline.
pub fn table(report: &ComparisonReport, side: usize, page: &mut Page) {
    let (baseline, own) = (&report.sides[0].name, &report.sides[side].name);
    let paired = report.comparison == "paired";
    let order = if paired { "less/more/alike" } else { "log-rank p" };
    let name = format!("{} against {baseline}", own.to_uppercase());
    let columns = [&**baseline, "here", "difference", "95 % interval", "p", order];
    let mut rows = vec![heading(page, &name, &columns)];
    let mut group = "";
    for measure in &report.measures {
        let it = &measure.differences[side - 1];
        if measure.wording.group != group {
            group = &measure.wording.group;
            if !group.is_empty() {
                rows.push(Row::Text(0, words(&Span::new(group, Tone::Strong))));
            }
        }
        let unit = measure.unit;
        let cell = |number: Option<f64>| plain(number.map_or_else(|| NONE.to_owned(), |it| value(unit, it)));
        let tone = match it.finding {
            "different" | "relevant" => Tone::Strong,
            _ => Tone::Plain,
        };
        let difference = it.difference.map_or_else(|| NONE.to_owned(), |it| signed(unit, it));
        let last = match paired {
            true => orders(it),
            false => p_value(it.log_rank_p),
        };
        rows.push(Row::Cells(vec![
            plain(format!("  {}", measure.wording.short)),
            cell(it.baseline),
            cell(it.value),
            Span::new(difference, tone),
            plain(interval(unit, it)),
            plain(p_value(it.p_adjusted)),
            plain(last),
        ]));
        rows.push(Row::Text(4, words(&faint(counts(measure, side, paired)))));
        if tone == Tone::Strong {
            rows.extend(hours(it).map(|text| Row::Text(4, words(&faint(text)))));
        }
    }
    page.table(rows);
    for prevention in report.prevention.iter().filter(|it| !it.differences.is_empty()) {
        let split = &prevention.differences[side - 1];
        let text = format!(
            "{}: on both sides in {}, only in {baseline} in {}, only here in {}, on neither in {} (p {})",
            prevention.wording.spared[side],
            thousands(split.both),
            thousands(split.only_baseline),
            thousands(split.only_side),
            thousands(split.neither),
            p_value(split.p_adjusted),
        );
        page.wrapped(2, words(&plain(text)));
    }
}

/// The interval of a difference.
pub fn interval(unit: &str, it: &DifferenceView) -> String {
    match (it.low, it.high) {
        (Some(low), Some(high)) => {
            // The unit once, if it is the same for both.
            let (low, high) = (signed(unit, low), signed(unit, high));
            match (low.rsplit_once(' '), high.rsplit_once(' ')) {
                (Some((number, unit)), Some((_, other))) if unit == other => format!("{number} to {high}"),
                _ => format!("{low} to {high}"),
            }
        }
        _ => NONE.to_owned(),
    }
}

/// `3/57/40 %`: lower, higher, alike, of all pairs; what is undecided is missing from 100.
fn orders(it: &DifferenceView) -> String {
    let (Some(lower), Some(higher), Some(alike)) = (it.lower, it.higher, it.alike) else {
        return NONE.to_owned();
    };
    if it.pairs == 0 {
        return NONE.to_owned();
    }
    let share = |count: u64| percent(Some(count as f64 / it.pairs as f64)).trim_end_matches(" %").to_owned();
    format!("{}/{}/{} %", share(lower), share(higher), share(alike))
}

/// `observed/censored/spared 100/3/97, here 121/13/66; 97 pairs, up to 95.1 h`.
fn counts(measure: &ComparedView, side: usize, paired: bool) -> String {
    let pairs = counted(measure.differences[side - 1].pairs, "pair");
    let pairs = if paired { format!("; {pairs}") } else { String::new() };
    let missing = if measure.wording.acts { "spared" } else { "not at risk" };
    let within =
        measure.restricted_to_h.map_or_else(String::new, |horizon| format!(", up to {}", span(horizon)));
    format!(
        "observed/censored/{missing} {}, here {}{pairs}{within}",
        super::format::counts(&measure.sides[0]),
        super::format::counts(&measure.sides[side]),
    )
}

/// `unseen +3.0 h · approval −24 min, in 96 pairs that both got there`: what moved at least a tenth of what moved most.
pub fn hours(it: &DifferenceView) -> Option<String> {
    let hours = it.hours?.0;
    let most = hours.iter().fold(0.0_f64, |most, hours| most.max(hours.abs()));
    let mut moved: Vec<(State, f64)> = State::ALL.iter().copied().zip(hours).collect();
    moved.retain(|(_, hours)| hours.abs() > 0.0 && hours.abs() >= 0.1 * most);
    moved.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let said: Vec<String> = moved
        .iter()
        .map(|(state, hours)| format!("{} {}", state_for_people(*state), signed("h", *hours)))
        .collect();
    let pairs = counted(it.hours_pairs.unwrap_or_default(), "pair");
    (!said.is_empty()).then(|| format!("{}, over {pairs} that both got there", said.join(" · ")))
}

/// Each objective on all sides.
pub fn objectives(report: &ComparisonReport, page: &mut Page) {
    if report.objectives.is_empty() {
        return;
    }
    // Without pairs there is none in which only one side meets it.
    let paired = report.comparison == "paired";
    let columns = ["met if tested", "95 % interval", "tested", "only met there/here", "p"];
    let columns = if paired { &columns[..] } else { &columns[..3] };
    let mut rows = vec![heading(page, "OBJECTIVES", columns)];
    for objective in &report.objectives {
        rows.push(Row::Text(0, words(&Span::new(&objective.objective, Tone::Strong))));
        for (number, share) in objective.sides.iter().enumerate() {
            let split = number.checked_sub(1).and_then(|at| objective.differences.get(at));
            let only = split.map_or_else(String::new, |it| format!("{}/{}", it.only_baseline, it.only_side));
            let p = split.map_or_else(String::new, |it| p_value(it.p_adjusted));
            let shown = split.is_some_and(|it| it.p_adjusted.is_some_and(|p| p < SIGNIFICANT));
            let mut cells = vec![
                plain(format!("  {}", report.sides[number].name)),
                Span::new(percent(share.probability), if shown { Tone::Strong } else { Tone::Plain }),
                plain(percent_range(share.low, share.high)),
                plain(thousands(share.met + share.missed)),
            ];
            if paired {
                cells.extend([plain(only), plain(p)]);
            }
            rows.push(Row::Cells(cells));
        }
    }
    page.table(rows);
}

/// How the numbers came about, and what is not compared.
pub fn notes(report: &ComparisonReport, page: &mut Page) {
    page.space();
    let tests = counted(report.tests as u64, "test");
    let how = match report.comparison {
        "paired" => format!(
            "Replication k of every side met the same chances. Means are of the pairs at risk on both sides; \"up to\": where ENDEX \
             cut a side short, both count up to there, at most so far. Intervals: 95 %, bootstrap of pairs, each for itself; — where \
             too few pairs differ for one. p: Student's test, McNemar's for yes and no, adjusted by Holm for {tests}."
        ),
        _ => format!(
            "Each side had chances of its own. Means are of the replications at risk; \"up to\": times count up \
             to this, by Kaplan and Meier. Intervals and p: Welch, 95 %, p adjusted by Holm for {tests}; the log-rank p for itself."
        ),
    };
    page.wrapped(0, words(&faint(how)));
    let mut lacking: Vec<(&[String], Vec<&str>)> = Vec::new();
    for absent in &report.absent {
        match lacking.iter_mut().find(|(not_in, _)| *not_in == absent.not_in) {
            Some((_, names)) => names.push(&absent.name),
            None => lacking.push((&absent.not_in, vec![&absent.name])),
        }
    }
    for (not_in, names) in lacking {
        let text = format!("Not compared, as not in {}: {}.", not_in.join(", "), some(&names));
        page.wrapped(0, words(&plain(text)));
    }
}
