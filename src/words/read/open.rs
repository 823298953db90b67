//! What is open: relations and attributes of which nothing is known where nothing is on record.

use crate::store::Id;
use crate::words::entry::KindId;
use crate::words::read::{Reader, faults};
use crate::words::say;

impl Reader<'_> {
    /// The kinds for which a relation or an attribute has to be looked up: those of `say:lookedUpFor`, else the
    /// one that it is of. None where it is closed.
    pub(super) fn looked_up_for(&mut self, node: Id, of: KindId) -> Vec<KindId> {
        if !self.is_open(node) {
            return Vec::new();
        }
        if self.stated(node, say::LOOKED_UP_FOR).is_empty() {
            return vec![of];
        }
        let mut kinds = self.kinds_at(node, say::LOOKED_UP_FOR);
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn is_open(&self, node: Id) -> bool {
        let values = self.linked(node, say::OPEN);
        values.iter().any(|value| self.boolean(*value) == Some(true))
    }

    /// Tells what is said to be open and cannot be.
    pub(super) fn open_terms(&mut self) {
        let described = self.instances(&[say::RELATION, say::ATTRIBUTE]);
        let property = |property| self.dataset.iri_id(property);
        let (open, looked_up_for) = (property(say::OPEN), property(say::LOOKED_UP_FOR));
        let mut problems = Vec::new();
        for triple in open.into_iter().flat_map(|open| self.dataset.matching(None, Some(open), None)) {
            let [node, _, value] = triple;
            let (name, place) = (self.dataset.short(self.dataset.term(node)), self.place(triple));
            if described.binary_search(&node).is_err() {
                problems.push(faults::opens_nothing(&name, &place));
            } else if self.boolean(value).is_none() || self.linked(node, say::OPEN).len() > 1 {
                problems.push(faults::open_or_closed(&name, &place));
            }
        }
        for triple in looked_up_for.into_iter().flat_map(|it| self.dataset.matching(None, Some(it), None)) {
            let name = self.dataset.short(self.dataset.term(triple[0]));
            if !self.is_open(triple[0]) {
                problems.push(faults::looked_up_but_closed(&name, &self.place(triple)));
            }
        }
        problems.dedup();
        self.problems.extend(problems);
    }
}
