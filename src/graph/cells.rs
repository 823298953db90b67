//! What the current records say of a thing on an assurance: one function decides it for answers, comparisons, pages,
//! reports and JSON alike. The rules are those of `docs/comparison.md`.

mod assemble;
mod decide;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use oxsdatatypes::Date;

use crate::graph::records::{Record, RecordKind, Records, Sourcing, Speaker, Validity};
use crate::store::{Dataset, Id};
use crate::words::{BackedVerdict, Backing, ComparisonRules, Lexicon, Reaching, Verdict};

/// What a claim says to an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// It is so.
    Affirms,
    /// It is not so.
    Denies,
    /// It hangs on something.
    Qualifies,
}

/// What of a whole a record speaks of; nothing is confined where all are empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RecordScope {
    /// Services, plans, modes, endpoints.
    pub parts: Vec<Id>,
    /// Kinds of data, where they are others than the assurance is about.
    pub data: Vec<Id>,
    /// A text: a group of customers, one user of the data.
    pub scope: Option<Id>,
}

impl RecordScope {
    /// True where nothing is confined.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.parts.is_empty() && self.data.is_empty() && self.scope.is_none()
    }
}

/// One side of a verdict: the best claim that takes it, of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictSide {
    /// What it says.
    pub stance: Stance,
    /// Of what it says so.
    pub part: RecordScope,
    /// The claim that it is read off.
    pub claim: Id,
    /// How that is backed.
    pub sourcing: Sourcing,
    /// Whose word it is.
    pub speaker: Speaker,
    /// The day that it speaks for, as written.
    pub when: Option<Id>,
    /// True where fine print limits it.
    pub is_limited: bool,
}

/// What stands beside a verdict and does not change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellMark {
    /// It is said of all of it, not of this part.
    OfTheWhole,
    /// Fine print limits it.
    FinePrint,
    /// It is said of parts alone, and nothing is on record of the rest.
    RestSilent,
    /// Somebody looked and found nothing said: who, on which day, and of which parts, where not of all.
    NotFound(Speaker, Option<Id>, Vec<Id>),
    /// Somebody could not read what is said.
    NotReadable(Speaker, Option<Id>, Vec<Id>),
    /// So many claims are about it without a yes or no.
    MoreClaims(usize),
    /// The badge or status word of a directory hints at it: the record, and of which parts, where not of all.
    Badge(Id, Vec<Id>),
    /// The part is not offered any more.
    Ended,
    /// What begins later, when, and of which parts, where not of all.
    Upcoming(Stance, Date, Vec<Id>),
    /// The page that it stands on was drafted by a machine, and nobody has reviewed it.
    Provisional,
}

/// What is said of one thing, or part of one, on one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonCell {
    /// The verdict.
    pub verdict: Verdict,
    /// What it is read off: one side for yes and no, all for what depends or is disputed.
    pub sides: Vec<VerdictSide>,
    /// The last day on which somebody looked in vain or could not read, as written.
    pub looked: Option<Id>,
    /// What stands beside it.
    pub marks: Vec<CellMark>,
    /// The records that decide, ascending.
    pub records: Vec<Id>,
}

impl ComparisonCell {
    /// What is said of a part that is not offered any more: nothing that counts.
    fn of_ended_part() -> Self {
        let verdict = Verdict::NotOnRecord;
        Self { verdict, sides: Vec::new(), looked: None, marks: vec![CellMark::Ended], records: Vec::new() }
    }

    /// True for a yes or no of the thing's own, found in a source of its own, where no fine print limits what decides it, of
    /// the whole or of a part: what is shown in green, if it is a yes.
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

    /// The records that are over, and those that begin later, each with the adjective for it.
    #[must_use]
    pub fn validities(&self, expired: Option<Id>, upcoming: Option<Id>) -> Vec<[Id; 2]> {
        let pairs = self.records.all.iter().filter_map(|record| match record.validity {
            Validity::Expired => Some([record.id, expired?]),
            Validity::Upcoming(_) => Some([record.id, upcoming?]),
            Validity::Current | Validity::LeftOut => None,
        });
        pairs.collect()
    }

    /// True for a record that counts on the day.
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

    /// The current claims about a thing or a part that are about a topic, or about one that is at most so many steps
    /// below it.
    #[must_use]
    pub fn claims_below(&self, of: Id, topic: Id, steps: usize) -> Vec<Id> {
        let is_below = |it: &Id| self.records.levels(*it).iter().take(steps + 1).any(|level| level.contains(&topic));
        // An assurance is below its subject; a subject below another has a row of its own.
        let counts = |it: &Id| *it == topic || self.is_assurance(*it) && is_below(it);
        let about = |record: &&Record| {
            let lists = [&record.about, &record.affirms, &record.denies, &record.qualifies];
            record.kind == RecordKind::Claim && lists.iter().any(|list| list.iter().any(counts))
        };
        self.current(of).filter(about).map(|it| it.id).collect()
    }

    /// Who looked for a topic itself and found nothing, or could not read it, the latest first.
    #[must_use]
    pub fn search_outcomes(&self, of: Id, topic: Id) -> Vec<(RecordKind, Speaker, Option<Id>)> {
        let looked = self.current(of).filter(|it| it.kind != RecordKind::Claim && it.about.contains(&topic));
        let mut looked: Vec<_> = looked.map(|it| (it.kind, it.speaker, it.when)).collect();
        looked.sort_by_key(|(kind, _, when)| (*kind != RecordKind::Unread, std::cmp::Reverse(*when)));
        looked
    }

    /// The records of those who looked for a topic itself.
    #[must_use]
    pub fn findings_about(&self, of: Id, topic: Id) -> Vec<Id> {
        let looked = self.current(of).filter(|it| it.kind != RecordKind::Claim && it.about.contains(&topic));
        looked.map(|it| it.id).collect()
    }

    /// The records about a thing that count on the day.
    #[must_use]
    pub fn records_of(&self, thing: Id) -> Vec<Id> {
        self.current(thing).map(|it| it.id).collect()
    }

    /// How the current records about a thing are backed.
    #[must_use]
    pub fn sourcings(&self, of: Id) -> Vec<Sourcing> {
        self.current(of).map(|it| it.sourcing).collect()
    }

    /// What a claim speaks of, as it bears on a topic.
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

    /// The things and parts to whose assurances this verdict is given, in pairs.
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

    /// What links through current records alone: pairs that a path joins, one step or more.
    #[must_use]
    pub fn current_links(
        &self,
        dataset: &Dataset,
        starts: &[Id],
        path: &crate::words::Path,
        how: Reaching,
    ) -> Vec<[Id; 2]> {
        let once = |from: Id| -> Vec<Id> {
            let mut at = vec![from];
            for step in &path.0 {
                let step = crate::words::Path(vec![step.clone()]);
                at = at.into_iter().flat_map(|it| step.walk(dataset, it)).collect();
                // Nothing leads through a record that does not count.
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
