//! What belongs to the things of a kind, as `say:belongs` lists it: nouns of links.

use crate::base::nearest;
use crate::store::Id;
use crate::words::entry::{Direction, KindId, Sense};
use crate::words::read::entries::index;
use crate::words::read::{Reader, faults};
use crate::words::{Number, say};

impl Reader<'_> {
    pub(super) fn belongs(&mut self) {
        for at in 0..self.lexicon.kinds.len() {
            let node = self.node_of(at);
            self.lexicon.kinds[at].belongs = self.links_at(node, KindId(index(at)));
        }
    }

    fn links_at(&mut self, node: Id, kind: KindId) -> Vec<Direction> {
        let mut links = Vec::new();
        for value in self.linked(node, say::BELONGS) {
            for item in self.list(value) {
                let word = self.dataset.short(self.dataset.term(item));
                match self.link(kind, &word) {
                    Some(link) if links.contains(&link) => {}
                    Some(link) => links.push(link),
                    None => {
                        let place = self.place_of_link(node, say::BELONGS, value);
                        let problem = self.no_link(kind, &word, &place);
                        self.problems.push(problem);
                    }
                }
            }
        }
        links
    }

    /// The link from a kind that has this noun.
    fn link(&self, kind: KindId, word: &str) -> Option<Direction> {
        let lexicon = &self.lexicon;
        lexicon.senses(word).iter().find_map(|sense| match sense {
            Sense::Role(link, _) if lexicon.overlap(lexicon.start(*link), kind) => Some(*link),
            _ => None,
        })
    }

    fn no_link(&self, kind: KindId, word: &str, place: &str) -> crate::base::Diagnostic {
        let lexicon = &self.lexicon;
        let links = lexicon.role_links(kind);
        let mut nouns: Vec<&str> = links
            .iter()
            .flat_map(|link| &lexicon.direction_words(*link).roles)
            .map(|forms| forms.get(Number::Singular))
            .collect();
        nouns.sort_unstable();
        let near = nearest(word, nouns);
        faults::belongs_nothing(word, &lexicon.a_kind(kind), &near, place)
    }
}
