//! Parts of a question, and the things that each holds of.

use std::collections::{HashMap, HashSet};

use oxigraph::model::Term;

use crate::question::{Condition, Expression, NounPhrase, Of, ValueComparison};
use crate::store::Id;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId, Trail, TrailEnd};

/// The name of the thing that is found; nobody can type it.
pub(super) const FOUND: &str = "thing found";

/// A part of a question.
#[derive(Clone, Copy)]
pub(super) enum QuestionPart<'a> {
    /// What is said of a thing.
    Condition(&'a Condition),
    /// These together: they speak of things that were given a name.
    Together(&'a NounPhrase),
    /// The value of an attribute, compared at the end of a trail.
    Compared(AttributeId, &'a ValueComparison),
    /// An adjective before a noun.
    Adjective(AdjectiveId),
    /// What a link is to lead to; true where nothing is left out of it.
    Object(&'a NounPhrase, bool),
    /// Whatever a link leads to.
    Anything(Direction, bool),
}

/// What a part is known by: the address of its words in the question, and for what lies outside of
/// the kind that is spoken of, the very thing.
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
    /// These, and those of which it may hold; none where that is known.
    Things(HashSet<Id>, Option<HashSet<Id>>),
    /// These, each with the thing that `their` refers to before it, and those of which it does not hold; none where
    /// it does not hold of any others.
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
pub(super) fn iri(of: Of) -> Expression {
    let trail = Trail { hops: Vec::new(), end: TrailEnd::Iri };
    Expression::Path(of, trail)
}

/// True when a condition speaks of what has a name, at any depth.
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

/// The conditions that give names or speak of what has one.
pub(super) fn binding_conditions(phrase: &NounPhrase) -> Vec<Condition> {
    let filters = phrase.filters.iter();
    filters.filter(|it| is_binding_condition(it)).cloned().collect()
}

/// True for a condition that gives something a name, or speaks of what has one.
pub(super) fn is_binding_condition(condition: &Condition) -> bool {
    let mut named = mentions_binding(condition);
    condition.each(&mut |part| {
        let phrases = part.phrases();
        named |= phrases.iter().any(|phrase| !phrase.names().is_empty());
    });
    named
}
