//! All about one thing: rows of property, value, and whether the link leads to the thing.

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::native::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{Rows, by_columns};

impl Evaluator<'_> {
    pub(super) fn rows_about(&self, thing: &NamedNode) -> Rows {
        let Some(id) = self.dataset.iri_id(thing.as_ref()) else {
            return Rows::new();
        };
        let mut rows = Rows::new();
        for incoming in [false, true] {
            let mut own = Rows::new();
            for property in self.dataset.predicates() {
                for value in self.dataset.links(property, incoming).of_node(id) {
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
