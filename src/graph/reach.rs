//! Counts what reaches what, for 64 targets at a time, one bit each: the cost is edges times targets divided by 64, and
//! much less if few things are concluded from others.

use crate::graph::condensation::Condensation;

/// How much the components reach.
#[derive(Debug)]
pub(super) struct ReachCounts {
    /// For each component: how many targets it reaches.
    pub(super) of_component: Vec<u32>,
    /// For each target: how many things reach it.
    pub(super) of_target: Vec<u32>,
}

/// Counts: `direct` are pairs of a component and a target of its own, `targets` is the number of targets.
pub(super) fn count_reach(circles: &Condensation, targets: u32, direct: Vec<[u32; 2]>) -> ReachCounts {
    let folds = circles.members.len();
    let mut of_fold = vec![0; folds];
    let mut of_target = vec![0; targets as usize];
    let size = |fold: u32| u32::try_from(circles.members[fold as usize].len()).unwrap_or(u32::MAX);
    let mut pairs: Vec<[u32; 2]> = Vec::new();
    for [fold, target] in distinct(direct) {
        if circles.linked[fold as usize] {
            pairs.push([target, fold]);
        } else {
            // A thing without links to other things reaches only its own targets.
            of_fold[fold as usize] += 1;
            of_target[target as usize] += size(fold);
        }
    }
    pairs.sort_unstable();
    let linked: Vec<u32> = circles.sccs().map(|(fold, _)| fold).filter(|fold| circles.linked[*fold as usize]).collect();
    let mut reached = vec![0_u64; folds];
    for block in pairs.chunk_by(|one, other| one[0] / 64 == other[0] / 64) {
        let first = block[0][0] / 64 * 64;
        for fold in &linked {
            reached[*fold as usize] = 0;
        }
        for [target, fold] in block {
            reached[*fold as usize] |= 1 << (target - first);
        }
        let mut counters = Counters::default();
        for fold in &linked {
            let below = circles.below.neighbors(*fold).iter();
            let all = below.fold(reached[*fold as usize], |all, next| all | reached[*next as usize]);
            if all != 0 {
                reached[*fold as usize] = all;
                of_fold[*fold as usize] += all.count_ones();
                counters.add(all, size(*fold));
            }
        }
        for (target, count) in (first..targets).zip(counters.counts()) {
            of_target[target as usize] += count;
        }
    }
    ReachCounts { of_component: of_fold, of_target }
}

fn distinct(mut pairs: Vec<[u32; 2]>) -> Vec<[u32; 2]> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// 64 counters side by side: bit `i` of plane `p` is bit `p` of counter `i`.
///
/// Bit-sliced counting, as in H. S. Warren, *Hacker's Delight*, 2nd edition, 2012, section 8.1.
#[derive(Default)]
struct Counters {
    planes: [u64; 32],
}

impl Counters {
    /// Adds `amount` to the counters whose bit is set.
    fn add(&mut self, bits: u64, amount: u32) {
        for low in (0..32).filter(|low| amount >> low & 1 == 1) {
            let mut carry = bits;
            for plane in &mut self.planes[low..] {
                (*plane, carry) = (*plane ^ carry, *plane & carry);
                if carry == 0 {
                    break;
                }
            }
        }
    }

    fn counts(&self) -> impl Iterator<Item = u32> + '_ {
        (0..64).map(|counter| {
            let planes = (0..).zip(&self.planes);
            planes.map(|(at, plane)| u32::from(plane >> counter & 1 == 1) << at).sum()
        })
    }
}
