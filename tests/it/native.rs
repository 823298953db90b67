//! The law of native evaluation: for any question on any facts, the rows found on the index are those of the plan's
//! SPARQL, on the index and on Oxigraph's own store.

use std::cell::Cell;
use std::fmt::Write as _;

use caveat::plan::{AnswerShape, Plan, select};
use caveat::question::{Question, ResolvedStatement, sentence};
use caveat::session::Session;
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::law::{for_seeded_questions, random_library, store_of};
use crate::world;

type Row = Vec<Option<Term>>;

/// The number of things that the three readers agree on; none when the question has no plan.
fn count_if_equal(session: &Session, store: &Store, question: &Question) -> Result<Option<usize>, TestCaseError> {
    let Ok(plan) = session.plan(question) else {
        return Ok(None);
    };
    let things = Plan { shape: AnswerShape::Things, ..plan };
    let fail = |fault: caveat::base::Diagnostic| TestCaseError::fail(fault.message);
    let own = session.rows(&things).map_err(fail)?;
    let own_length = own.len();
    let own = sort_rows(own);
    prop_assert_eq!(own.len(), own_length);
    let by_sparql = sort_rows(session.rows_of_sparql(&things).map_err(fail)?);
    let on_store = sort_rows(rows_on_store(session, store, &things));
    for (reader, rows) in [("SPARQL on the index", by_sparql), ("SPARQL on the store", on_store)] {
        if rows != own {
            let asked = ResolvedStatement::Question(question.clone());
            let said = sentence(&asked, session.lexicon(), session.dataset());
            let mut text = format!("{said}\n{}\n", things.set.lines(session.dataset()));
            for (only, rows, others) in [("native", &own, &rows), (reader, &rows, &own)] {
                for row in rows.iter().filter(|row| !others.contains(row)) {
                    writeln!(text, "only {only}: {row:?}").unwrap();
                }
            }
            return Err(TestCaseError::fail(text));
        }
    }
    Ok(Some(own.len()))
}

fn sort_rows(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows.dedup();
    rows
}

fn rows_on_store(session: &Session, store: &Store, plan: &Plan) -> Vec<Row> {
    let selection = select(plan, session.lexicon());
    let prepared = SparqlEvaluator::new().for_query(selection.query);
    let QueryResults::Solutions(solutions) = prepared.on_store(store).execute().unwrap() else {
        panic!("a SELECT gives solutions");
    };
    let rows = solutions.map(|solution| vec![solution.unwrap().get(&selection.subject).cloned()]);
    rows.collect()
}

/// Citations are checked against these: facts with one missing or exchanged are refused. A shaken world omits them.
const LEFT_OUT: [&str; 7] =
    ["#speaksFor", "#foundIn", "#versionDay", "#passageDigest", "#passageLength", "#firstSeen", "#lastSeen"];

/// Facts without these are refused: the sentence of an assurance, the vendor of a record, and stances, of which two may
/// clash.
const NEEDED: [&str; 5] = ["#sentence", "#vendor", "#affirms", "#denies", "#qualifies"];

