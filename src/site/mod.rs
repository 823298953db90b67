//! A web site from the facts, as plain data: a page for each vendor, source and topic with all that is on record
//! there, an index that compares the vendors, a list of everything. With `profile`, one of the two rooms that know the
//! vocabulary of vendor claims by name; knows nothing of HTML.

mod answers;
mod entry;
mod links;
mod lists;
mod names;
mod page_facts;
mod pages;
mod profiles;
mod questions;
mod reader;
mod records;
mod sections;
mod sources;
mod topics;
mod vendors;

use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::session::Session;
use crate::site::reader::SiteReader;
pub use entry::{
    Attribution, Caveat, Citation, Dependent, Outline, Passage, RecordEntry, RecordRelation, RecordState,
    RelatedRecord, SourceRef,
};
pub use links::{CodedValue, PageTarget, PropertyValues, ThingLink};
pub use pages::{
    ArchivedCopy, ComparisonRow, ComparisonSection, Counts, IndexPage, LinkedCell, Profile, SearchItem, SearchPage,
    Service, Site, SitePage, SourcePage, TopicCells, TopicGroup, TopicOfVendor, TopicPage, VendorPage, VendorSection,
};

/// All pages of the site.
///
/// # Errors
/// If the vocabulary lacks a word of the site's questions, an answer takes too long, or there is no vendor.
pub fn site(session: &Session) -> Result<Site, Faults> {
    let reader = SiteReader::new(session)?;
    if reader.vendors.is_empty() {
        return Err(no_vendor().into());
    }
    let dataset = session.dataset();
    let vendors = reader.vendors.iter().map(|it| reader.vendor(*it));
    let vendors: Vec<VendorPage> = vendors.chain(reader.without_vendor()).collect();
    Ok(Site {
        index: reader.index(&vendors),
        sources: reader.sources.iter().map(|it| reader.source(*it)).collect(),
        topics: reader.topics.iter().map(|it| reader.topic(*it)).collect(),
        list: reader.list(),
        day: session.settings().today.to_string(),
        vendors,
        facts: dataset.len(),
        digest: dataset.digest().to_owned(),
        revision: dataset.revision().map(ToString::to_string),
        prefixes: dataset.prefixes().clone(),
    })
}

/// Error for `caveat site public` over facts without a vendor.
fn no_vendor() -> Diagnostic {
    let message = "the facts contain no vendor, so there are no pages to make";
    Diagnostic::new(Blame::Undetermined, Code::NoVendor, message).help(
        "a vendor is a thing of the class cv:Vendor; see which facts are read with `caveat ask \"how many vendors\"`",
    )
}
