//! The contents of a site's pages, as plain data. Writers read only this.

use oxigraph::model::Triple;

use crate::exec::{CellView, Grounds};
use crate::site::entry::{Caveat, Citation, Dependent, Passage, RecordEntry, RelatedRecord, SourceRef};
use crate::site::links::{CodedValue, PageTarget, PropertyValues, ThingLink};
use crate::store::Prefixes;

/// A whole site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The start page.
    pub index: IndexPage,
    /// One for each vendor, by name.
    pub vendors: Vec<VendorPage>,
    /// One for each source, by label.
    pub sources: Vec<SourcePage>,
    /// One for each topic, by label.
    pub topics: Vec<TopicPage>,
    /// The page for the search.
    pub list: SearchPage,
    /// The day for which the current records were determined: `today`.
    pub day: String,
    /// The number of distinct facts.
    pub facts: usize,
    /// SHA-256 over names and digests of the fact files.
    pub digest: String,
    /// The revision of the facts; `None` for the files on disk.
    pub revision: Option<String>,
    /// The prefixes that shorten IRIs.
    pub prefixes: Prefixes,
}

/// The name and the facts of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePage {
    /// The name of its files, without an ending: `vendor-alibaba`.
    pub name: String,
    /// The facts on it.
    pub triples: Vec<Triple>,
}

/// Vendors side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexPage {
    /// Its page.
    pub page: SitePage,
    /// The basis of the comparison; `None` if nothing is compared.
    pub grounds: Option<Grounds>,
    /// The vendors that are compared, in the order of the columns.
    pub compared: Vec<ThingLink>,
    /// The rows by section, in the order of the pages.
    pub parts: Vec<ComparisonSection>,
    /// Topics with nothing on record for any of these vendors.
    pub not_on_record: Vec<ThingLink>,
    /// Each vendor with its counts, by name.
    pub vendors: Vec<(ThingLink, Counts)>,
}

/// The topics of one section of the vendors' pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonSection {
    /// The title of the section.
    pub title: String,
    /// One row for each topic, and for each service with another verdict.
    pub rows: Vec<ComparisonRow>,
}

/// What is said of the vendors on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonRow {
    /// The topic.
    pub topic: ThingLink,
    /// The sentence that can be affirmed or denied; `None` for a subject.
    pub sentence: Option<String>,
    /// The service that the row is about; `None` for the whole.
    pub service: Option<String>,
    /// An answer for each vendor; `None` if the service belongs to another one.
    pub answers: Vec<Option<LinkedCell>>,
}

/// What is said of one vendor, or of one service, on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCell {
    /// What is said.
    pub cell: CellView,
    /// The place of the records; `None` if nothing is on record, or they are next to it.
    pub target: Option<PageTarget>,
}

/// The cell of a vendor on one topic, and those of its services that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicCells {
    /// The cell of the vendor; `None` if the vocabulary compares nothing.
    pub whole: Option<LinkedCell>,
    /// The cells of its services.
    pub services: Vec<(String, LinkedCell)>,
}

/// The number of current records of a vendor, by kind, and of its drafts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims.
    pub claims: usize,
    /// Absence findings.
    pub findings: usize,
    /// Unread records.
    pub unread: usize,
    /// Claims that cite no public source.
    pub without_public_source: usize,
    /// Claims that a caveat limits.
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
    /// The basis of its records; `None` if no record counts.
    pub grounds: Option<Grounds>,
    /// What is said, in the order of the page.
    pub sections: Vec<VendorSection>,
    /// Records that no longer hold, or never did: superseded, retracted, rejected, over.
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
    /// Topics of the section with nothing on record.
    pub not_on_record: Vec<ThingLink>,
    /// Drafts: a program proposed them, nobody has decided.
    pub drafts: Vec<RecordEntry>,
}

/// What is on record on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicGroup {
    /// The topic; `None` for records without one.
    pub topic: Option<ThingLink>,
    /// The sentence that can be affirmed or denied; `None` for a subject.
    pub sentence: Option<String>,
    /// The verdict of the records.
    pub answers: TopicCells,
    /// The records listed under it.
    pub records: Vec<RecordEntry>,
    /// Relevant records that are listed elsewhere.
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
    /// Its review state, and what it says about itself.
    pub states: Vec<CodedValue>,
    /// The sources that it lists for the page as a whole.
    pub citations: Vec<Citation>,
    /// Passages without a record.
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
    /// Records that cite it, with the state of the citation.
    pub citing: Vec<Dependent>,
    /// Records for which it was searched.
    pub searching: Vec<Dependent>,
    /// Records that are concluded from those.
    pub concluded: Vec<Dependent>,
    /// Caveats that cite it, with the records that they limit.
    pub caveats: Vec<(Caveat, Vec<RelatedRecord>)>,
    /// Documents that list it for the page as a whole.
    pub listed: Vec<ThingLink>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Archived copies of it.
    pub copies: Vec<ArchivedCopy>,
}

/// A copy of a source from one time and in one language.
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
    /// The sentence that can be affirmed or denied; `None` for a subject.
    pub sentence: Option<String>,
    /// Other names, kind of data, articles of law.
    pub facts: Vec<PropertyValues>,
    /// Wider topics.
    pub broader: Vec<ThingLink>,
    /// Topics within it.
    pub narrower: Vec<ThingLink>,
    /// Assurances that, if affirmed, affirm this one.
    pub holds_with: Vec<ThingLink>,
    /// Assurances that, if denied, deny this one.
    pub fails_with: Vec<ThingLink>,
    /// What is said of the vendors with something on record.
    pub vendors: Vec<TopicOfVendor>,
    /// The vendors with nothing on record here.
    pub not_on_record: Vec<ThingLink>,
}

/// What is said of one vendor on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicOfVendor {
    /// The vendor.
    pub vendor: ThingLink,
    /// Its place on the page.
    pub anchor: String,
    /// The verdict of the records.
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
    /// Records of every status.
    pub records: Vec<SearchItem>,
    /// Caveats, each at the record that it limits.
    pub caveats: Vec<SearchItem>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchItem {
    /// What is listed.
    pub thing: ThingLink,
    /// What distinguishes it: other names, the vendor, the status.
    pub beside: Vec<String>,
}
