//! Reading RDF: instances, lists, texts with their places, word forms, property paths.

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};

use crate::store::Id;
use crate::words::check::Entry;
use crate::words::entry::{KindId, Sense};
use crate::words::read::{Reader, faults};
use crate::words::{Forms, Number, Path, Reaching, Step, say};

impl Reader<'_> {
    pub(super) fn instances(&self, classes: &[NamedNodeRef<'_>]) -> Vec<Id> {
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return Vec::new();
        };
        let ids = classes.iter().filter_map(|class| self.dataset.iri_id(*class));
        let mut found: Vec<Id> = ids.flat_map(|class| self.dataset.subjects(a, class)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(super) fn linked(&self, node: Id, property: NamedNodeRef<'_>) -> Vec<Id> {
        let property = self.dataset.iri_id(property);
        property.map_or_else(Vec::new, |property| self.dataset.objects(node, property).collect())
    }

    /// The members of an RDF list; anything else is its own only member.
    pub(super) fn list(&self, node: Id) -> Vec<Id> {
        let mut items = Vec::new();
        let mut at = node;
        loop {
            if let Some(item) = self.linked(at, rdf::FIRST).first() {
                items.push(*item);
            } else if items.is_empty() && self.dataset.term(at) != rdf::NIL.into() {
                return vec![node];
            }
            match self.linked(at, rdf::REST).first() {
                Some(rest) if items.len() < 1000 => at = *rest,
                _ => return items,
            }
        }
    }

    pub(super) fn texts(&self, node: Id, property: NamedNodeRef<'_>) -> Vec<(String, String)> {
        let Some(predicate) = self.dataset.iri_id(property) else {
            return Vec::new();
        };
        let objects = self.dataset.objects(node, predicate);
        objects
            .filter_map(|object| match self.dataset.term(object) {
                TermRef::Literal(text) => Some((text.value().to_owned(), self.place([node, predicate, object]))),
                _ => None,
            })
            .collect()
    }

    /// Word forms: a literal is made regular; a node gives `say:singular` and `say:plural`.
    pub(super) fn forms(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        regular: impl Fn(&str) -> Forms,
    ) -> Vec<(Forms, String)> {
        let Some(predicate) = self.dataset.iri_id(property) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let objects: Vec<Id> = self.dataset.objects(node, predicate).collect();
        for object in objects {
            let place = self.place([node, predicate, object]);
            if let TermRef::Literal(text) = self.dataset.term(object) {
                found.push((regular(text.value()), place));
                continue;
            }
            let singular = self.texts(object, say::SINGULAR).pop();
            let plural = self.texts(object, say::PLURAL).pop();
            match (singular, plural) {
                (Some((singular, _)), Some((plural, _))) => {
                    found.push((Forms { singular, plural }, place));
                }
                _ => self.problems.push(faults::missing_form(&place)),
            }
        }
        found
    }

    /// The kinds that `property` names; at least one, else a fault is noted.
    pub(super) fn kinds_at(&mut self, node: Id, property: NamedNodeRef<'_>) -> Vec<KindId> {
        let mut kinds = Vec::new();
        for id in self.linked(node, property) {
            let TermRef::NamedNode(class) = self.dataset.term(id) else {
                continue;
            };
            let found = self.lexicon.kinds().find(|(_, kind)| kind.class.as_ref() == class);
            match found {
                Some((id, _)) => kinds.push(id),
                None => {
                    let place = self.place_of_link(node, property, id);
                    self.problems.push(faults::no_kind(&self.short(class), &place));
                    return Vec::new();
                }
            }
        }
        if kinds.is_empty() {
            let name = property.as_str().rsplit('#').next().unwrap_or_default();
            self.missing_in(node, &format!("say:{name}"), "a kind");
        }
        kinds
    }

    /// The path that `property` gives, else the node itself as a property.
    pub(super) fn path_of(&mut self, node: Id, property: NamedNodeRef<'_>, itself: Option<&NamedNode>) -> Option<Path> {
        match self.linked(node, property).first() {
            Some(value) => {
                let path = self.path(*value, 0);
                if path.is_none() {
                    let place = self.place_of_link(node, property, *value);
                    self.problems.push(faults::bad_path(&place));
                }
                path
            }
            None => itself.map(|property| Path::property(property.clone())),
        }
    }

    pub(super) fn path(&self, node: Id, depth: usize) -> Option<Path> {
        if depth > 8 {
            return None;
        }
        let items = self.list(node);
        if items.as_slice() != [node] {
            let steps = items.into_iter().map(|item| self.path(item, depth + 1));
            let steps: Option<Vec<Path>> = steps.collect();
            let path = Path(steps?.into_iter().flat_map(|path| path.0).collect());
            return (!path.0.is_empty()).then_some(path);
        }
        let inner = |property| self.linked(node, property).first().copied();
        if let Some(inner) = inner(say::INVERSE_PATH) {
            return Some(self.path(inner, depth + 1)?.reversed());
        }
        for (property, at_least_once) in [(say::ONE_OR_MORE_PATH, true), (say::ZERO_OR_MORE_PATH, false)] {
            if let Some(inner) = inner(property) {
                if let Some(current) = self.current.get(&inner) {
                    let reaching = if at_least_once { Reaching::Again } else { Reaching::ItselfOrAgain };
                    return Some(self.current_path(*current, reaching));
                }
                let path = self.path(inner, depth + 1).filter(Path::is_repeatable)?;
                return Some(Path(vec![Step::Repeat { path, at_least_once }]));
            }
        }
        if let Some(list) = inner(say::ALTERNATIVE_PATH) {
            let ways = self.list(list).into_iter();
            let ways: Option<Vec<Path>> = ways.map(|way| self.path(way, depth + 1)).collect();
            return Some(Path(vec![Step::Either(ways?)]));
        }
        if let (Some(property), Some(value)) = (inner(say::WHERE), inner(say::VALUE)) {
            let Term::NamedNode(property) = self.dataset.term(property).into_owned() else {
                return None;
            };
            let value = self.dataset.term(value).into_owned();
            return Some(Path(vec![Step::Where { property, value }]));
        }
        if let Some(current) = self.current.get(&node) {
            return Some(self.current_path(*current, Reaching::Once));
        }
        let used_as_node = self.dataset.matching(Some(node), None, None).next().is_some();
        match self.dataset.term(node) {
            TermRef::NamedNode(iri) if !iri.as_str().contains("/genid/") || !used_as_node => {
                Some(Path::property(iri.into_owned()))
            }
            _ => None,
        }
    }

    pub(super) fn say_forms(&mut self, forms: &Forms, place: &str, sense: impl Fn(Number) -> Sense) {
        for number in [Number::Singular, Number::Plural] {
            self.entries.push(Entry {
                words: forms.get(number).to_owned(),
                sense: sense(number),
                place: place.to_owned(),
            });
        }
    }

    pub(super) fn say(&mut self, words: &[(String, String)], sense: Sense) {
        for (words, place) in words {
            self.entries.push(Entry { words: words.clone(), sense, place: place.clone() });
        }
    }

    pub(super) fn definition(&self, node: Id) -> Option<String> {
        let texts = self.texts(node, say::DEFINITION).into_iter();
        let texts = texts.chain(self.texts(node, rdfs::COMMENT));
        texts.map(|(text, _)| text).next()
    }

    pub(super) fn missing_in(&mut self, node: Id, property: &str, what: &str) {
        let name = self.dataset.short(self.dataset.term(node));
        let place = self.place_of(node);
        self.problems.push(faults::missing(&name, property, what, &place));
    }

    pub(super) fn short<'i>(&self, iri: impl Into<NamedNodeRef<'i>>) -> String {
        self.dataset.compact(iri)
    }

    pub(super) fn place(&self, triple: [Id; 3]) -> String {
        let place = self.dataset.place(triple);
        place.map_or_else(String::new, |(file, line)| format!("{file}:{line}"))
    }

    /// Where a link of the vocabulary is stated.
    pub(super) fn place_of_link(&self, node: Id, property: NamedNodeRef<'_>, value: Id) -> String {
        let property = self.dataset.iri_id(property);
        property.map_or_else(String::new, |it| self.place([node, it, value]))
    }

    /// Where a term is first described.
    pub(super) fn place_of(&self, node: Id) -> String {
        let places = self.dataset.matching(Some(node), None, None);
        let first = places.filter_map(|triple| self.dataset.origins(triple).next()).min();
        first.map_or_else(String::new, |origin| {
            let file = &self.dataset.files()[origin.file as usize].name;
            format!("{file}:{}", origin.line)
        })
    }
}
