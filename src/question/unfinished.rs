//! Incomplete `show` questions: the columns come before the things, so while they are typed it is not known
//! whose columns they are, what they are grouped by, and which bindings there are.

use crate::base::{Faults, Source};
use crate::lang::{CURSOR, PartKind, Phrase};
use crate::question::columns::divisions;
use crate::question::context::{CompletionProbe, Context};
use crate::question::readings::best;
use crate::question::tree::NounPhrase;
use crate::words::KindId;

/// True when more words could complete columns, or columns of things, that cannot be shown as they are. `set_of` reads
/// the things.
pub(super) fn show_is_unfinished(
    phrase: &Phrase,
    source: &Source,
    context: Context<'_>,
    set_of: impl Fn(&Phrase, Context<'_>) -> Result<NounPhrase, Faults>,
) -> bool {
    let of_some_kind = |columns: &Phrase| {
        let mut kinds = context.lexicon.kinds();
        kinds.any(|(kind, _)| fits(columns, kind, source, context))
    };
    of_some_kind(phrase)
        || divisions(phrase).iter().any(|(columns, things)| {
            let probe = CompletionProbe::default();
            match set_of(things, Context { probe: Some(&probe), ..context }) {
                Ok(set) => fits(columns, set.kind, source, context),
                Err(_) => probe.open.get() && of_some_kind(columns),
            }
        })
}

/// True when these are columns of things of a kind, given some groups and bindings; the last may be incomplete if it
/// is at the cursor.
fn fits(columns: &Phrase, kind: KindId, source: &Source, context: Context<'_>) -> bool {
    let listed = columns.split_commas();
    let unknown = unknown_words(columns, context);
    let named = |kind| unknown.iter().map(|name| (name.clone(), kind)).collect::<Vec<_>>();
    let all: Vec<KindId> = context.lexicon.kinds().map(|(kind, _)| kind).collect();
    let other_kinds: &[KindId] = if unknown.is_empty() { &[] } else { &all };
    let mut namings = std::iter::once(Vec::new()).chain(other_kinds.iter().copied().map(named));
    let fits = |part: &Phrase, names: &Vec<(String, KindId)>| {
        let probe = CompletionProbe::default();
        let context = Context { probe: Some(&probe), ..context };
        let read = best(part, source, context, |reader| reader.column_about(kind, names.clone(), true));
        read.is_ok() || probe.open.get()
    };
    let (naming, plain): (Vec<Phrase>, Vec<Phrase>) =
        listed.into_iter().partition(|part| !unknown_words(part, context).is_empty());
    plain.iter().all(|part| fits(part, &Vec::new()))
        && namings.any(|names| naming.iter().all(|part| fits(part, &names)))
}

/// The unknown words: a later `as` can make them bindings.
fn unknown_words(columns: &Phrase, context: Context<'_>) -> Vec<String> {
    let words = columns.parts.iter().filter_map(|part| match &part.kind {
        PartKind::Word(word) if word != CURSOR => Some(word),
        _ => None,
    });
    let unknown =
        words.filter(|word| context.lexicon.senses(word).is_empty() && context.lexicon.names().find(word).is_empty());
    unknown.cloned().collect()
}
