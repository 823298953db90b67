//! What stands on the pages of a site, as plain data. Writers read only this.

use oxigraph::model::Triple;

use crate::exec::{CellView, Grounds};
use crate::site::entry::{Caveat, Citation, Dependent, Passage, RecordEntry, RelatedRecord, SourceRef};
use crate::site::links::{CodedValue, PageTarget, PropertyValues, ThingLink};
use crate::store::Prefixes;

/// A whole site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The page that one begins with.
    pub index: IndexPage,
    /// One for each vendor, by name.
    pub vendors: Vec<VendorPage>,
    /// One for each source, by label.
    pub sources: Vec<SourcePage>,
    /// One for each topic, by label.
    pub topics: Vec<TopicPage>,
    /// Everything, to be searched.
    pub list: SearchPage,
    /// The day on which what counts was decided: `today`.
    pub day: String,
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
pub struct SitePage {
    /// The name of its files, without an ending: `vendor-alibaba`.
    pub name: String,
    /// The facts that it speaks of.
    pub triples: Vec<Triple>,
}

/// Vendors side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexPage {
    /// Its page.
    pub page: SitePage,
    /// What the comparison stands on; none where nothing is compared.
    pub grounds: Option<Grounds>,
    /// The vendors that are compared, in the order of the columns.
    pub compared: Vec<ThingLink>,
    /// The topics by the section that tells of them, in the order of the pages.
    pub parts: Vec<ComparisonSection>,
    /// Topics of which nothing is on record for any of these vendors.
    pub not_on_record: Vec<ThingLink>,
    /// Each vendor with what stands on its page, by name.
    pub vendors: Vec<(ThingLink, Counts)>,
}

/// Topics that vendors' pages tell of in one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonSection {
    /// The title of the section.
    pub title: String,
    /// One row for each topic, and for each service whose verdict is another.
    pub rows: Vec<ComparisonRow>,
}

/// What is said of the vendors on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonRow {
    /// The topic.
    pub topic: ThingLink,
    /// The sentence that can be affirmed or denied; none for a subject.
    pub sentence: Option<String>,
    /// The service that the row is about; none for the whole.
    pub service: Option<String>,
    /// An answer for each vendor; none where the service belongs to another.
    pub answers: Vec<Option<LinkedCell>>,
}

/// What is said of one vendor, or of one service, on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCell {
    /// What is said.
    pub cell: CellView,
    /// Where the records stand; none where nothing is on record, or they stand beside it.
    pub target: Option<PageTarget>,
}

/// What is said of a vendor on one topic, and of its services where that is something else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicCells {
    /// Of the vendor; none where the vocabulary compares nothing.
    pub whole: Option<LinkedCell>,
    /// Of its services.
    pub services: Vec<(String, LinkedCell)>,
}

/// How many records there are of a vendor, as ordinary speech counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims.
    pub claims: usize,
    /// Absence findings.
    pub findings: usize,
    /// Unread records.
    pub unread: usize,
    /// Claims that cite no source that is public.
    pub without_public_source: usize,
    /// Claims that fine print limits.
    pub limited: usize,
    /// Drafts that nobody has decided on.
    pub drafts: usize,
}

/// One vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct VendorPage {
    /// Its page.
    pub page: SitePage,
    /// The vendor.
    pub thing: ThingLink,
    /// What is known of it besides: other names, country, homepage.
    pub facts: Vec<PropertyValues>,
    /// What it offers.
    pub services: Vec<Service>,
    /// How much is said of it.
    pub counts: Counts,
    /// What that stands on; none where no record counts.
    pub grounds: Option<Grounds>,
    /// What is said, in the order of the page.
    pub sections: Vec<VendorSection>,
    /// Records that do not hold any more, or never did: superseded, retracted, rejected, over.
    pub past: Vec<RecordEntry>,
    /// The documents that the records were taken from.
    pub profiles: Vec<Profile>,
}

/// Something that a vendor offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// What it is: an API, a platform.
    pub kinds: Vec<CodedValue>,
    /// What it is part of.
    pub part_of: Vec<String>,
    /// The last day on which it is offered.
    pub ended: Vec<String>,
}

