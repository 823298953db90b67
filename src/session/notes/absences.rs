//! Conditions that hold, or do not, only because something is missing: comparisons of missing values, `only` and
//! `every` over nothing, `lack` of a certain kind where there is none of any kind.

use crate::question::{
    Bound, ComparisonOperand, Condition, Expression, LinkCondition, LinkReach, NounPhrase, PathSubject, PhraseBase,
    Polarity, Quantity, condition_words,
};
use crate::session::notes::{NoteFinder, number_of};
use crate::words::{AttributeId, Direction, KindId, Meaning, Number, Path, Trail, TrailEnd};

/// What could not be evaluated.
#[derive(Default)]
pub(super) struct Absences {
    /// One note for each missing value.
    pub(super) notes: Vec<String>,
    /// How many things could not be evaluated.
    pub(super) unjudged: u64,
}

impl Absences {
    /// The sum of both.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.notes.extend(others.notes);
        self.unjudged += others.unjudged;
        self
    }
}

impl NoteFinder<'_> {
    /// The conditions on the things of a set, including those of its definitions.
    fn flatten_conditions(&self, set: &NounPhrase) -> Vec<Condition> {
        let adjectives = set.adjectives.iter();
        let adjectives = adjectives.map(|id| Condition::Is(*id, Polarity::Positive));
        let conditions = adjectives.chain(set.filters.iter().cloned());
        let spread = conditions.flat_map(|condition| match &condition {
            Condition::Is(id, Polarity::Positive) => match self.session.definitions.get(id) {
                Some(meaning) if self.is_of_the_plain_noun(meaning) => self.flatten_conditions(meaning),
                _ => vec![condition],
            },
            _ => vec![condition],
        });
        spread.collect()
    }

    fn is_of_the_plain_noun(&self, meaning: &NounPhrase) -> bool {
        matches!(meaning.base, PhraseBase::Noun(noun) if noun == self.session.lexicon.kind(meaning.kind).noun)
    }

    // ---------------------------------------------------------------------- comparisons

    /// How many things could not be evaluated because a compared value is missing. Each counts once, for the first
    /// value that it lacks. `None` if time runs out.
    pub(super) fn absences(&self, set: &NounPhrase) -> Option<Absences> {
        let conditions = self.flatten_conditions(set);
        let absent = |condition| self.absent_value(condition, set.kind);
        let absent: Vec<Option<Condition>> = conditions.iter().map(absent).collect();
        let mut notes = Vec::new();
        let mut unjudged = 0;
        for (at, absent_here) in absent.iter().enumerate() {
            let Some(absent_here) = absent_here else {
                continue;
            };
            // For a thing that lacks this value, later comparisons may hold or be unknown.
            let others = conditions.iter().zip(&absent).enumerate();
            let others = others.filter(|(other, _)| *other != at);
            let mut filters: Vec<Condition> = others
                .map(|(other, (condition, absent))| match absent {
                    Some(absent) if other > at => Condition::Any(vec![condition.clone(), absent.clone()]),
                    _ => condition.clone(),
                })
                .collect();
            if let Condition::Compare(..) | Condition::Measure(..) | Condition::Linked(_) = &conditions[at] {
                // Another of the linked things may have a value that meets the condition.
                filters.push(Condition::Not(Box::new(conditions[at].clone())));
            }
            let of_the_others = with(set, filters);
            let count = self.count_others(&also(&of_the_others, absent_here))?;
            if count > 0 {
                let things = self.things_that_fit(set.kind, count);
                let absent = self.occurring_absences(&of_the_others, absent_here)?;
                let lack = self.condition_words(&absent, set.kind, number_of(count));
                notes.push(format!("undecided: {things} {lack}"));
            }
            unjudged += count;
        }
        Some(Absences { notes, unjudged })
    }

    /// Of several values that may be missing, those that some thing of the set lacks.
    fn occurring_absences(&self, set: &NounPhrase, absent: &Condition) -> Option<Condition> {
        let Condition::Any(ways) = absent else {
            return Some(absent.clone());
        };
        let mut occurring = Vec::new();
        for way in ways {
            if self.count_others(&also(set, way))? > 0 {
                occurring.push(way.clone());
            }
        }
        Some(match occurring.len() {
            1 => occurring.remove(0),
            _ => Condition::Any(occurring),
        })
    }

    /// The condition that the value which a condition compares is missing: from the thing, or from one that it is
    /// linked to.
    fn absent_value(&self, condition: &Condition, kind: KindId) -> Option<Condition> {
        match condition {
            Condition::Compare(trail, _) => self.ends_in_nothing(trail),
            Condition::Measure(left, against) => {
                let mut lacks = Vec::new();
                self.lacks_of(left, &mut lacks);
                if let ComparisonOperand::Expression(_, right) = against {
                    self.lacks_of(right, &mut lacks);
                }
                any_of(lacks)
            }
            Condition::Linked(linked) => self.link_to_absent_value(linked),
            Condition::Is(id, Polarity::Negative) => match &self.session.lexicon.adjective(*id).meaning {
                Meaning::Value { path, .. } => {
                    let attribute = self.attribute_with(path, kind)?;
                    Some(Condition::HasValue(attribute, Polarity::Negative))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `that cite a source older than 90 days` → that cite a source that lacks a page date: a link to things that might
    /// match if their value were known.
    fn link_to_absent_value(&self, linked: &LinkCondition) -> Option<Condition> {
        let asks_for_one = match linked.quantity {
            Quantity::Some => true,
            Quantity::Count(Bound::AtLeast, count) => count > 0,
            Quantity::Count(Bound::MoreThan, _) => true,
            _ => false,
        };
        let object = linked.object.as_deref().filter(|_| asks_for_one)?;
        if !object.names().is_empty() {
            return None;
        }
        let conditions = self.flatten_conditions(object);
        let ways = conditions.iter().enumerate().filter_map(|(at, condition)| {
            let mut filters = conditions.clone();
            filters[at] = self.absent_value(condition, object.kind)?;
            let object = with(object, filters);
            Some(link(linked.direction, linked.reach, Quantity::Some, object))
        });
        any_of(ways.collect())
    }

    /// The condition that a value which an expression uses is missing.
    pub(super) fn any_absent(&self, expression: &Expression) -> Option<Condition> {
        let mut lacks = Vec::new();
        self.lacks_of(expression, &mut lacks);
        any_of(lacks)
    }

    /// Adds a condition for each value of an expression that may be missing; for the smallest or largest of many, that
    /// there is none at all.
    fn lacks_of(&self, expression: &Expression, lacks: &mut Vec<Condition>) {
        let lack = match expression {
            Expression::Path(PathSubject::This | PathSubject::Their, trail) => self.ends_in_nothing(trail),
            Expression::Best(_, inner) => match inner.as_ref() {
                Expression::Path(PathSubject::This | PathSubject::Their, trail) => self.absent(trail),
                inner => return self.lacks_of(inner, lacks),
            },
            Expression::Binary(_, left, right) => {
                self.lacks_of(left, lacks);
                return self.lacks_of(right, lacks);
            }
            Expression::Round(inner, _) => return self.lacks_of(inner, lacks),
            _ => None,
        };
        lacks.extend(lack.filter(|it| !lacks.contains(it)));
    }

    /// The condition that one of the things to which the hops of a trail lead has no value at its end.
    fn ends_in_nothing(&self, trail: &Trail) -> Option<Condition> {
        match (trail.end, trail.hops.split_last()) {
            (TrailEnd::Attribute(attribute), _) => {
                let lacks = Condition::HasValue(attribute, Polarity::Negative);
                Some(self.condition_along(&trail.hops, lacks))
            }
            (TrailEnd::Thing, Some((last, before))) => {
                let last = Trail { hops: vec![*last], end: TrailEnd::Thing };
                Some(self.condition_along(before, self.absent(&last)?))
            }
            _ => None,
        }
    }

    fn attribute_with(&self, path: &Path, kind: KindId) -> Option<AttributeId> {
        let lexicon = &self.session.lexicon;
        let mut attributes = lexicon.attributes();
        let found = attributes.find(|(_, it)| it.path == *path && lexicon.overlap(it.of, kind));
        found.map(|(id, _)| id)
    }

    /// The condition that a trail leads nowhere.
    fn absent(&self, trail: &Trail) -> Option<Condition> {
        let value = match trail.end {
            TrailEnd::Attribute(attribute) => Some(attribute),
            TrailEnd::Thing => None,
            TrailEnd::Iri => return None,
        };
        let carries = |polarity| value.map(|attribute| Condition::HasValue(attribute, polarity));
        let Some((first, rest)) = trail.hops.split_first() else {
            return carries(Polarity::Negative);
        };
        let mut object = self.any_thing(self.session.lexicon.end(*first));
        match (rest.split_last(), carries(Polarity::Positive)) {
            (_, Some(carries)) => object.filters.push(self.condition_along(rest, carries)),
            (Some((last, between)), None) => {
                let things = self.any_thing(self.session.lexicon.end(*last));
                let last = link(*last, LinkReach::Direct, Quantity::Some, things);
                object.filters.push(self.condition_along(between, last));
            }
            (None, None) => {}
        }
        Some(link(*first, LinkReach::Direct, Quantity::No, object))
    }

    /// The condition that hops lead to something that meets a condition.
    fn condition_along(&self, hops: &[Direction], holds: Condition) -> Condition {
        hops.iter().rev().fold(holds, |holds, hop| {
            let mut object = self.any_thing(self.session.lexicon.end(*hop));
            object.filters.push(holds);
            link(*hop, LinkReach::Direct, Quantity::Some, object)
        })
    }

    // -------------------------------------------------------------------- `only`, `every`

    /// Notes on the things that `only` and `every` exclude because they have none at all.
    pub(super) fn empty_quantifier_notes(&self, set: &NounPhrase) -> Option<Vec<String>> {
        let conditions = self.flatten_conditions(set);
        let mut notes = Vec::new();
        for (at, condition) in conditions.iter().enumerate() {
            let (absent, word) = match condition {
                Condition::Linked(linked) if linked.quantity == Quantity::Only => (self.none(linked), "only"),
                Condition::Whose { trail, every: true, .. } => match self.absent(trail) {
                    Some(absent) => (absent, "every"),
                    None => continue,
                },
                _ => continue,
            };
            let others = conditions.iter().enumerate().filter(|(other, _)| *other != at);
            let mut filters: Vec<Condition> = others.map(|(_, other)| other.clone()).collect();
            filters.push(absent.clone());
            let count = self.count(&with(set, filters))?;
            if count > 0 {
                let things = self.things_that_fit(set.kind, count);
                let lack = self.condition_words(&absent, set.kind, number_of(count));
                notes.push(format!("not counted: {things} {lack}, so `{word}` does not hold"));
            }
        }
        Some(notes)
    }

    // ------------------------------------------------------------------------ `no`, `lack`

    /// Notes on the things found that have none of any kind, where the question denies only a certain kind.
    pub(super) fn lacks_any_kind_notes(&self, set: &NounPhrase, found: u64) -> Option<Vec<String>> {
        let mut notes = Vec::new();
        if found == 0 {
            return Some(notes);
        }
        for condition in &self.flatten_conditions(set) {
            let (absent, kind) = match condition {
                Condition::Linked(linked) if linked.quantity == Quantity::No && self.is_narrowed(linked) => {
                    (self.none(linked), " of any kind")
                }
                Condition::Not(inner) => match inner.as_ref() {
                    Condition::Linked(linked) if linked.quantity == Quantity::Some && self.is_narrowed(linked) => {
                        (self.none(linked), " of any kind")
                    }
                    Condition::Compare(trail, _) => match self.absent(trail) {
                        Some(absent) => (absent, ""),
                        None => continue,
                    },
                    _ => continue,
                },
                _ => continue,
            };
            let mut narrowed = set.clone();
            narrowed.filters.push(absent.clone());
            let count = self.count(&narrowed)?;
            if count > 0 {
                let lack = self.condition_words(&absent, set.kind, number_of(count));
                let things = self.session.lexicon.kind_word(set.kind, number_of(found));
                notes.push(match (count, found) {
                    (_, 1) => format!("this {things} {lack}{kind}"),
                    (count, found) if count == found => {
                        format!("all of these {found} {things} {lack}{kind}")
                    }
                    _ => format!("{count} of these {found} {things} {lack}{kind}"),
                });
            }
        }
        Some(notes)
    }

    fn is_narrowed(&self, linked: &LinkCondition) -> bool {
        let lexicon = &self.session.lexicon;
        let plain = lexicon.kind(lexicon.end(linked.direction)).noun;
        linked.object.as_ref().is_some_and(|object| {
            let narrowed = !object.adjectives.is_empty() || !object.filters.is_empty();
            narrowed || object.base != PhraseBase::Noun(plain)
        })
    }

    // ------------------------------------------------------------------------------ words

    /// The condition that the same link leads to nothing at all.
    fn none(&self, linked: &LinkCondition) -> Condition {
        let mut object = self.any_thing(self.session.lexicon.end(linked.direction));
        object.all = linked.object.as_ref().is_some_and(|object| object.all);
        link(linked.direction, linked.reach, Quantity::No, object)
    }

    fn any_thing(&self, kind: KindId) -> NounPhrase {
        NounPhrase { number: Number::Singular, ..NounPhrase::any(kind, &self.session.lexicon) }
    }

    /// `4 claims that otherwise match`
    fn things_that_fit(&self, kind: KindId, count: u64) -> String {
        let noun = self.session.lexicon.kind_word(kind, number_of(count));
        let matches = if count == 1 { "matches" } else { "match" };
        format!("{count} {noun} that otherwise {matches}")
    }

    pub(super) fn condition_words(&self, condition: &Condition, kind: KindId, number: Number) -> String {
        let (lexicon, dataset) = (&self.session.lexicon, &self.session.dataset);
        let mut condition = condition.clone();
        if let Condition::Linked(LinkCondition { object: Some(object), .. }) = &mut condition {
            object.all = false;
        }
        condition_words(&condition, kind, number, lexicon, dataset)
    }
}

fn with(set: &NounPhrase, filters: Vec<Condition>) -> NounPhrase {
    NounPhrase { adjectives: Vec::new(), filters, ..set.clone() }
}

/// A set narrowed by one more condition.
fn also(set: &NounPhrase, condition: &Condition) -> NounPhrase {
    let mut set = set.clone();
    set.filters.push(condition.clone());
    set
}

fn link(direction: Direction, reach: LinkReach, quantity: Quantity, object: NounPhrase) -> Condition {
    Condition::Linked(LinkCondition { direction, reach, quantity, object: Some(Box::new(object)) })
}

/// The disjunction of these conditions; `None` if there are none.
fn any_of(mut conditions: Vec<Condition>) -> Option<Condition> {
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Some(Condition::Any(conditions)),
    }
}
