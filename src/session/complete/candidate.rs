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
    /// The byte of the text where the word begins that is being typed; an offer stands in its place.
    pub start: usize,
    /// The likeliest first.
    pub offers: Vec<Offer>,
    /// How many words there was no time to try.
    pub untried: usize,
}

/// One word, name, value or run of words that can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// As it is typed; for what people make up themselves, what that is: `a number`.
    pub text: String,
    /// What it would be.
    pub role: WordRole,
    /// True for what people make up themselves, which cannot be put in for them.
    pub made_up: bool,
    /// How often a value or the things of a kind occur in the data; none where nobody counts.
    pub count: Option<usize>,
}

/// What occurs in the data: counted when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct OccurrenceIndex {
    pub(super) names: OnceLock<NameIndex>,
    pub(super) values: Mutex<HashMap<AttributeId, AttributeValues>>,
    pub(super) sizes: OnceLock<HashMap<KindId, usize>>,
}

/// The text before a form that could end in the word that is being typed.
pub(super) struct Tail<'a> {
    /// Before the first word of the form.
    pub(super) before: &'a str,
    /// The words that are typed already.
    pub(super) words: Vec<&'a str>,
}

/// An offer that is still to be tried.
pub(super) struct Candidate {
    pub(super) offer: Offer,
    /// The text with the whole form behind it.
    pub(super) longer: String,
    /// Candidates of one signature behind as many words can stand in the same places.
    pub(super) signature: Option<(usize, Signature)>,
    /// True for the form that names one thing: where many can stand, they are likelier.
    pub(super) one: bool,
}

impl Candidate {
    pub(super) fn with_count(mut self, count: Option<usize>) -> Self {
        self.offer.count = count;
        self
    }

    /// Nouns of the largest kinds and the most frequent values come first.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        let offer = &self.offer;
        let count = Reverse(offer.count);
        (offer.made_up, offer.role, count, self.one, &offer.text)
    }
}

pub(super) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Where the word begins that `text` ends with: behind a blank, a parenthesis, a comma, the dot of a
/// path, or at an open quote.
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

/// The text before the word that is typed, and before each of the words that stand before it.
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

/// What is left to type of a form whose first words are there.
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
        offer: Offer { text, role: form.role, made_up, count: None },
        longer,
        signature: signature.map(|signature| (tail.words.len(), signature)),
        one: form.kind.is_none_or(|(_, number)| number == Number::Singular),
    })
}

/// Words that a form, of which the first are typed already, has before the one that is typed now.
pub(super) const MAX_WORDS_BEFORE: usize = 7;
