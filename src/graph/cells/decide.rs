//! Decides the verdict on one assurance from what is said of a thing or a part.

use super::assemble::stances;
use super::{ComparisonCell, ComparisonCells, RecordScope, Stance};
use crate::graph::cells::assemble::ScopedClaim;
use crate::graph::records::{Record, RecordKind, Validity};
use crate::store::Id;
use crate::words::Verdict;

/// How deep nested parts are followed; this also ends cycles of parts.
const DEEPEST: usize = 16;

impl ComparisonCells {
    /// The records about a thing or a part, those about its own parts and, for a part, those about the wholes that
    /// contain it.
    pub(super) fn records_about(&self, of: Id) -> impl Iterator<Item = &Record> {
        let thing = self.thing_of(of);
        let places = thing.and_then(|thing| self.records.of_thing.get(&thing)).into_iter().flatten();
        places.map(|at| &self.records.all[*at]).filter(move |record| {
            let wider = || record.parts.is_empty() || record.parts.iter().any(|it| self.is_within(of, *it));
            thing == Some(of) || wider() || record.parts.iter().any(|it| self.is_within(*it, of))
        })
    }

    pub(super) fn current(&self, of: Id) -> impl Iterator<Item = &Record> {
        self.records_about(of).filter(|it| it.validity == Validity::Current)
    }

    /// True if a part is the whole or lies in it.
    pub(super) fn is_within(&self, part: Id, whole: Id) -> bool {
        part == whole || self.records.above.get(&part).is_some_and(|above| above.contains(&whole))
    }

    pub(super) fn scope_of_record(&self, record: &Record, assurance: Id) -> RecordScope {
        let own = self.records.data_of.get(&assurance).map_or(&[][..], Vec::as_slice);
        let is_own = record.data.iter().any(|kind| own.iter().any(|own| self.records.is_wider(*kind, *own)));
        RecordScope {
            parts: record.parts.clone(),
            data: if is_own { Vec::new() } else { record.data.clone() },
            scope: record.scope.map(|(_, literal)| literal),
        }
    }

