//! `suppose`: the hypothesis, and the question after the colon.

use crate::session::Session;
use crate::session::complete::candidate::first_word;
use crate::session::complete::endings::{adjective_of_each_kind, many};

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
pub(super) fn is_suppose(text: &str) -> bool {
    let word = first_word(text);
    word.eq_ignore_ascii_case("suppose") && text.trim_start().len() > word.len()
}

/// The endings to try after `suppose`: a name, a change, a colon, a question.
pub(super) fn endings_of_suppose(session: &Session) -> Vec<String> {
    let lexicon = &session.lexicon;
    let Some((kind, _)) = lexicon.kinds().next() else {
        return Vec::new();
    };
    let question = format!(": which {}", many(lexicon, kind));
    let said = adjective_of_each_kind(lexicon).map(|it| it.trim_start_matches("is ").to_owned());
    let said: Vec<String> = ["gone".to_owned()].into_iter().chain(said).collect();
    let names = session.name_of_each_sort();
    let names = names.iter().map(|name| format!("{} is gone", crate::lang::quote(name)));
    let all = [String::new(), "is gone".to_owned(), "are gone".to_owned()];
    let all = all.into_iter().chain(said).chain(names);
    all.map(|ending| format!("{ending}{question}")).collect()
}
