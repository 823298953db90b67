//! Drafts that wait for a person: what each proposes, and what was found beside it.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};

use crate::profile::reader::PropertyReader;
use crate::profile::record::{ClaimStance, DraftKind};
use crate::profile::terms::cv;
use crate::profile::topic_stance::TopicStance;
use crate::store::{Dataset, Id};

/// A draft that nobody has decided on.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The record.
    pub record: NamedNode,
    /// The displayed path of the file that states its status.
    pub file: String,
    /// The line of that file.
    pub line: u32,
    /// The name of the vendor.
    pub vendor: String,
    /// The vendor.
    pub vendor_iri: Option<NamedNode>,
    /// Where it was taken from: `profiles/cortecs.plain.txt:4, Data Handling`.
    pub place: String,
    /// The words that it was taken from.
    pub passage: String,
    /// What it says.
    pub statement: String,
    /// What kind of record it is.
    pub kind: DraftKind,
    /// Its topics and stances.
    pub topics: Vec<TopicStance>,
    /// Its word, if it is a badge or status word of a directory.
    pub status_word: Option<String>,
    /// The assurances that the badge hints at, by their names.
    pub hints: Vec<String>,
    /// The names of its services; empty if it is about the vendor as a whole.
    pub services: Vec<String>,
    /// The name of the kind of data that it is about.
    pub data: Option<String>,
    /// The places that it names without saying what is done there.
    pub places: Vec<String>,
    /// The certificates that it names.
    pub certificates: Vec<String>,
    /// The name of its asserter.
    pub asserter: Option<String>,
    /// The addresses that it cites.
    pub cites: Vec<String>,
    /// The words that proposed it as an absence finding or an unread record.
    pub cue: Option<String>,
    /// Its notes.
    pub notes: Vec<String>,
    /// The caveats that were proposed for it.
    pub caveats: Vec<DraftCaveat>,
    /// The records that it supersedes.
    pub supersedes: Vec<NamedNode>,
}

/// A caveat that was proposed for a draft.
#[derive(Debug, Clone)]
pub struct DraftCaveat {
    /// The caveat.
    pub caveat: NamedNode,
    /// The file that states its review state.
    pub file: String,
    /// The local name of its kind: `scopeLimit`
    pub kind: String,
    /// What it says.
    pub text: String,
    /// The words that proposed it.
    pub cue: Option<String>,
    /// True if it also limits other records: then it stays when the draft is rejected.
    pub shared: bool,
    /// True if it was reviewed with another record that it limits.
    pub reviewed: bool,
}

impl Draft {
    /// The IRI of another part of the draft. Parts are numbered, and the draft itself is the first.
    #[must_use]
    pub fn name_of_part(&self, number: usize) -> NamedNode {
        NamedNode::new_unchecked(format!("{}-{number}", self.record.as_str()))
    }

    /// Another part of the draft: of the same passage, without a statement and topics so far.
    #[must_use]
    pub fn part(&self, number: usize) -> Self {
        Self {
            record: self.name_of_part(number),
            statement: String::new(),
            topics: Vec::new(),
            status_word: None,
            hints: Vec::new(),
            places: Vec::new(),
            certificates: Vec::new(),
            cue: None,
            ..self.clone()
        }
    }
}

/// The drafts that no other draft supersedes, in the order of the files.
#[must_use]
pub fn drafts(dataset: &Dataset) -> Vec<Draft> {
    let reader = PropertyReader { dataset };
    let found = reader.drafts();
    let mut drafts: Vec<Draft> = found.iter().filter_map(|id| reader.draft(*id, &found)).collect();
    drafts.sort_by(|one, other| (&one.file, one.line, &one.record).cmp(&(&other.file, other.line, &other.record)));
    drafts
}

