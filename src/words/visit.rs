//! Visits what a compiled path leads to from one thing, one by one, until the visitor stops.

use std::collections::HashSet;
use std::ops::ControlFlow::{self, Break, Continue};

use crate::store::{AdjacencyIndex, Id};
use crate::words::compiled_path::{CompiledPath, Move};

/// Whether a visit goes on; an error if what it may cost is spent.
pub(crate) type WalkFlow<S> = Result<ControlFlow<()>, S>;

/// How a path is followed: how links are read, and what that may cost.
pub(crate) trait Walker {
    /// Why a visit ends before its visitor wants it to.
    type Stop;

    /// The targets of a node.
    fn links<'l>(&self, links: &'l AdjacencyIndex, node: Id) -> &'l [Id];

    /// Counts steps.
    ///
    /// # Errors
    /// If there were too many.
    fn spend(&self, steps: usize) -> Result<(), Self::Stop>;
}

/// Up to so many are searched one by one; beyond that, in a hash table.
const FEW: usize = 16;

/// A set in insertion order: a small one needs no allocation.
pub(crate) struct SmallSet {
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
    pub(crate) fn new() -> Self {
        Self { few: [0; FEW], count: 0, many: None }
    }

    /// True if it is new.
    #[inline]
    pub(crate) fn insert(&mut self, id: Id) -> bool {
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

impl CompiledPath<'_> {
    /// Visits what a compiled path leads to, each once.
    pub(crate) fn visit<W: Walker>(
        &self,
        walker: &W,
        from: Id,
        visit: &mut impl FnMut(Id) -> WalkFlow<W::Stop>,
    ) -> WalkFlow<W::Stop> {
        if !self.repeats {
            return visit_moves(&self.moves, walker, from, visit);
        }
        let mut met = SmallSet::new();
        visit_moves(&self.moves, walker, from, &mut |id| {
            if met.insert(id) { visit(id) } else { Ok(Continue(())) }
        })
    }
}

/// Visits what moves lead to, perhaps more than once.
pub(crate) fn visit_moves<W: Walker>(
    moves: &[Move<'_>],
    walker: &W,
    at: Id,
    visit: &mut impl FnMut(Id) -> WalkFlow<W::Stop>,
) -> WalkFlow<W::Stop> {
    // Most paths are one link or two: they are walked in place.
    match moves {
        [Move::Links(one)] => {
            let ends = walker.links(one.forward, at);
            walker.spend(1 + ends.len())?;
            for end in ends {
                if visit(*end)?.is_break() {
                    return Ok(Break(()));
                }
            }
            return Ok(Continue(()));
        }
        [Move::Links(one), Move::Links(two)] => {
            let nodes = walker.links(one.forward, at);
            walker.spend(1 + nodes.len())?;
            for node in nodes {
                let ends = walker.links(two.forward, *node);
                walker.spend(ends.len())?;
                for end in ends {
                    if visit(*end)?.is_break() {
                        return Ok(Break(()));
                    }
                }
            }
            return Ok(Continue(()));
        }
        _ => {}
    }
    let Some((first, rest)) = moves.split_first() else {
        return visit(at);
    };
    match first {
        Move::Links(both) => {
            let next = walker.links(both.forward, at);
            walker.spend(1 + next.len())?;
            for id in next {
                if visit_moves(rest, walker, *id, visit)?.is_break() {
                    return Ok(Break(()));
                }
            }
            Ok(Continue(()))
        }
        Move::Where { own, value, .. } => {
            if walker.links(own, at).contains(value) {
                return visit_moves(rest, walker, at, visit);
            }
            Ok(Continue(()))
        }
        Move::Of { own, classes, inside } => {
            let mut is_of = walker.links(own, at).iter();
            if is_of.any(|own| classes.iter().any(|(class, _)| class == own)) != *inside {
                return Ok(Continue(()));
            }
            visit_moves(rest, walker, at, visit)
        }
        Move::Nowhere => Ok(Continue(())),
        Move::Either(..) | Move::Repeat { .. } | Move::Derived { .. } => {
            // A `dyn` visitor: a generic type would grow with each recursion, and compiling would never end.
            let mut further = |id| visit_moves(rest, walker, id, visit);
            visit_branches(first, walker, at, &mut further)
        }
    }
}

fn visit_branches<W: Walker>(
    branching: &Move<'_>,
    walker: &W,
    at: Id,
    visit: &mut dyn FnMut(Id) -> WalkFlow<W::Stop>,
) -> WalkFlow<W::Stop> {
    match branching {
        Move::Either(ways) => {
            for way in ways {
                if visit_moves(&way.moves, walker, at, &mut |id| visit(id))?.is_break() {
                    return Ok(Break(()));
                }
            }
            Ok(Continue(()))
        }
        Move::Derived { derived, backward } => {
            for id in derived.of(at, *backward) {
                walker.spend(1)?;
                if visit(id)?.is_break() {
                    return Ok(Break(()));
                }
            }
            Ok(Continue(()))
        }
        Move::Repeat { way, at_least_once } => visit_repeated(way, *at_least_once, walker, at, visit),
        _ => unreachable!("a chain is walked where it is met"),
    }
}

/// Visits what a repeated path leads to, each once, breadth-first.
fn visit_repeated<W: Walker>(
    way: &CompiledPath<'_>,
    at_least_once: bool,
    walker: &W,
    from: Id,
    visit: &mut dyn FnMut(Id) -> WalkFlow<W::Stop>,
) -> WalkFlow<W::Stop> {
    let mut met = SmallSet::new();
    if !at_least_once {
        met.insert(from);
        if visit(from)?.is_break() {
            return Ok(Break(()));
        }
    }
    let mut here = from;
    let mut place = usize::from(!at_least_once);
    loop {
        let flow = visit_moves(&way.moves, walker, here, &mut |id| {
            if met.insert(id) { visit(id) } else { Ok(Continue(())) }
        })?;
        if flow.is_break() {
            return Ok(Break(()));
        }
        let Some(next) = met.at(place) else {
            return Ok(Continue(()));
        };
        here = next;
        place += 1;
    }
}
