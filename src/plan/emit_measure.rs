//! Measures and formulas → SPARQL: sub-selects for counts and aggregates, joined to the
//! things by their keys; expressions for the rest.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Variable};
use spargebra::algebra::{AggregateFunction, Expression, Function, GraphPattern};

use crate::plan::algebra::{
    aggregate, call, count_distinct, distinct, extend, filter, group, join, optional, project, strength_of,
    strength_of_operator, unit,
};
use crate::plan::concept::Concept;
use crate::plan::emit::{Emitter, Scope, integer};
use crate::plan::measure::{BindingPattern, Formula, Hop, Measure, PathEnd, PathOrigin};
use crate::plan::test::Test;
use crate::plan::value_test::{self, number};
use crate::question::{Aggregate, ComparisonOperator, Operator};

/// The scope of a measure: a thing, or the things of a group.
#[derive(Debug, Clone)]
pub(super) struct MeasureScope {
    pub(super) scope: Scope,
    /// There is one value for each binding of these.
    pub(super) keys: Vec<Variable>,
    /// The things of each group; `None` if each thing is measured alone.
    pub(super) members: Option<GraphPattern>,
}

impl MeasureScope {
    /// Measures each thing of a scope alone.
    pub(super) fn of(scope: &Scope) -> Self {
        Self { scope: scope.clone(), keys: vec![scope.subject.clone()], members: None }
    }
}

/// The unaggregated values of a measure: looked up, or given.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    /// The elements reached, by origin and hops: paths with a common prefix share its elements.
    elements: Vec<(PathOrigin, Vec<Hop>, Variable)>,
    /// The values of the leaves, the last first, if they are given.
    given: Option<Vec<Expression>>,
    /// The size of a group.
    count: Option<Variable>,
}

impl Leaves {
    /// Values that are given, in the order of the leaves.
    pub(super) fn from_values(mut values: Vec<Expression>, count: Option<Variable>) -> Self {
        values.reverse();
        Self { given: Some(values), count, ..Self::default() }
    }
}

impl Emitter {
    /// Adds to a pattern what a measure needs, and returns its expression, which is unbound where there is no value.
    pub(super) fn measure(
        &mut self,
        pattern: GraphPattern,
        measure: &Measure,
        place: &MeasureScope,
        leaves: &mut Leaves,
    ) -> (GraphPattern, Expression) {
        match measure {
            Measure::Value { of, hops, end } => {
                if let Some(given) = &mut leaves.given {
                    let value = given.pop().expect("each leaf is given its value");
                    return (pattern, value);
                }
                self.lookup_value(pattern, (of, hops, end), &place.scope, leaves)
            }
            Measure::Number(digits) => (pattern, number(digits)),
            Measure::Count => {
                let count = leaves.count.clone().expect("only groups are counted");
                (pattern, count.into())
            }
            Measure::NumberOf { path, to, known: Some(known) } => {
                let object = self.variable("thing");
                let base = place.members.clone().unwrap_or_else(|| pattern.clone());
                let known = self.narrow(Some(base), known, &place.scope);
                let step = self.path(&place.scope.subject, path, &object);
                let linked = self.narrow(Some(step), to, &place.scope.at(&object));
                let keys = self.keys(place, to.is_correlated());
                self.join_known_count(pattern, optional(known, linked), [&place.scope.subject, &object], &keys)
            }
            Measure::NumberOf { path, to, known: None } => {
                let object = self.variable("thing");
                let step = self.path(&place.scope.subject, path, &object);
                let start = match &place.members {
                    Some(members) => join(members.clone(), step),
                    None if to.is_correlated() => join(pattern.clone(), step),
                    None => step,
                };
                let scope = place.scope.at(&object);
                let linked = self.narrow(Some(start), to, &scope);
                let keys = self.keys(place, to.is_correlated());
                self.join_count(pattern, linked, &object, &keys)
            }
            Measure::SizeOf(to) => {
                let (all, thing, keys) = self.whole_set(&pattern, to, place);
                self.join_count(pattern, all, &thing, &keys)
            }
            Measure::Best(best, inner) => {
                let base = match &place.members {
                    Some(members) => members.clone(),
                    None if inner.finds_its_things() && !inner.is_correlated() => unit(),
                    None => pattern.clone(),
                };
                let mut keys = self.keys(place, inner.is_correlated());
                inner.each(&mut |measure| {
                    if let Measure::Value { of, .. } = measure
                        && let PathOrigin::Binding(_) = of
                    {
                        keys.push(place.scope.origin(of));
                    }
                });
                let each = MeasureScope::of(&place.scope);
                let (found, value, elements) = self.bind_measure(base, inner, &each);
                let mut of_each = keys.clone();
                of_each.push(place.scope.subject.clone());
                of_each.extend(elements);
                self.join_aggregate(pattern, *best, found, &value, &keys, &of_each)
            }
            Measure::AggregateOver(best, inner, to) => {
                let (all, thing, keys) = self.whole_set(&pattern, to, place);
                let each = MeasureScope::of(&place.scope.at(&thing));
                let (found, value, elements) = self.bind_measure(all, inner, &each);
                let mut of_each = keys.clone();
                of_each.push(thing);
                of_each.extend(elements);
                self.join_aggregate(pattern, *best, found, &value, &keys, &of_each)
            }
            Measure::Binary(operator, left, right) => {
                let (pattern, left) = self.measure(pattern, left, place, leaves);
                let (pattern, right) = self.measure(pattern, right, place, leaves);
                let strength = strength_of_operator(*operator);
                let (pattern, left) = self.operand(pattern, left, strength);
                let (pattern, right) = self.operand(pattern, right, strength + 1);
                let (left, right) = (Box::new(left), Box::new(right));
                let both = match operator {
                    Operator::Plus => Expression::Add(left, right),
                    Operator::Minus => Expression::Subtract(left, right),
                    Operator::Times => Expression::Multiply(left, right),
                    Operator::Divide => Expression::Divide(left, right),
                };
                (pattern, both)
            }
            Measure::Round(inner, decimals) => {
                let (pattern, inner) = self.measure(pattern, inner, place, leaves);
                if *decimals == 0 {
                    return (pattern, call(Function::Round, vec![inner]));
                }
                let scale = || {
                    let scale = 10_u64.pow(u32::from(*decimals)).to_string();
                    Box::new(Literal::new_typed_literal(scale, xsd::DECIMAL).into())
                };
                let times = strength_of_operator(Operator::Times);
                let (pattern, inner) = self.operand(pattern, inner, times);
                let scaled = Expression::Multiply(Box::new(inner), scale());
                let rounded = Box::new(call(Function::Round, vec![scaled]));
                (pattern, Expression::Divide(rounded, scale()))
            }
            Measure::Day(inner) => {
                let (pattern, time) = self.measure(pattern, inner, place, leaves);
                let written = call(Function::Str, vec![time]);
                let mark = Literal::new_simple_literal("T").into();
                let day = call(Function::StrBefore, vec![written, mark]);
                let date = Expression::from(xsd::DATE.into_owned());
                (pattern, call(Function::StrDt, vec![day, date]))
            }
        }
    }

