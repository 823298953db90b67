//! Parts of a question, and the things that each holds of.

use std::collections::{HashMap, HashSet};

use oxigraph::model::Term;

use crate::question::{Condition, Expression, NounPhrase, PathSubject, ValueComparison};
use crate::store::Id;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId, Trail, TrailEnd};

/// The binding of the thing that is found; nobody can type this name.
pub(super) const FOUND: &str = "thing found";

/// A part of a question.
#[derive(Clone, Copy)]
pub(super) enum QuestionPart<'a> {
    /// What is said of a thing.
    Condition(&'a Condition),
    /// These together: they refer to bindings.
    Together(&'a NounPhrase),
    /// The value of an attribute, compared at the end of a trail.
    Compared(AttributeId, &'a ValueComparison),
    /// An adjective before a noun.
    Adjective(AdjectiveId),
    /// What a link has to lead to; true without the default filter.
    Object(&'a NounPhrase, bool),
    /// Whatever a link leads to; true without the default filter.
    Anything(Direction, bool),
}

/// The key of a part: its address in the question; for a thing that is not of the kind spoken of, also the thing.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct ExtensionKey {
    pub(super) part: (u8, usize, usize),
    pub(super) kind: KindId,
    pub(super) root_kind: KindId,
    pub(super) root: Option<Id>,
    pub(super) thing: Option<Id>,
}

/// The things of which a part holds.
pub(super) enum Extension {
    /// These, and those of which it may hold; `None` if everything is known.
    Things(HashSet<Id>, Option<HashSet<Id>>),
    /// These pairs of what `their` refers to and a thing, and those of which it does not hold; `None` if those are all
    /// others.
    Pairs(HashSet<(Id, Id)>, Option<HashSet<(Id, Id)>>),
}

/// The values of expressions, row by row, for each thing.
pub(super) type ValuesByThing = HashMap<Id, Vec<Vec<Option<Term>>>>;

impl QuestionPart<'_> {
    pub(super) fn key(self) -> (u8, usize, usize) {
        let address = |it: *const ()| it as usize;
        match self {
            Self::Condition(it) => (0, address(std::ptr::from_ref(it).cast()), 0),
            Self::Together(it) => (1, address(std::ptr::from_ref(it).cast()), 0),
            Self::Compared(attribute, it) => (2, address(std::ptr::from_ref(it).cast()), attribute.0 as usize),
            Self::Adjective(id) => (3, id.0 as usize, 0),
            Self::Object(it, all) => (4, address(std::ptr::from_ref(it).cast()), all.into()),
            Self::Anything(link, all) => {
                let relation = link.relation.0 as usize;
                (5, 2 * relation + usize::from(link.backward), all.into())
            }
        }
    }
}

/// The IRI of what is spoken of.
pub(super) fn iri(of: PathSubject) -> Expression {
    let trail = Trail { hops: Vec::new(), end: TrailEnd::Iri };
    Expression::Path(of, trail)
}

/// True if a condition refers to a binding, at any depth.
pub(super) fn mentions_binding(condition: &Condition) -> bool {
    let mut spoken = false;
    condition.each(&mut |part| {
        let expressions = part.expressions();
        spoken |= expressions.iter().any(|it| it.uses_binding());
        let phrases = part.phrases();
        spoken |= phrases.iter().any(|phrase| phrase.filters.iter().any(mentions_binding));
    });
    spoken
}

/// The conditions that create bindings or refer to one.
pub(super) fn binding_conditions(phrase: &NounPhrase) -> Vec<Condition> {
    let filters = phrase.filters.iter();
    filters.filter(|it| is_binding_condition(it)).cloned().collect()
}

/// True for a condition that creates a binding or refers to one.
pub(super) fn is_binding_condition(condition: &Condition) -> bool {
    let mut named = mentions_binding(condition);
    condition.each(&mut |part| {
        let phrases = part.phrases();
        named |= phrases.iter().any(|phrase| !phrase.names().is_empty());
    });
    named
}
