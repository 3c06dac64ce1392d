//! A document for LaTeX, with the packages longtable and booktabs.
//!
//! **Invariant:** a text of the scenario is never a command: each of the ten special characters is written by what shows it, and
//! characters that pdfTeX knows nothing of are declared.

use super::{Block, Column, Document};
use crate::report::terminal::obeyed;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// How signs are set that a text font lacks.
const SIGNS: &[(char, &str)] = &[
    ('−', "-"),
    ('×', "\\times"),
    ('·', "\\cdot"),
    ('Π', "\\Pi"),
    ('∫', "\\int"),
    ('Σ', "\\Sigma"),
    ('≤', "\\leq"),
    ('≥', "\\geq"),
    ('→', "\\rightarrow"),
    ('½', "\\frac{1}{2}"),
    ('°', "{}^{\\circ}"),
    ('²', "{}^{2}"),
    ('€', "\\mbox{EUR}"),
    ('⁻', "{}^{-}"),
    ('⁵', "{}^{5}"),
    ('³', "{}^{3}"),
    ('ⁿ', "{}^{n}"),
    ('σ', "\\sigma"),
    ('µ', "\\mu"),
];

/// Writes the document.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let mut body: Vec<u8> = Vec::new();
    write_body(document, &mut body)?;
    let body = String::from_utf8_lossy(&body);
    out.write_all(
        b"\\documentclass[a4paper]{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{longtable}\n\\usepackage{booktabs}\n",
    )?;
    let foreign: BTreeSet<char> = body.chars().filter(|c| is_foreign(*c)).collect();
    if !foreign.is_empty() {
        // Only pdfTeX needs them, and only there is the command known.
        out.write_all(b"\\ifdefined\\DeclareUnicodeCharacter\n")?;
        for c in foreign {
            let sign = SIGNS.iter().find(|(sign, _)| *sign == c);
            let shown = match sign {
                Some((_, sign)) => format!("\\ensuremath{{{sign}}}"),
                None => format!("[U+{:04X}]", u32::from(c)),
            };
            writeln!(out, "\\DeclareUnicodeCharacter{{{:04X}}}{{{shown}}}", u32::from(c))?;
        }
        out.write_all(b"\\fi\n")?;
    }
    out.write_all(
        b"\\setlength{\\textwidth}{17cm}\n\\setlength{\\oddsidemargin}{-0.5cm}\n\\setlength{\\topmargin}{-1.5cm}\n\\setlength{\\textheight}{24.5cm}\n\\setlength{\\tabcolsep}{3pt}\n\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{4pt}\n\\setcounter{secnumdepth}{0}\n\\emergencystretch=3em\n\\begin{document}\n",
    )?;
    out.write_all(body.as_bytes())?;
    out.write_all(b"\\end{document}\n")
}

/// Whether pdfTeX has to be told how it is set. Letters of Latin scripts and common quotes it knows.
fn is_foreign(c: char) -> bool {
    let known = c.is_ascii()
        || (('\u{c0}'..='\u{17f}').contains(&c) && c.is_alphabetic())
        || "–—‘’“”…«»§£¡¿".contains(c);
    !known || SIGNS.iter().any(|(sign, _)| *sign == c)
}

fn write_body(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\\LARGE {}\\par}}", text(&document.title))?;
    if !document.beneath.is_empty() {
        writeln!(out, "{}\n", text(&document.beneath))?;
    }
    document.blocks.iter().try_for_each(|block| write_block(block, out))
}

fn write_block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading { order, text: said } => {
            let command = ["section", "subsection", "subsubsection"][usize::from(*order).clamp(1, 3) - 1];
            writeln!(out, "\\{command}{{{}}}", text(said))
        }
        Block::Paragraph { text: said } => writeln!(out, "{}\n", text(said)),
        Block::List { about, items } => {
            if !about.is_empty() {
                writeln!(out, "{}:", text(about))?;
            }
            writeln!(out, "\\begin{{itemize}}")?;
            items.iter().try_for_each(|item| writeln!(out, "\\item {{}}{}", text(item)))?;
            writeln!(out, "\\end{{itemize}}\n")
        }
        Block::Table { caption, columns, rows } => write_table(caption, columns, rows, out),
        Block::Command { text: command } => {
            writeln!(out, "\\begin{{quote}}{}\\end{{quote}}\n", code(command))
        }
    }
}

