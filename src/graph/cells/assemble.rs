//! What a cell shows once its verdict is found: the sides, the records behind it, and the marks beside it.

use std::collections::BTreeMap;

use super::{CellMark, ComparisonCell, ComparisonCells, RecordScope, Stance, VerdictSide};
use crate::graph::records::{Record, RecordKind, Sourcing, Validity};
use crate::store::Id;
use crate::words::Verdict;

impl ComparisonCells {
    pub(super) fn cell_with_verdict(
        &self,
        of: Id,
        assurance: Id,
        verdict: Verdict,
        said: &[ScopedClaim<'_>],
    ) -> ComparisonCell {
        let wanted = |stance| match verdict {
            Verdict::Yes => stance == Stance::Affirms,
            Verdict::No => stance == Stance::Denies,
            _ => true,
        };
        let is_plain = matches!(verdict, Verdict::Yes | Verdict::No);
        let deciding: Vec<&ScopedClaim<'_>> = said.iter().filter(|it| wanted(it.stance)).collect();
        // If a yes and a no of the whole make it depend, they are about different kinds of data.
        let of_whole = |stance| deciding.iter().filter(move |it| it.stance == stance && it.part.is_whole());
        let [yes, no] = [Stance::Affirms, Stance::Denies].map(|stance| of_whole(stance).next());
        let is_told_apart = verdict == Verdict::Depends
            && yes.zip(no).is_some_and(|(yes, no)| self.data_of(assurance, yes) != self.data_of(assurance, no));
        let mut groups: BTreeMap<(Stance, RecordScope), Vec<&ScopedClaim<'_>>> = BTreeMap::new();
        for it in &deciding {
            let mut part = it.part.clone();
            if is_told_apart && part.data.is_empty() {
                part.data = self.data_of(assurance, it).to_vec();
            }
            groups.entry((it.stance, part)).or_default().push(it);
        }
        let is_said_of_the_whole = groups.keys().any(|(_, part)| part.is_whole());
        let mut sides: Vec<VerdictSide> = groups.into_iter().filter_map(|(key, said)| self.side(key, &said)).collect();
        if is_plain {
            // One side stands for a yes or a no: that of the whole, else that of the part with the weakest backing.
            sides.retain(|it| it.part.is_whole() || !is_said_of_the_whole);
            let weakest = sides.into_iter().max_by_key(|it| (it.sourcing, !it.speaker.is_own()));
            sides = weakest.into_iter().map(|it| VerdictSide { part: RecordScope::default(), ..it }).collect();
        }
        let mut records: Vec<Id> = deciding.iter().map(|it| it.record.id).collect();
        records.sort_unstable();
        records.dedup();
        let mut marks = Vec::new();
        let heard = |it: &&&ScopedClaim<'_>| !is_plain || it.part.is_whole() || !is_said_of_the_whole;
        let heard: Vec<&ScopedClaim<'_>> = deciding.iter().filter(heard).copied().collect();
        if heard.iter().all(|it| it.inherited) {
            marks.push(CellMark::OfTheWhole);
        }
        let of_parts_alone = deciding.iter().all(|it| !it.part.is_whole());
        if verdict == Verdict::Depends && of_parts_alone && !self.is_covered(of, &deciding, 0) {
            // For the rest, somebody may have searched for the subject alone.
            let looked = self.broader_search_marks(of, assurance, &deciding);
            if looked.is_empty() {
                marks.push(CellMark::RestSilent);
            }
            marks.extend(looked);
        }
        if deciding.iter().any(|it| it.record.is_limited) {
            marks.push(CellMark::FinePrint);
        }
        if heard.iter().any(|it| it.record.is_provisional) {
            marks.push(CellMark::Provisional);
        }
        // If something is said of the part itself, searches elsewhere say nothing.
        let is_part = !self.records.things.contains(&of);
        let is_near = |record: &&Record| {
            !is_part || heard.iter().all(|it| it.inherited) || record.parts.iter().any(|it| self.is_within(*it, of))
        };
        for record in self.current(of).filter(|it| it.about.contains(&assurance)).filter(is_near) {
            if record.kind != RecordKind::Claim {
                marks.push(search_mark(record, self.narrower_parts(of, record)));
            }
        }
        self.mark_others(of, assurance, &mut marks);
        ComparisonCell { verdict, sides, last_search: None, marks, records }
    }

    /// The marks of searches for a subject above the assurance, in parts of which nothing nearer is said.
    fn broader_search_marks(&self, of: Id, assurance: Id, deciding: &[&ScopedClaim<'_>]) -> Vec<CellMark> {
        let above: Vec<Id> = self.records.levels(assurance).into_iter().skip(1).flatten().collect();
        let is_told = |part: &Id| deciding.iter().any(|it| it.record.parts.contains(part));
        let looked = self.current(of).filter(|it| it.kind != RecordKind::Claim);
        let looked = looked.filter(|it| it.about.iter().any(|topic| above.contains(topic)));
        let looked = looked.map(|it| (it, self.narrower_parts(of, it)));
        let looked = looked.filter(|(_, parts)| !parts.is_empty() && !parts.iter().any(is_told));
        looked.map(|(record, parts)| search_mark(record, parts)).collect()
    }

    /// The parts of `of` that a record is confined to; none if it is about all of it.
    fn narrower_parts(&self, of: Id, record: &Record) -> Vec<Id> {
        let is_wider = record.parts.iter().any(|it| self.is_within(of, *it));
        if is_wider { Vec::new() } else { record.parts.clone() }
    }

    /// A side with its claim: the thing's own best claim if that is at least cited, else the best of anybody.
    fn side(&self, (stance, part): (Stance, RecordScope), said: &[&ScopedClaim<'_>]) -> Option<VerdictSide> {
        let rank = |said: &&&ScopedClaim<'_>| (said.record.sourcing, std::cmp::Reverse(said.record.when));
        let own = |said: &&&ScopedClaim<'_>| said.record.speaker.is_own() && said.record.sourcing <= Sourcing::Cited;
        let best = said.iter().filter(own).min_by_key(rank).or_else(|| said.iter().min_by_key(rank))?;
        let record = best.record;
        Some(VerdictSide {
            stance,
            part,
            claim: record.id,
            sourcing: record.sourcing,
            speaker: record.speaker,
            when: record.when,
            is_limited: said.iter().any(|it| it.record.is_limited),
        })
    }

    pub(super) fn cell_without_verdict(&self, of: Id, assurance: Id) -> ComparisonCell {
        let mut cell = ComparisonCell {
            verdict: Verdict::NotOnRecord,
            sides: Vec::new(),
            last_search: None,
            marks: Vec::new(),
            records: Vec::new(),
        };
        // Searches for a wider topic count if there is nothing nearer.
        for level in self.records.levels(assurance) {
            let nearest: Vec<&Record> =
                self.current(of).filter(|it| it.about.iter().any(|topic| level.contains(topic))).collect();
            let looked = nearest.iter().filter(|it| it.kind != RecordKind::Claim);
            if nearest.is_empty() || looked.clone().next().is_none() && !level.contains(&assurance) {
                continue;
            }
            let unread = looked.clone().any(|it| it.kind == RecordKind::Unread);
            let kind = if unread { RecordKind::Unread } else { RecordKind::Finding };
            let deciding = looked.filter(|it| it.kind == kind);
            cell.records = deciding.clone().map(|it| it.id).collect();
            if deciding.clone().any(|it| it.is_provisional) {
                cell.marks.push(CellMark::Provisional);
            }
            // If only parts were searched, they are named.
            if deciding.clone().all(|it| !self.narrower_parts(of, it).is_empty()) {
                cell.marks.extend(deciding.clone().map(|it| search_mark(it, self.narrower_parts(of, it))));
            }
            cell.last_search = deciding.filter_map(|it| it.when).max();
            if !cell.records.is_empty() {
                cell.verdict = if unread { Verdict::NotReadable } else { Verdict::NotFound };
            }
            break;
        }
        self.mark_others(of, assurance, &mut cell.marks);
        cell
    }

    fn mark_others(&self, of: Id, assurance: Id, marks: &mut Vec<CellMark>) {
        let is_about = |it: &&Record| it.kind == RecordKind::Claim && it.about.contains(&assurance);
        let more =
            self.current(of).filter(is_about).filter(|it| stances(it).iter().all(|(_, l)| !l.contains(&assurance)));
        let more = more.count();
        if more > 0 {
            marks.push(CellMark::MoreClaims(more));
        }
        let badges = self.current(of).filter(|it| it.hints.contains(&assurance));
        marks.extend(badges.map(|it| CellMark::Badge(it.id, self.narrower_parts(of, it))));
        for record in self.records_about(of) {
            if let Validity::Upcoming(day) = record.validity {
                let stances = stances(record).into_iter().filter(|(_, list)| list.contains(&assurance));
                let parts = self.narrower_parts(of, record);
                marks.extend(stances.map(|(stance, _)| CellMark::Upcoming(stance, day, parts.clone())));
            }
        }
    }
}

/// The mark of an absence finding or an unread record, about these parts or, if there are none, all of it.
fn search_mark(record: &Record, parts: Vec<Id>) -> CellMark {
    match record.kind {
        RecordKind::Unread => CellMark::NotReadable(record.speaker, record.when, parts),
        _ => CellMark::NotFound(record.speaker, record.when, parts),
    }
}

/// The assurances to which a record takes each stance.
pub(super) fn stances(record: &Record) -> [(Stance, &Vec<Id>); 3] {
    [(Stance::Affirms, &record.affirms), (Stance::Denies, &record.denies), (Stance::Qualifies, &record.qualifies)]
}

/// A claim with its stance and scope on one assurance.
pub(super) struct ScopedClaim<'a> {
    pub(super) record: &'a Record,
    pub(super) stance: Stance,
    pub(super) part: RecordScope,
    /// True for a claim about a whole that a part of it inherits.
    pub(super) inherited: bool,
}

impl<'a> ScopedClaim<'a> {
    pub(super) fn duplicate(&self) -> ScopedClaim<'a> {
        ScopedClaim { part: self.part.clone(), ..*self }
    }

    /// The claim as a part of its whole inherits it.
    pub(super) fn inherit(self) -> Self {
        Self { part: RecordScope { parts: Vec::new(), ..self.part }, inherited: true, ..self }
    }
}
