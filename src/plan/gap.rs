//! What is not known, and of what.

use crate::plan::certainty::either;
use crate::plan::concept::Concept;
use crate::question::LinkReach;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId};

/// Something open that a question speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPredicate {
    /// A link, in the direction in which it is said, and how far it is followed.
    Relation(Direction, LinkReach),
    /// A link of which something is on record, and perhaps not all.
    Further(Direction, LinkReach),
    /// A value.
    Attribute(AttributeId),
    /// An adjective for what links lead to.
    Adjective(AdjectiveId),
    /// The answer of a thing to an assurance.
    Answer,
    /// A link to what lies partly within what it is asked of, and partly outside.
    Partly(Direction),
}

/// Facts that are missing for what a question judges.
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeGap {
    /// What is open.
    pub open: OpenPredicate,
    /// The links to what it is said of, where it has to be looked up for something that these start from.
    pub links: Vec<Direction>,
    /// The things that lack it, where those are what the question is about; none where it is about something else.
    pub things: Option<Concept>,
}

/// Something open at the things at hand that has to be looked up for a thing that links to them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pending {
    pub(super) open: OpenPredicate,
    pub(super) links: Vec<Direction>,
    pub(super) kinds: Vec<KindId>,
    /// What has a fact of it.
    pub(super) told: Concept,
}

/// What is in one of two gaps.
pub(super) fn join(one: Option<Concept>, other: Option<Concept>) -> Option<Concept> {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(one), other) => Some(either(one, other)),
        (None, other) => other,
    }
}
