//! The section of a vendor's page for each record: the data assign sections to topics.

use std::collections::{BTreeSet, HashMap};

use crate::site::entry::RecordState;
use crate::site::names::iri;
use crate::site::pages::{TopicCells, TopicGroup, VendorSection};
use crate::site::reader::{BROADER, LABEL, SiteReader};
use crate::store::{Id, last_part};

/// A section that the data describe; `None` for topics without one.
type MaybeSection = Option<Id>;

impl SiteReader<'_> {
    /// What is on record by section, in the order of the data; what has no section comes last. `vendor` is `None` on
    /// the page for what names no vendor.
    pub(super) fn sections(&self, vendor: Option<Id>, records: &[Id]) -> Vec<VendorSection> {
        let placed: HashMap<Id, Option<Id>> = records.iter().map(|it| (*it, self.topic_of(*it))).collect();
        let places = self.page_sections().into_iter().map(Some).chain([None]);
        let sections = places.map(|place| self.section(place, vendor, records, &placed));
        let some = sections.filter(|it| it.0.is_some() || !it.1.groups.is_empty() || !it.1.drafts.is_empty());
        some.map(|(_, section)| section).collect()
    }

    /// Topics by the title of their section, in the order of the sections; those without one come last.
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

    fn section(
        &self,
        place: MaybeSection,
        vendor: Option<Id>,
        records: &[Id],
        placed: &HashMap<Id, Option<Id>>,
    ) -> (MaybeSection, VendorSection) {
        let under = |topic: Option<Id>, standing: &dyn Fn(RecordState) -> bool| -> Vec<Id> {
            let here = records.iter().filter(|it| placed[*it] == topic && standing(self.record_state(**it)));
            here.copied().collect()
        };
        let counts = |standing| matches!(standing, RecordState::Holds | RecordState::Upcoming);
        let is_draft = |standing| standing == RecordState::Draft;
        let topics = self.order.iter().filter(|it| self.section_of(**it) == place).map(|it| Some(*it));
        let topics: Vec<Option<Id>> = topics.chain(place.is_none().then_some(None)).collect();
        let (mut groups, mut not_on_record) = (Vec::new(), Vec::new());
        for topic in &topics {
            let here = under(*topic, &counts);
            let group = self.group(vendor, *topic, &here);
            if !here.is_empty() || !group.answers.is_empty() {
                groups.push(group);
            } else if let Some(topic) = topic {
                not_on_record.push(self.thing(*topic));
            }
        }
        let drafts = topics.iter().flat_map(|topic| under(*topic, &is_draft));
        let section = VendorSection {
            title: self.title(place),
            anchor: anchor(place.map(|it| iri(self.dataset, it)).as_deref()),
            groups,
            not_on_record,
            drafts: drafts.map(|it| self.record(it)).collect(),
        };
        (place, section)
    }

    /// What is on record on one topic.
    fn group(&self, vendor: Option<Id>, topic: Option<Id>, here: &[Id]) -> TopicGroup {
        let (answers, bearing) = match (vendor, topic) {
            (Some(vendor), Some(topic)) => (self.topic_cells(vendor, topic), self.records_on_topic(topic, vendor)),
            _ => (TopicCells::default(), Vec::new()),
        };
        let elsewhere: Vec<Id> =
            bearing.into_iter().filter(|it| !here.contains(it) && self.current.contains(it)).collect();
        TopicGroup {
            topic: topic.map(|it| self.thing(it)),
            sentence: topic.and_then(|it| self.sentence(it)),
            answers,
            records: here.iter().map(|it| self.record(*it)).collect(),
            elsewhere: self.things(&elsewhere),
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

    fn title(&self, place: MaybeSection) -> String {
        let label = place.and_then(|it| self.texts_by(it, LABEL).into_iter().next());
        label.unwrap_or_else(|| "Other".to_owned())
    }

    /// The topic under which a record is listed: an assurance that it takes a stance to, else what it is about; of
    /// several, the first in the order of the sections.
    fn topic_of(&self, record: Id) -> Option<Id> {
        let stances = ["affirms", "denies", "qualifies"].iter().flat_map(|property| self.links(record, property));
        let stances: Vec<Id> = stances.collect();
        let topics = if stances.is_empty() { self.links(record, "about") } else { stances };
        let place = |topic: &Id| self.order.iter().position(|it| it == topic);
        topics.into_iter().filter(|it| place(it).is_some()).min_by_key(|topic| {
            let section = self.section_of(*topic);
            (section.is_none(), section.map(|it| self.order(it)), place(topic))
        })
    }

    /// The section of the topic, or of the nearest wider one that has a section.
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

/// The anchor of a section: `section-data-handling`
fn anchor(iri: Option<&str>) -> String {
    let last = iri.and_then(last_part).unwrap_or("other");
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("section-{}", last.chars().map(plain).collect::<String>())
}
