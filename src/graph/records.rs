//! What each record says, as far as cells depend on it: read from the facts once for each day.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};
use oxsdatatypes::Date;

use crate::store::{Dataset, Id};
use crate::words::{AttributeId, ComparisonRules, Lexicon, Path, fold};

/// The three kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// Something is said.
    Claim,
    /// Somebody looked and found nothing said.
    Finding,
    /// Something is said, but those who looked could not read it.
    Unread,
}

/// Whether a record counts on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Validity {
    /// It does.
    Current,
    /// It begins later.
    Upcoming(Date),
    /// It is over.
    Expired,
    /// The default filter excludes it: superseded, retracted, rejected or a draft.
    Excluded,
}

/// How well a record is backed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sourcing {
    /// Somebody found the passage in the source.
    Verified,
    /// A source is named.
    Cited,
    /// No source is named, or only an unreviewed page supports it.
    Unsourced,
}

/// Whose word a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// That of the thing itself: the words were found in a source that it publishes.
    Own,
    /// That of the thing itself, as somebody reports; nobody has seen it.
    Reported(Option<Id>),
    /// Somebody else's.
    Other(Id),
    /// The facts do not say whose.
    Unknown,
}

impl Speaker {
    /// True for the word of the thing itself, seen or reported.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::Own | Self::Reported(_))
    }
}

/// One record.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) id: Id,
    pub(super) kind: RecordKind,
    pub(super) things: Vec<Id>,
    /// The parts that it is about; none where it is about the whole.
    pub(super) parts: Vec<Id>,
    pub(super) data: Vec<Id>,
    /// The text that it is confined to: a number that texts which fold alike share, and the literal.
    pub(super) scope: Option<(u32, Id)>,
    pub(super) affirms: Vec<Id>,
    pub(super) denies: Vec<Id>,
    pub(super) qualifies: Vec<Id>,
    pub(super) about: Vec<Id>,
    pub(super) is_exceptionless: bool,
    /// The day that it speaks for, as written.
    pub(super) when: Option<Id>,
    pub(super) validity: Validity,
    pub(super) sourcing: Sourcing,
    pub(super) speaker: Speaker,
    pub(super) is_limited: bool,
    /// True if only unreviewed pages support it.
    pub(super) is_provisional: bool,
    pub(super) hints: Vec<Id>,
    /// The records that this one replaces, in whole or in part.
    pub(super) replaces: Vec<Id>,
}

/// All records, with what they are compared by.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) all: Vec<Record>,
    /// The records about each thing, by their index in `all`.
    pub(super) of_thing: HashMap<Id, Vec<usize>>,
    /// The things that can be compared, ascending.
    pub(super) things: BTreeSet<Id>,
    /// From a part to the thing that it is a part of, however deep it lies.
    pub(super) thing_of_part: BTreeMap<Id, Id>,
    /// From a thing or a part to the parts directly in it.
    pub(super) children: HashMap<Id, BTreeSet<Id>>,
    /// From a part to the parts that it is in, the nearest first.
    pub(super) above: HashMap<Id, Vec<Id>>,
    /// Things and parts of which all parts are on record.
    pub(super) complete: HashSet<Id>,
    /// Parts that are no longer offered.
    pub(super) ended: HashSet<Id>,
    pub(super) assurances: BTreeSet<Id>,
    /// From a topic or a kind of data to those directly above it.
    wider: HashMap<Id, Vec<Id>>,
    /// The kind of data that an assurance is about.
    pub(super) data_of: HashMap<Id, Vec<Id>>,
}

impl Records {
    /// Reads the records.
    pub(super) fn of(dataset: &Dataset, lexicon: &Lexicon, rules: &ComparisonRules, today: Date) -> Self {
        let reader = RecordReader { dataset, lexicon, rules, today };
        reader.records()
    }

    /// A topic or kind of data and all that is wider, by distance.
    pub(super) fn levels(&self, from: Id) -> Vec<Vec<Id>> {
        let mut seen = HashSet::from([from]);
        let mut levels = vec![vec![from]];
        loop {
            let last = levels.last().into_iter().flatten();
            let next: Vec<Id> = last.flat_map(|it| self.wider.get(it).into_iter().flatten().copied()).collect();
            let next: Vec<Id> = next.into_iter().filter(|it| seen.insert(*it)).collect();
            if next.is_empty() {
                return levels;
            }
            levels.push(next);
        }
    }

    /// True if one kind of data is the other or wider.
    pub(super) fn is_wider(&self, wider: Id, narrower: Id) -> bool {
        self.levels(narrower).into_iter().flatten().any(|it| it == wider)
    }
}

struct RecordReader<'a> {
    dataset: &'a Dataset,
    lexicon: &'a Lexicon,
    rules: &'a ComparisonRules,
    today: Date,
}

