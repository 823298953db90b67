//! Numbers with more digits than an evaluation can hold, and what an evaluator could not do.

use crate::base::{Blame, BudgetExceeded, Code, Diagnostic};
use crate::store::Dataset;

pub(super) fn evaluation_failed(error: &oxigraph::sparql::QueryEvaluationError) -> Diagnostic {
    if matches!(error, oxigraph::sparql::QueryEvaluationError::Cancelled) {
        return BudgetExceeded::Stopped.into();
    }
    let message = format!("the evaluation failed: {error}");
    Diagnostic::new(Blame::Undetermined, Code::EvaluationFailed, message)
}

/// `show total weight of stones`, where one weighs more than any number that can be computed with
pub(super) fn too_many_digits() -> Diagnostic {
    let message = "a number is too long to compute with: at most 18 decimals, and about 10^20";
    Diagnostic::new(Blame::Undetermined, Code::TooManyDigits, message)
        .help("leave such numbers out of sums and of SPARQL; questions can compare numbers of any length")
}

/// Returns what an evaluation found, unless it met a number that the evaluator cannot compute with: it would have
/// dropped what depends on that number.
pub(super) fn check_digits<T>(found: T, dataset: &Dataset) -> Result<T, Diagnostic> {
    if dataset.take_digit_overflow() { Err(too_many_digits()) } else { Ok(found) }
}
