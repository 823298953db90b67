//! Sets of ids, a bit each.

pub(crate) struct Bits(pub(crate) Vec<u64>);

impl Bits {
    pub(crate) fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    /// The ids of which it holds, made one word at a time.
    #[inline]
    pub(crate) fn of(size: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::new(size);
        for (place, slot) in bits.0.iter_mut().enumerate() {
            let first = place * 64;
            let mut word = 0;
            for bit in 0..64.min(size - first) {
                word |= u64::from(holds(first + bit)) << bit;
            }
            *slot = word;
        }
        bits
    }

    /// Adds an id where it holds, without a branch.
    #[inline]
    pub(crate) fn add_if(&mut self, id: u32, holds: bool) {
        self.0[id as usize >> 6] |= u64::from(holds) << (id & 63);
    }

    #[inline]
    pub(crate) fn remove(&mut self, id: u32) {
        self.0[id as usize >> 6] &= !(1 << (id & 63));
    }

    #[inline]
    pub(crate) fn has(&self, id: u32) -> bool {
        self.0[id as usize >> 6] >> (id & 63) & 1 != 0
    }

    /// Adds an id; whether it was new.
    #[inline]
    pub(crate) fn add(&mut self, id: u32) -> bool {
        let new = !self.has(id);
        self.0[id as usize >> 6] |= 1 << (id & 63);
        new
    }

    /// Takes these away.
    pub(crate) fn subtract(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= !other;
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(place, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(place as u32 * 64 + bit)
            })
        })
    }
}
