//! What is not known, and of what.

use crate::plan::certainty::either;
use crate::plan::concept::Concept;
use crate::question::LinkReach;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId};

/// An open predicate that a question uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPredicate {
    /// A link, in the direction and with the reach of the question.
    Relation(Direction, LinkReach),
    /// A link that has facts, but perhaps not all.
    PartlyRecorded(Direction, LinkReach),
    /// An attribute.
    Attribute(AttributeId),
    /// An adjective whose value is reached by links.
    Adjective(AdjectiveId),
    /// The answer of a thing to an assurance.
    Answer,
    /// A link to something that lies only partly within the object.
    PartlyWithin(Direction),
}

/// Missing facts that a question needs.
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeGap {
    /// The open predicate.
    pub open: OpenPredicate,
    /// The links from the things for which it has to be looked up to those that have it; empty if they are the same.
    pub links: Vec<Direction>,
    /// The things that lack it, if they are the subject of the question; else `None`.
    pub things: Option<Concept>,
}

/// An open predicate at the current things that has to be looked up for the things that link to them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pending {
    pub(super) open: OpenPredicate,
    pub(super) links: Vec<Direction>,
    pub(super) kinds: Vec<KindId>,
    /// The things that have a fact of it.
    pub(super) recorded: Concept,
}

/// The union of two gaps.
pub(super) fn join(one: Option<Concept>, other: Option<Concept>) -> Option<Concept> {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(one), other) => Some(either(one, other)),
        (None, other) => other,
    }
}
