//! Which section of a vendor's page a claim stands in: the data say it of topics.

use std::collections::BTreeSet;

use crate::site::names::iri;
use crate::site::pages::{Group, Section, Standing};
use crate::site::reader::{BROADER, LABEL, Reader};
use crate::store::{Id, last_part};

/// A section that the data describe; none for what no section is said of.
type Place = Option<Id>;

impl Reader<'_> {
    /// The claims by section, in the order that the data say; those without a section come last.
    pub(super) fn sections(&self, claims: &[Id]) -> Vec<Section> {
        let mut places: Vec<Place> = self.page_sections().into_iter().map(Some).collect();
        places.push(None);
        let placed: Vec<(Id, (Place, Option<Id>))> = claims.iter().map(|it| (*it, self.place(*it))).collect();
        let mut sections = Vec::new();
        for place in places {
            let here = placed.iter().filter(|(_, (section, _))| *section == place);
            let here: Vec<(Id, Option<Id>)> = here.map(|(claim, (_, topic))| (*claim, *topic)).collect();
            if place.is_some() || !here.is_empty() {
                sections.push(self.section(place, &here));
            }
        }
        sections
    }

    /// Topics by the title of their section, in the order of the sections; those that are in none come last.
    pub(super) fn by_section(&self, topics: &[Id]) -> Vec<(String, Vec<Id>)> {
        let places = self.page_sections().into_iter().map(Some).chain([None]);
        let parts = places.map(|place| {
            let here = topics.iter().filter(|it| self.section_of(**it) == place);
            (self.title(place), here.copied().collect())
        });
        let parts: Vec<(String, Vec<Id>)> = parts.collect();
        let some = parts.into_iter().filter(|(_, topics)| !topics.is_empty());
        some.collect()
    }

    fn section(&self, place: Place, claims: &[(Id, Option<Id>)]) -> Section {
        let of = |standing: Standing| claims.iter().filter(move |it| self.standing(it.0) == standing);
        let mut topics: Vec<Option<Id>> = of(Standing::Holds).map(|(_, topic)| *topic).collect();
        topics.sort_by_cached_key(|topic| topic.map(|it| (self.label(it).to_lowercase(), iri(self.dataset, it))));
        topics.dedup();
        let groups = topics.into_iter().map(|topic| Group {
            topic: topic.map(|it| self.thing(it)),
            claims: of(Standing::Holds).filter(|it| it.1 == topic).map(|it| self.claim(it.0)).collect(),
        });
        Section {
            title: self.title(place),
            anchor: anchor(place.map(|it| iri(self.dataset, it)).as_deref()),
            groups: groups.collect(),
            drafts: of(Standing::Draft).map(|it| self.claim(it.0)).collect(),
        }
    }

    /// The sections that the data describe, in their order.
    fn page_sections(&self) -> Vec<Id> {
        let mut sections = self.of_class("PageSection");
        sections.sort_by_cached_key(|section| self.order(*section));
        sections
    }

    fn order(&self, section: Id) -> (i64, String) {
        let order = self.texts(section, "order").into_iter().next();
        let order = order.and_then(|text| text.parse().ok());
        (order.unwrap_or(i64::MAX), iri(self.dataset, section))
    }

    fn title(&self, place: Place) -> String {
        let label = place.and_then(|it| self.texts_by(it, LABEL).into_iter().next());
        label.unwrap_or_else(|| "Other".to_owned())
    }

    /// The first section of the claim's topics, and the topic that leads there.
    fn place(&self, claim: Id) -> (Place, Option<Id>) {
        let topics = self.links(claim, "topic");
        let first = topics.first().copied();
        let placed = topics.into_iter().filter_map(|topic| Some((self.section_of(topic)?, topic)));
        let placed = placed.min_by_key(|(section, topic)| (self.order(*section), self.label(*topic)));
        match placed {
            Some((section, topic)) => (Some(section), Some(topic)),
            None => (None, first),
        }
    }

    /// The section that is said of the topic, or of the nearest of the wider ones.
    fn section_of(&self, topic: Id) -> Option<Id> {
        let mut seen = BTreeSet::new();
        let mut level = vec![topic];
        while !level.is_empty() {
            let said = level.iter().flat_map(|it| self.links(*it, "pageSection"));
            if let Some(section) = said.min_by_key(|it| self.order(*it)) {
                return Some(section);
            }
            let wider: Vec<Id> = level.iter().flat_map(|it| self.links_by(*it, BROADER)).collect();
            level = wider.into_iter().filter(|it| seen.insert(*it)).collect();
        }
        None
    }
}

/// `section-data-handling`
fn anchor(iri: Option<&str>) -> String {
    let last = iri.and_then(last_part).unwrap_or("other");
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("section-{}", last.chars().map(plain).collect::<String>())
}