    /// The keys of a scope; if correlated, with the root unless it is the subject.
    fn keys(&self, place: &MeasureScope, correlated: bool) -> Vec<Variable> {
        let mut keys = place.keys.clone();
        if correlated && place.scope.root != place.scope.subject {
            keys.push(place.scope.root.clone());
        }
        keys
    }

    /// The things of a whole set, their variable, and its keys: the root if correlated, else none.
    fn whole_set(
        &mut self,
        pattern: &GraphPattern,
        to: &Concept,
        place: &MeasureScope,
    ) -> (GraphPattern, Variable, Vec<Variable>) {
        let thing = self.variable("thing");
        let scope = place.scope.at(&thing);
        let correlated = to.is_correlated();
        let base = (correlated && !to.binds_the_root()).then(|| pattern.clone());
        let all = self.narrow(base, to, &scope);
        let keys = if correlated { vec![scope.root] } else { Vec::new() };
        (all, thing, keys)
    }

    /// Joins the number of distinct objects for each binding of the keys; zero where there are none.
    fn join_count(
        &mut self,
        pattern: GraphPattern,
        linked: GraphPattern,
        object: &Variable,
        keys: &[Variable],
    ) -> (GraphPattern, Expression) {
        let count = self.variable("count");
        let grouped = group(linked, keys, vec![(count.clone(), count_distinct(object))]);
        let shown: Vec<Variable> = keys.iter().chain([&count]).cloned().collect();
        let zero = Expression::from(integer(0));
        (optional(pattern, project(grouped, &shown)), Expression::Coalesce(vec![count.into(), zero]))
    }

    /// The same for things whose number is known; unbound if there are none.
    fn join_known_count(
        &mut self,
        pattern: GraphPattern,
        linked: GraphPattern,
        [thing, object]: [&Variable; 2],
        keys: &[Variable],
    ) -> (GraphPattern, Expression) {
        let (known, count) = (self.variable("known"), self.variable("count"));
        let counts = vec![(known.clone(), count_distinct(thing)), (count.clone(), count_distinct(object))];
        let grouped = group(linked, keys, counts);
        let shown: Vec<Variable> = keys.iter().chain([&known, &count]).cloned().collect();
        let none = Expression::Variable(self.variable("none"));
        let are_known = Expression::Greater(Box::new(known.into()), Box::new(integer(0).into()));
        let number = Expression::If(Box::new(are_known), Box::new(count.into()), Box::new(none));
        (optional(pattern, project(grouped, &shown)), number)
    }

