//! Where nothing is on record, and for what it has to be looked up.

use caveat::question::{Against, Condition, Expression, LinkReach, NounPhrase, Of, PhraseBase};
use caveat::store::Id;
use caveat::words::{AdjectiveId, AttributeId, Direction, KindId, Meaning, Path, Step, Trail, TrailEnd};

use super::{Judge, Wait, own};

impl Judge<'_> {
    pub(super) fn is_open(&self, direction: Direction) -> bool {
        !self.lexicon().relation(direction.relation).looked_up_for.is_empty()
    }

    /// True where nobody knows where a relation leads from a thing, as far as it is followed.
    pub(super) fn dangles(&self, direction: Direction, reach: LinkReach, thing: Id) -> bool {
        let relation = self.lexicon().relation(direction.relation);
        if !self.is_open(direction) {
            return false;
        }
        let lacks = |thing| self.lacks(&relation.looked_up_for, relation.from, &relation.path, thing);
        let forward = Direction { backward: false, ..direction };
        if reach == LinkReach::Direct {
            return lacks(thing) || self.breaks_off(&relation.path.0, thing);
        }
        let path = self.lexicon().ultimate_path(forward).unwrap();
        let further = self.lexicon().overlap(relation.from, relation.to);
        lacks(thing) || further && self.walk(&path, thing).into_iter().any(lacks) || self.breaks_off(&path.0, thing)
    }

    fn lacks(&self, kinds: &[KindId], of: KindId, path: &Path, thing: Id) -> bool {
        let mut kinds = kinds.iter().filter(|kind| self.lexicon().overlap(**kind, of));
        kinds.any(|kind| self.is_of_kind(thing, *kind)) && self.walk(path, thing).is_empty()
    }

    /// True where a path comes to a thing of which nobody knows the next step.
    fn breaks_off(&self, steps: &[Step], thing: Id) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return false;
        };
        let here = match step {
            Step::Repeat { path, .. } => {
                let mut all = self.walk(&path.one_or_more(), thing);
                all.insert(thing);
                all.into_iter().any(|it| self.breaks_off(&path.0, it))
            }
            Step::Either(ways) => ways.iter().any(|way| self.breaks_off(&way.0, thing)),
            Step::Where { .. } | Step::Of { .. } => false,
            Step::Forward(_) | Step::Derived { .. } => self.lacks_step(step, thing),
            Step::Backward(property) => {
                let forward = Step::Forward(property.clone());
                self.nodes.iter().any(|it| self.lacks_step(&forward, *it)) || self.lacks_step(step, thing)
            }
        };
        here || self.walk(&Path(vec![step.clone()]), thing).into_iter().any(|it| self.breaks_off(rest, it))
    }

    fn lacks_step(&self, step: &Step, thing: Id) -> bool {
        let path = Path(vec![step.clone()]);
        let relations = self.lexicon().relations().filter(|(_, it)| it.path == path);
        let relations = relations.map(|(_, it)| (&it.looked_up_for, it.from));
        let attributes = self.lexicon().attributes().filter(|(_, it)| it.path == path);
        let mut all = relations.chain(attributes.map(|(_, it)| (&it.looked_up_for, it.of)));
        all.any(|(kinds, of)| self.lacks(kinds, of, &path, thing))
    }

    pub(super) fn attribute_gap(&self, id: AttributeId, thing: Id) -> bool {
        let attribute = self.lexicon().attribute(id);
        !attribute.looked_up_for.is_empty()
            && (self.lacks(&attribute.looked_up_for, attribute.of, &attribute.path, thing)
                || self.breaks_off(&attribute.path.0, thing))
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
            (None, Meaning::Value { path, .. }) => self.breaks_off(&path.0, thing),
            _ => false,
        }
    }

    // -------------------------------------------------- what is looked up for another thing

    fn wait(&self, kinds: &[KindId], of: KindId, path: &Path) -> Vec<Wait> {
        let kinds: Vec<KindId> = kinds.iter().copied().filter(|it| !self.lexicon().overlap(*it, of)).collect();
        let wait = Wait { kinds, links: Vec::new(), end: path.clone() };
        if wait.kinds.is_empty() { Vec::new() } else { vec![wait] }
    }

    pub(super) fn waits_of_attribute(&self, id: AttributeId) -> Vec<Wait> {
        let attribute = self.lexicon().attribute(id);
        self.wait(&attribute.looked_up_for, attribute.of, &attribute.path)
    }

    pub(super) fn waits_of_link(&self, direction: Direction, object: &NounPhrase, behind: Vec<Wait>) -> Vec<Wait> {
        let (_, mut waits) = self.passed_on(direction, object, behind);
        if !direction.backward {
            let relation = self.lexicon().relation(direction.relation);
            waits.extend(self.wait(&relation.looked_up_for, relation.from, &relation.path));
        }
        waits
    }

    pub(super) fn waits_of_phrase(&self, phrase: &NounPhrase) -> Vec<Wait> {
        let mut waits = Vec::new();
        match &phrase.base {
            PhraseBase::Noun(noun) => {
                let narrowed = self.lexicon().noun(*noun).narrowed;
                waits.extend(narrowed.into_iter().flat_map(|it| self.waits_of_adjective(it)));
            }
            PhraseBase::Their(trail) => waits.extend(self.waits_of_trail(trail, None)),
            _ => {}
        }
        let adjectives = phrase.adjectives.iter().copied();
        let left_out = if phrase.all { Vec::new() } else { self.left_out(phrase) };
        for adjective in adjectives.chain(left_out) {
            waits.extend(self.waits_of_adjective(adjective));
        }
        waits.extend(phrase.filters.iter().flat_map(|it| self.waits_of(it)));
        waits
    }

    fn waits_of_adjective(&self, id: AdjectiveId) -> Vec<Wait> {
        match self.definitions.get(&id) {
            Some(meaning) => self.waits_of_phrase(meaning),
            None => self.attribute_of(id).map(|it| self.waits_of_attribute(it)).unwrap_or_default(),
        }
    }

    pub(super) fn waits_of(&self, condition: &Condition) -> Vec<Wait> {
        match condition {
            Condition::All(inner) | Condition::Any(inner) => inner.iter().flat_map(|it| self.waits_of(it)).collect(),
            Condition::Not(inner) => self.waits_of(inner),
            Condition::Is(id, _) => self.waits_of_adjective(*id),
            Condition::IsA(phrase, _) => {
                let phrase = NounPhrase { all: true, ..phrase.as_ref().clone() };
                self.waits_of_phrase(&phrase)
            }
            Condition::Linked(linked) => {
                let lexicon = self.lexicon();
                let any = NounPhrase::any(lexicon.end(linked.direction), lexicon);
                let object = linked.object.as_deref().unwrap_or(&any);
                self.waits_of_link(linked.direction, object, self.waits_of_phrase(object))
            }
            Condition::Compare(trail, comparison) => self.waits_of_trail(trail, Some(&own(trail, comparison))),
            Condition::Carries(id, _) => self.waits_of_attribute(*id),
            Condition::Measure(left, against) => {
                let mut waits = self.waits_of_expression(left);
                if let Against::Expression(_, right) = against {
                    waits.extend(self.waits_of_expression(right));
                }
                waits
            }
            Condition::Whose { trail, holds, .. } => self.waits_of_trail(trail, Some(holds)),
            Condition::Answer(_) => Vec::new(),
        }
    }

    fn waits_of_trail(&self, trail: &Trail, holds: Option<&Condition>) -> Vec<Wait> {
        let mut waits = match (trail.end, holds) {
            (TrailEnd::Attribute(id), _) => self.waits_of_attribute(id),
            (_, Some(holds)) => self.waits_of(holds),
            _ => Vec::new(),
        };
        for (at, hop) in trail.hops.iter().enumerate().rev() {
            let said = holds.filter(|_| at + 1 == trail.hops.len());
            waits = self.waits_of_link(*hop, &self.any(*hop, said), waits);
        }
        waits
    }

    fn waits_of_expression(&self, expression: &Expression) -> Vec<Wait> {
        match expression {
            Expression::Path(Of::This, trail) => self.waits_of_trail(trail, None),
            Expression::NumberOf(direction, phrase) => {
                self.waits_of_link(*direction, phrase, self.waits_of_phrase(phrase))
            }
            Expression::Best(_, inner) | Expression::Round(inner, _) => self.waits_of_expression(inner),
            Expression::Binary(_, left, right) => {
                let mut waits = self.waits_of_expression(left);
                waits.extend(self.waits_of_expression(right));
                waits
            }
            _ => Vec::new(),
        }
    }

    /// The things that a link of a trail leads to; what is said of them decides what is left out.
    pub(super) fn any(&self, hop: Direction, said: Option<&Condition>) -> NounPhrase {
        let lexicon = self.lexicon();
        let mut things = NounPhrase::any(lexicon.end(hop), lexicon);
        things.filters.extend(said.cloned());
        things
    }
}
