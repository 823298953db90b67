//! Links to things of no kind: a misspelt name, a file that is not loaded. Conditions, columns and groups ignore such
//! links, and the answer reports them.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;

use crate::store::{Dataset, Id};
use crate::words::ids::Direction;
use crate::words::lexicon::Lexicon;
use crate::words::{Path, Step, Structure};

impl Lexicon {
    /// The path of a direction to things of its end kind, without things of no kind.
    #[must_use]
    pub fn path_to_kind(&self, direction: Direction) -> Path {
        self.restrict_to_described(direction, self.path_within_kind(direction))
    }

    /// If the direction can lead to things of no kind, restricts a path that follows it to its end kind.
    #[must_use]
    pub fn restrict_to_described(&self, direction: Direction, mut path: Path) -> Path {
        if self.may_dangle(direction) {
            path.0.push(Step::OfClass { classes: self.kind(self.end(direction)).classes.clone(), inside: true });
        }
        path
    }

    /// The links of a direction from things of its start kind to things of no kind: pairs of start and end.
    #[must_use]
    pub fn dangling_links(&self, dataset: &Dataset, direction: Direction) -> Vec<[Id; 2]> {
        if !self.may_dangle(direction) {
            return Vec::new();
        }
        let path = self.path(direction);
        let ends = last_properties(&path, self.current_paths())
            .into_iter()
            .flat_map(|(property, back)| self.names.kindless_ends(property, back));
        let ends: BTreeSet<Id> = ends.collect();
        let (reversed, start) = (path.inverse(), self.start(direction));
        let links = ends.into_iter().flat_map(|end| {
            let starts = reversed.walk(dataset, end).into_iter();
            let of_the_kind =
                starts.filter(|it| self.kinds_of(dataset, *it).iter().any(|kind| self.is_a(*kind, start)));
            of_the_kind.map(move |thing| [thing, end]).collect::<Vec<_>>()
        });
        links.collect()
    }

    /// True if `end` has no kind and the path of some relation ends with the property.
    #[must_use]
    pub fn is_dangling_end(&self, dataset: &Dataset, property: &NamedNode, back: bool, end: Id) -> bool {
        let goes = |direction: Direction| {
            last_properties(&self.path(direction), self.current_paths()).contains(&(property, back))
        };
        self.kinds_of(dataset, end).is_empty() && self.directions().any(goes)
    }

    /// True if a direction may lead to things of no kind.
    #[must_use]
    pub fn may_dangle(&self, direction: Direction) -> bool {
        let path = self.path(direction);
        last_properties(&path, self.current_paths())
            .into_iter()
            .any(|(property, back)| self.names.has_kindless_ends(property, back))
    }
}

/// The properties that the last step of a path follows, each with whether it is followed backward; `current` are the
/// paths of relations that lead through current records alone.
pub(super) fn last_properties<'a>(path: &'a Path, current: &'a [Path]) -> Vec<(&'a NamedNode, bool)> {
    let mut found = Vec::new();
    for step in path.0.iter().rev() {
        match step {
            Step::Where { .. } | Step::OfClass { .. } => continue,
            Step::Forward(property) => found.push((property, false)),
            Step::Backward(property) => found.push((property, true)),
            Step::Repeat { path, at_least_once } => {
                found.extend(last_properties(path, current));
                if !at_least_once {
                    continue;
                }
            }
            Step::Either(ways) => found.extend(ways.iter().flat_map(|way| last_properties(way, current))),
            // Other analyses find only things of a kind.
            Step::Derived { derived, backward } => {
                if let (Structure::Current(index, _), false) = (derived.structure, backward) {
                    found.extend(
                        current.get(usize::from(index)).map(|it| last_properties(it, current)).into_iter().flatten(),
                    );
                }
            }
        }
        break;
    }
    found
}
