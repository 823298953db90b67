//! Reads files from the disk, or from a revision of the history. Both agree on which files there are, in which order,
//! under which names.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::{Blame, Code, Diagnostic};
use crate::files::resolved::{ResolvedPath, file_too_large, unreadable};
use crate::files::revision::Revision;
use crate::files::tree::Tree;

/// Files, seen from a folder: paths are relative to it, or absolute.
#[derive(Debug, Clone)]
pub enum Files {
    /// The files on disk.
    Disk(PathBuf),
    /// The files of a commit; the disk is not read.
    Revision(Tree),
}

impl Files {
    /// The folder that paths are relative to.
    #[must_use]
    pub fn root(&self) -> &Path {
        match self {
            Self::Disk(root) => root,
            Self::Revision(tree) => tree.root(),
        }
    }

    /// The same files, seen from another folder.
    #[must_use]
    pub fn with_root(&self, root: &Path) -> Self {
        match self {
            Self::Disk(_) => Self::Disk(root.to_owned()),
            Self::Revision(tree) => Self::Revision(tree.with_root(root)),
        }
    }

    /// The revision of the files; none for the disk.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        match self {
            Self::Disk(_) => None,
            Self::Revision(tree) => Some(tree.revision()),
        }
    }

    /// Resolves a path; links are followed, in a revision only inside it.
    ///
    /// # Errors
    /// If nothing is there, it cannot be read, or it is neither a file nor a folder.
    pub fn find(&self, path: &Path) -> Result<ResolvedPath, Diagnostic> {
        match self {
            Self::Disk(root) => {
                let path = root.join(path);
                let found = || -> io::Result<ResolvedPath> {
                    let metadata = fs::metadata(&path)?;
                    let folder = metadata.is_dir();
                    if !folder {
                        ensure_regular(&metadata)?;
                    }
                    Ok(ResolvedPath { folder, real: fs::canonicalize(&path)? })
                };
                found().map_err(|error| match fs::read_link(&path) {
                    Ok(target) if error.kind() == io::ErrorKind::NotFound => {
                        leads_nowhere(&self.display_name(&path), &target)
                    }
                    _ => unreadable(&self.display_name(&path), &error),
                })
            }
            Self::Revision(tree) => tree.find(path, &self.display_name(path)),
        }
    }

    /// True if anything exists at a path, even if it cannot be read or is neither file nor folder.
    #[must_use]
    pub fn exists(&self, path: &Path) -> bool {
        match self {
            Self::Disk(root) => match fs::symlink_metadata(root.join(path)) {
                Ok(_) => true,
                Err(error) => !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
            },
            Self::Revision(_) => self.find(path).is_ok(),
        }
    }

    /// True if a file is at a path.
    #[must_use]
    pub fn is_file(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|found| !found.folder)
    }

    /// True if a folder is at a path.
    #[must_use]
    pub fn is_folder(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|found| found.folder)
    }

    /// True if a path leads to something below the root, after links are followed.
    #[must_use]
    pub fn is_inside(&self, path: &Path) -> bool {
        let root = self.find(Path::new(""));
        let found = self.find(path);
        matches!((root, found), (Ok(root), Ok(found)) if found.real.starts_with(&root.real))
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// If it does not exist, is larger, or cannot be read.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
        match self {
            Self::Disk(root) => {
                let name = self.display_name(path);
                let mut bytes = Vec::new();
                let mut read = || -> io::Result<u64> {
                    let file = open_file(&root.join(path))?;
                    let size = file.metadata()?.len();
                    if size <= limit {
                        file.take(limit + 1).read_to_end(&mut bytes)?;
                    }
                    Ok(size.max(bytes.len() as u64))
                };
                match read() {
                    Ok(size) if size > limit => Err(file_too_large(&name, size, limit)),
                    Ok(_) => Ok(bytes),
                    Err(error) => Err(unreadable(&name, &error)),
                }
            }
            Self::Revision(tree) => tree.read(path, limit, &self.display_name(path)),
        }
    }

    /// The size in bytes of a file on disk; 0 if it is not known.
    pub(crate) fn size(&self, path: &Path) -> u64 {
        match self {
            Self::Disk(root) => fs::metadata(root.join(path)).map_or(0, |it| it.len()),
            Self::Revision(_) => 0,
        }
    }

    /// Opens a file of at most `limit` bytes for reading. A revision returns the whole file at once.
    ///
    /// # Errors
    /// If it does not exist, is larger, or cannot be read.
    pub(crate) fn open(&self, path: &Path, limit: u64) -> Result<OpenFile, Diagnostic> {
        let Self::Disk(root) = self else {
            let bytes = self.read(path, limit)?;
            return Ok(OpenFile { state: None, size: bytes.len() as u64, bytes: Box::new(io::Cursor::new(bytes)) });
        };
        let name = self.display_name(path);
        let path = root.join(path);
        let open = || -> io::Result<OpenFile> {
            let file = open_file(&path)?;
            let state = file_state(&file.metadata()?);
            Ok(OpenFile { state: Some((path.clone(), state)), size: state.0, bytes: Box::new(file) })
        };
        let opened = open().map_err(|error| unreadable(&name, &error))?;
        match opened.size {
            size if size > limit => Err(file_too_large(&name, size, limit)),
            _ => Ok(opened),
        }
    }

    /// The direct entries of a folder, sorted by name, without hidden ones.
    ///
    /// # Errors
    /// If there is no such folder, or it cannot be read.
    pub fn entries(&self, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let names = match self {
            Self::Disk(root) => {
                let names = || -> io::Result<Vec<PathBuf>> {
                    let entries = fs::read_dir(root.join(folder))?;
                    entries.map(|entry| Ok(PathBuf::from(entry?.file_name()))).collect()
                };
                names().map_err(|error| unreadable(&self.display_name(folder), &error))?
            }
            Self::Revision(tree) => tree.names(folder, &self.display_name(folder))?,
        };
        let visible = names.iter().filter(|name| !name.to_string_lossy().starts_with('.'));
        let mut paths: Vec<PathBuf> = visible.map(|name| folder.join(name)).collect();
        paths.sort();
        Ok(paths)
    }

    /// All files below a folder, sorted by name, without hidden ones. Links to files and folders already visited are
    /// skipped.
    ///
    /// # Errors
    /// If something cannot be read.
    pub fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let mut seen = std::collections::HashSet::new();
        let mut files = Vec::new();
        let mut walk = vec![folder.to_owned()];
        while let Some(path) = walk.pop() {
            let found = self.find(&path)?;
            if !seen.insert(found.real) {
                continue;
            }
            if found.folder {
                walk.extend(self.entries(&path)?.into_iter().rev());
            } else {
                files.push(path);
            }
        }
        Ok(files)
    }

    /// A path for display: relative to the root, else as given, with forward slashes.
    #[must_use]
    pub fn display_name(&self, path: &Path) -> String {
        let short = path.strip_prefix(self.root()).unwrap_or(path);
        let parts: Vec<_> = short.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/").replacen("//", "/", 1)
    }
}

