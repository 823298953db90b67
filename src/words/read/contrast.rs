//! What `compare` sets side by side: `say:Comparison`.

use oxigraph::model::{NamedNodeRef, TermRef};

use crate::store::Id;
use crate::words::entry::{AdjectiveId, Contrast, Direction, KindId};
use crate::words::read::{Reader, faults};
use crate::words::{TrailEnd, say};

impl Reader<'_> {
    pub(super) fn contrast(&mut self) {
        for node in self.instances(&[say::COMPARISON]) {
            let Some(of) = self.kinds_at(node, say::OF).first().copied() else {
                continue;
            };
            let things = self.link_at(node, say::THINGS, of);
            let topics = self.link_at(node, say::TOPICS, of);
            let yes = self.adjective_at(node, say::YES, of);
            let no = self.adjective_at(node, say::NO, of);
            let looked = self.adjective_at(node, say::LOOKED, of);
            for (property, missing) in [
                (say::THINGS, things.is_none()),
                (say::TOPICS, topics.is_none()),
                (say::YES, yes.is_none()),
                (say::NO, no.is_none()),
                (say::LOOKED, looked.is_none()),
            ] {
                if missing {
                    let name = property.as_str().rsplit('#').next().unwrap_or_default();
                    let what = "a relation or adjective of what is compared";
                    self.missing_in(node, &format!("say:{name}"), what);
                }
            }
            let wider = self.path_of(node, say::WIDER, None);
            let limited = self.adjective_at(node, say::LIMITED, of);
            let when = self.trails_at(node, of, say::WHEN).into_iter().next();
            let when = when.and_then(|trail| match trail.end {
                TrailEnd::Attribute(id) if trail.hops.is_empty() => Some(id),
                _ => None,
            });
            let (Some(things), Some(topics), Some(yes), Some(no), Some(looked)) = (things, topics, yes, no, looked)
            else {
                continue;
            };
            if self.lexicon.contrast.is_some() {
                let place = self.place_of(node);
                self.problems.push(faults::compared_twice(&place));
            }
            self.lexicon.contrast = Some(Contrast { of, things, topics, wider, yes, no, looked, limited, when });
        }
    }

    /// The relation that `property` names, from a kind.
    pub(super) fn link_at(&self, node: Id, property: NamedNodeRef<'_>, of: KindId) -> Option<Direction> {
        let named = self.linked(node, property);
        let TermRef::NamedNode(term) = self.dataset.term(*named.first()?) else {
            return None;
        };
        self.lexicon.directions().find(|link| {
            let relation = self.lexicon.relation(link.relation);
            !link.backward && relation.term.as_ref() == term && self.lexicon.overlap(relation.from, of)
        })
    }

    /// The adjective of a kind that the term which `property` names gave rise to.
    pub(super) fn adjective_at(&self, node: Id, property: NamedNodeRef<'_>, of: KindId) -> Option<AdjectiveId> {
        let named = self.linked(node, property);
        let term = self.dataset.term(*named.first()?);
        self.adjective_of(&term.into_owned(), of)
    }
}
