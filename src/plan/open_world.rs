//! Gaps in the record: the things for which an open relation or attribute has no fact at all, so that its value is
//! unknown.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::{KnowledgeGap, OpenPredicate, Pending, join};
use crate::plan::linking::{UnknownLinks, there_is};
use crate::plan::lowering::Lower;
use crate::plan::test::Test;
use crate::question::{LinkReach, NounPhrase, PhraseBase, Thing};
use crate::words::{AdjectiveId, AttributeId, Direction, KindId, Meaning, Path, Reaching, Step, Structure};

impl Lower<'_> {
    /// Notes an open predicate, with the things that lack it if they are the subject of the question.
    pub(super) fn note_open(&mut self, open: OpenPredicate, links: &[Direction], gap: Option<&Concept>) {
        let things = gap.filter(|_| self.links_from_subject == 0).cloned();
        self.note(KnowledgeGap { open, links: links.to_vec(), things });
    }

    /// Notes missing facts, once.
    pub(super) fn note(&mut self, gap: KnowledgeGap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// The unknown links of a relation that is followed, with those due to what is open (`behind`) at the linked
    /// things in `counts`.
    pub(super) fn unknown_links(
        &mut self,
        direction: Direction,
        reach: LinkReach,
        object: Option<&NounPhrase>,
        (counts, behind): (&Concept, Vec<Pending>),
    ) -> UnknownLinks {
        let mut unsure = UnknownLinks::default();
        let open = OpenPredicate::Relation(direction, reach);
        let (own, further) = self.gaps_of(direction, reach);
        let known = direction.backward
            && reach == LinkReach::Direct
            && object.is_some_and(|it| self.are_on_record(direction, it));
        for (open, gap) in [(open, &own), (OpenPredicate::PartlyRecorded(direction, reach), &further)] {
            if let Some(gap) = gap.as_ref().filter(|_| !known || matches!(open, OpenPredicate::PartlyRecorded(..))) {
                self.note_open(open, &[], Some(gap).filter(|_| !direction.backward));
            }
        }
        let side = if direction.backward { &mut unsure.ends } else { &mut unsure.starts };
        *side = join(own, further);
        if !direction.backward {
            let relation = self.context.lexicon.relation(direction.relation);
            let (kinds, of, path) = (relation.looked_up_for.clone(), relation.from, relation.path.clone());
            self.defer(open, &kinds, of, &path);
        }
        unsure.starts = self.gap_behind(direction, counts, behind, unsure.starts);
        unsure
    }

    /// True for named things that all have facts of a link: `engaged by vendor:openrouter`.
    fn are_on_record(&self, direction: Direction, object: &NounPhrase) -> bool {
        let PhraseBase::Things(things) = &object.base else {
            return false;
        };
        let (lexicon, dataset) = (self.context.lexicon, self.context.dataset);
        let path = lexicon.path(direction.reverse());
        let is_on_record =
            |it: &Thing| dataset.iri_id(it.iri.as_ref()).is_some_and(|it| !path.walk(dataset, it).is_empty());
        things.iter().all(is_on_record)
    }

    /// The same, for a link to a phrase.
    pub(super) fn unknown_links_to(
        &mut self,
        direction: Direction,
        reach: LinkReach,
        object: &NounPhrase,
        behind: Vec<Pending>,
    ) -> Result<UnknownLinks, Diagnostic> {
        let reaches_all = self.context.lexicon.relation(direction.relation).reaches_all;
        let counts = if behind.is_empty() || reaches_all || object.all {
            Concept::Everything
        } else {
            self.without_gaps(|lower| lower.default_filter(object, false))?.certain
        };
        Ok(self.unknown_links(direction, reach, Some(object), (&counts, behind)))
    }

    /// The certain part of a set, as if nothing of it were unknown: its gaps are noted
    /// elsewhere.
    pub(super) fn without_gaps(
        &mut self,
        lower: impl FnOnce(&mut Self) -> Result<ThreeValuedSet, Diagnostic>,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        let gaps = self.gaps.len();
        let pending = std::mem::take(&mut self.pending);
        let lowered = lower(self)?;
        self.gaps.truncate(gaps);
        self.pending = pending;
        Ok(ThreeValuedSet::exact(lowered.certain))
    }

    /// The things that link to nothing with a fact of what has to be looked up for them; joined to `gap`.
    fn gap_behind(
        &mut self,
        direction: Direction,
        counts: &Concept,
        behind: Vec<Pending>,
        gap: Option<Concept>,
    ) -> Option<Concept> {
        let mut gap = gap;
        let lexicon = self.context.lexicon;
        let (start, path) = (lexicon.start(direction), lexicon.path_within_kind(direction));
        for Pending { open, mut links, kinds, recorded: told } in behind {
            let told = Concept::some(path.clone(), Concept::all(vec![counts.clone(), told]));
            links.insert(0, direction);
            let (here, elsewhere): (Vec<KindId>, Vec<KindId>) =
                kinds.into_iter().partition(|kind| lexicon.overlap(*kind, start));
            if let Some(class) = self.class_of(&here) {
                let lacking = Concept::all(vec![class, Concept::negate(told.clone())]);
                self.note_open(open, &links, Some(&lacking));
                gap = join(gap, Some(lacking));
            }
            if !elsewhere.is_empty() {
                self.add_pending(Pending { open, links, kinds: elsewhere, recorded: told });
            }
        }
        gap
    }

    /// The things without a value of an open attribute.
    pub(super) fn gap_of_attribute(&mut self, id: AttributeId) -> Option<Concept> {
        let attribute = self.context.lexicon.attribute(id);
        let (kinds, of, path) = (attribute.looked_up_for.clone(), attribute.of, attribute.path.clone());
        if kinds.is_empty() {
            return None;
        }
        let open = OpenPredicate::Attribute(id);
        self.defer(open, &kinds, of, &path);
        let gap = join(self.lacking(&kinds, of, &path), self.gap_on(&path.0))?;
        self.note_open(open, &[], Some(&gap));
        Some(gap)
    }

    /// The things for which it is unknown whether they have the value of an adjective.
    pub(super) fn gap_of_adjective(&mut self, id: AdjectiveId) -> Option<Concept> {
        let lexicon = self.context.lexicon;
        let Meaning::Value { path, .. } = &lexicon.adjective(id).meaning else {
            return None;
        };
        let of = lexicon.adjective(id).of;
        let attribute = lexicon.attributes().find(|(_, it)| it.path == *path && lexicon.overlap(it.of, of));
        if let Some((attribute, _)) = attribute {
            return self.gap_of_attribute(attribute);
        }
        let gap = self.gap_on(&path.0)?;
        self.note_open(OpenPredicate::Adjective(id), &[], Some(&gap));
        Some(gap)
    }

    /// Keeps an open predicate pending for the kinds for which it is looked up but that do not have it themselves.
    fn defer(&mut self, open: OpenPredicate, kinds: &[KindId], of: KindId, path: &Path) {
        let lexicon = self.context.lexicon;
        let kinds: Vec<KindId> = kinds.iter().copied().filter(|kind| !lexicon.overlap(*kind, of)).collect();
        if !kinds.is_empty() {
            let told = Concept::some(path.clone(), Concept::Everything);
            self.add_pending(Pending { open, links: Vec::new(), kinds, recorded: told });
        }
    }

    pub(super) fn add_pending(&mut self, pending: Pending) {
        if !self.pending.contains(&pending) {
            self.pending.push(pending);
        }
    }

    /// The things with unknown links of a relation, within its reach; for one that is followed backward, the things
    /// from which it starts. First those without a link on record, then those that may have further ones.
    fn gaps_of(&self, direction: Direction, reach: LinkReach) -> (Option<Concept>, Option<Concept>) {
        let lexicon = self.context.lexicon;
        let relation = lexicon.relation(direction.relation);
        if relation.looked_up_for.is_empty() {
            return (None, None);
        }
        let own = self.without_record(direction.relation, relation);
        let partly = self.partly_on_record(direction.relation);
        let forward = Direction { backward: false, ..direction };
        let path = match reach {
            LinkReach::Direct => None,
            LinkReach::Ultimately | LinkReach::ThemselvesOrUltimately => lexicon.ultimate_path(forward),
        };
        match path {
            None => (own, join(partly, self.gap_on(&relation.path.0))),
            Some(path) => {
                let ends = join(own.clone(), partly.clone()).filter(|_| lexicon.overlap(relation.from, relation.to));
                let further = join(partly, ends.map(|ends| Concept::some(path.clone(), ends)));
                (own, join(further, self.gap_on(&path.0)))
            }
        }
    }

    /// The things from which a path leads to a step that may exist without being on record.
    fn gap_on(&self, steps: &[Step]) -> Option<Concept> {
        let (step, rest) = steps.split_first()?;
        let rest = self.gap_on(rest);
        let onward = |to| Concept::some(Path(vec![step.clone()]), to);
        match step {
            Step::Repeat { path, .. } => {
                let again = Path(vec![Step::Repeat { path: path.clone(), at_least_once: true }]);
                let inside = self.gap_on(&path.0);
                let further = inside.clone().map(|inside| Concept::some(again, inside));
                join(join(inside, further), rest.map(onward))
            }
            Step::Either(ways) => {
                let inside = ways.iter().map(|way| self.gap_on(&way.0)).fold(None, join);
                join(inside, rest.map(onward))
            }
            Step::Where { property, value } => rest.map(|rest| {
                let path = Path::property(property.clone());
                Concept::all(vec![Concept::Value { path, test: Test::OneOf(vec![value.clone()]) }, rest])
            }),
            Step::OfClass { classes, inside } => {
                rest.map(|rest| Concept::all(vec![rest, Concept::of(classes, *inside)]))
            }
            Step::Derived { derived, backward } => {
                let Structure::Current(index, reaching) = derived.structure else {
                    return rest.map(onward);
                };
                let here = self.gap_of_current(index).map(|here| if *backward { there_is(here) } else { here });
                let further = here.clone().map(onward);
                let gap = match reaching {
                    Reaching::Once => here,
                    Reaching::Again => join(here, further),
                    Reaching::ItselfOrAgain => further,
                };
                join(gap, rest.map(onward))
            }
            Step::Forward(_) | Step::Backward(_) => join(self.gap_at(step), rest.map(onward)),
        }
    }

    /// The things with unknown links of a relation that leads through current records alone.
    fn gap_of_current(&self, index: u16) -> Option<Concept> {
        let once = Structure::Current(index, Reaching::Once);
        let is_it = |path: &Path| matches!(path.0.as_slice(), [Step::Derived { derived, backward: false }] if derived.structure == once);
        let (id, relation) = self.context.lexicon.relations().find(|(_, relation)| is_it(&relation.path))?;
        join(self.without_record(id, relation), self.partly_on_record(id))
    }

    /// The things without such a step, if it is that of an open relation or attribute.
    fn gap_at(&self, step: &Step) -> Option<Concept> {
        let lexicon = self.context.lexicon;
        let lacking = |step: &Step| {
            let path = Path(vec![step.clone()]);
            let relations = lexicon
                .relations()
                .filter(|(_, relation)| relation.path == path || *step == Step::Forward(relation.term.clone()));
            let attributes = lexicon.attributes().filter(|(_, attribute)| attribute.path == path);
            let attributes = attributes.map(|(_, it)| self.lacking(&it.looked_up_for, it.of, &path));
            let of_relation = |(id, it)| join(self.without_record_at(id, it, &path), self.partly_on_record(id));
            relations.map(of_relation).chain(attributes).fold(None, join)
        };
        let back = Path(vec![step.clone()]).inverse();
        join(lacking(step), back.0.first().and_then(lacking).map(there_is))
    }

    /// The things, of the kinds for which something has to be looked up, that have no value of it.
    pub(super) fn lacking(&self, kinds: &[KindId], of: KindId, path: &Path) -> Option<Concept> {
        let kinds: Vec<KindId> = kinds.iter().copied().filter(|kind| self.context.lexicon.overlap(*kind, of)).collect();
        let nothing = Concept::negate(Concept::some(path.clone(), Concept::Everything));
        Some(Concept::all(vec![self.class_of(&kinds)?, nothing]))
    }

    fn class_of(&self, kinds: &[KindId]) -> Option<Concept> {
        let classes = kinds.iter().flat_map(|kind| self.context.lexicon.kind(*kind).classes.iter().cloned());
        let mut classes: Vec<_> = classes.collect();
        classes.sort_unstable();
        classes.dedup();
        (!classes.is_empty()).then_some(Concept::Class(classes))
    }

    /// Lowers a part of a question at the end of links; also returns what is open there and has to be looked up for
    /// the things that link to it.
    pub(super) fn at_link_end<T>(
        &mut self,
        links: usize,
        lower: impl FnOnce(&mut Self) -> Result<T, Diagnostic>,
    ) -> Result<(T, Vec<Pending>), Diagnostic> {
        let outer = std::mem::take(&mut self.pending);
        self.links_from_subject += links;
        self.links_from_root += links;
        let lowered = lower(self)?;
        self.links_from_subject -= links;
        self.links_from_root -= links;
        Ok((lowered, std::mem::replace(&mut self.pending, outer)))
    }
}