/// A part of a vendor's page.
#[derive(Debug, Clone, PartialEq)]
pub struct VendorSection {
    /// Its title.
    pub title: String,
    /// Its place on the page.
    pub anchor: String,
    /// What is on record, by topic.
    pub groups: Vec<TopicGroup>,
    /// Topics of the section of which nothing is on record.
    pub not_on_record: Vec<ThingLink>,
    /// Drafts: a program proposed them, nobody has decided.
    pub drafts: Vec<RecordEntry>,
}

/// What is on record on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicGroup {
    /// The topic; none for records without one.
    pub topic: Option<ThingLink>,
    /// The sentence that can be affirmed or denied; none for a subject.
    pub sentence: Option<String>,
    /// What the records come to.
    pub answers: TopicCells,
    /// The records that stand here.
    pub records: Vec<RecordEntry>,
    /// Records that bear on it and stand elsewhere.
    pub elsewhere: Vec<ThingLink>,
}

/// A document that records were taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its title.
    pub title: String,
    /// Its place on the page.
    pub anchor: String,
    /// Where it was read.
    pub addresses: Vec<String>,
    /// Publisher, date, review.
    pub facts: Vec<PropertyValues>,
    /// Whether somebody went through it, and what it says of itself.
    pub states: Vec<CodedValue>,
    /// The sources that it lists for the page as a whole.
    pub citations: Vec<Citation>,
    /// Passages that no record was made of.
    pub unclaimed: Vec<Passage>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// One source, and what rests on it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePage {
    /// Its page.
    pub page: SitePage,
    /// The source, in short.
    pub source: SourceRef,
    /// Title, kind, rank, publisher, dates.
    pub facts: Vec<PropertyValues>,
    /// Records that fall without it.
    pub weight: usize,
    /// Records that cite it, and how the citation stands.
    pub citing: Vec<Dependent>,
    /// Records that one searched it for.
    pub searching: Vec<Dependent>,
    /// Records that are concluded from those.
    pub concluded: Vec<Dependent>,
    /// Caveats that cite it, with the records that they limit.
    pub caveats: Vec<(Caveat, Vec<RelatedRecord>)>,
    /// Documents that list it for the page as a whole.
    pub listed: Vec<ThingLink>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Copies of it as it stood once.
    pub copies: Vec<ArchivedCopy>,
}

/// A copy of a source as it stood at one time and in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedCopy {
    /// Page date, language.
    pub facts: Vec<PropertyValues>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// One topic, and what is said on it.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPage {
    /// Its page.
    pub page: SitePage,
    /// The topic.
    pub thing: ThingLink,
    /// The sentence that can be affirmed or denied; none for a subject.
    pub sentence: Option<String>,
    /// Other names, kind of data, articles of law.
    pub facts: Vec<PropertyValues>,
    /// Wider topics.
    pub broader: Vec<ThingLink>,
    /// Topics within it.
    pub narrower: Vec<ThingLink>,
    /// Assurances of which a yes is a yes to this one.
    pub holds_with: Vec<ThingLink>,
    /// Assurances of which a no is a no to this one.
    pub fails_with: Vec<ThingLink>,
    /// What is said of each vendor of which something is on record.
    pub vendors: Vec<TopicOfVendor>,
    /// The vendors of which nothing is on record here.
    pub not_on_record: Vec<ThingLink>,
}

/// What is said of one vendor on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicOfVendor {
    /// The vendor.
    pub vendor: ThingLink,
    /// Its place on the page.
    pub anchor: String,
    /// What the records come to.
    pub answers: TopicCells,
    /// The records, those that hold first.
    pub records: Vec<Dependent>,
}

/// Everything that has a place on the site.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// Its page.
    pub page: SitePage,
    /// Vendors.
    pub vendors: Vec<SearchItem>,
    /// Topics.
    pub topics: Vec<SearchItem>,
    /// Sources.
    pub sources: Vec<SearchItem>,
    /// Records of every standing.
    pub records: Vec<SearchItem>,
    /// Caveats, each at the record that it limits.
    pub caveats: Vec<SearchItem>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchItem {
    /// What is listed.
    pub thing: ThingLink,
    /// What tells it from others: other names, the vendor, the status.
    pub beside: Vec<String>,
}
