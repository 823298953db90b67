//! Triple patterns over the index.

use crate::store::dataset::{Dataset, Id, Triple};

impl Dataset {
    /// The triples that agree with what is given, each once; ascending by subject, then predicate, where
    /// either is open.
    pub fn matching<'a>(
        &'a self,
        subject: Option<Id>,
        predicate: Option<Id>,
        object: Option<Id>,
    ) -> Box<dyn Iterator<Item = Triple> + 'a> {
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => {
                let there = self.links(p, false).of_one(s).binary_search(&o).is_ok();
                Box::new(there.then_some([s, p, o]).into_iter())
            }
            (Some(s), Some(p), None) => {
                let objects = self.links(p, false).of_one(s).iter();
                Box::new(objects.map(move |o| [s, p, *o]))
            }
            (None, Some(p), Some(o)) => {
                let subjects = self.links(p, true).of_one(o).iter();
                Box::new(subjects.map(move |s| [*s, p, o]))
            }
            (None, Some(p), None) => {
                let pairs = self.links(p, false).pairs();
                Box::new(pairs.map(move |[s, o]| [s, p, o]))
            }
            (Some(_), None, _) => {
                let predicates = self.predicates();
                Box::new(predicates.flat_map(move |p| self.matching(subject, Some(p), object)))
            }
            (None, None, Some(_)) => {
                let predicates = self.predicates();
                Box::new(predicates.flat_map(move |p| self.matching(None, Some(p), object)))
            }
            (None, None, None) => {
                let count = Id::try_from(self.term_count()).expect("ids are 32 bits");
                let subjects = (0..count).filter(|id| self.is_iri(*id));
                Box::new(subjects.flat_map(move |s| self.matching(Some(s), None, None)))
            }
        }
    }
}
