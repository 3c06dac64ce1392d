//! Tables of comma-separated values, each cell with its place.
//!
//! Quotes follow RFC 4180: within them stand separators and line ends, and a quote is doubled. The `csv` crate reads the
//! same, but does not say where a cell stands, which is what a diagnostic underlines.
//!
//! **Invariant:** every cell is a range of the text, on character boundaries, without its quotes and without the space around it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most rows of a table of which each includes a fragment.
const MOST_ROWS: usize = 10_000;

/// The most cells of a table.
const MOST_CELLS: usize = 1_000_000;

/// What may part cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// So many bytes are looked at to tell what parts the cells.
const LOOKED_AT: usize = 1 << 16;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where its value stands.
    pub range: Range<usize>,
    /// Whether quotes stand doubled in it.
    pub doubled: bool,
}

/// A table, or as much of it as could be read.
#[derive(Debug, Default)]
pub struct Table {
    /// The lines that have cells, the header first.
    pub lines: Vec<Vec<Cell>>,
    /// What is wrong: where, in a few words, and the way out.
    pub faults: Vec<(Range<usize>, &'static str, &'static str)>,
}

impl Cell {
    /// Its value.
    pub fn value(&self, text: &str) -> String {
        let value = &text[self.range.clone()];
        if self.doubled { value.replace("\"\"", "\"") } else { String::from(value) }
    }
}

/// Reads a table of which each row includes a fragment.
pub fn read(text: &str) -> Table {
    read_within(
        text,
        MOST_ROWS,
        "more than 10,000 rows or 1,000,000 cells",
        "include the fragment by several tables",
    )
}

/// Reads a table of at most so many rows below a header; `more` and `way_out` are what is told of one that has more, or more
/// than a million cells.
pub fn read_within(text: &str, rows: usize, more: &'static str, way_out: &'static str) -> Table {
    let mut table = Table::default();
    let separator = separator(text);
    // Some programs begin a file with a mark of its encoding, which is no part of the first cell.
    let (mut at, mut cells) = (if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }, 0);
    while at < text.len() {
        let rest = &text[at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        if line.trim().is_empty() || line.starts_with('#') {
            at += (line.len() + 1).min(rest.len());
            continue;
        }
        let (line, end) = read_line(text, at, separator, &mut table.faults);
        at = end;
        cells += line.len();
        table.lines.push(line);
        if table.lines.len() > rows + 1 || cells > MOST_CELLS {
            let last = table.lines.last().and_then(|line| line.first());
            table.faults.push((last.map_or(at..at, |cell| cell.range.clone()), more, way_out));
            break;
        }
    }
    table
}

/// Reads every line as a row, empty ones and those that begin with `#` too, as spreadsheets count them. Ends with a fault
/// behind `rows` rows or a million cells.
pub fn read_every_line(text: &str, rows: usize) -> Table {
    let mut table = Table::default();
    let separator = separator(text);
    let (mut at, mut cells) = (0, 0);
    while at < text.len() {
        let line = text[at..].split('\n').next().unwrap_or_default();
        if line.trim().is_empty() {
            table.lines.push(Vec::new());
            at = (at + line.len() + 1).min(text.len());
        } else {
            let (line, end) = read_line(text, at, separator, &mut table.faults);
            at = end;
            cells += line.len();
            table.lines.push(line);
        }
        if table.lines.len() > rows || cells > MOST_CELLS {
            table.faults.push((at..at, "more rows or cells than are read", "take out what is no part of it"));
            break;
        }
    }
    table
}

/// What parts the cells: comma, semicolon or tab, of which most rows have the same number; of equals, the one that stands
/// first.
///
/// A table has it as often in each row. Prose in its cells has commas too, but rarely as many in each, and none where the
/// columns are named.
fn separator(text: &str) -> u8 {
    let bytes = text.as_bytes();
    let mut agreeing = SEPARATORS.map(|_| BTreeMap::<usize, usize>::new());
    let mut first = SEPARATORS.map(|_| usize::MAX);
    let mut at = 0;
    while at < bytes.len().min(LOOKED_AT) {
        if bytes[at] == b'#' {
            at += text[at..].find('\n').map_or(text.len(), |end| end + 1);
            continue;
        }
        let (mut counts, mut begins_cell) = ([0; SEPARATORS.len()], true);
        while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'\n') {
            let separator = SEPARATORS.iter().position(|separator| separator == byte);
            match separator {
                Some(which) => {
                    counts[which] += 1;
                    first[which] = first[which].min(at);
                    begins_cell = true;
                    at += 1;
                }
                // Whatever parts the cells, what stands in quotes does not.
                None if *byte == b'"' && begins_cell => {
                    at = quoted(bytes, at + 1).1;
                    begins_cell = false;
                }
                None => {
                    begins_cell &= *byte == b' ';
                    at += 1;
                }
            }
        }
        at += 1;
        for (agreeing, count) in agreeing.iter_mut().zip(counts).filter(|(_, count)| *count > 0) {
            *agreeing.entry(count).or_default() += 1;
        }
    }
    let rows = |which: &usize| agreeing[*which].values().max().copied();
    let best = (0..SEPARATORS.len())
        .filter(|which| rows(which).is_some())
        .max_by_key(|which| (rows(which), Reverse(first[*which])));
    best.map_or(b',', |which| SEPARATORS[which])
}

