//! The facts in memory: terms as dense ids, the adjacency of each predicate in both directions, and for each fact the
//! files and lines that state it. Immutable once built.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use oxigraph::model::{GraphName, NamedNodeRef, Quad, TermRef};

use crate::files::Revision;
use crate::store::adjacency::AdjacencyIndex;
use crate::store::blank::was_blank;
use crate::store::build::DatasetBuilder;
use crate::store::data_file::{DataFile, digest_of};
use crate::store::id::{Id, NOWHERE, Origin, Triple};
use crate::store::join_index::JoinIndexCache;
use crate::store::numbers::NumberTerms;
use crate::store::predicate_facts::PredicateFacts;
use crate::store::prefixes::Prefixes;
use crate::store::shared_array::SharedArray;
use crate::store::term_names::TermNameIndex;
use crate::store::terms::Terms;
use crate::store::vocabularies::Vocabularies;

/// The facts, with where each is stated.
#[derive(Debug, Default)]
pub struct Dataset {
    /// Shared with the datasets derived from this one: they have the same ids.
    pub(super) terms: Arc<Terms>,
    /// The index of the names of terms; shared likewise.
    pub(super) term_names: Arc<TermNameIndex>,
    pub(super) number_terms: Arc<NumberTerms>,
    /// By predicate.
    pub(super) relations: BTreeMap<Id, Arc<PredicateFacts>>,
    pub(super) no_links: AdjacencyIndex,
    pub(super) join_indexes: JoinIndexCache,
    /// The number of distinct facts.
    pub(super) count: usize,
    /// The same, but a fact in several graphs counts in each.
    pub(super) quads: usize,
    /// Graph, subject, predicate, object of each quad in a named graph.
    pub(super) named_quads: SharedArray<[Id; 4]>,
    /// Subject, predicate, object, file, line: the further origins of facts that are stated more than once.
    pub(super) repeated_origins: SharedArray<[u32; 5]>,
    pub(super) files: Vec<DataFile>,
    pub(super) prefixes: Prefixes,
    pub(super) vocabularies: Vocabularies,
    pub(super) digest: String,
    /// The revision of the files; none for the disk.
    pub(super) revision: Option<Revision>,
    /// Other files beside those that were loaded.
    pub(super) passed_over: Vec<String>,
    /// Set when SPARQL meets a number with too many digits to compute with.
    pub(super) too_many_digits: AtomicBool,
    /// Pairs of node and predicate of its links, forward and backward; computed when first needed.
    pub(super) predicates_at: [OnceLock<Vec<[Id; 2]>>; 2],
}

impl Dataset {
    /// Builds a dataset from facts that have been loaded and checked elsewhere.
    pub(crate) fn of_quads(quads: &[Quad]) -> Self {
        let mut building = DatasetBuilder::default();
        for quad in quads {
            building.add(quad.as_ref(), NOWHERE).expect("they had ids where they were loaded");
        }
        building.finish(Vec::new(), Prefixes::default())
    }

    /// The same dataset, marked as read at a revision.
    pub(super) fn of_revision(self, revision: Option<Revision>) -> Self {
        Self { revision, ..self }
    }

    /// The same dataset, with the other files beside those of the facts.
    pub(super) fn with_passed_over(self, passed_over: Vec<String>) -> Self {
        Self { passed_over, ..self }
    }

