//! Ids of the parts of a physical plan; each is the index of a part.

/// Identifies an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OperatorId(pub(super) usize);

/// Identifies what the hops of a measure lead to: measures whose hops begin alike refer to the same element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(pub(super) usize);

/// Identifies a path of values: equal paths have one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathId(pub(super) usize);
