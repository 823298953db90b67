//! Makes the operators of a condition: which of its parts are found as sets and which filter candidates, in which order,
//! from the estimates of [`crate::exec::native::cost`].

use std::cell::Cell;
use std::rc::Rc;

use crate::base::spend;
use crate::exec::native::cost::{one_by_one, sources};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::filter::link_filter;
use crate::exec::native::join::root_join_shape;
use crate::exec::native::node::{PlanForm, PlanNode, TestDomain};
use crate::exec::native::operator::{OperatorKind, PlanOperator};
use crate::exec::native::plan_ids::OperatorId;
use crate::words::{KindId, Move};

impl<'a> Evaluator<'a> {
    /// Adds an operator to the plan.
    pub(super) fn add_operator(
        &self,
        kind: OperatorKind,
        node: &Rc<PlanNode<'a>>,
        inputs: Vec<OperatorId>,
        estimate: f64,
    ) -> OperatorId {
        let mut operators = self.operators.borrow_mut();
        let id = OperatorId(operators.len());
        let node = Rc::clone(node);
        let (outcome, replacement) = (Cell::new(None), Cell::new(None));
        operators.push(Rc::new(PlanOperator { kind, node, inputs, estimate, outcome, replacement }));
        id
    }

    pub(super) fn operator(&self, id: OperatorId) -> Rc<PlanOperator<'a>> {
        Rc::clone(&self.operators.borrow()[id.0])
    }

    /// Plans the things that satisfy a condition with themselves as the root; a free condition ranges over the kind.
    pub(super) fn plan_subjects(&self, node: &Rc<PlanNode<'a>>, kind: Option<KindId>) -> OperatorId {
        if !node.free && !node.correlated {
            return self.plan_set(node);
        }
        match &node.form {
            PlanForm::All(nodes) if !node.free => self.plan_intersection(node, nodes, None),
            PlanForm::Either(nodes) if !node.free => {
                let inputs = nodes.iter().map(|node| self.plan_subjects(node, None)).collect();
                self.add_operator(OperatorKind::Union, node, inputs, node.cost.size)
            }
            _ => {
                let candidates = self.plan_scan(kind);
                self.plan_pipeline(node, candidates)
            }
        }
    }

    /// Plans the set of a condition that does not refer to the root, once. A free condition ranges over every id.
    pub(super) fn plan_set(&self, node: &Rc<PlanNode<'a>>) -> OperatorId {
        if let Some(known) = node.operator.get() {
            return *known;
        }
        debug_assert!(!node.correlated, "a condition on the root has no set of its own");
        spend(1);
        let id = self.plan_new_set(node);
        *node.operator.get_or_init(|| id)
    }

    fn plan_new_set(&self, node: &Rc<PlanNode<'a>>) -> OperatorId {
        let (kind, inputs) = match &node.form {
            PlanForm::Everything => (OperatorKind::ScanAll, Vec::new()),
            PlanForm::Nothing => (OperatorKind::Empty, Vec::new()),
            PlanForm::Class { .. } => (OperatorKind::ScanClass, Vec::new()),
            PlanForm::OneOf(_) => (OperatorKind::List, Vec::new()),
            PlanForm::Passing { .. } => (OperatorKind::ScanValues, Vec::new()),
            PlanForm::All(nodes) if node.free => {
                let all = self.plan_everything();
                return self.plan_intersection(node, nodes, Some(all));
            }
            PlanForm::All(nodes) => return self.plan_intersection(node, nodes, None),
            PlanForm::Either(nodes) => {
                (OperatorKind::Union, nodes.iter().map(|node| self.plan_restricted(node)).collect())
            }
            PlanForm::Not(inner) => (OperatorKind::Complement, vec![self.plan_restricted(inner)]),
            PlanForm::Linked { min: 1, max: None, .. } => return self.plan_semi_join(node),
            PlanForm::Linked { min: 0, max: Some(0), .. } => {
                (OperatorKind::Complement, vec![self.plan_semi_join(node)])
            }
            PlanForm::Linked { to, .. } => (OperatorKind::CountedSemiJoin, vec![self.plan_set(to)]),
            PlanForm::Only { among, to, .. } => {
                (OperatorKind::UniversalSemiJoin, vec![self.plan_set(among), self.plan_set(to)])
            }
            PlanForm::Covers { to, .. } => (OperatorKind::Division, vec![self.plan_set(to)]),
            PlanForm::Holds { .. } | PlanForm::WithBindings(_) => {
                let subjects = self.plan_scan(None);
                return self.plan_pipeline(node, subjects);
            }
            PlanForm::Root(inner) => (OperatorKind::Pipeline, vec![self.plan_subjects(inner, None)]),
            PlanForm::Their(_) => unreachable!("it refers to the root"),
        };
        self.add_operator(kind, node, inputs, node.cost.size)
    }

    /// Plans the set of a condition; if it is free, its subjects, over which it ranges.
    fn plan_restricted(&self, node: &Rc<PlanNode<'a>>) -> OperatorId {
        let set = self.plan_set(node);
        if !node.free {
            return set;
        }
        let inputs = vec![self.plan_scan(None), self.add_operator(OperatorKind::Intersect, node, vec![set], 0.0)];
        self.add_operator(OperatorKind::Pipeline, node, inputs, node.cost.size)
    }

    fn plan_everything(&self) -> OperatorId {
        let everything = Rc::new(self.make_node(PlanForm::Everything, None));
        self.add_operator(OperatorKind::ScanAll, &everything, Vec::new(), everything.cost.size)
    }

    /// Plans all things of a kind; all subjects if it has no class.
    fn plan_scan(&self, kind: Option<KindId>) -> OperatorId {
        let classes = kind.map_or(&[][..], |kind| &self.lexicon.kind(kind).classes);
        let (kind, form) = match classes {
            [] => (OperatorKind::ScanSubjects, PlanForm::Everything),
            classes => (OperatorKind::ScanClass, self.class(classes)),
        };
        let node = Rc::new(self.make_node(form, None));
        self.add_operator(kind, &node, Vec::new(), node.cost.size)
    }

    /// Plans the things from which the path of a condition leads to its end.
    fn plan_semi_join(&self, node: &Rc<PlanNode<'a>>) -> OperatorId {
        let PlanForm::Linked { way, to, .. } = &node.form else {
            unreachable!("only a condition on links is a semi-join");
        };
        let add = |kind, inputs, estimate| self.add_operator(kind, node, inputs, estimate);
        let input = match way.moves.last() {
            // Only what the path leads to is worth a test.
            _ if matches!(to.form, PlanForm::Passing { values: TestDomain::All, .. }) => {
                let subjects = self.plan_scan(None);
                let ends = add(OperatorKind::Image, vec![subjects], to.cost.size);
                self.plan_pipeline(to, ends)
            }
            // If the links have few ends, only these are evaluated.
            Some(Move::Links(both))
                if to.set.get().is_none() && sources(both.backward) * to.cost.each < to.cost.whole =>
            {
                let ends = add(OperatorKind::ScanEnds, Vec::new(), sources(both.backward));
                self.plan_pipeline(to, ends)
            }
            _ => self.plan_set(to),
        };
        let size = node.cost.size;
        let linked = if node.form.as_none().is_some() { f64::from(self.dataset.id_limit()) - size } else { size };
        add(OperatorKind::SemiJoin, vec![input], linked)
    }

    fn plan_pipeline(&self, node: &Rc<PlanNode<'a>>, candidates: OperatorId) -> OperatorId {
        let filter = self.plan_filter(node, self.operator(candidates).estimate);
        let estimate = self.operator(filter).estimate;
        self.add_operator(OperatorKind::Pipeline, node, vec![candidates, filter], estimate)
    }

    /// Plans the intersection of conditions: the smallest first, those that refer to the root last.
    fn plan_intersection(
        &self,
        node: &Rc<PlanNode<'a>>,
        nodes: &[Rc<PlanNode<'a>>],
        candidates: Option<OperatorId>,
    ) -> OperatorId {
        let mut inputs: Vec<OperatorId> = candidates.into_iter().collect();
        for part in smallest_first(nodes) {
            let next = match inputs.last() {
                Some(left) => self.plan_filter(part, self.operator(*left).estimate),
                None => self.plan_subjects(part, None),
            };
            inputs.push(next);
        }
        if inputs.is_empty() {
            inputs.push(self.plan_scan(None));
        }
        let estimate = inputs.last().map_or(0.0, |last| self.operator(*last).estimate);
        self.add_operator(OperatorKind::Pipeline, node, inputs, estimate)
    }

    /// Plans how so many candidates are filtered by a condition.
    pub(super) fn plan_filter(&self, node: &Rc<PlanNode<'a>>, candidates: f64) -> OperatorId {
        let kind = choose_filter(node, candidates);
        self.plan_filter_as(kind, node, candidates)
    }

    /// The same, by this kind of operator.
    pub(super) fn plan_filter_as(&self, kind: OperatorKind, node: &Rc<PlanNode<'a>>, candidates: f64) -> OperatorId {
        spend(1);
        let in_order = |nodes: Vec<&Rc<PlanNode<'a>>>| {
            let mut left = candidates;
            let plan_next = |node| {
                let filter = self.plan_filter(node, left);
                left = self.operator(filter).estimate;
                filter
            };
            nodes.into_iter().map(plan_next).collect()
        };
        let inputs: Vec<OperatorId> = match (kind, &node.form) {
            (OperatorKind::Pipeline, PlanForm::All(nodes)) => in_order(smallest_first(nodes)),
            (OperatorKind::FilterByUnion, _) => {
                let mut nodes: Vec<&Rc<PlanNode<'a>>> =
                    node.as_union().map_or(&[][..], |union| union.nodes).iter().collect();
                nodes.sort_by(|one, other| one.cost.each.total_cmp(&other.cost.each));
                nodes.into_iter().map(|node| self.plan_filter(node, candidates)).collect()
            }
            (OperatorKind::FilterByLinks, _) => {
                link_filter(node).into_iter().map(|filter| self.plan_set(filter.to)).collect()
            }
            (OperatorKind::FilterByJoin, _) => {
                let shape = root_join_shape(node);
                let sets = shape.into_iter().flat_map(|shape| shape.sets());
                sets.map(|node| self.plan_set(node)).collect()
            }
            (OperatorKind::Difference, PlanForm::Not(inner)) => vec![self.plan_restricted(inner)],
            (OperatorKind::Difference, _) => vec![self.plan_semi_join(node)],
            (OperatorKind::Intersect, _) => vec![self.plan_restricted(node)],
            _ => Vec::new(),
        };
        let left = match kind {
            OperatorKind::Pipeline => inputs.last().map_or(candidates, |last| self.operator(*last).estimate),
            OperatorKind::Difference => match inputs.first() {
                Some(taken) => (candidates - self.operator(*taken).estimate).max(candidates / 4.0),
                None => candidates,
            },
            _ => node.cost.size.min(candidates / 2.0),
        };
        self.add_operator(kind, node, inputs, left)
    }
}

