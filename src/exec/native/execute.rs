//! Runs operators: sets are found, and candidates filtered.

use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::filter::link_filter;
use crate::exec::native::join::root_join_shape;
use crate::exec::native::node::{PlanForm, PlanNode, TestDomain};
use crate::exec::native::operator::{OperatorKind, OperatorOutcome, PlanOperator};
use crate::exec::native::plan_ids::OperatorId;
use crate::exec::native::planner::choose_filter;
use crate::exec::native::semi_join::nodes_with_links;
use crate::exec::native::set::Set;
use crate::exec::native::test::CompiledTest;
use crate::store::Id;
use crate::words::{CompiledPath, Move};

impl<'a> Evaluator<'a> {
    /// All subjects of facts.
    pub(super) fn all_subjects(&self) -> Arc<Set> {
        let known = self.subject_set.get_or_init(|| {
            let mut all = Bits::over(&self.every_term());
            for (_, links) in self.dataset.adjacencies(false) {
                links.nodes_with_links().for_each(|node| all.insert(node));
            }
            Arc::new(Set::of_bits(all))
        });
        Arc::clone(known)
    }

    /// Every id: those of numbers that no file states follow those of the terms.
    pub(super) fn every_id(&self) -> std::ops::Range<Id> {
        0..self.dataset.id_limit()
    }

    fn every_term(&self) -> std::ops::Range<Id> {
        0..Id::try_from(self.dataset.term_count()).expect("ids are 32 bits")
    }

    /// The set of a condition that does not refer to the root, found once.
    pub(super) fn whole_set(&self, node: &Rc<PlanNode<'a>>) -> Result<Arc<Set>, Halt> {
        if let Some(known) = node.set.get() {
            return Ok(Arc::clone(known));
        }
        let operator = self.operator(self.plan_set(node));
        let found = self.get_or_find(node, || self.execute(&operator))?;
        operator.record(None, &found);
        Ok(Arc::clone(node.set.get_or_init(|| found)))
    }

    /// The result of an operator that finds a set.
    pub(super) fn run(&self, id: OperatorId) -> Result<Arc<Set>, Halt> {
        let operator = self.operator(id);
        if operator.node.operator.get() == Some(&id) {
            return self.whole_set(&operator.node);
        }
        let found = self.execute(&operator)?;
        operator.record(None, &found);
        Ok(found)
    }

    fn execute(&self, operator: &PlanOperator<'a>) -> Result<Arc<Set>, Halt> {
        let PlanOperator { kind, node, inputs, .. } = operator;
        let set = match (kind, &node.form) {
            (OperatorKind::ScanAll, _) => Set::Range(self.every_id()),
            (OperatorKind::ScanSubjects, _) => return Ok(self.all_subjects()),
            (OperatorKind::ScanClass, PlanForm::Class { classes, .. }) => {
                let members = classes.iter().map(|(_, members)| Set::of(members));
                self.budget.spend(node.cost.size as usize / 64)?;
                members.reduce(|one, other| one.or(&other)).unwrap_or_else(Set::none)
            }
            (OperatorKind::ScanValues, PlanForm::Passing { test, values }) => self.scan_values(test, values)?,
            (OperatorKind::List, PlanForm::OneOf(ids)) => Set::of_sorted(ids),
            (OperatorKind::Union, _) => {
                let mut all = Set::none();
                for input in inputs {
                    all = all.or(&*self.run(*input)?);
                }
                all
            }
            (OperatorKind::Complement, _) => Set::Range(self.every_id()).minus(&*self.run(inputs[0])?),
            (OperatorKind::Pipeline, _) => return self.run_pipeline(inputs),
            (OperatorKind::SemiJoin, PlanForm::Linked { way, to, .. }) => {
                return self.get_or_find_linked(node, || {
                    let ends = match to.set.get() {
                        Some(known) => Arc::clone(known),
                        None => self.run(inputs[0])?,
                    };
                    self.preimage(way, &ends).map(Arc::new)
                });
            }
            (OperatorKind::ScanEnds, form) => match form.path().and_then(|way| way.moves.last()) {
                Some(Move::Links(both)) => nodes_with_links(both.backward, None),
                _ => unreachable!("only links have ends"),
            },
            (OperatorKind::Image, PlanForm::Linked { way, .. }) => self.image(way, &*self.run(inputs[0])?)?,
            (OperatorKind::CountedSemiJoin, PlanForm::Linked { way, min, max, .. }) => {
                self.number_restriction(way, (*min, *max), &*self.run(inputs[0])?)?
            }
            (OperatorKind::UniversalSemiJoin, PlanForm::Only { way, .. }) => {
                self.universal_semi_join(way, &*self.run(inputs[0])?, &*self.run(inputs[1])?)?
            }
            (OperatorKind::Division, PlanForm::Covers { way, .. }) => self.covering(way, &*self.run(inputs[0])?)?,
            _ => Set::none(),
        };
        Ok(Arc::new(set))
    }

