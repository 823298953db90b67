//! The manifests of the suites that are written in Turtle.

use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";

/// One test.
#[derive(Debug)]
pub(super) struct Entry {
    /// The suite with the name of the test: `rdf-turtle#bareword_double`.
    pub(super) name: String,
    /// The last part of its type: `TestTurtleEval`.
    pub(super) kind: String,
    node: NamedOrBlankNode,
}

/// A manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) folder: PathBuf,
    /// The beginning of the addresses of its files.
    pub(super) base: String,
    pub(super) graph: Graph,
    pub(super) entries: Vec<Entry>,
}

fn mf(local: &str) -> NamedNode {
    NamedNode::new(format!("{MF}{local}")).unwrap()
}

fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap()
}

impl Manifest {
    /// The manifest of a folder; `base` where it does not say its own.
    pub(super) fn read(folder: &Path, suite: &str, base: &str) -> Self {
        let text = fs::read_to_string(folder.join("manifest.ttl")).unwrap();
        let assumed = text.split("assumedTestBase").nth(1).and_then(|it| it.split(['<', '>']).nth(1));
        let base = assumed.unwrap_or(base).to_owned();
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(format!("{base}manifest.ttl")).unwrap();
        let triples = parser.for_slice(text.as_bytes()).map(|quad| quad.unwrap().into());
        let graph: Graph = triples.collect::<Vec<oxigraph::model::Triple>>().iter().collect();
        let mut manifest = Self { folder: folder.to_owned(), base, graph, entries: Vec::new() };
        let lists = manifest.graph.triples_for_predicate(mf("entries").as_ref()).map(|it| it.object.into_owned());
        let lists: Vec<Term> = lists.collect();
        let nodes: Vec<Term> = lists.iter().flat_map(|list| manifest.list(list)).collect();
        for node in nodes {
            let Term::NamedNode(iri) = &node else { panic!("a test without a name") };
            let kind = manifest.value_of(iri.as_ref().into(), rdf::TYPE);
            let Some(Term::NamedNode(kind)) = kind else { panic!("{iri} has no type") };
            let name = format!("{suite}#{}", local(iri.as_str()));
            manifest.entries.push(Entry { name, kind: local(kind.as_str()).to_owned(), node: iri.clone().into() });
        }
        manifest
    }

    fn list(&self, list: &Term) -> Vec<Term> {
        let mut items = Vec::new();
        let mut at = list.clone();
        while let Some(node) = node_of(&at).filter(|_| at != Term::from(rdf::NIL)) {
            items.extend(self.value_of(node.as_ref(), rdf::FIRST));
            at = self.value_of(node.as_ref(), rdf::REST).unwrap();
        }
        items
    }

    /// The value of a property.
    pub(super) fn value_of(&self, node: NamedOrBlankNodeRef<'_>, property: NamedNodeRef<'_>) -> Option<Term> {
        self.graph.object_for_subject_predicate(node, property).map(TermRef::into_owned)
    }

    /// The input of a test.
    pub(super) fn action(&self, entry: &Entry) -> Term {
        self.value_of(entry.node.as_ref(), mf("action").as_ref()).unwrap()
    }

    /// The expected result.
    pub(super) fn result(&self, entry: &Entry) -> Option<Term> {
        self.value_of(entry.node.as_ref(), mf("result").as_ref())
    }

    /// The file behind an address.
    pub(super) fn file(&self, term: &Term) -> PathBuf {
        let Term::NamedNode(iri) = term else { panic!("{term} is no file") };
        let below = iri.as_str().strip_prefix(&self.base).unwrap_or_else(|| panic!("{iri} is elsewhere"));
        self.folder.join(below)
    }
}

/// A term as a subject of facts.
pub(super) fn node_of(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(iri) => Some(iri.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) => None,
    }
}
