//! Which files hold data: a file, a folder with all below it, standard input.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;

use crate::base::{Blame, Diagnostic};

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

/// A file to be read: where it is, how it is shown, its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) format: RdfFormat,
}

/// The data files of `path`, in the order of their names. Hidden files and files of other kinds are
/// passed over in folders; formats that are known but not read are refused everywhere, because
/// passing over them would lose facts in silence.
pub(super) fn find(path: &Path, root: Option<&Path>) -> Result<Vec<Found>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    let mut walk = vec![path.to_owned()];
    while let Some(path) = walk.pop() {
        let is_folder = match fs::metadata(&path) {
            Ok(metadata) => metadata.is_dir(),
            Err(error) => {
                problems.push(unreadable(&shown(&path, root), &error));
                continue;
            }
        };
        if !fs::canonicalize(&path).is_ok_and(|real| seen.insert(real)) {
            continue;
        }
        if is_folder {
            match entries(&path) {
                Ok(entries) => walk.extend(entries.into_iter().rev()),
                Err(error) => problems.push(unreadable(&shown(&path, root), &error)),
            }
            continue;
        }
        let name = shown(&path, root);
        match format_of(&path) {
            Kind::Data(format) => found.push(Found { path, name, format }),
            Kind::Refused(why) => problems.push(refused(&name, why)),
            Kind::Other if found.is_empty() && walk.is_empty() && seen.len() == 1 => {
                problems.push(unknown_format(&name));
            }
            Kind::Other => {}
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems)
    }
}

enum Kind {
    Data(RdfFormat),
    Refused(&'static str),
    Other,
}

fn format_of(path: &Path) -> Kind {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    match extension.to_ascii_lowercase().as_str() {
        "ttl" => Kind::Data(RdfFormat::Turtle),
        "trig" => Kind::Data(RdfFormat::TriG),
        "nt" => Kind::Data(RdfFormat::NTriples),
        "nq" => Kind::Data(RdfFormat::NQuads),
        "jsonld" => Kind::Data(RdfFormat::JsonLd {
            profile: oxigraph::io::JsonLdProfileSet::empty(),
        }),
        "rdf" | "owl" | "rdfxml" => Kind::Refused(
            "RDF/XML is not read: a small file of it can expand without bound; convert it to Turtle",
        ),
        "n3" => Kind::Refused("Notation3 is not read; convert it to Turtle"),
        "gz" | "zst" | "bz2" | "xz" | "zip" => {
            Kind::Refused("compressed files are not read; unpack it first")
        }
        _ => Kind::Other,
    }
}

/// The entries of a folder by name, without hidden ones.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let path = entry.path();
        let ours = path.is_dir() || !matches!(format_of(&path), Kind::Other);
        if ours && !hidden {
            entries.push(path);
        }
    }
    entries.sort();
    Ok(entries)
}

/// The path relative to the workspace, with forward slashes, else as it was given.
pub(super) fn shown(path: &Path, root: Option<&Path>) -> String {
    let short = root.and_then(|root| path.strip_prefix(root).ok());
    let parts: Vec<_> = short
        .unwrap_or(path)
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}

/// `--data nowhere`
pub(super) fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot read `{name}`: {}", reason(error));
    Diagnostic::new(Blame::Io, "unreadable", message)
}

/// The operating system's reason without its error number, lower case.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

/// `--data facts.rdf`
fn refused(name: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        Blame::Data,
        "format-refused",
        format!("`{name}` is not loaded"),
    )
    .help(why)
}

/// `--data notes.txt`
fn unknown_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` is of no known format");
    Diagnostic::new(Blame::Data, "format-unknown", message)
        .help("data files end in .ttl, .trig, .nt, .nq or .jsonld")
}
