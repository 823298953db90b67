//! Text → statements: a file, or a chunk of a line-based file. Every term is checked at its first occurrence.

use std::cell::{Cell, OnceCell};
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use memchr::memmem;
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef,
};

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::store::blank::LABEL;
use crate::store::check::check;
use crate::store::id::Id;
use crate::store::interner::{IdOverflow, Interner, too_many};
use crate::store::json_ld::{Losses, check_document};
use crate::store::json_ld_shape::JsonLdShape;

/// Text to be parsed: a file, or a part of one.
pub(super) struct InputChunk {
    /// Its position among all chunks.
    pub(super) at: usize,
    /// The display name of its file.
    pub(super) name: Arc<str>,
    pub(super) format: RdfFormat,
    pub(super) bytes: Vec<u8>,
    /// The line of the file on which the chunk begins, from 1.
    pub(super) first_line: u32,
    /// Whether it is the last of its file.
    pub(super) end: ChunkEnd,
}

/// Whether more of the file follows a chunk.
pub(super) enum ChunkEnd {
    /// It does.
    More,
    /// It does not; with the SHA-256 of the file.
    Last(String),
}

impl InputChunk {
    /// True for formats with one statement a line.
    fn is_of_lines(&self) -> bool {
        matches!(self.format, RdfFormat::NTriples | RdfFormat::NQuads)
    }
}

/// A statement, in the term numbers of its chunk.
pub(super) struct ChunkQuad {
    pub(super) subject: Id,
    pub(super) predicate: Id,
    pub(super) object: Id,
    /// None for the default graph.
    pub(super) graph: Option<Id>,
    /// The line of the file on which it ends.
    pub(super) line: u32,
}

/// The statements of a chunk.
#[derive(Default)]
pub(super) struct ParsedChunk {
    pub(super) terms: Interner,
    pub(super) facts: Vec<ChunkQuad>,
    /// Prefixes with their IRIs.
    pub(super) prefixes: Vec<(String, String)>,
    pub(super) problems: Vec<Diagnostic>,
    /// The SHA-256 of the file, if it ends here.
    pub(super) digest: Option<String>,
}

pub(super) fn parse(part: &InputChunk) -> ParsedChunk {
    let mut parsed = match decode(part) {
        Ok(text) => statements(part, text),
        Err(problem) => ParsedChunk { problems: vec![*problem], ..ParsedChunk::default() },
    };
    parsed.digest = match &part.end {
        ChunkEnd::More => None,
        ChunkEnd::Last(digest) => Some(digest.clone()),
    };
    parsed
}

/// Parses the statements of a chunk. For line-based formats, the parser is lenient first, which skips checks at every
/// occurrence of a term: they are made once for each term here. If anything is suspicious, the chunk is parsed again
/// with all checks, for the position and the reason.
fn statements(part: &InputChunk, text: &str) -> ParsedChunk {
    // The lenient parser accepts half of a surrogate pair.
    let halves = |escape: &str| memmem::find(text.as_bytes(), escape.as_bytes()).is_some();
    if part.is_of_lines() && !halves("\\uD") && !halves("\\ud") && !has_lone_return(text) {
        let mut parsed = ParsedChunk::default();
        if read(part, text, false, &mut parsed).is_ok() {
            return parsed;
        }
    }
    let mut parsed = ParsedChunk::default();
    let is_json_ld = matches!(part.format, RdfFormat::JsonLd { .. });
    let shape = match is_json_ld.then(|| check_document(&part.name, text)).transpose() {
        Ok(shape) => shape,
        Err(problem) => {
            parsed.problems.push(problem);
            return parsed;
        }
    };
    match (read(part, text, true, &mut parsed), shape) {
        (Err(ParseFailure::Invalid(problem)), _) => parsed.problems.push(*problem),
        (Ok(()), Some(shape)) => parsed.problems.extend(find_omissions(part, text, shape)),
        (Err(ParseFailure::Suspicious), _) | (Ok(()), None) => {}
    }
    parsed
}

