//! An explanation as lines: what was said, what is there instead, on which linked thing.

use crate::exec::{Fact, Linked, Reason, Truth, Why};
use crate::render::report::words::{at, named};

/// What was said and what is there: `lacks a public source: has 2 sources`, `is public: no, its access is login`.
fn said(reason: &Reason) -> String {
    let mut text = reason.said.clone();
    let no = match reason.holds {
        Truth::Yes => None,
        Truth::No => Some("no"),
        Truth::Unknown => Some("unknown"),
    };
    let found = Some(reason.found.as_str()).filter(|it| !it.is_empty());
    let answer: Vec<&str> = no.into_iter().chain(found).collect();
    if !answer.is_empty() {
        text.push_str(": ");
        text.push_str(&answer.join(", "));
    }
    text
}

/// A line of an explanation, and how deep it stands.
pub(super) struct Line {
    pub(super) depth: usize,
    pub(super) text: String,
}

/// An explanation as lines, down to `levels` levels of it.
pub(super) fn lines(why: &Why, levels: usize) -> Vec<Line> {
    let mut out = Vec::new();
    for reason in &why.reasons {
        explain(reason, 0, levels, &mut out);
    }
    out
}

fn explain(reason: &Reason, depth: usize, levels: usize, out: &mut Vec<Line>) {
    if depth >= levels {
        return;
    }
    let text = said(reason);
    out.push(Line { depth, text });
    if depth + 1 >= levels {
        return;
    }
    let depth = depth + 1;
    for fact in own_facts(reason) {
        let text = stated(fact);
        out.push(Line { depth, text });
    }
    for linked in &reason.linked {
        let text = looked_at(linked);
        out.push(Line { depth, text });
        for reason in &linked.reasons {
            explain(reason, depth + 1, levels, out);
        }
    }
    if reason.more > 0 {
        let text = format!("and {} more", reason.more);
        out.push(Line { depth, text });
    }
    for part in &reason.parts {
        explain(part, depth, levels, out);
    }
}

/// A fact with its place: `access: login (data/vendors/alibaba.ttl:245)`.
fn stated(fact: &Fact) -> String {
    match &fact.place {
        Some(place) => format!("{} ({})", fact.words, at(place)),
        None => fact.words.clone(),
    }
}

/// The facts that stand on a reason itself: those on the way to linked things stand with the things.
pub(super) fn own_facts(reason: &Reason) -> impl Iterator<Item = &Fact> {
    let on_a_way = |fact: &Fact| reason.linked.iter().any(|it| it.facts.contains(fact));
    reason.facts.iter().filter(move |fact| !on_a_way(fact))
}

/// Whether a linked thing is what was asked for.
pub(super) fn verdict(linked: &Linked) -> &'static str {
    match (linked.left_out, linked.counts) {
        (true, _) => "is left out",
        (false, Truth::Yes) => "counts",
        (false, Truth::No) => "does not count",
        (false, Truth::Unknown) => "may count",
    }
}

/// A linked thing, whether it is what was asked for, and where the links to it are stated.
fn looked_at(linked: &Linked) -> String {
    let mut places: Vec<String> = linked.facts.iter().filter_map(|it| it.place.as_ref()).map(at).collect();
    places.dedup();
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    format!("{}: {}{places}", named(&linked.thing), verdict(linked))
}
