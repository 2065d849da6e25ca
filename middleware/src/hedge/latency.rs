use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// How long answers took in the last minute: a histogram for every ten seconds of it.
///
/// Buckets grow by an eighth of a power of two, which is 9 percent. Recording costs a few atomic operations; the quantile
/// is computed once a second and kept.
#[derive(Debug)]
pub(super) struct Latencies {
    slots: [Slot; SLOTS],
    /// The quantile, and the second it was computed in.
    known: AtomicU64,
}

#[derive(Debug)]
struct Slot {
    /// The number of the ten seconds it is about, from 1.
    of: AtomicU32,
    counts: [AtomicU32; BUCKETS],
}

/// Six for the minute, and the one that is being filled.
const SLOTS: usize = 7;
const SLOT_SECONDS: u32 = 10;

/// From 1 µs to over a minute.
const BUCKETS: usize = 8 * 27;

/// Fewer answers than this say nothing of one in twenty.
const LEAST: u32 = 100;

impl Default for Latencies {
    fn default() -> Self {
        Self {
            slots: std::array::from_fn(|_| Slot {
                of: AtomicU32::new(0),
                counts: std::array::from_fn(|_| AtomicU32::new(0)),
            }),
            known: AtomicU64::new(0),
        }
    }
}

impl Latencies {
    /// An answer came after this time, in this second of the layer's life.
    pub(super) fn record(&self, second: u32, took: Duration) {
        let of = second / SLOT_SECONDS + 1;
        let slot = &self.slots[of as usize % SLOTS];
        if slot.of.swap(of, Ordering::Relaxed) != of {
            // What others record in this moment may be lost: it is a histogram of thousands.
            slot.counts.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        }
        slot.counts[bucket(took)].fetch_add(1, Ordering::Relaxed);
    }

    /// What `percent` of the answers of the last minute took at most; `None` while there are too few of them.
    pub(super) fn quantile(&self, second: u32, percent: u32) -> Option<Duration> {
        // One more, as the second zero is one too.
        let stamp = u64::from(second) + 1;
        let known = self.known.load(Ordering::Relaxed);
        if known >> 32 == stamp {
            return micros(known as u32);
        }
        let computed = self.compute(second, percent).unwrap_or(0);
        self.known.store(stamp << 32 | u64::from(computed), Ordering::Relaxed);
        micros(computed)
    }

    /// In microseconds; zero is not one.
    fn compute(&self, second: u32, percent: u32) -> Option<u32> {
        let now = second / SLOT_SECONDS + 1;
        let mut counts = [0u32; BUCKETS];
        for slot in &self.slots {
            let of = slot.of.load(Ordering::Relaxed);
            if of != 0 && now.saturating_sub(of) < SLOTS as u32 {
                for (sum, count) in counts.iter_mut().zip(&slot.counts) {
                    *sum = sum.saturating_add(count.load(Ordering::Relaxed));
                }
            }
        }
        let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        if total < u64::from(LEAST) {
            return None;
        }
        let wanted = (total * u64::from(percent)).div_ceil(100);
        let mut sum = 0;
        let position = counts.iter().position(|&count| {
            sum += u64::from(count);
            sum >= wanted
        })?;
        Some(end(position))
    }
}

fn micros(micros: u32) -> Option<Duration> {
    (micros != 0).then(|| Duration::from_micros(micros.into()))
}

/// Eight to each power of two.
fn bucket(took: Duration) -> usize {
    let micros = u32::try_from(took.as_micros()).unwrap_or(u32::MAX).max(1);
    let power = micros.ilog2();
    // The three bits after the first.
    let eighth = (u64::from(micros) << 3 >> power) as usize & 7;
    (power as usize * 8 + eighth).min(BUCKETS - 1)
}

/// Where a bucket ends, in microseconds.
fn end(bucket: usize) -> u32 {
    let (power, eighth) = (bucket / 8, bucket as u64 % 8);
    u32::try_from(((9 + eighth) << power).div_ceil(8)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_ends_no_more_than_an_eighth_above_what_is_in_it() {
        for micros in [1, 2, 3, 9, 100, 999, 1_000, 123_456, 2_000_000, 60_000_000] {
            let end = end(bucket(Duration::from_micros(micros)));
            assert!(u64::from(end) > micros, "{micros}: {end}");
            assert!(f64::from(end) <= micros as f64 * 1.125 + 1.0, "{micros}: {end}");
        }
        assert!(bucket(Duration::MAX) < BUCKETS);
    }

    #[test]
    fn the_quantile_is_of_the_last_minute() {
        let latencies = Latencies::default();
        assert_eq!(latencies.quantile(0, 95), None);
        for number in 0..1000 {
            let took = if number % 20 == 0 { 1_000 } else { 10 };
            latencies.record(0, Duration::from_millis(took));
        }
        let near = |second, millis: f64| {
            let quantile = latencies.quantile(second, 95).expect("there are enough").as_secs_f64() * 1000.0;
            assert!((millis..millis * 1.13).contains(&quantile), "{quantile}");
        };
        near(1, 10.0);
        near(59, 10.0);
        for _ in 0..200 {
            latencies.record(61, Duration::from_millis(30));
        }
        // The first ten seconds still count, but for one in six answers.
        near(62, 30.0);
        near(121, 30.0);
        assert_eq!(latencies.quantile(140, 95), None);
    }
}
