//! Compiled binding patterns: links to what `as` names, with tests of their ends.

use crate::exec::native::compiled_measure::CompiledFormula;
use crate::exec::native::join_input::JoinInput;

/// A compiled binding pattern.
pub(super) struct CompiledPattern<'a> {
    pub(super) links: Vec<JoinInput<'a>>,
    /// Tests of the end of a link, by its index, or of the thing itself.
    pub(super) tests: Vec<(Option<usize>, CompiledFormula<'a>)>,
    /// True if each link continues the one before, and there are no tests.
    pub(super) is_chain: bool,
}

impl CompiledPattern<'_> {
    /// Announces that the links are followed for so many things more.
    pub(super) fn expect(&self, things: usize) {
        for link in &self.links {
            link.uses.set(link.uses.get() + things);
        }
    }
}
