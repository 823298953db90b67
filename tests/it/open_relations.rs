//! Open relations: three evaluators find the same certain and the same possible things; both sets keep the laws of
//! Kleene.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use caveat::plan::{AnswerShape, Concept, Plan};
use caveat::question::{Condition, NounPhrase, Polarity, Question, ResolvedStatement, SolutionModifiers, sentence};
use caveat::session::Session;
use caveat::store::Id;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::law::{facts_of_a_library, for_seeded_questions};
use crate::reference::members;
use crate::three_valued::ThreeValuedEvaluator;
use crate::world;

const SAY: &str = "https://w3id.org/caveat/say#";

/// What can be open in the library, each with the kinds for which it can be looked up.
const OPEN: [(&str, &[&str]); 12] = [
    ("author", &["", "Book", "Novel"]),
    ("sequelOf", &["", "Novel"]),
    ("home", &["", "Author", "Book"]),
    ("from", &["", "Author"]),
    ("born", &["", "Author", "Book"]),
    ("pages", &["", "Novel"]),
    ("genre", &[""]),
    ("about", &["", "Novel"]),
    ("loanTo", &["", "Book", "Reader"]),
    ("loanOf", &["", "Book"]),
    ("borrow", &["", "Reader"]),
    ("due", &["", "Book", "Reader"]),
];

/// A random library in which some things are open.
pub(crate) fn open_library(seed: u64) -> Session {
    let mut text = facts_of_a_library(seed);
    let mut state = seed;
    text.push_str("@prefix say: <https://w3id.org/caveat/say#> .\n");
    for (term, kinds) in OPEN {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let chance = (state >> 33) as usize;
        if chance.is_multiple_of(3) {
            continue;
        }
        write!(text, "lib:{term} say:open true").unwrap();
        match kinds[chance / 3 % kinds.len()] {
            "" => text.push_str(" .\n"),
            kind => writeln!(text, " ; say:lookedUpFor lib:{kind} .").unwrap(),
        }
    }
    let vocabulary = world::path("library/vocabulary.ttl");
    world::of_text(&text, Some(&vocabulary)).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
}

fn things(session: &Session, rows: Vec<Vec<Option<Term>>>) -> BTreeSet<Id> {
    rows.into_iter().map(|row| session.dataset().id(row[0].as_ref().unwrap()).unwrap()).collect()
}

fn plan_of(session: &Session, set: &NounPhrase) -> Result<Plan, TestCaseError> {
    let plan = session.plan(&Question::HowMany(set.clone(), SolutionModifiers::default()));
    plan.map_err(|fault| TestCaseError::reject(fault.message))
}

/// The certain and the possible things of a plan.
fn certain_and_possible(plan: &Plan) -> [Plan; 2] {
    let possible = plan.possible.as_ref().map_or(&plan.set, |possible| &possible.set);
    [&plan.set, possible].map(|set| Plan {
        shape: AnswerShape::Things,
        set: set.clone(),
        possible: None,
        ..plan.clone()
    })
}

fn check_evaluators_agree(
    session: &Session,
    judge: &ThreeValuedEvaluator<'_>,
    question: &Question,
) -> Result<usize, TestCaseError> {
    let set = question.set().unwrap();
    let plan = plan_of(session, set)?;
    let said = || sentence(&ResolvedStatement::Question(question.clone()), session.lexicon(), session.dataset());
    let fail = |fault: caveat::base::Diagnostic| TestCaseError::fail(fault.message);
    let judged = judge.sets(set);
    for (plan, (judged, which)) in certain_and_possible(&plan).iter().zip(judged.iter().zip(["certain", "possible"])) {
        let native = things(session, session.rows(plan).map_err(fail)?);
        let by_sparql = things(session, session.rows_of_sparql(plan).map_err(fail)?);
        let by_plan = members(&plan.set, session.dataset());
        for (evaluator, found) in [("native", &native), ("SPARQL", &by_sparql), ("one by one", &by_plan)] {
            let names = |ids: Vec<&Id>| -> Vec<String> {
                ids.into_iter().map(|id| session.dataset().short(session.dataset().term(*id))).collect()
            };
            prop_assert!(
                found == judged,
                "{}\n{which}, {evaluator}: only there {:?}, missing there {:?}\n{}",
                said(),
                names(found.difference(judged).collect()),
                names(judged.difference(found).collect()),
                plan.set.lines(session.dataset())
            );
        }
    }
    Ok(judged[1].len() - judged[0].len())
}

