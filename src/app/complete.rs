//! What can be typed next: structural words, words of the vocabulary, names.

use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use crate::app::prompt::{DOT_COMMANDS, Shared};
use crate::lang::{is_open_word, keywords, quote};
use crate::session::Session;

/// Candidates that are offered at the most.
const MAX_OFFERED: usize = 60;

/// Helps the line editor: completion, and whether a line is whole.
pub(super) struct LineHelper {
    pub(super) session: Rc<Shared>,
}

impl Completer for LineHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = candidates(&self.session.borrow(), &line[..position]);
        let pairs = words.into_iter().map(|word| Pair {
            display: word.clone(),
            replacement: word,
        });
        Ok((start, pairs.collect()))
    }
}

impl Hinter for LineHelper {
    type Hint = String;
}

impl Highlighter for LineHelper {}

impl Validator for LineHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        // An empty line ends what is open, so that its fault can be told.
        let open = !text.ends_with('\n') && self.session.borrow().is_open(text);
        Ok(if open {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Helper for LineHelper {}

/// Where the word at the end of `line` begins, and what it can become, in alphabetical order.
pub(super) fn candidates(session: &Session, line: &str) -> (usize, Vec<String>) {
    if let Some(command) = line.strip_prefix('.')
        && !command.contains(' ')
    {
        let found = DOT_COMMANDS
            .iter()
            .filter(|it| it[1..].starts_with(command));
        return (0, found.map(|it| (*it).to_owned()).collect());
    }
    let quotes = line.matches('"').count();
    if quotes % 2 == 1 {
        let start = line.rfind('"').unwrap_or_default();
        let typed = line[start + 1..].to_lowercase();
        return (start, sorted(names(session, &typed).map(quote)));
    }
    // The longest run of words that begins something wins: `absence f` → `absence finding`.
    let mut starts: Vec<usize> = line.match_indices(' ').map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let last = *starts.last().unwrap_or(&0);
    for start in starts.iter().rev().take(3).rev() {
        let typed = line[*start..].to_lowercase();
        let phrase = *start != last;
        let found = if phrase {
            sorted(phrases(session, &typed))
        } else {
            sorted(words(session, &typed))
        };
        if !found.is_empty() || !phrase {
            return (*start, found);
        }
    }
    (last, Vec::new())
}

fn names<'a>(session: &'a Session, typed: &'a str) -> impl Iterator<Item = &'a str> {
    let all = session.lexicon().names().all();
    all.filter(move |name| name.to_lowercase().starts_with(typed))
}

fn phrases<'a>(session: &'a Session, typed: &'a str) -> impl Iterator<Item = String> + 'a {
    let words = session.lexicon().words().map(|(word, _)| word.to_owned());
    words.filter(move |word| word.contains(' ') && word.starts_with(typed))
}

fn words<'a>(session: &'a Session, typed: &'a str) -> impl Iterator<Item = String> + 'a {
    let vocabulary = session.lexicon().words().map(|(word, _)| word.to_owned());
    let names = names(session, typed).map(|name| {
        let bare = name.split_whitespace().all(is_open_word) && name.split(' ').count() == 1;
        if bare { name.to_owned() } else { quote(name) }
    });
    let prefixed = session.dataset().terms().filter_map(move |(_, term)| {
        let short = session.dataset().short(term.as_ref());
        (typed.contains(':') && short.to_lowercase().starts_with(typed)).then_some(short)
    });
    keywords()
        .chain(vocabulary)
        .filter(move |word| word.starts_with(typed))
        .chain(names)
        .chain(prefixed)
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(MAX_OFFERED);
    words
}
