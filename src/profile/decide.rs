//! What a person decided on a draft, and what that changes in the facts.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Term, TermRef, Triple};

use crate::profile::edit::FactEdit;
use crate::profile::reader::PropertyReader;
use crate::profile::record::{ClaimStance, DraftKind};
use crate::profile::terms::{cv, iri_from_words};
use crate::profile::topic_stance::TopicStance;
use crate::profile::triage::Draft;
use crate::profile::triples::ThingFacts;
use crate::store::Dataset;

/// What a person decided on a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TriageDecision {
    /// What becomes of it.
    pub outcome: DraftOutcome,
    /// The new kind of record, if it changes.
    pub kind: Option<DraftKind>,
    /// The new statement, if it changes.
    pub statement: Option<String>,
    /// The new topics and stances, if they change.
    pub topics: Option<Vec<TopicStance>>,
    /// The new kind of data, if it changes; `Some(None)` for no kind.
    pub data: Option<Option<NamedNode>>,
    /// The new services, if they change; an empty list for the vendor as a whole.
    pub services: Option<Vec<NamedNode>>,
    /// Addresses of further sources that it cites.
    pub sources: Vec<String>,
    /// True if accepting the draft rejects its caveats; otherwise they are accepted with it.
    pub without_caveats: bool,
}

/// What becomes of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DraftOutcome {
    /// It stays a draft.
    #[default]
    Pending,
    /// It becomes a record.
    Accepted,
    /// It is rejected, for a reason.
    Rejected(String),
}

impl TriageDecision {
    /// True if the draft stays as it is.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        let caveats = self.without_caveats;
        *self == Self { without_caveats: caveats, ..Self::default() }
    }

    fn status(&self) -> &'static str {
        match self.outcome {
            DraftOutcome::Pending => "draft",
            DraftOutcome::Accepted => "standing",
            DraftOutcome::Rejected(_) => "rejected",
        }
    }
}

/// The reasons, in words, why a decision cannot be carried out.
#[must_use]
pub fn faults(draft: &Draft, decided: &TriageDecision) -> Vec<String> {
    let mut faults = Vec::new();
    let kind = decided.kind.unwrap_or(draft.kind);
    let topics = decided.topics.as_ref().unwrap_or(&draft.topics);
    if let Some(said) = topics.iter().find(|it| it.stance.is_some()) {
        if kind != DraftKind::Claim {
            faults.push(format!("{} cannot have a stance: write `about: {}`", kind.with_article(), said.name));
        } else if draft.status_word.is_some() {
            faults.push(
                "a badge or status word cannot have a stance: it only hints at an assurance; write `about: …`"
                    .to_owned(),
            );
        }
    }
    if decided.outcome == DraftOutcome::Accepted {
        if topics.is_empty() {
            faults.push("a record needs a topic".to_owned());
        }
        if draft.asserter.is_none() {
            faults.push("a record needs an asserter: import the document again with --publisher".to_owned());
        }
    }
    if draft.statement.is_empty() && decided.statement.is_none() {
        faults.push("a record needs a statement".to_owned());
    }
    faults
}

/// The edits that a decision makes to existing facts, each in its file, and new facts for the file of the draft.
#[must_use]
pub fn edits(draft: &Draft, decided: &TriageDecision, dataset: &Dataset) -> (Vec<FactEdit>, Vec<Triple>) {
    let reader = PropertyReader { dataset };
    let mut change = FactEdit::new(&draft.record, &draft.file);
    change.replace(&cv("status"), &cv("draft").into(), &cv(decided.status()).into());
    if let DraftOutcome::Rejected(reason) = &decided.outcome {
        change.add(&cv("note"), &text(&format!("Rejected: {reason}")));
    }
    if let Some(kind) = decided.kind.filter(|it| *it != draft.kind) {
        change.replace(&rdf::TYPE.into_owned(), &cv(draft.kind.class()).into(), &cv(kind.class()).into());
    }
    if let Some(statement) = decided.statement.as_ref().filter(|it| **it != draft.statement) {
        change.replace(&cv("statement"), &text(&draft.statement), &text(statement));
    }
    if let Some(topics) = &decided.topics {
        change.replace_all(&facts_of(&draft.topics), &facts_of(topics));
    }
    if let Some(data) = &decided.data {
        let after = data.iter().map(|it| (cv("data"), it.clone().into()));
        change.replace_all(&reader.facts(&draft.record, "data"), &after.collect::<Vec<_>>());
    }
    if let Some(services) = &decided.services {
        let after = services.iter().map(|it| (cv("service"), it.clone().into()));
        change.replace_all(&reader.facts(&draft.record, "service"), &after.collect::<Vec<_>>());
    }
    let mut more = Vec::new();
    for url in &decided.sources {
        let citation = reader.cite(&draft.record, url, &mut more);
        change.add(&cv("citation"), &citation.into());
    }
    let mut changes = vec![change];
    changes.extend(caveat_edits(draft, decided));
    if decided.outcome == DraftOutcome::Accepted {
        changes.extend(draft.supersedes.iter().filter_map(|older| reader.supersede(older)));
    }
    (changes, more)
}