    fn run_pipeline(&self, inputs: &[OperatorId]) -> Result<Arc<Set>, Halt> {
        let (first, filters) = inputs.split_first().expect("a pipeline begins with a set");
        let mut left = self.run(*first)?;
        for filter in filters {
            left = self.apply(*filter, left)?;
        }
        Ok(left)
    }

    /// The candidates that an operator leaves. Their number is known now: if another operator is cheaper for it, that
    /// one runs instead.
    fn apply(&self, id: OperatorId, candidates: Arc<Set>) -> Result<Arc<Set>, Halt> {
        if candidates.is_empty() {
            return Ok(candidates);
        }
        let (planned, count) = (self.operator(id), candidates.len());
        let kind = choose_filter(&planned.node, count as f64);
        if kind == planned.kind {
            let found = self.filter(&planned, candidates)?;
            planned.record(Some(count), &found);
            return Ok(found);
        }
        let instead = self.plan_filter_as(kind, &planned.node, count as f64);
        planned.replacement.set(Some(instead));
        let operator = self.operator(instead);
        let found = self.filter(&operator, candidates)?;
        operator.record(Some(count), &found);
        Ok(found)
    }

    fn filter(&self, operator: &PlanOperator<'a>, candidates: Arc<Set>) -> Result<Arc<Set>, Halt> {
        let PlanOperator { kind, node, inputs, .. } = operator;
        let found = match kind {
            OperatorKind::Pipeline => {
                let mut left = candidates;
                for input in inputs {
                    left = self.apply(*input, left)?;
                }
                return Ok(left);
            }
            OperatorKind::Intersect => candidates.and(&*self.run(inputs[0])?),
            OperatorKind::Difference => candidates.minus(&*self.run(inputs[0])?),
            OperatorKind::FilterByUnion => return self.filter_by_union(operator, candidates),
            OperatorKind::FilterByLinks => {
                let filter = link_filter(node).expect("planned for a condition on links");
                self.filter_by_links(&filter, &candidates)?
            }
            OperatorKind::FilterByJoin => {
                let shape = root_join_shape(node).expect("planned for a join with the root");
                self.filter_by_join(&shape, &candidates)?
            }
            _ => return self.filter_each(node, &candidates),
        };
        Ok(Arc::new(found))
    }

    /// Filters by a union or its negation: each input sees only the candidates that those before it left.
    fn filter_by_union(&self, operator: &PlanOperator<'a>, candidates: Arc<Set>) -> Result<Arc<Set>, Halt> {
        let mut left = candidates;
        let mut all = Set::none();
        for input in &operator.inputs {
            let found = self.apply(*input, Arc::clone(&left))?;
            left = Arc::new(left.minus(&found));
            all = all.or(&found);
            if left.is_empty() {
                break;
            }
        }
        let is_negated = operator.node.as_union().is_some_and(|union| union.is_negated);
        Ok(if is_negated { left } else { Arc::new(all) })
    }

    fn scan_values(&self, test: &CompiledTest, values: &TestDomain<'a>) -> Result<Set, Halt> {
        match values {
            TestDomain::Linked(links) => self.passing_values(test, links),
            TestDomain::Derived { derived, backward } => {
                let ends = derived.pairs().iter().map(|pair| pair[usize::from(!backward)]);
                Set::of_any(ends.collect()).filter(|value| self.passes(test, value))
            }
            TestDomain::All => Set::Range(self.every_term()).filter(|value| self.passes(test, value)),
        }
    }

    /// The things that a path links to something of `among`, and to nothing of it that is not in `to`.
    fn universal_semi_join(&self, way: &CompiledPath<'a>, among: &Set, to: &Set) -> Result<Set, Halt> {
        let some = self.preimage(way, among)?;
        let counted = match way.ends() {
            Some(ends) => among.and(&Set::Range(ends)),
            None => among.clone(),
        };
        let other = self.preimage(way, &counted.minus(to))?;
        Ok(some.minus(&other))
    }
}

impl PlanOperator<'_> {
    fn record(&self, candidates: Option<usize>, found: &Set) {
        self.outcome.set(Some(OperatorOutcome { candidates, found: found.len() }));
    }
}
