//! Chance that one seed determines, and how much of it a run has.

/// A sequence of numbers (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// From `DDBX_SEED`, or another one each time.
pub(crate) fn seed() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    let given = std::env::var("DDBX_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| RandomState::new().hash_one(0))
}

/// How many rounds: ten times as many with `DDBX_CHECKS=full`. Over a socket, a third: each takes its time.
pub(crate) fn rounds(usual: usize) -> usize {
    let usual = match std::env::var_os("DDBX_CHECKS") {
        Some(checks) if checks == "full" => usual * 10,
        _ => usual,
    };
    match std::env::var_os("DDBX_TEST_URL") {
        Some(_) => usual.div_ceil(3),
        None => usual,
    }
}
