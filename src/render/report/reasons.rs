//! An explanation as lines: the condition, what is on record instead, the linked things.

use crate::base::Limit;
use crate::exec::{LinkedThing, LocatedFact, Reason, Truth, Why};
use crate::render::report::words::{format_location, format_thing};

/// The condition and what was found: `lacks a public source: has 2 sources`, `is public: no, its access is login`.
fn format_reason(reason: &Reason) -> String {
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

/// A line of an explanation, with its depth.
pub(super) struct ReasonLine {
    pub(super) depth: usize,
    pub(super) text: String,
}

/// An explanation as lines, down to a limit of levels; below each reason is the number of lines that are cut.
pub(super) fn lines(why: &Why, limit: Option<Limit>) -> Vec<ReasonLine> {
    let Some(limit) = limit else {
        let mut out = Vec::new();
        why.reasons.iter().for_each(|it| explain(it, 0, usize::MAX, &mut out));
        return out;
    };
    let levels = limit.most();
    let mut out = Vec::new();
    for reason in &why.reasons {
        let begin = out.len();
        explain(reason, 0, levels, &mut out);
        let told = out.len() - begin;
        let mut all = Vec::new();
        explain(reason, 0, usize::MAX, &mut all);
        let text = match all.len() - told {
            0 => continue,
            1 => format!("and 1 more line: {}", limit.all()),
            more => format!("and {more} more lines: {}", limit.all()),
        };
        out.push(ReasonLine { depth: 1, text });
    }
    out
}

fn explain(reason: &Reason, depth: usize, levels: usize, out: &mut Vec<ReasonLine>) {
    if depth >= levels {
        return;
    }
    let text = format_reason(reason);
    out.push(ReasonLine { depth, text });
    if depth + 1 >= levels {
        return;
    }
    let depth = depth + 1;
    for fact in own_facts(reason) {
        let text = format_fact(fact);
        out.push(ReasonLine { depth, text });
    }
    out.extend(reason.facts.not_listed().map(|text| ReasonLine { depth, text }));
    for linked in reason.linked.items() {
        let text = format_link_target(linked);
        out.push(ReasonLine { depth, text });
        out.extend(linked.not_listed().map(|it| ReasonLine { depth: depth + 1, text: it.to_owned() }));
        for reason in &linked.reasons {
            explain(reason, depth + 1, levels, out);
        }
    }
    out.extend(reason.not_listed().into_iter().map(|text| ReasonLine { depth, text }));
    for part in &reason.parts {
        explain(part, depth, levels, out);
    }
}

/// A fact with its place: `access: login (data/vendors/alibaba.ttl:245)`.
fn format_fact(fact: &LocatedFact) -> String {
    match &fact.place {
        Some(place) => format!("{} ({})", fact.words, format_location(place)),
        None => fact.words.clone(),
    }
}

/// The facts of a reason itself; the provenance of linked things is shown with the things.
pub(super) fn own_facts(reason: &Reason) -> impl Iterator<Item = &LocatedFact> {
    let on_a_way = |fact: &LocatedFact| reason.linked.items().iter().any(|it| it.facts.items().contains(fact));
    reason.facts.items().iter().filter(move |fact| !on_a_way(fact))
}

/// Whether a linked thing is what was asked for.
pub(super) fn verdict(linked: &LinkedThing) -> &'static str {
    match (linked.left_out, linked.counts) {
        (true, _) => "is left out",
        (false, Truth::Yes) => "counts",
        (false, Truth::No) => "does not count",
        (false, Truth::Unknown) => "may count",
    }
}

/// A linked thing, whether it is what was asked for, and where the links to it are stated.
fn format_link_target(linked: &LinkedThing) -> String {
    let mut places: Vec<String> =
        linked.facts.items().iter().filter_map(|it| it.place.as_ref()).map(format_location).collect();
    places.dedup();
    places.extend(linked.facts.not_listed());
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    format!("{}: {}{places}", format_thing(&linked.thing), verdict(linked))
}
