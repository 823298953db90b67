//! `define a weak claim as …`: a new adjective.

use crate::base::{Diagnostic, Faults, Source, Span};
use crate::lang::Phrase;
use crate::question::bindings_check::check_bindings;
use crate::question::context::Context;
use crate::question::faults;
use crate::question::readings::best;
use crate::question::tree::ResolvedStatement;
use crate::words::{KindId, Number, Sense};

/// Resolves a definition: the word, the kind that it applies to, and its meaning.
pub(super) fn define(
    head: &Phrase,
    meaning: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<ResolvedStatement, Faults> {
    let (word, kind) = definition_head(head, source, context).map_err(Faults::from)?;
    let noun = context.lexicon.kind(kind).noun;
    let meaning_set = best(meaning, source, context, |reader| {
        reader.quantity()?;
        reader.set()
    })?;
    check_bindings(&meaning_set, meaning, source)?;
    if !context.lexicon.overlap(meaning_set.kind, kind) {
        let noun = context.lexicon.noun(noun).forms.get(Number::Singular);
        return Err(faults::definition_of_another_kind(
            source,
            meaning.span,
            noun,
            context.lexicon.kind_word(meaning_set.kind, Number::Singular),
        )
        .into());
    }
    Ok(ResolvedStatement::Define { word, kind, meaning: meaning_set })
}

/// `weak claim` → the word `weak` and the kind of `claim`: the noun is the longest match at the end.
///
/// # Errors
/// When there is no noun, no word before it, or the word has a meaning already.
pub fn definition_head(head: &Phrase, source: &Source, context: Context<'_>) -> Result<(String, KindId), Diagnostic> {
    let lexicon = context.lexicon;
    let words = &head.parts;
    let noun_at = |from: usize| {
        let span = words[from].span.to(head.span);
        let senses = lexicon.senses(source.slice(Span::new(words[from].span.start, span.end)));
        senses.iter().find_map(|sense| match sense {
            Sense::Noun(id, _) => Some(lexicon.noun(*id).kind),
            _ => None,
        })
    };
    let found = (0..words.len()).find_map(|from| Some((from, noun_at(from)?)));
    let Some((noun_at, kind)) = found else {
        let last = words.last().expect("the grammar asks for one word or more");
        return Err(faults::no_noun_to_define(source, last.span, lexicon));
    };
    if noun_at == 0 {
        return Err(faults::nothing_to_define(source, head.span));
    }
    let span = words[0].span.to(words[noun_at - 1].span);
    let word = source.slice(span).to_owned();
    let taken = lexicon.senses(&word).iter().any(|sense| match sense {
        Sense::Adjective(id) => {
            let known = lexicon.adjective(*id);
            lexicon.overlap(known.of, kind) && !(known.of == kind && known.place.is_empty())
        }
        _ => true,
    });
    if taken {
        return Err(faults::word_is_taken(source, span));
    }
    Ok((word, kind))
}
