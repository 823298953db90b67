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
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The facts, for small hierarchies.
    pub dataset: &'a Dataset,
    /// What the adjectives mean that are defined by a phrase.
    pub definitions: &'a HashMap<AdjectiveId, NounPhrase>,
    /// The named sets, by [`crate::words::SetId`].
    pub sets: &'a [NounPhrase],
    /// The things of the last answer.
    pub those: Option<&'a NounPhrase>,
    /// The day that `today` is.
    pub today: Date,
}

pub(super) struct Lower<'a> {
    pub(super) context: LoweringContext<'a>,
    pub(super) left_out: Vec<DefaultFilter>,
    /// What is open at the things at hand and has to be looked up for what links to them.
    pub(super) pending: Vec<Pending>,
    pub(super) gaps: Vec<KnowledgeGap>,
    /// Numbers of the rows that nobody knows for certain.
    pub(super) uncertain: Vec<Uncertain>,
    /// Links between what the question is about and the things at hand.
    pub(super) away: usize,
    /// Links between what `their` refers to and the things at hand.
    pub(super) links: usize,
    /// True where nothing is left out.
    pub(super) keeps_all: bool,
    pub(super) depth: usize,
    /// What was lowered already of named sets and definitions: one is spoken of in many places.
    pub(super) roots: HashMap<SubqueryKey, LoweredSubquery>,
    /// How complete the record of relations is; empty where it is not asked for.
    pub(super) record: Rc<RecordCompleteness>,
    /// Whether saying one adjective speaks of another.
    pub(super) spoken_of: RefCell<HashMap<(AdjectiveId, AdjectiveId), bool>>,
}

/// What the vocabulary says of the record of one relation.
#[derive(Debug, Clone, Default)]
pub(super) struct RelationRecord {
    /// The things of which not all is on record.
    pub(super) partly: Option<Concept>,
    /// The things of which it is on record that there is none.
    pub(super) none: Option<Concept>,
}

/// The record of each relation of which the vocabulary says something.
pub(super) type RecordCompleteness = HashMap<RelationId, RelationRecord>;

/// What a set with a subject of its own hangs on: which it is, whether anything is left out, and how far away it is.
pub(super) type SubqueryKey = (*const NounPhrase, bool, usize);

/// A set with a subject of its own, and what had to be noted for it.
#[derive(Clone)]
pub(super) struct LoweredSubquery {
    pub(super) things: ThreeValuedSet,
    pub(super) left_out: Vec<DefaultFilter>,
    pub(super) pending: Vec<Pending>,
    pub(super) gaps: Vec<KnowledgeGap>,
}
