//! What one evaluation knows: the compiled plan, its budget, and what it has found.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::limits::{Inquiry, Limits};
use crate::exec::native::budget::EvaluationBudget;
use crate::exec::native::compiled_path::SharedPath;
use crate::exec::native::join_input::JoinInput;
use crate::exec::native::memo::SetMemo;
use crate::exec::native::node::PlanNode;
use crate::exec::native::operator::Operator;
use crate::exec::native::pointer_map::PointerMap;
use crate::exec::native::set::Set;
use crate::exec::native::test::CompiledTest;
use crate::exec::native::value::Value;
use crate::plan::{BindingPattern, Concept, Measure, Test};
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Path};

/// Evaluates one plan. The plan outlives it: what is known of a concept is kept by the concept's address.
pub(super) struct Evaluator<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) lexicon: &'a Lexicon,
    pub(super) budget: EvaluationBudget,
    pub(super) nodes: RefCell<PointerMap<Concept, Rc<PlanNode<'a>>>>,
    /// Every compiled concept: equal ones share a node.
    pub(super) interned_nodes: RefCell<Vec<Rc<PlanNode<'a>>>>,
    pub(super) paths: RefCell<PointerMap<Path, SharedPath<'a>>>,
    pub(super) subject_set: OnceCell<Arc<Set>>,
    /// The physical plan; an operator's id is its index.
    pub(super) operators: RefCell<Vec<Rc<Operator<'a>>>>,
    /// Sets found before, for the same question.
    pub(super) memo: SetMemo,
    pub(super) checks: RefCell<PointerMap<Test, Rc<CompiledTest>>>,
    pub(super) inputs_by_pattern: RefCell<PointerMap<BindingPattern, Rc<[JoinInput<'a>]>>>,
    /// The values of measures of whole sets.
    pub(super) measure_values: RefCell<PointerMap<Measure, Option<Value>>>,
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
            interned_nodes: RefCell::default(),
            paths: RefCell::default(),
            subject_set: OnceCell::new(),
            operators: RefCell::default(),
            memo: inquiry.memo.clone(),
            checks: RefCell::default(),
            inputs_by_pattern: RefCell::default(),
            measure_values: RefCell::default(),
        }
    }
}
