//! Resolves checks: their question, or the one that `expect each …` implies, and the set of `expect only …`.

use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::lang::{Check, Expectation, Phrase, Statement};
use crate::question::bindings_check::check_bindings;
use crate::question::chain::negate;
use crate::question::context::Context;
use crate::question::readings::best;
use crate::question::resolve::read;
use crate::question::tree::{Condition, NounPhrase, Question, ResolvedStatement, SolutionModifiers};
use crate::words::Number;

/// A resolved check.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedCheck {
    /// The question to evaluate. For `each vendor has a claim`: which vendors do not have a claim.
    pub asked: ResolvedStatement,
    /// The things that `each` ranges over, whether or not they are findings.
    pub subjects: Option<NounPhrase>,
    /// The set of `only`, which must contain everything found.
    pub allowed: Option<NounPhrase>,
}

/// Resolves a check.
///
/// # Errors
/// As [`read`], for its question and for what it expects.
pub fn read_check(check: &Check, source: &Source, context: Context<'_>) -> Result<ResolvedCheck, Faults> {
    context.reading(|context| resolve_check(check, source, context))
}

fn resolve_check(check: &Check, source: &Source, context: Context<'_>) -> Result<ResolvedCheck, Faults> {
    let mut faults = Vec::new();
    let asked = match (&check.expect, &check.question) {
        (Expectation::Each(phrase), _) => each(phrase, source, context).map(|(subjects, holds)| {
            let set = without(&subjects, holds);
            let question = Question::Which(set, SolutionModifiers::default());
            (ResolvedStatement::Question(question), Some(subjects))
        }),
        (_, Some(question)) => match read(question, source, context) {
            Ok(ResolvedStatement::Question(Question::Loss(_))) => Err(no_findings(source, question).into()),
            asked => asked.map(|it| (it, None)),
        },
        (_, None) => unreachable!("a check without a question is refused when it is parsed"),
    };
    let asked = asked.map_err(|it| faults.extend(it)).ok();
    let among = match &check.expect {
        Expectation::Only(phrase) => {
            let among = set(phrase, source, context);
            among.map_err(|it| faults.extend(it)).ok()
        }
        _ => None,
    };
    match asked {
        Some((asked, subjects)) if faults.is_empty() => Ok(ResolvedCheck { asked, subjects, allowed: among }),
        _ => Err(faults.into()),
    }
}

/// The set of `only`: `ali:a or ali:b`, `topics under training`.
fn set(phrase: &Phrase, source: &Source, context: Context<'_>) -> Result<NounPhrase, Faults> {
    let set = best(phrase, source, context, |reader| {
        reader.quantity()?;
        reader.set()
    })?;
    check_bindings(&set, phrase, source)?;
    Ok(set)
}

/// `vendor has a claim`: the set, and the condition on each thing in it.
fn each(phrase: &Phrase, source: &Source, context: Context<'_>) -> Result<(NounPhrase, Condition), Faults> {
    let (mut subjects, holds) = best(phrase, source, context, |reader| reader.each())?;
    subjects.number = Number::Plural;
    check_bindings(&without(&subjects, holds.clone()), phrase, source)?;
    Ok((subjects, holds))
}

/// The things of a set for which a condition does not hold.
fn without(subjects: &NounPhrase, holds: Condition) -> NounPhrase {
    let mut set = subjects.clone();
    match negate(holds) {
        Condition::All(all) => set.filters.extend(all),
        one => set.filters.push(one),
    }
    set
}

/// `check a expect none what rests on ali:regions-page`
fn no_findings(source: &Source, question: &Statement) -> Diagnostic {
    let message = "a check cannot use `what rests on`: it finds effects, not things";
    Diagnostic::new(Blame::Question, Code::CannotCheck, message)
        .at(source, question.span, "")
        .help("ask with a word for structure, like `which claims hang on …`")
}
