//! Why something is so: a tree for people, with marks that need no colour; the same as a list in
//! Markdown, and as rows for programs.

use crate::base::visible;
use crate::exec::{Heading, LinkedThing, Reason, Table, TableCell, TableRow, Truth, Why};
use crate::render::markdown::escape;

/// Marks: holds, does not hold, nothing on record decides, excluded by the default filter.
const HOLDS: &str = "+";
const FAILS: &str = "-";
const UNKNOWN: &str = "?";
const LEFT_OUT: &str = "~";
/// The mark of what is not listed.
const NOT_LISTED: &str = "…";

/// One line of the tree.
struct WhyLine {
    depth: usize,
    mark: &'static str,
    said: String,
    found: String,
    facts: Vec<String>,
}

/// The tree: what holds has a `+` before it, what does not a `-`, what is unknown a `?`, what is excluded a `~`.
pub(super) fn text(why: &Why) -> String {
    let mut text = format!("{}\n{}\n", visible(&why.thing.label_with_iri()), visible(&verdict(why)));
    for line in lines(why) {
        let indent = "  ".repeat(line.depth);
        text.push_str(&format!("{indent}{} {}\n", line.mark, visible(&both(&line))));
        for fact in &line.facts {
            text.push_str(&format!("{indent}    {}\n", visible(fact)));
        }
    }
    text
}

/// The same as a nested list.
pub(super) fn markdown(why: &Why) -> String {
    let mut text = format!("**{}**\n\n{}\n\n", escape(&why.thing.label_with_iri()), escape(&verdict(why)));
    for line in lines(why) {
        let indent = "  ".repeat(line.depth);
        let mark = match line.mark {
            HOLDS => "yes",
            FAILS => "no",
            UNKNOWN => "unknown",
            NOT_LISTED => "not listed",
            _ => "left out",
        };
        text.push_str(&format!("{indent}- {mark}: {}\n", escape(&both(&line))));
        for fact in &line.facts {
            text.push_str(&format!("{indent}  - {}\n", escape(fact)));
        }
    }
    text
}

/// A row for each reason and each linked thing.
pub(super) fn table(why: &Why) -> Table {
    let headings = ["level", "holds", "said", "found", "facts"];
    let rows = lines(why).into_iter().map(|line| {
        let holds = match line.mark {
            HOLDS => "yes",
            FAILS => "no",
            UNKNOWN => "unknown",
            NOT_LISTED => "not listed",
            _ => "left out",
        };
        let level = line.depth.to_string();
        let facts = line.facts.join("; ");
        let cells = [level, holds.to_owned(), line.said, line.found, facts];
        TableRow { cells: cells.map(TableCell::of_text).to_vec() }
    });
    Table { headings: headings.map(Heading::of_values).to_vec(), rows: rows.collect(), ..Table::default() }
}

/// `it is so: has 1 source, which requires login`
fn verdict(why: &Why) -> String {
    let so = match why.holds {
        Truth::Yes => "it is so",
        Truth::No => "it is not so",
        Truth::Unknown => "nothing on record decides it",
    };
    match why.sentence() {
        // The verdict `depends` or `disputed`.
        sentence if sentence.is_empty() => "it is neither a plain yes nor a plain no".to_owned(),
        sentence => format!("{so}: {sentence}"),
    }
}

fn both(line: &WhyLine) -> String {
    if line.found.is_empty() || line.found == line.said {
        line.said.clone()
    } else {
        format!("{}: {}", line.said, line.found)
    }
}

fn lines(why: &Why) -> Vec<WhyLine> {
    let mut lines = Vec::new();
    for reason in &why.reasons {
        add(reason, 0, &mut lines);
    }
    // The sentence above already says it.
    if let [only] = why.reasons.as_slice()
        && only.found == why.sentence()
    {
        lines[0].found.clear();
    }
    lines
}

fn add(reason: &Reason, depth: usize, lines: &mut Vec<WhyLine>) {
    lines.push(WhyLine {
        depth,
        mark: mark(reason.holds),
        said: reason.said.clone(),
        // What the parts say is not said twice.
        found: if reason.parts.is_empty() { reason.found.clone() } else { String::new() },
        // The provenance of linked things is shown with them.
        facts: if reason.linked.is_empty() { reason.facts.lines() } else { Vec::new() },
    });
    for part in &reason.parts {
        add(part, depth + 1, lines);
    }
    for linked in reason.linked.items() {
        add_linked(linked, depth + 1, lines);
    }
    lines.extend(reason.not_listed().into_iter().map(|it| not_listed(depth + 1, it)));
}

fn not_listed(depth: usize, said: String) -> WhyLine {
    WhyLine { depth, mark: NOT_LISTED, said, found: String::new(), facts: Vec::new() }
}

fn add_linked(linked: &LinkedThing, depth: usize, lines: &mut Vec<WhyLine>) {
    let thing = linked.thing.label_with_iri();
    lines.push(WhyLine {
        depth,
        mark: if linked.left_out { LEFT_OUT } else { mark(linked.counts) },
        said: if linked.left_out { format!("{thing}, left out") } else { thing },
        found: String::new(),
        facts: linked.facts.lines(),
    });
    lines.extend(linked.not_listed().map(|it| not_listed(depth + 1, it.to_owned())));
    for reason in &linked.reasons {
        add(reason, depth + 1, lines);
    }
}

fn mark(holds: Truth) -> &'static str {
    match holds {
        Truth::Yes => HOLDS,
        Truth::No => FAILS,
        Truth::Unknown => UNKNOWN,
    }
}
