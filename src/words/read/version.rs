//! Checks the version of the vocabulary of words, and the use of replaced terms.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedNodeRef, TermRef};

use crate::store::Id;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::say;

/// The version that this program reads: `say:version`.
const VERSION: &str = "2";

impl VocabularyReader<'_> {
    /// True if the vocabulary has another version: only that fault is noted, and nothing else is read.
    pub(super) fn is_of_another_version(&mut self) -> bool {
        let stated = self.dataset.iri_id(say::VERSION).and_then(|property| {
            let stated = self.dataset.matching(None, Some(property), None);
            stated
                .inspect(|[node, _, value]| self.mark_read(*node, say::VERSION, *value))
                .find(|[.., value]| !matches!(self.dataset.term(*value), TermRef::Literal(it) if it.value() == VERSION))
        });
        // Version 1 did not state its version; it is recognized by two properties of comparisons.
        let first = say::FIRST_VERSION.iter().find_map(|term| {
            let property = self.dataset.iri_id(*term)?;
            self.dataset.matching(None, Some(property), None).next()
        });
        let (version, triple) = match (stated, first) {
            (Some(triple), _) => (self.dataset.short(self.dataset.term(triple[2])), triple),
            (None, Some(triple)) => ("1".to_owned(), triple),
            (None, None) => return false,
        };
        let at_a_revision = self.dataset.revision().is_some();
        let fault = faults::another_version(&version, VERSION, at_a_revision, &self.location(triple));
        self.problems.push(fault);
        true
    }

    /// Reports each replaced term that facts use, with the number of these facts and what to write instead.
    pub(super) fn check_replaced_terms(&mut self) {
        let Some(replaced) = self.dataset.iri_id(say::REPLACED_BY) else {
            return;
        };
        let gone: Vec<[Id; 3]> = self.dataset.matching(None, Some(replaced), None).collect();
        for [term, _, instead] in gone {
            let is_named =
                |id| matches!(self.dataset.term(id), TermRef::NamedNode(iri) if !iri.as_str().contains("/genid/"));
            let is_text =
                |id| matches!(self.dataset.term(id), TermRef::Literal(text) if text.datatype() == xsd::STRING);
            if is_named(term) && (is_named(instead) || is_text(instead)) {
                self.mark_read(term, say::REPLACED_BY, instead);
            }
            let used = self.uses(term);
            let Some(first) = used.iter().filter_map(|it| self.dataset.source_location(*it)).min() else {
                continue;
            };
            let name = self.dataset.short(self.dataset.term(term));
            let instead = self.dataset.short(self.dataset.term(instead));
            let place = format!("{}:{}", first.0, first.1);
            self.problems.push(faults::term_replaced(&name, &instead, used.len(), &place));
        }
    }

    /// The facts that use a term, except those that describe it.
    fn uses(&self, term: Id) -> Vec<[Id; 3]> {
        let as_property = self.dataset.matching(None, Some(term), None);
        let as_value = self.dataset.matching(None, None, Some(term)).filter(|[_, property, _]| {
            let of_vocabularies =
                |iri: NamedNodeRef<'_>| say::WRITTEN_WITH.iter().any(|it| iri.as_str().starts_with(it));
            !matches!(self.dataset.term(*property), TermRef::NamedNode(iri) if of_vocabularies(iri))
        });
        as_property.chain(as_value).collect()
    }
}
