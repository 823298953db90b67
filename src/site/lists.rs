//! Everything that has a place on the site, to be searched.

use crate::site::pages::{Item, List, Page};
use crate::site::reader::{ALT_LABEL, Reader};
use crate::store::Id;

impl Reader<'_> {
    /// The list of everything.
    pub(super) fn list(&self) -> List {
        let all = [&self.vendors, &self.topics, &self.sources, &self.claims];
        let caveats = self.of_class("Caveat");
        let all: Vec<Id> = all.into_iter().flatten().chain(&caveats).copied().collect();
        let listed = |things: &[Id], beside: &dyn Fn(Id) -> Vec<String>| -> Vec<Item> {
            let items = things.iter().map(|it| Item { thing: self.thing(*it), beside: beside(*it) });
            items.collect()
        };
        List {
            page: Page { name: "search".to_owned(), triples: self.names_of(&all) },
            vendors: listed(&self.vendors, &|it| self.texts(it, "alias")),
            topics: listed(&self.topics, &|it| self.texts_by(it, ALT_LABEL)),
            sources: listed(&self.sources, &|it| self.texts(it, "url")),
            claims: listed(&self.claims, &|it| self.beside_claim(it)),
            caveats: caveats.iter().flat_map(|it| self.fine_print(*it)).collect(),
        }
    }

    fn beside_claim(&self, claim: Id) -> Vec<String> {
        let mut beside = self.texts(claim, "vendor");
        if !self.holding.contains(&claim) {
            beside.extend(self.texts(claim, "status"));
        }
        beside
    }

    /// A line for each claim that a caveat limits: it leads there.
    fn fine_print(&self, caveat: Id) -> Vec<Item> {
        let is_draft = self.is(caveat, "reviewState", "draft");
        let limited = self.links(caveat, "limits").into_iter().map(|claim| {
            let mut item = Item { thing: self.thing(caveat), beside: vec![format!("limits: {}", self.label(claim))] };
            item.thing.target = self.target(claim);
            item.beside.extend(is_draft.then(|| "draft".to_owned()));
            item
        });
        limited.collect()
    }
}
