//! Random moments: time passes in these tests when tasks do something.

/// A sequence of numbers that one seed determines (xorshift64*).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

/// From `DDBX_SEED`, or another one each time.
pub(crate) fn seed() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    let given = std::env::var("DDBX_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| RandomState::new().hash_one(0) | 1)
}

/// Lets the runtime run.
pub(crate) async fn turns(count: u64) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}
