//! The role of each word of a text, for colours at the prompt.

use crate::base::Span;
use crate::lang::{HighlightKind, highlight_spans};
use crate::session::Session;
use crate::words::{Sense, ValueType, fold};

/// Words that are read as one name or term, at most.
const MAX_WORDS: usize = 8;

/// The role of a word in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordRole {
    /// A noun: `claims`.
    Kind,
    /// A verb, participle or preposition that links things: `cite`.
    Relation,
    /// A property: `access`, `retrieved`, `older`.
    Attribute,
    /// `public`
    Adjective,
    /// A structural word or sign of the language.
    Keyword,
    /// The name of a thing or a set.
    Name,
    /// A number, date, text or listed value.
    Literal,
    /// A word that is not known here.
    Unknown,
}

impl WordRole {
    /// The role of a word with these senses; of several, the one that comes first in this enum.
    #[must_use]
    pub fn of(senses: &[Sense]) -> Self {
        let role = |sense: &Sense| match sense {
            Sense::Noun(..) | Sense::Role(..) => Self::Kind,
            Sense::Verb(..) | Sense::Participle(_) | Sense::Preposition(_) | Sense::Outcome(..) => Self::Relation,
            Sense::AttributeNoun(..)
            | Sense::AttributeParticiple(_)
            | Sense::AttributePreposition(_)
            | Sense::Comparative(..) => Self::Attribute,
            Sense::Adjective(_) | Sense::AdjectiveVerb(..) => Self::Adjective,
            Sense::Set(_) => Self::Name,
        };
        senses.iter().map(role).min().unwrap_or(Self::Unknown)
    }
}

impl Session {
    /// The words of any text, with their roles; words that are read as one share a span.
    #[must_use]
    pub fn roles(&self, text: &str) -> Vec<(Span, WordRole)> {
        let pieces = highlight_spans(text);
        let mut found = Vec::new();
        let mut rest = pieces.as_slice();
        while let Some(((span, piece), behind)) = rest.split_first() {
            let role = match piece {
                HighlightKind::Keyword => WordRole::Keyword,
                HighlightKind::Name => WordRole::Name,
                HighlightKind::Literal => WordRole::Literal,
                HighlightKind::Word => {
                    let (span, role, taken) = self.longest_match(text, rest);
                    found.push((span, role));
                    rest = &rest[taken..];
                    continue;
                }
            };
            found.push((*span, role));
            rest = behind;
        }
        found
    }

    /// The longest run of words that means something, with the number of pieces in it.
    fn longest_match(&self, text: &str, rest: &[(Span, HighlightKind)]) -> (Span, WordRole, usize) {
        let words = rest.iter().take(MAX_WORDS);
        let words = words.take_while(|(_, piece)| matches!(piece, HighlightKind::Word | HighlightKind::Literal));
        let first = rest[0].0;
        for length in (1..=words.count()).rev() {
            let span = first.to(rest[length - 1].0);
            let role = self.role_of(&text[span.start..span.end]);
            if role != WordRole::Unknown {
                return (span, role, length);
            }
        }
        (first, WordRole::Unknown, 1)
    }

    fn role_of(&self, words: &str) -> WordRole {
        let lexicon = &self.lexicon;
        let senses = lexicon.senses(words);
        if !senses.is_empty() {
            return WordRole::of(senses);
        }
        if !lexicon.names().find(words).is_empty() {
            return WordRole::Name;
        }
        let particle = ["of", "for", "by", "iri"].contains(&fold(words).as_str());
        if particle {
            return WordRole::Keyword;
        }
        let listed = lexicon.attributes().any(|(_, attribute)| match &attribute.values {
            ValueType::OneOf(values) => {
                let mut all = values.iter().flat_map(|(_, words)| words);
                all.any(|value| fold(value) == fold(words))
            }
            _ => attribute.unit.as_deref() == Some(words),
        });
        if listed || crate::lang::Unit::from_word(words).is_some() { WordRole::Literal } else { WordRole::Unknown }
    }
}
