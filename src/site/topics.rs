//! The page of a topic, and vendors side by side by topic.

use std::collections::HashMap;

use oxigraph::model::NamedNodeRef;

use crate::exec::{CellRow, ComparisonTable};
use crate::site::entry::Dependent;
use crate::site::links::{PropertyValues, ThingLink};
use crate::site::pages::{
    ComparisonRow, ComparisonSection, Counts, IndexPage, SitePage, TopicOfVendor, TopicPage, VendorPage,
};
use crate::site::reader::{ALT_LABEL, BROADER, SiteReader};
use crate::store::Id;

impl SiteReader<'_> {
    /// The start page.
    pub(super) fn index(&self, vendors: &[VendorPage]) -> IndexPage {
        let overview = self.session.overview(None);
        let compared = overview.as_ref().map_or_else(Vec::new, |it| self.ids_of(it.things.iter().map(|it| &it.iri)));
        let silent = overview.iter().flat_map(|it| &it.nothing_on_record);
        let silent = self.ids_of(silent.map(|it| &it.iri));
        let services = self.vendors.iter().flat_map(|it| self.backlinks(*it, "offeredBy"));
        let told = self.vendors.iter().copied().chain(services);
        let told: Vec<Id> = told.chain(self.topics.iter().copied()).collect();
        let listed = |it: &VendorPage| -> (ThingLink, Counts) { (it.thing.clone(), it.counts) };
        IndexPage {
            page: SitePage { name: "index".to_owned(), triples: self.describe_closure(&told) },
            parts: overview.as_ref().map_or_else(Vec::new, |it| self.parts(it, &compared)),
            compared: self.things(&compared),
            not_on_record: self.things(&silent),
            vendors: vendors.iter().map(listed).collect(),
            grounds: overview.map(|it| it.grounds),
        }
    }

    fn ids_of<'s>(&self, iris: impl Iterator<Item = &'s String>) -> Vec<Id> {
        iris.filter_map(|iri| self.id_of(iri)).collect()
    }

    /// The id of an IRI.
    pub(super) fn id_of(&self, iri: &str) -> Option<Id> {
        self.dataset.iri_id(NamedNodeRef::new_unchecked(iri))
    }

    /// The rows of the comparison, by section.
    fn parts(&self, overview: &ComparisonTable, compared: &[Id]) -> Vec<ComparisonSection> {
        let parts = self.by_section(&self.order).into_iter().map(|(title, topics)| {
            let here =
                overview.rows.iter().filter(|row| self.id_of(&row.topic.iri).is_some_and(|it| topics.contains(&it)));
            ComparisonSection { title, rows: here.map(|row| self.row(row, compared)).collect() }
        });
        parts.filter(|it| !it.rows.is_empty()).collect()
    }

    fn row(&self, row: &CellRow, compared: &[Id]) -> ComparisonRow {
        let topic = self.id_of(&row.topic.iri);
        let answers = row.cells.iter().zip(compared);
        let answers = answers.map(|(cell, vendor)| Some(self.cell_with_target(cell.clone()?, topic, Some(*vendor))));
        ComparisonRow {
            topic: topic.map_or_else(|| nameless(&row.topic.name), |it| self.thing(it)),
            sentence: row.sentence.clone(),
            service: row.part.as_ref().map(|it| it.name.clone()),
            answers: answers.collect(),
        }
    }

    /// The page of a topic.
    pub(super) fn topic(&self, topic: Id) -> TopicPage {
        let of_vendors = self.vendors.iter().map(|vendor| (*vendor, self.topic_of_vendor(topic, *vendor)));
        let (told, silent): (Vec<_>, Vec<_>) =
            of_vendors.partition(|(_, it)| !it.records.is_empty() || !it.answers.is_empty());
        let records: Vec<Id> = told.iter().flat_map(|(vendor, _)| self.records_on_topic(topic, *vendor)).collect();
        let mut facts = self.facts(topic, &[("kind of data", "data"), ("asked by", "askedBy")]);
        let others = self.texts_by(topic, ALT_LABEL);
        if !others.is_empty() {
            let name = "also called".to_owned();
            facts.insert(0, PropertyValues { name, values: others });
        }
        let silent: Vec<Id> = silent.into_iter().map(|(vendor, _)| vendor).collect();
        TopicPage {
            page: SitePage {
                name: self.page(topic).unwrap_or_default(),
                triples: self.describe_closure_with(&[topic], &records),
            },
            thing: self.thing(topic),
            sentence: self.sentence(topic),
            facts,
            broader: self.things(&self.links_by(topic, BROADER)),
            narrower: self.things(&self.backlinks_by(topic, BROADER)),
            holds_with: self.things(&self.links(topic, "holdsWith")),
            fails_with: self.things(&self.links(topic, "failsWith")),
            vendors: told.into_iter().map(|(_, it)| it).collect(),
            not_on_record: self.things(&silent),
        }
    }

    fn topic_of_vendor(&self, topic: Id, vendor: Id) -> TopicOfVendor {
        let records: Vec<Dependent> = self.dependents(&self.records_on_topic(topic, vendor), &HashMap::new());
        TopicOfVendor {
            vendor: self.thing(vendor),
            anchor: self.page(vendor).unwrap_or_default(),
            answers: self.topic_cells(vendor, topic),
            records: self.drop_vendor(records, vendor),
        }
    }

    /// The records without this vendor, which the page already names above them.
    fn drop_vendor(&self, mut records: Vec<Dependent>, vendor: Id) -> Vec<Dependent> {
        for record in &mut records {
            record.outline.vendors.retain(|it| *it != self.thing(vendor));
        }
        records
    }
}

fn nameless(name: &str) -> ThingLink {
    ThingLink { iri: String::new(), label: name.to_owned(), target: None }
}
