//! The evidence of one thing, as an outline, and as rows for programs.

use crate::exec::{
    EvidenceDetail, EvidenceRole, EvidenceStep, EvidenceTree, Heading, Occurrence, Table, TableCell, TableRow,
};
use crate::render::outline::{ExplanationOutline, LineMark, Note, OutlineLine};

/// The outline: what supports the thing, limits it, replaces it, contradicts it.
pub(super) fn outline(argument: &EvidenceTree) -> ExplanationOutline {
    let details = Some(format_details(&argument.told)).filter(|details| !details.is_empty());
    let lines = argument.steps.iter().map(|step| OutlineLine {
        depth: usize::try_from(step.level - 1).unwrap_or(usize::MAX),
        mark: mark(step),
        text: format_step(step),
        found: String::new(),
        thing: None,
        has_parts: false,
        notes: below(step).map(|words| Note { words, place: None }).into_iter().collect(),
    });
    ExplanationOutline {
        title: argument.thing.label_with_iri(),
        summary: details.into_iter().chain(argument.summary.iter().cloned()).collect(),
        lines: lines.collect(),
        not_listed: argument.not_listed.clone(),
        has_legend: true,
    }
}

/// A row for each step.
pub(super) fn table(argument: &EvidenceTree) -> Table {
    let headings =
        ["level", "part", "link", "thing", "label", "why", "told", "seen", "left out", "falls without", "facts"];
    let rows = argument.steps.iter().map(|step| {
        let cells = [
            step.level.to_string(),
            part(step.part).to_owned(),
            step.link.clone(),
            step.thing.iri.clone(),
            step.thing.label.clone(),
            step.found.clone(),
            format_details(&step.told),
            word_of_occurrence(step.seen).to_owned(),
            yes_no(step.left_out),
            yes_no(step.weak),
            step.facts.lines().join("; "),
        ];
        TableRow { cells: cells.map(TableCell::of_text).to_vec() }
    });
    // The thing itself comes first, with its summary.
    let top = [
        "0".to_owned(),
        "asked".to_owned(),
        String::new(),
        argument.thing.iri.clone(),
        argument.thing.label.clone(),
        argument.summary.join("; "),
        format_details(&argument.told),
        word_of_occurrence(Occurrence::Here).to_owned(),
        String::new(),
        String::new(),
        String::new(),
    ];
    let top = TableRow { cells: top.map(TableCell::of_text).to_vec() };
    Table {
        headings: headings.map(Heading::of_values).to_vec(),
        rows: std::iter::once(top).chain(rows).chain(argument.not_listed.iter().map(|it| not_listed(it))).collect(),
        ..Table::default()
    }
}

/// A row that says what is not listed.
fn not_listed(sentence: &str) -> TableRow {
    let cells = ["", "more", "", "", "", sentence, "", "", "", "", ""];
    TableRow { cells: cells.map(TableCell::of_text).to_vec() }
}

/// `rests on Model Studio, global deployment: … (ali:global-compute), shown above`
fn format_step(step: &EvidenceStep) -> String {
    let thing = match step.part {
        EvidenceRole::Between => format!("{} {}", step.thing.kind, step.thing.short),
        EvidenceRole::Rests
        | EvidenceRole::Ground
        | EvidenceRole::Limit
        | EvidenceRole::Replaces
        | EvidenceRole::Contradicts
        | EvidenceRole::Opposite => step.thing.label_with_iri(),
    };
    let link = match step.part {
        // A link that is a thing of its own is named by its noun: `citation`.
        EvidenceRole::Between => "",
        EvidenceRole::Contradicts => "contradicts",
        EvidenceRole::Opposite => "says the opposite, but does not contradict:",
        _ => &step.link,
    };
    let gap = if link.is_empty() { "" } else { " " };
    let left_out = if step.left_out { ", left out" } else { "" };
    let seen = match step.seen {
        Occurrence::Here => "",
        Occurrence::Above => ", shown above",
        Occurrence::Circle => ", shown above: a cycle",
    };
    format!("{link}{gap}{thing}{left_out}{seen}")
}

/// The details of a step, with the line that states the link; `None` without any.
fn below(step: &EvidenceStep) -> Option<String> {
    let reason = Some(step.found.clone()).filter(|found| !found.is_empty());
    let mut parts: Vec<String> = reason.into_iter().collect();
    parts.extend(step.told.iter().map(format_detail));
    // The reason of a contradiction rests on many facts: none of them states the link.
    let linked = step.facts.items().iter().filter(|_| step.found.is_empty());
    let places = linked.filter_map(|fact| fact.place.as_ref());
    parts.extend(places.map(|place| format!("{}:{}", place.file, place.line)).next());
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn format_details(all: &[EvidenceDetail]) -> String {
    let all: Vec<String> = all.iter().map(format_detail).collect();
    all.join("; ")
}

/// `page date: 2026-03-26 (243 days ago)`
fn format_detail(told: &EvidenceDetail) -> String {
    let ago = match told.days_ago {
        None => String::new(),
        Some(0) => " (today)".to_owned(),
        Some(1) => " (1 day ago)".to_owned(),
        Some(days @ 2..) => format!(" ({days} days ago)"),
        Some(-1) => " (in 1 day)".to_owned(),
        Some(days) => format!(" (in {} days)", -days),
    };
    format!("{}: {}{ago}", told.what, told.values.join(", "))
}

fn mark(step: &EvidenceStep) -> LineMark {
    match step.part {
        EvidenceRole::Limit => LineMark::Limits,
        EvidenceRole::Replaces => LineMark::Replaces,
        EvidenceRole::Contradicts => LineMark::Contradicts,
        EvidenceRole::Opposite => LineMark::Opposite,
        EvidenceRole::Rests | EvidenceRole::Between | EvidenceRole::Ground if step.weak => LineMark::Carries,
        EvidenceRole::Rests | EvidenceRole::Between | EvidenceRole::Ground => LineMark::Supports,
    }
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn part(part: EvidenceRole) -> &'static str {
    match part {
        EvidenceRole::Rests => "rests",
        EvidenceRole::Between => "between",
        EvidenceRole::Ground => "ground",
        EvidenceRole::Limit => "limit",
        EvidenceRole::Replaces => "replaces",
        EvidenceRole::Contradicts => "contradicts",
        EvidenceRole::Opposite => "opposite",
    }
}

fn word_of_occurrence(seen: Occurrence) -> &'static str {
    match seen {
        Occurrence::Here => "here",
        Occurrence::Above => "above",
        Occurrence::Circle => "circle",
    }
}
