//! What one evaluation knows: the compiled plan, its budget, and what it has found.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::limits::{Inquiry, Limits};
use crate::exec::native::budget::EvaluationBudget;
use crate::exec::native::compiled_measure::ElementPath;
use crate::exec::native::compiled_pattern::CompiledPattern;
use crate::exec::native::memo::SetMemo;
use crate::exec::native::node::PlanNode;
use crate::exec::native::operator::PlanOperator;
use crate::exec::native::set::Set;
use crate::plan::BindingPattern;
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Path};

/// Evaluates one plan, which outlives it.
pub(super) struct Evaluator<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) lexicon: &'a Lexicon,
    pub(super) budget: EvaluationBudget,
    /// Every compiled concept: equal ones share a node.
    pub(super) nodes: RefCell<Vec<Rc<PlanNode<'a>>>>,
    /// The elements of measures and the paths of their values; an id is an index.
    pub(super) elements: RefCell<Vec<ElementPath<'a>>>,
    pub(super) value_paths: RefCell<Vec<&'a Path>>,
    /// Every compiled binding pattern: equal ones share their join inputs.
    pub(super) patterns: RefCell<Vec<(&'a BindingPattern, Rc<CompiledPattern<'a>>)>>,
    pub(super) subject_set: OnceCell<Arc<Set>>,
    /// The physical plan; an operator's id is its index.
    pub(super) operators: RefCell<Vec<Rc<PlanOperator<'a>>>>,
    /// Sets found before, for the same question.
    pub(super) memo: SetMemo,
}

/// What a concept or measure is evaluated for: the root of the question, and what `as` has named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env<'e> {
    pub(in crate::exec) root: Id,
    pub(in crate::exec) bindings: &'e [(&'e str, Id)],
}

impl<'a> Evaluator<'a> {
    pub(in crate::exec) fn new(dataset: &'a Dataset, lexicon: &'a Lexicon, limits: Limits, inquiry: &Inquiry) -> Self {
        Self {
            dataset,
            lexicon,
            budget: EvaluationBudget::new(limits, &inquiry.stop),
            nodes: RefCell::default(),
            elements: RefCell::default(),
            value_paths: RefCell::default(),
            patterns: RefCell::default(),
            subject_set: OnceCell::new(),
            operators: RefCell::default(),
            memo: inquiry.memo.clone(),
        }
    }
}
