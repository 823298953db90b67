//! Candidates for what can be typed next, and how they fit what is typed.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use crate::session::complete::forms::{Atom, CompletionForm, Signature};
use crate::session::complete::names::NameIndex;
use crate::session::complete::values::AttributeValues;
use crate::session::roles::WordRole;
use crate::words::{AttributeId, KindId, Number};

/// What can follow a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offers {
    /// The byte offset of the word being typed, which an offer replaces.
    pub start: usize,
    /// The likeliest first.
    pub offers: Vec<Offer>,
    /// How many words were not tried for lack of time.
    pub untried: usize,
}

/// One word, name, value or run of words that can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The text to insert; of a placeholder, what to type: `a number`.
    pub text: String,
    /// Its role in the question.
    pub role: WordRole,
    /// True for what cannot be inserted: a placeholder, or the number of further values.
    pub not_insertable: bool,
    /// How often a value, or a thing of the kind, occurs in the data; `None` for other offers.
    pub count: Option<usize>,
}

/// Names, values and sizes of kinds in the data, each collected on first use.
#[derive(Debug, Default)]
pub(crate) struct OccurrenceIndex {
    pub(super) names: OnceLock<NameIndex>,
    pub(super) values: Mutex<HashMap<AttributeId, AttributeValues>>,
    pub(super) sizes: OnceLock<HashMap<KindId, usize>>,
}

/// A split of the text: where a form of several words could have begun.
pub(super) struct Tail<'a> {
    /// Before the first word of the form.
    pub(super) before: &'a str,
    /// The words of the form that are already typed.
    pub(super) words: Vec<&'a str>,
}

/// An offer that has not been tried yet.
pub(super) struct Candidate {
    pub(super) offer: Offer,
    /// The text, completed by the whole form.
    pub(super) completed_text: String,
    /// With as many words typed, candidates of one signature can stand in the same places.
    pub(super) signature: Option<(usize, Signature)>,
    /// False for a plural noun, which ranks before its singular.
    pub(super) is_singular: bool,
}

impl Candidate {
    pub(super) fn with_count(mut self, count: Option<usize>) -> Self {
        self.offer.count = count;
        self
    }

    /// The sort key: nouns of large kinds and frequent values come first.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        let offer = &self.offer;
        let count = Reverse(offer.count);
        (offer.not_insertable, offer.role, count, self.is_singular, &offer.text)
    }
}

pub(super) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Where the last word of `text` begins: after a blank, a parenthesis, a comma, the dot of a path, or at an open quote.
pub(super) fn start_of_word(text: &str) -> usize {
    let quotes = text.match_indices('"').filter(|(at, _)| !text[..*at].ends_with('\\'));
    let quotes: Vec<usize> = quotes.map(|(at, _)| at).collect();
    if let (1, Some(last)) = (quotes.len() % 2, quotes.last()) {
        return *last;
    }
    if let Some(curly) = text.rfind('“').filter(|at| !text[*at..].contains('”')) {
        return curly;
    }
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"' | '”');
    let start = text.rfind(parts).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let typed = &text[start..];
    let number = typed.starts_with(|c: char| c.is_ascii_digit());
    match typed.rfind('.').filter(|_| !number && !typed.contains(':')) {
        Some(dot) => start + dot + 1,
        None => start,
    }
}

/// The text before the word being typed, and before each of the words preceding it.
pub(super) fn tails(before: &str) -> Vec<Tail<'_>> {
    let mut found = vec![Tail { before, words: Vec::new() }];
    let mut rest = before;
    while found.len() <= MAX_WORDS_BEFORE && rest.ends_with(char::is_whitespace) {
        let trimmed = rest.trim_end();
        let start = start_of_word(trimmed);
        let word = &trimmed[start..];
        if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || "-'’/&_".contains(c)) {
            break;
        }
        let mut words = vec![word];
        words.extend(&found[found.len() - 1].words);
        rest = &trimmed[..start];
        found.push(Tail { before: rest, words });
    }
    found
}

/// The rest of a form whose first words are already typed.
pub(super) fn candidate(form: &CompletionForm, tail: &Tail<'_>, typed: &str) -> Option<Candidate> {
    let (there, left) = form.atoms.split_at_checked(tail.words.len())?;
    let next = left.first()?;
    if !there.iter().zip(&tail.words).all(|(atom, word)| atom.is(word)) || !next.begins(typed) {
        return None;
    }
    let mut longer = tail.before.to_owned();
    let samples = left.iter().map(Atom::sample);
    for word in tail.words.iter().copied().chain(samples) {
        longer.push_str(word);
        longer.push(' ');
    }
    longer.pop();
    let (text, made_up) = match next {
        Atom::Slot(slot) => (slot.words().to_owned(), true),
        Atom::Word(_) => {
            let words: Vec<&str> = left.iter().map_while(Atom::word).collect();
            (words.join(" "), false)
        }
    };
    let signature = form.signature.clone();
    Some(Candidate {
        offer: Offer { text, role: form.role, not_insertable: made_up, count: None },
        completed_text: longer,
        signature: signature.map(|signature| (tail.words.len(), signature)),
        is_singular: form.kind.is_none_or(|(_, number)| number == Number::Singular),
    })
}

/// Words that can precede the one being typed in a form of several words, at most.
pub(super) const MAX_WORDS_BEFORE: usize = 7;
