//! The command line: one file per verb, and the edges of the world.
//!
//! Only here are there a terminal, a clock, a number of threads, exit codes and files. Verbs return how they ended;
//! [`run()`] turns that into an exit code, and `main` alone ends the process.
//!
//! **Invariant:** results go to standard output, everything else to standard error; a reader that closes the pipe early
//! has what it wanted, so that ends quietly.

mod after_action;
mod analyse;
mod check;
mod compare;
mod completions;
mod condition;
mod describe;
mod expand;
mod explain;
mod export;
mod failure;
mod import;
mod init;
mod input;
mod interrupt;
mod job_file;
mod levers;
mod merge;
mod observed;
mod output;
mod part;
mod pictures;
mod playing;
mod progress;
mod rehearse;
mod report;
mod results;
mod run;
mod screen;
mod select;
mod sensitivity;
mod so_far;
mod std;
mod study_input;
mod sweep;
mod sweeping;
mod ways;
mod words;

use crate::diagnostic::{obeyed, printable};
use ::std::ffi::OsString;
use ::std::io::Write;
use clap::{Parser, Subcommand};
use screen::{ColorWhen, Screen};

/// Plays joint NATO-EU cyber exercises before they are held.
#[derive(Debug, Parser)]
#[command(name = "jointex", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    /// Colours and styles: `auto` uses them on a terminal unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    color: ColorWhen,
    /// Says only what is wrong: no progress, no warnings, no closing remarks.
    #[arg(short, long, global = true)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  jointex init                              write a scenario to begin with
  jointex check scenario.ron                look for faults
  jointex explain E0203                     what a fault means
  jointex expand scenario.ron               all of it in one file, defaults too
  jointex describe scenario.ron             its model, for a paper
  jointex words scenario.ron --lang fr      a file to translate it in
  jointex std                               fragments that are built in
  jointex export msel scenario.ron -o m.xlsx  its injects, for spreadsheets
  jointex import msel m.xlsx --into scenario.ron -o new.ron  and back
  jointex analyse scenario.ron              cheapest ways in, gates, minimum cut
  jointex run scenario.ron                  play it 200 times
  jointex run scenario.ron --format json    the same in full, for machines
  jointex run scenario.ron --report r.html  the same in pictures
  jointex rehearse scenario.ron             what becomes of its plan
  jointex compare scenario.ron              its variants against each other
  jointex levers scenario.ron               which change buys most
  jointex sweep study.ron -o results        vary it, as a study says
  jointex select study.ron --objective ID   the cheapest that meets it
  jointex sensitivity results               which factors of that matter
  jointex report results                    the same in pictures
  jointex report run.json --format docx     the after-action report of a run

Exit codes:
  0  all is well, also when the reader of the output closes the pipe
  1  an objective was missed, with --fail-on-objective, or a --fail-if holds
  2  the command line is wrong
  3  the scenario, the variant or a --set is faulty
  4  a file, the disk or another device failed
  130  interrupted, after reporting what had been played";

#[derive(Debug, Subcommand)]
enum Verb {
    Init(init::Init),
    Check(check::Check),
    Explain(explain::Explain),
    Expand(expand::Expand),
    Describe(describe::Describe),
    Words(words::Words),
    Std(std::Std),
    Export(export::Export),
    Import(import::Import),
    Analyse(analyse::Analyse),
    Run(run::Run),
    Sweep(sweep::Sweep),
    Merge(merge::Merge),
    Select(select::Select),
    Sensitivity(sensitivity::Sensitivity),
    Rehearse(rehearse::Rehearse),
    Report(report::Report),
    Compare(compare::Compare),
    Observed(observed::Observed),
    Levers(levers::Levers),
    Completions(completions::Completions),
}

/// Does what the arguments say, the program's name first, and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // The complaint about a wrong argument quotes it.
    let spoilt = arguments.iter().any(|argument| argument.to_string_lossy().contains(obeyed));
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help and version are answers too, on standard output; when nobody reads them, nothing is lost.
            let plain = answer.render().to_string();
            let _ = match answer.use_stderr() && spoilt {
                true => write!(
                    ::std::io::stderr(),
                    "{}",
                    plain.lines().map(|line| printable(line) + "\n").collect::<String>()
                ),
                false => answer.print(),
            };
            return if answer.use_stderr() { failure::USAGE } else { failure::OK };
        }
    };
    let screen = Screen::new(arguments.color, arguments.quiet);
    let ended = match arguments.verb {
        Verb::Init(init) => init::init(&init, &screen),
        Verb::Check(check) => check::check(&check, &screen),
        Verb::Explain(explain) => explain::explain(&explain, &screen),
        Verb::Std(std) => std::std(&std, &screen),
        Verb::Expand(expand) => expand::expand(&expand, &screen),
        Verb::Export(export) => export::export(&export, &screen),
        Verb::Import(import) => import::import(&import, &screen),
        Verb::Describe(describe) => describe::describe(&describe, &screen),
        Verb::Words(words) => words::words(&words, &screen),
        Verb::Analyse(analyse) => analyse::analyse(&analyse, &screen),
        Verb::Run(run) => run::run(&run, &screen),
        Verb::Sweep(sweep) => sweep::sweep(&sweep, &screen),
        Verb::Merge(merge) => merge::merge(&merge, &screen),
        Verb::Select(select) => select::select(&select, &screen),
        Verb::Sensitivity(sensitivity) => sensitivity::sensitivity_of(&sensitivity, &screen),
        Verb::Rehearse(rehearse) => rehearse::rehearse(&rehearse, &screen),
        Verb::Report(report) => report::report(&report, &screen),
        Verb::Compare(compare) => compare::compare(&compare, &screen),
        Verb::Observed(observed) => observed::observed(&observed, &screen),
        Verb::Levers(levers) => levers::levers(&levers, &screen),
        Verb::Completions(completions) => completions::completions(&completions),
    };
    match ended {
        Ok(()) => failure::OK,
        Err(failure) => {
            if let Some(message) = failure.message() {
                screen.complain(&message);
            }
            failure.exit_code()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    /// Examples are set as they are written; on a narrower terminal they would be folded anywhere.
    #[test]
    fn examples_fit_into_a_terminal() {
        let program = Arguments::command();
        let helps = program.get_subcommands().chain([&program]).filter_map(clap::Command::get_after_help);
        for line in helps
            .map(ToString::to_string)
            .flat_map(|help| help.lines().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(line.len() <= 80, "too wide: {line}");
        }
    }
}
