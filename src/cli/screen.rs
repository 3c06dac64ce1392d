//! What the user sees: whether in colour, how wide, and what is said besides the results.
//!
//! **Invariant:** nothing here writes to standard output.

use crate::diagnostic::{Diagnostic, Sources};
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use terminal_size::{Width, terminal_size, terminal_size_of};

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

    /// Columns of standard output's terminal, 80 if it is none.
    pub fn width_out(&self) -> usize {
        match io::stdout().is_terminal() {
            true => terminal_size().map_or(WIDTH, |(Width(width), _)| usize::from(width)),
            false => WIDTH,
        }
    }

    fn width_err(&self) -> usize {
        match io::stderr().is_terminal() {
            true => terminal_size_of(io::stderr()).map_or(WIDTH, |(Width(width), _)| usize::from(width)),
            false => 120,
        }
    }

    /// Shows diagnostics; warnings only if the user did not ask for quiet.
    pub fn show(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| !self.quiet || diagnostic.is_error()) {
            self.print(&format!("{}\n", diagnostic.render(sources, self.color_err(), self.width_err())));
        }
    }

    /// A remark that nobody needs to read.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            self.print(text);
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

/// Names of files may hold what a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
