//! What a comparison is based on: how many records, how new, whose pages alone support them, whose sources were opened.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::exec::cell_view::{Grounds, PagesOnly};
use crate::exec::comparison::CellWriter;
use crate::graph::Sourcing;
use crate::store::Id;
use crate::words::{Number, Path};

impl CellWriter<'_> {
    /// What a comparison of these things is based on.
    #[must_use]
    pub fn grounds(&self, things: &[Id]) -> Grounds {
        let records: BTreeSet<Id> = things.iter().flat_map(|thing| self.cells.records_of(*thing)).collect();
        let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
        for publisher in records.iter().filter_map(|record| self.only_publisher(*record)) {
            *counts.entry(publisher).or_default() += 1;
        }
        let mut pages_only: Vec<PagesOnly> =
            counts.into_iter().map(|(it, records)| PagesOnly { publisher: self.iri_and_name(it), records }).collect();
        pages_only.sort_by_key(|it| (Reverse(it.records), it.publisher.name.clone()));
        let when = self.rules.when.map(|it| &self.lexicon.attribute(it).path);
        let days = records.iter().flat_map(|record| self.ends(when, *record));
        let opened = things.iter().filter(|thing| self.cells.sourcings(**thing).contains(&Sourcing::Verified));
        let is_verified = |it: &&Id| self.cells.backing_of(**it).is_some_and(|(it, _)| it == Sourcing::Verified);
        let number = Number::of(records.len());
        Grounds {
            noun: self.lexicon.kind_word(self.rules.of, number).to_owned(),
            things: things.len(),
            opened: opened.map(|it| self.label(*it)).collect(),
            records: records.len(),
            verified: records.iter().filter(is_verified).count(),
            pages_only,
            newest: days.max().map(|day| self.text(day)),
        }
    }

    /// The only publisher of the pages that a record was taken from; `None` if there are more, or if it cites a source.
    fn only_publisher(&self, record: Id) -> Option<Id> {
        if !self.ends(self.rules.cited.as_ref(), record).is_empty() {
            return None;
        }
        let documents = self.ends(self.rules.documents.as_ref(), record);
        let publishers: BTreeSet<Option<Id>> = documents
            .into_iter()
            .map(|document| self.ends(self.rules.reporter.as_ref(), document).first().copied())
            .collect();
        let one = publishers.first().copied().flatten();
        one.filter(|_| publishers.len() == 1)
    }

    fn ends(&self, path: Option<&Path>, from: Id) -> Vec<Id> {
        path.map_or_else(Vec::new, |path| path.walk(self.dataset, from).into_iter().collect())
    }
}
