//! One check outside of an audit: answered and judged in the same way, without waivers or an earlier audit.

use crate::audit::context::{CsvOf, EarlierState};
use crate::audit::examine::Examination;
use crate::audit::report::AuditOutcome;
use crate::audit::verdict::CheckVerdict;
use crate::base::{Diagnostic, Source};
use crate::exec::Answer;
use crate::files::Files;
use crate::lang::Statement;
use crate::session::Session;

/// A check that has been answered and judged.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The answer to its question, if there is one.
    pub answer: Option<Answer>,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Why, in a sentence.
    pub reason: String,
    /// What is wrong with the check, or why its outcome is unknown.
    pub faults: Vec<Diagnostic>,
}

/// Answers the question of a check and judges the answer. Paths in `files` are relative to the root of the workspace.
pub fn check(session: &mut Session, statement: &Statement, source: &Source, files: &Files, csv: CsvOf<'_>) -> Checked {
    let check = statement.check().expect("the caller has a check");
    let examination =
        Examination { files, csv, of: None, known: EarlierState::Unknown, session, earlier: None, source };
    let (_, verdict) = examination.check(statement, check);
    let verdict = match verdict {
        Ok(verdict) => verdict.expect("all there is is audited"),
        Err(faults) => CheckVerdict::at_fault(&faults),
    };
    Checked { answer: verdict.answer, outcome: verdict.outcome, reason: verdict.reason, faults: verdict.faults }
}
