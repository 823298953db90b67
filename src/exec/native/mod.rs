//! Plans evaluated over the index itself: the same rows as their SPARQL, in the same order.

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
mod groups;
mod holds;
mod interval;
mod join;
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

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use oxigraph::model::{Literal, Term};

use self::budget::{Budget, Halt};
use self::formula::Ready;
use self::groups::Grouping;
use self::node::Node;
use self::place::ByPlace;
use self::set::Set;
use self::test::Check;
use self::value::Value;
use self::way::Kept;
use crate::base::Diagnostic;
use crate::exec::evaluate::{Limits, Stop};
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
    links: RefCell<ByPlace<Witnessed, Rc<[Ready<'a>]>>>,
    ways: RefCell<ByPlace<Path, Kept<'a>>>,
    said_of: OnceCell<Rc<Set>>,
    /// How many sets were found so far.
    found: Cell<usize>,
    checks: RefCell<ByPlace<Test, Rc<Check>>>,
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
    pub(super) fn new(
        dataset: &'a Dataset,
        lexicon: &'a Lexicon,
        limits: Limits,
        stop: &Stop,
    ) -> Self {
        Self {
            dataset,
            lexicon,
            budget: Budget::new(limits, stop),
            nodes: RefCell::default(),
            known: RefCell::default(),
            links: RefCell::default(),
            ways: RefCell::default(),
            said_of: OnceCell::new(),
            found: Cell::new(0),
            checks: RefCell::default(),
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
    stop: &Stop,
) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
    let evaluator = Evaluator::new(dataset, lexicon, limits, stop);
    Ok(evaluator.rows(plan)?)
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
    stop: &Stop,
) -> Result<String, Diagnostic> {
    let evaluator = Evaluator::new(dataset, lexicon, limits, stop);
    Ok(evaluator.told(plan)?)
}

impl<'a> Evaluator<'a> {
    fn rows(&self, plan: &'a Plan) -> Result<Vec<Vec<Option<Term>>>, Halt> {
        match &plan.shape {
            Shape::Rows {
                columns,
                elements,
                witnessed,
                order,
            } => self.rows_of_things(plan, columns, *elements, witnessed.as_ref(), order),
            Shape::Groups {
                keys,
                kept,
                columns,
                order,
            } => {
                let grouping = Grouping {
                    keys,
                    kept,
                    columns,
                    order,
                };
                self.rows_of_groups(plan, &grouping)
            }
            Shape::SideBySide(beside) => self.rows_beside(beside, plan.kind),
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
}
