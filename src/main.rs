//! The `jointex` program: hands its arguments to [`jointex::cli`] and ends with the code that this returns.
//!
//! **Invariant:** the process ends here and nowhere else.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(jointex::cli::run(std::env::args_os()))
}
