//! The things of a kind: which, how many, and how many without excluded ones. Counts come from the adjacency index,
//! without visiting each thing.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::store::{Ascending, Dataset, Id, count_common, count_union, distinct_union};
use crate::words::{AdjectiveId, KindId, Lexicon, Meaning, Step};

impl Lexicon {
    /// The most specific kinds of a thing.
    #[must_use]
    pub fn kinds_of(&self, dataset: &Dataset, thing: Id) -> Vec<KindId> {
        let mut kinds: Vec<KindId> = dataset
            .values(thing, rdf::TYPE)
            .filter_map(|class| match class {
                TermRef::NamedNode(class) => self.kinds_of_class.get(&class.into_owned()),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let lowest = |kind: &KindId| {
            let others = kinds.iter().filter(|other| *other != kind);
            !others.into_iter().any(|other| self.is_a(*other, *kind))
        };
        kinds.iter().copied().filter(lowest).collect()
    }

    /// The things that the default filter excludes from a kind; only adjectives for a value count.
    #[must_use]
    pub fn default_exclusions(&self, dataset: &Dataset, kind: KindId) -> BTreeSet<Id> {
        let adjectives = self.kind(kind).default_excluded.iter();
        let left_out = adjectives.filter_map(|id| match &self.adjective(*id).meaning {
            Meaning::Value { path, value } => Some(path.inverse().walk(dataset, dataset.id(value)?)),
            Meaning::Subclass(_) | Meaning::Phrase(_) => None,
        });
        left_out.flatten().collect()
    }

    /// The things that the default filter excludes, of every kind, each with the adjective: `draft`.
    #[must_use]
    pub fn default_exclusion_words(&self, dataset: &Dataset) -> BTreeMap<Id, &str> {
        let adjectives = self.kinds().flat_map(|(_, kind)| &kind.default_excluded);
        let mut words = BTreeMap::new();
        for id in adjectives {
            let adjective = self.adjective(*id);
            let Some(word) = &adjective.word else {
                continue;
            };
            for thing in self.things_that_are(dataset, *id) {
                words.entry(thing).or_insert(word.as_str());
            }
        }
        words
    }

    /// The things that an adjective for a value fits; none for an adjective defined by a class or a phrase.
    #[must_use]
    pub fn things_that_are(&self, dataset: &Dataset, adjective: AdjectiveId) -> BTreeSet<Id> {
        match &self.adjective(adjective).meaning {
            Meaning::Value { path, value } => {
                dataset.id(value).map(|value| path.inverse().walk(dataset, value)).unwrap_or_default()
            }
            Meaning::Subclass(_) | Meaning::Phrase(_) => BTreeSet::new(),
        }
    }

    /// Like [`Self::default_exclusions`], by the facts alone: without adjectives that need an analysis.
    #[must_use]
    pub fn default_exclusions_by_facts(&self, dataset: &Dataset, kind: KindId) -> BTreeSet<Id> {
        let adjectives = self.kind(kind).default_excluded.iter();
        let left_out = adjectives.filter_map(|id| match &self.adjective(*id).meaning {
            Meaning::Value { path, value } if !path.is_derived() => {
                Some(path.inverse().walk(dataset, dataset.id(value)?))
            }
            _ => None,
        });
        left_out.flatten().collect()
    }

    /// The things of a kind, its subclasses with them, ascending.
    #[must_use]
    pub fn things(&self, dataset: &Dataset, kind: KindId) -> Vec<Id> {
        distinct_union(&self.things_by_class(dataset, kind))
    }

    /// How many things there are of a kind.
    #[must_use]
    pub fn count(&self, dataset: &Dataset, kind: KindId) -> usize {
        count_union(&self.things_by_class(dataset, kind))
    }

    /// The number of things of a kind that none of these adjectives fits. Only adjectives for a value of one property
    /// count.
    #[must_use]
    pub fn count_without(&self, dataset: &Dataset, kind: KindId, left_out: &[AdjectiveId]) -> usize {
        let classes = self.things_by_class(dataset, kind);
        let fitting = left_out.iter().filter_map(|adjective| {
            let Meaning::Value { path, value } = &self.adjective(*adjective).meaning else {
                return None;
            };
            let [Step::Forward(property)] = path.0.as_slice() else {
                return None;
            };
            Some([dataset.iri_id(property.as_ref())?, dataset.id(value)?])
        });
        let mut fitting: Vec<[Id; 2]> = fitting.collect();
        fitting.sort_unstable();
        fitting.dedup();
        let lists = fitting.iter();
        let lists = lists.map(|[property, value]| dataset.adjacency(*property, true).ends_of(*value));
        let lists: Vec<Ascending<'_>> = lists.collect();
        // If each thing has one value, the lists for two values of the property are disjoint.
        let has_one = |property: Id| dataset.adjacency(property, false).is_column();
        let apart = match fitting.as_slice() {
            [] | [_] => true,
            [[first, _], rest @ ..] => rest.iter().all(|[property, _]| property == first) && has_one(*first),
        };
        let all = count_union(&classes);
        let common = match classes.as_slice() {
            [class] if apart => lists.iter().map(|list| count_common(class, list)).sum(),
            _ if lists.is_empty() => 0,
            classes => {
                let (things, fitting) = (distinct_union(classes), distinct_union(&lists));
                count_common(&Ascending::of(&things), &Ascending::of(&fitting))
            }
        };
        all - common
    }

    /// The things of each class of a kind, each ascending.
    fn things_by_class<'a>(&self, dataset: &'a Dataset, kind: KindId) -> Vec<Ascending<'a>> {
        let Some(a) = dataset.iri_id(rdf::TYPE) else {
            return Vec::new();
        };
        let links = dataset.adjacency(a, true);
        let classes = self.kind(kind).classes.iter();
        let classes = classes.filter_map(|class| dataset.iri_id(class.as_ref()));
        classes.map(|class| links.ends_of(class)).collect()
    }
}
