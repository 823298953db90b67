//! A folder that is written to: by one program at a time, and without what those that were killed left over.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::base::{Blame, Diagnostic};
use crate::store::write::change::display_path;
use crate::store::write::step;

/// How long another program is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder, with the lock on it; without one where the system or the disk has none for folders.
#[derive(Debug)]
pub(super) struct LockedFolder {
    path: PathBuf,
    lock: Option<File>,
}

impl LockedFolder {
    /// Locks folders, in their order, so that no two programs wait for one another.
    ///
    /// # Errors
    /// When another program writes there and does not come to an end.
    pub(super) fn lock_all<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<Vec<Self>, Diagnostic> {
        let mut paths: Vec<&PathBuf> = paths.into_iter().collect();
        paths.sort();
        paths.dedup();
        paths.into_iter().map(|path| Self::lock(path)).collect()
    }

    fn lock(path: &Path) -> Result<Self, Diagnostic> {
        let unlocked = Self { path: path.to_owned(), lock: None };
        let Ok(file) = File::open(path) else {
            return Ok(unlocked);
        };
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { lock: Some(file), ..unlocked }),
                Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => return Err(folder_busy(path)),
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
                Err(TryLockError::Error(_)) => return Ok(unlocked),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes temporary files. Whoever made them is gone: they are made under the lock.
    pub(super) fn sweep(&self) {
        // A journal speaks of such files: whoever finishes what it says needs them.
        if self.lock.is_none() || is_unfinished(&self.path) {
            return;
        }
        let Ok(inside) = fs::read_dir(&self.path) else {
            return;
        };
        let inside = inside.flatten().filter(|it| it.file_type().is_ok_and(|it| !it.is_dir()));
        for left in inside.filter(|it| it.file_name().to_str().is_some_and(step::is_temporary)) {
            // What cannot be removed is in nobody's way: it is hidden.
            let _ = step::remove(&left.path());
        }
    }

    /// Has the names in it on the disk. What is written is in its place already, should that fail.
    pub(super) fn sync(&self) {
        let _ = step::sync_folder(&self.path);
    }
}

/// a program that was stopped while it wrote, or does nothing else
pub(super) fn folder_busy(folder: &Path) -> Diagnostic {
    let message = format!("another program writes in `{}`", display_path(folder));
    Diagnostic::new(Blame::Io, "unwritable", message).help("wait for it, or end it, and give the command again")
}

/// The name of a journal.
pub(super) const JOURNAL: &str = ".caveat-journal";

/// What lies where the journal of a folder would.
pub(super) fn journal_metadata(folder: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(folder.join(JOURNAL)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

/// True where a command was killed, or is at work, while it writes several files of this folder; also where something
/// else has the name of a journal.
#[must_use]
pub(in crate::store) fn is_unfinished(folder: &Path) -> bool {
    matches!(journal_metadata(folder), Ok(Some(_)))
}
