//! The facts in memory: terms interned to dense ids, distinct triples in three sorted orders, and
//! for each triple the files and lines that state it. Immutable once built.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexSet;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, TermRef};
use sha2::{Digest, Sha256};

use crate::store::history::Revision;
use crate::store::links::Links;
use crate::store::load::was_blank;

/// A term's number in its dataset: dense, from 0 in the order of loading.
pub type Id = u32;
/// Subject, predicate, object.
pub type Triple = [Id; 3];

/// Where a fact is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index into [`Dataset::files`].
    pub file: u32,
    /// The line, from 1, on which the statement ends.
    pub line: u32,
}

/// A file that was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The path as it is shown, or `<stdin>`.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Statements in it.
    pub facts: usize,
}

/// The prefixes that the files declare.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Prefixes {
    /// Each prefix with the IRIs it is declared for; more than one is ambiguous.
    pub by_name: BTreeMap<String, Vec<String>>,
}

impl Prefixes {
    /// Remembers a declaration.
    pub(crate) fn declare(&mut self, name: &str, iri: &str) {
        let iris = self.by_name.entry(name.to_owned()).or_default();
        if !iris.iter().any(|known| known == iri) {
            iris.push(iri.to_owned());
        }
    }

    /// The IRIs that `prefix:local` can stand for, letter case of the prefix as written.
    #[must_use]
    pub fn expand(&self, prefix: &str, local: &str) -> Vec<String> {
        let iris = self.by_name.get(prefix).map_or(&[][..], Vec::as_slice);
        iris.iter().map(|iri| format!("{iri}{local}")).collect()
    }

    /// `prefix:local` with the longest unambiguous prefix that gives a plain local name, else the
    /// IRI in angle brackets.
    #[must_use]
    pub fn compact(&self, iri: &str) -> String {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        self.by_name
            .iter()
            .filter(|(_, iris)| iris.len() == 1)
            .filter_map(|(name, iris)| Some((name, iris.first()?, iri.strip_prefix(&iris[0])?)))
            .filter(|(_, _, local)| {
                local.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    && local.chars().all(plain)
                    && !local.ends_with('.')
            })
            .max_by_key(|(_, prefix, _)| prefix.len())
            .map_or_else(
                || format!("<{iri}>"),
                |(name, _, local)| format!("{name}:{local}"),
            )
    }
}

/// The facts, with where each is stated.
#[derive(Debug, Default)]
pub struct Dataset {
    /// Shared with the datasets that are made from this one: they have the same ids.
    pub(super) terms: Arc<IndexSet<Term>>,
    pub(super) spo: Vec<Triple>,
    pub(super) pos: Vec<Triple>,
    pub(super) osp: Vec<Triple>,
    /// By predicate: its links forward and backward.
    pub(super) links: BTreeMap<Id, [Links; 2]>,
    pub(super) no_links: Links,
    /// Graph, subject, predicate, object of what stands in named graphs.
    pub(super) named: Vec<[Id; 4]>,
    /// Beside each triple of `spo`: where it is stated first; nowhere for one that is only supposed.
    pub(super) origins: Vec<Option<Origin>>,
    /// Further places of triples that are stated more than once.
    pub(super) repeated: BTreeMap<Triple, Vec<Origin>>,
    pub(super) files: Vec<DataFile>,
    pub(super) prefixes: Prefixes,
    pub(super) digest: String,
    /// The revision that the files are of; none for the disk.
    pub(super) revision: Option<Revision>,
}

