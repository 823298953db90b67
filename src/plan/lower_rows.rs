//! Columns, groups and order of the rows that a question asks for.

use crate::base::Diagnostic;
use crate::plan::closure::expand_in_place;
use crate::plan::concept::Concept;
use crate::plan::gap::KnowledgeGap;
use crate::plan::lower_measure::{LoweredFormula, LoweredMeasure};
use crate::plan::lowering::Lower;
use crate::plan::measure::{Formula, Measure, PathOrigin};
use crate::plan::tree::{AnswerShape, OutputColumn, RowOrder, Uncertain};
use crate::question::{
    ComparisonOperand, ComparisonOperator, Expression, NounPhrase, PathSubject, SolutionModifiers, expression_words,
};
use crate::words::{KindId, TrailEnd};

impl Lower<'_> {
    pub(super) fn rows(
        &mut self,
        set: &NounPhrase,
        rows: &SolutionModifiers,
        elements: bool,
    ) -> Result<AnswerShape, Diagnostic> {
        let lexicon = self.context.lexicon;
        let columns = if rows.columns.is_empty() {
            let shown = lexicon.kind(set.kind).shows.iter();
            let shown = shown.map(|trail| Expression::Path(PathSubject::This, trail.clone()));
            self.columns(&shown.collect::<Vec<_>>(), set)?
        } else {
            self.columns(&rows.columns, set)?
        };
        let mut witnessed = self.binding_pattern(set)?;
        if let Some(witnessed) = &mut witnessed {
            let dataset = self.context.dataset;
            witnessed.concepts_mut(&mut |concept| expand_in_place(concept, dataset));
        }
        Ok(AnswerShape::Rows { columns, elements, witnessed, order: self.order(set, rows)? })
    }

    pub(super) fn groups(&mut self, set: &NounPhrase, rows: &SolutionModifiers) -> Result<AnswerShape, Diagnostic> {
        let paths = rows.groups.iter();
        let keys: Vec<Expression> = paths.map(|trail| Expression::Path(PathSubject::This, trail.clone())).collect();
        let columns = if rows.columns.is_empty() {
            let counted = std::iter::once(Expression::Count);
            let shown: Vec<Expression> = keys.iter().cloned().chain(counted).collect();
            self.columns(&shown, set)?
        } else {
            self.columns(&rows.columns, set)?
        };
        let kept = rows.having.iter();
        let kept: Result<Vec<Formula>, Diagnostic> =
            kept.map(|(left, right)| self.having_formula(left, right, set.kind)).collect();
        let mut kept = kept?;
        if rows.over_all {
            // An empty set has no number, but SPARQL has a row for it.
            kept.push(Formula::Ordered(Measure::Count, ComparisonOperator::Greater, Measure::Number("0".to_owned())));
        }
        Ok(AnswerShape::Groups { keys: self.columns(&keys, set)?, kept, columns, order: self.order(set, rows)? })
    }

    /// Lowers a condition on the groups that are shown.
    fn having_formula(
        &mut self,
        left: &Expression,
        against: &ComparisonOperand,
        kind: KindId,
    ) -> Result<Formula, Diagnostic> {
        let dataset = self.context.dataset;
        let (tested, missing) = self.with_missing(|lower| lower.display_formulas(left, against))?;
        let LoweredFormula { formula, present, gaps } = tested;
        self.note_uncertain(&expression_words(left, kind, self.context.lexicon, dataset), gaps, missing, true);
        // A group has one value of each measure, so `is not` is a plain difference.
        let mut formula = match present {
            Some(_) => Formula::Differs(Box::new(formula)),
            None => formula,
        };
        formula.concepts_mut(&mut |concept| expand_in_place(concept, dataset));
        Ok(formula)
    }

    fn order(&mut self, set: &NounPhrase, rows: &SolutionModifiers) -> Result<RowOrder, Diagnostic> {
        let keys = rows.sorted.iter();
        let keys: Result<_, Diagnostic> =
            keys.map(|(key, descending)| Ok((self.column(key, set)?, *descending))).collect();
        Ok(RowOrder { keys: keys?, first: rows.first, skip: rows.skip })
    }

    fn columns(&mut self, columns: &[Expression], set: &NounPhrase) -> Result<Vec<OutputColumn>, Diagnostic> {
        columns.iter().map(|it| self.column(it, set)).collect()
    }

    fn column(&mut self, expression: &Expression, set: &NounPhrase) -> Result<OutputColumn, Diagnostic> {
        let (lexicon, dataset) = (self.context.lexicon, self.context.dataset);
        let (measured, missing) = self.with_missing(|lower| lower.display_measure(expression))?;
        let LoweredMeasure { mut measure, gaps } = measured;
        let heading = expression_words(expression, set.kind, lexicon, dataset);
        if !measure.is_plain() {
            self.note_uncertain(&heading, gaps, missing, false);
        }
        measure.concepts_mut(&mut |concept| expand_in_place(concept, dataset));
        let things = match expression {
            Expression::Path(of, trail) if trail.end == TrailEnd::Thing => {
                let kind = match of {
                    PathSubject::Binding(name) => set.kind_of_name(name).unwrap_or(set.kind),
                    PathSubject::This | PathSubject::Their => set.kind,
                };
                Some(trail.kind(lexicon, kind))
            }
            _ => None,
        };
        Ok(OutputColumn { heading, measure, things })
    }

    /// Lowers something; also returns the facts that are missing for it, apart from those of the question's set.
    fn with_missing<T>(
        &mut self,
        lower: impl FnOnce(&mut Self) -> Result<T, Diagnostic>,
    ) -> Result<(T, Vec<KnowledgeGap>), Diagnostic> {
        let of_others = std::mem::take(&mut self.gaps);
        let lowered = lower(self)?;
        Ok((lowered, std::mem::replace(&mut self.gaps, of_others)))
    }

    /// Notes a number that may be wrong for some things: `gaps` has the things, `missing` the facts that would tell.
    fn note_uncertain(
        &mut self,
        words: &str,
        gaps: Vec<(PathOrigin, Concept)>,
        missing: Vec<KnowledgeGap>,
        decides: bool,
    ) {
        let things = gaps.into_iter().filter(|(origin, _)| *origin == PathOrigin::This).map(|(_, things)| things);
        let things: Vec<Concept> = things.collect();
        let is_known = self.uncertain.iter().any(|it| it.words == words && it.decides >= decides);
        if !things.is_empty() && !is_known {
            self.uncertain.push(Uncertain {
                words: words.to_owned(),
                things: Concept::Either(things),
                gaps: missing,
                decides,
            });
        }
    }
}
