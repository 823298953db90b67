//! Reports how an answer compares with the expectation, for `ask` and `run`.

use crate::app::exit::{ANSWERED, FINDINGS, UNDETERMINED, WRONG};
use crate::app::output::Output;
use crate::audit::{AuditOutcome, Checked, Expected, judge};
use crate::base::Diagnostic;
use crate::exec::Answer;
use crate::question::ResolvedStatement;

/// Compares an answer with `--expect`, and reports the outcome; returns the exit code.
pub(super) fn report_judgement(
    asked: &ResolvedStatement,
    answer: &Answer,
    expected: Expected,
    output: Output,
) -> Result<u8, Diagnostic> {
    let judged = judge(asked, answer, expected, false)?;
    let outcome = if judged.met { AuditOutcome::Pass } else { AuditOutcome::Fail };
    Ok(report_outcome(outcome, &judged.reason, output))
}

/// Reports the outcome of a check; returns the exit code.
pub(super) fn report_check(checked: &Checked, output: Output) -> u8 {
    if !checked.faults.is_empty() {
        output.diagnostics(&checked.faults);
    }
    report_outcome(checked.outcome, &checked.reason, output)
}

/// The exit code for several: faults come first, then unmet expectations, then unknown outcomes.
pub(super) fn worst(codes: impl IntoIterator<Item = u8>) -> u8 {
    let weight = |code: &u8| [ANSWERED, UNDETERMINED, FINDINGS, WRONG].iter().position(|it| it == code);
    codes.into_iter().max_by_key(weight).unwrap_or(ANSWERED)
}

fn report_outcome(outcome: AuditOutcome, reason: &str, output: Output) -> u8 {
    output.message(&format!("{}: {reason}", outcome.word()));
    match outcome {
        AuditOutcome::Pass | AuditOutcome::Waived => ANSWERED,
        AuditOutcome::Fail => FINDINGS,
        AuditOutcome::Unknown => UNDETERMINED,
        AuditOutcome::Error => WRONG,
    }
}
