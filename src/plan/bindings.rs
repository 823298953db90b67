//! Bindings of a set: the links to them, and the tests that relate them.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::{Pending, join};
use crate::plan::linking::{UnknownLinks, there_is};
use crate::plan::lower_links::path_of;
use crate::plan::lower_measure::LoweredFormula;
use crate::plan::lowering::Lower;
use crate::plan::measure::{BindingLink, BindingPattern, Formula, PathOrigin};
use crate::question::{BindingStep, Condition, Expression, LinkCondition, LinkReach, NounPhrase, binding_paths};
use crate::words::{Direction, Path};

/// Most disjuncts of the possible set; beyond them a test counts as possible.
const MAX_WAYS: usize = 64;

/// A link on the path to a binding, with the certain and the possible things at its end.
struct OpenLink {
    from: Option<usize>,
    path: Path,
    to: ThreeValuedSet,
    name: Option<String>,
    unsure: UnknownLinks,
    direction: Direction,
}

/// Links and tests in the order of the question.
#[derive(Default)]
struct BindingDraft {
    links: Vec<OpenLink>,
    tests: Vec<(Option<usize>, LoweredFormula)>,
}

/// One way in which links and tests may hold together.
#[derive(Clone)]
struct Disjunct {
    /// The sets in which the thing itself has to be.
    own: Vec<Concept>,
    /// The set in which the end of each link has to be.
    ends: Vec<Concept>,
    tests: Vec<(Option<usize>, Formula)>,
}

impl BindingDraft {
    /// The links and the tests, as far as they are certain.
    fn certain_pattern(&self) -> BindingPattern {
        self.certain().into_pattern(&self.links)
    }

    fn is_exact(&self) -> bool {
        let links = self.links.iter().all(|link| link.to.is_exact() && link.unsure.is_none());
        links && self.tests.iter().all(|(_, test)| test.gaps.is_empty())
    }

    fn three_valued(&self) -> ThreeValuedSet {
        let certain = self.certain().concept(&self.links);
        if self.is_exact() { ThreeValuedSet::exact(certain) } else { ThreeValuedSet::of(certain, self.possible()) }
    }

    /// A test on an unknown number does not certainly hold.
    fn certain(&self) -> Disjunct {
        let mut way = Disjunct::of(self.links.iter().map(|link| link.to.certain.clone()));
        for (of, test) in &self.tests {
            way.tests.push((*of, formula(test)));
            if !test.is_of_single_values() {
                for (origin, gap) in &test.gaps {
                    self.add(&mut way, origin, *of, Concept::negate(gap.clone()));
                }
            }
        }
        way
    }

    fn possible(&self) -> Concept {
        let mut ways = vec![Disjunct::of(self.links.iter().map(|link| link.to.possible().clone()))];
        for (of, test) in &self.tests {
            if ways.len() * (test.gaps.len() + 1) > MAX_WAYS {
                continue;
            }
            let mut unknown = Vec::new();
            for (origin, gap) in &test.gaps {
                unknown.extend(ways.iter().map(|way| {
                    let mut way = way.clone();
                    self.add(&mut way, origin, *of, gap.clone());
                    way
                }));
            }
            ways.iter_mut().for_each(|way| way.tests.push((*of, formula(test))));
            ways.extend(unknown);
        }
        let mut all: Vec<Concept> = ways.into_iter().map(|way| way.concept(&self.links)).collect();
        for (at, link) in self.links.iter().enumerate() {
            let before = |gap: Concept| self.preimage(link.from, gap);
            all.extend(link.unsure.starts.clone().map(before));
            let back = link.unsure.ends.clone();
            let back = back.map(|back| there_is(Concept::all(vec![self.links[at].to.possible().clone(), back])));
            all.extend(back.map(before));
        }
        if all.len() == 1 { all.remove(0) } else { Concept::Either(all) }
    }

    /// The things from which the links lead to something in a set.
    fn preimage(&self, end: Option<usize>, set: Concept) -> Concept {
        let Some(end) = end else {
            return set;
        };
        let link = &self.links[end];
        let to = Concept::all(vec![link.to.possible().clone(), set]);
        self.preimage(link.from, Concept::some(link.path.clone(), to))
    }

    /// Adds a set in which the origin of a measure's path has to be.
    fn add(&self, way: &mut Disjunct, origin: &PathOrigin, of: Option<usize>, set: Concept) {
        let at = match origin {
            PathOrigin::This => of,
            PathOrigin::Root => None,
            PathOrigin::Binding(name) => self.links.iter().position(|link| link.name.as_ref() == Some(name)),
        };
        match at {
            Some(at) => way.ends[at] = Concept::all(vec![way.ends[at].clone(), set]),
            None => way.own.push(set),
        }
    }
}

impl Disjunct {
    fn of(ends: impl Iterator<Item = Concept>) -> Self {
        Self { own: Vec::new(), ends: ends.collect(), tests: Vec::new() }
    }

    fn into_pattern(self, links: &[OpenLink]) -> BindingPattern {
        let links = links.iter().zip(self.ends).map(|(link, to)| BindingLink {
            from: link.from,
            path: link.path.clone(),
            to,
            name: link.name.clone(),
        });
        BindingPattern { links: links.collect(), tests: self.tests }
    }

    fn concept(mut self, links: &[OpenLink]) -> Concept {
        let mut all = std::mem::take(&mut self.own);
        all.push(Concept::WithBindings(Box::new(self.into_pattern(links))));
        Concept::all(all)
    }
}

