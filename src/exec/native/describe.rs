//! All about one thing: rows of property, value, and whether the link leads to the thing.

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::native::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{Rows, by_columns};

impl Evaluator<'_> {
    /// How many rows there are.
    pub(super) fn number_of_rows_about(&self, thing: &NamedNode) -> usize {
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
            return 0;
        };
        let both = [false, true].map(|incoming| {
            let links = self.dataset.all_links(incoming);
            links
                .map(|(_, links)| links.of_one(id).len())
                .sum::<usize>()
        });
        both.iter().sum()
    }

    /// The rows, what the thing links to first.
    pub(super) fn rows_about(&self, thing: &NamedNode) -> Rows {
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
            return Rows::new();
        };
        let mut rows = Rows::new();
        for incoming in [false, true] {
            let mut own = Rows::new();
            for (property, links) in self.dataset.all_links(incoming) {
                for value in links.of_one(id) {
                    own.push(vec![
                        Some(self.owned(property)),
                        Some(self.owned(*value)),
                        Some(Term::from(Literal::from(incoming))),
                    ]);
                }
            }
            merge_sort(&mut own, &mut |one, other| by_columns(one, other));
            rows.extend(own);
        }
        rows
    }
}
