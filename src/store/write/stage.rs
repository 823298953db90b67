//! Stages a change: writes the new content to a temporary file beside its target.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempPath;

use crate::base::{Blame, Code, Diagnostic};
use crate::store::write::change::{FileChange, Precondition, digest, digest_of, display_path, unwritable};
use crate::store::write::step;

/// A change that only needs to be put in place.
pub(super) struct StagedChange<'a> {
    /// The path as the user gave it.
    pub(super) path: &'a Path,
    pub(super) folder: &'a Path,
    pub(super) target: &'a Path,
    /// The new content; none to remove the file.
    pub(super) new: Option<TempPath>,
    /// The old content, to restore it if not all changes can be put in place.
    pub(super) old: Option<TempPath>,
    /// The digests of both, where needed.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl<'a> StagedChange<'a> {
    /// Stages a change. A change that is `alone` needs no copy to restore. None if, of several, the file already has
    /// the new content.
    ///
    /// # Errors
    /// If it cannot be staged, or the file has changed since the change was computed.
    pub(super) fn of(
        change: &'a FileChange,
        folder: &'a Path,
        target: &'a PathBuf,
        alone: bool,
    ) -> Result<Option<Self>, Diagnostic> {
        let failed = |error: io::Error| unwritable(&change.path, &error);
        let known = writable(target, change.replaces_link).map_err(failed)?;
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
                    // Files generated from facts, many at once, can be generated again after a power failure, so they
                    // are not synced. What people wrote is.
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

    /// Puts the change in place.
    pub(super) fn put(&mut self) -> io::Result<()> {
        match &self.new {
            Some(new) => step::rename(new, self.target),
            None => step::remove(self.target),
        }
    }

    /// Restores the old content.
    pub(super) fn put_back(&self) -> io::Result<()> {
        match &self.old {
            Some(old) => step::rename(old, self.target),
            None => step::remove(self.target),
        }
    }

    /// Keeps the temporary files: a journal refers to them.
    pub(super) fn keep(&mut self) {
        for left in [self.new.take(), self.old.take()].into_iter().flatten() {
            // Fails for a file that has been put in place, because its temporary path is gone.
            let _ = left.keep();
        }
    }
}

/// The metadata of the existing file, if it may be replaced; of a link, if it is to be replaced `itself`.
fn writable(path: &Path, itself: bool) -> io::Result<Option<fs::Metadata>> {
    let known = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        known => known?,
    };
    if known.is_symlink() {
        return if itself { Ok(Some(known)) } else { Err(io::Error::other("it is a link to nothing")) };
    }
    if known.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !known.is_file() {
        return Err(io::Error::other("it is not a file, but a pipe, a socket or a device"));
    }
    if known.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    Ok(Some(known))
}

/// a file that an editor, or another `caveat`, wrote while a command worked on it
fn file_changed(path: &Path) -> Diagnostic {
    let message = format!("`{}` was changed while the command worked on it", display_path(path));
    Diagnostic::new(Blame::Io, Code::FileChanged, message).help("nothing was written: run the command again")
}
