//! The parameters of scripts: declarations and their values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::{Blame, Code, Diagnostic, Faults, Source, nearest};
use crate::lang::{ArgumentValue, Check, Parameter, ParameterKind, Statement, StatementKind};
use crate::question::{ResolvedCheck, read_check};
use crate::session::Session;

/// A parameter that a script has declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterValue {
    /// `stale-after`
    pub name: String,
    /// What its value is.
    pub kind: ParameterKind,
    /// The value as it is written: `180 days`.
    pub value: String,
}

impl Session {
    /// The parameters that have been declared so far, by name.
    #[must_use]
    pub fn parameters(&self) -> Vec<ParameterValue> {
        let values = self.parameters.iter();
        let values = values.map(|(name, value)| ParameterValue {
            name: name.clone(),
            kind: value.kind(),
            value: value.to_string(),
        });
        values.collect()
    }

    /// A fault for each value given on the command line whose parameter no statement declares.
    #[must_use]
    pub fn find_undeclared<'a>(&self, statements: impl IntoIterator<Item = &'a Statement>) -> Vec<Diagnostic> {
        let statements = statements.into_iter();
        let declared: Vec<&str> = statements
            .filter_map(|statement| match &statement.kind {
                StatementKind::Parameter(parameter) => Some(parameter.name.text.as_str()),
                _ => None,
            })
            .collect();
        let given = self.settings.parameters.keys();
        let undeclared = given.filter(|name| !declared.contains(&name.as_str()));
        undeclared.map(|it| not_declared(it, &declared)).collect()
    }

    /// A check with its parameters bound, and its resolved question. Leaves the session unchanged.
    ///
    /// # Errors
    /// When the check cannot be read.
    ///
    /// # Panics
    /// When the statement is not a check.
    pub fn read_check(&self, statement: &Statement, source: &Source) -> Result<(Check, ResolvedCheck), Faults> {
        let bound = self.bind_parameters(statement, source)?;
        let check = bound.check().expect("the caller has a check");
        let asked = read_check(check, source, self.context())?;
        Ok((check.clone(), asked))
    }

    /// A statement with each `$name` replaced by its value.
    pub(super) fn bind_parameters<'a>(
        &self,
        statement: &'a Statement,
        source: &Source,
    ) -> Result<Cow<'a, Statement>, Faults> {
        if !statement.has_parameters() {
            return Ok(Cow::Borrowed(statement));
        }
        statement.bind(&self.parameters, source).map(Cow::Owned)
    }

    /// Declares a parameter, with the value from the command line, else its default. The note says when the value has
    /// changed.
    pub(super) fn declare(&mut self, parameter: &Parameter, source: &Source) -> Result<Vec<String>, Faults> {
        let name = &parameter.name.text;
        let value = match (self.settings.parameters.get(name), &parameter.default) {
            (Some(given), _) => parameter.kind.read(name, given)?,
            (None, Some(default)) => default.clone(),
            (None, None) => return Err(no_value(source, parameter).into()),
        };
        let before = self.parameters.insert(name.clone(), value.clone());
        Ok(match before.filter(|before| *before != value) {
            Some(_) => vec![format!("this replaces the earlier value of `${name}`")],
            None => Vec::new(),
        })
    }
}

/// The values of parameters, by name.
pub(super) type ParameterMap = BTreeMap<String, ArgumentValue>;

/// `parameter deadline: date`, with nothing given for it
fn no_value(source: &Source, parameter: &Parameter) -> Diagnostic {
    let name = &parameter.name.text;
    let message = format!("the parameter `{name}` has no value");
    let example = parameter.kind.example().trim_matches('"');
    Diagnostic::new(Blame::Question, Code::MissingParameter, message)
        .at(source, parameter.name.span, "")
        .help(format!("set it with `--param {name}=VALUE`, as in `--param {name}=\"{example}\"`"))
}

/// `--param stale=2`, where no script has such a parameter
fn not_declared(name: &str, declared: &[&str]) -> Diagnostic {
    let message = format!("no script declares the parameter `{name}` of `--param`");
    let fault = Diagnostic::new(Blame::Question, Code::UndeclaredParameter, message);
    let near = nearest(name, declared.iter().copied());
    match (near.is_empty(), declared) {
        (false, _) => fault.help(format!("nearest: `{}`", near.join("`, `"))),
        (true, []) => fault.help(format!("declare it in a script, as in `parameter {name}: number = 2`")),
        (true, _) => fault.help(format!("declared parameters: `{}`", declared.join("`, `"))),
    }
}
