//! Operators of the physical plan: a tree that is made once, from estimates, before anything is evaluated. An operator
//! finds a set, or filters the candidates that the operator before it has left.

use std::cell::Cell;
use std::rc::Rc;

use crate::exec::native::node::PlanNode;
use crate::exec::native::plan_ids::OperatorId;

/// An operator on the things of a condition.
pub(super) struct PlanOperator<'a> {
    pub(super) kind: OperatorKind,
    /// The condition whose things it finds, or which it filters by.
    pub(super) node: Rc<PlanNode<'a>>,
    /// The operators whose results it needs, in the order in which they run.
    pub(super) inputs: Vec<OperatorId>,
    /// How many things it is expected to find or to leave.
    pub(super) estimate: f64,
    /// What it found, once it has run.
    pub(super) outcome: Cell<Option<OperatorOutcome>>,
    /// What ran in its place, because the candidates were more or fewer than expected.
    pub(super) replacement: Cell<Option<OperatorId>>,
}

/// What an operator found.
#[derive(Debug, Clone, Copy)]
pub(super) struct OperatorOutcome {
    /// How many candidates it filtered; `None` if it found a set.
    pub(super) candidates: Option<usize>,
    /// How many things it found or left.
    pub(super) found: usize,
}

/// What an operator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OperatorKind {
    /// Every id.
    ScanAll,
    /// All subjects of facts.
    ScanSubjects,
    /// The things of classes.
    ScanClass,
    /// The values that pass a test.
    ScanValues,
    /// Everything at the end of a path's last link.
    ScanEnds,
    /// Everything that a path leads to.
    Image,
    /// The things that are listed.
    List,
    /// No thing.
    Empty,
    /// The results of all inputs together.
    Union,
    /// Everything that the input has not.
    Complement,
    /// The things with a path into the input.
    SemiJoin,
    /// The things with a number of paths into the input.
    CountedSemiJoin,
    /// The things all of whose paths lead into the second input, with one at least that leads into the first.
    UniversalSemiJoin,
    /// The things with a path to each thing of the input.
    Division,
    /// The result of the first input, filtered by the others one after the other; if candidates are given, by all.
    Pipeline,
    /// The candidates that are in the input as well.
    Intersect,
    /// The candidates that are not in the input.
    Difference,
    /// The candidates that pass one of the inputs, or none: each input filters what those before left.
    FilterByUnion,
    /// The candidates with a link into the input, or without: their links are compared with the set.
    FilterByLinks,
    /// The candidates whose links lead to something that links to what they link to.
    FilterByJoin,
    /// The candidates that pass, tested one by one.
    FilterEach,
}

impl OperatorKind {
    /// The name as `explain --plan` prints it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ScanAll => "all terms",
            Self::ScanSubjects => "scan subjects",
            Self::ScanClass => "scan class",
            Self::ScanValues => "scan values",
            Self::ScanEnds => "scan ends",
            Self::Image => "follow",
            Self::List => "list",
            Self::Empty => "empty",
            Self::Union => "union",
            Self::Complement => "complement",
            Self::SemiJoin => "semi-join",
            Self::CountedSemiJoin => "counted semi-join",
            Self::UniversalSemiJoin => "universal semi-join",
            Self::Division => "division",
            Self::Pipeline => "pipeline",
            Self::Intersect => "intersect",
            Self::Difference => "difference",
            Self::FilterByUnion => "filter by union",
            Self::FilterByLinks => "filter by links",
            Self::FilterByJoin => "filter by join",
            Self::FilterEach => "filter each",
        }
    }
}
