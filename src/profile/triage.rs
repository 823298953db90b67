//! Drafts that wait for a person, and what a decision on one changes in the facts.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Term, TermRef, Triple};

use crate::profile::edit::Change;
use crate::profile::reader::Reader;
use crate::profile::terms::{by_words, cv};
use crate::profile::triples::Thing;
use crate::store::{Dataset, Id};

/// A draft that nobody has decided on.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The claim.
    pub claim: NamedNode,
    /// The file that says that it is a draft, as it is shown, and the line.
    pub file: String,
    /// The line of that file.
    pub line: u32,
    /// The name of the vendor.
    pub vendor: String,
    /// Where it was taken from: `profiles/cortecs.plain.txt:4, Data Handling`.
    pub place: String,
    /// The words that it was taken from.
    pub passage: String,
    /// What it says.
    pub statement: String,
    /// Its topic, by its name.
    pub topic: Option<String>,
    /// What it says to its topic: `affirms`, `denies`, `partly`.
    pub stance: Option<String>,
    /// The service that it is about, by its name.
    pub service: Option<String>,
    /// Who asserts it, by the name.
    pub asserter: Option<String>,
    /// The addresses that it cites.
    pub cites: Vec<String>,
    /// True for an absence finding, which needs no stance.
    pub absence: bool,
    /// The words for which it was proposed as an absence finding.
    pub cue: Option<String>,
    /// The caveats that were proposed for it.
    pub caveats: Vec<DraftCaveat>,
    /// The claims that it supersedes.
    pub supersedes: Vec<NamedNode>,
}

/// A caveat that was proposed for a draft.
#[derive(Debug, Clone)]
pub struct DraftCaveat {
    /// The caveat.
    pub caveat: NamedNode,
    /// The file that says that it is a draft.
    pub file: String,
    /// `scope limit`
    pub kind: String,
    /// What it says.
    pub text: String,
    /// The words for which it was proposed.
    pub cue: Option<String>,
    /// True where it limits other claims, too: it does not go with a draft that is rejected.
    pub shared: bool,
}

/// What a person decided on a draft.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its statement, if other than before.
    pub statement: Option<String>,
    /// Its topic, if other than before.
    pub topic: Option<NamedNode>,
    /// Its stance, if other than before.
    pub stance: Option<String>,
    /// Addresses of sources that it cites besides.
    pub sources: Vec<String>,
    /// True where its caveats are rejected when it is accepted; else they are accepted with it.
    pub without_caveats: bool,
}

/// What becomes of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It waits on.
    #[default]
    Waits,
    /// It is a claim.
    Accepted,
    /// It is none, for a reason.
    Rejected(String),
}

/// The drafts that no other draft supersedes, in the order of the files.
#[must_use]
pub fn drafts(dataset: &Dataset) -> Vec<Draft> {
    let reader = Reader { dataset };
    let found = reader.drafts();
    let mut drafts: Vec<Draft> = found.iter().filter_map(|id| reader.draft(*id, &found)).collect();
    drafts.sort_by(|one, other| (&one.file, one.line, &one.claim).cmp(&(&other.file, other.line, &other.claim)));
    drafts
}

/// What the words of a stance stand for.
#[must_use]
pub fn is_stance(word: &str) -> bool {
    ["affirms", "denies", "partly"].contains(&word)
}

/// The topics by all their names, for people who choose one.
#[must_use]
pub fn topics(dataset: &Dataset) -> Vec<(String, NamedNode)> {
    let known = crate::profile::Known::of(dataset);
    let names = known.topics.iter().map(|it| (it.written.clone(), it.thing.clone()));
    names.collect()
}

/// What is missing for a draft to be accepted, in words.
#[must_use]
pub fn missing(draft: &Draft, decided: &Decided) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if decided.outcome != Outcome::Accepted {
        return missing;
    }
    if draft.topic.is_none() && decided.topic.is_none() {
        missing.push("a topic");
    }
    if !draft.absence && draft.stance.is_none() && decided.stance.is_none() {
        missing.push("a stance");
    }
    if draft.asserter.is_none() {
        missing.push("an asserter (import the document again with --publisher)");
    }
    missing
}

