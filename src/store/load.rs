//! Files → dataset, all or nothing: every file is read and checked before any fact is kept.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, TermRef};
use sha2::{Digest, Sha256};

use crate::base::{Blame, Diagnostic, Source, Span};
use crate::store::check::check;
use crate::store::dataset::{DataFile, Dataset, Origin, Prefixes, hexadecimal};
use crate::store::files::Files;
use crate::store::find::{DataPath, Input, find};

/// Where blank nodes get their IRIs, after RDF 1.1 section 3.5 (skolemization).
const GENID: &str = "https://w3id.org/caveat/.well-known/genid/";

/// Loads everything that the inputs name, from disk.
///
/// `root` is the workspace: file names are shown relative to it. `max_file` is the limit in bytes
/// for one file.
///
/// # Errors
/// As [`load_from`].
pub fn load(
    inputs: &[Input],
    root: Option<&Path>,
    max_file: u64,
) -> Result<Dataset, Vec<Diagnostic>> {
    let root = root.unwrap_or(Path::new(""));
    load_from(&Files::Disk(root.to_owned()), inputs, max_file)
}

/// Loads everything that the inputs name, from disk or from a revision: the same content gives the
/// same dataset.
///
/// File names are shown relative to the root of the files. `max_file` is the limit in bytes for one
/// file. A blank node gets an IRI made from its file's name and its rank there, so that loading twice
/// gives the same facts.
///
/// # Errors
/// One diagnostic or more, with file, line and column, when anything cannot be read, is not of the
/// format that its name says, or holds an impossible literal; when there is no fact at all.
pub fn load_from(
    files: &Files,
    inputs: &[Input],
    max_file: u64,
) -> Result<Dataset, Vec<Diagnostic>> {
    let mut loading = Loading::default();
    let mut seen = HashSet::new();
    for input in inputs {
        match input {
            Input::Path(path) => match find(files, path) {
                Ok(found) => {
                    for file in found {
                        if seen.insert(file.real.clone()) {
                            loading.file(files, &file, max_file);
                        }
                    }
                }
                Err(problems) => loading.problems.extend(problems),
            },
            Input::Stdin(bytes, format) => loading.bytes("<stdin>", *format, bytes),
        }
    }
    if !loading.problems.is_empty() {
        return Err(loading.problems);
    }
    if loading.facts.is_empty() {
        return Err(vec![no_facts(inputs, files)]);
    }
    let dataset = Dataset::build(loading.facts, loading.files, loading.prefixes);
    Ok(dataset.of_revision(files.revision().cloned()))
}

#[derive(Default)]
struct Loading {
    facts: Vec<(Quad, Origin)>,
    files: Vec<DataFile>,
    prefixes: Prefixes,
    problems: Vec<Diagnostic>,
}

impl Loading {
    fn file(&mut self, files: &Files, file: &DataPath, max_file: u64) {
        match files.read(&file.path, max_file) {
            Ok(bytes) => self.bytes(&file.name, file.format, &bytes),
            Err(problem) => self.problems.push(problem),
        }
    }

    fn bytes(&mut self, name: &str, format: RdfFormat, bytes: &[u8]) {
        let text = match decode(name, bytes) {
            Ok(text) => text,
            Err(problem) => return self.problems.push(*problem),
        };
        let file = u32::try_from(self.files.len()).expect("fewer than 2^32 files are loaded");
        let lines = Rc::new(Cell::new(0));
        let reader = LineByLine {
            rest: bytes,
            given: Rc::clone(&lines),
        };
        let mut names = BlankNames::new(name);
        let mut quads = RdfParser::from_format(format).for_reader(reader);
        let mut facts = 0;
        for quad in quads.by_ref() {
            let line = lines.get().max(1);
            match quad {
                Ok(quad) => {
                    let quad = names.rename(quad);
                    if let Err(problem) = check(&quad) {
                        let source = Source::new(name, text);
                        let span = source.line_span(line as usize);
                        self.problems.push(problem.at(&source, span, ""));
                    }
                    facts += 1;
                    self.facts.push((quad, Origin { file, line }));
                }
                Err(error) => return self.problems.push(malformed(name, text, &error)),
            }
        }
        if facts == 0 {
            return self.problems.push(empty_file(name));
        }
        for (prefix, iri) in quads.prefixes() {
            self.prefixes.declare(prefix, iri);
        }
        self.files.push(DataFile {
            name: name.to_owned(),
            digest: hexadecimal(&Sha256::digest(bytes)),
            facts,
        });
    }
}

/// Hands out one line at each read and counts them, so that the line of each fact is known in
/// every format: a parser gives a fact out before it asks for the next line.
struct LineByLine<'a> {
    rest: &'a [u8],
    given: Rc<Cell<u32>>,
}

