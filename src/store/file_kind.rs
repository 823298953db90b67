//! What a file holds, by its extension: facts, facts that are not supported, or something else. Where the extension
//! leaves that open, the content decides.

use std::io::Read as _;
use std::path::Path;

use memchr::memmem;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};

use crate::base::Diagnostic;
use crate::files::Files;

/// Bytes read at a time; a table that may be a worksheet is read no further.
const HEAD: usize = 64 * 1024;

/// What loading does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// It is read.
    Data(RdfFormat, Packing),
    /// It may hold facts, but is not read; with what to do about it.
    Refused(&'static str),
    /// An HTML page with embedded facts, which are not read; with what to do unless it is a copy of a vendor's page.
    Page(&'static str),
    /// It holds no facts.
    Other,
}

/// Formats of facts that are not read, or not under these extensions, with what to do.
const REFUSED: [(&[&str], &str); 16] = [
    (
        &["rdf", "owl", "rdfxml", "rdfs", "rdfx", "xrdf", "owx", "skos", "trix"],
        "RDF in XML is not read: a small file can expand without limit; convert it to Turtle",
    ),
    (&["n3", "n3s"], "Notation3 is not read; convert it to Turtle"),
    (&["turtle"], "Turtle is read from files that end in .ttl: rename it"),
    (&["ntriples", "n-triples"], "N-Triples are read from files that end in .nt: rename it"),
    (&["nquads", "n-quads"], "N-Quads are read from files that end in .nq: rename it"),
    (&["json-ld"], "JSON-LD is read from files that end in .jsonld: rename it"),
    (
        &["ndjsonld", "jsonldl", "ldjson", "yamlld", "cborld"],
        "JSON-LD is read only as one document of JSON: convert it, and rename it to end in .jsonld",
    ),
    (&["rj", "srj", "rdfjson", "rdf-json", "jsonl-rdf"], "RDF/JSON is not read; convert it to Turtle"),
    (&["hext", "hextuples"], "HexTuples are not read; convert them to N-Quads"),
    (&["ru", "rdfp", "rdfpatch"], "changes to facts are not read; make them elsewhere, and load the resulting facts"),
    (
        &["gzip", "gunzip", "zstd", "zstandard"],
        "packed files are read only if their names end in .gz or .zst: rename it, as in facts.ttl.gz",
    ),
    (
        &["hdt", "trdf", "rt", "rpb", "pbrdf", "jelly", "brf"],
        "binary forms of RDF are not read; convert it to N-Triples",
    ),
    (&["ofn", "omn", "obo"], "forms of OWL other than RDF are not read; convert it to Turtle"),
    (
        &["ttls", "trigs", "nts", "nqs", "ttl12"],
        "RDF-star is not read; write what is stated about a statement as facts about a record, in Turtle",
    ),
    (&["shc", "shaclc"], "the compact syntax of SHACL is not read; convert it to Turtle"),
    (
        &[
            "bz2", "bz", "bzip2", "xz", "zip", "zipx", "7z", "tar", "tgz", "tbz", "txz", "tlz", "tzst", "tbz2", "br",
            "brotli", "lz", "lzip", "lz4", "lzma", "lzo", "lrz", "sz", "snappy", "z", "zz", "zlib", "deflate", "rar",
            "cab", "arj", "ace", "jar", "pack", "cpio",
        ],
        "packed files are read only as .gz and .zst; pack it that way, or unpack it",
    ),
];

/// Strings that occur only in files with RDF/XML or TriX.
const OF_XML: [&str; 2] = ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/03/trix/"];
/// JSON keys that mark JSON-LD.
const OF_JSON_LD: [&str; 4] = ["\"@context\"", "\"@graph\"", "\"@id\"", "\"@type\""];
/// The media type of facts embedded in a page.
const OF_PAGES: [&str; 1] = ["application/ld+json"];

/// Determines what a file is.
///
/// # Errors
/// If its content must decide, and cannot be read.
pub(super) fn kind_of(files: &Files, path: &Path) -> Result<FileKind, Diagnostic> {
    let (inner, packing) = match extension(path).as_str() {
        "gz" => (path.file_stem(), Packing::Gzip),
        "zst" => (path.file_stem(), Packing::Zstd),
        _ => (path.file_name(), Packing::None),
    };
    let inner = extension(Path::new(inner.unwrap_or_default()));
    Ok(match inner.as_str() {
        "ttl" => FileKind::Data(RdfFormat::Turtle, packing),
        "trig" => FileKind::Data(RdfFormat::TriG, packing),
        "nt" => FileKind::Data(RdfFormat::NTriples, packing),
        "nq" => FileKind::Data(RdfFormat::NQuads, packing),
        "jsonld" => {
            let profile = JsonLdProfileSet::empty();
            FileKind::Data(RdfFormat::JsonLd { profile }, packing)
        }
        inner => match REFUSED.iter().find(|(endings, _)| endings.contains(&inner)) {
            Some((_, why)) => FileKind::Refused(why),
            None if packing != Packing::None => {
                FileKind::Refused("the name of a packed file must show its format: facts.nt.gz, facts.ttl.zst")
            }
            None => by_content(files, path, inner)?,
        },
    })
}

/// The kind of a file whose extension does not decide. Searches the whole file, because a long comment may come first.
fn by_content(files: &Files, path: &Path, ending: &str) -> Result<FileKind, Diagnostic> {
    Ok(match ending {
        "xml" if holds(files, path, &OF_XML, |_| Some(true))? => FileKind::Refused(
            "it contains RDF in XML, which is not read: a small file can expand without limit; convert it to Turtle",
        ),
        "json" | "geojson" | "jsonl" | "ndjson" if holds(files, path, &OF_JSON_LD, stands_before_a_colon)? => {
            FileKind::Refused("it contains JSON-LD, which is read from files that end in .jsonld: rename it")
        }
        "html" | "htm" | "xhtml" if holds(files, path, &OF_PAGES, |_| Some(true))? => {
            FileKind::Page("it contains JSON-LD, which is not read from pages: put it in a file that ends in .jsonld")
        }
        _ => FileKind::Other,
    })
}

/// Whether the bytes after a string make it a JSON key; none if more of the file is needed to decide.
fn stands_before_a_colon(behind: &[u8]) -> Option<bool> {
    behind.trim_ascii_start().first().map(|byte| *byte == b':')
}

/// Whether a file contains one of some strings, followed by bytes that `agrees` accepts. Skips zero bytes, so that
/// UTF-16 is searched as well.
fn holds(
    files: &Files,
    path: &Path,
    texts: &[&str],
    agrees: impl Fn(&[u8]) -> Option<bool>,
) -> Result<bool, Diagnostic> {
    let (mut bytes, _) = files.open(path, u64::MAX)?.into_parts();
    let longest = texts.iter().map(|it| it.len()).max().unwrap_or_default();
    let mut window: Vec<u8> = Vec::new();
    loop {
        let mut next = Vec::new();
        let read = bytes.by_ref().take(HEAD as u64).read_to_end(&mut next);
        read.map_err(|error| crate::files::unreadable(&files.display_name(path), &error))?;
        if next.is_empty() {
            return Ok(false);
        }
        window.extend(next.into_iter().filter(|byte| *byte != 0));
        // A string, or what follows it, may continue in the next read.
        let mut rest = window[window.len().saturating_sub(longest - 1)..].to_vec();
        for text in texts {
            for at in memmem::find_iter(&window, text) {
                match agrees(&window[at + text.len()..]) {
                    Some(true) => return Ok(true),
                    Some(false) => {}
                    None => rest = text.as_bytes().to_vec(),
                }
            }
        }
        window = rest;
    }
}

/// Whether a file without facts belongs to caveat and lies where it is expected: profiles that facts were taken from,
/// mappings and worksheets, scripts, settings, and what a folder may say about itself.
pub(super) fn is_kept_by_caveat(files: &Files, input: &Path, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let folders = path.strip_prefix(input).unwrap_or(path).parent();
    let in_a_folder_of_its_own = folders
        .is_some_and(|folders| folders.iter().any(|it| it == "profiles" || it == "mappings" || it == "worksheets"));
    let about_the_folder = ["readme", "license", "licence", "copying", "notice"].iter().any(|it| name.starts_with(it));
    let settings = name == "caveat.toml" || name == "waivers.toml";
    in_a_folder_of_its_own
        || about_the_folder
        || settings
        || extension(path) == "cav"
        || (extension(path) == "csv" && head(files, path).is_ok_and(|head| is_worksheet(&head)))
}

/// Whether a table is a worksheet of drafts, by its first headings.
fn is_worksheet(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = String::from_utf8_lossy(head.split(|byte| *byte == b'\n').next().unwrap_or_default());
    let mut headings = line.split([',', ';', '\t']).map(|it| it.trim().trim_matches('"'));
    headings.next() == Some("draft") && headings.next() == Some("part")
}

fn head(files: &Files, path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let (bytes, _) = files.open(path, u64::MAX)?.into_parts();
    let mut head = Vec::new();
    let read = bytes.take(HEAD as u64).read_to_end(&mut head);
    read.map_err(|error| crate::files::unreadable(&files.display_name(path), &error))?;
    Ok(head)
}

/// The extension of a path in lower case, without the full stop.
fn extension(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
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
