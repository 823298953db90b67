//! The one error of whatever can meet several faults.

use std::ops::Deref;

use crate::base::Diagnostic;
use crate::base::budget::BudgetExceeded;

/// What is wrong: one fault, or several that are reported together. Functions that find at most one return a
/// [`Diagnostic`]; `?` turns it into this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<Diagnostic>);

impl Faults {
    /// Nothing where no fault was found, else the faults.
    ///
    /// # Errors
    /// The faults, when there are any.
    pub fn none_in(faults: Vec<Diagnostic>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }

    /// The first fault, where one message has to do.
    #[must_use]
    pub fn into_first(self) -> Diagnostic {
        self.0.into_iter().next().expect("an error has at least one fault")
    }
}

impl From<Diagnostic> for Faults {
    fn from(fault: Diagnostic) -> Self {
        Self(vec![fault])
    }
}

impl From<Vec<Diagnostic>> for Faults {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Self(faults)
    }
}

impl From<BudgetExceeded> for Faults {
    fn from(spent: BudgetExceeded) -> Self {
        Diagnostic::from(spent).into()
    }
}

impl FromIterator<Diagnostic> for Faults {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(faults: I) -> Self {
        Self(faults.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Faults {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, faults: I) {
        self.0.extend(faults);
    }
}

impl Deref for Faults {
    type Target = [Diagnostic];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl IntoIterator for Faults {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
