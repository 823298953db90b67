//! What the current records say of a thing on an assurance: one function decides it for answers, comparisons, pages,
//! reports and JSON alike. The rules are those of `docs/comparison.md`.

mod assemble;
mod decide;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use oxsdatatypes::Date;

use crate::graph::records::{Record, RecordKind, Records, Sourcing, Speaker, Validity};
use crate::store::{Dataset, Id};
use crate::words::{BackedVerdict, Backing, ComparisonRules, CompiledPath, Lexicon, Path, Reaching, Verdict};

/// The stance of a claim on an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// It is so.
    Affirms,
    /// It is not so.
    Denies,
    /// It depends on something.
    Qualifies,
}

/// The part of a whole that a record is about; the whole if all fields are empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RecordScope {
    /// Services, plans, modes, endpoints.
    pub parts: Vec<Id>,
    /// Kinds of data, if they are not those of the assurance.
    pub data: Vec<Id>,
    /// A text: a group of customers, one user of the data.
    pub scope: Option<Id>,
}

impl RecordScope {
    /// True for the whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.parts.is_empty() && self.data.is_empty() && self.scope.is_none()
    }
}

/// One side of a verdict: a stance on one part, with the best claim that takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictSide {
    /// What it says.
    pub stance: Stance,
    /// The part that it is about.
    pub part: RecordScope,
    /// The claim that it is taken from.
    pub claim: Id,
    /// How well that claim is backed.
    pub sourcing: Sourcing,
    /// Whose word it is.
    pub speaker: Speaker,
    /// The day that it speaks for, as written.
    pub when: Option<Id>,
    /// True where fine print limits it.
    pub is_limited: bool,
}

/// A remark beside a verdict that does not change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellMark {
    /// The verdict is inherited from a whole: nothing is said of this part.
    OfTheWhole,
    /// Fine print limits it.
    FinePrint,
    /// It is said of parts alone, and nothing is on record of the rest.
    RestSilent,
    /// Somebody looked and found nothing said: who, on which day, and about which parts (empty for all).
    NotFound(Speaker, Option<Id>, Vec<Id>),
    /// Somebody could not read what is said, with the same fields.
    NotReadable(Speaker, Option<Id>, Vec<Id>),
    /// The number of claims about it without a yes or no.
    MoreClaims(usize),
    /// The badge or status word of a directory hints at it: the record, and the parts (empty for all).
    Badge(Id, Vec<Id>),
    /// The part is no longer offered.
    Ended,
    /// A stance that begins later, the day, and the parts (empty for all).
    Upcoming(Stance, Date, Vec<Id>),
    /// A machine drafted the page that supports it, and nobody has reviewed it.
    Provisional,
}

/// What is said of one thing, or part of one, on one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonCell {
    /// The verdict.
    pub verdict: Verdict,
    /// The sides of the verdict: one for yes and no, all for depends and disputed.
    pub sides: Vec<VerdictSide>,
    /// The last day on which somebody looked in vain or could not read, as written.
    pub last_search: Option<Id>,
    /// Remarks beside the verdict.
    pub marks: Vec<CellMark>,
    /// The records that decide, ascending.
    pub records: Vec<Id>,
}

impl ComparisonCell {
    /// The cell of a part that is no longer offered: nothing counts for it.
    fn of_ended_part() -> Self {
        let verdict = Verdict::NotOnRecord;
        Self { verdict, sides: Vec::new(), last_search: None, marks: vec![CellMark::Ended], records: Vec::new() }
    }

    /// True if each side is the thing's own word, found in a source of its own, and no fine print limits what decides
    /// the cell. Such a yes is shown in green.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        let own = self.sides.iter().all(|it| it.speaker == Speaker::Own && !it.is_limited);
        own && !self.sides.is_empty() && !self.marks.contains(&CellMark::FinePrint)
    }

    fn has(&self, backing: Backing) -> bool {
        let fits = |side: &VerdictSide| match backing {
            Backing::Any => true,
            Backing::Verified => side.sourcing == Sourcing::Verified,
            Backing::Own => side.speaker == Speaker::Own,
        };
        backing == Backing::Any || !self.sides.is_empty() && self.sides.iter().all(fits)
    }
}

