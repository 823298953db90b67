//! Limits of explanations of one thing.

use caveat::render::Format;

use crate::limits::{answer_text, each, things};

fn why(facts: &str, question: &str) -> String {
    answer_text(&mut things(facts), question, Format::Table)
}

/// A thing with this many colours.
fn thing_with_colours(many: usize) -> String {
    each(many, |it| format!("l:a a l:Thing ; l:colour \"c{it}\" .\n"))
}

pub(super) fn facts(many: usize) -> String {
    why(&thing_with_colours(many), "why does l:a have a colour")
}

pub(super) fn values(many: usize) -> String {
    why(&thing_with_colours(many), "why does l:a have a colour")
}

/// A chain of this many links.
pub(super) fn facts_of_path(many: usize) -> String {
    let chain = each(many, |it| format!("l:t{} l:use l:t{it} .\nl:t{it} a l:Thing .\n", it - 1));
    why(&format!("l:t0 a l:Thing .\n{chain}"), &format!("why does l:t0 ultimately use l:t{many}"))
}

/// Things that a thing uses.
fn things_used_by(user: &str, many: usize) -> String {
    each(many, |it| format!("l:{user} l:use l:{user}{it} .\nl:{user}{it} a l:Thing ; l:size {it} .\n"))
}

pub(super) fn linked_things(many: usize) -> String {
    why(&format!("l:a a l:Thing .\n{}", things_used_by("a", many)), "why does l:a use a thing")
}

pub(super) fn things_linked_further(many: usize) -> String {
    let facts = format!("l:a a l:Thing ; l:use l:b .\nl:b a l:Thing .\n{}", things_used_by("b", many));
    why(&facts, "why does l:a use a thing that uses a thing")
}

pub(super) fn things_linked_deeper(many: usize) -> String {
    let facts = "l:a a l:Thing ; l:use l:b .\nl:b a l:Thing ; l:use l:c .\nl:c a l:Thing .\n";
    why(
        &format!("{facts}{}", things_used_by("c", many)),
        "why does l:a use a thing that uses a thing that uses a thing",
    )
}

/// Each used thing has another size, and none is large enough.
pub(super) fn sizes_in_a_reason(many: usize) -> String {
    let facts = format!("l:a a l:Thing .\n{}", things_used_by("a", many));
    let text = why(&facts, "why does l:a use a thing whose size > 100");
    text.lines().nth(1).unwrap().to_owned()
}

/// Twenty things with so many conditions that there are this many reasons, one of them for the condition on the thing
/// itself.
pub(super) fn reasons(many: usize) -> String {
    let asked = if many > caveat::base::Limit::Reasons.most() { 150 } else { 100 };
    let facts = format!("l:a a l:Thing .\n{}", things_used_by("a", 20));
    let conditions: Vec<String> = (0..asked).map(|it| format!("whose size is not {}", 1000 + it)).collect();
    why(&facts, &format!("why does l:a use a thing {}", conditions.join(" and ")))
}

/// Definitions, each with the meaning of the one before it.
pub(super) fn reasons_deep(many: usize) -> String {
    let further = |it: usize| {
        let before = if it == 1 { "whose size > 0".to_owned() } else { format!("that is deep{}", it - 1) };
        format!("define a deep{it} thing as a thing {before}\n")
    };
    why("l:a a l:Thing ; l:size 1 .\n", &format!("{}why is l:a deep{many}", each(many, further)))
}

pub(super) fn value_text(many: usize) -> String {
    why(&format!("l:a a l:Thing ; l:colour \"{}\" .\n", "x".repeat(many)), "why does l:a have a colour")
}
