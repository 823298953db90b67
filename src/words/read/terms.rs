//! Reading RDF: instances, lists, texts with their places, word forms, property paths.

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};

use crate::base::Diagnostic;
use crate::store::Id;
use crate::words::check::WordEntry;
use crate::words::entry::Sense;
use crate::words::ids::KindId;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Forms, Number, Path, Reaching, Step, say};

impl VocabularyReader<'_> {
    pub(super) fn instances(&self, classes: &[NamedNodeRef<'_>]) -> Vec<Id> {
        let Some(a) = self.dataset.iri_id(rdf::TYPE) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for class in classes {
            if let Some(id) = self.dataset.iri_id(*class) {
                let instances = self.dataset.subjects(a, id);
                found.extend(instances.inspect(|instance| self.mark_read(*instance, rdf::TYPE, id)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Reads the one thing of a class; a fault is noted if there are several.
    pub(super) fn read_single<T>(
        &mut self,
        class: NamedNodeRef<'_>,
        read: impl Fn(&mut Self, Id) -> Option<T>,
        twice: impl Fn(&str) -> Diagnostic,
    ) -> Option<T> {
        let mut said = None;
        for node in self.instances(&[class]) {
            let Some(found) = read(self, node) else {
                continue;
            };
            if said.is_some() {
                let place = self.location_of(node);
                self.problems.push(twice(&place));
            }
            said = Some(found);
        }
        said
    }

    /// The values of a property, all marked as read.
    pub(super) fn read_values(&self, node: Id, property: NamedNodeRef<'_>) -> Vec<Id> {
        let values = self.raw_values(node, property);
        values.iter().for_each(|value| self.mark_read(node, property, *value));
        values
    }

    /// The first value of a property, marked as read; further values stay unread, which is a fault.
    pub(super) fn only(&self, node: Id, property: NamedNodeRef<'_>) -> Option<Id> {
        let value = self.raw_values(node, property).first().copied()?;
        self.mark_read(node, property, value);
        Some(value)
    }

    /// The values of a property, without marking them as read.
    pub(super) fn raw_values(&self, node: Id, property: NamedNodeRef<'_>) -> Vec<Id> {
        let property = self.dataset.iri_id(property);
        property.map_or_else(Vec::new, |property| self.dataset.objects(node, property).collect())
    }

    /// True for `true`; a value that is not a boolean stays unread.
    pub(super) fn is_true(&self, node: Id, property: NamedNodeRef<'_>) -> bool {
        let values = self.raw_values(node, property);
        let read = values.first().and_then(|value| Some((*value, self.boolean(*value)?)));
        if let Some((value, _)) = read {
            self.mark_read(node, property, value);
        }
        read.is_some_and(|(_, yes)| yes)
    }

    pub(super) fn boolean(&self, value: Id) -> Option<bool> {
        match self.dataset.term(value) {
            TermRef::Literal(literal) => literal.value().parse().ok(),
            _ => None,
        }
    }

    /// The members of an RDF list; anything else is its own only member.
    pub(super) fn list(&self, node: Id) -> Vec<Id> {
        let mut items = Vec::new();
        let mut at = node;
        loop {
            if let Some(item) = self.read_values(at, rdf::FIRST).first() {
                items.push(*item);
            } else if items.is_empty() && self.dataset.term(at) != rdf::NIL.into() {
                return vec![node];
            }
            match self.read_values(at, rdf::REST).first() {
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
                TermRef::Literal(text) => {
                    self.mark_read(node, property, object);
                    Some((text.value().to_owned(), self.location([node, predicate, object])))
                }
                _ => None,
            })
            .collect()
    }

    /// The first text of a property, with its place.
    pub(super) fn text(&self, node: Id, property: NamedNodeRef<'_>) -> Option<(String, String)> {
        let value = self.raw_values(node, property).into_iter().find_map(|value| match self.dataset.term(value) {
            TermRef::Literal(text) => Some((value, text.value().to_owned())),
            _ => None,
        });
        let (value, text) = value?;
        self.mark_read(node, property, value);
        Some((text, self.location_of_link(node, property, value)))
    }

    /// Word forms: a literal gets regular forms; a node gives `say:singular` and `say:plural`.
    pub(super) fn forms(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        regular: impl Fn(&str) -> Forms,
    ) -> Vec<(Forms, String)> {
        let stated = self.raw_values(node, property);
        stated.into_iter().filter_map(|value| self.form(node, property, value, &regular)).collect()
    }

    /// The forms of the one word that a property gives.
    pub(super) fn only_form(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        regular: impl Fn(&str) -> Forms,
    ) -> Option<(Forms, String)> {
        let value = self.raw_values(node, property).first().copied()?;
        self.form(node, property, value, regular)
    }

    fn form(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        value: Id,
        regular: impl Fn(&str) -> Forms,
    ) -> Option<(Forms, String)> {
        self.mark_read(node, property, value);
        let place = self.location_of_link(node, property, value);
        if let TermRef::Literal(text) = self.dataset.term(value) {
            return Some((regular(text.value()), place));
        }
        match (self.text(value, say::SINGULAR), self.text(value, say::PLURAL)) {
            (Some((singular, _)), Some((plural, _))) => Some((Forms { singular, plural }, place)),
            _ => {
                self.problems.push(faults::missing_form(&place));
                None
            }
        }
    }

    /// The kinds that `property` names; at least one, else a fault is noted.
    pub(super) fn kinds_at(&mut self, node: Id, property: NamedNodeRef<'_>) -> Vec<KindId> {
        let mut kinds = Vec::new();
        for id in self.raw_values(node, property) {
            let TermRef::NamedNode(class) = self.dataset.term(id) else {
                continue;
            };
            self.mark_read(node, property, id);
            let found = self.lexicon.kinds().find(|(_, kind)| kind.class.as_ref() == class);
            match found {
                Some((id, _)) => kinds.push(id),
                None => {
                    let place = self.location_of_link(node, property, id);
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

    /// The one kind that `property` names; a fault is noted where it names none or several.
    pub(super) fn kind_at(&mut self, node: Id, property: NamedNodeRef<'_>) -> Option<KindId> {
        let kinds = self.kinds_at(node, property);
        self.check_single_value(node, property);
        kinds.first().copied()
    }

    /// Notes a fault where a property that can have one value has several.
    pub(super) fn check_single_value(&mut self, node: Id, property: NamedNodeRef<'_>) {
        if let Some(other) = self.raw_values(node, property).get(1) {
            let name = property.as_str().rsplit('#').next().unwrap_or_default();
            let place = self.location_of_link(node, property, *other);
            self.problems.push(faults::second_value(&self.dataset.short(self.dataset.term(node)), name, &place));
        }
    }

    /// The path that `property` gives, else the node itself as a property.
    pub(super) fn path_of(&mut self, node: Id, property: NamedNodeRef<'_>, itself: Option<&NamedNode>) -> Option<Path> {
        match self.only(node, property) {
            Some(value) => {
                let path = self.path(value, 0);
                if path.is_none() {
                    let place = self.location_of_link(node, property, value);
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
        let inner = |property| self.only(node, property);
        if let Some(inner) = inner(say::INVERSE_PATH) {
            return Some(self.path(inner, depth + 1)?.inverse());
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
        // `say:where` or `say:value` alone stays unread, and is reported.
        let is_whole = [say::WHERE, say::VALUE].iter().all(|it| !self.raw_values(node, *it).is_empty());
        if is_whole && let (Some(property), Some(value)) = (inner(say::WHERE), inner(say::VALUE)) {
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
            self.entries.push(WordEntry {
                words: forms.get(number).to_owned(),
                sense: sense(number),
                place: place.to_owned(),
            });
        }
    }

    pub(super) fn say(&mut self, words: &[(String, String)], sense: Sense) {
        for (words, place) in words {
            self.entries.push(WordEntry { words: words.clone(), sense, place: place.clone() });
        }
    }

    pub(super) fn definition(&self, node: Id) -> Option<String> {
        let texts = self.texts(node, say::DEFINITION).into_iter();
        let texts = texts.chain(self.texts(node, rdfs::COMMENT));
        texts.map(|(text, _)| text).next()
    }

    pub(super) fn missing_in(&mut self, node: Id, property: &str, what: &str) {
        let name = self.dataset.short(self.dataset.term(node));
        let place = self.location_of(node);
        self.problems.push(faults::missing(&name, property, what, &place));
    }

    pub(super) fn short<'i>(&self, iri: impl Into<NamedNodeRef<'i>>) -> String {
        self.dataset.compact(iri)
    }

    pub(super) fn location(&self, triple: [Id; 3]) -> String {
        let place = self.dataset.source_location(triple);
        place.map_or_else(String::new, |(file, line)| format!("{file}:{line}"))
    }

    /// Where a link of the vocabulary is stated.
    pub(super) fn location_of_link(&self, node: Id, property: NamedNodeRef<'_>, value: Id) -> String {
        let property = self.dataset.iri_id(property);
        property.map_or_else(String::new, |it| self.location([node, it, value]))
    }

    /// Where a term is first described.
    pub(super) fn location_of(&self, node: Id) -> String {
        let places = self.dataset.matching(Some(node), None, None);
        let first = places.filter_map(|triple| self.dataset.origins(triple).next()).min();
        first.map_or_else(String::new, |origin| {
            let file = &self.dataset.files()[origin.file as usize].name;
            format!("{file}:{}", origin.line)
        })
    }
}
