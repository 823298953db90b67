//! The page of a vendor: what is said of it by section, what was said once, the documents behind it.

use crate::site::pages::{Counts, Page, Service, Standing, Target, Thing, Vendor};
use crate::site::reader::{NO_VENDOR, Reader};
use crate::store::Id;

impl Reader<'_> {
    /// The page of a vendor.
    pub(super) fn vendor(&self, vendor: Id) -> Vendor {
        let services = self.back(vendor, "offeredBy");
        let mut facts = self.facts(
            vendor,
            &[
                ("also called", "alias"),
                ("country", "country"),
                ("contracting entity", "contractingEntity"),
                ("homepage", "homepage"),
                ("engages", "engages"),
            ],
        );
        facts.retain(|fact| fact.values.iter().any(|it| !it.is_empty()));
        let claims = self.back(vendor, "vendor");
        let profiles = self.back(vendor, "profileOf");
        let start: Vec<Id> = [vendor].into_iter().chain(services.clone()).collect();
        let services = services.into_iter().map(|service| Service {
            name: self.label(service),
            kinds: self.coded(service, "serviceKind"),
            part_of: self.labels(&self.links(service, "partOf")),
        });
        Vendor { facts, services: services.collect(), ..self.page_of(self.thing(vendor), &start, (&claims, &profiles)) }
    }

    /// A page for the claims and documents that name no vendor; none where each names one.
    pub(super) fn without_vendor(&self) -> Option<Vendor> {
        let named = |it: &Id, property| self.links(*it, property).iter().any(|it| self.page(*it).is_some());
        let claims: Vec<Id> = self.claims.iter().filter(|it| !named(it, "vendor")).copied().collect();
        let mut profiles = self.of_class("Profile");
        profiles.retain(|it| !named(it, "profileOf"));
        if claims.is_empty() && profiles.is_empty() {
            return None;
        }
        let thing = Thing {
            iri: String::new(),
            label: "Without a vendor".to_owned(),
            target: Some(Target { page: NO_VENDOR.to_owned(), anchor: None }),
        };
        Some(self.page_of(thing, &[], (&claims, &profiles)))
    }

    fn page_of(&self, thing: Thing, start: &[Id], (claims, profiles): (&[Id], &[Id])) -> Vendor {
        let name = thing.target.as_ref().map_or(NO_VENDOR, |it| it.page.as_str());
        let (past, told): (Vec<Id>, Vec<Id>) = claims.iter().partition(|it| self.standing(**it) == Standing::Past);
        let caveats = claims.iter().flat_map(|it| self.back(*it, "limits"));
        let passages = profiles.iter().flat_map(|it| self.back(*it, "profile"));
        let all = start.iter().chain(claims).chain(profiles).copied();
        let all: Vec<Id> = all.chain(caveats).chain(passages).collect();
        Vendor {
            page: Page { name: name.to_owned(), triples: self.all_behind(&all) },
            facts: Vec::new(),
            services: Vec::new(),
            counts: self.counts(claims),
            sections: self.sections(&told),
            past: past.into_iter().map(|it| self.claim(it)).collect(),
            profiles: profiles.iter().map(|it| self.profile(*it)).collect(),
            thing,
        }
    }

    fn counts(&self, claims: &[Id]) -> Counts {
        let count = |is: &dyn Fn(&Id) -> bool| claims.iter().filter(|it| is(it)).count();
        Counts {
            claims: count(&|it| self.holding.contains(it)),
            without_public_source: count(&|it| self.without_public.contains(it)),
            limited: count(&|it| self.limited.contains(it)),
            drafts: count(&|it| self.standing(*it) == Standing::Draft),
        }
    }
}
