//! How many things a set of a plan has.

use std::sync::Arc;

use oxigraph::model::Term;

use crate::base::Diagnostic;
use crate::exec::limits::{Inquiry, Limits};
use crate::exec::native::rows;
use crate::plan::{AnswerShape, Plan};
use crate::store::Dataset;
use crate::words::Lexicon;

pub(super) fn number(rows: &[Vec<Option<Term>>]) -> u64 {
    match rows.first().and_then(|row| row.first()) {
        Some(Some(Term::Literal(number))) => number.value().parse().unwrap_or_default(),
        _ => 0,
    }
}

pub(super) fn count_of(
    set: &crate::plan::Concept,
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<u64, Diagnostic> {
    let counting = Plan::of_set(AnswerShape::Count, plan.kind, set.clone());
    Ok(number(&rows(&counting, lexicon, dataset, limits, inquiry)?))
}
