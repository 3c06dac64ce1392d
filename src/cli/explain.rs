//! `jointex explain`: what the code of a fault or a warning means.
//!
//! **Invariant:** every code that is told of a scenario can be explained.

use super::failure::Failure;
use super::output::Output;
use super::screen::Screen;
use crate::diagnostic::codes::{self, Code};
use crate::diagnostic::did_you_mean;
use clap::Args;
use unicode_width::UnicodeWidthStr;

const EXAMPLES: &str = "\
Examples:
  jointex explain E0203
  jointex explain --list";

/// Explain the code of a fault or a warning
///
/// What the code means and why it matters, an example that gives it, and the example mended. Examples are parts of a
/// scenario: what they leave out is as in any sound one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// The code, in whatever case, as it stands in the brackets of `error[E0203]`, or with them.
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// Name every code, with its meaning in one line.
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

pub fn explain(arguments: &Explain, screen: &Screen) -> Result<(), Failure> {
    let width = screen.width_out();
    let text = match &arguments.code {
        Some(code) => page(find(code)?, width),
        None => codes::ALL.iter().map(|code| line(code, width)).collect(),
    };
    Output::Standard.write(&mut |out| out.write_all(text.as_bytes()))
}

fn find(written: &str) -> Result<&'static Code, Failure> {
    // What is pasted from a message may have more around the code.
    let code = written.split_once('[').map_or(written, |(_, rest)| rest);
    let code = code.split_once(']').map_or(code, |(code, _)| code).trim();
    codes::find(code).ok_or_else(|| {
        let meant = did_you_mean(code, codes::ALL.iter().map(|code| code.code));
        let way_out = meant.unwrap_or_else(|| String::from("`jointex explain --list` names all"));
        Failure::Usage(format!("there is no code {written}; {way_out}"))
    })
}

fn line(Code { code, meaning, .. }: &Code, width: usize) -> String {
    wrapped(&format!("{code} {meaning}"), width, 6)
}

/// The page with its prose as wide as the terminal, and its examples indented instead of fenced.
fn page(code: &Code, width: usize) -> String {
    let mut parts = vec![line(code, width)];
    let (mut part, mut fenced) = (String::new(), false);
    for line in code.page.lines() {
        let fence = line.starts_with("```");
        if (fence || (line.is_empty() && !fenced)) && !part.is_empty() {
            let whole = std::mem::take(&mut part);
            parts.push(if fenced { whole } else { wrapped(&whole, width, 0) });
        }
        fenced ^= fence;
        match (fence || line.is_empty(), fenced) {
            (true, _) => {}
            (false, true) => part += &format!("    {line}\n"),
            (false, false) => part += &format!("{line} "),
        }
    }
    if !part.is_empty() {
        parts.push(wrapped(&part, width, 0));
    }
    parts.join("\n")
}

/// Words in lines of at most `width` columns, those after the first indented.
fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let (mut lines, mut used) = (String::new(), 0);
    for word in text.split_whitespace() {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width.clamp(60, 100) {
            lines.push('\n');
            lines += &" ".repeat(indent);
            used = indent;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines += word;
        used += columns;
    }
    lines + "\n"
}