impl RecordReader<'_> {
    fn records(&self) -> Records {
        let Self { dataset, lexicon, rules, .. } = *self;
        let mut records = Records {
            things: lexicon.things(dataset, lexicon.end(rules.things)).into_iter().collect(),
            assurances: lexicon.things(dataset, rules.assurances).into_iter().collect(),
            ..Records::default()
        };
        let all = lexicon.things(dataset, rules.of);
        let left_out: HashSet<Id> = lexicon.default_exclusions_by_facts(dataset, rules.of).into_iter().collect();
        let findings = self.classes(&lexicon.kind(rules.findings).classes);
        let unread = rules.unread.map(|kind| self.classes(&lexicon.kind(kind).classes)).unwrap_or_default();
        let limits: HashSet<Id> = match rules.limits {
            Some(link) => lexicon.default_exclusions_by_facts(dataset, lexicon.end(link)).into_iter().collect(),
            None => HashSet::new(),
        };
        let mut scopes: HashMap<String, u32> = HashMap::new();
        for id in all {
            let types: Vec<Id> = self.types(id);
            let kind = if types.iter().any(|it| findings.contains(it)) {
                RecordKind::Finding
            } else if types.iter().any(|it| unread.contains(it)) {
                RecordKind::Unread
            } else {
                RecordKind::Claim
            };
            let scope = self.value(rules.scope, id).map(|literal| {
                let next = u32::try_from(scopes.len()).expect("texts are fewer than 2^32");
                (*scopes.entry(fold(&dataset.short(dataset.term(literal)))).or_insert(next), literal)
            });
            let things = self.ends(Some(&lexicon.path_within_kind(rules.things)), id);
            let mut parts = rules.parts.map_or_else(Vec::new, |it| self.ends(Some(&lexicon.path_within_kind(it)), id));
            if !parts.iter().all(|it| self.has_ended(*it)) {
                parts.retain(|it| !self.has_ended(*it));
            }
            let documents = self.ends(rules.documents.as_ref(), id);
            let provisional = self.ends(rules.provisional.as_ref(), id);
            let is_provisional = !documents.is_empty() && documents.iter().all(|it| provisional.contains(it));
            let is_limited = rules.limits.is_some_and(|link| {
                let fine_print = self.ends(Some(&lexicon.path(link)), id);
                fine_print.iter().any(|it| !limits.contains(it))
            });
            let (sourcing, speaker) = self.backing(id, &things, &documents, is_provisional);
            let record = Record {
                validity: if left_out.contains(&id) { Validity::Excluded } else { self.validity(id, &parts) },
                affirms: self.ends(Some(&rules.affirms), id),
                denies: self.ends(Some(&rules.denies), id),
                qualifies: self.ends(Some(&rules.qualifies), id),
                about: self.ends(Some(&rules.about), id),
                data: self.ends(rules.data.as_ref(), id),
                is_exceptionless: self.is_true(rules.exceptionless.as_ref(), id),
                when: self.value(rules.when, id),
                hints: self.ends(rules.hints.as_ref(), id),
                replaces: rules.replaces.iter().flat_map(|path| self.ends(Some(path), id)).collect(),
                id,
                kind,
                things,
                parts,
                scope,
                sourcing,
                speaker,
                is_limited,
                is_provisional,
            };
            let place = records.all.len();
            record.things.iter().for_each(|thing| records.of_thing.entry(*thing).or_default().push(place));
            records.all.push(record);
        }
        // Sort by IRI, so that ties do not depend on the order of the files.
        for places in records.of_thing.values_mut() {
            places.sort_by_cached_key(|at| self.iri(records.all[*at].id));
        }
        self.parts(&mut records);
        self.hierarchies(&mut records);
        records
    }

    /// Which part is in which, and of which thing.
    fn parts(&self, records: &mut Records) {
        let Self { dataset, lexicon, rules, .. } = *self;
        let Some(link) = rules.parts else {
            return;
        };
        let parts: BTreeSet<Id> = lexicon.things(dataset, lexicon.end(link)).into_iter().collect();
        for part in &parts {
            let mut above = Vec::new();
            let mut at = self.ends(rules.within.as_ref(), *part);
            while let Some(next) = at.first().copied().filter(|it| !above.contains(it) && it != part) {
                above.push(next);
                at = self.ends(rules.within.as_ref(), next);
            }
            if let Some(whole) = above.first() {
                records.children.entry(*whole).or_default().insert(*part);
            }
            let chain = std::iter::once(*part).chain(above.iter().copied());
            let offered = chain.flat_map(|it| self.ends(rules.offered.as_ref(), it)).next();
            records.above.insert(*part, above);
            if let Some(thing) = offered {
                records.thing_of_part.insert(*part, thing);
            }
        }
        // A part that no fact places belongs to the thing that a record names with it.
        for record in &records.all {
            for part in &record.parts {
                if let Some(thing) = record.things.first() {
                    records.thing_of_part.entry(*part).or_insert(*thing);
                }
            }
        }
        for (part, thing) in &records.thing_of_part {
            if records.above.get(part).is_none_or(Vec::is_empty) {
                records.children.entry(*thing).or_default().insert(*part);
            }
        }
        records.ended = parts.iter().copied().filter(|it| self.has_ended(*it)).collect();
        let wholes = records.things.iter().chain(&parts);
        records.complete = wholes.copied().filter(|it| self.is_true(rules.complete.as_ref(), *it)).collect();
    }

    fn hierarchies(&self, records: &mut Records) {
        let Self { dataset, lexicon, rules, .. } = *self;
        let mut waiting = lexicon.things(dataset, rules.topics);
        for assurance in &records.assurances {
            records.data_of.insert(*assurance, self.ends(rules.data.as_ref(), *assurance));
        }
        waiting.extend(records.data_of.values().flatten());
        waiting.extend(records.all.iter().flat_map(|it| it.data.iter().copied()));
        while let Some(topic) = waiting.pop() {
            if let Entry::Vacant(entry) = records.wider.entry(topic) {
                let wider = self.ends(rules.wider.as_ref(), topic);
                waiting.extend(&wider);
                entry.insert(wider);
            }
        }
    }

    fn validity(&self, id: Id, parts: &[Id]) -> Validity {
        let begins = self.value(self.rules.begins, id).and_then(|it| self.day(it));
        let ends = self.value(self.rules.ends, id).and_then(|it| self.day(it));
        if ends.is_some_and(|day| day < self.today) || !parts.is_empty() && parts.iter().all(|it| self.has_ended(*it)) {
            return Validity::Expired;
        }
        match begins.filter(|day| *day > self.today) {
            Some(day) => Validity::Upcoming(day),
            None => Validity::Current,
        }
    }

    /// True for a part that is no longer offered, or lies in one that is not.
    fn has_ended(&self, part: Id) -> bool {
        let mut met = Vec::new();
        let mut waiting = vec![part];
        while let Some(part) = waiting.pop().filter(|it| !met.contains(it)) {
            met.push(part);
            let last = self.ends(self.rules.ended.as_ref(), part);
            if last.into_iter().filter_map(|it| self.day(it)).any(|day| day < self.today) {
                return true;
            }
            waiting.extend(self.ends(self.rules.within.as_ref(), part));
        }
        false
    }

    /// How well a record is backed, and whose word it is.
    fn backing(&self, id: Id, things: &[Id], documents: &[Id], is_provisional: bool) -> (Sourcing, Speaker) {
        let rules = self.rules;
        // A misspelt name leads to something of no type, which backs nothing.
        let described = |ends: Vec<Id>| ends.into_iter().filter(|it| !self.types(*it).is_empty()).collect::<Vec<Id>>();
        let verified = described(self.ends(rules.verified.as_ref(), id));
        let cited = described(self.ends(rules.cited.as_ref(), id));
        let sourcing = match (verified.is_empty(), cited.is_empty()) {
            (false, _) => Sourcing::Verified,
            (true, false) if !is_provisional => Sourcing::Cited,
            _ => Sourcing::Unsourced,
        };
        let publishes = |source: &Id| self.ends(rules.publisher.as_ref(), *source);
        let is_own = verified.iter().flat_map(publishes).any(|it| things.contains(&it));
        if is_own {
            return (sourcing, Speaker::Own);
        }
        let speaker = match self.ends(rules.speaker.as_ref(), id).first() {
            Some(speaker) if things.contains(speaker) => {
                let reports = documents.iter().flat_map(|it| self.ends(rules.reporter.as_ref(), *it));
                Speaker::Reported(reports.min_by_key(|it| self.iri(*it)))
            }
            Some(speaker) => Speaker::Other(*speaker),
            None => Speaker::Unknown,
        };
        (sourcing, speaker)
    }

    fn ends(&self, path: Option<&Path>, from: Id) -> Vec<Id> {
        path.map_or_else(Vec::new, |path| path.walk(self.dataset, from).into_iter().collect())
    }

    fn iri(&self, id: Id) -> String {
        self.dataset.term(id).to_string()
    }

    fn value(&self, attribute: Option<AttributeId>, of: Id) -> Option<Id> {
        let path = &self.lexicon.attribute(attribute?).path;
        path.walk(self.dataset, of).into_iter().next()
    }

    fn is_true(&self, path: Option<&Path>, of: Id) -> bool {
        let values = self.ends(path, of);
        let is_true = |id: &Id| matches!(self.dataset.term(*id), TermRef::Literal(it) if it.value() == "true" || it.value() == "1");
        values.iter().any(is_true)
    }

    fn day(&self, id: Id) -> Option<Date> {
        match self.dataset.term(id) {
            TermRef::Literal(day) => day.value().parse().ok(),
            _ => None,
        }
    }

    fn types(&self, id: Id) -> Vec<Id> {
        let a = self.dataset.iri_id(rdf::TYPE);
        a.map_or_else(Vec::new, |a| self.dataset.objects(id, a).collect())
    }

    fn classes(&self, classes: &[NamedNode]) -> HashSet<Id> {
        classes.iter().filter_map(|class| self.dataset.iri_id(class.as_ref())).collect()
    }
}