impl Dataset {
    /// Builds the dataset from what the files state.
    pub(crate) fn build(
        facts: Vec<(Quad, Origin)>,
        files: Vec<DataFile>,
        prefixes: Prefixes,
    ) -> Self {
        let mut dataset = Self {
            digest: digest_of(&files),
            files,
            prefixes,
            ..Self::default()
        };
        let mut stated: Vec<(Triple, Origin)> = Vec::with_capacity(facts.len());
        for (quad, origin) in facts {
            let triple = [
                dataset.intern(quad.subject.into()),
                dataset.intern(quad.predicate.into()),
                dataset.intern(quad.object),
            ];
            let graph: Option<Term> = match quad.graph_name {
                GraphName::NamedNode(name) => Some(name.into()),
                GraphName::BlankNode(name) => Some(name.into()),
                GraphName::DefaultGraph => None,
            };
            if let Some(graph) = graph {
                let [s, p, o] = triple;
                let named = [dataset.intern(graph), s, p, o];
                dataset.named.push(named);
            }
            stated.push((triple, origin));
        }
        stated.sort_unstable();
        let mut distinct: Vec<(Triple, Option<Origin>)> = Vec::with_capacity(stated.len());
        for (triple, origin) in stated {
            if distinct.last().is_some_and(|(last, _)| *last == triple) {
                dataset.repeated.entry(triple).or_default().push(origin);
            } else {
                distinct.push((triple, Some(origin)));
            }
        }
        dataset.named.sort_unstable();
        dataset.named.dedup();
        dataset.sorted(distinct);
        dataset
    }

    /// Builds a dataset of facts that have been loaded and checked elsewhere.
    pub(crate) fn of_quads(quads: Vec<Quad>) -> Self {
        let nowhere = Origin { file: 0, line: 0 };
        let facts = quads.into_iter().map(|quad| (quad, nowhere)).collect();
        Self::build(facts, Vec::new(), Prefixes::default())
    }

    /// The same, read at a revision.
    pub(super) fn of_revision(self, revision: Option<Revision>) -> Self {
        Self { revision, ..self }
    }

