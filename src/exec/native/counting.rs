//! Groups of which only the sizes are needed: things are counted in an array and not kept.

use std::cell::Cell;
use std::collections::HashMap;
use std::iter::once;
use std::ops::Range;

use crate::exec::native::budget::{Halt, ON};
use crate::exec::native::compiled_measure::{CompiledColumn, CompiledEnd, CompiledHop, CompiledMeasure, MeasurePath};
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::measure::NOTHING;
use crate::exec::native::node::PlanForm;
use crate::exec::native::plan_ids::ElementId;
use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};
use crate::words::{Move, visit_moves};

/// At most so many combinations of keys are counted in an array,
const MAX_CELLS: usize = 1 << 22;
/// or so many for each thing, if that is more.
const CELLS_EACH: usize = 4;
/// Things that are counted between two checks of the budget.
const STRIDE: usize = 256;

/// Groups, by their keys.
#[derive(Default)]
pub(super) struct GroupTable {
    /// How many keys a group has.
    width: usize,
    /// The keys of all groups, one behind the other.
    keys: Vec<Id>,
    counts: Vec<u64>,
    /// The things of each group; empty if only their number is needed.
    things: Vec<Vec<Id>>,
}

impl GroupTable {
    /// Groups whose things are known.
    pub(super) fn of_things(width: usize, groups: HashMap<Vec<Id>, Vec<Id>>) -> Self {
        let mut sorted: Vec<(Vec<Id>, Vec<Id>)> = groups.into_iter().collect();
        sorted.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let mut groups = Self { width, ..Self::default() };
        for (keys, things) in sorted {
            groups.keys.extend(keys);
            groups.counts.push(things.len() as u64);
            groups.things.push(things);
        }
        groups
    }

    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn keys(&self, group: usize) -> &[Id] {
        &self.keys[group * self.width..(group + 1) * self.width]
    }

    pub(super) fn count(&self, group: usize) -> u64 {
        self.counts[group]
    }

    pub(super) fn things(&self, group: usize) -> &[Id] {
        self.things.get(group).map_or(&[], Vec::as_slice)
    }
}

/// A key as a chain of links, each with a filter on what it leads to.
struct KeyPath<'a> {
    links: Vec<KeyLink<'a>>,
    /// The range of its ends.
    range: Range<Id>,
}

struct KeyLink<'a> {
    there: &'a AdjacencyIndex,
    /// `None` if everything counts.
    counts: Option<HopFilter<'a>>,
}

impl<'a> KeyPath<'a> {
    /// The links, if the key is a single link without a filter.
    fn direct(&self) -> Option<&'a AdjacencyIndex> {
        match self.links.as_slice() {
            [KeyLink { there, counts: None }] => Some(there),
            _ => None,
        }
    }

    /// The first thing and the ends from there on, if each has exactly one.
    fn column(&self) -> Option<(Id, &'a [Id])> {
        self.direct()?.column()
    }
}

/// A filter on elements, evaluated once for each.
struct HopFilter<'a> {
    hop: CompiledHop<'a>,
    first: Id,
    known: Vec<Cell<Option<bool>>>,
}

