//! One change of a file: its content, and what the file must be before.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest as _, Sha256};

use crate::base::{Blame, Code, Diagnostic, hexadecimal, visible};

/// A change of one file.
#[derive(Debug)]
pub struct FileChange {
    pub(super) path: PathBuf,
    /// The new content; none to remove the file.
    pub(super) content: Option<Vec<u8>>,
    pub(super) before: Precondition,
    /// True if a link at the path is itself replaced or removed, not its target.
    pub(super) replaces_link: bool,
}

/// What the file must be like for its change.
#[derive(Debug)]
pub(super) enum Precondition {
    /// Anything: it is overwritten.
    Anything,
    /// Unchanged since the change was computed from it: its digest, none if there was no file.
    Known(Option<String>),
}

impl FileChange {
    /// Writes `content`, whatever the file held.
    pub fn write(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Some(content.into()), before: Precondition::Anything, replaces_link: false }
    }

    /// Writes `content` to `path`; a link there is itself replaced.
    pub fn replace(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { replaces_link: true, ..Self::write(path, content) }
    }

    /// Writes `content` that was computed from the content `before`, or from there being no file: if the file has
    /// changed, nothing is written.
    pub fn rewrite(path: impl Into<PathBuf>, before: Option<&[u8]>, content: impl Into<Vec<u8>>) -> Self {
        let before = Precondition::Known(before.map(digest));
        Self { path: path.into(), content: Some(content.into()), before, replaces_link: false }
    }

    /// Removes a file or a link, never the target of a link.
    pub fn remove(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: None, before: Precondition::Anything, replaces_link: true }
    }

    /// The folder and the file to be changed, with symbolic links resolved.
    pub(super) fn resolve_target(&self) -> io::Result<(PathBuf, PathBuf)> {
        let target = if self.replaces_link { self.path.clone() } else { target(&self.path) };
        let folder = folder_of(&target)?;
        let target = target.file_name().map_or_else(|| target.clone(), |name| folder.join(name));
        Ok((folder, target))
    }
}

/// The SHA-256 of a content.
pub(super) fn digest(content: &[u8]) -> String {
    hexadecimal(&Sha256::digest(content))
}

/// The digest of the content of a file, or of the target of a link; none if there is nothing.
pub(super) fn digest_of(path: &Path) -> io::Result<Option<String>> {
    let found = fs::symlink_metadata(path).and_then(|found| match found.is_symlink() {
        // No text file begins like this.
        true => Ok([b"\0link to ", fs::read_link(path)?.as_os_str().as_encoded_bytes()].concat()),
        false => fs::read(path),
    });
    match found {
        Ok(content) => Ok(Some(digest(&content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A path for messages.
pub(super) fn display_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// a file in a read-only folder, a full disk
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    // The path of the temporary file means nothing to the user.
    let reason = reason.split(" at path").next().unwrap_or(reason);
    let message = format!("cannot write `{}`: {reason}", display_path(path));
    Diagnostic::new(Blame::Io, Code::Unwritable, message)
}

/// The maximum length of a chain of links to a file that is to be written.
pub(super) const LINKS: usize = 40;

/// The file that a path leads to through links, even if it does not exist yet; the path itself if the links form a
/// cycle.
pub(super) fn target(path: &Path) -> PathBuf {
    let mut here = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(real) = fs::canonicalize(&here) {
            return real;
        }
        // Follow a broken link: the file it names will be created.
        match fs::read_link(&here) {
            Ok(leads) => here = here.parent().unwrap_or(Path::new("")).join(leads),
            Err(_) => return here,
        }
    }
    path.to_owned()
}

/// The folder of a file, with symbolic links resolved.
pub(super) fn folder_of(file: &Path) -> io::Result<PathBuf> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match fs::canonicalize(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(folder.to_owned()),
        found => found,
    }
}
