//! Laws of explanations, tried on random questions and things: an explanation says of a thing what the
//! answer says, and its parts decide what it says. Beside them: what random questions do not reach.

use std::cell::Cell;
use std::fmt::Write as _;

use caveat::exec::{Body, Joint, Reason, Why};
use caveat::question::{
    Bound, Condition, Linked, NounPhrase, Quantity, Question, Resolved, sentence,
};
use caveat::session::Session;
use oxigraph::model::{NamedNode, Term};
use proptest::prelude::*;

use crate::law::{for_questions, random_library};
use crate::reference::members;
use crate::world;

/// The things that the facts speak of.
fn things(session: &Session) -> Vec<NamedNode> {
    let mut things: Vec<NamedNode> = session
        .dataset()
        .quads()
        .map(|quad| match Term::from(quad.subject) {
            Term::NamedNode(iri) => iri,
            other => panic!("{other} is no IRI"),
        })
        .collect();
    things.sort();
    things.dedup();
    things
}

fn says_what_the_answer_says(
    session: &Session,
    question: &Question,
    things: &[NamedNode],
) -> Result<(usize, usize), TestCaseError> {
    let plan = match session.plan(question) {
        Ok(plan) => plan,
        Err(fault) => return Err(TestCaseError::reject(fault.message)),
    };
    let resolved = Resolved::Question(question.clone());
    let said = sentence(&resolved, session.lexicon(), session.dataset());
    let whys = session
        .why(question, things)
        .map_err(|fault| TestCaseError::fail(format!("{said}\n{}", fault.message)))?;
    let members = members(&plan.set, session.dataset());
    let mut found = 0;
    for (why, thing) in whys.iter().zip(things) {
        let id = session.dataset().iri_id(thing.as_ref()).unwrap();
        let is_member = members.contains(&id);
        let shown = || format!("{said}\n{thing}\n{why:#?}");
        prop_assert_eq!(why.holds, is_member, "{}", shown());
        prop_assert!(!why.reasons.is_empty(), "{}", shown());
        prop_assert_eq!(why.holds, Joint::All.decides(&why.reasons), "{}", shown());
        for reason in &why.reasons {
            is_decided_by_its_parts(reason).map_err(|fault| {
                TestCaseError::fail(format!("{fault}\n{}", shown()))
            })?;
        }
        if let Some(set) = question.set() {
            counts_as_it_says(set, &why.reasons)
                .map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", shown())))?;
        }
        prop_assert!(!why.sentence().is_empty(), "{}", shown());
        found += usize::from(why.holds);
    }
    Ok((found, whys.len()))
}

fn is_decided_by_its_parts(reason: &Reason) -> Result<(), String> {
    if !reason.parts.is_empty() && reason.joint.decides(&reason.parts) != reason.holds {
        return Err(format!("its parts do not decide `{}`", reason.said));
    }
    if reason.said.is_empty() || reason.found.is_empty() {
        return Err(format!("nothing is said or found: {reason:?}"));
    }
    for linked in &reason.linked {
        let all = linked.reasons.iter().all(|it| it.holds);
        if linked.counts && !all || linked.left_out && linked.counts {
            return Err(format!("{} counts, and does not", linked.thing.short));
        }
    }
    let linked = reason.linked.iter().flat_map(|it| &it.reasons);
    reason
        .parts
        .iter()
        .chain(linked)
        .try_for_each(is_decided_by_its_parts)
}

/// The last reasons are those of the conditions of the set, in order.
fn counts_as_it_says(set: &NounPhrase, reasons: &[Reason]) -> Result<(), String> {
    let filters: Vec<&Condition> = set
        .filters
        .iter()
        .flat_map(|filter| match filter {
            Condition::All(inner) => inner.iter().collect(),
            one => vec![one],
        })
        .collect();
    // Of a thing of another kind nothing else is told.
    let Some(from) = reasons.len().checked_sub(filters.len()) else {
        return Ok(());
    };
    if reasons.len() == 1 && !reasons[0].holds {
        return Ok(());
    }
    for (filter, reason) in filters.iter().zip(&reasons[from..]) {
        if let Condition::Linked(linked) = filter {
            decides(linked, reason)?;
        }
    }
    Ok(())
}

/// What is listed decides: as many count as are asked for.
fn decides(linked: &Linked, reason: &Reason) -> Result<(), String> {
    if reason.more > 0 {
        return Ok(());
    }
    let looked_at = reason.linked.iter().filter(|it| !it.left_out);
    let (counting, others): (Vec<_>, Vec<_>) = looked_at.partition(|it| it.counts);
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
        if other.reasons.iter().all(|it| it.holds) {
            return Err(format!("{} does not count for no reason", other.thing.short));
        }
    }
    if decided == reason.holds {
        Ok(())
    } else {
        Err(format!("{count} count for `{}`", reason.said))
    }
}

#[test]
fn an_explanation_says_what_the_answer_says() {
    let told = Cell::new((0, 0));
    let mut worlds: Vec<(Session, u32)> = (0..6).map(|seed| (random_library(seed), 120)).collect();
    worlds.push((world::session("library"), 120));
    worlds.push((world::session("shipped"), 60));
    for (session, cases) in &worlds {
        let all = things(session);
        let step = all.len() / 40 + 1;
        let some: Vec<NamedNode> = all.iter().step_by(step).cloned().collect();
        for_questions(session, *cases, |session, question| {
            let (found, asked) = says_what_the_answer_says(session, question, &some)?;
            let (before, of) = told.get();
            told.set((before + found, of + asked));
            Ok(())
        });
    }
    let (found, asked) = told.get();
    // The law says little where everything or nothing is found.
    assert!(asked > 10_000 && found * 20 > asked, "{found} of {asked}");
}