impl Read for LineByLine<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line_end = self.rest.iter().position(|byte| *byte == b'\n');
        let wanted = line_end.map_or(self.rest.len(), |at| at + 1);
        let given = wanted.min(buffer.len());
        let (head, rest) = self.rest.split_at(given);
        buffer[..given].copy_from_slice(head);
        self.rest = rest;
        if given == wanted && given > 0 {
            self.given.set(self.given.get() + 1);
        }
        Ok(given)
    }
}

/// True for a node that had no name in its file.
pub(super) fn was_blank(term: TermRef<'_>) -> bool {
    matches!(term, TermRef::NamedNode(iri) if iri.as_str().starts_with(GENID))
}

/// Gives the blank nodes of one file their IRIs, in the order in which they occur.
struct BlankNames<'a> {
    file: &'a str,
    ranks: HashMap<BlankNode, NamedNode>,
}

impl<'a> BlankNames<'a> {
    fn new(file: &'a str) -> Self {
        Self {
            file,
            ranks: HashMap::new(),
        }
    }

    fn rename(&mut self, quad: Quad) -> Quad {
        let subject = match quad.subject {
            NamedOrBlankNode::BlankNode(node) => self.name(node).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        };
        let object = match quad.object {
            Term::BlankNode(node) => self.name(node).into(),
            other => other,
        };
        let graph_name = match quad.graph_name {
            GraphName::BlankNode(node) => self.name(node).into(),
            other => other,
        };
        Quad::new(subject, quad.predicate, object, graph_name)
    }

    fn name(&mut self, node: BlankNode) -> NamedNode {
        let rank = self.ranks.len();
        let file = self.file;
        let name = || {
            let hash = Sha256::digest(format!("{file}\0{rank}"));
            let hash = hexadecimal(&hash);
            NamedNode::new_unchecked(format!("{GENID}{}", &hash[..16]))
        };
        self.ranks.entry(node).or_insert_with(name).clone()
    }
}

fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(Box::new(byte_order_mark(name)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let (line, column) = Source::new(name, &before).line_column(before.len());
        Box::new(not_utf8(name, line, column))
    })
}

/// a file that an editor saved with U+FEFF first
fn byte_order_mark(name: &str) -> Diagnostic {
    let message = format!("`{name}` starts with a byte-order mark");
    Diagnostic::new(Blame::Data, "byte-order-mark", message)
        .help("save it as UTF-8 without a byte-order mark")
}

/// a file in Latin-1
fn not_utf8(name: &str, line: usize, column: usize) -> Diagnostic {
    let message = format!("`{name}` is not UTF-8: line {line}, column {column}");
    Diagnostic::new(Blame::Data, "not-utf8", message).help("save it as UTF-8")
}

/// a file of no bytes, or of comments only
fn empty_file(name: &str) -> Diagnostic {
    let message = format!("`{name}` holds no facts");
    Diagnostic::new(Blame::Undetermined, "empty-file", message)
        .help("remove the file if that is meant, or restore its content")
}

/// a folder without data
fn no_facts(inputs: &[Input], files: &Files) -> Diagnostic {
    let names: Vec<String> = inputs
        .iter()
        .map(|input| match input {
            Input::Path(path) => format!("`{}`", files.shown(path)),
            Input::Stdin(..) => "standard input".to_owned(),
        })
        .collect();
    let message = format!("there are no facts in {}", names.join(", "));
    Diagnostic::new(Blame::Undetermined, "no-facts", message)
        .help("data files end in .ttl, .trig, .nt, .nq or .jsonld")
}

/// a Turtle file with a missing full stop
fn malformed(name: &str, text: &str, error: &RdfParseError) -> Diagnostic {
    let source = Source::new(name, text);
    let RdfParseError::Syntax(syntax) = error else {
        let message = format!("cannot read `{name}`: {error}");
        return Diagnostic::new(Blame::Io, "unreadable", message);
    };
    let whole = syntax.to_string();
    let reason = whole
        .split_once(": ")
        .map_or(&whole[..], |(_, reason)| reason);
    // The parser begins its sentences with a capital letter.
    let reason = match reason.chars().next() {
        Some(first) => format!("{}{}", first.to_lowercase(), &reason[first.len_utf8()..]),
        None => String::new(),
    };
    let diagnostic = Diagnostic::new(Blame::Data, "malformed", format!("`{name}` cannot be read"));
    match syntax.location() {
        Some(range) => {
            let offset = |at: u64| usize::try_from(at).unwrap_or(text.len()).min(text.len());
            let (start, end) = (offset(range.start.offset), offset(range.end.offset));
            let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            diagnostic.at(
                &source,
                Span::new(start, end.clamp(start, line_end)),
                reason,
            )
        }
        None if whole.contains("remote context") => diagnostic.help(
            "its context is elsewhere, and nothing is fetched: write the context into the file",
        ),
        None => diagnostic.help(whole.clone()),
    }
}
