//! Two contenders, in turns.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::Result;

/// How many rounds a race has; each runs both contenders.
const ROUNDS: usize = 61;

/// How long a contender runs in a round, at least: far over the resolution of the clock.
const TURN: Duration = Duration::from_millis(8);

/// The CPU time this thread has used. Unlike the time of day, it does not count what other processes take.
#[must_use]
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

/// The medians of a race.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Time of one run.
    pub ours: Duration,
    /// Time of one run.
    pub peer: Duration,
    /// Peer's time over ours, round by round: a machine that slows down slows both.
    pub ratio: f64,
    /// Between these are the ratios of half of the rounds.
    pub quartiles: (f64, f64),
}

/// Lets both run in turns. A contender does its work once, and returns the part of the time that counts.
///
/// # Errors
///
/// The first error of a contender.
pub fn race(mut ours: impl FnMut() -> Result<Duration>, mut peer: impl FnMut() -> Result<Duration>) -> Result<Outcome> {
    let (repeats_of_ours, repeats_of_peer) = (repeats(&mut ours)?, repeats(&mut peer)?);
    let mut rounds = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS {
        // Whoever goes second finds the other's data in the caches: each does in half of the rounds.
        rounds.push(if round % 2 == 0 {
            let ours = turn(&mut ours, repeats_of_ours)?;
            (ours, turn(&mut peer, repeats_of_peer)?)
        } else {
            let peer = turn(&mut peer, repeats_of_peer)?;
            (turn(&mut ours, repeats_of_ours)?, peer)
        });
    }
    let ratios = sorted(rounds.iter().map(|(ours, peer)| peer / ours));
    Ok(Outcome {
        ours: Duration::from_secs_f64(sorted(rounds.iter().map(|(ours, _)| *ours))[ROUNDS / 2]),
        peer: Duration::from_secs_f64(sorted(rounds.iter().map(|(_, peer)| *peer))[ROUNDS / 2]),
        ratio: ratios[ROUNDS / 2],
        quartiles: (ratios[ROUNDS / 4], ratios[ROUNDS * 3 / 4]),
    })
}

/// Times `work`; what it returns is dropped after the clock was read.
///
/// # Errors
///
/// Those of `work`.
pub fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let begun = cpu_time();
    let result = black_box(work());
    let spent = cpu_time() - begun;
    result.map(|_| spent)
}

/// Times work that is so short that reading the clock would count: many runs at once, drops included.
///
/// # Errors
///
/// Those of `work`.
pub fn timed_in_bulk<T>(mut work: impl FnMut() -> Result<T>) -> Result<Duration> {
    const RUNS: u32 = 64;
    let begun = cpu_time();
    for _ in 0..RUNS {
        black_box(work()?);
    }
    Ok((cpu_time() - begun) / RUNS)
}

/// The mean of one run, in seconds.
fn turn(contender: &mut impl FnMut() -> Result<Duration>, repeats: u32) -> Result<f64> {
    let mut sum = Duration::ZERO;
    for _ in 0..repeats {
        sum += contender()?;
    }
    Ok(sum.as_secs_f64() / f64::from(repeats))
}

/// How often to run in a turn; warms up on the way. What does not count in a run does here.
fn repeats(contender: &mut impl FnMut() -> Result<Duration>) -> Result<u32> {
    let (begun, mut runs) = (cpu_time(), 0);
    while cpu_time() - begun < TURN * 10 {
        contender()?;
        runs += 1;
    }
    Ok((runs / 10).max(1))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}
