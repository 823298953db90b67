//! A statement of a document → a draft record with its passage, its citations, and what its words propose.

use oxigraph::model::NamedNode;

use crate::base::nearest;
use crate::profile::cues::{Cue, CueKind, cues};
use crate::profile::document::{CitedSource, DocumentItem, DocumentStatement, ItemLocation};
use crate::profile::drafts::Drafter;
use crate::profile::mentions::find_mentions;
use crate::profile::record::{ClaimStance, DraftKind};
use crate::profile::terms::{cv, iri_from_words};
use crate::profile::triples::ThingFacts;

/// The name of the topic for a directory's summary of a vendor.
pub(super) const STATUS: &str = "directory status";

impl Drafter<'_, '_> {
    /// Makes the draft of a statement.
    pub(super) fn claim(
        &mut self,
        claim: &NamedNode,
        item: &DocumentItem,
        statement: &DocumentStatement,
        passage: &NamedNode,
    ) {
        // The words of a question are those of the person who asks.
        let proposed = cues(statement.answer.as_ref().unwrap_or(&statement.says));
        let vendor = self.parties.vendor.clone();
        let service = self.service(item, statement);
        let topic = self.topic(item, statement);
        let stance = self.stance(item, statement, topic.as_ref());
        let (kind, cue) = kind(statement, stance, &proposed);
        let asserter = self.parties.publisher.clone();
        let places = self.places(item, statement);
        let certificate = self.certificate(item, statement);
        let status = statement.status_word.as_ref().and_then(|_| self.catalog.topic(STATUS));
        let hints = self.hints(statement);
        let citations: Vec<NamedNode> = statement.cites.iter().map(|cited| self.citation(claim, cited)).collect();
        let date = statement.date.or(self.date);
        let cut = statement.cut.then_some("The document breaks off in this sentence.");
        let thing = ThingFacts::new(claim, kind.class())
            .text("statement", &statement.says)
            .link("vendor", &vendor)
            .with(service, |it, service| it.link("service", &service))
            .with(status, |it, status| it.link("about", &status))
            .with(topic.as_ref(), |it, topic| it.link(stance.map_or("about", ClaimStance::word), topic))
            .with(statement.status_word.as_ref(), |it, word| it.text("statusWord", word))
            .each(&hints, |it, assurance| it.link("hints", assurance))
            .link("status", &cv("draft"))
            .with(asserter, |it, asserter| it.link("assertedBy", &asserter))
            .with(date, |it, date| it.day("asOf", date))
            .each(&places, |it, region| it.link("presentIn", region))
            .with(certificate, |it, standard| it.link("certifiedAs", &standard))
            .link("passage", passage)
            .each(&citations, |it, citation| it.link("citation", citation))
            .with(cue, |it, cue| it.text("cue", cue))
            .with(cut, |it, cut| it.text("note", cut))
            .with(statement.note.as_ref(), |it, note| it.text("note", note));
        self.claims.push(thing);
        self.tally.without_topic += usize::from(topic.is_none());
        if topic.is_none() && statement.topic.is_none() {
            self.flag_for_review(item, "its topic is not clear from its heading or its words");
        }
        if !is_labelled(item) {
            proposed.iter().for_each(|cue| self.caveat(claim, &statement.says, cue));
            if let Some(note) = &statement.note {
                let of_note =
                    cues(note).into_iter().filter(|it| proposed.iter().all(|own| own.proposes != it.proposes));
                of_note.for_each(|cue| self.caveat(claim, note, &Cue { limits_previous_sentence: false, ..cue }));
            }
        }
    }

    /// The stance of the statement, if its topic is an assurance: nothing is affirmed of a subject.
    fn stance(
        &mut self,
        item: &DocumentItem,
        statement: &DocumentStatement,
        topic: Option<&NamedNode>,
    ) -> Option<ClaimStance> {
        let stance = statement.stance?;
        let Some(topic) = topic else {
            self.flag_for_review(item, &format!("it {} something, but it is not clear what", stance.word()));
            return None;
        };
        if self.catalog.is_assurance(topic) {
            return Some(stance);
        }
        let name = self.catalog.topic_name(topic);
        let why = format!(
            "`{name}` is a subject, which no claim {}, so the draft is about it without a stance",
            stance.word()
        );
        self.flag_for_review(item, &why);
        None
    }

    /// The assurances that a badge or status word names.
    fn hints(&self, statement: &DocumentStatement) -> Vec<NamedNode> {
        let named = statement.status_word.as_ref().map_or_else(Vec::new, |word| self.catalog.topics_in(word));
        named.into_iter().filter(|it| self.catalog.is_assurance(it)).collect()
    }

    /// The standard of an entry of a list of certificates.
    fn certificate(&mut self, item: &DocumentItem, statement: &DocumentStatement) -> Option<NamedNode> {
        let name = statement.certificate.as_ref()?;
        let found = self.catalog.standard(name).cloned();
        if found.is_none() {
            self.flag_for_review(item, &format!("`{name}` is not a known standard, so it stays text"));
        }
        found
    }

