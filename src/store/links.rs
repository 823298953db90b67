//! The links of one predicate in one direction, as arrays: compressed sparse rows over the range of ids that
//! have links, a plain column where each has exactly one, a list of nodes where few of the range have any.

use std::ops::Range;

use crate::store::column::Column;
use crate::store::dataset::Id;

/// What one predicate links each node to. The links of a node lie side by side, ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    pub(super) rows: Rows,
    pub(super) targets: Column<Id>,
}

/// Where the links of a node lie in the targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rows {
    /// Each node of a range has one link.
    Column { first: Id },
    /// Of a range: one offset more than there are nodes.
    Dense { first: Id, offsets: Column<u32> },
    /// Only these nodes have links, ascending: one offset more than there are nodes.
    Sparse {
        nodes: Column<Id>,
        offsets: Column<u32>,
    },
}

impl Default for Rows {
    fn default() -> Self {
        Self::Column { first: 0 }
    }
}

/// A range of which fewer than one in so many has links is kept as a list of nodes.
const SPARSE: usize = 8;

impl Links {
    /// The links of pairs that are ascending and distinct.
    pub(super) fn of(pairs: &[[Id; 2]]) -> Self {
        let (Some([first, _]), Some([last, _])) = (pairs.first(), pairs.last()) else {
            return Self::default();
        };
        let targets: Vec<Id> = pairs.iter().map(|[_, to]| *to).collect();
        let range = (last - first) as usize + 1;
        let changes = pairs.windows(2).filter(|two| two[0][0] != two[1][0]);
        let nodes = changes.count() + 1;
        let rows = if nodes == range && pairs.len() == range {
            Rows::Column { first: *first }
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
            Rows::Dense {
                first: *first,
                offsets: offsets.into(),
            }
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
            Rows::Sparse {
                nodes: listed.into(),
                offsets: offsets.into(),
            }
        };
        Self {
            rows,
            targets: targets.into(),
        }
    }

    /// Looks at every block of a mapped file that the links lie in.
    ///
    /// # Panics
    /// With [`crate::store::Damaged`] when one is not as it was written.
    pub(super) fn make_sure(&self) {
        match &self.rows {
            Rows::Column { .. } => {}
            Rows::Dense { offsets, .. } => {
                offsets.whole();
            }
            Rows::Sparse { nodes, offsets } => {
                nodes.whole();
                offsets.whole();
            }
        }
        self.targets.whole();
    }

    /// What a node is linked to, ascending.
    #[must_use]
    #[inline(always)]
    pub fn of_node(&self, node: Id) -> &[Id] {
        &self.targets[self.place(node)]
    }

    /// Where in [`Self::targets`] the links of a node are.
    #[must_use]
    #[inline(always)]
    pub fn place(&self, node: Id) -> Range<usize> {
        match &self.rows {
            Rows::Column { first } => {
                let at = node.wrapping_sub(*first) as usize;
                if at < self.targets.len() {
                    at..at + 1
                } else {
                    0..0
                }
            }
            Rows::Dense { first, offsets } => {
                let at = node.wrapping_sub(*first) as usize;
                match offsets.get(at..at + 2) {
                    Some(ends) => ends[0] as usize..ends[1] as usize,
                    None => 0..0,
                }
            }
            Rows::Sparse { nodes, offsets } => searched(nodes, offsets, node),
        }
    }

    /// How many links there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// True without any link.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The smallest range of ids that holds every node with a link.
    #[must_use]
    pub fn range(&self) -> Range<Id> {
        match &self.rows {
            Rows::Column { first } => {
                *first..*first + u32::try_from(self.targets.len()).expect("ids are 32 bits")
            }
            Rows::Dense { first, offsets } => {
                *first..*first + u32::try_from(offsets.len() - 1).expect("ids are 32 bits")
            }
            Rows::Sparse { nodes, .. } => match (nodes.first(), nodes.last()) {
                (Some(first), Some(last)) => *first..*last + 1,
                _ => 0..0,
            },
        }
    }

    /// The first node and the one link of each node from there on, when each has exactly one.
    #[must_use]
    pub fn column(&self) -> Option<(Id, &[Id])> {
        match &self.rows {
            Rows::Column { first } => Some((*first, &self.targets)),
            _ => None,
        }
    }

    /// All targets, in the order of their nodes.
    #[must_use]
    pub fn targets(&self) -> &[Id] {
        &self.targets
    }

    /// The nodes that have links, ascending, each with what it is linked to.
    pub fn nodes(&self) -> impl Iterator<Item = (Id, &[Id])> + '_ {
        let count = match &self.rows {
            Rows::Column { .. } => self.targets.len(),
            Rows::Dense { offsets, .. } | Rows::Sparse { offsets, .. } => offsets.len() - 1,
        };
        let row = move |at: usize| match &self.rows {
            Rows::Column { first } => (*first + narrow(at), &self.targets[at..=at]),
            Rows::Dense { first, offsets } => (*first + narrow(at), self.cut(offsets, at)),
            Rows::Sparse { nodes, offsets } => (nodes[at], self.cut(offsets, at)),
        };
        (0..count).map(row).filter(|(_, to)| !to.is_empty())
    }

    /// The nodes that have links, where only they are listed.
    #[must_use]
    pub fn listed(&self) -> Option<&[Id]> {
        match &self.rows {
            Rows::Sparse { nodes, .. } => Some(nodes),
            _ => None,
        }
    }

    /// The first node of the range, and where in [`Self::targets`] the links of each node from there on begin and
    /// those of the one before end, where the nodes of a range have any number of links.
    #[must_use]
    pub fn offsets(&self) -> Option<(Id, &[u32])> {
        match &self.rows {
            Rows::Dense { first, offsets } => Some((*first, offsets)),
            _ => None,
        }
    }

    /// Every link, ascending.
    pub fn pairs(&self) -> impl Iterator<Item = [Id; 2]> + '_ {
        self.nodes()
            .flat_map(|(node, to)| to.iter().map(move |to| [node, *to]))
    }

    fn cut(&self, offsets: &[u32], at: usize) -> &[Id] {
        &self.targets[offsets[at] as usize..offsets[at + 1] as usize]
    }
}

/// The place of a node among those that are listed.
#[inline(never)]
fn searched(nodes: &[Id], offsets: &[u32], node: Id) -> Range<usize> {
    match nodes.binary_search(&node) {
        Ok(at) => offsets[at] as usize..offsets[at + 1] as usize,
        Err(_) => 0..0,
    }
}

fn narrow(at: usize) -> Id {
    u32::try_from(at).expect("ids are 32 bits")
}