/// True if a carriage return has no line feed after it: in a literal, the lenient parser accepts it, and
/// [`is_suspicious`] would miss it, because no further line is counted.
fn has_lone_return(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// What the parser has dropped from a JSON-LD document: a lenient parser, which drops nothing, reads it once more.
fn find_omissions(part: &InputChunk, text: &str, shape: JsonLdShape) -> Vec<Diagnostic> {
    let (reader, lines) = LineByLineReader::of(&part.bytes);
    let mut losses = Losses::default();
    for quad in RdfParser::from_format(part.format).lenient().for_reader(reader).map_while(Result::ok) {
        losses.check(&quad, lines.number());
    }
    losses.into_diagnostics(shape, &Source::new(&part.name, text))
}

/// Why parsing of a chunk stops.
enum ParseFailure {
    Invalid(Box<Diagnostic>),
    /// Something that only a parser with all checks can judge.
    Suspicious,
}

fn read(part: &InputChunk, text: &str, checked: bool, parsed: &mut ParsedChunk) -> Result<(), ParseFailure> {
    let (reader, lines) = LineByLineReader::of(&part.bytes);
    let parser = RdfParser::from_format(part.format);
    let parser = if checked { parser } else { parser.lenient() };
    let mut quads = parser.for_reader(reader);
    // All diagnostics of a chunk share one copy of its text.
    let shared = OnceCell::new();
    let source = || shared.get_or_init(|| Source::new(&part.name, text).from_line(part.first_line as usize));
    let mut before = 0;
    for quad in quads.by_ref() {
        let now = lines.number();
        let line = part.first_line + now - 1;
        let quad = quad.map_err(|error| match checked {
            true => ParseFailure::Invalid(Box::new(syntax_error(&part.name, source(), &error))),
            false => ParseFailure::Suspicious,
        })?;
        let known = parsed.terms.len();
        let problem = add(parsed, &quad, line).map_err(|IdOverflow| ParseFailure::Invalid(Box::new(too_many())))?;
        if !checked && parsed.terms.len() > known && is_suspicious(&quad, now - before) {
            return Err(ParseFailure::Suspicious);
        }
        before = now;
        parsed.problems.extend(problem.map(|problem| problem.at(source(), lines.span(text), "")));
        if parsed.problems.len() > MOST_PROBLEMS {
            parsed.problems.push(too_many_problems(&part.name, line));
            break;
        }
    }
    let prefixes = quads.prefixes();
    parsed.prefixes = prefixes.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).collect();
    Ok(())
}

/// Whether a statement over this many lines contains anything that N-Triples does not allow.
fn is_suspicious(quad: &Quad, lines: u32) -> bool {
    let bad = |iri: &str| NamedNode::new(iri).is_err();
    let bad_node = |node: &NamedOrBlankNode| match node {
        NamedOrBlankNode::NamedNode(iri) => bad(iri.as_str()),
        NamedOrBlankNode::BlankNode(_) => false,
    };
    let bad_object = match &quad.object {
        Term::NamedNode(iri) => bad(iri.as_str()),
        Term::BlankNode(_) => false,
        Term::Literal(literal) => {
            let text = literal.value();
            let broken = lines > 1 && text.contains(['\n', '\r']);
            let bad_type = match literal.language() {
                Some(tag) => Literal::new_language_tagged_literal("", tag).is_err(),
                None => literal.datatype() == rdf::LANG_STRING || bad(literal.datatype().as_str()),
            };
            broken || bad_type
        }
    };
    let bad_graph = match &quad.graph_name {
        GraphName::NamedNode(iri) => bad(iri.as_str()),
        GraphName::BlankNode(_) | GraphName::DefaultGraph => false,
    };
    bad_node(&quad.subject) || bad(quad.predicate.as_str()) || bad_object || bad_graph
}

/// Adds a statement. Returns what is wrong with a term that occurs for the first time.
fn add(parsed: &mut ParsedChunk, quad: &Quad, line: u32) -> Result<Option<Diagnostic>, IdOverflow> {
    let mut problem = None;
    let mut met = |term: TermRef<'_>| {
        let known = parsed.terms.len();
        let id = match term {
            TermRef::BlankNode(node) => {
                let label = format!("{LABEL}{}", node.as_str());
                parsed.terms.intern(NamedNodeRef::new_unchecked(&label).into())?
            }
            named => parsed.terms.intern(named)?,
        };
        if parsed.terms.len() > known && problem.is_none() {
            problem = check(term).err();
        }
        Ok(id)
    };
    let fact = ChunkQuad {
        subject: met(quad.subject.as_ref().into())?,
        predicate: met(quad.predicate.as_ref().into())?,
        object: met(quad.object.as_ref())?,
        graph: match quad.graph_name.as_ref() {
            GraphNameRef::DefaultGraph => None,
            GraphNameRef::NamedNode(iri) => Some(met(iri.into())?),
            GraphNameRef::BlankNode(node) => Some(met(node.into())?),
        },
        line,
    };
    parsed.facts.push(fact);
    Ok(problem)
}

/// Returns one line at each read and counts them, so that the line of each fact is known in every format: a parser
/// returns a fact before it reads the next line.
struct LineByLineReader<'a> {
    rest: &'a [u8],
    given: Rc<LastLine>,
}

