//! Reads `say:Opposition`: the rules for contradictions.

use oxigraph::model::NamedNodeRef;

use crate::store::Id;
use crate::words::entry::{Above, Confinement, Opposition, ValueType};
use crate::words::ids::{AttributeId, Direction, KindId};
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Path, Step, Structure, TrailEnd, say};

impl VocabularyReader<'_> {
    pub(super) fn opposition(&mut self) {
        for node in self.instances(&[say::OPPOSITION]) {
            let Some(of) = self.kind_at(node, say::OF) else {
                continue;
            };
            let things = self.mandatory_relation(node, say::THINGS, of);
            let yes = self.mandatory_relation(node, say::YES, of);
            let no = self.mandatory_relation(node, say::NO, of);
            let confinements = self.confinements(node, of);
            let (scope, begins, ends) = (
                self.own_value(node, of, say::SCOPE),
                self.own_day(node, of, say::BEGINS),
                self.own_day(node, of, say::ENDS),
            );
            let settles = self.relations_at(node, say::SETTLES, of, Some(of));
            let (Some(things), Some(yes), Some(no)) = (things, yes, no) else {
                continue;
            };
            self.check_common_topic(node, yes, no);
            if self.lexicon.opposition.is_some() {
                let place = self.location_of(node);
                self.problems.push(faults::second_opposition(&place));
            }
            self.lexicon.opposition =
                Some(Opposition { of, yes, no, things, confinements, scope, begins, ends, settles });
        }
        let of_opposites = |structure: &Structure| *structure == Structure::Contradiction;
        let analysis = self.analysis_with_words(of_opposites);
        if let (None, Some((structure, node))) = (&self.lexicon.opposition, analysis) {
            let place = self.location_of(node);
            self.problems.push(faults::no_opposition(structure.name(), &place));
        }
    }

    /// The relation that `property` names; a fault is noted if it names none. A name that does not fit has a fault of
    /// its own.
    fn mandatory_relation(&mut self, node: Id, property: NamedNodeRef<'_>, of: KindId) -> Option<Direction> {
        if self.raw_values(node, property).is_empty() {
            let name = property.as_str().rsplit('#').next().unwrap_or_default();
            self.missing_in(node, &format!("say:{name}"), "a relation of what can be opposed");
        }
        self.relation_at(node, property, of, None)
    }

    /// What `say:subjects` and `say:confines` name, with how the ends lie above one another.
    fn confinements(&mut self, node: Id, of: KindId) -> Vec<Confinement> {
        let subjects = self.relation_at(node, say::SUBJECTS, of, None);
        let within = match subjects.map(|relation| self.lexicon.end(relation)) {
            Some(subject) => self.relation_at(node, say::WITHIN, subject, Some(subject)),
            None => None,
        };
        let others = self.relations_at(node, say::CONFINES, of, None);
        let wider = self.path_of(node, say::WIDER, None);
        for (property, needed, what) in [
            (say::WITHIN, say::SUBJECTS, "the relation to the subjects that can be parts of one another"),
            (say::WIDER, say::CONFINES, "the relation to what can be wider or narrower"),
        ] {
            if self.raw_values(node, needed).is_empty() && !self.raw_values(node, property).is_empty() {
                let name = needed.as_str().rsplit('#').next().unwrap_or_default();
                self.missing_in(node, &format!("say:{name}"), what);
            }
        }
        let subjects = subjects.map(|relation| Confinement { relation, above: within.map(Above::Whole) });
        let others =
            others.into_iter().map(|relation| Confinement { relation, above: wider.clone().map(Above::Wider) });
        subjects.into_iter().chain(others).collect()
    }

    /// A fault is noted unless the relations lead to kinds that overlap: else nothing can deny what another thing
    /// affirms.
    fn check_common_topic(&mut self, node: Id, yes: Direction, no: Direction) {
        let ends = [yes, no].map(|relation| self.lexicon.end(relation));
        if !self.lexicon.overlap(ends[0], ends[1]) {
            let names = [yes, no].map(|it| self.short(&self.lexicon.relation(it.relation).term));
            let ends = ends.map(|kind| self.lexicon.a_kind(kind));
            let place = self.location_of(node);
            let fault = faults::no_common_topic([&names[0], &ends[0]], [&names[1], &ends[1]], &place);
            self.problems.push(fault);
        }
    }

    /// The one relation that `property` names, from a kind and, if `to` is given, to a kind.
    fn relation_at(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        from: KindId,
        to: Option<KindId>,
    ) -> Option<Direction> {
        let relations = self.relations_at(node, property, from, to);
        self.check_single_value(node, property);
        relations.first().copied()
    }

    /// The relations that `property` names. They must not use an analysis, since contradiction is an analysis itself.
    fn relations_at(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        from: KindId,
        to: Option<KindId>,
    ) -> Vec<Direction> {
        let mut relations = self.links_of(node, property, from);
        relations.retain(|direction| {
            let relation = self.lexicon.relation(direction.relation);
            let name = self.short(&relation.term);
            let fault = if uses_analysis(&relation.path) {
                faults::not_from_facts(&name, &self.location_of(node))
            } else if let Some(to) = to.filter(|to| {
                let end = self.lexicon.end(*direction);
                !self.lexicon.overlap(end, *to)
            }) {
                faults::leads_elsewhere(&name, &self.lexicon.a_kind(to), &self.location_of(node))
            } else {
                return true;
            };
            self.problems.push(fault);
            false
        });
        relations
    }

    /// The attribute of the thing itself that `property` names by its noun.
    fn own_value(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AttributeId> {
        let trail = self.trail_at(node, of, property)?;
        let words = trail.words(&self.lexicon);
        match trail.end {
            TrailEnd::Attribute(id) if trail.hops.is_empty() => {
                let attribute = self.lexicon.attribute(id);
                if !uses_analysis(&attribute.path) {
                    return Some(id);
                }
                let place = self.location_of(node);
                self.problems.push(faults::not_from_facts(&words, &place));
            }
            _ => {
                let of = self.lexicon.a_kind(of);
                let place = self.location_of(node);
                self.problems.push(faults::not_its_own(&words, &of, &place));
            }
        }
        None
    }

    /// The same for an attribute of dates.
    fn own_day(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AttributeId> {
        let id = self.own_value(node, of, property)?;
        if self.lexicon.attribute(id).values == ValueType::Date {
            return Some(id);
        }
        let nouns = &self.lexicon.attribute(id).nouns;
        let name = nouns.first().map_or("?", |noun| noun.singular.as_str());
        let fault = faults::no_day(name, &self.location_of(node));
        self.problems.push(fault);
        None
    }
}

/// True if some step of the path is an analysis.
fn uses_analysis(path: &Path) -> bool {
    path.0.iter().any(|step| match step {
        Step::Derived { .. } => true,
        Step::Repeat { path, .. } => uses_analysis(path),
        Step::Either(paths) => paths.iter().any(uses_analysis),
        Step::Forward(_) | Step::Backward(_) | Step::Where { .. } | Step::OfClass { .. } => false,
    })
}
