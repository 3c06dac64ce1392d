//! Where results go: standard output, or a file that is there whole or not at all.
//!
//! A regular file takes the place of another one only when it is finished ([`Whole`]).
//!
//! **Invariant:** an existing file is replaced only if the user said so.

use super::failure::Failure;
use crate::diagnostic::printable;
use crate::study::{Whole, beside, folder};
use clap::Args;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What writes a result.
type Writing<'w> = &'w mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Where the command line wants results to go.
#[derive(Debug, Args)]
pub struct Destination {
    /// Write the results to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that exists.
    #[arg(long)]
    pub force: bool,
}

impl Destination {
    /// That place, asked for before anything is played.
    pub fn output(&self) -> Result<Output, Failure> {
        Output::new(self.output.as_deref(), self.force)
    }
}

/// Where a result goes.
#[derive(Debug, Clone)]
pub enum Output {
    /// Standard output.
    Standard,
    /// A file, to be replaced if `force`.
    File {
        /// Its path.
        path: PathBuf,
        /// Whether it may exist already.
        force: bool,
    },
}

impl Output {
    /// No path, and `-`, are standard output. Fails at once where writing would fail after hours of playing: the file exists
    /// and may not be replaced, it is a folder, or its folder is missing or takes no files.
    pub fn new(path: Option<&Path>, force: bool) -> Result<Output, Failure> {
        let path = match path {
            None => return Ok(Output::Standard),
            Some(path) if path == Path::new("-") => return Ok(Output::Standard),
            Some(path) => path.to_owned(),
        };
        if !force && is_regular(&path) {
            return Err(exists(&path));
        }
        let possible = if is_device(&path) { Ok(()) } else { possible(&path) };
        possible.map_err(|error| cannot_write(&path, error))?;
        Ok(Output::File { path, force })
    }

    /// Whether this is the regular file at `other`, or will be, by whatever way the paths lead there.
    pub fn is_file(&self, other: &Path) -> bool {
        match self {
            Output::File { path, .. } if !is_device(path) => {
                landing(path).is_some_and(|place| landing(other) == Some(place))
            }
            _ => false,
        }
    }

    fn is_same(&self, other: &Output) -> bool {
        matches!(other, Output::File { path, .. } if self.is_file(path))
    }

    /// Writes data whose texts are as the scenario has them. A file or a pipe gets them as they are, a terminal without what it
    /// would obey.
    pub fn write_data(&self, writing: Writing<'_>) -> Result<(), Failure> {
        if !matches!(self, Output::Standard) || !io::stdout().is_terminal() {
            return self.write(writing);
        }
        self.write(&mut |out| {
            let mut harmless = Harmless { out, line: Vec::new() };
            writing(&mut harmless).and_then(|()| harmless.flush())
        })
    }

    /// Writes a result; BufWriter's care for many small pieces is taken here.
    pub fn write(&self, writing: Writing<'_>) -> Result<(), Failure> {
        match self {
            Output::Standard => {
                let mut out = BufWriter::new(io::stdout().lock());
                let written = writing(&mut out).and_then(|()| out.flush());
                written.map_err(|error| Failure::world("cannot write to standard output", error))
            }
            Output::File { path, force } => {
                let written = if is_device(path) {
                    write_through(path, writing)
                } else {
                    write_whole(path, *force, writing)
                };
                written.map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => exists(path),
                    _ => cannot_write(path, error),
                })
            }
        }
    }
}

