//! What stands on the pages of a site, as plain data. Writers read only this.

use oxigraph::model::Triple;

use crate::exec::Stance;
use crate::store::Prefixes;

/// A whole site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The page that one begins with.
    pub index: Index,
    /// One for each vendor, by name.
    pub vendors: Vec<Vendor>,
    /// One for each source, by label.
    pub sources: Vec<Source>,
    /// One for each topic, by label.
    pub topics: Vec<Topic>,
    /// Everything, to be searched.
    pub list: List,
    /// The number of distinct facts.
    pub facts: usize,
    /// SHA-256 over names and digests of the files with the facts.
    pub digest: String,
    /// The revision that the facts were read at; none for the files as they lie there.
    pub revision: Option<String>,
    /// The prefixes that shorten IRIs.
    pub prefixes: Prefixes,
}

/// What every page has.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The name of its files, without an ending: `vendor-alibaba`.
    pub name: String,
    /// The facts that it speaks of.
    pub triples: Vec<Triple>,
}

/// Where something is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name of the page, without an ending.
    pub page: String,
    /// The place on the page.
    pub anchor: Option<String>,
}

/// Something that is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Its IRI, whole.
    pub iri: String,
    /// The words for it.
    pub label: String,
    /// Where the site tells of it; none for what has no place of its own.
    pub target: Option<Target>,
}

/// A value that the vocabulary lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// The last part of its IRI: `goneState`.
    pub code: String,
    /// The word for it: `gone`.
    pub word: String,
}

/// Vendors side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Its page.
    pub page: Page,
    /// The vendors that are compared, in the order of the columns.
    pub compared: Vec<Thing>,
    /// The topics by the section that tells of them, in the order of the pages.
    pub parts: Vec<Part>,
    /// Each vendor with what stands on its page, by name.
    pub vendors: Vec<(Thing, Counts)>,
}

/// Topics that vendors' pages tell of in one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The title of the section.
    pub title: String,
    /// One row for each topic.
    pub rows: Vec<Row>,
}

/// What is said of the vendors on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The topic.
    pub topic: Thing,
    /// One answer for each vendor.
    pub answers: Vec<Answer>,
}

/// What is said of one vendor on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// One of the four, or what lies between yes and no.
    pub stance: Stance,
    /// The day on which one looked and found nothing.
    pub looked: Option<String>,
    /// True where fine print limits it.
    pub limited: bool,
    /// Where the claims stand; none where nobody looked.
    pub target: Option<Target>,
}

/// How many claims there are of a vendor, as ordinary speech counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub claims: usize,
    /// Those that cite no source that is public.
    pub without_public_source: usize,
    /// Those that fine print limits.
    pub limited: usize,
    /// Drafts that nobody has decided on.
    pub drafts: usize,
}

/// One vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct Vendor {
    /// Its page.
    pub page: Page,
    /// The vendor.
    pub thing: Thing,
    /// What is known of it besides: other names, country, homepage.
    pub facts: Vec<Fact>,
    /// What it offers.
    pub services: Vec<Service>,
    /// How much is said of it.
    pub counts: Counts,
    /// What is said, in the order of the page.
    pub sections: Vec<Section>,
    /// Claims that do not hold any more, or never did: superseded, retracted, rejected.
    pub past: Vec<Claim>,
    /// The documents that the claims were taken from.
    pub profiles: Vec<Profile>,
}

/// A property in words, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `also called`
    pub name: String,
    /// The values, in order.
    pub values: Vec<String>,
}

/// Something that a vendor offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// What it is: an API, a platform.
    pub kinds: Vec<Coded>,
    /// What it is part of.
    pub part_of: Vec<String>,
}

/// A part of a vendor's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its place on the page.
    pub anchor: String,
    /// The claims, by topic.
    pub groups: Vec<Group>,
    /// Drafts: a program proposed them, nobody has decided.
    pub drafts: Vec<Claim>,
}

/// Claims on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The topic; none for claims without one.
    pub topic: Option<Thing>,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Ordinary speech counts it.
    Holds,
    /// Proposed, and not decided on.
    Draft,
    /// Superseded, retracted or rejected.
    Past,
}

/// How a claim stands to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is concluded from them.
    RestsOn,
    /// They are concluded from it.
    Supports,
    /// They say the opposite.
    Contradicts,
    /// It replaces them.
    Supersedes,
    /// They replace it.
    SupersededBy,
    /// Since it, they do not hold without exception.
    SupersedesInPart,
    /// Since them, it does not hold without exception.
    SupersededInPartBy,
}