/// The line returned last.
#[derive(Default)]
struct LastLine {
    number: Cell<u32>,
    start: Cell<usize>,
    /// Where the returned text ends.
    end: Cell<usize>,
    /// False while only the beginning of a long line has been returned.
    is_whole: Cell<bool>,
}

impl LastLine {
    /// Its number in the chunk, from 1.
    fn number(&self) -> u32 {
        self.number.get().max(1)
    }

    /// Its span in the text of the chunk, without the line break.
    fn span(&self, text: &str) -> Span {
        let start = self.start.get();
        let line = text.get(start..self.end.get().max(start)).unwrap_or_default();
        Span::new(start, start + line.trim_end().len())
    }
}

impl<'a> LineByLineReader<'a> {
    fn of(bytes: &'a [u8]) -> (Self, Rc<LastLine>) {
        let given = Rc::new(LastLine { is_whole: Cell::new(true), ..LastLine::default() });
        (Self { rest: bytes, given: Rc::clone(&given) }, given)
    }
}

impl Read for LineByLineReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line_end = memchr::memchr(b'\n', self.rest);
        let wanted = line_end.map_or(self.rest.len(), |at| at + 1);
        let given = wanted.min(buffer.len());
        let (head, rest) = self.rest.split_at(given);
        buffer[..given].copy_from_slice(head);
        self.rest = rest;
        if given == wanted && given > 0 {
            self.given.number.set(self.given.number.get() + 1);
        }
        if self.given.is_whole.replace(given == wanted) {
            self.given.start.set(self.given.end.get());
        }
        self.given.end.set(self.given.end.get() + given);
        Ok(given)
    }
}

/// The maximum number of errors collected from one chunk.
pub(super) const MOST_PROBLEMS: usize = 10_000;

/// a column of dates in a format that is not allowed
fn too_many_problems(name: &str, line: u32) -> Diagnostic {
    let message = format!("`{name}` has more errors: nothing after line {line} was checked");
    Diagnostic::new(Blame::Data, Code::MoreFaults, message).help("fix those that are shown")
}

fn decode(part: &InputChunk) -> Result<&str, Box<Diagnostic>> {
    if part.first_line == 1 && part.bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(Box::new(byte_order_mark(&part.name)));
    }
    std::str::from_utf8(&part.bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&part.bytes[..error.valid_up_to()]);
        let source = Source::new(&part.name, &before).from_line(part.first_line as usize);
        let (line, column) = source.line_column(before.len());
        Box::new(not_utf8(&part.name, line, column))
    })
}

/// a file that an editor saved with U+FEFF first
fn byte_order_mark(name: &str) -> Diagnostic {
    let message = format!("`{name}` starts with a byte-order mark");
    Diagnostic::new(Blame::Data, Code::ByteOrderMark, message).help("save it as UTF-8 without a byte-order mark")
}

/// a file in Latin-1
fn not_utf8(name: &str, line: usize, column: usize) -> Diagnostic {
    let message = format!("`{name}` is not UTF-8: line {line}, column {column}");
    Diagnostic::new(Blame::Data, Code::NotUtf8, message).help("save it as UTF-8")
}

/// a Turtle file with a missing full stop
fn syntax_error(name: &str, source: &Source, error: &RdfParseError) -> Diagnostic {
    let text = &source.text;
    let RdfParseError::Syntax(syntax) = error else {
        let message = format!("cannot read `{name}`: {error}");
        return Diagnostic::new(Blame::Io, Code::Unreadable, message);
    };
    let whole = syntax.to_string();
    let reason = whole.split_once(": ").map_or(&whole[..], |(_, reason)| reason);
    // The parser's messages begin with a capital letter.
    let reason = match reason.chars().next() {
        Some(first) => format!("{}{}", first.to_lowercase(), &reason[first.len_utf8()..]),
        None => String::new(),
    };
    let diagnostic = Diagnostic::new(Blame::Data, Code::Malformed, format!("`{name}` cannot be read"));
    match syntax.location() {
        Some(range) => {
            // The parser can stop inside a character.
            let offset = |at: u64| text.floor_char_boundary(usize::try_from(at).unwrap_or(text.len()));
            let (start, end) = (offset(range.start.offset), offset(range.end.offset));
            let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            diagnostic.at(source, Span::new(start, end.clamp(start, line_end)), reason)
        }
        None if whole.contains("remote context") => {
            diagnostic.help("its context is elsewhere, and caveat fetches nothing: write the context into the file")
        }
        None => diagnostic.help(whole.clone()),
    }
}
