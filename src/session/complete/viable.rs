//! Whether a whole question can begin with a text.

use std::collections::HashMap;
use std::time::Instant;

use crate::base::Source;
use crate::lang::parse_unfinished;
use crate::question::{CompletionProbe, Context, read};
use crate::session::Session;
use crate::session::complete::candidate::{Candidate, first_word};
use crate::session::complete::endings::endings;
use crate::session::complete::forms::Signature;
use crate::words::AttributeId;

/// Texts that are read at most to see whether one text can be completed.
const MAX_READ: usize = 700;
/// Endings that are appended to a text at most.
const MAX_ADDED: usize = 5;
/// Extensions of one text that are pursued further, at most.
const MAX_FOLLOWED: usize = 4;

/// How complete a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PrefixState {
    /// A complete statement.
    Complete,
    /// Incomplete: more words could complete it.
    Incomplete,
    /// Invalid: no words can complete it.
    Invalid,
}

/// Tries what can follow a text.
pub(super) struct Trial<'a> {
    session: &'a Session,
    /// The endings to try; those that worked move to the front.
    endings: Vec<String>,
    /// True if the text begins with `show`.
    shows: bool,
    known: HashMap<(usize, Signature), bool>,
    /// When to give up.
    until: Option<Instant>,
}

impl<'a> Trial<'a> {
    /// A trial of what follows `text`, up to a point in time.
    pub(super) fn new(session: &'a Session, text: &str, until: Option<Instant>) -> Self {
        Self {
            session,
            endings: endings(session, text),
            shows: first_word(text).eq_ignore_ascii_case("show"),
            known: HashMap::new(),
            until,
        }
    }

    /// Whether a complete statement can begin with the text of a candidate; `None` if there is no time to find out.
    pub(super) fn can_follow(&mut self, candidate: &Candidate) -> Option<bool> {
        if let Some(known) = candidate.signature.as_ref().and_then(|it| self.known.get(it)) {
            return Some(*known);
        }
        let can = self.can_be_whole(&candidate.completed_text);
        if !can && self.is_late() {
            return None;
        }
        if let Some(signature) = &candidate.signature {
            self.known.insert(signature.clone(), can);
        }
        Some(can)
    }

    fn is_late(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() > until)
    }

    fn can_be_whole(&mut self, text: &str) -> bool {
        // The columns of a `show` come before the noun that gives them meaning, so there is more to search.
        let mut left = if self.shows { 4 * MAX_READ } else { MAX_READ };
        self.whole_within(text, MAX_ADDED, &mut left)
    }

    fn is_whole(&self, text: &str) -> bool {
        self.session.completeness(text).0 == PrefixState::Complete
    }

    fn whole_within(&mut self, text: &str, added: usize, left: &mut usize) -> bool {
        if self.is_late() {
            return false;
        }
        // Open parentheses are closed, so that one ending is enough at any depth.
        let closing = closing(text);
        match self.session.completeness(text).0 {
            PrefixState::Complete => return true,
            PrefixState::Invalid => return false,
            PrefixState::Incomplete if added == 0 => return false,
            PrefixState::Incomplete => {}
        }
        if !closing.is_empty() && self.is_whole(&format!("{text}{closing}")) {
            return true;
        }
        let mut open = Vec::new();
        for at in 0..self.endings.len() {
            if *left == 0 || self.is_late() {
                return false;
            }
            *left -= 1;
            let longer = format!("{text} {}", self.endings[at]);
            let state = self.session.completeness(&longer).0;
            let whole = state == PrefixState::Complete
                || state == PrefixState::Incomplete
                    && !closing.is_empty()
                    && self.is_whole(&format!("{longer}{closing}"));
            if whole {
                // The ending that completed one text most often completes the next.
                self.endings[..=at].rotate_right(1);
                return true;
            }
            if state == PrefixState::Incomplete && open.len() < MAX_FOLLOWED {
                open.push(longer);
            }
        }
        open.iter().any(|longer| self.whole_within(longer, added - 1, left))
    }
}

/// The parentheses that close those a text has left open.
fn closing(text: &str) -> String {
    let count = |sign: char| text.chars().filter(|c| *c == sign).count();
    ")".repeat(count('(').saturating_sub(count(')')))
}

impl Session {
    /// How complete a text is, and the attribute that it mentions last.
    fn completeness(&self, text: &str) -> (PrefixState, Option<AttributeId>) {
        let source = Source::new("question", text);
        let statements = match parse_unfinished(&source) {
            Ok(statements) => statements,
            Err(fault) if fault.incomplete => return (PrefixState::Incomplete, None),
            Err(_) => return (PrefixState::Invalid, None),
        };
        let Some(statement) = statements.last() else {
            return (PrefixState::Incomplete, None);
        };
        let Ok(statement) = self.bind_parameters(statement, &source) else {
            return (PrefixState::Invalid, None);
        };
        let gap = CompletionProbe::default();
        let context = Context { probe: Some(&gap), suggests: false, ..self.context() };
        let state = match read(&statement, &source, context) {
            Ok(_) => PrefixState::Complete,
            Err(_) if gap.open.get() => PrefixState::Incomplete,
            Err(_) => PrefixState::Invalid,
        };
        (state, gap.attribute.get())
    }

    /// The attribute that a text mentions last, whose values may follow.
    pub(super) fn attribute_at_hand(&self, text: &str) -> Option<AttributeId> {
        self.completeness(text.trim_end()).1
    }
}
