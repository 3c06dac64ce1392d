//! Sheets as other people and other tools write them.

use super::*;
use jointex::compile::compile;
use jointex::exchange::msel::outset;
use jointex::scenario::part;

fn startex(text: &str, zero: i64) -> Reference {
    let mut sources = Sources::default();
    let source = sources.add_question("--startex", text);
    let startex =
        part("startex", Place { source, start: 0, len: text.len() as u32 }, &sources).expect("a moment");
    Reference { startex, zero }
}

const BEGINS: &str = "2026-03-02T08:00[Europe/Brussels]";
const DAY: i64 = 86_400_000_000;

/// Makes a scenario of a file, which must compile; returns its injects as `no at to title`, and what was left out.
#[track_caller]
fn made(bytes: &[u8], mapping: &str, zero: i64) -> (Vec<String>, Vec<String>, String) {
    let (grid, _) = read(bytes, None).expect("a sheet");
    let (found, names) = told(&grid, mapping, None, &startex(BEGINS, zero)).expect("no faults");
    let text = outset(&found, &names, BEGINS, None, "folder/the list.xlsx");
    let loaded = parsed(&text, Path::new("."));
    let (model, told) = compile(&loaded.scenario, &loaded.sources);
    let told: Vec<String> = told.iter().map(|it| it.render(&loaded.sources, false, 100)).collect();
    assert!(model.is_some(), "{}\n{text}", told.join("\n"));
    let injects = loaded.scenario.msel.iter().map(|inject| {
        let at = inject.at.as_ref().map_or(String::from("-"), jointex::scenario::written_line);
        let to: Vec<&str> = inject.to.iter().map(|id| id.text.as_str()).collect();
        format!("{} {at} {} {}", inject.no, to.join("+"), inject.title)
    });
    let left =
        found.left_out.iter().map(|left| format!("{} {} {}", left.count, left.first, left.what)).collect();
    (injects.collect(), left, text)
}

#[test]
fn sheets_of_hseep_are_read_as_people_write_them() {
    let table = "Exercise Northern Light;;;;;;\n\n\
        EVENT  NUMBER;To;from;Designated scenario time;Event type;Message;Weather\n\
        1;Blue Team, HQ;Control;D1 09:15;Inject;Threat brief;dry\n\
        2;Blue Team;Press;2 March 2026 1400;Contingency Inject;They ask;\n\
        3;;Blue Team;D2 10:00;Expected Action;Declare an incident;\n\
        4;HQ;Control;021600ZMAR26;inject;\"A long day\nEverybody is tired\";\n";
    let (injects, left, text) = made(table.as_bytes(), "", 0);
    assert_eq!(
        injects,
        [
            "1 \"D1 09:15\" blue-team+hq Threat brief",
            "3 \"D2 10:00\"  Declare an incident",
            "4 \"9h\" hq A long day"
        ]
    );
    assert_eq!(
        left,
        [
            "4 F4 titles, which are taken from the texts",
            "1 G4 cells of the column `Weather`",
            "1 A5 contingency injects whose condition can't be played: in comments",
        ]
    );
    assert!(text.contains("// (no: \"2\""), "{text}");
    assert!(text.contains("text: \"Everybody is tired\""), "{text}");
}

