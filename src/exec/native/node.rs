//! Concepts made ready for evaluation: classes and things as ids, paths as ways, with what is known of each
//! set once it is known.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::base::spend;
use crate::exec::native::Evaluator;
use crate::exec::native::compiled_path::{CompiledPath, Move};
use crate::exec::native::cost::Cost;
use crate::exec::native::join_inputs::not_implied;
use crate::exec::native::set::Set;
use crate::plan::{BindingPattern, Concept, Formula, Measure, Test};
use crate::store::{AdjacencyIndex, Ascending, Id};
use crate::words::{Derived, Path};

/// A concept, ready.
pub(super) struct PlanNode<'a> {
    pub(super) form: PlanForm<'a>,
    /// The concept itself; none for what is only a part of one.
    pub(super) concept: Option<&'a Concept>,
    /// True when it depends on the thing that the question is about.
    pub(super) correlated: bool,
    /// True when nothing in it says what things there are: alone it ranges over everything that anything
    /// is said of.
    pub(super) free: bool,
    pub(super) cost: Cost,
    pub(super) set: OnceCell<Arc<Set>>,
    /// What was spent on judging things one by one, and what each of them was taken to cost.
    pub(super) spent: Cell<f64>,
    pub(super) each: Cell<f64>,
    /// How it was found, for who asks.
    pub(super) told: Cell<Option<NodeStats>>,
}

/// How a set was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeStats {
    /// What was found before it.
    pub(super) at: usize,
    /// Out of so many candidates, one by one; none when it was found as a whole.
    pub(super) of: Option<usize>,
    /// How many were found.
    pub(super) found: usize,
}

/// Which values a test is put to.
#[derive(Debug, Clone, Copy)]
pub(super) enum TestDomain<'a> {
    /// Those that these links begin with.
    Linked(&'a AdjacencyIndex),
    /// Those that an analysis speaks of.
    Derived {
        derived: &'a Derived,
        /// The things instead.
        backward: bool,
    },
    /// All terms of the files.
    All,
}

