//! What the records come to: the cells of the comparison, with where their records stand.

use crate::exec::CellView;
use crate::site::pages::{Answer, Answers, Target};
use crate::site::reader::Reader;
use crate::store::Id;

impl Reader<'_> {
    /// What is said of a vendor on a topic, and of its services where that is something else.
    pub(super) fn answers(&self, vendor: Id, topic: Id) -> Answers {
        let Some(writer) = &self.writer else {
            return Answers::default();
        };
        let here = |cell| Answer { cell, target: None };
        let services = writer.parts_that_differ(vendor, topic).into_iter();
        Answers {
            whole: Some(here(writer.view(vendor, topic))),
            services: services.map(|(service, cell)| (self.label(service), here(cell))).collect(),
        }
    }

    /// An answer that leads to the place of the vendor on the page of the topic.
    pub(super) fn leading(&self, cell: CellView, topic: Option<Id>, vendor: Option<Id>) -> Answer {
        let page = topic.and_then(|it| self.page(it)).filter(|_| !cell.is_empty());
        let target = page.map(|page| Target { page, anchor: vendor.and_then(|it| self.page(it)) });
        Answer { cell, target }
    }

    /// The sentence of an assurance.
    pub(super) fn sentence(&self, topic: Id) -> Option<String> {
        self.writer.as_ref()?.sentence(topic)
    }

    /// The records that bear on a topic, whatever their status: those about it or with a stance to it, those that the
    /// comparison counts for it, and badges that hint at it.
    pub(super) fn bearing(&self, topic: Id, vendor: Id) -> Vec<Id> {
        let properties = ["about", "affirms", "denies", "qualifies", "hints"];
        let direct = properties.iter().flat_map(|property| self.back(topic, property));
        let direct = direct.filter(|it| self.links(*it, "vendor").contains(&vendor));
        let counted = self.writer.iter().flat_map(|writer| writer.view(vendor, topic).records);
        let counted = counted.filter_map(|iri| self.id_of(&iri));
        self.in_order(direct.chain(counted))
    }
}

impl Answers {
    /// True where nothing at all is on record.
    pub(super) fn is_empty(&self) -> bool {
        self.services.is_empty() && self.whole.as_ref().is_none_or(|it| it.cell.is_empty())
    }
}
