//! What the facts have, in words that follow a noun: `has 2 sources`, `requires login`, `has no page date`.

use std::str::FromStr;

use oxigraph::model::TermRef;
use oxsdatatypes::{Date, DateTime};

use crate::base::{Cut, Limit};
use crate::exec::why::explainer::Explainer;
use crate::question::{
    Bound, Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Polarity, Quantity, Thing, condition_words,
};
use crate::store::Id;
use crate::words::{Attribute, AttributeId, Direction, KindId, Meaning, Noun, Number, Path, ValueType, with_article};

impl Explainer<'_> {
    /// A condition as it is said of one thing of a kind.
    pub(super) fn condition_phrase(&self, condition: &Condition, kind: KindId) -> String {
        // `caveats that are scope limits`: each of them is a scope limit.
        let one = match condition {
            Condition::IsA(phrase, polarity) if phrase.number == Number::Plural => {
                let one = NounPhrase { number: Number::Singular, ..phrase.as_ref().clone() };
                Some(Condition::IsA(Box::new(one), *polarity))
            }
            _ => None,
        };
        condition_words(one.as_ref().unwrap_or(condition), kind, Number::Singular, self.context.lexicon, self.dataset)
    }

    /// `has no page date`, `requires login`, `was retrieved on 2025-09-01 (14 months ago)`
    pub(super) fn attribute_phrase(&self, id: AttributeId, kind: KindId, values: &[Id]) -> String {
        let attribute = self.context.lexicon.attribute(id);
        let participle = participle(attribute);
        let Some(first) = values.first() else {
            let noun = noun(attribute, Number::Singular);
            let noun = participle.map_or_else(|| noun.to_owned(), |it| format!("{it} date"));
            return format!("has no {noun}");
        };
        if let ([_], Some(said)) = (values, self.in_an_adjective(&attribute.path, kind, *first)) {
            return said;
        }
        let told = values.iter().map(|value| self.attribute_value(attribute, *value));
        let told = few(told.collect());
        match participle {
            Some(participle) => format!("was {participle} on {told}"),
            None => {
                let number = number_of(values.len());
                format!("has the {} {told}", noun(attribute, number))
            }
        }
    }

    fn attribute_value(&self, attribute: &Attribute, value: Id) -> String {
        let text = self.fact_writer.value(value);
        match (&attribute.values, &attribute.unit) {
            (ValueType::Date | ValueType::DateTime, _) => match self.ago(value) {
                Some(ago) => format!("{text} ({ago})"),
                None => text,
            },
            (ValueType::Number, Some(unit)) => format!("{text} {unit}"),
            (ValueType::Text, _) => format!("“{text}”"),
            _ => text,
        }
    }

    /// The value as an adjective, if the vocabulary has one: `is public`, `requires login`.
    pub(super) fn in_an_adjective(&self, path: &Path, kind: KindId, value: Id) -> Option<String> {
        let lexicon = self.context.lexicon;
        let term = self.dataset.term(value);
        let means = |meaning: &Meaning| matches!(meaning, Meaning::Value { path: way, value } if way == path && value.as_ref() == term);
        let mut adjectives = lexicon.adjectives();
        let (id, _) = adjectives.find(|(_, adjective)| {
            let said = adjective.word.is_some() || adjective.verb.is_some();
            said && lexicon.overlap(adjective.of, kind) && means(&adjective.meaning)
        })?;
        Some(self.condition_phrase(&Condition::Is(id, Polarity::Positive), kind))
    }

    /// How long ago a day was, in days up to two months, in months up to two years.
    fn ago(&self, value: Id) -> Option<String> {
        let TermRef::Literal(literal) = self.dataset.term(value) else {
            return None;
        };
        let day = Date::from_str(literal.value()).ok().or_else(|| {
            let time = DateTime::from_str(literal.value()).ok()?;
            Date::try_from(time).ok()
        })?;
        let today = self.context.today;
        let days = days_between(day, today)?;
        let (count, unit) = match days.unsigned_abs() {
            0 => return Some("today".to_owned()),
            days @ 1..=60 => (days, "day"),
            _ => {
                let (early, late) = if days > 0 { (day, today) } else { (today, day) };
                let months = months_between(early, late);
                if months < 24 { (months, "month") } else { (months / 12, "year") }
            }
        };
        let ending = if count == 1 { "" } else { "s" };
        Some(if days > 0 { format!("{count} {unit}{ending} ago") } else { format!("in {count} {unit}{ending}") })
    }

    /// `has 2 sources`, `has no source`, `cites 1 work`
    pub(super) fn count_phrase(&self, direction: Direction, reach: LinkReach, kind: KindId, count: usize) -> String {
        let lexicon = self.context.lexicon;
        let role = lexicon.direction_words(direction).roles.first();
        if let (Some(role), LinkReach::Direct) = (role, reach) {
            return match count {
                0 => format!("has no {}", role.get(Number::Singular)),
                count => format!("has {count} {}", role.get(number_of(count))),
            };
        }
        let end = lexicon.end(direction);
        let things = NounPhrase {
            base: PhraseBase::Noun(lexicon.kind(end).noun),
            kind: end,
            number: number_of(count),
            all: false,
            adjectives: Vec::new(),
            binding: None,
            filters: Vec::new(),
        };
        self.quantity_phrase(direction, reach, kind, count, things)
    }

    /// `has 1 public source`
    pub(super) fn quantity_phrase(
        &self,
        direction: Direction,
        reach: LinkReach,
        kind: KindId,
        count: usize,
        things: NounPhrase,
    ) -> String {
        let quantity = match count {
            0 => Quantity::No,
            count => Quantity::Count(Bound::Exactly, count as u64),
        };
        let linked = Condition::Linked(LinkCondition {
            direction,
            reach,
            quantity,
            object: Some(Box::new(NounPhrase { number: number_of(count.max(1)), binding: None, ..things })),
        });
        let said = self.condition_phrase(&linked, kind);
        // `exactly` answers a question about the number; here it is only reported.
        said.replacen(&format!("exactly {count} "), &format!("{count} "), 1)
    }

    /// `is about Training`, `has the vendor Alibaba Cloud`
    pub(super) fn names_phrase(&self, direction: Direction, reach: LinkReach, kind: KindId, things: &[Id]) -> String {
        let lexicon = self.context.lexicon;
        let told = few(things.iter().map(|thing| self.fact_writer.value(*thing)).collect());
        let words = lexicon.direction_words(direction);
        match (words.roles.first(), reach) {
            (Some(role), LinkReach::Direct) => {
                format!("has the {} {told}", role.get(number_of(things.len())))
            }
            _ => {
                let one = self.iri(things[0]).map(|iri| Thing { iri, kind });
                let object = NounPhrase {
                    base: PhraseBase::Things(one.into_iter().collect()),
                    kind: lexicon.end(direction),
                    number: Number::Singular,
                    all: false,
                    adjectives: Vec::new(),
                    binding: None,
                    filters: Vec::new(),
                };
                // Only the verb; the names follow it as people read them, not as they type them.
                let bare = Condition::Linked(LinkCondition {
                    direction,
                    reach,
                    quantity: Quantity::Some,
                    object: Some(Box::new(object.clone())),
                });
                let said = self.condition_phrase(&bare, kind);
                let name = crate::question::noun_phrase(&object, lexicon, self.dataset);
                match said.strip_suffix(&name) {
                    Some(verb) => format!("{verb}{told}"),
                    None => said,
                }
            }
        }
    }

    /// `is a vendor`, `has no kind`
    pub(super) fn predicate_kinds(&self, thing: Id) -> String {
        let lexicon = self.context.lexicon;
        let kinds = lexicon.kinds_of(self.dataset, thing);
        let nouns = kinds.iter().map(|kind| lexicon.a_kind(*kind));
        match Cut::complete(nouns.collect::<Vec<_>>()).and_list() {
            nouns if nouns.is_empty() => "has no kind".to_owned(),
            nouns => format!("is {nouns}"),
        }
    }

    /// `is a claim`, `is a scope limit`
    pub(super) fn predicate_noun(&self, noun: &Noun) -> String {
        format!("is {}", with_article(noun.forms.get(Number::Singular)))
    }
}

fn noun(attribute: &Attribute, number: Number) -> &str {
    let noun = attribute.nouns.first();
    noun.map_or("value", |noun| noun.get(number))
}

/// `retrieved`, if the noun of a day is itself a participle, for `was retrieved on …`.
fn participle(attribute: &Attribute) -> Option<&str> {
    let day = matches!(attribute.values, ValueType::Date | ValueType::DateTime);
    let noun = noun(attribute, Number::Singular);
    let mut participles = attribute.participles.iter();
    participles.find(|it| day && *it == noun).map(String::as_str)
}

pub(super) fn number_of(count: usize) -> Number {
    Number::of(count)
}

/// The first values in alphabetical order, and how many more there are.
fn few(mut told: Vec<String>) -> String {
    told.sort();
    Cut::of(told, Limit::Values).and_list()
}

fn days_between(from: Date, until: Date) -> Option<i64> {
    until.checked_sub(from).map(|between| between.days())
}

/// Whole months from the earlier day to the later.
fn months_between(early: Date, late: Date) -> u64 {
    let months = |day: Date| day.year() * 12 + i64::from(day.month());
    let whole = months(late) - months(early) - i64::from(late.day() < early.day());
    u64::try_from(whole).unwrap_or_default()
}
