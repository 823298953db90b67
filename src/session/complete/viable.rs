//! Whether a whole question can begin with a text: the reader says so, of each category of words once.

use std::collections::HashMap;

use crate::base::Source;
use crate::lang::{CURSOR, parse_unfinished};
use crate::question::{CompletionProbe, Context, read};
use crate::session::Session;
use crate::session::complete::candidate::Candidate;
use crate::session::complete::forms::Signature;
use crate::session::complete::supposing::with_a_question;
use crate::words::AttributeId;

/// What the reader says about the categories that can follow a text.
pub(super) struct CategoryReadings<'a> {
    session: &'a Session,
    known: HashMap<(usize, Signature), bool>,
}

impl<'a> CategoryReadings<'a> {
    pub(super) fn new(session: &'a Session) -> Self {
        Self { session, known: HashMap::new() }
    }

    /// Whether the reader accepts a candidate: words of one category are read once.
    pub(super) fn accepts(&mut self, candidate: &Candidate) -> bool {
        let read = || self.session.read_prefix(&candidate.completed_text).is_viable;
        match &candidate.signature {
            Some(signature) => *self.known.entry(signature.clone()).or_insert_with(read),
            None => read(),
        }
    }
}

/// What the reader says about a text that ends at the cursor.
#[derive(Debug, Clone, Copy, Default)]
struct PrefixReading {
    /// True if a whole question is, or can begin with, the text.
    is_viable: bool,
    /// The attribute that was read last.
    attribute: Option<AttributeId>,
}

impl Session {
    /// Reads a text as it stands; if it is not whole, with the cursor behind it.
    fn read_prefix(&self, text: &str) -> PrefixReading {
        let probe = CompletionProbe::default();
        let is_whole = self.is_read(text, &probe) || self.is_read(&format!("{text} {CURSOR}"), &probe);
        PrefixReading { is_viable: is_whole || probe.open.get(), attribute: probe.attribute.get() }
    }

    /// True for a whole statement; the probe learns what an unfinished one leaves open.
    fn is_read(&self, text: &str, probe: &CompletionProbe) -> bool {
        let supposed = with_a_question(text, &self.lexicon);
        let source = Source::new("question", supposed.as_deref().unwrap_or(text));
        let statements = match parse_unfinished(&source) {
            Ok(statements) => statements,
            Err(fault) => {
                // More text can be needed to tell what is being said.
                probe.open.set(probe.open.get() || fault.incomplete && text.ends_with(CURSOR));
                return false;
            }
        };
        let Some(statement) = statements.last() else {
            return false;
        };
        let context = Context { probe: Some(probe), suggests: false, ..self.context() };
        let statement = self.bind_parameters(statement, &source);
        statement.is_ok_and(|statement| read(&statement, &source, context).is_ok())
    }

    /// The attribute that a text mentions last, whose values may follow.
    pub(super) fn attribute_at_hand(&self, text: &str) -> Option<AttributeId> {
        self.read_prefix(text.trim_end()).attribute
    }
}
