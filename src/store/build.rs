//! Statements → dataset. Terms are numbered as they come, then renumbered in their final order; the facts of each
//! predicate are sorted on all cores.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, QuadRef, TermRef};

use crate::store::blank::{BlankNames, LABEL};
use crate::store::data_file::{DataFile, digest_of};
use crate::store::dataset::Dataset;
use crate::store::id::{Id, MOST_IDS, Origin};
use crate::store::interner::{IdOverflow, Interner};
use crate::store::parse::ParsedChunk;
use crate::store::predicate_facts::{PredicateFacts, PredicateStatement};
use crate::store::prefixes::Prefixes;
use crate::store::renumber::{Renumbered, renumber};
use crate::store::term_names::TermNameIndex;
use crate::store::terms::TermKind;
use crate::store::vocabularies::Vocabularies;

/// Collects facts for a dataset.
#[derive(Debug)]
pub(super) struct DatasetBuilder {
    /// The maximum number of terms, and of facts of one predicate.
    most: usize,
    interner: Interner,
    /// Statements by predicate, under the ids of the interner.
    stated: BTreeMap<Id, Vec<PredicateStatement>>,
    /// Quads in named graphs: graph, subject, predicate, object; and the index of the statement in those of its
    /// predicate.
    named: Vec<([Id; 4], u32)>,
}

impl Default for DatasetBuilder {
    fn default() -> Self {
        Self::of(MOST_IDS)
    }
}

impl DatasetBuilder {
    /// An empty builder for at most so many terms, and facts of one predicate.
    pub(super) fn of(most: usize) -> Self {
        Self { most: most.min(MOST_IDS), interner: Interner::of(most), stated: BTreeMap::new(), named: Vec::new() }
    }

    /// Adds the statements of a chunk. `names` assigns IRIs to blank nodes.
    ///
    /// # Errors
    /// If there are more terms than ids, or more facts of one predicate than offsets.
    pub(super) fn add_chunk(
        &mut self,
        parsed: &ParsedChunk,
        file: u32,
        names: &mut BlankNames,
    ) -> Result<(), IdOverflow> {
        let terms = &parsed.terms;
        let mut ids: Vec<Id> = Vec::with_capacity(terms.len());
        for id in 0..terms.len() {
            let id = Id::try_from(id).map_err(|_| IdOverflow)?;
            let label = terms.text_of(id).strip_prefix(LABEL);
            ids.push(match label.filter(|_| *terms.sort(id) == TermKind::Iri) {
                None => self.interner.take(terms, id)?,
                Some(label) => {
                    let iri = NamedNodeRef::new_unchecked(names.name(label));
                    self.interner.intern(iri.into())?
                }
            });
        }
        let mut last: Option<(Id, &mut Vec<PredicateStatement>)> = None;
        for fact in &parsed.facts {
            let [subject, predicate, object] = [fact.subject, fact.predicate, fact.object].map(|id| ids[id as usize]);
            if last.as_ref().is_none_or(|(known, _)| *known != predicate) {
                last = Some((predicate, self.stated.entry(predicate).or_default()));
            }
            if let Some((_, stated)) = &mut last {
                if stated.len() >= self.most {
                    return Err(IdOverflow);
                }
                if let Some(graph) = fact.graph {
                    let at = u32::try_from(stated.len()).map_err(|_| IdOverflow)?;
                    self.named.push(([ids[graph as usize], subject, predicate, object], at));
                }
                let line = fact.line;
                stated.push(PredicateStatement { subject, object, origin: Origin { file, line } });
            }
        }
        Ok(())
    }

    /// The approximate number of bytes needed to build the dataset. While they are sorted, the facts exist as
    /// statements, as pairs, and as adjacency in both directions; the terms in two orders.
    pub(super) fn needs(&self) -> u64 {
        let facts: usize = self.stated.values().map(Vec::len).sum();
        let named = self.named.len() * 2 * size_of::<([Id; 4], u32)>();
        (facts * FACT + named + 2 * self.interner.bytes()) as u64
    }

