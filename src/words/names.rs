//! The names that occur in the data: labels, aliases and the last part of IRIs. A name is looked up in the
//! index of the facts; the list of all names is made when a suggestion or a completion needs it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};

use crate::base::{fold, spend};
use crate::store::{Dataset, Id, distinct_union, last_part};

/// Names of more words are found only in quotes, unless a word form is as long.
pub(super) const LONGEST: usize = 8;

/// Names and the things that bear them.
#[derive(Debug, Clone, Default)]
pub struct Names {
    properties: Vec<NamedNode>,
    /// The classes of things that have names.
    classes: Vec<NamedNode>,
    /// Shared by all clones for the same facts.
    lookup: Arc<OnceLock<NameLookup>>,
}

/// The facts in which names are looked up.
#[derive(Debug)]
struct NameLookup {
    dataset: Arc<Dataset>,
    a: Option<Id>,
    /// Ascending.
    classes: Vec<Id>,
    properties: Vec<Id>,
    listed: OnceLock<Vec<NameBearers>>,
    /// Whether a property leads to things of no kind, or starts at such; filled on demand.
    loose: Mutex<HashMap<(Id, bool), bool>>,
}

/// A name as it is written, with the things that bear it, ascending.
#[derive(Debug)]
struct NameBearers {
    written: String,
    things: Vec<Id>,
}

impl Names {
    /// The names of the things of these classes: what the naming properties say, and the last part of IRIs.
    pub(super) fn of(properties: Vec<NamedNode>, classes: Vec<NamedNode>) -> Self {
        Self { properties, classes, lookup: Arc::default() }
    }

    /// Sets the facts in which names are looked up. Only the first call has an effect.
    pub fn attach_facts(&self, dataset: &Arc<Dataset>) {
        self.lookup.get_or_init(|| {
            let ids = |iris: &[NamedNode]| {
                let ids = iris.iter().filter_map(|iri| dataset.iri_id(iri.as_ref()));
                ids.collect::<Vec<Id>>()
            };
            let mut classes = ids(&self.classes);
            classes.sort_unstable();
            classes.dedup();
            NameLookup {
                dataset: Arc::clone(dataset),
                a: dataset.iri_id(rdf::TYPE),
                classes,
                properties: ids(&self.properties),
                listed: OnceLock::new(),
                loose: Mutex::default(),
            }
        });
    }

    /// Stops sharing the cell for the facts while it is empty, so that this clone can be given other facts.
    pub(super) fn unshare_empty_lookup(&mut self) {
        if self.lookup.get().is_none() {
            self.lookup = Arc::default();
        }
    }

    /// The things that bear a name, ascending; letter case does not matter.
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<Id> {
        spend(1);
        let known = self.lookup.get();
        known.map_or_else(Vec::new, |known| known.find(&fold(name)))
    }

    /// Every name as it is written in the data, with the things that bear it.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[Id])> {
        let listed = self.lookup.get().map_or(&[][..], NameLookup::all_bearers);
        listed.iter().map(|it| (it.written.as_str(), it.things.as_slice()))
    }

    /// All names as they are written in the data.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.entries().map(|(name, _)| name)
    }

    /// True if a property leads to things of no kind; with `back`, if it starts at such.
    pub(super) fn has_kindless_ends(&self, property: &NamedNode, back: bool) -> bool {
        let known = self.lookup.get();
        known.is_some_and(|known| known.is_loose(property, back))
    }

    /// The objects of a property that have no kind, ascending; with `back`, the subjects.
    pub(super) fn kindless_ends(&self, property: &NamedNode, back: bool) -> Vec<Id> {
        let Some(known) = self.lookup.get() else {
            return Vec::new();
        };
        let links = known.dataset.iri_id(property.as_ref()).map(|property| known.dataset.adjacency(property, !back));
        links.map_or_else(Vec::new, |links| links.nodes_with_links().filter(|it| !known.has_names(*it)).collect())
    }

    /// The first name of a thing by the naming properties, in their order.
    #[must_use]
    pub fn first_of(&self, dataset: &Dataset, thing: Id) -> Option<String> {
        self.properties.iter().find_map(|property| {
            let mut values = dataset.values(thing, property.as_ref());
            values.find_map(|value| match value {
                TermRef::Literal(name) => Some(name.value().to_owned()),
                _ => None,
            })
        })
    }
}

