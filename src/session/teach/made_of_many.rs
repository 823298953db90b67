//! Numbers that are made of many things: over how many, and how many have nothing that they could be made of.

use crate::question::{Condition, Expression, NounPhrase, Rows, expression_words};
use crate::session::teach::{Teacher, number_of};

impl Teacher<'_> {
    /// Says of the columns of a `show` what they are made of, where a set has so many things. `None` when there is no
    /// time.
    pub(super) fn made_of_many(&self, set: &NounPhrase, rows: &Rows, things: u64) -> Option<Vec<String>> {
        let mut notes = Vec::new();
        if things == 0 {
            return Some(notes);
        }
        let noun = self.session.lexicon.kind_word(set.kind, number_of(things));
        if rows.over_all {
            let each = if rows.columns.len() == 1 { "" } else { " each" };
            notes.push(format!("one number{each} over {things} {noun}"));
        }
        for column in rows.columns.iter().filter(|it| it.is_made_of_many()) {
            match rows.are_of_many() {
                true => notes.extend(self.left_out_of(column, set, things)?),
                false => notes.extend(self.of_each(column, set)),
            }
        }
        Some(notes)
    }

    /// `3 of 12 books lack a price: "average price" is made of the others`
    fn left_out_of(&self, column: &Expression, set: &NounPhrase, things: u64) -> Option<Option<String>> {
        let Some(absent) = self.any_absent(column) else {
            return Some(None);
        };
        let mut others = set.clone();
        others.filters.push(Condition::Not(Box::new(absent.clone())));
        let missing = things.saturating_sub(self.count(&others)?);
        Some((missing > 0).then(|| {
            let noun = self.session.lexicon.kind_word(set.kind, number_of(things));
            let lack = self.said(&absent, set.kind, number_of(missing));
            let rest = if missing == things { "nothing" } else { "the others" };
            format!("{missing} of {things} {noun} {lack}: `{}` is made of {rest}", self.words_of(column, set))
        }))
    }

    /// Of what would be one number over all, if it stood alone.
    fn of_each(&self, column: &Expression, set: &NounPhrase) -> Option<String> {
        let thing = self.session.lexicon.kind_word(set.kind, number_of(1));
        let column = column.is_over_all().then(|| self.words_of(column, set))?;
        Some(format!("`{column}` is of each {thing}: in a `show` of its own it is one number over all"))
    }

    fn words_of(&self, column: &Expression, set: &NounPhrase) -> String {
        expression_words(column, set.kind, &self.session.lexicon, &self.session.dataset)
    }
}
