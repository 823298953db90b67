//! Reports unknown names in the namespace of a vocabulary: `cv:claim` for `cv:Claim`. No question would find a fact
//! with such a name.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::base::{Cut, Diagnostic, nearest};
use crate::store::{Id, Schemes, namespace_of, without_scheme};
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::say;
use crate::words::usage::{filter_described, uses};

/// The most unknown names that are reported one by one, each with the nearest known name.
pub(super) const TOLD: usize = 200;

/// The local names of the terms of each namespace.
type LocalNames<'a> = BTreeMap<&'a str, Vec<&'a str>>;

impl VocabularyReader<'_> {
    /// Reports each unknown name once, in the order of the files: predicates, classes, and values in namespaces that
    /// hold only terms.
    pub(super) fn unknown_names(&mut self) {
        let vocabularies = self.dataset.vocabularies();
        let schemes = Schemes::of(self.dataset.prefixes());
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return;
        };
        let classes = self.dataset.adjacency(a, true).nodes_with_links();
        let mut used: BTreeSet<Id> = self.dataset.predicates().chain(classes).collect();
        used.extend(vocabularies.alike.iter().chain(&vocabularies.prefixed));
        for namespace in vocabularies.namespaces.values().flatten() {
            let is_kind = |class: &Id| {
                let class = self.dataset.term(*class);
                matches!(class, TermRef::NamedNode(class) if self.lexicon.kinds_of_class.contains_key(&class.into_owned()))
            };
            // If a namespace also holds things, a name without a description is a missing thing, not an unknown term.
            if !namespace.classes.iter().any(is_kind) {
                used.extend(&namespace.undescribed);
            }
        }
        let looked_at = used.into_iter().filter(|name| match self.dataset.term(*name) {
            TermRef::NamedNode(iri) => self.is_of_a_vocabulary(iri.as_str(), &schemes),
            _ => false,
        });
        let looked_at: BTreeSet<Id> = looked_at.collect();
        let mut unknown: BTreeSet<Id> =
            looked_at.difference(&filter_described(self.dataset, &looked_at, a)).copied().collect();
        // Such an address was meant as a prefixed name: what is said of it describes no term.
        unknown.extend(&vocabularies.prefixed);
        let uses = uses(self.dataset, &unknown);
        let stated = uses.into_iter().filter_map(|(name, uses)| Some((uses.first?, name, uses.count)));
        let mut stated: Vec<((&str, u32), Id, usize)> = stated.collect();
        stated.sort_unstable();
        let (told, more) = Cut::within(stated, TOLD).into_parts();
        let known = self.names_of(told.iter().map(|(_, name, _)| *name), a);
        let told = told.into_iter().filter_map(|((file, line), name, count)| {
            self.unknown_name(name, count, &format!("{file}:{line}"), (&known, &schemes))
        });
        let mut faults: Vec<Diagnostic> = told.collect();
        if more > 0 {
            faults.push(faults::more_unknown_names(more));
        }
        faults.extend(self.check_prefixed_datatypes(&schemes));
        self.problems.extend(faults);
    }

    fn check_prefixed_datatypes(&self, schemes: &Schemes<'_>) -> Vec<Diagnostic> {
        let found = self.dataset.vocabularies().prefixed_datatypes.iter().filter_map(|(datatype, literals)| {
            let uses = uses(self.dataset, &literals.clone().collect());
            let count = uses.values().map(|it| it.count).sum();
            let (file, line) = uses.into_values().filter_map(|it| it.first).min()?;
            let prefix = schemes.prefix_in(datatype)?;
            Some(faults::prefix_in_address(datatype, prefix, count, &format!("{file}:{line}")))
        });
        found.collect()
    }

    /// Whether a name is in the namespace of a vocabulary, or looks as if it should be.
    fn is_of_a_vocabulary(&self, iri: &str, schemes: &Schemes<'_>) -> bool {
        let namespace = namespace_of(iri);
        let vocabularies = self.dataset.vocabularies();
        let is_one = || vocabularies.find(namespace).is_some() || vocabularies.is_alike(namespace);
        namespace != say::NAMESPACE && (schemes.prefix_in(iri).is_some() || is_one())
    }

    fn unknown_name(
        &self,
        name: Id,
        count: usize,
        place: &str,
        (known, schemes): (&LocalNames<'_>, &Schemes<'_>),
    ) -> Option<Diagnostic> {
        let TermRef::NamedNode(iri) = self.dataset.term(name) else {
            return None;
        };
        if let Some(prefix) = schemes.prefix_in(iri.as_str()) {
            return Some(faults::prefix_in_address(iri.as_str(), prefix, count, place));
        }
        let namespace = namespace_of(iri.as_str());
        let vocabularies = self.dataset.vocabularies();
        if vocabularies.is_alike(namespace) {
            let right = &vocabularies.namespaces[&without_scheme(namespace)][0].iri;
            return Some(faults::another_namespace(iri.as_str(), right, count, place));
        }
        let local = &iri.as_str()[namespace.len()..];
        let names = known.get(namespace).into_iter().flatten().copied();
        let near = nearest(local, names);
        let near = near.first().map(|near| self.dataset.prefixes().compact(&format!("{namespace}{near}")));
        Some(faults::unknown_name(&self.dataset.compact(iri), namespace, near.as_deref(), count, place))
    }

    /// The local names of all terms in the namespaces of these names.
    fn names_of(&self, names: impl Iterator<Item = Id>, a: Id) -> LocalNames<'_> {
        let namespace = |id: Id| match self.dataset.term(id) {
            TermRef::NamedNode(iri) => namespace_of(iri.as_str()),
            _ => "",
        };
        let namespaces: BTreeSet<&str> = names.map(namespace).collect();
        if namespaces.is_empty() {
            return LocalNames::new();
        }
        let terms = self.dataset.terms().take_while(|(id, _)| self.dataset.is_iri(*id)).map(|(id, _)| id);
        let terms: BTreeSet<Id> = terms.filter(|id| namespaces.contains(namespace(*id))).collect();
        let mut known = LocalNames::new();
        for id in filter_described(self.dataset, &terms, a) {
            if let TermRef::NamedNode(iri) = self.dataset.term(id) {
                let namespace = namespace_of(iri.as_str());
                known.entry(namespace).or_default().push(&iri.as_str()[namespace.len()..]);
            }
        }
        known
    }
}
