//! A set with a subject of its own. A plan may speak of it in several places, and definitions that stand on one another
//! speak of each twice as often as of the next: so it is kept once, and two that say the same are known to be the same
//! without a look inside.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::closure::expand;
use crate::plan::concept::Concept;
use crate::plan::lower::Lower;
use crate::plan::open_world::{KnowledgeGap, Pending};
use crate::plan::tree::DefaultFilter;
use crate::question::NounPhrase;

/// A set with a subject of its own: what `their` refers to inside is this thing.
#[derive(Clone)]
pub struct Subquery {
    set: Arc<Concept>,
    /// Of all that it says, sets inside it by their own.
    digest: [u8; 32],
}

impl Subquery {
    /// The set of a concept.
    #[must_use]
    pub fn of(concept: Concept) -> Self {
        let mut digest = DigestHasher(Sha256::new());
        concept.hash(&mut digest);
        Self { set: Arc::new(concept), digest: digest.0.finalize().into() }
    }
}

impl Deref for Subquery {
    type Target = Concept;

    fn deref(&self) -> &Concept {
        &self.set
    }
}

impl PartialEq for Subquery {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Subquery {}

impl Hash for Subquery {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.digest);
    }
}

impl fmt::Debug for Subquery {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.set.fmt(out)
    }
}

/// What a set with a subject of its own hangs on: which it is, whether anything is left out, and how far away it is.
pub(super) type SubqueryKey = (*const NounPhrase, bool, usize);

/// A set with a subject of its own, and what had to be noted for it.
#[derive(Clone)]
pub(super) struct LoweredSubquery {
    things: ThreeValuedSet,
    left_out: Vec<DefaultFilter>,
    pending: Vec<Pending>,
    gaps: Vec<KnowledgeGap>,
}

impl Lower<'_> {
    /// A set with a subject of its own: what `their` refers to inside is this.
    pub(super) fn subquery(&mut self, set: &NounPhrase) -> Result<ThreeValuedSet, Diagnostic> {
        let key = (std::ptr::from_ref(set), self.keeps_all, self.away);
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
        known.pending.into_iter().for_each(|pending| self.pend(pending));
        for left_out in known.left_out {
            self.note_default_filter(left_out);
        }
        Ok(known.things)
    }

    /// A set with a subject of its own, and all that has to be noted for it, whatever was noted before.
    fn lower_subquery(&mut self, set: &NounPhrase) -> Result<LoweredSubquery, Diagnostic> {
        let links = std::mem::take(&mut self.links);
        let before =
            (std::mem::take(&mut self.left_out), std::mem::take(&mut self.pending), std::mem::take(&mut self.gaps));
        let things = self.whole(set, false, false)?;
        self.links = links;
        Ok(LoweredSubquery {
            things: things.map(|things| self.as_subquery(things)),
            left_out: std::mem::replace(&mut self.left_out, before.0),
            pending: std::mem::replace(&mut self.pending, before.1),
            gaps: std::mem::replace(&mut self.gaps, before.2),
        })
    }

    /// A concept as a set with a subject of its own.
    pub(super) fn as_subquery(&self, concept: Concept) -> Concept {
        Concept::Root(Subquery::of(expand(concept, self.context.dataset)))
    }
}

/// Takes what a value hashes into a digest that nobody can make another value for.
struct DigestHasher(Sha256);

impl Hasher for DigestHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the digest is taken as a whole")
    }
}
