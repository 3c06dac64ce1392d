//! How a verb can end other than well.
//!
//! **Invariant:** the exit codes are part of the interface; scripts rely on them.

use std::io;

/// All is well; also when the reader of our output closed the pipe.
pub const OK: u8 = 0;
/// The command line is wrong.
pub const USAGE: u8 = 2;

/// Why a verb did not end well.
#[derive(Debug)]
pub enum Failure {
    /// An objective was attained with less than its probability, and the user asked for this to count.
    ObjectiveMissed,
    /// A difference is one of those that the user asked to fail for; which has been told.
    TooDifferent,
    /// The command line asks for what makes no sense.
    Usage(String),
    /// The scenario is faulty, and the diagnostics have been shown.
    Faulty,
    /// The scenario is no text at all, or the like: what diagnostics can't show.
    Unreadable(String),
    /// A file, the disk or another device.
    World {
        /// What was tried: `cannot write report.json`.
        what: String,
        /// What the system said.
        error: io::Error,
    },
    /// Whoever read our output has had enough.
    ClosedPipe,
    /// The user interrupted the run; what was played has been reported.
    Interrupted,
}

impl Failure {
    /// A failure of input or output; `what` says what was tried.
    pub fn world(what: impl Into<String>, error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::World { what: what.into(), error },
        }
    }

    /// The exit code of the process.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Failure::ClosedPipe => OK,
            Failure::ObjectiveMissed | Failure::TooDifferent => 1,
            Failure::Usage(_) => USAGE,
            Failure::Faulty | Failure::Unreadable(_) => 3,
            Failure::World { .. } => 4,
            // 128 and the number of the signal, as shells have it.
            Failure::Interrupted => 130,
        }
    }

    /// What to tell the user, if it has not been told yet.
    pub fn message(&self) -> Option<String> {
        match self {
            Failure::ObjectiveMissed
            | Failure::TooDifferent
            | Failure::Faulty
            | Failure::ClosedPipe
            | Failure::Interrupted => None,
            Failure::Usage(message) | Failure::Unreadable(message) => Some(message.clone()),
            Failure::World { what, error } => Some(format!("{what}: {error}")),
        }
    }
}
