//! Labels of things: the least text of the first property that has one.

use oxigraph::model::TermRef;

use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::value::text_of;
use crate::store::{AdjacencyIndex, Id};
use crate::words::{CompiledPath, KindId, Step};

/// What labels the things of a kind, in order of preference.
pub(super) struct Labels<'a> {
    ways: Vec<LabelSource<'a>>,
}

enum LabelSource<'a> {
    Links(&'a AdjacencyIndex),
    Path(CompiledPath<'a>),
}

impl<'a> Evaluator<'a> {
    /// Compiles what labels the things of a kind.
    pub(super) fn labels(&self, kind: KindId) -> Labels<'a> {
        let trails = self.lexicon.kind(kind).labelled_by.iter();
        let paths = trails.filter_map(|trail| trail.path(self.lexicon));
        let ways = paths.map(|path| match path.0.as_slice() {
            [Step::Forward(property)] => {
                let property = self.dataset.iri_id(property.as_ref());
                LabelSource::Links(self.dataset.adjacency(property.unwrap_or(Id::MAX), false))
            }
            _ => LabelSource::Path(CompiledPath::of_facts(&path, self.dataset)),
        });
        Labels { ways: ways.collect() }
    }

    /// The label of a thing.
    pub(super) fn label(&self, labels: &Labels<'a>, thing: Id) -> &'a str {
        self.label_of(labels, &[thing]).unwrap_or_default()
    }

    /// The least label of several things; `None` if none has one.
    pub(super) fn label_of(&self, labels: &Labels<'a>, things: &[Id]) -> Option<&'a str> {
        labels.ways.iter().find_map(|way| match way {
            LabelSource::Links(links) => {
                let texts = things.iter().flat_map(|thing| links.of_node(*thing));
                texts.filter_map(|text| self.text(*text)).min()
            }
            LabelSource::Path(path) => {
                let reached = things.iter().map(|thing| path.reach(*thing));
                reached.flatten().filter_map(|text| self.text(text)).min()
            }
        })
    }

    /// The text of a term.
    pub(super) fn text(&self, id: Id) -> Option<&'a str> {
        text_of(self.term(id))
    }

    /// The IRI of a thing.
    pub(super) fn iri(&self, id: Id) -> &'a str {
        match self.term(id) {
            TermRef::NamedNode(node) => node.as_str(),
            other => text_of(other).unwrap_or_default(),
        }
    }
}
