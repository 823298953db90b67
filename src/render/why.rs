//! Why something is so, as an outline, and as rows for programs.

use crate::exec::{Heading, LinkedThing, LocatedFact, Reason, Table, TableCell, TableRow, Truth, Why};
use crate::render::outline::{ExplanationOutline, LineMark, Note, OutlineLine};

/// The outline: what was asked, part by part, with what the facts have instead and the linked things.
pub(super) fn outline(why: &Why) -> ExplanationOutline {
    let mut lines = lines(why);
    // What the parts say is not said twice.
    lines.iter_mut().filter(|line| line.has_parts).for_each(|line| line.found.clear());
    // The sentence above already says it.
    if let [only] = why.reasons.as_slice()
        && only.found == why.sentence()
    {
        lines[0].found.clear();
    }
    ExplanationOutline {
        title: why.thing.label_with_iri(),
        summary: vec![verdict(why)],
        lines,
        not_listed: Vec::new(),
        has_legend: false,
    }
}

/// A row for each reason and each linked thing.
pub(super) fn table(why: &Why) -> Table {
    let headings = ["level", "holds", "said", "found", "facts"];
    let rows = outline(why).lines.into_iter().map(|line| {
        let facts: Vec<String> = line.notes.iter().map(Note::text_with_location).collect();
        let holds = match line.mark {
            LineMark::Counts => LineMark::Holds.word(),
            LineMark::CountsNot => LineMark::Fails.word(),
            LineMark::MayCount => LineMark::Unknown.word(),
            mark => mark.word(),
        };
        let cells = [line.depth.to_string(), holds.to_owned(), line.text, line.found, facts.join("; ")];
        TableRow { cells: cells.map(TableCell::of_text).to_vec() }
    });
    Table { headings: headings.map(Heading::of_values).to_vec(), rows: rows.collect(), ..Table::default() }
}

/// `it holds: has 1 source, which requires login`
fn verdict(why: &Why) -> String {
    let so = match why.holds {
        Truth::Yes => "it holds",
        Truth::No => "it does not hold",
        Truth::Unknown => "nothing on record decides it",
    };
    match why.sentence() {
        // The verdict `depends` or `disputed`.
        sentence if sentence.is_empty() => "it is neither a plain yes nor a plain no".to_owned(),
        sentence => format!("{so}: {sentence}"),
    }
}

/// The lines of an explanation.
pub(super) fn lines(why: &Why) -> Vec<OutlineLine> {
    let mut lines = Vec::new();
    why.reasons.iter().for_each(|reason| add_reason(reason, 0, &mut lines));
    lines
}

fn add_reason(reason: &Reason, depth: usize, lines: &mut Vec<OutlineLine>) {
    lines.push(OutlineLine {
        depth,
        mark: mark(reason.holds),
        text: reason.said.clone(),
        thing: None,
        found: reason.found.clone(),
        has_parts: !reason.parts.is_empty(),
        notes: notes(own_facts(reason), reason.facts.not_listed()),
    });
    for part in &reason.parts {
        add_reason(part, depth + 1, lines);
    }
    for linked in reason.linked.items() {
        add_linked(linked, depth + 1, lines);
    }
    lines.extend(reason.not_listed().into_iter().map(|it| not_listed(depth + 1, it)));
}

/// The facts of a reason itself; the provenance of linked things is shown with the things.
fn own_facts(reason: &Reason) -> impl Iterator<Item = &LocatedFact> {
    let leads_to_linked = |fact: &LocatedFact| reason.linked.items().iter().any(|it| it.facts.items().contains(fact));
    reason.facts.items().iter().filter(move |fact| !leads_to_linked(fact))
}

fn add_linked(linked: &LinkedThing, depth: usize, lines: &mut Vec<OutlineLine>) {
    let thing = linked.thing.label_with_iri();
    lines.push(OutlineLine {
        depth,
        mark: match linked.counts {
            _ if linked.left_out => LineMark::LeftOut,
            Truth::Yes => LineMark::Counts,
            Truth::No => LineMark::CountsNot,
            Truth::Unknown => LineMark::MayCount,
        },
        text: if linked.left_out { format!("{thing}, left out") } else { thing },
        thing: Some(linked.thing.clone()),
        found: String::new(),
        has_parts: false,
        notes: notes(linked.facts.items().iter(), linked.facts.not_listed()),
    });
    lines.extend(linked.not_listed().map(|it| not_listed(depth + 1, it.to_owned())));
    for reason in &linked.reasons {
        add_reason(reason, depth + 1, lines);
    }
}

fn notes<'f>(facts: impl Iterator<Item = &'f LocatedFact>, not_listed: Option<String>) -> Vec<Note> {
    let facts = facts.map(|fact| Note { words: fact.words.clone(), place: fact.place.clone() });
    facts.chain(not_listed.map(|words| Note { words, place: None })).collect()
}

fn not_listed(depth: usize, text: String) -> OutlineLine {
    OutlineLine {
        depth,
        mark: LineMark::NotListed,
        text,
        thing: None,
        found: String::new(),
        has_parts: false,
        notes: Vec::new(),
    }
}

fn mark(holds: Truth) -> LineMark {
    match holds {
        Truth::Yes => LineMark::Holds,
        Truth::No => LineMark::Fails,
        Truth::Unknown => LineMark::Unknown,
    }
}
