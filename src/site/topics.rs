//! The page of a topic, and vendors side by side by topic.

use std::collections::HashMap;

use oxigraph::model::TermRef;

use crate::exec::Stance;
use crate::session::Overview;
use crate::site::pages::{
    Answer, Counts, Dependent, Fact, Index, Page, Part, Row, Target, Thing, Topic, TopicOfVendor, Vendor,
};
use crate::site::reader::{ALT_LABEL, BROADER, Reader};
use crate::store::Id;

impl Reader<'_> {
    /// The page that one begins with.
    pub(super) fn index(&self, vendors: &[Vendor], overview: Option<&Overview>) -> Index {
        let compared = overview.map_or_else(Vec::new, |it| self.compared(it));
        let parts = overview.map_or_else(Vec::new, |it| self.parts(it));
        let services = self.vendors.iter().flat_map(|it| self.back(*it, "offeredBy"));
        let told = self.vendors.iter().copied().chain(services);
        let told: Vec<Id> = told.chain(self.topics.iter().copied()).collect();
        let listed = |it: &Vendor| -> (Thing, Counts) { (it.thing.clone(), it.counts) };
        Index {
            page: Page { name: "index".to_owned(), triples: self.all_behind(&told) },
            compared: self.things(&compared),
            parts,
            vendors: vendors.iter().map(listed).collect(),
        }
    }

    fn compared(&self, overview: &Overview) -> Vec<Id> {
        let things = overview.things.iter();
        things.filter_map(|it| self.dataset.iri_id(it.as_ref())).collect()
    }

    /// All topics, beside what is said of each vendor, as the sections of the pages part them.
    fn parts(&self, overview: &Overview) -> Vec<Part> {
        let parts = self
            .by_section(&self.topics)
            .into_iter()
            .map(|(title, topics)| Part { title, rows: topics.into_iter().map(|it| self.row(it, overview)).collect() });
        parts.collect()
    }

    fn row(&self, topic: Id, overview: &Overview) -> Row {
        let answers = self.compared(overview).into_iter();
        let answers = answers.filter_map(|vendor| self.answer(topic, vendor, overview));
        Row { topic: self.thing(topic), answers: answers.collect() }
    }

    fn answer(&self, topic: Id, vendor: Id, overview: &Overview) -> Option<Answer> {
        let is = |term: TermRef<'_>, id: Id| self.dataset.id(term) == Some(id);
        let topics = &overview.answers.topics;
        let row = topics.iter().position(|it| is(it.as_ref(), topic));
        let column = overview.things.iter().position(|it| is(it.as_ref().into(), vendor))?;
        let said = row.and_then(|row| overview.answers.said[row].get(column));
        let target = row.and(self.page(topic)).map(|page| Target { page, anchor: self.page(vendor) });
        Some(match said {
            Some(said) => Answer {
                stance: said.stance,
                looked: said.looked.clone(),
                limited: said.limited,
                target: target.filter(|_| said.stance != Stance::NobodyLooked),
            },
            None => Answer { stance: Stance::NobodyLooked, looked: None, limited: false, target: None },
        })
    }

    /// The page of a topic.
    pub(super) fn topic(&self, topic: Id, overview: Option<&Overview>) -> Topic {
        let claims = self.back(topic, "topic");
        let mut of_vendor: HashMap<Id, Vec<Id>> = HashMap::new();
        for claim in &claims {
            for vendor in self.links(*claim, "vendor") {
                of_vendor.entry(vendor).or_default().push(*claim);
            }
        }
        let vendors = self.vendors.iter().map(|vendor| TopicOfVendor {
            vendor: self.thing(*vendor),
            anchor: self.page(*vendor).unwrap_or_default(),
            answer: overview.and_then(|it| self.answer(topic, *vendor, it)),
            claims: self.of_vendor(of_vendor.get(vendor), *vendor),
        });
        let mut facts = self.facts(topic, &[("asked by", "askedBy")]);
        let others = self.texts_by(topic, ALT_LABEL);
        if !others.is_empty() {
            let name = "also called".to_owned();
            facts.insert(0, Fact { name, values: others });
        }
        Topic {
            page: Page { name: self.page(topic).unwrap_or_default(), triples: self.all_behind_and(&[topic], &claims) },
            thing: self.thing(topic),
            facts,
            broader: self.things(&self.links_by(topic, BROADER)),
            narrower: self.things(&self.back_by(topic, BROADER)),
            vendors: vendors.collect(),
        }
    }

    /// Claims in one line each, on the page where their vendor is named above them.
    fn of_vendor(&self, claims: Option<&Vec<Id>>, vendor: Id) -> Vec<Dependent> {
        let claims = claims.map_or(&[][..], Vec::as_slice);
        let mut lines = self.dependents(claims, &HashMap::new());
        for line in &mut lines {
            line.vendors.retain(|it| *it != self.thing(vendor));
        }
        lines
    }
}
