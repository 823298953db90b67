//! What a document says → draft facts that the graph loads as they are.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, Term, Triple};
use oxsdatatypes::Date;

use crate::base::{Blame, Code, Diagnostic};
use crate::profile::catalog::{Catalog, ImportedDocument, ImportedPassage};
use crate::profile::document::{
    CitedSource, DocumentItem, DocumentMetadata, DocumentStatement, ItemContent, ItemLocation, ReviewItem,
    VendorDocument,
};
use crate::profile::import_history::{ImportHistory, NewDraft};
use crate::profile::parties::{DocumentParties, resolve_parties};
use crate::profile::terms::{PREFIXES, cv, iri_from_words, slug};
use crate::profile::triples::{NamedTriple, ThingFacts};
use crate::store::Prefixes;

/// Properties that may be added to a thing that is described already: what people wrote about it stays theirs.
/// The page itself decides its state.
const ADDED: [&str; 5] = ["citation", "passage", "alias", "limits", "pageState"];

/// The drafts made of a document.
#[derive(Debug)]
pub struct DocumentDrafts {
    /// The short name of the vendor, for file names.
    pub slug: String,
    /// The new facts, in the order in which a person would write them.
    pub facts: Vec<Triple>,
    /// The prefixes to write them with.
    pub prefixes: Prefixes,
    /// Counts of what was made.
    pub tally: Tally,
    /// What a person has to review.
    pub open: Vec<ReviewItem>,
    /// Further remarks.
    pub remarks: Vec<String>,
}

/// Counts of what an import made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Draft records of any kind.
    pub drafts: usize,
    /// Drafts of absence findings.
    pub absences: usize,
    /// Drafts of unread records.
    pub unread: usize,
    /// Draft caveats.
    pub caveats: usize,
    /// Citations, of claims and of the document.
    pub citations: usize,
    /// Drafts without a topic.
    pub without_topic: usize,
    /// Drafts that supersede an earlier wording.
    pub newer: usize,
    /// Statements of which claims were made earlier.
    pub known: usize,
    /// Those of them that now say something more, or something else.
    pub more: usize,
    /// Records whose document no longer says so.
    pub withdrawn: usize,
    /// Drafts that had no asserter, and have one now.
    pub asserted: usize,
}

