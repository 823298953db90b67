//! The verdict on a check, before waivers, and the faults that leave it unknown.

use oxigraph::model::NamedNode;

use crate::audit::metadata::message;
use crate::audit::report::{AuditOutcome, Finding, Message};
use crate::base::{Blame, Code, Diagnostic};
use crate::exec::{Answer, Engine};
use crate::words::KindId;

/// The verdict on a check, before waivers.
#[derive(Debug, Clone)]
pub(super) struct CheckVerdict {
    pub(super) outcome: AuditOutcome,
    pub(super) reason: String,
    pub(super) kind: Option<KindId>,
    pub(super) examined: Option<u64>,
    pub(super) unjudged: u64,
    pub(super) evaluator: Option<Engine>,
    pub(super) notes: Vec<String>,
    pub(super) findings: Vec<Finding>,
    /// How many findings are allowed.
    pub(super) allowed: u64,
    pub(super) messages: Vec<Message>,
    /// Everything that the question found, where nothing new is expected.
    pub(super) found: Vec<NamedNode>,
    /// The answer that was judged.
    pub(super) answer: Option<Answer>,
    /// What is wrong with the check, or why its outcome is unknown.
    pub(super) faults: Vec<Diagnostic>,
}

impl CheckVerdict {
    /// The verdict on a check that cannot be run, or whose outcome is unknown.
    pub(super) fn at_fault(faults: &[Diagnostic]) -> Self {
        let undetermined = faults.first().is_some_and(|it| it.blame == Blame::Undetermined);
        Self {
            outcome: if undetermined { AuditOutcome::Unknown } else { AuditOutcome::Error },
            reason: faults.first().map_or_else(String::new, |it| it.message.clone()),
            kind: None,
            examined: None,
            unjudged: 0,
            evaluator: None,
            notes: Vec::new(),
            findings: Vec::new(),
            allowed: 0,
            messages: faults.iter().map(message).collect(),
            found: Vec::new(),
            answer: None,
            faults: faults.to_vec(),
        }
    }
}

/// The verdict on a check that passes.
pub(super) fn pass(reason: &str) -> CheckVerdict {
    CheckVerdict { outcome: AuditOutcome::Pass, reason: reason.to_owned(), ..CheckVerdict::at_fault(&[]) }
}

/// The verdict on a check that fails; `allowed` is how many findings it may have.
pub(super) fn fail(reason: String, findings: Vec<Finding>, allowed: u64) -> CheckVerdict {
    CheckVerdict { outcome: AuditOutcome::Fail, reason, findings, allowed, ..CheckVerdict::at_fault(&[]) }
}

// ------------------------------------------------------------------------------- faults

/// `expect no new` without anything to go by
pub(super) fn no_baseline() -> Diagnostic {
    let message = "no earlier audit is known, so what is new cannot be decided";
    Diagnostic::new(Blame::Undetermined, Code::NoBaseline, message)
        .help("give one with --against FILE or --against REVISION; --save-baseline writes a file")
}

/// a baseline that is older than the check
pub(super) fn not_in_baseline(check: &str) -> Diagnostic {
    let message = format!("the earlier audit has no check `{check}`, so what is new cannot be decided");
    Diagnostic::new(Blame::Undetermined, Code::NoBaseline, message)
        .help("save a baseline with this check with --save-baseline")
}

/// `expect only …` with raw SPARQL
pub(super) fn no_things() -> Diagnostic {
    let message = "this expectation compares things, and the question does not find things";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message).help("ask `which …`")
}
