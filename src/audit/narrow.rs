//! A check narrowed to one thing: to what is audited with it, and to nothing else.

use oxigraph::model::Term;

use crate::base::Diagnostic;
use crate::exec::{Answer, Body, TableRow};
use crate::lang::Expectation;
use crate::question::{Condition, NounPhrase, Quantity, Question, ResolvedCheck, ResolvedStatement, Thing};
use crate::session::Session;

/// A check narrowed to one thing.
pub(super) struct NarrowedCheck {
    /// The narrowed question.
    pub(super) asked: ResolvedCheck,
    /// The condition that narrows its set; `None` if the check asks about one thing, or in SPARQL.
    pub(super) holds: Option<Condition>,
}

/// Narrows a check to what is audited with a thing; `None` if the check is not about that, but about other things, or
/// about a number of all things together.
///
/// # Errors
/// When what is audited with the thing cannot be found in time.
pub(super) fn narrow_check(
    asked: &ResolvedCheck,
    expect: &Expectation,
    session: &Session,
    whole: &Thing,
) -> Result<Option<NarrowedCheck>, Diagnostic> {
    let of_all_together = matches!(
        expect,
        Expectation::Some | Expectation::Exactly(_) | Expectation::AtLeast(_) | Expectation::SameAs(_)
    );
    if of_all_together {
        return Ok(None);
    }
    let narrowed = |set: &mut NounPhrase| match session.audit_scope_condition(set.kind, whole) {
        Some(holds) => {
            set.filters.push(holds);
            true
        }
        None => false,
    };
    let mut asked = asked.clone();
    if let Some(subjects) = &mut asked.subjects
        && !narrowed(subjects)
    {
        return Ok(None);
    }
    let question = match &mut asked.asked {
        ResolvedStatement::Question(question) => question,
        ResolvedStatement::Sparql(_) => return Ok(Some(NarrowedCheck { asked, holds: None })),
        ResolvedStatement::Define { .. } | ResolvedStatement::Let { .. } | ResolvedStatement::Declaration(_) => {
            return Ok(None);
        }
    };
    let question = match question {
        Question::Suppose(_, inner) => &mut **inner,
        question => question,
    };
    let set = match question {
        Question::Which(set, _) | Question::Show(set, _) | Question::HowMany(set, _) => set,
        Question::IsThere(Quantity::Some, set) if *expect != Expectation::Yes => set,
        Question::Does(thing, _) => {
            let is_audited = session.audit_scope(whole)?.contains(&thing.iri);
            return Ok(is_audited.then_some(NarrowedCheck { asked, holds: None }));
        }
        _ => return Ok(None),
    };
    if !narrowed(set) {
        return Ok(None);
    }
    let holds = set.filters.last().cloned();
    Ok(Some(NarrowedCheck { asked, holds }))
}

/// Keeps only those rows of raw SPARQL that name something audited with a thing.
///
/// # Errors
/// When what is audited with the thing cannot be found in time.
pub(super) fn keep_within(answer: &mut Answer, session: &Session, whole: &Thing) -> Result<(), Diagnostic> {
    let Body::Table(table) = &mut answer.body else {
        return Ok(());
    };
    let all = session.audit_scope(whole)?;
    let is_of = |row: &TableRow| {
        let mut values = row.cells.iter().flat_map(|cell| &cell.values);
        values.any(|it| matches!(&it.term, Term::NamedNode(iri) if all.contains(iri)))
    };
    table.rows.retain(is_of);
    table.things = table.rows.len();
    Ok(())
}
