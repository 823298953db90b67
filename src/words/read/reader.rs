//! What the reader of a vocabulary has found so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use oxigraph::model::Term;

use crate::base::Diagnostic;
use crate::store::{Dataset, Id};
use crate::words::check::WordEntry;
use crate::words::ids::AdjectiveId;
use crate::words::kinds::Hierarchy;
use crate::words::lexicon::Lexicon;
use crate::words::{Derived, Structure};

pub(super) struct VocabularyReader<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) hierarchy: Hierarchy,
    pub(super) lexicon: Lexicon,
    pub(super) entries: Vec<WordEntry>,
    pub(super) problems: Vec<Diagnostic>,
    /// The adjectives that a value or a class defines, by its term: several, if attributes of several kinds have the
    /// value.
    pub(super) terms: HashMap<Term, Vec<AdjectiveId>>,
    /// The analyses that have words.
    pub(super) analyses: BTreeMap<Structure, Arc<Derived>>,
    /// The relations that lead through current records alone, by their term.
    pub(super) current: HashMap<Id, u16>,
    /// The statements that were read.
    pub(super) read: RefCell<HashSet<[Id; 3]>>,
}
