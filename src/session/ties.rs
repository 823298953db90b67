//! Ties that `first` cuts: how many equal things there are, and how many of them are shown.

use oxigraph::model::Term;

use crate::base::{Diagnostic, Limit};
use crate::exec::{Answer, Body};
use crate::question::{Question, SolutionModifiers};
use crate::session::Session;

impl Session {
    /// The note where the next thing is equal to the last one shown; `None` where `first` cuts no tie.
    ///
    /// # Errors
    /// When it cannot be found out in time.
    pub(super) fn ties(&self, question: &Question, answer: &Answer) -> Result<Option<String>, Diagnostic> {
        let (Some(set), Some(rows), Body::Table(table)) = (question.set(), question.rows(), &answer.body) else {
            return Ok(None);
        };
        let Some(first) = rows.first.filter(|first| *first > 0) else {
            return Ok(None);
        };
        if rows.sorted.is_empty() || rows.are_aggregated() || (table.things as u64) < first {
            return Ok(None);
        }
        let keys: Vec<_> = rows.sorted.iter().map(|(key, _)| key.clone()).collect();
        let looked_at = Limit::Ties.most() as u64;
        let shown = rows.skip.unwrap_or_default() + first;
        let longer = SolutionModifiers {
            columns: keys,
            sorted: rows.sorted.clone(),
            first: Some(shown + looked_at + 1),
            ..SolutionModifiers::default()
        };
        let found = self.rows(&self.plan(&Question::Which(set.clone(), longer))?)?;
        let mut things: Vec<Vec<Option<Term>>> = Vec::new();
        for row in found {
            // A thing with several values of a key has several rows.
            if things.last().is_none_or(|known| known.first() != row.first()) {
                things.push(row);
            }
        }
        let at = usize::try_from(shown).unwrap_or(usize::MAX);
        let (Some(last), Some(_)) = (things.get(at.saturating_sub(1)), things.get(at)) else {
            return Ok(None);
        };
        let is_equal = |it: &&Vec<Option<Term>>| it[1..] == last[1..];
        let begin = usize::try_from(rows.skip.unwrap_or_default()).unwrap_or(usize::MAX);
        let before = things[begin..at].iter().rev().take_while(is_equal).count();
        let after = things[at..].iter().take_while(is_equal).count();
        if after == 0 {
            return Ok(None);
        }
        let more = if after as u64 > looked_at { "at least " } else { "" };
        let after = after.min(Limit::Ties.most());
        Ok(Some(format!("{before} shown of {more}{} that tie for the last place", before + after)))
    }
}
