//! Questions, scripts and vocabularies, over a small library.

use std::sync::OnceLock;

use caveat::base::{Faults, Source};
use caveat::lang::{Statement, StatementKind, format, parse};
use caveat::question::sentence;
use caveat::render::{AnswerProvenance, Format, RenderContext, answer};
use caveat::session::Session;
use caveat::store::load_turtle;
use caveat::words::Number;

use super::{refused, settings};

const VOCABULARY: &str = include_str!("../../tests/worlds/library/vocabulary.ttl");
const BOOKS: &str = include_str!("../../tests/worlds/library/books.ttl");

fn library() -> Session {
    static LIBRARY: OnceLock<Session> = OnceLock::new();
    let made = || {
        let facts = load_turtle(&format!("{VOCABULARY}\n{BOOKS}")).expect("the library is sound");
        Session::new(facts, settings()).expect("the words of the library are sound")
    };
    LIBRARY.get_or_init(made).clone()
}

/// A question is answered, or it is told why not. What was understood is said in a sentence that means the same.
pub(super) fn question(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| asked(&mut library(), text))
}

/// True where every statement is answered.
fn asked(session: &mut Session, text: &str) -> bool {
    let source = Source::new("question", text);
    match parse(&source) {
        Ok(statements) => statements.iter().all(|it| understood(session, it, &source)),
        Err(fault) => refused(&[fault]),
    }
}

fn understood(session: &mut Session, statement: &Statement, source: &Source) -> bool {
    // The evaluator of SPARQL is another's, and runs in a process of its own.
    if matches!(statement.kind, StatementKind::Sparql(_)) {
        return false;
    }
    let resolved = match session.read(statement, source) {
        Ok(resolved) => resolved,
        Err(faults) => return refused(&faults),
    };
    let said = sentence(&resolved, session.lexicon(), session.dataset());
    if statement.asks() {
        let again = Source::new("question", &said);
        let read = parse(&again).map_err(Faults::from);
        let read = read.and_then(|it| session.read(&it[0], &again));
        let read = read.unwrap_or_else(|faults| panic!("`{said}` is what was understood, and not read: {faults:#?}"));
        assert!(read == resolved, "`{said}` is read as `{}`", sentence(&read, session.lexicon(), session.dataset()));
    }
    let mut explained = session.clone();
    if let Err(faults) = explained.explain(statement, source) {
        refused(&faults);
    }
    match session.answer(statement, source) {
        Ok(found) => {
            let about =
                AnswerProvenance { digest: "", facts: 0, today: "2026-11-23", evaluator: "native", revision: None };
            for format in [Format::Table, Format::Json, Format::Csv, Format::Markdown] {
                let page = RenderContext {
                    width: Some(60),
                    terminal: false,
                    raw_records: false,
                    about,
                    lexicon: session.lexicon(),
                    dataset: session.dataset(),
                };
                if let Err(fault) = answer(&found, &said, format, page) {
                    refused(&[fault]);
                }
            }
            true
        }
        Err(faults) => refused(&faults),
    }
}

/// A script is laid out so that it says the same, and laid out again it stays; it is rehearsed, or it is told why not.
pub(super) fn script(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let source = Source::new("script", text);
    let statements = match parse(&source) {
        Ok(statements) => statements,
        Err(fault) => return refused(&[fault]),
    };
    let laid_out = format(&source).unwrap_or_else(|fault| panic!("it is read, and not laid out: {}", fault.message));
    let again = Source::new("script", &laid_out);
    let kinds = |it: &[Statement]| it.iter().map(|it| std::mem::discriminant(&it.kind)).collect::<Vec<_>>();
    let read = parse(&again).unwrap_or_else(|fault| panic!("laid out, it is not read: {}\n{laid_out}", fault.message));
    assert!(kinds(&read) == kinds(&statements), "laid out, it says something else:\n{laid_out}");
    assert_eq!(format(&again).ok().as_ref(), Some(&laid_out), "laid out again, it is another");
    match library().validate_scripts(&[statements.iter().map(|it| (it, &source)).collect()]) {
        Ok(()) => true,
        Err(faults) => refused(&faults),
    }
}

/// What a vocabulary is written with, and things that it may speak of.
const BEFORE: &str = "@prefix lib: <https://library.example/ns#> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<x:a> a lib:Book ; rdfs:label \"a\" ; <x:title> \"A\" ; <x:pages> 3 ; <x:author> <x:b> ; <x:state> <x:fine> ; <x:genre> <x:c> .
<x:b> a lib:Author ; rdfs:label \"b\" .
<x:c> a lib:Genre ; rdfs:label \"c\" ; <x:under> <x:d> .
<x:d> a lib:Genre ; <x:under> <x:c> .
<x:e> a lib:Book ; <x:language> \"Swedish\" ; <x:printed> \"2019-03-01\"^^xsd:date .
";

/// A vocabulary is read, and things of each of its kinds can be asked for; or it is told what is wrong with it.
pub(super) fn vocabulary(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let facts = match load_turtle(&format!("{BEFORE}{text}")) {
        Ok(facts) => facts,
        Err(faults) => return refused(&faults),
    };
    let session = match Session::new(facts, settings()) {
        Ok(session) => session,
        Err(faults) => return refused(&faults),
    };
    if let Err(fault) = session.schema(None) {
        refused(&[fault]);
    }
    let kinds = session.lexicon().kinds().map(|(id, _)| session.lexicon().kind_word(id, Number::Plural).to_owned());
    for noun in kinds.collect::<Vec<_>>() {
        for text in [format!("which {noun}"), format!("how many {noun}")] {
            asked(&mut session.clone(), &text);
        }
    }
    true
}
