//! `suppose`: the hypothesis, and the question after the colon.

use crate::session::complete::candidate::first_word;
use crate::words::{Lexicon, Number};

/// Where the question of a `suppose` begins; `None` before its colon, and in any other statement.
pub(super) fn question_behind(text: &str) -> Option<usize> {
    if !is_suppose(text) {
        return None;
    }
    let mut quoted = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            // In a prefixed name, no blank follows the colon.
            ':' if !quoted && characters.peek().is_some_and(|(_, next)| next.is_whitespace()) => {
                return Some(at + 1);
            }
            _ => {}
        }
    }
    None
}

/// True for a text that begins with `suppose` and a blank.
fn is_suppose(text: &str) -> bool {
    let word = first_word(text);
    word.eq_ignore_ascii_case("suppose") && text.trim_start().len() > word.len()
}

/// A `suppose` that has no colon yet, with a colon and a question behind it; `None` for any other text.
pub(super) fn with_a_question(text: &str, lexicon: &Lexicon) -> Option<String> {
    let (kind, _) = lexicon.kinds().next()?;
    let question = || format!("{text}: which {}", lexicon.kind_word(kind, Number::Plural));
    (is_suppose(text) && question_behind(text).is_none()).then(question)
}
