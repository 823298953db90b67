//! The normal form of a text: without markup, typography, letter case and punctuation.

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization as _;

use crate::passage::references;
use crate::passage::references::Letter;

/// A text in normal form, with the offsets of its characters in the raw text.
#[derive(Debug, Clone)]
pub struct NormalText {
    text: String,
    /// For each code point, its byte offset in the raw text, rounded down to an ASCII character.
    from: Vec<usize>,
}

impl NormalText {
    /// Words in lower case with one blank between them.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset in the raw text of a code point of the normal form.
    #[must_use]
    pub fn raw_offset(&self, code_point: usize) -> usize {
        self.from.get(code_point).or(self.from.last()).copied().unwrap_or(0)
    }
}

/// The normal form of a text, in these steps: decode character references once; replace each tag by a blank; remove the
/// targets of links; NFKC; remove soft hyphens and zero-width spaces; lower case; replace each run of anything but
/// letters and numbers (Unicode categories L and N) by one blank; trim.
#[must_use]
pub fn normalize(text: &str) -> NormalText {
    join_words(&lower(normalize_nfkc(&without_targets(&without_tags(&references::decode_references(text))))))
}

/// `<b>` → a blank.
fn without_tags(letters: &[Letter]) -> Vec<Letter> {
    let mut kept = Vec::with_capacity(letters.len());
    let mut at = 0;
    // If no tag ends after some position, none ends after a later one: this keeps the loop linear.
    let mut may_end = true;
    while let Some(letter) = letters.get(at) {
        let has_content = letter.0 == '<' && letters.get(at + 1).is_some_and(|it| it.0 != '>');
        let end = (has_content && may_end).then(|| letters[at + 1..].iter().position(|it| it.0 == '>'));
        match end {
            Some(Some(end)) => {
                kept.push((' ', letter.1));
                at += end + 2;
                continue;
            }
            Some(None) => may_end = false,
            None => {}
        }
        kept.push(*letter);
        at += 1;
    }
    kept
}

/// `[terms](https://x.example)` → `[terms]`.
fn without_targets(letters: &[Letter]) -> Vec<Letter> {
    let mut kept = Vec::with_capacity(letters.len());
    let mut at = 0;
    let mut may_end = true;
    while let Some(letter) = letters.get(at) {
        kept.push(*letter);
        at += 1;
        if letter.0 == ']' && may_end && letters.get(at).is_some_and(|it| it.0 == '(') {
            match letters[at..].iter().position(|it| it.0 == ')') {
                Some(end) => at += end + 1,
                None => may_end = false,
            }
        }
    }
    kept
}

/// NFKC, without soft hyphens and zero-width spaces. What precedes an ASCII character never changes it, so each stretch
/// up to the next one is composed separately, and keeps the offset of its beginning.
fn normalize_nfkc(letters: &[Letter]) -> Vec<Letter> {
    let mut kept = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some(first) = rest.first() {
        let more = rest[1..].iter().take_while(|it| !it.0.is_ascii()).count();
        let (stretch, behind) = rest.split_at(more + 1);
        if more == 0 && first.0.is_ascii() {
            kept.push(*first);
        } else {
            kept.extend(stretch.iter().map(|it| it.0).nfkc().map(|letter| (letter, first.1)));
        }
        rest = behind;
    }
    kept.retain(|it| !matches!(it.0, '\u{ad}' | '\u{200b}'));
    kept
}

/// Lower case of the whole text, because the form of a final sigma depends on its neighbours.
fn lower(letters: Vec<Letter>) -> Vec<Letter> {
    let text: String = letters.iter().map(|it| it.0).collect();
    let lowered = text.to_lowercase();
    let places = letters.iter().flat_map(|(letter, place)| letter.to_lowercase().map(move |_| *place));
    lowered.chars().zip(places).collect()
}

fn join_words(letters: &[Letter]) -> NormalText {
    let mut normal = NormalText { text: String::with_capacity(letters.len()), from: Vec::with_capacity(letters.len()) };
    let mut gap = None;
    for (letter, place) in letters {
        if !is_of_a_word(*letter) {
            gap = gap.or(Some(*place));
            continue;
        }
        if let Some(place) = gap.take().filter(|_| !normal.text.is_empty()) {
            normal.text.push(' ');
            normal.from.push(place);
        }
        normal.text.push(*letter);
        normal.from.push(*place);
    }
    normal
}

/// Unicode categories L and N, which do not include marks and joiners.
fn is_of_a_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    matches!(
        get_general_category(letter),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::ModifierLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::DecimalNumber
            | GeneralCategory::LetterNumber
            | GeneralCategory::OtherNumber
    )
}
