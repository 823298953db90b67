//! The findings of a check at a terminal, each with what explains it.

use anstyle::Style;

use crate::audit::{AuditOutcome, CheckResult, Finding, FindingEvidence, Severity};
use crate::base::Limit;
use crate::render::report::budget::spend_on_finding;
use crate::render::report::reasons::lines;
use crate::render::report::terminal::paper::TerminalWriter;
use crate::render::report::terminal::parts::style;
use crate::render::report::words::{
    describe_change, format_evidence, format_examined, format_location, more_addresses, waiver,
};

/// Writes a check with its findings; one that passes without findings only if `full`.
pub(super) fn write_check(check: &CheckResult, full: bool, paper: &mut TerminalWriter) {
    let told = check.outcome != AuditOutcome::Pass || !check.findings.is_empty();
    if !full && !told {
        return;
    }
    let about = &check.about;
    let word = check.outcome.word();
    let title = if about.title == about.id { about.id.clone() } else { format!("{}: {}", about.id, about.title) };
    paper.line_with_label(0, style(check.outcome), word, word.len() + 2, &title);
    let mut numbers = vec![check.reason.clone(), format_examined(check), about.severity.word().to_owned()];
    numbers.extend(about.owner.iter().map(|owner| format!("owner: {owner}")));
    paper.line(2, &numbers.join(" · "));
    let mut said: Vec<(&str, String)> = Vec::new();
    said.extend(about.because.iter().map(|it| ("because", it.clone())));
    said.extend(about.fix.iter().map(|it| ("fix", it.clone())));
    if full {
        said.push(("expected", about.expected.clone()));
        said.push(("question", about.question.clone()));
        said.extend(about.references.iter().map(|it| ("reference", it.clone())));
        if !about.tags.is_empty() {
            said.push(("tags", about.tags.join(", ")));
        }
        said.push(("written at", format_location(&about.place)));
    }
    for (name, text) in said {
        paper.line(2, &format!("{name}: {text}"));
    }
    for note in &check.notes {
        paper.line(2, &format!("note: {note}"));
    }
    for message in &check.messages {
        paper.verbatim(2, &message.drawn);
    }
    let levels = match about.severity {
        _ if full => None,
        Severity::Critical => Some(Limit::LevelsSome),
        _ => Some(Limit::LevelsFew),
    };
    for (index, finding) in check.findings.iter().enumerate() {
        write_finding(index + 1, finding, levels, paper);
    }
    paper.gap();
}

/// `levels` limits the explanation; only without a limit is the evidence written.
fn write_finding(number: usize, finding: &Finding, levels: Option<Limit>, paper: &mut TerminalWriter) {
    spend_on_finding();
    let number = format!("{number}.");
    paper.line_with_label(2, Style::new(), &number, number.len() + 1, &finding.message);
    let depth = 5;
    if let Some(place) = &finding.place {
        paper.line(depth, &format!("at: {}", format_location(place)));
    }
    write_values(depth, &finding.shown, paper);
    if let Some(it) = &finding.change {
        paper.line(depth, &describe_change(it));
    }
    if let Some(it) = &finding.waiver {
        paper.line(depth, &waiver(it));
    }
    if let Some(why) = &finding.why {
        paper.line(depth, "why:");
        for line in lines(why, levels) {
            paper.line(depth + 2 * (line.depth + 1), &format!("- {}", line.text));
        }
    }
    if levels.is_none() {
        for it in &finding.evidence {
            write_evidence(depth, it, paper);
        }
    }
}

fn write_evidence(depth: usize, evidence: &FindingEvidence, paper: &mut TerminalWriter) {
    let mut text = format_evidence(evidence);
    if let Some(place) = &evidence.place {
        text.push_str(&format!(" ({})", format_location(place)));
    }
    paper.line(depth, &text);
    write_values(depth + 2, &evidence.shown, paper);
    for address in evidence.addresses.items() {
        paper.line(depth + 2, address);
    }
    if let Some(more) = more_addresses(evidence) {
        paper.line(depth + 2, &more);
    }
}

fn write_values(depth: usize, shown: &[(String, Vec<String>)], paper: &mut TerminalWriter) {
    for (column, values) in shown.iter().filter(|(_, values)| !values.is_empty()) {
        paper.line(depth, &format!("{column}: {}", values.join("; ")));
    }
}
