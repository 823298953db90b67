//! Which files hold data: a file, a folder with all below it, standard input.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;

use crate::base::{Blame, Diagnostic};
use crate::store::files::Files;

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

/// The data files of `path`, in the order of their names. Hidden files and files of other kinds are
/// passed over in folders; formats that are known but not read are refused everywhere, because
/// passing over them would lose facts in silence.
pub(super) fn find(files: &Files, path: &Path) -> Result<Vec<DataPath>, Vec<Diagnostic>> {
    let mut data = Vec::new();
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    let mut walk = vec![path.to_owned()];
    while let Some(path) = walk.pop() {
        let found = match files.find(&path) {
            Ok(found) => found,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if !seen.insert(found.real.clone()) {
            continue;
        }
        if found.folder {
            match files.entries(&path) {
                Ok(entries) => walk.extend(entries.into_iter().filter(|it| is_ours(files, it)).rev()),
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        let (name, real) = (files.shown(&path), found.real);
        match format_of(&path) {
            Kind::Data(format, packing) => data.push(DataPath { path, real, name, format, packing }),
            Kind::Refused(why) => problems.push(refused(&name, why)),
            Kind::Other if data.is_empty() && walk.is_empty() && seen.len() == 1 => {
                problems.push(unknown_format(&name));
            }
            Kind::Other => {}
        }
    }
    if problems.is_empty() { Ok(data) } else { Err(problems) }
}

/// What a folder is searched for: other folders, and files of formats that are known.
fn is_ours(files: &Files, path: &Path) -> bool {
    if !matches!(format_of(path), Kind::Other) {
        return true;
    }
    match files.find(path) {
        Ok(found) => found.folder,
        // A link to nothing holds nothing; what only cannot be reached may hold facts.
        Err(problem) => problem.code != "unreadable",
    }
}

enum Kind {
    Data(RdfFormat, Packing),
    Refused(&'static str),
    Other,
}

fn format_of(path: &Path) -> Kind {
    let (inner, packing) = match extension(path).as_str() {
        "gz" => (path.file_stem(), Packing::Gzip),
        "zst" => (path.file_stem(), Packing::Zstd),
        _ => (path.file_name(), Packing::None),
    };
    let inner = extension(Path::new(inner.unwrap_or_default()));
    match inner.as_str() {
        "ttl" => Kind::Data(RdfFormat::Turtle, packing),
        "trig" => Kind::Data(RdfFormat::TriG, packing),
        "nt" => Kind::Data(RdfFormat::NTriples, packing),
        "nq" => Kind::Data(RdfFormat::NQuads, packing),
        "jsonld" => {
            let profile = oxigraph::io::JsonLdProfileSet::empty();
            Kind::Data(RdfFormat::JsonLd { profile }, packing)
        }
        "rdf" | "owl" | "rdfxml" => {
            Kind::Refused("RDF/XML is not read: a small file of it can expand without bound; convert it to Turtle")
        }
        "n3" => Kind::Refused("Notation3 is not read; convert it to Turtle"),
        "bz2" | "xz" | "zip" => Kind::Refused("of packed files only .gz and .zst are read; pack it so, or unpack it"),
        _ if packing != Packing::None => {
            Kind::Refused("the format of a packed file is told by its name: facts.nt.gz, facts.ttl.zst")
        }
        _ => Kind::Other,
    }
}

fn extension(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
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
