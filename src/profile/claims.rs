//! A statement of a document → a draft of a claim, with its passage, what it cites, and what its words propose.

use oxigraph::model::NamedNode;

use crate::base::{fold, nearest};
use crate::profile::cues::{Cue, Proposes, cues};
use crate::profile::drafts::Drafter;
use crate::profile::named::named;
use crate::profile::page::{Cited, Item, Place, Stance, Statement};
use crate::profile::terms::{by_words, cv};
use crate::profile::triples::Thing;

impl Drafter<'_, '_> {
    /// A draft that says what the statement says.
    pub(super) fn claim(&mut self, claim: &NamedNode, item: &Item, statement: &Statement, passage: &NamedNode) {
        let proposed = cues(&statement.says);
        let absence = proposed.iter().find(|it| it.proposes == Proposes::Absence);
        let class = if absence.is_some() { "AbsenceFinding" } else { "Claim" };
        let vendor = self.whom.vendor.clone();
        let service = self.service(item, statement);
        let topic = self.topic(item, statement);
        let asserter = self.whom.publisher.clone();
        let mentions = self.mentions(item, statement);
        let citations: Vec<NamedNode> = statement.cites.iter().map(|cited| self.citation(claim, cited)).collect();
        let stance = statement.stance.map(|stance| match stance {
            Stance::Affirms => cv("affirms"),
            Stance::Denies => cv("denies"),
            Stance::Partly => cv("partly"),
        });
        let date = statement.date.or(self.date);
        let cut = statement.cut.then_some("The document breaks off in this sentence.");
        let thing = Thing::new(claim, class)
            .text("statement", &statement.says)
            .link("vendor", &vendor)
            .with(service, |it, service| it.link("service", &service))
            .with(topic.as_ref(), |it, topic| it.link("topic", topic))
            .with(stance, |it, stance| it.link("stance", &stance))
            .link("status", &cv("draft"))
            .with(asserter, |it, asserter| it.link("assertedBy", &asserter))
            .with(date, |it, date| it.day("asOf", date))
            .each(&mentions, |it, region| it.link("mentions", region))
            .link("passage", passage)
            .each(&citations, |it, citation| it.link("citation", citation))
            .with(absence, |it, cue| it.text("cue", &cue.words))
            .with(cut, |it, cut| it.text("note", cut))
            .with(statement.note.as_ref(), |it, note| it.text("note", note));
        self.claims.push(thing);
        self.tally.without_topic += usize::from(topic.is_none());
        if topic.is_none() && statement.topic.is_none() {
            self.look_at(item, "neither its heading nor its words settle its topic");
        }
        if !is_labelled(item) {
            proposed.iter().for_each(|cue| self.caveat(claim, statement, cue));
        }
    }

    fn service(&self, item: &Item, statement: &Statement) -> Option<NamedNode> {
        let vendor = &self.whom.vendor;
        if let Some(name) = &statement.service {
            let known = self.known.service(vendor, name);
            return known.or_else(|| self.whom.service.clone());
        }
        let named = if is_labelled(item) { Vec::new() } else { self.known.services_in(vendor, &statement.says) };
        match named.as_slice() {
            [one] => Some(one.clone()),
            _ => self.whom.service.clone(),
        }
    }

    /// The topic that the place or the words settle.
    fn topic(&mut self, item: &Item, statement: &Statement) -> Option<NamedNode> {
        if let Some(name) = &statement.topic {
            let topics = &self.known.topics;
            let found = topics.iter().find(|it| fold(&it.written) == fold(name)).map(|it| it.thing.clone());
            if found.is_none() {
                let near = nearest(name, topics.iter().map(|it| it.written.as_str()));
                let help = near.first().map_or_else(String::new, |it| format!("; nearest: `{it}`"));
                self.look_at(item, &format!("`{name}` is no topic that is known{help}"));
            }
            return found;
        }
        let words = self.known.topics_in(&statement.says);
        let heading = item.headings.last().filter(|_| item.row.is_none());
        let heading = heading.map_or_else(Vec::new, |it| self.known.topics_in(it));
        match (words.as_slice(), heading.as_slice()) {
            ([topic], _) | ([], [topic]) => Some(topic.clone()),
            ([_, ..], [topic]) if words.contains(topic) => Some(topic.clone()),
            _ => None,
        }
    }

    /// The regions that are listed, or that the words name.
    fn mentions(&mut self, item: &Item, statement: &Statement) -> Vec<NamedNode> {
        if statement.regions.is_empty() {
            return self.regions_in(item, &statement.says);
        }
        let mut regions = Vec::new();
        for entry in &statement.regions {
            match self.known.region(entry) {
                Some(region) => regions.push(region.clone()),
                None => self.look_at(item, &format!("`{entry}` is no region that is known")),
            }
        }
        regions
    }

    /// The regions that a sentence names; "EU AI Act" names none.
    fn regions_in(&self, item: &Item, says: &str) -> Vec<NamedNode> {
        if is_labelled(item) {
            return Vec::new();
        }
        let regions = &self.known.regions;
        let mut found = named(says, regions.iter().chain(&self.known.topics));
        found.retain(|it| regions.iter().any(|name| name.thing == *it));
        found
    }

    /// A citation of a claim, or of the document: somebody thinks that the source says so.
    pub(super) fn citation(&mut self, of: &NamedNode, cited: &Cited) -> NamedNode {
        let source = self.source(cited);
        let citation = by_words(&self.whom.space, "citation", &[of.as_str(), &cited.url]);
        self.sources.push(Thing::new(&citation, "Citation").link("source", &source).link("state", &cv("candidate")));
        citation
    }

    fn source(&mut self, cited: &Cited) -> NamedNode {
        let made = self.addresses.get(&cited.url).or_else(|| self.known.sources.get(&cited.url));
        if let Some(source) = made {
            return source.clone();
        }
        let source = by_words(&self.whom.space, "source", &[&cited.url]);
        let bare = cited.url.split_once("://").map_or(cited.url.as_str(), |(_, rest)| rest);
        let label = cited.label.as_deref().unwrap_or(bare.trim_end_matches('/'));
        self.sources.push(Thing::new(&source, "Source").text("label", label).text("url", &cited.url));
        self.addresses.insert(cited.url.clone(), source.clone());
        source
    }

    /// A caveat that words propose.
    fn caveat(&mut self, claim: &NamedNode, statement: &Statement, cue: &Cue) {
        let Proposes::Caveat(kind) = cue.proposes else {
            return;
        };
        let before = self.before.clone().filter(|_| cue.of_the_sentence_before);
        let caveat = by_words(&self.whom.space, "caveat", &[claim.as_str(), kind]);
        self.claims.push(
            Thing::new(&caveat, "Caveat")
                .link("caveatKind", &cv(kind))
                .link("limits", before.as_ref().unwrap_or(claim))
                .text("text", &statement.says)
                .text("cue", &cue.words)
                .link("reviewState", &cv("draft")),
        );
    }
}

/// True for a label with its value: it limits nothing, and names no service.
fn is_labelled(item: &Item) -> bool {
    item.row.is_some() && matches!(item.place, Place::Text(_))
}
