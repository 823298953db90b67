//! Reads `say:Support`, the relations of support, and `say:structure`, the words for its analyses.

use std::sync::Arc;

use oxigraph::model::{NamedNodeRef, TermRef};

use crate::base::nearest;
use crate::store::Id;
use crate::words::entry::Support;
use crate::words::ids::{Direction, KindId};
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Derived, Path, Step, Structure, say};

impl VocabularyReader<'_> {
    pub(super) fn support(&mut self) {
        for node in self.instances(&[say::SUPPORT]) {
            let Some(of) = self.kind_at(node, say::OF) else {
                continue;
            };
            let rests = self.links_of(node, say::RESTS, of);
            let grounds = self.links_of(node, say::GROUNDS, of);
            let Some(ground) = grounds.first().map(|link| self.lexicon.end(*link)) else {
                self.missing_in(node, "say:grounds", "the relation to what supports a thing by itself");
                continue;
            };
            let answerable = self.link_of(node, say::ANSWERABLE, ground);
            let replaces = self.links_of(node, say::REPLACES, of);
            let back = |link: &Direction| Direction { relation: link.relation, backward: !link.backward };
            if self.lexicon.support.is_some() {
                let place = self.location_of(node);
                self.problems.push(faults::second_support(&place));
            }
            self.lexicon.support = Some(Support {
                of,
                ground,
                answerable,
                limits: self.links_of(node, say::LIMITS, of),
                replaced: replaces.iter().map(back).collect(),
                rests,
                grounds,
            });
        }
        self.lexicon.analyses = self.analyses.values().cloned().collect();
        let on_support = |structure: &Structure| *structure != Structure::Contradiction && !structure.is_of_records();
        let analysis = self.analysis_with_words(on_support);
        if let (None, Some((structure, node))) = (&self.lexicon.support, analysis) {
            let place = self.location_of(node);
            self.problems.push(faults::no_support(structure.name(), &place));
        }
    }

    /// The relations that `property` names, each in the direction that starts at a kind.
    pub(super) fn links_of(&mut self, node: Id, property: NamedNodeRef<'_>, from: KindId) -> Vec<Direction> {
        let mut links = Vec::new();
        for named in self.read_values(node, property) {
            let lexicon = &self.lexicon;
            let starts = |link: &Direction| {
                let same = match self.dataset.term(named) {
                    TermRef::NamedNode(term) => lexicon.relation(link.relation).term.as_ref() == term,
                    _ => false,
                };
                same && lexicon.overlap(lexicon.start(*link), from)
            };
            // A relation from a kind to itself is followed forward.
            let forward = lexicon.directions().find(|link| !link.backward && starts(link));
            match forward.or_else(|| lexicon.directions().find(starts)) {
                Some(link) => links.push(link),
                None => {
                    let name = self.dataset.short(self.dataset.term(named));
                    let kind = lexicon.a_kind(from);
                    let place = self.location_of_link(node, property, named);
                    self.problems.push(faults::no_relation(&name, &kind, &place));
                }
            }
        }
        links
    }

    /// The one relation that `property` names, from a kind.
    pub(super) fn link_of(&mut self, node: Id, property: NamedNodeRef<'_>, from: KindId) -> Option<Direction> {
        let links = self.links_of(node, property, from);
        self.check_single_value(node, property);
        links.first().copied()
    }

    /// The path of the analysis that `say:structure` names.
    pub(super) fn analysis_at(&mut self, node: Id, numbers: bool) -> Option<Path> {
        let named = self.only(node, say::STRUCTURE)?;
        let name = self.analysis_name(named);
        let local = name.as_str();
        let fitting = || Structure::ALL.iter().filter(|it| it.1.is_number() == numbers);
        let Some((_, structure)) = fitting().find(|(known, _)| *known == local) else {
            let near = nearest(local, fitting().map(|(known, _)| *known));
            let place = self.location_of_link(node, say::STRUCTURE, named);
            self.problems.push(faults::no_analysis(local, numbers, &near, &place));
            return None;
        };
        let derived = self.analyses.entry(*structure).or_insert_with(|| Arc::new(Derived::new(*structure)));
        Some(Path(vec![Step::Derived { derived: Arc::clone(derived), backward: false }]))
    }

    /// The first of these analyses that has a word, with the term that gives it.
    pub(super) fn analysis_with_words(&self, wanted: impl Fn(&Structure) -> bool) -> Option<(Structure, Id)> {
        let structure = *self.analyses.keys().find(|it| wanted(it))?;
        let property = self.dataset.iri_id(say::STRUCTURE)?;
        let mut said = self.dataset.matching(None, Some(property), None);
        let [node, ..] = said.find(|[_, _, named]| self.analysis_name(*named) == structure.name())?;
        Some((structure, node))
    }

    /// What `say:structure` names: `depth`.
    fn analysis_name(&self, named: Id) -> String {
        let name = match self.dataset.term(named) {
            TermRef::NamedNode(iri) => iri.as_str().to_owned(),
            other => self.dataset.short(other),
        };
        let local = name.strip_prefix(say::NAMESPACE);
        local.map_or_else(|| name.clone(), str::to_owned)
    }
}
