//! What a document says in addition to a known statement: new notes and sources, another stance, another date.
//! Notes and sources go into a draft. Everything else is only listed for a person to review.

use oxigraph::model::{NamedNode, Term, TermRef};

use crate::profile::catalog::Catalog;
use crate::profile::document::{DocumentItem, DocumentStatement};
use crate::profile::drafts::Drafter;
use crate::profile::import_history::collapse_whitespace;
use crate::profile::record::ClaimStance;
use crate::profile::terms::cv;
use crate::profile::triples::ThingFacts;

impl Catalog<'_> {
    /// The values of a property of the vocabulary, in the dataset and among the triples made since.
    fn values(&self, thing: &NamedNode, property: &str) -> Vec<Term> {
        let property = cv(property);
        let id = self.dataset.iri_id(thing.as_ref());
        let stored = id.into_iter().flat_map(|id| self.dataset.values(id, property.as_ref()));
        let stored = stored.map(TermRef::into_owned);
        let made = self.made.iter().filter(|it| it.subject == *thing && it.predicate == property);
        stored.chain(made.map(|it| it.object.clone())).collect()
    }

    fn texts(&self, thing: &NamedNode, property: &str) -> Vec<String> {
        let values = self.values(thing, property).into_iter();
        values
            .filter_map(|it| if let Term::Literal(text) = it { Some(text.value().to_owned()) } else { None })
            .collect()
    }

    fn links(&self, thing: &NamedNode, property: &str) -> Vec<NamedNode> {
        let values = self.values(thing, property).into_iter();
        values.filter_map(|it| if let Term::NamedNode(iri) = it { Some(iri) } else { None }).collect()
    }

    fn has_status(&self, record: &NamedNode, status: &str) -> bool {
        self.links(record, "status").contains(&cv(status))
    }

    /// True for a record that nobody has decided on yet.
    pub(super) fn is_draft(&self, record: &NamedNode) -> bool {
        self.has_status(record, "draft")
    }

    /// True if the thing is described but has no value of the property.
    pub(super) fn lacks(&self, thing: &NamedNode, property: &str) -> bool {
        self.describes(thing) && self.values(thing, property).is_empty()
    }

    /// True for a record that is not superseded, retracted or rejected.
    pub(super) fn is_open(&self, record: &NamedNode) -> bool {
        !["superseded", "retracted", "rejected"].iter().any(|it| self.has_status(record, it))
    }

    fn cites(&self, record: &NamedNode, url: &str) -> bool {
        let sources = self.links(record, "citation").into_iter().flat_map(|it| self.links(&it, "source"));
        let mut urls = sources.flat_map(|it| self.texts(&it, "url"));
        urls.any(|it| it == url)
    }

    /// True for a passage that its document no longer contains.
    pub(super) fn is_withdrawn(&self, passage: &NamedNode) -> bool {
        self.links(passage, "passageState").contains(&cv("withdrawn"))
    }
}

impl Drafter<'_, '_> {
    /// Looks for additions in a statement of which `claims` were made earlier.
    pub(super) fn check_additions(&mut self, item: &DocumentItem, statement: &DocumentStatement, claims: &[NamedNode]) {
        let mut more = false;
        let draft = claims.iter().find(|it| self.catalog.has_status(it, "draft")).cloned();
        if let Some(note) = &statement.note
            && !claims
                .iter()
                .flat_map(|it| self.catalog.texts(it, "note"))
                .any(|it| collapse_whitespace(&it) == collapse_whitespace(note))
        {
            more = true;
            if let Some(draft) = &draft {
                self.claims.push(ThingFacts::existing(draft).text("note", note));
            }
            self.flag_for_review(item, &addition_remark("now has the note", note, draft.as_ref()));
        }
        for cited in &statement.cites {
            if claims.iter().any(|it| self.catalog.cites(it, &cited.url)) {
                continue;
            }
            more = true;
            if let Some(draft) = &draft {
                let citation = self.citation(draft, cited);
                self.claims.push(ThingFacts::existing(draft).link("citation", &citation));
            }
            self.flag_for_review(item, &addition_remark("now links to", &cited.url, draft.as_ref()));
        }
        if let (Some(stance), Some(topic)) = (statement.stance, &statement.topic)
            && let Some(topic) = self.catalog.topic(topic)
            && let Some(other) = self.other_stance(claims, stance, &topic)
        {
            more = true;
            let name = self.catalog.topic_name(&topic);
            self.flag_for_review(
                item,
                &format!("it now {} `{name}`, but its record {} it", stance.word(), other.word()),
            );
        }
        if let Some(date) = statement.date
            && !claims.iter().flat_map(|it| self.catalog.texts(it, "asOf")).any(|it| it == date.to_string())
        {
            more = true;
            self.flag_for_review(item, &addition_remark("now refers to the day", &date.to_string(), None));
        }
        self.tally.more += usize::from(more);
    }

    /// The stance of the claims to the topic; `None` if one of them takes `stance`.
    fn other_stance(&self, claims: &[NamedNode], stance: ClaimStance, topic: &NamedNode) -> Option<ClaimStance> {
        let takes = |it: &ClaimStance| claims.iter().any(|claim| self.catalog.links(claim, it.word()).contains(topic));
        match takes(&stance) {
            true => None,
            false => ClaimStance::ALL.into_iter().find(takes),
        }
    }
}

/// The remark on an addition, and whether the draft now has it.
fn addition_remark(what: &str, words: &str, draft: Option<&NamedNode>) -> String {
    let end =
        if draft.is_some() { "this was added to its draft" } else { "its record does not say so; check the record" };
    format!("{what} `{}`: {end}", collapse_whitespace(words))
}
