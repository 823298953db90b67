//! The evidence of one thing: a tree for people, with marks that need no colour; the same as a list in
//! Markdown, and as rows for programs.

use crate::base::visible;
use crate::exec::{Argument, Cell, Heading, Part, Row, Seen, Step, Table, Told};
use crate::render::markdown::escape;

/// What supports, what the whole falls without, what limits, what speaks against.
const SUPPORTS: &str = "+";
const CARRIES: &str = "!";
const LIMITS: &str = "~";
const REPLACES: &str = "-";
/// What contradicts it; what says the opposite without that.
const CONTRADICTS: &str = "x";
const OPPOSITE: &str = "o";

/// Levels that are indented; what stands deeper is told its level.
const MAX_INDENT: u64 = 24;

/// The tree: what supports has a `+` before it, or a `!` where the whole falls without it, what limits a
/// `~`, what replaces a `-`, what contradicts an `x`, and an `o` what says the opposite without that.
pub(super) fn text(argument: &Argument) -> String {
    let mut text = format!("{}\n", visible(&argument.thing.named()));
    if !argument.told.is_empty() {
        text.push_str(&format!("{}\n", visible(&all_told(&argument.told))));
    }
    for sentence in &argument.summary {
        text.push_str(&format!("{}\n", visible(sentence)));
    }
    for step in &argument.steps {
        let depth = usize::try_from((step.level - 1).min(MAX_INDENT)).unwrap_or_default();
        let indent = "  ".repeat(depth);
        let line = visible(&said(step)).into_owned();
        text.push_str(&format!("{indent}{} {line}\n", mark(step)));
        if let Some(more) = below(step) {
            text.push_str(&format!("{indent}    {}\n", visible(&more)));
        }
    }
    for line in &argument.not_listed {
        text.push_str(&format!("{}\n", visible(line)));
    }
    text.push_str(&legend(argument));
    text
}

/// What the marks mean that occur, in one line; none of none.
fn legend(argument: &Argument) -> String {
    let marks = [
        (SUPPORTS, "supports"),
        (CARRIES, "supports, and all falls without it"),
        (LIMITS, "limits"),
        (REPLACES, "replaces"),
        (CONTRADICTS, "contradicts"),
        (OPPOSITE, "says the opposite of something else"),
    ];
    let occurs = |sign: &str| argument.steps.iter().any(|step| mark(step) == sign);
    let occurring = marks.iter().filter(|(sign, _)| occurs(sign));
    let told: Vec<String> = occurring.map(|(sign, words)| format!("{sign} {words}")).collect();
    if told.is_empty() {
        return String::new();
    }
    format!("({})\n", told.join(" · "))
}

/// The same as a nested list.
pub(super) fn markdown(argument: &Argument) -> String {
    let mut text = format!("**{}**\n\n", escape(&argument.thing.named()));
    let told = Some(all_told(&argument.told)).filter(|told| !told.is_empty());
    for sentence in told.iter().chain(&argument.summary) {
        text.push_str(&format!("{}\n\n", escape(sentence)));
    }
    for step in &argument.steps {
        let depth = usize::try_from((step.level - 1).min(MAX_INDENT)).unwrap_or_default();
        let indent = "  ".repeat(depth);
        let carries = if step.weak { "falls without: " } else { "" };
        text.push_str(&format!("{indent}- {carries}{}\n", escape(&said(step))));
        if let Some(more) = below(step) {
            text.push_str(&format!("{indent}  - {}\n", escape(&more)));
        }
    }
    for line in &argument.not_listed {
        text.push_str(&format!("\n{}\n", escape(line)));
    }
    text
}

/// A row for each step.
pub(super) fn table(argument: &Argument) -> Table {
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
            all_told(&step.told),
            seen(step.seen).to_owned(),
            yes_no(step.left_out),
            yes_no(step.weak),
            step.facts.lines().join("; "),
        ];
        Row { cells: cells.map(Cell::of_text).to_vec() }
    });
    // The thing itself comes first, with how it stands.
    let top = [
        "0".to_owned(),
        "asked".to_owned(),
        String::new(),
        argument.thing.iri.clone(),
        argument.thing.label.clone(),
        argument.summary.join("; "),
        all_told(&argument.told),
        seen(Seen::Here).to_owned(),
        String::new(),
        String::new(),
        String::new(),
    ];
    let top = Row { cells: top.map(Cell::of_text).to_vec() };
    Table {
        headings: headings.map(Heading::of_values).to_vec(),
        rows: std::iter::once(top).chain(rows).chain(argument.not_listed.iter().map(|it| not_listed(it))).collect(),
        ..Table::default()
    }
}

/// A row that says what has none.
fn not_listed(sentence: &str) -> Row {
    let cells = ["", "more", "", "", "", sentence, "", "", "", "", ""];
    Row { cells: cells.map(Cell::of_text).to_vec() }
}

/// `rests on Model Studio, global deployment: … (ali:global-compute), told above`
fn said(step: &Step) -> String {
    let thing = match step.part {
        Part::Between => format!("{} {}", step.thing.kind, step.thing.short),
        Part::Rests | Part::Ground | Part::Limit | Part::Replaces | Part::Contradicts | Part::Opposite => {
            step.thing.named()
        }
    };
    let link = match step.part {
        // What stands between is told by its noun: `citation`.
        Part::Between => "",
        Part::Contradicts => "contradicts",
        Part::Opposite => "says the opposite, but does not contradict:",
        _ => &step.link,
    };
    let gap = if link.is_empty() { "" } else { " " };
    let deep = if step.level > MAX_INDENT + 1 { format!("[level {}] ", step.level) } else { String::new() };
    let left_out = if step.left_out { ", left out" } else { "" };
    let seen = match step.seen {
        Seen::Here => "",
        Seen::Above => ", told above",
        Seen::Circle => ", which stands above: a circle",
    };
    format!("{deep}{link}{gap}{thing}{left_out}{seen}")
}

/// What is told of a step, with the line that states the link.
fn below(step: &Step) -> Option<String> {
    let reason = Some(step.found.clone()).filter(|found| !found.is_empty());
    let mut parts: Vec<String> = reason.into_iter().collect();
    parts.extend(step.told.iter().map(told));
    // The reason of a contradiction rests on many facts: none of them states the link.
    let linked = step.facts.shown().iter().filter(|_| step.found.is_empty());
    let places = linked.filter_map(|fact| fact.place.as_ref());
    parts.extend(places.map(|place| format!("{}:{}", place.file, place.line)).next());
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn all_told(all: &[Told]) -> String {
    let all: Vec<String> = all.iter().map(told).collect();
    all.join("; ")
}

/// `page date: 2026-03-26 (243 days ago)`
fn told(told: &Told) -> String {
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

fn mark(step: &Step) -> &'static str {
    match step.part {
        Part::Limit => LIMITS,
        Part::Replaces => REPLACES,
        Part::Contradicts => CONTRADICTS,
        Part::Opposite => OPPOSITE,
        Part::Rests | Part::Between | Part::Ground if step.weak => CARRIES,
        Part::Rests | Part::Between | Part::Ground => SUPPORTS,
    }
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Rests => "rests",
        Part::Between => "between",
        Part::Ground => "ground",
        Part::Limit => "limit",
        Part::Replaces => "replaces",
        Part::Contradicts => "contradicts",
        Part::Opposite => "opposite",
    }
}

fn seen(seen: Seen) -> &'static str {
    match seen {
        Seen::Here => "here",
        Seen::Above => "above",
        Seen::Circle => "circle",
    }
}