/// A file that is open for reading.
pub(crate) struct OpenFile {
    pub(super) bytes: Box<dyn Read>,
    /// The size in bytes.
    pub(super) size: u64,
    /// The path on disk, and the state of the file when it was opened.
    state: Option<(PathBuf, FileState)>,
}

/// Size, and time of the last modification.
type FileState = (u64, Option<SystemTime>);

fn file_state(metadata: &fs::Metadata) -> FileState {
    (metadata.len(), metadata.modified().ok())
}

/// Checks whether a file has changed since it was opened.
pub(crate) struct ChangeCheck(Option<(PathBuf, FileState)>);

impl OpenFile {
    /// The bytes, and the check to call after reading them.
    pub(crate) fn into_parts(self) -> (Box<dyn Read>, ChangeCheck) {
        (self.bytes, ChangeCheck(self.state))
    }
}

impl ChangeCheck {
    /// # Errors
    /// If the file was modified, or is gone.
    pub(crate) fn check(&self, name: &str) -> Result<(), Diagnostic> {
        let Some((path, before)) = &self.0 else {
            return Ok(());
        };
        match fs::metadata(path) {
            Ok(now) if file_state(&now) == *before => Ok(()),
            Ok(_) => Err(file_changed(name)),
            Err(error) => Err(unreadable(name, &error)),
        }
    }
}

/// Opens a regular file for reading. A pipe would block, and opening a device may have side effects.
///
/// # Errors
/// If there is no file, it cannot be opened, or it is not a regular file.
pub fn open_file(path: &Path) -> io::Result<fs::File> {
    ensure_regular(&fs::metadata(path)?)?;
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // In case it has become a pipe since the check: do not block.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    ensure_regular(&file.metadata()?)?;
    Ok(file)
}

/// Refuses anything but files and folders. Reading a folder fails with a message of its own.
fn ensure_regular(metadata: &fs::Metadata) -> io::Result<()> {
    let kind = metadata.file_type();
    if kind.is_file() || kind.is_dir() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Err(io::Error::other("it is a pipe, not a file"));
        }
        if kind.is_socket() {
            return Err(io::Error::other("it is a socket, not a file"));
        }
    }
    Err(io::Error::other("it is a device, not a file"))
}

/// a link to a disk that is not mounted
fn leads_nowhere(name: &str, target: &Path) -> Diagnostic {
    let message = format!("cannot read `{name}`: it links to `{}`, which does not exist", target.display());
    Diagnostic::new(Blame::Io, Code::Unreadable, message).help("restore what it links to, or remove the link")
}

/// a file that an editor saves while it is loaded
fn file_changed(name: &str) -> Diagnostic {
    let message = format!("`{name}` changed while it was read");
    Diagnostic::new(Blame::Undetermined, Code::Changed, message).help("nothing was loaded; ask again")
}
