//! Notes on aggregates: over how many things, and how many have no value to aggregate.

use crate::question::{Condition, Expression, NounPhrase, PathSubject, SolutionModifiers, expression_words};
use crate::session::notes::{NoteFinder, number_of};

impl NoteFinder<'_> {
    /// Says what the columns of a `show` over this many things aggregate. `None` if time runs out.
    pub(super) fn aggregate_notes(
        &self,
        set: &NounPhrase,
        rows: &SolutionModifiers,
        things: u64,
    ) -> Option<Vec<String>> {
        let mut notes = Vec::new();
        if things == 0 {
            return Some(notes);
        }
        let noun = self.session.lexicon.kind_word(set.kind, number_of(things));
        if rows.over_all {
            let each = if rows.columns.len() == 1 { "" } else { " each" };
            notes.push(format!("one number{each} over {things} {noun}"));
        }
        notes.extend(self.keys_not_shown(rows, set));
        for column in rows.columns.iter().filter(|it| it.has_aggregate()) {
            match rows.are_aggregated() {
                true => notes.extend(self.missing_values_note(column, set, things)?),
                false => notes.extend(self.of_each(column, set)),
            }
        }
        Some(notes)
    }

    /// Says how many things lack the sort key, where only the first rows are shown. `None` if time runs out.
    pub(super) fn without_a_key(&self, set: &NounPhrase, rows: &SolutionModifiers, things: u64) -> Option<Vec<String>> {
        let mut notes = Vec::new();
        if rows.first.is_some() && !rows.are_aggregated() {
            for (key, _) in &rows.sorted {
                let lacking = self.lacking(key, set, things)?;
                notes.extend(lacking.map(|(_, lack)| format!("{lack}, and would come last")));
            }
        }
        Some(notes)
    }

    /// Names the group keys that no column shows.
    fn keys_not_shown(&self, rows: &SolutionModifiers, set: &NounPhrase) -> Option<String> {
        let keys = rows.groups.iter().map(|trail| Expression::Path(PathSubject::This, trail.clone()));
        let hidden: Vec<Expression> =
            keys.filter(|key| !rows.columns.is_empty() && !rows.columns.contains(key)).collect();
        let hidden: Vec<String> = hidden.iter().map(|key| format!("`{}`", self.words_of(key, set))).collect();
        (!hidden.is_empty()).then(|| format!("the rows are grouped by {}, which no column shows", hidden.join(", ")))
    }

    /// `3 of 12 books lack a price: "average price" is computed from the others`
    fn missing_values_note(&self, column: &Expression, set: &NounPhrase, things: u64) -> Option<Option<String>> {
        let lacking = self.lacking(column, set, things)?;
        Some(lacking.map(|(missing, lack)| {
            let rest = if missing == things { "nothing" } else { "the others" };
            format!("{lack}: `{}` is computed from {rest}", self.words_of(column, set))
        }))
    }

    /// How many of the `things` things of a set lack a value that an expression uses, with the words for it: `3 of 12
    /// books lack a price`. `None` if time runs out.
    fn lacking(&self, expression: &Expression, set: &NounPhrase, things: u64) -> Option<Option<(u64, String)>> {
        let Some(absent) = self.any_absent(expression) else {
            return Some(None);
        };
        let mut others = set.clone();
        others.filters.push(Condition::Not(Box::new(absent.clone())));
        let missing = things.saturating_sub(self.count(&others)?);
        let noun = self.session.lexicon.kind_word(set.kind, number_of(things));
        let lack = || self.condition_words(&absent, set.kind, number_of(missing));
        Some((missing > 0).then(|| (missing, format!("{missing} of {things} {noun} {}", lack()))))
    }

    /// The note for a column that would be one number over all things if it stood alone.
    fn of_each(&self, column: &Expression, set: &NounPhrase) -> Option<String> {
        let thing = self.session.lexicon.kind_word(set.kind, number_of(1));
        let column = column.is_over_all().then(|| self.words_of(column, set))?;
        Some(format!("`{column}` is computed for each {thing}; alone in a `show`, it is one number over all"))
    }

    fn words_of(&self, column: &Expression, set: &NounPhrase) -> String {
        expression_words(column, set.kind, &self.session.lexicon, &self.session.dataset)
    }
}
