//! What lowering a question knows and notes as it goes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use oxsdatatypes::Date;

use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::{KnowledgeGap, Pending};
use crate::plan::tree::{DefaultFilter, Uncertain};
use crate::question::NounPhrase;
use crate::store::Dataset;
use crate::words::{AdjectiveId, Lexicon, RelationId};

/// What a question is lowered against.
#[derive(Debug, Clone, Copy)]
pub struct LoweringContext<'a> {
    /// The vocabulary.
    pub lexicon: &'a Lexicon,
    /// The facts, for small hierarchies.
    pub dataset: &'a Dataset,
    /// The meanings of the adjectives that are defined by a phrase.
    pub definitions: &'a HashMap<AdjectiveId, NounPhrase>,
    /// The named sets, by [`crate::words::SetId`].
    pub sets: &'a [NounPhrase],
    /// The things of the last answer.
    pub those: Option<&'a NounPhrase>,
    /// The day of `today`.
    pub today: Date,
}

pub(super) struct Lower<'a> {
    pub(super) context: LoweringContext<'a>,
    pub(super) default_filters: Vec<DefaultFilter>,
    /// What is open at the current things and has to be looked up for the things that link to them.
    pub(super) pending: Vec<Pending>,
    pub(super) gaps: Vec<KnowledgeGap>,
    /// Numbers in the rows that are not certain.
    pub(super) uncertain: Vec<Uncertain>,
    /// Links between the subject of the question and the current things.
    pub(super) links_from_subject: usize,
    /// Links between what `their` refers to and the current things.
    pub(super) links_from_root: usize,
    /// True to apply no default filter.
    pub(super) without_filters: bool,
    pub(super) depth: usize,
    /// Memo of the named sets and definitions lowered so far: one may be used in many places.
    pub(super) roots: HashMap<SubqueryKey, LoweredSubquery>,
    /// The completeness of relations; empty where it is not needed.
    pub(super) completeness: Rc<RecordCompleteness>,
    /// Memo of whether one adjective mentions another.
    pub(super) spoken_of: RefCell<HashMap<(AdjectiveId, AdjectiveId), bool>>,
}

/// What the vocabulary says of the completeness of one relation.
#[derive(Debug, Clone, Default)]
pub(super) struct RelationRecord {
    /// The things whose record is partial.
    pub(super) partly: Option<Concept>,
    /// The things that are on record as having none.
    pub(super) none: Option<Concept>,
}

/// The completeness of each relation of which the vocabulary says something.
pub(super) type RecordCompleteness = HashMap<RelationId, RelationRecord>;

/// What a lowered subquery depends on: the phrase, by address, the default filter, and the distance from the subject.
pub(super) type SubqueryKey = (*const NounPhrase, bool, usize);

/// A lowered subquery, and what was noted for it.
#[derive(Clone)]
pub(super) struct LoweredSubquery {
    pub(super) things: ThreeValuedSet,
    pub(super) left_out: Vec<DefaultFilter>,
    pub(super) pending: Vec<Pending>,
    pub(super) gaps: Vec<KnowledgeGap>,
}
