//! Completion. A word is offered only where a whole question can begin with the text and that word: each one is tried
//! with the reader of questions.

mod candidate;
mod endings;
mod forms;
mod names;
mod supposing;
mod values;
mod viable;

use std::collections::HashSet;
use std::time::{Duration, Instant};

pub(super) use self::candidate::OccurrenceIndex;
pub use self::candidate::{Offer, Offers};
use crate::session::Session;
use crate::session::complete::candidate::{Candidate, candidate, first_word, start_of_word, tails};
use crate::session::complete::forms::{language_forms, vocabulary_forms};
use crate::session::complete::supposing::question_behind;
use crate::session::complete::viable::Trial;

impl Session {
    /// What can follow `text`, in place of its last word: keywords, words that fit, names and values that occur;
    /// nothing inside raw SPARQL. The likeliest words are tried first, for as long as `patience` allows; without it,
    /// all are.
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

    /// The likeliest word to follow `text`, with its offset; `None` if none is found in time.
    #[must_use]
    pub fn likeliest(&self, text: &str, patience: Option<Duration>) -> Option<(usize, Offer)> {
        if let Some(at) = question_behind(text) {
            let (start, offer) = self.likeliest(&text[at..], patience)?;
            return Some((start + at, offer));
        }
        let began = Instant::now();
        let (start, candidates) = self.candidates(text);
        let mut trial = Trial::new(self, text, patience.map(|patience| began + patience));
        let mut typed = candidates.into_iter().filter(|it| !it.offer.not_insertable);
        let likeliest = typed.find(|candidate| trial.can_follow(candidate) == Some(true))?;
        Some((start, likeliest.offer))
    }

    /// Every word that begins as typed, untested; the likeliest first.
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