    /// The revision that the files were read at; none for the disk.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        self.revision.as_ref()
    }

    /// Every fact: each triple once in the default graph, and once more for each named graph.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        let default = self
            .spo
            .iter()
            .map(|triple| self.quad(*triple, GraphName::DefaultGraph));
        let named = self.named.iter().map(|&[graph, s, p, o]| {
            let graph = match self.term(graph) {
                Term::NamedNode(name) => name.clone().into(),
                _ => GraphName::DefaultGraph,
            };
            self.quad([s, p, o], graph)
        });
        default.chain(named)
    }

    fn quad(&self, triple: Triple, graph: GraphName) -> Quad {
        self.triple(triple).in_graph(graph)
    }

    /// A triple with its terms.
    pub(super) fn triple(&self, [s, p, o]: Triple) -> oxigraph::model::Triple {
        let (Term::NamedNode(subject), Term::NamedNode(predicate)) = (self.term(s), self.term(p))
        else {
            unreachable!("blank nodes get IRIs at load");
        };
        oxigraph::model::Triple::new(subject.clone(), predicate.clone(), self.term(o).clone())
    }

    fn intern(&mut self, term: Term) -> Id {
        let (index, _) = Arc::make_mut(&mut self.terms).insert_full(term);
        Id::try_from(index).expect("a dataset has fewer than 2^32 terms: files are limited in size")
    }

    /// The same facts, with ids for the whole numbers up to `most`, so that analyses can speak of them as
    /// of the terms of files.
    #[must_use]
    pub fn with_numbers(mut self, most: usize) -> Self {
        for number in 0..=most {
            // The terms may be those of other datasets too: they are copied only for what is missing.
            if self.number_id(number).is_none() {
                self.intern(Literal::from(number as u64).into());
            }
        }
        self
    }

    /// The id of a whole number, if it has one.
    #[must_use]
    pub fn number_id(&self, number: usize) -> Option<Id> {
        self.id(&Literal::from(number as u64).into())
    }

    /// Takes distinct triples, ascending, each with where it is stated.
    pub(super) fn sorted(&mut self, stated: Vec<(Triple, Option<Origin>)>) {
        (self.spo, self.origins) = stated.into_iter().unzip();
        self.pos = self.spo.iter().map(|&[s, p, o]| [p, o, s]).collect();
        self.pos.sort_unstable();
        self.osp = self.spo.iter().map(|&[s, p, o]| [o, s, p]).collect();
        self.osp.sort_unstable();
        let mut forward: BTreeMap<Id, Vec<[Id; 2]>> = BTreeMap::new();
        for [s, p, o] in &self.spo {
            forward.entry(*p).or_default().push([*s, *o]);
        }
        let both = |(predicate, pairs): (Id, Vec<[Id; 2]>)| {
            let mut backward: Vec<[Id; 2]> = pairs.iter().map(|[s, o]| [*o, *s]).collect();
            backward.sort_unstable();
            (predicate, [Links::of(&pairs), Links::of(&backward)])
        };
        self.links = forward.into_iter().map(both).collect();
    }

    /// The links of a predicate, from subjects to objects, or backward.
    #[must_use]
    pub fn links(&self, predicate: Id, backward: bool) -> &Links {
        let both = self.links.get(&predicate);
        both.map_or(&self.no_links, |both| &both[usize::from(backward)])
    }

    /// Every predicate that has links, ascending.
    pub fn predicates(&self) -> impl Iterator<Item = Id> + '_ {
        self.links.keys().copied()
    }

    /// The number of distinct facts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spo.len()
    }

    /// True without any fact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spo.is_empty()
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

    /// The id of a term that occurs in the data.
    #[must_use]
    pub fn id(&self, term: &Term) -> Option<Id> {
        let index = self.terms.get_index_of(term)?;
        Id::try_from(index).ok()
    }

    /// The id of an IRI that occurs in the data.
    #[must_use]
    pub fn iri_id(&self, iri: NamedNodeRef<'_>) -> Option<Id> {
        self.id(&iri.into_owned().into())
    }

    /// The term of an id.
    ///
    /// # Panics
    /// When the id is of another dataset.
    #[must_use]
    pub fn term(&self, id: Id) -> &Term {
        &self.terms[id as usize]
    }

    /// True for a node that had no name in its file.
    #[must_use]
    pub fn is_nameless(&self, id: Id) -> bool {
        was_blank(self.term(id))
    }

    /// How many terms have an id.
    #[must_use]
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// All terms, in the order of their ids.
    pub fn terms(&self) -> impl Iterator<Item = (Id, &Term)> {
        (0..).zip(self.terms.iter())
    }

    /// Where a triple is stated, the first place first.
    pub fn origins(&self, triple: Triple) -> impl Iterator<Item = Origin> {
        let first = self.spo.binary_search(&triple).ok();
        let first = first.and_then(|at| self.origins[at]);
        let more = self.repeated.get(&triple).map_or(&[][..], Vec::as_slice);
        first.into_iter().chain(more.iter().copied())
    }

    /// `path:line` of the first statement of a triple.
    #[must_use]
    pub fn place(&self, triple: Triple) -> Option<(&str, u32)> {
        let origin = self.origins(triple).next()?;
        Some((&self.files[origin.file as usize].name, origin.line))
    }

    /// The triples that agree with what is given, each once.
    pub fn matching(
        &self,
        subject: Option<Id>,
        predicate: Option<Id>,
        object: Option<Id>,
    ) -> impl Iterator<Item = Triple> + '_ {
        let (order, range) = self.range(subject, predicate, object);
        let rows = &self.order(order)[range];
        rows.iter().map(move |row| order.to_spo(*row))
    }

    /// What `subject` is linked to by `predicate`.
    pub fn objects(&self, subject: Id, predicate: Id) -> impl Iterator<Item = Id> + '_ {
        self.matching(Some(subject), Some(predicate), None)
            .map(|[_, _, object]| object)
    }

    /// What is linked to `object` by `predicate`.
    pub fn subjects(&self, predicate: Id, object: Id) -> impl Iterator<Item = Id> + '_ {
        self.matching(None, Some(predicate), Some(object))
            .map(|[subject, _, _]| subject)
    }

    /// The terms that `subject` is linked to by an IRI.
    pub fn values<'a>(
        &'a self,
        subject: Id,
        predicate: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = &'a Term> + use<'a> {
        let predicate = self.iri_id(predicate);
        predicate
            .into_iter()
            .flat_map(move |predicate| self.objects(subject, predicate))
            .map(|object| self.term(object))
    }

    /// The quads of named graphs that agree with what is given: graph, subject, predicate, object.
    pub(crate) fn matching_named(
        &self,
        graph: Option<Id>,
        triple: [Option<Id>; 3],
    ) -> Vec<[Id; 4]> {
        let rows = match graph {
            Some(graph) => {
                let from = self.named.partition_point(|row| row[0] < graph);
                let until = self.named.partition_point(|row| row[0] <= graph);
                &self.named[from..until]
            }
            None => &self.named[..],
        };
        let agrees = |row: &&[Id; 4]| {
            let wanted = triple.iter().zip(&row[1..]);
            wanted
                .into_iter()
                .all(|(want, have)| want.is_none_or(|id| id == *have))
        };
        rows.iter().filter(agrees).copied().collect()
    }

    /// The sorted order that answers a pattern with one range, and the range.
    pub(crate) fn range(
        &self,
        subject: Option<Id>,
        predicate: Option<Id>,
        object: Option<Id>,
    ) -> (Order, Range<usize>) {
        let (order, key) = match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => (Order::Spo, vec![s, p, o]),
            (Some(s), Some(p), None) => (Order::Spo, vec![s, p]),
            (Some(s), None, None) => (Order::Spo, vec![s]),
            (None, Some(p), Some(o)) => (Order::Pos, vec![p, o]),
            (None, Some(p), None) => (Order::Pos, vec![p]),
            (Some(s), None, Some(o)) => (Order::Osp, vec![o, s]),
            (None, None, Some(o)) => (Order::Osp, vec![o]),
            (None, None, None) => (Order::Spo, vec![]),
        };
        let rows = self.order(order);
        let from = rows.partition_point(|row| row[..key.len()] < key[..]);
        let until = from + rows[from..].partition_point(|row| row[..key.len()] == key[..]);
        (order, from..until)
    }

    pub(crate) fn order(&self, order: Order) -> &[Triple] {
        match order {
            Order::Spo => &self.spo,
            Order::Pos => &self.pos,
            Order::Osp => &self.osp,
        }
    }

    /// All graph names, each once, ascending.
    pub(crate) fn graph_names(&self) -> Vec<Id> {
        let mut names: Vec<Id> = self.named.iter().map(|row| row[0]).collect();
        names.dedup();
        names
    }

    /// The name of an IRI as people write it: `ali:no-training`.
    #[must_use]
    pub fn compact(&self, iri: &NamedNode) -> String {
        self.prefixes.compact(iri.as_str())
    }

    /// A term in short: a compact IRI, or the text of a literal.
    #[must_use]
    pub fn short(&self, term: TermRef<'_>) -> String {
        match term {
            TermRef::NamedNode(iri) => self.prefixes.compact(iri.as_str()),
            TermRef::Literal(literal) => literal.value().to_owned(),
            TermRef::BlankNode(node) => node.to_string(),
        }
    }
}

/// In which order a sorted list holds the three terms of a triple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Spo,
    Pos,
    Osp,
}

impl Order {
    pub(crate) fn to_spo(self, [a, b, c]: Triple) -> Triple {
        match self {
            Self::Spo => [a, b, c],
            Self::Pos => [c, a, b],
            Self::Osp => [b, c, a],
        }
    }
}

fn digest_of(files: &[DataFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.digest.as_bytes());
        hash.update([0]);
    }
    hexadecimal(&hash.finalize())
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").expect("writing to a string does not fail");
        out
    })
}
