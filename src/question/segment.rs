//! The parts of a phrase → items: which words belong together. The longest match comes first; the
//! other divisions of the words follow, for the reader to try.

use std::rc::Rc;

use crate::base::{Source, Span, spend};
use crate::lang::{Keyword, PartKind, Phrase, PhrasePart};
use crate::store::Id;
use crate::words::{Lexicon, Sense};

/// Most divisions of a phrase that are tried: one more is an error, never a choice.
pub(super) const MAX_READINGS: usize = 256;

/// What the reader reads: words with their meanings, or another part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PhraseItem {
    pub(super) kind: ItemKind,
    pub(super) span: Span,
}

/// The kinds of items.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ItemKind {
    /// One word or more with what they can mean: senses of the lexicon, things of that name.
    Words { text: String, senses: Vec<Sense>, things: Vec<Id> },
    /// A word that means nothing here.
    Unknown(String),
    /// Anything else.
    Part(PartKind),
}

/// One division of the words from some position to the end. Divisions share common ends, so that a long phrase is
/// divided in linear time.
#[derive(Clone)]
pub(super) struct Division {
    first: Option<Rc<DivisionNode>>,
    unknown: usize,
}

/// An item, and what follows it.
struct DivisionNode {
    item: Rc<PhraseItem>,
    rest: Division,
}

impl Division {
    /// The division of no words.
    const END: Self = Self { first: None, unknown: 0 };

    /// This division with an item before it.
    fn behind(&self, item: &Rc<PhraseItem>) -> Self {
        let unknown = self.unknown + usize::from(matches!(item.kind, ItemKind::Unknown(_)));
        let divided = DivisionNode { item: Rc::clone(item), rest: self.clone() };
        Self { first: Some(Rc::new(divided)), unknown }
    }

    /// Its items, in order.
    pub(super) fn items(&self) -> Vec<PhraseItem> {
        let mut items = Vec::new();
        let mut next = self.first.as_deref();
        while let Some(divided) = next {
            items.push(divided.item.as_ref().clone());
            next = divided.rest.first.as_deref();
        }
        items
    }
}

impl Drop for DivisionNode {
    /// Unlinks a chain of thousands one by one, so that nothing recurses.
    fn drop(&mut self) {
        let mut next = self.rest.first.take();
        while let Some(mut divided) = next.and_then(|it| Rc::try_unwrap(it).ok()) {
            next = divided.rest.first.take();
        }
    }
}

/// Every division of a phrase with the fewest unknown words, the longest matches first.
///
/// # Errors
/// Where there are more than [`MAX_READINGS`] of them.
pub(super) fn segment(phrase: &Phrase, source: &Source, lexicon: &Lexicon) -> Result<Vec<Division>, TooManyDivisions> {
    let parts = &phrase.parts;
    // From the end: what can follow from each position, the longest first item first.
    let mut from: Vec<Vec<Division>> = vec![Vec::new(); parts.len()];
    from.push(vec![Division::END]);
    for start in (0..parts.len()).rev() {
        spend(1 + lexicon.longest_phrase());
        let mut found: Vec<Division> = Vec::new();
        for (item, length) in items_at(&parts[start..], source, lexicon) {
            let item = Rc::new(item);
            found.extend(from[start + length].iter().map(|rest| rest.behind(&item)));
        }
        let fewest = found.iter().map(|it| it.unknown).min().unwrap_or_default();
        found.retain(|it| it.unknown == fewest);
        if found.len() > MAX_READINGS {
            return Err(TooManyDivisions);
        }
        from[start] = found;
    }
    Ok(from.swap_remove(0))
}

/// The words of a phrase can be divided in more ways than are tried.
#[derive(Debug)]
pub(super) struct TooManyDivisions;

/// The items that can begin these parts, the longest first, each with the number of parts it takes. A word in no match
/// is an unknown item.
fn items_at(parts: &[PhrasePart], source: &Source, lexicon: &Lexicon) -> Vec<(PhraseItem, usize)> {
    if let Some(whole) = outcome_phrase(parts, source, lexicon) {
        return vec![whole];
    }
    let first = &parts[0];
    let is_word = |part: &PhrasePart| matches!(part.kind, PartKind::Word(_));
    let joins = |part: &PhrasePart| matches!(part.kind, PartKind::Word(_) | PartKind::Keyword(_) | PartKind::Number(_));
    let words = match first.kind {
        PartKind::Word(_) | PartKind::Keyword(_) => nearby(parts, lexicon).iter().take_while(|it| joins(it)).count(),
        _ => 0,
    };
    let mut found = Vec::new();
    let mut is_verb = false;
    for length in (1..=words).rev() {
        let run = &parts[..length];
        let Some(item) = look_up_words(first.span.to(parts[length - 1].span), source, lexicon) else {
            continue;
        };
        // The language's own words can be part of a name: `no training on customer data`.
        let open = run.iter().all(|part| !matches!(part.kind, PartKind::Keyword(_)));
        let named = matches!(&item.kind, ItemKind::Words { things, .. } if !things.is_empty());
        // A vocabulary may use a comparator as a verb: `a box contains "Ice"`.
        is_verb = length == 1 && is_text_comparator(&first.kind);
        if is_verb || open && is_word(first) || named && run.iter().any(is_word) {
            found.push((item, length));
        }
    }
    if found.is_empty() || matches!(first.kind, PartKind::Keyword(_)) && !is_verb {
        found.push((alone(first, source), 1));
    }
    found
}

/// The longest outcome phrase of an assurance at the start of the parts; it may contain the language's own words.
fn outcome_phrase(parts: &[PhrasePart], source: &Source, lexicon: &Lexicon) -> Option<(PhraseItem, usize)> {
    if lexicon.all_outcome_words().is_empty() {
        return None;
    }
    let is_word = |part: &&PhrasePart| matches!(part.kind, PartKind::Word(_) | PartKind::Keyword(_));
    let words = nearby(parts, lexicon).iter().take_while(is_word).count();
    (2..=words).rev().find_map(|length| {
        let span = parts[0].span.to(parts[length - 1].span);
        let item = look_up_words(span, source, lexicon)?;
        let is_reported = match &item.kind {
            ItemKind::Words { senses, .. } => senses.iter().any(|it| matches!(it, Sense::Outcome(..))),
            _ => false,
        };
        is_reported.then_some((item, length))
    })
}

fn is_text_comparator(kind: &PartKind) -> bool {
    matches!(kind, PartKind::Keyword(Keyword::kw_contains | Keyword::kw_starts_with | Keyword::kw_ends_with))
}

/// As many of the parts as the longest phrase of the vocabulary has words.
fn nearby<'a>(parts: &'a [PhrasePart], lexicon: &Lexicon) -> &'a [PhrasePart] {
    &parts[..parts.len().min(lexicon.longest_phrase())]
}

fn look_up_words(span: Span, source: &Source, lexicon: &Lexicon) -> Option<PhraseItem> {
    let text = source.slice(span);
    let senses = lexicon.senses(text).to_vec();
    let things = lexicon.names().find(text);
    let known = !senses.is_empty() || !things.is_empty();
    known.then(|| PhraseItem { kind: ItemKind::Words { text: text.to_owned(), senses, things }, span })
}

fn alone(part: &PhrasePart, source: &Source) -> PhraseItem {
    let kind = match &part.kind {
        PartKind::Word(_) => ItemKind::Unknown(source.slice(part.span).to_owned()),
        // Not the source text: the value of a parameter differs from it.
        other => ItemKind::Part(other.clone()),
    };
    PhraseItem { kind, span: part.span }
}