/// The cells of the line that begins at `at`, and where the next one begins.
fn read_line(
    text: &str,
    mut at: usize,
    separator: u8,
    faults: &mut Vec<(Range<usize>, &'static str, &'static str)>,
) -> (Vec<Cell>, usize) {
    let bytes = text.as_bytes();
    let is_space = |byte: u8| byte == b' ' || (byte == b'\t' && separator != b'\t');
    let ends = |byte: u8| byte == separator || byte == b'\n';
    let mut cells = Vec::new();
    loop {
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'"') {
            let (cell, end) = quoted(bytes, at + 1);
            if end > bytes.len() {
                let help = "close it, or double the quotes that belong to the value";
                let line = text[at..].lines().next().unwrap_or("").len();
                faults.push((at..at + line, "this quote is not closed", help));
            }
            cells.push(cell);
            at = end.min(bytes.len());
            let behind = at;
            while at < bytes.len() && !ends(bytes[at]) {
                at += 1;
            }
            if !text[behind..at].trim().is_empty() {
                let help = "put quotes around the whole cell, and double those that belong to it";
                faults.push((behind..at, "this stands behind a quote", help));
            }
        } else {
            let start = at;
            while at < bytes.len() && !ends(bytes[at]) {
                at += 1;
            }
            let end = start + text[start..at].trim_end().len();
            cells.push(Cell { range: start..end, doubled: false });
        }
        match bytes.get(at) {
            Some(b'\n') => return (cells, at + 1),
            // More than any table has: told by who counts them.
            Some(_) if cells.len() > MOST_CELLS => return (cells, bytes.len()),
            Some(_) => at += 1,
            None => return (cells, at),
        }
    }
}

/// The cell whose opening quote stands before `start`, and where what follows its closing quote begins; beyond the text if there is none.
fn quoted(bytes: &[u8], start: usize) -> (Cell, usize) {
    let (mut at, mut doubled) = (start, false);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => {
                doubled = true;
                at += 2;
            }
            (b'"', _) => return (Cell { range: start..at, doubled }, at + 1),
            _ => at += 1,
        }
    }
    (Cell { range: start..bytes.len(), doubled }, bytes.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::read;

    /// The values of a sound table.
    fn values(text: &str) -> Vec<Vec<String>> {
        let table = read(text);
        assert_eq!(table.faults, [], "{text}");
        table.lines.iter().map(|line| line.iter().map(|cell| cell.value(text)).collect()).collect()
    }

    #[test]
    fn cells_are_those_that_the_csv_crate_reads() {
        for text in [
            "as,a.b\nee,1\nlv,\n",
            "as,\"x,y\"\r\n\"a \"\"b\"\" c\",\"two\nlines\"\r\n",
            "one\ntwo",
            "\n\nas,b\n\n# a remark, of two cells\n\"\",2\n",
            "Übung,\"é\"\n,\n",
        ] {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .comment(Some(b'#'))
                .flexible(true)
                .from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn other_separators_and_space_around_cells_are_understood() {
        assert_eq!(values("as ; seats\n ee ; \"1, 2\" \n"), [["as", "seats"], ["ee", "1, 2"]]);
        assert_eq!(values("as\tseats\nee\t\n"), [["as", "seats"], ["ee", ""]]);
    }

    #[test]
    fn commas_of_prose_part_no_cells() {
        assert_eq!(
            values("# a, b, c, d\nno;text\n1;first, second, third\n2;x\n3;\"a\nb,c\nd,e\nf,g\"\n"),
            [["no", "text"], ["1", "first, second, third"], ["2", "x"], ["3", "a\nb,c\nd,e\nf,g"]]
        );
        // One comma in each of the texts, and none in the names.
        assert_eq!(values("no;text\n1;a, b\n2;c, d\n"), [["no", "text"], ["1", "a, b"], ["2", "c, d"]]);
        // Where rows do not tell, the first decides.
        assert_eq!(values("a;b,c\n"), [["a", "b,c"]]);
        assert_eq!(values("a,b;c\n1,2;3\n"), [["a", "b;c"], ["1", "2;3"]]);
        assert_eq!(values("one\ntwo\n"), [["one"], ["two"]]);
    }

    #[test]
    fn quotes_that_are_not_closed_and_text_behind_them_are_faults() {
        let fault = |text: &str| {
            let table = read(text);
            table
                .faults
                .iter()
                .map(|(range, why, _)| format!("{} {why}", &text[range.clone()]))
                .collect::<Vec<_>>()
        };
        assert_eq!(fault("as\n\"ee\nlv\n"), ["\"ee this quote is not closed"]);
        assert_eq!(fault("as\n\"ee\"x\nlv\n"), ["x this stands behind a quote"]);
        assert_eq!(fault("as\n\"").len(), 1);
    }
}