/// What a concept says.
pub(super) enum PlanForm<'a> {
    Everything,
    Nothing,
    Class {
        own: &'a AdjacencyIndex,
        classes: Vec<(Id, Ascending<'a>)>,
    },
    /// Ascending.
    OneOf(Vec<Id>),
    All(Vec<Rc<PlanNode<'a>>>),
    Either(Vec<Rc<PlanNode<'a>>>),
    Not(Rc<PlanNode<'a>>),
    Linked {
        way: CompiledPath<'a>,
        min: u64,
        max: Option<u64>,
        to: Rc<PlanNode<'a>>,
    },
    Only {
        way: CompiledPath<'a>,
        among: Rc<PlanNode<'a>>,
        to: Rc<PlanNode<'a>>,
    },
    Covers {
        way: CompiledPath<'a>,
        to: Rc<PlanNode<'a>>,
    },
    /// The values that pass a test, of those that a property has.
    Passing {
        test: &'a Test,
        values: TestDomain<'a>,
    },
    Holds(&'a Formula),
    Witnessed(&'a BindingPattern),
    Their(CompiledPath<'a>),
    Root(Rc<PlanNode<'a>>),
}

impl<'a> Evaluator<'a> {
    /// A concept made ready, once.
    pub(super) fn node(&self, concept: &'a Concept) -> Rc<PlanNode<'a>> {
        let key = std::ptr::from_ref(concept);
        if let Some(node) = self.nodes.borrow().get(&key) {
            return Rc::clone(node);
        }
        let node = self.intern_node(concept);
        self.nodes.borrow_mut().insert(key, Rc::clone(&node));
        node
    }

    /// What is said twice is found once: a plan repeats what a way of several steps is cut into.
    fn intern_node(&self, concept: &'a Concept) -> Rc<PlanNode<'a>> {
        let alike = |node: &&Rc<PlanNode<'a>>| node.concept == Some(concept);
        spend(1 + self.known.borrow().len());
        if let Some(node) = self.known.borrow().iter().find(alike) {
            return Rc::clone(node);
        }
        let node = Rc::new(self.compile_node(concept));
        self.known.borrow_mut().push(Rc::clone(&node));
        node
    }

    fn compile_node(&self, concept: &'a Concept) -> PlanNode<'a> {
        let dataset = self.dataset;
        let inner = |concept: &'a Concept| self.intern_node(concept);
        let list = |concepts: &'a [Concept]| concepts.iter().map(|it| self.intern_node(it)).collect();
        let more = |concepts| not_implied(concepts).map(|it| self.intern_node(it)).collect();
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
            Concept::Value { path, test } => self.value(path, test),
            Concept::Holds(formula) => PlanForm::Holds(formula),
            Concept::Witnessed(witnessed) => PlanForm::Witnessed(witnessed),
            Concept::Their(path) => PlanForm::Their(CompiledPath::of(path, dataset)),
            Concept::Root(concept) => PlanForm::Root(inner(concept)),
        };
        self.make_node(form, Some(concept))
    }

    /// What is in all of these, the cheapest first. What speaks of the root comes last, and what speaks of no root
    /// is one set before it.
    fn in_order(&self, mut nodes: Vec<Rc<PlanNode<'a>>>) -> Vec<Rc<PlanNode<'a>>> {
        nodes.sort_by(|one, other| one.cost.each.total_cmp(&other.cost.each));
        let (correlated, rest): (Vec<_>, Vec<_>) = nodes.into_iter().partition(|it| it.correlated);
        let (free, mut sets): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| it.free);
        if sets.len() > 1 && !correlated.is_empty() {
            sets = vec![Rc::new(self.make_node(PlanForm::All(sets), None))];
        }
        sets.into_iter().chain(free).chain(correlated).collect()
    }

    fn make_node(&self, form: PlanForm<'a>, concept: Option<&'a Concept>) -> PlanNode<'a> {
        let correlated = concept.is_some_and(Concept::is_correlated);
        let cost = Cost::of(&form, self);
        PlanNode {
            cost,
            each: Cell::new(cost.each),
            free: form.is_free(correlated),
            correlated,
            form,
            concept,
            set: OnceCell::new(),
            spent: Cell::new(0.0),
            told: Cell::new(None),
        }
    }

    fn class(&self, classes: &'a [NamedNode]) -> PlanForm<'a> {
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

    /// A value that passes is a thing of a set of values: so it is found like any other link.
    fn value(&self, path: &'a Path, test: &'a Test) -> PlanForm<'a> {
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
                test,
                values: match way.moves.last() {
                    Some(Move::Links(both)) => TestDomain::Linked(both.back),
                    Some(Move::Derived { derived, backward }) => TestDomain::Derived { derived, backward: *backward },
                    _ => TestDomain::All,
                },
            },
        };
        PlanForm::Linked { way, min: 1, max: None, to: Rc::new(self.make_node(tested, None)) }
    }
}

impl<'a> Evaluator<'a> {
    /// Remembers how a set was found: one by one of so many, or as a whole.
    pub(super) fn record_stats(&self, node: &PlanNode<'a>, of: Option<usize>, found: usize) {
        let at = self.told.get();
        self.told.set(at + 1);
        node.told.set(Some(NodeStats { at, of, found }));
    }
}

impl<'a> PlanForm<'a> {
    /// The way and its end, when this is what has a link to some such end.
    pub(super) fn as_some(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 1, max: None, to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way and its end, when this is what has no link to any such end.
    pub(super) fn as_none(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 0, max: Some(0), to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way that it asks about.
    pub(super) fn path(&self) -> Option<&CompiledPath<'a>> {
        match self {
            Self::Linked { way, .. } | Self::Only { way, .. } | Self::Covers { way, .. } => Some(way),
            _ => None,
        }
    }

    fn is_free(&self, correlated: bool) -> bool {
        match self {
            Self::Everything | Self::Not(_) | Self::Linked { min: 0, .. } => true,
            Self::All(nodes) => nodes.iter().all(|node| node.free),
            Self::Either(nodes) => nodes.iter().any(|node| node.free),
            Self::Linked { .. } | Self::Only { .. } => correlated,
            Self::Holds(formula) => {
                let measures = formula.measures();
                let finds = measures.iter().any(|it| it.finds_its_things());
                correlated || !finds || !measures.into_iter().all(Measure::is_plain)
            }
            Self::Witnessed(witnessed) => correlated || witnessed.links.is_empty(),
            Self::Root(inner) => inner.free,
            Self::Nothing
            | Self::Class { .. }
            | Self::OneOf(_)
            | Self::Covers { .. }
            | Self::Passing { .. }
            | Self::Their(_) => false,
        }
    }
}
