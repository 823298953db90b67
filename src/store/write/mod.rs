//! Writes files: one completely or not at all, several all or none. Completes what a killed command began, and sweeps
//! what it left over. Only this module and the cache write files.

mod change;
mod folder;
mod journal;
mod stage;
mod step;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::base::Diagnostic;
use crate::store::shared_array::ensure_uncut;
use crate::store::write::change::{folder_of, target};
pub use change::{FileChange, unwritable};
pub(super) use folder::is_unfinished;
use folder::{LockedFolder, folder_busy};
pub use journal::{Recoveries, Recovery, recover};
use stage::StagedChange;
pub use step::is_temporary;
#[cfg(debug_assertions)]
pub use step::{Fault, fail_at};

/// How often recovery and locking are tried before a folder counts as busy.
const LOOKS: usize = 100;

/// Writes a file, replacing its content; a link to it stays a link.
///
/// # Errors
/// If it cannot be written: then it is unchanged.
pub fn write_file(path: &Path, content: impl Into<Vec<u8>>) -> Result<Recoveries, Diagnostic> {
    write_files(&[FileChange::write(path, content)])
}

/// Carries out all changes, or none. Returns the recoveries that came first.
///
/// # Errors
/// If a change fails: then all files are restored. If even that fails, the message names what is written and what is
/// not, and the next command that reads or writes there completes it.
pub fn write_files(changes: &[FileChange]) -> Result<Recoveries, Diagnostic> {
    // What is written may come from an index file that has been truncated.
    ensure_uncut();
    let mut places: BTreeMap<PathBuf, Vec<(&FileChange, PathBuf)>> = BTreeMap::new();
    for change in changes {
        let (folder, target) = change.resolve_target().map_err(|error| unwritable(&change.path, &error))?;
        places.entry(folder).or_default().push((change, target));
    }
    let (folders, endings) = lock_and_recover(places.keys())?;
    if let Some(fault) = endings.conflict() {
        return Err(fault);
    }
    carry_out(&places, changes.len() == 1).map_err(|fault| endings.attach_to(fault))?;
    folders.iter().for_each(LockedFolder::sync);
    Ok(endings)
}

/// Changes by folder, each with its target file.
type ChangesByFolder<'a> = BTreeMap<PathBuf, Vec<(&'a FileChange, PathBuf)>>;

fn carry_out(places: &ChangesByFolder<'_>, alone: bool) -> Result<(), Diagnostic> {
    // Stage everything before anything is put in place.
    let mut staged = Vec::new();
    for (folder, changes) in places {
        for (change, target) in changes {
            staged.extend(StagedChange::of(change, folder, target, alone)?);
        }
    }
    match staged.as_mut_slice() {
        [one] => one.put().map_err(|error| unwritable(one.path, &error)),
        several => journal::commit(several),
    }
}

/// Locks folders to be written to, and sweeps them, after completing what killed commands began there.
fn lock_and_recover<'a>(
    folders: impl Iterator<Item = &'a PathBuf> + Clone,
) -> Result<(Vec<LockedFolder>, Recoveries), Diagnostic> {
    let mut endings = Recoveries::default();
    for _ in 0..LOOKS {
        for folder in folders.clone() {
            match recover(folder) {
                Ok(finished) => endings.add(finished),
                Err(fault) => return Err(endings.attach_to(fault)),
            }
        }
        let locked = LockedFolder::lock_all(folders.clone()).map_err(|fault| endings.attach_to(fault))?;
        // Another program may have been killed between recovery and lock.
        if !locked.iter().any(|it| is_unfinished(it.path())) {
            locked.iter().for_each(LockedFolder::sweep);
            return Ok((locked, endings));
        }
    }
    let first = folders.clone().next().map_or(Path::new("."), PathBuf::as_path);
    Err(endings.attach_to(folder_busy(first)))
}

/// Writes a new file under the first of `names` that is free in a folder. Returns its path, none if all names are
/// taken, and the recoveries that came first.
///
/// # Errors
/// If it cannot be written: then nothing is changed.
pub fn create_file(
    folder: &Path,
    names: impl IntoIterator<Item = String>,
    content: &[u8],
) -> Result<(Option<PathBuf>, Recoveries), Diagnostic> {
    ensure_uncut();
    let mut paths = names.into_iter().map(|name| folder.join(name)).peekable();
    let Some(first) = paths.peek().cloned() else {
        return Ok((None, Recoveries::default()));
    };
    let real = folder_of(&first).and_then(fs::canonicalize).map_err(|error| unwritable(&first, &error))?;
    let (locked, endings) = lock_and_recover([&real].into_iter())?;
    let failed = |path: &Path, error: &io::Error| endings.attach_to(unwritable(path, error));
    let mut made = step::create_synced(&real, content).map_err(|error| failed(&first, &error))?;
    for path in paths {
        match step::put_new(made, &path) {
            Ok(()) => {
                locked.iter().for_each(LockedFolder::sync);
                return Ok((Some(path), endings));
            }
            Err((error, Some(file))) if error.kind() == io::ErrorKind::AlreadyExists => made = file,
            Err((error, _)) => return Err(failed(&path, &error)),
        }
    }
    Ok((None, endings))
}

/// Lets `fill` write a file: it gets the path of a copy of the file, or of an empty file if there is none. The copy
/// then replaces the file, unless it is empty. Returns the recoveries that came first.
///
/// # Errors
/// If it cannot be written, or `fill` fails: then it is unchanged.
pub fn write_by(path: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> Result<Recoveries, Diagnostic> {
    let target = target(path);
    let folder = folder_of(&target).and_then(|folder| fs::create_dir_all(&folder).map(|()| folder));
    let folder = folder.map_err(|error| unwritable(path, &error))?;
    let (locked, endings) = lock_and_recover([&folder].into_iter())?;
    if let Some(fault) = endings.conflict() {
        return Err(fault);
    }
    fill_copy(&folder, &target, fill).map_err(|error| endings.attach_to(unwritable(path, &error)))?;
    locked.iter().for_each(LockedFolder::sync);
    Ok(endings)
}

/// Lets `fill` write a copy of a file, and puts the copy in its place.
fn fill_copy(folder: &Path, target: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let before = match fs::read(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    let file = step::create_synced(folder, &before)?;
    if let Ok(known) = fs::metadata(target) {
        file.as_file().set_permissions(known.permissions())?;
    }
    let file = file.into_temp_path();
    fill(&file)?;
    if fs::metadata(&file)?.len() == 0 {
        return Ok(());
    }
    step::rename(&file, target)
}

/// Creates a folder and its parents. Returns whether it had to be created.
///
/// # Errors
/// If it cannot be created.
pub fn make_folder(folder: &Path) -> io::Result<bool> {
    if folder.is_dir() {
        return Ok(false);
    }
    step::make_folder(folder).map(|()| true)
}

/// Removes a folder if it is empty.
pub fn remove_empty_folder(folder: &Path) {
    // An error is ignored: an empty folder does no harm.
    let _ = fs::remove_dir(folder);
}
