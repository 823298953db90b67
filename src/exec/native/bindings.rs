//! The bindings of a pattern: compiles it to join inputs, and visits the ends of its links.

use std::rc::Rc;

use crate::exec::native::budget::{EvaluationFlow, Halt, ON};
use crate::exec::native::compiled_pattern::CompiledPattern;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::pair_index::MaterializedJoin;
use crate::plan::BindingPattern;
use crate::store::Id;

impl<'a> Evaluator<'a> {
    /// Compiles a binding pattern; equal ones once.
    pub(super) fn compile_pattern(&self, pattern: &'a BindingPattern) -> Rc<CompiledPattern<'a>> {
        if let Some((_, known)) = self.patterns.borrow().iter().find(|(known, _)| *known == pattern) {
            return Rc::clone(known);
        }
        let mut places = pattern.links.iter().enumerate();
        let chain = places.all(|(place, link)| link.from == place.checked_sub(1));
        let compiled = Rc::new(CompiledPattern {
            links: (0..pattern.links.len()).map(|index| self.join_input(pattern, index)).collect(),
            tests: pattern.tests.iter().map(|(of, test)| (*of, self.compile_formula(test))).collect(),
            is_chain: chain && pattern.tests.is_empty(),
        });
        self.patterns.borrow_mut().push((pattern, Rc::clone(&compiled)));
        compiled
    }

    /// Visits each combination of ends that passes all tests, with its bindings.
    pub(super) fn each_binding(
        &self,
        pattern: &CompiledPattern<'a>,
        thing: Id,
        env: Env<'_>,
        visit: &mut dyn FnMut(Env<'_>) -> EvaluationFlow,
    ) -> EvaluationFlow {
        let begun = PartialBinding { before: None, end: thing, count: 0 };
        self.each_end(pattern, &begun, env, visit)
    }

    /// Materializes the join for all things at once; `None` if the links are not a chain, or if there are tests.
    pub(super) fn materialize_bindings<'t>(
        &self,
        pattern: &'t CompiledPattern<'a>,
    ) -> Result<Option<MaterializedJoin<'t, 'a>>, Halt> {
        match pattern.is_chain {
            true => self.materialize_join(&pattern.links),
            false => Ok(None),
        }
    }

    fn each_end(
        &self,
        pattern: &CompiledPattern<'a>,
        found: &PartialBinding<'_>,
        env: Env<'_>,
        visit: &mut dyn FnMut(Env<'_>) -> EvaluationFlow,
    ) -> EvaluationFlow {
        let Some(link) = pattern.links.get(found.count) else {
            for (of, test) in &pattern.tests {
                if !self.formula_holds(test, found.of(*of), env)? {
                    return ON;
                }
            }
            return visit(env);
        };
        self.each_join_end(link, found.of(link.from), env, &mut |end| {
            let found = PartialBinding { before: Some(found), end, count: found.count + 1 };
            let Some(name) = link.name else {
                return self.each_end(pattern, &found, env, visit);
            };
            // Most patterns bind one name: that needs no allocation.
            let (one, more);
            let named = if env.bindings.is_empty() {
                one = [(name, end)];
                one.as_slice()
            } else {
                more = [env.bindings, &[(name, end)]].concat();
                &more
            };
            let env = Env { bindings: named, ..env };
            self.each_end(pattern, &found, env, visit)
        })
    }
}

/// The ends of the links so far, the last first.
struct PartialBinding<'f> {
    before: Option<&'f PartialBinding<'f>>,
    end: Id,
    /// The number of links so far.
    count: usize,
}

impl PartialBinding<'_> {
    /// The end of a link; without one, the thing where the pattern starts.
    fn of(&self, link: Option<usize>) -> Id {
        let count = link.map_or(0, |link| link + 1);
        let mut found = self;
        while found.count > count
            && let Some(before) = found.before
        {
            found = before;
        }
        found.end
    }
}
