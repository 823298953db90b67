//! Expressions → measures: words of links and sets become paths and concepts.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::join;
use crate::plan::hops::plain;
use crate::plan::linking::there_is;
use crate::plan::lowering::Lower;
use crate::plan::measure::{Formula, Measure, PathEnd, PathOrigin};
use crate::question::{ComparisonOperand, ComparisonOperator, Expression, LinkReach, NounPhrase, PathSubject};
use crate::words::{Number, Path, Trail, TrailEnd, ValueType};

/// A measure, and the things for which it has unknown values, by the origin of its path.
#[derive(Debug, Clone)]
pub(super) struct LoweredMeasure {
    pub(super) measure: Measure,
    pub(super) gaps: Vec<(PathOrigin, Concept)>,
}

/// A formula, and the things for which its measures have unknown values.
#[derive(Debug, Clone)]
pub(super) struct LoweredFormula {
    pub(super) formula: Formula,
    /// What has to be present besides, for `is not`: then `formula` must not hold.
    pub(super) present: Option<Formula>,
    pub(super) gaps: Vec<(PathOrigin, Concept)>,
}

impl LoweredMeasure {
    fn exact(measure: Measure) -> Self {
        Self { measure, gaps: Vec::new() }
    }

    fn map(self, measure: impl FnOnce(Measure) -> Measure) -> Self {
        Self { measure: measure(self.measure), gaps: self.gaps }
    }
}

impl LoweredFormula {
    /// True when an unknown value could only make it hold of more things: one value that passes is enough.
    pub(super) fn is_of_single_values(&self) -> bool {
        self.formula.measures().into_iter().all(Measure::is_plain)
    }
}

