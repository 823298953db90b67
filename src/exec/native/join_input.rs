//! What one binding of a join can be: its conditions, and their ends as far as they were materialized.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::exec::native::compiled_path::{AdjacencyPair, SharedPath};
use crate::exec::native::node::PlanNode;
use crate::exec::native::pair_index::PairIndex;
use crate::exec::native::pointer_map::IdMap;
use crate::exec::native::set::Set;
use crate::store::Id;

/// A link, ready.
pub(super) struct JoinInput<'a> {
    /// What its ends have to be, whatever the question is about.
    pub(super) alone: Vec<Rc<PlanNode<'a>>>,
    /// What they have to be for one thing that it is about.
    pub(super) rest: Vec<Rc<PlanNode<'a>>>,
    pub(super) key: Option<JoinCondition<'a>>,
    pub(super) way: SharedPath<'a>,
    /// All that its ends have to be alone, once it is worth finding.
    pub(super) within: OnceCell<Set>,
    pub(super) listed: RefCell<IdMap<Rc<EndsByValue>>>,
    /// What was listed last, and from where.
    pub(super) last: Cell<Option<(Id, Rc<EndsByValue>)>>,
    /// For how many things it is followed.
    pub(super) asked: Cell<usize>,
    /// What it leads to from everywhere, once it is followed for as many as it starts from; none where that would be
    /// large.
    pub(super) grid: OnceCell<Option<PairIndex>>,
}

/// `whose topic is their topic`
pub(super) struct JoinCondition<'a> {
    pub(super) own: AdjacencyPair<'a>,
    pub(super) their: SharedPath<'a>,
    pub(super) node: Rc<PlanNode<'a>>,
}

/// Values of the key with the ends that have them, ascending.
#[derive(Default)]
pub(super) struct EndsByValue {
    pub(super) values: Vec<Id>,
    pub(super) ends: Vec<Id>,
}

impl EndsByValue {
    pub(super) fn of(mut pairs: Vec<(Id, Id)>) -> Self {
        pairs.sort_unstable();
        let (values, ends) = pairs.into_iter().unzip();
        Self { values, ends }
    }

    pub(super) fn with(&self, value: Id) -> &[Id] {
        let first = self.values.partition_point(|known| *known < value);
        let same = self.values[first..].iter().take_while(|it| **it == value);
        &self.ends[first..first + same.count()]
    }
}

/// What a link leads to from one thing.
pub(super) enum JoinEnds<'g> {
    Laid(&'g PairIndex, Id),
    Listed(Rc<EndsByValue>),
}

impl JoinEnds<'_> {
    /// Those that have a value, ascending.
    #[inline]
    pub(super) fn with(&self, value: Id) -> &[Id] {
        match self {
            Self::Laid(grid, from) => grid.ends(*from, value),
            Self::Listed(listed) => listed.with(value),
        }
    }
}
