//! The page of a topic, and vendors side by side by topic.

use std::collections::HashMap;

use oxigraph::model::{Term, TermRef};

use crate::session::Overview;
use crate::site::pages::{
    Answer, Counts, Index, Page, Row, Target, Thing, Topic, TopicOfVendor, Vendor,
};
use crate::site::reader::{ALT_LABEL, BROADER, Reader};
use crate::store::Id;

impl Reader<'_> {
    /// The page that one begins with.
    pub(super) fn index(&self, vendors: &[Vendor], overview: Option<&Overview>) -> Index {
        let compared = overview.map_or_else(Vec::new, |it| self.compared(it));
        let rows = overview.map_or_else(Vec::new, |overview| {
            let rows = overview.answers.topics.iter();
            rows.filter_map(|topic| self.row(topic, overview)).collect()
        });
        let services = self
            .vendors
            .iter()
            .flat_map(|it| self.back(*it, "offeredBy"));
        let told = self.vendors.iter().copied().chain(services);
        let told: Vec<Id> = told.chain(self.topics.iter().copied()).collect();
        let listed = |it: &Vendor| -> (Thing, Counts) { (it.thing.clone(), it.counts) };
        Index {
            page: Page {
                name: "index".to_owned(),
                triples: self.all_behind(&told),
            },
            compared: self.things(&compared),
            rows,
            vendors: vendors.iter().map(listed).collect(),
        }
    }

    fn compared(&self, overview: &Overview) -> Vec<Id> {
        let things = overview.things.iter();
        things
            .filter_map(|it| self.dataset.iri_id(it.as_ref()))
            .collect()
    }

    fn row(&self, topic: &Term, overview: &Overview) -> Option<Row> {
        let id = self.dataset.id(topic.as_ref())?;
        let answers = self.compared(overview).into_iter();
        let answers = answers.filter_map(|vendor| self.answer(id, vendor, overview));
        Some(Row {
            topic: self.thing(id),
            answers: answers.collect(),
        })
    }

    fn answer(&self, topic: Id, vendor: Id, overview: &Overview) -> Option<Answer> {
        let is = |term: TermRef<'_>, id: Id| self.dataset.id(term) == Some(id);
        let topics = &overview.answers.topics;
        let row = topics.iter().position(|it| is(it.as_ref(), topic));
        let column = overview
            .things
            .iter()
            .position(|it| is(it.as_ref().into(), vendor))?;
        let said = row.and_then(|row| overview.answers.said[row].get(column));
        let target = row.and(self.page(topic)).map(|page| Target {
            page,
            anchor: self.page(vendor),
        });
        Some(match said {
            Some(said) => Answer {
                stance: said.stance,
                looked: said.looked.clone(),
                limited: said.limited,
                target: target.filter(|_| said.stance != crate::exec::Stance::NobodyLooked),
            },
            None => Answer {
                stance: crate::exec::Stance::NobodyLooked,
                looked: None,
                limited: false,
                target: None,
            },
        })
    }

    /// The page of a topic.
    pub(super) fn topic(&self, topic: Id, overview: Option<&Overview>) -> Topic {
        let claims = self.back(topic, "topic");
        let mut vendors: Vec<TopicOfVendor> = Vec::new();
        for vendor in &self.vendors {
            let of = |it: &&Id| self.links(**it, "vendor").contains(vendor);
            let of: Vec<Id> = claims.iter().filter(of).copied().collect();
            vendors.push(TopicOfVendor {
                vendor: self.thing(*vendor),
                anchor: self.page(*vendor).unwrap_or_default(),
                answer: overview.and_then(|it| self.answer(topic, *vendor, it)),
                claims: self.dependents(&of, &HashMap::new()),
            });
        }
        let mut facts = self.facts(topic, &[("asked by", "askedBy")]);
        let others = self.texts_by(topic, ALT_LABEL);
        if !others.is_empty() {
            let name = "also called".to_owned();
            facts.insert(
                0,
                crate::site::Fact {
                    name,
                    values: others,
                },
            );
        }
        Topic {
            page: Page {
                name: self.page(topic).unwrap_or_default(),
                triples: self.all_behind_and(&[topic], &claims),
            },
            thing: self.thing(topic),
            facts,
            broader: self.things(&self.links_by(topic, BROADER)),
            narrower: self.things(&self.back_by(topic, BROADER)),
            vendors,
        }
    }
}
