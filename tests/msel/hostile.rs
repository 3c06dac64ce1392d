//! Files made to harm: each is refused, or read, in bounded memory.

use super::*;
use std::io::{Cursor, Write};
use std::sync::Mutex;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One case at a time, so that the peak is its own.
static ALONE: Mutex<()> = Mutex::new(());

/// A workbook of one sheet, whose parts a test gives; each part is written in pieces.
pub fn book(sheet: &[(&str, usize)], strings: &str) -> Vec<u8> {
    let parts: [(&str, &str); 4] = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in parts {
        writer.start_file(name, options).expect("memory");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    if !strings.is_empty() {
        writer.start_file("xl/sharedStrings.xml", options).expect("memory");
        writer.write_all(strings.as_bytes()).expect("memory");
    }
    writer.start_file("xl/worksheets/sheet1.xml", options).expect("memory");
    writer
        .write_all(br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#)
        .expect("memory");
    for (piece, times) in sheet {
        (0..*times).for_each(|_| writer.write_all(piece.as_bytes()).expect("memory"));
    }
    writer.write_all(b"</worksheet>").expect("memory");
    writer.finish().expect("memory").into_inner()
}

/// Reads bytes within so much memory.
#[track_caller]
fn within(most: usize, bytes: &[u8]) -> Result<Grid, String> {
    let _alone = ALONE.lock();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let read = read(bytes, None).map(|(grid, _)| grid);
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(peak <= most, "it took {} MiB", peak / MIB);
    read
}

#[track_caller]
fn refused(bytes: &[u8], why: &str) {
    let told = within(400 * MIB, bytes).expect_err("it is hostile");
    assert!(told.contains(why), "{told}");
}

#[test]
fn bombs_are_not_inflated() {
    // 200 MB of space, and one cell of 100 MB.
    let space = " ".repeat(MIB);
    let bomb = book(&[("<sheetData>", 1), (&space, 200), ("</sheetData>", 1)], "");
    assert!(bomb.len() < MIB, "it is small: {}", bomb.len());
    refused(&bomb, "inflates to more than 64 MiB");
    let cell = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>";
    refused(
        &book(&[(cell, 1), (&"x".repeat(MIB), 100), ("</t></is></c></row></sheetData>", 1)], ""),
        "inflates",
    );
    refused(
        &book(&[(cell, 1), (&"x".repeat(MIB), 1), ("</t></is></c></row></sheetData>", 1)], ""),
        "S!A1 has a text of 1048576 bytes",
    );
}

#[test]
fn sizes_that_lie_cost_nothing() {
    let far = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#;
    let grid = within(20 * MIB, &book(&[(far, 1)], "")).expect("two cells");
    assert_eq!(
        grid.lines.iter().map(|line| (line.number, line.cells.len())).collect::<Vec<_>>(),
        [(1, 1), (1_048_576, 1)]
    );
    for lie in
        ["uniqueCount=\"99999999999\"", "uniqueCount = '4000000000'", "uniqueCount=\"184467440737095516150\""]
    {
        let strings = format!("<sst xmlns=\"x\" {lie}><si><t>a</t></si></sst>");
        refused(&book(&[("<sheetData/>", 1)], &strings), "announces more texts");
    }
}

#[test]
fn a_million_rows_are_too_many() {
    refused(
        &book(&[("<sheetData>", 1), ("<row><c><v>1</v></c></row>", 1_000_000), ("</sheetData>", 1)], ""),
        "more than 100000 rows",
    );
    refused("1,a\n".repeat(1_000_000).as_bytes(), "more than 100000 rows");
    refused(",".repeat(60 * MIB).as_bytes(), "too many cells");
}

#[test]
fn what_is_no_workbook_is_told() {
    let whole = book(&[("<sheetData/>", 1)], "");
    refused(&whole[..whole.len() / 2], "damaged");
    refused(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0], "old kind");
    refused(b"PK\x03\x04", "no workbook");
    refused(&vec![b'x'; 65 * MIB], "more than 64 MiB");
    refused(&vec![b'x'; 63 * MIB], "A1 has a text of");
    refused(b"Nr,\xe4\n", "not UTF-8");
    refused(b"N\0r\0", "NUL");
}

/// A workbook with any byte other than it was is read or refused, and nothing worse.
#[test]
fn damaged_workbooks_do_no_harm() {
    let [whole, table] = {
        let (_, loaded) = shipped().swap_remove(0);
        exported(&loaded.scenario, Columns::Hseep)
    };
    let mut state = 1_u64;
    for original in [&whole, &table] {
        for _ in 0..600 {
            let mut bytes = original.clone();
            for _ in 0..3 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] ^= 1 << (state >> 20 & 7);
            }
            let _ = within(100 * MIB, &bytes);
        }
    }
}
