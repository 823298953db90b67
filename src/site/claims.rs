//! A claim with all that backs and limits it.

use std::collections::HashMap;

use crate::site::pages::{Caveat, Citation, Claim, Coded, Dependent, Passage, Relation, SourceRef, Standing, Thing};
use crate::site::reader::Reader;
use crate::store::Id;

impl Reader<'_> {
    /// A claim as it stands on the page of its vendor.
    pub(super) fn claim(&self, claim: Id) -> Claim {
        Claim {
            thing: self.thing(claim),
            statements: self.texts(claim, "statement"),
            standing: self.standing(claim),
            status: self.coded(claim, "status"),
            is_absence: self.is_a(claim, "AbsenceFinding"),
            stances: self.coded(claim, "stance"),
            vendors: self.things(&self.links(claim, "vendor")),
            topics: self.things(&self.links(claim, "topic")),
            asserters: self.labels(&self.links(claim, "assertedBy")),
            facts: self.facts(
                claim,
                &[
                    ("about", "service"),
                    ("scope", "scope"),
                    ("as of", "asOf"),
                    ("valid from", "validFrom"),
                    ("valid until", "validUntil"),
                    ("places", "mentions"),
                ],
            ),
            passages: self.passages(&self.links(claim, "passage")),
            citations: self.citations(claim),
            searched: self.source_refs(&self.links(claim, "searched")),
            relations: self.relations(claim),
            caveats: self.caveats_of(claim),
            cues: self.texts(claim, "cue"),
            notes: self.texts(claim, "note"),
        }
    }

    /// How a claim stands: ordinary speech decides what counts.
    pub(super) fn standing(&self, claim: Id) -> Standing {
        if self.holding.contains(&claim) {
            Standing::Holds
        } else if self.is(claim, "status", "draft") {
            Standing::Draft
        } else {
            Standing::Past
        }
    }

    fn relations(&self, claim: Id) -> Vec<(Relation, Vec<Thing>)> {
        let contradicting = self.contradicting.get(&claim);
        let contradicting = self.in_order(contradicting.into_iter().flatten().copied());
        let relations = [
            (Relation::RestsOn, self.links(claim, "restsOn")),
            (Relation::Supports, self.back(claim, "restsOn")),
            (Relation::Contradicts, contradicting),
            (Relation::Supersedes, self.links(claim, "supersedes")),
            (Relation::SupersededBy, self.back(claim, "supersedes")),
            (Relation::SupersedesInPart, self.links(claim, "supersedesInPart")),
            (Relation::SupersededInPartBy, self.back(claim, "supersedesInPart")),
        ];
        let some = relations.into_iter().filter(|(_, claims)| !claims.is_empty());
        some.map(|(relation, claims)| (relation, self.things(&claims))).collect()
    }

    fn caveats_of(&self, claim: Id) -> Vec<Caveat> {
        let caveats = self.back(claim, "limits");
        caveats.into_iter().map(|it| self.caveat(it)).collect()
    }

    /// Fine print, with what it cites.
    pub(super) fn caveat(&self, caveat: Id) -> Caveat {
        Caveat {
            is_draft: self.is(caveat, "reviewState", "draft"),
            kinds: self.coded(caveat, "caveatKind"),
            texts: self.texts(caveat, "text"),
            citations: self.citations(caveat),
            cues: self.texts(caveat, "cue"),
            notes: self.texts(caveat, "note"),
        }
    }

    /// What a claim, a caveat or a profile cites.
    pub(super) fn citations(&self, of: Id) -> Vec<Citation> {
        let citations = self.links(of, "citation");
        let citations = citations.into_iter().map(|citation| Citation {
            sources: self.source_refs(&self.links(citation, "source")),
            states: self.coded(citation, "state"),
            facts: self.facts(
                citation,
                &[
                    ("section", "section"),
                    ("page of", "citedPageDate"),
                    ("language", "citedLanguage"),
                    ("read on", "retrieved"),
                ],
            ),
            quotes: self.quotes(citation),
            notes: self.texts(citation, "note"),
        });
        citations.collect()
    }

    /// The words of a source, with those before and behind where they are on record.
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
            access: self.coded(*source, "access"),
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
            places,
            headings: self.texts(passage, "heading"),
            exact: self.texts(passage, "exact"),
            notes: self.texts(passage, "note"),
        }
    }

    /// A claim in one line. `states` tells how its citation of the source in question stands.
    pub(super) fn dependent(&self, claim: Id, states: Vec<Coded>) -> Dependent {
        Dependent {
            thing: self.thing(claim),
            standing: self.standing(claim),
            status: self.coded(claim, "status"),
            is_absence: self.is_a(claim, "AbsenceFinding"),
            stances: self.coded(claim, "stance"),
            vendors: self.things(&self.links(claim, "vendor")),
            asserters: self.labels(&self.links(claim, "assertedBy")),
            states,
            caveats: self.caveats_of(claim).iter().filter(|it| !it.is_draft).count(),
        }
    }

    /// Claims in one line each: those that hold first, then drafts, then the rest.
    pub(super) fn dependents(&self, claims: &[Id], states: &HashMap<Id, Vec<Coded>>) -> Vec<Dependent> {
        let of = |claim: &Id| states.get(claim).cloned().unwrap_or_default();
        let lines = claims.iter().map(|it| self.dependent(*it, of(it)));
        let mut lines: Vec<Dependent> = lines.collect();
        lines.sort_by_key(|it| it.standing as u8);
        lines
    }
}
