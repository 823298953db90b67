//! A record with all that backs and limits it.

use std::collections::HashMap;

use crate::base::{Limit, truncate};
use crate::graph::{RecordKind, Stance};
use crate::site::entry::{
    Attribution, Caveat, Citation, Dependent, Outline, Passage, RecordEntry, RecordRelation, RecordState,
    RelatedRecord, SourceRef,
};
use crate::site::links::{CodedValue, PropertyValues, ThingLink};
use crate::site::reader::SiteReader;
use crate::store::Id;

impl SiteReader<'_> {
    /// A record as it appears on the page of its vendor.
    pub(super) fn record(&self, record: Id) -> RecordEntry {
        RecordEntry {
            outline: self.outline(record),
            statements: self.texts(record, "statement"),
            about: self.things(&self.links(record, "about")),
            values: self.values(record),
            passages: self.passages(&self.links(record, "passage")),
            citations: self.citations(record),
            searched: self.source_refs(&self.links(record, "searched")),
            relations: self.relations(record),
            caveats: self.caveats_of(record),
            cues: self.texts(record, "cue"),
            notes: self.texts(record, "note"),
        }
    }

    /// A record in one line.
    pub(super) fn outline(&self, record: Id) -> Outline {
        let facts = [
            ("of", "service"),
            ("kind of data", "data"),
            ("for", "scope"),
            ("as of", "asOf"),
            ("from", "validFrom"),
            ("until", "validUntil"),
        ];
        Outline {
            thing: self.thing(record),
            kind: self.kind(record),
            standing: self.record_state(record),
            status: self.status(record),
            stances: self.stances(record),
            hints: self.things(&self.links(record, "hints")),
            vendors: self.things(&self.links(record, "vendor")),
            word: self.attribution(record),
            facts: self.facts(record, &facts),
        }
    }

    /// Which of the three kinds of records it is.
    pub(super) fn kind(&self, record: Id) -> RecordKind {
        if self.is_a(record, "AbsenceFinding") {
            RecordKind::Finding
        } else if self.is_a(record, "Unread") {
            RecordKind::Unread
        } else {
            RecordKind::Claim
        }
    }

    /// The state of a record. The default filter decides what counts.
    pub(super) fn record_state(&self, record: Id) -> RecordState {
        if self.current.contains(&record) {
            RecordState::Holds
        } else if self.has_value(record, "status", "draft") {
            RecordState::Draft
        } else if self.has_value(record, "status", "standing") && self.upcoming.contains(&record) {
            RecordState::Upcoming
        } else {
            RecordState::Past
        }
    }

    /// Why a record does not count.
    pub(super) fn status(&self, record: Id) -> Vec<String> {
        let stated = self.codes(record, "status").into_iter().filter(|it| it.code != "standing");
        let mut status: Vec<String> = stated.map(|it| it.word).collect();
        if self.expired.contains(&record) {
            status.push("expired".to_owned());
        }
        status
    }

    fn stances(&self, record: Id) -> Vec<(Stance, ThingLink)> {
        let stances = [(Stance::Affirms, "affirms"), (Stance::Denies, "denies"), (Stance::Qualifies, "qualifies")];
        let stances = stances.into_iter().flat_map(|(stance, property)| {
            self.links(record, property).into_iter().map(move |assurance| (stance, self.thing(assurance)))
        });
        stances.collect()
    }

    fn attribution(&self, record: Id) -> Option<Attribution> {
        let (speaker, backing) = self.writer.as_ref()?.word_of(record)?;
        Some(Attribution { speaker, backing })
    }

    /// What a claim says besides its stance.
    fn values(&self, record: Id) -> Vec<PropertyValues> {
        let mut values = self.facts(
            record,
            &[
                ("stored in", "storesIn"),
                ("inference in", "infersIn"),
                ("routed through", "routesThrough"),
                ("accessed from", "accessedFrom"),
                ("place named", "presentIn"),
                ("except", "except"),
                ("counted as", "speaksOf"),
                ("days kept", "keptFor"),
                ("in the words of the page", "keptForWording"),
                ("kept until", "keptUntil"),
                ("certified as", "certifiedAs"),
                ("names as engaged", "namesEngaged"),
                ("number engaged", "engagedNumber"),
                ("role", "role"),
                ("status word", "statusWord"),
            ],
        );
        let said = [
            ("place", "chosenByCustomer", "chosen by the customer"),
            ("list", "openList", "open: the page does not say that these are all"),
            ("said", "withoutException", "without exception"),
        ];
        let said = said.into_iter().filter(|(_, property, _)| self.texts(record, property) == ["true"]);
        values.extend(
            said.map(|(name, _, text)| PropertyValues { name: name.to_owned(), values: vec![text.to_owned()] }),
        );
        values
    }

    fn relations(&self, record: Id) -> Vec<(RecordRelation, Vec<RelatedRecord>)> {
        let contradicting = self.contradicting.get(&record);
        let contradicting = self.in_order(contradicting.into_iter().flatten().copied());
        let relations = [
            (RecordRelation::RestsOn, self.links(record, "restsOn")),
            (RecordRelation::Supports, self.backlinks(record, "restsOn")),
            (RecordRelation::Contradicts, contradicting),
            (RecordRelation::Supersedes, self.links(record, "supersedes")),
            (RecordRelation::SupersededBy, self.backlinks(record, "supersedes")),
            (RecordRelation::SupersedesInPart, self.links(record, "supersedesInPart")),
            (RecordRelation::SupersededInPartBy, self.backlinks(record, "supersedesInPart")),
        ];
        let some = relations.into_iter().filter(|(_, others)| !others.is_empty());
        some.map(|(relation, others)| (relation, self.records_with_status(&others))).collect()
    }

    /// Records, each with why it does not count.
    pub(super) fn records_with_status(&self, records: &[Id]) -> Vec<RelatedRecord> {
        records.iter().map(|it| RelatedRecord { thing: self.thing(*it), status: self.status(*it) }).collect()
    }

    fn caveats_of(&self, record: Id) -> Vec<Caveat> {
        let caveats = self.backlinks(record, "limits");
        caveats.into_iter().map(|it| self.caveat(it)).collect()
    }

    /// Fine print, with what it cites.
    pub(super) fn caveat(&self, caveat: Id) -> Caveat {
        Caveat {
            is_draft: self.has_value(caveat, "reviewState", "draft"),
            kinds: self.codes(caveat, "caveatKind"),
            texts: self.texts(caveat, "text"),
            citations: self.citations(caveat),
            cues: self.texts(caveat, "cue"),
            notes: self.texts(caveat, "note"),
        }
    }

    /// What a record, a caveat or a profile cites.
    pub(super) fn citations(&self, of: Id) -> Vec<Citation> {
        let citations = self.links(of, "citation");
        let citations = citations.into_iter().map(|citation| Citation {
            sources: self.source_refs(&self.links(citation, "source")),
            states: self.codes(citation, "state"),
            facts: self.place_in_source(citation),
            quotes: self.quotes(citation),
            notes: self.texts(citation, "note"),
        });
        citations.collect()
    }

    /// Where a passage is in a source, in which version, when it was seen; the digest of a passage that is not quoted.
    fn place_in_source(&self, citation: Id) -> Vec<PropertyValues> {
        let mut facts = self.facts(
            citation,
            &[
                ("section", "section"),
                ("page of", "citedPageDate"),
                ("language", "citedLanguage"),
                ("read on", "retrieved"),
                ("first seen", "firstSeen"),
                ("last seen", "lastSeen"),
            ],
        );
        for copy in self.links(citation, "foundIn") {
            facts.extend(self.facts(copy, &[("version of", "versionDay")]));
        }
        let digests: Vec<String> = self.texts(citation, "passageDigest").iter().map(|it| shorten_digest(it)).collect();
        if !digests.is_empty() && self.texts(citation, "quote").is_empty() {
            facts.push(PropertyValues { name: "not quoted, digest".to_owned(), values: digests });
        }
        facts
    }

    /// The quoted words of a source, with the words before and after if they are on record.
    fn quotes(&self, citation: Id) -> Vec<String> {
        let around = |property| self.texts(citation, property).concat();
        let quotes = self.texts(citation, "quote");
        quotes.into_iter().map(|quote| format!("{}{quote}{}", around("prefix"), around("suffix"))).collect()
    }

    /// Sources in short.
    pub(super) fn source_refs(&self, sources: &[Id]) -> Vec<SourceRef> {
        let sources = sources.iter().map(|source| SourceRef {
            thing: self.thing(*source),
            addresses: self.texts(*source, "url"),
            access: self.codes(*source, "access"),
        });
        sources.collect()
    }

    /// Places in documents, in the order of the documents.
    pub(super) fn passages(&self, passages: &[Id]) -> Vec<Passage> {
        let mut passages = passages.to_vec();
        passages.sort_by_cached_key(|passage| self.position(*passage));
        passages.into_iter().map(|it| self.passage(it)).collect()
    }

    fn position(&self, passage: Id) -> (Vec<String>, i64, i64, String) {
        let number = |property| {
            let first = self.texts(passage, property).into_iter().next();
            first.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX)
        };
        (self.texts(passage, "profile"), number("start"), number("line"), self.thing(passage).iri)
    }

    fn passage(&self, passage: Id) -> Passage {
        let profiles = self.links(passage, "profile");
        let files = profiles.iter().flat_map(|it| self.texts(*it, "file"));
        let file = files.into_iter().next();
        let lines = self.texts(passage, "line").into_iter();
        let mut places: Vec<String> = lines
            .map(|line| match &file {
                Some(file) => format!("{file}:{line}"),
                None => format!("line {line}"),
            })
            .collect();
        let rows = self.texts(passage, "row").into_iter();
        places.extend(rows.map(|row| format!("row {row}")));
        let starts = self.texts(passage, "start").into_iter();
        let ends = self.texts(passage, "end").into_iter();
        places.extend(starts.zip(ends).map(|(start, end)| format!("characters {start} to {end}")));
        Passage {
            document: profiles.first().map(|it| self.label(*it)),
            states: profiles.iter().flat_map(|it| self.codes(*it, "pageState")).map(|it| it.word).collect(),
            places,
            headings: self.texts(passage, "heading"),
            exact: self.texts(passage, "exact"),
            notes: self.texts(passage, "note"),
        }
    }

    /// Records in one line each, those that hold first. `states` has the states of their citations of the source.
    pub(super) fn dependents(&self, records: &[Id], states: &HashMap<Id, Vec<CodedValue>>) -> Vec<Dependent> {
        let lines = records.iter().map(|record| Dependent {
            outline: self.outline(*record),
            states: states.get(record).cloned().unwrap_or_default(),
            caveats: self.caveats_of(*record).iter().filter(|it| !it.is_draft).count(),
        });
        let mut lines: Vec<Dependent> = lines.collect();
        lines.sort_by_key(|it| it.outline.standing);
        lines
    }
}

/// The first characters of a digest, enough to tell it from others by eye.
fn shorten_digest(digest: &str) -> String {
    truncate(digest, Limit::DigestText).into_owned()
}