/// A claim, with all that backs and limits it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The claim; its label is its statement.
    pub thing: Thing,
    /// What it says.
    pub statements: Vec<String>,
    /// How it stands.
    pub standing: Standing,
    /// Its status, as stated.
    pub status: Vec<Coded>,
    /// True for what says: we looked, and found nothing.
    pub is_absence: bool,
    /// What it says to its topics.
    pub stances: Vec<Coded>,
    /// The vendors that it is about.
    pub vendors: Vec<Thing>,
    /// Its topics.
    pub topics: Vec<Thing>,
    /// Who says so.
    pub asserters: Vec<String>,
    /// Service, scope, dates, regions.
    pub facts: Vec<Fact>,
    /// Where it was taken from.
    pub passages: Vec<Passage>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Where one searched for it.
    pub searched: Vec<SourceRef>,
    /// How it stands to other claims.
    pub relations: Vec<(Relation, Vec<Thing>)>,
    /// The fine print.
    pub caveats: Vec<Caveat>,
    /// Words of the document for which a program proposed it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The title of the document.
    pub document: Option<String>,
    /// Where it stands in it: `profiles/acme.md:4`, `row S2`, `characters 10 to 52`.
    pub places: Vec<String>,
    /// The headings that it stands under.
    pub headings: Vec<String>,
    /// Its words.
    pub exact: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A link to a source, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source; none where the citation points nowhere.
    pub sources: Vec<SourceRef>,
    /// Whether it was found there.
    pub states: Vec<Coded>,
    /// Section, page date, language, day of retrieval.
    pub facts: Vec<Fact>,
    /// Words of the source.
    pub quotes: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A source, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// The source.
    pub thing: Thing,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Who can read it; empty until somebody looked.
    pub access: Vec<Coded>,
}

/// Fine print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// True where a program proposed it and nobody has gone through it yet.
    pub is_draft: bool,
    /// What kind of limit it is.
    pub kinds: Vec<Coded>,
    /// What it says.
    pub texts: Vec<String>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Words of the document for which a program proposed it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A document that claims were taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its title.
    pub title: String,
    /// Its place on the page.
    pub anchor: String,
    /// Where it was read.
    pub addresses: Vec<String>,
    /// Publisher, date, review.
    pub facts: Vec<Fact>,
    /// Whether somebody went through it.
    pub states: Vec<Coded>,
    /// The sources that it lists for the page as a whole.
    pub citations: Vec<Citation>,
    /// Passages that no claim was made of.
    pub unclaimed: Vec<Passage>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// One source, and what rests on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its page.
    pub page: Page,
    /// The source, in short.
    pub source: SourceRef,
    /// Title, kind, rank, publisher, dates.
    pub facts: Vec<Fact>,
    /// Claims that fall without it.
    pub weight: usize,
    /// Claims that cite it, and how the citation stands.
    pub citing: Vec<Dependent>,
    /// Claims that one searched it for.
    pub searching: Vec<Dependent>,
    /// Claims that are concluded from those.
    pub concluded: Vec<Dependent>,
    /// Caveats that cite it, with the claims that they limit.
    pub caveats: Vec<(Caveat, Vec<Thing>)>,
    /// Documents that list it for the page as a whole.
    pub listed: Vec<Thing>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Copies of it as it stood once.
    pub copies: Vec<ArchivedCopy>,
}

/// A copy of a source as it stood at one time and in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedCopy {
    /// Page date, language.
    pub facts: Vec<Fact>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A claim, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The claim.
    pub thing: Thing,
    /// How it stands.
    pub standing: Standing,
    /// Its status, as stated.
    pub status: Vec<Coded>,
    /// True for what says: we looked, and found nothing.
    pub is_absence: bool,
    /// What it says to its topics.
    pub stances: Vec<Coded>,
    /// The vendors that it is about.
    pub vendors: Vec<Thing>,
    /// Who says so.
    pub asserters: Vec<String>,
    /// How its citation of the source stands.
    pub states: Vec<Coded>,
    /// How many caveats limit it.
    pub caveats: usize,
}

/// One topic, and what is said on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its page.
    pub page: Page,
    /// The topic.
    pub thing: Thing,
    /// Other names, articles of law.
    pub facts: Vec<Fact>,
    /// Wider topics.
    pub broader: Vec<Thing>,
    /// Topics within it.
    pub narrower: Vec<Thing>,
    /// What is said of each vendor.
    pub vendors: Vec<TopicOfVendor>,
}

/// What is said of one vendor on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicOfVendor {
    /// The vendor.
    pub vendor: Thing,
    /// Its place on the page.
    pub anchor: String,
    /// The answer; none where the vocabulary compares nothing.
    pub answer: Option<Answer>,
    /// The claims, those that hold first.
    pub claims: Vec<Dependent>,
}

/// Everything that has a place on the site.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Its page.
    pub page: Page,
    /// Vendors.
    pub vendors: Vec<Item>,
    /// Topics.
    pub topics: Vec<Item>,
    /// Sources.
    pub sources: Vec<Item>,
    /// Claims of every standing.
    pub claims: Vec<Item>,
    /// Caveats, each at the claim that it limits.
    pub caveats: Vec<Item>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is listed.
    pub thing: Thing,
    /// What tells it from others: other names, the vendor, the status.
    pub beside: Vec<String>,
}
