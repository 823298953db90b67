//! The adjacency of one predicate in one direction, as arrays: compressed sparse rows (CSR) over the range of ids that
//! have links, a plain column if each has exactly one, a list of nodes if few of the range have any.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::store::id::Id;
use crate::store::rank_bitmap::RankBitmap;
use crate::store::shared_array::SharedArray;
use crate::store::sorted::Ascending;

/// The targets of each node over one predicate: those of a node are adjacent, ascending, distinct.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdjacencyIndex {
    pub(super) rows: RowEncoding,
    pub(super) targets: SharedArray<Id>,
    pub(super) verified: VerifiedFlag,
}

/// Whether an adjacency index has been verified. Not part of its value: equality ignores it.
#[derive(Debug, Clone, Default)]
pub(super) struct VerifiedFlag(OnceLock<()>);

impl PartialEq for VerifiedFlag {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for VerifiedFlag {}

/// Encodes where the targets of each node lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowEncoding {
    /// Each node of a range has one target.
    Column { first: Id },
    /// A range of nodes with any number of targets. `offsets` has one element more than there are nodes.
    Dense { first: Id, offsets: SharedArray<u32>, ones: SingleLinkRun },
    /// Only these nodes, ascending, have targets. `offsets` has one element more than there are nodes.
    Sparse { nodes: SharedArray<Id>, marks: RankBitmap, offsets: SharedArray<u32> },
}

/// The longest run of consecutive nodes with one target each, and the position of its first target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct SingleLinkRun {
    first: Id,
    count: u32,
    at: u32,
}

impl SingleLinkRun {
    fn of(first: Id, offsets: &[u32]) -> Self {
        let mut longest = Self::default();
        let mut run = Self::default();
        for (node, two) in (first..).zip(offsets.windows(2)) {
            if two[1] - two[0] != 1 {
                run.count = 0;
                continue;
            }
            if run.count == 0 {
                (run.first, run.at) = (node, two[0]);
            }
            run.count += 1;
            if run.count > longest.count {
                longest = run;
            }
        }
        longest
    }
}

impl Default for RowEncoding {
    fn default() -> Self {
        Self::Column { first: 0 }
    }
}

impl RowEncoding {
    /// Verifies all blocks of a mapped file that hold the rows.
    fn verify(&self) {
        match self {
            Self::Column { .. } => {}
            Self::Dense { offsets, .. } => {
                offsets.verified();
            }
            Self::Sparse { nodes, marks, offsets } => {
                nodes.verified();
                marks.verify();
                offsets.verified();
            }
        }
    }
}

/// If fewer than one in this many ids of the range have links, the nodes are listed.
const SPARSE: usize = 8;

impl AdjacencyIndex {
    /// Builds the index of pairs that are ascending and distinct.
    pub(super) fn of(pairs: &[[Id; 2]]) -> Self {
        let (Some([first, _]), Some([last, _])) = (pairs.first(), pairs.last()) else {
            return Self::default();
        };
        let targets: Vec<Id> = pairs.iter().map(|[_, to]| *to).collect();
        let range = (last - first) as usize + 1;
        let changes = pairs.windows(2).filter(|two| two[0][0] != two[1][0]);
        let nodes = changes.count() + 1;
        let rows = if nodes == range && pairs.len() == range {
            RowEncoding::Column { first: *first }
        } else if range / SPARSE <= nodes {
            let mut offsets: Vec<u32> = vec![0; range + 1];
            for [from, _] in pairs {
                offsets[(from - first) as usize + 1] += 1;
            }
            let mut sum = 0;
            for offset in &mut offsets {
                sum += *offset;
                *offset = sum;
            }
            RowEncoding::Dense { first: *first, ones: SingleLinkRun::of(*first, &offsets), offsets: offsets.into() }
        } else {
            let mut listed = Vec::with_capacity(nodes);
            let mut offsets = Vec::with_capacity(nodes + 1);
            for (at, [from, _]) in (0..).zip(pairs) {
                if listed.last() != Some(from) {
                    listed.push(*from);
                    offsets.push(at);
                }
            }
            offsets.push(u32::try_from(pairs.len()).expect("links are fewer than 2^32"));
            RowEncoding::Sparse { marks: RankBitmap::of(&listed), nodes: listed.into(), offsets: offsets.into() }
        };
        Self { rows, targets: targets.into(), verified: VerifiedFlag::default() }
    }

