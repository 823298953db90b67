//! Laws of `suppose`, on random questions: the sentence reads back as itself, and a supposition answers like files that
//! say so.

use std::fmt::Write as _;

use caveat::base::Source;
use caveat::lang::parse;
use caveat::question::{HypotheticalState, Polarity, Question, ResolvedStatement, Supposition, Thing, sentence};
use caveat::session::Session;
use caveat::store::Id;
use caveat::words::{AdjectiveId, KindId, Meaning, Step};
use oxigraph::model::{NamedNode, Term};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::law::{check_reads_back, for_questions};
use crate::world;

/// Things that have a name of their own, so that a sentence can name them, with their kinds.
fn named_things(session: &Session) -> Vec<Thing> {
    let (lexicon, dataset) = (session.lexicon(), session.dataset());
    let things = lexicon.kinds().flat_map(|(kind, _)| {
        let things = lexicon.things(dataset, kind).into_iter();
        things.map(move |thing| (kind, thing)).collect::<Vec<_>>()
    });
    let own = |(kind, thing): (KindId, Id)| {
        let is_own = lexicon.kinds_of(dataset, thing) == [kind];
        match dataset.term(thing) {
            // What the vocabulary mentions cannot be missing from the files.
            oxigraph::model::TermRef::NamedNode(iri) if is_own && !iri.as_str().contains("/ns#") => {
                Some(Thing { iri: iri.into_owned(), kind })
            }
            _ => None,
        }
    };
    things.filter_map(own).collect()
}

/// The adjectives of a kind that can be supposed.
fn supposable_values(session: &Session, kind: KindId) -> Vec<(AdjectiveId, NamedNode, Term)> {
    let adjectives = session.lexicon().adjectives();
    let values = adjectives.filter(|(_, it)| it.of == kind && it.word.is_some());
    let values = values.filter_map(|(id, it)| match &it.meaning {
        Meaning::Value { path, value } => match path.0.as_slice() {
            [Step::Forward(property)] => Some((id, property.clone(), value.clone())),
            _ => None,
        },
        _ => None,
    });
    values.collect()
}

/// One or two suppositions, chosen by a number.
fn pick_suppositions(session: &Session, things: &[Thing], number: usize) -> Vec<Supposition> {
    let first = things[number % things.len()].clone();
    let second = things[(number / 7 + 1) % things.len()].clone();
    let mut supposed = vec![supposition(session, first, number)];
    if number.is_multiple_of(3) && second != supposed[0].thing {
        supposed.push(supposition(session, second, number / 3));
    }
    supposed
}

fn supposition(session: &Session, thing: Thing, number: usize) -> Supposition {
    let values = supposable_values(session, thing.kind);
    let supposed = match values.get(number % (values.len() + 1)) {
        None => HypotheticalState::Gone,
        Some((id, ..)) if number.is_multiple_of(2) => HypotheticalState::Is(*id, Polarity::Positive),
        Some((id, ..)) => HypotheticalState::Is(*id, Polarity::Negative),
    };
    Supposition { thing, supposed }
}

/// A session over files that state the suppositions: every fact written out, one at a time.
fn session_over_changed_files(session: &Session, supposed: &[Supposition]) -> Session {
    let mut text = String::new();
    for (name, iris) in &session.dataset().prefixes().by_name {
        writeln!(text, "@prefix {name}: <{}> .", iris[0]).unwrap();
    }
    let gone = |term: &Term| {
        let is = |it: &&Supposition| Term::from(it.thing.iri.clone()) == *term;
        supposed.iter().find(is).is_some_and(|it| it.supposed == HypotheticalState::Gone)
    };
    let value_of = |it: &Supposition| match it.supposed {
        HypotheticalState::Is(id, polarity) => {
            let all = supposable_values(session, it.thing.kind);
            let (_, property, value) = all.into_iter().find(|(known, ..)| *known == id).unwrap();
            Some((property, value, polarity))
        }
        HypotheticalState::Gone => None,
    };
    for quad in session.dataset().quads() {
        let (subject, object) = (Term::from(quad.subject.clone()), quad.object.clone());
        let replaced = supposed.iter().any(|it| {
            Term::from(it.thing.iri.clone()) == subject
                && value_of(it).is_some_and(|(property, value, polarity)| {
                    property == quad.predicate && (polarity == Polarity::Positive || value == object)
                })
        });
        if !gone(&subject) && !gone(&object) && !replaced {
            writeln!(text, "{subject} {} {object} .", quad.predicate).unwrap();
        }
    }
    for it in supposed {
        if let Some((property, value, Polarity::Positive)) = value_of(it) {
            writeln!(text, "{} {property} {value} .", it.thing.iri).unwrap();
        }
    }
    world::of_text(&text, None).unwrap_or_else(|faults| panic!("{}", world::messages(&faults)))
}

/// Numbers that differ from question to question, the same in each run.
fn seed_of(question: &Question) -> usize {
    let text = format!("{question:?}");
    text.bytes().fold(7_usize, |number, byte| number.wrapping_mul(31).wrapping_add(usize::from(byte)) % 1_000_003)
}

#[test]
fn printed_suppositions_read_back_as_themselves() {
    let session = world::session("library");
    let things = named_things(&session);
    assert!(things.len() > 10);
    for_questions(&session, 300, |session, question| {
        let supposed = pick_suppositions(session, &things, seed_of(question));
        check_reads_back(session, &Question::Suppose(supposed, Box::new(question.clone())))
    });
}

#[test]
fn suppositions_answer_like_changed_files() {
    let session = world::session("library");
    let things = named_things(&session);
    let differing = std::cell::Cell::new(0);
    for_questions(&session, 120, |session, question| {
        let supposed = pick_suppositions(session, &things, seed_of(question));
        let other = session_over_changed_files(session, &supposed);
        let asked = Question::Suppose(supposed, Box::new(question.clone()));
        let answer = |session: &Session, question: &Question| {
            session
                .evaluate(question)
                .map(|answer| answer.body)
                .map_err(|fault| TestCaseError::fail(world::messages(&[fault])))
        };
        let found = answer(session, &asked)?;
        // Words have other numbers there: the question is read again.
        let resolved = ResolvedStatement::Question(question.clone());
        let said = sentence(&resolved, session.lexicon(), session.dataset());
        let source = Source::new("question", &said);
        let Ok(ResolvedStatement::Question(there)) = other.read(&parse(&source).unwrap()[0], &source) else {
            // A removed name cannot be read.
            return Ok(());
        };
        prop_assert_eq!(&found, &answer(&other, &there)?);
        if found != answer(session, question)? {
            differing.set(differing.get() + 1);
        }
        Ok(())
    });
    // Otherwise no supposition mattered to any question.
    assert!(differing.get() > 10, "{} answers differ", differing.get());
}

#[test]
fn questions_on_evidence_read_back_as_themselves() {
    let session = world::session("evidence");
    for thing in named_things(&session) {
        let lexicon = session.lexicon();
        let support = lexicon.support().unwrap();
        let questions = if lexicon.overlap(thing.kind, support.of) {
            vec![Question::Argument(thing.clone()), Question::Loss(thing)]
        } else if lexicon.overlap(thing.kind, support.ground) {
            vec![Question::Loss(thing)]
        } else {
            Vec::new()
        };
        for question in questions {
            check_reads_back(&session, &question).unwrap();
        }
    }
}
