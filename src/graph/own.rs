//! Which sources count as a record's own: those of the thing that it is about and of third parties, not of another
//! compared thing.

use std::collections::HashSet;

use crate::store::{Dataset, Id};
use crate::words::{ComparisonRules, CompiledPath, Lexicon};

/// Pairs of a record and a source that it cites and that no other compared thing publishes: a claim about one vendor
/// has no own source in the documents of another.
pub(super) fn own_sources(dataset: &Dataset, lexicon: &Lexicon, rules: &ComparisonRules) -> Vec<[Id; 2]> {
    let (Some(cites), Some(published_by)) = (&rules.cited, &rules.publisher) else {
        return Vec::new();
    };
    let compile = |path| CompiledPath::of_facts(path, dataset);
    let (cited, publisher) = (compile(cites), compile(published_by));
    let compared: HashSet<Id> = lexicon.things(dataset, lexicon.end(rules.things)).into_iter().collect();
    let to_things = lexicon.path(rules.things);
    let about = compile(&to_things);
    let mut pairs = Vec::new();
    for record in lexicon.things(dataset, rules.of) {
        let things = about.reach(record);
        for source in cited.reach(record) {
            let publishers = publisher.reach(source);
            let is_own = publishers.iter().any(|it| things.contains(it));
            if is_own || !publishers.iter().any(|it| compared.contains(it)) {
                pairs.push([record, source]);
            }
        }
    }
    pairs
}
