//! Parameters → values: replaces each `$name` of a statement by its value.

use std::collections::BTreeMap;

use crate::base::{Blame, Code, Diagnostic, Faults, Source, Span, nearest};
use crate::lang::audit::{Amount, Check, Expectation};
use crate::lang::parameter::{ArgumentValue, ParameterKind};
use crate::lang::statement::{Statement, StatementKind};
use crate::lang::syntax::{Keyword, PartKind, Phrase, PhrasePart, Shaping, Unit};

impl Statement {
    /// Returns the statement with each `$name` replaced by its value. SPARQL has variables of that form and
    /// stays as it is.
    ///
    /// # Errors
    /// One for each parameter that has no value, or a value of a type that does not fit.
    pub fn bind(&self, values: &BTreeMap<String, ArgumentValue>, source: &Source) -> Result<Self, Faults> {
        let mut binding = ParameterBinder { values, source, faults: Vec::new() };
        let mut bound = self.clone();
        binding.statement(&mut bound);
        if binding.faults.is_empty() { Ok(bound) } else { Err(binding.faults.into()) }
    }
}

/// Replaces parameters by values, and collects errors.
struct ParameterBinder<'a> {
    values: &'a BTreeMap<String, ArgumentValue>,
    source: &'a Source,
    faults: Vec<Diagnostic>,
}

impl<'a> ParameterBinder<'a> {
    fn statement(&mut self, statement: &mut Statement) {
        match &mut statement.kind {
            StatementKind::Question { phrase, shaping, .. } => {
                self.phrase(phrase);
                let Shaping { per, sorted, showing, .. } = shaping;
                let shaping = [per, sorted, showing].into_iter().flatten();
                shaping.for_each(|it| self.phrase(it));
            }
            StatementKind::Suppose { supposed, question } => {
                self.phrase(supposed);
                self.statement(question);
            }
            StatementKind::Describe(phrase) | StatementKind::Let { meaning: phrase, .. } => {
                self.phrase(phrase);
            }
            StatementKind::Compare { things, topics } => {
                self.phrase(things);
                topics.iter_mut().for_each(|it| self.phrase(it));
            }
            StatementKind::Define { head, meaning } => {
                self.phrase(head);
                self.phrase(meaning);
            }
            StatementKind::Check(check) => self.check(check),
            StatementKind::Sparql(_)
            | StatementKind::Parameter(_)
            | StatementKind::Include(_)
            | StatementKind::Suite(_)
            | StatementKind::Section(_) => {}
        }
    }

    fn check(&mut self, check: &mut Check) {
        match &mut check.expect {
            Expectation::Only(phrase) | Expectation::Each(phrase) => self.phrase(phrase),
            Expectation::Exactly(amount) | Expectation::AtLeast(amount) | Expectation::AtMost(amount) => {
                self.amount(amount)
            }
            Expectation::None
            | Expectation::Some
            | Expectation::Yes
            | Expectation::No
            | Expectation::SameAs(_)
            | Expectation::NoNew => {}
        }
        if let Some(question) = &mut check.question {
            self.statement(question);
        }
    }

    fn amount(&mut self, amount: &mut Amount) {
        let Amount::Parameter(name) = amount else {
            return;
        };
        let span = name.span;
        let Some(value) = self.value(&name.text, span) else {
            return;
        };
        let number = match value {
            ArgumentValue::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => *amount = Amount::Number(number),
            None => self.faults.push(not_a_whole_number(self.source, span, value)),
        }
    }

    fn phrase(&mut self, phrase: &mut Phrase) {
        for at in 0..phrase.parts.len() {
            self.part(&mut phrase.parts, at);
        }
    }

    fn part(&mut self, parts: &mut [PhrasePart], at: usize) {
        let span = parts[at].span;
        let bound = match &parts[at].kind {
            PartKind::Parameter(name) => self.value(name, span).map(ArgumentValue::part),
            PartKind::RecentParameter(name) => self.time(name, span, PartKind::Recent),
            PartKind::AgoParameter(name) => self.time(name, span, PartKind::Ago),
            _ => return,
        };
        let Some(bound) = bound else {
            return;
        };
        // Before a day, `on` compares; before a name it is a word of the vocabulary.
        if let Some(before) = at.checked_sub(1).map(|before| &mut parts[before])
            && before.kind == PartKind::Keyword(Keyword::kw_on)
            && !matches!(bound, PartKind::Date(_))
        {
            before.kind = PartKind::Word(self.source.slice(before.span).to_owned());
        }
        parts[at].kind = bound;
    }

    fn time(&mut self, name: &str, span: Span, part: fn(u32, Unit) -> PartKind) -> Option<PartKind> {
        match self.value(name, span)? {
            ArgumentValue::Duration(count, unit) => Some(part(*count, *unit)),
            other => {
                let fault = not_a_duration(self.source, span, name, other.kind());
                self.faults.push(fault);
                None
            }
        }
    }

    fn value(&mut self, name: &str, span: Span) -> Option<&'a ArgumentValue> {
        let found = self.values.get(name);
        if found.is_none() {
            let names = self.values.keys().map(String::as_str);
            let fault = unknown_parameter(self.source, span, name, names);
            self.faults.push(fault);
        }
        found
    }
}

/// `which claims have $least sources`, where no such parameter is declared
fn unknown_parameter<'a>(source: &Source, span: Span, name: &str, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = format!("`${name}` is not a parameter");
    let fault = Diagnostic::new(Blame::Question, Code::UnknownParameter, message).at(source, span, "");
    let near: Vec<String> = nearest(name, names).iter().map(|it| format!("`${it}`")).collect();
    if near.is_empty() {
        fault.help(format!("declare it first, as in `parameter {name}: number = 2`"))
    } else {
        fault.help(format!("nearest: {}", near.join(", ")))
    }
}

/// `retrieved $least ago`
fn not_a_duration(source: &Source, span: Span, name: &str, kind: ParameterKind) -> Diagnostic {
    let message = format!("`${name}` is a {}, but a duration is needed here", kind.word());
    Diagnostic::new(Blame::Question, Code::WrongType, message)
        .at(source, span, "")
        .help(format!("declare it as `parameter {name}: duration = 180 days`"))
}

/// `expect at most $stale-after`
fn not_a_whole_number(source: &Source, span: Span, value: &ArgumentValue) -> Diagnostic {
    let typed = source.slice(span);
    let message = format!("`{typed}` is {value}, but a whole number is needed here");
    Diagnostic::new(Blame::Question, Code::WrongType, message).at(source, span, "")
}
