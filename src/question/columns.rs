//! Columns and keys of order: lists of expressions about the things of a set.

use crate::base::Diagnostic;
use crate::lang::{Keyword, Part, PartKind, Phrase};
use crate::question::expression::Expression;
use crate::question::reader::Reader;
use crate::question::tree::NounPhrase;

impl Reader<'_> {
    /// One column or key about the things of a set, alone in its items.
    pub(super) fn column(
        &mut self,
        set: &NounPhrase,
        grouped: bool,
    ) -> Result<Expression, Diagnostic> {
        self.of_things(set, grouped);
        let (expression, _) = self.expression(set.kind)?;
        self.end()?;
        Ok(expression)
    }

    /// One key with its direction: `price descending`.
    pub(super) fn key(
        &mut self,
        set: &NounPhrase,
        grouped: bool,
    ) -> Result<(Expression, bool), Diagnostic> {
        self.of_things(set, grouped);
        let (expression, _) = self.expression(set.kind)?;
        let descending = self.take(Keyword::kw_descending);
        if !descending {
            self.take(Keyword::kw_ascending);
        }
        self.end()?;
        Ok((expression, descending))
    }

    /// What is read next speaks of the things of a set, or of groups of them.
    pub(super) fn of_things(&mut self, set: &NounPhrase, grouped: bool) {
        self.root = Some(set.kind);
        self.grouped = grouped;
        self.witnesses = set.names();
    }
}

/// Every way to divide `columns of things` at an `of` or `for` outside parentheses.
pub(super) fn divisions(phrase: &Phrase) -> Vec<(Phrase, Phrase)> {
    divided(phrase, |kind| is_one_of(kind, &["of", "for"]))
}

/// Every way to divide a phrase at a part of some sort outside parentheses, which is left out.
pub(super) fn divided(phrase: &Phrase, at: impl Fn(&PartKind) -> bool) -> Vec<(Phrase, Phrase)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (place, part) in phrase.parts.iter().enumerate() {
        match &part.kind {
            PartKind::Open => depth += 1,
            PartKind::Close => depth = depth.saturating_sub(1),
            kind if depth == 0 && at(kind) => {
                let (before, behind): (&[Part], &[Part]) =
                    (&phrase.parts[..place], &phrase.parts[place + 1..]);
                found.extend(Phrase::of(before).zip(Phrase::of(behind)));
            }
            _ => {}
        }
    }
    found
}

pub(super) fn is_one_of(kind: &PartKind, words: &[&str]) -> bool {
    match kind {
        PartKind::Word(word) => words.iter().any(|one| word.eq_ignore_ascii_case(one)),
        _ => false,
    }
}
