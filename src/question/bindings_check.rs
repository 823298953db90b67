//! Names that `as` gives and that nothing uses, or that are not there.

use crate::base::{Faults, Source};
use crate::lang::Phrase;
use crate::question::binding::invalid_binding;
use crate::question::faults;
use crate::question::tree::NounPhrase;

pub(super) fn check_bindings(set: &NounPhrase, phrase: &Phrase, source: &Source) -> Result<(), Faults> {
    match invalid_binding(set) {
        Some(name) => Err(faults::measures::no_binding(source, phrase.span, &name).into()),
        None => Ok(()),
    }
}
