//! Why a question found a thing, or did not. Each part of the question is evaluated once, for all
//! things that it is asked of; what is there instead is looked up in the facts. So there is one
//! meaning: what holds is what the evaluator says.

mod adjectives;
mod answers;
mod extension;
mod leaves;
mod links;
mod opposition;
mod parts;
mod phrases;
mod sentence;
mod sets;
mod trails;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;

use crate::base::{Blame, Diagnostic, Limit, Stop};
use crate::exec::evaluate::Limits;
use crate::exec::fact_writer::FactWriter;
use crate::exec::reason::{Connective, Why};
use crate::exec::why::extension::{Extension, ExtensionKey, ValuesByThing};
use crate::graph::GraphAnalyses;
use crate::plan::LoweringContext;
use crate::question::{LinkReach, Question};
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
    context: LoweringContext<'_>,
    (dataset, evidence): (&Arc<Dataset>, &GraphAnalyses),
    limits: Limits,
    stop: &Stop,
) -> Result<Vec<Why>, Diagnostic> {
    let asking = Explainer {
        telling: FactWriter { lexicon: context.lexicon, dataset },
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
struct Explainer<'a> {
    context: LoweringContext<'a>,
    telling: FactWriter<'a>,
    facts: &'a Arc<Dataset>,
    evidence: &'a GraphAnalyses,
    limits: Limits,
    stop: &'a Stop,
    known: RefCell<HashMap<ExtensionKey, Rc<Extension>>>,
    values: RefCell<HashMap<ExtensionKey, Rc<ValuesByThing>>>,
    reasons: Cell<usize>,
}

/// A thing of which something is said, and where in the question it is said.
#[derive(Clone)]
struct FocusNode {
    /// The thing.
    thing: Id,
    /// The kind that it is spoken of as.
    kind: KindId,
    /// The thing that `their` refers to.
    root: Id,
    /// Its kind.
    root_kind: KindId,
    /// The links from that thing to this one, with the kinds that they lead to.
    way: Vec<(Direction, LinkReach, KindId)>,
    /// Links and definitions that were gone through.
    depth: usize,
    /// Links that were gone through, also those before a definition.
    links: usize,
}

impl FocusNode {
    /// A thing that the whole question, or a definition, is about.
    fn root(thing: Id, kind: KindId) -> Self {
        Self { thing, kind, root: thing, root_kind: kind, way: Vec::new(), depth: 0, links: 0 }
    }

    /// The same thing, as what a definition is about.
    fn in_definition(&self, kind: KindId) -> Self {
        Self { depth: self.depth + 1, links: self.links, ..Self::root(self.thing, kind) }
    }

    /// A thing that a link leads to from here.
    fn follow_link(&self, thing: Id, direction: Direction, reach: LinkReach, kind: KindId) -> Self {
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

impl<'a> Explainer<'a> {
    fn why(&self, question: &'a Question, thing: &NamedNode) -> Result<Why, Diagnostic> {
        self.reasons.set(0);
        let Some(id) = self.facts.iri_id(thing.as_ref()) else {
            return Err(nothing_known(thing));
        };
        let reasons = match question {
            Question::Does(about, holds) | Question::Why(about, holds) => {
                let spot = FocusNode::root(id, about.kind);
                self.conjuncts(holds, &spot)?
            }
            other => {
                let set = other.set().ok_or_else(about_no_set)?;
                self.of_set(set, &FocusNode::root(id, set.kind))?
            }
        };
        Ok(Why { thing: self.telling.identity(id), holds: Connective::All.decides(&reasons), reasons })
    }

    /// True when no more is taken apart: what is not says so.
    fn is_full(&self, spot: &FocusNode) -> bool {
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