/// What a decision changes: facts that are there, each in its file, and new ones for the file of the draft.
#[must_use]
pub fn changes(draft: &Draft, decided: &Decided, dataset: &Dataset) -> (Vec<Change>, Vec<Triple>) {
    let reader = Reader { dataset };
    let mut change = Change::new(&draft.claim, &draft.file);
    let status = match &decided.outcome {
        Outcome::Waits => "draft",
        Outcome::Accepted => "current",
        Outcome::Rejected(_) => "rejected",
    };
    change.replace(&cv("status"), &cv("draft").into(), &cv(status).into());
    if let Outcome::Rejected(reason) = &decided.outcome {
        change.add(&cv("note"), &Literal::new_simple_literal(format!("Rejected: {reason}")).into());
    }
    if let Some(statement) = decided.statement.as_ref().filter(|it| **it != draft.statement) {
        let text = |it: &str| Term::from(Literal::new_simple_literal(it));
        change.replace(&cv("statement"), &text(&draft.statement), &text(statement));
    }
    for (property, value) in
        [("topic", decided.topic.clone()), ("stance", decided.stance.as_deref().filter(|it| is_stance(it)).map(cv))]
    {
        let Some(value) = value else { continue };
        match reader.linked(&draft.claim, property) {
            Some(before) if before == value => {}
            Some(before) => change.replace(&cv(property), &before.into(), &value.into()),
            None => change.add(&cv(property), &value.into()),
        }
    }
    let mut more = Vec::new();
    for url in &decided.sources {
        let citation = reader.cite(draft, url, &mut more);
        change.add(&cv("citation"), &citation.into());
    }
    let mut changes = vec![change];
    if decided.outcome != Outcome::Waits {
        let accepted = decided.outcome == Outcome::Accepted && !decided.without_caveats;
        let decided_on = draft.caveats.iter().filter(|caveat| accepted || !caveat.shared);
        changes.extend(decided_on.map(|caveat| {
            let mut change = Change::new(&caveat.caveat, &caveat.file);
            let state = if accepted { "reviewed" } else { "rejected" };
            change.replace(&cv("reviewState"), &cv("draft").into(), &cv(state).into());
            change
        }));
    }
    if decided.outcome == Outcome::Accepted {
        changes.extend(draft.supersedes.iter().filter_map(|older| reader.superseded(older)));
    }
    (changes, more)
}

