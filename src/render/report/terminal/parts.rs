//! Lines that long and short reports share.

use anstyle::{AnsiColor, Effects, Style};

use crate::audit::{AuditOutcome, Report, Severity};
use crate::render::report::terminal::paper::TerminalWriter;
use crate::render::report::words::{
    causes, count_findings, describe_exit_code, format_comparison, open_and_waived, outcome, sentence,
};

/// The style of the word for an outcome.
pub(super) fn style(outcome: AuditOutcome) -> Style {
    let colour = match outcome {
        AuditOutcome::Pass => AnsiColor::Green,
        AuditOutcome::Waived => AnsiColor::Cyan,
        AuditOutcome::Fail => AnsiColor::Red,
        AuditOutcome::Unknown => AnsiColor::Yellow,
        AuditOutcome::Error => AnsiColor::Magenta,
    };
    colour.on_default() | Effects::BOLD
}

pub(super) fn notes(report: &Report, paper: &mut TerminalWriter) {
    for note in &report.notes {
        paper.line(0, &format!("note: {note}"));
    }
    if !report.notes.is_empty() {
        paper.gap();
    }
}

pub(super) fn script_errors(report: &Report, paper: &mut TerminalWriter) {
    for script in &report.broken {
        let text = format!("{} has an error: some of its checks may not have been run", script.name);
        paper.line_with_label(0, style(AuditOutcome::Error), AuditOutcome::Error.word(), OUTCOME, &text);
        for message in &script.messages {
            paper.verbatim(2, &message.drawn);
        }
        paper.gap();
    }
}

pub(super) fn differences(report: &Report, paper: &mut TerminalWriter) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    paper.heading(&format!("compared with {} of {}", comparison.against, comparison.today));
    paper.line(2, &format_comparison(comparison, &report.today));
    for change in &comparison.outcomes {
        let (before, now) = (outcome(change.before), outcome(change.now));
        paper.line(2, &format!("{}: {before} → {now}", change.check));
    }
    for fixed in &comparison.fixed {
        let cause = causes(&fixed.causes);
        paper.line(2, &format!("fixed: {} · {} ({cause})", fixed.check, fixed.message));
    }
    paper.gap();
}

pub(super) fn verdict(report: &Report, paper: &mut TerminalWriter) {
    let word = report.outcome.word();
    paper.line_with_label(0, style(report.outcome), word, word.len() + 2, &sentence(report));
}

pub(super) fn numbers(report: &Report, paper: &mut TerminalWriter) {
    let (open, waived) = count_findings(&report.checks);
    let mut numbers = open_and_waived(open, waived);
    if open > 0 {
        let by = report.findings_by_severity.iter().filter(|(_, count)| **count > 0);
        let mut by: Vec<(&str, usize)> = by.map(|(word, count)| (*word, *count)).collect();
        by.sort_by_key(|(word, _)| rank(word));
        let by: Vec<String> = by.iter().map(|(word, count)| format!("{count} {word}")).collect();
        numbers.push_str(&format!(" ({})", by.join(", ")));
    }
    paper.line(0, &numbers);
    let at = report.revision.iter().map(|it| format!(" at {it}")).collect::<String>();
    let facts = report.data.facts;
    paper.line(0, &format!("{facts} facts{at}, today is {}, {}", report.today, report.program));
    paper.line(0, &describe_exit_code(report));
    if let Some(milliseconds) = report.milliseconds {
        paper.line(0, &format!("{milliseconds} ms"));
    }
}

/// The rank of a severity; the worst is 0.
pub(super) fn rank(word: &str) -> usize {
    let worst_first = Severity::ALL.iter().rev();
    worst_first.take_while(|it| it.word() != word).count()
}

/// The width of an outcome with the blanks after it.
pub(super) const OUTCOME: usize = 9;
