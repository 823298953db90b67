//! Spelling help: the existing words most similar to what was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

use crate::base::{Limit, is_hostile, spend};

/// The candidates nearest to `word` by Damerau-Levenshtein distance, at most 1 + length / 5 away,
/// nearest first, at most three: they are suggestions, not all there is. Letter case is ignored.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let limit = 1 + length / 5;
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit * 4)
        .map(|candidate| (candidate.to_lowercase(), candidate))
        // The distance is at least the difference in length.
        .filter(|(low, _)| low.chars().count().abs_diff(length) <= limit)
        .map(|(low, candidate)| {
            spend(64);
            (strsim::damerau_levenshtein(&word, &low), candidate)
        })
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(Limit::Nearest.most());
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Explains why `word` only looks like `known`: a letter of another script, an invisible character, or another Unicode
/// normalisation form. `None` if they do not look alike, or are equal.
#[must_use]
pub fn lookalike(word: &str, known: &str) -> Option<String> {
    let (word_low, known_low) = (word.to_lowercase(), known.to_lowercase());
    if word_low == known_low {
        return None;
    }
    if word_low.nfkc().eq(known_low.nfkc()) {
        return Some("it is written in another Unicode normalisation form".to_owned());
    }
    if let Some(hidden) = word.chars().find(|c| is_hostile(*c)) {
        let bare: String = word_low.chars().filter(|c| !is_hostile(*c)).collect();
        return (bare == known_low).then(|| format!("it contains the invisible character U+{:04X}", u32::from(hidden)));
    }
    if !skeleton(&word_low).eq(skeleton(&known_low)) {
        return None;
    }
    let strange = word_low.chars().zip(known_low.chars()).find(|(typed, meant)| typed != meant);
    strange.map(|(typed, meant)| {
        format!(
            "it contains `{typed}` (U+{:04X}) where the name has `{meant}` (U+{:04X})",
            u32::from(typed),
            u32::from(meant)
        )
    })
}
