//! Scripts as they were read, with what they include.

use sha2::{Digest as _, Sha256};

use crate::base::{Blame, Code, Diagnostic, Source, Span, hexadecimal};
use crate::lang::{Statement, StatementKind};

/// The scripts of an audit, including those that they include.
#[derive(Debug, Default)]
pub struct Scripts {
    /// Indexes of the scripts that were named, not only included.
    pub named: Vec<usize>,
    /// In the order of the names, each included script after the one that includes it.
    pub read: Vec<ScriptFile>,
    /// Scripts in folders that are not read, because links to them lead out of the workspace.
    pub outside: Vec<String>,
}

/// One script.
#[derive(Debug)]
pub struct ScriptFile {
    /// Its text, under its name: the path relative to the workspace, with forward slashes.
    pub source: Source,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Its statements; none if it cannot be parsed.
    pub statements: Vec<Statement>,
    /// For each `include`, in order, the index of the script; `None` for a faulty one.
    pub(super) includes: Vec<Option<usize>>,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// A check or a suite, with the script that it is in.
#[derive(Debug, Clone, Copy)]
pub struct ScriptItem<'a, T> {
    /// Index into [`Scripts::read`].
    pub script: usize,
    /// The check or suite.
    pub it: &'a T,
}

/// The file that a statement includes, and its span.
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

/// Decodes bytes as a text with a name.
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
            Err(Diagnostic::new(Blame::Question, Code::NotUtf8, message).help("save it as UTF-8"))
        }
    }
}
