//! Expressions → measures: words of links and sets become paths and concepts.

use crate::base::Diagnostic;
use crate::plan::concept::Concept;
use crate::plan::lower::{Lower, reached};
use crate::plan::measure::{End, Formula, Link, Measure, Origin, Witnessed};
use crate::question::{Against, Condition, Expression, Linked, NounPhrase, Of, Order, Step, ways};
use crate::words::{Number, Trail, TrailEnd, ValueType};

impl Lower<'_> {
    /// The measure that an expression is.
    pub(super) fn measure(&mut self, expression: &Expression) -> Result<Measure, Diagnostic> {
        let lexicon = self.context.lexicon;
        Ok(match expression {
            Expression::Path(of, trail) => {
                let of = match of {
                    Of::This => Origin::This,
                    Of::Their => Origin::Root,
                    Of::Witness(name) => Origin::Witness(name.clone()),
                };
                self.value(of, trail)?
            }
            Expression::Number(digits) => Measure::Number(digits.clone()),
            Expression::Count => Measure::Count,
            Expression::NumberOf(direction, phrase) => {
                let reaches_all = lexicon.relation(direction.relation).reaches_all;
                let to = self.phrase(phrase, reaches_all, false)?;
                Measure::NumberOf { path: lexicon.path_within_kind(*direction), to: Box::new(to) }
            }
            Expression::SizeOf(phrase) => Measure::SizeOf(Box::new(self.phrase(phrase, false, false)?)),
            Expression::Best(aggregate, inner) => Measure::Best(*aggregate, Box::new(self.measure(inner)?)),
            Expression::Over(aggregate, inner, phrase) => {
                let to = self.phrase(phrase, false, false)?;
                let inner = self.measure(inner)?;
                Measure::Over(*aggregate, Box::new(inner), Box::new(to))
            }
            Expression::Binary(operator, left, right) => {
                let left = self.measure(left)?;
                let right = self.measure(right)?;
                Measure::Binary(*operator, Box::new(left), Box::new(right))
            }
            Expression::Round(inner, decimals) => Measure::Round(Box::new(self.measure(inner)?), *decimals),
        })
    }

    pub(super) fn value(&mut self, of: Origin, trail: &Trail) -> Result<Measure, Diagnostic> {
        let lexicon = self.context.lexicon;
        let hops = self.hops(trail, &[])?;
        let end = match trail.end {
            TrailEnd::Thing => End::Thing,
            TrailEnd::Iri => End::Iri,
            TrailEnd::Attribute(id) => {
                let attribute = lexicon.attribute(id);
                let word = attribute.nouns.first();
                let word = word.map_or("value", |noun| noun.get(Number::Singular));
                End::Values(attribute.path.clone(), word.to_owned())
            }
        };
        Ok(Measure::Value { of, hops, end })
    }

    /// What a condition on an expression says; a condition that speaks of a named thing holds of
    /// anything here, and is looked at together with that thing.
    pub(super) fn measured(&mut self, left: &Expression, against: &Against) -> Result<Concept, Diagnostic> {
        let right = match against {
            Against::Expression(_, right) => Some(right),
            Against::Value(_) => None,
        };
        if left.names_a_witness() || right.is_some_and(Expression::names_a_witness) {
            return Ok(Concept::Everything);
        }
        let formulas = self.formulas(left, against)?;
        let holds = |formula| Concept::Holds(Box::new(formula));
        Ok(match formulas {
            (formula, None) => holds(formula),
            // Another value that is there, and none that is the same.
            (same, Some(present)) => Concept::all(vec![holds(present), Concept::negate(holds(same))]),
        })
    }

    /// What is tested; with a second formula, that one has to hold and the first must not.
    pub(super) fn formulas(
        &mut self,
        left: &Expression,
        against: &Against,
    ) -> Result<(Formula, Option<Formula>), Diagnostic> {
        let text = self.is_text(left);
        let measure = self.measure(left)?;
        match against {
            Against::Value(comparison) => {
                let time = self.is_time(left);
                let (test, negated) = self.test(comparison, time)?;
                let present = negated.then(|| Formula::Present(vec![measure.clone()]));
                Ok((Formula::Passes(measure, test), present))
            }
            Against::Expression(order, right) => {
                let both = (measure, self.measure(right)?);
                // A time and a day are compared by the day.
                let (measure, right) = match (self.is_time(left), self.is_time(right)) {
                    (true, false) => (Measure::Day(Box::new(both.0)), both.1),
                    (false, true) => (both.0, Measure::Day(Box::new(both.1))),
                    _ => both,
                };
                let (order, negated) = match order {
                    Order::NotEqual => (Order::Equal, true),
                    order => (*order, false),
                };
                let both = vec![measure.clone(), right.clone()];
                let present = negated.then_some(Formula::Present(both));
                let formula =
                    if text { Formula::Alike(measure, right) } else { Formula::Ordered(measure, order, right) };
                Ok((formula, present))
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
            Expression::Best(_, inner) | Expression::Over(_, inner, _) => self.ends_with(inner, is),
            _ => false,
        }
    }

    /// The named things of a set: the links to them, and what is said of them together.
    pub(super) fn witnessed(&mut self, set: &NounPhrase) -> Result<Option<Witnessed>, Diagnostic> {
        let ways = ways(set);
        if ways.is_empty() {
            return Ok(None);
        }
        let mut found = Witnessed { links: Vec::new(), tests: Vec::new() };
        self.tests(&set.filters, None, &mut found)?;
        let mut known: Vec<(Option<usize>, Step<'_>, usize)> = Vec::new();
        for way in ways {
            let mut from = None;
            for step in way.steps {
                let is_step = |(start, other, _): &&(_, Step<'_>, _)| *start == from && step.is_the_same(other);
                let end = match known.iter().find(is_step) {
                    Some((_, _, end)) => *end,
                    None => {
                        let end = self.link(&step, from, &mut found)?;
                        known.push((from, step.clone(), end));
                        end
                    }
                };
                from = Some(end);
            }
        }
        Ok(Some(found))
    }

    /// Adds the links of a step, and gives the last one.
    fn link(&mut self, step: &Step<'_>, from: Option<usize>, found: &mut Witnessed) -> Result<usize, Diagnostic> {
        let lexicon = self.context.lexicon;
        match step {
            Step::Link(Linked { direction, reach, object: Some(object), .. }) => {
                let reaches_all = lexicon.relation(direction.relation).reaches_all;
                found.links.push(Link {
                    from,
                    path: reached(lexicon, *direction, *reach),
                    to: self.phrase(object, reaches_all, false)?,
                    name: object.witness.clone(),
                });
                let end = found.links.len() - 1;
                self.tests(&object.filters, Some(end), found)?;
                Ok(end)
            }
            Step::Link(_) => unreachable!("a step to a named thing has an object"),
            Step::Trail(trail, holds) => {
                let mut from = from;
                for hop in self.hops(trail, std::slice::from_ref(*holds))? {
                    found.links.push(Link { from, path: hop.path, to: hop.counts, name: None });
                    from = Some(found.links.len() - 1);
                }
                let end = from.expect("a trail to things has a link");
                found.links[end].to = Concept::all(vec![found.links[end].to.clone(), self.condition(holds)?]);
                self.tests(std::slice::from_ref(*holds), Some(end), found)?;
                Ok(end)
            }
        }
    }

    /// Adds the conditions that speak of named things.
    fn tests(&mut self, conditions: &[Condition], of: Option<usize>, found: &mut Witnessed) -> Result<(), Diagnostic> {
        for condition in conditions {
            match condition {
                Condition::All(inner) => self.tests(inner, of, found)?,
                Condition::Measure(left, against) => {
                    let expressions = condition.expressions();
                    if !expressions.into_iter().any(Expression::names_a_witness) {
                        continue;
                    }
                    let (formula, present) = self.formulas(left, against)?;
                    // Of one named thing there is one pair of values to look at.
                    let formula = match present {
                        Some(_) => Formula::Differs(Box::new(formula)),
                        None => formula,
                    };
                    found.tests.push((of, formula));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
