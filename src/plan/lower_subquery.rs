//! Sets with a subject of their own, lowered once each.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::closure::expand;
use crate::plan::concept::Concept;
use crate::plan::lowering::{Lower, LoweredSubquery};
use crate::plan::subquery::Subquery;
use crate::question::NounPhrase;

impl Lower<'_> {
    /// Lowers a set as a subquery, once for each key; repeats its notes.
    pub(super) fn subquery(&mut self, set: &NounPhrase) -> Result<ThreeValuedSet, Diagnostic> {
        let key = (std::ptr::from_ref(set), self.without_filters, self.links_from_subject);
        let known = match self.roots.get(&key) {
            Some(known) => known.clone(),
            None => {
                let found = self.lower_subquery(set)?;
                self.roots.insert(key, found.clone());
                found
            }
        };
        for gap in known.gaps {
            self.note(gap);
        }
        known.pending.into_iter().for_each(|pending| self.add_pending(pending));
        for left_out in known.left_out {
            self.note_default_filter(left_out);
        }
        Ok(known.things)
    }

    /// Lowers a set as a subquery; collects its notes apart from those before.
    pub(super) fn lower_subquery(&mut self, set: &NounPhrase) -> Result<LoweredSubquery, Diagnostic> {
        let links = std::mem::take(&mut self.links_from_root);
        let before = (
            std::mem::take(&mut self.default_filters),
            std::mem::take(&mut self.pending),
            std::mem::take(&mut self.gaps),
        );
        let things = self.set_with_bindings(set, false, false)?;
        self.links_from_root = links;
        Ok(LoweredSubquery {
            things: things.map(|things| self.as_subquery(things)),
            left_out: std::mem::replace(&mut self.default_filters, before.0),
            pending: std::mem::replace(&mut self.pending, before.1),
            gaps: std::mem::replace(&mut self.gaps, before.2),
        })
    }

    /// Wraps a concept as a subquery.
    pub(super) fn as_subquery(&self, concept: Concept) -> Concept {
        Concept::Root(Subquery::of(expand(concept, self.context.dataset)))
    }
}