    /// The same links in the opposite direction.
    #[must_use]
    pub(super) fn transpose(&self) -> Self {
        let targets = self.targets();
        let first = targets.iter().min().copied().unwrap_or(0);
        let range = first..targets.iter().max().map_or(first, |last| last + 1);
        let turned = |[from, to]: [Id; 2]| [to, from];
        if range.len() > 2 * targets.len() {
            let mut pairs: Vec<[Id; 2]> = self.pairs().map(turned).collect();
            pairs.sort_unstable();
            return Self::of(&pairs);
        }
        // A counting sort, as most ids of the range are targets: the nodes of each target keep their order.
        let at = |end: Id| (end - first) as usize;
        let mut places = vec![0_u32; range.len()];
        for end in targets {
            places[at(*end)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        let mut pairs = vec![[0, 0]; targets.len()];
        for [from, to] in self.pairs() {
            let place = &mut places[at(to)];
            pairs[*place as usize] = [to, from];
            *place += 1;
        }
        Self::of(&pairs)
    }

    /// Verifies all blocks of a mapped file that hold the links, once.
    ///
    /// # Panics
    /// With [`crate::store::Damaged`] if a block is damaged. So do all methods that return links.
    #[inline(always)]
    fn verify(&self) {
        self.verified.0.get_or_init(|| {
            self.rows.verify();
            self.targets.verified();
        });
    }

    /// The targets of a node, ascending.
    #[must_use]
    #[inline(always)]
    pub fn of_node(&self, node: Id) -> &[Id] {
        self.targets.assume_verified(self.row(node))
    }

    /// As [`Self::of_node`], for callers that ask for few nodes: reads and verifies only the blocks needed.
    #[must_use]
    pub fn of_node_lazy(&self, node: Id) -> &[Id] {
        self.verified_targets(self.row_lazy(node))
    }

    /// Some of the targets. Verifies only their blocks.
    fn verified_targets(&self, place: Range<usize>) -> &[Id] {
        match self.verified.0.get() {
            Some(()) => self.targets.assume_verified(place),
            None => self.targets.verified_range(place),
        }
    }

    /// The targets of a node. If they are consecutive ids, reads only the first and the last.
    #[must_use]
    pub fn ends_of(&self, node: Id) -> Ascending<'_> {
        let place = self.row_lazy(node);
        match self.bounds(place.clone()) {
            Some([least, largest]) if (largest - least) as usize + 1 == place.len() => {
                Ascending::Range(least..largest + 1)
            }
            _ => Ascending::List(self.verified_targets(place)),
        }
    }

    /// The least and the greatest target of a node. Reads nothing else.
    #[must_use]
    pub fn bounds_of(&self, node: Id) -> Option<[Id; 2]> {
        self.bounds(self.row_lazy(node))
    }

    fn bounds(&self, place: Range<usize>) -> Option<[Id; 2]> {
        let last = place.clone().next_back()?;
        let least = self.verified_targets(place.start..place.start + 1)[0];
        Some([least, self.verified_targets(last..last + 1)[0]])
    }

    /// The positions of the targets of a node. Verifies only the blocks needed; in the sparse encoding, all rows.
    fn row_lazy(&self, node: Id) -> Range<usize> {
        match &self.rows {
            _ if self.verified.0.get().is_some() => {}
            RowEncoding::Column { .. } => {}
            RowEncoding::Dense { first, offsets, .. } => {
                let at = node.wrapping_sub(*first) as usize;
                if at + 1 < offsets.len() {
                    offsets.verified_range(at..at + 2);
                }
            }
            rows @ RowEncoding::Sparse { .. } => rows.verify(),
        }
        self.row_unverified(node)
    }

    /// The positions in [`Self::targets`] of the targets of a node.
    #[must_use]
    #[inline(always)]
    pub fn row(&self, node: Id) -> Range<usize> {
        self.verify();
        self.row_unverified(node)
    }

    /// As [`Self::row`], without verification.
    #[inline(always)]
    fn row_unverified(&self, node: Id) -> Range<usize> {
        match &self.rows {
            RowEncoding::Column { first } => {
                let at = node.wrapping_sub(*first) as usize;
                if at < self.targets.len() { at..at + 1 } else { 0..0 }
            }
            RowEncoding::Dense { first, offsets, .. } => {
                let at = node.wrapping_sub(*first) as usize;
                match at + 1 < offsets.len() {
                    true => row_bounds(offsets, at),
                    false => 0..0,
                }
            }
            RowEncoding::Sparse { nodes, marks, offsets } => {
                let at = match marks.is_empty() {
                    true => search_node(nodes.assume_all_verified(), node),
                    false => marks.find(node),
                };
                at.map_or(0..0, |at| row_bounds(offsets, at))
            }
        }
    }

    /// The targets of a range of nodes, in the order of the nodes.
    #[must_use]
    pub fn of_range(&self, range: &Range<Id>) -> &[Id] {
        self.verify();
        let own = self.range();
        let start = range.start.max(own.start);
        let end = range.end.min(own.end).max(start);
        let at = |node: Id| match &self.rows {
            RowEncoding::Column { first } => (node - first) as usize,
            RowEncoding::Dense { first, offsets, .. } => *offsets.one((node - first) as usize) as usize,
            RowEncoding::Sparse { nodes, offsets, .. } => {
                *offsets.one(nodes.assume_all_verified().partition_point(|it| *it < node)) as usize
            }
        };
        match start < end {
            true => self.targets.assume_verified(at(start)..at(end)),
            false => &[],
        }
    }

    /// The number of links.
    #[must_use]
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// True if there are no links.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The smallest range of ids that contains every node with a link.
    #[must_use]
    pub fn range(&self) -> Range<Id> {
        match &self.rows {
            RowEncoding::Column { first } => {
                *first..*first + u32::try_from(self.targets.len()).expect("ids are 32 bits")
            }
            RowEncoding::Dense { first, offsets, .. } => {
                *first..*first + u32::try_from(offsets.len() - 1).expect("ids are 32 bits")
            }
            RowEncoding::Sparse { nodes, .. } => match nodes.verified() {
                [first, .., last] => *first..*last + 1,
                [one] => *one..*one + 1,
                [] => 0..0,
            },
        }
    }

    /// The first node, and the target of each node from there on, if each has exactly one.
    #[must_use]
    pub fn column(&self) -> Option<(Id, &[Id])> {
        match &self.rows {
            RowEncoding::Column { first } => Some((*first, self.targets())),
            _ => None,
        }
    }

    /// True if each node of a range is known, without reading anything, to have exactly one target.
    #[must_use]
    pub fn has_one_each(&self, range: &Range<Id>) -> bool {
        self.single_target_positions(range).is_some()
    }

    /// True if each node in [`Self::range`] has exactly one target.
    #[must_use]
    pub fn is_column(&self) -> bool {
        !matches!(self.rows, RowEncoding::Sparse { .. }) && self.has_one_each(&self.range())
    }

    /// The target of each node of a range, if [`Self::has_one_each`]. Reads nothing else.
    #[must_use]
    pub fn column_of(&self, range: &Range<Id>) -> Option<&[Id]> {
        Some(self.verified_targets(self.single_target_positions(range)?))
    }

    /// The positions of the targets of a range of nodes with one target each.
    fn single_target_positions(&self, range: &Range<Id>) -> Option<Range<usize>> {
        let (first, count, at) = match &self.rows {
            RowEncoding::Column { first } => (*first, self.targets.len(), 0),
            RowEncoding::Dense { ones, .. } => (ones.first, ones.count as usize, ones.at as usize),
            RowEncoding::Sparse { .. } => return None,
        };
        let from = range.start.checked_sub(first)? as usize;
        let place = at + from..at + from + range.len();
        (from + range.len() <= count).then_some(place)
    }

    /// All targets, in the order of their nodes.
    #[must_use]
    pub fn targets(&self) -> &[Id] {
        self.verify();
        self.targets.assume_all_verified()
    }

    /// The nodes that have links, ascending, each with its targets.
    pub fn nodes(&self) -> impl Iterator<Item = (Id, &[Id])> + '_ {
        self.verify();
        let count = match &self.rows {
            RowEncoding::Column { .. } => self.targets.len(),
            RowEncoding::Dense { offsets, .. } | RowEncoding::Sparse { offsets, .. } => offsets.len() - 1,
        };
        let row = move |at: usize| match &self.rows {
            RowEncoding::Column { first } => (*first + narrow(at), self.targets.assume_verified(at..at + 1)),
            RowEncoding::Dense { first, offsets, .. } => (*first + narrow(at), self.row_targets(offsets, at)),
            RowEncoding::Sparse { nodes, offsets, .. } => (*nodes.one(at), self.row_targets(offsets, at)),
        };
        (0..count).map(row).filter(|(_, to)| !to.is_empty())
    }

