//! Paths from one thing: visits what they lead to, one by one, until the visitor stops.

use std::collections::HashSet;
use std::rc::Rc;

use crate::exec::native::compiled_path::{CompiledPath, Move, SharedPath};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::walk_flow::{OFF, ON, WalkFlow};
use crate::store::Id;
use crate::words::Path;

/// Up to so many are searched one by one; beyond that, in a hash table.
const FEW: usize = 16;

/// A set in insertion order: a small one needs no allocation.
pub(super) struct SmallSet {
    few: [Id; FEW],
    count: usize,
    /// All of them, if they are more than a few.
    many: Option<Box<Many>>,
}

#[derive(Default)]
struct Many {
    listed: Vec<Id>,
    table: HashSet<Id>,
}

impl SmallSet {
    #[inline]
    pub(super) fn new() -> Self {
        Self { few: [0; FEW], count: 0, many: None }
    }

    /// True if it is new.
    #[inline]
    pub(super) fn insert(&mut self, id: Id) -> bool {
        if self.count < FEW {
            if self.few[..self.count].contains(&id) {
                return false;
            }
            self.few[self.count] = id;
            self.count += 1;
            return true;
        }
        self.insert_large(id)
    }

    #[cold]
    fn insert_large(&mut self, id: Id) -> bool {
        let many =
            self.many.get_or_insert_with(|| Box::new(Many { listed: self.few.to_vec(), table: self.few.into() }));
        let new = many.table.insert(id);
        if new {
            many.listed.push(id);
            self.count += 1;
        }
        new
    }

    /// The id at a position of the insertion order, if there are so many.
    fn at(&self, place: usize) -> Option<Id> {
        match &self.many {
            Some(many) => many.listed.get(place).copied(),
            None => self.few[..self.count].get(place).copied(),
        }
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn compile_path(&self, path: &'a Path) -> SharedPath<'a> {
        Rc::new(CompiledPath::of(path, self.dataset))
    }

    /// Visits what a compiled path leads to, each once.
    pub(super) fn walk_once(
        &self,
        way: &CompiledPath<'a>,
        from: Id,
        visit: &mut impl FnMut(Id) -> WalkFlow,
    ) -> WalkFlow {
        if !way.repeats {
            return self.walk_on(&way.moves, from, visit);
        }
        let mut met = SmallSet::new();
        self.walk_on(&way.moves, from, &mut |id| {
            if met.insert(id) { visit(id) } else { ON }
        })
    }

    /// Visits what moves lead to, perhaps more than once.
    pub(super) fn walk_on(&self, moves: &[Move<'a>], at: Id, visit: &mut impl FnMut(Id) -> WalkFlow) -> WalkFlow {
        // Most paths are one link or two: they are walked in place.
        match moves {
            [Move::Links(one)] => {
                let ends = one.forward.of_node(at);
                self.budget.spend(1 + ends.len())?;
                for end in ends {
                    if visit(*end)?.is_break() {
                        return OFF;
                    }
                }
                return ON;
            }
            [Move::Links(one), Move::Links(two)] => {
                let nodes = one.forward.of_node(at);
                self.budget.spend(1 + nodes.len())?;
                for node in nodes {
                    let ends = two.forward.of_node(*node);
                    self.budget.spend(ends.len())?;
                    for end in ends {
                        if visit(*end)?.is_break() {
                            return OFF;
                        }
                    }
                }
                return ON;
            }
            _ => {}
        }
        let Some((first, rest)) = moves.split_first() else {
            return visit(at);
        };
        match first {
            Move::Links(both) => {
                let next = both.forward.of_node(at);
                self.budget.spend(1 + next.len())?;
                for id in next {
                    if self.walk_on(rest, *id, visit)?.is_break() {
                        return OFF;
                    }
                }
                ON
            }
            Move::Where { own, value, .. } => {
                if own.of_node(at).contains(value) {
                    return self.walk_on(rest, at, visit);
                }
                ON
            }
            Move::Of { own, classes, inside } => {
                let mut is_of = own.of_node(at).iter();
                if is_of.any(|own| classes.iter().any(|(class, _)| class == own)) != *inside {
                    return ON;
                }
                self.walk_on(rest, at, visit)
            }
            Move::Nowhere => ON,
            Move::Either(..) | Move::Repeat { .. } | Move::Derived { .. } => {
                // A `dyn` visitor: a generic type would grow with each recursion, and compiling would never end.
                let mut further = |id| self.walk_on(rest, id, visit);
                self.branch(first, at, &mut further)
            }
        }
    }

    fn branch(&self, branching: &Move<'a>, at: Id, visit: &mut dyn FnMut(Id) -> WalkFlow) -> WalkFlow {
        match branching {
            Move::Either(ways) => {
                for way in ways {
                    if self.walk_on(&way.moves, at, &mut |id| visit(id))?.is_break() {
                        return OFF;
                    }
                }
                ON
            }
            Move::Derived { derived, backward } => {
                for id in derived.of(at, *backward) {
                    self.budget.spend(1)?;
                    if visit(id)?.is_break() {
                        return OFF;
                    }
                }
                ON
            }
            Move::Repeat { way, at_least_once } => self.walk_repeat(way, *at_least_once, at, visit),
            _ => unreachable!("a chain is walked where it is met"),
        }
    }

    /// Visits what a repeated path leads to, each once, breadth-first.
    fn walk_repeat(
        &self,
        way: &CompiledPath<'a>,
        at_least_once: bool,
        from: Id,
        visit: &mut dyn FnMut(Id) -> WalkFlow,
    ) -> WalkFlow {
        let mut met = SmallSet::new();
        if !at_least_once {
            met.insert(from);
            if visit(from)?.is_break() {
                return OFF;
            }
        }
        let mut here = from;
        let mut place = usize::from(!at_least_once);
        loop {
            let flow = self.walk_on(&way.moves, here, &mut |id| {
                if met.insert(id) { visit(id) } else { ON }
            })?;
            if flow.is_break() {
                return OFF;
            }
            let Some(next) = met.at(place) else {
                return ON;
            };
            here = next;
            place += 1;
        }
    }
}
