//! What a path leads to, and why it cannot be read.

use std::io;
use std::path::PathBuf;

use crate::base::{Blame, Code, Diagnostic};

/// The file or folder that a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedPath {
    /// True for a folder, false for a file.
    pub folder: bool,
    /// The path with symbolic links resolved: the same for all paths to the same file.
    pub real: PathBuf,
}

/// `--data nowhere`
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{name}`: {}", reason(error));
    Diagnostic::new(Blame::Io, Code::Unreadable, message)
}

/// The operating system's reason without its error number, lower case.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

/// a dump of 1 GB
pub(crate) fn file_too_large(name: &str, size: u64, limit: u64) -> Diagnostic {
    let message = format!("`{name}` has {size} bytes; the limit is {limit}");
    Diagnostic::new(Blame::Undetermined, Code::FileTooLarge, message).help("raise it with --max-file MIB")
}
