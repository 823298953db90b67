//! Columns, keys of order, and groups: lists of expressions about the things of a set.

use crate::base::Diagnostic;
use crate::lang::{Keyword, Part, PartKind, Phrase};
use crate::question::expression::{Expression, Of, Type};
use crate::question::faults;
use crate::question::reader::Reader;
use crate::question::tree::NounPhrase;
use crate::words::{KindId, Trail, TrailEnd};

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

    fn of_things(&mut self, set: &NounPhrase, grouped: bool) {
        self.root = Some(set.kind);
        self.grouped = grouped;
        self.witnesses = set.names();
    }

    /// What the things of a kind are grouped by.
    pub(super) fn grouped_by(&mut self, kind: KindId) -> Result<Trail, Diagnostic> {
        self.root = Some(kind);
        let from = self.at;
        let (expression, gives) = self.expression(kind)?;
        let span = self.since(from);
        self.end()?;
        match expression {
            Expression::Path(Of::This, trail)
                if gives != Type::Iri
                    && !(trail.hops.is_empty() && trail.end == TrailEnd::Thing) =>
            {
                Ok(trail)
            }
            _ => Err(faults::measures::no_group(self.source, span)),
        }
    }
}

/// Every way to divide `columns of things` at an `of` or `for` outside parentheses.
pub(super) fn divisions(phrase: &Phrase) -> Vec<(Phrase, Phrase)> {
    at_words(phrase, &["of", "for"])
}

/// Every way to divide `things by groups` at a `by` outside parentheses.
pub(super) fn groupings(phrase: &Phrase) -> Vec<(Phrase, Phrase)> {
    at_words(phrase, &["by"])
}

fn at_words(phrase: &Phrase, words: &[&str]) -> Vec<(Phrase, Phrase)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (at, part) in phrase.parts.iter().enumerate() {
        match &part.kind {
            PartKind::Open => depth += 1,
            PartKind::Close => depth = depth.saturating_sub(1),
            kind if depth == 0 && is_one_of(kind, words) => {
                let (before, behind): (&[Part], &[Part]) =
                    (&phrase.parts[..at], &phrase.parts[at + 1..]);
                found.extend(Phrase::of(before).zip(Phrase::of(behind)));
            }
            _ => {}
        }
    }
    found
}

fn is_one_of(kind: &PartKind, words: &[&str]) -> bool {
    match kind {
        PartKind::Word(word) => words.iter().any(|one| word.eq_ignore_ascii_case(one)),
        _ => false,
    }
}

/// True when a group has one value of a column: a path that a group begins, or one made of many.
pub(super) fn is_of_a_group(column: &Expression, groups: &[Trail]) -> bool {
    match column {
        Expression::Path(Of::This, trail) => groups.iter().any(|group| {
            let begins = trail.hops.starts_with(&group.hops);
            trail == group || begins && group.end == TrailEnd::Thing
        }),
        Expression::Path(..) => false,
        Expression::Binary(_, left, right) => {
            is_of_a_group(left, groups) && is_of_a_group(right, groups)
        }
        Expression::Round(inner, _) => is_of_a_group(inner, groups),
        _ => true,
    }
}