    /// The same dataset with other display names of its files, in the order of loading.
    pub(super) fn with_file_names<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let mut renamed = BTreeMap::new();
        for (file, name) in self.files.iter_mut().zip(names) {
            if file.name != name {
                renamed.insert(std::mem::replace(&mut file.name, name.to_owned()), name);
            }
        }
        if !renamed.is_empty() {
            for file in self.prefixes.files.values_mut().flatten() {
                if let Some(name) = renamed.get(file) {
                    *file = (*name).to_owned();
                }
            }
            self.digest = digest_of(&self.files);
        }
        self
    }

    /// Whether another dataset has the same facts with the same ids and origins.
    pub(super) fn holds_the_same(&self, other: &Self) -> bool {
        self.files == other.files
            && (self.count, self.quads, &self.digest) == (other.count, other.quads, &other.digest)
            && self.prefixes == other.prefixes
            && self.vocabularies == other.vocabularies
            && self.terms == other.terms
            && self.term_names == other.term_names
            && self.relations == other.relations
            && self.named_quads == other.named_quads
            && self.repeated_origins == other.repeated_origins
    }

    /// Display names of other files in the folders of the facts, except hidden files and those that caveat keeps
    /// itself.
    #[must_use]
    pub fn files_passed_over(&self) -> &[String] {
        &self.passed_over
    }

    /// The revision that the files were read at; none for the disk.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        self.revision.as_ref()
    }

    /// All facts: each triple once in the default graph, and once in each of its named graphs.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        let default =
            self.matching(None, None, None).map(|triple| self.triple(triple).in_graph(GraphName::DefaultGraph));
        let named = self.named_quads.verified().iter().map(|&[graph, s, p, o]| {
            let graph = match self.term(graph) {
                TermRef::NamedNode(name) => name.into_owned().into(),
                _ => GraphName::DefaultGraph,
            };
            self.triple([s, p, o]).in_graph(graph)
        });
        default.chain(named)
    }

    /// A triple with its terms.
    pub(super) fn triple(&self, [s, p, o]: Triple) -> oxigraph::model::Triple {
        let (TermRef::NamedNode(subject), TermRef::NamedNode(predicate)) = (self.term(s), self.term(p)) else {
            unreachable!("blank nodes get IRIs at load");
        };
        oxigraph::model::Triple::new(subject, predicate, self.term(o))
    }

    /// The links of a predicate from subjects to objects, or `backward`.
    #[must_use]
    pub fn adjacency(&self, predicate: Id, backward: bool) -> &AdjacencyIndex {
        match self.relations.get(&predicate) {
            Some(relation) => relation.adjacency(backward),
            None => &self.no_links,
        }
    }

    /// Every predicate that has links, ascending, with its links from subjects to objects, or `backward`.
    pub fn adjacencies(&self, backward: bool) -> impl Iterator<Item = (Id, &AdjacencyIndex)> {
        let relations = self.relations.iter();
        relations.map(move |(predicate, relation)| (*predicate, relation.adjacency(backward)))
    }

    /// Every predicate that has links, ascending.
    pub fn predicates(&self) -> impl Iterator<Item = Id> + '_ {
        self.relations.keys().copied()
    }

    /// The number of distinct facts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// The number of distinct facts, where a fact in several graphs counts in each.
    #[must_use]
    pub fn quad_count(&self) -> usize {
        self.quads
    }

    /// True if there are no facts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The files that were loaded, in the order of loading.
    #[must_use]
    pub fn files(&self) -> &[DataFile] {
        &self.files
    }

    /// The prefixes that the files declare.
    #[must_use]
    pub fn prefixes(&self) -> &Prefixes {
        &self.prefixes
    }

    /// SHA-256 over the names and digests of the files, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The id of a term of the data, or of a whole number that a count can reach.
    #[must_use]
    pub fn id<'a>(&self, term: impl Into<TermRef<'a>>) -> Option<Id> {
        let term = term.into();
        self.terms.find(term).or_else(|| self.id_of_number(term))
    }

    /// The id of an IRI of the data.
    #[must_use]
    pub fn iri_id(&self, iri: NamedNodeRef<'_>) -> Option<Id> {
        self.id(iri)
    }

    /// The term of an id.
    ///
    /// # Panics
    /// If the id is of another dataset.
    #[must_use]
    pub fn term(&self, id: Id) -> TermRef<'_> {
        match (id as usize) < self.terms.len() {
            true => self.terms.term(id),
            false => self.number(id),
        }
    }

    /// True for an IRI. Does not read its text.
    #[must_use]
    #[inline]
    pub fn is_iri(&self, id: Id) -> bool {
        id < self.terms.iris().end
    }

    /// The ids of the literals of a datatype in the files, if they ascend by value. Numbers that no file states are not
    /// in the range.
    #[must_use]
    pub fn ascending(&self, datatype: NamedNodeRef<'_>) -> Option<Range<Id>> {
        let run = self.terms.run(datatype)?;
        run.ascending.then_some(run.first..run.end)
    }

    /// The ids of the literals of a datatype in the files.
    #[must_use]
    pub fn literals(&self, datatype: NamedNodeRef<'_>) -> Range<Id> {
        let run = self.terms.run(datatype);
        run.map_or(0..0, |run| run.first..run.end)
    }

    /// True for a blank node of a file.
    #[must_use]
    pub fn is_nameless(&self, id: Id) -> bool {
        was_blank(self.term(id))
    }

    /// The number of terms in the files. Ids of numbers that no file states come after them.
    #[must_use]
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// All terms of the files, in the order of their ids.
    pub fn terms(&self) -> impl Iterator<Item = (Id, TermRef<'_>)> {
        let count = Id::try_from(self.term_count()).expect("ids are 32 bits");
        (0..count).map(|id| (id, self.term(id)))
    }

    /// Where a triple is stated, the first statement first.
    pub fn origins(&self, [s, p, o]: Triple) -> impl Iterator<Item = Origin> {
        let relation = self.relations.get(&p);
        let first = relation.and_then(|relation| relation.origin(s, o));
        let first = first.filter(|origin| *origin != NOWHERE);
        let repeated = self.repeated_origins.verified();
        let from = repeated.partition_point(|row| row[..3] < [s, p, o][..]);
        let more = repeated[from..].iter();
        let more = more.take_while(move |row| row[..3] == [s, p, o]);
        let more = more.map(|row| Origin { file: row[3], line: row[4] });
        first.into_iter().chain(more)
    }

    /// `path:line` of the first statement of a triple.
    #[must_use]
    pub fn source_location(&self, triple: Triple) -> Option<(&str, u32)> {
        let origin = self.origins(triple).next()?;
        Some((&self.files[origin.file as usize].name, origin.line))
    }

    /// The objects of the triples with this subject and predicate.
    pub fn objects(&self, subject: Id, predicate: Id) -> impl Iterator<Item = Id> + '_ {
        self.adjacency(predicate, false).of_node_lazy(subject).iter().copied()
    }

    /// The subjects of the triples with this predicate and object.
    pub fn subjects(&self, predicate: Id, object: Id) -> impl Iterator<Item = Id> + '_ {
        self.adjacency(predicate, true).of_node_lazy(object).iter().copied()
    }

    /// The objects, as terms, of the triples with this subject and predicate.
    pub fn values<'a>(
        &'a self,
        subject: Id,
        predicate: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = TermRef<'a>> + use<'a> {
        let predicate = self.iri_id(predicate);
        predicate
            .into_iter()
            .flat_map(move |predicate| self.objects(subject, predicate))
            .map(|object| self.term(object))
    }

    /// The quads in named graphs that match the given terms: graph, subject, predicate, object.
    pub(crate) fn matching_named(&self, graph: Option<Id>, triple: [Option<Id>; 3]) -> Vec<[Id; 4]> {
        let named = self.named_quads.verified();
        let rows = match graph {
            Some(graph) => {
                let from = named.partition_point(|row| row[0] < graph);
                let until = named.partition_point(|row| row[0] <= graph);
                &named[from..until]
            }
            None => named,
        };
        let agrees = |row: &&[Id; 4]| {
            let wanted = triple.iter().zip(&row[1..]);
            wanted.into_iter().all(|(want, have)| want.is_none_or(|id| id == *have))
        };
        rows.iter().filter(agrees).copied().collect()
    }

    /// All graph names, distinct, ascending.
    pub(crate) fn graph_names(&self) -> Vec<Id> {
        let mut names: Vec<Id> = self.named_quads.verified().iter().map(|row| row[0]).collect();
        names.dedup();
        names
    }

    /// The compact form of an IRI: `ali:no-training`.
    #[must_use]
    pub fn compact<'a>(&self, iri: impl Into<NamedNodeRef<'a>>) -> String {
        self.prefixes.compact(iri.into().as_str())
    }

    /// The short form of a term: a compact IRI, or the text of a literal.
    #[must_use]
    pub fn short(&self, term: TermRef<'_>) -> String {
        match term {
            TermRef::NamedNode(iri) => self.prefixes.compact(iri.as_str()),
            TermRef::Literal(literal) => literal.value().to_owned(),
            TermRef::BlankNode(node) => node.to_string(),
        }
    }
}
