//! What a question is read in: the vocabulary, the facts, what is defined.

use std::cell::{Cell, RefCell};

use crate::base::{Faults, Source};
use crate::lang::Phrase;
use crate::question::choice::ReadingChoice;
use crate::store::Dataset;
use crate::words::{AttributeId, KindId, Lexicon};

/// What a statement is resolved against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The vocabulary.
    pub lexicon: &'a Lexicon,
    /// The facts, for names.
    pub dataset: &'a Dataset,
    /// The kinds of the sets that `let` has named, by [`crate::words::SetId`].
    pub sets: &'a [KindId],
    /// The kind of the things that the last question found.
    pub those: Option<KindId>,
    /// Collects the choices between two readings, if set.
    pub choices: Option<&'a RefCell<Vec<ReadingChoice>>>,
    /// Collects what a statement leaves open, if set.
    pub probe: Option<&'a CompletionProbe>,
    /// True if errors suggest what unknown words could have meant, which searches all names.
    pub suggests: bool,
}

/// What an incomplete statement leaves open.
#[derive(Debug, Default)]
pub struct CompletionProbe {
    /// True when more words could complete it.
    pub open: Cell<bool>,
    /// The attribute that was read last.
    pub attribute: Cell<Option<AttributeId>>,
}

impl Context<'_> {
    /// The number of choices noted so far.
    pub(super) fn choice_count(&self) -> usize {
        self.choices.map_or(0, |choices| choices.borrow().len())
    }

    /// True if what more words could do must be recorded.
    pub(super) fn is_open_to_more(&self) -> bool {
        self.probe.is_some()
    }

    /// Records that more words could complete a phrase, if it ends the text.
    pub(super) fn leaves_open(&self, phrase: &Phrase, source: &Source) {
        if let Some(gap) = self.probe
            && phrase.span.end == source.text.trim_end().len()
        {
            gap.open.set(true);
        }
    }

    /// Drops the choices of a reading that failed.
    pub(super) fn forget_since(&self, noted: usize) {
        if let Some(choices) = self.choices {
            choices.borrow_mut().truncate(noted);
        }
    }

    /// Reads without suggestions, and again with them if nothing can be read: readings that are tried and dropped do
    /// not need the costly suggestions.
    pub(super) fn reading<T>(self, read: impl Fn(Self) -> Result<T, Faults>) -> Result<T, Faults> {
        let noted = self.choice_count();
        let plainly = Self { suggests: false, ..self };
        match read(plainly) {
            Err(_) if self.suggests => {
                self.forget_since(noted);
                read(self)
            }
            read => read,
        }
    }
}
