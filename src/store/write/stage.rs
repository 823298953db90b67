//! A change that is made, and on the disk, beside the place where it belongs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempPath;

use crate::base::{Blame, Diagnostic};
use crate::store::write::change::{FileChange, Precondition, digest, digest_of, display_path, unwritable};
use crate::store::write::step;

/// A change that has only to be put in its place.
pub(super) struct StagedChange<'a> {
    /// As the user knows the file.
    pub(super) path: &'a Path,
    pub(super) folder: &'a Path,
    pub(super) target: &'a Path,
    /// What is to be there; none for a file that is to go.
    pub(super) new: Option<TempPath>,
    /// What was there, for the case that not all can be put in its place.
    pub(super) old: Option<TempPath>,
    /// The digests of both.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl<'a> StagedChange<'a> {
    /// Makes a change beside its place; one that is alone needs no way back. None where, of several, one is so already.
    ///
    /// # Errors
    /// When it cannot be made, or the file is not as it was when the change was made.
    pub(super) fn of(
        change: &'a FileChange,
        folder: &'a Path,
        target: &'a PathBuf,
        alone: bool,
    ) -> Result<Option<Self>, Diagnostic> {
        let failed = |error: io::Error| unwritable(&change.path, &error);
        let known = writable(target, change.itself).map_err(failed)?;
        let before = match &change.before {
            Precondition::Anything if alone => None,
            Precondition::Anything => digest_of(target).map_err(failed)?,
            Precondition::Known(expected) => {
                let now = digest_of(target).map_err(failed)?;
                if now != *expected {
                    return Err(file_changed(&change.path));
                }
                now
            }
        };
        let after = change.content.as_deref().filter(|_| !alone).map(digest);
        if !alone && before == after {
            return Ok(None);
        }
        let make = || -> io::Result<(Option<TempPath>, Option<TempPath>)> {
            let new = match &change.content {
                Some(content) => {
                    // What is made anew from the facts, many files at once, can be made again after a power failure, and is not
                    // waited for; what people wrote is.
                    let again = !alone && matches!(change.before, Precondition::Anything);
                    let file = if again {
                        step::create_temporary(folder, content)?
                    } else {
                        step::create_synced(folder, content)?
                    };
                    if let Some(known) = known.as_ref().filter(|it| it.is_file()) {
                        file.as_file().set_permissions(known.permissions())?;
                    }
                    Some(file.into_temp_path())
                }
                None => None,
            };
            let old = if alone || known.is_none() { None } else { Some(step::second_name(folder, target)?) };
            Ok((new, old))
        };
        let (new, old) = make().map_err(failed)?;
        Ok(Some(Self { path: &change.path, folder, target, new, old, before, after }))
    }

    /// Puts the change in its place.
    pub(super) fn put(&mut self) -> io::Result<()> {
        match &self.new {
            Some(new) => step::rename(new, self.target),
            None => step::remove(self.target),
        }
    }

    /// Puts back what was there.
    pub(super) fn put_back(&self) -> io::Result<()> {
        match &self.old {
            Some(old) => step::rename(old, self.target),
            None => step::remove(self.target),
        }
    }

    /// Leaves the temporary files where they are: a journal speaks of them.
    pub(super) fn keep(&mut self) {
        for left in [self.new.take(), self.old.take()].into_iter().flatten() {
            // One that is in its place is not there any more.
            let _ = left.keep();
        }
    }
}

/// What is there already, if it may be replaced; a link, where it is to go `itself`.
fn writable(path: &Path, itself: bool) -> io::Result<Option<fs::Metadata>> {
    let known = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        known => known?,
    };
    if known.is_symlink() {
        return if itself { Ok(Some(known)) } else { Err(io::Error::other("it is a link that leads nowhere")) };
    }
    if known.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !known.is_file() {
        return Err(io::Error::other("it is no file: a pipe, a socket or a device"));
    }
    if known.permissions().readonly() {
        return Err(io::Error::other("it may only be read"));
    }
    Ok(Some(known))
}

/// a file that an editor, or another `caveat`, wrote while a command worked on it
fn file_changed(path: &Path) -> Diagnostic {
    let message = format!("`{}` was changed while the command worked on it", display_path(path));
    Diagnostic::new(Blame::Io, "file-changed", message).help("nothing is written: give the command again")
}
