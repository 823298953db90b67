//! What a question is read in: the vocabulary, the facts, what is defined.

use std::cell::{Cell, RefCell};

use crate::base::{Faults, Source};
use crate::lang::Phrase;
use crate::question::choice::ReadingChoice;
use crate::store::Dataset;
use crate::words::{AttributeId, KindId, Lexicon};

/// What a statement is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The names.
    pub dataset: &'a Dataset,
    /// The kinds of the sets that `let` has named, by [`crate::words::SetId`].
    pub sets: &'a [KindId],
    /// The kind of the things that the last question found.
    pub those: Option<KindId>,
    /// Where to note what was chosen between two readings; none to note nothing.
    pub choices: Option<&'a RefCell<Vec<ReadingChoice>>>,
    /// Where to note what a statement leaves open; none to note nothing.
    pub gap: Option<&'a CompletionProbe>,
    /// True where faults say what unknown words could have meant, for which all names are looked through.
    pub suggests: bool,
}

/// What a statement leaves open that is not whole yet.
#[derive(Debug, Default)]
pub struct CompletionProbe {
    /// True when more words could make it whole.
    pub open: Cell<bool>,
    /// The attribute that was spoken of last.
    pub attribute: Cell<Option<AttributeId>>,
}

impl Context<'_> {
    /// How many choices are noted.
    pub(super) fn choice_count(&self) -> usize {
        self.choices.map_or(0, |choices| choices.borrow().len())
    }

    /// True when it is to be noted what more words could do.
    pub(super) fn is_open_to_more(&self) -> bool {
        self.gap.is_some()
    }

    /// Notes that more words could make a phrase whole, if it ends the text.
    pub(super) fn leaves_open(&self, phrase: &Phrase, source: &Source) {
        if let Some(gap) = self.gap
            && phrase.span.end == source.text.trim_end().len()
        {
            gap.open.set(true);
        }
    }

    /// Forgets the choices of a reading that came to nothing.
    pub(super) fn forget_since(&self, noted: usize) {
        if let Some(choices) = self.choices {
            choices.borrow_mut().truncate(noted);
        }
    }

    /// Reads without suggestions, and once more with them where nothing can be read: what is tried on the way to a
    /// reading need not say what it could have meant.
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
