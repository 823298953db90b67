//! One change of a file: its content, and what the file must be before.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest as _, Sha256};

use crate::base::{Blame, Diagnostic, hexadecimal, visible};

/// What is to be done to one file.
#[derive(Debug)]
pub struct FileChange {
    pub(super) path: PathBuf,
    /// What it is to hold; none for a file that is to go.
    pub(super) content: Option<Vec<u8>>,
    pub(super) before: Precondition,
    /// True where a link at the path is replaced or removed itself, and not what it leads to.
    pub(super) itself: bool,
}

/// What a file must be like for a change of it.
#[derive(Debug)]
pub(super) enum Precondition {
    /// It is written over, whatever it holds.
    Anything,
    /// As it was when the change was made from it: its digest, none where there was none.
    Known(Option<String>),
}

impl FileChange {
    /// A file that is to hold this, whatever it held.
    pub fn write(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Some(content.into()), before: Precondition::Anything, itself: false }
    }

    /// A file that is to hold this in the place of whatever is there; a link is replaced itself, wherever it leads.
    pub fn replace(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { itself: true, ..Self::write(path, content) }
    }

    /// A file that is to hold something made from what it held, or from its not being there: if it holds anything else
    /// by then, nothing is written.
    pub fn rewrite(path: impl Into<PathBuf>, before: Option<&[u8]>, content: impl Into<Vec<u8>>) -> Self {
        let before = Precondition::Known(before.map(digest));
        Self { path: path.into(), content: Some(content.into()), before, itself: false }
    }

    /// A file that is to go, or a link: never what the link leads to.
    pub fn remove(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: None, before: Precondition::Anything, itself: true }
    }

    /// The folder, without links, in which something is to be done, and the file there.
    pub(super) fn resolve_target(&self) -> io::Result<(PathBuf, PathBuf)> {
        let target = if self.itself { self.path.clone() } else { target(&self.path) };
        let folder = folder_of(&target)?;
        let target = target.file_name().map_or_else(|| target.clone(), |name| folder.join(name));
        Ok((folder, target))
    }
}

/// By what the content of a file is known.
pub(super) fn digest(content: &[u8]) -> String {
    hexadecimal(&Sha256::digest(content))
}

/// The digest of what a file holds, or of where a link leads; none where there is none.
pub(super) fn digest_of(path: &Path) -> io::Result<Option<String>> {
    let found = fs::symlink_metadata(path).and_then(|found| match found.is_symlink() {
        // No file of text begins like this.
        true => Ok([b"\0link to ", fs::read_link(path)?.as_os_str().as_encoded_bytes()].concat()),
        false => fs::read(path),
    });
    match found {
        Ok(content) => Ok(Some(digest(&content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A path as it stands in a message.
pub(super) fn display_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// a file in a folder that may only be read, a full disk
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    // The name of the temporary file says nothing to a person.
    let reason = reason.split(" at path").next().unwrap_or(reason);
    let message = format!("cannot write `{}`: {reason}", display_path(path));
    Diagnostic::new(Blame::Io, "unwritable", message)
}

/// Links one after the other, at the most, at whose end a file is made.
pub(super) const LINKS: usize = 40;

/// The file behind a link, also where it is still to be made; the path itself where it is no link, or one of a circle.
pub(super) fn target(path: &Path) -> PathBuf {
    let mut here = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(real) = fs::canonicalize(&here) {
            return real;
        }
        // What a link without an end leads to is made.
        match fs::read_link(&here) {
            Ok(leads) => here = here.parent().unwrap_or(Path::new("")).join(leads),
            Err(_) => return here,
        }
    }
    path.to_owned()
}

/// The folder of a file, without links.
pub(super) fn folder_of(file: &Path) -> io::Result<PathBuf> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match fs::canonicalize(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(folder.to_owned()),
        found => found,
    }
}
