//! Which sources count as a record's own: those of the thing that it is about and of third parties, not of another
//! compared thing.

use std::collections::HashSet;

use crate::store::{Dataset, Id};
use crate::words::{ComparisonRules, Lexicon, Path};

/// Pairs of a record and a source that it cites and that no other compared thing publishes: a claim about one vendor
/// has no own source in the documents of another.
pub(super) fn own_sources(dataset: &Dataset, lexicon: &Lexicon, rules: &ComparisonRules) -> Vec<[Id; 2]> {
    let (Some(cited), Some(publisher)) = (&rules.cited, &rules.publisher) else {
        return Vec::new();
    };
    let ends = |path: &Path, from: Id| path.walk(dataset, from);
    let compared: HashSet<Id> = lexicon.things(dataset, lexicon.end(rules.things)).into_iter().collect();
    let about = lexicon.path(rules.things);
    let mut pairs = Vec::new();
    for record in lexicon.things(dataset, rules.of) {
        let things = ends(&about, record);
        for source in ends(cited, record) {
            let publishers = ends(publisher, source);
            let is_own = publishers.iter().any(|it| things.contains(it));
            if is_own || !publishers.iter().any(|it| compared.contains(it)) {
                pairs.push([record, source]);
            }
        }
    }
    pairs
}
