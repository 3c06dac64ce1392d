//! What is written is read back as the same.

use super::*;
use calamine::{DataRef, Reader, Xlsx};
use proptest::prelude::*;
use std::io::Cursor;

#[test]
fn a_sheet_that_was_written_changes_nothing() {
    let shipped = shipped();
    assert!(shipped.len() >= 8, "only {} scenarios have injects", shipped.len());
    for (name, loaded) in &shipped {
        for columns in Columns::ALL {
            for bytes in exported(&loaded.scenario, columns) {
                let (text, merged, left) = into(loaded, &bytes);
                assert_eq!(left, [""; 0], "{name} {columns}");
                let unchanged = Merged { unchanged: loaded.scenario.msel.len(), ..Merged::default() };
                assert_eq!(merged, unchanged, "{name} {columns}");
                assert_eq!(text, loaded.sources.text(0), "{name} {columns}");
            }
        }
    }
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    let (_, loaded) = shipped().pop().expect("a scenario");
    assert_eq!(exported(&loaded.scenario, Columns::Mitre), exported(&loaded.scenario, Columns::Mitre));
}

/// Every cell is a text, but for dates; none has a formula.
#[test]
fn cells_of_a_workbook_are_texts_and_dates() {
    let text = BASE
        .replace("TIME", "D2 09:30")
        .replace("TITLE", "=HYPERLINK(\\\"http://x\\\")")
        .replace("TEXT", "+1\\n-2 @x https://example.org");
    let loaded = parsed(&text, Path::new("."));
    for columns in Columns::ALL {
        let [bytes, _] = exported(&loaded.scenario, columns);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        for name in book.sheet_names() {
            let mut cells = book.worksheet_cells_reader(&name).expect("a sheet");
            let mut seen = 0;
            while let Some(cell) = cells.next_cell().expect("a cell") {
                seen += 1;
                let (row, column) = cell.get_position();
                match cell.get_value() {
                    DataRef::SharedString(_) | DataRef::Empty => {}
                    DataRef::DateTime(_) => {
                        let (head, field) = columns.list()[column as usize];
                        assert!(
                            row > 0 && ["Local Time", "Delivery Time"].contains(&head),
                            "{head} {field:?}"
                        );
                    }
                    other => panic!("{name} {row} {column}: {other:?}"),
                }
            }
            assert!(seen > 4, "{name}");
            drop(cells);
            assert_eq!(book.worksheet_formula(&name).expect("formulas").used_cells().count(), 0);
        }
    }
}

/// A scenario with one inject whose words a test gives.
const BASE: &str = r#"Scenario(
    format: 1, id: "base", title: "Base", startex: "2026-10-23T08:00[Europe/Brussels]", endex: "30d",
    organisations: [(id: "hq", name: "Headquarters"), (id: "a:b")],
    teams: [(id: "soc", organisation: "hq", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "10min"))],
    objectives: [(id: "quick", text: "Declare: at once", that: AtMost("time_to_declare[org=hq]", "2h"))],
    msel: [
        // Keep me.
        (no: "NUMBER", at: "TIME", from: "FROM", to: ["soc", "a:b"], by: Press, title: "TITLE", text: "TEXT",
         expected: "EXPECTED", objective: "quick", effect: Load(team: "soc", tickets: 5, over: "1h")), // and me
        (no: "b", when: AtLeast("assets_held_now", 3), to: ["hq"], title: "Contingency"),
    ],
)"#;

/// Texts such as people and attackers write them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[=+@'\t\r\n -]{0,4}[a-z,;\"']{0,6}[\r\n\t ]{0,2}",
        "[a-zäß_x0-9A-F\u{1}\u{7f}\u{2028}\u{fffe}]{0,20}",
        Just(String::from("_x000D_ _x005F_x0041_")),
        Just(String::from("after inject 1")),
        Just(String::from("03/04/2026")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_and_times_come_back(
        number in "[0-9a-zA-Z.#=' -]{0,6}[0-9]",
        [from, title, text, expected] in [words(), words(), words(), words()],
        micros in prop_oneof![0..700_u64, (0..700_000_000_u64).prop_map(|n| n * 3_600), Just(66_u64 * 3_600_000_000), (0..40_000_u64).prop_map(|n| n * 60_000_000)],
    ) {
        let micros = micros % (30 * 86_400_000_000);
        let quoted = |text: &str| {
            let line = jointex::scenario::written_line(&jointex::scenario::Word { text: text.to_owned(), place: Place::NOWHERE });
            line[1..line.len() - 1].to_owned()
        };
        let time = jointex::scenario::Span::from_micros(micros).text();
        let scenario = [("NUMBER", &number), ("TIME", &time), ("FROM", &from), ("TITLE", &title), ("TEXT", &text), ("EXPECTED", &expected)]
            .iter()
            .fold(BASE.to_owned(), |scenario, (name, value)| scenario.replacen(&format!("\"{name}\""), &format!("\"{}\"", quoted(value)), 1));
        let loaded = parsed(&scenario, Path::new("."));
        for columns in Columns::ALL {
            for bytes in exported(&loaded.scenario, columns) {
                let (text, merged, left) = into(&loaded, &bytes);
                prop_assert_eq!(left, Vec::<String>::new());
                prop_assert_eq!(merged.unchanged, 2, "{:?}", merged);
                prop_assert_eq!(text.as_str(), loaded.sources.text(0));
            }
        }
    }
}
