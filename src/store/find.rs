//! Which files hold data: a file, a folder with all below it, standard input. Every path that is met is read, refused,
//! or told.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;

use crate::base::{Blame, Diagnostic};
use crate::store::endings::{Kind, is_kept_by_caveat, kind_of};
use crate::store::files::Files;
use crate::store::write::is_unfinished;

/// Bytes of one data file at the most, unless the caller raises it.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Something to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with every data file below it.
    Path(PathBuf),
    /// Bytes that were read from standard input, with their format.
    Stdin(Vec<u8>, RdfFormat),
}

/// A file to be read: where it is, also without links, how it is shown, its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataPath {
    pub(super) path: PathBuf,
    pub(super) real: PathBuf,
    pub(super) name: String,
    pub(super) format: RdfFormat,
    pub(super) packing: Packing,
}

/// How the bytes of a file are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// Not at all.
    None,
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
}

/// The data files of an input, and the files that are none.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The input itself, without links.
    pub(super) real: PathBuf,
    /// In the order of their names.
    pub(super) data: Vec<DataPath>,
    /// Files of other kinds that were met in folders, as they are shown: neither hidden nor kept by caveat itself.
    pub(super) passed_over: Vec<String>,
}

/// The files of `path`. Formats that are known but not read are refused everywhere, because passing over them would
/// lose facts in silence.
///
/// # Errors
/// What cannot be looked at, and what is refused.
pub(super) fn find(files: &Files, path: &Path) -> Result<Listed, Vec<Diagnostic>> {
    let mut listed = Listed::default();
    let mut problems = Vec::new();
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
        let half = if found.folder || here == path { half_written(files, &here, found.folder) } else { None };
        if let Some(half) = half {
            problems.push(unfinished(&files.shown(&half)));
        }
        if found.folder {
            match files.entries(&here) {
                Ok(entries) => walk.extend(entries.into_iter().rev()),
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        let (name, real) = (files.shown(&here), found.real);
        match kind_of(files, &here) {
            Ok(Kind::Data(format, packing)) => {
                listed.data.push(DataPath { path: here, real, name, format, packing });
            }
            Ok(Kind::Refused(why)) => problems.push(refused(&name, why)),
            // A copy of a page that facts were taken from holds what its vendor wrote there, too.
            Ok(Kind::Page(_)) if here != path && is_kept_by_caveat(files, path, &here) => {}
            Ok(Kind::Page(why)) => problems.push(refused(&name, why)),
            Ok(Kind::Other) if here == path => problems.push(unknown_format(&name)),
            Ok(Kind::Other) if is_kept_by_caveat(files, path, &here) => {}
            Ok(Kind::Other) => listed.passed_over.push(name),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(listed) } else { Err(problems) }
}

/// The folder of a path, where a command was killed while it wrote several files there.
fn half_written(files: &Files, path: &Path, is_folder: bool) -> Option<PathBuf> {
    let Files::Disk(root) = files else {
        return None;
    };
    let path = root.join(path);
    let folder = if is_folder { path } else { path.parent()?.to_owned() };
    is_unfinished(&folder).then_some(folder)
}

/// The folders of the inputs in which a command was killed while it wrote several files.
pub fn half_written_folders(files: &Files, inputs: &[Input]) -> Vec<PathBuf> {
    let paths = inputs.iter().filter_map(|it| match it {
        Input::Path(path) => Some(path.clone()),
        Input::Stdin(..) => None,
    });
    let mut walk: Vec<PathBuf> = paths.collect();
    let mut seen = HashSet::new();
    let mut folders = Vec::new();
    while let Some(here) = walk.pop() {
        let Ok(found) = files.find(&here) else { continue };
        if !seen.insert(found.real) {
            continue;
        }
        folders.extend(half_written(files, &here, found.folder));
        if found.folder {
            walk.extend(files.entries(&here).unwrap_or_default());
        }
    }
    folders.dedup();
    folders
}

/// facts of which a killed command has written some
fn unfinished(name: &str) -> Diagnostic {
    let message = format!("a command broke off while it wrote several files of `{name}`");
    Diagnostic::new(Blame::Io, "unfinished", message).help("a command that may write there finishes it")
}

/// `--data facts.rdf`
fn refused(name: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Blame::Data, "format-refused", format!("`{name}` is not loaded")).help(why)
}

/// `--data notes.txt`
fn unknown_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` is of no known format");
    Diagnostic::new(Blame::Data, "format-unknown", message).help("data files end in .ttl, .trig, .nt, .nq or .jsonld")
}
