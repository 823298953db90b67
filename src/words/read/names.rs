//! Names in the facts that no vocabulary knows, in a namespace that one defines terms of: `cv:claim` for `cv:Claim`. A
//! fact that is written with such a name would be there for nobody.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::base::nearest;
use crate::store::{Id, namespace_of, without_scheme};
use crate::words::read::{Reader, faults};
use crate::words::say;
use crate::words::unfamiliar::is_described;

impl Reader<'_> {
    /// Tells each unknown name once: predicates, classes, and values in namespaces that hold no things but terms.
    pub(super) fn unknown_names(&mut self) {
        let vocabularies = self.dataset.vocabularies();
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return;
        };
        let classes = self.dataset.links(a, true).linked();
        let mut used: BTreeSet<Id> = self.dataset.predicates().chain(classes).collect();
        used.extend(&vocabularies.alike);
        for namespace in vocabularies.namespaces.values().flatten() {
            let is_kind = |class: &Id| {
                let class = self.dataset.term(*class);
                matches!(class, TermRef::NamedNode(class) if self.lexicon.kinds_of_class.contains_key(&class.into_owned()))
            };
            // Where things have their names among the terms, one that is not described is a thing that is not there.
            if !namespace.classes.iter().any(is_kind) {
                used.extend(&namespace.undescribed);
            }
        }
        for name in used {
            let TermRef::NamedNode(iri) = self.dataset.term(name) else {
                continue;
            };
            let namespace = namespace_of(iri.as_str());
            if namespace == say::NAMESPACE {
                continue;
            }
            let is_alike = vocabularies.is_alike(namespace);
            if (vocabularies.find(namespace).is_none() && !is_alike) || is_described(self.dataset, name, a) {
                continue;
            }
            let uses = self.uses_in_facts(name);
            let Some((file, line)) = uses.iter().filter_map(|it| self.dataset.place(*it)).min() else {
                continue;
            };
            let place = format!("{file}:{line}");
            let fault = if is_alike {
                let right = &vocabularies.namespaces[&without_scheme(namespace)][0].iri;
                faults::another_namespace(iri.as_str(), right, uses.len(), &place)
            } else {
                let names = self.names_of(namespace);
                let local = &iri.as_str()[namespace.len()..];
                let near = nearest(local, names.iter().map(String::as_str));
                let near = near.first().map(|near| self.dataset.prefixes().compact(&format!("{namespace}{near}")));
                faults::unknown_name(&self.dataset.compact(iri), namespace, near.as_deref(), uses.len(), &place)
            };
            self.problems.push(fault);
        }
    }

    /// The facts that are written with a name.
    fn uses_in_facts(&self, name: Id) -> Vec<[Id; 3]> {
        let as_property = self.dataset.matching(None, Some(name), None);
        as_property.chain(self.dataset.matching(None, None, Some(name))).collect()
    }

    /// What the terms of a namespace are called in it.
    fn names_of(&self, namespace: &str) -> Vec<String> {
        let described = |id: Id| self.dataset.matching(Some(id), None, None).next().is_some();
        let terms = self.dataset.terms().take_while(|(id, _)| self.dataset.is_iri(*id));
        let names = terms.filter_map(|(id, term)| match term {
            TermRef::NamedNode(iri) if namespace_of(iri.as_str()) == namespace && described(id) => {
                Some(iri.as_str()[namespace.len()..].to_owned())
            }
            _ => None,
        });
        names.collect()
    }
}
