//! Maps by id.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::store::Id;

/// A map by id.
pub(super) type IdMap<V> = HashMap<Id, V, BuildHasherDefault<FibonacciHasher>>;

/// Ids differ in their lowest bits: one multiplication spreads them.
#[derive(Default)]
pub(super) struct FibonacciHasher(u64);

impl Hasher for FibonacciHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_u32(&mut self, id: u32) {
        self.write_usize(id as usize);
    }

    fn write_usize(&mut self, place: usize) {
        // Knuth: The Art of Computer Programming, volume 3, 6.4: the golden ratio.
        let spread = (self.0 ^ place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = spread.rotate_left(32);
    }
}
