//! Sets that one question has found already: its notes and remarks need most of them again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::exec::native::set::Set;
use crate::plan::Concept;

/// At most so many sets are kept, the first ones: few sets of a question cost much.
const MOST: usize = 16;

/// The sets found for one question about one graph.
#[derive(Clone, Default)]
pub(in crate::exec) struct SetMemo(Arc<Mutex<Vec<MemoEntry>>>);

/// A concept with its set.
type MemoEntry = (Concept, Arc<Set>);

impl SetMemo {
    pub(super) fn get(&self, concept: &Concept) -> Option<Arc<Set>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.iter().find(|(known, _)| known == concept);
        known.map(|(_, set)| Arc::clone(set))
    }

    pub(super) fn keep(&self, concept: Concept, set: &Arc<Set>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.push((concept, Arc::clone(set)));
        }
    }
}
