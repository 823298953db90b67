//! Other facts over the same terms: what would be, without touching what is.

use std::sync::Arc;

use crate::store::dataset::{Dataset, Origin, Triple};

impl Dataset {
    /// Other facts over the same terms: those of this dataset that `stays`, and `added`. Every term keeps its
    /// id; what is added is stated nowhere.
    #[must_use]
    pub fn changed(&self, stays: impl Fn(Triple) -> bool, added: &[Triple]) -> Self {
        let kept = self.spo.iter().zip(&self.origins);
        let kept = kept.filter(|(triple, _)| stays(**triple));
        let mut stated: Vec<(Triple, Option<Origin>)> =
            kept.map(|(triple, origin)| (*triple, *origin)).collect();
        stated.extend(added.iter().map(|triple| (*triple, None)));
        stated.sort_unstable_by_key(|(triple, origin)| (*triple, origin.is_none()));
        stated.dedup_by_key(|(triple, _)| *triple);
        let mut changed = Self {
            terms: Arc::clone(&self.terms),
            files: self.files.clone(),
            prefixes: self.prefixes.clone(),
            digest: self.digest.clone(),
            revision: self.revision.clone(),
            ..Self::default()
        };
        changed.named = self.named.clone();
        changed.named.retain(|[_, s, p, o]| stays([*s, *p, *o]));
        let repeated = self.repeated.iter();
        changed.repeated = repeated
            .filter(|(triple, _)| stays(**triple))
            .map(|(triple, origins)| (*triple, origins.clone()))
            .collect();
        changed.sorted(stated);
        changed
    }
}
