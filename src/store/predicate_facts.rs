//! The facts of one predicate: its adjacency in both directions, and where each fact is stated.

use crate::store::adjacency::AdjacencyIndex;
use crate::store::id::{Id, Origin};
use crate::store::shared_array::SharedArray;

/// One statement of a predicate: subject, object, origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PredicateStatement {
    pub(super) subject: Id,
    pub(super) object: Id,
    /// [`NOWHERE`] for a hypothetical fact.
    pub(super) origin: Origin,
}

/// The facts of one predicate, without duplicates.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PredicateFacts {
    /// From subjects to objects.
    pub(super) forward: AdjacencyIndex,
    /// From objects to subjects.
    pub(super) backward: AdjacencyIndex,
    /// For each forward link, the file that states it first.
    pub(super) files: SharedArray<u32>,
    /// For each forward link, the line in that file.
    pub(super) lines: SharedArray<u32>,
}

impl PredicateFacts {
    /// Builds the facts from statements in any order. Also returns the further statements of facts that are stated more
    /// than once.
    pub(super) fn of(mut stated: Vec<PredicateStatement>) -> (Self, Vec<PredicateStatement>) {
        stated.sort_unstable();
        let mut repeated = Vec::new();
        let mut last: Option<[Id; 2]> = None;
        stated.retain(|it| {
            let again = last == Some([it.subject, it.object]);
            if again {
                repeated.push(*it);
            }
            last = Some([it.subject, it.object]);
            !again
        });
        let pairs: Vec<[Id; 2]> = stated.iter().map(|it| [it.subject, it.object]).collect();
        let files: Vec<u32> = stated.iter().map(|it| it.origin.file).collect();
        let lines: Vec<u32> = stated.iter().map(|it| it.origin.line).collect();
        drop(stated);
        let forward = AdjacencyIndex::of(&pairs);
        drop(pairs);
        let relation = Self { backward: forward.transpose(), forward, files: files.into(), lines: lines.into() };
        (relation, repeated)
    }

    /// The adjacency in one direction.
    #[inline]
    pub(super) fn adjacency(&self, backward: bool) -> &AdjacencyIndex {
        match backward {
            true => &self.backward,
            false => &self.forward,
        }
    }

    /// All facts, ascending by subject and object.
    pub(super) fn statements(&self) -> impl Iterator<Item = PredicateStatement> + '_ {
        let origins = self.files.verified().iter().zip(self.lines.verified());
        let pairs = self.adjacency(false).pairs().zip(origins);
        pairs.map(|([subject, object], (file, line))| PredicateStatement {
            subject,
            object,
            origin: Origin { file: *file, line: *line },
        })
    }

    /// Where a fact is first stated; none if it is not a fact.
    pub(super) fn origin(&self, subject: Id, object: Id) -> Option<Origin> {
        let forward = &self.forward;
        let place = forward.row(subject);
        let among = &forward.targets()[place.clone()];
        let at = place.start + among.binary_search(&object).ok()?;
        Some(Origin { file: self.files.verified_range(at..at + 1)[0], line: self.lines.verified_range(at..at + 1)[0] })
    }
}
