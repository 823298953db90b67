//! What the last word before the cursor waits for: an adjective for a noun, `ultimately` for a verb.

use crate::base::{Code, Diagnostic};
use crate::lang::{Keyword, PartKind};
use crate::question::segment::{ItemKind, PhraseItem};
use crate::words::{KindId, Lexicon, Number, Sense};

const NUMBERS: [Number; 2] = [Number::Plural, Number::Singular];

/// The items with a word that the last one waits for, once for each kind of things; nothing if it waits for none.
pub(super) fn with_awaited_word(items: &[PhraseItem], lexicon: &Lexicon) -> Vec<Vec<PhraseItem>> {
    let Some(last) = items.last() else { return Vec::new() };
    let awaited: Vec<Vec<Sense>> = match &last.kind {
        ItemKind::Words { senses, .. } => {
            let kinds = senses.iter().filter_map(|sense| match sense {
                Sense::Adjective(id) => Some(lexicon.adjective(*id).of),
                _ => None,
            });
            kinds.map(|kind| nouns_of(kind, lexicon)).collect()
        }
        ItemKind::Part(PartKind::Keyword(Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately)) => {
            vec![words_of_links(lexicon, true)]
        }
        ItemKind::Part(PartKind::Keyword(Keyword::kw_not)) => {
            let adjectives = lexicon.adjectives().map(|(id, _)| id);
            let adjectives = adjectives.flat_map(|id| [Sense::Adjective(id), Sense::AdjectiveVerb(id, Number::Plural)]);
            vec![adjectives.chain(words_of_links(lexicon, false)).collect()]
        }
        _ => Vec::new(),
    };
    let with = |senses| {
        let kind = ItemKind::Words { text: String::new(), senses, things: Vec::new() };
        items.iter().cloned().chain([PhraseItem { kind, span: last.span }]).collect()
    };
    awaited.into_iter().map(with).collect()
}

/// True for the error of a phrase that ends too early.
pub(super) fn waits_for_more(fault: &Diagnostic) -> bool {
    fault.incomplete || fault.code == Code::NeedsObject
}

/// The noun of a kind and the roles of its things.
fn nouns_of(kind: KindId, lexicon: &Lexicon) -> Vec<Sense> {
    let is_role =
        |link: &_| !lexicon.direction_words(*link).roles.is_empty() && lexicon.overlap(lexicon.end(*link), kind);
    let roles: Vec<_> = lexicon.directions().filter(is_role).collect();
    let in_number = |number| {
        let roles = roles.iter().map(move |link| Sense::Role(*link, number));
        [Sense::Noun(lexicon.kind(kind).noun, number)].into_iter().chain(roles)
    };
    NUMBERS.into_iter().flat_map(in_number).collect()
}

/// Verbs, participles and prepositions; with `repeated`, of links that can be followed again and again.
fn words_of_links(lexicon: &Lexicon, repeated: bool) -> Vec<Sense> {
    let links = lexicon.directions().filter(|link| !repeated || lexicon.ultimate_path(*link).is_some());
    let words = links.flat_map(|link| {
        let words = lexicon.direction_words(link);
        let verbs = NUMBERS.map(|number| Sense::Verb(link, number)).into_iter().filter(|_| !words.verbs.is_empty());
        let participle = (!words.participles.is_empty()).then_some(Sense::Participle(link));
        let preposition = (!words.prepositions.is_empty()).then_some(Sense::Preposition(link));
        verbs.chain(participle).chain(preposition).collect::<Vec<_>>()
    });
    words.collect()
}
