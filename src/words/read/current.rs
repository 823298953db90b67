//! Relations that lead through current records alone: `say:currentOnly`.

use std::sync::Arc;

use oxigraph::model::{NamedNode, TermRef};

use crate::words::read::reader::VocabularyReader;
use crate::words::{Derived, Path, Reaching, Step, Structure, say};

impl VocabularyReader<'_> {
    /// Reads these first, because other paths refer to them.
    pub(super) fn current_relations(&mut self) {
        for node in self.instances(&[say::RELATION]) {
            if !self.is_true(node, say::CURRENT_ONLY) {
                continue;
            }
            let TermRef::NamedNode(term) = self.dataset.term(node) else {
                continue;
            };
            let term: NamedNode = term.into_owned();
            let Some(path) = self.path_of(node, say::PATH, Some(&term)) else {
                continue;
            };
            let index = u16::try_from(self.lexicon.current.len()).expect("relations are few");
            self.lexicon.current.push(path);
            self.current.insert(node, index);
            for reaching in [Reaching::Once, Reaching::Again, Reaching::ItselfOrAgain] {
                let structure = Structure::Current(index, reaching);
                self.analyses.insert(structure, Arc::new(Derived::new(structure)));
            }
        }
    }

    /// The path of such a relation: an analysis that finds its pairs.
    pub(super) fn current_path(&self, index: u16, reaching: Reaching) -> Path {
        let derived = &self.analyses[&Structure::Current(index, reaching)];
        Path(vec![Step::Derived { derived: Arc::clone(derived), backward: false }])
    }
}
