mod evaluate;
mod longest;
mod ranges;
mod sample;

use proptest::prelude::ProptestConfig;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        max_shrink_iters: 1_000,
        ..ProptestConfig::default()
    }
}
