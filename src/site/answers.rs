//! The verdicts on topics: the cells of the comparison, with links to their records.

use crate::exec::CellView;
use crate::site::links::PageTarget;
use crate::site::pages::{LinkedCell, TopicCells};
use crate::site::reader::SiteReader;
use crate::store::Id;

impl SiteReader<'_> {
    /// The cell of a vendor on a topic, and those of its services that differ.
    pub(super) fn topic_cells(&self, vendor: Id, topic: Id) -> TopicCells {
        let Some(writer) = &self.writer else {
            return TopicCells::default();
        };
        let here = |cell| LinkedCell { cell, target: None };
        let services = writer.parts_that_differ(vendor, topic).into_iter();
        TopicCells {
            whole: Some(here(writer.view(vendor, topic))),
            services: services.map(|(service, cell)| (self.label(service), here(cell))).collect(),
        }
    }

    /// A cell with a link to the vendor on the page of the topic.
    pub(super) fn cell_with_target(&self, cell: CellView, topic: Option<Id>, vendor: Option<Id>) -> LinkedCell {
        let page = topic.and_then(|it| self.page(it)).filter(|_| !cell.is_empty());
        let target = page.map(|page| PageTarget { page, anchor: vendor.and_then(|it| self.page(it)) });
        LinkedCell { cell, target }
    }

    /// The sentence of an assurance.
    pub(super) fn sentence(&self, topic: Id) -> Option<String> {
        self.writer.as_ref()?.sentence(topic)
    }

    /// The records relevant to a topic, whatever their status: those about it or with a stance to it, those that the
    /// comparison counts for it, and badges that hint at it.
    pub(super) fn records_on_topic(&self, topic: Id, vendor: Id) -> Vec<Id> {
        let properties = ["about", "affirms", "denies", "qualifies", "hints"];
        let direct = properties.iter().flat_map(|property| self.backlinks(topic, property));
        let direct = direct.filter(|it| self.links(*it, "vendor").contains(&vendor));
        let counted = self.writer.iter().flat_map(|writer| writer.view(vendor, topic).records);
        let counted = counted.filter_map(|iri| self.id_of(&iri));
        self.in_order(direct.chain(counted))
    }
}

impl TopicCells {
    /// True if nothing at all is on record.
    pub(super) fn is_empty(&self) -> bool {
        self.services.is_empty() && self.whole.as_ref().is_none_or(|it| it.cell.is_empty())
    }
}
