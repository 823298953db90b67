//! Plans evaluated over the index itself: the same rows as their SPARQL, in the same order.

mod among;
mod beside;
mod bits;
mod budget;
mod cells;
mod compute;
mod concept;
mod cost;
mod counting;
mod describe;
mod explain;
mod formula;
mod found;
mod grid;
mod groups;
mod holds;
mod interval;
mod join;
mod joints;
mod label;
mod measure;
mod node;
mod order;
mod place;
mod rows;
mod set;
mod spread;
mod test;
mod value;
mod walk;
mod way;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::{Literal, Term};

use self::budget::{Budget, Halt};
pub(super) use self::found::Found;
use self::groups::Grouping;
use self::joints::Joint;
use self::node::Node;
use self::place::ByPlace;
use self::rows::Shown;
use self::set::Set;
use self::test::Check;
pub use self::test::TextCheck;
use self::value::Value;
use self::way::Kept;
use crate::base::Diagnostic;
use crate::exec::evaluate::{Inquiry, Limits};
use crate::plan::{Concept, Measure, Plan, Shape, Test, Witnessed};
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Path};

/// Evaluates one plan, which outlives it: what is known of a concept is kept by where the concept lies.
pub(super) struct Evaluator<'a> {
    dataset: &'a Dataset,
    lexicon: &'a Lexicon,
    budget: Budget,
    nodes: RefCell<ByPlace<Concept, Rc<Node<'a>>>>,
    /// Every concept that was made ready.
    known: RefCell<Vec<Rc<Node<'a>>>>,
    ways: RefCell<ByPlace<Path, Kept<'a>>>,
    said_of: OnceCell<Arc<Set>>,
    /// How many sets were found so far.
    told: Cell<usize>,
    /// Those that were found before, for the same question.
    found: Found,
    checks: RefCell<ByPlace<Test, Rc<Check>>>,
    joints: RefCell<ByPlace<Witnessed, Rc<[Joint<'a>]>>>,
    /// The values of whole sets.
    made: RefCell<ByPlace<Measure, Option<Value>>>,
}

/// Where a concept or measure is judged: the thing that the question is about, and what `as` has named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env<'e> {
    pub(super) root: Id,
    pub(super) named: &'e [(&'e str, Id)],
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(dataset: &'a Dataset, lexicon: &'a Lexicon, limits: Limits, inquiry: &Inquiry) -> Self {
        Self {
            dataset,
            lexicon,
            budget: Budget::new(limits, &inquiry.stop),
            nodes: RefCell::default(),
            known: RefCell::default(),
            ways: RefCell::default(),
            said_of: OnceCell::new(),
            told: Cell::new(0),
            found: inquiry.found.clone(),
            checks: RefCell::default(),
            joints: RefCell::default(),
            made: RefCell::default(),
        }
    }
}

/// The terms of an answer, row by row: the subject, then the columns, as the query of [`crate::plan::select`] gives
/// them.
///
/// # Errors
/// When the time is over or whoever waited does not any more.
pub fn rows(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
    let lean = lean(plan);
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    Ok(evaluator.rows(plan, &lean)?)
}

/// The set of a plan; without what its named things say of it where the rows say it again: a thing that they are not
/// found for has no row. The first few things have to be known before their rows.
fn lean(plan: &Plan) -> Cow<'_, Concept> {
    let Shape::Rows { witnessed: Some(witnessed), order, .. } = &plan.shape else {
        return Cow::Borrowed(&plan.set);
    };
    let Concept::All(parts) = &plan.set else {
        return Cow::Borrowed(&plan.set);
    };
    let is_it = |part: &Concept| matches!(part, Concept::Witnessed(own) if **own == *witnessed);
    if order.first.is_some() || order.skip.is_some() || !parts.iter().any(is_it) {
        return Cow::Borrowed(&plan.set);
    }
    let parts = joints::not_implied(parts).filter(|part| !is_it(part));
    Cow::Owned(Concept::all(parts.cloned().collect()))
}

/// How many rows a plan has: neither their order nor their text is made where the number is told without.
///
/// # Errors
/// As [`rows`].
pub fn size(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<usize, Diagnostic> {
    let lean = lean(plan);
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    Ok(evaluator.size(plan, &lean)?)
}

/// How the set of a plan is found, part by part, with the sizes that were expected and those that came out.
///
/// # Errors
/// As [`rows`].
pub fn told(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<String, Diagnostic> {
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    Ok(evaluator.told(plan)?)
}

impl<'a> Evaluator<'a> {
    fn rows(&self, plan: &'a Plan, set: &'a Concept) -> Result<Vec<Vec<Option<Term>>>, Halt> {
        match &plan.shape {
            Shape::Rows { .. } => {
                let rows = self.rows_of_things((set, plan.kind), Shown::of(&plan.shape))?;
                let rows = rows.into_iter().map(|(thing, cells)| {
                    let thing = std::iter::once(Some(self.owned(thing)));
                    thing.chain(self.terms(&cells)).collect()
                });
                Ok(rows.collect())
            }
            Shape::Groups { .. } => {
                let rows = self.rows_of_groups(plan, Grouping::of(&plan.shape))?;
                Ok(rows.iter().map(|row| self.terms(row)).collect())
            }
            Shape::SideBySide(beside) => self.rows_beside(beside, &plan.set, plan.kind),
            Shape::Describe(thing) => Ok(self.rows_about(thing)),
            Shape::Things => {
                let things = self.subjects(&plan.set, plan.kind)?;
                Ok(things.iter().map(|id| vec![Some(self.owned(id))]).collect())
            }
            Shape::Count | Shape::Exists { .. } | Shape::Holds => {
                let count = self.subjects(&plan.set, plan.kind)?.len() as u64;
                Ok(vec![vec![Some(Literal::from(count).into())]])
            }
        }
    }

    fn size(&self, plan: &'a Plan, set: &'a Concept) -> Result<usize, Halt> {
        match &plan.shape {
            Shape::Rows { .. } => self.number_of_rows((set, plan.kind), Shown::of(&plan.shape)),
            Shape::Groups { .. } => self.number_of_groups(plan, Grouping::of(&plan.shape)),
            Shape::Describe(thing) => Ok(self.number_of_rows_about(thing)),
            _ => Ok(self.rows(plan, set)?.len()),
        }
    }
}
