//! A folder that is written to: by one program at a time, without leftovers of killed ones.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::base::{Blame, Code, Diagnostic};
use crate::store::write::change::display_path;
use crate::store::write::step;

/// How long to wait for another program.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder with its lock; without one if the system or the disk cannot lock folders.
#[derive(Debug)]
pub(super) struct LockedFolder {
    path: PathBuf,
    lock: Option<File>,
}

impl LockedFolder {
    /// Locks folders in a fixed order, so that two programs never wait for each other.
    ///
    /// # Errors
    /// If another program keeps writing there.
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

    /// Removes temporary files. Their writers are gone, because they are created under the lock.
    pub(super) fn sweep(&self) {
        // A journal refers to such files: recovery needs them.
        if self.lock.is_none() || is_unfinished(&self.path) {
            return;
        }
        let Ok(inside) = fs::read_dir(&self.path) else {
            return;
        };
        let inside = inside.flatten().filter(|it| it.file_type().is_ok_and(|it| !it.is_dir()));
        for left in inside.filter(|it| it.file_name().to_str().is_some_and(step::is_temporary)) {
            // A file that cannot be removed does no harm: it is hidden.
            let _ = step::remove(&left.path());
        }
    }

    /// Syncs the names in the folder to the disk. If that fails, the files are still in place.
    pub(super) fn sync(&self) {
        let _ = step::sync_folder(&self.path);
    }
}

/// a program that was suspended while it wrote, or that writes all the time
pub(super) fn folder_busy(folder: &Path) -> Diagnostic {
    let message = format!("another program is writing in `{}`", display_path(folder));
    Diagnostic::new(Blame::Io, Code::Unwritable, message).help("wait for it, or end it, then run the command again")
}

/// The name of a journal.
pub(super) const JOURNAL: &str = ".caveat-journal";

/// The metadata of a folder's journal, if there is one.
pub(super) fn journal_metadata(folder: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(folder.join(JOURNAL)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

/// True if a write of several files in this folder was interrupted or is in progress; also if something else has the
/// name of a journal.
#[must_use]
pub(in crate::store) fn is_unfinished(folder: &Path) -> bool {
    matches!(journal_metadata(folder), Ok(Some(_)))
}
