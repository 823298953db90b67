//! A set with a subject of its own. A plan may speak of it in several places, and definitions that stand on one another
//! speak of each twice as often as of the next: so it is kept once, and two that say the same are known to be the same
//! without a look inside.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::plan::concept::Concept;

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
