//! What makes two things say the opposite of one another: `say:Opposition`.

use oxigraph::model::NamedNodeRef;

use crate::store::Id;
use crate::words::entry::{AdjectiveId, AttributeId, Direction, KindId, Meaning, Opposition, ValueType};
use crate::words::read::{Reader, faults};
use crate::words::{Path, Step, Structure, TrailEnd, say};

impl Reader<'_> {
    pub(super) fn opposition(&mut self) {
        for node in self.instances(&[say::OPPOSITION]) {
            let Some(of) = self.kinds_at(node, say::OF).first().copied() else {
                continue;
            };
            let topics = self.stated_link(node, say::TOPICS, of, None);
            let things = self.stated_link(node, say::THINGS, of, None);
            let yes = self.value_at(node, of, say::YES);
            let no = self.value_at(node, of, say::NO);
            let subjects = self.stated_link(node, say::SUBJECTS, of, None);
            let subject = subjects.map(|link| self.lexicon.end(link));
            let within = match subject {
                Some(kind) => self.stated_link(node, say::WITHIN, kind, Some(kind)),
                None => None,
            };
            if subjects.is_none() && !self.linked(node, say::WITHIN).is_empty() {
                let what = "the relation to the subjects that can be parts of one another";
                self.missing_in(node, "say:subjects", what);
            }
            let (scope, begins, ends) = (
                self.own_value(node, of, say::SCOPE),
                self.own_day(node, of, say::BEGINS),
                self.own_day(node, of, say::ENDS),
            );
            let settles = self.stated_links(node, say::SETTLES, of, Some(of));
            for (property, missing) in [
                (say::TOPICS, topics.is_none()),
                (say::THINGS, things.is_none()),
                (say::YES, yes.is_none()),
                (say::NO, no.is_none()),
            ] {
                // What is named and does not fit is told already.
                if missing && self.linked(node, property).is_empty() {
                    let name = property.as_str().rsplit('#').next().unwrap_or_default();
                    let what = "a relation or adjective of what can be opposed";
                    self.missing_in(node, &format!("say:{name}"), what);
                }
            }
            let (Some(topics), Some(things), Some(yes), Some(no)) = (topics, things, yes, no) else {
                continue;
            };
            if self.lexicon.opposition.is_some() {
                let place = self.place_of(node);
                self.problems.push(faults::opposed_twice(&place));
            }
            self.lexicon.opposition =
                Some(Opposition { of, topics, yes, no, things, subjects, within, scope, begins, ends, settles });
        }
        let of_opposites = |structure: &Structure| *structure == Structure::Contradiction;
        let analysis = self.analysis_with_words(of_opposites);
        if let (None, Some((structure, node))) = (&self.lexicon.opposition, analysis) {
            let place = self.place_of(node);
            self.problems.push(faults::no_opposition(structure.name(), &place));
        }
    }

    /// The first relation that `property` names, from a kind and, where it is said, to one.
    fn stated_link(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        from: KindId,
        to: Option<KindId>,
    ) -> Option<Direction> {
        let links = self.stated_links(node, property, from, to);
        links.first().copied()
    }

    /// The relations that `property` names: such as stand in the facts, since what says the opposite is an
    /// analysis itself.
    fn stated_links(
        &mut self,
        node: Id,
        property: NamedNodeRef<'_>,
        from: KindId,
        to: Option<KindId>,
    ) -> Vec<Direction> {
        let mut links = self.links_of(node, property, from);
        links.retain(|link| {
            let relation = self.lexicon.relation(link.relation);
            let name = self.short(&relation.term);
            let fault = if is_worked_out(&relation.path) {
                faults::worked_out(&name, &self.place_of(node))
            } else if let Some(to) = to.filter(|to| {
                let end = self.lexicon.end(*link);
                !self.lexicon.overlap(end, *to)
            }) {
                faults::leads_elsewhere(&name, &self.lexicon.a_kind(to), &self.place_of(node))
            } else {
                return true;
            };
            self.problems.push(fault);
            false
        });
        links
    }

    /// The adjective that `property` names, if it stands for a value or a class: a definition is not
    /// known before the first question.
    fn value_at(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AdjectiveId> {
        let named = self.linked(node, property).first().copied()?;
        let found = self.adjective_at(node, property, of).filter(|id| {
            let meaning = &self.lexicon.adjective(*id).meaning;
            !matches!(meaning, Meaning::Phrase(_))
        });
        if found.is_none() {
            let name = self.dataset.short(self.dataset.term(named));
            let place = self.place_of_link(node, property, named);
            self.problems.push(faults::no_value(&name, &place));
        }
        found
    }

    /// The attribute of the thing itself that `property` names by its noun.
    fn own_value(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AttributeId> {
        let trail = self.trails_at(node, of, property).into_iter().next()?;
        let words = trail.words(&self.lexicon);
        match trail.end {
            TrailEnd::Attribute(id) if trail.hops.is_empty() => {
                let attribute = self.lexicon.attribute(id);
                if !is_worked_out(&attribute.path) {
                    return Some(id);
                }
                let place = self.place_of(node);
                self.problems.push(faults::worked_out(&words, &place));
            }
            _ => {
                let of = self.lexicon.a_kind(of);
                let place = self.place_of(node);
                self.problems.push(faults::not_its_own(&words, &of, &place));
            }
        }
        None
    }

    /// The same, of days.
    fn own_day(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AttributeId> {
        let id = self.own_value(node, of, property)?;
        if self.lexicon.attribute(id).values == ValueType::Date {
            return Some(id);
        }
        let nouns = &self.lexicon.attribute(id).nouns;
        let name = nouns.first().map_or("?", |noun| noun.singular.as_str());
        let fault = faults::no_day(name, &self.place_of(node));
        self.problems.push(fault);
        None
    }
}

fn is_worked_out(path: &Path) -> bool {
    let mut steps = path.0.iter();
    steps.any(|step| matches!(step, Step::Derived { .. }))
}
