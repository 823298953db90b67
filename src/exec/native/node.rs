//! Concepts made ready for evaluation: classes and things as ids, paths as ways, with what is known of each
//! set once it is known.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::base::spend;
use crate::exec::native::Evaluator;
use crate::exec::native::cost::Cost;
use crate::exec::native::joints::not_implied;
use crate::exec::native::set::Set;
use crate::exec::native::way::{Move, Way};
use crate::plan::{Concept, Formula, Measure, Test, Witnessed};
use crate::store::{Ascending, Id, Links};
use crate::words::{Derived, Path};

/// A concept, ready.
pub(super) struct Node<'a> {
    pub(super) form: Form<'a>,
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
    pub(super) told: Cell<Option<Told>>,
}

/// How a set was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// What was found before it.
    pub(super) at: usize,
    /// Out of so many candidates, one by one; none when it was found as a whole.
    pub(super) of: Option<usize>,
    /// How many were found.
    pub(super) found: usize,
}

/// Which values a test is put to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Values<'a> {
    /// Those that these links begin with.
    Linked(&'a Links),
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
pub(super) enum Form<'a> {
    Everything,
    Nothing,
    Class {
        own: &'a Links,
        classes: Vec<(Id, Ascending<'a>)>,
    },
    /// Ascending.
    OneOf(Vec<Id>),
    All(Vec<Rc<Node<'a>>>),
    Either(Vec<Rc<Node<'a>>>),
    Not(Rc<Node<'a>>),
    Linked {
        way: Way<'a>,
        min: u64,
        max: Option<u64>,
        to: Rc<Node<'a>>,
    },
    Only {
        way: Way<'a>,
        among: Rc<Node<'a>>,
        to: Rc<Node<'a>>,
    },
    Covers {
        way: Way<'a>,
        to: Rc<Node<'a>>,
    },
    /// The values that pass a test, of those that a property has.
    Passing {
        test: &'a Test,
        values: Values<'a>,
    },
    Holds(&'a Formula),
    Witnessed(&'a Witnessed),
    Their(Way<'a>),
    Root(Rc<Node<'a>>),
}

impl<'a> Evaluator<'a> {
    /// A concept made ready, once.
    pub(super) fn node(&self, concept: &'a Concept) -> Rc<Node<'a>> {
        let key = std::ptr::from_ref(concept);
        if let Some(node) = self.nodes.borrow().get(&key) {
            return Rc::clone(node);
        }
        let node = self.ready(concept);
        self.nodes.borrow_mut().insert(key, Rc::clone(&node));
        node
    }

    /// What is said twice is found once: a plan repeats what a way of several steps is cut into.
    fn ready(&self, concept: &'a Concept) -> Rc<Node<'a>> {
        let alike = |node: &&Rc<Node<'a>>| node.concept == Some(concept);
        spend(1 + self.known.borrow().len());
        if let Some(node) = self.known.borrow().iter().find(alike) {
            return Rc::clone(node);
        }
        let node = Rc::new(self.prepared(concept));
        self.known.borrow_mut().push(Rc::clone(&node));
        node
    }

    fn prepared(&self, concept: &'a Concept) -> Node<'a> {
        let dataset = self.dataset;
        let inner = |concept: &'a Concept| self.ready(concept);
        let list = |concepts: &'a [Concept]| concepts.iter().map(|it| self.ready(it)).collect();
        let more = |concepts| not_implied(concepts).map(|it| self.ready(it)).collect();
        let form = match concept {
            Concept::Everything => Form::Everything,
            Concept::Nothing => Form::Nothing,
            Concept::Class(classes) => self.class(classes),
            Concept::OneOf(things) => {
                let mut ids: Vec<Id> = things.iter().filter_map(|thing| dataset.iri_id(thing.as_ref())).collect();
                ids.sort_unstable();
                ids.dedup();
                Form::OneOf(ids)
            }
            Concept::All(concepts) => Form::All(self.in_order(more(concepts))),
            Concept::Either(concepts) => Form::Either(list(concepts)),
            Concept::Not(concept) => Form::Not(inner(concept)),
            Concept::Linked { path, min, max, to } => {
                Form::Linked { way: Way::of(path, dataset), min: *min, max: *max, to: inner(to) }
            }
            Concept::Only { path, among, to } => {
                Form::Only { way: Way::of(path, dataset), among: inner(among), to: inner(to) }
            }
            Concept::Covers { path, to } => Form::Covers { way: Way::of(path, dataset), to: inner(to) },
            Concept::Value { path, test } => self.value(path, test),
            Concept::Holds(formula) => Form::Holds(formula),
            Concept::Witnessed(witnessed) => Form::Witnessed(witnessed),
            Concept::Their(path) => Form::Their(Way::of(path, dataset)),
            Concept::Root(concept) => Form::Root(inner(concept)),
        };
        self.made(form, Some(concept))
    }

    /// What is in all of these, the cheapest first. What speaks of the root comes last, and what speaks of no root
    /// is one set before it.
    fn in_order(&self, mut nodes: Vec<Rc<Node<'a>>>) -> Vec<Rc<Node<'a>>> {
        nodes.sort_by(|one, other| one.cost.each.total_cmp(&other.cost.each));
        let (correlated, rest): (Vec<_>, Vec<_>) = nodes.into_iter().partition(|it| it.correlated);
        let (free, mut sets): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| it.free);
        if sets.len() > 1 && !correlated.is_empty() {
            sets = vec![Rc::new(self.made(Form::All(sets), None))];
        }
        sets.into_iter().chain(free).chain(correlated).collect()
    }

    fn made(&self, form: Form<'a>, concept: Option<&'a Concept>) -> Node<'a> {
        let correlated = concept.is_some_and(Concept::is_correlated);
        let cost = Cost::of(&form, self);
        Node {
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

    fn class(&self, classes: &'a [NamedNode]) -> Form<'a> {
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return Form::Nothing;
        };
        let members = self.dataset.links(a, true);
        let ids = classes.iter().filter_map(|class| {
            let class = self.dataset.iri_id(class.as_ref())?;
            Some((class, members.ends_of(class)))
        });
        Form::Class { own: self.dataset.links(a, false), classes: ids.collect() }
    }

    /// A value that passes is a thing of a set of values: so it is found like any other link.
    fn value(&self, path: &'a Path, test: &'a Test) -> Form<'a> {
        let way = Way::of(path, self.dataset);
        let tested = match test {
            Test::Present => Form::Everything,
            Test::OneOf(terms) => {
                let mut ids: Vec<Id> = terms.iter().filter_map(|it| self.dataset.id(it)).collect();
                ids.sort_unstable();
                ids.dedup();
                Form::OneOf(ids)
            }
            test => Form::Passing {
                test,
                values: match way.moves.last() {
                    Some(Move::Links(both)) => Values::Linked(both.back),
                    Some(Move::Derived { derived, backward }) => Values::Derived { derived, backward: *backward },
                    _ => Values::All,
                },
            },
        };
        Form::Linked { way, min: 1, max: None, to: Rc::new(self.made(tested, None)) }
    }
}

impl<'a> Evaluator<'a> {
    /// Remembers how a set was found: one by one of so many, or as a whole.
    pub(super) fn tells(&self, node: &Node<'a>, of: Option<usize>, found: usize) {
        let at = self.told.get();
        self.told.set(at + 1);
        node.told.set(Some(Told { at, of, found }));
    }
}

impl<'a> Form<'a> {
    /// The way and its end, when this is what has a link to some such end.
    pub(super) fn as_some(&self) -> Option<(&Way<'a>, &Rc<Node<'a>>)> {
        match self {
            Self::Linked { way, min: 1, max: None, to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way and its end, when this is what has no link to any such end.
    pub(super) fn as_none(&self) -> Option<(&Way<'a>, &Rc<Node<'a>>)> {
        match self {
            Self::Linked { way, min: 0, max: Some(0), to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way that it asks about.
    pub(super) fn way(&self) -> Option<&Way<'a>> {
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
