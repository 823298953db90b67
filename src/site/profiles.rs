//! The documents behind a page: where they were read, who reviewed them, what they list, which passages have no record.

use crate::site::pages::Profile;
use crate::site::reader::SiteReader;
use crate::store::Id;

impl SiteReader<'_> {
    /// A document that records were taken from.
    pub(super) fn profile(&self, profile: Id) -> Profile {
        let passages = self.backlinks(profile, "profile");
        let unclaimed: Vec<Id> = passages.into_iter().filter(|it| self.backlinks(*it, "passage").is_empty()).collect();
        Profile {
            title: self.label(profile),
            anchor: self.document_anchor(profile),
            addresses: self.texts(profile, "address"),
            facts: self.facts(
                profile,
                &[("published by", "publishedBy"), ("date", "profileDate"), ("reviewer", "reviewer"), ("file", "file")],
            ),
            states: self.codes(profile, "reviewState").into_iter().chain(self.codes(profile, "pageState")).collect(),
            citations: self.citations(profile),
            unclaimed: self.passages(&unclaimed),
            notes: self.texts(profile, "note"),
        }
    }
}