/// The edits of a draft's caveats: a caveat that also limits other records is kept for them.
fn caveat_edits(draft: &Draft, decided: &TriageDecision) -> Vec<FactEdit> {
    if decided.outcome == DraftOutcome::Pending {
        return Vec::new();
    }
    let accepted = decided.outcome == DraftOutcome::Accepted;
    let each = draft.caveats.iter().filter_map(|caveat| {
        let mut change = FactEdit::new(&caveat.caveat, &caveat.file);
        let state = if caveat.reviewed { "reviewed" } else { "draft" };
        let mut becomes = |after: &str| change.replace(&cv("reviewState"), &cv(state).into(), &cv(after).into());
        let keeps = accepted && !decided.without_caveats;
        match (keeps, caveat.shared) {
            (true, _) if !caveat.reviewed => becomes("reviewed"),
            (false, false) if accepted || !caveat.reviewed => becomes("rejected"),
            (false, true) if accepted => change.remove(&cv("limits"), &draft.record.clone().into()),
            _ => return None,
        }
        Some(change)
    });
    each.collect()
}

/// Makes the record of another part of a draft, as [`edits`] does. It shares the passage, the asserter, what it
/// supersedes, and, unless they are left out, the caveats.
#[must_use]
pub fn split(
    draft: &Draft,
    number: usize,
    decided: &TriageDecision,
    dataset: &Dataset,
) -> (Vec<FactEdit>, Vec<Triple>) {
    let reader = PropertyReader { dataset };
    let record = draft.name_of_part(number);
    let mut more = Vec::new();
    let cited = draft.cites.iter().chain(&decided.sources);
    let citations: Vec<NamedNode> = cited.map(|url| reader.cite(&record, url, &mut more)).collect();
    let shared = |property: &str| reader.facts(&draft.record, property);
    let services =
        decided.services.as_ref().map(|all| all.iter().map(|it| (cv("service"), it.clone().into())).collect());
    let data = decided.data.as_ref().map(|one| one.iter().map(|it| (cv("data"), it.clone().into())).collect());
    let thing = ThingFacts::new(&record, decided.kind.unwrap_or(draft.kind).class())
        .text("statement", decided.statement.as_deref().unwrap_or_default())
        .facts(shared("vendor"))
        .facts(services.unwrap_or_else(|| shared("service")))
        .facts(data.unwrap_or_else(|| shared("data")))
        .facts(shared("scope"))
        .facts(facts_of(decided.topics.as_deref().unwrap_or_default()))
        .link("status", &cv(decided.status()))
        .facts(shared("assertedBy"))
        .facts(shared("asOf"))
        .facts(shared("supersedes"))
        .facts(shared("passage"))
        .each(&citations, |it, citation| it.link("citation", citation));
    let mut new: Vec<Triple> = thing.facts.into_iter().map(Triple::from).collect();
    new.extend(more);
    let mut changes = Vec::new();
    let accepted = decided.outcome == DraftOutcome::Accepted;
    for caveat in draft.caveats.iter().filter(|_| !decided.without_caveats) {
        let mut limits = FactEdit::new(&caveat.caveat, &caveat.file);
        let limited: Term = draft.record.clone().into();
        limits.replace(&cv("limits"), &limited, &limited);
        limits.add(&cv("limits"), &record.clone().into());
        changes.push(limits);
        if accepted && !caveat.reviewed {
            let mut change = FactEdit::new(&caveat.caveat, &caveat.file);
            change.replace(&cv("reviewState"), &cv("draft").into(), &cv("reviewed").into());
            changes.push(change);
        }
    }
    if accepted {
        changes.extend(draft.supersedes.iter().filter_map(|older| reader.supersede(older)));
    }
    (changes, new)
}

/// Topics and stances as properties and values.
fn facts_of(topics: &[TopicStance]) -> Vec<(NamedNode, Term)> {
    let each = topics.iter().map(|it| (cv(it.stance.map_or("about", ClaimStance::word)), it.topic.clone().into()));
    each.collect()
}

fn text(text: &str) -> Term {
    Literal::new_simple_literal(text).into()
}

impl PropertyReader<'_> {
    /// The values of a property of the vocabulary, each with the property.
    fn facts(&self, record: &NamedNode, property: &str) -> Vec<(NamedNode, Term)> {
        let values = self.id(record).map_or_else(Vec::new, |it| self.objects(it, property));
        values.into_iter().map(|it| (cv(property), self.dataset.term(it).into_owned())).collect()
    }

    /// Makes a citation of an address, and its source if that is new.
    fn cite(&self, record: &NamedNode, url: &str, more: &mut Vec<Triple>) -> NamedNode {
        let space = record.as_str();
        let space = &space[..space.rfind('/').map_or(space.len(), |at| at + 1)];
        let literal = Literal::new_simple_literal(url);
        let known = self.dataset.id(TermRef::from(literal.as_ref())).and_then(|value| {
            let url = self.id(&cv("url"))?;
            let mut sources = self.dataset.subjects(url, value);
            sources.find_map(|it| self.iri(it))
        });
        let mut add = |thing: ThingFacts| more.extend(thing.facts.into_iter().map(Triple::from));
        let source = known.unwrap_or_else(|| {
            let source = iri_from_words(space, "source", &[url]);
            let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
            add(ThingFacts::new(&source, "Source").text("label", bare.trim_end_matches('/')).text("url", url));
            source
        });
        let citation = iri_from_words(space, "citation", &[record.as_str(), url]);
        add(ThingFacts::new(&citation, "Citation").link("source", &source).link("state", &cv("candidate")));
        citation
    }

    /// Marks a record in use as superseded; `None` for a draft or a past record, which stay as they are.
    fn supersede(&self, older: &NamedNode) -> Option<FactEdit> {
        let (file, _) = self.place(self.id(older)?, "status", &cv("standing"))?;
        let mut change = FactEdit::new(older, &file);
        change.replace(&cv("status"), &cv("standing").into(), &cv("superseded").into());
        Some(change)
    }
}
