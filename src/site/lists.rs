//! The list of everything on the site, for the search.

use crate::exec::verdict_words;
use crate::graph::RecordKind;
use crate::site::pages::{SearchItem, SearchPage, SitePage};
use crate::site::reader::{ALT_LABEL, SiteReader};
use crate::store::Id;
use crate::words::Verdict;

impl SiteReader<'_> {
    /// The list of everything.
    pub(super) fn list(&self) -> SearchPage {
        let all = [&self.vendors, &self.topics, &self.sources, &self.records];
        let caveats = self.of_class("Caveat");
        let all: Vec<Id> = all.into_iter().flatten().chain(&caveats).copied().collect();
        let listed = |things: &[Id], beside: &dyn Fn(Id) -> Vec<String>| -> Vec<SearchItem> {
            let items = things.iter().map(|it| SearchItem { thing: self.thing(*it), beside: beside(*it) });
            items.collect()
        };
        SearchPage {
            page: SitePage { name: "search".to_owned(), triples: self.names_of(&all) },
            vendors: listed(&self.vendors, &|it| self.texts(it, "alias")),
            topics: listed(&self.topics, &|it| self.beside_topic(it)),
            sources: listed(&self.sources, &|it| self.texts(it, "url")),
            records: listed(&self.records, &|it| self.beside_record(it)),
            caveats: caveats.iter().flat_map(|it| self.fine_print(*it)).collect(),
        }
    }

    fn beside_topic(&self, topic: Id) -> Vec<String> {
        self.sentence(topic).into_iter().chain(self.texts_by(topic, ALT_LABEL)).collect()
    }

    fn beside_record(&self, record: Id) -> Vec<String> {
        let mut beside = self.texts(record, "vendor");
        beside.extend(match self.kind(record) {
            RecordKind::Claim => None,
            RecordKind::Finding => Some(verdict_words(Verdict::NotFound).to_owned()),
            RecordKind::Unread => Some(verdict_words(Verdict::NotReadable).to_owned()),
        });
        beside.extend(self.status(record));
        beside
    }

    /// A line for each record that a caveat limits, with a link to the record.
    fn fine_print(&self, caveat: Id) -> Vec<SearchItem> {
        let is_draft = self.has_value(caveat, "reviewState", "draft");
        let limited = self.links(caveat, "limits").into_iter().map(|record| {
            let mut item =
                SearchItem { thing: self.thing(caveat), beside: vec![format!("limits: {}", self.label(record))] };
            item.thing.target = self.target(record);
            item.beside.extend(is_draft.then(|| "draft".to_owned()));
            item
        });
        limited.collect()
    }
}