#[test]
fn three_evaluators_agree_on_certain_and_possible_things() {
    let (asked, unknown) = (Cell::new(0), Cell::new(0));
    // At least 140 questions, each answered in three ways.
    let mut worlds: Vec<Session> = (0..7).map(open_library).collect();
    worlds.push(world::session("open"));
    for (seed, session) in worlds.iter().enumerate() {
        let judge = ThreeValuedEvaluator::new(session);
        for_seeded_questions(session, 20, seed as u8, |session, question| {
            let between = check_evaluators_agree(session, &judge, question)?;
            asked.set(asked.get() + 1);
            unknown.set(unknown.get() + u32::from(between > 0));
            Ok(())
        });
    }
    assert!(asked.get() >= 140, "{} were asked", asked.get());
    // The law says little about questions without unknown things.
    assert!(unknown.get() * 12 > asked.get(), "{} of {} have unknown things", unknown.get(), asked.get());
}

/// The things of a kind that are, or are not, in a set.
fn things_in_set(session: &Session, set: &NounPhrase, polarity: Polarity) -> NounPhrase {
    let mut things = NounPhrase::all(set.kind, session.lexicon());
    things.filters = vec![Condition::IsA(Box::new(set.clone()), polarity)];
    things
}

#[test]
fn certain_things_are_possible_and_never_denied() {
    for seed in 100..120 {
        let session = open_library(seed);
        for_seeded_questions(&session, 40, seed as u8, |session, question| {
            let set = question.set().unwrap();
            let of_plan = |plan: &Plan| {
                let [certain, possible] = certain_and_possible(plan);
                let found = |plan: &Plan| session.rows(plan).map(|rows| things(session, rows));
                let fail = |fault: caveat::base::Diagnostic| TestCaseError::fail(fault.message);
                Ok::<_, TestCaseError>((found(&certain).map_err(fail)?, found(&possible).map_err(fail)?))
            };
            let (certain, possible) = of_plan(&plan_of(session, &things_in_set(session, set, Polarity::Positive))?)?;
            prop_assert!(certain.is_subset(&possible));
            let (not, perhaps_not) = of_plan(&plan_of(session, &things_in_set(session, set, Polarity::Negative))?)?;
            let all = Concept::Class(session.lexicon().kind(set.kind).classes.clone());
            let all = members(&all, session.dataset());
            prop_assert_eq!(not, all.difference(&possible).copied().collect::<BTreeSet<Id>>());
            prop_assert_eq!(perhaps_not, all.difference(&certain).copied().collect::<BTreeSet<Id>>());
            Ok(())
        });
    }
}

/// Whether a relation or an attribute speaks of the record or of the world decides what `no` means of it: whoever adds
/// one must decide.
#[test]
fn every_shipped_property_says_whether_it_is_open() {
    let mut described = BTreeSet::new();
    let mut decided = BTreeSet::new();
    for entry in std::fs::read_dir(world::root().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "ttl") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
            let quad = quad.unwrap();
            let says = |term: &str| quad.object.to_string() == format!("<{SAY}{term}>");
            if says("Relation") || says("Attribute") {
                described.insert(quad.subject.to_string());
            }
            if quad.predicate.as_str() == format!("{SAY}open") {
                decided.insert(quad.subject.to_string());
            }
        }
    }
    assert!(described.len() > 100, "{described:?}");
    let undecided: Vec<_> = described.difference(&decided).collect();
    assert!(undecided.is_empty(), "say `say:open true` or `say:open false` of {undecided:?}");
}
