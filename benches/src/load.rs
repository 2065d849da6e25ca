//! Calls over the wire, so many at a time, by several contenders in turns.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;

use crate::Result;

/// How often, and for how long, contenders take turns.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    rounds: usize,
    turn: Duration,
}

impl Pace {
    /// Many short turns.
    pub const QUICK: Self = Self {
        rounds: 21,
        turn: Duration::from_millis(80),
    };

    /// Turns in which hundreds of tasks make many calls each: how they begin and end should not count.
    pub const LONG: Self = Self {
        rounds: 9,
        turn: Duration::from_millis(300),
    };
}

/// What a call took in one turn: means, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// CPU time of the process, all its threads and the kernel's work for them included.
    pub cpu: f64,
    /// Time of day, divided by the number of calls: its inverse is the throughput.
    pub wall: f64,
    /// The 99th percentile of the time of day of single calls; of a turn with one call at a time only.
    pub p99: f64,
}

/// Something that makes this many calls.
pub type Contender<'a> = Box<dyn FnMut(usize) -> Result<Turn> + 'a>;

/// Makes one call after the other.
pub fn one_at_a_time<'a>(runtime: &'a Runtime, mut call: impl AsyncFnMut() -> Result<()> + 'a) -> Contender<'a> {
    Box::new(move |calls| {
        runtime.block_on(async {
            let mut times = Vec::with_capacity(calls);
            let begun = Reading::now();
            let mut last = begun.wall;
            for _ in 0..calls {
                call().await?;
                let now = wall();
                times.push(now - last);
                last = now;
            }
            let mut turn = begun.turn(calls);
            times.sort_unstable();
            turn.p99 = times[(calls * 99 / 100).min(calls - 1)].as_secs_f64();
            Ok(turn)
        })
    })
}

/// Makes so many calls at a time, in as many tasks.
pub fn at_a_time<F, A>(runtime: &Runtime, in_flight: usize, call: F) -> Contender<'_>
where
    F: Fn() -> A + Clone + Send + 'static,
    A: Future<Output = Result<()>> + Send,
{
    Box::new(move |calls| runtime.block_on(together(in_flight, calls, call.clone())))
}

async fn together<F, A>(in_flight: usize, calls: usize, call: F) -> Result<Turn>
where
    F: Fn() -> A + Clone + Send + 'static,
    A: Future<Output = Result<()>> + Send,
{
    let begun = Reading::now();
    let left = Arc::new(AtomicUsize::new(calls));
    let tasks: Vec<_> = std::iter::repeat_n(call, in_flight)
        .map(|call| {
            let left = Arc::clone(&left);
            tokio::spawn(async move {
                let one = |left: usize| left.checked_sub(1);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one).is_ok() {
                    call().await.map_err(|error| error.to_string())?;
                }
                Ok::<_, String>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(begun.turn(calls))
}

/// Both clocks.
struct Reading {
    cpu: Duration,
    wall: Instant,
}

impl Reading {
    fn now() -> Self {
        let cpu = clock_gettime(ClockId::ProcessCPUTime);
        Self {
            cpu: Duration::new(cpu.tv_sec.unsigned_abs(), cpu.tv_nsec.unsigned_abs() as u32),
            wall: wall(),
        }
    }

    fn turn(&self, calls: usize) -> Turn {
        let now = Self::now();
        let mean = |spent: Duration| spent.as_secs_f64() / calls as f64;
        Turn {
            cpu: mean(now.cpu - self.cpu),
            wall: mean(now.wall - self.wall),
            p99: f64::NAN,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what takes real time is measured by a real clock"
)]
fn wall() -> Instant {
    Instant::now()
}

/// The turns of all contenders.
#[derive(Debug)]
pub struct Rounds(Vec<Vec<Turn>>);

/// A median, and the figures between which half of the rounds are.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Half of the rounds are below.
    pub median: f64,
    /// Three quarters of the rounds are above.
    pub low: f64,
    /// Three quarters of the rounds are below.
    pub high: f64,
}

/// Lets the contenders make calls in turns.
///
/// # Errors
///
/// The first error of a contender.
pub fn rounds(pace: Pace, contenders: &mut [Contender<'_>]) -> Result<Rounds> {
    let calls: Vec<usize> = contenders
        .iter_mut()
        .map(|contender| calls_of_a_turn(contender, pace.turn.as_secs_f64()))
        .collect::<Result<_>>()?;
    let mut rounds = Vec::with_capacity(pace.rounds);
    for round in 0..pace.rounds {
        let mut turns = vec![None; contenders.len()];
        for position in 0..contenders.len() {
            // Who goes first, and finds the others' data in the caches, changes.
            let who = (position + round) % contenders.len();
            turns[who] = Some(contenders[who](calls[who])?);
        }
        rounds.push(turns.into_iter().flatten().collect());
    }
    Ok(Rounds(rounds))
}

/// How many calls fill a turn of so many seconds; warms up on the way, connections included.
fn calls_of_a_turn(contender: &mut Contender<'_>, turn: f64) -> Result<usize> {
    let mut calls = 1;
    let mut took = contender(calls)?.wall;
    while took < turn / 4.0 {
        calls *= 2;
        took = contender(calls)?.wall * calls as f64;
    }
    // What took that long may have been the handshakes of a first burst.
    for _ in 0..2 {
        calls = ((calls as f64 * turn / took) as usize).max(1);
        took = contender(calls)?.wall * calls as f64;
    }
    Ok(calls)
}

impl Rounds {
    /// A figure of one contender.
    #[must_use]
    pub fn of(&self, who: usize, figure: impl Fn(Turn) -> f64) -> Spread {
        Spread::over(self.0.iter().map(|turns| figure(turns[who])))
    }

    /// A figure of one contender over that of another, round by round: a machine that slows down slows both.
    #[must_use]
    pub fn ratio(&self, who: usize, whose: usize, figure: impl Fn(Turn) -> f64) -> Spread {
        Spread::over(self.0.iter().map(|turns| figure(turns[who]) / figure(turns[whose])))
    }
}

impl Spread {
    fn over(figures: impl Iterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.collect();
        figures.sort_by(f64::total_cmp);
        let at = |quarters| figures[figures.len() * quarters / 4];
        Self {
            median: at(2),
            low: at(1),
            high: at(3),
        }
    }
}

/// `median (low-high)`
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.median.fmt(f)?;
        f.write_str(" (")?;
        self.low.fmt(f)?;
        f.write_str("-")?;
        self.high.fmt(f)?;
        f.write_str(")")
    }
}