    /// True before a statement is added.
    pub(super) fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }

    /// Adds a statement.
    ///
    /// # Errors
    /// If there are more terms than ids, or more facts of one predicate than offsets.
    pub(super) fn add(&mut self, quad: QuadRef<'_>, origin: Origin) -> Result<(), IdOverflow> {
        let subject = self.interner.intern(quad.subject.into())?;
        let predicate = self.interner.intern(quad.predicate.into())?;
        let object = self.interner.intern(quad.object)?;
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => None,
            GraphNameRef::NamedNode(name) => Some(self.interner.intern(name.into())?),
            GraphNameRef::BlankNode(_) => unreachable!("blank nodes get IRIs at load"),
        };
        let stated = PredicateStatement { subject, object, origin };
        let all = self.stated.entry(predicate).or_default();
        if all.len() >= self.most {
            return Err(IdOverflow);
        }
        if let Some(graph) = graph {
            let at = u32::try_from(all.len()).map_err(|_| IdOverflow)?;
            self.named.push(([graph, subject, predicate, object], at));
        }
        all.push(stated);
        Ok(())
    }

    /// The number of distinct facts in the default graph, for each predicate that also occurs in named graphs.
    fn without_graph(&self) -> BTreeMap<Id, usize> {
        let mut named: BTreeMap<Id, HashSet<u32>> = BTreeMap::new();
        for ([_, _, predicate, _], at) in &self.named {
            named.entry(*predicate).or_default().insert(*at);
        }
        let count = |predicate: &Id, named: &HashSet<u32>| {
            let stated = self.stated.get(predicate).into_iter().flatten();
            let unnamed = (0..).zip(stated).filter(|(at, _)| !named.contains(at));
            let mut facts: Vec<[Id; 2]> = unnamed.map(|(_, it)| [it.subject, it.object]).collect();
            facts.sort_unstable();
            facts.dedup();
            facts.len()
        };
        named.iter().map(|(predicate, named)| (*predicate, count(predicate, named))).collect()
    }

    /// Builds the dataset.
    pub(super) fn finish(mut self, files: Vec<DataFile>, prefixes: Prefixes) -> Dataset {
        let a = self.interner.intern(TermRef::from(rdf::TYPE));
        let types = a.ok().and_then(|a| self.stated.get(&a));
        let types = types.into_iter().flatten();
        let mut types: Vec<[Id; 2]> = types.map(|it| [it.subject, it.object]).collect();
        let without_graph = self.without_graph();
        let Renumbered { terms, ids } = renumber(self.interner, &mut types, &self.stated);
        drop(types);
        let called = || {
            let count = Id::try_from(terms.len()).expect("ids are counted when they are given out");
            TermNameIndex::of((0..count).map(|id| (id, terms.term(id))))
        };
        let (spelled, (relations, mut repeated)) = thread::scope(|scope| {
            let spelled = scope.spawn(called);
            let relations = relations(self.stated, &ids);
            (spelled.join().expect("hashing does not panic"), relations)
        });
        repeated.sort_unstable();
        let new = |row: [Id; 4]| row.map(|id| ids[id as usize]);
        let mut named: Vec<[Id; 4]> = self.named.into_iter().map(|(row, _)| new(row)).collect();
        named.sort_unstable();
        named.dedup();
        let of_no_graph = |(predicate, relation): (&Id, &Arc<PredicateFacts>)| {
            let counted = without_graph.iter().find(|(old, _)| ids[**old as usize] == *predicate);
            counted.map_or(relation.forward.len(), |(_, count)| *count)
        };
        let quads = named.len() + relations.iter().map(of_no_graph).sum::<usize>();
        Dataset {
            term_names: Arc::new(spelled),
            count: relations.values().map(|it| it.forward.len()).sum(),
            quads,
            vocabularies: Vocabularies::of(&terms, &relations, &prefixes),
            terms: Arc::new(terms),
            relations,
            named_quads: named.into(),
            repeated_origins: repeated.into(),
            digest: digest_of(&files),
            files,
            prefixes,
            ..Dataset::default()
        }
    }
}

/// The facts of each predicate under their final ids, and the further statements of facts stated more than once.
fn relations(
    stated: BTreeMap<Id, Vec<PredicateStatement>>,
    ids: &[Id],
) -> (BTreeMap<Id, Arc<PredicateFacts>>, Vec<[u32; 5]>) {
    let mut waiting: Vec<(Id, Vec<PredicateStatement>)> = stated.into_iter().collect();
    // The largest last: `pop` takes it first.
    waiting.sort_by_key(|(_, stated)| stated.len());
    let facts: usize = waiting.iter().map(|(_, stated)| stated.len()).sum();
    let waiting = Mutex::new(waiting);
    let work = || {
        let mut done = Vec::new();
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((predicate, mut stated)) = next else {
                return done;
            };
            for it in &mut stated {
                it.subject = ids[it.subject as usize];
                it.object = ids[it.object as usize];
            }
            done.push((ids[predicate as usize], PredicateFacts::of(stated)));
        }
    };
    let cores = match facts {
        0..SMALL => 1,
        _ => thread::available_parallelism().map_or(1, usize::from),
    };
    let done: Vec<(Id, (PredicateFacts, Vec<PredicateStatement>))> = thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().expect("sorting does not panic"));
        }
        done
    });
    let mut relations = BTreeMap::new();
    let mut repeated = Vec::new();
    for (predicate, (relation, again)) in done {
        let row = |it: PredicateStatement| {
            let Origin { file, line } = it.origin;
            [it.subject, predicate, it.object, file, line]
        };
        repeated.extend(again.into_iter().map(row));
        relations.insert(predicate, Arc::new(relation));
    }
    (relations, repeated)
}

/// Peak memory per fact in bytes, as measured with a million claims.
const FACT: usize = 44;

/// Fewer facts are sorted sooner than a thread starts.
const SMALL: usize = 20_000;
