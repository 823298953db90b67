//! Joins over two named things, comparisons, and more pairs of keys than an array counts: on shaken and odd worlds, the
//! rows are those of the plan's SPARQL.

use std::fmt::Write as _;

use caveat::base::Source;
use caveat::lang::parse;
use caveat::question::{CompareQuestion, Question, ResolvedStatement, Thing};
use caveat::session::Session;
use caveat::words::KindId;
use oxigraph::model::TermRef;

use crate::law::random_library;
use crate::native::shaken_world;
use crate::native_rows::{SplitMix, check_rows, odd_library};
use crate::world;

/// Joins on what a named thing shares, or does not share, with the thing in question.
const JOINS: [&str; 13] = [
    "show iri, other.iri of loans that have a reader that has a loan as other",
    "show iri, other.iri of loans that have a book that has a loan as other whose reader is their reader and whose due date is after 2024-01-01",
    "show iri, other.iri of all books that have an author that has a book as other whose genre is their genre",
    "show iri, other.iri of loans that have a reader that has a loan as other whose book is their book",
    "show iri, other.iri of loans that have a reader that has a loan as other whose due date is after their due date",
    "show reader, other.iri of loans that have a book that has a loan as other whose reader is not their reader",
    "show iri, other.iri of books whose language is \"Swedish\" and that have an author that has a book as other whose language is their language and whose state is fine",
    "which readers that have a loan as one that has a book that has a loan as two whose reader is another reader",
    "show title, other.title of books that have an author that has a book as other whose genre is their genre",
    "show iri, one.iri, two.iri of readers that have a loan as one and that have a loan as two whose due date is one.due date",
    "show iri, other.iri of books that are written by an author that has a book as other whose pages > their pages",
    "how many loans that have a reader that has a loan as other whose book is their book and whose due date is before their due date",
    "show iri, other.iri of books that continue a book as other whose author is their author and whose pages < their pages",
];

fn read_question(session: &Session, asked: &str) -> Option<Question> {
    let source = Source::new("question", asked);
    let statements = parse(&source).unwrap_or_else(|it| panic!("{asked}: {}", it.message));
    match session.read(&statements[0], &source) {
        Ok(ResolvedStatement::Question(question)) => Some(question),
        Ok(_) => panic!("a question"),
        // A random library may lack what the question names.
        Err(_) => None,
    }
}

#[test]
fn joins_find_what_sparql_finds() {
    let (mut asked, mut told) = ([0; JOINS.len()], [0; JOINS.len()]);
    for seed in 0..60 {
        let library = random_library(900 + seed);
        for session in [odd_library(&library, seed), library, shaken_world("library", seed)] {
            for (at, text) in JOINS.iter().enumerate() {
                if let Some(question) = read_question(&session, text) {
                    asked[at] += 1;
                    told[at] += usize::from(check_rows(&session, &question).unwrap() > 0);
                }
            }
        }
    }
    assert!(asked.iter().all(|count| *count > 100), "{asked:?}");
    let tell = told.iter().filter(|count| **count > 10).count();
    assert!(tell > 6, "{told:?} of {asked:?} find something");
}

/// The things of a kind.
fn things_of_kind(session: &Session, kind: KindId) -> Vec<Thing> {
    let (lexicon, dataset) = (session.lexicon(), session.dataset());
    let things = dataset.terms().filter_map(|(id, term)| match term {
        TermRef::NamedNode(iri) if lexicon.kinds_of(dataset, id).iter().any(|it| lexicon.is_a(*it, kind)) => {
            Some(Thing { iri: iri.into_owned(), kind })
        }
        _ => None,
    });
    things.collect()
}

#[test]
fn comparisons_match_sparql() {
    let mut told = 0;
    for seed in 0..24 {
        let name = ["shipped", "evidence"][usize::from(seed % 2 == 1)];
        let session = shaken_world(name, 300 + seed);
        let Some(comparison) = session.lexicon().comparison() else {
            continue;
        };
        let kinds = [session.lexicon().end(comparison.things), comparison.topics];
        let [things, topics] = kinds.map(|kind| things_of_kind(&session, kind));
        let mut random = SplitMix(seed);
        for _ in 0..12 {
            let mut some = |all: &[Thing]| -> Vec<Thing> {
                let kept = all.iter().filter(|_| !random.one_in(3));
                kept.cloned().collect()
            };
            let beside = CompareQuestion { topics: some(&topics), things: some(&things) };
            if beside.things.is_empty() || beside.topics.is_empty() {
                continue;
            }
            told += check_rows(&session, &Question::Compare(beside)).unwrap();
        }
    }
    assert!(told > 1000, "{told} rows");
}

/// Where all pairs of keys would far outnumber the things, only pairs that occur are kept.
#[test]
fn counts_of_many_key_pairs_match_sparql() {
    let lib = "https://library.example/";
    let a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    let mut text = String::new();
    for at in 0..2_100 {
        for (class, name) in [("Book", "b"), ("Reader", "r"), ("Loan", "l"), ("Loan", "m")] {
            writeln!(text, "<{lib}id/{name}{at}> {a} <{lib}ns#{class}> .").unwrap();
        }
        // Every third reader has the same book twice.
        let other = if at % 3 == 0 { at } else { 2_099 - at };
        for (loan, book) in [("l", at), ("m", other)] {
            let loan = format!("<{lib}id/{loan}{at}>");
            writeln!(text, "{loan} <{lib}ns#loanTo> <{lib}id/r{at}> .").unwrap();
            writeln!(text, "{loan} <{lib}ns#loanOf> <{lib}id/b{book}> .").unwrap();
        }
    }
    let vocabulary = world::path("library/vocabulary.ttl");
    let session = world::of_text(&text, Some(&vocabulary)).unwrap();
    let question = read_question(&session, "how many loans by reader, book").expect("a question");
    assert_eq!(check_rows(&session, &question).unwrap(), 2 * 2_100 - 700);
}
