//! Groups that could not be evaluated: no thing in them has the values that a condition aggregates.

use crate::exec::{Body, TableRow, evaluate};
use crate::question::{
    ComparisonOperand, Expression, NounPhrase, PathSubject, Question, SolutionModifiers, expression_words,
};
use crate::session::notes::NoteFinder;
use crate::session::notes::absences::Absences;

type GroupCondition = (Expression, ComparisonOperand);

impl NoteFinder<'_> {
    /// How many groups meet the other conditions but lack a value that a condition on groups compares. Each counts
    /// once, for the first value that it lacks. `None` if time runs out.
    pub(super) fn groups_not_judged(&self, set: &NounPhrase, rows: &SolutionModifiers) -> Option<Absences> {
        let (lexicon, dataset) = (&self.session.lexicon, &self.session.dataset);
        let compared: Vec<(usize, &Expression)> = rows.having.iter().enumerate().flat_map(each).collect();
        let values: Vec<Expression> = compared.iter().map(|(_, it)| (*it).clone()).collect();
        let all = self.groups(set, rows, &[], values)?;
        let mut fitting = Vec::new();
        for condition in &rows.having {
            fitting.push(self.groups(set, rows, std::slice::from_ref(condition), Vec::new())?);
        }
        let mut lacking = vec![0_u64; compared.len()];
        for group in &all {
            let (keys, values) = group.cells.split_at(rows.groups.len());
            let lacks: Vec<usize> = (0..values.len()).filter(|at| values[*at].values.is_empty()).collect();
            let fits = |condition: usize| {
                let unknown = lacks.iter().any(|at| compared[*at].0 == condition);
                unknown || fitting[condition].iter().any(|row| row.cells == keys)
            };
            if let Some(first) = lacks.first()
                && (0..rows.having.len()).all(fits)
            {
                lacking[*first] += 1;
            }
        }
        let mut found = Absences::default();
        for ((_, value), count) in compared.iter().zip(lacking).filter(|(_, count)| *count > 0) {
            let groups = match count {
                1 => "1 group that otherwise matches has".to_owned(),
                _ => format!("{count} groups that otherwise match have"),
            };
            let value = expression_words(value, set.kind, lexicon, dataset);
            found.notes.push(format!("undecided: {groups} no {value}"));
            found.unjudged += count;
        }
        Some(found)
    }

    /// The groups that meet these conditions: their keys, and some values.
    fn groups(
        &self,
        set: &NounPhrase,
        rows: &SolutionModifiers,
        kept: &[GroupCondition],
        values: Vec<Expression>,
    ) -> Option<Vec<TableRow>> {
        let session = self.session;
        let keys = rows.groups.iter();
        let keys = keys.map(|trail| Expression::Path(PathSubject::This, trail.clone()));
        let rows = SolutionModifiers {
            groups: rows.groups.clone(),
            having: kept.to_vec(),
            columns: keys.chain(values).collect(),
            ..SolutionModifiers::default()
        };
        let mut plan = session.plan(&Question::Show(set.clone(), rows)).ok()?;
        // The question itself reports what its default filter excludes.
        plan.default_filters.clear();
        plan.without_subject_filter = None;
        let (lexicon, dataset) = (&session.lexicon, &session.dataset);
        let answer = evaluate(&plan, lexicon, dataset, session.limits(), &session.inquiry).ok()?;
        match answer.body {
            Body::Table(table) => Some(table.rows),
            _ => None,
        }
    }
}

/// The expressions that a condition compares, each with the index of the condition.
fn each((at, (left, against)): (usize, &GroupCondition)) -> Vec<(usize, &Expression)> {
    match against {
        ComparisonOperand::Expression(_, right) => vec![(at, left), (at, right)],
        ComparisonOperand::Value(_) => vec![(at, left)],
    }
}