#[test]
fn what_waits_for_what_is_measured_is_kept_in_comments() {
    let table = "No,Time,To,Title,Condition\n\
        1,D1 09:00,Blue,Brief,\n\
        2,,Blue,Call,\"alerts at least 3, then after 2h\"\n\
        3,,Blue,Second,1h after inject 4\n\
        4,,Blue,First,1h after inject 2\n\
        5,,Blue,\"inject: \"\"2\"\"\",1h after inject 1\n";
    let (injects, left, text) = made(table.as_bytes(), "", 0);
    assert_eq!(injects.iter().map(|it| &it[..1]).collect::<Vec<_>>(), ["1", "5"], "{injects:?}");
    assert_eq!(
        left,
        [
            "2 E4 injects that follow one whose condition can't be played: in comments",
            "1 E3 conditions on what is measured, for nothing happens in a new scenario yet",
            "1 A3 contingency injects whose condition can't be played: in comments",
        ]
    );
    for kept in [
        "// (no: \"2\", when: AtLeast(\"alerts\", 3), delay: \"2h\"",
        "// (no: \"3\", after: ",
        "// (no: \"4\", after: ",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn sheets_of_openaev_have_no_names_and_count_from_a_day() {
    let table = ",Send a mail,J-30,blue,Subject,Words,about,expectation,done,100\n,???,J+1 H+2 M-5,red,Other,,,,,\n,???,J-30,,,,,,,\n,,,,,,expectation,expectation done,100,\n";
    let (injects, left, text) = made(table.as_bytes(), "", 30 * DAY);
    assert_eq!(injects, ["1 \"0s\" blue Subject", "2 \"31d 1h 55min\" red Other"]);
    assert!(text.contains("by: Mail") && text.contains("expected: \"expectation\""), "{text}");
    assert!(left.contains(&String::from("1 B2 ways of delivery that are not known")), "{left:?}");
    assert!(
        left.contains(&String::from("2 A3 rows without a time, a title, a text and a recipient")),
        "{left:?}"
    );
    let (grid, _) = read(table.as_bytes(), None).expect("a sheet");
    let early = told(&grid, "", None, &startex(BEGINS, 0)).map(drop).expect_err("before STARTEX");
    assert_eq!(early, ["E0404 C1 `J-30` is 30d before STARTEX"]);
}

#[test]
fn a_workbook_that_is_mapped_out_has_serial_dates_or_relative_times() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy hh:mm");
    sheet.write_string(0, 0, "Wann").expect("a cell");
    sheet.write_string(0, 3, "Was").expect("a cell");
    // 3 March 2026 12:00, shown as a date and as a number, and a relative time.
    sheet.write_number_with_format(1, 0, 46084.5, &date).expect("a cell");
    sheet.write_number(2, 0, 46084.5).expect("a cell");
    sheet.write_string(3, 0, "D+2 H+3 M+45").expect("a cell");
    for row in 1..4 {
        sheet.write_string(row, 3, format!("title {row}")).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let expected = [
        "1 \"2026-03-03T12:00:00\"  title 1",
        "2 \"2026-03-03T12:00:00\"  title 2",
        "3 \"2d 3h 45min\"  title 3",
    ];
    assert_eq!(made(&bytes, "time=A,title=D", 0).0, expected);
    assert_eq!(made(&bytes, "time=wann,title=was", 0).0, expected);
    let (grid, _) = read(&bytes, None).expect("a sheet");
    assert!(told(&grid, "", None, &startex(BEGINS, 0)).is_err());
    assert!(read(&bytes, Some("MSEL")).expect_err("no such sheet").contains("Sheet1"));
}

#[test]
fn dates_and_times_of_day_may_stand_apart() {
    let table = "Inject Number,Title,Scheduled Date,Scheduled Time,Description\n1,a,2026-03-03,09:30,x\n2,b,3 Mar 2026,1400,y\n";
    assert_eq!(
        made(table.as_bytes(), "", 0).0,
        ["1 \"2026-03-03T09:30:00\"  a", "2 \"2026-03-03T14:00:00\"  b"]
    );
}

#[test]
fn teams_that_are_made_have_ids_of_their_own() {
    let table = "No,Time,To,Title\n1,D1 09:00,Blue; Blue Team; blue-team; Blue-Team-2; Blue  team!,a\n";
    let (_, _, text) = made(table.as_bytes(), "", 0);
    let loaded = parsed(&text, Path::new("."));
    let organisations = loaded.scenario.organisations.iter().map(|it| it.id.text.clone());
    let mut ids: Vec<String> =
        organisations.chain(loaded.scenario.teams.iter().map(|team| team.id.text.clone())).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), ids.contains(&String::from("blue-team-2-team"))), (count, true), "{ids:?}");
}

