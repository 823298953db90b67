//! Files that are written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::base::{Blame, Diagnostic};

/// Puts a text, or other bytes, in a file, in the place of what it held; a link to it stays a link.
///
/// # Errors
/// When it cannot be written: then it is as it was.
pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let target = target(path);
    replace(&target, content.as_ref()).map_err(|error| unwritable(&path.to_string_lossy(), &error))
}

/// Puts a text in a new file of this folder: of this name, or with a number behind it where that is taken.
///
/// # Errors
/// When it cannot be written.
pub(super) fn create(name: &str, ending: &str, content: &str) -> Result<PathBuf, Diagnostic> {
    let numbered = (2..).map(|number| format!("{name}-{number}.{ending}"));
    let mut file = format!("{name}.{ending}");
    let made = filled(Path::new("."), content.as_bytes());
    let mut made = made.map_err(|error| unwritable(&file, &error))?;
    for next in numbered {
        match made.persist_noclobber(&file) {
            Ok(_) => return Ok(PathBuf::from(file)),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => made = taken.file,
            Err(failed) => return Err(unwritable(&file, &failed.error)),
        }
        file = next;
    }
    unreachable!("some number is free")
}

/// The file behind a link; the path itself where nothing is there yet.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|it| !it.is_file() && !it.is_dir()) {
        return Err(io::Error::other("it is no file: a pipe, a socket or a device"));
    }
    let known = known.map(|it| it.permissions());
    if known.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::other("it may only be read"));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let file = filled(folder.unwrap_or(Path::new(".")), content)?;
    if let Some(known) = known {
        file.as_file().set_permissions(known)?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A file without a name of its own yet.
fn filled(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".caveat-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program makes a file: what the user's mask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    Ok(file)
}

/// a file in a folder that may only be read
fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    // The name of the temporary file says nothing to a person.
    let reason = reason.split(" at path").next().unwrap_or(reason);
    let message = format!("cannot write `{name}`: {reason}");
    Diagnostic::new(Blame::Io, "unwritable", message)
}
