//! What the user sees: whether in colour, how wide, and what is said besides the results.
//!
//! **Invariant:** nothing here writes to standard output.

use super::output::Output;
use crate::diagnostic::{Diagnostic, Sources, printable};
use crate::measure::counted;
use crate::report::terminal::Look;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use terminal_size::{Height, Width, terminal_size_of};

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set or the terminal is dumb.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to talk to the user.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    color: ColorWhen,
    /// Whether to say only what is wrong.
    pub quiet: bool,
}

/// The width where there is no terminal to ask.
const WIDTH: usize = 80;

impl Screen {
    /// From the arguments.
    pub const fn new(color: ColorWhen, quiet: bool) -> Screen {
        Screen { color, quiet }
    }

    /// Whether standard output takes colours.
    pub fn color_out(&self) -> bool {
        self.granted(AutoStream::choice(&io::stdout()))
    }

    /// Whether standard error does.
    pub fn color_err(&self) -> bool {
        self.granted(AutoStream::choice(&io::stderr()))
    }

    fn granted(&self, automatic: ColorChoice) -> bool {
        match self.color {
            ColorWhen::Auto => automatic != ColorChoice::Never,
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        }
    }

    /// Columns of standard output's terminal; where it is none or does not know, what COLUMNS says, else 80.
    pub fn width_out(&self) -> usize {
        width(if io::stdout().is_terminal() { terminal_size_of(io::stdout()) } else { None })
    }

    /// How to render a page that goes to `output`; `full`: with nothing left out.
    pub fn look(&self, output: &Output, full: bool) -> Look {
        match output {
            Output::Standard => Look { width: self.width_out(), color: self.color_out(), full },
            Output::File { .. } => Look { width: WIDTH, color: false, full },
        }
    }

    /// Whether a page that goes to `output` has pictures: only where a terminal shows it.
    pub fn draws(&self, output: &Output) -> bool {
        matches!(output, Output::Standard) && io::stdout().is_terminal()
    }

    /// The same of standard error.
    fn width_err(&self) -> usize {
        width(if io::stderr().is_terminal() { terminal_size_of(io::stderr()) } else { None })
    }

    /// Shows diagnostics and how many there are; warnings only if the user did not ask for quiet.
    pub fn show(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| !self.quiet || diagnostic.is_error()) {
            self.print(&format!("{}\n", diagnostic.render(sources, self.color_err(), self.width_err())));
        }
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let warnings = if self.quiet { 0 } else { diagnostics.len() - errors };
        let counts = [(errors, "error"), (warnings, "warning")];
        let said: Vec<String> = counts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, kind)| counted(*number as u64, kind))
            .collect();
        let told = diagnostics.iter().filter(|diagnostic| !self.quiet || diagnostic.is_error());
        if let Some(first) = told.min_by_key(|diagnostic| !diagnostic.is_error()) {
            self.print(&said.join(", "));
            self.remark(&format!("`jointex explain {}` tells more", first.code));
        }
    }

    /// A remark that nobody needs to read. Names of files may hold what a terminal would obey.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            self.print(&printable(text));
        }
    }

    /// What went wrong.
    pub fn complain(&self, text: &str) {
        let (start, end) = if self.color_err() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        self.print(&format!("{start}error{end}: {}", printable(text)));
    }

    /// When standard error is closed there is nobody left to tell.
    fn print(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

fn width(terminal: Option<(Width, Height)>) -> usize {
    let wished = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0);
    terminal.map(|(Width(width), _)| usize::from(width)).or_else(wished).unwrap_or(WIDTH)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic, report};

    #[test]
    fn pages_and_diagnostics_agree_on_what_a_terminal_would_obey() {
        let differ = |c: &char| diagnostic::obeyed(*c) != report::terminal::obeyed(*c);
        assert_eq!(('\0'..=char::MAX).find(differ), None);
    }
}