    fn service(&self, item: &DocumentItem, statement: &DocumentStatement) -> Option<NamedNode> {
        let vendor = &self.parties.vendor;
        if let Some(name) = &statement.service {
            let known = self.catalog.service(vendor, name);
            return known.or_else(|| self.parties.service.clone());
        }
        let named = if is_labelled(item) { Vec::new() } else { self.catalog.services_in(vendor, &statement.says) };
        match named.as_slice() {
            [one] => Some(one.clone()),
            _ => self.parties.service.clone(),
        }
    }

    /// The topic that the layout, the words or the heading determine.
    fn topic(&mut self, item: &DocumentItem, statement: &DocumentStatement) -> Option<NamedNode> {
        if let Some(name) = &statement.topic {
            let found = self.catalog.topic(name);
            if found.is_none() {
                let near = nearest(name, self.catalog.topics.iter().map(|it| it.written.as_str()));
                let help = near.first().map_or_else(String::new, |it| format!("; nearest: `{it}`"));
                self.flag_for_review(item, &format!("`{name}` is not a known topic{help}"));
            }
            return found;
        }
        let words = self.catalog.topics_in(&statement.says);
        let heading = item.headings.last().filter(|_| item.row.is_none());
        let heading = heading.map_or_else(Vec::new, |it| self.catalog.topics_in(it));
        match (words.as_slice(), heading.as_slice()) {
            ([topic], _) | ([], [topic]) => Some(topic.clone()),
            ([_, ..], [topic]) if words.contains(topic) => Some(topic.clone()),
            _ => None,
        }
    }

    /// The regions that are listed or that the words name. A person decides what is done there.
    fn places(&mut self, item: &DocumentItem, statement: &DocumentStatement) -> Vec<NamedNode> {
        if statement.regions.is_empty() {
            return self.regions_in(item, &statement.says);
        }
        let mut regions = Vec::new();
        for entry in &statement.regions {
            match self.catalog.region(entry) {
                Some(region) => regions.push(region.clone()),
                None => self.flag_for_review(item, &format!("`{entry}` is not a known region")),
            }
        }
        regions
    }

    /// The regions that a sentence names; "EU AI Act" names none, since the longer name of a topic wins.
    fn regions_in(&self, item: &DocumentItem, says: &str) -> Vec<NamedNode> {
        if is_labelled(item) {
            return Vec::new();
        }
        let regions = &self.catalog.regions;
        let mut found = find_mentions(says, regions.iter().chain(&self.catalog.topics));
        found.retain(|it| regions.iter().any(|name| name.thing == *it));
        found
    }

    /// Makes a citation of a claim or of the document. It is a candidate: nobody has checked the source.
    pub(super) fn citation(&mut self, of: &NamedNode, cited: &CitedSource) -> NamedNode {
        let source = self.source(cited);
        let citation = iri_from_words(&self.parties.namespace, "citation", &[of.as_str(), &cited.url]);
        self.sources
            .push(ThingFacts::new(&citation, "Citation").link("source", &source).link("state", &cv("candidate")));
        citation
    }

    fn source(&mut self, cited: &CitedSource) -> NamedNode {
        let made = self.addresses.get(&cited.url).or_else(|| self.catalog.sources.get(&cited.url));
        if let Some(source) = made {
            return source.clone();
        }
        let source = iri_from_words(&self.parties.namespace, "source", &[&cited.url]);
        let bare = cited.url.split_once("://").map_or(cited.url.as_str(), |(_, rest)| rest);
        let label = cited.label.as_deref().unwrap_or(bare.trim_end_matches('/'));
        self.sources.push(ThingFacts::new(&source, "Source").text("label", label).text("url", &cited.url));
        self.addresses.insert(cited.url.clone(), source.clone());
        source
    }

    /// Makes the draft caveat that a cue proposes.
    fn caveat(&mut self, claim: &NamedNode, text: &str, cue: &Cue) {
        let CueKind::Caveat(kind) = cue.proposes else {
            return;
        };
        let before = self.previous_claim.clone().filter(|_| cue.limits_previous_sentence);
        let caveat = iri_from_words(&self.parties.namespace, "caveat", &[claim.as_str(), kind]);
        self.claims.push(
            ThingFacts::new(&caveat, "Caveat")
                .link("caveatKind", &cv(kind))
                .link("limits", before.as_ref().unwrap_or(claim))
                .text("text", text)
                .text("cue", &cue.words)
                .link("reviewState", &cv("draft")),
        );
    }
}

/// The kind of record that a statement proposes, and the words that propose it. A statement with a stance is a claim.
fn kind<'a>(
    statement: &'a DocumentStatement,
    stance: Option<ClaimStance>,
    proposed: &'a [Cue],
) -> (DraftKind, Option<&'a str>) {
    if statement.no_value {
        return (DraftKind::AbsenceFinding, Some("unknown"));
    }
    let proposes = |it: CueKind| proposed.iter().find(|cue| cue.proposes == it).map(|cue| cue.words.as_str());
    match (stance, proposes(CueKind::Unread), proposes(CueKind::Absence)) {
        (None, Some(words), _) => (DraftKind::Unread, Some(words)),
        (None, None, Some(words)) => (DraftKind::AbsenceFinding, Some(words)),
        _ => (DraftKind::Claim, None),
    }
}

/// True for a label with its value: it proposes no caveat, and names no service and no region.
fn is_labelled(item: &DocumentItem) -> bool {
    item.row.is_some() && matches!(item.place, ItemLocation::Text(_))
}