    /// Binds a measure to a variable; also returns the elements from which it is taken.
    pub(super) fn bind_measure(
        &mut self,
        base: GraphPattern,
        measure: &Measure,
        place: &MeasureScope,
    ) -> (GraphPattern, Variable, Vec<Variable>) {
        let mut leaves = Leaves::default();
        let (found, expression) = self.measure(base, measure, place, &mut leaves);
        let (found, value) = self.bind(found, expression, "value");
        let elements = leaves.elements.into_iter().map(|(_, _, element)| element);
        (found, value, elements.collect())
    }

    /// Binds an expression to a variable, unless it is one.
    pub(super) fn bind(
        &mut self,
        pattern: GraphPattern,
        expression: Expression,
        name: &str,
    ) -> (GraphPattern, Variable) {
        match expression {
            Expression::Variable(variable) => (pattern, variable),
            expression => {
                let variable = self.variable(name);
                (extend(pattern, variable.clone(), expression), variable)
            }
        }
    }

    /// An operand of arithmetic of at least this strength. A weaker one gets a variable: queries are printed
    /// without brackets around sums and products.
    fn operand(&mut self, pattern: GraphPattern, value: Expression, strength: u8) -> (GraphPattern, Expression) {
        if strength_of(&value) >= strength {
            return (pattern, value);
        }
        let (pattern, variable) = self.bind(pattern, value, "value");
        (pattern, variable.into())
    }

    /// Joins an aggregate for each binding of the keys; unbound if there are no values.
    fn join_aggregate(
        &mut self,
        pattern: GraphPattern,
        best: Aggregate,
        found: GraphPattern,
        value: &Variable,
        keys: &[Variable],
        of_each: &[Variable],
    ) -> (GraphPattern, Expression) {
        let function = match best {
            Aggregate::Smallest | Aggregate::Earliest => AggregateFunction::Min,
            Aggregate::Largest | Aggregate::Latest => AggregateFunction::Max,
            Aggregate::Average => AggregateFunction::Avg,
            Aggregate::Total => AggregateFunction::Sum,
        };
        let mut rows: Vec<Variable> = Vec::new();
        for variable in of_each.iter().chain([value]) {
            if !rows.contains(variable) {
                rows.push(variable.clone());
            }
        }
        // A value counts once for each element that has it, however the element was reached.
        let present = Expression::Bound(value.clone());
        let rows = filter(distinct(found, &rows), present);
        let one = self.variable(best.word());
        let count = self.variable("count");
        let made = aggregate(function, value.clone().into(), false);
        let counted = aggregate(AggregateFunction::Count, value.clone().into(), false);
        let grouped = group(rows, keys, vec![(one.clone(), made), (count.clone(), counted)]);
        let some = Expression::Greater(Box::new(count.into()), Box::new(integer(0).into()));
        let shown: Vec<Variable> = keys.iter().chain([&one]).cloned().collect();
        let made = project(filter(grouped, some), &shown);
        (optional(pattern, made), one.into())
    }

    fn lookup_value(
        &mut self,
        mut pattern: GraphPattern,
        (of, hops, end): (&PathOrigin, &[Hop], &PathEnd),
        scope: &Scope,
        leaves: &mut Leaves,
    ) -> (GraphPattern, Expression) {
        let mut at = scope.origin(of);
        for length in 1..=hops.len() {
            let begun = &hops[..length];
            let known = leaves.elements.iter().find(|(origin, links, _)| origin == of && links.as_slice() == begun);
            at = match known {
                Some((_, _, element)) => element.clone(),
                None => {
                    let (step, element) = self.hop(&at, &hops[length - 1]);
                    pattern = join(pattern, step);
                    let found = (of.clone(), begun.to_vec(), element.clone());
                    leaves.elements.push(found);
                    element
                }
            };
        }
        match end {
            PathEnd::Thing => (pattern, at.into()),
            PathEnd::Iri => (pattern, call(Function::Str, vec![at.into()])),
            PathEnd::Values(path, word) => {
                let value = self.variable(word);
                let step = self.path(&at, path, &value);
                (join(pattern, step), value.into())
            }
        }
    }

    /// One link, to those of its ends that pass the default filter.
    pub(super) fn hop(&mut self, from: &Variable, hop: &Hop) -> (GraphPattern, Variable) {
        let element = self.variable(&hop.noun);
        let step = self.path(from, &hop.path, &element);
        let scope = Scope::of(&element, Vec::new());
        let step = self.narrow(Some(step), &hop.counts, &scope);
        (step, element)
    }

