//! How an answer that something was expected of is told, in `ask` and in `run`.

use crate::app::cli::{ANSWERED, FINDINGS, UNDETERMINED, WRONG};
use crate::app::output::Output;
use crate::audit::{Checked, Expected, Outcome, judge};
use crate::base::Diagnostic;
use crate::exec::Answer;
use crate::question::Resolved;

/// Holds an answer against what `--expect` says, and tells how it ends; gives the exit code.
pub(super) fn expected(
    asked: &Resolved,
    answer: &Answer,
    expected: Expected,
    output: Output,
) -> Result<u8, Diagnostic> {
    let judged = judge(asked, answer, expected, false)?;
    let outcome = if judged.met { Outcome::Pass } else { Outcome::Fail };
    Ok(ended(outcome, &judged.reason, output))
}

/// Tells how a check ended; gives the exit code.
pub(super) fn checked(checked: &Checked, output: Output) -> u8 {
    if !checked.faults.is_empty() {
        output.diagnostics(&checked.faults);
    }
    ended(checked.outcome, &checked.reason, output)
}

/// The exit code of several: what is at fault comes first, then what is not as expected, then what nobody can say.
pub(super) fn worst(codes: impl IntoIterator<Item = u8>) -> u8 {
    let weight = |code: &u8| [ANSWERED, UNDETERMINED, FINDINGS, WRONG].iter().position(|it| it == code);
    codes.into_iter().max_by_key(weight).unwrap_or(ANSWERED)
}

fn ended(outcome: Outcome, reason: &str, output: Output) -> u8 {
    output.talk(&format!("{}: {reason}", outcome.word()));
    match outcome {
        Outcome::Pass | Outcome::Waived => ANSWERED,
        Outcome::Fail => FINDINGS,
        Outcome::Unknown => UNDETERMINED,
        Outcome::Error => WRONG,
    }
}
