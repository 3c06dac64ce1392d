//! What was told to partners, and who came to help.
//!
//! **Invariant:** every number is one of the JSON output.

use super::folding::{Entry, MOST, folded};
use super::format::*;
use super::sections::heading;
use super::text::*;
use crate::report::*;

/// When partners were informed, and what the channels carried.
pub fn sharing(report: &RunReport, page: &mut Page) {
    if report.sharing.is_empty() {
        return;
    }
    let mut rows = vec![heading(page, "SHARING", &["informed after", "90 % range", "counts"])];
    let apart = report.sharing.len() <= MOST || page.full();
    let mut told: Vec<Vec<&SharingView>> = Vec::new();
    for sharing in &report.sharing {
        // Whoever tells thirty partners tells all of them much the same.
        let alike =
            |it: &&mut Vec<&SharingView>| it[0].from == sharing.from && it[0].campaign == sharing.campaign;
        match told.iter_mut().rfind(alike).filter(|_| !apart) {
            Some(together) => together.push(sharing),
            None => told.push(vec![sharing]),
        }
    }
    rows.extend(folded(page, told.iter().map(|to| informed(to)).collect(), "with nothing to report"));
    let carried = report.channels.iter().map(carried).collect();
    rows.extend(folded(page, carried, "that carried nothing"));
    page.table(rows);
    let note = "From the first hold at whom the arrow leaves; counts: informed, not by ENDEX, never held. Of channels: reports, \
                means of a replication.";
    page.wrapped(2, words(&faint(note)));
}

/// One organisation's reports to another, or to several, who differ in little.
fn informed(to: &[&SharingView]) -> Entry {
    let times = || to.iter().map(|sharing| &sharing.time_to_inform);
    let (first, several) = (to[0], to.len() > 1);
    let partner = if several { format!("{} partners", to.len()) } else { first.to_label.clone() };
    let name = format!("{} → {partner} · {}", first.from_label, first.campaign);
    let (middle, spread, numbers) = match several {
        false => (median(&first.time_to_inform), range(&first.time_to_inform), counts(&first.time_to_inform)),
        true => {
            let lowest = |of: fn(&MeasureView) -> Option<f64>| times().filter_map(of).min_by(f64::total_cmp);
            let highest = |of: fn(&MeasureView) -> Option<f64>| {
                let known: Option<Vec<f64>> = times().map(of).collect();
                known.and_then(|known| known.into_iter().max_by(f64::total_cmp))
            };
            let counted: Vec<String> = times().map(counts).collect();
            let same = counted.iter().all(|other| *other == counted[0]);
            let known = times().any(|time| time.observed + time.censored > 0);
            let of = |low, high| between(low, high, known);
            (
                of(lowest(|time| time.median), highest(|time| time.median)),
                of(lowest(|time| time.q05), highest(|time| time.q95)),
                if same { counted[0].clone() } else { "differ".to_owned() },
            )
        }
    };
    let tells = times().map(|time| time.observed + time.censored).max().unwrap_or(0);
    let cells = vec![plain(name), Span::new(middle, Tone::Strong), plain(spread), faint(numbers)];
    Entry::row(tells as f64, Row::Cells(cells))
}

/// What one channel carried.
fn carried(channel: &ChannelView) -> Entry {
    let ChannelView { sent, received, read, refused, lost, late, .. } = channel;
    let parts = [
        ("sent", sent),
        ("received", received),
        ("read", read),
        ("refused", refused),
        ("lost", lost),
        ("late", late),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, number)| **number > 0.0)
        .map(|(word, number)| format!("{word} {}", amount(**number)))
        .collect();
    let text = if parts.is_empty() { "nothing sent".to_owned() } else { parts.join(" · ") };
    let row = Row::Text(2, std::iter::once(plain(&channel.channel)).chain(words(&faint(text))).collect());
    Entry::row(sent + refused, row)
}

/// What became of requests for help.
pub fn assistance(report: &RunReport, page: &mut Page) {
    if report.assistance.is_empty() {
        return;
    }
    let columns = ["asked", "refused", "set out", "arrived", "away"];
    let mut rows = vec![heading(page, "ASSISTANCE", &columns)];
    let offer = |offer: &OfferView| {
        let counts =
            [offer.asked, offer.refused, offer.set_out, offer.arrived].map(|number| plain(amount(number)));
        let name = std::iter::once(plain(&offer.assistance));
        let cells = name.chain(counts).chain([plain(duration(Some(offer.away_h)))]);
        Entry::row(offer.asked, Row::Cells(cells.collect()))
    };
    rows.extend(folded(page, report.assistance.iter().map(offer).collect(), "never asked"));
    page.table(rows);
    let note = "Means of a replication. Away: from setting out to being back, of all its teams.";
    page.wrapped(2, words(&faint(note)));
}
