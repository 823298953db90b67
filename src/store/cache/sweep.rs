//! Takes away what nobody needs any more: indexes of facts that are gone or that were not asked for long, and what a
//! writer left behind that broke off. Only files of this user that have the name of one are touched.

use std::fs::{self, DirEntry, TryLockError};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::store::cache::folder::{not_ours, open_own};
use crate::store::cache::read::stamp_of;
use crate::store::cache::stamp::{HASH, INDEX};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// An index that nobody has used for so long is taken away.
const UNUSED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// What the name of a file begins with while it is written.
pub(super) const NEW: &str = ".new-";
/// How many letters and digits follow.
pub(super) const RANDOM: usize = 6;

/// Notes that an index was used: in its time, where that is a day old.
pub(super) fn mark_used(path: &Path) {
    let note = || {
        let file = open_own(path).ok()?;
        let since = file.metadata().ok()?.modified().ok()?.elapsed();
        // A time that lies ahead is wrong.
        let old = since.map_or(true, |since| since > DAY);
        // Where nothing can be written, nothing will be taken away either.
        if old { file.set_modified(SystemTime::now()).ok() } else { None }
    };
    note();
}

/// Looks through the folder once an index has been written in it; `own` stays.
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
            // Another program may have been faster.
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

/// A file, no link, of this user.
fn is_own(entry: &DirEntry) -> bool {
    entry.metadata().is_ok_and(|it| it.is_file() && not_ours(&it).is_none())
}

fn is_unused(entry: &DirEntry) -> bool {
    let used = entry.metadata().and_then(|it| it.modified());
    used.is_ok_and(|used| used.elapsed().is_ok_and(|since| since > UNUSED))
}

/// True for an index of something that is not there any more. What cannot be looked at may be there.
fn is_orphan(path: &Path) -> bool {
    let gone = |path: &Path| matches!(path.try_exists(), Ok(false));
    stamp_of(path).is_ok_and(|stamp| stamp.inputs.iter().any(|it| gone(it)))
}

/// True for a file that nobody writes any more: who does keeps it locked.
fn is_left_behind(path: &Path) -> bool {
    let Ok(file) = open_own(path) else { return false };
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // Where files cannot be locked, time tells.
        Err(TryLockError::Error(_)) => {
            let changed = file.metadata().and_then(|it| it.modified());
            changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|since| since > DAY))
        }
    }
}
