//! Why a question found a thing, or did not. Each part of the question is evaluated once, for all
//! things that it is asked of; what is there instead is looked up in the facts. So there is one
//! meaning: what holds is what the evaluator says.

mod adjectives;
mod along;
mod answers;
mod extension;
mod found;
mod leaves;
mod links;
mod opposed;
mod parts;
mod sentence;
mod sets;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;

use crate::base::{Blame, Diagnostic, Limit, Stop};
use crate::exec::evaluate::Limits;
use crate::exec::reason::{Joint, Why};
use crate::exec::telling::Telling;
use crate::exec::why::extension::{Extension, Key, Measured};
use crate::graph::Evidence;
use crate::plan::Lowering;
use crate::question::{Question, Reach};
use crate::store::{Dataset, Id};
use crate::words::{Direction, KindId};

/// Why each of these things is in the set of a question, or is not; of a question about one thing:
/// why what it asks is so of each, or is not.
///
/// # Errors
/// When the question is about no set, or the time is over: no part of an explanation is given out.
pub fn why(
    question: &Question,
    things: &[NamedNode],
    context: Lowering<'_>,
    (dataset, evidence): (&Arc<Dataset>, &Evidence),
    limits: Limits,
    stop: &Stop,
) -> Result<Vec<Why>, Diagnostic> {
    let asking = Asking {
        telling: Telling { lexicon: context.lexicon, dataset },
        context,
        facts: dataset,
        evidence,
        limits,
        stop,
        known: RefCell::default(),
        values: RefCell::default(),
        reasons: Cell::new(0),
    };
    let things = things.iter().map(|thing| asking.why(question, thing));
    things.collect()
}

/// What is asked, and what is known already.
struct Asking<'a> {
    context: Lowering<'a>,
    telling: Telling<'a>,
    facts: &'a Arc<Dataset>,
    evidence: &'a Evidence,
    limits: Limits,
    stop: &'a Stop,
    known: RefCell<HashMap<Key, Rc<Extension>>>,
    values: RefCell<HashMap<Key, Rc<Measured>>>,
    reasons: Cell<usize>,
}

/// A thing of which something is said, and where in the question it is said.
#[derive(Clone)]
struct Spot {
    /// The thing.
    thing: Id,
    /// The kind that it is spoken of as.
    kind: KindId,
    /// The thing that `their` refers to.
    root: Id,
    /// Its kind.
    root_kind: KindId,
    /// The links from that thing to this one, with the kinds that they lead to.
    way: Vec<(Direction, Reach, KindId)>,
    /// Links and definitions that were gone through.
    depth: usize,
    /// Links that were gone through, also those before a definition.
    links: usize,
}

impl Spot {
    /// A thing that the whole question, or a definition, is about.
    fn root(thing: Id, kind: KindId) -> Self {
        Self { thing, kind, root: thing, root_kind: kind, way: Vec::new(), depth: 0, links: 0 }
    }

    /// The same thing, as what a definition is about.
    fn defined(&self, kind: KindId) -> Self {
        Self { depth: self.depth + 1, links: self.links, ..Self::root(self.thing, kind) }
    }

    /// A thing that a link leads to from here.
    fn linked(&self, thing: Id, direction: Direction, reach: Reach, kind: KindId) -> Self {
        let mut spot = self.clone();
        spot.way.push((direction, reach, kind));
        spot.thing = thing;
        spot.kind = kind;
        spot.depth += 1;
        spot.links += 1;
        spot
    }

    /// The same thing, spoken of as another kind.
    fn of_kind(&self, kind: KindId) -> Self {
        Self { kind, ..self.clone() }
    }
}

impl<'a> Asking<'a> {
    fn why(&self, question: &'a Question, thing: &NamedNode) -> Result<Why, Diagnostic> {
        self.reasons.set(0);
        let Some(id) = self.facts.iri_id(thing.as_ref()) else {
            return Err(nothing_known(thing));
        };
        let reasons = match question {
            Question::Does(about, holds) | Question::Why(about, holds) => {
                let spot = Spot::root(id, about.kind);
                self.conjuncts(holds, &spot)?
            }
            other => {
                let set = other.set().ok_or_else(about_no_set)?;
                self.of_set(set, &Spot::root(id, set.kind))?
            }
        };
        Ok(Why { thing: self.telling.about(id), holds: Joint::All.decides(&reasons), reasons })
    }

    /// True when no more is taken apart: what is not says so.
    fn is_full(&self, spot: &Spot) -> bool {
        spot.depth > Limit::ReasonsDeep.most() || self.reasons.get() > Limit::Reasons.most()
    }
}

/// `describe alibaba`: nothing is asked of a set
fn about_no_set() -> Diagnostic {
    Diagnostic::new(Blame::Question, "no-reasons", "the question is about no set of things")
        .help("ask why of a question about things: `which claims lack a source`")
}

/// an IRI that no fact speaks of
fn nothing_known(thing: &NamedNode) -> Diagnostic {
    let message = format!("no fact speaks of `{thing}`");
    Diagnostic::new(Blame::Question, "nothing-known", message)
}
