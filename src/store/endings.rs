//! What a file holds, by the ending of its name: facts, facts that are not read, or something else. Where an ending
//! leaves that open, the first bytes decide.

use std::io::Read as _;
use std::path::Path;

use memchr::memmem;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};

use crate::base::Diagnostic;
use crate::store::files::Files;
use crate::store::find::Packing;

/// So many bytes of a file are looked at.
const HEAD: u64 = 64 * 1024;

/// What a file is to the one who loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is read.
    Data(RdfFormat, Packing),
    /// It may hold facts, and is not read: what to do.
    Refused(&'static str),
    /// It holds no facts.
    Other,
}

/// Formats of facts that are not read, or not under these names, with what to do.
const REFUSED: [(&[&str], &str); 13] = [
    (
        &["rdf", "owl", "rdfxml", "rdfs", "owx", "skos", "trix"],
        "RDF/XML is not read: a small file of it can expand without bound; convert it to Turtle",
    ),
    (&["n3"], "Notation3 is not read; convert it to Turtle"),
    (&["turtle"], "Turtle is read from files that end in .ttl: rename it"),
    (&["ntriples", "n-triples"], "N-Triples are read from files that end in .nt: rename it"),
    (&["nquads", "n-quads"], "N-Quads are read from files that end in .nq: rename it"),
    (&["json-ld"], "JSON-LD is read from files that end in .jsonld: rename it"),
    (
        &["ndjsonld", "jsonldl", "ldjson", "yamlld", "cborld"],
        "of the forms of JSON-LD only one document of JSON is read: convert it, and let its name end in .jsonld",
    ),
    (&["rj", "srj", "jsonl-rdf"], "RDF/JSON is not read; convert it to Turtle"),
    (
        &["hdt", "trdf", "rt", "rpb", "pbrdf", "jelly", "brf"],
        "binary forms of RDF are not read; convert it to N-Triples",
    ),
    (&["ofn", "omn", "obo"], "forms of OWL other than RDF are not read; convert it to Turtle"),
    (
        &["ttls", "trigs", "nts", "nqs", "ttl12"],
        "RDF-star is not read; write what is said of a statement as facts on a record, in Turtle",
    ),
    (&["shc", "shaclc"], "the compact syntax of SHACL is not read; convert it to Turtle"),
    (
        &[
            "bz2", "xz", "zip", "7z", "tar", "tgz", "tbz", "txz", "tbz2", "br", "lz", "lz4", "lzma", "lzo", "sz", "z",
            "zz", "rar", "cab",
        ],
        "of packed files only .gz and .zst are read; pack it so, or unpack it",
    ),
];

/// The prefix under which RDF/XML is written.
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Keys of JSON that are JSON-LD.
const OF_JSON_LD: [&str; 4] = ["\"@context\"", "\"@graph\"", "\"@id\"", "\"@type\""];

/// What a file is.
///
/// # Errors
/// When only its first bytes say, and it cannot be read.
pub(super) fn kind_of(files: &Files, path: &Path) -> Result<Kind, Diagnostic> {
    let (inner, packing) = match ending(path).as_str() {
        "gz" => (path.file_stem(), Packing::Gzip),
        "zst" => (path.file_stem(), Packing::Zstd),
        _ => (path.file_name(), Packing::None),
    };
    let inner = ending(Path::new(inner.unwrap_or_default()));
    Ok(match inner.as_str() {
        "ttl" => Kind::Data(RdfFormat::Turtle, packing),
        "trig" => Kind::Data(RdfFormat::TriG, packing),
        "nt" => Kind::Data(RdfFormat::NTriples, packing),
        "nq" => Kind::Data(RdfFormat::NQuads, packing),
        "jsonld" => {
            let profile = JsonLdProfileSet::empty();
            Kind::Data(RdfFormat::JsonLd { profile }, packing)
        }
        inner => match REFUSED.iter().find(|(endings, _)| endings.contains(&inner)) {
            Some((_, why)) => Kind::Refused(why),
            None if packing != Packing::None => {
                Kind::Refused("the format of a packed file is told by its name: facts.nt.gz, facts.ttl.zst")
            }
            None => by_content(files, path, inner)?,
        },
    })
}

/// What a file is whose ending says little.
fn by_content(files: &Files, path: &Path, ending: &str) -> Result<Kind, Diagnostic> {
    Ok(match ending {
        "xml" if memmem::find(&head(files, path)?, RDF.as_bytes()).is_some() => Kind::Refused(
            "it holds RDF/XML, which is not read: a small file of it can expand without bound; convert it to Turtle",
        ),
        "json" => {
            let head = head(files, path)?;
            match OF_JSON_LD.iter().any(|key| has_key(&head, key)) {
                true => Kind::Refused("it holds JSON-LD, which is read from files that end in .jsonld: rename it"),
                false => Kind::Other,
            }
        }
        _ => Kind::Other,
    })
}

/// Whether JSON has a key: what stands before a colon.
fn has_key(text: &[u8], key: &str) -> bool {
    memmem::find_iter(text, key).any(|at| text[at + key.len()..].trim_ascii_start().first() == Some(&b':'))
}

/// Whether a file that holds no facts is one that caveat works with, and lies where it is expected: profiles that facts
/// were taken from, mappings and worksheets, scripts, settings, and what every folder may hold about itself.
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
        || ending(path) == "cav"
        || (ending(path) == "csv" && head(files, path).is_ok_and(|head| is_worksheet(&head)))
}

/// Whether a table is one of drafts, by the headings that it begins with.
fn is_worksheet(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = String::from_utf8_lossy(head.split(|byte| *byte == b'\n').next().unwrap_or_default());
    let mut headings = line.split([',', ';', '\t']).map(|it| it.trim().trim_matches('"'));
    headings.next() == Some("draft") && headings.next() == Some("part")
}

/// The first bytes of a file.
fn head(files: &Files, path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let (bytes, _) = files.open(path, u64::MAX)?.watched();
    let mut head = Vec::new();
    let read = bytes.take(HEAD).read_to_end(&mut head);
    read.map_err(|error| crate::store::files::unreadable(&files.shown(path), &error))?;
    Ok(head)
}

/// The ending of a name, in small letters, without the full stop.
fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}