impl Reader<'_> {
    fn drafts(&self) -> Vec<Id> {
        let draft = self.id(&cv("draft"));
        draft.map_or_else(Vec::new, |draft| self.subjects("status", draft))
    }

    fn linked(&self, thing: &NamedNode, property: &str) -> Option<NamedNode> {
        let thing = self.id(thing)?;
        self.objects(thing, property).into_iter().find_map(|id| self.iri(id))
    }

    /// What a thing is called, else its short name.
    fn name(&self, thing: Id) -> String {
        let label = NamedNode::new_unchecked("http://www.w3.org/2004/02/skos/core#prefLabel");
        let label = self.texts_of(thing, label.as_ref()).min().or_else(|| self.text(thing, "name"));
        label.unwrap_or_else(|| self.dataset.short(self.dataset.term(thing)))
    }

    /// The last part of a term of the vocabulary, as it is said: `scopeLimit`.
    fn word(&self, thing: Id, property: &str) -> Option<String> {
        let id = self.objects(thing, property).into_iter().next()?;
        let iri = self.iri(id)?;
        iri.as_str().rsplit('#').next().map(str::to_owned)
    }

    /// The file and the line that say a link.
    fn place(&self, thing: Id, property: &str, value: &NamedNode) -> Option<(String, u32)> {
        let triple = [thing, self.id(&cv(property))?, self.id(value)?];
        self.dataset.place(triple).map(|(file, line)| (file.to_owned(), line))
    }

    fn draft(&self, id: Id, all: &[Id]) -> Option<Draft> {
        if self.subjects("supersedes", id).iter().any(|it| all.contains(it)) {
            return None;
        }
        let (file, line) = self.place(id, "status", &cv("draft"))?;
        let named = |property: &str| self.objects(id, property).first().map(|it| self.name(*it));
        let passage = self.objects(id, "passage").first().copied();
        let absence = self.dataset.values(id, rdf::TYPE).any(|it| it == TermRef::from(cv("AbsenceFinding").as_ref()));
        let cited = self.objects(id, "citation").into_iter().flat_map(|it| self.objects(it, "source"));
        Some(Draft {
            claim: self.iri(id)?,
            file,
            line,
            vendor: named("vendor").unwrap_or_default(),
            place: passage.map(|it| self.passage(it)).unwrap_or_default(),
            passage: passage.and_then(|it| self.text(it, "exact")).unwrap_or_default(),
            statement: self.text(id, "statement").unwrap_or_default(),
            topic: named("topic"),
            stance: self.word(id, "stance"),
            service: named("service"),
            asserter: named("assertedBy"),
            cites: cited.filter_map(|it| self.text(it, "url")).collect(),
            absence,
            cue: self.text(id, "cue"),
            caveats: self.caveats(id),
            supersedes: self.objects(id, "supersedes").into_iter().filter_map(|it| self.iri(it)).collect(),
        })
    }

    fn passage(&self, passage: Id) -> String {
        let profile = self.objects(passage, "profile").first().copied();
        let file = profile.and_then(|it| self.text(it, "file").or_else(|| self.text(it, "profileTitle")));
        let line = self.text(passage, "line").map(|it| format!(":{it}"));
        let row = self.text(passage, "row").map(|it| format!(", {it}"));
        let heading = self.text(passage, "heading").map(|it| format!(", {it}"));
        [file, line, row, heading].into_iter().flatten().collect()
    }

    fn caveats(&self, claim: Id) -> Vec<DraftCaveat> {
        let limiting = self.subjects("limits", claim).into_iter();
        let found = limiting.filter_map(|id| {
            let (file, _) = self.place(id, "reviewState", &cv("draft"))?;
            Some(DraftCaveat {
                caveat: self.iri(id)?,
                file,
                kind: self.word(id, "caveatKind").unwrap_or_default(),
                text: self.text(id, "text").unwrap_or_default(),
                cue: self.text(id, "cue"),
                shared: self.objects(id, "limits").len() > 1,
            })
        });
        found.collect()
    }

    /// A citation of an address, with its source if that is new.
    fn cite(&self, draft: &Draft, url: &str, more: &mut Vec<Triple>) -> NamedNode {
        let space = draft.claim.as_str();
        let space = &space[..space.rfind('/').map_or(space.len(), |at| at + 1)];
        let literal = Literal::new_simple_literal(url);
        let known = self.dataset.id(TermRef::from(literal.as_ref())).and_then(|value| {
            let url = self.id(&cv("url"))?;
            let mut sources = self.dataset.subjects(url, value);
            sources.find_map(|it| self.iri(it))
        });
        let mut add = |thing: Thing| more.extend(thing.facts.into_iter().map(Triple::from));
        let source = known.unwrap_or_else(|| {
            let source = by_words(space, "source", &[url]);
            let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
            add(Thing::new(&source, "Source").text("label", bare.trim_end_matches('/')).text("url", url));
            source
        });
        let citation = by_words(space, "citation", &[draft.claim.as_str(), url]);
        add(Thing::new(&citation, "Citation").link("source", &source).link("state", &cv("candidate")));
        citation
    }

    /// A claim in use becomes superseded; a draft, or one that is past already, stays what it is.
    fn superseded(&self, older: &NamedNode) -> Option<Change> {
        let (file, _) = self.place(self.id(older)?, "status", &cv("current"))?;
        let mut change = Change::new(older, &file);
        change.replace(&cv("status"), &cv("current").into(), &cv("superseded").into());
        Some(change)
    }
}
