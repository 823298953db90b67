//! Subqueries: sets with a subject of their own. A plan may use one in several places, and if definitions each use
//! another twice, its uses double at each step: so it is stored once, and two are compared by digest, without a look
//! inside.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::plan::concept::Concept;

/// A set with a subject of its own: inside, `their` refers to its own things.
#[derive(Clone)]
pub struct Subquery {
    set: Arc<Concept>,
    /// Of its content; subqueries inside enter by their own digests.
    digest: [u8; 32],
}

impl Subquery {
    /// Wraps a concept and computes its digest.
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

/// Feeds what a value hashes into SHA-256, so that equal digests mean equal values.
struct DigestHasher(Sha256);

impl Hasher for DigestHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the digest is taken as a whole")
    }
}