impl NameLookup {
    fn find(&self, folded: &str) -> Vec<Id> {
        let mut things = Vec::new();
        for (id, term) in self.dataset.terms_named(folded) {
            match term {
                TermRef::NamedNode(iri) => {
                    let named = last_part(iri.as_str()).is_some_and(|part| fold(part) == folded);
                    things.extend(Some(id).filter(|_| named));
                }
                TermRef::Literal(text) if fold(text.value()) == folded => {
                    for property in &self.properties {
                        things.extend(self.dataset.adjacency(*property, true).of_node_lazy(id));
                    }
                }
                TermRef::Literal(_) | TermRef::BlankNode(_) => {}
            }
        }
        things.sort_unstable();
        things.dedup();
        things.retain(|thing| self.has_names(*thing));
        things
    }

    fn is_loose(&self, property: &NamedNode, back: bool) -> bool {
        let Some(property) = self.dataset.iri_id(property.as_ref()) else {
            return false;
        };
        let found = || {
            let members = self.a.map(|a| self.dataset.adjacency(a, true));
            // The ids of one class are contiguous, unless some things have two classes.
            let bounds = self.classes.iter().filter_map(|class| {
                let [first, last] = members?.bounds_of(*class)?;
                let side_by_side = members?.ends_of(*class).len() == (last - first + 1) as usize;
                side_by_side.then_some([first, last])
            });
            let bounds: Vec<[Id; 2]> = bounds.collect();
            let inside = |id: Id| bounds.iter().any(|[first, last]| (*first..=*last).contains(&id));
            self.dataset.adjacency(property, !back).nodes_with_links().any(|id| !inside(id) && !self.has_names(id))
        };
        let mut loose = self.loose.lock().unwrap_or_else(PoisonError::into_inner);
        *loose.entry((property, back)).or_insert_with(found)
    }

    fn has_names(&self, thing: Id) -> bool {
        let types = self.a.map(|a| self.dataset.adjacency(a, false).of_node_lazy(thing));
        let mut types = types.into_iter().flatten();
        types.any(|class| self.classes.binary_search(class).is_ok())
    }

    /// All names, each in the spelling of its first bearer.
    fn all_bearers(&self) -> &[NameBearers] {
        self.listed.get_or_init(|| {
            let mut said: Vec<(String, Id, &str)> = Vec::new();
            let mut say = |name, thing| said.push((fold(name), thing, name));
            for property in &self.properties {
                for (value, things) in self.dataset.adjacency(*property, true).nodes() {
                    if let TermRef::Literal(name) = self.dataset.term(value) {
                        let named = things.iter().filter(|thing| self.has_names(**thing));
                        named.for_each(|thing| say(name.value(), *thing));
                    }
                }
            }
            for thing in self.things() {
                if let TermRef::NamedNode(iri) = self.dataset.term(thing)
                    && let Some(name) = last_part(iri.as_str())
                {
                    say(name, thing);
                }
            }
            // The sort is stable: the first name of a thing stays first.
            said.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
            let same = said.chunk_by(|one, other| one.0 == other.0);
            let listed = same.map(|bearers| {
                let mut things: Vec<Id> = bearers.iter().map(|(_, thing, _)| *thing).collect();
                things.dedup();
                NameBearers { written: bearers[0].2.to_owned(), things }
            });
            listed.collect()
        })
    }

    /// The things that have names, ascending.
    fn things(&self) -> Vec<Id> {
        let Some(a) = self.a else {
            return Vec::new();
        };
        let links = self.dataset.adjacency(a, true);
        let classes = self.classes.iter().map(|class| links.ends_of(*class));
        distinct_union(&classes.collect::<Vec<_>>())
    }
}
