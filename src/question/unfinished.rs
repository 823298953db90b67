//! Incomplete `show` questions: the columns come before the things, so while they are typed it is not known
//! whose columns they are, what they are grouped by, and which bindings there are.

use crate::base::Source;
use crate::lang::{PartKind, Phrase, QuestionForm};
use crate::question::columns::{before_of, divisions};
use crate::question::context::{CompletionProbe, Context};
use crate::question::readings::best;
use crate::question::things::things_of;
use crate::words::KindId;

/// True when more words could complete columns, or columns of things, that cannot be shown as they are.
pub(super) fn show_is_unfinished(phrase: &Phrase, source: &Source, context: Context<'_>) -> bool {
    let before = before_of(phrase);
    let columns = before.as_ref().unwrap_or(phrase);
    let mut kinds = context.lexicon.kinds().map(|(kind, _)| kind);
    let of_some_kind = kinds.any(|kind| fits(columns, kind, before.is_none(), source, context));
    of_some_kind
        || divisions(phrase).iter().any(|(columns, things)| {
            let things = things_of(QuestionForm::Show, things, source, context);
            things.is_ok_and(|(_, set)| fits(columns, set.kind, false, source, context))
        })
}

/// True when these are columns of things of a kind, given some groups and bindings; with
/// `open`, the last may be incomplete.
fn fits(columns: &Phrase, kind: KindId, open: bool, source: &Source, context: Context<'_>) -> bool {
    let listed = columns.split_commas();
    let Some((last, before)) = listed.split_last() else {
        return false;
    };
    let unknown = unknown_words(columns, context);
    let named = |kind| unknown.iter().map(|name| (name.clone(), kind)).collect::<Vec<_>>();
    let all: Vec<KindId> = context.lexicon.kinds().map(|(kind, _)| kind).collect();
    let other_kinds: &[KindId] = if unknown.is_empty() { &[] } else { &all };
    let mut namings = std::iter::once(Vec::new()).chain(other_kinds.iter().copied().map(named));
    namings.any(|names| {
        let column = |part: &Phrase, gap: &CompletionProbe| {
            let context = Context { probe: Some(gap), ..context };
            let read = best(part, source, context, |reader| reader.column_about(kind, names.clone(), true));
            read.is_ok()
        };
        let gap = CompletionProbe::default();
        before.iter().all(|part| column(part, &CompletionProbe::default()))
            && (column(last, &gap) || open && gap.open.get())
    })
}

/// The unknown words: a later `as` can make them bindings.
fn unknown_words(columns: &Phrase, context: Context<'_>) -> Vec<String> {
    let words = columns.parts.iter().filter_map(|part| match &part.kind {
        PartKind::Word(word) => Some(word),
        _ => None,
    });
    let unknown =
        words.filter(|word| context.lexicon.senses(word).is_empty() && context.lexicon.names().find(word).is_empty());
    unknown.cloned().collect()
}