fn formula(test: &LoweredFormula) -> Formula {
    // One binding gives one pair of values, so `is not` is a plain difference.
    match test.present {
        Some(_) => Formula::Differs(Box::new(test.formula.clone())),
        None => test.formula.clone(),
    }
}

impl Lower<'_> {
    /// The links to the bindings of a set and the tests, as far as they are certain; `None` without bindings.
    pub(super) fn binding_pattern(&mut self, set: &NounPhrase) -> Result<Option<BindingPattern>, Diagnostic> {
        Ok(self.binding_draft(set)?.map(|together| together.certain_pattern()))
    }

    /// The things that have such bindings; `None` without bindings.
    pub(super) fn with_bindings(&mut self, set: &NounPhrase) -> Result<Option<ThreeValuedSet>, Diagnostic> {
        Ok(self.binding_draft(set)?.map(|together| together.three_valued()))
    }

    fn binding_draft(&mut self, set: &NounPhrase) -> Result<Option<BindingDraft>, Diagnostic> {
        let ways = binding_paths(set);
        if ways.is_empty() {
            return Ok(None);
        }
        let mut found = BindingDraft::default();
        self.tests(&set.filters, None, &mut found)?;
        let mut known: Vec<(Option<usize>, BindingStep<'_>, usize)> = Vec::new();
        for way in ways {
            let mut from = None;
            for step in way.steps {
                let is_step = |(start, other, _): &&(_, BindingStep<'_>, _)| *start == from && step.is_the_same(other);
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

    /// Adds the links of a step; returns the index of the last.
    fn link(
        &mut self,
        step: &BindingStep<'_>,
        from: Option<usize>,
        found: &mut BindingDraft,
    ) -> Result<usize, Diagnostic> {
        let lexicon = self.context.lexicon;
        match step {
            BindingStep::Link(linked @ LinkCondition { direction, reach, object: Some(object), .. }) => {
                let reaches_all = lexicon.relation(direction.relation).reaches_all;
                let (to, behind) = self.at_link_end(1, |lower| lower.phrase(object, reaches_all, false))?;
                let (unsure, open) = self.at_link_end(depth(found, from), |lower| {
                    lower.unknown_links_to(*direction, *reach, object, behind)
                })?;
                let path = path_of(linked, lexicon);
                let name = object.binding.clone();
                found.links.push(OpenLink { from, path, to, name, unsure, direction: *direction });
                self.propagate_open(found, from, open);
                let end = found.links.len() - 1;
                self.tests(&object.filters, Some(end), found)?;
                Ok(end)
            }
            BindingStep::Link(_) => unreachable!("a step to a named thing has an object"),
            BindingStep::Trail(trail, holds) => {
                let mut from = from;
                let hops = self.hops(trail, std::slice::from_ref(*holds))?;
                for hop in &hops {
                    let to = hop.counts.clone();
                    let (unsure, open) = self.at_link_end(depth(found, from), |lower| {
                        Ok(lower.unknown_links(hop.direction, LinkReach::Direct, None, (&to.certain, Vec::new())))
                    })?;
                    let path = hop.hop.path.clone();
                    found.links.push(OpenLink { from, path, to, name: None, unsure, direction: hop.direction });
                    self.propagate_open(found, from, open);
                    from = Some(found.links.len() - 1);
                }
                let end = from.expect("a trail to things has a link");
                let (holds_of, open) = self.at_link_end(hops.len(), |lower| lower.condition(holds))?;
                found.links[end].to = found.links[end].to.clone().and(holds_of);
                self.propagate_open(found, Some(end), open);
                self.tests(std::slice::from_ref(*holds), Some(end), found)?;
                Ok(end)
            }
        }
    }

    /// Adds what is open at the end of a link to the unknown links at its start, and so on back to the thing itself.
    fn propagate_open(&mut self, found: &mut BindingDraft, end: Option<usize>, open: Vec<Pending>) {
        let Some(end) = end.filter(|_| !open.is_empty()) else {
            return;
        };
        let (from, direction) = (found.links[end].from, found.links[end].direction);
        let before = self.at_link_end(depth(found, from), |lower| {
            Ok(lower.unknown_links(direction, LinkReach::Direct, None, (&Concept::Everything, open)))
        });
        let (unsure, open) = before.expect("what is unsure of a link is always found");
        let known = &mut found.links[end].unsure;
        known.starts = join(known.starts.take(), unsure.starts);
        self.propagate_open(found, from, open);
    }

    /// Adds the conditions that use bindings.
    fn tests(
        &mut self,
        conditions: &[Condition],
        of: Option<usize>,
        found: &mut BindingDraft,
    ) -> Result<(), Diagnostic> {
        for condition in conditions {
            match condition {
                Condition::All(inner) => self.tests(inner, of, found)?,
                Condition::Measure(left, against) => {
                    let expressions = condition.expressions();
                    if !expressions.into_iter().any(Expression::uses_binding) {
                        continue;
                    }
                    let (tested, _) = self.at_link_end(1, |lower| lower.formulas(left, against))?;
                    found.tests.push((of, tested));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The number of links from the thing itself to the start of a link.
fn depth(found: &BindingDraft, from: Option<usize>) -> usize {
    from.map_or(0, |from| 1 + depth(found, found.links[from].from))
}
