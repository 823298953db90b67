//! Reads each division of a phrase into words, and takes the one with the longest matches.

use std::collections::HashSet;

use crate::base::{Code, Diagnostic, Faults, Source, visible};
use crate::lang::Phrase;
use crate::question::choice::{ReadingChoice, ReadingRule};
use crate::question::context::Context;
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::segment::{PhraseItem, TooManyDivisions, segment};

/// Reads every division of a phrase. The longest match counts: a division that only divides further what has been
/// read is skipped. Another one that also works and means something else is an ambiguity.
pub(super) fn best<T: Clone + PartialEq>(
    phrase: &Phrase,
    source: &Source,
    context: Context<'_>,
    read: impl Fn(&mut PhraseReader<'_>) -> Result<T, Diagnostic>,
) -> Result<T, Faults> {
    let mut found: Option<(T, Vec<PhraseItem>)> = None;
    let mut chosen = Vec::new();
    let mut fault: Option<(Diagnostic, Vec<PhraseItem>)> = None;
    let mut open = false;
    let readings = segment(phrase, source, context.lexicon);
    let readings = readings.map_err(|TooManyDivisions| vec![faults::too_many_readings(source, phrase.span)])?;
    for division in readings {
        let mut reader = PhraseReader::new(source, context, division.items(), phrase.span);
        let result = read(&mut reader).and_then(|set| reader.end().map(|()| set));
        match (result, &found) {
            (Ok(set), None) => {
                chosen = std::mem::take(&mut reader.choices);
                found = Some((set, reader.items.into_all()));
            }
            (Ok(set), Some((first, items))) if set != *first && !divides_further(reader.items.all(), items) => {
                context.leaves_open(phrase, source);
                let items_of_other = reader.items.all();
                let fault = faults::two_readings(source, phrase.span, items, items_of_other);
                return Err(fault.into());
            }
            (Ok(set), Some((first, items))) if set != *first => {
                chosen.extend(longest_matches(source, items, reader.items.all()));
            }
            (Ok(_), Some(_)) => {}
            (Err(new), _) => {
                open |= reader.is_open(&new);
                let further = fault.as_ref().is_none_or(|(old, _)| new.offset() > old.offset());
                if further {
                    fault = Some((new, reader.items.into_all()));
                }
            }
        }
    }
    if let Some((set, _)) = found {
        if let Some(choices) = context.choices {
            let mut choices = choices.borrow_mut();
            chosen.retain(|choice| !choices.contains(choice));
            choices.extend(chosen);
        }
        return Ok(set);
    }
    if open {
        context.leaves_open(phrase, source);
    }
    let (fault, items) = fault.expect("a phrase has one reading at least");
    if !context.suggests {
        return Err(fault.into());
    }
    let mut unknown = faults::unknown_words(source, &items, context.lexicon);
    let vague = matches!(fault.code, Code::Misplaced | Code::EndsTooEarly | Code::JoinsNothing);
    if vague && unknown.iter().any(|unknown| unknown.offset() == fault.offset()) {
        unknown.sort_by_key(Diagnostic::offset);
        return Err(unknown.into());
    }
    Err(fault.into())
}

/// True when `fine` only cuts items of `coarse` into smaller ones.
fn divides_further(fine: &[PhraseItem], coarse: &[PhraseItem]) -> bool {
    let starts = |items: &[PhraseItem]| items.iter().map(|item| item.span.start).collect::<HashSet<_>>();
    starts(coarse).is_subset(&starts(fine))
}

/// The words that were read as one although dividing them gives another meaning.
fn longest_matches(source: &Source, coarse: &[PhraseItem], fine: &[PhraseItem]) -> Vec<ReadingChoice> {
    let divided = coarse.iter().filter(|item| {
        let inside = |other: &&PhraseItem| item.span.start <= other.span.start && other.span.end <= item.span.end;
        fine.iter().filter(inside).count() > 1
    });
    let choice = |item: &PhraseItem| ReadingChoice {
        words: visible(source.slice(item.span)).into_owned(),
        taken: "is read as one".to_owned(),
        rule: ReadingRule::LongestMatch,
    };
    divided.map(choice).collect()
}
