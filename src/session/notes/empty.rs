//! Empty answers: the largest part of the question that finds something, and the condition that rules it all out.

use crate::base::Limit;
use crate::question::{
    Bound, Condition, NounPhrase, PhraseBase, Polarity, Quantity, condition_words, none_of, noun_phrase,
};
use crate::session::notes::{NoteFinder, number_of};
use crate::words::Number;

impl NoteFinder<'_> {
    /// Describes the largest part of an empty set that is not empty: all conditions but one, the last if possible;
    /// otherwise the longest run of conditions from the first that finds something.
    pub(super) fn largest_part(&self, set: &NounPhrase) -> Option<String> {
        let parts = set.adjectives.len() + set.filters.len();
        let most = Limit::ConditionsLeftOut.most();
        if parts > most {
            return Some(format!(
                "the question has {parts} conditions, too many to report which one finds nothing (at most {most})"
            ));
        }
        for dropped in (0..parts).rev() {
            let part = keeping(set, |at| at != dropped);
            let count = self.count(&part)?;
            if count > 0 {
                return self.but_none(&part, count, &condition(set, dropped));
            }
        }
        for kept in (0..parts.saturating_sub(1)).rev() {
            let part = keeping(set, |at| at < kept);
            let count = self.count(&part)?;
            if count > 0 {
                return self.but_none(&part, count, &condition(set, kept));
            }
        }
        None
    }

    /// `there are 12 claims about "retention"; none of them is limited by a caveat`
    fn but_none(&self, part: &NounPhrase, count: u64, failed: &Condition) -> Option<String> {
        let (lexicon, dataset) = (&self.session.lexicon, &self.session.dataset);
        let named = matches!(part.base, PhraseBase::Things(_) | PhraseBase::Their(_));
        if named && part.adjectives.is_empty() && part.filters.is_empty() {
            return None;
        }
        let number = number_of(count);
        let whole = part.all || !matches!(part.base, PhraseBase::Noun(_));
        let words = NounPhrase { number: if whole { Number::Plural } else { number }, ..part.clone() };
        let words = noun_phrase(&words, lexicon, dataset);
        let of = if whole { "of " } else { "" };
        let are = if count == 1 { "is" } else { "are" };
        let there = format!("there {are} {count} {of}{words}");
        if let Some(object) = self.object_that_is_not_there(failed) {
            return Some(format!("{there}, but {object} at all"));
        }
        let said = |condition: &Condition, number| condition_words(condition, part.kind, number, lexicon, dataset);
        Some(match (failed, count) {
            (Condition::Not(holds), 1) => format!("{there}; it {}", said(holds, Number::Singular)),
            (Condition::Not(holds), _) => {
                format!("{there}; all of them {}", said(holds, Number::Plural))
            }
            (failed, 1) => {
                let said = said(failed, Number::Singular);
                let one = said.strip_prefix("is ").filter(|it| it.starts_with("one "));
                let one = one.map_or_else(|| format!("one that {said}"), str::to_owned);
                format!("{there}; it is not {one}")
            }
            (failed, _) => format!("{there}; none of them {}", said(failed, Number::Singular)),
        })
    }

    /// `no public source`, where a condition asks for a link to one and there is none
    fn object_that_is_not_there(&self, failed: &Condition) -> Option<String> {
        let Condition::Linked(linked) = failed else {
            return None;
        };
        let asks_for_one = match linked.quantity {
            Quantity::Some | Quantity::Only => true,
            Quantity::Count(Bound::AtLeast | Bound::Exactly, count) => count > 0,
            Quantity::Count(Bound::MoreThan, _) => true,
            Quantity::Count(Bound::AtMost | Bound::FewerThan, _) | Quantity::No | Quantity::Every => false,
        };
        let object = linked.object.as_deref().filter(|_| asks_for_one)?;
        let narrowed = !object.adjectives.is_empty() || !object.filters.is_empty();
        if !narrowed || object.refers_to_the_subject() || self.count(object)? > 0 {
            return None;
        }
        let (lexicon, dataset) = (&self.session.lexicon, &self.session.dataset);
        Some(none_of(object, lexicon, dataset))
    }
}

/// The set with only those conditions that `keep` accepts; adjectives are numbered first.
fn keeping(set: &NounPhrase, keep: impl Fn(usize) -> bool) -> NounPhrase {
    let adjectives = set.adjectives.len();
    let mut part = set.clone();
    let mut at = 0;
    part.adjectives.retain(|_| {
        at += 1;
        keep(at - 1)
    });
    let mut at = adjectives;
    part.filters.retain(|_| {
        at += 1;
        keep(at - 1)
    });
    part
}

/// A condition of the set, numbered as in `keeping`; `are not vendors` as the `not` of `are vendors`.
fn condition(set: &NounPhrase, at: usize) -> Condition {
    match set.adjectives.get(at) {
        Some(adjective) => Condition::Is(*adjective, Polarity::Positive),
        None => match &set.filters[at - set.adjectives.len()] {
            Condition::IsA(phrase, Polarity::Negative) => {
                let is = Condition::IsA(phrase.clone(), Polarity::Positive);
                Condition::Not(Box::new(is))
            }
            other => other.clone(),
        },
    }
}
