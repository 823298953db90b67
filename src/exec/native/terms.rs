//! The terms of the data and their values.

use oxigraph::model::{Term, TermRef};

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::test::CompiledTest;
use crate::exec::native::value::{Value, value_of};
use crate::store::Id;

impl<'a> Evaluator<'a> {
    /// True when the term of an id passes a test.
    pub(super) fn passes(&self, test: &CompiledTest, value: Id) -> Result<bool, Halt> {
        self.budget.spend(1)?;
        Ok(test.passes_stored(value, self.term(value)) == Some(true))
    }

    /// The term of an id.
    pub(super) fn term(&self, id: Id) -> TermRef<'a> {
        self.dataset.term(id)
    }

    /// The value of an id.
    pub(super) fn term_value(&self, id: Id) -> Value {
        value_of(self.term(id))
    }

    /// The term of an id, cloned.
    pub(super) fn term_to_owned(&self, id: Id) -> Term {
        self.term(id).into_owned()
    }
}
