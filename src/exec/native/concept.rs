//! Set-at-a-time evaluation: all things of a concept.

use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::Halt;
use crate::exec::native::compiled_path::{AdjacencyPair, CompiledPath, Move};
use crate::exec::native::cost::sources;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::{PlanForm, PlanNode, TestDomain};
use crate::exec::native::semi_join::nodes_with_links;
use crate::exec::native::set::Set;
use crate::exec::native::walk::SmallSet;
use crate::exec::native::walk_flow::{OFF, ON};
use crate::plan::Concept;
use crate::store::Id;
use crate::words::KindId;

impl<'a> Evaluator<'a> {
    /// The set of a concept that does not refer to the root. A free concept ranges over every id.
    pub(super) fn set(&self, concept: &'a Concept) -> Result<Arc<Set>, Halt> {
        self.whole_set(&self.node(concept))
    }

    /// The things that a question of a kind is about; each is the root of its own evaluation.
    pub(super) fn subjects(&self, concept: &'a Concept, kind: KindId) -> Result<Arc<Set>, Halt> {
        let node = self.node(concept);
        self.self_rooted_set(&node, Some(kind))
    }

    /// All things of a kind, or all subjects if it has no class.
    fn domain(&self, kind: Option<KindId>) -> Arc<Set> {
        let classes = kind.map_or(&[][..], |kind| &self.lexicon.kind(kind).classes);
        if classes.is_empty() {
            return self.all_subjects();
        }
        let a = self.dataset.iri_id(oxigraph::model::vocab::rdf::TYPE);
        let mut all = Set::none();
        for class in classes {
            let class = self.dataset.iri_id(class.as_ref());
            if let (Some(a), Some(class)) = (a, class) {
                all = all.or(&Set::of(&self.dataset.adjacency(a, true).ends_of(class)));
            }
        }
        Arc::new(all)
    }

    /// All subjects of facts.
    pub(super) fn all_subjects(&self) -> Arc<Set> {
        let known = self.subject_set.get_or_init(|| {
            let mut all = Bits::over(&self.every_term());
            for (_, links) in self.dataset.adjacencies(false) {
                links.nodes_with_links().for_each(|node| all.insert(node));
            }
            Arc::new(Set::of_bits(all))
        });
        Arc::clone(known)
    }

    /// Every id: those of numbers that no file states follow those of the terms.
    pub(super) fn every_id(&self) -> std::ops::Range<Id> {
        0..self.dataset.id_limit()
    }

    fn every_term(&self) -> std::ops::Range<Id> {
        0..Id::try_from(self.dataset.term_count()).expect("ids are 32 bits")
    }

    /// The things that satisfy a concept with themselves as the root; a free concept ranges over the kind.
    fn self_rooted_set(&self, node: &PlanNode<'a>, kind: Option<KindId>) -> Result<Arc<Set>, Halt> {
        if node.free {
            let candidates = self.domain(kind);
            return self.filter(node, candidates);
        }
        if !node.correlated {
            return self.whole_set(node);
        }
        match &node.form {
            PlanForm::All(nodes) => self.intersect(nodes, None),
            PlanForm::Either(nodes) => {
                let mut all = Set::none();
                for node in nodes {
                    all = all.or(&*self.self_rooted_set(node, None)?);
                }
                Ok(Arc::new(all))
            }
            _ => {
                let candidates = self.domain(kind);
                self.filter(node, candidates)
            }
        }
    }

    /// The set of a concept that does not refer to the root, found once.
    pub(super) fn whole_set(&self, node: &PlanNode<'a>) -> Result<Arc<Set>, Halt> {
        debug_assert!(!node.correlated, "what speaks of a root is no set of its own");
        if let Some(known) = node.set.get() {
            return Ok(Arc::clone(known));
        }
        let found = self.get_or_find(node, || self.compute_set(node))?;
        self.record_stats(node, None, found.len());
        Ok(Arc::clone(node.set.get_or_init(|| found)))
    }