impl Lower<'_> {
    /// The measure as it is shown: a count of none is left empty where there may be some.
    pub(super) fn display_measure(&mut self, expression: &Expression) -> Result<LoweredMeasure, Diagnostic> {
        self.measure(expression, true)
    }

    fn measure(&mut self, expression: &Expression, shown: bool) -> Result<LoweredMeasure, Diagnostic> {
        let lexicon = self.context.lexicon;
        Ok(match expression {
            Expression::Path(of, trail) => {
                let of = match of {
                    PathSubject::This => PathOrigin::This,
                    PathSubject::Their => PathOrigin::Root,
                    PathSubject::Binding(name) => PathOrigin::Binding(name.clone()),
                };
                self.value(of, trail)?
            }
            Expression::Number(digits) => LoweredMeasure::exact(Measure::Number(digits.clone())),
            Expression::Count => LoweredMeasure::exact(Measure::Count),
            Expression::NumberOf(direction, phrase) => {
                let reaches_all = lexicon.relation(direction.relation).reaches_all;
                let (to, behind) = self.at_link_end(1, |lower| lower.phrase(phrase, reaches_all, false))?;
                let path = lexicon.path_within_kind(*direction);
                let unsure = self.unknown_links_to(*direction, LinkReach::Direct, phrase, behind)?;
                let perhaps = to.between().map(|to| Concept::some(path.clone(), to));
                let back = unsure.ends.map(|back| there_is(Concept::all(vec![to.possible().clone(), back])));
                let own = join(unsure.starts, perhaps);
                let known = own.clone().filter(|_| shown).map(|own| {
                    let some = Concept::some(path.clone(), to.certain.clone());
                    Box::new(Concept::Either(vec![Concept::negate(own), some]))
                });
                let gap = join(own, back);
                let measure = Measure::NumberOf { path, to: Box::new(to.certain), known };
                LoweredMeasure { measure, gaps: gap.map(|gap| (PathOrigin::This, gap)).into_iter().collect() }
            }
            Expression::SizeOf(phrase) => {
                let (to, gaps) = self.whole_set(phrase)?;
                LoweredMeasure { measure: Measure::SizeOf(Box::new(to.certain)), gaps }
            }
            Expression::Best(aggregate, inner) => {
                self.measure(inner, shown)?.map(|inner| Measure::Best(*aggregate, Box::new(inner)))
            }
            Expression::AggregateOver(aggregate, inner, phrase) => {
                let (to, mut gaps) = self.whole_set(phrase)?;
                let (inner, _) = self.at_link_end(1, |lower| lower.measure(inner, shown))?;
                for (origin, gap) in inner.gaps {
                    gaps.push(match origin {
                        PathOrigin::This => {
                            (PathOrigin::This, there_is(Concept::all(vec![to.possible().clone(), gap])))
                        }
                        origin => (origin, gap),
                    });
                }
                LoweredMeasure {
                    measure: Measure::AggregateOver(*aggregate, Box::new(inner.measure), Box::new(to.certain)),
                    gaps,
                }
            }
            Expression::Binary(operator, left, right) => {
                let LoweredMeasure { measure: left, mut gaps } = self.measure(left, shown)?;
                let right = self.measure(right, shown)?;
                gaps.extend(right.gaps);
                LoweredMeasure { measure: Measure::Binary(*operator, Box::new(left), Box::new(right.measure)), gaps }
            }
            Expression::Round(inner, decimals) => {
                self.measure(inner, shown)?.map(|inner| Measure::Round(Box::new(inner), *decimals))
            }
        })
    }

    /// The things of a whole set, and a gap if it is unknown which they are.
    fn whole_set(&mut self, phrase: &NounPhrase) -> Result<(ThreeValuedSet, Vec<(PathOrigin, Concept)>), Diagnostic> {
        let (to, _) = self.at_link_end(1, |lower| lower.phrase(phrase, false, false))?;
        let gap = to.between().map(|between| (PathOrigin::This, there_is(between)));
        Ok((to, gap.into_iter().collect()))
    }

    fn value(&mut self, of: PathOrigin, trail: &Trail) -> Result<LoweredMeasure, Diagnostic> {
        let lexicon = self.context.lexicon;
        let hops = self.hops(trail, &[])?;
        let gap = self.gap_along(&hops, |lower| match trail.end {
            TrailEnd::Attribute(id) => lower.gap_of_attribute(id),
            TrailEnd::Thing | TrailEnd::Iri => None,
        })?;
        let end = match trail.end {
            TrailEnd::Thing => PathEnd::Thing,
            TrailEnd::Iri => PathEnd::Iri,
            TrailEnd::Attribute(id) => {
                let attribute = lexicon.attribute(id);
                let word = attribute.nouns.first();
                let word = word.map_or("value", |noun| noun.get(Number::Singular));
                PathEnd::Values(attribute.path.clone(), word.to_owned())
            }
        };
        let gaps = gap.map(|gap| (of.clone(), gap)).into_iter().collect();
        Ok(LoweredMeasure { measure: Measure::Value { of, hops: plain(hops), end }, gaps })
    }

    /// Lowers a condition on an expression. One that uses a binding holds of anything here: it is evaluated together
    /// with the binding.
    pub(super) fn measure_condition(
        &mut self,
        left: &Expression,
        against: &ComparisonOperand,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        let right = match against {
            ComparisonOperand::Expression(_, right) => Some(right),
            ComparisonOperand::Value(_) => None,
        };
        if left.uses_binding() || right.is_some_and(Expression::uses_binding) {
            return Ok(ThreeValuedSet::exact(Concept::Everything));
        }
        let tested = self.formulas(left, against)?;
        let gap = tested.gaps.iter().cloned().map(|(origin, gap)| match origin {
            PathOrigin::Root if self.links_from_root > 0 => self.at_the_root(gap),
            _ => gap,
        });
        let gap = gap.map(Some).fold(None, join);
        let single = tested.is_of_single_values();
        let holds = |formula| {
            let holds = Concept::Holds(Box::new(formula));
            let sure = gap.clone().filter(|_| !single).map(Concept::negate);
            match sure {
                Some(sure) => ThreeValuedSet::of(
                    Concept::all(vec![holds.clone(), sure]),
                    ThreeValuedSet::unless(holds, gap.clone()).possible().clone(),
                ),
                None => ThreeValuedSet::unless(holds, gap.clone()),
            }
        };
        Ok(match tested.present {
            None => holds(tested.formula),
            // Another value is present, and none that is the same.
            Some(present) => holds(present).and(holds(tested.formula).negate()),
        })
    }

    /// Everything if the subject of the question is in a set, else nothing.
    pub(super) fn at_the_root(&self, set: Concept) -> Concept {
        there_is(Concept::all(vec![set, Concept::Their(Path(Vec::new()))]))
    }

    /// The formula of a comparison; if `present` is set, the formula itself must not hold.
    pub(super) fn formulas(
        &mut self,
        left: &Expression,
        against: &ComparisonOperand,
    ) -> Result<LoweredFormula, Diagnostic> {
        self.formulas_of(left, against, false)
    }

    /// The formula of a comparison of numbers as they are shown.
    pub(super) fn display_formulas(
        &mut self,
        left: &Expression,
        against: &ComparisonOperand,
    ) -> Result<LoweredFormula, Diagnostic> {
        self.formulas_of(left, against, true)
    }

    fn formulas_of(
        &mut self,
        left: &Expression,
        against: &ComparisonOperand,
        shown: bool,
    ) -> Result<LoweredFormula, Diagnostic> {
        let text = self.is_text(left);
        let LoweredMeasure { measure, mut gaps } = self.measure(left, shown)?;
        match against {
            ComparisonOperand::Value(comparison) => {
                let time = self.is_time(left);
                let (test, negated) = self.test(comparison, time)?;
                let present = negated.then(|| Formula::Present(vec![measure.clone()]));
                Ok(LoweredFormula { formula: Formula::Passes(measure, test), present, gaps })
            }
            ComparisonOperand::Expression(order, right) => {
                let taken = self.measure(right, shown)?;
                gaps.extend(taken.gaps);
                let both = (measure, taken.measure);
                // A time and a day are compared by the day.
                let (measure, right) = match (self.is_time(left), self.is_time(right)) {
                    (true, false) => (Measure::Day(Box::new(both.0)), both.1),
                    (false, true) => (both.0, Measure::Day(Box::new(both.1))),
                    _ => both,
                };
                let (order, negated) = match order {
                    ComparisonOperator::NotEqual => (ComparisonOperator::Equal, true),
                    order => (*order, false),
                };
                let both = vec![measure.clone(), right.clone()];
                let present = negated.then_some(Formula::Present(both));
                let formula =
                    if text { Formula::Alike(measure, right) } else { Formula::Ordered(measure, order, right) };
                Ok(LoweredFormula { formula, present, gaps })
            }
        }
    }

    fn is_text(&self, expression: &Expression) -> bool {
        self.ends_with(expression, |values| *values == ValueType::Text)
    }

    fn is_time(&self, expression: &Expression) -> bool {
        self.ends_with(expression, |values| *values == ValueType::DateTime)
    }

    fn ends_with(&self, expression: &Expression, is: impl Fn(&ValueType) -> bool) -> bool {
        match expression {
            Expression::Path(_, trail) => match trail.end {
                TrailEnd::Attribute(id) => is(&self.context.lexicon.attribute(id).values),
                _ => false,
            },
            Expression::Best(_, inner) | Expression::AggregateOver(_, inner, _) => self.ends_with(inner, is),
            _ => false,
        }
    }
}