fn write_table(
    caption: &str,
    columns: &[Column],
    rows: &[Vec<String>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let whole: u32 = columns.iter().map(|column| column.weight).sum();
    // What the gaps between columns take is left over.
    let room = 1.0 - 0.02 * columns.len() as f64;
    let widths: Vec<String> = columns
        .iter()
        .map(|column| {
            let share = room * f64::from(column.weight) / f64::from(whole);
            format!("p{{{share:.3}\\linewidth}}")
        })
        .collect();
    let headings: Vec<String> = columns.iter().map(|column| text(column.heading)).collect();
    let caption = if caption.is_empty() { String::new() } else { text(caption) + ":" };
    writeln!(out, "{{\\footnotesize\\raggedright\\noindent {caption}\n")?;
    writeln!(out, "\\begin{{longtable}}{{@{{}}{}@{{}}}}", widths.join(""))?;
    writeln!(out, "\\toprule\n{} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot", headings.join(" & "))?;
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(columns)
            .map(|(written, column)| {
                let shown = if column.code { code(written) } else { text(written) };
                format!("\\raggedright {shown}")
            })
            .collect();
        // Nothing that follows may be taken for an argument of the end of the row.
        writeln!(out, "{} \\tabularnewline", cells.join(" & "))?;
    }
    writeln!(out, "\\end{{longtable}}}}\n")
}

/// What shows a character that would be a command.
fn special(c: char) -> Option<&'static str> {
    Some(match c {
        '\\' => "\\textbackslash{}",
        '{' => "\\{",
        '}' => "\\}",
        '$' => "\\$",
        '&' => "\\&",
        '#' => "\\#",
        '%' => "\\%",
        '_' => "\\_",
        '^' => "\\textasciicircum{}",
        '~' => "\\textasciitilde{}",
        _ => return None,
    })
}

/// Words, on one line.
fn text(written: &str) -> String {
    escaped(written, "")
}

/// What a scenario writes, which may be broken behind its brackets and dots.
fn code(written: &str) -> String {
    if written.is_empty() {
        return String::new();
    }
    format!("\\texttt{{{}}}", escaped(written, ".[](),_>/-:"))
}

fn escaped(written: &str, breaks: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = String::with_capacity(line.len());
    for c in line.chars() {
        match special(c) {
            Some(command) => shown.push_str(command),
            // Two of these in a row would be another character.
            None if matches!(c, '-' | '<' | '>' | '\'' | '`' | ',' | '"' | '?' | '!') => {
                shown.extend(['{', c, '}'])
            }
            None if obeyed(c) => shown.push('\u{fffd}'),
            None => shown.push(c),
        }
        if breaks.contains(c) {
            shown.push_str("\\allowbreak{}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_foreign, special, text};

    /// What TeX shows of what was written, or none where a command of somebody else's stands in it.
    fn read_back(mut tex: &str) -> Option<String> {
        const COMMANDS: [(&str, &str); 14] = [
            ("\\textbackslash{}", "\\"),
            ("\\textasciicircum{}", "^"),
            ("\\textasciitilde{}", "~"),
            ("\\allowbreak{}", ""),
            ("\\{", "{"),
            ("\\}", "}"),
            ("\\$", "$"),
            ("\\&", "&"),
            ("\\#", "#"),
            ("\\%", "%"),
            ("\\_", "_"),
            ("{-}", "-"),
            ("{<}", "<"),
            ("{>}", ">"),
        ];
        let mut shown = String::new();
        while let Some(c) = tex.chars().next() {
            if let Some((command, is)) = COMMANDS.iter().find(|(command, _)| tex.starts_with(command)) {
                shown.push_str(is);
                tex = &tex[command.len()..];
            } else if c == '{' && tex.chars().nth(2) == Some('}') {
                shown.extend(tex.chars().nth(1));
                tex = &tex[3..];
            } else if special(c).is_some() {
                return None;
            } else {
                shown.push(c);
                tex = &tex[c.len_utf8()..];
            }
        }
        Some(shown)
    }

    #[test]
    fn whatever_is_written_is_shown_and_never_obeyed() {
        let hostile = [
            "\\input{/etc/passwd}",
            "100 % of $x_1^2$ & #3 ~ {}",
            "\\\\[1cm]",
            "a--b <<c>> ``d'' ,,e",
            "%",
            "{",
            "}",
        ];
        for written in hostile {
            for breaks in ["", ".[](),_>/-:"] {
                assert_eq!(read_back(&escaped(written, breaks)).as_deref(), Some(written), "{written}");
            }
        }
        // Every pair of characters, so that none is taken for something else beside another.
        for one in (' '..='~').filter(|c| *c != ' ') {
            for other in (' '..='~').filter(|c| *c != ' ') {
                let pair = format!("{one}{other}");
                assert_eq!(read_back(&text(&pair)), Some(pair));
            }
        }
    }

    #[test]
    fn letters_are_known_and_signs_declared() {
        assert!(['a', 'é', 'ő', 'Ž', '—'].into_iter().all(|c| !is_foreign(c)));
        assert!(['−', 'ⁿ', 'я', '中', '😀', '\u{fffd}'].into_iter().all(is_foreign));
    }
}
