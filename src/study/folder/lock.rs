//! Who plays into a folder, so that nobody plays the same beside another.
//!
//! Who plays the whole has the folder alone, for it sweeps up what others left unfinished; parts are played at once, each by one
//! process. The system lets a lock go when its process ends, however it ends, so the files of locks mean nothing by themselves,
//! and stay: one that is taken away could be locked under its old name and its new one at once.
//!
//! **Invariant:** where a file system knows no locks, as on some that clusters share, nobody is refused.

use super::shard::Part;
use super::{Folder, Refusal, whole};
use std::fs::{File, TryLockError};

/// What the names of locks end with.
pub const SUFFIX: &str = ".lock";

/// The locks of a process that plays into a folder, which end with it.
#[derive(Debug)]
pub struct Held {
    _locks: Vec<File>,
}

impl Folder {
    /// Keeps others from playing the same into the folder: the whole, or a part.
    ///
    /// # Errors
    /// That somebody does.
    pub fn hold(&self, part: Option<Part>) -> Result<Held, Refusal> {
        let whole = self
            .locked("sweep", |file| if part.is_some() { file.try_lock_shared() } else { file.try_lock() });
        let mut locks = vec![whole.map_err(|Taken| Refusal::Played(None))?];
        if let Some(part) = part {
            let own = self.locked(&format!("{}-of-{}", part.number, part.of), File::try_lock);
            locks.push(own.map_err(|Taken| Refusal::Played(Some(part)))?);
        }
        Ok(Held { _locks: locks.into_iter().flatten().collect() })
    }

    /// The lock of this name; none where there are no locks.
    fn locked(
        &self,
        name: &str,
        lock: impl Fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<File>, Taken> {
        let path = self.path.join(format!("{}{name}{SUFFIX}", whole::PASSING));
        // A network's file system wants a file that may be written to be locked for oneself, and read to be shared.
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let Ok(file) = opened else { return Ok(None) };
        match lock(&file) {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(Taken),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// Another process has the lock.
#[derive(Debug)]
struct Taken;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn where_there_are_no_locks_nobody_is_refused() {
        let work = tempfile::tempdir().expect("a folder");
        let folder = Folder { path: work.path().to_owned() };
        let unsupported = |_: &File| Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
        assert!(matches!(folder.locked("sweep", unsupported), Ok(None)));
        assert!(matches!(folder.locked("sweep", |_| Err(TryLockError::WouldBlock)), Err(Taken)));
        let nowhere = Folder { path: work.path().join("none") };
        assert!(matches!(nowhere.locked("sweep", File::try_lock), Ok(None)));
    }
}
