//! Comparisons in words: what `graph::cells` decides. Prompt, pages, reports and JSON use this module alone.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;

use crate::base::spend;
use crate::exec::cell_view::{CellRow, CellView, ComparisonTable, SideView, words};
use crate::exec::named_thing::NamedThing;
use crate::graph::{
    CellMark, ComparisonCell, ComparisonCells, RecordKind, RecordScope, Sourcing, Speaker, Stance, VerdictSide,
};
use crate::store::{Dataset, Id};
use crate::words::{ComparisonRules, Lexicon, Number, Path, Verdict};

/// Puts the cells of a comparison into words.
#[derive(Clone, Copy)]
pub struct CellWriter<'a> {
    /// The vocabulary.
    pub lexicon: &'a Lexicon,
    /// The facts.
    pub dataset: &'a Dataset,
    /// The cells.
    pub cells: &'a ComparisonCells,
    /// How records are compared.
    pub rules: &'a ComparisonRules,
}

impl CellWriter<'_> {
    /// Compares things on topics; each topic is followed by those below it. Unless `whole`, topics with nothing on
    /// record are only named, in one list; a single topic that was asked for keeps its row.
    #[must_use]
    pub fn comparison_table(&self, things: &[Id], topics: &[Id], whole: bool) -> ComparisonTable {
        let asked: BTreeSet<Id> = topics.iter().copied().collect();
        let mut rows = Vec::new();
        let mut nothing_on_record = Vec::new();
        for topic in self.with_narrower(topics) {
            let cells: Vec<CellView> = things.iter().map(|thing| self.view(*thing, topic)).collect();
            let is_empty = cells.iter().all(CellView::is_empty);
            if is_empty && !whole && (asked.len() > 1 || !asked.contains(&topic)) {
                nothing_on_record.push(self.iri_and_name(topic));
                continue;
            }
            rows.push(CellRow {
                topic: self.iri_and_name(topic),
                sentence: self.sentence(topic),
                part: None,
                cells: cells.into_iter().map(Some).collect(),
            });
            rows.extend(self.rows_of_parts(things, topic));
        }
        let noun = |number| self.lexicon.kind_word(self.rules.topics, number).to_owned();
        ComparisonTable {
            topic: noun(Number::Singular),
            topics: noun(Number::Plural),
            things: things.iter().map(|it| self.iri_and_name(*it)).collect(),
            rows,
            nothing_on_record,
            without_records: Vec::new(),
            grounds: self.grounds(things),
        }
    }

    /// The topics without those that lie below another of them.
    #[must_use]
    pub fn widest_only(&self, topics: &[Id]) -> Vec<Id> {
        let wider =
            |topic: Id| self.rules.wider.as_ref().map(|path| path.walk(self.dataset, topic)).unwrap_or_default();
        topics.iter().copied().filter(|topic| !wider(*topic).iter().any(|it| topics.contains(it))).collect()
    }

    /// The cell of a thing on a topic.
    #[must_use]
    pub fn view(&self, of: Id, topic: Id) -> CellView {
        spend(64);
        if self.cells.is_assurance(topic) { self.verdict(&self.cells.cell(of, topic)) } else { self.subject(of, topic) }
    }

    /// Puts a cell with a verdict into words.
    #[must_use]
    pub fn verdict(&self, cell: &ComparisonCell) -> CellView {
        let one = cell.sides.first().filter(|_| matches!(cell.verdict, Verdict::Yes | Verdict::No));
        let sides = if one.is_some() { &[][..] } else { cell.sides.as_slice() };
        let mut sides: Vec<(Stance, SideView)> = sides.iter().map(|it| (it.stance, self.side(it))).collect();
        sides.sort_by(|(one, it), (other, that)| (one, &it.part, &it.claim).cmp(&(other, &that.part, &that.claim)));
        let sides: Vec<SideView> = sides.into_iter().map(|(_, it)| it).collect();
        let mut records: Vec<String> = cell.records.iter().map(|it| self.iri(*it)).collect();
        records.sort();
        let looked = cell.last_search.map(|it| self.text(it));
        let date = one.and_then(|it| it.when).map(|it| self.text(it)).or_else(|| looked.clone());
        let mut parts: Vec<String> = vec![words(cell.verdict).to_owned()];
        if let Some(side) = one {
            parts[0] = format!("{}: {}", parts[0], self.speaker(side.speaker, side.claim));
            parts.push(standing(side.sourcing).to_owned());
        }
        parts.extend(date.clone());
        let mut text = parts.join(", ");
        if !sides.is_empty() {
            let told: Vec<String> = sides.iter().map(SideView::words).collect();
            text = format!("{text}: {}", told.join("; "));
        }
        CellView {
            verdict: Some(cell.verdict),
            text,
            standing: one.map(|it| standing(it.sourcing)),
            speaker: one.map(|it| self.speaker(it.speaker, it.claim)),
            date,
            sides,
            values: Vec::new(),
            marks: self.marks(cell),
            clear: cell.verdict == Verdict::Yes && cell.is_clear(),
            records,
        }
    }

    /// The cell of a thing on a subject: the values of its claims, else their number, else the latest search.
    fn subject(&self, of: Id, topic: Id) -> CellView {
        let claims = self.cells.claims_below(of, topic, 1);
        let mut values: Vec<String> = Vec::new();
        for claim in &claims {
            let told = self.values(*claim, topic);
            values.extend(told.into_iter().filter(|it| !values.contains(it)).collect::<Vec<_>>());
        }
        let looked = self.cells.search_outcomes(of, topic);
        let noun = |count: usize| if count == 1 { "1 claim".to_owned() } else { format!("{count} claims") };
        let found = looked.first().copied();
        let (text, date) = match (values.is_empty(), claims.len(), found) {
            (false, ..) => (values.join(" · "), None),
            (true, 0, Some((kind, _, when))) => {
                let word = match kind {
                    RecordKind::Unread => words(Verdict::NotReadable),
                    _ => words(Verdict::NotFound),
                };
                let date = when.map(|it| self.text(it));
                let day = date.as_ref().map_or_else(String::new, |day| format!(", {day}"));
                (format!("{word}{day}"), date)
            }
            (true, 0, None) => (words(Verdict::NotOnRecord).to_owned(), None),
            (true, count, _) => (noun(count), None),
        };
        let mut marks = Vec::new();
        if self.cells.are_limited(&claims) {
            marks.push(self.mark(&CellMark::FinePrint));
        }
        if let (false, Some((kind, speaker, when))) = (claims.is_empty(), found) {
            marks.push(self.search_outcome(kind, (speaker, when), &[]));
        }
        let mut records = claims;
        records.extend(self.cells.findings_about(of, topic));
        CellView {
            verdict: None,
            text,
            standing: None,
            speaker: None,
            date,
            sides: Vec::new(),
            values,
            marks,
            clear: false,
            records: records.into_iter().map(|it| self.iri(it)).collect(),
        }
    }

    /// What a claim says besides its stance, with the scope that it is confined to: `30 days (monitoring data)`.
    fn values(&self, claim: Id, topic: Id) -> Vec<String> {
        let part = self.part(&self.cells.scope_of_claim(claim, topic));
        let mut told = Vec::new();
        for (noun, path) in &self.rules.values {
            let ends = path.walk(self.dataset, claim).into_iter();
            let mut ends: Vec<String> = ends.map(|it| self.value(path, it)).collect();
            ends.sort();
            if !ends.is_empty() {
                told.push(format!("{noun}: {}", ends.join(", ")));
            }
        }
        if let Some(path) = &self.rules.badge {
            let words = path.walk(self.dataset, claim).into_iter().map(|it| format!("“{}”", self.text(it)));
            told.extend(words);
        }
        let is_true = |path: &Path| {
            let values = path.walk(self.dataset, claim);
            values.iter().any(|it| ["true", "1"].contains(&self.text(*it).as_str()))
        };
        let reservations =
            self.rules.reservations.iter().filter(|(_, path)| is_true(path)).map(|(words, _)| words.clone());
        let parts = Some(part).filter(|it| !it.is_empty()).into_iter();
        let said: Vec<String> = parts.chain(reservations).collect();
        let confined = |text: String| if said.is_empty() { text } else { format!("{text} ({})", said.join("; ")) };
        told.into_iter().map(confined).collect()
    }

    fn value(&self, path: &Path, value: Id) -> String {
        let attributes = self.lexicon.attributes();
        let unit = attributes.filter(|(_, it)| it.path == *path).find_map(|(_, it)| it.unit.clone());
        let text = match self.lexicon.value_word(self.dataset.term(value)) {
            Some(word) => word.to_owned(),
            None => self.label(value),
        };
        unit.map_or_else(|| text.clone(), |unit| format!("{text} {unit}"))
    }

    /// The rows of parts whose verdict differs from that of the thing.
    fn rows_of_parts(&self, things: &[Id], topic: Id) -> Vec<CellRow> {
        let mut rows = Vec::new();
        for (at, thing) in things.iter().enumerate() {
            for (part, cell) in self.parts_that_differ(*thing, topic) {
                let mut cells: Vec<Option<CellView>> = things.iter().map(|_| None).collect();
                cells[at] = Some(cell);
                rows.push(CellRow {
                    topic: self.iri_and_name(topic),
                    sentence: self.sentence(topic),
                    part: Some(self.iri_and_name(part)),
                    cells,
                });
            }
        }
        rows
    }

    /// The parts of a thing whose verdict differs from its own, with their cells.
    #[must_use]
    pub fn parts_that_differ(&self, thing: Id, topic: Id) -> Vec<(Id, CellView)> {
        if !self.cells.is_assurance(topic) {
            return Vec::new();
        }
        let whole = self.cells.cell(thing, topic);
        let parts = self.cells.parts_of(thing).into_iter().map(|part| (part, self.cells.cell(part, topic)));
        let differ = parts.filter(|(part, cell)| {
            let inherited = cell.marks.contains(&CellMark::OfTheWhole);
            let speaks_of = |record: &Id| self.cells.scope_of_claim(*record, topic).parts.contains(part);
            (cell.verdict.is_decided() || cell.records.iter().any(speaks_of))
                && !inherited
                && cell.verdict != whole.verdict
        });
        let mut differ: Vec<(Id, CellView)> = differ.map(|(part, cell)| (part, self.verdict(&cell))).collect();
        differ.sort_by_cached_key(|(part, _)| (self.label(*part), self.iri(*part)));
        differ
    }

    /// The topics depth-first, each before those below it; of its children, assurances come before subjects.
    #[must_use]
    pub fn with_narrower(&self, topics: &[Id]) -> Vec<Id> {
        let mut all = Vec::new();
        let below = self.rules.wider.as_ref().map(Path::inverse);
        let mut waiting: Vec<Id> = topics.iter().rev().copied().collect();
        while let Some(topic) = waiting.pop() {
            if all.contains(&topic) {
                continue;
            }
            all.push(topic);
            let narrower = below.iter().flat_map(|path| path.walk(self.dataset, topic));
            let mut narrower: Vec<(bool, String, Id)> =
                narrower.map(|it| (!self.cells.is_assurance(it), self.label(it), it)).collect();
            narrower.sort();
            waiting.extend(narrower.into_iter().rev().map(|(_, _, it)| it));
        }
        all
    }

    // ------------------------------------------------------------------------------- words

    fn side(&self, side: &VerdictSide) -> SideView {
        SideView {
            says: stance(side.stance),
            part: self.part(&side.part),
            standing: standing(side.sourcing),
            speaker: self.speaker(side.speaker, side.claim),
            date: side.when.map(|it| self.text(it)),
            claim: self.iri(side.claim),
        }
    }

    fn part(&self, part: &RecordScope) -> String {
        let mut named: Vec<String> = part.parts.iter().map(|it| self.label(*it)).collect();
        named.sort();
        let mut data: Vec<String> = part.data.iter().map(|it| self.label(*it)).collect();
        data.sort();
        named.extend(data);
        named.extend(part.scope.map(|it| self.text(it)));
        named.join(", ")
    }

    /// Whose word a claim is: `Alibaba Cloud`, `Cortecs, as InferCheck reports`, `InferCheck`.
    fn speaker(&self, speaker: Speaker, claim: Id) -> String {
        let of = self.lexicon.path(self.rules.things).walk(self.dataset, claim).first().copied();
        let name = || of.map_or_else(|| "nobody named".to_owned(), |it| self.label(it));
        match speaker {
            Speaker::Own => name(),
            Speaker::Reported(Some(by)) => format!("{}, as {} reports", name(), self.label(by)),
            Speaker::Reported(None) => format!("{}, as reported", name()),
            Speaker::Other(other) => self.label(other),
            Speaker::Unknown => "nobody named".to_owned(),
        }
    }

    /// The marks of a cell, each once with its count. A badge that the thing's own word denies or leaves open says so.
    fn marks(&self, cell: &ComparisonCell) -> Vec<String> {
        let against = cell.sides.iter().any(|it| it.stance != Stance::Affirms && it.speaker.is_own());
        let thing = self.lexicon.kind_word(self.lexicon.end(self.rules.things), Number::Singular);
        let mut marks: Vec<(String, usize)> = Vec::new();
        for mark in &cell.marks {
            let mut text = self.mark(mark);
            if against && matches!(mark, CellMark::Badge(..)) {
                text.push_str(&format!(", against the {thing}'s own word"));
            }
            match marks.iter_mut().find(|(known, _)| *known == text) {
                Some((_, count)) => *count += 1,
                None => marks.push((text, 1)),
            }
        }
        let marks =
            marks.into_iter().map(|(text, count)| if count == 1 { text } else { format!("{text} ({count} times)") });
        marks.collect()
    }

    fn mark(&self, mark: &CellMark) -> String {
        match mark {
            CellMark::OfTheWhole => "said of the whole".to_owned(),
            CellMark::FinePrint => "fine print".to_owned(),
            CellMark::RestSilent => "nothing on record about the rest".to_owned(),
            CellMark::NotFound(speaker, when, of) => self.search_outcome(RecordKind::Finding, (*speaker, *when), of),
            CellMark::NotReadable(speaker, when, of) => self.search_outcome(RecordKind::Unread, (*speaker, *when), of),
            CellMark::MoreClaims(1) => "1 more claim".to_owned(),
            CellMark::MoreClaims(count) => format!("{count} more claims"),
            CellMark::Ended => "no longer offered".to_owned(),
            CellMark::Badge(record, of) => {
                let badge =
                    self.rules.badge.as_ref().and_then(|path| path.walk(self.dataset, *record).first().copied());
                let words = badge.map_or_else(|| self.label(*record), |it| self.text(it));
                format!("badge{}: {words}", self.of_parts(of))
            }
            CellMark::Upcoming(says, day, of) => format!("from {day}: {}{}", stance(*says), self.of_parts(of)),
            CellMark::Provisional => "machine-drafted page, not reviewed".to_owned(),
        }
    }

    /// ` of Free, Pro`; empty if the whole is meant.
    fn of_parts(&self, parts: &[Id]) -> String {
        let mut names: Vec<String> = parts.iter().map(|it| self.label(*it)).collect();
        names.sort();
        if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) }
    }

    /// `not found by TrustAtlas, 2026-08-07`
    fn search_outcome(&self, kind: RecordKind, (speaker, when): (Speaker, Option<Id>), of: &[Id]) -> String {
        let word = if kind == RecordKind::Unread { "not readable" } else { "not found" };
        let by = match speaker {
            Speaker::Other(by) => format!(" by {}", self.label(by)),
            _ => String::new(),
        };
        let day = when.map_or_else(String::new, |day| format!(", {}", self.text(day)));
        format!("{word}{}{by}{day}", self.of_parts(of))
    }

    /// The sentence of an assurance.
    #[must_use]
    pub fn sentence(&self, topic: Id) -> Option<String> {
        let path = self.rules.sentence.as_ref().filter(|_| self.cells.is_assurance(topic))?;
        path.walk(self.dataset, topic).first().map(|it| self.text(*it))
    }

    /// Whose word a record is, and how it is backed: `InferCheck`, `unsourced`.
    #[must_use]
    pub fn word_of(&self, record: Id) -> Option<(String, &'static str)> {
        let (sourcing, speaker) = self.cells.backing_of(record)?;
        Some((self.speaker(speaker, record), standing(sourcing)))
    }

    /// A thing with its name.
    #[must_use]
    pub fn iri_and_name(&self, id: Id) -> NamedThing {
        NamedThing { iri: self.iri(id), name: self.label(id) }
    }

    pub(super) fn label(&self, id: Id) -> String {
        self.lexicon.label(self.dataset, id)
    }

    pub(super) fn text(&self, id: Id) -> String {
        self.dataset.short(self.dataset.term(id))
    }

    fn iri(&self, id: Id) -> String {
        match self.dataset.term(id) {
            TermRef::NamedNode(iri) => iri.as_str().to_owned(),
            other => self.dataset.short(other),
        }
    }
}

fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Affirms => "yes",
        Stance::Denies => "no",
        Stance::Qualifies => "qualified",
    }
}

/// How a claim is backed, in a word.
#[must_use]
pub fn standing(sourcing: Sourcing) -> &'static str {
    match sourcing {
        Sourcing::Verified => "verified",
        Sourcing::Cited => "cited",
        Sourcing::Unsourced => "unsourced",
    }
}
