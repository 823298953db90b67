//! Missing records, and the kinds for which they have to be looked up.

use caveat::question::{ComparisonOperand, Condition, Expression, LinkReach, NounPhrase, PathSubject, PhraseBase};
use caveat::store::Id;
use caveat::words::{AdjectiveId, AttributeId, Direction, KindId, Meaning, Path, Step, Trail, TrailEnd};

use super::{DeferredGap, ThreeValuedEvaluator, own_comparison};

impl ThreeValuedEvaluator<'_> {
    pub(super) fn is_open(&self, direction: Direction) -> bool {
        !self.lexicon().relation(direction.relation).looked_up_for.is_empty()
    }

    /// True where it is unknown where a relation leads from a thing, as far as it is followed.
    pub(super) fn link_gap(&self, direction: Direction, reach: LinkReach, thing: Id) -> bool {
        let relation = self.lexicon().relation(direction.relation);
        if !self.is_open(direction) {
            return false;
        }
        let lacks = |thing| self.is_missing(&relation.looked_up_for, relation.from, &relation.path, thing);
        let forward = Direction { backward: false, ..direction };
        if reach == LinkReach::Direct {
            return lacks(thing) || self.path_gap(&relation.path.0, thing);
        }
        let path = self.lexicon().ultimate_path(forward).unwrap();
        let further = self.lexicon().overlap(relation.from, relation.to);
        lacks(thing) || further && self.walk(&path, thing).into_iter().any(lacks) || self.path_gap(&path.0, thing)
    }

    fn is_missing(&self, kinds: &[KindId], of: KindId, path: &Path, thing: Id) -> bool {
        let mut kinds = kinds.iter().filter(|kind| self.lexicon().overlap(**kind, of));
        kinds.any(|kind| self.is_of_kind(thing, *kind)) && self.walk(path, thing).is_empty()
    }

    /// True where a path comes to a thing whose next step is unknown.
    fn path_gap(&self, steps: &[Step], thing: Id) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return false;
        };
        let here = match step {
            Step::Repeat { path, .. } => {
                let mut all = self.walk(&path.one_or_more(), thing);
                all.insert(thing);
                all.into_iter().any(|it| self.path_gap(&path.0, it))
            }
            Step::Either(ways) => ways.iter().any(|way| self.path_gap(&way.0, thing)),
            Step::Where { .. } | Step::OfClass { .. } => false,
            Step::Forward(_) | Step::Derived { .. } => self.step_gap(step, thing),
            Step::Backward(property) => {
                let forward = Step::Forward(property.clone());
                self.nodes.iter().any(|it| self.step_gap(&forward, *it)) || self.step_gap(step, thing)
            }
        };
        here || self.walk(&Path(vec![step.clone()]), thing).into_iter().any(|it| self.path_gap(rest, it))
    }

    fn step_gap(&self, step: &Step, thing: Id) -> bool {
        let path = Path(vec![step.clone()]);
        let relations = self.lexicon().relations().filter(|(_, it)| it.path == path);
        let relations = relations.map(|(_, it)| (&it.looked_up_for, it.from));
        let attributes = self.lexicon().attributes().filter(|(_, it)| it.path == path);
        let mut all = relations.chain(attributes.map(|(_, it)| (&it.looked_up_for, it.of)));
        all.any(|(kinds, of)| self.is_missing(kinds, of, &path, thing))
    }

    pub(super) fn attribute_gap(&self, id: AttributeId, thing: Id) -> bool {
        let attribute = self.lexicon().attribute(id);
        !attribute.looked_up_for.is_empty()
            && (self.is_missing(&attribute.looked_up_for, attribute.of, &attribute.path, thing)
                || self.path_gap(&attribute.path.0, thing))
    }

    fn attribute_of(&self, id: AdjectiveId) -> Option<AttributeId> {
        let Meaning::Value { path, .. } = &self.lexicon().adjective(id).meaning else {
            return None;
        };
        let of = self.lexicon().adjective(id).of;
        let mut attributes = self.lexicon().attributes();
        let found = attributes.find(|(_, it)| it.path == *path && self.lexicon().overlap(it.of, of));
        found.map(|(id, _)| id)
    }

    pub(super) fn adjective_gap(&self, id: AdjectiveId, thing: Id) -> bool {
        match (self.attribute_of(id), &self.lexicon().adjective(id).meaning) {
            (Some(attribute), _) => self.attribute_gap(attribute, thing),
            (None, Meaning::Value { path, .. }) => self.path_gap(&path.0, thing),
            _ => false,
        }
    }

    // ---------------------------------------------------------- looked up for another thing

    fn deferred_gaps(&self, kinds: &[KindId], of: KindId, path: &Path) -> Vec<DeferredGap> {
        let kinds: Vec<KindId> = kinds.iter().copied().filter(|it| !self.lexicon().overlap(*it, of)).collect();
        let wait = DeferredGap { kinds, links: Vec::new(), end: path.clone() };
        if wait.kinds.is_empty() { Vec::new() } else { vec![wait] }
    }

    pub(super) fn deferred_gaps_of_attribute(&self, id: AttributeId) -> Vec<DeferredGap> {
        let attribute = self.lexicon().attribute(id);
        self.deferred_gaps(&attribute.looked_up_for, attribute.of, &attribute.path)
    }

    pub(super) fn deferred_gaps_of_link(
        &self,
        direction: Direction,
        object: &NounPhrase,
        behind: Vec<DeferredGap>,
    ) -> Vec<DeferredGap> {
        let (_, mut waits) = self.split_deferred_gaps(direction, object, behind);
        if !direction.backward {
            let relation = self.lexicon().relation(direction.relation);
            waits.extend(self.deferred_gaps(&relation.looked_up_for, relation.from, &relation.path));
        }
        waits
    }

    pub(super) fn deferred_gaps_of_phrase(&self, phrase: &NounPhrase) -> Vec<DeferredGap> {
        let mut waits = Vec::new();
        match &phrase.base {
            PhraseBase::Noun(noun) => {
                let narrowed = self.lexicon().noun(*noun).narrowed;
                waits.extend(narrowed.into_iter().flat_map(|it| self.deferred_gaps_of_adjective(it)));
            }
            PhraseBase::Their(trail) => waits.extend(self.deferred_gaps_of_trail(trail, None)),
            _ => {}
        }
        let adjectives = phrase.adjectives.iter().copied();
        let left_out = if phrase.all { Vec::new() } else { self.default_filter(phrase) };
        for adjective in adjectives.chain(left_out) {
            waits.extend(self.deferred_gaps_of_adjective(adjective));
        }
        waits.extend(phrase.filters.iter().flat_map(|it| self.deferred_gaps_of_condition(it)));
        waits
    }

    fn deferred_gaps_of_adjective(&self, id: AdjectiveId) -> Vec<DeferredGap> {
        match self.definitions.get(&id) {
            Some(meaning) => self.deferred_gaps_of_phrase(meaning),
            None => self.attribute_of(id).map(|it| self.deferred_gaps_of_attribute(it)).unwrap_or_default(),
        }
    }

    pub(super) fn deferred_gaps_of_condition(&self, condition: &Condition) -> Vec<DeferredGap> {
        match condition {
            Condition::All(inner) | Condition::Any(inner) => {
                inner.iter().flat_map(|it| self.deferred_gaps_of_condition(it)).collect()
            }
            Condition::Not(inner) => self.deferred_gaps_of_condition(inner),
            Condition::Is(id, _) => self.deferred_gaps_of_adjective(*id),
            Condition::IsA(phrase, _) => {
                let phrase = NounPhrase { all: true, ..phrase.as_ref().clone() };
                self.deferred_gaps_of_phrase(&phrase)
            }
            Condition::Linked(linked) => {
                let lexicon = self.lexicon();
                let any = NounPhrase::any(lexicon.end(linked.direction), lexicon);
                let object = linked.object.as_deref().unwrap_or(&any);
                self.deferred_gaps_of_link(linked.direction, object, self.deferred_gaps_of_phrase(object))
            }
            Condition::Compare(trail, comparison) => {
                self.deferred_gaps_of_trail(trail, Some(&own_comparison(trail, comparison)))
            }
            Condition::HasValue(id, _) => self.deferred_gaps_of_attribute(*id),
            Condition::Measure(left, against) => {
                let mut waits = self.deferred_gaps_of_expression(left);
                if let ComparisonOperand::Expression(_, right) = against {
                    waits.extend(self.deferred_gaps_of_expression(right));
                }
                waits
            }
            Condition::Whose { trail, holds, .. } => self.deferred_gaps_of_trail(trail, Some(holds)),
            Condition::Answer(_) => Vec::new(),
        }
    }

    fn deferred_gaps_of_trail(&self, trail: &Trail, holds: Option<&Condition>) -> Vec<DeferredGap> {
        let mut waits = match (trail.end, holds) {
            (TrailEnd::Attribute(id), _) => self.deferred_gaps_of_attribute(id),
            (_, Some(holds)) => self.deferred_gaps_of_condition(holds),
            _ => Vec::new(),
        };
        for (at, hop) in trail.hops.iter().enumerate().rev() {
            let said = holds.filter(|_| at + 1 == trail.hops.len());
            waits = self.deferred_gaps_of_link(*hop, &self.things_behind(*hop, said), waits);
        }
        waits
    }

    fn deferred_gaps_of_expression(&self, expression: &Expression) -> Vec<DeferredGap> {
        match expression {
            Expression::Path(PathSubject::This, trail) => self.deferred_gaps_of_trail(trail, None),
            Expression::NumberOf(direction, phrase) => {
                self.deferred_gaps_of_link(*direction, phrase, self.deferred_gaps_of_phrase(phrase))
            }
            Expression::Best(_, inner) | Expression::Round(inner, _) => self.deferred_gaps_of_expression(inner),
            Expression::Binary(_, left, right) => {
                let mut waits = self.deferred_gaps_of_expression(left);
                waits.extend(self.deferred_gaps_of_expression(right));
                waits
            }
            _ => Vec::new(),
        }
    }

    /// The things that a link of a trail leads to; the condition on them decides on the default filter.
    pub(super) fn things_behind(&self, hop: Direction, said: Option<&Condition>) -> NounPhrase {
        let lexicon = self.lexicon();
        let mut things = NounPhrase::any(lexicon.end(hop), lexicon);
        things.filters.extend(said.cloned());
        things
    }
}