    fn claims_in_scope(&self, of: Id, assurance: Id) -> Vec<ScopedClaim<'_>> {
        let mut said = Vec::new();
        for record in self.current(of).filter(|it| it.kind == RecordKind::Claim) {
            for (stance, list) in stances(record) {
                if list.contains(&assurance) {
                    said.push(ScopedClaim {
                        record,
                        stance,
                        part: self.scope_of_record(record, assurance),
                        inherited: false,
                    });
                }
            }
        }
        said
    }

    pub(super) fn decide(&self, of: Id, assurance: Id) -> ComparisonCell {
        let is_part = !self.records.things.contains(&of);
        if self.records.ended.contains(&of) {
            // A part that is no longer offered inherits nothing from a whole.
            return ComparisonCell::of_ended_part();
        }
        let all = self.claims_in_scope(of, assurance);
        let is_own = |said: &ScopedClaim<'_>| !is_part || said.record.parts.iter().any(|it| self.is_within(*it, of));
        let (mut own, mut wider): (Vec<ScopedClaim<'_>>, Vec<ScopedClaim<'_>>) = all.into_iter().partition(is_own);
        let against = self.disputing(assurance, &wider, &own);
        let mut is_disputed = against.iter().any(|it| *it) || self.disputing(assurance, &own, &own).contains(&true);
        let mut against = against.into_iter();
        wider.retain(|_| against.next().unwrap_or_default() || !is_disputed);
        let inherits = is_part && !is_disputed && !own.iter().any(|it| self.speaks_of(it, of));
        if inherits {
            // The part inherits from the nearest whole of which something is said.
            let thing = self.thing_of(of);
            let above = self.records.above.get(&of).into_iter().flatten().copied();
            let nearest = above.chain(thing).find(|whole| wider.iter().any(|it| self.speaks_of(it, *whole)));
            if let Some(nearest) = nearest {
                wider.retain(|it| self.speaks_of(it, nearest));
                own.extend(wider.into_iter().map(|it| it.inherit()));
                is_disputed = self.disputing(assurance, &own, &own).contains(&true);
            }
        } else if is_disputed {
            // Both sides are shown.
            own.extend(wider);
        }
        // A claim that names this part beside others is about all of it.
        own.iter_mut().filter(|it| it.record.parts.contains(&of)).for_each(|it| it.part.parts.clear());
        let verdict = if is_disputed { Some(Verdict::Disputed) } else { self.verdict(of, &own, 0) };
        match verdict {
            Some(verdict) => self.cell_with_verdict(of, assurance, verdict, &own),
            None => self.cell_without_verdict(of, assurance),
        }
    }

    /// True if a claim is about a thing or part itself, not about something in it.
    fn speaks_of(&self, said: &ScopedClaim<'_>, whole: Id) -> bool {
        if self.records.things.contains(&whole) {
            said.record.parts.is_empty()
        } else {
            said.record.parts.contains(&whole)
        }
    }

    /// The verdict on a whole by what is said of it and of its parts; none where nothing is said.
    fn verdict(&self, of: Id, said: &[ScopedClaim<'_>], depth: usize) -> Option<Verdict> {
        let is_thing = self.records.things.contains(&of);
        let of_itself = |said: &&ScopedClaim<'_>| {
            said.inherited || if is_thing { said.record.parts.is_empty() } else { said.record.parts.contains(&of) }
        };
        let here = |said: &ScopedClaim<'_>| said.part.parts.is_empty() || of_itself(&said);
        let is_whole = |said: &ScopedClaim<'_>| here(said) && said.part.data.is_empty() && said.part.scope.is_none();
        let takes = |stance| said.iter().any(|it| it.stance == stance && is_whole(it));
        let (mut yes, mut no) = (takes(Stance::Affirms), takes(Stance::Denies));
        let mut open = takes(Stance::Qualifies);
        let mut parts: Vec<Verdict> = Vec::new();
        let children = self.records.children.get(&of).filter(|_| depth < DEEPEST);
        let mut silent = false;
        for child in children.into_iter().flatten().filter(|it| !self.records.ended.contains(it)) {
            let of_child = |it: &&ScopedClaim<'_>| it.record.parts.iter().any(|part| self.is_within(*part, *child));
            let below: Vec<ScopedClaim<'_>> = said.iter().filter(of_child).map(ScopedClaim::duplicate).collect();
            match self.verdict(*child, &below, depth + 1).filter(|_| !below.is_empty()) {
                Some(verdict) => parts.push(verdict),
                None => silent = true,
            }
        }
        // The parts decide only if all of them are on record and agree.
        if self.is_complete(of) && !silent {
            yes |= !parts.is_empty() && parts.iter().all(|it| *it == Verdict::Yes);
            no |= !parts.is_empty() && parts.iter().all(|it| *it == Verdict::No);
        }
        // What agrees with the whole adds nothing; anything else said of a part makes it depend.
        open |= said.iter().filter(|it| !is_whole(it)).any(|it| match (yes, no) {
            (true, false) => it.stance != Stance::Affirms,
            (false, true) => it.stance != Stance::Denies,
            _ => true,
        });
        match (yes, no, open) {
            (false, false, false) => None,
            (true, false, false) => Some(Verdict::Yes),
            (false, true, false) => Some(Verdict::No),
            _ => Some(Verdict::Depends),
        }
    }

    /// For each of `ones`, whether one of `others` takes the opposite stance on the same scope, or on a narrower or
    /// wider scope where the wider claim allows no exception; not if one replaces the other.
    fn disputing(&self, assurance: Id, ones: &[ScopedClaim<'_>], others: &[ScopedClaim<'_>]) -> Vec<bool> {
        let opposite = |one: &ScopedClaim<'_>, other: &ScopedClaim<'_>| {
            matches!((one.stance, other.stance), (Stance::Affirms, Stance::Denies) | (Stance::Denies, Stance::Affirms))
        };
        let settled = |one: &ScopedClaim<'_>, other: &ScopedClaim<'_>| {
            one.record.replaces.contains(&other.record.id) || other.record.replaces.contains(&one.record.id)
        };
        let disputes = |one: &ScopedClaim<'_>| {
            others.iter().any(|other| {
                opposite(one, other)
                    && !settled(one, other)
                    && (self.is_same(assurance, one, other)
                        || self.is_narrower(assurance, one, other) && other.record.is_exceptionless
                        || self.is_narrower(assurance, other, one) && one.record.is_exceptionless)
            })
        };
        ones.iter().map(disputes).collect()
    }

    /// True if two claims are about the same service, kind of data and scope.
    fn is_same(&self, assurance: Id, one: &ScopedClaim<'_>, other: &ScopedClaim<'_>) -> bool {
        let (ones, others) = (&one.record.parts, &other.record.parts);
        let parts = ones.is_empty() && others.is_empty() || ones.iter().any(|it| others.contains(it));
        let (ones, others) = (self.data_of(assurance, one), self.data_of(assurance, other));
        let data = ones.is_empty() && others.is_empty() || ones.iter().any(|it| others.contains(it));
        parts && data && scope(one) == scope(other)
    }

    /// True if the first is about a part of what the other is about.
    fn is_narrower(&self, assurance: Id, one: &ScopedClaim<'_>, other: &ScopedClaim<'_>) -> bool {
        let (ones, others) = (&one.record.parts, &other.record.parts);
        let inside = |part: &Id| others.iter().any(|whole| self.is_within(*part, *whole));
        let parts = others.is_empty() || ones.iter().any(inside);
        // A claim that names no kind of data is about all data.
        let (ones, others) = (self.data_of(assurance, one), &other.record.data);
        let below = |kind: &Id| others.iter().any(|wider| self.records.is_wider(*wider, *kind));
        let data = others.is_empty() || ones.iter().any(below);
        parts && data && (scope(other).is_none() || scope(one) == scope(other))
    }

    /// True if all parts are on record, and something is said of each of them, or of all its own parts.
    pub(super) fn is_covered(&self, of: Id, said: &[&ScopedClaim<'_>], depth: usize) -> bool {
        let children = self.records.children.get(&of);
        let mut living = children.into_iter().flatten().filter(|it| !self.records.ended.contains(it));
        let is_told = |child: &Id| said.iter().any(|it| it.record.parts.contains(child));
        let is_covered = |child: &Id| is_told(child) || self.is_covered(*child, said, depth + 1);
        depth < DEEPEST && self.is_complete(of) && children.is_some() && living.all(is_covered)
    }

    /// The kinds of data that a claim is about; if it names none, those of the assurance.
    pub(super) fn data_of<'a>(&'a self, assurance: Id, said: &'a ScopedClaim<'_>) -> &'a [Id] {
        if said.record.data.is_empty() {
            self.records.data_of.get(&assurance).map_or(&[], Vec::as_slice)
        } else {
            &said.record.data
        }
    }
}

fn scope(said: &ScopedClaim<'_>) -> Option<u32> {
    said.record.scope.map(|(text, _)| text)
}