    fn compute_set(&self, node: &PlanNode<'a>) -> Result<Arc<Set>, Halt> {
        let everything = || Arc::new(Set::Range(self.every_id()));
        let set = match &node.form {
            PlanForm::Everything => return Ok(everything()),
            PlanForm::Nothing => Set::none(),
            PlanForm::Class { classes, .. } => {
                let members = classes.iter().map(|(_, members)| Set::of(members));
                self.budget.spend(node.cost.size as usize / 64)?;
                members.reduce(|one, other| one.or(&other)).unwrap_or_else(Set::none)
            }
            PlanForm::OneOf(ids) => Set::of_sorted(ids),
            PlanForm::All(nodes) if node.free => return self.intersect(nodes, Some(everything())),
            PlanForm::All(nodes) => return self.intersect(nodes, None),
            PlanForm::Either(nodes) => {
                let mut all = Set::none();
                for node in nodes {
                    let one = self.whole_set(node)?;
                    all = all.or(&self.restrict_to_subjects(node, &one));
                }
                all
            }
            PlanForm::Not(inner) => {
                let taken = self.whole_set(inner)?;
                Set::Range(self.every_id()).minus(&self.restrict_to_subjects(inner, &taken))
            }
            PlanForm::Linked { way, min, max, to } => match (min, max) {
                (1, None) => self.preimage_of_node(way, to)?,
                (0, Some(0)) => {
                    let linked = self.preimage_for_none(node, (way, to))?;
                    Set::Range(self.every_id()).minus(&linked)
                }
                (min, max) => self.number_restriction(way, (*min, *max), to)?,
            },
            PlanForm::Only { way, among, to } => {
                let among = self.whole_set(among)?;
                let to = self.whole_set(to)?;
                let some = self.preimage(way, &among)?;
                let among = match way.ends() {
                    Some(ends) => among.and(&Set::Range(ends)),
                    None => among.as_ref().clone(),
                };
                let other = self.preimage(way, &among.minus(&to))?;
                some.minus(&other)
            }
            PlanForm::Covers { way, to } => self.covering(way, &*self.whole_set(to)?)?,
            PlanForm::Passing { test, values } => match values {
                TestDomain::Linked(links) => self.passing_values(test, links)?,
                TestDomain::Derived { derived, backward } => {
                    let pairs = derived.pairs().iter();
                    let ends = pairs.map(|pair| pair[usize::from(!backward)]);
                    Set::of_any(ends.collect()).filter(|value| self.passes(test, value))?
                }
                TestDomain::All => Set::Range(self.every_term()).filter(|value| self.passes(test, value))?,
            },
            PlanForm::Holds(_) | PlanForm::Witnessed(_) => {
                let candidates = self.all_subjects();
                return self.filter_each(node, &candidates);
            }
            PlanForm::Root(inner) => return self.self_rooted_set(inner, None),
            PlanForm::Their(_) => unreachable!("it speaks of a root"),
        };
        Ok(Arc::new(set))
    }

    /// Restricts the set of a free concept to the subjects, over which it ranges.
    pub(super) fn restrict_to_subjects(&self, node: &PlanNode<'a>, set: &Arc<Set>) -> Arc<Set> {
        if node.free { Arc::new(self.all_subjects().and(set)) } else { Arc::clone(set) }
    }

