//! All about one thing: rows of property, value, and whether the link leads to the thing.

use std::slice::from_ref;

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{TermRows, by_columns};
use crate::store::Id;

impl Evaluator<'_> {
    /// The number of rows of [`Self::rows_about`].
    pub(super) fn number_of_rows_about(&self, thing: &NamedNode) -> usize {
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
            return 0;
        };
        let both = [false, true].map(|incoming| {
            let links = self.dataset.adjacencies(incoming);
            links.map(|(_, links)| links.of_node_lazy(id).len()).sum::<usize>()
        });
        both.iter().sum()
    }

    /// The rows: links from the thing first.
    pub(super) fn rows_about(&self, thing: &NamedNode) -> TermRows {
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
            return TermRows::new();
        };
        let mut rows = TermRows::new();
        for incoming in [false, true] {
            let links = self.dataset.adjacencies(incoming);
            let links = links.map(|(property, links)| (property, links.of_node_lazy(id)));
            let mut links: Vec<(Id, &[Id])> = links.filter(|(_, to)| !to.is_empty()).collect();
            links.sort_unstable_by_key(|(property, _)| self.iri(*property));
            let incoming = Some(Term::from(Literal::from(incoming)));
            for (property, values) in links {
                let property = Some(self.term_to_owned(property));
                let values = values.iter().map(|value| Some(self.term_to_owned(*value)));
                let mut values: Vec<Option<Term>> = values.collect();
                merge_sort(&mut values, &mut |one, other| by_columns(from_ref(one), from_ref(other)));
                let row = |value| vec![property.clone(), value, incoming.clone()];
                rows.extend(values.into_iter().map(row));
            }
        }
        rows
    }
}
