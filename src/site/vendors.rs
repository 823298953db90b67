//! The page of a vendor: what is said of it by section, past records, the documents behind it.

use crate::graph::RecordKind;
use crate::site::entry::RecordState;
use crate::site::links::{PageTarget, PropertyValues, ThingLink};
use crate::site::pages::{Counts, Service, SitePage, VendorPage};
use crate::site::reader::{NO_VENDOR, SiteReader};
use crate::store::Id;

impl SiteReader<'_> {
    /// The page of a vendor.
    pub(super) fn vendor(&self, vendor: Id) -> VendorPage {
        let services = self.backlinks(vendor, "offeredBy");
        let mut facts = self.facts(
            vendor,
            &[
                ("also called", "alias"),
                ("country", "country"),
                ("contracting entity", "contractingEntity"),
                ("homepage", "homepage"),
            ],
        );
        let engaged = self.engaged.get(&vendor).into_iter().flatten().copied();
        let engaged = self.labels(&self.in_order(engaged));
        if !engaged.is_empty() {
            facts.push(PropertyValues { name: "engages".to_owned(), values: engaged });
        }
        facts.retain(|fact| fact.values.iter().any(|it| !it.is_empty()));
        let records = self.backlinks(vendor, "vendor");
        let profiles = self.backlinks(vendor, "profileOf");
        let start: Vec<Id> = [vendor].into_iter().chain(services.clone()).collect();
        let services = services.into_iter().map(|service| Service {
            name: self.label(service),
            kinds: self.codes(service, "serviceKind"),
            part_of: self.labels(&self.links(service, "partOf")),
            ended: self.texts(service, "endedOn"),
        });
        let services = services.collect();
        VendorPage { facts, services, ..self.page_of(self.thing(vendor), Some(vendor), &start, (&records, &profiles)) }
    }

    /// A page for the records and documents that name no vendor; `None` if each names one.
    pub(super) fn without_vendor(&self) -> Option<VendorPage> {
        let named = |it: &Id, property| self.links(*it, property).iter().any(|it| self.page(*it).is_some());
        let records: Vec<Id> = self.records.iter().filter(|it| !named(it, "vendor")).copied().collect();
        let mut profiles = self.of_class("Profile");
        profiles.retain(|it| !named(it, "profileOf"));
        if records.is_empty() && profiles.is_empty() {
            return None;
        }
        let thing = ThingLink {
            iri: String::new(),
            label: "Without a vendor".to_owned(),
            target: Some(PageTarget { page: NO_VENDOR.to_owned(), anchor: None }),
        };
        Some(self.page_of(thing, None, &[], (&records, &profiles)))
    }

    fn page_of(
        &self,
        thing: ThingLink,
        vendor: Option<Id>,
        start: &[Id],
        (records, profiles): (&[Id], &[Id]),
    ) -> VendorPage {
        let name = thing.target.as_ref().map_or(NO_VENDOR, |it| it.page.as_str());
        let (past, told): (Vec<Id>, Vec<Id>) =
            records.iter().partition(|it| self.record_state(**it) == RecordState::Past);
        let caveats = records.iter().flat_map(|it| self.backlinks(*it, "limits"));
        let passages = profiles.iter().flat_map(|it| self.backlinks(*it, "profile"));
        let all = start.iter().chain(records).chain(profiles).copied();
        let all: Vec<Id> = all.chain(caveats).chain(passages).collect();
        let grounds = vendor.and_then(|it| Some(self.writer.as_ref()?.grounds(&[it])));
        VendorPage {
            page: SitePage { name: name.to_owned(), triples: self.describe_closure(&all) },
            facts: Vec::new(),
            services: Vec::new(),
            counts: self.counts(records),
            grounds: grounds.filter(|it| it.records > 0),
            sections: self.sections(vendor, &told),
            past: past.into_iter().map(|it| self.record(it)).collect(),
            profiles: profiles.iter().map(|it| self.profile(*it)).collect(),
            thing,
        }
    }

    fn counts(&self, records: &[Id]) -> Counts {
        let count = |is: &dyn Fn(&Id) -> bool| records.iter().filter(|it| is(it)).count();
        let of_kind = |kind| count(&|it| self.current.contains(it) && self.kind(*it) == kind);
        Counts {
            claims: of_kind(RecordKind::Claim),
            findings: of_kind(RecordKind::Finding),
            unread: of_kind(RecordKind::Unread),
            without_public_source: count(&|it| self.without_public.contains(it)),
            limited: count(&|it| self.limited.contains(it)),
            drafts: count(&|it| self.record_state(*it) == RecordState::Draft),
        }
    }
}
