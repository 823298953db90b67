//! Concepts compiled to nodes of the physical plan, with their estimated cost.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::base::spend;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::join_inputs::not_implied;
use crate::exec::native::node::{Cost, PlanForm, PlanNode, TestDomain};
use crate::exec::native::test::CompiledTest;
use crate::plan::{Concept, Measure, Test};
use crate::store::Id;
use crate::words::{CompiledPath, Move, Path};

impl<'a> Evaluator<'a> {
    /// Compiles a concept; equal ones once: a plan repeats the parts that a path of several steps is cut into.
    pub(super) fn node(&self, concept: &'a Concept) -> Rc<PlanNode<'a>> {
        let alike = |node: &&Rc<PlanNode<'a>>| node.concept == Some(concept);
        spend(1 + self.nodes.borrow().len());
        if let Some(node) = self.nodes.borrow().iter().find(alike) {
            return Rc::clone(node);
        }
        let node = Rc::new(self.compile_node(concept));
        self.nodes.borrow_mut().push(Rc::clone(&node));
        node
    }

    pub(super) fn compile_node(&self, concept: &'a Concept) -> PlanNode<'a> {
        let dataset = self.dataset;
        let inner = |concept: &'a Concept| self.node(concept);
        let list = |concepts: &'a [Concept]| concepts.iter().map(|it| self.node(it)).collect();
        let more = |concepts| not_implied(concepts).map(|it| self.node(it)).collect();
        let form = match concept {
            Concept::Everything => PlanForm::Everything,
            Concept::Nothing => PlanForm::Nothing,
            Concept::Class(classes) => self.class(classes),
            Concept::OneOf(things) => {
                let mut ids: Vec<Id> = things.iter().filter_map(|thing| dataset.iri_id(thing.as_ref())).collect();
                ids.sort_unstable();
                ids.dedup();
                PlanForm::OneOf(ids)
            }
            Concept::All(concepts) => PlanForm::All(self.in_order(more(concepts))),
            Concept::Either(concepts) => PlanForm::Either(list(concepts)),
            Concept::Not(concept) => PlanForm::Not(inner(concept)),
            Concept::Linked { path, min, max, to } => {
                PlanForm::Linked { way: CompiledPath::of(path, dataset), min: *min, max: *max, to: inner(to) }
            }
            Concept::Only { path, among, to } => {
                PlanForm::Only { way: CompiledPath::of(path, dataset), among: inner(among), to: inner(to) }
            }
            Concept::Covers { path, to } => PlanForm::Covers { way: CompiledPath::of(path, dataset), to: inner(to) },
            Concept::Value { path, test } => self.value(concept, (path, test)),
            Concept::Holds(formula) => {
                let measures = formula.measures();
                let finds = measures.iter().any(|it| it.finds_its_things());
                let finds_things = finds && measures.into_iter().all(Measure::is_plain);
                PlanForm::Holds { formula: self.compile_formula(formula), finds_things }
            }
            Concept::WithBindings(pattern) => PlanForm::WithBindings(self.compile_pattern(pattern)),
            Concept::Their(path) => PlanForm::Their(CompiledPath::of(path, dataset)),
            Concept::Root(concept) => PlanForm::Root(inner(concept)),
        };
        self.make_node(form, Some(concept))
    }

    /// Orders the parts of an intersection, the cheapest first. Those that refer to the root come last; the sets before
    /// them are one set.
    pub(super) fn in_order(&self, mut nodes: Vec<Rc<PlanNode<'a>>>) -> Vec<Rc<PlanNode<'a>>> {
        nodes.sort_by(|one, other| one.cost.each.total_cmp(&other.cost.each));
        let (correlated, rest): (Vec<_>, Vec<_>) = nodes.into_iter().partition(|it| it.correlated);
        let (free, mut sets): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| it.free);
        if sets.len() > 1 && !correlated.is_empty() {
            sets = vec![Rc::new(self.make_node(PlanForm::All(sets), None))];
        }
        sets.into_iter().chain(free).chain(correlated).collect()
    }

    pub(super) fn make_node(&self, form: PlanForm<'a>, concept: Option<&'a Concept>) -> PlanNode<'a> {
        let correlated = concept.is_some_and(Concept::is_correlated);
        let cost = Cost::of(&form, self);
        PlanNode {
            cost,
            each: Cell::new(cost.each),
            free: form.is_free(correlated),
            correlated,
            form,
            concept,
            described_by: concept,
            set: OnceCell::new(),
            spent: Cell::new(0.0),
            operator: OnceCell::new(),
        }
    }

    pub(super) fn class(&self, classes: &'a [NamedNode]) -> PlanForm<'a> {
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return PlanForm::Nothing;
        };
        let members = self.dataset.adjacency(a, true);
        let ids = classes.iter().filter_map(|class| {
            let class = self.dataset.iri_id(class.as_ref())?;
            Some((class, members.ends_of(class)))
        });
        PlanForm::Class { own: self.dataset.adjacency(a, false), classes: ids.collect() }
    }

    /// A value test becomes a link to a set of values, and is found like any other link.
    pub(super) fn value(&self, concept: &'a Concept, (path, test): (&'a Path, &'a Test)) -> PlanForm<'a> {
        let way = CompiledPath::of(path, self.dataset);
        let tested = match test {
            Test::Present => PlanForm::Everything,
            Test::OneOf(terms) => {
                let mut ids: Vec<Id> = terms.iter().filter_map(|it| self.dataset.id(it)).collect();
                ids.sort_unstable();
                ids.dedup();
                PlanForm::OneOf(ids)
            }
            test => PlanForm::Passing {
                test: CompiledTest::of(test, self.dataset),
                values: match way.moves.last() {
                    Some(Move::Links(both)) => TestDomain::Linked(both.backward),
                    Some(Move::Derived { derived, backward }) => {
                        TestDomain::Derived { derived: Arc::clone(derived), backward: *backward }
                    }
                    _ => TestDomain::All,
                },
            },
        };
        let values = PlanNode { described_by: Some(concept), ..self.make_node(tested, None) };
        PlanForm::Linked { way, min: 1, max: None, to: Rc::new(values) }
    }
}
