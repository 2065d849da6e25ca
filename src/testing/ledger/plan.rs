//! What happens to which attempt.

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use ddbx_core::Request;

use super::fate::Fate;

/// An attempt that has arrived at the server, before anything is done about it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// What is asked: its operation, tables and body.
    pub request: &'a Request,
    /// The ids of the writes in it: none of a read.
    pub ids: &'a [String],
    /// Which attempt it is at its first write, counted from 1. Of what has no id, always 1.
    pub number: u32,
}

/// What a test has decided about attempts.
#[derive(Clone, Default)]
pub(super) struct Plan {
    pub(super) seed: u64,
    /// The ends of the first attempts at each write, in their order.
    pub(super) each: Vec<Fate>,
    pub(super) chances: Vec<(f64, Fate)>,
    pub(super) first_only: bool,
    pub(super) reads_too: bool,
    pub(super) decide: Option<Decide>,
}

/// A test's own decision.
pub(super) type Decide = Arc<dyn Fn(&Attempt<'_>) -> Fate + Send + Sync>;

impl Plan {
    /// How an attempt ends. `arrived`: which one of all requests it is.
    pub(super) fn fate(&self, attempt: &Attempt<'_>, arrived: u64) -> Fate {
        if let Some(decide) = &self.decide {
            return decide(attempt);
        }
        let Some(id) = attempt.ids.first() else {
            return if self.reads_too {
                self.chance(arrived)
            } else {
                Fate::answered()
            };
        };
        if let Some(fate) = self.each.get(attempt.number as usize - 1) {
            return fate.clone();
        }
        if self.first_only && attempt.number > 1 {
            return Fate::answered();
        }
        // Not by the order of arrival, which nobody can repeat.
        self.chance((id, attempt.number))
    }

    /// What chance brings to the attempt that this stands for: always the same, with the same seed.
    fn chance(&self, attempt: impl std::hash::Hash) -> Fate {
        let mut hash = DefaultHasher::new();
        (self.seed, attempt).hash(&mut hash);
        // 53 bits, as many as the number between 0 and 1 holds.
        #[expect(clippy::cast_precision_loss, reason = "they are no more than that")]
        let mut drawn = (hash.finish() >> 11) as f64 / (1_u64 << 53) as f64;
        for (probability, fate) in &self.chances {
            if drawn < *probability {
                return fate.clone();
            }
            drawn -= probability;
        }
        Fate::answered()
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("seed", &self.seed)
            .field("each", &self.each)
            .field("chances", &self.chances)
            .field("first_only", &self.first_only)
            .field("decide", &self.decide.is_some())
            .finish_non_exhaustive()
    }
}

/// How often each write was attempted.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<HashMap<String, u32>>);

impl Attempts {
    /// Counts an attempt at these writes; which one it is at the first of them.
    pub(super) fn count(&self, ids: &[String]) -> u32 {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            *counts.entry(id.clone()).or_default() += 1;
        }
        ids.first().map_or(1, |id| counts[id])
    }

    pub(super) fn of(&self, id: &str) -> u32 {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(id).copied().unwrap_or_default()
    }
}
