//! Files that are written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use crate::base::{Blame, Diagnostic};

/// Puts a text in a file, in the place of what it held; a link to it stays a link.
///
/// # Errors
/// When it cannot be written: then it is as it was.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let target = target(path);
    replace(&target, text).map_err(|error| unwritable(&path.to_string_lossy(), &error))
}

/// The file behind a link; the path itself where nothing is there yet.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let known = fs::metadata(path).ok().map(|it| it.permissions());
    if known.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::other("it may only be read"));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".caveat-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program makes a file: what the user's mask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    if let Some(known) = known {
        file.as_file().set_permissions(known)?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
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
