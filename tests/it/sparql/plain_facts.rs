//! The facts of files, read without caveat's own loader but as it hands them to SPARQL; and the same changes of facts
//! on both sides.

use std::collections::HashMap;
use std::fs;

use caveat::store::{Dataset, Triple};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, TermRef};
use sha2::{Digest, Sha256};

use crate::world::root;

/// The quads of the files, each once more in the default graph, which is the union. Blank nodes have the IRIs that
/// caveat gives them, so that both sides have the same order.
pub(crate) fn quads_of(files: &[&str]) -> Vec<Quad> {
    let mut quads = Vec::new();
    for file in files {
        let text = fs::read(root().join(file)).unwrap();
        // All of them are in one folder.
        let file = file.rsplit('/').next().unwrap();
        let mut names = BlankNodeNames { file, known: HashMap::new() };
        for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(&text) {
            let quad = names.name_blank_nodes(quad.unwrap());
            let union = GraphName::DefaultGraph;
            quads.push(Quad { graph_name: union, ..quad.clone() });
            quads.push(quad);
        }
    }
    quads
}

/// The IRIs of the blank nodes of one file.
struct BlankNodeNames<'a> {
    file: &'a str,
    known: HashMap<BlankNode, NamedNode>,
}

impl BlankNodeNames<'_> {
    fn name_blank_nodes(&mut self, quad: Quad) -> Quad {
        let subject = match quad.subject {
            NamedOrBlankNode::BlankNode(node) => self.name(node).into(),
            named => named,
        };
        let object = match quad.object {
            Term::BlankNode(node) => self.name(node).into(),
            named => named,
        };
        let graph = match quad.graph_name {
            GraphName::BlankNode(node) => self.name(node).into(),
            named => named,
        };
        Quad::new(subject, quad.predicate, object, graph)
    }

    fn name(&mut self, node: BlankNode) -> NamedNode {
        let (file, rank) = (self.file, self.known.len());
        let name = || {
            let hash = Sha256::digest(format!("{file}\0{rank}"));
            let digits: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            let genid = "https://w3id.org/caveat/.well-known/genid/";
            NamedNode::new_unchecked(format!("{genid}{digits}"))
        };
        self.known.entry(node).or_insert_with(name).clone()
    }
}

/// Whether a fact remains after the change: three in four do, and none of one predicate.
fn is_kept(subject: &str, predicate: &str, object: &str) -> bool {
    let length = subject.len() + 3 * predicate.len() + object.len();
    !length.is_multiple_of(4) && !predicate.ends_with("/flag>")
}

/// The additions of the change: cycles, a predicate without triples before, an existing fact, one of a named graph, and
/// a number that no file states.
fn additions() -> Vec<[Term; 3]> {
    let iri = |name: &str| NamedNode::new_unchecked(format!("https://harbour.example/{name}"));
    let of = |s: &str, p: &str, o: &str| [iri(s).into(), iri(p).into(), iri(o).into()];
    vec![
        of("dot", "boss", "eve"),
        of("eve", "knows", "ada"),
        of("eve", "knows", "eve"),
        of("ada", "Person", "bob"),
        of("Person", "Person", "Person"),
        of("ada", "knows", "bob"),
        of("log", "saw", "diary"),
        of("dust", "eats", "moby"),
        [iri("two").into(), iri("value").into(), Literal::from(17).into()],
    ]
}

/// Other facts over the terms of the index.
pub(crate) fn apply_changes(dataset: &Dataset) -> Dataset {
    let id = |term: &Term| {
        let id = dataset.id(term.as_ref());
        id.unwrap_or_else(|| panic!("{term} has no id"))
    };
    let added: Vec<Triple> = additions().iter().map(|triple| triple.each_ref().map(id)).collect();
    let kept = |triple: Triple| {
        let [s, p, o] = triple.map(|id| dataset.term(id).to_string());
        is_kept(&s, &p, &o)
    };
    dataset.with_changes(|_| true, kept, &added)
}

/// The same change, made to quads.
pub(crate) fn apply_changes_to_quads(mut quads: Vec<Quad>) -> Vec<Quad> {
    quads.retain(|quad| {
        let subject = quad.subject.to_string();
        is_kept(&subject, &quad.predicate.to_string(), &quad.object.to_string())
    });
    let iri = |term: &Term| match term.as_ref() {
        TermRef::NamedNode(iri) => iri.into_owned(),
        other => panic!("{other} is no IRI"),
    };
    let added = additions().into_iter().map(|[s, p, o]| Quad::new(iri(&s), iri(&p), o, GraphName::DefaultGraph));
    quads.extend(added);
    quads
}