/// Conditions in the order of an intersection. Those that only exclude, and those evaluated thing by thing, wait until
/// few candidates are left.
fn smallest_first<'n, 'a>(nodes: &'n [Rc<PlanNode<'a>>]) -> Vec<&'n Rc<PlanNode<'a>>> {
    let rank = |node: &PlanNode<'a>| {
        let size = node.set.get().map_or(node.cost.size, |set| set.len() as f64);
        (u8::from(node.correlated) * 4 + u8::from(node.free), size)
    };
    let mut order: Vec<&Rc<PlanNode<'a>>> = nodes.iter().collect();
    order.sort_by(|one, other| {
        let (one, other) = (rank(one), rank(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    order
}

/// The cheapest way to filter so many candidates by a condition.
pub(super) fn choose_filter(node: &PlanNode<'_>, candidates: f64) -> OperatorKind {
    let is_apart = |node: &Rc<PlanNode<'_>>| !node.free && !node.correlated;
    match &node.form {
        PlanForm::All(_) => return OperatorKind::Pipeline,
        PlanForm::Holds { .. } | PlanForm::WithBindings(_) => return choose_test(node, candidates),
        // Everything passes.
        PlanForm::Everything => return OperatorKind::Pipeline,
        _ => {}
    }
    if let Some(union) = node.as_union()
        && !union.is_known
        && union.nodes.iter().all(is_apart)
    {
        return OperatorKind::FilterByUnion;
    }
    if node.correlated || one_by_one(node, candidates) {
        return choose_test(node, candidates);
    }
    match (&node.form, node.form.as_none()) {
        // An exclusion needs the excluded set, not its complement in everything.
        (PlanForm::Not(_), _) | (_, Some(_)) => OperatorKind::Difference,
        _ => OperatorKind::Intersect,
    }
}

fn choose_test(node: &PlanNode<'_>, candidates: f64) -> OperatorKind {
    if node.correlated && root_join_shape(node).is_some() {
        return OperatorKind::FilterByJoin;
    }
    match link_filter(node) {
        Some(filter) if filter.is_worth_it(candidates) => OperatorKind::FilterByLinks,
        _ => OperatorKind::FilterEach,
    }
}
