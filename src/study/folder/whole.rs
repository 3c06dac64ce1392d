//! Files that are there whole or not at all.
//!
//! A file is written beside its place under another name, brought to the disk, and then renamed, so that neither a full disk
//! nor a crash leaves half of it where a whole one was or is awaited.
//!
//! **Invariant:** under its own name a file is never seen unfinished.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What the passing names of unfinished files begin with.
pub const PASSING: &str = ".jointex-";

/// A file that is being written.
#[derive(Debug)]
pub struct Whole {
    out: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Whole {
    /// A file that will be at `path`, in a folder that exists. What a link there leads to is replaced, not the link.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(path: &Path) -> io::Result<Whole> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        Ok(Whole { out: BufWriter::new(beside(folder(&path))?), path })
    }

    /// Brings it to the disk and gives it its name; one that is there already is replaced only if `force`.
    ///
    /// # Errors
    /// Those of the system. Nothing is left of the file then.
    pub fn commit(self, force: bool) -> io::Result<()> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let renamed = if force { file.persist(&self.path) } else { file.persist_noclobber(&self.path) };
        renamed.map_err(|failed| failed.error)?;
        // The new name is on the disk when the folder is. Not every system can do this, and the file is whole either way.
        if let Ok(folder) = File::open(folder(&self.path)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The folder of a file.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// A file under a passing name in the folder of the one that it will replace.
///
/// # Errors
/// Those of the system, without the passing name, which says nothing to the user.
pub fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut beside = tempfile::Builder::new();
    beside.prefix(PASSING);
    // As any new file, not for the user's eyes only; the umask takes its share.
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    beside.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))
}
