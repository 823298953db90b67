//! Laws of explanations, on random questions and things: an explanation agrees with the answer, and its parts decide
//! it. And cases that random questions do not reach.

use std::cell::Cell;
use std::collections::BTreeMap;

use caveat::exec::{Connective, Reason, Truth};
use caveat::question::{
    Bound, Condition, LinkCondition, NounPhrase, Quantity, Question, ResolvedStatement, Thing, sentence,
};
use caveat::session::Session;
use oxigraph::model::{NamedNode, NamedOrBlankNode, vocab};
use proptest::prelude::*;

use crate::law::{for_questions, random_library};
use crate::open_relations::open_library;
use crate::reference::members;
use crate::world;

/// Things to ask about: those with facts, by their class.
struct ThingsByClass {
    by_class: BTreeMap<String, Vec<NamedNode>>,
}

impl ThingsByClass {
    fn of(session: &Session) -> Self {
        let mut by_class: BTreeMap<String, Vec<NamedNode>> = BTreeMap::new();
        let typed = session.dataset().quads();
        for quad in typed.filter(|quad| quad.predicate == vocab::rdf::TYPE) {
            if let NamedOrBlankNode::NamedNode(thing) = quad.subject {
                let things = by_class.entry(quad.object.to_string()).or_default();
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
        }
        Self { by_class }
    }

    /// A dozen of each class that a question is about, and one of each other class.
    fn for_question(&self, session: &Session, question: &Question) -> Vec<NamedNode> {
        let kind = question.set().unwrap().kind;
        let classes = &session.lexicon().kind(kind).classes;
        let own = |class: &String| classes.iter().any(|it| it.to_string() == *class);
        let things = self.by_class.iter().flat_map(|(class, things)| {
            let few = if own(class) { 12 } else { 1 };
            things.iter().take(few).cloned()
        });
        things.collect()
    }
}

fn check_agrees_with_answer(
    session: &Session,
    question: &Question,
    things: &[NamedNode],
) -> Result<(usize, usize), TestCaseError> {
    let plan = match session.plan(question) {
        Ok(plan) => plan,
        Err(fault) => return Err(TestCaseError::reject(fault.message)),
    };
    let resolved = ResolvedStatement::Question(question.clone());
    let said = sentence(&resolved, session.lexicon(), session.dataset());
    let whys =
        session.why(question, things).map_err(|fault| TestCaseError::fail(format!("{said}\n{}", fault.message)))?;
    // Few things are explained one by one, many of a kind together: the reasons are the same.
    let few = &things[..things.len().min(2)];
    let alone =
        session.why(question, few).map_err(|fault| TestCaseError::fail(format!("{said}\n{}", fault.message)))?;
    prop_assert_eq!(format!("{alone:#?}"), format!("{:#?}", &whys[..few.len()]), "{}", said);
    let certain = members(&plan.set, session.dataset());
    let possible = plan.possible.map(|possible| members(&possible.set, session.dataset()));
    let mut found = 0;
    for (why, thing) in whys.iter().zip(things) {
        let id = session.dataset().iri_id(thing.as_ref()).unwrap();
        let is_member = match &possible {
            _ if certain.contains(&id) => Truth::Yes,
            Some(possible) if possible.contains(&id) => Truth::Unknown,
            _ => Truth::No,
        };
        let shown = || format!("{said}\n{thing}\n{why:#?}");
        prop_assert_eq!(why.holds, is_member, "{}", shown());
        prop_assert!(!why.reasons.is_empty(), "{}", shown());
        prop_assert_eq!(why.holds, Connective::All.decides(&why.reasons), "{}", shown());
        for reason in &why.reasons {
            check_parts_decide(reason).map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", shown())))?;
        }
        // Conditions on named things are one reason together.
        let together = format!("{question:?}").contains("Binding(");
        if let Some(set) = question.set().filter(|_| !together) {
            check_reasons_of_conditions(set, &why.reasons)
                .map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", shown())))?;
        }
        prop_assert!(!why.sentence().is_empty(), "{}", shown());
        found += usize::from(why.holds == Truth::Yes);
    }
    Ok((found, whys.len()))
}

fn check_parts_decide(reason: &Reason) -> Result<(), String> {
    if !reason.parts.is_empty() && reason.joint.decides(&reason.parts) != reason.holds {
        return Err(format!("its parts do not decide `{}`", reason.said));
    }
    if reason.said.is_empty() || reason.found.is_empty() {
        return Err(format!("nothing is said or found: {reason:?}"));
    }
    for linked in reason.linked.items() {
        let all = linked.reasons.iter().all(|it| it.holds == Truth::Yes);
        if linked.counts == Truth::Yes && (!all || linked.left_out) {
            return Err(format!("{} counts, and does not", linked.thing.short));
        }
    }
    let linked = reason.linked.items().iter().flat_map(|it| &it.reasons);
    reason.parts.iter().chain(linked).try_for_each(check_parts_decide)
}

/// The last reasons are those of the conditions of the set, in order.
fn check_reasons_of_conditions(set: &NounPhrase, reasons: &[Reason]) -> Result<(), String> {
    let filters: Vec<&Condition> = set
        .filters
        .iter()
        .flat_map(|filter| match filter {
            Condition::All(inner) => inner.iter().collect(),
            one => vec![one],
        })
        .collect();
    // A thing of another kind has no further reasons.
    let Some(from) = reasons.len().checked_sub(filters.len()) else {
        return Ok(());
    };
    if reasons.len() == 1 && reasons[0].holds != Truth::Yes {
        return Ok(());
    }
    for (filter, reason) in filters.iter().zip(&reasons[from..]) {
        if let Condition::Linked(linked) = filter {
            check_linked_things_decide(linked, reason)?;
        }
    }
    Ok(())
}

/// The listed things decide: as many count as the condition demands.
fn check_linked_things_decide(linked: &LinkCondition, reason: &Reason) -> Result<(), String> {
    if reason.linked.more() > 0 || reason.holds == Truth::Unknown {
        return Ok(());
    }
    let looked_at = reason.linked.items().iter().filter(|it| !it.left_out);
    let (counting, others): (Vec<_>, Vec<_>) = looked_at.partition(|it| it.counts == Truth::Yes);
    let count = counting.len() as u64;
    let decided = match linked.quantity {
        Quantity::Some => count > 0,
        Quantity::No => count == 0,
        Quantity::Only | Quantity::Every => count > 0 && others.is_empty(),
        Quantity::Count(Bound::Exactly, number) => count == number,
        Quantity::Count(Bound::AtLeast, number) => count >= number,
        Quantity::Count(Bound::AtMost, number) => count <= number,
        Quantity::Count(Bound::MoreThan, number) => count > number,
        Quantity::Count(Bound::FewerThan, number) => count < number,
    };
    for other in others.iter().filter(|_| linked.quantity != Quantity::Every) {
        if other.reasons.iter().all(|it| it.holds == Truth::Yes) {
            return Err(format!("{} does not count for no reason", other.thing.short));
        }
    }
    if Truth::from(decided) == reason.holds { Ok(()) } else { Err(format!("{count} count for `{}`", reason.said)) }
}

#[test]
fn explanations_agree_with_answers() {
    let told = Cell::new((0, 0));
    let mut worlds: Vec<(Session, u32)> = (0..2).map(|seed| (random_library(seed), 40)).collect();
    worlds.push((world::session("library"), 30));
    worlds.extend((0..2).map(|seed| (open_library(seed), 20)));
    worlds.push((world::session("shipped"), 3));
    for (session, cases) in &worlds {
        let things = ThingsByClass::of(session);
        for_questions(session, *cases, |session, question| {
            let things = things.for_question(session, question);
            let (found, asked) = check_agrees_with_answer(session, question, &things)?;
            let (before, of) = told.get();
            told.set((before + found, of + asked));
            Ok(())
        });
    }
    let (found, asked) = told.get();
    // The law says little where everything or nothing is found.
    assert!(asked > 500 && found * 10 > asked, "{found} of {asked}");
}

/// Forms that random questions do not have: named things, sets, `those`, one thing alone.
#[test]
fn every_form_of_question_is_explained() {
    let mut session = world::session("library");
    let questions = [
        "which books that are written by an author as first who writes a book whose pages > 500",
        "which books continued by a book as other whose pages < their pages",
        "which books continued by a book as other and whose pages > other.pages",
        "show iri, other.iri of books continued by a book as other whose pages > 0",
        "how many books by state whose count > 1",
        "are there at least 2 books longer than 300",
        "which books whose pages > average pages of books first 1",
        "let few be books shorter than 200\n\nwhich few that are worn",
        "which novels\n\nwhich of those are worn",
        "does \"Ice\" have a loan and continue a book",
        "why is \"Ice\" worn or thick",
    ];
    for question in questions {
        let things = ThingsByClass::of(&session);
        let source = caveat::base::Source::new("question", question);
        let statements = caveat::lang::parse(&source).unwrap();
        let (last, before) = statements.split_last().unwrap();
        for statement in before {
            session.answer(statement, &source).unwrap();
        }
        let resolved =
            session.read(last, &source).unwrap_or_else(|faults| panic!("{question}\n{}", world::messages(&faults)));
        let ResolvedStatement::Question(asked) = &resolved else { panic!("{question} asks nothing") };
        if asked.set().is_some() {
            let things = things.for_question(&session, asked);
            check_agrees_with_answer(&session, asked, &things).unwrap();
        }
        session.answer(last, &source).unwrap();
    }
}

#[test]
fn questions_without_a_set_have_no_reasons() {
    let session = world::session("library");
    let source = caveat::base::Source::new("question", "describe \"Ice\"");
    let statements = caveat::lang::parse(&source).unwrap();
    let ResolvedStatement::Question(asked) = session.read(&statements[0], &source).unwrap() else {
        panic!("describe asks")
    };
    let ice = NamedNode::new("https://library.example/id/ice").unwrap();
    let unknown = NamedNode::new("https://library.example/id/nowhere").unwrap();
    let fault = session.why(&asked, std::slice::from_ref(&ice)).unwrap_err();
    insta::assert_snapshot!("no_reasons", world::messages(&[fault]));
    let fault = session.why(&asked, &[unknown]).unwrap_err();
    insta::assert_snapshot!("nothing_known", world::messages(&[fault]));
}

/// One evaluation for each part, however many things there are and however they are linked: many citations, cycles,
/// long chains.
#[test]
fn explains_many_linked_things_and_cycles() {
    let mut text =
        String::from("@prefix lib: <https://library.example/ns#> . @prefix : <https://library.example/id/> .\n");
    for at in 0..1_000 {
        let next = (at + 1) % 1_000;
        text.push_str(&format!(
            ":b{at} a lib:Book ; lib:title \"Book {at}\" ; lib:author :w ; lib:sequelOf :b{next} .\n"
        ));
    }
    text.push_str(":w a lib:Author .\n");
    let vocabulary = world::path("library/vocabulary.ttl");
    let session = world::of_text(&text, Some(&vocabulary)).unwrap();
    let read = |question: &str| {
        let source = caveat::base::Source::new("question", question);
        let statements = caveat::lang::parse(&source).unwrap();
        match session.read(&statements[0], &source).unwrap() {
            ResolvedStatement::Question(question) => question,
            other => panic!("{other:?}"),
        }
    };
    let things: Vec<NamedNode> =
        (0..1_000).map(|at| NamedNode::new(format!("https://library.example/id/b{at}")).unwrap()).collect();
    let asked = read("which books ultimately continue no worn book");
    let whys = session.why(&asked, &things).unwrap();
    assert!(whys.iter().all(|why| why.holds == Truth::Yes && why.reasons[0].linked.more() == 980));
    let author = NamedNode::new("https://library.example/id/w").unwrap();
    let asked = read("which authors write only books written by them");
    let whys = session.why(&asked, &[author]).unwrap();
    assert_eq!(whys[0].holds, Truth::Yes);
    assert_eq!(whys[0].reasons[0].linked.items().len(), 20);
    assert_eq!(whys[0].reasons[0].linked.more(), 980);
}

/// `why` before a yes-or-no question is that question in another form.
#[test]
fn why_reads_like_its_yes_or_no_question() {
    let session = world::session("library");
    let read = |text: &str| {
        let source = caveat::base::Source::new("question", text);
        let statements = caveat::lang::parse(&source).ok()?;
        session.read(&statements[0], &source).ok()
    };
    let things = ThingsByClass::of(&session);
    let told = Cell::new(0);
    for_questions(&session, 400, |session, question| {
        let filters = &question.set().unwrap().filters;
        let kind = question.set().unwrap().kind;
        let of_that_kind = |iri: &NamedNode| {
            let id = session.dataset().iri_id(iri.as_ref()).unwrap();
            session.lexicon().kinds_of(session.dataset(), id) == [kind]
        };
        let mut of_all = things.for_question(session, question).into_iter();
        let (Some(iri), [holds]) = (of_all.find(of_that_kind), filters.as_slice()) else {
            return Ok(());
        };
        let thing = Thing { iri, kind };
        let does = ResolvedStatement::Question(Question::Does(thing.clone(), holds.clone()));
        let why = ResolvedStatement::Question(Question::Why(thing, holds.clone()));
        let say = |it: &ResolvedStatement| sentence(it, session.lexicon(), session.dataset());
        prop_assert_eq!(say(&why), format!("why {}", say(&does)));
        if read(&say(&does)) == Some(does) {
            told.set(told.get() + 1);
            prop_assert_eq!(read(&say(&why)), Some(why));
        }
        Ok(())
    });
    assert!(told.get() > 30, "{} are read", told.get());
}
