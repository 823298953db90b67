//! Numbers that look random and are the same every time: SplitMix64.

pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0, …, n − 1, all as likely.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// Once in `n` times.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// From 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// 0, …, n − 1, the k-th as likely as 1 / k: few are met often.
    pub(crate) fn zipf(&mut self, n: u64) -> u64 {
        let drawn = (n as f64 + 1.0).powf(self.fraction()) as u64;
        drawn.clamp(1, n) - 1
    }

    /// One of these, as likely as its weight.
    pub(crate) fn pick(&mut self, weighted: &[(&'static str, u32)]) -> &'static str {
        let all = weighted.iter().map(|it| u64::from(it.1)).sum();
        let mut left = self.below(all);
        for &(word, weight) in weighted {
            if left < u64::from(weight) {
                return word;
            }
            left -= u64::from(weight);
        }
        unreachable!("less than all weights together")
    }
}