/// Makes drafts of a document, and adds them to `known`.
///
/// # Errors
/// If nothing names the vendor, or a letter of the document is lost.
pub fn draft(
    page: &VendorDocument,
    about: &DocumentMetadata,
    known: &mut Catalog<'_>,
) -> Result<DocumentDrafts, Diagnostic> {
    reject_lost_letters(page)?;
    let whom = resolve_parties(page, about, known)?;
    let file = page.source.name.to_string();
    let stem = file.rsplit('/').next().unwrap_or(&file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let earlier = ImportHistory::of(known, &whom.vendor, &file, about.address.as_deref());
    let key = match (&about.address, &whom.publisher) {
        (Some(address), _) => address.clone(),
        (None, Some(publisher)) => publisher.as_str().to_owned(),
        (None, None) => file.clone(),
    };
    let profile = earlier.profile.clone().unwrap_or_else(|| {
        let named = NamedNode::new_unchecked(format!("{}profile-{}", whom.namespace, slug(stem)));
        match known.describes(&named) {
            // Another document has this name.
            true => iri_from_words(&whom.namespace, "profile", &[&key, &file]),
            false => named,
        }
    });
    let mut drafter = Drafter {
        page,
        profile,
        parties: whom,
        catalog: known,
        earlier,
        key,
        date: about.date.or(page.date),
        claims: Vec::new(),
        sources: Vec::new(),
        addresses: HashMap::new(),
        document_citations: Vec::new(),
        new_drafts: Vec::new(),
        seen: HashMap::new(),
        previous_headings: Vec::new(),
        previous_claim: None,
        learned: Vec::new(),
        tally: Tally::default(),
        open: Vec::new(),
    };
    for item in &page.items {
        drafter.item(item);
    }
    drafter.supersede();
    Ok(drafter.finish(about))
}

/// Refuses U+FFFD, which replaces a lost letter, however it came in: `&#xFFFD;`.
fn reject_lost_letters(page: &VendorDocument) -> Result<(), Diagnostic> {
    let lost = |it: &&DocumentItem| {
        let said = match &it.content {
            ItemContent::Statement(statement) => [Some(statement.says.as_str()), statement.note.as_deref()],
            _ => [None, None],
        };
        let all = said.into_iter().flatten().chain([it.exact.as_str()]);
        all.chain(it.lead.as_deref()).any(|it| it.contains(char::REPLACEMENT_CHARACTER))
    };
    match page.items.iter().find(lost) {
        None => Ok(()),
        Some(item) => {
            let message = format!("{}: the text has lost a character (U+FFFD)", page.format_location(item));
            let help = "get a copy of the document with all its characters";
            Err(Diagnostic::new(Blame::Data, Code::NoText, message).help(help))
        }
    }
}

/// The import of one document: its input, and the facts made so far.
pub(super) struct Drafter<'a, 'k> {
    pub(super) page: &'a VendorDocument,
    pub(super) parties: DocumentParties,
    pub(super) catalog: &'a mut Catalog<'k>,
    earlier: ImportHistory,
    /// Part of the names of claims, besides their words: the address, else the publisher, else the file.
    key: String,
    pub(super) date: Option<Date>,
    profile: NamedNode,
    /// Passages, claims and caveats, in the order of the document.
    pub(super) claims: Vec<ThingFacts>,
    /// Citations and sources.
    pub(super) sources: Vec<ThingFacts>,
    /// New sources, by address.
    pub(super) addresses: HashMap<String, NamedNode>,
    /// The citations of the document as a whole.
    document_citations: Vec<NamedNode>,
    new_drafts: Vec<NewDraft>,
    /// How often the same words occurred so far.
    seen: HashMap<(String, Option<String>), usize>,
    /// The headings of the previous item.
    previous_headings: Vec<String>,
    /// The claim of the previous sentence, under the same headings.
    pub(super) previous_claim: Option<NamedNode>,
    learned: Vec<ImportedPassage>,
    pub(super) tally: Tally,
    open: Vec<ReviewItem>,
}

impl Drafter<'_, '_> {
    fn item(&mut self, item: &DocumentItem) {
        if self.previous_headings != item.headings {
            self.previous_headings.clone_from(&item.headings);
            self.previous_claim = None;
        }
        match &item.content {
            ItemContent::Statement(statement) => self.statement(item, statement),
            ItemContent::Address(address) => self.address(address),
            ItemContent::Unresolved(why) => {
                self.passage(item, Some(why), 0);
                self.flag_for_review(item, why);
            }
        }
    }

    /// Cites a source for the document as a whole, unless an earlier import did.
    fn address(&mut self, address: &str) {
        let known = self.catalog.sources.get(address);
        if known.is_some_and(|source| self.earlier.sources.contains(source)) {
            return;
        }
        let cited = CitedSource { url: address.to_owned(), label: None };
        let citation = self.citation(&self.profile.clone(), &cited);
        self.document_citations.push(citation);
    }

    fn statement(&mut self, item: &DocumentItem, statement: &DocumentStatement) {
        let met = self.seen.entry((item.exact.clone(), item.label().map(str::to_owned))).or_default();
        let time = *met;
        *met += 1;
        let row = item.label();
        let claim = {
            let (row, time) = (row.unwrap_or_default(), if time == 0 { String::new() } else { time.to_string() });
            iri_from_words(&self.parties.namespace, "claim", &[&self.key, row, &item.exact, &time])
        };
        let mut made = self.earlier.find_claims(&item.exact, row, statement.cut);
        if made.claims.is_empty() && self.catalog.describes(&claim) {
            made.claims.push(claim.clone());
        }
        if let Some(first) = made.claims.first() {
            self.previous_claim = Some(first.clone());
            self.tally.known += 1;
            if made.withdrawn {
                self.flag_for_review(
                    item,
                    "the document says it again: if you agree, remove `cv:passageState cv:withdrawn` from its passage",
                );
            }
            self.check_additions(item, statement, &made.claims);
            self.assert(&made.claims);
            if !made.in_same_file {
                let passage = self.passage(item, None, time);
                for claim in &made.claims {
                    self.claims.push(ThingFacts::existing(claim).link("passage", &passage));
                }
            }
            self.learn(item, time, made.claims);
            return;
        }
        let passage = self.passage(item, None, time);
        self.claim(&claim, item, statement, &passage);
        self.new_drafts.push(NewDraft {
            claim: claim.clone(),
            exact: item.exact.clone(),
            row: item.label().map(str::to_owned),
            cut: statement.cut,
        });
        self.learn(item, time, vec![claim.clone()]);
        self.previous_claim = Some(claim);
    }

    /// Adds the asserter to drafts that were made before the publisher was known.
    fn assert(&mut self, claims: &[NamedNode]) {
        let Some(publisher) = &self.parties.publisher else { return };
        for claim in claims.iter().filter(|it| self.catalog.is_draft(it) && self.catalog.lacks(it, "assertedBy")) {
            self.claims.push(ThingFacts::existing(claim).link("assertedBy", publisher));
            self.tally.asserted += 1;
        }
    }

    fn learn(&mut self, item: &DocumentItem, time: usize, claims: Vec<NamedNode>) {
        let (exact, row) = (item.exact.clone(), item.label().map(str::to_owned));
        self.learned.push(ImportedPassage { name: self.name_of(item, time), exact, row, claims });
    }

    /// The IRI of an item's passage; `time` counts earlier items with the same words.
    fn name_of(&self, item: &DocumentItem, time: usize) -> NamedNode {
        let time = if time == 0 { String::new() } else { time.to_string() };
        let words = [self.profile.as_str(), item.label().unwrap_or_default(), &item.exact, &time];
        iri_from_words(&self.parties.namespace, "passage", &words)
    }

    /// Makes the passage of an item: its location in the document.
    fn passage(&mut self, item: &DocumentItem, why: Option<&str>, time: usize) -> NamedNode {
        let passage = self.name_of(item, time);
        let mut thing = ThingFacts::new(&passage, "Passage").link("profile", &self.profile);
        match &item.place {
            ItemLocation::Text(span) => {
                let line = self.page.positions.line(span.start);
                let text = &self.page.source.text;
                let (start, end) = self.page.positions.characters(text, *span);
                thing = thing.number("line", line).number("start", start).number("end", end);
            }
            ItemLocation::Line(line) => thing = thing.number("line", *line),
            ItemLocation::Row => {}
        }
        let heading = Some(item.headings.join(" › ")).filter(|it| !it.is_empty());
        self.claims.push(
            thing
                .with(heading, |it, heading| it.text("heading", &heading))
                .with(item.row.as_ref().or(item.lead.as_ref()), |it, row| it.text("row", row))
                .text("exact", &item.exact)
                .with(why, |it, why| it.text("note", why)),
        );
        passage
    }

    /// Lists an item for review.
    pub(super) fn flag_for_review(&mut self, item: &DocumentItem, why: &str) {
        self.open.push(ReviewItem {
            place: self.page.format_location(item),
            words: item.exact.clone(),
            why: why.to_owned(),
        });
    }

    /// Lets reworded statements supersede the claims of the old wording, and lists what the document no longer says.
    fn supersede(&mut self) {
        let gone = self.earlier.find_missing(self.page);
        let mut newer_ones = HashSet::new();
        let mut replaced = HashSet::new();
        for (newer, older) in self.earlier.match_replacements(&self.new_drafts, &gone) {
            self.claims.push(ThingFacts::existing(&newer).link("supersedes", &older));
            newer_ones.insert(newer);
            replaced.insert(older);
        }
        self.tally.newer = newer_ones.len();
        let withdrawn = self.earlier.find_withdrawn(self.page);
        for passage in withdrawn {
            let held = passage.claims.iter().filter(|it| !replaced.contains(it) && self.catalog.is_open(it));
            let held: Vec<NamedNode> = held.cloned().collect();
            if held.is_empty() {
                continue;
            }
            self.tally.withdrawn += held.len();
            self.claims.push(ThingFacts::existing(&passage.name).link("passageState", &cv("withdrawn")));
            let names: Vec<&str> = held.iter().map(last).collect();
            let why = format!("its document no longer says this: check whether `{}` still holds", names.join("`, `"));
            self.open.push(ReviewItem { place: self.page.source.name.to_string(), words: passage.exact.clone(), why });
        }
    }

    /// The page state, if the page says that its review is pending: a machine drafted it.
    fn pending_state(&self) -> Option<NamedNode> {
        let review = self.page.review.as_ref()?;
        review.to_lowercase().contains("pending review").then(|| cv("machineDraft"))
    }

    /// The remark on a page that is recorded as a machine draft and no longer says so.
    fn review_remark(&self) -> Option<String> {
        let review = self.page.review.as_ref().filter(|_| self.pending_state().is_none())?;
        let (subject, predicate) = (self.profile.clone(), cv("pageState"));
        let known = NamedTriple { subject, predicate, object: cv("machineDraft").into() };
        self.catalog.holds(&known).then(|| {
            format!(
                "the page now says `{review}`: if you agree, remove `cv:pageState cv:machineDraft` from its profile"
            )
        })
    }

    fn finish(self, about: &DocumentMetadata) -> DocumentDrafts {
        let notes = self.page.notes.iter().cloned();
        let sort = self.page.service_kind.iter().map(|sort| format!("listed as {sort}"));
        let notes: Vec<String> = sort.chain(notes).collect();
        let title = self.page.title.clone().or(about.vendor.clone());
        let (pending, reviewed) = (self.pending_state(), self.review_remark());
        let profile = ThingFacts::new(&self.profile, "Profile")
            .with(title, |it, title| it.text("profileTitle", &title))
            .link("profileOf", &self.parties.vendor)
            .with(self.parties.publisher.as_ref(), |it, publisher| it.link("publishedBy", publisher))
            .with(about.address.as_ref(), |it, address| it.text("address", address))
            .text("file", &self.page.source.name)
            .with(self.date, |it, date| it.day("profileDate", date))
            .link("reviewState", &cv("draft"))
            .with(pending, |it, state| it.link("pageState", &state))
            .each(&notes, |it, note| it.text("note", note))
            .each(&self.document_citations, |it, citation| it.link("citation", citation));
        let mut things = self.parties.things;
        let publisher = self.parties.publisher.as_ref().filter(|_| self.catalog.lacks(&self.profile, "publishedBy"));
        things.push(profile);
        things.extend(publisher.map(|it| ThingFacts::existing(&self.profile).link("publishedBy", it)));
        things.extend(self.claims);
        things.extend(self.sources);
        let facts = new_facts(things, self.catalog);
        let tally = count_facts(self.tally, &facts);
        let document = ImportedDocument {
            profile: self.profile.clone(),
            vendor: Some(self.parties.vendor.clone()),
            sources: Vec::new(),
            file: Some(self.page.source.name.to_string()),
            address: about.address.clone(),
            passages: self.learned,
        };
        let mut remarks = self.page.remarks.clone();
        remarks.extend(reviewed);
        remarks.extend(self.parties.remarks);
        if self.parties.publisher.is_none() {
            remarks.push(
                "it does not say who published it, so its drafts have no asserter: name one with --publisher NAME"
                    .to_owned(),
            );
        }
        let prefixes = prefixes(&self.parties.slug, &self.parties.namespace, self.catalog);
        self.catalog.learn(&facts, document);
        DocumentDrafts {
            slug: self.parties.slug,
            facts: facts.into_iter().map(Triple::from).collect(),
            prefixes,
            tally,
            open: self.open,
            remarks,
        }
    }
}

/// The last part of an IRI.
fn last(name: &NamedNode) -> &str {
    name.as_str().rsplit(['/', '#']).next().unwrap_or_default()
}

/// The new facts. A thing that is described already gets only [`ADDED`] properties, and what was made as `more`.
fn new_facts(things: Vec<ThingFacts>, known: &Catalog<'_>) -> Vec<NamedTriple> {
    let mut order: Vec<NamedNode> = Vec::new();
    let mut facts: HashMap<NamedNode, IndexSet<NamedTriple>> = HashMap::new();
    for thing in things {
        if !facts.contains_key(&thing.iri) {
            order.push(thing.iri.clone());
        }
        let said = facts.entry(thing.iri.clone()).or_default();
        let described = known.describes(&thing.iri);
        let more = thing.is_extension;
        for fact in thing.facts {
            let added = ADDED.iter().any(|it| fact.predicate == cv(it));
            if (more || added || !described) && !known.holds(&fact) {
                said.insert(fact);
            }
        }
    }
    order.iter().filter_map(|thing| facts.remove(thing)).flatten().collect()
}

/// Adds the counts of the new facts.
fn count_facts(tally: Tally, facts: &[NamedTriple]) -> Tally {
    let count = |predicate: NamedNodeRef<'_>, object: &str| {
        let said = facts.iter().filter(|it| it.predicate.as_ref() == predicate);
        said.filter(|it| it.object == Term::from(cv(object))).count()
    };
    Tally {
        drafts: count(cv("status").as_ref(), "draft"),
        absences: count(rdf::TYPE, "AbsenceFinding"),
        unread: count(rdf::TYPE, "Unread"),
        caveats: count(rdf::TYPE, "Caveat"),
        citations: count(rdf::TYPE, "Citation"),
        ..tally
    }
}

fn prefixes(slug: &str, space: &str, known: &Catalog<'_>) -> Prefixes {
    let mut prefixes = Prefixes::default();
    for (name, iri) in PREFIXES {
        prefixes.declare(name, iri);
    }
    let named = slug.starts_with(|c: char| c.is_ascii_alphabetic())
        && slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let plain = named && !slug.ends_with('-') && !PREFIXES.iter().any(|(name, _)| *name == slug);
    let own = if plain { slug.to_owned() } else { "own".to_owned() };
    let own = known.prefix(space).map_or(own, str::to_owned);
    prefixes.declare(&own, space);
    prefixes
}
