//! The values that occur in the data, with their frequencies, and the sizes of kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::TermRef;

use crate::base::{Cut, Limit};
use crate::lang::quote;
use crate::session::Session;
use crate::session::complete::candidate::{Candidate, Offer, Tail, candidate};
use crate::session::complete::forms::{CompletionForm, Signature};
use crate::session::roles::WordRole;
use crate::words::{AttributeId, KindId, Number, ValueType, fold};

/// The values of an attribute as they are typed, most frequent first.
pub(super) type AttributeValues = Arc<Vec<ValueOccurrence>>;

/// A value as it is typed.
#[derive(Debug)]
pub(super) struct ValueOccurrence {
    typed: String,
    count: usize,
    /// True for a text that is too long to offer.
    long: bool,
}

impl Session {
    /// The values of the attribute that `before` mentions last.
    pub(super) fn values_at(&self, before: &str, typed: &str) -> Vec<Candidate> {
        let Some(attribute) = self.attribute_at_hand(before) else {
            return Vec::new();
        };
        let begun = fold(typed).replace('“', "\"");
        let values = self.values_of(attribute);
        let begin = values.iter().filter(|it| fold(&it.typed).starts_with(&begun));
        let (long, short): (Vec<&ValueOccurrence>, Vec<&ValueOccurrence>) = begin.partition(|it| it.long);
        let tail = Tail { before, words: Vec::new() };
        let as_candidate = |value: &ValueOccurrence| {
            let signature = Some(Signature::Value(attribute));
            let form = CompletionForm::whole(value.typed.clone(), WordRole::Literal, signature);
            Some(candidate(&form, &tail, "")?.with_count(Some(value.count)))
        };
        let offered = Cut::of(short, Limit::OfferedValues).and_more(long.len() as u64);
        let more = offered.more();
        let last = offered.items().last().or(long.first()).copied().and_then(as_candidate);
        let candidates = offered.items().iter().copied().filter_map(as_candidate);
        let rest = last.filter(|_| more > 0).map(|last| Candidate { offer: more_values(more), ..last });
        candidates.chain(rest).collect()
    }

    fn values_of(&self, attribute: AttributeId) -> AttributeValues {
        let cache = || self.occurrences.values.lock().ok();
        if let Some(known) = cache().and_then(|cache| cache.get(&attribute).map(Arc::clone)) {
            return known;
        }
        let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
        let described = self.lexicon.attribute(attribute);
        for thing in self.lexicon.things(&self.dataset, described.of) {
            for value in described.path.walk(&self.dataset, thing) {
                let typed = value_as_typed(self.dataset.term(value), &described.values);
                if let Some(typed) = typed {
                    *counts.entry(typed).or_default() += 1;
                }
            }
        }
        let values = counts.into_iter().map(|((typed, long), count)| ValueOccurrence { typed, count, long });
        let mut values: Vec<ValueOccurrence> = values.collect();
        values.sort_by_key(|it| std::cmp::Reverse(it.count));
        let values: AttributeValues = Arc::new(values);
        if let Some(mut cache) = cache() {
            cache.insert(attribute, Arc::clone(&values));
        }
        values
    }

    /// The nouns of the kinds that have things, with the number of things, largest first; without kinds that are part
    /// of a larger one.
    #[must_use]
    pub fn largest_kinds(&self) -> Vec<(&str, usize)> {
        // Of equivalent kinds, the first stands for all.
        let is_top = |id: KindId, above: &[KindId]| above.iter().all(|it| id <= *it && self.lexicon.is_a(*it, id));
        let tops = self.lexicon.kinds().filter(|(id, kind)| is_top(*id, &kind.above));
        let sized = tops.filter_map(|(id, _)| Some((id, self.size(id).filter(|size| *size > 0)?)));
        let mut sized: Vec<(KindId, usize)> = sized.collect();
        sized.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        let noun = |kind, size| match size {
            1 => self.lexicon.kind_word(kind, Number::Singular),
            _ => self.lexicon.kind_word(kind, Number::Plural),
        };
        let named = sized.into_iter().map(|(kind, size)| (noun(kind, size), size));
        named.collect()
    }

    /// How many things of a kind there are.
    pub(super) fn size(&self, kind: KindId) -> Option<usize> {
        let count = || {
            let kinds = self.lexicon.kinds();
            kinds.map(|(kind, _)| (kind, self.lexicon.count(&self.dataset, kind))).collect()
        };
        let sizes = self.occurrences.sizes.get_or_init(count);
        sizes.get(&kind).copied()
    }
}

/// The last offer, which says how many more values there are and cannot be inserted.
fn more_values(more: u64) -> Offer {
    let values = if more == 1 { "value" } else { "values" };
    Offer { text: format!("{more} more {values}"), role: WordRole::Literal, not_insertable: true, count: None }
}

/// A value as it is typed, and whether it is too long to offer; `None` for listed values, which have forms of their
/// own, and where it cannot be typed.
fn value_as_typed(value: TermRef<'_>, values: &ValueType) -> Option<(String, bool)> {
    let short = |value: &str| (value.to_owned(), false);
    match (values, value) {
        (ValueType::OneOf(_), _) => None,
        (ValueType::Text, TermRef::Literal(text)) => {
            let long = text.value().chars().count() > Limit::OfferedText.most();
            Some((quote(text.value()), long))
        }
        (ValueType::DateTime, TermRef::Literal(time)) => time.value().get(..10).map(short),
        (_, TermRef::Literal(value)) => Some(short(value.value())),
        _ => None,
    }
}
