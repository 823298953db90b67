//! Columns and sort keys: lists of expressions about the things of a set.

use crate::base::{Diagnostic, Source};
use crate::lang::{Keyword, PartKind, Phrase, PhrasePart};
use crate::question::arithmetic::aggregate_of;
use crate::question::context::Context;
use crate::question::expression::Expression;
use crate::question::reader::PhraseReader;
use crate::question::readings::best;
use crate::question::tree::NounPhrase;
use crate::words::KindId;

impl PhraseReader<'_> {
    /// Reads one column about the things of a set; no items may follow it.
    pub(super) fn column(&mut self, set: &NounPhrase, grouped: bool) -> Result<Expression, Diagnostic> {
        self.column_about(set.kind, set.names(), grouped)
    }

    /// Reads one column about things of a kind, with these bindings of others in scope.
    pub(super) fn column_about(
        &mut self,
        kind: KindId,
        names: Vec<(String, KindId)>,
        grouped: bool,
    ) -> Result<Expression, Diagnostic> {
        self.about(kind, names, grouped);
        let (expression, _) = self.expression(kind)?;
        self.end()?;
        Ok(expression)
    }

    /// Reads one sort key; the flag is true for `price descending`.
    pub(super) fn key(&mut self, set: &NounPhrase, grouped: bool) -> Result<(Expression, bool), Diagnostic> {
        self.about(set.kind, set.names(), grouped);
        let (expression, _) = self.expression(set.kind)?;
        let descending = self.take(Keyword::kw_descending);
        if !descending {
            self.take(Keyword::kw_ascending);
        }
        self.end()?;
        Ok((expression, descending))
    }

    /// Sets the subject of the next expression: things of a kind, or groups of them.
    pub(super) fn about(&mut self, kind: KindId, names: Vec<(String, KindId)>, grouped: bool) {
        self.root = Some(kind);
        self.grouped = grouped;
        self.bindings = names;
    }
}

/// Columns that are each one number over all things, as in `show average price, count of books`. `None` if one of
/// them has a value for each thing.
pub(super) fn over_all(
    columns: &Phrase,
    set: &NounPhrase,
    source: &Source,
    context: Context<'_>,
) -> Option<Vec<Expression>> {
    let makes_one =
        |part: &PhrasePart| matches!(part.kind, PartKind::Keyword(keyword) if aggregate_of(keyword).is_some());
    if !columns.parts.iter().any(makes_one) {
        return None;
    }
    let noted = context.choice_count();
    let column = |part: &Phrase| best(part, source, context, |reader| reader.column(set, true)).ok();
    let read: Option<Vec<Expression>> = columns.split_commas().iter().map(column).collect();
    let is_over_all =
        |it: &Vec<Expression>| it.iter().all(Expression::is_over_all) && it.iter().any(Expression::has_aggregate);
    let read = read.filter(is_over_all);
    if read.is_none() {
        context.forget_since(noted);
    }
    read
}

/// Every split of `columns of things` at an `of` or `for` outside parentheses.
pub(super) fn divisions(phrase: &Phrase) -> Vec<(Phrase, Phrase)> {
    divisions_at(phrase, |kind| is_one_of(kind, &["of", "for"]))
}

/// The things of `things by`, before the groups are typed.
pub(super) fn before_by(phrase: &Phrase) -> Option<Phrase> {
    before_last(phrase, &["by"])
}

/// The columns of `columns of`, before the things are typed.
pub(super) fn before_of(phrase: &Phrase) -> Option<Phrase> {
    before_last(phrase, &["of", "for"])
}

fn before_last(phrase: &Phrase, words: &[&str]) -> Option<Phrase> {
    let (last, before) = phrase.parts.split_last()?;
    is_one_of(&last.kind, words).then(|| Phrase::of(before))?
}

/// Every split of a phrase at a matching part outside parentheses; that part is dropped.
pub(super) fn divisions_at(phrase: &Phrase, at: impl Fn(&PartKind) -> bool) -> Vec<(Phrase, Phrase)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (place, part) in phrase.parts.iter().enumerate() {
        match &part.kind {
            PartKind::Open => depth += 1,
            PartKind::Close => depth = depth.saturating_sub(1),
            kind if depth == 0 && at(kind) => {
                let (before, behind): (&[PhrasePart], &[PhrasePart]) =
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