    /// The intersection of concepts: the smallest first, those that refer to the root last.
    pub(super) fn intersect(&self, nodes: &[Rc<PlanNode<'a>>], candidates: Option<Arc<Set>>) -> Result<Arc<Set>, Halt> {
        let mut order: Vec<&PlanNode<'a>> = nodes.iter().map(Rc::as_ref).collect();
        let rank = |node: &PlanNode<'a>| {
            let size = node.set.get().map_or(node.cost.size, |it| it.len() as f64);
            // Concepts that only exclude, and those evaluated thing by thing, wait until few candidates are left.
            let late = f64::from(u8::from(node.correlated)) * 4.0 + f64::from(u8::from(node.free));
            (late, size)
        };
        order.sort_by(|one, other| {
            let (one, other) = (rank(one), rank(other));
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        let mut left = candidates;
        for node in order {
            let next = match left {
                Some(left) => self.filter(node, left)?,
                None => self.self_rooted_set(node, None)?,
            };
            if next.is_empty() {
                return Ok(next);
            }
            left = Some(next);
        }
        Ok(left.unwrap_or_else(|| self.all_subjects()))
    }

    /// The preimage of a concept: everything from which a path leads to one of its things.
    pub(super) fn preimage_of_node(&self, way: &CompiledPath<'a>, to: &PlanNode<'a>) -> Result<Set, Halt> {
        if let PlanForm::Passing { values: TestDomain::All, .. } = to.form {
            // Only what the path leads to is worth a test.
            let ends = self.image(way, &self.all_subjects())?;
            return self.preimage(way, &*self.filter_each(to, &ends)?);
        }
        if let Some(Move::Links(both)) = way.moves.last()
            && to.set.get().is_none()
        {
            // If the links have few ends, only these are evaluated.
            let ends = sources(both.backward);
            if ends * to.cost.each < to.cost.whole {
                let ends = Arc::new(nodes_with_links(both.backward, None));
                return self.preimage(way, &*self.filter(to, ends)?);
            }
        }
        self.preimage(way, &*self.whole_set(to)?)
    }

    /// The things that a path links to a bounded number of things of a concept.
    fn number_restriction(
        &self,
        way: &CompiledPath<'a>,
        (min, max): (u64, Option<u64>),
        to: &PlanNode<'a>,
    ) -> Result<Set, Halt> {
        let ends = self.whole_set(to)?;
        let all = match way.ends() {
            Some(range) => ends.covers(&range),
            None => ends.covers(&self.every_id()),
        };
        if let (true, [Move::Links(both)]) = (all, way.moves.as_slice())
            && let Some((first, offsets)) = both.forward.offsets()
        {
            // The offsets give the number of links of each node.
            self.budget.spend(offsets.len())?;
            let most = max.unwrap_or(u64::MAX);
            let counts = |length: u32| (min..=most).contains(&length.into()) == (min > 0);
            let found = Set::of_bits(Bits::of_rows(first, offsets, counts));
            return Ok(self.or_the_rest(found, min));
        }
        if let [Move::Links(both)] = way.moves.as_slice()
            && let Some(found) = self.number_restriction_backward(*both, (min, max), &ends)?
        {
            return Ok(self.or_the_rest(found, min));
        }
        // A node without a first link is linked to nothing; for the others, links are counted.
        let candidates = match way.moves.first() {
            Some(Move::Links(both)) if all || ends.len() * 4 > both.forward.len() => {
                nodes_with_links(both.forward, None)
            }
            _ => self.preimage(way, &ends)?,
        };
        let enough = max.unwrap_or(min);
        let before = self.budget.steps_spent();
        let within = |id: Id| -> Result<bool, Halt> {
            let count = match way.moves.as_slice() {
                [Move::Links(both)] if all => both.forward.row(id).len() as u64,
                [Move::Links(both)] => {
                    let own = both.forward.of_node(id);
                    self.budget.spend(1 + own.len())?;
                    own.iter().map(|end| u64::from(ends.contains(*end))).sum()
                }
                [Move::Links(one), Move::Links(two)] => {
                    let firsts = one.forward.of_node(id);
                    self.budget.spend(1 + firsts.len())?;
                    let mut met = SmallSet::new();
                    let mut count = 0;
                    for first in firsts {
                        let own = two.forward.of_node(*first);
                        self.budget.spend(own.len())?;
                        for end in own {
                            let counts = all || ends.contains(*end);
                            count += u64::from(counts && met.insert(*end));
                        }
                        if count > enough {
                            break;
                        }
                    }
                    count
                }
                _ => self.number_of(way, id, enough, |end| Ok(all || ends.contains(end)))?,
            };
            Ok(count >= min && max.is_none_or(|max| count <= max))
        };
        let found = candidates.filter(|id| Ok(within(id)? == (min > 0)))?;
        self.record_traversal(way, before);
        Ok(self.or_the_rest(found, min))
    }

    /// Counts links from their ends: what has enough, or, if `min` is 0, too many. `None` if reading all links costs
    /// less, or if the bound does not fit into a byte.
    fn number_restriction_backward(
        &self,
        both: AdjacencyPair<'a>,
        (min, max): (u64, Option<u64>),
        ends: &Set,
    ) -> Result<Option<Set>, Halt> {
        let range = both.forward.range();
        let links = both.backward.len() * ends.len() / both.backward.range().len().max(1);
        let dear = 2 * links.max(ends.len()) + range.len() / 8 > both.forward.len();
        let too_many = max.unwrap_or(min) >= u64::from(u8::MAX);
        if dear || too_many {
            return Ok(None);
        }
        let mut counts = vec![0_u8; range.len()];
        ends.each(|end| {
            let nodes = both.backward.of_node(end);
            self.budget.spend(1 + nodes.len())?;
            for node in nodes {
                let count = &mut counts[(node - range.start) as usize];
                *count = count.saturating_add(1);
            }
            Ok::<(), Halt>(())
        })?;
        let most = max.unwrap_or(u64::MAX);
        let counts = counts.iter().map(|count| (min..=most).contains(&u64::from(*count)) == (min > 0));
        let found = Bits::of_flags(range.start, range.len(), counts);
        Ok(Some(Set::of_bits(found)))
    }

    /// Returns `found`; if `min` is 0, `found` has too many links, and the result is all others.
    fn or_the_rest(&self, found: Set, min: u64) -> Set {
        match min {
            0 => Set::Range(self.every_id()).minus(&found),
            _ => found,
        }
    }

    /// How many things that pass a path links a thing to; counting stops above `enough`.
    pub(super) fn number_of(
        &self,
        way: &CompiledPath<'a>,
        from: Id,
        enough: u64,
        mut passes: impl FnMut(Id) -> Result<bool, Halt>,
    ) -> Result<u64, Halt> {
        let mut count = 0;
        let _ = self.walk_once(way, from, &mut |end| {
            count += u64::from(passes(end)?);
            if count > enough { OFF } else { ON }
        })?;
        Ok(count)
    }

    /// The things that a path links to everything of a set; none if it is empty.
    fn covering(&self, way: &CompiledPath<'a>, to: &Set) -> Result<Set, Halt> {
        let Some(first) = to.iter().next() else {
            return Ok(Set::none());
        };
        let linked = self.preimage(way, &Set::of_sorted(&[first]))?;
        let wanted = to.len() as u64;
        linked.filter(|id| {
            let count = self.number_of(way, id, wanted, |end| Ok(to.contains(end)))?;
            Ok(count == wanted)
        })
    }
}
