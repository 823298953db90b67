//! Files that are written: one whole or not at all, several all or none. What a killed command began is finished, and
//! what it left over is swept. Only this module, and the cache, write files.

mod folder;
mod journal;
mod stage;
mod step;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::{Blame, Diagnostic, visible};
use crate::store::column::ensure_uncut;
use crate::store::dataset::hexadecimal;
use folder::Folder;
pub(super) use journal::is_unfinished;
pub use journal::{Finished, finish};
use stage::Staged;
pub use step::is_temporary;
#[cfg(debug_assertions)]
pub use step::{Fault, fail_at};

/// What is to be done to one file.
#[derive(Debug)]
pub struct FileChange {
    path: PathBuf,
    /// What it is to hold; none for a file that is to go.
    content: Option<Vec<u8>>,
    before: Before,
}

/// What a file must be like for a change of it.
#[derive(Debug)]
enum Before {
    /// It is written over, whatever it holds.
    Anything,
    /// As it was when the change was made from it: its digest, none where there was none.
    Known(Option<String>),
}

impl FileChange {
    /// A file that is to hold this, whatever it held.
    pub fn write(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Some(content.into()), before: Before::Anything }
    }

    /// A file that is to hold something made from what it held, or from its not being there: if it holds anything else
    /// by then, nothing is written.
    pub fn rewrite(path: impl Into<PathBuf>, before: Option<&[u8]>, content: impl Into<Vec<u8>>) -> Self {
        let before = Before::Known(before.map(digest));
        Self { path: path.into(), content: Some(content.into()), before }
    }

    /// A file that is to go.
    pub fn remove(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: None, before: Before::Anything }
    }
}

/// Puts a text, or other bytes, in a file, in the place of what it held; a link to it stays a link.
///
/// # Errors
/// When it cannot be written: then it is as it was.
pub fn write_file(path: &Path, content: impl Into<Vec<u8>>) -> Result<(), Diagnostic> {
    write_files(&[FileChange::write(path, content)])
}

/// Carries out changes of files: all of them, or none.
///
/// # Errors
/// When one cannot be carried out: then all files are as they were. Where even that could not be reached, the message
/// names what is written and what is not, and the next command that reads or writes there brings it to an end.
pub fn write_files(changes: &[FileChange]) -> Result<(), Diagnostic> {
    // What is written may come from an index that somebody has cut meanwhile.
    ensure_uncut();
    let mut places: BTreeMap<PathBuf, Vec<(&FileChange, PathBuf)>> = BTreeMap::new();
    for change in changes {
        let target = target(&change.path);
        let folder = folder_of(&target).map_err(|error| unwritable(&change.path, &error))?;
        places.entry(folder).or_default().push((change, target));
    }
    let folders = loop {
        for folder in places.keys() {
            if let Some(finished) = finish(folder)?.filter(|it| !it.kept.is_empty()) {
                return Err(finished.in_the_way());
            }
        }
        let folders = Folder::lock_all(places.keys())?;
        // Another program may have been killed between the two.
        if !folders.iter().any(|it| is_unfinished(it.path())) {
            break folders;
        }
    };
    folders.iter().for_each(Folder::sweep);
    // Everything is made, and on the disk, before anything is put in its place.
    let alone = changes.len() == 1;
    let mut staged = Vec::new();
    for (folder, changes) in &places {
        for (change, target) in changes {
            staged.extend(Staged::of(change, folder, target, alone)?);
        }
    }
    match staged.as_mut_slice() {
        [one] => one.put().map_err(|error| unwritable(one.path, &error))?,
        several => journal::commit(several)?,
    }
    folders.iter().for_each(Folder::sync);
    Ok(())
}

/// Puts a text in a new file: under the first of these names in a folder at which nothing is.
///
/// # Errors
/// When it cannot be written; with [`io::ErrorKind::AlreadyExists`] where something is at each of them. Then nothing is
/// changed.
pub fn create_file(folder: &Path, names: impl IntoIterator<Item = String>, content: &[u8]) -> io::Result<PathBuf> {
    ensure_uncut();
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = fs::canonicalize(here)?;
    let locked = Folder::lock_all([&real]).map_err(|fault| io::Error::other(fault.message))?;
    locked.iter().for_each(Folder::sweep);
    let mut made = step::filled(&real, content)?;
    for name in names {
        let path = folder.join(name);
        match step::put_new(made, &path) {
            Ok(()) => return Ok(path),
            Err((error, Some(file))) if error.kind() == io::ErrorKind::AlreadyExists => made = file,
            Err((error, _)) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Lets somebody else write a file: `fill` gets the path of a copy of it, or of an empty file where there is none, which
/// takes its place when it is filled. A copy that is left empty does not.
///
/// # Errors
/// When it cannot be written, or `fill` fails: then it is as it was.
pub fn write_by(path: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let path = target(path);
    let folder = folder_of(&path)?;
    fs::create_dir_all(&folder)?;
    let _locked = Folder::lock_all([&folder]).unwrap_or_default();
    let before = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    let file = step::filled(&folder, &before)?;
    if let Ok(known) = fs::metadata(&path) {
        file.as_file().set_permissions(known.permissions())?;
    }
    let file = file.into_temp_path();
    fill(&file)?;
    if fs::metadata(&file)?.len() == 0 {
        return Ok(());
    }
    step::rename(&file, &path)
}

/// Makes a folder, with those that it lies in; says whether it had to be made.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<bool> {
    if folder.is_dir() {
        return Ok(false);
    }
    step::make_folder(folder).map(|()| true)
}

/// Removes a folder that was made for nothing, if nothing is in it.
pub fn unmake_folder(folder: &Path) {
    // Where something is in it, or it cannot be removed, it stays: an empty folder harms nobody.
    let _ = fs::remove_dir(folder);
}

/// The file behind a link; the path itself where nothing is there yet.
fn target(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    // What a link without an end leads to is made.
    let leads = fs::read_link(path).ok();
    let leads = leads.map(|it| path.parent().unwrap_or(Path::new("")).join(it));
    leads.filter(|it| fs::symlink_metadata(it).is_err()).unwrap_or_else(|| path.to_owned())
}

/// The folder of a file, without links.
fn folder_of(file: &Path) -> io::Result<PathBuf> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match fs::canonicalize(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(folder.to_owned()),
        found => found,
    }
}

/// By what the content of a file is known.
fn digest(content: &[u8]) -> String {
    hexadecimal(&Sha256::digest(content))
}

/// The digest of what a file holds; none where there is none.
fn digest_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(content) => Ok(Some(digest(&content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A path as it stands in a message.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// a file in a folder that may only be read, a full disk
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    // The name of the temporary file says nothing to a person.
    let reason = reason.split(" at path").next().unwrap_or(reason);
    let message = format!("cannot write `{}`: {reason}", shown(path));
    Diagnostic::new(Blame::Io, "unwritable", message)
}