    /// The nodes that have links, ascending. Does not read their targets.
    pub fn nodes_with_links(&self) -> impl Iterator<Item = Id> + '_ {
        let every = match &self.rows {
            RowEncoding::Column { .. } => self.range(),
            _ => 0..0,
        };
        let listed = self.sparse_nodes().unwrap_or_default().iter().copied();
        let dense = self.offsets().into_iter().flat_map(|(first, offsets)| {
            let rows = (first..).zip(offsets.windows(2));
            rows.filter(|(_, two)| two[0] < two[1]).map(|(node, _)| node)
        });
        every.chain(dense).chain(listed)
    }

    /// The nodes that have links, in the sparse encoding.
    #[must_use]
    pub fn sparse_nodes(&self) -> Option<&[Id]> {
        match &self.rows {
            RowEncoding::Sparse { nodes, .. } => Some(nodes.verified()),
            _ => None,
        }
    }

    /// In the dense encoding: the first node of the range, and for each node from there on where its targets begin in
    /// [`Self::targets`] and those of the node before end.
    #[must_use]
    pub fn offsets(&self) -> Option<(Id, &[u32])> {
        match &self.rows {
            RowEncoding::Dense { first, offsets, .. } => Some((*first, offsets.verified())),
            _ => None,
        }
    }

    /// All links, ascending.
    pub fn pairs(&self) -> impl Iterator<Item = [Id; 2]> + '_ {
        self.nodes().flat_map(|(node, to)| to.iter().map(move |to| [node, *to]))
    }

    fn row_targets(&self, offsets: &SharedArray<u32>, at: usize) -> &[Id] {
        self.targets.assume_verified(row_bounds(offsets, at))
    }
}

/// The positions of the targets of a row.
#[inline(always)]
fn row_bounds(offsets: &SharedArray<u32>, at: usize) -> Range<usize> {
    let ends = offsets.assume_verified(at..at + 2);
    ends[0] as usize..ends[1] as usize
}

/// The position of a node in a list.
#[inline(never)]
fn search_node(nodes: &[Id], node: Id) -> Option<usize> {
    nodes.binary_search(&node).ok()
}

fn narrow(at: usize) -> Id {
    u32::try_from(at).expect("ids are 32 bits")
}