#[test]
fn commas_of_prose_part_no_cells() {
    let table = "Exercise Blue, final\nNo;Time;To;Title;Text\n1;D1 09:00;Blue;a;First, then, at last, this\n2;D1 10:00;Blue, Red;b;Now, and then\n3;D1 11:00;Red;c;One, two, three\n";
    let (injects, left, _) = made(table.as_bytes(), "", 0);
    assert_eq!(injects, ["1 \"D1 09:00\" blue a", "2 \"D1 10:00\" blue+red b", "3 \"D1 11:00\" red c"]);
    assert_eq!(left, [""; 0]);
}

/// What a workbook has that was written by a program which works nothing out.
#[test]
fn formulas_without_values_are_told_once_per_column() {
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let head: String = ["A1 No", "B1 Time", "C1 Title", "D1 Weather"]
        .iter()
        .filter_map(|it| it.split_once(' '))
        .map(|(cell, name)| text(cell, name))
        .collect();
    let row = |row: u32, time: &str| {
        format!(
            r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}">{time}</c>{}<c r="D{row}"><f>1+1</f></c></row>"#,
            text(&format!("C{row}"), "a")
        )
    };
    let bytes = |time: &str| {
        let sheet =
            format!("<sheetData><row r=\"1\">{head}</row>{}{}</sheetData>", row(2, time), row(3, time));
        super::hostile::book(&[(&sheet, 1)], "")
    };
    let (grid, _) = read(&bytes("<f>NOW()</f>"), None).expect("a sheet");
    let faults = told(&grid, "", None, &startex(BEGINS, 0)).map(drop).expect_err("no values");
    assert_eq!(faults, ["E0112 S!B2 the column B has formulas without values"]);
    let (injects, left, _) = made(&bytes("<f>A1</f><v>46084.5</v>"), "", 0);
    assert_eq!(injects, ["2 \"2026-03-03T12:00:00\"  a", "3 \"2026-03-03T12:00:00\"  a"]);
    assert_eq!(left, ["2 S!D2 cells of the column `Weather`"]);
}

#[test]
fn a_date_alone_is_no_midnight() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (column, name) in (0..).zip(["No", "Local Time", "Title"]) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    for row in 1..3 {
        sheet.write_number(row, 0, row).expect("a cell");
        sheet.write_string(row, 2, "a").expect("a cell");
    }
    sheet.write_number_with_format(1, 1, 46084, &date).expect("a cell");
    sheet.write_number(2, 1, 46084).expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (grid, _) = read(&bytes, None).expect("a sheet");
    let faults = told(&grid, "", None, &startex(BEGINS, 0)).map(drop).expect_err("no times");
    assert_eq!(
        faults,
        [
            "E0036 Sheet1!B2 `2026-03-03 00:00:00` is not a time of the exercise",
            "E0036 Sheet1!B3 `46084` is not a time of the exercise"
        ]
    );
    // Where another column says midnight too, it is meant.
    let midnight = parsed(
        r#"Scenario(format: 1, id: "x", title: "X", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "9d", msel: [(no: "1", at: "D2 00:00", title: "a")])"#,
        Path::new("."),
    );
    for columns in Columns::ALL {
        let [bytes, _] = exported(&midnight.scenario, columns);
        assert_eq!(made(&bytes, "", 0).0.len(), 1, "{columns}");
    }
}

/// The files that OpenBAS tests its own import with.
#[test]
fn the_reference_files_are_read() {
    let Some(folder) = std::env::var_os("JOINTEX_REFERENCE_DATA") else {
        return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
    };
    let folder = PathBuf::from(folder).join("msel");
    for file in ["test_file_1.csv", "test_file_1.xlsx"] {
        let bytes = fs::read(folder.join(file)).expect("a reference file");
        let (injects, left, _) = made(&bytes, "", 60 * DAY);
        assert_eq!(injects, ["1 \"0s\" team1 message1", "2 \"30d\" team2 subject"], "{file} {left:?}");
    }
}
