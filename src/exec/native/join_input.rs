//! What one binding of a join can be: its conditions, and their ends as far as they were materialized.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::exec::native::id_map::IdMap;
use crate::exec::native::node::PlanNode;
use crate::exec::native::pair_index::PairIndex;
use crate::exec::native::set::Set;
use crate::store::Id;
use crate::words::{AdjacencyPair, CompiledPath};

/// A compiled link.
pub(super) struct JoinInput<'a> {
    /// The index of the link that it continues; `None` for the thing itself.
    pub(super) from: Option<usize>,
    /// The name of the binding at its end.
    pub(super) name: Option<&'a str>,
    /// Conditions on its ends that do not refer to the root.
    pub(super) uncorrelated: Vec<Rc<PlanNode<'a>>>,
    /// Conditions that do.
    pub(super) correlated: Vec<Rc<PlanNode<'a>>>,
    pub(super) key: Option<JoinCondition<'a>>,
    pub(super) path: Rc<CompiledPath<'a>>,
    /// The ends that `alone` allows, once they are worth finding.
    pub(super) within: OnceCell<Set>,
    pub(super) listed: RefCell<IdMap<Rc<EndsByValue>>>,
    /// The last list, and its start.
    pub(super) last: Cell<Option<(Id, Rc<EndsByValue>)>>,
    /// For how many things it is followed.
    pub(super) uses: Cell<usize>,
    /// Its ends from all starts, once as many things follow it as it has starts; `None` if that would be large.
    pub(super) index: OnceCell<Option<PairIndex>>,
}

/// `whose topic is their topic`
pub(super) struct JoinCondition<'a> {
    pub(super) own: AdjacencyPair<'a>,
    pub(super) their: Rc<CompiledPath<'a>>,
    pub(super) node: Rc<PlanNode<'a>>,
}

/// Values of the join condition with their ends, ascending.
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

/// The ends of a link from one thing.
pub(super) enum JoinEnds<'g> {
    Indexed(&'g PairIndex, Id),
    Listed(Rc<EndsByValue>),
}

impl JoinEnds<'_> {
    /// The ends with a value, ascending.
    #[inline]
    pub(super) fn with(&self, value: Id) -> &[Id] {
        match self {
            Self::Indexed(grid, from) => grid.ends(*from, value),
            Self::Listed(listed) => listed.with(value),
        }
    }
}
