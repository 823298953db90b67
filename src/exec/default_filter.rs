//! What the default filter left out of an answer, as remarks.

use std::sync::Arc;

use crate::base::Diagnostic;
use crate::exec::answer::Body;
use crate::exec::limits::{Inquiry, Limits};
use crate::exec::size::count_of;
use crate::plan::{AnswerShape, Concept, Measure, Plan};
use crate::store::Dataset;
use crate::words::{AdjectiveId, Lexicon, Number};

/// Notes on what the default filter excluded: how many of the subject; elsewhere, whether the answer would differ.
pub(super) fn default_filter_notes(
    plan: &Plan,
    body: &Body,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Vec<String>, Diagnostic> {
    let mut notes = Vec::new();
    let found = match body {
        Body::Table(table) => Some(table.things as u64),
        Body::Count { count, .. } => Some(*count),
        Body::YesNo { count, .. } => *count,
        _ => None,
    };
    let count = |set: &Concept| count_of(set, plan, lexicon, dataset, limits, inquiry);
    let but = |one: &Concept, other: &Concept| Concept::all(vec![one.clone(), Concept::negate(other.clone())]);
    for left_out in &plan.default_filters {
        let words = |id: &AdjectiveId| lexicon.adjective(*id).word.clone().unwrap_or_default();
        let plural = lexicon.kind_word(left_out.kind, Number::Plural);
        if let (Some(with_left_out), Some(_)) = (&plan.without_subject_filter, found)
            && left_out.subject
        {
            // How many of each the answer would have, each thing counted once.
            let mut rest = but(with_left_out, &plan.set);
            let mut told = Vec::new();
            for (adjective, meaning) in left_out.adjectives.iter().zip(&left_out.meanings) {
                let these = Concept::all(vec![rest.clone(), meaning.clone()]);
                match count(&these)? {
                    0 => {}
                    1 => told.push((1, format!("1 {}", words(adjective)))),
                    number => told.push((number, format!("{number} {}", words(adjective)))),
                }
                rest = but(&rest, meaning);
            }
            if let Some((last, _)) = told.last() {
                let number = if *last == 1 && told.len() == 1 { Number::Singular } else { Number::Plural };
                let kind = lexicon.kind_word(left_out.kind, number);
                let told: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
                let them = if number == Number::Singular { "it" } else { "them" };
                notes.push(format!("left out: {} {kind} (`all {plural}` includes {them})", join_words(&told, "and")));
            }
            continue;
        }
        // Elsewhere in the question there is a note only if the answer would differ with them.
        let changes = match &plan.without_filters {
            Some(whole) if !shows_more(&plan.shape) => {
                count(&but(whole, &plan.set))? + count(&but(&plan.set, whole))? > 0
            }
            // What groups and columns count may differ with them, if there are any.
            _ => {
                let things = lexicon.things(dataset, left_out.kind);
                let is_one = |id: &AdjectiveId| {
                    lexicon.things_that_are(dataset, *id).iter().any(|it| things.binary_search(it).is_ok())
                };
                left_out.adjectives.iter().any(is_one)
            }
        };
        if changes {
            let adjectives: Vec<String> = left_out.adjectives.iter().map(words).collect();
            let adjectives = join_words(&adjectives, "or");
            notes.push(format!(
                "left out: {plural} that are {adjectives}; with them the answer may differ \
                 (`all {plural}` includes them)"
            ));
        }
    }
    Ok(notes)
}

/// True if what is shown depends on more than the set: what groups and columns count.
pub(super) fn shows_more(shape: &AnswerShape) -> bool {
    match shape {
        AnswerShape::Groups { .. } => true,
        AnswerShape::Rows { columns, order, .. } => {
            let shown = columns.iter().chain(order.keys.iter().map(|(key, _)| key));
            shown.into_iter().any(|column| !matches!(column.measure, Measure::Value { .. }))
        }
        _ => false,
    }
}

/// `superseded, retracted or draft`
pub(super) fn join_words(words: &[String], joint: &str) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} {joint} {last}", before.join(", ")),
        words => words.concat(),
    }
}
