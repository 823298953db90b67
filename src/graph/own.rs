//! Whose documents records cite: those of the thing that a record is about, and of who is no such thing, never those of another.

use std::collections::HashSet;

use crate::store::{Dataset, Id};
use crate::words::{ComparisonRules, Lexicon, Path};

/// Each record with the sources that it cites and that no other of the compared things publishes: what a claim about one
/// vendor cites of another vendor's documents stands in nobody's own document.
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
