//! Removes what is no longer needed: indexes of facts that are gone or of long disuse, and what an interrupted writer
//! left behind. Only removes files of this user with the name of an index or of a temporary file.

use std::fs::{self, DirEntry, TryLockError};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::store::cache::folder::{not_ours, open_own};
use crate::store::cache::read::stamp_of;
use crate::store::cache::stamp::{HASH, INDEX};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// An index unused for this long is removed.
const UNUSED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The prefix of the name of a file that is being written.
pub(super) const NEW: &str = ".new-";
/// How many letters and digits follow it.
pub(super) const RANDOM: usize = 6;

/// Records that an index was used by setting its modification time, at most once a day.
pub(super) fn mark_used(path: &Path) {
    let note = || {
        let file = open_own(path).ok()?;
        let since = file.metadata().ok()?.modified().ok()?.elapsed();
        // A time in the future is wrong.
        let old = since.map_or(true, |since| since > DAY);
        // If the time cannot be set, nothing can be removed either.
        if old { file.set_modified(SystemTime::now()).ok() } else { None }
    };
    note();
}

/// Sweeps the folder after the index `own` was written in it.
pub(super) fn sweep(folder: &Path, own: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let over = match (is_index_name(&name), is_temporary_name(&name)) {
            (true, _) => path != own && (is_unused(&entry) || is_orphan(&path)),
            (_, true) => is_left_behind(&path),
            _ => false,
        };
        if over && is_own(&entry) {
            // Another program may have removed it already.
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_index_name(name: &str) -> bool {
    let hash = name.strip_suffix(INDEX).unwrap_or_default();
    hash.len() == HASH && hash.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_temporary_name(name: &str) -> bool {
    let random = name.strip_prefix(NEW).unwrap_or_default();
    random.len() == RANDOM && random.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// True for a file of this user, not a link.
fn is_own(entry: &DirEntry) -> bool {
    entry.metadata().is_ok_and(|it| it.is_file() && not_ours(&it).is_none())
}

fn is_unused(entry: &DirEntry) -> bool {
    let used = entry.metadata().and_then(|it| it.modified());
    used.is_ok_and(|used| used.elapsed().is_ok_and(|since| since > UNUSED))
}

/// True for an index with an input that no longer exists. An input that cannot be checked may exist.
fn is_orphan(path: &Path) -> bool {
    let gone = |path: &Path| matches!(path.try_exists(), Ok(false));
    stamp_of(path).is_ok_and(|stamp| stamp.inputs.iter().any(|it| gone(it)))
}

/// True for a temporary file that nobody is writing: a writer keeps it locked.
fn is_left_behind(path: &Path) -> bool {
    let Ok(file) = open_own(path) else { return false };
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // If files cannot be locked, the age decides.
        Err(TryLockError::Error(_)) => {
            let changed = file.metadata().and_then(|it| it.modified());
            changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|since| since > DAY))
        }
    }
}
