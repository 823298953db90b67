//! What an explanation is made with, and the node that it is about.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::model::NamedNode;

use crate::base::{Blame, Code, Diagnostic, Limit};
use crate::exec::fact_writer::FactWriter;
use crate::exec::limits::{Inquiry, Limits};
use crate::exec::reason::{Connective, Why};
use crate::exec::why::question_part::{Extension, ExtensionKey, ValuesByThing};
use crate::graph::GraphAnalyses;
use crate::plan::LoweringContext;
use crate::question::{LinkReach, Question};
use crate::store::{Dataset, Id};
use crate::words::{Direction, KindId};

/// So many things, asked about or linked, are evaluated one by one: that costs what they cost, not what all of their kind cost.
/// For more, all things of a kind are evaluated at once.
pub(super) const FEW: usize = 8;

/// What is asked, and what is evaluated already.
pub(super) struct Explainer<'a> {
    pub(super) context: LoweringContext<'a>,
    pub(super) fact_writer: FactWriter<'a>,
    pub(super) dataset: &'a Arc<Dataset>,
    pub(super) evidence: &'a GraphAnalyses,
    pub(super) limits: Limits,
    pub(super) inquiry: &'a Inquiry,
    /// True if parts are evaluated for the thing at hand alone, not for all of its kind.
    pub(super) one_by_one: bool,
    pub(super) known: RefCell<HashMap<ExtensionKey, Rc<Extension>>>,
    pub(super) values: RefCell<HashMap<ExtensionKey, Rc<ValuesByThing>>>,
    pub(super) reasons: Cell<usize>,
}

/// A thing that is spoken of, and where in the question.
#[derive(Clone)]
pub(super) struct FocusNode {
    /// The thing.
    pub(super) thing: Id,
    /// The kind that it is spoken of as.
    pub(super) kind: KindId,
    /// The thing that `their` refers to.
    pub(super) root: Id,
    /// Its kind.
    pub(super) root_kind: KindId,
    /// The links from the root to this thing, with the kinds that they lead to.
    pub(super) links_from_root: Vec<(Direction, LinkReach, KindId)>,
    /// How many links and definitions were followed.
    pub(super) depth: usize,
    /// How many links were followed, also before a definition.
    pub(super) links: usize,
}

impl FocusNode {
    /// A thing that the whole question, or a definition, is about.
    pub(super) fn root(thing: Id, kind: KindId) -> Self {
        Self { thing, kind, root: thing, root_kind: kind, links_from_root: Vec::new(), depth: 0, links: 0 }
    }

    /// The same thing, as the subject of a definition.
    pub(super) fn in_definition(&self, kind: KindId) -> Self {
        Self { depth: self.depth + 1, links: self.links, ..Self::root(self.thing, kind) }
    }

    /// A thing that a link leads to from here.
    pub(super) fn follow_link(&self, thing: Id, direction: Direction, reach: LinkReach, kind: KindId) -> Self {
        let mut spot = self.clone();
        spot.links_from_root.push((direction, reach, kind));
        spot.thing = thing;
        spot.kind = kind;
        spot.depth += 1;
        spot.links += 1;
        spot
    }

    /// The same thing, spoken of as another kind.
    pub(super) fn of_kind(&self, kind: KindId) -> Self {
        Self { kind, ..self.clone() }
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn why(&self, question: &'a Question, thing: &NamedNode) -> Result<Why, Diagnostic> {
        self.reasons.set(0);
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
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
        Ok(Why { thing: self.fact_writer.identity(id), holds: Connective::All.decides(&reasons), reasons })
    }

    /// True if a limit on reasons is reached: nothing more is taken apart, and the reasons say so.
    pub(super) fn is_full(&self, spot: &FocusNode) -> bool {
        spot.depth > Limit::ReasonsDeep.most() || self.reasons.get() > Limit::Reasons.most()
    }
}

/// `describe alibaba`: nothing is asked of a set
pub(super) fn about_no_set() -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::NoReasons, "the question is not about a set of things")
        .help("ask why about a question that finds things, such as `which claims lack a source`")
}

/// an IRI that no fact speaks of
pub(super) fn nothing_known(thing: &NamedNode) -> Diagnostic {
    let message = format!("no fact mentions `{thing}`");
    Diagnostic::new(Blame::Question, Code::NothingKnown, message)
}
