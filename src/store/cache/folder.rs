//! Where the user's indexes are stored, and which folder and file can be trusted: those that only this user can write
//! to, and that did not come with somebody else's work.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use sha2::{Digest as _, Sha256};
use sysinfo::System;

use crate::base::hexadecimal;

/// The variable that names the folder itself.
const OWN: &str = "CAVEAT_CACHE";
/// The variable that names the parent of the folder.
const SHARED: &str = "XDG_CACHE_HOME";
/// What marks the root of a work tree.
const HISTORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The folder for indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFolder {
    /// None if nothing says where it is.
    path: Option<PathBuf>,
    /// The workspace of the facts. An index inside it is not trusted, because it came with them.
    workspace: Option<PathBuf>,
}

impl IndexFolder {
    /// The user's folder: `CAVEAT_CACHE`, else `caveat` in `XDG_CACHE_HOME`, else `caveat` in the system's cache
    /// folder.
    #[must_use]
    pub fn of_user() -> Self {
        let named = std::env::var_os(OWN).filter(|it| !it.is_empty()).map(PathBuf::from);
        let named = named.and_then(|path| std::path::absolute(path).ok());
        Self { path: named.or_else(|| Some(caches()?.join("caveat"))), workspace: None }
    }

    /// The folder at `path`.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: Some(path.to_owned()), workspace: None }
    }

    /// The same folder, for facts of the workspace `root`: it is not trusted inside that.
    #[must_use]
    pub fn for_workspace(self, root: &Path) -> Self {
        Self { workspace: Some(root.to_owned()), ..self }
    }

    /// The folder, whether it exists or not.
    ///
    /// # Errors
    /// Why an index in it would not be trusted for the facts at `loaded`.
    pub(super) fn usable(&self, loaded: &[PathBuf]) -> Result<&Path, String> {
        let Some(path) = &self.path else {
            return Err("no cache folder is known: set CAVEAT_CACHE to one".to_owned());
        };
        let real = real(path);
        let below = |folder: &Path| real.starts_with(folder) && !home().is_some_and(|home| home.starts_with(folder));
        let workspace = self.workspace.as_ref().and_then(|root| fs::canonicalize(root).ok());
        let workspace = workspace.iter().chain(loaded.iter().filter(|it| it.is_dir())).find(|it| below(it));
        let tree = real.ancestors().find(|it| HISTORIES.iter().any(|name| it.join(name).symlink_metadata().is_ok()));
        let reason = match (workspace, tree) {
            (Some(workspace), _) => format!("it is among the facts, in `{}`", workspace.display()),
            (_, Some(tree)) => format!("it is in the work tree `{}`", tree.display()),
            _ => match (fs::symlink_metadata(path), fs::metadata(path)) {
                (Ok(link), Ok(target)) => match not_ours(&link).or(not_ours_alone(&target)) {
                    Some(reason) => reason.to_owned(),
                    None => return Ok(path),
                },
                // A missing folder is created later, or that fails with a reason.
                _ => return Ok(path),
            },
        };
        Err(format!("the folder `{}` is not trusted, because {reason}", path.display()))
    }
}

/// Creates the folder, accessible to this user only.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Why a file is not opened.
#[derive(Debug)]
pub(super) enum OpenError {
    /// Others may have written it, for this reason.
    Untrusted(&'static str),
    Failed(io::Error),
}

/// Opens a file that only this user can have written, without following a link.
pub(super) fn open_own(path: &Path) -> Result<File, OpenError> {
    if fs::symlink_metadata(path).map_err(OpenError::Failed)?.is_symlink() {
        return Err(OpenError::Untrusted("it is a link"));
    }
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // In case it has become a link or a pipe since the check.
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
    }
    let file = options.open(path).map_err(OpenError::Failed)?;
    let metadata = file.metadata().map_err(OpenError::Failed)?;
    let reason = if metadata.is_file() { not_ours_alone(&metadata) } else { Some("it is not a file") };
    reason.map_or(Ok(file), |reason| Err(OpenError::Untrusted(reason)))
}

/// Identifies the user and the machine that write an index: an index from another is not trusted.
pub(super) fn writer_id() -> String {
    let mut hash = Sha256::new();
    hash.update(user());
    hash.update([0]);
    hash.update(machine());
    hexadecimal(&hash.finalize())
}

/// The machine id of systemd or D-Bus, else the host name.
fn machine() -> String {
    let names = ["/etc/machine-id", "/var/lib/dbus/machine-id"].iter().filter_map(|it| fs::read_to_string(it).ok());
    let mut names = names.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty() && it != "uninitialized");
    names.next().or_else(System::host_name).unwrap_or_default()
}

#[cfg(unix)]
fn user() -> String {
    rustix::process::geteuid().as_raw().to_string()
}

#[cfg(not(unix))]
fn user() -> String {
    home().map(|it| it.display().to_string()).unwrap_or_default()
}

/// Why this user is not the only one who can write to a file.
#[cfg(unix)]
fn not_ours_alone(metadata: &fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    not_ours(metadata).or((metadata.mode() & 0o022 != 0).then_some("others can write to it"))
}

#[cfg(unix)]
pub(super) fn not_ours(metadata: &fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.uid() != rustix::process::geteuid().as_raw()).then_some("it belongs to another user")
}

/// On other systems, the folder of the user's profile is closed to others.
#[cfg(not(unix))]
fn not_ours_alone(_: &fs::Metadata) -> Option<&'static str> {
    None
}

#[cfg(not(unix))]
pub(super) fn not_ours(_: &fs::Metadata) -> Option<&'static str> {
    None
}

/// The cache folder of this user.
fn caches() -> Option<PathBuf> {
    let shared = std::env::var_os(SHARED).map(PathBuf::from).filter(|it| it.is_absolute());
    // Without `HOME`, the library would take the home of the account, where such a process should not write.
    let known = cfg!(windows) || std::env::var_os("HOME").is_some_and(|it| !it.is_empty());
    shared.or_else(|| own_caches().filter(|_| known))
}

#[cfg(target_os = "macos")]
fn own_caches() -> Option<PathBuf> {
    Some(etcetera::base_strategy::Apple::new().ok()?.cache_dir())
}

#[cfg(not(target_os = "macos"))]
fn own_caches() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.cache_dir())
}

/// The user's home folder. A workspace that contains it is the user's own, and does not make an index untrusted.
fn home() -> Option<PathBuf> {
    fs::canonicalize(etcetera::home_dir().ok()?).ok()
}

/// The path with symbolic links resolved, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let real = path.ancestors().find_map(|above| {
        let real = fs::canonicalize(above).ok()?;
        Some(real.join(path.strip_prefix(above).ok()?))
    });
    real.unwrap_or_else(|| path.to_owned())
}
