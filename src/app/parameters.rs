//! The values that the command line gives to parameters.

use std::collections::BTreeMap;

use crate::app::options::Options;
use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::lang::Statement;
use crate::session::Session;

/// The values of `--param`, by name.
pub(super) fn parameter_values(options: &Options) -> Result<BTreeMap<String, String>, Diagnostic> {
    let mut values = BTreeMap::new();
    for (name, value) in &options.param {
        if values.insert(name.clone(), value.clone()).is_some() {
            let message = format!("`--param {name}` is given twice");
            let fault = Diagnostic::new(Blame::Question, Code::GivenTwice, message);
            return Err(fault.help("give each parameter one value"));
        }
    }
    Ok(values)
}

/// Fails if `--param` names a parameter that is not declared.
pub(super) fn all_declared<'a>(
    session: &Session,
    statements: impl IntoIterator<Item = &'a Statement>,
) -> Result<(), Faults> {
    let undeclared = session.find_undeclared(statements);
    Faults::none_in(undeclared)
}
