//! Hypothetical facts over the same terms, without changing the dataset.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::store::dataset::Dataset;
use crate::store::id::{Id, NOWHERE, Triple};
use crate::store::predicate_facts::{PredicateFacts, PredicateStatement};

impl Dataset {
    /// A dataset over the same terms: the facts of this one for which `stays` holds, and `added`, which have no origin.
    /// Every term keeps its id. Only facts of predicates for which `touched` holds are read; unchanged predicates are
    /// shared.
    #[must_use]
    pub fn with_changes(&self, touched: impl Fn(Id) -> bool, stays: impl Fn(Triple) -> bool, added: &[Triple]) -> Self {
        let mut more: BTreeMap<Id, Vec<PredicateStatement>> = BTreeMap::new();
        for [subject, predicate, object] in added {
            more.entry(*predicate).or_default().push(PredicateStatement {
                subject: *subject,
                object: *object,
                origin: NOWHERE,
            });
        }
        let mut relations = BTreeMap::new();
        for (predicate, relation) in &self.relations {
            let keeps = |it: &PredicateStatement| stays([it.subject, *predicate, it.object]);
            let added = more.remove(predicate);
            let alike = || !touched(*predicate) || relation.statements().all(|it| keeps(&it));
            if added.is_none() && alike() {
                relations.insert(*predicate, Arc::clone(relation));
                continue;
            }
            let kept = relation.statements().filter(keeps);
            let stated: Vec<PredicateStatement> = kept.chain(added.into_iter().flatten()).collect();
            if !stated.is_empty() {
                relations.insert(*predicate, Arc::new(PredicateFacts::of(stated).0));
            }
        }
        for (predicate, stated) in more {
            relations.insert(predicate, Arc::new(PredicateFacts::of(stated).0));
        }
        let named = self.named_quads.verified().iter().copied();
        let named: Vec<[Id; 4]> = named.filter(|[_, s, p, o]| stays([*s, *p, *o])).collect();
        let repeated = self.repeated_origins.verified().iter().copied();
        let repeated: Vec<[u32; 5]> = repeated.filter(|[s, p, o, _, _]| stays([*s, *p, *o])).collect();
        Self {
            terms: Arc::clone(&self.terms),
            term_names: Arc::clone(&self.term_names),
            number_terms: Arc::clone(&self.number_terms),
            count: relations.values().map(|it| it.forward.len()).sum(),
            relations,
            named_quads: named.into(),
            repeated_origins: repeated.into(),
            files: self.files.clone(),
            prefixes: self.prefixes.clone(),
            digest: self.digest.clone(),
            revision: self.revision.clone(),
            ..Self::default()
        }
    }
}