/// Refuses what would take the place of something else that is read or written. What is written has the option that names it,
/// what is read its name in a sentence.
pub fn apart(
    written: &[(&str, Option<&Output>)],
    read: impl IntoIterator<Item = (&'static str, impl AsRef<Path>)>,
) -> Result<(), Failure> {
    let read: Vec<_> = read.into_iter().collect();
    for (place, (option, output)) in written.iter().enumerate() {
        let Some(output) = output else { continue };
        let same = |(_, other): &&(&str, Option<&Output>)| other.is_some_and(|other| output.is_same(other));
        if let Some((before, _)) = written[..place].iter().find(same) {
            let text = format!("{option} and {before} name the same file: the one would replace the other");
            return Err(Failure::Usage(text));
        }
        if let Some((what, _)) = read.iter().find(|(_, path)| output.is_file(path.as_ref())) {
            return Err(Failure::Usage(format!("{option} names {what}, which is never replaced")));
        }
    }
    Ok(())
}

/// Shows lines on a terminal without what it would obey.
struct Harmless<W> {
    out: W,
    /// The beginning of a line.
    line: Vec<u8>,
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let text = String::from_utf8_lossy(&self.line);
        let (line, end) = text.strip_suffix('\n').map_or((&*text, ""), |line| (line, "\n"));
        self.out.write_all(printable(line).as_bytes())?;
        self.out.write_all(end.as_bytes())?;
        self.line.clear();
        self.out.flush()
    }
}

fn exists(path: &Path) -> Failure {
    let error = io::Error::new(io::ErrorKind::AlreadyExists, "it exists already; --force replaces it");
    cannot_write(path, error)
}

/// A broken pipe in a file's place is a failure like any other.
fn cannot_write(path: &Path, error: io::Error) -> Failure {
    Failure::World { what: format!("cannot write {}", path.display()), error }
}

/// Whether a file can be put there.
fn possible(path: &Path) -> io::Result<()> {
    let named_as_folder = path.as_os_str().as_encoded_bytes().last().is_some_and(|last| *last == b'/');
    if named_as_folder || path.file_name().is_none() || path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = folder(&path);
    if !folder.is_dir() {
        let text = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    beside(folder).map(drop)
}

/// Where a path leads, whether or not there is a file yet.
fn landing(path: &Path) -> Option<PathBuf> {
    let new = || Some(folder(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(new)
}

fn is_regular(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file())
}

/// A pipe, a terminal or the like, which has no place to put a file beside.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

fn write_through(path: &Path, writing: Writing<'_>) -> io::Result<()> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    writing(&mut out)?;
    out.flush()
}

fn write_whole(path: &Path, force: bool, writing: Writing<'_>) -> io::Result<()> {
    let mut out = Whole::new(path)?;
    writing(&mut out)?;
    out.commit(force)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes `text` over a file that holds "before", and returns what it holds then and how many files are beside it.
    fn check(force: bool, fails: bool) -> (Option<u8>, String, usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report");
        let output = Output::File { path: path.clone(), force };
        fs::write(&path, "before").expect("a file");
        let written = output.write(&mut |out| {
            out.write_all(b"after")?;
            if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let files = fs::read_dir(folder.path()).expect("a folder").count();
        (written.err().map(|failure| failure.exit_code()), fs::read_to_string(&path).expect("a file"), files)
    }

    #[test]
    fn a_terminal_gets_no_orders_from_data() {
        let mut harmless = Harmless { out: Vec::new(), line: Vec::new() };
        // In pieces that end within a character.
        for piece in "a\x1b[1m,é\u{9b}\nb\u{202e}c".as_bytes().chunks(1) {
            harmless.write_all(piece).expect("memory");
        }
        harmless.flush().expect("memory");
        assert_eq!(String::from_utf8_lossy(&harmless.out), "a\u{fffd}[1m,é\u{fffd}\nb\u{fffd}c");
    }

    #[test]
    fn a_file_is_replaced_only_when_asked() {
        assert_eq!(check(false, false), (Some(4), "before".to_owned(), 1));
        assert_eq!(check(true, false), (None, "after".to_owned(), 1));
    }

    #[test]
    fn a_full_disk_leaves_what_was_there() {
        assert_eq!(check(true, true), (Some(4), "before".to_owned(), 1));
    }

    #[test]
    fn an_existing_file_is_noticed_before_any_work() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert!(Output::new(Some(file.path()), false).is_err());
        assert!(Output::new(Some(file.path()), true).is_ok());
    }
}
