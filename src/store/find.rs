//! Finds the data files of an input: a file, a folder with all below it, standard input. Every path that is visited
//! is read, refused, or reported.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;

use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::files::Files;
use crate::store::file_kind::{FileKind, Packing, is_kept_by_caveat, kind_of};
use crate::store::write::is_unfinished;

/// The maximum size of one data file in bytes, unless the caller raises it.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Something to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with every data file below it.
    Path(PathBuf),
    /// Bytes read from standard input, with their format.
    Stdin(Vec<u8>, RdfFormat),
}

/// A file to be read: its path, its path with symbolic links resolved, its display name, its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataPath {
    pub(super) path: PathBuf,
    pub(super) real: PathBuf,
    pub(super) name: String,
    pub(super) format: RdfFormat,
    pub(super) packing: Packing,
}

/// The data files of an input, and the other files beside them.
#[derive(Debug, Default)]
pub(super) struct InputListing {
    /// The path of the input, with symbolic links resolved.
    pub(super) real: PathBuf,
    /// In the order of their names.
    pub(super) data: Vec<DataPath>,
    /// Display names of files of other kinds in the folders, except hidden files and those that caveat keeps itself.
    pub(super) passed_over: Vec<String>,
}

/// Lists the files of `path`. Formats that are known but not supported are refused everywhere, because skipping them
/// would silently lose facts.
///
/// # Errors
/// Paths that cannot be read, refused formats, and folders that a killed command left half written.
pub(super) fn find(files: &Files, path: &Path) -> Result<InputListing, Faults> {
    let (listed, mut problems, half_written) = walk(files, path);
    let shown =
        |it: &PathBuf| Some(files.display_name(it)).filter(|it| !it.is_empty()).unwrap_or_else(|| ".".to_owned());
    problems.extend(half_written.iter().map(|it| unfinished_write(&shown(it))));
    if problems.is_empty() { Ok(listed) } else { Err(problems.into()) }
}

/// The folders of the inputs in which a command was killed while it wrote several files.
pub fn half_written_folders(files: &Files, inputs: &[Input]) -> Vec<PathBuf> {
    let paths = inputs.iter().filter_map(|it| match it {
        Input::Path(path) => Some(path),
        Input::Stdin(..) => None,
    });
    paths.flat_map(|path| walk(files, path).2).collect()
}

/// The error for `folder` if a command was killed while it wrote several files there.
#[must_use]
pub fn check_unfinished(folder: &Path) -> Option<Diagnostic> {
    is_unfinished(folder).then(|| unfinished_write(&folder.to_string_lossy()))
}

/// The files of `path`, the errors, and the folders that a killed command left half written.
fn walk(files: &Files, path: &Path) -> (InputListing, Vec<Diagnostic>, Vec<PathBuf>) {
    let mut listed = InputListing::default();
    let mut problems = Vec::new();
    let mut looked = JournalScan::default();
    let mut seen = HashSet::new();
    let mut walk = vec![path.to_owned()];
    while let Some(here) = walk.pop() {
        let found = match files.find(&here) {
            Ok(found) => found,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if here == path {
            listed.real.clone_from(&found.real);
        }
        if !seen.insert(found.real.clone()) {
            continue;
        }
        if found.folder {
            looked.scan(files, Some(&here));
            match files.entries(&here) {
                Ok(entries) => walk.extend(entries.into_iter().rev()),
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        let (name, real) = (files.display_name(&here), found.real);
        match kind_of(files, &here) {
            Ok(FileKind::Data(format, packing)) => {
                // A write through a link puts the file and its journal where the link leads.
                looked.scan(files, here.parent());
                looked.scan(files, real.parent());
                listed.data.push(DataPath { path: here, real, name, format, packing });
            }
            Ok(FileKind::Refused(why)) => problems.push(format_refused(&name, why)),
            // A saved copy of a page that facts were taken from contains the JSON-LD of its vendor, too.
            Ok(FileKind::Page(_)) if here != path && is_kept_by_caveat(files, path, &here) => {}
            Ok(FileKind::Page(why)) => problems.push(format_refused(&name, why)),
            Ok(FileKind::Other) if here == path => problems.push(unknown_format(&name)),
            Ok(FileKind::Other) if is_kept_by_caveat(files, path, &here) => {}
            Ok(FileKind::Other) => listed.passed_over.push(name),
            Err(problem) => problems.push(problem),
        }
    }
    (listed, problems, looked.half_written)
}

/// Checks each folder of facts once for a write that a killed command left unfinished.
#[derive(Default)]
struct JournalScan {
    folders: HashSet<PathBuf>,
    half_written: Vec<PathBuf>,
}

impl JournalScan {
    fn scan(&mut self, files: &Files, folder: Option<&Path>) {
        let (Files::Disk(root), Some(folder)) = (files, folder) else {
            return;
        };
        let folder = root.join(folder);
        if !self.folders.contains(&folder) {
            let half = is_unfinished(&folder);
            // The same folder may have several paths.
            let real = |it: &Path| fs::canonicalize(it).ok();
            if half && !self.half_written.iter().any(|it| real(it) == real(&folder)) {
                self.half_written.push(folder.clone());
            }
            self.folders.insert(folder);
        }
    }
}

/// a command was killed after it had written some of several files
fn unfinished_write(name: &str) -> Diagnostic {
    let message = format!("a command was interrupted while it wrote several files of `{name}`");
    Diagnostic::new(Blame::Io, Code::Unfinished, message).help("the next command that may write there finishes it")
}

/// `--data facts.rdf`
fn format_refused(name: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Blame::Data, Code::FormatRefused, format!("`{name}` is not loaded")).help(why)
}

/// `--data notes.txt`
fn unknown_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` has no known format");
    Diagnostic::new(Blame::Data, Code::FormatUnknown, message)
        .help("data files end in .ttl, .trig, .nt, .nq or .jsonld")
}