    // ------------------------------------------------------------------------ formulas

    /// The solutions of a pattern of which a formula holds.
    pub(super) fn formula(&mut self, pattern: GraphPattern, formula: &Formula, scope: &Scope) -> GraphPattern {
        let place = MeasureScope::of(scope);
        self.filter_by_formula(pattern, formula, &place, &mut Leaves::default())
    }

    /// The groups of a pattern of which a formula holds.
    pub(super) fn filter_groups(
        &mut self,
        groups: GraphPattern,
        formula: &Formula,
        place: &MeasureScope,
        count: &Variable,
    ) -> GraphPattern {
        let mut leaves = Leaves::from_values(Vec::new(), Some(count.clone()));
        self.filter_by_formula(groups, formula, place, &mut leaves)
    }

    fn filter_by_formula(
        &mut self,
        pattern: GraphPattern,
        formula: &Formula,
        place: &MeasureScope,
        leaves: &mut Leaves,
    ) -> GraphPattern {
        let (pattern, holds) = self.holds(pattern, formula, place, leaves);
        match holds {
            Some(holds) => filter(pattern, holds),
            None => pattern,
        }
    }

    fn holds(
        &mut self,
        pattern: GraphPattern,
        formula: &Formula,
        place: &MeasureScope,
        leaves: &mut Leaves,
    ) -> (GraphPattern, Option<Expression>) {
        match formula {
            Formula::Passes(measure, test) => {
                let (pattern, value) = self.measure(pattern, measure, place, leaves);
                let (pattern, value) = self.bind(pattern, value, "value");
                let passes = match test {
                    Test::Present => Some(Expression::Bound(value)),
                    test => value_test::expression(test, &value),
                };
                (pattern, passes)
            }
            Formula::Ordered(left, order, right) => {
                let (pattern, left) = self.measure(pattern, left, place, leaves);
                let (pattern, right) = self.measure(pattern, right, place, leaves);
                let (left, right) = (Box::new(left), Box::new(right));
                let ordered = match order {
                    ComparisonOperator::Less => Expression::Less(left, right),
                    ComparisonOperator::AtMost => Expression::LessOrEqual(left, right),
                    ComparisonOperator::Equal => Expression::Equal(left, right),
                    ComparisonOperator::NotEqual => Expression::Not(Box::new(Expression::Equal(left, right))),
                    ComparisonOperator::AtLeast => Expression::GreaterOrEqual(left, right),
                    ComparisonOperator::Greater => Expression::Greater(left, right),
                };
                (pattern, Some(ordered))
            }
            Formula::Alike(left, right) => {
                let (pattern, left) = self.measure(pattern, left, place, leaves);
                let (pattern, right) = self.measure(pattern, right, place, leaves);
                let folded = |text| {
                    let text = call(Function::Str, vec![text]);
                    Box::new(call(Function::LCase, vec![text]))
                };
                (pattern, Some(Expression::Equal(folded(left), folded(right))))
            }
            Formula::Present(measures) => {
                let mut pattern = pattern;
                let mut all = Vec::new();
                for measure in measures {
                    let (further, value) = self.measure(pattern, measure, place, leaves);
                    let (further, value) = self.bind(further, value, "value");
                    all.push(Expression::Bound(value));
                    pattern = further;
                }
                (pattern, crate::plan::algebra::and(all))
            }
            Formula::Differs(formula) => {
                let (pattern, holds) = self.holds(pattern, formula, place, leaves);
                let differs = holds.map(|holds| Expression::Not(Box::new(holds)));
                (pattern, differs)
            }
        }
    }

    /// Adds the links to bindings and the tests; the scope returned has the variables of the bindings.
    pub(super) fn binding_pattern(
        &mut self,
        pattern: GraphPattern,
        witnessed: &BindingPattern,
        scope: &Scope,
    ) -> (GraphPattern, Scope) {
        let mut pattern = pattern;
        let mut found: Vec<Variable> = Vec::new();
        let mut scope = scope.clone();
        for link in &witnessed.links {
            let from = link.from.map_or(&scope.subject, |from| &found[from]).clone();
            let end = self.variable(link.name.as_deref().unwrap_or("thing"));
            let step = self.path(&from, &link.path, &end);
            pattern = self.narrow(Some(join(pattern, step)), &link.to, &scope.at(&end));
            scope.named.extend(link.name.clone().map(|name| (name, end.clone())));
            found.push(end);
        }
        for (of, test) in &witnessed.tests {
            let subject = of.map_or(&scope.subject, |of| &found[of]).clone();
            let scope = Scope { subject, ..scope.clone() };
            pattern = self.formula(pattern, test, &scope);
        }
        (pattern, scope)
    }
}
