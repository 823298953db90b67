//! Reads `say:belongs` and `say:audits`: nouns of links to what belongs to a thing, and to what is audited with it.

use oxigraph::model::NamedNodeRef;

use crate::base::nearest;
use crate::store::Id;
use crate::words::entry::Sense;
use crate::words::ids::{Direction, KindId};
use crate::words::read::entries::index;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Number, say};

impl VocabularyReader<'_> {
    pub(super) fn belongs(&mut self) {
        for at in 0..self.lexicon.kinds.len() {
            let node = self.node_of(at);
            let kind = KindId(index(at));
            self.lexicon.kinds[at].belongs = self.links_at(node, kind, say::BELONGS);
            self.lexicon.kinds[at].audits = self.links_at(node, kind, say::AUDITS);
        }
    }

    fn links_at(&mut self, node: Id, kind: KindId, listed: NamedNodeRef<'static>) -> Vec<Direction> {
        let mut links = Vec::new();
        for value in self.read_values(node, listed) {
            for item in self.list(value) {
                let word = self.dataset.short(self.dataset.term(item));
                match self.link(kind, &word) {
                    Some(link) if links.contains(&link) => {}
                    Some(link) => links.push(link),
                    None => {
                        let place = self.location_of_link(node, listed, value);
                        let problem = self.no_link(kind, &word, listed, &place);
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

    fn no_link(&self, kind: KindId, word: &str, listed: NamedNodeRef<'static>, place: &str) -> crate::base::Diagnostic {
        let lexicon = &self.lexicon;
        let links = lexicon.role_links(kind);
        let mut nouns: Vec<&str> = links
            .iter()
            .flat_map(|link| &lexicon.direction_words(*link).roles)
            .map(|forms| forms.get(Number::Singular))
            .collect();
        nouns.sort_unstable();
        let near = nearest(word, nouns);
        let of = lexicon.a_kind(kind);
        if listed == say::AUDITS {
            faults::audits_nothing(word, &of, &near, place)
        } else {
            faults::belongs_nothing(word, &of, &near, place)
        }
    }
}
