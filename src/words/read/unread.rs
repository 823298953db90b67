//! Reports statements of the vocabulary of words that nothing reads: if a word were dropped silently, questions would
//! mean something else than its author thinks.

use std::collections::HashSet;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, TermRef};

use crate::store::Id;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::say;

/// Properties whose values are texts.
const TEXTS: [NamedNodeRef<'static>; 10] = [
    say::ADJECTIVE,
    say::AFFIRMED,
    say::DENIED,
    say::DOUBTED,
    say::GREATER,
    say::LESS,
    say::MEANS,
    say::PARTICIPLE,
    say::PREPOSITION,
    say::UNIT,
];

/// Properties that are true or false.
const BOOLEANS: [NamedNodeRef<'static>; 5] = [say::CURRENT_ONLY, say::OFFER, say::OPEN, say::REACHES_ALL, say::WHOLLY];

impl VocabularyReader<'_> {
    /// Notes that a statement was read.
    pub(super) fn mark_read(&self, node: Id, property: NamedNodeRef<'_>, value: Id) {
        if let Some(property) = self.dataset.iri_id(property) {
            self.read.borrow_mut().insert([node, property, value]);
        }
    }

    /// Reports unread statements, unless there are other faults: these can be the cause.
    pub(super) fn check_unread(&mut self) {
        if !self.problems.is_empty() {
            return;
        }
        let mut unread: Vec<[Id; 3]> = Vec::new();
        for property in self.dataset.predicates() {
            if self.of_the_namespace(property).is_some() {
                unread.extend(self.dataset.matching(None, Some(property), None));
            }
        }
        let a = self.dataset.iri_id(rdf::TYPE);
        for class in self.terms_of_the_namespace() {
            unread.extend(a.into_iter().flat_map(|a| self.dataset.matching(None, Some(a), Some(class))));
        }
        let read = std::mem::take(&mut *self.read.borrow_mut());
        unread.retain(|statement| !read.contains(statement));
        unread.sort_by_key(|statement| self.dataset.source_location(*statement));
        // Report the outermost of nested statements; if all of them form cycles, report all.
        let led_to: HashSet<Id> = unread.iter().filter(|[node, _, value]| node != value).map(|it| it[2]).collect();
        let first: Vec<[Id; 3]> = unread.iter().filter(|[node, ..]| !led_to.contains(node)).copied().collect();
        let unread = if first.is_empty() { unread } else { first };
        for [node, property, value] in unread {
            let name = self.dataset.short(self.dataset.term(self.owner(node)));
            let place = self.location([node, property, value]);
            let (term, why) = if Some(property) == a {
                (value, "it has this class, but none of its statements is read".to_owned())
            } else {
                (property, self.why_unread(node, property, value, &read))
            };
            let term = self.dataset.short(self.dataset.term(term));
            self.problems.push(faults::unread(&name, &term, &why, &place));
        }
    }

    /// The named term that a blank node belongs to.
    fn owner(&self, node: Id) -> Id {
        let mut owner = node;
        for _ in 0..8 {
            let nameless =
                matches!(self.dataset.term(owner), TermRef::NamedNode(iri) if iri.as_str().contains("/genid/"));
            let above = nameless.then(|| self.dataset.matching(None, None, Some(owner)).next()).flatten();
            let Some([above, ..]) = above else {
                break;
            };
            owner = above;
        }
        owner
    }

    fn why_unread(&self, node: Id, property: Id, value: Id, read: &HashSet<[Id; 3]>) -> String {
        let is = |terms: &[NamedNodeRef<'_>]| terms.iter().any(|it| self.dataset.iri_id(*it) == Some(property));
        let is_text = matches!(self.dataset.term(value), TermRef::Literal(_));
        if is(&TEXTS) && !is_text {
            return "expected a text in quotes; only a verb, a noun and a role can list their forms".to_owned();
        }
        let beside = self.dataset.matching(Some(node), Some(property), None).find(|it| read.contains(it));
        match beside {
            Some(other) => format!("only one is read, the one in {}", self.location(other)),
            None if is(&BOOLEANS) => "expected true or false".to_owned(),
            None => "its subject is not part of a vocabulary, or it does not fit the other statements there: see docs/vocabulary.md".to_owned(),
        }
    }
}
