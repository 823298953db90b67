//! What can be typed next. A word is offered only where a whole question can begin with the text and
//! that word: each one is tried, with the reader that reads questions.

mod endings;
mod forms;
mod names;
mod supposing;
mod values;
mod viable;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::session::Session;
use crate::session::complete::forms::{Atom, CompletionForm, Signature, language_forms, vocabulary_forms};
use crate::session::complete::names::NameIndex;
use crate::session::complete::supposing::question_behind;
use crate::session::complete::values::AttributeValues;
use crate::session::complete::viable::Trial;
use crate::session::roles::WordRole;
use crate::words::{AttributeId, KindId, Number};

/// Words that a form, of which the first are typed already, has before the one that is typed now.
const MAX_WORDS_BEFORE: usize = 7;

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
pub(super) struct OccurrenceIndex {
    names: OnceLock<NameIndex>,
    values: Mutex<HashMap<AttributeId, AttributeValues>>,
    sizes: OnceLock<HashMap<KindId, usize>>,
}

/// The text before a form that could end in the word that is being typed.
struct Tail<'a> {
    /// Before the first word of the form.
    before: &'a str,
    /// The words that are typed already.
    words: Vec<&'a str>,
}

/// An offer that is still to be tried.
struct Candidate {
    offer: Offer,
    /// The text with the whole form behind it.
    longer: String,
    /// Candidates of one signature behind as many words can stand in the same places.
    signature: Option<(usize, Signature)>,
    /// True for the form that names one thing: where many can stand, they are likelier.
    one: bool,
}

impl Session {
    /// What can follow `text`, in place of the word that it ends with: keywords, words that fit, names
    /// and values that occur. Nothing is offered inside raw SPARQL, or where nothing can follow. Somebody waits for so
    /// long at the most, the likeliest words are tried first; without a limit, all are.
    #[must_use]
    pub fn offers(&self, text: &str, patience: Option<Duration>) -> Offers {
        if let Some(at) = question_behind(text) {
            let offers = self.offers(&text[at..], patience);
            return Offers { start: offers.start + at, ..offers };
        }
        let began = Instant::now();
        let (start, candidates) = self.candidates(text);
        let mut trial = Trial::new(self, text, patience.map(|patience| began + patience));
        let mut seen = HashSet::new();
        let mut offers = Vec::new();
        let mut untried = 0;
        for candidate in candidates {
            if seen.contains(&candidate.offer.text) {
                continue;
            }
            match trial.can_follow(&candidate) {
                Some(true) => {
                    seen.insert(candidate.offer.text.clone());
                    offers.push(candidate.offer);
                }
                Some(false) => {}
                None => untried += 1,
            }
        }
        Offers { start, offers, untried }
    }

    /// The likeliest word to follow `text`, with where it begins; none where it is not found in time.
    #[must_use]
    pub fn likeliest(&self, text: &str, patience: Option<Duration>) -> Option<(usize, Offer)> {
        if let Some(at) = question_behind(text) {
            let (start, offer) = self.likeliest(&text[at..], patience)?;
            return Some((start + at, offer));
        }
        let began = Instant::now();
        let (start, candidates) = self.candidates(text);
        let mut trial = Trial::new(self, text, patience.map(|patience| began + patience));
        let mut typed = candidates.into_iter().filter(|it| !it.offer.made_up);
        let likeliest = typed.find(|candidate| trial.can_follow(candidate) == Some(true))?;
        Some((start, likeliest.offer))
    }

    /// Everything that could follow, whether or not it can; the likeliest first.
    fn candidates(&self, text: &str) -> (usize, Vec<Candidate>) {
        let start = start_of_word(text);
        let (before, typed) = text.split_at(start);
        if start > 0 && first_word(text).eq_ignore_ascii_case("sparql") {
            return (start, Vec::new());
        }
        let tails = tails(before);
        let mut found = Vec::new();
        for form in language_forms().chain(vocabulary_forms(&self.lexicon, text)) {
            let size = form.kind.and_then(|(kind, _)| self.size(kind));
            for tail in &tails {
                let candidate = candidate(&form, tail, typed);
                found.extend(candidate.map(|it| it.with_count(size)));
            }
        }
        found.extend(self.values_at(before, typed));
        found.extend(self.names_at(&tails, typed));
        found.sort_by(|one, other| one.rank().cmp(&other.rank()));
        (start, found)
    }
}

impl Candidate {
    fn with_count(mut self, count: Option<usize>) -> Self {
        self.offer.count = count;
        self
    }

    /// Nouns of the largest kinds and the most frequent values come first.
    fn rank(&self) -> impl Ord + '_ {
        let offer = &self.offer;
        let count = Reverse(offer.count);
        (offer.made_up, offer.role, count, self.one, &offer.text)
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Where the word begins that `text` ends with: behind a blank, a parenthesis, a comma, the dot of a
/// path, or at an open quote.
fn start_of_word(text: &str) -> usize {
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
fn tails(before: &str) -> Vec<Tail<'_>> {
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
fn candidate(form: &CompletionForm, tail: &Tail<'_>, typed: &str) -> Option<Candidate> {
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