/// The records of one dataset on one day, and what they say.
#[derive(Debug)]
pub struct ComparisonCells {
    records: Records,
    all: OnceLock<BTreeMap<[Id; 2], ComparisonCell>>,
}

impl ComparisonCells {
    /// Reads the records that are compared.
    #[must_use]
    pub fn of(dataset: &Dataset, lexicon: &Lexicon, rules: &ComparisonRules, today: Date) -> Self {
        Self { records: Records::of(dataset, lexicon, rules, today), all: OnceLock::new() }
    }

    /// The parts of a thing that are on record, ascending.
    #[must_use]
    pub fn parts_of(&self, thing: Id) -> Vec<Id> {
        let parts = self.records.thing_of_part.iter();
        parts.filter(|(_, whole)| **whole == thing).map(|(part, _)| *part).collect()
    }

    /// The thing that a part belongs to; of a thing itself, the thing.
    #[must_use]
    pub fn thing_of(&self, of: Id) -> Option<Id> {
        if self.records.things.contains(&of) { Some(of) } else { self.records.thing_of_part.get(&of).copied() }
    }

    /// True where all parts of a thing or a part are on record.
    #[must_use]
    pub fn is_complete(&self, of: Id) -> bool {
        self.records.complete.contains(&of)
    }

    /// True for an assurance, about which there are verdicts.
    #[must_use]
    pub fn is_assurance(&self, topic: Id) -> bool {
        self.records.assurances.contains(&topic)
    }

    /// The expired and the upcoming records, each with the adjective for it.
    #[must_use]
    pub fn validities(&self, expired: Option<Id>, upcoming: Option<Id>) -> Vec<[Id; 2]> {
        let pairs = self.records.all.iter().filter_map(|record| match record.validity {
            Validity::Expired => Some([record.id, expired?]),
            Validity::Upcoming(_) => Some([record.id, upcoming?]),
            Validity::Current | Validity::Excluded => None,
        });
        pairs.collect()
    }

    /// True for a current record.
    #[must_use]
    pub fn is_current(&self, record: Id) -> bool {
        let place = self.records.all.binary_search_by_key(&record, |it| it.id);
        place.is_ok_and(|at| self.records.all[at].validity == Validity::Current)
    }

    /// The current claims about a thing or a part that are about a topic itself, or take a stance to it.
    #[must_use]
    pub fn claims_about(&self, of: Id, topic: Id) -> Vec<Id> {
        let about = |record: &&Record| {
            let lists = [&record.about, &record.affirms, &record.denies, &record.qualifies];
            record.kind == RecordKind::Claim && lists.iter().any(|list| list.contains(&topic))
        };
        self.current(of).filter(about).map(|it| it.id).collect()
    }

    /// The current claims about a thing or a part that are about a topic, or about an assurance at most `steps` below
    /// it.
    #[must_use]
    pub fn claims_below(&self, of: Id, topic: Id, steps: usize) -> Vec<Id> {
        let is_below = |it: &Id| self.records.levels(*it).iter().take(steps + 1).any(|level| level.contains(&topic));
        // Assurances alone: a subject below another has a row of its own.
        let counts = |it: &Id| *it == topic || self.is_assurance(*it) && is_below(it);
        let about = |record: &&Record| {
            let lists = [&record.about, &record.affirms, &record.denies, &record.qualifies];
            record.kind == RecordKind::Claim && lists.iter().any(|list| list.iter().any(counts))
        };
        self.current(of).filter(about).map(|it| it.id).collect()
    }

    /// Who looked for a topic itself and could not read it, then who found nothing, each the latest first.
    #[must_use]
    pub fn search_outcomes(&self, of: Id, topic: Id) -> Vec<(RecordKind, Speaker, Option<Id>)> {
        let looked = self.current(of).filter(|it| it.kind != RecordKind::Claim && it.about.contains(&topic));
        let mut looked: Vec<_> = looked.map(|it| (it.kind, it.speaker, it.when)).collect();
        looked.sort_by_key(|(kind, _, when)| (*kind != RecordKind::Unread, std::cmp::Reverse(*when)));
        looked
    }

