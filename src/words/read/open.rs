//! Reads which relations and attributes are open: what is not on record is unknown.

use oxigraph::model::NamedNodeRef;

use crate::store::Id;
use crate::words::ids::{AdjectiveId, KindId};
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::say;

impl VocabularyReader<'_> {
    /// The kinds for which a relation or an attribute is open: those of `say:lookedUpFor`, else `of`. Empty if it is
    /// closed.
    pub(super) fn lookup_kinds(&mut self, node: Id, of: KindId) -> Vec<KindId> {
        if !self.is_open(node) {
            return Vec::new();
        }
        if self.raw_values(node, say::LOOKED_UP_FOR).is_empty() {
            return vec![of];
        }
        let mut kinds = self.kinds_at(node, say::LOOKED_UP_FOR);
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn is_open(&self, node: Id) -> bool {
        let values = self.read_values(node, say::OPEN);
        values.iter().any(|value| self.boolean(*value) == Some(true))
    }

    /// Reads `say:partlyFor` and `say:noneFor`: the adjectives for things of which only a part is on record, or for
    /// which there is none.
    pub(super) fn completeness(&mut self) {
        for at in 0..self.lexicon.relations.len() {
            let (term, from) = (self.lexicon.relations[at].term.clone(), self.lexicon.relations[at].from);
            let node = self.dataset.iri_id(term.as_ref()).expect("the relation was read from the data");
            let [partly, none] =
                [say::PARTLY_FOR, say::NONE_FOR].map(|property| self.read_scope_adjective(node, property, from));
            self.lexicon.relations[at].partly_for = partly;
            self.lexicon.relations[at].none_for = none;
        }
    }

    /// The adjective of kind `of` that `property` names; a fault is noted for anything else.
    fn read_scope_adjective(&mut self, node: Id, property: NamedNodeRef<'_>, of: KindId) -> Option<AdjectiveId> {
        let mut found = None;
        for named in self.read_values(node, property) {
            let term = self.dataset.term(named);
            let adjective = self.adjective_of(&term.into_owned(), of);
            if adjective.is_none() || found.is_some() || !self.is_open(node) {
                let name = self.dataset.short(term);
                let place = self.location_of_link(node, property, named);
                self.problems.push(faults::no_completeness(&name, &place));
            }
            found = found.or(adjective);
        }
        found
    }

    /// Reports terms that are said to be open and cannot be.
    pub(super) fn open_terms(&mut self) {
        let described = self.instances(&[say::RELATION, say::ATTRIBUTE]);
        let property = |property| self.dataset.iri_id(property);
        let (open, looked_up_for) = (property(say::OPEN), property(say::LOOKED_UP_FOR));
        let mut problems = Vec::new();
        for triple in open.into_iter().flat_map(|open| self.dataset.matching(None, Some(open), None)) {
            let [node, _, value] = triple;
            let (name, place) = (self.dataset.short(self.dataset.term(node)), self.location(triple));
            if described.binary_search(&node).is_err() {
                problems.push(faults::opens_nothing(&name, &place));
            } else if self.boolean(value).is_none() || self.read_values(node, say::OPEN).len() > 1 {
                problems.push(faults::open_or_closed(&name, &place));
            }
        }
        for triple in looked_up_for.into_iter().flat_map(|it| self.dataset.matching(None, Some(it), None)) {
            let name = self.dataset.short(self.dataset.term(triple[0]));
            if !self.is_open(triple[0]) {
                problems.push(faults::lookup_of_closed(&name, &self.location(triple)));
            }
        }
        problems.dedup();
        self.problems.extend(problems);
    }
}