/// The facts of a world with some omitted and some ends exchanged: dangling links, things without a class, cycles.
pub(crate) fn shaken_world(name: &str, seed: u64) -> Session {
    let session = world::session(name);
    let mut state = seed;
    let mut below = move |bound: usize| {
        // Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    };
    let words = "https://w3id.org/caveat/say#";
    let of_words = |term: &str| term.contains(words) || term.contains("www.w3.org/ns/shacl");
    let vocabulary: std::collections::HashSet<Term> = session
        .dataset()
        .quads()
        .filter(|quad| of_words(quad.predicate.as_str()) || of_words(&quad.object.to_string()))
        .flat_map(|quad| [Term::from(quad.subject), quad.object])
        .collect();
    let quads: Vec<_> = session.dataset().quads().collect();
    let of_types = quads.iter().filter(|it| it.predicate == oxigraph::model::vocab::rdf::TYPE);
    let of_types: std::collections::BTreeSet<String> = of_types.map(|it| it.subject.to_string()).collect();
    // Things without a class may have no facts; links still lead to them.
    let gone = of_types.into_iter().filter(|it| it.contains("/id/") && below(20) == 0);
    let gone: std::collections::BTreeSet<String> = gone.collect();
    let mut text = String::new();
    for quad in &quads {
        let subject = Term::from(quad.subject.clone());
        if !vocabulary.contains(&subject) && gone.contains(&quad.subject.to_string()) {
            continue;
        }
        let mut object = &quad.object;
        if !vocabulary.contains(&subject) && LEFT_OUT.iter().any(|it| quad.predicate.as_str().ends_with(it)) {
            continue;
        }
        // Domains and ranges are kept: they say which paths fit together.
        let kept = quad.predicate.as_str().contains("rdf-syntax-ns#")
            || ["#domain", "#range"].iter().any(|end| quad.predicate.as_str().ends_with(end))
            || of_words(quad.predicate.as_str())
            || NEEDED.iter().any(|it| quad.predicate.as_str().ends_with(it))
            || vocabulary.contains(&subject) && vocabulary.contains(object)
            // Another class above a kind can give a word two meanings.
            || vocabulary.contains(&subject) && quad.predicate.as_str().ends_with("#subClassOf");
        if !kept {
            match below(12) {
                0 | 1 => continue,
                2 => {
                    // The end of another link of the same property, if there is one near.
                    let other = &quads[below(quads.len())];
                    if other.predicate == quad.predicate {
                        object = &other.object;
                    }
                }
                _ => {}
            }
        }
        writeln!(text, "{} {} {} .", quad.subject, quad.predicate, object).unwrap();
    }
    world::of_text(&text, None).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
}

/// Asks each of the worlds this many questions; returns how many were asked, and how many found something.
fn ask_worlds(worlds: impl Iterator<Item = Session>, questions: u32) -> (u32, u32) {
    let (asked, told) = (Cell::new(0), Cell::new(0));
    for (seed, session) in worlds.enumerate() {
        let store = store_of(&session);
        for_seeded_questions(&session, questions, (seed % 251) as u8, |session, question| {
            if let Some(count) = count_if_equal(session, &store, question)? {
                asked.set(asked.get() + 1);
                told.set(told.get() + u32::from(count > 0));
            }
            Ok(())
        });
    }
    (asked.get(), told.get())
}

#[test]
fn evaluators_agree_on_random_libraries() {
    let (asked, told) = ask_worlds((100..350).map(random_library), 60);
    assert!(told * 3 > asked, "{told} of {asked} tell");
}

#[test]
fn evaluators_agree_on_shaken_worlds() {
    let (asked, told) = ask_worlds((0..12).map(|seed| shaken_world("shipped", seed)), 200);
    assert!(told * 3 > asked, "{told} of {asked} tell");
    let (asked, told) = ask_worlds((0..12).map(|seed| shaken_world("library", seed)), 200);
    assert!(told * 3 > asked, "{told} of {asked} tell");
}

/// A path may continue from none of the things that it has reached.
#[test]
fn paths_with_a_gap_find_nothing() {
    let lib = "https://library.example/";
    let a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    for odd in ["Place", "Genre", "Person", "Book", "Novel", "Author"] {
        let mut text = String::new();
        for at in 0..9 {
            for (class, name) in [("Book", "b"), ("Loan", "l"), ("Reader", "r"), (odd, "o")] {
                writeln!(text, "<{lib}id/{name}{at}> {a} <{lib}ns#{class}> .").unwrap();
            }
            // Loans are to readers; what is of a book, of two or of none, is not a loan.
            writeln!(text, "<{lib}id/l{at}> <{lib}ns#loanTo> <{lib}id/r{at}> .").unwrap();
            for book in (at..9).step_by(4).take(at % 3) {
                writeln!(text, "<{lib}id/o{at}> <{lib}ns#loanOf> <{lib}id/b{book}> .").unwrap();
            }
        }
        let vocabulary = world::path("library/vocabulary.ttl");
        let mut session = world::of_text(&text, Some(&vocabulary)).unwrap();
        for asked in [
            "readers that borrow a book",
            "books that are borrowed by a reader",
            "readers that borrow exactly 1 book",
            "readers that borrow only books",
        ] {
            assert!(world::first_column(&mut session, &format!("which {asked}")).is_empty(), "{asked}");
        }
    }
}

/// Definitions that use one another make the deepest plans allowed; a thread with little stack evaluates them, as a
/// whole and one by one.
#[test]
fn deepest_plans_need_little_stack() {
    let lib = "https://library.example/";
    let a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    let mut text = String::new();
    for (book, prequel) in [(0, 1), (1, 2), (2, 0)] {
        writeln!(text, "<{lib}id/{book}> {a} <{lib}ns#Book> .").unwrap();
        writeln!(text, "<{lib}id/{book}> <{lib}ns#sequelOf> <{lib}id/{prequel}> .").unwrap();
    }
    let vocabulary = world::path("library/vocabulary.ttl");
    for (verb, verbs) in [
        ("that continues a book ", "that continues a book "),
        ("that continues only books ", "that continue only books "),
        ("that continues exactly 1 book ", "that continues exactly 1 book "),
    ] {
        let session = world::of_text(&text, Some(&vocabulary)).unwrap();
        let name = |step: u8| format!("deep{}", char::from(b'a' + step));
        let mut script = format!("define a {} book as a book that has a prequel;\n", name(0));
        let mut deepest = 0;
        for step in 1..16 {
            let is = if verbs == verb { "is" } else { "are" };
            let clauses = format!("{verb}{}", verbs.repeat(19));
            let next = format!("define a {} book as a book {clauses}that {is} {};\n", name(step), name(step - 1));
            let asked = format!("{script}{next}how many {} books", name(step));
            match world::ask(&mut session.clone(), &asked) {
                Ok(_) => script += &next,
                Err(told) => {
                    assert!(told.contains("depend on one another too deeply"), "{told}");
                    deepest = step - 1;
                    break;
                }
            }
        }
        assert!(deepest > 5, "{deepest} definitions of {verb}");
        let name = name(deepest);
        for (asked, count) in [
            (format!("how many {name} books"), "3 books"),
            (format!("how many books are not {name}"), "0 books"),
            (format!("how many books that have a sequel that is {name}"), "3 books"),
        ] {
            let mut session = session.clone();
            let answers = world::ask(&mut session, &format!("{script}{asked}"));
            let answers = answers.unwrap_or_else(|told| panic!("{asked}: {told}"));
            let caveat::exec::Body::Count { count: found, .. } = answers.last().unwrap().body else {
                panic!("a count");
            };
            assert_eq!(format!("{found} books"), count, "{asked}, {verb}");
        }
    }
}
