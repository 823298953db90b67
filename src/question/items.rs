//! The items of a phrase. They record whether a reader looked past the last one: then more words could
//! have changed the result.

use std::cell::Cell;
use std::ops::Index;

use crate::question::segment::PhraseItem;

/// The items of a phrase.
#[derive(Debug)]
pub(super) struct Items {
    all: Vec<PhraseItem>,
    ran_out: Cell<bool>,
}

impl Items {
    pub(super) fn new(all: Vec<PhraseItem>) -> Self {
        let ran_out = Cell::new(false);
        Self { all, ran_out }
    }

    pub(super) fn all(&self) -> &[PhraseItem] {
        &self.all
    }

    pub(super) fn into_all(self) -> Vec<PhraseItem> {
        self.all
    }

    /// True when an item past the last one was requested.
    pub(super) fn has_run_out(&self) -> bool {
        self.ran_out.get()
    }

    pub(super) fn get(&self, at: usize) -> Option<&PhraseItem> {
        let item = self.all.get(at);
        if item.is_none() {
            self.ran_out.set(true);
        }
        item
    }

    pub(super) fn first(&self) -> Option<&PhraseItem> {
        self.get(0)
    }

    /// The items from `at` on, for greedy matches; the end of the slice does not count as running out.
    pub(super) fn from(&self, at: usize) -> &[PhraseItem] {
        self.all.get(at..).unwrap_or_default()
    }
}

impl Index<usize> for Items {
    type Output = PhraseItem;

    fn index(&self, at: usize) -> &PhraseItem {
        &self.all[at]
    }
}
