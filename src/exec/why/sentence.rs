//! An explanation in one line: `has 2 sources: one requires login, one was retrieved on 2025-09-01`.

use crate::base::{Cut, Limit};
use crate::exec::reason::{Connective, LinkedThing, Reason, Why};
use crate::exec::truth::Truth;

impl Why {
    /// What decides, in one line that follows the name of the thing: all that was found if it holds, what speaks
    /// against it if it does not.
    #[must_use]
    pub fn sentence(&self) -> String {
        let told = self.reasons.iter().filter(|it| it.holds == self.holds);
        let told: Vec<String> = told.flat_map(decisive).collect();
        join_distinct(told)
    }
}

impl Reason {
    /// What decides whether it holds, in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        join_distinct(decisive(self))
    }
}

/// What decides, piece by piece.
pub(super) fn decisive(reason: &Reason) -> Vec<String> {
    if reason.parts.is_empty() {
        return vec![format!("{}{}", reason.found, details(reason))];
    }
    let wanted = match reason.joint {
        Connective::All | Connective::Any => reason.holds,
        Connective::NotAll => !reason.holds,
    };
    let parts = reason.parts.iter().filter(|part| part.holds == wanted);
    parts.flat_map(decisive).collect()
}

/// Joins pieces, each once.
fn join_distinct(pieces: Vec<String>) -> String {
    let mut known: Vec<String> = Vec::new();
    for piece in pieces {
        if !known.contains(&piece) {
            known.push(piece);
        }
    }
    known.join("; ")
}

/// What to say about the linked things: `: one requires login, one is public`, `, which is gone`.
fn details(reason: &Reason) -> String {
    let all: Vec<&LinkedThing> = reason.linked.items().iter().filter(|it| !it.left_out).collect();
    // The number of those that count is in the text already, and they alone decide.
    let counting = all.iter().filter(|it| it.counts == Truth::Yes).count();
    if reason.holds == Truth::Yes && counting > 0 && counting < all.len() {
        return String::new();
    }
    let more = reason.linked.more();
    if counting == 0
        && let Some(miss) = nearest_miss(&all, more)
    {
        return miss;
    }
    let said: Vec<String> = all.iter().filter_map(|linked| of_linked(linked)).collect();
    match said.as_slice() {
        [] => String::new(),
        [only] if all.len() == 1 && more == 0 => format!(", which {only}"),
        [first, rest @ ..] if rest.iter().all(|it| it == first) && said.len() == all.len() => {
            let each = if more == 0 { "each" } else { "each of those examined" };
            format!(": {each} {first}")
        }
        said => {
            let mut different: Vec<&String> = Vec::new();
            for it in said {
                if !different.contains(&it) {
                    different.push(it);
                }
            }
            let spoken = Cut::of(different, Limit::SpokenOf).map(|it| format!("one {it}"));
            // Things of which the same is said share a phrase, but are counted one by one.
            let more = match all.len() as u64 + more - spoken.items().len() as u64 {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            format!(": {}{more}", spoken.items().join(", "))
        }
    }
}

/// What comes nearest without being what was asked for: `: 1 of 3 is public, but has no verified citation`.
/// The linked things are ordered by how much they miss.
fn nearest_miss(all: &[&LinkedThing], more: u64) -> Option<String> {
    let nearest = *all.first()?;
    let held = |linked: &LinkedThing| -> Vec<String> {
        let held = linked.reasons.iter().filter(|reason| reason.holds == Truth::Yes);
        held.map(|reason| reason.said.clone()).collect()
    };
    let so_far = held(nearest);
    let missed = of_linked(nearest).filter(|_| !so_far.is_empty())?;
    let so_far = so_far.join(" and ");
    let count = all.len() as u64 + more;
    if count == 1 {
        return Some(format!(", which {so_far}, but {missed}"));
    }
    let alike = all.iter().filter(|it| held(it) == held(nearest)).count();
    // Nobody knows how near those are that were not examined.
    Some(if alike == 1 && more == 0 {
        format!(": 1 of {count} {so_far}, but {missed}")
    } else {
        format!(": the nearest {so_far}, but {missed}")
    })
}

/// Why a linked thing counts, or does not; `None` if there is nothing to say.
fn of_linked(linked: &LinkedThing) -> Option<String> {
    let reasons = linked.reasons.iter();
    let told = reasons.filter(|reason| reason.holds == linked.counts);
    // What is named already is not repeated.
    let itself = format!("is {}", linked.thing.label);
    let told = told.flat_map(decisive_without_links).filter(|it| *it != itself);
    let mut told: Vec<String> = told.collect();
    told.dedup();
    (!told.is_empty()).then(|| told.join(" and "))
}

/// What decides, without things that are linked further on.
fn decisive_without_links(reason: &Reason) -> Vec<String> {
    if reason.parts.is_empty() {
        return vec![reason.found.clone()];
    }
    let wanted = match reason.joint {
        Connective::All | Connective::Any => reason.holds,
        Connective::NotAll => !reason.holds,
    };
    let parts = reason.parts.iter().filter(|part| part.holds == wanted);
    parts.flat_map(decisive_without_links).collect()
}