impl PropertyReader<'_> {
    fn drafts(&self) -> Vec<Id> {
        let draft = self.id(&cv("draft"));
        draft.map_or_else(Vec::new, |draft| self.subjects("status", draft))
    }

    /// The label or name of a thing, else its short IRI.
    pub(super) fn name(&self, thing: Id) -> String {
        let label = NamedNode::new_unchecked("http://www.w3.org/2004/02/skos/core#prefLabel");
        let label = self.texts_of(thing, label.as_ref()).min().or_else(|| self.text(thing, "name"));
        label.unwrap_or_else(|| self.dataset.short(self.dataset.term(thing)))
    }

    /// The local name of the value of a property: `scopeLimit`.
    fn word(&self, thing: Id, property: &str) -> Option<String> {
        let id = self.objects(thing, property).into_iter().next()?;
        let iri = self.iri(id)?;
        iri.as_str().rsplit('#').next().map(str::to_owned)
    }

    /// The file and the line that state a link.
    pub(super) fn place(&self, thing: Id, property: &str, value: &NamedNode) -> Option<(String, u32)> {
        let triple = [thing, self.id(&cv(property))?, self.id(value)?];
        self.dataset.source_location(triple).map(|(file, line)| (file.to_owned(), line))
    }

    fn draft(&self, id: Id, all: &[Id]) -> Option<Draft> {
        if self.subjects("supersedes", id).iter().any(|it| all.contains(it)) {
            return None;
        }
        let (file, line) = self.place(id, "status", &cv("draft"))?;
        let all_named = |property: &str| -> Vec<String> {
            self.objects(id, property).into_iter().map(|it| self.name(it)).collect()
        };
        let named = |property: &str| all_named(property).into_iter().next();
        let passage = self.objects(id, "passage").first().copied();
        let cited = self.objects(id, "citation").into_iter().flat_map(|it| self.objects(it, "source"));
        Some(Draft {
            record: self.iri(id)?,
            file,
            line,
            vendor: named("vendor").unwrap_or_default(),
            vendor_iri: self.objects(id, "vendor").into_iter().find_map(|it| self.iri(it)),
            place: passage.map(|it| self.passage(it)).unwrap_or_default(),
            passage: passage.and_then(|it| self.text(it, "exact")).unwrap_or_default(),
            statement: self.text(id, "statement").unwrap_or_default(),
            kind: self.kind(id),
            topics: self.topics_of(id),
            status_word: self.text(id, "statusWord"),
            hints: all_named("hints"),
            services: all_named("service"),
            data: named("data"),
            places: all_named("presentIn"),
            certificates: all_named("certifiedAs"),
            asserter: named("assertedBy"),
            cites: cited.filter_map(|it| self.text(it, "url")).collect(),
            cue: self.text(id, "cue"),
            notes: self.texts_of(id, cv("note").as_ref()).collect(),
            caveats: self.caveats(id),
            supersedes: self.objects(id, "supersedes").into_iter().filter_map(|it| self.iri(it)).collect(),
        })
    }

    fn kind(&self, id: Id) -> DraftKind {
        let is = |kind: DraftKind| {
            let class = cv(kind.class());
            self.dataset.values(id, rdf::TYPE).any(|it| it == TermRef::from(class.as_ref()))
        };
        [DraftKind::AbsenceFinding, DraftKind::Unread].into_iter().find(|it| is(*it)).unwrap_or(DraftKind::Claim)
    }

    fn topics_of(&self, id: Id) -> Vec<TopicStance> {
        let stances = ClaimStance::ALL.map(Some).into_iter().chain([None]);
        let each = stances.flat_map(|stance| {
            let topics = self.objects(id, stance.map_or("about", ClaimStance::word)).into_iter();
            topics.filter_map(move |it| Some(TopicStance { stance, topic: self.iri(it)?, name: self.name(it) }))
        });
        each.collect()
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
            let draft = self.place(id, "reviewState", &cv("draft"));
            let reviewed = draft.is_none();
            let (file, _) = draft.or_else(|| self.place(id, "reviewState", &cv("reviewed")))?;
            Some(DraftCaveat {
                caveat: self.iri(id)?,
                file,
                kind: self.word(id, "caveatKind").unwrap_or_default(),
                text: self.text(id, "text").unwrap_or_default(),
                cue: self.text(id, "cue"),
                shared: self.objects(id, "limits").len() > 1,
                reviewed,
            })
        });
        found.collect()
    }
}
