//! What a report says of a check, and of a fault.

use crate::audit::check::{CheckMetadata, Severity};
use crate::audit::content::hash;
use crate::audit::report::Message;
use crate::base::{Diagnostic, Source, draw};
use crate::exec::SourceLocation;
use crate::lang;

/// What a check says of itself. `question` is its canonical sentence, `meaning` the text of everything that it depends
/// on.
pub(super) fn about(check: &lang::Check, source: &Source, question: String, meaning: String) -> CheckMetadata {
    let text = |said: &Option<lang::SpannedText>| said.as_ref().map(|it| it.text.clone());
    let all = |said: &[lang::SpannedText]| said.iter().map(|it| it.text.clone()).collect();
    let severity = Severity::ALL.into_iter().find(|it| it.word() == check.severity());
    let empty = check.may_be_empty.is_some();
    let expected = check.expect.to_string();
    CheckMetadata {
        id: check.id.text.clone(),
        title: check.title().to_owned(),
        severity: severity.unwrap_or(Severity::Medium),
        owner: text(&check.owner),
        tags: all(&check.tags),
        references: all(&check.references),
        because: text(&check.because),
        fix: text(&check.fix),
        question,
        digest: hash(&[meaning, expected.clone(), empty.to_string()]),
        expected,
        place: source_location(source, check.id.span.start),
    }
}

pub(super) fn source_location(source: &Source, offset: usize) -> SourceLocation {
    let (line, _) = source.line_column(offset);
    SourceLocation { file: source.name.to_string(), line: u32::try_from(line).unwrap_or(u32::MAX) }
}

/// A diagnostic as a report shows it.
#[must_use]
pub(super) fn message(fault: &Diagnostic) -> Message {
    let at = fault.places.first();
    Message {
        code: fault.code.to_owned(),
        message: fault.message.clone(),
        place: at.map(|at| source_location(&at.source, fault.offset())),
        help: fault.help.clone(),
        drawn: draw(fault, false),
    }
}
