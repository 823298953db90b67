//! Scripts as they were read, with what they include.

use sha2::{Digest as _, Sha256};

use crate::base::{Blame, Diagnostic, Source, Span, hexadecimal};
use crate::lang::{Statement, StatementKind};

/// The scripts of an audit, those that are included with them.
#[derive(Debug, Default)]
pub struct Scripts {
    /// The scripts that were named, by their index: not those that are only included.
    pub named: Vec<usize>,
    /// In the order in which they were named, an included one behind the one that includes it.
    pub read: Vec<ScriptFile>,
    /// Scripts that were met in folders and are not read, because links lead to them from the workspace.
    pub outside: Vec<String>,
}

/// One script.
#[derive(Debug)]
pub struct ScriptFile {
    /// Its text, under its name: relative to the workspace, with forward slashes.
    pub source: Source,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Its statements; none of one that is not of the language.
    pub statements: Vec<Statement>,
    /// For each `include`, in order: which script it names; none for one that is at fault.
    pub(super) includes: Vec<Option<usize>>,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// A check or a suite, with the script in which it stands.
#[derive(Debug, Clone, Copy)]
pub struct ScriptItem<'a, T> {
    /// Index into [`Scripts::read`].
    pub script: usize,
    /// What stands there.
    pub it: &'a T,
}

/// The file that a statement includes, and where it is named.
pub(super) fn include_target(statement: &Statement) -> Option<(&str, Span)> {
    match &statement.kind {
        StatementKind::Include(file) => Some((&file.text, file.span)),
        _ => None,
    }
}

/// SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn digest_of(source: &Source) -> String {
    hexadecimal(&Sha256::digest(source.text.as_bytes()))
}

/// Bytes → text under a name.
///
/// # Errors
/// When they are not UTF-8.
pub fn text(name: &str, bytes: &[u8]) -> Result<Source, Diagnostic> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let (line, column) = Source::new(name, &before).line_column(before.len());
            let message = format!("`{name}` is not UTF-8: line {line}, column {column}");
            Err(Diagnostic::new(Blame::Question, "not-utf8", message).help("save it as UTF-8"))
        }
    }
}