impl<'a> Evaluator<'a> {
    /// The sizes of the groups, if the one or two keys are chains of links; else `None`.
    pub(super) fn sizes(&self, things: &Set, keys: &[CompiledColumn<'a>]) -> Result<Option<GroupTable>, Halt> {
        Ok(self.pair_counts(things, keys)?.map(PairCounts::groups))
    }

    /// The number of these groups.
    pub(super) fn number_of_sizes(&self, things: &Set, keys: &[CompiledColumn<'a>]) -> Result<Option<usize>, Halt> {
        Ok(self.pair_counts(things, keys)?.map(PairCounts::number_of_groups))
    }

    fn pair_counts(&self, things: &Set, keys: &[CompiledColumn<'a>]) -> Result<Option<PairCounts>, Halt> {
        let chains: Option<Vec<KeyPath<'a>>> = keys.iter().map(|key| self.key_path(key)).collect();
        let Some(chains) = chains else {
            return Ok(None);
        };
        match (chains.as_slice(), keys) {
            ([one], _) => self.count_pairs(things, one, None).map(Some),
            // Keys with the same first hop refer to the same element.
            ([one, two], [first, second]) if first_hop(first).is_none() || first_hop(first) != first_hop(second) => {
                self.count_pairs(things, one, Some(two)).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn key_path(&self, key: &CompiledColumn<'a>) -> Option<KeyPath<'a>> {
        let CompiledMeasure::Value(MeasurePath { hops, end, .. }) = key.measure.as_ref() else {
            return None;
        };
        let mut links = Vec::new();
        let mut range = None;
        for hop in hops {
            let Some((Move::Links(both), looks)) = hop.path.moves.split_first() else {
                return None;
            };
            let only_looks = |it: &Move<'_>| matches!(it, Move::Where { .. } | Move::Of { .. });
            if !looks.iter().all(only_looks) {
                return None;
            }
            let ends = both.backward.range();
            let all_count = looks.is_empty() && matches!(hop.counts.form, PlanForm::Everything);
            links.push(KeyLink {
                there: both.forward,
                counts: (!all_count).then(|| HopFilter {
                    hop: hop.clone(),
                    first: ends.start,
                    known: vec![Cell::new(None); ends.len()],
                }),
            });
            range = Some(ends);
        }
        if let CompiledEnd::Values(_, path) = end {
            let both = path.links()?;
            links.push(KeyLink { there: both.forward, counts: None });
            range = Some(both.backward.range());
        }
        range.map(|range| KeyPath { links, range })
    }

    fn counts(&self, judged: &HopFilter<'a>, element: Id) -> Result<bool, Halt> {
        let cell = element.checked_sub(judged.first).and_then(|at| judged.known.get(at as usize));
        if let Some(known) = cell.and_then(Cell::get) {
            return Ok(known);
        }
        let mut through = false;
        let _ = visit_moves(&judged.hop.path.moves[1..], &self.budget, element, &mut |_| {
            through = true;
            ON
        })?;
        let own = Env { root: element, bindings: &[] };
        let counts = through && self.is_in(&judged.hop.counts, element, own)?;
        if let Some(cell) = cell {
            cell.set(Some(counts));
        }
        Ok(counts)
    }

    /// Adds the ends of a chain from a thing; a chain that leads nowhere ends at [`NOTHING`].
    fn ends(&self, links: &[KeyLink<'a>], at: Id, ends: &mut Vec<Id>) -> Result<(), Halt> {
        let Some((link, rest)) = links.split_first() else {
            ends.push(at);
            return Ok(());
        };
        let next = link.there.of_node(at);
        if rest.is_empty() && link.counts.is_none() && !next.is_empty() {
            ends.extend_from_slice(next);
            return Ok(());
        }
        let mut any = false;
        for next in next {
            if let Some(judged) = &link.counts
                && !self.counts(judged, *next)?
            {
                continue;
            }
            any = true;
            if rest.is_empty() {
                ends.push(*next);
            } else {
                self.ends(rest, *next, ends)?;
            }
        }
        if !any {
            ends.push(NOTHING);
        }
        Ok(())
    }

    /// The distinct ends of a chain from a thing; `own` is a buffer for them.
    fn distinct_ends<'e>(&self, chain: &KeyPath<'a>, thing: Id, own: &'e mut Vec<Id>) -> Result<&'e [Id], Halt>
    where
        'a: 'e,
    {
        if let Some(there) = chain.direct() {
            let ends = there.of_node(thing);
            return Ok(if ends.is_empty() { &[NOTHING] } else { ends });
        }
        own.clear();
        self.ends(&chain.links, thing, own)?;
        distinct(own);
        Ok(own)
    }

    fn count_pairs(&self, things: &Set, one: &KeyPath<'a>, two: Option<&KeyPath<'a>>) -> Result<PairCounts, Halt> {
        let mut table = PairCounts::of(&one.range, two.map(|two| &two.range), things.len());
        if let (Some(one), Some(two)) = (one.column(), two.map_or(Some((0, &[][..])), KeyPath::column)) {
            // Each thing has one end.
            if let Set::Range(range) = things
                && let Some(firsts) = contiguous_ends(one, range)
                && let Some(seconds) = contiguous_ends(two, range)
            {
                self.budget.spend(things.len())?;
                let ends = firsts.iter().zip(seconds);
                ends.for_each(|(one, two)| table.count([*one, *two]));
                return Ok(table);
            }
            let end = |(first, ends): (Id, &[Id]), thing: Id| {
                let end = ends.get(thing.wrapping_sub(first) as usize);
                end.copied().unwrap_or(NOTHING)
            };
            self.budget.spend(things.len())?;
            things.each(|thing| {
                table.count([end(one, thing), end(two, thing)]);
                Ok::<(), Halt>(())
            })?;
            return Ok(table);
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut steps = 0;
        things.each(|thing| {
            steps += 1;
            if steps % STRIDE == 0 {
                self.budget.spend(STRIDE)?;
            }
            let ends = self.distinct_ends(one, thing, &mut first)?;
            let others = match two {
                Some(two) => self.distinct_ends(two, thing, &mut second)?,
                None => &[NOTHING],
            };
            self.budget.spend(ends.len() * others.len() - 1)?;
            for end in ends {
                others.iter().for_each(|other| table.count([*end, *other]));
            }
            Ok::<(), Halt>(())
        })?;
        Ok(table)
    }
}

/// Counts of pairs of keys: an array of all pairs, or a list of those that occur if that would be too large.
struct PairCounts {
    /// The ranges of the keys; behind each is the slot of [`NOTHING`].
    ranges: [Range<Id>; 2],
    /// The number of keys in a pair: a second that does not exist is always [`NOTHING`].
    width: usize,
    cells: Vec<u32>,
    listed: Vec<[Id; 2]>,
}

impl PairCounts {
    fn of(one: &Range<Id>, two: Option<&Range<Id>>, things: usize) -> Self {
        let most = MAX_CELLS.max(things.saturating_mul(CELLS_EACH));
        let ranges = [one.clone(), two.cloned().unwrap_or_default()];
        let cells = ranges.iter().map(|range| range.len() + 1);
        let cells = cells.fold(1, usize::saturating_mul);
        Self {
            ranges,
            width: 1 + usize::from(two.is_some()),
            cells: vec![0; if cells <= most { cells } else { 0 }],
            listed: Vec::new(),
        }
    }

    #[inline]
    fn count(&mut self, keys: [Id; 2]) {
        // `NOTHING` is larger than every id: it falls into the last slot.
        let [row, column] = [0, 1].map(|at| {
            let range = &self.ranges[at];
            (keys[at].wrapping_sub(range.start) as usize).min(range.len())
        });
        match self.cells.get_mut(row * (self.ranges[1].len() + 1) + column) {
            Some(count) => *count += 1,
            None => self.listed.push(keys),
        }
    }

    /// How many pairs occur.
    fn number_of_groups(mut self) -> usize {
        self.listed.sort_unstable();
        self.listed.dedup();
        self.cells.iter().filter(|count| **count > 0).count() + self.listed.len()
    }

    /// The pairs that occur, ascending.
    fn groups(mut self) -> GroupTable {
        self.listed.sort_unstable();
        let listed = self.listed.chunk_by(PartialEq::eq);
        let size = self.cells.iter().filter(|count| **count > 0).count() + listed.clone().count();
        let mut groups = GroupTable {
            width: self.width,
            keys: Vec::with_capacity(size * self.width),
            counts: Vec::with_capacity(size),
            things: Vec::new(),
        };
        let mut add = |[one, two]: [Id; 2], count| {
            match self.width {
                1 => groups.keys.push(one),
                _ => groups.keys.extend([one, two]),
            }
            groups.counts.push(count);
        };
        let [rows, columns] = self.ranges.map(|range| range.chain(once(NOTHING)));
        let columns: Vec<Id> = columns.collect();
        let mut places = vec![0; columns.len()];
        for (row, counts) in rows.zip(self.cells.chunks(columns.len())) {
            // Without a branch: which columns occur is unpredictable.
            let mut occurring = 0;
            for (place, count) in counts.iter().enumerate() {
                places[occurring] = place;
                occurring += usize::from(*count > 0);
            }
            for place in &places[..occurring] {
                add([row, columns[*place]], counts[*place].into());
            }
        }
        listed.for_each(|alike| add(alike[0], alike.len() as u64));
        groups
    }
}

/// The ends of things with consecutive ids.
fn contiguous_ends<'a>((first, ends): (Id, &'a [Id]), things: &Range<Id>) -> Option<&'a [Id]> {
    let from = things.start.checked_sub(first)? as usize;
    ends.get(from..from + things.len())
}

fn first_hop(key: &CompiledColumn<'_>) -> Option<ElementId> {
    match key.measure.as_ref() {
        CompiledMeasure::Value(path) => path.hops.first().map(|hop| hop.element),
        _ => None,
    }
}

fn distinct(ids: &mut Vec<Id>) {
    if ids.len() > 1 {
        ids.sort_unstable();
        ids.dedup();
    }
}
