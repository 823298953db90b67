//! Triple patterns over the index.

use crate::store::dataset::Dataset;
use crate::store::id::{Id, Triple};

/// Up to this many predicates, all are tried for each node.
const FEW: usize = 256;

impl Dataset {
    /// The triples that match the given terms, each once; ascending by subject, then predicate, then object, but by
    /// predicate first if only the object is given.
    pub fn matching<'a>(
        &'a self,
        subject: Option<Id>,
        predicate: Option<Id>,
        object: Option<Id>,
    ) -> Box<dyn Iterator<Item = Triple> + 'a> {
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => {
                let there = self.adjacency(p, false).of_node_lazy(s).binary_search(&o).is_ok();
                Box::new(there.then_some([s, p, o]).into_iter())
            }
            (Some(s), Some(p), None) => {
                let objects = self.adjacency(p, false).of_node_lazy(s).iter();
                Box::new(objects.map(move |o| [s, p, *o]))
            }
            (None, Some(p), Some(o)) => {
                let subjects = self.adjacency(p, true).of_node_lazy(o).iter();
                Box::new(subjects.map(move |s| [*s, p, o]))
            }
            (None, Some(p), None) => {
                let pairs = self.adjacency(p, false).pairs();
                Box::new(pairs.map(move |[s, o]| [s, p, o]))
            }
            (Some(s), None, _) => {
                let predicates = self.predicates_at(s, false);
                Box::new(predicates.flat_map(move |p| self.matching(subject, Some(p), object)))
            }
            (None, None, Some(o)) => {
                let predicates = self.predicates_at(o, true);
                Box::new(predicates.flat_map(move |p| self.matching(None, Some(p), object)))
            }
            (None, None, None) => {
                let count = Id::try_from(self.term_count()).expect("ids are 32 bits");
                let subjects = (0..count).filter(|id| self.is_iri(*id));
                Box::new(subjects.flat_map(move |s| self.matching(Some(s), None, None)))
            }
        }
    }

    /// The predicates of the links of a node, ascending, and possibly others. If there are many predicates, uses a
    /// sorted list: a scan of all facts must not try every predicate at every node.
    fn predicates_at(&self, node: Id, backward: bool) -> Box<dyn Iterator<Item = Id> + '_> {
        if self.relations.len() <= FEW {
            return Box::new(self.predicates());
        }
        let all = self.predicates_at[usize::from(backward)].get_or_init(|| {
            let linked = self
                .adjacencies(backward)
                .flat_map(|(predicate, links)| links.nodes_with_links().map(move |it| [it, predicate]));
            let mut all: Vec<[Id; 2]> = linked.collect();
            all.sort_unstable();
            all
        });
        let from = all.partition_point(|[it, _]| *it < node);
        Box::new(all[from..].iter().take_while(move |[it, _]| *it == node).map(|[_, predicate]| *predicate))
    }
}
