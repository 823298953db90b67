//! The questions that the site asks: which claims are current, what contradicts what.

use std::collections::BTreeSet;

use oxigraph::model::Term;

use crate::base::{Faults, Source};
use crate::lang::parse;
use crate::question::ResolvedStatement;
use crate::session::Session;
use crate::store::Id;

/// The rows of a question: the thing, then the values shown.
fn rows(session: &Session, text: &str) -> Result<Vec<Vec<Option<Term>>>, Faults> {
    let source = Source::new("question of the site", text);
    let statements = parse(&source)?;
    let [statement] = statements.as_slice() else { unreachable!("the site asks one question at a time") };
    let ResolvedStatement::Question(question) = session.read(statement, &source)? else {
        unreachable!("the site only asks")
    };
    let plan = session.plan(&question)?;
    Ok(session.rows(&plan)?)
}

/// The things that a question finds.
pub(super) fn things(session: &Session, text: &str) -> Result<BTreeSet<Id>, Faults> {
    let rows = rows(session, text)?;
    let things = rows.into_iter().filter_map(|row| row.into_iter().next()?);
    Ok(things.filter_map(|thing| session.dataset().id(thing.as_ref())).collect())
}

/// The things that a question finds, each with the last of the values shown.
pub(super) fn things_with_value(session: &Session, text: &str) -> Result<Vec<(Id, Term)>, Faults> {
    let rows = rows(session, text)?;
    let pairs = rows.into_iter().filter_map(|mut row| {
        let last = row.pop()??;
        let thing = row.into_iter().next()??;
        Some((session.dataset().id(thing.as_ref())?, last))
    });
    Ok(pairs.collect())
}