    /// The unread records and findings about a topic itself.
    #[must_use]
    pub fn findings_about(&self, of: Id, topic: Id) -> Vec<Id> {
        let looked = self.current(of).filter(|it| it.kind != RecordKind::Claim && it.about.contains(&topic));
        looked.map(|it| it.id).collect()
    }

    /// The current records about a thing.
    #[must_use]
    pub fn records_of(&self, thing: Id) -> Vec<Id> {
        self.current(thing).map(|it| it.id).collect()
    }

    /// How the current records about a thing are backed.
    #[must_use]
    pub fn sourcings(&self, of: Id) -> Vec<Sourcing> {
        self.current(of).map(|it| it.sourcing).collect()
    }

    /// The scope of a claim with respect to a topic.
    #[must_use]
    pub fn scope_of_claim(&self, claim: Id, topic: Id) -> RecordScope {
        let place = self.records.all.binary_search_by_key(&claim, |it| it.id);
        place.map_or_else(|_| RecordScope::default(), |at| self.scope_of_record(&self.records.all[at], topic))
    }

    /// True where fine print limits one of these records.
    #[must_use]
    pub fn are_limited(&self, records: &[Id]) -> bool {
        let places = records.iter().filter_map(|it| self.records.all.binary_search_by_key(it, |it| it.id).ok());
        places.into_iter().any(|at| self.records.all[at].is_limited)
    }

    /// Whose word a record is, and how it is backed.
    #[must_use]
    pub fn backing_of(&self, record: Id) -> Option<(Sourcing, Speaker)> {
        let at = self.records.all.binary_search_by_key(&record, |it| it.id).ok()?;
        let record = &self.records.all[at];
        Some((record.sourcing, record.speaker))
    }

    /// The pairs of a thing or a part and an assurance that have this verdict.
    #[must_use]
    pub fn pairs_with_verdict(&self, answered: BackedVerdict) -> Vec<[Id; 2]> {
        let cells = self.all().iter();
        let wanted = cells.filter(|(_, cell)| cell.verdict == answered.verdict && cell.has(answered.backing));
        wanted.map(|(pair, _)| *pair).collect()
    }

    /// Every cell, by thing or part and assurance.
    pub fn all(&self) -> &BTreeMap<[Id; 2], ComparisonCell> {
        self.all.get_or_init(|| {
            let of = self.records.things.iter().chain(self.records.thing_of_part.keys());
            let pairs = of.flat_map(|of| self.records.assurances.iter().map(|it| [*of, *it]));
            pairs.map(|[of, assurance]| ([of, assurance], self.decide(of, assurance))).collect()
        })
    }

    /// What is said of a thing or a part on an assurance.
    #[must_use]
    pub fn cell(&self, of: Id, assurance: Id) -> ComparisonCell {
        match self.all.get().and_then(|all| all.get(&[of, assurance])) {
            Some(cell) => cell.clone(),
            None => self.decide(of, assurance),
        }
    }

    /// The pairs that a path links through current records alone, repeated as `how` says.
    #[must_use]
    pub fn current_links(&self, dataset: &Dataset, starts: &[Id], path: &Path, how: Reaching) -> Vec<[Id; 2]> {
        let compiled = CompiledPath::of_facts(path, dataset);
        let once = |from: Id| -> Vec<Id> {
            let mut at = vec![from];
            for step in &compiled.moves {
                at = at.into_iter().flat_map(|it| step.ends(it)).collect();
                // Paths do not lead through records that are not current.
                at.retain(|it| self.records.all.binary_search_by_key(it, |it| it.id).is_err() || self.is_current(*it));
            }
            at
        };
        let mut pairs = Vec::new();
        for start in starts {
            let mut reached = std::collections::BTreeSet::new();
            let mut waiting = once(*start);
            while let Some(next) = waiting.pop() {
                if reached.insert(next) && how != Reaching::Once {
                    waiting.extend(once(next));
                }
            }
            if how == Reaching::ItselfOrAgain {
                reached.insert(*start);
            }
            pairs.extend(reached.into_iter().map(|end| [*start, end]));
        }
        pairs
    }
}
